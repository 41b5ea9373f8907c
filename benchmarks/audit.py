"""The precision audit: claims drawn at random from news, each judged by hand, field by field.

    python benchmarks/audit.py --draw FILE     # the claims of the last draw to judge, with the text around them
    python benchmarks/audit.py                 # the shares right, draw beside draw, from benchmarks/audit/*.jsonl

Half of the claims of a draw come from PolNeAR's development articles, half from news-clusters; seed and number are
fixed. A verdict names corpus, article and claim by id and holds no text. A field is right, wrong, or not asked (null),
as recipients are of a march. `claim` asks whether the sentence tells this at all, and it is worth a line. Another
reading of the articles needs another draw: its claims are others.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from examples import extracted

FOLDER = Path(__file__).parent / "audit"
ARTICLES = 60
"""Articles of each corpus from which the claims are drawn."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The claims that were drawn and judged once: by which seed, how many, of the program at which commit."""

    seed: int
    number: int
    commit: str
    name: str

    def verdicts(self) -> list[dict[str, Any]]:
        """What was found of each claim."""
        return [json.loads(line) for line in (FOLDER / self.name).read_text(encoding="utf-8").splitlines()]


DRAWS = (
    Draw(20161108, 200, "ac41703", "verdicts.jsonl"),
    Draw(20261121, 100, "3473647", "verdicts-2.jsonl"),
    Draw(20261122, 200, "3b24602", "verdicts-3.jsonl"),
    Draw(20261123, 200, "b0b1e0f", "verdicts-4.jsonl"),
)
"""Every draw, the oldest first."""
FIELDS = ("claim", "voices", "stance", "content", "type", "actors", "recipients", "factuality")


def articles(draw: Draw) -> Iterator[dict[str, Any]]:
    """The articles drawn of each corpus, as JSONL rows."""
    chance = random.Random(draw.seed)
    polnear = [row for row in rows(DATA / "polnear" / "dev.jsonl.gz") if row["first"]]
    clusters = list(rows(DATA / "news-clusters" / "articles.jsonl.gz"))
    for corpus, given, outlet in (("polnear", polnear, "publisher"), ("news-clusters", clusters, "domain")):
        for row in chance.sample(given, ARTICLES):
            yield {"id": f"{corpus}/{row['id']}", "text": row["text"], "outlet": row[outlet]}


def drawn(draw: Draw) -> Iterator[dict[str, Any]]:
    """The claims to judge, each with the text around it."""
    chance = random.Random(draw.seed)
    found: dict[str, list[dict[str, Any]]] = {"polnear": [], "news-clusters": []}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as given:
        given.writelines(json.dumps(row) + "\n" for row in articles(draw))
        given.flush()
        records = extracted(given.name)
    for record in records:
        corpus = record["id"].split("/")[0]
        for claim in record["claims"]:
            start, end = claim["content"][0][0], claim["content"][-1][1]
            event = None if claim["event"] is None else record["events"][claim["event"]]
            found[corpus].append(
                {
                    "corpus": corpus,
                    "article": record["id"].split("/", 1)[1],
                    "claim_id": claim["id"],
                    "around": record["text"][max(0, start - 400) : end + 200],
                    "quote": " … ".join(record["text"][a:b] for a, b in claim["content"]),
                    "voices": [voice["name"] for voice in claim["voices"]],
                    "stance": claim["stance"],
                    "factuality": claim["factuality"],
                    "event": event and _shown(event, record["text"]),
                }
            )
    for claims in found.values():
        yield from chance.sample(claims, draw.number // len(found))


def _shown(event: dict[str, Any], text: str) -> dict[str, Any]:
    """An event as a person reads it."""
    return {
        "trigger": text[slice(*event["trigger"])],
        "type": event["type"],
        "mode": event.get("mode"),
        "actors": [f"{party['entity']} ({party['code']})" for party in event["actors"]],
        "recipients": [f"{party['entity']} ({party['code']})" for party in event["recipients"]],
        "factuality": event["factuality"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", type=Path)
    options = parser.parse_args()
    if options.draw:
        options.draw.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in drawn(DRAWS[-1])))
        return
    judged = [draw.verdicts() for draw in DRAWS]
    told = "; ".join(
        f"{len(verdicts)} claims of commit {draw.commit} (seed {draw.seed}), of which "
        f"{sum(one['has_event'] for one in verdicts)} tell an event"
        for draw, verdicts in zip(DRAWS, judged, strict=True)
    )
    lines = [
        "## The precision audit (audit)",
        "",
        f"Claims drawn at random from PolNeAR's dev articles and news-clusters, half each, and judged by hand: {told}. "
        "What a draw showed was mended after it where the language allowed. Share right, per cent.",
        "",
        "| | " + " | ".join(draw.commit for draw in DRAWS) + " | of these PolNeAR | news-clusters | asked |",
        "|---" * (4 + len(DRAWS)) + "|",
        *(f"| {field} | {_cells(field, judged)} |" for field in FIELDS),
        f"| all fields | {' | '.join(f'{_whole(one):.1f}' for one in judged)} | | | {len(judged[-1])} |",
        "",
        "What was wrong, by kind, per hundred claims:",
        "",
        "| | " + " | ".join(draw.commit for draw in DRAWS) + " |",
        "|---" * (1 + len(DRAWS)) + "|",
    ]
    kinds = [Counter(kind for one in verdicts for kind in one["errors"]) for verdicts in judged]
    for kind, _ in sum(kinds, Counter()).most_common():
        shares = (100 * counts[kind] / len(verdicts) for counts, verdicts in zip(kinds, judged, strict=True))
        lines.append(f"| {kind} | " + " | ".join(f"{share:.1f}" for share in shares) + " |")
    print("\n".join(lines))
    figures = {field: round(_share(field, judged[-1]), 1) for field in FIELDS}
    write_section("audit", "\n".join(lines), figures | {"all": round(_whole(judged[-1]), 1)})


def _cells(field: str, judged: Sequence[list[dict[str, Any]]]) -> str:
    """The share right of each draw, then of each corpus in the last one, and how often the field was asked in it."""
    last = judged[-1]
    corpora = ([one for one in last if one["corpus"] == corpus] for corpus in ("polnear", "news-clusters"))
    shares = [f"{_share(field, part):.1f}" for part in (*judged, *corpora)]
    return " | ".join([*shares, str(sum(one[field] is not None for one in last))])


def _share(field: str, verdicts: Sequence[dict[str, Any]]) -> float:
    asked = [one[field] for one in verdicts if one[field] is not None]
    return 100 * sum(asked) / max(1, len(asked))


def _whole(verdicts: Sequence[dict[str, Any]]) -> float:
    """The share of claims with every field right that was asked."""
    return 100 * sum(all(one[field] is not False for field in FIELDS) for one in verdicts) / len(verdicts)


if __name__ == "__main__":
    main()
