"""What somebody says, as the pages of voices and of entities show it alike.

In: a `Testimony`. Out: the claims of one page with their links and with what became of each in words, and the bars of a
small picture of how many there were over time. Templates: `sayings.html`. Read next: `voices.py`.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.answers import ArticleHeading
from rashomon.labels import one_line
from rashomon.records import EventStatus, Stance, Voice
from rashomon.testimony import MonthCount, Said, Testimony

SHOWN = 25
"""Claims on one page."""
MOST_BARS = 48
"""Of more months than these the years are drawn."""
HEIGHT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claim, one line of it: `kind` is backed, opposed or differing; the words, and whose they are."""

    kind: str
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """A claim of somebody: its words, where it stands, and what became of it."""

    id: str
    quote: str
    stance: Stance
    voices: tuple[Voice, ...]
    article: ArticleHeading
    event_id: str | None
    status: EventStatus | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month or a year: its name, how many claims and denials, and how high they are drawn."""

    name: str
    claims: int
    denials: int
    height: int
    denied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyView:
    """What somebody says: counts, bars, the claims of the page, and which pages lie before and after it."""

    claims: int
    denials: int
    weighed: int
    backed: int
    opposed: int
    bars: tuple[Bar, ...]
    undated: int
    page: tuple[SaidView, ...]
    number: int
    pages: int


def testimony_view_of(testimony: Testimony, number: int) -> TestimonyView:
    """What the page `number` (from 1) shows of a testimony."""
    return TestimonyView(
        claims=testimony.claims,
        denials=testimony.denials,
        weighed=testimony.weighed,
        backed=testimony.backed,
        opposed=testimony.opposed,
        bars=bars_of(testimony.months),
        undated=sum(one.claims for one in testimony.months if not one.month),
        page=tuple(map(said_view_of, testimony.page)),
        number=number,
        pages=pages_of(testimony.claims, SHOWN),
    )


def said_view_of(said: Said) -> SaidView:
    """A claim with what became of it in words."""
    found, reception = said.found, said.reception
    is_denial = found.stance is Stance.DENIES
    outcomes = [
        Outcome(kind="backed", words="also denied by" if is_denial else "told also by", names=reception.backed_by),
        Outcome(kind="opposed", words="told against it by" if is_denial else "denied by", names=reception.opposed_by),
        Outcome(kind="differing", words="told otherwise by", names=reception.differing),
    ]
    if reception.is_self_opposed:
        outcomes.insert(2, Outcome(kind="opposed", words="contradicted elsewhere by the same voice", names=()))
    return SaidView(
        id=found.claim.id,
        quote=one_line(found.claim.quote),
        stance=found.stance,
        voices=found.claim.voices,
        article=found.article,
        event_id=found.event_id if said.status else None,
        status=said.status,
        outcomes=tuple(one for one in outcomes if one.names or one.words.endswith("voice")),
    )


_Stretch = tuple[str, tuple[str, ...]]
"""A month or a year by its name, and the months in it."""


def bars_of(counts: Sequence[MonthCount]) -> tuple[Bar, ...]:
    """A bar for each month from the first to the last, or for each year where there are too many."""
    dated = {one.month: one for one in counts if one.month}
    if not dated:
        return ()
    first, last = (_number_of(month) for month in (min(dated), max(dated)))
    if last - first < MOST_BARS:
        months = range(first, last + 1)
        spans: list[_Stretch] = [(f"{month_name[one % 12 + 1]} {one // 12}", (_month_of(one),)) for one in months]
    else:
        years = range(first // 12, last // 12 + 1)
        spans = [(str(year), tuple(month for month in dated if month.startswith(f"{year:04}"))) for year in years]
    counted = [
        (
            name,
            sum(dated[one].claims for one in some if one in dated),
            sum(dated[one].denials for one in some if one in dated),
        )
        for name, some in spans
    ]
    most = max(claims for _, claims, _ in counted)
    return tuple(
        Bar(
            name=name,
            claims=claims,
            denials=denials,
            height=_height(claims, most),
            denied=_height(denials, most),
        )
        for name, claims, denials in counted
    )


def pages_of(total: int, shown: int) -> int:
    """How many pages there are of so many, so many on each; one at least."""
    return max(1, -(-total // shown))


def page_number(given: str | None) -> int:
    """The page that an address asks for, from 1; what is no number is the first."""
    return max(1, int(given)) if given and given.isdecimal() and len(given) < 7 else 1


def _number_of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month_of(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _height(number: int, most: int) -> int:
    """At least one line for what there is."""
    return max(1, round(HEIGHT * number / most)) if number else 0
