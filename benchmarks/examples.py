"""The bundled examples against `examples/expected.json`: claims found, stances, chains of voices, events.

    python benchmarks/examples.py [--dev]

A claim is found when a claim of that article covers a part of the anchor with its content. Of several, the one with
the most right counts, the chain before the stance, and that before the event. The fields of an event are looked at
where `expected.json` has them. The examples are ours and in the open, so the figures guard against going back; they
compare with nobody's. `--dev` prints each claim that is missed or wrong, and records nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results import write_section
from sameness import Spellings, are_same, is_same_name

EXAMPLES = Path(__file__).parent.parent / "examples"
PROGRAM = [sys.executable, "-c", "from rashomon.cli import main; main()"]
SPOKEN = {"innermost_voice": "innermost voice", "whole_chain": "whole chain of voices", "stance": "stance"}
TOLD = {"event": "type", "actors": "actors", "recipients": "recipients", "factuality": "factuality"}


def extracted(*arguments: str) -> list[dict[str, Any]]:
    """The records that `rashomon extract` prints with these arguments."""
    printed = subprocess.run([*PROGRAM, "extract", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def judge(expected: dict[str, Any], record: dict[str, Any], spellings: Spellings) -> tuple[dict[str, bool] | None, str]:
    """Which fields of the claim are right, None where it is not found; and what was read."""
    start = record["text"].replace("\u00a0", " ").index(expected["anchor"])
    end = start + len(expected["anchor"])
    best: tuple[dict[str, bool] | None, str] = (None, "nothing")
    for claim in record["claims"]:
        if not any(first < end and start < last for first, last in claim["content"]):
            continue
        event = None if claim["event"] is None else record["events"][claim["event"]]
        right = compared(expected, claim, event, spellings)
        if best[0] is None or list(right.values()) > list(best[0].values()):
            best = right, _told(claim, event)
    return best


def compared(
    expected: Mapping[str, Any], claim: Mapping[str, Any], event: Mapping[str, Any] | None, spellings: Spellings
) -> dict[str, bool]:
    """Whether the voices and the stance of a claim are right, and the fields of its event that `expected` has."""
    names, wanted = [voice["name"] for voice in claim["voices"]], expected["voices"]
    pairs = list(zip(names, wanted, strict=False))
    told = event or {"type": None, "actors": [], "recipients": [], "factuality": None}
    right = {
        "innermost_voice": (not names and not wanted)
        or (bool(names and wanted) and is_same_name(names[-1], wanted[-1])),
        "whole_chain": len(names) == len(wanted) and all(is_same_name(one, other) for one, other in pairs),
        "stance": claim["stance"] == expected["stance"],
    }
    if "event" not in expected:
        return right
    return right | {
        "event": told["type"] == expected["event"],
        **{
            side: event is not None and are_same(expected[side], told[side], spellings)
            for side in ("actors", "recipients")
            if side in expected
        },
        "factuality": told["factuality"] == expected["factuality"],
    }


def _told(claim: Mapping[str, Any], event: Mapping[str, Any] | None) -> str:
    told = f"{[voice['name'] for voice in claim['voices']]} {claim['stance']}"
    if event is None:
        return told
    sides = ([party["entity"] or party["text"] for party in event[side]] for side in ("actors", "recipients"))
    return " ".join(map(str, (told, event["type"], *sides, event["factuality"])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="print what is missed or wrong; record nothing")
    options = parser.parse_args()
    expected = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
    titles = {article["id"]: article["title"] for article in expected["articles"]}
    records = {record["title"]: record for record in extracted(str(EXAMPLES / "keth-strait"))}
    claims = expected["claims"]
    judged = [(claim, *judge(claim, records[titles[claim["article"]]], expected["names"])) for claim in claims]
    if options.dev:
        for claim, right, read in judged:
            if right is None or not all(right.values()):
                wanted = [claim[key] for key in ("voices", "stance", *TOLD) if key in claim]
                print(f"{claim['article']} {claim['anchor']!r}\n  {wanted}\n  {read}")
    eventful = [claim for claim in claims if "event" in claim]
    found = [right for _, right, _ in judged if right is not None]
    figures = {"claims_found": round(100 * len(found) / len(judged), 1)}
    for field in (*SPOKEN, *TOLD):
        marks = [right[field] for right in found if field in right]
        figures[field] = round(100 * sum(marks) / max(1, len(marks)), 1)
    lines = [
        "## The bundled examples (examples)",
        "",
        f"{len(judged)} expected claims of {len(records)} invented articles, {len(eventful)} of them of an event, "
        "built with in sight: a guard against going back, not a score to compare. Per cent; all but the first are of "
        "the claims found.",
        "",
        f"| claims found | {' | '.join((*SPOKEN.values(), *TOLD.values()))} |",
        "|---" * len(figures) + "|",
        "| " + " | ".join(f"{value}" for value in figures.values()) + " |",
    ]
    print("\n".join(lines))
    if not options.dev:
        write_section("examples", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
