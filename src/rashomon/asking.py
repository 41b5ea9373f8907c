"""The commands that ask: claims, events, voices, and one record with all that it rests on.

In: the words. Out: answers on standard output. Nothing heavy is imported before a command needs it. Read next:
`deciding.py`, the commands that decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rashomon.options import claim_filter_of, claim_filter_options, json_option, ledger_option, ledger_path_of
from rashomon.records import EventStatus
from rashomon.terminal import Shown, open_console, print_json, print_line, show_pieces

if TYPE_CHECKING:
    from rashomon.answers import FoundClaim, FoundEvent
    from rashomon.export import JsonObject
    from rashomon.filters import ClaimFilter
    from rashomon.queries import Queries
    from rashomon.terminal import Piece


@click.command(short_help="Show who says what.")
@ledger_option
@claim_filter_options
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@json_option
def claims(ledger_path: Path | None, limit: int | None, as_json: bool, **filters: Any) -> None:
    """Show who says what: every claim with its chain of voices, stance and exact words.

    Options narrow each other; the same option given twice means either. The chain runs from the outlet's side
    inwards: "The Lantern › Brennian media" is what The Lantern says that Brennian media say.

    \b
    rashomon claims --stance denies --stance declines
    rashomon claims --voice ministry --since 2031-03
    rashomon claims --type assault --factuality did-not-happen
    rashomon claims --kind anonymous --text "coast guard" --json
    """
    from itertools import islice

    from rashomon.export import claim_row, json_line
    from rashomon.queries import open_queries

    wanted = claim_filter_of(filters)
    with open_queries(ledger_path_of(ledger_path)) as queries:
        found = islice(queries.find_claims(wanted), limit)
        if as_json:
            for one in found:
                print_json(json_line(claim_row(one)))
            return
        _show_claims(found, queries, wanted)


@click.command(short_help="Show what happened, and on whose word.")
@ledger_option
@claim_filter_options
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@json_option
def events(ledger_path: Path | None, limit: int | None, as_json: bool, **filters: Any) -> None:
    """Show what happened across all articles: on how many independent origins it rests, who denies it, what differs.

    The newest comes first. Types are those of PLOVER; an actor is looked up in names, words and codes. An event fits
    when one claim of it fits all that is asked. Side by side: rashomon show e-...

    \b
    rashomon events --status disputed
    rashomon events --type assault --type coerce
    rashomon events --actor "RUS MIL" --since 2031-03
    rashomon events --stance denies --json
    """
    from itertools import islice

    from rashomon.event_sheets import event_blocks, events_line, grades_line
    from rashomon.export import event_row, json_line
    from rashomon.queries import open_queries

    wanted = claim_filter_of(filters)
    with open_queries(ledger_path_of(ledger_path)) as queries:
        found = islice(queries.find_events(wanted), limit)
        if as_json:
            for one in found:
                print_json(json_line(event_row(one)))
            return
        console, statuses = open_console(), Counter[EventStatus]()

        def counted() -> Iterator[FoundEvent]:
            for one in found:
                statuses[one.event.status] += 1
                yield one

        show_pieces(event_blocks(counted(), width=console.width), console)
        if statuses:
            print_line("")
            show_pieces([events_line(statuses), grades_line()], console)
        else:
            say_nothing_found("event", queries, wanted)


@click.command(short_help="Show who speaks, how often, and where.")
@ledger_option
@claim_filter_options
@json_option
def voices(ledger_path: Path | None, as_json: bool, **filters: Any) -> None:
    """Show who speaks: each voice with how many claims it stands behind, how many of them deny, and where.

    The options choose claims as in `rashomon claims`, and the voices of those are counted.

    \b
    rashomon voices
    rashomon voices --kind anonymous
    rashomon voices --outlet lantern --stance denies --json
    """
    from rashomon.export import json_line, voice_row
    from rashomon.queries import open_queries

    wanted = claim_filter_of(filters)
    with open_queries(ledger_path_of(ledger_path)) as queries:
        found = queries.find_voices(wanted)
        if as_json:
            for one in found:
                print_json(json_line(voice_row(one)))
            return
        from rashomon.screen import voices_table

        table = voices_table(found)
        if table.row_count:
            show_pieces([table], open_console())
        else:
            say_nothing_found("claim", queries, wanted)


@click.command(short_help="Show one event, claim, entity, article or decision with all it rests on.")
@click.argument("id_", metavar="ID")
@ledger_option
@json_option
def show(id_: str, ledger_path: Path | None, as_json: bool) -> None:
    """Show one event with its accounts side by side, or one claim, entity or decision with everything it rests on, or
    one article with its claims marked in the text.

    ID is that of an event (e-...), a claim (c-...), an event as one article tells it (m-...), an entity (n-...), an
    article (a-...) or a decision (d-...), or its beginning, or the id that a JSONL row gave.

    \b
    rashomon show e-90a1
    rashomon show c-5d0c
    rashomon show n-39ad
    rashomon show a-81f2 --json
    """
    from rashomon.export import json_line
    from rashomon.queries import open_queries

    with open_queries(ledger_path_of(ledger_path)) as queries:
        record_id = queries.find_id(id_)
        if as_json:
            print_json(json_line(_row_of(record_id, queries)))
        else:
            console = open_console()
            show_pieces(_page_of(record_id, queries, width=console.width), console)


def _row_of(record_id: str, queries: Queries) -> JsonObject:
    """The record of this id as JSON; every id that `find_id` gives has one."""
    from rashomon.export import claim_row, decision_row, entity_row, event_row, extraction_record, mention_row

    if event := queries.find_event(record_id):
        return event_row(event)
    if claim := queries.find_claim(record_id):
        return claim_row(claim)
    if mention := queries.find_mention(record_id):
        return mention_row(mention)
    if entity := queries.find_entity(record_id):
        return entity_row(entity)
    if decision := queries.find_decision(record_id):
        return decision_row(decision)
    reading = queries.find_article(record_id)
    assert reading is not None
    return extraction_record(reading)


def _page_of(record_id: str, queries: Queries, *, width: int) -> Iterator[Piece]:
    """The record of this id as it is shown; every id that `find_id` gives has a page."""
    from rashomon.event_sheets import event_sheet
    from rashomon.filters import ClaimFilter
    from rashomon.sheets import article_page, claim_page, decision_page, entity_page, mention_page

    if event := queries.find_event(record_id):
        yield from event_sheet(event, queries.find_copies(event), width=width)
        return
    if entity := queries.find_entity(record_id):
        yield from entity_page(entity)
        return
    if decision := queries.find_decision(record_id):
        yield from decision_page(decision)
        return
    claim, mention = queries.find_claim(record_id), queries.find_mention(record_id)
    found = claim or mention
    reading = queries.find_article(found.article.id if found else record_id)
    assert reading is not None
    documents = tuple(queries.find_documents(reading.article.id))
    if claim:
        event = queries.find_event(claim.event_id) if claim.event_id else None
        yield from claim_page(claim, event, reading, documents)
    elif mention:
        yield from mention_page(mention, reading, documents, width=width)
    else:
        claims = tuple(queries.find_claims(ClaimFilter(articles=(record_id,))))
        yield from article_page(reading, claims, documents, width=width)


def _show_claims(found: Iterator[FoundClaim], queries: Queries, wanted: ClaimFilter) -> None:
    from rashomon.labels import count
    from rashomon.screen import claims_by_article

    console, shown = open_console(), Shown()
    show_pieces(claims_by_article(shown.counted(found), width=console.width), console)
    if shown.number:
        print_line(f"{count(shown.number, 'claim')} in {count(len(shown.articles), 'article')}")
    else:
        say_nothing_found("claim", queries, wanted)


def say_nothing_found(record: str, queries: Queries, wanted: ClaimFilter) -> None:
    """Say on standard error that nothing fits, with the names that are spelt much like those asked for."""
    click.echo(f"No {record} fits.", err=True)
    for kind, asked in (
        ("voices", wanted.voices),
        ("actors", wanted.actors),
        ("places", wanted.places),
        ("outlets", wanted.outlets),
    ):
        for name in asked:
            close = queries.names_close_to(name, of=kind)
            if close:
                click.echo(f"  {kind} spelt like {name!r}: {', '.join(close)}", err=True)
    size = queries.size()
    if record == "event" and size.claims and not size.events:
        click.echo("  the claims of this ledger are not linked yet: read its documents again with --again", err=True)
