"""Words looked up in claims, articles and names: whatever is typed, and whatever it is found in."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from made_events import DENIAL, HEUTE, LANTERN, NINE, PROTEST, SEVEN, link, rows_of, write_strikes
from rashomon.errors import SettingError
from rashomon.queries import open_queries
from rashomon.records import VoiceKind
from rashomon.room.search import Asked, Kind, asked_of, find, id_in, search_view
from rashomon.room.serving import open_room
from rashomon.searches import (
    COUNTED,
    MOST_WORDS,
    Piece,
    articles_with,
    claims_with,
    entities_called,
    sought,
    voices_called,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles tell of one strike; two entities are known by name."""
    path = tmp_path_factory.mktemp("ledger") / "rashomon.db"
    write_strikes(path)
    link(path, [(SEVEN, NINE, DENIAL)])
    connection = sqlite3.connect(path)
    for id_, name, articles, same_as in (
        ("n-1111111111111111", "Coast Guard of Brennia", 3, "n-1111111111111111"),
        ("n-2222222222222222", "Küstenwache", 1, "n-1111111111111111"),
    ):
        connection.execute(
            "INSERT INTO entities (id, kind, name, context, articles, same_as)"
            " VALUES (?, 'organisation', ?, '[]', ?, ?)",
            (id_, name, articles, same_as),
        )
        connection.execute("INSERT INTO entity_names (entity_id, name, articles) VALUES (?, ?, 1)", (id_, name))
    connection.commit()
    connection.close()
    return path


def got(path: Path, **asked: str) -> tuple[int, str, str]:
    room = open_room(path)
    response = asyncio.run(room.client.get("/search", params=asked))
    return response.status_code, response.text, response.headers.get("location", "")


def claims(path: Path, words: str, *outlets: str) -> list[str]:
    with open_queries(path) as queries:
        hits = claims_with(queries.ask, sought(words, outlets), first=0, number=20)
    assert len(hits.found) == hits.counted
    return [hit.found.claim.id for hit in hits.found]


def test_every_word_must_be_there_and_case_and_accents_do_not_matter(path: Path):
    assert set(claims(path, "CONVOY tolne")) == {SEVEN, NINE, DENIAL}
    assert claims(path, "convoy Monday") == [SEVEN]
    assert claims(path, "convoy harbour") == []


def test_words_in_quotation_marks_stand_one_after_another_and_a_star_ends_a_word(path: Path):
    assert claims(path, '"killing at least"') == [NINE]
    assert claims(path, "“killing at least”") == [NINE]
    assert claims(path, '"least at"') == []
    assert claims(path, "gath*") == [PROTEST] and claims(path, "gath") == []


def test_outlets_narrow_by_a_part_of_their_names(path: Path):
    assert claims(path, "convoy", "heute") == [NINE]
    assert set(claims(path, "convoy", "heute", "LANTERN")) == {NINE, SEVEN}
    assert claims(path, "convoy", "nobody") == []


def test_a_snippet_marks_what_was_found(path: Path):
    with open_queries(path) as queries:
        (hit,) = claims_with(queries.ask, sought("gathered"), first=0, number=9).found
        assert hit.snippet == (Piece(text="Crowds ", is_hit=False), Piece(text="gathered", is_hit=True))
        assert hit.status is not None
        articles = articles_with(queries.ask, sought("convoy"), first=0, number=9)
    titles = {hit.article.id: "".join(piece.text for piece in hit.title) for hit in articles.found}
    assert titles[HEUTE.id] == "Convoy hit" and articles.counted == 3
    by_title = next(hit for hit in articles.found if hit.article.id == HEUTE.id)
    assert by_title.title[0] == Piece(text="Convoy", is_hit=True) and by_title.claims == 1


def test_an_entity_is_found_by_any_of_its_names_and_a_voice_by_a_part_of_its_name(path: Path):
    with open_queries(path) as queries:
        (entity,) = entities_called(queries.ask, sought("kusten*"), first=0, number=9)
        assert (entity.id, entity.name) == ("n-1111111111111111", "Coast Guard of Brennia")
        assert entity.called == (Piece(text="Küstenwache", is_hit=True),) and not entity.is_usual
        (voice,) = voices_called(queries.ask, sought("COAST guard"), first=0, number=9)
        assert (voice.name, voice.kind, voice.claims) == ("The coast guard", VoiceKind.INSTITUTION, 1)
        assert [piece.text for piece in voice.snippet if piece.is_hit] == ["coast", "guard"]
        assert voices_called(queries.ask, sought("coast_guard"), first=0, number=9) == (), "_ stands for itself"


@pytest.mark.parametrize(
    "typed",
    [
        '"', '"""', "'", "NEAR(convoy tolne, 3)", "convoy AND", "OR", "NOT convoy", "quote:convoy", "^convoy",
        "-convoy", "(", "a\x00b", "*", "con*voy", "convoy *", "“convoy", "😀", "😀 convoy", "\u202econvoy",
        "convoy; DROP TABLE claims", "%", "\\", "ﷺ", "\ufdd0convoy\ufdd1",
        "x" * 10_000, "convoy " * 2_000, '"' * 9_999,
    ],
)  # fmt: skip
def test_nothing_that_is_typed_is_a_mistake(path: Path, typed: str):
    for kind in Kind:
        status, body, _ = got(path, q=typed, kind=kind.value, outlet=typed[:200])
        assert status == 200 and '<input id="q"' in body


def test_what_has_no_word_in_it_is_refused_in_words(path: Path):
    with pytest.raises(SettingError, match="R212"):
        sought("😀 !!")
    assert "there is no word to look for in" in got(path, q="😀 !!")[1]


def test_of_very_many_words_the_first_are_looked_for_and_the_page_says_so(path: Path):
    wanted = sought("convoy " * 30)
    assert wanted.is_cut and len(wanted.words) == MOST_WORDS
    assert f"only the first {MOST_WORDS} were looked for" in got(path, q="convoy " * 30)[1]


def test_what_is_found_is_escaped(tmp_path: Path):
    path = tmp_path / "rashomon.db"
    write_strikes(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE claims SET quote = '<script>alert(1)</script> gathered' WHERE id = ?", (PROTEST,))
    connection.execute("UPDATE articles SET title = '<b>gathered</b>' WHERE id = ?", (LANTERN.id,))
    connection.commit()
    connection.close()
    _, body, _ = got(path, q="gathered")
    assert "&lt;script&gt;" in body and "<script>alert" not in body
    assert "&lt;b&gt;<mark>gathered</mark>&lt;/b&gt;" in body


@pytest.mark.parametrize("typed", [SEVEN, SEVEN[:9], f"  {SEVEN.upper()} "])
def test_an_id_leads_to_its_record(path: Path, typed: str):
    assert got(path, q=typed)[::2] == (302, f"/claims/{SEVEN}")


def test_ids_of_all_kinds_lead_to_their_pages(path: Path):
    ((event,),) = rows_of(path, "SELECT event_id FROM claims WHERE id = ?", SEVEN)
    ((mention,),) = rows_of(path, "SELECT event_mention_id FROM claims WHERE id = ?", SEVEN)
    assert got(path, q=str(event))[2] == f"/events/{event}"
    assert got(path, q=LANTERN.id)[2] == f"/articles/{LANTERN.id}"
    assert got(path, q=str(mention))[2] == f"/claims/{SEVEN}"
    assert got(path, q="n-1111111111111111")[2] == "/entities/n-1111111111111111"


def test_an_id_that_is_nowhere_and_one_that_is_several_are_said(path: Path):
    status, body, _ = got(path, q="c-ffffffffffff")
    assert status == 200 and "No record of this ledger has the id c-ffffffffffff" in body
    assert id_in("c-section") is None and id_in("a-bad") is None


def test_hits_come_page_by_page(path: Path):
    with open_queries(path) as queries:
        wanted = sought("convoy")
        some = [
            claims_with(queries.ask, wanted, first=first, number=2).found for first in (0, 2, 4, COUNTED, 10 * COUNTED)
        ]
        assert [len(one) for one in some] == [2, 1, 0, 0, 0]
        assert len({hit.found.claim.id for one in some for hit in one}) == 3
        asked = asked_of("convoy", "claims", "", "7")
        view = search_view(asked, find(queries, asked, wanted))
    assert view.before == "/search?q=convoy&kind=claims&page=6" and view.after is None


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "9" * 5_000])
def test_an_address_that_means_nothing_is_the_first_page_of_everything(number: str):
    assert asked_of(" words ", "nothing", "", number) == Asked(words="words", kind=Kind.ALL, outlet="", number=1)
