"""Who an actor is in PLOVER's terms: country and sector from the words that describe it.

In go the printed words ("Peruvian army officers", "the mayor of Lyon", "NATO") and the tables; out comes an
`ActorCode` such as `PER MIL`, or None where the words say nothing. The sectors are those of PLOVER's manual of 2021;
docs/actors.md says how a description is read. Nothing is looked up outside the words: what another mention of the same
entity knows is added by `merge_codes`.

Read next: `countries.py`, and `tables/actors.toml`, where the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rashomon.countries import CountryName, NameKind, load_country_names
from rashomon.lexicon import TABLES_PATH, Table
from rashomon.newsrooms import PICTURE_AGENCY

SECTORS = frozenset(
    {
        "COP",
        "GOV",
        "JUD",
        "LEG",
        "MIL",
        "PRM",
        "PTY",
        "REB",
        "SPY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    }
)
INTERNATIONAL = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC"})
ORGANISATIONS = frozenset({"UNO", "EUR"})

_ARMED = frozenset({"MIL", "UAF", "PRM"})
_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY"})  # whose former members are PLOVER's ELI
_SIDES: dict[str | None, str] = {
    "OPP": "REB",
    "GOV": "MIL",
}  # whose fighters are what: "opposition fighters", "government forces"
_TAKEN_BY_ARMED = frozenset({"REB", "MIL", "COP", "PRM", "CRM", "SPY", "UAF", "OPP", "GOV"})
_NOT_TAKEN_BY_CIVILIANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "UAF", "REB", "PRM"})

_TOKEN = re.compile(r"'s\b|(?<=s)'(?= )|\d[\d,.]*|[^\W_]+(?:[.&'](?!s\b)[^\W_]+)*\+?|\s[-—]+\s|[-—/&,;:()]")
_ASIDE = re.compile(r"\([^)]*\)")


class Force(Enum):
    """How much a word insists on its sector; `tables/actors.toml` says it of each."""

    FIRM = auto()
    YIELDING = auto()
    NATIONAL = auto()


class Part(Enum):
    """What a word of no known actor does in a description; `tables/actors.toml` explains those that it lists."""

    OPENING = auto()
    BELONGING = auto()
    PLACING = auto()
    JOINING = auto()
    APPOSITION = auto()
    AGENT = auto()
    ENDING = auto()
    FORMER = auto()
    SIDING = auto()
    HYPHEN = auto()
    PLAIN = auto()
    NAME = auto()
    OTHER = auto()


_LISTED_PARTS = (
    Part.PLAIN, Part.ENDING, Part.AGENT, Part.SIDING, Part.FORMER, Part.JOINING, Part.PLACING, Part.BELONGING,
)  # fmt: skip
_PUNCTUATION = {**dict.fromkeys(",;:()", Part.APPOSITION), "'s": Part.PLAIN, "'": Part.PLAIN, "-": Part.HYPHEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCode:
    """Country, or kind of international actor; UNO or EUR for those two; and sector, as far as they are known."""

    country: str | None = None
    sector: str | None = None
    organisation: str | None = None

    def __str__(self) -> str:
        """The code as PLOVER data print it: "RUS MIL", "IGO UNO", "LBY"."""
        return " ".join(part for part in (self.country, self.organisation, self.sector) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What one phrase of the tables says of an actor."""

    country: str | None = None
    organisation: str | None = None
    sector: str | None = None
    force: Force = Force.FIRM
    kind: NameKind | None = None
    is_also_name: bool = False


_UNKNOWN = Sense(force=Force.YIELDING)

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActorTables:
    """Phrases by their first word, longest first: names as printed, roles in lower case; the words of grammar; and the
    given names and titles of women and of men."""

    names: Phrases
    roles: Phrases
    parts: Mapping[str, Part]
    supporting: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]


@dataclass(slots=True)
class _Clause:
    """One stretch of a description, and what is known in it."""

    opening: Part
    senses: list[Sense] = field(default_factory=list)
    is_former: bool = False
    has_name: bool = False
    has_other_words: bool = False


class _Finding(NamedTuple):
    country: str | None
    organisation: str | None
    sector: str | None
    force: Force


@lru_cache(maxsize=65536)
def code_of(words: str, knowledge: ActorTables) -> ActorCode | None:
    """What `words` say of country and sector; None where they say neither. Remembered, for an article says who
    somebody is many times."""
    first, *others = _clauses_in(PICTURE_AGENCY.sub("", words, count=1), knowledge)
    found = _finding_of(first)
    for clause in others:
        if found.country in INTERNATIONAL or (found.country and found.sector and found.force is Force.FIRM):
            break
        if clause.opening in (Part.BELONGING, Part.PLACING):
            found = _with_complement(found, _finding_of(clause), clause.opening)
        elif _is_half(first) if clause.opening is Part.JOINING else _says_nothing(found):
            other = _finding_of(clause)
            found = other._replace(country=found.country or other.country)
        else:
            break
    country, organisation, sector, force = found
    if force is Force.NATIONAL and not country:
        sector = "UAF" if sector == "MIL" else None  # "forces" of no nation are of no known side
    if sector is None and first.senses:
        sector = _sector_of_place(first)
    return ActorCode(country=country, sector=sector, organisation=organisation) if country or sector else None


def merge_codes(first: ActorCode | None, second: ActorCode | None) -> ActorCode | None:
    """What two mentions of one entity say together; where their countries contradict each other, the first.

    `RUS` and `MIL` give `RUS MIL`; armed people of no known side (UAF) take the side that the other mention knows.
    """
    if first is None or second is None:
        return first or second
    if first.country and second.country and first.country != second.country:
        return first
    is_unsided = first.sector == "UAF" and second.sector is not None
    return ActorCode(
        country=first.country or second.country,
        sector=second.sector if is_unsided else first.sector or second.sector,
        organisation=first.organisation or second.organisation,
    )


def _clauses_in(words: str, knowledge: ActorTables) -> list[_Clause]:
    """The stretches of a description between its commas, prepositions and conjunctions, as far as it says who."""
    clause = _Clause(Part.OPENING)
    clauses = [clause]
    for part in _parts_in(words, knowledge):
        if isinstance(part, Sense):
            clause.senses.append(part)
        elif part is Part.NAME:
            clause.has_name = True
        elif part is Part.OTHER:
            clause.has_other_words = True
        elif part is Part.FORMER:
            clause.is_former = True
        elif part is Part.ENDING:
            # "Around 200 miners", "a suspected smuggler": nothing has been said yet that could end.
            if any(known.senses or known.has_name or known.has_other_words for known in clauses):
                break
        elif part is Part.AGENT and any(known.senses for known in clauses):
            break
        else:
            clause = _Clause(part)
            clauses.append(clause)
    return clauses


def _parts_in(words: str, knowledge: ActorTables) -> Iterator[Sense | Part]:
    """The words in their order: what the tables know of them, or what else they do."""
    texts = _words_in(_ASIDE.sub(" ", words) if "(" in words else words)
    lowers = tuple(map(str.lower, texts))
    position, before = 0, Part.OTHER
    while position < len(texts):
        found = _phrase_at(texts, lowers, position, knowledge)
        if found:
            sense, length = found
            after = position + length
            if after + 1 < len(texts) and texts[after] == "-" and lowers[after + 1] in knowledge.supporting:
                position, before = after + 2, Part.OTHER
                continue
            is_upper = texts[position][0].isupper()
            if sense.is_also_name and is_upper and _is_name(sense, before, texts, lowers, after, knowledge):
                before = Part.NAME
                yield before
            else:
                # What follows a title is a name: "Sen. Jordan" is no country.
                is_title = is_upper and length == 1 and sense.kind is None and sense.country is None
                before = Part.NAME if is_title else Part.OTHER
                yield sense
            position = after
            continue
        before = _part_at(texts, lowers, position, knowledge)
        if before is Part.HYPHEN:  # the "led" of "US-led"
            position += 1 if _phrase_at(texts, lowers, position + 1, knowledge) else 2
        elif before is Part.SIDING:  # the "pro-Saudi Arabian" before a militia, the "anti-riot" before police
            sided = _phrase_at(texts, lowers, position + 2, knowledge)
            position += 2 + (sided[1] if sided and sided[0].country else 1)
        else:
            position += 1
            if before is not Part.PLAIN:
                yield before


def _phrase_at(
    texts: tuple[str, ...], lowers: tuple[str, ...], position: int, knowledge: ActorTables
) -> tuple[Sense, int] | None:
    """The longest name or role that begins at `position`, and how many words it has; a name before a role."""
    if position >= len(texts):
        return None
    found, length = None, 0
    for phrase, sense in knowledge.names.get(texts[position], ()):
        if texts[position : position + len(phrase)] == phrase:
            found, length = sense, len(phrase)
            break
    for phrase, sense in knowledge.roles.get(lowers[position], ()):
        if len(phrase) <= length:
            break
        if lowers[position : position + len(phrase)] == phrase:
            return sense, len(phrase)
    return (found, length) if found else None


def _part_at(texts: tuple[str, ...], lowers: tuple[str, ...], position: int, knowledge: ActorTables) -> Part:
    """What a word does that no phrase begins with."""
    text = texts[position]
    part = knowledge.parts.get(lowers[position]) or _PUNCTUATION.get(text)
    if part is Part.SIDING and texts[position + 1 : position + 2] != ("-",):
        return Part.OTHER
    if part:
        return part
    if text[0].isspace():
        return Part.APPOSITION
    if text[0].isdecimal():
        return Part.PLAIN
    return Part.NAME if text[0].isupper() else Part.OTHER


def _is_name(
    sense: Sense,
    before: Part,
    texts: tuple[str, ...],
    lowers: tuple[str, ...],
    after: int,
    knowledge: ActorTables,
) -> bool:
    """Whether a word that may be a name is one: "Michael Jordan", "Mervyn King"; not "District Judge Orsk"."""
    is_name_next = (
        after < len(texts)
        and not _phrase_at(texts, lowers, after, knowledge)
        and _part_at(texts, lowers, after, knowledge) is Part.NAME
    )
    if sense.kind:
        return before is Part.NAME or is_name_next
    return before is Part.NAME and not is_name_next


def _finding_of(clause: _Clause) -> _Finding:
    """What one stretch says by itself: the country that is named first, the sector of the word that stands last."""
    of_country = next((sense for sense in clause.senses if sense.country), _UNKNOWN)
    *before, head = [sense for sense in clause.senses if sense.sector] or [_UNKNOWN]
    sector, force = head.sector, head.force
    if force is not Force.FIRM:
        for modifier in reversed(before):
            taken = _taken_sector(head.sector, force, modifier.sector, modifier.force)
            if taken:
                sector, force = taken, modifier.force
                break
    elif sector == "MIL" and any(modifier.sector == "REB" for modifier in before):
        sector = "REB"
    is_empty = of_country.country in INTERNATIONAL and force is not Force.FIRM and sector not in _ARMED
    if is_empty or of_country.country == "MNC":
        sector = None
    if clause.is_former and sector in _STATE:
        sector = "ELI"
    return _Finding(of_country.country, of_country.organisation, sector, force)


def _taken_sector(sector: str | None, force: Force, other: str | None, other_force: Force) -> str | None:
    """The sector that a yielding word takes from one before it, or after "of"; None if it keeps its own.

    The armed take a side. Civilians keep their sector beside the state ("government supporters"), and the state beside
    civilians ("civilian authorities").
    """
    if sector in _ARMED:
        return _SIDES.get(other) or other if other in _TAKEN_BY_ARMED else None
    if sector == "CVL":
        is_kept = other in _NOT_TAKEN_BY_CIVILIANS or (other_force is not Force.FIRM and other != "OPP")
        return None if is_kept else other
    return None if other == "CVL" and sector and force is not Force.NATIONAL else other


def _with_complement(found: _Finding, other: _Finding, opening: Part) -> _Finding:
    """`found` with what stands after "of" or "in": what the actor belongs to, and where it is."""
    country, organisation, sector, force = found
    if other.sector and (sector is None or force is Force.NATIONAL):
        sector, force = other.sector, other.force
    elif other.sector and opening is Part.BELONGING and force is not Force.FIRM:
        taken = _taken_sector(sector, force, other.sector, other.force)
        sector, force = (taken, other.force) if taken else (sector, force)
    is_abroad = opening is Part.PLACING and sector == "MIL"
    if not country and not is_abroad:
        country, organisation = other.country, other.organisation
    return _Finding(country, organisation, sector, force)


def _says_nothing(found: _Finding) -> bool:
    return not found.country and (found.sector is None or found.force is Force.NATIONAL)


def _is_half(clause: _Clause) -> bool:
    """Whether a stretch is but half of one: "Israeli and Palestinian leaders", "the foreign and trade ministers"."""
    if clause.senses:
        return clause.senses[-1].kind is NameKind.PEOPLE
    return not clause.has_name


def _sector_of_place(clause: _Clause) -> str | None:
    """GOV for a capital by itself ("Moscow", neither "Moscow taxis" nor "Moscow's fears"); PRE for disputed land."""
    is_alone = len(clause.senses) == 1 and not clause.has_name and not clause.has_other_words
    if is_alone and clause.senses[0].kind is NameKind.CAPITAL:
        return "GOV"
    return "PRE" if any(sense.kind is NameKind.DISPUTED for sense in clause.senses) else None


@cache
def load_actor_tables(folder: Path = TABLES_PATH) -> ActorTables:
    """The tables under `folder`; raises SettingError R220-R224 naming file and line where one is off."""
    table = Table(folder / "actors.toml")
    for key in table.values.keys() - {"sector", "named", "reading"}:
        raise table.refuse("R221", f'unknown table "{key}"', key)
    keys = {part.name.lower(): part for part in _LISTED_PARTS}
    for key in set(table.keys("reading")) - keys.keys() - {"supporting", "surnames"}:
        raise table.refuse("R221", f'unknown key "{key}" in [reading]', key)
    countries = load_country_names(folder)
    names = {name: _sense_of_country(found) for name, found in countries.items()}
    for name, sense in _named(table, frozenset(found.code for found in countries.values() if found.code)):
        if name in names:
            raise table.refuse("R224", f'"{name}" is a name of {names[name].country} already', name)
        names[name] = sense
    given, speakers = Table(folder / "names.toml"), Table(folder / "speakers.toml")
    return ActorTables(
        names=_by_first_word({form: sense for name, sense in names.items() for form in _printed_forms(name)}),
        roles=_by_first_word(dict(_roles(table, frozenset(table.words("reading", "surnames"))))),
        parts=MappingProxyType({word: part for key, part in keys.items() for word in table.words("reading", key)}),
        supporting=frozenset(table.words("reading", "supporting")),
        women=frozenset((*given.words("female", "names"), *speakers.words("person", "female_words"))),
        men=frozenset((*given.words("male", "names"), *speakers.words("person", "male_words"))),
    )


def _sense_of_country(found: CountryName) -> Sense:
    return Sense(country=found.code, kind=found.kind, is_also_name=found.is_given_name)


def _roles(table: Table, surnames: frozenset[str]) -> Iterator[tuple[tuple[str, ...], Sense]]:
    """Every word of the sectors; a word that stands in two places is refused."""
    seen: dict[str, str] = {}
    for sector in table.keys("sector"):
        if sector not in SECTORS:
            raise table.refuse("R222", f'"{sector}" is no sector of PLOVER', f"sector.{sector}")
        lists = table.take("sector", sector, dict)
        for key in lists:
            if key.upper() not in Force.__members__:
                raise table.refuse("R221", f'unknown key "{key}" in [sector.{sector}]', key)
            for word in lists[key]:
                if not isinstance(word, str) or word != word.strip().lower() or not word:
                    raise table.refuse("R222", f'"{word}" in [sector.{sector}] must be lower-case words', str(word))
                if word in seen:
                    raise table.refuse("R224", f'"{word}" is {seen[word]} and again {sector}', word, last=True)
                seen[word] = sector
                yield _words_in(word), Sense(sector=sector, force=Force[key.upper()], is_also_name=word in surnames)
    for word in surnames - seen.keys():
        raise table.refuse("R222", f'"{word}" in "surnames" is no word of a sector', word)


def _named(table: Table, countries: frozenset[str]) -> Iterator[tuple[str, Sense]]:
    """Every body known by name, with the code that it stands under."""
    seen: dict[str, str] = {}
    for code in table.keys("named"):
        country, *rest = code.split()
        organisation = rest.pop(0) if rest and rest[0] in ORGANISATIONS else None
        sector = rest.pop(0) if rest else None
        if rest or country not in countries | INTERNATIONAL or (sector and sector not in SECTORS):
            raise table.refuse("R222", f'"{code}" is no code of an actor', code)
        for name in table.take("named", code, list):
            if not isinstance(name, str) or not name.strip():
                raise table.refuse("R222", f'"{name}" must be a name', str(name))
            if name in seen:
                raise table.refuse("R224", f'"{name}" is {seen[name]} and again {code}', name, last=True)
            seen[name] = code
            is_founder = country == "MNC"  # "Ford" is a company, "Gerald Ford" is none
            yield name, Sense(country=country, organisation=organisation, sector=sector, is_also_name=is_founder)


def _words_in(text: str) -> tuple[str, ...]:
    """The words and signs of `text`: "U.S." as "US", whatever the apostrophes and dashes."""
    found = _TOKEN.findall(text.replace("’", "'").replace("‘", "'").replace("–", "-"))
    return tuple(word.replace(".", "") if "." in word else word for word in found)


def _printed_forms(name: str) -> Iterator[tuple[str, ...]]:
    """A name as it is printed in text, at the beginning of a sentence, and in a headline of capitals."""
    words = _words_in(name)
    yield words
    yield (words[0][0].upper() + words[0][1:], *words[1:])
    # "IS", "US" and "WHO" are in capitals already, and "Us" is no country.
    yield tuple(word.upper() for word in words)


def _by_first_word(phrases: Mapping[tuple[str, ...], Sense]) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        found.setdefault(phrase[0], []).append((phrase, phrases[phrase]))
    return MappingProxyType({first: tuple(rest) for first, rest in found.items()})
