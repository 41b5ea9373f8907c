"""Scores of a network on the development parts: for choosing between runs, never for the record."""

from __future__ import annotations

import random
from functools import cache

import torch

import corpora
import labels
import treebanks
import triples
from batches import Subwords, TreeBatch, grouped, packed
from corpora import DATA, Example
from losses import chains_loss, kinds_of, words_of
from network import NEVER, Network
from score import exact, f1, spans_of
from treebanks import UNKNOWN, Sentence


@cache
def _fields() -> dict[str, list[Example]]:
    return {
        "attribution": corpora.cofenet(DATA / "polnear-cofenet" / "valid.txt.gz"),
        "mention": corpora.re3d(DATA / "re3d-conflibert" / "dev.txt"),
        "party": triples.party_examples("dev"),
    }


@torch.no_grad()
def dev_scores(network: Network, subwords: Subwords) -> dict[str, dict[str, float]]:
    """The scores of every head."""
    network.eval()
    scores = {
        name: exact([e.labels for e in examples], predicted(network, examples, subwords), labels.FIELDS[name])
        for name, examples in _fields().items()
    }
    role_names = corpora.role_labels()
    web = treebanks.web_treebank("dev", {name: i for i, name in enumerate(role_names)})
    scores["web"] = _tree_scores(network, _batches(web, subwords)) | _role_scores(
        network, _batches(web, subwords), role_names
    )
    scores["certainty"] = {
        "uds-ih2": _mean_error(network, _batches(web, subwords)),
        "uw": _mean_error(network, _batches(treebanks.certainties(["uw"], "dev"), subwords)),
    }
    scores["events"] = _event_scores(network, _batches(triples.event_sentences("dev"), subwords))
    documents = [
        subwords.tree_batch("gum", list(packed(document, subwords, random.Random(0), 0.0, 150)))
        for document in treebanks.gum("dev")
    ]
    scores["gum"] = _tree_scores(network, documents) | {
        "chains_loss": sum(float(chains_loss(network, b, words_of(network, b))) for b in documents) / len(documents)
    }
    return {head: {name: round(value, 4) for name, value in found.items()} for head, found in scores.items()}


def _batches(sentences: list[Sentence], subwords: Subwords) -> list[TreeBatch]:
    windows = list(packed(sentences, subwords, random.Random(0), 1.0, 0))
    return [subwords.tree_batch("", group) for group in grouped(windows, subwords, 3000, random.Random(0))]


@torch.no_grad()
def predicted(network: Network, examples: list[Example], subwords: Subwords) -> list[list[int]]:
    """The best labels of every example; words past the longest window get `O`."""
    network.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].words))
    answers: list[list[int]] = [[] for _ in examples]
    for begin in range(0, len(order), 32):
        chosen = order[begin : begin + 32]
        batch = subwords.batch([subwords.cut(examples[i]) for i in chosen])
        field = network.fields[batch.task]
        found = field.decode(field.emit(words_of(network, batch)), batch.inputs.lengths)
        for i, numbers in zip(chosen, found, strict=True):
            answers[i] = numbers + [0] * (len(examples[i].words) - len(numbers))
    return answers


def _tree_scores(network: Network, batches: list[TreeBatch]) -> dict[str, float]:
    """Accuracy of tags, unlabelled and labelled attachment (UAS, LAS)."""
    right = torch.zeros(4)
    for batch in batches:
        words = words_of(network, batch)
        known = (batch.heads >= 0) & (batch.relations != UNKNOWN)
        apart = batch.sentences[:, :, None] != batch.sentences[:, None, :]
        heads = network.tree.arcs(words).masked_fill(apart, NEVER).argmax(2)
        relations = network.tree.relations(words, heads).argmax(2)
        attached = heads == batch.heads
        tagged = network.tree.tag(words).argmax(2) == batch.tags
        for i, hit in enumerate((tagged, attached, attached & (relations == batch.relations), known)):
            right[i] += (hit & known).sum()
    return dict(zip(("tags", "uas", "las"), (right[:3] / right[3]).tolist(), strict=True))


def _role_scores(network: Network, batches: list[TreeBatch], names: list[str]) -> dict[str, float]:
    """F1 of predicates, and of arguments (exact) of the predicates that were found."""
    counts = {"predicates": [0, 0, 0], "arguments": [0, 0, 0]}
    for batch in batches:
        words = words_of(network, batch)
        known = batch.predicates != UNKNOWN
        marked = (network.roles.is_predicate(words).argmax(2) == 1) & known
        gold_spans, said_spans = set(), set()
        for row, place, _, numbers in batch.roles:
            gold_spans |= {(row, place, *span) for span in spans_of(numbers, names)}
        for row, place in marked.nonzero().tolist():
            same = (batch.sentences[row] == batch.sentences[row, place]).nonzero().flatten()
            rows = torch.full((len(same),), row)
            scores = network.roles.at(words, rows, torch.full_like(rows, place), same)
            said_spans |= {(row, place, *span) for span in spans_of(scores.argmax(1).tolist(), names)}
        gold = {(row, place) for row, place, _, _ in batch.roles}
        said = {(row, place) for row, place in marked.nonzero().tolist()}
        for name, want, got in (("predicates", gold, said), ("arguments", gold_spans, said_spans)):
            for i, found in enumerate((want & got, got, want)):
                counts[name][i] += len(found)
    return {name: f1(*numbers) for name, numbers in counts.items()}


def _mean_error(network: Network, batches: list[TreeBatch]) -> float:
    errors = []
    for batch in batches:
        if batch.facts:
            rows, places, gold = (torch.tensor(column) for column in zip(*batch.facts, strict=True))
            errors.append((network.certainty(words_of(network, batch)[rows, places]).squeeze(1) - gold).abs())
    return float(torch.cat(errors).mean())


def _event_scores(network: Network, batches: list[TreeBatch]) -> dict[str, float]:
    """Share of event sentences whose most likely kind fits; `roots` of those with one root only."""
    hits, totals = [0, 0], [0, 0]
    for batch in batches:
        best = kinds_of(network, batch, words_of(network, batch)).argmax(1).tolist()
        for kind, (*_, triple) in zip(best, batch.triples, strict=True):
            for i in range(2 if len(triple.kinds) <= 2 else 1):
                hits[i] += kind in triple.kinds
                totals[i] += 1
    return {"all": hits[0] / totals[0], "roots": hits[1] / totals[1]}
