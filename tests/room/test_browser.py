"""Every page in a browser: nothing fails, nothing leaves this host, and eye, ear and keyboard can use it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hostile import write_hostile
from rooms import DATASETTES, PAGES, OpenTab, Room, served

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def hostile_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room over two articles that mean harm."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    write_hostile(path)
    with served(path) as one:
        yield one


def test_the_keyboard_goes_through_a_page_from_its_head(tab: Any):
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["y"] >= 0
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Rashomon"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert tab.evaluate("[...document.querySelectorAll('[tabindex]')].filter(one => one.tabIndex > 0).length") == 0


def test_a_page_has_no_serious_fault_of_accessibility(tab: Any):
    assert serious_faults_in(tab) == []


def test_a_page_can_be_read_in_the_dark(tab: Any):
    tab.emulate_media(color_scheme="dark")
    assert serious_faults_in(tab, "color-contrast", "link-in-text-block") == []
    tab.emulate_media(color_scheme="light")


def test_a_page_fits_a_phone_without_scrolling_sideways(tab: Any):
    tab.set_viewport_size(PHONE)
    assert tab.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    tab.set_viewport_size(DESK)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_javascript(name: str, room: Room, open_tab: OpenTab):
    shown = open_tab(room.address(PAGES[name]), java_script_enabled=False)
    assert shown.locator("main h1").count() == 1
    assert shown.locator("main").inner_text().count(" ") > 3


@pytest.mark.parametrize("name", DATASETTES)
def test_datasettes_own_pages_work_behind_our_headers(name: str, room: Room, open_tab: OpenTab):
    shown = open_tab(room.address(DATASETTES[name]))
    shown.wait_for_load_state("networkidle")
    assert "ledger" in shown.locator("body").inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_hostile_article_runs(name: str, hostile_room: Room, open_tab: OpenTab):
    shown = open_tab(hostile_room.address(PAGES[name]))
    assert shown.evaluate("window.harm") is None
    assert shown.locator("img[src='x']").count() == 0
    assert shown.locator("footer.colophon").is_visible()


def test_the_first_link_skips_to_the_page_itself(room: Room, open_tab: OpenTab):
    shown = open_tab(room.address("/voices"))
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_the_search_field_of_the_masthead_leads_to_what_it_finds(room: Room, open_tab: OpenTab):
    shown = open_tab(room.address("/"))
    shown.locator("#lookup").fill("ferry")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/search?q=ferry*")
    assert "ferry" in shown.locator("main").inner_text().lower()


def test_a_newcomer_finds_by_links_alone_who_disputes_what_and_in_which_words(room: Room, open_tab: OpenTab):
    shown = open_tab(room.address("/"))
    shown.locator("main").get_by_role("link", name="disputed").first.click()
    assert "status=disputed" in shown.url
    shown.locator("main a[href^='/events/e-']").first.click()
    main = shown.locator("main")
    assert "disputed" in main.inner_text() and "independent origins" in main.inner_text()
    assert shown.get_by_role("heading", name="Who denies whom").is_visible()
    words = shown.locator("main a[href*='#c-'], main a[href^='/claims/c-']").first
    words.click()
    claim_id = urlsplit(shown.url).fragment
    assert "/articles/a-" in shown.url and claim_id.startswith("c-")
    assert shown.locator(f"[id='{claim_id}']").is_visible()


def test_a_person_logs_in_with_the_password_and_out_again(demo_ledger: Path, open_tab: OpenTab):
    with served(demo_ledger, RASHOMON_PASSWORD="three grey gulls") as room:
        shown = open_tab(room.address("/voices"))
        assert shown.url.endswith("/-/login") and serious_faults_in(shown) == []
        shown.get_by_label("Password").fill("two gulls")
        shown.keyboard.press("Enter")
        shown.get_by_text("Invalid username or password").wait_for()
        shown.get_by_label("Password").fill("three grey gulls")
        shown.keyboard.press("Enter")
        shown.get_by_role("heading", name="Stories").wait_for()
        shown.get_by_role("button", name="Log out").click()
        shown.goto(room.address("/voices"))
        assert shown.url.endswith("/-/login")


def serious_faults_in(shown: Any, *rules: str) -> list[str]:
    """What axe finds serious, with the first element at fault; of these rules only, where some are named."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is in the extra `test`")
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = axe.Axe().run(shown, options=options).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['any'][:1]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
