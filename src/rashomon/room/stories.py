"""The first page: events, the newest first. In: a ledger. Out: `/`."""

from __future__ import annotations

from itertools import islice

from rashomon.filters import ClaimFilter
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, page

_SHOWN = 50


async def show(datasette: Datasette, request: Request) -> Response:
    """The newest events."""
    found = await ask(datasette, lambda queries: list(islice(queries.find_events(ClaimFilter()), _SHOWN)))
    return await page(datasette, request, "stories.html", found=found)


ROUTES: Routes = ((r"^/$", show),)
