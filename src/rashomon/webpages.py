"""Web pages taken apart: the reports that one page of HTML holds, each with what the markup says of it.

In: the characters of a page and its address. Out: one `WebReport` for an ordinary page, several for an archive that
shows whole articles one under another. Main text and metadata of an ordinary page come from trafilatura; an archive is
cut at its `<article>` elements, its posts, or its headings with dates. Refuses nothing: a page without text gives ().
Read next: `articles.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any, Final, NamedTuple

from rashomon.datelines import find_frame, parse_given_date
from rashomon.timewords import load_calendar_names


class WebReport(NamedTuple):
    """One report as its markup gives it; `text` has one line a paragraph, `frames` are printed dates and bylines."""

    title: str | None
    outlet: str | None
    byline: str | None
    published: date | None
    language: str | None
    url: str | None
    text: str
    frames: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


class Fragment(NamedTuple):
    """The paragraphs of an element, and apart from them what its markup says to stand under a picture."""

    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()


_BLOCKS: Final = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    )
)
_LEFT_OUT: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "footer",
        "form",
        "iframe",
        "svg",
        "button",
        "select",
        "object",
        "head",
    )
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4")
_POST_CLASS = re.compile(r"(?:^|\s)(?:hentry|h-entry|post|blog-?post|entry|story|article|news-?item)(?:\s|$)", re.I)
_BYLINE_CLASS = re.compile(r"\b(?:byline|author|writer|p-author)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_LEAST_WORDS: Final = 40
"""A report of an archive has at least this many words; what is shorter is a teaser or a comment."""


def parse_webpage(text: str, url: str | None, retrieved_on: date) -> tuple[WebReport, ...]:
    """The reports of a page of HTML, in order; () where no text is found in it."""
    page = _CONTROL.sub(" ", _DECLARATION.sub("", text))
    tree = _tree_of(page)
    if tree is None:
        return ()
    whole = _whole_page(page, url, retrieved_on, _declared_language(tree))
    posts = _posts_of(tree)
    if len(posts) < 2:
        return whole
    site = whole[0].outlet if whole else None
    language = _declared_language(tree)
    return tuple(_report_of(post, site, language, url, retrieved_on) for post in posts)


def parse_fragment(html: str) -> Fragment:
    """The paragraphs and captions of a piece of HTML (a feed entry); plain text is one paragraph as it is."""
    if "<" not in html and "&" not in html:
        return Fragment((html,))
    tree = _tree_of(f"<html><body>{_CONTROL.sub(' ', html)}</body></html>")
    return _fragment_of(tree) if tree is not None else Fragment(())


def _tree_of(page: str) -> Any:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree.tag, str) else None


def _declared_language(tree: Any) -> str | None:
    return tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None


def _whole_page(page: str, url: str | None, retrieved_on: date, language: str | None) -> tuple[WebReport, ...]:
    found = _extracted(page, url, retrieved_on)
    if found is None:
        return ()
    return (
        WebReport(
            title=found.title or None,
            outlet=_site_name(found.sitename),
            byline=_authors_in(found.author),
            published=_day(found.date),
            language=found.language or language,
            url=found.url or url,
            text=found.text,
        ),
    )


def _extracted(page: str, url: str | None, retrieved_on: date) -> Any:
    """What trafilatura finds; a second time with more appetite where it finds hardly anything."""
    from trafilatura import bare_extraction  # 0.4 s to import, and only pages need it

    # The latest day a page may bear is that of its retrieval, so that reading it again next year finds the same.
    dates = {"extensive_search": False, "original_date": True, "max_date": retrieved_on.isoformat()}
    for is_second in (False, True):
        try:
            found: Any = bare_extraction(
                page,
                url=url,
                with_metadata=True,
                include_comments=False,
                include_tables=is_second,
                favor_recall=is_second,
                date_extraction_params=dates,
            )
        except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
            continue  # broken markup trips it in ways it does not name; the page then counts as without text
        if found is not None and found.text and len(found.text.split()) >= 5:
            return found
    return None


def _site_name(name: str | None) -> str | None:
    """The name of the site; a bare user name (@...) is none."""
    name = (name or "").strip()
    return None if not name or name.startswith("@") else name


def _day(text: str | None) -> date | None:
    printed = parse_given_date(text) if text else None
    return printed.on if printed is not None else None


# Archives


def _posts_of(tree: Any) -> list[Any]:
    """The elements that hold one whole report each, if the page shows several; else ()."""
    for posts in (_outermost(tree.iter("article")), _outermost(_with_post_class(tree)), _under_dated_headings(tree)):
        whole = [post for post in posts if _heading_of(post) is not None and _word_count(post) >= _LEAST_WORDS]
        if len(whole) >= 2 and not _is_one_with_teasers(whole):
            return whole
    return []


def _outermost(elements: Iterator[Any]) -> list[Any]:
    kept: list[Any] = []
    seen: set[Any] = set()
    for element in elements:
        if any(ancestor in seen for ancestor in element.iterancestors()):
            continue
        seen.add(element)
        kept.append(element)
    return kept


def _with_post_class(tree: Any) -> Iterator[Any]:
    for element in tree.iter("div", "section", "li"):
        if _POST_CLASS.search(element.get("class") or "") and _heading_of(element) is not None:
            inner = [e for e in element.iter("div", "section", "li") if _POST_CLASS.search(e.get("class") or "")]
            if sum(_heading_of(e) is not None for e in inner) <= 1:
                yield element


def _under_dated_headings(tree: Any) -> list[Any]:
    """New elements, each with a heading and what follows it, where every such heading has a date line beside it."""
    from lxml import html

    for name in _HEADINGS[:3]:
        headings = [element for element in tree.iter(name) if len(element.text_content().split()) >= 3]
        if len(headings) < 2 or len({heading.getparent() for heading in headings}) != 1:
            continue
        posts: list[Any] = []
        for heading in headings:
            post = html.Element("article")
            follower = heading.getnext()
            parts = [heading]
            while follower is not None and follower.tag != name:
                parts.append(follower)
                follower = follower.getnext()
            nearby = [" ".join(part.text_content().split()) for part in parts[1:4]]
            before = heading.getprevious()
            if before is not None:
                nearby.append(" ".join(before.text_content().split()))
            if not any((frame := find_frame(line)) is not None and frame.published for line in nearby):
                posts = []
                break
            post.extend([deepcopy(part) for part in parts])
            posts.append(post)
        if len(posts) >= 2:
            return posts
    return []


def _heading_of(element: Any) -> str | None:
    for heading in element.iter(*_HEADINGS):
        words = " ".join(heading.text_content().split())
        if words:
            return words
    return None


def _word_count(element: Any) -> int:
    return sum(len(line.split()) for line in _fragment_of(element).paragraphs)


def _is_one_with_teasers(posts: list[Any]) -> bool:
    """Whether one post holds most of the words and the others are short: an article with its related stories."""
    counts = sorted((_word_count(post) for post in posts), reverse=True)
    return counts[0] > 0.6 * sum(counts) and counts[1] < 80


def _report_of(post: Any, site: str | None, language: str | None, url: str | None, retrieved_on: date) -> WebReport:
    from lxml import html

    title = _heading_of(post)
    blocks, captions = _fragment_of(post)
    frames = tuple(line for line in blocks[:12] if find_frame(line, title) is not None)
    body = _extracted(f"<html><body>{html.tostring(post, encoding='unicode')}</body></html>", None, retrieved_on)
    printed = " ".join(blocks)
    # A cut-out post is short and without the page's frame: where trafilatura takes only a part of it, take all of it.
    text = body.text if body is not None and len(body.text) > 0.6 * len(printed) else "\n\n".join(blocks)
    times = [moment.get("datetime") or moment.text_content() for moment in post.iter("time")]
    return WebReport(
        title=title,
        outlet=site,
        byline=_author_of(post),
        published=next((day for moment in times if (day := _day(moment)) is not None), None),
        language=language,
        url=_address_of(post, url),
        text=text,
        frames=frames,
        captions=captions,
    )


def _authors_in(found: str | None) -> str | None:
    """The authors that trafilatura found; of "Ilse Marrow; June" the month is none, but of the date beside her."""
    months, weekdays = load_calendar_names()
    return "; ".join(one for one in (found or "").split("; ") if one.lower() not in {*months, *weekdays}) or None


def _author_of(post: Any) -> str | None:
    for element in post.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("rel") == "author" or _BYLINE_CLASS.search(element.get("class") or ""):
            words = " ".join(element.text_content().split())
            if 0 < len(words) <= 80:
                return re.sub(r"^by\s+", "", words, flags=re.IGNORECASE) or None
    return None


def _address_of(post: Any, url: str | None) -> str | None:
    for heading in post.iter(*_HEADINGS):
        for link in heading.iter("a"):
            address = link.get("href") or ""
            if address.startswith(("http://", "https://")):
                return str(address)
    return url


def _fragment_of(element: Any) -> Fragment:
    """The text of an element, one string a paragraph, without scripts, menus and forms; its captions apart."""
    pieces: list[str] = []
    captions: list[str] = []
    stack: list[tuple[Any, bool]] = [(element, True)]
    while stack:
        node, is_opening = stack.pop()
        is_block = node.tag in _BLOCKS
        if not is_opening:
            if is_block:
                pieces.append("\n")
            if node is not element:
                pieces.append((node.tail or "").replace("\n", " ").replace("\r", " "))
            continue
        if is_block:
            pieces.append("\n")
        stack.append((node, False))
        if node.tag == "figcaption" and node is not element:
            captions += [" ".join(_fragment_of(node).paragraphs)]
        elif isinstance(node.tag, str) and node.tag not in _LEFT_OUT:
            pieces.append((node.text or "").replace("\n", " ").replace("\r", " "))
            stack.extend((child, True) for child in reversed(list(node)))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in re.split(r"\n+", "".join(pieces)))
    return Fragment(tuple(line for line in lines if line), tuple(caption for caption in captions if caption))
