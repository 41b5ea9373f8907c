"""What happened, by whom, to whom: the EventMentions of one article.

In go a Reading, the Attributions of the article and the tables; out come events with type and mode (PLOVER),
actors, recipients, magnitudes and factuality, each told once: the triggers (`triggers.py`) with whom the words of
their frames (`frames.py`) stand for. What has no party is no event. `claims.py`,
which gives each event its voices.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rashomon.actors import ActorTables, load_actor_tables
from rashomon.factualities import (
    FactualityWords,
    factuality_of,
    is_deed_refused,
    is_kept_at_distance,
    load_factuality_words,
)
from rashomon.frames import JUDGING, Trigger
from rashomon.kinds import Kinds, load_kinds
from rashomon.lexicon import TABLES_PATH
from rashomon.magnitudes import magnitudes_in
from rashomon.participants import Groups
from rashomon.parties import (
    ACTING_THINGS,
    REACHED_THINGS,
    SUFFERING_THINGS,
    Standing,
    codes_told,
    country_told,
    parties_of,
    standing_of,
    with_code,
)
from rashomon.phrases import clause_of, mention_of
from rashomon.recalls import as_judged, as_told_before, is_definite
from rashomon.records import (
    Article,
    Attribution,
    EventMention,
    EventType,
    Factuality,
    Party,
    Reading,
    Reason,
    Span,
    Stance,
    Voice,
)
from rashomon.rhetoric import kind_meant
from rashomon.scenes import Scene, has_subject, is_verb, scene_of
from rashomon.stances import BY_CONTENT, BY_NEGATION
from rashomon.tellers import Tellers, stance_at, tellers_of
from rashomon.triggers import LEAST_SCORE, triggers_of

WORTH = {Standing.PUBLIC: 1.0, Standing.NAMED: 0.85, Standing.PRIVATE: 0.8}
"""What a score is worth among such parties: "a company offered discounts" has the words of an AGREE, and no more. Of
the events drawn from general news whose words weigh less than .8 a fifth were right where no party was public."""
WORTH_UNREAL = 0.75
"""What it is worth besides where it did not happen, or might, and nobody denies it: of such events drawn from news
fewer than a third were right."""
LONG_ARTICLE, SURE_PER_SENTENCE = 30, 0.08
SURE, WEAK = 0.6, 0.56
"""Scores. Of 12 weak events drawn from articles with fewer sure ones by the sentence than this, 2 were right; of 30
from other articles, 18. A weak one is a word of the table to which the model gives no word of its own."""
FARTHEST_FINITE, LONGEST_CLAUSE = 4, 45
"""Words up the tree, and words in a clause."""

_UNREAL = frozenset({Factuality.HYPOTHETICAL, Factuality.DID_NOT_HAPPEN})

_DENYING = frozenset({Stance.DENIES})
_UNHELD = frozenset({Stance.DENIES, Stance.DECLINES, Stance.CONFIRMS})
_WITHOUT_ACTOR = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.AID, EventType.ACCUSE})
"""What may be told of the one who suffers it alone; nobody agrees, demands or marches but somebody."""
_NAMELESS = frozenset({EventType.ASSAULT, EventType.ACCUSE})
"""What a mere noun may tell of without whoever did it: "the attack on the barracks"."""
_BY_THINGS = frozenset({EventType.ASSAULT, EventType.MOBILIZE, EventType.COERCE, EventType.RETREAT})
"""What a ship or an aircraft is said to do, as "the cutter rammed the trawler"."""
_BY_FORCE = frozenset({EventType.ASSAULT, EventType.COERCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTables:
    """The tables that events are read with."""

    kinds: Kinds
    actors: ActorTables
    factuality: FactualityWords


def load_event_tables(folder: Path = TABLES_PATH) -> EventTables:
    """The tables under `folder`; raises SettingError naming file and line where one is off."""
    return EventTables(
        kinds=load_kinds(folder), actors=load_actor_tables(folder), factuality=load_factuality_words(folder)
    )


def events_of(
    reading: Reading, attributions: Sequence[Attribution], article: Article, tables: EventTables
) -> tuple[EventMention, ...]:
    """The events of the article in the order of their triggers."""
    scene = scene_of(reading, article.text, tables.kinds, tables.actors)
    tellers, article_id = tellers_of(attributions), article.id
    held = [one for one in attributions if not is_deed_refused(one, article.text, tables.factuality)]
    unheld, denials = (
        {start for one in held if one.stance in stances for cue in one.cue for start in range(*cue)}
        for stances in (_UNHELD, _DENYING)
    )
    events: list[EventMention] = []
    for trigger in triggers_of(scene, reading, unheld):
        event = _event(scene, trigger, tellers, denials, article_id, tables)
        if event is None:
            continue
        if not event.recipients and event.type in JUDGING:
            event = as_judged(scene, trigger.place, event, events)
        if not event.actors and not event.recipients and is_definite(scene, trigger.place):
            event = as_told_before(scene, trigger.place, event, events)
        teller = tellers.at(event.trigger)
        is_denied = teller is not None and teller.stance is Stance.DENIES
        is_told = _is_told(scene, trigger, event, is_denied=is_denied)
        if is_told and not _is_denied_part(scene, trigger, tellers, tables):
            events.append(event)
    events = _without_chance_ones(events, len(reading.sentences))
    codes = codes_told(party for event in events for party in (*event.actors, *event.recipients))
    country = country_told(scene)
    return tuple(
        replace(
            event,
            actors=tuple(with_code(party, codes, country) for party in event.actors),
            recipients=tuple(with_code(party, codes, country) for party in event.recipients),
        )
        for event in events
    )


def _without_chance_ones(events: list[EventMention], sentences: int) -> list[EventMention]:
    """The events without the weak ones, where a long article hardly tells any that is sure: a page about films or
    taxes marches, fights and walks away only in a manner of speaking."""
    sure = sum(event.reason.score >= SURE for event in events)
    if sentences < LONG_ARTICLE or sure >= SURE_PER_SENTENCE * sentences:
        return events
    return [event for event in events if event.reason.score >= WEAK]


def _event(
    scene: Scene, trigger: Trigger, tellers: Tellers, denials: Collection[int], article_id: str, tables: EventTables
) -> EventMention | None:
    """The event of a trigger with all that is told of it, or None where its words are not meant as they stand;
    `denials` are the characters of cues that deny."""
    place, kind = trigger.place, trigger.kind
    span = scene.tree.words[place].span
    around = tellers.at(span)
    speaker = around.voices[-1] if around and around.voices else None
    actors = _first_parties(
        scene, trigger, trigger.actors, speaker, things=ACTING_THINGS if kind.type in _BY_THINGS else ()
    )
    reached = SUFFERING_THINGS if kind.type in _BY_FORCE else REACHED_THINGS
    acting = tuple(party.span for party in actors)
    recipients = _first_parties(scene, trigger, trigger.recipients, speaker, things=reached, besides=acting)
    if kind.is_reciprocal:
        actors, recipients = _both_sides(kind.type, actors, recipients)
    names = " & ".join(f"{party.name.lower()}’s" for party in actors)
    recipients = tuple(party for party in recipients if f"{party.name.lower()}’s" not in names)
    meant = kind_meant(scene, kind, place, trigger.sentence, actors, recipients)
    if meant is None:
        return None
    told, why = factuality_of(
        scene.tree, scene.lower, place, _certainty(scene, trigger), tables.kinds, tables.factuality, denials
    )
    if around is not None and not is_deed_refused(around, scene.text, tables.factuality):
        is_twice = told is Factuality.DID_NOT_HAPPEN and _is_denied_at_once(around, span, scene.text)
        told = Factuality.HAPPENED if is_twice else _as_voiced(told, stance_at(around, span, scene.text))
    own = clause_of(scene.tree, trigger.carrier) if is_verb(scene, trigger.carrier) else mention_of(scene.tree, place)
    clause = _sentence_around(scene, trigger.carrier, own)
    clause = Span(min(clause.start, own.start, span.start), max(clause.end, own.end, span.end))
    return EventMention(
        article_id=article_id,
        trigger=span,
        clause=clause,
        type=meant.type,
        mode=meant.mode,
        actors=actors,
        recipients=recipients,
        magnitudes=magnitudes_in(scene.text, own),
        factuality=told,
        reason=Reason(method="lexicon+model", score=round(trigger.score, 4), detail=f"“{kind.phrase}”; {why}"),
    )


def _is_told(scene: Scene, trigger: Trigger, event: EventMention, *, is_denied: bool) -> bool:
    """Whether enough is told for an event: who did it or who suffered it; of a mere noun ("police shootings"), somebody
    with a name or a country."""
    parties = (*event.actors, *event.recipients)
    if not event.actors and not (event.recipients and event.type in _WITHOUT_ACTOR):
        return False
    worth = 1.0 if event.type is EventType.PROTEST else max(WORTH[standing_of(scene, party)] for party in parties)
    if event.factuality in _UNREAL and not is_denied:
        worth *= WORTH_UNREAL
    if trigger.score * worth < LEAST_SCORE:
        return False
    if scene.text[event.clause.end : event.clause.end + 2].strip('”" ').startswith("?"):
        return False  # a question tells nothing
    if is_verb(scene, trigger.carrier):
        return True
    is_undergone = scene.kinds.is_in(scene.lower[trigger.place], "undergone")  # "the editor's arrest"
    if not event.actors and event.type not in _NAMELESS and not is_undergone:
        return False  # "a ban on", "funding for": of whom nobody says that he did it
    return any(_is_named(party) for party in parties)


def _is_denied_part(scene: Scene, trigger: Trigger, tellers: Tellers, tables: EventTables) -> bool:
    """Whether somebody denies a part in the event, or what an accusation says, and so tells of no event that did not
    happen: "the charges are false"."""
    teller = tellers.at(scene.tree.words[trigger.place].span)
    if teller is None or teller.stance is not Stance.DENIES:
        return False
    is_accusation = trigger.kind.type is EventType.ACCUSE and not is_verb(scene, trigger.carrier)
    if trigger.kind.type is EventType.REJECT and teller.reason.method == BY_CONTENT:
        return True  # "I reject the allegations" is the denial itself
    return is_accusation or is_kept_at_distance(scene.tree, scene.lower, trigger.place, tables.factuality)


def _is_named(party: Party) -> bool:
    return any(letter.isupper() for letter in party.name[1:]) or bool(
        party.code and len(party.code.split()[0]) == 3 and party.name[0].isupper()
    )


def _sentence_around(scene: Scene, place: int, own: Span) -> Span:
    """The clause with a finite verb that the words at `place` stand in: "to seize the port" alone tells nobody much.

    A longer one than LONGEST_CLAUSE gives way to the clause of the words themselves.
    """
    words = scene.tree.words
    for _ in range(FARTHEST_FINITE):
        above = words[place].head
        if words[place].relation == "acl:relcl" and words[above].tag.startswith("NN"):
            around = mention_of(scene.tree, above)  # "the firms that support the law"
            return around if around.contains(own) and _is_short(scene, around) else own
        if (is_verb(scene, place) and has_subject(scene, place)) or above == place:
            break
        place = above
    around = clause_of(scene.tree, place)
    return around if _is_short(scene, around) else own


def _is_short(scene: Scene, span: Span) -> bool:
    return len(span.of(scene.text).split()) <= LONGEST_CLAUSE


def _first_parties(
    scene: Scene,
    trigger: Trigger,
    groups: Groups,
    speaker: Voice | None,
    *,
    things: Sequence[str],
    besides: Sequence[Span] = (),
) -> tuple[Party, ...]:
    """The parties of the first group of head words in which there is one; the event itself is none, nor is what stands
    in the spans `besides`."""
    words, told = scene.tree.words, (trigger.place, trigger.carrier)
    for heads in groups:
        left = [p for p in heads if p not in told and not any(span.contains(words[p].span) for span in besides)]
        parties = parties_of(scene, left, speaker, things=things)
        if parties := tuple(party for party in parties if not party.span.contains(words[trigger.place].span)):
            return parties
    return ()


def _both_sides(
    type_: EventType, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of a reciprocal event: those who meet or talk are all actors, whoever is named first; who
    signs or fights with whom is kept, and a lone recipient is an actor."""
    if type_ is EventType.CONSULT:
        both: dict[str, Party] = {}
        for party in (*actors, *recipients):
            both.setdefault(party.name.lower(), party)
        return tuple(both.values()), ()
    return (actors, recipients) if actors else (recipients, ())


def _certainty(scene: Scene, trigger: Trigger) -> float:
    """The model's certainty of the event: of the verb that carries it, or of the trigger; 3 where it has none."""
    if trigger.kind.type is EventType.REJECT:
        return 3.0  # whoever rejects something has done so: the model means what is rejected
    predicate = scene.predicate_at.get(trigger.carrier) or scene.predicate_at.get(trigger.place)
    return predicate.certainty if predicate else 3.0


def _is_denied_at_once(around: Attribution, trigger: Span, text: str) -> bool:
    """Whether a cue denies the clause that begins the content and has the trigger: "denied that it had not paid"."""
    if around.stance is not Stance.DENIES or around.reason.method in (BY_CONTENT, BY_NEGATION):
        return False
    piece = next((piece for piece in around.content if piece.contains(trigger)), None)
    return piece is not None and not set(',;.“"').intersection(text[piece.start : trigger.start].lstrip('“" '))


def _as_voiced(told: Factuality, stance: Stance) -> Factuality:
    """How the innermost voice presents what its content tells so."""
    if stance is Stance.DENIES:
        return Factuality.DID_NOT_HAPPEN
    if stance is Stance.DECLINES:
        return Factuality.NOT_JUDGED
    if stance is Stance.DEMANDS and told in (Factuality.HAPPENED, Factuality.ONGOING):
        return Factuality.HYPOTHETICAL
    if stance is Stance.PREDICTS and told is Factuality.HAPPENED:
        return Factuality.PLANNED
    return told
