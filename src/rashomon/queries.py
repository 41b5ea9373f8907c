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
    EntityName,
    FoundClaim,
    FoundEntity,
    FoundEvent,
    FoundMember,
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
from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter, event_where_of, folded, voice_where_of, where_of
from rashomon.records import (
    Article,
    ArticleEntity,
    ArticleReading,
    Attribution,
    Claim,
    Entity,
    EntityKind,
    EventMention,
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

    def find_claims(self, wanted: ClaimFilter) -> Iterator[FoundClaim]:
        """The claims that fit, article by article as they were read, each article's from its top to its end."""
        return self._found_claims(*where_of(wanted))

    def find_events(self, wanted: ClaimFilter) -> Iterator[FoundEvent]:
        """The events that fit, those of the newest article first, each article's from its top to its end.

        An undated article is the oldest. What is asked of voice, stance and quote must hold for one claim that
        tells the event.
        """
        return self._found_events(*event_where_of(wanted))

    def find_voices(self, wanted: ClaimFilter) -> Iterator[FoundVoice]:
        """The voices of the claims that fit, those with most claims first; one spelling, one voice."""
        where, values = where_of(wanted)
        voice_where, voice_values = voice_where_of(wanted)
        for name, kind, claims, denials, outlets in self._rows(
            f"""
            SELECT min(voices.name), voices.kind, count(DISTINCT claims.id),
                   count(DISTINCT claims.id) FILTER (WHERE claims.stance = 'denies'),
                   json_group_array(DISTINCT articles.outlet) FILTER (WHERE articles.outlet IS NOT NULL)
            FROM articles JOIN claims ON claims.article_id = articles.id
                 LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
                 JOIN claim_voices ON claim_voices.claim_id = claims.id
                 JOIN voices ON voices.id = claim_voices.voice_id
            WHERE {where} AND {voice_where}
            GROUP BY voices.kind, folded(voices.name)
            ORDER BY count(DISTINCT claims.id) DESC, folded(voices.name), voices.kind
            """,
            [*values, *voice_values],
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
        return next(self._found_claims("claims.id = ?", [claim_id]), None)

    def find_event(self, event_id: str) -> FoundEvent | None:
        """The event of this id, or None."""
        return next(self._found_events("event_mentions.id = ?", [event_id]), None)

    def find_article(self, article_id: str) -> ArticleReading | None:
        """The article of this id with all that was read in it, or None."""
        row = self._row(
            f"""
            SELECT title, outlet, byline, dateline, published, language, url, flags, text, {GIVEN_ID}
            FROM articles WHERE id = ?
            """,
            (article_id,),
        )
        if row is None:
            return None
        article = Article(
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
        """The one id of an article, claim or event that begins so, or the article that a JSONL row gave this id.

        Raises SettingError R210 where nothing does, with the nearest ids, and R211 where several do.
        """
        rows = self._rows(
            """
            SELECT id FROM articles WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM claims WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM event_mentions WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM entities WHERE id >= :it AND id < :it || char(1114111)
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
            "see the ids of claims and articles: rashomon claims; of events: rashomon events",
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
            "events": "event_mentions",
            "claims": "claims",
            "voices": "voices",
            "refusals": "refusals",
        }
        row = self._row("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables.values()), ())
        assert row is not None
        return LedgerSize(**dict(zip(tables, row, strict=True)))

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

    def _who_is_who(self, article_id: str) -> dict[Span, EntityName]:
        """The entity that stands at each span of an article."""
        return {
            Span(row[0], row[1]): EntityName(
                id=row[2],
                name=row[3],
                here=Reason(method=row[4], score=row[5], detail=row[6]),
                reason=Reason(method=row[7], score=row[8], detail=row[9]),
            )
            for row in self._rows(
                """
                SELECT at.start, at."end", entities.id, entities.name, here.method, here.score, here.detail,
                       member.method, member.score, member.detail
                FROM article_entity_spans AS at JOIN article_entities AS here ON here.id = at.article_entity_id
                     JOIN entity_members AS member ON member.article_entity_id = here.id
                     JOIN entities AS one ON one.id = member.entity_id
                     JOIN entities ON entities.id = one.same_as
                WHERE at.article_id = ?
                """,
                (article_id,),
            )
        }

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

    def _found_claims(self, where: str, values: Sequence[object]) -> Iterator[FoundClaim]:
        who: tuple[str, dict[Span, EntityName]] = ("", {})
        for row in self._rows(
            f"""
            SELECT event_mentions.id, {HEADING_COLUMNS}, {CLAIM_COLUMNS}, {EVENT_COLUMNS}
            FROM articles JOIN claims ON claims.article_id = articles.id
                 LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
            WHERE {where} ORDER BY articles.number, claims.position
            """,
            values,
        ):
            event = None if row[0] is None else event_of(row[17:])
            claim = claim_of(row[6:17])
            if who[0] != claim.article_id:
                who = (claim.article_id, self._who_is_who(claim.article_id))
            yield FoundClaim(article=heading_of(row[1:6]), claim=claim, event=event, who=who[1])

    def _found_events(self, where: str, values: Sequence[object]) -> Iterator[FoundEvent]:
        who: tuple[str, dict[Span, EntityName]] = ("", {})
        for row in self._rows(
            f"""
            SELECT event_mentions.id, substr(articles.text, clause_start + 1, clause_end - clause_start),
                   {HEADING_COLUMNS}, {EVENT_COLUMNS}
            FROM articles JOIN event_mentions ON event_mentions.article_id = articles.id
            WHERE {where} ORDER BY articles.published DESC, articles.number DESC, event_mentions.position
            """,
            values,
        ):
            claims = tuple(self._claims("event_mention_id", row[0]))
            event = event_of(row[7:])
            if who[0] != event.article_id:
                who = (event.article_id, self._who_is_who(event.article_id))
            yield FoundEvent(event=event, article=heading_of(row[2:7]), quote=row[1], claims=claims, who=who[1])

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
