"""Every question that the command line, an export or a page may ask of a ledger; nothing here can change it.

In: a `ClaimFilter` (`filters.py`), an id, or nothing. Out: records, in the order in which they were read.

Read next: `export.py`, which gives these answers the shape of JSON.
"""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rashomon.answers import (
    ARTICLE_ENTITY_COLUMNS,
    ATTRIBUTION_COLUMNS,
    CLAIM_COLUMNS,
    DOCUMENT_COLUMNS,
    ENTITY_COLUMNS,
    EVENT_COLUMNS,
    GIVEN_ID,
    HEADING_COLUMNS,
    IDENTITY_COLUMNS,
    PLACE_COLUMNS,
    TIME_COLUMNS,
    FoundClaim,
    FoundCopy,
    FoundDecision,
    FoundEntity,
    FoundEvent,
    FoundMember,
    FoundMention,
    FoundMerge,
    FoundVoice,
    LedgerSize,
    StoredDocument,
    article_entity_of,
    attribution_of,
    claim_of,
    date_of,
    document_of,
    entity_of,
    event_of,
    heading_of,
    identity_of,
    place_of,
    time_of,
)
from rashomon.decisions import undoings
from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter, denies_where, event_where_of, folded, voice_where_of, where_of
from rashomon.findings import (
    Ask,
    claims_where,
    copies_among,
    decisions_in,
    events_where,
    held_in,
    mentions_where,
)
from rashomon.records import (
    Action,
    Article,
    ArticleEntity,
    ArticleReading,
    Attribution,
    Claim,
    Decision,
    Entity,
    EntityKind,
    EventMention,
    EventStatus,
    Furniture,
    FurnitureKind,
    Mention,
    MentionType,
    Place,
    Reason,
    Refusal,
    Span,
    TimePhrase,
    VoiceKind,
)
from rashomon.schema import connect_to_read, ledger_errors


def open_queries(path: Path) -> Queries:
    """The questions that can be asked of this ledger; LedgerError R301 where there is none."""
    return Queries(path, connect_to_read(path))


class Queries:
    """A ledger that is open for questions; close it, or use it in a `with`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open_queries`, which makes the connection read-only."""
        self.path = path
        self._connection = connection
        connection.create_function("folded", 1, folded, deterministic=True)

    def __enter__(self) -> Self:
        """The questions themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def ask(self) -> Ask:
        """How this ledger is asked, for the questions that stand in modules of their own (`testimony.py`, …)."""
        return self._rows

    def find_claims(self, wanted: ClaimFilter) -> Iterator[FoundClaim]:
        """The claims that fit, article by article as they were read, each article's from its top to its end."""
        return claims_where(self._rows, *where_of(wanted, held_in(self._rows)))

    def find_events(self, wanted: ClaimFilter) -> Iterator[FoundEvent]:
        """The events of which one claim fits all that is asked, the newest first; undated ones are the oldest.

        Left out is what one article alone tells and what has no type.
        """
        return events_where(self._rows, *event_where_of(wanted, held_in(self._rows)))

    def find_voices(self, wanted: ClaimFilter) -> Iterator[FoundVoice]:
        """The voices of the claims that fit, those with most claims first; one spelling, one voice."""
        held = held_in(self._rows)
        where, values = where_of(wanted, held)
        denies, denial_values = denies_where(held)
        voice_where, voice_values = voice_where_of(wanted)
        for name, kind, claims, denials, outlets in self._rows(
            f"""
            SELECT min(voices.name), voices.kind, count(DISTINCT claims.id),
                   count(DISTINCT claims.id) FILTER (WHERE {denies}),
                   json_group_array(DISTINCT articles.outlet) FILTER (WHERE articles.outlet IS NOT NULL)
            FROM articles JOIN claims ON claims.article_id = articles.id
                 LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
                 JOIN claim_voices ON claim_voices.claim_id = claims.id
                 JOIN voices ON voices.id = claim_voices.voice_id
            WHERE {where} AND {voice_where}
            GROUP BY voices.kind, folded(voices.name)
            ORDER BY count(DISTINCT claims.id) DESC, folded(voices.name), voices.kind
            """,
            [*denial_values, *values, *voice_values],
        ):
            yield FoundVoice(
                name=name,
                kind=VoiceKind(kind),
                claims=claims,
                denials=denials,
                outlets=tuple(sorted(json.loads(outlets))),
            )

    def find_claim(self, claim_id: str) -> FoundClaim | None:
        """The claim of this id, or None."""
        return next(claims_where(self._rows, "claims.id = ?", [claim_id]), None)

    def find_event(self, event_id: str) -> FoundEvent | None:
        """The event of this id, or None."""
        return next(events_where(self._rows, "events.id = ?", [event_id]), None)

    def find_copies(self, found: FoundEvent) -> tuple[FoundCopy, ...]:
        """The articles of an event that only have the text of an earlier one of them."""
        return tuple(copies_among(self._rows, list(dict.fromkeys(one.article.id for one in found.claims))))

    def find_mention(self, mention_id: str) -> FoundMention | None:
        """The event as one article tells it, by its id, or None."""
        return next(mentions_where(self._rows, "event_mentions.id = ?", [mention_id]), None)

    def find_decisions(self) -> tuple[FoundDecision, ...]:
        """All decisions in the order in which they were made, each with whether it stands."""
        decisions = decisions_in(self._rows)
        undone = undoings(decisions)
        return tuple(FoundDecision(decision=one, undone_by=undone.get(one.id)) for one in decisions)

    def find_decision(self, decision_id: str) -> FoundDecision | None:
        """The decision of this id, or None."""
        return next((one for one in self.find_decisions() if one.decision.id == decision_id), None)

    def events_of_decision(self, decision: Decision) -> Iterator[FoundEvent]:
        """The events, as they are now, of the claims that a decision names."""
        ids = json.dumps([one for group in decision.groups for one in group])
        named = "(SELECT value FROM json_each(?))"
        told = f"SELECT event_id FROM claims WHERE id IN {named} OR event_mention_id IN {named}"
        yield from events_where(self._rows, f"id IN ({told})", [ids, ids])

    def has_subject(self, decision: Decision) -> bool:
        """Whether what a decision is about is there: of what is joined or parted two groups at least."""
        if decision.action is Action.RATE:
            return True
        there = sum(self._has_any(group) for group in decision.groups)
        return there >= min(2, len(decision.groups))

    def _has_any(self, group: Sequence[str]) -> bool:
        """Whether one of these ids is in the ledger, or an entity of this kind and a name of these."""
        marks = ", ".join("?" * len(group))
        tables = ("claims", "event_mentions", "articles", "decisions")
        by_id = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE id IN ({marks})" for table in tables)
        by_name = (
            "SELECT 1 FROM entities JOIN entity_names ON entity_id = id"
            f" WHERE kind = ? AND entity_names.name IN ({', '.join('?' * (len(group) - 1))})"
        )
        return self._row(f"{by_id} UNION ALL {by_name} LIMIT 1", [*list(group) * len(tables), *group]) is not None

    def find_article(self, article_id: str) -> ArticleReading | None:
        """The article of this id with all that was read in it, or None."""
        article = self.find_text(article_id)
        if article is None:
            return None
        return ArticleReading(
            article=article,
            mentions=tuple(self._mentions(article_id)),
            attributions=tuple(self._attributions(article_id)),
            places=tuple(self._places(article_id)),
            times=tuple(self._times(article_id)),
            events=tuple(self._events(article_id)),
            claims=tuple(self._claims("article_id", article_id)),
            entities=tuple(self._article_entities(article_id)),
        )

    def find_text(self, article_id: str) -> Article | None:
        """The article of this id alone, or None."""
        row = self._row(
            f"""
            SELECT title, outlet, byline, dateline, published, language, url, flags, text, {GIVEN_ID}
            FROM articles WHERE id = ?
            """,
            (article_id,),
        )
        if row is None:
            return None
        return Article(
            title=row[0],
            outlet=row[1],
            byline=row[2],
            dateline=row[3],
            published=date_of(row[4]),
            language=row[5],
            url=row[6],
            flags=tuple(json.loads(row[7])),
            text=row[8],
            given_id=row[9],
            furniture=tuple(
                Furniture(kind=FurnitureKind(kind), text=text)
                for kind, text in self._rows(
                    "SELECT kind, text FROM furniture WHERE article_id = ? ORDER BY position", (article_id,)
                )
            ),
        )

    def find_entity(self, entity_id: str) -> FoundEntity | None:
        """The entity of this id, or the one that it turned out to be, with all that speaks for it; or None."""
        row = self._row("SELECT same_as FROM entities WHERE id = ?", (entity_id,))
        entity = next(self._entities("entities.id = ?", row or (None,)), None)
        if entity is None:
            return None
        return FoundEntity(
            entity=entity,
            members=tuple(self._members(entity.id)),
            merges=tuple(
                FoundMerge(entity_id=id_, name=name, reason=Reason(method=method, score=score, detail=detail))
                for id_, name, method, score, detail in self._rows(
                    "SELECT entity_id, name, method, score, detail FROM entity_merges JOIN entities ON id = entity_id"
                    " WHERE same_as = ? ORDER BY number",
                    (entity.id,),
                )
            ),
            identities=tuple(
                identity_of(one)
                for one in self._rows(
                    f"SELECT {IDENTITY_COLUMNS} FROM entity_identities WHERE entity_id IN"
                    " (SELECT id FROM entities WHERE same_as = ?) ORDER BY score DESC, service, identifier",
                    (entity.id,),
                )
            ),
            claims_by=self._count(_CLAIMS_BY, entity.id),
            claims_about=self._count(_CLAIMS_ABOUT, entity.id),
        )

    def find_entities(self, kinds: Sequence[EntityKind], *, unknown_to: str | None = None) -> Iterator[Entity]:
        """The entities of these kinds that stand for themselves, those that most articles mean first.

        With `unknown_to`, only those for which that service has proposed nothing yet.
        """
        marks = ", ".join("?" * len(kinds))
        yield from self._entities(
            f"entities.same_as = entities.id AND entities.kind IN ({marks}) AND entities.id NOT IN"
            " (SELECT entity_id FROM entity_identities WHERE service = ?) ORDER BY 6 DESC, entities.number",
            [*(kind.value for kind in kinds), unknown_to],
        )

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order in which they were read."""
        for (article_id,) in self._rows("SELECT id FROM articles ORDER BY number", ()):
            yield article_id

    def outlets(self) -> dict[str, int]:
        """How many articles each outlet has, those with most first."""
        counted = "SELECT outlet, count(*) FROM articles WHERE outlet IS NOT NULL GROUP BY outlet"
        return dict(self._rows(f"{counted} ORDER BY count(*) DESC, outlet", ()))

    def find_documents(self, article_id: str | None = None) -> Iterator[StoredDocument]:
        """The documents that hold this article, or all documents."""
        for row in self._rows(
            f"""
            SELECT {DOCUMENT_COLUMNS} FROM documents
            WHERE :id IS NULL OR sha256 IN (SELECT document_sha256 FROM provenances WHERE article_id = :id)
            ORDER BY retrieved_at, sha256
            """,
            {"id": article_id},
        ):
            yield document_of(row)

    def find_refusals(self) -> Iterator[Refusal]:
        """The documents that could not be read, in the order in which they were refused."""
        for code, source, sentence, mend, sha256, refused_at in self._rows(
            "SELECT code, source, sentence, mend, document_sha256, refused_at FROM refusals ORDER BY refused_at, id", ()
        ):
            yield Refusal(
                code=code,
                source=source,
                sentence=sentence,
                mend=mend,
                document_sha256=sha256,
                refused_at=datetime.fromisoformat(refused_at),
            )

    def find_id(self, beginning: str) -> str:
        """The one id of any record that begins so, or the article that a JSONL row gave this id.

        Raises SettingError R210 where nothing does, with the nearest ids, and R211 where several do.
        """
        rows = self._rows(
            """
            SELECT id FROM articles WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM claims WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM event_mentions WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM events WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM entities WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM decisions WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT article_id FROM provenances WHERE given_id = :it
            LIMIT 6
            """,
            {"it": beginning},
        )
        ids = [row[0] for row in rows]
        if len(ids) == 1:
            return str(ids[0])
        if ids:
            raise SettingError(
                "R211",
                f"several records begin with {beginning}: {', '.join(ids[:5])}{' …' if len(ids) > 5 else ''}",
                "give more of the id",
            )
        raise SettingError(
            "R210",
            f"nothing in {self.path} has the id {beginning}",
            "see the ids of claims and articles: rashomon claims; of events: rashomon events; of decisions: "
            "rashomon decisions",
        )

    def stored_ids(self, article_id: str, *, of: str) -> tuple[str, ...]:
        """The ids under which attributions, claims or event mentions (`of`) of an article stand, in their order."""
        rows = self._rows(f"SELECT id FROM {of} WHERE article_id = ? ORDER BY position", (article_id,))
        return tuple(row[0] for row in rows)

    def names_close_to(self, name: str, *, of: str) -> tuple[str, ...]:
        """Up to three names of voices, actors, places or outlets (`of`) that are spelt much like this one."""
        names = [str(row[0]) for row in self._rows(_NAMES[of], ()) if row[0]]
        words = {word: full for full in names for word in (full.casefold(), *full.casefold().split())}
        close = difflib.get_close_matches(name.casefold(), words, n=3, cutoff=0.7)
        return tuple(dict.fromkeys(words[word] for word in close))

    def size(self) -> LedgerSize:
        """How much the ledger holds."""
        tables = {
            "documents": "documents",
            "articles": "articles",
            "event_mentions": "event_mentions",
            "events": "events",
            "claims": "claims",
            "voices": "voices",
            "refusals": "refusals",
        }
        row = self._row("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables.values()), ())
        assert row is not None
        return LedgerSize(**dict(zip(tables, row, strict=True)))

    def statuses(self) -> dict[EventStatus, int]:
        """How many of the events that `find_events` lists have each status."""
        where, values = event_where_of(ClaimFilter(), {})
        counts = dict(self._rows(f"SELECT status, count(*) FROM events WHERE {where} GROUP BY status", values))
        return {status: counts.get(status.value, 0) for status in EventStatus}

    def structure_faults(self) -> Iterator[str]:
        """What is wrong with the file and the ties between its rows; nothing, when all is well."""
        for (sentence,) in self._rows("PRAGMA integrity_check", ()):
            if sentence != "ok":
                yield str(sentence)
        for table, _, parent, _ in self._rows("PRAGMA foreign_key_check", ()):
            yield f"a row of {table} names a row of {parent} that is not there"
        for (article_id,) in self._rows(
            "SELECT id FROM articles WHERE NOT EXISTS (SELECT 1 FROM provenances WHERE article_id = articles.id)", ()
        ):
            yield f"no document is named that holds the article {article_id}"

    def _mentions(self, article_id: str) -> Iterator[Mention]:
        for start, end, kind, text, score in self._rows(
            'SELECT start, "end", type, text, score FROM mentions WHERE article_id = ? ORDER BY position',
            (article_id,),
        ):
            yield Mention(span=Span(start, end), type=MentionType(kind), text=text, score=score)

    def _entities(self, where: str, values: Sequence[object]) -> Iterator[Entity]:
        for row in self._rows(f"SELECT {ENTITY_COLUMNS} FROM entities WHERE {where}", values):
            yield entity_of(row)

    def _article_entities(self, article_id: str) -> Iterator[ArticleEntity]:
        for row in self._rows(
            f"SELECT {ARTICLE_ENTITY_COLUMNS} FROM article_entities WHERE article_id = ? ORDER BY position",
            (article_id,),
        ):
            yield article_entity_of(row)

    def _members(self, entity_id: str) -> Iterator[FoundMember]:
        """What articles mean by an entity and by those merged into it, in the order in which they were read."""
        for row in self._rows(
            f"""
            SELECT {HEADING_COLUMNS}, entity_members.entity_id, entity_members.method, entity_members.score,
                   entity_members.detail, {ARTICLE_ENTITY_COLUMNS}
            FROM entities JOIN entity_members ON entity_members.entity_id = entities.id
                 JOIN article_entities ON article_entities.id = entity_members.article_entity_id
                 JOIN articles ON articles.id = article_entities.article_id
            WHERE entities.same_as = ? ORDER BY articles.number, article_entities.position
            """,
            (entity_id,),
        ):
            yield FoundMember(
                article=heading_of(row[:5]),
                entity_id=row[5],
                reason=Reason(method=row[6], score=row[7], detail=row[8]),
                entity=article_entity_of(row[9:]),
            )

    def _count(self, question: str, value: str) -> int:
        row = self._row(question, (value,))
        return 0 if row is None else int(row[0])

    def _places(self, article_id: str) -> Iterator[Place]:
        for row in self._rows(
            f"SELECT {PLACE_COLUMNS} FROM places WHERE article_id = ? ORDER BY position", (article_id,)
        ):
            yield place_of(row)

    def _times(self, article_id: str) -> Iterator[TimePhrase]:
        for row in self._rows(
            f"SELECT {TIME_COLUMNS} FROM times WHERE article_id = ? ORDER BY position", (article_id,)
        ):
            yield time_of(row)

    def _attributions(self, article_id: str) -> Iterator[Attribution]:
        for row in self._rows(
            f"SELECT {ATTRIBUTION_COLUMNS} FROM attributions WHERE article_id = ? ORDER BY position", (article_id,)
        ):
            yield attribution_of(row)

    def _events(self, article_id: str) -> Iterator[EventMention]:
        for row in self._rows(
            f"SELECT {EVENT_COLUMNS} FROM event_mentions WHERE article_id = ? ORDER BY position", (article_id,)
        ):
            yield event_of(row)

    def _claims(self, column: str, value: str) -> Iterator[Claim]:
        """The claims with this value in a column, in the order of their article."""
        for row in self._rows(f"SELECT {CLAIM_COLUMNS} FROM claims WHERE {column} = ? ORDER BY position", (value,)):
            yield claim_of(row)

    def _row(self, question: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        return next(iter(self._rows(question, values)), None)

    def _rows(self, question: str, values: Sequence[object] | dict[str, object]) -> Iterator[tuple[Any, ...]]:
        with ledger_errors(self.path):
            # `yield from` would close the cursor of a half-read answer, after its connection.
            for row in self._connection.execute(question, values):  # noqa: UP028
                yield row


_NAMES = {
    "voices": "SELECT name FROM voices",
    "outlets": "SELECT DISTINCT outlet FROM articles",
    "actors": "SELECT DISTINCT name FROM event_parties WHERE role = 'actor' UNION SELECT name FROM entity_names",
    "places": "SELECT DISTINCT name FROM places",
}

_AT = """
FROM entities JOIN entity_members ON entity_members.entity_id = entities.id
     JOIN article_entity_spans AS at USING (article_entity_id)
"""

_CLAIMS_BY = f"""
SELECT count(DISTINCT claims.id) {_AT} JOIN claims ON claims.article_id = at.article_id
     JOIN claim_voices AS voice ON voice.claim_id = claims.id AND voice.start = at.start AND voice."end" = at."end"
WHERE entities.same_as = ?
"""

_CLAIMS_ABOUT = f"""
SELECT count(DISTINCT claims.id) {_AT} JOIN claims ON claims.article_id = at.article_id
     JOIN event_parties AS party ON party.event_mention_id = claims.event_mention_id
          AND party.start = at.start AND party."end" = at."end"
WHERE entities.same_as = ?
"""
