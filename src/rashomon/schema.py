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
from rashomon.migrations import MIGRATIONS

APPLICATION_ID = 0x52534D4E
"""What `PRAGMA application_id` of a ledger says: "RSMN"."""

VERSION = len(MIGRATIONS)
"""The version of a ledger that this program writes."""


BUSY_SECONDS = 60.0
"""How long a writer waits for another one: a transaction holds one document, a few milliseconds."""

CACHE_KIB = 65_536
"""What a writer keeps of the file in memory: in SQLite's own 2 MB the keys of a large ledger find no place."""

CHECKPOINT_PAGES = 8000
"""So much is written beside the ledger (32 MB) before it goes into it: a page that changes often goes once."""


ASKED_AT_ONCE = 500
"""How many ids one question names: SQLite compiles each number of them anew, and takes no more than 32,766."""


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
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection that can only ask; it neither waits for a writer nor makes one wait.

    An older ledger is brought to `VERSION` first. A ledger in a folder where nothing may be written (an archive,
    a disc) is opened as unchanging. Raises LedgerError R301 where there is no ledger, R310 where an older one
    cannot be brought up to date, else as `connect_to_write`.
    """
    if not path.exists():
        raise _no_ledger(path)
    connection = _open_checked(path, busy_seconds)
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
    return _open_checked(path, busy_seconds)


@contextmanager
def ledger_errors(path: Path) -> Iterator[None]:
    """Around every call of SQLite: its errors come out as LedgerError, with code and mend."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ledger_error(error, path) from error


def _open_checked(path: Path, busy_seconds: float) -> sqlite3.Connection:
    with ledger_errors(path):
        connection = _open_read_only(path, busy_seconds)
        try:
            _check_marks(connection, path, must_exist=True)
        except BaseException:
            connection.close()
            raise
    return connection


def _open_read_only(path: Path, busy_seconds: float) -> sqlite3.Connection:
    address = "file:" + quote(os.fsencode(path.absolute()))
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=busy_seconds, isolation_level=None)
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
    connection.create_function("number_of_key", 1, _number_of_key, deterministic=True)
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


def _number_of_key(text: str) -> int:
    """The number of a key of claims that an older ledger has as a text, with its window at the end."""
    from rashomon.blocks import key_of  # what links is not loaded by who only asks

    stem, _, window = text.rpartition(" ")
    if not text.startswith(("both ", "told ")):
        return key_of(text)
    return key_of(stem, None if window == "None" else int(window))


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
    if path.is_dir():
        return LedgerError("R302", f"{path} is a folder", f"name a file with --ledger: {path / 'rashomon.db'}")
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
