"""Settings come from the environment in one place, and a misspelt one is refused."""

from pathlib import Path

import pytest

from rashomon.errors import SettingError
from rashomon.settings import Settings, load_settings


def test_an_empty_environment_gives_the_defaults():
    assert load_settings({"PATH": "/bin", "RASHOMON_LEDGER": ""}) == Settings()


def test_the_environment_names_the_ledger_the_model_and_the_gazetteer():
    settings = load_settings(
        {"RASHOMON_LEDGER": "strait.db", "RASHOMON_MODEL": "models/large", "RASHOMON_GAZETTEER": "world.sqlite"}
    )
    assert settings == Settings(
        ledger_path=Path("strait.db"), model_path=Path("models/large"), gazetteer_path=Path("world.sqlite")
    )


def test_a_misspelt_setting_is_refused_with_the_right_one():
    with pytest.raises(SettingError) as caught:
        load_settings({"RASHOMON_LEGER": "strait.db"})
    assert caught.value.code == "R201" and "RASHOMON_LEDGER" in caught.value.mend
