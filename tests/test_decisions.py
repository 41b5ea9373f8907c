"""What analysts decided, and what stands of it."""

from datetime import UTC, datetime, timedelta

import pytest

from rashomon.decisions import (
    bonds_of,
    checked_value,
    corrections_of,
    decision_in,
    decision_line,
    ratings_of,
    standing,
    turned,
)
from rashomon.errors import InputError, SettingError
from rashomon.records import Action, Decision, Factuality, Stance

NOON = datetime(2031, 3, 14, 12, tzinfo=UTC)


def decided(action: Action, *groups: tuple[str, ...], minute: int = 0, **what: str) -> Decision:
    return Decision(
        action=action,
        groups=groups,
        field=what.get("field"),
        value=what.get("value"),
        note=what.get("note"),
        analyst=what.get("analyst"),
        decided_at=NOON + timedelta(minutes=minute),
    )


MERGED = decided(Action.MERGE, ("c-1", "c-2"), ("c-3",))


def undone(decision: Decision, minute: int) -> Decision:
    return decided(Action.UNDO, (decision.id,), minute=minute)


def test_what_is_undone_no_longer_stands_and_stands_again_when_the_undoing_is_undone():
    first = undone(MERGED, 1)
    assert standing([MERGED, first]) == ()
    assert standing([MERGED, first, undone(first, 2)]) == (MERGED,)


def test_a_merge_joins_every_claim_of_one_event_to_every_claim_of_the_other():
    assert bonds_of([MERGED]) == {frozenset(("c-1", "c-3")): True, frozenset(("c-2", "c-3")): True}


def test_of_two_decisions_about_a_pair_the_later_one_holds():
    parted = decided(Action.SPLIT, ("c-3",), ("c-1",), minute=1)
    assert bonds_of([MERGED, parted])[frozenset(("c-1", "c-3"))] is False
    assert bonds_of([parted, MERGED])[frozenset(("c-1", "c-3"))] is True
    assert bonds_of([MERGED, parted])[frozenset(("c-2", "c-3"))] is True


def test_the_last_correction_and_the_last_rating_hold():
    rated = [decided(Action.RATE, ("The Lantern",), value=letter) for letter in "CB"]
    assert ratings_of(rated) == {"the lantern": "B"}
    corrected = [decided(Action.CORRECT, ("c-1",), field="stance", value=value) for value in ("denies", "alleges")]
    assert corrections_of(corrected) == {("c-1", "stance"): "alleges"}


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("stance", "Denies", "denies"),
        ("type", "assault", "ASSAULT"),
        ("when", "2031-03-12", "2031-03-12"),
        ("when", "2031-03-12/2031-03-12", "2031-03-12"),
        ("when", "2031-03-12/2031-04-01", "2031-03-12/2031-04-01"),
    ],
)
def test_a_value_is_kept_in_the_form_of_the_ledger(field: str, value: str, kept: str):
    assert checked_value(field, value) == kept


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "red", "R240"),
        ("stance", "shouts", "R241"),
        ("when", "yesterday", "R241"),
        ("when", "2031-03-14/2031-03-12", "R241"),
    ],
)
def test_a_field_or_value_that_cannot_be_is_refused_with_those_that_can(field: str, value: str, code: str):
    with pytest.raises(SettingError) as refused:
        checked_value(field, value)
    assert refused.value.code == code and refused.value.mend


def test_a_decision_goes_through_a_file_and_comes_back_the_same():
    noted = decided(Action.NOTE, ("c-1",), note="“seen” by Aïsha\nherself", analyst="N. Orr")
    assert decision_in(decision_line(noted), "file.jsonl", 1) == noted


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        "{}",
        decision_line(MERGED).replace("c-3", "c-4"),
        decision_line(MERGED).replace("merge", "explode"),
        decision_line(decided(Action.NOTE)),
        decision_line(decided(Action.CORRECT, ("c-1",), field="stance", value="shouts")),
    ],
)
def test_a_line_that_is_no_decision_or_was_altered_is_refused(line: str):
    with pytest.raises(InputError) as refused:
        decision_in(line, "file.jsonl", 7)
    assert refused.value.code == "R242" and "line 7 of file.jsonl" in refused.value.sentence


@pytest.mark.parametrize(
    ("read", "held", "factuality", "told_as"),
    [
        (Stance.ASSERTS, Stance.DENIES, Factuality.HAPPENED, Factuality.DID_NOT_HAPPEN),
        (Stance.DENIES, Stance.ASSERTS, Factuality.DID_NOT_HAPPEN, Factuality.HAPPENED),
        (Stance.ASSERTS, Stance.CONFIRMS, Factuality.HAPPENED, Factuality.HAPPENED),
        (Stance.ASSERTS, Stance.DENIES, Factuality.PLANNED, Factuality.PLANNED),
    ],
)
def test_who_is_corrected_to_deny_holds_that_it_did_not_happen(
    read: Stance, held: Stance, factuality: Factuality, told_as: Factuality
):
    assert turned(factuality, read, held) is told_as
