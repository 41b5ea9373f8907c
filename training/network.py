"""The network: a MiniLM encoder, a word layer, and one head per thing that is read.

Sub-word ids go in; for every *word* come out emissions over the labels of each head, and for every
pair of words the score that the one belongs to the attribution whose cue begins at the other.

    ids [B, T] -> encoder (6 layers, 384) -> mix of all layers -> first sub-word of each word [B, W, 384]
      + word shape [B, W, 24] -> BiLSTM 2 x 192 -> heads

Encoder: MiniLM (Wang et al., 2020). Conditional random field: Lafferty et al., 2001.
Pair scorer: biaffine attention (Dozat and Manning, 2017) with a bias for the signed distance.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from rashomon.words import SHAPES

HIDDEN = 384
HEADS = 12
LAYERS = 6
SHAPE_SIZE = 24
WORD_HIDDEN = 192
PAIR_SIZE = 64
SRL_SIZE = 160
ARC_SIZE = 96
CHAIN_SIZE = 96
PARTY_SIZE = 64
DISTANCES = 17
NEVER = -1e4  # the score of a transition that no legal sequence has


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.up, self.down = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        """Multi-head attention over the sub-words with `mask` [B, T] 1, before the output projection."""
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, HIDDEN // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * NEVER
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(HIDDEN // HEADS) + bias, dim=-1)
        return (self.dropout(weights) @ v).transpose(1, 2).reshape(b, t, HIDDEN)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` [B, T, 384] to the same shape."""
        x = self.norm1(x + self.dropout(self.out(self.attend(x, mask))))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT-shaped encoder that returns a learned mix of the outputs of its layers."""

    def __init__(self, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(vocabulary, HIDDEN), nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.tensor([-2.0, -2.0, -1.0, 0.0, 0.5, 0.5]))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """`ids`, `mask` [B, T] (1 for a real sub-word) to [B, T, 384]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.positions(positions)))
        outputs = []
        for layer in self.layers:
            x = layer(x, mask)
            outputs.append(x)
        weights = torch.softmax(self.mix, dim=0)
        return sum(weights[i] * output for i, output in enumerate(outputs))

    def load_base(self, path: Path) -> None:
        """Take the weights of all-MiniLM-L6-v2 from its safetensors file."""
        given = load_file(path)
        names = {
            "words.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
        }
        names |= {f"norm.{p}": f"embeddings.LayerNorm.{p}" for p in ("weight", "bias")}
        parts = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(LAYERS):
            for ours, theirs in parts.items():
                names |= {f"layers.{i}.{ours}.{p}": f"encoder.layer.{i}.{theirs}.{p}" for p in ("weight", "bias")}
        state = {ours: given[theirs] for ours, theirs in names.items()}
        with torch.no_grad():
            state["words.weight"] = state["words.weight"].clone()
            state["positions.weight"] += given["embeddings.token_type_embeddings.weight"][0]
        missing, unexpected = self.load_state_dict(state, strict=False)
        assert missing == ["mix"] and not unexpected, (missing, unexpected)


class WordLayer(nn.Module):
    """Two LSTMs, one each way, over the words; the backward one runs over words turned within their length."""

    def __init__(self, size: int, dropout: float) -> None:
        super().__init__()
        self.onward = nn.LSTM(size, WORD_HIDDEN, batch_first=True)
        self.backward = nn.LSTM(size, WORD_HIDDEN, batch_first=True)
        self.dropout = dropout

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """`x` [B, W, size], `lengths` [B] to [B, W, 384]."""
        if self.training:  # the same units are dropped at every word (Gal and Ghahramani, 2016)
            x = x * nn.functional.dropout(torch.ones_like(x[:, :1]), self.dropout)
        place = torch.arange(x.shape[1], device=x.device)[None, :].expand(x.shape[0], -1)
        turned = torch.where(place < lengths[:, None], lengths[:, None] - 1 - place, place)
        onward, _ = self.onward(x)
        backward, _ = self.backward(torch.gather(x, 1, turned[:, :, None].expand_as(x)))
        backward = torch.gather(backward, 1, turned[:, :, None].expand_as(backward))
        return nn.functional.dropout(torch.cat([onward, backward], dim=2), self.dropout, self.training)


class SequenceField(nn.Module):
    """A linear-chain conditional random field over BIO labels; illegal steps are forbidden."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__()
        self.labels = labels
        self.emit = nn.Linear(2 * WORD_HIDDEN, len(labels))
        self.step = nn.Parameter(torch.zeros(len(labels), len(labels)))
        legal = torch.tensor([[not b.startswith("I-") or a[1:] == b[1:] for b in labels] for a in labels])
        self.register_buffer("ban", (~legal).float() * NEVER)
        self.register_buffer("begin", torch.tensor([NEVER if label.startswith("I-") else 0.0 for label in labels]))

    def transitions(self) -> Tensor:
        """[L, L] score of label j after label i."""
        return self.step + self.ban

    def loss(self, emissions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood per sequence; `gold` [B, W] label numbers, `mask` [B, W]."""
        emissions = emissions.float()
        steps = self.transitions()
        scores = emissions.gather(2, gold[:, :, None]).squeeze(2)
        path = (scores * mask).sum(1) + (steps[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]).sum(1)
        alpha = emissions[:, 0] + self.begin
        for i in range(1, emissions.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + steps[None], dim=1) + emissions[:, i]
            alpha = torch.where(mask[:, i, None] > 0, following, alpha)
        return (torch.logsumexp(alpha, dim=1) - path).mean()

    @torch.no_grad()
    def decode(self, emissions: Tensor, lengths: Tensor) -> list[list[int]]:
        """The best label numbers of each sequence (Viterbi)."""
        steps = self.transitions()
        best = emissions[:, 0] + self.begin
        back = []
        for i in range(1, emissions.shape[1]):
            scores, previous = (best[:, :, None] + steps[None]).max(dim=1)
            live = (i < lengths)[:, None]
            back.append(torch.where(live, previous, torch.arange(len(self.labels))[None]))
            best = torch.where(live, scores + emissions[:, i], best)
        label = best.argmax(dim=1)
        labels = [label]
        for previous in reversed(back):
            label = previous.gather(1, label[:, None]).squeeze(1)
            labels.append(label)
        rows = torch.stack(labels[::-1], dim=1)
        return [row[:n].tolist() for row, n in zip(rows, lengths.tolist(), strict=True)]


class PairScorer(nn.Module):
    """How well each word, as the start of a source or content, fits each word as the start of its cue."""

    def __init__(self) -> None:
        super().__init__()
        self.part = nn.Linear(2 * WORD_HIDDEN, PAIR_SIZE)
        self.cue = nn.Linear(2 * WORD_HIDDEN, PAIR_SIZE)
        self.distance = nn.Parameter(torch.zeros(DISTANCES))

    def forward(self, words: Tensor) -> Tensor:
        """`words` [B, W, 384] to [B, W, W]: row = part, column = cue."""
        scores = self.part(words) @ self.cue(words).transpose(1, 2) / math.sqrt(PAIR_SIZE)
        place = torch.arange(words.shape[1], device=words.device)
        return scores + self.distance[distance_bucket(place[None, :] - place[:, None])]


def distance_bucket(offset: Tensor) -> Tensor:
    """Signed word distances to 17 buckets: 0, then 1, 2, 3-4, 5-8 ... on either side."""
    size = torch.clamp(torch.ceil(torch.log2(offset.abs().float().clamp(min=1))) + 1, max=DISTANCES // 2)
    return (torch.sign(offset) * torch.where(offset == 0, torch.zeros_like(size), size)).long() + DISTANCES // 2


class RoleScorer(nn.Module):
    """Which words are predicates, and what each word is to a given predicate."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.is_predicate = nn.Linear(2 * WORD_HIDDEN, 2)
        self.predicate, self.word = (nn.Linear(2 * WORD_HIDDEN, SRL_SIZE) for _ in range(2))
        self.distance = nn.Embedding(DISTANCES, SRL_SIZE)
        self.label = nn.Linear(SRL_SIZE, labels)

    def at(self, words: Tensor, rows: Tensor, places: Tensor, others: Tensor) -> Tensor:
        """[N, labels] of what the words at `others` are to the predicates at `places`, in rows `rows`, all [N]."""
        predicate, word = self.predicate(words), self.word(words)
        pair = predicate[rows, places] * word[rows, others]
        return self.label(nn.functional.gelu(pair + self.distance(distance_bucket(others - places))))


class TreeScorer(nn.Module):
    """Part of speech of each word, its syntactic head in the sentence (a root is its own), and the relation to it."""

    def __init__(self, tags: int, relations: int) -> None:
        super().__init__()
        self.tag = nn.Linear(2 * WORD_HIDDEN, tags)
        self.dependent, self.head = (nn.Linear(2 * WORD_HIDDEN, ARC_SIZE) for _ in range(2))
        self.distance = nn.Parameter(torch.zeros(DISTANCES))
        self.lower, self.upper = (nn.Linear(2 * WORD_HIDDEN, ARC_SIZE) for _ in range(2))
        self.relation = nn.Linear(ARC_SIZE, relations)

    def arcs(self, words: Tensor) -> Tensor:
        """`words` [B, W, 384] to [B, W, W]: row = dependent, column = head."""
        scores = self.dependent(words) @ self.head(words).transpose(1, 2) / math.sqrt(ARC_SIZE)
        place = torch.arange(words.shape[1], device=words.device)
        return scores + self.distance[distance_bucket(place[None, :] - place[:, None])]

    def relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """[B, W, relations] of each word to the word at `heads` [B, W]."""
        upper = self.upper(words)
        upper = torch.gather(upper, 1, heads[:, :, None].expand_as(upper))
        return self.relation(nn.functional.gelu(self.lower(words) + upper))


class ChainScorer(nn.Module):
    """Word-level coreference (Dobrovolskii, 2021): which earlier head word a head word stands for, or none.

    What the words themselves show (`CHAIN_FEATURES`, see `chain_features`) is weighed by the sort of the later word.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_head = nn.Linear(2 * WORD_HIDDEN, 1)
        self.later, self.earlier = (nn.Linear(2 * WORD_HIDDEN, CHAIN_SIZE) for _ in range(2))
        self.prior = nn.Linear(2 * WORD_HIDDEN, 1)
        self.features = nn.Parameter(torch.zeros(CHAIN_FEATURES))

    def forward(self, states: Tensor, features: Tensor) -> Tensor:
        """`states` [N, 384] of head words in the order of the text, `features` [N, N] numbers of features, to [N, N]
        scores of earlier (column) for later (row); a word's own column is the score of none, 0."""
        scores = self.later(states) @ self.earlier(states).T / math.sqrt(CHAIN_SIZE)
        scores = scores + self.prior(states).T + self.features[features]
        order = torch.arange(len(states), device=states.device)
        scores = scores.masked_fill(order[None, :] > order[:, None], NEVER)
        return scores.masked_fill(order[None, :] == order[:, None], 0.0)


SORTS = ("pronoun", "name", "noun")
CHAIN_DISTANCES = 6
CHAIN_FEATURES = len(SORTS) ** 2 * 2 * CHAIN_DISTANCES
"""Sort of the later word x of the earlier x same word or not x sentences apart (0, 1, 2, 3-5, 6-12, more)."""


def chain_features(sorts: Tensor, words: Tensor, sentences: Tensor) -> Tensor:
    """[N, N] feature numbers of head words with `sorts` (place in `SORTS`), `words` (number of the lower-case word)
    and `sentences` (number of the sentence), all [N]."""
    apart = (sentences[:, None] - sentences[None, :]).clamp(min=0)
    bucket = sum((apart >= limit).long() for limit in (1, 2, 3, 6, 13))
    same = (words[:, None] == words[None, :]).long()
    return ((sorts[:, None] * len(SORTS) + sorts[None, :]) * 2 + same) * CHAIN_DISTANCES + bucket


class EventScorer(nn.Module):
    """The kind of event that a word tells, and how well it fits as the trigger between a source and a target."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.kind = nn.Linear(2 * WORD_HIDDEN, kinds)
        self.trigger = nn.Linear(2 * WORD_HIDDEN, 1)
        self.source, self.target = (nn.Linear(2 * WORD_HIDDEN, PARTY_SIZE) for _ in range(2))
        self.from_source, self.from_target = (nn.Linear(2 * WORD_HIDDEN, PARTY_SIZE) for _ in range(2))

    def fit(self, words: Tensor, sides: Tensor) -> Tensor:
        """[B, W] scores of each word as the trigger; `sides` [B, 2, W] has equal shares over the words of source and
        target, all zero where one is not given."""
        source, target = sides @ self.source(words), sides @ self.target(words)
        by_source = (self.from_source(words) @ source[:, 0, :, None]).squeeze(2)
        by_target = (self.from_target(words) @ target[:, 1, :, None]).squeeze(2)
        given = (sides.sum(2) > 0).to(words.dtype)
        scale = math.sqrt(PARTY_SIZE)
        return self.trigger(words).squeeze(2) + by_source * given[:, :1] / scale + by_target * given[:, 1:] / scale


class Certainty(nn.Module):
    """How certain the text makes it that what a word tells happened: -3 (certainly not) to 3."""

    def __init__(self) -> None:
        super().__init__()
        self.inner, self.value = nn.Linear(2 * WORD_HIDDEN, PARTY_SIZE), nn.Linear(PARTY_SIZE, 1)

    def forward(self, words: Tensor) -> Tensor:
        """`words` [..., 384] to [..., 1]."""
        return self.value(nn.functional.gelu(self.inner(words)))


class Network(nn.Module):
    """Encoder, word layer and heads; `fields`: a head's labels; `sizes`: how many labels each other head has."""

    def __init__(
        self, fields: dict[str, list[str]], sizes: dict[str, int], dropout: float = 0.1, word_dropout: float = 0.3
    ) -> None:
        super().__init__()
        self.encoder = Encoder(dropout=dropout)
        self.shapes = nn.Embedding(len(SHAPES), SHAPE_SIZE)
        self.layer = WordLayer(HIDDEN + SHAPE_SIZE, word_dropout)  # for the label fields and the pairs
        self.structure = WordLayer(HIDDEN + SHAPE_SIZE, word_dropout)  # for all other heads
        self.fields = nn.ModuleDict({name: SequenceField(labels) for name, labels in fields.items()})
        self.pairs = PairScorer()
        self.roles = RoleScorer(sizes["roles"])
        self.tree = TreeScorer(sizes["tags"], sizes["relations"])
        self.chains = ChainScorer()
        self.events = EventScorer(sizes["kinds"])
        self.certainty = Certainty()

    def seen(self, ids: Tensor, mask: Tensor, firsts: Tensor, shapes: Tensor) -> Tensor:
        """[B, W, 408] for words whose first sub-words stand at `firsts` [B, W], before either word layer."""
        seen = self.encoder(ids, mask)
        seen = torch.gather(seen, 1, firsts[:, :, None].expand(-1, -1, HIDDEN))
        return torch.cat([seen, self.shapes(shapes)], dim=2)

    def load_older(self, state: dict[str, Tensor]) -> None:
        """Take weights; from those of a network with one word layer, both layers."""
        for name in [name for name in state if name.startswith("layer.")]:
            state.setdefault(name.replace("layer.", "structure.", 1), state[name])
        self.load_state_dict(state)
