"""The ledger file: what is written once, whole, and under every kind of trouble."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from made_records import (
    made_article,
    made_document,
    made_document_reading,
    made_refusal,
    span_of,
)
from rashomon.blocks import key_of
from rashomon.errors import LedgerError
from rashomon.filters import ClaimFilter
from rashomon.ledger import Ledger, open_ledger
from rashomon.queries import Queries, open_queries
from rashomon.records import DocumentReading, EventType, content_id
from rashomon.schema import APPLICATION_ID, MIGRATIONS, VERSION

BY = "a test"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rashomon.db"


@pytest.fixture
def plain_user() -> Iterator[None]:
    """Permissions bind: the administrator, whom they do not bind, becomes nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def write(path: Path, *readings: DocumentReading) -> None:
    with open_ledger(path) as ledger:
        for reading in readings:
            ledger.write_document(reading, read_by=BY)


def rows_of(path: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def dump_of(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_what_is_read_back_is_what_was_written(path: Path):
    reading = made_document_reading()
    write(path, reading)
    with open_queries(path) as queries:
        assert queries.find_article(reading.articles[0].id) == reading.readings[0]
        (stored,) = queries.find_documents()
        assert stored.unpacked() == reading.document
        assert stored.article_ids == (reading.articles[0].id,)


def test_the_same_bytes_twice_change_nothing(path: Path):
    write(path, made_document_reading())
    before = dump_of(path)
    with open_ledger(path) as ledger:
        assert ledger.has_document(made_document())
        assert ledger.write_document(made_document_reading(), read_by="somebody else") is False
    assert dump_of(path) == before


def test_an_article_in_two_documents_is_stored_once_with_two_provenances(path: Path):
    first = made_document_reading(made_document(b"one"), made_article(given_id="x1"))
    second = made_document_reading(made_document(b"two"), made_article(given_id="x2"))
    write(path, first, replace(second, readings=()))
    assert rows_of(path, "SELECT count(*) FROM articles") == [(1,)]
    assert rows_of(path, "SELECT count(*) FROM claims") == [(2,)]
    assert rows_of(path, "SELECT given_id FROM provenances ORDER BY given_id") == [("x1",), ("x2",)]


def test_a_second_document_brings_the_date_that_the_first_one_lacked(path: Path):
    undated = made_document_reading(made_document(b"one"), made_article(published=None))
    dated = made_document_reading(made_document(b"two"), made_article(published=date(2031, 3, 12)))
    write(path, undated, dated)
    assert rows_of(path, "SELECT published, flags FROM articles") == [("2031-03-12", "[]")]


def test_an_outlet_given_by_hand_later_replaces_the_first_reading(path: Path):
    nameless = made_document_reading(made_document(b"one"), made_article(outlet=None))
    named_document = made_document(b"one", **{"given-outlet": "The Lantern"})
    with open_ledger(path) as ledger:
        ledger.write_document(nameless, read_by=BY)
        assert not ledger.has_document(named_document)
        assert ledger.write_document(made_document_reading(named_document), read_by=BY)
        assert ledger.has_document(named_document)
        assert ledger.has_document(made_document(b"one")), "nothing given now: what stands there stays"
    assert rows_of(path, "SELECT outlet FROM articles") == [("The Lantern",)]
    assert rows_of(path, "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH 'ferry'") == [(1,)]


def test_reading_again_replaces_the_events_with_their_claims_and_actors(path: Path):
    one = made_document_reading(made_document(b"one"))
    other = replace(one.readings[0].events[0], type=EventType.ASSAULT, mode=None, magnitudes=())
    claims = tuple(replace(claim, event_mention_id=other.id) for claim in one.readings[0].claims)
    again = replace(one, readings=(replace(one.readings[0], events=(other, other), claims=claims),))
    with open_ledger(path) as ledger:
        ledger.write_document(one, read_by=BY)
        ledger.write_document(again, read_by=BY, again=True)
    assert rows_of(path, "SELECT id, type, mode FROM event_mentions") == [(other.id, "ASSAULT", None)]
    assert rows_of(path, "SELECT DISTINCT event_mention_id FROM claims") == [(other.id,)]
    assert rows_of(path, "SELECT role, count(*) FROM event_parties GROUP BY role") == [("actor", 1), ("recipient", 2)]
    assert rows_of(path, "SELECT count(*) FROM event_magnitudes") == [(0,)]
    assert rows_of(path, "SELECT count(*) FROM event_parties_fts WHERE event_parties_fts MATCH 'brennian'") == [(1,)]


def test_a_claim_of_an_event_that_is_not_there_is_not_stored(path: Path):
    reading = made_document_reading()
    with open_ledger(path) as ledger, pytest.raises(LedgerError):
        ledger.write_document(replace(reading, readings=(replace(reading.readings[0], events=()),)), read_by=BY)
    assert rows_of(path, "SELECT count(*) FROM claims") == [(0,)]


def test_reading_again_replaces_what_was_read_and_keeps_other_provenances(path: Path):
    one, two = made_document_reading(made_document(b"one")), made_document_reading(made_document(b"two"))
    poorer = replace(one.readings[0], claims=one.readings[0].claims[:1])
    write(path, one, two)
    with open_ledger(path) as ledger:
        assert ledger.write_document(replace(one, readings=(poorer,)), read_by="a better model", again=True)
    assert rows_of(path, "SELECT count(*) FROM claims") == [(1,)]
    assert rows_of(path, "SELECT count(*) FROM provenances") == [(2,)]
    assert rows_of(path, "SELECT read_by FROM documents ORDER BY read_by") == [("a better model",), (BY,)]


def test_the_original_bytes_are_kept_packed_or_left_out(path: Path):
    content = b"The ministry denied it. " * 100
    with open_ledger(path) as ledger:
        ledger.write_document(made_document_reading(made_document(content)), read_by=BY)
        ledger.write_document(made_document_reading(made_document(b"other")), read_by=BY, keep_original=False)
    (kept,) = rows_of(path, "SELECT original FROM documents WHERE size = 2400")[0]
    assert isinstance(kept, bytes) and len(kept) < 200 and zlib.decompress(kept) == content
    assert rows_of(path, "SELECT original FROM documents WHERE size = 5") == [(None,)]


def test_a_refusal_is_counted_once_and_goes_when_its_document_is_read(path: Path):
    with open_ledger(path) as ledger:
        assert ledger.write_refusal(made_refusal("page.txt"))
        assert not ledger.write_refusal(made_refusal("page.txt"))
        assert ledger.write_refusal(made_refusal("other.txt"))
        ledger.write_document(made_document_reading(made_document(source="page.txt")), read_by=BY)
    assert rows_of(path, "SELECT source FROM refusals") == [("other.txt",)]


def test_an_article_that_vanished_under_the_reader_is_an_error_and_not_an_empty_row(path: Path):
    with open_ledger(path) as ledger:
        with pytest.raises(LedgerError) as caught:
            ledger.write_document(replace(made_document_reading(), readings=()), read_by=BY)
        assert caught.value.code == "R309"
    assert rows_of(path, "SELECT count(*) FROM documents") == [(0,)]


def test_a_document_is_written_whole_or_not_at_all(path: Path):
    good = made_document_reading(made_document(b"one"))
    bad = made_document_reading(made_document(b"two"), made_article(outlet="Other"))
    broken = replace(bad.readings[0], claims=(replace(bad.readings[0].claims[0], attribution_id="t-none"),))
    with open_ledger(path) as ledger:
        ledger.write_document(good, read_by=BY)
        with pytest.raises(LedgerError):
            ledger.write_document(replace(bad, readings=(broken,)), read_by=BY)
        assert ledger.write_document(bad, read_by=BY), "the ledger can be written to after an error"
    assert rows_of(path, "SELECT count(*) FROM articles") == [(2,)]


# Trouble with the file.


def error_of(path: Path) -> LedgerError:
    with pytest.raises(LedgerError) as caught, open_ledger(path) as ledger:
        ledger.write_document(made_document_reading(), read_by=BY)
    assert caught.value.mend
    return caught.value


def test_a_ledger_of_a_newer_version_is_left_alone(path: Path):
    write(path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    assert error_of(path).code == "R303"
    with pytest.raises(LedgerError, match="R303"):
        open_queries(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(path: Path):
    path.write_text("The ministry denied it.\n" * 100)
    before = path.read_bytes()
    assert error_of(path).code == "R302"
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(path: Path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE addresses (name TEXT)")
    connection.close()
    assert error_of(path).code == "R302"
    assert rows_of(path, "SELECT name FROM sqlite_master") == [("addresses",)]


def test_a_damaged_file_is_named_as_such(path: Path):
    write(path, *(made_document_reading(made_document(bytes([n])), made_article(outlet=str(n))) for n in range(50)))
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    assert error_of(path).code == "R304"


def test_a_ledger_that_is_not_there_is_not_made_by_asking(path: Path):
    with pytest.raises(LedgerError, match="R301"):
        open_queries(path)
    assert not path.exists()
    path.touch()
    with pytest.raises(LedgerError, match="R301"):
        open_queries(path)


def test_a_folder_that_is_not_there_is_an_error_with_mend(tmp_path: Path):
    assert error_of(tmp_path / "nowhere" / "rashomon.db").code == "R306"


def test_a_folder_where_nothing_may_be_written_is_an_error_with_mend(plain_user: None):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o500)
        assert error_of(Path(folder, "rashomon.db")).code == "R306"
        Path(folder).chmod(0o700)


def test_an_archived_ledger_can_be_asked_where_nothing_may_be_written(plain_user: None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rashomon.db")
        write(path, made_document_reading())
        path.chmod(0o400)
        Path(folder).chmod(0o500)
        try:
            with open_queries(path) as queries:
                assert len(list(queries.find_claims(ClaimFilter()))) == 2
            assert error_of(path).code == "R306"
        finally:
            Path(folder).chmod(0o700)


def test_a_full_disk_loses_nothing_that_was_stored(path: Path):
    with open_ledger(path) as ledger:
        ledger.write_document(made_document_reading(made_document(b"one")), read_by=BY)
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        big = made_article(text=made_article().text + " And so on." * 20_000, outlet="Other")
        with pytest.raises(LedgerError) as caught:
            ledger.write_document(made_document_reading(made_document(os.urandom(50_000)), big), read_by=BY)
        assert caught.value.code == "R307" and "room" in caught.value.mend
        ledger._connection.execute("PRAGMA max_page_count = 1000000")
        assert ledger.write_document(made_document_reading(made_document(os.urandom(50_000)), big), read_by=BY)
    assert rows_of(path, "SELECT count(*) FROM articles") == [(2,)]
    assert rows_of(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_writer_that_waited_long_enough_says_that_the_ledger_is_locked(path: Path):
    write(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_ledger(path, busy_seconds=0.05) as ledger, pytest.raises(LedgerError) as caught:
        ledger.write_document(made_document_reading(), read_by=BY)
    assert caught.value.code == "R305"
    other.close()


def test_readers_never_wait_for_a_writer(path: Path):
    write(path, made_document_reading())
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM claims")
    started = time.monotonic()
    with open_queries(path) as queries:
        assert len(list(queries.find_claims(ClaimFilter()))) == 2, "the reader sees what was last finished"
    assert time.monotonic() - started < 1
    writer.close()


def test_a_writer_never_waits_for_a_reader(path: Path):
    write(path, made_document_reading())
    with open_queries(path) as queries, open_ledger(path, busy_seconds=0.05) as ledger:
        claims = queries.find_claims(ClaimFilter())
        next(claims)
        assert ledger.write_document(
            made_document_reading(made_document(b"two"), made_article(outlet="Other")), read_by=BY
        )


# Trouble with processes: real ones.

WRITER = """
import sys, time
from pathlib import Path
from made_records import made_article, made_document, made_document_reading
from rashomon.ledger import open_ledger

path, name, number, pause = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
with open_ledger(path) as ledger:
    for n in range(number):
        article = made_article(outlet=f"{name} {n}")
        ledger.write_document(made_document_reading(made_document(f"{name} {n}".encode()), article), read_by=name)
        print(n, flush=True)
        time.sleep(pause)
"""


def start_writer(path: Path, name: str, number: int, pause: float = 0) -> subprocess.Popen[str]:
    source = Path(__file__).parent.parent / "src"
    environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{Path(__file__).parent}"}
    arguments = [sys.executable, "-c", WRITER, str(path), name, str(number), str(pause)]
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)


def test_two_writers_wait_for_each_other(path: Path):
    writers = [start_writer(path, name, 30) for name in ("one", "two")]
    assert [writer.communicate(timeout=50) and writer.returncode for writer in writers] == [0, 0]
    assert rows_of(path, "SELECT read_by, count(*) FROM documents GROUP BY 1") == [("one", 30), ("two", 30)]
    assert rows_of(path, "SELECT count(*) FROM claims") == [(120,)]


def test_a_killed_writer_leaves_whole_documents_and_the_next_one_goes_on(path: Path):
    writer = start_writer(path, "one", 100_000)
    assert writer.stdout is not None
    told = -1
    while told < 15:
        told = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    told = max([told, *(int(line) for line in writer.stdout.read().split("\n")[:-1])])
    assert writer.wait(timeout=120) == -signal.SIGKILL
    writer.stdout.close()
    with open_queries(path) as queries:
        assert list(queries.structure_faults()) == []
        size = queries.size()
        assert size.documents in (told + 1, told + 2), "all that was told of is there"
        assert size.articles == size.documents and size.claims == 2 * size.documents
    write(path, made_document_reading(made_document(b"after"), made_article(outlet="After")))
    with open_queries(path) as queries:
        assert queries.size().documents == size.documents + 1


# The schema.


def test_a_new_ledger_is_marked_and_in_wal_with_foreign_keys(path: Path):
    with open_ledger(path) as ledger:
        connection = ledger._connection
        marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        assert marks == [APPLICATION_ID, len(MIGRATIONS)]
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def first_version(path: Path) -> None:
    """A ledger of version 1, with one article and two claims, as the first Rashomon wrote it."""
    connection = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    article = made_article()
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute(
        "INSERT INTO articles (id, title, outlet, flags, text) VALUES (?, ?, ?, '[]', ?)",
        (article.id, article.title, article.outlet, article.text),
    )
    for position, words in enumerate(("a ferry was stopped", "it.")):
        start, end = span_of(article.text, words)
        claim_id = content_id("c", article.id, f"{start}:{end}", "asserts", ())
        connection.execute(
            "INSERT INTO claims (id, article_id, position, stance, factuality, content, quote, method, score, detail)"
            " VALUES (?, ?, ?, 'asserts', 'not-judged', ?, ?, '', 1, '')",
            (claim_id, article.id, position, f"[[{start}, {end}]]", words),
        )
    connection.commit()
    connection.close()


@pytest.mark.parametrize("open_", [open_ledger, open_queries])
def test_a_ledger_of_version_1_is_brought_up_to_date_by_writing_and_by_asking(
    path: Path, open_: Callable[[Path], Ledger | Queries]
):
    first_version(path)
    with open_(path):
        pass
    with open_queries(path) as queries:
        found = list(queries.find_claims(ClaimFilter()))
        assert [(one.claim.quote, one.event) for one in found] == [("a ferry was stopped", None), ("it.", None)]
        assert [queries.find_claim(one.claim.id) for one in found] == found, "their ids are what they were"
        assert list(queries.find_events(ClaimFilter())) == []
    assert rows_of(path, "PRAGMA user_version") == [(VERSION,)]
    write(path, made_document_reading(made_document(), made_article(outlet="Other")))
    assert rows_of(path, "SELECT count(*), count(event_mention_id) FROM claims") == [(4, 1)]


def test_keys_that_an_older_ledger_has_as_texts_are_those_that_new_claims_are_found_by(path: Path):
    reading = made_document_reading()
    write(path, reading)
    (first, one), (second, other) = rows_of(path, "SELECT id, number FROM claims ORDER BY number")
    connection = sqlite3.connect(path)
    for table, owner in (("claim_keys", "claim_id"), ("sketch_keys", "article_id")):
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE TABLE {table} (key, {owner} TEXT NOT NULL, PRIMARY KEY (key, {owner}))")
    connection.executemany(
        "INSERT INTO claim_keys VALUES (?, ?)",
        [("told ferry strait 148000", first), ("both ferry stop None", first), ("words lume orsk", second)],
    )
    connection.execute("INSERT INTO sketch_keys VALUES (-7, ?)", (reading.articles[0].id,))
    connection.execute("PRAGMA user_version = 10")
    connection.commit()
    connection.close()
    write(path)
    assert set(rows_of(path, "SELECT key, claim_number FROM claim_keys")) == {
        (key_of("told ferry strait", 148000), one),
        (key_of("both ferry stop"), one),
        (key_of("words lume orsk"), other),
    }
    assert rows_of(path, "SELECT key, article_number FROM sketch_keys") == [(-7, 1)]
    with open_ledger(path) as ledger:
        ledger._connection.execute("DELETE FROM articles")
    assert rows_of(path, "SELECT * FROM claim_keys") == rows_of(path, "SELECT * FROM sketch_keys") == []


def test_an_older_ledger_where_nothing_may_be_written_says_what_to_do(plain_user: None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rashomon.db")
        first_version(path)
        path.chmod(0o400)
        Path(folder).chmod(0o500)
        try:
            with pytest.raises(LedgerError, match="R310"):
                open_queries(path)
        finally:
            Path(folder).chmod(0o700)


def test_an_older_ledger_is_brought_up_to_date_and_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch):
    write(path, made_document_reading())
    more = ("CREATE TABLE weights (id TEXT PRIMARY KEY)", "ALTER TABLE claims ADD COLUMN weight REAL")
    monkeypatch.setattr("rashomon.schema.MIGRATIONS", (*MIGRATIONS, more))
    monkeypatch.setattr("rashomon.schema.VERSION", VERSION + 1)
    write(path)
    assert rows_of(path, "PRAGMA user_version") == [(VERSION + 1,)]
    assert rows_of(path, "SELECT count(*), max(weight) FROM claims") == [(2, None)]


def test_a_migration_that_fails_leaves_the_old_version(path: Path, monkeypatch: pytest.MonkeyPatch):
    write(path, made_document_reading())
    monkeypatch.setattr("rashomon.schema.MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE weights (id TEXT)", "NONSENSE")))
    monkeypatch.setattr("rashomon.schema.VERSION", VERSION + 1)
    with pytest.raises(LedgerError):
        open_ledger(path)
    assert rows_of(path, "PRAGMA user_version") == [(VERSION,)]
    assert rows_of(path, "SELECT name FROM sqlite_master WHERE name = 'weights'") == []


def test_deleting_an_article_takes_everything_of_it_along(path: Path):
    write(path, made_document_reading())
    with open_ledger(path) as ledger:
        ledger._connection.execute("DELETE FROM articles")
    tables = [
        *("claims", "claim_voices", "attributions", "attribution_voices", "mentions", "furniture", "provenances"),
        *("event_mentions", "event_parties", "event_magnitudes"),
    ]
    assert [rows_of(path, f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * len(tables)
    assert rows_of(path, "SELECT count(*) FROM event_parties_fts WHERE event_parties_fts MATCH 'brennian'") == [(0,)]
    assert rows_of(path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'ferry'") == [(0,)]
