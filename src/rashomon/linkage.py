"""The events of a ledger: how the claims of a new article find theirs, and what their origins make of them.

In: an open transaction, the claims that came or went, and the tables. Out: rows. A new claim is compared only with
those that its keys bring up; the events of the components that it touches are made anew from their edges, and of the
events that changed the links, origins, status and grade. What was read stays as it was read; every row here can be made
again from it and from the decisions. Read next: `queries.py`, which shows them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from heapq import nlargest
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from rashomon.answers import (
    CLAIM_COLUMNS,
    DECISION_COLUMNS,
    EVENT_COLUMNS,
    GIVEN_ID,
    claim_of,
    corrected_event,
    date_of,
    decision_of,
    event_of,
)
from rashomon.blocks import keys_near, keys_of
from rashomon.decisions import WHEN, Bonds, Corrections, bonds_of, corrections_of, standing, turned
from rashomon.descriptions import SourceTables, load_source_tables
from rashomon.grades import grade_of, status_of
from rashomon.lexicon import TABLES_PATH, load_lexicon
from rashomon.links import edge_between, event_ids, events_among
from rashomon.offices import Office
from rashomon.origins import Sourcing, Ties, origins_of
from rashomon.records import (
    GUESS,
    Decision,
    Edge,
    EventStatus,
    Factuality,
    Grade,
    Link,
    Reason,
    Span,
    Stance,
    Telling,
)
from rashomon.relations import links_among
from rashomon.sides import Side, side_of
from rashomon.ties import asked, at_once, ties_of
from rashomon.vocabulary import Vocabulary, load_vocabulary

REMEMBERED_SIDES = 20_000
MOST_COMPARED = 40
"""With how many others a new claim is compared at most, those that share the most keys; only where hundreds of articles
tell one story is it fewer than all."""
MOST_REACHED = 1000
"""So many claims beside the new ones are put together anew at most, and whole events with them. Only where more hang
together, each by some edge to the next, does the order of reading matter."""
MOST_PAIRED = 40
"""Claims of one event that are all held against each other; of more, those that an edge ties."""
_UNDER_KEYS = "SELECT key, claim_number FROM claim_keys WHERE key IN ({})"

_TO_LINK = (
    "SELECT claims.id FROM claims INDEXED BY claims_to_link JOIN article_traits USING (article_id)"
    " WHERE event_id IS NULL ORDER BY claims.id"
)
_OF_SAME_EVENT = "SELECT id FROM claims WHERE event_id IN (SELECT event_id FROM claims WHERE id IN ({}))"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTables:
    """The tables that claims are linked with."""

    vocabulary: Vocabulary
    sources: SourceTables


@cache
def load_link_tables(folder: Path = TABLES_PATH) -> LinkTables:
    """The tables under `folder`, loaded once; raises SettingError naming file and line where one is off."""
    return LinkTables(vocabulary=load_vocabulary(folder), sources=load_source_tables(load_lexicon(folder), folder))


@dataclass(frozen=True, slots=True)
class _Made:
    """An event with all that follows from its tellings; `stored` has the id under which each telling's claim stands."""

    event_id: str
    stored: Mapping[str, str]
    tellings: Sequence[Telling]
    links: Sequence[Link]
    sourcing: Sourcing
    status: EventStatus
    grade: Grade


class Linker:
    """Links the claims of an open ledger; remembers what of a claim is compared, so that a long reading asks little."""

    def __init__(self, connection: sqlite3.Connection, tables: LinkTables) -> None:
        """Take the connection that the ledger writes through."""
        self._connection = connection
        self._tables = tables
        self._sides: dict[str, Side] = {}
        self._offices: dict[tuple[str, str], tuple[Office, ...]] = {}
        self._told: dict[str, Telling] = {}  # those that the present call has read

    def events_of(self, article_ids: Iterable[str]) -> frozenset[str]:
        """The events that claims of these articles are about: to be made anew when the articles have changed."""
        rows = self._asked(
            "SELECT DISTINCT event_id FROM claims WHERE article_id IN ({}) AND event_id IS NOT NULL", article_ids
        )
        return frozenset(row[0] for row in rows)

    def link_new(self) -> None:
        """Link all claims that stand in the ledger without an event, those of a program that was killed too."""
        self.link(row[0] for row in self._connection.execute(_TO_LINK).fetchall())

    def link(self, new: Iterable[str], left: Iterable[str] = ()) -> None:
        """Link claims that were just stored, and make the events `left`, which lost claims, anew."""
        new = list(new)
        self._told.clear()
        for claim_id in new:
            self._sides.pop(claim_id, None)  # read anew, it may be of another day or place
        self._compare(new)
        remaining = [row[0] for row in self._asked("SELECT id FROM claims WHERE event_id IN ({})", left)]
        self._relink([*new, *remaining], anew=False)
        self._connection.executemany(
            "DELETE FROM events WHERE id = ? AND NOT EXISTS (SELECT 1 FROM claims WHERE event_id = events.id)",
            [(event_id,) for event_id in left],
        )

    def relink(self, claim_ids: Iterable[str], *, anew: bool = False) -> None:
        """Make the events of the components around these claims from their edges; with `anew`, also what follows from
        events whose claims are still the same ones (after a decision)."""
        self._told.clear()
        self._relink(claim_ids, anew=anew)

    def _relink(self, claim_ids: Iterable[str], *, anew: bool) -> None:
        decisions = standing(self._decisions())
        bonds, corrections = bonds_of(decisions), corrections_of(decisions)
        reached, edges = self._reached(claim_ids, bonds)
        known = dict(self._asked("SELECT id, event_id FROM claims WHERE id IN ({}) AND event_id IS NOT NULL", reached))
        before: defaultdict[str, set[str]] = defaultdict(set)
        for claim_id, event_id in known.items():
            before[event_id].add(claim_id)
        groups = events_among([self._side(one) for one in self._with_sides(reached)], edges, bonds)
        ids = event_ids(groups, known)
        gone = [(event_id,) for event_id in before.keys() - set(ids)]
        self._connection.executemany("DELETE FROM events WHERE id = ?", gone)
        changed = {
            event_id: claims
            for event_id, claims in zip(ids, groups, strict=True)
            if anew or before.get(event_id) != set(claims)
        }
        wanted = [claim for claims in changed.values() for claim in claims]
        told = {claim: self._told[claim] for claim in wanted if claim in self._told}
        told |= {one.claim.id: one for one in self._tellings(claim for claim in wanted if claim not in told)}
        ties = ties_of(self._connection, told.values(), self._tables.sources.names, self._offices)
        self._write_events(
            [
                self._made(event_id, [told[claim] for claim in claims], ties, corrections)
                for event_id, claims in changed.items()
            ]
        )

    def _compare(self, new: Sequence[str]) -> None:
        """Store the keys of new claims and their edges to all that the keys bring up."""
        stored = {one: keys_of(self._side(one)) for one in self._with_sides(new)}
        number_of = dict(self._asked("SELECT id, number FROM claims WHERE id IN ({})", stored))
        self._connection.executemany(
            "INSERT OR IGNORE INTO claim_keys (key, claim_number) VALUES (?, ?)",
            sorted((key, number_of[claim_id]) for claim_id, keys in stored.items() for key in keys),
        )
        near = self._near({claim_id: keys_near(keys) for claim_id, keys in stored.items()})
        self._with_sides({*stored, *chain.from_iterable(near.values())})  # both: asking for some may drop all others
        pairs = {(min(one, other), max(one, other)) for one, found in near.items() for other in found}
        edges = (edge_between(self._side(one), self._side(other)) for one, other in sorted(pairs))
        self._connection.executemany(
            "INSERT OR REPLACE INTO edges (one, other, probability, detail) VALUES (?, ?, ?, ?)",
            [(edge.one, edge.other, edge.probability, edge.detail) for edge in edges if edge],
        )

    def _near(self, asked_by: Mapping[str, Collection[int]]) -> dict[str, list[str]]:
        """The claims that are stored under the most of the keys that each of these asks for."""
        held: defaultdict[int, list[int]] = defaultdict(list)
        for key, number in self._asked(_UNDER_KEYS, sorted(set().union(*asked_by.values()))):
            held[key].append(number)
        numbers = sorted(set().union(*held.values()))
        id_of = dict(self._asked("SELECT number, id FROM claims WHERE number IN ({})", numbers))
        return {
            one: _nearest(one, Counter(chain.from_iterable(held[key] for key in keys if key in held)), id_of)
            for one, keys in asked_by.items()
        }

    def _reached(self, claim_ids: Iterable[str], bonds: Bonds) -> tuple[list[str], list[Edge]]:
        """The claims of the connected components around some, with all edges in them; of a large one, the nearest
        of them. What an analyst joined is tied too, and what is one event so far: its parts share
        out its id where what held them together went."""
        joined: defaultdict[str, set[str]] = defaultdict(set)
        for pair in (pair for pair, is_joined in bonds.items() if is_joined and len(pair) == 2):
            one, other = pair
            joined[one].add(other)
            joined[other].add(one)
        reached = set(claim_ids)
        most = len(reached) + MOST_REACHED
        edges: dict[tuple[str, str], Edge] = {}
        waiting = reached
        while waiting:
            is_far = len(reached) > most
            found = set().union(*(joined[one] for one in waiting if one in joined))
            for row in self._edges_at(waiting):
                edges[row[0], row[1]] = Edge(one=row[0], other=row[1], probability=row[2], detail=row[3])
                found |= set() if is_far else {row[0], row[1]}
            found |= {row[0] for row in self._asked(_OF_SAME_EVENT, waiting)}
            waiting = found - reached
            reached = reached | waiting
        return sorted(reached), list(edges.values())

    def _pairs_among(self, claim_ids: Sequence[str], shown: Mapping[str, str]) -> set[tuple[str, str]]:
        """The pairs of claims that have an edge, by the ids that they are told under."""
        ends = (
            (shown[row[0]], shown[row[1]])
            for row in self._asked("SELECT one, other FROM edges WHERE one IN ({})", claim_ids)
            if row[1] in shown
        )
        return {(min(pair), max(pair)) for pair in ends}

    def _edges_at(self, claim_ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        claim_ids = sorted(claim_ids)
        for end in ("one", "other"):
            yield from self._asked(
                f"SELECT one, other, probability, detail FROM edges WHERE {end} IN ({{}})", claim_ids
            )

    def _with_sides(self, claim_ids: Iterable[str]) -> list[str]:
        """The claims that there are, each with its side remembered."""
        wanted = list(dict.fromkeys(claim_ids))
        if len(self._sides) + len(wanted) > REMEMBERED_SIDES:
            self._sides.clear()
            self._offices.clear()
        missing = [one for one in wanted if one not in self._sides]
        for telling in self._tellings(missing):
            self._told[telling.claim.id] = telling
            self._sides[telling.claim.id] = side_of(telling, self._tables.vocabulary)
        return [one for one in wanted if one in self._sides]

    def _side(self, claim_id: str) -> Side:
        return self._sides[claim_id]

    def _tellings(self, claim_ids: Iterable[str]) -> Iterator[Telling]:
        """The claims with what linking must know of them."""
        for some in at_once(claim_ids):
            rows = self._connection.execute(
                f"""
                SELECT articles.outlet, articles.published, article_traits.keywords, claim_traits.vector,
                       ifnull(articles.title, {GIVEN_ID}), event_mentions.id, {CLAIM_COLUMNS}, {EVENT_COLUMNS}
                FROM claims JOIN articles ON articles.id = claims.article_id
                     LEFT JOIN article_traits ON article_traits.article_id = articles.id
                     LEFT JOIN claim_traits ON claim_traits.claim_id = claims.id
                     LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
                WHERE claims.id IN ({", ".join("?" * len(some))})
                """,
                some,
            ).fetchall()
            who = self._who_is_who({row[6] for row in rows})
            keywords = {
                stored: tuple((word, weight) for word, weight in json.loads(stored or "[]"))
                for stored in {row[2] for row in rows}
            }
            for row in rows:
                claim = claim_of(row[6:17])
                event = event_of(row[17:]) if row[5] is not None else None
                yield Telling(
                    claim=claim,
                    event=event,
                    outlet=row[0],
                    outlet_entity=None,
                    published=date_of(row[1]),
                    voices=tuple(who.get((claim.article_id, voice.span)) for voice in claim.voices),
                    actors=tuple(who.get((claim.article_id, party.span)) for party in event.actors) if event else (),
                    recipients=(
                        tuple(who.get((claim.article_id, party.span)) for party in event.recipients) if event else ()
                    ),
                    heading=row[4],
                    keywords=keywords[row[2]],
                    vector=tuple(np.frombuffer(row[3], np.float16).astype(float).tolist()) if row[3] else (),
                )

    def _who_is_who(self, article_ids: Iterable[str]) -> dict[tuple[str, Span | None], str]:
        """The entity at each span of the articles."""
        rows = self._asked(
            """
            SELECT at.article_id, at.start, at."end", one.same_as
            FROM article_entity_spans AS at JOIN entity_members USING (article_entity_id)
                 JOIN entities AS one ON one.id = entity_members.entity_id
            WHERE at.article_id IN ({})
            """,
            article_ids,
        )
        return {(article_id, Span(start, end)): entity_id for article_id, start, end, entity_id in rows}

    def _made(
        self, event_id: str, read: Sequence[Telling], ties: Mapping[str, Ties], corrections: Corrections
    ) -> _Made:
        """What the tellings of an event come to, with what analysts corrected."""
        told = [_corrected(telling, corrections) for telling in read]
        tellings = [telling for _, telling in told]
        stored = {telling.claim.id: claim_id for claim_id, telling in told}
        tied = None
        if len(told) > MOST_PAIRED:
            tied = self._pairs_among(list(stored.values()), {claim_id: one for one, claim_id in stored.items()})
        links = links_among(tellings, self._tables.vocabulary, tied) if len(tellings) > 1 else ()
        sourcing = origins_of(tellings, _between(tellings, ties), self._tables.sources)
        status = status_of(tellings, sourcing.origins, links)
        grade = grade_of(tellings, sourcing.origins, status, sourcing.circular)
        return _Made(event_id, stored, tellings, links, sourcing, status, grade)

    def _write_events(self, made: Sequence[_Made]) -> None:
        """Store events with the links between their claims, their origins, status and grade; all in few statements."""
        write = self._connection.executemany
        write("DELETE FROM events WHERE id = ?", [(one.event_id,) for one in made])
        write(
            "INSERT INTO events (id, type, status, independent_origins, is_circular, circular, credibility, rule,"
            " grade_reasons, differs, earliest, latest, published, claims, outlets)"
            f" VALUES ({', '.join('?' * 15)})",
            map(_event_row, made),
        )
        claims = [(one.event_id, claim_id) for one in made for claim_id in one.stored.values()]
        write("UPDATE claims SET event_id = ? WHERE id = ?", claims)
        write(
            "INSERT INTO origins (event_id, position, name, kind, entity_id, is_support, reasons)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (one.event_id, position, origin.name, origin.kind.value, origin.entity, origin.is_support,
                 _reasons(origin.reasons))
                for one in made
                for position, origin in enumerate(one.sourcing.origins)
            ],
        )  # fmt: skip
        write(
            "INSERT OR REPLACE INTO origin_claims (claim_id, event_id, position) VALUES (?, ?, ?)",
            [
                (one.stored[claim_id], one.event_id, position)
                for one in made
                for position, origin in enumerate(one.sourcing.origins)
                for claim_id in origin.claims
            ],
        )
        write("DELETE FROM links WHERE source = ?", [(claim_id,) for _, claim_id in claims])
        write(
            "INSERT OR IGNORE INTO links (source, target, relation, difference, source_value, target_value, method,"
            " score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (one.stored[link.source], one.stored[link.target], link.relation.value,
                 link.difference.value if link.difference else "", *(link.values or (None, None)),
                 *_columns(link.reason))
                for one in made
                for link in one.links
            ],
        )  # fmt: skip

    def _decisions(self) -> list[Decision]:
        rows = self._connection.execute(f"SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number")
        return [decision_of(row) for row in rows]

    def _asked(self, question: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The answers to a question with `{}` for a list of values, which are asked some at once."""
        return asked(self._connection, question, values)


def _nearest(one: str, shared: Mapping[int, int], id_of: Mapping[int, str]) -> list[str]:
    """The other claims that share the most keys with this one, given how many the claim of each number shares."""
    least = nlargest(MOST_COMPARED + 1, shared.values())[-1] if shared else 0  # itself is one of them
    others = sorted((-count, id_of[number]) for number, count in shared.items() if count >= least)
    return [other for _, other in others if other != one][:MOST_COMPARED]


def _corrected(telling: Telling, corrections: Corrections) -> tuple[str, Telling]:
    """The id under which the claim is stored, and the telling with what an analyst corrected in it."""
    claim, event = telling.claim, telling.event
    stored = claim.id
    if not corrections:
        return stored, telling
    if stance := corrections.get((stored, "stance")):
        factuality = turned(claim.factuality, claim.stance, Stance(stance))
        claim = replace(claim, stance=Stance(stance), factuality=factuality)
    if told_as := corrections.get((stored, "factuality")):
        claim = replace(claim, factuality=Factuality(told_as))
    if event is not None:
        given = ((field, corrections.get((event.id, field))) for field in ("type", WHEN))
        event = corrected_event(event, {field: value for field, value in given if value is not None})
    return stored, replace(telling, claim=claim, event=event)


def _interval_of(tellings: Sequence[Telling]) -> tuple[date | None, date | None]:
    """The days that most tellings give, of equals the fewest; of guesses only where nobody gives any."""
    told = [one.event for one in tellings if one.event and one.event.time and one.event.time_reason]
    own = [event for event in told if event.time_reason and event.time_reason.method != GUESS] or told
    counts = Counter((event.time.earliest, event.time.latest) for event in own if event.time)
    far = date.max - date.min
    return min(
        counts,
        key=lambda days: (-counts[days], days[1] - days[0] if days[0] and days[1] else far, str(days)),
        default=(None, None),
    )


def _differences(links: Iterable[Link], stored: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """In what the claims of an event differ: field to value to the claims that give it."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        if link.difference and link.values:
            for claim_id, value in zip((link.source, link.target), link.values, strict=True):
                claims = found[link.difference.value][value]
                claims += [stored[claim_id]] * (stored[claim_id] not in claims)
    return {field: dict(values) for field, values in found.items()}


def _between(tellings: Sequence[Telling], ties: Mapping[str, Ties]) -> Ties:
    """What is known between the articles of one event."""
    inside = {telling.claim.article_id: ties[telling.claim.article_id] for telling in tellings}
    return Ties(
        reuses={pair: one for tie in inside.values() for pair, one in tie.reuses.items() if pair[1] in inside},
        credits=[one for tie in inside.values() for one in tie.credits],
        citations=[one for tie in inside.values() for one in tie.citations],
        offices=[one for tie in inside.values() for one in tie.offices],
    )


def _event_row(one: _Made) -> tuple[object, ...]:
    types = Counter(telling.event.type.value for telling in one.tellings if telling.event)
    earliest, latest = _interval_of(one.tellings)
    days = [telling.published.isoformat() for telling in one.tellings if telling.published]
    return (
        one.event_id,
        min(types, key=lambda type_: (-types[type_], type_), default=None),
        one.status.value,
        sum(origin.is_support for origin in one.sourcing.origins),
        one.sourcing.is_circular,
        json.dumps([reason.detail for reason in one.sourcing.circular], ensure_ascii=False),
        one.grade.credibility,
        one.grade.rule,
        json.dumps(one.grade.reasons, ensure_ascii=False),
        json.dumps(_differences(one.links, one.stored), ensure_ascii=False),
        earliest.isoformat() if earliest else None,
        latest.isoformat() if latest else None,
        min(days, default=None),
        len(one.tellings),
        len({telling.outlet or telling.claim.article_id for telling in one.tellings}),
    )


def _columns(reason: Reason) -> tuple[str, float, str]:
    return reason.method, reason.score, reason.detail


def _reasons(reasons: Iterable[Reason]) -> str:
    return json.dumps([[one.method, one.score, one.detail] for one in reasons], ensure_ascii=False)
