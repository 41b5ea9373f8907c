"""What stands in the margin of an article: what is said where in it, and what other articles say of its claims.

In: the article's id, a stretch of its text, and the ledger to ask. Out: a `Margin` of that stretch, so that an article
of any length is asked for in parts; and what ties the article to others (copies, credits, citations). Changes nothing.
Read next: `room/articles.py`, which shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rashomon.answers import (
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    PLACE_COLUMNS,
    TIME_COLUMNS,
    ArticleHeading,
    EntityName,
    FoundClaim,
    claim_of,
    heading_of,
    place_of,
    time_of,
)
from rashomon.findings import BOTH_WAYS, Ask, asked_at_once, claims_where, who_is_who
from rashomon.records import (
    Citation,
    Claim,
    CopyVerdict,
    Difference,
    EventStatus,
    Place,
    Relation,
    Span,
    TextReuse,
    TimePhrase,
    WireCredit,
)
from rashomon.ties import CITATION_COLUMNS, CREDIT_COLUMNS, REUSE_COLUMNS, citation_of, credit_of, reuse_of

ECHOES = 4
"""How many claims of other articles stand beside one claim; the rest are counted, and its event has them all."""
_ORDER = (Relation.DENIES, Relation.DISPUTES, Relation.DIFFERS, Relation.SUPPORTS, Relation.SAME_CLAIM)
"""Which of them come first: those that do not agree."""

_START = """
ifnull(json_extract(claims.content, '$[0][0]'),
       ifnull((SELECT min(start) FROM claim_voices WHERE claim_id = claims.id), 0))
"""
"""Where a claim begins: with its words, else with whose they are ("declined to comment")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """What a claim of another article is to one of this one.

    `is_said_there`: it is the other one that denies or supports; else this one does, or both say it of each other.
    `values` are here and there, where the two differ.
    """

    relation: Relation
    is_said_there: bool
    difference: Difference | None
    values: tuple[str, str] | None
    detail: str
    claim_id: str
    claim: Claim
    article: ArticleHeading


class Standing(NamedTuple):
    """How an event stands: its status, how many independent origins it has, how many claims and outlets tell it."""

    status: EventStatus
    independent_origins: int
    claims: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What is marked in a stretch of an article, in the order of the text.

    `first` is how many claims of the article come before. `claims`, `echoes` and `more_echoes` (how many are left out)
    are by the ids of claims, `standings` by the ids of events.
    """

    first: int
    claims: Mapping[str, FoundClaim]
    places: tuple[Place, ...]
    times: tuple[TimePhrase, ...]
    who: Mapping[Span, EntityName]
    echoes: Mapping[str, tuple[Echo, ...]]
    more_echoes: Mapping[str, int]
    standings: Mapping[str, Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTies:
    """What an article has from others, as far as it shows: texts in common, agencies credited, outlets cited."""

    copies: tuple[tuple[ArticleHeading, TextReuse], ...]
    credits: tuple[WireCredit, ...]
    citations: tuple[Citation, ...]


def claim_starts(ask: Ask, article_id: str) -> tuple[int, ...]:
    """Where the claims of an article begin, in ascending order."""
    return tuple(sorted(row[0] for row in ask(f"SELECT {_START} FROM claims WHERE article_id = ?", [article_id])))


def claim_start(ask: Ask, claim_id: str) -> tuple[str, int] | None:
    """The article of a claim, and where in it the claim begins; None where there is no such claim."""
    rows = ask(f"SELECT article_id, {_START} FROM claims WHERE id = ?", [claim_id])
    return next(((row[0], row[1]) for row in rows), None)


def margin_of(ask: Ask, article_id: str, within: Span) -> Margin:
    """What stands beside this stretch of the article."""
    here = (article_id, *within)
    marked = "article_id = ? AND start >= ? AND start < ? ORDER BY start"
    starts = [row[0] for row in ask(f"SELECT {_START} FROM claims WHERE article_id = ?", [article_id])]
    inside = f"claims.article_id = ? AND {_START} >= ? AND {_START} < ?"
    ids = [row[0] for row in ask(f"SELECT id FROM claims WHERE {inside} ORDER BY position", here)]
    found = sorted(zip(ids, claims_where(ask, inside, here), strict=True), key=lambda one: _start_of(one[1]))
    claims = dict(found)
    echoes, more = _echoes(ask, article_id, list(claims))
    return Margin(
        first=sum(start < within.start for start in starts),
        claims=claims,
        places=tuple(place_of(row) for row in ask(f"SELECT {PLACE_COLUMNS} FROM places WHERE {marked}", here)),
        times=tuple(time_of(row) for row in ask(f"SELECT {TIME_COLUMNS} FROM times WHERE {marked}", here)),
        who=who_is_who(ask, [article_id]).get(article_id, {}),
        echoes=echoes,
        more_echoes=more,
        standings=_standings(ask, [one.event_id for one in claims.values() if one.event_id]),
    )


def ties_of(ask: Ask, article_id: str) -> ArticleTies:
    """What the article has from others, and they from it."""
    shared = {row[1]: reuse_of(row) for row in ask(f"SELECT {REUSE_COLUMNS} FROM reuses WHERE here = ?", [article_id])}
    for row in ask(f"SELECT {REUSE_COLUMNS} FROM reuses WHERE there = ?", [article_id]):
        shared.setdefault(row[0], _turned(reuse_of(row)))
    wanted = [one for one, reuse in shared.items() if reuse.verdict is not CopyVerdict.NONE]
    headings = asked_at_once(
        ask, f"SELECT {HEADING_COLUMNS} FROM articles WHERE id IN ({{}}) ORDER BY published, number", wanted
    )
    at = "WHERE article_id = ? ORDER BY position"
    return ArticleTies(
        copies=tuple((heading, shared[heading.id]) for heading in map(heading_of, headings)),
        credits=tuple(credit_of(row) for row in ask(f"SELECT {CREDIT_COLUMNS} FROM wire_credits {at}", [article_id])),
        citations=tuple(
            citation_of(row) for row in ask(f"SELECT {CITATION_COLUMNS} FROM citations {at}", [article_id])
        ),
    )


def _turned(reuse: TextReuse) -> TextReuse:
    """What two texts have in common, seen from the other one."""
    return replace(
        reuse,
        passages=tuple(replace(one, here=one.there, there=one.here) for one in reuse.passages),
        quotations=tuple(replace(one, here=one.there, there=one.here) for one in reuse.quotations),
        share_here=reuse.share_there,
        share_there=reuse.share_here,
    )


def _start_of(found: FoundClaim) -> int:
    """As `_START`."""
    claim = found.claim
    if claim.content:
        return claim.content[0].start
    return min((voice.span.start for voice in claim.voices if voice.span), default=0)


def _echoes(
    ask: Ask, article_id: str, claim_ids: Sequence[str]
) -> tuple[Mapping[str, tuple[Echo, ...]], Mapping[str, int]]:
    """What claims of other articles are to these, those that do not agree first, and how many are left out of each.

    Of one article that says the same twice the first claim stands for both.
    """
    linked: defaultdict[str, dict[tuple[Relation, str], _Linked]] = defaultdict(dict)
    for here, there in (("target", "source"), ("source", "target")):
        for row in asked_at_once(
            ask,
            f"SELECT {here}, {there}, claims.article_id, relation, difference, {here}_value, {there}_value,"
            f" links.detail FROM links JOIN claims ON claims.id = {there} WHERE {here} IN ({{}})"
            f" ORDER BY {there}, difference",
            claim_ids,
        ):
            if row[2] != article_id:
                one = _Linked(
                    relation=Relation(row[3]),
                    is_said_there=here == "target",
                    difference=row[4],
                    here=row[5],
                    there=row[6],
                    detail=row[7],
                    claim_id=row[1],
                )
                linked[row[0]].setdefault((one.relation, row[2]), one)
    kept = {
        claim_id: sorted(found.values(), key=lambda one: (_ORDER.index(one.relation), not one.is_said_there))
        for claim_id, found in linked.items()
    }
    told = {
        row[0]: (heading_of(row[1:6]), claim_of(row[6:]))
        for row in asked_at_once(
            ask,
            f"SELECT claims.id, {HEADING_COLUMNS}, {CLAIM_COLUMNS} FROM claims JOIN articles"
            " ON articles.id = claims.article_id WHERE claims.id IN ({})",
            list(dict.fromkeys(one.claim_id for found in kept.values() for one in found[:ECHOES])),
        )
    }
    echoes = {
        claim_id: tuple(_echo_of(one, *told[one.claim_id]) for one in found[:ECHOES])
        for claim_id, found in kept.items()
    }
    return echoes, {claim_id: len(found) - ECHOES for claim_id, found in kept.items() if len(found) > ECHOES}


class _Linked(NamedTuple):
    """A link as a row has it, seen from the claim of this article."""

    relation: Relation
    is_said_there: bool
    difference: str
    here: str | None
    there: str | None
    detail: str
    claim_id: str


def _echo_of(linked: _Linked, article: ArticleHeading, claim: Claim) -> Echo:
    return Echo(
        relation=linked.relation,
        is_said_there=linked.is_said_there and linked.relation not in BOTH_WAYS,
        difference=Difference(linked.difference) if linked.difference else None,
        values=None if linked.here is None or linked.there is None else (linked.here, linked.there),
        detail=linked.detail,
        claim_id=linked.claim_id,
        claim=claim,
        article=article,
    )


def _standings(ask: Ask, event_ids: Sequence[str]) -> Mapping[str, Standing]:
    columns = "id, status, independent_origins, claims, outlets"
    rows = asked_at_once(ask, f"SELECT {columns} FROM events WHERE id IN ({{}})", list(dict.fromkeys(event_ids)))
    return {row[0]: Standing(EventStatus(row[1]), *row[2:]) for row in rows}
