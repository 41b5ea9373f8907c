"""Words looked up in claims, articles and names. In: `q`, `kind`, `outlet`, `page` of the address. Out: `/search`.

An id that is pasted in leads to its record. Read next: `entities.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from rashomon.errors import SettingError
from rashomon.queries import Queries
from rashomon.room.desk import NOT_THERE, Datasette, Request, Response, Routes, ask, page
from rashomon.searches import (
    COUNTED,
    ArticleHit,
    ClaimHit,
    EntityHit,
    Hits,
    Sought,
    VoiceHit,
    articles_with,
    claims_with,
    entities_called,
    outlets_in,
    sought,
    voices_called,
)

A_PAGE, A_FEW = 20, 6
"""How many hits of one kind a page shows, and how many of each kind where all are shown."""
_OUTLETS = 500
"""How many outlets are proposed where one is asked for."""
_ID = re.compile(r"\s*([acdemn]-[0-9a-f]{4,16})\s*", re.IGNORECASE)
_PAGES = {"a": "/articles/", "c": "/claims/", "e": "/events/", "n": "/entities/"}


class Kind(StrEnum):
    """What is looked through."""

    ALL = "all"
    CLAIMS = "claims"
    ARTICLES = "articles"
    NAMES = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; `number` of the page is from 1."""

    words: str
    kind: Kind
    outlet: str
    number: int

    def address(self, *, kind: Kind | None = None, number: int = 1) -> str:
        """The address of the same search among another kind, or of another page of it."""
        asked = {"q": self.words, "kind": kind or self.kind, "outlet": self.outlet, "page": number}
        plain = {"kind": Kind.ALL, "outlet": "", "page": 1}
        return "/search?" + urlencode({name: value for name, value in asked.items() if plain.get(name) != value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the ledger has: nothing where no word was asked for."""

    outlets: tuple[str, ...]
    sought: Sought | None = None
    claims: Hits[ClaimHit] | None = None
    articles: Hits[ArticleHit] | None = None
    entities: tuple[EntityHit, ...] = ()
    voices: tuple[VoiceHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """All that the page shows. `ways` are the same words looked up in each kind."""

    asked: Asked
    found: Found
    error: SettingError | None
    unknown_id: str | None
    ways: Mapping[Kind, str]
    has_more_names: bool
    before: str | None
    after: str | None
    is_empty: bool


def asked_of(words: str, kind: str, outlet: str, number: str) -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    return Asked(
        words=words.strip(),
        kind=Kind(kind) if kind in list(Kind) else Kind.ALL,
        outlet=outlet.strip(),
        number=min(max(int(number), 1), COUNTED) if re.fullmatch(r"[0-9]{1,6}", number) else 1,
    )


def id_in(words: str) -> str | None:
    """The id that these words are, or None."""
    match = _ID.fullmatch(words)
    return match[1].lower() if match else None


def find(queries: Queries, asked: Asked, wanted: Sought | None) -> Found:
    """The hits of this page, of each kind that is asked for."""
    outlets = outlets_in(queries.ask, _OUTLETS)
    if wanted is None:
        return Found(outlets=outlets)
    is_all = asked.kind is Kind.ALL
    number = A_FEW if is_all else A_PAGE
    first = 0 if is_all else (asked.number - 1) * A_PAGE
    has_names = asked.kind is Kind.NAMES or (is_all and not asked.outlet)
    return Found(
        outlets=outlets,
        sought=wanted,
        claims=claims_with(queries.ask, wanted, first=first, number=number)
        if asked.kind in (Kind.ALL, Kind.CLAIMS)
        else None,
        articles=articles_with(queries.ask, wanted, first=first, number=number)
        if asked.kind in (Kind.ALL, Kind.ARTICLES)
        else None,
        entities=entities_called(queries.ask, wanted, first=first, number=number) if has_names else (),
        voices=voices_called(queries.ask, wanted, first=first, number=number) if has_names else (),
    )


def search_view(
    asked: Asked, found: Found, *, error: SettingError | None = None, unknown_id: str | None = None
) -> SearchView:
    """The page of a search."""
    hits = {Kind.CLAIMS: found.claims, Kind.ARTICLES: found.articles}.get(asked.kind)
    shown = hits.counted if hits else 0
    has_more = asked.number * A_PAGE < shown if hits else max(len(found.entities), len(found.voices)) == A_PAGE
    is_paged = asked.kind is not Kind.ALL
    counted = [one.counted for one in (found.claims, found.articles) if one]
    return SearchView(
        asked=asked,
        found=found,
        error=error,
        unknown_id=unknown_id,
        ways={kind: asked.address(kind=kind) for kind in Kind},
        has_more_names=asked.kind is Kind.ALL and max(len(found.entities), len(found.voices)) == A_FEW,
        before=asked.address(number=asked.number - 1) if is_paged and asked.number > 1 else None,
        after=asked.address(number=asked.number + 1) if is_paged and has_more else None,
        is_empty=found.sought is not None and not (sum(counted) or found.entities or found.voices),
    )


def find_record(queries: Queries, beginning: str) -> str | None:
    """The address of the one record whose id begins so, or None; SettingError R211 where several do."""
    try:
        found = queries.find_id(beginning)
    except SettingError as error:
        if error.code == NOT_THERE:
            return None
        raise
    if found[0] == "d":
        return f"/review#{found}"
    if found[0] == "m":
        mention = queries.find_mention(found)
        if mention is None:
            return None
        return f"/claims/{mention.claims[0].claim.id}" if mention.claims else f"/articles/{mention.article.id}"
    return _PAGES[found[0]] + found if found[0] in _PAGES else None


async def show(datasette: Datasette, request: Request) -> Response:
    """What the words are found in, or the record that is named."""
    asked = asked_of(*(request.args.get(name) or "" for name in ("q", "kind", "outlet", "page")))
    unknown_id = id_in(asked.words)
    error: SettingError | None = None
    wanted: Sought | None = None
    try:
        if unknown_id and (place := await ask(datasette, lambda queries: find_record(queries, unknown_id))):
            return Response.redirect(place)
        wanted = sought(asked.words, [asked.outlet] if asked.outlet else ()) if asked.words else None
    except SettingError as raised:
        error = raised
    found = await ask(datasette, lambda queries: find(queries, asked, wanted))
    view = search_view(asked, found, error=error, unknown_id=unknown_id)
    return await page(datasette, request, "search.html", view=view, words=asked.words)


ROUTES: Routes = ((r"^/search$", show),)
