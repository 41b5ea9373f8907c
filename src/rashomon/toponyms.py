"""Which entry of the gazetteer each name of a place stands for, with the odds.

In go spans of an article that name places; out comes one `Resolution` for each. Every name has the candidates that
the gazetteer knows by it. A log-linear model over a dozen named features weighs them: how prominent a candidate is,
whether the words beside the name fit it, whether it lies in what the text names as its container, near the other
places of the article, in the same region and country, and in the outlet's own country. The other places are as
uncertain as this one, so all are weighed together, in passes, each seeing what the pass before made likely. Weights:
`toponym_weights.py`, learnt by `training/place_weights.py`. Read next: `places.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import log10

import numpy as np
from numpy.typing import NDArray

from rashomon.candidates import Candidates, Gazetteer, candidates_for, home_of, is_great, kind_around, name_in
from rashomon.countries import NameKind
from rashomon.placewords import PlaceWords
from rashomon.records import Article, GeoName, Span
from rashomon.toponym_weights import WEIGHTS

Floats = NDArray[np.float32]

STATIC = (
    "people of town", "people of region", "most populous", "country", "told state", "region", "district", "capital",
    "told capital", "region of namesake", "great", "great by article", "spelt so", "kind fits", "kind differs",
)  # fmt: skip
"""Features of a candidate alone."""
DYNAMIC = (
    "contained", "contains", "near one", "near others", "near beside", "region of others", "region beside",
    "region named", "country named", "country of others", "country beside", "region of outlet", "country of outlet",
)  # fmt: skip
"""Features of a candidate among the others."""
FEATURES = (*STATIC, *DYNAMIC)

MOST_TOGETHER = 400
"""Candidates of all names of an article: the work grows with the square of them, so that each name then has fewer."""
MOST_NAMES = 300
"""Names weighed together: as each keeps some candidates, the work would grow with the square of them without end."""
PASSES = 4
REACH_KM = 100.0
BESIDE = 80.0
"""Characters in which a neighbour's say falls to a third."""
_OUT_OF_SIGHT = int(105 * BESIDE)
"""Characters from which that say is nothing that a number of 32 bits can hold."""
_EARTH_KM = 6371.0
_MOST_BETWEEN = 40
_MOST_FACTS = 3
_CLOSE = 0.37  # within REACH_KM


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The entry that a name stands for, None where the gazetteer has none; the odds; how and why; the next best."""

    entry: GeoName | None
    score: float
    method: str
    detail: str
    runners_up: tuple[GeoName, ...] = ()


@dataclass(slots=True)
class Name:
    """One name with all its mentions in one sense, and its candidates.

    `containers` are the places in the list of names of those that it lies in, as the text says, and `contained` of
    those that lie in it.
    """

    text: str
    spans: list[Span]
    candidates: Candidates
    containers: set[int] = field(default_factory=set)
    contained: set[int] = field(default_factory=set)


def resolve(
    spans: Sequence[Span],
    article: Article,
    gazetteer: Gazetteer,
    words: PlaceWords,
    spelt: Collection[Span] | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[Resolution, ...]:
    """What each span stands for, in their order; the spans are in the order of the text and do not overlap.

    A name that the gazetteer does not know is looked up by likeness only where it is among `spelt` (all, if None).
    """
    resolutions: dict[Span, Resolution] = {}
    for stretch in _stretches(spans, article.text):
        scene = scene_of(stretch, article, gazetteer, words, spelt)
        odds = odds_of(scene, np.array([weights[feature] for feature in FEATURES], dtype=np.float32))
        tops = _tops(scene, odds)
        for number, name in enumerate(scene.names):
            resolution = _resolution(scene, number, odds, tops, gazetteer)
            resolutions.update(dict.fromkeys(name.spans, resolution))
    return tuple(resolutions[span] for span in spans)


def _stretches(spans: Sequence[Span], text: str) -> Iterator[Sequence[Span]]:
    """The spans in stretches of the text that name no more than MOST_NAMES places: most articles are one."""
    begin, named = 0, set[str]()
    for place, span in enumerate(spans):
        named.add(span.of(text))
        if len(named) > MOST_NAMES:
            yield spans[begin:place]
            begin, named = place, {span.of(text)}
    yield spans[begin:]


@dataclass(slots=True)
class Scene:
    """All names of one article, their candidates laid out in rows, and how those stand to each other.

    Matrices: `near`, `region`, `country` [rows, rows], whether two candidates lie close, in one region, in one
    country; `inside` [rows, rows], whether the first lies in the second. `say` [names, names] is how much the second
    tells of the first, `beside` how near the two stand in the text. `level` is a row's rank (0 country, 1 region,
    2 district, 3 the rest). `rows_of` has the rows of each name. The last owner of rows, behind the names, is the
    outlet's own town; `home_country` is its country by address.
    """

    names: list[Name]
    rows: list[GeoName]
    owner: NDArray[np.intp]
    rows_of: list[slice]
    static: Floats
    near: Floats
    region: Floats
    country: Floats
    inside: Floats
    level: NDArray[np.intp]
    beside: Floats
    say: Floats
    home_country: str | None


def scene_of(
    spans: Sequence[Span],
    article: Article,
    gazetteer: Gazetteer,
    words: PlaceWords,
    spelt: Collection[Span] | None = None,
) -> Scene:
    """The names of the spans with their candidates."""
    names = _names(spans, article.text, gazetteer, words, spelt)
    home, home_country = home_of(article, gazetteer, words)
    everyone = [*names, Name(text="", spans=[], candidates=Candidates(entries=home, looked_up="", kind=None))]
    most = max(MOST_TOGETHER // len(everyone), 3)
    entries = [name.candidates.entries[:most] for name in everyone]
    rows = [entry for name in entries for entry in name]
    owner = np.repeat(np.arange(len(everyone)), list(map(len, entries)))
    ends = [0, *accumulate(map(len, entries))]
    alone = [
        _alone(entry, place, name)
        for name, kept in zip(everyone, entries, strict=True)
        for place, entry in enumerate(kept)
    ]
    near, region, country, inside = _geography(rows)
    return Scene(
        names=names,
        rows=rows,
        owner=owner,
        rows_of=[slice(begin, end) for begin, end in pairwise(ends)],
        static=np.array(alone, dtype=np.float32).reshape(len(rows), len(STATIC)),
        near=near,
        region=region,
        country=country,
        inside=inside,
        level=np.array([_level(row) for row in rows], dtype=np.intp),
        beside=_beside(everyone),
        say=_say(everyone),
        home_country=home_country,
    )


def _names(
    spans: Sequence[Span], text: str, gazetteer: Gazetteer, words: PlaceWords, spelt: Collection[Span] | None
) -> list[Name]:
    """The different names of the spans; a name told with two containers is two."""
    forms = [name_in(span.of(text), words) for span in spans]
    container = _containers(spans, text, words)
    around = {place: _sense_of(forms[other], words) for place, other in container.items()}
    senses: dict[str, set[str]] = {}
    for place, form in around.items():
        senses.setdefault(forms[place].casefold(), set()).add(form)
    names: dict[tuple[str, str | None], Name] = {}
    known: dict[tuple[str, str | None, bool], Candidates] = {}
    for place, (span, form) in enumerate(zip(spans, forms, strict=True)):
        asked = (form, kind_around(span, text, words), spelt is None or span in spelt)
        if asked not in known:
            known[asked] = candidates_for(form, asked[1], gazetteer, words, asked[2])
        told = senses.get(form.casefold(), set())
        sense = around.get(place) or (next(iter(told)) if len(told) == 1 else None)
        name = names.setdefault((form.casefold(), sense), Name(text=form, spans=[], candidates=known[asked]))
        name.spans.append(span)
    numbers = {span: number for number, name in enumerate(names.values()) for span in name.spans}
    everyone = list(names.values())
    for place, other in container.items():
        inner, outer = numbers[spans[place]], numbers[spans[other]]
        if inner != outer:
            everyone[inner].containers.add(outer)
            everyone[outer].contained.add(inner)
    return everyone


def _sense_of(container: str, words: PlaceWords) -> str:
    """What all names of one container share: "Syria" and "Syrian", "La." and "Louisiana"."""
    known = words.countries.get(container)
    return (known.code if known else None) or words.states.get(container, (container,))[0].casefold()


def _containers(spans: Sequence[Span], text: str, words: PlaceWords) -> dict[int, int]:
    """The places among the spans of those that the text puts inside a neighbour, with that neighbour's."""
    found: dict[int, int] = {}
    for place in range(len(spans) - 1):
        between = text[spans[place].end : spans[place + 1].start]
        if len(between) > _MOST_BETWEEN:
            continue
        if words.inside.fullmatch(between):
            found[place] = place + 1
        elif words.belongs.fullmatch(between) or (between == " " and _is_people(spans[place].of(text), words)):
            found.setdefault(place + 1, place)
    return found


def odds_of(scene: Scene, weights: Floats) -> Floats:
    """The probability of each row, those of one name summing to 1, after the passes."""
    alone = scene.static @ weights[: len(STATIC)]
    odds = _shares(alone, scene.owner)
    for _ in range(PASSES):
        odds = _shares(alone + among(scene, odds) @ weights[len(STATIC) :], scene.owner)
    return odds


def among(scene: Scene, odds: Floats) -> Floats:
    """The features of `DYNAMIC` [rows, features], where the other names are what `odds` make of them."""
    count = len(scene.names) + 1
    home = count - 1
    table = np.zeros((len(scene.rows), len(DYNAMIC)), dtype=np.float32)
    if not len(scene.rows):
        return table
    spread = np.zeros((len(scene.rows), count), dtype=np.float32)
    spread[np.arange(len(scene.rows)), scene.owner] = odds
    seen = {
        key: matrix @ spread
        for key, matrix in (("near", scene.near), ("region", scene.region), ("country", scene.country))
    }
    uniform = (scene.say / np.maximum(scene.say.sum(1, keepdims=True), 1.0))[scene.owner]
    beside = (scene.beside / np.maximum(scene.beside.sum(1, keepdims=True), 1e-6))[scene.owner]
    others = scene.say[scene.owner] > 0
    columns = {
        "near one": (seen["near"] * others).max(1),
        "near others": (seen["near"] * uniform).sum(1),
        "near beside": (seen["near"] * beside).sum(1),
        "region of others": (seen["region"] * uniform).sum(1),
        "region beside": (seen["region"] * beside).sum(1),
        "region named": ((scene.region * (scene.level == 1)) @ spread * others).max(1),
        "country named": ((scene.country * (scene.level == 0)) @ spread * others).max(1),
        "country of others": (seen["country"] * uniform).sum(1),
        "country beside": (seen["country"] * beside).sum(1),
        "region of outlet": seen["region"][:, home],
        "country of outlet": np.array([row.country == scene.home_country for row in scene.rows], dtype=np.float32)
        if scene.home_country
        else seen["country"][:, home],
    }
    columns |= _linked(scene, spread)
    for place, feature in enumerate(DYNAMIC):
        table[:, place] = columns[feature]
    return table


def _linked(scene: Scene, spread: Floats) -> dict[str, Floats]:
    """What the text says outright: "Paris, Texas" puts Paris inside Texas, and a Paris inside Texas."""
    inside, holds = scene.inside @ spread, scene.inside.T @ spread
    columns = {key: np.zeros(len(scene.rows), dtype=np.float32) for key in ("contained", "contains")}
    for name, rows in zip(scene.names, scene.rows_of, strict=False):
        for key, table, linked in (("contained", inside, name.containers), ("contains", holds, name.contained)):
            if linked and rows.stop > rows.start:
                columns[key][rows] = table[rows][:, sorted(linked)].max(1)
    return columns


def _tops(scene: Scene, odds: Floats) -> dict[int, int]:
    """The likeliest row of each name that has any, the first of equals."""
    tops: dict[int, int] = {}
    for row, number in enumerate(scene.owner.tolist()):
        if number < len(scene.names) and (number not in tops or odds[row] > odds[tops[number]]):
            tops[number] = row
    return tops


def _shares(logits: Floats, owner: NDArray[np.intp]) -> Floats:
    """Softmax within each owner."""
    if not len(logits):
        return logits
    raised = np.exp(logits - logits.max())
    shares: Floats = raised / np.maximum(np.bincount(owner, raised)[owner], 1e-30).astype(np.float32)
    return shares


def _geography(rows: Sequence[GeoName]) -> tuple[Floats, Floats, Floats, Floats]:
    count = len(rows)
    if not count:
        empty = np.zeros((0, 0), dtype=np.float32)
        return empty, empty, empty, empty
    angles = np.radians([(row.latitude, row.longitude) for row in rows]).astype(np.float32)
    north, east = angles[:, 0], angles[:, 1]
    ball = np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], 1)
    distance = _EARTH_KM * np.sqrt(np.maximum(2 - 2 * ball @ ball.T, 0.0))
    wide = np.array([_is_wide(row) for row in rows])
    close = np.exp(-distance / REACH_KM)
    near = close * ~(wide[:, None] | wide[None, :])
    countries = _numbers([row.country or "" for row in rows])
    regions = _numbers([f"{row.country}.{row.admin1}" if row.admin1 and row.admin1 != "00" else "" for row in rows])
    districts = _numbers([f"{row.country}.{row.admin1}.{row.admin2}" if row.admin2 else "" for row in rows])
    same = {
        key: _same(numbers) for key, numbers in (("country", countries), ("region", regions), ("district", districts))
    }
    code = np.array([_level(row) for row in rows])
    inside = np.where(code == 0, same["country"], 0) + np.where(code == 1, same["region"], 0)
    inside = inside + np.where(code == 2, same["district"], 0) + np.where(code == 3, close * (distance < 60), 0)
    np.fill_diagonal(inside, 0.0)
    inside[code[:, None] <= np.minimum(code[None, :], 2)] = 0.0  # nothing lies in what is as large as it
    return near, same["region"], same["country"], inside.astype(np.float32)


def _level(entry: GeoName) -> int:
    if entry.feature_code.startswith("PCL"):
        return 0
    return {"ADM1": 1, "ADM2": 2}.get(entry.feature_code, 3)


def _is_wide(entry: GeoName) -> bool:
    return entry.feature_class in "HL" or _level(entry) < 2


def _numbers(codes: Sequence[str]) -> NDArray[np.intp]:
    """A number for each different code; -1 where there is none."""
    known: dict[str, int] = {"": -1}
    return np.array([known.setdefault(code, len(known)) for code in codes])


def _same(numbers: NDArray[np.intp]) -> Floats:
    same: Floats = ((numbers[:, None] == numbers[None, :]) & (numbers[:, None] >= 0)).astype(np.float32)
    return same


def _say(names: Sequence[Name]) -> Floats:
    """How much a name (column) says of another (row): more if it is told often, nothing of its own spelling; nor does
    the outlet's town, the last."""
    often = np.array([1 + np.log(max(len(name.spans), 1)) for name in names], dtype=np.float32)
    often[-1] = 0.0
    spellings = [name.text.casefold() for name in names]
    apart = np.array([[one != two for two in spellings] for one in spellings], dtype=np.float32)
    say: Floats = often * apart
    return say


def _beside(names: Sequence[Name]) -> Floats:
    """How near two names stand at their nearest mentions, 1 to 0; none to itself."""
    table = np.zeros((len(names), len(names)), dtype=np.float32)
    nearest: dict[tuple[int, int], int] = {}
    told: dict[int, int] = {}  # where each name was told last, the last one last
    for start, two in sorted((span.start, number) for number, name in enumerate(names) for span in name.spans):
        told.pop(two, None)
        for one in reversed(told):
            if start - told[one] > _OUT_OF_SIGHT:
                break
            pair = (one, two) if one < two else (two, one)
            nearest[pair] = min(start - told[one], nearest.get(pair, _OUT_OF_SIGHT))
        told[two] = start
    spellings = [name.text.casefold() for name in names]
    for (one, two), gap in nearest.items():
        if spellings[one] != spellings[two]:
            table[one, two] = table[two, one] = np.exp(-gap / BESIDE)
    return table


def _alone(entry: GeoName, place: int, name: Name) -> list[float]:
    """The features of `STATIC`."""
    level, candidates = _level(entry), name.candidates
    fits = candidates.fits(entry)
    people = log10(1 + entry.population) / 7
    return [
        people * (entry.feature_class == "P"),
        people * (entry.feature_class != "P"),
        float(place == 0),
        float(level == 0),
        float(level == 1 and candidates.is_state),
        float(level == 1 and not candidates.is_state),
        float(level == 2),
        float(entry.feature_code == "PPLC"),
        float(place == name.candidates.capital),
        float(level in (1, 2) and _is_namesake(entry, candidates)),
        float(is_great(entry) and fits is not False),
        float(is_great(entry) and candidates.kind == "wide"),
        float(entry.name.casefold() == candidates.looked_up.casefold()),
        float(fits is True),
        float(fits is False),
    ]


def _is_namesake(region: GeoName, candidates: Candidates) -> bool:
    """Whether a town in the region, or a capital, has its name too: "Darnah", "Washington"."""
    return candidates.capital is not None or any(
        town.feature_class == "P" and (town.country, town.admin1) == (region.country, region.admin1)
        for town in candidates.entries
    )


def _is_people(text: str, words: PlaceWords) -> bool:
    known = words.countries.get(text)
    return known is not None and known.kind is NameKind.PEOPLE


def _resolution(scene: Scene, number: int, odds: Floats, tops: Mapping[int, int], gazetteer: Gazetteer) -> Resolution:
    name = scene.names[number]
    if number not in tops:
        return Resolution(entry=None, score=0.0, method="unknown", detail=f"the gazetteer knows no {name.text}")
    best = tops[number]
    if name.candidates.likeness < 1 and not _has_company(scene, number, tops):
        detail = f"the gazetteer knows no {name.text}; {scene.rows[best].name} is spelt like it, in another country"
        return Resolution(entry=None, score=0.0, method="unknown", detail=detail, runners_up=(scene.rows[best],))
    rows = range(scene.rows_of[number].start, scene.rows_of[number].stop)
    method, facts = _why(scene, number, len(rows), tops)
    facts += _company(scene, number, tops, gazetteer)
    return Resolution(
        entry=scene.rows[best],
        score=round(float(odds[best]) * name.candidates.likeness, 3),
        method=method,
        detail="; ".join(facts[:_MOST_FACTS]),
        runners_up=tuple(scene.rows[row] for row in sorted(rows, key=lambda row: (-odds[row], row)) if row != best)[:3],
    )


def _has_company(scene: Scene, number: int, tops: Mapping[int, int]) -> bool:
    """Whether another name of the article lies in the country of the entry: a likeness alone proves nothing."""
    return any(scene.country[tops[number], row] for other, row in tops.items() if other != number)


def _why(scene: Scene, number: int, choices: int, tops: Mapping[int, int]) -> tuple[str, list[str]]:
    """The method, and what the name and the words beside it say for the entry that was taken."""
    name, best = scene.names[number], tops[number]
    entry, candidates = scene.rows[best], name.candidates
    around = [outer for outer in name.containers if outer in tops and scene.inside[best, tops[outer]]]
    first = best == scene.rows_of[number].start
    if candidates.likeness < 1:
        return "spelling", [f"spelt like {entry.name}, {candidates.likeness:.0%} alike"]
    if around:
        return "containment", [f"the text puts it in {scene.rows[tops[around[0]]].name}"]
    if _level(entry) == 0:
        return "country-name", [f"a name of {entry.name}"]
    if choices == 1:
        return "only-entry", [f"the gazetteer knows one {candidates.looked_up}"]
    if first:
        return "prominence", [f"the most populous of {choices} with this name"]
    return "context", [f"of {choices} with this name, the one that the rest of the article speaks for"]


def _company(scene: Scene, number: int, tops: Mapping[int, int], gazetteer: Gazetteer) -> list[str]:
    """How the entry stands to the other places of the article: how often its country is named, how many lie in its
    region or country, which one is near."""
    best = tops[number]
    entry = scene.rows[best]
    others = {other: row for other, row in tops.items() if other != number and scene.rows[row] != entry}
    facts = []
    country = gazetteer.country(entry.country) if entry.country else None
    named = sum(len(scene.names[other].spans) for other, row in others.items() if scene.rows[row] == country)
    if country and named:
        facts.append(f"{country.name} is named {'once' if named == 1 else f'{named} times'}")
    near = [(float(scene.near[best, row]), other) for other, row in others.items() if scene.near[best, row] > _CLOSE]
    if near:
        closeness, other = max(near)
        facts.append(f"{-REACH_KM * np.log(closeness):.0f} km from {scene.names[other].text}")
    together = sum(bool(scene.region[best, row]) for row in others.values())
    region = gazetteer.admin_name(entry) if together and _level(entry) > 1 else None
    if region:
        facts.append(f"{together} other {'place' if together == 1 else 'places'} of the article in {region}")
    return facts
