"""What an article is linked by: what it is about, its sketch, whom it credits and cites, what its claims mean.

In go a Reading, the Article, its Attributions, EventMentions and Claims, and the tables; out come its `ArticleTraits`.
Read next: `linkage.py`, which stores them and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rashomon.citations import CitationTables, citations_of
from rashomon.copies import sketch_of, wording_of
from rashomon.credits import CreditForms, credits_of
from rashomon.lexicon import TABLES_PATH
from rashomon.meanings import vector_of
from rashomon.names import NameTables
from rashomon.newsrooms import load_newsrooms
from rashomon.records import Article, ArticleTraits, Attribution, Claim, EventMention, Reading
from rashomon.vocabulary import Vocabulary, keywords_of, load_vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitTables:
    """The tables that traits are found with."""

    vocabulary: Vocabulary
    credits: CreditForms
    citations: CitationTables


def load_trait_tables(names: NameTables, folder: Path = TABLES_PATH) -> TraitTables:
    """The tables under `folder`; raises SettingError naming file and line where one is off."""
    newsrooms = load_newsrooms(folder)
    return TraitTables(
        vocabulary=load_vocabulary(folder),
        credits=CreditForms(newsrooms),
        citations=CitationTables(lexicon=names.lexicon, newsrooms=newsrooms, countries=names.countries),
    )


def traits_of(
    reading: Reading,
    article: Article,
    attributions: Sequence[Attribution],
    events: Sequence[EventMention],
    claims: Sequence[Claim],
    tables: TraitTables,
) -> ArticleTraits:
    """The traits of the article."""
    triggers = {event.id: event.trigger for event in events}
    vectors = (
        (claim.id, vector_of(claim.content, triggers.get(claim.event_mention_id or ""), reading)) for claim in claims
    )
    return ArticleTraits(
        keywords=keywords_of(article.text, tables.vocabulary, article.title),
        sketch=sketch_of(wording_of(article.text)),
        credits=credits_of(article, tables.credits),
        citations=citations_of(article, attributions, tables.citations),
        vectors=tuple(one for one in vectors if one[1]),
    )
