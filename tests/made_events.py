"""Three reports of one strike, made by hand, and claims linked as a test says."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from made_records import (
    REASON,
    made_article,
    made_attribution,
    made_claim,
    made_document,
    made_event,
    made_magnitude,
    made_party,
    made_place,
    made_time,
)
from rashomon.cli import cli
from rashomon.ledger import open_ledger
from rashomon.linkage import Linker, load_link_tables
from rashomon.records import (
    Article,
    ArticleReading,
    DocumentReading,
    EventType,
    Factuality,
    MagnitudeKind,
    Stance,
    VoiceKind,
)
from rashomon.schema import connect_to_write

Run = Callable[..., Result]
"""The program, run with some words."""

LANTERN = made_article(
    "Strike near Tolne\n\nThe coast guard said that planes hit a convoy near Tolne on Monday, killing 7 people.",
    title="Strike near Tolne",
    published=date(2031, 3, 12),
)
HEUTE = made_article(
    "Convoy hit\n\nHarbour police said that planes hit a convoy near Tolne on Tuesday, killing at least 9 people.",
    title="Convoy hit",
    outlet="Kasdor Heute",
    published=date(2031, 3, 13),
)
POST = made_article(
    "No strike\n\nThe ministry denied that planes hit a convoy near Tolne. Crowds gathered.",
    title="No strike",
    outlet="Velmar Post",
    published=date(2031, 3, 14),
)


def strike_in(
    article: Article,
    source: str,
    cue: str,
    told: str,
    stance: Stance,
    number: str | None,
    when: str | None,
    low: int = 0,
) -> ArticleReading:
    """One attribution, the strike that it tells, and the claim; `low` is the number and the day of March."""
    place = made_place(article, "Tolne")
    time = replace(made_time(article, when), earliest=date(2031, 3, low), latest=date(2031, 3, low)) if when else None
    strike = made_event(
        article,
        EventType.ASSAULT,
        told,
        "hit",
        actors=(made_party(article, "planes", code="KSD MIL"),),
        recipients=(made_party(article, "a convoy"),),
        magnitudes=(made_magnitude(article, MagnitudeKind.DEAD, number, low, low),) if number else (),
        factuality=Factuality.DID_NOT_HAPPEN if stance is Stance.DENIES else Factuality.HAPPENED,
    )
    strike = replace(strike, place=place, place_reason=REASON, time=time, time_reason=REASON if time else None)
    attribution = made_attribution(article, source, cue, told, VoiceKind.INSTITUTION, stance)
    return ArticleReading(
        article=article,
        mentions=(),
        attributions=(attribution,),
        events=(strike,),
        claims=(made_claim(article, attribution, attribution.voices, told, strike),),
        places=(place,),
        times=(time,) if time else (),
    )


def made_strikes() -> tuple[ArticleReading, ...]:
    """Asserted on Monday with 7 dead, on Tuesday with at least 9, and denied; a protest of the third article beside."""
    seven = "planes hit a convoy near Tolne on Monday, killing 7 people"
    nine = "planes hit a convoy near Tolne on Tuesday, killing at least 9 people"
    none = "planes hit a convoy near Tolne"
    one = strike_in(LANTERN, "The coast guard", "said", seven, Stance.ASSERTS, "7", "Monday", 7)
    two = strike_in(HEUTE, "Harbour police", "said", nine, Stance.ASSERTS, "at least 9", "Tuesday", 9)
    three = strike_in(POST, "The ministry", "denied", none, Stance.DENIES, None, None)
    protest = made_event(POST, EventType.PROTEST, "Crowds gathered", "gathered")
    told = made_claim(POST, None, (), "Crowds gathered", protest)
    words = made_claim(POST, None, (), "No strike")
    return one, two, replace(three, events=(*three.events, protest), claims=(*three.claims, told, words))


STRIKES = made_strikes()
SEVEN, NINE, DENIAL = (reading.claims[0].id for reading in STRIKES)
PROTEST, WORDS = (claim.id for claim in STRIKES[2].claims[1:])


def write_strikes(path: Path, *, again: bool = False) -> None:
    """The three articles, each in a document of its own, in a ledger that links nothing by itself."""
    with open_ledger(path) as ledger:
        for reading in STRIKES:
            document = made_document(reading.article.text.encode(), source=f"{reading.article.outlet}.txt")
            ledger.write_document(
                DocumentReading(document=document, articles=(reading.article,), readings=(reading,)),
                read_by="a test",
                again=again,
            )


def link(path: Path, groups: Iterable[Sequence[str]]) -> None:
    """Make the claims of each group one event, and every other claim one of its own."""
    connection = connect_to_write(path)
    connection.execute("DELETE FROM edges")
    connection.executemany(
        "INSERT INTO edges (one, other, probability, detail) VALUES (?, ?, 0.99, 'as the test says')",
        [(min(pair), max(pair)) for group in groups for pair in combinations(group, 2)],
    )
    claims = [row[0] for row in connection.execute("SELECT id FROM claims ORDER BY number")]
    Linker(connection, load_link_tables()).relink(claims)
    connection.close()


def write_linked_strikes(path: Path) -> Path:
    """A ledger in which the three articles tell of one strike; where it is."""
    write_strikes(path)
    link(path, [(SEVEN, NINE, DENIAL)])
    return path


def commands_beside(path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program, run with some words where a ledger lies, on a terminal of 100 columns."""
    monkeypatch.chdir(path.parent)
    for name in ("RASHOMON_LEDGER", "RASHOMON_MODEL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(cli, list(words))


def objects(result: Result) -> list[dict[str, Any]]:
    """What a command that went well printed with `--json`."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def rows_of(path: Path, question: str, *values: object) -> list[tuple[object, ...]]:
    """What the ledger answers."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question, values).fetchall()
    finally:
        connection.close()
