"""The model: texts in, one `Reading` each out, through ONNX Runtime; sole owner of onnxruntime and tokenizers.

A text is cut into sentences and words (`words.py`); whole sentences fill windows of at most 192 sub-words, each window
preceded by the last sentence of the one before, so that a pronoun or an open quotation keeps its beginning. Every
window is read once, by all heads; `decoding.py` makes their numbers into labels, trees, roles and chains. Each source
and content is tied to its cue by the pair scores. A content that itself tells who said something is read again on its
own: that gives the nested attributions. Refuses only a model folder it cannot use (`ModelError`). Read next:
`attributions.py` and `events.py`.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # texts are read side by side: a third of the time went to spinning

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from rashomon.decoding import (
    NEVER,
    Floats,
    Numbers,
    arguments_of,
    best_paths,
    chains_in,
    chosen_scores,
    heads_in,
    relations_of,
    runs,
    shares,
)
from rashomon.errors import ModelError
from rashomon.records import Argument, AttributionSpans, Mention, MentionType, Predicate, Reading, Span, Word
from rashomon.tags import barred_tags
from rashomon.words import normalised, sentences_of, shape_of, words_of

FORMAT = 3
HEADS = ("attribution", "mention")
LEAST_PREDICATE = 0.3
LEAST_KIND = 0.05
CONTEXT_SUBWORDS = 32
LONGEST_WORD_SUBWORDS = 16
DECODED_TOGETHER = 16  # windows; Viterbi walks through all of them at once
DEEPEST_NESTING = 2

_ONLY_WHAT_IS_ASKED = onnxruntime.RunOptions()
_ONLY_WHAT_IS_ASKED.only_execute_path_to_fetches = True  # the second pass needs no structure

_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), 1),
    **dict.fromkeys(("she", "her", "hers", "herself"), 2),
    **dict.fromkeys(("it", "its", "itself"), 3),
}

_TELLING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|report(?:s|ed|edly|ing)?|according|claim(?:s|ed|ing)?|alleg\w+|den(?:y|ies|ied|ying)"
    r"|announc\w+|confirm\w*|warn(?:s|ed|ing)|accus\w+|cit(?:e|es|ed|ing)|quot(?:e|es|ed|ing)|stat(?:ed|ing|ements?)|insist\w*"
    r"|argue[sd]?|suggest\w*|reveal\w*|add(?:ed|ing)|declin\w+|reject\w*|dismiss\w*|admit\w*|acknowledg\w+|vow\w*|promised|pledged"
    r"|declar\w+|predict\w*|describ\w+|wr(?:ote|ites?|itten)|believe[sd]|rumou?r\w*)\b",
    re.IGNORECASE,
)
"""Words without which a content holds no attribution of its own: the gate before the second pass, not a decision."""

_SPOKEN = re.compile("^“[^”]*”?")
"""Direct speech at the head of a content: words of telling inside it are no reason to read it again. Of 175 contents in
140 windows of PolNeAR's training part all 67 with an attribution of their own pass without it too, of the others 36."""


@dataclass(slots=True)
class _Text:
    """One text on its way: its words, their labels once decoded, and the cues that each part may belong to.

    `sentence_of` gives each word's sentence; `breaks` are the places of the words that begin a line: no span
    reaches over one. `heads` are the words' syntactic heads; `marks` the numbers [W, D] of all words of each window
    from the place that stands with them, D as the manifest lays them out; `states` too, where the model has them.
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
    heads: list[int] = field(default_factory=list)
    marks: list[tuple[int, Floats]] = field(default_factory=list)
    states: list[tuple[int, Floats]] = field(default_factory=list)
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

    def __init__(self, session: Any, tokenizer: Any, manifest: dict[str, Any], weights: dict[str, Floats]) -> None:
        """Use `open_reader`."""
        self.manifest = manifest
        self.labels: dict[str, list[str]] = manifest["labels"]
        ends = np.cumsum(list(manifest["marks"].values())).tolist()
        self._columns = {
            name: slice(end - width, end) for end, (name, width) in zip(ends, manifest["marks"].items(), strict=True)
        }
        self._session = session
        self._gives_states = any(output.name == "states" for output in session.get_outputs())
        self._pool = ThreadPoolExecutor(
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        )
        self._weights = weights
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

        Each window is a run of the model's own: int8 scales are set per run, and a reading must depend on its text
        alone. Texts are read side by side, one to a core.
        """
        return self._pool.map(self._read, texts)

    def marks_of(self, text: str) -> tuple[tuple[Span, ...], dict[str, Floats]]:
        """The words of a text, and each head's own numbers [words, width] for them: to measure a head alone."""
        item = self._text(text)
        self._label([item], whole=True)
        return tuple(item.words), self._marks(item)

    def states_of(self, text: str) -> tuple[tuple[Span, ...], Floats]:
        """The words of a text and the model's states of them [words, 384]: to learn what claims mean from them.

        Of a model that gives no states the second is empty.
        """
        item = self._text(text)
        self._label([item], whole=True)
        return tuple(item.words), _joined(item.states, 0)

    def _read(self, text: str) -> Reading:
        item = self._text(text)
        self._label([item], whole=True)
        attributions = level = self._attributions(item)
        for depth in range(1, DEEPEST_NESTING + 1):
            level = self._nested(text, level, depth)
            attributions += level
        words, predicates, chains = self._structure(item)
        return Reading(
            sentences=item.sentences,
            mentions=self._mentions(item),
            attributions=attributions,
            words=words,
            predicates=predicates,
            chains=chains,
            meanings=self._meanings(item),
        )

    def _nested(self, text: str, outer: tuple[AttributionSpans, ...], depth: int) -> tuple[AttributionSpans, ...]:
        """The attributions inside the contents of `outer`, found by reading each content on its own."""
        pieces = [
            piece
            for attribution in outer
            if attribution.cue
            for piece in attribution.content
            if _TELLING.search(_SPOKEN.sub("", normalised(piece.of(text))))
        ]
        items = [self._text(piece.of(text)) for piece in pieces]
        self._label(items, whole=False)
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
        item.heads = list(range(len(item.words)))
        for head in HEADS:
            item.labels[head] = [0] * len(item.words)
            item.scores[head] = [0.0] * len(item.words)
        return item

    def _windows(self, item: _Text) -> Iterator[_Window]:
        """Windows of whole sentences, about equally full; a sentence longer than a window is cut between words."""
        most = int(self.manifest["window_subwords"])
        pieces = [piece for start, end in _sentence_words(item) for piece in _pieces(item.ids, start, end, most)]
        places = [*(start for start, _ in pieces), len(item.words)]
        begins = [*_begins_of_windows([count for _, count in pieces], most), len(pieces)]
        for first, behind in pairwise(begins):
            has_context = first > 0 and pieces[first - 1][1] <= CONTEXT_SUBWORDS
            begin, end = places[first - has_context], places[behind]
            yield _Window(item, begin, places[first], end, sum(map(len, item.ids[begin:end])))

    def _label(self, items: Iterable[_Text], *, whole: bool) -> None:
        """Fill in labels, scores and candidate cues of all words of all texts; where the `whole` structure is wanted,
        mentions and the marks of all heads too."""
        heads = HEADS if whole else HEADS[:1]
        outputs = [*heads, "pairs", "arcs", "marks"] if whole else [*heads, "pairs"]
        outputs += ["states"] if whole and self._gives_states else []
        windows = sorted((w for item in items for w in self._windows(item)), key=lambda w: w.size)
        for first in range(0, len(windows), DECODED_TOGETHER):
            together = windows[first : first + DECODED_TOGETHER]
            emitted = [self._emitted(window, outputs) for window in together]
            lengths = [window.end - window.begin for window in together]
            for head in heads:
                emissions = np.zeros((len(together), max(lengths), len(self.labels[head])), np.float32)
                for row, length, given in zip(emissions, lengths, emitted, strict=True):
                    row[:length] = given[head]
                decoded = best_paths(emissions, self._weights[f"{head}.step"], lengths)
                chosen = chosen_scores(emissions, decoded)
                for window, labels, scores, given in zip(together, decoded, chosen, emitted, strict=True):
                    skip, length = window.own - window.begin, window.end - window.begin
                    window.text.labels[head][window.own : window.end] = labels[skip:length].tolist()
                    window.text.scores[head][window.own : window.end] = scores[skip:length].tolist()
                    if head == "attribution":
                        self._note_cues(window, labels, given["pairs"])
            if whole:
                for window, given in zip(together, emitted, strict=True):
                    _note_marks(window, given["arcs"], given["marks"])
                    if self._gives_states:
                        window.text.states.append((window.own, _own(window, given["states"])))

    def _emitted(self, window: _Window, outputs: list[str]) -> dict[str, Floats]:
        """What the model gives for a window alone: nothing is padded, and int8 scales are those of its own numbers."""
        words = window.text.ids[window.begin : window.end]
        given = {
            "ids": [self._begin, *chain.from_iterable(words), self._end],
            "firsts": [*accumulate(map(len, words[:-1]), initial=1)],
            "shapes": window.text.shapes[window.begin : window.end],
        }
        found = self._session.run(
            outputs,
            {name: np.array([numbers], np.int64) for name, numbers in given.items()},
            _ONLY_WHAT_IS_ASKED,
        )
        return {name: numbers[0] for name, numbers in zip(outputs, found, strict=True)}

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

    def _mentions(self, item: _Text) -> tuple[Mention, ...]:
        return tuple(
            Mention(
                span=span,
                type=MentionType(name),
                text=span.of(item.text),
                score=_mean(item.scores["mention"], begin, end),
            )
            for name, begin, end in runs(item.labels["mention"], self.labels["mention"], item.breaks)
            for span in [_characters(item.words, begin, end)]
        )

    def _marks(self, item: _Text) -> dict[str, Floats]:
        """Each head's numbers for all words of the text."""
        whole = _joined(item.marks, self._columns["target"].stop)
        return {name: whole[:, columns] for name, columns in self._columns.items()}

    def _meanings(self, item: _Text) -> bytes:
        """The states of the words as far as they tell what is meant; nothing, where the model has not learned that."""
        if "meaning.weight" not in self._weights or not item.states:
            return b""
        meant = _joined(item.states, 0) @ self._weights["meaning.weight"] + self._weights["meaning.bias"]
        return meant.astype(np.float16).tobytes()

    def _structure(self, item: _Text) -> tuple[tuple[Word, ...], tuple[Predicate, ...], tuple[tuple[int, ...], ...]]:
        """Words with their syntax, predicates with their arguments, and coreference chains."""
        if not item.words:
            return (), (), ()
        marks = self._marks(item)
        tags = self._tags(item, marks["tag"])
        heads = np.array(item.heads)
        relations = relations_of(marks["lower"], marks["upper"], heads, self._weights).tolist()
        words = tuple(
            Word(span, tag, head, self.labels["relation"][relation])
            for span, tag, head, relation in zip(item.words, tags, item.heads, relations, strict=True)
        )
        return words, self._predicates(item, marks), self._chains(item, tags, marks)

    def _tags(self, item: _Text, scores: Floats) -> list[str]:
        """The likeliest tag of each word among those that its form allows."""
        names = self.labels["tag"]
        barred = [barred_tags(span.of(item.text)) for span in item.words]
        rows = {tags: row for row, tags in enumerate(dict.fromkeys(barred))}
        masks = np.array([[name in tags for name in names] for tags in rows])
        allowed = np.where(masks[[rows[tags] for tags in barred]], NEVER, scores)
        return [names[number] for number in allowed.argmax(axis=1).tolist()]

    def _predicates(self, item: _Text, marks: dict[str, Floats]) -> tuple[Predicate, ...]:
        likely = shares(marks["predicate"])[:, 1]
        places = np.flatnonzero(likely >= LEAST_PREDICATE).tolist()
        arguments = arguments_of(
            places, item.sentence_of, marks["as_predicate"], marks["as_word"], self._weights, self.labels["role"]
        )
        kinds = shares(marks["kind"][places])
        ranked = np.argsort(-kinds, axis=1).tolist()
        return tuple(
            Predicate(
                word=place,
                arguments=tuple(Argument(label=label, span=_characters(item.words, *where)) for label, *where in found),
                kinds=tuple(
                    (self.labels["kind"][number], odds[number]) for number in order if odds[number] >= LEAST_KIND
                ),
                certainty=certainty,
                score=score,
            )
            for place, found, order, odds, certainty, score in zip(
                places,
                arguments,
                ranked,
                kinds.tolist(),
                marks["certainty"][places, 0].tolist(),
                likely[places].tolist(),
                strict=True,
            )
        )

    def _chains(self, item: _Text, tags: list[str], marks: dict[str, Floats]) -> tuple[tuple[int, ...], ...]:
        sorts = [_sort_of(tag) for tag in tags]
        places = [i for i in np.flatnonzero(marks["is_head"][:, 0] > 0).tolist() if sorts[i] is not None]
        return chains_in(
            places,
            [sorts[i] or 0 for i in places],
            [item.ids[i][0] for i in places],
            [item.sentence_of[i] for i in places],
            [_GENDERS.get(item.words[i].of(item.text).lower(), 0) for i in places],
            marks["later"][places],
            marks["earlier"][places],
            marks["prior"][places],
            self._weights,
        )

    def _attributions(self, item: _Text) -> tuple[AttributionSpans, ...]:
        """Cues with their source and contents; contents without a cue stay alone, sources without one are dropped."""
        spans = list(runs(item.labels["attribution"], self.labels["attribution"], item.breaks))
        cues = {begin: (begin, end) for name, begin, end in spans if name == "cue"}
        sources: dict[int, tuple[int, int]] = {}
        contents: dict[int, list[tuple[int, int]]] = {cue: [] for cue in cues}
        orphans = []
        offers = [
            (-score, cue, piece)
            for name, *piece in spans
            if name == "source"
            for cue, score in item.cues_of.get(piece[0], ())
            if cue in cues
        ]
        for _, cue, (begin, end) in sorted(offers):
            if cue not in sources and (begin, end) not in sources.values():
                sources[cue] = (begin, end)
        for name, begin, end in spans:
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
        with np.load(folder / "heads.npz") as arrays:
            weights = dict(arrays)
    except ModelError:
        raise
    except Exception as error:  # every library here raises its own kind for a missing or broken file
        raise ModelError("R401", f"the model in {folder} cannot be opened: {error}", mend) from error
    return Reader(session, tokenizer, manifest, weights)


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


def _begins_of_windows(counts: list[int], most: int) -> list[int]:
    """The pieces, given by their sub-words, with which windows begin: no more windows than those of at most `most`
    sub-words beside their context, and as even as may be, since windows of like length waste least of a pass."""

    def begins(limit: int) -> list[int]:
        found, size = [0] * bool(counts), 0
        for place, count in enumerate(counts):
            if size and size + count > limit:
                found.append(place)
                size = counts[place - 1] if counts[place - 1] <= CONTEXT_SUBWORDS else 0
            size += count
        return found

    longest = most + CONTEXT_SUBWORDS
    fewest = len(begins(longest))
    return begins(
        bisect_left(range(longest), True, lo=max(counts, default=0), key=lambda limit: len(begins(limit)) <= fewest)
    )


def _note_marks(window: _Window, arcs: Floats, marks: Floats) -> None:
    """Keep the syntactic heads and the marks of the window's own words."""
    text, skip, length = window.text, window.own - window.begin, window.end - window.begin
    heads = heads_in(arcs[:length, :length], text.sentence_of[window.begin : window.end]) + window.begin
    text.heads[window.own : window.end] = heads[skip:].tolist()
    text.marks.append((window.own, _own(window, marks)))


def _own(window: _Window, numbers: Floats) -> Floats:
    """The rows of the words that are decided in the window."""
    return numbers[window.own - window.begin : window.end - window.begin]


def _joined(pieces: list[tuple[int, Floats]], width: int) -> Floats:
    """The rows of all windows in the order of the text; without any, none of that width."""
    ordered = [piece for _, piece in sorted(pieces, key=lambda piece: piece[0])]
    return np.concatenate(ordered) if ordered else np.zeros((0, width), np.float32)


def _sort_of(tag: str) -> int | None:
    """The sort that coreference weighs a head word by: 0 pronoun, 1 name, 2 other noun, None for other words."""
    if tag in ("PRP", "PRP$", "WP", "WP$", "WDT", "DT"):
        return 0
    return 1 if tag.startswith("NNP") else 2 if tag.startswith("NN") else None


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
