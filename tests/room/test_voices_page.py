"""The pages of voices and of entities: what they make of a record, and what they answer."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from made_entities import NAMES, id_of, write_named
from made_events import STRIKES, link
from rashomon import testimony
from rashomon.queries import open_queries
from rashomon.records import EventStatus, Stance, VoiceKind
from rashomon.room.sayings import HEIGHT, MOST_BARS, bars_of, page_number, pages_of, said_view_of
from rashomon.room.serving import open_room
from rashomon.room.voices import href_of, voice_view_of
from rashomon.testimony import MonthCount, Reception, Said

NOTHING = Reception(backed_by=(), opposed_by=(), differing=(), is_self_opposed=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three bodies, each heard in one article, on one strike."""
    path = tmp_path_factory.mktemp("voices") / "rashomon.db"
    write_named(path, *NAMES)
    link(path, [[reading.claims[0].id for reading in STRIKES]])
    return path


@pytest.fixture(scope="module")
def denial(path: Path) -> Said:
    """The claim of the ministry, as if nobody had said anything to it."""
    with open_queries(path) as queries:
        told = testimony.testimony_of_voice(queries.ask, "The ministry", VoiceKind.INSTITUTION, first=0, number=5)
    return replace(told.page[0], reception=NOTHING)


def get(path: Path, address: str) -> Any:
    return asyncio.run(open_room(path).client.get(address))


def test_what_became_of_a_denial_is_said_of_a_denial(denial: Said):
    told = replace(NOTHING, backed_by=("the navy",), opposed_by=("a ferry",), is_self_opposed=True)
    view = said_view_of(replace(denial, reception=told))
    assert view.stance is Stance.DENIES
    assert [(one.kind, one.words, one.names) for one in view.outcomes] == [
        ("backed", "also denied by", ("the navy",)),
        ("opposed", "told against it by", ("a ferry",)),
        ("opposed", "contradicted elsewhere by the same voice", ()),
    ]


def test_what_became_of_an_assertion_is_said_of_an_assertion(denial: Said):
    asserted = replace(denial.found, corrections={"stance": "asserts"})
    told = replace(NOTHING, backed_by=("the navy",), opposed_by=("a ferry",), differing=("a port",))
    view = said_view_of(replace(denial, found=asserted, reception=told))
    assert [one.words for one in view.outcomes] == ["told also by", "denied by", "told otherwise by"]


def test_a_claim_that_nobody_takes_up_has_no_outcome_and_one_without_event_no_way_to_it(denial: Said):
    view = said_view_of(replace(denial, status=None))
    assert (view.outcomes, view.event_id, view.status) == ((), None, None)
    assert said_view_of(denial).status is EventStatus.DISPUTED


def test_there_is_a_bar_for_every_month_between_the_first_and_the_last():
    bars = bars_of([month("2030-11", 2, 1), month("2031-02", 4, 0), month("", 9, 9)])
    assert [bar.name for bar in bars] == ["November 2030", "December 2030", "January 2031", "February 2031"]
    assert [bar.height for bar in bars] == [HEIGHT // 2, 0, 0, HEIGHT]
    assert [bar.denied for bar in bars] == [HEIGHT // 4, 0, 0, 0]
    assert bars_of([month("", 3, 0)]) == ()


def test_of_many_months_there_is_a_bar_for_every_year():
    last = f"{2020 + MOST_BARS // 12}-01"
    bars = bars_of([month("2020-01", 1, 0), month("2020-12", 2, 1), month(last, 300, 0)])
    assert [bar.name for bar in bars] == [str(year) for year in range(2020, 2021 + MOST_BARS // 12)]
    assert (bars[0].claims, bars[0].denials, bars[0].height, bars[0].denied) == (3, 1, 1, 1), "never too low to be seen"


def month(name: str, claims: int, denials: int) -> MonthCount:
    return MonthCount(month=name, claims=claims, denials=denials)


def test_pages_are_counted_from_one():
    assert [pages_of(total, 25) for total in (0, 1, 25, 26)] == [1, 1, 1, 2]
    assert [page_number(given) for given in (None, "", "0", "-1", "x", "3", "9" * 9)] == [1, 1, 1, 1, 1, 3, 1]


def test_a_voice_leads_to_the_entity_that_articles_mean_by_it(denial: Said, path: Path):
    told = testimony.Testimony(
        claims=1, denials=1, weighed=1, backed=0, opposed=0, months=(month("2031-03", 1, 1),), page=(denial,)
    )
    view = voice_view_of("the ministry", VoiceKind.INSTITUTION, told, 1)
    assert view.entities == ((id_of(path, NAMES[2]), NAMES[2]),)
    assert view.href == href_of("the ministry", VoiceKind.INSTITUTION) == "/voices?name=the+ministry&kind=institution"


def test_the_list_of_voices_keeps_its_filters_in_the_address(path: Path):
    shown = get(path, "/voices?voice=minis&kind=institution").text
    assert 'value="minis"' in shown and "<option selected>institution" in shown
    assert "The ministry" in shown and "Harbour police" not in shown
    assert "No voice fits" in get(path, "/voices?voice=nobody").text


def test_a_day_that_is_none_is_refused_in_words(path: Path):
    answer = get(path, "/voices?since=March")
    assert answer.status_code == 400 and "R204" in answer.text


def test_a_voice_is_found_in_any_case_with_or_without_its_kind(path: Path):
    for address in ("/voices?name=THE+MINISTRY", "/voices?name=the+ministry&kind=institution"):
        assert "planes hit a convoy near Tolne" in get(path, address).text
    assert get(path, "/voices?name=the+ministry&kind=outlet").status_code == 404
    assert get(path, "/voices?name=nobody").status_code == 404


def test_an_entity_shows_its_names_with_reasons_its_claims_and_its_articles(path: Path):
    shown = get(path, f"/entities/{id_of(path, NAMES[2])}").text
    assert NAMES[2] in shown and "No strike" in shown and "planes hit a convoy near Tolne" in shown
    assert f"/review?id={id_of(path, NAMES[2])}" in shown
    assert get(path, "/entities/n-nothing").status_code == 404


def test_pages_beyond_the_last_one_are_empty_and_no_fault(path: Path):
    for address in ("/voices?page=99", "/voices?name=the+ministry&page=99", "/review?page=99"):
        assert get(path, address).status_code == 200
    entity = id_of(path, NAMES[2])
    assert get(path, f"/entities/{entity}?says=9&deeds=9&articles=9").status_code == 200
