"""Dates of the calendar: "Tuesday, March 14", "11.01.2016", "last May", "Friday night", "the 1990s", "at 3 p.m."

In go a `Segment` of one of these rules and its `Setting`; out comes its `Meaning`, or None where it is no time.
Read next: `timestretches.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from rashomon.calendars import weekday_near
from rashomon.timegrammar import Segment
from rashomon.timevalues import (
    WEEKDAYS,
    Meaning,
    Setting,
    because,
    clock_of,
    dated,
    day_in,
    named,
    nearest_year,
    numbers_in,
    repeated,
    spelled,
    told_day,
    unresolved,
    years_away,
)

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
"""Other numbers of four digits are years only after "in", "since" and the like."""
_LATE_YEAR = 50
"""From which two digits on a year printed with two is one of the last century."""
_LONGEST_SPAN = 60
"""Years between the two of "1998-2004"; where there are more, it is something else."""


def _numeric(segment: Segment, setting: Setting) -> Meaning | None:
    """11.01.2016, 2016-01-11T10:00, 1/11/16: which number is the day is said by the other dates of the article."""
    word, _, time = segment.tokens[segment.first].word.partition("t")
    clock = clock_of(segment.part("clock")) or time[:5] or None
    first, second, third = numbers_in(word)
    if word[:4].isdigit():
        return _printed(first, second, third, clock, "the date is printed in full, the year first")
    year = third + (1900 if _LATE_YEAR <= third < 100 else 2000 if third < 100 else 0)
    if max(first, second) > 31 or min(first, second) > 12:
        return None
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if first > 12 else (second, first)
        return _printed(year, month, day, clock, "only one of the numbers of the date can be the month")
    if setting.is_day_first is not None:
        day, month = (first, second) if setting.is_day_first else (second, first)
        how = f"the dates of the article put the {'day' if setting.is_day_first else 'month'} first"
        return _printed(year, month, day, clock, how, score=0.9)
    has_dots = "." in word
    day, month = (first, second) if has_dots else (second, first)
    how = "with dots the day mostly comes first" if has_dots else "with strokes the month mostly comes first"
    return _printed(year, month, day, clock, how, score=0.5, flags=("day-or-month-first",))


def _printed(
    year: int, month: int, day: int, clock: str | None, how: str, score: float = 1.0, flags: tuple[str, ...] = ()
) -> Meaning:
    """A date printed in full; one that no calendar has is kept, without a value."""
    try:
        value = date(year, month, day).isoformat()
    except ValueError:
        return dated(None, "no-such-day", 0.0, "no calendar has this day", flags=("no-such-day",), clock=clock)
    return dated(value, "printed", score, how, flags=flags, clock=clock)


def _date(segment: Segment, setting: Setting) -> Meaning | None:
    """Tuesday, March 14, 2017; 14 March; March 3-5; 5 p.m. EST Nov. 9."""
    month: int = segment.worth("month", "month2")
    day: int = segment.worth("day", "day2")
    year, weekday, last = segment.number("year"), segment.number("weekday"), segment.number("last", "last2")
    clock, mod = clock_of(segment.part("clock", "clock2")) or segment.code("part"), segment.code("phase")
    if segment.part("whose") and setting.reference is not None:
        year = setting.reference.year + years_away(segment.part("whose"))
    if year is None and setting.reference is None:
        return unresolved("a date without a year", f"XXXX-{month:02}-{day:02}", clock, mod)
    try:
        if year is None:
            chosen, flags, how = nearest_year(lambda one: date(one, month, day), setting, named(month, day))
        else:
            chosen, flags, how = date(year, month, day), (), "the date is printed in full"
    except ValueError:
        return dated(None, "no-such-day", 0.0, "no calendar has this day", flags=("no-such-day",), clock=clock)
    if weekday is not None and chosen.weekday() != weekday:
        flags = (*flags, "weekday-mismatch")
        how += f", but {spelled(chosen)} was a {WEEKDAYS[chosen.weekday()]}"
    value = chosen.isoformat()
    is_range = segment.kind("range", "range2") != "and" or "from" in setting.led_by
    if last is not None and last > day and is_range:
        value = f"{value}/{chosen.replace(day=last).isoformat()}"
    method, score = ("printed", 1.0) if year else ("year-of-article", 0.9)
    return dated(value, method, score, how, mod=mod, flags=flags, clock=clock)


def _month(segment: Segment, setting: Setting) -> Meaning:
    """In early May; last March; the end of October; June 1998; May of last year."""
    month: int = segment.worth("month")
    mod, which, whose = segment.code("phase"), segment.kind("which"), segment.part("whose")
    if segment.part("each"):
        return repeated(f"XXXX-{month:02}", f"every {named(month)}")
    year, reference = segment.number("year"), setting.reference
    if year is not None:
        return dated(f"{year:04}-{month:02}", "printed", 1.0, "month and year are printed", mod=mod)
    if reference is None:
        return unresolved("a month without a year", f"XXXX-{month:02}", mod=mod)
    flags: tuple[str, ...] = ()
    if whose:
        year, how = reference.year + years_away(whose), "the year is told beside the month"
    elif which == "back":
        year = reference.year - (month >= reference.month)
        how = f"it is the {named(month)} before {spelled(reference)}"
    elif which == "forth":
        year = reference.year + (month <= reference.month)
        how = f"it is the {named(month)} after {spelled(reference)}"
    elif which == "this" or month == reference.month:
        year, how = reference.year, f"it is the {named(month)} of the article's year"
    else:
        chosen, flags, how = nearest_year(lambda one: date(one, month, 15), setting, named(month))
        year = chosen.year
    return dated(f"{year:04}-{month:02}", "year-of-article", 0.85, how, mod=mod, flags=flags)


def _weekday(segment: Segment, setting: Setting) -> Meaning:
    """Friday; last Tuesday; the following Monday; Wednesday night; Monday of last week; midnight Friday."""
    weekday: int = segment.worth("weekday")
    name, mod = WEEKDAYS[weekday], segment.code("phase")
    clock = clock_of(segment.part("clock", "clock2")) or segment.code("part")
    if segment.part("each"):
        return repeated(f"XXXX-WXX-{weekday + 1}{f'T{clock}' if clock else ''}", f"every {name}")
    which, whose = segment.part("which"), segment.part("whose")
    kind = which[-1].kind if which else None
    reference, told = setting.reference, told_day(setting)
    score = 0.9
    if told is not None and (kind in ("following", "same", "that") or (which and which[-1].word == "previous")):
        day = weekday_near(told - timedelta(1), weekday, -1)
        if kind != "back":
            day = weekday_near(told + timedelta(kind == "following"), weekday, 1)
        how = f"it is the {name} {'before' if kind == 'back' else 'from'} {spelled(told)}, told before"
        score = 0.7
    elif reference is None:
        return unresolved("a weekday", f"XXXX-WXX-{weekday + 1}", clock, mod)
    elif whose:
        monday = weekday_near(reference, 0, -1) + timedelta(7 * years_away(whose))
        day, how = monday + timedelta(weekday), "the week is told beside it"
    elif kind == "back":
        day, how = weekday_near(reference - timedelta(1), weekday, -1), f"it is the last {name} before "
        how += spelled(reference)
    elif kind == "forth":
        day, how = weekday_near(reference + timedelta(1), weekday, 1), f"it is the next {name} after "
        how += spelled(reference)
    else:
        is_ahead = setting.sense > 0 or (kind == "this" and setting.sense == 0)
        day = weekday_near(reference, weekday, 1 if is_ahead else -1)
        score = 0.9 if setting.sense else 0.75
        how = f"it is the {'first' if is_ahead else 'last'} {name} {'from' if is_ahead else 'up to'} "
        how += spelled(reference) + because(setting.sense)
    return dated(day.isoformat(), "weekday", score, how, mod=mod, clock=clock)


def _weekdays(segment: Segment, setting: Setting) -> Meaning:
    """Mondays; Tuesday nights."""
    weekday: int = segment.worth("weekday", "weekday2")
    part = segment.code("part", "part2")
    return repeated(f"XXXX-WXX-{weekday + 1}{f'T{part}' if part else ''}", f"every {WEEKDAYS[weekday]}")


def _year(segment: Segment, setting: Setting) -> Meaning | None:
    """In 1998; early 2016; the year 2000; fiscal 2016; 1994 or later."""
    year: int = segment.worth("year")
    is_told = bool(segment.part("word", "phase")) or "year" in setting.led_by
    if not is_told and (not _FIRST_YEAR <= year <= _LAST_YEAR or (year % 100 == 0 and setting.tag is None)):
        return None
    is_round = year % 100 == 0 and not segment.part("word", "phase")
    if is_round and setting.is_modifier and "article" not in setting.led_by:
        return None  # "a force of 2000 men"
    mod = "ON_OR_AFTER" if segment.part("later") else segment.code("phase")
    is_fiscal = any(token.word == "fiscal" for token in segment.part("word"))
    flags = ("fiscal-year",) if is_fiscal else ()
    return dated(f"{year:04}", "printed", 0.9, "the year is printed", mod=mod, flags=flags)


def _years(segment: Segment, setting: Setting) -> Meaning | None:
    """1989-90, 2011-2014."""
    first: int = segment.worth("year")
    last = segment.number("last") or 0
    if last < 100:
        last += first // 100 * 100
    if not _FIRST_YEAR <= first < last <= min(_LAST_YEAR, first + _LONGEST_SPAN):
        return None
    return dated(f"{first}/{last}", "printed", 0.85, "the years are printed")


def _spoken(segment: Segment, setting: Setting) -> Meaning | None:
    """Nineteen ninety-six; the year two thousand."""
    words = segment.part("words")
    head, *rest = (token for token in words if token.kind == "number")
    if any(token.word[0].isdigit() for token in (head, *rest)):
        return None
    if words[1].kind == "scale":
        if words[1].word != "thousand" or not segment.part("word", "month"):
            return None
        year = 1000 * head.worth + sum(token.worth for token in rest)
    elif head.worth in (19, 20) and rest[0].worth >= 10:
        year = 100 * head.worth + sum(token.worth for token in rest)
    else:
        return None
    month = segment.number("month")
    value = f"{year}-{month:02}" if month else f"{year}"
    return dated(value, "printed", 0.9, "the year is told in words", mod=segment.code("phase"))


def _decade(segment: Segment, setting: Setting) -> Meaning | None:
    """The 1990s; the early '80s; the nineties."""
    word = str(segment.worth("decade"))
    if word[0].isdigit() and len(word) == 3 and segment.tokens[segment.first].kind != "the":
        return None  # "80s" alone may be degrees or people
    return dated(decade_value(word, setting), "printed", 0.9, "the decade is printed", mod=segment.code("phase"))


def decade_value(word: str, setting: Setting) -> str:
    """The value of a decade: "198" of "1980s", and of "'80s" the last one that had begun when the article appeared."""
    (number,) = numbers_in(word)
    if number < 100 and setting.reference is None:
        number += 1900
    elif number < 100 and setting.reference is not None:
        century, year = divmod(setting.reference.year, 100)
        number += 100 * (century - (number > year))
    return f"{number}"[:3]


def _today(segment: Segment, setting: Setting) -> Meaning:
    """Today; yesterday afternoon; late tomorrow; tonight; midnight tonight."""
    key = str(segment.worth("today"))
    clock = clock_of(segment.part("clock", "clock2")) or segment.code("part", "part2")
    mod = segment.code("phase", "phase2")
    if key in ("tonight", "overnight"):
        clock = clock or "NI"
    if setting.reference is None:
        return unresolved("this day", clock=clock, mod=mod)
    away = {"yesterday": -1, "tomorrow": 1, "before_yesterday": -2, "after_tomorrow": 2}.get(key, 0)
    if key == "overnight" and setting.sense <= 0:
        away = -1
    day = setting.reference + timedelta(away)
    return dated(day.isoformat(), "counted", 0.95, _since(setting.reference), mod=mod, clock=clock)


def _since(day: date) -> str:
    return f"it is counted from the article's date, {spelled(day)}"


def _part(segment: Segment, setting: Setting) -> Meaning | None:
    """This morning; last night; the next morning; mid-afternoon; the morning of March 3."""
    code, which, mod = segment.code("part"), segment.kind("which"), segment.code("phase")
    of, told, day = segment.part("of"), told_day(setting) if setting.is_told_near else None, setting.reference
    is_of_a_day = mod or of or (segment.part("the") and "part" in setting.led_by)
    if which == "adjective" or (which is None and not is_of_a_day):
        return None
    how = _since(day) if day else ""
    if of:
        day, how = day_in(of, setting), "the day is told beside it"
    elif told and which in ("following", "forth"):
        day, how = told + timedelta(1), f"it is counted from {spelled(told)}, told before"
    elif told and which in (None, "that", "same"):
        day, how = told, f"the day is {spelled(told)}, told before"
    elif day and which == "back":
        day -= timedelta(1)
    if day is None:
        return unresolved("a part of a day", clock=code, mod=mod)
    return dated(day.isoformat(), "counted", 0.8, how, mod=mod, clock=code)


def _clock(segment: Segment, setting: Setting) -> Meaning | None:
    """3 p.m.; 17:30 GMT; at noon: of the day told last, or of the article's."""
    tokens = segment.part("clock")
    if tokens[0].kind == "point" and "point" not in setting.led_by:
        return None
    clock = clock_of(tokens)
    day = (told_day(setting) if setting.is_told_near else None) or setting.reference
    if day is None:
        return unresolved("a time of day", clock=clock)
    return dated(day.isoformat(), "counted", 0.7, f"the day is {spelled(day)}", clock=clock)


DATE_READERS: Mapping[str, Callable[[Segment, Setting], Meaning | None]] = MappingProxyType(
    {
        "numeric": _numeric,
        "date": _date,
        "month": _month,
        "weekday": _weekday,
        "weekdays": _weekdays,
        "year": _year,
        "years": _years,
        "spoken": _spoken,
        "decade": _decade,
        "today": _today,
        "part": _part,
        "clock": _clock,
    }
)
"""The reading of each rule of the grammar that names a date."""
