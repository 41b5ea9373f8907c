"""What a denial covers that is told in other words."""

from pathlib import Path
from shutil import copytree

import pytest

from linking_passages import VOCABULARY, side, spot
from rashomon.denial_words import load_denial_words
from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH
from rashomon.presuppositions import find_presupposed
from rashomon.records import EventType, Factuality, Stance

NO = {"stance": Stance.DENIES, "factuality": Factuality.DID_NOT_HAPPEN}
TALKS = ("Vostria holds no talks on depots in Karelm", "talks", EventType.CONSULT)
DEAL = ("Vostria sealed a deal on depots in Karelm", "deal", EventType.AGREE)
VOSTRIA, DREVIA = {"actors": ("Vostria",)}, {"actors": ("Drevia",)}


def test_who_holds_no_talks_has_sealed_no_deal():
    why = find_presupposed(side(*TALKS, article="a1", **VOSTRIA, **NO), side(*DEAL, article="a2", **VOSTRIA))
    assert why == "the denial leaves no AGREE"


def test_who_sealed_no_deal_may_have_held_talks():
    denial = side(*DEAL, article="a1", **VOSTRIA, **NO)
    assert find_presupposed(denial, side(*TALKS, article="a2", **VOSTRIA)) is None


def test_a_denial_of_others_or_about_another_subject_or_in_another_story_covers_nothing():
    denial = side(*TALKS, article="a1", **VOSTRIA, **NO)
    fishing = ("Vostria sealed a deal on herring quotas", "deal", EventType.AGREE)
    assert find_presupposed(denial, side(*DEAL, article="a2", **DREVIA)) is None
    assert find_presupposed(denial, side(*fishing, article="a2", **VOSTRIA)) is None
    story = "The budget of the opera house rose to ten million crowns"
    assert find_presupposed(denial, side(*DEAL, article="a2", story=story, **VOSTRIA)) is None


def test_what_nobody_holds_is_not_covered():
    denial = side(*TALKS, article="a1", **VOSTRIA, **NO)
    for against in (NO, {"factuality": Factuality.DID_NOT_HAPPEN}):
        assert find_presupposed(denial, side(*DEAL, article="a2", **VOSTRIA, **against)) is None


def test_who_denies_one_strike_does_not_deny_another():
    denial = side("Vostria bombed no depot", "bombed", EventType.ASSAULT, article="a1", **VOSTRIA, **NO)
    other = side("Vostria bombed the depot bridge", "bombed", EventType.ASSAULT, article="a2", **VOSTRIA)
    assert find_presupposed(denial, other) is None


def test_who_grants_one_kind_of_mission_denies_the_strikes():
    denial = side("any missions but reconnaissance", article="a1", voice="Vostria", stance=Stance.DENIES)
    struck = ("Vostrian jets struck the harbour", "struck", EventType.ASSAULT)
    why = find_presupposed(denial, side(*struck, article="a2", actors=("Vostrian jets",)))
    assert why == "the denial leaves no ASSAULT but reconnaissance"
    assert find_presupposed(denial, side(*struck, article="a2", actors=("Drevian jets",))) is None


def test_who_grants_a_mission_does_not_deny_that_one():
    denial = side("any flights except rescue flights", article="a1", voice="Vostria", stance=Stance.DENIES)
    flown = ("Vostrian jets flew a rescue to the harbour", "flew", EventType.MOBILIZE)
    assert find_presupposed(denial, side(*flown, article="a2", actors=("Vostrian jets",))) is None


def test_such_talks_are_those_of_their_own_article():
    denial = ("Such talks are not held", "talks", EventType.CONSULT)
    held = side(*DEAL, article="a1", **VOSTRIA)
    assert find_presupposed(side(*denial, article="a1", **VOSTRIA, **NO), held)
    assert find_presupposed(side(*denial, article="a2", **VOSTRIA, **NO), held) is None


def test_troops_that_are_not_there_raid_nothing_there_and_something_elsewhere():
    tarsk, keth = spot(1, "Tarsk", 10.0, 10.0), spot(2, "Keth", 20.0, 20.0)
    no_troops = ("Vostria has no troops in Tarsk", "troops", EventType.MOBILIZE)
    raided = ("Vostria raided a checkpoint in Tarsk", "raided", EventType.ASSAULT)
    denial = side(*no_troops, article="a1", place=tarsk, **VOSTRIA, **NO)
    assert find_presupposed(denial, side(*raided, article="a2", place=tarsk, **VOSTRIA))
    assert find_presupposed(denial, side(*raided, article="a2", place=keth, **VOSTRIA)) is None


@pytest.mark.parametrize(
    ("word", "told"),
    [("reports", "report"), ("stories", "story"), ("news", "news"), ("Talks", "talk"), ("lies", "lies")],
)
def test_a_word_is_found_in_the_form_of_the_table(word: str, told: str):
    assert VOCABULARY.denials.singular_of(word) == told


def test_a_type_that_nobody_knows_is_refused_with_its_line(tmp_path: Path):
    tables = tmp_path / "tables"
    copytree(TABLES_PATH, tables)
    path = tables / "denials.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('kind = "AID"', 'kind = "GIVE"'), encoding="utf-8")
    with pytest.raises(SettingError, match=r'denials.toml line \d+: "GIVE" is no type of event'):
        load_denial_words(tables)
