"""The weights of `rashomon.comparisons`, from gold mentions of events; scored on the way by ECB+ dev.

    python training/link_weights.py --model DIR [--write]

Logistic regression on pairs of mentions of ECB+ train, MEANTIME and NewsWCL50: all of one cluster or with one trigger,
and a share of the others, weighted up. The vectors of a topic come from a projection that was learnt without it. These
corpora hardly tell where, when and how many, and nobody in them denies: for that evidence `PRIORS` say what is
expected, and data move a weight away from its prior only as far as they reach. `--write` learns from ECB+ dev too and
writes `src/rashomon/link_weights.py`.
"""

from __future__ import annotations

import argparse
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from scipy import sparse
from scipy.optimize import minimize

from rashomon.comparisons import evidence_for
from rashomon.events import load_event_tables
from rashomon.lexicon import load_lexicon
from rashomon.reader import open_reader
from rashomon.vocabulary import load_vocabulary
from tellings import Marked, Tools, marked_in, passages
from vectors import average_precision_of, learn, states_in

WEIGHTS_PATH = Path(__file__).resolve().parents[1] / "src" / "rashomon" / "link_weights.py"
LEARNT_FROM = ("ecbplus/train", "meantime", "newswcl50")
FOLDS = 3
SHARE_OF_TOPIC, SHARE_OF_OTHERS = 0.15, 0.01
L2, STIFF = 20.0, 1e5
APART = {"words: alike": 8.0}
"""Left out while the others are learnt, and added then. In ECB+ a mention is one word, and all mentions of a sentence
share its words; the claims of a ledger are whole contents, and how many words two of them share tells most. Set on the
five open stories of `origins` dev, where 6 to 10 do alike."""
NO_VECTOR = np.zeros(0, np.float32)
WITHOUT_VECTOR = 5
"""Each fifth pair is learnt as of a model that gives no vectors."""
PRIORS = {
    "actors: differ": -1.2,
    "contents: of one article": -3.0,
    "days: apart": -2.5,
    "days: same": 0.8,
    "days: within": 0.2,
    "denial: names it": 4.0,
    "mode: same": 0.2,
    "names: none shared": -1.5,
    "numbers: agree": 0.8,
    "numbers: differ": 0.0,
    "place: apart": -2.0,
    "place: near": 0.8,
    "place: one in the other": 0.5,
    "place: same": 0.6,
    "place: same country": 0.2,
    "published: apart": -2.0,
    "recipients: differ": -1.0,
    "sides: turned": -1.5,
    "sides: two in both": 1.0,
    "speakers: each of itself": -2.0,
    "told as: ahead in one": -0.8,
    "told as: lasting": 0.5,
    "trigger: among the words": 1.5,
    "trigger: nothing beside": -2.0,
    "trigger: only the subject beside": -1.0,
    "words: same number": 0.8,
    "words: shared, same type": 3.0,
    "words: whole contents": 4.0,
}
"""Log-odds expected of what the corpora seldom have; others are expected to be 0."""
HELD = frozenset(
    {
        "actors: differ",
        "published: apart",
        "recipients: differ",
        "sides: turned",
        "told as: ahead in one",
        "trigger: nothing beside",
        "trigger: only the subject beside",
        "words: shared, same type",
    }
)
"""Kept at their priors. MEANTIME's articles on one event are of one week, those of a ledger come back for years. That
the driver killed and that he was killed are two events of one story, of which ECB+ has few. To ECB+ the shots and the
deaths of one clause are two events, to a ledger they are one attack. What is threatened is not yet what is done, though
ECB+ often marks both as one. Its parties are spans of roles, often whole phrases; in a ledger they are named, and
"banned" or "called on" of others is another ban or call, be the words of its sentence as they may."""


def pairs_of(marked: Sequence[Marked]) -> Iterator[tuple[int, int, float]]:
    """The pairs to learn from, with weights."""
    chance = random.Random(5)
    for one, other in combinations(range(len(marked)), 2):
        here, there = marked[one], marked[other]
        share = SHARE_OF_TOPIC if here.topic == there.topic else SHARE_OF_OTHERS
        if here.cluster == there.cluster or here.side.trigger == there.side.trigger:
            yield one, other, 1.0
        elif chance.random() < share:
            yield one, other, 1 / share


def table_of(
    marked: Sequence[Marked],
    pairs: Sequence[tuple[int, int, float]],
    names: dict[str, int],
    without_vector: int = 0,
) -> sparse.csr_matrix:
    """One row of features for each pair, of each so-manieth without vectors; `names` takes up those that it has not."""
    places, columns, values = [], [], []
    for place, (one, other, _) in enumerate(pairs):
        here = marked[one].side
        if without_vector and place % without_vector == 0:
            here = replace(here, vector=NO_VECTOR)
        for feature, value, _detail in evidence_for(here, marked[other].side):
            if feature in APART:
                continue
            places.append(place)
            columns.append(names.setdefault(feature, len(names)))
            values.append(value)
    places += range(len(pairs))
    columns += [names["bias"]] * len(pairs)
    values += [1.0] * len(pairs)
    return sparse.csr_matrix((values, (places, columns)), shape=(len(pairs), len(names)))


def fit(
    table: sparse.csr_matrix, is_same: np.ndarray, counts: np.ndarray, prior: np.ndarray, pull: np.ndarray
) -> np.ndarray:
    """The weights, each drawn to its prior by its `pull`."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds, away = table @ weights, weights - prior
        value = (counts * (np.logaddexp(0, odds) - is_same * odds)).sum() + pull @ away**2
        return value, table.T @ (counts * (1 / (1 + np.exp(-odds)) - is_same)) + 2 * pull * away

    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


def marked_mentions(model: Path, corpora: Sequence[str]) -> dict[str, list[Marked]]:
    """The mentions of each corpus, with vectors from a projection that was learnt without their topic."""
    tools = Tools(open_reader(model), load_event_tables(), load_lexicon(), load_vocabulary())
    marked = {corpus: list(marked_in(passages(corpus), tools)) for corpus in corpora}
    read = [states_in(tools.reader, passages(corpus)) for corpus in corpora]
    states = torch.cat([one for one, _, _ in read])
    clusters = [name for _, names, _ in read for name in names]
    topics = [name for _, _, names in read for name in names]
    fold = np.array([zlib.crc32(topic.encode()) % FOLDS for topic in topics])
    vectors = np.zeros((len(topics), 0), np.float32)
    for number in range(FOLDS):
        kept = np.flatnonzero(fold != number).tolist()
        projection = learn(states[kept], [clusters[i] for i in kept], [topics[i] for i in kept])
        with torch.no_grad():
            meant = projection(states).numpy()
        vectors = meant if not vectors.size else np.where((fold == number)[:, None], meant, vectors)
    ready = iter(vectors.tolist())
    return {
        corpus: [replace(one, side=replace(one.side, vector=np.array(next(ready), np.float32))) for one in found]
        for corpus, found in marked.items()
    }


def weights_from(marked: Sequence[Marked]) -> dict[str, float]:
    """The weights by feature."""
    names = {"bias": 0} | {name: place for place, name in enumerate(PRIORS, start=1)}
    pairs = list(pairs_of(marked))
    table = table_of(marked, pairs, names, WITHOUT_VECTOR)
    is_same = np.array([marked[one].cluster == marked[other].cluster for one, other, _ in pairs], float)
    prior = np.array([PRIORS.get(name, 0.0) for name in names])
    pull = np.array([0.0 if name == "bias" else STIFF if name in HELD else L2 for name in names])
    found = fit(table, is_same, np.array([count for _, _, count in pairs]), prior, pull)
    return dict(zip(names, found.tolist(), strict=True)) | APART


def show_precision(marked: Sequence[Marked], weights: dict[str, float]) -> None:
    """Print how well all pairs of mentions are ranked, and how well without each kind of evidence."""
    pairs = [(one, other, 1.0) for one, other in combinations(range(len(marked)), 2)]
    is_same = np.array([marked[one].cluster == marked[other].cluster for one, other, _ in pairs])
    names = {name: place for place, name in enumerate(weights)}
    table = table_of(marked, pairs, names)
    for left_out in ("nothing", "vector", "words", "story", "trigger", "type", "actors"):
        kept = [0.0 if name.startswith(left_out) else weights.get(name, 0.0) for name in names]
        precision = average_precision_of(table @ np.array(kept), is_same)
        print(f"average precision on ecbplus dev without {left_out}: {precision:.1f}")


def write(weights: dict[str, float]) -> None:
    lines = [f'    "{feature}": {weight:.3f},' for feature, weight in sorted(weights.items())]
    WEIGHTS_PATH.write_text(
        '"""What each piece of evidence adds to the log-odds that two tellings are about one event.\n\nWritten by '
        "`python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.\nRead "
        '`comparisons.py` for what the evidence is.\n"""\n\nfrom collections.abc import Mapping\n'
        "from typing import Final\n\n"
        "WEIGHTS: Final[Mapping[str, float]] = {\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="learn from ECB+ dev too, and write link_weights.py")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = marked_mentions(options.model, (*LEARNT_FROM, "ecbplus/dev"))
    train = [one for corpus in LEARNT_FROM for one in found[corpus]]
    weights = weights_from(train)
    for name, weight in sorted(weights.items()):
        print(f"{weight:8.3f}  {name}")
    dev = found["ecbplus/dev"]
    show_precision(dev, weights)
    if options.write:
        write(weights_from([*train, *dev]))


if __name__ == "__main__":
    main()
