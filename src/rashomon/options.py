"""The words that several commands share: the ledger, the filter of claims, days; and how an error is told.

In: what was typed. Out: paths, days and filters, checked. Refuses a command (R205), a date (R204) or a type of event
(R207) that is none.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from rashomon.errors import RashomonError, SettingError
from rashomon.filters import ClaimFilter
from rashomon.labels import DEEDS, deed
from rashomon.records import EventStatus, EventType, Factuality, Stance, VoiceKind
from rashomon.settings import load_settings

CLOSED_PIPE = 141
"""The exit status of a program whose reader had enough: 128 + SIGPIPE, as the shell has it."""


class Commands(click.Group):
    """The commands in the order in which one meets them; errors of ours become code, sentence and mend."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As they were defined, not by the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant; an unknown one gets its close matches."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], self.commands, n=1)
            raise SettingError(
                "R205",
                f"there is no command {args[0]}",
                f"did you mean rashomon {close[0]}?" if close else "see them all: rashomon --help",
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that closes the pipe (`| head`) has simply had enough."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except RashomonError as error:
            click.echo(f"{error.code} {error.sentence}\n  mend: {error.mend}", err=True)
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(CLOSED_PIPE)
        return result


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """A day, or a year or month that stands for its first or its last day."""

    name = "date"

    def __init__(self, *, whole: bool = True, last: bool = False) -> None:
        """`whole` asks for year, month and day; `last` takes the end of a month or year."""
        self.whole = whole
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day meant; SettingError R204 for what is no date."""
        try:
            numbers = [int(part) for part in str(value).split("-")]
            if len(numbers) > 3 or (self.whole and len(numbers) < 3):
                raise ValueError
            first = date(*[*numbers, 1, 1][:3])
            if not self.last or len(numbers) == 3:
                return first
            after = date(first.year + 1, 1, 1) if len(numbers) == 1 else (first + timedelta(days=31)).replace(day=1)
            return after - timedelta(days=1)
        except (ValueError, OverflowError):
            wanted = "YYYY-MM-DD" if self.whole else "YYYY-MM-DD, YYYY-MM or YYYY"
            raise SettingError(
                "R204", f"{value!r} is no date", f"write it as {wanted}, for instance 2017-03-14"
            ) from None


class TypeOfEvent(click.ParamType):  # type: ignore[type-arg]  # as above
    """A type of event of PLOVER's codebook, or the plain word for it, in any case."""

    name = "type"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> EventType:
        """The type meant; SettingError R207 for what is none, with its close matches."""
        named = {name.upper(): type_ for type_, word in DEEDS.items() for name in (type_.value, word)}
        name = str(value).upper()
        if name in named:
            return named[name]
        close = difflib.get_close_matches(name, named, n=1, cutoff=0.7)
        mend = f"did you mean {deed(named[close[0]])}?" if close else f"the types are {', '.join(map(deed, EventType))}"
        raise SettingError("R207", f"there is no type of event {value}", mend)


F = TypeVar("F", bound=Callable[..., Any])


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorated(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


ledger_option = click.option(
    "--ledger",
    "ledger_path",
    type=click.Path(path_type=Path),
    help="The ledger file.  [default: $RASHOMON_LEDGER, or rashomon.db here]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for scripts.")
browser_option = click.option(
    "--open/--no-open", "opens_browser", default=None, help="Open the browser.  [default: on a terminal]"
)
model_option = click.option(
    "--model",
    "model_path",
    type=click.Path(path_type=Path),
    help="Another model folder.  [default: $RASHOMON_MODEL, or the one inside]",
)
signature_options = _options(
    click.option("--by", "analyst", metavar="NAME", help="Who decides; nothing is noted of you without it."),
    click.option("--note", metavar="TEXT", help="Why."),
)
given_options = _options(
    click.option("--outlet", help="The outlet of articles that do not name theirs."),
    click.option("--published", type=Day(), help="The day (YYYY-MM-DD) of articles that carry no date."),
)
claim_filter_options = _options(
    click.option(
        "--voice", "voices", multiple=True, metavar="NAME", help="Somebody who speaks; part of a name will do."
    ),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice([kind.value for kind in VoiceKind]),
        help="What kind of voice.",
    ),
    click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Who published; part of a name will do."),
    click.option(
        "--stance",
        "stances",
        multiple=True,
        type=click.Choice([stance.value for stance in Stance]),
        help="What the voice does with the content.",
    ),
    click.option(
        "--type", "types", multiple=True, type=TypeOfEvent(), help="What happened: a type of PLOVER, as ASSAULT."
    ),
    click.option(
        "--actor",
        "actors",
        multiple=True,
        metavar="NAME",
        help='Who did it: a name or its beginning, or a code, as "RUS MIL".',
    ),
    click.option(
        "--place",
        "places",
        multiple=True,
        metavar="NAME",
        help="Where it happened: part of a name, or a country by its ISO code, as LBY.",
    ),
    click.option(
        "--factuality",
        "factualities",
        multiple=True,
        type=click.Choice([one.value for one in Factuality]),
        help="Whether it is told as having happened.",
    ),
    click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice([status.value for status in EventStatus]),
        help="What the origins of the event make of it together.",
    ),
    click.option("--text", "words", metavar="WORDS", help='Words in the quote; "in quotation marks" as a phrase.'),
    click.option(
        "--article", "articles", multiple=True, metavar="ID", help="An article, by its id or the beginning of it."
    ),
    click.option("--since", type=Day(whole=False), help="Published on this day or later (2017, 2017-03, 2017-03-14)."),
    click.option("--until", type=Day(whole=False, last=True), help="Published on this day or before."),
)


def ledger_path_of(typed: Path | None) -> Path:
    """The ledger that is meant: the one that was named, else that of the settings."""
    return typed or load_settings(os.environ).ledger_path


def claim_filter_of(typed: dict[str, Any]) -> ClaimFilter:
    """The filter that the words of `claim_filter_options` mean."""
    kinds = tuple(VoiceKind(kind) for kind in typed["kinds"])
    stances = tuple(Stance(stance) for stance in typed["stances"])
    factualities = tuple(Factuality(one) for one in typed["factualities"])
    statuses = tuple(EventStatus(one) for one in typed["statuses"])
    return ClaimFilter(
        **{**typed, "kinds": kinds, "stances": stances, "factualities": factualities, "statuses": statuses}
    )
