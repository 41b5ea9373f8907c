"""Who tells what stands at a place of an article: the innermost attribution there, and its chain of voices.

In go the attributions of one article and a span; out come the attribution whose words it is, and the voices that it
came through. A feeling tells nothing, and what somebody denies that another said was said by nobody.
Read next: `claims.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rashomon.records import Attribution, Span, Stance, Voice
from rashomon.stances import ATTITUDE, presupposed_in, reach_of

_SUPPOSING = re.compile(r"(?:(?<!even\s)\b(?:if|unless|whether|in\scase)|(?:^|[.!?”\"]\s|\n)[“\"]?should)\s\Z", re.I)
_LONGEST_SUPPOSING = 16
_PAPER = r"(?:article|story|report|text|piece|dispatch|post|headline|caption|blog)"
_EARLIER_VERSION = re.compile(
    rf"\b(?:earlier|previous|prior|original|first|initial)\s(?:version|edition)s?\sof\s(?:this|the|our)\s{_PAPER}", re.I
)
_OWN_PAPER = re.compile(rf"^(?:(?:this|our|an?\s(?:earlier|previous))\s{_PAPER}|we)\b", re.I)
_IN_ERROR = re.compile(r"\b(?:(?:incorrect|wrong|mistaken|erroneous)ly|mis(?:stated|reported|identified))\b", re.I)
_TO_BE_NAMED = re.compile(
    r"^(?:that\s(?:his|her|their)\s(?:full\s|real\s)?(?:names?|identit(?:y|ies))\s(?:not\s)?be\b"
    r"|(?:not\s)?to\s(?:not\s)?(?:be\s(?:only\s)?(?:named|called|identified|quoted|referred\sto)|remain\s(?:anonymous|unnamed))\b"
    r"|(?:for\s)?anonymity\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Tellers:
    """The contents of an article's attributions that tell something, laid out to be asked for any place.

    `pieces` are `(span, length of its whole content, place of its attribution)` in order; `reach` holds for each the
    farthest end of it and those before it, so that a question looks only at what lies around a place.
    """

    attributions: Sequence[Attribution]
    pieces: Sequence[tuple[Span, int, int]]
    reach: Sequence[int]

    def at(self, span: Span) -> Attribution | None:
        """The attribution that tells what stands at `span`, the innermost one; None where the outlet does itself."""
        around: list[tuple[int, int]] = []
        number = bisect_right(self.pieces, span.start, key=lambda piece: piece[0].start) - 1
        while number >= 0 and self.reach[number] >= span.end:
            piece, length, place = self.pieces[number]
            if piece.contains(span):
                around.append((length, place))
            number -= 1
        return self.attributions[min(around)[1]] if around else None


def tellers_of(attributions: Sequence[Attribution]) -> Tellers:
    """Who tells what in the article of these attributions."""
    by_id = {attribution.id: attribution for attribution in attributions}
    pieces = sorted(
        (piece, sum(part.end - part.start for part in one.content), place)
        for place, one in enumerate(attributions)
        if one.reason.method != ATTITUDE and not is_unsaid(one, parents_of(one, by_id))
        for piece in one.content
    )
    reach = tuple(accumulate((piece.end for piece, _, _ in pieces), max))
    return Tellers(attributions=attributions, pieces=pieces, reach=reach)


def stance_at(attribution: Attribution, span: Span, text: str) -> Stance:
    """What the voice does with what stands at `span` of its content: where the words of the content turned the stance,
    those behind them are only asserted, as is what a denial takes for true."""
    content, before = _content_before(attribution, span, text)
    is_within = before <= reach_of(content, attribution.reason.method)
    return attribution.stance if is_within and not is_presupposed(attribution, span, text) else Stance.ASSERTS


def is_presupposed(attribution: Attribution, span: Span, text: str) -> bool:
    """Whether a denial takes for true what stands at `span`: "denied that it was there | on the night a guard died"."""
    content, before = _content_before(attribution, span, text)
    return attribution.stance is Stance.DENIES and before in presupposed_in(content)


def _content_before(attribution: Attribution, span: Span, text: str) -> tuple[str, int]:
    """The content in one, and at which of its characters the span begins."""
    before = 0
    for piece in attribution.content:
        if piece.contains(span):
            before += span.start - piece.start
            break
        before += piece.end - piece.start + 1
    return " ".join(piece.of(text) for piece in attribution.content), before


def parents_of(attribution: Attribution, by_id: Mapping[str, Attribution]) -> list[Attribution]:
    """The attributions around this one, outermost first."""
    parents: list[Attribution] = []
    parent = attribution.parent
    while parent is not None:
        parents.insert(0, by_id[parent])
        parent = by_id[parent].parent
    return parents


def chain_of(attribution: Attribution, parents: Sequence[Attribution]) -> tuple[Voice, ...]:
    """The voices of the parents, outermost first, then its own; none twice."""
    chain: dict[str, Voice] = {}
    for one in (*parents, attribution):
        for voice in one.voices:
            chain.setdefault(voice.name.lower(), voice)
    return tuple(chain.values())


def is_idle(attribution: Attribution, text: str) -> bool:
    """Whether it tells only of telling: one that is supposed ("if the inquiry confirms the reports"), what the outlet
    takes back ("an earlier version of this article said"), and how somebody wants to be named."""
    if not attribution.cue:
        return False
    source = attribution.source[0].of(text) if attribution.source else ""
    start = min(span.start for span in (*attribution.source, *attribution.cue))
    if _SUPPOSING.search(text[max(0, start - _LONGEST_SUPPOSING) : start]) or _EARLIER_VERSION.search(source):
        return True
    if _OWN_PAPER.match(source) and _IN_ERROR.search(text, start, attribution.cue[-1].end):
        return True
    is_wanted = attribution.stance is Stance.DEMANDS and attribution.content
    return bool(is_wanted and _TO_BE_NAMED.match(attribution.content[0].of(text)))


def is_unsaid(attribution: Attribution, parents: Sequence[Attribution]) -> bool:
    """Whether somebody denies that this was said ("denied that the army had said so"); an accusation was made by
    somebody ("denied the neighbour's accusation that …")."""
    return (
        bool(parents)
        and parents[-1].stance in (Stance.DENIES, Stance.DECLINES)
        and (
            attribution.stance is not Stance.ALLEGES or chain_of(attribution, parents) == chain_of(parents[-1], parents)
        )
    )
