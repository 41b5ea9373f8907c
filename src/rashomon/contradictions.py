"""What of the linked events does not follow from the claims, the edges between them and the decisions.

In: a ledger to ask. Out: a `Mismatch` for every row that contradicts the rows that it was made from: claims, events,
origins, links, edges, decisions. What no row can tell (whether an edge is likely enough, who is one origin) is taken as
it stands; status, grade, type and differences of each event are made again from its origins and links. Changes nothing.
Read next: `verification.py`, which asks for these after it has held every record against its source.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rashomon.answers import DECISION_COLUMNS, FoundClaim, FoundEvent, decision_of
from rashomon.decisions import RATINGS, bonds_of, checked_value, standing
from rashomon.errors import SettingError
from rashomon.findings import Ask, decisions_in, events_where
from rashomon.grades import grade_of, status_of
from rashomon.records import (
    Action,
    Decision,
    Difference,
    Grade,
    Link,
    Mismatch,
    Origin,
    Reason,
    Relation,
    Telling,
)

_ROWS: tuple[tuple[str, str, str], ...] = (
    (
        "claim",
        "its event {} is not there",
        "SELECT id, event_id FROM claims WHERE event_id IS NOT NULL AND event_id NOT IN (SELECT id FROM events)",
    ),
    (
        "claim",
        "it is of the event {}, and stands under an origin of {}",
        "SELECT claims.id, claims.event_id, origin_claims.event_id FROM origin_claims"
        " JOIN claims ON claims.id = claim_id WHERE claims.event_id IS NOT origin_claims.event_id",
    ),
    (
        "claim",
        "it is of the event {}, and of none of its origins",
        "SELECT id, event_id FROM claims WHERE event_id IS NOT NULL AND id NOT IN (SELECT claim_id FROM origin_claims)",
    ),
    (
        "claim",
        "it is of the event {}, and listed under {}",
        "SELECT claims.id, claims.event_id, event_tellings.event_id FROM event_tellings"
        " JOIN claims ON claims.number = claim_number WHERE claims.event_id IS NOT event_tellings.event_id",
    ),
    (
        "event",
        "it counts {} claims in {} outlets, and has {} in {}",
        "SELECT * FROM (SELECT events.id, events.claims, events.outlets, count(claims.id) AS told,"
        " count(DISTINCT ifnull(nullif(articles.outlet, ''), articles.id)) AS by"
        " FROM events LEFT JOIN claims ON claims.event_id = events.id"
        " LEFT JOIN articles ON articles.id = claims.article_id GROUP BY events.id)"
        " WHERE told <> claims OR by <> outlets",
    ),
    (
        "event",
        "it was first published on {}, and its first article on {}",
        "SELECT * FROM (SELECT events.id, events.published, min(articles.published) AS first"
        " FROM events JOIN claims ON claims.event_id = events.id JOIN articles ON articles.id = claims.article_id"
        " GROUP BY events.id) WHERE published IS NOT first",
    ),
    (
        "event",
        "it counts {} independent origins, and has {}",
        "SELECT * FROM (SELECT id, independent_origins,"
        " (SELECT count(*) FROM origins WHERE event_id = events.id AND is_support) AS there FROM events)"
        " WHERE independent_origins <> there",
    ),
    (
        "event",
        "it is listed as {}, and is {}",
        "SELECT DISTINCT events.id, event_tellings.status, events.status FROM event_tellings"
        " JOIN events ON events.id = event_id WHERE event_tellings.status <> events.status",
    ),
    (
        "origin",
        "{} of the event stands behind none of its claims",
        "SELECT event_id, name FROM origins WHERE NOT EXISTS (SELECT 1 FROM origin_claims AS told"
        " WHERE told.event_id = origins.event_id AND told.position = origins.position)",
    ),
    (
        "link",
        "it goes to {}, which is of another event",
        "SELECT source, target FROM links JOIN claims AS one ON one.id = source JOIN claims AS other"
        " ON other.id = target WHERE one.event_id IS NOT other.event_id",
    ),
    ("link", "it leads back to itself", "SELECT source FROM links WHERE source = target"),
    (
        "link",
        "what it is to {} is no relation: {} {}",
        "SELECT source, target, relation, difference FROM links WHERE"
        f" relation NOT IN ({', '.join(repr(one.value) for one in Relation)})"
        f" OR difference NOT IN ('', {', '.join(repr(one.value) for one in Difference)})"
        " OR (relation = 'differs' AND difference = '')",
    ),
    (
        "edge",
        "it ties the claim to {} as none can be tied: {}",
        "SELECT one, other, probability FROM edges WHERE one >= other OR probability <= 0 OR probability > 1",
    ),
)
"""What is off, in which words, and the question whose every answer is such a fault: an id, then what stands in them."""


def contradictions_in(ask: Ask) -> Iterator[Mismatch]:
    """Every contradiction between the rows of linking, and those of decisions; none, when all is well."""
    for record, sentence, question in _ROWS:
        for id_, *values in ask(question, ()):
            shown = ("nothing" if value is None else value for value in values)
            yield Mismatch(record=record, id=str(id_), sentence=sentence.format(*shown))
    yield from _decision_faults(ask)
    try:
        yield from _bond_faults(ask)
        links = _opposing_links(ask)
        for found in events_where(ask, "true", ()):
            faults = _event_faults(found, links.get(found.event.id, ()))
            yield from (Mismatch(record="event", id=found.event.id, sentence=sentence) for sentence in faults)
    except (ValueError, TypeError) as error:
        yield Mismatch(record="event", id="-", sentence=f"a row cannot be read back: {error}")


def _decision_faults(ask: Ask) -> Iterator[Mismatch]:
    """Decisions that do not say what was decided: their ids are hashes of that."""
    for id_, *row in ask(f"SELECT id, {DECISION_COLUMNS} FROM decisions ORDER BY number", ()):
        try:
            decision = decision_of(row)
            fault = "what it says has another hash" if decision.id != id_ else _fault_of(decision)
        except (ValueError, TypeError, SettingError) as error:
            fault = f"cannot be read back: {error}"
        if fault:
            yield Mismatch(record="decision", id=id_, sentence=fault)


def _fault_of(decision: Decision) -> str | None:
    """What a decision cannot say, or None; raises SettingError where it corrects what cannot be corrected so."""
    if not decision.groups or not all(decision.groups):
        return "it is about nothing"
    if decision.action is Action.CORRECT:
        checked_value(str(decision.field), str(decision.value))
    if decision.action is Action.RATE and decision.value not in RATINGS:
        return f"reliability cannot be {decision.value!r}"
    return None


def _bond_faults(ask: Ask) -> Iterator[Mismatch]:
    """Events that no edge and no decision holds together, and those that a decision forbids."""
    event_of: dict[str, str] = {
        row[0]: row[1] for row in ask("SELECT id, event_id FROM claims WHERE event_id > ''", ())
    }
    bonds = {
        (min(pair), max(pair)): is_joined
        for pair, is_joined in bonds_of(standing(decisions_in(ask))).items()
        if len(pair) == 2 and pair <= event_of.keys()
    }
    bound = _Sets(pair for pair, is_joined in bonds.items() if is_joined)
    for (one, other), is_joined in sorted(bonds.items()):
        is_one = event_of[one] == event_of[other]
        if is_joined and not is_one:
            yield Mismatch(
                record="event", id=event_of[one], sentence=f"an analyst joined {one} and {other}: they are apart"
            )
        # What others join by way of a third claim stays joined.
        if not is_joined and is_one and bound.top(one) != bound.top(other):
            yield Mismatch(
                record="event", id=event_of[one], sentence=f"an analyst parted {one} and {other}: both are in it"
            )
    tied = _Sets(pair for pair, is_joined in bonds.items() if is_joined and event_of[pair[0]] == event_of[pair[1]])
    for one, other in ask("SELECT one, other FROM edges", ()):
        if event_of.get(one) is not None and event_of.get(one) == event_of.get(other):
            tied.join(one, other)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for claim_id, event_id in event_of.items():
        parts[event_id].add(tied.top(claim_id))
    for event_id, tops in parts.items():
        if len(tops) > 1:
            sentence = f"nothing ties its claims {' and '.join(sorted(tops)[:2])} to each other"
            yield Mismatch(record="event", id=event_id, sentence=sentence)


class _Sets:
    """Disjoint sets of ids, joined pair by pair."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, str] = {}
        for one, other in pairs:
            self.join(one, other)

    def top(self, one: str) -> str:
        """The id that stands for the set of this one."""
        while (above := self._above.get(one, one)) != one:
            self._above[one] = one = self._above.get(above, above)
        return one

    def join(self, one: str, other: str) -> None:
        """Make their sets one."""
        self._above[self.top(other)] = self.top(one)


def _opposing_links(ask: Ask) -> Mapping[str, list[Link]]:
    """The links of each event on which its status and its differences rest."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for event_id, source, target, relation, difference, here, there, *reason in ask(
        "SELECT event_id, source, target, relation, difference, source_value, target_value, links.method, links.score,"
        " links.detail FROM links JOIN claims ON claims.id = source WHERE relation IN ('disputes', 'differs')",
        (),
    ):
        links[event_id].append(
            Link(
                source=source,
                target=target,
                relation=Relation(relation),
                difference=Difference(difference) if difference else None,
                values=None if here is None else (here, there),
                reason=Reason(method=reason[0], score=reason[1], detail=reason[2]),
            )
        )
    return links


def _event_faults(found: FoundEvent, links: Sequence[Link]) -> Iterator[str]:
    """What the origins, links and claims of an event give otherwise than it stands there."""
    event = found.event
    types = Counter(one.told.type for one in found.claims if one.told)
    type_ = min(types, key=lambda one: (-types[one], one.value), default=None)
    if event.type is not type_:
        yield f"its type is {event.type}, and most of its claims tell {type_}"
    told = {one.claim.id: _telling_of(one) for one in found.claims}
    tellings = list(told.values())
    as_told = {claim_id: telling.claim.id for claim_id, telling in told.items()}
    origins = [replace(one, claims=tuple(as_told.get(claim, claim) for claim in one.claims)) for one in event.origins]
    status = status_of(tellings, origins, [_retold(link, as_told) for link in links])
    if event.status is not status:
        yield f"its status is {event.status.value}, and its origins and links make it {status.value}"
    if event.grade not in _grades_of(found, tellings, origins):
        yield f"its grade is {event.grade.credibility} ({event.grade.rule}), which its origins do not give"
    differs = {field: {value: frozenset(by) for value, by in values} for field, values in event.differs}
    if differs != _differences(links):
        yield "in what its claims differ is not what their links say"


def _telling_of(found: FoundClaim) -> Telling:
    """The claim as far as status and grade depend on it, with what an analyst corrected."""
    return Telling(
        claim=replace(found.claim, stance=found.stance, factuality=found.factuality),
        event=found.told,
        outlet=found.article.outlet,
        outlet_entity=None,
        published=found.article.published,
        voices=(),
        actors=(),
        recipients=(),
    )


def _retold(link: Link, as_told: Mapping[str, str]) -> Link:
    return replace(link, source=as_told.get(link.source, link.source), target=as_told.get(link.target, link.target))


def _grades_of(found: FoundEvent, tellings: Sequence[Telling], origins: Sequence[Origin]) -> list[Grade]:
    """The grades that the origins may give: of a circle the words are kept, and not which of two kinds it is."""
    return [
        grade_of(
            tellings,
            origins,
            found.event.status,
            [Reason(method=method, score=1.0, detail=detail) for detail in found.circular],
        )
        for method in ("circle", "one report")
    ]


def _differences(links: Iterable[Link]) -> dict[Difference, dict[str, frozenset[str]]]:
    found: defaultdict[Difference, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        if link.difference and link.values:
            for claim_id, value in zip((link.source, link.target), link.values, strict=True):
                found[link.difference][value].add(claim_id)
    return {field: {value: frozenset(claims) for value, claims in values.items()} for field, values in found.items()}
