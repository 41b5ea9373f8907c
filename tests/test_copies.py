"""Copies, near copies and quotations in common, on invented reports."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.copies import (
    Candidates,
    Holder,
    candidates_for,
    compare_wordings,
    pack_sketch,
    sketch_of,
    unpack_sketch,
    wording_of,
)
from rashomon.quotations import quotations_in
from rashomon.records import CopyVerdict, Sketch, TextReuse

FERRY = (
    "A coast guard cutter stopped the ferry Ilse north of Selmport late on Friday and brought its crew of nine ashore. "
    "The skipper had sailed without lights through the closed part of the strait, according to a notice to mariners. "
    "Two tugs towed the ferry into the basin behind the fish market, where inspectors searched all decks till dawn.\n\n"
    "“We saw no lights and heard no answer on any channel for an hour,” the harbour master, Oda Brenn, said. "
    "The owners of the Ilse had sold two older boats in spring and had laid off a third of their sailors since then."
)
EDITED = (
    FERRY.replace("late on Friday", "on Friday night")
    .replace("inspectors searched", "officers searched")
    .replace("“", '"')
    .replace("”", '"')
)
ELSEWHERE = (
    "Bakers in the upper town closed their shops on Monday to protest against the new price of flour. The council set "
    "it last week after mills along the river had asked for help. Both sides are to meet on the tenth of May."
)
FOOT = (
    "The Lantern is printed in Selmport on paper from the mills of Keth and read in all harbours of the coast by many."
)


def reuse_of(here: str, there: str) -> TextReuse:
    return compare_wordings(wording_of(here), wording_of(there))


def candidates_among(texts: dict[str, tuple[str, str]], name: str) -> Candidates:
    """The candidates of one text among others, by id, outlet and text."""
    sketches = {other: sketch_of(wording_of(text)) for other, (_, text) in texts.items()}
    holders: dict[int, list[Holder]] = {}
    for other, sketch in sketches.items():
        for key in sketch.keys if other != name else ():
            holders.setdefault(key, []).append(Holder(article_id=other, outlet=texts[other][0], keys=len(sketch.keys)))
    return candidates_for(sketches[name], texts[name][0], holders)


def test_a_lightly_edited_text_is_a_copy():
    reuse = reuse_of(FERRY, EDITED)
    assert reuse.verdict is CopyVerdict.COPY
    assert min(reuse.share_here, reuse.share_there) > 0.8
    assert "own words are the same" in reuse.reason.detail


def test_a_paragraph_taken_over_is_partial_and_its_place_is_shown_in_both():
    taken = FERRY.split("\n\n")[0]
    there = f"{ELSEWHERE} {ELSEWHERE.replace('Bakers', 'Smiths')} {taken}\n\n{ELSEWHERE}"
    here = f"{taken}\n\n{FERRY.split(' ', 3)[3][::-1]}"
    reuse = reuse_of(here, there)
    assert reuse.verdict is CopyVerdict.PARTIAL
    (passage,) = reuse.passages
    assert passage.here.of(here) == passage.there.of(there) == taken.rstrip(".")


def test_two_reports_of_their_own_have_nothing_in_common():
    reuse = reuse_of(FERRY, ELSEWHERE)
    assert (reuse.verdict, reuse.passages, reuse.quotations) == (CopyVerdict.NONE, (), ())


def test_an_abridged_copy_is_a_copy_and_the_shares_tell_which_is_the_shorter():
    reuse = reuse_of(FERRY.split("\n\n")[0], FERRY)
    assert reuse.verdict is CopyVerdict.COPY
    assert reuse.share_here == 1.0 > reuse.share_there


def test_the_same_words_of_one_speaker_are_a_quotation_and_no_copy():
    words = "We saw no lights and heard no answer on any channel for an hour"
    here, there = (
        f"{ELSEWHERE} “{words},” she said.",
        f"Oda Brenn was angry. '{words},' she told the daily.\n\nMore later.",
    )
    reuse = reuse_of(here, there)
    assert reuse.verdict is CopyVerdict.NONE
    (quotation,) = reuse.quotations
    assert quotation.here.of(here) == quotation.there.of(there) == words


def test_words_that_only_one_article_quotes_are_a_quotation_too():
    words = "the strait stays closed to every vessel that carries no light and answers no call"
    reuse = reuse_of(f"{ELSEWHERE} The notice says “{words}”.", f"{words.capitalize()}, sailors in Keth were told.")
    assert reuse.passages == ()
    assert [quotation.words for quotation in reuse.quotations] == [len(words.split())]


def test_five_quoted_words_are_too_few_to_be_the_same_statement():
    assert reuse_of("He said “we saw no lights there”.", "She said “we saw no lights there”.").quotations == ()


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2031 The Lantern. All rights reserved. This material may not be published or rewritten in any form.",
        "Sign up for the newsletter of the Lantern and get the news of the coast in your post box every morning.",
    ],
)
def test_lines_of_the_page_make_no_copy(line: str):
    assert reuse_of(f"{FERRY}\n\n{line}", f"{ELSEWHERE}\n\n{line}").passages == ()


def test_what_an_outlet_prints_under_every_report_makes_no_candidates():
    other = ELSEWHERE.replace("Bakers", "Weavers").replace("flour", "wool")[::-1]
    texts = {
        "a": ("Lantern", f"{FERRY}\n\n{FOOT}"),
        "b": ("Lantern", f"{ELSEWHERE}\n\n{FOOT}"),
        "c": ("Lantern", f"{other}\n\n{FOOT}"),
    }
    found = candidates_among(texts, "a")
    assert found.articles == ()
    assert found.furniture
    wordings = [wording_of(texts[name][1]) for name in "ab"]
    assert compare_wordings(*wordings).passages
    assert compare_wordings(*wordings, found.furniture).passages == ()


def test_a_text_that_three_outlets_reprint_is_no_furniture():
    texts = {name: (name, FERRY) for name in ("Lantern", "Courier", "Herald", "Gazette")}
    found = candidates_among(texts, "Lantern")
    assert {name for name, _ in found.articles} == {"Courier", "Herald", "Gazette"}
    assert found.furniture == frozenset()


def test_versions_of_one_report_in_one_outlet_are_no_furniture():
    texts = {name: ("Lantern", f"{FERRY} {more}") for name, more in zip("abcd", ("", "x", "y", "z"), strict=True)}
    assert len(candidates_among(texts, "a").articles) == 3


def test_unrelated_texts_are_no_candidates():
    assert candidates_among({"a": ("Lantern", FERRY), "b": ("Courier", ELSEWHERE)}, "a").articles == ()


def test_a_sketch_is_the_same_on_every_machine():
    sketch = sketch_of(wording_of("One ferry, two tugs, three cutters and four boats lay in the basin of Selmport."))
    assert sketch == Sketch(keys=(947888713340035599,), words=15)


def test_a_sketch_ignores_case_signs_and_line_ends():
    assert sketch_of(wording_of(FERRY)) == sketch_of(wording_of(FERRY.upper().replace(". ", " --\n")))


def test_a_text_of_five_words_has_no_keys():
    assert sketch_of(wording_of("A ferry sank on Friday.")) == Sketch(keys=(), words=5)
    assert sketch_of(wording_of("")) == Sketch(keys=(), words=0)
    assert reuse_of("", FERRY).verdict is CopyVerdict.NONE


def test_a_line_repeated_a_thousand_times_takes_no_time():
    table = "one two three four five six seven " * 3000
    begin = process_time()
    assert reuse_of(table, table).verdict is CopyVerdict.NONE
    assert process_time() - begin < 2


def test_a_sketch_comes_back_from_its_bytes():
    sketch = sketch_of(wording_of(FERRY))
    assert unpack_sketch(pack_sketch(sketch)) == sketch


@settings(max_examples=60)
@given(st.text(), st.integers(0, 30))
def test_a_run_of_words_in_common_shares_a_key_whatever_stands_around(around: str, cut: int):
    shared = " ".join(FERRY.split()[cut : cut + 17])
    one, other = (sketch_of(wording_of(text)) for text in (f"{around}\n{shared}\n{around}", shared))
    assert set(one.keys) & set(other.keys)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(FERRY.split() + ELSEWHERE.split()), max_size=80), st.integers(0, 60))
def test_passages_lie_in_the_texts_and_apart(words: list[str], cut: int):
    here, there = " ".join(words), " ".join([*words[cut:], *FERRY.split()[:30], *words[:cut]])
    reuse = reuse_of(here, there)
    for side, text in (("here", here), ("there", there)):
        spans = sorted(getattr(one, side) for one in (*reuse.passages, *reuse.quotations))
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
    spans = sorted(passage.here for passage in reuse.passages)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(max_examples=40)
@given(st.integers(0, 40), st.integers(41, 90))
def test_the_verdict_does_not_depend_on_who_comes_first(first: int, last: int):
    part = " ".join(FERRY.split()[first:last])
    one, other = f"{part} {ELSEWHERE}", f"{ELSEWHERE[::-1]} {part}"
    reuse, turned = reuse_of(one, other), reuse_of(other, one)
    assert reuse.verdict is turned.verdict
    assert (reuse.share_here, reuse.share_there) == (turned.share_there, turned.share_here)


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('He said “no light”. She said "no answer".', ["no light", "no answer"]),
        ("'No boat,' she said, 'will sail before May.'", ["No boat,", "will sail before May."]),
        ("The sailors' boats weren't there, it's said.", []),
        ("“One paragraph\n\n“goes on in the next,” he said.", ["One paragraph", "goes on in the next,"]),
        ("Read this:\n\nThe ferry is safe! — Oda Brenn (@odabrenn) March 4, 2031", ["The ferry is safe!"]),
    ],
)
def test_quotations_are_found_whatever_their_marks(text: str, quotations: list[str]):
    assert [span.of(text) for span in quotations_in(text)] == quotations
