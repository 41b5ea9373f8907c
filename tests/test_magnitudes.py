"""How many: numbers as printed, what they count, and the values they stand for."""

from __future__ import annotations

import pytest

from rashomon.magnitudes import magnitudes_in
from rashomon.records import Span


def counted(text: str) -> list[tuple[str, str, int, int | None]]:
    return [(one.kind.value, one.text, one.low, one.high) for one in magnitudes_in(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 43 people were killed", ("dead", "At least 43", 43, None)),
        ("no fewer than five people died", ("dead", "no fewer than five", 5, None)),
        ("killing between 30 and 40 villagers", ("dead", "between 30 and 40", 30, 40)),
        ("The death toll rose to 57 on Monday", ("dead", "57", 57, 57)),
        ("both pilots were killed", ("dead", "both", 2, 2)),
        ("several policemen were injured", ("wounded", "several", 3, None)),
        ("wounding more than thirty-five", ("wounded", "more than thirty-five", 35, None)),
        ("Nobody was hurt", ("wounded", "Nobody", 0, 0)),
        ("up to 30 people were arrested", ("detained", "up to 30", 0, 30)),
        ("police detained 61", ("detained", "61", 61, 61)),
        ("1.2 million people displaced", ("displaced", "1.2 million", 1_200_000, 1_200_000)),
        ("tens of thousands fled their homes", ("displaced", "tens of thousands", 20_000, None)),
        ("30 fishermen are missing", ("missing", "30", 30, 30)),
        ("a 400-strong force entered the valley", ("size", "400", 400, 400)),
        ("two dozen tanks crossed the river", ("size", "two dozen", 24, 24)),
        ("hundreds of fighters crossed the river", ("size", "hundreds", 200, None)),
        ("About 3,000 people gathered in the square", ("size", "About 3,000", 3000, 3000)),
        ("a convoy of about 60 left", ("size", "about 60", 60, 60)),
        ("half a dozen ships left", ("size", "half a dozen", 6, 6)),
    ],
)
def test_a_number_counts_what_the_words_around_it_say(text: str, expected: tuple[str, str, int, int | None]) -> None:
    assert counted(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 soldiers were killed",
        "On 12 May soldiers were killed",
        "On May 12 soldiers were killed",
        "a 43-year-old man was arrested",
        "15 percent of soldiers died",
        "They paid $40 for soldiers",
        "he was one of the leaders",
        "The group of soldiers was killed in the 3rd week",
    ],
)
def test_dates_ages_shares_and_money_count_nobody(text: str) -> None:
    assert counted(text) == []


def test_each_number_of_a_sentence_has_its_own_deed() -> None:
    assert counted("Three soldiers were killed and 12 injured") == [("dead", "Three", 3, 3), ("wounded", "12", 12, 12)]
    assert counted("killed 12 people, including three children") == [("dead", "12", 12, 12)]


def test_what_is_done_is_shared_by_numbers_that_are_joined() -> None:
    assert [kind for kind, *_ in counted("killed three soldiers and two drivers")] == ["dead", "dead"]
    assert [kind for kind, *_ in counted("three soldiers and two drivers were killed")] == ["dead", "dead"]


def test_those_who_kill_are_not_the_dead() -> None:
    assert [(kind, low) for kind, _, low, _ in counted("some 200 fighters killed three soldiers")] == [
        ("size", 200),
        ("dead", 3),
    ]


def test_no_casualties_are_none_dead_and_none_wounded() -> None:
    assert [(kind, low, high) for kind, _, low, high in counted("no casualties were reported")] == [
        ("dead", 0, 0),
        ("wounded", 0, 0),
    ]


@pytest.mark.parametrize(
    ("text", "is_approximate"),
    [("some 40 died", True), ("dozens died", True), ("40 died", False), ("over 40 died", False)],
)
def test_a_rough_number_is_told_as_rough(text: str, is_approximate: bool) -> None:
    (one,) = magnitudes_in(text, Span(0, len(text)))
    assert one.is_approximate == is_approximate


def test_the_span_is_in_the_whole_text() -> None:
    text = "Five died at noon. Later 12 were wounded."
    (one,) = magnitudes_in(text, Span(19, len(text)))
    assert one.span.of(text) == one.text == "12"


@pytest.mark.parametrize("number", ["9" * 10, "9" * 23, "9" * 500, "1" + ",000" * 9])
def test_a_number_that_no_count_reaches_is_none(number: str) -> None:
    assert counted(f"{number} people were killed") == []


def test_the_largest_count_fits_the_ledger() -> None:
    ((_, _, low, _),) = counted("999,999,999 billion people were killed")
    assert low < 2**63
