"""What the claims of one event are to each other."""

from dataclasses import replace
from datetime import date

import pytest

from linking_passages import VOCABULARY, spot, telling
from rashomon.records import Difference, EventType, Factuality, Relation, Stance, Telling
from rashomon.relations import links_among

TARSK, KETH = spot(1, "Tarsk", 10.0, 10.0, admin1="07"), spot(3, "Keth", 20.0, 20.0)
SEVENTH = spot(4, "Seventh District", 10.0, 10.5, code="ADM1", admin1="07")
SANK = ("Gunmen sank the ferry", "sank", EventType.ASSAULT)
NO = {"stance": Stance.DENIES, "factuality": Factuality.DID_NOT_HAPPEN}


def relations(*tellings: Telling) -> list[tuple[Relation, Difference | None, tuple[str, str] | None]]:
    return [(link.relation, link.difference, link.values) for link in links_among(tellings, VOCABULARY)]


def two(first: dict, second: dict) -> list[tuple[Relation, Difference | None, tuple[str, str] | None]]:
    return relations(
        telling(*SANK, article="a1", published=date(2031, 3, 11), voice="Ada Brenn", **first),
        telling(*SANK, article="a2", published=date(2031, 3, 12), voice="Oskar Venn", **second),
    )


def test_another_voice_that_tells_the_same_supports():
    assert two({}, {}) == [(Relation.SUPPORTS, None, None)]


def test_one_voice_that_tells_it_twice_supports_nothing():
    twice = [telling(*SANK, article=article, voice="Ada Brenn") for article in ("a1", "a2")]
    assert relations(*twice) == [(Relation.SAME_CLAIM, None, None)]


def test_an_outlet_in_its_own_word_is_one_voice_throughout_an_article():
    assert relations(telling(*SANK), telling("the ferry lies on the ground")) == [(Relation.SAME_CLAIM, None, None)]


def test_unnamed_voices_are_one_only_by_the_same_words_in_the_same_article():
    def unnamed(article: str) -> Telling:
        return replace(telling(*SANK, article=article, voice="two officials"), voices=(None,))

    assert relations(unnamed("a1"), unnamed("a2"))[0][0] is Relation.SUPPORTS


@pytest.mark.parametrize("told", [Factuality.HAPPENED, Factuality.ONGOING, Factuality.PLANNED])
def test_a_denial_denies_what_others_hold_however_they_tell_it(told: Factuality):
    claims = [telling(*SANK, article="a1", factuality=told), telling(*SANK, article="a2", voice="Venn", **NO)]
    for order in (claims, claims[::-1]):
        (link,) = links_among(order, VOCABULARY)
        assert (link.relation, link.source, link.target) == (Relation.DENIES, claims[1].claim.id, claims[0].claim.id)


def test_what_one_tells_as_done_and_another_as_not_done_is_disputed_though_nobody_denies():
    assert two({}, {"factuality": Factuality.DID_NOT_HAPPEN}) == [(Relation.DISPUTES, None, None)]


def test_two_denials_support_each_other_in_nothing_and_deny_nothing():
    assert two(NO, NO) == []


@pytest.mark.parametrize("stance", [Stance.DECLINES, Stance.DEMANDS, Stance.PREDICTS])
def test_who_neither_holds_nor_denies_it_has_no_link(stance: Stance):
    assert two({}, {"stance": stance}) == []


def test_a_suspicion_supports_nothing_and_is_supported_by_who_asserts_it():
    suspicion = telling(*SANK, article="a1", voice="Ada Brenn", stance=Stance.ALLEGES)
    assertion = telling(*SANK, article="a2", voice="Oskar Venn")
    (link,) = links_among([suspicion, assertion], VOCABULARY)
    assert (link.relation, link.source) == (Relation.SUPPORTS, assertion.claim.id)


def test_numbers_that_do_not_meet_differ_with_both_as_printed():
    assert (Relation.DIFFERS, Difference.HOW_MANY, ("9", "12")) in two({"dead": 12}, {"dead": 9})


def test_numbers_of_the_dead_that_two_voices_hold_and_that_cannot_both_be_right_are_disputed():
    assert (Relation.DISPUTES, Difference.HOW_MANY, ("9", "12")) in two({"dead": 12}, {"dead": 9})
    unsure = two({"dead": 12}, {"dead": 9, "stance": Stance.ALLEGES})
    assert Relation.DISPUTES not in [relation for relation, _, _ in unsure]


@pytest.mark.parametrize(("first", "then"), [(9, 12), (32, 30)])
def test_a_number_that_has_grown_from_one_day_to_the_next_and_a_round_one_are_no_dispute(first: int, then: int):
    assert Relation.DISPUTES not in [relation for relation, _, _ in two({"dead": first}, {"dead": then})]


def test_a_denial_of_one_type_denies_in_other_words_and_one_about_something_else_does_not():
    held = telling(*SANK, article="a1")
    other = telling(
        "The harbour police fired no shell at the boat", "fired", EventType.ASSAULT, article="a2", voice="Venn", **NO
    )
    elsewhere = telling("No minister resigned over the budget", article="a2", voice="Venn", **NO)
    assert relations(held, other) == [(Relation.DENIES, None, None)]
    assert relations(held, elsewhere) == []


def test_a_denial_of_few_words_is_of_what_its_own_article_tells():
    denial = telling("Such claims", article="a1", voice="Venn", **NO)
    assert relations(telling(*SANK, article="a1"), denial) == [(Relation.DENIES, None, None)]
    assert relations(telling(*SANK, article="a2"), denial) == []


def test_nobody_denies_in_one_article_what_they_hold_there_themselves():
    assert relations(telling(*SANK, voice="Venn"), telling(*SANK, voice="Venn", **NO)) == []


def test_who_denies_that_it_was_not_so_holds_that_it_was():
    twice = telling(*SANK, article="a2", voice="Venn", stance=Stance.DENIES, factuality=Factuality.HAPPENED)
    assert relations(telling(*SANK, article="a1"), twice) == [(Relation.SUPPORTS, None, None)]


def test_days_that_do_not_meet_differ():
    found = two({"day": date(2031, 3, 1)}, {"day": date(2031, 3, 4)})
    assert found == [(Relation.DIFFERS, Difference.WHEN, ("04 March", "01 March"))]


def test_claims_about_two_sides_of_an_event_do_not_differ_by_their_days():
    found = relations(
        telling(*SANK, article="a1", day=date(2031, 3, 1)),
        telling("Divers raised the wreck", "raised", EventType.AID, article="a2", day=date(2031, 3, 9)),
    )
    assert [one[0] for one in found] == [Relation.SUPPORTS]


def test_a_town_and_its_district_do_not_differ_and_two_towns_do():
    assert two({"place": TARSK}, {"place": SEVENTH}) == [(Relation.SUPPORTS, None, None)]
    assert two({"place": TARSK}, {"place": KETH}) == [(Relation.DIFFERS, Difference.WHERE, ("Keth", "Tarsk"))]


def test_others_who_did_it_differ_and_a_fuller_name_does_not():
    assert two({"actors": ("Venn",)}, {"actors": ("Oskar Venn",)}) == [(Relation.SUPPORTS, None, None)]
    found = two({"actors": ("Ada Brenn",)}, {"actors": ("Oskar Venn",)})
    assert (Relation.DIFFERS, Difference.WHO, ("Oskar Venn", "Ada Brenn")) in found


def test_two_who_are_said_to_have_done_one_deed_of_violence_are_disputed():
    found = two({"actors": ("Ada Brenn",)}, {"actors": ("Oskar Venn",)})
    assert (Relation.DISPUTES, Difference.WHO, ("Oskar Venn", "Ada Brenn")) in found
    ahead = two({"actors": ("Ada Brenn",)}, {"actors": ("Oskar Venn",), "factuality": Factuality.PLANNED})
    assert Relation.DISPUTES not in [relation for relation, _, _ in ahead]


def test_who_is_not_named_does_not_differ_from_anybody():
    assert two({"actors": ("gunmen",)}, {"actors": ("Oskar Venn",)}) == [(Relation.SUPPORTS, None, None)]


def test_without_an_event_two_numbers_of_one_thing_differ():
    found = relations(
        telling("the rocket flew 2,700 km over Tarsk", article="a1", published=date(2031, 3, 11)),
        telling("the rocket flew 3,100 km over Tarsk", article="a2"),
    )
    assert found == [(Relation.DIFFERS, Difference.HOW_MANY, ("3,100", "2,700"))]


def test_one_voice_that_gives_two_numbers_is_still_one_voice():
    found = relations(
        telling(*SANK, voice="Ada Brenn", dead=9, published=date(2031, 3, 11)),
        telling(*SANK, voice="Ada Brenn", dead=12, article="a2"),
    )
    assert [one[0] for one in found] == [Relation.DIFFERS, Relation.SAME_CLAIM]
