"""What the reading room adds to Datasette: its pages, who may see them, guards around all, words for templates.

Datasette calls the functions marked `hookimpl`. They do something only for a Datasette that is a reading room
(`serving.py`): other ones in the same process stay as they are.

Read next: `stories.py`, the first page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup

from rashomon import labels
from rashomon.errors import RashomonError
from rashomon.room import articles, entities, events, review, search, stories, voices
from rashomon.room.desk import LEDGER, READER, ROOM, Datasette, Request, Response, View, missing, refused
from rashomon.room.forms import PERMISSION
from rashomon.room.guards import DATASETTES, STATIC, Application, guarded

WAYS = (("/", "Stories"), ("/voices", "Voices"), ("/review", "Review"), (f"/{LEDGER}", "Data"))
"""The ways through the room, in the order of the navigation."""
PAGES = (stories, events, articles, search, entities, voices, review)

_ID = re.compile(r"[a-z]-[0-9a-f]{16}")
_PAGE_OF = {"a-": "articles", "c-": "claims", "e-": "events", "n-": "entities"}
_ANYWHERE_ELSE = rf"^(?!{'|'.join((*DATASETTES, STATIC, '/favicon.ico'))})"


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Datasette) -> list[tuple[str, View]]:
    """Every page of the room, before Datasette's own: those stay at /ledger and /-/."""
    if not _is_room(datasette):
        return []
    routes = [route for page in PAGES for route in page.ROUTES]
    return [(path, _shown(view)) for path, view in (*routes, (_ANYWHERE_ELSE, _nowhere))]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """The words that templates use, and foreign text without the signs that turn the direction of writing."""
    if not _is_room(datasette):
        return
    env.finalize = _plain
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        day=labels.day,
        brief=labels.brief,
        one_line=labels.one_line,
        in_quotes=labels.in_quotes,
        place_name=labels.place_name,
        interval=labels.interval,
        magnitude=labels.magnitude_words,
        deed=labels.DEEDS.get,
    )
    env.globals.update(count=labels.count, days=labels.days, ways=WAYS)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(datasette: Datasette, value: Any) -> Markup | None:
    """In Datasette's tables the id of a record that has a page leads there."""
    page = _PAGE_OF.get(value[:2]) if _is_room(datasette) and isinstance(value, str) and _ID.fullmatch(value) else None
    return Markup('<a href="/{}/{}">{}</a>').format(page, value, value) if page else None


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls(datasette: Datasette, request: Request | None) -> list[str]:
    """Datasette's own pages in colours and faces that are near to ours."""
    is_datasettes = request is not None and request.path.startswith(DATASETTES)
    return ["/static/data.css"] if _is_room(datasette) and is_datasettes else []


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way back from Datasette's own pages, in their menu."""
    return [{"href": path, "label": name} for path, name in WAYS] if _is_room(datasette) else []


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """The guards of `guards.py` around all that Datasette answers."""
    settings = datasette.plugin_config(ROOM)
    if settings is None:
        return lambda application: application
    return lambda application: guarded(application, is_open=settings["is_open"])


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]  # the last word wins: it is for plugins of the user
def permission_allowed(datasette: Datasette, actor: dict[str, Any] | None, action: str) -> bool | None:
    """Who was let in with a key may decide too; the rest is Datasette's to say, and `forms.py`'s."""
    is_reader = actor is not None and actor.get("id") == READER
    return True if _is_room(datasette) and action == PERMISSION and is_reader else None


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def forbidden(datasette: Datasette, request: Request) -> Response | None:
    """Who is not known yet is asked for the password, where there is one."""
    has_password = datasette.plugin_config("datasette-auth-passwords") is not None
    if _is_room(datasette) and has_password and request.actor is None and request.method == "GET":
        return Response.redirect("/-/login")
    return None


def _is_room(datasette: Datasette) -> bool:
    """Asked while Datasette is still being made, when it has no database yet."""
    return datasette.plugin_config(ROOM) is not None


def _shown(view: View) -> View:
    """The view, for whom Datasette lets see this ledger; an error of ours becomes a page."""

    async def shown(datasette: Datasette, request: Request) -> Response:
        await datasette.ensure_permissions(request.actor, [("view-database", LEDGER), "view-instance"])
        try:
            return await view(datasette, request)
        except RashomonError as error:
            return await refused(datasette, request, error)

    return shown


async def _nowhere(datasette: Datasette, request: Request) -> Response:
    raise missing("page", request.path)


def _plain(value: Any) -> Any:
    """What a template shows of a value: markup as it is, text without signs that rewrite what stands around it."""
    return labels.safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
