"""Files, folders, addresses and standard input become documents."""

import io
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rashomon.articles import parse_articles
from rashomon.errors import InputError, SettingError
from rashomon.fetch import Fetched
from rashomon.records import Document
from rashomon.sources import Intake, find_inputs

NOW = datetime(2031, 3, 14, tzinfo=UTC)
REPORT = "Ferry stopped\n\nThe coast guard said that a ferry was stopped.\n"


def intake(standard_input: bytes = b"", pages: dict[str, Fetched] | None = None) -> Intake:
    return Intake(standard_input=io.BytesIO(standard_input), fetch=lambda url: (pages or {})[url], now=lambda: NOW)


def served(content: bytes, url: str = "https://example.org/r", charset: str | None = None) -> Fetched:
    return Fetched(content, url, charset)


def documents_of(*sources: str, **kinds: object) -> list[Document | InputError]:
    opened = intake(**kinds)
    return [document for one in find_inputs(sources).inputs for document in opened.documents_in(one)]


def test_a_folder_is_read_in_sorted_order_with_what_looks_like_news(tmp_path: Path):
    for name in ("b.txt", "a/z.html", "a/b.jsonl", ".hidden.txt", ".git/x.txt", "photo.PNG", "notes", "c.WARC.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT)
    found = find_inputs([str(tmp_path)])
    names = [Path(one.source).relative_to(tmp_path).as_posix() for one in found.inputs]
    assert names == ["b.txt", "c.WARC.gz", "a/b.jsonl", "a/z.html"]
    assert found.left_aside == ((".png", 1), ("without a suffix", 1))
    assert found.size == 4 * len(REPORT)


def test_a_file_that_is_named_is_taken_whatever_its_name_and_only_once(tmp_path: Path):
    file = tmp_path / "notes"
    file.write_text(REPORT)
    assert [one.source for one in find_inputs([str(file), str(file)]).inputs] == [str(file)]


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path):
    (tmp_path / "report.txt").write_text(REPORT)
    with pytest.raises(SettingError) as caught:
        find_inputs([str(tmp_path / "report.txt"), str(tmp_path / "reprot.txt")])
    assert caught.value.code == "R202" and "report.txt" in caught.value.mend


def test_an_address_of_another_kind_is_refused():
    with pytest.raises(SettingError, match="R203"):
        find_inputs(["ftp://example.org/report"])


def test_standard_input_and_addresses_are_read_too():
    (piped,) = documents_of("-", standard_input=REPORT.encode())
    (fetched,) = documents_of("https://example.org/r", pages={"https://example.org/r": served(REPORT.encode())})
    assert isinstance(piped, Document) and isinstance(fetched, Document)
    assert (piped.source, fetched.source) == ("-", "https://example.org/r")
    assert piped.content == fetched.content == REPORT.encode()
    assert piped.retrieved_at == NOW


def test_a_page_is_read_as_its_header_and_its_last_address_say():
    page = served("Fähre gestoppt\n\nDie Küstenwache hat am Dienstag eine Fähre gestoppt.\n".encode("cp850"),
                  "https://post.example/faehre", "cp850")  # fmt: skip
    (document,) = documents_of("https://post.example/?p=7", pages={"https://post.example/?p=7": page})
    assert isinstance(document, Document)
    (article,) = parse_articles(document)
    assert (article.title, article.url) == ("Fähre gestoppt", "https://post.example/faehre")


def test_the_entries_of_a_fetched_feed_keep_the_addresses_of_their_own():
    feed = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>Ferry stopped</title>
    <link>https://post.example/ferry</link><description>The coast guard stopped a ferry.</description></item>
    </channel></rss>"""
    (document,) = documents_of("https://post.example/rss", pages={"https://post.example/rss": served(feed)})
    assert isinstance(document, Document)
    (article,) = parse_articles(document)
    assert article.url == "https://post.example/ferry"
    assert "url" not in dict(document.hints)


def test_the_size_is_unknown_where_one_place_does_not_say(tmp_path: Path):
    (tmp_path / "report.txt").write_text(REPORT)
    assert find_inputs([str(tmp_path), "-"]).size is None


def test_the_position_runs_over_all_files(tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT)
    opened = intake()
    positions = []
    for one in find_inputs([str(tmp_path)]).inputs:
        for _ in opened.documents_in(one):
            positions.append(opened.position)
    assert positions == [len(REPORT), 2 * len(REPORT)]
    assert opened.position == 2 * len(REPORT)


def test_a_file_that_may_not_be_read_is_an_error_of_its_own():
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.txt")
        file.write_text(REPORT)
        (one,) = find_inputs([str(file)]).inputs
        file.unlink()
        with pytest.raises(InputError, match="R120"):
            list(intake().documents_in(one))


def test_a_name_that_is_no_utf8_can_be_printed(tmp_path: Path):
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    file.write_text(REPORT)
    (document,) = documents_of(str(tmp_path))
    assert isinstance(document, Document)
    assert document.source.endswith("caf\ufffd.txt")
