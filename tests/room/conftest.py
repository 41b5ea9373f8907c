"""A reading room that runs, and a browser to look at it: headless Chromium, where there is one."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rooms import PAGES, OpenTab, Room, served, tabs

from rashomon.cli import cli

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled examples, read as `rashomon demo` reads them."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    result = CliRunner().invoke(cli, ["demo", "--json", "--ledger", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture(scope="session")
def room(demo_ledger: Path) -> Iterator[Room]:
    """The room over the bundled examples; a test that decides something takes a copy of the ledger instead."""
    with served(demo_ledger) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium of this machine, driven by Playwright.

    Playwright keeps an event loop running while it is open: a module that uses it cannot use `asyncio.run` too.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no Chromium on the PATH; apt-get install chromium brings one")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is in the extra `test`")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_tab(browser: Any) -> Iterator[OpenTab]:
    """Tabs for one test; see `tabs`."""
    with tabs(browser) as open_one:
        yield open_one


@pytest.fixture(scope="module", params=PAGES)
def tab(request: pytest.FixtureRequest, browser: Any, room: Room) -> Iterator[Any]:
    """Every page of `pages.py` in turn, open for all tests of a module that ask for it."""
    with tabs(browser) as open_one:
        opened = open_one(room.address(PAGES[request.param]))
        opened.wait_for_load_state("networkidle")
        yield opened
