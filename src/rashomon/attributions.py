"""The reader's spans made into Attributions: joined, nested, each with its voices and its stance.

In go a Reading (source, cue and content that belong together) and its Article; out come Attributions in
the order of the text, an outer one before those inside it. Quotes that go on are joined to the attribution
they continue; a hedge inside a content ("allegedly") is no attribution of its own but turns the stance of
the one around it. How voices and stance are decided: docs/voices.md.

Read next: `voices.py`, `stances.py`, then `claims.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rashomon.antecedents import Cast, cast_of
from rashomon.lexicon import Lexicon
from rashomon.records import Article, Attribution, AttributionSpans, MentionType, Reading, Reason, Span, VoiceKind
from rashomon.speakers import Speaker
from rashomon.stances import Utterance, stance_of
from rashomon.voices import Chain, Setting, chain_of, outlet_key

_OPENING = '“"‘„«'
_CLOSING = {"“": "”", '"': '"', "‘": "’", "„": "“", "«": "»"}
_QUOTED = re.compile(r"[“”\"„«»]")
_ASIDE = re.compile(r"^(?:citing|quoting|cited|quoted|cites|quotes)$", re.IGNORECASE)
_LONGEST_ASIDE = 100
_FEWEST_QUOTED_WORDS = 3
_NEIGHBOURS = 12  # pieces looked at on either side for the borders of a stretch


def attributions_of(reading: Reading, article: Article, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Every attribution of the article with parent, voices and stance, outer before inner, in text order."""
    text = article.text
    ordered = sorted(reading.attributions, key=lambda one: (_extent(one).start, -_extent(one).end))
    told = [one for one in ordered if not _is_absorbed(one, ordered, text, lexicon)]
    joined = _with_contents_joined(told, text)
    around = _parents_in(joined)
    joined = _with_continued_quotes(joined, around, reading.sentences, text)
    cast = cast_of(
        [span for one in joined for span in one.source[:1]],
        [span for one in joined for span in one.content],
        text,
        reading.mentions,
        lexicon,
    )
    setting = Setting(
        article_id=article.id,
        text=text,
        outlet_key=outlet_key(article.outlet) if article.outlet else None,
        mentions=reading.mentions,
        lexicon=lexicon,
        known_names=frozenset(
            mention.text.split()[-1].lower() for mention in reading.mentions if mention.type is MentionType.PERSON
        )
        | frozenset(
            one.name.split()[-1].lower() for one in cast.speakers if one.kind is VoiceKind.NAMED and " " in one.name
        ),
    )
    taken = sorted((span, place) for place, one in enumerate(joined) for span in _pieces(one))
    made: list[Attribution] = []
    chains: list[Chain] = []
    for place, one in enumerate(joined):
        parent = around[place]
        before = _place_of_implied(place, joined, around, reading.sentences)
        chain = chain_of(
            one,
            _own_stretches(place, joined, around, taken, reading.sentences, text),
            cast,
            setting,
            chains[parent] if parent is not None else None,
            chains[before] if before is not None else None,
        )
        cast = _with_reference(cast, one, chain)
        chains.append(chain)
        made.append(_attribution_of(one, chain, cast, setting, made[parent].id if parent is not None else None))
    return tuple(made)


def _attribution_of(
    spans: AttributionSpans, chain: Chain, cast: Cast, setting: Setting, parent: str | None
) -> Attribution:
    cue = " ".join(span.of(setting.text) for span in spans.cue)
    speaker = chain.speaker
    judgement = stance_of(
        Utterance(
            cue=cue,
            content=" ".join(span.of(setting.text) for span in spans.content),
            has_source=bool(spans.source) or speaker is not None,
            profile=f"{speaker.profile} {cast.profile_of(speaker.name)}" if speaker else "",
            is_institution=speaker is not None and speaker.kind is VoiceKind.INSTITUTION,
        ),
        setting.lexicon,
    )
    return Attribution(
        article_id=setting.article_id,
        source=spans.source,
        cue=spans.cue,
        content=spans.content,
        stance=judgement.stance,
        voices=chain.voices,
        parent=parent,
        reason=Reason(method=judgement.method, score=spans.score, detail=f"{judgement.detail}; {chain.detail}"),
    )


def _pieces(one: AttributionSpans) -> tuple[Span, ...]:
    return (*one.source, *one.cue, *one.content)


def _extent(one: AttributionSpans) -> Span:
    pieces = _pieces(one)
    return Span(min(span.start for span in pieces), max(span.end for span in pieces)) if pieces else Span(0, 0)


def _holds(outer: AttributionSpans, inner: AttributionSpans) -> bool:
    """Whether every piece of `inner` lies in a content piece of `outer`."""
    if outer is inner:
        return False
    return all(any(piece.contains(span) for piece in outer.content) for span in _pieces(inner))


def _size(one: AttributionSpans) -> int:
    return sum(span.end - span.start for span in one.content)


def _parents_in(joined: Sequence[AttributionSpans]) -> list[int | None]:
    """For each attribution the place of the one with the smallest content that holds it, if any does."""
    extents = [_extent(one) for one in joined]
    parents: list[int | None] = []
    for place, one in enumerate(joined):
        holding = [
            other for other in range(place) if extents[other].end >= extents[place].end and _holds(joined[other], one)
        ]
        parents.append(min(holding, key=lambda other: _size(joined[other]), default=None))
    return parents


def _is_around(other: int, place: int | None, around: Sequence[int | None]) -> bool:
    """Whether attribution `other` is one of those around `place`."""
    while place is not None:
        place = around[place]
        if place == other:
            return True
    return False


def _place_of_implied(
    place: int, joined: Sequence[AttributionSpans], around: Sequence[int | None], sentences: Sequence[Span]
) -> int | None:
    """The attribution before this one in its sentence, not around it, whose speaker a bare "adding" shares."""
    one = joined[place]
    if one.source or not one.cue:
        return None
    sentence = _sentence_at(one.cue[0].start, sentences)
    if sentence is None:
        return None
    siblings = [
        other
        for other in range(place)
        if joined[other].source
        and joined[other].source[0].end <= one.cue[0].start
        and sentence.contains(joined[other].source[0])
        and not _is_around(other, place, around)
    ]
    return siblings[-1] if siblings else None


def _sentence_at(position: int, sentences: Sequence[Span]) -> Span | None:
    place = bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1
    return sentences[place] if place >= 0 and sentences[place].end > position else None


def _is_absorbed(one: AttributionSpans, others: Sequence[AttributionSpans], text: str, lexicon: Lexicon) -> bool:
    """Whether the spans only colour another attribution: a hedge in its content, or "citing two officials"."""
    if not _pieces(one):
        return True
    cue = " ".join(span.of(text) for span in one.cue)
    if not one.source and lexicon.hedge.fullmatch(cue.strip()):
        return any(_holds(other, one) for other in others)
    if not _ASIDE.match(cue.strip()) or _size(one) > _LONGEST_ASIDE:
        return False
    # The citing clause stands right beside the cue or the source of the attribution it belongs to.
    return any(
        other is not one
        and other.content
        and any(
            0 <= one.cue[0].start - span.end <= 12 or 0 <= span.start - _extent(one).end <= 12
            for span in (*other.source, *other.cue)
        )
        for other in others
    )


def _own_stretches(
    place: int,
    joined: Sequence[AttributionSpans],
    around: Sequence[int | None],
    taken: Sequence[tuple[Span, int]],
    sentences: Sequence[Span],
    text: str,
) -> list[Span]:
    """The stretches of text around source and cue that no content and no other attribution takes.

    `taken` are the pieces of all attributions of the article, in order.
    """
    one = joined[place]
    own = {*one.source, *one.cue}
    stretches: list[Span] = []
    for piece in sorted(own):
        if any(stretch.contains(piece) for stretch in stretches):
            continue
        sentence = _sentence_at(piece.start, sentences) or Span(text.rfind("\n", 0, piece.start) + 1, len(text))
        start, end = sentence.start, max(sentence.end, piece.end)
        at = bisect_right(taken, (piece, len(joined)))
        for span, owner in taken[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
            # The content around this attribution is where it stands, no border.
            if span in own or (_is_around(owner, place, around) and span.contains(piece)):
                continue
            if start < span.end <= piece.start:
                start = span.end
            elif piece.end <= span.start < end:
                end = span.start
        stretches.append(Span(start, end))
    return stretches


def _with_reference(cast: Cast, one: AttributionSpans, chain: Chain) -> Cast:
    """The cast with a resolved "he" as one more place where that speaker spoke."""
    speaker = chain.speaker
    if speaker is None or not one.source or any(known.span == speaker.span for known in cast.speakers):
        return cast
    spoke: Speaker = replace(speaker, is_source=True)
    return replace(cast, speakers=tuple(sorted([*cast.speakers, spoke], key=lambda known: known.span)))


def _with_contents_joined(told: Sequence[AttributionSpans], text: str) -> list[AttributionSpans]:
    """A content without source and cue joined to the attribution before it, where its quote goes on."""
    joined: list[AttributionSpans] = []
    for one in told:
        if one.source or one.cue:
            joined.append(one)
            continue
        before = next((place for place in reversed(range(len(joined))) if not _holds(joined[place], one)), None)
        if before is not None and not text[_extent(joined[before]).end : one.content[0].start].strip().count("\n"):
            joined[before] = replace(joined[before], content=(*joined[before].content, *one.content))
    return joined


def _with_continued_quotes(
    joined: Sequence[AttributionSpans], around: Sequence[int | None], sentences: Sequence[Span], text: str
) -> list[AttributionSpans]:
    """Each attribution with the wholly quoted sentences and paragraphs after it that nobody else speaks."""
    starts = sorted(_extent(one).start for one in joined)
    continued: list[AttributionSpans] = []
    for one, parent in zip(joined, around, strict=True):
        is_speech = one.source and one.content and parent is None
        if not is_speech or not any(_is_quoted(span, text) for span in one.content):
            continued.append(one)
            continue
        extent = _extent(one)
        sentence = _sentence_at(extent.end - 1, sentences)
        end = max(extent.end, sentence.end if sentence else 0)
        later = bisect_right(starts, max(extent.start, extent.end - 1))
        limit = starts[later] if later < len(starts) else len(text)
        quotes: list[Span] = []
        while (quote := _whole_quote_at(end, limit, text)) is not None:
            quotes.append(quote)
            end = quote.end
        continued.append(replace(one, content=(*one.content, *quotes)))
    return continued


def _is_quoted(span: Span, text: str) -> bool:
    return _QUOTED.search(text, max(0, span.start - 1), min(len(text), span.end + 1)) is not None


def _whole_quote_at(start: int, limit: int, text: str) -> Span | None:
    """The quote that opens after `start`, if it fills its sentences up to the line's end; else None.

    A quote without a closing mark runs to the end of its paragraph, as papers print quotes that go on.
    """
    opening = re.compile(r"[\s”\"’»]*?(?=[“\"„«])").match(text, start)
    if opening is None or opening.end() >= limit:
        return None
    begin = opening.end()
    line_end = text.find("\n", begin)
    line_end = len(text) if line_end < 0 else line_end
    closing = text.find(_CLOSING[text[begin]], begin + 1, line_end)
    end = closing + 1 if closing >= 0 else line_end
    after = text[end:line_end].strip()
    is_whole = not after or after[0] in _OPENING or (after[0].isupper() and text[end - 2] in ".!?…")
    if not is_whole or end > limit or len(text[begin:end].split()) < _FEWEST_QUOTED_WORDS:
        return None
    return Span(begin, end)
