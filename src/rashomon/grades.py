"""What the origins of an event make of it together: its status, and its credibility by the Admiralty code.

In go the tellings of one event, their origins and the links between their claims; out come the `EventStatus` and a
`Grade` from 1 (confirmed by other independent origins) to 6 (cannot be judged), by the first of RULES that applies,
with its reasons in words. The credibility is that of the sourcing: nothing is looked up in the world, and nobody's
reliability (A to F) is set here or taken into account. No word of probability is used: docs/grades.md has every rule
with an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rashomon.groupings import sides_of
from rashomon.records import EventStatus, Grade, Link, Origin, Reason, Relation, Stance, Telling, VoiceKind

ANSWERABLE = frozenset({VoiceKind.NAMED, VoiceKind.INSTITUTION, VoiceKind.DOCUMENT})
"""Who can be asked, or looked up: not an unnamed voice, nor an outlet that does not say how it knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the rules look at: origins that support, those among them that can be asked, and origins that deny."""

    supporting: tuple[Origin, ...]
    answerable: tuple[Origin, ...]
    denying: tuple[Origin, ...]
    is_disputed: bool
    is_circular: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the published table: when it applies, the credibility that it gives, and what it says."""

    name: str
    credibility: int
    says: str
    applies: Callable[[Weights], bool]


RULES = (
    Rule(
        name="only-denied",
        credibility=5,
        says="it is denied, and nobody asserts or confirms it",
        applies=lambda event: not event.supporting and bool(event.denying),
    ),
    Rule(
        name="nobody-vouches",
        credibility=6,
        says="nobody asserts or confirms it: there are only suspicions, forecasts, demands or refusals to comment",
        applies=lambda event: not event.supporting,
    ),
    Rule(
        name="outnumbered",
        credibility=5,
        says="more independent origins deny it than support it",
        applies=lambda event: len(event.denying) > len(event.supporting),
    ),
    Rule(
        name="word-against-word",
        credibility=4,
        says="it is disputed, and no more independent origins support it than deny it, or only one does",
        applies=lambda event: event.is_disputed and len(event.supporting) <= max(1, len(event.denying)),
    ),
    Rule(
        name="confirmed-but-disputed",
        credibility=3,
        says="several independent origins support it, but it is disputed",
        applies=lambda event: event.is_disputed,
    ),
    Rule(
        name="confirmed",
        credibility=1,
        says="two or more independent origins that can be asked support it, and nobody disputes it",
        applies=lambda event: len(event.answerable) > 1 and not event.is_circular,
    ),
    Rule(
        name="confirmed-in-part",
        credibility=2,
        says="independent origins support it, and nobody disputes it; but fewer than two of them can be asked, or "
        "outlets cite each other for it",
        applies=lambda event: len(event.supporting) > 1,
    ),
    Rule(
        name="one-origin",
        credibility=3,
        says="one origin supports it, and nobody else",
        applies=lambda event: event.supporting[0].kind is not VoiceKind.ANONYMOUS,
    ),
    Rule(
        name="one-unnamed-origin",
        credibility=4,
        says="one origin supports it that goes without a name, and nobody else",
        applies=lambda event: True,
    ),
)
"""The first rule that applies decides."""


def status_of(tellings: Sequence[Telling], origins: Sequence[Origin], links: Sequence[Link] = ()) -> EventStatus:
    """What the tellings come to: disputed if somebody denies what others tell, or if two origins tell what excludes
    each other, as two numbers of the dead do that do not meet."""
    claims = {telling.claim.id for telling in tellings}
    if any(telling.claim.stance is Stance.DENIES for telling in tellings):
        return EventStatus.DISPUTED if sides_of(tellings).is_held else EventStatus.DENIED
    origin_of = {claim: number for number, origin in enumerate(origins) for claim in origin.claims}
    for link in links:
        is_between_origins = origin_of.get(link.source) != origin_of.get(link.target)
        is_dispute = link.relation is Relation.DISPUTES and (link.difference is None or is_between_origins)
        if is_dispute and {link.source, link.target} <= claims:
            return EventStatus.DISPUTED
    supporting = sum(origin.is_support for origin in origins)
    return EventStatus.CORROBORATED if supporting > 1 else EventStatus.SINGLE_ORIGIN


def grade_of(
    tellings: Sequence[Telling], origins: Sequence[Origin], status: EventStatus, circular: Sequence[Reason] = ()
) -> Grade:
    """The credibility by the first rule that applies, with what it rests on; `circular` as `origins_of` has it."""
    opposing = sides_of(tellings).opposing
    supporting = tuple(origin for origin in origins if origin.is_support)
    event = Weights(
        supporting=supporting,
        answerable=tuple(origin for origin in supporting if origin.kind in ANSWERABLE),
        denying=tuple(origin for origin in origins if opposing.intersection(origin.claims)),
        is_disputed=status is EventStatus.DISPUTED,
        is_circular=any(reason.method == "circle" for reason in circular),
    )
    rule = next(rule for rule in RULES if rule.applies(event))
    return Grade(
        credibility=rule.credibility,
        rule=rule.name,
        reasons=(rule.says, *_facts_of(event), *(reason.detail for reason in circular)),
    )


def _facts_of(event: Weights) -> Iterator[str]:
    """Who supports it and who denies it, by name."""
    for origins, does in ((event.supporting, "supported"), (event.denying, "denied")):
        if origins:
            yield f"{does} by {len(origins)}: {', '.join(origin.name for origin in origins)}"
