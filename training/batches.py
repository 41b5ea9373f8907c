"""Examples to tensors: sub-words, first sub-words, shapes, labels; batches of like length and one task."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpora import NO_HEAD, AnnotatedArticle, Example
from rashomon.words import shape_of
from treebanks import UNKNOWN, Sentence, Triple

MAX_SUBWORDS = 192
WINDOW_SUBWORDS = 128


@dataclass(slots=True)
class Inputs:
    """What the network reads: `ids`, `mask` [B, T]; `firsts`, `shapes` [B, W]; `lengths` [B]."""

    ids: Tensor
    mask: Tensor
    firsts: Tensor
    shapes: Tensor
    lengths: Tensor

    def word_mask(self) -> Tensor:
        """[B, W] 1 for a word, 0 for filling."""
        return (torch.arange(self.firsts.shape[1])[None] < self.lengths[:, None]).float()

    def in_order(self) -> tuple[Tensor, ...]:
        """The tensors in the order in which the network takes them."""
        return self.ids, self.mask, self.firsts, self.shapes, self.lengths


@dataclass(slots=True)
class TreeBatch:
    """Windows of sentences with what is known of their words, `UNKNOWN` where nothing is; all tensors [B, W].

    `sentences`: number of each word's sentence in its row, -1 for filling. `heads` are places in the row.
    `roles`: (row, place of the predicate, first word of its sentence, labels of the sentence's words).
    `facts`: (row, place, -3..3). `triples`: (row, begin, end, what the words from begin to end are labelled with).
    """

    task: str
    inputs: Inputs
    word_mask: Tensor
    sentences: Tensor
    tags: Tensor
    heads: Tensor
    relations: Tensor
    predicates: Tensor
    chains: Tensor
    roles: list[tuple[int, int, int, list[int]]] = field(default_factory=list)
    facts: list[tuple[int, int, float]] = field(default_factory=list)
    triples: list[tuple[int, int, int, Triple]] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """Sequences of one label field; `labels`, `heads`, `word_mask` [B, W]."""

    task: str
    inputs: Inputs
    word_mask: Tensor
    labels: Tensor
    heads: Tensor


class Subwords:
    """Words to sub-word numbers, remembered word by word."""

    def __init__(self, tokenizer_path: Path) -> None:
        tokenizer = Tokenizer.from_file(str(tokenizer_path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.begin, self.end, unknown = (tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]", "[UNK]"))
        self.of = lru_cache(maxsize=None)(lambda w: tokenizer.encode(w, add_special_tokens=False).ids[:16] or [unknown])

    def count(self, words: list[str]) -> int:
        """How many sub-words the words make."""
        return sum(len(self.of(word)) for word in words)

    def cut(self, example: Example) -> Example:
        """The example without the words past the longest window."""
        total = 2
        for i, word in enumerate(example.words):
            total += len(self.of(word))
            if total > MAX_SUBWORDS:
                heads = [head if head < i else NO_HEAD for head in example.heads[:i]]
                return Example(example.task, example.words[:i], example.labels[:i], heads)
        return example

    def inputs(self, rows: list[list[str]]) -> Inputs:
        """The tensors that the network reads of some sequences of words."""
        ids, firsts = [], []
        for words in rows:
            row, places = [self.begin], []
            for word in words:
                places.append(len(row))
                row += self.of(word)
            ids.append([*row, self.end])
            firsts.append(places)
        lengths = torch.tensor([len(words) for words in rows])
        width = int(lengths.max())
        padded = _padded(ids, max(map(len, ids)), 0)
        return Inputs(
            ids=padded,
            mask=_padded([[1] * len(row) for row in ids], padded.shape[1], 0),
            firsts=_padded(firsts, width, 0),
            shapes=_padded([[shape_of(w) for w in words] for words in rows], width, 0),
            lengths=lengths,
        )

    def batch(self, examples: list[Example]) -> Batch:
        """One batch of examples of one task."""
        inputs = self.inputs([example.words for example in examples])
        width = inputs.firsts.shape[1]
        return Batch(
            task=examples[0].task,
            inputs=inputs,
            word_mask=inputs.word_mask(),
            labels=_padded([e.labels for e in examples], width, 0),
            heads=_padded([e.heads or [NO_HEAD] * len(e.words) for e in examples], width, NO_HEAD),
        )

    def tree_batch(self, task: str, rows: list[list[Sentence]]) -> TreeBatch:
        """One batch of windows of sentences."""
        inputs = self.inputs([[word for sentence in row for word in sentence.words] for row in rows])
        width = inputs.firsts.shape[1]
        batch = TreeBatch(
            task=task, inputs=inputs, word_mask=inputs.word_mask(),
            sentences=torch.full((len(rows), width), -1),
            **{name: torch.full((len(rows), width), UNKNOWN) for name in ("tags", "heads", "relations")},
            **{name: torch.full((len(rows), width), UNKNOWN) for name in ("predicates", "chains")},
        )  # fmt: skip
        for number, row in enumerate(rows):
            begin = 0
            for order, sentence in enumerate(row):
                end = begin + len(sentence.words)
                batch.sentences[number, begin:end] = order
                for name in ("tags", "relations", "predicates", "chains"):
                    if values := getattr(sentence, name):
                        getattr(batch, name)[number, begin:end] = torch.tensor(values)
                if sentence.heads:
                    batch.heads[number, begin:end] = torch.tensor(
                        [head + begin if head >= 0 else UNKNOWN for head in sentence.heads]
                    )
                batch.roles += [(number, begin + place, begin, numbers) for place, numbers in sentence.roles]
                batch.facts += [(number, begin + place, value) for place, value in sentence.facts]
                if sentence.triple:
                    batch.triples.append((number, begin, end, sentence.triple))
                begin = end
        return batch


def _padded(rows: list[list[int]], width: int, filler: int) -> Tensor:
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])


def by_length(examples: list[Example], subwords: Subwords, budget: int, rng: random.Random) -> list[list[Example]]:
    """Groups of examples of like length, each of at most `budget` sub-words with padding, in random order."""
    sized = sorted(((subwords.count(e.words) * rng.uniform(0.93, 1.07) + 2, i) for i, e in enumerate(examples)))
    groups: list[list[Example]] = []
    group: list[Example] = []
    for size, i in sized:
        if group and size * (len(group) + 1) > budget:
            groups.append(group)
            group = []
        group.append(examples[i])
    groups.append(group)
    rng.shuffle(groups)
    return groups


def packed(
    sentences: list[Sentence], subwords: Subwords, rng: random.Random, single: float, longest: int
) -> Iterator[list[Sentence]]:
    """Windows of neighbouring sentences of one document, or, for a share `single` of them, of one sentence alone."""
    window: list[Sentence] = []
    size, limit = 0, 0
    for sentence in sentences:
        count = subwords.count(sentence.words)
        if not 0 < count < MAX_SUBWORDS:
            continue
        if window and (size + count > limit or sentence.document != window[-1].document):
            yield window
            window, size = [], 0
        if not window:
            limit = 0 if rng.random() < single else rng.randint(longest // 3, longest)
        window.append(sentence)
        size += count
    if window:
        yield window


def grouped(
    windows: list[list[Sentence]], subwords: Subwords, budget: int, rng: random.Random
) -> list[list[list[Sentence]]]:
    """Windows of like length in groups of at most `budget` sub-words with padding, in random order."""
    sized = [sum(subwords.count(s.words) for s in w) * rng.uniform(0.93, 1.07) + 2 for w in windows]
    groups: list[list[list[Sentence]]] = [[]]
    for size, i in sorted(zip(sized, range(len(windows)), strict=True)):
        if groups[-1] and size * (len(groups[-1]) + 1) > budget:
            groups.append([])
        groups[-1].append(windows[i])
    rng.shuffle(groups)
    return groups


def polnear_epoch(
    articles: list[AnnotatedArticle], subwords: Subwords, rng: random.Random, whole: float, rest: float
) -> Iterator[Example]:
    """One pass over PolNeAR: a share `whole` of the articles as windows of running text, the others as single
    sentences: all those with an attribution and a share `rest` of those without."""
    for article in articles:
        if rng.random() < whole:
            for start, end in windows(article, subwords, rng):
                yield subwords.cut(article.slice(start, end))
        else:
            for start, end in article.sentences:
                if end - start > 1 and (any(article.example.labels[start:end]) or rng.random() < rest):
                    yield subwords.cut(article.slice(start, end))


def windows(article: AnnotatedArticle, subwords: Subwords, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences that fill a window of a length drawn for each."""
    begin, size, limit = 0, 0, rng.randint(64, WINDOW_SUBWORDS)
    for start, end in article.sentences:
        count = subwords.count(article.example.words[start:end])
        if start > begin and size + count > limit:
            yield begin, start
            begin, size, limit = start, 0, rng.randint(64, WINDOW_SUBWORDS)
        size += count
    if article.example.words[begin:]:
        yield begin, len(article.example.words)
