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
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rashomon.answers import ARTICLE_ENTITY_COLUMNS, article_entity_of
from rashomon.merges import Resolution, are_comparable, names_to_compare, resolve, usual_name
from rashomon.names import NameTables, asked_blocks_of, blocks_of
from rashomon.records import ArticleEntity, Entity, EntityKind, Identity, Reason, content_id

LATEST_OF_A_BLOCK = 16
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
    # Fuller names first: who is only called by a surname must not take the place of who is called by it and more.
    ordered = sorted(entities, key=lambda one: (one.key is None, -len(one.name)))
    known: dict[str, _Known] = {}
    joined: list[tuple[ArticleEntity, str, Resolution]] = []
    taken: set[str] = set()
    for entity, near in zip(ordered, _candidates(connection, ordered, tables), strict=True):
        candidates = [one for one in near if one.entity.id not in taken]
        found = resolve(entity, [one.entity for one in candidates], tables)
        known |= {one.entity.id: one for one in candidates}
        joined.append((entity, found.entity_id or _id_of_new(entity), found))
        taken |= {joined[-1][1], *(other for other, _ in found.others)}
    known |= _write_new(connection, [(id_, entity) for entity, id_, _ in joined if id_ not in known])
    connection.executemany(
        "INSERT INTO entity_members (article_entity_id, entity_id, method, score, detail) VALUES (?, ?, ?, ?, ?)",
        [
            (entity.id, id_, found.reason.method, found.reason.score, found.reason.detail)
            for entity, id_, found in joined
        ],
    )
    _add_to_index(connection, [(known[id_], entity) for entity, id_, _ in joined], tables)
    for _, id_, found in joined:
        _write_merges(connection, id_, found, article_id)
    for id_ in former:
        _rebuild(connection, id_, tables)


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


def add_merge(connection: sqlite3.Connection, entity_id: str, into_id: str, reason: Reason) -> None:
    """Say of an entity that stands for itself that it is the same as another one; it can be taken back."""
    connection.execute(
        "INSERT OR REPLACE INTO entity_merges (entity_id, into_id, article_id, method, score, detail)"
        " VALUES (?, ?, NULL, ?, ?, ?)",
        (entity_id, into_id, reason.method, reason.score, reason.detail),
    )
    _mark_same(connection)


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
    to = entity_id or content_id("n", entity.id, "apart")
    if entity_id is None:
        _write_new(connection, [(to, replace(entity, key=None))])
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


def _id_of_new(entity: ArticleEntity) -> str:
    """The id of a new entity for what this article means; one with an exact key has the same id in every ledger."""
    return content_id("n", entity.kind.value, entity.key) if entity.key else content_id("n", entity.id)


def _write_new(connection: sqlite3.Connection, new: Sequence[tuple[str, ArticleEntity]]) -> dict[str, _Known]:
    connection.executemany(
        "INSERT OR IGNORE INTO entities (id, kind, name, key, country, context, articles, same_as)"
        " VALUES (?, ?, ?, ?, ?, '[]', 0, ?)",
        [(id_, entity.kind.value, entity.name, entity.key, entity.country, id_) for id_, entity in new],
    )
    return _load(connection, [id_ for id_, _ in new])


def _candidates(
    connection: sqlite3.Connection, entities: Sequence[ArticleEntity], tables: NameTables
) -> list[list[_Known]]:
    """For each of these, the entities of the ledger that it may be: by its key, else by the blocks of its names.

    Only those whose names bear a look are read as a whole, and all of them at once.
    """
    with_key = _roots_with_key(connection, entities)
    blocks = [() if one.id in with_key or not _has_blocks(one) else _asked_blocks(one, tables) for one in entities]
    numbers_in = _numbers_in(connection, {block for asked in blocks for block in asked})
    called = _names_by_number(connection, {number for numbers in numbers_in.values() for number in numbers})
    roots = []
    for entity, asked in zip(entities, blocks, strict=True):
        near = {number for block in asked for number in numbers_in[block]}
        own = names_to_compare(entity, tables) if near else ()
        alike: dict[str, None] = {}
        for number in sorted(near, reverse=True):
            for root, name in called.get(number, ()):
                if root not in alike and are_comparable(own, entity.kind, name, tables):
                    alike[root] = None
        roots.append([with_key[entity.id]] if entity.id in with_key else list(alike))
    known = _load(connection, {root for alike in roots for root in alike})
    return [[known[root] for root in alike] for alike in roots]


def _has_blocks(entity: ArticleEntity) -> bool:
    """Whether names may find it: never a country or a place."""
    return entity.kind in (EntityKind.PERSON, EntityKind.ORGANISATION)


def _asked_blocks(entity: ArticleEntity, tables: NameTables) -> tuple[str, ...]:
    names = entity.names[:1] if entity.kind is EntityKind.PERSON else entity.names  # a person's others are short for it
    return tuple(dict.fromkeys(block for name in names for block in asked_blocks_of(name, entity.kind, tables)))


def _roots_with_key(connection: sqlite3.Connection, entities: Sequence[ArticleEntity]) -> dict[str, str]:
    """The entity of the ledger with the same exact key, for each of the article that has one and is known."""
    asked = [(one.kind.value, one.key) for one in entities if one.key]
    rows = connection.execute(
        "SELECT one.kind, one.key, one.same_as FROM json_each(?) AS asked CROSS JOIN entities AS one"
        " ON one.kind = json_extract(asked.value, '$[0]') AND one.key = json_extract(asked.value, '$[1]')",
        (json.dumps(asked),),
    ).fetchall()
    root_of = {(kind, key): root for kind, key, root in rows}
    return {one.id: root_of[one.kind.value, one.key] for one in entities if (one.kind.value, one.key) in root_of}


def _numbers_in(connection: sqlite3.Connection, blocks: Set[str]) -> dict[str, list[int]]:
    """The latest entities of each block."""
    rows = connection.execute(
        "SELECT value, (SELECT json_group_array(number) FROM"
        " (SELECT number FROM entity_blocks WHERE block = value ORDER BY number DESC LIMIT ?)) FROM json_each(?)",
        (LATEST_OF_A_BLOCK, json.dumps(sorted(blocks), ensure_ascii=False)),
    ).fetchall()
    return {block: json.loads(numbers) for block, numbers in rows}


def _names_by_number(connection: sqlite3.Connection, numbers: Set[int]) -> dict[int, list[tuple[str, str]]]:
    """What those are called who have these numbers, and whom they are the same as, under the id of the one shown."""
    rows = connection.execute(
        """
        SELECT near.value, one.same_as, called.name
        FROM json_each(?) AS near CROSS JOIN entities AS one ON one.number = near.value
             CROSS JOIN entities AS same ON same.same_as = one.same_as
             CROSS JOIN entity_names AS called ON called.entity_id = same.id
        """,
        (json.dumps(sorted(numbers)),),
    ).fetchall()
    found: dict[int, list[tuple[str, str]]] = {}
    for number, root, name in rows:
        found.setdefault(number, []).append((root, name))
    return found


def _load(connection: sqlite3.Connection, entity_ids: Collection[str]) -> dict[str, _Known]:
    """Entities as they are known by now, by their ids."""
    asked = json.dumps(sorted(entity_ids))
    rows = connection.execute(
        "SELECT DISTINCT one.id, same_as, number, kind, name, one.key, country, context, articles"
        " FROM json_each(?) AS asked CROSS JOIN entities AS one ON same_as = asked.value OR one.id = asked.value",
        (asked,),
    ).fetchall()
    contexts = {row[0]: dict(json.loads(row[7])) for row in rows}
    names: dict[str, dict[str, int]] = {row[0]: {} for row in rows}
    for id_, name, articles in connection.execute(
        "SELECT entity_id, name, articles FROM json_each(?) CROSS JOIN entity_names ON entity_id = value",
        (json.dumps(sorted(names)),),
    ).fetchall():
        names[id_][name] = articles
    merged: dict[str, list[str]] = {}
    for row in rows:
        merged.setdefault(row[1], []).append(row[0])
    found = {}
    for id_, _, number, kind, name, key, country, _, _ in (row for row in rows if row[0] in set(entity_ids)):
        together = merged.get(id_, [id_])
        found[id_] = _Known(
            entity=Entity(
                id=id_,
                kind=EntityKind(kind),
                name=name,
                key=key,
                country=country,
                names=_summed([names[one] for one in together]),
                context=_summed([contexts[one] for one in together]),
                articles=sum(row[8] for row in rows if row[0] in together),
            ),
            number=number,
            names=names[id_],
            context=contexts[id_],
        )
    return found


def _summed(counts: Sequence[Mapping[str, int]]) -> tuple[tuple[str, int], ...]:
    if len(counts) == 1:
        return tuple(counts[0].items())
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return tuple(total.items())


def _add_to_index(
    connection: sqlite3.Connection, told: Sequence[tuple[_Known, ArticleEntity]], tables: NameTables
) -> None:
    """Let the names, blocks and context of entities know what one more article says of each."""
    blocks: list[tuple[str, int]] = []
    said: list[tuple[str, str | None, str, str]] = []
    for known, entity in told:
        names, context = Counter(known.names), Counter(known.context)
        fresh = [name for name in entity.names if name not in names]
        names.update(entity.names)
        context.update(entity.context)
        if fresh and _has_blocks(entity):
            # A person's surname beside the full name needs no block of its own.
            looked_up = entity.names[:1] if entity.kind is EntityKind.PERSON else fresh
            blocks += [(block, known.number) for name in looked_up for block in blocks_of(name, entity.kind, tables)]
        kept = json.dumps(context.most_common(KEPT_CONTEXT), ensure_ascii=False)
        usual = usual_name(tuple(names.items()), entity.kind, tables)
        said.append((usual, entity.country, kept, known.entity.id))
    connection.executemany(
        "INSERT INTO entity_names (entity_id, name, articles) VALUES (?, ?, 1)"
        " ON CONFLICT (entity_id, name) DO UPDATE SET articles = articles + 1",
        [(known.entity.id, name) for known, entity in told for name in entity.names],
    )
    connection.executemany("INSERT OR IGNORE INTO entity_blocks (block, number) VALUES (?, ?)", blocks)
    connection.executemany(
        "UPDATE entities SET name = ?, country = ifnull(country, ?), context = ?, articles = articles + 1 WHERE id = ?",
        said,
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
        _add_to_index(connection, [(_load(connection, [entity_id])[entity_id], member)], tables)
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
