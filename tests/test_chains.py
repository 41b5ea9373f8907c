"""Voices and stances over the invented passages of `tests/pages/chains`, from their gold spans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chain_passages import Passage, faults_of, load_passages
from rashomon.attributions import attributions_of
from rashomon.claims import claims_of
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.records import Attribution, Claim, Span, Stance, VoiceKind
from rashomon.vocabulary import load_vocabulary

PASSAGES = load_passages()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def read_claims(passage: Passage, lexicon: Lexicon) -> tuple[tuple[Attribution, ...], tuple[Claim, ...]]:
    attributions = attributions_of(passage.reading, passage.article, lexicon)
    return attributions, claims_of(passage.reading, attributions, (), passage.article, load_vocabulary())


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_the_passage_gives_its_voices_and_stances(passage: Passage, lexicon: Lexicon) -> None:
    attributions, claims = read_claims(passage, lexicon)
    for expected in passage.expected:
        faults = faults_of(expected, passage, attributions, claims)
        assert faults == (), (expected, [(claim.voices, claim.stance, claim.reason.detail) for claim in claims])


def test_the_passages_cover_every_kind_of_voice_and_every_stance(lexicon: Lexicon) -> None:
    claims = [claim for passage in PASSAGES for claim in read_claims(passage, lexicon)[1]]
    assert {claim.stance for claim in claims} == set(Stance)
    assert {voice.kind for claim in claims for voice in claim.voices} == set(VoiceKind)
    assert {len(claim.voices) for claim in claims} >= {0, 1, 2, 3}
    assert len(PASSAGES) >= 48


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_spans_of_voices_and_contents_slice_back(passage: Passage, lexicon: Lexicon) -> None:
    text = passage.article.text
    attributions, claims = read_claims(passage, lexicon)
    ids = [one.id for one in attributions]
    assert len(set(ids)) == len(ids)
    assert all(one.parent is None or one.parent in ids for one in attributions)
    for claim in claims:
        assert claim.quote == " … ".join(text[span.start : span.end] for span in claim.content)
        for voice in claim.voices:
            assert voice.span is None or text[voice.span.start : voice.span.end].strip()


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_the_order_of_the_readers_attributions_does_not_matter(passage: Passage, lexicon: Lexicon) -> None:
    backwards = replace(passage.reading, attributions=passage.reading.attributions[::-1])
    assert attributions_of(backwards, passage.article, lexicon) == attributions_of(
        passage.reading, passage.article, lexicon
    )


def test_an_article_without_attributions_gives_no_claims(lexicon: Lexicon) -> None:
    passage = replace(PASSAGES[0], reading=replace(PASSAGES[0].reading, attributions=()))
    assert read_claims(passage, lexicon) == ((), ())


def test_a_passive_cue_has_one_voice_without_a_span(lexicon: Lexicon) -> None:
    passage = next(one for one in PASSAGES if one.name == "Passive cues without a source")
    attributions, _ = read_claims(passage, lexicon)
    assert {(voice.kind, voice.span) for one in attributions for voice in one.voices} == {(VoiceKind.ANONYMOUS, None)}


def test_a_pronoun_keeps_its_own_span_under_the_name_it_stands_for(lexicon: Lexicon) -> None:
    passage = next(one for one in PASSAGES if one.name == "He and she are told apart")
    attributions, _ = read_claims(passage, lexicon)
    spoken = {one.voices[0].span: one for one in attributions}
    she = next(one for span, one in spoken.items() if span is not None and span.of(passage.article.text) == "she")
    assert she.voices[0].name == "Tamar Odeh"
    assert '"she" taken for Tamar Odeh' in she.reason.detail
    assert isinstance(she.voices[0].span, Span)
