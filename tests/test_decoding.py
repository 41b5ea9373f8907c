"""The network's numbers made into labels, trees, roles and chains, by numbers small enough to work out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rashomon import decoding
from rashomon.decoding import (
    CHAIN_DISTANCES,
    NEVER,
    PREDICATES_AT_ONCE,
    SORTS,
    arguments_of,
    best_paths,
    chains_in,
    chosen_scores,
    heads_in,
    relations_of,
    runs,
    shares,
)

NAMES = ["O", "B-X", "I-X", "B-Y"]
FREE = np.zeros((4, 4), np.float32)
PRONOUN, NAME = 0, 1


def bio_steps() -> np.ndarray:
    steps = FREE.copy()
    steps[[0, 3], 2] = NEVER  # I-X follows B-X and I-X alone
    return steps


def test_the_best_path_is_the_one_of_the_highest_sum():
    random = np.random.default_rng(7)
    emissions = random.normal(size=(1, 4, 4)).astype(np.float32)
    steps = random.normal(size=(4, 4)).astype(np.float32)

    def score(path: tuple[int, ...]) -> float:
        first = emissions[0, range(4), path].sum()
        return float(first + sum(steps[one, other] for one, other in itertools.pairwise(path)))

    best = max(itertools.product(range(4), repeat=4), key=score)
    assert tuple(best_paths(emissions, steps, [4])[0]) == best


def test_no_path_goes_where_it_may_not():
    emissions = np.array([[[1.0, 0, 0, 0], [0, 0.5, 2, 0]]], np.float32)
    assert best_paths(emissions, FREE, [2])[0].tolist() == [0, 2]
    # To go inside X one must have begun it.
    assert best_paths(emissions, bio_steps(), [2])[0].tolist() == [1, 2]


def test_what_may_not_follow_nothing_may_not_begin():
    emissions = np.array([[[0, 1, 5, 0]]], np.float32)
    assert best_paths(emissions, bio_steps(), [1])[0].tolist() == [1]


def test_a_short_row_is_not_moved_by_what_fills_it_up():
    emissions = np.zeros((2, 3, 4), np.float32)
    emissions[:, 0, 1] = emissions[:, 1, 2] = 1
    emissions[0, 2] = [9, 0, 0, 0]
    steps = bio_steps()
    steps[2, 0] = -8  # dear to leave
    assert best_paths(emissions, steps, [2, 3])[0, :2].tolist() == [1, 2]


def test_shares_add_up_to_one_and_the_chosen_one_is_given():
    scores = np.array([[[0.0, np.log(3)]]], np.float32)
    assert shares(scores)[0, 0].tolist() == pytest.approx([0.25, 0.75])
    assert chosen_scores(scores, np.array([[1]])).tolist() == [[pytest.approx(0.75)]]


def test_large_scores_give_shares_too():
    assert shares(np.array([1000.0, 0.0], np.float32)).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0, 1, 2, 0], [("X", 1, 3)]),
        ([1, 1, 2], [("X", 0, 1), ("X", 1, 3)]),
        ([1, 3, 2], [("X", 0, 1), ("Y", 1, 2), ("X", 2, 3)]),
        ([2, 2], [("X", 0, 2)]),
        ([0, 0], []),
    ],
)
def test_a_run_is_what_begins_and_goes_on_alike(numbers: list[int], expected: list[tuple[str, int, int]]):
    assert list(runs(numbers, NAMES)) == expected


def test_a_run_ends_before_a_break():
    assert list(runs([1, 2, 2], NAMES, breaks={2})) == [("X", 0, 2), ("X", 2, 3)]


def test_a_head_stands_in_the_same_sentence():
    arcs = np.array([[0, 1, 9], [0, 2, 9], [9, 9, 0]], np.float32)
    assert heads_in(arcs, [0, 0, 1]).tolist() == [1, 1, 2]


def test_heads_that_go_in_a_circle_are_opened_where_it_costs_least():
    # Words 1 and 2 each have the other for their best head; 1 gives up less for word 0 than 2 does.
    arcs = np.array([[9, 0, 0], [4, 0, 5], [1, 5, 0]], np.float32)
    assert heads_in(arcs, [0, 0, 0]).tolist() == [0, 0, 1]


def test_a_sentence_has_one_root():
    arcs = np.array([[9, 1, 0], [7, 8, 0], [0, 9, 0]], np.float32)
    assert heads_in(arcs, [0, 0, 0]).tolist() == [0, 0, 1]
    assert heads_in(arcs, [0, 1, 1]).tolist() == [0, 1, 1]


def test_heads_are_those_of_the_best_tree_of_their_root():
    chance = np.random.default_rng(1)
    for _ in range(50):
        arcs = chance.normal(size=(4, 4)).astype(np.float32)
        found = heads_in(arcs, [0] * 4).tolist()
        root = next(place for place, head in enumerate(found) if place == head)
        trees = [heads for heads in itertools.product(range(4), repeat=4) if _is_tree(heads) and heads[root] == root]
        assert tuple(found) == max(trees, key=lambda heads: sum(arcs[place, head] for place, head in enumerate(heads)))


def _is_tree(heads: tuple[int, ...]) -> bool:
    """Whether every way up ends at the one word that is its own head."""
    tops = list(range(len(heads)))
    for _ in heads:
        tops = [heads[top] for top in tops]
    return len(set(tops)) == 1 and heads[tops[0]] == tops[0]


def test_a_relation_is_of_a_word_and_its_head():
    lower = np.array([[0.0, 0], [5, 0]], np.float32)
    upper = np.array([[0.0, 0], [0, 5]], np.float32)
    weights = {"relation.weight": np.eye(2, dtype=np.float32), "relation.bias": np.array([0.1, 0], np.float32)}
    # Both have the second word for their head, which speaks for number 1; the second itself speaks for 0.
    assert relations_of(lower, upper, np.array([1, 1]), weights).tolist() == [1, 0]


def role_weights() -> dict[str, np.ndarray]:
    """One dimension: a word is B-X the more, the more it agrees with the predicate."""
    weight = np.zeros((1, 4), np.float32)
    weight[0, 1] = 1
    return {
        "role.distance": np.zeros((17, 1), np.float32),
        "role.weight": weight,
        "role.bias": np.array([0.5, 0, 0, 0], np.float32),
    }


def test_arguments_stand_in_the_sentence_of_their_predicate():
    ones = np.full((5, 1), 2, np.float32)
    found = arguments_of([0, 3], [0, 0, 1, 1, 1], ones, ones, role_weights(), NAMES)
    assert found == [[("X", 0, 1), ("X", 1, 2)], [("X", 2, 3), ("X", 3, 4), ("X", 4, 5)]]


def test_many_predicates_are_taken_a_few_at_a_time(monkeypatch):
    asked, real = [], decoding._gelu
    monkeypatch.setattr(decoding, "_gelu", lambda pairs: asked.append(len(pairs)) or real(pairs))
    size = 3 * PREDICATES_AT_ONCE + 1
    ones = np.full((size, 1), 2, np.float32)
    found = arguments_of(range(size), [i // 4 for i in range(size)], ones, ones, role_weights(), NAMES)
    assert max(asked) <= 4 * PREDICATES_AT_ONCE
    assert [len(arguments) for arguments in found] == [4] * (size - 1) + [1]


def test_an_argument_that_has_not_begun_does_not_go_on():
    # The second word for itself would be I-X, but the first is B-Y, and B-X is out of the question.
    weights = role_weights()
    weights["role.weight"][0], weights["role.bias"] = [0, 0, 0, 3], np.array([0.5, -9, 1, 0], np.float32)
    words = np.array([[2], [0]], np.float32)
    assert arguments_of([0], [0, 0], words, words, weights, NAMES) == [[("Y", 0, 1)]]


def test_no_predicate_has_no_arguments():
    empty = np.zeros((2, 1), np.float32)
    assert arguments_of([], [0, 0], empty, empty, role_weights(), NAMES) == []


def chain_weights() -> dict[str, np.ndarray]:
    return {"chain.features": np.zeros(SORTS * SORTS * 2 * (len(CHAIN_DISTANCES) + 1), np.float32)}


def chains(
    later: list[list[float]], earlier: list[list[float]], prior: list[float], genders: list[int] | None = None
) -> tuple[tuple[int, ...], ...]:
    size = len(later)
    return chains_in(
        [10 * i for i in range(size)],
        [NAME] * size,
        list(range(size)),
        [0] * size,
        genders or [0] * size,
        np.array(later, np.float32),
        np.array(earlier, np.float32),
        np.array(prior, np.float32)[:, None],
        chain_weights(),
    )


def test_a_mention_joins_the_chain_of_its_likeliest_antecedent():
    # The third looks for the first, the fourth for the second and the fifth for the third.
    later = [[0, 0], [0, 0], [1, 0], [0, 1], [1, 0]]
    earlier = [[1, 0], [0, 1], [2, 0], [0, 0], [0, 0]]
    assert chains(later, earlier, [0] * 5) == ((0, 20, 40), (10, 30))


def test_a_mention_without_a_likely_antecedent_is_alone():
    assert chains([[0, 0]] * 3, [[0, 0]] * 3, [-1] * 3) == ()


def test_nothing_is_its_own_antecedent_or_that_of_an_earlier_one():
    assert chains([[9, 9], [0, 0]], [[9, 9], [9, 9]], [0, 0]) == ()


def test_no_chain_holds_both_a_he_and_a_she():
    # "He" and "she" both like the name before them best, and she the other name next.
    later = [[0, 0], [0, 0], [1, 0], [2, 1]]
    earlier = [[1, 0], [0, 1], [0, 0], [0, 0]]
    assert chains(later, earlier, [0] * 4) == ((0, 20, 30),)
    assert chains(later, earlier, [0] * 4, genders=[0, 0, 1, 2]) == ((0, 20), (10, 30))


def test_features_of_sort_form_and_distance_join_too():
    features = chain_weights()["chain.features"].reshape(SORTS, SORTS, 2, -1)
    features[PRONOUN, NAME, 0, 1] = 1  # a pronoun, and a name of other words in the sentence before
    nothing = np.zeros((3, 1), np.float32)
    found = chains_in(
        [0, 4, 9],
        [NAME, NAME, PRONOUN],
        [0, 1, 2],
        [0, 1, 2],
        [0, 0, 0],
        nothing,
        nothing,
        nothing,
        {"chain.features": features.reshape(-1)},
    )
    assert found == ((4, 9),)


def test_chains_go_across_blocks():
    size = 300
    later, earlier = np.zeros((size, 1), np.float32), np.zeros((size, 1), np.float32)
    later[299], earlier[40] = 1, 1
    zeros = [0] * size
    found = chains_in(
        range(size), zeros, zeros, zeros, zeros, later, earlier, np.zeros((size, 1), np.float32), chain_weights()
    )
    assert found == ((40, 299),)
