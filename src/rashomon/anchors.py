"""What a decision is about, in ids that another ledger of the same documents has too.

In: the ids that an analyst typed, and the ledger. Out: a `Decision`. The id of an event stands for its claims, and that
of an entity for its kind and usual name, because these ids depend on what else a ledger holds. Refuses, as R243, what
cannot be decided of these records, and, as R244, an undoing that would undo nothing. Read next: `ledger.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from rashomon.decisions import KEPT_NAME, RATINGS, WHEN, checked_value
from rashomon.errors import SettingError
from rashomon.queries import Queries
from rashomon.records import Action, Decision

Group = tuple[str, ...]
OF_MENTIONS = ("type", WHEN)
"""The fields that an event mention has; the others are a claim's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who decides, when, and what they say to it."""

    decided_at: datetime
    analyst: str | None = None
    note: str | None = None


def merge_decision(queries: Queries, ids: Sequence[str], signature: Signature) -> Decision:
    """That these events, or these entities, are one."""
    found = [queries.find_id(one) for one in ids]
    if len(dict.fromkeys(found)) < 2:
        raise _refused("one record alone cannot be merged", "give two ids or more")
    if all(one.startswith("n-") for one in found):
        groups = [_entity_anchor(queries, one) for one in found]
    else:
        groups = [_claims_of(queries, one) for one in found]
    for (here, one), (there, other) in combinations(zip(found, groups, strict=True), 2):
        if set(one) & set(other) and (one == other or not here.startswith("n-")):
            raise _refused(f"{here} and {there} are one already, or one is part of the other", "give two that are not")
    return _decision(Action.MERGE, tuple(groups), signature)


def split_decision(queries: Queries, id_: str, parts: Sequence[str], signature: Signature) -> Decision:
    """That these claims are about another event than the rest, that these events are others than the first and stay
    so, or that these names are of somebody else."""
    if not parts:
        raise _refused("it is not said what is to go", "name the claims, events or names that are to go")
    found = queries.find_id(id_)
    if found.startswith("n-"):
        return _decision(Action.SPLIT, _parted_names(queries, found, parts), signature)
    claims = _claims_of(queries, found) if found.startswith("e-") else ()
    if not claims:
        raise _refused(f"{found} is neither an event nor an entity", "give the id of an event: rashomon events")
    from_it = [queries.find_id(part) for part in parts]
    parted = tuple(dict.fromkeys(one for part in from_it for one in _claims_of(queries, part)))
    if found not in from_it and all(part.startswith("e-") for part in from_it):
        return _decision(Action.SPLIT, (parted, claims), signature)
    strangers = [one for one in parted if one not in claims]
    if strangers:
        raise _refused(f"{strangers[0]} is no claim of {found}", f"see its claims: rashomon show {found}")
    rest = tuple(one for one in claims if one not in parted)
    if not rest:
        raise _refused(f"these are all claims of {found}", "name those that are to go, and leave some")
    return _decision(Action.SPLIT, (parted, rest), signature)


def correct_decision(queries: Queries, id_: str, field: str, value: str, signature: Signature) -> Decision:
    """That a field of a claim, or of the event that it tells, has another value."""
    value = checked_value(field, value)
    found = queries.find_id(id_)
    claim = queries.find_claim(found)
    if field in OF_MENTIONS:
        told = claim.claim.event_mention_id if claim else found
        if told is None or queries.find_mention(told) is None:
            raise _refused(f"{found} tells of no coded event, so it has no {field}", "give a claim or a mention (m-…)")
        return _decision(Action.CORRECT, ((told,),), signature, field, value)
    if claim is None:
        raise _refused(f"{found} is no claim, and {field} is a claim's", f"correct each claim: rashomon show {found}")
    return _decision(Action.CORRECT, ((found,),), signature, field, value)


def rate_decision(source: str, letter: str, signature: Signature) -> Decision:
    """How reliable the user takes a source to be; R241 where the letter is none of the code."""
    if letter.upper() not in RATINGS:
        raise SettingError("R241", f"reliability cannot be {letter!r}", f"give one of {', '.join(RATINGS)}")
    return _decision(Action.RATE, ((source,),), signature, None, letter.upper())


def note_decision(queries: Queries, id_: str, text: str, signature: Signature) -> Decision:
    """What an analyst has to say of a record."""
    if not text.strip():
        raise _refused("a note without words says nothing", "write the words that are to stand beside the record")
    found = queries.find_id(id_)
    if found.startswith("e-"):
        group = _claims_of(queries, found)
    else:
        group = _entity_anchor(queries, found) if found.startswith("n-") else (found,)
    return _decision(Action.NOTE, (group,), replace(signature, note=text))


def keep_decision(queries: Queries, entity_id: str, name: str, signature: Signature) -> Decision:
    """That an analyst looked at a name of an entity, and that it is rightly its own; nothing changes by it."""
    anchor = _entity_anchor(queries, queries.find_id(entity_id))
    return _decision(Action.NOTE, (anchor,), signature, KEPT_NAME, name)


def undo_decision(queries: Queries, id_: str, signature: Signature) -> Decision:
    """That a decision, or an undoing, no longer stands."""
    found = queries.find_id(id_)
    decisions = {one.decision.id: one for one in queries.find_decisions()}
    if found not in decisions:
        raise SettingError("R244", f"{found} is no decision", "see them all: rashomon decisions")
    undone_by = decisions[found].undone_by
    if undone_by:
        raise SettingError("R244", f"{found} is undone already", f"to have it again: rashomon decide undo {undone_by}")
    return _decision(Action.UNDO, ((found,),), signature)


def _claims_of(queries: Queries, record_id: str) -> Group:
    """The claims that an id of an event, a mention or a claim stands for."""
    if record_id.startswith("c-"):
        return (record_id,)
    mention = queries.find_mention(record_id)
    if mention and mention.claims:
        return tuple(one.claim.id for one in mention.claims)
    event = queries.find_event(record_id)
    if event is None:
        raise _refused(f"{record_id} is not of this kind", "give events (e-…) and claims (c-…), or entities (n-…) only")
    return event.event.claims


def _entity_anchor(queries: Queries, entity_id: str) -> Group:
    found = queries.find_entity(entity_id)
    if found is None:
        raise _refused(f"{entity_id} is no entity", "give the id of an entity: rashomon claims --json has them")
    return found.entity.kind.value, found.entity.name


def _parted_names(queries: Queries, entity_id: str, names: Sequence[str]) -> tuple[Group, Group]:
    """The names that are somebody else's, and the entity that keeps the others."""
    found = queries.find_entity(entity_id)
    assert found is not None
    known = {name.casefold(): name for name, _ in found.entity.names}
    strangers = [name for name in names if name.casefold() not in known]
    if strangers:
        raise _refused(f"{strangers[0]} is no name of {entity_id}", f"see its names: rashomon show {entity_id}")
    parted = tuple(dict.fromkeys(known[name.casefold()] for name in names))
    kept = next((name for name, _ in found.entity.names if name not in parted), None)
    if kept is None:
        raise _refused(f"these are all names of {entity_id}", "name those that are somebody else's, and leave some")
    kind = found.entity.kind.value
    return (kind, *parted), (kind, kept)


def _decision(
    action: Action,
    groups: tuple[Group, ...],
    signature: Signature,
    field: str | None = None,
    value: str | None = None,
) -> Decision:
    return Decision(
        action=action,
        groups=groups,
        field=field,
        value=value,
        note=signature.note,
        analyst=signature.analyst,
        decided_at=signature.decided_at,
    )


def _refused(sentence: str, mend: str) -> SettingError:
    return SettingError("R243", sentence, mend)
