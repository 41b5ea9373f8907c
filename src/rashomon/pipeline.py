"""The order of the stages, and nothing but the order.

In: Documents, and the tools that read. Out, in the same order: a `DocumentReading`, a `Refusal`, or the bare
`Document` where the ledger holds it already. Several articles go through the model at once; a document that
breaks a stage is refused alone, and the rest of the batch goes on.

Read next: `cli.py`, which gives these stages a command line.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from rashomon.articles import parse_articles
from rashomon.attributions import attributions_of
from rashomon.claims import claims_of
from rashomon.entities import entities_of
from rashomon.errors import InputError, LedgerError, ModelError, RashomonError, SettingError
from rashomon.events import EventTables, events_of, load_event_tables
from rashomon.grounding import grounded
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.names import NameTables, load_name_tables
from rashomon.places import places_of
from rashomon.placewords import PlaceWords, load_place_words
from rashomon.records import Article, ArticleReading, Document, DocumentReading, Refusal
from rashomon.sources import Input, Intake
from rashomon.tally import Outcome
from rashomon.times import times_of
from rashomon.timewords import TimeWords, load_time_words
from rashomon.traits import TraitTables, load_trait_tables, traits_of

if TYPE_CHECKING:
    from rashomon.gazetteer import Gazetteer
    from rashomon.ledger import Ledger
    from rashomon.reader import Reader

BATCH_ARTICLES = 16
"""How many articles go through the model at once: windows of like length fill its passes better."""

LINKED_AT_ONCE = 64
"""How many articles are stored before their claims are linked: whoever looks at the ledger meanwhile waits for that."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the stages read with: the model and the tables."""

    reader: Reader
    lexicon: Lexicon
    events: EventTables
    names: NameTables
    times: TimeWords
    places: PlaceWords
    gazetteer: Gazetteer
    traits: TraitTables


def tools_with(reader: Reader, gazetteer: Gazetteer) -> Tools:
    """The model and the gazetteer with the tables that ship with Rashomon."""
    lexicon = load_lexicon()
    names = load_name_tables(lexicon)
    tools = Tools(
        reader=reader,
        lexicon=lexicon,
        events=load_event_tables(),
        names=names,
        times=load_time_words(),
        places=load_place_words(),
        gazetteer=gazetteer,
        traits=load_trait_tables(names),
    )
    gc.freeze()  # the tables stay, 150,000 objects: the collector need not walk over them time and again
    return tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person who reads says of articles that do not say it themselves."""

    outlet: str | None = None
    published: date | None = None

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The same as hints of a Document, so that its articles can be derived again from the ledger alone."""
        outlet = (("given-outlet", self.outlet),) if self.outlet else ()
        published = (("given-published", self.published.isoformat()),) if self.published else ()
        return (*outlet, *published)


def documents_in(inputs: Iterable[Input], intake: Intake, given: Given) -> Iterator[Document | Refusal]:
    """Every document of every place, with what was given by hand among its hints."""
    for one in inputs:
        documents = intake.documents_in(one)
        while (document := _attempt(partial(next, documents, None), one.source)) is not None:
            if isinstance(document, InputError):
                yield _refusal(document, one.source, None)
            elif isinstance(document, Document):
                yield replace(document, hints=(*document.hints, *given.hints()))
            else:
                yield document


def articles_in(document: Document) -> tuple[Article, ...]:
    """The articles of a document; what a page leaves open is filled with what was given by hand."""
    hints = dict(document.hints)
    articles = parse_articles(document)
    if outlet := hints.get("given-outlet"):
        articles = tuple(_with_outlet(article, outlet) for article in articles)
    if published := hints.get("given-published"):
        articles = tuple(_with_published(article, date.fromisoformat(published)) for article in articles)
    return articles


def read_documents(
    documents: Iterable[Document | Refusal], tools: Tools, *, ledger: Ledger | None = None, again: bool = False
) -> Iterator[Outcome]:
    """What becomes of each document, in order; what `ledger` holds is not read a second time, unless `again`."""
    batch: list[_Split | Outcome] = []
    articles = 0
    for document in documents:
        if isinstance(document, Refusal) or (ledger and not again and ledger.has_document(document)):
            batch.append(document)
        else:
            batch.append(_attempt(partial(_split, document, None if again else ledger), document.source, document))
        articles += len(batch[-1].unread) if isinstance(batch[-1], _Split) else 0
        if articles >= BATCH_ARTICLES or len(batch) >= 4 * BATCH_ARTICLES:
            yield from _read(batch, tools)
            batch, articles = [], 0
    yield from _read(batch, tools)


def write_outcomes(
    outcomes: Iterable[Outcome], ledger: Ledger, *, read_by: str, keep_originals: bool = True, again: bool = False
) -> Iterator[Outcome]:
    """Each outcome once it stands in the ledger, whole; a reading that another program wrote first is known.

    Claims are linked many articles at once, the last when the outcomes end.
    """
    waiting = 0
    for outcome in outcomes:
        written = outcome
        if isinstance(outcome, DocumentReading):
            try:
                if not ledger.write_document(
                    outcome, read_by=read_by, keep_original=keep_originals, again=again, link_later=True
                ):
                    written = outcome.document
                waiting += len(outcome.readings)
            except InputError as error:
                written = _refusal(error, outcome.document.source, outcome.document)
        if isinstance(written, Refusal):
            ledger.write_refusal(written)
        if waiting >= LINKED_AT_ONCE:
            ledger.link_new()
            waiting = 0
        yield written
    ledger.link_new()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """A document split into its articles, before those that are new are read."""

    document: Document
    articles: tuple[Article, ...]
    unread: tuple[Article, ...]


def _split(document: Document, ledger: Ledger | None) -> _Split:
    articles = articles_in(document)
    unread = tuple(article for article in articles if not (ledger and ledger.has_article(article)))
    return _Split(document=document, articles=articles, unread=unread)


def _read(batch: Sequence[_Split | Outcome], tools: Tools) -> Iterator[Outcome]:
    """The batch with its new articles read; each document goes on as soon as its own articles are ready.

    A document that breaks a stage is refused alone, and what stands behind it is begun anew.
    """
    known: dict[str, ArticleReading] = {}
    coming: Iterator[ArticleReading] = iter(())
    is_broken = True
    for place, outcome in enumerate(batch):
        if not isinstance(outcome, _Split):
            yield outcome
            continue
        if is_broken:
            coming = _readings_of(_unread(batch[place:], known), tools)
        read = _document_reading(outcome, known, coming)
        is_broken = isinstance(read, Refusal)
        if is_broken:  # by this document or, in the same call, by one behind it
            read = _document_reading(outcome, known, _readings_of(_unread([outcome], known), tools))
        yield read


def _unread(batch: Sequence[_Split | Outcome], known: Mapping[str, ArticleReading]) -> list[Article]:
    """The different articles of the batch that are still to be read."""
    articles = {article.id: article for split in batch if isinstance(split, _Split) for article in split.unread}
    return [article for article in articles.values() if article.id not in known]


def _document_reading(
    split: _Split, known: dict[str, ArticleReading], coming: Iterator[ArticleReading]
) -> DocumentReading | Refusal:
    """The document with what was read in its new articles, taken from `coming` until all are `known`."""

    def taken() -> DocumentReading:
        while any(article.id not in known for article in split.unread):
            reading = next(coming)
            known[reading.article.id] = reading
        new = tuple(replace(known[article.id], article=article) for article in split.unread)
        return DocumentReading(document=split.document, articles=split.articles, readings=new)

    return _attempt(taken, split.document.source, split.document)


def _readings_of(articles: Sequence[Article], tools: Tools) -> Iterator[ArticleReading]:
    """What is read in each article, as it is ready: the model, then one stage after another."""
    for start in range(0, len(articles), BATCH_ARTICLES):
        batch = articles[start : start + BATCH_ARTICLES]
        for article, reading in zip(batch, tools.reader.read([article.text for article in batch]), strict=True):
            attributions = attributions_of(reading, article, tools.lexicon)
            times = times_of(reading, article, tools.times)
            places = places_of(reading, article, tools.gazetteer, tools.places)
            events = events_of(reading, attributions, article, tools.events)
            events = grounded(events, reading, attributions, article, places=places, times=times)
            claims = claims_of(reading, attributions, events, article, tools.traits.vocabulary)
            yield ArticleReading(
                article=article,
                mentions=reading.mentions,
                attributions=attributions,
                places=places,
                times=times,
                events=events,
                claims=claims,
                entities=entities_of(reading, article, attributions, events, places, tools.names),
                traits=traits_of(reading, article, attributions, events, claims, tools.traits),
            )


def _with_outlet(article: Article, outlet: str) -> Article:
    if article.outlet:
        return article
    return replace(article, outlet=outlet, flags=tuple(flag for flag in article.flags if flag != "no-outlet"))


def _with_published(article: Article, published: date) -> Article:
    if article.published:
        return article
    return replace(article, published=published, flags=tuple(flag for flag in article.flags if flag != "no-date"))


def _attempt(work: Callable[[], T], source: str, document: Document | None = None) -> T | Refusal:
    """What `work` gives; where the document is at fault, the Refusal of it."""
    try:
        return work()
    except (SettingError, LedgerError, ModelError):
        raise
    except RashomonError as error:
        return _refusal(error, source, document)
    except Exception as error:
        # The one broad except: no document, however odd, may stop the reading of the others.
        fault = InputError(
            "R199",
            f"{source} made Rashomon itself fail: {type(error).__name__}: {error}",
            "report this as a bug, with the document if you may share it; everything else was read",
        )
        return _refusal(fault, source, document)


def _refusal(error: RashomonError, source: str, document: Document | None) -> Refusal:
    return Refusal(
        code=error.code,
        source=source,
        sentence=error.sentence,
        mend=error.mend,
        document_sha256=document.sha256 if document else None,
        refused_at=datetime.now(UTC),
    )
