"""The commands of analysts: what they decide, what was decided, and taking it to another ledger.

In: the words. Out: a decision at the end of the ledger, and what follows from it made anew; none is ever changed. The
clock is read here. Read next: `anchors.py`, which turns ids into what a decision keeps.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rashomon.errors import InputError
from rashomon.options import json_option, ledger_option, ledger_path_of, signature_options
from rashomon.terminal import open_console, print_json, print_line, show_pieces

if TYPE_CHECKING:
    from rashomon.verdicts import Make


@click.group(short_help="Decide what extraction cannot: merge, split, correct, rate, note, undo.")
def decide() -> None:
    """Decide what extraction cannot. A decision is dated and kept for good; nothing that is read later overwrites it,
    and another decision undoes it.

    \b
    rashomon decide merge e-90a1 e-17bc --by "Ada Brenn" --note "one strike, two dates"
    rashomon decide split e-90a1 c-5d0c
    rashomon decide correct c-5d0c stance denies
    rashomon decide rate "The Lantern" B
    rashomon decide note e-90a1 "asked the ministry on 14 March"
    rashomon decide undo d-2f11
    """


@decide.command(short_help="These are one event, or one entity.")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@signature_options
@ledger_option
@json_option
def merge(ids: tuple[str, ...], analyst: str | None, note: str | None, ledger_path: Path | None, as_json: bool) -> None:
    """Say that these events (e-..., or claims c-...) are one, or that these entities (n-...) are.

    \b
    rashomon decide merge e-90a1 e-17bc
    rashomon decide merge n-39ad n-70c2 --note "the ministry and its spokesman's office"
    """
    from rashomon.anchors import merge_decision

    _decide(lambda queries, by: merge_decision(queries, ids, by), analyst, note, ledger_path, as_json=as_json)


@decide.command(short_help="These claims are about another event, these names are of somebody else.")
@click.argument("id_", metavar="EVENT")
@click.argument("parts", nargs=-1, required=True, metavar="CLAIM|EVENT...")
@signature_options
@ledger_option
@json_option
def split(
    id_: str, parts: tuple[str, ...], analyst: str | None, note: str | None, ledger_path: Path | None, as_json: bool
) -> None:
    """Say that these claims of an event are about another one, or that other events are not this one and never will
    be; of an entity (n-...), that these names are of somebody else, wherever an article has one as the fullest.

    \b
    rashomon decide split e-90a1 c-5d0c c-77e0
    rashomon decide split e-90a1 e-17bc
    rashomon decide split n-39ad "General Staff of Kasdor"
    """
    from rashomon.anchors import split_decision

    _decide(lambda queries, by: split_decision(queries, id_, parts, by), analyst, note, ledger_path, as_json=as_json)


@decide.command(short_help="A field of a claim has another value.")
@click.argument("id_", metavar="ID")
@click.argument("field")
@click.argument("value")
@signature_options
@ledger_option
@json_option
def correct(
    id_: str,
    field: str,
    value: str,
    analyst: str | None,
    note: str | None,
    ledger_path: Path | None,
    as_json: bool,
) -> None:
    """Say that a claim has another stance or factuality, or that what it tells has another type or another time (when:
    a day, or the first and the last). What was read stays beside it.

    \b
    rashomon decide correct c-5d0c stance denies
    rashomon decide correct c-5d0c when 2031-03-12/2031-03-14
    rashomon decide correct m-07be type COERCE
    """
    from rashomon.anchors import correct_decision

    _decide(
        lambda queries, by: correct_decision(queries, id_, field, value, by),
        analyst,
        note,
        ledger_path,
        as_json=as_json,
    )


@decide.command(short_help="How reliable a source is, A to F.")
@click.argument("source")
@click.argument("letter", metavar="A-F")
@signature_options
@ledger_option
@json_option
def rate(
    source: str, letter: str, analyst: str | None, note: str | None, ledger_path: Path | None, as_json: bool
) -> None:
    """Say how reliable you take a source to be, by the Admiralty code: A completely reliable, B usually, C fairly,
    D not usually, E unreliable, F cannot be judged. Nobody else ever sets it; every source has F until you do.

    \b
    rashomon decide rate "The Lantern" B
    """
    from rashomon.anchors import rate_decision

    _decide(lambda _, by: rate_decision(source, letter, by), analyst, note, ledger_path, as_json=as_json)


@decide.command(short_help="Put words beside a record.")
@click.argument("id_", metavar="ID")
@click.argument("text")
@click.option("--by", "analyst", metavar="NAME", help="Who decides; nothing is noted of you without it.")
@ledger_option
@json_option
def note(id_: str, text: str, analyst: str | None, ledger_path: Path | None, as_json: bool) -> None:
    """Put words of your own beside any record.

    \b
    rashomon decide note e-90a1 "asked the ministry on 14 March, no answer"
    """
    from rashomon.anchors import note_decision

    _decide(lambda queries, by: note_decision(queries, id_, text, by), analyst, None, ledger_path, as_json=as_json)


@decide.command(short_help="Take a decision back.")
@click.argument("id_", metavar="DECISION")
@signature_options
@ledger_option
@json_option
def undo(id_: str, analyst: str | None, note: str | None, ledger_path: Path | None, as_json: bool) -> None:
    """Take a decision back. Both stay in the list; an undoing can be undone.

    \b
    rashomon decide undo d-2f11
    """
    from rashomon.anchors import undo_decision

    _decide(lambda queries, by: undo_decision(queries, id_, by), analyst, note, ledger_path, as_json=as_json)


@click.group(invoke_without_command=True, short_help="Show what analysts decided; take it to another ledger.")
@ledger_option
@json_option
@click.pass_context
def decisions(context: click.Context, ledger_path: Path | None, as_json: bool) -> None:
    """Show what analysts decided, the newest last, and what of it was undone.

    \b
    rashomon decisions
    rashomon decisions export > decisions.jsonl
    rashomon decisions apply decisions.jsonl --ledger fresh.db
    """
    context.obj = ledger_path
    if context.invoked_subcommand:
        return
    from rashomon.event_sheets import decision_line_of
    from rashomon.export import decision_row, json_line
    from rashomon.labels import count
    from rashomon.queries import open_queries

    with open_queries(ledger_path_of(ledger_path)) as queries:
        found = queries.find_decisions()
    if as_json:
        for one in found:
            print_json(json_line(decision_row(one)))
        return
    show_pieces(map(decision_line_of, found), open_console())
    undone = sum(not one.is_standing for one in found)
    print_line(f"{count(len(found), 'decision')}, {undone} undone" if found else "No decision yet.")


@decisions.command(name="export", short_help="Print all decisions, to apply them elsewhere.")
@ledger_option
@click.pass_context
def export_(context: click.Context, ledger_path: Path | None) -> None:
    """Print all decisions, one JSON object a line, as `rashomon decisions apply` takes them.

    \b
    rashomon decisions export > decisions.jsonl
    """
    from rashomon.decisions import decision_line
    from rashomon.queries import open_queries

    with open_queries(ledger_path_of(ledger_path or context.obj)) as queries:
        for one in queries.find_decisions():
            print_json(decision_line(one.decision))


@decisions.command(name="apply", short_help="Take over decisions that were exported.")
@click.argument("source", metavar="FILE|-")
@ledger_option
@json_option
@click.pass_context
def apply_(context: click.Context, source: str, ledger_path: Path | None, as_json: bool) -> None:
    """Take over decisions that `rashomon decisions export` printed; those that are here already stay as they are.

    What a decision is about may be missing in this ledger: it is kept, and takes effect when it is read.

    \b
    rashomon decisions apply decisions.jsonl --ledger fresh.db
    """
    from rashomon.decisions import decision_in
    from rashomon.export import json_line
    from rashomon.labels import count
    from rashomon.ledger import open_ledger
    from rashomon.queries import open_queries

    lines = _lines_of(source)
    given = [decision_in(line, source, number) for number, line in enumerate(lines, 1) if line.strip()]
    path = ledger_path_of(ledger_path or context.obj)
    with open_ledger(path) as ledger:
        new = ledger.write_decisions(given)
    with open_queries(path) as queries:
        waiting = sum(not queries.has_subject(one) for one in given)
    if as_json:
        print_json(json_line({"decisions": len(given), "new": new, "waiting": waiting, "ledger": str(path)}))
        return
    there = f"{len(given) - waiting} about what is here, {waiting} waiting for what they are about to be read"
    print_line(f"{count(len(given), 'decision')}: {new} new, {len(given) - new} known; {there}.")


def _lines_of(source: str) -> list[str]:
    """The lines of a file, or of standard input; InputError R120 for what cannot be opened or is no text."""
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return content.decode().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "R120", f"{source} cannot be read: {error}", "check the path, and that you may read it"
        ) from error


def _decide(
    make: Make,
    analyst: str | None,
    note: str | None,
    ledger_path: Path | None,
    *,
    as_json: bool,
) -> None:
    """Make a decision, append it, and show it with the events as they are then."""
    from rashomon.anchors import Signature
    from rashomon.answers import FoundDecision
    from rashomon.event_sheets import decision_line_of, headline
    from rashomon.export import decision_row, json_line
    from rashomon.queries import open_queries
    from rashomon.verdicts import write_verdict

    path = ledger_path_of(ledger_path)
    decision = write_verdict(path, make, Signature(decided_at=datetime.now(UTC), analyst=analyst, note=note))
    found = FoundDecision(decision=decision, undone_by=None)
    if as_json:
        print_json(json_line(decision_row(found)))
        return
    with open_queries(path) as queries:
        console = open_console()
        show_pieces([decision_line_of(found)], console)
        for event in queries.events_of_decision(decision):
            show_pieces([headline(event)], console)
            print_line(f"  {event.event.status.value}, {event.event.id}")
    print_line(f"To take it back: rashomon decide undo {decision.id}")
