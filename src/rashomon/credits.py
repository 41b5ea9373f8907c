"""Which news agency an article credits, for the whole text or for a part of it.

In: an Article, and the `CreditForms` of the table. Out: WireCredits, each agency once, the whole before the part. A
credit stands in the dateline ("SELMPORT (Reuters) -"), the byline, a line of its own at the head or the foot, at the
end of the last sentence, in a notice of copyright, or in a phrase ("AP contributed to this report"); an outlet that is
an agency credits itself. The agency of a picture is not credited, nor is one that somebody spoke to.

Read next: `citations.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rashomon.newsrooms import Newsrooms
from rashomon.records import Article, CreditExtent, Reason, Span, WireCredit

HEAD_LINES = 4
FOOT_LINES = 6
_LONGEST_CREDIT = 240
_LONGEST_BYLINE = 90
_LONGEST_ENDING = 60

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PLACE = r"(?:[A-Z0-9À-Þ][\w.'’/-]*[,;:]?\s+|(?:de|la|el|al|am|and|of)\s+){0,9}"
_PERSON = r"(?!(?:With|WITH|Source|Photo|Picture|Image|Video|Credit)\b)[A-ZÀ-Þ][\w.'’-]+"
_PEOPLE = rf"{_PERSON}(?:\s+{_PERSON}){{0,3}}(?:(?:\s+and\s+|\s*,\s*){_PERSON}(?:\s+{_PERSON}){{0,3}}){{0,3}}"
_DESK = (
    r"(?:\s+(?:[Ss]taff|STAFF|[Nn]ews|[Ww]ire|[Ss]ports|[Bb]usiness|[Ff]oreign|[Ss]cience|[Ss]tate))*\s*"
    r"(?:[Ww]riters?|WRITERS?|[Rr]eporters?|[Cc]orrespondents?|[Ss]taff|[Aa]gency|[Rr]eport|[Ss]ervice)?"
)
_NAMED_IN_DATELINE = re.compile(r"[(\[][^)\]]*[A-Za-z]{3}[^)\]]*[)\]]")
_SIGN_OFF = "sign-off of its desk"
_SENTENCE_END = r"""[.!?]["”'’)]*\s*"""


@dataclass(frozen=True, slots=True)
class _Found:
    """An agency with how much it is credited for, where, and by what kind of words."""

    agency: str
    extent: CreditExtent
    span: Span | None
    text: str
    score: float
    detail: str


def credits_of(article: Article, forms: CreditForms) -> tuple[WireCredit, ...]:
    """The agencies that the article credits; "" stands for agencies that it does not name."""
    found = sorted(
        (one for one in _all_in(article, forms) if one.detail != _SIGN_OFF or not _is_signed_elsewhere(one, article)),
        key=lambda one: (one.extent is not CreditExtent.WHOLE, -one.score, one.span is None, one.span or Span(0, 0)),
    )
    kept: dict[str, _Found] = {}
    for one in found:
        kept.setdefault(one.agency, one)
    return tuple(
        WireCredit(
            article_id=article.id,
            agency=one.agency,
            extent=one.extent,
            span=one.span,
            text=one.text,
            reason=Reason(method="credit", score=one.score, detail=one.detail),
        )
        for one in kept.values()
    )


def _is_signed_elsewhere(sign_off: _Found, article: Article) -> bool:
    """Whether another desk signed as the known ones do: the dateline names somebody, or the last line the outlet."""
    has_dateline = _NAMED_IN_DATELINE.search(article.dateline or "") is not None
    return has_dateline or bool(article.outlet and article.outlet.casefold() in sign_off.text.casefold())


def _all_in(article: Article, forms: CreditForms) -> Iterator[_Found]:
    yield from _outside_the_text(article, forms)
    yield from _in_the_text(article, forms)


class CreditForms:
    """The forms of credits, with the names and phrases of the table put in; made once for many articles."""

    def __init__(self, newsrooms: Newsrooms) -> None:
        """Compiles the patterns, which takes some milliseconds."""
        agency, phrases = newsrooms.agency, newsrooms.phrases
        several = rf"(?<![\w/&@]){agency}(?:(?:\s*[/|,&]\s*|\s+and\s+|\s*,\s*and\s+){agency})*"
        self.newsrooms = newsrooms
        self.name = re.compile(rf"(?<![\w&@.]){agency}")
        self.dateline = re.compile(
            rf"{_PLACE}[(\[/]\s*(?:via\s+)?(?P<agencies>{several})(?:\s+[Nn]ews\s+[Aa]gency)?\s*[)\]/]"
            rf"\s*(?:[-–—:|]+\s*|(?=[A-Z“\"‘']))(?=\S)"
        )
        self.bare_dateline = re.compile(
            rf"(?P<place>[A-Z][A-Z.'’ ]+),\s+(?:[A-Z]\w+\.?\s+\d+,?\s+)?(?P<agencies>{several})\s*(?:--+|[–—-])\s"
        )
        self.byline = re.compile(
            rf"(?:(?:[Bb]y|BY|[Ff]rom|FROM)\s+)?(?:{_PEOPLE}(?:\s*[,/|–—-]\s*|\s+(?:for\s+|of\s+|at\s+|(?P<also>and\s+))?))?"
            rf"(?P<agencies>{several}){_DESK}"
            rf"(?:\s+in\s+{_PERSON}(?:\s+{_PERSON})?)?\s*(?:[|,;/–—-].*\d.*|\d.*|[Uu]pdated.*|[Pp]ublished.*)?"
        )
        self.alone = re.compile(rf"[\s\-–—(\[*_]*(?P<agencies>{several})(?:\s+report)?[\s)\].*_]*")
        self.copyright = re.compile(
            rf"\W*(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s©]*(?:\([cC]\)\s*)?(?:\d{{4}})?[\s,]*(?:[Bb]y\s+)?"
            rf"(?P<agencies>{several})(?!\s*/|\s+(?!\d{{4}})\w)"
        )
        self.trailing = re.compile(rf"{_SENTENCE_END}[-–—(\[/\s]*[-–—(\[/]\s*(?P<agencies>{several})[)\]\s.]*$")
        self.whole = re.compile(
            rf"[\s\-–—(\[*_]*(?:{phrases.whole_before.pattern})\s*:?\s*(?P<agencies>{several})[\s)\].*_]*",
            re.IGNORECASE,
        )
        self.part_before = re.compile(
            rf"(?:{phrases.part_before.pattern})\s+(?:[\w.,]+\s+){{0,8}}?{several}", re.IGNORECASE
        )
        self.part_line = re.compile(
            rf"(?:{phrases.part_line.pattern})\s+(?:the\s+)?(?:{several}|{phrases.unnamed.pattern})", re.IGNORECASE
        )


def _outside_the_text(article: Article, forms: CreditForms) -> Iterator[_Found]:
    """The outlet itself, the byline, the dateline and the lines that were left out of the text."""
    agency = forms.newsrooms.find_agency(article.outlet)
    if agency:
        yield _Found(agency, CreditExtent.WHOLE, None, article.outlet or "", 1.0, "the outlet is the agency")
    byline = " ".join((article.byline or "").split())
    if byline and (match := forms.byline.fullmatch(byline)):
        yield from _byline(match, None, forms)
    elif byline:
        yield from _phrases(byline, None, forms)
    if article.dateline and (agency_match := forms.name.search(article.dateline)):
        yield from _each(agency_match[0], None, article.dateline, 0.95, "dateline", forms)
    for piece in article.furniture:
        yield from _line(" ".join(piece.text.split()), None, forms, is_foot=True)


def _in_the_text(article: Article, forms: CreditForms) -> Iterator[_Found]:
    """The first and last lines of the text."""
    text = article.text
    lines = list(_LINE.finditer(text))
    if article.title and lines and lines[0][0].strip() == article.title.strip():
        lines = lines[1:]
    for line in lines[:HEAD_LINES]:
        printed = line[0].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        match = forms.dateline.match(printed) or forms.bare_dateline.match(printed)
        if match:
            span = Span(start, start + match.end("agencies"))
            yield from _each(match["agencies"], span, match[0].strip(), 0.95, "dateline", forms)
        elif len(printed) <= _LONGEST_BYLINE and (match := forms.byline.fullmatch(printed)):
            yield from _byline(match, Span(start, start + len(printed)), forms)
    for line in lines[-FOOT_LINES:]:
        printed = line[0].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        is_foot = line is lines[-1] or line is lines[-2:][0]
        yield from _line(printed, start, forms, is_foot=is_foot)


def _line(printed: str, start: int | None, forms: CreditForms, *, is_foot: bool) -> Iterator[_Found]:
    """The credits of one closing line, or of a line that stands outside the text (`start` is None)."""
    span = None if start is None else Span(start, start + len(printed))
    ending = max(0, len(printed) - _LONGEST_ENDING)
    if is_foot and (match := forms.trailing.search(printed, ending)):
        where = None if start is None else Span(start + match.start("agencies"), start + match.end("agencies"))
        yield from _each(match["agencies"], where, match["agencies"], 0.9, "end of the text", forms)
        return
    if len(printed) > _LONGEST_CREDIT:
        return
    lower = printed.casefold()
    for agency, words in forms.newsrooms.signed.items():
        if all(word in lower for word in words):
            yield _Found(agency, CreditExtent.WHOLE, span, printed, 0.8, _SIGN_OFF)
    if forms.newsrooms.phrases.pictures.search(printed):
        return
    if match := forms.copyright.match(printed):
        yield from _each(match["agencies"], span, printed, 0.9, "copyright", forms)
    elif is_foot and (match := forms.alone.fullmatch(printed)):
        yield from _each(match["agencies"], span, printed, 0.85, "line of its own", forms)
    elif match := forms.whole.fullmatch(printed):
        yield from _each(match["agencies"], span, printed, 0.85, "named as the source", forms)
    else:
        yield from _phrases(printed, span, forms)


def _phrases(printed: str, span: Span | None, forms: CreditForms) -> Iterator[_Found]:
    """Phrases that credit agencies with a part, and agencies without a name."""
    phrases = forms.newsrooms.phrases
    bare = printed.strip("()[]-–—*_ .").strip()
    after = phrases.part_after.search(printed)
    before = forms.part_before.search(printed) or forms.part_line.fullmatch(bare)
    stretch = printed[: after.start()] if after else before[0] if before else ""
    for match in forms.name.finditer(stretch):
        agency = forms.newsrooms.find_agency(match[0])
        if agency:
            yield _Found(agency, CreditExtent.PART, span, printed, 0.9, "credited with a part")
    unnamed = phrases.unnamed.search(bare)
    if unnamed is None:
        return
    opening = bare[: unnamed.start()].strip()
    if not opening and unnamed.end() == len(bare):
        extent = CreditExtent.PART if "staff" in bare.casefold() else CreditExtent.WHOLE
        yield _Found("", extent, span, printed, 0.7, "agencies without a name")
    elif (
        phrases.part_before.fullmatch(opening)
        or phrases.part_line.fullmatch(opening)
        or (after and unnamed.start() < after.start())
    ):
        yield _Found("", CreditExtent.PART, span, printed, 0.8, "agencies without a name, with a part")


def _byline(match: re.Match[str], span: Span | None, forms: CreditForms) -> Iterator[_Found]:
    """The agency of a byline: with a part of the text where somebody else wrote with it."""
    for one in _each(match["agencies"], span, match[0], 0.95, "byline", forms):
        yield replace(one, extent=CreditExtent.PART) if match["also"] else one


def _each(named: str, span: Span | None, text: str, score: float, detail: str, forms: CreditForms) -> Iterator[_Found]:
    """Every agency of "AFP/Reuters": one alone gave the whole, of several each gave a part."""
    agencies = list(
        dict.fromkeys(filter(None, (forms.newsrooms.find_agency(match[0]) for match in forms.name.finditer(named))))
    )
    extent = CreditExtent.WHOLE if len(agencies) == 1 else CreditExtent.PART
    for agency in agencies:
        yield _Found(agency, extent, span, text, score, detail)
