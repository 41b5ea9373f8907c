"""Two articles that mean harm: scripts, broken markup, signs that turn the direction of writing, endless words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from made_events import link, strike_in
from made_records import REASON, made_article, made_document, span_of
from rashomon.ledger import open_ledger
from rashomon.records import ArticleEntity, ArticleReading, DocumentReading, EntityKind, Stance

SCRIPT = "<script>window.harm = 1</script>"
PICTURE = '"><img src=x onerror="window.harm = 1">'
TURNED = "\u202eegassem\u2066\u0007"
BROKEN = "</q></p></main><!-- <style>* { display: none }</style> {{ 7191 * 7 }} {% raw %} </script>"
SOURCE = f"Harbour police {SCRIPT}"
TOLD = f"planes hit a convoy near Tolne on Monday {PICTURE}, killing 7 people {TURNED}"
ENDLESS = "The convoy went on and on past the harbour and the mole. "


def hostile_reading(cue: str, stance: Stance, size: int = 0) -> ArticleReading:
    """Everything that a page shows of it is hostile; after it a paragraph of about `size` characters."""
    article = made_article(
        f"{BROKEN}\n\n{SOURCE} {cue} that {TOLD}.\n\n{ENDLESS * (size // len(ENDLESS))}",
        title=f"{SCRIPT}{PICTURE}{TURNED}{BROKEN}",
        outlet=f"They {cue}{SCRIPT}{PICTURE}{TURNED}",
        published=date(2031, 3, 12),
        given_id=f"../..{PICTURE}",
    )
    reading = strike_in(article, SOURCE, cue, TOLD, stance, "7", "Monday", 7)
    police = ArticleEntity(
        article_id=article.id,
        kind=EntityKind.ORGANISATION,
        name=SOURCE,
        names=(SOURCE, f"police{PICTURE}{TURNED}"),
        key=None,
        country=None,
        spans=(span_of(article.text, SOURCE),),
        context=(),
        reason=REASON,
    )
    return replace(reading, entities=(police,))


def write_hostile(path: Path, size: int = 0) -> None:
    """A ledger of two such articles, one of which denies what the other says."""
    readings = (hostile_reading("said", Stance.ASSERTS, size), hostile_reading("denied", Stance.DENIES, size))
    with open_ledger(path) as ledger:
        for reading in readings:
            document = made_document(reading.article.text.encode(), source=f"{SCRIPT}.txt")
            ledger.write_document(
                DocumentReading(document=document, articles=(reading.article,), readings=(reading,)), read_by="a test"
            )
    link(path, [[reading.claims[0].id for reading in readings]])
