"""Whether two voices of one event are one: compare functions, one kind of evidence each, with its reason in words.

In go two `Source`s, each the innermost voice of tellings with all that is printed of it; out comes a `Likeness`, or
None where nothing speaks for it. A likeness is certain, or holds only if nobody else of the event fits as well ("the
police" beside "the Keth police"): `origins.py` sees to that. Only the narrow context of one event allows such
comparisons; across events `merges.py` asks for more.

Read next: `origins.py`; docs/origins.md has every rule with an example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rashomon.descriptions import ANY_FORCE, NATIONAL, Body, SourceTables
from rashomon.names import acronym_in, likeness_of_people, name_of
from rashomon.offices import Office, parted
from rashomon.records import EntityKind, VoiceKind

ARMED = frozenset({"COP", "MIL"})
_WORD = re.compile(r"[^\W_]+")
_FORMS = {"people": "person", "eyewitness": "witness"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The innermost voice of some tellings, with all that is printed of it; equal ones are one voice.

    `newsroom` is the key of the outlet through which the voice is known, empty where that does not matter: whoever
    has a name has it in every outlet. `is_own` is an outlet's own word, in its article or cited by another; `bodies`
    are those that the voice is or speaks for; `is_cited`: another outlet stands before it in the chain; `is_hidden`:
    only that outlet knows whose voice it is. `article_id` is empty unless the words mean somebody only there ("the
    spokesman").
    """

    kind: VoiceKind
    name: str
    entity: str | None
    newsroom: str
    article_id: str
    is_own: bool
    is_cited: bool
    is_hidden: bool
    bodies: tuple[Body, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """That two sources are one: for certain, or if nobody else fits; and why.

    `is_identity`: they are one voice, whatever they say; officials of one body are so only if they do not contradict
    each other.
    """

    is_certain: bool
    is_identity: bool
    reason: str


def likeness_of(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """Why two sources of one event are one; None where nothing speaks for it."""
    if one.entity and one.entity == other.entity:
        return _identity(f"“{one.name}” and “{other.name}” are the same entity")
    if VoiceKind.OUTLET in (one.kind, other.kind):
        is_one = one.is_own and other.is_own and one.newsroom == other.newsroom
        return _identity(f"both are the word of {one.name}") if is_one else None
    if one.is_hidden or other.is_hidden or one.kind is other.kind is VoiceKind.ANONYMOUS:
        return _compared_unnamed(one, other, tables)
    if one.kind is other.kind is VoiceKind.DOCUMENT:
        by_name = _compared_documents(one, other, tables)
        if by_name:
            return by_name
    if (
        {one.kind, other.kind} == {VoiceKind.NAMED, VoiceKind.INSTITUTION}
        and one.name == other.name
        and is_name(one.name)
    ):
        return _identity(
            f"both are “{one.name}”"
        )  # the reader may take one name for a person's here and a body's there
    if one.kind is other.kind is VoiceKind.NAMED:
        by_name = _compared_people(one, other, tables)
        if by_name:
            return by_name
    return _compared_roles(one, other, tables) or _compared_bodies(one, other) or _compared_owners(one, other, tables)


def definiteness_of(source: Source) -> int:
    """How much a voice's words tell of it: 3 a person's name, 2 a body's name or country, 1 a description."""
    if source.kind is VoiceKind.NAMED and is_name(source.name):
        return 3
    return 2 if any(body.country or body.names for body in source.bodies) else 1


def is_name(printed: str) -> bool:
    """Whether the last word of a description is a name."""
    words = printed.split()
    return bool(words) and words[-1][:1].isupper()


def _identity(reason: str) -> Likeness:
    return Likeness(is_certain=True, is_identity=True, reason=reason)


def _as_officials(reason: str) -> Likeness:
    return Likeness(is_certain=True, is_identity=False, reason=reason)


def _if_only(reason: str) -> Likeness:
    return Likeness(is_certain=False, is_identity=False, reason=reason)


def _compared_unnamed(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """Unnamed voices are one if the same outlet has them and nothing in their descriptions tells them apart."""
    may_hide = (VoiceKind.ANONYMOUS, VoiceKind.DOCUMENT)
    if one.kind not in may_hide or other.kind not in may_hide or one.newsroom != other.newsroom:
        return None
    names = " and ".join(dict.fromkeys(f"“{source.name}”" for source in (one, other)))
    if VoiceKind.DOCUMENT in (one.kind, other.kind):
        is_cited = one.is_cited and other.is_cited
        return _identity(f"{names} are known only through one outlet") if is_cited else None
    words, others = ({word.lower() for word in _WORD.findall(source.name)} for source in (one, other))
    services = {body.service for source in (one, other) for body in source.bodies}
    countries = [body.country for source in (one, other) for body in source.bodies if body.country]
    if words & tables.apart != others & tables.apart or len(services) > 1 or len(set(countries)) > 1:
        return None
    heads = {_head_of_unnamed(one.name), _head_of_unnamed(other.name)}
    is_one = len(heads) == 1 or heads & tables.unnamed or (one.bodies and other.bodies)
    return _identity(f"unnamed voices of one outlet: {names}") if is_one else None


def _head_of_unnamed(name: str) -> str:
    head = parted(name)[0]
    singular = head.removesuffix("es") if head.endswith("sses") else head.removesuffix("s")
    return _FORMS.get(singular, singular)


def _compared_documents(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """Documents of one name; one whose name holds the other's, if it is the only one."""
    words, others = (_telling_words(source.name) for source in (one, other))
    if words == others:
        return _identity(f"both are “{one.name}”")
    are_of_court = all(_bare(source.name) in tables.court_papers for source in (one, other))
    if are_of_court or words <= others or others <= words:
        return _if_only(f"“{one.name}” may be “{other.name}”")
    return None


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|an?|its|his|her|their)\s+", "", name.lower())


def _telling_words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - {"the", "a", "an", "its", "their", "his", "her", "of", "s"}


def _compared_people(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """Full names that agree, or that agree in two words and begin alike in the others; a last name by itself."""
    if not (is_name(one.name) and is_name(other.name)):
        return None
    name, another = (name_of(source.name, EntityKind.PERSON, tables.names) for source in (one, other))
    told = f"“{one.name}” and “{other.name}”"
    if likeness_of_people(name, another, tables.names):
        is_part = len(name.words) != len(another.words) and min(len(name.words), len(another.words)) == 1
        return Likeness(is_certain=not is_part, is_identity=True, reason=f"{told} are the same name")
    pairs = list(zip(name.words, another.words, strict=False))
    same = sum(mine == theirs for mine, theirs in pairs)
    if len(name.words) == len(another.words) and same > 1 and all(mine[0] == theirs[0] for mine, theirs in pairs):
        return _identity(f"{told} are one name in two spellings")
    return None


def _compared_roles(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """Somebody known by role ("the mayor", "her father", "the prosecutor") and a person of that role.

    Spokesmen are too many: whom "the spokesman" speaks for is settled within his article or not at all.
    """
    for described, bearer in ((one, other), (other, one)):
        head, owner = parted(described.name)
        is_role = not is_name(described.name) and described.kind is not VoiceKind.DOCUMENT
        if not is_role or bearer.kind is not VoiceKind.NAMED:
            continue
        if head in tables.names.lexicon.speaker.institution_spokespeople:
            continue
        is_same_role = described.kind is VoiceKind.NAMED and head == parted(bearer.name)[0]
        if is_same_role or any(office.role == head and _may_be_of(owner, office.body) for office in bearer.offices):
            return _if_only(f"“{described.name}” is “{bearer.name}”")
    return None


def _may_be_of(owner: str, body: str) -> bool:
    """Whether two offices may be of one body or person: one of them does not say whose, or they share a name."""
    words, others = ({word for word in _WORD.findall(one) if word[0].isupper()} for one in (owner, body))
    return not owner or not body or bool(words & others)


def _compared_bodies(one: Source, other: Source) -> Likeness | None:
    """The best likeness of the bodies that the two speak for."""
    found = [
        likeness for mine in one.bodies for theirs in other.bodies if (likeness := likeness_of_bodies(mine, theirs))
    ]
    best = max(found, key=lambda likeness: (likeness.is_certain, likeness.reason), default=None)
    are_people = one.kind is other.kind is VoiceKind.NAMED
    if best is None or (are_people and not best.is_certain and _are_of_governments(one, other)):
        return None
    is_identity = best.is_identity and one.kind is other.kind is VoiceKind.INSTITUTION
    reason = f"“{one.name}” and “{other.name}”: {best.reason}"
    return Likeness(is_certain=best.is_certain, is_identity=is_identity, reason=reason)


def _are_of_governments(one: Source, other: Source) -> bool:
    """Whether both are of a government: two ministers without a country may be of two countries."""
    return all(any(body.service == "GOV" and not body.levels for body in source.bodies) for source in (one, other))


def _compared_owners(one: Source, other: Source, tables: SourceTables) -> Likeness | None:
    """A body that is called after a person ("Venn's office", "the Venn administration") speaks for that person."""
    for body, person in ((one, other), (other, one)):
        if body.kind is VoiceKind.INSTITUTION and person.kind is VoiceKind.NAMED and is_name(person.name):
            surname = name_of(person.name, EntityKind.PERSON, tables.names).words[-1]
            if any(surname in mine.words for mine in body.bodies):
                return _if_only(f"“{body.name}” speaks for “{person.name}”")
    return None


@lru_cache(maxsize=65536)
def likeness_of_bodies(one: Body, other: Body) -> Likeness | None:
    """Why two bodies of one event are one; None where nothing speaks for it, or names and countries speak against."""
    if one.country and other.country and one.country != other.country:
        return None
    if one.words == other.words:
        return _identity(f"one body, “{one.printed}”")
    if acronym_in(one.printed) and acronym_in(other.printed):
        return None
    return _compared_services(one, other) or _compared_parts(one, other)


def _compared_services(one: Body, other: Body) -> Likeness | None:
    """Bodies of one service: of one country for certain; where country or place are not told, if there is one only."""
    if one.is_apart or other.is_apart:
        return None
    is_of_one_country = one.country is not None and one.country == other.country
    names_differ = bool(one.names and other.names and not one.names & other.names)
    if one.service and one.service == other.service:
        if one.levels or other.levels:
            is_one = bool(one.levels & other.levels) or one.service != "GOV" or bool(one.names & other.names)
            return _if_only("no other such body of the place is named") if is_one and not names_differ else None
        if is_of_one_country and one.service in ("GOV", "MIL"):
            return _as_officials(f"one body of {one.country} ({one.service})")
        if is_of_one_country and one.service in NATIONAL and not names_differ:
            return _as_officials(f"one body of {one.country} ({one.service})")
        return None if names_differ else _if_only("no other such body is named")
    if ANY_FORCE in (one.service, other.service) and {one.service, other.service} & ARMED and not names_differ:
        return _if_only("no other force is named")
    for country, body in ((one, other), (other, one)):
        if (
            country.is_country
            and not body.levels
            and (is_of_one_country or (not body.country and body.service in NATIONAL))
        ):
            reason = f"{country.country} speaks through it"
            return _as_officials(reason) if is_of_one_country and body.service == "GOV" else _if_only(reason)
    return None


def _compared_parts(one: Body, other: Body) -> Likeness | None:
    """A body that is called by a part of the other's name: "the union" and "the dockers' union"."""
    if one.service and other.service and one.service != other.service:
        return None
    if any(vague.is_anybody and named.names and not named.service for vague, named in ((one, other), (other, one))):
        return _if_only(f"“{one.printed}” and “{other.printed}”: no other body is named")
    if one.words and other.words and (one.words < other.words or other.words < one.words):
        return _if_only(f"“{one.printed}” and “{other.printed}” may be one body")
    return None
