"""Whether an event is told as having happened, off trees written by hand."""

from functools import cache

import pytest

from made_trees import made_tree
from rashomon.factualities import FactualityWords, factuality_of, is_deed_refused, load_factuality_words
from rashomon.kinds import Kinds, load_kinds
from rashomon.records import Attribution, Factuality, Reason, Span, Stance

CERTAIN = 3.0


@cache
def tables() -> tuple[Kinds, FactualityWords]:
    return load_kinds(), load_factuality_words()


def told(sentence: str, trigger: int, certainty: float = CERTAIN) -> Factuality:
    text, tree = made_tree(sentence)
    lower = [word.span.of(text).lower() for word in tree.words]
    return factuality_of(tree, lower, trigger, certainty, *tables())[0]


def test_a_plain_past_happened():
    assert told("Vell NNP 1 nsubj / shelled VBD 1 root / Keth NNP 1 obj", 1) is Factuality.HAPPENED


@pytest.mark.parametrize(
    ("certainty", "factuality"), [(0.0, Factuality.HYPOTHETICAL), (-2.0, Factuality.DID_NOT_HAPPEN)]
)
def test_the_models_doubt_decides_against_a_plain_past(certainty: float, factuality: Factuality):
    assert told("Vell NNP 1 nsubj / shelled VBD 1 root / Keth NNP 1 obj", 1, certainty) is factuality


def test_what_is_negated_did_not_happen():
    assert told("Vell NNP 3 nsubj / did VBD 3 aux / not RB 3 advmod / shell VB 3 root", 3) is Factuality.DID_NOT_HAPPEN


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody NN 1 nsubj / fired VBD 1 root",
        "No DT 1 det / ship NN 2 nsubj / fired VBD 2 root / shells NNS 2 obj",
        "They PRP 2 nsubj / have VBP 2 aux / killed VBN 2 root / nobody NN 2 obj",
    ],
)
def test_what_nobody_did_or_suffered_did_not_happen(sentence: str):
    _, tree = made_tree(sentence)
    verb = next(place for place, word in enumerate(tree.words) if word.relation == "root")
    assert told(sentence, verb) is Factuality.DID_NOT_HAPPEN


def test_one_no_is_one_negation_of_a_noun_and_its_verb():
    sentence = (
        "No DT 2 det / such JJ 2 amod / talks NNS 5 nsubj:pass / are VBP 5 aux / being VBG 5 aux:pass / held VBN 5 root"
    )
    assert told(sentence, 2) is Factuality.DID_NOT_HAPPEN


def test_what_will_be_is_planned():
    assert told("Vell NNP 2 nsubj / will MD 2 aux / attack VB 2 root", 2) is Factuality.PLANNED


def test_what_may_be_is_hypothetical():
    assert told("Vell NNP 2 nsubj / may MD 2 aux / attack VB 2 root", 2) is Factuality.HYPOTHETICAL


def test_what_will_be_under_a_condition_is_hypothetical():
    sentence = (
        "If IN 2 mark / Keth NNP 2 nsubj / falls VBZ 5 advcl / Vell NNP 5 nsubj / will MD 5 aux / attack VB 5 root"
    )
    assert told(sentence, 5) is Factuality.HYPOTHETICAL
    assert told(sentence, 2) is Factuality.HYPOTHETICAL


PLANNED = "Vell NNP 1 nsubj / plans VBZ 1 root / to TO 3 mark / attack VB 1 xcomp / Keth NNP 3 obj"


def test_what_somebody_plans_is_planned():
    assert told(PLANNED, 3) is Factuality.PLANNED


def test_what_somebody_appears_to_prepare_is_planned():
    sentence = (
        "Vell NNP 1 nsubj / appears VBZ 1 root / to TO 4 mark / be VB 4 aux / preparing VBG 1 xcomp / to TO 6 mark "
        "/ attack VB 4 xcomp"
    )
    assert told(sentence, 6) is Factuality.PLANNED


def test_what_somebody_does_not_plan_is_no_plan():
    sentence = "Vell NNP 3 nsubj / does VBZ 3 aux / not RB 3 advmod / plan VB 3 root / to TO 5 mark / attack VB 3 xcomp"
    assert told(sentence, 5) is Factuality.DID_NOT_HAPPEN
    sentence = "Vell NNP 1 nsubj / has VBZ 1 root / no DT 3 det / plans NNS 1 obj / to TO 5 mark / attack VB 3 acl"
    assert told(sentence, 5) is Factuality.DID_NOT_HAPPEN


def test_what_somebody_failed_to_do_did_not_happen():
    sentence = "They PRP 1 nsubj / failed VBD 1 root / to TO 3 mark / storm VB 1 xcomp / Keth NNP 3 obj"
    assert told(sentence, 3) is Factuality.DID_NOT_HAPPEN


def test_what_somebody_prevented_did_not_happen_unless_he_failed_to():
    prevented = "Guards NNS 1 nsubj / prevented VBD 1 root / the DT 3 det / attack NN 1 obj"
    assert told(prevented, 3) is Factuality.DID_NOT_HAPPEN
    failed = (
        "Guards NNS 1 nsubj / failed VBD 1 root / to TO 3 mark / prevent VB 1 xcomp / an DT 5 det / attack NN 3 obj"
    )
    assert told(failed, 5) is Factuality.HAPPENED


def test_what_prevents_something_happened():
    assert told("The DT 1 det / attack NN 2 nsubj / prevented VBD 2 root / talks NNS 2 obj", 1) is Factuality.HAPPENED


def test_a_verb_that_carries_a_noun_lends_it_its_future():
    sentence = "Vell NNP 2 nsubj / will MD 2 aux / launch VB 2 root / an DT 4 det / attack NN 2 obj"
    assert told(sentence, 4) is Factuality.PLANNED


def test_what_is_planned_after_an_attack_is_not_the_attack():
    sentence = "They PRP 1 nsubj / decided VBD 1 root / after IN 4 case / the DT 4 det / attack NN 1 obl"
    assert told(sentence, 4) is Factuality.HAPPENED
    called = "They PRP 1 nsubj / hoped VBD 1 root / for IN 3 case / talks NNS 1 obl"
    assert told(called, 3) is Factuality.PLANNED


def test_what_is_being_done_goes_on():
    assert told("Vell NNP 2 nsubj / is VBZ 2 aux / shelling VBG 2 root / Keth NNP 2 obj", 2) is Factuality.ONGOING


def test_what_was_going_on_when_it_was_said_goes_on():
    said = "Vell NNP 1 nsubj / said VBD 1 root / it PRP 4 nsubj / was VBD 4 aux / shelling VBG 1 ccomp / Keth NNP 4 obj"
    assert told(said, 4) is Factuality.ONGOING
    then = "Vell NNP 2 nsubj / was VBD 2 aux / shelling VBG 2 root / Keth NNP 2 obj / then RB 2 advmod"
    assert told(then, 2) is Factuality.HAPPENED


def test_what_would_have_been_done_is_no_plan():
    assert told("It PRP 3 nsubj / would MD 3 aux / have VB 3 aux / banned VBN 3 root", 3) is Factuality.HYPOTHETICAL
    assert told("It PRP 2 nsubj / would MD 2 aux / ban VB 2 root", 2) is Factuality.PLANNED


def test_what_hangs_on_the_word_beside_a_copula_holds_for_it():
    sentence = "Keth NNP 4 nsubj / was VBD 4 cop / not RB 4 advmod / under IN 4 case / fire NN 4 root"
    assert told(sentence, 1) is Factuality.DID_NOT_HAPPEN


def test_what_has_now_been_done_does_not_go_on():
    sentence = "They PRP 3 nsubj / have VBP 3 aux / now RB 3 advmod / burned VBN 3 root / it PRP 3 obj"
    assert told(sentence, 3) is Factuality.HAPPENED


def test_fellow_verbs_share_negation_and_those_with_a_subject_do_not():
    shared = "It PRP 3 nsubj / did VBD 3 aux / not RB 3 advmod / shell VB 3 root / or CC 5 cc / burn VB 3 conj"
    assert told(shared, 5) is Factuality.DID_NOT_HAPPEN
    own = (
        "It PRP 3 nsubj / did VBD 3 aux / not RB 3 advmod / shell VB 3 root / and CC 6 cc / Keth NNP 6 nsubj "
        "/ attacked VBD 3 conj"
    )
    assert told(own, 6) is Factuality.HAPPENED


def test_a_participle_is_as_true_as_the_verb_above_it():
    sentence = "It PRP 2 nsubj / may MD 2 aux / bomb VB 2 root / Keth NNP 2 obj / , , 5 punct / killing VBG 2 advcl"
    assert told(sentence, 5) is Factuality.HYPOTHETICAL


def test_a_tree_in_a_circle_comes_to_an_end():
    assert told("shelled VBD 1 conj / burned VBD 0 conj", 0) is Factuality.HAPPENED


@pytest.mark.parametrize(
    ("cue", "content", "is_deed"),
    [
        ("refused", "to send soldiers", True),
        ("refused to", "sign the accord", True),
        ("refused", "to comment on the raid", False),
        ("declined to", "name the buyer", False),
        ("declined", "comment", False),
    ],
)
def test_who_refuses_to_do_something_is_not_silent(cue: str, content: str, is_deed: bool):
    text = f"The minister {cue} {content}."
    cued, said = (Span(text.index(part), text.index(part) + len(part)) for part in (cue, content))
    silence = Attribution(
        article_id="a-1",
        source=(Span(0, 12),),
        cue=(cued,),
        content=(said,),
        stance=Stance.DECLINES,
        voices=(),
        parent=None,
        reason=Reason(method="cue", score=1.0, detail=cue),
    )
    assert is_deed_refused(silence, text, tables()[1]) is is_deed
