"""An article that means harm does none: everything shown is escaped, turned around by nothing, and soon there."""

import asyncio
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hostile import SCRIPT, write_hostile
from rooms import PAGES, found_in

from rashomon.room.serving import open_room

ENDLESS = 5_000_000
TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0007")


@pytest.fixture(scope="module")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    write_hostile(path)
    return path


def get(ledger_path: Path, path: str) -> Any:
    """What the room answers; the second time, so that templates are compiled."""
    names = {name: quote(value, safe="") for name, value in found_in(ledger_path).items()}

    async def asked() -> tuple[Any, float]:
        room = open_room(ledger_path)
        await room.client.get(path.format(**names))
        began = time.perf_counter()
        return await room.client.get(path.format(**names)), time.perf_counter() - began

    return asyncio.run(asked())


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_an_article_becomes_markup(name: str, ledger_path: Path):
    shown, _ = get(ledger_path, PAGES[name])
    assert shown.status_code == (404 if name == "nowhere" else 200)
    assert SCRIPT not in shown.text and "<img src=x" not in shown.text and "<!-- <style>" not in shown.text
    assert str(7191 * 7) not in shown.text
    assert not TURNS & set(shown.text)


def test_a_paragraph_without_end_is_shown_soon(tmp_path: Path):
    path = tmp_path / "endless.db"
    write_hostile(path, ENDLESS)
    for name in PAGES:
        shown, seconds = get(path, PAGES[name])
        assert shown.status_code in (200, 404)
        assert seconds < 1, name
