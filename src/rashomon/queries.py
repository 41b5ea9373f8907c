"""Every question that the command line, an export or a page may ask of a ledger; nothing here can change it.

In: a `ClaimFilter` (`filters.py`), an id, or nothing. Out: records, in the order in which they were read.

Read next: `export.py`, which gives these answers the shape of JSON.
"""

from __future__ import annotations

import difflib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter, folded, voice_where_of, where_of
from rashomon.records import (
    Article,
    ArticleReading,
    Attribution,
    Claim,
    Document,
    Factuality,
    Furniture,
    FurnitureKind,
    MediaType,
    Mention,
    MentionType,
    Reason,
    Refusal,
    Span,
    Stance,
    Voice,
    VoiceKind,
)
from rashomon.schema import connect_to_read, ledger_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeading:
    """What is said of an article beside a claim; `given_id` is the id that its JSONL row brought along."""

    id: str
    given_id: str | None
    title: str | None
    outlet: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """A claim with the heading of its article; `event_id` is None until the claim is linked to an event."""

    claim: Claim
    article: ArticleHeading
    event_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVoice:
    """A voice with what it says: how many claims it stands in, how many of them deny, and where."""

    name: str
    kind: VoiceKind
    claims: int
    denials: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the ledger keeps it; `content` is None where the original bytes were left out."""

    sha256: str
    source: str
    media_type: MediaType
    retrieved_at: datetime
    hints: tuple[tuple[str, str], ...]
    packed: bytes | None
    read_by: str
    article_ids: tuple[str, ...]

    def unpacked(self) -> Document | None:
        """The document itself, from the bytes kept; None where they were left out. Raises zlib.error."""
        if self.packed is None:
            return None
        return Document(
            content=zlib.decompress(self.packed),
            source=self.source,
            media_type=self.media_type,
            retrieved_at=self.retrieved_at,
            hints=self.hints,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSize:
    """How much a ledger holds."""

    documents: int
    articles: int
    claims: int
    voices: int
    refusals: int


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
        where, values = where_of(wanted)
        for row in self._rows(
            f"""
            SELECT claims.article_id, claims.attribution_id, claims.stance, claims.content, claims.quote,
                   claims.factuality, claims.method, claims.score, claims.detail,
                   {_VOICES.format(owner="claim", owner_id="claims.id")}, claims.event_id,
                   {_GIVEN_ID}, articles.title, articles.outlet, articles.published
            FROM articles JOIN claims ON claims.article_id = articles.id
            WHERE {where} ORDER BY articles.number, claims.position
            """,
            values,
        ):
            heading = ArticleHeading(
                id=row[0],
                given_id=row[11],
                title=row[12],
                outlet=row[13],
                published=_date(row[14]),
            )
            yield FoundClaim(claim=_claim(row), article=heading, event_id=row[10])

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
                 JOIN claim_voices ON claim_voices.claim_id = claims.id
                 JOIN voices ON voices.id = claim_voices.voice_id
            WHERE {where} AND {voice_where}
            GROUP BY voices.kind, folded(voices.name)
            ORDER BY count(DISTINCT claims.id) DESC, folded(voices.name), voices.kind
            """,
            values + voice_values,
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
        row = self._row("SELECT article_id FROM claims WHERE id = ?", (claim_id,))
        if row is None:
            return None
        of_article = self.find_claims(ClaimFilter(articles=(row[0],)))
        return next(found for found in of_article if found.claim.id == claim_id)

    def find_article(self, article_id: str) -> ArticleReading | None:
        """The article of this id with all that was read in it, or None."""
        row = self._row(
            f"""
            SELECT title, outlet, byline, dateline, published, language, url, flags, text, {_GIVEN_ID}
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
            published=_date(row[4]),
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
            events=(),
            article=article,
            mentions=tuple(self._mentions(article_id)),
            attributions=tuple(self._attributions(article_id)),
            claims=tuple(found.claim for found in self.find_claims(ClaimFilter(articles=(article_id,)))),
        )

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order in which they were read."""
        for (article_id,) in self._rows("SELECT id FROM articles ORDER BY number", ()):
            yield article_id

    def find_documents(self, article_id: str | None = None) -> Iterator[StoredDocument]:
        """The documents that hold this article, or all documents."""
        for row in self._rows(
            """
            SELECT sha256, source, media_type, retrieved_at, hints, original, read_by,
                   (SELECT json_group_array(article_id) FROM (
                        SELECT article_id FROM provenances WHERE document_sha256 = sha256 ORDER BY position))
            FROM documents
            WHERE :id IS NULL OR sha256 IN (SELECT document_sha256 FROM provenances WHERE article_id = :id)
            ORDER BY retrieved_at, sha256
            """,
            {"id": article_id},
        ):
            yield StoredDocument(
                sha256=row[0],
                source=row[1],
                media_type=MediaType(row[2]),
                retrieved_at=datetime.fromisoformat(row[3]),
                hints=tuple((name, value) for name, value in json.loads(row[4])),
                packed=row[5],
                read_by=row[6],
                article_ids=tuple(json.loads(row[7])),
            )

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
        """The one id of an article or claim that begins so, or the article that a JSONL row gave this id.

        Raises SettingError R210 where nothing does, with the nearest ids, and R211 where several do.
        """
        rows = self._rows(
            """
            SELECT id FROM articles WHERE id >= :it AND id < :it || char(1114111)
            UNION SELECT id FROM claims WHERE id >= :it AND id < :it || char(1114111)
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
            "see the ids of claims and articles: rashomon claims",
        )

    def stored_ids(self, article_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids under which the attributions and the claims of an article stand, in their order."""
        attributions = self._rows("SELECT id FROM attributions WHERE article_id = ? ORDER BY position", (article_id,))
        claims = self._rows("SELECT id FROM claims WHERE article_id = ? ORDER BY position", (article_id,))
        return tuple(row[0] for row in attributions), tuple(row[0] for row in claims)

    def names_close_to(self, name: str, *, of: str) -> tuple[str, ...]:
        """Up to three names of voices (`of="voices"`) or outlets that are spelt much like this one."""
        question = "SELECT name FROM voices" if of == "voices" else "SELECT DISTINCT outlet FROM articles"
        names = [str(row[0]) for row in self._rows(question, ()) if row[0]]
        words = {word: full for full in names for word in (full.casefold(), *full.casefold().split())}
        close = difflib.get_close_matches(name.casefold(), words, n=3, cutoff=0.7)
        return tuple(dict.fromkeys(words[word] for word in close))

    def size(self) -> LedgerSize:
        """How much the ledger holds."""
        tables = ("documents", "articles", "claims", "voices", "refusals")
        row = self._row("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables), ())
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

    def _attributions(self, article_id: str) -> Iterator[Attribution]:
        for source, cue, content, stance, parent, method, score, detail, voices in self._rows(
            f"""
            SELECT source, cue, content, stance, parent, method, score, detail,
                   {_VOICES.format(owner="attribution", owner_id="attributions.id")}
            FROM attributions WHERE article_id = ? ORDER BY position
            """,
            (article_id,),
        ):
            yield Attribution(
                article_id=article_id,
                source=_spans(source),
                cue=_spans(cue),
                content=_spans(content),
                stance=Stance(stance),
                voices=_voices(voices),
                parent=parent,
                reason=Reason(method=method, score=score, detail=detail),
            )

    def _row(self, question: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        return next(iter(self._rows(question, values)), None)

    def _rows(self, question: str, values: Sequence[object] | dict[str, object]) -> Iterator[tuple[Any, ...]]:
        with ledger_errors(self.path):
            # `yield from` would close the cursor of a half-read answer, after its connection.
            for row in self._connection.execute(question, values):  # noqa: UP028
                yield row


_VOICES = """
(SELECT json_group_array(json_array(kind, name, start, "end")) FROM (
    SELECT voices.kind, voices.name, {owner}_voices.start, {owner}_voices."end"
    FROM {owner}_voices JOIN voices ON voices.id = {owner}_voices.voice_id
    WHERE {owner}_voices.{owner}_id = {owner_id} ORDER BY {owner}_voices.position))
"""

_GIVEN_ID = """
(SELECT given_id FROM provenances WHERE provenances.article_id = articles.id AND given_id IS NOT NULL LIMIT 1)
"""


def _claim(row: tuple[Any, ...]) -> Claim:
    return Claim(
        event_mention_id=None,
        article_id=row[0],
        attribution_id=row[1],
        stance=Stance(row[2]),
        content=_spans(row[3]),
        quote=row[4],
        factuality=Factuality(row[5]),
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
        voices=_voices(row[9]),
    )


def _voices(stored: str) -> tuple[Voice, ...]:
    return tuple(
        Voice(kind=VoiceKind(kind), name=name, span=None if start is None else Span(start, end))
        for kind, name, start, end in json.loads(stored)
    )


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))


def _date(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
