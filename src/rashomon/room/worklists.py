"""What an analyst is asked to look at, made ready for the page of the review.

In: doubts (`doubts.py`), and the events and claims that they are about. Out: suggestions, each with two sides, the
machine's reason, and the fields of two answers: that it is one, and that it is two. Read next: `review.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rashomon.accounts import OWN_WORD, headline_of, outlet_of
from rashomon.answers import FoundClaim, FoundEvent
from rashomon.doubts import DoubtfulName, NearMiss, WeakTie
from rashomon.labels import count, one_line
from rashomon.links import LEAST_MEAN
from rashomon.namings import Passage
from rashomon.records import EventStatus, Stance
from rashomon.room.events import title_of

TELLINGS_SHOWN = 3
_BLANKS = re.compile(r"\s+")
Fields = tuple[tuple[str, str], ...]
"""The hidden fields of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """A claim in a suggestion: its words, whose they are, and where they stand."""

    id: str
    quote: str
    stance: Stance
    chain: str
    outlet: str
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: its heading, where it leads, some of its claims and how many more there are; or a passage that
    has a name."""

    heading: str
    href: str
    status: EventStatus | None = None
    tellings: tuple[TellingView, ...] = ()
    more: int = 0
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A button: where it sends the form, and what it says."""

    action: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something to look at: what it is about, why the machine holds what it holds, the sides, and the two answers.

    `fields` serve both answers: each reads those that it knows.
    """

    about: str
    href: str
    score: float
    detail: str
    beside: str
    sides: tuple[Side, ...]
    fields: Fields
    one: Answer
    two: Answer


def of_weak_tie(tie: WeakTie, event: FoundEvent) -> Suggestion:
    """An event that one edge holds together: is it one?"""
    claims = {one.claim.id: one for one in event.claims}
    sides = tuple(
        _side(
            [claims[end], *(claims[one] for one in side if one != end and one in claims)],
            count(len(side), "claim"),
            f"/claims/{end}",
        )
        for side in (tie.rest, tie.apart)
        for end in (tie.edge.one, tie.edge.other)
        if end in side and end in claims
    )
    return Suggestion(
        about=title_of(headline_of(event)),
        href=f"/events/{event.event.id}",
        score=tie.edge.probability,
        detail=tie.edge.detail,
        beside="nothing likelier holds these together",
        sides=sides,
        fields=(
            ("id", tie.edge.one),
            ("id", tie.edge.other),
            ("of", event.event.id),
            *(("part", one) for one in tie.apart),
        ),
        one=Answer(action="merge", words="It is one"),
        two=Answer(action="split", words="They are two"),
    )


def of_near_miss(miss: NearMiss, events: Mapping[str, FoundEvent]) -> Suggestion:
    """Two events with a likely edge between them: are they one?"""
    told = f"{miss.tied} of {count(miss.pairs, 'pair')} of claims have such a tie: {miss.mean:.2f} in the mean"
    limit = f", joined from {LEAST_MEAN:.2f}" if miss.mean < LEAST_MEAN else ", and yet something forbids it"
    both = f"; {count(miss.common_articles, 'article')} tell both" if miss.common_articles > 1 else ""
    both = "; one article tells both" if miss.common_articles == 1 else both
    sides = []
    for event_id in (miss.one, miss.other):
        event = events[event_id]
        ends = [one for one in event.claims if one.claim.id in (miss.edge.one, miss.edge.other)]
        rest = [one for one in event.claims if one not in ends]
        title = title_of(headline_of(event))
        sides.append(_side([*ends, *rest], title, f"/events/{event_id}", event.event.status))
    return Suggestion(
        about="",
        href="",
        score=miss.edge.probability,
        detail=miss.edge.detail,
        beside=told + limit + both,
        sides=tuple(sides),
        fields=(("id", miss.one), ("id", miss.other), ("of", miss.one), ("part", miss.other)),
        one=Answer(action="merge", words="They are one"),
        two=Answer(action="split", words="They are two"),
    )


def of_doubtful_name(doubt: DoubtfulName, passage: Passage | None) -> Suggestion:
    """A spelling that was taken for an entity: is it?"""
    return Suggestion(
        about=f"“{one_line(doubt.name)}” is taken for {one_line(doubt.usual_name)}",
        href=f"/entities/{doubt.entity_id}",
        score=doubt.reason.score,
        detail=doubt.reason.detail,
        beside="in one article" if doubt.articles == 1 else f"the least certain of {doubt.articles:,} articles",
        sides=(Side(heading="", href="", passage=_readable(passage)),) if passage else (),
        fields=(("of", doubt.entity_id), ("name", doubt.name), ("part", doubt.name)),
        one=Answer(action="keep", words="Rightly so"),
        two=Answer(action="split", words="Somebody else"),
    )


def telling_view_of(found: FoundClaim) -> TellingView:
    """A claim as it is shown beside others."""
    return TellingView(
        id=found.claim.id,
        quote=one_line(found.claim.quote),
        stance=found.stance,
        chain=" › ".join(one_line(voice.name) for voice in found.claim.voices) or OWN_WORD,
        outlet=outlet_of(found.article),
        published=found.article.published,
    )


def _readable(passage: Passage) -> Passage:
    """The passage on one line, from whole word to whole word."""
    before, words, after = (_BLANKS.sub(" ", part) for part in (passage.before, passage.words, passage.after))
    return replace(passage, before=before.partition(" ")[2], words=words, after=after.rpartition(" ")[0])


def _side(claims: Iterable[FoundClaim], heading: str, href: str, status: EventStatus | None = None) -> Side:
    told = [telling_view_of(one) for one in claims]
    return Side(
        heading=heading,
        href=href,
        status=status,
        tellings=tuple(told[:TELLINGS_SHOWN]),
        more=max(0, len(told) - TELLINGS_SHOWN),
    )
