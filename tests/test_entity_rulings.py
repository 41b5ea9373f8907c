"""Entities that analysts joined or parted, and what becomes of it when articles come or decisions go."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from made_entities import NAMES, id_of, write_named
from made_events import STRIKES, link, rows_of
from rashomon.anchors import Signature, merge_decision, split_decision, undo_decision
from rashomon.errors import SettingError
from rashomon.ledger import open_ledger
from rashomon.queries import open_queries
from rashomon.records import Decision

NOON = datetime(2031, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rashomon.db"
    write_named(path, *NAMES)
    link(path, [[reading.claims[0].id for reading in STRIKES]])
    return path


def groups(path: Path) -> list[list[str]]:
    """The names that are one entity, by entity."""
    rows = rows_of(
        path,
        "SELECT group_concat(called, '|') FROM (SELECT one.same_as, article_entities.name AS called"
        " FROM entities AS one JOIN entity_members ON entity_id = one.id"
        " JOIN article_entities ON article_entities.id = article_entity_id ORDER BY called)"
        " GROUP BY same_as ORDER BY 1",
    )
    return [str(row[0]).split("|") for row in rows]


def decide(path: Path, make: str, *ids: object, minute: int = 0) -> Decision:
    by = Signature(decided_at=NOON.replace(minute=minute))
    with open_queries(path) as queries:
        decision = {"merge": merge_decision, "split": split_decision, "undo": undo_decision}[make](queries, *ids, by)
    with open_ledger(path) as ledger:
        assert ledger.write_decisions([decision]) == 1
    return decision


def test_entities_that_are_merged_are_one_origin_and_two_again_when_it_is_undone(path: Path):
    guard, police = id_of(path, NAMES[0]), id_of(path, NAMES[1])
    supporting = "SELECT independent_origins FROM events WHERE claims = 3"
    assert rows_of(path, supporting) == [(2,)]
    merged = decide(path, "merge", [guard, police])
    assert merged.groups == (("organisation", NAMES[0]), ("organisation", NAMES[1])), "names, which another ledger has"
    assert groups(path) == [[NAMES[0], NAMES[1]], [NAMES[2]]]
    assert rows_of(path, supporting) == [(1,)]
    decide(path, "undo", merged.id, minute=1)
    assert groups(path) == [[name] for name in sorted(NAMES)]
    assert rows_of(path, supporting) == [(2,)]


def test_a_name_that_is_parted_stays_apart_when_its_article_is_read_again(path: Path):
    decide(path, "merge", [id_of(path, NAMES[0]), id_of(path, NAMES[1])])
    parted = decide(path, "split", id_of(path, NAMES[0]), [NAMES[1].upper()], minute=1)
    assert parted.groups == (("organisation", NAMES[1]), ("organisation", NAMES[0]))
    assert groups(path) == [[name] for name in sorted(NAMES)]
    write_named(path, *NAMES, again=True)
    assert groups(path) == [[name] for name in sorted(NAMES)]
    decide(path, "undo", parted.id, minute=2)
    assert groups(path) == [[NAMES[0], NAMES[1]], [NAMES[2]]]


def test_a_merge_of_entities_is_followed_when_they_are_read_later(path: Path, tmp_path: Path):
    merged = decide(path, "merge", [id_of(path, NAMES[0]), id_of(path, NAMES[2])])
    fresh = tmp_path / "fresh.db"
    with open_ledger(fresh) as ledger:
        ledger.write_decisions([merged])
    with open_queries(fresh) as queries:
        assert not queries.has_subject(merged)
    write_named(fresh, *NAMES)
    assert groups(fresh) == groups(path) == [[NAMES[0], NAMES[2]], [NAMES[1]]]
    with open_queries(fresh) as queries:
        assert queries.has_subject(merged)


@pytest.mark.parametrize(
    ("names", "mend"), [(["Nobody"], "see its names"), ([NAMES[0]], "leave some")], ids=["stranger", "all"]
)
def test_names_that_cannot_be_parted_are_refused(path: Path, names: list[str], mend: str):
    with open_queries(path) as queries, pytest.raises(SettingError, match="R243") as refused:
        split_decision(queries, id_of(path, NAMES[0]), names, Signature(decided_at=NOON))
    assert mend in refused.value.mend


def test_an_entity_and_an_event_cannot_be_merged(path: Path):
    (event,) = rows_of(path, "SELECT id FROM events WHERE claims = 3")
    with open_queries(path) as queries, pytest.raises(SettingError, match="R243"):
        merge_decision(queries, [id_of(path, NAMES[0]), str(event[0])], Signature(decided_at=NOON))
