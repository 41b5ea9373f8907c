"""Kinds of event and their parties: PLOVER root, quad and binary class of PLV, and the two CAMEO sets of ConfliBERT.

    python benchmarks/kinds.py [--dev] [--model DIR]

One pass of the shipped reader gives each root its probability; a class has the sum of its roots. PLV gives source and
target, the CAMEO classes only the sentence; the spans of source and target are found by the reader alone. The test
sentences that the maintainers of the data keep back are not here: 908 of 1,033 and 325 of 451 remain, so the published
figures compare nearly, not exactly. `--dev` scores the tenth of the training sentences that training leaves
out and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attribution import places_of
from heads import open_heads
from measures import macro_f1
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from labels import KINDS_OF_CLASS, ROOTS_OF_PLV
from rashomon.records import Span
from score import f1
from treebanks import spaced
from triples import is_dev, kept_apart, key_of

PLV_ROOTS = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
PUBLISHED = {"root": 82.4, "quad": 89.6, "binary": 96.4}
"""Zero-shot NLI with roberta-large-mnli (Hu et al., ACL 2024), re-scored on all 1,033 rows; 134 hypotheses a triple."""
PUBLISHED_CLASSES = 89.5  # ConfliBERT on all 451 rows; github.com/aunabilChakmaArizona/ConfliBERT-v2, 2026
PUBLISHED_SPANS = {"ConfliBERT": 74.0, "best variant": 75.2}  # the same study, all 451 rows
SIDES = {"source": "S", "target": "T", "R": "R"}

Probabilities = Sequence[tuple[str, float]]
"""PLOVER roots and STATEMENT with their probabilities, likeliest first."""
Kinds = Callable[[str, Span | None, Span | None], Probabilities]
"""Text, source and target, where they are known, to what may have happened between them."""
Parties = Callable[[str], Iterable[tuple[str, Span]]]
"""Text to its sources (S), targets (T) and those that are both (R)."""


def score_plv(triples: Iterable[dict[str, Any]], kinds: Kinds) -> dict[str, float]:
    """Macro F1 of root, quad and binary class with actors given, in per cent."""
    gold, said = [], []
    for triple in triples:
        sides = [Span(*triple[side]) if triple[side] else None for side in ("source_span", "target_span")]
        found = kinds(triple["text"], *sides)
        roots = summed(found, {root: ROOTS_OF_PLV.get(root, (root,)) for root in PLV_ROOTS})
        quads = summed(found, dict(enumerate(KINDS_OF_CLASS[1:], 1)))
        gold.append((triple["root"], triple["penta"], triple["penta"] > 2))
        said.append((likeliest(roots), likeliest(quads), quads[3] + quads[4] > quads[1] + quads[2]))
    return {
        level: macro_f1([one[i] for one in gold], [one[i] for one in said])
        for i, level in enumerate(("root", "quad", "binary"))
    }


def score_classes(sentences: Iterable[dict[str, Any]], kinds: Kinds) -> float:
    """Macro F1 of CAMEO's five classes, nothing given but the sentence, in per cent."""
    gold, said = [], []
    for sentence in sentences:
        gold.append(sentence["label"])
        said.append(likeliest(summed(kinds(sentence["text"], None, None), dict(enumerate(KINDS_OF_CLASS)))))
    return macro_f1(gold, said)


def summed(found: Probabilities, groups: Mapping[Any, Sequence[str]]) -> dict[Any, float]:
    """The probability of each group: the sum of its kinds'."""
    of = dict(found)
    return {name: sum(of.get(kind, 0.0) for kind in kinds) for name, kinds in groups.items()}


def likeliest(of: Mapping[Any, float]) -> Any:
    """The name with the highest probability."""
    return max(of, key=lambda name: of[name])


def score_parties(sentences: Iterable[dict[str, Any]], parties: Parties) -> dict[str, float]:
    """Exact span F1 of source, target and reciprocal side, and over all (`micro`), in per cent."""
    hits, said, true = Counter(), Counter(), Counter()
    for sentence in sentences:
        text, offsets = spaced(sentence["tokens"])
        tokens = [Span(*offset) for offset in offsets]
        gold = {(SIDES[span["label"]], span["start"], span["end"]) for span in sentence["spans"]}
        found = {(label, *places_of(span, tokens)) for label, span in parties(text)}
        for counter, spans in ((hits, gold & found), (said, found), (true, gold)):
            counter.update(label for label, _, _ in spans)
    figures = {label: 100 * f1(hits[label], said[label], true[label]) for label in SIDES.values()}
    return figures | {"micro": 100 * f1(hits.total(), said.total(), true.total())}


def rows_of(name: str, dev: bool) -> list[dict[str, Any]]:
    """The test rows of one file (`plv-zsp/{}` …), or those training rows that training holds back."""
    if not dev:
        return list(rows(DATA / f"{name.format('test')}.jsonl"))
    train = rows(DATA / f"{name.format('train')}.jsonl")
    keyed = ((key_of(row.get("text") or " ".join(row["tokens"])), row) for row in train)
    return [row for key, row in keyed if is_dev(key) and key not in kept_apart()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score what training holds back; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    heads = open_heads(options.model)
    triples = rows_of("plv-zsp/{}", options.dev)
    classes = rows_of("cameo-conflibert/class_{}", options.dev)
    spans = rows_of("cameo-conflibert/spans_{}", options.dev)
    plv = score_plv(triples, heads.kinds_between)
    five = score_classes(classes, heads.kinds_between)
    parties = score_parties(spans, heads.parties_of)
    part = "held-back training rows" if options.dev else "test"
    lines = [
        "## Kinds of event and their parties (kinds)",
        "",
        f"`plv-zsp` {part}, {len(triples):,} triples with source and target given, macro F1, per cent. Published: "
        "zero-shot NLI with roberta-large-mnli, 134 hypotheses a triple (Hu et al., ACL 2024, re-scored), on all 1,033 "
        "test rows, of which 125 are kept back here. Ours: one pass of a 22 M model, trained on PLV's training part.",
        "",
        "| | root | quad | binary |",
        "|---|---|---|---|",
        "| published | " + " | ".join(f"{value:.1f}" for value in PUBLISHED.values()) + " |",
        "| Rashomon | " + " | ".join(f"{plv[level]:.1f}" for level in PUBLISHED) + " |",
        "",
        f"`cameo-conflibert` {part}, {len(classes)} sentences, and {len(spans)} for the spans. Published "
        "(ConfliBERT-v2 study, 2026): on all 451 test rows, of which 126 are kept back here.",
        "",
        "| | five classes, macro F1 | source and target, span F1 | source | target | reciprocal |",
        "|---|---|---|---|---|---|",
        f"| ConfliBERT | {PUBLISHED_CLASSES:.1f} | {PUBLISHED_SPANS['ConfliBERT']:.1f} | – | – | – |",
        f"| best variant | – | {PUBLISHED_SPANS['best variant']:.1f} | – | – | – |",
        f"| Rashomon | {five:.1f} | " + " | ".join(f"{parties[one]:.1f}" for one in ("micro", "S", "T", "R")) + " |",
    ]
    print("\n".join(lines))
    if not options.dev:
        figures = {f"plv_{level}": value for level, value in plv.items()}
        figures |= {"cameo_classes": five, "cameo_spans": parties["micro"]}
        write_section("kinds", "\n".join(lines), {name: round(value, 2) for name, value in figures.items()})


if __name__ == "__main__":
    main()
