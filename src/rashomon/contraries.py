"""Whether two who both assert say what cannot both be: "the bridge was open all day" against "the bridge was closed".

In go two `Side`s with the states that they tell; out come in words why one of them must be wrong, None where both can
be right. Nobody denies anything here, and no word for "not" is needed: the opposites stand in `tables/states.toml`.
What changes from day to day is only set against what is told of the same day, for yesterday's closed bridge may be open
today. Read next: `links.py` and `relations.py`, which ask this.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from rashomon.presuppositions import are_apart, are_of_one_story
from rashomon.records import Factuality
from rashomon.sides import Side
from rashomon.stances import shares_stem
from rashomon.states import State

LEAST_WEIGHT = 0.2
"""Of a word that says to what something was done."""
REMEMBERED = timedelta(days=3)
"""How long after it was told somebody may insist that it was otherwise all the time."""
_AS_IT_IS = frozenset({Factuality.HAPPENED, Factuality.ONGOING, Factuality.NOT_JUDGED})


def find_contrary(one: Side, other: Side) -> str | None:
    """Why not both can be right, None where they can."""
    if not {one.factuality, other.factuality} <= _AS_IT_IS or are_apart(one, other):
        return None
    return next(
        (
            f"“{here.printed}” and “{there.printed}” exclude each other"
            for here, there in _opposites_in(one, other)
            if _are_of_one_time(here, there, one, other)
        ),
        None,
    )


def are_opposite(one: Side, other: Side) -> bool:
    """Whether they tell opposite states of one thing, be it of one time or of two: neither supports the other."""
    return any(_opposites_in(one, other))


def _opposites_in(one: Side, other: Side) -> Iterator[tuple[State, State]]:
    if one.is_denial or other.is_denial or not are_of_one_story(one, other):
        return
    for here, there in product(one.states, other.states):
        if _are_opposite(here, there) and (not here.of_doer or _have_one_object(here, there, one, other)):
            yield here, there


def _are_opposite(one: State, other: State) -> bool:
    """Whether they are the two sides of a pair, told of what may be one thing."""
    if one.pair != other.pair or one.is_first is other.is_first or one.count != other.count:
        return False
    if one.of_doer:  # "China", "the Chinese army"
        return any(here == there or shares_stem(here, there) for here in _doers(one) for there in _doers(other))
    are_two = bool(one.names and other.names) and one.names.isdisjoint(other.names)
    return one.thing == other.thing and not are_two


def _doers(state: State) -> frozenset[str]:
    return state.names | {state.thing}


def _are_of_one_time(here: State, there: State, one: Side, other: Side) -> bool:
    """Whether what may change is told of one day: of one of the week, else in the same tense in articles of one day, or
    by somebody who says that it was so all the time."""
    if not here.is_passing:
        return True
    if here.days and there.days:
        return not here.days.isdisjoint(there.days)
    days_between = abs(one.published - other.published) if one.published and other.published else timedelta(0)
    if here.is_insisting or there.is_insisting:
        return days_between <= REMEMBERED
    return here.is_past is there.is_past and not days_between


def _have_one_object(here: State, there: State, one: Side, other: Side) -> bool:
    return one.article == other.article or any(
        min(one.words.get(word, 0.0), other.words.get(word, 0.0)) >= LEAST_WEIGHT for word in here.beside & there.beside
    )
