"""Stretches counted from a date: "last week", "the third quarter of 2016", "a year earlier", "last fall", "Christmas".

In go a `Segment` of one of these rules and its `Setting`; out comes its `Meaning`, or None where it is no time. What is
counted from the text's own dates ("the following week") is counted from the last one told, and its sentence says so.
Read next: `timelengths.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from rashomon.calendars import SHORT_UNITS, duration_of, moved, unit_of, value_at, weekday_in_month
from rashomon.timedates import decade_value
from rashomon.timegrammar import Segment
from rashomon.timevalues import (
    WEEKDAYS,
    Meaning,
    Setting,
    dated,
    day_in,
    lasting,
    nearest_year,
    repeated,
    running,
    spelled,
    told_day,
    unresolved,
    years_away,
)

_AWAY = {"back": -1, "forth": 1, "following": 1}
_OF_THE_TEXT = frozenset({"previous", "preceding", "prior", "following", "subsequent", "ensuing", "that", "same"})
"""Words that count from the date told before, not from the article's: "the previous week"."""
_MIDDLES = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}
_TUESDAY = 1


def _deictic(segment: Segment, setting: Setting) -> Meaning | None:
    """Last week; this year; next month; that day; the following month; the latest quarter; early next year."""
    unit, which, mod = str(segment.worth("unit")), segment.part("which")[-1], segment.code("phase")
    if which.kind == "latest" and unit in ("quarter", "period"):
        return _latest_quarter(setting)
    if segment.kind("unit") == "stretch" or unit in SHORT_UNITS or which.kind == "alike":
        return None
    if which.kind == "adjective" and which.word != "current":
        return None
    if which.word == "past":
        return running(1, unit, -1, setting, mod)
    if which.word in _OF_THE_TEXT or (unit == "day" and which.kind in ("back", "forth")):
        return _counted(setting, unit, _AWAY.get(which.kind, 0), mod, is_told=True)
    if unit == "day":
        return None
    return _counted(setting, unit, -1 if which.kind == "latest" else _AWAY.get(which.kind, 0), mod)


def _counted(setting: Setting, unit: str, away: int, mod: str | None = None, *, is_told: bool = False) -> Meaning:
    """The unit that lies `away` units from that of the article's date, or of the date told last."""
    told = told_day(setting, unit) if is_told else None
    day = told or setting.reference
    if day is None:
        return unresolved(f"a {unit}", mod=mod)
    if unit == "weekend" and away == 0 and (setting.sense < 0 or (setting.sense == 0 and day.weekday() <= _TUESDAY)):
        away = -(day.weekday() < WEEKDAYS.index("Saturday"))  # "over the weekend", on a Monday
    value = value_at(moved(day, unit, away), unit)
    how = f"it is counted from {spelled(day)}, {'told before' if told else 'the date of the article'}"
    return dated(value, "counted", 0.65 if told else 0.9, how, mod=mod)


def _latest_quarter(setting: Setting) -> Meaning:
    """The quarter told last, or else the last whole one before the article."""
    if setting.told and unit_of(setting.told) == "quarter":
        return dated(setting.told, "counted", 0.6, "it is the quarter told before")
    if setting.reference is None:
        return unresolved("a quarter")
    value = value_at(moved(setting.reference, "quarter", -1), "quarter")
    return dated(value, "counted", 0.6, f"it is the last whole quarter before {spelled(setting.reference)}")


def _shift(segment: Segment, setting: Setting) -> Meaning | None:
    """Earlier this month, later that day: the part of the unit before or after the article's date."""
    unit, which = str(segment.worth("unit")), segment.kind("which")
    if unit in SHORT_UNITS:
        return None
    is_told = which in ("that", "same")
    found = _counted(setting, unit, -(which == "back"), is_told=is_told)
    if unit == "day":
        return found
    is_earlier = segment.worth("shift") == "earlier"
    found = replace(found, mod="START" if is_earlier else "END")
    if found.stretch is None or which != "this":
        return found
    if is_earlier:
        return replace(found, stretch=found.stretch._replace(latest=setting.reference))
    return replace(found, stretch=found.stretch._replace(earliest=setting.reference))


def _the(segment: Segment, setting: Setting) -> Meaning | None:
    """The weekend; the quarter; the end of the year; the week of March 6; the year ended March 31."""
    unit, mod = str(segment.worth("unit")), segment.code("phase")
    if unit in SHORT_UNITS or unit == "day":
        return None
    if segment.part("day"):
        day = day_in(segment.tokens[segment.first : segment.end], setting)
        how = f"it is the {unit} in which that day lies"
        return dated(value_at(day, unit), "counted", 0.85, how, mod=mod) if day else None
    if unit == "quarter":
        found = _latest_quarter(setting)
        return _a_year_before(found) if segment.part("ago") else found
    if segment.next_kind == "ended":
        return lasting(duration_of(1, unit), unit, "it is a length of time", mod=mod)
    if unit in ("decade", "century") and not mod:
        return None
    is_told = unit in ("week", "month") and setting.told is not None and unit_of(setting.told) == unit
    return _counted(setting, unit, 0, mod, is_told=is_told)


def _end(segment: Segment, setting: Setting) -> Meaning | None:
    """Year-end; month's end."""
    unit = str(segment.worth("unit"))
    if unit in SHORT_UNITS or unit in ("day", "weekend"):
        return None
    return _counted(setting, unit, -(unit == "year" and "since" in setting.led_by), str(segment.worth("end")))


def _quarter(segment: Segment, setting: Setting) -> Meaning | None:
    """The third quarter of 1984; a fourth-quarter loss; the first half; the 20th century; the last half of the '80s."""
    nth, unit, mod = segment.part("nth")[-1], str(segment.worth("unit")), segment.code("phase")
    if unit == "century" and nth.kind == "ordinal":
        return dated(f"{nth.worth - 1:02}", "printed", 0.9, "the century is printed", mod=mod)
    rank: int = nth.worth if nth.kind == "ordinal" else 2
    if (unit, nth.kind) not in (("quarter", "ordinal"), ("half", "ordinal"), ("half", "back")):
        return None
    if rank > {"quarter": 4, "half": 2}[unit]:
        return None
    year, whose, reference = segment.number("year", "year2"), segment.part("whose", "whose2"), setting.reference
    if unit == "half" and segment.part("decade"):
        value = decade_value(segment.part("decade")[-1].word, setting)
        return dated(value, "printed", 0.8, "the decade is printed", mod="START" if rank == 1 else "END")
    if unit == "half" and not (year or whose):
        return None
    code, method, how = f"{unit[0].upper()}{rank}", "printed", "the year is printed"
    if year is None and reference is None:
        return unresolved(f"a {unit} without a year", f"XXXX-{code}", mod=mod)
    if year is None and reference is not None:
        method, how = "year-of-article", "the year is told beside it"
        year = reference.year + years_away(whose)
        if not whose:
            name = f"{nth.word} quarter"
            chosen, _, how = nearest_year(lambda one: date(one, 3 * rank - 1, 15), replace(setting, sense=0), name)
            year = chosen.year
    value = f"{(year or 0) - bool(segment.part('ago')):04}-{code}"
    return dated(value, method, 0.8, how, mod=mod)


def _year_ago(segment: Segment, setting: Setting) -> Meaning | None:
    """The year-ago quarter; year-earlier results; the year-ago third quarter."""
    if segment.worth("unit2") != "year":
        return None
    rank = segment.number("nth")
    if rank and setting.reference:
        value = f"{setting.reference.year - 1}-Q{rank}"
        return dated(value, "year-before", 0.7, f"the article is of {setting.reference.year}")
    if segment.worth("unit") == "quarter":
        return _a_year_before(_latest_quarter(setting))
    return a_year_back(setting)


def a_year_back(setting: Setting) -> Meaning:
    """The same stretch as the one told last, a year earlier; the year before the article where none was told."""
    told = setting.told
    if told and unit_of(told) in ("quarter", "month", "year"):
        return _a_year_before(dated(told, "counted", 0.65, "it is the time told before"))
    if setting.reference is None:
        return unresolved("a year earlier")
    how = f"it is the year before {spelled(setting.reference)}"
    return dated(f"{setting.reference.year - 1}", "year-before", 0.7, how)


def _a_year_before(found: Meaning) -> Meaning:
    """The same stretch in the year before."""
    if not found.value:
        return found
    value = f"{int(found.value[:4]) - 1:04}{found.value[4:]}"
    return dated(value, "year-before", found.score, f"it is a year before {found.value}", mod=found.mod)


def _alike(segment: Segment, setting: Setting) -> Meaning | None:
    """The corresponding period last year; the same quarter a year ago."""
    return a_year_back(setting) if any(token.worth == "year" for token in segment.part("whose")) else None


def _year_unit(segment: Segment, setting: Setting) -> Meaning | None:
    """The 1988 quarter, the 1988 third quarter."""
    year: int = segment.worth("year")
    return _quarter_of(year, segment, setting)


def _whose(segment: Segment, setting: Setting) -> Meaning | None:
    """Last year's quarter, this year's third quarter."""
    whose = segment.part("whose")
    if whose[-1].worth != "year" or setting.reference is None:
        return None
    return _quarter_of(setting.reference.year + years_away(whose), segment, setting)


def _quarter_of(year: int, segment: Segment, setting: Setting) -> Meaning | None:
    """The quarter of that year that is told, or else the same as the one told before."""
    latest = _latest_quarter(setting).value
    if segment.worth("unit") != "quarter" or latest is None:
        return None
    rank = segment.number("nth") or int(latest[-1])
    return dated(f"{year}-Q{rank}", "counted", 0.7, "the year is told beside the quarter")


def _season(segment: Segment, setting: Setting) -> Meaning | None:
    """Last fall; this summer; the winter of 2015; in spring."""
    code, which, mod = str(segment.worth("season")), segment.kind("which"), segment.code("phase")
    if segment.part("each"):
        return repeated(f"XXXX-{code}", "it comes every year")
    if which in ("adjective", "alike") or segment.next_kind == "of":
        return None
    year, reference = segment.number("year"), setting.reference
    if year is not None:
        return dated(f"{year:04}-{code}", "printed", 0.9, "the year is printed", mod=mod)
    if reference is None:
        return unresolved("a season", f"XXXX-{code}", mod=mod)
    month, later = _MIDDLES[code], code == "WI"  # a winter has its middle in the year after the one that names it
    day, flags, how = _nearest(lambda one: date(one + later, month, 15), which, setting, "such season", slack=46)
    return dated(f"{day.year - later:04}-{code}", "counted", 0.8, how, mod=mod, flags=flags)


def _nearest(
    of_year: Callable[[int], date], which: str | None, setting: Setting, name: str, slack: int = 0
) -> tuple[date, tuple[str, ...], str]:
    """A day of every year, the last or next one, or else the one that fits article and tense best.

    "Last" and "next" need it to lie more than `slack` days away. Raises ValueError where the article has no date.
    """
    reference = setting.reference
    if which not in ("back", "forth") or reference is None:
        return nearest_year(of_year, setting, name)
    sense = -1 if which == "back" else 1
    days = [of_year(year) for year in range(reference.year - 2, reference.year + 3)]
    beyond = [day for day in days if (day - reference).days * sense > slack]
    how = f"it is the {'last' if sense < 0 else 'next'} {name} seen from {spelled(reference)}"
    return min(beyond, key=lambda day: abs((day - reference).days)), (), how


def _feast(segment: Segment, setting: Setting) -> Meaning:
    """Christmas 2015; last Thanksgiving; New Year's Eve: the day of a feast that stands on a rule of our calendar."""
    rule, year, part = str(segment.worth("feast")), segment.number("year"), segment.part("part")
    if not rule:
        how = "the day moves by a calendar that is not kept here"
        return dated(None, "moving-feast", 0.0, how, flags=("moving-feast",))
    month, day, *rank = rule.split()

    def of_year(one: int) -> date:
        if rank:
            of_month = weekday_in_month(one, int(month), WEEKDAYS.index(day.title()), int(rank[0]))
            return of_month + timedelta(int(rank[1]) if rank[1:] else 0)
        return date(one, int(month), int(day))

    flags: tuple[str, ...] = ()
    if segment.part("each"):
        return repeated("P1Y" if rank else f"XXXX-{of_year(2000):%m-%d}", "it comes every year")
    if year is not None:
        chosen, how = of_year(year), "the year is printed"
    elif setting.reference is None:
        return unresolved("a feast", None if rank else f"XXXX-{of_year(2000):%m-%d}")
    else:
        chosen, flags, how = _nearest(of_year, segment.kind("which"), setting, "such day")
    if segment.kind("part") == "unit":
        return dated(value_at(chosen, str(segment.worth("part"))), "counted", 0.7, how, flags=flags)
    return dated(chosen.isoformat(), "feast", 0.85, how, flags=flags, clock=part[-1].worth if part else None)


STRETCH_READERS: Mapping[str, Callable[[Segment, Setting], Meaning | None]] = MappingProxyType(
    {
        "deictic": _deictic,
        "shift": _shift,
        "the": _the,
        "end": _end,
        "quarter": _quarter,
        "yearago": _year_ago,
        "alike": _alike,
        "yearunit": _year_unit,
        "whose": _whose,
        "season": _season,
        "feast": _feast,
    }
)
"""The reading of each rule of the grammar that names a stretch."""
