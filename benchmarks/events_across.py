"""Events across articles: which tellings are about one occurrence, and what finding that out costs.

    python benchmarks/events_across.py [--model DIR] [--dev] [--origins]

ECB+ test, all topics in one heap and no topic given: gold mentions of events, and mentions that are read, both the
coded events of the pipeline and all predicates of the model. CoNLL is the mean of MUC, B-cubed and CEAF phi 4.
`--origins` adds the tellings of the gold claims of `origins/dev.jsonl`, read by the whole pipeline. `--dev` scores ECB+
dev, and records nothing. What linking costs as the ledger grows: `growth.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from clusters import Clusters, score
from origins import seen_of
from results import write_section
from told import tellings_of

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from rashomon.events import load_event_tables
from rashomon.gazetteer import open_gazetteer
from rashomon.lexicon import load_lexicon
from rashomon.links import edges_of, events_among
from rashomon.pipeline import tools_with
from rashomon.reader import Reader, open_reader
from rashomon.records import Span, Telling
from rashomon.sides import Side, side_of
from rashomon.vocabulary import Vocabulary, load_vocabulary
from tellings import Marked, Passage, Tools, events_in, marked_in, passages, sides_in

PUBLISHED = 88.4
"""Scientific Reports, December 2025 (s41598-025-32765-6): gold mentions, a large cross-encoder."""
NO_VECTOR = np.zeros(0, np.float32)
LEAST_OVERLAP = 0.3
"""Dice overlap of characters from which on a claim that was read is the telling that the gold marks."""


def clusters_of(keys: Mapping[str, Hashable], groups: Iterable[Iterable[str]]) -> Clusters:
    """The groups, with each mention by its key."""
    return [frozenset(keys[one] for one in group) for group in groups]


def by_name(marked: Sequence[Marked], name: Callable[[Marked], Hashable]) -> list[list[str]]:
    """The mentions that have one name."""
    groups: defaultdict[Hashable, list[str]] = defaultdict(list)
    for one in marked:
        groups[name(one)].append(one.side.id)
    return list(groups.values())


def linked(sides: Sequence[Side]) -> tuple[tuple[str, ...], ...]:
    """The events among some sides, found as the ledger does."""
    return events_among(sides, edges_of(sides, ()))


def of_gold_mentions(part: str, tools: Tools) -> dict[str, dict[str, float]]:
    """The scores of gold mentions: ours, and those of two baselines."""
    marked = list(marked_in(passages(f"ecbplus/{part}"), tools))
    keys = {one.side.id: one.side.id for one in marked}
    gold = clusters_of(keys, by_name(marked, lambda one: one.cluster))
    said = {
        "ours": linked([one.side for one in marked]),
        "ours without vectors": linked([replace(one.side, vector=NO_VECTOR) for one in marked]),
        "same base form": by_name(marked, lambda one: one.side.trigger),
        "same base form in the gold topic": by_name(marked, lambda one: (one.topic, one.side.trigger)),
    }
    return {name: score([(gold, clusters_of(keys, groups))]) for name, groups in said.items()}


def of_read_mentions(part: str, tools: Tools) -> dict[str, dict[str, float]]:
    """The scores of mentions that are read: one is the gold mention in whose words its own word lies."""
    found: dict[str, list[Side]] = {"coded events": [], "all predicates": []}
    keys: dict[str, Hashable] = {}
    gold: defaultdict[str, set[Hashable]] = defaultdict(set)
    kept = [one for one in passages(f"ecbplus/{part}") if one.mentions]
    for passage, reading in zip(kept, tools.reader.read([one.text for one in kept]), strict=True):
        for mention in passage.mentions:
            gold[mention.cluster].add(mention.id)
        triggers = {
            "coded events": [event.trigger for event in events_in(passage, reading, tools)],
            "all predicates": [reading.words[one.word].span for one in reading.predicates],
        }
        for name, spans in triggers.items():
            named = list(_named(name, passage, spans))
            keys |= {id_: key for id_, _, key in named}
            found[name] += sides_in(passage, reading, [(id_, span) for id_, span, _ in named], tools)
    truth = [frozenset(one) for one in gold.values()]
    return {name: score([(truth, clusters_of(keys, linked(sides)))]) for name, sides in found.items()}


def _named(name: str, passage: Passage, spans: Iterable[Span]) -> Iterator[tuple[str, Span, Hashable]]:
    """Each mention that was read with an id and a key: the gold mention's, where it is the first inside it."""
    taken = set()
    for span in spans:
        id_ = f"{name} {passage.document} {span.start}"
        gold = next((one.id for one in passage.mentions if one.span.contains(span) and one.id not in taken), None)
        taken.add(gold)
        yield id_, span, gold or id_


def tellings_of_origins(reader: Reader, vocabulary: Vocabulary) -> dict[str, Sequence[Telling]]:
    """What the whole pipeline reads in the articles of `origins/dev.jsonl`, by the ids of the articles."""
    annotated = {id_ for story in rows(DATA / "origins" / "dev.jsonl") for id_ in story["articles"]}
    articles = [row for row in rows(DATA / "news-clusters" / "articles.jsonl.gz") if row["id"] in annotated]
    with open_gazetteer() as gazetteer:
        found = tellings_of(articles, tools_with(reader, gazetteer), vocabulary)
    return {read_one.article.given_id or "": told for read_one, told in found}


def of_origins(tellings: Mapping[str, Sequence[Telling]], vocabulary: Vocabulary) -> dict[str, Any]:
    """B-cubed over the gold tellings of each story that were found as a claim, and how many were."""
    sides = [side_of(one, vocabulary) for found in tellings.values() for one in found]
    said = {
        "ours": linked(sides),
        "all of a story are one": [[side.id for side in sides]],
        "each is one alone": [[side.id] for side in sides],
    }
    gold = list(rows(DATA / "origins" / "dev.jsonl"))
    seen = seen_of(gold)
    figures: dict[str, Any] = {}
    for name, groups in said.items():
        event_of = {id_: number for number, group in enumerate(groups) for id_ in group}
        scored, total = [], 0
        for story in gold:
            wanted: defaultdict[str, set[Hashable]] = defaultdict(set)
            found: defaultdict[int, set[Hashable]] = defaultdict(set)
            for claim in story["claims"]:
                for number, one in enumerate(claim["tellings"]):
                    total += 1
                    if (id_ := _claim_at(one, tellings.get(one["article"], ()))) is not None:
                        wanted[claim["id"]].add((claim["id"], number))
                        found[event_of[id_]].add((claim["id"], number))
            scored.append(([frozenset(one) for one in wanted.values()], [frozenset(one) for one in found.values()]))
        figures[name] = score(scored)
        if name == "ours":
            unseen = [one for story, one in zip(gold, scored, strict=True) if story["event_id"] not in seen]
            figures["ours, stories that were only scored"] = score(unseen)
    figures["found"] = sum(len(one) for wanted, _ in scored for one in wanted), total
    return figures


def _claim_at(gold: Mapping[str, Any], tellings: Iterable[Telling]) -> str | None:
    """The claim whose content covers the gold stretch best, None where none does well enough."""
    best: tuple[float, str | None] = (LEAST_OVERLAP, None)
    for one in tellings:
        content = one.claim.content
        shared = sum(max(0, min(gold["end"], span.end) - max(gold["start"], span.start)) for span in content)
        size = sum(span.end - span.start for span in content)
        best = max(best, (2 * shared / (size + gold["end"] - gold["start"]), one.claim.id), key=lambda pair: pair[0])
    return best[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder instead of the one in the package")
    parser.add_argument("--dev", action="store_true", help="score ECB+ dev instead of test; record nothing")
    parser.add_argument("--origins", action="store_true", help="score the tellings of origins/dev.jsonl too")
    options = parser.parse_args()
    reader, vocabulary = open_reader(options.model), load_vocabulary()
    tools = Tools(reader, load_event_tables(), load_lexicon(), vocabulary)
    part = "dev" if options.dev else "test"
    gold, read = of_gold_mentions(part, tools), of_read_mentions(part, tools)
    lines = [
        "## Events across articles",
        "",
        f"ECB+ {part}, official sentences, all topics in one heap, no topic given to us. Per cent. Published with gold "
        f"mentions: CoNLL {PUBLISHED} (a large cross-encoder).",
        "",
        "| mentions | events by | MUC | B³ | CEAF φ4 | CoNLL |",
        "|---|---|---|---|---|---|",
        *(_row("gold", name, one) for name, one in gold.items()),
        *(_row(f"read: {name}", "ours", one) for name, one in read.items()),
    ]
    figures = {"gold_conll": gold["ours"]["conll"], "read_conll": read["all predicates"]["conll"]}
    if options.origins:
        scored = of_origins(tellings_of_origins(reader, vocabulary), vocabulary)
        count, total = scored.pop("found")
        lines += ["", *_origins_lines(scored, count, total)]
        figures["origins_b_cubed"] = scored["ours"]["b_cubed_f1"]
    print("\n".join(lines))
    if not options.dev:
        write_section("events-across", "\n".join(lines), {name: round(one, 2) for name, one in figures.items()})


def _row(*cells: Any) -> str:
    *names, scores = cells
    shown = [f"{scores[f'{measure}_f1']:.1f}" for measure in ("muc", "b_cubed", "ceaf")]
    return "| " + " | ".join([*names, *shown, f"**{scores['conll']:.1f}**"]) + " |"


def _origins_lines(scored: Mapping[str, Mapping[str, float]], count: int, total: int) -> list[str]:
    names = ("precision", "recall", "f1")
    return [
        "Tellings of one gold claim put together: `origins/dev.jsonl`, ten stories, by one annotator (provisional), "
        f"read by the whole pipeline; {count} of {total} gold tellings are found as a claim. B-cubed over these. Some "
        "numbers of linking were set on five of the stories; the others were only scored, but often, and among numbers "
        "that did alike on the five the choice was made by all ten.",
        "",
        "| events by | precision | recall | F1 |",
        "|---|---|---|---|",
        *(
            f"| {name} | " + " | ".join(f"{one[f'b_cubed_{part}']:.1f}" for part in names) + " |"
            for name, one in scored.items()
        ),
    ]


if __name__ == "__main__":
    main()
