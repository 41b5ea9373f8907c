"""What the words for a voice say of it: the bodies it speaks for, whether it hides, whether an outlet has a name.

In go printed words ("a senior police officer", "Keth harbour authority", "a Velmari newspaper"), the offices that
articles give to persons, and the tables; out come `Body`s: country, service (police, military, prosecution …), names.
Nothing is looked up outside the words. Refused, with its line, is what `tables/origins.toml` does not allow.

Read next: `likenesses.py`, which compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rashomon.actors import ActorTables, code_of, load_actor_tables
from rashomon.lexicon import TABLES_PATH, Lexicon, Table, pattern_of
from rashomon.names import NameTables, acronym_in, body_name, country_meant, find_alias, load_name_tables, spoken_for
from rashomon.newsrooms import Newsrooms, load_newsrooms, outlet_name_key
from rashomon.offices import Office, parted
from rashomon.records import VoiceKind

NATIONAL = frozenset({"GOV", "MIL", "COP", "SPY"})
"""PLOVER's sectors of which a country has one body each, as far as the news speak of it."""
ANY_FORCE = "UAF"
"""The sector of armed people of whom the words do not say whose they are: "the force"."""
_LISTS = (
    "municipal",
    "provincial",
    "independent",
    "private",
    "issued",
    "spoken",
    "newsroom",
    "vague",
    "unnamed",
    "anybody",
    "court_papers",
    "apart",
)
_WORD = re.compile(r"[^\W_]+")
_POSSESSED = re.compile(r"[’']s?\s")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceTables:
    """What is known of names, outlets and actors, and the words of `tables/origins.toml`.

    One set of tables equals itself only, so that what was made of some words with it can be remembered.
    """

    names: NameTables
    newsrooms: Newsrooms
    actors: ActorTables
    services: Mapping[str, re.Pattern[str]]
    municipal: frozenset[str]
    provincial: frozenset[str]
    independent: frozenset[str]
    private: frozenset[str]
    issued: frozenset[str]
    spoken: frozenset[str]
    newsroom: frozenset[str]
    vague: frozenset[str]
    unnamed: frozenset[str]
    anybody: frozenset[str]
    court_papers: frozenset[str]
    apart: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as some words tell it. `words` tell it from others, `names` are those of them that are proper names.

    `is_country`: the words are only a country's name, or its capital's; `levels` are those below the country's that it
    may be of; `is_apart`: it has a charge of its own and is not meant by the words for its service ("the FBI", "the
    central bank"); `is_anybody`: they take up a body that is named elsewhere ("the company").
    """

    printed: str
    words: frozenset[str]
    names: frozenset[str]
    head: str
    country: str | None
    service: str | None
    is_country: bool
    levels: frozenset[str]
    is_apart: bool
    is_anybody: bool


@lru_cache(maxsize=16384)
def body_of(printed: str, tables: SourceTables, office: str | None = None) -> Body:
    """The body that some words name or mean by its spokesman; `office` are more words that tell country and service."""
    bare = spoken_for(printed, tables.names) or printed
    name = body_name(bare, tables.names)
    alias = find_alias(bare, tables.names)
    code = code_of(office or bare, tables.actors)
    meant = country_meant(bare, tables.names, is_actor=True)
    words = _WORD.findall(bare)
    local = tables.municipal | tables.provincial
    known = tables.names.generic | tables.names.small_words | local
    told = {word.lower() for word in _WORD.findall(office or bare)}
    lower = {word.lower() for word in words}
    service = next((kind for kind, pattern in tables.services.items() if pattern.search(office or bare)), None)
    if service is None and code and (code.sector in NATIONAL or code.sector == ANY_FORCE):
        service = code.sector
    return Body(
        printed=bare,
        words=frozenset({alias.name.casefold()} if alias else set(name.words) - local or name.words),
        names=frozenset(
            word.lower()
            for word in words
            if word[0].isupper() and word.lower() in name.words and word.lower() not in known
        ),
        head=parted(bare)[0],
        country=meant or name.country or (alias.country if alias else None) or (code.country if code else None),
        service=service,
        is_country=meant is not None and len(name.words) == 1,
        levels=frozenset(
            level for level, of in (("municipal", tables.municipal), ("provincial", tables.provincial)) if told & of
        ),
        is_apart=bool(lower & tables.independent)
        or (service in ("COP", "SPY") and (alias is not None or acronym_in(bare) is not None)),
        is_anybody=name.words in {(word,) for word in tables.anybody},
    )


def bodies_of(kind: VoiceKind, name: str, offices: Sequence[Office], tables: SourceTables) -> Iterator[Body]:
    """The bodies that a voice is or speaks for: an institution, the service of officials, a person's by office."""
    head, owner = parted(name)
    if kind is VoiceKind.INSTITUTION:
        yield body_of(name, tables)
    elif kind is VoiceKind.DOCUMENT:
        if owner and (head in tables.issued or head in tables.names.lexicon.speaker.document_mouthpieces):
            yield body_of(owner, tables)
    elif kind is VoiceKind.ANONYMOUS:
        body = body_of(name, tables)
        if body.service and head not in tables.private and not is_hidden(name, tables):
            yield body
    elif kind is VoiceKind.NAMED:
        for office in offices:
            words = {word.lower() for word in _WORD.findall(office.words)}
            if "former" in words or office.role in tables.private:
                continue
            body = body_of(office.body or office.words, tables, office=office.words)
            if office.body or body.service:
                yield body


def is_hidden(name: str, tables: SourceTables) -> bool:
    """Whether an unnamed voice hides from its body too: "military sources", "on condition of anonymity"."""
    words = [word.lower() for word in _WORD.findall(name)]
    sources = tables.names.lexicon.speaker.anonymous_sources
    return any(word in sources for word in words) or tables.names.lexicon.anonymity.search(name) is not None


def author_of(name: str, tables: SourceTables) -> str | None:
    """The person whose own words a speech, a post or a book is, by the name before it: "Venn's New Year address"; else
    None."""
    owner, *rest = _POSSESSED.split(name, maxsplit=1)
    spoken = _WORD.findall(rest[0].lower())[-1:] if rest else []
    is_person = bool(owner) and all(word[0].isupper() for word in owner.split())
    return owner if is_person and spoken and spoken[0] in tables.spoken else None


def outlet_of_eyes(name: str, tables: SourceTables) -> str | None:
    """The outlet whose own eyes some words mean: "an AFP photographer", "a reporter for the Lantern"; else None."""
    head, owner = parted(name)
    if head not in tables.newsroom or not owner:
        return None
    return owner if tables.newsrooms.outlets_named(owner) or owner.split()[-1].lower() in _paper_words(tables) else None


def is_named_outlet(name: str, tables: SourceTables) -> bool:
    """Whether an outlet goes by a name: the "Keth Courier", not "a Velmari newspaper" or "media reports"."""
    if tables.newsrooms.outlets_named(name):
        return True
    words = _WORD.findall(name)
    if not words or words[0].lower() in tables.vague:
        return False
    telling = body_name(name, tables.names).words
    heads = tables.names.lexicon.speaker.outlet_heads | tables.names.lexicon.speaker.document_columns
    return any(word[0].isupper() and word.lower() in telling and word.lower() not in heads for word in words)


def full_name(outlet: str, tables: SourceTables) -> str:
    """The usual name of an outlet, where the table knows exactly one."""
    known = tables.newsrooms.outlets_named(outlet)
    return next(iter(known)) if len(known) == 1 else outlet


@lru_cache(maxsize=16384)
def newsroom_key(outlet: str, tables: SourceTables) -> str:
    """What two names of one outlet share: "The Keth Courier", "Keth Courier" and "kethcourier.com" have one key."""
    key = outlet_name_key(full_name(outlet, tables))
    is_address = "." in key and " " not in key
    return "".join(_WORD.findall(max(key.split(".")[:-1], key=len) if is_address else key))


def _paper_words(tables: SourceTables) -> frozenset[str]:
    return tables.names.lexicon.speaker.outlet_name_words


def load_source_tables(lexicon: Lexicon, folder: Path = TABLES_PATH) -> SourceTables:
    """The tables under `folder`; raises SettingError R220-R224 naming file and line where one is off."""
    table = Table(folder / "origins.toml")
    for key in table.values.keys() - {"service", "reading"}:
        raise table.refuse("R221", f'unknown table "{key}"', key)
    for key in set(table.keys("reading")) - set(_LISTS):
        raise table.refuse("R221", f'unknown key "{key}" in [reading]', key)
    return SourceTables(
        names=load_name_tables(lexicon, folder),
        newsrooms=load_newsrooms(folder),
        actors=load_actor_tables(folder),
        services=MappingProxyType({kind: pattern_of(table.words("service", kind)) for kind in table.keys("service")}),
        **{key: frozenset(table.words("reading", key)) for key in _LISTS},
    )
