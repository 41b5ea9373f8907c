"""Trains the reader's network within a given number of minutes and keeps the averaged weights.

    python training/train.py --base DIR --minutes 90 --out training/runs/first

`DIR` holds `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. Learning rate and mixture of tasks follow
the share of the time that has passed, so a run ends when it was told to, whatever else the machine does.
First roles and names (they teach the encoder syntax), then attributions and mentions.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch

import corpora
import labels
from batches import Batch, Subwords, by_length, polnear_epoch
from corpora import DATA, Example
from network import Network
from score import exact

SEED = 11
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.04
BATCH_SUBWORDS = 1100
AVERAGE_DECAY = 0.998
EARLY = {"attribution": 0.50, "roles": 0.30, "names": 0.14, "mention": 0.06}
LATE = {"attribution": 0.87, "roles": 0.03, "names": 0.02, "mention": 0.08}
EARLY_UNTIL = 0.25
WHOLE_ARTICLES, OTHER_SENTENCES = 0.35, 0.15
SCORE_AT = (0.25, 0.45, 0.65, 0.8, 0.9, 1.0)


def forever(
    task: str, examples: list[Example] | None, articles: list | None, subwords: Subwords, rng: random.Random
) -> Iterator[Batch]:
    """Batches of one task, epoch after epoch."""
    epoch = 0
    while True:
        pool = examples or list(polnear_epoch(articles, subwords, rng, WHOLE_ARTICLES, OTHER_SENTENCES))
        for group in by_length([subwords.cut(e) for e in pool if e.words], subwords, BATCH_SUBWORDS, rng):
            yield subwords.batch(group)
        epoch += 1
        print(f"  {task}: {epoch} epochs", flush=True)


def loss_of(network: Network, batch: Batch) -> torch.Tensor:
    """The loss of one batch, about as heavy for a batch of long sequences as for one of short ones."""
    words = network.words(batch.ids, batch.mask, batch.firsts, batch.shapes, batch.lengths)
    if batch.task == "roles":
        return roles_loss(network, batch, words)
    field = network.fields[batch.task]
    per_word = 25.0 / (batch.lengths.float().mean())
    loss = field.loss(field.emit(words), batch.labels, batch.word_mask) * per_word
    if batch.task == "attribution" and (batch.heads >= 0).any():
        scores = network.pairs(words) + (1 - batch.word_mask[:, None, :]) * -1e4
        loss = loss + pair_loss(scores, batch.heads)
    return loss


def pair_loss(scores: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    """Cross entropy of the cue that each source and content starts from belongs to."""
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), heads.flatten(), ignore_index=corpora.NO_HEAD)


def roles_loss(network: Network, batch: Batch, words: torch.Tensor) -> torch.Tensor:
    """Cross entropy of predicate marks and of the BIO labels of all words to each gold predicate."""
    marks = torch.nn.functional.cross_entropy(
        network.roles.is_predicate(words).flatten(0, 1), batch.labels.flatten(), reduction="none"
    )
    loss = (marks * batch.word_mask.flatten()).sum() / batch.word_mask.sum()
    found = [(row, place, numbers) for row, structures in enumerate(batch.roles) for place, numbers in structures]
    if found:
        rows, places = (torch.tensor([item[i] for item in found]) for i in (0, 1))
        gold = torch.full((len(found), words.shape[1]), -100)
        for i, (_, _, numbers) in enumerate(found):
            gold[i, : len(numbers)] = torch.tensor(numbers)
        scores = network.roles(words, rows, places)
        loss = loss + 4 * torch.nn.functional.cross_entropy(scores.flatten(0, 1), gold.flatten())
    return 3 * loss


@torch.no_grad()
def predicted(network: Network, examples: list[Example], subwords: Subwords) -> list[list[int]]:
    """The best labels of every example; words past the longest window get `O`."""
    network.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].words))
    answers: list[list[int]] = [[] for _ in examples]
    for begin in range(0, len(order), 32):
        chosen = order[begin : begin + 32]
        batch = subwords.batch([subwords.cut(examples[i]) for i in chosen])
        words = network.words(batch.ids, batch.mask, batch.firsts, batch.shapes, batch.lengths)
        field = network.fields[batch.task]
        for i, numbers in zip(chosen, field.decode(field.emit(words), batch.lengths), strict=True):
            answers[i] = numbers + [0] * (len(examples[i].words) - len(numbers))
    return answers


def dev_scores(network: Network, dev: dict[str, list[Example]], subwords: Subwords) -> dict[str, dict[str, float]]:
    """Exact F1 of each head on its development part."""
    return {
        name: exact([e.labels for e in examples], predicted(network, examples, subwords), labels.FIELDS[name])
        for name, examples in dev.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--start", type=Path, help="weights to start from instead of the base")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    subwords = Subwords(options.base / "tokenizer.json")
    role_names = corpora.role_labels()
    network = Network(labels.FIELDS, len(role_names))
    network.encoder.load_base(options.base / "model.safetensors")
    if options.start:
        network.load_state_dict(torch.load(options.start))
    network.encoder.words.weight.requires_grad_(False)
    average = copy.deepcopy(network)
    training = {
        "attribution": forever("attribution", None, corpora.polnear("train"), subwords, rng),
        "roles": forever("roles", corpora.roles("train", role_names), None, subwords, rng),
        "names": forever("names", corpora.names(), None, subwords, rng),
        "mention": forever("mention", corpora.re3d(DATA / "re3d-conflibert" / "train.txt"), None, subwords, rng),
    }
    dev = {
        "attribution": corpora.cofenet(DATA / "polnear-cofenet" / "valid.txt.gz"),
        "mention": corpora.re3d(DATA / "re3d-conflibert" / "dev.txt"),
    }
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": encoder}, {"params": heads}], weight_decay=0.01, fused=True)
    begin, step, seen, due = time.monotonic(), 0, 0, list(SCORE_AT)
    scoring = 0.0
    while due:
        done = min(1.0, (time.monotonic() - begin - scoring) / 60 / options.minutes)
        if done >= due[0]:
            pause = time.monotonic()
            scores = dev_scores(average, dev, subwords)
            torch.save(average.state_dict(), options.out / "average.pt")
            print(json.dumps({"done": due.pop(0), "steps": step, "subwords": seen, "dev": scores}), flush=True)
            scoring += time.monotonic() - pause
            continue
        mixture = EARLY if done < EARLY_UNTIL else LATE
        batch = next(training[rng.choices(list(mixture), list(mixture.values()))[0]])
        rate = min(done / WARM_UP, (1 - done) / (1 - WARM_UP))
        for group, peak in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = max(peak * rate, 1e-7)
        network.train()
        loss = loss_of(network, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        seen += batch.ids.numel()
        decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, current in zip(average.parameters(), network.parameters(), strict=True):
                if current.requires_grad:
                    mean.lerp_(current, 1 - decay)
        if step % 50 == 0:
            elapsed = time.monotonic() - begin
            pace = f"{elapsed / 60:6.1f} min {done:5.1%} step {step} {seen / elapsed:5.0f} sub-words/s"
            print(f"{pace} {batch.task} loss {loss.item():.3f}", flush=True)
        assert math.isfinite(loss.item())


if __name__ == "__main__":
    main()
