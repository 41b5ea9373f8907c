"""Laws of sentences and words: spans stay inside the text, in order, and nothing but white space is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.words import LONGEST_SENTENCE, SHAPES, normalised, sentences_of, shape_of, words_of

NEWSLIKE = st.text(alphabet=st.sampled_from("abcXYZ 19.,;:!?'\"“”‘’()-–—\n\u00a0\u200bé…$%"), max_size=200)


@given(st.one_of(st.text(max_size=200), NEWSLIKE))
def test_normalising_never_changes_the_length_of_a_text(text: str) -> None:
    assert len(normalised(text)) == len(text)


@given(st.one_of(st.text(max_size=200), NEWSLIKE))
def test_sentences_and_words_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    plain = normalised(text)
    end = 0
    for sentence in sentences_of(plain):
        assert sentence.start >= end
        assert not plain[end : sentence.start].strip()
        place = sentence.start
        for word in words_of(plain, sentence):
            assert place <= word.start < word.end <= sentence.end
            assert not plain[place : word.start].strip()
            assert 0 <= shape_of(word.of(plain)) < len(SHAPES)
            place = word.end
        assert not plain[place : sentence.end].strip()
        end = sentence.end
    assert not plain[end:].strip()


def test_a_text_without_full_stops_is_taken_in_pieces_and_no_word_is_lost() -> None:
    text = "soldiers, " * LONGEST_SENTENCE + "and police. They left."
    *pieces, rest, last = sentences_of(text)
    assert [len(words_of(text, piece)) for piece in pieces] == [LONGEST_SENTENCE] * 2
    assert (rest.of(text), last.of(text)) == ("and police.", "They left.")
    assert "".join(piece.of(text) + " " for piece in pieces) == "soldiers, " * LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Ost met Mr. Vey on Jan. 4. They talked.", ["Gen. Ost met Mr. Vey on Jan. 4.", "They talked."]),
        ("He lives in the U.S. The envoy left.", ["He lives in the U.S.", "The envoy left."]),
        ("The U.S. Navy sailed. “Why?” he asked.", ["The U.S. Navy sailed.", "“Why?” he asked."]),
        ("“We fired first.” The minister left.", ["“We fired first.”", "The minister left."]),
        ("A title without a stop\n\nThe first line.", ["A title without a stop", "The first line."]),
        (
            "A dateline\nPORT ILVEN, Kasdor, March 6 (Halyard) — Kasdor denied it.",
            ["A dateline", "PORT ILVEN, Kasdor, March 6 (Halyard) —", "Kasdor denied it."],
        ),
        ("LENK (HNA) -- The envoy left.", ["LENK (HNA) --", "The envoy left."]),
        ("UN troops – forty of them – left.", ["UN troops – forty of them – left."]),
        ("J. R. Oll said 3.5 million left.", ["J. R. Oll said 3.5 million left."]),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_at_an_abbreviation(text: str, sentences: list[str]) -> None:
    plain = normalised(text)
    assert [sentence.of(plain) for sentence in sentences_of(plain)] == sentences


def test_words_are_cut_as_the_model_learned_them() -> None:
    plain = normalised('Vey’s aide didn’t say "no" to the well-known D.C. firm, 1,500 km off.')
    (sentence,) = sentences_of(plain)
    words = "|".join(word.of(plain) for word in words_of(plain, sentence))
    assert words == "Vey|'s|aide|did|n't|say|“|no|”|to|the|well-known|D.C.|firm|,|1,500|km|off|."
