"""What voices and entities say, what became of it, and how entities are named."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from made_entities import NAMES, called, id_of, write_named
from made_events import DENIAL, HEUTE, LANTERN, NINE, POST, SEVEN, STRIKES, link
from made_records import KETH, made_document
from rashomon import testimony  # as a module: pytest takes names that begin with "test" for tests
from rashomon.anchors import Signature, correct_decision, merge_decision
from rashomon.filters import ClaimFilter
from rashomon.ledger import open_ledger
from rashomon.namings import articles_naming, deeds_of, namesakes_of, naming_of, passage_naming
from rashomon.queries import Queries, open_queries
from rashomon.records import DocumentReading, EventStatus, VoiceKind
from rashomon.verdicts import write_verdict


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three bodies, each heard in one article, on one strike."""
    path = tmp_path / "rashomon.db"
    write_named(path, *NAMES)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE claims SET factuality = 'did-not-happen' WHERE id = ?", (DENIAL,))
    connection.commit()
    connection.close()
    link(path, [[reading.claims[0].id for reading in STRIKES]])
    return path


@pytest.fixture
def queries(path: Path) -> Iterator[Queries]:
    with open_queries(path) as opened:
        yield opened


def said_by(queries: Queries, name: str) -> testimony.Testimony:
    return testimony.testimony_of_voice(queries.ask, name, VoiceKind.INSTITUTION, first=0, number=10)


def test_a_denial_is_told_against_by_the_origins_that_assert_it(queries: Queries):
    told = said_by(queries, "THE MINISTRY")
    assert (told.claims, told.denials, told.opposed, told.backed, told.weighed) == (1, 1, 1, 0, 1)
    (said,) = told.page
    assert said.found.claim.id == DENIAL
    assert set(said.reception.opposed_by) == {"The coast guard", "Harbour police"}
    assert said.reception.backed_by == () and not said.reception.is_self_opposed
    assert said.status is EventStatus.DISPUTED
    assert told.months == (testimony.MonthCount(month="2031-03", claims=1, denials=1),)


def test_an_assertion_is_denied_by_whoever_denies_it_and_differs_from_who_tells_other_numbers(queries: Queries):
    (said,) = said_by(queries, "The coast guard").page
    assert said.reception.opposed_by == ("The ministry",)
    assert said.reception.differing == ("Harbour police",)


def test_a_corrected_stance_is_the_one_that_counts(path: Path):
    signature = Signature(decided_at=datetime.now(UTC))
    write_verdict(path, lambda queries, by: correct_decision(queries, DENIAL, "stance", "predicts", by), signature)
    with open_queries(path) as queries:
        assert (said_by(queries, "The ministry").denials, said_by(queries, "The coast guard").opposed) == (0, 0)


def test_the_page_of_a_testimony_begins_where_it_is_asked_to(queries: Queries):
    told = testimony.testimony_of_voice(queries.ask, "The ministry", VoiceKind.INSTITUTION, first=1, number=10)
    assert (told.claims, told.page) == (1, ())


def test_an_entity_says_what_rests_on_its_word_under_all_its_names(path: Path):
    pair = [id_of(path, NAMES[0]), id_of(path, NAMES[1])]
    signature = Signature(decided_at=datetime.now(UTC))
    write_verdict(path, lambda queries, by: merge_decision(queries, pair, by), signature)
    with open_queries(path) as queries:
        told = testimony.testimony_of_entity(queries.ask, id_of(path, NAMES[0]), first=0, number=10)
        assert [said.found.claim.id for said in told.page] == [NINE, SEVEN], "the latest first"
        assert (told.opposed, told.backed) == (2, 0)


def test_voices_are_listed_by_their_claims_with_their_outlets(queries: Queries):
    found = testimony.voices_page(queries.ask, ClaimFilter(), first=0, number=10)
    assert [(one.name, one.claims, one.denials, one.outlets) for one in found.voices] == [
        ("Harbour police", 1, 0, (HEUTE.outlet,)),
        ("The coast guard", 1, 0, (LANTERN.outlet,)),
        ("The ministry", 1, 1, (POST.outlet,)),
    ]
    assert found.total == 3
    page = testimony.voices_page(queries.ask, ClaimFilter(), first=1, number=1)
    assert ([one.name for one in page.voices], page.total) == (["The coast guard"], 3)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (ClaimFilter(voices=("MINIS",)), ["The ministry"]),
        (ClaimFilter(kinds=(VoiceKind.ANONYMOUS,)), []),
        (ClaimFilter(outlets=("heute",)), ["Harbour police"]),
        (ClaimFilter(since=date(2031, 3, 13)), ["Harbour police", "The ministry"]),
        (ClaimFilter(until=date(2031, 3, 13), voices=("h",)), ["Harbour police", "The coast guard"]),
    ],
)
def test_voices_are_narrowed_by_filters(wanted: ClaimFilter, names: list[str], queries: Queries):
    found = testimony.voices_page(queries.ask, wanted, first=0, number=10)
    assert ([one.name for one in found.voices], found.total) == (names, len(names))


def test_the_kinds_of_a_voice_are_known_by_its_name(queries: Queries):
    assert testimony.kinds_of_voice(queries.ask, "the MINISTRY") == (VoiceKind.INSTITUTION,)
    assert testimony.kinds_of_voice(queries.ask, "nobody") == ()


def test_an_entity_is_shown_with_each_spelling_and_its_reason(path: Path):
    pair = [id_of(path, NAMES[0]), id_of(path, NAMES[1])]
    signature = Signature(decided_at=datetime.now(UTC))
    write_verdict(path, lambda queries, by: merge_decision(queries, pair, by), signature)
    with open_queries(path) as queries:
        naming = naming_of(queries.ask, pair[1])
        assert naming and naming.entity.id == id_of(path, NAMES[0])
        assert [(one.name, one.articles) for one in naming.spellings] == [(NAMES[0], 1), (NAMES[1], 1)]
        (merge,) = naming.merges
        assert merge.reason.method == "decision"
        named = articles_naming(queries.ask, naming.entity.id, first=0, number=10)
        assert [(one.article.id, one.names) for one in named] == [(HEUTE.id, (NAMES[1],)), (LANTERN.id, (NAMES[0],))]
        assert naming_of(queries.ask, "n-nothing") is None


def test_a_name_is_shown_among_the_words_around_it(queries: Queries):
    ((meant,),) = queries.ask("SELECT id FROM article_entities WHERE article_id = ?", (POST.id,))
    found = passage_naming(queries.ask, meant)
    assert found and found.article.id == POST.id
    assert found.before + found.words + found.after == POST.text[: len(found.before + found.words + found.after)]
    assert found.words == "The ministry"


def test_namesakes_share_a_word_and_a_kind(path: Path, queries: Queries):
    guard = id_of(path, NAMES[0])
    assert [one.name for one in namesakes_of(queries.ask, guard, "the police of Brennia", number=5)] == [
        NAMES[1],
        NAMES[2],
    ]
    assert namesakes_of(queries.ask, guard, "Keth", number=5) == ()
    assert namesakes_of(queries.ask, guard, "a ?", number=5) == ()


def test_deeds_are_the_claims_in_which_an_entity_takes_part_with_their_places(tmp_path: Path):
    path = tmp_path / "acting.db"
    with open_ledger(path) as ledger:
        for reading in STRIKES[:2]:
            speaker = called(reading, "Air Force of Kasdor").entities[0]
            acting = replace(speaker, spans=(reading.events[0].actors[0].span,))
            document = made_document(reading.article.text.encode())
            told = replace(reading, entities=(acting,))
            whole = DocumentReading(document=document, articles=(reading.article,), readings=(told,))
            ledger.write_document(whole, read_by="a test")
    link(path, [(SEVEN, NINE)])
    with open_queries(path) as queries:
        deeds = deeds_of(queries.ask, id_of(path, "Air Force of Kasdor"), first=0, number=1)
        assert deeds.claims == 2
        assert [(deed.found.claim.id, deed.roles) for deed in deeds.page] == [(NINE, ("actor",))], "the latest first"
        (spot,) = deeds.spots
        assert (spot.name, spot.events, spot.contested) == (KETH.name, 1, 0)


def test_who_takes_part_in_nothing_has_no_deeds(path: Path, queries: Queries):
    deeds = deeds_of(queries.ask, id_of(path, NAMES[0]), first=0, number=5)
    assert (deeds.claims, deeds.page, deeds.spots) == (0, (), ())
