"""What can be asked of a ledger, and that asking changes nothing."""

import re
from datetime import date
from pathlib import Path

import pytest

from made_events import link
from made_records import made_article, made_document, made_document_reading, made_refusal
from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter, event_where_of, where_of
from rashomon.ledger import open_ledger
from rashomon.queries import Queries, open_queries
from rashomon.records import EventType, Factuality, Stance, VoiceKind


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of two outlets, two claims each: one asserts, one denies."""
    path = tmp_path_factory.mktemp("ledger") / "rashomon.db"
    with open_ledger(path) as ledger:
        for outlet, published, given_id in (
            ("The Lantern", date(2031, 3, 12), "row-1"),
            ("The Lantern", None, "row-2"),
            ("Kasdor Heute Ä", date(2031, 4, 1), None),
        ):
            article = made_article(outlet=outlet, published=published, given_id=given_id, title=f"{outlet} {published}")
            document = made_document(f"{outlet} {published}".encode())
            ledger.write_document(made_document_reading(document, article), read_by="a test")
        ledger.write_refusal(made_refusal())
    link(path, [])
    return path


@pytest.fixture
def queries(path: Path) -> Queries:
    with open_queries(path) as queries:
        yield queries


def found(queries: Queries, **wanted: object) -> list[tuple[str | None, str]]:
    return [(one.article.outlet, one.claim.stance.value) for one in queries.find_claims(ClaimFilter(**wanted))]


LANTERN, KASDOR = "The Lantern", "Kasdor Heute Ä"


def test_claims_come_article_by_article_and_from_top_to_end(queries: Queries):
    assert found(queries) == [(outlet, word) for outlet in (LANTERN, LANTERN, KASDOR) for word in ("asserts", "denies")]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"outlets": ("lantern",)}, 4),
        ({"outlets": ("lantern", "kasdor")}, 6),
        ({"outlets": ("heute ä",)}, 2),
        ({"stances": (Stance.DENIES,)}, 3),
        ({"stances": (Stance.DENIES, Stance.ASSERTS)}, 6),
        ({"outlets": ("lantern",), "stances": (Stance.DENIES,)}, 2),
        ({"voices": ("COAST",)}, 3),
        ({"kinds": (VoiceKind.ANONYMOUS,)}, 3),
        ({"voices": ("coast",), "kinds": (VoiceKind.ANONYMOUS,)}, 0),
        ({"voices": ("ministry",), "kinds": (VoiceKind.INSTITUTION,)}, 3),
        ({"since": date(2031, 3, 12)}, 4),
        ({"since": date(2031, 3, 13)}, 2),
        ({"until": date(2031, 3, 12)}, 2),
        ({"since": date(2031, 3, 13), "until": date(2031, 3, 31)}, 0),
        ({"words": "ferry"}, 3),
        ({"words": "FERRY stopped"}, 3),
        ({"words": '"ferry was"'}, 3),
        ({"words": '"was ferry"'}, 0),
        ({"words": 'NEAR( ferry - ) OR "'}, 0),
        ({"types": (EventType.COERCE,)}, 3),
        ({"types": (EventType.ASSAULT, EventType.COERCE)}, 3),
        ({"types": (EventType.ASSAULT,)}, 0),
        ({"types": (EventType.COERCE,), "stances": (Stance.DENIES,)}, 0),
        ({"actors": ("coast guard",)}, 3),
        ({"actors": ("BRENNIAN",)}, 3),
        ({"actors": ("brennían coast g",)}, 3),
        ({"actors": ("nobody", "brn cop")}, 3),
        ({"actors": ("BRN",)}, 3),
        ({"actors": ("ennian",)}, 0),
        ({"actors": ("ferry",)}, 0),
        ({"actors": ('" OR ferry',)}, 0),
        ({"factualities": (Factuality.HAPPENED,)}, 3),
        ({"factualities": (Factuality.NOT_JUDGED, Factuality.PLANNED)}, 3),
        ({"articles": ("row-1",)}, 2),
        ({"articles": ("a-",)}, 6),
        ({"articles": ("row-1", "row-2")}, 4),
    ],
)
def test_a_filter_gives_what_fits_all_of_it(queries: Queries, wanted: dict[str, object], number: int):
    assert len(found(queries, **wanted)) == number


def test_events_come_from_the_newest_to_the_undated_one_and_those_without_a_type_are_left_out(queries: Queries):
    events = list(queries.find_events(ClaimFilter()))
    assert [[claim.article.published for claim in one.claims] for one in events] == [
        [date(2031, 4, 1)],
        [date(2031, 3, 12)],
        [None],
    ]
    assert [[claim.claim.quote for claim in one.claims] for one in events] == [["a ferry was stopped"]] * 3
    assert [one.outlets for one in events] == [(KASDOR,), (LANTERN,), (LANTERN,)]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"types": (EventType.COERCE,), "actors": ("brn",), "outlets": ("lantern",)}, 2),
        ({"types": (EventType.ASSAULT,)}, 0),
        ({"factualities": (Factuality.HAPPENED,), "until": date(2031, 3, 31)}, 1),
        ({"factualities": (Factuality.NOT_JUDGED,)}, 0),
        ({"voices": ("coast",), "words": "ferry"}, 3),
        ({"voices": ("ministry",)}, 0),
        ({"articles": ("row-1",), "stances": (Stance.ASSERTS,)}, 1),
    ],
)
def test_events_are_chosen_by_themselves_and_by_the_claims_that_tell_them(
    queries: Queries, wanted: dict[str, object], number: int
):
    assert len(list(queries.find_events(ClaimFilter(**wanted)))) == number


def test_the_voices_of_a_kind_of_event_are_those_that_tell_it(queries: Queries):
    (voice,) = queries.find_voices(ClaimFilter(types=(EventType.COERCE,)))
    assert (voice.name, voice.claims) == ("The coast guard", 3)


def test_words_without_a_letter_are_refused(queries: Queries):
    for wanted in ({"words": "?! -"}, {"actors": ("Oram", "?!")}):
        with pytest.raises(SettingError, match="R212"):
            found(queries, **wanted)


def test_a_voice_is_counted_with_its_claims_denials_and_outlets(queries: Queries):
    voices = {voice.name: voice for voice in queries.find_voices(ClaimFilter())}
    assert list(voices) == ["The coast guard", "The ministry", "unnamed source"]
    ministry = voices["The ministry"]
    assert (ministry.kind, ministry.claims, ministry.denials) == (VoiceKind.INSTITUTION, 3, 3)
    assert ministry.outlets == (KASDOR, LANTERN)
    assert voices["The coast guard"].denials == 0


def test_the_voices_of_a_filter_are_those_that_were_asked_for(queries: Queries):
    wanted = ClaimFilter(kinds=(VoiceKind.ANONYMOUS,), outlets=("lantern",))
    (voice,) = queries.find_voices(wanted)
    assert (voice.name, voice.claims, voice.outlets) == ("unnamed source", 2, (LANTERN,))


def test_an_id_may_be_shortened_as_long_as_it_says_which(queries: Queries):
    claim = next(queries.find_claims(ClaimFilter())).claim
    assert queries.find_id(claim.id[:12]) == claim.id
    assert queries.find_id("row-1") == claim.article_id
    with pytest.raises(SettingError, match="R211"):
        queries.find_id("c-")
    with pytest.raises(SettingError, match="R210"):
        queries.find_id("c-nothing")


def test_an_event_is_found_by_its_id_and_so_is_what_an_article_says_of_it(queries: Queries):
    for one in queries.find_events(ClaimFilter()):
        assert queries.find_event(queries.find_id(one.event.id[:12])) == one
        (claim,) = one.claims
        mention = queries.find_mention(queries.find_id(claim.claim.event_mention_id[:12]))
        assert mention.event == claim.event and mention.quote == "a ferry was stopped"
        assert [one.claim for one in mention.claims] == [claim.claim]
    assert queries.find_event("e-nothing") is None
    assert queries.find_mention("m-nothing") is None


def test_what_a_filter_asks_is_found_through_an_index(queries: Queries):
    for wanted in (
        ClaimFilter(types=(EventType.COERCE,)),
        ClaimFilter(actors=("brennian",)),
        ClaimFilter(words="ferry"),
    ):
        for where, values, from_ in (
            (*where_of(wanted, {}), "claims LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id"),
            (*event_where_of(wanted, {}), "events"),
        ):
            question = f"EXPLAIN QUERY PLAN SELECT 1 FROM {from_} WHERE {where}"
            plan = [row[3] for row in queries._connection.execute(question, values)]
            scans = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step]
            assert scans == [], question


def test_a_claim_is_found_by_its_id(queries: Queries):
    for one in queries.find_claims(ClaimFilter()):
        assert queries.find_claim(one.claim.id) == one
    assert queries.find_claim("c-nothing") is None
    assert queries.find_article("a-nothing") is None


def test_a_misspelt_name_finds_its_neighbours(queries: Queries):
    assert queries.names_close_to("minstry", of="voices") == ("The ministry",)
    assert queries.names_close_to("Lanten", of="outlets") == (LANTERN,)
    assert queries.names_close_to("brennan", of="actors") == ("Brennían Coast Guard",)
    assert queries.names_close_to("xyzzy", of="outlets") == ()


def test_refusals_are_listed(queries: Queries):
    assert list(queries.find_refusals()) == [made_refusal()]


def test_asking_cannot_write(queries: Queries):
    with pytest.raises(Exception, match="readonly"):
        queries._connection.execute("DELETE FROM claims")


def test_the_sql_shown_in_the_docs_gives_answers(queries: Queries):
    page = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
    denials, deeds, disputed, found = (
        queries._connection.execute(question).fetchall()
        for question in re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    )
    assert [row[4] for row in denials] == ["unnamed source › The ministry"] * 3
    assert disputed == []  # nothing is linked in this ledger
    assert len(found) == 3
    assert [row[2:5] for row in deeds] == [("Brennían Coast Guard", "COERCE", "a ferry, people")] * 3


def test_questions_may_be_left_half_answered(path: Path):
    with open_queries(path) as queries:
        claims = queries.find_claims(ClaimFilter())
        next(claims)
    claims.close()
