"""What the articles of a ledger have to do with each other: text they share, wire credits, citations, offices.

In: an open transaction, and the traits of an article that was just stored, or the tellings of some events. Out: rows,
or for each article the `Ties` that `origins.py` goes by. A new article is held only against those that its sketch
brings up. Read next: `linkage.py`, which makes the events.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import astuple
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from rashomon.copies import Holder, candidates_for, compare_wordings, wording_of
from rashomon.names import NameTables
from rashomon.offices import Office, offices_of
from rashomon.origins import Ties
from rashomon.records import (
    ArticleReading,
    ArticleTraits,
    Citation,
    CitationKind,
    CopyVerdict,
    CreditExtent,
    Passage,
    Reason,
    Sketch,
    Span,
    Telling,
    TextReuse,
    Voice,
    VoiceKind,
    WireCredit,
)
from rashomon.schema import ASKED_AT_ONCE

T = TypeVar("T")


def write_traits(connection: sqlite3.Connection, reading: ArticleReading, traits: ArticleTraits) -> None:
    """Store what the article is compared by, and what it shares with the articles that its sketch brings up."""
    article_id = reading.article.id
    (number,) = connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
    for table in ("article_traits", "wire_credits", "citations"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM sketch_keys WHERE article_number = ?", (number,))
    connection.execute("DELETE FROM reuses WHERE here = ? OR there = ?", (article_id, article_id))
    connection.execute(
        "INSERT INTO article_traits (article_id, keywords, words, keys) VALUES (?, ?, ?, ?)",
        (article_id, json.dumps(traits.keywords, ensure_ascii=False), traits.sketch.words, len(traits.sketch.keys)),
    )
    _write_reuses(connection, reading, traits.sketch)
    connection.executemany(
        "INSERT OR IGNORE INTO sketch_keys (key, article_number) VALUES (?, ?)",
        [(key, number) for key in traits.sketch.keys],
    )
    connection.executemany(
        'INSERT INTO wire_credits (article_id, position, agency, extent, start, "end", text, method, score, detail)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (article_id, position, one.agency, one.extent.value, *(one.span or (None, None)), one.text,
             *astuple(one.reason))
            for position, one in enumerate(traits.credits)
        ],
    )  # fmt: skip
    connection.executemany(
        'INSERT INTO citations (article_id, position, outlet, start, "end", kind, content, speaker, method, score,'
        " detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (article_id, position, one.outlet, *one.span, one.kind.value, json.dumps(one.content),
             json.dumps((one.speaker.kind, one.speaker.name, one.speaker.span)) if one.speaker else None,
             *astuple(one.reason))
            for position, one in enumerate(traits.citations)
        ],
    )  # fmt: skip
    connection.executemany(
        "INSERT OR REPLACE INTO claim_traits (claim_id, vector) VALUES (?, ?)",
        [(claim_id, np.asarray(vector, np.float16).tobytes()) for claim_id, vector in traits.vectors],
    )


def ties_of(
    connection: sqlite3.Connection,
    tellings: Iterable[Telling],
    tables: NameTables,
    offices: MutableMapping[tuple[str, str], tuple[Office, ...]],
) -> dict[str, Ties]:
    """What is known of each article of some tellings; what it shares with others is known of both.

    `offices` remembers, by article and person, which offices a text gives; what is missing there is read and added.
    """
    people: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for telling in tellings:
        names = (voice.name for voice in telling.claim.voices if voice.kind is VoiceKind.NAMED)
        people[telling.claim.article_id] |= dict.fromkeys(names)
    reuses: defaultdict[str, dict[tuple[str, str], TextReuse]] = defaultdict(dict)
    credits: defaultdict[str, list[WireCredit]] = defaultdict(list)
    citations: defaultdict[str, list[Citation]] = defaultdict(list)
    for row in asked(connection, f"SELECT {REUSE_COLUMNS} FROM reuses WHERE here IN ({{}})", people):
        reuses[row[0]][row[0], row[1]] = reuse_of(row)
    for row in asked(connection, f"SELECT {CREDIT_COLUMNS} FROM wire_credits WHERE article_id IN ({{}})", people):
        credits[row[0]].append(credit_of(row))
    for row in asked(connection, f"SELECT {CITATION_COLUMNS} FROM citations WHERE article_id IN ({{}})", people):
        citations[row[0]].append(citation_of(row))
    unread = {
        article_id: [one for one in names if (article_id, one) not in offices] for article_id, names in people.items()
    }
    wanted = [article_id for article_id, names in unread.items() if names]
    for article_id, text in asked(connection, "SELECT id, text FROM articles WHERE id IN ({})", wanted):
        for person in unread[article_id]:
            offices[article_id, person] = offices_of(article_id, text, [person], tables)
    return {
        article_id: Ties(
            reuses=reuses[article_id],
            credits=credits[article_id],
            citations=citations[article_id],
            offices=[office for person in names for office in offices[article_id, person]],
        )
        for article_id, names in people.items()
    }


def asked(connection: sqlite3.Connection, question: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
    """The answers to a question with `{}` for a list of values, which are asked some at once."""
    for some in at_once(values):
        yield from connection.execute(question.format(", ".join("?" * len(some))), some).fetchall()


def at_once(values: Iterable[T]) -> Iterator[list[T]]:
    """The values, so many at a time as one question names."""
    waiting = iter(values)
    while some := list(islice(waiting, ASKED_AT_ONCE)):
        yield some


def _write_reuses(connection: sqlite3.Connection, reading: ArticleReading, sketch: Sketch) -> None:
    holders: defaultdict[int, list[Holder]] = defaultdict(list)
    for key, article_id, outlet, keys in asked(
        connection,
        "SELECT key, articles.id, outlet, keys FROM sketch_keys JOIN articles ON number = article_number"
        " JOIN article_traits ON article_id = articles.id WHERE key IN ({})",
        sketch.keys,
    ):
        if article_id != reading.article.id:
            holders[key].append(Holder(article_id=article_id, outlet=outlet, keys=keys))
    found = candidates_for(sketch, reading.article.outlet, holders)
    if not found.articles:
        return
    here = wording_of(reading.article.text)
    for other, text in asked(
        connection, "SELECT id, text FROM articles WHERE id IN ({})", [one for one, _ in found.articles]
    ):
        reuse = compare_wordings(here, wording_of(text), found.furniture)
        if reuse.verdict is CopyVerdict.NONE and not reuse.quotations:
            continue
        connection.execute(
            f"INSERT OR REPLACE INTO reuses ({REUSE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                reading.article.id,
                other,
                reuse.verdict.value,
                reuse.share_here,
                reuse.share_there,
                json.dumps(reuse.passages, default=astuple),
                json.dumps(reuse.quotations, default=astuple),
                *astuple(reuse.reason),
            ),
        )


REUSE_COLUMNS = "here, there, verdict, share_here, share_there, passages, quotations, method, score, detail"


def reuse_of(row: Sequence[Any]) -> TextReuse:
    """What two articles share, in REUSE_COLUMNS."""
    return TextReuse(
        verdict=CopyVerdict(row[2]),
        share_here=row[3],
        share_there=row[4],
        passages=_passages(row[5]),
        quotations=_passages(row[6]),
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
    )


CREDIT_COLUMNS = 'article_id, agency, extent, start, "end", text, method, score, detail'


def credit_of(row: Sequence[Any]) -> WireCredit:
    """The credit in CREDIT_COLUMNS."""
    return WireCredit(
        article_id=row[0],
        agency=row[1],
        extent=CreditExtent(row[2]),
        span=None if row[3] is None else Span(row[3], row[4]),
        text=row[5],
        reason=Reason(method=row[6], score=row[7], detail=row[8]),
    )


CITATION_COLUMNS = 'article_id, outlet, start, "end", kind, content, speaker, method, score, detail'


def citation_of(row: Sequence[Any]) -> Citation:
    """The citation in CITATION_COLUMNS."""
    kind, name, span = json.loads(row[6]) if row[6] else (None, None, None)
    return Citation(
        article_id=row[0],
        outlet=row[1],
        span=Span(row[2], row[3]),
        kind=CitationKind(row[4]),
        content=tuple(Span(*piece) for piece in json.loads(row[5])),
        speaker=Voice(kind=VoiceKind(kind), name=str(name), span=Span(*span) if span else None) if kind else None,
        reason=Reason(method=row[7], score=row[8], detail=row[9]),
    )


def _passages(stored: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(here=Span(*here), there=Span(*there), words=words) for here, there, words in json.loads(stored)
    )
