"""Whose word it is: voices as the real model and the rules find them together."""

from __future__ import annotations

import pytest

from rashomon.attributions import attributions_of
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.reader import Reader
from rashomon.records import Article, Mention, MentionType, Span
from rashomon.speakers import describe_speaker
from real_tools import real_reader, told_in


@pytest.fixture(scope="module")
def tools() -> tuple[Reader, Lexicon]:
    return real_reader(), load_lexicon()


def voices_of(text: str, told: str, tools: tuple[Reader, Lexicon]) -> list[str]:
    """The names of the voices whose content has the words `told`, outermost attribution first."""
    reader, lexicon = tools
    article = Article(
        title=None, outlet="Tarn Herald", byline=None, dateline=None, published=None, language="en", text=text
    )
    (reading,) = reader.read([text])
    return [
        voice.name
        for one in attributions_of(reading, article, lexicon)
        if any(told in piece.of(text) for piece in one.content)
        for voice in one.voices
    ]


@pytest.mark.parametrize(
    ("text", "told", "names"),
    [
        ("The mayor met a young carpenter who said the roof had leaked for years.", "leaked", ["a young carpenter"]),
        ("The rise of Ilse Dorn, who said she wanted the port, worried the guilds.", "wanted", ["Ilse Dorn"]),
        (
            "Prosecutors say they are looking for two clerks who are accused of selling permits.",
            "selling permits",
            ["Prosecutors"],
        ),
        (
            "“I pay for the gate,” said Milla Roos, a farmer from Tarn.\n\nAnna Yrjö, 33, who mends nets, has none."
            "\n\n“I had a boat, but the boat is gone,” she said.",
            "the boat is gone",
            ["Anna Yrjö"],
        ),
        (
            "Karelm denies shelling port, says rebels fired first\n\nKarelm’s army denied on Monday that it had fired.",
            "rebels fired first",
            ["Karelm"],
        ),
        (
            "The guests of Tom Scott arrived at noon. Lea Scott was heard crying at the gate.\n\n"
            "“They took my boy,” she said.",
            "took my boy",
            ["Lea Scott"],
        ),
    ],
)
def test_whose_word_it_is_shows_in_the_tree(
    text: str, told: str, names: list[str], tools: tuple[Reader, Lexicon]
) -> None:
    assert list(dict.fromkeys(voices_of(text, told, tools))) == names


def test_what_somebody_else_tells_in_a_relative_clause_is_none_of_the_papers() -> None:
    text = "The report listed nine farms, whose owners the police said had fled to Keth."
    told = {one.voices[0].name: [span.of(text) for span in one.content] for one in told_in(text).attributions}
    assert told["The report"] == ["nine farms"]
    assert told["the police"][-1] == "had fled to Keth"
    quoted = "“They burnt the farm, which the police said was empty,” the mayor said."
    assert [span.of(quoted) for one in told_in(quoted).attributions for span in one.content] == [
        "“They burnt the farm, which the police said was empty,”"
    ]


def test_a_mention_that_holds_office_and_name_gives_the_name() -> None:
    text = "Its chairman, Aurel Osk"
    whole = Span(0, len(text))
    mention = Mention(span=whole, text=text, type=MentionType.PERSON, score=1.0)
    assert describe_speaker(whole, text, (mention,), load_lexicon()).name == "Aurel Osk"
