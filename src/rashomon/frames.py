"""Who fills the frame of a trigger: the head words of actors and recipients, in the order in which they are believed.

In go a scene, the place of a word that tells an event, its kind and its PropBank roles; out comes a `Trigger` with the
verb that carries it and groups of head words: from its roles, its syntax, its carrier, or at last from what stands
beside it. Whom they stand for, and whether it is an event, is said in `events.py`. Read next: `triggers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.chunks import agent_of, neighbours_of, opposed_behind, person_after, subjects_joined, verb_before
from rashomon.kinds import Governing, Kind
from rashomon.participants import (
    Groups,
    argument_heads,
    brought_together,
    is_passive,
    makers_of,
    promised_to,
    sources_of,
    syntactic_heads,
    whose,
)
from rashomon.records import EventType
from rashomon.scenes import Scene, is_verb

FARTHEST_PARTICLE = 12
"""Words after a verb in which its particle may stand."""
JUDGING = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.SUPPORT})
"""What is done to somebody through what they did: "condemned Drevia's test"."""
_OF_DEEDS = frozenset({EventType.AGREE, EventType.REJECT, EventType.THREATEN})
"""What is said of a deed that would reach somebody: "refused to let the inspectors in"."""
_WITH_TOPICS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE})
_TOPICS = frozenset({"on", "about", "over", "regarding", "concerning"})
_SHARING = frozenset({"xcomp", "advcl", "conj"})
"""Relations of verbs whose subject stands at the verb above them."""
_BROUGHT_AGAINST = frozenset({EventType.ACCUSE, EventType.MOBILIZE, EventType.THREATEN, EventType.SANCTION})
"""What is brought against somebody, however far behind: "filed a suit in a court of Sarn against Drevia"."""
_PLACED = frozenset({EventType.AID, EventType.SANCTION, EventType.COERCE})
"""What reaches those who live where it is."""
_OF_THEIR_OWN = frozenset({"offer", "give", "submit", "tender", "hand"})
"""Verbs whose subject is who "his" and "its" before their object mean: "offered his resignation"."""
_WITHOUT_OBJECT = frozenset({EventType.MOBILIZE, EventType.PROTEST})
_BESIDE_ACTORS = ("ARG0",)
_BESIDE_RECEIVERS = ("FROM", "BY")
_BESIDE_RECIPIENTS = ("ARG2", "BY", "OF", "FROM")
"""From what stands beside a trigger, the labels tried where roles and tree give nobody."""
_OF_DEED = ("ARG2", "ARG1", "OF", "FROM")
_CARRYING = frozenset({Governing.DOES, Governing.SUFFERS})
_BESIDE_IT = frozenset({"over", "after", "before", "during", "since", "following", "amid", "despite"})
"""What ties an event to a deed that only stands beside it: "offered his resignation over a strike"."""
_ABOVE_NOUN = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "nmod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
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


def with_frame(
    scene: Scene, place: int, sentence: tuple[int, int], kind: Kind, score: float, roles: dict[str, tuple[int, ...]]
) -> Trigger:
    """The trigger with the head words of its actors and recipients, from its roles, its syntax, its carrier, or at last
    from what stands beside it."""
    begin, end = sentence
    syntax = around = syntactic_heads(scene, place)
    if roles and is_verb(scene, place) and scene.tree.words[place].relation not in _SHARING:
        syntax = syntactic_heads(scene, place, only_own=True)  # an actor that the model misses is seldom there
    actors, recipients = (
        (*_groups(labels, roles), *_groups(labels, syntax)) for labels in (kind.actor, kind.recipient)
    )
    if is_passive(scene, place) and "ARG0" not in kind.recipient:
        recipients = (*recipients, *_groups(("ARG1",), around))
    elif "ARG0" not in roles and "ARG1" not in kind.recipient and is_verb(scene, place):
        actors = (*actors, *_groups(("ARG1",), roles))  # "the minister resigned", "the convoy arrived"
    if "ARG0" in kind.recipient and kind.actor:
        actors = (*actors, *_groups(("OF_GOODS",), syntax))
    carrier = _carrier_of(scene, place, begin)
    if carrier is not None:
        governing = governing_at(scene, carrier, begin)
        above = syntactic_heads(scene, carrier) | argument_heads(scene, carrier)
        if governing is Governing.SUFFERS:
            sources = sources_of(scene, place)  # "faced criticism from the union"
            sufferers = tuple(sorted({head for heads in above.values() for head in heads if head < carrier}))
            recipients = (*recipients, sufferers)
            recipients = tuple(tuple(head for head in heads if head not in sources) for heads in recipients)
            actors = (sources, *(tuple(head for head in heads if head > carrier) for heads in actors))
        else:
            # Who announces the deployment of troops deploys them, and not where they go; "Drevia's test" is its own.
            owners = (*_groups(("ARG0",), roles), *_groups(("ARG0",), syntax)) if "ARG0" in kind.actor else ()
            doers = _groups(("ARG0",), above)
            is_own = _lemma(scene, carrier) in _OF_THEIR_OWN
            actors = (*doers, *owners, *actors) if is_own else (*owners, *doers, *actors)
            recipients = (*recipients, *_groups(("ARG2", "ARG3"), above))
    elif kind.recipient and "ARG0" not in kind.recipient:
        recipients = (*recipients, *_groups(("ARG2",), syntax))
    beside = neighbours_of(scene, place, begin, end)
    if kind.recipient[:1] == ("ARG2",):
        recipients = (*recipients, *_groups(("ARG2",), beside))  # "returned the coins to Drevia"
    if kind.type is EventType.AID and "ARG1" not in kind.recipient:
        goods = set(roles.get("ARG1", ())) - set(roles.get("ARG2", ()))
        recipients = tuple(tuple(head for head in heads if head not in goods) for heads in recipients)
    if kind.recipient:
        things = (*(head for heads in recipients for head in heads), *roles.get("ARG1", ()), *syntax.get("ARG1", ()))
        recipients = (
            *recipients,
            *whose(scene, tuple(dict.fromkeys(things)), is_judged=kind.type in JUDGING),
            *_groups(("OF_CLAUSE",), syntax),
            *(promised_to(scene, place) if kind.type in _OF_DEEDS else ()),
        )
    if kind.type is EventType.CONSULT:
        verb = place if carrier is None else carrier
        if is_verb(scene, verb) and not is_passive(scene, verb):
            actors = (subjects_joined(scene, verb, begin), *actors)
        elif kind.is_reciprocal and is_verb(scene, place):
            actors = (*actors, *_groups(("ARG1",), roles | around))  # "was put through to the minister"
        if carrier is None and not is_verb(scene, place):
            recipients = (brought_together(scene, place, sentence), *recipients)
    if kind.type in _BROUGHT_AGAINST and not (is_verb(scene, place) and kind.mode == "disapprove"):
        recipients = (opposed_behind(scene, place, end), *recipients)
    if kind.recipient and kind.type not in _WITHOUT_OBJECT:
        recipients = (person_after(scene, place, end), *recipients)
    if not is_verb(scene, place) and kind.type is EventType.CONSULT:
        recipients = (*_groups(("ARG2",), beside), *recipients)  # "discussions with the president at his office"
    agents = agent_of(scene, place, end)
    if agents and "ARG0" in kind.actor:
        recipients = tuple(tuple(p for p in heads if p not in agents) for heads in recipients)
        actors = (agents, *actors)
        if is_verb(scene, place):
            recipients = (*recipients, *_groups(("ARG1", "ARG0"), beside))  # "a journalist jailed by"
    if is_verb(scene, place) and "ARG0" in kind.actor:
        actors = (*actors, makers_of(scene, place))
    actors = (*actors, *_groups(_BESIDE_ACTORS if "ARG0" in kind.actor else _BESIDE_RECEIVERS, beside))
    if kind.recipient:
        recipients = (*recipients, *_groups((*kind.recipient, *_BESIDE_RECIPIENTS), beside))
        if kind.type in _PLACED:
            recipients = (*recipients, *_groups(("IN",), beside))  # "declared martial law in Oskany"
        if kind.type in _OF_DEEDS and scene.lower[place + 1 : end - 1][:1] == ("to",):
            recipients = (*recipients, *_groups(_OF_DEED, neighbours_of(scene, place + 2, begin, end)))
    if is_verb(scene, place) and "ARG0" not in roles and scene.kinds.is_in(_lemma(scene, place), "needing"):
        # "The man killed in Sarn" killed nobody.
        actors = tuple(tuple(head for head in heads if head not in roles.get("ARG1", ())) for heads in actors)
    if kind.type in _WITH_TOPICS:
        recipients = tuple(tuple(p for p in heads if not _is_topic(scene, p)) for heads in recipients)
    return Trigger(
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
    cases = {scene.lower[child] for child in scene.tree.children[place] if scene.tree.words[child].relation == "case"}
    is_beside = not _BESIDE_IT.isdisjoint(cases)
    if word.relation in _ABOVE_NOUN and not is_beside and scene.tree.words[word.head].tag.startswith("VB"):
        carrier = word.head
    governing = None if carrier is None else governing_at(scene, carrier, begin)
    if governing is Governing.SUFFERS and word.relation == "nsubj":
        return None  # "a patrol came under fire"
    return carrier if governing in _CARRYING else None


def governing_at(scene: Scene, verb: int, begin: int) -> Governing | None:
    """What the verb says of an event noun under it; `begin` is the first word of its sentence."""
    return scene.kinds.governing_at(scene.lower[begin : verb + FARTHEST_PARTICLE], verb - begin)
