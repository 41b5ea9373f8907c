"""The text of an article with its claims, voices, places and times marked in it, ready for a template.

In: the text, and what stands in its margin. Out: paragraphs of tokens, from which well-formed markup follows in order:
a mark's opening, words, its closing, and behind the words of a claim its number. The words are the article's, to the
character. Read next: `articles.py`, which puts the page together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import quote

from rashomon.labels import interval, one_line, place_name
from rashomon.margins import Margin
from rashomon.records import Claim, Place, Span, TimePhrase, Voice
from rashomon.room.layers import Closing, Mark, Opening, Words, paragraphs_of, pieces_of
from rashomon.room.marginalia import ClaimView


class Layer(IntEnum):
    """What is marked in the text, the outermost first."""

    CLAIM = 0
    VOICE = 1
    PLACE = 2
    TIME = 3


LAYER_NAMES: Mapping[Layer, str] = {
    Layer.CLAIM: "Claims",
    Layer.VOICE: "Voices",
    Layer.PLACE: "Places",
    Layer.TIME: "Times",
}

_FLAGS: Mapping[str, str] = {
    "no-reference": "the article has no date to count from",
    "own-date-line": "counted from the date line at the head of the text",
    "weekday-mismatch": "the weekday does not fall on this date; kept as printed",
    "year-contradicted": "the year is as printed, but does not fit the rest of the article",
    "year-guessed": "the year is guessed",
    "day-or-month-first": "nothing says which number is the day and which the month",
    "no-such-day": "there is no such day",
    "moving-feast": "a feast whose calendar is not kept here",
    "fiscal-year": "a fiscal year: when it begins is not known",
}
"""The flags of a time phrase, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a mark is: its layer, its classes, its record in lines, where it leads, and the claims that it belongs to,
    with those of them whose words begin and end with it."""

    layer: Layer
    style: str
    note: str
    href: str | None
    claims: tuple[str, ...]
    begins: tuple[str, ...] = ()
    ends: tuple[ClaimView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of the markup: words, or a mark's opening or closing, or a reference: the number behind a claim.

    `is_link`: the mark is a link. No link holds another one: marks inside are plain, and references wait for its end.
    `anchors` are the claims whose words begin here.
    """

    words: str = ""
    opens: Marked | None = None
    closes: Marked | None = None
    refers: ClaimView | None = None
    is_link: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as markup, and the blank lines that follow it in the text."""

    tokens: tuple[Token, ...]
    gap: str

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(token.words for token in self.tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """A layer with the number of its marks."""

    layer: Layer
    name: str
    marks: int


def marked_text(
    text: str, within: Span, margin: Margin, claims: Sequence[ClaimView]
) -> tuple[tuple[Paragraph, ...], tuple[Legend, ...]]:
    """The paragraphs in this stretch with their marks, and how many marks each layer has."""
    meanings: dict[Mark, Marked] = {}
    for span, marked in (
        *_claim_marks(margin, claims),
        *_voice_marks(margin, claims),
        *_place_marks(margin.places),
        *_time_marks(margin.times),
    ):
        meanings[Mark(span=span, layer=marked.layer, key=marked.style)] = marked
    marks = sorted(meanings, key=lambda mark: mark.span)
    paragraphs = tuple(
        _paragraph(text, span, [mark for mark in marks if mark.span.overlaps(span)], meanings)
        for span in paragraphs_of(text, within)
    )
    numbers = {layer: sum(mark.layer == layer for mark in marks) for layer in Layer} | {Layer.CLAIM: len(claims)}
    return paragraphs, tuple(Legend(layer=layer, name=LAYER_NAMES[layer], marks=numbers[layer]) for layer in Layer)


def _claim_marks(margin: Margin, claims: Sequence[ClaimView]) -> Iterator[tuple[Span, Marked]]:
    """The words of claims; what several claims share is one mark."""
    shared: defaultdict[Span, list[tuple[Claim, ClaimView]]] = defaultdict(list)
    for found, entry in zip(margin.claims.values(), claims, strict=True):
        for span in found.claim.content:
            shared[span].append((found.claim, entry))
    for span, told in shared.items():
        yield (
            span,
            Marked(
                layer=Layer.CLAIM,
                style=f"claim claim-{told[0][1].stance.value}",
                note="",
                href=None,
                claims=tuple(entry.id for _, entry in told),
                begins=tuple(entry.id for claim, entry in told if claim.content[0] == span),
                ends=tuple(entry for claim, entry in told if claim.content[-1] == span),
            ),
        )


def _voice_marks(margin: Margin, claims: Sequence[ClaimView]) -> Iterator[tuple[Span, Marked]]:
    spoken: defaultdict[Span, list[tuple[Voice, ClaimView]]] = defaultdict(list)
    for entry in claims:
        for voice in entry.voices:
            if voice.span:
                spoken[voice.span].append((voice, entry))
    for span, told in spoken.items():
        voice, who = told[0][0], margin.who.get(span)
        yield (
            span,
            Marked(
                layer=Layer.VOICE,
                style=f"voice voice-{voice.kind.value}",
                note=_lines(
                    f"Voice, {voice.kind.value}",
                    who.name if who else voice.name,
                    f"speaks in {'claim' if len(told) == 1 else 'claims'} "
                    + ", ".join(str(entry.number) for _, entry in told),
                ),
                href=f"/entities/{who.id}" if who else f"/voices?name={quote(voice.name, safe='')}",
                claims=tuple(entry.id for _, entry in told),
            ),
        )


def _place_marks(places: Sequence[Place]) -> Iterator[tuple[Span, Marked]]:
    for place in places:
        found = place.geoname
        where = f"{found.latitude:.2f}, {found.longitude:.2f} ({place.precision.value})" if found else ""
        yield (
            place.span,
            Marked(
                layer=Layer.PLACE,
                style="place" if found else "place place-unknown",
                note=_lines(
                    "Place" if found else "Place, not in the gazetteer",
                    place_name(place),
                    where,
                    "stands for a government or a team here" if place.is_metonym else "",
                    place.reason.detail,
                ),
                href=f"/?place={quote(found.name if found else place.text, safe='')}",
                claims=(),
            ),
        )


def _time_marks(times: Sequence[TimePhrase]) -> Iterator[tuple[Span, Marked]]:
    for time in times:
        days = [f"since={time.earliest}"] * (time.earliest is not None)
        days += [f"until={time.latest}"] * (time.latest is not None)
        yield (
            time.span,
            Marked(
                layer=Layer.TIME,
                style="time",
                note=_lines(
                    f"Time, to the {time.precision.value}",
                    interval(time) if time.earliest or time.latest else "no days of the calendar",
                    *(_FLAGS.get(flag, flag) for flag in time.flags),
                    time.reason.detail,
                ),
                href=f"/?{'&'.join(days)}" if days else None,
                claims=(),
            ),
        )


def _lines(*lines: str) -> str:
    return "\n".join(one_line(line) for line in lines if line)


def _paragraph(
    text: str,
    span: Span,
    marks: Sequence[Mark],
    meanings: Mapping[Mark, Marked],
) -> Paragraph:
    """One paragraph as tokens, and the blank lines behind it."""
    end = span.start + len(span.of(text).rstrip())
    tokens: list[Token] = []
    link: Mark | None = None
    waiting: list[ClaimView] = []
    for piece in pieces_of(text, marks, Span(span.start, end)):
        if link is None and not isinstance(piece, Closing):
            tokens += _references(waiting)
        if isinstance(piece, Words):
            tokens.append(Token(words=piece.text))
            continue
        marked = meanings[piece.mark]
        if isinstance(piece, Opening):
            is_link = link is None and piece.is_first and marked.href is not None
            link = piece.mark if is_link else link
            tokens.append(Token(opens=marked, is_link=is_link, anchors=marked.begins if piece.is_first else ()))
            continue
        is_link = piece.mark == link
        link = None if is_link else link
        tokens.append(Token(closes=marked, is_link=is_link))
        waiting += marked.ends if piece.is_last else ()
    tokens += _references(waiting)
    return Paragraph(tokens=tuple(tokens), gap=text[end : span.end])


def _references(waiting: list[ClaimView]) -> list[Token]:
    """The references that wait, in the order of their numbers; none waits any more."""
    found = [Token(refers=entry) for entry in sorted(waiting, key=lambda entry: entry.number)]
    waiting.clear()
    return found
