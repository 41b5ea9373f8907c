"""Who stands behind the words of an event: its actors and recipients, by the names they have in the article.

In go the words of a reading with their tree, coreference chains and mentions; out come `Party` records. A pronoun or
a description ("the general", "its fighters") takes the best name of its chain; a relative pronoun takes the noun
before it; "we" is whoever speaks. The PLOVER code puts together what all mentions of the chain say (`actors.py`).
What is no party (a report, a question) is left out. Read next: `participants.py`, then `events.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from rashomon.actors import INTERNATIONAL, ORGANISATIONS, SECTORS, ActorCode, code_of, merge_codes
from rashomon.phrases import conjuncts_of, phrase_of
from rashomon.records import Mention, MentionType, Party, Span, Voice
from rashomon.referents import (
    code_of_chain,
    holder_of_post,
    means_speaker,
    name_of_chain,
    noun_of_relative,
    takes_up,
)
from rashomon.scenes import LONGEST_NAME, PRONOUNS, Scene, is_one_name, key_of_name, own_name, without_credit

_WHO = frozenset({MentionType.PERSON, MentionType.ORGANISATION, MentionType.NATIONALITY})
_NAMED_BY_OFFICE = frozenset({MentionType.PERSON, MentionType.ORGANISATION})
_NEVER = frozenset({MentionType.MONEY, MentionType.TIME, MentionType.DOCUMENT})
_PLACES = frozenset({MentionType.PLACE, MentionType.NATIONALITY})
_PRIVATE = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "MNC", "NGO", "REL", "SOC"})
_PUBLIC = SECTORS - _PRIVATE | {"IGO"}
_OF_A_STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "ELI", "PTY", "OPP"})
_OF_COUNTRIES = frozenset({MentionType.PLACE, MentionType.NATIONALITY, MentionType.ORGANISATION, MentionType.PERSON})
FEWEST_TELLING, SHARE_TELLING = 5, 0.7
"""How many mentions of a country, and what share of those of all countries, make an article one about it."""
_CRAFT = frozenset({MentionType.MILITARY_PLATFORM, MentionType.VEHICLE})
_PEOPLE_LISTS = (
    *("police", "militias", "officials", "people", "crowds", "humans"),
    *("unions", "envoys", "dignitaries", "refugees", "posts"),
)
_WHO_LISTS = ("military", "groups", *_PEOPLE_LISTS)
ACTING_THINGS = ("craft",)
_NO_PARTY = ("accords", "laws", "meetings")
_NO_PARTY_UNNAMED = ("requests", "relations", "weapons", "accusations", "suspicions")
"""Lists of what is never a party, whatever its name, or unless it has one; a missile strikes nothing by itself."""
_ABSTRACT = re.compile(r"..(?:tion|sion|ment|ity|ism|ness|ance|ence|ology|ship)s?$")
"""How words for no people end, unless they are in the list "bodies"."""
REACHED_THINGS = ("territory",)
SUFFERING_THINGS = ("structures", "targets", "craft", "flying", "arms", "troops_home", "weapons")
"""Lists of things that may do what else only people do (a ship rams), be reached by what is done (a town that is given
flour), or suffer what is done by force."""
_DATELINE = r"^(?=[^a-z]){}\b[^\n]{{0,30}}? [-–—]+ "
"""How a line begins that says where it was written: "SARN, Tesmar — "."""
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_FIRST_PERSON = frozenset({"we", "us", "our", "ours", "i", "me", "my", "ourselves"})
_UNITS = frozenset(
    {"km", "kilometers", "kilometres", "miles", "mile", "meters", "metres", "percent", "cent", "tonnes", "tons"}
)
_DAYS_AND_MONTHS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "may", "june"}
    | {"july", "august", "september", "october", "november", "december"}
    | {"jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.", "year", "eve", "christmas", "easter"}
)
_CLOSING_COMMA = re.compile(r"\s?,(?! (?:and|or)\b)")
_CUT_APPOSITION = re.compile(r"^by |, (?:the|a|an)$")
"""What a cut leaves at the ends of a name: "by gangs", "his partner, the"."""
_TIED = re.compile(r"\s(?:of|in|for|from|by|on|at|to|with)\s|[“\"]")
_ENDS_APPOSITION = re.compile(r"[^,;.]{0,60}?(?:,|\.(?:\s|$))(?! and )")
_KINDS_OF_DEEDS = frozenset({"military", "paramilitary"})
"""What before a noun tells of what kind it is, not whose: a military manoeuvre may be anybody's."""
_NAMED_THINGS = frozenset({"war", "wars", "election", "elections", "act"})
"""What may bear a name and do nothing: "the Iraq War"."""
_FILLERS = frozenset({
    "it", "there", "this", "that", "what", "you", "one", "everyone", "anyone", "nobody", "someone", "all", "some",
    "itself",
})  # fmt: skip


class Standing(Enum):
    """How far the deeds of a party are public affairs."""

    PUBLIC = auto()
    NAMED = auto()
    PRIVATE = auto()


def parties_of(
    scene: Scene, heads: Sequence[int], speaker: Voice | None, *, things: Sequence[str]
) -> tuple[Party, ...]:
    """The parties that the words at `heads` stand for, each once; `things` are lists of things that may be one."""
    parties: dict[str, Party] = {}
    for head in heads:
        place = noun_of_relative(scene, head)
        party = _party_at(scene, place, speaker, things)
        if party is not None:
            for one in _by_country(scene, place, party):
                parties.setdefault(one.name.lower(), one)
    return _without_twins(scene, tuple(parties.values()))


def _without_twins(scene: Scene, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties without those that tell who another one is: the office before a name that one mention holds, and the
    description behind it ("Peter Orsk, a lawyer for the union, sued"); what they say goes into the code."""
    kept: list[Party] = []
    for party in sorted(parties, key=lambda one: one.span):
        last = kept[-1] if kept else None
        if last is not None and _has_sector(last) and _is_office_of(scene, last.span, party.span):
            kept[-1] = _with_code_of(party, last)
        elif last is not None and _is_described_by(scene.text, last.span, party.span):
            kept[-1] = _with_code_of(last, party)
        else:
            kept.append(party)
    return tuple(kept) if len(kept) < len(parties) else parties


def _has_sector(party: Party) -> bool:
    return bool(party.code) and (party.code or "").split()[-1] in SECTORS


def _is_office_of(scene: Scene, one: Span, other: Span) -> bool:
    """Whether both stand in one mention of a person, the second at its end, or the first is a short form right before
    the name ("Gen. Oskar Venn")."""
    if one.end + 1 == other.start and scene.text[one.end - 1 : other.start] == ". ":
        return True
    return any(
        mention.type is MentionType.PERSON and mention.span.contains(other) and mention.span.end - other.end <= 2
        for mention in scene.mentions_at(one)
    )


def _is_described_by(text: str, one: Span, other: Span) -> bool:
    """Whether the second is set off by commas behind the first, a name, and begins as no name does."""
    between, words = text[one.end : other.start], other.of(text).split()
    is_name = text[one.start].isupper() and not text[other.start].isupper()
    return is_name and between.strip() == "," and bool(words) and _ENDS_APPOSITION.match(text, other.end) is not None


def _with_code_of(party: Party, other: Party) -> Party:
    code = merge_codes(_parsed(party.code), _parsed(other.code))
    return replace(party, code=str(code) if code else None)


def _parsed(code: str | None) -> ActorCode | None:
    """The code that a party carries in print."""
    if code is None:
        return None
    parts = code.split()
    country = parts.pop(0) if parts[0] not in SECTORS else None
    organisation = parts.pop(0) if parts and parts[0] in ORGANISATIONS else None
    return ActorCode(country=country, organisation=organisation, sector=parts[0] if parts else None)


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


def _party_at(scene: Scene, place: int, speaker: Voice | None, things: Sequence[str]) -> Party | None:
    words, lower = scene.tree.words, scene.lower
    if lower[place] in _FIRST_PERSON and words[place].span.of(scene.text) != "US":
        if speaker is None:
            return None
        code = code_of(speaker.name, scene.actors)
        return _party(scene, words[place].span, speaker.name, code)
    place = _counted(scene, place)
    span = _printed_name(scene, place) or _short(scene, phrase_of(scene.tree, place), place)
    span = without_credit(scene, span)
    if words[place].tag in PRONOUNS:
        if speaker is not None and means_speaker(scene, place, speaker):
            return _party(scene, span, speaker.name, code_of(speaker.name, scene.actors))
        name = name_of_chain(scene, place)
        if name is None or not _tells_who(scene, name, things) or _is_no_person(scene, lower[place], name):
            return None
        return _party(scene, span, name, merge_codes(code_of(name, scene.actors), code_of_chain(scene, place, name)))
    if scene.text[span.end : span.end + 1] == "/" and words[place].tag.startswith("NNP"):
        return None  # the agency of a photographer: "REUTERS/Jan Orsk"
    last = span.of(scene.text).lower().split()[-1:]
    if words[place].tag.startswith("NNP") and last and any(scene.kinds.is_in(last[0], name) for name in _NO_PARTY):
        return None  # the "Trade" of a Free Trade Agreement
    named = _named_by_apposition(scene, place, span) or _named_beside(scene, place)
    if named is not None:
        return _with_code_of(
            _party(scene, named, own_name(named.of(scene.text)), code_of(named.of(scene.text), scene.actors)),
            _party(scene, span, "", code_of(span.of(scene.text), scene.actors)),
        )
    code = code_of(span.of(scene.text), scene.actors)
    if code and code.sector == "BUS" and scene.kinds.is_in(lower[place], "military"):
        code = ActorCode(country=code.country, sector="MIL")  # the carrier that sails is no company
    owner = next((c for c in scene.tree.children[place] if words[c].relation == "nmod:poss"), None)
    if not is_party(scene, place, code, things):
        return None
    name = own_name(span.of(scene.text))
    if words[place].tag.startswith("NNP"):
        longer = name_of_chain(scene, place)
        if longer and set(own_name(span.of(scene.text)).lower().split()) <= set(longer.lower().split()):
            name = longer
        code = merge_codes(code, code_of_chain(scene, place, name))
    elif owner is not None and words[owner].tag == "PRP$":
        of_whom = name_of_chain(scene, owner)
        code_of_whom = code_of_chain(scene, owner, of_whom) if of_whom else None
        if speaker and (lower[owner] in _FIRST_PERSON or means_speaker(scene, owner, speaker)):
            of_whom, code_of_whom = speaker.name, code_of(speaker.name, scene.actors)
        if of_whom:
            rest = span.of(scene.text)[words[owner].span.end - span.start :].strip()
            is_plural = lower[owner] == "their" and of_whom.endswith("s")
            name = f"{of_whom}{'’' if is_plural else '’s'} {rest}"
            code = merge_codes(code, _country_of(code_of_whom))
    elif takes_up(scene, place):
        name = holder_of_post(scene, place) or name_of_chain(scene, place) or name
        code = merge_codes(code, code_of_chain(scene, place, name))
    return _party(scene, span, name, code)


def _is_no_person(scene: Scene, pronoun: str, name: str) -> bool:
    """Whether "he" or "she" was taken for a month or for a place, as a dateline names it."""
    if pronoun not in _PERSONAL:
        return False
    types = {mention.type for mention in scene.mentions if mention.text == name}
    is_place = types == {MentionType.PLACE} or re.search(_DATELINE.format(re.escape(name)), scene.text, re.MULTILINE)
    return name.lower() in _DAYS_AND_MONTHS or bool(is_place)


def _tells_who(scene: Scene, name: str, things: Sequence[str]) -> bool:
    """Whether the name that a pronoun stands for may be a party: no satellite, and no process."""
    head = _TIED.split(name)[0].split()[-1:]
    if not head or any(letter.isupper() for letter in name):
        return bool(head)
    lists = ("bodies", *_WHO_LISTS, *_PEOPLE_LISTS, *things)
    return any(scene.kinds.is_in(head[0], one) for one in lists) or code_of(name, scene.actors) is not None


def _named_by_apposition(scene: Scene, place: int, span: Span) -> Span | None:
    """The name before a description between commas that the tree took for the noun itself: "Orlo Copper, the largest
    miner, sued"."""
    text = scene.text
    is_noun = scene.tree.words[place].tag.startswith("NN")
    if not is_noun or text[span.start].isupper():
        return None
    before = [one for one in scene.mentions_before(span.start) if text[one.span.end : span.start].strip() == ","]
    named = next((one.span for one in before if one.type in _WHO and one.text[0].isupper()), None)
    is_closed = _CLOSING_COMMA.match(text, span.end) is not None
    return named if named is not None and is_closed and is_one_name(scene, named) else None


def _named_beside(scene: Scene, place: int) -> Span | None:
    """The name that a description stands beside in the tree, before or behind it: "the mayor, Ole Brim, banned"."""
    words, text = scene.tree.words, scene.text
    if not words[place].tag.startswith("NN") or words[place].tag.startswith("NNP"):
        return None
    above = [words[place].head] if words[place].relation == "appos" else []
    below = [child for child in scene.tree.children[place] if child > place and words[child].relation == "appos"]
    for one in (*above, *below):
        name = phrase_of(scene.tree, one)
        types = {mention.type for mention in scene.mentions_at(name)}
        is_name = words[one].tag.startswith("NNP") and text[name.start].isupper() and is_one_name(scene, name)
        if is_name and types & _NAMED_BY_OFFICE:
            return name
    return None


def _counted(scene: Scene, place: int) -> int:
    """What a word of number at `place` counts: the monitors of "two of its monitors"; else the place itself."""
    words = scene.tree.words
    if words[place].tag == "CD" or scene.kinds.is_in(scene.lower[place], "quantities"):
        return next((c for c in scene.tree.children[place] if words[c].relation == "nmod"), place)
    return place


def _printed_name(scene: Scene, place: int) -> Span | None:
    """The name that the reader marks around a noun, where it says more than the phrase of the tree: trees go wrong on
    long titles, marks less."""
    word = scene.tree.words[place]
    if not word.tag.startswith("NNP"):
        phrase = phrase_of(scene.tree, place)
        whole = [m.span for m in scene.mentions_at(word.span) if m.type in _WHO and m.span.end == word.span.end]
        longer = [span for span in whole if span.start < phrase.start and not _TIED.search(span.of(scene.text))]
        is_noun = word.tag.startswith(("NN", "ADD"))
        return next((span for span in longer if is_noun and is_one_name(scene, span)), None)
    around = [mention for mention in scene.mentions_at(word.span) if mention.type in _WHO or _is_place_name(mention)]
    return next((one.span for one in around if is_one_name(scene, one.span)), None)


def _is_place_name(mention: Mention) -> bool:
    """Whether a mention is the name of a place and no more: "South Korea", not "the port of Sarn"."""
    return mention.type is MentionType.PLACE and mention.text.istitle()


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
    name = _CUT_APPOSITION.sub("", name) or name
    if (code is None or code.sector is None) and name[:1].isupper():
        code = merge_codes(code, scene.code_of_person(name))
    return Party(span=span, text=span.of(scene.text), name=name, code=str(code) if code else None)


def is_party(scene: Scene, place: int, code: ActorCode | None, things: Sequence[str]) -> bool:
    """Whether a noun may do or suffer something as a party."""
    lower, tag = scene.lower[place], scene.tree.words[place].tag
    if lower in _FILLERS or lower in _NAMED_THINGS or (code is None and lower in _UNITS):
        return False
    if lower in _KINDS_OF_DEEDS and scene.tree.words[place].relation in ("amod", "compound"):
        return False
    is_name = tag.startswith("NNP")
    if things == REACHED_THINGS and not is_name and _is_owned(scene, place) and scene.kinds.is_in(lower, "territory"):
        return False  # who opens "its borders" does nothing to them
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


def _is_owned(scene: Scene, place: int) -> bool:
    return any(scene.tree.words[child].tag == "PRP$" for child in scene.tree.children[place])


def _country_of(code: ActorCode | None) -> ActorCode | None:
    return ActorCode(country=code.country) if code and code.country else None


def codes_told(parties: Iterable[Party]) -> Mapping[str, str]:
    """The code that most parties of a name have in an article, by the name in lower case, and of people with more than
    one name by the last."""
    told: dict[str, Counter[str]] = {}
    for party in parties:
        keys = {party.name.lower(), key_of_name(party.name)} if party.name.istitle() else {party.name.lower()}
        for key in keys if party.code else ():
            told.setdefault(key, Counter())[party.code or ""] += 1
    return {key: codes.most_common(1)[0][0] for key, codes in told.items()}


def country_told(scene: Scene) -> str | None:
    """The country that an article is about: the one that most of its mentions of any country name, if it has one."""
    told = Counter(
        code.country
        for mention in scene.mentions
        if mention.type in _OF_COUNTRIES and (code := code_of(mention.text, scene.actors))
        if code.country and code.country not in INTERNATIONAL
    )
    for country, number in told.most_common(1):
        if number >= FEWEST_TELLING and number >= SHARE_TELLING * told.total():
            return country
    return None


def with_code(party: Party, codes: Mapping[str, str], country: str | None) -> Party:
    """The party, with the code that its name has elsewhere in the article where it has none here; where it is of a
    state and nothing says of which ("the president"), with the `country` that the article is about."""
    if party.code is None:
        code = codes.get(party.name.lower())
        return replace(party, code=code) if code else party
    is_of_no_state = party.code in _OF_A_STATE
    return replace(party, code=f"{country} {party.code}") if country and is_of_no_state else party


def standing_of(scene: Scene, party: Party) -> Standing:
    """Whether what a party does is a public affair: that of a state or its bodies, of armed people, a political party,
    an international body, a people or a place is; that of a company, a patient or a player is not; of a name who knows.
    """
    codes = set((party.code or "").split())
    is_place = any(mention.type in _PLACES for mention in scene.mentions_at(party.span))
    if is_place or codes & _PUBLIC or not codes <= _PRIVATE:
        return Standing.PUBLIC
    return Standing.NAMED if not codes and party.name[:1].isupper() else Standing.PRIVATE
