"""PLOVER end to end on its gold sentences: text in, events with type, actors and recipients out.

    python benchmarks/plover.py [--model DIR] [--verbose]

`rashomon extract` reads the bare sentences; its events are held against the one event that the gold has of each. The
roots of 2016, which the gold uses, are taken as those of 2021 that they became. An actor or recipient is right when its
words overlap those of the gold. No sentence of the gold is in any training set (`training/triples.py` leaves out
all of them), so there are no folds. The gold codes one event a sentence and leaves others uncoded ("announced"), so
precision is a lower bound. No published figure was found. `--verbose` prints what is wrong and records nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import extracted
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.records import Span
from score import f1

ROOTS_OF_2021 = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""What became of the roots of 2016: data/plover/CAMEO2PLOVER-2021.txt."""

Event = Mapping[str, Any]
"""An event of an extraction record."""


@dataclass(frozen=True, slots=True)
class Gold:
    """The event of one gold sentence: its root of 2021, and the words of its sides; `both` do it to each other."""

    text: str
    type: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    both: tuple[Span, ...]


def gold_of(row: Mapping[str, Any]) -> Gold:
    """A row of the gold file."""
    sides: dict[str, list[Span]] = {"SRC": [], "TAR": [], "SRC/TAR": []}
    for span in row["spans"]:
        if span["tag"] in sides:
            sides[span["tag"]].append(Span(span["start"], span["end"]))
    kind = ROOTS_OF_2021.get(row["event"], row["event"])
    return Gold(row["text"], kind, tuple(sides["SRC"]), tuple(sides["TAR"]), tuple(sides["SRC/TAR"]))


def has_type(gold: Gold, event: Event) -> bool:
    """Whether the type is the gold's."""
    return event["type"] == gold.type


def has_actor(gold: Gold, event: Event) -> bool:
    """Whether some actor is one of the gold's; where the gold has none, whether there is none."""
    wanted = (*gold.actors, *gold.both)
    said = spans_of(event, "actors")
    return _touch(wanted, said) if wanted else not said


def has_recipient(gold: Gold, event: Event) -> bool:
    """Whether some recipient is one of the gold's; where the gold has none, whether there is none.

    Of a mutual event: whether all that are in it are named, on either side.
    """
    said = spans_of(event, "recipients")
    if gold.recipients:
        return _touch(gold.recipients, said)
    if gold.both:
        return all(_touch((span,), (*said, *spans_of(event, "actors"))) for span in gold.both)
    return not said


CRITERIA: dict[str, Callable[[Gold, Event], bool]] = {
    "type": has_type,
    "actor": has_actor,
    "recipient": has_recipient,
    "all": lambda gold, event: has_type(gold, event) and has_actor(gold, event) and has_recipient(gold, event),
}


def spans_of(event: Event, side: str) -> tuple[Span, ...]:
    """Where the actors or recipients stand."""
    return tuple(Span(*party["span"]) for party in event[side])


def score(golds: Iterable[Gold], events_of: Mapping[str, list[Event]]) -> dict[str, float]:
    """Precision, recall and F1 by each criterion over events, each used once, in per cent; `events_of` is by text."""
    golds = list(golds)
    said = sum(len(events_of[text]) for text in {gold.text for gold in golds})
    figures: dict[str, float] = {"events": said, "read": sum(bool(events_of[gold.text]) for gold in golds)}
    for name, is_right in CRITERIA.items():
        left = {text: list(events) for text, events in events_of.items()}
        hits = 0
        for gold in golds:
            found = next((event for event in left[gold.text] if is_right(gold, event)), None)
            if found is not None:
                left[gold.text].remove(found)
                hits += 1
        figures |= {f"{name}_precision": 100 * hits / max(1, said), f"{name}_recall": 100 * hits / len(golds)}
        figures[f"{name}_f1"] = 100 * f1(hits, said, len(golds))
    return figures


def read(texts: Iterable[str], arguments: Iterable[str]) -> dict[str, list[Event]]:
    """The events that `rashomon extract` reads in each text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.jsonl"
        lines = (json.dumps({"id": str(i), "text": text}) for i, text in enumerate(dict.fromkeys(texts)))
        path.write_text("\n".join(lines), encoding="utf-8")
        return {record["text"]: record["events"] for record in extracted(str(path), *arguments)}


def _touch(ones: Iterable[Span], others: Iterable[Span]) -> bool:
    others = tuple(others)
    return any(one.overlaps(other) for one in ones for other in others)


def _show(golds: Iterable[Gold], events_of: Mapping[str, list[Event]]) -> None:
    for gold in golds:
        events = events_of[gold.text]
        wrong = [name for name, is_right in CRITERIA.items() if not any(is_right(gold, event) for event in events)]
        if wrong:
            sides = [[span.of(gold.text) for span in side] for side in (gold.actors, gold.recipients, gold.both)]
            print(f"{gold.text}\n  wrong: {', '.join(wrong)}; gold: {gold.type} {sides}")
            for event in events:
                sides = [[span.of(gold.text) for span in spans_of(event, side)] for side in ("actors", "recipients")]
                print(f"  read: {event['type']} {sides}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    parser.add_argument("--verbose", action="store_true", help="print what is wrong; record nothing")
    options = parser.parse_args()
    golds = [gold_of(row) for row in rows(DATA / "plover" / "gsr.jsonl")]
    events_of = read((gold.text for gold in golds), ["--model", str(options.model)] if options.model else [])
    if options.verbose:
        _show(golds, events_of)
    figures = score(golds, events_of)
    types = Counter(gold.type for gold in golds)
    lines = [
        "## PLOVER end to end (plover)",
        "",
        f"`plover/gsr.jsonl`, {len(golds)} gold events of {len(types)} roots in {len(events_of)} sentences; read: "
        f"{figures['events']:.0f} events, at least one in {figures['read']:.0f} of the {len(golds)}. Text in, events "
        "out, per cent. No sentence of it was in training, so no folds were needed. The gold codes one event a "
        "sentence, so precision is a lower bound. Roots of 2016 as those of 2021. No published figure was found.",
        "",
        "| | precision | recall | F1 |",
        "|---|---|---|---|",
    ]
    for name in CRITERIA:
        cells = (figures[f"{name}_{measure}"] for measure in ("precision", "recall", "f1"))
        head = {"all": "all three"}.get(name, f"{name} right")
        lines.append(f"| {head} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    print("\n".join(lines))
    if not options.verbose:
        write_section("plover", "\n".join(lines), {name: round(value, 2) for name, value in figures.items()})


if __name__ == "__main__":
    main()
