"""Events on a terminal: what their origins make of them, and the accounts of one event side by side.

In: events as `queries.py` finds them. Out: rich renderables, made safe as in `screen.py`; nothing is printed here. A
column is an account, all that one outlet tells; where accounts differ, the value is marked by a sign and by colour.

Read next: `sheets.py`, which shows one claim, mention, article or entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rashomon.answers import EventParty, FoundClaim, FoundDecision, FoundEvent
from rashomon.decisions import WHEN
from rashomon.grades import RULES
from rashomon.labels import count, day, days, in_quotes, interval, magnitude_words, one_line, place_name
from rashomon.records import (
    Decision,
    Difference,
    EventStatus,
    Link,
    Origin,
    Party,
    Relation,
    Stance,
)
from rashomon.screen import FACTUALITY_STYLES, NARROW, STANCE_STYLES, chain_line, dotted, joined, party_name

STATUS_STYLES = {
    EventStatus.SINGLE_ORIGIN: "cyan",
    EventStatus.CORROBORATED: "green",
    EventStatus.DISPUTED: "bold yellow",
    EventStatus.DENIED: "bold red",
}
NO_RATING = "F"
"""Reliability cannot be judged: what an outlet has until the user rates it."""
DIFFERS = "≠ "
"""Stands before a value that another account has differently, for those who see no colour."""

_STATUS_WIDTH = 2 + max(len(status) for status in EventStatus)
_LABEL_WIDTH = 12
_ACCOUNT_WIDTH = 27
"""An account narrower than this is hard to read."""
_ABREAST = 4
_MARKED = "bold yellow"
_SAYS = {rule.name: rule.says for rule in RULES}


def event_blocks(found: Iterable[FoundEvent], *, width: int) -> Iterator[Text | Padding]:
    """Event after event: what happened, on how many words it rests and on whose, and in what the accounts differ."""
    for position, one in enumerate(found):
        if position:
            yield Text()
        yield from _event_block(one, width=width)


def event_sheet(found: FoundEvent, *, width: int) -> Iterator[Text | Padding | Table]:
    """One event: its accounts side by side, its origins with reasons, who denies whom, its grade, and who decided
    what about it."""
    event = found.event
    yield Text.assemble((event.status.value, STATUS_STYLES[event.status]), "  ", headline(found))
    yield sourcing_line(found)
    yield from _accounts(found, width=width)
    yield from _heading("Origins")
    for origin in event.origins:
        yield from _origin_lines(origin, found)
    speakers = {one.claim.id: _speaker_line(one) for one in found.claims}
    links = [link for one in found.claims for link in one.links if link.target in speakers]
    against = [link for link in links if link.relation in (Relation.DENIES, Relation.DISPUTES)]
    if against:
        yield from _heading("Against each other")
        yield from _against_lines(against, speakers)
    if event.differs:
        yield from _heading("Differences")
        yield from _difference_lines(found, speakers)
    yield from _heading("Grade")
    yield Padding(Text(f"{event.grade.credibility}, {event.grade.rule}"), (0, 0, 0, 2))
    for reason in dict.fromkeys((*event.grade.reasons, *found.circular)):
        yield Padding(Text(one_line(reason), style="dim"), (0, 0, 0, 2))
    if found.decisions:
        yield from _heading("Decisions")
        for decision in found.decisions:
            yield Padding(decision_line_of(FoundDecision(decision=decision, undone_by=None)), (0, 0, 0, 2))
    yield Text()
    yield Text(event.id, style="dim")


def events_line(statuses: Mapping[EventStatus, int]) -> Text:
    """ "12 events: 3 corroborated, 8 single-origin, 1 disputed"."""
    told = [Text(f"{statuses[one]:,} {one.value}", style=STATUS_STYLES[one]) for one in EventStatus if statuses[one]]
    return Text.assemble(count(sum(statuses.values()), "event"), ": ", joined(told, ", "))


def headline(found: FoundEvent) -> Text:
    """ "the navy (BRN MIL) → COERCE → a ferry · near Keth, BRN · 12 March 2031"; the first quote where no type is
    known."""
    if found.event.type is None:
        first = next((one.claim.quote for one in found.claims if one.claim.quote), "")
        deed = Text(in_quotes(one_line(first)))
    else:
        kind = Text(found.event.type.value, style="bold")
        parts = [_event_parties(found.actors), kind, _event_parties(found.recipients)]
        deed = joined(parts, " → ")
    where = [Text(place_name(found.place))] if found.place else []
    when = [Text(days(found.earliest, found.latest))] if found.earliest or found.latest else []
    return dotted([deed, *where, *when])


def sourcing_line(found: FoundEvent) -> Text:
    """ "2 independent origins · 3 outlets · grade 2: independent origins support it …", and whether it is a circle."""
    event = found.event
    parts = [
        Text(count(event.independent_origins, "independent origin"), style="bold"),
        Text(count(len(found.outlets), "outlet")),
        Text(f"grade {event.grade.credibility}: {_SAYS.get(event.grade.rule, event.grade.rule)}"),
    ]
    if event.is_circular:
        parts.append(Text("circular", style=_MARKED))
    return dotted(parts)


def decision_line_of(found: FoundDecision) -> Text:
    """ "14 March 2031, 09:30 UTC · Ada Brenn · correct stance: denies c-… · “note” · d-…"; struck where undone."""
    decision = found.decision
    what = f"{decision.action.value}{f' {decision.field}' if decision.field else ''}"
    if decision.value:
        what += f": {decision.value}"
    parts = [
        Text(f"{day(decision.decided_at.date())}, {decision.decided_at:%H:%M} UTC", style="dim"),
        Text(one_line(decision.analyst)) if decision.analyst else Text(),
        Text.assemble((what, "bold"), f" {_about(decision)}"),
        Text(in_quotes(one_line(decision.note))) if decision.note else Text(),
        Text(decision.id, style="dim"),
    ]
    line = dotted(parts)
    if not found.is_standing:
        line.stylize("strike")
        line.append(" undone", style="yellow")
    return line


def _about(decision: Decision) -> str:
    """The ids or names that a decision is about: the first of each group, and how many more there are."""
    shown = [f"{group[0]}{f' and {len(group) - 1} more' if len(group) > 1 else ''}" for group in decision.groups]
    return one_line(" | ".join(shown))


def _event_block(found: FoundEvent, *, width: int) -> Iterator[Text | Padding]:
    event = found.event
    status = Text(event.status.value, style=STATUS_STYLES[event.status])
    lines = [sourcing_line(found), *(_origin_line(origin, found) for origin in event.origins)]
    for field, values in event.differs:
        told = " | ".join(one_line(value) for value, _ in values)
        lines.append(Text.assemble((f"{DIFFERS}{field.value}: ", _MARKED), told))
    lines += [Text(f"circular: {one_line(reason)}", style=_MARKED) for reason in found.circular if event.is_circular]
    lines.append(Text(event.id, style="dim"))
    indent = 2 if width < NARROW else 2 + _STATUS_WIDTH
    if width < NARROW:
        yield Text.assemble(status, "  ", headline(found))
    else:
        first = Table.grid()
        first.add_column(width=_STATUS_WIDTH)
        first.add_column(overflow="fold")
        first.add_row(status, headline(found))
        yield Padding(first, (0, 0, 0, 2))
    yield from (Padding(line, (0, 0, 0, indent)) for line in lines)


def _origin_line(origin: Origin, found: FoundEvent) -> Text:
    """ "the coast guard · institution: asserts in The Lantern (F), Kasdor Heute (B)"."""
    stances: dict[str, list[str]] = {}
    for one in _told_by(origin, found):
        outlets = stances.setdefault(one.stance.value, [])
        outlet = _outlet(one, found)
        outlets += [outlet] * (outlet not in outlets)
    styles = {stance.value: style for stance, style in STANCE_STYLES.items()}
    line = Text.assemble((one_line(origin.name), "bold"), (f" · {origin.kind.value}", "dim"))
    for position, (stance, outlets) in enumerate(stances.items()):
        line.append("; " if position else ": ", style="dim")
        line.append(stance, style=styles[stance]).append(f" in {', '.join(outlets)}")
    return line


def _origin_lines(origin: Origin, found: FoundEvent) -> Iterator[Padding]:
    """An origin, whether it supports the event, and why its claims share it."""
    line = _origin_line(origin, found)
    if not origin.is_support and all(one.stance is not Stance.DENIES for one in _told_by(origin, found)):
        line.append(" · no support", style="dim")
    yield Padding(line, (0, 0, 0, 2))
    for reason in dict.fromkeys(reason.detail for reason in origin.reasons):
        yield Padding(Text(one_line(reason), style="dim"), (0, 0, 0, 4))


def _accounts(found: FoundEvent, *, width: int) -> Iterator[Text | Padding | Table]:
    """All that each outlet tells, a column each and as many abreast as can be read; below each other where none can."""
    accounts: dict[str, list[FoundClaim]] = {}
    for one in found.claims:
        accounts.setdefault(one.article.outlet or one.article.id, []).append(one)
    marked = {field: {one for _, by in values for one in by} for field, values in found.event.differs}
    abreast = min(_ABREAST, len(accounts), (width - _LABEL_WIDTH) // _ACCOUNT_WIDTH)
    columns = list(accounts.values())
    for first in range(0, len(columns), max(1, abreast)):
        yield _side_by_side(columns[first : first + max(1, abreast)], found, marked, width=width)


def _side_by_side(
    accounts: Sequence[Sequence[FoundClaim]],
    found: FoundEvent,
    marked: Mapping[Difference, set[str]],
    *,
    width: int,
) -> Table:
    """Some accounts in columns, a row a field; rows that are empty everywhere are left out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, width=width)
    table.add_column(style="dim", no_wrap=True, width=_LABEL_WIDTH - 2)
    for claims in accounts:
        table.add_column(_account_heading(claims, found), overflow="fold", ratio=1, vertical="top")
    for name, field, values_of in _ROWS:
        cells = [_cell(claims, values_of, marked.get(field, set()) if field else set()) for claims in accounts]
        if any(cells):
            table.add_row(name, *cells)
    table.add_row("quote", *map(_quotes, accounts))
    return table


def _account_heading(claims: Sequence[FoundClaim], found: FoundEvent) -> Text:
    """Outlet, its reliability beside the credibility of the event ("B2"), and when it wrote."""
    published = sorted({one.article.published for one in claims if one.article.published})
    rating = found.ratings.get((claims[0].article.outlet or "").casefold(), NO_RATING)
    heading = Text(one_line(claims[0].article.outlet or "outlet unknown"), style="bold")
    heading.append(f"  {rating}{found.event.grade.credibility}", style="not bold")
    when = days(published[0], published[-1]) if published else day(None)
    return heading.append(f"\n{when}", style="not bold dim")


def _cell(claims: Sequence[FoundClaim], values_of: Callable[[FoundClaim], Iterable[Text]], marked: set[str]) -> Text:
    """The values of a field in an account, each once, those that another account has differently marked."""
    shown: dict[str, Text] = {}
    for one in claims:
        for value in values_of(one):
            if one.claim.id in marked:
                value = Text(DIFFERS + value.plain, style=_MARKED)
            shown.setdefault(value.plain, value)
    return Text("\n").join(shown.values())


def _stances(one: FoundClaim) -> Iterator[Text]:
    stance = Text(one.stance.value, style=STANCE_STYLES[one.stance])
    happened = Text(one.factuality.value, style=FACTUALITY_STYLES[one.factuality]) if one.event else Text()
    line = dotted([stance, happened])
    for field in ("stance", "factuality"):
        if field in one.corrections:
            line.append(f" (read as {getattr(one.claim, field).value})", style="dim")
    yield line


def _names(parties: Iterable[Party]) -> Iterator[Text]:
    return (party_name(party) for party in parties)


def _actors(one: FoundClaim) -> Iterator[Text]:
    return _names(one.event.actors if one.event else ())


def _recipients(one: FoundClaim) -> Iterator[Text]:
    return _names(one.event.recipients if one.event else ())


def _places(one: FoundClaim) -> Iterator[Text]:
    if one.event and one.event.place:
        yield Text(place_name(one.event.place))


def _times(one: FoundClaim) -> Iterator[Text]:
    if one.told and one.told.time:
        corrected = (" (corrected)", "dim") if WHEN in one.corrections else ""
        yield Text.assemble(interval(one.told.time), corrected)


def _numbers(one: FoundClaim) -> Iterator[Text]:
    return (Text(magnitude_words(number)) for number in (one.event.magnitudes if one.event else ()))


def _chains(one: FoundClaim) -> Iterator[Text]:
    yield chain_line(one.claim.voices)


def _kinds(one: FoundClaim) -> Iterator[Text]:
    if one.told:
        yield Text(f"{one.told.type.value}/{one.told.mode}" if one.told.mode else one.told.type.value)


def _quotes(claims: Sequence[FoundClaim]) -> Text:
    """The words of each claim with its id; where an account has several, also whose they are, and with what stance."""
    shown = []
    for one in claims:
        said = Text()
        if len(claims) > 1:
            said = Text.assemble((one.stance.value, STANCE_STYLES[one.stance]), " ", chain_line(one.claim.voices), "\n")
        quote = in_quotes(one_line(one.claim.quote)) if one.claim.quote else "(no words given)"
        shown.append(Text.assemble(said, quote, (f"\n{one.claim.id}", "dim")))
    return Text("\n").join(shown)


_ROWS: tuple[tuple[str, Difference | None, Callable[[FoundClaim], Iterable[Text]]], ...] = (
    ("stance", None, _stances),
    ("voices", None, _chains),
    ("what", None, _kinds),
    ("who", Difference.WHO, _actors),
    ("whom", None, _recipients),
    ("where", Difference.WHERE, _places),
    ("when", Difference.WHEN, _times),
    ("how many", Difference.HOW_MANY, _numbers),
)


def _against_lines(links: Iterable[Link], speakers: Mapping[str, Text]) -> Iterator[Padding]:
    """Who denies or disputes whom, each pair once."""
    seen: set[frozenset[str]] = set()
    for link in links:
        pair = frozenset((link.source, link.target))
        if pair in seen:
            continue
        seen.add(pair)
        style = "bold red" if link.relation is Relation.DENIES else _MARKED
        verb = Text(f" {link.relation.value} ", style=style)
        yield Padding(Text.assemble(speakers[link.source], verb, speakers[link.target]), (0, 0, 0, 2))


def _difference_lines(found: FoundEvent, speakers: Mapping[str, Text]) -> Iterator[Padding]:
    """Each field in which accounts differ: each value, and who gives it."""
    for field, values in found.event.differs:
        yield Padding(Text(field.value, style=_MARKED), (0, 0, 0, 2))
        for value, claims in values:
            by = joined([speakers[one] for one in claims if one in speakers], ", ")
            yield Padding(Text.assemble(one_line(value), ("  ", ""), by), (0, 0, 0, 4))


def _speaker_line(found: FoundClaim) -> Text:
    """ "the ministry (Kasdor Heute)": the innermost voice, or the outlet in its own word."""
    outlet = one_line(found.article.outlet or found.article.id)
    if not found.claim.voices:
        return Text(outlet, style="bold")
    return Text.assemble((one_line(found.claim.voices[-1].name), "bold"), (f" ({outlet})", "dim"))


def _told_by(origin: Origin, found: FoundEvent) -> Iterator[FoundClaim]:
    claims = set(origin.claims)
    return (one for one in found.claims if one.claim.id in claims)


def _outlet(one: FoundClaim, found: FoundEvent) -> str:
    """The outlet, and its reliability where the user rated it."""
    name = one_line(one.article.outlet or "an outlet unknown")
    rating = found.ratings.get((one.article.outlet or "").casefold())
    return f"{name} ({rating})" if rating else name


def _event_parties(parties: Sequence[EventParty]) -> Text:
    return joined(
        [
            Text.assemble(one_line(party.name), (f" ({one_line(party.code)})" if party.code else "", "dim"))
            for party in parties
        ],
        ", ",
    )


def _heading(words: str) -> Iterator[Text]:
    yield Text()
    yield Text(words, style="bold")
