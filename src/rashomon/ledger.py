"""What is written into the ledger.

In: readings of documents, and refusals. Out: rows, one transaction a document, so that a killed program leaves whole
documents only; claims that it left without an event are linked with the next ones. Ids are hashes of content: the same
document twice changes nothing, and an article that two documents hold is stored once with two provenances.

Read next: `queries.py`, which asks what is written here, and `verification.py`, which derives it again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from rashomon.decisions import is_of_entities
from rashomon.entity_rulings import follow_entity_decisions
from rashomon.errors import InputError, LedgerError
from rashomon.lexicon import load_lexicon
from rashomon.linkage import Linker, load_link_tables
from rashomon.names import NameTables, load_name_tables
from rashomon.records import (
    Action,
    Article,
    ArticleReading,
    Attribution,
    Claim,
    Decision,
    Document,
    DocumentReading,
    EventMention,
    GeoName,
    Identity,
    Reason,
    Refusal,
    content_id,
)
from rashomon.registry import (
    forget_article,
    has_entities,
    move_member,
    undo_merge,
    write_entities,
    write_identities,
)
from rashomon.rulings import append_decision, claims_touched, decisions_in
from rashomon.schema import BUSY_SECONDS, connect_to_write, ledger_errors
from rashomon.ties import write_traits

GIVEN = ("given-outlet", "given-published")
"""The hints that come from the person who reads a document, not from the document."""

_entry_columns = attrgetter(*(field.name for field in fields(GeoName)))
NO_ENTRY = (None,) * len(fields(GeoName))
"""What stands in the columns of a gazetteer entry where there is none."""


def open_ledger(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Ledger:
    """The ledger in this file, open for writing; the file is made where there is none."""
    return Ledger(path, connect_to_write(path, busy_seconds=busy_seconds))


class Ledger:
    """A ledger that is open for writing; close it, or use it in a `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open_ledger`, which makes the connection as the ledger needs it."""
        self.path = path
        self._connection = connection
        self._linker: Linker | None = None

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; what was written stays."""
        self._connection.close()

    def has_document(self, document: Document) -> bool:
        """Whether these bytes were read before, with the same outlet and date given by hand (or none given now)."""
        with ledger_errors(self.path):
            row = self._connection.execute(
                "SELECT hints FROM documents WHERE sha256 = ?", (document.sha256,)
            ).fetchone()
        if row is None:
            return False
        given = {name: value for name, value in document.hints if name in GIVEN}
        stored = {name: value for name, value in json.loads(row[0]) if name in GIVEN}
        return not given or given == stored

    def has_article(self, article: Article) -> bool:
        """Whether the ledger holds this article, from whatever document."""
        with ledger_errors(self.path):
            found = self._connection.execute("SELECT 1 FROM articles WHERE id = ?", (article.id,)).fetchone()
        return found is not None

    def write_document(
        self,
        reading: DocumentReading,
        *,
        read_by: str,
        keep_original: bool = True,
        again: bool = False,
        link_later: bool = False,
    ) -> bool:
        """Store a document with all that was read in it, whole or not at all; False where it was there already.

        With `again`, or where the outlet or date given by hand is another, the new reading replaces the old. With
        `link_later`, new claims wait for `link_new`: many articles are linked at once in less time.
        Raises LedgerError (nothing of the document is stored then), and InputError R190 for text with half
        a character in it, which no file can hold.
        """
        try:
            with self._transaction() as connection:
                if self.has_document(reading.document) and not again:
                    return False
                former = self._former_events(connection, reading)
                left = _write_reading(connection, reading, read_by=read_by, keep_original=keep_original, again=again)
                self._write_entities(connection, reading, left)
                traits = [(one, one.traits) for one in reading.readings if one.traits]
                for one, told in traits:
                    write_traits(connection, one, told)
                if former or (traits and not link_later):
                    new = [claim.id for one in reading.readings for claim in one.claims]
                    self._linker_of(connection).link(new, former)
                return True
        except UnicodeEncodeError as error:
            raise InputError(
                "R190",
                f"{reading.document.source} holds half a character (a lone surrogate) that no file can store",
                "write the text again as UTF-8, for instance with iconv",
            ) from error

    def link_new(self) -> None:
        """Link all claims that wait for it, also those of a program that was killed before it could."""
        with self._transaction() as connection:
            self._linker_of(connection).link_new()

    def write_refusal(self, refusal: Refusal) -> bool:
        """Store a refusal; False where the same one stands there already."""
        refusal_id = content_id("r", refusal.code, refusal.source, refusal.sentence, refusal.document_sha256)
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO refusals (id, code, source, sentence, mend, document_sha256, refused_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (
                    refusal_id,
                    refusal.code,
                    refusal.source,
                    refusal.sentence,
                    refusal.mend,
                    refusal.document_sha256,
                    refusal.refused_at.isoformat(),
                ),
            )
            return cursor.rowcount == 1

    def write_identities(self, identities: Iterable[Identity]) -> None:
        """Store whom or what a reconciliation service takes entities for; nothing is joined by it."""
        with self._transaction() as connection:
            write_identities(connection, identities)

    def undo_merge(self, entity_id: str) -> bool:
        """Make an entity that was merged into another one stand for itself again; False where it does."""
        with self._transaction() as connection:
            return undo_merge(connection, entity_id)

    def move_member(self, article_entity_id: str, entity_id: str | None, reason: Reason) -> str:
        """Join what an article means to another entity, or (None) to a new one of its own; that entity's id."""
        with self._transaction() as connection:
            return move_member(connection, article_entity_id, entity_id, reason, self._name_tables())

    def write_decisions(self, decisions: Iterable[Decision]) -> int:
        """Append decisions, and make anew what follows from them; how many were not there yet.

        What a decision is about may still be missing: it takes effect when it is read.
        """
        with self._transaction() as connection:
            new = [one for one in decisions if append_decision(connection, one)]
            if any(one.action is Action.UNDO or is_of_entities(one) for one in new):
                follow_entity_decisions(connection, decisions_in(connection), self._name_tables())
                self._linker = None  # who is who has changed under what it remembers
            touched = claims_touched(connection, new)
            if touched:
                self._linker_of(connection).relink(touched, anew=True)
            return len(new)

    def _write_entities(self, connection: sqlite3.Connection, reading: DocumentReading, left: Sequence[str]) -> None:
        """Join the entities of the articles that are new or read anew, and take out those of the articles `left`."""
        for article_id in left:
            if has_entities(connection, article_id):
                forget_article(connection, article_id, self._name_tables())
            connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        for one in reading.readings:
            if one.entities or has_entities(connection, one.article.id):
                write_entities(connection, one.article.id, one.entities, self._name_tables())
        if any(one.entities for one in reading.readings):
            decisions = decisions_in(connection)
            if any(map(is_of_entities, decisions)):
                follow_entity_decisions(connection, decisions, self._name_tables())

    def _former_events(self, connection: sqlite3.Connection, reading: DocumentReading) -> frozenset[str]:
        """The events of the articles that this document held, and of those that are read anew."""
        articles = [one.article.id for one in reading.readings]
        held = connection.execute(
            "SELECT article_id FROM provenances WHERE document_sha256 = ?", (reading.document.sha256,)
        )
        articles += [row[0] for row in held]
        is_known = any(
            connection.execute("SELECT 1 FROM claims WHERE article_id = ?", (one,)).fetchone() for one in articles
        )
        return self._linker_of(connection).events_of(articles) if is_known else frozenset()

    def _linker_of(self, connection: sqlite3.Connection) -> Linker:
        """What links claims, with its tables, made when it is first needed."""
        if self._linker is None:
            self._linker = Linker(connection, load_link_tables())
        return self._linker

    def _name_tables(self) -> NameTables:
        """The tables that names are compared with."""
        return load_name_tables(load_lexicon())

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with ledger_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _write_reading(
    connection: sqlite3.Connection, reading: DocumentReading, *, read_by: str, keep_original: bool, again: bool
) -> list[str]:
    """Write the document with its articles; the ids of the articles that no document holds any more."""
    document = reading.document
    former = connection.execute(
        "SELECT article_id FROM provenances WHERE document_sha256 = ?", (document.sha256,)
    ).fetchall()
    connection.execute("DELETE FROM documents WHERE sha256 = ?", (document.sha256,))
    connection.execute(
        "INSERT INTO documents (sha256, source, media_type, retrieved_at, hints, size, original, read_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.sha256,
            document.source,
            document.media_type.value,
            document.retrieved_at.isoformat(),
            json.dumps(document.hints, ensure_ascii=False),
            len(document.content),
            zlib.compress(document.content) if keep_original else None,
            read_by,
        ),
    )
    readings = {one.article.id: one for one in reading.readings}
    for position, article in enumerate(reading.articles):
        stored = connection.execute("SELECT 1 FROM articles WHERE id = ?", (article.id,)).fetchone()
        if not stored:
            _write_article(connection, article)
        elif article.published:
            _date_article(connection, article)
        if not stored or again:
            if article.id not in readings:
                raise LedgerError(
                    "R309",
                    f"the article {article.id} left the ledger while {document.source} was being read",
                    "another program replaced it; run the same command again",
                )
            _write_what_was_read(connection, readings[article.id])
        connection.execute(
            "INSERT INTO provenances (document_sha256, position, article_id, given_id) VALUES (?, ?, ?, ?)",
            (document.sha256, position, article.id, article.given_id),
        )
    connection.execute(
        "DELETE FROM refusals WHERE document_sha256 = ? OR document_sha256 IS NULL AND source = ?",
        (document.sha256, document.source),
    )
    held = "SELECT 1 FROM provenances WHERE article_id = ?"
    return [one[0] for one in former if connection.execute(held, one).fetchone() is None]


def _write_article(connection: sqlite3.Connection, article: Article) -> None:
    connection.execute(
        "INSERT INTO articles (id, title, outlet, byline, dateline, published, language, url, flags, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.id,
            article.title,
            article.outlet,
            article.byline,
            article.dateline,
            article.published.isoformat() if article.published else None,
            article.language,
            article.url,
            json.dumps(article.flags),
            article.text,
        ),
    )
    connection.executemany(
        "INSERT INTO furniture (article_id, position, kind, text) VALUES (?, ?, ?, ?)",
        [(article.id, position, piece.kind.value, piece.text) for position, piece in enumerate(article.furniture)],
    )


def _date_article(connection: sqlite3.Connection, article: Article) -> None:
    """A second document may carry the date that the first one lacked."""
    assert article.published is not None
    row = connection.execute("SELECT published, flags FROM articles WHERE id = ?", (article.id,)).fetchone()
    if row[0] is None:
        flags = [flag for flag in json.loads(row[1]) if flag != "no-date"]
        connection.execute(
            "UPDATE articles SET published = ?, flags = ? WHERE id = ?",
            (article.published.isoformat(), json.dumps(flags), article.id),
        )


def _write_what_was_read(connection: sqlite3.Connection, reading: ArticleReading) -> None:
    article_id = reading.article.id
    for table in ("claims", "event_mentions", "attributions", "mentions", "places", "times"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    connection.executemany(
        'INSERT INTO mentions (article_id, position, start, "end", type, text, score) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [
            (article_id, position, *mention.span, mention.type.value, mention.text, mention.score)
            for position, mention in enumerate(reading.mentions)
        ],
    )
    # Equal content is one record: a stage that gives the same attribution, event or claim twice gives it once.
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    claims = {claim.id: claim for claim in reading.claims}
    _write_places(connection, reading)
    _write_times(connection, reading)
    _write_events(connection, {event.id: event for event in reading.events})
    _write_grounds(connection, reading)
    _write_attributions(connection, attributions)
    _write_claims(connection, claims)


def _write_places(connection: sqlite3.Connection, reading: ArticleReading) -> None:
    connection.executemany(
        'INSERT INTO places (article_id, position, start, "end", text, geonameid, name, latitude, longitude,'
        " feature_class, feature_code, country, admin1, admin2, population, precision, relation, is_metonym,"
        f" method, score, detail, runners_up) VALUES ({', '.join('?' * 22)})",
        [
            (
                reading.article.id,
                position,
                *place.span,
                place.text,
                *(_entry_columns(place.geoname) if place.geoname else NO_ENTRY),
                place.precision.value,
                place.relation,
                place.is_metonym,
                place.reason.method,
                place.reason.score,
                place.reason.detail,
                json.dumps([_entry_columns(entry) for entry in place.runners_up], ensure_ascii=False),
            )
            for position, place in enumerate(reading.places)
        ],
    )


def _write_times(connection: sqlite3.Connection, reading: ArticleReading) -> None:
    connection.executemany(
        'INSERT INTO times (article_id, position, start, "end", text, type, value, earliest, latest, precision, mod,'
        f" flags, method, score, detail) VALUES ({', '.join('?' * 15)})",
        [
            (
                reading.article.id,
                position,
                *time.span,
                time.text,
                time.type.value,
                time.value,
                time.earliest.isoformat() if time.earliest else None,
                time.latest.isoformat() if time.latest else None,
                time.precision.value,
                time.mod,
                json.dumps(time.flags),
                time.reason.method,
                time.reason.score,
                time.reason.detail,
            )
            for position, time in enumerate(reading.times)
        ],
    )


def _write_grounds(connection: sqlite3.Connection, reading: ArticleReading) -> None:
    """Which of the article's places and times each event has, by their positions."""
    where = {place: position for position, place in enumerate(reading.places)}
    when = {time: position for position, time in enumerate(reading.times)}
    connection.executemany(
        "INSERT INTO event_grounds (event_mention_id, kind, article_id, position, method, score, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (event.id, kind, reading.article.id, position, reason.method, reason.score, reason.detail)
            for event in reading.events
            for kind, position, reason in (
                ("place", where.get(event.place) if event.place else None, event.place_reason),
                ("time", when.get(event.time) if event.time else None, event.time_reason),
            )
            if position is not None and reason is not None
        ],
    )


def _write_events(connection: sqlite3.Connection, events: Mapping[str, EventMention]) -> None:
    connection.executemany(
        "INSERT INTO event_mentions (id, article_id, position, trigger_start, trigger_end, clause_start, clause_end,"
        " type, mode, factuality, method, score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                event_id,
                event.article_id,
                position,
                *event.trigger,
                *event.clause,
                event.type.value,
                event.mode,
                event.factuality.value,
                event.reason.method,
                event.reason.score,
                event.reason.detail,
            )
            for position, (event_id, event) in enumerate(events.items())
        ],
    )
    connection.executemany(
        'INSERT INTO event_parties (event_mention_id, role, position, start, "end", text, name, code)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (event_id, role, position, *party.span, party.text, party.name, party.code)
            for event_id, event in events.items()
            for role, parties in (("actor", event.actors), ("recipient", event.recipients))
            for position, party in enumerate(parties)
        ],
    )
    connection.executemany(
        'INSERT INTO event_magnitudes (event_mention_id, position, kind, start, "end", text, low, high,'
        " is_approximate) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                event_id,
                position,
                number.kind.value,
                *number.span,
                number.text,
                number.low,
                number.high,
                number.is_approximate,
            )
            for event_id, event in events.items()
            for position, number in enumerate(event.magnitudes)
        ],
    )


def _write_attributions(connection: sqlite3.Connection, attributions: Mapping[str, Attribution]) -> None:
    connection.executemany(
        "INSERT INTO attributions (id, article_id, position, source, cue, content, stance, parent,"
        " method, score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                attribution_id,
                attribution.article_id,
                position,
                json.dumps(attribution.source),
                json.dumps(attribution.cue),
                json.dumps(attribution.content),
                attribution.stance.value,
                attribution.parent,
                attribution.reason.method,
                attribution.reason.score,
                attribution.reason.detail,
            )
            for position, (attribution_id, attribution) in enumerate(attributions.items())
        ],
    )
    _write_voices(connection, "attribution", attributions)


def _write_claims(connection: sqlite3.Connection, claims: Mapping[str, Claim]) -> None:
    connection.executemany(
        "INSERT INTO claims (id, article_id, position, attribution_id, event_mention_id, stance, factuality, content,"
        " quote, method, score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                claim_id,
                claim.article_id,
                position,
                claim.attribution_id,
                claim.event_mention_id,
                claim.stance.value,
                claim.factuality.value,
                json.dumps(claim.content),
                claim.quote,
                claim.reason.method,
                claim.reason.score,
                claim.reason.detail,
            )
            for position, (claim_id, claim) in enumerate(claims.items())
        ],
    )
    _write_voices(connection, "claim", claims)


def _write_voices(connection: sqlite3.Connection, owner: str, owners: Mapping[str, Attribution | Claim]) -> None:
    """The voices of attributions or claims, each voice once, and where in the chain of each owner it stands."""
    voices = {voice: content_id("v", voice.kind.value, voice.name) for one in owners.values() for voice in one.voices}
    connection.executemany(
        "INSERT INTO voices (id, kind, name) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        {voice_id: (voice_id, voice.kind.value, voice.name) for voice, voice_id in voices.items()}.values(),
    )
    connection.executemany(
        f'INSERT INTO {owner}_voices ({owner}_id, position, voice_id, start, "end") VALUES (?, ?, ?, ?, ?)',
        [
            (owner_id, position, voices[voice], *(voice.span or (None, None)))
            for owner_id, one in owners.items()
            for position, voice in enumerate(one.voices)
        ],
    )
