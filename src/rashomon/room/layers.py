"""A text with layers of marks over it, as a sequence from which well-formed markup can be written.

In: a text, and marks, which may overlap and lie inside each other in any way. Out: openings, closings and words, nested
as markup must be: a mark that another one cuts across is closed and opened again. The words are exactly the text, and
between the openings and closings of a mark lies exactly what it covers. Also where such a text is cut: into paragraphs,
and into parts that a page can carry. Nothing here knows what the marks mean. Read next: `articles.py`, which marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rashomon.records import Span

_BETWEEN_PARAGRAPHS = re.compile(r"\s*\n\s*\n\s*")
_BLANK = re.compile(r"\s")
_SEARCHED_FOR_A_BLANK = 400
"""How far back from where a part must end the last blank is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text that something is said of: on which layer (0 lies outermost), and under which key."""

    span: Span
    layer: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Here a mark begins, or goes on after a cut; `is_first` is that its own first character follows."""

    mark: Mark
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Here a mark ends, or is cut; `is_last` is that its own last character came before."""

    mark: Mark
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of the text itself."""

    text: str


Piece = Opening | Closing | Words


def pieces_of(text: str, marks: Sequence[Mark], within: Span) -> Iterator[Piece]:
    """The text in `within` with its marks: every opening has its closing, in the order of brackets.

    Of marks that begin together the longer lies outside, of equals the one of the outer layer. Empty ones are left out.
    """
    here = sorted(
        (mark for mark in marks if mark.span.start < mark.span.end and mark.span.overlaps(within)),
        key=lambda mark: (mark.span.start, -mark.span.end, mark.layer, mark.key),
    )
    borders = {within.start, within.end}
    borders |= {min(max(edge, within.start), within.end) for mark in here for edge in mark.span}
    places = sorted(borders)
    waiting = iter(here)
    following = next(waiting, None)
    opened: list[Mark] = []
    for start, end in zip(places, [*places[1:], within.end], strict=True):
        ending = next((number for number, mark in enumerate(opened) if mark.span.end <= start), len(opened))
        cut = [mark for mark in opened[ending:] if mark.span.end > start]
        for mark in reversed(opened[ending:]):
            yield Closing(mark=mark, is_last=mark.span.end <= start)
        del opened[ending:]
        while following is not None and following.span.start <= start:
            cut.append(following)
            following = next(waiting, None)
        for mark in sorted(cut, key=lambda one: (-one.span.end, one.layer, one.key)) if start < end else ():
            yield Opening(mark=mark, is_first=mark.span.start == start)
            opened.append(mark)
        if start < end:
            yield Words(text=text[start:end])
    for mark in reversed(opened):
        yield Closing(mark=mark, is_last=mark.span.end <= within.end)


def paragraphs_of(text: str, within: Span) -> Iterator[Span]:
    """The paragraphs in `within`, each with the blank lines that follow it: together they are all of it."""
    start = within.start
    for gap in _BETWEEN_PARAGRAPHS.finditer(text, within.start, within.end):
        if gap.start() > start:
            yield Span(start, gap.end())
            start = gap.end()
    if start < within.end:
        yield Span(start, within.end)


def parts_of(text: str, starts: Sequence[int], *, characters: int, marks: int) -> tuple[Span, ...]:
    """Where the text is cut so that no part has more `characters`, or more `marks` that start in it, than asked.

    `starts` are in ascending order. A part ends with a paragraph where one ends in it, else at a blank, else anywhere;
    marks that start at one character stay together, however many they are. Together the parts are all of the text.
    """
    parts: list[Span] = []
    start = 0
    while start < len(text):
        furthest = min(start + characters, len(text))
        first = bisect_left(starts, start)
        if first + marks < len(starts):
            beyond = starts[first + marks]  # the first mark too many
            furthest = max(start + 1, min(furthest, beyond))
        end = furthest if furthest == len(text) else _good_end(text, start, furthest)
        parts.append(Span(start, end))
        start = end
    return tuple(parts) or (Span(0, 0),)


def part_at(parts: Sequence[Span], place: int) -> int:
    """The number, from 0, of the part in which this character stands."""
    return max(0, bisect_right([part.start for part in parts], place) - 1)


def _good_end(text: str, start: int, furthest: int) -> int:
    paragraph = text.rfind("\n\n", (start + furthest) // 2, furthest)  # a part of a title alone helps nobody
    if paragraph > start:
        return paragraph + 2
    nearest = max(start, furthest - _SEARCHED_FOR_A_BLANK)
    blanks = [blank.end() for blank in _BLANK.finditer(text, nearest, furthest)]
    return blanks[-1] if blanks and blanks[-1] > start else furthest
