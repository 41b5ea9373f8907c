"""The pictures of the tour through the reading room, made again from the bundled examples.

Out: `docs/room-….png`. Needs the extra `test` and Chromium on the PATH. Run it from anywhere after a page has changed:

    .venv/bin/python docs/room_pictures.py
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).parent
PROGRAM = [sys.executable, "-c", "from rashomon.cli import main; main()"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1120, 760
HEIGHTS = {"stories": 980, "event": 1300}
PHONE = {"width": 390, "height": 780}
MOST_BYTES = 250_000
HEARD = "Selma Ardit"


def main() -> None:
    """Read the examples, open the room, and take each picture."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder, "demo.db")
        answer_of("demo", ledger)
        pages = pages_of(ledger)
        with served(ledger) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=["--no-sandbox"]
            )
            for name, path in pages.items():
                size = {"width": WIDTH, "height": HEIGHTS.get(name, HEIGHT)}
                take(browser, url + path, DOCS / f"room-{name}.png", viewport=size)
            take(browser, url + pages["event"], DOCS / "room-phone.png", viewport=PHONE, color_scheme="dark")
            browser.close()


def answer_of(words: str, ledger: Path) -> list[dict[str, Any]]:
    """What a command answers for this ledger."""
    command = [*PROGRAM, *words.split(), "--json", "--ledger", str(ledger)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def pages_of(ledger: Path) -> dict[str, str]:
    """The page of each picture: the disputed attack that most outlets tell, an article that tells it, a person."""
    attacks = answer_of("events --status disputed --type attack", ledger)
    event = max(attacks, key=lambda one: (len(one["reliability"]), len(one["claims"])))
    claims = {one["id"]: one for one in answer_of("claims", ledger)}
    claim = next(claims[one] for one in event["claims"] if claims[one]["voices"])
    connection = sqlite3.connect(ledger)
    entity = connection.execute("SELECT entity_id FROM entity_names WHERE name = ?", (HEARD,)).fetchone()[0]
    connection.close()
    return {
        "stories": "",
        "event": f"events/{event['id']}",
        "article": f"articles/{claim['article']['id']}",
        "entity": f"entities/{entity}",
        "review": "review",
    }


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """The address of a room over this ledger."""
    command = [*PROGRAM, "serve", "--no-open", "--port", "0", "--ledger", str(ledger)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def take(browser: Browser, address: str, path: Path, **options: Any) -> None:
    """One picture of what stands first on a page, small enough to lie in the repository."""
    context = browser.new_context(**options)
    tab = context.new_page()
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    tab.screenshot(path=path)
    context.close()
    print(f"{path.name}: {path.stat().st_size:,} bytes")
    assert path.stat().st_size < MOST_BYTES, path


if __name__ == "__main__":
    main()
