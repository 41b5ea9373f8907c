"""Who denies and disputes whom across articles, from the text to the links of the ledger."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from opposing_passages import BUNDLES, Bundle, Pair
from rashomon.documents import parse_documents
from rashomon.ledger import open_ledger
from rashomon.pipeline import Tools, read_documents
from rashomon.records import DocumentReading
from real_tools import real_tools

OUTLETS = ("The Lantern", "The Tolne Herald", "The Keth Mail")
OPPOSITIONS = (
    "SELECT one.quote, other.quote FROM links JOIN claims AS one ON one.id = source JOIN claims AS other"
    " ON other.id = target WHERE relation IN ('denies', 'disputes')"
)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return real_tools()


def oppositions_in(bundle: Bundle, tools: Tools, path: Path) -> list[Pair]:
    """The quotes of the two ends of every denial and dispute that a fresh ledger of the bundle has."""
    rows = [
        {"text": text, "title": "", "outlet": outlet, "published": str(bundle.begins + timedelta(days=day))}
        for day, (text, outlet) in enumerate(zip(bundle.articles, OUTLETS, strict=False))
    ]
    stream = BytesIO("".join(f"{json.dumps(row)}\n" for row in rows).encode())
    documents = parse_documents(stream, "bundle.jsonl", datetime(2031, 3, 14, tzinfo=UTC))
    with open_ledger(path) as ledger:
        for outcome in read_documents(documents, tools):
            assert isinstance(outcome, DocumentReading), outcome
            ledger.write_document(outcome, read_by="a test")
    with sqlite3.connect(path) as connection:
        return [(str(one), str(other)) for one, other in connection.execute(OPPOSITIONS)]


def has(found: list[Pair], pair: Pair) -> bool:
    """Whether some opposition stands between claims with the words of the pair, either way."""
    one, other = pair
    return any((one in here and other in there) or (one in there and other in here) for here, there in found)


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.name)
def test_who_opposes_whom(bundle: Bundle, tools: Tools, tmp_path: Path) -> None:
    found = oppositions_in(bundle, tools, tmp_path / "ledger.db")
    assert [pair for pair in bundle.opposed if not has(found, pair)] == []
    assert [pair for pair in bundle.apart if has(found, pair)] == []
