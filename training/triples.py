"""Event sentences labelled as a whole: PLV (root of a source-target pair) and the CAMEO sets of ConfliBERT.

Every sentence that stands in a test part of either corpus or in the PLOVER gold file is left out here, so that one
model may be scored on all of them. A tenth of PLV's training sentences is held back as the development part.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import labels
from corpora import DATA, Example, rows
from rashomon.kinds import Kinds, load_kinds
from rashomon.records import Span
from rashomon.words import normalised, words_of
from treebanks import Sentence, Triple, spaced

DEV_TENTHS = 1


@cache
def kept_apart() -> frozenset[str]:
    """The sentences of all test parts, as keys."""
    found = set()
    for name in ("plv-zsp/test.jsonl", "cameo-conflibert/class_test.jsonl", "plover/gsr.jsonl"):
        found |= {key_of(row["text"]) for row in rows(DATA / name)}
    found |= {key_of(" ".join(row["tokens"])) for row in rows(DATA / "cameo-conflibert" / "spans_test.jsonl")}
    return frozenset(found)


def key_of(text: str) -> str:
    """Letters and figures of the text, lower case: the same sentence in two corpora has one key."""
    return re.sub(r"[\W_]+", "", text.lower())


def is_dev(key: str) -> bool:
    """Whether a sentence is held back for choosing between runs."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 10 < DEV_TENTHS


def event_sentences(split: str) -> list[Sentence]:
    """Sentences with their kind and parties, from PLV and the CAMEO classes; `split` train or dev."""
    found = list(_plv(split == "dev"))
    parties = {key_of(" ".join(row["tokens"])): row for row in rows(DATA / "cameo-conflibert" / "spans_train.jsonl")}
    told = {key_of(row["text"]) for row in rows(DATA / "plv-zsp" / "train.jsonl")}
    for row in rows(DATA / "cameo-conflibert" / "class_train.jsonl"):
        key = key_of(row["text"])
        if key in kept_apart() or is_dev(key) != (split == "dev") or key in told:
            continue
        kinds = [labels.KINDS.index(name) for name in labels.KINDS_OF_CLASS[row["label"]]]
        if key in parties:
            text, offsets = spaced(parties[key]["tokens"])
            spans = parties[key]["spans"]
            sides = {
                side: [
                    Span(offsets[s["start"]][0], offsets[s["end"] - 1][1]) for s in spans if s["label"] in (side, "R")
                ]
                for side in ("source", "target")
            }
        else:
            text, sides = row["text"], {"source": [], "target": []}
        found.append(_sentence(text, kinds, sides["source"], sides["target"]))
    return found


def _plv(dev: bool) -> Iterator[Sentence]:
    for row in rows(DATA / "plv-zsp" / "train.jsonl"):
        key = key_of(row["text"])
        if key not in kept_apart() and is_dev(key) == dev:
            sides = [[Span(*row[name])] if row[name] else [] for name in ("source_span", "target_span")]
            kinds = labels.ROOTS_OF_PLV.get(row["root"], (row["root"],))
            yield _sentence(row["text"], [labels.KINDS.index(kind) for kind in kinds], *sides)


def _sentence(text: str, kinds: list[int], source: Sequence[Span], target: Sequence[Span]) -> Sentence:
    plain = normalised(text)
    spans = words_of(plain, Span(0, len(plain)))
    source_places, target_places = (
        [i for i, span in enumerate(spans) if any(span.overlaps(side) for side in sides)] for sides in (source, target)
    )
    words = [span.of(plain) for span in spans]
    parties = {*source_places, *target_places}
    triggers = [i for i in range(len(words)) if i not in parties and not kinds_known(words, i).isdisjoint(kinds)]
    return Sentence(words, triple=Triple(kinds, source_places, target_places, triggers))


def kinds_known(words: Sequence[str], place: int) -> set[int]:
    """The kinds that the table of events knows for a word in its sentence, as a verb or as a noun."""
    lower = [word.lower() for word in words]
    found = (*_table().kinds_at(lower, place, is_noun=False), *_table().kinds_at(lower, place, is_noun=True))
    return {labels.KINDS.index(kind.type.value) for kind in found}


@cache
def _table() -> Kinds:
    return load_kinds()


def party_examples(split: str) -> list[Example]:
    """Sources and targets as labelled spans (`cameo-conflibert` spans), for the field of parties."""
    number = {name: i for i, name in enumerate(labels.PARTY)}
    examples = []
    for row in rows(DATA / "cameo-conflibert" / "spans_train.jsonl"):
        key = key_of(" ".join(row["tokens"]))
        if key in kept_apart() or is_dev(key) != (split == "dev"):
            continue
        numbers = [
            number[f"B{tag[1:]}" if tag[0] == "I" and before[1:] != tag[1:] else tag]
            for before, tag in pairwise(["O", *row["tags"]])
        ]
        examples.append(Example("party", [normalised(token) for token in row["tokens"]], numbers))
    return examples
