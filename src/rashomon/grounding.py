"""Where and when each event happened: its own place and time among all that the article names.

In go the events, the Reading, the Attributions, and the places and times of the article; out come the same events, each
with the place and the time that stand nearest to its trigger in the tree of the sentence, and why. Where somebody spoke
("said in Cairo on Sunday"), whom a place belongs to ("the mayor of Raqqa") and a government's name are kept apart from
where it happened. An event without a place or time of its own takes, at a low score that says so, the one told just
before. Read next: `claims.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rashomon.phrases import Tree, head_of, tree_of
from rashomon.records import (
    GUESS,
    Argument,
    Article,
    Attribution,
    EventMention,
    Place,
    PlacePrecision,
    Reading,
    Reason,
    Span,
    TimePhrase,
    TimePrecision,
    TimexType,
)

OWN, ABOVE, FURTHER_UP = 0.9, 0.75, 0.1
"""The score of what hangs on the trigger itself, of what hangs on the word above it, and what is lost further up."""
BELOW, OF_A_PARTY, SAME_SENTENCE, TOLD_BEFORE = 0.45, 0.3, 0.25, 0.15
"""Scores of what hangs on another verb below the trigger, of what belongs to somebody who takes part, of what merely
stands in the sentence, and of what an event before told."""
FURTHEST_ABOVE = 3
"""Words above the trigger: what hangs higher merely stands in the sentence."""
FARTHEST = 12
"""Words up the tree."""
NEAR_SENTENCES = 1
"""How many sentences further on an event may take over the place and time of the one before."""

_WHERE = frozenset({"ARGM-LOC", "ARGM-DIR", "ARGM-GOL"})
_WHEN = frozenset({"ARGM-TMP"})
_CAPITAL = "PPLC"
_VAGUE = frozenset({"PAST_REF", "FUTURE_REF"})
_COMPARED = "year-before"
_WIDE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.REGION})
_OF_DOER = frozenset({"nsubj", "obl:agent", "csubj"})
_NAMING = frozenset({"of", "for", "from", "'s", "’s"})
"""Prepositions by which a place names somebody; "in" and "near" say where somebody is."""

Ground = TypeVar("Ground", Place, TimePhrase)


@dataclass(frozen=True, slots=True)
class _Site(Generic[Ground]):
    """A place or time phrase with the words from its head up to the root, and how coarse it is."""

    ground: Ground
    path: tuple[int, ...]
    coarseness: int


@dataclass(frozen=True, slots=True)
class _Page:
    """What every event is grounded with: words and tree, where words and sentences begin, which words are cues."""

    text: str
    tree: Tree
    starts: Sequence[int]
    begins: Sequence[int]
    cues: frozenset[int]
    arguments: Mapping[int, Sequence[Argument]]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence around a character of the text."""
        return max(bisect_right(self.begins, position) - 1, 0)

    def up_from(self, place: int) -> tuple[int, ...]:
        """The place of a word and of those above it up to the root; a circle ends where it closes."""
        path = [place]
        while len(path) < FARTHEST and (head := self.tree.words[path[-1]].head) not in path:
            path.append(head)
        return tuple(path)


def grounded(
    events: Sequence[EventMention],
    reading: Reading,
    attributions: Sequence[Attribution],
    article: Article,
    *,
    places: Sequence[Place],
    times: Sequence[TimePhrase],
) -> tuple[EventMention, ...]:
    """The events in their order, each with its place and time where the text gives one."""
    if not events or not (places or times):
        return tuple(events)
    page = _page_of(reading, attributions, article)
    precisions, lengths = list(PlacePrecision), list(TimePrecision)
    where: defaultdict[int, list[_Site[Place]]] = defaultdict(list)
    when: defaultdict[int, list[_Site[TimePhrase]]] = defaultdict(list)
    for place in places:
        if not place.is_metonym:
            where[page.sentence_at(place.span.start)].append(
                _Site(place, _path_of(page, place.span), precisions.index(place.precision))
            )
    for time in times:
        if _is_when(time):
            when[page.sentence_at(time.span.start)].append(
                _Site(time, _path_of(page, time.span), lengths.index(time.precision))
            )
    settled: list[EventMention] = []
    for event in events:
        sentence = page.sentence_at(event.trigger.start)
        if where[sentence] and (spot := _best(page, event, where[sentence], _WHERE)):
            event = replace(event, place=spot[0], place_reason=spot[1])
        if when[sentence] and (moment := _best(page, event, when[sentence], _WHEN)):
            event = replace(event, time=moment[0], time_reason=moment[1])
        if settled and sentence - page.sentence_at(settled[-1].trigger.start) <= NEAR_SENTENCES:
            event = _as_before(event, settled[-1])
        settled.append(event)
    return tuple(settled)


def _page_of(reading: Reading, attributions: Sequence[Attribution], article: Article) -> _Page:
    starts = [word.span.start for word in reading.words]
    cues = (
        place
        for attribution in attributions
        for piece in attribution.cue
        for place in range(bisect_right(starts, piece.start - 1), bisect_right(starts, piece.end - 1))
    )
    return _Page(
        text=article.text,
        tree=tree_of(reading.words),
        starts=starts,
        begins=[sentence.start for sentence in reading.sentences],
        cues=frozenset(cues),
        arguments={one.word: one.arguments for one in reading.predicates},
    )


def _path_of(page: _Page, span: Span) -> tuple[int, ...]:
    """The words from the head of a phrase up to the root of its sentence."""
    head = head_of(page.tree, span)
    return () if head is None else page.up_from(head)


def _is_when(time: TimePhrase) -> bool:
    """Whether a phrase can say when something happened: a date or hour, or a stretch with an end on the calendar;
    "recently" and the year that a figure is compared with say nothing."""
    if time.value in _VAGUE or time.reason.method == _COMPARED:
        return False
    is_bounded = time.earliest is not None or time.latest is not None
    return time.type in (TimexType.DATE, TimexType.TIME) or (time.type is TimexType.DURATION and is_bounded)


def _best(
    page: _Page, event: EventMention, sites: Sequence[_Site[Ground]], labels: frozenset[str]
) -> tuple[Ground, Reason] | None:
    """The phrase that fits the event best, of equals the finer and then the nearer one, with the reason."""
    scored = [(_fit(page, event, site, labels), site) for site in sites]
    trigger = event.trigger.start
    (score, detail), site = max(
        scored, key=lambda one: (one[0][0], -one[1].coarseness, -abs(one[1].ground.span.start - trigger))
    )
    if score <= (OF_A_PARTY if isinstance(site.ground, Place) and _speaks_for_more(site.ground) else 0.0):
        return None
    return site.ground, Reason(method="tree", score=round(score, 2), detail=f"“{site.ground.text}”: {detail}")


def _speaks_for_more(place: Place) -> bool:
    """Whether a name is of a country, a region or a capital: named in passing, it is not where something happened."""
    return place.precision in _WIDE or (place.geoname is not None and place.geoname.feature_code == _CAPITAL)


def _fit(page: _Page, event: EventMention, site: _Site[Ground], labels: frozenset[str]) -> tuple[float, str]:
    """How surely a phrase of the event's sentence says where or when it happened, and why; 0 where it is about
    something else."""
    words = page.tree.words
    own = page.up_from(max(bisect_right(page.starts, event.trigger.start) - 1, 0))
    adjuncts = (one.span for one in page.arguments.get(own[0], ()) if one.label in labels)
    if any(span.contains(site.ground.span) for span in adjuncts):
        return OWN, "an adjunct of the trigger"
    meeting = next((place for place in site.path if place in own), None)
    if meeting is None:
        return SAME_SENTENCE, "in the same sentence"
    above, below = own[: own.index(meeting) + 1], site.path[: site.path.index(meeting)]
    if own[0] not in page.cues and page.cues.intersection(above):
        return 0.0, "where or when it was said"
    if isinstance(site.ground, Place) and _is_of_party(page, event, site, below):
        return OF_A_PARTY, "it belongs to somebody who takes part"
    if any(words[place].tag.startswith("V") for place in below):
        return BELOW, "said of another deed in the same clause"
    if len(above) == 1:
        return OWN, "tied to the trigger"
    if len(above) - 1 > FURTHEST_ABOVE:
        return SAME_SENTENCE, "in the same sentence"
    upper = words[meeting].span.of(page.text)
    return ABOVE - FURTHER_UP * (len(above) - 2), f"tied to “{upper}”, above the trigger"


def _is_of_party(page: _Page, event: EventMention, site: _Site[Place], below: Sequence[int]) -> bool:
    """Whether a place tells who somebody is, and not where: in the subject, or tied to a party by "of" or nothing."""
    words = page.tree.words
    if any(words[place].relation in _OF_DOER for place in below):
        return True
    parties = [party.span for party in (*event.actors, *event.recipients)]
    span = site.ground.span
    if not any(party.contains(span) and party != span for party in parties) or not below:
        return False
    cases = [
        words[child].span.of(page.text).lower()
        for child in page.tree.children[below[0]]
        if words[child].relation == "case"
    ]
    return not cases or cases[0] in _NAMING


def _as_before(event: EventMention, before: EventMention) -> EventMention:
    """The event with the place and time of the one told just before it, where it has none of its own."""
    if event.place is None and before.place is not None:
        event = replace(event, place=before.place, place_reason=_taken_over(before.place.text))
    if event.time is None and before.time is not None and event.factuality is before.factuality:
        event = replace(event, time=before.time, time_reason=_taken_over(before.time.text))
    return event


def _taken_over(text: str) -> Reason:
    return Reason(method=GUESS, score=TOLD_BEFORE, detail=f"“{text}”: told of the event before, guessed for this one")
