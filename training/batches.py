"""Examples to tensors: sub-words, first sub-words, shapes, labels; batches of like length and one task."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpora import NO_HEAD, AnnotatedArticle, Example
from rashomon.words import shape_of

MAX_SUBWORDS = 192
WINDOW_SUBWORDS = 128


@dataclass(slots=True)
class Batch:
    """Tensors of one batch.

    `ids`, `mask` [B, T]; `firsts`, `shapes`, `labels`, `heads`, `word_mask` [B, W]; `lengths` [B].
    """

    task: str
    ids: Tensor
    mask: Tensor
    firsts: Tensor
    shapes: Tensor
    lengths: Tensor
    word_mask: Tensor
    labels: Tensor
    heads: Tensor
    roles: list[list[tuple[int, list[int]]]]


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
                roles = [(place, numbers[:i]) for place, numbers in example.roles if place < i]
                return Example(example.task, example.words[:i], example.labels[:i], heads, roles)
        return example

    def batch(self, examples: list[Example]) -> Batch:
        """One batch of examples of one task."""
        ids, firsts = [], []
        for example in examples:
            row, places = [self.begin], []
            for word in example.words:
                places.append(len(row))
                row += self.of(word)
            ids.append([*row, self.end])
            firsts.append(places)
        lengths = torch.tensor([len(example.words) for example in examples])
        width = int(lengths.max())
        padded = _padded(ids, max(map(len, ids)), 0)
        return Batch(
            task=examples[0].task,
            ids=padded,
            mask=_padded([[1] * len(row) for row in ids], padded.shape[1], 0),
            firsts=_padded(firsts, width, 0),
            shapes=_padded([[shape_of(w) for w in e.words] for e in examples], width, 0),
            lengths=lengths,
            word_mask=(torch.arange(width)[None] < lengths[:, None]).float(),
            labels=_padded([e.labels for e in examples], width, 0),
            heads=_padded([e.heads or [NO_HEAD] * len(e.words) for e in examples], width, NO_HEAD),
            roles=[e.roles for e in examples],
        )


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
