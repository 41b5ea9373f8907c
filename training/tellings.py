"""Annotated corpora as what linking compares: gold mentions of events, each with its cluster, as `Side`s.

A `Passage` are the sentences of a document in which events are marked. The words that tell an event and its cluster are
the corpus's; clause, type, parties, numbers and vector are what Rashomon reads in the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from corpora import DATA, rows
from rashomon.attributions import attributions_of
from rashomon.events import EventTables, events_of
from rashomon.lexicon import Lexicon
from rashomon.meanings import vector_of
from rashomon.phrases import clause_at, head_of, tree_of
from rashomon.reader import Reader
from rashomon.records import Article, EventMention, Factuality, Party, Reading, Span
from rashomon.sides import NOBODY, Parties, Side, breadth_of, parties_of, size_of
from rashomon.vocabulary import Vocabulary, keywords_of, words_of_content

WCL_EVENTS = frozenset({"ACTION", "EVENT", "MISC"})
"""The types of NewsWCL50 that are events rather than who takes part."""
LONGEST_PARTY = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that tell an event, and the cluster that the corpus has it in."""

    id: str
    span: Span
    cluster: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one document; `story` is the whole text without its furniture."""

    document: str
    topic: str
    subtopic: str
    published: date | None
    text: str
    story: str
    mentions: tuple[Mention, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Marked:
    """A gold mention as a side, with its cluster and the topic of its document."""

    side: Side
    cluster: str
    topic: str
    subtopic: str


def passages(corpus: str) -> Iterator[Passage]:
    """The passages of `ecbplus/train`, `ecbplus/dev`, `ecbplus/test`, `meantime` or `newswcl50`."""
    name = corpus if corpus.startswith("ecbplus") else f"{corpus}/documents"
    for row in rows(DATA / f"{name}.jsonl.gz"):
        if corpus == "meantime":
            marked = [(m["start"], m["end"], m["chain"]) for m in row["events"] if m.get("chain")]
            topics = (f"meantime {row['topic']}",) * 2
            published = _day(row["dct"])
        elif corpus == "newswcl50":
            marked = [(m["start"], m["end"], m["chain"]) for m in row["mentions"] if m["type"] in WCL_EVENTS]
            topics, published = (f"newswcl {row['event_id']}",) * 2, None
        else:
            marked = [
                (m["spans"][0][0], m["spans"][-1][1], m["cluster"] or m["id"])
                for m in row["mentions"]
                if m["is_event"] and m["in_official_sentence"]
            ]
            topics, published = (f"ecb {row['topic']}", f"ecb {row['subtopic']}"), None
        sentences = [one if isinstance(one, list) else (one["start"], one["end"]) for one in row["sentences"]]
        yield _passage(row, topics, published, sentences, marked)


def _day(printed: str | None) -> date | None:
    """A day as MEANTIME has it; where it does not say it in full, none."""
    return date.fromisoformat(printed) if printed and re.fullmatch(r"\d{4}-\d\d-\d\d", printed) else None


def _passage(
    row: dict[str, Any],
    topics: Sequence[str],
    published: date | None,
    sentences: Iterable[Sequence[int]],
    marked: Iterable[tuple[int, int, str]],
) -> Passage:
    """The sentences that hold marked words, one below the other."""
    kept, mentions, length = [], [], 0
    of = sorted(marked)
    for start, end in sentences:
        inside = [(begin, stop, cluster) for begin, stop, cluster in of if start <= begin and stop <= end]
        if inside:
            move = length - start
            mentions += [
                Mention(f"{row['id']} {begin} {stop} {cluster}", Span(begin + move, stop + move), cluster)
                for begin, stop, cluster in inside
            ]
            kept.append(row["text"][start:end])
            length += end - start + 1
    first, _, rest = row["text"].partition("\n")
    story = rest if re.search(r"https?\s*:", first) else row["text"]
    return Passage(row["id"], topics[0], topics[1], published, "\n".join(kept), story, tuple(mentions))


@dataclass(frozen=True, slots=True)
class Tools:
    """What passages are read with."""

    reader: Reader
    events: EventTables
    lexicon: Lexicon
    vocabulary: Vocabulary


def marked_in(found: Iterable[Passage], tools: Tools) -> Iterator[Marked]:
    """The gold mentions of the passages, in order, each mention once."""
    kept = [passage for passage in found if passage.mentions]
    for passage, reading in zip(kept, tools.reader.read([one.text for one in kept]), strict=True):
        sides = sides_in(passage, reading, [(one.id, one.span) for one in passage.mentions], tools)
        clusters = {one.id: one.cluster for one in passage.mentions}
        for side in sides:
            yield Marked(side, clusters[side.id], passage.topic, passage.subtopic)


def events_in(passage: Passage, reading: Reading, tools: Tools) -> tuple[EventMention, ...]:
    """The coded events that Rashomon reads in the passage."""
    article = Article(
        title=None,
        outlet=None,
        byline=None,
        dateline=None,
        published=passage.published,
        language="en",
        text=passage.text,
    )
    return events_of(reading, attributions_of(reading, article, tools.lexicon), article, tools.events)


def sides_in(passage: Passage, reading: Reading, mentions: Iterable[tuple[str, Span]], tools: Tools) -> Iterator[Side]:
    """The sides of mentions, each given by its id and the words that tell it."""
    events = events_in(passage, reading, tools)
    story = dict(keywords_of(passage.story, tools.vocabulary))
    tree = tree_of(reading.words)
    for id_, span in mentions:
        place = head_of(tree, span)
        if place is None:
            continue
        clause = clause_at(tree, place)
        words = words_of_content(clause.of(passage.text), tools.vocabulary)
        event = next((one for one in events if one.trigger.overlaps(span)), None)
        actors, recipients = _parties(event, place, reading, passage.text, tools.vocabulary)
        told = reading.words[place].span
        yield Side(
            id=id_,
            article=passage.document,
            outlet=None,
            published=passage.published,
            type=event.type if event else None,
            mode=event.mode if event else None,
            trigger=tools.vocabulary.base_of(told.of(passage.text).lower()),
            actors=actors,
            recipients=recipients,
            place=None,
            place_is_own=False,
            place_is_exact=False,
            interval=None,
            magnitudes=event.magnitudes if event else (),
            words=words,
            size=size_of(words),
            breadth=breadth_of(words),
            story=story,
            story_size=size_of(story),
            vector=np.array(vector_of((clause,), told, reading), np.float32),
            factuality=event.factuality if event else Factuality.NOT_JUDGED,
            is_denial=False,
            kinds=frozenset(),
            denied=None,
            names=frozenset(),
            speaker=frozenset(),
            is_of_speaker=False,
            states=(),
            waters=frozenset(),
            namesakes=frozenset(),
            mention=None,
        )


def _parties(
    event: EventMention | None, place: int, reading: Reading, text: str, vocabulary: Vocabulary
) -> tuple[Parties, Parties]:
    """Who does it and who suffers it: the parties of the event read there, else the roles that the model gives."""
    if event:
        return parties_of(event.actors, (), vocabulary), parties_of(event.recipients, (), vocabulary)
    predicate = next((one for one in reading.predicates if one.word == place), None)
    if predicate is None:
        return NOBODY, NOBODY
    filled = [
        [
            Party(span=one.span, text=one.span.of(text), name=one.span.of(text), code=None)
            for one in predicate.arguments
            if one.label in labels and len(one.span.of(text).split()) <= LONGEST_PARTY
        ]
        for labels in (("ARG0",), ("ARG1", "ARG2"))
    ]
    return parties_of(filled[0], (), vocabulary), parties_of(filled[1], (), vocabulary)
