"""Which words of a sentence tell events, of which kind, each told once.

In go a scene and its sentences; out come `Trigger`s. A verb or noun is a trigger where the table of kinds knows it and
the model does not think otherwise. "Held talks" is one event, and so is "launched an attack": the verb that carries an
event noun lends it subject, tense and negation. Read next: `events.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from rashomon.chunks import is_active
from rashomon.frames import Trigger, governing_at, with_frame
from rashomon.kinds import Governing, Kind
from rashomon.participants import argument_heads, syntactic_heads, with_counted
from rashomon.records import EventType, MentionType, Reading
from rashomon.scenes import OF_A_NOUN, Scene, has_subject, is_in_name, is_verb

LEAST_SCORE = 0.38
"""The least score of an event: see `_score_of`; it and the share were set on the open invented passages."""
MODEL_SHARE = 0.35
_YIELDING = (EventType.CONCEDE, EventType.RETREAT)
_PROMISED = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID, *_YIELDING})
_KEPT_UP = frozenset({EventType.AID, EventType.COOPERATE, EventType.SUPPORT})
"""What is over when it is ended; an attack that is ended was one."""
_WILLING = frozenset({EventType.REQUEST, EventType.THREATEN, EventType.AGREE, EventType.AID, EventType.COOPERATE})
"""What is wanted, threatened or promised lies ahead: who insists or vows that something is so only says so."""
_FACTUAL = frozenset({"VBD", "VBZ"})
_PRESENT = frozenset({"are", "am", "'re", "'m", "have", "'ve", "do"})
"""What is told as a fact has a verb in the past or the present, but for the bare form of "demanded that he leave"."""
PERSON = "@person"
"""What the table of kinds calls the name of a person."""
_DEGREES = frozenset({"very", "too", "so", "quite", "rather", "extremely", "deeply", "most"})
_ADVANCING = frozenset({"ahead", "forward", "along", "apart", "aside"})
"""Adverbs that turn a verb into one of moving on, or of coming to pieces."""
_FEELING = frozenset({"feel", "feels", "felt", "feeling"})
"""Who feels threatened is not said to be."""
_OTHER_CLAUSES = frozenset({"conj", "advcl", "parataxis"})


def triggers_of(scene: Scene, reading: Reading, unheld: Collection[int]) -> Iterator[Trigger]:
    """The triggers of the article, sentence by sentence; a word that begins at an `unheld` character is none."""
    for begin, end in _sentences(reading):
        yield from _merged(scene, list(_triggers_in(scene, begin, end, unheld)))


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    """The places `[begin, end)` of the words of each sentence."""
    begin = 0
    for sentence in reading.sentences:
        end = begin
        while end < len(reading.words) and reading.words[end].span.start < sentence.end:
            end += 1
        yield begin, end
        begin = end


def _triggers_in(scene: Scene, begin: int, end: int, unheld: Collection[int]) -> Iterator[Trigger]:
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
        if is_part and not has_subject(scene, place) and not (is_verb(scene, place) and is_active(scene, place)):
            continue
        if not _is_meant(scene, place, begin):
            continue
        is_noun = tag.startswith("NN")
        predicate = scene.predicate_at.get(place)
        roles = argument_heads(scene, place)
        heads = {label: tuple(_words_of(scene, places)) for label, places in roles.items()}
        known = scene.kinds.kinds_at(lower, place - begin, is_noun=is_noun, heads=heads if roles else None)
        is_plain = _is_described(scene, place) if is_noun else _is_infinitive(scene, place)
        if not known and predicate and not is_plain:  # a tag may be wrong
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
        yield with_frame(scene, place, (begin, end), kind, score, roles)


def _is_meant(scene: Scene, place: int, begin: int) -> bool:
    """Whether a word stands for a deed, and not for how somebody feels or how things go: "feel threatened", "very
    threatened", "forges ahead", "it is suspected that"."""
    before = scene.lower[place - 1] if place > begin else ""
    after = scene.lower[place + 1] if place + 1 < len(scene.lower) else ""
    if before in _FEELING or (before in _DEGREES and scene.tree.words[place].tag in ("VBN", "VBD", "JJ")):
        return False
    if after == "that" and scene.lower[max(begin, place - 2) : place] in (("it", "is"), ("it", "was")):
        return False
    return after not in _ADVANCING or not is_verb(scene, place)


def _tells_of_what_is(scene: Scene, place: int) -> bool:
    """Whether what the verb says is told as a fact, and nothing that is wanted: "insisted that the bridge was safe"."""
    words, children = scene.tree.words, scene.tree.children
    for clause in (child for child in children[place] if words[child].relation == "ccomp" and child > place):
        tags = {words[one].tag for one in (clause, *children[clause]) if one == clause or _is_auxiliary(scene, one)}
        is_present = any(scene.lower[one] in _PRESENT for one in (clause, *children[clause]))
        if (tags & _FACTUAL or is_present) and "MD" not in tags:
            return True
    return False


def _words_of(scene: Scene, places: Sequence[int]) -> Iterator[str]:
    """The head words of an argument as the table of kinds asks for them: a person's name is PERSON as well."""
    for place in with_counted(scene, places):
        yield scene.lower[place]
        mention = scene.mention_of.get(place)
        if mention is not None and mention.type is MentionType.PERSON and mention.text[0].isupper():
            yield PERSON


def _is_infinitive(scene: Scene, place: int) -> bool:
    """Whether "to" or a modal stands right before a verb: "to deal with" is no deal."""
    before = scene.tree.words[place - 1].tag if place else ""
    return before in ("TO", "MD")


def _is_auxiliary(scene: Scene, place: int) -> bool:
    return scene.tree.words[place].relation.startswith(("aux", "cop"))


def _is_described(scene: Scene, place: int) -> bool:
    """Whether something hangs on the word that only a noun has: "its exports"."""
    return any(scene.tree.words[child].relation in OF_A_NOUN for child in scene.tree.children[place])


def _is_ended(scene: Scene, place: int, begin: int) -> bool:
    """Whether the verb above an event noun ends what the noun says."""
    above = scene.tree.words[place].head
    is_object = scene.tree.words[place].relation in ("obj", "nsubj:pass")
    return is_object and above >= begin and governing_at(scene, above, begin) is Governing.ENDS


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


def _merged(scene: Scene, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers without those that tell what another one tells: "held talks", "agreed to sign an agreement"."""
    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda one: (-one.score, one.place)):
        twin = next((number for number, one in enumerate(kept) if _is_same(scene, one, trigger)), None)
        if twin is None:
            kept.append(trigger)
        else:
            one, other = kept[twin], trigger
            if _is_aside(scene, one, other) or _presides(one, other):
                one, other = replace(other, score=one.score), one
            actors, recipients = (*one.actors, *other.actors), (*one.recipients, *other.recipients)
            if one.place == trigger.place and not _has_target(scene, one):
                recipients = (*other.recipients, *one.recipients)  # "exploded, killing two"
            kept[twin] = replace(one, actors=actors, recipients=recipients)
    return sorted((one for one in kept if one.score >= LEAST_SCORE), key=lambda one: one.place)


def _is_same(scene: Scene, one: Trigger, other: Trigger) -> bool:
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


def _presides(one: Trigger, other: Trigger) -> bool:
    """Whether the first is the verb of talks that the second tells: of "head a meeting" the noun says what it is."""
    return one.place == other.carrier and other.kind.type is EventType.CONSULT is not one.kind.type


def _has_target(scene: Scene, one: Trigger) -> bool:
    """Whether a verb has an object, or something that it is aimed at: "struck at the consulate, killing two"; what
    explodes at a market is aimed at nothing."""
    heads = syntactic_heads(scene, one.place, only_own=True)
    return bool(heads.get("ARG1") or (one.kind.mode != "explosives" and heads.get("ARG2")))


def _is_aside(scene: Scene, one: Trigger, other: Trigger) -> bool:
    """Whether one trigger tells what came of the other: "killing" of "shelled the port, killing two"."""
    word = scene.tree.words[one.place]
    return word.relation == "advcl" and word.tag == "VBG" and word.head == other.place
