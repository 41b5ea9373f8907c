"""Who speaks. In: a ledger. Out: `/voices`."""

from __future__ import annotations

from itertools import islice

from rashomon.filters import ClaimFilter
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, page

_SHOWN = 100


async def show(datasette: Datasette, request: Request) -> Response:
    """The voices with most claims."""
    found = await ask(datasette, lambda queries: list(islice(queries.find_voices(ClaimFilter()), _SHOWN)))
    return await page(datasette, request, "voices.html", found=found)


ROUTES: Routes = ((r"^/voices$", show),)
