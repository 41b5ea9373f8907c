"""Which entity of the ledger an article means: found by name and by who stands beside it, with score and reasons.

In go one ArticleEntity and the entities of the ledger that share a block with it; out comes the one that it is, or that
it is none of them, and which of them turn out to be one because of it. Each compare function looks at one kind of
evidence. What has an exact key (a country, a GeoNames entry, a body of the tables) is that or nothing; a surname alone
or an acronym alone needs others who are named beside it both here and there. Nothing ever joins two kinds.

Read next: `ledger.py`, which keeps every merge as a row that can be taken back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.names import (
    Name,
    NameTables,
    is_shortened,
    likeness_of_bodies,
    likeness_of_people,
    likeness_of_words,
    name_of,
)
from rashomon.records import ArticleEntity, Entity, EntityKind, Reason

LEAST_SCORE = 0.6
"""Of a merge; it and the weights below were chosen on ecbplus train and dev and on half of newswcl50."""
BRIDGE_SCORE = 0.75
"""Of a second entity that turns out to be the same."""

FULL_NAME, PART_OF_NAME, SURNAME, INITIALLED = 0.95, 0.8, 0.45, 0.5
"""Two full names of people that agree; one that the other holds; a last name alone; a first name that is a letter."""
BODY, SAME_ACRONYM, EXPANSION, SHORTENED, GENERIC = 0.92, 0.65, 0.45, 0.45, 0.35
"""Two names of bodies that agree; the same acronym; an acronym and what it may be short for; a name that the other
holds; a name that every country has such a body of."""
MOST_CONTEXT = 0.7
"""What those who are named beside both add at most."""
ENOUGH_CONTEXT = 1.0
"""The weight of shared context at which it adds two thirds of that."""
SAME_COUNTRY, OTHER_COUNTRY = 0.1, -0.25
WEIGHTS = {"p": 1.0, "o": 0.8, "l": 0.4, "c": 0.25}
"""What one person, body, place or country that is named beside both weighs."""
SHOWN_CONTEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The entity that is meant, None for one that the ledger has not; others are the same by what is known now."""

    entity_id: str | None
    reason: Reason
    others: tuple[tuple[str, Reason], ...] = ()


def resolve(entity: ArticleEntity, candidates: Sequence[Entity], tables: NameTables) -> Resolution:
    """Which of `candidates` the article means, by the best score; of equals the one that stands first."""
    scored: list[tuple[float, Entity, Reason]] = []
    for candidate in candidates:
        reason = reason_of_merge(entity, candidate, tables)
        if reason is not None and reason.score >= LEAST_SCORE:
            scored.append((reason.score, candidate, reason))
    if not scored:
        return Resolution(entity_id=None, reason=Reason(method="new", score=1.0, detail="nobody known fits"))
    scored.sort(key=lambda one: -one[0])
    _, best, reason = scored[0]
    others = tuple(
        (candidate.id, other)
        for score, candidate, other in scored[1:]
        if score >= BRIDGE_SCORE and _may_be_one(best, candidate, tables)
    )
    return Resolution(entity_id=best.id, reason=reason, others=others)


def names_to_compare(entity: ArticleEntity, tables: NameTables) -> tuple[Name, ...]:
    """The names by which an entity of an article is looked up: of people the fullest, of bodies all."""
    printed = entity.names[:1] if entity.kind is EntityKind.PERSON else entity.names
    return tuple(name_of(one, entity.kind, tables) for one in printed)


def are_comparable(own: Sequence[Name], kind: EntityKind, printed: str, tables: NameTables) -> bool:
    """Whether any of these names may be that of whoever is called as `printed`: a first look, at names alone."""
    other = name_of(printed, kind, tables)
    if kind is EntityKind.PERSON:
        return any(likeness_of_people(name, other, tables) for name in own)
    return any(_score_of_bodies(name, other) for name in own)


def reason_of_merge(entity: ArticleEntity, candidate: Entity, tables: NameTables) -> Reason | None:
    """Why one is to be taken for the other, with the score; None where nothing speaks for it, or something forbids."""
    if entity.kind is not candidate.kind:
        return None
    if entity.key or candidate.key:
        if entity.key == candidate.key:
            return Reason(method="key", score=1.0, detail=f"both are {entity.key}")
        if (entity.key and candidate.key) or entity.kind in (EntityKind.COUNTRY, EntityKind.PLACE):
            return None
    compare = _compared_people if entity.kind is EntityKind.PERSON else _compared_bodies
    found = compare(entity, candidate, tables)
    if found is None:
        return None
    by_name, told = found
    by_context, beside = _compared_context(entity, candidate)
    by_country, countries = _compared_countries(entity, candidate)
    score = min(0.99, by_name + (1 - by_name) * by_context + by_country)
    detail = "; ".join(filter(None, (told, countries, beside)))
    return Reason(method="name and context", score=round(max(score, 0.0), 3), detail=detail)


def _compared_people(entity: ArticleEntity, candidate: Entity, tables: NameTables) -> tuple[float, str] | None:
    """How well the fullest name of the article goes with the names known, and what was compared."""
    name = name_of(entity.name, entity.kind, tables)
    known = [name_of(printed, candidate.kind, tables) for printed, _ in candidate.names]
    full = [one for one in known if len(one.words) > 1] or known
    scored = [(_score_of_people(name, one, tables), one) for one in full]
    score, best = max(scored, key=lambda pair: pair[0])
    return (score, _as_compared(name, best)) if score else None


def _score_of_people(one: Name, other: Name, tables: NameTables) -> float:
    likeness = likeness_of_people(one, other, tables)
    if not likeness:
        return 0.0
    short, long = sorted((one.words, other.words), key=len)
    if len(short) == 1:
        # A last name; a first name alone ("Hillary") tells less.
        return SURNAME * likeness if likeness_of_words(short[0], long[-1]) else SURNAME * likeness / 2
    if any(len(word) == 1 for word in (short[0], long[0])) and short[0] != long[0]:
        return INITIALLED
    return (FULL_NAME if len(short) == len(long) else PART_OF_NAME) * likeness


def _compared_bodies(entity: ArticleEntity, candidate: Entity, tables: NameTables) -> tuple[float, str] | None:
    """How well the best pair of names agrees: an article that ties an acronym to its words ties both."""
    names = _own_names([name_of(printed, entity.kind, tables) for printed in entity.names])
    known = _own_names([name_of(printed, candidate.kind, tables) for printed, _ in candidate.names])
    scored = [(_score_of_bodies(one, other), one, other) for one in names for other in known]
    score, name, best = max(scored, key=lambda pair: pair[0])
    return (score, _as_compared(name, best)) if score else None


def _score_of_bodies(one: Name, other: Name) -> float:
    if one.acronym or other.acronym:
        if one.acronym and other.acronym:
            return SAME_ACRONYM if one.acronym.upper() == other.acronym.upper() else 0.0
        acronym, initials = (one.acronym, other.initials) if one.acronym else (other.acronym, one.initials)
        return EXPANSION if acronym == initials and len(initials) > 2 else 0.0
    likeness = likeness_of_bodies(one, other)
    if likeness:
        return (GENERIC if one.is_generic and not one.country else BODY) * likeness
    short, long = sorted((one.words, other.words), key=len)
    is_short_name = is_shortened(short, long) and not (one if one.words == short else other).is_generic
    return SHORTENED if is_short_name else 0.0


def _own_names(names: Sequence[Name]) -> Sequence[Name]:
    """The names without those that every such body has ("the ministry"), where there are others."""
    return [name for name in names if name.country or not name.is_generic] or names


def _compared_context(entity: ArticleEntity, candidate: Entity) -> tuple[float, str]:
    """What those add who are named beside both, and who they are."""
    known = {key for key, _ in candidate.context}
    shared = [key for key in entity.context if key in known]
    weight = sum(WEIGHTS[key[0]] for key in shared)
    if not weight:
        return 0.0, ""
    named = ", ".join(key[2:] for key in sorted(shared, key=lambda key: -WEIGHTS[key[0]])[:SHOWN_CONTEXT])
    more = f" and {len(shared) - SHOWN_CONTEXT} more" if len(shared) > SHOWN_CONTEXT else ""
    return MOST_CONTEXT * (1 - math.exp(-weight / ENOUGH_CONTEXT)), f"beside both: {named}{more}"


def _compared_countries(entity: ArticleEntity, candidate: Entity) -> tuple[float, str]:
    if not (entity.country and candidate.country):
        return 0.0, ""
    if entity.country == candidate.country:
        return SAME_COUNTRY, f"both of {entity.country}"
    return OTHER_COUNTRY, f"of {entity.country} here and {candidate.country} there"


def _as_compared(one: Name, other: Name) -> str:
    return f"“{one.printed}” and “{other.printed}”" if one.printed != other.printed else f"both “{one.printed}”"


def _may_be_one(one: Entity, other: Entity, tables: NameTables) -> bool:
    """Whether two entities of the ledger may be one: all full names of people agree, all names of bodies in part."""
    if one.key and other.key:
        return False
    names = [name_of(printed, one.kind, tables) for printed, _ in one.names]
    others = [name_of(printed, other.kind, tables) for printed, _ in other.names]
    if one.kind is not EntityKind.PERSON:
        return any(_score_of_bodies(name, another) >= EXPANSION for name in names for another in others)
    return all(
        likeness_of_people(name, another, tables) > 0
        for name in names
        for another in others
        if len(name.words) > 1 and len(another.words) > 1
    )


def usual_name(names: Sequence[tuple[str, int]], kind: EntityKind, tables: NameTables) -> str:
    """The name to call an entity by: the one that most articles print, of people a full one, of bodies no acronym."""

    def rank(counted: tuple[str, int]) -> tuple[bool, bool, int, int]:
        name = name_of(counted[0], kind, tables)
        is_full = len(name.words) > 1 if kind is EntityKind.PERSON else not (name.acronym or name.is_generic)
        return is_full, not counted[0].isupper(), counted[1], len(name.words)

    return max(names, key=rank)[0]
