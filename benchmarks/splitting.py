"""How well a page that holds several reports is split into them.

Pages with known borders are built, with a fixed seed, from the articles of `../shared/data/news-clusters` (278 real
articles about 46 events), in the styles in which archives and pastes come. Half of the events serve development, the
other half the figures reported here. Measured over the titles and paragraphs of a page: precision, recall and F1 of
borders, Pk (Beeferman, Berger and Lafferty 1999) and WindowDiff (Pevzner and Hearst 2002), beside two baselines.

    python benchmarks/splitting.py            the test half; writes the section of RESULTS.md
    python benchmarks/splitting.py --dev      the development half; writes nothing
    python benchmarks/splitting.py --fit      fits the weights of the model on the development half and writes them
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rashomon.borders import borders_of, candidates_of
from rashomon.pages import Line, lines_of
from results import write_section

DATA_PATH = Path(__file__).parents[2] / "shared" / "data" / "news-clusters" / "articles.jsonl.gz"
WEIGHTS_PATH = Path(__file__).parents[1] / "src" / "rashomon" / "border_weights.py"
WEIGHTS_HEAD = '''"""The log-odds that each feature of a line adds to its being the beginning of a report.

Written by `python benchmarks/splitting.py --fit` from the development half of the events; not typed by hand.
Read `borders.py` for what the features are.
"""

from collections.abc import Mapping
from typing import Final

'''
SEED = 20240229
PAGES_PER_STYLE = 40

_OUTLETS = (
    "Northern Post",
    "Selmport Herald",
    "Vesta",
    "Kalderfile",
    "Radio Orin",
    "The Daily Strait",
    "Tarn Wire",
    "Orinpress",
    "Halden Courier",
    "Meridian",
)
_AUTHORS = ("Ilse Marrow", "Tomas Velk", "Dana Orrin", "R. J. Hallam", "Petra van Oost and Lem Carrow")
_DEPICTS = (
    "{} speaks during a news conference",
    "{} arrives for talks",
    "{} (file photo)",
    "{} at a rally in May",
    "Photo: {}",
    "{} waves to supporters in the capital on January 5, 2015",
    "{}",
    "FILE - {} leaves a building, April 2, 2014. (Tarn Wire/Jo Ost)",
    "The scene near {} on Monday",
)
_TEASERS = ("Read more: {}", "READ MORE: {}", "Related: {}", "See also: {}", "More: {}")
_TAILS = (
    "Read more",
    "Share this:",
    "Leave a comment",
    "Copyright 2017 Tarn Wire. All rights reserved.",
    "Advertisement",
    "Tags: politics, trade",
    "(Reporting by Lem Carrow; Editing by Jo Ost)",
    "Posted in World | 3 Comments",
)


class Piece(NamedTuple):
    """One printed line of a built page: which report it belongs to, and what it is there."""

    text: str
    gap: int
    report: int
    role: str


@dataclass(frozen=True)
class Style:
    """How the reports of a page are set."""

    name: str
    paragraph_gap: int = 1
    report_gap: int = 1
    title: str = "as printed"  # or "capitals", "none"
    title_gap: int | None = None
    body_gap: int | None = None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    page_head: tuple[str, ...] = ()
    middle_captions: float = 0.0
    tails: float = 0.0
    stray_gaps: float = 0.0


STYLES = (
    Style("titles, blank lines between paragraphs"),
    Style("titles, wider gap between reports", report_gap=2),
    Style("titles, stray wider gaps", stray_gaps=0.1),
    Style("titles, wider gap below each", body_gap=2, stray_gaps=0.03),
    Style("titles, paragraphs without blank lines", paragraph_gap=0, title_gap=1),
    Style("titles, no blank line anywhere", paragraph_gap=0, report_gap=0),
    Style(
        "archive: title, date, title with outlet and date", below=("date", "title outlet date"), page_head=("archive",)
    ),
    Style(
        "archive: dates and captions", below=("date", "caption"), page_head=("archive",), middle_captions=0.1, tails=0.5
    ),
    Style("outlet and date under the title", below=("outlet date",)),
    Style("byline and date under the title", below=("byline", "date"), paragraph_gap=0),
    Style("date above the title", above=("date",)),
    Style("numbered, with rules between", above=("rule", "number"), report_gap=2),
    Style("captions put in, no dates", below=("caption",), middle_captions=0.15),
    Style("teasers and tails, no dates", tails=1.0),
    Style("titles in capitals", title="capitals"),
    Style("no titles, rules between", title="none", above=("rule",)),
    Style("no titles, wider gap", title="none", report_gap=3),
)


# Pages


def load_articles() -> list[dict[str, str]]:
    """The articles, in the order of the file."""
    with gzip.open(DATA_PATH, "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


def halves(articles: Sequence[dict[str, str]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Development and test articles: every event falls, by a hash of its number, wholly into one of them."""

    def is_test(article: dict[str, str]) -> bool:
        return hashlib.sha256(f"{SEED}:{article['event_id']}".encode()).digest()[0] % 2 == 1

    return [a for a in articles if not is_test(a)], [a for a in articles if is_test(a)]


def build_page(
    reports: Sequence[dict[str, str]], others: Sequence[dict[str, str]], style: Style, rng: random.Random
) -> list[Piece]:
    """A page in one style that holds `reports`, whose `others` lend titles to teasers."""
    outlet = rng.choice(_OUTLETS)
    date_form = rng.choice(
        ("%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "Published: %d %b %Y", "%A, %B %d, %Y", "Posted on %B %d, %Y")
    )
    house_style = rng.choice(("as printed", "headline style")) if style.title == "as printed" else style.title
    pieces: list[Piece] = []
    for name in style.page_head:
        pieces.append(
            Piece(
                rng.choice(("Archive for the ‘Tarn Strait’ category", "Category: Orin", "Posts tagged ‘Selmport’")),
                0,
                -1,
                name,
            )
        )
    for number, article in enumerate(reports):
        pieces += _build_report(
            article, number, len(reports), others, style, rng, outlet, date_form, house_style, bool(pieces)
        )
    return pieces


def _build_report(
    article: dict[str, str],
    number: int,
    count: int,
    others: Sequence[dict[str, str]],
    style: Style,
    rng: random.Random,
    outlet: str,
    date_form: str,
    house_style: str,
    has_before: bool,
) -> list[Piece]:
    body = [line for line in (" ".join(part.split()) for part in article["text"].splitlines()) if line]
    title = _in_style(" ".join(article["title"].split()), house_style)
    if body[0].casefold() == title.casefold():
        body = body[1:] or body
    body = body[: rng.choice((2, 4, 6, 9, 14, 30, 60))]
    on = date.fromisoformat(article["date"][:10]) + timedelta(days=rng.randint(0, 3))
    printed_on = on.strftime(date_form).replace(" 0", " ")
    names = re.findall(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+", " ".join(body)) or ["The minister"]
    made = {
        "date": lambda: printed_on,
        "title outlet date": lambda: f"{title}, {outlet}, {on.strftime('%B %d, %Y').replace(' 0', ' ')}",
        "outlet date": lambda: rng.choice(
            (f"{outlet} | {printed_on}", f"{outlet}, {printed_on}", f"{outlet} - {printed_on}")
        ),
        "byline": lambda: f"By {rng.choice(_AUTHORS)}",
        "caption": lambda: rng.choice(_DEPICTS).format(rng.choice(names)),
        "rule": lambda: rng.choice(("---", "* * *", "==========", "_____")),
        "number": lambda: f"Document {number + 1} of {count}",
    }
    pieces: list[Piece] = []

    def add(text: str, gap: int, role: str) -> None:
        pieces.append(Piece(text, gap if pieces or has_before else 0, number, role))

    first_gap = style.report_gap if number else 1
    for name in style.above:
        if not (name == "rule" and number == 0):
            add(made[name](), first_gap if not pieces else style.paragraph_gap, name)
    if style.title != "none":
        gap = style.title_gap if style.title_gap is not None and not pieces else None
        add(title, gap if gap is not None else (first_gap if not pieces else style.paragraph_gap), "title")
    for name in style.below:
        if name != "caption" or rng.random() < 0.8:
            add(made[name](), style.paragraph_gap, name)
    for position, paragraph in enumerate(body):
        gap = style.paragraph_gap if position or style.body_gap is None else style.body_gap
        gap += rng.random() < style.stray_gaps
        add(paragraph, first_gap if not pieces else gap, "body")
        if position and rng.random() < style.middle_captions:
            add(made["caption"](), style.paragraph_gap, "caption")
    if rng.random() < style.tails:
        for _ in range(rng.randint(1, 3)):
            teaser = (
                rng.choice(_TEASERS).format(rng.choice(others)["title"]) if rng.random() < 0.5 else rng.choice(_TAILS)
            )
            add(" ".join(teaser.split()), style.paragraph_gap, "tail")
    return pieces


def _in_style(title: str, house_style: str) -> str:
    """The title in capitals, in headline style (small words stay small), or as printed: an archive has one style."""
    if house_style == "capitals":
        return title.upper()
    if house_style != "headline style":
        return title
    small = {"a", "an", "and", "as", "at", "but", "by", "for", "in", "of", "on", "or", "the", "to", "with"}
    words = title.split()
    return " ".join(w if i and w in small else w[:1].upper() + w[1:] for i, w in enumerate(words))


def build_pages(
    articles: Sequence[dict[str, str]], rng: random.Random, per_style: int
) -> list[tuple[Style, list[Piece]]]:
    """Pages of two to seven reports in every style; four in ten hold reports of one and the same event."""
    by_event: dict[str, list[dict[str, str]]] = defaultdict(list)
    for article in articles:
        by_event[article["event_id"]].append(article)
    shared = [group for group in by_event.values() if len(group) >= 2]
    pages = []
    for style in STYLES:
        for _ in range(per_style):
            pool = rng.choice(shared) if rng.random() < 0.4 else articles
            reports = rng.sample(list(pool), min(rng.randint(2, 7), len(pool)))
            pages.append((style, build_page(reports, articles, style, rng)))
    return pages


def single_pages(articles: Sequence[dict[str, str]]) -> list[tuple[str, list[Piece]]]:
    """Every article alone on its page, set in three ways: none of them must be split."""
    pages = []
    for name, gap, has_title in (
        ("with blank lines", 1, True),
        ("without blank lines", 0, True),
        ("without a title", 1, False),
    ):
        for article in articles:
            body = [line for line in (" ".join(part.split()) for part in article["text"].splitlines()) if line]
            pieces = [Piece(" ".join(article["title"].split()), 0, 0, "title")] if has_title else []
            pieces += [Piece(line, gap if pieces or number else 0, 0, "body") for number, line in enumerate(body)]
            pages.append((name, pieces))
    return pages


def text_of(pieces: Sequence[Piece]) -> str:
    """The page as a file would hold it."""
    return "".join(f"{chr(10) * piece.gap}{piece.text}\n" for piece in pieces)


def lines_of_pieces(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """The page's lines as Rashomon sees them; one for each piece, or the page cannot be scored."""
    lines = lines_of(text_of(pieces))
    if len(lines) != len(pieces):
        raise SystemExit(f"{len(pieces)} lines were written and {len(lines)} read: {pieces[0].text!r}")
    return lines


# Splitters: the report number of every line


def split_none(pieces: Sequence[Piece]) -> list[int]:
    """The first baseline: a page is one report."""
    return [0] * len(pieces)


def split_title_pattern(pieces: Sequence[Piece]) -> list[int]:
    """The second baseline: a report begins at a line of 3 to 18 words without a full stop that blank lines set off."""
    numbers, number = [], 0
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        looks_like_title = 3 <= len(piece.text.split()) <= 18 and not re.search(r"[.,:;]\W*$", piece.text)
        if index and looks_like_title and piece.gap > 0 and following is not None and following.gap > 0:
            number += 1
        numbers.append(number)
    return numbers


def split_rashomon(pieces: Sequence[Piece]) -> list[int]:
    """What `borders.py` makes of the page."""
    lines = lines_of_pieces(pieces)
    starts = set(borders_of(lines))
    numbers, number = [], -1
    for index in range(len(lines)):
        number += index in starts
        numbers.append(number)
    return numbers


# Measures


class Counts(NamedTuple):
    """Borders found and missed on some pages, and the two window measures summed over pages."""

    right: int
    found: int
    true: int
    pk: float
    windowdiff: float
    pages: int


def count_page(pieces: Sequence[Piece], numbers: Sequence[int]) -> Counts:
    """One page scored over its titles and paragraphs; the lines put in between are not asked about."""
    kept = [index for index, piece in enumerate(pieces) if piece.role in {"title", "body"}]
    truth = [pieces[a].report != pieces[b].report for a, b in pairwise(kept)]
    guess = [numbers[a] != numbers[b] for a, b in pairwise(kept)]
    right = sum(a and b for a, b in zip(truth, guess, strict=True))
    window = max(2, round(len(kept) / (sum(truth) + 1) / 2))
    pk = windowdiff = 0
    spans = max(1, len(truth) - window + 1)
    for start in range(spans):
        true_count, guess_count = sum(truth[start : start + window]), sum(guess[start : start + window])
        pk += (true_count > 0) != (guess_count > 0)
        windowdiff += true_count != guess_count
    return Counts(right, sum(guess), sum(truth), pk / spans, windowdiff / spans, 1)


def add_counts(counts: Sequence[Counts]) -> Counts:
    """The sum."""
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


def row_of(name: str, counts: Counts) -> str:
    """One line of the table."""
    precision = counts.right / counts.found if counts.found else 0.0
    recall = counts.right / counts.true if counts.true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    shown = f"{100 * precision:.1f}" if counts.found else "–"
    return (
        f"| {name} | {shown} | {100 * recall:.1f} | {100 * f1:.1f} | {counts.pk / counts.pages:.3f} "
        f"| {counts.windowdiff / counts.pages:.3f} |"
    )


def report(pages: Sequence[tuple[Style, list[Piece]]], singles: Sequence[tuple[str, list[Piece]]]) -> str:
    """The tables in Markdown."""
    splitters: tuple[tuple[str, Callable[[Sequence[Piece]], list[int]]], ...] = (
        ("no split", split_none),
        ("blank-line title pattern", split_title_pattern),
        ("**Rashomon**", split_rashomon),
    )
    rows = ["| | precision | recall | F1 | Pk ↓ | WindowDiff ↓ |", "|---|---|---|---|---|---|"]
    scored = {
        name: [(style.name, count_page(pieces, split(pieces))) for style, pieces in pages] for name, split in splitters
    }
    rows += [row_of(name, add_counts([counts for _, counts in scored[name]])) for name, _ in splitters]
    rows += ["", "By style (Rashomon):", "", rows[0], rows[1]]
    for style in STYLES:
        rows.append(
            row_of(style.name, add_counts([counts for name, counts in scored["**Rashomon**"] if name == style.name]))
        )
    rows += [
        "",
        "Single real articles that were split although they must not be:",
        "",
        "| | pages | title pattern | Rashomon |",
        "|---|---|---|---|",
    ]
    for name in dict.fromkeys(name for name, _ in singles):
        group = [pieces for other, pieces in singles if other == name]
        pattern, ours = (
            sum(max(split(pieces)) > 0 for pieces in group) for split in (split_title_pattern, split_rashomon)
        )
        rows.append(f"| {name} | {len(group)} | {100 * pattern / len(group):.1f} % | {100 * ours / len(group):.1f} % |")
    return "\n".join(rows)


def figures_of(
    pages: Sequence[tuple[Style, list[Piece]]], singles: Sequence[tuple[str, list[Piece]]]
) -> dict[str, float]:
    """The figures that the floors are held against."""
    counts = add_counts([count_page(pieces, split_rashomon(pieces)) for _, pieces in pages])
    return {
        "border_f1": round(200 * counts.right / (counts.found + counts.true), 2),
        "pk": round(counts.pk / counts.pages, 4),
        "windowdiff": round(counts.windowdiff / counts.pages, 4),
        "single_articles_split_percent": round(
            100 * sum(max(split_rashomon(pieces)) > 0 for _, pieces in singles) / len(singles), 2
        ),
    }


# Fitting


def fit(pages: Sequence[list[Piece]], strength: float = 2.0) -> dict[str, float]:
    """The weights of a logistic regression (L2, Newton's method) over the candidates of `pages`."""
    descriptions, labels = [], []
    for pieces in pages:
        anchors = _anchors(pieces)
        for index, features in candidates_of(lines_of_pieces(pieces)):
            descriptions.append(features)
            labels.append(index in anchors)
    names = sorted({name for features in descriptions for name in features})
    x = np.array([[features.get(name, 0.0) for name in names] for features in descriptions])
    y = np.array(labels, dtype=float)
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + strength * w
        hessian = (x.T * (p * (1 - p))) @ x + strength * np.eye(len(names))
        w -= np.linalg.solve(hessian, gradient)
    print(
        f"# {len(y)} candidates, {int(y.sum())} of them borders; {np.mean((x @ w > 0) == y):.4f} told right",
        file=sys.stderr,
    )
    return {name: round(float(value), 2) for name, value in zip(names, w, strict=True)}


def write_weights(weights: dict[str, float]) -> None:
    """Writes `border_weights.py` anew."""
    rows = "".join(f'    "{name}": {weight},\n' for name, weight in sorted(weights.items()) if weight)
    WEIGHTS_PATH.write_text(f"{WEIGHTS_HEAD}WEIGHTS: Final[Mapping[str, float]] = {{\n{rows}}}\n", encoding="utf-8")


def _anchors(pieces: Sequence[Piece]) -> set[int]:
    """The lines with which further reports begin: their titles, or first paragraphs where they have none."""
    anchors: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        if piece.role == "title" or (piece.role == "body" and piece.report not in anchors):
            anchors.setdefault(piece.report, index)
    return {index for number, index in anchors.items() if number > 0}


def main() -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", action="store_true", help="score the development half; write nothing")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the development half and write them")
    asked = parser.parse_args()
    if not DATA_PATH.exists():
        raise SystemExit(f"the articles are not there: {DATA_PATH}")
    development, test = halves(load_articles())
    if asked.fit:
        pages = [pieces for _, pieces in build_pages(development, random.Random(SEED + 1), 60)]
        pages += [pieces for _, pieces in single_pages(development)]
        write_weights(fit(pages))
        return
    articles = development if asked.dev else test
    pages = build_pages(articles, random.Random(SEED if not asked.dev else SEED + 2), PAGES_PER_STYLE)
    started = time.perf_counter()
    singles = single_pages(articles)
    tables = report(pages, singles)
    seconds = time.perf_counter() - started
    if asked.dev:
        print(tables, f"\n{seconds:.1f} s")
        return
    events = len({article["event_id"] for article in articles})
    write_section(
        "splitting",
        f"## Splitting pages into reports\n\n`python benchmarks/splitting.py`\n\n"
        f"{len(pages)} pages in {len(STYLES)} styles with two to seven reports each, built "
        f"with seed {SEED} from {len(articles)} articles of {events} events; the weights were fitted on the other "
        f"{len(development)} articles. Pk and WindowDiff: means over pages, lower is better.\n\n{tables}",
        figures_of(pages, singles),
    )
    print(tables)


if __name__ == "__main__":
    main()
