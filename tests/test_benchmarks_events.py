"""The scorers of events and of the ledger: the gold scores all of it, and each fault costs its own field."""

from typing import Any

import pytest

import plover
import seed_ledger
from rashomon.records import Span
from rashomon.words import normalised

TEXT = "Vell and Keth signed a truce."
MUTUAL = {
    "text": TEXT,
    "event": "AGREE",
    "spans": [
        {"tag": "SRC/TAR", "start": 0, "end": 4},
        {"tag": "SRC/TAR", "start": 9, "end": 13},
        {"tag": "EVT", "start": 14, "end": 20},
    ],
}
FOUGHT = {
    "text": "Vell shelled Keth.",
    "event": "FIGHT",
    "spans": [{"tag": "SRC", "start": 0, "end": 4}, {"tag": "TAR", "start": 13, "end": 17}],
}


def event(kind: str, actors: list[tuple[int, int]], recipients: list[tuple[int, int]]) -> dict[str, Any]:
    return {
        "type": kind,
        "actors": [{"span": list(span)} for span in actors],
        "recipients": [{"span": list(span)} for span in recipients],
    }


def scored(row: dict[str, Any], *events: dict[str, Any]) -> dict[str, float]:
    return plover.score([plover.gold_of(row)], {row["text"]: list(events)})


def test_old_roots_are_taken_as_what_they_became_and_the_gold_scores_all():
    figures = scored(FOUGHT, event("ASSAULT", [(0, 4)], [(13, 17)]))
    assert {name: figures[f"{name}_f1"] for name in plover.CRITERIA} == dict.fromkeys(plover.CRITERIA, 100)


def test_swapped_parties_keep_the_type_and_lose_the_rest():
    figures = scored(FOUGHT, event("ASSAULT", [(13, 17)], [(0, 4)]))
    assert figures["type_f1"] == 100
    assert figures["actor_f1"] == figures["recipient_f1"] == figures["all_f1"] == 0


def test_a_second_event_costs_precision_and_not_recall():
    figures = scored(FOUGHT, event("ASSAULT", [(0, 4)], [(13, 17)]), event("ACCUSE", [(0, 4)], []))
    assert (figures["all_precision"], figures["all_recall"]) == (50, 100)


def test_a_mutual_event_needs_all_its_parties_on_whichever_side():
    assert scored(MUTUAL, event("AGREE", [(0, 4), (9, 13)], []))["all_f1"] == 100
    assert scored(MUTUAL, event("AGREE", [(0, 4)], [(9, 13)]))["all_f1"] == 100
    assert scored(MUTUAL, event("AGREE", [(0, 4)], []))["recipient_f1"] == 0


def test_one_event_answers_one_gold_event():
    golds = [plover.gold_of(FOUGHT)] * 2
    figures = plover.score(golds, {FOUGHT["text"]: [event("ASSAULT", [(0, 4)], [(13, 17)])]})
    assert figures["type_recall"] == 50


ARTICLE = 'Shells\n\nOfficials of Vell said that "Orin’s navy had shelled\u00a0the port", and nobody answered.'
EXPECTED = {
    "id": 1,
    "article": "X",
    "anchor": "Orin's navy had shelled the port",
    "voices": ["officials of Vell"],
    "stance": "asserts",
    "event": "ASSAULT",
    "actors": ["ORI", "Kasdor"],
    "recipients": [],
    "factuality": "happened",
    "place": "Port Vell",
    "when": "2031-03",
}
SPELLINGS = [["Kasdor", "Kasdor Militia", "KM"]]


def record(**changes: Any) -> dict[str, Any]:
    """The record that is right in all, but for the changes to its one claim and its one event."""
    anchor = seed_ledger.anchor_in(ARTICLE, EXPECTED["anchor"])
    assert anchor is not None
    event = {
        "trigger": list(Span(ARTICLE.index("shelled"), ARTICLE.index("shelled") + 7)),
        "type": "ASSAULT",
        "actors": [{"text": "Orin’s navy", "code": "ORI MIL"}, {"text": "they", "name": "the KM", "code": None}],
        "recipients": [],
        "factuality": "happened",
        "place": 0,
        "time": 1,
    }
    claim = {
        "voices": [{"name": "Officials of Vell"}],
        "stance": "asserts",
        "content": [list(anchor)],
        "event": 0,
        "factuality": "happened",
    }
    changed = [{key: changes.get(key, value) for key, value in one.items()} for one in (event, claim)]
    places = [{"text": "Vell", "name": "Port Vell"}, {"text": "Kasdor", "name": None}]
    days = [("2031-03-30", "2031-04-02"), ("2031-03-01", "2031-03-09"), (None, "2031-03-09")]
    times = [{"earliest": earliest, "latest": latest} for earliest, latest in days]
    return {
        "title": "Shells", "text": ARTICLE, "events": changed[:1], "claims": changed[1:],
        "places": places, "times": times,
    }  # fmt: skip


def wrong_of(one: dict[str, Any] | None, **expected: Any) -> list[str]:
    judged = seed_ledger.judge(EXPECTED | expected, one, SPELLINGS)
    return [field for field, is_right in judged.right.items() if not is_right]


def test_a_claim_that_is_right_in_all_loses_nothing_and_a_missing_one_all():
    assert wrong_of(record()) == []
    assert wrong_of(None) == list(seed_ledger.FIELDS)
    assert wrong_of(record(content=[[0, 6]], trigger=[0, 6])) == list(seed_ledger.FIELDS)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("voices", {"voices": []}),
        ("voices", {"voices": [{"name": "Officials of Orin"}]}),
        ("stance", {"stance": "denies"}),
        ("type", {"type": "ACCUSE"}),
        ("actors", {"actors": [{"text": "Orin", "code": "ORI"}]}),
        ("actors", {"actors": [*record()["events"][0]["actors"], {"text": "Vell", "code": None}]}),
        ("recipients", {"recipients": [{"text": "the port", "code": None}]}),
        ("place", {"place": 1}),
        ("place", {"place": None}),
        ("when", {"time": 0}),
        ("when", {"time": 2}),
        ("when", {"time": None}),
    ],
)
def test_each_fault_costs_its_own_field(field: str, changes: dict[str, Any]):
    assert wrong_of(record(**changes)) == [field]


def test_a_claim_without_an_event_has_no_type_and_no_parties():
    assert wrong_of(record(event=None)) == ["type", "actors", "place", "when"]
    assert wrong_of(record(event=None), event=None, actors=[], place=None, when=None) == []


def test_of_several_claims_the_one_with_the_most_right_is_taken():
    two = record()
    two["claims"].insert(0, two["claims"][0] | {"stance": "denies"})
    assert wrong_of(two) == []


def test_what_is_not_scored_is_neither_right_nor_wrong():
    judged = seed_ledger.judge(EXPECTED | {"factuality": "alleged"}, record(), SPELLINGS)
    assert "factuality" not in judged.right
    assert seed_ledger.tally([judged])["all"] == (8, 8)


def test_half_of_the_words_of_either_side_is_enough_to_be_found():
    anchor = seed_ledger.anchor_in(ARTICLE, EXPECTED["anchor"])
    assert anchor is not None
    plain = normalised(ARTICLE)
    for words, is_found in (("the port", True), ("said that “Orin's", False)):
        start = plain.index(words)
        claim = {"content": [[start, start + len(words)]]}
        assert seed_ledger.is_found(anchor, claim, None, plain) is is_found
