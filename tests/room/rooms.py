"""Rooms that run, tabs to open them, and the pages that every test opens: a new page joins by one line."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

SOURCE = Path(__file__).parent.parent.parent / "src"

PAGES = {
    "stories": "/",
    "event": "/events/{event}",
    "article": "/articles/{article}",
    "entity": "/entities/{entity}",
    "voices": "/voices",
    "voice": "/voices?name={voice}",
    "search": "/search?q={word}",
    "review": "/review",
    "nearly joined": "/review?list=near",
    "outlets": "/review?list=outlets",
    "an event under review": "/review?id={event}",
    "a claim under review": "/review?id={claim}",
    "nowhere": "/events/e-0000000000000000",
}
DATASETTES = {"tables": "/ledger", "table": "/ledger/claims", "question": "/ledger?sql=select+count(*)+from+claims"}

_FOUND = {
    "event": "SELECT event_id FROM claims GROUP BY event_id ORDER BY count(*) DESC, event_id LIMIT 1",
    "article": "SELECT article_id FROM claims GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT 1",
    "entity": "SELECT entity_id FROM entity_members GROUP BY entity_id ORDER BY count(*) DESC, entity_id LIMIT 1",
    "claim": "SELECT id FROM claims ORDER BY number LIMIT 1",
    "voice": "SELECT name FROM voices GROUP BY name ORDER BY count(*) DESC, name LIMIT 1",
}


def found_in(ledger_path: Path) -> dict[str, str]:
    """The event, article, entity and voice of which the ledger holds most; and a word to look for."""
    connection = sqlite3.connect(ledger_path)
    found = {name: str((connection.execute(question).fetchone() or ("",))[0]) for name, question in _FOUND.items()}
    connection.close()
    return {**found, "word": "the"}


@dataclass(frozen=True)
class Room:
    """Where a room is served, and which ids its ledger holds."""

    url: str
    ledger_path: Path

    def address(self, path: str) -> str:
        """The whole address of a path of `pages.py`."""
        names = {name: quote(value) for name, value in found_in(self.ledger_path).items()}
        return self.url.rstrip("/") + path.format(**names)


@contextmanager
def served(ledger_path: Path, *words: str, **environment: str) -> Iterator[Room]:
    """The room as `rashomon serve` opens it, at a port that is free."""
    command = [sys.executable, "-c", "from rashomon.cli import main; main()", "serve", "--port", "0", "--no-open"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASHOMON_")}
    process = subprocess.Popen(
        [*command, "--ledger", str(ledger_path), *words],
        env={**kept, "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        yield Room(url=found[0], ledger_path=ledger_path)
    finally:
        process.terminate()
        process.wait(10)


OpenTab = Callable[..., Any]


@contextmanager
def tabs(browser: Any) -> Iterator[OpenTab]:
    """Opens addresses; at the end no script may have failed, and nothing may have been asked of another host.

    Options are those of Playwright's `new_context`: viewport, color_scheme, java_script_enabled, ...
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def open_one(address: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        tab = context.new_page()
        home = urlsplit(address).netloc
        tab.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
        tab.on("pageerror", lambda error: faults.append(f"script: {error}"))
        tab.on("request", lambda asked: faults.append(f"asks {asked.url}") if is_elsewhere(asked.url, home) else None)
        tab.goto(address)
        return tab

    yield open_one
    for context in contexts:
        context.close()
    # Chromium says aloud on the console that a page came with status 404, which a test may want.
    assert [fault for fault in faults if "status of 404" not in fault] == []


def is_elsewhere(url: str, home: str) -> bool:
    return urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != home
