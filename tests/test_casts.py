"""Who may be meant by a pronoun, and of which kind a name is in a whole article."""

from __future__ import annotations

import pytest

from made_trees import made_tree
from rashomon.attributions import attributions_of
from rashomon.casts import cast_of, is_reference, settled
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.records import Article, AttributionSpans, Mention, MentionType, Reading, Span
from rashomon.speakers import Sex, sex_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def mentions_in(text: str, *marked: tuple[str, MentionType]) -> tuple[Mention, ...]:
    """Mentions of these words, each where it stands next."""
    found, place = [], 0
    for words, kind in marked:
        place = text.index(words, place)
        found.append(Mention(span=Span(place, place + len(words)), type=kind, text=words, score=1.0))
        place += len(words)
    return tuple(found)


def test_a_name_is_of_one_kind_in_the_whole_article(lexicon: Lexicon) -> None:
    person, body = MentionType.PERSON, MentionType.ORGANISATION
    text = "Marrow sank. Marrow fell. Marrow rose. Ilse Dorn left. Dorn ran. Dorn hid. Dorn slept. Lord Reth met Reth."
    marked = [("Marrow", person), ("Marrow", body), ("Marrow", body), ("Ilse Dorn", person), ("Dorn", body)]
    mentions = mentions_in(text, *marked, ("Dorn", body), ("Dorn", body), ("Lord Reth", body), ("Reth", body))
    kinds = [(one.text, one.type) for one in settled(mentions, text, lexicon)]
    assert kinds[:3] == [("Marrow", body)] * 3
    assert [kind for _, kind in kinds[3:]] == [person] * 6


def test_where_a_report_was_written_tells_nothing(lexicon: Lexicon) -> None:
    text = "KETH (AFP) — Reth left."
    mentions = mentions_in(text, ("KETH", MentionType.PERSON), ("Reth", MentionType.PERSON))
    assert [one.type for one in settled(mentions, text, lexicon)] == [MentionType.PLACE, MentionType.PERSON]


def test_a_last_name_or_an_owner_is_no_given_name(lexicon: Lexicon) -> None:
    assert sex_of("Tom Scott", lexicon) is Sex.MALE
    assert sex_of("Rakel-Ye Tom", lexicon) is Sex.UNKNOWN
    assert sex_of("Tom Scott’s wife", lexicon) is Sex.FEMALE


def test_two_of_one_last_name_are_told_apart_by_the_first(lexicon: Lexicon) -> None:
    text = "Tom Varga met Anna Varga."
    mentions = mentions_in(text, ("Tom Varga", MentionType.PERSON), ("Anna Varga", MentionType.PERSON))
    cast = cast_of((), (), text, mentions, lexicon, made_tree("x NN 0 root")[1])
    assert (cast.sex_of("Tom Varga"), cast.sex_of("Anna Varga")) == (Sex.MALE, Sex.FEMALE)


@pytest.mark.parametrize("words", ["the Keth senator", "the 52-year-old", "the minister", "her spokesman", "they"])
def test_a_description_names_nobody_by_itself(words: str, lexicon: Lexicon) -> None:
    assert is_reference(words, lexicon)


@pytest.mark.parametrize("words", ["the Keth Courier", "the 52-year-old Orlu", "Reth", "the Vostrian navy"])
def test_a_name_names_somebody(words: str, lexicon: Lexicon) -> None:
    assert not is_reference(words, lexicon)


def told_of(sentence: str, marked: tuple[str, str, str], lexicon: Lexicon) -> list[tuple[list[str], list[str]]]:
    """Voices and contents of what one attribution (source, cue, content) gives in a sentence with its tree."""
    text, tree = made_tree(sentence)

    def spans(words: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(part), text.index(part) + len(part)) for part in words.split(" | ") if part)

    source, cue, content = map(spans, marked)
    article = Article(
        title=None, outlet="Gazette", byline=None, dateline=None, published=None, language="en", text=text
    )
    reading = Reading(
        sentences=(Span(0, len(text)),),
        mentions=(),
        attributions=(AttributionSpans(source=source, cue=cue, content=content, score=1.0),),
        words=tree.words,
    )
    return [
        ([voice.name for voice in one.voices], [piece.of(text) for piece in one.content])
        for one in attributions_of(reading, article, lexicon)
    ]


SUGGESTED = """Bel NNP 1 nsubj / left VBD 1 root / and CC 3 cc / suggested VBD 1 conj / that IN 7 mark
    / boats NNS 7 nsubj / had VBD 7 aux / sunk VBN 3 ccomp"""


def test_who_suggests_is_no_part_of_what_is_suggested(lexicon: Lexicon) -> None:
    told = told_of(SUGGESTED, ("", "suggested", "Bel left | that boats had sunk"), lexicon)
    assert told == [(["Bel"], ["that boats had sunk"])]


def test_what_no_cue_tells_is_nobodys_word(lexicon: Lexicon) -> None:
    sentence = "Divided VBN 4 advcl / about IN 2 case / boats NNS 0 obl / they PRP 4 nsubj / left VBD 4 root"
    assert told_of(sentence, ("", "Divided about", "boats"), lexicon) == []


def test_whom_the_outlet_only_sees_says_nothing(lexicon: Lexicon) -> None:
    seems = "Bel NNP 1 nsubj / seems VBZ 1 root / to TO 3 mark / sleep VB 1 xcomp"
    shows = "Pictures NNS 1 nsubj / appear VBP 1 root / to TO 3 mark / show VB 1 xcomp / boats NNS 3 obj"
    assert told_of(seems, ("Bel", "seems", "to sleep"), lexicon) == [([], ["to sleep"])]
    assert told_of(shows, ("Pictures", "appear", "to show boats"), lexicon) == [(["Pictures"], ["to show boats"])]


def test_a_clause_right_behind_its_cue_is_told_and_no_teller(lexicon: Lexicon) -> None:
    sentence = """Keth NNP 1 nsubj / leaves VBZ 1 root / , , 3 punct / says VBZ 1 parataxis / rebels NNS 5 nsubj
        / fired VBD 3 ccomp"""
    (told,) = told_of(sentence, ("rebels fired", "says", ""), lexicon)
    assert told[1] == ["rebels fired"]
    assert "rebels" not in " ".join(told[0])
