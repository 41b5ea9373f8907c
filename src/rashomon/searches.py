"""What some words are found in: claims, articles, and the names of entities and voices.

In: the words of a user, as they were typed. Out: hits with the words around, page by page. Every word must be there,
"in quotation marks" one after another, a star at the end of a word stands for any ending; no other sign means anything,
so that nothing typed is a mistake. Refuses, as R212, words without a letter or a digit. Changes nothing.
Read next: `room/search.py`, which shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rashomon.answers import HEADING_COLUMNS, ArticleHeading, FoundClaim, heading_of
from rashomon.errors import SettingError
from rashomon.filters import Condition, folded
from rashomon.findings import Ask, claims_where
from rashomon.records import EntityKind, EventStatus, VoiceKind

T = TypeVar("T")
U = TypeVar("U")

COUNTED = 1_000
"""So many hits are counted, and can be paged through; of more it is only said that there are more."""
RANKED = 5_000
"""Of more hits than this the latest read come first: putting 40,000 in order by weight takes 80 ms."""
MOST_CHARACTERS, MOST_WORDS = 300, 24
"""Of what is typed, so much is looked for."""

_OPEN, _SHUT = "\ufdd0", "\ufdd1"
"""Around what was found, in what SQLite gives: characters that no text has (Unicode, noncharacters)."""
_CLAIM_WORDS, _ARTICLE_WORDS = 48, 32
"""Words of a snippet."""
_LONG, _AROUND = 20_000, 120
"""A text of more characters shows this much around the first of the words: FTS5's `snippet` takes time by the square of
the places found, 0.2 s for 50,000 characters with a word in every sentence and minutes for 5 million."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PHRASE = re.compile(r'["“”„«]([^"“”„«»]+)["“”»]?|([^\s"“”„«»]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a snippet; `is_hit` is that it was looked for."""

    text: str
    is_hit: bool


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimHit:
    """A claim in which the words stand, and how its event stands, None where it has none."""

    id: str
    found: FoundClaim
    snippet: Snippet
    status: EventStatus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHit:
    """An article in which the words stand: in its title, or in its text."""

    article: ArticleHeading
    title: Snippet
    snippet: Snippet
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityHit:
    """An entity that is called so: its usual name, and the name that was found."""

    id: str
    kind: EntityKind
    name: str
    called: Snippet
    articles: int

    @property
    def is_usual(self) -> bool:
        """Whether the name that was found is the usual one."""
        return "".join(piece.text for piece in self.called) == self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceHit:
    """A voice whose name holds the words."""

    name: str
    kind: VoiceKind
    snippet: Snippet
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits(Generic[T]):
    """A page of hits and how many there are; `is_more`: at least one more than `counted`. `is_ranked`: the best come
    first, else the latest read."""

    found: tuple[T, ...]
    counted: int
    is_more: bool
    is_ranked: bool

    def shown_as(self, found: Iterable[U]) -> Hits[U]:
        """The same page with its hits as something else."""
        return Hits(found=tuple(found), counted=self.counted, is_more=self.is_more, is_ranked=self.is_ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: the words as FTS5 and people understand them, and in which outlets (parts of names).

    `is_cut` is that more was typed than is looked for.
    """

    match: str
    words: tuple[str, ...]
    outlets: tuple[str, ...]
    is_cut: bool


def sought(typed: str, outlets: Sequence[str] = ()) -> Sought:
    """What these words ask for; raises SettingError R212 where there is no letter or digit in them."""
    line = _CONTROL.sub(" ", typed).strip()
    found = [(quoted or word).strip() for quoted, word in _PHRASE.findall(line[:MOST_CHARACTERS])]
    phrases = [one for one in found if re.search(r"\w", one)]
    if not phrases:
        shown = line if len(line) <= 40 else line[:40] + "…"
        raise SettingError("R212", f"there is no word to look for in {shown!r}", "give at least one word")
    return Sought(
        match=" AND ".join(map(_phrase, phrases[:MOST_WORDS])),
        words=tuple(one.rstrip("*") for one in phrases[:MOST_WORDS]),
        outlets=tuple(outlets),
        is_cut=len(line) > MOST_CHARACTERS or len(phrases) > MOST_WORDS,
    )


def claims_with(ask: Ask, wanted: Sought, *, first: int, number: int) -> Hits[ClaimHit]:
    """So many claims with the words in their quotes, after the first ones."""
    page = _page(ask, "claims_fts", wanted, first, number)
    rows = page.found
    marks = ", ".join("?" * len(rows))
    snippets = {
        row[0]: _snippet(row[1])
        for row in ask(
            "SELECT claims.id, snippet(claims_fts, 0, ?, ?, '…', ?) FROM claims_fts"
            " JOIN claims ON claims.number = claims_fts.rowid"
            f" WHERE claims_fts MATCH ? AND claims_fts.rowid IN ({marks})",
            [_OPEN, _SHUT, _CLAIM_WORDS, wanted.match, *rows],
        )
    }
    stored = ask(
        "SELECT claims.number, claims.id, events.status FROM claims JOIN articles ON articles.id = claims.article_id"
        f" LEFT JOIN events ON events.id = event_id WHERE claims.number IN ({marks})"
        " ORDER BY articles.number, claims.position",
        rows,
    )
    found = {
        row[0]: ClaimHit(id=row[1], found=one, snippet=snippets[row[1]], status=EventStatus(row[2]) if row[2] else None)
        for row, one in zip(stored, claims_where(ask, f"claims.number IN ({marks})", rows), strict=True)
    }
    return page.shown_as(found[row] for row in rows)


def articles_with(ask: Ask, wanted: Sought, *, first: int, number: int) -> Hits[ArticleHit]:
    """So many articles with the words in their titles or texts, after the first ones."""
    page = _page(ask, "articles_fts", wanted, first, number)
    rows = page.found
    found = {
        row[0]: ArticleHit(
            article=heading_of(row[5:]),
            title=_snippet(row[1] or ""),
            snippet=_snippet(row[2]) if row[2] is not None else _around_first(row[3], wanted.words),
            claims=row[4],
        )
        for row in ask(
            f"""
            SELECT articles.number, highlight(articles_fts, 0, ?, ?),
                   CASE WHEN length(articles.text) <= ? THEN snippet(articles_fts, 1, ?, ?, '…', ?) END,
                   CASE WHEN length(articles.text) > ? THEN articles.text END,
                   (SELECT count(*) FROM claims WHERE claims.article_id = articles.id), {HEADING_COLUMNS}
            FROM articles_fts JOIN articles ON articles.number = articles_fts.rowid
            WHERE articles_fts MATCH ? AND articles_fts.rowid IN ({", ".join("?" * len(rows))})
            """,
            [_OPEN, _SHUT, _LONG, _OPEN, _SHUT, _ARTICLE_WORDS, _LONG, wanted.match, *rows],
        )
    }
    return page.shown_as(found[row] for row in rows)


def entities_called(ask: Ask, wanted: Sought, *, first: int, number: int) -> tuple[EntityHit, ...]:
    """So many entities with the words in one of their names, those that most articles mean first."""
    rows = ask(
        """
        SELECT one.id, one.kind, one.name, highlight(entity_names_fts, 0, ?, ?), one.articles
        FROM entity_names_fts JOIN entity_names ON entity_names.number = entity_names_fts.rowid
             JOIN entities AS called ON called.id = entity_names.entity_id
             JOIN entities AS one ON one.id = called.same_as
        WHERE entity_names_fts MATCH ? ORDER BY one.articles DESC, one.number, entity_names.articles DESC
        """,
        [_OPEN, _SHUT, wanted.match],
    )
    hits: dict[str, EntityHit] = {}
    for id_, kind, name, called, articles in rows:
        hit = EntityHit(id=id_, kind=EntityKind(kind), name=name, called=_snippet(called), articles=articles)
        hits.setdefault(id_, hit)
        if len(hits) == first + number:
            break
    return tuple(hits.values())[first:]


def voices_called(ask: Ask, wanted: Sought, *, first: int, number: int) -> tuple[VoiceHit, ...]:
    """So many voices with all the words in their names, those with most claims first; one spelling, one voice."""
    holds = " AND ".join("voices.name LIKE ? ESCAPE '\\'" if one.isascii() else _FOLDED for one in wanted.words)
    rows = ask(
        f"""
        SELECT min(voices.name), voices.kind, count(DISTINCT claim_id)
        FROM voices CROSS JOIN claim_voices ON claim_voices.voice_id = voices.id WHERE {holds}
        GROUP BY voices.kind, folded(voices.name) ORDER BY 3 DESC, 1 LIMIT ? OFFSET ?
        """,
        [*(_like(one) if one.isascii() else one for one in wanted.words), number, first],
    )
    return tuple(
        VoiceHit(name=name, kind=VoiceKind(kind), snippet=_marked(name, wanted.words), claims=claims)
        for name, kind, claims in rows
    )


_FOLDED = "instr(folded(voices.name), folded(?)) > 0"
"""The same as LIKE, ten times as slow, for words with letters whose case SQLite does not know."""


def _like(word: str) -> str:
    return "%" + re.sub(r"([%_\\])", r"\\\1", word) + "%"


def outlets_in(ask: Ask, most: int) -> tuple[str, ...]:
    """The names of outlets, in the order of the alphabet; not more than so many."""
    rows = ask("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet LIMIT ?", [most])
    return tuple(row[0] for row in rows)


def _phrase(words: str) -> str:
    return f'"{words.rstrip("*")}" *' if words.endswith("*") else f'"{words}"'


def _page(ask: Ask, table: str, wanted: Sought, first: int, number: int) -> Hits[int]:
    """The rows of one page of hits."""
    where, values = _where(ask, table, wanted)
    (matching,) = next(iter(ask(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", [wanted.match])))
    if wanted.outlets and matching:
        counting = ask(f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {where} LIMIT ?)", [*values, COUNTED + 1])
        (counted,) = next(iter(counting))
    else:
        counted = matching
    order = "rank" if matching <= RANKED else "rowid DESC"
    here = min(number, COUNTED - first)
    rows = ask(f"SELECT rowid FROM {table} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, here, first])
    return Hits(
        found=tuple(row[0] for row in rows) if counted > first and here > 0 else (),
        counted=min(counted, COUNTED),
        is_more=counted > COUNTED,
        is_ranked=matching <= RANKED,
    )


def _where(ask: Ask, table: str, wanted: Sought) -> Condition:
    """The condition on a table of words."""
    if not wanted.outlets:
        return f"{table} MATCH ?", [wanted.match]
    parts = [folded(one) or "" for one in wanted.outlets]
    rows = ask("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL", ())
    outlets = [row[0] for row in rows if any(part in (folded(row[0]) or "") for part in parts)]
    column, tables = _ROWS[table]
    marks = ", ".join("?" * len(outlets))
    (articles,) = next(iter(ask(f"SELECT count(*) FROM articles WHERE outlet IN ({marks})", outlets)))
    if articles > _MANY:
        of_row = f"(SELECT articles.outlet FROM {tables} WHERE {column} = {table}.rowid)"
        return f"{table} MATCH ? AND {of_row} IN ({marks})", [wanted.match, *outlets]
    printed_there = f"SELECT {column} FROM {tables} WHERE articles.outlet IN ({marks})"
    # The plus keeps SQLite from looking the words up once for each row.
    return f"{table} MATCH ? AND +rowid IN ({printed_there})", [wanted.match, *outlets]


_MANY = 2_000
"""Of more articles than this it is asked of each hit whether it is in one; of fewer, all that is in them is listed."""
_ROWS = {
    "claims_fts": ("claims.number", "claims JOIN articles ON articles.id = claims.article_id"),
    "articles_fts": ("articles.number", "articles"),
}
"""What the rows of a table of words stand for, and where their outlets are found."""


def _snippet(marked: str) -> Snippet:
    """What SQLite marked, in pieces."""
    pieces: list[Piece] = []
    is_hit = False
    for text in re.split(f"([{_OPEN}{_SHUT}])", marked):
        if text in (_OPEN, _SHUT):
            is_hit = text == _OPEN
        elif text:
            pieces.append(Piece(text=text, is_hit=is_hit))
    return tuple(pieces)


def _around_first(text: str, words: Iterable[str]) -> Snippet:
    """What stands around the first of the words in a long text; its beginning, where they are spelt otherwise there."""
    found = re.search("|".join(map(re.escape, words)), text, flags=re.IGNORECASE)
    first = max(0, found.start() - _AROUND) if found else 0
    piece = text[first : first + 2 * _AROUND]
    return _marked(f"{'…' if first else ''}{piece}…", words)


def _marked(name: str, words: Iterable[str]) -> Snippet:
    """A name with the words marked in it, in any case."""
    sought_for = "|".join(re.escape(word) for word in words)
    return _snippet(re.sub(f"({sought_for})", f"{_OPEN}\\1{_SHUT}", name, flags=re.IGNORECASE))
