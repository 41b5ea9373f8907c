"""What the words of claims mean: a projection of a model's word states that brings tellings of one event together.

    python training/vectors.py --model DIR [--score]

Contrastive (InfoNCE) on the event mentions of ECB+ train, MEANTIME and NewsWCL50: of one topic, those of one cluster
are alike and all others are not, so that the same place and week with another event are told apart. The encoder stays
as it is; only `meaning.weight` and `meaning.bias` in the folder's `heads.npz` are written, anew each time. It takes two
minutes on one core.

`--score` also says how well the cosine alone ranks the pairs of mentions of ECB+ dev, which nothing is learnt from.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from rashomon.meanings import places_in
from rashomon.phrases import clause_at, head_of, tree_of
from rashomon.reader import Reader, open_reader
from tellings import Passage, passages

SIZE = 64
STEPS = 240
TOPICS_AT_ONCE = 5
TEMPERATURE = 0.1
DROPOUT = 0.2
WITHOUT_TRIGGER = 0.3
"""How often a mention is learnt as if nobody knew which of its words tell the event."""


def states_in(reader: Reader, found: Iterable[Passage]) -> tuple[Tensor, list[str], list[str]]:
    """For each mention the mean state of its trigger and that of its clause [N, 2, 384], its cluster and its topic."""
    states, clusters, topics = [], [], []
    for passage in found:
        if not passage.mentions:
            continue
        (reading,) = reader.read([passage.text])
        _, words = reader.states_of(passage.text)
        if not len(words):
            raise SystemExit("this model gives no states of words: export it with training/to_onnx.py")
        tree = tree_of(reading.words)
        for mention in passage.mentions:
            place = head_of(tree, mention.span)
            if place is None:
                continue
            clause = places_in(clause_at(tree, place), reading)
            states.append(np.stack([words[place], words[clause.start : clause.stop].mean(axis=0)]))
            clusters.append(mention.cluster)
            topics.append(passage.topic)
    return torch.tensor(np.array(states)), clusters, topics


class Projection(nn.Module):
    """The two rows of numbers of `meanings.py`, added up and brought to length 1."""

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.mean, self.spread = mean, spread
        self.told, self.beside = (nn.Linear(mean.shape[1], SIZE, bias=False) for _ in range(2))

    def forward(self, states: Tensor) -> Tensor:
        """`states` [N, 2, 384] to [N, SIZE]."""
        one = nn.functional.dropout((states - self.mean) / self.spread, DROPOUT, self.training)
        return nn.functional.normalize(self.told(one[:, 0]) + self.beside(one[:, 1]), dim=1)

    def arrays(self) -> dict[str, np.ndarray]:
        """Weight [384, 2 SIZE] and bias, with the scaling of the states folded in."""
        weight = torch.cat([self.told.weight / self.spread[0], self.beside.weight / self.spread[1]]).T
        bias = -torch.cat([self.mean[0] @ weight[:, :SIZE], self.mean[1] @ weight[:, SIZE:]])
        found = {"meaning.weight": weight, "meaning.bias": bias}
        return {name: np.ascontiguousarray(one.detach().numpy(), np.float32) for name, one in found.items()}


def learn(states: Tensor, clusters: list[str], topics: list[str]) -> Projection:
    """The projection that draws the mentions of one cluster together."""
    torch.manual_seed(7)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(clusters))}
    labels = torch.tensor([numbers[name] for name in clusters])
    members: dict[str, list[int]] = {}
    for place, topic in enumerate(topics):
        members.setdefault(topic, []).append(place)
    projection = Projection(states.mean(0), states.std(0) + 1e-3)
    optimiser = torch.optim.AdamW(projection.parameters(), lr=2e-3, weight_decay=0.01)
    queue: list[str] = []
    for _ in range(STEPS):
        if len(queue) < TOPICS_AT_ONCE:
            queue += [sorted(members)[i] for i in torch.randperm(len(members)).tolist()]
        chosen = torch.tensor([place for _ in range(TOPICS_AT_ONCE) for place in members[queue.pop(0)]])
        batch = states[chosen].clone()
        unknown = torch.rand(len(batch)) < WITHOUT_TRIGGER
        batch[unknown, 0] = batch[unknown, 1]
        meant = projection(batch)
        loss = _contrast(meant, labels[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return projection.eval()


def _contrast(meant: Tensor, labels: Tensor) -> Tensor:
    """InfoNCE with all others of the batch as negatives; mentions without a fellow only serve as such."""
    likeness = meant @ meant.T / TEMPERATURE
    likeness = likeness.masked_fill(torch.eye(len(meant), dtype=torch.bool), -1e4)
    same = (labels[:, None] == labels[None]).float().fill_diagonal_(0)
    share = likeness - torch.logsumexp(likeness, 1, keepdim=True)
    fellows = same.sum(1)
    return -((share * same).sum(1) / fellows.clamp(min=1))[fellows > 0].mean()


@torch.no_grad()
def average_precision(projection: Projection, states: Tensor, clusters: list[str]) -> float:
    """How well the cosine alone ranks all pairs of mentions, those of one cluster first; in per cent."""
    meant = projection(states)
    rows_of, columns = torch.triu_indices(len(meant), len(meant), 1)
    names = np.array(clusters)
    return average_precision_of((meant @ meant.T)[rows_of, columns].numpy(), names[rows_of] == names[columns])


def average_precision_of(scores: np.ndarray, is_right: np.ndarray) -> float:
    """The mean precision at each right one, the highest score first; in per cent."""
    hits = is_right[np.argsort(-scores, kind="stable")]
    return float(100 * (np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the model folder whose heads.npz is written")
    parser.add_argument("--score", action="store_true", help="say how well it ranks the pairs of ECB+ dev")
    options = parser.parse_args()
    torch.set_num_threads(1)
    reader = open_reader(options.model)
    corpora = ("ecbplus/train", "meantime", "newswcl50")
    projection = learn(*states_in(reader, (one for corpus in corpora for one in passages(corpus))))
    if options.score:
        states, clusters, _ = states_in(reader, passages("ecbplus/dev"))
        precision = average_precision(projection, states, clusters)
        print(f"average precision on ecbplus dev, all topics together: {precision:.1f}")
    heads_path = options.model / "heads.npz"
    with np.load(heads_path) as arrays:
        kept = dict(arrays)
    np.savez(heads_path, **(kept | projection.arrays()))


if __name__ == "__main__":
    main()
