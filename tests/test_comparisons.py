"""What speaks for and against two tellings being about one event."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linking_passages import side, spot
from rashomon.blocks import keys_near, keys_of
from rashomon.comparisons import COMPARISONS, are_alike, evidence_for, is_inside, probability_of
from rashomon.link_weights import WEIGHTS
from rashomon.records import EventType, Factuality, Magnitude, MagnitudeKind, Span, Stance
from rashomon.sides import Side

TARSK = spot(1, "Tarsk", 10.0, 10.0, admin1="07")
ILVEN = spot(2, "Ilven", 10.1, 10.1, admin1="07")
KETH = spot(3, "Keth", 20.0, 20.0, admin1="09")
SEVENTH = spot(4, "Seventh District", 10.0, 10.5, code="ADM1", admin1="07")
FERRY = ("Gunmen killed the ferry captain in Tarsk", "killed", EventType.ASSAULT)


def features(one: Side, other: Side) -> dict[str, float]:
    return {found.feature: found.value for found in evidence_for(one, other)}


def dead(low: int, high: int | None, *, is_approximate: bool = False) -> Magnitude:
    kind, span = MagnitudeKind.DEAD, Span(0, 1)
    return Magnitude(kind=kind, span=span, text=str(low), low=low, high=high, is_approximate=is_approximate)


def test_a_town_lies_in_its_district_and_the_district_not_in_the_town():
    assert is_inside(TARSK, SEVENTH)
    assert not is_inside(SEVENTH, TARSK)
    assert not is_inside(KETH, SEVENTH)


def test_places_are_the_same_near_one_in_the_other_or_apart():
    here = side(*FERRY, place=TARSK)
    found = [features(here, side(*FERRY, article="a2", place=place)) for place in (TARSK, ILVEN, SEVENTH, KETH)]
    told = [[name for name in one if name.startswith("place")] for one in found]
    assert told == [["place: same"], ["place: near"], ["place: one in the other"], ["place: apart"]]


def test_a_sea_is_not_far_from_anywhere():
    sea = replace(KETH, country=None)
    assert "place: apart" not in features(side(*FERRY, place=TARSK), side(*FERRY, article="a2", place=sea))


def test_two_who_meet_take_part_whoever_is_said_to_act_and_who_strikes_is_not_struck():
    met = ("Orlan met Dovic in Tarsk", "met", EventType.CONSULT)
    struck = ("Orlan struck Dovic in Tarsk", "struck", EventType.ASSAULT)
    for told, found in ((met, "sides: two in both"), (struck, "sides: turned")):
        one = side(*told, actors=("Orlan",), recipients=("Dovic",))
        other = side(*told, article="a2", actors=("Mara Dovic",), recipients=("Orlan",))
        sides = [name for name in features(one, other) if name.startswith("sides")]
        assert sides == [found]
    alone = side(*met, article="a2", actors=("Orlan", "Ivo Orlan"))
    assert "sides: two in both" not in features(side(*met, actors=("Orlan", "Ivo Orlan")), alone)


def test_two_whose_names_are_spelt_otherwise_take_part_in_both_and_are_compared():
    met = ("Orlan met Dovic in Tarsk", "met", EventType.CONSULT)
    one = side(*met, actors=("Gen. Hoftar", "Sergei Shovik"), published=None)
    other = side(*met, article="a2", actors=("Sergey Shovik", "Marshal Kalo Hofter"))
    stranger = side(*met, article="a2", actors=("Sergey Shovik", "Marshal Kalo Helsner"))
    assert "sides: two in both" in features(one, other)
    assert "sides: two in both" not in features(one, stranger)
    assert set(keys_of(one)) & keys_near(keys_of(other))


def test_days_that_are_told_count_more_than_days_that_follow_from_the_publication():
    told = features(side(*FERRY, day=date(2031, 3, 1)), side(*FERRY, article="a2", day=date(2031, 3, 5)))
    guessed = features(side(*FERRY, day=date(2031, 3, 1)), side(*FERRY, article="a2", published=date(2031, 3, 8)))
    assert told["days: apart"] > guessed["days: apart"] > 0


def test_what_goes_on_has_no_day_of_its_own():
    lasting = {"factuality": Factuality.ONGOING}
    found = features(side(*FERRY, **lasting), side(*FERRY, article="a2", published=date(2030, 3, 8), **lasting))
    assert "told as: lasting" in found
    assert not [name for name in found if name.startswith("days")]


def test_numbers_agree_when_their_ranges_meet():
    assert are_alike(dead(12, 12), dead(10, None))
    assert not are_alike(dead(12, 12), dead(3, 3))
    assert are_alike(dead(100, 100, is_approximate=True), dead(95, 95))


def test_the_trigger_of_one_is_found_among_the_words_of_a_claim_without_an_event():
    found = features(side(*FERRY), side("nobody was killed on the ferry", article="a2"))
    assert found["trigger: among the words"] == 1.0


def test_a_short_denial_names_what_the_article_tells_and_says_nothing_of_other_articles():
    talks = side("Oskar Venn held talks with the guild", "talks", EventType.CONSULT)
    assert features(talks, side("any such talks", stance=Stance.DENIES))["denial: names it"] == 1.0
    assert "denial: names it" not in features(talks, side("any such talks", stance=Stance.DENIES, article="a2"))
    assert "denial: names it" not in features(talks, side("any such talks"))


def test_a_body_named_after_a_water_has_nothing_of_what_happens_there():
    quote = "its destroyer was in the Orl Strait"
    one = side(quote, stance=Stance.DENIES)
    body, ship = (
        side(f"a ship was heard of by the Orl Strait {words}", article=article)
        for words, article in (("Commission", "a1"), ("that night", "a2"))
    )
    assert "denial: names it" not in features(one, body)
    assert "words: none shared" in features(one, body)
    assert "words: none shared" not in features(one, ship)
    assert "words: none shared" not in features(body, side("the Orl Strait Commission met", article="a2"))


def test_the_same_told_by_another_outlet_is_likelier_than_another_thing_of_the_same_story():
    here = side(*FERRY, actors=("gunmen",), place=TARSK)
    again = side("the captain of the ferry was killed in Tarsk", "killed", EventType.ASSAULT, article="a2", place=TARSK)
    other = side("The guild of Tarsk demands new ferries", "demands", EventType.REQUEST, article="a2")
    told_again, told_else = (probability_of(evidence_for(here, one)) for one in (again, other))
    assert told_again > 0.5 > 0.25 > told_else


def test_the_word_that_tells_both_is_not_counted_once_more_among_their_words():
    one, other = (
        side(quote, "attack", EventType.ASSAULT, article=article)
        for quote, article in (("a witness of the attack", "a1"), ("the scene of the attack", "a2"))
    )
    found = features(one, other)
    assert found["trigger: same"] == 1.0
    assert found["words: shared, same type"] == 0.0


def test_contents_that_share_more_of_their_words_are_likelier_one():
    here = side("the guild will not pay for the ferries of Tarsk")
    again, other = (
        side(quote, article="a2")
        for quote in (
            "for the ferries of Tarsk the guild was not going to pay",
            "a poor harvest worries the bakers of the hills round Tarsk",
        )
    )
    told_again, told_else = (features(here, one)["words: alike"] for one in (again, other))
    assert told_again > 0.4 > 0.1 > told_else


def test_two_articles_of_one_story_are_no_more_of_one_the_more_they_share():
    story = "Gunmen killed the ferry captain in Tarsk. The guild mourns, the harbour is closed"
    here = side(*FERRY, story=story)
    near = side(*FERRY, article="a2", story=f"{story}. Sheep drowned on the Orsk pastures, the river Lume rose")
    assert (
        features(here, near)["story: shared"]
        == features(here, side(*FERRY, article="a3", story=story))["story: shared"]
    )


def test_a_day_between_two_publications_is_next_to_nothing():
    here = side(*FERRY, published=date(2031, 3, 1))
    days = [side(*FERRY, article="a2", published=date(2031, 3, 1 + gap)) for gap in (0, 1, 20)]
    same, next_day, later = (features(here, one)["published: apart"] for one in days)
    assert same == 0.0 < next_day < 0.1 < 0.5 < later


def test_every_feature_has_a_weight():
    shown = [
        side(*FERRY, actors=("Venn",), dead=3, place=place, day=day, vector=(1.0,), **more)
        for place in (TARSK, KETH, SEVENTH)
        for day in (None, date(2031, 3, 1), date(2031, 2, 1))
        for more in ({}, {"article": "a2", "factuality": Factuality.PLANNED}, {"article": "a3", "story": "Elsewhere"})
    ]
    shown += [side("the ferry carried 14 sheep", article=article) for article in "bc"]
    seen = {found.feature for one in shown for other in shown for found in evidence_for(one, other)}
    assert len(seen) > 20
    assert seen <= WEIGHTS.keys()


SIDES = [
    side(*FERRY, actors=("Ada Brenn",), dead=3, place=TARSK, day=date(2031, 3, 1)),
    side("Ada Brenn denied the killing", stance=Stance.DENIES),
    side("14 sheep drowned", article="a2"),
    side("Keth was shelled by Ada Brenn", "shelled", EventType.ASSAULT, article="a3", dead=9, place=KETH),
]


@given(st.sampled_from(SIDES), st.sampled_from(SIDES))
def test_evidence_is_the_same_both_ways(one: Side, other: Side):
    for compare in COMPARISONS:
        here, there = (
            [(f.feature, round(f.value, 9)) for f in compare(*pair)] for pair in ((one, other), (other, one))
        )
        assert here == there


def test_what_leans_on_a_word_is_no_word_of_its_own():
    one = side("We don't think that they'll sail")
    assert one.words.keys() == side("We do think that they sail").words.keys()


def test_one_verb_of_two_who_have_nothing_else_in_common_may_tell_two_events():
    here = side("Velmar banned trawlers", "banned", EventType.COERCE, story="Markets fall")
    bare = side("the guild banned anglers", "banned", EventType.COERCE, article="a2", story="Markets fall")
    again = side("trawlers are banned by Velmar", "banned", EventType.COERCE, article="a3", story="Markets fall")
    assert "trigger: nothing beside" in features(here, bare)
    assert "trigger: nothing beside" not in features(here, again)
    about = side("Ilven banned the ferry", "banned", EventType.COERCE, story="The Ilven ferry")
    also = side("a mayor banned the ferry", "banned", EventType.COERCE, article="a2", story="The Ilven ferry")
    assert "trigger: only the subject beside" in features(about, also)


def test_words_that_both_articles_are_about_count_half_among_those_of_whole_contents():
    quotes = ("Orlan wants a tunnel", "Orlan mourns a friend")
    about, beside = (
        [side(quote, article=article, story=story) for quote, article in zip(quotes, ("a1", "a2"), strict=True)]
        for story in ("Orlan in the news", "Harbours of Ilven")
    )
    assert features(*about)["words: whole contents"] * 2 == pytest.approx(features(*beside)["words: whole contents"])


@pytest.mark.parametrize(
    ("one", "other", "shares"),
    [
        ("talks with Hafter in Tarsk", "talks with Haftar at sea", True),
        ("a ship from China", "the seized Chinese ship", True),
        ("Orlan divorced in May", "a judge divorced Dovic in May", False),
        ("Ships sailed", "Boats sailed for Orlan", True),  # a common word that opens a sentence is no name
    ],
)
def test_quotes_that_name_others_differ_and_spellings_and_peoples_are_one_name(one: str, other: str, shares: bool):
    assert ("names: none shared" not in features(side(one), side(other, article="a2"))) is shares


def test_what_two_tell_of_themselves_are_two_things_and_what_one_tells_twice_is_not():
    mara, again, ivo = (
        side("I am sorry for all of it", article=article, voice=voice)
        for article, voice in (("a1", "Mara Dovic"), ("a2", "Dovic"), ("a3", "Ivo Orlan"))
    )
    assert "speakers: each of itself" in features(mara, ivo)
    assert "speakers: each of itself" not in features(mara, again)
    denied, too = (
        side("any wrongdoing", stance=Stance.DENIES, article=article, voice=voice)
        for article, voice in (("a1", "Velmar Lines"), ("a2", "Ada Brenn"))
    )
    assert "speakers: each of itself" in features(denied, too)


def test_a_gap_of_decades_tells_more_than_one_of_a_month():
    now, month, decades = (
        side(*FERRY, article=article, day=day)
        for article, day in (("a1", date(2031, 3, 9)), ("a2", date(2031, 2, 7)), ("a3", date(1985, 3, 9)))
    )
    assert features(now, decades)["days: apart"] > 2 * features(now, month)["days: apart"]
