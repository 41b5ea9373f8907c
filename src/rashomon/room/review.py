"""The review: what to look at first, one record with all that can be decided of it, and every decision.

In: an address. Out: `/review?list=…`, a list to work off; `/review?id=…`, an event, entity, claim or mention with its
forms; `/review?list=decisions`. Each form is sent to `forms.py`. Read next: `forms.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from rashomon.accounts import NO_RATING, headline_of
from rashomon.answers import FoundClaim, FoundDecision, FoundEvent
from rashomon.decisions import FIELDS, KEPT_NAME, RATINGS, is_of_entities, ratings_of, standing
from rashomon.doubts import LOOKED_AT, doubtful_names, near_misses, near_misses_of, ties_inside, weak_ties
from rashomon.filters import ClaimFilter
from rashomon.findings import events_where
from rashomon.labels import count, one_line
from rashomon.namings import Namesake, Naming, namesakes_of, naming_of, passage_naming
from rashomon.queries import Queries
from rashomon.records import Action, Decision, Edge
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page
from rashomon.room.events import title_of
from rashomon.room.forms import DECIDED, analyst_of, decide, ensure_reviewer, way_back
from rashomon.room.sayings import page_number, pages_of
from rashomon.room.worklists import (
    Suggestion,
    TellingView,
    of_doubtful_name,
    of_near_miss,
    of_weak_tie,
    telling_view_of,
)

DECISIONS_SHOWN = 30
CANDIDATES_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision in words: what it does, of what (words, and an address where there is one), who made it when, and what
    to send to take it back, or to have it again."""

    id: str
    words: str
    about: tuple[tuple[str, str], ...]
    note: str
    analyst: str
    decided_at: datetime
    is_standing: bool
    undone_by: str
    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet with its articles, and the letter that the user gave it."""

    name: str
    articles: int
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim of an event that is reviewed, with the likeliest tie that it has there."""

    telling: TellingView
    tie: Edge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Another record that this one could be merged with: its words and address, and why it is offered."""

    id: str
    words: str
    href: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """One record that is reviewed: what it is, what can be parted from it, merged with it and corrected of it."""

    id: str
    kind: str
    title: str
    href: str
    claims: tuple[ClaimRow, ...] = ()
    naming: Naming | None = None
    candidates: tuple[Candidate, ...] = ()
    outlets: tuple[OutletRow, ...] = ()
    claim: TellingView | None = None
    told: str | None = None
    fields: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the page shows: the decision just made, or the last one; and suggestions, outlets, decisions or a record."""

    listed: str
    latest: DecisionView | None
    suggestions: tuple[Suggestion, ...] = ()
    outlets: tuple[OutletRow, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    total: int = 0
    pages: int = 1
    record: RecordView | None = None


def decision_view_of(found: FoundDecision, told: Mapping[str, tuple[str, str]]) -> DecisionView:
    """A decision in words; `told` has the words and the address of claims and decisions that it names."""
    decision = found.decision
    return DecisionView(
        id=decision.id,
        words=_words_of(decision),
        about=tuple(_about(decision, told)),
        note=one_line(decision.note or ""),
        analyst=one_line(decision.analyst or ""),
        decided_at=decision.decided_at,
        is_standing=found.is_standing,
        undone_by=found.undone_by or "",
        undo=found.undone_by or decision.id,
    )


def _words_of(decision: Decision) -> str:
    """What a decision says, without what it is about."""
    value = one_line(decision.value or "")
    if decision.action is Action.MERGE:
        return "These are one entity" if is_of_entities(decision) else "These are one event"
    if decision.action is Action.SPLIT:
        return "These are two entities" if is_of_entities(decision) else "These are two events"
    if decision.action is Action.CORRECT:
        return f"Corrected: {decision.field} is {value}"
    if decision.action is Action.RATE:
        return f"Rated {value}"
    if decision.action is Action.UNDO:
        return "Undone"
    return f"“{value}” is rightly a name" if decision.field == KEPT_NAME else "Noted"


def _about(decision: Decision, told: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The first of each group, how many more there are, and an address."""
    of_names = is_of_entities(decision) or decision.field == KEPT_NAME
    for group in decision.groups:
        first, more = (", ".join(group[1:]), 0) if of_names else (group[0], len(group) - 1)
        words, href = told.get(first, (one_line(first), ""))
        yield f"{words} and {count(more, 'other')}" if more else words, href


async def show(datasette: Datasette, request: Request) -> Response:
    """A list to work off, or the record that is named."""
    await ensure_reviewer(datasette, request)
    record_id, decided = request.args.get("id"), request.args.get("decided")
    listed, number = request.args.get("list"), page_number(request.args.get("page"))
    listed = listed if listed in (*_LISTS, "outlets", "decisions") else "ties"
    asked = (request.args.get("with") or "").strip()

    def question(queries: Queries) -> ReviewView:
        view = ReviewView(listed=listed, latest=_latest(queries, decided))
        if record_id:
            return replace(view, record=_record(queries, record_id, asked, is_after=bool(decided)))
        if listed == "decisions":
            return _with_decisions(queries, view, number)
        if listed == "outlets":
            return replace(view, outlets=_outlets(queries, None))
        return replace(view, suggestions=_LISTS[listed](queries, (number - 1) * LOOKED_AT))

    return await page(
        datasette,
        request,
        "record.html" if record_id else "review.html",
        review=await ask(datasette, question),
        asked=asked,
        number=number,
        looked_at=LOOKED_AT,
        ratings=RATINGS,
        back=way_back(f"/review?{request.query_string}" if request.query_string else "/review"),
        analyst=analyst_of(datasette, request) or "",
    )


def _ties(queries: Queries, passed: int) -> tuple[Suggestion, ...]:
    ties = weak_ties(queries.ask, passed=passed)
    events = _events(queries, (tie.event_id for tie in ties))
    return tuple(of_weak_tie(tie, events[tie.event_id]) for tie in ties)


def _near(queries: Queries, passed: int) -> tuple[Suggestion, ...]:
    misses = near_misses(queries.ask, passed=passed)
    events = _events(queries, (event_id for miss in misses for event_id in (miss.one, miss.other)))
    return tuple(of_near_miss(miss, events) for miss in misses)


def _names(queries: Queries, passed: int) -> tuple[Suggestion, ...]:
    return tuple(
        of_doubtful_name(one, passage_naming(queries.ask, one.meant))
        for one in doubtful_names(queries.ask, passed=passed)
    )


_LISTS: Mapping[str, Callable[[Queries, int], tuple[Suggestion, ...]]] = {"ties": _ties, "near": _near, "names": _names}


def _events(queries: Queries, ids: Iterable[str]) -> Mapping[str, FoundEvent]:
    wanted = list(dict.fromkeys(ids))
    found = events_where(queries.ask, f"events.id IN ({', '.join('?' * len(wanted))})", wanted)
    return {one.event.id: one for one in found}


def _latest(queries: Queries, decided: str | None) -> DecisionView | None:
    """The decision that was just made, else the last that was made."""
    found = queries.find_decisions()
    one = next((one for one in found if one.decision.id == decided), found[-1] if found else None)
    return _decision_views(queries, [one])[0] if one else None


def _with_decisions(queries: Queries, view: ReviewView, number: int) -> ReviewView:
    """The page of decisions, the latest first."""
    found = queries.find_decisions()[::-1]
    first = (number - 1) * DECISIONS_SHOWN
    shown = _decision_views(queries, found[first : first + DECISIONS_SHOWN])
    return replace(view, decisions=shown, total=len(found), pages=pages_of(len(found), DECISIONS_SHOWN))


def _decision_views(queries: Queries, found: Iterable[FoundDecision]) -> tuple[DecisionView, ...]:
    shown = list(found)
    named = {group[0] for one in shown for group in one.decision.groups}
    told: dict[str, tuple[str, str]] = {}
    for claim_id in named:
        claim = queries.find_claim(claim_id) if claim_id.startswith("c-") else None
        if claim:
            told[claim_id] = f"“{one_line(claim.claim.quote)}”", f"/claims/{claim_id}"
    if any(one.startswith("d-") for one in named):
        told |= {one.decision.id: (_words_of(one.decision), "") for one in queries.find_decisions()}
    return tuple(decision_view_of(one, told) for one in shown)


def _outlets(queries: Queries, names: Iterable[str | None] | None) -> tuple[OutletRow, ...]:
    """These outlets, or those with most articles, with the letters that the user gave them."""
    ratings = ratings_of(standing([one.decision for one in queries.find_decisions()]))
    counts = queries.outlets()
    wanted = set(counts) if names is None else set(names)
    return tuple(
        OutletRow(name=name, articles=articles, letter=ratings.get(name.casefold(), NO_RATING))
        for name, articles in counts.items()
        if name in wanted
    )


def _record(queries: Queries, typed: str, asked: str, *, is_after: bool) -> RecordView | None:
    """The record with this id; None for one that the decision just made has taken away."""
    event = queries.find_event(typed)
    if event:
        return _event_record(queries, event, asked)
    naming = naming_of(queries.ask, typed)
    if naming:
        return _entity_record(queries, naming, asked)
    claim = queries.find_claim(typed)
    if claim:
        return _claim_record(claim)
    if is_after:
        return None
    raise missing("event, entity or claim", typed)


def _event_record(queries: Queries, event: FoundEvent, asked: str) -> RecordView:
    event_id = event.event.id
    ties: dict[str, Edge] = {}
    for edge in ties_inside(queries.ask, event_id):
        ties.setdefault(edge.one, edge)
        ties.setdefault(edge.other, edge)
    if asked:
        found = list(islice(queries.find_events(ClaimFilter(words=asked)), CANDIDATES_SHOWN + 1))
        why = dict.fromkeys((one.event.id for one in found), f"has “{asked}”")
    else:
        misses = near_misses_of(queries.ask, event_id)[:CANDIDATES_SHOWN]
        others = [one.other if one.one == event_id else one.one for one in misses]
        why = {
            other: f"{one.edge.probability:.2f} {one.edge.detail}" for other, one in zip(others, misses, strict=True)
        }
        events = _events(queries, others)
        found = [events[other] for other in others]
    return RecordView(
        id=event_id,
        kind="event",
        title=title_of(headline_of(event)),
        href=f"/events/{event_id}",
        claims=tuple(ClaimRow(telling=telling_view_of(one), tie=ties.get(one.claim.id)) for one in event.claims),
        candidates=tuple(
            Candidate(
                id=one.event.id,
                words=title_of(headline_of(one)),
                href=f"/events/{one.event.id}",
                why=why[one.event.id],
            )
            for one in found
            if one.event.id != event_id
        ),
        outlets=_outlets(queries, event.outlets),
    )


def _entity_record(queries: Queries, naming: Naming, asked: str) -> RecordView:
    entity = naming.entity
    found: tuple[Namesake, ...] = namesakes_of(queries.ask, entity.id, asked or entity.name, number=CANDIDATES_SHOWN)
    return RecordView(
        id=entity.id,
        kind=entity.kind.value,
        title=one_line(entity.name),
        href=f"/entities/{entity.id}",
        naming=naming,
        candidates=tuple(
            Candidate(
                id=one.entity_id,
                words=one_line(one.name),
                href=f"/entities/{one.entity_id}",
                why=f"in {count(one.articles, 'article')}",
            )
            for one in found
        ),
    )


def _claim_record(claim: FoundClaim) -> RecordView:
    """A claim with the fields that can be corrected, each with the value that holds and those that it may have."""
    held = {"stance": claim.stance.value, "factuality": claim.factuality.value}
    if claim.told:
        time = claim.told.time
        days = [one.isoformat() for one in (time.earliest, time.latest) if one] if time else []
        held |= {"type": claim.told.type.value, "when": "/".join(dict.fromkeys(days))}
    return RecordView(
        id=claim.claim.id,
        kind="claim",
        title=f"“{one_line(claim.claim.quote)}”",
        href=f"/claims/{claim.claim.id}",
        claim=telling_view_of(claim),
        told=claim.event_id,
        fields=tuple((field, held[field], tuple(FIELDS[field])) for field in FIELDS if field in held),
    )


ROUTES: Routes = ((r"^/review$", show), (DECIDED, decide))
