"""What linking one more article costs as the ledger grows, with a picture.

    python benchmarks/growth.py

The corpus is made of copies of the articles of `origins/dev.jsonl` with other names, words and dates: keys and
comparison in memory. What storing and putting together cost in a real ledger, `speed.py --growth` measures. Writes a
section of RESULTS.md and `growth.svg` beside it (that picture needs vl-convert-python; it is in the `train` extra).
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from statistics import mean
from typing import NamedTuple
from zlib import crc32

import altair as alt
import numpy as np

from events_across import tellings_of_origins
from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from rashomon.blocks import keys_near, keys_of
from rashomon.comparisons import Parties, Side, side_of
from rashomon.links import edge_between, pairs_of
from rashomon.reader import open_reader
from rashomon.records import Telling
from rashomon.vocabulary import Vocabulary, load_vocabulary

SIZES = (100, 300, 1000, 3000, 10_000)
ARTICLES_A_DAY = 20
COMMON_WEIGHT, KEPT_PER_CENT = 0.2, 30
"""Words of a copy that are kept: the common ones, and so many of those that are neither common nor unknown."""
MEASURED_AT_THE_END = 100
PICTURE = Path(__file__).with_name("growth.svg")


class Cost(NamedTuple):
    """What an article more costs in a ledger of `articles`: claims met, pairs compared, milliseconds of one core."""

    articles: int
    met: float
    pairs: float
    milliseconds: float


@dataclass(slots=True)
class Shelf:
    """What is known of the articles so far, found by keys."""

    sides: dict[str, Side] = field(default_factory=dict)
    under: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, new: Sequence[Side]) -> tuple[int, int]:
        """How many claims a new article meets, and how many pairs are compared."""
        met = {one for side in new for key in keys_near(side) for one in self.under.get(key, ())}
        known = {one: self.sides[one] for one in met} | {side.id: side for side in new}
        pairs = pairs_of(new, [self.sides[one] for one in met])
        for one, other in pairs:
            edge_between(known[one], known[other])
        for side in new:
            self.sides[side.id] = side
            for key in keys_of(side):
                self.under[key].append(side.id)
        return len(met), len(pairs)


def growth(tellings: Mapping[str, Sequence[Telling]], vocabulary: Vocabulary) -> list[Cost]:
    """The cost for each size of the corpus."""
    articles = [[side_of(one, vocabulary) for one in found] for found in tellings.values() if found]
    chance = random.Random(11)
    shelf, size = Shelf(), 0
    figures: list[Cost] = []
    recent: list[tuple[float, ...]] = []
    copy = 0
    while size < SIZES[-1]:
        copy += 1
        days = timedelta(days=chance.randrange(max(1, SIZES[-1] // ARTICLES_A_DAY)))
        for article in chance.sample(articles, len(articles)):
            new = [_moved(side, copy, days) for side in article]
            begun = time.process_time()
            counts = shelf.add(new)
            recent.append((*counts, 1000 * (time.process_time() - begun)))
            size += 1
            if size in SIZES:
                figures.append(Cost(size, *map(mean, zip(*recent[-MEASURED_AT_THE_END:], strict=True))))
                print(figures[-1], flush=True)
    return figures


def _moved(side: Side, copy: int, days: timedelta) -> Side:
    """The side in another week and another story: other names, other words for most that are not common, and vectors
    that lie to each other as before and to those of other copies by chance."""

    def renamed(word: str, weight: float) -> str:
        is_kept = weight < COMMON_WEIGHT or (weight < 1.0 and crc32(f"{word} {copy}".encode()) % 100 < KEPT_PER_CENT)
        return word if is_kept else f"{word}{'x' * (copy % 7)}{copy}"

    def of_others(parties: Parties) -> Parties:
        names = tuple(frozenset(f"{word} {copy}" for word in name) for name in parties.names)
        return parties._replace(names=names, entities=frozenset(f"{one} {copy}" for one in parties.entities))

    return replace(
        side,
        id=f"{side.id} {copy}",
        article=f"{side.article} {copy}",
        published=side.published + days if side.published else None,
        interval=None,
        place=None,
        actors=of_others(side.actors),
        recipients=of_others(side.recipients),
        words={renamed(word, weight): weight for word, weight in side.words.items()},
        story={renamed(word, weight): weight for word, weight in side.story.items()},
        vector=np.roll(side.vector, copy),
    )


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
    reader, vocabulary = open_reader(), load_vocabulary()
    cost = growth(tellings_of_origins(reader, vocabulary), vocabulary)
    draw(cost)
    lines = [
        "## What linking costs as the ledger grows",
        "",
        f"Copies of the articles of `origins/dev.jsonl` with other names, words and dates, {ARTICLES_A_DAY} a day:",
        f"keys and comparison in memory, milliseconds of one core, mean of the last {MEASURED_AT_THE_END}.",
        "",
        "| articles in the ledger | claims met | pairs compared | milliseconds |",
        "|---|---|---|---|",
        *(f"| {one.articles:,} | {one.met:.0f} | {one.pairs:.0f} | {one.milliseconds:.1f} |" for one in cost),
        "",
        f"![Pairs and milliseconds over the number of articles]({PICTURE.name})",
    ]
    print("\n".join(lines))
    figures = {f"pairs_at_{one.articles}": round(one.pairs) for one in cost}
    write_section("growth", "\n".join(lines), figures | {"milliseconds_at_10000": round(cost[-1].milliseconds, 1)})


if __name__ == "__main__":
    main()
