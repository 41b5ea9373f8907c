"""The claims of an article as entries in its margin: who tells what on whose word, and what other articles say of it.

In: what `margins.py` finds beside a stretch of text. Out: a `ClaimView` for each claim, numbered as in the text.
Read next: `markings.py`, which marks the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rashomon.accounts import chain_words, outlet_of
from rashomon.answers import EntityName, FoundClaim
from rashomon.labels import count, in_quotes, interval, magnitude_words, one_line, place_name
from rashomon.margins import Echo, Margin, Standing
from rashomon.records import GUESS, EventMention, EventType, Factuality, Party, Relation, Span, Stance, Voice

_QUOTE_SHOWN = 160
_SINGLE = str.maketrans("“”", "‘’")
_TAKEN_FOR_GRANTED = (Factuality.HAPPENED, Factuality.NOT_JUDGED)
"""What a claim is taken to say where nothing else is said."""

_SAID: Mapping[tuple[Relation, bool], str] = {
    (Relation.DENIES, True): "denied in",
    (Relation.DENIES, False): "denies what stands in",
    (Relation.SUPPORTS, True): "supported in",
    (Relation.SUPPORTS, False): "supports what stands in",
    (Relation.DISPUTES, False): "cannot be true together with",
    (Relation.DIFFERS, False): "told otherwise in",
    (Relation.SAME_CLAIM, False): "said by the same voice in",
}
"""What another claim is to one, before the outlet's name; whether it is said there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """Something of what a claim tells, with the entity that it is; `is_guessed`: the text does not say it of this."""

    words: str
    entity_id: str | None = None
    is_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoView:
    """What another article says: how it stands to the claim, where, on whose word, in which words."""

    relation: Relation
    said: str
    outlet: str
    published: date | None
    chain: str
    quote: str
    difference: str
    claim_id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim in the margin.

    `actors`, `type` and `recipients` are who did what to whom; `around` is where, when and how many. `factuality` is
    None where it happened. `standing` is that of its event, `tellings` how often that is told, in words.
    """

    id: str
    number: int
    stance: Stance
    voices: tuple[Voice, ...]
    chain: str
    quote: str
    actors: tuple[Bit, ...]
    type: EventType | None
    recipients: tuple[Bit, ...]
    around: tuple[Bit, ...]
    factuality: Factuality | None
    corrected: tuple[str, ...]
    event_id: str | None
    standing: Standing | None
    tellings: str
    echoes: tuple[EchoView, ...]
    more_echoes: int
    why: str


def claim_views(margin: Margin) -> tuple[ClaimView, ...]:
    """The entries, in the order of the text."""
    numbered = enumerate(margin.claims.items(), margin.first + 1)
    return tuple(_view_of(claim_id, found, number, margin) for number, (claim_id, found) in numbered)


def shortened(words: str) -> str:
    """The words on one line, cut after a word where they are long."""
    line = one_line(words)
    return line if len(line) <= _QUOTE_SHOWN else line[:_QUOTE_SHOWN].rsplit(" ", 1)[0] + " …"


def quoted(words: str) -> str:
    """The words, shortened, in quotation marks; marks of their own inside become single ones, as printers do."""
    line = shortened(words)
    return line if in_quotes(line) == line else in_quotes(line.translate(_SINGLE))


def _view_of(claim_id: str, found: FoundClaim, number: int, margin: Margin) -> ClaimView:
    claim, told = found.claim, found.told
    standing = margin.standings.get(found.event_id or "")
    is_plain = found.factuality in _TAKEN_FOR_GRANTED
    return ClaimView(
        id=claim_id,
        number=number,
        stance=found.stance,
        voices=claim.voices,
        chain=chain_words(claim.voices),
        quote=quoted(claim.quote) if claim.quote else "",
        actors=_parties(told.actors, margin.who) if told else (),
        type=told.type if told else None,
        recipients=_parties(told.recipients, margin.who) if told else (),
        around=tuple(_around(told)) if told else (),
        factuality=None if is_plain else found.factuality,
        corrected=tuple(found.corrections),
        event_id=found.event_id if standing else None,
        standing=standing,
        tellings=_tellings(standing) if standing else "",
        echoes=tuple(map(_echo_view, margin.echoes.get(claim_id, ()))),
        more_echoes=margin.more_echoes.get(claim_id, 0),
        why=f"{claim.reason.method}, {claim.reason.score:.2f}: {claim.reason.detail}",
    )


def _parties(parties: Sequence[Party], who: Mapping[Span, EntityName]) -> tuple[Bit, ...]:
    return tuple(Bit(words=one.name, entity_id=who[one.span].id if one.span in who else None) for one in parties)


def _around(event: EventMention) -> Iterator[Bit]:
    """Where, when and how many."""
    if event.place and event.place_reason:
        yield Bit(words=place_name(event.place), is_guessed=event.place_reason.method == GUESS)
    if event.time and event.time_reason:
        yield Bit(words=interval(event.time), is_guessed=event.time_reason.method == GUESS)
    yield from (Bit(words=magnitude_words(one)) for one in event.magnitudes)


def _tellings(standing: Standing) -> str:
    """ "2 independent origins, 5 claims in 3 outlets"."""
    if standing.claims == 1:
        return "told only here"
    origins = count(standing.independent_origins, "independent origin")
    return f"{origins}, {count(standing.claims, 'claim')} in {count(standing.outlets, 'outlet')}"


def _echo_view(echo: Echo) -> EchoView:
    return EchoView(
        relation=echo.relation,
        said=_SAID[echo.relation, echo.is_said_there],
        outlet=outlet_of(echo.article),
        published=echo.article.published,
        chain=chain_words(echo.claim.voices) if echo.claim.voices else "",
        quote=quoted(echo.claim.quote) if echo.claim.quote else "",
        difference=_difference(echo),
        claim_id=echo.claim_id,
        why=one_line(echo.detail),
    )


def _difference(echo: Echo) -> str:
    """ "when: Monday here, Tuesday there"; empty where nothing differs."""
    if echo.difference is None:
        return ""
    if echo.values is None:
        return echo.difference.value
    here, there = map(one_line, echo.values)
    return f"{echo.difference.value.replace('-', ' ')}: “{here}” here, “{there}” there"
