"""What bytes are taken for, what is refused and how, and that no bytes do anything else."""

from __future__ import annotations

import gzip
import io
import json
import random
import zlib
from datetime import UTC, datetime
from typing import BinaryIO, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rashomon import documents
from rashomon.articles import parse_articles
from rashomon.documents import parse_documents
from rashomon.errors import InputError
from rashomon.records import Article, Document, MediaType

RETRIEVED_AT = datetime(2024, 1, 1, tzinfo=UTC)
PARAGRAPH = (
    "The lamp on Keth Rock went dark on Monday night and two boats ran aground beside it, the coast guard said. "
)
PAGE = (
    f"<html><head><title>Lamp</title></head><body><article><h1>Lamp</h1><p>{PARAGRAPH * 3}</p></article></body></html>"
)


def read(content: bytes, source: str = "given") -> list[Document | InputError]:
    return list(parse_documents(io.BytesIO(content), source, RETRIEVED_AT))


def codes(found: list[Document | InputError]) -> list[str]:
    return [one.code if isinstance(one, InputError) else one.media_type.name for one in found]


def response(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    http = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/a\r\n"
        "WARC-Date: 2020-02-03T04:05:06Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "R101"),
        (b" \r\n\t\n", "R101"),
        (b"\x00" * 4000, "R101"),
        (b"\xef\xbb\xbf", "R101"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "R102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "R102"),
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "R102"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, "R102"),
        (b"{\\rtf1\\ansi The lamp}", "R102"),
        (bytes(random.Random(1).choices(range(256), k=5000)), "R103"),
        (b'<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>', "R103"),
        (b'[{"text": "a"}, {"text": "b"}]', "R110"),
        (b'{\n "text": "a"\n}', "R110"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "R106"),
        (b"\x1f\x8b\x08\x00junk that is no gzip at all", "R109"),
        (gzip.compress(b"", mtime=0), "R101"),
    ],
)
def test_what_holds_no_news_is_refused_with_its_code_and_a_way_out(content: bytes, code: str) -> None:
    found = read(content)
    assert codes(found) == [code]
    error = found[0]
    assert isinstance(error, InputError)
    assert "given" in error.sentence and len(error.mend) > 10


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PARAGRAPH.encode(), "TEXT"),
        (PARAGRAPH.encode("utf-16"), "TEXT"),
        (PARAGRAPH.encode("utf-16-be"), "TEXT"),
        ("Å".encode("latin-1") + PARAGRAPH.encode(), "TEXT"),
        (b"[caption] The lamp went dark", "TEXT"),
        (b"5 < 6 and <b>bold</b> words in a plain text", "TEXT"),
        (PAGE.encode(), "HTML"),
        (b"<!-- made by hand -->\n<!DOCTYPE HTML>" + PAGE.encode(), "HTML"),
        (PAGE.encode("utf-16"), "HTML"),
        (f"<?xml version='1.0'?><!DOCTYPE html><html><body><p>{PARAGRAPH}</p></body></html>".encode(), "HTML"),
        (f"<p>{PARAGRAPH}</p>".encode(), "HTML"),
        (f"Lamp<br>{'<p>dark</p>' * 4}".encode(), "HTML"),
        (gzip.compress(PARAGRAPH.encode()), "TEXT"),
        (b'{"text": "The lamp."}', "JSON"),
        (b'\xef\xbb\xbf{"text": "The lamp."}\r\n', "JSON"),
    ],
)
def test_the_kind_of_a_document_is_told_from_its_bytes(content: bytes, kind: str) -> None:
    assert codes(read(content)) == [kind]


def test_a_bad_line_of_jsonl_names_its_number_and_the_rest_goes_on() -> None:
    lines = [
        '{"text": "One."}',
        "not json",
        '{"title": "no text"}',
        '{"text": 5}',
        "",
        '["a"]',
        '{"text": "\\ud83d"}',
        '{"text": " "}',
        '{"text": "Two.", "id": ["x"]}',
        '{"text": "Last."}',
    ]
    found = read("\n".join(lines).encode(), "news.jsonl")
    assert codes(found) == ["JSON", "R110", "R111", "R112", "R110", "R112", "R111", "R112", "JSON"]
    errors = [one.sentence for one in found if isinstance(one, InputError)]
    assert [
        f"news.jsonl#line={number}" in text for number, text in zip((2, 3, 4, 6, 7, 8, 9), errors, strict=True)
    ] == [True] * 7
    documents_found = [one for one in found if isinstance(one, Document)]
    assert [one.source for one in documents_found] == ["news.jsonl#line=1", "news.jsonl#line=10"]


@given(text=st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_the_text_of_a_row_is_kept_to_the_character(text: str) -> None:
    (document,) = read(json.dumps({"text": text}).encode())
    assert isinstance(document, Document)
    (article,) = parse_articles(document)
    assert article.text == text


def test_jsonl_is_streamed() -> None:
    asked = 0

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            nonlocal asked
            asked += 1
            view = memoryview(cast(bytearray, buffer))
            line = b'{"text": "The lamp."}\n'[: len(view)]
            view[: len(line)] = line
            return len(line)

    found = parse_documents(cast(BinaryIO, Endless()), "endless", RETRIEVED_AT)
    assert all(isinstance(next(found), Document) for _ in range(10))
    assert asked < 20_000


def test_what_is_too_large_is_refused_and_the_next_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 1000)
    long = json.dumps({"text": "lamp " * 1000})
    found = read(f'{{"text": "One."}}\n{long}\n{{"text": "Two."}}\n'.encode())
    assert codes(found) == ["JSON", "R104", "JSON"]
    assert codes(read(PARAGRAPH.encode() * 20)) == ["R104"]
    assert codes(read(response(PAGE.encode() * 20) + response(b"<p>short</p>"))) == ["R104", "HTML"]


def test_every_page_of_a_warc_is_a_document_with_its_address_and_time() -> None:
    content = response(PAGE.encode()) + response(b"%PDF", "application/pdf") + response(b"<p>gone</p>", status="404 No")
    for packed in (content, gzip.compress(content), gzip.compress(response(PAGE.encode())) * 1):
        (document,) = read(packed, "crawl.warc.gz")
        assert isinstance(document, Document)
        assert document.source == "crawl.warc.gz#record=1"
        assert dict(document.hints) == {"url": "https://post.example/a", "charset": "utf-8"}
        assert document.retrieved_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert parse_articles(document)[0].url == "https://post.example/a"


def test_packed_and_chunked_pages_of_a_warc_are_unpacked() -> None:
    packed = response(gzip.compress(PAGE.encode()), more="Content-Encoding: gzip\r\n")
    chunked = response(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), more="Transfer-Encoding: chunked\r\n")
    joined = response(PAGE.encode(), more="Transfer-Encoding: chunked\r\n")
    found = read(packed + chunked + joined)
    assert [one.content for one in found if isinstance(one, Document)] == [PAGE.encode()] * 3


@pytest.mark.parametrize("member", [False, True], ids=["plain", "gzip"])
def test_a_warc_cut_short_gives_what_came_before_and_says_so(member: bool) -> None:
    random_pages = [f"<p>{random.Random(n).random()} {PARAGRAPH}</p>".encode() * 20 for n in range(3)]
    records = [gzip.compress(response(page)) if member else response(page) for page in random_pages]
    content = b"".join(records)
    last = len(records[0]) + len(records[1])
    for cut in (len(content) - 30, last + 150, last + 40, last + 5):
        found = read(content[:cut])
        kept = [one.content for one in found if isinstance(one, Document)]
        assert kept == random_pages[:2], cut
        assert [one.code in {"R107", "R109"} for one in found if isinstance(one, InputError)] == [True], cut
    assert codes(read(content)) == ["HTML"] * 3


def test_a_damaged_warc_gives_what_came_before() -> None:
    pages = [gzip.compress(response(PAGE.encode())) for _ in range(2)]
    found = read(pages[0] + pages[1][:60] + b"\x00\xff" * 20 + pages[1][100:])
    assert isinstance(found[0], Document)
    assert {one.code for one in found[1:] if isinstance(one, InputError)} <= {"R107", "R109"}
    assert len(found) >= 2


def test_a_warc_without_pages_is_refused() -> None:
    assert codes(read(response(b"%PDF", "application/pdf"))) == ["R108"]


def test_two_entries_of_a_feed_with_one_text_are_two_documents() -> None:
    item = "<item><title>{}</title><description>Same words.</description></item>"
    feed = f"<rss version='2.0'><channel><title>Post</title>{item.format('A')}{item.format('B')}</channel></rss>"
    found = [one for one in read(feed.encode()) if isinstance(one, Document)]
    assert [one.media_type for one in found] == [MediaType.FEED_ENTRY] * 2
    assert len({one.sha256 for one in found}) == 2
    assert [one.sha256 for one in read(feed.encode()) if isinstance(one, Document)] == [one.sha256 for one in found]


def test_a_feed_cut_short_gives_its_whole_entries_and_says_so() -> None:
    feed = "<rss version='2.0'><channel><title>Post</title><item><title>A</title></item><item><title>Bro"
    assert codes(read(feed.encode()))[0] == "FEED_ENTRY"
    assert codes(read(feed.encode()))[-1] == "R106"


def everything(content: bytes) -> list[Article | InputError]:
    """All articles and errors of some bytes; any other exception passes through and fails the test."""
    found: list[Article | InputError] = []
    for one in read(content):
        if isinstance(one, InputError):
            found.append(one)
            continue
        try:
            found += parse_articles(one)
        except InputError as error:
            found.append(error)
    return found


TAGS = st.sampled_from(
    [
        "<html>",
        "<p>",
        "</p>",
        "<article>",
        "</article>",
        "<h2>Lamp goes dark</h2>",
        "<time>",
        "<!--",
        "-->",
        "<script>",
        "&#0;",
        "&#xD800;",
        "<![CDATA[",
        "]]>",
        "<rss><channel><item><title>x</title>",
        "<feed>",
        "<entry>",
        "<?xml version='1.0'?>",
        "\x00",
        "\ud7ff",
        "\u2028",
        "\u200b",
        "March 99, 2017",
        "31.02.2016",
        "---",
        "By ",
        '{"text": ',
        "WARC/1.0\r\n",
        PARAGRAPH,
        "\n\n",
        "\r",
        "© ",
        "(",
        "“",
    ]
)


@given(content=st.binary(max_size=400))
@example(content=b"\x1f\x8b" + b"\x00" * 20)
@example(content=b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n")
@example(content=b"<html" + b"\xff" * 50)
@example(content=b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00")
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_articles_or_input_errors(content: bytes) -> None:
    assert everything(content)


@given(pieces=st.lists(TAGS, max_size=25))
@settings(max_examples=150, deadline=None)
def test_any_markup_gives_articles_or_input_errors(pieces: list[str]) -> None:
    found = everything("".join(pieces).encode())
    assert found
    for one in found:
        if isinstance(one, Article):
            assert one.text.strip() and list(one.flags) == sorted(set(one.flags))


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + PARAGRAPH,
        "<table><tr><td>" * 3_000 + PARAGRAPH,
        "<html><body>" + "<p>" + "a" * 1_000_000,
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><html><body>&d;</body></html>',
        "<html><body>" + "<article><h2>Lamp goes dark</h2>" * 300 + PARAGRAPH,
        "<p>" + "&" * 100_000,
    ],
    ids=["deep", "tables", "long", "entities", "nested articles", "ampersands"],
)
def test_hostile_markup_ends_in_an_article_or_an_input_error(markup: str) -> None:
    assert everything(markup.encode())


@pytest.mark.parametrize(
    "line", ["a" * 300_000, "A " * 100_000, "(" * 100_000, "By " * 50_000, "1.1." * 50_000, "\n" * 200_000 + "x"]
)
def test_hostile_text_is_read_in_time_that_grows_with_its_length(line: str) -> None:
    assert everything(line.encode())


def test_a_packed_page_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 100_000)
    assert codes(read(zlib_bomb(10_000_000))) == ["R104"]


def zlib_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"a " * (size // 2)) + packer.flush()
