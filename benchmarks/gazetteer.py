"""The gazetteer: how fast it opens, finds a name and finds like ones, in how much memory and how large a file.

    python benchmarks/gazetteer.py [--gazetteer FILE]

Names are drawn from the gazetteer itself, every one as likely as another, seed 1. "New" is a name that was not asked
for before, "again" one that was: an article names a place several times, and the next article the same places. Seconds
are those of one processor core; the memory is that of a process of its own that opens, finds and ends.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rashomon.gazetteer import EMBEDDED_PATH, Gazetteer, open_gazetteer
from results import write_section

NAMES = 10_000
LIKENESSES = 500
ROUNDS = 5


def drawn_names(path: Path, number: int) -> list[str]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    keys = [key for (key,) in connection.execute("SELECT key FROM names ORDER BY key")]
    connection.close()
    return random.Random(1).sample(keys, min(number, len(keys)))


def seconds_of(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def find_all(gazetteer: Gazetteer, names: Sequence[str]) -> int:
    return sum(len(gazetteer.find(name)) for name in names)


def peak_megabytes(path: Path) -> float:
    """Of a process of its own, Python and all."""
    code = (
        "import resource, sys; from pathlib import Path; from rashomon.gazetteer import open_gazetteer\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "g = open_gazetteer(Path(sys.argv[1]))\n"
        "for name in sys.stdin.read().splitlines(): g.find(name)\n"
        "print(peak())"
    )
    names = "\n".join(drawn_names(path, NAMES))
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], input=names, capture_output=True, text=True, check=True
    )
    return int(run.stdout) / 1024


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--gazetteer", type=Path, default=EMBEDDED_PATH)
    path = words.parse_args().gazetteer
    names = drawn_names(path, NAMES)
    opening, new, again = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with open_gazetteer(path) as gazetteer:
            opening.append(time.perf_counter() - start)
            new.append(seconds_of(lambda: find_all(gazetteer, names)))
            again.append(seconds_of(lambda: find_all(gazetteer, names)))
            facts = gazetteer.facts()
    with open_gazetteer(path) as gazetteer:
        like = sorted(seconds_of(lambda name=name: gazetteer.similar(name)) for name in names[:LIKENESSES])  # type: ignore[misc]
    figures = {
        "new names a second": len(names) / min(new),
        "names a second, asked again": len(names) / min(again),
    }
    lines = [
        "## Gazetteer",
        "",
        f"{int(facts['entries']):,} places, {int(facts['names']):,} names, {path.stat().st_size / 1e6:.1f} MB; "
        f"{NAMES:,} names drawn from it, best of {ROUNDS} rounds, one core.",
        "",
        "| what | measured | aim |",
        "| --- | --- | --- |",
        f"| open | {1000 * max(opening):.1f} ms at most | < 50 ms |",
        f"| find, new names | {figures['new names a second']:,.0f} a second | 50,000 |",
        f"| find, names asked for before | {figures['names a second, asked again']:,.0f} a second | 50,000 |",
        f"| similar, new names | {1000 * sum(like) / len(like):.1f} ms on average, "
        f"{1000 * like[len(like) * 95 // 100]:.1f} ms at the 95th percentile | < 5 ms |",
        f"| peak memory of a process that opens and finds | {peak_megabytes(path):.0f} MB, Python too | < 100 MB |",
    ]
    print("\n".join(lines))
    if path == EMBEDDED_PATH:
        write_section("gazetteer", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
