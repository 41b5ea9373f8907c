"""Claims, event mentions and events with all that stands around them, loaded some at a time.

In: a condition in SQL with its values, and the ledger to ask. Out: answers, in the order of the question. What belongs
to the records (who is who, origins, links, decisions) is asked for many of them at once, so that a long list costs
few questions. Changes nothing. Read next: `queries.py`, which asks for these.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from rashomon.answers import (
    CLAIM_COLUMNS,
    DECISION_COLUMNS,
    EVENT_COLUMNS,
    HEADING_COLUMNS,
    EntityName,
    EventParty,
    FoundClaim,
    FoundCopy,
    FoundEvent,
    FoundMention,
    claim_of,
    date_of,
    decision_of,
    event_of,
    heading_of,
)
from rashomon.decisions import FIELDS, Corrections, Held, corrections_of, held_of, ratings_of, standing
from rashomon.records import (
    GUESS,
    Claim,
    Decision,
    Difference,
    Event,
    EventMention,
    EventStatus,
    EventType,
    Factuality,
    Grade,
    Link,
    Origin,
    Party,
    Place,
    Reason,
    Relation,
    Span,
    Stance,
    VoiceKind,
)
from rashomon.schema import ASKED_AT_ONCE

Row = tuple[Any, ...]
Ask = Callable[[str, Sequence[object]], Iterator[Row]]
"""How a ledger is asked: a question with its values, to rows."""
T = TypeVar("T")
Who = Mapping[Span, EntityName]
LinksAt = Callable[[Ask, Sequence[str]], Mapping[str, list[Link]]]
"""How the links of claims are asked for."""

LOADED_AT_ONCE = 200
BOTH_WAYS = frozenset({Relation.SAME_CLAIM, Relation.DISPUTES, Relation.DIFFERS})
"""Links that say of both claims what they say of one."""


def decisions_in(ask: Ask) -> tuple[Decision, ...]:
    """All decisions, in the order in which they were made."""
    return tuple(decision_of(row) for row in ask(f"SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number", ()))


def corrections_in(ask: Ask) -> Corrections:
    """What analysts corrected, as it stands."""
    return corrections_of(standing(decisions_in(ask)))


def held_in(ask: Ask) -> Held:
    """What holds instead of what was read, for the conditions of `filters.py`."""
    corrections = corrections_in(ask)
    ids = [id_ for id_, field in corrections if field == "stance"]
    rows = asked_at_once(ask, "SELECT id, stance, factuality FROM claims WHERE id IN ({})", ids)
    return held_of(corrections, {id_: (Stance(stance), Factuality(told_as)) for id_, stance, told_as in rows})


def claims_where(ask: Ask, where: str, values: Sequence[object]) -> Iterator[FoundClaim]:
    """The claims that fit a condition, article by article as they were read, each article's from its top to its end."""
    corrections = corrections_in(ask)
    rows = ask(f"{_CLAIMS} WHERE {where} ORDER BY articles.number, claims.position", values)
    for some in _some_of(rows, LOADED_AT_ONCE):
        yield from _claims_of(ask, some, corrections, _links_at)


def mentions_where(ask: Ask, where: str, values: Sequence[object]) -> Iterator[FoundMention]:
    """The events, each as one article tells it, that fit a condition."""
    corrections = corrections_in(ask)
    for row in ask(
        f"""
        SELECT event_mentions.id, substr(articles.text, clause_start + 1, clause_end - clause_start),
               {HEADING_COLUMNS}, {EVENT_COLUMNS}
        FROM articles JOIN event_mentions ON event_mentions.article_id = articles.id
        WHERE {where} ORDER BY articles.number, event_mentions.position
        """,
        values,
    ):
        event = event_of(row[7:])
        yield FoundMention(
            event=event,
            article=heading_of(row[2:7]),
            quote=row[1],
            claims=tuple(claims_where(ask, "claims.event_mention_id = ?", [row[0]])),
            who=who_is_who(ask, [event.article_id]).get(event.article_id, {}),
            corrections={field: corrections[row[0], field] for field in FIELDS if (row[0], field) in corrections},
        )


def events_where(ask: Ask, where: str, values: Sequence[object]) -> Iterator[FoundEvent]:
    """The events of the ledger that fit a condition, the newest first, of one day those that most claims tell."""
    decided = standing(decisions_in(ask))
    rows = ask(
        f"SELECT {_EVENT_COLUMNS} FROM events WHERE {where} ORDER BY published DESC, claims DESC, id",
        values,
    )
    for some in _some_of(rows, LOADED_AT_ONCE):
        yield from _events_of(ask, some, decided)


def copies_among(ask: Ask, article_ids: Sequence[str]) -> Iterator[FoundCopy]:
    """The articles of these that are copies, each with the first published of those that have its text."""
    place = {article_id: number for number, article_id in enumerate(article_ids)}
    first: dict[str, tuple[int, Reason]] = {}
    for here, there, method, score, detail in asked_at_once(
        ask,
        "SELECT here, there, method, score, detail FROM reuses WHERE verdict = 'copy' AND here IN ({})",
        article_ids,
    ):
        if there in place:
            earlier, later = sorted((place[here], place[there]))
            reason = Reason(method=method, score=score, detail=detail)
            first[article_ids[later]] = min(
                first.get(article_ids[later], (earlier, reason)), (earlier, reason), key=lambda one: one[0]
            )
    for article_id, (source, reason) in first.items():
        while article_ids[source] in first:
            source = first[article_ids[source]][0]
        yield FoundCopy(article_id=article_id, source_id=article_ids[source], reason=reason)


_CLAIMS = f"""
SELECT claims.id, claims.event_id, event_mentions.id, {HEADING_COLUMNS}, {CLAIM_COLUMNS}, {EVENT_COLUMNS}
FROM articles JOIN claims ON claims.article_id = articles.id
     LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
"""

_WHO = """
SELECT at.article_id, at.start, at."end", entities.id, entities.name, here.method, here.score, here.detail,
       member.method, member.score, member.detail
FROM article_entity_spans AS at JOIN article_entities AS here ON here.id = at.article_entity_id
     JOIN entity_members AS member ON member.article_entity_id = here.id
     JOIN entities AS one ON one.id = member.entity_id
     JOIN entities ON entities.id = one.same_as
"""

_LINKS = """
SELECT source, target, relation, difference, source_value, target_value, method, score, detail
FROM links WHERE {condition} ORDER BY source, target, relation, difference
"""

_EVENT_COLUMNS = """
events.id, events.type, events.status, events.is_circular, events.circular, events.credibility, events.rule,
events.grade_reasons, events.differs, events.earliest, events.latest
"""


def _claims_of(ask: Ask, rows: Sequence[Row], corrections: Corrections, links_at: LinksAt) -> Iterator[FoundClaim]:
    """The claims in the columns of _CLAIMS, with what is known around them."""
    ids = [row[0] for row in rows]
    told = [(claim_of(row[8:19]), None if row[2] is None else event_of(row[19:])) for row in rows]
    who = _who_is_named(ask, {(claim.article_id, span) for claim, event in told for span in _named(claim, event)})
    named = "SELECT claim_id, name FROM origin_claims JOIN origins USING (event_id, position) WHERE claim_id IN ({})"
    origins = {row[0]: row[1] for row in asked_at_once(ask, named, ids)}
    links = links_at(ask, ids)
    for row, (claim, event) in zip(rows, told, strict=True):
        told_in = (row[0], *([row[2]] if row[2] else []))
        yield FoundClaim(
            claim=claim,
            article=heading_of(row[3:8]),
            event=event,
            who=who.get(claim.article_id, {}),
            event_id=row[1],
            origin=origins.get(row[0]),
            links=tuple(links.get(row[0], ())),
            corrections={
                field: corrections[one, field] for one in told_in for field in FIELDS if (one, field) in corrections
            },
        )


def _named(claim: Claim, event: EventMention | None) -> Iterator[Span]:
    """Where a claim names somebody: its voices, and who takes part in what it tells."""
    yield from (voice.span for voice in claim.voices if voice.span)
    if event:
        yield from (party.span for party in (*event.actors, *event.recipients))


def _events_of(ask: Ask, rows: Sequence[Row], decided: Sequence[Decision]) -> Iterator[FoundEvent]:
    """The events in _EVENT_COLUMNS, with their claims and what is known around them."""
    ids = [row[0] for row in rows]
    order = "ORDER BY articles.published IS NULL, articles.published, articles.number, claims.position"
    stored = list(asked_at_once(ask, f"{_CLAIMS} WHERE claims.event_id IN ({{}}) {order}", ids))
    claims: defaultdict[str | None, list[FoundClaim]] = defaultdict(list)
    for one in _claims_of(ask, stored, corrections_of(decided), _links_against):
        claims[one.event_id].append(one)
    origins = _origins_of(ask, ids)
    ratings, about = ratings_of(decided), _by_name(decided)
    for row in rows:
        told = tuple(claims[row[0]])
        yield FoundEvent(
            event=Event(
                id=row[0],
                claims=tuple(one.claim.id for one in told),
                type=EventType(row[1]) if row[1] else None,
                status=EventStatus(row[2]),
                origins=tuple(origins.get(row[0], ())),
                is_circular=bool(row[3]),
                grade=Grade(credibility=row[5], rule=row[6], reasons=tuple(json.loads(row[7]))),
                differs=tuple(
                    (Difference(field), tuple((value, tuple(by)) for value, by in told_as.items()))
                    for field, told_as in json.loads(row[8]).items()
                ),
            ),
            claims=told,
            actors=_joined(told, lambda found: found.event.actors if found.event else ()),
            recipients=_joined(told, lambda found: found.event.recipients if found.event else ()),
            place=_place_of(told),
            earliest=date_of(row[9]),
            latest=date_of(row[10]),
            circular=tuple(json.loads(row[4])),
            ratings=ratings,
            decisions=_touching(told, about),
        )


def _by_name(decided: Iterable[Decision]) -> Mapping[str, list[Decision]]:
    """The decisions about each id or name."""
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for one in decided:
        for name in {name.casefold() for group in one.groups for name in group}:
            found[name].append(one)
    return found


def _touching(claims: Sequence[FoundClaim], decided: Mapping[str, list[Decision]]) -> tuple[Decision, ...]:
    """The decisions that are about one of the claims, what it tells, its article, or its outlet."""
    names = {
        name.casefold()
        for one in claims
        for name in (one.claim.id, one.claim.event_mention_id, one.article.id, one.article.outlet)
        if name
    }
    # A decision may name hundreds of claims: its id, a hash of them all, is not asked for at each.
    touching = {id(decision): decision for name in decided.keys() & names for decision in decided[name]}
    return tuple(sorted(touching.values(), key=lambda one: (one.decided_at, one.id)))


def _joined(
    claims: Iterable[FoundClaim], parties_of: Callable[[FoundClaim], Sequence[Party]]
) -> tuple[EventParty, ...]:
    """The parties of the claims, joined by entity, else by name: those whom most claims name first."""
    named: defaultdict[Hashable, list[tuple[str, Party, EntityName | None]]] = defaultdict(list)
    for found in claims:
        for party in parties_of(found):
            entity = found.who.get(party.span)
            named[entity.id if entity else party.name.casefold()].append((found.claim.id, party, entity))
    joined = [
        EventParty(
            name=_commonest(entity.name if entity else party.name for _, party, entity in told) or "",
            entity_id=next((entity.id for _, _, entity in told if entity), None),
            code=_commonest(party.code for _, party, _ in told if party.code),
            claims=tuple(dict.fromkeys(claim_id for claim_id, _, _ in told)),
        )
        for told in named.values()
    ]
    return tuple(sorted(joined, key=lambda one: -len(one.claims)))


def _place_of(claims: Iterable[FoundClaim]) -> Place | None:
    """The place that most claims give; one that was only guessed where nobody gives any."""
    told = [one.event for one in claims if one.event and one.event.place]
    own = [one for one in told if one.place_reason and one.place_reason.method != GUESS] or told
    places = [one.place for one in own if one.place]
    usual = _commonest(_spot_of(place) for place in places)
    return next((place for place in places if _spot_of(place) == usual), None)


def _spot_of(place: Place) -> int | str:
    return place.geoname.geonameid if place.geoname else place.text.casefold()


def _commonest(values: Iterable[T]) -> T | None:
    """The value that comes oftenest, of equals the first."""
    return next((value for value, _ in Counter(values).most_common(1)), None)


def _origins_of(ask: Ask, event_ids: Sequence[str]) -> Mapping[str, list[Origin]]:
    """The origins of each event, in their order."""
    told: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for claim_id, event_id, position in asked_at_once(
        ask,
        "SELECT claim_id, origin_claims.event_id, origin_claims.position FROM origin_claims"
        " JOIN claims ON claims.id = claim_id JOIN articles ON articles.id = claims.article_id"
        " WHERE origin_claims.event_id IN ({})"
        " ORDER BY articles.published IS NULL, articles.published, articles.number, claims.position",
        event_ids,
    ):
        told[event_id, position].append(claim_id)
    origins: defaultdict[str, list[Origin]] = defaultdict(list)
    for event_id, position, name, kind, entity, is_support, reasons in asked_at_once(
        ask,
        "SELECT event_id, position, name, kind, entity_id, is_support, reasons FROM origins WHERE event_id IN ({})"
        " ORDER BY event_id, position",
        event_ids,
    ):
        origin = Origin(
            name=name,
            kind=VoiceKind(kind),
            entity=entity,
            claims=tuple(told[event_id, position]),
            is_support=bool(is_support),
            reasons=tuple(Reason(method=one[0], score=one[1], detail=one[2]) for one in json.loads(reasons)),
        )
        origins[event_id].append(origin)
    return origins


def _links_at(ask: Ask, claim_ids: Sequence[str]) -> Mapping[str, list[Link]]:
    """The links of each claim: those it is the source of, and those that have no direction."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for row in asked_at_once(ask, _LINKS.format(condition="source IN ({})"), claim_ids):
        found[row[0]].append(_link_of(row))
    for row in asked_at_once(ask, _LINKS.format(condition="target IN ({})"), claim_ids):
        link = _link_of(row)
        if link.relation in BOTH_WAYS:
            turned = replace(link, source=link.target, target=link.source, values=link.values and link.values[::-1])
            found[turned.source].append(turned)
    return found


def _links_against(ask: Ask, claim_ids: Sequence[str]) -> Mapping[str, list[Link]]:
    """The links of claims that deny or dispute that it happened, each at its source: of all links a much told event has
    thousands, and what values exclude each other is summed up in `differs`."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    condition = "source IN ({}) AND relation IN ('denies', 'disputes') AND difference = ''"
    for row in asked_at_once(ask, _LINKS.format(condition=condition), claim_ids):
        found[row[0]].append(_link_of(row))
    return found


def _link_of(row: Row) -> Link:
    """The link in the columns of _LINKS."""
    return Link(
        source=row[0],
        target=row[1],
        relation=Relation(row[2]),
        difference=Difference(row[3]) if row[3] else None,
        values=None if row[4] is None else (row[4], row[5]),
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
    )


def who_is_who(ask: Ask, article_ids: Iterable[str]) -> Mapping[str, Who]:
    """The entity that stands at each span of each article."""
    return _who(asked_at_once(ask, f"{_WHO} WHERE at.article_id IN ({{}})", list(article_ids)))


def _who_is_named(ask: Ask, spans: Iterable[tuple[str, Span]]) -> Mapping[str, Who]:
    """The entity at these spans of articles, which are a small part of all that names somebody there."""
    wanted = json.dumps([(article_id, *span) for article_id, span in spans])
    at = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(3))
    question = f'{_WHO} WHERE (at.article_id, at.start, at."end") IN (SELECT {at} FROM json_each(?))'
    return _who(ask(question, [wanted]))


def _who(rows: Iterable[Row]) -> Mapping[str, Who]:
    found: defaultdict[str, dict[Span, EntityName]] = defaultdict(dict)
    for row in rows:
        found[row[0]][Span(row[1], row[2])] = EntityName(
            id=row[3],
            name=row[4],
            here=Reason(method=row[5], score=row[6], detail=row[7]),
            reason=Reason(method=row[8], score=row[9], detail=row[10]),
        )
    return found


def asked_at_once(ask: Ask, question: str, values: Sequence[object]) -> Iterator[Row]:
    """The answers to a question with `{}` for a list of values, which are asked some at once."""
    for some in _some_of(values, ASKED_AT_ONCE):
        yield from ask(question.format(", ".join("?" * len(some))), some)


def _some_of(values: Iterable[T], number: int) -> Iterator[list[T]]:
    """The values, so many at a time."""
    waiting = iter(values)
    while some := list(islice(waiting, number)):
        yield some
