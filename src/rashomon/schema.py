"""The ledger file: its tables as numbered migrations, how it is opened, and what its errors mean.

In: the path of a file. Out: a SQLite connection, for writing (the file is made, or brought to this version)
or for reading only. A migration is appended, never edited: files in the field were made by the old ones.
`PRAGMA user_version` is the number of the last one applied; `PRAGMA application_id` marks a file as a
ledger, so that nobody else's database is ever written into. Every table and column is explained in
`docs/ledger.md`; a test holds the two together.

Read next: `ledger.py`, which writes these tables, and `queries.py`, which asks them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from rashomon.errors import LedgerError

APPLICATION_ID = 0x52534D4E
"""What `PRAGMA application_id` of a ledger says: "RSMN"."""

_FIRST = (
    """
    CREATE TABLE documents (
        sha256 TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        media_type TEXT NOT NULL,
        retrieved_at TEXT NOT NULL,
        hints TEXT NOT NULL,
        size INTEGER NOT NULL,
        original BLOB,
        read_by TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT,
        outlet TEXT,
        byline TEXT,
        dateline TEXT,
        published TEXT,
        language TEXT,
        url TEXT,
        flags TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX articles_by_outlet ON articles (outlet)",
    "CREATE INDEX articles_by_published ON articles (published)",
    """
    CREATE TABLE provenances (
        document_sha256 TEXT NOT NULL REFERENCES documents (sha256) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        given_id TEXT,
        PRIMARY KEY (document_sha256, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX provenances_by_article ON provenances (article_id)",
    """
    CREATE TABLE furniture (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE mentions (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        type TEXT NOT NULL,
        text TEXT NOT NULL,
        score REAL NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attributions (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        source TEXT NOT NULL,
        cue TEXT NOT NULL,
        content TEXT NOT NULL,
        stance TEXT NOT NULL,
        parent TEXT REFERENCES attributions (id) DEFERRABLE INITIALLY DEFERRED,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attributions_by_article ON attributions (article_id, position)",
    "CREATE INDEX attributions_by_parent ON attributions (parent) WHERE parent IS NOT NULL",
    """
    CREATE TABLE voices (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attribution_voices (
        attribution_id TEXT NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        voice_id TEXT NOT NULL REFERENCES voices (id),
        start INTEGER,
        "end" INTEGER,
        PRIMARY KEY (attribution_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attribution_voices_by_voice ON attribution_voices (voice_id)",
    """
    CREATE TABLE claims (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        attribution_id TEXT REFERENCES attributions (id) ON DELETE CASCADE,
        event_id TEXT,
        stance TEXT NOT NULL,
        factuality TEXT NOT NULL,
        content TEXT NOT NULL,
        quote TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    )
    """,
    "CREATE INDEX claims_by_article ON claims (article_id, position)",
    "CREATE INDEX claims_by_attribution ON claims (attribution_id) WHERE attribution_id IS NOT NULL",
    """
    CREATE TABLE claim_voices (
        claim_id TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        voice_id TEXT NOT NULL REFERENCES voices (id),
        start INTEGER,
        "end" INTEGER,
        PRIMARY KEY (claim_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX claim_voices_by_voice ON claim_voices (voice_id)",
    """
    CREATE TABLE refusals (
        id TEXT PRIMARY KEY,
        code TEXT NOT NULL,
        source TEXT NOT NULL,
        sentence TEXT NOT NULL,
        mend TEXT NOT NULL,
        document_sha256 TEXT,
        refused_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5 (
        title, text, content = 'articles', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
    END
    """,
    """
    CREATE VIRTUAL TABLE claims_fts USING fts5 (
        quote, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN
        INSERT INTO claims_fts (rowid, quote) VALUES (new.number, new.quote);
    END
    """,
    """
    CREATE TRIGGER claims_fts_delete AFTER DELETE ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, quote) VALUES ('delete', old.number, old.quote);
    END
    """,
    """
    CREATE TRIGGER claims_fts_update AFTER UPDATE OF quote ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, quote) VALUES ('delete', old.number, old.quote);
        INSERT INTO claims_fts (rowid, quote) VALUES (new.number, new.quote);
    END
    """,
)

_EVENTS = (
    """
    CREATE TABLE event_mentions (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        trigger_start INTEGER NOT NULL,
        trigger_end INTEGER NOT NULL,
        clause_start INTEGER NOT NULL,
        clause_end INTEGER NOT NULL,
        type TEXT NOT NULL,
        mode TEXT,
        factuality TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX event_mentions_by_article ON event_mentions (article_id, position)",
    "CREATE INDEX event_mentions_by_type ON event_mentions (type, factuality)",
    """
    CREATE TABLE event_parties (
        number INTEGER PRIMARY KEY,
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        name TEXT NOT NULL,
        code TEXT,
        UNIQUE (event_mention_id, role, position)
    )
    """,
    """
    CREATE TABLE event_magnitudes (
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER,
        is_approximate INTEGER NOT NULL,
        PRIMARY KEY (event_mention_id, position)
    ) WITHOUT ROWID
    """,
    "ALTER TABLE claims ADD COLUMN event_mention_id TEXT REFERENCES event_mentions (id) ON DELETE CASCADE",
    "CREATE INDEX claims_by_event_mention ON claims (event_mention_id) WHERE event_mention_id IS NOT NULL",
    """
    CREATE VIRTUAL TABLE event_parties_fts USING fts5 (
        text, name, code, content = 'event_parties', content_rowid = 'number',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER event_parties_fts_insert AFTER INSERT ON event_parties BEGIN
        INSERT INTO event_parties_fts (rowid, text, name, code) VALUES (new.number, new.text, new.name, new.code);
    END
    """,
    """
    CREATE TRIGGER event_parties_fts_delete AFTER DELETE ON event_parties BEGIN
        INSERT INTO event_parties_fts (event_parties_fts, rowid, text, name, code)
        VALUES ('delete', old.number, old.text, old.name, old.code);
    END
    """,
    """
    CREATE TRIGGER event_parties_fts_update AFTER UPDATE OF text, name, code ON event_parties BEGIN
        INSERT INTO event_parties_fts (event_parties_fts, rowid, text, name, code)
        VALUES ('delete', old.number, old.text, old.name, old.code);
        INSERT INTO event_parties_fts (rowid, text, name, code) VALUES (new.number, new.text, new.name, new.code);
    END
    """,
)

_GROUNDS = (
    """
    CREATE TABLE places (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        geonameid INTEGER,
        name TEXT,
        latitude REAL,
        longitude REAL,
        feature_class TEXT,
        feature_code TEXT,
        country TEXT,
        admin1 TEXT,
        admin2 TEXT,
        population INTEGER,
        precision TEXT NOT NULL,
        relation TEXT,
        is_metonym INTEGER NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        runners_up TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX places_by_geonameid ON places (geonameid)",
    """
    CREATE TABLE times (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        type TEXT NOT NULL,
        value TEXT,
        earliest TEXT,
        latest TEXT,
        precision TEXT NOT NULL,
        mod TEXT,
        flags TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX times_by_earliest ON times (earliest)",
    """
    CREATE TABLE event_grounds (
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        article_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (event_mention_id, kind)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX event_grounds_by_article ON event_grounds (article_id, kind, position)",
)

_ENTITIES = (
    """
    CREATE TABLE entities (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        key TEXT,
        country TEXT,
        context TEXT NOT NULL,
        articles INTEGER NOT NULL,
        same_as TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX entities_by_key ON entities (kind, key) WHERE key IS NOT NULL",
    "CREATE INDEX entities_by_same_as ON entities (same_as)",
    """
    CREATE TABLE entity_names (
        number INTEGER PRIMARY KEY,
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        articles INTEGER NOT NULL,
        UNIQUE (entity_id, name)
    )
    """,
    """
    CREATE TABLE entity_blocks (
        block TEXT NOT NULL,
        number INTEGER NOT NULL REFERENCES entities (number) ON DELETE CASCADE,
        PRIMARY KEY (block, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_blocks_by_entity ON entity_blocks (number)",
    """
    CREATE TABLE article_entities (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        names TEXT NOT NULL,
        key TEXT,
        country TEXT,
        context TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX article_entities_by_article ON article_entities (article_id, position)",
    """
    CREATE TABLE article_entity_spans (
        article_id TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        article_entity_id TEXT NOT NULL REFERENCES article_entities (id) ON DELETE CASCADE,
        PRIMARY KEY (article_id, start, "end")
    ) WITHOUT ROWID
    """,
    "CREATE INDEX article_entity_spans_by_entity ON article_entity_spans (article_entity_id)",
    """
    CREATE TABLE entity_members (
        article_entity_id TEXT PRIMARY KEY REFERENCES article_entities (id) ON DELETE CASCADE,
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_members_by_entity ON entity_members (entity_id)",
    """
    CREATE TABLE entity_merges (
        entity_id TEXT PRIMARY KEY REFERENCES entities (id) ON DELETE CASCADE,
        into_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        article_id TEXT,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_merges_by_into ON entity_merges (into_id)",
    """
    CREATE TABLE entity_identities (
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        service TEXT NOT NULL,
        identifier TEXT NOT NULL,
        name TEXT NOT NULL,
        description TEXT,
        types TEXT NOT NULL,
        score REAL NOT NULL,
        is_match INTEGER NOT NULL,
        proposed_at TEXT NOT NULL,
        PRIMARY KEY (entity_id, service, identifier)
    ) WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE entity_names_fts USING fts5 (
        name, content = 'entity_names', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER entity_names_fts_insert AFTER INSERT ON entity_names BEGIN
        INSERT INTO entity_names_fts (rowid, name) VALUES (new.number, new.name);
    END
    """,
    """
    CREATE TRIGGER entity_names_fts_delete AFTER DELETE ON entity_names BEGIN
        INSERT INTO entity_names_fts (entity_names_fts, rowid, name) VALUES ('delete', old.number, old.name);
    END
    """,
    """
    CREATE TRIGGER entity_names_fts_update AFTER UPDATE OF name ON entity_names BEGIN
        INSERT INTO entity_names_fts (entity_names_fts, rowid, name) VALUES ('delete', old.number, old.name);
        INSERT INTO entity_names_fts (rowid, name) VALUES (new.number, new.name);
    END
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _EVENTS, _GROUNDS, _ENTITIES)
"""The statements of each migration; the first makes version 1. Append, never edit."""

VERSION = len(MIGRATIONS)
"""The version of a ledger that this program writes."""


BUSY_SECONDS = 60.0
"""How long a writer waits for another one: a transaction holds one document, a few milliseconds."""


def connect_to_write(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection that may write: the file made where there is none, and brought to `VERSION`.

    In autocommit mode (`BEGIN` is said aloud), foreign keys on, WAL so that readers never wait. Raises
    LedgerError R302 (somebody else's file), R303 (newer), R304 (corrupt), R305 (locked), R306 (no permission).
    """
    with ledger_errors(path):
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        try:
            _check_marks(connection, path, must_exist=False)
            connection.execute("PRAGMA foreign_keys = ON")
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that can only ask; it neither waits for a writer nor makes one wait.

    An older ledger is brought to `VERSION` first. A ledger in a folder where nothing may be written (an archive,
    a disc) is opened as unchanging. Raises LedgerError R301 where there is no ledger, R310 where an older one
    cannot be brought up to date, else as `connect_to_write`.
    """
    if not path.exists():
        raise _no_ledger(path)
    connection = _open_checked(path)
    version = _version_of(connection)
    if version == VERSION:
        return connection
    connection.close()
    try:
        connect_to_write(path).close()
    except LedgerError as error:
        if error.code != "R306":
            raise
        raise LedgerError(
            "R310",
            f"{path} is a ledger of version {version}, and where it is it cannot be brought to version {VERSION}",
            "copy it to a folder where you may write, and name the copy with --ledger",
        ) from error
    return _open_checked(path)


@contextmanager
def ledger_errors(path: Path) -> Iterator[None]:
    """Around every call of SQLite: its errors come out as LedgerError, with code and mend."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ledger_error(error, path) from error


def _open_checked(path: Path) -> sqlite3.Connection:
    with ledger_errors(path):
        connection = _open_read_only(path)
        try:
            _check_marks(connection, path, must_exist=True)
        except BaseException:
            connection.close()
            raise
    return connection


def _open_read_only(path: Path) -> sqlite3.Connection:
    address = "file:" + quote(os.fsencode(path.absolute()))
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # A WAL file wants its index beside it; where that cannot be made and no writer has one, nothing changes.
        cannot_be_made = _primary(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not cannot_be_made or Path(f"{path}-wal").exists():
            raise
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return connection


def _check_marks(connection: sqlite3.Connection, path: Path, *, must_exist: bool) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application_id = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application_id != APPLICATION_ID:
        if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise LedgerError(
                "R302",
                f"{path} is a SQLite database, but not a ledger of Rashomon",
                "name another file with --ledger; this one was left as it is",
            )
        if must_exist:
            raise _no_ledger(path)
    if version > VERSION:
        raise LedgerError(
            "R303",
            f"{path} was written by a newer Rashomon (ledger version {version}; this program knows {VERSION})",
            "install the newer Rashomon: pip install --upgrade rashomon; the file was left as it is",
        )


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to `VERSION` in one transaction: all missing migrations, or none.

    Two programs that open a new file at once wait for each other here; the second finds nothing left to do.
    """
    if _version_of(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, statements in enumerate(MIGRATIONS[_version_of(connection) :], _version_of(connection) + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _no_ledger(path: Path) -> LedgerError:
    return LedgerError(
        "R301",
        f"there is no ledger at {path}",
        f"make one: rashomon read FILE --ledger {path}; or name the right one with --ledger",
    )


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code (the extended one says more than we tell apart); 0 where it gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _ledger_error(error: sqlite3.Error, path: Path) -> LedgerError:
    primary = _primary(error)
    if primary == sqlite3.SQLITE_NOTADB:
        return LedgerError(
            "R302",
            f"{path} is not a SQLite database",
            "name another file with --ledger; this one was left as it is",
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return LedgerError(
            "R304",
            f"{path} is damaged: {error}",
            f'keep a copy, then save what can be read: sqlite3 {path} ".recover" | sqlite3 saved.db; '
            "or read the documents again into a new ledger",
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerError(
            "R305",
            f"{path} is locked by another program",
            "wait for the other program, or close it, and run the same command again; nothing is lost",
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return LedgerError(
            "R306",
            f"{path} cannot be opened for this: {error}",
            "check that the folder exists and that you may write in it, or name another file with --ledger",
        )
    if primary == sqlite3.SQLITE_FULL:
        return LedgerError(
            "R307",
            f"there is no room left for {path}",
            "make room on the disk and run the same command again: what is stored is whole, the rest is read then",
        )
    return LedgerError(
        "R308",
        f"SQLite cannot go on with {path}: {error}",
        "check the disk, then look at the ledger with rashomon verify",
    )
