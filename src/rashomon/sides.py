"""What of a telling is compared with others, worked out once: its `Side`.

In goes a `Telling`, out comes its event, parties, place, days, numbers and words in the form in which two can be held
against each other. Read next: `comparisons.py`.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rashomon.actors import SECTORS
from rashomon.denial_words import Denied
from rashomon.names import sound_key
from rashomon.records import (
    Claim,
    EventType,
    Factuality,
    GeoName,
    Magnitude,
    Party,
    Place,
    PlacePrecision,
    Stance,
    Telling,
    TimePrecision,
)
from rashomon.stances import presupposed_in
from rashomon.states import State, states_in
from rashomon.vocabulary import RARE, Vocabulary, words_of_content

GUESSED_SCORE = 0.3
"""A place or time of an event with a reason that scores no higher was not told of it, only beside it."""
TOLD_WITHIN = timedelta(days=3)
"""What has no time of its own happened, as a rule, in the days before it was published."""
LONG = frozenset({TimePrecision.SEASON, TimePrecision.YEAR, TimePrecision.LONGER})
AHEAD = frozenset({Factuality.PLANNED, Factuality.HYPOTHETICAL})
LASTING = frozenset({Factuality.ONGOING})
NAME_BEGINS = 4
"""Letters by which a country and its people are one name: "China" and "Chinese"."""
FEW_DENIED = 4
"""Content words; whoever denies in fewer ("any wrongdoing") denies it of himself."""
_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+")
_NAME = re.compile(r"(?!The\b)[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+")
_MONTHS = frozenset(month.lower() for month in month_name)
_OPENING = frozenset(".!?…:“\"‘'(")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Mm]e|[Oo]ur|us)\b")


class Parties(NamedTuple):
    """Those on one side of an event: their entities, the words of each name, the countries, whether all are named, the
    words that they print with a capital letter, and the last of these in each name."""

    entities: frozenset[str]
    names: tuple[frozenset[str], ...]
    countries: frozenset[str]
    is_named: bool
    proper: frozenset[str] = frozenset()
    last: tuple[str, ...] = ()


class Interval(NamedTuple):
    """The days of an event, both included; an end that is None is open. `is_own`: told of this very event."""

    earliest: date | None
    latest: date | None
    is_long: bool
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """What of a telling is compared, worked out once.

    `trigger` is the base form of the word that tells the event, empty where there is none. `words` are the content
    words of the quote and `story` those of the article, with weights; `size` and `story_size` are the lengths of the
    two as vectors, `breadth` is the sum of the roots of the quote's weights; `vector` is empty where the model gives
    none. `place_is_own`: told of this very event. A denial that only names what it denies has the `mention` of the
    claim that it answers; `kinds` are the types of events that it tells; `denied` is what it covers, None where it
    tells no deed, and of what is no denial; `names` are those that the quote prints, by sound and beginning, `speaker`
    those of the innermost voice, and `is_of_speaker` whether it tells of itself; `states` are those that it tells of
    things. `waters` are the names of waters and lands in the quote, in words, and `namesakes` those that are a part of
    another name there, "Keth Strait" of the "Keth Strait Commission".
    """

    id: str
    article: str
    outlet: str | None
    published: date | None
    mention: str | None
    type: EventType | None
    mode: str | None
    trigger: str
    actors: Parties
    recipients: Parties
    place: GeoName | None
    place_is_own: bool
    place_is_exact: bool
    interval: Interval | None
    magnitudes: tuple[Magnitude, ...]
    words: Mapping[str, float]
    size: float
    breadth: float
    story: Mapping[str, float]
    story_size: float
    vector: NDArray[np.float32]
    factuality: Factuality
    is_denial: bool
    kinds: frozenset[EventType]
    denied: Denied | None
    names: frozenset[str]
    speaker: frozenset[str]
    is_of_speaker: bool
    states: tuple[State, ...]
    waters: frozenset[tuple[str, ...]]
    namesakes: frozenset[tuple[str, ...]]


def side_of(telling: Telling, vocabulary: Vocabulary) -> Side:
    """What of the telling is compared."""
    claim, event = telling.claim, telling.event
    words = words_of_content(_held_in(claim), vocabulary)
    story = dict(telling.keywords)
    waters, namesakes = _waters_in(claim.quote, vocabulary)
    return Side(
        id=claim.id,
        article=claim.article_id,
        outlet=telling.outlet,
        published=telling.published,
        mention=claim.event_mention_id,
        type=event.type if event else None,
        mode=event.mode if event else None,
        trigger=vocabulary.base_of(_trigger_in_quote(telling)) if event else "",
        actors=parties_of(event.actors, telling.actors, vocabulary) if event else NOBODY,
        recipients=parties_of(event.recipients, telling.recipients, vocabulary) if event else NOBODY,
        place=event.place.geoname if event and event.place else None,
        place_is_own=bool(event and event.place_reason and event.place_reason.score > GUESSED_SCORE),
        place_is_exact=bool(event and event.place and _is_exact(event.place)),
        interval=_interval_of(telling),
        magnitudes=event.magnitudes if event else (),
        words=words,
        size=size_of(words),
        breadth=breadth_of(words),
        story=story,
        story_size=size_of(story),
        vector=np.array(telling.vector, np.float32),
        factuality=claim.factuality,
        is_denial=claim.stance is Stance.DENIES,
        kinds=_kinds_of(event.type, words, vocabulary) if event else frozenset(),
        denied=_denied_in(telling, words, vocabulary) if claim.stance is Stance.DENIES else None,
        names=_names_in(claim.quote, vocabulary),
        speaker=frozenset(word.lower() for voice in claim.voices[-1:] for word in _CAPITALISED.findall(voice.name)),
        is_of_speaker=_is_of_speaker(claim, words),
        states=states_in(claim.quote, vocabulary.states, vocabulary.base_of),
        waters=waters,
        namesakes=namesakes,
    )


def _held_in(claim: Claim) -> str:
    """The quote of a claim; of a denial without the clause that says when it would have been."""
    taken = presupposed_in(claim.quote) if claim.stance is Stance.DENIES else range(0)
    return claim.quote[: taken.start] + claim.quote[taken.stop :] if taken else claim.quote


def _names_in(quote: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The names in a quote, each as it sounds and as it begins; what opens a sentence is one if it is rare, or before
    another."""
    found: set[str] = set()
    for match in _CAPITALISED.finditer(quote):
        word, before = match.group().lower(), quote[: match.start()].rstrip()[-1:]
        weight = vocabulary.weight_of(vocabulary.base_of(word))
        is_opening = not before or before in _OPENING
        if is_opening and weight < RARE and not quote[match.end() : match.end() + 2].strip().isupper():
            continue
        if weight and word not in _MONTHS:
            found |= {sound_key(word), word[:NAME_BEGINS]}
    return frozenset(found)


def _waters_in(quote: str, vocabulary: Vocabulary) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """The names of waters and lands in a quote that stand alone, and those to which a name goes on."""
    alone: set[tuple[str, ...]] = set()
    within: set[tuple[str, ...]] = set()
    for match in _NAME.finditer(quote):
        words = [vocabulary.base_of(word.lower()) for word in match.group().split()]
        ends = [place for place, word in enumerate(words) if place and word in vocabulary.kinds_of_places]
        for end in ends[:1]:
            (alone if end + 1 == len(words) else within).add(tuple(words[: end + 1]))
    return frozenset(alone), frozenset(within)


def _is_of_speaker(claim: Claim, words: Mapping[str, float]) -> bool:
    """Whether the innermost voice tells of itself: in the first person, or by a denial of hardly any words."""
    if _FIRST_PERSON.search(claim.quote):
        return True
    return claim.stance is Stance.DENIES and len(words) < FEW_DENIED


def _kinds_of(type_: EventType, words: Mapping[str, float], vocabulary: Vocabulary) -> frozenset[EventType]:
    """The type of an event, and of what is signed or hailed ("signed an agreement") the kind of that too."""
    kinds = vocabulary.denials.kinds
    carried = {kinds[word] for word in words if word in kinds} if type_ is EventType.SUPPORT else set()
    return frozenset({type_, *carried})


def _denied_in(telling: Telling, words: Mapping[str, float], vocabulary: Vocabulary) -> Denied | None:
    """What a denial covers; what it tells of is what its words leave beside deeds, names and what it grants."""
    known, event = vocabulary.denials, telling.event
    exception = known.granting.search(telling.claim.quote)
    types = known.types_in(event.type if event else None, words, is_granting=exception is not None)
    if not types:
        return None
    names = {word.lower() for voice in telling.claim.voices[-1:] for word in _CAPITALISED.findall(voice.name)}
    parties = (*event.actors, *event.recipients) if event else ()
    granted = words_of_content(exception["granted"], vocabulary) if exception else {}
    idle = {*known.kinds, *known.carrying, *names, *granted, vocabulary.base_of(_trigger_in_quote(telling))}
    idle |= {word for party in parties for word in words_of_content(party.name, vocabulary)}
    return Denied(
        types=types,
        topics=frozenset(words.keys() - idle),
        names=frozenset(names),
        denier=telling.voices[-1] if telling.voices else None,
        granted=exception["granted"] if exception else None,
        granted_words=frozenset(granted.keys() - known.kinds.keys()),
    )


NOBODY = Parties(frozenset(), (), frozenset(), False)


def parties_of(parties: Sequence[Party], entities: Sequence[str | None], vocabulary: Vocabulary) -> Parties:
    """The parties as they are compared."""
    names = (frozenset(words_of_content(party.name, vocabulary)) for party in parties)
    return Parties(
        frozenset(entity for entity in entities if entity),
        tuple(name for name in names if name),
        frozenset(country for party in parties if party.code and (country := party.code.split()[0]) not in SECTORS),
        bool(parties) and all(party.name[:1].isupper() for party in parties),
        frozenset(word.lower() for party in parties for word in _CAPITALISED.findall(party.name)),
        tuple(words[-1].lower() for party in parties if (words := _CAPITALISED.findall(party.name))),
    )


def size_of(words: Mapping[str, float]) -> float:
    """The length of weighted words as a vector."""
    return sqrt(sum(weight * weight for weight in words.values()))


def breadth_of(words: Mapping[str, float]) -> float:
    """The sum of the roots of the weights: a common word counts not much less than a rare one."""
    return sum(sqrt(weight) for weight in words.values())


def _trigger_in_quote(telling: Telling) -> str:
    """The trigger of the event as the quote prints it, in lower case; empty where the quote does not hold it."""
    event, start = telling.event, 0
    for piece in telling.claim.content:
        if event and piece.contains(event.trigger):
            begin = start + event.trigger.start - piece.start
            return telling.claim.quote[begin : begin + event.trigger.end - event.trigger.start].lower()
        start += piece.end - piece.start + len(" … ")
    return ""


def _is_exact(place: Place) -> bool:
    return place.precision in (PlacePrecision.POINT, PlacePrecision.NEAR)


def _interval_of(telling: Telling) -> Interval | None:
    """The days of the event as told; else, of what is told as having happened, those just before its publication."""
    event = telling.event
    if event and event.time and (event.time.earliest or event.time.latest):
        time = event.time
        is_long = time.precision in LONG or time.earliest is None or time.latest is None
        is_own = bool(event.time_reason and event.time_reason.score > GUESSED_SCORE)
        return Interval(time.earliest, time.latest, is_long, is_own)
    if telling.published and telling.claim.factuality not in AHEAD | LASTING:
        return Interval(telling.published - TOLD_WITHIN, telling.published, False, False)
    return None
