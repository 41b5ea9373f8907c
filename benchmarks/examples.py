"""The bundled examples against `examples/expected.json`: claims found, stances, chains of voices.

    python benchmarks/examples.py [--dev]

A claim is found when a claim of that article covers a part of the anchor with its content. Of several, the one with the
right chain, then stance, counts. A voice is right when one name holds the other, articles and case apart. The examples
are ours and in the open, so the figures guard against going back; they compare with nobody's. `--dev` prints
each claim that is missed or wrong, and records nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from results import write_section

EXAMPLES = Path(__file__).parent.parent / "examples"
PROGRAM = [sys.executable, "-c", "from rashomon.cli import main; main()"]
_ARTICLES = re.compile(r"^(?:the|an?|its?|our|his|her|their) ")


def extracted(*arguments: str) -> list[dict[str, Any]]:
    """The records that `rashomon extract` prints with these arguments."""
    printed = subprocess.run([*PROGRAM, "extract", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def is_same_name(one: str, other: str) -> bool:
    bare = [_ARTICLES.sub("", name.casefold().replace("\u00a0", " ")) for name in (one, other)]
    return bare[0] in bare[1] or bare[1] in bare[0]


def judge(expected: dict[str, Any], record: dict[str, Any]) -> tuple[bool, bool, bool, bool, str]:
    """Whether the claim is found, and with the right innermost voice, whole chain and stance; and what was read."""
    start = record["text"].replace("\u00a0", " ").index(expected["anchor"])
    end = start + len(expected["anchor"])
    judged = [(False, False, False, False, "nothing")]
    for claim in record["claims"]:
        if not any(first < end and start < last for first, last in claim["content"]):
            continue
        names = [voice["name"] for voice in claim["voices"]]
        innermost = bool(names) and is_same_name(names[-1], expected["voices"][-1])
        pairs = zip(names, expected["voices"], strict=False)
        chain = len(names) == len(expected["voices"]) and all(is_same_name(one, other) for one, other in pairs)
        judged.append((True, innermost, chain, claim["stance"] == expected["stance"], f"{names} {claim['stance']}"))
    return max(judged, key=lambda one: one[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="print what is missed or wrong; record nothing")
    options = parser.parse_args()
    expected = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
    titles = {article["id"]: article["title"] for article in expected["articles"]}
    records = {record["title"]: record for record in extracted(str(EXAMPLES / "keth-strait"))}
    judged = [(claim, judge(claim, records[titles[claim["article"]]])) for claim in expected["claims"]]
    if options.dev:
        for claim, (*right, read) in judged:
            if not all(right):
                print(f"{claim['article']} {claim['anchor']!r}\n  {claim['voices']} {claim['stance']}\n  {read}")
    found = sum(one[0] for _, one in judged) or 1
    figures = {
        "claims_found": round(100 * found / len(judged), 1),
        "innermost_voice": round(100 * sum(one[1] for _, one in judged) / found, 1),
        "whole_chain": round(100 * sum(one[2] for _, one in judged) / found, 1),
        "stance": round(100 * sum(one[3] for _, one in judged) / found, 1),
    }
    lines = [
        "## The bundled examples (examples)",
        "",
        f"{len(judged)} expected claims of {len(records)} invented articles, built with in sight: "
        "a guard against going back, not a score to compare. Per cent; the last three are of the claims found.",
        "",
        "| claims found | innermost voice | whole chain of voices | stance |",
        "|---|---|---|---|",
        "| {claims_found} | {innermost_voice} | {whole_chain} | {stance} |".format(**figures),
    ]
    print("\n".join(lines))
    if not options.dev:
        write_section("examples", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
