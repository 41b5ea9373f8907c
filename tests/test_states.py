"""Which states a quote tells of things, which exclude each other, and when."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH
from rashomon.states import State, load_state_words, states_in
from rashomon.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def told(quote: str) -> tuple[State, ...]:
    return states_in(quote, VOCABULARY.states, VOCABULARY.base_of)


@pytest.mark.parametrize(
    ("quote", "thing", "names", "printed"),
    [
        ("The bridge at Orrin was closed on Tuesday", "bridge", {"orrin"}, "was closed"),
        ("Orrin bridge has remained open", "bridge", {"orrin"}, "remained open"),
        ("the drone landed safely at its base", "drone", set(), "landed safely"),
        ("The Vostrian warplane was apparently shot down over Keth", "plane", {"vostrian"}, "was apparently shot down"),
        ("and the hostages are still alive", "hostage", set(), "are still alive"),
    ],
)
def test_a_state_is_told_of_a_thing(quote: str, thing: str, names: set[str], printed: str) -> None:
    (state,) = told(quote)
    assert (state.thing, state.names, state.printed) == (thing, names, printed)


@pytest.mark.parametrize(
    "quote",
    [
        "The bridge at Orrin was not closed",
        "The bridge at Orrin had never been closed",
        "The bridge at Orrin will be closed on Tuesday",
        "The bridge at Orrin is to be closed",
        "It was open all day",
        "Two of the hostages are alive",
        "Another bridge was closed",
        "They live close to the bridge",
    ],
)
def test_what_is_not_so_or_of_nothing_in_particular_is_no_state(quote: str) -> None:
    assert told(quote) == ()


def test_the_two_sides_of_a_pair_are_told_apart() -> None:
    (closed,), (opened,) = told("The bridge was closed"), told("The bridge was open all day on Tuesday")
    assert closed.pair == opened.pair
    assert closed.is_first is not opened.is_first
    assert (closed.is_insisting, opened.is_insisting) == (False, True)
    assert opened.days == {"tuesday"}


def test_a_pair_without_its_other_side_is_refused(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    copytree(TABLES_PATH, tables)
    (tables / "states.toml").write_text(
        '[[opposites]]\none = { states = ["open"], deeds = [] }\npassing = true\nof_doer = false\n[things]\nsame=[]\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingError, match="other"):
        load_state_words(tables)
