"""What happened, by whom, to whom: the EventMentions of one article.

In go a Reading, the Attributions of the article and the tables; out come events with type and mode (PLOVER),
actors, recipients, magnitudes and factuality, each told once. A verb or noun is a trigger where the table of kinds
knows it and the model does not think otherwise. "Held talks" is one event, and so is "launched an attack": the verb
that carries an event noun lends it subject, tense and negation. What has no party is no event.
Read next: `claims.py`, which gives each event its voices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rashomon.actors import ActorTables, load_actor_tables
from rashomon.chunks import agent_of, neighbours_of, person_after, subjects_joined, verb_before
from rashomon.factualities import FactualityWords, factuality_of, is_kept_at_distance, load_factuality_words
from rashomon.kinds import Governing, Kind, Kinds, load_kinds
from rashomon.lexicon import TABLES_PATH
from rashomon.magnitudes import magnitudes_in
from rashomon.participants import (
    Groups,
    argument_heads,
    brought_together,
    is_passive,
    makers_of,
    promised_to,
    syntactic_heads,
    whose,
    with_counted,
)
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
from rashomon.scenes import OF_A_NOUN, Scene, is_in_name, scene_of
from rashomon.stances import BY_CONTENT, BY_NEGATION
from rashomon.tellers import Tellers, stance_at, tellers_of

LEAST_SCORE = 0.38
"""The least score of an event: see `_score_of`; it and the share were set on the open invented passages."""
MODEL_SHARE = 0.35
WORTH = {Standing.PUBLIC: 1.0, Standing.NAMED: 0.85, Standing.PRIVATE: 0.8}
"""What a score is worth among such parties: "a company offered discounts" has the words of an AGREE, and no more. Of
the events drawn from general news whose words weigh less than .8 a fifth were right where no party was public."""
WORTH_UNREAL = 0.75
"""What it is worth besides where it did not happen, or might, and nobody denies it: of such events drawn from news
fewer than a third were right."""
FARTHEST_PARTICLE = 12
"""Words after a verb in which its particle may stand."""
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
_YIELDING = (EventType.CONCEDE, EventType.RETREAT)
_PROMISED = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID, *_YIELDING})
_KEPT_UP = frozenset({EventType.AID, EventType.COOPERATE, EventType.SUPPORT})
"""What is over when it is ended; an attack that is ended was one."""
_JUDGING = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.SUPPORT})
"""What is done to somebody through what they did: "condemned Drevia's test"."""
_WILLING = frozenset({EventType.REQUEST, EventType.THREATEN, EventType.AGREE, EventType.AID, EventType.COOPERATE})
"""What is wanted, threatened or promised lies ahead: who insists or vows that something is so only says so."""
_FACTUAL = frozenset({"VBD", "VBZ", "VBP"})
_OF_DEEDS = frozenset({EventType.AGREE, EventType.REJECT, EventType.THREATEN})
"""What is said of a deed that would reach somebody: "refused to let the inspectors in"."""
_WITH_TOPICS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE})
_TOPICS = frozenset({"on", "about", "over", "regarding", "concerning"})
_OTHER_CLAUSES = frozenset({"conj", "advcl", "parataxis"})
_SHARING = frozenset({"xcomp", "advcl", "conj"})
"""Relations of verbs whose subject stands at the verb above them."""
_WITHOUT_OBJECT = frozenset({EventType.MOBILIZE, EventType.PROTEST})
_BESIDE_ACTORS = ("ARG0",)
_BESIDE_RECEIVERS = ("FROM", "BY")
_BESIDE_RECIPIENTS = ("ARG2", "BY", "OF", "FROM")
"""From what stands beside a trigger, the labels tried where roles and tree give nobody."""
_OF_DEED = ("ARG2", "ARG1", "OF", "FROM")
_CARRYING = frozenset({Governing.DOES, Governing.SUFFERS})
_ABOVE_NOUN = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "nmod"})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trigger:
    """A word that tells an event: its kind, the verb that carries it (or itself), and who takes part.

    `actors` and `recipients` are head words, in groups: the first group in which there is a party counts.
    """

    place: int
    carrier: int
    sentence: tuple[int, int]
    kind: Kind
    score: float
    actors: Groups
    recipients: Groups


def events_of(
    reading: Reading, attributions: Sequence[Attribution], article: Article, tables: EventTables
) -> tuple[EventMention, ...]:
    """The events of the article in the order of their triggers."""
    scene = scene_of(reading, article.text, tables.kinds, tables.actors)
    triggers: list[_Trigger] = []
    tellers, article_id = tellers_of(attributions), article.id
    unheld, denials = (
        {start for one in attributions if one.stance in stances for cue in one.cue for start in range(*cue)}
        for stances in (_UNHELD, _DENYING)
    )
    for begin, end in _sentences(reading):
        triggers += _merged(scene, list(_triggers_in(scene, begin, end, unheld)))
    events: list[EventMention] = []
    for trigger in triggers:
        event = _event(scene, trigger, tellers, denials, article_id, tables)
        if event is None:
            continue
        if not event.recipients and event.type in _JUDGING:
            event = as_judged(scene, trigger.place, event, events)
        if not event.actors and not event.recipients and is_definite(scene, trigger.place):
            event = as_told_before(scene, trigger.place, event, events)
        teller = tellers.at(event.trigger)
        is_denied = teller is not None and teller.stance is Stance.DENIES
        is_told = _is_told(scene, trigger, event, is_denied=is_denied)
        if is_told and not _is_denied_part(scene, trigger, tellers, tables):
            events.append(event)
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


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    """The places `[begin, end)` of the words of each sentence."""
    begin = 0
    for sentence in reading.sentences:
        end = begin
        while end < len(reading.words) and reading.words[end].span.start < sentence.end:
            end += 1
        yield begin, end
        begin = end


def _triggers_in(scene: Scene, begin: int, end: int, unheld: Collection[int]) -> Iterator[_Trigger]:
    """The words of one sentence that tell an event; a word that begins at an `unheld` character, in the cue of
    "declined to comment", tells none."""
    words, lower = scene.tree.words, scene.lower[begin:end]
    for place in range(begin, end):
        tag = words[place].tag
        if not tag.startswith(("VB", "NN")) or words[place].relation in ("aux", "aux:pass"):
            continue
        if not scene.kinds.may_tell(lower, place - begin):
            continue
        is_part = words[place].relation == "flat" or (words[place].relation == "compound" and words[place].head > place)
        if is_part and not _has_subject(scene, place):
            continue
        is_noun = tag.startswith("NN")
        predicate = scene.predicate_at.get(place)
        roles = argument_heads(scene, place)
        heads = {label: [scene.lower[p] for p in with_counted(scene, places)] for label, places in roles.items()}
        known = scene.kinds.kinds_at(lower, place - begin, is_noun=is_noun, heads=heads if roles else None)
        if not known and predicate and not (is_noun and _is_described(scene, place)):  # a tag may be wrong
            known = scene.kinds.kinds_at(lower, place - begin, is_noun=not is_noun, heads=heads if roles else None)
        span = words[place].span
        if not known or span.start in unheld:
            continue
        if is_in_name(scene, place, (begin, end)):
            continue
        shares = dict(predicate.kinds) if predicate else {}
        scored = [(_score_of(kind, shares), kind) for kind in known]
        score, kind = max(scored, key=lambda pair: pair[0])
        if is_noun and kind.type in _KEPT_UP and _is_ended(scene, place, begin):
            continue  # who cuts aid gives none
        if kind.type in _WILLING and not is_noun and _tells_of_what_is(scene, place):
            continue
        yield _with_roles(scene, place, (begin, end), kind, score, roles)


def _tells_of_what_is(scene: Scene, place: int) -> bool:
    """Whether what the verb says is told as a fact, and nothing that is wanted: "insisted that the bridge was safe"."""
    words, children = scene.tree.words, scene.tree.children
    for clause in (child for child in children[place] if words[child].relation == "ccomp" and child > place):
        tags = {words[one].tag for one in (clause, *children[clause]) if one == clause or _is_auxiliary(scene, one)}
        if tags & _FACTUAL and "MD" not in tags:
            return True
    return False


def _is_auxiliary(scene: Scene, place: int) -> bool:
    return scene.tree.words[place].relation.startswith(("aux", "cop"))


def _is_described(scene: Scene, place: int) -> bool:
    """Whether something hangs on the word that only a noun has: "its exports"."""
    return any(scene.tree.words[child].relation in OF_A_NOUN for child in scene.tree.children[place])


def _has_subject(scene: Scene, place: int) -> bool:
    return any(scene.tree.words[child].relation.startswith("nsubj") for child in scene.tree.children[place])


def _is_ended(scene: Scene, place: int, begin: int) -> bool:
    """Whether the verb above an event noun ends what the noun says."""
    above = scene.tree.words[place].head
    is_object = scene.tree.words[place].relation in ("obj", "nsubj:pass")
    return is_object and above >= begin and _governing_at(scene, above, begin) is Governing.ENDS


def _governing_at(scene: Scene, verb: int, begin: int) -> Governing | None:
    """What the verb says of an event noun under it; `begin` is the first word of its sentence."""
    return scene.kinds.governing_at(scene.lower[begin : verb + FARTHEST_PARTICLE], verb - begin)


def _score_of(kind: Kind, shares: Mapping[str, float]) -> float:
    """The table's weight, and for a share of it what the model thinks of the type: `shares` are its probabilities.

    The sentences that it learned from do not part CONCEDE and RETREAT, and code what is only promised as AGREE, by the
    codebook; here factuality says that it is planned.
    """
    share = shares.get(kind.type.value, 0.0)
    if kind.type in _YIELDING:
        share = sum(shares.get(other.value, 0.0) for other in _YIELDING)
    if kind.type in _PROMISED:
        share += shares.get(EventType.AGREE.value, 0.0)
    return kind.weight * (1 - MODEL_SHARE + MODEL_SHARE * share)


def _with_roles(
    scene: Scene, place: int, sentence: tuple[int, int], kind: Kind, score: float, roles: dict[str, tuple[int, ...]]
) -> _Trigger:
    """The trigger with the head words of its actors and recipients, from its roles, its syntax, its carrier, or at last
    from what stands beside it."""
    begin, end = sentence
    syntax = around = syntactic_heads(scene, place)
    if roles and _is_verb(scene, place) and scene.tree.words[place].relation not in _SHARING:
        syntax = syntactic_heads(scene, place, only_own=True)  # an actor that the model misses is seldom there
    actors, recipients = (
        (*_groups(labels, roles), *_groups(labels, syntax)) for labels in (kind.actor, kind.recipient)
    )
    if is_passive(scene, place) and "ARG0" not in kind.recipient:
        recipients = (*recipients, *_groups(("ARG1",), around))
    elif "ARG0" not in roles and "ARG1" not in kind.recipient and _is_verb(scene, place):
        actors = (*actors, *_groups(("ARG1",), roles))  # "the minister resigned", "the convoy arrived"
    if "ARG0" in kind.recipient:
        actors = (*actors, *_groups(("OF_GOODS",), syntax))
    carrier = _carrier_of(scene, place, begin)
    if carrier is not None:
        governing = _governing_at(scene, carrier, begin)
        above = syntactic_heads(scene, carrier) | argument_heads(scene, carrier)
        if governing is Governing.SUFFERS:
            recipients = (*recipients, *_groups(("ARG0",), above))
            actors = tuple(tuple(head for head in heads if head > carrier) for heads in actors)
        else:
            actors = (*actors, *_groups(("ARG0",), above))
            recipients = (*recipients, *_groups(("ARG2", "ARG3"), above))
    elif kind.recipient and "ARG0" not in kind.recipient:
        recipients = (*recipients, *_groups(("ARG2",), syntax))
    if kind.recipient:
        things = (*(head for heads in recipients for head in heads), *roles.get("ARG1", ()), *syntax.get("ARG1", ()))
        recipients = (
            *recipients,
            *whose(scene, tuple(dict.fromkeys(things)), is_judged=kind.type in _JUDGING),
            *_groups(("OF_CLAUSE",), syntax),
            *(promised_to(scene, place) if kind.type in _OF_DEEDS else ()),
        )
    if kind.type is EventType.CONSULT:
        verb = place if carrier is None else carrier
        if _is_verb(scene, verb) and not is_passive(scene, verb):
            actors = (subjects_joined(scene, verb, begin), *actors)
        elif kind.is_reciprocal and _is_verb(scene, place):
            actors = (*actors, *_groups(("ARG1",), roles | around))  # "was put through to the minister"
        if carrier is None and not _is_verb(scene, place):
            recipients = (brought_together(scene, place, sentence), *recipients)
    beside = neighbours_of(scene, place, begin, end)
    if kind.recipient and kind.type not in _WITHOUT_OBJECT:
        recipients = (person_after(scene, place, end), *recipients)
    if not _is_verb(scene, place) and kind.type is EventType.CONSULT:
        recipients = (*_groups(("ARG2",), beside), *recipients)  # "discussions with the president at his office"
    agents = agent_of(scene, place, end)
    if agents and "ARG0" in kind.actor:
        recipients = tuple(tuple(p for p in heads if p not in agents) for heads in recipients)
        actors = (agents, *actors)
        if _is_verb(scene, place):
            recipients = (*recipients, *_groups(("ARG1", "ARG0"), beside))  # "a journalist jailed by"
    if _is_verb(scene, place) and "ARG0" in kind.actor:
        actors = (*actors, makers_of(scene, place))
    actors = (*actors, *_groups(_BESIDE_ACTORS if "ARG0" in kind.actor else _BESIDE_RECEIVERS, beside))
    if kind.recipient:
        recipients = (*recipients, *_groups((*kind.recipient, *_BESIDE_RECIPIENTS), beside))
        if kind.type in _OF_DEEDS and scene.lower[place + 1 : end - 1][:1] == ("to",):
            recipients = (*recipients, *_groups(_OF_DEED, neighbours_of(scene, place + 2, begin, end)))
    if _is_verb(scene, place) and "ARG0" not in roles and scene.kinds.is_in(_lemma(scene, place), "needing"):
        # "The man killed in Sarn" killed nobody.
        actors = tuple(tuple(head for head in heads if head not in roles.get("ARG1", ())) for heads in actors)
    if kind.type in _WITH_TOPICS:
        recipients = tuple(tuple(p for p in heads if not _is_topic(scene, p)) for heads in recipients)
    return _Trigger(
        place=place,
        carrier=place if carrier is None else carrier,
        sentence=sentence,
        kind=kind,
        score=score,
        actors=actors,
        recipients=recipients,
    )


def _lemma(scene: Scene, verb: int) -> str:
    return scene.kinds.lemma_of(scene.lower[verb], is_noun=False)


def _is_topic(scene: Scene, place: int) -> bool:
    """Whether a noun is what is spoken of, and nobody to speak with: "talks on the fishing grounds"."""
    return any(scene.lower[child] in _TOPICS for child in scene.tree.children[place])


def _groups(labels: Sequence[str], heads: Mapping[str, tuple[int, ...]]) -> Groups:
    return tuple(heads[label] for label in labels if heads.get(label))


def _carrier_of(scene: Scene, place: int, begin: int) -> int | None:
    """The verb that only carries the event noun at `place`: "launched" of "launched an attack"."""
    word = scene.tree.words[place]
    if not word.tag.startswith("NN"):
        return None
    carrier = verb_before(scene, place, begin)
    if word.relation in _ABOVE_NOUN and scene.tree.words[word.head].tag.startswith("VB"):
        carrier = word.head
    governing = None if carrier is None else _governing_at(scene, carrier, begin)
    if governing is Governing.SUFFERS and word.relation == "nsubj":
        return None  # "a patrol came under fire"
    return carrier if governing in _CARRYING else None


def _merged(scene: Scene, triggers: list[_Trigger]) -> list[_Trigger]:
    """The triggers without those that tell what another one tells: "held talks", "agreed to sign an agreement"."""
    kept: list[_Trigger] = []
    for trigger in sorted(triggers, key=lambda one: (-one.score, one.place)):
        twin = next((number for number, one in enumerate(kept) if _is_same(scene, one, trigger)), None)
        if twin is None:
            kept.append(trigger)
        else:
            one, other = kept[twin], trigger
            if _is_aside(scene, one, other) or _presides(one, other):
                one, other = replace(other, score=one.score), one
            actors, recipients = (*one.actors, *other.actors), (*one.recipients, *other.recipients)
            if one.place == trigger.place and not _has_object(scene, one.place):
                recipients = (*other.recipients, *one.recipients)  # "exploded, killing two"
            kept[twin] = replace(one, actors=actors, recipients=recipients)
    return sorted((one for one in kept if one.score >= LEAST_SCORE), key=lambda one: one.place)


def _is_same(scene: Scene, one: _Trigger, other: _Trigger) -> bool:
    """Whether one trigger hangs on the other and both tell one type, or the other only carries it."""
    words = scene.tree.words
    if one.carrier == other.place or other.carrier == one.place:
        return True
    if one.kind.type is not other.kind.type:
        return False
    for here, there in ((one, other), (other, one)):
        if words[here.place].head == there.place:
            return words[here.place].relation not in _OTHER_CLAUSES or _is_aside(scene, here, there)
    return False


def _presides(one: _Trigger, other: _Trigger) -> bool:
    """Whether the first is the verb of talks that the second tells: of "head a meeting" the noun says what it is."""
    return one.place == other.carrier and other.kind.type is EventType.CONSULT is not one.kind.type


def _has_object(scene: Scene, place: int) -> bool:
    return any(scene.tree.words[child].relation == "obj" for child in scene.tree.children[place])


def _is_aside(scene: Scene, one: _Trigger, other: _Trigger) -> bool:
    """Whether one trigger tells what came of the other: "killing" of "shelled the port, killing two"."""
    word = scene.tree.words[one.place]
    return word.relation == "advcl" and word.tag == "VBG" and word.head == other.place


def _event(
    scene: Scene, trigger: _Trigger, tellers: Tellers, denials: Collection[int], article_id: str, tables: EventTables
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
    if around is not None:
        is_twice = told is Factuality.DID_NOT_HAPPEN and _is_denied_at_once(around, span, scene.text)
        told = Factuality.HAPPENED if is_twice else _as_voiced(told, stance_at(around, span, scene.text))
    own = clause_of(scene.tree, trigger.carrier) if _is_verb(scene, trigger.carrier) else mention_of(scene.tree, place)
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


def _is_told(scene: Scene, trigger: _Trigger, event: EventMention, *, is_denied: bool) -> bool:
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
    if _is_verb(scene, trigger.carrier):
        return True
    if not event.actors and event.type not in _NAMELESS:
        return False  # "a ban on", "funding for": of whom nobody says that he did it
    return any(_is_named(party) for party in parties)


def _is_denied_part(scene: Scene, trigger: _Trigger, tellers: Tellers, tables: EventTables) -> bool:
    """Whether somebody denies a part in the event, or what an accusation says, and so tells of no event that did not
    happen: "the charges are false"."""
    teller = tellers.at(scene.tree.words[trigger.place].span)
    if teller is None or teller.stance is not Stance.DENIES:
        return False
    is_accusation = trigger.kind.type is EventType.ACCUSE and not _is_verb(scene, trigger.carrier)
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
        if (_is_verb(scene, place) and _has_subject(scene, place)) or above == place:
            break
        place = above
    around = clause_of(scene.tree, place)
    return around if _is_short(scene, around) else own


def _is_short(scene: Scene, span: Span) -> bool:
    return len(span.of(scene.text).split()) <= LONGEST_CLAUSE


def _first_parties(
    scene: Scene,
    trigger: _Trigger,
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


def _certainty(scene: Scene, trigger: _Trigger) -> float:
    """The model's certainty of the event: of the verb that carries it, or of the trigger; 3 where it has none."""
    predicate = scene.predicate_at.get(trigger.carrier) or scene.predicate_at.get(trigger.place)
    return predicate.certainty if predicate else 3.0


def _is_verb(scene: Scene, place: int) -> bool:
    return scene.tree.words[place].tag.startswith("VB")


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
