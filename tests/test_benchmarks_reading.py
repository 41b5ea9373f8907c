"""The scorers of what the model reads: the gold scores all of it, and a fault costs what it must and no more."""

import numpy as np
import pytest

import coreference
import factuality
import kinds
import measures
import roles
from heads import Heads
from rashomon.records import Argument, Predicate, Reading, Span, Word

TEXT = "Vell's navy did not enter Keth-Bay on Monday."
SENTENCE = {
    "text": TEXT,
    "tokens": ["Vell", "'s", "navy", "did", "not", "enter", "Keth", "-", "Bay", "on", "Monday", "."],
    "predicates": [
        {
            "index": 5,
            "args": [
                {"label": "ARG0", "start": 0, "end": 3},
                {"label": "ARGM-NEG", "start": 4, "end": 5},
                {"label": "ARG1", "start": 6, "end": 9},
                {"label": "ARGM-TMP", "start": 9, "end": 11},
            ],
        }
    ],
}


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def reading_of(*arguments: tuple[str, str], predicate: str = "enter") -> Reading:
    words = tuple(Word(span_of(one), "NN", 0, "root") for one in ("Vell", "navy", "enter", "Keth-Bay"))
    place = next(i for i, word in enumerate(words) if word.span.of(TEXT) == predicate)
    found = tuple(Argument(label=label, span=span_of(one)) for label, one in arguments)
    one = Predicate(word=place, arguments=found, kinds=(), certainty=0.0, score=1.0)
    return Reading(sentences=(), mentions=(), attributions=(), words=words, predicates=(one,))


ALL = (("ARG0", "Vell's navy"), ("ARGM-NEG", "not"), ("ARG1", "Keth-Bay"), ("ARGM-TMP", "on Monday"))


def test_arguments_that_are_all_right_score_all_though_words_and_tokens_differ():
    figures = roles.score([SENTENCE], [reading_of(*ALL)])
    assert figures["predicates"] == figures["arguments"] == figures["ARG1"] == 100
    assert figures["ARG2"] == 0


def test_an_argument_needs_its_label_its_ends_and_its_predicate():
    for wrong in (("ARG2", "Keth-Bay"), ("ARG1", "Keth-Bay on")):
        figures = roles.score([SENTENCE], [reading_of(*ALL[:2], wrong, ALL[3])])
        assert figures["arguments"] == pytest.approx(75)
        assert figures["ARG1"] == 0
    figures = roles.score([SENTENCE], [reading_of(*ALL, predicate="navy")])
    assert figures["predicates"] == figures["arguments"] == 0


def test_a_certainty_is_asked_for_at_the_given_words_and_scored_by_distance_and_class():
    sentences = [
        {"tokens": ["He", "did", "n't", "leave"], "targets": [{"index": 3, "factuality": -3.0}]},
        {"tokens": ["It", "fell", "and", "broke"], "targets": [{"index": i, "factuality": 3.0} for i in (1, 3)]},
    ]
    answers = {"leave": -2.0, "fell": 2.0, "broke": 0.5}
    figures = factuality.score(sentences, lambda text, words: [answers[word.of(text)] for word in words])
    assert figures["mae"] == pytest.approx((1 + 1 + 2.5) / 3)
    assert 0.9 < figures["r"] < 1
    assert figures["macro_f1"] == pytest.approx((100 + 200 / 3) / 2)


def test_an_answer_that_never_changes_has_no_correlation():
    assert measures.correlation([1.0, 2.0, 3.0], [2.0, 2.0, 2.0]) == 0


DOCUMENT_TEXT = "The old governor fled . He hid in Keth ."
WORDS = (
    *(("The", "DT", 2, "det"), ("old", "JJ", 2, "amod"), ("governor", "NN", 3, "nsubj"), ("fled", "VBD", 3, "root")),
    *((".", ".", 3, "punct"), ("He", "PRP", 6, "nsubj"), ("hid", "VBD", 6, "root"), ("in", "IN", 8, "case")),
    *(("Keth", "NNP", 6, "obl"), (".", ".", 6, "punct")),
)


def mention(chain: str, words: str, head: str) -> dict[str, object]:
    whole = span_of(words, DOCUMENT_TEXT)
    return {"chain": chain, "start": whole.start, "end": whole.end, "head": list(span_of(head, DOCUMENT_TEXT))}


DOCUMENT = {
    "mentions": [mention("1", "The old governor", "governor"), mention("1", "He", "He"), mention("2", "Keth", "Keth")]
}


def document_reading(*chains: tuple[int, ...]) -> Reading:
    words, end = [], 0
    for form, tag, head, relation in WORDS:
        words.append(Word(Span(end, end + len(form)), tag, head, relation))
        end += len(form) + 1
    return Reading(sentences=(), mentions=(), attributions=(), words=tuple(words), chains=chains)


def test_right_chains_score_all_with_and_without_singletons():
    figures = coreference.scores([DOCUMENT], [document_reading((2, 5))])
    assert {name: one["conll"] for name, one in figures.items()} == pytest.approx(
        dict.fromkeys(("exact", "head", "exact_singletons", "head_singletons"), 100)
    )


def test_a_wrong_chain_loses_and_a_wrong_span_loses_by_words_alone():
    broken = coreference.scores([DOCUMENT], [document_reading((2, 8))])
    assert broken["exact"]["muc_f1"] == 0
    wider = {"mentions": [mention("1", "The old governor fled", "governor"), *DOCUMENT["mentions"][1:]]}
    figures = coreference.scores([wider], [document_reading((2, 5))])
    assert figures["head"]["conll"] == 100
    assert figures["exact"]["conll"] < 100


TRIPLES = [
    {"text": "Vell gave ground to Keth.", "source_span": [0, 4], "target_span": None, "root": "YIELD", "penta": 2},
    {"text": "Vell shelled Keth.", "source_span": [0, 4], "target_span": [13, 17], "root": "ASSAULT", "penta": 4},
]


def test_plv_sums_the_roots_of_a_class_and_hands_the_given_parties_on():
    asked = []

    def told(text: str, source: Span | None, target: Span | None) -> list[tuple[str, float]]:
        asked.append((source, target))
        return [("ASSAULT", 0.9)] if "shelled" in text else [("AGREE", 0.4), ("CONCEDE", 0.3), ("RETREAT", 0.3)]

    assert kinds.score_plv(TRIPLES, told) == {"root": 100, "quad": 100, "binary": 100}
    assert asked == [(Span(0, 4), None), (Span(0, 4), Span(13, 17))]
    wrong = kinds.score_plv(TRIPLES, lambda *_: [("COERCE", 1.0)])
    assert wrong["root"] == 0
    assert wrong["quad"] == wrong["binary"] == pytest.approx(100 / 3)


def test_a_mere_statement_is_a_class_of_its_own():
    sentences = [{"text": "It rained.", "label": 0}, {"text": "They met.", "label": 1}]
    assert kinds.score_classes(sentences, lambda text, *_: [("STATEMENT" if "rain" in text else "CONSULT", 1.0)]) == 100
    assert kinds.score_classes(sentences, lambda *_: [("CONSULT", 1.0)]) == pytest.approx(100 / 3)


def test_parties_are_laid_onto_the_tokens():
    row = {
        "tokens": ["Vell", "'s", "navy", "shelled", "Keth", "."],
        "spans": [{"label": "source", "start": 0, "end": 3}, {"label": "target", "start": 4, "end": 5}],
    }
    right = kinds.score_parties([row], lambda text: [("S", Span(0, 11)), ("T", span_of("Keth", text))])
    assert right["micro"] == 100
    wrong = kinds.score_parties([row], lambda text: [("S", Span(0, 4)), ("T", span_of("Keth", text))])
    assert (wrong["micro"], wrong["S"], wrong["T"]) == (50, 0, 100)


class MarkedText:
    """Answers with the numbers given for the words of `TOLD`."""

    labels = {"kind": ["ASSAULT", "CONSULT"], "party": ["O", "B-S", "I-S", "B-T", "I-T"]}  # noqa: RUF012

    sides = ("source", "target", "from_source", "from_target")

    def marks_of(self, text: str) -> tuple[tuple[Span, ...], dict[str, np.ndarray]]:
        names = ("Vell", "shelled", "Keth", "while", "Orin", "met")
        words = tuple(span_of(name, text) for name in names)
        marks = {name: np.zeros((len(names), 2), np.float32) for name in self.sides}
        marks["trigger"] = np.array([[-9], [1], [-9], [-9], [-9], [0]], np.float32)
        marks["kind"] = np.array([[0, 0], [9, -9], [0, 0], [0, 0], [0, 0], [-9, 9]], np.float32)
        marks["source"][4] = (0, 8)
        marks["from_source"][5] = (0, 8)
        marks["certainty"] = np.arange(6, dtype=np.float32)[:, None] / 2
        marks["party"] = np.eye(5, dtype=np.float32)[[1, 0, 3, 0, 1, 2]] * 9
        return words, marks


TOLD = "Vell shelled Keth while Orin met envoys."


def test_the_kind_is_that_of_the_word_that_fits_between_the_given_sides():
    heads = Heads(MarkedText(), np.zeros((5, 5), np.float32))
    assert heads.kinds_between(TOLD, None, None)[0][0] == "ASSAULT"
    kinds_of_orin = heads.kinds_between(TOLD, span_of("Orin", TOLD), None)
    assert kinds_of_orin[0][0] == "CONSULT"
    assert sum(share for _, share in kinds_of_orin) == pytest.approx(1, abs=1e-4)


def test_certainties_and_parties_are_those_of_the_words_asked_for():
    heads = Heads(MarkedText(), np.zeros((5, 5), np.float32))
    assert heads.certainty_at(TOLD, [span_of("met", TOLD), span_of("shelled", TOLD)]) == [2.5, 0.5]
    found = [(name, span.of(TOLD)) for name, span in heads.parties_of(TOLD)]
    assert found == [("S", "Vell"), ("T", "Keth"), ("S", "Orin met")]
