"""The form of a gazetteer file, and writing one: SQLite, sorted once, never changed after.

In go entries, names and what lies in what, in any order and number; out comes one file, put in its place in one step when it
is whole. Rows go first to a file beside it that is as they come, and SQLite sorts them from there on disk, so that the memory
does not grow with their number. A file that cannot be written is R232.

Read next: `gazetteer.py`, which asks it; `geonames.py`, which fills it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rashomon.errors import SettingError
from rashomon.records import GeoName
from rashomon.spellings import SPELLING, key_of, sound_of

T = TypeVar("T")

MARK = 0x52474731
"""PRAGMA application_id of every gazetteer file: RGG1."""
VERSION = 100 + SPELLING
"""PRAGMA user_version: the form of the tables, and the spelling of the keys."""

SCHEMA = """
CREATE TABLE entries (
    geonameid INTEGER PRIMARY KEY, name TEXT, latitude REAL, longitude REAL, feature_class TEXT, feature_code TEXT,
    country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER
);
-- The key of every name of every entry. The sound is a function of the key; it stands first to keep like names together.
CREATE TABLE names (sound TEXT, key TEXT, geonameid INTEGER, PRIMARY KEY (sound, key, geonameid)) WITHOUT ROWID;
-- LBY, LBY.77, USA.AL.001: a country, its region of the first order, that one's of the second.
CREATE TABLE regions (code TEXT PRIMARY KEY, geonameid INTEGER) WITHOUT ROWID;
CREATE TABLE parents (child INTEGER, parent INTEGER, PRIMARY KEY (child, parent)) WITHOUT ROWID;
CREATE TABLE facts (fact TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

_ROWS_AS_THEY_COME = """
CREATE TABLE heap.entries AS SELECT * FROM main.entries;
CREATE TABLE heap.names AS SELECT * FROM main.names;
CREATE TABLE heap.parents AS SELECT * FROM main.parents;
"""
# A name of what is no entry is left out, and so is a link from or to it. Of two regions with one code (a former one may
# keep its code) the more populous one has it.
_SORTED = """
INSERT OR REPLACE INTO main.entries SELECT * FROM heap.entries ORDER BY geonameid;
INSERT OR IGNORE INTO main.names SELECT sound, key, geonameid FROM heap.names
    WHERE geonameid IN (SELECT geonameid FROM main.entries) ORDER BY sound, key, geonameid;
INSERT OR IGNORE INTO main.parents SELECT child, parent FROM heap.parents
    WHERE child IN (SELECT geonameid FROM main.entries) AND parent IN (SELECT geonameid FROM main.entries)
    ORDER BY child, parent;
INSERT OR IGNORE INTO main.regions
    SELECT country || iif(feature_code IN ('ADM1', 'ADM2'), '.' || admin1, '') || iif(feature_code = 'ADM2', '.' || admin2, ''),
        geonameid
    FROM main.entries
    WHERE feature_class = 'A' AND country IS NOT NULL
        AND feature_code IN ('PCL', 'PCLI', 'PCLD', 'PCLS', 'PCLF', 'PCLIX', 'TERR', 'ADM1', 'ADM2')
    ORDER BY feature_code = 'TERR', population DESC;
"""
_ROWS_AT_ONCE = 10_000
_CACHE_KB = 65_536

_FOREIGN = re.compile(r"[^\x00-\u036f\u1d00-\u1eff\u2000-\u206f\ua720-\ua7ff]")
"""A character of no Latin letter, mark or punctuation."""
_CODE = re.compile(r"[A-Z0-9]{1,4}")


def is_kept_name(name: str) -> bool:
    """Whether a further name of an entry is one that a newspaper in Latin script might print.

    Not kept are other scripts, their transliterations without a capital ("trabls", "de li bo li"), single letters, and what looks
    like the code of an airport ("TIP").
    """
    return len(name) > 1 and name != name.lower() and _FOREIGN.search(name) is None and _CODE.fullmatch(name) is None


class GazetteerFile:
    """A gazetteer file in the making; `finish` puts it in its place, `close` before that leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        """Start one that is to lie at `path`; SettingError R232 where none can be written."""
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        self._heap = path.with_name(f"{path.name}.heap")
        self._remove_parts()
        with self._written():
            self._connection = sqlite3.connect(self._part, isolation_level=None)
            self._connection.execute("ATTACH ? AS heap", (str(self._heap),))
            for schema in ("main", "heap"):
                # A file that is broken off is made anew, so nothing is written twice to be safe.
                self._connection.execute(f"PRAGMA {schema}.journal_mode = OFF")
                self._connection.execute(f"PRAGMA {schema}.synchronous = OFF")
                self._connection.execute(f"PRAGMA {schema}.cache_size = -{_CACHE_KB}")
            self._connection.executescript(SCHEMA + _ROWS_AS_THEY_COME)

    def add_entries(self, entries: Iterable[tuple[GeoName, Iterable[str]]]) -> None:
        """Entries, each with the further names to be kept; its own name is added by itself."""
        for batch in _batches(entries):
            self._insert("entries", (_row_of(entry) for entry, _ in batch))
            self.add_names((entry.geonameid, name) for entry, names in batch for name in (entry.name, *names))

    def add_names(self, names: Iterable[tuple[int, str]]) -> None:
        """Further names of entries by their ids."""
        for batch in _batches(names):
            keys = {(key, geonameid) for geonameid, name in batch if (key := key_of(name))}
            self._insert("names", ((sound_of(key), key, geonameid) for key, geonameid in keys))

    def add_parents(self, links: Iterable[tuple[int, int]]) -> None:
        """Pairs of an entry and one that it lies in, by their ids."""
        for batch in _batches(links):
            self._insert("parents", batch)

    def finish(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Sort everything and put the file in its place; what it says of itself."""
        with self._written():
            self._connection.executescript(_SORTED)
            counts = {
                table: str(self._connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0])
                for table in ("entries", "names", "parents")
            }
            told = {**facts, **counts, "complete": "yes"}
            self._connection.executemany("INSERT INTO main.facts VALUES (?, ?)", sorted(told.items()))
            self._connection.execute(f"PRAGMA main.application_id = {MARK}")
            self._connection.execute(f"PRAGMA main.user_version = {VERSION}")
            self._connection.close()
            self._part.replace(self.path)
        return told

    def close(self) -> None:
        """Leave nothing half made behind."""
        self._connection.close()
        self._remove_parts()

    def _insert(self, table: str, rows: Iterable[tuple[str | int | float | None, ...]]) -> None:
        marks = {"entries": 10, "names": 3, "parents": 2}[table]
        with self._written():
            self._connection.execute("BEGIN")
            self._connection.executemany(f"INSERT INTO heap.{table} VALUES ({', '.join('?' * marks)})", rows)
            self._connection.execute("COMMIT")

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise SettingError(
                "R232",
                f"the gazetteer {self.path} cannot be written: {error}",
                "write it with --to where there is room and you may write; SQLite sorts in the folder that SQLITE_TMPDIR names",
            ) from error

    def _remove_parts(self) -> None:
        for path in (self._part, self._heap):
            path.unlink(missing_ok=True)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def _row_of(entry: GeoName) -> tuple[str | int | float | None, ...]:
    return (
        entry.geonameid,
        entry.name,
        entry.latitude,
        entry.longitude,
        entry.feature_class,
        entry.feature_code,
        entry.country,
        entry.admin1,
        entry.admin2,
        entry.population,
    )
