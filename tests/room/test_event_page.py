"""The page of one event: every value leads to the words it came from, and columns can be compared."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rooms import OpenTab, Room, served

from made_events import rows_of
from made_rivals import NAMED, REPORTS, write_rivals
from rashomon.accounts import By, accounts_of
from rashomon.filters import ClaimFilter
from rashomon.ledger import open_ledger
from rashomon.queries import open_queries
from rashomon.records import Action, Decision, Stance
from rashomon.room.events import EventView, event_view_of
from rashomon.room.serving import open_room


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rivals") / "rivals.db"
    write_rivals(path, REPORTS)
    return path


@pytest.fixture(scope="module")
def rivals(path: Path) -> Iterator[Room]:
    with served(path) as one:
        yield one


def view_in(path: Path, by: By = By.OUTLET) -> EventView:
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter())
        return event_view_of(found, queries.find_copies(found), by)


def answer_of(path: Path, address: str) -> Any:
    async def asked() -> Any:
        room = open_room(path)
        await room.invoke_startup()
        return await room.client.get(address)

    return asyncio.run(asked())


def event_id_in(path: Path) -> str:
    ((event_id,),) = rows_of(path, "SELECT id FROM events")
    return str(event_id)


def test_every_value_and_quote_leads_to_a_claim_of_the_ledger(path: Path):
    claims = {f"/claims/{row[0]}" for row in rows_of(path, "SELECT id FROM claims")}
    for by in By:
        accounts = view_in(path, by).accounts
        values = [cell for account in accounts for _, cells in account.cells for cell in cells]
        quotes = [quote for account in accounts for quote in (*account.quotes, *account.folded)]
        assert values and {one.href for one in values} <= claims
        assert {href for one in values for _, href in one.notes} <= claims
        assert {href for quote in quotes for _, href in quote.places} <= claims


def test_of_many_accounts_those_that_deny_stand_open_first_and_a_button_shows_the_rest(tmp_path: Path):
    many = [replace(report, outlet=f"{report.outlet} {turn}") for turn in (1, 2) for report in REPORTS]
    path = tmp_path / "many.db"
    write_rivals(path, many)
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter())
        view = event_view_of(found, most=3)
        assert len(view.accounts) == 3 and view.more_accounts == len(accounts_of(found)) - 3 and view.can_open
        assert {"Velmar Post 1", "Velmar Post 2"} < {account.name for account in view.accounts}
    address = f"/events/{view.id}"
    button = re.search(r'href="([^"]+)">Show (\d+) more accounts', answer_of(path, address).text)
    assert button is not None
    shown = answer_of(path, button[1].replace("&amp;", "&").partition("#")[0]).text
    assert shown.count('class="account"') == answer_of(path, address).text.count('class="account"') + int(button[2])


def test_rows_that_no_account_fills_are_left_out(path: Path, tmp_path: Path):
    assert "when" in view_in(path).fields
    silent = tmp_path / "silent.db"
    write_rivals(silent, [report for report in REPORTS if report.title == "Ministry silent"])
    assert not {"when", "where", "how many"} & set(view_in(silent).fields)


def test_values_say_which_quotes_of_their_account_give_them(path: Path):
    lantern = view_in(path).accounts[0]
    cells = dict(lantern.cells)
    assert [quote.number for quote in lantern.quotes] == [1, 2]
    assert [(one.words, [number for number, _ in one.notes]) for one in cells["stance"]] == [
        ("asserts", [1]),
        ("declines", [2]),
    ]


def test_denials_of_the_same_things_face_them_once_and_every_origin_has_its_turn(tmp_path: Path):
    denial = next(report for report in REPORTS if report.stance is Stance.DENIES)
    voices = ("General Arn Bell", "Ida Sool, the Selm mayor")
    others = [replace(denial, outlet=f"The {name}", voices=[(NAMED, name)]) for name in voices]
    again = [replace(denial, day=day, told=f"planes hit {words}") for day, words in ((14, "the ferry Amber today"),)]
    path = tmp_path / "denied.db"
    write_rivals(path, [*REPORTS[:2], denial, *again, *others])
    (facing,) = view_in(path).facing
    assert len(facing.against.shown) == 2
    speakers = [quote.chain for quote in facing.denials.shown]
    assert len(speakers) == 4 and len(set(speakers[:3])) == 3


def test_the_address_answers_with_the_sentence_and_an_unknown_one_is_not_found(path: Path):
    answer = answer_of(path, f"/events/{event_id_in(path)}")
    assert answer.status_code == 200
    assert "a spokesman for the Velmari navy, denies what 5 independent origins assert" in answer.text
    assert answer_of(path, "/events/e-0123456789abcdef").status_code == 404


@pytest.mark.parametrize(
    ("words", "column"), [("", "Radio Tolne"), ("?by=voice", "the Tolne police"), ("?by=x", "Radio Tolne")]
)
def test_columns_are_outlets_or_voices(path: Path, words: str, column: str):
    text = answer_of(path, f"/events/{event_id_in(path)}{words}").text
    assert f'<section class="account" aria-label="{column}">' in text


def test_words_that_bring_their_marks_get_no_second_pair(tmp_path: Path):
    path = tmp_path / "rivals.db"
    write_rivals(path, [replace(REPORTS[0], told="“planes hit the ferry Amber off Tolne”", weekday=None, dead=None)])
    text = answer_of(path, f"/events/{event_id_in(path)}").text
    assert "“planes hit" in text and "““" not in text and "””" not in text


def test_nothing_in_the_page_needs_what_its_policy_forbids(path: Path):
    text = answer_of(path, f"/events/{event_id_in(path)}").text
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text)
    assert "<script" not in text


def test_a_decision_on_the_event_is_told_with_who_made_it_and_why(tmp_path: Path):
    path = tmp_path / "rivals.db"
    write_rivals(path, REPORTS)
    decision = Decision(
        action=Action.RATE,
        groups=(("Velmar Post",),),
        field=None,
        value="B",
        note="checked with the harbour office",
        analyst="Ada Brenn",
        decided_at=datetime(2031, 4, 1, 9, tzinfo=UTC),
    )
    with open_ledger(path) as ledger:
        ledger.write_decisions([decision])
    view = view_in(path)
    assert ("Velmar Post", "B") in view.grade.ratings and ("Radio Tolne", "F") in view.grade.ratings
    text = answer_of(path, f"/events/{view.id}").text
    assert "Ada Brenn" in text and "checked with the harbour office" in text
    assert f'href="/review?id={view.id}"' in text


def test_an_event_costs_the_same_questions_however_many_tell_it(path: Path, tmp_path: Path):
    def asked(of: Path) -> int:
        questions: list[str] = []
        event_id = event_id_in(of)
        with open_queries(of) as queries:
            queries._connection.set_trace_callback(questions.append)
            found = queries.find_event(event_id)
            assert found
            queries.find_copies(found)
        return len(questions)

    small = tmp_path / "small.db"
    write_rivals(small, REPORTS[:1])
    assert asked(small) == asked(path)


def test_one_field_stands_at_one_height_in_all_columns(rivals: Room, open_tab: OpenTab):
    shown = open_tab(rivals.address("/events/{event}"))
    for name in ("how-many", "stance"):
        tops = shown.locator(f".field-{name}").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert len(tops) == 7 and max(tops) - min(tops) < 1


def test_the_names_of_the_rows_stay_in_sight_while_columns_scroll(rivals: Room, open_tab: OpenTab):
    shown = open_tab(rivals.address("/events/{event}"), viewport={"width": 900, "height": 800})
    shown.locator(".accounts").evaluate("one => one.scrollLeft = one.scrollWidth")
    edge = shown.locator(".accounts").bounding_box()["x"]
    assert abs(shown.locator(".field-names").bounding_box()["x"] - edge) < 1


def test_on_a_phone_accounts_stand_below_each_other_and_the_small_picture_is_shown(rivals: Room, open_tab: OpenTab):
    shown = open_tab(rivals.address("/events/{event}"), viewport={"width": 390, "height": 844})
    boxes = shown.locator(".account").evaluate_all("all => all.map(one => [one.offsetLeft, one.offsetTop])")
    assert len({left for left, _ in boxes}) == 1 and sorted(boxes, key=lambda one: one[1]) == boxes
    assert shown.locator(".picture-narrow").is_visible() and not shown.locator(".picture-wide").is_visible()
    assert shown.locator(".picture-narrow svg").bounding_box()["width"] <= 350


def test_the_switch_is_a_link_that_leads_to_the_voices_and_a_quote_leads_to_its_article(
    rivals: Room, open_tab: OpenTab
):
    shown = open_tab(rivals.address("/events/{event}"))
    shown.get_by_role("link", name="by voice").click()
    assert shown.locator(".account h3").first.inner_text() == "hospital officials (of Vost News)"
    shown.locator(".account .words").first.click()
    shown.wait_for_url(re.compile(r"/articles/a-[^#]+#c-"))
