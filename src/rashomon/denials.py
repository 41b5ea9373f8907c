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

from rashomon.denial_words import DenialWords
from rashomon.records import Attribution, Claim, EventMention, EventType, Factuality, Span, Stance, VoiceKind
from rashomon.stances import shares_stem

FARTHEST, FARTHEST_OF_OWN = 450, 2500
"""Characters before a denial in which stands what it answers; the second of what the one who denies is said to do."""
CLOSE = 500
"""Characters between two denials of the same."""
MOST_OTHER_WORDS = 2
"""Words of a denial that name nothing it could mean: "what some outlets made of that evening is pure invention"."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SAID = frozenset({EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.CONCEDE})
"""To deny the accusation is to deny what one is accused of, not that one apologised."""
_BLAMELESS = frozenset({EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.RETREAT})
"""In what nobody has a guilty part, unless somebody alleges it."""
_ANSWERING = frozenset({Stance.DENIES, Stance.CONFIRMS, Stance.DECLINES})
_UNOFFICIAL = frozenset({VoiceKind.OUTLET, VoiceKind.ANONYMOUS, VoiceKind.DOCUMENT})
"""Whose word is denied rather than what somebody tells who answers for it."""
_HOLDING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ALLEGES, Stance.PREDICTS})


@dataclass(frozen=True, slots=True)
class _Naming:
    """What the words of a denial name: `nouns` of what happened, whether they point at it ("such talks"), whether only
    a part in it is denied, and the `others` that say what it is about ("allegations of fraud")."""

    nouns: tuple[str, ...]
    is_pointing: bool
    is_part: bool
    others: tuple[str, ...]


def find_answered(
    denial: Attribution,
    told: Sequence[Claim],
    events: Mapping[str, EventMention],
    before: Sequence[tuple[int, Claim]],
    text: str,
    words: DenialWords,
) -> Claim | None:
    """The claim of an event before the denial that it answers, None where its words name none; `events` by id.

    `before` are the denials that name something, each with where it stands and what it answers: one that follows
    close goes on to deny the same.
    """
    if denial.stance not in _ANSWERING or not denial.content:
        return None
    naming = _naming_of(denial.content, text, words)
    if naming is None:
        return None
    at = min(denial.content[0].start, *(span.start for span in (*denial.source, *denial.cue)))
    names = {word.lower() for name in _names_in(denial, text) for word in _WORD.findall(name) if word[:1].isupper()}
    offers: list[tuple[float, str, Claim]] = []
    for claim in told:
        event = events.get(claim.event_mention_id or "")
        if event is None or not 0 < at - event.trigger.start <= FARTHEST_OF_OWN:
            continue
        if not _may_be_meant(claim, event, denial) or not _fits(naming, claim, event, text, words):
            continue
        is_own = _does_it(denial, event, text)
        is_near = at - event.trigger.start <= FARTHEST
        is_told_by_other = bool(claim.voices) or claim.stance is Stance.ALLEGES
        is_about = any(shares_stem(name, word) for name in names for word in _words_in(claim.quote))
        is_blamed = is_about and claim.stance is Stance.ALLEGES
        if not (is_own or is_blamed) and not (is_near and is_told_by_other and not naming.is_part):
            continue
        is_rumour = claim.stance is Stance.ALLEGES or any(voice.kind in _UNOFFICIAL for voice in claim.voices)
        is_kind = _is_by_noun(naming, event, text) or any(event.type is words.kinds[noun] for noun in naming.nouns)
        worth = 2 * is_own + is_about + is_told_by_other + is_kind + is_rumour
        offers.append((worth - (at - event.trigger.start) / FARTHEST, claim.id, claim))
    if offers:
        return max(offers, key=lambda offer: offer[:2])[2]
    if naming.nouns:
        return None
    if denial.stance is not Stance.DENIES:
        return None
    return next((claim for place, claim in reversed(before) if 0 < denial.content[0].start - place <= CLOSE), None)


def points_back(attribution: Attribution, text: str, words: DenialWords) -> bool:
    """Whether the attribution answers with a deed that it does not tell itself, but points at: "no such talks took
    place". That is no event of its own, though its noun could be one."""
    naming = _naming_of(attribution.content, text, words) if attribution.stance in _ANSWERING else None
    return naming is not None and bool(naming.nouns) and naming.is_pointing


def is_check(attribution: Attribution, text: str, words: DenialWords) -> bool:
    """Whether somebody only fails to check or to show what was told, which is no answer: "could not verify the
    accounts", "did not present them"."""
    cue = {word.lower() for span in attribution.cue for word in _WORD.findall(span.of(text))}
    is_left_open = attribution.stance is Stance.DECLINES and not words.checking.isdisjoint(cue)
    return is_left_open and _naming_of(attribution.content, text, words) is not None


def _naming_of(content: Sequence[Span], text: str, words: DenialWords) -> _Naming | None:
    """What the content names, None where it tells more than that."""
    printed = (match.group() for piece in content for match in _WORD.finditer(text, piece.start, piece.end))
    told = [words.singular_of(word) for word in printed]
    if len(told) > 1 and told[0] == "that" and told[1] not in words.names and told[1] not in words.pointing:
        told = told[1:]  # "that there was no breach" points at nothing
    nouns = tuple(word for word in told if word in words.names)
    is_part = not words.part.isdisjoint(told)
    others = [word for word in told if not words.has(word)]
    is_pointing = not words.pointing.isdisjoint(told)
    if not (is_part or nouns or is_pointing) or len(others) > MOST_OTHER_WORDS:
        return None
    return _Naming(nouns=nouns, is_pointing=is_pointing, is_part=is_part, others=tuple(others))


def _may_be_meant(claim: Claim, event: EventMention, denial: Attribution) -> bool:
    """Whether somebody else holds it, and it is no event of saying."""
    deniers = {voice.name.lower() for voice in denial.voices}
    is_others = not claim.voices or claim.voices[-1].name.lower() not in deniers
    is_held = claim.stance in _HOLDING and claim.factuality is not Factuality.DID_NOT_HAPPEN
    return is_others and is_held and event.type not in _SAID


def _fits(naming: _Naming, claim: Claim, event: EventMention, text: str, words: DenialWords) -> bool:
    """Whether the nouns of the denial can name the event: by its own word, or as one of its type; a part can be denied
    only in what one is blamed for."""
    if naming.is_part and event.type in _BLAMELESS and claim.stance is not Stance.ALLEGES:
        return False
    if naming.others and not any(shares_stem(one, word) for one in naming.others for word in _words_in(claim.quote)):
        return False
    nouns = naming.nouns
    return not nouns or _is_by_noun(naming, event, text) or any(event.type in words.names[noun] for noun in nouns)


def _is_by_noun(naming: _Naming, event: EventMention, text: str) -> bool:
    """Whether a noun of the denial is the event's own word, or stands beside it: "signed an agreement"."""
    told = _words_in(event.clause.of(text))
    return any(shares_stem(noun, word) for noun in naming.nouns for word in told)


def _words_in(quote: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(quote)]


def _does_it(denial: Attribution, event: EventMention, text: str) -> bool:
    """Whether the one who denies, or whose side it is, acts in the event by name: "Vostria", "Vostrian gunboats"."""
    deniers = {word for one in _names_in(denial, text) for word in _WORD.findall(one) if word[:1].isupper()}
    actors = {word for party in event.actors for word in _WORD.findall(party.name) if word[:1].isupper()}
    return any(shares_stem(one.lower(), other.lower()) for one in deniers for other in actors)


def _names_in(denial: Attribution, text: str) -> Iterator[str]:
    yield from (voice.name for voice in denial.voices)
    yield from (span.of(text) for span in denial.source)
