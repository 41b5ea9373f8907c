"""Where an article says that it has something from another outlet, and how well an article of that outlet fits.

In: an Article with its Attributions. Out: Citations: what an outlet reported ("the Lantern reported", "citing the
Lantern") and what somebody told an outlet ("told the BBC"), which differ in whose word it is: of the first the
outlet's or its source's, of the second the speaker's own. `fit_of` then says of one article of the ledger how
surely it is the one that is cited: the same outlet, not later, and the same words.

Read next: `docs/copies.md`, for what follows from copies, credits and citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rashomon.countries import CountryName
from rashomon.lexicon import Lexicon
from rashomon.newsrooms import Newsrooms, outlet_name_key
from rashomon.pages import content_words
from rashomon.records import Article, Attribution, Citation, CitationKind, Reason, Span, Voice, VoiceKind

LATEST_DAYS_BEFORE = 14
"""An article is cited while it is news: older ones fit less."""

_SAME_NAME = 0.9
_REACH = 90
_WIDEST_GAP = 60
_STOP = re.compile(r"[,;:“”\"\n()]|[.!?](?:\s|$)")
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w’'.&/-]*(?:\s+(?:(?:of|de|della|del|al|el|la|le|and)\s+)?(?:[A-ZÀ-Þ][\w’'.&/-]*|\d{1,2}\b))*"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ARTICLES = frozenset({"a", "an", "the", "its", "another", "one"})
_KINDS = frozenset(
    {"local", "regional", "national", "state", "state-run", "foreign", "international", "several", "some"}
)
_POSSESSIVE = re.compile(r"[’']s?$")
_SENTENCE_EDGE = re.compile(r"\n|(?<=[.!?”\"])\s+(?=[A-Z“\"‘'])")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_CAPITAL = re.compile(r"(?<![.!?”\"]\s)(?<!^)\b[A-ZÀ-Þ][\w’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationTables:
    """The tables that citations are found with."""

    lexicon: Lexicon
    newsrooms: Newsrooms
    countries: Mapping[str, CountryName]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """An outlet that a phrase leads to."""

    span: Span
    name: str


def citations_of(article: Article, attributions: Sequence[Attribution], tables: CitationTables) -> tuple[Citation, ...]:
    """Every citation of another outlet, in the order of the text, each naming of an outlet once."""
    found: dict[Span, Citation] = {}
    for citation in (
        *_in_phrases(article, attributions, tables),
        *_in_voices(article, attributions, tables),
    ):
        known = next((span for span in found if span.overlaps(citation.span)), None)
        if known is None:
            found[citation.span] = citation
        elif found[known].speaker is None and citation.speaker is not None:
            found[known] = citation
    in_order = _the_same_again([found[span] for span in sorted(found)], tables)
    return tuple(
        citation
        for citation in in_order
        if tables.newsrooms.sameness_of(citation.outlet, article.outlet or "") < _SAME_NAME
    )


def fit_of(citation: Citation, citing: Article, candidate: Article, newsrooms: Newsrooms) -> Reason | None:
    """How surely `candidate` is what is cited, with the reasons; None where outlet or date rule it out.

    The score is the product of three: how sure the name is, how near the date, and the share of the cited words that
    the candidate has, names and numbers counting double.
    """
    name_score = max(
        newsrooms.sameness_of(name, candidate.outlet or "") for name in _names_of(citation.outlet, citing, newsrooms)
    )
    date_score, when = _date_fit(citing.published, candidate.published)
    if name_score == 0 or date_score == 0:
        return None
    passage = " ".join(span.of(citing.text) for span in citation.content)
    speaker = citation.speaker.name if citation.speaker is not None else ""
    wanted = _weighted_words(f"{passage} {speaker}")
    has = set(_weighted_words(candidate.text)) | set(content_words(candidate.text))
    common = sum(weight for word, weight in wanted.items() if word in has)
    word_score = common / sum(wanted.values()) if wanted else 0.0
    return Reason(
        method="citation",
        score=round(name_score * date_score * word_score, 4),
        detail=f"“{citation.outlet}” may be {candidate.outlet} ({name_score:.2f}); {when}; "
        f"it has {100 * word_score:.0f} % of the cited words",
    )


def _the_same_again(citations: Sequence[Citation], tables: CitationTables) -> Iterator[Citation]:
    """The citations with "the paper" and the like taken for the outlet that was named last."""
    named: str | None = None
    for citation in citations:
        article, _, head = citation.outlet.lower().partition(" ")
        is_again = article == "the" and head in tables.lexicon.speaker.outlet_heads
        if is_again and named is not None:
            yield replace(citation, outlet=named)
        else:
            named = named if is_again else citation.outlet
            yield citation


def _in_voices(article: Article, attributions: Sequence[Attribution], tables: CitationTables) -> Iterator[Citation]:
    """The outlets among the voices of attributions, each with the voice after it."""
    for attribution in attributions:
        for i, voice in enumerate(attribution.voices):
            named = _outlet_in(voice, article.text, tables)
            if named is not None:
                yield Citation(
                    article_id=article.id,
                    outlet=named.name,
                    span=named.span,
                    kind=CitationKind.REPORT,
                    content=attribution.content,
                    speaker=attribution.voices[i + 1] if i + 1 < len(attribution.voices) else None,
                    reason=Reason(
                        method="voice", score=attribution.reason.score, detail=f"“{named.name}” is a voice of its own"
                    ),
                )


def _outlet_in(voice: Voice, text: str, tables: CitationTables) -> _Named | None:
    """The outlet that a voice is; "the daily Lantern" may have been taken for a person or a body of that name."""
    if voice.span is None or voice.kind in (VoiceKind.ANONYMOUS, VoiceKind.DOCUMENT):
        return None
    if voice.kind is VoiceKind.OUTLET:
        return _Named(span=voice.span, name=voice.name)
    return _outlet_after(voice.span.start, voice.span.end, text, tables)


def _in_phrases(article: Article, attributions: Sequence[Attribution], tables: CitationTables) -> Iterator[Citation]:
    """The outlets that stand after "told", "in an interview with", "first reported by" …"""
    phrases = tables.newsrooms.phrases
    for pattern, kind in (
        (phrases.interview_before, CitationKind.INTERVIEW),
        (phrases.report_before, CitationKind.REPORT),
    ):
        for match in pattern.finditer(article.text):
            end = match.end() + _REACH
            named = _outlet_after(match.end(), end, article.text, tables) or _unnamed_after(
                match.end(), end, article.text, tables
            )
            if named is None:
                continue
            attribution = _attribution_at(Span(match.start(), named.span.end), attributions, article.text)
            yield Citation(
                article_id=article.id,
                outlet=named.name,
                span=named.span,
                kind=kind,
                content=attribution.content if attribution else (_sentence_at(named.span, article.text),),
                speaker=_speaker_beside(named, attribution),
                reason=Reason(method="phrase", score=0.9 if attribution else 0.6, detail=f"“{match[0]}” {named.name}"),
            )


def _outlet_after(start: int, end: int, text: str, tables: CitationTables) -> _Named | None:
    """The first name between two places that is an outlet's; only small words and countries may stand before it."""
    stretch = text[start:end]
    stop = _STOP.search(stretch)
    stretch = stretch[: stop.start()] if stop else stretch
    heads, relations = tables.lexicon.speaker.outlet_heads, tables.newsrooms.phrases.relations
    for match in _NAME.finditer(stretch):
        before = stretch[: match.start()].split()
        after = [*stretch[match.end() :].split()[:2], "", ""]
        if not all(_may_stand_between(word, tables) for word in before):
            return None
        leads_on = after[0] in heads and (after[1][:1].isupper() or match[0] in tables.countries)
        if leads_on or relations.fullmatch(after[0]):  # "the Italian daily Corriere", "CNN affiliate KETH"
            continue
        words = match[0].split()
        for first in range(len(words)):
            name = _POSSESSIVE.sub("", " ".join(words[first:]))
            if _is_outlet(name, tables):
                begin = start + match.start() + match[0].index(words[first])
                return _Named(span=Span(begin, begin + len(name)), name=name)
        last = before[-1].lower() if before else ""
        if after[0] in heads or last in heads or relations.fullmatch(last):
            name = _POSSESSIVE.sub("", match[0])
            return _Named(span=Span(start + match.start(), start + match.start() + len(name)), name=name)
    return None


def _unnamed_after(start: int, end: int, text: str, tables: CitationTables) -> _Named | None:
    """An outlet that is not named: "a regional paper", "Chinese media", "the daily"."""
    words = _WORD.finditer(text, start, end)
    first = last = None
    for word in words:
        plain = word[0].lower()
        if tables.newsrooms.phrases.no_outlet_after.fullmatch(plain):
            return None
        if plain in tables.lexicon.speaker.outlet_heads:
            last = word
        elif last is not None or not (plain in _ARTICLES or plain in _KINDS or word[0] in tables.countries):
            break
        first = first or word
    if first is None or last is None:
        return None
    return _Named(span=Span(first.start(), last.end()), name=text[first.start() : last.end()])


def _may_stand_between(word: str, tables: CitationTables) -> bool:
    """Whether a word may stand between a phrase and the name: "the state-run Italian daily" before it."""
    lower = word.lower()
    return (
        tables.newsrooms.phrases.between.fullmatch(lower) is not None
        or tables.newsrooms.phrases.relations.fullmatch(lower) is not None
        or lower in tables.lexicon.speaker.outlet_heads
        or "-" in word
        or word[0].isupper()
    )


def _is_outlet(name: str, tables: CitationTables) -> bool:
    """Whether the tables know the name, or it ends in a word that papers and stations bear in their names."""
    speaker = tables.lexicon.speaker
    if tables.newsrooms.outlets_named(name) or name.lower() in speaker.outlet_names:
        return True
    *first, last = name.lower().split()
    is_name_word = last in speaker.outlet_name_words or last in speaker.outlet_heads
    return bool(first) and is_name_word


def _attribution_at(span: Span, attributions: Sequence[Attribution], text: str) -> Attribution | None:
    """The attribution whose cue or source is nearest to the phrase, on the same line and not far away."""
    nearest: tuple[int, Attribution] | None = None
    for attribution in attributions:
        for piece in (*attribution.cue, *attribution.source):
            gap = max(0, piece.start - span.end, span.start - piece.end)
            if gap > _WIDEST_GAP or (nearest is not None and gap >= nearest[0]):
                continue
            if "\n" not in text[min(span.end, piece.end) : max(span.start, piece.start)]:
                nearest = gap, attribution
    return nearest[1] if nearest else None


def _speaker_beside(named: _Named, attribution: Attribution | None) -> Voice | None:
    """The innermost voice of the attribution, unless it is the outlet itself."""
    voices = attribution.voices if attribution else ()
    if not voices or (voices[-1].span is not None and voices[-1].span.overlaps(named.span)):
        return None
    return voices[-1]


def _sentence_at(span: Span, text: str) -> Span:
    edges = list(_SENTENCE_EDGE.finditer(text, max(0, span.start - 600), span.end + 600))
    start = max((edge.end() for edge in edges if edge.end() <= span.start), default=max(0, span.start - 600))
    end = min((edge.start() for edge in edges if edge.start() >= span.end), default=min(len(text), span.end + 600))
    return Span(start, end)


def _names_of(name: str, citing: Article, newsrooms: Newsrooms) -> tuple[str, ...]:
    """The name, or the full ones that the article gives elsewhere where the name stands for several outlets."""
    known = newsrooms.outlets_named(name)
    told = tuple(full for full in sorted(known) if full in citing.text) if len(known) > 1 else ()
    return tuple(full for full in told if outlet_name_key(full) != outlet_name_key(name)) or (name,)


def _date_fit(citing: date | None, candidate: date | None) -> tuple[float, str]:
    if citing is None or candidate is None:
        return 0.8, "one of the dates is not known"
    days = (citing - candidate).days
    if days < -1:
        return 0.0, "it is later"
    if days < 0:
        return 0.7, "it is of the day after, which time zones may explain"
    if days > LATEST_DAYS_BEFORE:
        return 0.5, f"it is {days} days older"
    return 1.0, "it is of the same day" if days == 0 else f"it is {days} days older"


def _weighted_words(text: str) -> dict[str, int]:
    """The content words of a passage with their weight: names and numbers say more than other words."""
    weights = dict.fromkeys(content_words(text), 1)
    weights |= dict.fromkeys(content_words(" ".join(_CAPITAL.findall(text))), 2)
    return weights | dict.fromkeys(_NUMBER.findall(text), 2)
