"""Hand-written pages under `pages/ingest`, each with the articles that it must give beside it."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rashomon.articles import parse_articles
from rashomon.documents import parse_documents
from rashomon.errors import InputError
from rashomon.records import Article, Document

FOLDER = Path(__file__).parent / "pages" / "ingest"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
RETRIEVED_AT = datetime(2024, 1, 1, tzinfo=UTC)


def articles_in(content: bytes, source: str) -> list[Article]:
    found: list[Article] = []
    for document in parse_documents(io.BytesIO(content), source, RETRIEVED_AT):
        assert isinstance(document, Document), document
        found += parse_articles(document)
    return found


def shown(article: Article, wanted: dict[str, object]) -> dict[str, object]:
    """The article's fields that `wanted` speaks of, in the form of the JSON file."""
    body = article.text.removeprefix(f"{article.title}\n\n") if article.title else article.text
    values: dict[str, object] = {
        "flags": list(article.flags),
        "furniture": [one.kind.value for one in article.furniture],
        "published": article.published.isoformat() if article.published else None,
        "begins": body[: len(str(wanted.get("begins", "")))],
        "ends": body[len(body) - len(str(wanted.get("ends", ""))) :],
    }
    return {name: values[name] if name in values else getattr(article, name) for name in wanted}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_gives_the_articles_written_beside_it(path: Path) -> None:
    wanted = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    articles = articles_in(path.read_bytes(), path.name)
    assert [article.title for article in articles] == [one["title"] for one in wanted]
    assert [shown(article, one) for article, one in zip(articles, wanted, strict=True)] == wanted


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_same_bytes_give_the_same_articles(path: Path) -> None:
    assert articles_in(path.read_bytes(), "a") == articles_in(path.read_bytes(), "a")


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".txt"], ids=lambda path: path.name)
def test_every_word_of_a_text_page_is_in_a_body_a_title_or_the_furniture(path: Path) -> None:
    articles = articles_in(path.read_bytes(), path.name)
    kept = " ".join(f"{a.text} {' '.join(one.text for one in a.furniture)}" for a in articles).split()
    assert sorted(kept) == sorted(path.read_text(encoding="utf-8").split())


def test_windows_line_ends_and_indents_change_nothing_but_blanks() -> None:
    content = (FOLDER / "archive.txt").read_bytes()
    changed = b"\xef\xbb\xbf" + b"\r\n".join(b"  " + line for line in content.splitlines())
    assert [a.text for a in articles_in(changed, "a")] == [a.text for a in articles_in(content, "a")]


def test_no_break_blanks_stay_in_the_body_and_leave_the_title() -> None:
    content = (
        "Lamp on\u00a0Keth goes dark\n\nThe lamp on\u00a0Keth Rock went dark on Monday, the keeper said.\n".encode()
    )
    (article,) = articles_in(content, "a")
    assert article.title == "Lamp on Keth goes dark"
    assert "on\u00a0Keth Rock" in article.text


def test_the_seed_bundles_give_their_seven_articles() -> None:
    bundles = sorted(SEEDS.glob("*.txt"))
    if not bundles:
        pytest.skip("the seed bundles are not beside this repository")
    expected = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))["articles"]
    articles = [articles_in(path.read_bytes(), path.name) for path in bundles]
    assert [len(found) for found in articles] == [3, 4]
    by_title = {article.title: article for found in articles for article in found}
    assert {one["title"] for one in expected} <= set(by_title)
    assert len({article.outlet for article in articles[0]}) == 1
    assert all(article.published for article in articles[0])
    assert ["date-disagreement" in article.flags for article in articles[0]] == [False, False, True]
    assert ["weekday-mismatch" in article.flags for article in articles[0]] == [False, True, False]
    for article in articles[1]:
        assert (article.outlet, article.published) == (None, None)
        assert {"no-outlet", "no-date"} <= set(article.flags)


@pytest.mark.parametrize(
    ("head", "outlet", "title"),
    [
        ("THE KETH VOICE\nWednesday, 12 June 2030\nHarbour weeps", "The Keth Voice", "Harbour weeps"),
        ("Selm Times (translated)\n14.06.2030\nBlame rejected", "Selm Times", "Blame rejected"),
        ("The Northern Post\nWhat charts show\nBy Hanne Lutz\n16 June 2030", "The Northern Post", "What charts show"),
        ("Selm TV goes dark\n16 June 2030\nNo word from the owners", None, "Selm TV goes dark"),
        ("Daily bread in short supply\n16 June 2030", None, "Daily bread in short supply"),
    ],
)  # fmt: skip
def test_the_outlet_may_stand_above_the_title_of_a_pasted_report(head: str, outlet: str | None, title: str) -> None:
    body = "\n\nThe pilot Ilse Brandt was found on Monday, the harbour master said.\n\nNobody else was on board."
    (article,) = articles_in((head + body).encode(), "a")
    assert (article.outlet, article.title) == (outlet, title)
    assert article.published is not None


def test_a_page_without_a_report_is_refused() -> None:
    (document,) = parse_documents(io.BytesIO(b"Read more\n\nShare this\n\n---\n"), "menu.txt", RETRIEVED_AT)
    assert isinstance(document, Document)
    with pytest.raises(InputError) as caught:
        parse_articles(document)
    assert caught.value.code == "R114"


@pytest.mark.parametrize(
    "text",
    [
        "Der Turm steht still\n\nDer Turm am Hafen steht seit Montag still, wie der Wirt im Dorf sagt.\n\n"
        "Ein Boot liegt davor, und niemand holt es ab.",
        "Le phare est sombre\n\nLe phare de Keth reste sombre depuis lundi soir, selon le gardien.",
        "Lamp dark\n\nBoats aground off Keth Rock after a night without its lamp.",
    ],
)
def test_a_report_in_another_language_or_without_a_verb_does_not_become_a_caption(text: str) -> None:
    (article,) = articles_in(text.encode(), "a")
    assert article.text == text
    assert article.furniture == ()


def test_a_month_beside_the_author_of_a_page_is_no_author():
    page = (FOLDER / "single.html").read_bytes()
    line = b'<p class="byline">By Ilse Marrow | June 12, 2024 | 11:20</p>'
    (article,) = articles_in(
        page.replace(b'<meta name="author" content="Dana Orrin">', b"").replace(b"</h1>", b"</h1>" + line), "x"
    )
    assert article.byline == "Ilse Marrow"
