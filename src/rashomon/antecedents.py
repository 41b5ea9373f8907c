"""Whom "he", "the ministry" or "who" means: the nearest fitting speaker earlier in the same article.

In go the words of a source that names nobody by itself and the speakers met so far; out comes the Speaker
meant, with how it was found, or None. No coreference model is asked: distance, agreement in sex, number
and kind, and whether the candidate spoke before decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from rashomon.lexicon import Lexicon
from rashomon.records import Mention, MentionType, Span, VoiceKind
from rashomon.speakers import (
    Sex,
    Speaker,
    bare_name,
    describe_speaker,
    folded,
    names_no_person,
    noun_phrase_in,
    sex_of,
)

_DEFINITE = re.compile(r"^(?:the|this|that)\s+((?:[a-z][\w’'-]*\s+){0,2}[a-z][\w-]*)$", re.IGNORECASE)
_POSSESSED = re.compile(r"^(his|her|its|their)\s+(.+)$", re.IGNORECASE | re.DOTALL)
_BEFORE_RELATIVE = re.compile(
    r"(?:.*(?:[.,;:“”\"(]\s*|\b(?:by|with|to|for|as|is|are|was|were|has|had|told|said|met|and|but|asked|thanked|quoted|obtained)\s+))?"
    r"([^.,;:“”\"()]{2,80}?),?\s*$",
    re.DOTALL,
)
_APPOSITION = re.compile(r",\s*([^.;:“”\"]{3,100}?)(?:,|\.(?:\s|$)|\bsaid\b)")
_TITLE_WORDS_BEFORE = 6

# Characters of distance that a candidate's weakness is worth; set by eye on the PolNeAR development articles.
_INSIDE_A_CONTENT = 300
_NEVER_SPOKE = 150
_KNOWN_SEX = -40
_WITHOUT_NAME = 200
_IS_A = re.compile(r"(?:the|an?|his|her|my|our|their)\s", re.IGNORECASE)
_FARTHEST_RELATIVE = 80
_NEAR_SPEAKERS = 40
_NEAR_CONTENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The speakers and people of an article in the order in which they appear, and the contents spoken there.

    `bearers` holds them by last name; a pronoun resolved later joins `speakers` alone.
    """

    speakers: tuple[Speaker, ...]
    bearers: Mapping[str, tuple[Speaker, ...]]
    contents: tuple[Span, ...]

    def profile_of(self, name: str) -> str:
        """All that the article prints of the bearer of `name`, by last name."""
        return " ".join(dict.fromkeys(one.profile for one in self._bearers_of(name)))

    def full_name_of(self, name: str) -> str:
        """The longest printed form of a person's name that ends in the same last name."""
        forms = [one.name for one in self._bearers_of(name) if one.kind is VoiceKind.NAMED]
        return max([name, *forms], key=len) if len(name.split()) == 1 else name

    def sex_of(self, name: str) -> Sex:
        """The sex that any printed form of the name shows."""
        known = (one.sex for one in self._bearers_of(name) if one.sex is not Sex.UNKNOWN)
        return next(known, Sex.UNKNOWN)

    def speaker_at(self, span: Span) -> Speaker | None:
        """The speaker met at `span`, if it names one by itself."""
        at = bisect_left(self.speakers, span.start, key=lambda one: one.span.start)
        return next((one for one in self.speakers[at : at + 2] if one.is_source and span.contains(one.span)), None)

    def content_at(self, span: Span) -> Span | None:
        """A content that holds `span`, if one does."""
        at = bisect_right(self.contents, (span.start + 1,))
        for content in self.contents[max(0, at - _NEAR_CONTENTS) : at]:
            if content.end >= span.end:
                return content
        return None

    def before(self, position: int) -> tuple[Speaker, ...]:
        """The last speakers that stand wholly before `position`, the nearest last."""
        at = bisect_right(self.speakers, position, key=lambda one: one.span.start)
        return tuple(one for one in self.speakers[max(0, at - _NEAR_SPEAKERS) : at] if one.span.end <= position)

    def _bearers_of(self, name: str) -> tuple[Speaker, ...]:
        return self.bearers.get(_last_name(name), ())


def cast_of(
    sources: Sequence[Span], contents: Sequence[Span], text: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> Cast:
    """Everybody in `text` who may be meant by a pronoun: sources that name somebody, and mentions."""
    people = (mention.text.split() for mention in mentions if mention.type is MentionType.PERSON)
    known_names = frozenset(words[-1].lower() for words in people if words)
    named = [
        describe_speaker(span, text, mentions, lexicon, known_names)
        for span in (noun_phrase_in(source, text) for source in sources)
        if not is_reference(span.of(text), lexicon)
    ]
    taken = sorted(one.span for one in named)
    # "Hydra Power’s chief engineer" names the company too.
    taken_by_bodies = sorted(one.span for one in named if one.kind is not VoiceKind.NAMED)
    met = [
        _speaker_of_mention(mention, text, lexicon)
        for mention in mentions
        if mention.type in (MentionType.PERSON, MentionType.ORGANISATION)
        and mention.text[:1].isupper()
        and not is_pronoun(folded(mention.text).lower(), lexicon)
        and not _overlaps_any(mention.span, taken if mention.type is MentionType.PERSON else taken_by_bodies)
    ]
    speakers = tuple(sorted([*named, *met], key=lambda one: one.span))
    bearers: dict[str, list[Speaker]] = {}
    for one in speakers:
        bearers.setdefault(_last_name(one.name), []).append(one)
    return Cast(
        speakers=speakers,
        bearers=MappingProxyType({name: tuple(found) for name, found in bearers.items()}),
        contents=tuple(sorted(contents)),
    )


def _last_name(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name else ""


def _overlaps_any(span: Span, ordered: Sequence[Span]) -> bool:
    at = bisect_right(ordered, (span.start + 1,))
    return any(span.overlaps(other) for other in ordered[max(0, at - 2) : at + 1])


def is_reference(words: str, lexicon: Lexicon) -> bool:
    """Whether the words name nobody by themselves: a pronoun, "his spokesman", "the minister"."""
    printed = folded(words)
    lower = printed.lower()
    if is_pronoun(lower, lexicon) or _POSSESSED.match(lower):
        return True
    return _DEFINITE.match(printed) is not None and printed[4:5].islower()


def is_pronoun(lower: str, lexicon: Lexicon) -> bool:
    """Whether the words in lower case are nothing but a pronoun."""
    words = lexicon.speaker
    return (
        lower in words.pronouns_male
        or lower in words.pronouns_female
        or lower in words.pronouns_plural
        or lower in words.pronouns_neuter
        or lower in words.pronouns_relative
        or lower in words.pronouns_first
    )


def find_antecedent(span: Span, cast: Cast, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Speaker | None:
    """The speaker whom the reference at `span` means, with its own span put in; None where nobody fits."""
    printed = folded(span.of(text))
    lower = printed.lower()
    words = lexicon.speaker
    if lower in words.pronouns_relative:
        found = _before_relative(span, cast, text, mentions, lexicon)
    elif lower in words.pronouns_male:
        found = _nearest(span, cast, text, lambda one: _is_person(one, cast, Sex.MALE), Sex.MALE)
    elif lower in words.pronouns_female:
        found = _nearest(span, cast, text, lambda one: _is_person(one, cast, Sex.FEMALE), Sex.FEMALE)
    elif lower in words.pronouns_plural:
        found = _nearest(
            span, cast, text, lambda one: one.is_plural or one.kind in (VoiceKind.INSTITUTION, VoiceKind.OUTLET)
        )
    elif lower in words.pronouns_neuter:
        found = _nearest(
            span, cast, text, lambda one: one.kind in (VoiceKind.INSTITUTION, VoiceKind.OUTLET, VoiceKind.DOCUMENT)
        )
    elif _POSSESSED.match(printed):
        return _possessed(span, printed, cast, text, mentions, lexicon)
    else:
        found = _by_role(span, printed, cast, lexicon)
    if found is None:
        return None
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


def _speaks_for(one: Speaker) -> bool:
    return re.search(r"\bspokes(?:man|woman|person)\b", one.profile) is not None


def _nearest(
    span: Span, cast: Cast, text: str, fits: Callable[[Speaker], bool], sex: Sex = Sex.UNKNOWN
) -> Speaker | None:
    own = cast.content_at(span)
    candidates = [one for one in cast.before(span.start) if fits(one)]

    def cost(one: Speaker) -> int:
        content = cast.content_at(one.span)
        return (
            span.start
            - one.span.end
            + (_INSIDE_A_CONTENT if content is not None and content != own else 0)
            + (0 if one.is_source or _begins_a_line(one.span, text) else _NEVER_SPOKE)
            + (_KNOWN_SEX if sex is not Sex.UNKNOWN and cast.sex_of(one.name) is sex else 0)
            + (_WITHOUT_NAME if _IS_A.match(one.name) or not _last_name(one.name)[:1].isupper() else 0)
        )

    return min(candidates, key=cost, default=None)


def _begins_a_line(span: Span, text: str) -> bool:
    """Whether a paragraph begins with somebody, and so is about them."""
    return not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()


def _by_role(span: Span, printed: str, cast: Cast, lexicon: Lexicon) -> Speaker | None:
    """Whom "the minister", "the paper", "the ministry" takes up again: the last one so described."""
    words = lexicon.speaker
    definite = _DEFINITE.match(printed)
    head = definite.group(1).split()[-1].lower() if definite else ""
    earlier = cast.before(span.start)
    if head in words.person_roles:
        forms = {head, *lexicon.abbreviations.get(head, ())}
        people = [one for one in earlier if one.kind is VoiceKind.NAMED and not one.is_plural]
        described = [one for one in people if forms & _lower_words(cast.profile_of(one.name))]
        return described[-1] if described else None
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
            one for one in earlier
            if one.kind in (VoiceKind.INSTITUTION, VoiceKind.DOCUMENT)
            and head in _lower_words(one.name)
            and len(one.name) > len(printed)
        ]  # fmt: skip
        if not longer and head in (
            "group",
            "organisation",
            "organization",
            "company",
            "firm",
            "movement",
            "party",
            "charity",
        ):
            longer = [one for one in earlier if one.kind is VoiceKind.INSTITUTION and one.name[:1].isupper()]
        return longer[-1] if longer else None
    return None


def _possessed(
    span: Span, printed: str, cast: Cast, text: str, mentions: Sequence[Mention], lexicon: Lexicon
) -> Speaker | None:
    """ "His spokesman": the one whose spokesman it is, told in the name."""
    match = _POSSESSED.match(printed)
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


def _speaker_of_mention(mention: Mention, text: str, lexicon: Lexicon) -> Speaker:
    is_person = mention.type is MentionType.PERSON and not names_no_person(mention.text, lexicon)
    described = None if is_person else describe_speaker(mention.span, text, [mention], lexicon)
    titles = _titles_before(mention.span, text, lexicon)
    apposition = _APPOSITION.match(text, mention.span.end)
    profile = " ".join([titles, mention.text, apposition.group(1) if apposition else ""])
    return Speaker(
        span=mention.span,
        kind=described.kind if described else VoiceKind.NAMED,
        name=described.name if described else bare_name(mention.text, lexicon),
        sex=Sex.UNKNOWN if described else sex_of(f"{titles} {mention.text}", lexicon),
        is_plural=" and " in mention.text,
        profile=folded(profile),
        is_source=False,
    )


def _titles_before(span: Span, text: str, lexicon: Lexicon) -> str:
    """The titles, offices and nationalities right before a name."""
    kept: list[str] = []
    for word in reversed(text[max(0, span.start - 60) : span.start].split()[-_TITLE_WORDS_BEFORE:]):
        if not (word.lower().rstrip(".") in lexicon.speaker.person_titles or word[:1].isupper()) or word.endswith(
            (",", ";", "”")
        ):
            break
        kept.insert(0, word)
    return " ".join(kept)


def _lower_words(words: str) -> set[str]:
    return set(re.findall(r"[a-z][\w-]*", words.lower()))
