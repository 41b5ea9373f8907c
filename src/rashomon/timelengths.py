"""Lengths, distances and repetitions: "for three days", "two weeks ago", "the past month", "every Monday", "recently".

In go a `Segment` of one of these rules and its `Setting`; out comes its `Meaning`, or None where it is no time. A
length of time covers no days, but where it ends or begins with the article's date or with the date told before.
Read next: `times.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from rashomon.calendars import SHORT_UNITS, Stretch, duration_of, moved, stretch_of, unit_of, value_at
from rashomon.timegrammar import Segment
from rashomon.timestretches import a_year_back
from rashomon.timevalues import (
    Meaning,
    Setting,
    count_of,
    dated,
    lasting,
    precision_of,
    referring,
    repeated,
    running,
    spelled,
    told_day,
    unresolved,
)

_LENGTH = "it is a length of time"
_MODS_AGO = {"LESS_THAN": "AFTER", "EQUAL_OR_LESS": "AFTER", "MORE_THAN": "BEFORE", "EQUAL_OR_MORE": "BEFORE"}
"""What a bound of the distance says of the date: more than a year ago is before it."""


def _ago(segment: Segment, setting: Setting) -> Meaning:
    """Three months ago; nearly two weeks ago; a year earlier."""
    unit, bound, count = str(segment.worth("unit", "units")), segment.code("bound"), count_of(segment.part("count"))
    is_ago = segment.worth("ago") == "ago"
    if unit == "year" and count == 1 and not bound:
        is_figure = setting.told is not None and unit_of(setting.told) == "quarter"
        return a_year_back(setting if is_figure or not is_ago else replace(setting, told=None))
    if count is None or count % 1:
        return referring("PAST_REF", setting)
    origin = setting.reference if is_ago else told_day(setting, unit) or setting.reference
    if origin is None:
        return unresolved("a distance in time")
    mod = _MODS_AGO.get(bound, bound) if bound else None
    how = f"it is {_counted(count, unit)} before {spelled(origin)}"
    found = dated(_value_away(origin, unit, -int(count)), "counted", 0.85, how, mod=mod)
    if found.stretch and mod == "BEFORE":
        return replace(found, stretch=found.stretch._replace(earliest=None))
    return found


def _value_away(origin: date, unit: str, count: int) -> str:
    """The value so many units away, told in that unit; in years where the unit is longer, in days where shorter."""
    return value_at(
        moved(origin, unit, count), {"decade": "year", "century": "year", "weekend": "week"}.get(unit, unit)
    )


def _counted(count: float, unit: str) -> str:
    plural = {"century": "centuries"}.get(unit, f"{unit}s")
    return f"{int(count)} {unit if count == 1 else plural}"


def _duration(segment: Segment, setting: Setting) -> Meaning | None:
    """For three days; a six-week siege; at least two dozen hours; two days later, counted from the date told before."""
    unit, tokens, bound = str(segment.worth("unit")), segment.part("count"), segment.code("bound")
    if segment.part("old") or unit == "weekend" or (unit == "quarter" and segment.next_kind == "of"):
        return None  # ages are no times; three quarters of the voters are not either
    count = count_of(tokens)
    if segment.part("over") and count is not None:
        count += 0.5
    is_one = count == 1 and len(tokens) == 1
    if is_one and tokens[0].kind == "a" and setting.is_rate:
        return repeated(duration_of(1, unit), f"it comes every {unit}")
    if is_one and tokens[0].word == "one" and unit == "day" and setting.sense > 0 and "length" not in setting.led_by:
        return referring("FUTURE_REF", setting)
    match segment.kind("later"):
        case "ahead":
            return _ahead(count, unit, bound, setting)
        case "later":
            return _later(count, unit, bound, segment, setting)
    return lasting(duration_of(count, unit), unit, _LENGTH, mod=bound)


def _ahead(count: float | None, unit: str, mod: str | None, setting: Setting) -> Meaning:
    """Two weeks from now."""
    if count is None or count % 1:
        return referring("FUTURE_REF", setting)
    if setting.reference is None:
        return unresolved("a distance in time", mod=mod)
    how = f"it is {_counted(count, unit)} after {spelled(setting.reference)}"
    return dated(_value_away(setting.reference, unit, int(count)), "counted", 0.85, how, mod=mod)


def _later(count: float | None, unit: str, mod: str | None, segment: Segment, setting: Setting) -> Meaning:
    """Two days later: TimeML marks the length alone; the days are counted from the date told before."""
    end, origin = segment.match.start("later"), told_day(setting, unit)
    found = lasting(duration_of(count, unit), unit, _LENGTH, mod=mod, end=end)
    if origin is None or count is None or count % 1 or unit in SHORT_UNITS:
        return found
    how = f"it is {_counted(count, unit)} after {spelled(origin)}, told before"
    stretch = stretch_of(_value_away(origin, unit, int(count)))
    return replace(found, stretch=stretch, method="counted", score=0.6, how=how)


def _which(segment: Segment, setting: Setting) -> Meaning | None:
    """The past two months; the next several days; the first nine months; recent weeks."""
    unit, count = str(segment.worth("unit")), count_of(segment.part("count"))
    has_count, which = bool(segment.part("count")), segment.kind("which")
    if which in ("back", "forth"):
        return running(count, unit, -1 if which == "back" else 1, setting)
    if which == "adjective" and not has_count and unit != "quarter":
        return referring(str(segment.worth("which")), setting)
    if not has_count and which != "adjective":
        return None
    return lasting(duration_of(count, unit), unit, _LENGTH)


def _each_of(segment: Segment, setting: Setting) -> Meaning:
    """Each of the past three years."""
    unit = str(segment.tokens[segment.end - 1].worth)
    return repeated(duration_of(1, unit), f"it comes every {unit}")


def _units(segment: Segment, setting: Setting) -> Meaning | None:
    """Weeks, months, years, decades: of no told number."""
    unit = str(segment.worth("unit"))
    is_vague = unit in SHORT_UNITS or unit in ("quarter", "weekend")
    if segment.part("old") or (is_vague and "length" not in setting.led_by):
        return None
    return lasting(duration_of(None, unit), unit, _LENGTH, mod=segment.code("bound"))


def _onward(segment: Segment, setting: Setting) -> Meaning:
    """The weeks ahead; the months to come."""
    unit, reference = str(segment.worth("unit")), setting.reference
    stretch = Stretch(reference, None, precision_of(unit)) if reference else None
    return lasting(duration_of(None, unit), unit, "it is a length of time from the article's date on", stretch=stretch)


def _long(segment: Segment, setting: Setting) -> Meaning | None:
    """A week-long siege."""
    unit = str(segment.worth("unit"))
    return lasting(duration_of(1, unit), unit, _LENGTH) if segment.part("long")[-1].word == "long" else None


def _set_word(segment: Segment, setting: Setting) -> Meaning | None:
    """Daily, weekly, annually."""
    if setting.tag in ("NN", "NNP", "NNS") and "article" in setting.led_by:
        return None  # the daily is a newspaper
    return repeated(str(segment.worth("set")), "the word tells how often")


def _each(segment: Segment, setting: Setting) -> Meaning:
    """Every day; each night; every three months; per week."""
    unit = str(segment.worth("unit"))
    if segment.kind("unit") == "part":
        return repeated(f"XXXX-XX-XXT{unit}", "it comes every day")
    return repeated(duration_of(segment.number("count") or 1, unit), "the words tell how often")


def _past(segment: Segment, setting: Setting) -> Meaning | None:
    """In the past."""
    is_noun = segment.worth("which") == "past" and not setting.is_modifier and "past" in setting.led_by
    return referring("PAST_REF", setting) if is_noun else None


def _reference(segment: Segment, setting: Setting) -> Meaning | None:
    """Now; recently; at the time."""
    if segment.tokens[segment.first].word == "the time" and ("at" not in setting.led_by or segment.next_kind == "of"):
        return None
    return referring(str(segment.worth("reference")), setting)


def _spell(segment: Segment, setting: Setting) -> Meaning:
    """Some time; a while."""
    return lasting(str(segment.worth("spell")), "year", "it is a length of time that is not told")


LENGTH_READERS: Mapping[str, Callable[[Segment, Setting], Meaning | None]] = MappingProxyType(
    {
        "ago": _ago,
        "duration": _duration,
        "which": _which,
        "eachof": _each_of,
        "units": _units,
        "onward": _onward,
        "long": _long,
        "set": _set_word,
        "each": _each,
        "past": _past,
        "reference": _reference,
        "adjective": _reference,
        "spell": _spell,
    }
)
"""The reading of each rule of the grammar that names a length, a distance, a repetition or no date at all."""
