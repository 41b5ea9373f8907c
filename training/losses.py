"""The losses of the heads: each about 1 to 5 at the start, whatever the length of the batch's sequences."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, smooth_l1_loss

import corpora
from batches import Batch, TreeBatch
from network import NEVER, Network, chain_features
from treebanks import UNKNOWN, label_numbers


def loss_of(network: Network, batch: Batch | TreeBatch) -> Tensor:
    """The loss of one batch, over all that its corpus says of the words."""
    words = words_of(network, batch)
    if isinstance(batch, Batch):
        return field_loss(network, batch, words)
    parts = []
    if (batch.tags != UNKNOWN).any():
        parts.append(tree_loss(network, batch, words))
    if batch.roles:
        parts.append(3 * roles_loss(network, batch, words))
    if batch.facts:
        parts.append(certainty_loss(network, batch, words))
    if (batch.chains > 0).any():
        parts.append(chains_loss(network, batch, words))
    if batch.triples:
        parts.append(2 * events_loss(network, batch, words))
    return torch.stack(parts).sum()


def words_of(network: Network, batch: Batch | TreeBatch) -> Tensor:
    """[B, W, 384] of the word layer that serves the batch's heads."""
    layer = network.layer if isinstance(batch, Batch) else network.structure
    *given, lengths = batch.inputs.in_order()
    return layer(network.seen(*given), lengths)


def field_loss(network: Network, batch: Batch, words: Tensor) -> Tensor:
    """Negative log likelihood of a field's labels, and, for attributions, of the cues that the parts belong to."""
    field = network.fields[batch.task]
    per_word = 25.0 / (batch.inputs.lengths.float().mean())
    loss = field.loss(field.emit(words), batch.labels, batch.word_mask) * per_word
    if batch.task == "attribution" and (batch.heads >= 0).any():
        scores = network.pairs(words) + (1 - batch.word_mask[:, None, :]) * NEVER
        loss = loss + cross_entropy(scores.flatten(0, 1), batch.heads.flatten(), ignore_index=corpora.NO_HEAD)
    return loss


def tree_loss(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """Cross entropy of tags, of syntactic heads within the sentence, and of relations to the gold heads."""
    tree = network.tree
    tags = cross_entropy(tree.tag(words).flatten(0, 1), batch.tags.flatten(), ignore_index=UNKNOWN)
    apart = batch.sentences[:, :, None] != batch.sentences[:, None, :]
    arcs = tree.arcs(words).masked_fill(apart, NEVER)
    heads = cross_entropy(arcs.flatten(0, 1), batch.heads.flatten(), ignore_index=UNKNOWN)
    relations = tree.relations(words, batch.heads.clamp(min=0))
    gold = torch.where(batch.heads >= 0, batch.relations, UNKNOWN)
    return tags + heads + cross_entropy(relations.flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN)


def roles_loss(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """Cross entropy of predicate marks and of the BIO labels of a sentence's words to each gold predicate."""
    roles = network.roles
    marks = cross_entropy(roles.is_predicate(words).flatten(0, 1), batch.predicates.flatten(), ignore_index=UNKNOWN)
    rows, places = (torch.tensor([item[i] for item in batch.roles]) for i in (0, 1))
    gold = torch.full((len(batch.roles), words.shape[1]), UNKNOWN)
    for i, (_, _, begin, numbers) in enumerate(batch.roles):
        gold[i, begin : begin + len(numbers)] = torch.tensor(numbers)
    near = gold != UNKNOWN  # words of other sentences are never scored
    at, word = near.nonzero(as_tuple=True)
    scores = roles.at(words, rows[at], places[at], word)
    return marks + 4 * cross_entropy(scores, gold[near])


def certainty_loss(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """Smooth absolute error of the certainty of the marked words."""
    rows, places = (torch.tensor([item[i] for item in batch.facts]) for i in (0, 1))
    gold = torch.tensor([item[2] for item in batch.facts])
    return smooth_l1_loss(network.certainty(words[rows, places]).squeeze(1), gold, beta=0.5)


def events_loss(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """Negative log likelihood of the kinds that fit each event sentence."""
    fit, log_kinds = fit_and_kinds(network, batch, words)
    told = torch.logsumexp(fit[:, :, None] + log_kinds, dim=1)
    parts = []
    for i, (_, begin, _, triple) in enumerate(batch.triples):
        parts.append(-torch.logsumexp(told[i, triple.kinds], dim=0))
        if triple.triggers:  # the words that the table knows for the right kind are likely its triggers
            places = [begin + place for place in triple.triggers]
            parts[-1] = parts[-1] - 0.5 * torch.logsumexp(fit[i, places], dim=0)
            parts[-1] = parts[-1] - 0.5 * torch.logsumexp(log_kinds[i, places][:, triple.kinds], dim=1).mean()
    return torch.stack(parts).mean()


def kinds_of(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """[N, kinds] log probabilities of the kinds that the batch's event sentences tell of their sides: over all words
    that may be the trigger (multiple-instance learning: no corpus here marks it)."""
    fit, log_kinds = fit_and_kinds(network, batch, words)
    return torch.logsumexp(fit[:, :, None] + log_kinds, dim=1)


def fit_and_kinds(network: Network, batch: TreeBatch, words: Tensor) -> tuple[Tensor, Tensor]:
    """For the batch's event sentences the log probability of each word as the trigger [N, W] and, if it is that, of
    each kind [N, W, kinds]."""
    rows = torch.tensor([row for row, *_ in batch.triples])
    mask = torch.zeros(len(rows), words.shape[1])
    sides = torch.zeros(len(rows), 2, words.shape[1])
    for i, (_, begin, end, triple) in enumerate(batch.triples):
        mask[i, begin:end] = 1
        for side, places in enumerate((triple.source, triple.target)):
            for place in places:
                sides[i, side, begin + place] = 1 / len(places)
    fit = network.events.fit(words[rows], sides) + (1 - mask) * NEVER
    return torch.log_softmax(fit, dim=1), torch.log_softmax(network.events.kind(words[rows]), dim=2)


def sorts_of(tags: Tensor) -> Tensor:
    """Place in `SORTS` of words with these tag numbers: pronoun 0, name 1, noun 2; -1 for other words."""
    sort_of = torch.full((len(label_numbers("tags")) + 1,), -1)
    for name, number in label_numbers("tags").items():
        if name in ("PRP", "PRP$", "WP", "WP$", "WDT", "DT"):
            sort_of[number] = 0
        elif name.startswith("NNP"):
            sort_of[number] = 1
        elif name.startswith("NN"):
            sort_of[number] = 2
    return sort_of[tags.clamp(min=-1)]


def chains_loss(network: Network, batch: TreeBatch, words: Tensor) -> Tensor:
    """Negative log likelihood of the right antecedents of every noun, name and pronoun of a document, whose windows
    are the rows of the batch, and of being the head of a mention at all."""
    sorts = sorts_of(batch.tags)
    chosen = (batch.chains > 0) | ((batch.chains == 0) & (sorts >= 0))
    sorts = torch.where(sorts < 0, 2, sorts)
    states, chains = words[chosen], batch.chains[chosen]
    known: dict[int, int] = {}
    forms = torch.tensor([known.setdefault(int(form), len(known)) for form in first_subwords(batch)[chosen]])
    per_row = batch.sentences.max(dim=1).values + 1
    order = (batch.sentences + (torch.cumsum(per_row, 0) - per_row)[:, None])[chosen]
    scores = torch.log_softmax(network.chains(states, chain_features(sorts[chosen], forms, order)), dim=1)
    same = (chains[:, None] == chains[None, :]) & (chains[:, None] > 0)
    gold = torch.tril(same, diagonal=-1)
    gold = gold | (~gold.any(dim=1, keepdim=True) & torch.eye(len(chains), dtype=torch.bool))
    likelihood = torch.logsumexp(scores.masked_fill(~gold, NEVER), dim=1)
    marks = binary_cross_entropy_with_logits(network.chains.is_head(states).squeeze(1), (chains > 0).float())
    return marks - 2 * likelihood.mean()


def first_subwords(batch: TreeBatch) -> Tensor:
    """[B, W] number of each word's first sub-word: the same for most forms of one word."""
    return torch.gather(batch.inputs.ids, 1, batch.inputs.firsts)
