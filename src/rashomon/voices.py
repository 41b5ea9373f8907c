"""The chain that one attribution adds: papers that carry it outermost, then its source, then whom that cites.

In go the spans of one attribution and the stretch of the sentence that is its own (no content, no other
attribution); out come Voices, outermost first. The article's own outlet is never among them, and a source
that the words leave out ("reportedly") is one anonymous voice without a span: docs/voices.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.antecedents import find_antecedent
from rashomon.casts import Cast, is_reference
from rashomon.lexicon import Lexicon
from rashomon.phrases import Tree, head_of, phrase_of
from rashomon.records import AttributionSpans, Mention, MentionType, Span, Voice, VoiceKind
from rashomon.speakers import Speaker, describe_speaker, folded, noun_phrase_in

UNNAMED = "unnamed"
"""The name of a voice that the words leave out altogether."""

_STOP_AFTER_INNER = re.compile(
    r"\s+that\b|[,.;:“”\"](?:\s|$|(?<=[“”\"]))|\s+(?:as\s+(?:saying|having|telling|reporting)|said|says|saying|reported|reports|reporting|to\s+report)\b"
)
_STOP_AFTER_OUTER = re.compile(
    r"[,;:“”\"]|\.(?:\s|$)|\s+(?:as\s+saying|that|which|who|said|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|late|early|earlier|yesterday|in\s+which)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:^|[,;:“”\"]\s*|\b(?:and|but|while|as)\s+)([^,;:“”\"]+?)\s*,?\s*(?:which\s+|who\s+|had\s+|has\s+)?$"
)
_PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|be|as|is|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_BY_AFTER = re.compile(r"\s+(?:by|in)\b", re.IGNORECASE)
_BY = re.compile(r"\s+by\s+")
_STOP_BESIDE = re.compile(
    r"[;:“”\"]|\.(?:\s|$)|,?\s+(?:and|but|while|that|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
_CUES_BESIDE = frozenset(
    {"said", "says", "told", "added", "according to", "report", "reports", "reported", "confirmed", "claimed", "claim"}
    | {"confirm", "stated", "announced", "revealed"}
)
"""Cues before which somebody stands that the reader did not mark."""
_BEGINS_A_NAME = re.compile(r"(?:,\s*)?(?:the\s|an?\s|[A-Z])")
_LONGEST_NAME = 120
_NOTHING_BETWEEN = re.compile(r"[\s,—–-]*")
_MOST_STEPS = 4
"""Words up the tree from "who" to whom it hangs on."""
_NOT_OF_THE_KEY = re.compile(r"^the\b|\W")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The voices of one attribution with the speaker behind its own source and how that one was found."""

    voices: tuple[Voice, ...]
    speaker: Speaker | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stays the same for every attribution of one article."""

    article_id: str
    text: str
    outlet_key: str | None
    mentions: tuple[Mention, ...]
    lexicon: Lexicon
    known_names: frozenset[str]
    tree: Tree


def chain_of(
    spans: AttributionSpans,
    stretches: Sequence[Span],
    cast: Cast,
    setting: Setting,
    parent: Chain | None,
    implied: Chain | None,
) -> Chain:
    """The voices that this attribution adds, outermost first.

    `stretches` are the parts of the sentence that belong to its source and cue; `parent` is the chain of
    the attribution around it, `implied` that of the one before it in its sentence ("adding that").
    """
    if not spans.source:
        return _without_source(spans, stretches, setting, parent, implied)
    speaker, detail = _speaker_of(spans, cast, setting, parent)
    own = [] if speaker is None or _is_own_word(speaker, parent, setting) else [_voice_of(speaker)]
    outer: list[Voice] = []
    inner: list[Voice] = []
    for stretch in stretches:
        found_outer, found_inner = _framed(stretch, spans, setting)
        outer += found_outer
        inner += found_inner
    inner += _cited_in_content(spans, setting)
    voices = _distinct([*outer, *own, *inner], setting)
    if inner:
        detail += f"; cites {inner[0].name}"
    if outer:
        detail += f"; carried by {outer[0].name}"
    return Chain(voices=voices, speaker=speaker, detail=detail)


def is_own_outlet(words: str, setting: Setting) -> bool:
    """Whether the words are the article's own outlet, by name or as "this newspaper"."""
    lower = folded(words).lower()
    return lower in setting.lexicon.speaker.outlet_self or outlet_key(lower) == setting.outlet_key


def outlet_key(name: str) -> str:
    """What of an outlet's name tells it from others: no article, blanks or signs."""
    return _NOT_OF_THE_KEY.sub("", folded(name).lower())


def _without_source(
    spans: AttributionSpans, stretches: Sequence[Span], setting: Setting, parent: Chain | None, implied: Chain | None
) -> Chain:
    cue = " ".join(span.of(setting.text) for span in spans.cue)
    match = setting.lexicon.find_cue(cue)
    if match is not None and match.cue.is_impersonal:
        return Chain(voices=(), speaker=None, detail="impersonal cue: the outlet's own word")
    speaker = _unmarked_speaker(spans, stretches, cue, setting)
    if speaker is not None:
        voices = () if _is_own_word(speaker, parent, setting) else (_voice_of(speaker),)
        return Chain(voices=voices, speaker=speaker, detail="speaker unmarked, right beside the cue")
    if implied is not None and implied.speaker is not None:
        return Chain(voices=implied.voices, speaker=implied.speaker, detail="the speaker of the same sentence goes on")
    if parent is not None:
        return Chain(voices=(), speaker=parent.speaker, detail="no source: the voice around it")
    return Chain(
        voices=(Voice(kind=VoiceKind.ANONYMOUS, name=UNNAMED, span=None),),
        speaker=None,
        detail="no source: one anonymous voice",
    )


def _unmarked_speaker(spans: AttributionSpans, stretches: Sequence[Span], cue: str, setting: Setting) -> Speaker | None:
    """Who stands right beside a cue left without a source: "…, Ana Bel, the mayor, said", "was denied by the navy"."""
    text = setting.text
    for stretch in stretches:
        first, last = spans.cue[0], spans.cue[-1]
        beside = [Span(last.end, stretch.end)]
        by = _BY.match(text, last.end, stretch.end)
        if by:
            beside = [Span(by.end(), stretch.end)]
        elif cue.lower().strip() in _CUES_BESIDE:
            beside.insert(0, Span(stretch.start, first.start))
        else:
            continue
        for part in beside:
            named = _phrase_after(part.start, part.end, _STOP_BESIDE, text)
            if named is None or not _BEGINS_A_NAME.match(named.of(text)):
                continue
            speaker = _described(named, setting)
            if _is_sure(speaker, setting) and not is_reference(speaker.profile, setting.lexicon):
                return speaker
    return None


def _speaker_of(
    spans: AttributionSpans, cast: Cast, setting: Setting, parent: Chain | None
) -> tuple[Speaker | None, str]:
    span = noun_phrase_in(spans.source[0], setting.text)
    words = folded(span.of(setting.text))
    if not is_reference(words, setting.lexicon):
        met = cast.speaker_at(span)
        # A surname alone may be a person only by what the whole article shows.
        is_sure = met is not None and (met.kind is VoiceKind.NAMED or " " in met.name)
        return (met if is_sure else _described(span, setting)), "source as printed"
    if words.lower() in setting.lexicon.speaker.pronouns_first:
        return (parent.speaker if parent else None), "first person"
    found = (
        _before_relative(span, cast, setting) if words.lower() in setting.lexicon.speaker.pronouns_relative else None
    )
    found = found or find_antecedent(span, cast, setting.text, setting.mentions, setting.lexicon, spans.content)
    if found is None:
        return _described(span, setting), f'nobody earlier fits "{words}"'
    return found, f'"{words}" taken for {found.name}, the nearest that fits'


def _before_relative(span: Span, cast: Cast, setting: Setting) -> Speaker | None:
    """Whom "who" hangs on by the tree, where nothing stands between; of an apposition, whom that one is about. A name
    right before it ("the rise of Ilse Dorn, who") is left to `find_antecedent`."""
    if any(
        one.kind is VoiceKind.NAMED and _NOTHING_BETWEEN.fullmatch(setting.text, one.span.end, span.start)
        for one in cast.before(span.start)[-1:]
    ):
        return None
    words = setting.tree.words
    place = head_of(setting.tree, span)
    for _ in range(_MOST_STEPS):
        if place is None or words[place].relation == "acl:relcl":
            break
        place = words[place].head
    if place is None or words[place].relation != "acl:relcl":
        return None
    noun = words[place].head
    phrase = phrase_of(setting.tree, noun)
    if phrase.end > span.start or not _NOTHING_BETWEEN.fullmatch(setting.text, phrase.end, span.start):
        return None
    if words[noun].relation == "appos":
        phrase = phrase_of(setting.tree, words[noun].head)
    by = _BY.search(setting.text, phrase.start, phrase.end)
    if by:
        phrase = Span(by.end(), phrase.end)  # "a request by the police, who had heard …"
    around = (one.span for one in setting.mentions if one.type is MentionType.PERSON and one.span.contains(phrase))
    speaker = _described(next(around, phrase), setting)  # "Mr. Reth, now the leader of the house, who …"
    is_known = not is_reference(speaker.profile, setting.lexicon)
    return replace(speaker, span=span) if is_known else None


def _is_own_word(speaker: Speaker, parent: Chain | None, setting: Setting) -> bool:
    """Whether the source adds no link: the outlet itself, or the voice that speaks around it."""
    if is_own_outlet(speaker.name, setting) or is_own_outlet(speaker.profile, setting):
        return speaker.kind is not VoiceKind.ANONYMOUS or speaker.profile.lower() in setting.lexicon.speaker.outlet_self
    around = parent.speaker if parent else None
    return around is not None and around.name.split()[-1:] == speaker.name.split()[-1:] and around.kind is speaker.kind


def _framed(stretch: Span, spans: AttributionSpans, setting: Setting) -> tuple[list[Voice], list[Voice]]:
    """Voices outside and inside the source that the words around cue and source name."""
    text, lexicon = setting.text, setting.lexicon
    outer: list[Voice] = []
    inner: list[Voice] = []
    for match in lexicon.outer_frame.finditer(text, stretch.start, stretch.end):
        after = _phrase_after(match.end(), stretch.end, _STOP_AFTER_OUTER, text)
        if after and not _is_source(after, spans):
            is_loose = match.group().lower() == "according to"
            kinds = (VoiceKind.OUTLET, VoiceKind.INSTITUTION, VoiceKind.DOCUMENT) if is_loose else (VoiceKind.OUTLET,)
            outer += _voices_at(after, kinds, setting)
    for match in lexicon.told_frame.finditer(text, stretch.start, stretch.end):
        before = _phrase_before(stretch.start, match.start(), text)
        after = _phrase_after(match.end(), stretch.end, _STOP_AFTER_INNER, text)
        if after and _is_source(after, spans) and before:
            outer += _voices_at(before, (VoiceKind.OUTLET,), setting)
        elif after:
            inner += _voices_at(after, tuple(VoiceKind), setting)
    for match in lexicon.inner_frame.finditer(text, stretch.start, stretch.end):
        is_passive = _PASSIVE_BEFORE.search(text, stretch.start, match.start()) or _BY_AFTER.match(text, match.end())
        after = _phrase_after(match.end(), stretch.end, _STOP_AFTER_INNER, text)
        if is_passive or not after:
            continue
        before = _phrase_before(stretch.start, match.start(), text)
        if not _is_source(after, spans) or _is_source(Span(match.start(), match.end()), spans):
            inner += _voices_at(after, tuple(VoiceKind), setting)
        elif before:
            outer += _voices_at(before, (VoiceKind.OUTLET, VoiceKind.DOCUMENT), setting)
    return outer, inner


def _cited_in_content(spans: AttributionSpans, setting: Setting) -> list[Voice]:
    """Whom a content names that begins with its own source: "citing two officials, that …"."""
    if not spans.content:
        return []
    first = spans.content[0]
    match = setting.lexicon.inner_frame.match(setting.text, first.start, first.end)
    after = _phrase_after(match.end(), first.end, _STOP_AFTER_INNER, setting.text) if match else None
    return _voices_at(after, tuple(VoiceKind), setting) if after else []


def _phrase_after(start: int, end: int, stop: re.Pattern[str], text: str) -> Span | None:
    found = stop.search(text, start, min(end, start + _LONGEST_NAME))
    return _stripped(Span(start, found.start() if found else min(end, start + _LONGEST_NAME)), text)


def _phrase_before(start: int, end: int, text: str) -> Span | None:
    found = _BEFORE.search(text, start, end)
    return _stripped(Span(found.start(1), found.end(1)), text) if found else None


def _stripped(span: Span, text: str) -> Span | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" ,;\n\u00a0"))
    end = span.start + len(words.rstrip(" ,.;:\n\u00a0"))
    return Span(start, end) if start < end else None


def _is_source(span: Span, spans: AttributionSpans) -> bool:
    return any(span.overlaps(source) for source in spans.source)


def _voices_at(span: Span, kinds: tuple[VoiceKind, ...], setting: Setting) -> list[Voice]:
    """The voice that the words at `span` are, if they are one and of these kinds."""
    speaker = _described(span, setting)
    if speaker.kind not in kinds or is_reference(speaker.profile, setting.lexicon):
        return []
    return [_voice_of(speaker)] if _is_sure(speaker, setting) else []


def _is_sure(speaker: Speaker, setting: Setting) -> bool:
    """Whether an anonymous speaker is known for one by a word of the tables ("rough weather" is not)."""
    if speaker.kind is not VoiceKind.ANONYMOUS:
        return True
    words, spoken = setting.lexicon.speaker, speaker.profile.lower()
    if spoken in words.document_authorless or setting.lexicon.anonymity.search(spoken):
        return True
    return any(word in words.anonymous_sources or word in words.anonymous_people for word in spoken.split())


def _described(span: Span, setting: Setting) -> Speaker:
    return describe_speaker(span, setting.text, setting.mentions, setting.lexicon, setting.known_names)


def _voice_of(speaker: Speaker) -> Voice:
    return Voice(kind=speaker.kind, name=speaker.name, span=speaker.span)


def _distinct(voices: Sequence[Voice], setting: Setting) -> tuple[Voice, ...]:
    """The voices without repetitions and without the article's own outlet."""
    kept: dict[str, Voice] = {}
    for voice in voices:
        if not (voice.kind is not VoiceKind.ANONYMOUS and is_own_outlet(voice.name, setting)):
            kept.setdefault(voice.name.lower(), voice)
    return tuple(kept.values())
