"""What an analyst should look at first: what only little holds together, and what was nearly joined.

In: a ledger to ask, and how many of the latest events or articles to pass over. Out: doubts among the latest of the
rest, the greatest first, each with the reason that the machine had; what an analyst has decided already is left out.
No question goes over the whole ledger, however large it is. Changes nothing. Read next: `anchors.py`, which turns the
answer to a doubt into a decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.decisions import Bonds, bonds_of, kept_names_of, standing
from rashomon.findings import Ask, asked_at_once, decisions_in
from rashomon.links import ABSENT
from rashomon.records import Edge, EntityKind, Reason

MOST_SHOWN = 20
LOOKED_AT = 300
"""So many events, or articles, are looked at together: what an analyst can work off in a day, and asked in no time."""
WEAK = 0.8
"""An event whose parts nothing likelier than this ties together is worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakTie:
    """An event that falls apart without one edge: the claims on the side with fewer of them, and those on the other."""

    event_id: str
    edge: Edge
    apart: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two events that may be one: the likeliest edge between them, how many pairs of their claims have an edge, the
    mean over all pairs, which decided it, and how many articles tell both."""

    one: str
    other: str
    edge: Edge
    pairs: int
    tied: int
    mean: float
    common_articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulName:
    """A spelling under which articles were taken to mean an entity that is usually called otherwise: how many of the
    articles looked at, the least certain of their reasons, and what that article means (an ArticleEntity's id)."""

    entity_id: str
    kind: EntityKind
    usual_name: str
    name: str
    articles: int
    reason: Reason
    meant: str


@dataclass(frozen=True, slots=True)
class _Window:
    """Some events: the article of each of their claims, the event of each claim, and all edges that touch these."""

    told: Mapping[str, Mapping[str, str]]
    event_of: Mapping[str, str]
    edges: Sequence[Edge]


def weak_ties(ask: Ask, *, passed: int = 0) -> tuple[WeakTie, ...]:
    """The events that the weakest edges hold together, the weakest first."""
    bonds = bonds_of(standing(decisions_in(ask)))
    window = _window(ask, _latest_events(ask, passed))
    inside: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in window.edges:
        if window.event_of[edge.one] == window.event_of[edge.other]:
            inside[window.event_of[edge.one]].append(edge)
    ties = (_weak_tie(event_id, window.told[event_id], edges, bonds) for event_id, edges in inside.items())
    weak = [tie for tie in ties if tie and tie.edge.probability < WEAK]
    return tuple(sorted(weak, key=lambda tie: (tie.edge.probability, tie.event_id))[:MOST_SHOWN])


def near_misses(ask: Ask, *, passed: int = 0) -> tuple[NearMiss, ...]:
    """The events with the likeliest edges to another event, the likeliest first."""
    return _near_misses(ask, _latest_events(ask, passed))


def near_misses_of(ask: Ask, event_id: str) -> tuple[NearMiss, ...]:
    """The events that one event may be the same as, the likeliest first."""
    return _near_misses(ask, [event_id])


def doubtful_names(ask: Ask, *, passed: int = 0) -> tuple[DoubtfulName, ...]:
    """The spellings that were taken for an entity with the least certainty, the least certain first."""
    kept = kept_names_of(standing(decisions_in(ask)))
    found: dict[tuple[str, str], DoubtfulName] = {}
    for entity_id, kind, usual, name, articles, score, method, detail, meant in ask(_JOINED_NAMES, (LOOKED_AT, passed)):
        if (kind, usual, name) not in kept:
            found[entity_id, name] = DoubtfulName(
                entity_id=entity_id,
                kind=EntityKind(kind),
                usual_name=usual,
                name=name,
                articles=articles,
                reason=Reason(method=method, score=score, detail=detail),
                meant=meant,
            )
    return tuple(sorted(found.values(), key=lambda one: (one.reason.score, one.name))[:MOST_SHOWN])


def ties_inside(ask: Ask, event_id: str) -> tuple[Edge, ...]:
    """The edges between the claims of an event, the likeliest first."""
    window = _window(ask, [event_id])
    inside = [edge for edge in window.edges if window.event_of[edge.one] == window.event_of[edge.other]]
    return tuple(sorted(inside, key=lambda edge: (-edge.probability, edge.one, edge.other)))


def _latest_events(ask: Ask, passed: int) -> list[str]:
    latest = (
        # As in listings.py, `told_on` keeps SQLite from sorting an index instead of reading the rows in their order.
        "SELECT event_id, told_on FROM event_tellings GROUP BY published, claims, event_id"
        " ORDER BY published DESC, claims DESC, event_id LIMIT ? OFFSET ?"
    )
    return [row[0] for row in ask(latest, (LOOKED_AT, passed))]


def _window(ask: Ask, event_ids: Iterable[str]) -> _Window:
    told: dict[str, dict[str, str]] = {event_id: {} for event_id in event_ids}
    event_of: dict[str, str] = {}
    for event_id, claim_id, article_id in asked_at_once(
        ask, "SELECT event_id, id, article_id FROM claims WHERE event_id IN ({})", list(told)
    ):
        told[event_id][claim_id] = article_id
        event_of[claim_id] = event_id
    columns = "SELECT one, other, probability, detail FROM edges"
    edges: dict[tuple[str, str], Edge] = {}
    for end in ("one", "other"):
        for one, other, probability, detail in asked_at_once(ask, f"{columns} WHERE {end} IN ({{}})", list(event_of)):
            edges[one, other] = Edge(one=one, other=other, probability=probability, detail=detail)
    beyond = list({end for pair in edges for end in pair} - event_of.keys())
    event_of |= dict(asked_at_once(ask, "SELECT id, event_id FROM claims WHERE id IN ({})", beyond))
    return _Window(told, event_of, list(edges.values()))


def _weak_tie(event_id: str, claims: Iterable[str], edges: Iterable[Edge], bonds: Bonds) -> WeakTie | None:
    """The edge without which the event falls apart, of several the weakest; None where only analysts hold it together.

    Edges are laid from the likeliest on; the last one that joins two sides is what the event hangs on.
    """
    side_of = {one: [one] for one in claims}
    for pair, is_joined in bonds.items():
        if is_joined and pair <= side_of.keys():
            _join(side_of, *pair)
    tie = None
    for edge in sorted(edges, key=lambda one: (-one.probability, one.one, one.other)):
        if side_of[edge.one] is not side_of[edge.other]:
            sides = sorted((sorted(side_of[edge.one]), sorted(side_of[edge.other])), key=lambda side: (len(side), side))
            tie = WeakTie(event_id=event_id, edge=edge, apart=tuple(sides[0]), rest=tuple(sides[1]))
            _join(side_of, edge.one, edge.other)
    return tie


def _join(side_of: dict[str, list[str]], *claims: str) -> None:
    """Make one side of those on which the claims are."""
    kept = side_of[claims[0]]
    for other in claims[1:]:
        gone = side_of[other]
        if gone is not kept:
            kept += gone
            side_of |= dict.fromkeys(gone, kept)


def _near_misses(ask: Ask, event_ids: Sequence[str]) -> tuple[NearMiss, ...]:
    bonds = bonds_of(standing(decisions_in(ask)))
    window = _window(ask, event_ids)
    between: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in window.edges:
        one, other = window.event_of[edge.one], window.event_of[edge.other]
        if one != other and None not in (one, other):
            between[min(one, other), max(one, other)].append(edge)
    pairs = sorted(between, key=lambda pair: (-max(edge.probability for edge in between[pair]), pair))
    listed = _listed(ask, {one for pair in pairs for one in pair} - set(event_ids)) | set(event_ids)
    parted = {pair for pair, is_joined in bonds.items() if not is_joined}
    parted_events = {frozenset(window.event_of.get(one, "") for one in pair) for pair in parted}
    wanted = [pair for pair in pairs if listed.issuperset(pair) and frozenset(pair) not in parted_events]
    wanted = wanted[:MOST_SHOWN]
    told = _window(ask, {one for pair in wanted for one in pair}).told
    return tuple(_near_miss(pair, between[pair], told[pair[0]], told[pair[1]]) for pair in wanted)


def _near_miss(
    pair: tuple[str, str], edges: Sequence[Edge], here: Mapping[str, str], there: Mapping[str, str]
) -> NearMiss:
    weights = [edge.probability for edge in edges]
    pairs = len(here) * len(there)
    return NearMiss(
        one=pair[0],
        other=pair[1],
        edge=max(edges, key=lambda edge: edge.probability),
        pairs=pairs,
        tied=len(weights),
        mean=sum(weights) / (len(weights) + ABSENT * (pairs - len(weights))),
        common_articles=len(set(here.values()) & set(there.values())),
    )


def _listed(ask: Ask, event_ids: Iterable[str]) -> set[str]:
    """Those of the events that are shown in lists."""
    question = "SELECT event_id FROM event_tellings WHERE event_id IN ({})"
    return {row[0] for row in asked_at_once(ask, question, list(event_ids))}


_JOINED_NAMES = """
SELECT one.same_as, entities.kind, entities.name, here.name, count(*), min(member.score), member.method, member.detail,
       here.id
FROM (SELECT id FROM articles ORDER BY published DESC LIMIT ? OFFSET ?) AS latest
     CROSS JOIN article_entities AS here ON here.article_id = latest.id
     CROSS JOIN entity_members AS member ON member.article_entity_id = here.id
     CROSS JOIN entities AS one ON one.id = member.entity_id CROSS JOIN entities ON entities.id = one.same_as
WHERE member.method = 'name and context' AND here.name <> entities.name
GROUP BY one.same_as, here.name
"""
"""What names alone joined, apart from the usual name: to say of that one that it is somebody else's parts nothing."""
