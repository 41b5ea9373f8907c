"""By which words a denial names what it denies, and which kinds of deeds it denies with them.

In goes `tables/denials.toml`, checked at load; out come `DenialWords`, which tell the types of events that cannot have
been if a denial is true, and what alone it grants ("any missions but reconnaissance"). Why a denial of one kind covers
another: docs/decisions/0024. Read next: `denials.py`, and `presuppositions.py` for what a whole denial comes to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rashomon.lexicon import TABLES_PATH, Table, pattern_of
from rashomon.records import EventType

_BESIDE = "about|after|against|at|before|between|by|during|for|from|in|into|near|of|on|over|since|to|towards?|with"
"""Words with which that ends which is granted: "weather patrols | over Tarsk"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialWords:
    """The words of `denials.toml`.

    `carrying` are the verbs that carry a noun of a deed ("held talks"), `checking` those of proof ("not verified").
    `names` are for each noun of a deed the types under which it may be told, `kinds` what it is itself; `presupposing`
    are for a type those that cannot be without it. `granting` finds what alone is granted.
    """

    pointing: frozenset[str]
    part: frozenset[str]
    filling: frozenset[str]
    carrying: frozenset[str]
    checking: frozenset[str]
    names: Mapping[str, frozenset[EventType]]
    kinds: Mapping[str, EventType]
    presupposing: Mapping[EventType, frozenset[EventType]]
    granting: re.Pattern[str]

    def singular_of(self, word: str) -> str:
        """The word as the table has it, in lower case; itself where the table does not have it."""
        word = word.lower()
        if self.has(word):
            return word
        ends = (("ies", "y"), ("s", ""))
        bases = (word.removesuffix(end) + instead for end, instead in ends if word.endswith(end))
        return next((base for base in bases if self.has(base)), word)

    def is_naming(self, word: str) -> bool:
        """Whether the word, in any form, only names what was told, and no kind of deed."""
        base = self.singular_of(word)
        return any(base in words for words in (self.filling, self.pointing, self.part))

    def types_in(self, type_: EventType | None, bases: Collection[str], *, is_granting: bool) -> frozenset[EventType]:
        """The types of events that a denial covers: those of its own event, and of the nouns among the `bases` of its
        words where it tells no event, or denies all but one. What alone it grants is of their kind; it denies what goes
        further, if anything does."""
        kinds = {type_} if type_ else set()
        if is_granting or not kinds:
            kinds |= {self.kinds[base] for base in bases if base in self.kinds}
        further = frozenset[EventType]().union(*(self.presupposing.get(kind, ()) for kind in kinds))
        return further if further and is_granting else further | kinds

    def has(self, word: str) -> bool:
        """Whether the table has a word in this form, as a name, a part, a pointer or filling."""
        return any(word in words for words in (self.filling, self.pointing, self.part, self.names))


class Denied(NamedTuple):
    """What a denial covers: the `types` of events; the words that say which of them, its `topics`; the entity and the
    `names`, in lower case, of whoever denies; and what alone it grants (None where nothing), with its words."""

    types: frozenset[EventType]
    topics: frozenset[str]
    names: frozenset[str]
    denier: str | None
    granted: str | None
    granted_words: frozenset[str]


def load_denial_words(folder: Path = TABLES_PATH) -> DenialWords:
    """The table under `folder`; raises SettingError naming file and line where it is off."""
    table = Table(folder / "denials.toml")
    presupposing = {
        _type(kind, table): frozenset(_type(one, table) for one in table.take("presupposing", kind, list))
        for kind in table.keys("presupposing")
    }
    names: dict[str, frozenset[EventType]] = {}
    kinds: dict[str, EventType] = {}
    for group in table.take("", "deeds", list):
        kind = _type(group["kind"], table)
        for noun in group["nouns"]:
            names[noun] = frozenset({kind, *(_type(one, table) for one in group["told"])})
            kinds[noun] = kind
    wholes = "|".join(map(re.escape, table.words("except", "wholes")))
    phrases = pattern_of(table.words("except", "phrases")).pattern
    return DenialWords(
        pointing=frozenset(table.words("naming", "pointing")),
        part=frozenset(table.words("naming", "part")),
        filling=frozenset(table.words("naming", "filling")),
        carrying=frozenset(table.words("naming", "carrying")),
        checking=frozenset(table.words("naming", "checking")),
        names=MappingProxyType(names),
        kinds=MappingProxyType(kinds),
        presupposing=MappingProxyType(presupposing),
        granting=re.compile(
            rf"\b(?:{wholes})\b[^,;:.]*?(?:{phrases})\s*(?P<granted>[^,;:.]+?)(?=[,;:.]|$|\s(?:{_BESIDE})\b)",
            re.IGNORECASE,
        ),
    )


def _type(value: str, table: Table) -> EventType:
    try:
        return EventType(value)
    except ValueError:
        raise table.refuse("R222", f'"{value}" is no type of event', value) from None
