"""Dates, bylines and datelines as pages print them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datelines import find_dateline, find_dates, find_frame, find_opening_date

DAY = date(2021, 3, 9)


@pytest.mark.parametrize(
    "line",
    [
        "March 9, 2021",
        "9 March 2021",
        "Tuesday, March 9, 2021",
        "Tue, 09 Mar 2021 23:30:00 +0200",
        "2021-03-09",
        "2021/03/09",
        "09.03.2021",
        "Published: 9th of March, 2021 at 5.30 p.m.",
        "Posted on March 9, 2021",
        "2021-03-09T08:00:00Z",
        "Updated 10:15 GMT, 9 Mar 2021",
        "First published on Mar. 9, 2021 | 12:30 EST",
        "(March 9, 2021)",
    ],
)
def test_a_line_of_nothing_but_a_date_gives_the_day(line: str) -> None:
    frame = find_frame(line)
    assert frame is not None and frame.published is not None
    assert (frame.published.on, frame.outlet, frame.byline) == (DAY, None, None)


@pytest.mark.parametrize(
    ("line", "outlet", "byline", "hinted"),
    [
        ("Lamp goes dark again, Kalderfile, March 9, 2021", "Kalderfile", None, None),
        ("Northern Post | 9 March 2021", "Northern Post", None, None),
        ("By Ilse Marrow, Northern Post, 9 March 2021", "Northern Post", "Ilse Marrow", None),
        ("Posted on March 9, 2021 by admin", None, "admin", None),
        ("Selmport, March 9, 2021", None, None, "Selmport"),
        ("Source: Vesta, 09.03.2021", "Vesta", None, None),
    ],
)
def test_what_stands_beside_the_date_is_outlet_author_or_only_a_hint(
    line: str, outlet: str | None, byline: str | None, hinted: str | None
) -> None:
    frame = find_frame(line, "Lamp goes dark again")
    assert frame is not None and frame.published is not None
    assert (frame.published.on, frame.outlet, frame.byline, frame.hinted_outlet) == (DAY, outlet, byline, hinted)


@pytest.mark.parametrize(
    "line",
    [
        "Talks go on, says minister, on 9 March 2021",
        "By Saturday the lamp may be dark",
        "The lamp went dark on March 9, 2021.",
        "Lamp goes dark again",
        "A year after 9 March 2021, the keeper of Keth Rock still waits",
    ],
)
def test_a_sentence_or_a_headline_with_a_date_is_no_frame(line: str) -> None:
    assert find_frame(line, "Lamp goes dark again") is None


def test_day_and_month_that_cannot_be_told_apart_are_not_guessed() -> None:
    (printed,) = find_dates("03/09/2021")
    assert printed.on is None and printed.is_ambiguous
    (printed,) = find_dates("25/09/2021")
    assert printed.on == date(2021, 9, 25)


@pytest.mark.parametrize("line", ["March 32, 2021", "31.02.2016", "99/99/2021", "2021-13-45", "0 May 2021"])
def test_a_day_that_no_calendar_has_is_no_day(line: str) -> None:
    assert all(printed.on is None for printed in find_dates(line))


@given(day=st.dates(date(1990, 1, 1), date(2035, 12, 31)), offset=st.integers(0, 6))
def test_a_weekday_is_wrong_exactly_when_the_calendar_says_so(day: date, offset: int) -> None:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    printed = f"{names[(day.weekday() + offset) % 7]}, {day.day} {day:%B} {day.year}"
    (found,) = find_dates(printed)
    assert found.on == day
    assert found.is_weekday_wrong == (offset != 0)


@pytest.mark.parametrize(
    ("paragraph", "dateline", "agency"),
    [
        ("SELMPORT, March 9 (Vesta) -- The ferry ran.", "SELMPORT, March 9 (Vesta)", "Vesta"),
        ("SELMPORT, Orin — The ferry ran.", "SELMPORT, Orin", None),
        ("Selmport (Vesta) - The ferry ran.", "Selmport (Vesta)", "Vesta"),
        ("SELMPORT \u00a0 \u00a0 The ferry ran.", "SELMPORT", None),
        ("LOWER TARN/SELMPORT, 9 March (Vesta) - The ferry ran.", "LOWER TARN/SELMPORT, 9 March (Vesta)", "Vesta"),
    ],
)
def test_a_dateline_is_found_before_the_first_sentence(paragraph: str, dateline: str, agency: str | None) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert (found.text, found.agency) == (dateline, agency)


@pytest.mark.parametrize(
    "paragraph", ["UPDATE: the ferry ran.", "The ferry — an old one — ran.", "NATO said that it ran."]
)
def test_no_dateline_is_seen_where_there_is_none(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


@pytest.mark.parametrize(
    "text",
    [
        "09.03.2021 Today the harbour was closed.",
        "9 March 2021 – Yesterday two ferries turned back.",
        "The lamp goes dark\n\nMarch 9, 2021\n\nTwo ferries turned back on Monday.",
        "The lamp goes dark\n\nSELMPORT, March 9, 2021 (Vesta) — Two ferries turned back on Monday.",
        "Statement of the harbour office\nTuesday, 9 March 2021: “The lamp went dark,” it says.",
    ],
)
def test_the_date_line_at_the_head_of_an_article_gives_its_day(text: str) -> None:
    line = find_opening_date(text)
    assert line is not None and line.on == DAY
    assert find_dates(text[line.start : line.end])[0].on == DAY


@pytest.mark.parametrize(
    "text",
    [
        "March 9, 2021, was a dark day in Selmport.",
        "9 March 2021 will be remembered.",
        "On March 9, 2021 Selmport went dark.",
        "SELMPORT, March 9 (Vesta) — Two ferries turned back.",
        "03/09/2021 Today the harbour was closed.",
        "One.\n\nTwo.\n\nThree.\n\nMarch 9, 2021\n\nThe archive begins.",
    ],
)
def test_a_date_inside_a_sentence_or_below_the_head_is_no_date_line(text: str) -> None:
    assert find_opening_date(text) is None
