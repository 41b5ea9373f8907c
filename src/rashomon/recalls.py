"""What an event takes up of those told before it: "such talks", "condemned the test".

In go a scene, the place of a trigger, its event and the events before it; out comes the event with the parties of the
one that is meant, or as it was. Read next: `events.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.records import EventMention
from rashomon.scenes import Scene

_DAYS = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "today",
        "week",
        "month",
    }
)
_DEFINITE = frozenset({"the", "such", "this", "these", "those", "that"})


def is_definite(scene: Scene, place: int) -> bool:
    """Whether an event noun speaks of what was told before: "such talks", "Friday’s test"."""
    words, children = scene.tree.words, scene.tree.children[place]
    if any(words[child].relation == "nmod:poss" and scene.lower[child] in _DAYS for child in children):
        return True
    return any(scene.lower[child] in _DEFINITE for child in children)


def as_told_before(scene: Scene, place: int, event: EventMention, before: Sequence[EventMention]) -> EventMention:
    """The event with the parties of the last one of its type: told with the same word, or meant by "such"."""
    noun = scene.kinds.lemma_of(scene.lower[place], is_noun=True)
    words, children = scene.tree.words, scene.tree.children[place]
    if any(words[child].tag.startswith("NNP") and words[child].relation == "compound" for child in children):
        return event  # "the Sarn attack" says itself which
    is_such = any(scene.lower[child] == "such" for child in children)
    for one in reversed(before):
        told = (word.strip('.,”"') for word in one.clause.of(scene.text).lower().split())
        if one.type is event.type and (is_such or any(scene.kinds.lemma_of(w, is_noun=True) == noun for w in told)):
            return replace(event, actors=one.actors, recipients=one.recipients)
    return event


def as_judged(scene: Scene, place: int, event: EventMention, before: Sequence[EventMention]) -> EventMention:
    """The event with whoever did what it judges, where that was told before: "condemned the test"."""
    words, children = scene.tree.words, scene.tree.children
    deeds = [
        child for child in children[place] if words[child].relation in ("obj", "obl") and is_definite(scene, child)
    ]
    for deed in deeds:
        lemma = scene.kinds.lemma_of(scene.lower[deed], is_noun=True)
        for one in reversed(before):
            told = one.trigger.of(scene.text).lower()
            if one.actors and lemma in (
                scene.kinds.lemma_of(told, is_noun=True),
                scene.kinds.lemma_of(told, is_noun=False),
            ):
                return replace(event, recipients=one.actors)
    return event
