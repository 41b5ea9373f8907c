"""Which tellings are about one occurrence: edges between pairs, and the events that follow from the edges alone.

In go the sides of the tellings of a new article and those that their keys bring up; out come `Edge`s, each with its
probability and reason. From the edges of a connected component follow its events, by average linkage, whatever came
first: the same articles in any order give the same events, and a new article changes only the components that it
touches. A denial that is left over goes to what it comes nearest to. Read next: `relations.py`.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rashomon.blocks import keys_near, keys_of
from rashomon.comparisons import days_between, evidence_for, is_inside, kilometres, order_of, probability_of
from rashomon.contraries import find_contrary
from rashomon.decisions import Bonds
from rashomon.link_weights import WEIGHTS
from rashomon.presuppositions import find_presupposed
from rashomon.records import Edge, EventType, Factuality, content_id
from rashomon.sides import Side

OF_ONE_MENTION = 0.99
"""Of a denial and the claim that it answers."""
OF_CONTRARY = 0.5
"""Of two who tell opposite states of one thing."""
OF_PRESUPPOSED = 0.4
"""Of a denial and what cannot be where it is true: enough for the two to be one event, if nothing likelier is."""
LEAST_EDGE = 0.45
"""Of a pair that is kept: what is less likely holds nothing together."""
LEAST_EDGE_OF_DENIAL = 0.15
"""Of a denial and what is none: a denial seldom says much, and is about something all the same."""
LEAST_MEAN = 0.3
"""The mean probability over all pairs of two groups that are one event. At 0.2 a third of the claims of the largest
events are strangers and at 0.3 a quarter; at 0.4 it is a fifth, and what is one event to a reader falls apart."""
ABSENT = 0.25
"""As how many pairs one without an edge counts there: it is unlikely, or was never compared. All but the second
were set on ECB+ dev and the open stories of `origins` dev."""
SHOWN_REASONS = 3
_APART = {EventType.ASSAULT, EventType.RETREAT}
APART_KM = 100.0


def edges_of(new: Sequence[Side], known: Sequence[Side]) -> tuple[Edge, ...]:
    """The edges of the new tellings among themselves and to the known ones, in the order of the claims' ids."""
    sides = {side.id: side for side in (*known, *new)}
    edges = (edge_between(sides[one], sides[other]) for one, other in sorted(pairs_of(new, known)))
    return tuple(edge for edge in edges if edge)


def pairs_of(new: Sequence[Side], known: Sequence[Side]) -> set[tuple[str, str]]:
    """The claims to compare: those that share a key or tell of one mention, the smaller id first."""
    under: defaultdict[object, list[str]] = defaultdict(list)
    for side in (*known, *new):
        for key in (*keys_of(side), *_mention_of(side)):
            under[key].append(side.id)
    return {
        (min(side.id, other), max(side.id, other))
        for side in new
        for key in (*keys_near(keys_of(side)), *_mention_of(side))
        for other in under.get(key, ())
        if other != side.id
    }


def _mention_of(side: Side) -> tuple[str, ...]:
    """What a denial that only names what it denies shares with the claim that it answers; no key for the database: both
    are of one article, which is compared at once."""
    return (f"mention {side.mention}",) if side.mention else ()


def edge_between(one: Side, other: Side) -> Edge | None:
    """The edge of a pair, None where it is unlikely that both are of one event."""
    if other.id < one.id:
        one, other = other, one
    if one.mention is not None and one.mention == other.mention:
        return Edge(one=one.id, other=other.id, probability=OF_ONE_MENTION, detail="the one answers the other by name")
    evidence = evidence_for(one, other)
    probability = probability_of(evidence)
    if probability < OF_CONTRARY and (why := find_contrary(one, other)):
        return Edge(one=one.id, other=other.id, probability=OF_CONTRARY, detail=why)
    if probability < (LEAST_EDGE if one.is_denial is other.is_denial else LEAST_EDGE_OF_DENIAL):
        why = find_presupposed(one, other) or find_presupposed(other, one)
        return Edge(one=one.id, other=other.id, probability=OF_PRESUPPOSED, detail=why) if why else None
    told = [found for found in evidence if found.detail and WEIGHTS[found.feature] * found.value > 0]
    told.sort(key=lambda found: -WEIGHTS[found.feature] * found.value)
    detail = "; ".join(found.detail for found in told[:SHOWN_REASONS])
    return Edge(one=one.id, other=other.id, probability=round(probability, 4), detail=detail)


def events_among(
    sides: Sequence[Side], edges: Iterable[Edge], bonds: Bonds = MappingProxyType({})
) -> tuple[tuple[str, ...], ...]:
    """The claims of each event, the earliest published first; a telling that nothing is like is an event alone.

    Edges to tellings that are not among `sides` are left out: give one or several whole components. What analysts
    joined (`bonds`) is one event whatever the edges say, and what they parted never is.
    """
    by_id = {side.id: side for side in sides}
    weights = {(edge.one, edge.other): edge.probability for edge in edges if edge.one in by_id and edge.other in by_id}
    groups = _Linkage(by_id, weights, bonds).groups()
    _reunite_denials(groups, by_id, weights, bonds)
    ordered = (tuple(sorted(group, key=lambda one: order_of(by_id[one]))) for group in groups)
    return tuple(sorted(ordered, key=lambda group: order_of(by_id[group[0]])))


def may_be_one(one: Side, other: Side) -> bool:
    """Whether nothing forbids it: what one article tells of two times, or of two places, are two events, and so are
    an attack and what somebody gave up for it in one quote ("resigned over a strike that killed nine").

    Two articles may err or disagree, and that is what people want to see; one article knows what it tells apart.
    """
    if one.article != other.article:
        return True
    if {one.type, other.type} == _APART and one.words == other.words:
        return False
    here_on, there_on = one.interval, other.interval
    if here_on and there_on and here_on.is_own and there_on.is_own and days_between(here_on, there_on):
        return False
    if one.place and other.place and one.place_is_own and other.place_is_own:
        here, there = one.place, other.place
        if one.place_is_exact and other.place_is_exact and not (is_inside(here, there) or is_inside(there, here)):
            return kilometres(here, there) <= APART_KM
    return True


class _Linkage:
    """Groups of tellings, joined pair by pair, the likeliest first, as long as the mean of a pair is high enough.

    `_sums` has for two groups the sum of the edges between them and how many there are.
    """

    def __init__(self, sides: Mapping[str, Side], weights: Mapping[tuple[str, str], float], bonds: Bonds) -> None:
        self._sides, self._bonds = sides, bonds
        self._members = {one: [one] for one in sorted(sides)}
        self._sums: dict[str, dict[str, tuple[float, int]]] = {one: {} for one in self._members}
        for (one, other), weight in sorted(weights.items()):
            self._sums[one][other] = self._sums[other][one] = (weight, 1)
        self._join_the_bound()

    def _join_the_bound(self) -> None:
        """Make one of the groups that analysts joined."""
        group_of = {one: one for one in self._members}
        for one, other in sorted(tuple(sorted(pair)) for pair, is_joined in self._bonds.items() if is_joined):
            if one in group_of and other in group_of and group_of[one] != group_of[other]:
                kept, gone = sorted((group_of[one], group_of[other]))
                group_of |= dict.fromkeys(self._members[gone], kept)
                self._join(kept, gone)

    def groups(self) -> list[list[str]]:
        """The groups that are left when none can be joined any more."""
        waiting = [self._offer(one, other) for one, others in self._sums.items() for other in others if one < other]
        heapq.heapify(waiting)
        while waiting:
            offer = heapq.heappop(waiting)
            mean, one, other = offer
            if -mean < LEAST_MEAN:
                break
            if other not in self._sums.get(one, ()) or offer != self._offer(one, other):
                continue  # one of the two has grown since
            if self._may_join(one, other):
                self._join(one, other)
                for new in self._offers(one):
                    heapq.heappush(waiting, new)
            else:
                del self._sums[one][other], self._sums[other][one]
        return list(self._members.values())

    def _offers(self, one: str) -> Iterator[tuple[float, str, str]]:
        offers = (self._offer(one, other) if one < other else self._offer(other, one) for other in self._sums[one])
        return (offer for offer in offers if -offer[0] >= LEAST_MEAN)

    def _offer(self, one: str, other: str) -> tuple[float, str, str]:
        total, edges = self._sums[one][other]
        absent = len(self._members[one]) * len(self._members[other]) - edges
        return -round(total / (edges + ABSENT * absent), 9), one, other

    def _may_join(self, one: str, other: str) -> bool:
        here, there = self._members[one], self._members[other]
        if self._bonds and any(_is_cut(claim, there, self._bonds) for claim in here):
            return False
        articles = {self._sides[claim].article for claim in here}
        told_there = [side for claim in there if (side := self._sides[claim]).article in articles]
        return all(may_be_one(self._sides[claim], side) for side in told_there for claim in here)

    def _join(self, one: str, other: str) -> None:
        """Make the group of `other`, the greater id, a part of that of `one`."""
        self._members[one] += self._members.pop(other)
        for third, (total, edges) in self._sums.pop(other).items():
            del self._sums[third][other]
            if third != one:
                before, count = self._sums[one].get(third, (0.0, 0))
                self._sums[one][third] = self._sums[third][one] = (before + total, count + edges)


def _is_cut(one: str, group: Iterable[str], bonds: Bonds) -> bool:
    """Whether an analyst parted a claim from one of a group."""
    return not all(bonds.get(frozenset((one, other)), True) for other in group)


def _reunite_denials(
    groups: list[list[str]], sides: Mapping[str, Side], weights: Mapping[tuple[str, str], float], bonds: Bonds
) -> None:
    """Let each group of denials, and of what is told as not done, go to the group of others in which one of its denials
    has the likeliest edge that nobody cut."""
    group_of = {one: group for group in groups for one in group}
    against = {one for one, side in sides.items() if side.is_denial or side.factuality is Factuality.DID_NOT_HAPPEN}
    best: dict[str, tuple[float, str]] = {}
    for (one, other), weight in weights.items():
        for denial, denied in ((one, other), (other, one)):
            if sides[denial].is_denial and denied not in against and not _is_cut(denial, group_of[denied], bonds):
                best[denial] = max(best.get(denial, (0.0, "")), (weight, denied))
    for group in [group for group in groups if against.issuperset(group)]:
        offers = sorted((-best[one][0], best[one][1]) for one in group if one in best)
        if offers:
            target = group_of[offers[0][1]]
            target += group
            groups.remove(group)


def event_ids(events: Sequence[Sequence[str]], known: Mapping[str, str]) -> tuple[str, ...]:
    """The id of each event: the one that most of its claims had so far, `known` by claim; else a hash of its first.

    When events merge, the id of the one with more of the claims stays, of equals the smaller; when one is split, the
    part with more of its claims keeps the id.
    """
    claimed = sorted(
        (-sum(known.get(claim) == id_ for claim in claims), id_, number)
        for number, claims in enumerate(events)
        for id_ in {known[claim] for claim in claims if claim in known}
    )
    ids: dict[int, str] = {}
    for _, id_, number in claimed:
        if number not in ids and id_ not in ids.values():
            ids[number] = id_
    taken = set(ids.values())
    for number, claims in enumerate(events):
        if number not in ids:
            new = content_id("e", claims[0])
            ids[number] = content_id("e", "of a split event", *claims) if new in taken else new
            taken.add(ids[number])
    return tuple(ids[number] for number in range(len(events)))
