"""One event and its claims. In: the id of an event. Out: `/events/e-…`."""

from __future__ import annotations

from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page


async def show(datasette: Datasette, request: Request) -> Response:
    """The event of this id."""
    event_id = request.url_vars["id"]
    found = await ask(datasette, lambda queries: queries.find_event(event_id))
    if found is None:
        raise missing("event", event_id)
    return await page(datasette, request, "event.html", found=found)


ROUTES: Routes = ((r"^/events/(?P<id>e-[^/]+)$", show),)
