"""Whom a pronoun or a description in an event means: its best name in the article, and what is known of it there.

In go a scene and the place of a word; out come the name and the code that the chain of the word has, the noun that a
relative pronoun stands for, and whether "he" is the one who is speaking. The model's chains count first; where they
name nobody, the nearest fitting name before the word does. Read next: `parties.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from rashomon.actors import ActorCode, code_of, merge_codes
from rashomon.phrases import phrase_of
from rashomon.records import MentionType, Voice, VoiceKind
from rashomon.scenes import LONGEST_NAME, PRONOUNS, Scene, is_one_name, key_of_name, own_name, without_credit

FARTHEST_PERSON = 60
"""Words back in which a "he" without a chain finds the person it means."""
FARTHEST_SUBJECT = 3
"""How many verbs up an infinitive looks for its subject."""
LEAST_BODY = 2
"""Words that tell whose post it is: "Velmari army", not "army"."""
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_THIRD_PERSON = {
    "nsubj": frozenset({"he", "she", "it", "they"}),
    "nmod:poss": frozenset({"his", "her", "its", "their"}),
}
_OF_PERSONS = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_OF_WOMEN, _OF_MEN = frozenset({"she", "her", "herself"}), frozenset({"he", "him", "his", "himself"})
_OF_THINGS = frozenset({"it", "its", "itself"})
_OF_BODIES = frozenset({"it", "its", "itself", "they", "their", "them"})
_OF_TITLES = frozenset({"in", "the", "for", "on", "at", "to", "from", "is", "was"})
"""Words in what the model marks as a name and is the title of something: "Legend in the Coal Fields"."""
_OF_MANY = frozenset({"they", "their", "them"})
_WHO_LISTS = ("people", "posts", "officials", "dignitaries", "militias", "police", "military", "crowds", "envoys")
_ANY_BODY = frozenset(
    {"group", "organisation", "organization", "movement", "body", "company", "firm", "militia", "party"}
)
_PERSON = frozenset({MentionType.PERSON})
_NAMED = frozenset({MentionType.PERSON, MentionType.ORGANISATION})
_NO_PERSON = frozenset(MentionType) - _PERSON
_SENTENCE_END = re.compile(r"[.!?][\s”\"]|\n")
_INTRODUCED = re.compile(r",\s(?:the\s|a\s)?(?P<post>[^\W\d_]+)\sof\s(?P<body>[^,.;:()“”\"\n]{3,60})[,.]")
"""Who somebody is, behind the name: ", commander of the Velmari national army,"."""
_AT_THE_TOP = frozenset({"head", "chief", "commander", "leader", "boss"})
"""Posts that are one where they are of one body."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "both", "such"})


def noun_of_relative(scene: Scene, place: int) -> int:
    """The noun that a relative pronoun at `place` stands for; else the place itself."""
    words = scene.tree.words
    if scene.lower[place] in _RELATIVE and words[place].tag in ("WP", "WDT", "IN", "WP$"):
        verb = words[place].head
        for _ in range(FARTHEST_SUBJECT):
            if words[verb].relation == "acl:relcl":
                return words[verb].head
            verb = words[verb].head
    return place


def takes_up(scene: Scene, place: int) -> bool:
    """Whether a description stands for somebody named before: "the general" does; "the child" may be any child."""
    if not any(scene.lower[child] in _DEFINITE for child in scene.tree.children[place]):
        return False
    is_office = any(scene.kinds.is_in(scene.lower[place], name) for name in ("posts", "dignitaries", "officials"))
    return is_office or not scene.kinds.is_in(scene.lower[place], "people")


def means_speaker(scene: Scene, place: int, speaker: Voice) -> bool:
    """Whether "he", "it", "they" or "its" in what somebody is reported to say is that somebody.

    It is where the speaker stands before it in its sentence, and nothing between them is of its chain."""
    word = scene.tree.words[place]
    pronoun = scene.lower[place]
    if speaker.span is None or pronoun not in _THIRD_PERSON.get(word.relation, ()):
        return False
    if pronoun in _OF_THINGS and speaker.kind is VoiceKind.NAMED and " " in speaker.name:
        return False
    begin, end = speaker.span.start, word.span.start
    near = [p for p in scene.chain_of.get(place, ()) if begin <= scene.tree.words[p].span.start < end]
    return begin < end and not near and not _SENTENCE_END.search(scene.text, begin, end)


def _members(scene: Scene, place: int) -> Iterator[int]:
    """The words of the chain of the word at `place` that it may mean: "he" no body, "it" nobody; where a "he" has none
    in its chain, the last person named before it."""
    pronoun = scene.lower[place]
    wrong = _NO_PERSON if pronoun in _OF_PERSONS else _PERSON if pronoun in _OF_THINGS else frozenset()
    owned = scene.tree.words[place].head if scene.tree.words[place].tag == "PRP$" else None  # nobody is his own father
    others = scene.actors.men if pronoun in _OF_WOMEN else scene.actors.women if pronoun in _OF_MEN else frozenset()
    chain = [
        one
        for one in scene.chain_of.get(place, (place,))
        if one != owned and not _is_of(scene, one, wrong) and not _bears(scene, one, others)
    ]
    if pronoun in _OF_PERSONS and all(scene.tree.words[one].tag in PRONOUNS for one in chain):
        near = range(place - 1, max(-1, place - FARTHEST_PERSON), -1)
        tags = {one: scene.tree.words[one].tag for one in near}
        fitting = [one for one in near if tags[one].startswith("NN") and not _bears(scene, one, others)]
        named = [one for one in fitting if tags[one].startswith("NNP") and _is_of(scene, one, _PERSON)]
        doing = [one for one in fitting if tags[one] == "NN" and _does(scene, one)]
        chain += named[:1] or doing[:1]  # "a gunman fired … guards shot him"
    yield from chain


def _bears(scene: Scene, place: int, names: Collection[str]) -> bool:
    """Whether a name or a title among these stands in what is printed of somebody: "Ana" and "Mrs." of women."""
    if not names or scene.tree.words[place].tag in PRONOUNS:
        return False
    parts = _printed(scene, place).split()
    if len(parts) == 1 and parts[0].lower() in (scene.women if names is scene.actors.women else scene.men):
        return True  # "Venn", where the article has an Ana Venn and no other
    return any(part.lower().rstrip(".") in names for part in parts[:4])


def _does(scene: Scene, place: int) -> bool:
    """Whether a word is the subject of a verb, and a name, or a word for people or bodies."""
    word, lower = scene.tree.words[place], scene.lower[place]
    is_who = word.tag.startswith("NNP") or any(scene.kinds.is_in(lower, name) for name in _WHO_LISTS)
    return is_who and word.relation.startswith("nsubj")


def _is_of(scene: Scene, place: int, types: Collection[MentionType]) -> bool:
    mention = scene.mention_of.get(place)
    return mention is not None and mention.type in types


def name_of_chain(scene: Scene, place: int) -> str | None:
    """The best name in the chain of the word at `place`: the fullest proper one of whoever it names most (for "he",
    somebody with more than one name); else the first short description."""
    proper: dict[str, list[str]] = {}
    described: str | None = None
    for member in _members(scene, place):
        word = scene.tree.words[member]
        name = own_name(_printed(scene, member))
        size = len(name.split())
        if size > LONGEST_NAME:
            continue
        if word.tag.startswith("NNP"):
            proper.setdefault(key_of_name(name), []).append(name)
        elif word.tag.startswith("NN") and described is None:
            described = name
    if proper:
        # Of a chain that mixes people up, whoever is named most, by the fullest name that is no title of something.
        full = [forms for forms in proper.values() if any(" " in name for name in forms)]
        is_person = scene.lower[place] in _OF_PERSONS
        names = max((full if is_person else None) or proper.values(), key=len)
        if not any(_is_of(scene, member, _PERSON) for member in _members(scene, place)):
            return max(names, key=names.count)  # "Mexico", not the "Poor Mexico" that it is once
        return max(names, key=lambda name: (_OF_TITLES.isdisjoint(name.split()), len(name.split())))
    if described is None or described.lower().endswith(scene.lower[place]):
        described = _body_before(scene, place) or described
    return own_name(described) if described else None


def holder_of_post(scene: Scene, place: int) -> str | None:
    """The only person introduced before as holding the post that a description tells: "the head of the Velmari army"
    is who was called "commander of the Velmari national army"."""
    post, _, body = phrase_of(scene.tree, place).of(scene.text).lower().removeprefix("the ").partition(" of ")
    told = frozenset(body.split()) - _DEFINITE
    if len(told) < LEAST_BODY:
        return None
    posts = _AT_THE_TOP if post in _AT_THE_TOP else {post}
    holders: dict[str, str] = {}
    start = scene.tree.words[place].span.start
    for mention in scene.mentions[: bisect_left(scene.mention_starts, start)]:
        found = _INTRODUCED.match(scene.text, mention.span.end) if mention.type is MentionType.PERSON else None
        if found and found["post"].lower() in posts and told <= {*found["body"].lower().split()}:
            holders[key_of_name(own_name(mention.text))] = own_name(mention.text)
    return next(iter(holders.values())) if len(holders) == 1 else None


def _printed(scene: Scene, place: int) -> str:
    """The words for somebody in a chain: the mention that the word is in, where it is a name, else its phrase."""
    word = scene.tree.words[place]
    if word.tag.startswith("NNP"):
        for mention in scene.mentions_at(word.span):
            is_its = mention.span.end == word.span.end or scene.head_of_mention.get(mention.span) == place
            if mention.type in _NAMED and is_its and is_one_name(scene, mention.span):
                return without_credit(scene, mention.span).of(scene.text)
    return phrase_of(scene.tree, place).of(scene.text)


def _body_before(scene: Scene, place: int) -> str | None:
    """The last body with a name that did something before "it", "they", "the group" or "the ministry" and may be meant:
    one that bears the word in its name, or any for a word that every body goes by."""
    words, word = scene.tree.words, scene.lower[place]
    is_any = word in _OF_BODIES or word in _ANY_BODY
    if not is_any and not (words[place].tag.startswith("NN") and takes_up(scene, place)):
        return None
    for one in range(place - 1, max(-1, place - FARTHEST_PERSON), -1):
        mention = scene.mention_of.get(one)
        if word in _OF_MANY and words[one].tag in ("NNS", "NNPS") and _does(scene, one):
            return phrase_of(scene.tree, one).of(scene.text)
        if mention is None or mention.type is not MentionType.ORGANISATION or not words[one].tag.startswith("NNP"):
            continue
        if _does(scene, one) if is_any else word in mention.text.lower().split():
            return mention.text
    return None


def code_of_chain(scene: Scene, place: int, name: str) -> ActorCode | None:
    """What the mentions of the chain say together of country and sector: those that bear a word of the name that they
    stand for, and the descriptions that take it up ("the senator") before another name does, since chains mix people
    up."""
    code = _country_in(name, scene)
    own, country = set(name.lower().split()), code.country if code else None
    is_last_named = True
    for member in _members(scene, place):
        printed, phrase = _printed(scene, member), phrase_of(scene.tree, member).of(scene.text)
        said = code_of(max(printed, phrase, key=len), scene.actors)  # a name goes on behind the phrase of its head
        is_other = said is not None and said.country is not None and country not in (None, said.country)
        bears_it = not is_other and not own.isdisjoint(printed.lower().split())
        is_description = takes_up(scene, member)
        if scene.tree.words[member].tag.startswith("NNP") and not is_description:
            is_last_named = bears_it
        if bears_it or (is_description and is_last_named):
            code = merge_codes(code, said) if scene.tree.words[member].tag not in PRONOUNS else code
    return code


def _country_in(name: str, scene: Scene) -> ActorCode | None:
    """The country that the name itself tells, which no mention of "Korea" or "the regime" may change."""
    own = code_of(name, scene.actors)
    return ActorCode(country=own.country, organisation=own.organisation) if own and own.country else None
