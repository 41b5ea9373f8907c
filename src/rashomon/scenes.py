"""An article's words as a tree, with all that is known of each: what events are read from.

In goes a Reading with the tables of kinds and actors; out comes a frozen `Scene`: tree, mentions, chains, predicates,
and what the article says anywhere of the people it names. Tags that the forms of words contradict are mended here.
Read next: `referents.py`, then `parties.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.actors import ActorCode, ActorTables, code_of, merge_codes
from rashomon.kinds import Governing, Kinds
from rashomon.newsrooms import PICTURE_AGENCY
from rashomon.phrases import Tree, head_of, phrase_of, tree_of
from rashomon.records import Mention, MentionType, Predicate, Reading, Span, Word

_OF_A_PLACE = re.compile(r" (?:of|from|in|for) (?:the )?[A-Z][\w.-]+(?: [A-Z][\w.-]+)?(?:['’]s?)?$|['’]s?$")
"""What a name is known without: "Senator Dunn of Orlo" is Dunn."""
_APPOSITION = re.compile(
    r", (?P<who>(?:the|a|an|its|his|her|their|one of)\s[^,.;:()“”\"\n]{3,90}?)(?=,|\.(?:\s|$)|;| who | which )"
)
"""Who somebody is, behind the name and between commas: ", the chief prosecutor of the tribunal,"."""
LONGEST_CHAIN = 200
"""Words: of a longer chain a word sees its own piece, since every event asks all words of the chains of its parties."""
LONGEST_NAME, LONGEST_TITLED = 7, 12
"""Words: what is longer describes, and names nobody, but for one with a title in capitals before it."""
_IN_TITLES = frozenset({"the", "of", "for"})
LONGEST_SMALL, HEADLINE = 3, 0.6
"""Letters of a word that is small in a headline, and what share of the others has a capital there."""
NEAR_MENTIONS = 12
"""How many mentions back one may begin that a word lies in; they overlap seldom."""
_OF_NOUNS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "appos"})
"""Relations in which a word is a noun."""
OF_A_NOUN = frozenset({"det", "amod", "nmod:poss", "nummod"})
"""Relations of what only stands with a noun."""
PRONOUNS = ("PRP", "PRP$", "WP", "WP$", "WDT", "DT", "EX")
_DETERMINERS = frozenset({"the", "a", "an", "no", "any", "each", "every", "such", "this", "these", "those", "that"})
_UNKNOWN = ("FW", "GW")
"""Tags of words that the tagger makes nothing of; in English they are nouns."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLOSING = frozenset({".", ",", ";", "?", "!", "”", "of"})
_STOPS, _INDEFINITE = frozenset({".", "!", "?"}), frozenset({"a", "an"})
_PIECE = re.compile(r"[\w’'.-]+")
_ASIDE = re.compile(r"\s*\([^)]*\)?$")
"""What stands in brackets behind a name: "Ted Dunn (R-Orlo)", "Kemal Oral (right)"."""
_AT_LEAST = re.compile(
    r"^(?:(?:at )?(?:least|most)|(?:more|fewer|less) than|than|about|around|nearly|some|enough|up to)\s+"
    r"(?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|a|one) )"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's words as a tree, with what is known of each: its chain, its mention, its predicate."""

    text: str
    tree: Tree
    lower: tuple[str, ...]
    chain_of: Mapping[int, tuple[int, ...]]
    mentions: Sequence[Mention]
    mention_starts: Sequence[int]
    mention_of: Mapping[int, Mention]
    head_of_mention: Mapping[Span, int]
    predicate_at: Mapping[int, Predicate]
    kinds: Kinds
    actors: ActorTables
    code_of_name: Mapping[str, ActorCode]
    women: frozenset[str]
    men: frozenset[str]

    def code_of_person(self, name: str) -> ActorCode | None:
        """What the article says anywhere of whoever bears a name; of a last name alone where nobody shares it, so that
        a father is not what his son is."""
        full, last = key_of_name(name, words=2), key_of_name(name)
        if full in self.code_of_name or full == last:
            return self.code_of_name.get(full)
        shared = any(key != last and key.endswith(f" {last}") for key in self.code_of_name)
        return None if shared else self.code_of_name.get(last)

    def mentions_before(self, end: int) -> Sequence[Mention]:
        """The last few mentions that begin before a character."""
        last = bisect_right(self.mention_starts, end)
        return self.mentions[max(0, last - NEAR_MENTIONS) : last]

    def mentions_at(self, span: Span) -> list[Mention]:
        """The mentions that the span lies in, in the order of the text."""
        return [mention for mention in self.mentions_before(span.start) if mention.span.contains(span)]


def scene_of(reading: Reading, text: str, kinds: Kinds, actors: ActorTables) -> Scene:
    """The scene of one reading."""
    predicates = {predicate.word for predicate in reading.predicates}
    described = {word.head for word in reading.words if word.relation in OF_A_NOUN}
    tagged = [
        _as_tagged(word, text, kinds, is_predicate=place in predicates, is_described=place in described)
        for place, word in enumerate(reading.words)
    ]
    lower = tuple(word.span.of(text).lower().replace("’", "'") for word in reading.words)
    words = _with_hidden_verbs(_with_gerunds(tagged, lower, kinds), lower, kinds)
    tree = tree_of(words)
    heads = [(head_of(tree, mention.span), mention) for mention in reading.mentions]
    mention_of = {place: mention for place, mention in heads if place is not None}
    pieces = (
        chain[first : first + LONGEST_CHAIN]
        for chain in reading.chains
        for first in range(0, len(chain), LONGEST_CHAIN)
    )
    return Scene(
        text=text,
        tree=tree,
        lower=lower,
        chain_of={place: piece for piece in pieces for place in piece},
        mentions=reading.mentions,
        mention_starts=[mention.span.start for mention in reading.mentions],
        mention_of=mention_of,
        head_of_mention={mention.span: place for place, mention in heads if place is not None},
        predicate_at={predicate.word: predicate for predicate in reading.predicates},
        kinds=kinds,
        actors=actors,
        code_of_name=_codes_of_people(tree, mention_of, text, actors),
        women=_last_names(reading.mentions, actors.women) - _last_names(reading.mentions, actors.men),
        men=_last_names(reading.mentions, actors.men) - _last_names(reading.mentions, actors.women),
    )


def _last_names(mentions: Sequence[Mention], given: Collection[str]) -> frozenset[str]:
    """The last names of the people whom a given name or a title among these tells to be women, or men."""
    names = (mention.text.partition(" (")[0].split() for mention in mentions if mention.type is MentionType.PERSON)
    return frozenset(
        parts[-1].lower() for parts in names if any(part.lower().rstrip(".") in given for part in parts[:-1])
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
        others = [phrase_of(tree, child) for child in tree.children[place] if tree.words[child].relation == "appos"]
        aside = _APPOSITION.match(text, mention.span.end)
        if aside is not None:
            others.append(Span(*aside.span("who")))
        name = own_name(_OF_A_PLACE.sub("", mention.text))
        said = [code_of(one, actors) for one in (mention.text, *(span.of(text) for span in others)) if " " in one]
        for key in {key_of_name(name), key_of_name(name, words=2)}:
            for code in filter(None, said):
                codes[key] = merge_codes(codes.get(key), code) or code
    return codes


def is_verb(scene: Scene, place: int) -> bool:
    """Whether the word at `place` is a verb."""
    return scene.tree.words[place].tag.startswith("VB")


def has_subject(scene: Scene, place: int) -> bool:
    """Whether a subject hangs on the word at `place`."""
    return any(scene.tree.words[child].relation.startswith("nsubj") for child in scene.tree.children[place])


def key_of_name(name: str, words: int = 1) -> str:
    """By what the people of an article are known: the last word of a name, or the last two."""
    return " ".join(name.partition(" (")[0].split()[-words:]).lower()


def without_credit(scene: Scene, span: Span) -> Span:
    """The span without the photographer and the agency that a caption has left before it: "Jan Orsk/Vesta Turkish
    President Kemal Oral" is Turkish President Kemal Oral, "Rex Features Ana Bel" is Ana Bel."""
    text = scene.text
    agency = PICTURE_AGENCY.match(text, span.start, span.end)
    if agency is not None:
        return Span(agency.end(), span.end)
    slash = text.rfind("/", max(0, span.start - 1), span.end)
    if slash < 0:
        return span
    for word in _PIECE.finditer(text, slash + 1, span.end):
        if code_of(word[0], scene.actors) is not None:
            return Span(word.start(), span.end)
    return span


def is_one_name(scene: Scene, span: Span) -> bool:
    """Whether a mention is one name, and no sentence: "Moreau pardoned Venn" names two."""
    printed = span.of(scene.text)
    pieces = printed.split()
    is_titled = all(piece[0].isupper() or piece in _IN_TITLES for piece in pieces)
    longest = LONGEST_TITLED if is_titled else LONGEST_NAME
    if len(pieces) > longest or any(mark in printed for mark in (",", " and ")):
        return False
    words = [scene.tree.words[place] for place in scene.tree.places_in(span)]
    return not any(
        word.tag in ("VBD", "VBZ", "VBP", "MD", "PRP")
        and word.span.end <= span.end
        and word.span.of(scene.text).islower()
        for word in words
    )


def is_in_name(scene: Scene, place: int, sentence: tuple[int, int]) -> bool:
    """Whether a word is part of a name: the "Accord" of a Government of National Accord, and what stands with a capital
    beside another one ("the House Armed Services Committee"), but in a headline, where all words do."""
    words, text = scene.tree.words, scene.text
    span = words[place].span
    if words[place].tag.startswith("NNP") and any(mention.span != span for mention in scene.mentions_at(span)):
        return True
    begin, end = sentence
    if not text[span.start].isupper() or place == begin or text[span.start - 1] in "“\"‘'":
        return False
    beside = (words[one].span for one in (place - 1, place + 1) if begin < one < end)
    if not any(text[other.start].isupper() and other.end - other.start > 1 for other in beside):
        return False
    starts = [word.span.start for word in words[begin:end] if word.span.end - word.span.start > LONGEST_SMALL]
    return sum(text[start].isupper() for start in starts) < HEADLINE * len(starts)


def _as_tagged(word: Word, text: str, kinds: Kinds, *, is_predicate: bool, is_described: bool) -> Word:
    """A predicate whose form can only be a verb's tagged as one, and what tree or form show to be a noun as a noun,
    whatever the model made of it: "airstrikes" is no participle, nor is "an attack" that is the subject of a verb."""
    is_verb = word.tag.startswith("VB")
    if not is_verb and not is_predicate and not word.tag.startswith(("NN", "ADD", *_UNKNOWN)):
        return word
    form = word.span.of(text).lower()
    if word.tag in _UNKNOWN and form.isalpha() and form not in kinds.verb_forms:
        return replace(word, tag="NN" if word.span.of(text).islower() else "NNP")
    # "Withdrew" is a verb even where the model sees no predicate, unless something says that it is a noun.
    is_past = word.tag.startswith(("NN", "ADD", "FW")) and not is_described and kinds.verb_forms.get(form, form) != form
    is_past = is_past and not form.endswith(("s", "ing"))
    if (is_predicate or is_past) and not is_verb and form in kinds.verb_forms and form not in kinds.noun_forms:
        return replace(word, tag="VBG" if form.endswith("ing") else "VB" if kinds.verb_forms[form] == form else "VBD")
    is_impossible = word.tag == "VBG" and not form.endswith("ing")
    is_impossible |= is_described and word.tag == "VBN" and kinds.verb_forms.get(form) == form  # "held a call"
    if is_verb and form in kinds.noun_forms and (is_impossible or (is_described and word.relation in _OF_NOUNS)):
        return replace(word, tag="NN" if kinds.noun_forms[form] == form else "NNS")
    return word


def _with_gerunds(words: Sequence[Word], lower: Sequence[str], kinds: Kinds) -> list[Word]:
    """The words, with what ends a phrase behind a preposition as a noun: "calm after the shooting"."""
    mended = list(words)
    for place in range(1, len(words) - 1):
        is_bare = words[place - 1].tag in ("IN", "DT") and lower[place + 1] in _CLOSING
        if words[place].tag == "VBG" and is_bare and lower[place] in kinds.nouns:
            mended[place] = replace(words[place], tag="NN")
    return mended


def _with_hidden_verbs(words: Sequence[Word], lower: Sequence[str], kinds: Kinds) -> list[Word]:
    """The words, with a verb that was taken for the last noun of its subject tagged as one, and its subject's noun in
    its place: in "the chief of the guard chair a meeting" no noun stands between a noun and "a" but a verb.

    It is one where its sentence has no other finite verb before it, as "gave the army chief a medal" has.
    """
    mended = list(words)
    is_told = False
    for place, word in enumerate(words):
        is_told = word.tag in _FINITE or (is_told and lower[place - 1] not in _STOPS)
        is_between = (
            0 < place < len(words) - 1 and words[place - 1].tag.startswith("NN") and lower[place + 1] in _INDEFINITE
        )
        if is_told or not is_between or word.tag not in ("NN", "NNS"):
            continue
        if kinds.governing_at(lower, place) is not Governing.DOES:
            continue
        is_told = True
        _free_verb(mended, lower, place)
    return mended


def _free_verb(words: list[Word], lower: Sequence[str], verb: int) -> None:
    """Makes a hidden verb the root of its sentence: what was hung on it or beyond it from the left goes to the noun
    before it, to its subject or to itself."""
    hidden, last = words[verb], verb - 1
    words[verb] = replace(hidden, tag="VBZ" if hidden.tag == "NNS" else "VBP", head=verb, relation="root")
    for child in range(last):
        if words[child].head == verb:
            words[child] = replace(words[child], head=last)
    tie = next((one for one in range(last, -1, -1) if words[one].tag in ("IN", ",", "CC")), 0)
    if lower[tie] == "of" and words[tie - 1].tag.startswith("NN"):
        words[last] = replace(words[last], head=tie - 1, relation="nmod")
        words[tie] = replace(words[tie], head=last, relation="case")
    elif words[last].head == verb:
        words[last] = replace(words[last], head=hidden.head, relation=hidden.relation)
    for start, relation in ((last, "nsubj"), (verb + 1, "obj")):
        top = _top_beside(words, start, verb)
        words[top] = replace(words[top], head=verb, relation=relation)
    for child in range(last):
        if words[child].head > verb:
            words[child] = replace(words[child], head=verb, relation="obl")


def _top_beside(words: Sequence[Word], place: int, verb: int) -> int:
    """The topmost word over a place on its side of the verb."""
    for _ in words:
        above = words[place].head
        if above in (place, verb) or (above < verb) is not (place < verb):
            break
        place = above
    return place


def own_name(phrase: str) -> str:
    """The phrase without its article ("no destroyer" too names a destroyer) and the possessive mark at its end."""
    words = _AT_LEAST.sub("", _ASIDE.sub("", phrase.strip('“”" '))).split()
    if len(words) > 1 and words[0].lower() in _DETERMINERS:
        words = words[1:]
    return " ".join(words).removesuffix("’s").removesuffix("'s")
