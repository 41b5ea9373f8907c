"""A page of events, and what is counted around it."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from made_events import POST, STRIKES, link, write_strikes
from rashomon.filters import ClaimFilter
from rashomon.listings import Listing, listing_of, most_told
from rashomon.queries import Queries, open_queries
from rashomon.records import EventStatus, EventType, Stance

FILTERS = {
    "nothing": ClaimFilter(),
    "a status": ClaimFilter(statuses=(EventStatus.DISPUTED,)),
    "a status that nothing has": ClaimFilter(statuses=(EventStatus.CORROBORATED,)),
    "a type": ClaimFilter(types=(EventType.PROTEST,)),
    "an actor": ClaimFilter(actors=("planes",)),
    "an actor by the beginning of a later word": ClaimFilter(actors=("crow",)),
    "a place": ClaimFilter(places=("TOLNE",)),
    "an outlet": ClaimFilter(outlets=("velmar",)),
    "days": ClaimFilter(since=date(2031, 3, 13), until=date(2031, 3, 13)),
    "words": ClaimFilter(words="convoy"),
    "a stance": ClaimFilter(stances=(Stance.DENIES,)),
    "an article": ClaimFilter(articles=(POST.id,)),
    "a voice of an outlet": ClaimFilter(voices=("ministry",), outlets=("Velmar Post",)),
    "what no one claim has": ClaimFilter(types=(EventType.PROTEST,), words="convoy"),
}
DENIED = [claim.id for reading in STRIKES for claim in reading.claims if "planes" in claim.quote]


@pytest.fixture
def queries(tmp_path: Path) -> Iterator[Queries]:
    """Three reports of a strike as one event, and a protest beside."""
    path = tmp_path / "ledger.db"
    write_strikes(path)
    link(path, [DENIED])
    with open_queries(path) as opened:
        yield opened


def listed(queries: Queries, wanted: ClaimFilter, *, first: int = 0, number: int = 10) -> Listing:
    return listing_of(queries.ask, wanted, first=first, number=number)


@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS)
def test_a_list_holds_the_events_that_the_command_line_finds(queries: Queries, wanted: ClaimFilter):
    found = [one.event.id for one in queries.find_events(wanted)]
    shown = listed(queries, wanted)
    assert [one.event.id for one in shown.events] == found
    assert shown.total == len(found)


def test_the_pages_of_a_list_join_up(queries: Queries):
    whole = [one.event.id for one in listed(queries, ClaimFilter()).events]
    pages = [listed(queries, ClaimFilter(), first=first, number=1) for first in range(3)]
    assert len(whole) == 2
    assert [one.event.id for page in pages for one in page.events] == whole
    assert {page.total for page in pages} == {2}


def test_counts_by_status_leave_the_wanted_status_out_of_account(queries: Queries):
    shown = listed(queries, ClaimFilter(statuses=(EventStatus.DISPUTED,)))
    assert shown.statuses[EventStatus.DISPUTED] == 1
    assert sum(shown.statuses.values()) == 2
    assert shown.total == 1


def test_counts_by_day_leave_the_wanted_days_out_of_account_but_not_the_status(queries: Queries):
    of_all = listed(queries, ClaimFilter(since=date(2031, 3, 14)))
    assert [one.day for one in of_all.days] == [date(2031, 3, 14), date(2031, 3, 12)]
    of_disputed = listed(queries, ClaimFilter(since=date(2031, 3, 14), statuses=(EventStatus.DISPUTED,)))
    assert [(one.day, dict(one.events)) for one in of_disputed.days] == [(date(2031, 3, 12), {EventStatus.DISPUTED: 1})]


def test_counts_by_place_leave_the_wanted_place_out_of_account_and_know_what_is_contested(queries: Queries):
    shown = listed(queries, ClaimFilter(places=("nowhere at all",)))
    assert shown.total == 0
    assert [(one.events, one.contested) for one in shown.spots] == [(1, 1)]
    assert shown.spots[0].latitude is not None


def test_outlets_to_choose_from_are_those_of_the_ledger(queries: Queries):
    assert set(listed(queries, ClaimFilter()).outlets) == {one.article.outlet for one in STRIKES}


def test_the_events_of_a_status_that_most_claims_tell_come_first(queries: Queries):
    assert [len(one.claims) for one in most_told(queries.ask, EventStatus.DISPUTED, 3)] == [3]
    assert most_told(queries.ask, EventStatus.DISPUTED, 0) == ()
    assert most_told(queries.ask, EventStatus.CORROBORATED, 3) == ()


def test_narrow_rows_follow_the_events_when_they_are_made_anew(tmp_path: Path):
    path = tmp_path / "ledger.db"
    write_strikes(path)
    for groups in ([DENIED], [], [DENIED[:2]], [DENIED]):
        link(path, groups)
        connection = sqlite3.connect(path)
        kept = connection.execute("SELECT event_id, claim_number, status FROM event_tellings ORDER BY 2").fetchall()
        told = connection.execute(
            "SELECT event_id, number, status FROM claims JOIN events ON events.id = event_id"
            " WHERE type IS NOT NULL ORDER BY number"
        ).fetchall()
        connection.close()
        assert kept == told != []


def test_narrow_rows_know_the_day_of_an_article_that_is_dated_later(tmp_path: Path):
    path = tmp_path / "ledger.db"
    write_strikes(path)
    link(path, [])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE articles SET published = '2031-04-01' WHERE id = ?", (POST.id,))
    days = connection.execute(
        "SELECT DISTINCT told_on FROM event_tellings JOIN claims ON claims.number = claim_number WHERE article_id = ?",
        (POST.id,),
    ).fetchall()
    connection.close()
    assert days == [("2031-04-01",)]
