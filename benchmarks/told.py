"""Articles of a corpus as linking meets them: read by the whole pipeline, each claim a `Telling`.

Who is who across articles is settled in the simplest way: entities with one exact key or one name are one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from rashomon.documents import parse_documents
from rashomon.meanings import vector_of
from rashomon.pipeline import Tools, read_documents
from rashomon.reader import Reader
from rashomon.records import ArticleEntity, ArticleReading, DocumentReading, Reading, Span, Telling
from rashomon.vocabulary import Vocabulary, keywords_of


class Remembering:
    """A reader that keeps what it read, for the vectors that the pipeline does not hand on."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.readings: dict[str, Reading] = {}

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        texts = list(texts)
        for text, reading in zip(texts, self._reader.read(texts), strict=True):
            self.readings[text] = reading
            yield reading


def tellings_of(
    articles: Sequence[dict[str, Any]], tools: Tools, vocabulary: Vocabulary
) -> list[tuple[ArticleReading, list[Telling]]]:
    """The readings of rows with `id`, `title`, `text`, `date` and `domain`, each with its tellings."""
    reader = Remembering(tools.reader)
    rows = [
        {"id": row["id"], "title": row["title"], "text": row["text"], "outlet": row["domain"], "published": row["date"]}
        for row in articles
    ]
    stream = BytesIO("".join(f"{json.dumps(row)}\n" for row in rows).encode())
    documents = parse_documents(stream, "articles.jsonl", datetime(2025, 3, 14, tzinfo=UTC))
    found = []
    for outcome in read_documents(documents, replace(tools, reader=reader)):
        for one in outcome.readings if isinstance(outcome, DocumentReading) else ():
            found.append((one, list(_tellings(one, reader.readings[one.article.text], vocabulary))))
        reader.readings.clear()
    return found


def _tellings(read: ArticleReading, reading: Reading, vocabulary: Vocabulary) -> Iterator[Telling]:
    events = {event.id: event for event in read.events}
    keywords = keywords_of(read.article.text, vocabulary, read.article.title)
    for claim in read.claims:
        event = events.get(claim.event_mention_id or "")
        yield Telling(
            claim=claim,
            event=event,
            outlet=read.article.outlet,
            outlet_entity=None,
            published=read.article.published,
            voices=tuple(_entity_at(voice.span, read.entities) for voice in claim.voices),
            actors=tuple(_entity_at(party.span, read.entities) for party in event.actors) if event else (),
            recipients=tuple(_entity_at(party.span, read.entities) for party in event.recipients) if event else (),
            keywords=keywords,
            vector=vector_of(claim.content, event.trigger if event else None, reading),
        )


def _entity_at(span: Span | None, entities: Iterable[ArticleEntity]) -> str | None:
    entity = next((one for one in entities if span in one.spans), None)
    return (entity.key or f"{entity.kind.value} {entity.name.lower()}") if entity else None
