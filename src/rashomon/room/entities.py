"""One entity. In: the id of an entity. Out: `/entities/…`."""

from __future__ import annotations

from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page


async def show(datasette: Datasette, request: Request) -> Response:
    """The entity of this id."""
    entity_id = request.url_vars["id"]
    found = await ask(datasette, lambda queries: queries.find_entity(entity_id))
    if found is None:
        raise missing("entity", entity_id)
    return await page(datasette, request, "entity.html", found=found)


ROUTES: Routes = ((r"^/entities/(?P<id>[^/]+)$", show),)
