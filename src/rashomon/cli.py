"""Words to calls: the command line, whose exit status is that of the family of the error.

In: the words. Out: answers on standard output (one JSON object a line with `--json`), everything else on
standard error. Nothing heavy is imported before a command needs it, so that `--help` comes at once.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from rashomon import __version__, asking, deciding
from rashomon.errors import InputError, LedgerError
from rashomon.options import (
    Commands,
    browser_option,
    given_options,
    json_option,
    ledger_option,
    ledger_path_of,
    model_option,
)
from rashomon.records import EntityKind
from rashomon.settings import load_settings
from rashomon.terminal import open_console, print_json, print_line, show_pieces

if TYPE_CHECKING:
    from rashomon.fetch import Fetched
    from rashomon.pipeline import Given, Tools
    from rashomon.room.serving import Keys
    from rashomon.sources import Inputs, Intake
    from rashomon.tally import Tally

INTERRUPTED = 130
"""The exit status of a program that was broken off by hand: 128 + SIGINT, as the shell has it."""

LOOPBACK, PORT = "127.0.0.1", 8001
"""Where the reading room is served: for this machine only, at Datasette's usual port."""

DEMO_EVENTS = 5
"""How many events the demo shows of all that it reads: a screen or two."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="rashomon")
def cli() -> None:
    """Rival accounts of the same events: who says what in the news, and on whose word.

    Rashomon reads news articles and keeps a ledger of claims: each with the chain of voices it came through,
    what the voice does with it (asserts, denies, ...), the exact words, and who is said to have done what to whom.
    It grades nothing as true or false, and everything stays on this machine.

    \b
    Try it:        rashomon demo
    Read news:     rashomon read article.html archive.txt feeds/ https://example.org/report
    Who says what: rashomon claims
    Who denies:    rashomon claims --stance denies
    What happened: rashomon events --status disputed
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@cli.command(short_help="Read news into the ledger.")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@ledger_option
@given_options
@click.option("--no-originals", is_flag=True, help="Do not keep the bytes that were read inside the ledger.")
@click.option(
    "--again", is_flag=True, help="Read documents again that the ledger holds; the new reading replaces the old."
)
@model_option
@json_option
def read(
    sources: tuple[str, ...],
    ledger_path: Path | None,
    outlet: str | None,
    published: date | None,
    no_originals: bool,
    again: bool,
    model_path: Path | None,
    as_json: bool,
) -> None:
    """Read news into the ledger: who says what, in whose words.

    Takes text files, web pages, RSS and Atom feeds, WARC archives, JSONL (one article a line), folders of
    these, addresses, and - for standard input. A page that holds several articles is split. What was read
    before is not read again, so the same command can be run any number of times, also after it was broken off.

    \b
    rashomon read report.html
    rashomon read archive/ --ledger strait.db
    rashomon read paste.txt --outlet "The Lantern" --published 2031-03-12
    curl -s https://example.org/report | rashomon read -
    """
    from rashomon.pipeline import Given

    end = _read_into(
        sources,
        ledger_path_of(ledger_path),
        Given(outlet=outlet, published=published),
        keep_originals=not no_originals,
        again=again,
        model_path=model_path,
    )
    if as_json:
        from rashomon.export import json_line, summary_row

        print_json(json_line(summary_row(end.tally, end.inputs, end.ledger_path)))
    else:
        _show_summary(end)
        _show_ways(end.ledger_path)
    if end.stopped:
        sys.exit(INTERRUPTED)
    if end.tally.refusals and not end.tally.documents and not end.tally.known:
        sys.exit(InputError.exit_status)


@cli.command(short_help="Print each article as one JSON record, without a ledger.")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|URL|-...")
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", help="The form of the records.")
@given_options
@model_option
def extract(
    sources: tuple[str, ...], form: str, outlet: str | None, published: date | None, model_path: Path | None
) -> None:
    """Print what is read in each article as one JSON record, without a ledger.

    A record holds the article's text, its mentions, attributions, events and claims; spans are [start, end] in
    characters of that text. The id and text of a JSONL row come back exactly as given. What cannot be read is
    named on standard error, and the exit status is 3 at the end.

    \b
    rashomon extract article.html
    rashomon extract news.jsonl > records.jsonl
    cat news.jsonl | rashomon extract - | head -1
    """
    from rashomon.export import extraction_record, json_line
    from rashomon.pipeline import Given, documents_in, read_documents
    from rashomon.records import DocumentReading, Refusal
    from rashomon.sources import find_inputs

    refused = 0
    inputs = find_inputs(sources)
    given = Given(outlet=outlet, published=published)
    for outcome in read_documents(documents_in(inputs.inputs, _open_intake(), given), _open_tools(model_path)):
        if isinstance(outcome, DocumentReading):
            for reading in outcome.readings:
                print_json(json_line(extraction_record(reading)))
        elif isinstance(outcome, Refusal):
            refused += 1
            click.echo(f"{outcome.code} {outcome.sentence}\n  mend: {outcome.mend}", err=True)
    if refused:
        sys.stdout.flush()
        sys.exit(InputError.exit_status)


for command in (asking.claims, asking.events, asking.voices, asking.show, deciding.decide, deciding.decisions):
    cli.add_command(command)


@cli.command(short_help="Check the ledger against its documents.")
@ledger_option
@json_option
def verify(ledger_path: Path | None, as_json: bool) -> None:
    """Check that the ledger is what its documents give: every hash, offset, quote and article again.

    Everything that is off is named, and the exit status is 4 then. Nothing is changed.

    \b
    rashomon verify --ledger strait.db
    """
    from rashomon.export import json_line, mismatch_row
    from rashomon.labels import count, one_line
    from rashomon.pipeline import articles_in
    from rashomon.queries import open_queries
    from rashomon.verification import find_mismatches

    with open_queries(ledger_path_of(ledger_path)) as queries:
        mismatches = 0
        for mismatch in find_mismatches(queries, articles_in):
            mismatches += 1
            if as_json:
                print_json(json_line(mismatch_row(mismatch)))
            else:
                print_line(f"{mismatch.record} {mismatch.id}: {one_line(mismatch.sentence)}")
        size = queries.size()
    verdict = count(mismatches, "thing is off", "things are off") if mismatches else "all is as its source gives it"
    checked = ", ".join(
        (
            count(size.documents, "document"),
            count(size.articles, "article"),
            count(size.event_mentions, "event mention"),
            count(size.claims, "claim"),
        )
    )
    click.echo(f"{checked}: {verdict}", err=as_json)
    if mismatches:
        sys.stdout.flush()
        sys.exit(LedgerError.exit_status)


@cli.command(short_help="Show what could not be read, and why.")
@ledger_option
@json_option
def refusals(ledger_path: Path | None, as_json: bool) -> None:
    """Show the documents that could not be read, why, and how to mend it.

    \b
    rashomon refusals
    """
    from rashomon.export import json_line, refusal_row
    from rashomon.queries import open_queries
    from rashomon.screen import refusal_lines

    with open_queries(ledger_path_of(ledger_path)) as queries:
        console = open_console()
        for refusal in queries.find_refusals():
            if as_json:
                print_json(json_line(refusal_row(refusal)))
            else:
                show_pieces(refusal_lines(refusal), console)


@cli.command(short_help="Ask a service who entities may be, in Wikidata or elsewhere.")
@click.option("--service", "url", required=True, metavar="URL", help="A service of the Reconciliation Service API.")
@ledger_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in EntityKind]),
    help="Only entities of this kind.  [default: person, organisation]",
)
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Ask for at most so many.")
@click.option("--again", is_flag=True, help="Ask again for entities for which the service has proposed something.")
@click.option("--pause", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between requests.")
@json_option
def reconcile(
    url: str,
    ledger_path: Path | None,
    kinds: tuple[str, ...],
    limit: int,
    again: bool,
    pause: float,
    as_json: bool,
) -> None:
    """Ask a reconciliation service who the entities of the ledger may be, those that most articles mean first.

    This sends the names and kinds of entities to the service, and nothing else; no other command sends anything.
    What it proposes is kept beside each entity, with its score; nothing is merged. See it: rashomon show ID.

    \b
    rashomon reconcile --service https://wikidata.reconci.link/en/api
    rashomon reconcile --service http://127.0.0.1:5000/reconcile --kind organisation --limit 20
    """
    import time
    from itertools import islice

    from rashomon.export import identity_row, json_line
    from rashomon.fetch import fetch_url, post_form
    from rashomon.labels import count
    from rashomon.ledger import open_ledger
    from rashomon.queries import open_queries
    from rashomon.reconcile import describe_service, propose_identities
    from rashomon.screen import identity_line

    path = ledger_path_of(ledger_path)
    wanted = [EntityKind(kind) for kind in kinds] or [EntityKind.PERSON, EntityKind.ORGANISATION]
    with open_queries(path) as queries:
        entities = list(islice(queries.find_entities(wanted, unknown_to=None if again else url), limit))
    service = describe_service(url, lambda address: fetch_url(address).content)
    proposals = propose_identities(
        iter(entities),
        service,
        lambda address, form: post_form(address, form).content,
        lambda: datetime.now(UTC),
        lambda: time.sleep(pause),
    )
    found = 0
    with open_ledger(path) as ledger:
        for batch, identities in proposals:
            ledger.write_identities(identities)
            names = {entity.id: entity.name for entity in batch}
            found += len({one.entity_id for one in identities})
            for one in identities:
                if as_json:
                    print_json(json_line(identity_row(one, names[one.entity_id])))
                else:
                    show_pieces([identity_line(one, names[one.entity_id])], open_console())
    asked = count(len(entities), "entity", "entities")
    click.echo(f"{service.name} proposes something for {found} of {asked}; nothing was merged.", err=as_json)


@cli.group(short_help="Build a gazetteer of one's own.")
def gazetteer() -> None:
    """Build a gazetteer of one's own, with more places than the one inside.

    \b
    rashomon gazetteer build allCountries.zip
    """


@gazetteer.command(short_help="Build one from GeoNames' dump.")
@click.argument("dump", type=click.Path(path_type=Path), metavar="allCountries.zip")
@click.option(
    "--to", "path", type=click.Path(path_type=Path), help="The file to write.  [default: gazetteer.sqlite here]"
)
@click.option("--names", "names_path", type=click.Path(path_type=Path), help="alternateNamesV2.zip, if not beside it.")
@click.option("--admin1", "admin1_path", type=click.Path(path_type=Path), help="admin1CodesASCII.txt, likewise.")
@click.option("--hierarchy", "hierarchy_path", type=click.Path(path_type=Path), help="hierarchy.zip, likewise.")
def build(
    dump: Path, path: Path | None, names_path: Path | None, admin1_path: Path | None, hierarchy_path: Path | None
) -> None:
    """Build a gazetteer from GeoNames' dump: air bases, rivers, districts, and every village.

    Takes allCountries.zip or the file of one country as they come from download.geonames.org/export/dump, and the
    further files that lie beside it. The old file stays until the new one is whole.

    \b
    rashomon gazetteer build allCountries.zip --to world.sqlite
    RASHOMON_GAZETTEER=world.sqlite rashomon read report.html
    """
    from rashomon.geonames import build_gazetteer, find_dump

    files = find_dump(dump, names_path=names_path, admin1_path=admin1_path, hierarchy_path=hierarchy_path)
    target = path or load_settings(os.environ).gazetteer_path or Path("gazetteer.sqlite")
    with click.progressbar(length=1, label="Reading the dump", file=sys.stderr) as bar:

        def show_progress(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        facts = build_gazetteer(files, target, show_progress)
    print_line(f"{target}: {facts['entries']} places, {facts['names']} names")
    if target != load_settings(os.environ).gazetteer_path:
        print_line(f"Read with it: RASHOMON_GAZETTEER={shlex.quote(str(target))} rashomon read …")


@cli.command(short_help="Open the reading room: the ledger as pages.")
@ledger_option
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Another address asks for a password or a token.")
@click.option("--password", "asks_password", is_flag=True, help="Ask for one now.  [default: $RASHOMON_PASSWORD]")
@click.option("--token", "asks_token", is_flag=True, help="The same for programs.  [default: $RASHOMON_TOKEN]")
@browser_option
def serve(
    ledger_path: Path | None, port: int, host: str, asks_password: bool, asks_token: bool, opens_browser: bool | None
) -> None:
    """Open the reading room: the ledger as pages in the browser, for this machine only.

    With --host other machines can come in too; then a password (for people, with the name reader) or a token (for
    programs) must be given, and the way between should be encrypted: see docs/room.md. Ctrl-C closes the room.

    \b
    rashomon serve
    rashomon serve --ledger strait.db --port 8002 --no-open
    rashomon serve --host 0.0.0.0 --password
    """
    from rashomon.room.serving import Keys

    settings = load_settings(os.environ)
    keys = Keys(
        password=click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if asks_password
        else settings.password,
        token=click.prompt("Token", hide_input=True, err=True) if asks_token else settings.token,
    )
    _serve(ledger_path_of(ledger_path), host, port, keys, opens_browser)


@cli.command(short_help="Read the bundled examples, and open the reading room.")
@ledger_option
@json_option
@browser_option
def demo(ledger_path: Path | None, as_json: bool, opens_browser: bool | None) -> None:
    """Read the bundled examples: rival reports of one incident in an invented strait, and who says what in them.

    The ledger is made in a temporary folder unless --ledger names a file. On a terminal the reading room opens at the
    end; --no-open only says how to open it.

    \b
    rashomon demo
    """
    import tempfile

    from rashomon.event_sheets import event_blocks
    from rashomon.export import claim_row, json_line
    from rashomon.filters import ClaimFilter
    from rashomon.labels import count
    from rashomon.pipeline import Given
    from rashomon.queries import open_queries
    from rashomon.sources import find_examples

    path = ledger_path or Path(tempfile.mkdtemp(prefix="rashomon-demo-"), "rashomon.db")
    end = _read_into((str(find_examples()),), path, Given())
    with open_queries(path) as queries:
        if as_json:
            for one in queries.find_claims(ClaimFilter()):
                print_json(json_line(claim_row(one)))
        else:
            console = open_console()
            found = sorted(queries.find_events(ClaimFilter()), key=lambda one: -len(one.event.claims))
            most_told = found[:DEMO_EVENTS]
            show_pieces(event_blocks(most_told, width=console.width), console)
            print_line(f"\nThe {count(len(most_told), 'event')} told most, of {len(found)}.")
            _show_summary(end)
            print_line(f"Ledger: {path}\n\nGo on with:")
            shown = (f"show {one.event.id}" for one in most_told[:1])
            for words in ("serve", "events --status disputed", "claims --stance denies", *shown, "voices"):
                print_line(f"  {_program()} {words}{_ledger_words(path)}")
    if end.stopped:
        sys.exit(INTERRUPTED)
    if opens_browser or (opens_browser is None and not as_json and sys.stdout.isatty()):
        print_line("")
        from rashomon.room.serving import Keys

        _serve(path, LOOPBACK, 0, Keys(), True)


def main() -> None:
    """The program `rashomon`."""
    cli()


def _serve(path: Path, host: str, port: int, keys: Keys, opens_browser: bool | None) -> None:
    """Serve the ledger until Ctrl-C; if nothing else is said, a browser opens where somebody sits at the terminal."""
    from rashomon.room.desk import READER
    from rashomon.room.serving import is_loopback, open_room, open_socket, serve, url_of

    room = open_room(path, keys)
    listening = open_socket(host, port, keys)
    with suppress(KeyboardInterrupt):
        print_line(f"The reading room of {path}: {url_of(listening)}")
        if not is_loopback(host):
            print_line(f"It is open to other machines too; people log in as {READER}.")
        print_line("Ctrl-C closes it.")
        sys.stdout.flush()
        serve(room, listening, opens_browser=sys.stdout.isatty() if opens_browser is None else opens_browser)


class _End(NamedTuple):
    """How a reading ended: the counts, what was to be read, where it is stored, and whether somebody broke it off."""

    tally: Tally
    inputs: Inputs
    ledger_path: Path
    stopped: bool


def _read_into(
    sources: tuple[str, ...],
    path: Path,
    given: Given,
    *,
    keep_originals: bool = True,
    again: bool = False,
    model_path: Path | None = None,
) -> _End:
    """Read the sources into the ledger, with a bar where somebody watches; Ctrl-C is an end like another."""
    from rashomon.ledger import open_ledger
    from rashomon.pipeline import documents_in, read_documents, write_outcomes
    from rashomon.screen import progress_of
    from rashomon.sources import find_inputs
    from rashomon.tally import Tally

    inputs = find_inputs(sources)
    tally, stopped = Tally(), False
    with open_ledger(path) as ledger:
        tools, intake = _open_tools(model_path), _open_intake()
        documents = documents_in(inputs.inputs, intake, given)
        outcomes = write_outcomes(
            read_documents(documents, tools, ledger=ledger, again=again),
            ledger,
            read_by=f"rashomon {__version__}, model {tools.reader.manifest.get('name', 'unnamed')}",
            keep_originals=keep_originals,
            again=again,
        )
        with progress_of(open_console(stderr=True), inputs.size) as show_progress:
            try:
                for outcome in outcomes:
                    tally.add(outcome)
                    show_progress(tally, intake.position)
            except KeyboardInterrupt:
                stopped = True
                ledger.link_new()
    return _End(tally=tally, inputs=inputs, ledger_path=path, stopped=stopped)


def _show_summary(end: _End) -> None:
    from rashomon.event_sheets import events_line
    from rashomon.queries import open_queries
    from rashomon.screen import summary_lines

    show_pieces(summary_lines(end.tally, end.inputs, stopped=end.stopped), open_console())
    with open_queries(end.ledger_path) as queries:
        statuses = queries.statuses()
    if sum(statuses.values()):
        show_pieces([events_line(statuses)], open_console())


def _show_ways(path: Path) -> None:
    """Where the ledger is, and how to look into it."""
    from rashomon.queries import open_queries

    named, program = _ledger_words(path), _program()
    ways = f"See it as pages: {program} serve{named}; on the terminal: {program} events{named}"
    with open_queries(path) as queries:
        print_line(f"Ledger: {path}. {ways if queries.size().claims else 'It holds no claim yet.'}")


def _open_intake() -> Intake:
    from rashomon.sources import Intake

    def fetch(url: str) -> Fetched:
        from rashomon.fetch import fetch_url

        return fetch_url(url)

    return Intake(standard_input=sys.stdin.buffer, fetch=fetch, now=lambda: datetime.now(UTC))


def _open_tools(model_path: Path | None) -> Tools:
    from rashomon.gazetteer import open_gazetteer
    from rashomon.pipeline import tools_with
    from rashomon.reader import open_reader

    settings = load_settings(os.environ)
    return tools_with(open_reader(model_path or settings.model_path), open_gazetteer(settings.gazetteer_path))


def _program() -> str:
    """How this program is called from here: by its name, or by the way to it where the shell does not find the name."""
    is_found = shutil.which("rashomon") is not None or Path(sys.argv[0]).name != "rashomon"
    return "rashomon" if is_found else shlex.quote(sys.argv[0])


def _ledger_words(path: Path) -> str:
    """What a command needs to find this ledger again: nothing, where it looks there by itself."""
    return "" if path == ledger_path_of(None) else f" --ledger {shlex.quote(str(path))}"
