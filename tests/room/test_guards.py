"""Who may come in, what is refused, and the headers that every response carries."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from made_events import write_strikes
from rashomon.errors import LedgerError, SettingError
from rashomon.room.desk import Datasette
from rashomon.room.forms import PERMISSION
from rashomon.room.guards import fault_of
from rashomon.room.serving import BOOKKEEPING, Keys, open_room, open_socket, url_of
from rashomon.schema import connect_to_write

PASSWORD, TOKEN = "three grey gulls", "t0ken-of-the-test"
BEHIND_KEYS = ["/", "/voices", "/search?q=a", "/review", "/ledger", "/ledger/claims.json", "/ledger.json?sql=select+1"]


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """A ledger whose name has signs that mean something in an address."""
    path = tmp_path / "strait #1?.db"
    write_strikes(path)
    return path


def get(room: Datasette, path: str, **options: Any) -> Any:
    return asyncio.run(room.client.get(path, **options))


def post(room: Datasette, path: str, **options: Any) -> Any:
    return asyncio.run(room.client.post(path, **options))


@pytest.mark.parametrize(
    "path", ["/", "/voices", "/nowhere", "/static/desk.css", "/ledger", "/-/versions.json", "/-/x"]
)
def test_every_response_keeps_to_itself(path: str, ledger_path: Path):
    headers = get(open_room(ledger_path), path).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert not re.search(r"https?:|\*", headers["content-security-policy"])
    assert policy["script-src"] == ("'self' 'unsafe-inline'" if path.startswith(("/ledger", "/-/")) else "'self'")


def test_a_page_that_is_not_there_is_said_in_words_of_the_house(ledger_path: Path):
    room = open_room(ledger_path)
    for path in ("/nowhere", "/events/e-0000000000000000", "/articles/a-x", "/claims/c-x"):
        shown = get(room, path)
        assert shown.status_code == 404 and "R210" in shown.text and "To mend it" in shown.text


@pytest.mark.parametrize("path", ["/", "/voices", "/search", "/search?q=gull", "/review", "/ledger"])
def test_a_ledger_without_an_article_shows_its_pages_too(path: str, tmp_path: Path):
    connect_to_write(tmp_path / "empty.db").close()
    assert get(open_room(tmp_path / "empty.db"), path).status_code == 200


def test_an_open_room_answers_to_the_names_of_this_machine_only(ledger_path: Path):
    room = open_room(ledger_path)
    for host in ("localhost:8001", "127.0.0.1:8001", "[::1]:8001", "LOCALHOST"):
        assert get(room, "/voices", headers={"host": host}).status_code == 200
    for host in ("rebound.example:8001", "127.0.0.1.example", ""):
        refused = get(room, "/voices", headers={"host": host})
        assert refused.status_code == 403 and refused.text.startswith("R252 ")
        assert "content-security-policy" in refused.headers


def test_a_form_without_a_cookie_is_refused_and_a_program_with_a_token_is_not():
    form = {b"host": b"localhost", b"content-type": b"application/x-www-form-urlencoded"}
    assert (fault := fault_of("POST", form, is_open=True)) and fault.code == "R253"
    assert fault_of("POST", {**form, b"cookie": b"ds_csrftoken=x"}, is_open=True) is None
    assert fault_of("POST", {**form, b"authorization": b"Bearer x"}, is_open=False) is None
    assert fault_of("POST", {**form, b"authorization": b"Basic x"}, is_open=False) is not None
    assert fault_of("GET", {b"host": b"desk.example"}, is_open=False) is None


def test_a_form_without_end_is_refused_before_it_is_read():
    form = {b"host": b"localhost", b"cookie": b"ds_csrftoken=x"}
    assert fault_of("POST", {**form, b"content-length": b"1000"}, is_open=True) is None
    for size in ({b"content-length": b"5000000"}, {b"content-length": b"-1"}, {b"transfer-encoding": b"chunked"}):
        assert (fault := fault_of("POST", {**form, **size}, is_open=True)) and fault.code == "R256"


def test_pages_are_asked_for_anew_and_static_files_are_kept_for_a_while(ledger_path: Path):
    room = open_room(ledger_path)
    assert get(room, "/voices").headers["cache-control"] == "no-cache"
    assert get(room, "/static/desk.css").headers["cache-control"] == "max-age=600"


def test_a_form_that_another_site_sent_changes_nothing(ledger_path: Path):
    room = open_room(ledger_path)
    assert post(room, "/-/logout").status_code == 403
    assert (
        post(room, "/-/logout", data={"csrftoken": "made up"}, cookies={"ds_csrftoken": "made up"}).status_code == 403
    )


@pytest.mark.parametrize("keys", [Keys(password=PASSWORD), Keys(token=TOKEN), Keys(password=PASSWORD, token=TOKEN)])
def test_behind_keys_nothing_of_the_ledger_is_shown_to_those_without(keys: Keys, ledger_path: Path):
    room = open_room(ledger_path, keys)
    for path in BEHIND_KEYS:
        for headers in ({}, {"authorization": "Bearer wrong"}):
            shown = get(room, path, headers=headers)
            assert (shown.status_code, shown.headers.get("location")) in ((403, None), (302, "/-/login"))
            assert "coast guard" not in shown.text and '"rows"' not in shown.text


def test_a_program_comes_in_with_the_token(ledger_path: Path):
    room = open_room(ledger_path, Keys(token=TOKEN))
    for path in BEHIND_KEYS:
        headers = {"authorization": f"Bearer {TOKEN}", "host": "desk.example"}
        assert get(room, path, headers=headers).status_code == 200


def test_a_person_comes_in_with_the_password(ledger_path: Path):
    room = open_room(ledger_path, Keys(password=PASSWORD))
    asked = get(room, "/-/login")
    assert asked.status_code == 200 and "'unsafe-inline'" not in asked.headers["content-security-policy"]
    form = {"username": "reader", "csrftoken": asked.cookies["ds_csrftoken"]}
    cookies = {"ds_csrftoken": asked.cookies["ds_csrftoken"]}
    wrong = post(room, "/-/login", data={**form, "password": "two gulls"}, cookies=cookies)
    assert "ds_actor" not in wrong.cookies
    right = post(room, "/-/login", data={**form, "password": PASSWORD}, cookies=cookies)
    assert right.status_code == 302
    for path in BEHIND_KEYS:
        assert get(room, path, cookies={"ds_actor": right.cookies["ds_actor"]}).status_code == 200


def test_who_comes_in_with_a_key_may_decide_and_a_stranger_from_elsewhere_may_not(ledger_path: Path):
    room = open_room(ledger_path, Keys(password=PASSWORD))
    asked = [({"id": "reader"}, True), ({"id": "root"}, False), (None, False)]
    for actor, may in asked:
        assert asyncio.run(room.permission_allowed(actor, PERMISSION, default=False)) is may


def test_the_keys_stand_nowhere_that_can_be_read(ledger_path: Path):
    keys = Keys(password=PASSWORD, token=TOKEN)
    room = open_room(ledger_path, keys)
    bearer = {"authorization": f"Bearer {TOKEN}"}
    shown = [get(room, f"/-/{name}.json", headers=bearer) for name in ("metadata", "plugins", "settings")]
    assert [one.status_code for one in shown] == [200, 200, 200]
    assert not any(secret in one.text for one in shown for secret in (TOKEN, PASSWORD, "pbkdf2"))
    assert PASSWORD not in repr(keys) and TOKEN not in repr(keys)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])
def test_other_machines_are_not_let_in_without_a_key(host: str):
    with pytest.raises(SettingError) as caught:
        open_socket(host, 0, Keys())
    assert caught.value.code == "R251" and "--password" in caught.value.mend


def test_a_port_that_is_taken_is_named_with_another():
    with open_socket("127.0.0.1", 0, Keys()) as taken:
        port = taken.getsockname()[1]
        assert url_of(taken) == f"http://127.0.0.1:{port}/"
        with pytest.raises(SettingError) as caught:
            open_socket("127.0.0.1", port, Keys())
    assert caught.value.code == "R250" and f"--port {port + 1}" in caught.value.mend


def test_a_room_for_others_is_opened_at_home_too():
    with open_socket("0.0.0.0", 0, Keys(password=PASSWORD)) as listening:
        assert url_of(listening).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("token", ["zwölf", "two words", "line\n"])
def test_a_token_that_no_header_can_carry_is_refused(token: str):
    with pytest.raises(SettingError) as caught:
        Keys(token=token)
    assert caught.value.code == "R254"


def test_a_ledger_that_cannot_be_shown_is_refused_as_everywhere(tmp_path: Path):
    (tmp_path / "letter.db").write_text("no ledger, but a letter of some length that is no database")
    for name, code in (("none.db", "R301"), ("letter.db", "R302")):
        with pytest.raises(LedgerError) as caught:
            open_room(tmp_path / name)
        assert caught.value.code == code


def test_a_ledger_that_goes_bad_while_it_is_shown_says_so(ledger_path: Path):
    room = open_room(ledger_path)
    content = ledger_path.read_bytes()
    ledger_path.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))
    shown = get(room, "/voices")
    assert shown.status_code == 503 and "R304" in shown.text and "To mend it" in shown.text


def test_a_ledger_that_somebody_has_locked_says_so_soon(ledger_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rashomon.room.serving._PATIENCE_SECONDS", 0.1)
    room = open_room(ledger_path)
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        shown = get(room, "/voices")
    assert shown.status_code == 503 and "R305" in shown.text


def test_what_datasette_cannot_find_is_told_in_the_look_of_the_house(ledger_path: Path):
    shown = get(open_room(ledger_path), "/ledger/nowhere")
    assert shown.status_code == 404 and "Table not found" in shown.text and "/static/desk.css" in shown.text


def test_nothing_is_written_through_datasette(ledger_path: Path):
    room = open_room(ledger_path)
    assert get(room, "/ledger.json?sql=delete+from+claims").status_code == 400
    with pytest.raises(RuntimeError):
        room.get_database("ledger").connect(write=True)


def test_the_tables_that_people_ask_stand_before_the_bookkeeping(ledger_path: Path):
    tables = get(open_room(ledger_path), "/ledger.json").json()["tables"]
    assert {table["name"] for table in tables if table["hidden"] and "_fts" not in table["name"]} == set(BOOKKEEPING)


def test_an_id_in_a_table_leads_to_its_page(ledger_path: Path):
    room = open_room(ledger_path)
    links = re.findall(r'<a href="(/claims/c-[0-9a-f]{16})">', get(room, "/ledger/claims").text)
    assert len(links) == 5
    assert get(room, links[0]).status_code == 302
