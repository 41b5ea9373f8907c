"""Whether two names, or two lists of parties, are the same: what the scorers of claims and events compare with.

A name is the same as another when one holds all words of the other ("Venn" and "Oskar Venn"), whatever the articles,
possessives and case. Parties are plain objects as `rashomon extract` prints them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rashomon.words import normalised

_WORD = re.compile(r"\w+(?:[-']\w+)*")
_SMALL = frozenset({"the", "a", "an", "its", "our", "his", "her", "their"})
_CODE = re.compile(r"[A-Z]{3}")

Spellings = Sequence[Sequence[str]]


def is_same_name(one: str, other: str) -> bool:
    """Whether one name holds all words of the other, articles, possessives and case apart."""
    ones, others = words_of_name(one), words_of_name(other)
    return bool(ones and others) and (ones <= others or others <= ones)


def words_of_name(name: str) -> frozenset[str]:
    """The words of a name that tell whom it names."""
    return frozenset(_WORD.findall(normalised(name).casefold().replace("'s", ""))) - _SMALL


def are_same(expected: Sequence[str], parties: Sequence[Mapping[str, Any]], spellings: Spellings) -> bool:
    """Whether every expected party is there, and no other."""
    fits = [[is_party(wanted, party, spellings) for party in parties] for wanted in expected]
    return all(map(any, fits)) and all(any(row[i] for row in fits) for i in range(len(parties)))


def is_party(wanted: str, party: Mapping[str, Any], spellings: Spellings) -> bool:
    """Whether a party of an event is the one wanted: a country by its code, anyone else by a name."""
    if _CODE.fullmatch(wanted):
        return (party.get("code") or "").split(" ")[0] == wanted
    names = [party[key] for key in ("name", "entity", "text") if isinstance(party.get(key), str)]
    wanted_names = next((group for group in spellings if wanted in group), (wanted,))
    return any(is_same_name(one, other) for one in wanted_names for other in names)
