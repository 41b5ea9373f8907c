"""The page of an article: its text to the character, its claims beside it, whatever the article holds."""

import asyncio
import json
import sqlite3
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from made_events import DENIAL, HEUTE, LANTERN, NINE, POST, PROTEST, SEVEN, WORDS, link, write_strikes
from made_records import made_article, made_claim, made_document
from rashomon.ledger import open_ledger
from rashomon.queries import open_queries
from rashomon.records import (
    Article,
    ArticleReading,
    DocumentReading,
    Furniture,
    FurnitureKind,
    Relation,
    Span,
    Voice,
    VoiceKind,
)
from rashomon.room.articles import PART_CHARACTERS, PART_CLAIMS, ArticleView, article_view, find_part
from rashomon.room.marginalia import quoted
from rashomon.room.serving import open_room


class Page(HTMLParser):
    """What a page shows of the article: its text, the marks around each stretch, links, and the order of elements."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.elements, self.opened = "", [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.elements.append((tag, found))
        if tag in ("meta", "link", "input", "br"):
            return
        inside = bool(self.opened and self.opened[-1][1])
        is_link_inside = tag == "a" and any(one == "a" for one, _ in self.opened)
        assert not is_link_inside, "a link inside a link"
        self.opened.append((tag, inside or "printed" in found.get("class", "").split()))

    def handle_endtag(self, tag: str) -> None:
        while self.opened.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.opened and self.opened[-1][1]:
            self.text += data

    def having(self, name: str) -> list[dict[str, str]]:
        return [found for _, found in self.elements if name in found]


@pytest.fixture(scope="module")
def strikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles tell of one strike; one of them denies it."""
    path = tmp_path_factory.mktemp("strikes") / "rashomon.db"
    write_strikes(path)
    link(path, [(SEVEN, NINE, DENIAL)])
    return path


def view_of(path: Path, article: Article, number: int = 0) -> ArticleView:
    with open_queries(path) as queries:
        found = find_part(queries, article.id, number)
        assert found is not None
        return article_view(found)


def got(path: Path, address: str) -> tuple[int, str, str]:
    """Status, body and where it leads."""
    response = asyncio.run(open_room(path).client.get(address))
    return response.status_code, response.text, response.headers.get("location", "")


def write(path: Path, *readings: ArticleReading) -> None:
    with open_ledger(path) as ledger:
        for reading in readings:
            document = made_document(reading.article.text.encode(), source=f"{reading.article.id}.txt")
            ledger.write_document(
                DocumentReading(document=document, articles=(reading.article,), readings=(reading,)), read_by="a test"
            )


def read(article: Article, *, claims: tuple[object, ...] = ()) -> ArticleReading:
    return ArticleReading(article=article, mentions=(), attributions=(), events=(), claims=claims)


@pytest.mark.parametrize("article", [LANTERN, HEUTE, POST])
def test_the_text_on_the_page_is_the_article_s_to_the_character(strikes: Path, article: Article):
    status, body, _ = got(strikes, f"/articles/{article.id}")
    page = Page(body)
    assert status == 200
    # The title is the headline of the page; between it and the body stands the blank line.
    assert page.text == article.text.replace("\n\n", "", 1)


def test_each_claim_has_its_words_marked_and_its_entry_beside_them(strikes: Path):
    _, body, _ = got(strikes, f"/articles/{POST.id}")
    page = Page(body)
    ids = {one["id"] for one in page.having("id")}
    assert {DENIAL, PROTEST, WORDS, f"q-{DENIAL}", f"q-{PROTEST}", f"r-{DENIAL}"} <= ids
    marked = [one["data-claims"].split() for one in page.having("data-claims") if "claim" in one["class"].split()]
    assert [DENIAL] in marked and [PROTEST] in marked
    references = page.having("data-number")
    assert [one["href"] for one in references] == [f"#{WORDS}", f"#{DENIAL}", f"#{PROTEST}"]
    assert [one["data-number"] for one in references] == ["1", "2", "3"]
    assert references[1]["aria-label"] == "Claim 2, denies"


def test_the_margin_says_what_other_outlets_say_of_a_claim_those_that_disagree_first(strikes: Path):
    (claim,) = view_of(strikes, LANTERN).claims
    assert [(one.relation, one.said, one.outlet) for one in claim.echoes] == [
        (Relation.DENIES, "denied in", "Velmar Post"),
        (Relation.DIFFERS, "told otherwise in", "Kasdor Heute"),
    ]
    assert claim.echoes[0].chain == "The ministry" and claim.echoes[0].claim_id == DENIAL
    assert claim.echoes[1].difference in (
        "when: “Monday” here, “Tuesday” there",
        "how many: “7” here, “at least 9” there",
    )
    assert claim.tellings == "2 independent origins, 3 claims in 3 outlets"
    (denial,) = (one for one in view_of(strikes, POST).claims if one.id == DENIAL)
    assert {(one.said, one.outlet) for one in denial.echoes} == {
        ("denies what stands in", "The Lantern"),
        ("denies what stands in", "Kasdor Heute"),
    }


def test_an_entry_has_who_did_what_to_whom_where_when_and_how_many(strikes: Path):
    (claim,) = view_of(strikes, LANTERN).claims
    assert ([bit.words for bit in claim.actors], claim.type, [bit.words for bit in claim.recipients]) == (
        ["planes"],
        "ASSAULT",
        ["a convoy"],
    )
    assert [bit.words for bit in claim.around][1:] == ["7 March 2031", "7 dead"]
    assert claim.factuality is None, "what happened needs no word"


def test_marks_of_a_voice_a_place_and_a_time_carry_their_records(strikes: Path):
    _, body, _ = got(strikes, f"/articles/{LANTERN.id}")
    notes = {one["class"].split()[1]: (one["data-note"], one.get("href", "")) for one in Page(body).having("data-note")}
    assert notes["voice"][0].startswith("Voice, institution\n") and "speaks in claim 1" in notes["voice"][0]
    assert notes["place"][0].startswith("Place") and notes["place"][1].startswith("/?place=")
    assert "7 March 2031" in notes["time"][0] and notes["time"][1] == "/?since=2031-03-07&until=2031-03-07"


def test_the_heading_says_flags_in_words_and_links_only_to_the_web(tmp_path: Path):
    path = tmp_path / "rashomon.db"
    bare = replace(made_article("Words.", title=None, outlet=None, published=None), flags=("no-date", "no-outlet"))
    write(
        path,
        read(replace(bare, url="javascript:alert(1)")),
        read(replace(made_article("Other words."), url="https://lantern.example/1?a=1&b=2")),
    )
    one = view_of(path, bare)
    assert one.flags == (
        "no date: words like “on Tuesday” cannot be placed",
        "the page does not say which outlet published it",
    )
    _, body, _ = got(path, f"/articles/{bare.id}")
    assert 'href="javascript:' not in body and "javascript:alert(1)" in body
    _, body, _ = got(path, f"/articles/{made_article('Other words.').id}")
    (link_out,) = (one for one in Page(body).having("rel") if "external" in one["rel"])
    assert link_out["href"] == "https://lantern.example/1?a=1&b=2" and "noreferrer" in link_out["rel"]


def test_furniture_is_set_apart_from_the_text(strikes: Path):
    view = view_of(strikes, LANTERN)
    assert view.furniture == (("caption", "A ferry. Photo: harbour office"),)
    _, body, _ = got(strikes, f"/articles/{LANTERN.id}")
    assert "1 line of the page left out of the text" in body and "harbour office" not in Page(body).text


HOSTILE = '</p><script>alert("1")</script> <b data-note="x"> & \u202egnilaer\u202c "quoted" \u0007'


def test_what_an_article_holds_is_shown_and_never_obeyed(tmp_path: Path):
    path = tmp_path / "rashomon.db"
    article = made_article(f"{HOSTILE}\n\n{HOSTILE} said Ada.", title=HOSTILE, outlet=HOSTILE)
    furniture = (Furniture(kind=FurnitureKind.OTHER, text=HOSTILE),)
    article = replace(
        article, byline=HOSTILE, dateline=HOSTILE, furniture=furniture, url=f'https://x.example/"{HOSTILE}'
    )
    start = article.text.index("Ada")
    voice = Voice(kind=VoiceKind.NAMED, name=HOSTILE, span=Span(start, start + 3))
    write(path, read(article, claims=(made_claim(article, None, (voice,), HOSTILE),)))
    status, body, _ = got(path, f"/articles/{article.id}")
    page = Page(body)
    assert status == 200
    assert [found["src"] for tag, found in page.elements if tag == "script"] == ["/static/article.js"]
    assert not any(tag == "b" for tag, _ in page.elements)
    turned = str.maketrans("\u202e\u202c\u0007", "\ufffd\ufffd\ufffd")
    assert page.text == article.text.translate(turned).replace("\n\n", "", 1)
    assert not any(name.startswith("on") or name == "style" for _, found in page.elements for name in found)


def test_one_endless_paragraph_is_shown_in_parts_and_a_claim_in_it_is_found(tmp_path: Path):
    path = tmp_path / "rashomon.db"
    text = "Endless\n\n" + "word " * 30_000 + "A ferry sank. " + "word " * 1_000
    article = made_article(text, title="Endless")
    claim = made_claim(article, None, (), "A ferry sank")
    write(path, read(article, claims=(claim,)))
    view = view_of(path, article)
    assert view.part.parts == 7 and view.claims == ()
    assert sum(len(one.text) + len(one.gap) for one in view.paragraphs) <= PART_CHARACTERS
    parts = [view_of(path, article, number) for number in range(view.part.parts)]
    words = "".join(
        one.text + one.gap for part in parts for one in ((part.headline,) if part.headline else ()) + part.paragraphs
    )
    assert words == text
    status, body, place = got(path, f"/claims/{claim.id}")
    assert (status, place) == (302, f"/articles/{article.id}?part=7#{claim.id}")
    status, body, _ = got(path, place.split("#")[0])
    assert status == 200 and f'id="{claim.id}"' in body and "Part 7 of 7" in body
    assert view_of(path, article, 99).part.number == 7, "a part that is not there is the last one"


def test_two_thousand_claims_are_numbered_through_all_parts(tmp_path: Path):
    path = tmp_path / "rashomon.db"
    text = " ".join(f"Ship {number} sank." for number in range(2_000))
    article = made_article(text, title=None)
    claims = tuple(made_claim(article, None, (), f"Ship {number} sank") for number in range(2_000))
    write(path, read(article, claims=claims))
    parts = [view_of(path, article)]
    parts += [view_of(path, article, number) for number in (1, parts[0].part.parts - 1)]
    assert all(len(part.claims) <= PART_CLAIMS for part in parts)
    assert parts[1].claims[0].number == len(parts[0].claims) + 1
    assert parts[-1].claims[-1].number == 2_000 and parts[0].part.claims == 2_000


@pytest.mark.parametrize("part", ["0", "-3", "x", "", "²", "9" * 5_000])
def test_a_part_that_means_nothing_is_no_error(strikes: Path, part: str):
    assert got(strikes, f"/articles/{LANTERN.id}?part={part}")[0] == 200


def test_an_article_or_claim_that_is_not_there_is_a_page_that_says_so(strikes: Path):
    for address in ("/articles/a-0000000000000000", "/claims/c-0000000000000000"):
        status, body, _ = got(strikes, address)
        assert status == 404 and "R210" in body


def test_copies_credits_and_citations_stand_in_the_heading(strikes: Path, tmp_path: Path):
    path = tmp_path / "copied.db"
    source, target = sqlite3.connect(strikes), sqlite3.connect(path)
    source.backup(target)
    target.execute(
        "INSERT INTO reuses VALUES (?, ?, 'copy', 0.9, 0.5, ?, '[]', 'alignment', 0.9, '18 words')",
        (HEUTE.id, LANTERN.id, json.dumps([[[0, 5], [2, 7], 1]])),
    )
    target.execute(
        "INSERT INTO wire_credits VALUES (?, 0, 'Halyard', 'whole', NULL, NULL, '(Halyard)', 'dateline', 1, 'top')",
        (LANTERN.id,),
    )
    target.execute(
        "INSERT INTO citations VALUES (?, 0, 'The Gull', 0, 3, 'report', '[]', NULL, 'phrase', 1, 'according to')",
        (LANTERN.id,),
    )
    target.commit()
    for one in (source, target):
        one.close()
    told = [(tie.kind, tie.name, tie.href, tie.detail) for tie in view_of(path, LANTERN).ties]
    assert told == [
        ("Same text as", "Kasdor Heute", f"/articles/{HEUTE.id}", "13 March 2031; 50% of its own words"),
        ("Credits", "Halyard", None, "for all of it"),
        ("Has something from", "The Gull", "/search?q=The%20Gull", ""),
    ]


def test_quotation_marks_inside_a_quote_become_single_ones():
    assert quoted("“We pull them out,” he said") == "“‘We pull them out,’ he said”"
    assert quoted("“We pull them out”") == "“We pull them out”"
    assert quoted("word " * 80).endswith("word …”")
