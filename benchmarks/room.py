"""How long the reading room takes to answer, page by page, on ledgers of 1,000, 10,000 and 100,000 claims.

    python benchmarks/room.py [--claims 1000 10000 100000]

A ledger of the bundled examples is grown: its articles come again and again under new ids, each time two days later,
with all that was read in them and made of them. Entities and voices stay the same ones, so that those of the examples
become as much talked of as a head of state is in a ledger of news. Pages are asked inside this process, as Datasette
answers them, one after the other: every kind of page several times, over different events, articles and entities, of
which the largest is one. What is measured is processor time, into which other programs on the machine do not count.
SQLite's statistics are not made for it (`ANALYZE`), as nobody makes them for a ledger.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from rashomon.room.serving import open_room
from results import write_section

SIZES = [1000, 10_000, 100_000]
DAYS_LATER = 2
ADDRESSES = 8
ROUNDS = 3
SHARED = {"entities", "entity_names", "entity_blocks", "entity_merges", "entity_identities", "voices"}
LEFT_OUT = {"refusals", "decisions", "claim_keys", "sketch_keys", "claim_traits", "article_traits"}
BY_TRIGGERS = {"event_tellings", "party_entities"}
DAYS = {"published", "earliest", "latest"}
OWN_IDS = {"id", "sha256", "parent", "one", "other", "here", "there", "source", "target"}
OF_THE_SHARED = {"voice_id", "entity_id", "into_id", "given_id"}
FILTERS = {
    "of a status": "status=disputed",
    "of a type": "type=mobilize",
    "of an actor": "actor=navy",
    "of a place": "place=ulmhaven",
    "of an outlet": "outlet=herald",
    "since a day": "since=2025-03-05",
    "of a month": "since=2025-03&until=2025-03",
    "with a word": "text=destroyer",
    "of all of these": "status=disputed&actor=navy&outlet=herald&since=2025-03&text=destroyer",
    "far down": "page=20",
}
QUESTIONS = {
    "event": "SELECT event_id FROM claims GROUP BY event_id ORDER BY count(*) DESC, event_id",
    "article": "SELECT article_id FROM claims GROUP BY article_id ORDER BY count(*) DESC, article_id",
    "entity": "SELECT entity_id FROM entity_members GROUP BY entity_id ORDER BY count(*) DESC, entity_id",
    "voice": "SELECT name FROM voices JOIN claim_voices ON voice_id = id GROUP BY name ORDER BY count(*) DESC, name",
    "claim": "SELECT id FROM claims ORDER BY number DESC",
}


class Timing(NamedTuple):
    """Milliseconds that a kind of page took."""

    median: float
    late: float


def read_examples(path: Path) -> None:
    """The ledger of the bundled examples."""
    command = [sys.executable, "-m", "rashomon", "demo", "--json", "--ledger", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def grow(examples: Path, path: Path, claims: int) -> int:
    """A ledger with the rows of the examples so often that there are about so many claims; how many there are."""
    connection = sqlite3.connect(path, isolation_level=None)
    with sqlite3.connect(examples) as source:
        source.backup(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("ATTACH ? AS examples", (str(examples),))
    connection.create_function("renamed", 2, renamed, deterministic=True)
    connection.create_function("later", 2, later, deterministic=True)
    (at_first,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    statements = list(copies_in(connection))
    connection.execute("BEGIN")
    for number in range(1, round(claims / at_first)):
        for statement in statements:
            connection.execute(statement, {"number": number})
    connection.execute("UPDATE claims SET event_id = event_id")
    connection.execute("COMMIT")
    (grown,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    connection.close()
    return int(grown)


def copies_in(connection: sqlite3.Connection) -> Iterator[str]:
    """Statements that copy the rows of each table, with ids and days of the copy `:number`."""
    tables = connection.execute(
        "SELECT name FROM examples.sqlite_master WHERE type = 'table' AND name NOT LIKE '%!_fts%' ESCAPE '!'"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (table,) in tables:
        if table in SHARED | LEFT_OUT | BY_TRIGGERS:
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA examples.table_info({table})") if row[1] != "number"]
        values = [
            f'later("{name}", :number)'
            if name in DAYS
            else f'renamed("{name}", :number)'
            if is_own_id(table, name)
            else f'"{name}"'
            for name in columns
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        yield f"INSERT INTO main.{table} ({names}) SELECT {', '.join(values)} FROM examples.{table}"


def is_own_id(table: str, column: str) -> bool:
    """Whether a column names a row that is copied too."""
    if column in ("source", "target"):
        return table == "links"  # an attribution's source is words, a document's a path
    return column not in OF_THE_SHARED and (column in OWN_IDS or column.endswith(("_id", "_sha256")))


def renamed(id_: str | None, number: int) -> str | None:
    """Another id of the same form."""
    if id_ is None:
        return None
    digits = hashlib.sha256(f"{id_} {number}".encode()).hexdigest()
    return id_[:2] + digits[: len(id_) - 2] if id_[1:2] == "-" else digits


def later(day: str | None, number: int) -> str | None:
    return day and (date.fromisoformat(day) + timedelta(days=DAYS_LATER * number)).isoformat()


def addresses_in(path: Path) -> dict[str, list[str]]:
    """Kind of page to addresses of that kind: of the largest thing, and of others here and there in the ledger."""
    connection = sqlite3.connect(path)
    found: dict[str, list[str]] = {}
    for kind, question in QUESTIONS.items():
        rows = [str(one) for (one,) in connection.execute(question)]
        found[kind] = [quote(one) for one in rows[:: max(len(rows) // (ADDRESSES - 1), 1)][:ADDRESSES]]
    connection.close()
    return {
        "stories": ["/"],
        **{f"stories, {name}": [f"/?{asked}"] for name, asked in FILTERS.items()},
        "event": [f"/events/{one}" for one in found["event"]],
        "event, by voice": [f"/events/{one}?by=voice" for one in found["event"]],
        "article": [f"/articles/{one}" for one in found["article"]],
        "claim (leads to its article)": [f"/claims/{one}" for one in found["claim"]],
        "entity": [f"/entities/{one}" for one in found["entity"]],
        "voices": ["/voices"],
        "voices, of an outlet since a day": ["/voices?outlet=herald&since=2025-03-05"],
        "voice": [f"/voices?name={one}" for one in found["voice"]],
        "search, a rare word": ["/search?q=cutter"],
        "search, a frequent word": ["/search?q=destroyer"],
        "search, articles": ["/search?q=destroyer&kind=articles"],
        "search, names": ["/search?q=strait&kind=names"],
        "review": ["/review"],
        "review, nearly joined": ["/review?list=near"],
        "review, outlets": ["/review?list=outlets"],
        "review, of an event": [f"/review?id={one}" for one in found["event"]],
        "review, of a claim": [f"/review?id={one}" for one in found["claim"]],
    }


async def timings_of(path: Path) -> dict[str, Timing]:
    """What each kind of page takes, after each was asked for once."""
    room = open_room(path)
    await room.client.get("/")
    gc.collect()
    gc.freeze()  # as `serve` does
    found: dict[str, Timing] = {}
    for kind, addresses in addresses_in(path).items():
        taken = []
        for turn in range(1 + max(ROUNDS, ADDRESSES // len(addresses))):
            for address in addresses:
                started = time.process_time()
                answer = await room.client.get(address)
                if turn:
                    taken.append(1000 * (time.process_time() - started))
                if answer.status_code not in (200, 302):
                    raise SystemExit(f"{address} was answered with {answer.status_code}")
        found[kind] = Timing(statistics.median(taken), statistics.quantiles(taken, n=20)[-1])
    return found


def report(grown: dict[int, int], timings: dict[int, dict[str, Timing]]) -> str:
    kinds = list(next(iter(timings.values())))
    head = " | ".join(f"{claims:,} claims" for claims in grown.values())
    lines = [
        "## The reading room: server time",
        "",
        "Processor milliseconds from a request to its whole answer inside the server, which on a machine that does",
        "nothing else is the time that passes: the median, and after the stroke the 95th hundredth. The ledgers are",
        f"the bundled examples grown under new ids. Load of the machine at the end: {os.getloadavg()[0]:.1f}.",
        "",
        f"| page | {head} |",
        f"| --- |{' ---: |' * len(grown)}",
    ]
    for kind in kinds:
        cells = (f"{timings[size][kind].median:.0f} / {timings[size][kind].late:.0f}" for size in grown)
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def figures_of(timings: dict[int, dict[str, Timing]]) -> dict[str, Any]:
    """The slowest kind of page at each size."""
    return {
        f"slowest_ms_{size}": round(max(one.median for one in kinds.values()), 1) for size, kinds in timings.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=SIZES, help="other sizes; these record nothing")
    options = parser.parse_args()
    grown: dict[int, int] = {}
    timings: dict[int, dict[str, Timing]] = {}
    with tempfile.TemporaryDirectory() as folder:
        examples = Path(folder, "examples.db")
        read_examples(examples)
        for size in options.claims:
            path = Path(folder, f"grown-{size}.db")
            grown[size] = grow(examples, path, size)
            timings[size] = asyncio.run(timings_of(path))
    text = report(grown, timings)
    print(text)
    if options.claims == SIZES:
        write_section("room", text, figures_of(timings))


if __name__ == "__main__":
    main()
