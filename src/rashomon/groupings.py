"""Sources of one event put together step by step, each joining with its reason, the same whatever their order.

In go Sources and their Likenesses; out come groups. First those that are one for certain, then those that are one if
nobody else fits; sources that contradict each other, or speak for two countries, are kept apart.

Used by `origins.py`, which knows which joinings there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from rashomon.likenesses import Likeness, Source, are_of_two_countries, contradiction_of, definiteness_of
from rashomon.records import Reason

K = TypeVar("K", int, str)

CERTAIN, LIKELY = 1.0, 0.7
"""Scores of a joining: for certain, and because nobody else fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Two sources, by their places, that are one, and why. `is_identity`: they are one voice, whatever they say."""

    one: int
    other: int
    reason: Reason
    is_identity: bool = False


class Groups:
    """Sources put together; `members` are the places of each group under its first, `joinings` what put it together."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Every source by itself."""
        self._sources = sources
        self._group = list(range(len(sources)))
        self.members = {place: [place] for place in range(len(sources))}
        self.joinings: list[Joining] = []

    def of(self, place: int) -> int:
        """The group in which the source at `place` is."""
        return self._group[place]

    def join(self, joining: Joining) -> None:
        """Makes one group of two, unless members of theirs exclude each other."""
        one, other = sorted((self.of(joining.one), self.of(joining.other)))
        if one == other or not (joining.is_identity or self.may_join(one, other)):
            return
        for place in self.members[other]:
            self._group[place] = one
        self.members[one] += self.members.pop(other)
        self.joinings.append(joining)

    def may_join(self, one: int, other: int) -> bool:
        """Whether no member of one group contradicts a member of the other or speaks for another country."""
        pairs = ((self._sources[i], self._sources[j]) for i in self.members[one] for j in self.members[other])
        return not any(contradiction_of(*pair) or are_of_two_countries(*pair) for pair in pairs)

    def definiteness_of(self, group: int) -> int:
        """How much the words of the member that is told best say of the group."""
        return max(definiteness_of(self._sources[place]) for place in self.members[group])


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
        if one != other and (likeness.is_identity or groups.may_join(one, other)):
            edges[one].setdefault(other, _joining(pair, likeness))
            edges[other].setdefault(one, _joining(pair, likeness))
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
