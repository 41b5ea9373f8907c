"""The order of the stages: batches, refusals, what is known already, and what was given by hand."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from made_records import RETRIEVED_AT, RuleReader
from rashomon import pipeline
from rashomon.errors import ModelError
from rashomon.fetch import Fetched
from rashomon.filters import ClaimFilter
from rashomon.gazetteer import open_gazetteer
from rashomon.ledger import Ledger, open_ledger
from rashomon.pipeline import Given, documents_in, read_documents, tools_with, write_outcomes
from rashomon.queries import open_queries
from rashomon.reader import Reader
from rashomon.records import Document, DocumentReading, MediaType, Refusal
from rashomon.sources import Intake, find_inputs
from rashomon.tally import Outcome, Tally
from rashomon.verification import find_mismatches
from real_tools import real_reader

TOOLS = tools_with(RuleReader(), open_gazetteer())


def row(text: str, **fields: str) -> Document:
    content = json.dumps({"text": text, **fields}).encode()
    return Document(content=content, source="rows.jsonl", media_type=MediaType.JSON, retrieved_at=RETRIEVED_AT)


def said(what: str, **fields: str) -> Document:
    return row(f"The coast guard said that {what}. The harbour office denied that {what}.", **fields)


def outcomes_of(
    documents: Iterable[Document], reader: Reader | RuleReader | None = None, **options: object
) -> list[Outcome]:
    return list(read_documents(documents, TOOLS if reader is None else replace(TOOLS, reader=reader), **options))


def store(ledger: Ledger, documents: Iterable[Document], reader: RuleReader | None = None, **options: bool) -> Tally:
    tally = Tally()
    outcomes = outcomes_of(documents, reader, ledger=ledger, **options)
    for outcome in write_outcomes(outcomes, ledger, read_by="a test", **options):
        tally.add(outcome)
    return tally


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "rashomon.db") as ledger:
        yield ledger


def test_a_document_becomes_articles_attributions_and_claims():
    (outcome,) = outcomes_of([said("a ferry was stopped", id="7")])
    assert isinstance(outcome, DocumentReading)
    (reading,) = outcome.readings
    assert reading.article.given_id == "7"
    assert [claim.stance.value for claim in reading.claims] == ["asserts", "denies"]
    assert [claim.quote for claim in reading.claims] == ["a ferry was stopped"] * 2


def test_several_articles_go_through_the_model_at_once_and_come_out_in_order():
    reader = RuleReader()
    outcomes = outcomes_of((said(f"ship {n} left", id=str(n)) for n in range(40)), reader)
    assert reader.batches == [16, 16, 8]
    assert [outcome.readings[0].article.given_id for outcome in outcomes] == [str(n) for n in range(40)]


def test_reading_starts_before_the_last_document_is_there():
    def endless() -> Iterator[Document]:
        n = 0
        while True:
            yield said(f"ship {n} left")
            n += 1

    reading = read_documents(endless(), TOOLS)
    assert isinstance(next(reading), DocumentReading)


def test_a_document_that_breaks_a_stage_is_refused_alone():
    documents = [said(f"ship {n} left" if n != 5 else "it was cursed") for n in range(20)]
    outcomes = outcomes_of(documents)
    assert [isinstance(outcome, DocumentReading) for outcome in outcomes] == [n != 5 for n in range(20)]
    refusal = outcomes[5]
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.document_sha256) == ("R199", documents[5].sha256)
    assert "ZeroDivisionError" in refusal.sentence and refusal.mend


def test_a_document_that_is_no_news_is_refused_and_the_rest_goes_on(ledger: Ledger):
    empty = replace(row("x"), content=b'{"text": ""}')
    tally = store(ledger, [said("a ferry was stopped"), empty, said("a tanker left")])
    assert (tally.documents, tally.articles, tally.claims, tally.denials, tally.refusals) == (2, 2, 4, 2, 1)
    with open_queries(ledger.path) as queries:
        (refusal,) = queries.find_refusals()
        assert refusal.document_sha256 == empty.sha256


def test_a_broken_model_is_no_fault_of_the_document():
    class Broken(RuleReader):
        def read(self, texts: object) -> list[object]:
            raise ModelError("R401", "the model is broken", "install it again")

    with pytest.raises(ModelError):
        outcomes_of([said("a ferry was stopped")], Broken())


def test_what_the_ledger_holds_is_not_read_again(ledger: Ledger):
    documents = [said(f"ship {n} left") for n in range(3)]
    store(ledger, documents[:2])
    reader = RuleReader()
    tally = store(ledger, documents, reader)
    assert reader.batches == [1]
    assert (tally.known, tally.documents) == (2, 1)
    again = RuleReader()
    assert store(ledger, documents, again, again=True).documents == 3
    assert again.batches == [3]


def test_an_article_known_from_another_document_gets_a_provenance_and_no_second_reading(ledger: Ledger):
    store(ledger, [said("a ferry was stopped", url="https://example.org/1")])
    reader = RuleReader()
    tally = store(ledger, [said("a ferry was stopped", url="https://example.org/2")], reader)
    assert (reader.batches, tally.documents, tally.articles) == ([], 1, 0)
    with open_queries(ledger.path) as queries:
        (article_id,) = queries.article_ids()
        assert len(list(queries.find_documents(article_id))) == 2


def test_two_copies_in_one_batch_are_read_once_and_keep_their_own_ids():
    reader = RuleReader()
    one, two = outcomes_of([said("a ferry was stopped", id="1"), said("a ferry was stopped", id="2")], reader)
    assert reader.batches == [1]
    assert [one.readings[0].article.given_id, two.readings[0].article.given_id] == ["1", "2"]


def test_what_was_given_by_hand_fills_only_what_is_missing(tmp_path: Path, ledger: Ledger):
    rows = [said("a ferry was stopped"), said("a tanker left", outlet="The Lantern", published="2031-03-01")]
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b"\n".join(document.content for document in rows))
    given = Given(outlet="Kasdor Today", published=date(2031, 3, 12))
    intake = Intake(
        standard_input=io.BytesIO(), fetch=lambda url: Fetched(b"", url, None), now=lambda: datetime.now(UTC)
    )
    store(ledger, documents_in(find_inputs([str(file)]).inputs, intake, given))
    with open_queries(ledger.path) as queries:
        articles = {found.article.outlet: found.article.published for found in queries.find_claims(ClaimFilter())}
        assert articles == {"Kasdor Today": date(2031, 3, 12), "The Lantern": date(2031, 3, 1)}
        flags = [queries.find_article(article_id).article.flags for article_id in queries.article_ids()]
        assert not {"no-outlet", "no-date"} & {flag for one in flags for flag in one}
        assert list(find_mismatches(queries, pipeline.articles_in)) == []


def test_a_place_that_fails_in_the_middle_is_refused_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name}\n\nThe coast guard said that a ferry was stopped.")
    parse = pipeline.parse_articles
    real = Intake.documents_in

    def failing(self: Intake, place: object) -> Iterator[object]:
        yield from real(self, place)
        if place.source.endswith("a.txt"):
            raise MemoryError("too much")

    monkeypatch.setattr(Intake, "documents_in", failing)
    intake = Intake(
        standard_input=io.BytesIO(), fetch=lambda url: Fetched(b"", url, None), now=lambda: datetime.now(UTC)
    )
    documents = list(documents_in(find_inputs([str(tmp_path)]).inputs, intake, Given()))
    assert [type(document) for document in documents] == [Document, Refusal, Document]
    assert parse(documents[2])


ENDINGS = (
    "Kasdor said on Monday that it would send an offer of aid to the flooded towns of Orsk",
    "He denounced the threat to the harbour and criticized the visit to Orsk",
    "The ministry denied that talks with the rebels on a ceasefire had been held by the envoy of Velmar",
    "Sanctions imposed on Tesmar were lifted by the council after two soldiers were killed in an attack on",
)


def test_a_text_may_break_off_after_any_word():
    words = [sentence.split() for sentence in ENDINGS]
    texts = [" ".join(some[: end + 1]) for some in words for end in range(len(some))]
    outcomes = outcomes_of([row(text) for text in texts], real_reader())
    assert [outcome for outcome in outcomes if isinstance(outcome, Refusal)] == []
