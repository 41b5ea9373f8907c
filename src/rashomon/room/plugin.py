"""What the reading room adds to Datasette: its pages, who may see them, headers on every response, words for templates.

Datasette calls the functions marked `hookimpl`. They do something only for a Datasette that is a reading
room (`serving.py`): other ones in the same process stay as they are.

Read next: `stories.py`, the first page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup

from rashomon import labels
from rashomon.errors import RashomonError
from rashomon.room import articles, entities, events, review, search, stories, voices
from rashomon.room.desk import LEDGER, ROOM, Datasette, Request, Response, View, missing, refused

PAGES = (stories, events, articles, search, entities, voices, review)

_PRIVATE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY = (
    "default-src 'none'; script-src {ours}; style-src {ours}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_OUR_POLICY = _POLICY.format(ours="'self'")
_DATASETTES_POLICY = _POLICY.format(ours="'self' 'unsafe-inline'")
"""Datasette's own pages carry scripts and styles in the page; nothing leaves this host from there either."""
_DATASETTES = (f"/{LEDGER}", "/-/", "/_internal")
"""How the addresses of Datasette's own pages begin."""
_ANYWHERE_ELSE = rf"^(?!{'|'.join((*_DATASETTES, '/static/', '/favicon.ico'))})"

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Datasette) -> list[tuple[str, View]]:
    """Every page of the room, before Datasette's own: those stay at /ledger and /-/."""
    if not _is_room(datasette):
        return []
    routes = [route for page in PAGES for route in page.ROUTES]
    return [(path, _guarded(view)) for path, view in (*routes, (_ANYWHERE_ELSE, _nowhere))]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """The words that templates use, and foreign text without the signs that turn the direction of writing."""
    if not _is_room(datasette):
        return
    env.finalize = _plain
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        day=labels.day,
        one_line=labels.one_line,
        in_quotes=labels.in_quotes,
        place_name=labels.place_name,
        interval=labels.interval,
        magnitude=labels.magnitude_words,
    )
    env.globals.update(count=labels.count, days=labels.days)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """Headers that keep pages to themselves, on every response."""

    def wrapped(application: Application) -> Application:
        async def guarded(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            if scope["type"] != "http" or not _is_room(datasette):
                await application(scope, receive, send)
                return

            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = _with_headers(message.get("headers", ()), scope["path"])
                    message = {**message, "headers": headers}
                await send(message)

            await application(scope, receive, send_with_headers)

        return guarded

    return wrapped


def _is_room(datasette: Datasette) -> bool:
    """Asked while Datasette is still being made, when it has no database yet."""
    return datasette.plugin_config(ROOM) is not None


def _guarded(view: View) -> View:
    """The view, for whom Datasette lets see this ledger; an error of ours becomes a page."""

    async def guarded(datasette: Datasette, request: Request) -> Response:
        await datasette.ensure_permissions(request.actor, [("view-database", LEDGER), "view-instance"])
        try:
            return await view(datasette, request)
        except RashomonError as error:
            return await refused(datasette, request, error)

    return guarded


async def _nowhere(datasette: Datasette, request: Request) -> Response:
    raise missing("page", request.path)


def _plain(value: Any) -> Any:
    """What a template shows of a value: markup as it is, text without signs that rewrite what stands around it."""
    return labels.safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _with_headers(headers: Iterable[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    policy = _DATASETTES_POLICY if path.startswith(_DATASETTES) else _OUR_POLICY
    ours = {**_PRIVATE, "content-security-policy": policy}
    names = {name.encode() for name in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return [*kept, *((name.encode(), value.encode()) for name, value in ours.items())]
