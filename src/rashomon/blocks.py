"""By which keys a telling is found again, so that a new article is compared with few of all the others.

In goes a `Side`; out come numbers that a database can index: `keys_of` to store, and of these `keys_near` to look up.
Two tellings are compared when one is stored under a key that the other looks up; that is the same both ways and does
not depend on what else there is, so that the order of reading changes nothing. Most keys hold for some days of
publication, and what one day brings does not grow with the years. Read next: `links.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import combinations

from rashomon.comparisons import MUTUAL
from rashomon.names import sound_key
from rashomon.records import Factuality
from rashomon.sides import Side

WINDOW_DAYS = 5
"""Looked up are the days of one's own window and the windows before and after."""
MOST_KEYWORDS = 6
MOST_WORDS, LEAST_WEIGHT = 3, 0.1
PAIRED_WORDS = 4
"""So many of the heaviest words are keys two by two, whatever the article is about."""
THREED_WORDS = 4
"""So many are keys three by three whenever it is published: a story is told again weeks later in its own words."""
RARE_WORDS, RARE_WEIGHT = 3, 0.7
MOST_PARTIES = 3
ONE_WINDOW = 2**43
"""By how much the keys of one window differ from those of the next: all days that there are fit into 63 bits."""


def keys_of(side: Side) -> tuple[int, ...]:
    """The keys under which the telling is stored."""
    window = _window_of(side)
    return tuple({*(key_of(stem, window) for stem in _passing(side)), *map(key_of, _lasting(side))})


def keys_near(keys: Iterable[int]) -> set[int]:
    """The keys under which those stand that the telling stored under `keys` is to be compared with: its own, and those
    of the windows before and after."""
    windows = (-ONE_WINDOW, 0, ONE_WINDOW)
    return {key + days for key in keys for days in (windows if key >= ONE_WINDOW else (0,))}


def key_of(stem: str, window: int | None = None) -> int:
    """The number of what some tellings have in common, in a window of days or, without one, whenever it is told.

    What belongs to one window stands together in the database, so that only a small part of it is busy.
    """
    number = int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest()) % ONE_WINDOW
    return number if window is None else number + (window + 1) * ONE_WINDOW


def _window_of(side: Side) -> int | None:
    return side.published.toordinal() // WINDOW_DAYS if side.published else None


def _passing(side: Side) -> Iterator[str]:
    """What brings tellings together that are published within days: what is told, by verb, type or heaviest words, in
    an article about what; and two heavy words of the telling itself."""
    words = _heaviest(side)
    for one, other in combinations(sorted(words[:PAIRED_WORDS]), 2):
        yield f"both {one} {other}"
    told = words[: 1 if side.type else MOST_WORDS]
    if side.type:
        told += [side.type.value, side.trigger]
    elif side.trigger:
        told.append(side.trigger)
    beyond = side.kinds | (side.denied.types if side.denied else frozenset())
    told += sorted(type_.value for type_ in beyond if type_ is not side.type)
    for subject in list(side.story)[:MOST_KEYWORDS]:
        for one in told:
            yield f"told {one} {subject}"


def _lasting(side: Side) -> Iterator[str]:
    """What brings tellings together whenever they are published: two rare words, three heavy ones, two who take part,
    the month in which it happened, and who keeps doing it."""
    rare = sorted(((-weight, word) for word, weight in side.words.items() if weight >= RARE_WEIGHT and word.isalpha()))
    for one, other in combinations(sorted(word for _, word in rare[:RARE_WORDS]), 2):
        yield f"words {one} {other}"
    for three in combinations(sorted(_heaviest(side)[:THREED_WORDS]), 3):
        yield f"words {' '.join(three)}"
    if side.type is None:
        return
    for one, other in combinations(sorted(_parties(side)[:MOST_PARTIES]), 2):
        yield f"between {one} {other} {side.type}"
    if side.type in MUTUAL:  # whoever spells their names how
        sounds = {sound_key(word) for word in (*side.actors.last, *side.recipients.last)}
        for one, other in combinations(sorted(sounds)[:MOST_PARTIES], 2):
            yield f"heard {one} {other} {side.type}"
    if side.interval and side.interval.is_own and not side.interval.is_long and side.interval.earliest:
        for who in _parties(side):
            yield f"then {who} {side.type} {side.interval.earliest:%Y-%m}"
    if side.factuality is Factuality.ONGOING or (side.interval and side.interval.is_own and side.interval.is_long):
        country = side.place.country if side.place else None
        for who in _parties(side):
            yield f"lasting {who} {side.type} {country}"


def _heaviest(side: Side) -> list[str]:
    """The words of the quote that are no numbers, the heaviest first."""
    heavy = sorted((-weight, word) for word, weight in side.words.items() if weight >= LEAST_WEIGHT)
    return [word for _, word in heavy if not word.isdigit()]


def _parties(side: Side) -> list[str]:
    """Those who take part, by entity where it is known, else by name."""
    parties = (side.actors, side.recipients)
    entities = sorted(entity for one in parties for entity in one.entities)
    names = sorted(" ".join(sorted(name)) for one in parties if not one.entities for name in one.names)
    return [*entities, *names]
