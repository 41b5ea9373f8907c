"""The events of a real ledger: the same whatever the order, and whenever they are linked."""

import io
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from made_events import rows_of
from rashomon import linkage
from rashomon.fetch import fetch_url
from rashomon.ledger import open_ledger
from rashomon.pipeline import Given, documents_in, read_documents, write_outcomes
from rashomon.records import DocumentReading
from rashomon.sources import Intake, find_examples, find_inputs
from real_tools import real_tools

Event = tuple[frozenset[str], str, int]


@pytest.fixture(scope="module")
def readings() -> list[DocumentReading]:
    """The examples as they are read."""
    intake = Intake(standard_input=io.BytesIO(), fetch=fetch_url, now=lambda: datetime(2031, 3, 12, tzinfo=UTC))
    documents = documents_in(find_inputs([str(find_examples())]).inputs, intake, Given())
    outcomes = read_documents(documents, real_tools())
    found = [outcome for outcome in outcomes if isinstance(outcome, DocumentReading)]
    assert len(found) > 3
    return found


def events_in(path: Path) -> set[Event]:
    """The claims of each event, its status and its number of independent origins."""
    rows = rows_of(
        path,
        "SELECT group_concat(claims.id), status, independent_origins"
        " FROM events JOIN claims ON claims.event_id = events.id GROUP BY events.id",
    )
    return {(frozenset(str(claims).split(",")), str(status), int(str(origins))) for claims, status, origins in rows}


def store(path: Path, readings: Iterable[DocumentReading], *, link_later: bool = False) -> set[Event]:
    with open_ledger(path) as ledger:
        for reading in readings:
            ledger.write_document(reading, read_by="a test", link_later=link_later)
    return events_in(path)


@pytest.fixture(scope="module")
def forwards(tmp_path_factory: pytest.TempPathFactory, readings: list[DocumentReading]) -> set[Event]:
    """The events of the examples, linked one article after the other."""
    return store(tmp_path_factory.mktemp("forwards") / "forwards.db", readings)


def test_events_are_the_same_whatever_the_order_of_the_articles(
    tmp_path: Path, readings: list[DocumentReading], forwards: set[Event]
):
    shuffled = random.Random(7).sample(readings, len(readings))
    assert any(len(claims) > 1 for claims, _, _ in forwards)
    assert store(tmp_path / "backwards.db", readings[::-1]) == forwards
    assert store(tmp_path / "shuffled.db", shuffled) == forwards


def test_linked_at_once_the_articles_give_the_same_events(
    tmp_path: Path, readings: list[DocumentReading], forwards: set[Event]
):
    at_once = tmp_path / "at_once.db"
    assert store(at_once, readings, link_later=True) == set()
    with open_ledger(at_once) as ledger:
        ledger.link_new()
    assert events_in(at_once) == forwards


def test_more_claims_than_are_remembered_give_the_same_events(
    tmp_path: Path, readings: list[DocumentReading], forwards: set[Event], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(linkage, "REMEMBERED_SIDES", 40)
    assert store(tmp_path / "forgetful.db", readings) == forwards


def test_what_a_killed_program_left_unlinked_is_linked_with_the_next(
    tmp_path: Path, readings: list[DocumentReading], forwards: set[Event]
):
    path = tmp_path / "killed.db"
    store(path, readings[:-1], link_later=True)
    with open_ledger(path) as ledger:
        list(write_outcomes([readings[-1]], ledger, read_by="a test"))
    assert rows_of(path, "SELECT count(*) FROM claims WHERE event_id IS NULL") == [(0,)]
    assert events_in(path) == forwards
