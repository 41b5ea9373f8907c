"""The measures of clusters give what their papers give for the papers' own cases."""

import pytest

from clusters import b_cubed, ceaf, muc, score


def clusters(*words: str) -> list[frozenset[str]]:
    return [frozenset(word) for word in words]


# Pradhan et al., "Scoring Coreference Partitions of Predicted Mentions", ACL 2014, section 4.
KEY, RESPONSE = clusters("abc", "defg"), clusters("ab", "cd", "fghi")
# Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", 1998: two responses to one truth.
TRUTH, SMALL_MIX, GREAT_MIX = (
    clusters("12345", "67", "89ABC"),
    clusters("12345", "6789ABC"),
    clusters("1234589ABC", "67"),
)


@pytest.mark.parametrize(
    ("measure", "recall", "precision"), [(muc, 2 / 5, 2 / 5), (b_cubed, 35 / 84, 1 / 2), (ceaf, 0.65, 1.3 / 3)]
)
def test_the_worked_case_of_the_reference_scorer_comes_out(measure, recall: float, precision: float):
    counts = measure(KEY, RESPONSE)
    assert counts.recall == pytest.approx(recall)
    assert counts.precision == pytest.approx(precision)


def test_b_cubed_minds_how_much_was_mixed_and_muc_does_not():
    for response, precision in ((SMALL_MIX, 16 / 21), (GREAT_MIX, 7 / 12)):
        assert muc(TRUTH, response).precision == pytest.approx(9 / 10)
        assert b_cubed(TRUTH, response).precision == pytest.approx(precision)
        assert b_cubed(TRUTH, response).recall == 1


def test_the_truth_scores_all_and_nothing_said_scores_nothing():
    assert score([(KEY, KEY)])["conll"] == 100
    assert score([(KEY, [])])["conll"] == 0


def test_documents_are_added_up_before_they_are_divided():
    many = clusters("ab", "cd", "ef", "gh")
    assert score([(many, many), (clusters("xy"), [])])["ceaf_recall"] == pytest.approx(80)


def test_an_unpaired_singleton_costs_precision_in_ceaf_and_nothing_in_muc():
    said = [*KEY, *clusters("z")]
    assert muc(KEY, said).f1 == 1
    assert ceaf(KEY, said).precision == pytest.approx(2 / 3)
