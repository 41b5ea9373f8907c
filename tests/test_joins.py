"""What the reader's links leave crossed or apart is put together by the sentence."""

from __future__ import annotations

import re

import pytest

from rashomon.joins import join_spans
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.records import AttributionSpans, Mention, MentionType, Reading, Span
from rashomon.words import sentences_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def spans(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)


def marked(text: str, source: str | None, cue: str, *content: str) -> AttributionSpans:
    return AttributionSpans(
        source=spans(text, source) if source else (), cue=spans(text, cue), content=spans(text, *content), score=1.0
    )


def joined(text: str, lexicon: Lexicon, *attributions: AttributionSpans, people: str = "") -> list[tuple[str, ...]]:
    """Source, cue and contents in words, of what comes out."""
    mentions = tuple(
        Mention(span=Span(match.start(), match.end()), type=MentionType.PERSON, text=match.group(), score=1.0)
        for match in (re.finditer(people, text) if people else ())
    )
    reading = Reading(sentences=sentences_of(text), mentions=mentions, attributions=attributions)
    return [
        tuple(span.of(text) for span in (*one.source, *one.cue, *one.content))
        for one in join_spans(reading, text, lexicon)
    ]


TWO = "The bank warned of a run. The mayor expects calm."


def test_a_content_goes_back_to_the_cue_of_its_sentence(lexicon: Lexicon) -> None:
    crossed = (marked(TWO, "The bank", "warned"), marked(TWO, "The mayor", "expects", "of a run", "calm"))
    assert joined(TWO, lexicon, *crossed) == [("The bank", "warned", "of a run"), ("The mayor", "expects", "calm")]


def test_two_contents_in_each_others_sentences_change_places(lexicon: Lexicon) -> None:
    crossed = (marked(TWO, "The bank", "warned", "calm"), marked(TWO, "The mayor", "expects", "of a run"))
    assert joined(TWO, lexicon, *crossed) == [("The bank", "warned", "of a run"), ("The mayor", "expects", "calm")]


def test_a_headline_is_no_part_of_what_a_sentence_below_tells(lexicon: Lexicon) -> None:
    text = "Run on the bank\n\nThe mayor said the doors were shut."
    one = marked(text, "The mayor", "said", "Run on the bank", "the doors were shut")
    assert joined(text, lexicon, one) == [("The mayor", "said", "the doors were shut")]


def test_a_quote_from_another_sentence_stays(lexicon: Lexicon) -> None:
    text = "“We are shut,” the mayor said. The crowd waited. “Come tomorrow.”"
    one = marked(text, "the mayor", "said", "“We are shut,”", "“Come tomorrow.”")
    assert joined(text, lexicon, one) == [("the mayor", "said", "“We are shut,”", "“Come tomorrow.”")]


def test_what_follows_a_citing_clause_belongs_to_the_one_who_cites(lexicon: Lexicon) -> None:
    text = "The Courier reported, citing two clerks, that the vault was empty."
    parts = (
        marked(text, "The Courier", "reported"),
        marked(text, None, "citing", "two clerks, that the vault was empty"),
    )
    assert joined(text, lexicon, *parts) == [("The Courier", "reported", "that the vault was empty")]


def test_those_cited_at_the_head_of_a_content_are_no_part_of_it(lexicon: Lexicon) -> None:
    text = (
        "The Courier reported citing two clerks that the vault was empty. It wrote, quoting a guard, the key was lost."
    )
    first = marked(text, "The Courier", "reported citing", "two clerks that the vault was empty")
    second = marked(text, "It", "wrote, quoting", "a guard, the key was lost")
    assert joined(text, lexicon, first, second) == [
        ("The Courier", "reported citing", "that the vault was empty"),
        ("It", "wrote, quoting", "the key was lost"),
    ]


def test_who_something_is_according_to_is_its_source_and_no_part_of_it(lexicon: Lexicon) -> None:
    text = "According to harbour data, 40 boats have left the town."
    one = marked(text, None, "According to", "harbour data, 40 boats have left the town")
    assert joined(text, lexicon, one) == [("harbour data", "According to", "40 boats have left the town")]


def test_a_reason_that_is_cited_stays_in_the_content(lexicon: Lexicon) -> None:
    text = "The bank shut its doors citing a run, a flood."
    one = marked(text, "The bank", "citing", "a run, a flood")
    assert joined(text, lexicon, one) == [("The bank", "citing", "a run, a flood")]


def test_a_speaker_swallowed_by_the_content_is_taken_out_of_it(lexicon: Lexicon) -> None:
    text = "The doors are shut, Ana Bel, the mayor, said on Sunday."
    one = marked(text, None, "said", "The doors are shut, Ana Bel, the mayor,")
    assert joined(text, lexicon, one, people="Ana Bel") == [("Ana Bel, the mayor,", "said", "The doors are shut")]


def test_a_person_spoken_of_is_not_taken_for_the_speaker(lexicon: Lexicon) -> None:
    text = "The doors were shut by Ana Bel, said a clerk."
    one = marked(text, "a clerk", "said", "The doors were shut by Ana Bel")
    assert joined(text, lexicon, one, people="Ana Bel") == [("a clerk", "said", "The doors were shut by Ana Bel")]


def test_spans_that_are_right_are_left_alone(lexicon: Lexicon) -> None:
    right = (marked(TWO, "The bank", "warned", "of a run"), marked(TWO, "The mayor", "expects", "calm"))
    assert joined(TWO, lexicon, *right) == [("The bank", "warned", "of a run"), ("The mayor", "expects", "calm")]


def test_the_clause_after_according_to_belongs_to_the_one_it_names(lexicon: Lexicon) -> None:
    text = "According to two Vostrian officers, the brigades appear to be leaving Lenk."
    teller = marked(text, "two Vostrian officers", "According to")
    hedged = marked(text, None, "appear", "the brigades", "to be leaving Lenk")
    outer, inner = joined(text, lexicon, teller, hedged)
    assert outer == ("two Vostrian officers", "According to", "the brigades appear to be leaving Lenk")
    assert inner == ("appear", "the brigades", "to be leaving Lenk")


def test_a_sentence_of_its_own_is_not_given_to_the_one_before(lexicon: Lexicon) -> None:
    text = "The minister declined to comment. The brigades appear to be leaving Lenk."
    teller = marked(text, "The minister", "declined")
    hedged = marked(text, None, "appear", "The brigades", "to be leaving Lenk")
    assert joined(text, lexicon, teller, hedged)[0] == ("The minister", "declined")


def test_a_quote_before_its_speaker_is_what_they_said_where_the_reader_marked_nothing(lexicon: Lexicon) -> None:
    text = "The harbour closed. “The swell was too high. Nobody sails in that,” Odeh said."
    assert joined(text, lexicon, marked(text, "Odeh", "said")) == [
        ("Odeh", "said", "“The swell was too high. Nobody sails in that,”")
    ]


def test_the_sentence_up_to_the_comma_is_what_they_said_where_the_reader_marked_nothing(lexicon: Lexicon) -> None:
    text = "The harbour closed. Two barges sank off the mole, officials said."
    assert joined(text, lexicon, marked(text, "officials", "said")) == [
        ("officials", "said", "Two barges sank off the mole")
    ]


def test_the_rest_of_the_sentence_is_what_they_said_where_the_reader_marked_nothing(lexicon: Lexicon) -> None:
    text = "The port police said two barges sank off the mole."
    assert joined(text, lexicon, marked(text, "The port police", "said")) == [
        ("The port police", "said", "two barges sank off the mole")
    ]


def test_what_somebody_said_it_was_is_their_word(lexicon: Lexicon) -> None:
    text = "Shots were fired after what the army said was a riot in the port, but nobody fell."
    assert joined(text, lexicon, marked(text, "the army", "said")) == [("the army", "said", "was a riot in the port")]


def test_a_quote_that_another_speaks_is_not_the_content_of_a_cue_lines_before(lexicon: Lexicon) -> None:
    text = "Karelm has denied making the flares.\n“We saw them burn all night,” wrote the mayor."
    denial = marked(text, "Karelm", "has denied", "making the flares", "“We saw them burn all night,”")
    assert joined(text, lexicon, denial) == [("Karelm", "has denied", "making the flares")]


def test_what_is_denied_stands_behind_the_verb_where_the_reader_marked_nothing(lexicon: Lexicon) -> None:
    text = "The barges burned. Karelm denied the reports."
    assert joined(text, lexicon, marked(text, "Karelm", "denied")) == [("Karelm", "denied", "the reports")]


def test_a_quote_between_two_apostrophes_goes_on_like_any_other(lexicon: Lexicon) -> None:
    text = "''The sluice held,'' the warden said. ''We slept well.''\n\nThe fair opens on Friday."
    one = marked(text, "the warden", "said", "''The sluice held,''")
    assert joined(text, lexicon, one) == [("the warden", "said", "''The sluice held,''", "''We slept well.''")]


def test_what_is_told_without_a_quote_ends_with_its_sentence(lexicon: Lexicon) -> None:
    text = "The warden said the sluice had held. The lower town is dry."
    one = marked(text, "The warden", "said", "the sluice had held. The lower town is dry")
    assert joined(text, lexicon, one) == [("The warden", "said", "the sluice had held")]
    quote = "“The sluice held. The lower town is dry,” the warden said."
    two = marked(quote, "the warden", "said", "“The sluice held. The lower town is dry,”")
    assert joined(quote, lexicon, two) == [("the warden", "said", "“The sluice held. The lower town is dry,”")]


def test_a_name_that_the_cue_swallowed_is_the_source(lexicon: Lexicon) -> None:
    text = "Reth said the sluice had held."
    one = marked(text, None, "Reth said", "the sluice had held")
    assert joined(text, lexicon, one, people="Reth") == [("Reth", "said", "the sluice had held")]


def test_a_speaker_that_a_content_swallowed_is_told_of_by_whoever_carries_the_quote(lexicon: Lexicon) -> None:
    text = "“The sluice held,” Reth said, according to a transcript."
    one = marked(text, "a transcript", "according to", "“The sluice held,”", "Reth said")
    assert joined(text, lexicon, one, people="Reth") == [
        ("a transcript", "according to", "“The sluice held,”", "Reth said"),
        ("Reth", "said", "“The sluice held,”"),
    ]


def test_when_it_was_told_is_no_part_of_what_was_told(lexicon: Lexicon) -> None:
    text = "The harbour board announced this spring that the crane would go."
    one = marked(text, "The harbour board", "announced", "this spring that the crane would go")
    assert joined(text, lexicon, one) == [("The harbour board", "announced", "that the crane would go")]


def test_a_quote_goes_back_to_the_cue_that_it_ends_at(lexicon: Lexicon) -> None:
    text = "The gate was old, Reth said.\n\n“It broke. It broke twice,” Dorn said."
    far = marked(text, "Reth", "said", "The gate was old", "“It broke. It broke twice,”")
    said = Span(len(text) - 5, len(text) - 1)
    bare = AttributionSpans(source=spans(text, "Dorn"), cue=(said,), content=(), score=1.0)
    assert joined(text, lexicon, far, bare) == [
        ("Reth", "said", "The gate was old"),
        ("Dorn", "said", "“It broke. It broke twice,”"),
    ]


def test_words_of_another_line_without_a_quote_join_nobodys(lexicon: Lexicon) -> None:
    text = "The board advised that the bridge was shut. A photograph of the quay. I saw them leave."
    told = marked(text, "The board", "advised", "that the bridge was shut")
    loose = AttributionSpans(source=(), cue=(), content=spans(text, "I saw them leave"), score=1.0)
    assert joined(text, lexicon, told, loose) == [("The board", "advised", "that the bridge was shut")]
