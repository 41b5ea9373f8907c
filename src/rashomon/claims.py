"""Attributions made into Claims: one for each content that tells the reader something.

In go the attributions of one article, out come claims with the whole chain of voices, outermost first.
An outer content that is nothing but another attribution only carries it and gives no claim of its own;
neither does a feeling, nor a content of mere pronouns. docs/voices.md has the cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rashomon.records import Article, Attribution, Claim, Factuality, Reason, Span, Stance, Voice, quote_of
from rashomon.stances import ATTITUDE

_WORD = re.compile(r"\w[\w’'-]*")
_SMALL_WORD = re.compile(
    r"""(?:a|about|again|also|am|an|and|any|are|as|at|be|because|been|being|but|by|can|could|did|do|does|for|from|had|has|have
    |he|her|him|his|how|i|if|in|into|is|it|its|itself|just|me|my|now|of|off|on|once|one|only|or|our|out|over|s|she|so|some|such|t
    |than|that|the|their|them|then|there|these|they|this|those|to|too|two|under|up|us|very|was|we|were|what|when|where|which|while
    |who|whom|why|will|with|would|yes|you|your
    |(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)$""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST_WORDS_LEFT = 1


def claims_of(attributions: tuple[Attribution, ...], article: Article) -> tuple[Claim, ...]:
    """The claims of the article in the order of its attributions."""
    by_id = {attribution.id: attribution for attribution in attributions}
    inner: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        if attribution.parent is not None:
            inner.setdefault(attribution.parent, []).append(attribution)
    claims: dict[str, Claim] = {}
    for attribution_id, attribution in by_id.items():
        parents = _parents_of(attribution, by_id)
        if _tells(attribution, parents, inner.get(attribution_id, []), article.text):
            claim = Claim(
                article_id=attribution.article_id,
                attribution_id=attribution_id,
                event_mention_id=None,
                voices=_chain_of(attribution, parents),
                stance=attribution.stance,
                content=attribution.content,
                quote=quote_of(attribution.content, article.text),
                factuality=Factuality.NOT_JUDGED,
                reason=Reason(method="attribution", score=attribution.reason.score, detail=attribution.reason.detail),
            )
            claims.setdefault(claim.id, claim)
    return tuple(claims.values())


def _parents_of(attribution: Attribution, by_id: dict[str, Attribution]) -> list[Attribution]:
    """The attributions around this one, outermost first."""
    parents: list[Attribution] = []
    parent = attribution.parent
    while parent is not None:
        parents.insert(0, by_id[parent])
        parent = by_id[parent].parent
    return parents


def _chain_of(attribution: Attribution, parents: Sequence[Attribution]) -> tuple[Voice, ...]:
    """The voices of the parents, outermost first, then its own; none twice."""
    chain: dict[str, Voice] = {}
    for one in (*parents, attribution):
        for voice in one.voices:
            chain.setdefault(voice.name.lower(), voice)
    return tuple(chain.values())


def _tells(attribution: Attribution, parents: Sequence[Attribution], inner: Sequence[Attribution], text: str) -> bool:
    """Whether the attribution gives a claim of its own."""
    if (
        not attribution.content
        or attribution.reason.method == ATTITUDE
        or not any(_words_in(attribution.content, (), text))
    ):
        return False
    # "Denied that the army had said so": nobody is told to have said it. An accusation that is denied was made, though.
    around = parents[-1] if parents else None
    if (
        around is not None
        and around.stance in (Stance.DENIES, Stance.DECLINES)
        and attribution.stance is not Stance.ALLEGES
    ):
        return False
    if around is not None and not _adds(attribution):
        return False
    return not _is_carrier(attribution, inner, text)


def _adds(attribution: Attribution) -> bool:
    """Whether a nested attribution adds a voice or a stance to the one around it."""
    return bool(attribution.voices) or attribution.stance is not Stance.ASSERTS


def _is_carrier(attribution: Attribution, inner: Sequence[Attribution], text: str) -> bool:
    """Whether the content is nothing but attributions inside it that give claims themselves.

    A stance that none of them has is more than carrying: "denied that two officials had said so".
    """
    told = [one for one in inner if one.content and one.reason.method != ATTITUDE and _adds(one)]
    taken = [span for one in told for span in (*one.source, *one.cue, *one.content)]
    is_plain = attribution.stance is Stance.ASSERTS or any(one.stance is attribution.stance for one in told)
    left = sum(1 for _ in _words_in(attribution.content, taken, text))
    return bool(told) and is_plain and left <= _MOST_WORDS_LEFT


def _words_in(content: Sequence[Span], taken: Sequence[Span], text: str) -> Iterator[str]:
    """The words of `content` that say something and lie in none of the `taken` spans."""
    for piece in content:
        for match in _WORD.finditer(text, piece.start, piece.end):
            word = Span(match.start(), match.end())
            if not _SMALL_WORD.match(match.group()) and not any(word.overlaps(span) for span in taken):
                yield match.group()
