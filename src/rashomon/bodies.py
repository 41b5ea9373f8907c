"""The body of one report among its lines: what is told apart from what is only printed around it.

In: the lines of one report (`pages.py`), and its title if the carrier knows it. Out: title, body text, the date lines
and bylines around it, and all furniture with its kind. Captions that nothing on the line gives away are told by where
they stand: between the title and the first sentence, without a verb. Read next: `articles.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rashomon.datelines import FrameLine, find_frame
from rashomon.languages import language_of
from rashomon.outlets import is_outlet_like
from rashomon.pages import Line, LineKind, plain_text
from rashomon.records import Furniture, FurnitureKind


class Body(NamedTuple):
    """A report taken apart; `text` are its paragraphs, `frames` the lines of date, outlet and author around them."""

    title: str | None
    text: str
    frames: tuple[FrameLine, ...]
    furniture: tuple[Furniture, ...]
    url: str | None


_VERB = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|shall|should|says?|said|"
    r"tells?|told|makes?|made|takes?|took|gives?|gave|gets?|got|goes|went|comes?|came|sees?|saw|knows?|knew|thinks?|"
    r"thought|finds?|found|begins?|began|brings?|brought|holds?|held|keeps?|kept|leads?|led|leaves?|left|loses?|lost|"
    r"meets?|met|pays?|paid|puts?|runs?|ran|sends?|sent|sets?|shows?|stands?|stood|wins?|won|writes?|wrote|becomes?|"
    r"became|builds?|built|buys?|bought|breaks?|broke|chooses?|chose|falls?|fell|feels?|felt|fights?|fought|flies|flew|"
    r"grows?|grew|hears?|heard|hits?|hurts?|rises?|rose|sells?|sold|speaks?|spoke|spends?|spent|strikes?|struck|"
    r"warns?|vows?|urges?|calls?|wants?|seeks?|faces?|denies|deny|rejects?|accuses?|claims?|plans?|agrees?|dies|kills?|"
    r"remains?|continues?|needs?|seems?|believes?|expects?|hopes?|launches|reports?|suggests?|threatens?|isn|aren|wasn|"
    r"weren|hasn|haven|hadn|don|doesn|didn|won|wouldn|can|couldn|[a-z]{3,}ed)\b"
)
_DEPICTS = re.compile(
    r"\b(?:seen|pictured|shown|photographed|poses?|stands?|waves?|walks?|speaks?|sits?|arrives?|attends?|gestures?|"
    r"looks?\s+on|smiles?|reacts?|embraces?|shakes?\s+hands|salutes?|patrols?|inspects?|gathers?|marches)\b"
)
_TRANSLATED = re.compile(r"\s*[(\[][^)\]]{3,60}[)\]]\s*$")
_CAPTION_WORDS: Final = 34
_MASTHEAD_WORDS: Final = 5
_SMALL: Final = frozenset({"of", "and", "&", "for", "in"})
_HEAD_LINES: Final = 8


def body_of(lines: Sequence[Line], title: str | None, captions: Sequence[str] = ()) -> Body:
    """The report that `lines` hold; `title` as the carrier gives it, else the first heading is taken for it.

    `captions` are those that the markup names as such; `lines` no longer hold them.
    """
    masthead = _masthead_of(lines) if title is None else None
    title_at = None if title is not None else _title_index(lines, 0 if masthead is None else 1)
    if title_at is not None:
        title = lines[title_at].plain
    # The verbs that tell a sentence from a caption are English ones; elsewhere a line without them says nothing.
    is_english = language_of(" ".join(line.plain for line in lines[:12])) == "en"
    proper = _proper_prose(lines, title_at, is_english)
    first, last = (proper[0], proper[-1]) if proper else (len(lines), len(lines))
    kept: list[Line] = []
    frames: list[FrameLine] = []
    furniture = [Furniture(kind=FurnitureKind.CAPTION, text=caption) for caption in captions]
    url: str | None = None
    for index, line in enumerate(lines):
        if index == title_at:
            continue
        is_outside = index < first or index > last
        frame = _frame_of(line, title) if is_outside else None
        if index == 0 and masthead is not None:
            frame = masthead
        kind = line.furniture
        if frame is not None:
            frames.append(frame)
            kind = FurnitureKind.OUTLET_DATE_LINE
        elif kind is None and title is not None and is_outside and _says_the_same(line.plain, title):
            kind = FurnitureKind.REPEATED_TITLE
        elif kind is None and is_english and proper and index < first and _is_bare_caption(line):
            kind = FurnitureKind.CAPTION
        elif line.kind in {LineKind.SEPARATOR, LineKind.ADDRESS}:
            kind = FurnitureKind.OTHER
            if line.kind is LineKind.ADDRESS and url is None and is_outside:
                url = _address_in(line.plain)
        if kind is None:
            kept.append(line)
        else:
            furniture.append(Furniture(kind=kind, text=line.text))
    kept = _without_copies(kept, furniture)
    return Body(title, _joined(kept), tuple(frames), tuple(furniture), url)


def _masthead_of(lines: Sequence[Line]) -> FrameLine | None:
    """The outlet that the first line of a pasted report names: a name such as outlets bear, above another heading
    and a line of date or author."""
    first = _TRANSLATED.sub("", lines[0].plain) if lines else ""
    words = first.split()
    if not 0 < len(words) <= _MASTHEAD_WORDS or not all(word[0].isupper() or word in _SMALL for word in words):
        return None
    if lines[0].kind is not LineKind.HEADING or _VERB.search(first) or not is_outlet_like(first):
        return None
    below = lines[1 : _MASTHEAD_WORDS + 1]
    heading = next((place for place, line in enumerate(below) if line.kind is LineKind.HEADING), None)
    if heading is None or any(line.kind is LineKind.PROSE for line in below[:heading]):
        return None
    is_dated = any(line.frame is not None for line in below[: heading + 3])
    # An abbreviation stays as it is printed: "BBC WORLD" is "BBC World".
    name = " ".join(
        word.capitalize() if word.isupper() and (len(word) > 3 or word == "THE") else word for word in words
    )
    return FrameLine(None, None, name, None) if is_dated else None


def _title_index(lines: Sequence[Line], begin: int) -> int | None:
    """Where the title stands: the first heading before any prose, unless it only shows what a picture shows."""
    headings = []
    for index, line in enumerate(lines[begin:_HEAD_LINES], begin):
        if line.kind is LineKind.PROSE:
            break
        if line.kind is LineKind.HEADING:
            headings.append(index)
    for index in headings:
        following = lines[index + 1 : index + 5]
        if any(len(lines[index].plain) > 12 and other.plain.startswith(lines[index].plain) for other in following):
            return index
    told = [index for index in headings if not _DEPICTS.search(lines[index].plain)]
    return next(iter(told or headings), None)


def _proper_prose(lines: Sequence[Line], title_at: int | None, is_english: bool) -> list[int]:
    """The lines of the report proper: what stands before the first or after the last may be frame or caption."""
    return [
        index
        for index, line in enumerate(lines)
        if line.kind is LineKind.PROSE
        and index != title_at
        and not (is_english and index < _HEAD_LINES and _is_bare_caption(line))
    ]


def _frame_of(line: Line, title: str | None) -> FrameLine | None:
    if line.frame is not None:
        return line.frame
    return find_frame(line.plain, title) if line.kind is not LineKind.FURNITURE else None


def _says_the_same(plain: str, title: str) -> bool:
    return _bare(plain) == _bare(title)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _is_bare_caption(line: Line) -> bool:
    """Whether a line before the first sentence is what stands under a picture: no verb, or one of showing."""
    if not line.is_body or len(line.plain.split()) > _CAPTION_WORDS:
        return False
    if line.plain[0] in "“\"‘'«":
        return False
    if _VERB.search(line.plain) is None:
        return len(re.findall(r"[.!?]\s+[A-Z]", line.plain)) == 0
    return line.kind is LineKind.HEADING and _DEPICTS.search(line.plain) is not None


def _without_copies(kept: list[Line], furniture: list[Furniture]) -> list[Line]:
    """The lines without those that only repeat: a caption printed twice, a sentence pulled out above its place."""
    captions = [plain_text(one.text) for one in furniture if one.kind is FurnitureKind.CAPTION]
    last_place = {line.plain: index for index, line in enumerate(kept)}
    left: list[Line] = []
    for index, line in enumerate(kept):
        if any(caption.startswith(line.plain) for caption in captions):
            furniture.append(Furniture(kind=FurnitureKind.CAPTION, text=line.text))
        elif last_place[line.plain] != index and len(line.plain) > 40:
            furniture.append(Furniture(kind=FurnitureKind.OTHER, text=line.text))
        else:
            left.append(line)
    return left


def _address_in(plain: str) -> str | None:
    found = re.search(r"https?://[^\s<>]+", plain)
    return found[0] if found is not None else None


def _joined(kept: Sequence[Line]) -> str:
    """The paragraphs with a blank line between those that the page set apart, as printed."""
    pieces: list[str] = []
    for line in kept:
        if pieces:
            pieces.append("\n\n" if line.gap else "\n")
        pieces.append(line.text)
    return "".join(pieces)
