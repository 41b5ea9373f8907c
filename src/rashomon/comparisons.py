"""How alike two tellings are: one small compare function for each kind of evidence, and the odds that all make.

In go two `Side`s, what is compared of a `Telling`; each function gives the `Evidence` that it finds, a named feature
with its value and a few words for people, and none where one of the two does not say. `link_weights.py` has what each
feature adds to the log-odds that both tell one occurrence. Stance and negation count for little: a denial is about the
very thing that it denies. Read next: `links.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from rashomon.link_weights import WEIGHTS
from rashomon.names import likeness_of_words
from rashomon.records import EventType, GeoName, Magnitude
from rashomon.sides import AHEAD, LASTING, Interval, Parties, Side

NEAR_KM, FAR_KM = 30.0, 400.0
EARTH_KM = 6371.0
FAR_DAYS, MOST_FAR = 30, 2.5
"""A gap of so many days counts once, one of decades at most so many times."""
FEW_WORDS = 4
SAME_STORY = 0.16
"""The cosine of the keywords of two articles from which on they are on one story: in `news-clusters` 19 in 20 pairs
of one story have more, and one in a hundred of two. How much more says nothing of what they tell of it."""
USUALLY_ALIKE = 0.11
"""As alike are the words of two quotes that may as well be about one thing as about two of one story. Set on the open
stories of `origins` dev, where 0.09 and 0.12 do alike."""
SHOWN_WORDS = 3
SHARE_OF_SUBJECT = 0.5
"""What a shared word counts that both articles are about, against any other: all of their claims may have it."""
ENOUGH_WORDS = 3.0
"""The breadth from which on a quote says enough; "the ferry captain" is like all that is told of him."""
MUTUAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE})
"""What two do together: who met whom is also met by them."""


class Evidence(NamedTuple):
    """One thing that speaks for or against two tellings being about one occurrence."""

    feature: str
    value: float
    detail: str


# -- one kind of evidence each


def compare_types(one: Side, other: Side) -> Iterator[Evidence]:
    """Type and mode of the codebook."""
    if one.type is None or other.type is None:
        if one.type is not other.type:
            yield Evidence("type: one has none", 1.0, "")
        elif not one.trigger and not other.trigger and one.article == other.article:
            yield Evidence("contents: of one article", 1.0, "")
        return
    if one.type is not other.type:
        yield Evidence("type: differs", 1.0, "")
        return
    yield Evidence("type: same", 1.0, f"both {one.type.value}")
    if one.mode and other.mode:
        same = one.mode == other.mode
        yield Evidence("mode: same" if same else "mode: differs", 1.0, f"both {one.mode}" if same else "")


def compare_triggers(one: Side, other: Side) -> Iterator[Evidence]:
    """The words that tell the event; "the ban" of two who have nothing else in common may be two bans."""
    if one.trigger and one.trigger == other.trigger:
        yield Evidence("trigger: same", 1.0, f"both “{one.trigger}”")
        if one.type and one.type is other.type:
            beside = (one.words.keys() & other.words.keys()) - {one.trigger}
            if not beside:
                yield Evidence("trigger: nothing beside", 1.0, "")
            elif beside <= one.story.keys() & other.story.keys():
                yield Evidence("trigger: only the subject beside", 1.0, "")
    elif one.trigger and other.trigger:
        is_beside = one.trigger in other.words or other.trigger in one.words
        yield Evidence("trigger: told beside" if is_beside else "trigger: differs", 1.0, "")
    elif (one.trigger or other.trigger) in (other.words if one.trigger else one.words):
        yield Evidence("trigger: among the words", 1.0, f"“{one.trigger or other.trigger}” in both")


def compare_actors(one: Side, other: Side) -> Iterator[Evidence]:
    """Who did it."""
    return _compared_parties("actors", one.actors, other.actors)


def compare_recipients(one: Side, other: Side) -> Iterator[Evidence]:
    """To whom."""
    return _compared_parties("recipients", one.recipients, other.recipients)


def compare_directions(one: Side, other: Side) -> Iterator[Evidence]:
    """Whether the one who acts here suffers there; else, of what is of one type, whether two take part in both."""
    if one.type is None or other.type is None:
        return
    are_two = one.type is other.type and _are_two_in_both(one, other)
    if not (are_two and one.type in MUTUAL):
        if are_same(one.actors, other.recipients) and not are_same(one.actors, other.actors):
            yield Evidence("sides: turned", 1.0, "who acts in one suffers in the other")
            return
        if are_same(one.recipients, other.actors) and not are_same(one.recipients, other.recipients):
            yield Evidence("sides: turned", 1.0, "who suffers in one acts in the other")
            return
    if are_two:
        yield Evidence("sides: two in both", 1.0, "the same two take part")


def compare_places(one: Side, other: Side) -> Iterator[Evidence]:
    """Where: the same entry, one inside the other, or how far apart."""
    here, there = one.place, other.place
    if here is None or there is None:
        return
    trust = 1.0 if one.place_is_own and other.place_is_own else 0.4
    is_vast = here.country is None or there.country is None
    if here.geonameid == there.geonameid:
        is_wide = here.feature_code.startswith("PCL")
        yield Evidence("place: same country" if is_wide else "place: same", trust, f"both in {here.name}")
    elif is_inside(here, there) or is_inside(there, here):
        yield Evidence("place: one in the other", trust, f"{here.name} and {there.name}")
    else:
        away = kilometres(here, there)
        if away <= NEAR_KM:
            yield Evidence("place: near", trust, f"{here.name} and {there.name}, {away:.0f} km apart")
        elif not is_vast:  # of a sea or a continent the gazetteer knows no more than the middle
            yield Evidence("place: apart", trust * min(1.0, away / FAR_KM), "")


def compare_days(one: Side, other: Side) -> Iterator[Evidence]:
    """When it happened, as told or as the day of publication makes likely."""
    here, there = one.interval, other.interval
    if here is None or there is None:
        return
    trust = 1.0 if here.is_own and there.is_own else 0.6 if here.is_own or there.is_own else 0.4
    gap = days_between(here, there)
    if gap:
        away = min(MOST_FAR, math.log1p(gap) / math.log1p(FAR_DAYS))
        yield Evidence("days: apart", trust * away, f"{gap} days apart")
    elif here.is_long or there.is_long:
        yield Evidence("days: within", trust, "the time of one holds that of the other")
    else:
        yield Evidence("days: same", trust, "the same days")


def compare_publication(one: Side, other: Side) -> Iterator[Evidence]:
    """How long after one another they were published; a day or two is nothing."""
    if one.published and other.published:
        gap = abs((one.published - other.published).days)
        away = min(1.0, math.log1p(gap) / math.log1p(FAR_DAYS))
        yield Evidence("published: apart", away * away, "")


def compare_magnitudes(one: Side, other: Side) -> Iterator[Evidence]:
    """How many of one kind."""
    for here in one.magnitudes:
        for there in other.magnitudes:
            if here.kind is there.kind:
                same = are_alike(here, there)
                words = f"{here.text} and {there.text} {here.kind.value}"
                yield Evidence("numbers: agree" if same else "numbers: differ", 1.0, words)
                return


def compare_words(one: Side, other: Side) -> Iterator[Evidence]:
    """The content words of the quotes: rare words, names and numbers count most, and how many of all are shared.

    A mention without a type, which only gold has, stands in a quote that tells of others too.
    """
    less, more = (one.words, other.words) if len(one.words) < len(other.words) else (other.words, one.words)
    apart = words_apart(one, other)
    shared = [(weight, word) for word, weight in less.items() if word in more and word not in apart]
    if (one.type or not one.trigger) and (other.type or not other.trigger):
        alike = _likeness_of(one, other, shared) - USUALLY_ALIKE
        yield Evidence("words: alike", alike, f"both have {_rarest(shared)}" if alike > 0 else "")
    if not shared:
        yield Evidence("words: none shared", 1.0, "")
        return
    both = sum([weight * weight for weight, _ in shared])
    yield Evidence("words: held", both / min(one.size, other.size) ** 2, "")
    told = sum([w * w * _share(word, one, other) for w, word in shared if not word == one.trigger == other.trigger])
    if one.type and one.type is other.type:
        yield Evidence("words: shared, same type", told / (one.size * other.size), "")
    elif not one.trigger and not other.trigger:
        yield Evidence("words: whole contents", _enough(one, other) * told / (one.size * other.size), "")
    if any(word[0].isdigit() and " " in word for _, word in shared):
        yield Evidence("words: same number", 1.0, "")


def words_apart(one: Side, other: Side) -> frozenset[str]:
    """The words of a name of a place in one quote that the other has in the name of another thing alone: who denies
    that a ship was in the Keth Strait says nothing of the Keth Strait Commission."""
    apart = (one.waters & other.namesakes) | (other.waters & one.namesakes)
    apart -= one.waters & other.waters | one.namesakes & other.namesakes
    return frozenset(word for name in apart for word in name)


def _likeness_of(one: Side, other: Side, shared: Sequence[tuple[float, str]]) -> float:
    """How much of all the words of two quotes both have, 0 to 1; less where one says hardly anything."""
    if not shared:
        return 0.0
    common = sum([sqrt(weight) * _share(word, one, other) for weight, word in shared])
    return _enough(one, other) * common / sqrt(one.breadth * other.breadth)


def _share(word: str, one: Side, other: Side) -> float:
    """What a shared word counts, 0 to 1."""
    return SHARE_OF_SUBJECT if word in one.story and word in other.story else 1.0


def _enough(one: Side, other: Side) -> float:
    """Whether both quotes say enough for their words to count in full, 0 to 1."""
    return min(1.0, min(one.breadth, other.breadth) / ENOUGH_WORDS)


def _rarest(shared: Sequence[tuple[float, str]]) -> str:
    """The words that tell most of those shared."""
    return " ".join(f"“{word}”" for _, word in sorted(shared, reverse=True)[:SHOWN_WORDS])


def compare_names(one: Side, other: Side) -> Iterator[Evidence]:
    """The names in the quotes, however they are spelt."""
    if one.names and other.names and not one.names & other.names:
        yield Evidence("names: none shared", 1.0, "")


def compare_speakers(one: Side, other: Side) -> Iterator[Evidence]:
    """Who tells of himself: "I am sorry" of two people, and "no wrongdoing" of two firms, are two things."""
    if one.is_of_speaker and other.is_of_speaker and one.speaker and other.speaker and not one.speaker & other.speaker:
        yield Evidence("speakers: each of itself", 1.0, "")


def compare_stories(one: Side, other: Side) -> Iterator[Evidence]:
    """The rare words of the two articles."""
    if one.article == other.article:
        yield Evidence("story: same article", 1.0, "")
    elif one.story and other.story:
        less, more = (one.story, other.story) if len(one.story) < len(other.story) else (other.story, one.story)
        both = sum([weight * more[word] for word, weight in less.items() if word in more])
        value = min(1.0, both / (one.story_size * other.story_size) / SAME_STORY)
        yield Evidence("story: shared", value, "articles on one story" if value == 1.0 else "")
        if one.trigger and one.trigger == other.trigger:
            yield Evidence("story: shared, same trigger", value, "")


def compare_vectors(one: Side, other: Side) -> Iterator[Evidence]:
    """What the model makes of the words."""
    if one.vector.size and other.vector.size:
        yield Evidence("vector", float(one.vector @ other.vector), "")
    else:
        yield Evidence("vector: none", 1.0, "")


def compare_factualities(one: Side, other: Side) -> Iterator[Evidence]:
    """Whether both tell of what was, or one of what lies ahead."""
    if (one.factuality in AHEAD) != (other.factuality in AHEAD):
        yield Evidence("told as: ahead in one", 1.0, "")
    if one.factuality in LASTING and other.factuality in LASTING:
        yield Evidence("told as: lasting", 1.0, "both tell of what goes on")


def compare_denials(one: Side, other: Side) -> Iterator[Evidence]:
    """Whether a denial of few words ("any such talks") has them from what stands in the same article."""
    if one.is_denial is not other.is_denial and one.article == other.article:
        denial, denied = (one, other) if one.is_denial else (other, one)
        apart = words_apart(one, other)
        told = denied.words.keys() | {denied.trigger}
        named = sum(weight for word, weight in denial.words.items() if word in told and word not in apart)
        if named and len(denial.words) <= FEW_WORDS:
            yield Evidence(
                "denial: names it", named / sum(denial.words.values()), "the denial names what is told there"
            )


COMPARISONS: tuple[Callable[[Side, Side], Iterator[Evidence]], ...] = (
    compare_types,
    compare_triggers,
    compare_actors,
    compare_recipients,
    compare_directions,
    compare_places,
    compare_days,
    compare_publication,
    compare_magnitudes,
    compare_words,
    compare_names,
    compare_speakers,
    compare_stories,
    compare_vectors,
    compare_factualities,
    compare_denials,
)


def evidence_for(one: Side, other: Side) -> list[Evidence]:
    """All evidence, in the order of the comparisons."""
    return [found for compare in COMPARISONS for found in compare(one, other)]


def probability_of(evidence: Sequence[Evidence]) -> float:
    """How likely two tellings with this evidence are about one occurrence."""
    odds = WEIGHTS["bias"] + sum([WEIGHTS[feature] * value for feature, value, _ in evidence])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


# -- what the comparisons ask


def days_between(one: Interval, other: Interval) -> int:
    """The days between the end of the earlier and the beginning of the later one; 0 where they touch or overlap."""
    if one.latest and other.earliest and one.latest < other.earliest:
        return (other.earliest - one.latest).days
    if other.latest and one.earliest and other.latest < one.earliest:
        return (one.earliest - other.latest).days
    return 0


def are_alike(one: Magnitude, other: Magnitude) -> bool:
    """Whether two numbers can be one: their ranges meet, where either is approximate within a tenth."""
    slack = 0.1 if one.is_approximate or other.is_approximate else 0.0
    low = max(one.low, other.low) * (1 - slack)
    high = min(math.inf if one.high is None else one.high, math.inf if other.high is None else other.high)
    return low <= high


def is_inside(inner: GeoName, outer: GeoName) -> bool:
    """Whether the one entry lies in the other, a country or its region or district."""
    if outer.feature_class != "A" or inner.country is None or inner.country != outer.country:
        return False
    if outer.feature_code.startswith("PCL"):
        return True
    if not outer.admin1 or inner.admin1 != outer.admin1:
        return False
    if outer.feature_code.startswith("ADM1"):
        return True
    return outer.feature_code.startswith("ADM2") and bool(outer.admin2) and inner.admin2 == outer.admin2


def kilometres(one: GeoName, other: GeoName) -> float:
    """The great circle between two entries."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * (
        math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(sqrt(min(1.0, half)))


def similarity_of(one: Side, other: Side) -> float:
    """The cosine of the content words of two quotes."""
    both = sum(weight * weight for word, weight in one.words.items() if word in other.words)
    return both / (one.size * other.size) if both else 0.0


def order_of(side: Side) -> tuple[bool, str, str]:
    """By what tellings are ordered: the day of publication, undated ones last, then the id."""
    return side.published is None, side.published.isoformat() if side.published else "", side.id


def _compared_parties(role: str, here: Parties, there: Parties) -> Iterator[Evidence]:
    if not (here.names and there.names):
        return
    if are_same(here, there):
        yield Evidence(f"{role}: same", 1.0, f"the same {role}")
    elif here.countries & there.countries:
        yield Evidence(f"{role}: same country", 1.0, f"{role} of one country")
    elif here.is_named and there.is_named:
        yield Evidence(f"{role}: differ", 1.0, f"other {role}")


def _are_two_in_both(one: Side, other: Side) -> bool:
    """Whether two by different names take part in both, on whichever side."""
    here, there = (*one.actors.names, *one.recipients.names), (*other.actors.names, *other.recipients.names)
    same = [(name, them) for name in here for them in there if _is_one_name(name, them)]
    last, their_last = (*one.actors.last, *one.recipients.last), (*other.actors.last, *other.recipients.last)
    same += [  # who meets is named as a person, "Hafter" or "Khalifa Haftar"; "Russian forces" are any
        (frozenset({word}), frozenset({them})) for word in last for them in their_last if likeness_of_words(word, them)
    ]
    return any(
        not _is_one_name(name, second) and not _is_one_name(them, theirs)
        for (name, them), (second, theirs) in combinations(same, 2)
    )


def are_same(here: Parties, there: Parties) -> bool:
    """Whether one entity, or one name, is on both sides."""
    if here.entities & there.entities:
        return True
    return any(_is_one_name(name, other) for name in here.names for other in there.names)


def _is_one_name(name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name holds all words of the other."""
    return name <= other or other <= name
