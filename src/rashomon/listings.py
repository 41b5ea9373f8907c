"""One page of a list of events, and beside it how many there are by status, by day and by place.

In: a `ClaimFilter`, the page, and the ledger to ask. Out: a `Listing`. What is counted by status leaves the wanted
statuses out of account, what is counted by day the wanted days, and what is counted by place the wanted places: each
shows what one would get by choosing otherwise. Everything is asked of `event_tellings`, whose narrow rows lie in the
order of the list, so that no answer takes longer than one walk along them. Changes nothing.

Read next: `room/stories.py`, the page that shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rashomon.answers import FoundEvent, date_of
from rashomon.filters import ClaimFilter, Condition, beyond_telling_where_of, telling_where_of
from rashomon.findings import Ask, events_where, held_in
from rashomon.records import EventStatus

MOST_SPOTS = 300
"""So many places a picture and a table can show; of more, those of most events."""
MOST_OUTLETS = 200
"""So many outlets a form can offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many events were first told on a day, by status; `day` is None for those that nobody dates."""

    day: date | None
    events: Mapping[EventStatus, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCount:
    """How many events a claim puts at a place, and how many of them are disputed or denied.

    `name` is the gazetteer's, with country and position; a place that no gazetteer has goes by its words.
    """

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    events: int
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The events of one page, and how many fit in all, by status, day and place; `outlets` are those to choose from."""

    events: tuple[FoundEvent, ...]
    total: int
    statuses: Mapping[EventStatus, int]
    days: tuple[DayCount, ...]
    spots: tuple[SpotCount, ...]
    outlets: tuple[str, ...]


def listing_of(ask: Ask, wanted: ClaimFilter, *, first: int, number: int) -> Listing:
    """`number` of the events that fit, from the `first` (counted from 0) in the order of `Queries.find_events`."""
    tellings = _Tellings(ask, wanted)
    of_any_status = replace(wanted, statuses=())
    of_any_day = replace(of_any_status, since=None, until=None)
    by_day = {one: tuple(tellings.days(one)) for one in {of_any_status, of_any_day}}
    statuses = {one: sum(count.events[one] for count in by_day[of_any_status]) for one in EventStatus}
    chosen = wanted.statuses or tuple(EventStatus)
    ids = tellings.event_ids(wanted, first, number)
    return Listing(
        events=tuple(events_where(ask, f"events.id IN ({', '.join('?' * len(ids))})", ids)),
        total=sum(statuses[one] for one in chosen),
        statuses=statuses,
        days=tuple(
            DayCount(day=count.day, events=events)
            for count in by_day[of_any_day]
            if any((events := {one: count.events[one] for one in chosen}).values())
        ),
        spots=tuple(tellings.spots(replace(wanted, places=()))),
        outlets=tuple(_outlets(ask)),
    )


def most_told(ask: Ask, status: EventStatus, number: int) -> tuple[FoundEvent, ...]:
    """The listed events of a status that most claims tell, of equals the newest first."""
    rows = ask(
        "SELECT DISTINCT event_id, claims, published FROM event_tellings WHERE status = ?"
        " ORDER BY claims DESC, published DESC, event_id LIMIT ?",
        [status.value, number],
    )
    ids = [row[0] for row in rows]
    found = events_where(ask, f"events.id IN ({', '.join('?' * len(ids))})", ids)
    return tuple(sorted(found, key=lambda one: ids.index(one.event.id)))


class _Tellings:
    """The claims of listed events that meet what claims alone can tell: found once, however often they are counted."""

    def __init__(self, ask: Ask, wanted: ClaimFilter) -> None:
        self._ask = ask
        self._held = held_in(ask)
        self._numbers: str | None = None
        fits, values = beyond_telling_where_of(wanted, self._held)
        if values:
            # Outer joins to what a condition does not name are left out by SQLite.
            found = ask(
                "SELECT claims.number FROM claims LEFT JOIN articles ON articles.id = claims.article_id"
                f" LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id WHERE {fits}",
                values,
            )
            self._numbers = json.dumps([number for (number,) in found])

    def event_ids(self, wanted: ClaimFilter, first: int, number: int) -> list[str]:
        """The events of a page, the newest first."""
        where, values = self._where(wanted)
        rows = self._ask(
            # The rows lie in this order. `told_on` stands in no index: without it, SQLite would sort a smaller one.
            f"SELECT event_id, told_on FROM event_tellings WHERE {where} GROUP BY published, claims, event_id"
            " ORDER BY published DESC, claims DESC, event_id LIMIT ? OFFSET ?",
            [*values, number, first],
        )
        return [event_id for event_id, _ in rows]

    def days(self, wanted: ClaimFilter) -> Iterator[DayCount]:
        """The days on which the events that fit were first told, from the last to the first."""
        where, values = self._where(wanted)
        counted = ", ".join(f"count(DISTINCT iif(status = '{one.value}', event_id, NULL))" for one in EventStatus)
        for day, *numbers in self._ask(
            f"SELECT published, {counted} FROM event_tellings WHERE {where} GROUP BY published ORDER BY published DESC",
            values,
        ):
            yield DayCount(day=date_of(day or None), events=dict(zip(EventStatus, numbers, strict=True)))

    def spots(self, wanted: ClaimFilter) -> Iterator[SpotCount]:
        """The places of the events that fit, those of most events first."""
        where, values = self._where(wanted)
        contested = f"status IN ('{EventStatus.DISPUTED.value}', '{EventStatus.DENIED.value}')"
        for name, country, latitude, longitude, events, number in self._ask(
            f"""
            SELECT ifnull(place_name, place) AS name, country, latitude, longitude, count(DISTINCT event_id) AS events,
                   count(DISTINCT iif({contested}, event_id, NULL))
            FROM event_tellings WHERE place IS NOT NULL AND {where}
            GROUP BY name, country, latitude, longitude ORDER BY events DESC, name LIMIT ?
            """,
            [*values, MOST_SPOTS],
        ):
            yield SpotCount(
                name=name, country=country, latitude=latitude, longitude=longitude, events=events, contested=number
            )

    def _where(self, wanted: ClaimFilter) -> Condition:
        where, values = telling_where_of(wanted, self._held)
        if self._numbers is None:
            return where, values
        return f"{where} AND claim_number IN (SELECT value FROM json_each(?))", [*values, self._numbers]


def _outlets(ask: Ask) -> Iterator[str]:
    """The outlets that published most."""
    for (outlet,) in ask(
        "SELECT outlet FROM articles WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT ?",
        [MOST_OUTLETS],
    ):
        yield outlet
