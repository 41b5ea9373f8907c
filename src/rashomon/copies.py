"""Copies and near copies, so that ten reprints are not ten origins.

In: the text of an article. Out: its `Wording` (words with their places), its `Sketch` (the few numbers by which a
ledger finds whatever shares words with it), and for two wordings a `TextReuse`: which passages are the same words or
lightly edited, how much of each article that is, and whether one is a copy of the other. What is quoted in either is a
shared quotation and no copying; what is furniture of a page is nothing at all: docs/copies.md.

Read next: `credits.py`, who is thanked for a text; `citations.py`, who is named for a part of it.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rashomon.pages import furniture_of, plain_text
from rashomon.quotations import quotations_in
from rashomon.records import CopyVerdict, Passage, Reason, Sketch, Span, TextReuse

RUN_WORDS = 6
"""A key stands for a run of so many words."""
WINDOW = 12
"""One run of so many neighbours gives a key: whatever shares RUN_WORDS + WINDOW - 1 = 17 words shares a key."""

LEAST_SHARED_KEYS = 2
LEAST_SHARED_SHARE = 0.1
MOST_HOLDERS = 500
FURNITURE_ARTICLES = 3
UNRELATED_SHARE = 0.4
"""How little of the smaller sketch two articles share that are not about each other."""

# Set by looking at the stories of news-clusters that are not annotated in origins/dev.
SEED_WORDS = 5
MOST_REPEATS = 20
"""A run that a text repeats more often is of a list or a table, and every pair of them would have to be looked at."""
WIDEST_EDIT = 10
LEAST_PASSAGE_WORDS = 14
LEAST_PASSAGE_SHARE = 0.5
LEAST_QUOTATION_WORDS = 6
COPY_SHARE = 0.6
LEAST_PARTIAL_WORDS = 25
LEAST_PROSE_WORDS = 30

_WORD = re.compile(r"[^\W_]+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))  # splitmix64, Steele et al., 2014

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording:
    """The words of a text, each as a number, with its place and whether it is quoted or furniture of the page."""

    words: Words
    starts: Places
    ends: Places
    quoted: Marks
    furniture: Marks

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another, both included."""
        return Span(int(self.starts[first]), int(self.ends[last]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An article of the ledger that holds a key: its id, its outlet, and how many keys it has."""

    article_id: str
    outlet: str | None
    keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The articles that may share text with a new one, most keys first, and the keys that are furniture."""

    articles: tuple[tuple[str, int], ...]
    furniture: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Run:
    """The same words in both texts: where they begin and how many they are."""

    here: int
    there: int
    words: int


def wording_of(text: str) -> Wording:
    """The words of `text`, lower-case letters and digits only, so that signs and line ends do not matter."""
    matches = list(_WORD.finditer(text))
    starts = np.array([match.start() for match in matches], dtype=np.int64)
    numbers = [crc32(match[0].lower().encode("utf-8", "surrogatepass")) for match in matches]
    return Wording(
        words=np.array(numbers, dtype=np.uint64),
        starts=starts,
        ends=np.array([match.end() for match in matches], dtype=np.int64),
        quoted=_marks(quotations_in(text), starts),
        furniture=_marks(_furniture_lines(text), starts),
    )


def sketch_of(wording: Wording) -> Sketch:
    """The keys of a text: the least hash of every window of runs (winnowing, Schleimer et al., SIGMOD 2003).

    The same words give the same keys on every machine. A text shorter than a run has none.
    """
    places, keys = _winnowed(wording)
    kept = keys[~wording.furniture[places]] if len(places) else keys
    return Sketch(keys=tuple(sorted(set(kept.tolist()))), words=len(wording.words))


def pack_sketch(sketch: Sketch) -> bytes:
    """The sketch as bytes for a ledger: the number of words, then the keys, little-endian."""
    return struct.pack(f"<I{len(sketch.keys)}q", sketch.words, *sketch.keys)


def unpack_sketch(packed: bytes) -> Sketch:
    """The sketch that `pack_sketch` packed."""
    words, *keys = struct.unpack(f"<I{(len(packed) - 4) // 8}q", packed)
    return Sketch(keys=tuple(keys), words=words)


def candidates_for(sketch: Sketch, outlet: str | None, holders: Mapping[int, Sequence[Holder]]) -> Candidates:
    """Whom an article has to be compared with, given who else holds its keys.

    A key is furniture if one outlet prints it under three articles that share hardly anything with each other; a key
    that more than MOST_HOLDERS articles hold is a stock phrase. Neither makes a candidate.
    """
    asked = {key: holders[key] for key in sketch.keys if key in holders}
    shared = Counter(holder.article_id for held in asked.values() for holder in held)
    furniture = frozenset(
        key
        for key, held in asked.items()
        if len(held) > MOST_HOLDERS or _is_furniture(held, outlet, shared, len(sketch.keys))
    )
    kept = Counter(holder for key, held in asked.items() if key not in furniture for holder in held)
    enough = (
        (holder.article_id, count)
        for holder, count in kept.items()
        if count >= min(LEAST_SHARED_KEYS, LEAST_SHARED_SHARE * min(holder.keys, len(sketch.keys)))
    )
    return Candidates(articles=tuple(sorted(enough, key=lambda one: (-one[1], one[0]))), furniture=furniture)


def compare_wordings(here: Wording, there: Wording, furniture: frozenset[int] = frozenset()) -> TextReuse:
    """What two texts have in common word for word; `furniture` are keys that `candidates_for` set aside."""
    quoted_runs: list[_Run] = []
    told_runs: list[_Run] = []
    aside_here = here.furniture | _marks_of_keys(here, furniture)
    aside_there = there.furniture | _marks_of_keys(there, furniture)
    for run in _apart(_same_runs(here, there)):
        for part, is_quoted in _parts(run, here, there, aside_here, aside_there):
            (quoted_runs if is_quoted else told_runs).append(part)
    passages = tuple(
        passage for chain in _chains(told_runs, here, there) if (passage := _passage_of(chain, here, there)) is not None
    )
    quotations = tuple(
        Passage(
            here=here.span(run.here, run.here + run.words - 1),
            there=there.span(run.there, run.there + run.words - 1),
            words=run.words,
        )
        for run in sorted(quoted_runs, key=lambda run: run.here)
        if run.words >= LEAST_QUOTATION_WORDS
    )
    same = sum(passage.words for passage in passages)
    told_here = int(np.count_nonzero(~(here.quoted | aside_here)))
    told_there = int(np.count_nonzero(~(there.quoted | aside_there)))
    verdict, reason = _verdict(same, told_here, told_there, len(passages), len(quotations))
    return TextReuse(
        passages=passages,
        quotations=quotations,
        share_here=_share(same, told_here),
        share_there=_share(same, told_there),
        verdict=verdict,
        reason=reason,
    )


def _verdict(same: int, told_here: int, told_there: int, passages: int, quotations: int) -> tuple[CopyVerdict, Reason]:
    shorter = min(told_here, told_there)
    share = _share(same, shorter)
    facts = f"{same} of the shorter one's {shorter} own words are the same, in {passages} passages"
    also = f"; {quotations} quotations are shared" if quotations else ""
    if shorter >= LEAST_PROSE_WORDS and share >= COPY_SHARE:
        verdict = CopyVerdict.COPY
    elif same >= LEAST_PARTIAL_WORDS:
        verdict = CopyVerdict.PARTIAL
    else:
        verdict = CopyVerdict.NONE
    return verdict, Reason(method="alignment", score=round(share, 4), detail=facts + also)


def _share(same: int, of: int) -> float:
    return min(1.0, same / of) if of else 0.0


def _marks(spans: Iterable[Span], starts: Places) -> Marks:
    """Which of the words that start there lie inside one of the spans."""
    marks = np.zeros(len(starts), dtype=np.bool_)
    for span in spans:
        first, last = np.searchsorted(starts, (span.start, span.end))
        marks[first:last] = True
    return marks


def _furniture_lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line and furniture_of(plain_text(line)) is not None:
            yield Span(start, start + len(line))
        start += len(line) + 1


def _runs_of(words: Words, length: int) -> Words:
    """A hash of every run of `length` words."""
    count = len(words) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for i in range(length):
        hashes = hashes * _FACTOR + words[i : i + count]
    for mixer, shift in zip(_MIXERS, (30, 27), strict=True):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * mixer
    return hashes ^ (hashes >> np.uint64(31))


def _winnowed(wording: Wording) -> tuple[Places, NDArray[np.int64]]:
    """Where the runs stand that give keys, and the keys."""
    hashes = _runs_of(wording.words, RUN_WORDS)
    if len(hashes) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    window = min(WINDOW, len(hashes))
    least = np.lib.stride_tricks.sliding_window_view(hashes, window).argmin(axis=1)
    places = least + np.arange(len(least))  # never less than the one before
    places = places[np.diff(places, prepend=-1) > 0]
    return places, hashes[places].view(np.int64)


def _is_furniture(held: Sequence[Holder], outlet: str | None, shared: Mapping[str, int], keys: int) -> bool:
    """Whether one outlet has this key in so many articles that share hardly any other with the new one."""
    unrelated = Counter(
        holder.outlet
        for holder in held
        if holder.outlet is not None and shared[holder.article_id] < UNRELATED_SHARE * min(holder.keys, keys)
    )
    if outlet is not None and outlet in unrelated:
        unrelated[outlet] += 1
    return any(count >= FURNITURE_ARTICLES for count in unrelated.values())


def _marks_of_keys(wording: Wording, keys: frozenset[int]) -> Marks:
    """Which words lie in a run whose key is one of these."""
    marks = np.zeros(len(wording.words), dtype=np.bool_)
    for place, key in zip(*_winnowed(wording), strict=True) if keys else ():
        if int(key) in keys:
            marks[place : place + RUN_WORDS] = True
    return marks


def _same_runs(here: Wording, there: Wording) -> list[_Run]:
    """Every longest run of SEED_WORDS words or more that stands in both texts."""
    ours, theirs = _runs_of(here.words, SEED_WORDS), _runs_of(there.words, SEED_WORDS)
    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    first, last = np.searchsorted(ordered, ours, side="left"), np.searchsorted(ordered, ours, side="right")
    counts = np.where(last - first > MOST_REPEATS, 0, last - first)
    found = np.repeat(np.arange(len(ours)), counts)
    if len(found) == 0:
        return []
    within = np.arange(len(found)) - np.repeat(np.cumsum(counts) - counts, counts)
    meets = order[np.repeat(first, counts) + within]
    diagonal = found - meets
    by_diagonal = np.lexsort((found, diagonal))
    found, meets, diagonal = found[by_diagonal], meets[by_diagonal], diagonal[by_diagonal]
    breaks = np.flatnonzero((np.diff(found) != 1) | (np.diff(diagonal) != 0)) + 1
    begins = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(found)]))
    return [
        _Run(int(found[begin]), int(meets[begin]), int(end - begin) + SEED_WORDS - 1)
        for begin, end in zip(begins, ends, strict=True)
    ]


def _apart(runs: list[_Run]) -> list[_Run]:
    """The runs cut so that no word of either text is in two of them; the longest keep theirs."""
    here: set[int] = set()
    there: set[int] = set()
    kept: list[_Run] = []
    for run in sorted(runs, key=lambda run: (-run.words, run.here, run.there)):
        first, last = 0, run.words
        while first < last and (run.here + first in here or run.there + first in there):
            first += 1
        while last > first and (run.here + last - 1 in here or run.there + last - 1 in there):
            last -= 1
        if last > first:
            kept.append(_Run(run.here + first, run.there + first, last - first))
            here.update(range(run.here + first, run.here + last))
            there.update(range(run.there + first, run.there + last))
    return kept


def _parts(
    run: _Run, here: Wording, there: Wording, aside_here: Marks, aside_there: Marks
) -> Iterator[tuple[_Run, bool]]:
    """The run cut where it passes into a quotation or into furniture; the latter is left out.

    A word counts as quoted if either article quotes it: marks get lost, and nobody puts them around his own words.
    Keys stand only here and there, so a run is furniture when a third of it is known to be.
    """
    ours, theirs = slice(run.here, run.here + run.words), slice(run.there, run.there + run.words)
    quoted = here.quoted[ours] | there.quoted[theirs]
    aside = aside_here[ours] | aside_there[theirs]
    if 3 * np.count_nonzero(aside) > run.words:
        return
    kind = np.where(aside, 2, quoted)
    cuts = [0, *(np.flatnonzero(np.diff(kind)) + 1).tolist(), run.words]
    for begin, end in pairwise(cuts):
        if kind[begin] < 2:
            yield _Run(run.here + begin, run.there + begin, end - begin), bool(kind[begin])


def _chains(runs: list[_Run], here: Wording, there: Wording) -> list[list[_Run]]:
    """Runs that follow each other in both texts with no more than an edit between them."""
    chains: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.here, run.there)):
        last = chains[-1][-1] if chains else None
        if last is not None:
            gap = run.here - last.here - last.words
            other_gap = run.there - last.there - last.words
            if 0 <= gap <= WIDEST_EDIT and 0 <= other_gap <= WIDEST_EDIT:
                chains[-1].append(run)
                continue
        chains.append([run])
    return chains


def _passage_of(chain: list[_Run], here: Wording, there: Wording) -> Passage | None:
    """The chain as a passage; None if it is too short or too little of it is the same to tell it from chance."""
    words = sum(run.words for run in chain)
    first, last = chain[0], chain[-1]
    longer = max(last.here + last.words - first.here, last.there + last.words - first.there)
    if words < LEAST_PASSAGE_WORDS or words / longer < LEAST_PASSAGE_SHARE:
        return None
    return Passage(
        here=here.span(first.here, last.here + last.words - 1),
        there=there.span(first.there, last.there + last.words - 1),
        words=words,
    )
