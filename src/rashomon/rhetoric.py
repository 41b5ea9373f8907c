"""Whether words of force are meant as such, by who stands beside them.

In go the kind of a trigger, its sentence and its parties; out comes the kind that is meant: a politician's "attack" on
another one is an ACCUSE, their "battle" and a candidate's "rally" are no event. Where anything else in the sentence
tells of violence, or an armed party takes part, the words are meant as they stand. Read next: `events.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.kinds import Kind
from rashomon.records import EventType, MentionType, Party
from rashomon.scenes import Scene

_POLITICAL = frozenset({"PTY", "LEG", "GOV", "ELI", "OPP", "JRN"})
_ARMED = frozenset({"MIL", "REB", "UAF", "PRM", "CRM", "IMG"})
_UNDER_FIRE = frozenset({"come under fire", "come under attack", "draw fire", "be under fire", "be under attack"})
_MARCHING = ("crowds", "unions", "people", "refugees")


def kind_meant(
    scene: Scene,
    kind: Kind,
    place: int,
    sentence: tuple[int, int],
    actors: Sequence[Party],
    recipients: Sequence[Party],
) -> Kind | None:
    """The kind that a trigger tells of among these parties; None where it tells of no event."""
    if kind.type is EventType.PROTEST and scene.kinds.lemma_of(scene.lower[place], is_noun=True) == "rally":
        is_own = bool(actors) and all(_is_political(scene, party) or _is_person(scene, party) for party in actors)
        return None if is_own and not _marches(scene, sentence) else kind
    if kind.type is not EventType.ASSAULT or _is_violent(scene, place, sentence):
        return kind
    is_noun = scene.tree.words[place].tag.startswith("NN")
    lemma = scene.kinds.lemma_of(scene.lower[place], is_noun=is_noun)
    if (not actors and kind.phrase not in _UNDER_FIRE) or any(map(_is_armed, recipients)):
        return kind
    is_among_them = all(_is_political(scene, party) or _is_person(scene, party) for party in (*actors, *recipients))
    if scene.kinds.is_in(lemma, "contests") and is_among_them:
        return None
    if any(_is_place(scene, party) for party in recipients):
        return kind  # "ordered attacks on the Strip"
    is_barb = scene.kinds.is_in(lemma, "barbs") or kind.phrase in _UNDER_FIRE
    if is_barb and (is_among_them or any(_is_political(scene, party) for party in actors)):
        return replace(kind, type=EventType.ACCUSE, mode="disapprove")
    return kind


def _is_violent(scene: Scene, place: int, sentence: tuple[int, int]) -> bool:
    """Whether another word of the sentence tells of violence."""
    own = scene.lower[place]
    return any(
        scene.kinds.is_in(word, "violence") and word != own and not scene.kinds.is_in(word, "contests")
        for word in scene.lower[slice(*sentence)]
    )


def _marches(scene: Scene, sentence: tuple[int, int]) -> bool:
    """Whether a crowd stands in the sentence that rallies against something."""
    words = scene.lower[slice(*sentence)]
    return "against" in words and any(scene.kinds.is_in(word, name) for word in words for name in _MARCHING)


def _is_political(scene: Scene, party: Party) -> bool:
    return not _is_place(scene, party) and not _POLITICAL.isdisjoint((party.code or "").split())


def _is_place(scene: Scene, party: Party) -> bool:
    return any(mention.type is MentionType.PLACE for mention in scene.mentions_at(party.span))


def _is_armed(party: Party) -> bool:
    return not _ARMED.isdisjoint((party.code or "").split())


def _is_person(scene: Scene, party: Party) -> bool:
    """Whether a party is somebody by name of whom nothing else is known: who fights with arms is introduced as such."""
    if party.code is not None or not party.name[:1].isupper():
        return False
    mentions = scene.mentions_at(party.span)
    return any(one.type is MentionType.PERSON for one in mentions) or not any(mentions)
