"""The lines of a page, each with what it is: prose, a heading, or a kind of furniture.

In: the text of a page. Out: its lines in order, each with its kind, its text as printed, and how many blank lines
stand before it. Lines of a hard-wrapped page are joined to paragraphs first. A line is judged here by itself; what it
means beside its neighbours is for `borders.py` (where does a new report begin?) and `articles.py` (is it a caption?).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from rashomon.datelines import FrameLine, find_dateline, find_frame
from rashomon.records import FurnitureKind


class LineKind(StrEnum):
    """What one line is, as far as it can be told from the line alone."""

    PROSE = "prose"
    HEADING = "heading"
    FRAME = "frame"
    SEPARATOR = "separator"
    ADDRESS = "address"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. `text` as printed without the blanks at its ends, `plain` with all blanks made one space."""

    text: str
    plain: str
    kind: LineKind
    gap: int
    furniture: FurnitureKind | None = None
    frame: FrameLine | None = None

    @property
    def is_body(self) -> bool:
        """Whether the line may stand in the body of a report."""
        return self.kind in {LineKind.PROSE, LineKind.HEADING}


_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_STOP = re.compile(r"[.!?…:;,][\"'”’»)\]]*$|[.!?…][\"'”’»]*\s*\([^)]{1,40}\)$")

_SEPARATOR = re.compile(r"[\W_]*$|(?:#+|\*+|=+|-+|_+|~+|<hr\s*/?>)$", re.IGNORECASE)
_NUMBERING = re.compile(
    r"(?:(?:document|doc|article|story|item|text|report|result|entry|page|seite)\s*(?:no\.?|number|#)?\s*)?"
    r"[\[(]?\d{1,4}[\])]?(?:\s*(?:of|/|out of)\s*\d{1,5}(?:\s+(?:documents?|articles?|stories|results))?)?\s*[.):]?"
    r"(?:\s*[\[(]\d{1,3}[\])])?|(?:document|article|story|item)\s+[ivxlc]{1,6}|[\d\s()\[\].,/:#-]+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:(?:url|link|source|from|permalink|web)\s*:\s*)?<?https?://\S+>?|www\.\S+\.\S+", re.IGNORECASE
)

_ARCHIVE = re.compile(
    r"(?:archives?\s+(?:for|of|from)\b.{0,120}|(?:category|tag|author|daily|monthly|yearly)\s+archives?\b.{0,120}"
    r"|archives?|(?:posts?|articles?|entries|stories|news)\s+(?:tagged|filed|labell?ed|categori[sz]ed)\b.{0,120}"
    r"|(?:category|categories|tag|topic|section|rubric)\s*:\s*.{1,80}|(?:search\s+)?results\s+(?:for|\d+).{0,80}"
    r"|(?:all|latest|recent|more|top|other)\s+(?:posts|articles|stories|news|headlines|entries)"
    r"(?:\s+(?:in|on|about|from|by)\b.{0,80})?|you\s+are\s+browsing\b.{0,120}|browsing\s+(?:category|tag)\b.{0,80}"
    r"|.{1,60}\b(?:category|tag)\s+archives?)\s*:?",
    re.IGNORECASE,
)
_READ_MORE = re.compile(
    r"(?:(?:\[|\(|>+|»|•|→|\.\.\.|…)?\s*(?:read\s+(?:more|also|next|on|the\s+(?:full|whole|rest|original)|full|it\s+here|here|related)"
    r"|continue(?:\s+reading|\s+to)|keep\s+reading|full\s+(?:story|text|article)\b|see\s+(?:also|more)|also\s+(?:read|see|on)"
    r"|more\s*(?:\.\.\.|…|:|>|»|on\s+this|from\s)|learn\s+more|find\s+out\s+more|click\s+(?:here|to)|view\s+(?:all|more|full|original)"
    r"|watch\s*:|watch\s+(?:more|the\s+video)|related\b(?:\s+(?:articles?|stories|news|posts|content|topics|links|coverage))?\s*(?::|$)"
    r"|recommended(?:\s+for\s+you)?\s*(?::|$)|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested)"
    r"|don['’]t\s+miss\s*(?::|$)|most\s+(?:read|popular|viewed|shared)|trending\b.{0,20}$|editor['’]?s['’]?\s+picks?\b|what\s+to\s+read\s+next))"
    r".{0,200}|.{1,160}(?:\(more(?:\s*…|\.\.\.)?\)|\[(?:read\s+)?more\]|read\s+more\s*[.…»>→]*|continue\s+reading\s*[.…»>→]*)",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:(?:share|tweet|email|e-mail|print|like|pin|save|send|copy\s+link|bookmark)\b(?:\s*(?:this|on|via|by|to|with|it|the)\b.{0,60}|[\s|,/·]*(?:(?:share|tweet|email|print|facebook|twitter|whatsapp|pin|like|save|linkedin|reddit|\d+)[\s|,/·]*)*)$"
    r"|(?:facebook|twitter|whatsapp|linkedin|reddit|telegram|pinterest|google\+?|instagram)(?:[\s|,/·]+(?:facebook|twitter|whatsapp|linkedin|reddit|telegram|pinterest|google\+?|instagram|email|print))*$"
    r"|(?:home|menu|search|login|log\s+in|sign\s+in|sign\s+up|subscribe|register|contact(?:\s+us)?|about(?:\s+us)?|next|previous|back(?:\s+to\s+top)?|top|close|skip\s+to\s+.{1,40}|main\s+menu)(?:\s*[|»›>/·]\s*.{1,100})?$"
    r"|(?:«|←|‹|<+)\s*(?:older|previous|prev|back|newer|earlier).{0,60}|(?:older|newer)\s+(?:posts|entries|articles).{0,40}|.{0,40}(?:next|older|newer)\s*(?:page|posts|entries)?\s*(?:»|→|›|>+)"
    r"|(?:sign\s+up|subscribe|register)\s+(?:for|to|now|here)\b.{0,160}|(?:enter|please\s+(?:verify|enter|enable|re-?enter|select))\b.{0,160}|follow\s+(?:us|him|her|@).{0,100}|follow\s+.{1,60}\bon\s+(?:twitter|facebook|instagram)\b.{0,60}|newsletter\b.{0,120}|get\s+(?:the|our)\b.{0,80}\bnewsletters?\b.{0,80}"
    r"|(?:advertisements?|sponsored(?:\s+content)?|promoted|ad|continue\s+reading\s+the\s+main\s+story|story\s+continues\s+below.{0,40}|loading.{0,20})$"
    r"|(?:\d+\s+)?(?:comments?|replies|responses|shares|views|likes)(?:\s*(?:\(?\d+\)?|off|are\s+closed.{0,20}|closed|to\s+.{0,80}|»))?$|(?:leave|post|add|write)\s+a\s+(?:comment|reply|response).{0,60}|no\s+comments(?:\s+yet)?.{0,20}|join\s+the\s+(?:discussion|conversation).{0,40}"
    r"|(?:filed\s+under|posted\s+in|tagged(?:\s+(?:as|with|in))?|tags?|labels?|keywords?|topics?|categories|category|section|in\s+this\s+(?:story|article))\s*:\s*.{0,200}|filed\s+under\s.{0,120}|posted\s+in\s.{0,120}|permalink.{0,80}|trackback.{0,60}"
    r"|(?:length|word\s+count|words?)\s*:\s*\d+(?:\s+words)?|\d+\s+words|(?:section|byline|language|load-date|publication-type|document-type|subject|headline|highlight|graphic|journal-code|acc-no)\s*:\s.{0,200}|(?:reading\s+time|\d+\s*min(?:ute)?s?\s+(?:read|ago)|\d+\s+hours?\s+ago).{0,20}"
    r"|(?:editorial|community)\s+(?:guidelines|standards)|terms\s+(?:of|and)\s.{0,40}|privacy\s+policy.{0,40}|cookie.{0,60})",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s*(?:19|20)\d\d|copyright\b(?!\s+(?:law|case|claim|infring|act\b|holder|dispute|suit))).{0,300}"
    r"|.{0,160}\ball\s+rights\s+reserved\b.{0,200}|this\s+(?:material|article|story|content)\s+may\s+not\s+be\s.{0,200}",
    re.IGNORECASE,
)
_WORKED_ON = re.compile(
    r"[(\[]?\s*(?:additional\s+|further\s+)?(?:reporting|writing|editing|edited|compiled|translated|written|reported)\s+by\s"
    r"[^.]{2,240}\.?\s*[)\]]?|.{2,120}\bcontributed\s+(?:to|reporting)\b.{0,80}",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:(?:photo|photos|photograph|picture|image|images|video|graphic|illustration|footage|photo\s+credit|image\s+credit|"
    r"credit|credits|media\s+caption|image\s+copyright|image\s+source|photo\s+source|picture\s+credit)\s*(?::|/|\bby\b|"
    r"\bcourtesy\b|\bcopyright\b|\bvia\b|©|\|)\s*.{1,160}|(?:photos?|pictures?|images?|videos?|graphic|slideshow|gallery|photogallery|infographic)$"
    r"|(?:AFP|AP|EPA|REUTERS|Reuters|Getty|TASS|DPA|dpa|Xinhua|Sputnik|Rex|PA|Alamy|Shutterstock|iStock)"
    r"(?:\s+(?:Photo|Images?|File|Pictures?))?(?:\s*[/|]\s*.{2,80}|\s+(?:Images|Photo|Photos|Pictures))"
    r"|[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}\s*[/|]\s*(?:AFP|AP|EPA|REUTERS|Reuters|Getty(?:\s+Images)?|TASS|DPA|dpa|Xinhua|Sputnik|Rex|PA|Alamy|Shutterstock)(?:\s*[/|].{0,40})?)",
)
_AGENCY = (
    r"(?:AFP|AP|EPA|REUTERS|Reuters|Getty|TASS|DPA|dpa|Xinhua|Sputnik|Rex|PA|Alamy|Shutterstock|UPI|Anadolu|NurPhoto|"
    r"Associated\s+Press|Agence\s+France-Presse)"
)
_CAPTION = re.compile(
    r"(?:FILE|File)\s*(?:PHOTO|photo|picture|image)?\s*[-–—:]\s.{5,}|(?:[Ff]ile\s+(?:photo|picture|image)\b).{0,600}"
    r"|(?:Caption|Photo|Picture|Image|Pictured|Image\s+caption|Media\s+caption|Photo\s+caption|IMAGE|PHOTO|Above|Below)\s*:\s.{3,600}"
    r"|Image\s+(?:copyright|caption)\b.{3,600}|Media\s+caption\b.{3,600}"
    rf"|.{{5,1200}}(?:[(\[]\s*(?:(?:[Pp]hoto|[Pp]icture|[Ii]mage|PHOTO|IMAGE|[Cc]redit)s?\b\s*(?::|/|\bby\b|\bvia\b|©|\bcourtesy\b)?[^)\]]{{0,100}}|[^)\]]{{0,60}}[/,]\s*{_AGENCY}\b[^)\]]{{0,60}}|{_AGENCY}\s*(?:/|[Pp]hoto|[Ii]mages|[Ff]ile)[^)\]]{{0,60}}|[^)\]]{{0,60}}[Ff]ile\s+[Pp]hoto[^)\]]{{0,20}})[)\]])\s*\.?"
    rf"|.{{5,1200}}[.!?\"”’)]\s*(?:{_AGENCY}\s*/\s*[A-Z].{{2,80}}|{_AGENCY}\s+[Pp]hoto\b.{{0,60}}|(?:Photo|Photograph|Picture|Image|Credit|CREDIT)\s*:\s*.{{2,80}}|.{{0,40}}/\s*{_AGENCY}(?:\s+[A-Z]\w+)?|Getty\s+Images)\s*\.?"
)

# One of these stands in every caption that the pattern above knows; most lines have none, and the pattern is slow.
_CAPTION_HINT = re.compile(
    "[fF]ile|FILE|hoto|PHOTO|icture|mage|IMAGE|aption|redit|CREDIT|Above|Below|AFP|AP|EPA|REUTERS|Reuters|Getty|TASS|"
    "DPA|dpa|Xinhua|Sputnik|Rex|PA|Alamy|Shutterstock|UPI|Anadolu|NurPhoto|Associated|Agence"
)

_STOPWORDS: Final = frozenset(
    (
        "about",
        "after",
        "again",
        "against",
        "also",
        "although",
        "among",
        "another",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "could",
        "during",
        "each",
        "either",
        "from",
        "have",
        "having",
        "here",
        "into",
        "itself",
        "just",
        "last",
        "like",
        "many",
        "more",
        "most",
        "much",
        "must",
        "near",
        "only",
        "other",
        "over",
        "same",
        "says",
        "said",
        "shall",
        "should",
        "since",
        "some",
        "still",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "through",
        "under",
        "until",
        "upon",
        "very",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "whom",
        "whose",
        "will",
        "with",
        "within",
        "without",
        "would",
        "year",
        "years",
        "week",
        "month",
        "told",
        "first",
        "people",
        "according",
        "time",
        "made",
        "make",
        "news",
        "report",
        "reported",
        "reports",
    )
)
_STEM = 6
MAX_HEADING_WORDS: Final = 26


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a page that are not blank, in order, each with its kind."""
    found: list[Line] = []
    gap = 0
    title: str | None = None
    for printed in _unwrapped(_BREAKS.split(text)):
        stripped = (printed if printed.isascii() else _INVISIBLE.sub("", printed)).strip()
        if not stripped:
            gap += 1
            continue
        line = line_of(stripped, gap=gap, title=title)
        if line.kind is LineKind.HEADING:
            title = line.plain
        found.append(line)
        gap = 0
    return tuple(found)


def line_of(printed: str, *, gap: int, title: str | None = None) -> Line:
    """One line judged by itself; `title` is the heading last seen, for lines that repeat it."""
    plain = plain_text(printed)
    furniture = furniture_of(plain)
    kind, frame = LineKind.PROSE, None
    if furniture is not None:
        kind = LineKind.FURNITURE
    elif _SEPARATOR.match(plain) or _NUMBERING.fullmatch(plain):
        kind = LineKind.SEPARATOR
    elif _ADDRESS.fullmatch(plain):
        kind = LineKind.ADDRESS
    elif (frame := find_frame(plain, title)) is not None:
        kind = LineKind.FRAME
    elif is_heading_like(plain):
        kind = LineKind.HEADING
    if kind is LineKind.SEPARATOR and find_frame(plain) is not None:
        kind, frame = LineKind.FRAME, find_frame(plain)
    return Line(text=printed, plain=plain, kind=kind, gap=gap, furniture=furniture, frame=frame)


def plain_text(printed: str) -> str:
    """`printed` with invisible characters gone and every run of blanks (no-break ones too) made one space."""
    if printed.isascii() and "  " not in printed and "\t" not in printed:
        return printed.strip()
    return _BLANKS.sub(" ", _INVISIBLE.sub("", printed)).strip()


def content_words(plain: str) -> tuple[str, ...]:
    """The words that carry the matter, cut to stems, in order: for telling whether two stretches share a subject."""
    words = _WORD.findall(plain.casefold())
    return tuple([word[:_STEM] for word in words if len(word) > 3 and word not in _STOPWORDS])


def furniture_of(plain: str) -> FurnitureKind | None:
    """The kind of furniture that a line is by its own words; None where it may be part of a report."""
    if len(plain) > 1400:
        return None
    short = len(plain) <= 320
    if short and _ARCHIVE.fullmatch(plain):
        return FurnitureKind.ARCHIVE_HEADING
    if short and _READ_MORE.fullmatch(plain) and not _is_sentence_of_more(plain):
        return FurnitureKind.READ_MORE
    if short and _NAVIGATION.fullmatch(plain):
        return FurnitureKind.NAVIGATION
    if short and (_COPYRIGHT.fullmatch(plain) or _WORKED_ON.fullmatch(plain) or _CREDIT.fullmatch(plain)):
        return FurnitureKind.CREDIT
    ends = f"{plain[:16]}\n{plain[-160:]}"
    if _CAPTION_HINT.search(ends) and _CAPTION.fullmatch(plain):
        return FurnitureKind.CAPTION
    return None


def _is_sentence_of_more(plain: str) -> bool:
    """Whether the line only begins like "More from" but goes on as prose of several sentences."""
    return len(re.findall(r"[.!?]\s+[A-Z“\"]", plain)) >= 1 and len(plain) > 120


def is_heading_like(plain: str) -> bool:
    """Whether a line has the length and the ending of a headline, a subheading or a caption without a full stop."""
    words = plain.split()
    if not 1 <= len(words) <= MAX_HEADING_WORDS or len(plain) > 200:
        return False
    first = plain.lstrip("“”\"'‘’«([¿¡-–—•*# ")[:1]
    if not first or (first.islower() and not (len(words[0]) > 1 and words[0][1].isupper())):
        return False
    if plain.endswith(("?", "!", "?”", "!”", '?"', "?'", "?’", "!'", "!’")):
        return len(words) <= 20 and len(re.findall(r"[.!?][”\"’']?\s", plain)) <= 1
    if _STOP.search(plain):
        return plain.endswith(".") and len(words) <= 18 and ". " not in plain and title_case_share(plain) > 0.75
    return len(re.findall(r"[a-z]{2}\.\s+[A-Z]", plain)) == 0


def title_case_share(plain: str) -> float:
    """The share of the longer words that begin with a capital: near 1 in Headline Style, low in a sentence."""
    words = [word for word in _WORD.findall(plain) if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def has_dateline(line: Line) -> bool:
    """Whether a line of prose begins with a dateline ("SELMPORT (Vesta) —")."""
    return line.kind is LineKind.PROSE and find_dateline(line.text) is not None


def _unwrapped(printed: list[str]) -> list[str]:
    """The lines of a page, those of hard-wrapped paragraphs joined to one.

    A page is hard-wrapped when hardly any line is longer than a typed line, and most lines that are followed by
    another without a blank between them break off in the middle of a sentence.
    """
    lengths = [len(line.strip()) for line in printed if line.strip()]
    if len(lengths) < 8 or sum(length > 100 for length in lengths) > len(lengths) // 20:
        return printed
    stripped = [line.strip() for line in printed]
    inner = [a for a, b in pairwise(stripped) if a and b]
    if len(inner) < len(lengths) // 2 or sum(len(line) >= 45 for line in inner) < 0.7 * len(inner):
        return printed
    if sum(not _STOP.search(line) for line in inner) < 0.6 * len(inner):
        return printed
    width = sorted(len(line) for line in inner)[len(inner) // 2]
    joined: list[str] = []
    previous = ""
    for line in stripped:
        goes_on = bool(previous) and bool(line) and len(previous) >= 0.7 * width and find_frame(line) is None
        if goes_on and joined:
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        previous = line
    return joined
