"""Which event of an article a denial means that only names it: "denied the reports", "it never happened".

In go the words of a denial, who denies, and the claims of events that the article tells; out comes the claim that it
answers, None where nothing near is meant. Meant is what somebody else told or alleged shortly before, first of all
of the one who denies. Who denies "any role in the attack" answers only those who say that they had one. Who confirms
the report, or declines to speak of it, answers it in the same way. Read next: `claims.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rashomon.records import Attribution, Claim, EventMention, EventType, Factuality, Span, Stance
from rashomon.stances import shares_stem

FARTHEST, FARTHEST_OF_OWN = 450, 2500
"""Characters before a denial in which stands what it answers; the second of what the one who denies is said to do."""
CLOSE = 500
"""Characters between two denials of the same."""
MOST_OTHER_WORDS = 2
"""Words of a denial that name nothing it could mean: "what some outlets made of that evening is pure invention"."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_POINTER = re.compile(
    r"""(?:it|this|that|them|those|these|such|truth
    |(?:report|claim|allegation|accusation|charge|suggestion|rumou?r|speculation|assertion|account|stor(?:y|ie)
    |insinuation|version|situation|notion|idea|complaint|finding|article|tweet|number|figure)s?|news|coverage|reporting)$""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(
    r"""(?:involvement|role|part|hand|responsibility|complicity|knowledge|connections?|links?|ties|participation
    |nothing|wrongdoing|guilt|blame)$""",
    re.IGNORECASE | re.VERBOSE,
)
_FILLING = re.compile(
    r"""(?:a|about|absolutely|against|all|an|and|any|are|as|at|be|been|being|by|complete(?:ly)?|did|do|does|during|entirely
    |everything|every|fake|false|for|from|had|has|have|he|her|him|his|i|in|is|its|last|made|me|media|mentioned|my|no|not|of|on
    |or|our|press|published|pure|reported|said|say|says|she|simply|some|spread|such|than|the|their|there|they|to|told|total|totally
    |true|truth|untrue|us|was|we|were|which|who|with|you|your|baseless|fabricated|fabrication|fiction|groundless|happened|happen
    |exist|existed|invention|invented|lie|lies|nonsense|unfounded|wrong|facts?|accord|propaganda|nonexistent|ever|never
    |alleged|outlets?|newspapers?|agenc(?:y|ies)|earlier|latest|recent|new|western|local|foreign|domestic
    |(?:mon|tues|wednes|thurs|fri|satur|sun)day)$""",
    re.IGNORECASE | re.VERBOSE,
)
_GENERAL = {
    frozenset(
        {EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE}
    ): "attack assault strike airstrike raid bombing "
    "blast explosion killing murder shooting violence shelling incident clash operation incursion",
    frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE}): "talk meeting negotiation contact discussion "
    "conversation call",
    frozenset({EventType.AGREE, EventType.COOPERATE, EventType.CONSULT}): "deal agreement pact accord arrangement",
    frozenset({EventType.MOBILIZE, EventType.ASSAULT}): "deployment presence landing incursion movement troops buildup",
    frozenset({EventType.AID, EventType.COOPERATE, EventType.SUPPORT}): "shipment delivery transfer supply sale trade "
    "export payment funding",
    frozenset({EventType.COERCE}): "arrest detention seizure abduction kidnapping",
}
"""Nouns that may name an event of these types that was told in other words."""
_TYPES_OF = {noun: types for types, nouns in _GENERAL.items() for noun in nouns.split()}
_SAID = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.REQUEST})
"""To deny the accusation is to deny what one is accused of."""
_ANSWERING = frozenset({Stance.DENIES, Stance.CONFIRMS, Stance.DECLINES})
_HOLDING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ALLEGES, Stance.PREDICTS})


@dataclass(frozen=True, slots=True)
class _Naming:
    """What the words of a denial name: `nouns` of what happened, and whether only a part in it is denied."""

    nouns: tuple[str, ...]
    is_part: bool


def find_answered(
    denial: Attribution,
    told: Sequence[Claim],
    events: Mapping[str, EventMention],
    before: Sequence[tuple[int, Claim]],
    text: str,
) -> Claim | None:
    """The claim of an event before the denial that it answers, None where its words name none; `events` by id.

    `before` are the denials that name something, each with where it stands and what it answers: one that follows
    close goes on to deny the same.
    """
    if denial.stance not in _ANSWERING or not denial.content:
        return None
    naming = _naming_of(denial.content, text)
    if naming is None:
        return None
    at = min(denial.content[0].start, *(span.start for span in (*denial.source, *denial.cue)))
    offers: list[tuple[float, str, Claim]] = []
    for claim in told:
        event = events.get(claim.event_mention_id or "")
        if (
            event is None
            or not 0 < at - event.trigger.start <= FARTHEST_OF_OWN
            or not _may_be_meant(claim, event, denial)
        ):
            continue
        is_own = _does_it(denial, event, text)
        is_near = at - event.trigger.start <= FARTHEST
        is_told_by_other = bool(claim.voices) or claim.stance is Stance.ALLEGES
        if not _fits(naming, event, text) or not (is_own or (is_near and is_told_by_other and not naming.is_part)):
            continue
        worth = 2 * is_own + is_told_by_other + (claim.stance is Stance.ALLEGES)
        offers.append((worth - (at - event.trigger.start) / FARTHEST, claim.id, claim))
    if offers:
        return max(offers, key=lambda offer: offer[:2])[2]
    if naming.nouns:
        return None
    if denial.stance is not Stance.DENIES:
        return None
    return next((claim for place, claim in reversed(before) if 0 < denial.content[0].start - place <= CLOSE), None)


def _naming_of(content: Sequence[Span], text: str) -> _Naming | None:
    """What the content names, None where it tells more than that."""
    words = [match.group() for piece in content for match in _WORD.finditer(text, piece.start, piece.end)]
    if (
        len(words) > 1
        and words[0].lower() == "that"
        and _noun_of(words[1]) not in _TYPES_OF
        and not _POINTER.match(words[1])
    ):
        words = words[1:]  # "that there was no breach" points at nothing
    nouns = tuple(noun for word in words if (noun := _noun_of(word)) in _TYPES_OF)
    others = [
        word
        for word in words
        if not (_POINTER.match(word) or _PART.match(word) or _FILLING.match(word) or _noun_of(word) in _TYPES_OF)
    ]
    is_part = any(_PART.match(word) for word in words)
    is_naming = is_part or bool(nouns) or any(_POINTER.match(word) for word in words)
    return _Naming(nouns=nouns, is_part=is_part) if is_naming and len(others) <= MOST_OTHER_WORDS else None


def _noun_of(word: str) -> str:
    word = word.lower()
    return word.removesuffix("s") if word not in _TYPES_OF else word


def _may_be_meant(claim: Claim, event: EventMention, denial: Attribution) -> bool:
    """Whether somebody else holds it, and it is no event of saying."""
    deniers = {voice.name.lower() for voice in denial.voices}
    is_others = not claim.voices or claim.voices[-1].name.lower() not in deniers
    is_held = claim.stance in _HOLDING and claim.factuality is not Factuality.DID_NOT_HAPPEN
    return is_others and is_held and event.type not in _SAID


def _fits(naming: _Naming, event: EventMention, text: str) -> bool:
    """Whether the nouns of the denial can name the event: by its own word, or as one of its type."""
    trigger = event.trigger.of(text).lower()
    return not naming.nouns or any(shares_stem(noun, trigger) or event.type in _TYPES_OF[noun] for noun in naming.nouns)


def _does_it(denial: Attribution, event: EventMention, text: str) -> bool:
    """Whether the one who denies, or whose side it is, acts in the event by name: "Vostria", "Vostrian gunboats"."""
    deniers = {word for one in _names_in(denial, text) for word in _WORD.findall(one) if word[:1].isupper()}
    actors = {word for party in event.actors for word in _WORD.findall(party.name) if word[:1].isupper()}
    return any(shares_stem(one.lower(), other.lower()) for one in deniers for other in actors)


def _names_in(denial: Attribution, text: str) -> Iterator[str]:
    yield from (voice.name for voice in denial.voices)
    yield from (span.of(text) for span in denial.source)
