"""What a name is made of: titles off, words, keys that survive transliteration, initials, aliases.

In go printed words, what kind of entity bears them, and the tables; out comes a `Name`, whose words can be compared
with those of another: "Khalifa Hafter" and "Gen. Khalifa Belqasim Haftar" hold the same two words, "Velmari Defence
Council" and "Defense Council of Velmar" the same three. Two names are one only by what they are made of; whether two
bearers are one is asked in `entities.py`. Refused, with its line, is what `tables/aliases.toml` does not allow.

Read next: `entities.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein

from rashomon.countries import CountryName, NameKind, load_country_names, load_country_titles
from rashomon.lexicon import TABLES_PATH, Lexicon, Table
from rashomon.newsrooms import PICTURE_AGENCY
from rashomon.records import EntityKind
from rashomon.speakers import bare_name

LONGEST_ACRONYM = 7
"""Letters: what is longer and in capitals is a headline."""
LEAST_LIKENESS = 0.8
"""Of two words that are to be one name, spelt differently: the share of letters that stay (Levenshtein)."""
LEAST_ALIKE = 0.6
"""The same of two words that sound alike: "Qaddafi" and "Gadhafi", not "Bach" and "Fox"."""
LEAST_ALIKE_LOOSE, LEAST_LOOSE = 0.8, 5
"""The same of so many letters at least where habits of spelling are evened out: "Moamer" and "Muammar"."""
LEAST_ALIKE_BODY = 0.75
"""The same of bodies, whose names are words of the language: "Hezbollah" and "Hizbullah", not "credit" and "court"."""
LEAST_LETTERS = 4
"""Of a word that may be spelt differently: "Kim" and "Kam" are two names."""
SAME_KEY, LIKE_SPELLING, INITIAL, NICKNAME = 0.95, 0.88, 0.85, 0.9
"""How sure two words are one, where they are not spelt alike."""
LEAST_PREFIX = 3
"""Letters of a short form that a given name begins with: "Dan", "Dani" and "Daniel"."""
MOST_PAIRED = 4
"""Words of a name that are paired in blocks."""

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_NOT_BETWEEN = re.compile(r"[.'’‘`´]")
_POSSESSIVE = re.compile(r"[’']s?(?=\s|$)|\s[’']s?(?=\s|$)")
_LAST_POSSESSIVE = re.compile(r"\s?[’']s?$")
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|its|his|her|their|our)\s+", re.IGNORECASE)


_VOWELS = re.compile(r"(?<!^)[aeiouyj]+")
_FIRST_VOWEL = re.compile(r"^[aeiouyj]+")
_DOUBLED = re.compile(r"(.)\1+")
_SILENT_H = re.compile(r"(?<=[^aeiou])h")
_SIDED = re.compile(r"^(?:[Tt]he\s+)?\S+[-‐–](?:born|backed|led|based|trained|educated|raised|allied)\s+(?=[A-Z])")
"""What says where somebody comes from, or on whose side: "the US-born | Venn"; it is not of whose state."""
_LETTERS_BEHIND = re.compile(r"(?<=[a-z])\s+(?![IVX]+$)(?:[A-Z]{2,5}|Ph\.?D\.?|M\.P\.)$")
"""Letters behind a name, a body or a degree: "Venn MP", "Venn’s NLA"."""
_BEGINNING = re.compile(r"[^aeiou]*[aeiou]*")
_LAST_V = re.compile(r"(?<=[eo])ff$")
_HABITS = (("ou", "u"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("ph", "f"), ("x", "ks"))
_HABITS_OF_LETTERS = str.maketrans("oyjwq", "uiivk")
"""What writes one sound for another: "Youssef" and "Yusuf", "Alexei" and "Aleksey"."""
_SAME_SOUNDS = (
    ("tsch", "s"), ("shch", "s"), ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"), ("kh", "k"),
    ("gh", "k"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("ce", "se"), ("ci", "si"), ("c", "k"),
    ("q", "k"), ("g", "k"), ("x", "ks"), ("z", "s"), ("w", "v"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A body of the table: its usual name, and its country."""

    name: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NameTables:
    """The words that names are made of; `aliases` are by `exact_form`, `countries` as `countries.py` gives them.

    One set of tables equals itself only, so that what was made of a name with it can be remembered.
    """

    lexicon: Lexicon
    countries: Mapping[str, CountryName]
    titles_of_countries: Mapping[str, str]
    aliases: Mapping[str, Alias]
    aliases_as_printed: Sequence[tuple[str, Alias]]
    nicknames: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    suffixes: frozenset[str]
    small_words: frozenset[str]
    endings: frozenset[str]
    generic: frozenset[str]
    alone: frozenset[str]
    variants: Mapping[str, str]
    state: frozenset[str]
    also: re.Pattern[str]
    spoken_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name taken apart: `words` tell its bearer from others, `keys` are the same words as they sound.

    `telling` are the keys of words that few names have. `acronym` is the name itself where it is one ("LNA"),
    `initials` those of its words; `country` is the one that a word of it names ("Velmari"). `is_generic`: every
    country or town has such a body.
    """

    printed: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    telling: frozenset[str]
    acronym: str | None
    initials: str
    country: str | None
    is_generic: bool


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """The consonants of a lower-case word as transliterations mostly keep them: "haftar" and "hafter" are `hftr`, and
    "lavroff" is "lavrov".

    It parts more than `spellings.sound_of`, by which places are found: people are many, and their names short.
    """
    key = _LAST_V.sub("v", word)
    for sound, letter in _SAME_SOUNDS:
        if sound in key:
            key = key.replace(sound, letter)
    key = _VOWELS.sub("", _FIRST_VOWEL.sub("a", _SILENT_H.sub("", _DOUBLED.sub(r"\1", key))))
    return _DOUBLED.sub(r"\1", key) or word


@lru_cache(maxsize=65536)
def likeness_of_words(one: str, other: str) -> float:
    """How likely two lower-case words are one name, 0 to 1: equal, sounding alike, or spelt alike but for a letter."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < LEAST_LETTERS:
        return 0.0
    likeness = Levenshtein.normalized_similarity(one, other)
    if sound_key(one) == sound_key(other):
        return SAME_KEY if likeness >= LEAST_ALIKE or _are_loosely_alike(one, other) else 0.0
    return LIKE_SPELLING if likeness >= LEAST_LIKENESS and one[0] == other[0] and len(one) > LEAST_LETTERS else 0.0


def _are_loosely_alike(one: str, other: str) -> bool:
    """Whether two words are spelt alike but for the habits of those who spell them: not "Pavel" and "Powell", nor
    "Robbie" and "Rubio", which begin or end otherwise."""
    folded, their = _without_habits(one), _without_habits(other)
    if min(len(folded), len(their)) < LEAST_LOOSE or folded[-1] != their[-1]:
        return False
    is_so_begun = _beginning_of(folded) == _beginning_of(their)
    return is_so_begun and Levenshtein.normalized_similarity(folded, their) >= LEAST_ALIKE_LOOSE


def _beginning_of(word: str) -> str:
    """The word up to its first vowels and with them."""
    beginning = _BEGINNING.match(word)
    return beginning.group() if beginning else ""


def _without_habits(word: str) -> str:
    for habit, letters in _HABITS:
        word = word.replace(habit, letters)
    return _DOUBLED.sub(r"\1", word.translate(_HABITS_OF_LETTERS))


@lru_cache(maxsize=65536)
def exact_form(printed: str) -> str:
    """The form under which a name is looked up word for word: "U.N." is `UN`, "the Islamic  State" `islamic state`."""
    bare = _DETERMINER.sub("", " ".join(printed.split()))
    acronym = acronym_in(bare)
    return acronym or " ".join(_tokens(bare))


@lru_cache(maxsize=65536)
def acronym_in(printed: str) -> str | None:
    """The name itself where it is an acronym: two to seven letters, capitals, dots left out; else None."""
    letters = printed.replace(".", "").replace(" ", "") if re.fullmatch(r"(?:[A-Z]\.\s?){2,7}", printed) else printed
    is_one = 2 <= len(letters) <= LONGEST_ACRONYM and letters.isalnum() and letters.isupper() and letters.isascii()
    return letters if is_one and letters[0].isalpha() else None


def person_name(printed: str, tables: NameTables) -> Name:
    """The name of a person without titles, ranks, particles and suffixes."""
    uncredited = PICTURE_AGENCY.sub("", _POSSESSIVE.sub("", _SIDED.sub("", printed)), count=1)
    bare = _LETTERS_BEHIND.sub("", bare_name(_after_description(uncredited, tables), tables.lexicon))
    tokens = [token for token in _tokens(bare) if token not in tables.suffixes]
    titles = tables.lexicon.speaker.person_titles
    while len(tokens) > 1 and tokens[0] in titles:
        tokens = tokens[1:]
    words = tuple(token for token in tokens if token not in tables.particles) or tuple(tokens)
    before = uncredited[: uncredited.find(bare)] if bare and bare in uncredited else ""
    return Name(
        printed=bare,
        words=words,
        keys=tuple(map(sound_key, words)),
        telling=frozenset(map(sound_key, words)),
        acronym=None,
        initials="",
        country=country_in(before, tables),
        is_generic=False,
    )


def _after_description(printed: str, tables: NameTables) -> str:
    """The capitals at the end of "the Velmari dictator Ada Brenn"; all words where it does not end in capitals."""
    words = printed.split()
    start = len(words)
    while start and _may_be_in_name(words[start - 1], tables):
        start -= 1
    while start < len(words) and words[start].lower() in tables.particles:
        start += 1
    return " ".join(words[start:]) or _DETERMINER.sub("", printed)


def body_name(printed: str, tables: NameTables) -> Name:
    """The name of a body: its country as a code among its words, small words and legal forms left out."""
    unbracketed = printed.split(" (")[0] if "(" in printed else printed
    bare = _DETERMINER.sub("", _LAST_POSSESSIVE.sub("", " ".join(unbracketed.split())))
    acronym = acronym_in(bare)
    country, rest = _country_off(bare, tables)
    tokens = [tables.variants.get(token, token) for token in _tokens(_POSSESSIVE.sub("", rest))]
    words = [token for token in tokens if token not in tables.small_words]
    while len(words) > 1 and words[-1] in tables.endings:
        words = words[:-1]
    is_generic = not acronym and all(word in tables.generic for word in words)
    if country:
        words = [country, *words]
    initials = "".join(token[0] for token in _tokens(bare) if token not in tables.small_words).upper()
    return Name(
        printed=bare,
        words=tuple(words),
        keys=tuple(word if word == country else sound_key(word) for word in words),
        telling=frozenset(word if word == country else sound_key(word) for word in words if word not in tables.generic),
        acronym=acronym,
        initials=initials if len(initials) > 1 else "",
        country=country,
        is_generic=is_generic,
    )


@lru_cache(maxsize=65536)
def name_of(printed: str, kind: EntityKind, tables: NameTables) -> Name:
    """The name of a person or of a body, taken apart as such names are."""
    return person_name(printed, tables) if kind is EntityKind.PERSON else body_name(printed, tables)


def is_person_shaped(printed: str, tables: NameTables) -> bool:
    """Whether words look like a person's name: every word in capitals but for "al", "bin", "van"; no pronoun."""
    words = _WORD.findall(printed)
    if not words or _is_pronoun(words, tables):
        return False
    return words[0][0].isupper() and all(_may_be_in_name(word, tables) for word in words)


def _may_be_in_name(word: str, tables: NameTables) -> bool:
    """Whether a word may stand in a person's name: "Sade", "al-Sade", "van"."""
    return word[0].isupper() or word.partition("-")[0].lower() in tables.particles


def is_body_shaped(printed: str, tables: NameTables) -> bool:
    """Whether words look like a body's name: "Ministry of Ports", "Velmari coast guard"; not "Velmari trawlers"."""
    words = [word for word in _WORD.findall(printed) if word.lower() not in tables.small_words]
    if not words or _is_pronoun(words, tables):
        return False
    lower = [word for word in words if word[0].islower()]
    return all(word in tables.generic for word in lower) and not words[-1].isdecimal()


def is_named_like_body(name: Name, tables: NameTables) -> bool:
    """Whether what stands for a person is called like a body: "Keth Strait Commission", "Naval Academy"."""
    speaker, first, last = tables.lexicon.speaker, name.words[0], name.words[-1]
    if len(name.words) < 2 or first in tables.lexicon.names.female_names | tables.lexicon.names.male_names:
        return False
    return last in tables.generic or last in speaker.institution_heads or last in speaker.outlet_name_words


def _is_pronoun(words: Sequence[str], tables: NameTables) -> bool:
    speaker = tables.lexicon.speaker
    pronouns = (
        speaker.pronouns_male, speaker.pronouns_female, speaker.pronouns_plural, speaker.pronouns_neuter,
        speaker.pronouns_first, speaker.pronouns_relative,
    )  # fmt: skip
    return len(words) == 1 and any(words[0].lower() in one for one in pronouns)


def country_in(printed: str, tables: NameTables) -> str | None:
    """The first country that is named in some words, as such or by its people ("Velmari President")."""
    return _country_off(printed, tables)[0] if printed else None


def find_alias(printed: str, tables: NameTables) -> Alias | None:
    """The body of the table that is called so: word for word, or, where the name holds its country, in these words."""
    found = tables.aliases.get(exact_form(printed))
    if found or " " not in printed:
        return found
    name = name_of(printed, EntityKind.ORGANISATION, tables)
    return _aliases_by_words(tables).get(frozenset(name.words)) if name.country else None


@lru_cache
def _aliases_by_words(tables: NameTables) -> Mapping[frozenset[str], Alias]:
    """The bodies whose names hold their country, by the words of these names in any order."""
    names = ((name_of(form, EntityKind.ORGANISATION, tables), alias) for form, alias in tables.aliases_as_printed)
    return {frozenset(name.words): alias for name, alias in names if name.country and len(name.words) > 1}


def country_meant(printed: str, tables: NameTables, *, is_actor: bool) -> str | None:
    """The code of the country that the words stand for: by its name, its people or its government ("the Velmari
    government"); of an actor also by its capital."""
    bare = _DETERMINER.sub("", _POSSESSIVE.sub("", " ".join(printed.split())).strip())
    found = tables.countries.get(bare) or tables.countries.get(bare.replace(".", ""))
    if found and found.code:
        if found.kind is NameKind.CAPITAL:
            return found.code if is_actor else None
        return found.code if found.kind in (NameKind.COUNTRY, NameKind.PEOPLE) else None
    country, rest = _country_off(bare, tables)
    words = [word for word in _tokens(rest) if word not in tables.small_words]
    return country if country and words and all(word in tables.state for word in words) else None


@lru_cache(maxsize=65536)
def spoken_for(printed: str, tables: NameTables) -> str | None:
    """Whom a spokesman speaks for who has no name himself: the Pentagon of "a Pentagon spokesman", the ministry of
    "a spokeswoman for the ministry"; None where the words are no such spokesman."""
    words = printed.split()
    heads = tables.lexicon.speaker.institution_spokespeople
    for place in range(len(words)):
        size = 2 if " ".join(words[place : place + 2]).lower() in heads else 1
        if " ".join(words[place : place + size]).lower() not in heads:
            continue
        after = words[place + size :]
        if after and after[0].lower() in tables.spoken_for:
            return _POSSESSIVE.sub("", " ".join(after[1:])).split(",")[0] or None
        before = _LAST_POSSESSIVE.sub("", _DETERMINER.sub("", " ".join(words[:place]) + " ").strip())
        return before or None if not after and "," not in before else None
    return None


def likeness_of_people(one: Name, other: Name, tables: NameTables) -> float:
    """How well two names of people agree, 0 to 1; 0 where a word of the shorter one has no like in the longer one.

    "J. Venn", "Jack Venn" and "John Paul Venn" agree; "Ada Venn" and "John Venn" do not.
    """
    if one.words == other.words:
        return 1.0
    short, long = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    if not short or set(one.keys).isdisjoint(other.keys):
        return 0.0
    if len(short) == 1:
        return max(likeness_of_words(short[0], word) for word in long)
    total, left = 0.0, list(long)
    for word in short:
        scores = [
            (
                # A last name is not cut short: "Sand" is not "Sanders".
                likeness_of_words(word, candidate)
                if word == short[-1] and candidate == long[-1]
                else _likeness_in_name(word, candidate, tables),
                candidate,
            )
            for candidate in left
        ]
        best, found = max(scores, default=(0.0, ""))
        if not best:
            return 0.0
        total += best
        left.remove(found)
    return total / len(short)


def likeness_of_bodies(one: Name, other: Name) -> float:
    """How well two names of bodies agree, word for word in any order, 0 to 1; 0 where one holds a word more."""
    if one.words == other.words:
        return 1.0
    if len(one.words) != len(other.words) or set(one.keys).isdisjoint(other.keys):
        return 0.0
    total, left = 0.0, list(other.words)
    for word in one.words:
        scores = [(_likeness_in_body(word, candidate), candidate) for candidate in left]
        best, found = max(scores, default=(0.0, ""))
        if not best:
            return 0.0
        total += best
        left.remove(found)
    return total / len(one.words)


def is_shortened(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name is a longer one without words before its end: "Defence Council" of "Velmari Defence Council"."""
    return short[-1] == long[-1] and set(short) < set(long)


@lru_cache(maxsize=65536)
def blocks_of(printed: str, kind: EntityKind, tables: NameTables) -> tuple[str, ...]:
    """The keys under which the bearer of a name is looked up: all its words, its words in pairs, its first and last
    alone, its initials."""
    name = name_of(printed, kind, tables)
    return (*_own_blocks(name, kind), *(f"{kind.value[0]}0 {key}" for key in _ends_of(name)))


@lru_cache(maxsize=65536)
def asked_blocks_of(printed: str, kind: EntityKind, tables: NameTables) -> tuple[str, ...]:
    """The blocks that may hold the bearer of a name: its own, those of longer names, and those of one end of it."""
    name = name_of(printed, kind, tables)
    if len(name.keys) == 1:
        return (*_own_blocks(name, kind), f"{kind.value[0]}0 {name.keys[0]}")
    return (*_own_blocks(name, kind), *(f"{kind.value[0]}1 {key}" for key in _ends_of(name)))


def _own_blocks(name: Name, kind: EntityKind) -> Iterator[str]:
    mark = kind.value[0]
    yield f"{mark}{len(name.keys)} {' '.join(sorted(name.keys))}"
    for one, other in combinations(sorted({name.keys[0], *name.keys[1 - MOST_PAIRED :]}), 2):
        if one in name.telling or other in name.telling:
            yield f"{mark}+ {one} {other}"
    if name.acronym:
        yield f"{mark}a {name.acronym.upper()}"
    elif kind is EntityKind.ORGANISATION and 2 < len(name.initials) <= LONGEST_ACRONYM:
        yield f"{mark}a {name.initials}"


def _ends_of(name: Name) -> tuple[str, ...]:
    """The first and the last word of a name of several, as they sound, where they tell something."""
    ends = dict.fromkeys((name.keys[0], name.keys[-1])) if len(name.keys) > 1 else {}
    return tuple(key for key in ends if key in name.telling)


def _likeness_in_name(one: str, other: str, tables: NameTables) -> float:
    likeness = likeness_of_words(one, other)
    if likeness:
        return likeness
    if min(len(one), len(other)) == 1:
        return INITIAL if one[0] == other[0] else 0.0
    if min(len(one), len(other)) >= LEAST_PREFIX and (one.startswith(other) or other.startswith(one)):
        return NICKNAME
    forms = tables.nicknames.get(one)
    return NICKNAME if forms and not forms.isdisjoint(tables.nicknames.get(other, ())) else 0.0


def _likeness_in_body(one: str, other: str) -> float:
    # "Northern" and "Southern", "first" and "third": bodies differ by a letter where people's names are misspelt.
    if one == other:
        return 1.0
    is_like = min(len(one), len(other)) > LEAST_LETTERS and sound_key(one) == sound_key(other)
    return SAME_KEY if is_like and Levenshtein.normalized_similarity(one, other) >= LEAST_ALIKE_BODY else 0.0


def _country_off(printed: str, tables: NameTables) -> tuple[str | None, str]:
    """The country that a name holds, and the name without it."""
    words = printed.split()
    bare = [_POSSESSIVE.sub("", word).strip(",") for word in words]
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            found = tables.countries.get(" ".join(bare[start : start + size])) or (
                tables.countries.get(bare[start].replace(".", "")) if size == 1 and "." in bare[start] else None
            )
            if found and found.code and found.kind in (NameKind.COUNTRY, NameKind.PEOPLE):
                return found.code, " ".join([*words[:start], *words[start + size :]])
    return None, printed


def _tokens(printed: str) -> list[str]:
    """The words of a name, lower-case, without accents, dots and apostrophes; hyphens part them."""
    lower = printed.lower() if printed.isascii() else _without_accents(printed.lower())
    return _TOKEN.findall(_NOT_BETWEEN.sub("", lower))


def _without_accents(printed: str) -> str:
    split = unicodedata.normalize("NFKD", printed.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def load_name_tables(lexicon: Lexicon, folder: Path = TABLES_PATH) -> NameTables:
    """The tables under `folder`; raises SettingError R220-R224 naming file and line where one is off."""
    table = Table(folder / "aliases.toml")
    for key in table.values.keys() - {"body", "nicknames", "reading"}:
        raise table.refuse("R221", f'unknown table "{key}"', key)
    lists = {key: table.words("reading", key) for key in _LISTS}
    for key in table.values["reading"].keys() - {*_LISTS, "variants"}:
        raise table.refuse("R221", f'unknown key "{key}" in [reading]', key)
    countries = load_country_names(folder)
    aliases = tuple(_aliases(table, {name.code for name in countries.values()}))
    return NameTables(
        lexicon=lexicon,
        countries=countries,
        titles_of_countries=load_country_titles(),
        aliases=MappingProxyType({exact_form(printed): alias for printed, alias in aliases}),
        aliases_as_printed=aliases,
        nicknames=MappingProxyType(_nicknames(table)),
        variants=MappingProxyType({second: first for first, second in table.take("reading", "variants", list)}),
        also=re.compile(rf",?\s+\(?(?:{'|'.join(map(re.escape, lists.pop('also')))})\s+(?:the\s+)?[“\"‘']?"),
        **{key: frozenset(words) for key, words in lists.items()},
    )


_LISTS = ("particles", "suffixes", "small_words", "endings", "generic", "alone", "state", "also", "spoken_for")


def _aliases(table: Table, codes: set[str | None]) -> Iterator[tuple[str, Alias]]:
    seen: dict[str, str] = {}
    for body in table.take("", "body", list):
        for key in body.keys() - {"names", "country"}:
            raise table.refuse("R221", f'unknown key "{key}" in [[body]]', key)
        names: Sequence[object] = body.get("names", [])
        country = body.get("country")
        if country is not None and country not in codes:
            raise table.refuse("R222", f'"{country}" is no country code', str(country))
        for name in names:
            if not isinstance(name, str) or not name.strip():
                raise table.refuse("R222", f'"{name}" must be a name', str(name))
            form = exact_form(name)
            if seen.setdefault(form, str(names[0])) != names[0]:
                raise table.refuse("R224", f'"{name}" is {seen[form]} and again {names[0]}', name, last=True)
            yield name, Alias(name=str(names[0]), country=country)


def _nicknames(table: Table) -> dict[str, frozenset[str]]:
    """Every form of a given name, with the given names that it may stand for."""
    found: dict[str, set[str]] = {}
    for given in table.keys("nicknames"):
        for form in (given, *table.words("nicknames", given)):
            found.setdefault(form, set()).add(given)
    return {form: frozenset(given) for form, given in found.items()}
