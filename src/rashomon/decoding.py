"""The network's numbers made into labels, trees, roles and chains: arithmetic on arrays, and nothing else.

In go the arrays that the model gives for the words of a text; out come label numbers, syntactic heads, argument
spans and coreference chains, all in places of words. Viterbi (1967) decodes the label fields; heads are those of
the likeliest tree (Edmonds, 1967); arguments are the likeliest ones, word by word; a mention is joined to its likeliest
antecedent (Dobrovolskii, 2021).
Read next: `reader.py`, which runs the model.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

NEVER = -1e4
SAME_NAME = np.float32(4)
"""What two equal names gain as one chain: of 2 and 4 the better on GUM's development part (CoNLL 42.6 to 46.0)."""
FARTHEST_BUCKET = 8
PREDICATES_AT_ONCE = 128  # each meets all words of its sentence: ten thousand of them at once asked for 60 GiB
SORTS = 3  # pronoun, name, other noun
CHAIN_DISTANCES = (1, 2, 3, 6, 13)
BUCKET_OF = np.searchsorted(CHAIN_DISTANCES, np.arange(CHAIN_DISTANCES[-1] + 1), side="right")
NEXT_BEST = 4  # antecedents asked, where the likeliest is of another gender
CHAIN_BLOCK, FARTHEST_ANTECEDENT = 256, 512  # head words: cost grows with the length of a text, not its square


def best_paths(emissions: Floats, steps: Floats, lengths: Sequence[int]) -> Numbers:
    """The best label numbers [B, W] of each row (Viterbi, 1967); past a row's length they mean nothing."""
    rows, width, size = emissions.shape
    best = emissions.swapaxes(0, 1).copy()  # of the paths to each label, place by place
    best[0] += np.where(steps[0] < -1e3, steps[0], 0)  # what may not follow O may not begin
    reached = np.empty((rows, size, size), np.float32)
    for before, here in pairwise(best):
        np.add(before[:, :, None], steps, out=reached)
        here += reached.max(axis=1)
    labels = np.empty((width, rows), np.int64)
    onwards = np.zeros((rows, size), np.float32)
    steps_to = np.ascontiguousarray(steps.T)
    is_last = np.arange(width)[:, None] == np.array(lengths) - 1
    for i in range(width - 1, -1, -1):
        onwards[is_last[i]] = 0
        labels[i] = (best[i] + onwards).argmax(axis=1)
        onwards = steps_to[labels[i]]
    return labels.T


def chosen_scores(emissions: Floats, labels: Numbers) -> Floats:
    """The softmax share [B, W] of each chosen label."""
    chosen = np.take_along_axis(shares(emissions), labels[:, :, None], axis=2)
    return np.asarray(chosen[:, :, 0], np.float32)


def shares(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True), np.float32)


def runs(numbers: Sequence[int], names: Sequence[str], breaks: Collection[int] = ()) -> Iterator[tuple[str, int, int]]:
    """`(type, begin, end)` of every run of a BIO sequence, in places of words; a run ends before a break."""
    kind, begin = "", 0
    for place, number in enumerate([*numbers, 0]):
        if not number and not kind:
            continue
        mark, _, name = names[number].partition("-")
        if kind and (mark != "I" or name != kind or place in breaks):
            yield kind, begin, place
            kind = ""
        if mark and name and not kind:
            kind, begin = name, place


def heads_in(arcs: Floats, sentences: Sequence[int]) -> Numbers:
    """The place of each word's head among the words with the same number in `sentences` [W], in order; `arcs` [W, W].

    The words of a sentence hang together as one tree, the one with the highest sum: of each word's best head alone, one
    sentence of news in four would go in circles. The root is its own head.
    """
    numbers = np.asarray(sentences)
    heads = np.zeros(len(numbers), np.int64)
    edges = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    for begin, end in pairwise([0, *edges.tolist(), len(numbers)]):
        scores = arcs[begin:end, begin:end]
        best = scores.argmax(axis=1)
        if np.count_nonzero(best == np.arange(end - begin)) != 1 or len(_circle_in(best.tolist())):
            best = _best_tree(_with_one_root(scores))
        heads[begin:end] = begin + best
    return heads


def _with_one_root(scores: Floats) -> Floats:
    """The scores of a sentence without other roots than the word that is one with the greatest odds."""
    odds = np.where(np.eye(len(scores), dtype=bool), NEVER, scores).max(axis=1)
    root = int((scores.diagonal() - odds).argmax())
    apart = scores.copy()
    np.fill_diagonal(apart, NEVER)
    apart[root], apart[root, root] = NEVER, 0
    return apart


def _best_tree(scores: Floats) -> Numbers:
    """The heads of the tree of the highest sum of `scores` [word, head]: circles taken for one word each, and opened
    where that costs least (Chu and Liu 1965, Edmonds 1967)."""
    heads: Numbers = scores.argmax(axis=1)
    circle = _circle_in(heads.tolist())
    if not len(circle):
        return heads
    rest = np.delete(np.arange(len(heads)), circle)
    kept = scores[circle, heads[circle]]
    entering = scores[circle][:, [*rest, circle[0]]] - kept[:, None]
    entering[:, -1] = scores[circle, circle] - kept
    leaving = scores[rest][:, circle]
    smaller = np.vstack([np.column_stack([scores[rest][:, rest], leaving.max(axis=1)]), entering.max(axis=0)])
    found = _best_tree(smaller)
    heads[rest] = np.where(found[:-1] == len(rest), circle[leaving.argmax(axis=1)], np.append(rest, -1)[found[:-1]])
    opened = circle[entering[:, found[-1]].argmax()]
    heads[opened] = opened if found[-1] == len(rest) else rest[found[-1]]
    return heads


def _circle_in(heads: Sequence[int]) -> Numbers:
    """The places of a circle, if heads go in one; else none."""
    seen: set[int] = set()
    for start in range(len(heads)):
        path: dict[int, None] = {}
        place = start
        while place not in seen and heads[place] != place:
            seen.add(place)
            path[place] = None
            place = heads[place]
        if place in path:
            steps = list(path)
            return np.array(steps[steps.index(place) :])
    return np.array([], np.int64)


def relations_of(lower: Floats, upper: Floats, heads: Numbers, weights: Mapping[str, Floats]) -> Numbers:
    """The number of each word's relation to its head; `lower`, `upper` [W, A], `heads` [W]."""
    inner = _gelu(lower + upper[heads])
    return np.asarray((inner @ weights["relation.weight"] + weights["relation.bias"]).argmax(axis=1))


def arguments_of(
    predicates: Sequence[int],
    sentence_of: Sequence[int],
    as_predicate: Floats,
    as_word: Floats,
    weights: Mapping[str, Floats],
    names: Sequence[str],
) -> list[list[tuple[str, int, int]]]:
    """For each predicate its arguments `(label, begin, end)`; they stand in its own sentence.

    `as_predicate`, `as_word` [W, R]; `sentence_of` is in order.
    """
    numbers = np.asarray(sentence_of)
    found: list[list[tuple[str, int, int]]] = []
    for first in range(0, len(predicates), PREDICATES_AT_ONCE):
        places = np.asarray(predicates[first : first + PREDICATES_AT_ONCE])
        begins = np.searchsorted(numbers, numbers[places], side="left")
        ends = np.searchsorted(numbers, numbers[places], side="right")
        scores = _argument_scores(places, begins, ends, as_predicate, as_word, weights)
        found += [
            [(name, begin + start, begin + stop) for name, start, stop in runs(labels[:length], names)]
            for labels, begin, length in zip(
                _best_bio(scores, names).tolist(), begins.tolist(), (ends - begins).tolist(), strict=True
            )
        ]
    return found


def _argument_scores(
    predicates: Numbers,
    begins: Numbers,
    ends: Numbers,
    as_predicate: Floats,
    as_word: Floats,
    weights: Mapping[str, Floats],
) -> Floats:
    """What each label scores at the words `[begin, end)` of each predicate [P, longest, L]; past its end, NEVER."""
    words = np.concatenate([np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)])
    lengths = ends - begins
    places = np.repeat(predicates, lengths)
    inner = as_predicate[places]
    inner *= as_word[words]
    inner += weights["role.distance"][_distance_buckets(words - places)]
    scores = np.full((len(predicates), int(lengths.max()), len(weights["role.bias"])), NEVER, np.float32)
    scores[np.repeat(np.arange(len(predicates)), lengths), words - np.repeat(begins, lengths)] = (
        _gelu(inner) @ weights["role.weight"] + weights["role.bias"]
    )
    return scores


def _best_bio(scores: Floats, names: Sequence[str]) -> Numbers:
    """The best label numbers [P, W] under which every I- label follows its own B- or I-; `scores` [P, W, L]."""
    number = {name: i for i, name in enumerate(names)}
    inside = np.array([i for i, name in enumerate(names) if name.startswith("I-")])
    opening = np.array([number["B" + names[i][1:]] for i in inside])
    opened_by = np.arange(len(names))
    opened_by[inside] = opening
    labels: Numbers = scores.argmax(axis=2)
    begun = opened_by[labels]
    strays = labels != begun
    strays[:, 1:] &= begun[:, 1:] != begun[:, :-1]
    broken = np.flatnonzero(strays.any(axis=1))  # most rows are right as they are, each word for itself
    if len(broken):
        labels[broken] = _best_bio_paths(scores[broken], inside, opening)
    return labels


def _best_bio_paths(scores: Floats, inside: Numbers, opening: Numbers) -> Numbers:
    """The same by Viterbi's algorithm; `inside` are the numbers of the I- labels, `opening` of the B- of each."""
    count, width, size = scores.shape
    best = scores[:, 0].copy()
    best[:, inside] += NEVER
    from_before = np.empty((width, count), np.int64)  # the label before an O or B-
    from_inside = np.empty((width, count, len(inside)), bool)  # whether an I- goes on from an I-
    for i in range(1, width):
        from_before[i] = best.argmax(axis=1)
        going_on, opened = best[:, inside], best[:, opening]
        from_inside[i] = going_on >= opened
        following = scores[:, i] + best.max(axis=1)[:, None]
        following[:, inside] = scores[:, i][:, inside] + np.maximum(going_on, opened)
        best = following
    labels = np.zeros((count, width), np.int64)
    labels[:, -1] = best.argmax(axis=1)
    which = np.zeros(size, np.int64)
    which[inside] = np.arange(len(inside))
    is_inside = np.zeros(size, bool)
    is_inside[inside] = True
    rows = np.arange(count)
    for i in range(width - 1, 0, -1):
        label = labels[:, i]
        goes_on = from_inside[i][rows, which[label]]
        within = np.where(goes_on, label, opening[which[label]])
        labels[:, i - 1] = np.where(is_inside[label], within, from_before[i])
    return labels


def chains_in(
    places: Sequence[int],
    sorts: Sequence[int],
    forms: Sequence[int],
    sentences: Sequence[int],
    genders: Sequence[int],
    later: Floats,
    earlier: Floats,
    prior: Floats,
    weights: Mapping[str, Floats],
) -> tuple[tuple[int, ...], ...]:
    """Chains of two or more of the head words at `places`, in order; the other arguments run parallel to `places`.

    `sorts`: 0 pronoun, 1 name, 2 other noun; `forms`: equal numbers for equal words; `genders`: 0 where
    the word shows none, and no chain holds two others; `later`, `earlier` [N, C]; `prior` [N, 1] how well a word serves
    as an antecedent.
    """
    size = len(places)
    sort, form, sentence = (np.asarray(given) for given in (sorts, forms, sentences))
    chain_of, gender_of = list(range(size)), list(genders)
    for begin in range(0, size, CHAIN_BLOCK):
        end, first = min(begin + CHAIN_BLOCK, size), max(0, begin - FARTHEST_ANTECEDENT)
        bucket = BUCKET_OF[
            np.minimum(np.abs(sentence[begin:end, None] - sentence[None, first:end]), len(BUCKET_OF) - 1)
        ]
        same = (form[begin:end, None] == form[None, first:end]).astype(np.int64)
        feature = ((sort[begin:end, None] * SORTS + sort[None, first:end]) * 2 + same) * (
            len(CHAIN_DISTANCES) + 1
        ) + bucket
        scores = later[begin:end] @ earlier[first:end].T / np.float32(np.sqrt(later.shape[1]))
        scores = scores + prior[first:end].T + weights["chain.features"][feature]
        scores = scores + np.where((same == 1) & (sort[begin:end, None] == 1), SAME_NAME, np.float32(0))
        is_before = np.arange(first, end)[None, :] < np.arange(begin, end)[:, None]
        scores = np.where(is_before, scores, NEVER)
        for i in np.flatnonzero(scores.max(axis=1) > 0).tolist():
            own = gender_of[begin + i]
            for antecedent in np.argsort(-scores[i])[:NEXT_BEST].tolist():
                chain = chain_of[first + antecedent]
                if scores[i, antecedent] <= 0:
                    break
                if not own or gender_of[chain] in (0, own):
                    chain_of[begin + i] = chain
                    gender_of[chain] = gender_of[chain] or own
                    break
    members: dict[int, list[int]] = {}
    for i, chain in enumerate(chain_of):
        members.setdefault(chain, []).append(places[i])
    return tuple(tuple(chain) for chain in members.values() if len(chain) > 1)


def _distance_buckets(offsets: Numbers) -> Numbers:
    """Signed word distances to 17 buckets: 0, then 1, 2, 3-4, 5-8 ... on either side."""
    size = np.minimum(np.ceil(np.log2(np.maximum(np.abs(offsets), 1))) + 1, FARTHEST_BUCKET)
    return np.asarray(np.sign(offsets) * np.where(offsets == 0, 0, size), np.int64) + FARTHEST_BUCKET


def _gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit (Hendrycks and Gimpel, 2016) by its usual approximation with tanh."""
    y = x * x  # in place from here on: four times as fast as one expression
    y *= np.float32(0.044715)
    y += 1
    y *= x
    y *= np.float32(0.7978846)
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y
