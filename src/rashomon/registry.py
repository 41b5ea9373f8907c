"""The entities of a ledger: how those of a new article find theirs, and the index that they are found by.

In: an open transaction, the entities of one article, and the tables of names. Out: rows. A new article asks only for
the entities that share a block with its own, the latest of each block, so that its cost hardly grows with the ledger.
What an article says stays as it said it (`article_entities`); to whom it was joined is a row of its own with score and
reason (`entity_members`, `entity_merges`), and taking that row away takes the merge back. Names, context and blocks of
an entity are made from its members, and `_rebuild` makes them again.

Read next: `queries.py`, which shows them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.answers import ARTICLE_ENTITY_COLUMNS, article_entity_of
from rashomon.merges import Resolution, are_comparable, resolve, usual_name
from rashomon.names import NameTables, asked_blocks_of, blocks_of
from rashomon.records import ArticleEntity, Entity, EntityKind, Identity, Reason, content_id

LATEST_OF_A_BLOCK = 24
"""How many entities of one block are compared, the latest first: what was in the news last is what is meant."""
KEPT_CONTEXT = 32
"""How many of those named beside an entity are kept, the oftenest first."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An entity with what was merged into it, and what only its own rows say."""

    entity: Entity
    number: int
    names: Mapping[str, int]
    context: Mapping[str, int]


def write_entities(
    connection: sqlite3.Connection, article_id: str, entities: Sequence[ArticleEntity], tables: NameTables
) -> None:
    """Store the entities of an article, each joined to the one of the ledger that it is, or made a new one.

    What was stored of the article before is replaced.
    """
    former = _members_of(connection, article_id)
    connection.execute("DELETE FROM article_entities WHERE article_id = ?", (article_id,))
    _write_article_entities(connection, entities)
    taken: set[str] = set()
    members: list[tuple[str, str, str, float, str]] = []
    # Fuller names first: who is only called by a surname must not take the place of who is called by it and more.
    for entity in sorted(entities, key=lambda one: (one.key is None, -len(one.name))):
        near = _candidates(connection, entity, tables)
        candidates = {one.entity.id: one for one in near if one.entity.id not in taken}
        found = resolve(entity, [one.entity for one in candidates.values()], tables)
        entity_id = found.entity_id or _write_new(connection, entity)
        known = candidates.get(entity_id) or _load(connection, entity_id)
        taken.add(entity_id)
        members.append((entity.id, entity_id, found.reason.method, found.reason.score, found.reason.detail))
        _add_to_index(connection, known, entity, tables)
        _write_merges(connection, entity_id, found, article_id)
    connection.executemany(
        "INSERT INTO entity_members (article_entity_id, entity_id, method, score, detail) VALUES (?, ?, ?, ?, ?)",
        members,
    )
    for entity_id in former:
        _rebuild(connection, entity_id, tables)


def has_entities(connection: sqlite3.Connection, article_id: str) -> bool:
    """Whether entities of this article are stored."""
    row = connection.execute("SELECT 1 FROM article_entities WHERE article_id = ? LIMIT 1", (article_id,)).fetchone()
    return row is not None


def forget_article(connection: sqlite3.Connection, article_id: str, tables: NameTables) -> None:
    """Take out of the index what only this article, which leaves the ledger, said of its entities."""
    write_entities(connection, article_id, (), tables)


def write_identities(connection: sqlite3.Connection, identities: Iterable[Identity]) -> None:
    """Store what a service proposes; what it proposed before for the same entity and identifier is replaced."""
    connection.executemany(
        "INSERT OR REPLACE INTO entity_identities (entity_id, service, identifier, name, description, types, score,"
        " is_match, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.entity_id,
                one.service,
                one.identifier,
                one.name,
                one.description,
                json.dumps(one.types, ensure_ascii=False),
                one.score,
                one.is_match,
                one.proposed_at.isoformat(),
            )
            for one in identities
        ],
    )


def undo_merge(connection: sqlite3.Connection, entity_id: str) -> bool:
    """Take back that this entity is the same as another; False where it was not said to be."""
    undone = connection.execute("DELETE FROM entity_merges WHERE entity_id = ?", (entity_id,)).rowcount == 1
    _mark_same(connection)
    return undone


def move_member(
    connection: sqlite3.Connection, article_entity_id: str, entity_id: str | None, reason: Reason, tables: NameTables
) -> str:
    """Give what an article means to another entity, or to one of its own; the id of that entity."""
    row = connection.execute(
        "SELECT entity_id FROM entity_members WHERE article_entity_id = ?", (article_entity_id,)
    ).fetchone()
    entity = _article_entities(connection, "article_entities.id = ?", (article_entity_id,))[0]
    to = entity_id or _write_new(connection, entity, apart=True)
    connection.execute(
        "UPDATE entity_members SET entity_id = ?, method = ?, score = ?, detail = ? WHERE article_entity_id = ?",
        (to, reason.method, reason.score, reason.detail, article_entity_id),
    )
    for changed in (row[0], to):
        _rebuild(connection, changed, tables)
    return to


def _members_of(connection: sqlite3.Connection, article_id: str) -> list[str]:
    """The entities to which those of an article were joined."""
    rows = connection.execute(
        "SELECT DISTINCT entity_id FROM entity_members JOIN article_entities ON article_entities.id = article_entity_id"
        " WHERE article_id = ? ORDER BY entity_id",
        (article_id,),
    )
    return [row[0] for row in rows.fetchall()]


def _write_article_entities(connection: sqlite3.Connection, entities: Sequence[ArticleEntity]) -> None:
    connection.executemany(
        "INSERT INTO article_entities (id, article_id, position, kind, name, names, key, country, context,"
        " method, score, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                entity.id,
                entity.article_id,
                position,
                entity.kind.value,
                entity.name,
                json.dumps(entity.names, ensure_ascii=False),
                entity.key,
                entity.country,
                json.dumps(entity.context, ensure_ascii=False),
                entity.reason.method,
                entity.reason.score,
                entity.reason.detail,
            )
            for position, entity in enumerate(entities)
        ],
    )
    connection.executemany(
        'INSERT OR IGNORE INTO article_entity_spans (article_id, start, "end", article_entity_id) VALUES (?, ?, ?, ?)',
        [(entity.article_id, *span, entity.id) for entity in entities for span in entity.spans],
    )


def _write_new(connection: sqlite3.Connection, entity: ArticleEntity, *, apart: bool = False) -> str:
    """The id of a new entity for what this article means; one with an exact key has the same id in every ledger."""
    key = None if apart else entity.key
    entity_id = content_id("n", entity.kind.value, key) if key else content_id("n", entity.id, *["apart"] * apart)
    connection.execute(
        "INSERT OR IGNORE INTO entities (id, kind, name, key, country, context, articles, same_as)"
        " VALUES (?, ?, ?, ?, ?, '[]', 0, ?)",
        (entity_id, entity.kind.value, entity.name, key, entity.country, entity_id),
    )
    return entity_id


def _candidates(connection: sqlite3.Connection, entity: ArticleEntity, tables: NameTables) -> list[_Known]:
    """The entities of the ledger that it may be: by its key, else the latest that share a block with a name of it.

    Only those whose names bear a look are read as a whole.
    """
    if entity.key:
        rows = connection.execute(
            "SELECT same_as FROM entities WHERE kind = ? AND key = ?", (entity.kind.value, entity.key)
        ).fetchall()
        if rows or entity.kind is not EntityKind.ORGANISATION:
            return [_load(connection, row[0]) for row in rows]
    names = entity.names[:1] if entity.kind is EntityKind.PERSON else entity.names  # a person's others are short for it
    blocks = tuple(dict.fromkeys(block for name in names for block in asked_blocks_of(name, entity.kind, tables)))
    latest = "SELECT * FROM (SELECT number FROM entity_blocks WHERE block = ? ORDER BY number DESC LIMIT ?)"
    found = connection.execute(
        f"""
        SELECT DISTINCT one.same_as, called.name
        FROM ({" UNION ".join([latest] * len(blocks))}) AS near CROSS JOIN entities AS one USING (number)
             CROSS JOIN entities AS same ON same.same_as = one.same_as
             CROSS JOIN entity_names AS called ON called.entity_id = same.id
        """,
        [value for block in blocks for value in (block, LATEST_OF_A_BLOCK)],
    ).fetchall()
    names_of: dict[str, list[str]] = {}
    for root, name in found:
        names_of.setdefault(root, []).append(name)
    return [_load(connection, root) for root, known in names_of.items() if are_comparable(entity, known, tables)]


def _load(connection: sqlite3.Connection, entity_id: str) -> _Known:
    """An entity as it is known by now."""
    rows = connection.execute(
        "SELECT id, number, kind, name, key, country, context, articles FROM entities WHERE same_as = :id OR id = :id",
        {"id": entity_id},
    ).fetchall()
    contexts = {row[0]: dict(json.loads(row[6])) for row in rows}
    names = {row[0]: _names_of(connection, row[0]) for row in rows}
    _, number, kind, name, key, country, *_ = next(row for row in rows if row[0] == entity_id)
    return _Known(
        entity=Entity(
            id=entity_id,
            kind=EntityKind(kind),
            name=name,
            key=key,
            country=country,
            names=_summed(names),
            context=_summed(contexts),
            articles=sum(row[7] for row in rows),
        ),
        number=number,
        names=names[entity_id],
        context=contexts[entity_id],
    )


def _summed(counts: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, int], ...]:
    if len(counts) == 1:
        return tuple(next(iter(counts.values())).items())
    total: Counter[str] = Counter()
    for one in counts.values():
        total.update(one)
    return tuple(total.items())


def _names_of(connection: sqlite3.Connection, entity_id: str) -> dict[str, int]:
    rows = connection.execute("SELECT name, articles FROM entity_names WHERE entity_id = ?", (entity_id,))
    return dict(rows.fetchall())


def _add_to_index(connection: sqlite3.Connection, known: _Known, entity: ArticleEntity, tables: NameTables) -> None:
    """Let the names, blocks and context of an entity know what one more article says of it."""
    entity_id = known.entity.id
    context, names = Counter(known.context), Counter(known.names)
    fresh = [name for name in entity.names if name not in names]
    context.update(entity.context)
    names.update(entity.names)
    connection.executemany(
        "INSERT INTO entity_names (entity_id, name, articles) VALUES (?, ?, 1)"
        " ON CONFLICT (entity_id, name) DO UPDATE SET articles = articles + 1",
        [(entity_id, name) for name in entity.names],
    )
    if fresh and entity.kind in (EntityKind.PERSON, EntityKind.ORGANISATION):
        # A person's surname beside the full name needs no block of its own.
        looked_up = entity.names[:1] if entity.kind is EntityKind.PERSON else fresh
        connection.executemany(
            "INSERT OR IGNORE INTO entity_blocks (block, number) VALUES (?, ?)",
            [(block, known.number) for name in looked_up for block in blocks_of(name, entity.kind, tables)],
        )
    connection.execute(
        "UPDATE entities SET name = ?, country = ifnull(country, ?), context = ?, articles = articles + 1 WHERE id = ?",
        (
            usual_name(tuple(names.items()), entity.kind, tables),
            entity.country,
            json.dumps(context.most_common(KEPT_CONTEXT), ensure_ascii=False),
            entity_id,
        ),
    )


def _write_merges(connection: sqlite3.Connection, entity_id: str, found: Resolution, article_id: str) -> None:
    """Say of the other entities that fit as well that they are the same; each can be taken back."""
    for other_id, reason in found.others:
        connection.execute(
            "INSERT OR IGNORE INTO entity_merges (entity_id, into_id, article_id, method, score, detail)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (other_id, entity_id, article_id, reason.method, reason.score, reason.detail),
        )
        connection.execute("UPDATE entities SET same_as = ? WHERE same_as = ?", (entity_id, other_id))


def _mark_same(connection: sqlite3.Connection) -> None:
    """Follow all merges to their ends again."""
    connection.execute(
        """
        WITH RECURSIVE ends (id, root) AS (
            SELECT id, id FROM entities WHERE id NOT IN (SELECT entity_id FROM entity_merges)
            UNION SELECT entity_merges.entity_id, ends.root FROM entity_merges JOIN ends ON into_id = ends.id)
        UPDATE entities SET same_as = (SELECT root FROM ends WHERE ends.id = entities.id)
        """
    )


def _rebuild(connection: sqlite3.Connection, entity_id: str, tables: NameTables) -> None:
    """Make the index of an entity again from what its articles say of it; out with it where none does."""
    members = _article_entities(
        connection,
        "article_entities.id IN (SELECT article_entity_id FROM entity_members WHERE entity_id = ?)",
        (entity_id,),
    )
    connection.execute("DELETE FROM entity_names WHERE entity_id = ?", (entity_id,))
    connection.execute(
        "DELETE FROM entity_blocks WHERE number = (SELECT number FROM entities WHERE id = ?)", (entity_id,)
    )
    connection.execute("UPDATE entities SET articles = 0, context = '[]' WHERE id = ?", (entity_id,))
    for member in members:
        _add_to_index(connection, _load(connection, entity_id), member, tables)
    if not members:
        connection.execute(
            "DELETE FROM entities WHERE id = ? AND id NOT IN (SELECT into_id FROM entity_merges)",
            (entity_id,),
        )


def _article_entities(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> list[ArticleEntity]:
    rows = connection.execute(
        f"SELECT {ARTICLE_ENTITY_COLUMNS} FROM article_entities WHERE {where} ORDER BY article_id, position", values
    )
    return [article_entity_of(row) for row in rows.fetchall()]
