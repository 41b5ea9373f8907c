"""One head of the model asked alone: how certain, which kind between whom, which parties.

In go texts and places in them; out comes what the head says of just these, by the numbers of `Reader.marks_of`. Nobody
asks a single head when news is read; the corpora do, since they give the event or its sides. The arithmetic is that
of `training/network.py` (`EventScorer`, `Field`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import rashomon
from rashomon.decoding import Floats, best_paths, runs, shares
from rashomon.reader import Reader, open_reader
from rashomon.records import Span


@dataclass(frozen=True, slots=True)
class Heads:
    """An opened reader, with the steps between the labels of parties."""

    reader: Reader
    party_steps: Floats

    def certainty_at(self, text: str, places: Sequence[Span]) -> list[float]:
        """How certain the text makes it that what the first word of each place tells happened, -3 to 3."""
        words, marks = self.reader.marks_of(text)
        return [float(marks["certainty"][_touched(words, place)[0], 0]) for place in places]

    def kinds_between(self, text: str, source: Span | None, target: Span | None) -> list[tuple[str, float]]:
        """The PLOVER roots and STATEMENT with their probabilities, likeliest first.

        They are what the words tell, each word weighed by how well it fits as the trigger between the given sides.
        """
        words, marks = self.reader.marks_of(text)
        fit = marks["trigger"][:, 0].copy()
        for name, side in (("source", source), ("target", target)):
            places = _touched(words, side) if side else []
            if places:
                middle = marks[name][places].mean(axis=0)
                fit += marks[f"from_{name}"] @ middle / np.float32(np.sqrt(len(middle)))
        kinds = shares(fit) @ shares(marks["kind"])
        return [(self.reader.labels["kind"][number], float(kinds[number])) for number in np.argsort(-kinds)]

    def parties_of(self, text: str) -> list[tuple[str, Span]]:
        """The sources (S), the targets (T) and those that are both (R), in order."""
        words, marks = self.reader.marks_of(text)
        if not words:
            return []
        labels = best_paths(marks["party"][None], self.party_steps, [len(words)])[0].tolist()
        return [
            (name, Span(words[begin].start, words[end - 1].end))
            for name, begin, end in runs(labels, self.reader.labels["party"])
        ]


def open_heads(model_path: Path | None) -> Heads:
    """The heads of a model folder; without one, of the model in the package."""
    folder = model_path or Path(rashomon.__file__).parent / "models" / "en"
    with np.load(folder / "heads.npz") as weights:
        return Heads(open_reader(model_path), weights["party.step"])


def _touched(words: Sequence[Span], place: Span) -> list[int]:
    return [i for i, word in enumerate(words) if word.overlaps(place)]
