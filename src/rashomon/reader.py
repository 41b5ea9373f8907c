"""The model: texts in, one `Reading` each out, through ONNX Runtime; sole owner of onnxruntime and tokenizers.

A text is cut into sentences and words (`words.py`); whole sentences fill windows of at most 192 sub-words, each window
preceded by the last sentence of the one before, so that a pronoun or an open quotation keeps its beginning. Every
window is read once. Labels are decoded per head by Viterbi, joined over the windows, and each source and content is
tied to its cue by the pair scores. A content that itself tells who said something is read again on its own: that
gives the nested attributions. Refuses only a model folder it cannot use (`ModelError`). Read next: `attributions.py`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rashomon.errors import ModelError
from rashomon.records import AttributionSpans, Mention, MentionType, Reading, Span
from rashomon.words import normalised, sentences_of, shape_of, words_of

FORMAT = 1
HEADS = ("attribution", "mention")
CONTEXT_SUBWORDS = 32
LONGEST_WORD_SUBWORDS = 16
BATCH_WINDOWS = 4
DEEPEST_NESTING = 2

_TELLING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|report(?:s|ed|edly|ing)?|according|claim(?:s|ed|ing)?|alleg\w+|den(?:y|ies|ied|ying)"
    r"|announc\w+|confirm\w*|warn(?:s|ed|ing)|accus\w+|cit(?:e|es|ed|ing)|quot(?:e|es|ed|ing)|stat(?:ed|ing|ements?)|insist\w*"
    r"|argue[sd]?|suggest\w*|reveal\w*|add(?:ed|ing)|declin\w+|reject\w*|dismiss\w*|admit\w*|acknowledg\w+|vow\w*|promised|pledged"
    r"|declar\w+|predict\w*|describ\w+|wr(?:ote|ites?|itten)|believe[sd]|rumou?r\w*)\b",
    re.IGNORECASE,
)
"""Words without which a content holds no attribution of its own: the gate before the second pass, not a decision."""

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(slots=True)
class _Text:
    """One text on its way: its words, their labels once decoded, and the cues that each part may belong to.

    `sentence_of` gives each word's sentence; `breaks` are the places of the words that begin a line: no span
    reaches over one.
    """

    text: str
    sentences: tuple[Span, ...]
    words: list[Span] = field(default_factory=list)
    ids: list[tuple[int, ...]] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    labels: dict[str, list[int]] = field(default_factory=dict)
    scores: dict[str, list[float]] = field(default_factory=dict)
    cues_of: dict[int, list[tuple[int, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Window:
    """Words `[begin, end)` of a text, of which those from `own` on are decided here; the others are context."""

    text: _Text
    begin: int
    own: int
    end: int
    size: int


class Reader:
    """An opened model. `read` is its only verb; `manifest` says what the model was learned from."""

    def __init__(self, session: Any, tokenizer: Any, manifest: dict[str, Any], steps: dict[str, Floats]) -> None:
        """Use `open_reader`."""
        self.manifest = manifest
        self.labels: dict[str, list[str]] = manifest["labels"]
        self._session = session
        self._pool = ThreadPoolExecutor(
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        )
        self._steps = steps
        self._begin, self._end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        unknown = (tokenizer.token_to_id("[UNK]"),)

        @lru_cache(maxsize=1 << 18)
        def ids_of(word: str) -> tuple[int, ...]:
            whole = word.encode("utf-8", "replace").decode("utf-8")  # half a character (a lone surrogate) has no number
            return tuple(tokenizer.encode(whole, add_special_tokens=False).ids[:LONGEST_WORD_SUBWORDS]) or unknown

        self._ids_of = ids_of

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One `Reading` for each text, in order, spans in characters of that text; an empty text gives an empty one.

        They come as they are ready: who works on the first leaves the cores to the others.

        A text's windows are never batched with another's: int8 scales are set per batch, and a
        reading must depend on its text alone. Texts are read side by side, one to a core.
        """
        return self._pool.map(self._read, texts)

    def _read(self, text: str) -> Reading:
        item = self._text(text)
        self._label([item])
        reading = self._reading(item)
        attributions = level = reading.attributions
        for depth in range(1, DEEPEST_NESTING + 1):
            level = self._nested(text, level, depth)
            attributions += level
        return Reading(sentences=reading.sentences, mentions=reading.mentions, attributions=attributions)

    def _nested(self, text: str, outer: tuple[AttributionSpans, ...], depth: int) -> tuple[AttributionSpans, ...]:
        """The attributions inside the contents of `outer`, found by reading each content on its own."""
        pieces = [
            piece
            for attribution in outer
            if attribution.cue
            for piece in attribution.content
            if _TELLING.search(text, piece.start, piece.end)
        ]
        items = [self._text(piece.of(text)) for piece in pieces]
        self._label(items)
        return tuple(
            _moved(found, piece.start, depth)
            for piece, item in zip(pieces, items, strict=True)
            for found in self._attributions(item)
            if found.cue and found.content
        )

    def _text(self, text: str) -> _Text:
        plain = normalised(text)
        item = _Text(text=text, sentences=sentences_of(plain))
        end = 0
        for number, sentence in enumerate(item.sentences):
            if "\n" in plain[end : sentence.start]:
                item.breaks.add(len(item.words))
            end = sentence.end
            for span in words_of(plain, sentence):
                word = plain[span.start : span.end]
                item.words.append(span)
                item.sentence_of.append(number)
                item.ids.append(self._ids_of(word))
                item.shapes.append(shape_of(word))
        for head in HEADS:
            item.labels[head] = [0] * len(item.words)
            item.scores[head] = [0.0] * len(item.words)
        return item

    def _windows(self, item: _Text) -> Iterator[_Window]:
        """Windows of whole sentences, about equally full; a sentence longer than a window is cut between words."""
        total, most = sum(map(len, item.ids)), int(self.manifest["window_subwords"])
        limit = min(most, int(1.1 * total / max(1, ceil(total / most))) + 16)
        context = begin = size = 0
        last = 0  # where the sentence before the next one begins
        for start, end in _sentence_words(item):
            for piece_start, count in _pieces(item.ids, start, end, limit):
                if size and size + count > limit:
                    yield _Window(item, context, begin, piece_start, sum(map(len, item.ids[context:piece_start])))
                    before = sum(map(len, item.ids[last:piece_start]))
                    context = last if before <= CONTEXT_SUBWORDS else piece_start
                    begin, size = piece_start, 0
                size += count
                last = piece_start
        if size:
            yield _Window(item, context, begin, len(item.words), sum(map(len, item.ids[context:])))

    def _label(self, items: Iterable[_Text]) -> None:
        """Fill in labels, scores and candidate cues of all words of all texts, batches of windows of like length."""
        windows = sorted((w for item in items for w in self._windows(item)), key=lambda w: w.size)
        for first in range(0, len(windows), BATCH_WINDOWS):
            batch = windows[first : first + BATCH_WINDOWS]
            *emitted, pairs_of = self._session.run([*HEADS, "pairs"], self._inputs(batch))
            lengths = [w.end - w.begin for w in batch]
            decoded = {}
            for head, emissions in zip(HEADS, emitted, strict=True):
                decoded[head] = _best_paths(emissions, self._steps[head], lengths)
                chosen = _chosen_scores(emissions, decoded[head])
                for window, labels, scores in zip(batch, decoded[head], chosen, strict=True):
                    skip, length = window.own - window.begin, window.end - window.begin
                    window.text.labels[head][window.own : window.end] = labels[skip:length].tolist()
                    window.text.scores[head][window.own : window.end] = scores[skip:length].tolist()
            for window, labels, pairs in zip(batch, decoded["attribution"], pairs_of, strict=True):
                self._note_cues(window, labels, pairs)

    def _inputs(self, batch: list[_Window]) -> dict[str, Numbers]:
        """The arrays of one batch: `ids`, `mask` [B, T]; `firsts`, `shapes` [B, W]; `lengths` [B]."""
        lengths = [w.end - w.begin for w in batch]
        ids = np.zeros((len(batch), max(w.size for w in batch) + 2), np.int64)
        mask = np.zeros_like(ids)
        firsts = np.zeros((len(batch), max(lengths)), np.int64)
        shapes = np.zeros_like(firsts)
        for row, window in enumerate(batch):
            words = window.text.ids[window.begin : window.end]
            flat = [self._begin, *(number for word in words for number in word), self._end]
            ids[row, : len(flat)] = flat
            mask[row, : len(flat)] = 1
            firsts[row, : len(words)] = 1 + np.cumsum([0, *map(len, words[:-1])])
            shapes[row, : len(words)] = window.text.shapes[window.begin : window.end]
        return {"ids": ids, "mask": mask, "firsts": firsts, "shapes": shapes, "lengths": np.array(lengths, np.int64)}

    def _note_cues(self, window: _Window, labels: Numbers, pairs: Floats) -> None:
        """Rank, for every source and content that begins in this window, the cues that it may belong to.

        Those are the cues of its own sentence, or else of the sentence before: in 99 of 100 attributions of
        PolNeAR's training part, cue, source and some content stand in one sentence.
        """
        names = self.labels["attribution"]
        text, length = window.text, window.end - window.begin
        words = [names[number] for number in labels[:length]]
        cues = [i for i, name in enumerate(words) if name == "B-cue"]
        for i in range(window.own - window.begin, length):
            place = window.begin + i
            is_first = place == window.own or place in text.breaks
            if words[i] not in ("B-source", "B-content") and not (is_first and words[i] in ("I-source", "I-content")):
                continue
            sentence = text.sentence_of[place]
            for wanted in (sentence, sentence - 1):
                near = [cue for cue in cues if text.sentence_of[window.begin + cue] == wanted]
                if near:
                    text.cues_of[place] = sorted(
                        ((window.begin + cue, float(pairs[i, cue])) for cue in near), key=lambda ranked: -ranked[1]
                    )
                    break

    def _reading(self, item: _Text) -> Reading:
        mentions = tuple(
            Mention(
                span=span,
                type=MentionType(name),
                text=span.of(item.text),
                score=_mean(item.scores["mention"], begin, end),
            )
            for name, begin, end in _runs(item.labels["mention"], self.labels["mention"], item.breaks)
            for span in [_characters(item.words, begin, end)]
        )
        return Reading(sentences=item.sentences, mentions=mentions, attributions=self._attributions(item))

    def _attributions(self, item: _Text) -> tuple[AttributionSpans, ...]:
        """Cues with their source and contents; contents without a cue stay alone, sources without one are dropped."""
        runs = list(_runs(item.labels["attribution"], self.labels["attribution"], item.breaks))
        cues = {begin: (begin, end) for name, begin, end in runs if name == "cue"}
        sources: dict[int, tuple[int, int]] = {}
        contents: dict[int, list[tuple[int, int]]] = {cue: [] for cue in cues}
        orphans = []
        offers = [
            (-score, cue, piece)
            for name, *piece in runs
            if name == "source"
            for cue, score in item.cues_of.get(piece[0], ())
            if cue in cues
        ]
        for _, cue, (begin, end) in sorted(offers):
            if cue not in sources and (begin, end) not in sources.values():
                sources[cue] = (begin, end)
        for name, begin, end in runs:
            if name == "content":
                cue_places = [cue for cue, _ in item.cues_of.get(begin, ()) if cue in cues]
                if cue_places:
                    contents[cue_places[0]].append((begin, end))
                else:
                    orphans.append((begin, end))
        groups = [([sources[cue]] if cue in sources else [], [cues[cue]], contents[cue]) for cue in cues]
        groups += [([], [], [orphan]) for orphan in orphans]
        made = [
            AttributionSpans(
                source=tuple(_characters(item.words, *piece) for piece in source),
                cue=tuple(_characters(item.words, *piece) for piece in cue),
                content=tuple(_characters(item.words, *piece) for piece in content),
                score=float(np.mean([_mean(item.scores["attribution"], *p) for p in (*source, *cue, *content)])),
            )
            for source, cue, content in groups
        ]
        return tuple(sorted(made, key=lambda a: min(span.start for span in (*a.source, *a.cue, *a.content))))


def open_reader(model_path: Path | None = None) -> Reader:
    """The reader of a model folder; without one, of the English model in the package."""
    folder = model_path or Path(__file__).parent / "models" / "en"
    mend = "reinstall rashomon, or name a whole model folder with --model"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest.get("format") != FORMAT:
            raise ModelError("R402", f"the model in {folder} has format {manifest.get('format')}, not {FORMAT}", mend)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # texts are read side by side, each by one thread
        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        with np.load(folder / "fields.npz") as arrays:
            steps = {head: arrays[f"{head}.step"] for head in HEADS}
    except ModelError:
        raise
    except Exception as error:  # every library here raises its own kind for a missing or broken file
        raise ModelError("R401", f"the model in {folder} cannot be opened: {error}", mend) from error
    return Reader(session, tokenizer, manifest, steps)


def _sentence_words(item: _Text) -> Iterator[tuple[int, int]]:
    """The places `[start, end)` in `item.words` of the words of each sentence."""
    place = 0
    for sentence in item.sentences:
        start = place
        while place < len(item.words) and item.words[place].start < sentence.end:
            place += 1
        if place > start:
            yield start, place


def _pieces(ids: list[tuple[int, ...]], start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """`(start, sub-words)` of each piece of the sentence, cut wherever it would outgrow the limit."""
    count = 0
    for place in range(start, end):
        size = len(ids[place])
        if count + size > limit:
            yield start, count
            start, count = place, 0
        count += size
    yield start, count


def _best_paths(emissions: Floats, steps: Floats, lengths: list[int]) -> Numbers:
    """The best label numbers [B, W] of each row (Viterbi, 1967); past a row's length they mean nothing."""
    rows, width, size = emissions.shape
    last = np.array(lengths) - 1
    best = np.empty((width, rows, size), np.float32)
    best[0] = emissions[:, 0] + np.where(steps[0] < -1e3, steps[0], 0)  # what may not follow O may not begin
    for i in range(1, width):
        best[i] = (best[i - 1][:, :, None] + steps).max(axis=1) + emissions[:, i]
    labels = np.zeros((rows, width), np.int64)
    labels[:, -1] = best[-1].argmax(axis=1)
    for i in range(width - 2, -1, -1):
        onwards = steps[:, labels[:, i + 1]].T * (i < last)[:, None]
        labels[:, i] = (best[i] + onwards).argmax(axis=1)
    return labels


def _chosen_scores(emissions: Floats, labels: Numbers) -> Floats:
    """The softmax share [B, W] of each chosen label."""
    odds = np.exp(emissions - emissions.max(axis=2, keepdims=True))
    chosen = np.take_along_axis(odds, labels[:, :, None], axis=2)[:, :, 0]
    return np.asarray(chosen / odds.sum(axis=2), np.float32)


def _runs(numbers: list[int], names: list[str], breaks: set[int]) -> Iterator[tuple[str, int, int]]:
    """`(type, begin, end)` of every run of a BIO sequence, in places of words; a run ends before a break."""
    kind, begin = "", 0
    for place, number in enumerate([*numbers, 0]):
        mark, _, name = names[number].partition("-")
        if kind and (mark != "I" or name != kind or place in breaks):
            yield kind, begin, place
            kind = ""
        if mark and name and not kind:
            kind, begin = name, place


def _characters(words: list[Span], begin: int, end: int) -> Span:
    return Span(words[begin].start, words[end - 1].end)


def _mean(scores: list[float], begin: int, end: int) -> float:
    return sum(scores[begin:end]) / (end - begin)


def _moved(found: AttributionSpans, offset: int, depth: int) -> AttributionSpans:
    """The attribution with all spans moved by `offset`."""
    source, cue, content = (
        tuple(Span(span.start + offset, span.end + offset) for span in spans)
        for spans in (found.source, found.cue, found.content)
    )
    return AttributionSpans(source=source, cue=cue, content=content, score=found.score, depth=depth)
