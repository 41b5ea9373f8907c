"""The ledgers that the reading room is timed on are whole ones."""

import sqlite3
from pathlib import Path

import pytest

import room
from made_events import STRIKES, link, write_strikes


@pytest.fixture
def grown(tmp_path: Path) -> sqlite3.Connection:
    """Three reports, three times over."""
    examples, path = tmp_path / "examples.db", tmp_path / "grown.db"
    write_strikes(examples)
    link(examples, [[reading.claims[0].id for reading in STRIKES]])
    assert room.grow(examples, path, 15) == 15
    return sqlite3.connect(path)


def test_a_grown_ledger_holds_the_rows_again_with_all_their_ties(grown: sqlite3.Connection):
    assert grown.execute("PRAGMA foreign_key_check").fetchall() == []
    assert grown.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table, rows in (("articles", 9), ("claims", 15), ("events", 9), ("event_tellings", 12), ("origins", 15)):
        assert grown.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,), table
    assert grown.execute("SELECT count(DISTINCT id) FROM claims").fetchone() == (15,)


def test_each_copy_is_told_two_days_later_by_the_same_voices(grown: sqlite3.Connection):
    days = grown.execute("SELECT DISTINCT published FROM articles WHERE outlet = 'The Lantern' ORDER BY 1").fetchall()
    assert days == [("2031-03-12",), ("2031-03-14",), ("2031-03-16",)]
    assert grown.execute("SELECT count(*) FROM voices").fetchone() == (3,)


def test_ids_keep_their_form():
    assert room.renamed("c-0123456789abcdef", 1) != room.renamed("c-0123456789abcdef", 2)
    assert len(room.renamed("c-0123456789abcdef", 1)) == 18
    assert room.renamed("c-0123456789abcdef", 1).startswith("c-")
    assert room.renamed(None, 1) is None
