"""What the claims of one event are to each other: told again, supported, denied, disputed, or different in a field.

In go the tellings of one event; out come `Link`s, each with its reason, and of a difference both values as printed. A
denial denies whatever others hold, be it told as done, going on or planned. What one voice says twice is no support.
Two values differ only where both are told of the event itself and cannot both be right: "several" and 12 are no
difference, nor are a town and its country. Read next: `origins.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.actors import INTERNATIONAL
from rashomon.comparisons import are_alike, days_between, is_inside, kilometres, order_of, similarity_of
from rashomon.contraries import are_opposite, find_contrary
from rashomon.denial_words import DenialWords
from rashomon.presuppositions import are_related, find_presupposed
from rashomon.records import (
    Difference,
    EventMention,
    EventType,
    Factuality,
    Link,
    Magnitude,
    MagnitudeKind,
    Reason,
    Relation,
    Stance,
    Telling,
)
from rashomon.sides import Parties, Side, breadth_of, side_of
from rashomon.vocabulary import Vocabulary, counted_in, value_of

NEAR_KM = 50.0
"""Two spots no further apart can be one place by two names."""
LEAST_ALIKE, ALIKE = 0.25, 0.5
"""How alike two quotes must be to contradict each other or differ in who, where and when; and for two numbers before
one noun to be of one thing. An event has claims about its many sides: what is not alike says different things."""
HALF = 0.5
"""Of the words of a denial that tells no event, so much must be those of the other claim."""
NEAR_NUMBERS = 0.1
"""The share by which 32 and 30 dead may differ without a dispute."""
_CASUALTIES = (MagnitudeKind.DEAD, MagnitudeKind.WOUNDED)
_ALLIED = INTERNATIONAL | {"UNO", "EUR"}
"""Who acts through members: what one says that an alliance did, another says that one of its members did."""
_HOLDING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ALLEGES})
_SUPPORTING = frozenset({Stance.ASSERTS, Stance.CONFIRMS})
_DECIDED = frozenset({Factuality.HAPPENED, Factuality.ONGOING, Factuality.DID_NOT_HAPPEN})
_TOLD = frozenset({Factuality.HAPPENED, Factuality.ONGOING, Factuality.PLANNED, Factuality.NOT_JUDGED})


@dataclass(frozen=True, slots=True)
class _Told:
    """A telling, what of it is compared, and the nouns that it counts with their numbers as printed.

    `meant` is the side of the claim that a denial answers by name ("denied the reports"), else its own.
    """

    telling: Telling
    side: Side
    meant: Side
    counted: Mapping[str, str]
    known: DenialWords

    @property
    def id(self) -> str:
        return self.telling.claim.id

    @property
    def own_words(self) -> dict[str, float]:
        """The words of the quote that do not only name what was told before, with their weights."""
        return {word: weight for word, weight in self.meant.words.items() if not self.known.is_naming(word)}

    @property
    def is_of_part(self) -> bool:
        """Whether a part in something is spoken of: "any wrongdoing"."""
        return any(self.known.singular_of(word) in self.known.part for word in self.side.words)

    @property
    def names(self) -> frozenset[str]:
        """The words of the innermost voice's name that have a capital letter, in lower case."""
        told = (voice.name for voice in self.telling.claim.voices[-1:])
        return frozenset(word.lower() for name in told for word in re.findall(r"\b[A-Z]\w+", name))

    @property
    def stance(self) -> Stance:
        return self.telling.claim.stance


@dataclass(frozen=True, slots=True)
class _Found:
    """A difference: the field, both values as printed, and why they cannot both be right."""

    field: Difference
    values: tuple[str, str]
    why: str


def links_among(
    tellings: Sequence[Telling], vocabulary: Vocabulary, pairs: Collection[tuple[str, str]] | None = None
) -> tuple[Link, ...]:
    """The links between the claims of one event, or only between the `pairs` given, the smaller id first.

    A denial, and what supports, is the source; else the later telling.
    """
    sides = [side_of(telling, vocabulary) for telling in tellings]
    answered = {side.mention: side for side in sides if side.mention and side.trigger and not side.is_denial}
    told = [
        _Told(telling, side, _meant_by(side, answered), counted_in(telling.claim.quote, vocabulary), vocabulary.denials)
        for telling, side in zip(tellings, sides, strict=True)
    ]
    told.sort(key=lambda one: order_of(one.side))
    return tuple(
        link
        for earlier, later in combinations(told, 2)
        if pairs is None or (min(earlier.id, later.id), max(earlier.id, later.id)) in pairs
        for link in _links_between(later, earlier)
    )


def _meant_by(side: Side, answered: Mapping[str, Side]) -> Side:
    is_naming = side.is_denial and side.mention is not None and not side.trigger
    return answered.get(side.mention or "", side) if is_naming else side


def polarity_of(telling: Telling) -> int:
    """1 where the voice holds that it was or will be so, -1 where it holds that not, 0 where it leaves that open.

    Who denies that it was not so holds that it was.
    """
    stance, factuality = telling.claim.stance, telling.claim.factuality
    if stance is Stance.DENIES:
        return 1 if factuality in (Factuality.HAPPENED, Factuality.ONGOING) else -1
    if stance not in _HOLDING:
        return 0
    if factuality is Factuality.DID_NOT_HAPPEN:
        return -1
    return 1 if factuality in _TOLD or stance is Stance.ALLEGES else 0


def is_same_voice(one: Telling, other: Telling) -> bool:
    """Whether the innermost voices are one: the same entity, the same outlet in its own word, or, of those whom nobody
    knows, the same words in the same article."""
    return _speaker_of(one) == _speaker_of(other)


def _speaker_of(telling: Telling) -> tuple[str, ...]:
    if not telling.claim.voices:
        return "own", telling.outlet_entity or telling.outlet or telling.claim.article_id
    voice, entity = telling.claim.voices[-1], telling.voices[-1]
    if entity:
        return "entity", entity
    return "words", telling.claim.article_id, re.sub(r"\W+", " ", voice.name.lower()).strip()


def _links_between(later: _Told, earlier: _Told) -> Iterator[Link]:
    said, told = polarity_of(later.telling), polarity_of(earlier.telling)
    if not said or not told:
        return
    if said != told:
        if later.side.article == earlier.side.article and is_same_voice(later.telling, earlier.telling):
            return  # nobody denies in one article what they hold there themselves
        yield from _contradiction(later, earlier)
        return
    is_same = is_same_voice(later.telling, earlier.telling)
    if not is_same and are_opposite(later.side, earlier.side):
        if why := find_contrary(later.side, earlier.side):
            yield _link(later, earlier, Relation.DISPUTES, why)
        return
    is_alike = similarity_of(later.side, earlier.side) >= LEAST_ALIKE
    finders = _FINDERS if is_alike else (_how_many_differs,)
    differences = [found for find in finders if (found := find(later, earlier))]
    for found in differences:
        yield _link(later, earlier, Relation.DIFFERS, found.why, found)
    if excluding := _numbers_that_exclude(later, earlier) or _doers_that_exclude(later, earlier):
        yield _link(later, earlier, Relation.DISPUTES, excluding.why, excluding)
    if is_same:
        yield _link(later, earlier, Relation.SAME_CLAIM, "one voice tells it twice")
    elif differences or not (is_alike or _events_of(later, earlier)):
        return  # of what is no coded event, one story has many sides: only what says much the same supports it
    elif later.stance in _SUPPORTING:
        yield _link(later, earlier, Relation.SUPPORTS, "another voice tells the same")
    elif earlier.stance in _SUPPORTING:
        yield _link(earlier, later, Relation.SUPPORTS, "another voice tells the same")


def _contradiction(later: _Told, earlier: _Told) -> Iterator[Link]:
    """Of two, of which one holds that it was so and the other that not, the link from the one that denies it."""
    for source, target in ((later, earlier), (earlier, later)):
        if source.stance is Stance.DENIES and polarity_of(source.telling) < 0:
            if why := _find_denied(source, target):
                yield _link(source, target, Relation.DENIES, why)
            return
    is_denied = Stance.DENIES in (later.stance, earlier.stance)
    if not is_denied and not is_same_voice(later.telling, earlier.telling) and _is_of_one_deed(later, earlier):
        yield _link(later, earlier, Relation.DISPUTES, "told as done by one and as not done by the other")


def _find_denied(denial: _Told, held: _Told) -> str | None:
    """Why a denial is of what is held: the very event that it names, the same by the same in much the same words or of
    one type, or what cannot be where the denial is true."""
    plainly = "the one denies what the other tells"
    if denial.side.mention is not None and denial.side.mention == held.side.mention:
        return plainly
    covered = find_presupposed(denial.side, held.side)
    if covered or _are_of_others(denial.meant, held.side):
        return covered
    if denial.meant is not denial.side and held.side.type is None:
        return None  # it names an event, and whoever tells none may tell of anybody's
    # What it answers in its own article, it has answered: of the others there, only what tells the same again is meant.
    is_open = denial.meant is denial.side or denial.side.article != held.side.article
    is_answered = (is_open and _answers(denial, held)) or _is_in_its_words(denial, held.side)
    return plainly if is_answered else None


def _answers(denial: _Told, held: _Told) -> bool:
    """Whether a denial whose words are not those of the other claim can be of it all the same: of one type and mode
    and, as far as they are told, of the same people; or, in the same article, without a word of its own ("it never
    happened"), where a part in it ("any wrongdoing") is denied only by whom the other one names."""
    one, other = denial.meant, held.side
    if one.type and other.type:
        is_mode = not (one.mode and other.mode) or one.mode == other.mode
        are_told = bool(one.actors.names and other.actors.names)
        return one.type is other.type and is_mode and (not are_told or are_related(one.actors, other.actors))
    if denial.own_words or one.article != other.article:
        return False
    return not denial.is_of_part or not denial.names.isdisjoint(re.findall(r"\w+", held.telling.claim.quote.lower()))


def _is_in_its_words(denial: _Told, held: Side) -> bool:
    """Whether the other claim says much the same; where no event is denied, it must have half of what the denial says:
    a deed, or more than the one word for what all is about ("Bitcoin")."""
    if similarity_of(denial.meant, held) < LEAST_ALIKE:
        return False
    if denial.meant.type is not None:
        return True
    own = denial.own_words
    shared = {word: weight for word, weight in own.items() if word in held.words}
    is_enough = len(shared) > 1 or any(word in denial.known.kinds for word in shared)
    return is_enough and breadth_of(shared) >= HALF * breadth_of(own)


def _is_of_one_deed(one: _Told, other: _Told) -> bool:
    """Whether one tells as done the very deed that the other tells as not done, by the same: what lies ahead, or is a
    judgement, is no deed that was done."""
    events = _events_of(one, other)
    if not events or events[0].type is not events[1].type or _is_one_passage(one, other):
        return False
    is_told = all(telling.claim.factuality in _DECIDED for telling in (one.telling, other.telling))
    is_named_alike = one.side.trigger == other.side.trigger or not {one.side.trigger, other.side.trigger}.isdisjoint(
        one.side.words.keys() & other.side.words.keys()
    )
    is_alike = similarity_of(one.side, other.side) >= LEAST_ALIKE
    return is_told and is_alike and is_named_alike and not _are_of_others(one.side, other.side)


def _is_one_passage(one: _Told, other: _Told) -> bool:
    """Whether both stand in the same words: two readings of one sentence dispute nothing."""
    here, there = one.telling.claim, other.telling.claim
    pairs = ((mine, theirs) for mine in here.content for theirs in there.content)
    return here.article_id == there.article_id and any(mine.overlaps(theirs) for mine, theirs in pairs)


def _are_of_others(one: Side, other: Side) -> bool:
    """Whether both tell by name who did it, and nobody did both, nor does who did the one suffer the other."""
    here, there = one.actors, other.actors
    if not (_has_name(here) and _has_name(there)) or are_related(here, there):
        return False
    return not (are_related(here, other.recipients) or are_related(one.recipients, there))


def _has_name(parties: Parties) -> bool:
    """Whether they are all told by name: "It" and "We" stand for anybody."""
    return parties.is_named and any(not name.isdisjoint(parties.proper) for name in parties.names)


def _when_differs(one: _Told, other: _Told) -> _Found | None:
    """The days that both tell of the event itself, if they do not meet."""
    here, there = one.side.interval, other.side.interval
    events = _events_of(one, other)
    if not (here and there and here.is_own and there.is_own and events and events[0].time and events[1].time):
        return None
    gap = days_between(here, there)
    printed = events[0].time.text, events[1].time.text
    return _Found(Difference.WHEN, printed, f"{gap} days apart") if gap else None


def _where_differs(one: _Told, other: _Told) -> _Found | None:
    """The places that both tell of the event itself, if both are spots or both are no spots, neither holds the other,
    and they are not near."""
    here, there = one.side.place, other.side.place
    events = _events_of(one, other)
    if not (here and there and one.side.place_is_own and other.side.place_is_own and events):
        return None
    if here.geonameid == there.geonameid or is_inside(here, there) or is_inside(there, here):
        return None
    if one.side.place_is_exact is not other.side.place_is_exact or here.feature_class != there.feature_class:
        return None
    away = kilometres(here, there)
    if away <= NEAR_KM or not (events[0].place and events[1].place):
        return None
    return _Found(Difference.WHERE, (events[0].place.text, events[1].place.text), f"{away:.0f} km apart")


def _who_differs(one: _Told, other: _Told) -> _Found | None:
    """Those who did it, if all have names and nobody is in both, on either side, nor a country."""
    events = _events_of(one, other)
    if not (events and events[0].type is events[1].type and _are_of_others(one.side, other.side)):
        return None
    printed = [", ".join(party.name for party in event.actors) for event in events]
    return _Found(Difference.WHO, (printed[0], printed[1]), "told of others")


def _doers_that_exclude(later: _Told, earlier: _Told) -> _Found | None:
    """Two who are said to have done one deed of violence, by two voices in almost the same words."""
    found = _who_differs(later, earlier)
    is_deed = later.side.type is EventType.ASSAULT and later.side.trigger == earlier.side.trigger
    is_deed = is_deed and _ALLIED.isdisjoint(later.side.actors.countries | earlier.side.actors.countries)
    is_done = {later.telling.claim.factuality, earlier.telling.claim.factuality} == {Factuality.HAPPENED}
    if not (found and is_deed and is_done) or is_same_voice(later.telling, earlier.telling):
        return None
    is_alike = similarity_of(later.side, earlier.side) >= ALIKE
    return _Found(found.field, found.values, "two are said to have done it") if is_alike else None


def _how_many_differs(one: _Told, other: _Told) -> _Found | None:
    """Two numbers of one kind whose ranges do not meet; in quotes alike enough, two numbers before one noun."""
    for here in one.side.magnitudes:
        others = [there for there in other.side.magnitudes if there.kind is here.kind]
        if others and not any(are_alike(here, there) for there in others):
            return _Found(Difference.HOW_MANY, (here.text, others[0].text), f"two numbers of the {here.kind.value}")
    if one.side.magnitudes or other.side.magnitudes or similarity_of(one.side, other.side) < ALIKE:
        return None
    for noun, printed in one.counted.items():
        if noun in other.counted and value_of(printed) != value_of(other.counted[noun]):
            return _Found(Difference.HOW_MANY, (printed, other.counted[noun]), f"two numbers of “{noun}”")
    return None


def _numbers_that_exclude(later: _Told, earlier: _Told) -> _Found | None:
    """Two numbers of those killed or hurt that two voices hold and that cannot both be right; one that has grown from
    one day of publication to the next is no such pair."""
    if later.stance not in _SUPPORTING or earlier.stance not in _SUPPORTING:
        return None
    if is_same_voice(later.telling, earlier.telling):
        return None
    is_later = bool(earlier.side.published and later.side.published and earlier.side.published < later.side.published)
    for kind in _CASUALTIES:
        here, there = ([number for number in one.side.magnitudes if number.kind is kind] for one in (later, earlier))
        if not here or not there or any(_are_near(one, other) for one in here for other in there):
            continue
        if not (is_later and max(one.low for one in here) > max(one.low for one in there)):
            why = f"two numbers of the {kind.value} that exclude each other"
            return _Found(Difference.HOW_MANY, (here[0].text, there[0].text), why)
    return None


def _are_near(one: Magnitude, other: Magnitude) -> bool:
    """Whether two numbers meet, or are so near that one may be a round one."""
    return are_alike(one, other) or abs(one.low - other.low) <= NEAR_NUMBERS * max(one.low, other.low)


_FINDERS: tuple[Callable[[_Told, _Told], _Found | None], ...] = (
    _when_differs,
    _where_differs,
    _who_differs,
    _how_many_differs,
)


def _events_of(one: _Told, other: _Told) -> tuple[EventMention, EventMention] | None:
    """The events of both, None where one tells of no coded event."""
    here, there = one.telling.event, other.telling.event
    return (here, there) if here and there else None


def _link(source: _Told, target: _Told, relation: Relation, why: str, found: _Found | None = None) -> Link:
    return Link(
        source=source.id,
        target=target.id,
        relation=relation,
        difference=found.field if found else None,
        values=found.values if found else None,
        reason=Reason(method="relation", score=1.0, detail=why),
    )
