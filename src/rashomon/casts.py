"""Everybody in an article who may be meant by a pronoun or a description, and which words are such ones.

In go the sources that were marked, the mentions, and the tree; out comes a Cast: speakers and people in the order in
which they appear, with the contents spoken there. A name is of one kind in the whole article, whatever the model says
of it at one place. Read next: `antecedents.py`, which chooses among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from rashomon.lexicon import Lexicon
from rashomon.phrases import Tree, head_of, phrase_of
from rashomon.records import Mention, MentionType, Span, VoiceKind
from rashomon.speakers import (
    Sex,
    Speaker,
    bare_name,
    describe_speaker,
    folded,
    is_speaking_noun,
    names_no_person,
    noun_phrase_in,
    sex_of,
)

POSSESSED = re.compile(r"^(his|her|its|their)\s+(.+)$", re.IGNORECASE | re.DOTALL)
DEFINITE = re.compile(r"^(?:the|this|that)\s+((?:[a-z][\w’'-]*\s+){0,2}[a-z][\w-]*)$", re.IGNORECASE)
AGED = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat)\s(\d{1,3})[- ]year[- ]old\b[^A-Z]*$")
_APPOSITION = re.compile(r",\s*([^.;:“”\"]{3,100}?)(?:,|\.(?:\s|$)|\bsaid\b)")
_DATELINE = re.compile(r"\s*(?:\([^)\n]{2,20}\)\s*)?[–—-]")
_TITLE_WORDS_BEFORE = 6
_NEAR_SPEAKERS = 40
_NEAR_CONTENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The speakers and people of an article in the order in which they appear, and the contents spoken there.

    `bearers` holds them by last name.
    """

    speakers: tuple[Speaker, ...]
    bearers: Mapping[str, tuple[Speaker, ...]]
    contents: tuple[Span, ...]

    def profile_of(self, name: str) -> str:
        """All that the article prints of the bearer of `name`, by last name."""
        return " ".join(dict.fromkeys(one.profile for one in self._bearers_of(name)))

    def full_name_of(self, name: str) -> str:
        """The form of a person's name that is printed most of those that end in the same last name and have more."""
        forms = Counter(
            one.name
            for one in self._bearers_of(name)
            if one.kind is VoiceKind.NAMED and not one.is_plural and " " in one.name and "," not in one.name
        )
        return max(forms, key=lambda form: (forms[form], len(form)), default=name) if " " not in name else name

    def sex_of(self, name: str) -> Sex:
        """The sex that any printed form of the name shows; Ana Bel is not the Mr. Tom Bel of the same article."""
        bearers = self._bearers_of(name)
        if " " in name and len({one.name.split()[0] for one in bearers if " " in one.name}) > 1:
            bearers = tuple(one for one in bearers if one.name.split()[0] == name.split()[0])
        known = (one.sex for one in sorted(bearers, key=lambda one: " " not in one.name) if one.sex is not Sex.UNKNOWN)
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

    def within(self, spans: Sequence[Span]) -> Iterator[Speaker]:
        """The people and speakers that stand in the spans."""
        for span in spans:
            first = bisect_left(self.speakers, span.start, key=lambda one: one.span.start)
            last = bisect_left(self.speakers, span.end, key=lambda one: one.span.start)
            yield from self.speakers[first:last]

    def joined_by(self, speaker: Speaker) -> Cast:
        """The cast with somebody whom a "she" meant as one more place where they spoke, and a woman."""
        at = bisect_right(self.speakers, speaker.span, key=lambda known: known.span)
        if at and self.speakers[at - 1].span == speaker.span:
            return self
        spoke = replace(speaker, is_source=True)
        key = last_name(speaker.name)
        return replace(
            self,
            speakers=(*self.speakers[:at], spoke, *self.speakers[at:]),
            bearers=MappingProxyType({**self.bearers, key: (*self.bearers.get(key, ()), spoke)}),
        )

    def _bearers_of(self, name: str) -> tuple[Speaker, ...]:
        return self.bearers.get(last_name(name), ())


def cast_of(
    sources: Sequence[Span],
    contents: Sequence[Span],
    text: str,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    tree: Tree,
) -> Cast:
    """Everybody in `text` who may be meant by a pronoun: sources that name somebody, mentions, and subjects."""
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
        and _has_noun(mention.span, tree)
        and not _overlaps_any(mention.span, taken if mention.type is MentionType.PERSON else taken_by_bodies)
    ]
    taken = sorted(one.span for one in (*named, *met))
    acting = (span for span in _subjects_in(tree, text, mentions, lexicon) if not _overlaps_any(span, taken))
    doing = (replace(describe_speaker(span, text, mentions, lexicon), is_source=False) for span in acting)
    speakers = tuple(_in_number(one, tree) for one in sorted([*named, *met, *doing], key=lambda one: one.span))
    bearers: dict[str, list[Speaker]] = {}
    for one in speakers:
        bearers.setdefault(last_name(one.name), []).append(one)
    return Cast(
        speakers=speakers,
        bearers=MappingProxyType({name: tuple(found) for name, found in bearers.items()}),
        contents=tuple(sorted(contents)),
    )


def _subjects_in(tree: Tree, text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Span]:
    """The subjects that are several people or bodies without a name: "two shareholders", "small groups of bathers"."""
    people = sorted(one.span for one in mentions if one.type in (MentionType.PERSON, MentionType.ORGANISATION))
    for place, word in enumerate(tree.words):
        if word.tag == "NNS" and word.relation.startswith("nsubj"):
            phrase = phrase_of(tree, place)
            is_who = is_speaking_noun(word.span.of(text).lower(), lexicon) or _overlaps_any(word.span, people)
            if is_who and not is_reference(phrase.of(text), lexicon):
                yield phrase


def _has_noun(span: Span, tree: Tree) -> bool:
    """Whether the tree, if there is one, has a noun there: "Please sign up" names nobody."""
    tags = [tree.words[place].tag for place in tree.places_touched(span)]
    return not tags or any(tag.startswith("NN") for tag in tags)


def _in_number(one: Speaker, tree: Tree) -> Speaker:
    """The speaker, many if its head is a plural noun and no name by the tree: "Lenders", but not "United Airlines"."""
    head = head_of(tree, one.span)
    is_many = head is not None and tree.words[head].tag == "NNS" and one.kind is VoiceKind.INSTITUTION
    return replace(one, is_plural=True) if is_many else one


def last_name(name: str) -> str:
    """The last word of a name."""
    return name.rsplit(maxsplit=1)[-1] if name else ""


def _overlaps_any(span: Span, ordered: Sequence[Span]) -> bool:
    at = bisect_right(ordered, (span.start + 1,))
    return any(span.overlaps(other) for other in ordered[max(0, at - 2) : at + 1])


def begins_a_line(span: Span, text: str) -> bool:
    """Whether a paragraph begins with somebody, and so is about them."""
    return not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()


def is_reference(words: str, lexicon: Lexicon) -> bool:
    """Whether the words name nobody by themselves: a pronoun, "his spokesman", "the minister", "the Keth senator"."""
    printed = folded(words)
    lower = printed.lower()
    if is_pronoun(lower, lexicon) or POSSESSED.match(lower) or AGED.match(printed):
        return True
    definite = DEFINITE.match(printed)
    if definite is None:
        return False
    first, last = definite.group(1)[0], definite.group(1).split()[-1]
    return first.islower() or (last.islower() and last in lexicon.speaker.person_roles)


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


def settled(mentions: Sequence[Mention], text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions with every name of one word a person's or a body's throughout, as most of the article has it: by
    full names, titles, and what the model says. "KETH (AFP) —" before a report is where it was written."""
    names = [_name_in(mention, lexicon) for mention in mentions]
    votes: Counter[str] = Counter()
    full: set[str] = set()
    for mention, name in zip(mentions, names, strict=True):
        if name is None:
            continue
        key = last_name(name).lower()
        votes[key] += 1 if mention.type is MentionType.PERSON else -1
        first = mention.text.split()[0].lower().rstrip(".")
        is_titled = name != folded(mention.text) and first in lexicon.speaker.person_titles
        if mention.type is MentionType.PERSON if " " in name else is_titled:
            full.add(key)
    made: list[Mention] = []
    for mention, name in zip(mentions, names, strict=True):
        kind = mention.type
        if name is not None and " " not in name:
            vote = 1 if name.lower() in full else votes[name.lower()]
            kind = MentionType.PERSON if vote > 0 else MentionType.ORGANISATION if vote < 0 else kind
            if name.isupper() and _DATELINE.match(text, mention.span.end) and begins_a_line(mention.span, text):
                kind = MentionType.PLACE
        made.append(mention if kind is mention.type else replace(mention, type=kind))
    return tuple(made)


def _name_in(mention: Mention, lexicon: Lexicon) -> str | None:
    """The name of a person or body without its titles, if the mention is one in capitals."""
    if mention.type not in (MentionType.PERSON, MentionType.ORGANISATION):
        return None
    name = bare_name(mention.text, lexicon)
    return name if name[:1].isupper() and not is_reference(name, lexicon) else None


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
