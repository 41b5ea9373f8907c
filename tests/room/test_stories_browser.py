"""The pictures of the page of events in a browser: drawn, and what is marked in them narrows the list."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from rooms import OpenTab, Room, served

from made_events import STRIKES, link, write_strikes
from rashomon.room.charts import BUNDLE_PATH

pytestmark = pytest.mark.skipif(
    not BUNDLE_PATH.exists(), reason="the script of the pictures is not made; pip install -e . makes it"
)


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room over a strike and a protest, the protest at another place."""
    path = tmp_path_factory.mktemp("strait") / "strait.db"
    write_strikes(path)
    link(path, [[reading.claims[0].id for reading in STRIKES]])
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE event_tellings SET place = 'Tobruk', place_name = 'Tobruk', country = 'LBY', latitude = 32.1,"
        " longitude = 24 WHERE type = 'PROTEST'"
    )
    connection.commit()
    connection.close()
    with served(path) as one:
        yield one


def opened(room: Room, open_tab: OpenTab, path: str = "/") -> Any:
    shown = open_tab(room.address(path))
    shown.wait_for_selector("#time-picture svg")
    shown.wait_for_selector("#place-picture svg")
    return shown


def test_both_pictures_are_drawn_with_their_colours(strait: Room, open_tab: OpenTab):
    shown = opened(strait, open_tab)
    bars = shown.locator("#time-picture .mark-rect.marks path")
    assert bars.count() == 2  # the strike and the protest, told first on two days
    colours = set(bars.evaluate_all("all => all.map(one => getComputedStyle(one).fill)"))
    assert len(colours) == 2 and "none" not in colours
    shown.wait_for_selector("#place-picture .mark-shape path")
    assert shown.locator("#place-picture .mark-symbol.role-mark path").count() == 2


def test_a_bar_that_is_clicked_leads_to_its_events(strait: Room, open_tab: OpenTab):
    shown = opened(strait, open_tab)
    shown.locator("#time-picture .mark-rect.marks path").first.click()
    shown.wait_for_url("**/?since=2031-03-12&until=2031-03-12")
    assert shown.locator(".story").count() == 1


def test_a_stretch_that_is_marked_becomes_days_in_the_address(strait: Room, open_tab: OpenTab):
    shown = opened(strait, open_tab, "/?actor=planes")
    box = shown.locator("#time-picture .mark-rect.marks").first.bounding_box()
    shown.mouse.move(box["x"] + 3, box["y"] + 5)
    shown.mouse.down()
    shown.mouse.move(box["x"] + box["width"] / 3, box["y"] + 30, steps=5)
    shown.mouse.up()
    shown.wait_for_url("**/?actor=planes&since=2031-03-12&until=2031-03-12")


def test_a_place_that_is_clicked_narrows_the_list_and_keeps_what_was_asked(strait: Room, open_tab: OpenTab):
    shown = opened(strait, open_tab, "/?since=2031-03-01")
    shown.hover("#place-picture .mark-symbol.role-mark path >> nth=0")
    assert "event" in shown.locator("#vg-tooltip-element").inner_text()
    shown.locator("#place-picture .mark-symbol.role-mark path").first.click()
    shown.wait_for_url("**place=*")
    assert "since=2031-03-01" in shown.url
    assert shown.locator(".story").count() == 1
    assert shown.locator(".choices a[href='/?since=2031-03-01']").count() == 1


def test_the_form_does_the_same_by_keyboard_alone(strait: Room, open_tab: OpenTab):
    shown = open_tab(strait.address("/"), java_script_enabled=False)
    assert not shown.locator("#time-picture").is_visible(), "nothing is drawn without scripts"
    shown.get_by_role("textbox", name="Where").fill("tobruk")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**place=tobruk**")
    assert shown.locator(".story").count() == 1
    shown.get_by_text("The same as a table").first.press("Enter")
    shown.locator(".pictures table a").first.click()
    shown.wait_for_url("**since=2031-03-1**")


def test_the_picture_is_redrawn_for_a_phone(strait: Room, open_tab: OpenTab):
    shown = open_tab(strait.address("/"), viewport={"width": 390, "height": 844})
    shown.wait_for_selector("#time-picture svg")
    assert shown.locator("#time-picture svg").bounding_box()["width"] <= 360
    assert shown.evaluate("document.scrollingElement.scrollWidth") <= 390
