"""When: phrases as TimeML marks them, their values, and the days that they cover."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from made_trees import made_tree
from rashomon.calendars import moved, narrowed, stretch_of, unit_of, value_at, weekday_near
from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH
from rashomon.records import Article, Reading, TimePhrase, TimexType
from rashomon.times import times_in, times_of
from rashomon.timewords import load_time_words

TABLE = load_time_words()
THURSDAY = date(2017, 3, 16)


def read(text: str, reference: date | None = THURSDAY) -> tuple[TimePhrase, ...]:
    return times_in(text, reference, TABLE)


def values(text: str, reference: date | None = THURSDAY) -> list[tuple[str, str | None]]:
    return [(one.text, one.value) for one in read(text, reference)]


def days(text: str, reference: date | None = THURSDAY) -> list[tuple[str | None, str | None]]:
    ends = [(one.earliest, one.latest) for one in read(text, reference)]
    return [(first and first.isoformat(), last and last.isoformat()) for first, last in ends]


def read_tree(sentence: str) -> tuple[TimePhrase, ...]:
    """The phrases of a sentence with its tree written by hand."""
    text, tree = made_tree(sentence)
    return times_in(text, THURSDAY, TABLE, tree.words)


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("It fell on Tuesday, March 14.", "Tuesday, March 14", "2017-03-14"),
        ("It fell on March 3, 2016, at dawn", "March 3, 2016, at dawn", "2016-03-03T06:00"),
        ("It fell on Jan. 12.", "Jan. 12", "2017-01-12"),
        ("It fell on 14 March 2016", "14 March 2016", "2016-03-14"),
        ("on 25.02.2017", "25.02.2017", "2017-02-25"),
        ("at 2017-02-25T10:30Z", "2017-02-25T10:30Z", "2017-02-25T10:30"),
        ("three months ago they met", "three months ago", "2016-12"),
        ("two weeks ago they met", "two weeks ago", "2017-W09"),
        ("five days ago they met", "five days ago", "2017-03-11"),
        ("It fell earlier this month.", "earlier this month", "2017-03"),
        ("It fell last month.", "last month", "2017-02"),
        ("They meet this weekend.", "this weekend", "2017-W11-WE"),
        ("in the early 1990s", "the early 1990s", "199"),
        ("in the 20th century", "the 20th century", "19"),
        ("late 2015 was calm", "late 2015", "2015"),
        ("since the third quarter of 2016", "the third quarter of 2016", "2016-Q3"),
        ("It rained last summer", "last summer", "2016-SU"),
        ("the winter of 2015 was long", "the winter of 2015", "2015-WI"),
        ("on Tuesday night", "Tuesday night", "2017-03-14TNI"),
        ("at 3 p.m. on Wednesday", "3 p.m. on Wednesday", "2017-03-15T15:00"),
        ("on Christmas Day they met", "Christmas Day", "2016-12-25"),
        ("Thanksgiving 2016 was calm", "Thanksgiving 2016", "2016-11-24"),
        ("They stay until the end of 2016", "the end of 2016", "2016"),
        ("at nine o'clock on Friday", "nine o'clock on Friday", "2017-03-10T09:00"),
        ("in nineteen ninety-six", "nineteen ninety-six", "1996"),
    ],
)
def test_a_date_has_its_value(text: str, phrase: str, value: str) -> None:
    assert values(text) == [(phrase, value)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for three days", TimexType.DURATION, "P3D"),
        ("a two-week siege", TimexType.DURATION, "P2W"),
        ("after two and a half years", TimexType.DURATION, "P2Y6M"),
        ("within 48 hours", TimexType.DURATION, "PT48H"),
        ("for several months", TimexType.DURATION, "PXM"),
        ("for years", TimexType.DURATION, "PXY"),
        ("a week-long siege", TimexType.DURATION, "P1W"),
        ("every Monday", TimexType.SET, "XXXX-WXX-1"),
        ("on Mondays", TimexType.SET, "XXXX-WXX-1"),
        ("twice a week", TimexType.SET, "P1W"),
        ("every three months", TimexType.SET, "P3M"),
        ("annually", TimexType.SET, "P1Y"),
        ("they now hold it", TimexType.DATE, "PRESENT_REF"),
        ("they recently took it", TimexType.DATE, "PAST_REF"),
        ("in the future", TimexType.DATE, "FUTURE_REF"),
    ],
)
def test_lengths_repetitions_and_references_have_their_type(text: str, kind: TimexType, value: str) -> None:
    ((found),) = read(text)
    assert (found.type, found.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "a 54-year-old man and a boy aged 12",
        "Gen. May may march north",
        "the fall of the old town",
        "the second of three convoys",
        "It sat. He spoke.",
        "$2016 and 2,016 crates",
        "three quarters of the voters",
        "as soon as they could",
        "version 2.3 of the plan",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert values(text) == []


def test_spans_and_texts_are_of_the_article() -> None:
    text = "KETH, March 14 (Halyard) - They met on Friday and, in May 2016, again.\nNow they do not."
    assert [one.span.of(text) for one in read(text)] == [one.text for one in read(text)]
    assert [one.text for one in read(text)] == ["March 14", "Friday", "May 2016", "Now"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It fell on March 3", "2017-03-03", "2017-03-03"),
        ("It fell in February", "2017-02-01", "2017-02-28"),
        ("It fell last week", "2017-03-06", "2017-03-12"),
        ("It fell earlier this month", "2017-03-01", "2017-03-16"),
        ("It may fall later this year", "2017-03-16", "2017-12-31"),
        ("It fell in late 2015", "2015-09-01", "2015-12-31"),
        ("It fell in early March", "2017-03-01", "2017-03-11"),
        ("since 2014", "2014-01-01", None),
        ("until Friday", None, "2017-03-10"),
        ("by mid-2016", None, "2016-08-31"),
        ("before March 3", None, "2017-03-03"),
        ("after March 3", "2017-03-03", None),
        ("March 3-5", "2017-03-03", "2017-03-05"),
        ("between March 3 and 5", "2017-03-03", "2017-03-05"),
        ("over the past two months", "2017-01-16", "2017-03-16"),
        ("in the next four years", "2017-03-16", "2021-03-16"),
        ("in the coming weeks", "2017-03-16", None),
        ("more than two years ago", None, "2015-12-31"),
        ("they recently left", None, "2017-03-16"),
        ("for three days", None, None),
        ("every Monday", None, None),
    ],
)
def test_the_days_are_those_of_the_phrase_with_the_words_around_it(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


def test_both_ends_of_a_range_cover_the_whole_range() -> None:
    assert values("from 2011 to 2014") == [("2011", "2011"), ("2014", "2014")]
    assert days("from 2011 to 2014") == [("2011-01-01", "2014-12-31")] * 2


def test_a_range_that_runs_backwards_is_left_as_it_is() -> None:
    assert days("from 2014 to 2011") == [("2014-01-01", "2014-12-31"), ("2011-01-01", "2011-12-31")]


def test_a_weekday_follows_the_tense() -> None:
    past = "They PRP 1 nsubj / left VBD 0 root / Friday NNP 1 obl:tmod / . . 1 punct"
    ahead = "They PRP 2 nsubj / will MD 2 aux / leave VB 0 root / Friday NNP 2 obl:tmod / . . 2 punct"
    plan = (
        "They PRP 1 nsubj / plan VBP 0 root / to TO 3 mark / leave VB 1 xcomp / on IN 5 case / Friday NNP 3 obl / "
        ". . 1 punct"
    )
    assert [one.value for one in read_tree(past)] == ["2017-03-10"]
    assert [one.value for one in read_tree(ahead)] == ["2017-03-17"]
    assert [one.value for one in read_tree(plan)] == ["2017-03-17"]
    assert "looks ahead" in read_tree(ahead)[0].reason.detail


def test_a_month_follows_the_tense_and_says_when_the_year_is_a_guess() -> None:
    past = "It PRP 1 nsubj / fell VBD 0 root / in IN 3 case / June NNP 1 obl / . . 1 punct"
    ahead = "It PRP 2 nsubj / will MD 2 aux / fall VB 0 root / in IN 4 case / June NNP 2 obl / . . 2 punct"
    assert [(one.value, one.flags) for one in read_tree(past)] == [("2016-06", ("year-guessed",))]
    assert [(one.value, one.flags) for one in read_tree(ahead)] == [("2017-06", ())]


def test_without_a_tree_the_word_before_tells_the_tense() -> None:
    assert values("They will meet on Friday") == [("Friday", "2017-03-17")]
    assert values("They met on Friday") == [("Friday", "2017-03-10")]


def test_the_article_of_a_noun_is_no_part_of_the_time_before_it() -> None:
    modifier = "the DT 2 det / March NNP 2 compound / deal NN 0 root"
    whole = "in IN 2 case / the DT 2 det / past NN 3 obl / they PRP 4 nsubj / left VBD 0 root"
    assert [one.text for one in read_tree(modifier)] == ["March"]
    assert [one.text for one in read_tree(whole)] == ["the past"]


def test_a_round_number_of_things_is_no_year() -> None:
    force = "a DT 1 det / force NN 0 root / of IN 4 case / 2000 CD 4 nummod / men NNS 1 nmod"
    games = "the DT 2 det / 2000 CD 2 nummod / games NNS 0 root"
    assert [one.text for one in read_tree(force)] == []
    assert [one.text for one in read_tree(games)] == ["2000"]


def test_what_hangs_on_a_date_told_before_is_counted_from_it_and_says_so() -> None:
    text = "On March 3 they came. The same day they left. Two days later it rained. The following week they were back."
    found = read(text)
    assert [one.value for one in found] == ["2017-03-03", "2017-03-03", "P2D", "2017-W10"]
    assert found[2].earliest == found[2].latest == date(2017, 3, 5)
    assert all("told before" in one.reason.detail for one in found[1:])


def test_a_date_told_too_coarsely_gives_no_day_to_count_from() -> None:
    assert days("It began in June 2016. Two days later it rained.")[1] == (None, None)


def test_without_the_articles_date_nothing_is_counted_from_today() -> None:
    text = "On Friday, on March 3, last week, tonight, three months ago, at 5 p.m., in winter, the past two months"
    found = read(text, None)
    assert all("no-reference" in one.flags and one.earliest is one.latest is None for one in found)
    assert [one.value for one in found] == [
        *("XXXX-WXX-5", "XXXX-03-03", None, None, None, None, "XXXX-WI", "P2M"),
    ]


def undated(text: str) -> tuple[TimePhrase, ...]:
    article = Article(title=None, outlet=None, byline=None, dateline=None, published=None, language="en", text=text)
    return times_of(Reading(sentences=(), mentions=(), attributions=()), article, TABLE)


def test_an_undated_statement_is_counted_from_the_date_line_at_its_head_and_says_so() -> None:
    line, today, friday, sight = undated("11.01.2016 Today the ferry sank. It had left on Friday, and on May 3, 2015.")
    assert (line.value, today.value, friday.value, sight.value) == (
        "2016-01-11", "2016-01-11", "2016-01-08", "2015-05-03",
    )  # fmt: skip
    assert ["own-date-line" in one.flags for one in (line, today, friday, sight)] == [False, True, True, False]
    assert today.reason.detail.endswith("counted from the date line “11.01.2016”")
    assert today.earliest == today.latest == date(2016, 1, 11)


def test_an_articles_own_date_counts_before_its_date_line() -> None:
    article = Article(
        title=None, outlet=None, byline=None, dateline=None, published=THURSDAY, language="en",
        text="11.01.2016 Today the ferry sank.",
    )  # fmt: skip
    _, today = times_of(Reading(sentences=(), mentions=(), attributions=()), article, TABLE)
    assert (today.value, today.flags) == ("2017-03-16", ())


def test_a_date_line_without_its_year_is_nothing_to_count_from() -> None:
    assert undated("SELMPORT, Jan. 11 — Today the ferry sank.")[-1].flags == ("no-reference",)


def test_what_is_printed_in_full_needs_no_article_date() -> None:
    (found,) = read("on March 3, 2016", None)
    assert (found.value, found.flags) == ("2016-03-03", ())


def test_a_weekday_on_another_date_is_flagged_and_kept_as_printed() -> None:
    (found,) = read("on Monday, March 14, 2017")
    assert (found.value, found.flags) == ("2017-03-14", ("weekday-mismatch",))
    assert "was a Tuesday" in found.reason.detail
    assert read("on Tuesday, March 14, 2017")[0].flags == ()


def test_a_year_that_only_its_neighbour_fits_is_flagged_and_kept_as_printed() -> None:
    (by_weekday,) = read("on Friday, January 13, 2016")
    assert (by_weekday.value, by_weekday.flags) == ("2016-01-13", ("weekday-mismatch", "year-contradicted"))
    (by_days,) = read("They said on March 14, 2016, that they left")
    assert (by_days.value, by_days.flags) == ("2016-03-14", ("year-contradicted",))


def test_an_anniversary_contradicts_no_year() -> None:
    (found,) = read("on the anniversary of the raid of March 14, 2016")
    assert found.flags == ()


def test_a_full_date_long_past_contradicts_nothing() -> None:
    assert [one.flags for one in read("on March 3, 2011, and on October 4, 2016")] == [(), ()]


def test_which_number_is_the_day_is_said_by_the_other_dates() -> None:
    (told, other) = read("on 25.02.2017 and on 11.01.2016")
    assert (other.value, other.flags) == ("2016-01-11", ())
    (near,) = read("on 03/10/2017")
    assert (near.value, near.flags) == ("2017-03-10", ())
    assert told.reason.score > other.reason.score


def test_an_open_order_of_day_and_month_is_flagged() -> None:
    assert [(one.value, one.flags) for one in read("on 11.06.2016")] == [("2016-06-11", ("day-or-month-first",))]
    assert [(one.value, one.flags) for one in read("on 11/06/2016")] == [("2016-11-06", ("day-or-month-first",))]


def test_a_day_that_no_calendar_has_is_kept_without_a_value() -> None:
    assert [(one.text, one.value, one.flags) for one in read("on February 30, 2016")] == [
        ("February 30, 2016", None, ("no-such-day",))
    ]


def test_a_feast_that_moves_is_found_without_a_day() -> None:
    assert [(one.value, one.flags) for one in read("during Ramadan")] == [(None, ("moving-feast",))]


def test_a_time_of_day_belongs_to_the_day_told_in_its_line_or_to_the_articles() -> None:
    assert values("They left on March 3. It rained at 5 p.m.")[1] == ("5 p.m.", "2017-03-03T17:00")
    assert values("They left on March 3.\n5 p.m.")[1] == ("5 p.m.", "2017-03-16T17:00")


def test_the_reading_is_of_the_article() -> None:
    article = Article(
        title=None,
        outlet=None,
        byline=None,
        dateline=None,
        published=THURSDAY,
        language="en",
        text="It fell last week.",
    )
    reading = Reading(sentences=(), mentions=(), attributions=())
    assert [one.value for one in times_of(reading, article, TABLE)] == ["2017-W10"]


def test_every_phrase_says_how_it_was_reached() -> None:
    for one in read("On Tuesday, in May, three weeks ago, the past month, now, every day, since 2014, at 5 p.m."):
        assert one.reason.detail and 0 <= one.reason.score <= 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("[sets]", "[sett]"), "R221"),
        (('monday = ["monday", "mon"]', 'monday = ["monday", "may"]'), "R223"),
        (('monday = ["monday", "mon"]', 'monday = ["Monday"]'), "R222"),
    ],
)
def test_a_table_that_is_off_is_refused_with_its_line(tmp_path, change: tuple[str, str], code: str) -> None:
    text = (TABLES_PATH / "times.toml").read_text(encoding="utf-8")
    (tmp_path / "times.toml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(SettingError, match=rf"{code} times\.toml"):
        load_time_words(tmp_path)


DATES = some.dates(date(1900, 1, 1), date(2090, 12, 31))


@given(DATES, some.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]))
def test_a_day_lies_in_the_stretch_of_its_value(day: date, unit: str) -> None:
    stretch = stretch_of(value_at(day, unit))
    if unit == "weekend":
        assert stretch.latest == weekday_near(day, 6, 1)
    else:
        assert stretch.earliest <= day <= stretch.latest
        assert unit_of(value_at(day, unit)) == unit


@given(DATES, some.integers(-400, 400))
def test_a_day_moved_and_moved_back_by_days_is_the_same(day: date, count: int) -> None:
    assert moved(moved(day, "day", count), "day", -count) == day
    assert moved(day, "month", count).day <= day.day


@given(DATES, some.integers(0, 6))
def test_the_weekday_on_either_side_is_at_most_six_days_away(day: date, weekday: int) -> None:
    before, after = weekday_near(day, weekday, -1), weekday_near(day, weekday, 1)
    assert before.weekday() == after.weekday() == weekday
    assert timedelta(0) <= day - before <= timedelta(6)
    assert timedelta(0) <= after - day <= timedelta(6)


@given(some.sampled_from(["2016", "2016-02", "2016-W09", "2016-Q3", "199", "2016-03-04", "2016-SU"]))
def test_early_middle_and_late_make_up_the_whole(value: str) -> None:
    whole = stretch_of(value)
    early, middle, late = (narrowed(whole, mod) for mod in ("START", "MID", "END"))
    assert early.earliest == whole.earliest and late.latest == whole.latest
    assert whole.earliest <= middle.earliest <= middle.latest <= whole.latest


@given(some.text(max_size=200), some.none() | DATES)
def test_no_text_breaks_it_and_phrases_stand_in_order(text: str, reference: date | None) -> None:
    found = times_in(text, reference, TABLE)
    assert all(one.span.of(text) == one.text for one in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


WORDS = some.sampled_from(
    [*TABLE.entries, "3", "12", "31", "1998", "2017", "11.01.2016", "5:30", "'80s", "1st", ",", "-", "\n", "."]
)


@given(some.lists(WORDS, max_size=12), some.none() | DATES)
def test_no_row_of_time_words_breaks_it(words: list[str], reference: date | None) -> None:
    for one in times_in(" ".join(words), reference, TABLE):
        assert one.earliest is None or one.latest is None or one.earliest <= one.latest
