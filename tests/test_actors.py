"""Who an actor is: codes from words, the tables refused with their lines, and what two mentions say together."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from babel import Locale

from rashomon.actors import SECTORS, ActorCode, ActorTables, code_of, load_actor_tables, merge_codes
from rashomon.countries import NameKind, load_country_names
from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH

PAGE = tomllib.loads((Path(__file__).parent / "pages" / "actors.toml").read_text(encoding="utf-8"))
DESCRIPTIONS = [
    pytest.param(words, code, id=f"{group}: {words}") for group in PAGE for words, code in PAGE[group].items()
]


@pytest.fixture(scope="module")
def knowledge() -> ActorTables:
    return load_actor_tables()


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


@pytest.mark.parametrize(("words", "code"), DESCRIPTIONS)
def test_a_description_gives_its_code(knowledge: ActorTables, words: str, code: str) -> None:
    assert str(code_of(words, knowledge) or "") == code


@pytest.mark.parametrize("words", ["", " ", "'s", "-", "(the army)", "pro-", "and", "–", "in", "US-", "former"])
def test_words_that_are_hardly_any_give_no_error(knowledge: ActorTables, words: str) -> None:
    assert code_of(words, knowledge) is None or words == "US-"


def test_the_same_words_give_the_same_code_in_either_apostrophe(knowledge: ActorTables) -> None:
    assert (
        code_of("Peru’s army", knowledge) == code_of("Peru's army", knowledge) == ActorCode(country="PER", sector="MIL")
    )


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Peru", "the army", "PER MIL"),
        ("the army", "Peru", "PER MIL"),
        ("Orsk", "Gen. Orsk", "MIL"),
        ("Orsk's fighters", "Libyan rebels", "LBY REB"),
        ("Peruvian soldiers", "the president", "PER MIL"),
        ("Peru", "Chilean soldiers", "PER"),
        ("a UN envoy", "the Norwegian minister", "IGO UNO"),
        ("Orsk", "Veldt", ""),
    ],
)
def test_two_mentions_say_together_what_neither_contradicts(
    knowledge: ActorTables, first: str, second: str, together: str
) -> None:
    assert str(merge_codes(code_of(first, knowledge), code_of(second, knowledge)) or "") == together


def test_every_sector_of_the_manual_is_said_by_some_word_but_the_unknown(knowledge: ActorTables) -> None:
    said = {sense.sector for phrases in knowledge.roles.values() for _, sense in phrases}
    assert said == SECTORS - {"UNK", "PRE"}


def test_every_territory_of_cldr_is_known_by_its_name() -> None:
    names = load_country_names()
    assert len(names) > 1000
    missing = {name for code, name in Locale("en").territories.items() if len(code) == 2 and name not in names}
    assert missing <= {
        "Clipperton Island", "Sark", "European Union", "Eurozone", "Outlying Oceania", "United Nations",
        "Pseudo-Accents", "Pseudo-Bidi", "Unknown Region",
    }  # fmt: skip


def test_every_state_has_words_for_its_people() -> None:
    names = load_country_names().values()
    states = {found.code for found in names if found.kind is NameKind.COUNTRY}
    # The 193 members of the United Nations; Palestine, Kosovo, Taiwan, the Vatican, Hong Kong; Antarctica.
    assert len(states) == 199
    assert states - {found.code for found in names if found.kind is NameKind.PEOPLE} == {"VAT", "COG", "DMA"}


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("actors.toml", "[sector.GOV]", "[sector.GVO]", 'R222 actors.toml line {line}: "GVO" is no sector of PLOVER'),
        (
            "actors.toml",
            '"loya jirga"',
            '"Knesset"',
            'R224 actors.toml line {line}: "Knesset" is ISR LEG and again AFG',
        ),
        ("actors.toml", '"IGO COP"', '"OGI COP"', 'R222 actors.toml line {line}: "OGI COP" is no code of an actor'),
        ("actors.toml", '"villagers"', '"Villagers"', 'R222 actors.toml line {line}: "Villagers" .*lower-case'),
        ("actors.toml", '"villager"', '"army"', r'R224 actors.toml line {line}: "army" is MIL and again CVL'),
        ("actors.toml", '"Knesset"', '"Israel"', 'R224 actors.toml line {line}: "Israel" is a name of ISR already'),
        ("actors.toml", "placing =", "plaicing =", 'R221 actors.toml line {line}: unknown key "plaicing"'),
        ("actors.toml", '"king", "bishop"', '"smith", "bishop"', 'R222 actors.toml line {line}: "smith"'),
        ("countries.toml", "\nAFG =", "\nAFX =", 'R222 countries.toml line .*: "AFX" is no country code'),
        ("countries.toml", '"Algiers"', '"Kabul"', 'R224 countries.toml line {line}: "Kabul" is a name of AFG and'),
        ("countries.toml", "ALB = { capitals", "ALB = { capital", 'R221 countries.toml line {line}: unknown key "capi'),
        ("countries.toml", '"Jordan", "Chad"', '"Jordon", "Chad"', 'R222 countries.toml line {line}: "Jordon"'),
        ("countries.toml", 'CHN = ["MO"]', 'CHN = ["QQ"]', 'R222 countries.toml line {line}: "QQ" is no territory'),
    ],
)
def test_a_table_that_is_off_is_refused_with_its_line(folder: Path, name: str, old: str, new: str, error: str) -> None:
    line = change(folder, name, old, new)
    with pytest.raises(SettingError, match=error.replace("{line}", str(line))):
        load_actor_tables(folder)
