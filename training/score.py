"""Scores of label sequences: exact span F1 (CoNLL), as CofeNet and ConfliBERT report it."""

from __future__ import annotations

from collections import Counter


def spans_of(numbers: list[int], names: list[str]) -> set[tuple[str, int, int]]:
    """`(type, start, end)` of every span of a BIO sequence, places of words, end exclusive."""
    spans, start, kind = set(), 0, ""
    for i, number in enumerate([*numbers, 0]):
        mark, _, name = names[number].partition("-")
        if kind and (mark != "I" or name != kind):
            spans.add((kind, start, i))
            kind = ""
        if mark == "B" or (mark == "I" and not kind):
            start, kind = i, name
    return spans


def exact(gold: list[list[int]], predicted: list[list[int]], names: list[str]) -> dict[str, float]:
    """Exact F1 per type and over all (`micro`)."""
    hits, said, true = Counter(), Counter(), Counter()
    for g, p in zip(gold, predicted, strict=True):
        want, got = spans_of(g, names), spans_of(p, names)
        for counter, spans in ((hits, want & got), (said, got), (true, want)):
            counter.update(kind for kind, _, _ in spans)
    scores = {kind: f1(hits[kind], said[kind], true[kind]) for kind in sorted(true)}
    scores["micro"] = f1(hits.total(), said.total(), true.total())
    return scores


def f1(hits: int, said: int, true: int) -> float:
    """The F measure of `hits` among `said` and `true`."""
    return 2 * hits / (said + true) if said + true else 0.0
