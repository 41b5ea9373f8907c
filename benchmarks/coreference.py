"""Who is who inside a document: CoNLL F1 of coreference chains on GUM, from the bare text.

    python benchmarks/coreference.py [--dev] [--model DIR]

Mentions are the reader's own: each head word of a chain with the noun phrase that its tree gives it. Without singletons
only chains of two and more count, on both sides; with them, every other noun or pronoun that heads a phrase is said to
be a mention by itself. A mention is right when its words are (exact), or when its head word lies in the minimal
span of the gold (head). No published score on this part of GUM (three genres are left out) was found.
`--dev` scores the development part and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from clusters import MEASURES, Clusters, score
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.phrases import Tree, mention_of, tree_of
from rashomon.reader import open_reader
from rashomon.records import Reading, Span, Word

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"})
INSIDE_NAMES = frozenset({"compound", "flat", "fixed", "goeswith", "nmod:npmod"})
"""Relations of nouns that are a part of another noun's name, not mentions."""

Places = tuple[int, int]


def scores(documents: Iterable[dict[str, Any]], readings: Iterable[Reading]) -> dict[str, dict[str, float]]:
    """The measures by how mentions match and which count: `exact`, `head`, `exact_singletons`, `head_singletons`."""
    pairs: dict[str, list[tuple[Clusters, Clusters]]] = {}
    for document, reading in zip(documents, readings, strict=True):
        gold = gold_chains(document)
        tree = tree_of(reading.words)
        several = [chain for chain in gold if len(chain) > 1]
        alone = [(place,) for place in lone_mentions(tree, reading.chains)]
        for name, wanted, said in (("", several, reading.chains), ("_singletons", gold, (*reading.chains, *alone))):
            pairs.setdefault(f"exact{name}", []).append((exact_gold(wanted, tree.words), exact(said, tree)))
            pairs.setdefault(f"head{name}", []).append(by_heads(wanted, said, tree.words))
    return {name: score(one) for name, one in pairs.items()}


def gold_chains(document: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The mentions of each chain; of two chains over the same words, the first has them."""
    chains: dict[str, list[dict[str, Any]]] = {}
    seen: set[Places] = set()
    for mention in document["mentions"]:
        if (span := (mention["start"], mention["end"])) not in seen:
            seen.add(span)
            chains.setdefault(mention["chain"], []).append(mention)
    return list(chains.values())


def lone_mentions(tree: Tree, chains: Sequence[Sequence[int]]) -> Iterator[int]:
    """The nouns and pronouns that head a phrase and are in no chain."""
    chained = {place for chain in chains for place in chain}
    for place, word in enumerate(tree.words):
        if word.tag in NOUNS and word.relation not in INSIDE_NAMES and place not in chained:
            yield place


def exact_gold(chains: Sequence[Sequence[dict[str, Any]]], words: Sequence[Word]) -> Clusters:
    """The gold with each mention as the words that it touches."""
    return distinct([touched(words, Span(m["start"], m["end"])) for m in chain] for chain in chains)


def exact(chains: Sequence[Sequence[int]], tree: Tree) -> Clusters:
    """What was read, with each mention as the words of its phrase."""
    return distinct([touched(tree.words, mention_of(tree, place)) for place in chain] for chain in chains)


def by_heads(
    gold: Sequence[Sequence[dict[str, Any]]], said: Sequence[Sequence[int]], words: Sequence[Word]
) -> tuple[Clusters, Clusters]:
    """Both sides with each mention as one word: a head that was read inside the minimal span of a gold mention is that
    mention's, the last word of the span stands for a mention that was not read."""
    heads = {place for chain in said for place in chain}
    clusters = []
    for chain in gold:
        mentions = []
        for mention in chain:
            begin, end = touched(words, Span(*mention["head"]))
            mentions.append(next((place for place in range(begin, end) if place in heads), end - 1))
        clusters.append(mentions)
    return distinct(clusters), distinct(said)


def distinct(chains: Iterable[Iterable[Any]]) -> Clusters:
    """The chains as sets of which no two share a mention: the first that has it keeps it."""
    seen: set[Any] = set()
    clusters = []
    for chain in chains:
        new = frozenset(chain) - seen
        seen |= new
        if new:
            clusters.append(new)
    return clusters


def touched(words: Sequence[Word], span: Span) -> Places:
    """The places `[begin, end)` of the words that the span touches."""
    return (
        bisect_right(words, span.start, key=lambda word: word.span.end),
        bisect_left(words, span.end, key=lambda word: word.span.start),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="score the development part; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    part = "dev" if options.dev else "test"
    documents = list(rows(DATA / "gum" / f"entities-{part}.jsonl.gz"))
    figures = scores(documents, open_reader(options.model).read([document["text"] for document in documents]))
    lines = [
        "## Who is who inside a document (coreference)",
        "",
        f"`gum` {part}, {len(documents)} documents, from bare text, mentions read too. Per cent; CoNLL is the mean of "
        "the three F1. No published score on this part of GUM was found.",
        "",
        "| mentions match by | singletons | MUC | B³ | CEAF φ4 | CoNLL |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in figures.items():
        match, _, singletons = name.partition("_")
        cells = [f"{one[f'{measure}_f1']:.1f}" for measure in MEASURES]
        shown = [{"exact": "all words", "head": "head"}[match], "counted" if singletons else "left out", *cells]
        lines.append("| " + " | ".join([*shown, f"**{one['conll']:.1f}**"]) + " |")
    print("\n".join(lines))
    if not options.dev:
        recorded = {f"{name}_conll": round(one["conll"], 2) for name, one in figures.items()}
        write_section("coreference", "\n".join(lines), recorded)


if __name__ == "__main__":
    main()
