"""What analysts decided, and what stands of it: what they joined, parted, corrected and rated.

In go decisions in the order in which they were made; out come those that stand, and what they say of a pair of ids, of
a field of a record, of a source. A decision is never changed: another one undoes it, and that one can be undone too.
What extraction read is kept below a correction; nothing here touches it. Refused are a field that cannot be corrected
(R240), a value that the field cannot have (R241), and a line that is no decision (R242).

Read next: `ledger.py`, which appends them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import combinations, product

from rashomon.errors import InputError, SettingError
from rashomon.records import Action, Decision, EntityKind, EventType, Factuality, Stance

RATINGS = ("A", "B", "C", "D", "E", "F")
"""Reliability of a source in the Admiralty code (NATO AJP-2.1): A completely reliable to E unreliable, F cannot be
judged. Only the user gives it."""

WHEN = "when"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "stance": tuple(Stance),
    "factuality": tuple(Factuality),
    "type": tuple(EventType),
    WHEN: (),
}
"""What can be corrected, with its values; `when` is a day, or the first and the last one (2031-03-12/2031-03-14)."""

KEPT_NAME = "name"
"""The field of a note on an entity that says that one of its names is rightly its own: nobody is asked again."""

Bonds = Mapping[frozenset[str], bool]
"""Pairs of ids that analysts joined (True) or parted (False)."""

Corrections = Mapping[tuple[str, str], str]
"""The value that an analyst gave, by the id of the record and the field."""

Held = Mapping[str, Mapping[str, str]]
"""The value that holds instead of the one that was read, by the field and the id of the claim or mention."""


def undoings(decisions: Sequence[Decision]) -> Mapping[str, str]:
    """The undoing of each decision that is undone; an undoing that was itself undone undoes nothing."""
    undone: dict[str, str] = {}
    for one in reversed(decisions):
        if one.action is Action.UNDO and one.id not in undone:
            undone[one.groups[0][0]] = one.id
    return undone


def standing(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that nobody undid, in their order, undoings apart."""
    undone = undoings(decisions)
    return tuple(one for one in decisions if one.id not in undone and one.action is not Action.UNDO)


def is_of_entities(decision: Decision) -> bool:
    """Whether a merge or split is of entities: its groups begin with their kind then."""
    return decision.action in (Action.MERGE, Action.SPLIT) and decision.groups[0][0] in set(EntityKind)


def bonds_of(decisions: Iterable[Decision]) -> Bonds:
    """Which pairs of claims are joined or parted by decisions that stand; of two about one pair the later holds."""
    bonds: dict[frozenset[str], bool] = {}
    for one in decisions:
        if one.action in (Action.MERGE, Action.SPLIT) and not is_of_entities(one):
            for here, there in combinations(one.groups, 2):
                bonds |= {frozenset(pair): one.action is Action.MERGE for pair in product(here, there)}
    return bonds


def corrections_of(decisions: Iterable[Decision]) -> Corrections:
    """The last correction of each field of each record, by decisions that stand."""
    return {
        (one.groups[0][0], one.field): one.value
        for one in decisions
        if one.action is Action.CORRECT and one.field is not None and one.value is not None
    }


def held_of(corrections: Corrections, read: Mapping[str, tuple[Stance, Factuality]]) -> Held:
    """What holds after these corrections; `read` are the stance and factuality of the claims whose stance is corrected,
    which turns what they are told as."""
    held: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (id_, field), value in corrections.items():
        held[field][id_] = value
    for id_, (stance, factuality) in read.items():
        held["factuality"].setdefault(id_, turned(factuality, stance, Stance(held["stance"][id_])))
    return held


def ratings_of(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """The reliability that the user gave each source, by its name in lower case; whoever is not here has F."""
    return {
        one.groups[0][0].casefold(): one.value
        for one in decisions
        if one.action is Action.RATE and one.value is not None
    }


def kept_names_of(decisions: Iterable[Decision]) -> frozenset[tuple[str, ...]]:
    """The names that analysts looked at and left with their entity: its kind, its usual name, and the name."""
    return frozenset(
        (*one.groups[0], one.value)
        for one in decisions
        if one.action is Action.NOTE and one.field == KEPT_NAME and one.value is not None
    )


def checked_value(field: str, value: str) -> str:
    """The value in the form in which it is kept; raises SettingError R240 for the field, R241 for the value."""
    if field not in FIELDS:
        raise SettingError("R240", f"{field} is not a field that can be corrected", f"name one of {', '.join(FIELDS)}")
    if field == WHEN:
        first, last = days_of(value)
        return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    known = {one.casefold(): one for one in FIELDS[field]}
    if value.casefold() not in known:
        raise SettingError("R241", f"{field} cannot be {value!r}", f"give one of {', '.join(FIELDS[field])}")
    return known[value.casefold()]


def turned(factuality: Factuality, read: Stance, held: Stance) -> Factuality:
    """What a claim is told as once its stance is corrected: who denies what was read as asserted holds that it did not
    happen, and who asserts what was read as denied, that it did."""
    if (read is Stance.DENIES) is (held is Stance.DENIES):
        return factuality
    opposite = {Factuality.DID_NOT_HAPPEN: Factuality.HAPPENED, Factuality.HAPPENED: Factuality.DID_NOT_HAPPEN}
    return opposite.get(factuality, factuality)


def days_of(value: str) -> tuple[date, date]:
    """The first and the last day of a corrected `when`; raises SettingError R241."""
    first, _, last = value.partition("/")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        days = None
    if days is None or days[0] > days[1]:
        raise SettingError("R241", f"when cannot be {value!r}", "give a day, 2031-03-12, or two: 2031-03-12/2031-03-14")
    return days


def decision_line(decision: Decision) -> str:
    """The decision as a line of JSON, which `decision_in` reads back."""
    return json.dumps(
        {
            "id": decision.id,
            "action": decision.action.value,
            "groups": [list(group) for group in decision.groups],
            "field": decision.field,
            "value": decision.value,
            "note": decision.note,
            "analyst": decision.analyst,
            "decided_at": decision.decided_at.isoformat(),
        },
        ensure_ascii=False,
    )


def decision_in(line: str, source: str, number: int) -> Decision:
    """The decision in line `number` of `source`; raises InputError R242 where it holds none or an altered one."""
    try:
        row = json.loads(line)
        decision = Decision(
            action=Action(row["action"]),
            groups=tuple(tuple(map(str, group)) for group in row["groups"]),
            field=row["field"],
            value=row["value"],
            note=row["note"],
            analyst=row["analyst"],
            decided_at=datetime.fromisoformat(row["decided_at"]).astimezone(UTC),
        )
        if not decision.groups or not all(decision.groups):
            raise ValueError("it is about nothing")
        if decision.action is Action.CORRECT:
            checked_value(str(decision.field), str(decision.value))
    except (ValueError, KeyError, TypeError, AttributeError, SettingError) as error:
        raise InputError(
            "R242",
            f"line {number} of {source} is no decision: {error}",
            "take the file as rashomon decisions export wrote it, a decision a line",
        ) from error
    if row.get("id") not in (None, decision.id):
        raise InputError(
            "R242",
            f"line {number} of {source} was altered: its id is not that of what it says",
            "take the file as rashomon decisions export wrote it, or leave the id out where you mean the change",
        )
    return decision
