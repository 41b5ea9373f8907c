"""What analysts decided of entities, followed in their index.

In: an open transaction and the decisions. Out: merges and memberships as they must be for the decisions that stand,
each marked with the id of its decision, so that an undone one can be taken back and a new article be made to follow.
What an article says of an entity stays as it was read. Read next: `ledger.py`, which calls this after every change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from rashomon.decisions import is_of_entities, standing
from rashomon.names import NameTables
from rashomon.records import Action, Decision, Reason
from rashomon.registry import add_merge, move_member, undo_merge

BY_DECISION = "decision"
"""The method of what an analyst decided; the detail is the id of the decision."""


def follow_entity_decisions(connection: sqlite3.Connection, decisions: Sequence[Decision], tables: NameTables) -> None:
    """Make the index follow the decisions about entities that stand, and take back what followed from others."""
    ruling = [one for one in standing(decisions) if is_of_entities(one)]
    ids = [one.id for one in ruling]
    _take_back(connection, ids, tables)
    for position, one in enumerate(ruling):
        if one.action is Action.MERGE:
            _merge(connection, one, ruling[position + 1 :])
        else:
            _split(connection, one, tables)


def claims_about(connection: sqlite3.Connection, decision: Decision) -> Iterator[str]:
    """The claims in which an entity of the decision speaks or takes part."""
    for kind, *names in decision.groups:
        for name in names:
            rows = connection.execute(_CLAIMS_NAMING, (kind, name)).fetchall()
            yield from (row[0] for row in rows)


def _take_back(connection: sqlite3.Connection, ids: Sequence[str], tables: NameTables) -> None:
    marks = ", ".join("?" * len(ids))
    gone = f"method = ? AND detail NOT IN ({marks})"
    values = [BY_DECISION, *ids]
    for (entity_id,) in connection.execute(f"SELECT entity_id FROM entity_merges WHERE {gone}", values).fetchall():
        undo_merge(connection, entity_id)
    for member_id, decision_id in connection.execute(
        f"SELECT article_entity_id, detail FROM entity_members WHERE {gone}", values
    ).fetchall():
        stored = connection.execute("SELECT groups FROM decisions WHERE id = ?", (decision_id,)).fetchone()
        home = _roots(connection, json.loads(stored[0])[1]) if stored else []
        if home:
            reason = Reason(method="undone", score=1.0, detail=f"parted by {decision_id}, which was undone")
            move_member(connection, member_id, home[0], reason, tables)


def _merge(connection: sqlite3.Connection, decision: Decision, later: Sequence[Decision]) -> None:
    """Say of all entities that bear the names that they are the first, but for names that `later` decisions parted."""
    parted = {(one.groups[0][0], name) for one in later if one.action is Action.SPLIT for name in one.groups[0][1:]}
    groups = [group for group in decision.groups if tuple(group[:2]) not in parted]
    roots = list(dict.fromkeys(root for group in groups for root in _roots(connection, group)[:1]))
    for other in roots[1:]:
        add_merge(connection, other, roots[0], Reason(method=BY_DECISION, score=1.0, detail=decision.id))


def _split(connection: sqlite3.Connection, decision: Decision, tables: NameTables) -> None:
    """Give what articles mean by the parted names to an entity of its own, the same for all of them."""
    (_, *names), kept = decision.groups
    home = _roots(connection, kept)
    if not home:
        return
    row = connection.execute(
        "SELECT entity_id FROM entity_members WHERE method = ? AND detail = ? LIMIT 1", (BY_DECISION, decision.id)
    ).fetchone()
    apart = row[0] if row else None
    reason = Reason(method=BY_DECISION, score=1.0, detail=decision.id)
    for member_id, called, entity_id in connection.execute(
        """
        SELECT article_entities.id, article_entities.name, entity_members.entity_id
        FROM entities AS one JOIN entity_members ON entity_members.entity_id = one.id
             JOIN article_entities ON article_entities.id = article_entity_id
        WHERE one.same_as = ? ORDER BY article_entities.article_id, article_entities.position
        """,
        (home[0],),
    ).fetchall():
        if called in names and entity_id != apart:
            apart = move_member(connection, member_id, apart, reason, tables)


def _roots(connection: sqlite3.Connection, group: Sequence[str]) -> list[str]:
    """The entities of this kind that bear the first of these names, the one that most articles call so first."""
    rows = connection.execute(
        "SELECT same_as FROM entities JOIN entity_names ON entity_id = entities.id WHERE kind = ? AND"
        " entity_names.name = ? GROUP BY same_as ORDER BY sum(entity_names.articles) DESC, min(entities.number)",
        tuple(group[:2]),
    ).fetchall()
    return [row[0] for row in rows]


_CLAIMS_NAMING = """
WITH meant AS (
    SELECT at.article_id, at.start, at."end"
    FROM entities JOIN entity_names ON entity_names.entity_id = entities.id
         JOIN entities AS one ON one.same_as = entities.same_as
         JOIN entity_members ON entity_members.entity_id = one.id
         JOIN article_entity_spans AS at USING (article_entity_id)
    WHERE entities.kind = ? AND entity_names.name = ?)
SELECT claims.id FROM meant JOIN claims ON claims.article_id = meant.article_id
     JOIN claim_voices AS voice ON voice.claim_id = claims.id
          AND voice.start = meant.start AND voice."end" = meant."end"
UNION SELECT claims.id FROM meant JOIN claims ON claims.article_id = meant.article_id
     JOIN event_parties AS party ON party.event_mention_id = claims.event_mention_id
          AND party.start = meant.start AND party."end" = meant."end"
"""
