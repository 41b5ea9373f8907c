"""TIMEX3 values and the days that they cover: "2017-W11", "2016-Q3", "199", "2015-SU", "2017-03-14TNI".

In go values and dates, out come values and dates: the stretch that a value covers, the value of a day at some unit, a
day or value moved by so many units, the part of a stretch that "early" or "late" means. Weeks are ISO 8601's (Monday
first), a weekend is Saturday and Sunday, seasons are those of the north, named after the year in which they begin.
Knows no language and no clock. Read next: `timevalues.py`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from rashomon.records import TimePrecision

ISO_UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "weekend": "W", "fortnight": "W", "month": "M",
    "quarter": "M", "year": "Y", "decade": "Y", "century": "Y",
}  # fmt: skip
"""The letter of an ISO 8601 duration in which a unit is counted; those of less than a day follow a T."""
_TIMES = {"weekend": 1, "fortnight": 2, "quarter": 3, "decade": 10, "century": 100}
"""How many of that letter's unit one unit is, where it is not one."""
SHORT_UNITS = frozenset({"second", "minute", "hour"})
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

_VALUE = re.compile(
    r"""(?P<year>\d{4})(?:
          -(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?
        | -W(?P<week>\d\d)(?P<end>-WE)?
        | -Q(?P<quarter>[1-4]) | -H(?P<half>[12]) | -(?P<season>SP|SU|FA|WI) )?
      | (?P<decade>\d{3}) | (?P<century>\d\d)""",
    re.VERBOSE,
)


class Stretch(NamedTuple):
    """Days from `earliest` to `latest`, both included, None where an end is open, and the unit told."""

    earliest: date | None
    latest: date | None
    precision: TimePrecision


def stretch_of(value: str) -> Stretch | None:
    """The days that a value covers; None for one that is no stretch of the calendar ("P3D", "XXXX-03-14")."""
    if "/" in value:
        ends = [stretch_of(part) for part in value.split("/")]
        if ends[0] is None or ends[-1] is None:
            return None
        return Stretch(ends[0].earliest, ends[-1].latest, ends[-1].precision)
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        return _stretch_of(match)
    except ValueError:  # no such day: February 30, week 53 of a year of 52
        return None


def _stretch_of(match: re.Match[str]) -> Stretch:
    if match["decade"]:
        first = int(match["decade"]) * 10
        return Stretch(date(first, 1, 1), date(first + 9, 12, 31), TimePrecision.LONGER)
    if match["century"]:
        first = int(match["century"]) * 100
        return Stretch(date(first, 1, 1), date(first + 99, 12, 31), TimePrecision.LONGER)
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Stretch(day, day, TimePrecision.DAY)
    if match["month"]:
        return _months(year, int(match["month"]), 1, TimePrecision.MONTH)
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        begin = monday + timedelta(5 if match["end"] else 0)
        return Stretch(begin, monday + timedelta(6), TimePrecision.DAY if match["end"] else TimePrecision.WEEK)
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3, TimePrecision.SEASON)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6, TimePrecision.YEAR)
    if match["season"]:
        return _months(year, _FIRST_MONTHS[match["season"]], 3, TimePrecision.SEASON)
    return _months(year, 1, 12, TimePrecision.YEAR)


def _months(year: int, month: int, count: int, precision: TimePrecision) -> Stretch:
    first = date(year, month, 1)
    return Stretch(first, moved(first, "month", count) - timedelta(1), precision)


def moved(day: date, unit: str, count: int) -> date:
    """`day` moved by `count` units, a month's end kept where a month is shorter; raises OverflowError out of years."""
    if unit in _DAYS_IN:
        return day + timedelta(_DAYS_IN[unit] * count)
    if unit in SHORT_UNITS:
        return day
    months = day.year * 12 + day.month - 1 + _MONTHS_IN[unit] * count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        raise OverflowError(f"{count} {unit}s from {day} lie in no year of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def value_at(day: date, unit: str) -> str:
    """The value of the `unit` in which `day` lies: "2017-W11" of 16 March 2017 at "week"."""
    match unit:
        case "week" | "weekend" | "fortnight":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day:%Y}"
        case "decade":
            return f"{day:%Y}"[:3]
        case "century":
            return f"{day:%Y}"[:2]
    return day.isoformat()


def unit_of(value: str) -> str:
    """The unit that a value is told in: "week" of "2017-W11", "day" of "2017-03-14TNI"."""
    match = _VALUE.fullmatch(value.split("/")[0])
    if match is None:
        return "day"
    units = ("day", "month", "week", "quarter", "decade", "century")
    return next((unit for unit in units if match[unit]), "year")


def duration_of(count: float | None, unit: str) -> str:
    """The ISO 8601 duration of `count` units, with X for a number that the words leave open: "P3D", "PT36H", "PXY"."""
    letter = ISO_UNITS[unit]
    time = "T" if unit in SHORT_UNITS else ""
    if count is None:
        if unit in ("decade", "century"):
            return "PXE" if unit == "decade" else "PXC"
        return f"P{time}X{letter}"
    total = count * _TIMES.get(unit, 1)
    if total % 1 == 0.5 and letter in "YH":
        smaller = "6M" if letter == "Y" else "30M"
        whole = f"{int(total)}{letter}" if total > 1 else ""
        return f"P{time}{whole}{smaller}"
    if total % 1 == 0.5 and time and letter == "M":
        return f"PT{int(total)}M30S"
    return f"P{time}{total:g}{letter}"


def narrowed(stretch: Stretch, mod: str | None) -> Stretch:
    """The third of a stretch that START, MID or END means; the stretch itself for any other modifier."""
    if mod not in ("START", "MID", "END") or stretch.earliest is None or stretch.latest is None:
        return stretch
    after = stretch.latest + timedelta(1)
    months = (after.year - stretch.earliest.year) * 12 + after.month - stretch.earliest.month
    if stretch.earliest.day == after.day == 1 and months % 3 == 0:
        unit, third = "month", months // 3
    else:
        unit, third = "day", -(-(after - stretch.earliest).days // 3)
    first, last = moved(stretch.earliest, unit, third), moved(after, unit, -third)
    if mod == "START":
        return stretch._replace(latest=first - timedelta(1))
    if mod == "END":
        return stretch._replace(earliest=last)
    return stretch._replace(earliest=first, latest=last - timedelta(1)) if first < last else stretch


def weekday_near(day: date, weekday: int, sense: int) -> date:
    """The `weekday` (Monday 0) on or before `day` where `sense` is -1, on or after it where it is 1."""
    away = (weekday - day.weekday()) % 7
    return day + timedelta(away if sense > 0 or away == 0 else away - 7)


def weekday_in_month(year: int, month: int, weekday: int, rank: int) -> date:
    """The `rank`-th `weekday` of a month; counted from its end where `rank` is negative."""
    if rank > 0:
        return weekday_near(date(year, month, 1), weekday, 1) + timedelta(7 * (rank - 1))
    return weekday_near(date(year, month, monthrange(year, month)[1]), weekday, -1) + timedelta(7 * (rank + 1))
