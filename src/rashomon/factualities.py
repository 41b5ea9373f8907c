"""Whether an event is told as having happened, going on, planned, possible, or as not having happened.

In go the tree of a sentence, the place of a trigger and what the model makes of its certainty; out comes a
`Factuality`, from the side of whoever tells it. Negation, modals, conditions, plans and tense are read off the tree,
from the trigger upwards through the words that govern it; the model's certainty decides only against a plain past.
The words are in `tables/factuality.toml`. Read next: `events.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from rashomon.inflections import load_inflections
from rashomon.kinds import Governing, Kinds
from rashomon.lexicon import TABLES_PATH, Table
from rashomon.phrases import Tree
from rashomon.records import Attribution, Factuality, Stance

FARTHEST_GOVERNOR = 6
"""How many words up the tree are asked."""
UNLIKELY, UNSURE = -1.0, 0.5
"""Certainties (-3..3) under which a plain past did not happen, or is only possible."""

_DEED = re.compile(r"^(?P<to>to )?(?P<verb>[a-z]+)")
"""How the deed begins that somebody refuses."""
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "'d", "gonna"})
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "'re", "'m", "been", "be"})
_PAST_BE = frozenset({"was", "were"})
_BE = _PRESENT_BE | _PAST_BE
_WOULD = frozenset({"would", "'d"})
_REPORTED = frozenset({"ccomp", "parataxis"})
_NOUN_LINKS = frozenset({"obj", "obl", "nmod", "nsubj", "nsubj:pass", "obl:agent", "compound", "appos", "conj"})
_HAVE = frozenset({"has", "have", "had", "'ve", "having"})
_PARTICIPANTS = frozenset({"nsubj", "nsubj:pass", "obj"})
_GOVERNED = frozenset({"for", "of", "on", "to", "upon", "with"})
"""Prepositions that bind a noun to a verb of planning: "call for talks"; "agreed after the talks" plans none."""
_CONTAINERS = frozenset(
    [
        "series",
        "wave",
        "string",
        "spate",
        "campaign",
        "round",
        "number",
        "act",
        "kind",
        "form",
        "day",
        "night",
        "week",
        "month",
        "year",
        "hours",
        "days",
        "weeks",
        "months",
        "part",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityWords:
    """The word lists of `factuality.toml`: field `planning_verbs` is key `verbs` of table `[planning]`.

    Verbs and nouns stand in every form.
    """

    planning_verbs: frozenset[str]
    planning_nouns: frozenset[str]
    planning_adjectives: frozenset[str]
    supposing_verbs: frozenset[str]
    supposing_nouns: frozenset[str]
    supposing_adjectives: frozenset[str]
    supposing_adverbs: frozenset[str]
    supposing_marks: frozenset[str]
    supposing_modals: frozenset[str]
    witnessing_nouns: frozenset[str]
    failing_verbs: frozenset[str]
    failing_nouns: frozenset[str]
    lasting_verbs: frozenset[str]
    lasting_adjectives: frozenset[str]
    lasting_adverbs: frozenset[str]
    beginning_verbs: frozenset[str]
    distancing_nouns: frozenset[str]
    negating_words: frozenset[str]
    speaking_verbs: frozenset[str]


def load_factuality_words(folder: Path = TABLES_PATH) -> FactualityWords:
    """The lists under `folder`; raises SettingError R220-R222 naming file and line where the table is off."""
    table = Table(folder / "factuality.toml")
    inflections = load_inflections(folder)
    forms_of = {"verbs": inflections.of_verb, "nouns": inflections.of_noun}
    lists = {}
    for one in fields(FactualityWords):
        name, key = one.name.split("_", 1)
        words = table.words(name, key)
        lists[one.name] = frozenset(form for word in words for form in forms_of.get(key, _as_it_is)(word))
    return FactualityWords(**lists)


def _as_it_is(word: str) -> frozenset[str]:
    return frozenset({word})


@dataclass(slots=True)
class _Signs:
    """What was met on the way up from the trigger; each sign with the word that gave it."""

    negations: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    suppositions: list[str] = field(default_factory=list)
    duration: list[str] = field(default_factory=list)


def factuality_of(
    tree: Tree,
    lower: Sequence[str],
    trigger: int,
    certainty: float,
    kinds: Kinds,
    words: FactualityWords,
    denials: Collection[int] = (),
) -> tuple[Factuality, str]:
    """How the event at `trigger` is told, and by what: "planned (under prepare)".

    `lower` are the words of the tree in lower case; `certainty` is the model's, -3..3. `denials` are the characters of
    cues that deny: who denies it says nothing of how that is told which is denied.
    """
    signs = _Signs()
    is_copula = tree.words[trigger].relation == "cop" and lower[trigger] in _BE
    place = below = tree.words[trigger].head if is_copula else trigger  # the "was" of "was not under attack"
    for _ in range(FARTHEST_GOVERNOR):
        is_infinitive = _note_dependents(tree, lower, place, below, signs, words)
        if tree.words[tree.words[place].head].span.start in denials:
            break
        following = _governor_of(tree, lower, place, is_infinitive, signs, kinds, words)
        if following is None:
            break
        place, below = following, place
    return _judged(tree.words[trigger].tag, certainty, signs)


def is_kept_at_distance(tree: Tree, lower: Sequence[str], trigger: int, words: FactualityWords) -> bool:
    """Whether only a part in the event at `trigger` is spoken of: "any role in the attack"."""
    word = tree.words[trigger]
    return word.tag.startswith("NN") and word.relation == "nmod" and lower[word.head] in words.distancing_nouns


def is_deed_refused(attribution: Attribution, text: str, words: FactualityWords) -> bool:
    """Whether somebody refuses to do something, not to say something: "refused to send soldiers" is no stance."""
    if attribution.stance is not Stance.DECLINES or not attribution.content or not attribution.cue:
        return False
    verb = _DEED.search(attribution.content[0].of(text).lower())
    is_cued = attribution.cue[-1].of(text).lower().endswith(" to")
    if verb is None or not (verb["to"] or is_cued):
        return False
    return verb["verb"] not in words.speaking_verbs


def _judged(tag: str, certainty: float, signs: _Signs) -> tuple[Factuality, str]:
    if signs.suppositions:
        return Factuality.HYPOTHETICAL, f"supposed by “{signs.suppositions[0]}”"
    if len(signs.negations) % 2:
        return Factuality.DID_NOT_HAPPEN, f"negated by “{signs.negations[0]}”"
    if signs.plans:
        return Factuality.PLANNED, f"planned by “{signs.plans[0]}”"
    if signs.duration:
        return Factuality.ONGOING, f"going on by “{signs.duration[0]}”"
    if certainty <= UNLIKELY:
        return Factuality.DID_NOT_HAPPEN, f"certainty {certainty:.1f}"
    if certainty < UNSURE:
        return Factuality.HYPOTHETICAL, f"certainty {certainty:.1f}"
    return Factuality.HAPPENED, f"{tag}, certainty {certainty:.1f}"


def _note_dependents(
    tree: Tree, lower: Sequence[str], place: int, below: int, signs: _Signs, words: FactualityWords
) -> bool:
    """Note what hangs on the word itself, but for the branch `below` that has been noted; the result is whether the
    word is an infinitive with "to"."""
    is_infinitive = False
    has_condition = _is_conditional(tree, lower, place)
    is_perfect = any(lower[child] in _HAVE and tree.words[child].relation == "aux" for child in tree.children[place])
    is_over = tree.words[place].tag == "VBD" or any(lower[child] in _HAVE for child in tree.children[place])
    # "They said they were searching": what was going on when it was said is told as going on.
    being = _BE if tree.words[place].relation in _REPORTED else _PRESENT_BE
    for child in tree.children[place]:
        word, relation = lower[child], tree.words[child].relation
        if word in words.negating_words and relation in ("advmod", "det", "case", "mark", "cc", "aux", "obl"):
            signs.negations.append(word)
        elif relation in _PARTICIPANTS:
            none = _none_in(tree, lower, child, words) if child != below else None
            if none and tree.words[place].tag.startswith("VB"):
                signs.negations.append(none)
        elif word in being and tree.words[place].tag == "VBG" and relation in ("aux", "cop"):
            signs.duration.append(f"{word} {lower[place]}")
        elif relation.startswith("aux"):
            if word in _WILL and not (has_condition or (word in _WOULD and is_perfect)):
                signs.plans.append(word)
            elif word in words.supposing_modals or word in _WILL:
                signs.suppositions.append(word)
        elif relation == "mark":
            is_infinitive = is_infinitive or tree.words[child].tag == "TO"
            if word in words.supposing_marks:
                signs.suppositions.append(word)
        elif relation in ("amod", "advmod", "compound") and not (is_over and word in words.lasting_adverbs):
            _note_modifier(word, signs, words)
    if is_infinitive and any(tree.words[child].relation == "cop" for child in tree.children[place]):
        signs.plans.append("is to")  # "his next goal is to take the port"
    return is_infinitive


def _is_conditional(tree: Tree, lower: Sequence[str], place: int) -> bool:
    """Whether the clause of a word stands under "if" or "unless", or has a clause that does."""
    clauses = (child for child in tree.children[place] if tree.words[child].relation.startswith("advcl"))
    return any(lower[child] in ("if", "unless") for one in (place, *clauses) for child in tree.children[one])


def _none_in(tree: Tree, lower: Sequence[str], place: int, words: FactualityWords) -> str | None:
    """The word that makes a participant nobody: "nobody", the "no" of "no ship"."""
    determiners = (child for child in tree.children[place] if tree.words[child].relation == "det")
    return next((lower[one] for one in (place, *determiners) if lower[one] in words.negating_words), None)


def _note_modifier(word: str, signs: _Signs, words: FactualityWords) -> None:
    if word in words.planning_adjectives:
        signs.plans.append(word)
    elif word in words.supposing_adjectives or word in words.supposing_adverbs:
        signs.suppositions.append(word)
    elif word in words.lasting_adjectives or word in words.lasting_adverbs:
        signs.duration.append(word)


def _governor_of(
    tree: Tree,
    lower: Sequence[str],
    place: int,
    is_infinitive: bool,
    signs: _Signs,
    kinds: Kinds,
    words: FactualityWords,
) -> int | None:
    """The word above, if what is said of it holds for the event too; what it says itself is noted."""
    word = tree.words[place]
    above = word.head
    if above == place:
        return None
    is_noun = word.tag.startswith("NN")
    relation = word.relation
    if relation == "conj":
        has_own = any(tree.words[c].relation in ("nsubj", "nsubj:pass", "aux", "mark") for c in tree.children[place])
        return None if has_own else above
    if is_noun:
        return _above_noun(tree, lower, place, signs, kinds, words)
    base = kinds.lemma_of(lower[above], is_noun=False)
    is_gerund = word.tag == "VBG" and not any(tree.words[c].relation.startswith("aux") for c in tree.children[place])
    if relation in ("acl", "ccomp", "acl:relcl") and tree.words[above].tag.startswith("NN"):
        none = _none_in(tree, lower, above, words)
        if none and kinds.lemma_of(lower[above], is_noun=True) in words.witnessing_nouns:
            signs.suppositions.append(f"{none} {lower[above]}")
            return None
    if relation in ("xcomp", "ccomp") and (is_infinitive or is_gerund or relation == "xcomp"):
        if lower[above] == "going" and is_infinitive:
            signs.plans.append("going to")
        elif base in words.failing_verbs:
            signs.negations.append(lower[above])
        elif base in words.planning_verbs or lower[above] in words.planning_adjectives:
            signs.plans.append(lower[above])
        elif base in words.lasting_verbs:
            signs.duration.append(lower[above])
        elif base in words.supposing_verbs:
            signs.suppositions.append(lower[above])
        elif base not in words.beginning_verbs:
            return None
        return above  # which may be negated itself: "does not plan to"
    if relation in ("acl", "advcl") and is_infinitive:
        noun = kinds.lemma_of(lower[above], is_noun=True)
        if noun in words.failing_nouns:
            signs.negations.append(lower[above])
        elif noun in words.supposing_nouns:
            signs.suppositions.append(lower[above])
        else:
            signs.plans.append(lower[above] if noun in words.planning_nouns else "to")
        return above if tree.words[above].tag.startswith("NN") else None  # "has no plans to"
    if relation == "advcl" and is_gerund and not any(tree.words[c].relation == "mark" for c in tree.children[place]):
        return above
    return None


def _above_noun(
    tree: Tree, lower: Sequence[str], place: int, signs: _Signs, kinds: Kinds, words: FactualityWords
) -> int | None:
    """What the governor of an event noun says of it, and the governor where it only carries the noun."""
    above, relation = tree.words[place].head, tree.words[place].relation
    if relation not in _NOUN_LINKS:
        return None
    if tree.words[above].tag.startswith("NN"):
        noun = kinds.lemma_of(lower[above], is_noun=True)
        if noun in words.planning_nouns:
            signs.plans.append(lower[above])
        elif noun in words.supposing_nouns:
            signs.suppositions.append(lower[above])
        elif noun in words.failing_nouns:
            signs.negations.append(lower[above])
        return above if noun in _CONTAINERS else None
    base = kinds.lemma_of(lower[above], is_noun=False)
    # What an attack prevents, what is planned after it, says nothing of the attack.
    is_done = relation in ("obj", "nsubj:pass")
    is_governed = is_done or (relation == "obl" and _case_of(tree, lower, place) in _GOVERNED)
    governing = None if relation in ("nsubj", "obl:agent") else kinds.governing_at(lower, above)
    if is_done and (governing is Governing.PREVENTS or base in words.failing_verbs):
        signs.negations.append(lower[above])
        return above  # which may be negated itself: "failed to prevent the attack"
    if governing in (Governing.DOES, Governing.SUFFERS) or base in words.beginning_verbs:
        return above
    if base in words.lasting_verbs:
        signs.duration.append(lower[above])
        return above
    if is_governed and base in words.planning_verbs:
        signs.plans.append(lower[above])
    elif is_governed and base in words.supposing_verbs and relation != "nsubj:pass":
        signs.suppositions.append(lower[above])
    return None


def _case_of(tree: Tree, lower: Sequence[str], place: int) -> str | None:
    """The preposition of a noun."""
    return next((lower[child] for child in tree.children[place] if tree.words[child].relation == "case"), None)
