"""What analysts decide: on the command line, in the events that follow, and on another ledger."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from made_events import (
    DENIAL,
    NINE,
    PROTEST,
    SEVEN,
    WORDS,
    Run,
    commands_beside,
    link,
    objects,
    write_linked_strikes,
    write_strikes,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles tell of one strike."""
    return write_linked_strikes(tmp_path / "rashomon.db")


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return commands_beside(path, monkeypatch)


def decided(run: Run, *words: str) -> dict[str, Any]:
    (row,) = objects(run("decide", *words, "--json"))
    return row


def event_with(run: Run, claim_id: str) -> dict[str, Any]:
    (row,) = (row for row in objects(run("events", "--json")) if claim_id in row["claims"])
    return row


def claim(run: Run, claim_id: str) -> dict[str, Any]:
    (row,) = objects(run("show", claim_id, "--json"))
    return row


def test_a_corrected_stance_changes_the_event_and_keeps_what_was_read(run: Run):
    assert event_with(run, DENIAL)["status"] == "disputed"
    row = decided(run, "correct", DENIAL, "stance", "ASSERTS", "--by", "Ada Brenn", "--note", "misread")
    assert (row["action"], row["field"], row["value"]) == ("correct", "stance", "asserts")
    assert (row["analyst"], row["note"], row["stands"]) == ("Ada Brenn", "misread", True)
    assert row["decided_at"].endswith("+00:00")
    event = event_with(run, DENIAL)
    assert (event["status"], event["independent_origins"]) == ("corroborated", 3)
    assert event["decisions"] == [row["id"]]
    shown = claim(run, DENIAL)
    assert (shown["id"], shown["stance"], shown["corrected"]) == (DENIAL, "asserts", {"stance": "denies"})
    assert "(read as denies)" in " ".join(run("show", event["id"]).stdout.split())
    assert "corrected stance: asserts" in " ".join(run("show", DENIAL).stdout.split())


def test_an_undone_decision_no_longer_counts_and_counts_again_when_the_undoing_is_undone(run: Run):
    corrected = decided(run, "correct", DENIAL, "stance", "asserts")
    undone = decided(run, "undo", corrected["id"][:8])
    assert event_with(run, DENIAL)["status"] == "disputed"
    assert claim(run, DENIAL)["corrected"] == {}
    decided(run, "undo", undone["id"])
    assert event_with(run, DENIAL)["status"] == "corroborated"
    assert [row["stands"] for row in objects(run("decisions", "--json"))] == [True, False, True]


def test_a_corrected_day_is_the_events_own_also_where_none_was_read(run: Run):
    decided(run, "correct", NINE, "when", "2031-03-07")
    event = event_with(run, NINE)
    assert "when" not in event["differs"]
    assert (event["earliest"], event["latest"]) == ("2031-03-07", "2031-03-07")
    decided(run, "correct", DENIAL, "when", "2031-03-01/2031-03-02")
    row = claim(run, DENIAL)
    assert (row["earliest"], row["latest"], row["corrected"]) == ("2031-03-01", "2031-03-02", {"when": None})
    assert SEVEN in event_with(run, DENIAL)["claims"]


def test_a_type_is_corrected_by_the_claim_or_by_the_mention(run: Run):
    mention = claim(run, PROTEST)["mention"]
    by_claim = decided(run, "correct", PROTEST, "type", "coerce")
    assert by_claim["groups"] == [[mention]]
    assert event_with(run, PROTEST)["type"] == "COERCE"
    assert decided(run, "correct", mention, "type", "ASSAULT")["groups"] == [[mention]]
    assert event_with(run, PROTEST)["type"] == "ASSAULT"


def test_a_rating_stands_beside_the_outlet_and_changes_no_grade(run: Run):
    before = event_with(run, SEVEN)
    assert decided(run, "rate", "the lantern", "b")["value"] == "B"
    event = event_with(run, SEVEN)
    assert event["reliability"] == {"The Lantern": "B", "Kasdor Heute": "F", "Velmar Post": "F"}
    assert event["grade"] == before["grade"]
    text = run("show", event["id"]).stdout
    assert "The Lantern  B3" in text and "Kasdor Heute  F3" in text
    assert "The Lantern [B]" in run("events").stdout


def test_a_note_stands_with_its_event_and_its_record(run: Run):
    event = event_with(run, SEVEN)
    decided(run, "note", event["id"], "asked the ministry")
    assert "“asked the ministry”" in run("show", event["id"]).stdout
    decided(run, "note", PROTEST, "small crowd")
    assert "“small crowd”" in run("show", event_with(run, PROTEST)["id"]).stdout
    assert "small crowd" not in run("show", event["id"]).stdout


def test_a_split_parts_an_event_and_undoing_it_makes_it_one_again(run: Run):
    event = event_with(run, SEVEN)
    row = decided(run, "split", event["id"], DENIAL)
    assert row["groups"] == [[DENIAL], [SEVEN, NINE]]
    assert event_with(run, SEVEN)["claims"] == [SEVEN, NINE]
    assert event_with(run, DENIAL)["status"] == "denied"
    decided(run, "undo", row["id"])
    assert event_with(run, SEVEN)["claims"] == [SEVEN, NINE, DENIAL]


def test_a_merge_makes_one_event_of_two(run: Run):
    strike, protest = event_with(run, SEVEN), event_with(run, PROTEST)
    row = decided(run, "merge", strike["id"], protest["id"])
    assert row["groups"] == [[SEVEN, NINE, DENIAL], [PROTEST]]
    assert event_with(run, PROTEST)["claims"] == [SEVEN, NINE, DENIAL, PROTEST]
    decided(run, "undo", row["id"])
    assert event_with(run, PROTEST)["claims"] == [PROTEST]


def test_a_merge_keeps_the_claims_of_each_event(run: Run):
    row = decided(run, "merge", event_with(run, SEVEN)["id"], PROTEST, claim(run, WORDS)["event"])
    assert row["groups"] == [[SEVEN, NINE, DENIAL], [PROTEST], [WORDS]]


def test_decisions_survive_a_second_reading(run: Run, path: Path):
    decided(run, "correct", DENIAL, "stance", "asserts")
    write_strikes(path, again=True)
    link(path, [(SEVEN, NINE, DENIAL)])
    assert event_with(run, DENIAL)["status"] == "corroborated"
    assert claim(run, DENIAL)["corrected"] == {"stance": "denies"}


def test_decisions_are_replayed_on_a_fresh_ledger_once(run: Run, path: Path):
    decided(run, "correct", DENIAL, "stance", "asserts", "--by", "Ada Brenn")
    decided(run, "rate", "The Lantern", "A")
    decided(run, "undo", decided(run, "correct", SEVEN, "stance", "denies")["id"])
    exported = path.parent / "decisions.jsonl"
    exported.write_text(run("decisions", "export").stdout, encoding="utf-8")
    fresh = path.parent / "fresh.db"
    write_strikes(fresh)
    link(fresh, [(SEVEN, NINE, DENIAL)])
    applied = run("decisions", "apply", str(exported), "--ledger", str(fresh))
    assert (
        applied.stdout
        == "4 decisions: 4 new, 0 known; 4 about what is here, 0 waiting for what they are about to be read.\n"
    )
    known = objects(run("decisions", "apply", str(exported), "--ledger", str(fresh), "--json"))
    assert known == [{"decisions": 4, "new": 0, "waiting": 0, "ledger": str(fresh)}]
    for words in (("events", "--json"), ("claims", "--json"), ("decisions", "--json"), ("decisions", "export")):
        assert run(*words, "--ledger", str(fresh)).stdout == run(*words).stdout


def test_what_a_decision_is_about_may_be_read_later(run: Run, path: Path):
    decided(run, "correct", DENIAL, "stance", "asserts")
    exported = path.parent / "decisions.jsonl"
    exported.write_text(run("decisions", "export").stdout, encoding="utf-8")
    empty = path.parent / "empty.db"
    (row,) = objects(run("decisions", "--ledger", str(empty), "apply", str(exported), "--json"))
    assert (row["new"], row["waiting"]) == (1, 1)
    write_strikes(empty)
    link(empty, [(SEVEN, NINE, DENIAL)])
    events = objects(run("events", "--status", "corroborated", "--json", "--ledger", str(empty)))
    assert [DENIAL in one["claims"] for one in events] == [True]


def test_decisions_are_listed_with_what_was_undone(run: Run):
    assert run("decisions").stdout == "No decision yet.\n"
    first = decided(run, "rate", "The Lantern", "C", "--note", "own reporter there")
    decided(run, "undo", first["id"], "--by", "Ada Brenn")
    lines = " ".join(run("decisions").stdout.split())
    assert "rate: C The Lantern · “own reporter there”" in lines
    assert f"{first['id']} undone" in lines and "Ada Brenn · undo" in lines
    assert lines.endswith("2 decisions, 1 undone")
    shown = " ".join(run("show", first["id"][:10]).stdout.split())
    assert "about The Lantern" in shown and "stands no" in shown
    assert objects(run("show", first["id"], "--json"))[0]["stands"] is False


def test_no_name_is_kept_unless_it_is_given(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("USER", "brenn")
    assert decided(run, "rate", "The Lantern", "C")["analyst"] is None
    assert "brenn" not in run("decisions", "export").stdout


@pytest.mark.parametrize("change", ["UPDATE decisions SET value = 'A'", "DELETE FROM decisions"])
def test_a_decision_can_be_neither_changed_nor_deleted(run: Run, path: Path, change: str):
    decided(run, "rate", "The Lantern", "C")
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="undo it by another one"):
        connection.execute(change)
    connection.close()


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("correct", SEVEN, "voice", "x"), "R240", "stance"),
        (("correct", SEVEN, "stance", "shouts"), "R241", "denies"),
        (("correct", SEVEN, "when", "Tuesday"), "R241", "2031-03-12"),
        (("correct", "c-nothing", "stance", "denies"), "R210", "rashomon claims"),
        (("correct", WORDS, "type", "ASSAULT"), "R243", "mention"),
        (("correct", "{event}", "stance", "denies"), "R243", "rashomon show"),
        (("correct", "{event}", "type", "ASSAULT"), "R243", "claim"),
        (("rate", "The Lantern", "G"), "R241", "A, B"),
        (("merge", "{event}"), "R243", "two ids"),
        (("merge", "{event}", "{event}"), "R243", "two ids"),
        (("merge", "{event}", SEVEN), "R243", "give two"),
        (("split", "{event}", PROTEST), "R243", "rashomon show"),
        (("split", "{event}", SEVEN, NINE, DENIAL), "R243", "leave some"),
        (("split", SEVEN, NINE), "R243", "rashomon events"),
        (("note", "x-1", "words"), "R210", "rashomon events"),
        (("undo", SEVEN), "R244", "rashomon decisions"),
        (("undo", "{undone}"), "R244", "rashomon decide undo d-"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_mend_and_leaves_no_trace(
    run: Run, words: tuple[str, ...], code: str, mend: str
):
    undone = decided(run, "rate", "The Lantern", "C")["id"]
    decided(run, "undo", undone)
    ids = {"{event}": event_with(run, SEVEN)["id"], "{undone}": undone}
    result = run("decide", *(ids.get(word, word) for word in words))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(code) and mend in result.stderr.split("mend:")[1]
    assert len(objects(run("decisions", "--json"))) == 2


def test_a_file_that_holds_no_decisions_is_refused(run: Run, path: Path):
    (path.parent / "wrong.jsonl").write_text('{"action": "destroy"}\n')
    result = run("decisions", "apply", "wrong.jsonl")
    assert result.exit_code == 3 and result.stderr.startswith("R242 line 1 of wrong.jsonl")
    assert run("decisions", "apply", "nowhere.jsonl").stderr.startswith("R120")
