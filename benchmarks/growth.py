"""What linking one more article costs as the ledger grows to 50,000 articles, with a picture.

    python benchmarks/growth.py

The corpus is made of copies of the stories of `origins/dev.jsonl`, one after the other, with other names, words, places
and later dates. The keys of every article go into the table of a real ledger; the articles before each size are also
looked up and compared, as `linkage.py` does it. What storing and putting together cost besides, `speed.py --growth`
measures. Writes a section of RESULTS.md and `growth.svg` beside it (that picture needs vl-convert-python; it is in the
`train` extra).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from statistics import mean
from typing import NamedTuple
from zlib import crc32

import altair as alt
import numpy as np

from events_across import tellings_of_origins
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.blocks import keys_near, keys_of
from rashomon.linkage import MOST_COMPARED
from rashomon.links import edge_between
from rashomon.reader import open_reader
from rashomon.schema import connect_to_write
from rashomon.sides import Interval, Parties, Side, side_of
from rashomon.vocabulary import load_vocabulary

SIZES = (100, 300, 1000, 3000, 10_000, 20_000, 50_000)
MEASURED_BEFORE = 108
"""So many articles before each size are linked, the others only stored: two copies of the stories, or nearly so."""
ARTICLES_A_DAY = 20
FIRST_DAY = date(2020, 1, 1)
COMMON_WEIGHT, KEPT_PER_CENT = 0.2, 30
"""What copies have in common: the common words, and so many in a hundred of other words and of those who take part."""
PICTURE = Path(__file__).with_name("growth.svg")


class Cost(NamedTuple):
    """What an article more costs in a ledger of `articles`: claims that share a key, pairs that are compared,
    milliseconds of one core."""

    articles: int
    met: float
    pairs: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Story:
    """A story with the sides of each of its articles, and the day on which it was first told."""

    articles: tuple[tuple[Side, ...], ...]
    begins: date


class Corpus:
    """Copies of some stories without end; a claim is known by its number, and made again where it is asked for."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._articles = [(story, article) for story in stories for article in story.articles]
        self._starts = [0, *accumulate(len(article) for _, article in self._articles)]
        self._side_at = [(place, side) for place, (_, article) in enumerate(self._articles) for side in article]
        firsts = [0, *accumulate(len(story.articles) for story in stories)]
        self._before = [first for first, story in zip(firsts, stories, strict=False) for _ in story.articles]

    def claims_of(self, article: int) -> range:
        """The numbers of the claims of an article."""
        copy, place = divmod(article, len(self._articles))
        begin = copy * len(self._side_at)
        return range(begin + self._starts[place], begin + self._starts[place + 1])

    def side(self, number: int) -> Side:
        """The claim with this number."""
        copy, at = divmod(number, len(self._side_at))
        place, side = self._side_at[at]
        story, _ = self._articles[place]
        told_before = copy * len(self._articles) + self._before[place]
        days = FIRST_DAY + timedelta(days=told_before // ARTICLES_A_DAY) - story.begins
        return _moved(side, self._keywords(place, copy), copy, days)

    @lru_cache(maxsize=1000)  # noqa: B019
    def _keywords(self, place: int, copy: int) -> dict[str, float]:
        """What all claims of an article have: the words that it is about."""
        return _words(self._articles[place][1][0].story, copy)


class Shelf:
    """The keys of the articles so far, in a ledger that holds nothing else."""

    def __init__(self, path: Path) -> None:
        self._connection = connect_to_write(path)
        self._connection.execute("PRAGMA foreign_keys = OFF")

    def add(self, sides: Sequence[tuple[int, Side]]) -> None:
        """Store the keys of some numbered claims."""
        new = sorted((key, number) for number, side in sides for key in keys_of(side))
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO claim_keys (key, claim_number) VALUES (?, ?)", new)
        self._connection.execute("COMMIT")

    def near(self, number: int, side: Side) -> Counter[int]:
        """The claims that share keys with one, each with the number of keys."""
        keys = list(keys_near(keys_of(side)))
        asked = f"SELECT claim_number FROM claim_keys WHERE key IN ({', '.join('?' * len(keys))})"
        found = Counter(row[0] for row in self._connection.execute(asked, keys))
        del found[number]
        return found


def growth(corpus: Corpus, folder: Path) -> Iterator[Cost]:
    """The cost at each size."""
    shelf = Shelf(folder / "keys.db")
    measured: list[tuple[float, float, float]] = []
    for article in range(SIZES[-1]):
        sides = [(number, corpus.side(number)) for number in corpus.claims_of(article)]
        begun = time.process_time()
        shelf.add(sides)
        if any(size - MEASURED_BEFORE <= article < size for size in SIZES):
            shared = {number: shelf.near(number, side) for number, side in sides}
            stored = time.process_time()
            pairs = {
                (min(one, other), max(one, other))
                for one, found in shared.items()
                for other, _ in found.most_common(MOST_COMPARED)
            }
            known = dict(sides)
            known |= {one: corpus.side(one) for one in set().union(*pairs) - known.keys()}
            compared = time.process_time()
            for one, other in pairs:
                edge_between(known[one], known[other])
            spent = time.process_time() - compared + stored - begun
            measured.append((len(set().union(*shared.values())), len(pairs), 1000 * spent))
        if article + 1 in SIZES:
            yield Cost(article + 1, *map(mean, zip(*measured, strict=True)))
            measured.clear()


@cache
def _renamed(word: str, copy: int) -> str:
    """A word that is not common in another copy."""
    return word if crc32(f"{word} {copy}".encode()) % 100 < KEPT_PER_CENT else f"{word}{'x' * (copy % 7)}{copy}"


def _moved(side: Side, story: Mapping[str, float], copy: int, days: timedelta) -> Side:
    """The side in another week and another story: other names and places, other words for most that are not common,
    and vectors that lie to each other as before and to those of other copies by chance."""
    turn = copy % max(1, side.vector.size)

    def of_others(parties: Parties) -> Parties:
        names = tuple(frozenset(_renamed(word, copy) for word in name) for name in parties.names)
        return parties._replace(names=names, entities=frozenset(_renamed(one, copy) for one in parties.entities))

    place, interval = side.place, side.interval
    return replace(
        side,
        id=f"{side.id} {copy}",
        article=f"{side.article} {copy}",
        published=side.published + days if side.published else None,
        interval=interval and _later(interval, days),
        place=place and replace(place, geonameid=place.geonameid + copy, longitude=(place.longitude + copy) % 180),
        actors=of_others(side.actors),
        recipients=of_others(side.recipients),
        words=_words(side.words, copy),
        story=story,
        vector=np.concatenate((side.vector[turn:], side.vector[:turn])),
    )


def _words(known: Mapping[str, float], copy: int) -> dict[str, float]:
    return {word if weight < COMMON_WEIGHT else _renamed(word, copy): weight for word, weight in known.items()}


def _later(interval: Interval, days: timedelta) -> Interval:
    return interval._replace(
        earliest=interval.earliest and interval.earliest + days, latest=interval.latest and interval.latest + days
    )


def stories_of_origins() -> list[Story]:
    """The stories of `origins/dev.jsonl` as the whole pipeline reads them."""
    vocabulary = load_vocabulary()
    tellings = tellings_of_origins(open_reader(), vocabulary)
    stories = []
    for story in rows(DATA / "origins" / "dev.jsonl"):
        found = [tellings.get(article, ()) for article in story["articles"]]
        articles = tuple(tuple(side_of(one, vocabulary) for one in told) for told in found if told)
        days = [side.published for article in articles for side in article if side.published]
        if days:
            stories.append(Story(articles, min(days)))
    return stories


def draw(cost: Sequence[Cost]) -> None:
    """The pairs and the milliseconds of an article over the size of the ledger, each on a scale of its own."""
    data = alt.Data(values=[one._asdict() for one in cost])
    size = alt.X("articles:Q", title="articles in the ledger").scale(type="log")
    pictures = (
        alt.Chart(data, title=title, width=300, height=200)
        .mark_line(point=True)
        .encode(size, alt.Y(f"{name}:Q", title=None))
        for name, title in (
            ("pairs", "pairs compared for one more article"),
            ("milliseconds", "milliseconds for one more article"),
        )
    )
    alt.hconcat(*pictures).save(str(PICTURE))


def main() -> None:
    cost: list[Cost] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in growth(Corpus(stories_of_origins()), Path(folder)):
            print(one, flush=True)
            cost.append(one)
    draw(cost)
    lines = [
        "## What linking costs as the ledger grows",
        "",
        "Copies of the stories of `origins/dev.jsonl` with other names, words, places and later dates,",
        f"{ARTICLES_A_DAY} articles a day; keys in the table of a ledger, and comparison: milliseconds of one core,",
        f"mean of the last {MEASURED_BEFORE} articles.",
        "",
        "| articles in the ledger | claims met | pairs compared | milliseconds |",
        "|---|---|---|---|",
        *(f"| {one.articles:,} | {one.met:.0f} | {one.pairs:.0f} | {one.milliseconds:.1f} |" for one in cost),
        "",
        f"![Pairs and milliseconds over the number of articles]({PICTURE.name})",
    ]
    print("\n".join(lines))
    pairs = {f"pairs_at_{one.articles}": round(one.pairs) for one in cost}
    spent = {f"milliseconds_at_{one.articles}": round(one.milliseconds, 1) for one in cost if one.articles >= 10_000}
    write_section("growth", "\n".join(lines), pairs | spent)


if __name__ == "__main__":
    main()
