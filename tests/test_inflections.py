"""Every form of a base form."""

from __future__ import annotations

import pytest

from rashomon.factualities import load_factuality_words
from rashomon.inflections import load_inflections


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("seize", {"seizes", "seized", "seizing"}),
        ("deny", {"denies", "denied", "denying"}),
        ("stop", {"stops", "stopped", "stopping"}),
        ("agree", {"agrees", "agreed", "agreeing"}),
        ("push", {"pushes", "pushed", "pushing"}),
        ("deploy", {"deploys", "deployed", "deploying"}),
        ("shoot", {"shoots", "shot", "shooting"}),
        ("equip", {"equips", "equipped", "equipping"}),
    ],
)
def test_a_verb_has_all_its_forms(base: str, forms: set[str]) -> None:
    assert forms | {base} <= load_inflections().of_verb(base)


@pytest.mark.parametrize(
    ("base", "plural"), [("ally", "allies"), ("attack", "attacks"), ("gunman", "gunmen"), ("clash", "clashes")]
)
def test_a_noun_has_its_plural(base: str, plural: str) -> None:
    assert load_inflections().of_noun(base) == {base, plural}


def test_what_is_intended_is_found_in_any_form() -> None:
    words = load_factuality_words()
    assert {"intend", "intends", "intended", "intending"} <= words.planning_verbs
    assert "possibilities" in words.supposing_nouns
