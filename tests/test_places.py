"""Names of places to the map: found by the real model, resolved against a gazetteer made by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from made_trees import made_tree
from rashomon.errors import SettingError
from rashomon.gazetteer import Gazetteer, open_gazetteer
from rashomon.lexicon import TABLES_PATH
from rashomon.placenames import names_in
from rashomon.places import places_of, precision_of
from rashomon.placewords import PlaceWords, load_place_words
from rashomon.reader import Reader
from rashomon.records import Article, GeoName, Place, PlacePrecision, Reading, Span
from rashomon.toponym_weights import NAME_WEIGHTS, WEIGHTS
from rashomon.toponyms import FEATURES, Resolution, resolve
from real_tools import real_reader


def entry(name: str, country: str, admin1: str, spot: tuple[float, float], people: int, code: str = "PPL") -> GeoName:
    return GeoName(
        geonameid=hash((name, country, admin1, code)) % 10**9,
        name=name,
        latitude=spot[0],
        longitude=spot[1],
        feature_class="P" if code.startswith("P") and not code.startswith("PCL") else "A",
        feature_code=code,
        country=country,
        admin1=admin1,
        admin2="",
        population=people,
    )


LIBYA = entry("Libya", "LBY", "", (25.0, 17.0), 6_000_000, "PCLI")
LEBANON = entry("Lebanon", "LBN", "", (34.0, 36.0), 6_000_000, "PCLI")
SYRIA = entry("Syria", "SYR", "", (35.0, 38.0), 17_000_000, "PCLI")
TRIPOLI = entry("Tripoli", "LBY", "77", (32.9, 13.2), 1_100_000, "PPLC")
TRIPOLI_OF_LEBANON = entry("Tripoli", "LBN", "09", (34.4, 35.8), 230_000)
BEIRUT = entry("Beirut", "LBN", "04", (33.9, 35.5), 1_900_000, "PPLC")
ZGHARTA = entry("Zgharta", "LBN", "09", (34.4, 35.9), 24_000)
PARIS = entry("Paris", "FRA", "11", (48.9, 2.4), 2_100_000, "PPLC")
PARIS_OF_TEXAS = entry("Paris", "USA", "TX", (33.7, -95.6), 25_000)
TEXAS = entry("Texas", "USA", "TX", (31.0, -99.0), 29_000_000, "ADM1")
RAQQA = entry("Raqqa", "SYR", "04", (35.9, 39.0), 300_000)
BIG_RAQQA = entry("Raqqa", "LBN", "01", (34.0, 35.6), 800_000)
LA = entry("Louisiana", "USA", "LA", (31.0, -92.0), 4_600_000, "ADM1")
MISRATA = entry("Misratah", "LBY", "72", (32.4, 15.1), 400_000)
MISRAT = entry("Misrat", "IND", "01", (20.0, 80.0), 9_000)


class MadeGazetteer:
    """A few entries by name, and one likeness."""

    entries = (
        *(LIBYA, LEBANON, SYRIA, TRIPOLI, TRIPOLI_OF_LEBANON, BEIRUT, ZGHARTA, PARIS, PARIS_OF_TEXAS, TEXAS, RAQQA),
        *(BIG_RAQQA, LA, MISRATA, MISRAT),
    )

    def find(self, name: str) -> tuple[GeoName, ...]:
        found = [one for one in self.entries if one.name.casefold() == name.casefold()]
        return tuple(sorted(found, key=lambda one: -one.population))

    def similar(self, name: str, limit: int = 5) -> tuple[tuple[GeoName, float], ...]:
        return {"Misurrata": ((MISRATA, 0.95),), "Misrot": ((MISRAT, 0.95),)}.get(name, ())

    def country(self, alpha3: str) -> GeoName | None:
        return next((one for one in self.entries if one.country == alpha3 and one.feature_code == "PCLI"), None)

    def admin_name(self, entry: GeoName) -> str | None:
        return "Texas" if entry.admin1 == "TX" else None


@pytest.fixture(scope="module")
def words() -> PlaceWords:
    return load_place_words()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return real_reader()


@pytest.fixture(scope="module")
def gazetteer():
    with open_gazetteer() as opened:
        yield opened


def article_of(text: str, outlet: str | None = None, url: str | None = None) -> Article:
    return Article(
        title=None, outlet=outlet, byline=None, dateline=None, published=None, language="en", text=text, url=url
    )


def resolved(marked: str, words: PlaceWords, url: str | None = None) -> list[Resolution]:
    """What the names in brackets stand for: "in [Paris], [Texas]"."""
    text, spans = "", []
    for place, piece in enumerate(marked.replace("]", "[").split("[")):
        if place % 2:
            spans.append(Span(len(text), len(text) + len(piece)))
        text += piece
    return list(resolve(spans, article_of(text, url=url), MadeGazetteer(), words))


def test_a_name_alone_is_the_best_known_place_of_that_name(words: PlaceWords) -> None:
    (tripoli,) = resolved("Shots were heard in [Tripoli].", words)
    assert tripoli.entry == TRIPOLI
    assert tripoli.runners_up == (TRIPOLI_OF_LEBANON,)
    assert tripoli.detail == "the most populous of 2 with this name"


def test_the_other_places_of_an_article_say_which_one_is_meant(words: PlaceWords) -> None:
    tripoli, *_ = resolved("Shots in [Tripoli] were heard in [Zgharta], and [Beirut] sent [Lebanese] troops.", words)
    assert tripoli.entry == TRIPOLI_OF_LEBANON
    assert tripoli.method == "context"
    assert "Lebanon is named once" in tripoli.detail


@pytest.mark.parametrize("text", ["[Paris], [Texas]", "[Paris] in [Texas]", "the [Texas] town of [Paris]"])
def test_the_text_may_say_in_what_a_place_lies(text: str, words: PlaceWords) -> None:
    one, two = resolved(f"It happened in {text}.", words)
    assert {one.entry, two.entry} == {PARIS_OF_TEXAS, TEXAS}
    paris = one if one.entry == PARIS_OF_TEXAS else two
    assert (paris.method, paris.detail.split(";")[0]) == ("containment", "the text puts it in Texas")


def test_the_name_of_a_people_contains_as_its_country_does(words: PlaceWords) -> None:
    _, raqqa = resolved("They left the [Syrian] city of [Raqqa].", words)
    assert raqqa.entry == RAQQA
    assert resolved("They left [Raqqa].", words)[0].entry == BIG_RAQQA


def test_a_name_told_once_with_its_region_means_the_same_throughout(words: PlaceWords) -> None:
    found = resolved("[Paris] slept. A man from [Paris], [Texas], did not.", words)
    assert [one.entry for one in found] == [PARIS_OF_TEXAS, PARIS_OF_TEXAS, TEXAS]


def test_a_name_with_two_containers_is_two_places(words: PlaceWords) -> None:
    first, _, second, _ = resolved("Men of [Tripoli], [Lebanon], met others of [Tripoli], [Libya].", words)
    assert (first.entry, second.entry) == (TRIPOLI_OF_LEBANON, TRIPOLI)


def test_short_forms_of_states_are_written_out(words: PlaceWords) -> None:
    assert resolved("It rained in [La.] today.", words)[0].entry == LA


def test_the_country_of_the_outlet_counts(words: PlaceWords) -> None:
    there, _ = resolved("A shop burnt in [Tripoli].", words, "https://news.example.lb/1"), None
    here = resolved("A shop burnt in [Tripoli].", words)
    assert there[0].runners_up == here[0].runners_up
    assert there[0].score < here[0].score


def test_a_likeness_counts_in_a_country_that_the_article_speaks_of(words: PlaceWords) -> None:
    _, misrata = resolved("[Libya] closed the port of [Misurrata].", words)
    assert (misrata.entry, misrata.method) == (MISRATA, "spelling")
    assert misrata.score < 1
    _, misrot = resolved("[Libya] closed the port of [Misrot].", words)
    assert (misrot.entry, misrot.runners_up) == (None, (MISRAT,))


def test_likeness_is_asked_only_of_the_spans_that_may_be_misspelt(words: PlaceWords) -> None:
    text = "Libya closed Misurrata"
    spans = [Span(0, 5), Span(13, 22)]
    found = resolve(spans, article_of(text), MadeGazetteer(), words, spelt=())
    assert [one.entry for one in found] == [LIBYA, None]
    assert found[1].detail == "the gazetteer knows no Misurrata"


def test_no_names_give_no_resolutions(words: PlaceWords) -> None:
    assert resolve([], article_of("Nothing."), MadeGazetteer(), words) == ()


def test_every_feature_has_its_weight() -> None:
    from rashomon.placenames import NAME_FEATURES

    assert WEIGHTS.keys() == set(FEATURES)
    assert NAME_WEIGHTS.keys() == set(NAME_FEATURES)


def places(text: str, reader: Reader, gazetteer: Gazetteer, words: PlaceWords) -> dict[str, Place]:
    (reading,) = reader.read([text])
    return {place.text: place for place in places_of(reading, article_of(text), gazetteer, words)}


def test_places_stand_in_the_order_of_the_text_with_their_words(
    reader: Reader, gazetteer: Gazetteer, words: PlaceWords
) -> None:
    text = "A convoy from Misrata reached Tripoli on Monday. Officials in Benghazi, Libya, said nothing."
    (reading,) = reader.read([text])
    found = places_of(reading, article_of(text), gazetteer, words)
    assert [place.text for place in found] == ["Misrata", "Tripoli", "Benghazi", "Libya"]
    assert all(place.span.of(text) == place.text for place in found)
    assert {place.geoname.country for place in found if place.geoname} == {"LBY"}
    assert [place.precision for place in found] == [PlacePrecision.POINT] * 3 + [PlacePrecision.COUNTRY]


@pytest.mark.parametrize(
    ("text", "name", "relation", "precision"),
    [
        ("The camp lies 95 km from Misrata.", "Misrata", "95 km from", PlacePrecision.NEAR),
        ("They fought north of Sirte.", "Sirte", "north of", PlacePrecision.NEAR),
        ("Shells fell on the outskirts of Aleppo.", "Aleppo", "on the outskirts of", PlacePrecision.NEAR),
        ("A boat sank off the coast of Libya.", "Libya", "off the coast of", PlacePrecision.REGION),
        ("Troops moved into northern Syria.", "Syria", "northern", PlacePrecision.REGION),
        ("They met in Benghazi.", "Benghazi", None, PlacePrecision.POINT),
    ],
)
def test_words_that_keep_away_from_the_spot_lower_the_precision(
    text: str,
    name: str,
    relation: str | None,
    precision: PlacePrecision,
    reader: Reader,
    gazetteer: Gazetteer,
    words: PlaceWords,
) -> None:
    place = places(text, reader, gazetteer, words)[name]
    assert (place.relation, place.precision) == (relation, precision)


def test_a_list_shares_the_words_before_it(reader: Reader, gazetteer: Gazetteer, words: PlaceWords) -> None:
    found = places("Clashes broke out near Sirte and Misrata.", reader, gazetteer, words)
    assert [place.relation for place in found.values()] == ["near", "near"]


@pytest.mark.parametrize(
    ("text", "name", "is_metonym"),
    [
        ("Moscow declined to comment.", "Moscow", True),
        ("Talks between Tripoli and Ankara failed.", "Tripoli", True),
        ("Talks between Tripoli and Ankara failed.", "Ankara", True),
        ("The Moscow-backed force withdrew.", "Moscow", True),
        ("Snow fell in Moscow on Monday.", "Moscow", False),
        ("Iraq saw heavy rain.", "Iraq", False),
        ("Iraq sent troops to Mosul.", "Iraq", True),
        ("Iraq sent troops to Mosul.", "Mosul", False),
    ],
)
def test_a_name_may_stand_for_a_government(
    text: str, name: str, is_metonym: bool, reader: Reader, gazetteer: Gazetteer, words: PlaceWords
) -> None:
    place = places(text, reader, gazetteer, words)[name]
    assert place.is_metonym == is_metonym
    assert place.geoname is not None


@pytest.mark.parametrize(
    ("text", "name", "entry", "country"),
    [
        (
            "Governors from Ohio flew to the Middle East with officials from Cleveland.",
            "Middle East",
            "Middle East",
            None,
        ),
        ("A warship sailed from San Diego to the Pacific.", "Pacific", "Pacific Ocean", None),
        ("The coast guard of New Jersey stopped a boat in the Atlantic.", "Atlantic", "Atlantic Ocean", None),
        ("Tankers crossed the Red Sea at night.", "Red Sea", "Red Sea", None),
        ("Fighters crossed the Sahel region from Mali into Niger.", "Sahel", "Sahel", None),
        ("Exiled to Siberia, he never saw Moscow again.", "Siberia", "Siberia", "RUS"),
        ("Refugees walked across the Balkans.", "Balkans", "Balkans", None),
    ],
)
def test_a_sea_or_a_great_region_is_no_town_of_its_name_and_no_point_on_the_map(
    text: str, name: str, entry: str, country: str | None, reader: Reader, gazetteer: Gazetteer, words: PlaceWords
) -> None:
    place = places(text, reader, gazetteer, words)[name]
    assert place.geoname is not None
    assert (place.geoname.name, place.geoname.country, place.geoname.feature_class in "HL") == (entry, country, True)
    assert place.precision is PlacePrecision.REGION


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Officials in Pacific, Missouri, closed the bridge.", "Pacific"),
        ("He grew up in Levant, Maine, and taught in Bangor.", "Levant"),
    ],
)
def test_a_town_that_the_text_puts_in_its_state_is_no_sea_or_region(
    text: str, name: str, reader: Reader, gazetteer: Gazetteer, words: PlaceWords
) -> None:
    place = places(text, reader, gazetteer, words)[name]
    assert place.geoname is not None and place.geoname.country == "USA"
    assert place.precision is PlacePrecision.POINT


def test_the_gulf_is_a_sea_that_the_gazetteer_has_by_its_whole_name(words: PlaceWords, gazetteer: Gazetteer) -> None:
    text = "A tanker burned in the Gulf, off Dubai."
    span = Span(text.index("Gulf"), text.index("Gulf") + 4)
    (gulf,) = resolve([span], article_of(text), gazetteer, words)
    assert gulf.entry is not None and gulf.entry.name == "Persian Gulf"


def test_people_and_bodies_are_no_places(reader: Reader, gazetteer: Gazetteer, words: PlaceWords) -> None:
    text = "Mr. Jordan, a banker, told Ellen Washington of the Lyon Post that rates would rise."
    assert places(text, reader, gazetteer, words) == {}


def test_what_a_news_agency_is_called_is_no_place(reader: Reader, gazetteer: Gazetteer, words: PlaceWords) -> None:
    text = "A fire closed the port of Misrata, an officer told the Tripoli news agency on Monday."
    assert list(places(text, reader, gazetteer, words)) == ["Misrata"]


def test_a_place_that_nobody_knows_is_kept_without_an_entry(
    reader: Reader, gazetteer: Gazetteer, words: PlaceWords
) -> None:
    found = places(
        "Residents fled the town of Qarzubat on Monday, and shops in Qarzubat closed.", reader, gazetteer, words
    )
    assert found["Qarzubat"].geoname is None
    assert found["Qarzubat"].reason.score == 0


def test_peoples_are_returned_apart(words: PlaceWords) -> None:
    text, tree = made_tree("Syrian JJ 1 amod / troops NNS 2 nsubj / left VBD 2 root / Raqqa NNP 2 obj")
    reading = Reading(sentences=(Span(0, len(text)),), mentions=(), attributions=(), words=tuple(tree.words))
    names = names_in(reading, text, MadeGazetteer(), words)
    assert [span.of(text) for span in names.peoples] == ["Syrian"]


@pytest.mark.parametrize(
    ("code", "name", "precision"),
    [
        ("PPL", "Raqqa", PlacePrecision.POINT),
        ("ADM1", "Texas", PlacePrecision.REGION),
        ("PCLI", "Libya", PlacePrecision.COUNTRY),
        ("PCLI", "Donbas", PlacePrecision.REGION),
        ("PPL", "Salinas Valley", PlacePrecision.REGION),
    ],
)
def test_the_entry_and_the_name_tell_how_much_of_the_map_is_meant(
    code: str, name: str, precision: PlacePrecision, words: PlaceWords
) -> None:
    assert precision_of(entry(name, "AAA", "01", (0, 0), 1, code), name, words) is precision


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[openings]\n", "[openings]\nextra = []\n", "R221"),
        ('"ae ARE"', '"ae Emirates"', "R222"),
        ('["Ala.", "AL"]', '["Ala.", "AK"]', "R224"),
    ],
)
def test_a_wrong_line_of_the_table_is_refused_with_its_place(old: str, new: str, code: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TABLES_PATH, tmp_path / "tables"))
    path = folder / "places.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingError) as raised:
        load_place_words(folder)
    assert raised.value.code == code
    assert "places.toml line" in str(raised.value)
