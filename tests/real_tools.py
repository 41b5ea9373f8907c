"""The real model and tables, opened once for all tests that read with them, and a text read with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from rashomon.attributions import attributions_of
from rashomon.claims import claims_of
from rashomon.events import events_of
from rashomon.gazetteer import open_gazetteer
from rashomon.pipeline import Tools, tools_with
from rashomon.reader import Reader, open_reader
from rashomon.records import Article, Attribution, Claim, EventMention


@cache
def real_reader() -> Reader:
    """The model in the package."""
    return open_reader()


@cache
def real_tools() -> Tools:
    """All that reading needs, as a program opens it."""
    return tools_with(real_reader(), open_gazetteer())


@dataclass(frozen=True)
class Told:
    """What an invented article of one text tells."""

    attributions: tuple[Attribution, ...]
    events: tuple[EventMention, ...]
    claims: tuple[Claim, ...]


def told_in(text: str, title: str = "Invented") -> Told:
    """The text as it is read in an article of the Tarn Herald."""
    tools = real_tools()
    article = Article(
        title=title,
        outlet="Tarn Herald",
        byline=None,
        dateline=None,
        published=date(2024, 3, 5),
        language="en",
        text=text,
    )
    reading = next(iter(tools.reader.read([text])))
    attributions = attributions_of(reading, article, tools.lexicon)
    events = events_of(reading, attributions, article, tools.events)
    return Told(attributions, events, claims_of(reading, attributions, events, article, tools.traits.vocabulary))
