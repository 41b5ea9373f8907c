"""The baselines of the benchmark of copies count as they say."""

from __future__ import annotations

from typing import Any

import pytest

from copies import count_outlets, count_without_copies, exact_share, outlet_of, scores

OUTLETS = {"a": "Lantern", "b": "Courier", "c": "Courier", "d": "Herald", "e": "Gazette"}


def claim_of(**stances: str) -> dict[str, Any]:
    return {"tellings": [{"article": name, "stance": stance} for name, stance in stances.items()]}


CLAIM = claim_of(a="asserts", b="confirms", c="asserts", d="denies", e="asserts")


def test_an_outlet_that_denies_is_not_counted():
    assert count_outlets(CLAIM, OUTLETS) == 3


@pytest.mark.parametrize(
    ("joined", "count"), [((), 3), (("ae",), 2), (("ac", "be"), 1), (("ad", "de"), 3)], ids=lambda value: str(value)
)
def test_copies_and_articles_of_one_outlet_count_as_one(joined: tuple[str, ...], count: int):
    assert count_without_copies(CLAIM, OUTLETS, set(map(frozenset, joined))) == count


def test_exact_counts_are_told_in_per_cent():
    claims = [{"independent_origins": 1}, {"independent_origins": 3}]
    assert exact_share(claims, [1, 2]) == 50.0


def test_precision_and_recall_are_those_of_the_pairs():
    one, two, three = (frozenset(pair) for pair in ("ab", "cd", "ae"))
    assert scores({one, two}, {one, three}) == (2, 2, 1, 50.0, 50.0)


def test_parts_of_a_site_are_one_outlet():
    assert outlet_of("sport.lantern.example") == outlet_of("www.lantern.example") == "lantern.example"
    assert outlet_of("lantern.example") == "lantern.example"
