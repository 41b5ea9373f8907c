"""Whether a name is that of an outlet, or looks like one.

In: a short name. Out: whether `tables/agencies.toml` has it as the name of an agency or outlet; whether it carries a
word that newspapers bear ("Times", "Herald", "News"), or is an internet domain. Knowing a name says nothing about its
worth. Used by `datelines.py` and `articles.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rashomon.lexicon import TABLES_PATH, Table

_NO_OUTLETS = frozenset({"PA"})
"""A name of an agency that beside a place and a date is Pennsylvania."""

_PAPER_WORD = re.compile(
    r"(?i:\b(?:times|post|herald|news|tribune|gazette|chronicle|observer|journal|daily|weekly|telegraph|press|agency|"
    r"courier|examiner|dispatch|mirror|guardian|independent|star|standard|inquirer|register|sentinel|bulletin|monitor|"
    r"broadcasting|television|tv|radio|magazine|newspaper|media|online|today|wire|newswire|review|correspondent|reporter|"
    r"argus|mercury|echo|advertiser|voice|globe|ledger|messenger|clarion|beacon|network|channel)\b)"
)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|info|news|tv|co|io|eu|int|gov|edu|[a-z]{2})", re.IGNORECASE)


@lru_cache
def _known() -> frozenset[str]:
    """The names of agencies and outlets as printed, with and without their article."""
    table = Table(TABLES_PATH / "agencies.toml")
    names = [
        name
        for section in ("agency", "outlet")
        for full in table.keys(section)
        for name in (full, *table.take(section, full, list))
    ]
    return frozenset([*names, *(name.removeprefix("The ") for name in names)]) - _NO_OUTLETS


def is_known_outlet(name: str) -> bool:
    """Whether the tables know an agency or outlet by just this name."""
    return name in _known()


def is_outlet_like(name: str) -> bool:
    """Whether `name` is that of a known outlet, carries a word that outlets bear, or is an internet domain."""
    bare = name.strip(" .,")
    return is_known_outlet(bare) or _PAPER_WORD.search(bare) is not None or _DOMAIN.fullmatch(bare) is not None
