"""Entities of conflict reports: span micro F1 on the re3d split of ConfliBERT.

    python benchmarks/mentions.py [--dev] [--model DIR]

The tokens of each sentence are joined by blanks and read as text by the shipped reader; its spans are laid back onto
the tokens. A span counts when its tokens and its type are both right. `--dev` records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from attribution import places_of
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
import labels
from corpora import DATA, re3d
from rashomon.reader import open_reader
from rashomon.records import Span
from score import f1, spans_of

PUBLISHED = {
    "ConfliBERT": 68.4,
    "ModernBERT": 68.5,
    "best variant": 69.5,
}  # github.com/aunabilChakmaArizona/ConfliBERT-v2, 2026


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score the development part; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    part = "dev" if options.dev else "test"
    examples = re3d(DATA / "re3d-conflibert" / f"{part}.txt")
    readings = open_reader(options.model).read([" ".join(example.words) for example in examples])
    hits, said, true = Counter(), Counter(), Counter()
    for example, reading in zip(examples, readings, strict=True):
        place, tokens = 0, []
        for word in example.words:
            tokens.append(Span(place, place + len(word)))
            place += len(word) + 1
        gold = spans_of(example.labels, labels.MENTION)
        found = {(mention.type.value, *places_of(mention.span, tokens)) for mention in reading.mentions}
        for counter, spans in ((hits, gold & found), (said, found), (true, gold)):
            counter.update(kind for kind, _, _ in spans)
    figures = {kind: round(100 * f1(hits[kind], said[kind], true[kind]), 2) for kind in sorted(true)}
    figures["micro"] = round(100 * f1(hits.total(), said.total(), true.total()), 2)
    lines = [
        "## Entities of conflict reports (mentions)",
        "",
        f"`re3d-conflibert` {part}, span micro F1, per cent. Published: BERT-base size, mean of three seeds "
        "(ConfliBERT-v2 study, 2026).",
        "",
        "| " + " | ".join([*PUBLISHED, "Rashomon"]) + " |",
        "|---" * (len(PUBLISHED) + 1) + "|",
        "| " + " | ".join(f"{value:.1f}" for value in [*PUBLISHED.values(), figures["micro"]]) + " |",
        "",
        "| type | F1 | in the gold |",
        "|---|---|---|",
        *(f"| {kind} | {figures[kind]:.1f} | {true[kind]} |" for kind in sorted(true)),
    ]
    print("\n".join(lines))
    if not options.dev:
        write_section("mentions", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
