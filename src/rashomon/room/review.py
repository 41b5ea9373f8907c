"""What analysts decided. In: a ledger. Out: `/review`."""

from __future__ import annotations

from rashomon.room.desk import Datasette, Request, Response, Routes, ask, page


async def show(datasette: Datasette, request: Request) -> Response:
    """Every decision."""
    found = await ask(datasette, lambda queries: queries.find_decisions())
    return await page(datasette, request, "review.html", found=found)


ROUTES: Routes = ((r"^/review$", show),)
