"""The dates, bylines and datelines that pages print around a report, and the outlets named beside them.

In: one printed line. Out: the dates in it, and whether the line is nothing but a date line, a byline, or a line of
outlet and date. Numbers that could be either day or month are kept as unreadable, never guessed. This is about the
frame of a report only; the times told inside it are read by other parts. Read next: `pages.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rashomon.outlets import is_known_outlet, is_outlet_like
from rashomon.timewords import load_calendar_names

_LINES_AT_HEAD = 3
"""Lines in which the date line of an article is looked for: below its title, and a line of place or author."""
_LONGEST_HEAD = 120
_LINE = re.compile(r"\S[^\n]*")
_AFTER_DATE = re.compile(r"\s*(?:--?|[–—:|)])?\s+(?=[A-Z“\"‘])")

_DATE = r"""(?<![\w.])(?:
      (?:(?P<wa>{weekday})\b\.?,?\s+(?:the\s+)?)?
      (?: (?P<ma>{month})\b\.?\s*(?P<da>[0-3]?\d)(?:st|nd|rd|th)?(?:\s*,?\s+(?P<ya>(?:19|20)\d\d)\b|(?![\w:]))
        | (?P<db>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<mb>{month})\b\.?
            (?:[,\s-]+(?P<yb>(?:19|20)\d\d)\b|(?!\w)) )
    | (?P<yc>(?:19|20)\d\d)(?P<sc>[-/.])(?P<mc>[01]?\d)(?P=sc)(?P<dc>[0-3]?\d)(?!\d)
    | (?P<dd>[0-3]?\d)(?P<sd>[-/.])(?P<md>[0-3]?\d)(?P=sd)(?P<yd>(?:19|20)\d\d)(?!\d)
)"""
_TIME_OF_DAY = re.compile(
    r"(?:\bat\s+|T|\b)[0-2]?\d[:.h][0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?!\d)\s*(?:[ap]\.?m\b\.?)?"
    r"|\b1?\d\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d\b|\b(?:GMT|UTC|EST|EDT|ET|CST|CDT|PST|PDT|PT|BST|CET|CEST|MSK|IST|Z)\b\)?)")
_DATE_LABEL = re.compile(
    r"\b(?:(?:first|originally|last|article|story|post(?:ed)?|page)?\s*"
    r"(?:published|updated|posted|modified|created|filed|issued|released|uploaded|printed|edited|written)"
    r"(?:\s+(?:on|at))?|date|time|on|at|publication\s+date|load-date|pubdate|timestamp)\b\s*:?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_UPDATE = re.compile(r"(?:updated|modified|edited)\s*(?:on|at)?\s*:?\s*$", re.IGNORECASE)

_PERSON = r"(?:[A-Z][\w'’.-]*)(?:\s+(?:(?:de|da|del|der|van|von|bin|al|el|la|le)\s+)?[A-Z][\w'’.-]*){0,3}"
_BYLINE = re.compile(
    rf"(?:(?:Written|Reported|Posted|Published|Words|Story|Text|Analysis|Report|Opinion)\s+)?(?:[Bb]y|BY)\s*:?\s+"
    rf"(?P<names>{_PERSON}(?:(?:\s*,\s*|\s+and\s+|\s+AND\s+|\s*&\s*){_PERSON}){{0,5}})"
    rf"(?:\s*(?:,|\||[-–—]|\bfor\b|\bin\b|\bof\b)\s*(?P<rest>[^.!?]{{2,60}}))?\s*"
)
_BY = re.compile(r"\b(?:[Bb]y|BY|Authors?|Bylines?|Reporters?|Correspondents?)\b")
_AUTHOR_LABEL = re.compile(rf"(?:Author|Byline|Reporter|Correspondent)s?\s*:\s*(?P<names>{_PERSON}(?:[,&]?.{{0,80}})?)")

_PLACE = r"[A-Z][A-Z.'’\-]+(?:[ /][A-Z][A-Z.'’\-]*){0,4}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:,\s+[A-Z][\w.'’ -]{{1,30}}?)?)"
    r"(?:,?\s+(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?)\.?)?"
    r"(?:\s*,?\s*[(\[/](?P<agency>[^)\]/]{2,40})[)\]/])?"
    r"(?:\s*(?:--+|[–—])\s*|\s+-\s+|\s*[:]\s+(?=[A-Z“\"])|\s{3,}(?=\S))"
)
_MIXED_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w.'’-]+(?:[ ,]+[A-Z][\w.'’-]*){0,4})"
    r"(?:,?\s+(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?)\.?)?"
    r"\s*[(\[](?P<agency>[A-Z][^)\]]{1,30})[)\]]\s*(?:--+|[–—-])\s*"
)
_AGENCY_ONLY = re.compile(r"[(\[](?P<agency>[A-Z][\w. ]{1,20})[)\]]\s*(?:(?:--+|[–—-])\s*)?(?=[A-Z“\"‘'])")


class PrintedDate(NamedTuple):
    """A date as printed: its day where it can be told, and what is odd about it.

    `on` is None without a year, for a day that no calendar has, and where day and month cannot be told apart
    (`is_ambiguous`). `weekday` counts from Monday = 0 and is None where none is printed.
    """

    start: int
    end: int
    on: date | None
    weekday: int | None
    month: int
    day: int
    is_ambiguous: bool

    @property
    def is_weekday_wrong(self) -> bool:
        """Whether a weekday is printed that the calendar does not give to that day."""
        return self.on is not None and self.weekday is not None and self.on.weekday() != self.weekday


class Dateline(NamedTuple):
    """What stands before the first sentence of a report: "SELMPORT, May 3 (Vesta) —"."""

    text: str
    end: int
    agency: str | None


class FrameLine(NamedTuple):
    """A line that is nothing but date, byline or outlet: what it says."""

    published: PrintedDate | None
    byline: str | None
    outlet: str | None
    hinted_outlet: str | None


class _Calendar(NamedTuple):
    """The pattern of a date, that of a weekday's full name, and the numbers of months and weekdays by name."""

    date: re.Pattern[str]
    weekday: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]


@lru_cache
def _calendar() -> _Calendar:
    months, weekdays = load_calendar_names()
    names = ("|".join(sorted(table, key=len, reverse=True)) for table in (months, weekdays))
    month, weekday = names
    full = "|".join(name for name in weekdays if name.endswith("day"))
    return _Calendar(
        date=re.compile(_DATE.format(month=month, weekday=weekday), re.IGNORECASE | re.VERBOSE),
        weekday=re.compile(rf"\b(?:{full})\b", re.IGNORECASE),
        months=months,
        weekdays=weekdays,
    )


def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """All dates of day and month printed in `text`, in order."""
    return tuple(printed for match in _calendar().date.finditer(text) if (printed := _printed(match)) is not None)


def find_opening_date(text: str) -> PrintedDate | None:
    """The day of the date line that an article has at its head: a line of its own, or the beginning of one
    ("11.01.2016 Today the ministry …", "SELMPORT, May 3, 2016 —"); None where there is none with its year."""
    for line in islice(_LINE.finditer(text), _LINES_AT_HEAD):
        printed = line[0][:_LONGEST_HEAD]
        frame, dateline = find_frame(line[0]), find_dateline(printed)
        dates = find_dates(dateline.text if dateline else printed)
        first = dates[0] if dates else None
        if frame and frame.published:
            first = frame.published
        elif first is None or not (dateline or (first.start == 0 and _AFTER_DATE.match(printed, first.end))):
            continue
        if first.on is not None:
            return first._replace(start=line.start() + first.start, end=line.start() + first.end)
    return None


def _printed(match: re.Match[str]) -> PrintedDate | None:
    weekday = match["wa"]
    if match["ma"] or match["mb"]:
        side = "a" if match["ma"] else "b"
        month, day, year = _calendar().months[match[f"m{side}"].lower()], int(match[f"d{side}"]), match[f"y{side}"]
        return _checked(match, weekday, int(year) if year else None, month, day, False)
    if match["yc"]:
        return _checked(match, None, int(match["yc"]), int(match["mc"]), int(match["dc"]), False)
    first, second, year = int(match["dd"]), int(match["md"]), int(match["yd"])
    # Dots are written where the day comes first; slashes and dashes are used for both orders.
    if match["sd"] == "." or first > 12 or first == second:
        return _checked(match, None, year, second, first, False)
    return _checked(match, None, year, first, second, second <= 12)


def _checked(
    match: re.Match[str], weekday: str | None, year: int | None, month: int, day: int, is_ambiguous: bool
) -> PrintedDate | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    on: date | None = None
    if year is not None and not is_ambiguous:
        try:
            on = date(year, month, day)
        except ValueError:
            on = None
    number = _calendar().weekdays[weekday.lower()] if weekday else None
    return PrintedDate(match.start(), match.end(), on, number, month, day, is_ambiguous)


def parse_given_date(text: str) -> PrintedDate | None:
    """The one date of a field that holds a date ("2017-03-14T08:00:00Z", "Tue, 14 Mar 2017"); None if it holds none."""
    dates = find_dates(text[:200])
    return dates[0] if dates else None


def find_frame(line: str, title: str | None = None) -> FrameLine | None:
    """What a line of date, byline or outlet says; None for a line that says anything else.

    With the `title` of the report, "Title, Outlet, date" is understood as well.
    """
    if len(line) > 320:
        return None
    rest, repeats_title = _without_title(line, title)
    if (repeats_title and not _letters(rest)) or len(rest) > 160:
        return None
    byline = _byline_of(rest)
    dates = find_dates(rest) if _DIGIT.search(rest) else ()
    if byline is not None and not dates:
        return byline
    if not dates:
        return None
    remainder, places = rest, dates
    first = next((p for p in places if not _UPDATE.search(rest[: p.start])), places[0])
    for printed in reversed(places):
        remainder = remainder[: printed.start] + " \x1f " + remainder[printed.end :]
    remainder = _TIME_OF_DAY.sub(" ", remainder)
    remainder = _ZONE.sub(" ", remainder)
    stripped = _DATE_LABEL.sub(" ", remainder)
    stripped = re.sub(r"^\s*\(|\)\s*$", " ", stripped)
    stripped = _calendar().weekday.sub(" ", stripped)
    parts = [part.strip(" ,;:·•-–—|/()[]\t") for part in re.split(r"\x1f|\s[|·•–—-]\s|[|·•]|,\s", stripped)]
    parts = [part for part in parts if _letters(part)]
    if not parts:
        return FrameLine(first, None, None, None)
    return _frame_of_parts(rest, remainder, parts, first, repeats_title)


def _frame_of_parts(
    rest: str, remainder: str, parts: list[str], first: PrintedDate, repeats_title: bool
) -> FrameLine | None:
    """The frame that the words beside a date make, or None where they are a sentence or a headline."""
    if len(parts) > 4 or any(len(part.split()) > 6 for part in parts):
        return None
    byline: str | None = None
    outlet: str | None = None
    hinted: str | None = None
    for part in parts:
        named = _byline_of(part)
        if named is None and part.casefold().startswith("by "):
            named = FrameLine(None, part[3:].strip(), None, None)
        source = re.match(r"(?:source|from|via|outlet|publication|newspaper)\s*:?\s+(.+)", part, re.IGNORECASE)
        if named is not None:
            byline = byline or named.byline
            outlet = outlet or named.outlet
        elif source is not None and _is_name(source[1]):
            outlet = outlet or source[1]
        elif not _is_name(part):
            return None
        elif repeats_title or is_outlet_like(part) or byline is not None:
            outlet = outlet or part
        elif hinted is None:
            hinted = part
        else:
            return None
    if hinted is not None and len(rest) > 90:
        return None
    return FrameLine(first, byline, outlet, hinted if outlet is None else None)


def _byline_of(line: str) -> FrameLine | None:
    if _BY.search(line) is None:
        return None
    match = _BYLINE.fullmatch(line.strip()) or _AUTHOR_LABEL.fullmatch(line.strip())
    if match is None or len(line) > 160:
        return None
    names = match["names"].strip(" ,")
    rest = (match.groupdict().get("rest") or "").strip(" ,|")
    outlet = rest if rest and is_outlet_like(rest) else None
    if outlet is None and is_known_outlet(names):
        return FrameLine(None, names, names, None)
    return FrameLine(None, names, outlet, None)


def find_dateline(paragraph: str) -> Dateline | None:
    """The dateline with which a report's first paragraph begins, if it begins with one."""
    head = paragraph[:_LONGEST_HEAD]
    match = _DATELINE.match(head) or _MIXED_DATELINE.match(head) or _AGENCY_ONLY.match(head)
    if match is None:
        return None
    groups = match.groupdict()
    place, agency = groups.get("place"), groups.get("agency")
    if place is not None and agency is None and not groups.get("date") and _is_shouted_word(place, match[0]):
        return None
    return Dateline(match[0].strip(" \t\xa0-–—:"), match.end(), agency)


def _is_shouted_word(place: str, printed: str) -> bool:
    """Whether "NOTE: ", "UPDATE -" or an initial stands there, which is no place."""
    labels = {"UPDATE", "BREAKING", "NOTE", "WATCH", "VIDEO", "READ", "FILE", "PHOTO", "LIVE", "EXCLUSIVE", "MORE"}
    labels |= {"ANALYSIS", "OPINION", "CORRECTION", "ALERT", "NEWS", "Q", "A"}
    return len(place) < 3 or place.split()[0] in labels or printed.rstrip().endswith(":")


def _without_title(line: str, title: str | None) -> tuple[str, bool]:
    if title is None:
        return line, False
    bare = title.rstrip(" .")
    if len(bare) > 8 and line[: len(bare)].casefold() == bare.casefold():
        return line[len(bare) :].lstrip(" .,|:–—-"), True
    return line, False


def _is_name(text: str) -> bool:
    words = text.split()
    small = {"of", "the", "and", "for", "in", "de", "la", "el", "al", "der", "die", "das", "du", "le", "&", "on"}
    return (0 < len(words) <= 6 and all(word[0].isupper() or word[0].isdigit() or word in small for word in words)) or (
        len(words) == 1 and ("." in text or text[0].isupper())
    )


def _letters(text: str) -> bool:
    return any(character.isalpha() for character in text)
