"""Predicates and their arguments: exact F1 on PropBank's roles of the English Web Treebank.

    python benchmarks/roles.py [--dev] [--model DIR]

The reader gets the bare text of each sentence and finds predicates and arguments itself; its spans are laid onto the
treebank's tokens. An argument counts when its predicate, its label and its first and last token are all right.
No published score on this form of the data was found. `--dev` scores the development part and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attribution import places_of
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.reader import open_reader
from rashomon.records import Reading, Span
from score import f1

SHOWN = ("ARG0", "ARG1", "ARG2", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG", "ARGM-MOD", "ARGM-ADV")
EARLIER = 68.8  # exact argument F1 of our own first plain head; no published figure

Argument = tuple[int, str, int, int]
"""Place of the predicate, label, first token, token after the last."""


def score(sentences: Iterable[dict[str, Any]], readings: Iterable[Reading]) -> dict[str, float]:
    """F1 of predicates, of arguments of all labels, and of each label in `SHOWN`, in per cent."""
    predicates, hits, said, true = Counter(), Counter(), Counter(), Counter()
    for sentence, reading in zip(sentences, readings, strict=True):
        gold_places = {predicate["index"] for predicate in sentence["predicates"]}
        gold = {
            (predicate["index"], argument["label"], argument["start"], argument["end"])
            for predicate in sentence["predicates"]
            for argument in predicate["args"]
        }
        places, found = _read(reading, tokens_in(sentence["text"], sentence["tokens"]), gold_places)
        predicates += Counter(hit=len(places & gold_places), said=len(places), gold=len(gold_places))
        for counter, arguments in ((hits, gold & found), (said, found), (true, gold)):
            counter.update(label for _, label, _, _ in arguments)
    figures = {
        "predicates": 100 * f1(predicates["hit"], predicates["said"], predicates["gold"]),
        "arguments": 100 * f1(hits.total(), said.total(), true.total()),
    }
    return figures | {label: 100 * f1(hits[label], said[label], true[label]) for label in SHOWN}


def tokens_in(text: str, tokens: Sequence[str]) -> list[Span]:
    """Where each token stands in the text; one that is not there as spelt begins where the one before it ends."""
    spans: list[Span] = []
    end = 0
    for token in tokens:
        start = text.find(token, end)
        if 0 <= start <= end + 3:
            spans.append(Span(start, start + len(token)))
        else:
            spans.append(Span(end, end + 1))
        end = spans[-1].end
    return spans


def _read(reading: Reading, tokens: list[Span], gold_places: set[int]) -> tuple[set[int], set[Argument]]:
    """The places of the predicates, and the arguments, on the tokens; a word of several tokens stands for the one that
    the gold has."""
    places: set[int] = set()
    arguments: set[Argument] = set()
    for predicate in reading.predicates:
        touched = range(*places_of(reading.words[predicate.word].span, tokens))
        place = next((one for one in touched if one in gold_places), touched.start)
        places.add(place)
        for argument in predicate.arguments:
            arguments.add((place, argument.label, *places_of(argument.span, tokens)))
    return places, arguments


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score the development part; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    part = "dev" if options.dev else "test"
    sentences = list(rows(DATA / "ewt-srl" / f"{part}.jsonl.gz"))
    figures = score(sentences, open_reader(options.model).read([sentence["text"] for sentence in sentences]))
    lines = [
        "## Predicates and arguments (roles)",
        "",
        f"`ewt-srl` {part}, {len(sentences)} sentences, end to end from text: no predicate is given. Exact F1, per "
        f"cent. No published score on this form was found; {EARLIER} was our own first plain head.",
        "",
        "| predicates | arguments, all labels | " + " | ".join(SHOWN) + " |",
        "|---" * (2 + len(SHOWN)) + "|",
        "| " + " | ".join(f"{figures[name]:.1f}" for name in ("predicates", "arguments", *SHOWN)) + " |",
    ]
    print("\n".join(lines))
    if not options.dev:
        write_section("roles", "\n".join(lines), {name: round(value, 2) for name, value in figures.items()})


if __name__ == "__main__":
    main()
