"""Words looked up in claims. In: `q` of the address. Out: `/search`."""

from __future__ import annotations

from itertools import islice

from rashomon.filters import ClaimFilter
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, page

_SHOWN = 50


async def show(datasette: Datasette, request: Request) -> Response:
    """The claims with these words."""
    words = request.args.get("q") or ""
    wanted = ClaimFilter(words=words)
    found = await ask(datasette, lambda queries: list(islice(queries.find_claims(wanted), _SHOWN))) if words else []
    return await page(datasette, request, "search.html", words=words, found=found)


ROUTES: Routes = ((r"^/search$", show),)
