"""A ledger that was tampered with, in any of its tables, is found out."""

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from made_records import made_article, made_document, made_document_reading
from rashomon.errors import InputError
from rashomon.ledger import open_ledger
from rashomon.queries import open_queries
from rashomon.records import Article, Document, Mismatch
from rashomon.verification import find_mismatches

ARTICLES = {b"one": (made_article(),), b"two": (made_article(), made_article(outlet="Other"))}


def articles_in(document: Document) -> tuple[Article, ...]:
    return ARTICLES[document.content]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rashomon.db"
    with open_ledger(path) as ledger:
        for content, articles in ARTICLES.items():
            ledger.write_document(made_document_reading(made_document(content), *articles), read_by="a test")
    return path


def mismatches(path: Path, parse: Callable[[Document], tuple[Article, ...]] = articles_in) -> list[Mismatch]:
    with open_queries(path) as queries:
        return list(find_mismatches(queries, parse))


def test_a_ledger_as_it_was_written_has_no_mismatch(path: Path):
    assert mismatches(path) == []


@pytest.mark.parametrize(
    ("record", "change"),
    [
        ("document", "UPDATE documents SET original = x'00' WHERE source = 'page.txt'"),
        ("document", "UPDATE provenances SET article_id = (SELECT id FROM articles WHERE outlet = 'Other')"),
        ("document", "DELETE FROM provenances WHERE position = 1"),
        ("document", "UPDATE documents SET media_type = 'nonsense'"),
        ("article", "UPDATE articles SET text = replace(text, 'ferry', 'barge')"),
        ("article", "UPDATE articles SET outlet = 'Somebody else'"),
        ("article", "UPDATE articles SET title = NULL"),
        ("article", "UPDATE articles SET published = '2031-03-13'"),
        ("article", "UPDATE articles SET published = NULL"),
        ("article", "UPDATE articles SET published = 'yesterday'"),
        ("article", "UPDATE articles SET byline = 'Somebody else'"),
        ("article", "UPDATE furniture SET text = 'nothing'"),
        ("mention", "UPDATE mentions SET text = 'The navy'"),
        ("mention", "UPDATE mentions SET start = start + 1"),
        ("attribution", "UPDATE attributions SET source = '[[0, 5]]'"),
        ("attribution", "UPDATE attributions SET content = '[[0, 50000]]'"),
        ("claim", "UPDATE claims SET quote = 'a ferry was sunk' WHERE position = 0"),
        ("claim", "UPDATE claims SET stance = 'confirms'"),
        ("claim", "UPDATE claims SET content = '[[0, 5]]'"),
        ("claim", "UPDATE claims SET article_id = (SELECT max(id) FROM articles)"),
        ("claim", "UPDATE voices SET name = 'The navy' WHERE name = 'The ministry'"),
        ("claim", "DELETE FROM claim_voices WHERE position = 0"),
        ("claim", "UPDATE claims SET event_mention_id = NULL"),
        ("claim", "UPDATE claims SET event_mention_id = (SELECT max(id) FROM event_mentions)"),
        ("event", "UPDATE event_mentions SET type = 'ASSAULT'"),
        ("event", "UPDATE event_mentions SET trigger_start = trigger_start + 1"),
        ("event", "UPDATE event_mentions SET clause_end = clause_end + 50000"),
        ("event", "UPDATE event_mentions SET clause_start = trigger_end"),
        ("event", "UPDATE event_parties SET text = 'The navy' WHERE role = 'actor'"),
        ("event", "UPDATE event_parties SET start = start + 1 WHERE role = 'recipient'"),
        ("event", "UPDATE event_magnitudes SET text = 'Some 13'"),
        ("article", "UPDATE event_mentions SET factuality = 'perhaps'"),
        ("article", "UPDATE event_magnitudes SET kind = 'nonsense'"),
        ("file", "DELETE FROM event_mentions"),
        ("article", "UPDATE claims SET content = 'nonsense'"),
        ("file", "DELETE FROM voices"),
        ("file", "DELETE FROM provenances"),
    ],
)
def test_a_change_is_found_where_it_was_made(path: Path, record: str, change: str):
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    assert record in {mismatch.record for mismatch in mismatches(path)}


def test_bytes_that_were_exchanged_have_another_hash(path: Path):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET original = ?", (zlib.compress(b"three"),))
    connection.commit()
    connection.close()
    assert [mismatch.sentence for mismatch in mismatches(path) if "SHA-256" in mismatch.sentence]


def test_documents_without_their_bytes_are_checked_as_far_as_they_go(path: Path):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET original = NULL")
    connection.commit()
    connection.close()
    assert mismatches(path, lambda document: pytest.fail("there are no bytes to parse")) == []


def test_a_document_that_gives_other_articles_now_is_named(path: Path):
    def fewer(document: Document) -> tuple[Article, ...]:
        return (made_article(outlet="Third"),)

    assert len([one for one in mismatches(path, fewer) if one.record == "document"]) == 5

    def refused(document: Document) -> tuple[Article, ...]:
        raise InputError("R101", "nothing in it", "give another")

    assert all("refused now" in one.sentence for one in mismatches(path, refused))


def test_a_date_that_only_one_of_two_documents_gives_is_well(tmp_path: Path):
    dated, undated = made_article(), made_article(published=None)
    path = tmp_path / "rashomon.db"
    with open_ledger(path) as ledger:
        for content, article in ((b"one", undated), (b"two", dated)):
            ledger.write_document(made_document_reading(made_document(content), article), read_by="a test")
    parsed = {b"one": (replace(undated, published=None),), b"two": (replace(dated, published=date(2031, 3, 12)),)}
    assert mismatches(path, lambda document: parsed[document.content]) == []
