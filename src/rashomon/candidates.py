"""Which entries of the gazetteer a printed name of a place may stand for, and where an outlet may be at home.

In go a name as the article prints it and the words around it; out come `Candidates`: entries with what speaks for
each of them by itself. Looked up are the name as printed, the country of a people ("Syrian"), short forms of states
("La."), the name with "St." written out, without words that are no part of it ("downtown"), and without the word for
its kind ("Anbar province"); what all this does not find may be a misspelling or another transliteration.

Read next: `toponyms.py`, which weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from rashomon.countries import NameKind
from rashomon.placewords import PlaceWords
from rashomon.records import Article, GeoName, Span

LEAST_ALIKE = 0.9
"""Nearness from which a name that nobody knows is taken for a misspelt one."""
MOST_CANDIDATES = 30
SHORTEST_TOWN = 4
"""Letters of a town in the name of an outlet."""

_SHARED = frozenset({"Georgia", "Washington"})
"""Names of states that are those of a country and a capital as well."""
_FITTING = {
    "settlement": "P",
    "division": "A",
    "tract": "AL",
    "water": "H",
    "land": "TLV",
    "spot": "S",
    "wide": "AHLTV",
}
_AFTER = re.compile(r"\s+([a-z]+)\b")
_BEFORE = re.compile(r"\b([a-z]+)\s+of\s+(?:the\s+)?$")
_THE = re.compile(r"\b[Tt]he\s+$")
_ALONE = re.compile(
    r"[’']s\b|\s*(?:[.,;:)”\"!?–—]|$)|\s+(?:and|or|but|nor|in|on|at|to|of|for|from|by|with|as|off|near|into|over|across|through|"
    r"between|towards?|since|until|after|before|during|because|while|when|where|that|which|who|than|if|is|are|was|were|be|"
    r"has|have|had|will|would|can|could|may|might|must|should|did|does|do|not|this|last|next|again|alone|itself|[a-z]{2,}ed)\b"
)
"""What stands behind a name that no noun follows; behind "the Boston" one must."""
_POSSESSIVE = re.compile(r"['’]s?$")


class Gazetteer(Protocol):
    """What is asked of a gazetteer."""

    def find(self, name: str) -> tuple[GeoName, ...]:
        """The entries that bear the name, the most populous first."""

    def similar(self, name: str, limit: int = 5) -> tuple[tuple[GeoName, float], ...]:
        """The entries with a name like it, the likest first, each with its nearness up to 1."""

    def country(self, alpha3: str) -> GeoName | None:
        """The entry of a country."""

    def admin_name(self, entry: GeoName) -> str | None:
        """The name of the region that an entry lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The entries that a name may stand for, the most populous first.

    `looked_up` is the form of the name that was found, `kind` the kind of place that the words say it is
    (`placewords.KINDS`), None where they do not. `likeness` is 1, or how like the nearest known spelling is;
    `capital` the place of the town that is a capital by this name; `is_state` says whether it is the name of a state
    that has short forms.
    """

    entries: tuple[GeoName, ...]
    looked_up: str
    kind: str | None
    likeness: float = 1.0
    capital: int | None = None
    is_state: bool = False

    def fits(self, entry: GeoName) -> bool | None:
        """Whether an entry is of the kind that the words say; None where they say none."""
        return None if self.kind is None else entry.feature_class in _FITTING[self.kind]


def name_in(text: str, words: PlaceWords) -> str:
    """The name alone: blanks evened out, without "'s" and without words that open it and are no part of it."""
    plain = _POSSESSIVE.sub("", " ".join(text.split()))
    first, _, rest = plain.partition(" ")
    while rest and first.lower() in words.openings and first not in words.states:
        if rest[0].islower() or (first[0].isupper() and first.lower() != "the"):
            break
        plain = rest
        first, _, rest = plain.partition(" ")
    return plain


def candidates_for(
    name: str, kind: str | None, gazetteer: Gazetteer, words: PlaceWords, by_likeness: bool
) -> Candidates:
    """The candidates of a name that the words beside it call a `kind`; none where the gazetteer knows no such name."""
    for form, own_kind in _forms(name, words):
        entries = _entries(form, gazetteer, words)
        if entries:
            entries = entries[:MOST_CANDIDATES]
            capital = _capital_among(entries, form, words)
            return Candidates(
                entries=entries,
                looked_up=form,
                kind=own_kind or kind,
                capital=capital,
                is_state=form in words.states or (form in words.state_names and form not in _SHARED),
            )
    if by_likeness and not is_street(name, words):
        alike = [(entry, score) for entry, score in gazetteer.similar(name) if score >= LEAST_ALIKE]
        if alike:
            best = alike[0][1]
            entries = tuple(entry for entry, score in alike if score == best)
            return Candidates(entries=entries, looked_up=name, kind=kind, likeness=best)
    return Candidates(entries=(), looked_up=name, kind=kind)


def is_great(entry: GeoName) -> bool:
    """Whether it is a sea or a great region: "the Middle East", "Siberia".

    Nobody is counted in it, as in any brook of GeoNames' whole dump; but it lies in no one country, or has our own id.
    """
    return entry.feature_class in "HL" and (entry.country is None or entry.geonameid < 0)


def find_named(name: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[GeoName, ...]:
    """The entries that bear the name, and then the seas that go by it alone: "the Gulf"."""
    found = gazetteer.find(name)
    return found + tuple(one for sea in words.alone.get(name, ()) for one in gazetteer.find(sea) if one not in found)


def is_street(name: str, words: PlaceWords) -> bool:
    """Whether the name ends as names of streets do."""
    return name.rpartition(" ")[2].rstrip(".").lower() in words.streets and " " in name


def home_of(article: Article, gazetteer: Gazetteer, words: PlaceWords) -> tuple[tuple[GeoName, ...], str | None]:
    """Where the outlet may be at home: the places that its name or address holds, and the country of its address.

    "parisbeacon.com" holds some Paris; nothing more than these words is known of an outlet.
    """
    host = (urlsplit(article.url).hostname or "") if article.url else ""
    outlet = article.outlet or ""
    if not host and re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", outlet):
        host, outlet = outlet, ""
    *labels, ending = host.split(".") if host else ("",)
    country = words.endings.get(ending)
    towns = [_town_in(label.lower(), gazetteer, words) for label in (*labels, *re.findall(r"\w+", outlet))]
    return next(filter(None, towns), ()), country


def _town_in(label: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[GeoName, ...]:
    """The places whose name is left of a label when words that outlets are called by are taken off its ends."""
    rest = label
    shorter = True
    while shorter:
        shorter = False
        for word in words.outlet_words:
            if len(rest) - len(word) >= SHORTEST_TOWN and (rest.startswith(word) or rest.endswith(word)):
                rest = rest.removeprefix(word) if rest.startswith(word) else rest.removesuffix(word)
                rest = rest.strip("-")
                shorter = True
    if len(rest) < SHORTEST_TOWN or rest in words.outlet_words:
        return ()
    return next(
        filter(None, (gazetteer.find(part)[:MOST_CANDIDATES] for part in (rest, *rest.split("-"), *rest.split("and")))),
        (),
    )


def _forms(name: str, words: PlaceWords) -> Iterator[tuple[str, str | None]]:
    """The forms in which the name is looked up, the nearest to the print first, each with the kind that it says."""
    yield name, None
    first, _, rest = name.partition(" ")
    if full := words.saints.get(first.rstrip(".").lower() if rest else ""):
        yield f"{full} {rest}", None
    start, _, last = name.rpartition(" ")
    if kind := words.kinds.get(last.lower() if start else ""):
        yield start, kind
    part = words.part.match(f"{first} ") if rest else None
    if part:
        yield rest, None
    opening = re.match(r"(?i)(\w+) of (?:the )?", name)
    if opening and (kind := words.kinds.get(opening[1].lower())):
        yield name[opening.end() :], kind


def _entries(name: str, gazetteer: Gazetteer, words: PlaceWords) -> tuple[GeoName, ...]:
    if short := words.states.get(name):
        known = gazetteer.find(short[0])
        return tuple(one for one in known if one.country == short[1] and one.feature_class == "A") or known
    told = words.countries.get(name)
    country = gazetteer.country(told.code) if told and told.code and told.kind is not NameKind.CAPITAL else None
    if told and country and told.kind is NameKind.PEOPLE:
        return (country,)
    found = find_named(name, gazetteer, words)
    if country and not any(one.feature_class == "A" and one.country == country.country for one in found):
        return (country, *found)
    return found


def _capital_among(entries: Sequence[GeoName], name: str, words: PlaceWords) -> int | None:
    """The place of the largest town of the country whose capital has this name."""
    told = words.countries.get(name)
    if told is None or told.kind is not NameKind.CAPITAL:
        return None
    towns = (place for place, one in enumerate(entries) if one.feature_class == "P" and one.country == told.code)
    return next(towns, None)


def kind_around(span: Span, text: str, words: PlaceWords) -> str | None:
    """The kind that the words beside the name say: "… province", "the city of …", "the …"."""
    after = _AFTER.match(text, span.end)
    if after and (kind := words.kinds.get(after[1])):
        return kind if kind != "spot" else None
    before = _BEFORE.search(text, max(span.start - 30, 0), span.start)
    if before and (kind := words.kinds.get(before[1])):
        return kind
    return "wide" if has_article(span, text) else None


def has_article(span: Span, text: str) -> bool:
    """Whether "the" belongs to the name itself, as to those of seas and regions: "the Baltic"."""
    return bool(_THE.search(text, max(span.start - 5, 0), span.start) and _ALONE.match(text, span.end))
