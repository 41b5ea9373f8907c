"""Whom "he", "the ministry" or "who" means: the nearest fitting speaker earlier in the same article.

In go the words of a source that names nobody by itself and the speakers met so far; out comes the Speaker
meant, with how it was found, or None. No coreference model is asked: distance, agreement in sex, number
and kind, and whether the candidate spoke before decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from rashomon.casts import AGED, POSSESSED, Cast, begins_a_line, is_pronoun, is_reference, last_name
from rashomon.lexicon import Lexicon
from rashomon.records import Mention, Span, VoiceKind
from rashomon.speakers import Sex, Speaker, describe_speaker, folded

_BEFORE_RELATIVE = re.compile(
    r"(?:.*(?:[.,;:“”\"(]\s*|\b(?:by|with|to|for|as|is|are|was|were|has|had|told|said|met|and|but|asked|thanked|quoted|obtained)\s+))?"
    r"([^.,;:“”\"()]{2,80}?),?\s*$",
    re.DOTALL,
)

# Characters of distance that a candidate's weakness is worth; set by eye on the PolNeAR development articles.
_INSIDE_A_CONTENT = 300
_NEVER_SPOKE = 150
_KNOWN_SEX = -40
_WITHOUT_NAME = 200
_NAMED_IN_WHAT_IS_TOLD = 1000
_BODIES = frozenset({VoiceKind.INSTITUTION, VoiceKind.OUTLET})
_THINGS = _BODIES | {VoiceKind.DOCUMENT}
_ANY_BODY = frozenset(
    {"group", "organisation", "organization", "company", "firm", "movement", "party", "charity", "airline", "bank"}
    | {"manufacturer", "operator", "club", "union", "foundation", "watchdog"}
)
"""What a body is called whose name does not say it."""
_OFFICES = frozenset(
    {"ministry", "department", "committee", "commission", "police", "court", "army", "navy", "council", "government"}
    | {"parliament", "senate", "congress", "office", "bureau", "fbi", "cia", "state"}
)
_MARK = re.compile(r"[“”\"]|''|``")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_IS_A = re.compile(r"(?:the|an?|his|her|my|our|their)\s", re.IGNORECASE)
_FARTHEST_RELATIVE = 80


def find_antecedent(
    span: Span,
    cast: Cast,
    text: str,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    told: Sequence[Span] = (),
) -> Speaker | None:
    """The speaker whom the reference at `span` means, with its own span put in; None where nobody fits.

    `told` is what that speaker tells, in which people seldom call themselves by name.
    """
    printed = folded(span.of(text))
    lower = printed.lower()
    words = lexicon.speaker
    if lower in words.pronouns_relative:
        found = _before_relative(span, cast, text, mentions, lexicon)
    elif lower in words.pronouns_male:
        found = _nearest(span, cast, text, lambda one: _is_person(one, cast, Sex.MALE), told, Sex.MALE)
    elif lower in words.pronouns_female:
        found = _nearest(span, cast, text, lambda one: _is_person(one, cast, Sex.FEMALE), told, Sex.FEMALE)
    elif lower in words.pronouns_plural:
        found = _nearest(span, cast, text, lambda one: one.is_plural or one.kind in _BODIES, told)
    elif lower in words.pronouns_neuter:
        found = _nearest(span, cast, text, lambda one: not one.is_plural and one.kind in _THINGS, told)
    elif aged := AGED.match(printed):
        found = _nearest(span, cast, text, lambda one: aged[1] in _ages_of(one, cast), told)
        found = found or _nearest(span, cast, text, lambda one: _ages_of(one, cast) == [""], told)
    elif POSSESSED.match(printed):
        return _possessed(span, printed, cast, text, mentions, lexicon)
    else:
        found = _by_role(span, printed, cast, text, lexicon)
    if found is None:
        return None
    if not found.is_source and is_reference(found.name, lexicon) and not is_pronoun(found.name.lower(), lexicon):
        found = find_antecedent(found.span, cast, text, mentions, lexicon) or found  # "The mayor left. She said …"
    name = cast.full_name_of(found.name) if found.kind is VoiceKind.NAMED else found.name
    return replace(found, span=span, name=name)


def _is_person(one: Speaker, cast: Cast, sex: Sex) -> bool:
    is_single = one.kind is VoiceKind.NAMED or (one.kind is VoiceKind.ANONYMOUS and one.is_source) or _speaks_for(one)
    return (
        is_single
        and not one.is_plural
        and one.sex in (sex, Sex.UNKNOWN)
        and cast.sex_of(one.name) in (sex, Sex.UNKNOWN)
    )


def _ages_of(one: Speaker, cast: Cast) -> list[str]:
    """The numbers printed of a person, as ages are; one empty word where there is none, and nothing of a body."""
    numbers = re.findall(r"\b\d{1,3}\b", cast.profile_of(one.name))
    return (numbers or [""]) if _is_person(one, cast, cast.sex_of(one.name)) else []


def _speaks_for(one: Speaker) -> bool:
    return re.search(r"\bspokes(?:man|woman|person)\b", one.profile) is not None


def _nearest(
    span: Span,
    cast: Cast,
    text: str,
    fits: Callable[[Speaker], bool],
    told: Sequence[Span],
    sex: Sex = Sex.UNKNOWN,
) -> Speaker | None:
    own = cast.content_at(span)
    named = cast.within([piece for piece in told if piece.start > span.start or _is_quoted(piece, text)])
    others = {last_name(one.name) for one in named}  # "Reth had left, he said" may be about Reth himself
    candidates = [one for one in cast.before(span.start) if fits(one)]

    def cost(one: Speaker) -> int:
        content = cast.content_at(one.span)
        return (
            span.start
            - one.span.end
            + (_INSIDE_A_CONTENT if content is not None and content != own else 0)
            + (0 if one.is_source or begins_a_line(one.span, text) else _NEVER_SPOKE)
            + (_KNOWN_SEX if sex is not Sex.UNKNOWN and cast.sex_of(one.name) is sex else 0)
            + (_WITHOUT_NAME if _IS_A.match(one.name) or not last_name(one.name)[:1].isupper() else 0)
            + (_NAMED_IN_WHAT_IS_TOLD if last_name(one.name) in others else 0)
        )

    best = min(candidates, key=cost, default=None)
    return replace(best, sex=sex) if best is not None and sex is not Sex.UNKNOWN else best


def _is_quoted(piece: Span, text: str) -> bool:
    """Whether a content opens with a quotation mark, or right behind one."""
    return bool(_MARK.match(text, max(0, piece.start - 1)) or _MARK.match(text, piece.start))


def _by_role(span: Span, printed: str, cast: Cast, text: str, lexicon: Lexicon) -> Speaker | None:
    """Whom "the minister", "the Keth senator", "the paper", "the ministry" takes up: the last one so described."""
    words = lexicon.speaker
    *modifiers, head = _WORD.findall(printed)[1:]
    head, told_by = head.lower(), {word.lower() for word in modifiers}
    earlier = cast.before(span.start)
    if head in words.person_roles:
        forms = {head, *lexicon.abbreviations.get(head, ())}
        people = [one for one in earlier if one.kind is VoiceKind.NAMED and not one.is_plural]
        described = [one for one in people if forms & _lower_words(cast.profile_of(one.name))]
        closer = [one for one in described if told_by & _lower_words(cast.profile_of(one.name))]
        is_told_apart = any(word[0].isupper() for word in modifiers)
        if not closer and is_told_apart and len({last_name(one.name) for one in described}) > 1:
            return None
        return (closer or described)[-1] if described else None
    if head in words.outlet_heads or head == "agency":
        outlets = [one for one in earlier if one.kind is VoiceKind.OUTLET]
        spoke = [one for one in outlets if one.is_source] or [
            one
            for one in earlier[-1:]
            if one.is_source and one.kind is VoiceKind.INSTITUTION and one.name[:1].isupper()
        ]
        if spoke or outlets:
            return replace((spoke or outlets)[-1], kind=VoiceKind.OUTLET)
    if head in words.institution_heads or head in words.document_heads:
        longer = [
            one
            for one in earlier
            if one.kind in (VoiceKind.INSTITUTION, VoiceKind.DOCUMENT)
            and head in _heads_of(one.name, words.frames_breaks)
            and len(one.name) > len(printed)
        ]
        closer = [one for one in longer if told_by & _lower_words(one.name)]
        if longer and (closer or not told_by):
            return (closer or longer)[-1]
        if head in _ANY_BODY:
            return _nearest(span, cast, text, _is_a_body, ())
    return None


def _is_a_body(one: Speaker) -> bool:
    """Whether "the company" may take it up: one body, by a name that does not call it an office of the state."""
    is_one = one.kind is VoiceKind.INSTITUTION and one.name[:1].isupper() and not one.is_plural
    return is_one and one.name.split()[-1].lower() not in _OFFICES


def _heads_of(name: str, breaks: frozenset[str]) -> set[str]:
    """What a body may be called for short: the last word before "of", the words in capitals, and the word before a
    name, "law firm Osk Brothers"."""
    words = _WORD.findall(name)
    first = next((place for place, word in enumerate(words) if place and word.lower() in breaks), len(words))
    before = {word for word, after in pairwise(words) if word.islower() and after[0].isupper()}
    return (
        {word.lower() for word in words if word[0].isupper()} | before | {word.lower() for word in words[:first][-1:]}
    )


def _possessed(
    span: Span, printed: str, cast: Cast, text: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> Speaker | None:
    """ "His spokesman": the one whose spokesman it is, told in the name."""
    match = POSSESSED.match(printed)
    assert match is not None
    owner_span = Span(span.start, span.start + len(match.group(1)))
    owner = find_antecedent(owner_span, cast, text, mentions, lexicon)
    if owner is None:
        return None
    spoken = describe_speaker(span, text, mentions, lexicon)
    if spoken.kind is VoiceKind.NAMED and not spoken.name.lower().startswith(match.group(1).lower()):
        return spoken
    ending = "’" if owner.is_plural and owner.name.endswith("s") else "’s"
    return replace(spoken, name=f"{owner.name}{ending} {match.group(2)}")


def _before_relative(
    span: Span, cast: Cast, text: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> Speaker | None:
    """Whom "who" or "which" hangs on: the phrase that ends right before it."""
    is_person = folded(span.of(text)).lower() in ("who", "whom", "whose")
    near = [
        one for one in cast.before(span.start)
        if span.start - _FARTHEST_RELATIVE < one.span.end
        and (one.kind in (VoiceKind.NAMED, VoiceKind.ANONYMOUS)) == is_person
        and not re.search(r"[.!?”\"]\s", text[one.span.end : span.start])
    ]  # fmt: skip
    if near:
        return near[-1]
    before = _BEFORE_RELATIVE.match(text, max(0, span.start - _FARTHEST_RELATIVE), span.start)
    if before is None:
        return None
    return describe_speaker(Span(before.start(1), before.end(1)), text, mentions, lexicon)


def _lower_words(words: str) -> set[str]:
    return set(re.findall(r"[a-z][\w-]*", words.lower()))
