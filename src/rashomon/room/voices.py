"""Who speaks, and what became of what they say.

In: the filters of the address, or the name and kind of a voice. Out: `/voices`, all that fit, those with most claims
first; `/voices?name=…&kind=…`, one of them. Read next: `entities.py`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from rashomon.filters import ClaimFilter
from rashomon.labels import one_line
from rashomon.options import Day
from rashomon.queries import Queries
from rashomon.records import VoiceKind
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page
from rashomon.room.sayings import SHOWN, TestimonyView, page_number, pages_of, testimony_view_of
from rashomon.testimony import Testimony, VoicesPage, kinds_of_voice, testimony_of_voice, voices_page

VOICES_SHOWN = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRow:
    """A voice in the list, with its address."""

    name: str
    kind: VoiceKind
    claims: int
    denials: int
    outlets: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesView:
    """A page of voices: how many fit, the page and how many there are, and what was asked for, to be asked again."""

    total: int
    rows: tuple[VoiceRow, ...]
    number: int
    pages: int
    asked: tuple[tuple[str, str], ...]
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """One voice: its name and kind, whom articles mean by it, and what it says."""

    name: str
    kind: VoiceKind
    entities: tuple[tuple[str, str], ...]
    said: TestimonyView
    href: str


def voices_view_of(found: VoicesPage, number: int, asked: dict[str, str]) -> VoicesView:
    """The list with its addresses; `asked` are the filters as they were typed."""
    return VoicesView(
        total=found.total,
        rows=tuple(
            VoiceRow(
                name=one_line(one.name),
                kind=one.kind,
                claims=one.claims,
                denials=one.denials,
                outlets=one.outlets,
                href=href_of(one.name, one.kind),
            )
            for one in found.voices
        ),
        number=number,
        pages=pages_of(found.total, VOICES_SHOWN),
        asked=tuple(asked.items()),
        query=urlencode({name: value for name, value in asked.items() if value}),
    )


def voice_view_of(name: str, kind: VoiceKind, testimony: Testimony, number: int) -> VoiceView:
    """One voice; the entities are those that stand at its words in the claims of the page, the oftenest first."""
    meant: Counter[tuple[str, str]] = Counter()
    for said in testimony.page:
        for voice in said.found.claim.voices:
            who = said.found.who.get(voice.span) if voice.span else None
            if who and voice.name.casefold() == name.casefold():
                meant[who.id, one_line(who.name)] += 1
    return VoiceView(
        name=one_line(name),
        kind=kind,
        entities=tuple(entity for entity, _ in meant.most_common()),
        said=testimony_view_of(testimony, number),
        href=href_of(name, kind),
    )


def href_of(name: str, kind: VoiceKind) -> str:
    """The address of a voice."""
    return f"/voices?{urlencode({'name': name, 'kind': kind.value})}"


def filter_of(asked: dict[str, str]) -> ClaimFilter:
    """The voices that are meant; SettingError R204 for a day that is none. A kind that is none asks nothing."""
    return ClaimFilter(
        voices=(asked["voice"],) if asked["voice"] else (),
        kinds=(VoiceKind(asked["kind"]),) if asked["kind"] in set(VoiceKind) else (),
        outlets=(asked["outlet"],) if asked["outlet"] else (),
        since=_day(asked["since"], last=False),
        until=_day(asked["until"], last=True),
    )


async def show(datasette: Datasette, request: Request) -> Response:
    """The voices that fit, or the one that is named."""
    name, number = request.args.get("name"), page_number(request.args.get("page"))
    if name:
        return await _show_one(datasette, request, name, number)
    asked = {one: (request.args.get(one) or "").strip() for one in ("voice", "kind", "outlet", "since", "until")}
    wanted, first = filter_of(asked), (number - 1) * VOICES_SHOWN
    found = await ask(datasette, lambda queries: voices_page(queries.ask, wanted, first=first, number=VOICES_SHOWN))
    view = voices_view_of(found, number, asked)
    return await page(datasette, request, "voices.html", voices=view, kinds=tuple(VoiceKind))


async def _show_one(datasette: Datasette, request: Request, name: str, number: int) -> Response:
    given = request.args.get("kind")

    def question(queries: Queries) -> tuple[tuple[VoiceKind, ...], Testimony | None]:
        kinds = tuple(kind for kind in kinds_of_voice(queries.ask, name) if given in (None, "", kind.value))
        if len(kinds) != 1:
            return kinds, None
        first = (number - 1) * SHOWN
        return kinds, testimony_of_voice(queries.ask, name, kinds[0], first=first, number=SHOWN)

    kinds, testimony = await ask(datasette, question)
    if not kinds:
        raise missing("voice", name)
    if testimony is None:
        ways = [(kind, href_of(name, kind)) for kind in kinds]
        return await page(datasette, request, "voice.html", voice=None, name=one_line(name), ways=ways)
    return await page(datasette, request, "voice.html", voice=voice_view_of(name, kinds[0], testimony, number))


def _day(typed: str, *, last: bool) -> date | None:
    return Day(whole=False, last=last).convert(typed, None, None) if typed else None


ROUTES: Routes = ((r"^/voices$", show),)
