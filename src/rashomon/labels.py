"""Records as a few plain words: days, places, numbers, quotes, as every face shows them.

In: records, and text from news. Out: strings for people. News is foreign text: control signs, which could rewrite a
screen, and marks that turn the direction of writing become a replacement character. Read next: `accounts.py`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from textwrap import shorten

from rashomon.records import EventType, Magnitude, MagnitudeKind, Place, PlacePrecision, TimePhrase

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OPENING, _CLOSING = frozenset('“"„«'), frozenset('”"“»')
LONGEST_HEADING = 60
"""So many characters of a heading stand for its article."""
LONGEST_NAME = 48
"""So many characters of a party stand in a headline."""
_BLANKS = re.compile(r"\s+")


DEEDS: Mapping[EventType, str] = {
    EventType.AGREE: "agreement",
    EventType.CONSULT: "talks",
    EventType.SUPPORT: "backing",
    EventType.COOPERATE: "cooperation",
    EventType.AID: "aid",
    EventType.CONCEDE: "concession",
    EventType.RETREAT: "withdrawal",
    EventType.REQUEST: "request",
    EventType.ACCUSE: "accusation",
    EventType.REJECT: "refusal",
    EventType.THREATEN: "threat",
    EventType.PROTEST: "protest",
    EventType.SANCTION: "sanctions",
    EventType.MOBILIZE: "deployment",
    EventType.COERCE: "coercion",
    EventType.ASSAULT: "attack",
}
"""What the types of PLOVER are called where its codes are not known."""


FLAGS: Mapping[str, str] = {
    "ambiguous-date": "its date can be read in two ways",
    "date-disagreement": "the page gives several dates",
    "date-hinted": "its date is only hinted at",
    "no-date": "no date: words like “on Tuesday” cannot be placed",
    "no-language": "its language is not known",
    "no-outlet": "the page does not say which outlet published it",
    "no-title": "no title",
    "outlet-hinted": "its outlet is only hinted at in the text",
    "title-only": "nothing but a title",
    "undecodable-characters": "some characters could not be read",
    "unreadable-date": "its date cannot be read",
    "weekday-mismatch": "a weekday does not fall on its date; both are kept as printed",
}
"""The flags of an article, in words."""


def one_line(text: str) -> str:
    """Foreign text made safe for a terminal, on one line."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", _UNSAFE.sub("\ufffd", text)).strip()


def brief(name: str) -> str:
    """What a party is called in a headline: its words up to a clause that describes it, and no more than fit."""
    return shorten(one_line(name).partition(", ")[0], LONGEST_NAME, placeholder=" …")


def safe(text: str) -> str:
    """Foreign text made safe for a terminal; every character stays in its place."""
    if text.isprintable():
        return text
    return _UNSAFE.sub("\ufffd", text)


def in_quotes(quote: str) -> str:
    """The words in quotation marks, unless they begin and end with marks of their own."""
    return quote if quote[:1] in _OPENING and quote[-1:] in _CLOSING else f"“{quote}”"


def source_name(outlet: str | None, heading: str | None) -> str:
    """The outlet; where that is not known the article by what stands above it: “Ferry stopped”."""
    if outlet or not heading:
        return one_line(outlet) if outlet else "an untitled article"
    line = one_line(heading)
    return in_quotes(line if len(line) <= LONGEST_HEADING else f"{line[:LONGEST_HEADING].rsplit(' ', 1)[0]} …")


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def deed(type_: EventType, mode: str | None = None) -> str:
    """ "attack (ASSAULT)", "attack (ASSAULT/aerial)": the plain word, and what it is called in PLOVER."""
    return f"{DEEDS[type_]} ({type_.value}/{mode})" if mode else f"{DEEDS[type_]} ({type_.value})"


def day(published: date | None) -> str:
    """A date as people write it, or that there is none."""
    return f"{published.day} {published:%B %Y}" if published else "no date"


def days(earliest: date | None, latest: date | None) -> str:
    """ "14 March 2017", "12 to 14 March 2017", "March 2017", "2017", "since 1 January 2014"."""
    if earliest is None:
        return f"until {day(latest)}"
    if latest is None:
        return f"since {day(earliest)}"
    if earliest == latest:
        return day(earliest)
    if earliest.year != latest.year:
        return f"{day(earliest)} to {day(latest)}"
    is_whole = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if is_whole and (earliest.month, latest.month) == (1, 12):
        return str(earliest.year)
    if earliest.month == latest.month:
        return f"{earliest:%B %Y}" if is_whole else f"{earliest.day} to {day(latest)}"
    return f"{earliest:%B} to {latest:%B %Y}" if is_whole else f"{earliest.day} {earliest:%B} to {day(latest)}"


def interval(time: TimePhrase) -> str:
    """The days, as `days` has them; the words where no calendar has it."""
    return days(time.earliest, time.latest) if time.earliest or time.latest else one_line(time.text)


def place_name(place: Place) -> str:
    """ "Sirte, LBY", "near Sirte, LBY": the entry's name and country, or the words where there is no entry."""
    if place.geoname is None:
        return one_line(place.text)
    name = f"{place.relation} {place.geoname.name}" if place.relation else place.geoname.name
    is_country = place.geoname.country is None or place.precision is PlacePrecision.COUNTRY
    return one_line(name if is_country else f"{name}, {place.geoname.country}")


def magnitude_words(number: Magnitude) -> str:
    """ "at least 43 dead", "30 in number"."""
    if number.kind is MagnitudeKind.SIZE:
        return f"{one_line(number.text)} in number"
    return f"{one_line(number.text)} {number.kind.value}"
