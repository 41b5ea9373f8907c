"""One article. In: the id of an article. Out: `/articles/a-…`."""

from __future__ import annotations

from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page


async def show(datasette: Datasette, request: Request) -> Response:
    """The article of this id."""
    article_id = request.url_vars["id"]
    found = await ask(datasette, lambda queries: queries.find_article(article_id))
    if found is None:
        raise missing("article", article_id)
    return await page(datasette, request, "article.html", found=found)


async def turn(datasette: Datasette, request: Request) -> Response:
    """A claim is read where it stands, in its article."""
    claim_id = request.url_vars["id"]
    found = await ask(datasette, lambda queries: queries.find_claim(claim_id))
    if found is None:
        raise missing("claim", claim_id)
    return Response.redirect(f"/articles/{found.article.id}#{claim_id}")


ROUTES: Routes = ((r"^/articles/(?P<id>a-[^/]+)$", show), (r"^/claims/(?P<id>c-[^/]+)$", turn))
