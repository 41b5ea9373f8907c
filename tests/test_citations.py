"""Citations of other outlets, on invented reports, and which article they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from made_records import made_article, made_attribution
from rashomon.citations import CitationTables, citations_of, fit_of
from rashomon.countries import load_country_names
from rashomon.lexicon import load_lexicon
from rashomon.newsrooms import load_newsrooms
from rashomon.records import Article, Attribution, Citation, CitationKind, Reason, Span, Stance, Voice, VoiceKind

REPORT, INTERVIEW = CitationKind.REPORT, CitationKind.INTERVIEW


@pytest.fixture(scope="module")
def tables() -> CitationTables:
    return CitationTables(lexicon=load_lexicon(), newsrooms=load_newsrooms(), countries=load_country_names())


def article_of(text: str, outlet: str | None = "The Herring Gazette", published: date | None = None) -> Article:
    return made_article(text=text, title=None, outlet=outlet, published=published)


def cited(text: str, tables: CitationTables) -> list[tuple[str, CitationKind]]:
    return [(citation.outlet, citation.kind) for citation in citations_of(article_of(text), (), tables)]


@pytest.mark.parametrize(
    ("text", "outlet", "kind"),
    [
        ("Nobody was hurt, the skipper told the BBC.", "BBC", INTERVIEW),
        ("“Nobody was hurt,” she said in an interview with the Italian daily Il Faro.", "Il Faro", INTERVIEW),
        ("Nobody was hurt, she told the Selmport Courier.", "Selmport Courier", INTERVIEW),
        ("Nobody was hurt, she told CNN affiliate KETH.", "KETH", INTERVIEW),
        ("Nobody was hurt, she told a reporter from Corriere della Sera.", "Corriere della Sera", INTERVIEW),
        ("Nobody was hurt, the skipper was quoted by TASS as saying.", "TASS", INTERVIEW),
        ("Nobody was hurt, he told a regional paper.", "a regional paper", INTERVIEW),
        ("Nobody was hurt, he told Italian media on Friday.", "Italian media", INTERVIEW),
        ("A letter obtained by The New York Times names the owner.", "The New York Times", REPORT),
        ("The sale was first reported by the daily Lantern.", "Lantern", REPORT),
        ("Citing Yonhap, the paper said that the ship had left.", "Yonhap", REPORT),
    ],
)
def test_an_outlet_after_a_phrase_is_cited(text: str, outlet: str, kind: CitationKind, tables: CitationTables):
    assert cited(text, tables) == [(outlet, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "He told a press conference that nobody was hurt.",
        "She told reporters in Selmport that nobody was hurt.",
        "He told Oda Brenn that nobody was hurt.",
        "The skipper spoke to the coast guard.",
        "He told the truth. The BBC is a broadcaster.",
        "She told The Herring Gazette that nobody was hurt.",
    ],
)
def test_who_is_no_other_outlet_is_not_cited(text: str, tables: CitationTables):
    assert cited(text, tables) == []


def test_the_words_and_the_speaker_of_an_interview_are_those_of_the_attribution(tables: CitationTables):
    article = article_of("It rained.\n\n“The ferry had no lights,” Oda Brenn told the Evening Courier on Friday.")
    said = made_attribution(article, "Oda Brenn", "told", "The ferry had no lights", VoiceKind.NAMED, Stance.ASSERTS)
    (citation,) = citations_of(article, (said,), tables)
    assert (citation.outlet, citation.kind, citation.content) == ("Evening Courier", INTERVIEW, said.content)
    assert citation.speaker == said.voices[0]
    assert citation.span.of(article.text) == "Evening Courier"


def test_an_outlet_among_the_voices_is_a_report_with_the_next_voice_as_its_speaker(tables: CitationTables):
    article = article_of("The Lantern, citing two officials, said the ferry had no lights.")
    said = made_attribution(article, "The Lantern", "said", "the ferry had no lights", VoiceKind.OUTLET, Stance.ASSERTS)
    officials = Voice(kind=VoiceKind.ANONYMOUS, name="two officials", span=Span(20, 33))
    (citation,) = citations_of(article, (replace(said, voices=(*said.voices, officials)),), tables)
    assert (citation.outlet, citation.kind, citation.speaker) == ("The Lantern", REPORT, officials)


def test_a_newspaper_taken_for_a_person_is_a_newspaper(tables: CitationTables):
    article = article_of("The Chilean newspaper Ola Clara said the ferry had no lights.")
    said = made_attribution(
        article, "The Chilean newspaper Ola Clara", "said", "the ferry had no lights", VoiceKind.NAMED, Stance.ASSERTS
    )
    assert [citation.outlet for citation in citations_of(article, (said,), tables)] == ["Ola Clara"]


def test_the_paper_is_the_outlet_that_was_named_last(tables: CitationTables):
    text = "He told the Evening Courier of it.\n\nHis wife told the paper that it was over."
    assert cited(text, tables) == [("Evening Courier", INTERVIEW), ("Evening Courier", INTERVIEW)]


def citation_of(article: Article, outlet: str, content: str, said: Attribution | None = None) -> Citation:
    start, where = article.text.index(content), article.text.index(outlet)
    return Citation(
        article_id=article.id,
        outlet=outlet,
        span=Span(where, where + len(outlet)),
        kind=REPORT,
        content=(Span(start, start + len(content)),),
        speaker=said.voices[-1] if said else None,
        reason=Reason(method="voice", score=1.0, detail=""),
    )


CITING = article_of(
    "The Evening Lantern reported that nine sailors of the Ilse are held in Keth.", published=date(2031, 3, 5)
)
CITED = article_of("Nine sailors held\n\nThe nine sailors of the ferry Ilse are held in a barrack in Keth.")


@pytest.mark.parametrize(
    ("outlet", "published", "least", "most"),
    [
        ("The Evening Lantern", date(2031, 3, 5), 0.9, 1.0),
        ("eveninglantern.com", date(2031, 3, 4), 0.8, 0.95),
        ("The Evening Lantern", date(2031, 3, 6), 0.5, 0.75),
        ("The Evening Lantern", date(2031, 1, 4), 0.4, 0.55),
        ("The Evening Lantern", None, 0.7, 0.85),
    ],
)
def test_the_outlets_own_article_with_the_same_words_fits(
    outlet: str, published: date | None, least: float, most: float, tables: CitationTables
):
    citation = citation_of(CITING, "Evening Lantern", "nine sailors of the Ilse are held in Keth")
    fit = fit_of(citation, CITING, replace(CITED, outlet=outlet, published=published), tables.newsrooms)
    assert fit is not None
    assert least <= fit.score <= most


@pytest.mark.parametrize(
    ("outlet", "published"),
    [("The Evening Lantern", date(2031, 3, 8)), ("The Courier", date(2031, 3, 5)), (None, None)],
)
def test_a_later_article_and_another_outlet_do_not_fit(
    outlet: str | None, published: date | None, tables: CitationTables
):
    citation = citation_of(CITING, "Evening Lantern", "nine sailors of the Ilse are held in Keth")
    assert fit_of(citation, CITING, replace(CITED, outlet=outlet, published=published), tables.newsrooms) is None


def test_an_article_about_something_else_fits_less(tables: CitationTables):
    citation = citation_of(CITING, "Evening Lantern", "nine sailors of the Ilse are held in Keth")
    lantern = replace(CITED, outlet="The Evening Lantern", published=date(2031, 3, 5))
    fit = fit_of(citation, CITING, lantern, tables.newsrooms)
    other = fit_of(citation, CITING, replace(lantern, text="Bakers closed their shops on Monday."), tables.newsrooms)
    assert fit is not None
    assert other is not None
    assert other.score < 0.2 < fit.score


def test_a_short_name_means_the_outlet_that_the_article_names_in_full(tables: CitationTables):
    text = "The Washington Post has a new editor, the Los Angeles Times wrote.\n\nThe Times said that he is from Keth."
    citing = article_of(text, published=date(2031, 3, 5))
    citation = citation_of(citing, "The Times", "he is from Keth")
    scores = {
        outlet: fit_of(citation, citing, article_of("He is from Keth.", outlet, date(2031, 3, 5)), tables.newsrooms)
        for outlet in ("latimes.com", "The New York Times")
    }
    assert scores["latimes.com"] is not None
    assert scores["The New York Times"] is None
