"""The vector of a claim, from what the model has for its words."""

import math

import numpy as np
import pytest

from rashomon.meanings import vector_of
from rashomon.records import Reading, Span, Word

TEXT = "ferry sank fast"
WORDS = tuple(Word(Span(*span), "NN", 0, "dep") for span in ((0, 5), (6, 10), (11, 15)))


def reading(numbers: list[list[list[float]]]) -> Reading:
    packed = np.array(numbers, np.float16).tobytes()
    return Reading(sentences=(Span(0, 15),), mentions=(), attributions=(), words=WORDS, meanings=packed)


ROWS = [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 4.0], [0.0, 3.0]], [[9.0, 9.0], [9.0, 9.0]]]


def test_the_trigger_counts_as_what_tells_and_the_content_as_what_stands_beside():
    # Told: (1, 0) of "ferry"; beside: the mean of (0, 1) and (0, 3).
    assert vector_of((Span(0, 10),), Span(0, 5), reading(ROWS)) == pytest.approx((1 / math.sqrt(5), 2 / math.sqrt(5)))


def test_without_a_trigger_all_words_of_the_content_tell():
    assert vector_of((Span(6, 10),), None, reading(ROWS)) == pytest.approx((0.0, 1.0))


def test_a_model_without_meanings_gives_no_vector():
    bare = Reading(sentences=(Span(0, 15),), mentions=(), attributions=(), words=WORDS)
    assert vector_of((Span(0, 5),), None, bare) == ()


def test_a_content_without_words_has_no_vector():
    assert vector_of((Span(15, 15),), None, reading(ROWS)) == ()
