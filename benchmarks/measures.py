"""Scores of classes and of numbers: macro F1, mean absolute error, Pearson's r."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from score import f1


def macro_f1(gold: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """The mean F1 over the classes of the gold, in per cent."""
    pairs = list(zip(gold, said, strict=True))
    scores = [
        f1(sum(g == s == one for g, s in pairs), sum(s == one for _, s in pairs), sum(g == one for g, _ in pairs))
        for one in dict.fromkeys(gold)
    ]
    return 100 * sum(scores) / len(scores)


def mean_error(gold: Sequence[float], said: Sequence[float]) -> float:
    """The mean absolute error."""
    return float(np.abs(np.array(gold) - np.array(said)).mean())


def correlation(gold: Sequence[float], said: Sequence[float]) -> float:
    """Pearson's r; 0 where one side never changes."""
    if len(set(gold)) < 2 or len(set(said)) < 2:
        return 0.0
    return float(np.corrcoef(gold, said)[0, 1])
