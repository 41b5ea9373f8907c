"""What a claim means, as the model has it: a vector of length 1 that lies near those of claims that say the same.

In go the Reading, the words of a claim and those that tell its event; out comes the vector, or none where the model
folder has not learned any. `Reading.meanings` has two rows of numbers for each word, one to use where the word tells
the event and one where it merely stands in the content; `training/vectors.py` learns both. Read next: `comparisons.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.records import Reading, Span

Floats = NDArray[np.float32]


def vector_of(content: Sequence[Span], trigger: Span | None, reading: Reading) -> tuple[float, ...]:
    """The vector of a content, as told by its trigger; without one all its words tell it alike."""
    if not reading.meanings:
        return ()
    meanings = np.frombuffer(reading.meanings, np.float16).reshape(len(reading.words), 2, -1)
    inside = [place for span in content for place in places_in(span, reading)]
    telling = list(places_in(trigger, reading)) if trigger else inside
    if not inside or not telling:
        return ()
    vector = unit(
        meanings[telling, 0].mean(axis=0, dtype=np.float32) + meanings[inside, 1].mean(axis=0, dtype=np.float32)
    )
    return tuple(vector.tolist())


def places_in(span: Span, reading: Reading) -> range:
    """The places of the words that the span touches."""
    first = bisect_left(reading.words, span.start + 1, key=lambda word: word.span.end)
    return range(first, bisect_left(reading.words, span.end, key=lambda word: word.span.start))


def unit(vector: Floats) -> Floats:
    """The vector at length 1."""
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
