"""Sentences with syntax, roles, factuality and coreference, over the reader's own words.

English Web Treebank (UD; PropBank roles; UDS-IH2 factuality on the same sentences), GUM (UD; coreference), and the
other factuality sets. A treebank cuts words finer than `rashomon.words` does ("Al", "-", "Zaman"): a word takes
the annotation of the token in it whose head lies outside. Only training and development parts are read here.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import labels
from corpora import DATA, rows
from rashomon.records import Span
from rashomon.words import normalised, words_of

UNKNOWN = -100
"""The label of a word that a corpus says nothing about; the losses leave it out."""


@dataclass(slots=True)
class Sentence:
    """Words with what the corpora say of them.

    `tags`, `relations` are label numbers; `heads` places in the sentence, a root is its own head. `predicates` 0/1.
    `roles`: (place of the predicate, label number of every word). `facts`: (place, -3..3). `chains`: the chain of the
    mention that a word heads, 0 for none. `triple`: what an event sentence is labelled with, see `triples.py`.
    """

    words: list[str]
    tags: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    predicates: list[int] = field(default_factory=list)
    roles: list[tuple[int, list[int]]] = field(default_factory=list)
    facts: list[tuple[int, float]] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)
    triple: Triple | None = None
    document: str = ""


@dataclass(slots=True)
class Triple:
    """The kinds that fit an event sentence (label numbers), the places of its source's and target's words, and of the
    words that the table of events knows for one of these kinds."""

    kinds: list[int]
    source: list[int]
    target: list[int]
    triggers: list[int]


@dataclass(slots=True)
class _Token:
    form: str
    tag: str
    head: int
    relation: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class _Parse:
    """One sentence of a CoNLL-U file: its tokens with offsets into `text`, heads from 1, 0 the root."""

    id: str
    text: str
    tokens: list[_Token]


def parses(path: Path) -> Iterator[_Parse]:
    """The sentences of a CoNLL-U file (Nivre et al., 2020)."""
    name = text = ""
    tokens: list[_Token] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id"):
                name = line.split("=", 1)[1].strip()
            elif line.startswith("# text ="):
                text = line.split("=", 1)[1].strip()
            elif line[:1].isdigit():
                cells = line.rstrip("\n").split("\t")
                if cells[0].isdigit():
                    tokens.append(_Token(cells[1], cells[4], int(cells[6]), cells[7]))
            elif not line.strip() and tokens:
                _place(text, tokens)
                yield _Parse(name, text, tokens)
                tokens = []


def _place(text: str, tokens: Sequence[_Token]) -> None:
    """Give the tokens their offsets; one that the text does not print stands where the one before it ends."""
    end = 0
    for token in tokens:
        start = text.find(token.form, end)
        token.start = end if start < 0 or start > end + 3 else start
        token.end = end = min(token.start + len(token.form), len(text)) if start >= 0 else token.start


def _owners(spans: Sequence[Span], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """For each token the place of the word that holds its first character."""
    owners, word = [], 0
    for start, _ in offsets:
        while word + 1 < len(spans) and spans[word].end <= start:
            word += 1
        owners.append(word)
    return owners


def _with_syntax(sentence: Sentence, parse: _Parse, owners: Sequence[int]) -> list[int]:
    """Fill in tags, heads and relations; the result is the token that stands for each word (-1: none)."""
    tag_of, relation_of = label_numbers("tags"), label_numbers("relations")
    size = len(sentence.words)
    sentence.tags, sentence.relations = [UNKNOWN] * size, [UNKNOWN] * size
    sentence.heads = [UNKNOWN] * size
    stands = [-1] * size
    for i, token in enumerate(parse.tokens):
        word = owners[i]
        outside = token.head == 0 or owners[token.head - 1] != word
        if outside and stands[word] < 0:
            stands[word] = i
            sentence.heads[word] = word if token.head == 0 else owners[token.head - 1]
            sentence.tags[word] = tag_of.get(token.tag, UNKNOWN)
            sentence.relations[word] = relation_of.get(token.relation, relation_of["dep"])
    return stands


@cache
def label_numbers(kind: str) -> dict[str, int]:
    """Number of each tag (`tags`) or relation (`relations`) seen at least 20 times in the two treebanks."""
    counts: Counter[str] = Counter()
    for path in (DATA / "ewt" / "en_ewt-ud-train.conllu.gz", DATA / "gum" / "gum-train.conllu.gz"):
        for parse in parses(path):
            counts.update(t.tag if kind == "tags" else t.relation for t in parse.tokens)
    return {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n >= 20))}


def web_treebank(split: str, role_numbers: dict[str, int]) -> list[Sentence]:
    """English Web Treebank with roles and factuality; `split` train or dev."""
    roles = {row["sent_id"]: row for row in rows(DATA / "ewt-srl" / f"{split}.jsonl.gz")}
    facts: dict[str, list] = {}
    for row in rows(DATA / "factuality" / "uds-ih2" / f"{split}.jsonl.gz"):
        facts.setdefault(_key(row["tokens"]), row["targets"])
    sentences = []
    for parse in parses(DATA / "ewt" / f"en_ewt-ud-{split}.conllu.gz"):
        plain = normalised(parse.text)
        spans = words_of(plain, Span(0, len(plain)))
        owners = _owners(spans, [(t.start, t.end) for t in parse.tokens])
        sentence = Sentence([span.of(plain) for span in spans], document=parse.id.rsplit("-", 1)[0])
        _with_syntax(sentence, parse, owners)
        sentence.predicates = [UNKNOWN] * len(spans)
        if parse.id in roles and len(roles[parse.id]["tokens"]) == len(parse.tokens):
            _add_roles(sentence, roles[parse.id]["predicates"], owners, role_numbers)
        for target in facts.get(_key([t.form for t in parse.tokens]), ()):
            sentence.facts.append((owners[target["index"]], target["factuality"]))
        sentences.append(sentence)
    return sentences


def _key(tokens: Iterable[str]) -> str:
    return re.sub(r"\s", "", "".join(tokens)).lower()


def _add_roles(sentence: Sentence, predicates: list, owners: Sequence[int], role_numbers: dict[str, int]) -> None:
    size = len(sentence.words)
    sentence.predicates = [0] * size
    for predicate in predicates:
        place = owners[predicate["index"]]
        if sentence.predicates[place]:
            continue
        sentence.predicates[place] = 1
        numbers = [0] * size
        for argument in predicate["args"]:
            if f"B-{argument['label']}" in role_numbers and argument["start"] < len(owners):
                first, last = owners[argument["start"]], owners[min(argument["end"], len(owners)) - 1]
                for i in range(first, last + 1):
                    numbers[i] = role_numbers[f"{'B' if i == first else 'I'}-{argument['label']}"]
        sentence.roles.append((place, numbers))


def gum(split: str) -> list[list[Sentence]]:
    """GUM's documents with syntax and coreference (Zeldes, 2017); chains are numbered within a document."""
    trees = {parse.id: parse for parse in parses(DATA / "gum" / f"gum-{split}.conllu.gz")}
    return [_gum_document(row, trees) for row in rows(DATA / "gum" / f"entities-{split}.jsonl.gz")]


def _gum_document(row: dict, trees: dict[str, _Parse]) -> list[Sentence]:
    plain = normalised(row["text"])
    chain_of = {name: i + 1 for i, name in enumerate(sorted({m["chain"] for m in row["mentions"]}))}
    sentences = []
    for given in row["sentences"]:
        parse = trees[given["id"]]
        spans = words_of(plain, Span(given["start"], given["end"]))
        moved = [Span(s.start - given["start"], s.end - given["start"]) for s in spans]
        owners = _owners(moved, [(t.start, t.end) for t in parse.tokens])
        sentence = Sentence([span.of(plain) for span in spans], document=row["id"])
        _with_syntax(sentence, parse, owners)
        sentence.chains = [0] * len(spans)
        for mention in row["mentions"]:
            if given["start"] <= mention["start"] and mention["end"] <= given["end"]:
                place = head_of(spans, sentence.heads, Span(mention["start"], mention["end"]))
                if place is not None and not sentence.chains[place]:
                    sentence.chains[place] = chain_of[mention["chain"]]
        sentences.append(sentence)
    return sentences


def head_of(spans: Sequence[Span], heads: Sequence[int], phrase: Span) -> int | None:
    """The word of the phrase whose head lies outside it."""
    inside = {i for i, span in enumerate(spans) if phrase.start <= span.start < phrase.end}
    return next((i for i in sorted(inside) if heads[i] == i or (heads[i] not in inside and heads[i] >= 0)), None)


def certainties(names: Sequence[str], split: str) -> list[Sentence]:
    """The factuality sets other than UDS-IH2, by folder name; a target is one word with -3..3."""
    sentences = []
    for name in names:
        for row in rows(DATA / "factuality" / name / f"{split}.jsonl.gz"):
            words, owners = _rewords(row["tokens"])
            # Some targets of cb and rp are whole clauses, placed at their first word.
            single = [t for t in row["targets"] if t["word"] == row["tokens"][t["index"]]]
            facts = [(owners[t["index"]], t["factuality"]) for t in single]
            sentences.append(Sentence(words, facts=facts))
    return sentences


def _rewords(tokens: Sequence[str]) -> tuple[list[str], list[int]]:
    """Tokens cut or joined into the reader's words as well as that goes, and each token's word."""
    joined, offsets = spaced(tokens)
    plain = normalised(joined)
    spans = words_of(plain, Span(0, len(plain)))
    return [span.of(plain) for span in spans], _owners(spans, offsets)


def spaced(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as running text with each token's offsets; clitics and hyphens are joined on."""
    text, offsets = "", []
    for token in tokens:
        form = labels.PTB.get(token, token)
        if (
            text
            and not re.fullmatch(r"n't|'(?:s|re|ve|ll|d|m)|[-–,.;:!?%)\]”]", form)
            and not text.endswith(("-", "“", "(", "$"))
        ):
            text += " "
        offsets.append((len(text), len(text) + len(form)))
        text += form
    return text, offsets
