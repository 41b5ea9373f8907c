"""How certain the text makes it that something happened, -3 to 3: mean absolute error and Pearson's r per corpus.

    python benchmarks/factuality.py [--dev] [--model DIR]

The target words are given, as in the literature; the tokens of each row are joined to running text, which the reader
reads. Macro F1 is over three classes by the same limits on both sides: happened from 1, did not happen up to -1,
uncertain between. The papers that score these sets (Rudinger et al., NAACL 2018; Pouran Ben Veyseh et al., ACL 2019;
Jiang and de Marneffe, TACL 2021) could not be read where this was written, so none of their figures is quoted.
`--dev` scores the development parts (with UW, whose test part is kept back) and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from heads import open_heads
from measures import correlation, macro_f1, mean_error
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.records import Span
from treebanks import spaced

CORPORA = ("uds-ih2", "meantime", "cb", "rp", "megaveridicality")
LIMIT = 1.0

Judge = Callable[[str, Sequence[Span]], Sequence[float]]
"""Text and the places of some words in it, to the certainty of each, -3 to 3."""


def score(sentences: Iterable[dict[str, Any]], judge: Judge) -> dict[str, float]:
    """Mean absolute error, r, and macro F1 of the three classes (per cent), and how many targets there are."""
    gold: list[float] = []
    said: list[float] = []
    for sentence in sentences:
        text, offsets = spaced(sentence["tokens"])
        words = [Span(*offsets[target["index"]]) for target in sentence["targets"]]
        gold += [target["factuality"] for target in sentence["targets"]]
        said += judge(text, words)
    return {
        "mae": mean_error(gold, said),
        "r": correlation(gold, said),
        "macro_f1": macro_f1([class_of(one) for one in gold], [class_of(one) for one in said]),
        "targets": len(gold),
    }


def class_of(certainty: float) -> str:
    """The class of a certainty."""
    if certainty >= LIMIT:
        return "happened"
    return "did not happen" if certainty <= -LIMIT else "uncertain"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score the development parts; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    part = "dev" if options.dev else "test"
    judge = open_heads(options.model).certainty_at
    scores = {
        name: score(rows(DATA / "factuality" / name / f"{part}.jsonl.gz"), judge)
        for name in (*CORPORA, *(("uw",) if options.dev else ()))
    }
    lines = [
        "## Whether it happened (factuality)",
        "",
        f"`factuality` {part}, target words given, certainty from -3 to 3; macro F1 of happened (from {LIMIT:g}), "
        f"did not happen (up to {-LIMIT:g}) and uncertain, per cent. `cb`, `rp` and `megaveridicality` are templated "
        "or made to be hard. No published figure is quoted: none could be read at its source.",
        "",
        "| corpus | targets | MAE ↓ | r | macro F1 |",
        "|---|---|---|---|---|",
    ]
    for name, one in scores.items():
        lines.append(f"| {name} | {one['targets']:,} | {one['mae']:.3f} | {one['r']:.3f} | {one['macro_f1']:.1f} |")
    print("\n".join(lines))
    if not options.dev:
        figures = {
            f"{name}_{figure}": round(one[figure], 3)
            for name, one in scores.items()
            for figure in ("mae", "r", "macro_f1")
        }
        write_section("factuality", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
