"""GeoNames' dump to a gazetteer file: `allCountries.zip`, or one country's, with alternate names and hierarchy.

In go the files of GeoNames' export as they come, zipped or not; out comes the file that `open_gazetteer` opens. Rows
stream, so that the memory does not grow with the dump. Refused, with its line, is a row of another form (R130), and a
file that is damaged or ends too early (R131).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TypeVar

from rashomon.countries import load_alpha3_codes
from rashomon.errors import InputError, SettingError
from rashomon.gazetteer_file import GazetteerFile, is_kept_name
from rashomon.records import GeoName

ENTRY_COLUMNS = 19
NAME_COLUMNS = 8
ADMIN1_COLUMNS = 4
HIERARCHY_COLUMNS = 2
"""How many columns a row of each file has at least; further ones are not read."""

NO_LANGUAGES = frozenset(["link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny"])
"""What stands for a language in alternateNamesV2 and is none: addresses, codes of posts and ports, Wikidata's ids."""

_GET = "get the files from GeoNames again (download.geonames.org/export/dump), and give them as they come"
_LINES_BETWEEN = 20_000

Progress = Callable[[int, int], None]
"""Told now and then how many bytes of how many are read."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The files of a dump; all but the first may be missing."""

    entries_path: Path
    names_path: Path | None
    admin1_path: Path | None
    hierarchy_path: Path | None


def find_dump(
    entries_path: Path,
    *,
    names_path: Path | None = None,
    admin1_path: Path | None = None,
    hierarchy_path: Path | None = None,
) -> Dump:
    """The dump at a path, with those of its other files that lie beside it and are not named; R202 for one missing."""

    def beside(*names: str) -> Path | None:
        return next((path for name in names if (path := entries_path.with_name(name)).is_file()), None)

    for path in (entries_path, names_path, admin1_path, hierarchy_path):
        if path and not path.is_file():
            raise SettingError("R202", f"there is no file {path}", "check the path")
    return Dump(
        entries_path=entries_path,
        names_path=names_path or beside("alternateNamesV2.zip", "alternateNamesV2.txt"),
        admin1_path=admin1_path or beside("admin1CodesASCII.txt"),
        hierarchy_path=hierarchy_path or beside("hierarchy.zip", "hierarchy.txt"),
    )


def build_gazetteer(dump: Dump, path: Path, progress: Progress = lambda done, whole: None) -> dict[str, str]:
    """What the file says of itself that was written at `path` from the dump."""
    files = [file for file in (dump.entries_path, dump.names_path, dump.admin1_path, dump.hierarchy_path) if file]
    whole = sum(file.stat().st_size for file in files)

    def rows(file: Path | None, columns: int, read: Callable[[list[str]], Row]) -> Iterator[Row]:
        if file:
            before = sum(other.stat().st_size for other in files[: files.index(file)])
            yield from _rows_of(file, columns, read, lambda done: progress(before + done, whole))

    alpha3 = load_alpha3_codes()
    with closing(GazetteerFile(path)) as built:
        built.add_entries(rows(dump.entries_path, ENTRY_COLUMNS, lambda row: _entry_in(row, alpha3.get(row[8]))))
        built.add_names(_kept(rows(dump.names_path, NAME_COLUMNS, _name_in)))
        built.add_names(rows(dump.admin1_path, ADMIN1_COLUMNS, lambda row: (int(row[3]), row[1])))
        built.add_parents(rows(dump.hierarchy_path, HIERARCHY_COLUMNS, lambda row: (int(row[1]), int(row[0]))))
        return built.finish(
            {"source": f"GeoNames, by way of {', '.join(file.name for file in files)}", "licence": "CC BY 4.0"}
        )


def _entry_in(row: list[str], country: str | None) -> tuple[GeoName, list[str]]:
    """The entry of a row of the main table, and its further names; columns as in GeoNames' readme.txt."""
    entry = GeoName(
        geonameid=int(row[0]),
        name=row[1],
        latitude=float(row[4]),
        longitude=float(row[5]),
        feature_class=row[6],
        feature_code=row[7],
        country=country,
        admin1=row[10],
        admin2=row[11],
        population=int(row[14] or 0),
    )
    return entry, [row[2], *filter(is_kept_name, row[3].split(","))]


def _name_in(row: list[str]) -> tuple[int, str] | None:
    """The id and name of a row of alternateNamesV2; None for a code, or what no newspaper in Latin script prints."""
    geonameid, language, name = int(row[1]), row[2], row[3]
    return None if language in NO_LANGUAGES or not is_kept_name(name) else (geonameid, name)


def _kept(rows: Iterable[Row | None]) -> Iterator[Row]:
    return (row for row in rows if row is not None)


def _rows_of(
    path: Path, columns: int, read: Callable[[list[str]], Row], progress: Callable[[int], None]
) -> Iterator[Row]:
    """What `read` makes of each row of tab-separated columns; R130 with the line for one that it cannot read."""
    number = 0
    try:
        with path.open("rb") as packed, _unpacked(path, packed) as lines:
            for number, line in enumerate(lines, 1):
                row = line.rstrip("\n").split("\t")
                if len(row) < columns:
                    raise ValueError(f"it has {len(row)} columns, not {columns}")
                yield read(row)
                if not number % _LINES_BETWEEN:
                    progress(packed.tell())
            if not number:
                raise ValueError("it is empty")
            progress(path.stat().st_size)
    except UnicodeDecodeError as error:
        raise InputError("R130", f"{path.name} is not UTF-8 after line {number}", _GET) from error
    except ValueError as error:
        raise InputError("R130", f"{path.name} line {number} is no row of GeoNames: {error}", _GET) from error
    except PermissionError as error:
        raise InputError("R120", f"{path} cannot be read: {error.strerror}", "check that you may read it") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError("R131", f"{path.name} is damaged or ends too early: {error}", _GET) from error


@contextmanager
def _unpacked(path: Path, packed: IO[bytes]) -> Iterator[TextIOWrapper]:
    """The lines of a text file, or of the one in an archive that has the archive's name."""
    if path.suffix.lower() != ".zip":
        yield TextIOWrapper(packed, encoding="utf-8", newline="\n")
        return
    with zipfile.ZipFile(packed) as archive:
        name = f"{path.stem}.txt"
        if name not in archive.namelist():
            raise InputError("R130", f"{path.name} holds no {name}", _GET)
        with archive.open(name) as member:
            yield TextIOWrapper(member, encoding="utf-8", newline="\n")
