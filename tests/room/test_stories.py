"""The page of events: what its address asks, what it counts and draws, and what it says."""

import asyncio
import json
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from made_events import STRIKES, link, write_strikes
from rashomon.errors import SettingError
from rashomon.filters import ClaimFilter
from rashomon.listings import DayCount, Listing, SpotCount
from rashomon.records import EventStatus, EventType
from rashomon.room import stories
from rashomon.room.charts import BASE_MAP, MOST_BARS, NARROWEST_DEGREES, map_spec, timeline_of, timeline_spec
from rashomon.room.serving import open_room
from rashomon.room.stories import address_of, filter_of, stories_view_of

DISPUTED, SINGLE = EventStatus.DISPUTED, EventStatus.SINGLE_ORIGIN
FIRST = date(2031, 3, 1)
STATIC = Path(stories.__file__).parent / "static"


def day_count(day: date | None, **events: int) -> DayCount:
    return DayCount(day=day, events={EventStatus(name.replace("_", "-")): number for name, number in events.items()})


def spot(name: str, latitude: float | None = None, longitude: float | None = None, **numbers: int) -> SpotCount:
    return SpotCount(
        name=name, country=None, latitude=latitude, longitude=longitude, **{"events": 1, "contested": 0, **numbers}
    )


def made_listing(**changed: Any) -> Listing:
    empty = {
        "events": (),
        "total": 0,
        "statuses": dict.fromkeys(EventStatus, 0),
        "days": (),
        "spots": (),
        "outlets": (),
    }
    return Listing(**{**empty, **changed})


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """A strike that is asserted twice and denied once, and a protest."""
    path = tmp_path / "ledger.db"
    write_strikes(path)
    link(path, [[reading.claims[0].id for reading in STRIKES]])
    return path


def get(ledger_path: Path, path: str) -> Any:
    return asyncio.run(open_room(ledger_path).client.get(path))


def spec_in(text: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}-spec">(.*?)</script>', text, re.DOTALL)
    return found and json.loads(found[1])


def test_an_address_holds_every_choice_in_the_words_of_the_command_line():
    asked = {"actor": ["the navy", "police"], "place": ["LBY"], "status": ["disputed", "denied"], "type": ["assault"]}
    wanted = filter_of({**asked, "since": ["2031-03"], "until": ["2031-03"], "text": ["convoy"], "outlet": ["Post"]})
    assert wanted == ClaimFilter(
        actors=("the navy", "police"),
        places=("LBY",),
        outlets=("Post",),
        types=(EventType.ASSAULT,),
        statuses=(DISPUTED, EventStatus.DENIED),
        since=date(2031, 3, 1),
        until=date(2031, 3, 31),
        words="convoy",
    )
    assert parse_qs(urlsplit(address_of(asked, 3)).query) == {**asked, "page": ["3"]}
    assert address_of({}) == "/"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"since": ["yesterday"]}, "R204"),
        ({"type": ["asault"]}, "R207"),
        ({"status": ["contested"]}, "R208"),
    ],
)
def test_what_the_address_misspells_is_refused_with_a_way_to_mend_it(asked: dict[str, list[str]], code: str):
    with pytest.raises(SettingError) as raised:
        filter_of(asked)
    assert raised.value.code == code


@pytest.mark.parametrize(("number", "unit"), [(30, "day"), (500, "week"), (2000, "month"), (20_000, "year")])
def test_days_are_put_together_where_they_are_too_many_to_see(number: int, unit: str):
    counts = [day_count(FIRST + timedelta(days=n), disputed=1) for n in range(number)]
    timeline = timeline_of(counts)
    assert timeline.unit == unit
    assert len(timeline.bars) <= MOST_BARS
    assert sum(bar.total for bar in timeline.bars) == number
    for bar, following in zip(timeline.bars, timeline.bars[1:], strict=False):
        assert bar.first <= bar.last == following.first - timedelta(days=1)


def test_the_line_of_time_stacks_what_is_contested_first_and_pales_what_was_not_chosen():
    counts = [day_count(FIRST, single_origin=3, disputed=2), day_count(FIRST + timedelta(days=4), disputed=1)]
    timeline = timeline_of([*counts, day_count(None, disputed=7)], since=FIRST + timedelta(days=1))
    assert timeline.undated == 7
    bars = timeline_spec(timeline)["datasets"]["bars"]
    assert [(bar["status"], bar["low"], bar["high"], bar["chosen"]) for bar in bars] == [
        ("disputed", 0, 2, False),
        ("single-origin", 2, 5, False),
        ("disputed", 0, 1, True),
    ]
    assert (bars[0]["first"], bars[0]["next"]) == ("2031-03-01T00:00:00Z", "2031-03-02T00:00:00Z")


def test_a_map_is_drawn_so_far_in_that_it_holds_all_places():
    def shown(*spots: SpotCount) -> dict[str, float]:
        spec = map_spec(spots)
        assert spec is not None
        return {one["name"]: one["value"] for one in spec["params"] if "value" in one}

    assert shown(spot("a", 30, 10))["breadth"] == NARROWEST_DEGREES
    near = shown(spot("a", 30, 10), spot("b", 34, 60))
    assert (near["east"], near["north"]) == (35, 32)
    assert 50 < near["breadth"] < 80
    assert shown(spot("a", -30, -100), spot("b", 60, 140))["breadth"] == 360


def test_a_place_in_no_gazetteer_stands_in_the_table_and_not_on_the_map():
    assert map_spec([spot("Tolne")]) is None
    spots = (spot("Tolne", events=3), spot("Sirte", 31.2, 16.6))
    view = stories_view_of(made_listing(spots=spots), {}, ClaimFilter(), number=1, can_draw=True)
    assert [(one.words, one.events, one.is_on_map) for one in view.spots] == [("Tolne", 3, False), ("Sirte", 1, True)]
    assert view.place_picture is not None
    assert [one["place"] for one in view.place_picture["datasets"]["spots"]] == ["Sirte"]
    assert "1 place in no gazetteer" in view.place_words


def test_a_name_that_turns_the_direction_of_writing_does_so_neither_in_the_table_nor_on_the_map():
    turning = spot("Sir\u202ete", 31.2, 16.6)
    view = stories_view_of(made_listing(spots=(turning,)), {}, ClaimFilter(), number=1, can_draw=True)
    assert view.place_picture is not None
    shown = view.spots[0].words + view.place_words + view.place_picture["datasets"]["spots"][0]["words"]
    assert "\u202e" not in shown and shown.count("Sir\ufffdte") == 3


def test_each_number_leads_to_the_list_that_it_counts():
    listing = made_listing(statuses={**dict.fromkeys(EventStatus, 0), DISPUTED: 4, SINGLE: 9}, total=4)
    asked = {"status": ["disputed"], "actor": ["navy"]}
    view = stories_view_of(listing, asked, filter_of(asked), number=1, can_draw=True)
    hrefs = {one.status: (one.events, one.is_chosen, one.href) for one in view.statuses}
    assert hrefs[DISPUTED] == (4, True, "/?actor=navy")
    assert hrefs[SINGLE] == (9, False, "/?actor=navy&status=single-origin")
    assert [(one.field, one.href) for one in view.choices] == [
        ("actor", "/?status=disputed"),
        ("status", "/?actor=navy"),
    ]


def test_a_newcomer_sees_what_is_disputed_by_whom_and_on_how_many_origins(ledger_path: Path):
    shown = get(ledger_path, "/?status=disputed")
    assert shown.status_code == 200
    text = " ".join(unescape(re.sub(r"<script.*?</script>|<[^>]+>", "", shown.text, flags=re.DOTALL)).split())
    assert "1 disputed" in text
    assert "1 event " in text
    assert "The ministry denies what 2 independent origins assert: Harbour police and The coast guard." in text
    assert "accounts differ in when" in text
    assert "3 claims in The Lantern, Kasdor Heute, Velmar Post" in text
    assert "first told 12 March 2031" in text


def test_the_front_page_leads_with_what_is_disputed_and_no_other_page_does(ledger_path: Path):
    heading = "Disputed, and told most"
    front = get(ledger_path, "/").text
    assert front.index(heading) < front.index("The ministry denies") < front.index('id="events-heading"')
    assert heading not in get(ledger_path, "/?place=tolne").text
    assert heading not in get(ledger_path, "/?page=2").text


def test_a_page_of_the_list_stays_in_the_address(ledger_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stories, "EVENTS_ON_A_PAGE", 1)
    first, second = get(ledger_path, "/?place=tolne&actor=planes").text, get(ledger_path, "/?page=2").text
    assert 'rel="next"' not in first and 'rel="prev"' not in first
    assert 'rel="prev" href="/"' in second and 'rel="next"' not in second
    assert 'rel="next" href="/?page=2"' in get(ledger_path, "/?page=zwei").text


def test_a_list_that_is_empty_says_how_to_go_on(ledger_path: Path, tmp_path: Path):
    assert "No event fits all of this" in get(ledger_path, "/?actor=nobody").text
    beyond = get(ledger_path, "/?page=9").text
    assert "The list ends before this page" in beyond and 'rel="prev" href="/"' in beyond
    write_strikes(tmp_path / "unlinked.db")
    assert "no event in this ledger yet" in get(tmp_path / "unlinked.db", "/").text


def test_what_is_misspelt_is_answered_with_what_to_do(ledger_path: Path):
    shown = get(ledger_path, "/?status=contested")
    assert shown.status_code == 400
    assert "R208" in shown.text and "single-origin" in shown.text


def test_without_the_script_the_page_has_its_tables_and_says_how_to_make_it(
    ledger_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stories, "BUNDLE_PATH", Path("/nowhere"))
    text = get(ledger_path, "/").text
    assert "pip install -e ." in text
    assert "vega.js" not in text and spec_in(text, "time") is None
    assert 'href="/?since=2031-03-12&amp;until=2031-03-12"' in text


def test_pictures_come_with_their_numbers_in_the_page(ledger_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stories, "BUNDLE_PATH", Path(stories.__file__))
    text = get(ledger_path, "/").text
    assert {bar["first"][:10] for bar in spec_in(text, "time")["datasets"]["bars"]} == {"2031-03-12", "2031-03-14"}
    assert spec_in(text, "place")["layer"][0]["data"]["url"] == BASE_MAP
    assert (STATIC / Path(BASE_MAP).name).exists()


def test_the_base_map_is_outlines_alone():
    world = json.loads((STATIC / "world.json").read_text(encoding="utf-8"))
    shapes = world["objects"]["countries"]["geometries"]
    assert len(shapes) > 150
    assert {key for shape in shapes for key in shape} == {"type", "arcs"}
    assert (STATIC / "world.json").stat().st_size < 110_000
