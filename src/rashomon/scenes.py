"""An article's words as a tree, with all that is known of each: what events are read from.

In goes a Reading with the tables of kinds and actors; out comes a frozen `Scene`: tree, mentions, chains, predicates,
and what the article says anywhere of the people it names. Tags that the forms of words contradict are mended here.
Read next: `referents.py`, then `parties.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.actors import ActorCode, ActorTables, code_of, merge_codes
from rashomon.kinds import Kinds
from rashomon.phrases import Tree, head_of, phrase_of, tree_of
from rashomon.records import Mention, MentionType, Predicate, Reading, Span, Word

NEAR_MENTIONS = 12
"""How many mentions back one may begin that a word lies in; they overlap seldom."""
_OF_NOUNS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl:agent", "nmod", "nmod:poss", "appos"})
"""Relations in which a word is a noun."""
OF_A_NOUN = frozenset({"det", "amod", "nmod:poss", "nummod"})
"""Relations of what only stands with a noun."""
PRONOUNS = ("PRP", "PRP$", "WP", "WP$", "WDT", "DT", "EX")
_DETERMINERS = frozenset({"the", "a", "an", "no", "any", "each", "every", "such", "this", "these", "those", "that"})
_AT_LEAST = re.compile(
    r"^(?:(?:at )?(?:least|most)|(?:more|fewer|less) than|than|about|around|nearly|some|enough|up to)\s+(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's words as a tree, with what is known of each: its chain, its mention, its predicate."""

    text: str
    tree: Tree
    lower: tuple[str, ...]
    chain_of: Mapping[int, tuple[int, ...]]
    mentions: Sequence[Mention]
    mention_of: Mapping[int, Mention]
    head_of_mention: Mapping[Span, int]
    predicate_at: Mapping[int, Predicate]
    kinds: Kinds
    actors: ActorTables
    code_of_name: Mapping[str, ActorCode]

    def mentions_at(self, span: Span) -> list[Mention]:
        """The mentions that the span lies in, in the order of the text."""
        end = bisect_right(self.mentions, span.start, key=lambda mention: mention.span.start)
        near = self.mentions[max(0, end - NEAR_MENTIONS) : end]
        return [mention for mention in near if mention.span.contains(span)]


def scene_of(reading: Reading, text: str, kinds: Kinds, actors: ActorTables) -> Scene:
    """The scene of one reading."""
    predicates = {predicate.word for predicate in reading.predicates}
    described = {word.head for word in reading.words if word.relation in OF_A_NOUN}
    words = [
        _as_tagged(word, text, kinds, is_predicate=place in predicates, is_described=place in described)
        for place, word in enumerate(reading.words)
    ]
    tree = tree_of(words)
    heads = [(head_of(tree, mention.span), mention) for mention in reading.mentions]
    mention_of = {place: mention for place, mention in heads if place is not None}
    return Scene(
        text=text,
        tree=tree,
        lower=tuple(word.span.of(text).lower().replace("’", "'") for word in reading.words),
        chain_of={place: chain for chain in reading.chains for place in chain},
        mentions=reading.mentions,
        mention_of=mention_of,
        head_of_mention={mention.span: place for place, mention in heads if place is not None},
        predicate_at={predicate.word: predicate for predicate in reading.predicates},
        kinds=kinds,
        actors=actors,
        code_of_name=_codes_of_people(tree, mention_of, text, actors),
    )


def _codes_of_people(
    tree: Tree, mention_of: Mapping[int, Mention], text: str, actors: ActorTables
) -> Mapping[str, ActorCode]:
    """What an article says anywhere of the people it names, by the last word of the name: "Moreau" is GOV where it was
    "President Ilan Moreau", or "Moreau, the president"."""
    codes: dict[str, ActorCode] = {}
    for place, mention in mention_of.items():
        if mention.type is not MentionType.PERSON or not tree.words[place].tag.startswith("NNP"):
            continue
        others = (phrase_of(tree, child) for child in tree.children[place] if tree.words[child].relation == "appos")
        name = own_name(mention.text)
        if key_of_name(name) != tree.words[place].span.of(text).lower():
            continue  # "Senator Dunn of Orlo" is known as Dunn
        for described in (mention.text, *(span.of(text) for span in others)):
            code = merge_codes(codes.get(key_of_name(name)), code_of(described, actors) if " " in described else None)
            if code is not None:
                codes[key_of_name(name)] = code
    return codes


def key_of_name(name: str) -> str:
    """By what the people of an article are known: the last word of a name."""
    return name.rsplit(maxsplit=1)[-1].lower()


def _as_tagged(word: Word, text: str, kinds: Kinds, *, is_predicate: bool, is_described: bool) -> Word:
    """A predicate whose form can only be a verb's tagged as one, and what tree or form show to be a noun as a noun,
    whatever the model made of it: "airstrikes" is no participle, nor is "an attack" that is the subject of a verb."""
    form = word.span.of(text).lower()
    is_verb = word.tag.startswith("VB")
    # "Withdrew" is a verb even where the model sees no predicate, unless something says that it is a noun.
    is_past = word.tag.startswith("NN") and not is_described and kinds.verb_forms.get(form, form) != form
    is_past = is_past and not form.endswith(("s", "ing"))
    if (is_predicate or is_past) and not is_verb and form in kinds.verb_forms and form not in kinds.noun_forms:
        return replace(word, tag="VBG" if form.endswith("ing") else "VB" if kinds.verb_forms[form] == form else "VBD")
    is_impossible = word.tag == "VBG" and not form.endswith("ing")
    if is_verb and form in kinds.noun_forms and (is_impossible or (is_described and word.relation in _OF_NOUNS)):
        return replace(word, tag="NN" if kinds.noun_forms[form] == form else "NNS")
    return word


def own_name(phrase: str) -> str:
    """The phrase without its article ("no destroyer" too names a destroyer) and the possessive mark at its end."""
    words = _AT_LEAST.sub("", phrase).split()
    if len(words) > 1 and words[0].lower() in _DETERMINERS:
        words = words[1:]
    return " ".join(words).removesuffix("’s").removesuffix("'s")
