"""The accounts of one event as every face reckons them: what differs, who denies whom, and why it has its status."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from made_rivals import REPORTS, Report, write_rivals
from rashomon.accounts import (
    FIELDS,
    By,
    accounts_of,
    disagreements_of,
    headline_of,
    lead_of,
    marks_of,
    named,
    oppositions_of,
    reasons_of,
    status_sentence,
    values_in,
)
from rashomon.answers import FoundCopy, FoundEvent
from rashomon.filters import ClaimFilter
from rashomon.queries import open_queries
from rashomon.records import Difference, Factuality, Reason, Relation, Stance

Found = tuple[FoundEvent, tuple[FoundCopy, ...]]
LANTERN, WIRE, GAZETTE, COURIER, DAILY, HEUTE, DENIAL, BELL, STAR, RADIO, SILENT = REPORTS


def found_of(folder: Path, reports: Sequence[Report]) -> Found:
    """The event that these reports tell, and which of them are copies."""
    path = folder / "rivals.db"
    write_rivals(path, reports)
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter())
        return found, queries.find_copies(found)


@pytest.fixture(scope="module")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return found_of(tmp_path_factory.mktemp("rivals"), REPORTS)


def field(name: str):
    return next(one for one in FIELDS if one.name == name)


@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        (
            (LANTERN, HEUTE, DENIAL),
            "Captain Ilan Moreau, a spokesman for the Velmari navy, denies what 2 independent origins assert: "
            "two officers who asked not to be named (of Kasdor Heute) and the Tolne coast guard.",
        ),
        (
            (LANTERN, RADIO),
            "2 independent origins support it, and nobody denies it: the Tolne police and the Tolne coast guard.",
        ),
        (
            (LANTERN, WIRE),
            "its accounts exclude each other: 12 dead (the Tolne coast guard) and 40 dead (hospital officials).",
        ),
        ((LANTERN,), "it rests on the word of the Tolne coast guard alone, in The Lantern."),
        (
            (WIRE, GAZETTE, COURIER),
            "3 outlets tell of it, and whoever supports it has it from hospital officials (of Vost News).",
        ),
        (
            (replace(LANTERN, outlet=None),),
            "it rests on the word of the Tolne coast guard alone, in “Strike on the ferry”.",
        ),
        (
            (replace(LANTERN, outlet=None), replace(LANTERN, outlet=None, day=13, title="Ferry hit")),
            "2 articles of unknown outlets tell of it, and whoever supports it has it from the Tolne coast guard.",
        ),
        ((SILENT,), "nobody asserts or confirms it; there is only a refusal to comment."),
        (
            (DENIAL,),
            "Captain Ilan Moreau, a spokesman for the Velmari navy, denies it, and nobody is quoted asserting it.",
        ),
    ],
)
def test_a_sentence_says_why_an_event_has_its_status(tmp_path: Path, reports: Sequence[Report], sentence: str):
    found, _ = found_of(tmp_path, reports)
    assert status_sentence(found) == sentence


def test_one_that_is_denied_and_only_suspected_is_not_said_to_be_asserted(tmp_path: Path):
    found, _ = found_of(tmp_path, (replace(LANTERN, stance=Stance.ALLEGES), DENIAL))
    assert status_sentence(found).endswith("denies what others only suspect.")


def test_articles_of_unknown_outlets_are_accounts_of_their_own_and_go_by_their_titles(tmp_path: Path):
    unknown = replace(LANTERN, outlet=None), replace(RADIO, outlet=None, title="Ferry hit")
    assert [one.name for one in accounts_of(*found_of(tmp_path, unknown))] == ["“Strike on the ferry”", "“Ferry hit”"]


def test_outlets_that_print_the_text_of_another_stand_under_it(strike: Found):
    accounts = accounts_of(*strike)
    assert [account.name for account in accounts] == [
        "The Lantern",
        "Vost News",
        "Kasdor Heute",
        "Velmar Post",
        "The Morning Bell",
        "The Evening Star",
        "Radio Tolne",
    ]
    copies = {account.name: [copy.outlet for copy in account.copies] for account in accounts if account.copies}
    assert copies == {"Vost News": ["Harbour Gazette", "Selm Courier", "Brennian Daily"]}
    assert sum(len(account.claims) for account in accounts) == len(strike[0].claims) - 3


def test_a_copy_whose_outlet_also_has_words_of_its_own_keeps_its_column(tmp_path: Path):
    own = replace(LANTERN, outlet="Harbour Gazette")
    found, copies = found_of(tmp_path, (WIRE, GAZETTE, own))
    assert [account.name for account in accounts_of(found, copies)] == ["Vost News", "Harbour Gazette"]


def test_a_voice_has_one_account_through_all_outlets_that_quote_it(strike: Found):
    found, copies = strike
    accounts = {account.name: account for account in accounts_of(found, copies, By.VOICE)}
    officials = accounts["hospital officials (of Vost News)"]
    assert {one.article.outlet for one in officials.claims} == {
        "Vost News",
        "Harbour Gazette",
        "Selm Courier",
        "Brennian Daily",
    }
    assert [one.article.outlet for one in accounts["the Tolne police"].claims] == ["Radio Tolne"]
    assert sum(len(account.claims) for account in accounts.values()) == len(found.claims)


def test_only_values_that_another_account_has_differently_are_marked(strike: Found):
    found, copies = strike
    lantern, *_ = accounts_of(found, copies)
    marks = marks_of(found)
    assert [(one.words, one.is_marked) for one in values_in(lantern.claims, field("how many"), marks)] == [
        ("12 dead", True)
    ]
    assert [(one.words, one.is_marked) for one in values_in(lantern.claims, field("whom"), marks)] == [
        ("the ferry Amber", False)
    ]


def test_a_number_that_only_the_words_give_is_shown_where_it_differs(strike: Found):
    found, _ = strike
    silent = next(one for one in found.claims if one.stance is Stance.DECLINES)
    differs = ((Difference.HOW_MANY, (("three", (silent.claim.id,)),)),)
    found = replace(found, event=replace(found.event, differs=differs))
    (value,) = values_in([silent], field("how many"), marks_of(found))
    assert (value.words, value.is_marked) == ("three", True)


def test_differences_name_each_value_once_the_most_told_first(strike: Found):
    told = {one.field: [value.words for value in one.values] for one in disagreements_of(strike[0])}
    assert told == {
        Difference.HOW_MANY: ["40 dead", "12 dead", "30 dead", "at least 9 dead"],
        Difference.WHEN: ["10 March 2031", "11 March 2031"],
    }


def test_two_spellings_of_a_value_are_one(strike: Found):
    found, _ = strike
    one, other, third = found.claims[:3]
    differs = ((Difference.WHO, (("Two", (one.claim.id,)), ("two", (other.claim.id,)), ("one", (third.claim.id,)))),)
    (found_,) = disagreements_of(replace(found, event=replace(found.event, differs=differs)))
    assert [(value.words, len(value.claims)) for value in found_.values] == [("Two", 2), ("one", 1)]


def test_what_one_origin_denies_stands_together_and_copies_are_told_once(strike: Found):
    (denial,) = oppositions_of(strike[0])
    assert denial.relation is Relation.DENIES
    assert [one.article.outlet for (one,) in denial.claims] == ["Velmar Post"]
    assert [one.article.outlet for group in denial.against for one in group[:1]] == [
        "The Lantern",
        "Vost News",
        "Kasdor Heute",
        "The Morning Bell",
        "Radio Tolne",
    ]
    assert [len(group) for group in denial.against] == [1, 4, 1, 2, 1]


def test_of_two_that_exclude_each_other_the_one_that_says_no_is_against_the_other(tmp_path: Path):
    no = replace(HEUTE, factuality=Factuality.DID_NOT_HAPPEN)
    for day in (11, 14):
        folder = tmp_path / str(day)
        folder.mkdir()
        found, _ = found_of(folder, (LANTERN, replace(no, day=day)))
        (dispute,) = oppositions_of(found)
        assert dispute.relation is Relation.DISPUTES
        assert [one.article.outlet for (one,) in dispute.claims] == ["Kasdor Heute"], "whichever came first"
        assert status_sentence(found).endswith(
            "tells that it did not happen, the Tolne coast guard (The Lantern) that it did."
        )


def test_the_words_that_lead_are_those_of_somebody_who_holds_it_to_be_so(strike: Found):
    lead = lead_of(strike[0])
    assert lead is not None and lead.stance is Stance.ASSERTS
    assert lead.article.outlet == "Vost News", "told at length, and before those who copied it"


def test_a_headline_has_the_values_most_claims_tell(strike: Found):
    headline = headline_of(strike[0])
    assert [party.name for party in (*headline.actors, *headline.recipients)] == ["planes", "the ferry Amber"]
    assert (headline.place, headline.when) == ("off Keth, BRN", "10 March 2031")


def test_a_headline_leaves_out_whom_few_claims_name_and_says_a_name_once(strike: Found):
    found, _ = strike
    planes = found.actors[0]
    rare = replace(planes, name="gulls", claims=planes.claims[:1])
    again = replace(planes, name="Planes", claims=planes.claims[:8])
    assert headline_of(replace(found, actors=(planes, again, rare))).actors == (planes,)


def test_a_headline_names_two_on_a_side_and_of_equals_those_of_the_claim_that_tells_it_best(strike: Found):
    found, *_ = strike
    lead = lead_of(found)
    assert lead
    others = [replace(found.actors[0], name=f"Guild {letter}", claims=("other",)) for letter in "ABC"]
    led = replace(found.actors[0], name="Guild D", claims=(lead.claim.id,))
    told = headline_of(replace(found, actors=(*others, led))).actors
    assert [one.name for one in told] == ["Guild A", "Guild D"]


def test_a_headline_names_nobody_on_a_side_where_fewer_claims_have_him(strike: Found):
    found, *_ = strike
    planes, ferry = found.actors[0], found.recipients[0]
    wrong = replace(ferry, claims=("other",))
    headline = headline_of(replace(found, actors=(replace(planes, claims=("other",)), wrong)))
    assert [one.name for one in (*headline.actors, *headline.recipients)] == [planes.name, ferry.name]
    even = headline_of(replace(found, actors=(planes, ferry)))
    assert ferry.name in [one.name for one in even.actors] and not even.recipients


def test_a_headline_says_what_is_not_told_as_having_happened(strike: Found):
    found, _ = strike

    def told_as(*factualities: Factuality) -> Factuality | None:
        claims = [
            replace(one, corrections={"factuality": it}) for one, it in zip(found.claims, factualities, strict=False)
        ]
        return headline_of(replace(found, claims=tuple(claims))).told_as

    happened, planned = Factuality.HAPPENED, Factuality.PLANNED
    assert told_as(planned, planned, happened) is planned
    assert told_as(planned, happened, happened) is None
    assert told_as(Factuality.NOT_JUDGED, Factuality.NOT_JUDGED, planned) is planned
    assert headline_of(found).told_as is None, "a denial does not make it told as not having happened"


def test_an_event_comes_only_with_links_that_set_claims_against_each_other(strike: Found):
    relations = {link.relation for one in strike[0].claims for link in one.links}
    assert relations == {Relation.DENIES}


def test_one_name_in_two_articles_is_said_to_be_one_name(strike: Found):
    origin = strike[0].event.origins[0]
    told = tuple(Reason(method="name", score=1.0, detail=it) for it in ("“Ada” is “Ada”", "“Ada” is “Ms. Brenn”"))
    assert reasons_of(replace(origin, reasons=told)) == ("“Ada” is one name", "“Ada” is “Ms. Brenn”")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and 1 other"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 others"),
    ],
)
def test_names_are_listed_as_people_do(names: list[str], sentence: str):
    assert named(names) == sentence
