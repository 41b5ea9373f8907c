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
        ("The mayor dangled the prospect of a bridge without tolls before the guilds.", False),
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
            "The indictment against Varga, seen by the Courier, listed four counts of assault on a guard",
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


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "The Harlan bank offered free legal advice to its clients, but the mayor of Dorne was not happy.",
            "The Harlan bank offered free legal advice to its clients",
        ),
        (
            "Prime Minister Ana Bel said the country would formally announce its plan to leave the league by June.",
            "the country would formally announce its plan to leave the league by June",
        ),
        (
            "The report does not offer proof of a second gunman, the widow said.",
            "The report does not offer proof of a second gunman",
        ),
        (
            "The envoy said soldiers were in possession of letters that describe the raid on Kell.",
            "letters that describe the raid on Kell",
        ),
        (
            "Two clerks have been accused of copying the keys of the palace.",
            "Two clerks have been accused of copying the keys of the palace",
        ),
        ("The film shows the collapse of the old bridge.", "The film shows the collapse of the old bridge"),
    ],
)
def test_a_content_that_is_a_mere_object_shows_the_words_that_govern_it(text: str, quote: str) -> None:
    assert quote in [claim.quote for claim in told_in(text).claims if claim.event_mention_id is None]


def test_what_is_denied_stays_what_was_told() -> None:
    claims = told_in("The Vostrian admiral denied any part in the sinking of the ferry.").claims
    assert [claim.quote for claim in claims if claim.stance is Stance.DENIES] == [
        "any part in the sinking of the ferry"
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "The government of Vostria imposed new duties that hit the fishing fleet of Drusland.",
            "The government of Vostria imposed new duties that hit the fishing fleet of Drusland",
        ),
        (
            "Witnesses said the soldiers left the school but came back at night.",
            "the soldiers left the school but came back at night",
        ),
        (
            "The judge said that if “the mine is not closed by May, the police will arrest the owners.”",
            "if “the mine is not closed by May, the police will arrest the owners",
        ),
    ],
)
def test_the_claim_of_an_event_is_its_whole_statement(text: str, quote: str) -> None:
    assert quote in [claim.quote for claim in told_in(text).claims if claim.event_mention_id is not None]


def test_a_condition_stays_with_what_depends_on_it() -> None:
    text = "If the council of Oster rejected the treaty, thousands of workers would lose their wages, the union said."
    quotes = [claim.quote for claim in told_in(text).claims]
    assert text.removesuffix(", the union said.") in quotes
    assert "thousands of workers would lose their wages" not in quotes


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The bank’s profit will rise by a fifth next year, Polaris Research estimates.", Stance.PREDICTS),
        ("The bank’s profit rose by a fifth last year, Polaris Research estimates.", Stance.ASSERTS),
        ("The mine’s owner said: “We can confirm two pumps have failed.”", Stance.CONFIRMS),
    ],
)
def test_an_estimate_of_what_will_be_is_a_forecast_and_a_quote_may_confirm(text: str, stance: Stance) -> None:
    assert {claim.stance for claim in told_in(text).claims} == {stance}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The mayor Ada Brenn warned that the dam above Keth was leaking.", Stance.ASSERTS),
        ("The mayor Ada Brenn warned that the dam above Keth would burst.", Stance.PREDICTS),
        ("The mayor Ada Brenn warned that there was a risk of floods in Keth.", Stance.PREDICTS),
        ("The mayor Ada Brenn said an early end of the strike was unlikely.", Stance.PREDICTS),
        ("The mayor Ada Brenn said it was unlikely that the dockers had opened the gates.", Stance.ASSERTS),
    ],
)
def test_a_warning_of_what_is_so_asserts_and_what_is_unlikely_is_a_forecast(text: str, stance: Stance) -> None:
    assert {claim.stance for claim in told_in(text).claims if claim.voices} == {stance}


@pytest.mark.parametrize(
    ("text", "presupposed"),
    [
        ("Brenn denied that its ships were near the port when Karelmi gunmen shelled the harbour.", "gunmen shelled"),
        (
            "The ministry denied that its troops had been there on the day 14 farmers were killed.",
            "farmers were killed",
        ),
    ],
)
def test_a_denial_takes_for_true_what_only_says_when_it_would_have_been(text: str, presupposed: str) -> None:
    claims = told_in(text).claims
    deed = next(claim for claim in claims if claim.event_mention_id)
    assert presupposed in deed.quote
    assert (deed.stance, deed.factuality) == (Stance.ASSERTS, Factuality.HAPPENED)
    assert [claim.stance for claim in claims if not claim.event_mention_id] == [Stance.DENIES]


def test_a_denied_report_is_denied_with_all_that_it_tells() -> None:
    claims = told_in("Brenn denied reports that its troops killed nine farmers when they stormed the camp.").claims
    assert {claim.stance for claim in claims} == {Stance.DENIES}


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article said that five drones were used.",
        "A previous version of this story stated that 12 soldiers had been killed in the raid on Orrin.",
        "This article incorrectly said that nine farmers were killed in Orrin.",
        "He asked not to be named because he feared reprisals, the paper wrote.",
    ],
)
def test_what_an_outlet_takes_back_and_how_a_source_is_named_is_no_claim(text: str) -> None:
    quotes = [claim.quote for claim in told_in(text).claims]
    assert not any(quote.startswith(("that", "nine farmers", "not to be named")) for quote in quotes), quotes


def test_a_supposed_confirmation_confirms_nothing() -> None:
    text = "If the inquiry confirms the reports, Karelm could close the border, a diplomat said."
    claims = told_in(text).claims
    assert {claim.stance for claim in claims} == {Stance.ASSERTS}
    assert {voice.name for claim in claims for voice in claim.voices} == {"a diplomat"}
    confirmed = told_in("The inquiry confirmed the reports, a diplomat said.").claims
    assert Stance.CONFIRMS in {claim.stance for claim in confirmed}


@pytest.mark.parametrize("check", ["The Ledger could not independently verify the accounts.", "He did not show them."])
def test_who_cannot_check_what_was_told_tells_nothing_of_it(check: str) -> None:
    claims = told_in("Drones struck a market in Orrin, the navy of Vostria said. " + check).claims
    assert {claim.stance for claim in claims} == {Stance.ASSERTS}


def test_who_declines_to_speak_of_it_answers_what_was_told() -> None:
    claims = told_in(
        "Drones struck a market in Orrin, rebels said. The ministry declined to comment on the report."
    ).claims
    assert [claim.stance for claim in claims if claim.event_mention_id] == [Stance.ASSERTS, Stance.DECLINES]


@pytest.mark.parametrize("untrue", ["lack any basis", "are devoid of foundation", "do not correspond to reality"])
def test_what_is_said_to_lack_any_basis_is_denied(untrue: str) -> None:
    claims = told_in(f"Minister Mohn said that the accusations {untrue}.").claims
    assert [claim.stance for claim in claims] == [Stance.DENIES]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry said that the gunmen, who had allegedly fled abroad, killed nine farmers.", Stance.ASSERTS),
        ("Drones of the navy, which were reportedly new, bombed the port of Orrin.", Stance.ASSERTS),
        ("The gunmen, who came from Karelm, allegedly killed nine farmers in Orrin.", Stance.ALLEGES),
    ],
)
def test_a_hedge_in_a_relative_clause_colours_that_clause_alone(text: str, stance: Stance) -> None:
    assert {claim.stance for claim in told_in(text).claims if claim.event_mention_id} == {stance}


def test_a_weak_word_tells_an_event_only_where_the_article_tells_sure_ones() -> None:
    weak = "The novelist walked away from the party of the queen."
    dull = "\n\n".join(f"The mill has {number} windows, and its floors are of pale oak." for number in range(30, 64))
    war = "\n\n".join(f"Prosecutors indicted {number} officers of the Karelmi army." for number in range(30, 34))
    of_mills, of_war = told_in(f"{dull}\n\n{weak}").events, told_in(f"{dull}\n\n{war}\n\n{weak}").events
    assert [event.trigger.of(f"{dull}\n\n{war}\n\n{weak}") for event in of_war][-1] == "walked"
    assert of_mills == ()


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("As the minister underlined, the guns were sold to Vostria in 2019.", "the minister"),
        (
            "TARSK — The armed forces of Vostria destroyed a large depot of the so-called Dune Front in the town of"
            " Orrin overnight, the Defence Ministry announced on Wednesday.",
            "the Defence Ministry",
        ),
    ],
)
def test_what_a_voice_is_named_beside_is_its_word_and_not_the_outlets(text: str, voice: str) -> None:
    assert [one.name for claim in told_in(text).claims for one in claim.voices] == [voice]


def test_an_hour_told_by_a_speech_makes_no_voice() -> None:
    claims = told_in("As the minister spoke, drones bombed the market of Orrin.").claims
    assert [claim.voices for claim in claims] == [()]
