"""Phrases and clauses by the tree of a sentence: which words belong to a head, as spans of text.

In go the words of a reading, each with its head and Universal Dependencies relation; out come places of words, and
spans of the text. A tree that was decoded word by word may hold circles and crossing branches: every function ends on
any heads, and a span is always an unbroken stretch around its head.

Read next: `reader.py`, which makes the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rashomon.records import Span, Word

ASIDES = frozenset(
    {"advmod", "appos", "cc", "cc:preconj", "conj", "dep", "discourse", "list", "orphan"}
    | {"parataxis", "reparandum", "vocative"}
)
"""What hangs on the head of a noun phrase and is no part of it: other names for it, its fellows, remarks."""
CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "csubj"})
"""Clauses that hang on a noun."""
CLAUSE_ASIDES = frozenset({"cc", "cc:preconj", "conj", "discourse", "list", "parataxis", "vocative"})
"""What hangs on a verb and is no part of its clause."""
BEFORE = frozenset({"case", "cop"})
"""Prepositions and the copula: a noun phrase begins after them."""
EDGES = frozenset({"case", "cc", "punct"})
"""What a phrase or clause does not begin with."""
GOVERNED = frozenset({"obj", "iobj", "obl", "nmod", "xcomp", "acl", "acl:relcl", "fixed"})
"""How a word hangs on one without which it is no statement: "imposed | sanctions that bar trade"."""
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_FARTHEST = 5  # steps up to the verb that governs a word

_OPENING = {"-RRB-": "-LRB-", "''": "``"}


@dataclass(frozen=True, slots=True)
class Tree:
    """The words of a reading and, for each, the places of the words that hang on it, in order; and where in the text
    each word starts and ends."""

    words: Sequence[Word]
    children: tuple[tuple[int, ...], ...]
    starts: Sequence[int]
    ends: Sequence[int]

    def places_in(self, span: Span) -> range:
        """The places of the words that begin in the span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def places_touched(self, span: Span) -> range:
        """The places of the words of which some character lies in the span."""
        return range(bisect_left(self.ends, span.start + 1), bisect_left(self.starts, span.end))


def tree_of(words: Sequence[Word]) -> Tree:
    """The tree of some words, made in one pass; roots are nobody's children."""
    children: list[list[int]] = [[] for _ in words]
    for place, word in enumerate(words):
        if word.head != place:
            children[word.head].append(place)
    return Tree(
        words=words,
        children=tuple(map(tuple, children)),
        starts=[word.span.start for word in words],
        ends=[word.span.end for word in words],
    )


def subtree(tree: Tree, place: int, without: Collection[str] = ()) -> tuple[int, ...]:
    """The places of a word and of all below it, in order; what hangs on the word itself by a relation in `without` is
    left out with all below it."""
    found = {place}
    waiting = [child for child in tree.children[place] if tree.words[child].relation not in without]
    while waiting:
        below = waiting.pop()
        if below not in found:
            found.add(below)
            waiting += tree.children[below]
    return tuple(sorted(found))


def phrase_of(tree: Tree, place: int) -> Span:
    """The noun phrase of a head: no preposition, no apposition, no fellow, no clause, no possessive mark.

    "in the old capital, Ilven, that fell" gives "the old capital" of its head "capital".
    """
    return _stretch(tree, place, _after_preposition(tree, place, ASIDES | CLAUSES | {"case"}))


def mention_of(tree: Tree, place: int) -> Span:
    """The noun phrase of a head with the clauses and the possessive mark that belong to it, as GUM marks mentions.

    By GUM's own trees this is the marked span of 89 % of the mentions of its development part; of 2 % more, no
    rule could give it, since they share their head with another one. The whole subtree is that of 83 %.
    """
    return _stretch(tree, place, _after_preposition(tree, place, ASIDES))


def clause_of(tree: Tree, place: int) -> Span:
    """The clause around a verb: all below it without coordinated clauses, remarks and a conjunction before it."""
    return _stretch(tree, place, subtree(tree, place, CLAUSE_ASIDES))


def main_clauses_in(tree: Tree, span: Span) -> tuple[Span, ...]:
    """The clauses with a subject that a stretch of text consists of, in order: those that stand under no other one in
    it, and those coordinated with them. "The dam held, and the town is dry" has two."""
    words, inside = tree.words, tree.places_in(span)
    clauses: list[Span] = []
    for place in inside:
        has_subject = any(
            words[child].relation.startswith("nsubj") and child in inside and words[child].tag not in ("WDT", "WP")
            for child in tree.children[place]
        )
        if not has_subject or not _is_main(tree, place, inside):
            continue
        clause = clause_of(tree, place)
        if span.contains(clause):
            clauses.append(clause)
    return tuple(clauses)


def clause_at(tree: Tree, place: int) -> Span:
    """The clause in which a word stands: that of the verb at or above it, else its own phrase."""
    seen = {place}
    above = place
    while not tree.words[above].tag.startswith("VB"):
        above = tree.words[above].head
        if above in seen:
            return mention_of(tree, place)
        seen.add(above)
    own, clause = tree.words[place].span, clause_of(tree, above)
    return Span(min(own.start, clause.start), max(own.end, clause.end))


def statement_of(tree: Tree, place: int, apart: Sequence[int] = ()) -> tuple[Span, ...]:
    """The clause that makes a statement of a word: that of the predicate it is or is governed by, with the verbs after
    it that share its subject, up to the first in which one of the characters `apart`, in order, is; a subject that
    stands at a verb before it is a piece of its own. Empty without one.

    "The guards held the gate and fired but missed" gives all of "held", and "The guards … fired" of "fired".
    """
    words = tree.words
    for _ in range(_FARTHEST):
        subject = _shared_subject(tree, place)
        if subject is not None:
            break
        is_marked = any(words[child].relation in ("mark", "case") for child in tree.children[place])
        if words[place].relation not in GOVERNED and not (words[place].relation == "advcl" and is_marked):
            return ()
        place = words[place].head
    else:
        return ()
    own = {*subtree(tree, place, CLAUSE_ASIDES), *fellows_of(tree, place, apart)}
    clause = _stretch(tree, place, own)
    return (clause,) if subject in own else (phrase_of(tree, subject), clause)


def fellows_of(tree: Tree, place: int, apart: Sequence[int] = ()) -> list[int]:
    """The places of the verbs after a word that share its subject, with all below them; not from the first on in which
    one of the characters `apart`, in order, is."""
    words, found = tree.words, list[int]()
    for child in tree.children[place]:
        if words[child].relation != "conj" or not words[child].tag.startswith("VB") or child < place:
            continue
        below = subtree(tree, child, CLAUSE_ASIDES - {"cc", "conj"})
        told = Span(words[below[0]].span.start, words[below[-1]].span.end)
        if _own_subject(tree, child) is not None or bisect_left(apart, told.start) < bisect_left(apart, told.end):
            break
        found += below
    return found


def is_bare(tree: Tree, span: Span) -> bool:
    """Whether a stretch of text tells nothing by itself: no verb in it is finite but in clauses that hang on its nouns,
    "reports that he had left"."""
    inside = tree.places_in(span)
    return not any(tree.words[place].tag in _FINITE and not _is_of_a_noun(tree, place, inside) for place in inside)


def is_under(tree: Tree, place: int, above: int) -> bool:
    """Whether a word hangs on another one, be it by others."""
    seen: set[int] = set()
    while place not in seen and place != above:
        seen.add(place)
        place = tree.words[place].head
    return place == above


def conjuncts_of(tree: Tree, place: int) -> tuple[int, ...]:
    """The places of a word and of all that it is coordinated with, in order."""
    words = tree.words
    found = {place}
    waiting = [place]
    while waiting:
        one = waiting.pop()
        near = [child for child in tree.children[one] if words[child].relation == "conj"]
        if words[one].relation == "conj":
            near.append(words[one].head)
        waiting += [other for other in near if other not in found]
        found.update(near)
    return tuple(sorted(found))


def head_of(tree: Tree, span: Span) -> int | None:
    """The place of the word in the span that the most words of the span hang on; None where it touches no word."""
    inside = tree.places_touched(span)
    if len(inside) == 1:
        return inside[0]
    below = dict.fromkeys(inside, 0)
    for place in inside:
        below[_top(tree, place, below)] += 1
    return max(inside, key=lambda place: (below[place], -place), default=None)


def find_subject(tree: Tree, verb: int) -> int | None:
    """The place of the subject that acts in a verb: its own, or that of the verb above which an infinitive, a
    participle or a coordinated verb shares; None in a passive."""
    words, seen = tree.words, set()
    while verb not in seen:
        seen.add(verb)
        relations = {words[child].relation: child for child in tree.children[verb]}
        has_have = any(words[child].relation == "aux" for child in tree.children[verb])
        if {"aux:pass", "nsubj:pass", "obl:agent"} & relations.keys() or (words[verb].tag == "VBN" and not has_have):
            return None
        if "nsubj" in relations:
            return relations["nsubj"]
        is_shared = words[verb].relation in ("xcomp", "conj") or (
            words[verb].relation == "advcl" and words[verb].tag in ("VB", "VBG")
        )
        if not is_shared or not words[words[verb].head].tag.startswith("VB"):
            return None
        verb = words[verb].head
    return None


def _own_subject(tree: Tree, place: int) -> int | None:
    """The place of the subject that hangs on a word, of whatever kind; "there" and "it" are some, too."""
    return next(
        (child for child in tree.children[place] if tree.words[child].relation.startswith(("nsubj", "csubj", "expl"))),
        None,
    )


def _shared_subject(tree: Tree, place: int) -> int | None:
    """The subject of a word, or that of the verb which it is coordinated with; no relative pronoun ("who left")."""
    for one in (place, *(other for other in reversed(conjuncts_of(tree, place)) if other < place)):
        subject = _own_subject(tree, one)
        if subject is not None:
            return None if tree.words[subject].tag in ("WDT", "WP") else subject
        if not tree.words[one].tag.startswith("VB"):
            return None
    return None


def _is_of_a_noun(tree: Tree, place: int, inside: Collection[int]) -> bool:
    """Whether a word stands in a clause that hangs on a noun of those inside."""
    seen: set[int] = set()
    while place in inside and place not in seen:
        seen.add(place)
        head = tree.words[place].head
        if tree.words[place].relation in ("acl", "acl:relcl") and head in inside:
            return True
        place = head
    return False


def _is_main(tree: Tree, place: int, inside: Collection[int]) -> bool:
    """Whether a word stands under none of those inside, or is only coordinated on the way up."""
    seen = {place}
    while (head := tree.words[place].head) in inside and head != place:
        if tree.words[place].relation not in ("conj", "parataxis") or head in seen:
            return False
        seen.add(head)
        place = head
    return True


def _top(tree: Tree, place: int, inside: Collection[int]) -> int:
    """The last word inside on the way from a word towards its root; in a circle, the word itself."""
    top, seen = place, {place}
    while (head := tree.words[top].head) in inside and head != top:
        if head in seen:
            return place
        top = head
        seen.add(head)
    return top


def _after_preposition(tree: Tree, place: int, without: Collection[str]) -> list[int]:
    """The words below a noun that stand after the last preposition or copula before it."""
    cut = max(
        (child for child in tree.children[place] if child < place and tree.words[child].relation in BEFORE), default=-1
    )
    return [below for below in subtree(tree, place, without) if below > cut]


def _stretch(tree: Tree, place: int, places: Collection[int]) -> Span:
    """The text of the unbroken run of `places` around `place`, without the conjunctions, prepositions and marks at its
    edges; a closing mark stays where its opening one is inside."""
    words, own = tree.words, frozenset(places)
    begin = end = place
    while begin - 1 in own:
        begin -= 1
    while end + 1 in own:
        end += 1
    while begin < place and words[begin].relation in EDGES:
        if words[begin].relation == "case" and words[begin].head != place:
            break  # "in March they left" keeps the "in" of "March"
        begin += 1
    while end > place and words[end].relation == "punct":
        opening = _OPENING.get(words[end].tag)
        if opening and any(word.tag == opening for word in words[begin:end]):
            break
        end -= 1
    return Span(words[begin].span.start, words[end].span.end)
