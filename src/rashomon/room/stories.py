"""The first page: events, the newest first, with what is disputed counted at its head, a line of time and a map.

In: a filter in the words of the command line, as the address holds it (`?actor=navy&status=disputed&page=2`). Out: `/`.
Each choice is a link or a field of one form, so that the address is the whole state and nothing needs a script; with
one, the pictures can be marked and clicked, which leads to such an address too. Refuses what the command line refuses:
R204 what is no date, R207 no type, R208 no status, R212 nothing to look for.

Read next: `events.py`, the page that each line leads to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from rashomon.accounts import Headline, disagreements_of, headline_of, lead_of, outlet_of, status_sentence
from rashomon.answers import FoundEvent
from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter
from rashomon.labels import count, days, in_quotes, one_line
from rashomon.listings import Listing, SpotCount, listing_of, most_told
from rashomon.options import Day, TypeOfEvent
from rashomon.queries import Queries
from rashomon.records import EventStatus, EventType
from rashomon.room.charts import BUNDLE_PATH, Spec, Timeline, map_spec, spot_words, timeline_of, timeline_spec
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, page

EVENTS_ON_A_PAGE = 25
FIELDS = ("text", "actor", "place", "outlet", "type", "since", "until", "status")
"""The fields of the form, in its order; they are called as the options of the command line."""
LEADING = 3
"""How many of the disputed events stand at the head of the first page, where nothing is asked yet."""
SPOTS_IN_TABLE = 40
OUTLETS_NAMED = 5
VALUES_NAMED = 3
STATUSES = (EventStatus.DISPUTED, EventStatus.DENIED, EventStatus.CORROBORATED, EventStatus.SINGLE_ORIGIN)
"""What a newcomer looks for stands first."""
MEANINGS = {
    EventStatus.DISPUTED: "told and denied, or told in ways that exclude each other",
    EventStatus.DENIED: "only ever reported as denied",
    EventStatus.CORROBORATED: "two or more independent origins, none denying",
    EventStatus.SINGLE_ORIGIN: "all that is told goes back to one origin",
}

Asked = Mapping[str, Sequence[str]]
"""What the address asks: field to its values, those without any left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """How many events have a status, and the address of the list of these alone, or of all again."""

    status: EventStatus
    meaning: str
    events: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that the list is narrowed by, and the address without it."""

    field: str
    value: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One event in the list."""

    id: str
    status: EventStatus
    sentence: str
    headline: Headline
    lead: str
    first_told: date | None
    origins: int
    claims: int
    outlets: tuple[str, ...]
    more_outlets: int
    differs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A bar of the line of time as a row of its table, and the address of the events in it."""

    words: str
    href: str
    total: int
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotView:
    """A place as a row of its table, and the address of the events there."""

    words: str
    href: str
    events: int
    contested: int
    is_on_map: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesView:
    """The page: what is counted, what is drawn, the events, and where to go from here."""

    asked: Asked
    choices: tuple[Choice, ...]
    statuses: tuple[StatusView, ...]
    leading: tuple[StoryView, ...]
    stories: tuple[StoryView, ...]
    total: int
    first: int
    newer: str | None
    older: str | None
    time_words: str
    stretches: tuple[Stretch, ...]
    time_picture: Spec | None
    place_words: str
    spots: tuple[SpotView, ...]
    more_spots: int
    place_picture: Spec | None
    outlets: tuple[str, ...]
    can_draw: bool


def stories_view_of(
    listing: Listing,
    asked: Asked,
    wanted: ClaimFilter,
    *,
    number: int,
    can_draw: bool,
    leading: Sequence[FoundEvent] = (),
) -> StoriesView:
    """Page `number` (from 1) of what was found. Without the script of the pictures there are only their tables."""
    timeline = timeline_of(listing.days, wanted.since, wanted.until)
    picture = map_spec(listing.spots, wanted.places)
    first = (number - 1) * EVENTS_ON_A_PAGE
    last_number = max(math.ceil(listing.total / EVENTS_ON_A_PAGE), 1)
    return StoriesView(
        asked=asked,
        choices=tuple(_choices(asked)),
        statuses=tuple(_status_view(status, listing, asked) for status in STATUSES),
        leading=tuple(map(_story_view, leading)),
        stories=tuple(map(_story_view, listing.events)),
        total=listing.total,
        first=first + 1,
        newer=address_of(asked, min(number - 1, last_number)) if number > 1 else None,
        older=address_of(asked, number + 1) if number < last_number else None,
        time_words=_time_words(timeline),
        stretches=tuple(_stretches(timeline, asked)),
        time_picture=timeline_spec(timeline) if timeline.bars else None,
        place_words=_place_words(listing.spots),
        spots=tuple(_spot_view(spot, asked) for spot in listing.spots[:SPOTS_IN_TABLE]),
        more_spots=max(len(listing.spots) - SPOTS_IN_TABLE, 0),
        place_picture=picture,
        outlets=listing.outlets,
        can_draw=can_draw,
    )


def address_of(asked: Asked, number: int = 1, **changed: Sequence[str]) -> str:
    """The address of the page that asks this, with some fields changed."""
    fields = {**asked, **changed}
    pairs = [(field, value) for field in FIELDS for value in fields.get(field, ())]
    pairs += [("page", str(number))] * (number > 1)
    return f"/?{urlencode(pairs)}" if pairs else "/"


def filter_of(asked: Asked) -> ClaimFilter:
    """The filter that the fields mean, as the options of the command line mean it; SettingError as there."""
    return ClaimFilter(
        actors=tuple(asked.get("actor", ())),
        places=tuple(asked.get("place", ())),
        outlets=tuple(asked.get("outlet", ())),
        types=tuple(_type_of(value) for value in asked.get("type", ())),
        statuses=tuple(_status_of(value) for value in asked.get("status", ())),
        since=_day_of(asked.get("since", ()), Day(whole=False)),
        until=_day_of(asked.get("until", ()), Day(whole=False, last=True)),
        words=" ".join(asked.get("text", ())) or None,
    )


def _type_of(value: str) -> EventType:
    return TypeOfEvent().convert(value, None, None)


def _day_of(values: Sequence[str], kind: Day) -> date | None:
    return kind.convert(values[-1], None, None) if values else None


def _status_of(value: str) -> EventStatus:
    names = [status.value for status in EventStatus]
    if value not in names:
        raise SettingError("R208", f"no event has the status {value!r}", f"the statuses are {', '.join(names)}")
    return EventStatus(value)


def _choices(asked: Asked) -> Iterator[Choice]:
    for field in FIELDS:
        values = asked.get(field, ())
        for position, value in enumerate(values):
            others = [*values[:position], *values[position + 1 :]]
            yield Choice(field=field, value=one_line(value), href=address_of({**asked, field: others}))


def _status_view(status: EventStatus, listing: Listing, asked: Asked) -> StatusView:
    is_chosen = list(asked.get("status", ())) == [status.value]
    return StatusView(
        status=status,
        meaning=MEANINGS[status],
        events=listing.statuses[status],
        href=address_of({**asked, "status": [] if is_chosen else [status.value]}),
        is_chosen=is_chosen,
    )


def _story_view(found: FoundEvent) -> StoryView:
    lead = lead_of(found)
    sentence = status_sentence(found)
    outlets = tuple(dict.fromkeys(outlet_of(one.article) for one in found.claims))
    return StoryView(
        id=found.event.id,
        status=found.event.status,
        sentence=sentence[:1].upper() + sentence[1:],
        headline=headline_of(found),
        lead=in_quotes(one_line(lead.claim.quote)) if lead else "",
        first_told=found.claims[0].article.published if found.claims else None,
        origins=found.event.independent_origins,
        claims=len(found.claims),
        outlets=outlets[:OUTLETS_NAMED],
        more_outlets=max(len(outlets) - OUTLETS_NAMED, 0),
        differs=tuple(
            (one.field.value, tuple(value.words for value in one.values[:VALUES_NAMED]))
            for one in disagreements_of(found)
        ),
    )


def _stretches(timeline: Timeline, asked: Asked) -> Iterator[Stretch]:
    """The bars of the line of time, the newest first."""
    for bar in reversed(timeline.bars):
        between = {"since": [bar.first.isoformat()], "until": [bar.last.isoformat()]}
        contested = bar.events.get(EventStatus.DISPUTED, 0) + bar.events.get(EventStatus.DENIED, 0)
        yield Stretch(words=bar.words, href=address_of({**asked, **between}), total=bar.total, contested=contested)


def _time_words(timeline: Timeline) -> str:
    """What the line of time shows, for those who do not see it."""
    undated = f" {count(timeline.undated, 'event')} more without a date." if timeline.undated else ""
    if not timeline.bars:
        return "No event here has a date."
    most = max(timeline.bars, key=lambda bar: bar.total)
    reach = days(timeline.bars[0].first, timeline.bars[-1].last)
    return (
        f"Events by the {timeline.unit} in which they were first told, {reach};"
        f" the fullest {timeline.unit}, with {most.total:,}: {most.words}.{undated}"
    )


def _spot_view(spot: SpotCount, asked: Asked) -> SpotView:
    return SpotView(
        words=spot_words(spot),
        href=address_of({**asked, "place": [spot.name]}),
        events=spot.events,
        contested=spot.contested,
        is_on_map=spot.latitude is not None,
    )


def _place_words(spots: Sequence[SpotCount]) -> str:
    """What the map shows, for those who do not see it."""
    if not spots:
        return "No place is told of these events."
    unknown = sum(spot.latitude is None for spot in spots)
    nowhere = f" {count(unknown, 'place')} in no gazetteer, and on no map." if unknown else ""
    return f"Where events are told to have happened, most at {spot_words(spots[0])}.{nowhere}"


def asked_of(request: Request) -> Asked:
    """What the address asks, in the order of the form; empty fields ask nothing."""
    given = {field: [value.strip() for value in request.args.getlist(field)] for field in FIELDS}
    return {field: kept for field, values in given.items() if (kept := [value for value in values if value])}


async def show(datasette: Datasette, request: Request) -> Response:
    """The events that the address asks for, a page of them."""
    asked = asked_of(request)
    wanted = filter_of(asked)
    given = request.args.get("page") or ""
    number = max(int(given), 1) if given.isdecimal() and len(given) < 9 else 1
    first = (number - 1) * EVENTS_ON_A_PAGE

    def found_in(queries: Queries) -> tuple[Listing, tuple[FoundEvent, ...]]:
        is_front = not asked and number == 1
        leading = most_told(queries.ask, EventStatus.DISPUTED, LEADING) if is_front else ()
        return listing_of(queries.ask, wanted, first=first, number=EVENTS_ON_A_PAGE), leading

    listing, leading = await ask(datasette, found_in)
    view = stories_view_of(listing, asked, wanted, number=number, can_draw=BUNDLE_PATH.exists(), leading=leading)
    return await page(datasette, request, "stories.html", stories=view, types=list(EventType), statuses=STATUSES)


ROUTES: Routes = ((r"^/$", show),)
