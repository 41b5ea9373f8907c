"""What a word's form says of its part of speech."""

from __future__ import annotations

import pytest

from rashomon.tags import CLOSED_TAGS, TAGS, barred_tags


@pytest.mark.parametrize(
    ("word", "barred"),
    [
        ("arrested", {"NN", "NNS", "NNP"}),
        ("talks", {"NNP", "VBG"}),
        ("shelling", {"VBD", "VBN", "NNS"}),
        ("government", {"NNP", "NNS", "VBZ", "VBG"}),
    ],
)
def test_an_ending_rules_tags_out(word: str, barred: set[str]) -> None:
    assert barred <= barred_tags(word)


@pytest.mark.parametrize(("word", "tag"), [("hatred", "NN"), ("speed", "NN"), ("police", "NNS"), ("Reed", "NNP")])
def test_a_word_that_only_looks_so_keeps_its_tag(word: str, tag: str) -> None:
    assert tag not in barred_tags(word)


def test_a_word_of_a_closed_class_has_a_tag_of_that_class_and_others_have_none() -> None:
    assert TAGS - barred_tags("the") == {"DT"}
    assert barred_tags("Vostria") >= CLOSED_TAGS


def test_us_is_somebody_and_the_us_a_country() -> None:
    assert TAGS - barred_tags("us") == {"PRP"}
    assert TAGS - barred_tags("US") == {"NNP"}


def test_a_mark_is_no_word() -> None:
    assert "NN" in barred_tags(",")
    assert "CD" not in barred_tags("1,200")
