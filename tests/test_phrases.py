"""Phrases, clauses and heads by trees written by hand."""

from hypothesis import given
from hypothesis import strategies as st

from made_trees import made_tree
from rashomon.phrases import (
    clause_of,
    conjuncts_of,
    find_subject,
    head_of,
    is_bare,
    main_clauses_in,
    mention_of,
    phrase_of,
    statement_of,
    subtree,
    tree_of,
)
from rashomon.records import Span, Word

GOVERNOR = """The DT 2 det / old JJ 2 amod / governor NN 11 nsubj / , , 5 punct / Vell NNP 2 appos / , , 5 punct
    / who WP 7 nsubj / fled VBD 2 acl:relcl / , , 7 punct / is VBZ 11 cop / the DT 11 det / leader NN 11 root
    / of IN 14 case / an DT 14 det / army NN 11 nmod / . . 11 punct"""


def test_a_noun_phrase_ends_before_its_apposition_and_its_clause():
    text, tree = made_tree(GOVERNOR)
    assert phrase_of(tree, 2).of(text) == "The old governor"
    assert phrase_of(tree, 4).of(text) == "Vell"


def test_a_noun_phrase_begins_after_the_copula_and_the_preposition():
    text, tree = made_tree(GOVERNOR)
    assert phrase_of(tree, 11).of(text) == "the leader of an army"
    assert phrase_of(tree, 14).of(text) == "an army"


def test_a_mention_keeps_its_clause_and_its_possessive_mark_and_a_phrase_does_not():
    text, tree = made_tree(
        "men NNS 0 root / armed VBN 0 acl / by IN 3 case / Keth NNP 1 obl / 's POS 3 case / foes NNS 0 dep"
    )
    assert mention_of(tree, 0).of(text) == "men armed by Keth 's"
    assert phrase_of(tree, 0).of(text) == "men"
    assert mention_of(tree, 3).of(text) == "Keth 's"
    assert phrase_of(tree, 3).of(text) == "Keth"


def test_a_stretch_consists_of_its_coordinated_clauses_and_not_of_those_under_them():
    text, tree = made_tree(
        """They PRP 1 nsubj / said VBD 1 root / that IN 5 mark / the DT 4 det / dam NN 5 nsubj / held VBD 1 ccomp
        / and CC 8 cc / guards NNS 8 nsubj / left VBD 5 conj / as IN 11 mark / it PRP 11 nsubj / rained VBD 8 advcl"""
    )
    told = Span(text.index("that"), len(text))
    clauses = [clause.of(text) for clause in main_clauses_in(tree, told)]
    assert clauses == ["that the dam held", "guards left as it rained"]
    assert [clause.of(text) for clause in main_clauses_in(tree, Span(0, len(text)))] == [text]


def test_fellows_are_found_from_any_of_them_and_are_not_in_the_phrase():
    text, tree = made_tree(
        "X NNP 6 nsubj / , , 2 punct / Y NNP 0 conj / and CC 5 cc / the DT 5 det / Z NNP 0 conj / met VBD 6 root"
    )
    assert [conjuncts_of(tree, place) for place in (0, 2, 5, 6)] == [(0, 2, 5)] * 3 + [(6,)]
    assert phrase_of(tree, 0).of(text) == "X"
    assert phrase_of(tree, 5).of(text) == "the Z"


def test_a_clause_ends_before_the_next_one_and_begins_after_the_conjunction():
    text, tree = made_tree(
        "They PRP 1 nsubj / came VBD 1 root / and CC 3 cc / took VBD 1 conj / it PRP 3 obj / . . 1 punct"
    )
    assert clause_of(tree, 1).of(text) == "They came"
    assert clause_of(tree, 3).of(text) == "took it"


def test_a_closing_bracket_stays_with_its_opening_one():
    text, tree = made_tree("unit NN 0 root / ( -LRB- 2 punct / north NN 0 nmod / ) -RRB- 2 punct / . . 0 punct")
    assert phrase_of(tree, 0).of(text) == "unit ( north )"


def test_the_head_of_a_span_is_what_most_of_it_hangs_on():
    text, tree = made_tree(GOVERNOR)
    start = text.index("the leader")
    assert head_of(tree, Span(start, start + len("the leader of an army"))) == 11
    assert head_of(tree, Span(text.index("governor"), text.index("governor") + 3)) == 2
    assert head_of(tree, Span(len(text), len(text) + 5)) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.sampled_from(["conj", "case", "nmod", "punct", "cop"])),
        min_size=1,
        max_size=12,
    )
)
def test_every_function_ends_on_any_heads_and_gives_a_stretch_with_the_word(rows: list[tuple[int, str]]):
    words = [Word(Span(2 * i, 2 * i + 1), "NN", head % len(rows), rel) for i, (head, rel) in enumerate(rows)]
    tree = tree_of(words)
    for place, word in enumerate(words):
        assert place in subtree(tree, place)
        assert place in conjuncts_of(tree, place)
        assert head_of(tree, word.span) == place
        for spans in (phrase_of, mention_of, clause_of):
            assert spans(tree, place).contains(word.span)
    assert head_of(tree, Span(0, words[-1].span.end)) is not None


def test_the_subject_of_a_verb_is_its_own_or_that_of_the_verb_above():
    _, tree = made_tree("She PRP 1 nsubj / rose VBD 1 root / , , 3 punct / accusing VBG 1 advcl / him PRP 3 obj")
    assert find_subject(tree, 1) == 0
    assert find_subject(tree, 3) == 0


def test_nobody_acts_in_a_passive():
    _, tree = made_tree("He PRP 2 nsubj:pass / was VBD 2 aux:pass / quoted VBN 2 root / fleeing VBG 2 advcl")
    assert find_subject(tree, 2) is None
    assert find_subject(tree, 3) is None


def test_a_clause_keeps_the_preposition_that_it_begins_with():
    text, tree = made_tree("But CC 4 cc / in IN 2 case / March NNP 4 obl / they PRP 4 nsubj / left VBD 4 root")
    assert clause_of(tree, 4).of(text) == "in March they left"


def test_a_clause_about_the_noun_before_it_is_no_main_clause():
    text, tree = made_tree(
        "He PRP 1 nsubj / told VBD 1 root / of IN 3 case / bans NNS 1 obl / that WDT 5 nsubj / held VBD 3 conj"
    )
    assert main_clauses_in(tree, Span(text.index("of"), len(text))) == ()


def test_the_statement_of_a_bare_object_is_the_clause_that_governs_it():
    text, tree = made_tree(
        "They PRP 2 nsubj / not RB 2 advmod / imposed VBD 2 root / bans NNS 2 obj / that WDT 5 nsubj"
        " / bar VBP 3 acl:relcl / trade NN 5 obj"
    )
    assert [span.of(text) for span in statement_of(tree, 5)] == [text]
    assert is_bare(tree, Span(text.index("bans"), len(text)))
    assert not is_bare(tree, Span(0, len(text)))


def test_a_verb_shares_the_subject_before_it_and_its_own_with_the_verbs_after_it():
    text, tree = made_tree(
        "Guards NNS 1 nsubj / held VBD 1 root / it PRP 1 obj / and CC 4 cc / fired VBD 1 conj / . . 1 punct"
    )
    assert [span.of(text) for span in statement_of(tree, 1)] == ["Guards held it and fired"]
    assert [span.of(text) for span in statement_of(tree, 4)] == ["Guards", "fired"]
    assert [span.of(text) for span in statement_of(tree, 1, [text.index("fired")])] == ["Guards held it"]


def test_what_hangs_on_nothing_that_has_a_subject_is_no_statement():
    _, tree = made_tree("Bans NNS 0 root / on IN 2 case / trade NN 0 nmod")
    assert statement_of(tree, 2) == ()
