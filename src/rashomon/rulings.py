"""The decisions of analysts as rows of the ledger, and which claims each of them touches.

In: an open transaction and decisions. Out: rows, which are never changed. Read next: `ledger.py`, which makes anew what
follows from a decision.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from rashomon.answers import DECISION_COLUMNS, decision_of
from rashomon.decisions import is_of_entities
from rashomon.entity_rulings import claims_about
from rashomon.records import Action, Decision
from rashomon.ties import at_once


def append_decision(connection: sqlite3.Connection, decision: Decision) -> bool:
    """Store a decision after all others; False where it stands there already."""
    cursor = connection.execute(
        f"INSERT INTO decisions (id, {DECISION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (
            decision.id,
            decision.action.value,
            json.dumps(decision.groups, ensure_ascii=False),
            decision.field,
            decision.value,
            decision.note,
            decision.analyst,
            decision.decided_at.isoformat(),
        ),
    )
    return cursor.rowcount == 1


def decisions_in(connection: sqlite3.Connection) -> list[Decision]:
    """All decisions, in the order in which they were made."""
    rows = connection.execute(f"SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number")
    return [decision_of(row) for row in rows.fetchall()]


def claims_touched(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> list[str]:
    """The claims whose events are to be made anew after these decisions, those that are linked."""
    ids = dict.fromkeys(one for decision in decisions for one in _subjects_of(connection, decision))
    touched = []
    for some in at_once(ids):
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT id FROM claims WHERE (id IN ({marks}) OR event_mention_id IN ({marks})) AND event_id IS NOT NULL",
            some * 2,
        )
        touched += [row[0] for row in rows.fetchall()]
    return touched


def _subjects_of(connection: sqlite3.Connection, decision: Decision) -> Iterator[str]:
    """The ids of claims and mentions that a decision is about, through all undoings."""
    if decision.action is Action.UNDO:
        row = connection.execute(
            f"SELECT {DECISION_COLUMNS} FROM decisions WHERE id = ?", (decision.groups[0][0],)
        ).fetchone()
        if row:
            yield from _subjects_of(connection, decision_of(row))
    elif is_of_entities(decision):
        yield from claims_about(connection, decision)
    elif decision.action in (Action.MERGE, Action.SPLIT, Action.CORRECT):
        yield from (one for group in decision.groups for one in group)
