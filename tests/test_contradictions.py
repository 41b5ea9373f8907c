"""Linked events that were tampered with are found out; what analysts decide leaves the ledger at one with itself."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from made_events import DENIAL, NINE, PROTEST, SEVEN, STRIKES, WORDS, link, write_strikes
from rashomon.cli import cli
from rashomon.contradictions import contradictions_in
from rashomon.queries import open_queries
from rashomon.records import Article, Document, Mismatch
from rashomon.verification import find_mismatches


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles tell of one strike, one denies it; a protest stands alone; an analyst rated an outlet."""
    path = tmp_path / "rashomon.db"
    write_strikes(path)
    link(path, [(SEVEN, NINE, DENIAL)])
    decide(path, "rate", "The Lantern", "B")
    return path


def decide(path: Path, *words: str) -> None:
    result = CliRunner().invoke(cli, ["decide", *words, "--ledger", str(path)])
    assert result.exit_code == 0, result.output


def contradictions(path: Path) -> list[Mismatch]:
    with open_queries(path) as queries:
        return list(contradictions_in(queries.ask))


def event_of(path: Path, claim_id: str) -> str:
    connection = sqlite3.connect(path)
    (event_id,) = connection.execute("SELECT event_id FROM claims WHERE id = ?", (claim_id,)).fetchone()
    connection.close()
    return str(event_id)


def test_events_as_they_were_linked_contradict_nothing(path: Path):
    assert contradictions(path) == []


def test_verify_looks_at_them_too(path: Path):
    def articles_in(document: Document) -> tuple[Article, ...]:
        return tuple(one.article for one in STRIKES if one.article.text.encode() == document.content)

    def mismatches() -> list[str]:
        with open_queries(path) as queries:
            return [one.sentence for one in find_mismatches(queries, articles_in)]

    assert mismatches() == []
    connection = sqlite3.connect(path)
    connection.execute("UPDATE events SET credibility = 1 WHERE status = 'disputed'")
    connection.commit()
    connection.close()
    (sentence,) = mismatches()
    assert sentence.startswith("its grade is 1")


@pytest.mark.parametrize(
    "words",
    [
        ("correct", DENIAL, "stance", "asserts"),
        ("correct", SEVEN, "stance", "denies"),
        ("correct", NINE, "factuality", "planned"),
        ("correct", SEVEN, "type", "PROTEST"),
        ("correct", SEVEN, "when", "2031-03-09"),
        ("note", PROTEST, "look again"),
    ],
)
def test_what_an_analyst_corrects_contradicts_nothing(path: Path, words: tuple[str, ...]):
    decide(path, *words)
    assert contradictions(path) == []


def test_what_an_analyst_joins_parts_and_undoes_contradicts_nothing(path: Path):
    decide(path, "merge", event_of(path, SEVEN), event_of(path, PROTEST))
    assert event_of(path, SEVEN) == event_of(path, PROTEST) and contradictions(path) == []
    decide(path, "split", event_of(path, SEVEN), NINE)
    assert event_of(path, SEVEN) != event_of(path, NINE) and contradictions(path) == []
    with open_queries(path) as queries:
        merge, split = (one.decision.id for one in queries.find_decisions()[-2:])
    decide(path, "undo", split)
    assert contradictions(path) == []
    decide(path, "undo", merge)
    assert event_of(path, SEVEN) != event_of(path, PROTEST) and contradictions(path) == []


STRIKE = f"(SELECT event_id FROM claims WHERE id = '{SEVEN}')"
UNGUARDED = "DROP TRIGGER decisions_are_never_changed;"


@pytest.mark.parametrize(
    ("record", "words", "change"),
    [
        ("claim", "is not there", f"UPDATE claims SET event_id = 'e-0' WHERE id = '{SEVEN}'"),
        ("claim", "under an origin of", f"UPDATE claims SET event_id = {STRIKE} WHERE id = '{PROTEST}'"),
        ("claim", "none of its origins", f"DELETE FROM origin_claims WHERE claim_id = '{NINE}'"),
        ("claim", "listed under", "UPDATE event_tellings SET event_id = (SELECT max(id) FROM events)"),
        ("event", "nothing ties", f"UPDATE claims SET event_id = {STRIKE} WHERE id = '{PROTEST}'"),
        ("event", "nothing ties", "DELETE FROM edges"),
        ("event", "it counts", f"UPDATE claims SET event_id = NULL WHERE id = '{PROTEST}'"),
        ("event", "it counts 4 claims", f"UPDATE events SET claims = 4 WHERE id = {STRIKE}"),
        ("event", "in 2 outlets", f"UPDATE events SET outlets = 2 WHERE id = {STRIKE}"),
        ("event", "first published on nothing", f"UPDATE events SET published = NULL WHERE id = {STRIKE}"),
        ("event", "7 independent origins", f"UPDATE events SET independent_origins = 7 WHERE id = {STRIKE}"),
        ("event", "its origins and links make it", f"UPDATE events SET status = 'corroborated' WHERE id = {STRIKE}"),
        ("event", "it is listed as", "UPDATE event_tellings SET status = 'denied'"),
        ("event", "its grade is 1", "UPDATE events SET credibility = 1"),
        ("event", "its grade is", "UPDATE events SET rule = 'confirmed'"),
        ("event", "its grade is", "UPDATE events SET grade_reasons = '[\"it is true\"]'"),
        ("event", "its type is", f"UPDATE events SET type = 'AID' WHERE id = {STRIKE}"),
        ("event", "in what its claims differ", "UPDATE events SET differs = '{}'"),
        ("event", "its grade is", f"UPDATE origins SET is_support = 0 WHERE event_id = {STRIKE}"),
        ("event", "cannot be read back", "UPDATE events SET status = 'perhaps'"),
        ("event", "cannot be read back", "UPDATE origins SET kind = 'nobody'"),
        ("origin", "behind none", f"INSERT INTO origins VALUES ({STRIKE}, 9, 'Nobody', 'named', NULL, 0, '[]')"),
        ("link", "of another event", f"UPDATE links SET target = '{WORDS}' WHERE target = '{SEVEN}'"),
        ("link", "back to itself", "UPDATE OR IGNORE links SET target = source"),
        ("link", "no relation", "UPDATE links SET relation = 'likes' WHERE relation = 'denies'"),
        ("link", "no relation", "UPDATE OR IGNORE links SET difference = '' WHERE relation = 'differs'"),
        ("edge", "as none can be tied", "UPDATE edges SET probability = 1.5"),
        ("edge", "as none can be tied", "UPDATE edges SET one = other, other = one"),
        ("decision", "another hash", f"{UNGUARDED} UPDATE decisions SET value = 'A'"),
        ("decision", "another hash", f"{UNGUARDED} UPDATE decisions SET decided_at = '2031-03-12T00:00:00+00:00'"),
        ("decision", "cannot be read back", f"{UNGUARDED} UPDATE decisions SET action = 'guess'"),
        ("decision", "cannot be read back", f"{UNGUARDED} UPDATE decisions SET groups = 'nonsense'"),
    ],
)
def test_a_change_is_found_where_it_was_made(path: Path, record: str, words: str, change: str):
    connection = sqlite3.connect(path)
    connection.executescript(change)
    connection.close()
    found = contradictions(path)
    assert [one for one in found if one.record == record and words in one.sentence], found


def test_a_decision_that_is_not_followed_is_named(path: Path):
    ids = event_of(path, SEVEN), event_of(path, PROTEST)
    decide(path, "merge", *ids)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE claims SET event_id = NULL WHERE id = ?", (PROTEST,))
    connection.commit()
    connection.close()
    link(path, [(SEVEN, NINE, DENIAL)])
    assert contradictions(path) == [], "linking follows it again"
    decide(path, "split", event_of(path, SEVEN), NINE)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE claims SET event_id = ? WHERE id = ?", (event_of(path, SEVEN), NINE))
    connection.commit()
    connection.close()
    assert any("an analyst parted" in one.sentence for one in contradictions(path))


def test_a_decision_that_could_not_have_been_made_is_named(path: Path):
    decide(path, "correct", SEVEN, "stance", "denies")
    connection = sqlite3.connect(path)
    connection.executescript(f"{UNGUARDED} UPDATE decisions SET value = 'perhaps' WHERE action = 'correct'")
    connection.close()
    assert {one.record for one in contradictions(path)} >= {"decision"}
