"""Voices and stances over the invented passages of `tests/pages/chains`: by their gold spans, and read end to end.

`python benchmarks/chains.py` writes the section "chains" of RESULTS.md. With gold spans it shows the rules alone, on
the passages that the tests hold and on those held out (written after the rules, never used to change them); without
mentions it shows what the rules lose where the reader marks none. End to end the real reader finds the spans: an
attribution is found when one of the same content (overlap of at least half, by characters, of what the rules make of
the gold spans) and cue is read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from results import write_section

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from chain_passages import Expected, Passage, faults_of, has_voices, load_passages
from rashomon.attributions import attributions_of
from rashomon.claims import claims_of
from rashomon.errors import ModelError
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.reader import open_reader
from rashomon.records import AttributionSpans, Claim, Reading, Span
from rashomon.vocabulary import load_vocabulary

LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the marked attributions were found, and of all of them how many have all right."""

    total: int
    found: int
    voices: int
    stance: int
    both: int

    def row(self, name: str) -> str:
        shares = (self.found, self.voices, self.stance, self.both)
        return f"| {name} | {self.total} | " + " | ".join(f"{100 * part / self.total:.1f}" for part in shares) + " |"


def score_by_gold(passages: Sequence[Passage], lexicon: Lexicon) -> Score:
    """The rules alone: whether each marked attribution gives the claim it must."""
    faults: list[tuple[str, ...]] = []
    for passage in passages:
        attributions = attributions_of(passage.reading, passage.article, lexicon)
        claims = claims_of(passage.reading, attributions, (), passage.article, load_vocabulary())
        faults += [faults_of(expected, passage, attributions, claims) for expected in passage.expected]
    return _score([("claim" not in one, "voices" not in one, "stance" not in one) for one in faults])


def score_end_to_end(passages: Sequence[Passage], read: Callable[[str], Reading], lexicon: Lexicon) -> Score:
    """The reader and the rules: claims compared with the expected ones over the same words."""
    marks: list[tuple[bool, bool, bool]] = []
    for passage in passages:
        reading = read(passage.article.text)
        attributions = attributions_of(reading, passage.article, lexicon)
        claims = claims_of(reading, attributions, (), passage.article, load_vocabulary())
        by_id = {one.id: one for one in attributions}
        by_gold = {
            (one.source, one.cue): one.content for one in attributions_of(passage.reading, passage.article, lexicon)
        }
        for expected in passage.expected:
            spans = passage.marked[expected.number]
            if expected.outcome != "claim":
                continue
            told = [
                claim
                for claim in claims
                if _overlap(by_id[claim.attribution_id or ""].content, by_gold[spans.source, spans.cue])
                >= LEAST_OVERLAP
                and (not spans.cue or _touches(by_id[claim.attribution_id or ""].cue, spans.cue))
            ]
            marks.append(_judge(expected, told))
    return _score(marks)


def _judge(expected: Expected, told: Sequence[Claim]) -> tuple[bool, bool, bool]:
    if not told:
        return (False, False, False)
    claim = told[0]
    return (True, has_voices(expected.voices, claim.voices), expected.stance in ("*", claim.stance.value))


def _score(marks: Sequence[tuple[bool, bool, bool]]) -> Score:
    return Score(
        total=len(marks),
        found=sum(found for found, _, _ in marks),
        voices=sum(found and voices for found, voices, _ in marks),
        stance=sum(found and stance for found, _, stance in marks),
        both=sum(all(mark) for mark in marks),
    )


def _overlap(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    mine = {place for span in ours for place in range(*span)}
    gold = {place for span in theirs for place in range(*span)}
    return len(mine & gold) / len(mine | gold) if mine | gold else 0.0


def _touches(ours: Sequence[Span], theirs: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in ours for other in theirs)


def _without_mentions(passage: Passage) -> Passage:
    return replace(passage, reading=replace(passage.reading, mentions=()))


def _faults(passages: Sequence[Passage], lexicon: Lexicon) -> list[str]:
    lines: list[str] = []
    for passage in passages:
        attributions = attributions_of(passage.reading, passage.article, lexicon)
        claims = claims_of(passage.reading, attributions, (), passage.article, load_vocabulary())
        for expected in passage.expected:
            faults = faults_of(expected, passage, attributions, claims)
            if faults:
                lines.append(f"{passage.name}, attribution {expected.number}: {', '.join(faults)}")
    return lines


def _nested_spans(passages: Sequence[Passage]) -> int:
    def holds(outer: AttributionSpans, inner: AttributionSpans) -> bool:
        return any(piece.contains(span) for piece in outer.content for span in inner.content)

    return sum(
        any(other is not one and holds(other, one) for other in passage.marked.values())
        for passage in passages
        for one in passage.marked.values()
    )


def main() -> None:
    """Writes the section and prints it."""
    lexicon = load_lexicon()
    held, out = load_passages(), load_passages(held_out=True)
    rows = [
        score_by_gold(held, lexicon).row("gold spans, passages of the tests"),
        score_by_gold(out, lexicon).row("gold spans, held out"),
        score_by_gold([_without_mentions(one) for one in (*held, *out)], lexicon).row("gold spans, all, no mentions"),
    ]
    figures = {
        "held_out_both": score_by_gold(out, lexicon).both / score_by_gold(out, lexicon).total,
        "tests_both": score_by_gold(held, lexicon).both / score_by_gold(held, lexicon).total,
    }
    note = ""
    try:
        reader = open_reader()
        for name, passages in (("end to end, passages of the tests", held), ("end to end, held out", out)):
            score = score_end_to_end(passages, lambda text: next(reader.read([text])), lexicon)
            rows.append(score.row(name))
            figures["end_to_end_both" if passages is held else "end_to_end_held_out_both"] = score.both / score.total
    except ModelError as error:
        note = f"\nEnd to end is missing: {error}."
    markdown = "\n".join(
        [
            "## Chains of voices and stances",
            "",
            f"{len(held)} invented passages that the tests hold and {len(out)} held out, with "
            f"{_nested_spans([*held, *out])} nested attributions. Per cent of the marked; voices and stance "
            "count only where the claim is found.",
            "",
            "| spans | attributions | claim found | voices right | stance right | all right |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "Wrong among the held out, by gold spans: " + ("; ".join(_faults(out, lexicon)) or "nothing") + ".",
            note,
        ]
    )
    write_section("chains", markdown, figures)
    print(markdown)


if __name__ == "__main__":
    main()
