"""Events of invented passages: what the pipeline reads in `tests/pages/events`, and what a careful reader finds there.

    python benchmarks/events.py [--model DIR] [--verbose]

An event is found when one of a right type has its trigger among the words that tell it. Fields are judged of the found
events only, the parties, the chain of voices and the rest each as a whole; `codes` of the parties that were found. The
open passages may be used while something is mended; the held-out ones are only ever scored. `--verbose` prints what is
wrong in the open passages and which types are taken for which, and records nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from event_passages import Judged, confusions_of, faults_of, figures_of, judge, load_passages, read_passages
from rashomon.gazetteer import open_gazetteer
from rashomon.pipeline import Tools, tools_with
from rashomon.reader import open_reader

COLUMNS = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "trigger_f1": "F1 of triggers",
    "actors": "actors",
    "recipients": "recipients",
    "codes": "codes",
    "mode": "mode",
    "factuality": "factuality",
    "magnitudes_f1": "magnitudes, F1",
    "voices": "voices",
    "stance": "stance",
    "quiet": "passages without events left so",
}
MOST_CONFUSIONS = 12


def judged_passages(tools: Tools, *, held_out: bool, subject: str = "") -> list[Judged]:
    """What the pipeline reads in the open passages, or in those held out, judged; with a subject, in those about it."""
    passages = load_passages(held_out, subject)
    return [
        judge(passage, reading.events, reading.claims)
        for passage, reading in zip(passages, read_passages(passages, tools), strict=True)
    ]


def _row(name: str, judged: Sequence[Judged]) -> str:
    """A row of the table, with a dash for what these passages do not ask."""
    figures, asked = figures_of(judged), {field for one in judged for found in one.found for field in found.right}
    if not any(amount for one in judged for found in one.found for amount in found.amounts):
        asked.discard("magnitudes")
    dashed = {"mode": "mode", "magnitudes_f1": "magnitudes"}
    cells = ("–" if dashed.get(key, "actors") not in asked else f"{figures[key]:.1f}" for key in COLUMNS)
    return f"| {name} | {' | '.join(cells)} |"


def _show(one: Judged) -> None:
    faults = faults_of(one)
    if faults:
        print(one.passage.name, one.passage.text, *faults, sep="\n  ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model folder; the bundled one unless given")
    parser.add_argument(
        "--verbose", action="store_true", help="print what is wrong in the open passages; record nothing"
    )
    options = parser.parse_args()
    reader = open_reader(options.model) if options.model else open_reader()
    tools = tools_with(reader, open_gazetteer())
    judged = {
        f"{part}{', ' if subject else ''}{subject}": judged_passages(
            tools, held_out=part == "held out", subject=subject
        )
        for subject in ("", "actors", "meetings")
        for part in ("open", "held out")
    }
    counts = [sum(not e.is_optional for one in part for e in one.passage.expected) for part in judged.values()]
    quiet = [sum(not one.passage.expected for one in part) for part in judged.values()]
    lines = [
        "## Events of invented passages (tests/pages/events)",
        "",
        f"{len(judged['open'])} open passages with {counts[0]} events ({quiet[0]} passages have none) and "
        f"{len(judged['held out'])} held out with {counts[1]} ({quiet[1]} have none); as hard as news in who does what "
        f"to whom (`actors`), {len(judged['open, actors'])} with {counts[2]} events and "
        f"{len(judged['held out, actors'])} with {counts[3]}; of talks, whose parties bear long titles (`meetings`), "
        f"{len(judged['open, meetings'])} with {counts[4]} and {len(judged['held out, meetings'])} with {counts[5]}. "
        "An event is right by trigger and type; what follows is of the events found. Per cent.",
        "",
        f"| passages | {' | '.join(COLUMNS.values())} |",
        "|---" * (len(COLUMNS) + 1) + "|",
        *(_row(name, part) for name, part in judged.items()),
    ]
    if options.verbose:
        for one in (*judged["open"], *judged["open, actors"]):
            _show(one)
        for name, part in judged.items():
            pairs = confusions_of(part).most_common(MOST_CONFUSIONS)
            print(f"{name}, expected > read:", "; ".join(f"{one} > {other} {n}" for (one, other), n in pairs))
    print("\n".join(lines))
    if not options.verbose:
        figures = {
            f"{name.replace(', ', '_').replace(' ', '_')}_{key}": value
            for name, part in judged.items()
            for key, value in figures_of(part).items()
        }
        write_section("events", "\n".join(lines), figures)


if __name__ == "__main__":
    main()
