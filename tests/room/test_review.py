"""The review: what is decided through its forms is decided in the ledger, and nothing is decided otherwise."""

import asyncio
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from made_events import DENIAL, LANTERN, NINE, SEVEN, link, rows_of, write_strikes
from rashomon.room import forms
from rashomon.room.desk import Datasette
from rashomon.room.forms import Filled, filled_in, way_back
from rashomon.room.serving import open_room

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two articles tell of one strike, a third one denies it and stands alone."""
    path = tmp_path / "rashomon.db"
    write_strikes(path)
    link(path, [(SEVEN, NINE)])
    return path


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, room: Datasette) -> None:
        self.room = room
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Any:
        return self._kept(asyncio.run(self.room.client.get(address, cookies=self.cookies)))

    def send(self, action: str, *fields: tuple[str, str], token: str | None = None) -> Any:
        """Fill in a form of the review, with the token that its page holds."""
        if token is None:
            token = re.search(r'name="csrftoken" value="([^"]+)"', self.get("/review").text)[1]
        body = urlencode([("csrftoken", token), *fields])
        address = f"/review/{action}"
        return self._kept(asyncio.run(self.room.client.post(address, content=body, headers=FORM, cookies=self.cookies)))

    def _kept(self, answer: Any) -> Any:
        self.cookies |= dict(answer.cookies)
        return answer


@pytest.fixture
def visitor(path: Path) -> Visitor:
    return Visitor(open_room(path))


def event_of(path: Path, claim_id: str) -> str:
    ((event_id,),) = rows_of(path, "SELECT event_id FROM claims WHERE id = ?", claim_id)
    return str(event_id)


def decisions_in(path: Path) -> list[tuple[object, ...]]:
    return rows_of(path, "SELECT action, field, value, note, analyst FROM decisions ORDER BY number")


def test_a_merge_makes_one_event_and_leads_back_to_where_it_was_asked_for(path: Path, visitor: Visitor):
    one, other = event_of(path, SEVEN), event_of(path, DENIAL)
    answer = visitor.send("merge", ("id", one), ("id", other), ("back", "/review?list=near"), ("note", "one strike"))
    assert answer.status_code == 303
    assert re.fullmatch(r"/review\?list=near&decided=d-[0-9a-f]{16}", answer.headers["location"])
    assert event_of(path, SEVEN) == event_of(path, DENIAL)
    assert decisions_in(path) == [("merge", None, None, "one strike", None)]
    shown = visitor.get(answer.headers["location"]).text
    assert "These are one event" in shown and "one strike" in shown


def test_an_undoing_takes_a_merge_back_and_both_stay_in_the_list(path: Path, visitor: Visitor):
    before = event_of(path, SEVEN), event_of(path, DENIAL)
    visitor.send("merge", ("id", before[0]), ("id", before[1]))
    ((merged,),) = rows_of(path, "SELECT id FROM decisions")
    assert visitor.send("undo", ("of", str(merged))).status_code == 303
    assert event_of(path, SEVEN) != event_of(path, DENIAL)
    shown = visitor.get("/review?list=decisions").text
    assert shown.index("Undone") < shown.index("undone by")
    assert "Have it again" in shown
    ((undone,),) = rows_of(path, "SELECT id FROM decisions WHERE action = 'undo'")
    visitor.send("undo", ("of", str(undone)))
    assert event_of(path, SEVEN) == event_of(path, DENIAL)


def test_a_split_parts_the_claims_that_were_chosen(path: Path, visitor: Visitor):
    event_id = event_of(path, SEVEN)
    assert visitor.send("split", ("of", event_id), ("part", NINE)).status_code == 303
    assert event_of(path, SEVEN) != event_of(path, NINE)


def test_two_events_that_are_two_are_asked_about_no_more(path: Path, visitor: Visitor):
    connection = sqlite3.connect(path)
    pair = sorted((NINE, DENIAL))
    connection.execute("INSERT INTO edges VALUES (?, ?, 0.5, 'both “convoy”')", pair)
    connection.commit()
    connection.close()
    assert visitor.get("/review?list=near").text.count("data-card") == 1
    visitor.send("split", ("of", event_of(path, NINE)), ("part", event_of(path, DENIAL)))
    assert visitor.get("/review?list=near").text.count("data-card") == 0
    assert event_of(path, NINE) != event_of(path, DENIAL)


def test_a_correction_a_rating_and_a_note_are_kept_with_the_name_that_signs(path: Path, visitor: Visitor):
    visitor.send("analyst", ("analyst", "Ada Brenn Ω"))
    visitor.send("correct", ("of", DENIAL), ("field", "stance"), ("value", "asserts"))
    visitor.send("rate", ("source", LANTERN.outlet or ""), ("letter", "B"))
    visitor.send("note", ("of", event_of(path, SEVEN)), ("text", "asked on 14 March"))
    assert decisions_in(path) == [
        ("correct", "stance", "asserts", None, "Ada Brenn Ω"),
        ("rate", None, "B", None, "Ada Brenn Ω"),
        ("note", None, None, "asked on 14 March", "Ada Brenn Ω"),
    ]
    assert "<option selected>B</option>" in visitor.get("/review?list=outlets").text
    assert 'value="Ada Brenn Ω"' in visitor.get("/review").text


@pytest.mark.parametrize("token", ["", "guessed"])
def test_a_form_without_its_token_decides_nothing(token: str, path: Path, visitor: Visitor):
    visitor.get("/review")
    answer = visitor.send("rate", ("source", "The Lantern"), ("letter", "A"), token=token)
    assert answer.status_code == 403
    assert decisions_in(path) == []


def test_a_form_from_a_browser_that_never_saw_the_page_decides_nothing(path: Path, visitor: Visitor):
    answer = visitor.send("rate", ("source", "The Lantern"), ("letter", "A"), token="guessed")
    assert answer.status_code == 403
    assert decisions_in(path) == []


def test_the_address_of_a_form_opened_as_a_page_leads_to_the_review(path: Path, visitor: Visitor):
    answer = visitor.get("/review/merge?id=e-1&id=e-2")
    assert (answer.status_code, answer.headers["location"]) == (302, "/review")


def test_a_locked_ledger_is_said_with_its_mend_and_the_form_can_be_sent_again(
    path: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(forms, "PATIENCE_SECONDS", 0.05)
    fields = (("source", "The Lantern"), ("letter", "C"), ("back", "/review?list=outlets"))
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    answer = visitor.send("rate", *fields)
    writer.execute("ROLLBACK")
    writer.close()
    assert answer.status_code == 503
    assert "R305" in answer.text and "wait for the other program" in answer.text
    again = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text.partition("/review/rate")[2]
    )
    assert visitor.send("rate", *((name, value) for name, value in again if name != "csrftoken")).status_code == 303
    assert decisions_in(path) == [("rate", None, "C", None, None)]


@pytest.mark.parametrize(
    ("action", "fields", "code"),
    [
        ("merge", (("id", SEVEN),), "R243"),
        ("merge", (("id", "e-nothing"), ("id", SEVEN)), "R210"),
        ("split", (("of", SEVEN),), "R243"),
        ("correct", (("of", SEVEN), ("field", "stance"), ("value", "shouts")), "R241"),
        ("note", (("of", SEVEN), ("text", "  ")), "R243"),
        ("rate", (("source", "The Lantern"), ("letter", "Z")), "R241"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(
    action: str, fields: tuple[tuple[str, str], ...], code: str, path: Path, visitor: Visitor
):
    answer = visitor.send(action, *fields)
    assert answer.status_code in (400, 404)
    assert code in answer.text and "To mend it" in answer.text
    assert decisions_in(path) == []


def test_whoever_a_plugin_denies_it_sees_no_form(path: Path, monkeypatch: pytest.MonkeyPatch):
    room = open_room(path)

    async def denied(actor: object, action: str, resource: object = None, default: bool = False) -> bool:
        return action != forms.PERMISSION

    monkeypatch.setattr(room, "permission_allowed", denied)
    visitor = Visitor(room)
    for answer in (visitor.get("/review"), visitor.send("rate", ("letter", "A"), token="")):
        assert answer.status_code == 403
        assert "<button>Rate" not in answer.text
    assert decisions_in(path) == []


def test_from_another_machine_nobody_decides_without_leave(path: Path):
    async def asked() -> Any:
        app = open_room(path).app()
        elsewhere = httpx.ASGITransport(app=app, client=("192.0.2.7", 4321))
        async with httpx.AsyncClient(transport=elsewhere, base_url="http://localhost") as client:
            return await client.get("/review"), await client.get("/voices")

    review, voices = asyncio.run(asked())
    assert review.status_code == 403 and "R255" in review.text
    assert voices.status_code == 200


def test_an_event_under_review_shows_why_each_claim_is_in_it(path: Path, visitor: Visitor):
    shown = visitor.get(f"/review?id={event_of(path, SEVEN)}").text
    assert shown.count('name="part"') == 2
    assert shown.count("as the test says") == 2 and "0.99" in shown


def test_an_event_that_a_decision_took_away_is_no_fault(path: Path, visitor: Visitor):
    one, other = event_of(path, SEVEN), event_of(path, DENIAL)
    gone = other if len(rows_of(path, "SELECT 1 FROM claims WHERE event_id = ?", one)) == 2 else one
    answer = visitor.send("merge", ("id", one), ("id", other), ("back", f"/review?id={gone}"))
    assert "is part of another one now" in visitor.get(answer.headers["location"]).text
    assert visitor.get(f"/review?id={gone}").status_code == 404


@pytest.mark.parametrize(
    "asked", ["//evil.example/", "/\\evil.example", "https://evil.example/", "", "review", "/a\nb"]
)
def test_a_form_leads_back_to_this_room_only(asked: str):
    assert way_back(asked) == "/review"


def test_the_decision_just_made_stands_once_in_the_address():
    assert way_back("/review?list=near&decided=d-1", "d-2") == "/review?list=near&decided=d-2"
    assert way_back("/events/e-1", "d-2") == "/events/e-1?decided=d-2"


def test_a_form_keeps_its_fields_in_order_without_the_empty_ones():
    filled = filled_in(b"id=e-1&note=&id=+e-2+&of=%ff")
    assert filled == Filled((("id", "e-1"), ("id", "e-2"), ("of", "\ufffd")))
    assert (filled.all("id"), filled.one("note"), filled.one("id")) == (("e-1", "e-2"), "", "e-2")
