"""Trains the reader's network within a given number of minutes and keeps the averaged weights.

    python training/train.py --base DIR --minutes 90 --out training/runs/first

`DIR` holds `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2. Learning rate and mixture of tasks follow
the share of the time that has passed, so a run ends when it was told to, whatever else the machine does.
`--only TASK ...` trains some tasks alone, to see what sharing the encoder costs a head. `--teacher` names the weights
of a network that learnt mentions alone: sentences of PolNeAR that it has marked are added to the few that people
marked, so that the shared network learns what the single one found (after born-again multi-task networks, Clark et
al., 2019).
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

import corpora
import labels
import treebanks
import triples
from batches import Batch, Subwords, TreeBatch, by_length, grouped, packed, polnear_epoch
from corpora import DATA, Example
from development import dev_scores, predicted
from losses import loss_of
from network import Network
from treebanks import Sentence

SEED = 11
ENCODER_RATE, HEAD_RATE = 1.5e-4, 8e-4
WARM_UP = 0.04
BATCH_SUBWORDS = 1100
AVERAGE_DECAY = 0.998
EARLY = {
    "attribution": 0.22, "mention": 0.05, "names": 0.02, "party": 0.05,
    "web": 0.34, "gum": 0.16, "events": 0.08, "certainty": 0.08,
}  # fmt: skip
LATE = {
    "attribution": 0.27, "mention": 0.16, "names": 0.00, "party": 0.04,
    "web": 0.19, "gum": 0.09, "events": 0.13, "certainty": 0.12,
}  # fmt: skip
EARLY_UNTIL = 0.3
WHOLE_ARTICLES, OTHER_SENTENCES = 0.35, 0.15
TAUGHT = 1500  # sentences that the teacher marks
ALONE, LONGEST_WINDOW, DOCUMENT_WINDOW = 0.5, 120, 150
SCORE_AT = (0.3, 0.65, 1.0)
OTHER_CERTAINTIES = ("uw", "meantime", "cb", "rp", "megaveridicality")


def sizes() -> dict[str, int]:
    """How many labels the heads have that are no fields."""
    return {
        "roles": len(corpora.role_labels()),
        "tags": len(treebanks.label_numbers("tags")),
        "relations": len(treebanks.label_numbers("relations")),
        "kinds": len(labels.KINDS),
    }


def forever(task: str, epoch: Callable[[], Iterator[Batch | TreeBatch]]) -> Iterator[Batch | TreeBatch]:
    """Batches of one task, epoch after epoch."""
    count = 0
    while True:
        yield from epoch()
        count += 1
        print(f"  {task}: {count} epochs", flush=True)


def taught(teacher: Network, subwords: Subwords, rng: random.Random) -> list[Example]:
    """Sentences of PolNeAR's training part with the mentions that the teacher sees in them."""
    slices = [a.slice(*span).words for a in corpora.polnear("train") for span in a.sentences if span[1] - span[0] > 7]
    chosen = [Example("mention", words, [0] * len(words)) for words in rng.sample(slices, TAUGHT)]
    marked = predicted(teacher, chosen, subwords)
    return [Example("mention", e.words, found) for e, found in zip(chosen, marked, strict=True)]


def training_of(
    subwords: Subwords, rng: random.Random, more_mentions: list[Example]
) -> dict[str, Iterator[Batch | TreeBatch]]:
    """Endless batches of every task."""
    articles = corpora.polnear("train")
    role_numbers = {name: i for i, name in enumerate(corpora.role_labels())}
    fields = {
        "names": corpora.names(),
        "mention": corpora.re3d(DATA / "re3d-conflibert" / "train.txt") + more_mentions,
        "party": triples.party_examples("train"),
    }
    web, documents = treebanks.web_treebank("train", role_numbers), treebanks.gum("train")
    loose = {"events": triples.event_sentences("train"), "certainty": treebanks.certainties(OTHER_CERTAINTIES, "train")}

    def examples(task: str) -> Iterator[Batch]:
        whole = polnear_epoch(articles, subwords, rng, WHOLE_ARTICLES, OTHER_SENTENCES)
        pool = [subwords.cut(e) for e in (whole if task == "attribution" else fields[task]) if e.words]
        for group in by_length(pool, subwords, BATCH_SUBWORDS, rng):
            yield subwords.batch(group)

    def windows(task: str, sentences: list[Sentence]) -> Iterator[TreeBatch]:
        for group in grouped(
            list(packed(sentences, subwords, rng, ALONE, LONGEST_WINDOW)), subwords, BATCH_SUBWORDS, rng
        ):
            yield subwords.tree_batch(task, group)

    def shuffled(task: str) -> Iterator[TreeBatch]:
        rng.shuffle(loose[task])
        yield from windows(task, loose[task])

    def whole_documents() -> Iterator[TreeBatch]:
        rng.shuffle(documents)
        for document in documents:
            yield subwords.tree_batch("gum", list(packed(document, subwords, rng, 0.0, DOCUMENT_WINDOW)))

    epochs: dict[str, Callable[[], Iterator[Batch | TreeBatch]]] = {
        task: lambda task=task: examples(task) for task in ("attribution", *fields)
    }
    epochs |= {task: lambda task=task: shuffled(task) for task in loose}
    epochs |= {"web": lambda: windows("web", web), "gum": whole_documents}
    return {task: forever(task, epoch) for task, epoch in epochs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--start", type=Path, help="weights to start from instead of the base")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the learning rates, for a run that goes on")
    parser.add_argument("--frozen", action="store_true", help="train the heads of structure on what the encoder is")
    parser.add_argument("--still", type=int, default=0, help="how many lower layers of the encoder stay as they are")
    parser.add_argument("--teacher", type=Path, help="weights of a network that learnt mentions alone")
    parser.add_argument("--only", nargs="+", help="train these tasks alone")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    subwords = Subwords(options.base / "tokenizer.json")
    network = Network(labels.FIELDS, sizes())
    network.encoder.load_base(options.base / "model.safetensors")
    if options.start:
        network.load_older(torch.load(options.start))
    network.encoder.words.weight.requires_grad_(False)
    if options.frozen:
        for part in (network.encoder, network.shapes, network.layer, network.fields, network.pairs):
            part.requires_grad_(False)
    if options.still:
        for part in (network.encoder.positions, network.encoder.norm, *network.encoder.layers[: options.still]):
            part.requires_grad_(False)
    average = copy.deepcopy(network)
    more_mentions: list[Example] = []
    if options.teacher:
        teacher = Network(labels.FIELDS, sizes())
        teacher.load_older(torch.load(options.teacher))
        more_mentions = taught(teacher, subwords, rng)
    training = training_of(subwords, rng, more_mentions)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("encoder.")]
    groups = [{"params": encoder, "peak": ENCODER_RATE}, {"params": heads, "peak": HEAD_RATE}]
    optimizer = torch.optim.AdamW([group for group in groups if group["params"]], weight_decay=0.01, fused=True)
    begin, step, seen, due = time.monotonic(), 0, 0, list(SCORE_AT)
    scoring = 0.0
    losses: dict[str, float] = {}
    while due:
        done = min(1.0, (time.monotonic() - begin - scoring) / 60 / options.minutes)
        if done >= due[0]:
            pause = time.monotonic()
            torch.save(average.state_dict(), options.out / "average.pt")
            scores = dev_scores(average, subwords)
            print(json.dumps({"done": due.pop(0), "steps": step, "subwords": seen, "dev": scores}), flush=True)
            scoring += time.monotonic() - pause
            continue
        mixture = EARLY if done < EARLY_UNTIL and not options.start else LATE
        mixture = {task: share for task, share in mixture.items() if task in (options.only or mixture)}
        batch = next(training[rng.choices(list(mixture), list(mixture.values()))[0]])
        rate = min(done / WARM_UP, (1 - done) / (1 - WARM_UP))
        for group in optimizer.param_groups:
            group["lr"] = max(group["peak"] * rate * options.rate, 1e-7)
        network.train()
        network.encoder.train(not options.frozen)
        loss = loss_of(network, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        seen += batch.inputs.ids.numel()
        losses[batch.task] = 0.95 * losses.get(batch.task, loss.item()) + 0.05 * loss.item()
        decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, current in zip(average.parameters(), network.parameters(), strict=True):
                if current.requires_grad:
                    mean.lerp_(current, 1 - decay)
        if step % 500 == 0:
            torch.save(average.state_dict(), options.out / "average.pt")
        if step % 50 == 0:
            elapsed = time.monotonic() - begin
            told = " ".join(f"{task} {value:.2f}" for task, value in losses.items())
            print(
                f"{elapsed / 60:6.1f} min {done:5.1%} step {step} {seen / elapsed:5.0f} sub-words/s {told}", flush=True
            )
        assert math.isfinite(loss.item())


if __name__ == "__main__":
    main()
