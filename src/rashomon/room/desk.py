"""What each page of the reading room uses: asking the ledger, rendering a template, saying that something is not there.

In: Datasette, a request, a question. Out: records, or a response. A page imports Datasette's names from here, and an
error of Rashomon that a view raises is shown as a page with its code, sentence and mend (`refused`).

    async def show(datasette: Datasette, request: Request) -> Response:
        found = await ask(datasette, lambda queries: queries.find_event(request.url_vars["id"]))
        if found is None:
            raise missing("event", request.url_vars["id"])
        return await page(datasette, request, "event.html", event=event_view_of(found))

Read next: `plugin.py`, which calls the views.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from rashomon.errors import FetchError, InputError, LedgerError, ModelError, RashomonError, SettingError
from rashomon.queries import Queries
from rashomon.schema import ledger_errors

__all__ = [
    "LEDGER",
    "NOT_ALLOWED",
    "READER",
    "ROOM",
    "Datasette",
    "Request",
    "Response",
    "Routes",
    "View",
    "ask",
    "ledger_path_of",
    "missing",
    "page",
    "refused",
]

View = Callable[[Datasette, Request], Awaitable[Response]]
Routes = tuple[tuple[str, View], ...]
T = TypeVar("T")

LEDGER = "ledger"
"""What Datasette calls the ledger, and so the path of its own pages of the tables: /ledger."""

ROOM = "rashomon"
"""What Datasette calls the plugin; a Datasette with settings under this name is a reading room."""

READER = "reader"
"""Who comes in with the password or the token: the name that people log in with, and the id of Datasette's actor."""

NOT_THERE, NOT_ALLOWED = "R210", "R255"
_STATUS_OF_CODE = {NOT_THERE: 404, NOT_ALLOWED: 403}
_STATUS_OF = {SettingError: 400, InputError: 400, LedgerError: 503, ModelError: 503, FetchError: 502}
"""The HTTP status of some errors, and of each family of the others."""


def ledger_path_of(datasette: Datasette) -> Path:
    """The ledger file that this Datasette shows."""
    return Path(datasette.get_database(LEDGER).path)


async def ask(datasette: Datasette, question: Callable[[Queries], T]) -> T:
    """What the question finds, asked in Datasette's thread on its read-only connection, of one state of the ledger.

    The question returns records, no iterator: nothing can be asked once it has ended. Raises what `Queries` raises.
    """
    path = ledger_path_of(datasette)

    def asked(connection: Any) -> T:
        # Datasette reads rows by column name; `Queries` takes them as the plain tuples that SQLite gives.
        row_factory, connection.row_factory = connection.row_factory, None
        try:
            with ledger_errors(path):
                connection.execute("BEGIN")
                return question(Queries(path, connection))
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.row_factory = row_factory

    answer: T = await datasette.get_database(LEDGER).execute_fn(asked)
    return answer


async def page(datasette: Datasette, request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page: the template, which extends `desk.html`, with what it shows."""
    context = {"ledger_name": ledger_path_of(datasette).name, **context}
    return Response.html(await datasette.render_template(template, context, request=request), status=status)


def missing(kind: str, id_: str) -> RashomonError:
    """The error to raise where the ledger has no such event, article, ...; it is shown with status 404."""
    return SettingError(
        NOT_THERE,
        f"this ledger holds no {kind} with the id {id_}",
        "look for it by words: the search is at the top of every page",
    )


async def refused(
    datasette: Datasette, request: Request, error: RashomonError, template: str = "refused.html", **context: Any
) -> Response:
    """The page of an error: its code, what happened, how to mend it."""
    status = _STATUS_OF_CODE.get(error.code) or _STATUS_OF.get(type(error), 500)
    return await page(datasette, request, template, status=status, error=error, **context)
