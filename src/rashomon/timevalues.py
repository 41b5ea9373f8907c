"""What a time phrase is read against, what comes of it, and the makers that all readings of phrases share.

A `Setting` is what stands around a phrase: the article's date, the last date told, whether the verb is past or
future. A `Meaning` is its TIMEX3 type, value and modifier, its days, and one sentence on how they were reached.
Without an article's date, what is counted from it has no value; what is partly known keeps an X for the rest
("XXXX-03-14"). Of the years that a bare date may belong to the nearest is taken, where a year against the tense counts
as farther off. Read next: `timedates.py`, `timestretches.py`, `timelengths.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rashomon.calendars import SHORT_UNITS, Stretch, duration_of, moved, narrowed, stretch_of, unit_of
from rashomon.records import TimePrecision, TimexType
from rashomon.timewords import Token

AGAINST_TENSE = 4.0
"""How much farther off a date counts that lies on the other side of the article's date than the verb tells."""
AHEAD_UNTOLD = 1.5
"""The same for a date ahead where nothing tells the tense: news mostly tells of what was."""
CLOSE_CALL = 2.0
"""A year is flagged as guessed where the next best counts as less than this times as far."""
_COARSENESS = {
    unit: rank
    for rank, units in enumerate((("day",), ("week", "weekend", "fortnight"), ("month",), ("quarter",), ("year",)))
    for unit in units
} | {"decade": 5, "century": 6}
_NUMBER = re.compile(r"\d+")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a phrase is read against.

    `reference` is the article's date, `told` the value of the last date before, `is_told_near` whether that stands in
    the same line. `sense` is -1 where the verb is past, 1
    where it looks ahead, 0 where nothing tells. `is_day_first` is how the article writes dates in numbers, None where
    that is open. `led_by` are the lists of the table that the word before stands in ("since", "year", "point" …).
    `is_modifier`: it stands before a noun that it modifies; `is_rate`: it tells per what ("$3 a day"). `tag` is that
    of its last word, None where no model has read the text.
    """

    reference: date | None
    told: str | None
    is_told_near: bool
    sense: int
    is_day_first: bool | None
    led_by: frozenset[str]
    is_modifier: bool
    is_rate: bool
    tag: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a phrase means, and how it was reached: the method, its score and a sentence without its full stop.

    `end` is the place after the last token that belongs to it, where that is not the whole segment.
    """

    type: TimexType
    value: str | None
    stretch: Stretch | None
    method: str
    score: float
    how: str
    mod: str | None = None
    flags: tuple[str, ...] = ()
    precision: TimePrecision = TimePrecision.DAY
    end: int | None = None


def dated(
    value: str | None,
    method: str,
    score: float,
    how: str,
    *,
    mod: str | None = None,
    flags: tuple[str, ...] = (),
    clock: str | None = None,
) -> Meaning:
    """A point or stretch of the calendar; with a time of day, a TIME."""
    stretch = stretch_of(value) if value else None
    return Meaning(
        type=TimexType.TIME if clock else TimexType.DATE,
        value=f"{value}T{clock}" if clock and value else value,
        stretch=narrowed(stretch, mod) if stretch else None,
        method=method,
        score=score,
        how=how,
        mod=mod,
        flags=flags,
        precision=stretch.precision if stretch else TimePrecision.DAY,
    )


def unresolved(what: str, value: str | None = None, clock: str | None = None, mod: str | None = None) -> Meaning:
    """A phrase that hangs on the article's date, which is not known; `value` has an X for what is open."""
    how = f"the article has no date that {what} could be counted from"
    return dated(value, "no-reference", 0.0, how, mod=mod, flags=("no-reference",), clock=clock)


def lasting(
    value: str,
    unit: str,
    how: str,
    *,
    mod: str | None = None,
    stretch: Stretch | None = None,
    flags: tuple[str, ...] = (),
    end: int | None = None,
) -> Meaning:
    """A length of time in `unit`s, with the days that it covers where it is tied to a date."""
    return Meaning(
        type=TimexType.DURATION, value=value, stretch=stretch, method="duration", score=0.85, how=how, mod=mod,
        flags=flags, precision=precision_of(unit), end=end,
    )  # fmt: skip


def precision_of(unit: str) -> TimePrecision:
    """The precision of what is told in this unit."""
    if unit in SHORT_UNITS or unit in ("day", "weekend"):
        return TimePrecision.DAY
    if unit in ("week", "fortnight"):
        return TimePrecision.WEEK
    if unit in ("month", "year"):
        return TimePrecision(unit)
    return TimePrecision.SEASON if unit == "quarter" else TimePrecision.LONGER


def repeated(value: str, how: str) -> Meaning:
    """What happens again and again: a SET, which covers no days."""
    return Meaning(type=TimexType.SET, value=value, stretch=None, method="set", score=0.85, how=how)


def referring(value: str, setting: Setting) -> Meaning:
    """PRESENT_REF is the article's day, PAST_REF all before it, FUTURE_REF all after it."""
    reference = setting.reference
    stretch, how = None, "it names no date"
    precision = TimePrecision.DAY if value == "PRESENT_REF" else TimePrecision.LONGER
    if reference is not None:
        earliest = None if value == "PAST_REF" else reference
        stretch = Stretch(earliest, None if value == "FUTURE_REF" else reference, precision)
        how = f"it is seen from {spelled(reference)}"
    return Meaning(
        type=TimexType.DATE, value=value, stretch=stretch, method="reference", score=0.8, how=how,
        flags=() if reference else ("no-reference",), precision=precision,
    )  # fmt: skip


def nearest_year(of_year: Callable[[int], date], setting: Setting, name: str) -> tuple[date, tuple[str, ...], str]:
    """The date in the year that fits article and tense best, what is doubtful about it, and how it was reached.

    The article must have a date. Raises ValueError where no year has such a day.
    """
    reference = setting.reference
    if reference is None:
        raise ValueError("no article date to count from")
    ranked = sorted(
        (remoteness((one - reference).days, setting.sense), one)
        for one in _dates_of((reference.year - 1, reference.year, reference.year + 1), of_year)
    )
    distance, chosen = ranked[0]
    is_close = len(ranked) > 1 and ranked[1][0] < CLOSE_CALL * distance
    how = f"of the years around {spelled(reference)}, {chosen.year} has the nearest {name}{because(setting.sense)}"
    return chosen, ("year-guessed",) if is_close else (), how


def because(sense: int) -> str:
    """What the tense adds to a sentence on how a date was reached."""
    return {-1: ", and the verb is past", 0: "", 1: ", and the verb looks ahead"}[sense]


def _dates_of(years: Sequence[int], of_year: Callable[[int], date]) -> list[date]:
    """The dates of these years that there are: February 29 is not in all."""
    found = []
    for year in years:
        try:
            found.append(of_year(year))
        except ValueError:
            continue
    if not found:
        raise ValueError("no year has such a day")
    return found


def remoteness(days: int, sense: int) -> float:
    """How far off a date so many days from the article's counts, with the tense."""
    if sense * days < 0:
        return AGAINST_TENSE * abs(days)
    return AHEAD_UNTOLD * days if sense == 0 and days > 0 else abs(days)


def told_day(setting: Setting, unit: str = "day") -> date | None:
    """The first day of the date told last, where that is told at least as finely as in `unit`s; else None."""
    if setting.told is None or _COARSENESS[unit_of(setting.told)] > _COARSENESS.get(unit, 0):
        return None
    stretch = stretch_of(setting.told)
    return stretch.earliest if stretch else None


def spelled(day: date) -> str:
    """A day as a sentence tells it: "16 March 2017"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def named(month: int, day: int | None = None) -> str:
    """A month, or a day of it, as a sentence tells it: "March 16"."""
    return f"{MONTHS[month - 1]} {day}" if day else MONTHS[month - 1]


def running(count: float | None, unit: str, sense: int, setting: Setting, mod: str | None = None) -> Meaning:
    """The past two months, the next four years: a length of time that ends or begins with the article's date."""
    reference, stretch, how = setting.reference, None, "it is a length of time"
    if reference is not None:
        other = moved(reference, unit, sense * int(count)) if count is not None and count % 1 == 0 else None
        first, last = (other, reference) if sense < 0 else (reference, other)
        stretch = Stretch(first, last, precision_of(unit))
        how += f" {'up to' if sense < 0 else 'from'} {spelled(reference)}"
    flags = () if reference else ("no-reference",)
    return lasting(duration_of(count, unit), unit, how, mod=mod, stretch=stretch, flags=flags)


def years_away(whose: Sequence[Token]) -> int:
    """How many years or weeks "last year" (-1), "this year" (0) and "next year" (1) lie away."""
    return {"back": -1, "forth": 1}.get(whose[0].kind, 0) if whose else 0


def count_of(tokens: Sequence[Token]) -> float | None:
    """The number that some tokens tell; of "two to three" the first; None where the words leave it open."""
    if not tokens:
        return None
    total, part = 0.0, 0.0
    for place, token in enumerate(tokens):
        if token.kind in ("to", "or") or (token.kind == "dash" and part >= 1 and token.word != "-"):
            break
        if token.kind == "dash" and tokens[place - 1].word[0].isdigit():
            break
        if token.kind == "vague":
            return None
        if token.kind == "a":
            part = part or (0 if any(other.kind == "half" for other in tokens) else 1)
        elif token.kind == "half":
            part += 0.5
        elif token.kind == "fraction":
            top, bottom = token.word.split("/")
            part += int(top) / int(bottom) if int(bottom) else 0
        elif token.kind == "scale":
            part = (part or 1) * token.worth
            if token.worth >= 1000:
                total, part = total + part, 0
        elif token.kind in ("day", "number", "year"):
            part += token.worth or 0
    return total + part


def clock_of(tokens: Sequence[Token]) -> str | None:
    """The time of day that some tokens print, as "17:30"; raises ValueError where no day has it."""
    if not tokens:
        return None
    first = tokens[0]
    if first.kind == "point":
        return str(first.worth)
    if first.kind == "year":
        hour, minute = divmod(int(first.worth), 100)
        return f"{hour:02}:{minute:02}"
    hour, minute, *_ = (*(numbers_in(first.word) or [int(first.worth)]), 0)
    half = next((token.word for token in tokens if token.kind == "ampm"), None)
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 24 or minute > 59:
        raise ValueError("no such time of day")
    return f"{hour:02}:{minute:02}"


def numbers_in(word: str) -> list[int]:
    """The whole numbers in a date or time of day in numbers, in order."""
    return [int(number) for number in _NUMBER.findall(word)]


def day_in(tokens: Sequence[Token], setting: Setting) -> date | None:
    """The day that month, day and maybe year in some tokens name."""
    worth = {token.kind: token.worth for token in tokens}
    month, day = worth.get("month"), worth.get("day", worth.get("ordinal"))
    if month is None or day is None:
        return None
    if "year" in worth:
        return date(worth["year"], month, day)
    if setting.reference is None:
        return None
    return nearest_year(lambda year: date(year, month, day), setting, named(month, day))[0]
