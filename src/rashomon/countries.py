"""What country a printed name belongs to: "Russia", "Russians", "Moscow", "Puerto Rican", "Abkhazia".

In goes `tables/countries.toml`, and Unicode's CLDR for the names of countries; out comes one mapping from names as
English prints them to `CountryName`. Codes are ISO 3166 alpha-3 as PLOVER's manual has them: Kosovo is KOS, territories
are the state that they belong to, partially recognised entities as the state that claims them. Refused, with its
line, is a row with an unknown code, and a name that stands under two countries.

Read next: `actors.py`, which finds these names in the words of an actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.core import get_global

from rashomon.lexicon import TABLES_PATH, Table

_OWN_CODES = {"XKK": "KOS"}  # PLOVER's; ISO 3166 has none for Kosovo
_GONE_CODES = frozenset(["ANT", "BUR", "DDR", "FXX", "NTZ", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"])
"""Codes of countries that are gone; CLDR's aliases have them still."""
_COUNTRY_KEYS = frozenset({"capitals", "people", "also"})
_TABLES = frozenset({"country", "folded", "region", "disputed", "given", "elsewhere"})


class NameKind(StrEnum):
    """What a name says of its country."""

    COUNTRY = "country"
    PEOPLE = "people"
    CAPITAL = "capital"
    DISPUTED = "disputed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryName:
    """A name of a country, a people or a capital; without a code if it only looks like one ("Latin America")."""

    code: str | None
    kind: NameKind
    is_given_name: bool = False


def load_country_names(folder: Path = TABLES_PATH) -> Mapping[str, CountryName]:
    """Every name, as printed, with its country; raises SettingError R220-R224 naming the line that is off."""
    table = Table(folder / "countries.toml")
    for key in table.values.keys() - _TABLES:
        raise table.refuse("R221", f'unknown table "{key}"', key)
    codes = {
        _OWN_CODES.get(three, three): two
        for three, (two, *_) in get_global("territory_aliases").items()
        if len(three) == 3 and three.isalpha()
    }
    given = frozenset(_names(table, "given", "names"))
    found: dict[str, CountryName] = {}
    for name, code, kind in (*_names_from_cldr(table, codes), *_names_from_table(table, codes)):
        known = found.get(name)
        if known and known.code != code:
            raise table.refuse("R224", f'"{name}" is a name of {known.code} and again of {code}', name, last=True)
        if not known:
            found[name] = CountryName(code=code, kind=kind, is_given_name=name in given)
    for name in given - found.keys():
        raise table.refuse("R222", f'"{name}" in [given] is no name of a country', name)
    return MappingProxyType(found)


def load_alpha3_codes() -> Mapping[str, str]:
    """ISO 3166 alpha-3 by alpha-2, as far as CLDR knows them; XK is KOS."""
    return MappingProxyType({two: _OWN_CODES.get(three, three) for three, two in _states()})


def load_country_titles() -> Mapping[str, str]:
    """What English calls each state, by its code: "United States" of USA, as CLDR has it."""
    territories: Mapping[str, str] = Locale("en").territories
    return MappingProxyType(
        {_OWN_CODES.get(three, three): territories[two] for three, two in _states() if two in territories}
    )


def _states() -> Iterator[tuple[str, str]]:
    """Alpha-3 and alpha-2 of every territory that has both."""
    for three, (two, *_) in get_global("territory_aliases").items():
        if len(three) == 3 and three.isalpha() and three not in _GONE_CODES:
            yield three, two


def _names_from_table(table: Table, codes: Mapping[str, str]) -> Iterator[tuple[str, str | None, NameKind]]:
    for name in _names(table, "elsewhere", "names"):
        yield name, None, NameKind.ELSEWHERE
    for section, kind in (("disputed", NameKind.DISPUTED), ("region", NameKind.COUNTRY)):
        for code in _codes(table, section, codes):
            for name in _names(table, section, code):
                yield name, code, kind
    for code in _codes(table, "country", codes):
        row: Mapping[str, Any] = table.take("country", code, dict)
        for key in row.keys() - _COUNTRY_KEYS:
            raise table.refuse("R221", f'unknown key "{key}" of {code}', code)
        for name in _checked(table, row.get("also", []), code):
            yield name, code, NameKind.COUNTRY
        for name in _checked(table, row.get("capitals", []), code):
            yield name, code, NameKind.CAPITAL
        for name in _checked(table, row.get("people", []), code):
            yield name, code, NameKind.PEOPLE
            if not name.endswith(("s", "sh", "ch", "ese", "S", ".", "men")):
                yield f"{name}s", code, NameKind.PEOPLE


def _names_from_cldr(table: Table, codes: Mapping[str, str]) -> Iterator[tuple[str, str | None, NameKind]]:
    """The names that the table need not tell: "Russia", and "Puerto Rico" for the state that it is folded into."""
    territories: Mapping[str, str] = Locale("en").territories
    states = {codes[code]: code for code in _codes(table, "country", codes)}
    for state in _codes(table, "folded", codes):
        for two in _names(table, "folded", state):
            if two not in territories:
                raise table.refuse("R222", f'"{two}" is no territory of CLDR', two)
            states[two] = state
    for two, name in territories.items():
        if two in states:
            for form in {name, name.replace("&", "and"), name.replace("St. ", "Saint "), name.replace("’", "'")}:
                yield form, states[two], NameKind.COUNTRY


def _codes(table: Table, section: str, codes: Mapping[str, str]) -> list[str]:
    """The country codes that are the keys of a table; `codes` gives CLDR's two letters for every code of ISO 3166."""
    for code in table.keys(section):
        if code not in codes:
            raise table.refuse("R222", f'"{code}" is no country code', code)
    return table.keys(section)


def _names(table: Table, section: str, key: str) -> list[str]:
    return _checked(table, table.take(section, key, list), key)


def _checked(table: Table, names: Any, key: str) -> list[str]:
    for name in names:
        if not isinstance(name, str) or not name or name != name.strip():
            raise table.refuse("R222", f'"{name}" under {key} must be a name', str(name))
    return list(names)
