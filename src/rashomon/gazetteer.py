"""Names of places to the entries of GeoNames that bear them, from one read-only SQLite file.

In goes a name as printed; out come `GeoName` records, the most populous first. Which of them an article means is asked in
`places.py`. The file inside the package (docs/gazetteer.md says what it holds) or one that `rashomon gazetteer build` made
from GeoNames' whole dump: both have the form of `gazetteer_file.py`. Refused is a file that is missing, is no gazetteer,
or was built with other rules of spelling (R230, R231).

Read next: `spellings.py`, and `geonames.py`, which builds the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rashomon.errors import SettingError
from rashomon.gazetteer_file import MARK, VERSION
from rashomon.records import GeoName
from rashomon.spellings import key_of, loose_of, sound_of

EMBEDDED_PATH = Path(__file__).parent / "geodata" / "gazetteer.sqlite"
"""The gazetteer that ships in the package."""

_COLUMNS = (
    "e.geonameid, e.name, e.latitude, e.longitude, e.feature_class, e.feature_code, e.country, e.admin1, e.admin2, "
    "e.population"
)
_FIND = f"SELECT {_COLUMNS} FROM names n JOIN entries e USING (geonameid) WHERE n.sound = ? AND n.key = ?"
_MAPPED_BYTES = 1 << 30
_MOST_ALIKE = 2000
"""How many names of one sound are compared at most; only a built file has more, and those sounds have one letter or none."""


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
        key = key_of(name)
        return self._entries(_FIND, (sound_of(key), key))

    def similar(self, name: str, limit: int = 5) -> tuple[tuple[GeoName, float], ...]:
        """The entries with a name that sounds like this one, the nearest first, each with its nearness up to 1.

        Names are compared that have the same consonants, or from three consonants on all but one of them, by the distance of
        Levenshtein: nine tenths of it with the habits of transliteration evened out, one tenth as spelt.
        """
        key = key_of(name)
        if not key:
            return ()
        loose = loose_of(key)
        near = [
            (0.9 * Levenshtein.normalized_similarity(loose, loose_of(found)) + 0.1 * score, found)
            for found, score, _ in process.extract(
                key, self._keys_like(sound_of(key)), scorer=Levenshtein.normalized_similarity, limit=4 * limit
            )
        ]
        scores: dict[GeoName, float] = {}
        for score, found in sorted(near, key=lambda one: (-one[0], one[1])):
            if len(scores) >= limit:
                break
            for entry in self._entries(_FIND, (sound_of(found), found)):
                scores.setdefault(entry, score)
        return tuple(scores.items())[:limit]

    def entry(self, geonameid: int) -> GeoName | None:
        """The entry with this id."""
        found = self._entries(f"SELECT {_COLUMNS} FROM entries e WHERE e.geonameid = ?", (geonameid,))
        return found[0] if found else None

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

    def _entries(self, query: str, values: tuple[str | int, ...]) -> tuple[GeoName, ...]:
        rows = self._connection.execute(query, values).fetchall()
        if len(rows) > 1:
            rows.sort(key=lambda row: (-row[9], row[0]))
        return tuple(_entry_of(row) for row in rows)

    def _region(self, code: str) -> GeoName | None:
        query = f"SELECT {_COLUMNS} FROM regions r JOIN entries e USING (geonameid) WHERE r.code = ?"
        return next(iter(self._entries(query, (code,))), None)

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

    def _keys_like(self, sound: str) -> list[str]:
        sounds = sorted(_sounds_near(sound))
        rows = self._connection.execute(
            f"SELECT DISTINCT key FROM names WHERE sound IN ({', '.join('?' * len(sounds))}) LIMIT {_MOST_ALIKE}",
            sounds,
        )
        return [key for (key,) in rows]


def _sounds_near(sound: str) -> set[str]:
    """The sound, and from three consonants on those with one less, one more or another one."""
    near = {sound}
    if len(sound) >= 3:
        for place in range(len(sound) + 1):
            before, after = sound[:place], sound[place:]
            near.add(before + after[1:])
            near.update(before + letter + rest for letter in "fklmnprst" for rest in (after, after[1:]))
    return near


def _entry_of(row: tuple[int, str, float, float, str, str, str | None, str, str, int]) -> GeoName:
    geonameid, name, latitude, longitude, feature_class, feature_code, country, admin1, admin2, population = row
    return GeoName(
        geonameid=geonameid,
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=feature_code,
        country=country,
        admin1=admin1,
        admin2=admin2,
        population=population,
    )
