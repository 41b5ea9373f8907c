"""What an analyst corrected is found by the value that holds, and no longer by what was read: everywhere alike."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from made_events import DENIAL, NINE, PROTEST, SEVEN, WORDS, write_linked_strikes
from rashomon.anchors import Signature, correct_decision, undo_decision
from rashomon.filters import ClaimFilter
from rashomon.ledger import open_ledger
from rashomon.listings import listing_of
from rashomon.queries import Queries, open_queries
from rashomon.records import Decision, EventType, Factuality, Stance
from rashomon.testimony import voices_page
from rashomon.verdicts import write_verdict

SIGNATURE = Signature(decided_at=datetime(2031, 3, 20, tzinfo=UTC))
ASSERTED, DENIED = ClaimFilter(stances=(Stance.ASSERTS,)), ClaimFilter(stances=(Stance.DENIES,))
HAPPENED = ClaimFilter(factualities=(Factuality.HAPPENED,))
NEVER = ClaimFilter(factualities=(Factuality.DID_NOT_HAPPEN,))
PLANNED = ClaimFilter(factualities=(Factuality.PLANNED,))
PROTESTS, COERCED = ClaimFilter(types=(EventType.PROTEST,)), ClaimFilter(types=(EventType.COERCE,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles tell of one strike."""
    return write_linked_strikes(tmp_path / "rashomon.db")


def corrected(path: Path, claim: str, field: str, value: str) -> Decision:
    return write_verdict(path, lambda queries, by: correct_decision(queries, claim, field, value, by), SIGNATURE)


def claims_in(queries: Queries, wanted: ClaimFilter) -> set[str]:
    return {one.claim.id for one in queries.find_claims(wanted)}


def lists_of(queries: Queries, wanted: ClaimFilter) -> Iterator[list[str]]:
    """The events that fit, as the command line and as the room list them."""
    yield [one.event.id for one in queries.find_events(wanted)]
    yield [one.event.id for one in listing_of(queries.ask, wanted, first=0, number=9).events]


@pytest.mark.parametrize(
    ("claim", "field", "value", "wanted", "before", "after"),
    [
        (DENIAL, "stance", "asserts", DENIED, {DENIAL}, set()),
        (DENIAL, "stance", "asserts", ASSERTED, {SEVEN, NINE, PROTEST, WORDS}, {SEVEN, NINE, PROTEST, WORDS, DENIAL}),
        (DENIAL, "stance", "asserts", NEVER, {DENIAL}, set()),
        (DENIAL, "stance", "asserts", HAPPENED, {SEVEN, NINE, PROTEST}, {SEVEN, NINE, PROTEST, DENIAL}),
        (SEVEN, "factuality", "planned", HAPPENED, {SEVEN, NINE, PROTEST}, {NINE, PROTEST}),
        (SEVEN, "factuality", "planned", PLANNED, set(), {SEVEN}),
        (PROTEST, "type", "COERCE", PROTESTS, {PROTEST}, set()),
        (PROTEST, "type", "COERCE", COERCED, set(), {PROTEST}),
    ],
)
def test_a_claim_is_found_by_what_holds(
    path: Path, claim: str, field: str, value: str, wanted: ClaimFilter, before: set[str], after: set[str]
):
    with open_queries(path) as queries:
        assert claims_in(queries, wanted) == before
    decision = corrected(path, claim, field, value)
    with open_queries(path) as queries:
        assert claims_in(queries, wanted) == after
    write_verdict(path, lambda queries, by: undo_decision(queries, decision.id, by), SIGNATURE)
    with open_queries(path) as queries:
        assert claims_in(queries, wanted) == before


@pytest.mark.parametrize(
    ("claim", "field", "value", "before", "after"),
    [
        (DENIAL, "stance", "asserts", DENIED, ASSERTED),
        (PROTEST, "factuality", "planned", ClaimFilter(factualities=HAPPENED.factualities, words="crowds"), PLANNED),
        (PROTEST, "type", "COERCE", PROTESTS, COERCED),
    ],
)
def test_an_event_is_listed_by_what_holds_of_its_claims(
    path: Path, claim: str, field: str, value: str, before: ClaimFilter, after: ClaimFilter
):
    corrected(path, claim, field, value)
    with open_queries(path) as queries:
        event = queries.find_claim(claim).event_id
        assert all(event not in listed for listed in lists_of(queries, before))
        assert all(event in listed for listed in lists_of(queries, after))


def test_the_last_correction_is_the_one_that_is_found(path: Path):
    for value in ("COERCE", "PROTEST"):
        corrected(path, PROTEST, "type", value)
    with open_queries(path) as queries:
        assert (claims_in(queries, PROTESTS), claims_in(queries, COERCED)) == ({PROTEST}, set())


def test_denials_of_a_voice_are_counted_as_they_hold(path: Path):
    corrected(path, DENIAL, "stance", "asserts")
    corrected(path, SEVEN, "stance", "denies")
    with open_queries(path) as queries:
        for voices in (
            queries.find_voices(ClaimFilter()),
            voices_page(queries.ask, ClaimFilter(), first=0, number=9).voices,
        ):
            denials = {one.name: one.denials for one in voices}
            assert denials == {"The coast guard": 1, "Harbour police": 0, "The ministry": 0}
        assert [one.name for one in queries.find_voices(DENIED)] == ["The coast guard"]


def test_a_correction_that_is_replayed_on_a_fresh_ledger_is_found_there(path: Path, tmp_path: Path):
    decisions = [corrected(path, DENIAL, "stance", "asserts"), corrected(path, PROTEST, "type", "COERCE")]
    fresh = tmp_path / "fresh.db"
    with open_ledger(fresh) as ledger:
        ledger.write_decisions(decisions)
    write_linked_strikes(fresh)
    with open_queries(fresh) as queries:
        assert claims_in(queries, DENIED) == set()
        assert claims_in(queries, COERCED) == {PROTEST}


def test_the_event_of_one_article_has_its_corrected_type(path: Path):
    corrected(path, PROTEST, "type", "COERCE")
    with open_queries(path) as queries:
        mention = queries.find_mention(queries.find_claim(PROTEST).claim.event_mention_id)
    assert (mention.told.type, mention.event.type) == (EventType.COERCE, EventType.PROTEST)
    assert [one.told.type for one in mention.claims] == [EventType.COERCE]
