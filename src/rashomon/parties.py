"""Who stands behind the words of an event: its actors and recipients, by the names they have in the article.

In go the words of a reading with their tree, coreference chains and mentions; out come `Party` records. A pronoun or
a description ("the general", "its fighters") takes the best name of its chain; a relative pronoun takes the noun
before it; "we" is whoever speaks. The PLOVER code puts together what all mentions of the chain say (`actors.py`).
What is no party (a report, a question) is left out. Read next: `participants.py`, then `events.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice, takewhile

from rashomon.actors import SECTORS, ActorCode, ActorTables, code_of, merge_codes
from rashomon.kinds import Kinds
from rashomon.phrases import Tree, conjuncts_of, head_of, phrase_of, tree_of
from rashomon.records import Mention, MentionType, Party, Predicate, Reading, Span, Voice, VoiceKind, Word

LONGEST_NAME = 7
"""Words: what is longer describes, and names nobody."""
NEAR_MENTIONS = 12
"""How many mentions back one may begin that a word lies in; they overlap seldom."""
FARTHEST_PERSON = 60
"""Words back in which a "he" without a chain finds the person it means."""
FARTHEST_SUBJECT = 3
"""How many verbs up an infinitive looks for its subject."""

_WHO = frozenset({MentionType.PERSON, MentionType.ORGANISATION, MentionType.NATIONALITY})
_NEVER = frozenset({MentionType.MONEY, MentionType.TIME, MentionType.DOCUMENT})
_PLACES = frozenset({MentionType.PLACE, MentionType.NATIONALITY})
_PRIVATE = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "MNC", "NGO", "REL", "SOC"})
_PUBLIC = SECTORS - _PRIVATE | {"IGO"}
_CRAFT = frozenset({MentionType.MILITARY_PLATFORM, MentionType.VEHICLE})
_PEOPLE_LISTS = (
    *("police", "militias", "officials", "people", "crowds"),
    *("unions", "envoys", "dignitaries", "refugees", "posts"),
)
_WHO_LISTS = ("military", *_PEOPLE_LISTS)
ACTING_THINGS = ("craft",)
_NO_PARTY = ("accords", "laws", "meetings")
_NO_PARTY_UNNAMED = ("requests", "relations", "weapons")
"""Lists of what is never a party, whatever its name, or unless it has one; a missile strikes nothing by itself."""
_ABSTRACT = re.compile(r"..(?:tion|sion|ment|ity|ism|ness|ance|ence|ology|ship)s?$")
"""How words for no people end, unless they are in the list "bodies"."""
REACHED_THINGS = ("territory",)
SUFFERING_THINGS = ("structures", "craft", "flying", "arms", "troops_home", "weapons")
"""Lists of things that may do what else only people do (a ship rams), be reached by what is done (a town that is given
flour), or suffer what is done by force."""
_OF_NOUNS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl:agent", "nmod", "nmod:poss", "appos"})
"""Relations in which a word is a noun."""
OF_A_NOUN = frozenset({"det", "amod", "nmod:poss", "nummod"})
"""Relations of what only stands with a noun."""
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my", "ourselves"})
_UNITS = frozenset(
    {"km", "kilometers", "kilometres", "miles", "mile", "meters", "metres", "percent", "cent", "tonnes", "tons"}
)
_DAYS_AND_MONTHS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "may", "june"}
    | {"july", "august", "september", "october", "november", "december"}
)
_THIRD_PERSON = {
    "nsubj": frozenset({"he", "she", "it", "they"}),
    "nmod:poss": frozenset({"his", "her", "its", "their"}),
}
_OF_PERSONS = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_OF_THINGS = frozenset({"it", "its", "itself"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PERSON = frozenset({MentionType.PERSON})
_NO_PERSON = frozenset(MentionType) - _PERSON
_SENTENCE_END = re.compile(r"[.!?][\s”\"]|\n")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "both", "such"})
PRONOUNS = ("PRP", "PRP$", "WP", "WP$", "WDT", "DT", "EX")
_DETERMINERS = frozenset({"the", "a", "an", "no", "any", "each", "every", "such", "this", "these", "those", "that"})
_AT_LEAST = re.compile(
    r"^(?:(?:at )?(?:least|most)|(?:more|fewer|less) than|than|about|around|nearly|some|enough|up to)\s+(?=\d)"
)
_FILLERS = frozenset({
    "it", "there", "this", "that", "what", "you", "one", "everyone", "anyone", "nobody", "someone", "all", "some",
    "itself",
})  # fmt: skip


class Standing(Enum):
    """How far the deeds of a party are public affairs."""

    PUBLIC = auto()
    NAMED = auto()
    PRIVATE = auto()


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
        name = _own_name(mention.text)
        if _key(name) != tree.words[place].span.of(text).lower():
            continue  # "Senator Dunn of Orlo" is known as Dunn
        for described in (mention.text, *(span.of(text) for span in others)):
            code = merge_codes(codes.get(_key(name)), code_of(described, actors) if " " in described else None)
            if code is not None:
                codes[_key(name)] = code
    return codes


def _key(name: str) -> str:
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


def parties_of(
    scene: Scene, heads: Sequence[int], speaker: Voice | None, *, things: Sequence[str]
) -> tuple[Party, ...]:
    """The parties that the words at `heads` stand for, each once; `things` are lists of things that may be one."""
    parties: dict[str, Party] = {}
    for head in heads:
        place = _antecedent_of(scene, head)
        party = _party_at(scene, place, speaker, things)
        if party is not None:
            for one in _by_country(scene, place, party):
                parties.setdefault(one.name.lower(), one)
    return tuple(parties.values())


def _by_country(scene: Scene, place: int, party: Party) -> Iterator[Party]:
    """A party for each country of "US and British forces"; else the party itself."""
    words = scene.tree.words
    before = [c for c in scene.tree.children[place] if c < place and words[c].relation in ("amod", "compound")]
    whose = sorted({one for c in before for one in conjuncts_of(scene.tree, c) if one < place})
    codes = {c: code_of(words[c].span.of(scene.text), scene.actors) for c in whose}
    named = [c for c, code in codes.items() if code and code.country]
    is_joined = any(scene.lower[i] == "and" for i in range(min(named, default=place), max(named, default=place)))
    if len({code.country for code in codes.values() if code}) < 2 or not is_joined:
        yield party
        return
    sector = code_of(words[place].span.of(scene.text), scene.actors)
    noun = words[place].span.of(scene.text)
    for c in named:
        span = words[c].span
        yield _party(scene, span, f"{span.of(scene.text)} {noun}", merge_codes(_country_of(codes[c]), sector))


def _antecedent_of(scene: Scene, place: int) -> int:
    """The noun that a relative pronoun at `place` stands for; else the place itself."""
    words = scene.tree.words
    if scene.lower[place] in _RELATIVE and words[place].tag in ("WP", "WDT", "IN", "WP$"):
        verb = words[place].head
        for _ in range(FARTHEST_SUBJECT):
            if words[verb].relation == "acl:relcl":
                return words[verb].head
            verb = words[verb].head
    return place


def _party_at(scene: Scene, place: int, speaker: Voice | None, things: Sequence[str]) -> Party | None:
    words, lower = scene.tree.words, scene.lower
    if lower[place] in _FIRST_PERSON:
        if speaker is None:
            return None
        code = code_of(speaker.name, scene.actors)
        return _party(scene, words[place].span, speaker.name, code)
    place = _counted(scene, place)
    span = _printed_name(scene, place) or _short(scene, phrase_of(scene.tree, place), place)
    if words[place].tag in PRONOUNS:
        if speaker is not None and _means_speaker(scene, place, speaker):
            return _party(scene, span, speaker.name, code_of(speaker.name, scene.actors))
        name, code = _chain_name(scene, place), _chain_code(scene, place)
        return _party(scene, span, name, code) if name else None
    code = code_of(span.of(scene.text), scene.actors)
    if code and code.sector == "BUS" and scene.kinds.is_in(lower[place], "military"):
        code = ActorCode(country=code.country, sector="MIL")  # the carrier that sails is no company
    owner = next((c for c in scene.tree.children[place] if words[c].relation == "nmod:poss"), None)
    if not is_party(scene, place, code, things):
        return None
    name = _own_name(span.of(scene.text))
    if words[place].tag.startswith("NNP"):
        longer = _chain_name(scene, place)
        if longer and set(_own_name(span.of(scene.text)).lower().split()) <= set(longer.lower().split()):
            name = longer
        code = merge_codes(code, _chain_code(scene, place))
    elif owner is not None and words[owner].tag == "PRP$":
        of_whom, code_of_whom = _chain_name(scene, owner), _chain_code(scene, owner)
        if speaker and (lower[owner] in _FIRST_PERSON or _means_speaker(scene, owner, speaker)):
            of_whom, code_of_whom = speaker.name, code_of(speaker.name, scene.actors)
        if of_whom:
            rest = span.of(scene.text)[words[owner].span.end - span.start :].strip()
            name = f"{of_whom}’s {rest}"
            code = merge_codes(code, _country_of(code_of_whom))
    elif _takes_up(scene, place):
        name = _chain_name(scene, place) or name
        code = merge_codes(code, _chain_code(scene, place))
    return _party(scene, span, name, code)


def _takes_up(scene: Scene, place: int) -> bool:
    """Whether a description stands for somebody named before: "the general" does; "the child" may be any child."""
    if not any(scene.lower[child] in _DEFINITE for child in scene.tree.children[place]):
        return False
    is_office = any(scene.kinds.is_in(scene.lower[place], name) for name in ("posts", "dignitaries", "officials"))
    return is_office or not scene.kinds.is_in(scene.lower[place], "people")


def _counted(scene: Scene, place: int) -> int:
    """What a word of number at `place` counts: the monitors of "two of its monitors"; else the place itself."""
    words = scene.tree.words
    if words[place].tag == "CD" or scene.kinds.is_in(scene.lower[place], "quantities"):
        return next((c for c in scene.tree.children[place] if words[c].relation == "nmod"), place)
    return place


def _means_speaker(scene: Scene, place: int, speaker: Voice) -> bool:
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


def _printed_name(scene: Scene, place: int) -> Span | None:
    """The name that the reader marks around a proper noun: trees go wrong on long titles, marks less."""
    word = scene.tree.words[place]
    if not word.tag.startswith("NNP"):
        return None
    around = [mention.span for mention in scene.mentions_at(word.span) if mention.type in _WHO]
    return next((span for span in around if _is_one_name(scene, place, span)), None)


def _is_one_name(scene: Scene, place: int, span: Span) -> bool:
    """Whether a mention around the noun at `place` is one name, and no sentence: "Moreau pardoned Venn" names two."""
    words = scene.tree.words
    if len(span.of(scene.text).split()) > LONGEST_NAME or any(mark in span.of(scene.text) for mark in (",", " and ")):
        return False
    first = place
    while first and words[first - 1].span.start >= span.start:
        first -= 1
    inside = takewhile(lambda word: word.span.end <= span.end, islice(words, first, None))
    return not any(word.tag in _FINITE and word.span.of(scene.text).islower() for word in inside)


def _short(scene: Scene, span: Span, place: int) -> Span:
    """The phrase without a clause that the tree left in it: it ends before a relative pronoun or a comma."""
    end = place + 1
    words = scene.tree.words
    while end < len(words) and words[end].span.end <= span.end:
        if words[end].tag in ("WDT", "WP", "WRB", ",", ":") or end - place > LONGEST_NAME:
            break
        end += 1
    return Span(span.start, words[end - 1].span.end)


def _party(scene: Scene, span: Span, name: str, code: ActorCode | None) -> Party:
    if (code is None or code.sector is None) and name[:1].isupper():
        code = merge_codes(code, scene.code_of_name.get(_key(name)))
    return Party(span=span, text=span.of(scene.text), name=name, code=str(code) if code else None)


def is_party(scene: Scene, place: int, code: ActorCode | None, things: Sequence[str]) -> bool:
    """Whether a noun may do or suffer something as a party."""
    lower, tag = scene.lower[place], scene.tree.words[place].tag
    if lower in _FILLERS or (code is None and lower in _UNITS):
        return False
    is_name = tag.startswith("NNP")
    never = _NO_PARTY if is_name else (*_NO_PARTY, *_NO_PARTY_UNNAMED)
    is_who = any(scene.kinds.is_in(lower, name) for name in ("bodies", *_PEOPLE_LISTS))
    if not is_who and any(scene.kinds.is_in(lower, name) for name in never if name not in things):
        return False
    if not is_name and code is None and _ABSTRACT.search(lower) and not scene.kinds.is_in(lower, "bodies"):
        return False
    if tag.startswith(("VB", "IN", "TO", "RB")):
        return False
    mention = scene.mention_of.get(place)
    if mention is not None and mention.type in _NEVER:
        return False
    if mention is not None and (mention.type in _WHO or (things and mention.type in _CRAFT)):
        return True
    if (
        mention is not None
        and mention.type is MentionType.PLACE
        and (code is not None or things in (REACHED_THINGS, SUFFERING_THINGS))
    ):
        return True
    if lower in _DAYS_AND_MONTHS:
        return False
    if tag.startswith("NNP") and (mention is None or mention.type is MentionType.PLACE):
        return True  # a name that the reader does not know as anything else
    if any(scene.kinds.is_in(lower, name) for name in (*_WHO_LISTS, *things)):
        return True
    # "Russian policy", "military pressure": the code is of the adjective, and the policy is no party.
    if tag.startswith("JJ") or scene.tree.words[place].relation == "compound":
        return code is not None and code.country is not None
    return code is not None and (tag.startswith("NNP") or code_of(lower, scene.actors) is not None)


def _members(scene: Scene, place: int) -> Iterator[int]:
    """The words of the chain of the word at `place` that it may mean: "he" no body, "it" nobody; where a "he" has none
    in its chain, the last person named before it."""
    pronoun = scene.lower[place]
    wrong = _NO_PERSON if pronoun in _OF_PERSONS else _PERSON if pronoun in _OF_THINGS else frozenset()
    chain = [one for one in scene.chain_of.get(place, (place,)) if not _is_of(scene, one, wrong)]
    if pronoun in _OF_PERSONS and all(scene.tree.words[one].tag in PRONOUNS for one in chain):
        near = range(place - 1, max(-1, place - FARTHEST_PERSON), -1)
        chain += [one for one in near if _is_of(scene, one, _PERSON) and scene.tree.words[one].tag.startswith("NNP")][
            :1
        ]
    yield from chain


def _is_of(scene: Scene, place: int, types: Collection[MentionType]) -> bool:
    mention = scene.mention_of.get(place)
    return mention is not None and mention.type in types


def _chain_name(scene: Scene, place: int) -> str | None:
    """The best name in the chain of the word at `place`: the fullest proper one; else the first short description."""
    proper: list[tuple[int, int, str]] = []
    described: str | None = None
    for member in _members(scene, place):
        word = scene.tree.words[member]
        name = _own_name(phrase_of(scene.tree, member).of(scene.text))
        size = len(name.split())
        if size > LONGEST_NAME:
            continue
        if word.tag.startswith("NNP"):
            proper.append((size, -member, name))
        elif word.tag.startswith("NN") and described is None:
            described = name
    return max(proper)[2] if proper else described


def _chain_code(scene: Scene, place: int) -> ActorCode | None:
    """What all mentions of the chain say together of country and sector."""
    code: ActorCode | None = None
    for member in _members(scene, place):
        if scene.tree.words[member].tag not in PRONOUNS:
            code = merge_codes(code, code_of(phrase_of(scene.tree, member).of(scene.text), scene.actors))
    return code


def _country_of(code: ActorCode | None) -> ActorCode | None:
    return ActorCode(country=code.country) if code and code.country else None


def standing_of(scene: Scene, party: Party) -> Standing:
    """Whether what a party does is a public affair: that of a state or its bodies, of armed people, a political party,
    an international body, a people or a place is; that of a company, a patient or a player is not; of a name who knows.
    """
    codes = set((party.code or "").split())
    is_place = any(mention.type in _PLACES for mention in scene.mentions_at(party.span))
    if is_place or codes & _PUBLIC or not codes <= _PRIVATE:
        return Standing.PUBLIC
    return Standing.NAMED if not codes and party.name[:1].isupper() else Standing.PRIVATE


def _own_name(phrase: str) -> str:
    """The phrase without its article ("no destroyer" too names a destroyer) and the possessive mark at its end."""
    words = _AT_LEAST.sub("", phrase).split()
    if len(words) > 1 and words[0].lower() in _DETERMINERS:
        words = words[1:]
    return " ".join(words).removesuffix("’s").removesuffix("'s")
