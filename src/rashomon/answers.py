"""What questions to a ledger are answered with, and the columns that the answers are read from.

In: a row of the columns named here, as SQLite gives it. Out: a record. The columns of a record and the function that
reads them stand side by side; lists inside a row (voices, parties, magnitudes) are JSON.

Read next: `queries.py`, which asks for these columns.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from rashomon.decisions import WHEN, days_of, turned
from rashomon.records import (
    Action,
    ArticleEntity,
    Attribution,
    Claim,
    Decision,
    Document,
    Entity,
    EntityKind,
    Event,
    EventMention,
    EventType,
    Factuality,
    GeoName,
    Identity,
    Link,
    Magnitude,
    MagnitudeKind,
    MediaType,
    Party,
    Place,
    PlacePrecision,
    Reason,
    Span,
    Stance,
    TimePhrase,
    TimePrecision,
    TimexType,
    Voice,
    VoiceKind,
)

CORRECTED = Reason(method="decision", score=1.0, detail="an analyst corrected it")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeading:
    """What is said of an article beside a claim; `given_id` is the id that its JSONL row brought along."""

    id: str
    given_id: str | None
    title: str | None
    outlet: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """A claim as it was read, with the heading of its article, the event it tells, if it tells one, and who stands at
    which span.

    `event_id`, `origin` and `links` are what linking made of it; a link that has no direction stands at both its ends,
    with this claim as its source. `corrections` are the values that analysts gave, by field.
    """

    claim: Claim
    article: ArticleHeading
    event: EventMention | None
    who: Mapping[Span, EntityName] = field(default_factory=dict, compare=False)
    event_id: str | None = None
    origin: str | None = None
    links: tuple[Link, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)

    @property
    def stance(self) -> Stance:
        """The stance that holds: the analyst's, else the one that was read."""
        return Stance(self.corrections["stance"]) if "stance" in self.corrections else self.claim.stance

    @property
    def factuality(self) -> Factuality:
        """The factuality that holds, as `stance`."""
        if "factuality" in self.corrections:
            return Factuality(self.corrections["factuality"])
        if "stance" not in self.corrections:
            return self.claim.factuality
        return turned(self.claim.factuality, self.claim.stance, self.stance)

    @property
    def told(self) -> EventMention | None:
        """The event it tells, with the type and the days that hold."""
        return corrected_event(self.event, self.corrections) if self.event else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """An event as one article tells it and as it was read: the words of its clause, the claims that tell it, who stands
    where, and the values that analysts gave, by field."""

    event: EventMention
    article: ArticleHeading
    quote: str
    claims: tuple[FoundClaim, ...]
    who: Mapping[Span, EntityName] = field(default_factory=dict, compare=False)
    corrections: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> EventMention:
        """The event with the type and the days that hold."""
        return corrected_event(self.event, self.corrections)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParty:
    """Who takes part in an event across its claims: the entity, or a name where nobody knows who that is, the code that
    most claims give, and the claims."""

    name: str
    entity_id: str | None
    code: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An event of the ledger with the claims that tell it, the earliest published first; of their links only those that
    deny or dispute that it happened, each at its source.

    `place` is the one of most claims, `earliest` and `latest` the days of most. `actors` and `recipients` are those
    whom most claims name first. `circular` says in words how tellings go in a circle. `ratings` is the reliability
    that the user gave each outlet, by its name in lower case. `decisions` touch it and stand.
    """

    event: Event
    claims: tuple[FoundClaim, ...]
    actors: tuple[EventParty, ...]
    recipients: tuple[EventParty, ...]
    place: Place | None
    earliest: date | None
    latest: date | None
    circular: tuple[str, ...]
    ratings: Mapping[str, str]
    decisions: tuple[Decision, ...]

    @property
    def outlets(self) -> tuple[str | None, ...]:
        """Who published it, in the order of the claims; None for articles whose outlet is not known."""
        return tuple(dict.fromkeys(one.article.outlet for one in self.claims))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCopy:
    """An article that has the text of another one, which was published before it, and why that is so."""

    article_id: str
    source_id: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVoice:
    """A voice with what it says: how many claims it stands in, how many of them deny, and where."""

    name: str
    kind: VoiceKind
    claims: int
    denials: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """An entity as it is named beside a claim or an event: its id and usual name, why the article's names are one, and
    why that is this entity."""

    id: str
    name: str
    here: Reason
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMember:
    """What one article means by some names, and why that is the entity it was joined to."""

    article: ArticleHeading
    entity: ArticleEntity
    entity_id: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMerge:
    """An entity that turned out to be the same as another one, and why."""

    entity_id: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntity:
    """An entity with all that speaks for it: what articles mean by it, what was merged into it, what it may be
    elsewhere, how many claims it makes and in how many it acts or suffers something."""

    entity: Entity
    members: tuple[FoundMember, ...]
    merges: tuple[FoundMerge, ...]
    identities: tuple[Identity, ...]
    claims_by: int
    claims_about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the ledger keeps it; `content` is None where the original bytes were left out."""

    sha256: str
    source: str
    media_type: MediaType
    retrieved_at: datetime
    hints: tuple[tuple[str, str], ...]
    packed: bytes | None
    read_by: str
    article_ids: tuple[str, ...]

    def unpacked(self) -> Document | None:
        """The document itself, from the bytes kept; None where they were left out. Raises zlib.error."""
        if self.packed is None:
            return None
        return Document(
            content=zlib.decompress(self.packed),
            source=self.source,
            media_type=self.media_type,
            retrieved_at=self.retrieved_at,
            hints=self.hints,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDecision:
    """A decision, and the id of the one that undid it, None where it stands."""

    decision: Decision
    undone_by: str | None

    @property
    def is_standing(self) -> bool:
        """Whether nobody undid it."""
        return self.undone_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSize:
    """How much a ledger holds; `events` are linked across articles, `event_mentions` are what articles tell."""

    documents: int
    articles: int
    event_mentions: int
    events: int
    claims: int
    voices: int
    refusals: int


_VOICES = """
(SELECT json_group_array(json_array(kind, name, start, "end")) FROM (
    SELECT voices.kind, voices.name, {owner}_voices.start, {owner}_voices."end"
    FROM {owner}_voices JOIN voices ON voices.id = {owner}_voices.voice_id
    WHERE {owner}_voices.{owner}_id = {owner}s.id ORDER BY {owner}_voices.position))
"""

GIVEN_ID = """
(SELECT given_id FROM provenances WHERE provenances.article_id = articles.id AND given_id IS NOT NULL LIMIT 1)
"""

HEADING_COLUMNS = f"articles.id, {GIVEN_ID}, articles.title, articles.outlet, articles.published"


def heading_of(row: Sequence[Any]) -> ArticleHeading:
    """The heading in HEADING_COLUMNS."""
    return ArticleHeading(id=row[0], given_id=row[1], title=row[2], outlet=row[3], published=date_of(row[4]))


CLAIM_COLUMNS = f"""
claims.article_id, claims.attribution_id, claims.event_mention_id, claims.stance, claims.content, claims.quote,
claims.factuality, claims.method, claims.score, claims.detail, {_VOICES.format(owner="claim")}
"""


def claim_of(row: Sequence[Any]) -> Claim:
    """The claim in CLAIM_COLUMNS."""
    return Claim(
        article_id=row[0],
        attribution_id=row[1],
        event_mention_id=row[2],
        stance=Stance(row[3]),
        content=_spans(row[4]),
        quote=row[5],
        factuality=Factuality(row[6]),
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
        voices=_voices(row[10]),
    )


ATTRIBUTION_COLUMNS = f"""
article_id, source, cue, content, stance, parent, method, score, detail, {_VOICES.format(owner="attribution")}
"""


def attribution_of(row: Sequence[Any]) -> Attribution:
    """The attribution in ATTRIBUTION_COLUMNS."""
    return Attribution(
        article_id=row[0],
        source=_spans(row[1]),
        cue=_spans(row[2]),
        content=_spans(row[3]),
        stance=Stance(row[4]),
        parent=row[5],
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
        voices=_voices(row[9]),
    )


PLACE_COLUMNS = """
places.start, places."end", places.text, places.precision, places.relation, places.is_metonym,
places.method, places.score, places.detail, places.runners_up, places.geonameid, places.name, places.latitude,
places.longitude, places.feature_class, places.feature_code, places.country, places.admin1, places.admin2,
places.population
"""


def place_of(row: Sequence[Any]) -> Place:
    """The place in PLACE_COLUMNS."""
    return Place(
        span=Span(row[0], row[1]),
        text=row[2],
        precision=PlacePrecision(row[3]),
        relation=row[4],
        is_metonym=bool(row[5]),
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
        runners_up=tuple(_geoname(entry) for entry in json.loads(row[9])) if row[9] != "[]" else (),
        geoname=None if row[10] is None else _geoname(row[10:20]),
    )


def _geoname(values: Sequence[Any]) -> GeoName:
    return GeoName(
        geonameid=values[0],
        name=values[1],
        latitude=values[2],
        longitude=values[3],
        feature_class=values[4],
        feature_code=values[5],
        country=values[6],
        admin1=values[7],
        admin2=values[8],
        population=values[9],
    )


TIME_COLUMNS = """
times.start, times."end", times.text, times.type, times.value, times.earliest, times.latest, times.precision,
times.mod, times.flags, times.method, times.score, times.detail
"""


def time_of(row: Sequence[Any]) -> TimePhrase:
    """The time phrase in TIME_COLUMNS."""
    return TimePhrase(
        span=Span(row[0], row[1]),
        text=row[2],
        type=TimexType(row[3]),
        value=row[4],
        earliest=date_of(row[5]),
        latest=date_of(row[6]),
        precision=TimePrecision(row[7]),
        mod=row[8],
        flags=tuple(json.loads(row[9])),
        reason=Reason(method=row[10], score=row[11], detail=row[12]),
    )


_GROUND = """
(SELECT json_array(grounds.method, grounds.score, grounds.detail, {columns})
    FROM event_grounds AS grounds JOIN {table} USING (article_id, position)
    WHERE grounds.event_mention_id = event_mentions.id AND grounds.kind = '{kind}')
"""

EVENT_COLUMNS = f"""
event_mentions.article_id, trigger_start, trigger_end, clause_start, clause_end, event_mentions.type,
event_mentions.mode, event_mentions.factuality, event_mentions.method, event_mentions.score, event_mentions.detail,
(SELECT json_group_array(json_array(role, start, "end", text, name, code)) FROM (
    SELECT * FROM event_parties WHERE event_mention_id = event_mentions.id ORDER BY role, position)),
(SELECT json_group_array(json_array(kind, start, "end", text, low, high, is_approximate)) FROM (
    SELECT * FROM event_magnitudes WHERE event_mention_id = event_mentions.id ORDER BY position)),
{_GROUND.format(columns=PLACE_COLUMNS, table="places", kind="place")},
{_GROUND.format(columns=TIME_COLUMNS, table="times", kind="time")}
"""


def event_of(row: Sequence[Any]) -> EventMention:
    """The event in EVENT_COLUMNS."""
    parties = [
        (role, Party(span=Span(start, end), text=text, name=name, code=code))
        for role, start, end, text, name, code in json.loads(row[11])
    ]
    place_reason, place = _ground(row[13])
    time_reason, time = _ground(row[14])
    return EventMention(
        article_id=row[0],
        trigger=Span(row[1], row[2]),
        clause=Span(row[3], row[4]),
        type=EventType(row[5]),
        mode=row[6],
        factuality=Factuality(row[7]),
        reason=Reason(method=row[8], score=row[9], detail=row[10]),
        actors=tuple(party for role, party in parties if role == "actor"),
        recipients=tuple(party for role, party in parties if role == "recipient"),
        magnitudes=tuple(
            Magnitude(
                kind=MagnitudeKind(kind),
                span=Span(start, end),
                text=text,
                low=low,
                high=high,
                is_approximate=bool(is_approximate),
            )
            for kind, start, end, text, low, high, is_approximate in json.loads(row[12])
        ),
        place=place_of(place) if place else None,
        place_reason=place_reason,
        time=time_of(time) if time else None,
        time_reason=time_reason,
    )


def _ground(stored: str | None) -> tuple[Reason | None, Sequence[Any]]:
    """Why an event has its place or time, and the columns of that."""
    if stored is None:
        return None, ()
    method, score, detail, *columns = json.loads(stored)
    return Reason(method=method, score=score, detail=detail), columns


ARTICLE_ENTITY_COLUMNS = """
article_entities.article_id, article_entities.kind, article_entities.name, article_entities.names,
article_entities.key, article_entities.country, article_entities.context, article_entities.method,
article_entities.score, article_entities.detail,
(SELECT json_group_array(json_array(start, "end")) FROM (
    SELECT start, "end" FROM article_entity_spans WHERE article_entity_id = article_entities.id ORDER BY start, "end"))
"""


def article_entity_of(row: Sequence[Any]) -> ArticleEntity:
    """The entity of an article in ARTICLE_ENTITY_COLUMNS."""
    return ArticleEntity(
        article_id=row[0],
        kind=EntityKind(row[1]),
        name=row[2],
        names=tuple(json.loads(row[3])),
        key=row[4],
        country=row[5],
        context=tuple(json.loads(row[6])),
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
        spans=_spans(row[10]),
    )


ENTITY_COLUMNS = """
entities.id, entities.kind, entities.name, entities.key, entities.country,
(SELECT sum(articles) FROM entities AS one WHERE one.same_as = entities.id),
(SELECT json_group_array(json_array(name, articles)) FROM (
    SELECT entity_names.name, sum(entity_names.articles) AS articles
    FROM entities AS one JOIN entity_names ON entity_id = one.id WHERE one.same_as = entities.id
    GROUP BY entity_names.name ORDER BY sum(entity_names.articles) DESC, entity_names.name)),
(SELECT json_group_array(json(context)) FROM entities AS one WHERE one.same_as = entities.id)
"""


def entity_of(row: Sequence[Any]) -> Entity:
    """The entity in ENTITY_COLUMNS, with all that was merged into it."""
    context: Counter[str] = Counter()
    for beside in json.loads(row[7]):
        context.update(dict(beside))
    return Entity(
        id=row[0],
        kind=EntityKind(row[1]),
        name=row[2],
        key=row[3],
        country=row[4],
        articles=row[5],
        names=tuple((name, articles) for name, articles in json.loads(row[6])),
        context=tuple(context.most_common()),
    )


IDENTITY_COLUMNS = "entity_id, service, identifier, name, description, types, score, is_match, proposed_at"


def identity_of(row: Sequence[Any]) -> Identity:
    """What a service proposed, in IDENTITY_COLUMNS."""
    return Identity(
        entity_id=row[0],
        service=row[1],
        identifier=row[2],
        name=row[3],
        description=row[4],
        types=tuple(json.loads(row[5])),
        score=row[6],
        is_match=bool(row[7]),
        proposed_at=datetime.fromisoformat(row[8]),
    )


DECISION_COLUMNS = "action, groups, field, value, note, analyst, decided_at"


def decision_of(row: Sequence[Any]) -> Decision:
    """The decision in DECISION_COLUMNS."""
    return Decision(
        action=Action(row[0]),
        groups=tuple(tuple(group) for group in json.loads(row[1])),
        field=row[2],
        value=row[3],
        note=row[4],
        analyst=row[5],
        decided_at=datetime.fromisoformat(row[6]),
    )


DOCUMENT_COLUMNS = """
sha256, source, media_type, retrieved_at, hints, original, read_by,
(SELECT json_group_array(article_id) FROM (
    SELECT article_id FROM provenances WHERE document_sha256 = sha256 ORDER BY position))
"""


def document_of(row: Sequence[Any]) -> StoredDocument:
    """The document in DOCUMENT_COLUMNS."""
    return StoredDocument(
        sha256=row[0],
        source=row[1],
        media_type=MediaType(row[2]),
        retrieved_at=datetime.fromisoformat(row[3]),
        hints=tuple((name, value) for name, value in json.loads(row[4])),
        packed=row[5],
        read_by=row[6],
        article_ids=tuple(json.loads(row[7])),
    )


def corrected_event(event: EventMention, corrections: Mapping[str, str]) -> EventMention:
    """The event with the type and the days that an analyst gave it, as told of the event itself."""
    if "type" in corrections:
        event = replace(event, type=EventType(corrections["type"]))
    if WHEN in corrections:
        value = corrections[WHEN]
        earliest, latest = days_of(value)
        time = TimePhrase(
            span=event.time.span if event.time else event.trigger,
            text=value,
            type=TimexType.DATE,
            value=value,
            earliest=earliest,
            latest=latest,
            precision=TimePrecision.DAY if earliest == latest else TimePrecision.LONGER,
            mod=None,
            flags=(),
            reason=CORRECTED,
        )
        event = replace(event, time=time, time_reason=CORRECTED)
    return event


def date_of(stored: str | None) -> date | None:
    """The day that is stored as YYYY-MM-DD."""
    return None if stored is None else date.fromisoformat(stored)


def _voices(stored: str) -> tuple[Voice, ...]:
    return tuple(
        Voice(kind=VoiceKind(kind), name=name, span=None if start is None else Span(start, end))
        for kind, name, start, end in json.loads(stored)
    )


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))
