"""How an entity is named, in which articles, and what these say it did or suffered.

In: the id of an entity, and the ledger to ask. Out: its spellings, each with the reason why it is that entity; one
page of the articles that name it; and of the latest of them the claims in which it takes part, with the places. Only
what the ledger's articles say: nothing is looked up about anybody. Changes nothing. Read next: `room/entities.py`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.answers import (
    ENTITY_COLUMNS,
    HEADING_COLUMNS,
    IDENTITY_COLUMNS,
    ArticleHeading,
    FoundClaim,
    FoundMerge,
    entity_of,
    heading_of,
    identity_of,
)
from rashomon.findings import Ask, asked_at_once
from rashomon.listings import SpotCount
from rashomon.records import Entity, EntityKind, EventStatus, Identity, Reason
from rashomon.testimony import found_claims

LATEST_ARTICLES = 400
"""Deeds and places are gathered from so many articles that name the entity, the latest: a country is in all of them."""
AROUND = 90
"""So many characters are shown before and after a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """The fullest name that some articles have for an entity: how many, and the least certain of the reasons why they
    mean that one."""

    name: str
    articles: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """An entity with its spellings, those of most articles first, what was merged into it, and what it may be
    elsewhere, but for people: of them only the articles tell."""

    entity: Entity
    spellings: tuple[Spelling, ...]
    merges: tuple[FoundMerge, ...]
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedIn:
    """An article that names an entity, and by which names."""

    article: ArticleHeading
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where an article has a name: the words before it, the name as printed there, and the words after it."""

    article: ArticleHeading
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Another entity of the same kind with a word of the name in common."""

    entity_id: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A claim in which an entity takes part, as actor, recipient or both."""

    found: FoundClaim
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What the latest articles that name an entity say it did or suffered: how many claims, those of one page, the
    latest first, and where it was."""

    claims: int
    page: tuple[Deed, ...]
    spots: tuple[SpotCount, ...]


def naming_of(ask: Ask, entity_id: str) -> Naming | None:
    """The entity of this id, or the one that it turned out to be; None where there is none."""
    same = "SELECT same_as FROM entities WHERE id = ?"
    rows = list(ask(f"SELECT {ENTITY_COLUMNS} FROM entities WHERE id = ({same})", (entity_id,)))
    if not rows:
        return None
    entity = entity_of(rows[0])
    merged = ask(
        "SELECT entity_id, name, method, score, detail FROM entity_merges JOIN entities ON id = entity_id"
        " WHERE same_as = ? ORDER BY number",
        (entity.id,),
    )
    elsewhere = ask(
        f"SELECT {IDENTITY_COLUMNS} FROM entity_identities WHERE entity_id IN"
        " (SELECT id FROM entities WHERE same_as = ?) ORDER BY score DESC, service, identifier",
        (entity.id,) if entity.kind is not EntityKind.PERSON else (None,),
    )
    return Naming(
        entity=entity,
        spellings=tuple(
            Spelling(name=name, articles=articles, reason=Reason(method=method, score=score, detail=detail))
            for name, articles, score, method, detail in ask(_SPELLINGS, (entity.id,))
        ),
        merges=tuple(
            FoundMerge(entity_id=id_, name=name, reason=Reason(method=method, score=score, detail=detail))
            for id_, name, method, score, detail in merged
        ),
        identities=tuple(identity_of(row) for row in elsewhere),
    )


def articles_naming(ask: Ask, entity_id: str, *, first: int, number: int) -> tuple[NamedIn, ...]:
    """`number` of the articles that name an entity, from the `first` (counted from 0), the latest first."""
    rows = ask(
        f"SELECT {HEADING_COLUMNS}, latest.names FROM ({_ARTICLES_NAMING}) AS latest"
        " CROSS JOIN articles ON articles.number = latest.number",
        (entity_id, number, first),
    )
    return tuple(NamedIn(article=heading_of(row), names=tuple(json.loads(row[5]))) for row in rows)


def passage_naming(ask: Ask, article_entity_id: str) -> Passage | None:
    """Where an article first names whom it means by this; None where it is gone."""
    for row in ask(_PASSAGE, (article_entity_id,)):
        start, end, text = row[5] - row[7], row[6] - row[7], row[8]
        return Passage(article=heading_of(row), before=text[:start], words=text[start:end], after=text[end:])
    return None


def namesakes_of(ask: Ask, entity_id: str, words: str, *, number: int) -> tuple[Namesake, ...]:
    """The other entities of its kind that have one of these words in a name, the likest first."""
    phrases = [f'"{word}"' for word in re.findall(r"\w{3,}", words)]
    if not phrases:
        return ()
    rows = ask(_NAMESAKES, (" OR ".join(phrases), entity_id, entity_id, number))
    return tuple(Namesake(entity_id=id_, name=name, articles=articles) for id_, name, articles in rows)


def deeds_of(ask: Ask, entity_id: str, *, first: int, number: int) -> Deeds:
    """What an entity is said to have done or suffered; the page has `number` claims from the `first`."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for claim_id, role in ask(_DEEDS, (entity_id, LATEST_ARTICLES, 0)):
        roles[claim_id].add(role)
    shown = list(roles)[first : first + number]
    found = found_claims(ask, shown)
    return Deeds(
        claims=len(roles),
        page=tuple(Deed(found=found[one], roles=tuple(sorted(roles[one]))) for one in shown),
        spots=_spots(ask, list(roles)),
    )


def _spots(ask: Ask, claim_ids: Sequence[str]) -> tuple[SpotCount, ...]:
    """The places that claims put their events at, those of most events first."""
    statuses: defaultdict[tuple[str, str | None, float, float], dict[str, str]] = defaultdict(dict)
    for name, country, latitude, longitude, event_id, status in asked_at_once(ask, _SPOTS, claim_ids):
        statuses[name, country, latitude, longitude][event_id] = status
    contested = (EventStatus.DISPUTED, EventStatus.DENIED)
    spots = [
        SpotCount(
            name=name,
            country=country,
            latitude=latitude,
            longitude=longitude,
            events=len(told),
            contested=sum(status in contested for status in told.values()),
        )
        for (name, country, latitude, longitude), told in statuses.items()
    ]
    return tuple(sorted(spots, key=lambda spot: (-spot.events, spot.name)))


_MEMBERS = """
FROM entities AS one CROSS JOIN entity_members AS member ON member.entity_id = one.id
     CROSS JOIN article_entities AS here ON here.id = member.article_entity_id
"""

_SPELLINGS = f"""
SELECT here.name, count(*), min(member.score), member.method, member.detail {_MEMBERS}
WHERE one.same_as = ? GROUP BY here.name ORDER BY count(*) DESC, here.name
"""
"""With `min`, SQLite takes the other columns from the row that has the least."""

_ARTICLES_NAMING = f"""
SELECT here.id, here.article_id, here.names, told.number {_MEMBERS}
     CROSS JOIN articles AS told INDEXED BY articles_with_outlet ON told.id = here.article_id
WHERE one.same_as = ? ORDER BY told.published DESC, told.number DESC, here.position LIMIT ? OFFSET ?
"""

_DEEDS = f"""
SELECT claims.id, party.role
FROM ({_ARTICLES_NAMING}) AS latest CROSS JOIN party_entities AS party ON party.article_entity_id = latest.id
     CROSS JOIN claims ON claims.event_mention_id = party.event_mention_id
"""

_PASSAGE = f"""
SELECT {HEADING_COLUMNS}, at.start, at."end", max(0, at.start - {AROUND}),
       substr(articles.text, max(0, at.start - {AROUND}) + 1, at."end" - max(0, at.start - {AROUND}) + {AROUND})
FROM article_entity_spans AS at CROSS JOIN articles ON articles.id = at.article_id
WHERE at.article_entity_id = ? ORDER BY at.start LIMIT 1
"""

_NAMESAKES = """
SELECT entities.id, entities.name, entities.articles
FROM entity_names_fts CROSS JOIN entity_names ON entity_names.number = entity_names_fts.rowid
     CROSS JOIN entities AS one ON one.id = entity_names.entity_id CROSS JOIN entities ON entities.id = one.same_as
WHERE entity_names_fts MATCH ? AND entities.id <> ? AND entities.kind = (SELECT kind FROM entities WHERE id = ?)
GROUP BY entities.id ORDER BY min(entity_names_fts.rank), entities.articles DESC LIMIT ?
"""

_SPOTS = """
SELECT places.name, places.country, places.latitude, places.longitude, claims.event_id, events.status
FROM claims CROSS JOIN events ON events.id = claims.event_id
     CROSS JOIN event_grounds AS grounds ON grounds.event_mention_id = claims.event_mention_id
          AND grounds.kind = 'place'
     CROSS JOIN places ON places.article_id = grounds.article_id AND places.position = grounds.position
WHERE claims.id IN ({}) AND places.latitude IS NOT NULL
"""
