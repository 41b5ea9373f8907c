"""The review by keyboard alone, in a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import OpenTab, Room, served

from made_events import rows_of


@pytest.fixture(scope="module")
def own_room(demo_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room over a copy of the examples, in which something may be decided."""
    path = tmp_path_factory.mktemp("review") / "review.db"
    shutil.copy(demo_ledger, path)
    with served(path) as one:
        yield one


def events_in(room: Room) -> int:
    return len(rows_of(room.ledger_path, "SELECT id FROM events"))


def test_a_merge_and_its_undo_by_keyboard_alone(own_room: Room, open_tab: OpenTab):
    tab = open_tab(own_room.url + "review?list=near")
    before, shown = events_in(own_room), tab.locator("[data-card]").count()
    first = tab.locator("[data-card]").first.inner_text()
    tab.keyboard.press("j")
    tab.keyboard.press("n")
    tab.keyboard.type("1 fight, 2 names")
    assert tab.evaluate("document.activeElement.value") == "1 fight, 2 names"
    tab.keyboard.press("Escape")
    tab.keyboard.press("1")
    assert tab.evaluate("document.activeElement.textContent") == "They are one"
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert "1 fight, 2 names" in tab.get_by_role("status").inner_text()
    assert events_in(own_room) == before - 1
    assert tab.evaluate("document.activeElement.hasAttribute('data-card')")
    tab.keyboard.press("u")
    assert tab.evaluate("document.activeElement.textContent") == "Undo"
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert events_in(own_room) == before
    assert tab.locator("[data-card]").count() == shown
    assert tab.locator("[data-card]").first.inner_text().split("Why")[0] == first.split("Why")[0]


def test_keys_rest_where_one_types_and_when_they_are_switched_off(own_room: Room, open_tab: OpenTab):
    tab = open_tab(own_room.url + "review?list=names")
    tab.get_by_label("Search").first.focus()
    tab.keyboard.type("jun2")
    assert tab.evaluate("document.activeElement.value") == "jun2"
    tab.locator("[data-toggle]").click()
    tab.keyboard.press("j")
    assert not tab.evaluate("document.activeElement.hasAttribute('data-card')")
    tab.reload()
    tab.keyboard.press("j")
    assert not tab.evaluate("document.activeElement.hasAttribute('data-card')")
    tab.locator("[data-toggle]").click()
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.hasAttribute('data-card')")


def test_all_that_keys_reach_is_reached_by_tab_too(own_room: Room, open_tab: OpenTab):
    tab = open_tab(own_room.url + "review?list=near")
    unreached = tab.evaluate(
        "[...document.querySelectorAll('[data-key]')].filter(one => one.tabIndex < 0 || one.disabled).length"
    )
    assert tab.locator("[data-key]").count() > 3 and unreached == 0
