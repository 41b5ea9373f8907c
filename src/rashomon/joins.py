"""The reader's spans put together before they are read: crossed links, asides, and quotes that go on.

In go the attributions of a Reading, out come those that stand for one act of speech each, in the order of the
text. In news prose source, cue and at least a part of the content share a sentence (over 99 of 100 in the PolNeAR
development articles), so a link across sentences gives way to one inside. A hedge in a content ("allegedly") and
a citing clause ("citing two officials") are no attributions of their own; a quote that goes on is no new one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rashomon.lexicon import Lexicon, words_of
from rashomon.records import AttributionSpans, Mention, MentionType, Reading, Span
from rashomon.speakers import is_speaking_noun
from rashomon.words import normalised

_OPENING = "“‘"
_CLOSES = ("”", "'")
_QUOTED = re.compile(r"[“”]")
_ASIDE = re.compile(r"^(?:citing|quoting|cited|quoted|cites|quotes)$", re.IGNORECASE)
_ENDS_CITING = re.compile(r"\b(?:citing|quoting)$", re.IGNORECASE)
_THAT = re.compile(r",?\s+(?=that\b)")
_WHEN_THAT = re.compile(
    r"(?:(?:on|in|at|late|early|earlier|last|this|next|yesterday|today|again)\b[^,.;:“”\n]{0,40}?\s)(?=that\b)",
    re.IGNORECASE,
)
"""When and where something was said, which a content begins with: "announced | this spring that …"."""
_COMMA = re.compile(r",\s+(?=\w)")
_LONGEST_ASIDE = 100
_ASIDE_GAP = 12
_FEWEST_QUOTED_WORDS = 3
_FEWEST_TOLD_WORDS = 4
_MOST_CITED_WORDS = 8
_BESIDE = 3
_SAID = frozenset({"said", "says", "told", "added", "reported", "reports", "wrote", "writes"})
_SPOKE = frozenset(
    {
        "asked",
        "demanded",
        "recalled",
        "explained",
        "insisted",
        "argued",
        "noted",
        "warned",
        "tweeted",
        "shouted",
        "yelled",
    }
    | {"replied", "continued", "concluded", "joked", "admitted", "declared", "announced", "stated", "claimed", "posted"}
)
"""What somebody does who is quoted right before it."""
_ANSWERED = frozenset({"confirmed", "acknowledged", "denied", "rejected", "dismissed", "disputed", "refuted"})
_NEAR = 6  # attributions before one that may be around it


def join_spans(reading: Reading, text: str, lexicon: Lexicon) -> list[AttributionSpans]:
    """One AttributionSpans for each act of speech, an outer one before those inside it."""
    text = normalised(text)
    ordered = _in_order(reading.attributions)
    linked = _with_strays_returned(ordered, reading.sentences)
    linked = [_without_far_pieces(one, text, reading.sentences) for one in linked]
    linked = [_within_the_sentence(one, text, reading.sentences) for one in linked]
    linked = [_with_cited_freed(_with_speaker_freed(one, reading.mentions, text), text) for one in linked]
    linked = [part for one in linked for part in _with_teller_freed(_from_that_on(one, text), reading.mentions, text)]
    parted = _in_order(_with_asides_parted(_in_order(linked), text))
    parted = _in_order(_with_citers_returned(parted, text, reading.sentences, lexicon))
    parted = _in_order(_with_contents_left_out(parted, text, reading.sentences))
    parted = _in_order(_with_contents_beside(parted, text, reading.sentences))
    told = [one for one in parted if not _is_absorbed(one, parted, text, lexicon)]
    return _with_continued_quotes(_with_contents_joined(told, reading.sentences, text), reading.sentences, text)


def pieces_of(one: AttributionSpans) -> tuple[Span, ...]:
    """All spans of the attribution."""
    return (*one.source, *one.cue, *one.content)


def extent_of(one: AttributionSpans) -> Span:
    """From the first character of the attribution to its last."""
    pieces = pieces_of(one)
    return Span(min(pieces).start, max(end for _, end in pieces)) if pieces else Span(0, 0)


def size_of(one: AttributionSpans) -> int:
    """Characters of content."""
    return sum(span.end - span.start for span in one.content)


def _in_order(attributions: Sequence[AttributionSpans]) -> list[AttributionSpans]:
    extents = [(extent_of(one), one) for one in attributions]
    return [one for _, one in sorted(extents, key=lambda pair: (pair[0].start, -pair[0].end, pieces_of(pair[1])))]


def _with_strays_returned(linked: Sequence[AttributionSpans], sentences: Sequence[Span]) -> list[AttributionSpans]:
    """A piece of content given back to the cue in its sentence, where that cue has none there."""
    returned = list(linked)
    givers: dict[Span | None, list[int]] = {}
    for place, one in enumerate(linked):
        for span in one.content if one.cue else ():
            if not _reaches(span, one.cue[0], sentences):
                givers.setdefault(sentence_at(span.end - 1, sentences), []).append(place)
    if not givers:
        return returned
    for place, one in enumerate(linked):
        if not one.cue or any(_reaches(span, one.cue[0], sentences) for span in one.content):
            continue
        sentence = sentence_at(one.cue[0].start, sentences)
        for other in givers.get(sentence, ()):
            giver = returned[other]
            stray = tuple(
                span
                for span in giver.content
                if sentence_at(span.end - 1, sentences) == sentence
                and not any(span.contains(piece) for piece in (*one.cue, *one.source))
            )
            if other != place and stray:
                returned[other] = replace(giver, content=tuple(span for span in giver.content if span not in stray))
                returned[place] = replace(returned[place], content=tuple(sorted((*returned[place].content, *stray))))
                break
    return returned


def _without_far_pieces(one: AttributionSpans, text: str, sentences: Sequence[Span]) -> AttributionSpans:
    """The attribution without a source lines away from its cue, and without unquoted content in other sentences.

    Content is kept where nothing of it stands in the cue's sentence: then the link is all there is. A quote lines away
    that goes on as "…,” wrote the mayor" is its speaker's, and not that of a cue before it without a quote.
    """
    if not one.cue:
        return one
    near = [span for span in one.content if _reaches(span, one.cue[0], sentences)]
    content, source = one.content, one.source
    if near and len(near) < len(content):
        quotes = any(_is_quoted(span, text) for span in near)
        content = tuple(
            span
            for span in content
            if span in near
            or (_opens_quoted(span, text) and (quotes or not _is_spoken_by_another(span, one.cue[0], text)))
        )
    if source and not _is_same_sentence(source[0], one.cue[0], sentences):
        first, second = sorted((source[0], one.cue[0]))
        source = source if "\n" not in text[first.end : second.start] else ()
    return one if (content, source) == (one.content, one.source) else replace(one, source=source, content=content)


def _within_the_sentence(one: AttributionSpans, text: str, sentences: Sequence[Span]) -> AttributionSpans:
    """The attribution with what it tells in nobody's quote cut at the end of the cue's sentence: "said | they had left.
    The town is quiet" goes on in the outlet's own words."""
    sentence = sentence_at(one.cue[0].start, sentences) if one.cue else None
    if sentence is None or not any(span.start < sentence.end < span.end for span in one.content):
        return one
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    if line.count("“") > line.count("”") or _QUOTED.search(text, sentence.start, extent_of(one).end):
        return one
    end = sentence.start + len(sentence.of(text).rstrip(" .\n"))
    cut = (Span(start, end if start < sentence.end < last else last) for start, last in one.content)
    return replace(one, content=tuple(span for span in cut if span.start < span.end))


def _from_that_on(one: AttributionSpans, text: str) -> AttributionSpans:
    """The attribution without what says when or where it was told: "announced | this spring | that …"."""
    opening = _WHEN_THAT.match(text, one.content[0].start, one.content[0].end) if one.content and one.cue else None
    if opening is None or not 0 <= one.content[0].start - one.cue[-1].end <= _BESIDE:
        return one
    return replace(one, content=(Span(opening.end(), one.content[0].end), *one.content[1:]))


def _with_speaker_freed(one: AttributionSpans, mentions: Sequence[Mention], text: str) -> AttributionSpans:
    """ "…, Ana Bel, the mayor, said": the speaker taken out of a content that swallowed her, right before the cue."""
    if one.source or not one.cue or not one.content or one.cue[0].of(text) not in _SAID:
        return one
    last = one.content[-1]
    if not 0 <= one.cue[0].start - last.end <= _BESIDE:
        return one
    for mention in reversed(mentions):
        before = text[max(last.start, mention.span.start - _BESIDE) : mention.span.start]
        is_inside = last.contains(mention.span) and last.end - mention.span.start <= _LONGEST_ASIDE
        if is_inside and mention.type is MentionType.PERSON and before.rstrip().endswith((",", "”", '"')):
            kept = Span(last.start, mention.span.start - len(before) + len(before.rstrip(" ,\u00a0")))
            return replace(one, source=(Span(mention.span.start, last.end),), content=(*one.content[:-1], kept))
    return one


def _with_teller_freed(one: AttributionSpans, mentions: Sequence[Mention], text: str) -> tuple[AttributionSpans, ...]:
    """The name taken out of a cue that swallowed it ("Reth said | …"); a content that swallowed such a cue and its
    quote ("“…,” Reth said, according to the Post") with that attribution inside it."""
    if one.cue and not one.source:
        name = _teller_in(one.cue[0], mentions, text)
        if name is not None:
            one = replace(one, source=(name,), cue=(Span(name.end + 1, one.cue[0].end), *one.cue[1:]))
    for piece in one.content if len(one.content) > 1 else ():
        name = _teller_in(piece, mentions, text)
        if name is not None and piece.of(text)[name.end - piece.start :].strip() in _SAID:
            rest = tuple(other for other in one.content if other != piece)
            return one, replace(one, source=(name,), cue=(Span(name.end + 1, piece.end),), content=rest)
    return (one,)


def _teller_in(piece: Span, mentions: Sequence[Mention], text: str) -> Span | None:
    """The person or body that the piece begins with, if more words follow."""
    at = bisect_right(mentions, piece.start, key=lambda mention: mention.span.start)
    for mention in mentions[max(0, at - 1) : at]:
        is_first = mention.span.start == piece.start and mention.type in (MentionType.PERSON, MentionType.ORGANISATION)
        if is_first and mention.span.end < piece.end and text[mention.span.end] == " ":
            return mention.span
    return None


def _with_cited_freed(one: AttributionSpans, text: str) -> AttributionSpans:
    """ "Reported citing | two officials that …", "According to | tax data, …": what is told begins behind them."""
    cue = " ".join(span.of(text) for span in one.cue)
    is_by = not one.source and cue.lower() == "according to"
    if not one.content or not (is_by or (_ENDS_CITING.search(cue) and (one.source or " " in cue))):
        return one
    first = one.content[0]
    told = _start_of_told(first, text)
    if told is None or not 0 <= first.start - one.cue[-1].end <= _BESIDE:
        return one
    cited = (
        (Span(first.start, first.start + len(text[first.start : told].rstrip(" ,\u00a0"))),) if is_by else one.source
    )
    return replace(one, source=cited, content=(Span(told, first.end), *one.content[1:]))


def _start_of_told(content: Span, text: str) -> int | None:
    """Where a content that opens with whom it cites goes on to what they say: at "that", else behind a comma."""
    limit = min(content.end, content.start + _LONGEST_ASIDE)
    that = _THAT.search(text, content.start, limit)
    if that is not None:
        return that.end()
    comma = _COMMA.search(text, content.start, limit)
    is_told = comma is not None and len(text[comma.end() : content.end].split()) >= _FEWEST_TOLD_WORDS
    return comma.end() if comma is not None and is_told else None


def _reaches(span: Span, cue: Span, sentences: Sequence[Span]) -> bool:
    """Whether the span has a part in the cue's sentence."""
    sentence = sentence_at(cue.start, sentences)
    return sentence is None or span.overlaps(sentence)


def _is_same_sentence(one: Span, other: Span, sentences: Sequence[Span]) -> bool:
    return sentence_at(one.start, sentences) == sentence_at(other.start, sentences)


def _with_asides_parted(linked: Sequence[AttributionSpans], text: str) -> list[AttributionSpans]:
    """What is told after "citing two officials, that …" given to the cue before it, where that has no content."""
    parted = list(linked)
    for place, one in enumerate(linked):
        cue = " ".join(span.of(text) for span in one.cue)
        if one.source or not one.content or not _ASIDE.match(cue.strip()):
            continue
        first = one.content[0]
        told = _start_of_told(first, text)
        teller = next(
            (
                other
                for other, two in enumerate(linked)
                if two.source
                and two.cue
                and not two.content
                and 0 <= one.cue[0].start - extent_of(two).end <= _ASIDE_GAP
            ),
            None,
        )
        if told is None or teller is None:
            continue
        rest = (Span(told, first.end), *one.content[1:])
        cited = text[first.start : told].rstrip(" ,\u00a0")
        parted[place] = replace(one, content=(Span(first.start, first.start + len(cited)),))
        parted[teller] = replace(linked[teller], content=rest)
    return parted


def _with_citers_returned(
    ordered: Sequence[AttributionSpans], text: str, sentences: Sequence[Span], lexicon: Lexicon
) -> list[AttributionSpans]:
    """ "The Courier reported that …, citing two officials": the Courier given to "reported", where the reader gave it
    to "citing" and left "reported" to the officials or to nobody."""
    kept = list(ordered)
    for place, one in enumerate(ordered):
        if not one.source or not _is_citing_clause(one, text, lexicon):
            continue
        for other, two in enumerate(ordered):
            is_told = two.cue and two.content and one.source[0].end <= two.cue[0].start < one.cue[0].start
            is_cited = bool(two.source) and 0 <= two.source[0].start - one.cue[-1].end <= _BESIDE
            if is_told and (is_cited or not two.source) and _is_same_sentence(two.cue[0], one.cue[0], sentences):
                kept[other] = replace(two, source=one.source)
                kept[place] = replace(one, source=(), content=two.source if is_cited else one.content)
                break
    return kept


def _is_citing_clause(one: AttributionSpans, text: str, lexicon: Lexicon) -> bool:
    """Whether an attribution is no more than "citing two officials": "citing the cost" gives a reason."""
    cue = " ".join(span.of(text) for span in one.cue)
    cited = [words_of(piece.of(text)) for piece in one.content]
    return bool(_ASIDE.match(cue.strip())) and all(
        len(words) <= _MOST_CITED_WORDS and any(is_speaking_noun(word, lexicon) for word in words) for words in cited
    )


def _with_contents_left_out(
    ordered: Sequence[AttributionSpans], text: str, sentences: Sequence[Span]
) -> list[AttributionSpans]:
    """The clause that "according to X," opens given to X, where it was marked as a sourceless attribution.

    "According to the officials, the men appear to be leaving": all that follows the comma is what they say, and
    "appear" stays inside it.
    """
    kept = list(ordered)
    for place, teller in enumerate(ordered):
        if not teller.source or not teller.cue or teller.content:
            continue
        told = next((one for one in ordered[place + 1 :] if one.content and not one.source), None)
        if told is None or not _is_same_sentence(teller.cue[0], extent_of(told), sentences):
            continue
        extent = extent_of(told)
        if text[extent_of(teller).end : extent.start].strip() == ",":
            kept[place] = replace(teller, content=(extent,))
    return kept


def _with_contents_beside(
    ordered: Sequence[AttributionSpans], text: str, sentences: Sequence[Span]
) -> list[AttributionSpans]:
    """What stands beside "X said" given to X, where the reader marked nothing, or left it without a speaker: the quote
    or the sentence before it, or the rest of the sentence behind it."""
    kept = list(ordered)
    given: set[int] = set()
    for place, one in enumerate(ordered):
        if one.content or not one.source or not one.cue:
            continue
        verb = one.cue[-1].of(text).split()[-1].lower()
        is_by = " ".join(span.of(text) for span in one.cue).lower() == "according to"
        if not is_by and verb not in _SAID | _ANSWERED | _SPOKE:
            continue
        told = None
        if not is_by and verb not in _SPOKE:
            told = _told_behind(one, text, sentences, 1 if verb in _ANSWERED else _FEWEST_TOLD_WORDS)
        if told is None and verb not in _ANSWERED:
            told = _told_before(one, text, sentences, verb in _SPOKE)
        if told is None:
            continue
        others = {other: two for other, two in enumerate(ordered) if other != place and two.content}
        spare = {
            other for other, two in others.items() if not (two.source or two.cue) and told.overlaps(two.content[0])
        }
        is_taken = any(
            piece.overlaps(told) and not told.contains(extent_of(two))
            for other, two in others.items()
            if other not in spare
            for piece in pieces_of(two)
        )
        if not is_taken:
            kept[place] = replace(one, content=(told,))
            given |= spare
    return [one for place, one in enumerate(kept) if place not in given]


def _told_before(one: AttributionSpans, text: str, sentences: Sequence[Span], is_quoted: bool) -> Span | None:
    """The quote that closes before an attribution, or the part of its sentence up to a comma before it."""
    start = extent_of(one).start
    before = text[:start].rstrip()
    sentence = sentence_at(start, sentences)
    begin = sentence.start if sentence else text.rfind("\n", 0, start) + 1
    if before[-1:] in _CLOSES:
        line = text.rfind("\n", 0, start) + 1
        opened = max(text.rfind(mark, line, len(before) - 1) for mark in _OPENING)
        return Span(opened, len(before)) if opened >= 0 else None
    if is_quoted or not before.endswith(","):
        return None
    told = Span(begin, len(before) - 1)
    return told if len(told.of(text).split()) >= _FEWEST_TOLD_WORDS else None


def _told_behind(one: AttributionSpans, text: str, sentences: Sequence[Span], fewest: int) -> Span | None:
    """The rest of the sentence behind "X said", if X begins it and nothing parts them; of "after what X said was a
    riot" the rest of the clause."""
    extent = extent_of(one)
    sentence = sentence_at(extent.start, sentences)
    if sentence is None or one.cue[-1].end != extent.end:
        return None
    end = sentence.start + len(sentence.of(text).rstrip(" .\n"))
    if text[sentence.start : extent.start].rstrip().lower().endswith(" what"):
        end = min((at for mark in ",;" if (at := text.find(mark, extent.end, end)) >= 0), default=end)
    elif text[sentence.start : extent.start].strip():
        return None
    begin = extent.end + 1
    is_next = text[extent.end : begin] == " " and text[begin : begin + 1].isalpha()
    told = Span(begin, max(begin, end))
    return told if is_next and len(told.of(text).split()) >= fewest else None


def holds(outer: AttributionSpans, inner: AttributionSpans) -> bool:
    """Whether every piece of `inner` lies in a content piece of `outer`."""
    if outer is inner:
        return False
    return all(any(piece.contains(span) for piece in outer.content) for span in pieces_of(inner))


def sentence_at(position: int, sentences: Sequence[Span]) -> Span | None:
    """The sentence in which the character at `position` stands."""
    place = bisect_right(sentences, (position + 1,)) - 1  # tuples are compared faster than a key is asked
    return sentences[place] if place >= 0 and sentences[place].end > position else None


def _is_absorbed(one: AttributionSpans, others: Sequence[AttributionSpans], text: str, lexicon: Lexicon) -> bool:
    """Whether the spans only colour another attribution: a hedge in its content, or "citing two officials"."""
    if not pieces_of(one):
        return True
    cue = " ".join(span.of(text) for span in one.cue)
    if not one.source and lexicon.hedge.fullmatch(cue.strip()):
        return any(holds(other, one) for other in others)
    if not _ASIDE.match(cue.strip()) or size_of(one) > _LONGEST_ASIDE:
        return False
    # The citing clause stands right beside the attribution it belongs to, or behind what that tells.
    is_short = _is_citing_clause(one, text, lexicon)
    return any(
        other is not one
        and other.content
        and any(
            0 <= one.cue[0].start - span.end <= _ASIDE_GAP or 0 <= span.start - extent_of(one).end <= _ASIDE_GAP
            for span in (*other.source, *other.cue, *(other.content[-1:] if is_short and other.source else ()))
        )
        for other in others
    )


def _with_contents_joined(
    told: Sequence[AttributionSpans], sentences: Sequence[Span], text: str
) -> list[AttributionSpans]:
    """A content without source and cue joined to the attribution before it, where its sentence or quote goes on."""
    joined: list[AttributionSpans] = []
    for one in told:
        if one.source or one.cue:
            joined.append(one)
            continue
        before = next((place for place in reversed(range(len(joined))) if not holds(joined[place], one)), None)
        if before is None:
            continue
        end, first = extent_of(joined[before]).end, one.content[0]
        is_within = end > 0 and _is_same_sentence(Span(end - 1, end), first, sentences)
        if "\n" not in text[end : first.start].strip() and (is_within or _opens_quoted(first, text)):
            joined[before] = replace(joined[before], content=(*joined[before].content, *one.content))
    return joined


def _with_continued_quotes(
    joined: Sequence[AttributionSpans], sentences: Sequence[Span], text: str
) -> list[AttributionSpans]:
    """Each attribution with the wholly quoted sentences and paragraphs after it that nobody else speaks."""
    starts = sorted(extent_of(one).start for one in joined)
    continued: list[AttributionSpans] = []
    for place, one in enumerate(joined):
        is_quote = one.source and any(_is_quoted(span, text) for span in one.content)
        if not is_quote or any(holds(other, one) for other in joined[max(0, place - _NEAR) : place]):
            continued.append(one)
            continue
        extent = extent_of(one)
        sentence = sentence_at(extent.end - 1, sentences)
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


def _opens_quoted(span: Span, text: str) -> bool:
    """Whether the span begins with a quote, or within one: "“We left. | We came back.”"."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start + 1]
    return line.count("“") > line.count("”")


def _is_spoken_by_another(quote: Span, cue: Span, text: str) -> bool:
    """Whether a quote in a later line is followed by words that say whose it is."""
    rest = text[quote.end : quote.end + _LONGEST_ASIDE].split("\n", 1)[0].lstrip("”', ")
    return "\n" in text[cue.end : quote.start] and rest[:1].islower()


def _whole_quote_at(start: int, limit: int, text: str) -> Span | None:
    """The quote that opens after `start`, if it fills its sentences up to the line's end; else None.

    A quote without a closing mark runs to the end of its paragraph, as papers print quotes that go on.
    """
    opening = re.compile(r"[\s”']*?(?=“)").match(text, start)
    if opening is None or opening.end() >= limit:
        return None
    begin = opening.end()
    line_end = text.find("\n", begin)
    line_end = len(text) if line_end < 0 else line_end
    closing = text.find("”", begin + 1, line_end)
    end = closing + 1 if closing >= 0 else line_end
    after = text[end:line_end].strip()
    is_whole = (
        not after or after[0] in _OPENING or (after[0].isupper() and text[begin : end - 1].rstrip()[-1:] in ".!?…")
    )
    if not is_whole or end > limit or len(text[begin:end].split()) < _FEWEST_QUOTED_WORDS:
        return None
    return Span(begin, end)
