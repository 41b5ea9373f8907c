"""Where reports begin on a page: laws, and the floor that the benchmark's own pages must hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.borders import borders_of
from rashomon.pages import LineKind, lines_of

LAMP = (
    "The lamp on Keth Rock went dark on Monday night and two fishing boats ran aground, the coast guard of Orin said.",
    "Nobody was hurt. The keeper of the lamp blamed a cable that Halden had promised to replace.",
    "A spokesman for Halden said that the cable was not theirs, and that the keeper knew it.",
)
BREAD = (
    "The government in Selmport raised the price of bread by a fifth on Wednesday, the first rise in six years.",
    "Bakers had asked for twice as much. Their guild called the decision a joke and closed its shops at noon.",
    "Flour has become dearer since the harvest failed in the south, according to the official journal.",
)
PIECES = st.sampled_from(
    [
        *LAMP,
        *BREAD,
        "Lamp on Keth Rock Goes Dark",
        "May 4, 2021",
        "---",
        "",
        "",
        "By Ilse Marrow",
        "Read more",
        "Photo: Jo Ost",
    ]
)


def page(*reports: tuple[str, tuple[str, ...]], gap: str = "\n\n") -> str:
    return gap.join(line for title, body in reports for line in (title, *body) if line)


def titles_at_borders(text: str) -> list[str]:
    lines = lines_of(text)
    return [lines[index].plain for index in borders_of(lines)]


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_two_reports_under_their_titles_are_two(gap: str) -> None:
    lamp, bread = "Lamp on Keth Rock Goes Dark After Cable Row", "Selmport Government Raises Price of Bread"
    assert titles_at_borders(page((lamp, LAMP), (bread, BREAD), gap=gap)) == [lamp, bread]


def test_one_report_under_subheadings_is_one() -> None:
    body = (LAMP[0], LAMP[1], "A cable and two owners", LAMP[2], "The keeper said that he would row out himself.")
    assert len(titles_at_borders(page(("Lamp on Keth Rock goes dark", body)))) == 1


def test_a_list_of_related_headlines_is_no_list_of_reports() -> None:
    related = ("Related:", "Bread grows dearer in Selmport", "Court in Halden frees surveyors", "Ferry runs again")
    assert len(titles_at_borders(page(("Lamp on Keth Rock goes dark", (*LAMP, *related))))) == 1


def test_a_date_above_each_title_goes_with_the_title_below_it() -> None:
    text = page(
        ("May 4, 2021", ("Lamp on Keth Rock goes dark", *LAMP)), ("May 5, 2021", ("Bread dearer in Selmport", *BREAD))
    )
    assert titles_at_borders(text) == ["May 4, 2021", "May 5, 2021"]


@given(pieces=st.lists(PIECES, max_size=30))
@settings(max_examples=150)
def test_borders_rise_from_the_first_line_and_every_report_has_prose(pieces: list[str]) -> None:
    lines = lines_of("\n".join(pieces))
    starts = borders_of(lines)
    assert list(starts) == sorted(set(starts))
    assert (starts[:1] == (0,)) == bool(lines)
    if len(starts) > 1:
        for start, end in zip(starts, (*starts[1:], len(lines)), strict=True):
            assert any(line.kind is LineKind.PROSE for line in lines[start:end])


@given(pieces=st.lists(PIECES, max_size=30))
@settings(max_examples=60)
def test_lines_keep_every_word_of_the_page(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    assert " ".join(line.text for line in lines_of(text)).split() == text.split()
