"""Records out: the JSON objects that scripts depend on.

In: records. Out: plain dicts in the shape of the contract, and one line of JSON for each. Spans are
`[start, end]` into the article's text. What linking has not found (events, origins, links) is there, and empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashomon.answers import (
    ArticleHeading,
    EntityName,
    EventParty,
    FoundClaim,
    FoundDecision,
    FoundEntity,
    FoundEvent,
    FoundMention,
    FoundVoice,
)
from rashomon.decisions import decision_line
from rashomon.records import (
    ArticleReading,
    Claim,
    Entity,
    EventMention,
    Identity,
    Link,
    Magnitude,
    Mismatch,
    Origin,
    Party,
    Place,
    Reason,
    Refusal,
    Span,
    TimePhrase,
    Voice,
)

if TYPE_CHECKING:
    from rashomon.sources import Inputs
    from rashomon.tally import Tally

JsonObject = dict[str, Any]


def json_line(record: JsonObject) -> str:
    """The record as one line of JSON, readable where it can be and escaped where UTF-8 cannot hold it."""
    line = json.dumps(record, ensure_ascii=False)
    return line if _is_utf8(line) else json.dumps(record)


def extraction_record(reading: ArticleReading) -> JsonObject:
    """All that was read in one article; `id` is the given one, if there is one, and `text` is to the character."""
    article = reading.article
    attributions = {attribution.id: position for position, attribution in enumerate(reading.attributions)}
    events = {event.id: position for position, event in enumerate(reading.events)}
    names = {span: entity.name for entity in reading.entities for span in entity.spans}
    return {
        "id": article.id if article.given_id is None else article.given_id,
        "title": article.title,
        "outlet": article.outlet,
        "published": _day(article.published),
        "language": article.language,
        "text": article.text,
        "mentions": [
            {
                "span": list(mention.span),
                "type": mention.type.value,
                "text": mention.text,
                "entity": names.get(mention.span),
            }
            for mention in reading.mentions
        ],
        "attributions": [
            {
                "source": _spans(attribution.source),
                "cue": _spans(attribution.cue),
                "content": _spans(attribution.content),
                "stance": attribution.stance.value,
                "parent": attributions.get(attribution.parent or ""),
            }
            for attribution in reading.attributions
        ],
        "places": [_place(place) for place in reading.places],
        "times": [_time(time) for time in reading.times],
        "events": [_event(event, reading, names) for event in reading.events],
        "claims": [
            {"id": claim.id, **_told(claim), "event": events.get(claim.event_mention_id or "")}
            for claim in reading.claims
        ],
        "flags": list(article.flags),
    }


def claim_row(found: FoundClaim) -> JsonObject:
    """A claim as `rashomon claims --json` prints it: what analysts corrected as it holds, with what was read beside."""
    event = found.told
    return {
        "id": found.claim.id,
        "article": _heading(found.article),
        **_told(found.claim),
        "stance": found.stance.value,
        "factuality": found.factuality.value,
        "voices": [{**_voice(voice), **_who_at(voice.span, found.who)} for voice in found.claim.voices],
        "quote": found.claim.quote,
        "event": found.event_id,
        "mention": found.claim.event_mention_id,
        "type": event.type.value if event else None,
        "mode": event.mode if event else None,
        "actors": [_party_in_ledger(party, found.who) for party in event.actors] if event else [],
        "recipients": [_party_in_ledger(party, found.who) for party in event.recipients] if event else [],
        "magnitudes": [_magnitude(number) for number in event.magnitudes] if event else [],
        **_where_and_when(event),
        "origin": found.origin,
        "links": [_link(link) for link in found.links],
        "corrected": {field: _as_read(field, found.event, found.claim) for field in found.corrections},
    }


def mention_row(found: FoundMention) -> JsonObject:
    """An event as one article tells it, as `rashomon show m-… --json` prints it; corrections as in `claim_row`."""
    event = found.told
    return {
        "id": event.id,
        "type": event.type.value,
        "mode": event.mode,
        "actors": [_party_in_ledger(party, found.who) for party in event.actors],
        "recipients": [_party_in_ledger(party, found.who) for party in event.recipients],
        "magnitudes": [_magnitude(number) for number in event.magnitudes],
        **_where_and_when(event),
        "factuality": event.factuality.value,
        "claims": [one.claim.id for one in found.claims],
        "article": _heading(found.article),
        "corrected": {field: _as_read(field, found.event) for field in found.corrections},
    }


def event_row(found: FoundEvent) -> JsonObject:
    """An event of the ledger as `rashomon events --json` prints it."""
    event = found.event
    return {
        "id": event.id,
        "type": event.type.value if event.type else None,
        "actors": [_event_party(party) for party in found.actors],
        "recipients": [_event_party(party) for party in found.recipients],
        "place": _event_place(found.place) if found.place else None,
        "earliest": _day(found.earliest),
        "latest": _day(found.latest),
        "status": event.status.value,
        "origins": [_origin(origin) for origin in event.origins],
        "independent_origins": event.independent_origins,
        "circular": event.is_circular,
        "grade": event.grade.credibility,
        "grade_reasons": list(event.grade.reasons),
        "grade_rule": event.grade.rule,
        "reliability": {outlet: found.ratings.get(outlet.casefold(), "F") for outlet in found.outlets if outlet},
        "claims": list(event.claims),
        "differs": {field.value: {value: list(by) for value, by in values} for field, values in event.differs},
        "decisions": [decision.id for decision in found.decisions],
    }


def decision_row(found: FoundDecision) -> JsonObject:
    """A decision as `rashomon decisions --json` prints it: as it is exported, and whether it stands."""
    decision: JsonObject = json.loads(decision_line(found.decision))
    return {**decision, "stands": found.is_standing}


def voice_row(found: FoundVoice) -> JsonObject:
    """A voice as `rashomon voices --json` prints it."""
    return {
        "name": found.name,
        "kind": found.kind.value,
        "claims": found.claims,
        "denials": found.denials,
        "outlets": list(found.outlets),
    }


def entity_row(found: FoundEntity) -> JsonObject:
    """An entity as `rashomon show ID --json` prints it: names, reasons of each merge, what it may be elsewhere."""
    entity = found.entity
    return {
        **entity_heading(entity),
        "names": [{"name": name, "articles": articles} for name, articles in entity.names],
        "members": [
            {
                "article": _heading(member.article),
                "entity_id": member.entity_id,
                "names": list(member.entity.names),
                "spans": _spans(member.entity.spans),
                "held_together": member.entity.reason.detail,
                **_reason(member.reason),
            }
            for member in found.members
        ],
        "merged": [{"id": one.entity_id, "name": one.name, **_reason(one.reason)} for one in found.merges],
        "identities": [identity_row(one, entity.name) for one in found.identities],
        "claims_by": found.claims_by,
        "claims_about": found.claims_about,
    }


def identity_row(identity: Identity, name: str) -> JsonObject:
    """A proposal as `rashomon reconcile --json` prints it; `name` is what the ledger calls the entity."""
    return {
        "entity_id": identity.entity_id,
        "entity": name,
        "service": identity.service,
        "identifier": identity.identifier,
        "name": identity.name,
        "description": identity.description,
        "types": list(identity.types),
        "score": identity.score,
        "match": identity.is_match,
    }


def entity_heading(entity: Entity) -> JsonObject:
    """What an entity is, in short."""
    return {
        "id": entity.id,
        "kind": entity.kind.value,
        "name": entity.name,
        "key": entity.key,
        "country": entity.country,
        "articles": entity.articles,
    }


def refusal_row(refusal: Refusal) -> JsonObject:
    """A refused document as `rashomon refusals --json` prints it."""
    return {
        "code": refusal.code,
        "source": refusal.source,
        "sentence": refusal.sentence,
        "mend": refusal.mend,
        "document": refusal.document_sha256,
        "refused_at": refusal.refused_at.isoformat(),
    }


def summary_row(tally: Tally, inputs: Inputs, path: Path) -> JsonObject:
    """What `rashomon read --json` ends with."""
    return {
        "documents": tally.documents,
        "known": tally.known,
        "articles": tally.articles,
        "claims": tally.claims,
        "denials": tally.denials,
        "events": {type_.value: number for type_, number in tally.events.most_common()},
        "voices": {kind.value: number for kind, number in tally.voices_by_kind().items()},
        "refusals": tally.refusals,
        "left_aside": dict(inputs.left_aside),
        "ledger": str(path),
    }


def mismatch_row(mismatch: Mismatch) -> JsonObject:
    """What `rashomon verify --json` prints of one thing that is off."""
    return {"record": mismatch.record, "id": mismatch.id, "sentence": mismatch.sentence}


def _told(claim: Claim) -> JsonObject:
    return {
        "voices": [_voice(voice) for voice in claim.voices],
        "stance": claim.stance.value,
        "content": _spans(claim.content),
        "factuality": claim.factuality.value,
    }


def _event(event: EventMention, reading: ArticleReading, names: Mapping[Span, str]) -> JsonObject:
    return {
        "trigger": list(event.trigger),
        "type": event.type.value,
        **({"mode": event.mode} if event.mode else {}),
        "actors": [{"span": list(party.span), **_party(party, names)} for party in event.actors],
        "recipients": [{"span": list(party.span), **_party(party, names)} for party in event.recipients],
        "magnitudes": [{"span": list(number.span), **_magnitude(number)} for number in event.magnitudes],
        "place": reading.places.index(event.place) if event.place else None,
        "time": reading.times.index(event.time) if event.time else None,
        "factuality": event.factuality.value,
        "score": event.reason.score,
    }


def _party(party: Party, names: Mapping[Span, str]) -> JsonObject:
    """A party in its article: the entity by its name there."""
    return {"text": party.text, "entity": names.get(party.span, party.name), "code": party.code}


def _party_in_ledger(party: Party, who: Mapping[Span, EntityName]) -> JsonObject:
    """A party in the ledger: the entity by its usual name and id; one that is none by what the article calls it."""
    entity = who.get(party.span)
    return {
        "text": party.text,
        "entity": entity.name if entity else party.name,
        "entity_id": entity.id if entity else None,
        "code": party.code,
    }


def _who_at(span: Span | None, who: Mapping[Span, EntityName]) -> JsonObject:
    entity = who.get(span) if span else None
    return {"entity": entity.name if entity else None, "entity_id": entity.id if entity else None}


def _event_party(party: EventParty) -> JsonObject:
    return {
        "text": party.name,
        "entity": party.name,
        "entity_id": party.entity_id,
        "code": party.code,
        "claims": list(party.claims),
    }


def _event_place(place: Place) -> JsonObject:
    return {key: value for key, value in _place(place).items() if key != "span"}


def _origin(origin: Origin) -> JsonObject:
    return {
        "name": origin.name,
        "kind": origin.kind.value,
        "entity": origin.entity,
        "support": origin.is_support,
        "claims": list(origin.claims),
        "reasons": [reason.detail for reason in origin.reasons],
    }


def _link(link: Link) -> JsonObject:
    """A link from its claim to another; of a difference the two values, this claim's first."""
    shown: JsonObject = {"to": link.target, "relation": link.relation.value}
    if link.difference and link.values:
        shown |= {"field": link.difference.value, "values": list(link.values)}
    return {**shown, "reason": link.reason.detail}


def _as_read(field: str, event: EventMention | None, claim: Claim | None = None) -> str | None:
    """What extraction read in a field that an analyst corrected."""
    if claim and field == "stance":
        return claim.stance.value
    if claim and field == "factuality":
        return claim.factuality.value
    if event is None:
        return None
    if field == "type":
        return event.type.value
    return event.time.text if event.time else None


def _reason(reason: Reason) -> JsonObject:
    return {"method": reason.method, "score": reason.score, "reason": reason.detail}


def _place(place: Place) -> JsonObject:
    entry = place.geoname
    return {
        "span": list(place.span),
        "text": place.text,
        "geonameid": entry.geonameid if entry and entry.geonameid > 0 else None,
        "name": entry.name if entry else None,
        "lat": entry.latitude if entry else None,
        "lon": entry.longitude if entry else None,
        "country": entry.country if entry else None,
        "precision": place.precision.value,
        **({"relation": place.relation} if place.relation else {}),
        **({"metonym": True} if place.is_metonym else {}),
        "score": place.reason.score,
        "reason": place.reason.detail,
    }


def _time(time: TimePhrase) -> JsonObject:
    return {
        "span": list(time.span),
        "text": time.text,
        "type": time.type.value,
        "value": time.value,
        **({"mod": time.mod} if time.mod else {}),
        "earliest": _day(time.earliest),
        "latest": _day(time.latest),
        "precision": time.precision.value,
        **({"flag": time.flags[0], "flags": list(time.flags)} if time.flags else {}),
        "reason": time.reason.detail,
    }


def _where_and_when(event: EventMention | None) -> JsonObject:
    """Place and interval of an event, each with its precision and the reason why it was chosen."""
    place, time = (event.place, event.time) if event else (None, None)
    shown: JsonObject = {"place": None, "time": None, "earliest": None, "latest": None}
    if event and place:
        shown["place"] = _event_place(place)
        shown["place"]["chosen"] = event.place_reason.detail if event.place_reason else None
    if event and time:
        shown["time"] = {key: value for key, value in _time(time).items() if key not in ("span", "earliest", "latest")}
        shown["time"]["chosen"] = event.time_reason.detail if event.time_reason else None
        shown["earliest"], shown["latest"] = _day(time.earliest), _day(time.latest)
    return shown


def _magnitude(number: Magnitude) -> JsonObject:
    return {
        "kind": number.kind.value,
        "text": number.text,
        "low": number.low,
        "high": number.high,
        "approximate": number.is_approximate,
    }


def _heading(article: ArticleHeading) -> JsonObject:
    return {
        "id": article.id,
        "source_id": article.given_id,
        "title": article.title,
        "outlet": article.outlet,
        "published": _day(article.published),
    }


def _voice(voice: Voice) -> JsonObject:
    shown: JsonObject = {"kind": voice.kind.value, "name": voice.name}
    if voice.span is not None:
        shown["span"] = list(voice.span)
    return shown


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _day(published: date | None) -> str | None:
    return published.isoformat() if published else None


def _is_utf8(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
