"""News agencies and other outlets by all the names that they go by, and the phrases that credit or cite them.

In goes `tables/agencies.toml`; out comes one frozen `Newsrooms`: which agency some words name, under which names
one outlet goes ("NYT", "nytimes.com", "the Times"), and the phrases beside a name that make it a credit or a
citation. A name may stand for several outlets ("the Times"), never for several agencies. Refused, with its line, is
what has the wrong form.

Read next: `credits.py` and `citations.py`, which ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rashomon.lexicon import TABLES_PATH, Table, pattern_of

_TABLES = frozenset({"agency", "signed", "credit", "outlet", "cited"})
_CREDIT_KEYS = frozenset({"part_before", "part_after", "part_line", "whole_before", "unnamed", "pictures"})
_CITED_KEYS = frozenset({"interview_before", "report_before", "between", "relations", "no_outlet_after"})
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\d?\.)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?:/.*)?$", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w.]+|\.(?!\w)|(?<!\w)\.")
PICTURE_AGENCY = re.compile(
    r"(?:Getty Images|Barcroft (?:Media|Images)|Rex Features|Shutterstock|Alamy|WireImage|NurPhoto|SWNS|PA Wire|iStock"
    r"|Splash News)\s+(?=[A-Z])"
)
"""The credit of a picture, and a name that its caption begins with: "Rex Features Ana Bel"."""
_TOO_GENERAL = frozenset({"news", "press", "agency", "radio", "tv", "daily", "magazine", "newspaper", "online"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases that stand beside the name of an agency or an outlet, each list as one pattern."""

    part_before: re.Pattern[str]
    part_after: re.Pattern[str]
    part_line: re.Pattern[str]
    whole_before: re.Pattern[str]
    unnamed: re.Pattern[str]
    pictures: re.Pattern[str]
    interview_before: re.Pattern[str]
    report_before: re.Pattern[str]
    between: re.Pattern[str]
    relations: re.Pattern[str]
    no_outlet_after: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsrooms:
    """Agencies and outlets by their names, as printed (agencies) and as keys (outlets)."""

    agencies: Mapping[str, str]
    agency: str
    signed: Mapping[str, tuple[str, ...]]
    outlets: Mapping[str, frozenset[str]]
    phrases: Phrases

    def find_agency(self, name: str | None) -> str | None:
        """The full name of the agency that `name` names, None where it names none."""
        bare = " ".join((name or "").split()).strip(" .,:;")
        return next(filter(None, map(self.agencies.get, (bare, _without_article(bare), outlet_name_key(bare)))), None)

    def outlets_named(self, name: str) -> frozenset[str]:
        """The full names of all outlets and agencies that go by `name`; empty where the table knows none."""
        key = outlet_name_key(name)
        return self.outlets.get(key) or self.outlets.get(_parent_domain(key), frozenset())

    def sameness_of(self, one: str, other: str) -> float:
        """How surely two names are of one outlet, 0..1: the same name or a name of the same outlet 1, a short one less.

        "The Times" and "The New York Times" are the same newspaper perhaps; "Lantern" and "The Evening Lantern" too.
        """
        first, second = outlet_name_key(one), outlet_name_key(other)
        if not first or not second:
            return 0.0
        if first == second:
            return 1.0
        named, other_named = self.outlets_named(one), self.outlets_named(other)
        if named & other_named:
            return 1.0 / max(len(named), len(other_named))
        if named and other_named:
            return 0.0
        shorter, longer = sorted((first.split(), second.split()), key=len)
        if _compact(first) == _compact(second):
            return 0.9
        is_part = longer[-len(shorter) :] == shorter or longer[: len(shorter)] == shorter
        return 0.5 if is_part and not _TOO_GENERAL.issuperset(shorter) else 0.0


def outlet_name_key(name: str) -> str:
    """What of an outlet's name tells it from others: no article, signs or case; of an address the domain."""
    bare = " ".join(name.split()).strip()
    address = _DOMAIN.match(bare)
    if address:
        return address["host"].casefold()
    words = _SIGNS.sub(" ", bare.casefold().replace("’s", "").replace("'s", "")).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def load_newsrooms(folder: Path = TABLES_PATH) -> Newsrooms:
    """The table of agencies and outlets; raises SettingError R220-R224 naming the line that is off."""
    table = Table(folder / "agencies.toml")
    for name in table.values.keys() - _TABLES:
        raise table.refuse("R221", f'unknown table "{name}"', name)
    for name, known in (("credit", _CREDIT_KEYS), ("cited", _CITED_KEYS)):
        for key in set(table.keys(name)) - known:
            raise table.refuse("R221", f'unknown key "{key}" of [{name}]', key)
    agencies: dict[str, str] = {}
    outlets: dict[str, set[str]] = {}
    for full, name in _names(table, "agency"):
        if agencies.setdefault(name, full) != full:
            raise table.refuse("R224", f'"{name}" is a name of {agencies[name]} and again of {full}', name, last=True)
        outlets.setdefault(outlet_name_key(name), set()).add(full)
    for full, name in _names(table, "outlet"):
        outlets.setdefault(outlet_name_key(name), set()).add(full)
    for full in table.keys("signed"):
        if full not in agencies:
            raise table.refuse("R222", f'"{full}" in [signed] is no agency', full, last=True)
    longest_first = sorted(agencies, key=lambda name: (-len(name), name))
    return Newsrooms(
        agencies=MappingProxyType(agencies),
        agency=r"(?:The |the )?(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?![\w&])",
        signed=MappingProxyType({full: tuple(table.words("signed", full)) for full in table.keys("signed")}),
        outlets=MappingProxyType({key: frozenset(names) for key, names in outlets.items()}),
        phrases=Phrases(
            **{key: pattern_of(table.words("credit", key)) for key in _CREDIT_KEYS},
            **{key: pattern_of(table.words("cited", key)) for key in _CITED_KEYS},
        ),
    )


def _names(table: Table, section: str) -> Iterator[tuple[str, str]]:
    """Full name and each name of every entry of a section."""
    for full in table.keys(section):
        yield full, full
        for name in table.take(section, full, list):
            if not isinstance(name, str) or not name or name != name.strip():
                raise table.refuse("R222", f'"{name}" under {full} must be a name', str(name))
            yield full, name


def _without_article(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name


def _parent_domain(key: str) -> str:
    """The domain above an address's first label: "news.lantern.example" gives "lantern.example"."""
    return key.partition(".")[2] if key.count(".") > 1 and " " not in key else key


def _compact(key: str) -> str:
    """The letters of a name, or of a domain's own label, for "eveninglantern.com" and "Evening Lantern"."""
    is_domain = "." in key and " " not in key
    labels = key.split(".")
    return re.sub(r"\W", "", max(labels[:-1], key=len) if is_domain else key)
