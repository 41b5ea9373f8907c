"""What an analyst is asked to look at first."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from made_entities import NAMES, id_of, write_named
from made_events import DENIAL, NINE, PROTEST, SEVEN, link, write_strikes
from rashomon.anchors import Signature, keep_decision, merge_decision, split_decision
from rashomon.doubts import doubtful_names, near_misses, near_misses_of, ties_inside, weak_ties
from rashomon.linkage import Linker, load_link_tables
from rashomon.links import ABSENT
from rashomon.queries import Queries, open_queries
from rashomon.schema import connect_to_write
from rashomon.verdicts import Make, write_verdict


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rashomon.db"
    write_strikes(path)
    return path


def tie(path: Path, *edges: tuple[str, str, float], joined: Iterable[tuple[str, ...]] = ()) -> None:
    """Link as if these were all edges, with their probabilities; what is not joined stays apart."""
    link(path, joined)
    connection = connect_to_write(path)
    connection.execute("DELETE FROM edges")
    connection.executemany(
        "INSERT INTO edges VALUES (?, ?, ?, 'both “convoy”')",
        [(min(one, other), max(one, other), probability) for one, other, probability in edges],
    )
    if not joined:
        claims = [row[0] for row in connection.execute("SELECT id FROM claims ORDER BY number")]
        Linker(connection, load_link_tables()).relink(claims)
    connection.close()


def decide(path: Path, make: Make) -> None:
    write_verdict(path, make, Signature(decided_at=datetime.now(UTC)))


def events(queries: Queries) -> dict[str, str]:
    return dict(queries.ask("SELECT id, event_id FROM claims", ()))


def test_an_event_hangs_on_the_weakest_edge_without_which_it_falls_apart(path: Path):
    tie(path, (SEVEN, NINE, 0.9), (NINE, DENIAL, 0.6), (SEVEN, DENIAL, 0.56))
    with open_queries(path) as queries:
        (found,) = weak_ties(queries.ask)
        assert found.event_id == events(queries)[SEVEN]
        assert {found.edge.one, found.edge.other} == {NINE, DENIAL}, "0.56 could go, and nothing would fall apart"
        assert (found.edge.probability, found.edge.detail) == (0.6, "both “convoy”")
        assert (found.apart, set(found.rest)) == ((DENIAL,), {SEVEN, NINE})


def test_an_event_that_holds_is_no_doubt(path: Path):
    tie(path, (SEVEN, NINE, 0.95), (NINE, DENIAL, 0.85))
    with open_queries(path) as queries:
        assert weak_ties(queries.ask) == ()


def test_an_event_that_an_analyst_called_one_is_asked_about_no_more(path: Path):
    tie(path, (SEVEN, NINE, 0.9), (NINE, DENIAL, 0.6))
    decide(path, lambda queries, by: merge_decision(queries, [NINE, DENIAL], by))
    with open_queries(path) as queries:
        assert weak_ties(queries.ask) == ()


def test_two_events_with_an_edge_between_them_were_nearly_joined(path: Path):
    tie(path, (SEVEN, DENIAL, 0.5), (SEVEN, NINE, 0.9), joined=[(SEVEN, NINE)])
    with open_queries(path) as queries:
        (found,) = near_misses(queries.ask)
        here = events(queries)
        assert {found.one, found.other} == {here[SEVEN], here[DENIAL]}
        assert (found.edge.probability, found.pairs, found.tied, found.common_articles) == (0.5, 2, 1, 0)
        assert found.mean == pytest.approx(0.5 / (1 + ABSENT)), "the other pair has none"
        assert near_misses_of(queries.ask, here[DENIAL]) == (found,)
        assert near_misses_of(queries.ask, here[PROTEST]) == ()


def test_the_likeliest_pair_comes_first(path: Path):
    tie(path, (SEVEN, DENIAL, 0.3), (SEVEN, NINE, 0.9), (NINE, PROTEST, 0.4), joined=[(SEVEN, NINE)])
    with open_queries(path) as queries:
        assert [one.edge.probability for one in near_misses(queries.ask)] == [0.4, 0.3]


def test_a_pair_that_an_analyst_parted_is_asked_about_no_more(path: Path):
    tie(path, (SEVEN, DENIAL, 0.5), (SEVEN, NINE, 0.9), joined=[(SEVEN, NINE)])
    with open_queries(path) as queries:
        pair = events(queries)[SEVEN], events(queries)[DENIAL]
    decide(path, lambda queries, by: split_decision(queries, pair[0], [pair[1]], by))
    with open_queries(path) as queries:
        assert near_misses(queries.ask) == ()


def test_what_was_passed_over_is_not_looked_at(path: Path):
    tie(path, (SEVEN, NINE, 0.6))
    with open_queries(path) as queries:
        assert len(weak_ties(queries.ask)) == 1
        assert weak_ties(queries.ask, passed=10) == ()


def test_the_ties_of_an_event_are_told_from_the_strongest_to_the_weakest(path: Path):
    tie(path, (SEVEN, NINE, 0.9), (NINE, DENIAL, 0.6), (DENIAL, PROTEST, 0.2))
    with open_queries(path) as queries:
        found = ties_inside(queries.ask, events(queries)[SEVEN])
        assert [edge.probability for edge in found] == [0.9, 0.6]


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A coast guard of three names, of which two were joined by name alone."""
    path = tmp_path / "named.db"
    write_named(path, *NAMES)
    link(path, [])
    connection = sqlite3.connect(path)
    home, *others = (id_of(path, name) for name in NAMES)
    for other, score in zip(others, (0.9, 0.65), strict=True):
        connection.execute("UPDATE entities SET same_as = ? WHERE id = ?", (home, other))
        reason = (
            "UPDATE entity_members SET method = 'name and context', score = ?, detail = 'alike' WHERE entity_id = ?"
        )
        connection.execute(reason, (score, other))
    connection.commit()
    connection.close()
    return path


def test_the_least_certain_spelling_comes_first(named: Path):
    with open_queries(named) as queries:
        found = doubtful_names(queries.ask)
    assert [(one.name, one.reason.score, one.articles) for one in found] == [(NAMES[2], 0.65, 1), (NAMES[1], 0.9, 1)]
    assert {one.usual_name for one in found} == {NAMES[0]}


def test_a_name_that_an_analyst_left_with_its_entity_is_asked_about_no_more(named: Path):
    decide(named, lambda queries, by: keep_decision(queries, id_of(named, NAMES[0]), NAMES[2], by))
    with open_queries(named) as queries:
        assert [one.name for one in doubtful_names(queries.ask)] == [NAMES[1]]
