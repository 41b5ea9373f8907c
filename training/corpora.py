"""The corpora under `../shared/data` as examples: words, label numbers, and what else a head needs.

Everything is cut into words by `rashomon.words`, as the reader does, except where a corpus comes
as tokens. Only training and development parts are read here; the test parts belong to `benchmarks/`.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import labels
from rashomon.records import Span
from rashomon.words import normalised, sentences_of, words_of

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NO_HEAD = -1


@dataclass(slots=True)
class Example:
    """A sequence of words with the label numbers of one head.

    `heads[i]` is the place of the first word of the cue that the part starting at word i belongs
    to, or -1.
    """

    task: str
    words: list[str]
    labels: list[int]
    heads: list[int] = field(default_factory=list)


@dataclass(slots=True)
class AnnotatedArticle:
    """An article of PolNeAR: its words with labels and heads, and where each sentence begins and ends."""

    example: Example
    sentences: list[tuple[int, int]]

    def slice(self, start: int, end: int) -> Example:
        """The words `[start, end)` as an example of their own; a span cut at the left begins there."""
        whole = self.example
        cut = whole.labels[start:end]
        if cut and labels.ATTRIBUTION[cut[0]].startswith("I-"):
            cut[0] -= 1
        heads = [head - start if start <= head < end else NO_HEAD for head in whole.heads[start:end]]
        return Example(whole.task, whole.words[start:end], cut, heads)


def rows(path: Path) -> Iterator[dict]:
    """The rows of a JSON lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def polnear(split: str) -> list[AnnotatedArticle]:
    """PolNeAR by first annotators (Newell, Margolin and Ruths, LREC 2018); `split` train or dev."""
    return [_annotated(row) for row in rows(DATA / "polnear" / f"{split}.jsonl.gz") if row["first"]]


def _annotated(row: dict) -> AnnotatedArticle:
    plain = normalised(row["text"])
    spans: list[Span] = []
    sentences = []
    for sentence in sentences_of(plain):
        begin = len(spans)
        spans += words_of(plain, sentence)
        sentences.append((begin, len(spans)))
    numbers, heads = [0] * len(spans), [NO_HEAD] * len(spans)
    for attribution in row["attributions"]:
        cue_start = None
        for name in ("cue", "source", "content"):
            for piece in attribution[name]:
                places = [i for i, span in enumerate(spans) if span.overlaps(Span(*piece))]
                if not places:
                    continue
                for i in places:
                    numbers[i] = labels.ATTRIBUTION.index(f"I-{name}")
                numbers[places[0]] -= 1
                if name == "cue" and cue_start is None:
                    cue_start = places[0]
                elif name != "cue" and cue_start is not None:
                    heads[places[0]] = cue_start
    words = [span.of(plain) for span in spans]
    return AnnotatedArticle(Example("attribution", words, numbers, heads), sentences)


def cofenet(path: Path) -> list[Example]:
    """The sentence form of PolNeAR on which CofeNet was scored (COLING 2022): tokens with labels."""
    number = {name: i for i, name in enumerate(labels.ATTRIBUTION)}
    return [
        Example("attribution", [labels.PTB.get(t, t) for t in row["tokens"]], [number[name] for name in row["labels"]])
        for row in rows(path)
    ]


def re3d(path: Path) -> list[Example]:
    """re3d in the token form and split of ConfliBERT: `token TAB tag` lines, an empty line between sentences."""
    number = {name: i for i, name in enumerate(labels.MENTION)}
    examples, words, numbers = [], [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            token, tag = line.rsplit("\t", 1)
            words.append(normalised(token))
            mark, _, name = tag.partition("-")
            numbers.append(number[f"{mark}-{labels.RE3D[name].value}"] if name else 0)
        elif words:
            examples.append(Example("mention", words, numbers))
            words, numbers = [], []
    return examples


def names() -> list[Example]:
    """Names in Wikipedia, emerging entities, mainstream news accounts, and the proper names of GUM's training part."""
    number = {name: i for i, name in enumerate(labels.NAMES)}
    examples = []
    for part in ("wikigold/all", "wnut17/train", "btc/section-g", "btc/section-e"):
        for row in rows(DATA / "ner" / f"{part}.jsonl.gz"):
            tags = [tag.partition("-") for tag in row["tags"]]
            numbers = [
                number[f"{mark}-{labels.NAMES_OF[name]}"] if name in labels.NAMES_OF else 0 for mark, _, name in tags
            ]
            examples.append(Example("names", [normalised(token) for token in row["tokens"]], numbers))
    for row in rows(DATA / "gum" / "entities-train.jsonl.gz"):
        examples += _gum_names(row, number)
    return examples


def _gum_names(row: dict, number: dict[str, int]) -> Iterator[Example]:
    """Sentences of a GUM document with the widest proper-name heads marked."""
    plain = normalised(row["text"])
    heads = [
        (Span(*m["head"]), labels.NAMES_OF[m["type"]])
        for m in row["mentions"]
        if m["proper"] and m["type"] in labels.NAMES_OF
    ]
    for sentence in row["sentences"]:
        spans = words_of(plain, Span(sentence["start"], sentence["end"]))
        numbers = [0] * len(spans)
        for head, name in sorted(heads, key=lambda item: item[0].end - item[0].start):
            places = [i for i, span in enumerate(spans) if head.contains(span)]
            for i in places:
                numbers[i] = number[f"I-{name}"]
            if places:
                numbers[places[0]] = number[f"B-{name}"]
        if spans:
            yield Example("names", [span.of(plain) for span in spans], numbers)


def role_labels() -> list[str]:
    """BIO labels of the arguments seen at least 30 times in the training part of EWT PropBank."""
    counts = Counter(
        a["label"] for row in rows(DATA / "ewt-srl" / "train.jsonl.gz") for p in row["predicates"] for a in p["args"]
    )
    return labels.bio(sorted(label for label, n in counts.items() if n >= 30))
