"""Which claims a content gives that tells events and more, read by the real model."""

from __future__ import annotations

import pytest

from rashomon.records import Factuality, Stance
from real_tools import told_in


@pytest.mark.parametrize(
    ("text", "without", "of_event"),
    [
        (
            "The police said that no consulate staff had been hurt, and that they had attacked the gunmen.",
            "that no consulate staff had been hurt",
            "that they had attacked the gunmen",
        ),
        (
            "“The whole coast is within range of our guns. We will attack anyone who lands,” the president said.",
            "The whole coast is within range of our guns",
            "We will attack anyone who lands",
        ),
    ],
)
def test_a_main_clause_beside_one_with_an_event_is_a_claim_of_the_same_voice(
    text: str, without: str, of_event: str
) -> None:
    told = told_in(text)
    attributions, claims = told.attributions, told.claims
    quotes = {claim.quote: claim for claim in claims}
    assert quotes[without].event_mention_id is None
    assert quotes[of_event].event_mention_id is not None
    assert quotes[without].voices == quotes[of_event].voices != ()
    assert {claim.attribution_id for claim in claims} <= {one.id for one in attributions}


def test_a_condition_beside_an_event_is_no_claim() -> None:
    claims = told_in("“If the fog lifts, our troops will attack the port,” the Vostrian president said.").claims
    assert not [claim for claim in claims if claim.event_mention_id is None]


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        (
            "Vostria said its navy had not attacked the ferry, but Karelm had bombed the quay of Orrin.",
            [("attacked", Stance.DENIES, Factuality.DID_NOT_HAPPEN), ("bombed", Stance.ASSERTS, Factuality.HAPPENED)],
        ),
        (
            "“Our gunners did not fire at the ferry. Karelmi boats shelled our quay on Monday,” the minister said.",
            [("fire", Stance.DENIES, Factuality.DID_NOT_HAPPEN), ("shelled", Stance.ASSERTS, Factuality.HAPPENED)],
        ),
        (
            "Vostria said the reports were false and that Karelm had attacked its patrol.",
            [("attacked", Stance.ASSERTS, Factuality.HAPPENED)],
        ),
        (
            "Vostria said its navy had not attacked the ferry and had never shelled the port.",
            [
                ("attacked", Stance.DENIES, Factuality.DID_NOT_HAPPEN),
                ("shelled", Stance.DENIES, Factuality.DID_NOT_HAPPEN),
            ],
        ),
    ],
)
def test_what_is_told_behind_a_denial_by_the_content_is_asserted(
    text: str, stances: list[tuple[str, Stance, Factuality]]
) -> None:
    claims = told_in(text).claims
    for word, stance, factuality in stances:
        found = [claim for claim in claims if claim.event_mention_id and word in claim.quote]
        assert (stance, factuality) in [(claim.stance, claim.factuality) for claim in found]


def test_who_denies_or_confirms_something_keeps_the_claim_around_a_voice_inside() -> None:
    text = (
        "The Dune Front has claimed responsibility for the raid, which it said was a reprisal for Vostrian air strikes "
        "that killed nine fishermen."
    )
    claims = told_in(text).claims
    assert Stance.CONFIRMS in {claim.stance for claim in claims if "responsibility" in claim.quote}


def test_who_confirms_something_is_its_voice_though_the_reader_marks_nothing() -> None:
    claims = told_in("A Vostrian admiral confirmed the attack to the Harrow Gazette on Monday.").claims
    assert [(claim.stance, [voice.name for voice in claim.voices]) for claim in claims] == [
        (Stance.CONFIRMS, ["A Vostrian admiral"])
    ]


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        ("The mayor dangled the prospect of a tuition-free college before the guilds.", False),
        ("The harbour commission’s interim report puts the theft between 11 p.m. and midnight on March 3.", True),
        ("ORPA stands for the Orrin River Pilots’ Association.", False),
        ("The mayor said that the college was free of charge.", True),
    ],
)
def test_a_mere_thing_by_a_cue_that_tells_nothing_is_no_claim(text: str, is_claim: bool) -> None:
    claims = told_in(text).claims
    assert bool([claim for claim in claims if claim.event_mention_id is None]) is is_claim


@pytest.mark.parametrize(
    ("text", "quote", "voices"),
    [
        (
            "The Selm Courier reported that the tanker had left the port, citing two customs officials.",
            "that the tanker had left the port",
            ["Selm Courier", "two customs officials"],
        ),
        (
            "Vost News said on Monday that four boats had been sunk off Tolne, quoting a navy spokesman.",
            "that four boats had been sunk off Tolne",
            ["Vost News", "a navy spokesman"],
        ),
        (
            "The search was a request by Selm police, who heard from their colleagues in Tolne "
            "that a bomb had been planted.",
            "that a bomb had been planted",
            ["Selm police"],
        ),
        (
            "The indictment against Varga, seen by the Courier, listed four counts of assault on a guard.",
            "four counts of assault on a guard",
            ["The indictment against Varga, seen by the Courier"],
        ),
    ],
)
def test_what_is_told_has_the_voice_of_whoever_the_sentence_gives_it_to(
    text: str, quote: str, voices: list[str]
) -> None:
    claims = told_in(text).claims
    assert [voice.name for claim in claims if claim.quote == quote for voice in claim.voices] == voices
    assert not [claim for claim in claims if claim.quote in voices]


def test_a_hedge_in_a_later_relative_clause_is_none_of_the_event() -> None:
    text = "The ferry was seized by Orland after a rule that lets states stop any boat that is believed to carry arms."
    assert {claim.stance for claim in told_in(text).claims if "was seized" in claim.quote} == {Stance.ASSERTS}
    text = "The ferry is believed to have been seized by Orland, which rules the strait."
    assert {claim.stance for claim in told_in(text).claims if "seized" in claim.quote} == {Stance.ALLEGES}
