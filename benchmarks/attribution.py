"""Who said what: exact span F1 on the sentence form of PolNeAR beside CofeNet, and on whole articles.

    python benchmarks/attribution.py [--dev] [--model DIR]

Both run the shipped reader on text, as a user would. The sentence form (Wang et al., CofeNet, COLING 2022) gives
tokens: they are joined by blanks and the reader's spans are laid back onto them. Whole articles: PolNeAR test, all
sentences, first annotators; a complete relation is a source, cue and content that are joined in one attribution and
each overlap those of one attribution in the gold. `--dev` scores the development parts and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
import labels
from corpora import DATA, rows
from rashomon.reader import Reader, open_reader
from rashomon.records import Reading, Span
from rashomon.words import normalised, sentences_of, words_of
from score import f1

PARTS = ("source", "cue", "content")
COFENET = {"exact": (83.2, 75.3, 72.9), "jaccard": (76.4, 69.4, 73.2)}  # COLING 2022, BERT-base

Places = tuple[int, int]


def sentence_form(reader: Reader, path: Path) -> dict[str, float]:
    """Exact F1 and Jaccard per part, in per cent, as CofeNet's evaluation defines them."""
    rows_ = list(rows(path))
    texts, starts = [], []
    for row in rows_:
        tokens = [labels.PTB.get(token, token) for token in row["tokens"]]
        place, begins = 0, []
        for token in tokens:
            begins.append(place)
            place += len(token) + 1
        texts.append(" ".join(tokens))
        starts.append([Span(b, b + len(t)) for b, t in zip(begins, tokens, strict=True)])
    gold = [labelled_spans(row["labels"]) for row in rows_]
    said = [spans_on(reading, tokens) for reading, tokens in zip(reader.read(texts), starts, strict=True)]
    figures = {}
    for part in PARTS:
        pairs = [(g[part], p[part]) for g, p in zip(gold, said, strict=True)]
        figures[f"exact_{part}"] = exact_f1(pairs)
        figures[f"jaccard_{part}"] = jaccard(pairs)
    return figures


def labelled_spans(marks: list[str]) -> dict[str, set[Places]]:
    """Spans of BIO labels per part."""
    spans: dict[str, set[Places]] = {part: set() for part in PARTS}
    start, kind = 0, ""
    for i, label in enumerate([*marks, "O"]):
        if kind and label != f"I-{kind}":
            spans[kind].add((start, i))
            kind = ""
        if label.startswith("B-"):
            start, kind = i, label[2:]
    return spans


def spans_on(reading: Reading, units: list[Span]) -> dict[str, set[Places]]:
    """The pieces of the outermost attributions as places of tokens or words, per part."""
    spans: dict[str, set[Places]] = {part: set() for part in PARTS}
    for attribution in reading.attributions:
        if attribution.depth == 0:
            for part in PARTS:
                spans[part] |= {places_of(piece, units) for piece in getattr(attribution, part)}
    return spans


def places_of(piece: Span, units: list[Span]) -> Places:
    """The units that a piece of text touches."""
    touched = [i for i, unit in enumerate(units) if unit.overlaps(piece)]
    return (touched[0], touched[-1] + 1) if touched else (-1, -1)


def exact_f1(pairs: list[tuple[set[Places], set[Places]]]) -> float:
    """F1 of spans that are the same to the token, in per cent."""
    return 100 * f1(sum(len(g & p) for g, p in pairs), sum(len(p) for _, p in pairs), sum(len(g) for g, _ in pairs))


def jaccard(pairs: list[tuple[set[Places], set[Places]]]) -> float:
    """Mean best overlap of each gold span, with a zero for every predicted span that touches none, in per cent."""
    overlaps = []
    for gold, said in pairs:
        overlaps += [max((overlap(g, p) for p in said), default=0.0) for g in gold]
        overlaps += [0.0 for p in said if not any(overlap(g, p) for g in gold)]
    return 100 * sum(overlaps) / len(overlaps)


def overlap(a: Places, b: Places) -> float:
    """Shared over joint length of two spans."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def whole_articles(reader: Reader, path: Path) -> dict[str, float]:
    """Exact F1 per part and complete-relation precision, recall and F1 over running text, in per cent."""
    articles = [row for row in rows(path) if row["first"]]
    pairs: dict[str, list[tuple[set[Places], set[Places]]]] = {part: [] for part in PARTS}
    counts: Counter[str] = Counter()
    for row, reading in zip(articles, reader.read([row["text"] for row in articles]), strict=True):
        plain = normalised(row["text"])
        units = [word for sentence in sentences_of(plain) for word in words_of(plain, sentence)]
        said = spans_on(reading, units)
        for part in PARTS:
            gold = {places_of(Span(*piece), units) for a in row["attributions"] for piece in a[part]}
            pairs[part].append((gold, said[part]))
        counts += relations(row["attributions"], reading)
    figures = {f"whole_{part}": exact_f1(pairs[part]) for part in PARTS}
    figures["relation_precision"] = 100 * counts["hit"] / max(1, counts["said"])
    figures["relation_recall"] = 100 * counts["hit"] / counts["gold"]
    figures["relation_f1"] = 100 * f1(counts["hit"], counts["said"], counts["gold"])
    return figures


def relations(gold: list[dict[str, list[list[int]]]], reading: Reading) -> Counter[str]:
    """How many complete relations the gold has, the reading has, and both (each used once)."""
    complete = [a for a in gold if all(a[part] for part in PARTS)]
    said = [a for a in reading.attributions if a.depth == 0 and a.source and a.cue and a.content]
    counts = Counter(gold=len(complete), said=len(said))
    for wanted in complete:
        for found in said:
            if all(touches(getattr(found, part), wanted[part]) for part in PARTS):
                counts["hit"] += 1
                said.remove(found)
                break
    return counts


def touches(spans: tuple[Span, ...], pieces: list[list[int]]) -> bool:
    """Whether any span overlaps any piece."""
    return any(span.overlaps(Span(*piece)) for span in spans for piece in pieces)


def table_row(head: str, values: Sequence[float]) -> str:
    """A row of a Markdown table with one decimal."""
    return f"| {head} | " + " | ".join(f"{value:.1f}" for value in values) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score the development parts; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    reader = open_reader(options.model)
    form, split = ("valid", "dev") if options.dev else ("test", "test")
    figures = sentence_form(reader, DATA / "polnear-cofenet" / f"{form}.txt.gz")
    figures |= whole_articles(reader, DATA / "polnear" / f"{split}.jsonl.gz")
    lines = [
        "## Who said what (attribution)",
        "",
        f"`polnear-cofenet` {form}, sentence form, per cent. CofeNet: BERT-base, 110 M parameters "
        "(Wang et al., COLING 2022); ours: 22 M, int8, one model for all heads, reading text, not tokens.",
        "",
        "| measure | source | cue | content |",
        "|---|---|---|---|",
    ]
    for measure, theirs in COFENET.items():
        lines.append(table_row(f"{measure}, CofeNet", theirs))
        lines.append(table_row(f"{measure}, Rashomon", [figures[f"{measure}_{part}"] for part in PARTS]))
    relation = [figures[f"relation_{measure}"] for measure in ("precision", "recall", "f1")]
    lines += [
        "",
        f"`polnear` {split}, whole articles, first annotators. No published figure was found.",
        "",
        "| | source | cue | content | complete relation P | R | F1 |",
        "|---|---|---|---|---|---|---|",
        table_row("exact F1, Rashomon", [*(figures[f"whole_{part}"] for part in PARTS), *relation]),
    ]
    print("\n".join(lines))
    if not options.dev:
        write_section("attribution", "\n".join(lines), {key: round(value, 2) for key, value in figures.items()})


if __name__ == "__main__":
    main()
