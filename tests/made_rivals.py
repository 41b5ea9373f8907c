"""One strike on a ferry as eleven invented outlets tell it: tolls that differ, a denial, a wire text that three print,
two outlets that cite each other, voices without a name, and a mayor who has it from the police."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from made_events import link
from made_records import (
    REASON,
    made_article,
    made_document,
    made_event,
    made_magnitude,
    made_party,
    made_place,
    made_time,
    span_of,
)
from rashomon.ledger import open_ledger
from rashomon.records import (
    ArticleReading,
    Claim,
    DocumentReading,
    EventType,
    Factuality,
    MagnitudeKind,
    Span,
    Stance,
    Voice,
    VoiceKind,
)

NAMED, UNNAMED, BODY, OUTLET, PAPER = (
    VoiceKind.NAMED,
    VoiceKind.ANONYMOUS,
    VoiceKind.INSTITUTION,
    VoiceKind.OUTLET,
    VoiceKind.DOCUMENT,
)


@dataclass(frozen=True)
class Report:
    """An article of one sentence: outlet, day of March, who says it outermost first, and how it goes on."""

    outlet: str | None
    day: int
    voices: Sequence[tuple[VoiceKind, str]]
    told: str
    dead: int | None = None
    weekday: str | None = None
    stance: Stance = Stance.ASSERTS
    factuality: Factuality = Factuality.HAPPENED
    title: str = "Strike on the ferry"


REPORTS = (
    Report(
        "The Lantern",
        12,
        [(BODY, "the Tolne coast guard")],
        "planes hit the ferry Amber off Tolne on Monday, killing 12 people",
        12,
        "Monday",
    ),
    Report(
        "Vost News",
        12,
        [(UNNAMED, "hospital officials")],
        "planes hit the ferry Amber off Tolne on Monday, killing 40 people on their way home",
        40,
        "Monday",
        title="40 dead on ferry",
    ),
    Report(
        "Harbour Gazette",
        13,
        [(UNNAMED, "hospital officials")],
        "planes hit the ferry Amber off Tolne on Monday, killing 40 people on their way home",
        40,
        "Monday",
        title="40 dead on ferry",
    ),
    Report(
        "Selm Courier",
        13,
        [(UNNAMED, "hospital officials")],
        "planes hit the ferry Amber off Tolne on Monday, killing 40 people on their way home",
        40,
        "Monday",
        title="Forty dead, hospital says",
    ),
    Report(
        "Brennian Daily",
        14,
        [(UNNAMED, "hospital officials")],
        "planes hit the ferry Amber off Tolne on Monday, killing 40 people on their way home",
        40,
        "Monday",
        title="40 dead on ferry",
    ),
    Report(
        "Kasdor Heute",
        13,
        [(UNNAMED, "two officers who asked not to be named")],
        "planes hit the ferry Amber off Tolne on Tuesday, killing at least 9 people",
        9,
        "Tuesday",
        title="Officers speak of nine dead",
    ),
    Report(
        "Velmar Post",
        13,
        [(NAMED, "Captain Ilan Moreau, a spokesman for the Velmari navy")],
        "planes hit the ferry Amber",
        stance=Stance.DENIES,
        factuality=Factuality.DID_NOT_HAPPEN,
        title="Navy: no aircraft in the air",
    ),
    Report(
        "The Morning Bell",
        13,
        [(OUTLET, "The Evening Star")],
        "planes hit the ferry Amber off Tolne, killing 30 people",
        30,
        title="Thirty dead, says Star",
    ),
    Report(
        "The Evening Star",
        14,
        [(OUTLET, "The Morning Bell")],
        "planes hit the ferry Amber off Tolne, killing 30 people",
        30,
        title="Bell has thirty dead",
    ),
    Report(
        "Radio Tolne",
        14,
        [(NAMED, "Mayor Edda Sorn"), (BODY, "the Tolne police")],
        "planes hit the ferry Amber off Tolne on Monday, killing 12 people",
        12,
        "Monday",
        title="Mayor: twelve of ours",
    ),
    Report(
        "The Lantern",
        15,
        [(BODY, "the ministry of transport")],
        "planes hit the ferry Amber",
        stance=Stance.DECLINES,
        title="Ministry silent",
    ),
)


def reading_of(report: Report) -> ArticleReading:
    """The article with its one claim."""
    speakers = ", citing ".join(name for _, name in report.voices) or report.outlet
    verb = {Stance.DENIES: "denied", Stance.DECLINES: "would not say"}.get(report.stance, "said")
    body = f"{speakers} {verb} that {report.told}."
    article = made_article(
        f"{report.title}\n\n{report.outlet}, {report.day} March. {body}",
        title=report.title,
        outlet=report.outlet,
        published=date(2031, 3, report.day),
    )
    place = made_place(article, "Tolne") if "Tolne on" in report.told or "Tolne," in report.told else None
    days = {"Monday": date(2031, 3, 10), "Tuesday": date(2031, 3, 11)}
    time = made_time(article, report.weekday) if report.weekday else None
    if time and report.weekday:
        time = replace(time, earliest=days[report.weekday], latest=days[report.weekday])
    number = next((word for word in ("at least 9", "12", "40", "30") if f"killing {word}" in report.told), None)
    strike = made_event(
        article,
        EventType.ASSAULT,
        report.told,
        "hit",
        mode="aerial",
        actors=(made_party(article, "planes", code="MIL"),),
        recipients=(made_party(article, "the ferry Amber", code="CVL"),),
        magnitudes=(
            (made_magnitude(article, MagnitudeKind.DEAD, number, report.dead, report.dead),)
            if number and report.dead
            else ()
        ),
        factuality=report.factuality,
    )
    strike = replace(
        strike, place=place, place_reason=REASON if place else None, time=time, time_reason=REASON if time else None
    )
    content = (Span(article.text.index(f"that {report.told}") + 5, len(article.text) - 1),)
    claim = Claim(
        article_id=article.id,
        attribution_id=None,
        event_mention_id=strike.id,
        voices=tuple(Voice(kind=kind, name=name, span=span_of(article.text, name)) for kind, name in report.voices),
        stance=report.stance,
        content=content,
        quote=report.told,
        factuality=report.factuality,
        reason=REASON,
    )
    return ArticleReading(
        article=article,
        mentions=(),
        attributions=(),
        events=(strike,),
        claims=(claim,),
        places=(place,) if place else (),
        times=(time,) if time else (),
    )


def write_rivals(path: Path, reports: Sequence[Report] = REPORTS) -> None:
    """A ledger with one event, of these reports; those of one title that Vost News has too are copies of it."""
    readings = [reading_of(report) for report in reports]
    with open_ledger(path) as ledger:
        for number, reading in enumerate(readings):
            document = made_document(f"{number} {reading.article.text}".encode(), source=f"{number}.txt")
            ledger.write_document(
                DocumentReading(document=document, articles=(reading.article,), readings=(reading,)), read_by="a test"
            )
    wired = [reading for reading in readings if "on their way home" in reading.claims[0].quote]
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO reuses (here, there, verdict, share_here, share_there, passages, quotations, method, score,"
            " detail) VALUES (?, ?, 'copy', 0.97, 0.97, '[]', '[]', 'copy', 1.0, '97 % of the words are the same')",
            [(copy.article.id, wired[0].article.id) for copy in wired[1:]],
        )
    connection.close()
    link(path, [[claim.id for reading in readings for claim in reading.claims]])
