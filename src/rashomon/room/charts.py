"""The pictures of the page of events: a line of time and a map, as Vega-Lite that Altair writes.

In: how many events were first told each day, and how many there are at each place (`listings.py`). Out: the bars and
spots that are drawn, which a table shows too, and the specification with them in it, which `static/stories.js` draws in
the reader's browser. Nothing is drawn here. Colours are the tokens of `desk.css`, so that light and dark are decided
there. Days are put together by weeks, months or years where they are too many to see.

Read next: `stories.py`, which shows both.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

from rashomon.labels import count, day, days, one_line
from rashomon.listings import DayCount, SpotCount
from rashomon.records import EventStatus

Spec = Mapping[str, Any]

COLOURS = {
    EventStatus.DENIED: "var(--red)",
    EventStatus.DISPUTED: "var(--amber)",
    EventStatus.CORROBORATED: "var(--green)",
    EventStatus.SINGLE_ORIGIN: "var(--slate)",
}
"""From the foot of a bar to its top: what is contested stands on the line."""
MOST_BARS = 110
"""More bars than this are too thin to see, and to point at, on a desk; a phone shows them half as wide."""
NARROWEST_DEGREES = 36.0
"""The map shows at least so much: less would hold no coast by which one knows where it is."""
WORLD_DEGREES = 200.0
"""From this breadth on the map shows the world."""
BASE_MAP = "/static/world.json"
BUNDLE_PATH = Path(__file__).parent / "static" / "vega.js"
"""What draws: made when the package is built (`hatch_build.py`); without it there are the tables."""
_ASPECT = 0.5
_QUIET = "var(--quiet)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time and how many events were first told in it; `is_chosen` where the filter lets it through."""

    first: date
    last: date
    words: str
    events: Mapping[EventStatus, int]
    is_chosen: bool

    @property
    def total(self) -> int:
        """How many of any status."""
        return sum(self.events.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The bars from the first to the last, how much time each is ("day", …), and how many events nobody dates."""

    bars: tuple[Bar, ...]
    unit: str
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A way of putting days together: the first day of the one that a day is in, and of the next one."""

    name: str
    days: float
    first_of: Callable[[date], date]
    words_of: Callable[[date], str]

    def last_of(self, first: date) -> date:
        """The last day of the stretch that begins on this day."""
        return self.first_of(first + timedelta(days=math.ceil(self.days))) - timedelta(days=1)


_UNITS = (
    _Unit(name="day", days=1, first_of=lambda one: one, words_of=day),
    _Unit(
        name="week",
        days=7,
        first_of=lambda one: one - timedelta(days=one.weekday()),
        words_of=lambda first: days(first, first + timedelta(days=6)),
    ),
    _Unit(name="month", days=30.4, first_of=lambda one: one.replace(day=1), words_of=lambda first: f"{first:%B %Y}"),
    _Unit(
        name="year",
        days=365.2,
        first_of=lambda one: one.replace(month=1, day=1),
        words_of=lambda first: str(first.year),
    ),
)


def timeline_of(counts: Sequence[DayCount], since: date | None = None, until: date | None = None) -> Timeline:
    """The bars of a line of time; those between `since` and `until` are the chosen ones."""
    dated = {one.day: one.events for one in counts if one.day}
    undated = sum(sum(one.events.values()) for one in counts if one.day is None)
    if not dated:
        return Timeline(bars=(), unit=_UNITS[0].name, undated=undated)
    reach = (max(dated) - min(dated)).days + 1
    unit = next((one for one in _UNITS if reach / one.days <= MOST_BARS), _UNITS[-1])
    joined: defaultdict[date, Counter[EventStatus]] = defaultdict(Counter)
    for day_, events in dated.items():
        joined[unit.first_of(day_)].update(events)
    bars = []
    for first, events in sorted(joined.items()):
        last = unit.last_of(first)
        is_chosen = (since is None or last >= since) and (until is None or first <= until)
        bars.append(Bar(first=first, last=last, words=unit.words_of(first), events=dict(events), is_chosen=is_chosen))
    return Timeline(bars=tuple(bars), unit=unit.name, undated=undated)


def timeline_spec(timeline: Timeline) -> Spec:
    """The line of time as Vega-Lite, with its bars."""
    rows = [row for bar in timeline.bars for row in _rows_of(bar)]
    return {**_timeline(), "datasets": {"bars": rows}}


def _rows_of(bar: Bar) -> Iterator[dict[str, Any]]:
    """The pieces of a bar, one on the other."""
    low = 0
    for status in COLOURS:
        if events := bar.events.get(status, 0):
            yield {
                "first": _moment(bar.first),
                "next": _moment(bar.last + timedelta(days=1)),
                "words": f"{bar.words}: {events:,} {status.value}",
                "status": status.value,
                "low": low,
                "high": low + events,
                "chosen": bar.is_chosen,
            }
            low += events


def map_spec(spots: Sequence[SpotCount], chosen: Sequence[str] = ()) -> Spec | None:
    """The map as Vega-Lite, drawn so far in that it holds all spots; None where no spot has a position."""
    placed = [
        (one, one.longitude, one.latitude) for one in spots if one.longitude is not None and one.latitude is not None
    ]
    if not placed:
        return None
    names = {name.casefold() for name in chosen}
    rows = [
        {
            "place": spot.name,
            "words": f"{spot_words(spot)}: {count(spot.events, 'event')}, {spot.contested} disputed or denied",
            "longitude": longitude,
            "latitude": latitude,
            "events": spot.events,
            "contested": spot.contested > 0,
            "chosen": not names or any(name in spot.name.casefold() for name in names),
        }
        for spot, longitude, latitude in placed
    ]
    west, east = min(one[1] for one in placed), max(one[1] for one in placed)
    south, north = min(one[2] for one in placed), max(one[2] for one in placed)
    breadth = max((east - west) * 1.3, (north - south) * 1.3 / _ASPECT, NARROWEST_DEGREES)
    if breadth >= WORLD_DEGREES:
        breadth, centre = 360.0, (0.0, 10.0)
    else:
        centre = (west + east) / 2, (south + north) / 2
    values = {"breadth": breadth, "east": centre[0], "north": centre[1]}
    spec = _map()
    params = [{**one, "value": values[one["name"]]} if one["name"] in values else one for one in spec["params"]]
    return {**spec, "params": params, "datasets": {"spots": rows}}


def spot_words(spot: SpotCount) -> str:
    """ "Sirte, LBY": a place and its country."""
    return one_line(f"{spot.name}, {spot.country}" if spot.country else spot.name)


@cache
def _timeline() -> dict[str, Any]:
    """The line of time without its bars; `brush` is the stretch that the reader marks."""
    brush = alt.selection_interval(
        name="brush", encodings=["x"], mark=alt.BrushConfig(fill="var(--ink)", fillOpacity=0.08, stroke=_QUIET)
    )
    chart = (
        alt.Chart(alt.NamedData(name="bars"), width="container", height=140)
        .mark_rect(cursor="crosshair", stroke="var(--paper)", strokeWidth=0.5)
        .encode(
            x=alt.X("first:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(labelOverlap=True, grid=False)),
            x2="next:T",
            y=alt.Y("low:Q", title="events", axis=alt.Axis(tickMinStep=1, tickCount=3, format="d")),
            y2="high:Q",
            color=_by_status(),
            opacity=alt.condition("datum.chosen", alt.value(1), alt.value(0.3)),
            tooltip="words:N",
        )
        .add_params(brush)
    )
    return _finished(chart)


@cache
def _map() -> dict[str, Any]:
    """The map without its spots; `picked` is the spot that the reader clicks."""
    picked = alt.selection_point(name="picked", fields=["place"], on="click")
    outlines = alt.Chart(alt.UrlData(url=BASE_MAP, format=alt.TopoDataFormat(feature="countries", type="topojson")))
    land = outlines.mark_geoshape(clip=True, fill="var(--raised)", stroke="var(--hairline)", strokeWidth=0.7)
    spots = (
        alt.Chart(alt.NamedData(name="spots"))
        .mark_circle(clip=True, cursor="pointer", stroke="var(--paper)", strokeWidth=1)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size("events:Q", legend=None, scale=alt.Scale(type="sqrt", rangeMin=40, rangeMax=900)),
            color=alt.condition("datum.contested", alt.value("var(--amber)"), alt.value("var(--slate)")),
            opacity=alt.condition("datum.chosen", alt.value(0.85), alt.value(0.3)),
            tooltip="words:N",
        )
        .add_params(picked)
    )
    positions = [alt.param(name=name, value=0) for name in ("breadth", "east", "north")]
    chart = alt.layer(land, spots, width="container", height=180).add_params(*positions)
    scale, centre = alt.expr("width * 180 / (PI * breadth)"), alt.expr("[east, north]")
    return _finished(chart.project(type="equirectangular", scale=scale, center=centre))


def _by_status() -> alt.Color:
    names = [status.value for status in COLOURS]
    return alt.Color("status:N", legend=None, scale=alt.Scale(domain=names, range=list(COLOURS.values())))


def _finished(chart: Any) -> dict[str, Any]:
    """The specification, in the type and the colours of the desk."""
    dressed = chart.configure(
        background="transparent",
        font="system-ui, sans-serif",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=_QUIET, titleColor=_QUIET, tickColor="var(--hairline)", domainColor="var(--hairline)",
            gridColor="var(--hairline)", labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        ),
    )  # fmt: skip
    written: dict[str, Any] = dressed.to_dict()
    return written


def _moment(one: date) -> str:
    """The beginning of a day, the same in every time zone."""
    return f"{one.isoformat()}T00:00:00Z"
