"""The ledger of the two seed bundles, field by field: what `rashomon extract` reads against `seeds/expected.json`.

    python benchmarks/seed_ledger.py [--model DIR] [--verbose]

A claim is found when a claim of the right article shares at least half of the anchor's words, or of its own, with its
content, or has its trigger inside the anchor; of several, the one with the most fields right is taken. A field of a
missing claim is wrong. Names match when one holds all words of the other, spellings that `expected.json` lists
together count as one, and a country code matches parties with that code. A place is right by its name, as printed or
in the gazetteer; a time where its whole interval lies in the expected day, month or year. `alleged`, `unknown`, and
places and times that are null are not scored, as the README of the seeds says. `--verbose` prints every claim with
what is wrong and records nothing.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import extracted
from rashomon.records import Span
from rashomon.words import normalised
from results import write_section
from sameness import Spellings, are_same, is_same_name

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FIELDS = ("found", "voices", "stance", "type", "actors", "recipients", "factuality", "place", "when")
BAR, AIM = 65, 80
LEAST_SHARED = 0.5
NOT_SCORED = frozenset({"alleged", "unknown"})

_WORD = re.compile(r"\w+(?:[-']\w+)*")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """An expected claim with the claim that was taken for it, if there is one, and which of its fields are right."""

    expected: Json
    claim: Json | None
    event: Json | None
    right: Mapping[str, bool]


def judge(expected: Json, record: Json | None, spellings: Spellings) -> Judged:
    """The claim of the record that comes nearest to the expected one; `right` holds the fields that are scored."""
    unscored = {"factuality": expected["factuality"] in NOT_SCORED}
    unscored |= {field: expected[field] is None for field in ("place", "when")}
    scored = [field for field in FIELDS if not unscored.get(field)]
    nearest = Judged(expected, None, None, dict.fromkeys(scored, False))
    anchor = anchor_in(record["text"], expected["anchor"]) if record else None
    if record is None or anchor is None:
        return nearest
    plain = normalised(record["text"])
    for claim in record["claims"]:
        event = None if claim["event"] is None else record["events"][claim["event"]]
        if is_found(anchor, claim, event, plain):
            right = compared(expected, claim, event, record, spellings)
            judged = Judged(expected, claim, event, {field: right[field] for field in scored})
            if nearest.claim is None or sum(judged.right.values()) > sum(nearest.right.values()):
                nearest = judged
    return nearest


def anchor_in(text: str, anchor: str) -> Span | None:
    """Where the anchor stands in the text, whatever the blanks and quotation marks."""
    pattern = r"\s+".join(map(re.escape, normalised(anchor).split()))
    match = re.search(pattern, normalised(text))
    return Span(*match.span()) if match else None


def is_found(anchor: Span, claim: Json, event: Json | None, plain: str) -> bool:
    """Whether the claim is about the anchor in normalised text: enough words shared, or the trigger inside it."""
    if event is not None and anchor.contains(Span(*event["trigger"])):
        return True
    wanted = {match.start() for match in _WORD.finditer(plain, *anchor)}
    content = {match.start() for piece in claim["content"] for match in _WORD.finditer(plain, *piece)}
    shared = len(wanted & content)
    return shared > 0 and shared >= LEAST_SHARED * min(len(wanted), len(content))


def compared(expected: Json, claim: Json, event: Json | None, record: Json, spellings: Spellings) -> dict[str, bool]:
    """Whether each field of the claim is the expected one."""
    names = [voice["name"] for voice in claim["voices"]]
    factuality = event["factuality"] if event else claim["factuality"]
    return {
        "found": True,
        "voices": len(names) == len(expected["voices"])
        and all(is_same_name(one, other) for one, other in zip(names, expected["voices"], strict=True)),
        "stance": claim["stance"] == expected["stance"],
        "type": (event["type"] if event else None) == expected["event"],
        "actors": are_same(expected["actors"], event["actors"] if event else (), spellings),
        "recipients": are_same(expected["recipients"], event["recipients"] if event else (), spellings),
        "factuality": factuality == expected["factuality"],
        "place": is_there(expected["place"], _ground(record["places"], event, "place")),
        "when": is_then(expected["when"], _ground(record["times"], event, "time")),
    }


def is_there(expected: str | None, place: Json | None) -> bool:
    """Whether a place is the expected one, by the name that the article prints or the gazetteer has."""
    names = [place["text"], place["name"]] if place else []
    return expected is not None and any(is_same_name(name, expected) for name in names if name)


def is_then(expected: str | None, time: Json | None) -> bool:
    """Whether the interval of a time lies in the day, month or year expected (`2017-03-14`, `2017-03`)."""
    ends = [time["earliest"], time["latest"]] if time else []
    return expected is not None and bool(ends) and all(end is not None and end.startswith(expected) for end in ends)


def _ground(grounds: Sequence[Json], event: Json | None, name: str) -> Json | None:
    return None if event is None or event[name] is None else grounds[event[name]]


def tally(judged: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """How many are right and how many there are, of each field and of `all`."""
    counts = {
        field: (sum(one.right.get(field, False) for one in judged), sum(field in one.right for one in judged))
        for field in FIELDS
    }
    return counts | {"all": (sum(right for right, _ in counts.values()), sum(total for _, total in counts.values()))}


def record_of(article: Json, records: Sequence[Json]) -> Json | None:
    """The record of an article, by its title."""
    wanted = normalised(article["title"]).split()
    return next((record for record in records if normalised(record["title"] or "").split() == wanted), None)


def _show(one: Judged, record: Json) -> None:
    wrong = [field for field, is_right in one.right.items() if not is_right]
    fields = ("voices", "stance", "event", "actors", "recipients", "factuality", "place", "when")
    expected = [one.expected[field] for field in fields]
    print(f"{one.expected['article']} {one.expected['id']}: {', '.join(wrong) or 'all right'}\n  expected {expected}")
    if one.claim is None:
        print("  read     nothing")
        return
    event = one.event or {"type": None, "actors": [], "recipients": [], "factuality": one.claim["factuality"]}
    sides = [[f"{p.get('name') or p['text']} ({p['code']})" for p in event[side]] for side in ("actors", "recipients")]
    voices = [voice["name"] for voice in one.claim["voices"]]
    where, when = _ground(record["places"], one.event, "place"), _ground(record["times"], one.event, "time")
    ground = [where and where["name"], when and (when["earliest"], when["latest"])]
    print(f"  read     {[voices, one.claim['stance'], event['type'], *sides, event['factuality'], *ground]}")
    print("  words    " + " … ".join(record["text"][slice(*piece)] for piece in one.claim["content"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    parser.add_argument("--verbose", action="store_true", help="print every claim with what is wrong; record nothing")
    options = parser.parse_args()
    ledger = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
    files = sorted({article["file"] for article in ledger["articles"]})
    model = ["--model", str(options.model)] if options.model else []
    records = extracted(*(str(SEEDS / file) for file in files), *model)
    by_id = {article["id"]: record_of(article, records) for article in ledger["articles"]}
    judged = [judge(claim, by_id[claim["article"]], ledger["names"]) for claim in ledger["claims"]]
    if options.verbose:
        for one in judged:
            _show(one, by_id[one.expected["article"]] or {})
    counts = tally(judged)
    share = {field: 100 * right / total for field, (right, total) in counts.items()}
    read = {key: len(record["claims"]) if record else 0 for key, record in by_id.items()}
    wanted = Counter(claim["article"] for claim in ledger["claims"])
    flood = ", ".join(f"{key} {number} ({wanted[key]})" for key, number in read.items())
    lines = [
        "## The ledger of the seed bundles (seed_ledger)",
        "",
        f"{len(judged)} expected claims of {len(by_id)} articles (one annotation) against what `rashomon extract` "
        f"reads, field by field; all fields of a missing claim are wrong. Bar {BAR} % of all fields, aim {AIM} %. "
        "Factuality `alleged` and `unknown`, and places and times that are not given, are not scored.",
        "",
        "| | " + " | ".join(counts) + " |",
        "|---" * (1 + len(counts)) + "|",
        "| right of all | " + " | ".join(f"{right} of {total}" for right, total in counts.values()) + " |",
        "| per cent | " + " | ".join(f"{value:.1f}" for value in share.values()) + " |",
        "",
        f"Claims read in each article (expected): {flood}.",
    ]
    print("\n".join(lines))
    if not options.verbose:
        figures = {f"{field}_percent": round(value, 1) for field, value in share.items()}
        write_section("seed-ledger", "\n".join(lines), figures | {"claims_read": sum(read.values())})


if __name__ == "__main__":
    main()
