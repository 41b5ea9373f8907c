"""Invented passages with their gold spans, voices and stances, as `tests/pages/chains/*.txt` write them.

A passage is a heading, a few facts, the marked text, and what each attribution must give:

    # A ministry denies
    outlet: Harrow Gazette
    organisations: Vostrian navy
    ---
    [s1:The Vostrian navy] [q1:denied] [c1:that it had fired].
    ---
    1 denies | institution: The Vostrian navy

`s`, `q` and `c` mark source, cue and content of the numbered attribution; marks nest, and one given twice is
one span in two pieces. Voices are the claim's whole chain, outermost first, joined by ">"; `*` is anything,
`own word` the empty chain, `no claim` an attribution without a claim, `absorbed` one that is made part of
another. `| pieces 3` counts the pieces of the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rashomon.records import (
    Article,
    Attribution,
    AttributionSpans,
    Claim,
    Mention,
    MentionType,
    Reading,
    Span,
    Voice,
)

CHAINS_PATH = Path(__file__).parent / "pages" / "chains"

_MARK = re.compile(r"\[([sqc])(\d+):|\]")
_SENTENCE_END = re.compile(r"(?<!\bGen)(?<!\bCol)(?<!\bMr)(?<!\bDr)(?<!\bSt)[.!?][”\"]?(?:\s+(?=[A-Z“\"])|$)|\n\n")
_MENTION_TYPES = {
    "people": MentionType.PERSON,
    "organisations": MentionType.ORGANISATION,
    "places": MentionType.PLACE,
    "documents": MentionType.DOCUMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one marked attribution must give; `stance` and `voices` of "*" are not looked at."""

    number: int
    outcome: str
    stance: str
    voices: tuple[str, ...]
    pieces: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage: its article, the gold reading, the spans by number, and what must come out."""

    name: str
    article: Article
    reading: Reading
    marked: dict[int, AttributionSpans]
    expected: tuple[Expected, ...]


HELD_OUT = "held-out.txt"
"""Passages written after the rules and never used to change them: the benchmark reports them, no test asks for them."""


def load_passages(held_out: bool = False) -> list[Passage]:
    """Every passage that the tests hold, or those held out."""
    return [
        _parse_passage(part)
        for path in sorted(CHAINS_PATH.glob("*.txt"))
        if (path.name == HELD_OUT) == held_out
        for part in re.split(r"^====\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]


def _parse_passage(part: str) -> Passage:
    head, body, foot = re.split(r"^---\n", part, flags=re.MULTILINE)
    name, *facts = head.strip().splitlines()
    told = dict(fact.split(": ", 1) for fact in facts)
    text, marked = _parse_marks(body.strip())
    mentions = tuple(sorted(_mentions_in(text, told), key=lambda mention: mention.span))
    return Passage(
        name=name.removeprefix("# "),
        article=Article(
            title=None,
            outlet=told.get("outlet"),
            byline=None,
            dateline=None,
            published=None,
            language="en",
            text=text,
        ),
        reading=Reading(sentences=tuple(_sentences_in(text)), mentions=mentions, attributions=tuple(marked.values())),
        marked=marked,
        expected=tuple(_parse_expected(line) for line in foot.strip().splitlines()),
    )


def _parse_marks(body: str) -> tuple[str, dict[int, AttributionSpans]]:
    text, at = "", 0
    opened: list[tuple[str, int, int]] = []
    found: dict[int, dict[str, list[Span]]] = {}
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            opened.append((mark.group(1), int(mark.group(2)), len(text)))
        else:
            part, number, start = opened.pop()
            found.setdefault(number, {"s": [], "q": [], "c": []})[part].append(Span(start, len(text)))
    assert not opened, f"unclosed mark in {body[:60]!r}"
    text += body[at:]
    marked = {
        number: AttributionSpans(
            source=tuple(sorted(parts["s"])),
            cue=tuple(sorted(parts["q"])),
            content=tuple(sorted(parts["c"])),
            score=1.0,
        )
        for number, parts in sorted(found.items())
    }
    return text, marked


def _parse_expected(line: str) -> Expected:
    first, *rest = (part.strip() for part in line.split(" | "))
    number, _, outcome = first.partition(" ")
    is_claim = outcome not in ("no claim", "absorbed")
    chain = rest[0] if rest else "*"
    voices = () if chain == "own word" else tuple(voice.strip() for voice in chain.split(" > "))
    pieces = next((int(part.split()[1]) for part in rest if part.startswith("pieces")), None)
    return Expected(
        number=int(number),
        outcome="claim" if is_claim else outcome,
        stance=outcome if is_claim else "*",
        voices=voices,
        pieces=pieces,
    )


def _mentions_in(text: str, told: dict[str, str]) -> Iterator[Mention]:
    for key, kind in _MENTION_TYPES.items():
        for name in filter(None, (name.strip() for name in told.get(key, "").split(","))):
            for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                yield Mention(span=Span(match.start(), match.end()), type=kind, text=match.group(), score=1.0)


def _sentences_in(text: str) -> Iterator[Span]:
    start = 0
    for end in (match.end() for match in _SENTENCE_END.finditer(text)):
        words = text[start:end]
        if words.strip():
            yield Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
        start = end
    if text[start:].strip():
        yield Span(start, len(text))


def faults_of(
    expected: Expected, passage: Passage, attributions: Sequence[Attribution], claims: Sequence[Claim]
) -> tuple[str, ...]:
    """What of "claim", "stance", "voices" and "pieces" comes out otherwise than `expected`."""
    spans = passage.marked[expected.number]
    mine = [
        one for one in attributions if spans.source + spans.cue and (one.source, one.cue) == (spans.source, spans.cue)
    ]
    told = [claim for claim in claims if mine and claim.attribution_id == mine[0].id]
    if bool(mine) != (expected.outcome != "absorbed") or bool(told) != (expected.outcome == "claim"):
        return ("claim",)
    if not told:
        return ()
    claim = told[0]
    checks = {
        "stance": expected.stance in ("*", claim.stance.value),
        "voices": has_voices(expected.voices, claim.voices),
        "pieces": expected.pieces in (None, len(claim.content)),
    }
    return tuple(fault for fault, is_right in checks.items() if not is_right)


def has_voices(wanted: Sequence[str], voices: Sequence[Voice]) -> bool:
    """Whether the chain is the one wanted, link by link; "*" is any link, "*" alone any chain."""
    if tuple(wanted) == ("*",):
        return True
    printed = [f"{voice.kind.value}: {voice.name}" for voice in voices]
    return len(printed) == len(wanted) and all(want in ("*", have) for want, have in zip(wanted, printed, strict=True))
