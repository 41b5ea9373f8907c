"""What is filled into the forms of the review: decided through the ledger's own door, and answered.

In: a form sent to `/review/merge`, `split`, `correct`, `rate`, `note`, `keep` or `undo`; or to `/review/analyst`, with
the name that signs from then on. Out: a redirect to the page that it came from; or, where the decision is refused or
the ledger is locked, a page that says why and from which it can be sent again. Read next: `review.py`, with the forms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from itsdangerous import BadSignature

from rashomon.anchors import (
    Signature,
    correct_decision,
    keep_decision,
    merge_decision,
    note_decision,
    rate_decision,
    split_decision,
    undo_decision,
)
from rashomon.errors import RashomonError, SettingError
from rashomon.room.desk import NOT_ALLOWED, Datasette, Request, Response, ledger_path_of, refused
from rashomon.verdicts import Make, write_verdict

PERMISSION = "rashomon-review"
"""What Datasette's plugins may allow or deny: without their say, whoever is let in at this machine may decide."""
NAME_COOKIE = "rashomon_analyst"
PATIENCE_SECONDS = 5.0
"""How long a decision waits for another program that writes: no longer than a person does."""
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent: fields with their values, in their order; what is empty is left out."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        return tuple(value for field, value in self.fields if field == name)

    def one(self, name: str) -> str:
        """The last value of a field, "" where there is none."""
        return next(reversed(self.all(name)), "")


def filled_in(body: bytes) -> Filled:
    """The form that a browser sent; what is no UTF-8 in it becomes replacement characters."""
    pairs = parse_qsl(body.decode("utf-8", "replace"))
    return Filled(tuple((name, value.strip()) for name, value in pairs if value.strip()))


MAKERS: Mapping[str, Callable[[Filled], Make]] = {
    "merge": lambda form: lambda queries, by: merge_decision(queries, form.all("id"), by),
    "split": lambda form: lambda queries, by: split_decision(queries, form.one("of"), form.all("part"), by),
    "correct": lambda form: (
        lambda queries, by: correct_decision(queries, form.one("of"), form.one("field"), form.one("value"), by)
    ),
    "rate": lambda form: lambda _, by: rate_decision(form.one("source"), form.one("letter"), by),
    "note": lambda form: lambda queries, by: note_decision(queries, form.one("of"), form.one("text"), by),
    "keep": lambda form: lambda queries, by: keep_decision(queries, form.one("of"), form.one("name"), by),
    "undo": lambda form: lambda queries, by: undo_decision(queries, form.one("of"), by),
}
"""What each form decides: the same functions that `rashomon decide` calls."""
DECIDED = rf"^/review/(?P<action>{'|'.join(MAKERS)}|analyst)$"
"""Where the forms are sent."""


def way_back(asked: str, decision_id: str | None = None) -> str:
    """The page of this room that a form came from, with the decision just made in its address; else the review."""
    parts = urlsplit(asked)
    is_ours = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    path = asked.partition("#")[0] if is_ours and asked.isprintable() else "/review"
    if decision_id is None:
        return path
    kept = "&".join(one for one in urlsplit(path).query.split("&") if one and not one.startswith("decided="))
    return f"{path.partition('?')[0]}?{kept}{'&' if kept else ''}decided={quote(decision_id)}"


def analyst_of(datasette: Datasette, request: Request) -> str | None:
    """The name that signs, as long as the browser stays open; None where nobody gave one."""
    try:
        return str(datasette.unsign(request.cookies.get(NAME_COOKIE, ""), NAME_COOKIE)) or None
    except BadSignature:
        return None


async def ensure_reviewer(datasette: Datasette, request: Request) -> None:
    """Raises SettingError R255, which is shown with status 403, unless whoever asks may decide."""
    client = request.scope.get("client") or ("127.0.0.1",)
    is_here = client[0] in _THIS_MACHINE
    if not await datasette.permission_allowed(request.actor, PERMISSION, default=is_here):
        raise SettingError(
            NOT_ALLOWED,
            "decisions can be made on the machine that serves this room, and you ask from another one",
            f"open the room there; or let a plugin of Datasette allow {PERMISSION}",
        )


async def decide(datasette: Datasette, request: Request) -> Response:
    """Make the decision of a form, or keep the name that signs."""
    await ensure_reviewer(datasette, request)
    if request.method != "POST":
        return Response.redirect("/review")
    action, form = request.url_vars["action"], filled_in(await request.post_body())
    if action == "analyst":
        return _signed_in(datasette, form)
    signature = Signature(
        decided_at=datetime.now(UTC), analyst=analyst_of(datasette, request), note=form.one("note") or None
    )
    try:
        make = MAKERS[action](form)
        path = ledger_path_of(datasette)
        decision = await asyncio.to_thread(write_verdict, path, make, signature, busy_seconds=PATIENCE_SECONDS)
    except RashomonError as error:
        again = [field for field in form.fields if field[0] != "csrftoken"]
        back = way_back(form.one("back"))
        return await refused(datasette, request, error, "undecided.html", action=action, again=again, back=back)
    return Response.redirect(way_back(form.one("back"), decision.id), status=303)


def _signed_in(datasette: Datasette, form: Filled) -> Response:
    response = Response.redirect(way_back(form.one("back")), status=303)
    response.set_cookie(NAME_COOKIE, datasette.sign(form.one("analyst")[:200], NAME_COOKIE), httponly=True)
    return response
