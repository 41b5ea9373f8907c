"""The articles of `made_events.py` with whom they mean: one body each, who speaks in it."""

from dataclasses import replace
from pathlib import Path

from made_events import STRIKES, rows_of
from made_records import made_document
from rashomon.ledger import open_ledger
from rashomon.records import ArticleEntity, ArticleReading, DocumentReading, EntityKind, Reason

NAMES = ("Keth Coast Guard", "Tolne Harbour Police", "Ministry of Defence of Brennia")


def called(reading: ArticleReading, name: str) -> ArticleReading:
    """The article with one body, who speaks in it, under this name."""
    entity = ArticleEntity(
        article_id=reading.article.id,
        kind=EntityKind.ORGANISATION,
        name=name,
        names=(name,),
        key=None,
        country=None,
        spans=(reading.attributions[0].source[0],),
        context=(),
        reason=Reason(method="test", score=1.0, detail="said so"),
    )
    return replace(reading, entities=(entity,))


def write_named(path: Path, *names: str, again: bool = False) -> None:
    """The articles, each with its body under one of these names."""
    with open_ledger(path) as ledger:
        for reading, name in zip(STRIKES, names, strict=False):
            document = made_document(reading.article.text.encode())
            told = DocumentReading(document=document, articles=(reading.article,), readings=(called(reading, name),))
            ledger.write_document(told, read_by="a test", again=again)


def id_of(path: Path, name: str) -> str:
    """The entity that is called so anywhere."""
    (row,) = rows_of(path, "SELECT DISTINCT same_as FROM entities JOIN entity_names ON entity_id = id"
                     " WHERE entity_names.name = ?", name)  # fmt: skip
    return str(row[0])
