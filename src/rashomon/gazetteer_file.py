"""The form of a gazetteer file, and writing one: SQLite, sorted once, never changed after.

In go entries, names and what lies in what, in any order and number; out comes one file, put in its place in one step
when it is whole. Rows go first to a file beside it as they come, and SQLite sorts them from there on disk, so that the
memory does not grow with their number. A file that cannot be written is R232.

Read next: `gazetteer.py`, which asks it; `geonames.py`, which fills it.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from rashomon.errors import SettingError
from rashomon.records import GeoName
from rashomon.spellings import SPELLING, block_of, key_of

T = TypeVar("T")

MARK = 0x52474731
"""PRAGMA application_id of every gazetteer file: RGG1."""
VERSION = 100 + SPELLING
"""PRAGMA user_version: the form of the tables, and the spelling of the keys."""

PARTS_OF_DEGREE = 100_000

SCHEMA = """
-- Latitude and longitude in hundred thousandths of a degree, which is how finely GeoNames gives them.
CREATE TABLE entries (
    geonameid INTEGER PRIMARY KEY, name TEXT, latitude INTEGER, longitude INTEGER, feature INTEGER,
    country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER
);
CREATE TABLE features (number INTEGER PRIMARY KEY, class TEXT, code TEXT, UNIQUE (class, code));
-- Every name by its key, with the id of the most populous entry that bears it, and of the others, four bytes each, NULL
-- for most. The block is a function of the key; it stands first to keep names together that sound alike.
CREATE TABLE names (
    block TEXT, key TEXT, geonameid INTEGER, others BLOB, PRIMARY KEY (block, key)
) WITHOUT ROWID;
-- LBY, LBY.77, USA.AL.001: a country, its region of the first order, that one's of the second.
CREATE TABLE regions (code TEXT PRIMARY KEY, geonameid INTEGER) WITHOUT ROWID;
CREATE TABLE parents (child INTEGER, parent INTEGER, PRIMARY KEY (child, parent)) WITHOUT ROWID;
CREATE TABLE facts (fact TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

_ROWS_AS_THEY_COME = """
CREATE TABLE heap.entries AS SELECT * FROM main.entries;
CREATE TABLE heap.names (block TEXT, key TEXT, geonameid INTEGER);
CREATE TABLE heap.parents AS SELECT * FROM main.parents;
"""
_SORT_ENTRIES = "INSERT OR REPLACE INTO main.entries SELECT * FROM heap.entries ORDER BY geonameid"
# A name of what is no entry is left out, and so is a link from or to it.
_SORT_NAMES = """
SELECT n.block, n.key, n.geonameid FROM heap.names n JOIN main.entries e USING (geonameid)
ORDER BY n.block, n.key, e.population DESC, n.geonameid
"""
_SORT_PARENTS = """
INSERT OR IGNORE INTO main.parents SELECT child, parent FROM heap.parents
WHERE child IN (SELECT geonameid FROM main.entries) AND parent IN (SELECT geonameid FROM main.entries)
ORDER BY child, parent
"""
# Of two regions with one code (a former one may keep its own) the more populous one has it.
_NAME_REGIONS = """
INSERT OR IGNORE INTO main.regions
SELECT country || iif(code IN ('ADM1', 'ADM2'), '.' || admin1, '') || iif(code = 'ADM2', '.' || admin2, ''), geonameid
FROM main.entries JOIN main.features ON number = feature
WHERE class = 'A' AND country IS NOT NULL AND (
    code IN ('PCL', 'PCLI', 'PCLD', 'PCLS', 'PCLF', 'PCLIX', 'TERR')
    OR code = 'ADM1' AND admin1 <> '' OR code = 'ADM2' AND admin1 <> '' AND admin2 <> ''
)
ORDER BY code = 'TERR', population DESC
"""
_ROWS_AT_ONCE = 10_000
_CACHE_KB = 65_536

_FOREIGN = re.compile(r"[^\x00-\u036f\u1d00-\u1eff\u2000-\u206f\ua720-\ua7ff]")
"""A character of no Latin letter, mark or punctuation."""
_CODE = re.compile(r"[A-Z0-9]{1,4}")


def is_kept_name(name: str) -> bool:
    """Whether a further name of an entry is one that a newspaper in Latin script might print.

    Not kept are other scripts, their transliterations without a capital ("trabls", "de li bo li"), single letters, and
    what looks like the code of an airport ("TIP").
    """
    return len(name) > 1 and name != name.lower() and _FOREIGN.search(name) is None and _CODE.fullmatch(name) is None


class GazetteerFile:
    """A gazetteer file in the making; `finish` puts it in its place, `close` before that leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        """Start one that is to lie at `path`; SettingError R232 where none can be written."""
        self.path = path
        self._part = path.with_name(f"{path.name}.part")
        self._heap = path.with_name(f"{path.name}.heap")
        self._features: dict[tuple[str, str], int] = {}
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
            self._insert("entries", (self._row_of(entry) for entry, _ in batch))
            self.add_names((entry.geonameid, name) for entry, names in batch for name in (entry.name, *names))

    def add_names(self, names: Iterable[tuple[int, str]]) -> None:
        """Further names of entries by their ids."""
        for batch in _batches(names):
            keys = {(key, geonameid) for geonameid, name in batch if (key := key_of(name))}
            self._insert("names", ((block_of(key), key, geonameid) for key, geonameid in keys))

    def add_parents(self, links: Iterable[tuple[int, int]]) -> None:
        """Pairs of an entry and one that it lies in, by their ids."""
        for batch in _batches(links):
            self._insert("parents", batch)

    def finish(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Sort everything and put the file in its place; what it says of itself."""
        with self._written():
            self._connection.execute("BEGIN")
            self._connection.execute(_SORT_ENTRIES)
            numbered = ((number, *feature) for feature, number in self._features.items())
            self._connection.executemany("INSERT INTO main.features VALUES (?, ?, ?)", numbered)
            rows = groupby(self._connection.execute(_SORT_NAMES), key=itemgetter(0, 1))
            self._connection.executemany(
                "INSERT INTO main.names VALUES (?, ?, ?, ?)",
                ((block, key, *_packed([row[2] for row in same])) for (block, key), same in rows),
            )
            self._connection.execute(_SORT_PARENTS)
            self._connection.execute(_NAME_REGIONS)
            counts = {
                table: str(self._connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0])
                for table in ("entries", "names", "parents")
            }
            told = {**facts, **counts, "complete": "yes"}
            self._connection.executemany("INSERT INTO main.facts VALUES (?, ?)", sorted(told.items()))
            self._connection.execute("COMMIT")
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
        marks = {"entries": 9, "names": 3, "parents": 2}[table]
        with self._written():
            self._connection.execute("BEGIN")
            self._connection.executemany(f"INSERT INTO heap.{table} VALUES ({', '.join('?' * marks)})", rows)
            self._connection.execute("COMMIT")

    def _row_of(self, entry: GeoName) -> tuple[str | int | None, ...]:
        feature = entry.feature_class, entry.feature_code
        return (
            entry.geonameid,
            entry.name,
            round(entry.latitude * PARTS_OF_DEGREE),
            round(entry.longitude * PARTS_OF_DEGREE),
            self._features.setdefault(feature, len(self._features)),
            entry.country,
            entry.admin1,
            entry.admin2,
            entry.population,
        )

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise SettingError(
                "R232",
                f"the gazetteer {self.path} cannot be written: {error}",
                "write it with --to where you may write and room is left; SQLite sorts in the folder SQLITE_TMPDIR",
            ) from error

    def _remove_parts(self) -> None:
        for path in (self._part, self._heap):
            path.unlink(missing_ok=True)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def unpacked(ids: bytes) -> tuple[int, ...]:
    """The other ids of a row of names."""
    return struct.unpack(f"<{len(ids) // 4}i", ids)


def _packed(ids: Sequence[int]) -> tuple[int, bytes | None]:
    """The first id, and the others as they stand in a row of names."""
    first, *others = dict.fromkeys(ids)
    return first, struct.pack(f"<{len(others)}i", *others) if others else None
