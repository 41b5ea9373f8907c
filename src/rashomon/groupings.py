"""Sources of one event put together step by step, each joining with its reason, the same whatever their order.

In go Sources and their Likenesses; out come groups. First those that are one for certain, then those that are one if
nobody else fits; sources that contradict each other, or speak for two countries, are kept apart.

Used by `origins.py`, which knows which joinings there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from rashomon.likenesses import Likeness, Source, definiteness_of
from rashomon.records import Factuality, MagnitudeKind, Reason, Stance, Telling, VoiceKind

K = TypeVar("K", int, str)
SUPPORT = frozenset({Stance.ASSERTS, Stance.CONFIRMS})

CERTAIN, LIKELY = 1.0, 0.7
"""Scores of a joining: for certain, and because nobody else fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Two sources, by their places, that are one, and why. `is_identity`: they are one voice, whatever they say."""

    one: int
    other: int
    reason: Reason
    is_identity: bool = False


Count = tuple[MagnitudeKind, int, int | None]
"""What is counted, and from how many to how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What some sources say, as far as it can part them: `countries` are those for which each speaks.

    What only bodies and outlets say parts nobody: a body may correct itself, two officials of it disagree.
    """

    countries: frozenset[frozenset[str]] = frozenset()
    counts: frozenset[Count] = frozenset()
    is_support: bool = False
    is_denial: bool = False

    def with_that_of(self, other: Content) -> Content:
        """Both together."""
        return Content(
            countries=self.countries | other.countries,
            counts=self.counts | other.counts,
            is_support=self.is_support or other.is_support,
            is_denial=self.is_denial or other.is_denial,
        )

    def contradicts(self, other: Content) -> bool:
        """Whether one says what the other denies, they give two numbers, or speak for two countries."""
        if (self.is_support and other.is_denial) or (self.is_denial and other.is_support):
            return True
        return counts_differ(self.counts, other.counts) or any(
            not mine & theirs for mine in self.countries for theirs in other.countries
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The claims of one event, by their ids: those that support it, those that are against it, and whether any holds
    that it happened, or will."""

    supporting: frozenset[str]
    opposing: frozenset[str]
    is_held: bool


def sides_of(tellings: Sequence[Telling]) -> Sides:
    """Who asserts or confirms an event supports it. Who denies it is against it, and so is, where others hold or deny
    it, who asserts that it did not happen; where nobody does, "no agreement was reached" is told and supported."""
    vouched = {one.claim.id: one.claim.factuality for one in tellings if one.claim.stance in SUPPORT}
    held = (one.claim.factuality for one in tellings if one.claim.stance in SUPPORT | {Stance.ALLEGES})
    is_held = any(factuality is not Factuality.DID_NOT_HAPPEN for factuality in held)
    denials = frozenset(one.claim.id for one in tellings if one.claim.stance is Stance.DENIES)
    negated: frozenset[str] = frozenset()
    if is_held or denials:
        negated = frozenset(one for one, factuality in vouched.items() if factuality is Factuality.DID_NOT_HAPPEN)
    return Sides(supporting=frozenset(vouched) - negated, opposing=denials | negated, is_held=is_held)


def content_of(source: Source, tellings: Sequence[Telling], sides: Sides) -> Content:
    """What a source says in its tellings."""
    countries = frozenset(body.country for body in source.bodies if body.country)
    told = tellings if source.kind in (VoiceKind.NAMED, VoiceKind.ANONYMOUS) else ()
    return Content(
        countries=frozenset({countries}) if countries else frozenset(),
        counts=frozenset(count for telling in told for count in counts_of(telling)),
        is_support=any(telling.claim.id in sides.supporting for telling in told),
        is_denial=any(telling.claim.id in sides.opposing for telling in told),
    )


def counts_of(telling: Telling) -> Iterator[Count]:
    """The numbers of a telling's event."""
    for magnitude in telling.event.magnitudes if telling.event else ():
        yield magnitude.kind, magnitude.low, magnitude.high


def counts_differ(counts: Collection[Count], others: Collection[Count]) -> bool:
    """Whether both count one thing and come to two numbers: who has it from the other has his number."""
    return any(one[0] is other[0] and one != other for one in counts for other in others)


class Groups:
    """Sources put together; `members` are the places of each group under its first, `joinings` what put it together."""

    def __init__(self, sources: Sequence[Source], contents: Sequence[Content]) -> None:
        """Every source by itself."""
        self._group = list(range(len(sources)))
        self._contents = list(contents)
        self._definiteness = [definiteness_of(source) for source in sources]
        self.members = {place: [place] for place in range(len(sources))}
        self.joinings: list[Joining] = []

    def of(self, place: int) -> int:
        """The group in which the source at `place` is."""
        return self._group[place]

    def join(self, joining: Joining) -> None:
        """Makes one group of two, unless what they say keeps them apart."""
        one, other = sorted((self.of(joining.one), self.of(joining.other)))
        if one == other or not (joining.is_identity or self.may_join(one, other)):
            return
        for place in self.members[other]:
            self._group[place] = one
        self.members[one] += self.members.pop(other)
        self._contents[one] = self._contents[one].with_that_of(self._contents[other])
        self._definiteness[one] = max(self._definiteness[one], self._definiteness[other])
        self.joinings.append(joining)

    def may_join(self, one: int, other: int) -> bool:
        """Whether nothing that members of the two groups say keeps them apart."""
        return not self._contents[one].contradicts(self._contents[other])

    def definiteness_of(self, group: int) -> int:
        """How much the words of the member that is told best say of the group."""
        return self._definiteness[group]


Likenesses = Mapping[tuple[int, int], Likeness]
"""By the places of two sources, the first one first."""


def join_the_certain(groups: Groups, likenesses: Likenesses) -> None:
    """Puts together who is one whoever else there is: one voice first, then those of one body who agree."""
    certain = [(pair, likeness) for pair, likeness in likenesses.items() if likeness.is_certain]
    for pair, likeness in sorted(certain, key=lambda one: (not one[1].is_identity, one[0])):
        groups.join(_joining(pair, likeness))


def join_the_only(groups: Groups, likenesses: Likenesses) -> None:
    """Puts together who is one because nobody else fits, until nothing more comes of it."""
    before = len(groups.members) + 1
    while len(groups.members) < before:
        before = len(groups.members)
        _join_once(groups, likenesses)


def _join_once(groups: Groups, likenesses: Likenesses) -> None:
    """Each group with the only one that fits and is told better; groups told alike, if they all fit each other."""
    edges: dict[int, dict[int, Joining]] = defaultdict(dict)
    for pair, likeness in sorted(likenesses.items(), key=lambda one: one[0]):
        one, other = groups.of(pair[0]), groups.of(pair[1])
        if one != other and other not in edges[one] and (likeness.is_identity or groups.may_join(one, other)):
            edges[one][other] = edges[other][one] = _joining(pair, likeness)
    level = {one: groups.definiteness_of(one) for one in edges}
    better = {one: [other for other in others if level[other] > level[one]] for one, others in edges.items()}
    alike = {
        one: {other: None for other in others if level[other] == level[one] and not better[other]}
        for one, others in edges.items()
        if not better[one]
    }
    pairs = [(one, others[0]) for one, others in better.items() if len(others) == 1]
    for together in components(alike):
        if all(other in alike[one] for one, other in combinations(together, 2)):
            pairs += combinations(together, 2)
    for one, other in sorted(pairs):
        groups.join(edges[one][other])


def _joining(pair: tuple[int, int], likeness: Likeness) -> Joining:
    method, score = ("voice", CERTAIN) if likeness.is_certain else ("only one fits", LIKELY)
    reason = Reason(method=method, score=score, detail=likeness.reason)
    return Joining(one=pair[0], other=pair[1], reason=reason, is_identity=likeness.is_identity)


def components(edges: Mapping[K, Mapping[K, object]]) -> Iterator[list[K]]:
    """What hangs together by `edges`, which go both ways; each in order."""
    seen: set[K] = set()
    for start in sorted(edges):
        if start in seen:
            continue
        found: list[K] = []
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                found.append(one)
                waiting += edges[one]
        yield sorted(found)
