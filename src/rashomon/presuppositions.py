"""Whether a denial covers what somebody else holds, though the two are of different kinds and in other words.

In go the sides of a denial and of what is held; out comes in words why the one cannot be true with the other, None
where it can. Who holds no talks about something has signed nothing about it; who flew "no missions but
reconnaissance" dropped no bombs. That needs the same parties and the same subject, for a denial of one thing is no
denial of another. Read next: `links.py` and `relations.py`, which ask this.
"""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt

from rashomon.comparisons import SAME_STORY, are_same, is_inside, kilometres
from rashomon.denial_words import Denied
from rashomon.records import EventType, Factuality
from rashomon.sides import Parties, Side, breadth_of
from rashomon.stances import shares_stem

APART_KM = 100.0
"""From here on two places are not those of one occurrence."""
ENOUGH_SHARED, LEAST_SHARE = 2, 0.5
"""Of the words that say what a denial is about, so many or this part must be those of what is held."""
_LEAST_NAME = 4
_SPOKEN = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.SUPPORT})
"""What is done by word, wherever that is."""


def find_presupposed(denial: Side, held: Side) -> str | None:
    """Why what is held cannot be where the denial is true, None where the denial does not cover it."""
    denied = denial.denied
    if denied is None or held.is_denial or held.factuality is Factuality.DID_NOT_HAPPEN:
        return None
    is_other_deed = denied.granted is None and denial.type is not None and denial.type is held.type
    if (
        is_other_deed
        or held.kinds.isdisjoint(denied.types)
        or not are_of_one_story(denial, held)
        or are_apart(denial, held)
    ):
        return None
    if not _are_of_same(denial, denied, held) or not _is_of_subject(denial, denied, held):
        return None
    return f"the denial leaves no {_listed(held.kinds & denied.types)}" + (
        f" but {denied.granted}" if denied.granted else ""
    )


def _listed(types: Collection[EventType]) -> str:
    return " or ".join(sorted(types))


def are_of_one_story(one: Side, other: Side) -> bool:
    """Whether both are told in one article, or in articles about much the same."""
    if one.article == other.article:
        return True
    both = sum(weight * other.story.get(word, 0.0) for word, weight in one.story.items())
    return bool(both) and both / (one.story_size * other.story_size) >= SAME_STORY


def are_apart(one: Side, other: Side) -> bool:
    """Whether both tell their own spot, far from each other; but a deal on one place is struck in another."""
    here, there = one.place, other.place
    if not (here and there and one.place_is_own and other.place_is_own) or not _SPOKEN.isdisjoint(other.kinds):
        return False
    return not (is_inside(here, there) or is_inside(there, here)) and kilometres(here, there) > APART_KM


def _are_of_same(denial: Side, denied: Denied, held: Side) -> bool:
    """Whether those of whom the denial tells, or else who denies, are among those of whom the other one tells."""
    told = [parties for parties in (denial.actors, denial.recipients) if parties.names or parties.countries]
    others = (held.actors, held.recipients)
    if told:
        named = [parties for parties in told if parties.is_named] or told
        return all(any(are_related(parties, other) for other in others) for parties in named)
    if any(denied.denier in other.entities for other in others):
        return True
    return any(_is_form(name, word) for name in denied.names for other in others for word in other.proper)


def are_related(one: Parties, other: Parties) -> bool:
    """Whether the parties are, as far as can be told, of one side: one entity or country, or a form of one proper name
    ("Vostrian jets", "Vostria’s air force")."""
    if one.entities & other.entities or one.countries & other.countries or are_same(one, other):
        return True
    is_foreign = bool(one.countries and other.countries)
    return not is_foreign and any(_is_form(mine, theirs) for mine in one.proper for theirs in other.proper)


def _is_form(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _LEAST_NAME and shares_stem(one, other))


def _is_of_subject(denial: Side, denied: Denied, held: Side) -> bool:
    """Whether both are about the same: enough of the words that say what is denied are told by the other one too.

    What grants one thing alone denies all others, whatever they are about; what says nothing of its subject ("such
    talks") has that of its article.
    """
    if denied.granted is not None:
        return not any(_is_told(word, held) for word in denied.granted_words)
    left = {word: weight for word, weight in denial.words.items() if word in denied.topics}
    shared = [weight for word, weight in left.items() if _is_told(word, held)]
    if not left:
        return denial.article == held.article
    return len(shared) >= ENOUGH_SHARED or sum(map(sqrt, shared)) >= LEAST_SHARE * breadth_of(left)


def _is_told(word: str, held: Side) -> bool:
    return any(_is_form(word, other) for other in held.words)
