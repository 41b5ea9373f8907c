"""The events of a ledger: how the claims of a new article find theirs, and what their origins make of them.

In: an open transaction, the articles that came or went, and the tables. Out: rows. A new claim is compared only with
those that its keys bring up; the events of the components that it touches are made anew from their edges, and of the
events that changed the links, origins, status and grade. What was read stays as it was read; every row here can be made
again from it and from the decisions. Read next: `queries.py`, which shows them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from rashomon.answers import (
    CLAIM_COLUMNS,
    DECISION_COLUMNS,
    EVENT_COLUMNS,
    claim_of,
    corrected_event,
    date_of,
    decision_of,
    event_of,
)
from rashomon.blocks import keys_near, keys_of
from rashomon.comparisons import Side, side_of
from rashomon.copies import Holder, candidates_for, compare_wordings, wording_of
from rashomon.decisions import WHEN, Bonds, Corrections, bonds_of, corrections_of, standing
from rashomon.descriptions import SourceTables, load_source_tables
from rashomon.grades import grade_of, status_of
from rashomon.lexicon import TABLES_PATH, load_lexicon
from rashomon.links import edge_between, event_ids, events_among
from rashomon.offices import offices_of
from rashomon.origins import Ties, origins_of
from rashomon.records import (
    GUESS,
    ArticleReading,
    ArticleTraits,
    Citation,
    CitationKind,
    CopyVerdict,
    CreditExtent,
    Decision,
    Edge,
    Factuality,
    Link,
    Origin,
    Passage,
    Reason,
    Sketch,
    Span,
    Stance,
    Telling,
    TextReuse,
    Voice,
    VoiceKind,
    WireCredit,
)
from rashomon.relations import links_among
from rashomon.vocabulary import Vocabulary, load_vocabulary

T = TypeVar("T")

ASKED_AT_ONCE = 500
"""How many ids one question to SQLite names."""
REMEMBERED_SIDES = 20_000
MOST_COMPARED = 40
"""With how many others a new claim is compared at most, those that share the most keys; only where hundreds of articles
tell one story is it fewer than all."""
MOST_PAIRED = 40
"""Claims of one event that are all held against each other; of more, those that an edge ties."""
_UNDER_KEYS = "SELECT claim_id FROM claim_keys WHERE key IN ({})"

_OF_SAME_EVENT = "SELECT id FROM claims WHERE event_id IN (SELECT event_id FROM claims WHERE id IN ({}))"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTables:
    """The tables that claims are linked with."""

    vocabulary: Vocabulary
    sources: SourceTables


def load_link_tables(folder: Path = TABLES_PATH) -> LinkTables:
    """The tables under `folder`; raises SettingError naming file and line where one is off."""
    return LinkTables(vocabulary=load_vocabulary(folder), sources=load_source_tables(load_lexicon(folder), folder))


class Linker:
    """Links the claims of an open ledger; remembers what of a claim is compared, so that a long reading asks little."""

    def __init__(self, connection: sqlite3.Connection, tables: LinkTables) -> None:
        """Take the connection that the ledger writes through."""
        self._connection = connection
        self._tables = tables
        self._sides: dict[str, Side] = {}

    def events_of(self, article_ids: Iterable[str]) -> frozenset[str]:
        """The events that claims of these articles are about: to be made anew when the articles have changed."""
        rows = self._asked(
            "SELECT DISTINCT event_id FROM claims WHERE article_id IN ({}) AND event_id IS NOT NULL", article_ids
        )
        return frozenset(row[0] for row in rows)

    def link(self, readings: Sequence[ArticleReading], left: Iterable[str] = ()) -> None:
        """Link the claims of articles that were just stored, and make the events `left`, which lost claims, anew."""
        for reading in readings:
            if reading.traits is not None:
                self._write_traits(reading, reading.traits)
        new = [claim.id for reading in readings for claim in reading.claims]
        for claim_id in new:
            self._sides.pop(claim_id, None)  # read anew, it may be of another day or place
        self._compare(new)
        remaining = [row[0] for row in self._asked("SELECT id FROM claims WHERE event_id IN ({})", left)]
        self.relink([*new, *remaining])
        self._connection.executemany(
            "DELETE FROM events WHERE id = ? AND NOT EXISTS (SELECT 1 FROM claims WHERE event_id = events.id)",
            [(event_id,) for event_id in left],
        )

    def relink(self, claim_ids: Iterable[str], *, anew: bool = False) -> None:
        """Make the events of the components around these claims from their edges; with `anew`, also what follows from
        events whose claims are still the same ones (after a decision)."""
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
        told = {one.claim.id: one for one in self._tellings(claim for claims in changed.values() for claim in claims)}
        ties = self._ties(told.values())
        for event_id, claims in changed.items():
            self._write_event(event_id, [told[claim] for claim in claims], ties, corrections)

    def _compare(self, new: Sequence[str]) -> None:
        """Store the keys of new claims and their edges to all that the keys bring up."""
        insert = "INSERT OR IGNORE INTO claim_keys (key, claim_id) VALUES (?, ?)"
        sides = {one: self._side(one) for one in self._with_sides(new)}
        for one, side in sides.items():
            self._connection.executemany(insert, [(key, one) for key in keys_of(side)])
        near: dict[str, set[str]] = {}
        for one, side in sides.items():
            shared = Counter(row[0] for row in self._asked(_UNDER_KEYS, keys_near(side)))
            shared.pop(one, None)
            near[one] = set(sorted(shared, key=lambda other: (-shared[other], other))[:MOST_COMPARED])
        others = set().union(*near.values()) if near else set()
        list(self._with_sides(others))
        pairs = {(min(one, other), max(one, other)) for one, found in near.items() for other in found}
        edges = (edge_between(self._side(one), self._side(other)) for one, other in sorted(pairs))
        self._connection.executemany(
            "INSERT OR REPLACE INTO edges (one, other, probability, detail) VALUES (?, ?, ?, ?)",
            [(edge.one, edge.other, edge.probability, edge.detail) for edge in edges if edge],
        )

    def _reached(self, claim_ids: Iterable[str], bonds: Bonds) -> tuple[list[str], list[Edge]]:
        """The claims of the connected components around some, with all edges in them. What an analyst joined is tied
        too, and what is one event so far: its parts share out its id where what held them together went."""
        joined: defaultdict[str, set[str]] = defaultdict(set)
        for pair in (pair for pair, is_joined in bonds.items() if is_joined and len(pair) == 2):
            one, other = pair
            joined[one].add(other)
            joined[other].add(one)
        reached = set(claim_ids)
        edges: dict[tuple[str, str], Edge] = {}
        waiting = reached
        while waiting:
            found = set().union(*(joined[one] for one in waiting if one in joined))
            for row in self._edges_at(waiting):
                edges[row[0], row[1]] = Edge(one=row[0], other=row[1], probability=row[2], detail=row[3])
                found |= {row[0], row[1]}
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
        missing = [one for one in wanted if one not in self._sides]
        for telling in self._tellings(missing):
            self._sides[telling.claim.id] = side_of(telling, self._tables.vocabulary)
        return [one for one in wanted if one in self._sides]

    def _side(self, claim_id: str) -> Side:
        return self._sides[claim_id]

    def _tellings(self, claim_ids: Iterable[str]) -> Iterator[Telling]:
        """The claims with what linking must know of them."""
        for some in _at_once(claim_ids):
            rows = self._connection.execute(
                f"""
                SELECT articles.outlet, articles.published, article_traits.keywords, claim_traits.vector,
                       event_mentions.id, {CLAIM_COLUMNS}, {EVENT_COLUMNS}
                FROM claims JOIN articles ON articles.id = claims.article_id
                     LEFT JOIN article_traits ON article_traits.article_id = articles.id
                     LEFT JOIN claim_traits ON claim_traits.claim_id = claims.id
                     LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
                WHERE claims.id IN ({", ".join("?" * len(some))})
                """,
                some,
            ).fetchall()
            who = self._who_is_who({row[5] for row in rows})
            for row in rows:
                claim = claim_of(row[5:16])
                event = event_of(row[16:]) if row[4] is not None else None
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
                    keywords=tuple((word, weight) for word, weight in json.loads(row[2] or "[]")),
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

    def _write_event(
        self, event_id: str, read: Sequence[Telling], ties: Mapping[str, Ties], corrections: Corrections
    ) -> None:
        """Store an event with the links between its claims, its origins, its status and its grade."""
        claim_ids = [telling.claim.id for telling in read]
        told = [_corrected(telling, corrections) for telling in read]
        stored = {telling.claim.id: claim_id for claim_id, telling in told}
        tellings = [telling for _, telling in told]
        tied = None if len(told) <= MOST_PAIRED else self._pairs_among(claim_ids, {b: a.claim.id for b, a in told})
        links = links_among(tellings, self._tables.vocabulary, tied) if len(tellings) > 1 else ()
        sourcing = origins_of(tellings, _between(tellings, ties), self._tables.sources)
        status = status_of(tellings, sourcing.origins, links)
        grade = grade_of(tellings, sourcing.origins, status, sourcing.circular)
        types = Counter(telling.event.type.value for telling in tellings if telling.event)
        earliest, latest = _interval_of(tellings)
        days = [telling.published.isoformat() for telling in tellings if telling.published]
        self._connection.execute("DELETE FROM events WHERE id = ?", (event_id,))
        self._connection.execute(
            "INSERT INTO events (id, type, status, independent_origins, is_circular, circular, credibility, rule,"
            " grade_reasons, differs, earliest, latest, published, claims, outlets)"
            f" VALUES ({', '.join('?' * 15)})",
            (
                event_id,
                min(types, key=lambda one: (-types[one], one), default=None),
                status.value,
                sum(origin.is_support for origin in sourcing.origins),
                sourcing.is_circular,
                json.dumps([reason.detail for reason in sourcing.circular], ensure_ascii=False),
                grade.credibility,
                grade.rule,
                json.dumps(grade.reasons, ensure_ascii=False),
                json.dumps(_differences(links, stored), ensure_ascii=False),
                earliest.isoformat() if earliest else None,
                latest.isoformat() if latest else None,
                min(days, default=None),
                len(tellings),
                len({telling.outlet or telling.claim.article_id for telling in tellings}),
            ),
        )
        self._connection.executemany(
            "UPDATE claims SET event_id = ? WHERE id = ?", [(event_id, claim_id) for claim_id in claim_ids]
        )
        self._write_origins(event_id, sourcing.origins, stored)
        self._write_links(claim_ids, links, stored)

    def _write_origins(self, event_id: str, origins: Sequence[Origin], stored: Mapping[str, str]) -> None:
        self._connection.executemany(
            "INSERT INTO origins (event_id, position, name, kind, entity_id, is_support, reasons)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (event_id, position, one.name, one.kind.value, one.entity, one.is_support, _reasons(one.reasons))
                for position, one in enumerate(origins)
            ],
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO origin_claims (claim_id, event_id, position) VALUES (?, ?, ?)",
            [
                (stored[claim_id], event_id, position)
                for position, origin in enumerate(origins)
                for claim_id in origin.claims
            ],
        )

    def _write_links(self, claim_ids: Sequence[str], links: Iterable[Link], stored: Mapping[str, str]) -> None:
        self._connection.executemany("DELETE FROM links WHERE source = ?", [(claim_id,) for claim_id in claim_ids])
        self._connection.executemany(
            "INSERT OR IGNORE INTO links (source, target, relation, difference, source_value, target_value, method,"
            " score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    stored[link.source],
                    stored[link.target],
                    link.relation.value,
                    link.difference.value if link.difference else "",
                    *(link.values or (None, None)),
                    *astuple(link.reason),
                )
                for link in links
            ],
        )

    def _write_traits(self, reading: ArticleReading, traits: ArticleTraits) -> None:
        """Store what the article is compared by, and what it shares with the articles that its sketch brings up."""
        article_id = reading.article.id
        write = self._connection
        for table in ("article_traits", "sketch_keys", "wire_credits", "citations"):
            write.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
        write.execute("DELETE FROM reuses WHERE here = ? OR there = ?", (article_id, article_id))
        write.execute(
            "INSERT INTO article_traits (article_id, keywords, words, keys) VALUES (?, ?, ?, ?)",
            (article_id, json.dumps(traits.keywords, ensure_ascii=False), traits.sketch.words, len(traits.sketch.keys)),
        )
        self._write_reuses(reading, traits.sketch)
        write.executemany(
            "INSERT OR IGNORE INTO sketch_keys (key, article_id) VALUES (?, ?)",
            [(key, article_id) for key in traits.sketch.keys],
        )
        write.executemany(
            'INSERT INTO wire_credits (article_id, position, agency, extent, start, "end", text, method, score, detail)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (article_id, position, one.agency, one.extent.value, *(one.span or (None, None)), one.text,
                 *astuple(one.reason))
                for position, one in enumerate(traits.credits)
            ],
        )  # fmt: skip
        write.executemany(
            'INSERT INTO citations (article_id, position, outlet, start, "end", kind, content, speaker, method, score,'
            " detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (article_id, position, one.outlet, *one.span, one.kind.value, json.dumps(one.content),
                 json.dumps((one.speaker.kind, one.speaker.name, one.speaker.span)) if one.speaker else None,
                 *astuple(one.reason))
                for position, one in enumerate(traits.citations)
            ],
        )  # fmt: skip
        write.executemany(
            "INSERT OR REPLACE INTO claim_traits (claim_id, vector) VALUES (?, ?)",
            [(claim_id, np.asarray(vector, np.float16).tobytes()) for claim_id, vector in traits.vectors],
        )

    def _write_reuses(self, reading: ArticleReading, sketch: Sketch) -> None:
        holders: defaultdict[int, list[Holder]] = defaultdict(list)
        for key, article_id, outlet, keys in self._asked(
            "SELECT key, article_id, outlet, keys FROM sketch_keys JOIN article_traits USING (article_id)"
            " JOIN articles ON articles.id = article_id WHERE key IN ({})",
            sketch.keys,
        ):
            if article_id != reading.article.id:
                holders[key].append(Holder(article_id=article_id, outlet=outlet, keys=keys))
        found = candidates_for(sketch, reading.article.outlet, holders)
        if not found.articles:
            return
        here = wording_of(reading.article.text)
        for other, text in self._asked(
            "SELECT id, text FROM articles WHERE id IN ({})", [one for one, _ in found.articles]
        ):
            reuse = compare_wordings(here, wording_of(text), found.furniture)
            if reuse.verdict is CopyVerdict.NONE and not reuse.quotations:
                continue
            self._connection.execute(
                "INSERT OR REPLACE INTO reuses (here, there, verdict, share_here, share_there, passages, quotations,"
                " method, score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    reading.article.id,
                    other,
                    reuse.verdict.value,
                    reuse.share_here,
                    reuse.share_there,
                    json.dumps(reuse.passages, default=astuple),
                    json.dumps(reuse.quotations, default=astuple),
                    *astuple(reuse.reason),
                ),
            )

    def _ties(self, tellings: Iterable[Telling]) -> dict[str, Ties]:
        """What is known of each article of some tellings; what it shares with others is known of both."""
        people: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for telling in tellings:
            names = (voice.name for voice in telling.claim.voices if voice.kind is VoiceKind.NAMED)
            people[telling.claim.article_id] |= dict.fromkeys(names)
        reuses: defaultdict[str, dict[tuple[str, str], TextReuse]] = defaultdict(dict)
        credits: defaultdict[str, list[WireCredit]] = defaultdict(list)
        citations: defaultdict[str, list[Citation]] = defaultdict(list)
        for row in self._asked(f"SELECT {REUSE_COLUMNS} FROM reuses WHERE here IN ({{}})", people):
            reuses[row[0]][row[0], row[1]] = reuse_of(row)
        for row in self._asked(f"SELECT {CREDIT_COLUMNS} FROM wire_credits WHERE article_id IN ({{}})", people):
            credits[row[0]].append(credit_of(row))
        for row in self._asked(f"SELECT {CITATION_COLUMNS} FROM citations WHERE article_id IN ({{}})", people):
            citations[row[0]].append(citation_of(row))
        named = [article_id for article_id, names in people.items() if names]
        texts = dict(self._asked("SELECT id, text FROM articles WHERE id IN ({})", named))
        tables = self._tables.sources.names
        return {
            article_id: Ties(
                reuses=reuses[article_id],
                credits=credits[article_id],
                citations=citations[article_id],
                offices=offices_of(article_id, texts[article_id], names, tables) if names else (),
            )
            for article_id, names in people.items()
        }

    def _decisions(self) -> list[Decision]:
        rows = self._connection.execute(f"SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number")
        return [decision_of(row) for row in rows]

    def _asked(self, question: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """The answers to a question with `{}` for a list of values, which are asked some at once."""
        for some in _at_once(values):
            yield from self._connection.execute(question.format(", ".join("?" * len(some))), some).fetchall()


def _corrected(telling: Telling, corrections: Corrections) -> tuple[str, Telling]:
    """The id under which the claim is stored, and the telling with what an analyst corrected in it."""
    claim, event = telling.claim, telling.event
    stored = claim.id
    if stance := corrections.get((stored, "stance")):
        claim = replace(claim, stance=Stance(stance))
    if factuality := corrections.get((stored, "factuality")):
        claim = replace(claim, factuality=Factuality(factuality))
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


REUSE_COLUMNS = "here, there, verdict, share_here, share_there, passages, quotations, method, score, detail"


def reuse_of(row: Sequence[Any]) -> TextReuse:
    """What two articles share, in REUSE_COLUMNS."""
    return TextReuse(
        verdict=CopyVerdict(row[2]),
        share_here=row[3],
        share_there=row[4],
        passages=_passages(row[5]),
        quotations=_passages(row[6]),
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
    )


CREDIT_COLUMNS = 'article_id, agency, extent, start, "end", text, method, score, detail'


def credit_of(row: Sequence[Any]) -> WireCredit:
    """The credit in CREDIT_COLUMNS."""
    return WireCredit(
        article_id=row[0],
        agency=row[1],
        extent=CreditExtent(row[2]),
        span=None if row[3] is None else Span(row[3], row[4]),
        text=row[5],
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
    )


CITATION_COLUMNS = 'article_id, outlet, start, "end", kind, content, speaker, method, score, detail'


def citation_of(row: Sequence[Any]) -> Citation:
    """The citation in CITATION_COLUMNS."""
    kind, name, span = json.loads(row[6]) if row[6] else (None, None, None)
    return Citation(
        article_id=row[0],
        outlet=row[1],
        span=Span(row[2], row[3]),
        kind=CitationKind(row[4]),
        content=tuple(Span(*piece) for piece in json.loads(row[5])),
        speaker=Voice(kind=VoiceKind(kind), name=str(name), span=Span(*span) if span else None) if kind else None,
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
    )


def _passages(stored: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(here=Span(*here), there=Span(*there), words=words) for here, there, words in json.loads(stored)
    )


def _reasons(reasons: Iterable[Reason]) -> str:
    return json.dumps([[one.method, one.score, one.detail] for one in reasons], ensure_ascii=False)


def _at_once(values: Iterable[T]) -> Iterator[list[T]]:
    """The values, so many at a time as one question names."""
    waiting = iter(values)
    while some := list(islice(waiting, ASKED_AT_ONCE)):
        yield some
