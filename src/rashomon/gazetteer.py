"""Names of places to the entries of GeoNames that bear them, from one read-only SQLite file.

In goes a name as printed; out come `GeoName` records, the most populous first. Which of them an article means is not
asked here. The file is the one inside the package (docs/gazetteer.md says what it holds) or one that `rashomon
gazetteer build` made from GeoNames' dump; both have the form of `gazetteer_file.py`. Refused is a file that is missing
(R230), is no gazetteer, or was built with other rules of spelling (R231).

Read next: `spellings.py`, and `geonames.py`, which builds the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rashomon.errors import SettingError
from rashomon.gazetteer_file import MARK, PARTS_OF_DEGREE, VERSION, unpacked
from rashomon.records import GeoName
from rashomon.spellings import BLOCK_LENGTH, CONSONANTS, block_of, key_of, loose_of, sound_of

EMBEDDED_PATH = Path(__file__).parent / "geodata" / "gazetteer.sqlite"
"""The gazetteer that ships in the package."""

_COLUMNS = "e.geonameid, name, latitude, longitude, feature, country, admin1, admin2, population"
_FIND_NAMED = f"SELECT {_COLUMNS}, others FROM names JOIN entries e USING (geonameid) WHERE block = ? AND key = ?"
_FIND_ENTRY = f"SELECT {_COLUMNS} FROM entries e WHERE geonameid = ?"
_FIND_FEATURES = "SELECT number, class, code FROM features"
_MAPPED_BYTES = 1 << 30
_REMEMBERED = 20_000
"""Names whose entries are kept: those of an article, and of the next one, are mostly the same."""
_MOST_COMPARED = 3000
"""How many names with one consonant more, less or other are compared at most, so that a short name takes no longer."""
_MOST_WEIGHED = 40
"""How many names of those are weighed in full: the nearest as spelt."""
_SHARES = ((loose_of, 0.5), (sound_of, 0.4), (str, 0.1))
"""What the spelling without habits, the consonants, and the letters as they are count for in nearness."""


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer in the file at `path`, or the one inside the package; close it when done.

    Raises SettingError R230 where there is no such file, R231 where it is no gazetteer of this form.
    """
    where = path or EMBEDDED_PATH
    mend = "build it: rashomon gazetteer build allCountries.zip" if path else "install Rashomon again"
    if not where.is_file():
        raise SettingError("R230", f"there is no gazetteer at {where}", mend)
    # Nobody writes to a built file, so SQLite need not look for locks and journals.
    connection = sqlite3.connect(f"{where.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        whole = (
            marks == [MARK, VERSION] and connection.execute("SELECT 1 FROM facts WHERE fact = 'complete'").fetchone()
        )
    except sqlite3.DatabaseError as error:
        connection.close()
        raise SettingError("R231", f"{where} is no gazetteer: {error}", mend) from error
    if not whole:
        connection.close()
        raise SettingError("R231", f"{where} is no gazetteer that this Rashomon reads", mend)
    return Gazetteer(connection)


class Gazetteer:
    """An open gazetteer file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection that `open_gazetteer` has checked."""
        self._connection = connection
        self._features = {number: (kind, code) for number, kind, code in connection.execute(_FIND_FEATURES)}
        self._named = lru_cache(_REMEMBERED)(self._entries_of)
        self._region = lru_cache(_REMEMBERED)(self._region_of)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def find(self, name: str) -> tuple[GeoName, ...]:
        """The entries that bear the name, the most populous first; case, accents, hyphens and apostrophes aside."""
        return self._named(key_of(name))

    def similar(self, name: str, limit: int = 5) -> tuple[tuple[GeoName, float], ...]:
        """The entries with a name that sounds like this one, the nearest first, each with its nearness up to 1.

        Names are compared that begin with the same consonants, or from four consonants on with all but one of them.
        What counts is Levenshtein's distance of their letters, most of all of their consonants.
        """
        key = key_of(name)
        if not key:
            return ()
        own = [(spelling(key), spelling, share) for spelling, share in _SHARES]
        nearest = {
            found: sum(
                share * Levenshtein.normalized_similarity(spelt, spelling(found)) for spelt, spelling, share in own
            )
            for found in self._keys_like(key)
        }
        scores: dict[GeoName, float] = {}
        for found in sorted(nearest, key=lambda one: -nearest[one]):
            if len(scores) >= limit:
                break
            for entry in self._named(found):
                scores.setdefault(entry, nearest[found])
        ranked = sorted(scores.items(), key=lambda one: (-round(one[1], 6), -one[0].population))
        return tuple(ranked[:limit])

    def entry(self, geonameid: int) -> GeoName | None:
        """The entry with this id."""
        row = self._connection.execute(_FIND_ENTRY, (geonameid,)).fetchone()
        return self._entry_of(row) if row else None

    def country(self, alpha3: str) -> GeoName | None:
        """The entry of the country with this ISO 3166-1 alpha-3 code (Kosovo is KOS)."""
        return self._region(alpha3)

    def within(self, entry: GeoName) -> tuple[GeoName, ...]:
        """What the entry lies in, the nearest first: district, region, country, and what GeoNames' hierarchy adds."""
        code = [entry.country, entry.admin1, entry.admin2] if entry.country else []
        regions = (self._region(".".join(part or "" for part in code[:length])) for length in (3, 2, 1) if code)
        found = {region.geonameid: region for region in regions if region}
        found.pop(entry.geonameid, None)
        known = found.keys() | {entry.geonameid}
        for above in self._above(known):
            found.setdefault(above.geonameid, above)
        found.pop(entry.geonameid, None)
        return tuple(found.values())

    def admin_name(self, entry: GeoName) -> str | None:
        """The name of the region of the first order (state, province) that the entry lies in or is."""
        region = self._region(f"{entry.country}.{entry.admin1}")
        return region.name if region else None

    def facts(self) -> dict[str, str]:
        """What the file says of itself: its sources, and how much it holds."""
        return dict(self._connection.execute("SELECT fact, value FROM facts"))

    def _entries_of(self, key: str) -> tuple[GeoName, ...]:
        row = self._connection.execute(_FIND_NAMED, (block_of(key), key)).fetchone()
        if row is None:
            return ()
        first, others = self._entry_of(row[:-1]), row[-1]
        if others is None:
            return (first,)
        return (first, *filter(None, map(self.entry, unpacked(others))))

    def _region_of(self, code: str) -> GeoName | None:
        row = self._connection.execute("SELECT geonameid FROM regions WHERE code = ?", (code,)).fetchone()
        return self.entry(row[0]) if row else None

    def _above(self, children: Iterable[int]) -> Iterator[GeoName]:
        """What the hierarchy has above the children, level by level."""
        seen = set(children)
        level = sorted(seen)
        while level:
            marks = ", ".join("?" * len(level))
            parents = self._connection.execute(f"SELECT DISTINCT parent FROM parents WHERE child IN ({marks})", level)
            level = sorted({parent for (parent,) in parents} - seen)
            seen.update(level)
            yield from filter(None, map(self.entry, level))

    def _keys_like(self, key: str) -> Iterator[str]:
        block = block_of(key)
        near = sorted(_blocks_near(block))
        same = self._connection.execute("SELECT key FROM names WHERE block = ?", (block,))
        other = self._connection.execute(
            f"SELECT key FROM names WHERE block IN ({', '.join('?' * len(near))}) LIMIT {_MOST_COMPARED}", near
        )
        for rows in (same, other):
            keys = [found for (found,) in rows]
            compared = process.extract(key, keys, scorer=Levenshtein.normalized_similarity, limit=_MOST_WEIGHED)
            yield from (found for found, _, _ in compared)

    def _entry_of(self, row: Sequence[Any]) -> GeoName:
        geonameid, name, latitude, longitude, feature, country, admin1, admin2, population = row
        feature_class, feature_code = self._features[feature]
        return GeoName(
            geonameid=geonameid,
            name=name,
            latitude=latitude / PARTS_OF_DEGREE,
            longitude=longitude / PARTS_OF_DEGREE,
            feature_class=feature_class,
            feature_code=feature_code,
            country=country,
            admin1=admin1,
            admin2=admin2,
            population=population,
        )


def _blocks_near(block: str) -> set[str]:
    """From four consonants on, the blocks with one less, one more or another one."""
    near: set[str] = set()
    if len(block) >= 4:
        for place in range(len(block) + 1):
            before, after = block[:place], block[place:]
            near.add(before + after[1:])
            for letter in CONSONANTS:
                near.add((before + letter + after)[:BLOCK_LENGTH])
                near.add(before + letter + after[1:])
    return near - {block}
