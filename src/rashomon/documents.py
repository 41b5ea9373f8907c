"""Bytes to Documents: a text, a web page, every entry of a feed, every page of a WARC, every line of a JSONL file.

In: a binary stream, where it came from, and when. Out: Documents, and an `InputError` in the place of whatever
could not be read, so that the rest of the batch goes on. What the bytes are is told from the bytes, not from a name.
WARC and JSONL are streamed: memory holds one record. Refuses, as R101 to R112, what holds no news (an empty file,
a PDF, an archive, junk). Read next: `articles.py`, which makes Articles of a Document.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from rashomon.charsets import is_binary
from rashomon.errors import InputError
from rashomon.records import Document, MediaType
from rashomon.rows import parse_row
from rashomon.streams import DamagedStreamError, Inflated, Replayed

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MAX_BYTES: Final = 16 * 1024 * 1024
"""The largest single text, page, feed, JSONL line or WARC record: about ten long novels."""

_HEAD = 65536

_FOREIGN_KINDS: Final = (
    (b"%PDF-", "a PDF", "take its text out first: pdftotext FILE.pdf"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "give the text of the page, not a picture of it"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the text of the page, not a picture of it"),
    (b"GIF8", "a GIF picture", "give the text of the page, not a picture of it"),
    (b"PK\x03\x04", "a zip archive (or an Office, OpenDocument or EPUB file)", "unpack it, or save it as plain text"),
    (b"PK\x05\x06", "an empty zip archive", "unpack the right archive and give the files in it"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the files in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the files in it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it: xz -d FILE"),
    (b"BZh", "a bzip2 archive", "unpack it: bunzip2 FILE"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it: zstd -d FILE"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file", "save it as plain text"),
    (b"{\\rtf", "an RTF file", "save it as plain text"),
    (b"SQLite format 3\x00", "a SQLite database", "to look into a ledger: rashomon claims --ledger FILE"),
    (b"\x7fELF", "a program", "give the text of a report"),
    (b"OggS", "a sound file", "give the text of the report"),
    (b"ID3", "a sound file", "give the text of the report"),
    (b"PAR1", "a Parquet file", "write its rows as JSONL, one article a line"),
)

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|"
    r"article|section|main|header|nav|div|span|table|p|h[1-6]|ul|ol|a|img|br|b|i|strong|em|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"</?(?:html|body|div|p|a|br|span|h[1-6]|li|ul|td|tr|article|section)\b[^<>]{0,500}>", re.I)
_XML_START = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_XML_PROLOGUE = re.compile(r"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,4000}?-->\s*|<!DOCTYPE.{0,2000}?>\s*)*", re.I | re.S)
_JSON_ARRAY = re.compile(r"\s*\[\s*\{\s*\"")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ATOM: Final = "{http://www.w3.org/2005/Atom}"


def parse_documents(stream: BinaryIO, source: str, retrieved_at: datetime) -> Iterator[Document | InputError]:
    """The Documents that the bytes of `stream` hold, in order, each error in the place of what it stands for."""
    head = _read_up_to(stream, _HEAD)
    if not head.startswith(b"\x1f\x8b"):
        yield from _documents_of(Replayed(head, stream), head, source, retrieved_at)
        return
    inflated = Inflated(cast(BinaryIO, Replayed(head, stream)))
    head = _read_up_to(cast(BinaryIO, inflated), _HEAD)
    is_told = False
    if inflated.damage is None or head.strip():
        for found in _documents_of(Replayed(head, cast(BinaryIO, inflated)), head, source, retrieved_at):
            is_told = isinstance(found, InputError) and found.code == "R107"
            yield found
    if inflated.damage is not None and not is_told:
        yield InputError("R109", f"{source} is compressed and {inflated.damage}", "fetch or copy the file again, whole")


def _documents_of(
    replayed: Replayed, head: bytes, source: str, retrieved_at: datetime
) -> Iterator[Document | InputError]:
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        yield InputError("R101", f"{source} is empty", "give a file, a page or a line that holds a report")
        return
    if head.startswith(b"WARC/"):
        yield from _warc_pages(replayed, source, retrieved_at)
        return
    refusal = _foreign(head, source)
    if refusal is not None:
        yield refusal
        return
    stream = cast(BinaryIO, io.BufferedReader(replayed, buffer_size=_HEAD))
    shown = _shown(head)
    if _is_jsonl(shown, source):
        yield from _json_lines(stream, source, retrieved_at)
        return
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        yield _too_large(source)
        return
    root = _xml_root(shown)
    if root is not None and root.lower() in {"rss", "feed", "rdf:rdf"}:
        yield from _feed_entries(content, source, retrieved_at)
    elif root is not None and _XML_START.match(shown) and root.lower() != "html" and not _HTML_START.match(shown):
        yield InputError(
            "R103",
            f"{source} is XML with the root <{root}>, neither a page nor a feed",
            "give the page, or a feed in RSS or Atom",
        )
    elif _JSON_ARRAY.match(shown) or shown.lstrip("\ufeff \t\r\n").startswith('{"') or _is_json(shown, content):
        yield InputError(
            "R110",
            f"{source} is JSON, but not one object a line",
            "write it as JSONL: jq -c '.[]' FILE for a list, jq -c . FILE for objects",
        )
    else:
        is_page = _HTML_START.match(shown) is not None or len(_HTML_TAG.findall(shown)) >= 6
        media_type = MediaType.HTML if is_page else MediaType.TEXT
        yield Document(content=content, source=source, media_type=media_type, retrieved_at=retrieved_at)


# What the bytes are


def _foreign(head: bytes, source: str) -> InputError | None:
    """The refusal of bytes that are some other kind of file, or no text at all."""
    for magic, kind, mend in _FOREIGN_KINDS:
        if head.startswith(magic):
            return InputError("R102", f"{source} is {kind}, not the text of news", mend)
    if head[4:8] == b"ftyp":
        return InputError("R102", f"{source} is a film or sound file, not the text of news", "give the text of it")
    if is_binary(head):
        return InputError(
            "R103", f"{source} is no text: it is full of control bytes", "save the report as plain text or HTML"
        )
    return None


def _shown(head: bytes) -> str:
    """The head as characters good enough to tell tags and braces; not the text that is read."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(head) > 3 and 0 in head[:2]):
        return head.replace(b"\x00", b"").decode("latin-1").lstrip("ÿþ")
    return head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").decode("latin-1")


def _xml_root(shown: str) -> str | None:
    prologue = _XML_PROLOGUE.match(shown)
    found = _XML_ROOT.match(shown, prologue.end() if prologue else 0)
    return found[1] if found else None


def _is_jsonl(shown: str, source: str) -> bool:
    """Whether lines are JSON objects: most of the first few, or one where the name says so."""
    lines = [line.strip() for line in shown.splitlines()[:8] if line.strip()]
    if not lines:
        return False
    complete = len(shown) < _HEAD
    objects = sum(
        line.startswith("{") and (line.endswith("}") or (not complete and line is lines[-1])) and '"' in line
        for line in lines
    )
    named = source.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson", ".jsonlines"))
    return objects > len(lines) // 2 or named or (objects > 0 and lines[0].startswith('{"'))


def _is_json(shown: str, content: bytes) -> bool:
    if not shown.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


# Containers


def _json_lines(stream: BinaryIO, source: str, retrieved_at: datetime) -> Iterator[Document | InputError]:
    number, found = 0, False
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        place = f"{source}#line={number}"
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                pass
            found = True
            yield _too_large(place)
            continue
        content = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n") if number == 1 else line.strip(b" \t\r\n")
        if not content:
            continue
        found = True
        try:
            parse_row(content, place)
        except InputError as error:
            yield error
        else:
            yield Document(content=content, source=place, media_type=MediaType.JSON, retrieved_at=retrieved_at)
    if not found:
        yield InputError("R101", f"{source} is empty", "give a file with one article a line")


def _feed_entries(content: bytes, source: str, retrieved_at: datetime) -> Iterator[Document | InputError]:
    import feedparser  # 0.1 s to import, and only feeds need it

    try:
        feed = feedparser.parse(io.BytesIO(content))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        yield InputError("R106", f"{source} is a broken feed: {error}", "fetch it again, or give the pages themselves")
        return
    count = 0
    for number, entry in enumerate(feed.entries, start=1):
        written = _atom_entry(entry, feed.feed)
        if written is None:
            continue
        count += 1
        yield Document(
            content=written,
            source=f"{source}#entry={number}",
            media_type=MediaType.FEED_ENTRY,
            retrieved_at=retrieved_at,
        )
    if count == 0:
        yield InputError("R106", f"{source} is a feed without entries", "give a feed that lists articles")
    elif feed.bozo and _is_cut_short(content):
        yield InputError(
            "R106", f"{source} is a feed that ends too early; entries read: {count}", "fetch the feed again, whole"
        )


def _is_cut_short(content: bytes) -> bool:
    tail = _shown(content[-400:]).rstrip().lower()
    return not tail.endswith((">",)) or not re.search(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", tail)


def _atom_entry(entry: Any, feed: Any) -> bytes | None:
    """One entry of a parsed feed as an Atom entry that carries all that is read of it; None of an empty one.

    feedparser does not give the entry's own bytes, and an entry needs its feed's title and language to be read alone.
    """
    body = max((part.get("value") or "" for part in entry.get("content") or ()), key=len, default="")
    body = body or entry.get("summary") or ""
    title = entry.get("title") or ""
    if not (title.strip() or body.strip()):
        return None
    element = ElementTree.Element(f"{ATOM}entry")
    _child(element, "title", title)
    _child(element, "id", entry.get("id"))
    if entry.get("link"):
        ElementTree.SubElement(element, f"{ATOM}link", href=_xml_text(entry["link"]))
    _child(element, "published", entry.get("published") or entry.get("updated"))
    if entry.get("author"):
        _child(ElementTree.SubElement(element, f"{ATOM}author"), "name", entry["author"])
    origin = entry.get("source") or {}
    outlet = origin.get("title") or feed.get("title")
    if outlet:
        _child(ElementTree.SubElement(element, f"{ATOM}source"), "title", outlet)
    language = entry.get("language") or feed.get("language")
    if language:
        element.set("{http://www.w3.org/XML/1998/namespace}lang", _xml_text(language))
    _child(element, "content", body).set("type", "html")
    written: bytes = ElementTree.tostring(element, encoding="utf-8")
    return written


def _child(parent: ElementTree.Element, name: str, text: str | None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{ATOM}{name}")
    child.text = _xml_text(text or "")
    return child


def _xml_text(text: object) -> str:
    return _NOT_IN_XML.sub("", str(text))


def _warc_pages(stream: Replayed, source: str, retrieved_at: datetime) -> Iterator[Document | InputError]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number, pages = 0, 0
    records = iter(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="none"))
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            number += 1
            place = f"{source}#record={number}"
            if not _is_page(record):
                continue
            raw = record.reader.read(min(record.content_length, MAX_BYTES + 1))
        except BaseException as error:
            # FastWARC is Rust: where it gives up on broken bytes, its panic is no Exception.
            if not isinstance(error, (OSError, ValueError, EOFError)) and type(error).__module__ != "pyo3_runtime":
                raise
            yield _cut_warc(source, str(error), pages)
            return
        pages += 1
        if len(raw) > MAX_BYTES:
            yield _too_large(place)
        elif len(raw) < record.content_length:
            yield _cut_warc(source, f"record {number} is cut short", pages - 1)
            return
        else:
            yield _page_of(record, raw, place, retrieved_at)
    if stream.tail[-1:] != b"\n":
        yield _cut_warc(source, "it ends in the middle of a record", pages)
    elif pages == 0:
        yield InputError(
            "R108", f"{source} is a WARC without an HTML page that was served well", "give an archive that holds pages"
        )


def _cut_warc(source: str, detail: str, pages: int) -> InputError:
    return InputError(
        "R107",
        f"{source} is a damaged WARC ({detail}); pages read before the damage: {pages}",
        "fetch or copy the archive again, whole",
    )


def _is_page(record: WarcRecord) -> bool:
    headers = record.http_headers
    if headers is None or (headers.status_code is not None and not 200 <= headers.status_code < 300):
        return False
    return (record.http_content_type or "text/html").lower() in {"text/html", "application/xhtml+xml"}


def _page_of(record: WarcRecord, raw: bytes, place: str, retrieved_at: datetime) -> Document | InputError:
    headers = {name.lower(): value for name, value in record.http_headers.asdict().items()}
    content = raw
    try:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            content = _unchunked(content)
        content = _unpacked(content, headers.get("content-encoding", "").lower())
    except (OSError, DamagedStreamError) as error:
        return InputError("R109", f"{place} is compressed and {error}", "fetch the page again")
    if len(content) > MAX_BYTES:
        return _too_large(place)
    if not content.strip():
        return InputError("R101", f"{place} is empty", "fetch the page again")
    hints = [("url", (record.headers.get("WARC-Target-URI") or "").strip("<>")), ("charset", record.http_charset or "")]
    return Document(
        content=content,
        source=place,
        media_type=MediaType.HTML,
        retrieved_at=_utc(record.record_date) or retrieved_at,
        hints=tuple((name, value) for name, value in hints if value),
    )


def _unchunked(content: bytes) -> bytes:
    from fastwarc.stream_io import ChunkedReader

    try:
        return ChunkedReader(io.BytesIO(content)).read(MAX_BYTES + 1)
    except OSError:
        return content  # many crawlers keep the header and store the body already joined


def _unpacked(content: bytes, encoding: str) -> bytes:
    if "br" in encoding.split(","):
        from fastwarc.stream_io import BrotliReader

        return BrotliReader(io.BytesIO(content)).read(MAX_BYTES + 1)
    if "gzip" in encoding and content.startswith(b"\x1f\x8b"):
        inflated = Inflated(io.BytesIO(content))
        unpacked = _read_up_to(cast(BinaryIO, inflated), MAX_BYTES + 1)
        if inflated.damage is not None:
            raise DamagedStreamError(inflated.damage)
        return unpacked
    return content


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _too_large(place: str) -> InputError:
    return InputError(
        "R104",
        f"{place} is larger than {MAX_BYTES // (1024 * 1024)} MiB",
        "cut it into pages, or write its articles as JSONL, one a line",
    )


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    pieces: list[bytes] = []
    missing = size
    while missing > 0 and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
