"""What names are made of: invented people and bodies, real countries."""

from pathlib import Path

import pytest

from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH, load_lexicon
from rashomon.names import (
    asked_blocks_of,
    blocks_of,
    body_name,
    country_meant,
    find_alias,
    is_body_shaped,
    is_person_shaped,
    is_shortened,
    likeness_of_bodies,
    likeness_of_people,
    load_name_tables,
    person_name,
    sound_key,
    spoken_for,
)
from rashomon.records import EntityKind

LEXICON = load_lexicon()
TABLES = load_name_tables(LEXICON)


def people(one: str, other: str) -> float:
    return likeness_of_people(person_name(one, TABLES), person_name(other, TABLES), TABLES)


def bodies(one: str, other: str) -> float:
    return likeness_of_bodies(body_name(one, TABLES), body_name(other, TABLES))


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Gen. Danil Qoraz", ("danil", "qoraz")),
        ("Field Marshal Danil Qoraz", ("danil", "qoraz")),
        ("the Brennian envoy Ada Venn", ("ada", "venn")),
        ("Venn’s", ("venn",)),
        ("Karim al-Sade Jr.", ("karim", "sade")),
        ("Bódil Ørn", ("bodil", "orn")),
        ("Rex Features Ana Bel", ("ana", "bel")),
        ("The Oskan-born Qoraz", ("qoraz",)),
        ("Venn’s NLA", ("venn",)),
        ("Mara Venn MP", ("mara", "venn")),
        ("Danil VI", ("danil", "vi")),
        ("MARA VENN", ("mara", "venn")),
    ],
)
def test_titles_particles_and_signs_are_no_part_of_a_persons_name(printed: str, words: tuple[str, ...]):
    assert person_name(printed, TABLES).words == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Danil Qoraz", "Danyl Koraz"),
        ("Danil Qoraz", "Danil Merin Qoraz"),
        ("D. Qoraz", "Danil Qoraz"),
        ("Bill Venn", "William Venn"),
        ("Mohammed Oumel", "Muhamad Oumel"),
        ("Qoraz", "Gen. Danil Khoraz"),
        ("Ilan Torenov", "Ilan Torenoff"),
        ("Moamer Selim", "Muammar Salim"),
        ("Youssef Oumel", "Yusuf Oumel"),
        ("Alexei Torenov", "Aleksey Torenoff"),
    ],
)
def test_spellings_initials_and_short_forms_agree(one: str, other: str):
    assert people(one, other) > 0.8
    assert people(other, one) == people(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Venn", "Oskar Venn"),
        ("Ada Venn", "Ada Merin"),
        ("Kim", "Kam"),
        ("Hasan Oumel", "Hussein Oumel"),
        ("Ilan Toren", "Ilan Torenov"),
        ("Ada Cameron", "Ada Kamran"),
        ("Ivo Pavel", "Ivo Powell"),
        ("Mara Robbie", "Mara Rubio"),
    ],
)
def test_other_names_do_not_agree(one: str, other: str):
    assert people(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia’s Ministry of Defence", "Russian Defense Ministry"),
        ("Brennel Steel Ltd", "Brennel Steel"),
        ("Orvand’s Port Ministry", "Orvandi Port Ministry"),
        ("the Orvani Peace Front", "Orvani Peace Front"),
        ("Herzbollan Movement", "Herzbolan movement"),
    ],
)
def test_a_body_is_the_same_in_any_order_and_spelling_of_its_words(one: str, other: str):
    assert bodies(one, other) > 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian Defence Ministry", "Turkish Defence Ministry"),
        ("Court of Brenn", "Credit of Brenn"),
        ("Northern Front", "Southern Front"),
    ],
)
def test_bodies_of_other_words_are_not_the_same(one: str, other: str):
    assert bodies(one, other) == 0


def test_a_name_that_loses_words_before_its_end_is_shortened():
    assert is_shortened(("defence", "council"), ("velmari", "defence", "council"))
    assert not is_shortened(("velmari", "defence"), ("velmari", "defence", "council"))


@pytest.mark.parametrize(
    ("printed", "whom"),
    [
        ("a Pentagon spokesman", "Pentagon"),
        ("Orvan’s press secretary", "Orvan"),
        ("a spokeswoman for the Ministry of Ports", "the Ministry of Ports"),
        ("Ada Venn, a spokeswoman", None),
        ("the spokesman", None),
        ("Ada Venn", None),
    ],
)
def test_a_spokesman_without_a_name_speaks_for_somebody(printed: str, whom: str | None):
    assert spoken_for(printed, TABLES) == whom


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Russia", "RUS"),
        ("Turkish", "TUR"),
        ("the Libyan government", "LBY"),
        ("U.S.", "USA"),
        ("Moscow", "RUS"),
        ("Libyan army", None),
        ("Orvan", None),
    ],
)
def test_a_country_is_its_name_its_people_and_its_government(printed: str, code: str | None):
    assert country_meant(printed, TABLES, is_actor=True) == code


def test_a_capital_that_does_nothing_is_a_place():
    assert country_meant("Moscow", TABLES, is_actor=False) is None


def test_an_alias_in_capitals_is_read_in_capitals_only():
    assert find_alias("IS", TABLES) == find_alias("Daesh", TABLES)
    assert find_alias("is", TABLES) is None


@pytest.mark.parametrize(
    "printed", ["the Defense Department", "US Department of Defence", "the American Defense Department", "DoD"]
)
def test_a_body_of_the_table_is_known_by_its_words_in_any_order_where_its_country_is_named(printed: str):
    assert find_alias(printed, TABLES) == find_alias("the Pentagon", TABLES)


@pytest.mark.parametrize(
    "printed", ["Russian Defense Ministry", "Velmari Department of Defense", "the Defence Ministry"]
)
def test_a_body_of_another_country_is_not_that_of_the_table(printed: str):
    assert find_alias(printed, TABLES) is None


def test_names_are_told_from_descriptions_by_their_shape():
    assert is_person_shaped("Karim bin Sade", TABLES) and not is_person_shaped("Orvani captain", TABLES)
    assert is_body_shaped("Orvani coast guard", TABLES) and not is_body_shaped("Orvani trawlers", TABLES)
    assert not is_person_shaped("He", TABLES) and not is_body_shaped("We", TABLES)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Danil Qoraz", "Danyl Koraz", EntityKind.PERSON),
        ("Danil Merin Qoraz", "Danil Qoraz", EntityKind.PERSON),
        ("Qoraz", "Danil Qoraz", EntityKind.PERSON),
        ("Danil Qoraz", "Qoraz", EntityKind.PERSON),
        ("Orvani Peace Front", "OPF", EntityKind.ORGANISATION),
        ("Peace Front", "Orvani Peace Front", EntityKind.ORGANISATION),
    ],
)
def test_names_that_may_be_one_share_a_block(one: str, other: str, kind: EntityKind):
    assert set(asked_blocks_of(one, kind, TABLES)) & set(blocks_of(other, kind, TABLES))


def test_a_sound_survives_transliteration():
    assert sound_key("qaddafi") == sound_key("gadhafi") and sound_key("haftar") == sound_key("hifter")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('[[body]]\nnames = ["Five Sides", "Pentagon"]', "R224"),
        ('[[body]]\nnames = ["Orvan Works"]\ncountry = "ORV"', "R222"),
        ('[[body]]\nnames = ["Orvan Works"]\nland = "RUS"', "R221"),
    ],
)
def test_a_table_that_is_off_is_refused_with_its_line(tmp_path: Path, line: str, code: str):
    for name in ("aliases.toml", "countries.toml"):
        text = (TABLES_PATH / name).read_text(encoding="utf-8")
        if name == "aliases.toml":
            text = text.replace("\n[nicknames]", f"\n{line}\n[nicknames]", 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=r"line [1-9]\d+") as refused:
        load_name_tables(LEXICON, tmp_path)
    assert refused.value.code == code
