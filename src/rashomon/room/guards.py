"""What is asked of every request before a page sees it, and the headers that every response carries.

In: an ASGI application. Out: the same, guarded. It refuses, with status 403, a form that another site sent (R253) or
that is too large (R256), and, where no password is asked, a request to another name than this machine's (R252): a site
could point a name of its own here and read the ledger through the reader's browser.

Read next: `plugin.py`, which puts this around Datasette.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from rashomon.errors import RashomonError, SettingError
from rashomon.room.desk import LEDGER

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

DATASETTES = (f"/{LEDGER}", "/-/", "/_internal")
"""How the addresses of Datasette's own pages begin."""
OURS_AMONG_THEM = ("/-/login",)
"""Such addresses whose page is of the house, in its template."""

STATIC = "/static/"
_STATIC_KEPT = "max-age=600"
"""The scripts of the charts are near a megabyte: kept from page to page, but not for long after an upgrade."""

_POLICY = (
    "default-src 'none'; script-src {ours}; style-src {ours}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_OUR_POLICY = _POLICY.format(ours="'self'")
_DATASETTES_POLICY = _POLICY.format(ours="'self' 'unsafe-inline'")
"""Datasette's own pages carry scripts and styles in the page; nothing leaves this host from there either."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_THIS_MACHINE = frozenset(("localhost", "127.0.0.1", "[::1]"))
_MOST_BYTES = 1_000_000
"""A form holds a few ids and a note; asgi-csrf takes a whole form into memory before anybody is known."""
_CHANGES_NOTHING = frozenset(("GET", "HEAD", "OPTIONS"))


def guarded(application: Application, *, is_open: bool) -> Application:
    """The application behind the guards; `is_open` where nobody is asked for a password or token."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_headers(message.get("headers", ()), scope["path"])}
            await send(message)

        fault = fault_of(scope["method"], dict(scope["headers"]), is_open=is_open)
        if fault is None:
            await application(scope, receive, send_with_headers)
        else:
            await _refuse(fault, send_with_headers)

    return answered


def fault_of(method: str, headers: dict[bytes, bytes], *, is_open: bool) -> RashomonError | None:
    """What is wrong with a request of this method and these headers, or None.

    Datasette's check of forms (asgi-csrf) lets pass what comes without any cookie. That is right where cookies say who
    somebody is; here being on this machine is enough, and a form on any site would do.
    """
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if is_open and name not in _THIS_MACHINE:
        return SettingError(
            "R252",
            f"this reading room is open to its own machine only, and was asked for by the name {name!r}",
            "open it as http://localhost with its port; or serve it with --password",
        )
    if method in _CHANGES_NOTHING:
        return None
    size = headers.get(b"content-length", b"")
    if b"transfer-encoding" in headers or (size and not (size.isdigit() and int(size) <= _MOST_BYTES)):
        return SettingError(
            "R256", f"a form of more than {_MOST_BYTES:,} bytes was sent", "send less: a note is a few sentences"
        )
    has_bearer = headers.get(b"authorization", b"").startswith(b"Bearer ")
    if not has_bearer and not headers.get(b"cookie"):
        return SettingError(
            "R253",
            "this form was sent from elsewhere, or cookies are switched off",
            "open the page of the form in this browser, let it keep cookies, and send the form again",
        )
    return None


async def _refuse(fault: RashomonError, send: Send) -> None:
    body = f"{fault.code} {fault.sentence}\nmend: {fault.mend}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(headers: Iterable[tuple[bytes, bytes]], path: str) -> Headers:
    is_datasettes = path.startswith(DATASETTES) and not path.startswith(OURS_AMONG_THEM)
    ours = {**_HEADERS, "content-security-policy": _DATASETTES_POLICY if is_datasettes else _OUR_POLICY}
    names = {name.encode() for name in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    if not any(name.lower() == b"cache-control" for name, _ in kept):
        ours["cache-control"] = _STATIC_KEPT if path.startswith(STATIC) else "no-cache"
    return [*kept, *((name.encode(), value.encode()) for name, value in ours.items())]
