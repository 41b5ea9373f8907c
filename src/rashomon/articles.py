"""A Document to the Articles in it.

In: one Document. Out: its news reports in order, each with title, outlet, byline, dateline, date and language as the
page shows them, the furniture of the page taken out of the body and kept beside it. What the page only hints at stays
None and is flagged. A page that holds several reports is split (`borders.py`). The same bytes always give the same
Articles. Refuses, as `InputError` R105 and R114, a page without text. Read next: `reader.py`, which reads them.

Flags: no-title, no-outlet, outlet-hinted, no-date, date-hinted, ambiguous-date, date-disagreement, unreadable-date,
weekday-mismatch, no-language, title-only, undecodable-characters.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from rashomon.bodies import Body, body_of
from rashomon.borders import borders_of
from rashomon.charsets import decode_text
from rashomon.datelines import FrameLine, PrintedDate, find_dateline, find_dates, find_frame, parse_given_date
from rashomon.errors import InputError
from rashomon.languages import language_of
from rashomon.outlets import is_known_outlet
from rashomon.pages import lines_of, plain_text
from rashomon.records import TITLE_BREAK, Article, Document, Furniture, FurnitureKind, MediaType
from rashomon.rows import parse_row
from rashomon.webpages import WebReport, parse_fragment, parse_webpage

ATOM: Final = "{http://www.w3.org/2005/Atom}"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_TOLD_OUTLET = re.compile(
    r"\b(?:told|tells|interview\s+with|speaking\s+to|speaking\s+on|in\s+comments?\s+to)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&'’-]*(?:[ \u00a0]+[A-Z][\w&'’-]*){0,3})"
)
# Looks only where a weekday and a day of the month stand together: `find_dates` over a whole text costs a millisecond.
_WEEKDAY_AND_DAY = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s+(?:the\s+)?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
_COPYRIGHT_HOLDER = re.compile(r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4})?\s*[A-Z]", re.IGNORECASE)
_FEED_WORDS = re.compile(r"\s*(?:[-–—|:»]\s*)?(?:RSS(?:\s+feed)?|(?:latest\s+)?(?:news\s+)?feed)\s*$", re.IGNORECASE)


class _Given(NamedTuple):
    """What the carrier of a report says of it, apart from the page itself."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: date | None = None
    language: str | None = None
    url: str | None = None
    frames: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


def parse_articles(document: Document) -> tuple[Article, ...]:
    """The Articles of a Document, in order, at least one; raises InputError where there is no report in it."""
    if document.media_type is MediaType.JSON:
        return (_article_of_row(document),)
    if document.media_type is MediaType.FEED_ENTRY:
        return (_article_of_entry(document),)
    hints = dict(document.hints)
    is_page = document.media_type is MediaType.HTML
    decoded = decode_text(document.content, hints.get("charset"), is_markup=is_page)
    flags = frozenset({"undecodable-characters"} if decoded.is_damaged else ())
    url = hints.get("url") or (document.source if document.source.startswith(("http://", "https://")) else None)
    articles = _articles_of_page(decoded.text, document, url, flags) if is_page else ()
    if not is_page:
        articles = _articles_of_text(decoded.text.replace("\x00", ""), url, flags)
    if not articles:
        kind = ("R105", "page") if is_page else ("R114", "text")
        raise InputError(
            kind[0],
            f"{document.source} is a {kind[1]} in which no report is found",
            "give the page of one article, or its text"
            if is_page
            else "give a text with at least one line of words that is not a menu or a credit",
        )
    return articles


# The kinds of Document


def _article_of_row(document: Document) -> Article:
    row = parse_row(document.content, document.source)
    flags: set[str] = set()
    printed = parse_given_date(row.published) if row.published else None
    if row.published is not None:
        flags |= _flags_of_date(printed)
    published = printed.on if printed is not None else None
    dateline = find_dateline(row.text.lstrip())
    language = language_of(row.text)
    flags |= _flags_of_gaps(row.title, row.outlet, published, language)
    if _has_wrong_weekday(row.text, published):
        flags.add("weekday-mismatch")
    if row.outlet is None and _hints_at_outlet(row.text, dateline.agency if dateline else None, ()):
        flags.add("outlet-hinted")
    return Article(
        title=row.title,
        outlet=row.outlet,
        byline=None,
        dateline=dateline.text if dateline is not None else None,
        published=published,
        language=language,
        text=row.text,
        url=row.url,
        given_id=row.given_id,
        flags=tuple(sorted(flags)),
    )


def _article_of_entry(document: Document) -> Article:
    try:
        entry = ElementTree.fromstring(document.content)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError("R106", f"{document.source} is a broken feed entry: {error}", "fetch the feed again") from None

    def text_at(path: str) -> str | None:
        return plain_text(entry.findtext("/".join(f"{ATOM}{name}" for name in path.split("/"))) or "") or None

    printed_on = text_at("published")
    printed = parse_given_date(printed_on) if printed_on else None
    link = entry.find(f"{ATOM}link")
    title = text_at("title")
    outlet = _FEED_WORDS.sub("", text_at("source/title") or "") or None
    given = _Given(
        title=TITLE_BREAK.join(parse_fragment(title).paragraphs) or None if title else None,
        outlet=outlet,
        byline=text_at("author/name"),
        published=printed.on if printed is not None else None,
        language=entry.get(_XML_LANG),
        url=link.get("href") if link is not None else None,
        flags=frozenset(_flags_of_date(printed) if printed_on else ()),
    )
    content = parse_fragment(entry.findtext(f"{ATOM}content") or "")
    lines = lines_of(TITLE_BREAK.join(content.paragraphs))
    article = _composed(body_of(lines, given.title, content.captions), given)
    if not article.text:
        raise InputError("R114", f"{document.source} is an entry without words", "give the page it links to")
    return article


def _articles_of_text(text: str, url: str | None, flags: frozenset[str]) -> tuple[Article, ...]:
    lines = lines_of(text)
    starts = borders_of(lines)
    given = _Given(url=url, flags=flags)
    stretches = [lines[a:b] for a, b in pairwise((*starts, len(lines)))]
    articles = [_composed(body_of(stretch, None), given) for stretch in stretches]
    return tuple(article for article in articles if article.text)


def _articles_of_page(text: str, document: Document, url: str | None, flags: frozenset[str]) -> tuple[Article, ...]:
    reports = parse_webpage(text, url, document.retrieved_at.date())
    articles = [_article_of_report(report, flags) for report in reports]
    return tuple(article for article in articles if article.text)


def _article_of_report(report: WebReport, flags: frozenset[str]) -> Article:
    given = _Given(
        title=plain_text(report.title) or None if report.title else None,
        outlet=report.outlet,
        byline=report.byline,
        published=report.published,
        language=report.language,
        url=report.url,
        frames=report.frames,
        flags=flags,
    )
    lines = lines_of(re.sub(r"\n+", "\n\n", report.text))
    return _composed(body_of(lines, given.title, report.captions), given)


# One Article


def _composed(body: Body, given: _Given) -> Article:
    """The Article that a body, the lines around it and its carrier's word make together."""
    title = body.title
    text = TITLE_BREAK.join(part for part in (title, body.text) if part)
    printed = [find_frame(plain_text(line), title) for line in given.frames]
    frames = (*body.frames, *(frame for frame in printed if frame is not None))
    dateline = next(filter(None, map(find_dateline, body.text.split("\n\n", 3)[:3])), None)
    outlet = next((frame.outlet for frame in frames if frame.outlet), None) or given.outlet
    flags = set(given.flags)
    published = _published(frames, given.published, dateline.text if dateline is not None else None, flags)
    language = language_of(text, given.language)
    flags |= _flags_of_gaps(title, outlet, published, language)
    if _has_wrong_weekday(text, published):
        flags.add("weekday-mismatch")
    hinted = any(frame.hinted_outlet for frame in frames)
    agency = dateline.agency if dateline is not None else None
    if outlet is None and (hinted or _hints_at_outlet(text, agency, body.furniture)):
        flags.add("outlet-hinted")
    if not body.text:
        flags.add("title-only")
    return Article(
        title=title,
        outlet=outlet,
        byline=next((frame.byline for frame in frames if frame.byline), None) or given.byline,
        dateline=dateline.text if dateline is not None else None,
        published=published,
        language=language,
        text=text,
        url=given.url or body.url,
        furniture=body.furniture,
        flags=tuple(sorted(flags)),
    )


def _published(frames: Sequence[FrameLine], given: date | None, dateline: str | None, flags: set[str]) -> date | None:
    """The day the page shows, with what is odd about it added to `flags`.

    A line of outlet and date tells when the outlet published; a bare date line may be the archive's own.
    """
    printed = [frame.published for frame in frames if frame.published is not None]
    ranked = sorted((frame for frame in frames if frame.published is not None), key=lambda frame: frame.outlet is None)
    days = [frame.published.on for frame in ranked if frame.published is not None and frame.published.on is not None]
    if given is not None:
        days.append(given)
    if len(set(days)) > 1:
        flags.add("date-disagreement")
    if any(one.is_weekday_wrong for one in printed):
        flags.add("weekday-mismatch")
    if days:
        return days[0]
    in_dateline = find_dates(dateline) if dateline is not None else ()
    for one in (*printed, *in_dateline):
        if one.on is not None:
            return one.on
        flags.add("ambiguous-date" if one.is_ambiguous else "date-hinted")
    return None


def _flags_of_date(printed: PrintedDate | None) -> set[str]:
    """What is odd about the date of a field that should hold one."""
    if printed is None:
        return {"unreadable-date"}
    if printed.is_ambiguous:
        return {"ambiguous-date"}
    if printed.on is None:
        return {"unreadable-date"}
    return {"weekday-mismatch"} if printed.is_weekday_wrong else set()


def _flags_of_gaps(title: str | None, outlet: str | None, published: date | None, language: str | None) -> set[str]:
    values = {"no-title": title, "no-outlet": outlet, "no-date": published, "no-language": language}
    return {flag for flag, value in values.items() if value is None}


def _has_wrong_weekday(text: str, published: date | None) -> bool:
    """Whether the text prints a weekday with a date that the calendar does not join; without a year, that nearest."""
    for stretch in _WEEKDAY_AND_DAY.finditer(text):
        printed = next(iter(find_dates(text[stretch.start() : stretch.start() + 50])), None)
        if printed is None or printed.weekday is None:
            continue
        if printed.is_weekday_wrong:
            return True
        if printed.on is None and published is not None and not printed.is_ambiguous:
            day = _nearest(printed.month, printed.day, published)
            if day is not None and day.weekday() != printed.weekday:
                return True
    return False


def _nearest(month: int, day: int, published: date) -> date | None:
    """The day of that month nearest to the day of publication."""
    days = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda one: abs((one - published).days), default=None)


def _hints_at_outlet(text: str, agency: str | None, furniture: Sequence[Furniture]) -> bool:
    """Whether the report lets its outlet be guessed: someone told it something, or it has a right in the text."""
    if agency is not None:
        return True
    if any(one.kind is FurnitureKind.CREDIT and _COPYRIGHT_HOLDER.match(one.text) for one in furniture):
        return True
    return any(is_known_outlet(plain_text(match["name"])) for match in _TOLD_OUTLET.finditer(text))
