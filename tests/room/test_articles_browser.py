"""An article in a browser: marks show their records by mouse and keyboard, layers go on and off, a claim is lit."""

from collections.abc import Iterator
from typing import Any

import pytest
from rooms import OpenTab, Room, served

from made_events import DENIAL, LANTERN, NINE, POST, PROTEST, SEVEN, link, write_strikes

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def strikes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room over three articles that tell of one strike."""
    path = tmp_path_factory.mktemp("strikes") / "strikes.db"
    write_strikes(path)
    link(path, [(SEVEN, NINE, DENIAL)])
    with served(path) as one:
        yield one


def lit(shown: Any) -> set[str]:
    """The claims whose words are lit in the text."""
    return set(
        shown.evaluate("[...document.querySelectorAll('.printed .lit')].flatMap(one => one.dataset.claims.split(' '))")
    )


def test_an_address_that_names_a_claim_lights_its_words_and_its_entry(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/claims/{PROTEST}"))
    shown.wait_for_selector(f"[id='{PROTEST}'].lit")
    assert shown.url.endswith(f"/articles/{POST.id}#{PROTEST}") and lit(shown) == {PROTEST}
    shown.goto(strikes.address(f"/articles/{POST.id}#{DENIAL}"))
    shown.wait_for_selector(f"[id='{DENIAL}'].lit")
    assert lit(shown) == {DENIAL}


def test_the_mouse_over_a_mark_shows_its_record_and_lights_the_claim(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"))
    shown.hover(".printed .time")
    record = shown.locator("#record")
    assert "7 March 2031" in record.inner_text() and lit(shown) == {SEVEN}
    shown.hover(".printed .voice")
    assert "speaks in claim 1" in record.inner_text()
    shown.hover("h2")
    assert record.is_hidden() and lit(shown) == set()


def test_the_keyboard_comes_to_every_mark_and_escape_puts_its_record_away(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"))
    shown.locator("#show-times").focus()
    reached = []
    for _ in range(3):
        shown.keyboard.press("Tab")
        reached.append(shown.evaluate("document.activeElement.className"))
    assert [one.replace("mark ", "").split()[0] for one in reached] == ["voice", "time", "ref"]
    shown.locator(".printed a.place").focus()
    assert "Place" in shown.locator("#record").inner_text()
    assert shown.evaluate("document.activeElement.getAttribute('aria-describedby')") == "record"
    shown.keyboard.press("Escape")
    assert shown.locator("#record").is_hidden()


def test_a_layer_that_is_off_shows_no_marks_and_is_passed_over(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"))
    line = "getComputedStyle(document.querySelector('.printed a.place')).textDecorationLine"
    assert shown.evaluate(line) == "underline"
    shown.locator("#show-places").focus()
    shown.keyboard.press("Space")
    assert shown.evaluate(line) == "none"
    assert shown.locator(".printed a.place").get_attribute("tabindex") == "-1"
    shown.hover(".printed a.place")
    assert shown.locator("#record").is_hidden()
    shown.locator("#show-claims").uncheck()
    assert shown.locator(".printed .ref").first.is_hidden()


def test_without_javascript_layers_still_switch_and_numbers_lead_to_entries(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"), java_script_enabled=False)
    shown.locator("#show-claims").uncheck()
    assert shown.locator(".printed .ref").first.is_hidden()
    shown.locator("#show-claims").check()
    shown.locator(".printed .ref").first.click()
    assert shown.url.endswith(f"#{SEVEN}") and shown.locator(".entry:target").count() == 1


def test_on_a_phone_the_claims_stand_below_the_text(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"), viewport=PHONE)
    text, margin = shown.locator(".body").bounding_box(), shown.locator(".margin").bounding_box()
    assert margin["y"] >= text["y"] + text["height"]
    assert shown.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_a_line_of_the_text_holds_about_66_characters(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"))
    width = shown.evaluate(
        """() => { const one = document.querySelector('.body p'); const probe = one.cloneNode();
        probe.style.cssText = 'position: absolute; white-space: pre; max-width: none';
        probe.textContent = 'the coast guard said that planes hit a convoy of the ministry, the'; one.after(probe);
        const found = one.offsetWidth / (probe.offsetWidth / 66); probe.remove(); return found; }"""
    )
    assert 60 <= width <= 75


def test_the_first_tap_on_a_mark_shows_its_record_and_the_second_follows_it(strikes: Room, open_tab: OpenTab):
    shown = open_tab(strikes.address(f"/articles/{LANTERN.id}"), viewport=PHONE, has_touch=True)
    shown.locator(".printed a.time").tap()
    assert "7 March 2031" in shown.locator("#record").inner_text()
    assert shown.url.endswith(LANTERN.id)
    shown.locator(".printed a.time").tap()
    shown.wait_for_url("**/?since=2031-03-07&until=2031-03-07")
