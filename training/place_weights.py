"""The weights of `rashomon.toponyms` and `rashomon.placenames`, from LGL and GeoVirus.

    pip install '.[test]' && python training/place_weights.py [--model DIR]

Written to `src/rashomon/toponym_weights.py`. Candidates: conditional likelihood of the right one, L2; what a name
draws from the others depends on the odds, and so on the weights: fitted in rounds. Names: logistic regression, on
what the model marks, so they are fitted anew after each training of it. `benchmarks/places.py` fits the same for each
fold.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from corpora import DATA, rows
from rashomon.candidates import Gazetteer
from rashomon.gazetteer import open_gazetteer
from rashomon.placenames import NAME_FEATURES, weighed_names
from rashomon.placewords import PlaceWords, load_place_words
from rashomon.reader import open_reader
from rashomon.records import Article, GeoName, Reading, Span
from rashomon.toponyms import FEATURES, Scene, among, odds_of, scene_of

WEIGHTS_PATH = Path(__file__).resolve().parents[1] / "src" / "rashomon" / "toponym_weights.py"
FOLDS = 5
ROUNDS = 4
L2 = 0.5
NAMES_L2 = 0.5
FIXED = {"contained": 5.0, "great": 7.0, "great by article": 4.0}
"""What the text says outright outweighs all company. Left free it gets 1.1: in local news the company agrees. Seas and
great regions have no people to speak for them, and are seldom in local news, which gives them 3.6: too little where a
town of the outlet's own country has the name too; and no town is called "the Baltic"."""
FIXED_NAMES = {"great by article": 3.0}
"""No town is called so either; left free it gets 0.8, since the corpora leave many seas and regions unmarked."""
CORPORA = ("lgl", "geovirus")
SAME_KM, SAME_WIDE_KM = 25.0, 700.0
"""How far from the marked spot a candidate may lie that is taken for it: a town; the middle of a country or region."""
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with the places that its annotators marked: span, GeoNames id where given, latitude and longitude."""

    article: Article
    outlet: str
    toponyms: tuple[tuple[Span, int | None, float | None, float | None], ...]


def marked_articles(corpus: str) -> Iterator[Marked]:
    """The articles of `lgl` or `geovirus`, each place once."""
    for row in rows(DATA / "geoparsing" / f"{corpus}.jsonl.gz"):
        toponyms: list[tuple[Span, int | None, float | None, float | None]] = []
        for one in sorted(row["toponyms"], key=lambda one: (one["start"], -one["end"])):
            span = Span(one["start"], one["end"])
            if not toponyms or toponyms[-1][0].end <= span.start:
                toponyms.append((span, int(one["geonameid"]) if one["geonameid"] else None, one["lat"], one["lon"]))
        day = re.match(r"\d{4}-\d\d-\d\d", row["date"] or "")
        article = Article(
            title=row["title"],
            outlet=row["domain"],
            byline=None,
            dateline=None,
            published=date.fromisoformat(day[0]) if day else None,
            language="en",
            text=row["text"],
        )
        yield Marked(article, row["domain"] or row["id"], tuple(toponyms))


def kilometres(latitude: float, longitude: float, entry: GeoName) -> float:
    """The great circle from a spot to an entry."""
    north, east, other_north, other_east = np.radians([latitude, longitude, entry.latitude, entry.longitude])
    half = np.sin((other_north - north) / 2) ** 2
    half += np.cos(north) * np.cos(other_north) * np.sin((other_east - east) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(min(half, 1.0))))


@dataclass(slots=True)
class Lesson:
    """A scene and, for each name whose right candidate is known, its row with how often it was marked."""

    scene: Scene
    outlet: str
    right: list[tuple[int, float]]


def lesson_of(marked: Marked, gazetteer: Gazetteer, words: PlaceWords) -> Lesson:
    spans = [span for span, *_ in marked.toponyms]
    scene = scene_of(spans, marked.article, gazetteer, words)
    truth = {span: rest for span, *rest in marked.toponyms}
    right = []
    for number, name in enumerate(scene.names):
        own = np.flatnonzero(scene.owner == number)
        found = [row for span in name.spans if (row := right_row(scene, own, *truth[span])) is not None]
        if found:
            row = max(set(found), key=found.count)
            right.append((int(row), 1 + float(np.log(found.count(row)))))
    return Lesson(scene, marked.outlet, right)


def right_row(
    scene: Scene, own: Sequence[int], geonameid: int | None, latitude: float | None, longitude: float | None
) -> int | None:
    """The row of the marked entry, else of the nearest one at the marked spot; None where there is none."""
    if latitude is None or longitude is None:
        return None
    for row in own:
        if scene.rows[row].geonameid == geonameid:
            return int(row)
    away = [
        (distance, row)
        for row in own
        if (distance := kilometres(latitude, longitude, scene.rows[row]))
        <= (SAME_WIDE_KM if scene.rows[row].feature_class == "A" and not geonameid else SAME_KM)
    ]
    return int(min(away)[1]) if away else None


def fit(lessons: Sequence[Lesson]) -> np.ndarray:
    """The weights in the order of `FEATURES`."""
    weights = np.zeros(len(FEATURES))
    weights[0] = 4.0
    for feature, weight in FIXED.items():
        weights[FEATURES.index(feature)] = weight
    for _ in range(ROUNDS):
        tables, owners, right, counts = [], [], [], []
        start = names = 0
        for lesson in lessons:
            scene = lesson.scene
            if not lesson.right:
                continue
            odds = odds_of(scene, weights.astype(np.float32))
            tables.append(np.hstack([scene.static, among(scene, odds)]))
            owners.append(scene.owner + names)
            right += [start + row for row, _ in lesson.right]
            counts += [count for _, count in lesson.right]
            start += len(scene.rows)
            names += len(scene.names) + 1
        weights = _fit(
            np.vstack(tables).astype(float), np.concatenate(owners), np.array(right), np.array(counts), weights
        )
    return weights


def _fit(table: np.ndarray, owner: np.ndarray, right: np.ndarray, counts: np.ndarray, start: np.ndarray) -> np.ndarray:
    own = np.zeros(owner.max() + 1)
    own[owner[right]] = counts
    used = own[owner] > 0
    table_used, owner_used = table[used], owner[used]
    fixed = [FEATURES.index(feature) for feature in FIXED]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = table_used @ weights
        top = np.full(len(own), -np.inf)
        np.maximum.at(top, owner_used, logits)
        raised = np.exp(logits - top[owner_used])
        total = np.bincount(owner_used, raised, len(own))
        share = raised / total[owner_used] * own[owner_used]
        value = (own[own > 0] * (np.log(total[own > 0]) + top[own > 0])).sum() - counts @ (table[right] @ weights)
        slope = table_used.T @ share - table[right].T @ counts
        slope = slope + 2 * L2 * weights
        slope[fixed] = 0.0
        return value + L2 * weights @ weights, slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


@dataclass(frozen=True, slots=True)
class NameLesson:
    """The names of an article that may be places: spans, features in the order of `NAME_FEATURES`, and which are."""

    outlet: str
    spans: tuple[Span, ...]
    table: np.ndarray
    right: np.ndarray


def name_lesson_of(marked: Marked, reading: Reading, gazetteer: Gazetteer, words: PlaceWords) -> NameLesson:
    weighed = list(weighed_names(reading, marked.article.text, gazetteer, words))
    marks = {span for span, *_ in marked.toponyms}
    table = [[row.get(feature, 0.0) for feature in NAME_FEATURES] for _, row in weighed]
    return NameLesson(
        marked.outlet,
        tuple(span for span, _ in weighed),
        np.array(table).reshape(len(weighed), len(NAME_FEATURES)),
        np.array([span in marks for span, _ in weighed], dtype=float),
    )


def fit_names(lessons: Sequence[NameLesson]) -> np.ndarray:
    """The weights in the order of `NAME_FEATURES`: logistic regression."""
    table = np.vstack([lesson.table for lesson in lessons])
    right = np.concatenate([lesson.right for lesson in lessons])
    fixed = [NAME_FEATURES.index(feature) for feature in FIXED_NAMES]
    start = np.zeros(len(NAME_FEATURES))
    start[fixed] = list(FIXED_NAMES.values())

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = table @ weights
        odds = 1 / (1 + np.exp(-logits))
        value = np.logaddexp(0, logits).sum() - right @ logits + NAMES_L2 * weights @ weights
        slope = table.T @ (odds - right) + 2 * NAMES_L2 * weights
        slope[fixed] = 0.0
        return value, slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def folds(outlets: Sequence[str]) -> list[list[int]]:
    """The places of the articles of each fold; articles of one outlet stay together, large outlets first."""
    of: dict[str, list[int]] = {}
    for place, outlet in enumerate(outlets):
        of.setdefault(outlet, []).append(place)
    parts: list[list[int]] = [[] for _ in range(FOLDS)]
    for _, places in sorted(of.items(), key=lambda one: (-len(one[1]), one[0])):
        min(parts, key=len).extend(places)
    return parts


def write(weights: np.ndarray, name_weights: np.ndarray) -> None:
    def table_of(features: Sequence[str], values: np.ndarray) -> str:
        return "".join(f'    "{feature}": {value:.3f},\n' for feature, value in zip(features, values, strict=True))

    WEIGHTS_PATH.write_text(
        f'''"""What each feature adds to the log-odds of a candidate, and to those of a name being a place's.

Written by `python training/place_weights.py` from LGL and GeoVirus; not typed by hand.
Read `toponyms.py` and `placenames.py` for what the features are.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {{
{table_of(FEATURES, weights)}}}

NAME_WEIGHTS: Final[Mapping[str, float]] = {{
{table_of(NAME_FEATURES, name_weights)}}}
''',
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    words = load_place_words()
    marked = [one for corpus in CORPORA for one in marked_articles(corpus)]
    readings = open_reader(options.model).read([one.article.text for one in marked])
    with open_gazetteer() as gazetteer:
        lessons = [lesson_of(one, gazetteer, words) for one in marked]
        names = [name_lesson_of(one, reading, gazetteer, words) for one, reading in zip(marked, readings, strict=True)]
    write(fit(lessons), fit_names(names))


if __name__ == "__main__":
    main()
