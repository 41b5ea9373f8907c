"""Scores of clusters: MUC, B-cubed and CEAF, as the reference scorer of CoNLL counts them (Pradhan et al., ACL 2014).

In go the clusters of the gold and those that were read, each a set of mentions of any hashable kind; out come counts,
which add up over documents before they are divided. The CoNLL score is the mean of the three F measures.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Clusters = Sequence[frozenset[Hashable]]
"""Sets of mentions; no mention is in two."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found of the gold and how much that is, and the same of what was said."""

    found: float = 0.0
    gold: float = 0.0
    right: float = 0.0
    said: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.found + other.found, self.gold + other.gold, self.right + other.right, self.said + other.said
        )

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def muc(gold: Clusters, said: Clusters) -> Counts:
    """Links: how many of those that hold a cluster together are kept (Vilain et al., 1995)."""
    return Counts(*_links(gold, said), *_links(said, gold))


def b_cubed(gold: Clusters, said: Clusters) -> Counts:
    """Mentions: the share of each one's cluster that it still shares a cluster with (Bagga and Baldwin, 1998)."""
    return Counts(*_shares(gold, said), *_shares(said, gold))


def ceaf(gold: Clusters, said: Clusters) -> Counts:
    """Clusters: the likeness (phi 4) of each to its partner in the best pairing (Luo, 2005)."""
    if not gold or not said:
        return Counts(0.0, len(gold), 0.0, len(said))
    likeness = np.array([[2 * len(one & other) / (len(one) + len(other)) for other in said] for one in gold])
    alike = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    return Counts(alike, len(gold), alike, len(said))


MEASURES: dict[str, Callable[[Clusters, Clusters], Counts]] = {"muc": muc, "b_cubed": b_cubed, "ceaf": ceaf}


def score(documents: Sequence[tuple[Clusters, Clusters]]) -> dict[str, float]:
    """Recall, precision and F1 of each measure over all documents, and their mean `conll`, in per cent."""
    figures: dict[str, float] = {}
    for name, measure in MEASURES.items():
        counts = sum((measure(gold, said) for gold, said in documents), Counts())
        figures |= {f"{name}_recall": 100 * counts.recall, f"{name}_precision": 100 * counts.precision}
        figures[f"{name}_f1"] = 100 * counts.f1
    figures["conll"] = sum(figures[f"{name}_f1"] for name in MEASURES) / len(MEASURES)
    return figures


def _links(clusters: Clusters, others: Clusters) -> tuple[int, int]:
    """How many links between the mentions of a cluster the others keep, and how many there are."""
    other_of = {mention: number for number, other in enumerate(others) for mention in other}
    kept = sum(len(one) - len({other_of.get(mention, (mention,)) for mention in one}) for one in clusters)
    return kept, sum(len(one) - 1 for one in clusters)


def _shares(clusters: Clusters, others: Clusters) -> tuple[float, int]:
    """The shares of their clusters that mentions meet again in the others, added up, and how many there are."""
    other_of = {mention: other for other in others for mention in other}
    shares = (len(one & other_of[mention]) / len(one) for one in clusters for mention in one if mention in other_of)
    return sum(shares), sum(map(len, clusters))
