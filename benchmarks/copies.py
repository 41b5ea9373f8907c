"""Copies, wire credits and citations: what is found, how surely, and at what cost; beside two ways to count outlets.

    python benchmarks/copies.py [--model DIR]

Near duplicates: the pairs that `news-clusters` lists; they are computed (common 5-grams), not annotated, so they say
what is looked at and not what is right. Same text: pairs of articles of one story of `origins/dev`, gold where the
tellings of some claim share the word of one outlet or agency. Wire credits: `wire` of PolNeAR's articles, training and
development part. Citations: the outlets that the annotator of `origins/dev` found in chains of voices. Growth: texts of
four corpora, then the same with their longer words exchanged, one after the other into one index of keys.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, combinations
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.attributions import attributions_of
from rashomon.citations import CitationTables, citations_of
from rashomon.copies import Candidates, Holder, Wording, candidates_for, compare_wordings, sketch_of, wording_of
from rashomon.countries import load_country_names
from rashomon.credits import CreditForms, credits_of
from rashomon.lexicon import load_lexicon
from rashomon.newsrooms import load_newsrooms
from rashomon.reader import open_reader
from rashomon.records import Article, Citation, CopyVerdict, CreditExtent, Sketch, Span, TextReuse

SIZES = (100, 1_000, 4_000, 10_000)
LAST_ARTICLES = 100
AGENCY_OF_WIRE = {"AP": "Associated Press", "UPI": "United Press International", "AFP": "Agence France-Presse"}

LONGER = re.compile(r"[A-Za-z]{6,}")

Pair = frozenset[str]


class Shelf:
    """Texts by id with the index of their keys, as a ledger would hold it."""

    def __init__(self) -> None:
        self.wordings: dict[str, Wording] = {}
        self.sketches: dict[str, Sketch] = {}
        self.holders: dict[int, list[Holder]] = defaultdict(list)
        self.outlets: dict[str, str | None] = {}

    def candidates(self, name: str) -> Candidates:
        sketch = self.sketches[name]
        held = {
            key: [holder for holder in self.holders[key] if holder.article_id != name]
            for key in sketch.keys
            if key in self.holders
        }
        return candidates_for(sketch, self.outlets[name], held)

    def sketch(self, name: str, text: str, outlet: str | None) -> None:
        self.wordings[name], self.outlets[name] = wording_of(text), outlet
        self.sketches[name] = sketch_of(self.wordings[name])

    def put(self, name: str) -> None:
        sketch = self.sketches[name]
        for key in sketch.keys:
            self.holders[key].append(Holder(article_id=name, outlet=self.outlets[name], keys=len(sketch.keys)))


def reuses_among(texts: Mapping[str, tuple[str, str]]) -> dict[Pair, TextReuse]:
    """Every candidate pair of a collection, compared; texts are id to outlet and text."""
    shelf = Shelf()
    for name, (outlet, text) in texts.items():
        shelf.sketch(name, text, outlet)
        shelf.put(name)
    found = {name: shelf.candidates(name) for name in texts}
    pairs = {frozenset((name, other)) for name, meets in found.items() for other, _ in meets.articles}
    return {
        pair: compare_wordings(
            *(shelf.wordings[name] for name in sorted(pair)),
            frozenset().union(*(found[name].furniture for name in pair)),
        )
        for pair in sorted(pairs, key=sorted)
    }


def verdict_of(reuses: Mapping[Pair, TextReuse], pair: Pair) -> CopyVerdict:
    return reuses[pair].verdict if pair in reuses else CopyVerdict.NONE


def near_duplicates(
    articles: Mapping[str, dict[str, Any]], listed: Iterable[dict[str, Any]], reuses: Mapping[Pair, TextReuse]
) -> dict[str, Counter[str]]:
    """What became of the listed pairs, by what the list says of them."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in listed:
        outlets = {articles[row[side]]["domain"] for side in "ab"}
        kind = "one story, " if row["same_event"] else "two stories, "
        kind += "two outlets" if len(outlets) > 1 else "one outlet"
        if row["same_event"] and len(outlets) > 1:
            kind += ", half or more in common" if row["containment5"] >= 0.5 else ", less than half in common"
        reuse = reuses.get(frozenset((row["a"], row["b"])))
        kinds[kind]["listed"] += 1
        kinds[kind][verdict_of(reuses, frozenset((row["a"], row["b"])))] += 1
        kinds[kind]["quotations"] += bool(reuse and reuse.quotations)
    return kinds


def gold_pairs(stories: Iterable[dict[str, Any]], outlets: Mapping[str, str]) -> tuple[set[Pair], set[Pair], set[Pair]]:
    """Pairs of articles of one story from two outlets; those that share an own word; those that share a citation."""
    every: set[Pair] = set()
    own: set[Pair] = set()
    cited: set[Pair] = set()
    for story in stories:
        every |= {
            frozenset(pair) for pair in combinations(story["articles"], 2) if outlets[pair[0]] != outlets[pair[1]]
        }
        for claim in story["claims"]:
            for one, other in combinations(claim["tellings"], 2):
                pair = frozenset((one["article"], other["article"]))
                if one["origin"] != other["origin"] or pair not in every:
                    continue
                if not one["voices"] and not other["voices"]:
                    own.add(pair)
                elif any(voice["kind"] == "outlet" for voice in (*one["voices"], *other["voices"])):
                    cited.add(pair)
    return every, own, cited


def scores(gold: set[Pair], said: set[Pair]) -> tuple[int, int, int, float, float]:
    """Gold, said, both; precision and recall in per cent."""
    hits = len(gold & said)
    return len(gold), len(said), hits, 100 * hits / max(1, len(said)), 100 * hits / max(1, len(gold))


def credits_passed_on(named: Mapping[str, set[str]], reuses: Mapping[Pair, TextReuse]) -> dict[str, set[str]]:
    """The agencies that each article credits, or that a text of which it is a copy credits."""
    agencies = {name: set(found) for name, found in named.items()}
    for pair, reuse in reuses.items():
        if reuse.verdict is CopyVerdict.COPY:
            for name in pair:
                agencies[name] |= set().union(*(named[other] for other in pair))
    return agencies


def supporting_outlets(claim: dict[str, Any], outlets: Mapping[str, str]) -> dict[str, str]:
    """The articles that assert or confirm a claim, each with its outlet."""
    return {
        telling["article"]: outlets[telling["article"]]
        for telling in claim["tellings"]
        if telling["stance"] in ("asserts", "confirms")
    }


def count_outlets(claim: dict[str, Any], outlets: Mapping[str, str]) -> int:
    """The first baseline: how many outlets support the claim."""
    return len(set(supporting_outlets(claim, outlets).values()))


def count_without_copies(claim: dict[str, Any], outlets: Mapping[str, str], joined: set[Pair]) -> int:
    """The second baseline: the same, once articles with the same text (`joined`) and one outlet's count as one."""
    support = supporting_outlets(claim, outlets)
    groups: list[set[str]] = []
    for article, outlet in support.items():
        meets = [
            group
            for group in groups
            if any(frozenset((article, other)) in joined or support[other] == outlet for other in group)
        ]
        groups = [group for group in groups if group not in meets] + [{article}.union(*meets)]
    return len(groups)


def score_credits(forms: CreditForms) -> tuple[int, int, int]:
    """PolNeAR: articles of an agency by the corpus, by us, and by both with the right agency."""
    gold = said = hits = 0
    for row in chain(rows(DATA / "polnear" / "train.jsonl.gz"), rows(DATA / "polnear" / "dev.jsonl.gz")):
        if not row["first"]:
            continue
        wire = row["wire"] if row["wire"] not in (None, "NA") else None
        credited = [one for one in credits_of(article_of(row["text"], None), forms) if one.extent is CreditExtent.WHOLE]
        gold += wire is not None
        said += bool(credited)
        hits += any(one.agency == AGENCY_OF_WIRE.get(wire or "", (wire or "").capitalize()) for one in credited)
    return gold, said, hits


def outlet_of(domain: str) -> str:
    """The outlet behind a domain: "www.lantern.example" and "sport.lantern.example" are one."""
    return domain.split(".", 1)[1] if domain.count(".") > 1 else domain


def agencies_of(row: Mapping[str, Any], forms: CreditForms) -> set[str]:
    """The agencies that one article of `news-clusters` credits with all of its text."""
    credited = credits_of(article_of(row["text"], row["domain"], row["title"]), forms)
    return {one.agency for one in credited if one.extent is CreditExtent.WHOLE and one.agency}


def article_of(text: str, outlet: str | None, title: str | None = None, published: date | None = None) -> Article:
    return Article(
        title=title, outlet=outlet, byline=None, dateline=None, published=published, language="en", text=text
    )


def cited_in(
    stories: Iterable[dict[str, Any]],
    articles: Mapping[str, dict[str, Any]],
    model: Path | None,
    tables: CitationTables,
) -> tuple[dict[str, tuple[Citation, ...]], dict[str, list[Span]], float]:
    """Citations found and gold outlets among the voices, by article; milliseconds an article, reading apart."""
    reader = open_reader(model)
    gold: dict[str, set[Span]] = defaultdict(set)
    names = [name for story in stories for name in story["articles"]]
    for telling in (telling for story in stories for claim in story["claims"] for telling in claim["tellings"]):
        gold[telling["article"]] |= {
            Span(voice["start"], voice["end"]) for voice in telling["voices"] if voice["kind"] == "outlet"
        }
    found: dict[str, tuple[Citation, ...]] = {}
    spent = 0.0
    for name in names:
        row = articles[name]
        article = article_of(row["text"], row["domain"], row["title"], date.fromisoformat(row["date"][:10]))
        attributions = attributions_of(next(iter(reader.read([article.text]))), article, tables.lexicon)
        begin = process_time()
        found[name] = citations_of(article, attributions, tables)
        spent += process_time() - begin
    return found, {name: sorted(spans) for name, spans in gold.items()}, 1000 * spent / len(names)


def texts_to_grow() -> tuple[list[str], int]:
    """Texts of four corpora, and after them the same with every longer word exchanged; and how many are not changed."""
    paths = (
        *("news-clusters/articles.jsonl.gz", "fnc1/train-bodies.jsonl.gz", "muc4/train.jsonl.gz"),
        *("ecbplus/train.jsonl.gz", "ecbplus/dev.jsonl.gz", "polnear/train.jsonl.gz"),
    )
    texts = list(dict.fromkeys(row["text"] for path in paths for row in rows(DATA / path)))
    chance = random.Random(5)
    chance.shuffle(texts)
    distinct = len(texts)
    vocabulary = sorted({word.lower() for text in texts for word in LONGER.findall(text)})
    chance.shuffle(vocabulary)
    places = {word: i for i, word in enumerate(vocabulary)}
    for i in range(SIZES[-1] - distinct):
        others = partial(exchanged, places=places, vocabulary=vocabulary, step=i + 1)
        texts.append(LONGER.sub(others, texts[i % distinct]))
    return texts, distinct


def exchanged(match: re.Match[str], places: Mapping[str, int], vocabulary: Sequence[str], step: int) -> str:
    return vocabulary[(places[match[0].lower()] + step) % len(vocabulary)]


@dataclass
class Cost:
    """What the last articles put on the shelf cost: candidates of each, and milliseconds."""

    articles: int
    candidates: list[int]
    related: list[int]
    sketch_ms: list[float]
    candidate_ms: list[float]
    pair_ms: list[float]


def grow(texts: Sequence[str], distinct: int) -> list[Cost]:
    """The cost of an article as the shelf fills, measured over the last LAST_ARTICLES before each of SIZES.

    A changed text is not compared with the one that it was made of.
    """
    shelf = Shelf()
    costs: list[Cost] = []
    for size in SIZES:
        cost = Cost(size, [], [], [], [], [])
        for i in range(len(shelf.sketches), size):
            name = str(i)
            begin = process_time()
            shelf.sketch(name, texts[i], None)
            sketched = process_time()
            if i >= size - LAST_ARTICLES:
                meets = shelf.candidates(name)
                looked_up = process_time()
                reuses = [
                    compare_wordings(shelf.wordings[name], shelf.wordings[other], meets.furniture)
                    for other, _ in meets.articles
                    if int(other) % distinct != i % distinct
                ]
                ended = process_time()
                cost.candidates.append(len(reuses))
                cost.related.append(sum(one.verdict is not CopyVerdict.NONE for one in reuses))
                cost.sketch_ms.append(1000 * (sketched - begin))
                cost.candidate_ms.append(1000 * (looked_up - sketched))
                cost.pair_ms += [1000 * (ended - looked_up) / len(reuses)] if reuses else []
            shelf.put(name)
        costs.append(cost)
    return costs


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def pair_cost_of_500_words() -> float:
    """Milliseconds to compare two texts of 500 words, one a lightly edited copy of the other; median of 50 pairs."""
    chance = random.Random(7)
    words = [word for row in rows(DATA / "news-clusters" / "articles.jsonl.gz") for word in row["text"].split()]
    spent = []
    for i in range(50):
        text = words[400 * i : 400 * i + 500]
        edited = [word if chance.random() > 0.05 else chance.choice(words) for word in text]
        one, other = wording_of(" ".join(text)), wording_of(" ".join(edited))
        begin = process_time()
        compare_wordings(one, other)
        spent.append(1000 * (process_time() - begin))
    return median(spent)


def table(*heads: str) -> list[str]:
    return ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]


def section_of_duplicates(kinds: Mapping[str, Counter[str]]) -> list[str]:
    lines = [
        "Pairs that `news-clusters` lists for common 5-grams (computed there, not annotated), by what is found. "
        "In two stories of one outlet what is common is furniture of the page.",
        "",
        *table("listed pairs", "number", "copy", "partial", "none", "with shared quotations"),
    ]
    for kind, counts in sorted(kinds.items()):
        lines.append(
            f"| {kind} | " + " | ".join(str(counts[one]) for one in ("listed", *CopyVerdict, "quotations")) + " |"
        )
    return lines


def section_of_pairs(every: set[Pair], compared: Iterable[tuple[str, set[Pair], str, set[Pair]]]) -> list[str]:
    lines = [
        f"Pairs of articles of one story in `origins/dev` ({len(every)} pairs of two outlets each). "
        "Gold: the tellings of some claim share an outlet's or agency's own word (same text or wire), or share an "
        "origin with an outlet in a chain of voices (citation). Two reprints of one agency that tell no claim in its "
        "own word are no gold pair.",
        "",
        *table("said when", "gold", "said", "both", "precision", "recall"),
    ]
    for gold_name, gold, said_name, said in compared:
        number, told, hits, precision, recall = scores(gold, said)
        lines.append(f"| {said_name} | {gold_name}: {number} | {told} | {hits} | {precision:.1f} | {recall:.1f} |")
    return lines


def section_of_counts(claims: Sequence[dict[str, Any]], counted: Mapping[str, Sequence[int]]) -> list[str]:
    lines = [
        f"Ways to count independent origins without asking who speaks, on the {len(claims)} claims of `origins/dev`, "
        "gold tellings given: the outlets that assert or confirm.",
        "",
        *table("", "exact, per cent", "mean error"),
    ]
    for way, counts in counted.items():
        errors = [abs(count - claim["independent_origins"]) for count, claim in zip(counts, claims, strict=True)]
        lines.append(f"| {way} | {exact_share(claims, counts):.1f} | {mean(errors):.2f} |")
    return lines


def exact_share(claims: Sequence[dict[str, Any]], counts: Sequence[int]) -> float:
    """How many claims have the right number of independent origins, in per cent."""
    return 100 * mean([count == claim["independent_origins"] for count, claim in zip(counts, claims, strict=True)])


def section_of_growth(costs: Iterable[Cost], distinct: int) -> list[str]:
    lines = [
        f"Growth: cost of one more article, the last {LAST_ARTICLES} before each size, one thread. The first "
        f"{distinct:,} are real; the others are these with all words of six letters or more exchanged, and are not "
        "compared with what they were made of.",
        "",
        *table(
            *("articles", "candidates each", "of them copy or partial"),
            *("words and sketch, ms", "candidates, ms", "a pair, ms"),
        ),
    ]
    for cost in costs:
        lines.append(
            f"| {cost.articles:,} | {mean(cost.candidates):.2f} | {mean(cost.related):.2f} | "
            f"{mean(cost.sketch_ms):.2f} | {mean(cost.candidate_ms):.2f} | {mean(cost.pair_ms):.2f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    newsrooms = load_newsrooms()
    forms = CreditForms(newsrooms)
    tables = CitationTables(lexicon=load_lexicon(), newsrooms=newsrooms, countries=load_country_names())
    articles = {row["id"]: row for row in rows(DATA / "news-clusters" / "articles.jsonl.gz")}
    stories = list(rows(DATA / "origins" / "dev.jsonl"))
    claims = [claim for story in stories for claim in story["claims"]]
    outlets = {name: outlet_of(row["domain"]) for name, row in articles.items()}

    reuses = reuses_among({name: (row["domain"], row["text"]) for name, row in articles.items()})
    listed = near_duplicates(articles, rows(DATA / "news-clusters" / "near_duplicates.jsonl"), reuses)
    every, own, cited = gold_pairs(stories, outlets)
    named = {name: agencies_of(row, forms) for name, row in articles.items()}
    passed_on = credits_passed_on(named, reuses)
    copies = {pair for pair in every if verdict_of(reuses, pair) is CopyVerdict.COPY}
    reused = copies | {pair for pair in every if verdict_of(reuses, pair) is CopyVerdict.PARTIAL}
    wired = {pair for pair in every if set.intersection(*(passed_on[name] for name in pair))}
    found, gold_voices, citation_ms = cited_in(stories, articles, options.model, tables)
    goes_by = {name: {articles[name]["domain"], *named[name], *(one.outlet for one in found[name])} for name in found}
    citing = {
        pair
        for pair in every
        for name, partner in (sorted(pair), sorted(pair, reverse=True))
        if any(newsrooms.sameness_of(one.outlet, other) >= 0.9 for one in found[name] for other in goes_by[partner])
    }
    counted = {
        "count outlets": [count_outlets(claim, outlets) for claim in claims],
        "count outlets without copies": [count_without_copies(claim, outlets, copies) for claim in claims],
        "the same, and one agency as one outlet": [
            count_without_copies(claim, outlets, copies | wired) for claim in claims
        ],
    }
    wires, credited, right = score_credits(forms)
    voices = [(name, span) for name, spans in gold_voices.items() for span in spans]
    met = sum(any(one.span.overlaps(span) for one in found[name]) for name, span in voices)
    texts, distinct = texts_to_grow()
    costs = grow(texts, distinct)

    lines = [
        "## Copies, credits and citations (copies)",
        "",
        *section_of_duplicates(listed),
        "",
        *section_of_pairs(
            every,
            (
                ("same text or wire", own, "copy", copies),
                ("same text or wire", own, "copy or partial", reused),
                ("same text or wire", own, "copy, or one agency gave both", copies | wired),
                ("citation", cited, "one cites the other, its agency, or whom it cites", citing),
                ("either", own | cited, "any of these", reused | wired | citing),
            ),
        ),
        "",
        *section_of_counts(claims, counted),
        "",
        f"Wire credits, PolNeAR training and development part, from the text alone: {wires} articles of an agency by "
        f"the corpus, {credited} by us, {right} by both with the same agency: precision "
        f"{100 * right / credited:.1f}, recall {100 * right / wires:.1f}.",
        "",
        f"Citations, `origins/dev`, spans by the shipped reader: {met} of {len(voices)} outlets that the gold has "
        f"in chains of voices ({100 * met / len(voices):.1f} %); {sum(map(len, found.values()))} citations in all, of "
        "which the gold cannot say how many are right: it covers the main claims only. What was missed there has been "
        "looked at.",
        "",
        *section_of_growth(costs, distinct),
        "",
        f"A pair of 500 words, one word in twenty exchanged: {pair_cost_of_500_words():.2f} ms. "
        f"Citations of an article: {citation_ms:.2f} ms.",
    ]
    print("\n".join(lines))
    precision, recall = scores(own, copies | wired)[3:]
    figures = {
        "copy_precision": scores(own, copies)[3],
        "copy_recall": scores(own, copies)[4],
        "text_or_wire_precision": precision,
        "text_or_wire_recall": recall,
        "wire_precision": 100 * right / credited,
        "wire_recall": 100 * right / wires,
        "citation_recall": 100 * met / len(voices),
        "outlets_exact": exact_share(claims, counted["count outlets"]),
        "outlets_without_copies_exact": exact_share(claims, counted["count outlets without copies"]),
        "candidates_at_10000": mean(costs[-1].candidates),
    }
    write_section("copies", "\n".join(lines), {name: round(value, 2) for name, value in figures.items()})


if __name__ == "__main__":
    main()
