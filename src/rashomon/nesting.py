"""How the attributions of an article lie in each other and beside each other, and which text between them is whose.

In go attributions as `joins.py` gives them, the sentences and the text; out comes a Nesting, which is asked for the
attribution around another, the one before it whose speaker goes on, and the stretches around a source and its cue.
Read next: `voices.py`, which finds in those stretches who carries a report and whom it cites.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rashomon.joins import extent_of, holds, pieces_of, sentence_at, size_of
from rashomon.records import AttributionSpans, Span

_NEIGHBOURS = 12  # pieces looked at on either side for the borders of a stretch
_CITING = re.compile(r",?\s+(?:citing|quoting)\s")


@dataclass(frozen=True, slots=True)
class Nesting:
    """The attributions of one article, an outer one before those inside it.

    `around` has for each the place of the one with the smallest content that holds it; `taken` are the pieces of all,
    in order, each with its attribution's place; `sources` are where their sources begin, in order, likewise.
    """

    joined: Sequence[AttributionSpans]
    around: Sequence[int | None]
    taken: Sequence[tuple[Span, int]]
    sources: Sequence[tuple[int, int]]
    sentences: Sequence[Span]
    text: str

    def implied_before(self, place: int) -> int | None:
        """The attribution before this one in its sentence, not around it, whose speaker a bare "adding" shares."""
        one = self.joined[place]
        if one.source or not one.cue:
            return None
        cue = one.cue[0].start
        sentence = sentence_at(cue, self.sentences)
        if sentence is None:
            return None
        begun = self.sources[bisect_left(self.sources, (sentence.start,)) : bisect_left(self.sources, (cue,))]
        siblings = (
            other
            for _, other in begun
            if other < place and self.joined[other].source[0].end <= cue and not self._is_around(other, place)
        )
        return max(siblings, default=None)

    def own_stretches(self, place: int) -> list[Span]:
        """The stretches of text around source and cue that no content and no other attribution takes, and whom it
        cites behind what it tells."""
        one = self.joined[place]
        stretches: list[Span] = []
        for piece in sorted({*one.source, *one.cue}):
            if not any(stretch.contains(piece) for stretch in stretches):
                stretches.append(self._stretch_around(piece, place))
        tail = self._citing_tail(place)
        if tail is not None and not any(stretch.overlaps(tail) for stretch in stretches):
            stretches.append(tail)
        return stretches

    def _stretch_around(self, piece: Span, place: int) -> Span:
        """The stretch of its sentence that a source or cue stands in, up to what belongs to others; the content around
        this attribution is where it stands, no border."""
        own = {*self.joined[place].source, *self.joined[place].cue}
        sentence = sentence_at(piece.start, self.sentences)
        start, end = sentence or Span(self.text.rfind("\n", 0, piece.start) + 1, len(self.text))
        end = max(end, piece.end)
        at = bisect_right(self.taken, (piece, len(self.joined)))
        for span, owner in self.taken[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
            if span in own or (span.contains(piece) and self._is_around(owner, place)):
                continue
            if start < span.end <= piece.start:
                start = span.end
            elif piece.end <= span.start < end:
                end = span.start
        return Span(start, end)

    def _citing_tail(self, place: int) -> Span | None:
        """Behind what an attribution tells, whom it cites: "The Courier reported that he had left, | citing two
        officials"; of nested ones that end there it is the innermost one's."""
        end = max((piece.end for piece in self.joined[place].content), default=0)
        citing = _CITING.match(self.text, end) if end else None
        sentence = sentence_at(citing.end(), self.sentences) if citing else None
        if sentence is None or any(self.around[owner] == place and span.end == end for span, owner in self.taken):
            return None
        later = self.taken[bisect_left(self.taken, (Span(end, end),)) :][:1]
        return Span(end, min((span.start for span, _ in later), default=sentence.end))

    def _is_around(self, other: int, place: int | None) -> bool:
        """Whether attribution `other` is one of those around `place`."""
        while place is not None:
            place = self.around[place]
            if place == other:
                return True
        return False


def nesting_of(joined: Sequence[AttributionSpans], sentences: Sequence[Span], text: str) -> Nesting:
    """How these attributions of `text` lie."""
    return Nesting(
        joined=joined,
        around=_parents_in(joined),
        taken=sorted((span, place) for place, one in enumerate(joined) for span in pieces_of(one)),
        sources=sorted((one.source[0].start, place) for place, one in enumerate(joined) if one.source),
        sentences=sentences,
        text=text,
    )


def _parents_in(joined: Sequence[AttributionSpans]) -> list[int | None]:
    """For each attribution the place of the one with the smallest content that holds it, if any does."""
    extents = [extent_of(one) for one in joined]
    least = [*accumulate((extent.start for extent in reversed(extents)), min)][::-1]  # where any from here on starts
    parents: list[int | None] = []
    unended: list[int] = []
    for place, one in enumerate(joined):
        unended = [other for other in unended if extents[other].end >= least[place]]
        holding = [other for other in unended if extents[other].end >= extents[place].end and holds(joined[other], one)]
        unended.append(place)
        parents.append(min(holding, key=lambda other: size_of(joined[other]), default=None))
    return parents
