"""What a denial means that only names it, read by the real model; and what denied twice is."""

from __future__ import annotations

import pytest

from rashomon.records import Factuality, Stance
from real_tools import told_in

SHELLED = "Karelmi officials said Vostrian gunboats shelled the port of Tarsk on Sunday, killing four dockers.\n"
TALKS = "The Karelmi Post reported on Monday that Vostria was holding talks with the Dune Front.\n"
MET = "The Karelmi Post said two Vostrian ministers had met the rebels in Tarsk.\n"
STONES = "Police said the crowd had thrown stones at officers. "


def told(text: str) -> list[tuple[Stance, Factuality, str, str | None]]:
    """Stance, factuality, quote and the event's trigger of each claim."""
    found = told_in(text)
    triggers = {event.id: event.trigger.of(text) for event in found.events}
    return [
        (claim.stance, claim.factuality, claim.quote, triggers.get(claim.event_mention_id or ""))
        for claim in found.claims
    ]


@pytest.mark.parametrize(
    ("before", "denial", "quote", "trigger"),
    [
        (SHELLED, "Vostria denied the reports.", "the reports", "shelled"),
        (SHELLED, "“Such claims are pure invention,” said the envoy, Oskar Venn.", "pure invention", "shelled"),
        (
            SHELLED,
            "The Vostrian navy denied any involvement in the attack.",
            "any involvement in the attack",
            "shelled",
        ),
        (
            SHELLED,
            "Asked about the shelling, President Odeh said it never happened.",
            "it never happened",
            "shelled",
        ),
        (
            TALKS,
            "“The situation you have mentioned absolutely does not exist,” Oskar Venn said.",
            "not exist",
            "holding",
        ),
        (MET, "The ministers denied it.", "it", "met"),
        (MET, "A spokeswoman dismissed the story as “fake news”.", "the story as “fake news”", "met"),
        (STONES, "Organisers disputed that account.", "that account", "thrown"),
    ],
)
def test_a_denial_that_only_names_what_it_denies_is_of_the_event_told_before(
    before: str, denial: str, quote: str, trigger: str
) -> None:
    denials = [one for one in told(before + denial) if one[0] is Stance.DENIES and quote in one[2]]
    assert [(factuality, told_by) for _, factuality, _, told_by in denials] == [(Factuality.DID_NOT_HAPPEN, trigger)]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # Nobody answers an allegation by denying that they apologised, nor wrongdoing by denying that they met.
        ("Oskar Venn’s lawyer said Venn had apologised to the nurses. Venn denied the allegations.", "apologised"),
        ("Oskar Venn met the governor of Tarsk on Monday, the Keth Mail said. Venn denied any wrongdoing.", "met"),
        (SHELLED + "Vostria denied the allegations of bribery.", "shelled"),  # which nobody told
    ],
)
def test_what_nobody_is_blamed_for_and_another_allegation_are_not_what_is_denied(text: str, trigger: str) -> None:
    denials = [one for one in told(text) if one[0] is Stance.DENIES]
    assert denials and all(told_by != trigger for _, _, _, told_by in denials)


def test_of_two_reports_is_denied_the_one_about_whoever_denies_it() -> None:
    text = (
        "The Keth Mail reported that Drevian gunboats had attacked the ferry, and the Tolne Post that Karelmi rebels "
        "had bombed the bridge.\nDrevia denied the report."
    )
    denials = [one for one in told(text) if one[0] is Stance.DENIES]
    assert [told_by for _, _, _, told_by in denials] == ["attacked"]


def test_who_is_accused_by_name_some_lines_before_denies_that_accusation() -> None:
    text = (
        "The president of Karelm on Monday accused Vostria of bombing the ferry Halcyon off the port of Tarsk.\n"
        + "The harbour was quiet in the evening, and the boats of the night shift lay at their piers. " * 4
        + "\nPort officials said the coast guard had seized a Drevian trawler.\n"
        + "A Vostrian spokeswoman dismissed the claim."
    )
    denials = [one for one in told(text) if one[0] is Stance.DENIES]
    assert [told_by for _, _, _, told_by in denials] == ["bombing"]


def test_an_offer_that_is_dismissed_is_not_denied() -> None:
    text = "Vostria dismissed Karelm’s offer to hold talks on the strait, its envoy said."
    assert Stance.DENIES not in [stance for stance, _, _, _ in told(text)]


@pytest.mark.parametrize(
    ("quote", "denied"),
    [
        (
            "The army regrets the loss of the ferry. But the reports that it fired are false.",
            "the reports that it fired",
        ),
        ("We looked into it for a month. The allegations of bribery are baseless. We wish him well.", "of bribery"),
    ],
)
def test_a_later_sentence_of_a_quote_that_calls_a_report_untrue_is_a_denial_alone(quote: str, denied: str) -> None:
    text = f"“{quote}” said Mara Venn, a spokeswoman for the Vostrian army."
    assert all((stance is Stance.DENIES) is (denied in told_quote) for stance, _, told_quote, _ in told(text))
    assert Stance.DENIES in [stance for stance, _, _, _ in told(text)]


def test_a_quote_that_its_cue_breaks_up_is_denied_only_in_the_sentence_that_denies() -> None:
    text = (
        "“Mr Odeh met the dancer in Tarsk,” said Holly Brenn, a spokeswoman for Odeh. “Her claims about being "
        "assaulted are untrue. He wishes her well.”"
    )
    assert [quote for stance, _, quote, _ in told(text) if stance is Stance.DENIES] == [
        "Her claims about being assaulted are untrue"
    ]


def test_no_such_thing_is_no_double_denial() -> None:
    text = TALKS + "“No such talks between Vostria and the Dune Front are being held,” the minister, Oskar Venn, said."
    denials = [one for one in told(text) if one[0] is Stance.DENIES]
    assert denials and all(factuality is Factuality.DID_NOT_HAPPEN for _, factuality, _, _ in denials)


@pytest.mark.parametrize(
    "text",
    [
        SHELLED + "A dockers’ union denied any involvement in the attack.",  # nobody said that it had any
        SHELLED + "Vostria denied that the harbour master had been paid.",
        "Vostria denied the reports.",
        "Vostria said its army shelled the rebels. Vostria denied the reports.",  # its own word
    ],
)
def test_a_denial_of_something_else_is_of_no_event_told_before(text: str) -> None:
    denials = [one for one in told(text) if one[0] is Stance.DENIES]
    assert denials and all(trigger not in ("shelled", "killing") for _, _, _, trigger in denials)


@pytest.mark.parametrize(
    ("answer", "stance", "factuality"),
    [
        ("The Vostrian navy confirmed the report.", Stance.CONFIRMS, Factuality.HAPPENED),
        ("Vostria’s president declined to comment on the allegations.", Stance.DECLINES, Factuality.NOT_JUDGED),
    ],
)
def test_who_confirms_a_report_or_declines_to_speak_of_it_answers_it_too(
    answer: str, stance: Stance, factuality: Factuality
) -> None:
    found = [one for one in told(SHELLED + answer) if one[0] is stance]
    assert [(one[1], one[3]) for one in found] == [(factuality, "shelled")]


def test_what_is_denied_not_to_have_been_done_was_done() -> None:
    text = "Karelm denied that it had not invited the Vostrian envoy to the talks in Tarsk."
    assert [one[:2] for one in told(text)] == [(Stance.DENIES, Factuality.HAPPENED)]


def test_a_negated_act_in_a_denial_by_its_content_did_not_happen() -> None:
    text = "Vostria said its navy had not attacked the ferry."
    assert [one[:2] for one in told(text)] == [(Stance.DENIES, Factuality.DID_NOT_HAPPEN)]
