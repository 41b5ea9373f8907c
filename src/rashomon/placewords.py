"""What English says around the names of places: kinds, relations, short forms of states, from `tables/places.toml`.

In goes the table, out comes one frozen `PlaceWords` with the patterns made of its lists. Refused, with its line, is an
unknown key, a word that is not lower case where it must be, a short form of two states, an ending of an address
without a country (R220-R224). The table holds language; names of places are the gazetteer's.

Read next: `toponyms.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rashomon.countries import CountryName, load_country_names
from rashomon.inflections import load_inflections
from rashomon.lexicon import TABLES_PATH, Table, pattern_of

KINDS = ("settlement", "division", "tract", "water", "land", "spot")
_LISTS = {
    "kinds": (*KINDS, "streets", "seated"),
    "relations": ("near", "parts", "directions", "units"),
    "inside": ("between",),
    "metonyms": ("tells", "scenes", "addressed", "before", "between", "owned", "suffixes"),
    "openings": ("words", "saints", "full"),
    "outlets": ("words", "endings"),
    "names": ("words", "parts"),
}
_AMOUNT = r"(?:\d[\d,.]*|a few|several|some|dozens of|hundreds of)"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetonymWords:
    """The words beside a name that stands for a government: forms of verbs, phrases before it, nouns after its "'s"."""

    tells: frozenset[str]
    scenes: frozenset[str]
    addressed: frozenset[str]
    owned: frozenset[str]
    before: re.Pattern[str]
    between: re.Pattern[str]
    suffix: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The table with its patterns.

    `relation` and `part` match at the end of what stands before a name, `inside` the whole of what stands between a
    place and the larger one that it lies in, `belongs` between the larger one and the place ("Libya's", "Syrian city
    of"). `kinds` gives each word for a kind of place one of `KINDS`; `states` each short form its full name and
    country;
    `alone` the seas and regions that one word of their names stands for ("the Gulf").
    """

    countries: Mapping[str, CountryName]
    kinds: Mapping[str, str]
    streets: frozenset[str]
    seated: frozenset[str]
    extending: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    states: Mapping[str, tuple[str, str]]
    state_names: frozenset[str]
    state_codes: Mapping[str, str]
    openings: frozenset[str]
    saints: Mapping[str, str]
    relation: re.Pattern[str]
    part: re.Pattern[str]
    inside: re.Pattern[str]
    belongs: re.Pattern[str]
    metonyms: MetonymWords
    outlet_words: frozenset[str]
    outlet_names: frozenset[str]
    endings: Mapping[str, str]
    no_names: frozenset[str]
    parts: frozenset[str]
    alone: Mapping[str, tuple[str, ...]]


def load_place_words(folder: Path = TABLES_PATH) -> PlaceWords:
    """The words under `folder`; raises SettingError R220-R224 naming file and line where the table is off."""
    table = Table(folder / "places.toml")
    for name, values in table.values.items():
        for key in values:
            if name not in ("states", "alone") and key not in _LISTS.get(name, ()):
                raise table.refuse("R221", f'unknown key "{key}" in [{name}]', key)
    states = _states_in(table)
    speakers = Table(folder / "speakers.toml")
    return PlaceWords(
        countries=load_country_names(folder),
        kinds=MappingProxyType({word: kind for kind in KINDS for word in table.words("kinds", kind)}),
        streets=frozenset(table.words("kinds", "streets")),
        seated=frozenset(table.words("kinds", "seated")),
        extending=frozenset(
            word for kind in ("division", "tract", "water", "land") for word in table.words("kinds", kind)
        )
        - frozenset(table.words("kinds", "seated")),
        titles=frozenset(speakers.words("person", "titles")),
        given_names=_given_names_in(folder),
        states=MappingProxyType(states),
        state_names=frozenset(state for state, _ in states.values()),
        state_codes=MappingProxyType({f"{country}.{short}": state for short, (state, country) in states.items()}),
        openings=frozenset(table.words("openings", "words")),
        saints=MappingProxyType(
            dict(zip(table.words("openings", "saints"), table.words("openings", "full"), strict=True))
        ),
        relation=_relation_in(table),
        part=re.compile(
            rf"(?<!\w)(?P<relation>{_any(table.words('relations', 'parts'))})(?:\s+the)?\s+$", re.IGNORECASE
        ),
        inside=_inside_in(table),
        belongs=_belongs_in(table),
        metonyms=_metonyms_in(table, folder),
        outlet_names=frozenset(speakers.words("outlet", "name_words")),
        outlet_words=frozenset(table.words("outlets", "words")),
        endings=MappingProxyType(_endings_in(table)),
        no_names=frozenset(table.take("names", "words", list)),
        parts=frozenset(table.take("names", "parts", list)),
        alone=MappingProxyType({name: tuple(table.take("alone", name, list)) for name in table.keys("alone")}),
    )


def _given_names_in(folder: Path) -> frozenset[str]:
    table = Table(folder / "names.toml")
    return frozenset(name.title() for sex in ("female", "male") for name in table.words(sex, "names"))


def _relation_in(table: Table) -> re.Pattern[str]:
    """ "12 km north of", "east of", "on the outskirts of", each with "the city of" behind it."""
    direction = rf"(?:to\s+the\s+)?(?:{_any(table.words('relations', 'directions'))})\s+(?:of|from)"
    distance = rf"{_AMOUNT}(?:\s+|-)?(?:{_any(table.words('relations', 'units'))})"
    away = rf"(?:{distance}\s+)?{direction}|{distance}\s+(?:away\s+)?(?:from|off|outside|inside)"
    near = _any(table.words("relations", "near"))
    kind = _any(word for kind in KINDS for word in table.words("kinds", kind))
    return re.compile(
        rf"(?<!\w)(?P<relation>{away}|{near})\s+(?:the\s+)?(?:(?:\w+\s+)?(?:{kind})\s+of\s+)?$", re.IGNORECASE
    )


def _inside_in(table: Table) -> re.Pattern[str]:
    parts = _any(table.words("relations", "parts"))
    between = _any(table.words("inside", "between"))
    return re.compile(rf"\s*(?:{between})\s*(?:the\s+)?(?:(?:{parts})\s+)?", re.IGNORECASE)


def _belongs_in(table: Table) -> re.Pattern[str]:
    """ "'s ", "'s eastern ", " port city of ", " capital, "."""
    kind = _any(word for kind in KINDS for word in table.words("kinds", kind))
    words = r"(?:[\w-]+\s+){0,2}?"
    return re.compile(rf"['’]s?\s+(?:{words}(?:{kind})(?:\s+of)?,?\s+|{words})|\s+{words}(?:{kind})(?:\s+of|,)?\s+")


def _metonyms_in(table: Table, folder: Path) -> MetonymWords:
    forms = load_inflections(folder).of_verb
    verbs = {
        key: frozenset(form for base in table.words("metonyms", key) for form in forms(base))
        for key in ("tells", "scenes", "addressed")
    }
    before = pattern_of(table.words("metonyms", "before")).pattern
    between = pattern_of(table.words("metonyms", "between")).pattern
    return MetonymWords(
        **verbs,
        owned=frozenset(table.words("metonyms", "owned")),
        before=re.compile(rf"{before}\s+$", re.IGNORECASE),
        between=re.compile(rf"{between}\s+(?:[\w.’' -]+\s+and\s+)?$", re.IGNORECASE),
        suffix=re.compile(rf"-(?:{_any(table.words('metonyms', 'suffixes'))})\b"),
    )


def _states_in(table: Table) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for country in table.keys("states"):
        for state, shorts in table.values["states"][country].items():
            for short in shorts:
                if short in found:
                    raise table.refuse("R224", f'"{short}" is short for {found[short][0]} and again', short, last=True)
                found[short] = (state, country)
    return found


def _endings_in(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.take("outlets", "endings", list):
        ending, _, country = str(row).partition(" ")
        if not re.fullmatch(r"[A-Z]{3}", country):
            raise table.refuse("R222", f'"{row}" in "endings" must be an ending and a code of three letters', str(row))
        found[ending] = country
    return found


def _any(phrases: Iterable[str]) -> str:
    """The alternatives of a pattern, the longest first."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
