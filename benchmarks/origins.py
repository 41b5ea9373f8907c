"""Who stands behind a claim that several outlets tell: independent origins, status, denials, on ten annotated stories.

    python benchmarks/origins.py [--dev] [--model DIR]

The gold is `origins` dev: 63 claims with their tellings in 70 articles of `news-clusters`, one annotator, provisional
(not double-coded by trained human coders). Part 1 takes the gold's tellings, stances and chains of voices and asks only
for the origins. Part 2 reads the articles: a gold telling is found when the content of one of our claims of that
article and the gold's span share half of the shorter one, and the stance is of its class (asserts and confirms; denies;
the others); of several the one that shares most of both together. A claim counts as found with half of its tellings.
Who is who is settled by printed names alone, without a ledger. Baselines: the outlets that tell it; the same after near
copies are taken for one. The rules were looked for in one half of the stories and only scored on the other.
`--dev` prints each claim of the first half whose origins are wrong, and records nothing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from clusters import Clusters, Counts, b_cubed
from results import write_section
from sameness import is_same_name

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.attributions import attributions_of
from rashomon.citations import CitationTables, citations_of
from rashomon.claims import claims_of
from rashomon.copies import compare_wordings, wording_of
from rashomon.credits import CreditForms, credits_of
from rashomon.descriptions import SourceTables, load_source_tables
from rashomon.events import events_of, load_event_tables
from rashomon.grades import status_of
from rashomon.groupings import SUPPORT, components
from rashomon.lexicon import load_lexicon
from rashomon.magnitudes import magnitudes_in
from rashomon.newsrooms import Newsrooms
from rashomon.offices import offices_of
from rashomon.origins import Sourcing, Ties, origins_of
from rashomon.reader import Reader, open_reader
from rashomon.records import (
    Article,
    ArticleReading,
    Claim,
    CopyVerdict,
    EventMention,
    EventType,
    Factuality,
    Reason,
    Span,
    Stance,
    Telling,
    Voice,
    VoiceKind,
)
from rashomon.relations import links_among
from rashomon.vocabulary import keywords_of, load_vocabulary

LEAST_SHARED = 0.5
VOCABULARY = load_vocabulary()
GOLD = Reason(method="gold", score=1.0, detail="annotated")
CLASSES = {stance: "support" if stance in SUPPORT else "other" for stance in Stance} | {Stance.DENIES: "denies"}


Told = Sequence[tuple[Mapping[str, Any], Telling]]
"""Tellings of the gold, each with the record that stands for it."""


@dataclass(frozen=True, slots=True)
class Story:
    """One annotated story: its claims as the gold has them, and the readings of its articles by their ids there."""

    number: int
    claims: Sequence[Mapping[str, Any]]
    readings: Mapping[str, ArticleReading]
    is_unseen: bool


@dataclass(slots=True)
class Tally:
    """What comes of the claims of some stories. `exact_in_found`: the number is that of the gold's origins behind the
    tellings found; `clusters` are counts of B-cubed."""

    claims: int = 0
    exact: int = 0
    statuses: int = 0
    exact_in_found: int = 0
    by_outlet: int = 0
    by_text: int = 0
    clusters: Counts = field(default_factory=Counts)

    def add(self, gold: Mapping[str, Any], told: Told, sourcing: Sourcing, ties: Ties) -> None:
        """Counts one claim in: its gold, the tellings known of it, and what came out."""
        wanted = gold["independent_origins"]
        tellings, truth = [telling for _, telling in told], truth_of(told)
        supports = [telling for telling in tellings if telling.claim.stance in SUPPORT]
        independent = sum(origin.is_support for origin in sourcing.origins)
        self.claims += 1
        self.exact += independent == wanted
        self.exact_in_found += independent == len({row["origin"] for row, _ in told if row["stance"] in SUPPORT})
        links = links_among(tellings, VOCABULARY)
        self.statuses += status_of(tellings, sourcing.origins, links).value == gold["status"]
        self.by_outlet += len({telling.outlet for telling in supports}) == wanted
        self.by_text += len(texts_of(supports, ties)) == wanted
        self.clusters += b_cubed(truth, [frozenset(origin.claims) for origin in sourcing.origins])

    def share(self, count: int) -> float:
        """A count in per cent of the claims."""
        return 100 * count / self.claims if self.claims else 0.0


@dataclass(slots=True)
class Reads:
    """What is found of the gold's tellings; denials as the gold has them, as we say them, and both."""

    tellings: int = 0
    told: int = 0
    found: int = 0
    chains: int = 0
    innermost: int = 0
    denied: int = 0
    said_denied: int = 0
    rightly_denied: int = 0


def stories(reader: Reader | None, tables: SourceTables) -> Iterator[Story]:
    """The ten stories with their articles read; without a reader, no more than their text."""
    gold = list(rows(DATA / "origins" / "dev.jsonl"))
    wanted = {article for story in gold for article in story["articles"]}
    with gzip.open(DATA / "news-clusters" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = {
            row["id"]: article_of(row, tables.newsrooms) for row in map(json.loads, lines) if row["id"] in wanted
        }
    seen = seen_of(gold)
    for story in gold:
        inside = {article: articles[article] for article in story["articles"]}
        readings = dict(zip(inside, readings_of(list(inside.values()), reader, tables), strict=True))
        yield Story(story["event_id"], story["claims"], readings, story["event_id"] not in seen)


def seen_of(gold: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """The stories, by their numbers, that rules were looked for in."""
    halves = sorted((hashlib.sha256(str(story["event_id"]).encode()).hexdigest(), story["event_id"]) for story in gold)
    return frozenset(number for _, number in halves[: len(halves) // 2])


def article_of(row: Mapping[str, Any], newsrooms: Newsrooms) -> Article:
    """The article of a row; its outlet is the one that the table knows by the domain, else the domain."""
    named = newsrooms.outlets_named(row["domain"])
    return Article(
        title=row["title"],
        outlet=next(iter(named)) if len(named) == 1 else row["domain"],
        byline=None,
        dateline=None,
        published=date.fromisoformat(row["date"][:10]),
        language="en",
        text=row["text"],
        url=row["url"],
        given_id=row["id"],
    )


def readings_of(articles: Sequence[Article], reader: Reader, tables: SourceTables) -> Iterator[ArticleReading]:
    """What is read in each article."""
    lexicon, events = tables.names.lexicon, load_event_tables()
    for article, reading in zip(articles, reader.read([article.text for article in articles]), strict=True):
        attributions = attributions_of(reading, article, lexicon)
        mentions = events_of(reading, attributions, article, events)
        yield ArticleReading(
            article=article,
            mentions=reading.mentions,
            attributions=attributions,
            events=mentions,
            claims=claims_of(reading, attributions, mentions, article, VOCABULARY),
        )


def ties_of(story: Story, people: Mapping[str, Iterable[str]], tables: SourceTables) -> Ties:
    """What is known between the articles of a story; `people` are the named voices of each."""
    readings = story.readings.values()
    wordings = {one.article.id: wording_of(one.article.text) for one in readings}
    forms = CreditForms(tables.newsrooms)
    cited = CitationTables(lexicon=tables.names.lexicon, newsrooms=tables.newsrooms, countries=tables.names.countries)
    return Ties(
        reuses={pair: compare_wordings(*map(wordings.__getitem__, pair)) for pair in combinations(wordings, 2)},
        credits=[credit for one in readings for credit in credits_of(one.article, forms)],
        citations=[cite for one in readings for cite in citations_of(one.article, one.attributions, cited)],
        offices=[
            office
            for one in readings
            for office in offices_of(one.article.id, one.article.text, people[one.article.id], tables.names)
        ],
    )


def gold_telling(row: Mapping[str, Any], article: Article) -> Telling:
    """A telling of the gold as a record, with the numbers that its words give."""
    span = Span(row["start"], row["end"])
    claim = Claim(
        article_id=article.id,
        attribution_id=None,
        event_mention_id=None,
        voices=tuple(
            Voice(kind=VoiceKind(voice["kind"]), name=voice["name"], span=Span(voice["start"], voice["end"]))
            for voice in row["voices"]
        ),
        stance=Stance(row["stance"]),
        content=(span,),
        quote=span.of(article.text),
        factuality=Factuality.NOT_JUDGED,
        reason=GOLD,
    )
    event = EventMention(
        article_id=article.id,
        trigger=span,
        clause=span,
        type=EventType.CONSULT,  # asked by nobody: only the numbers are
        mode=None,
        actors=(),
        recipients=(),
        magnitudes=magnitudes_in(article.text, span),
        factuality=Factuality.NOT_JUDGED,
        reason=GOLD,
    )
    return telling_of(claim, event, article)


def telling_of(claim: Claim, event: EventMention | None, article: Article) -> Telling:
    """A claim as a telling of which nobody knows who is who."""
    return Telling(
        claim=claim,
        event=event,
        outlet=article.outlet,
        outlet_entity=None,
        published=article.published,
        keywords=keywords_of(article.text, VOCABULARY, article.title),
        voices=(None,) * len(claim.voices),
        actors=(None,) * len(event.actors if event else ()),
        recipients=(None,) * len(event.recipients if event else ()),
    )


def shared(content: Iterable[Span], span: Span) -> tuple[float, float]:
    """How much of the shorter one, and of both together, a content and a span share, 0 to 1."""
    pieces = list(content)
    length, whole = sum(piece.end - piece.start for piece in pieces), span.end - span.start
    common = sum(max(0, min(piece.end, span.end) - max(piece.start, span.start)) for piece in pieces)
    return common / max(1, min(length, whole)), common / max(1, length + whole - common)


def best_claim(row: Mapping[str, Any], claims: Iterable[Claim]) -> Claim | None:
    """The claim that shares most with a gold telling, if it is enough."""
    span = Span(row["start"], row["end"])
    scored = ((shared(claim.content, span), claim) for claim in claims)
    enough = [(both, claim.id, claim) for (least, both), claim in scored if least >= LEAST_SHARED]
    return max(enough, key=lambda one: one[:2])[2] if enough else None


def texts_of(tellings: Sequence[Telling], ties: Ties) -> list[list[str]]:
    """The outlets of some tellings, those of near copies together."""
    outlets = {telling.claim.article_id: telling.outlet or "" for telling in tellings}
    edges: dict[str, dict[str, None]] = {outlet: {} for outlet in outlets.values()}
    for (here, there), reuse in ties.reuses.items():
        if reuse.verdict is CopyVerdict.COPY and here in outlets and there in outlets:
            edges[outlets[here]][outlets[there]] = None
            edges[outlets[there]][outlets[here]] = None
    return list(components(edges))


def truth_of(tellings: Told) -> Clusters:
    """The gold's origins, each as the claims on it; a claim that stands for two tellings goes to the first."""
    first: dict[str, str] = {}
    for row, telling in tellings:
        first.setdefault(telling.claim.id, row["origin"])
    found: dict[str, set[str]] = defaultdict(set)
    for claim, origin in first.items():
        found[origin].add(claim)
    return [frozenset(claims) for claims in found.values()]


def score_given(story: Story, tables: SourceTables, tally: Tally, shown: Callable[..., None]) -> None:
    """Part 1: the gold's tellings are given."""
    people: dict[str, set[str]] = defaultdict(set)
    pairs = [
        (gold, [(row, gold_telling(row, story.readings[row["article"]].article)) for row in gold["tellings"]])
        for gold in story.claims
    ]
    for _, told in pairs:
        for _, telling in told:
            people[telling.claim.article_id] |= _named(telling.claim)
    ties = ties_of(story, {article: sorted(names) for article, names in _all(people, story).items()}, tables)
    for gold, told in pairs:
        sourcing = origins_of([telling for _, telling in told], ties, tables)
        tally.add(gold, told, sourcing, ties)
        shown(gold, told, sourcing)


def score_read(story: Story, tables: SourceTables, tally: Tally, reads: Reads, shown: Callable[..., None]) -> None:
    """Part 2: the tellings are found among our claims."""
    people = {
        one.article.id: {name for claim in one.claims for name in _named(claim)} for one in story.readings.values()
    }
    ties = ties_of(story, {article: sorted(names) for article, names in people.items()}, tables)
    for gold in story.claims:
        found: list[tuple[Mapping[str, Any], Telling]] = []
        for row in gold["tellings"]:
            reading = story.readings[row["article"]]
            claim = best_claim(row, (one for one in reading.claims if CLASSES[one.stance] == CLASSES[row["stance"]]))
            _count(row, best_claim(row, reading.claims), claim, reads)
            if claim is not None:
                event = next((one for one in reading.events if one.id == claim.event_mention_id), None)
                found.append((row, telling_of(claim, event, reading.article)))
        if 2 * len(found) >= len(gold["tellings"]):
            sourcing = origins_of([telling for _, telling in found], ties, tables)
            tally.add(gold, found, sourcing, ties)
            shown(gold, found, sourcing)


def _count(row: Mapping[str, Any], nearest: Claim | None, claim: Claim | None, reads: Reads) -> None:
    """Counts one gold telling in: `nearest` is our claim whatever its stance, `claim` the one of its class."""
    is_denial = row["stance"] == "denies"
    is_said_denial = nearest is not None and nearest.stance is Stance.DENIES
    reads.tellings += 1
    reads.told += nearest is not None
    reads.denied += is_denial
    reads.said_denied += is_said_denial
    reads.rightly_denied += is_denial and is_said_denial
    if claim is None:
        return
    names, wanted = [voice.name for voice in claim.voices], [voice["name"] for voice in row["voices"]]
    reads.found += 1
    reads.chains += len(names) == len(wanted) and all(map(is_same_name, names, wanted))
    reads.innermost += (not names and not wanted) or bool(names and wanted and is_same_name(names[-1], wanted[-1]))


def _named(claim: Claim) -> set[str]:
    return {voice.name for voice in claim.voices if voice.kind is VoiceKind.NAMED}


def _all(people: Mapping[str, set[str]], story: Story) -> dict[str, set[str]]:
    return {one.article.id: people.get(one.article.id, set()) for one in story.readings.values()}


def show(gold: Mapping[str, Any], told: Told, sourcing: Sourcing) -> None:
    """Prints a claim whose origins are not the gold's."""
    if {frozenset(origin.claims) for origin in sourcing.origins} == set(truth_of(told)):
        return
    printed = {
        one.claim.id: f"{row['origin']} {one.outlet}: {[voice.name for voice in one.claim.voices]}" for row, one in told
    }
    print(f"{gold['id']} {gold['claim']} ({gold['independent_origins']} independent)")
    for origin in sourcing.origins:
        print(f"  {origin.name}{'' if origin.is_support else ' (no support)'}")
        print("".join(f"    {printed[claim]}\n" for claim in origin.claims), end="")
        print("".join(f"    - {reason.method}: {reason.detail}\n" for reason in origin.reasons), end="")


def _show_nothing(gold: Mapping[str, Any], told: Told, sourcing: Sourcing) -> None:
    """Of the unseen stories nothing is shown."""


def _line(name: str, tally: Tally) -> str:
    figures = (tally.exact, tally.exact_in_found, tally.by_outlet, tally.by_text, tally.statuses)
    measures = (tally.clusters.precision, tally.clusters.recall, tally.clusters.f1)
    cells = [*(f"{tally.share(one):.1f}" for one in figures), *(f"{100 * one:.1f}" for one in measures)]
    return f"| {name} | {tally.claims} | {' | '.join(cells)} |"


def _sum(one: Tally, other: Tally) -> Tally:
    counts = ("claims", "exact", "exact_in_found", "statuses", "by_outlet", "by_text")
    return Tally(
        **{name: getattr(one, name) + getattr(other, name) for name in counts}, clusters=one.clusters + other.clusters
    )


def report(given: Mapping[bool, Tally], read: Mapping[bool, Tally], reads: Reads) -> tuple[list[str], dict[str, float]]:
    """The section of RESULTS.md, and its figures."""
    parts = {"given": given, "read": read}
    wholes = {name: _sum(part[False], part[True]) for name, part in parts.items()}
    precision = reads.rightly_denied / max(1, reads.said_denied)
    recall = reads.rightly_denied / max(1, reads.denied)
    denial = 2 * precision * recall / max(1e-9, precision + recall)
    lines = [
        "## Who stands behind a claim (origins)",
        "",
        "`origins` dev, ten stories of `news-clusters`, one annotator, provisional (not double-coded by trained human "
        "coders). Rules were looked for in five stories and only scored, some sixty times, on the five unseen ones. "
        "Per cent; no published figure is known. Independent origins: exactly the gold's number, beside two baselines.",
        "",
        "| | claims | independent origins | of the tellings found | outlets counted | near copies counted once | "
        "status | B-cubed P | R | F1 |",
        "|---|---|---|---|---|---|---|---|---|---|",
        _line("tellings given, seen stories", given[False]),
        _line("tellings given, unseen stories", given[True]),
        _line("tellings given, all", wholes["given"]),
        _line("read, claims found, seen stories", read[False]),
        _line("read, claims found, unseen stories", read[True]),
        _line("read, claims found, all", wholes["read"]),
        "",
        f"Reading: of {reads.tellings} tellings {100 * reads.told / reads.tellings:.1f} % are claims of ours, "
        f"{100 * reads.found / reads.tellings:.1f} % with a stance of the right class; of these "
        f"{100 * reads.innermost / max(1, reads.found):.1f} % have the right innermost voice and "
        f"{100 * reads.chains / max(1, reads.found):.1f} % the whole chain. Denials: precision {100 * precision:.1f}, "
        f"recall {100 * recall:.1f}, F1 {100 * denial:.1f} ({reads.denied} in the gold).",
    ]
    figures = {
        "given_unseen_exact": given[True].share(given[True].exact),
        "given_exact": wholes["given"].share(wholes["given"].exact),
        "given_b_cubed": 100 * wholes["given"].clusters.f1,
        "given_status": wholes["given"].share(wholes["given"].statuses),
        "read_exact": wholes["read"].share(wholes["read"].exact),
        "read_exact_in_found": wholes["read"].share(wholes["read"].exact_in_found),
        "read_b_cubed": 100 * wholes["read"].clusters.f1,
        "read_status": wholes["read"].share(wholes["read"].statuses),
        "tellings_found": 100 * reads.found / reads.tellings,
        "innermost_voice": 100 * reads.innermost / max(1, reads.found),
        "denial_f1": 100 * denial,
    }
    return lines, {name: round(value, 1) for name, value in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="print what is wrong in the seen half; record nothing")
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    options = parser.parse_args()
    tables = load_source_tables(load_lexicon())
    given, read, reads = {half: Tally() for half in (False, True)}, {half: Tally() for half in (False, True)}, Reads()
    for story in stories(open_reader(options.model) if options.model else open_reader(), tables):
        is_shown = options.dev and not story.is_unseen
        shown = show if is_shown else _show_nothing
        score_given(story, tables, given[story.is_unseen], shown)
        score_read(story, tables, read[story.is_unseen], reads, shown)
    lines, figures = report(given, read, reads)
    print("\n".join(lines))
    if not options.dev:
        write_section("origins", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
