"""The bundled examples: what `expected.json` says of them is there, and ingest finds the articles."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.articles import parse_articles
from rashomon.documents import parse_documents
from rashomon.records import Article, Document, EventType, Factuality, Stance

EXAMPLES = Path(__file__).parent.parent / "examples"
BUNDLE = EXAMPLES / "keth-strait"
EXPECTED: dict[str, Any] = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
AT = datetime(2025, 3, 14, tzinfo=UTC)


@cache
def articles_in(file: str) -> tuple[Article, ...]:
    with (BUNDLE / file).open("rb") as stream:
        documents = list(parse_documents(stream, file, AT))
    assert all(isinstance(document, Document) for document in documents), documents
    return tuple(article for document in documents for article in parse_articles(document))


@cache
def article_of(article_id: str) -> Article:
    (expected,) = (entry for entry in EXPECTED["articles"] if entry["id"] == article_id)
    (article,) = (article for article in articles_in(expected["file"]) if article.title == expected["title"])
    return article


def flattened(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_file_of_the_bundle_has_its_articles_expected():
    assert {path.name for path in BUNDLE.iterdir()} == {entry["file"] for entry in EXPECTED["articles"]}


@pytest.mark.parametrize("file", sorted({entry["file"] for entry in EXPECTED["articles"]}))
def test_ingest_finds_titles_outlets_and_dates_as_the_page_shows_them(file: str):
    expected = {
        (entry["title"], entry["outlet"], entry["published"] and date.fromisoformat(entry["published"]))
        for entry in EXPECTED["articles"]
        if entry["file"] == file
    }
    assert {(article.title, article.outlet, article.published) for article in articles_in(file)} == expected


def test_an_undated_paste_is_flagged_and_not_guessed():
    assert {"no-date", "no-outlet"} <= set(article_of("L1").flags)


@pytest.mark.parametrize("claim", EXPECTED["claims"], ids=lambda claim: f"{claim['article']}-{claim['id']}")
def test_an_expected_claim_stands_in_its_article(claim: dict[str, Any]):
    text = flattened(article_of(claim["article"]).text)
    assert text.count(claim["anchor"]) == 1
    assert [voice for voice in claim["voices"] if voice != "unnamed" and voice not in text] == []
    assert Stance(claim["stance"])


EVENTFUL = [claim for claim in EXPECTED["claims"] if "event" in claim]


@pytest.mark.parametrize("claim", EVENTFUL, ids=lambda claim: f"{claim['article']}-{claim['id']}")
def test_the_event_of_an_expected_claim_is_one_of_plover_with_parties_that_the_article_names(claim: dict[str, Any]):
    assert EventType(claim["event"])
    assert Factuality(claim["factuality"]) is not Factuality.NOT_JUDGED
    text = flattened(article_of(claim["article"]).text)
    assert [name for side in ("actors", "recipients") for name in claim.get(side, ()) if name not in text] == []


def test_the_outlets_tell_events_in_their_own_voice_too():
    assert sum(claim["voices"] == [] for claim in EVENTFUL) >= 8


def test_captions_credits_menus_and_comments_are_no_part_of_a_report():
    printed = {
        "H1": ("Photograph: Sanne Holt", "214 partners", "Most read", "Advertisement", "All rights reserved"),
        "H2": ("Halyard/Benno Task", "More on this story"),
        "H3": ("File photograph", "saltdog"),
        "W1": ("seen here in 2022", "Archive for the", "Foreign destroyer lay off"),
        "W2": ("Photo: W. Aasen", "confirmed from three sides"),
        "K2": ("Graphic: Kasdor Today",),
    }
    left_in = {key: [words for words in marks if words in article_of(key).text] for key, marks in printed.items()}
    assert left_in == {key: [] for key in printed}


def test_every_stance_is_shown_by_at_least_two_claims():
    shown = Counter(claim["stance"] for claim in EXPECTED["claims"])
    assert [stance for stance in Stance if shown[stance] < 2] == []


def test_links_join_expected_claims_and_spellings_stand_in_the_articles():
    ids = {claim["id"] for claim in EXPECTED["claims"]}
    assert all(set(link["claims"]) <= ids for link in EXPECTED["links"])
    texts = " ".join(flattened(article_of(entry["id"]).text) for entry in EXPECTED["articles"])
    assert [name for names in EXPECTED["names"] for name in names if name not in texts] == []
