"""The precision audit: claims drawn at random from news, each judged by hand, field by field.

    python benchmarks/audit.py --draw FILE     # the claims to judge, with the text around them, as JSON lines
    python benchmarks/audit.py                 # the shares right, from benchmarks/audit/verdicts.jsonl

Half of the claims come from PolNeAR's development articles, half from news-clusters; seed and number are fixed. A
verdict names corpus, article and claim by id and holds no text. A field is right, wrong, or not asked (null), as
recipients are of a march. `claim` asks whether the sentence tells this at all, and it is worth a line.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from corpora import DATA, rows
from examples import extracted

SEED = 20161108
DRAWN = 200
ARTICLES = 60
JUDGED_AT = "ac41703"
"""The commit whose claims were judged; its draw differs from that of a later one."""
VERDICTS = Path(__file__).parent / "audit" / "verdicts.jsonl"
FIELDS = ("claim", "voices", "stance", "content", "type", "actors", "recipients", "factuality")


def articles() -> Iterator[dict[str, Any]]:
    """The articles drawn of each corpus, as JSONL rows."""
    chance = random.Random(SEED)
    polnear = [row for row in rows(DATA / "polnear" / "dev.jsonl.gz") if row["first"]]
    clusters = list(rows(DATA / "news-clusters" / "articles.jsonl.gz"))
    for corpus, given, outlet in (("polnear", polnear, "publisher"), ("news-clusters", clusters, "domain")):
        for row in chance.sample(given, ARTICLES):
            yield {"id": f"{corpus}/{row['id']}", "text": row["text"], "outlet": row[outlet]}


def drawn() -> Iterator[dict[str, Any]]:
    """The claims to judge, each with the text around it."""
    chance = random.Random(SEED)
    found: dict[str, list[dict[str, Any]]] = {"polnear": [], "news-clusters": []}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as given:
        given.writelines(json.dumps(row) + "\n" for row in articles())
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
        yield from chance.sample(claims, DRAWN // len(found))


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
        options.draw.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in drawn()))
        return
    verdicts = [json.loads(line) for line in VERDICTS.read_text().splitlines()]
    with_event = [one for one in verdicts if one["has_event"]]
    lines = [
        "## The precision audit (audit)",
        "",
        f"{len(verdicts)} claims drawn at random (seed {SEED}) from PolNeAR's dev articles and news-clusters, half "
        f"each, judged by hand at commit {JUDGED_AT}; {len(with_event)} tell an event. What they showed was mended "
        "since where the language allowed, so they say what the reading was like before. Share right, per cent.",
        "",
        "| | asked | right | PolNeAR | news-clusters |",
        "|---|---|---|---|---|",
    ]
    figures = {}
    for field in FIELDS:
        shares = []
        for corpus in (None, "polnear", "news-clusters"):
            asked = [one[field] for one in verdicts if one[field] is not None and corpus in (None, one["corpus"])]
            shares.append(100 * sum(asked) / max(1, len(asked)))
            if corpus is None:
                count = len(asked)
        figures[field] = round(shares[0], 1)
        lines.append(f"| {field} | {count} | " + " | ".join(f"{share:.1f}" for share in shares) + " |")
    whole = [all(one[field] is not False for field in FIELDS) for one in verdicts]
    figures["all"] = round(100 * sum(whole) / len(whole), 1)
    lines += [f"| all fields | {len(whole)} | {figures['all']:.1f} | | |", "", "What was wrong, by kind:", ""]
    kinds = Counter(kind for one in verdicts for kind in one["errors"])
    lines += [f"- {kind}: {count}" for kind, count in kinds.most_common()]
    print("\n".join(lines))
    write_section("audit", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
