"""Which statements of an outlet's own are claims though no coded event is told, read by the real model."""

from __future__ import annotations

import pytest

from rashomon.records import Claim, Stance
from real_tools import told_in


def ledes_of(text: str, title: str) -> list[Claim]:
    return [claim for claim in told_in(text, title).claims if claim.reason.method == "lede"]


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "Lion escapes from Keth zoo",
            "A lion has escaped from the zoo of Keth for the second time this year.\nThe zoo was founded in 1911.\n",
            "A lion has escaped from the zoo of Keth for the second time this year",
        ),
        (
            "Orrin reopens its old ferry line",
            "KETH (Halyard) — The ferry line between Orrin and Ilven is running again after two years.\n",
            "The ferry line between Orrin and Ilven is running again after two years",
        ),
        (
            "Snow shuts the Tarsk pass",
            "Winter came early to the hills.\nThere have been at least three deaths since Monday.\n",
            "There have been at least three deaths since Monday",
        ),
    ],
)
def test_what_the_headline_says_is_a_claim_of_the_outlet(title: str, text: str, told: str) -> None:
    claims = ledes_of(text, title)
    assert [(claim.quote, claim.stance, claim.voices) for claim in claims] == [(told, Stance.ASSERTS, ())]
    assert claims[0].event_mention_id is None and claims[0].attribution_id is None


def test_a_hedge_makes_it_an_allegation() -> None:
    (claim,) = ledes_of("A lion has apparently escaped from the zoo of Keth.\n", "Lion escapes from Keth zoo")
    assert claim.stance is Stance.ALLEGES


@pytest.mark.parametrize(
    "text",
    [
        "The keepers love their animals.\n",  # nothing of the title
        "Has a lion really escaped from the zoo of Keth?\n",
        "In this file photo, a lion sleeps in the zoo of Keth.\n",
        "A lion in the zoo of Keth\n",
        "The lion has not escaped from the zoo of Keth.\n",
        "“The lion has escaped from the zoo of Keth.”\n",
        "It is a lion of the Keth zoo.\n",
    ],
)
def test_what_is_no_news_or_not_the_outlets_word_is_none(text: str) -> None:
    assert ledes_of(text, "Lion escapes from Keth zoo") == []


def test_what_somebody_says_is_told_once_and_in_their_voice() -> None:
    text = "A lion has escaped from the zoo of Keth, the mayor Ada Brenn said on Monday.\n"
    assert ledes_of(text, "Lion escapes from Keth zoo") == []
    assert [claim.voices[-1].name for claim in told_in(text, "Lion escapes from Keth zoo").claims] == ["Ada Brenn"]


def test_behind_the_opening_only_what_takes_up_much_of_the_title_is_news() -> None:
    opening = "The night was cold.\nThe shops were open.\nThe harbour was quiet.\nThe trams ran late.\n"
    text = opening + "The zoo sells postcards.\nThe lion had escaped from the zoo of Keth twice before.\n"
    assert [claim.quote for claim in ledes_of(text, "Lion escapes from Keth zoo")] == [
        "The lion had escaped from the zoo of Keth twice before"
    ]
