"""The tables of English news language: loaded, matched, and refused with file and line where they are off."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH, Lexicon, load_lexicon
from rashomon.records import Stance


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES_PATH, tmp_path / "tables"))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Puts `new` for the first `old` in a table and gives the line on which it stands."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("cue", "phrase", "stance"),
    [
        ("said", "say", Stance.ASSERTS),
        ("has repeatedly been denying", "deny", Stance.DENIES),
        ("didn’t immediately respond to", "do not respond to", Stance.DECLINES),
        ("’s calling on", "call on", Stance.DEMANDS),
        ("expressed concern about", "express concern", Stance.ASSERTS),
        ("issued a statement confirming", "confirm", Stance.CONFIRMS),
        ("is widely expected", "be expect", Stance.PREDICTS),
        ("would neither confirm nor deny", "neither confirm nor deny", Stance.DECLINES),
    ],
)
def test_the_cue_that_says_most_is_found_in_any_form(lexicon: Lexicon, cue: str, phrase: str, stance: Stance) -> None:
    match = lexicon.find_cue(cue)
    assert match is not None
    assert (match.cue.phrase, match.cue.stance) == (phrase, stance)


@pytest.mark.parametrize(
    ("cue", "is_negated"),
    [("has not confirmed", True), ("confirmed", False), ("not only confirmed", False), ("has never confirmed", True)],
)
def test_a_negation_before_the_cue_is_seen(lexicon: Lexicon, cue: str, is_negated: bool) -> None:
    match = lexicon.find_cue(cue)
    assert match is not None
    assert match.is_negated == is_negated


def test_words_that_are_no_cue_give_none(lexicon: Lexicon) -> None:
    assert lexicon.find_cue("in the harbour") is None
    assert lexicon.find_cue("") is None


def test_the_tables_know_several_hundred_cues(lexicon: Lexicon) -> None:
    assert sum(len(cues) for cues in lexicon.cues.values()) > 600


def test_a_table_that_is_not_toml_is_refused_with_its_line(folder: Path) -> None:
    change(folder, "verbs.toml", "[forms]", "[forms")
    with pytest.raises(SettingError, match=r"R220 .*verbs\.toml.*line 3"):
        load_lexicon(folder)


def test_a_missing_list_is_refused_with_the_line_of_its_table(folder: Path) -> None:
    line = change(folder, "speakers.toml", "[outlet]\nheads", "[outlet]\nhaeds")
    with pytest.raises(SettingError, match=r"R221 .*heads") as missing:
        load_lexicon(folder)
    assert f"line {line}" in missing.value.sentence


def test_an_unknown_key_is_refused_with_its_line(folder: Path) -> None:
    line = change(folder, "cues.toml", "stance = ", "stanze = ")
    with pytest.raises(SettingError, match=rf'R221 cues\.toml line {line}: unknown key "stanze"'):
        load_lexicon(folder)


def test_an_unknown_stance_is_refused_with_those_that_are_known(folder: Path) -> None:
    line = change(folder, "cues.toml", 'negated = "declines"', 'negated = "shrugs"')
    with pytest.raises(SettingError, match=rf'R222 cues\.toml line {line}: "shrugs" is no stance; known are asserts'):
        load_lexicon(folder)


def test_a_word_in_capitals_is_refused_because_matching_is_in_lower_case(folder: Path) -> None:
    line = change(folder, "words.toml", '"allegedly"', '"Allegedly"')
    with pytest.raises(SettingError, match=rf"R222 words\.toml line {line}: .*lower-case"):
        load_lexicon(folder)


def test_a_cue_in_two_groups_of_different_stance_is_refused_at_the_second(folder: Path) -> None:
    path = folder / "cues.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[[group]]\nstance = "denies"\ncues = ["confirm"]\n', encoding="utf-8")
    last = text.count("\n") + 4
    with pytest.raises(SettingError, match=rf'R223 cues\.toml line {last}: cue "confirm"'):
        load_lexicon(folder)


def test_every_error_says_how_to_mend_it_in_a_file_that_is_there(folder: Path) -> None:
    change(folder, "words.toml", '"allegedly"', '""')
    with pytest.raises(SettingError) as refused:
        load_lexicon(folder)
    named = re.search(r"edit line \d+ of (.+)$", refused.value.mend)
    assert named is not None
    assert Path(named.group(1)).is_file()
