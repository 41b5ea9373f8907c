"""Records as a few plain words."""

from __future__ import annotations

from datetime import date

import pytest

from rashomon.labels import brief, days


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (date(2031, 3, 14), date(2031, 3, 14), "14 March 2031"),
        (date(2031, 3, 12), date(2031, 3, 14), "12 to 14 March 2031"),
        (date(2031, 2, 27), date(2031, 3, 1), "27 February to 1 March 2031"),
        (date(2030, 12, 30), date(2031, 1, 2), "30 December 2030 to 2 January 2031"),
        (date(2031, 2, 1), date(2031, 2, 28), "February 2031"),
        (date(2031, 4, 1), date(2031, 6, 30), "April to June 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(9999, 1, 1), date(9999, 12, 31), "9999"),
        (date(2014, 1, 1), None, "since 1 January 2014"),
        (None, date(2031, 3, 14), "until 14 March 2031"),
    ],
)
def test_days_are_told_in_the_fewest_words(earliest: date | None, latest: date | None, words: str):
    assert days(earliest, latest) == words


def test_a_party_is_called_briefly_in_a_headline():
    assert brief("the ferry Anna Brenn, whose owner lives in Tolne") == "the ferry Anna Brenn"
    assert brief("the large arms depot of the so-called Front for the Uplands in the old town") == (
        "the large arms depot of the so-called Front …"
    )
    assert brief("navy\x1b[2J") == "navy\ufffd[2J"
