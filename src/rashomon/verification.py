"""The proof that a ledger is what its documents give.

In: a ledger, and the stage that gives a document's articles. Out: a `Mismatch` for everything that is off:
the file's own structure, a document's SHA-256, the articles that its bytes hold and what is said of them,
the ids of articles, attributions, events and claims, the text under every span, and, by `contradictions.py`, what
linking and analysts made of them. Changes nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence

from rashomon.answers import StoredDocument
from rashomon.contradictions import contradictions_in
from rashomon.errors import RashomonError
from rashomon.queries import Queries
from rashomon.records import (
    Article,
    ArticleReading,
    Document,
    EventMention,
    Magnitude,
    Mismatch,
    Party,
    Span,
    quote_of,
)

ArticlesIn = Callable[[Document], tuple[Article, ...]]
"""The stage from a document to its articles, as `pipeline.articles_in`."""

_BESIDE_THE_ID = ("byline", "dateline", "published", "language", "url", "furniture")
"""What an article's hash does not cover; one of its documents must give the value that is stored."""


def find_mismatches(queries: Queries, articles_in: ArticlesIn) -> Iterator[Mismatch]:
    """Everything in the ledger that its source does not give: none, when all is well.

    Where the original bytes were left out, what stands in the ledger is checked against itself.
    """
    for sentence in queries.structure_faults():
        yield Mismatch(record="file", id=queries.path.name, sentence=sentence)
    try:
        for stored in queries.find_documents():
            yield from _document_mismatches(stored, queries, articles_in)
    except (ValueError, TypeError) as error:
        yield Mismatch(record="document", id="-", sentence=f"a row cannot be read back: {error}")
    for article_id in queries.article_ids():
        try:
            reading = queries.find_article(article_id)
        except (ValueError, TypeError) as error:
            yield Mismatch(record="article", id=article_id, sentence=f"cannot be read back: {error}")
            continue
        if reading is not None:
            yield from _reading_mismatches(article_id, reading, queries)
    yield from contradictions_in(queries.ask)


def _document_mismatches(stored: StoredDocument, queries: Queries, articles_in: ArticlesIn) -> Iterator[Mismatch]:
    def off(sentence: str) -> Mismatch:
        return Mismatch(record="document", id=stored.sha256, sentence=sentence)

    try:
        document = stored.unpacked()
    except zlib.error as error:
        yield off(f"the bytes kept of {stored.source} cannot be unpacked: {error}")
        return
    if document is None:
        return
    if document.sha256 != stored.sha256:
        yield off(f"the bytes kept of {stored.source} have another SHA-256: {document.sha256}")
        return
    try:
        articles = {article.id: article for article in articles_in(document)}
    except RashomonError as error:
        yield off(f"{stored.source}, read by {stored.read_by}, is refused now: {error}")
        return
    for missing in sorted(set(stored.article_ids) - articles.keys()):
        yield off(f"{stored.source}, read by {stored.read_by}, does not give the article {missing}")
    for extra in sorted(articles.keys() - set(stored.article_ids)):
        yield off(f"{stored.source}, read by {stored.read_by}, gives the article {extra}, which is not in the ledger")
    for article_id in stored.article_ids:
        if article_id in articles:
            yield from _field_mismatches(articles[article_id], stored, queries, articles_in)


def _field_mismatches(
    given: Article, stored: StoredDocument, queries: Queries, articles_in: ArticlesIn
) -> Iterator[Mismatch]:
    """What the ledger says of an article that neither this document nor another one of it says."""
    reading = queries.find_article(given.id)
    if reading is None:
        return
    for field in _BESIDE_THE_ID:
        kept = getattr(reading.article, field)
        if kept == getattr(given, field) or any(
            kept == getattr(other, field) for other in _elsewhere(given.id, stored, queries, articles_in)
        ):
            continue
        yield Mismatch(
            record="article",
            id=given.id,
            sentence=f"{field} is {_shown(kept)} in the ledger, {_shown(getattr(given, field))} in {stored.source}",
        )


def _elsewhere(article_id: str, stored: StoredDocument, queries: Queries, articles_in: ArticlesIn) -> Iterator[Article]:
    """The same article as the other documents give it."""
    for other in queries.find_documents(article_id):
        if other.sha256 == stored.sha256:
            continue
        try:
            document = other.unpacked()
            articles = () if document is None else articles_in(document)
        except (zlib.error, RashomonError):
            continue  # that document is reported on its own turn
        yield from (article for article in articles if article.id == article_id)


def _reading_mismatches(article_id: str, reading: ArticleReading, queries: Queries) -> Iterator[Mismatch]:
    text = reading.article.text
    if reading.article.id != article_id:
        yield Mismatch(record="article", id=article_id, sentence="its outlet, title and text have another hash")
    for mention in reading.mentions:
        if mention.span.of(text) != mention.text:
            place = f"{article_id}:{mention.span.start}-{mention.span.end}"
            yield Mismatch(record="mention", id=place, sentence=f"the article does not say {mention.text!r} there")
    attribution_ids = queries.stored_ids(article_id, of="attributions")
    for attribution_id, attribution in zip(attribution_ids, reading.attributions, strict=True):
        if attribution.id != attribution_id:
            yield Mismatch(record="attribution", id=attribution_id, sentence="its spans have another hash")
        if not _lie_inside((*attribution.source, *attribution.cue, *attribution.content), text):
            yield Mismatch(record="attribution", id=attribution_id, sentence="a span lies outside the article")
    event_ids = queries.stored_ids(article_id, of="event_mentions")
    for event_id, event in zip(event_ids, reading.events, strict=True):
        for sentence in _event_faults(event_id, event, text):
            yield Mismatch(record="event", id=event_id, sentence=sentence)
    for claim_id, claim in zip(queries.stored_ids(article_id, of="claims"), reading.claims, strict=True):
        if claim.id != claim_id:
            yield Mismatch(
                record="claim", id=claim_id, sentence="its content, stance, voices and event have another hash"
            )
        if quote_of(claim.content, text) != claim.quote:
            yield Mismatch(record="claim", id=claim_id, sentence="the article does not say what is quoted")
        if not _lie_inside([voice.span for voice in claim.voices if voice.span], text):
            yield Mismatch(record="claim", id=claim_id, sentence="a voice's span lies outside the article")
        if claim.event_mention_id is not None and claim.event_mention_id not in event_ids:
            yield Mismatch(record="claim", id=claim_id, sentence="its event is not one of its article")


def _event_faults(event_id: str, event: EventMention, text: str) -> Iterator[str]:
    if event.id != event_id:
        yield "its trigger and type have another hash"
    if not _lie_inside((event.trigger, event.clause), text):
        yield "a span lies outside the article"
    elif not event.clause.contains(event.trigger):
        yield "its trigger does not lie in its clause"
    parts: tuple[Party | Magnitude, ...] = (*event.actors, *event.recipients, *event.magnitudes)
    for part in parts:
        if part.span.of(text) != part.text:
            yield f"the article does not say {part.text!r} there"


def _lie_inside(spans: Sequence[Span], text: str) -> bool:
    return all(0 <= span.start < span.end <= len(text) for span in spans)


def _shown(value: object) -> str:
    return "missing" if value is None else f"{value}" if not isinstance(value, tuple) else f"{len(value)} pieces"
