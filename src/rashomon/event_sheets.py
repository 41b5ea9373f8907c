"""Events on a terminal: what their origins make of them, and the accounts of one event side by side.

In: events as `queries.py` finds them. Out: rich renderables, made safe as in `screen.py`; nothing is printed here. What
stands in a row and what differs is worked out in `accounts.py`; here it gets its place and colour.

Read next: `sheets.py`, which shows one claim, mention, article or entity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rashomon.accounts import (
    DIFFERS,
    FIELDS,
    PRESENTED,
    STANCE,
    Account,
    Field,
    Opposition,
    Value,
    accounts_of,
    disagreements_of,
    headline_of,
    lead_of,
    marks_of,
    oppositions_of,
    origins_by_stance,
    outlet_of,
    outlets_by_stance,
    rating_of,
    reasons_of,
    status_sentence,
    tellings_of,
    values_in,
    where_told,
)
from rashomon.answers import ArticleHeading, EventParty, FoundClaim, FoundCopy, FoundDecision, FoundEvent
from rashomon.labels import DEEDS, brief, count, day, days, in_quotes, one_line
from rashomon.records import Decision, Difference, EventStatus, Factuality, Origin, Relation, Stance
from rashomon.screen import FACTUALITY_STYLES, NARROW, STANCE_STYLES, beside, chain_line, dotted, joined

STATUS_STYLES = {
    EventStatus.SINGLE_ORIGIN: "cyan",
    EventStatus.CORROBORATED: "green",
    EventStatus.DISPUTED: "bold yellow",
    EventStatus.DENIED: "bold red",
}

_STATUS_WIDTH = 2 + max(len(status) for status in EventStatus)
_SIDE_WIDTH = 2 + max(len(word) for word in (*Stance, *(f"{DIFFERS}{field.value}" for field in Difference)))
_LABEL_WIDTH = 2 + max(len(field.name) for field in FIELDS)
_ACCOUNT_WIDTH = 26
"""An account narrower than this is hard to read."""
_ABREAST = 4
_MARKED = "bold yellow"
_SHOWN_PARTIES = 2
"""So many parties stand in a headline; the accounts have all."""
_AGAINST = {Relation.DENIES: ("bold red", "denies", "deny"), Relation.DISPUTES: (_MARKED, "disputes", "dispute")}
LEAD = 160
"""So many characters of the words that tell an event best stand in a list."""


def event_blocks(found: Iterable[FoundEvent], *, width: int) -> Iterator[Text | Padding]:
    """Event after event: what happened, on how many words it rests and on whose, and in what the accounts differ."""
    for position, one in enumerate(found):
        if position:
            yield Text()
        yield from _event_block(one, width=width)


def event_sheet(found: FoundEvent, copies: Sequence[FoundCopy] = (), *, width: int) -> Iterator[Text | Padding | Table]:
    """One event: who denies whom, its accounts side by side, its origins with reasons, its grade, and who decided what
    about it."""
    event = found.event
    yield Text.assemble((event.status.value, STATUS_STYLES[event.status]), "  ", headline(found))
    yield sourcing_line(found)
    yield Text(status_sentence(found))
    against = oppositions_of(found)
    if against:
        yield from _heading("Who denies whom")
        yield from _against_lines(against)
    yield from _accounts(accounts_of(found, copies), found, width=width)
    yield from _heading("Origins")
    for origin, told in zip(event.origins, tellings_of(found), strict=True):
        yield from _origin_lines(origin, told, found)
    if event.differs:
        yield from _heading("Differences")
        yield from _difference_lines(found)
    yield from _heading("Grade")
    yield Padding(Text(f"{event.grade.credibility} of 6, {event.grade.rule}"), (0, 0, 0, 2))
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


def grades_line() -> Text:
    """What the numbers of the grade mean, for those who meet them first."""
    return Text("Grades: 1 independently confirmed … 5 mostly denied, 6 nobody vouches for it.", style="dim")


def headline(found: FoundEvent) -> Text:
    """ "the navy → coercion → a ferry · near Keth, BRN · 12 March 2031"; a quote where no type is known."""
    told = headline_of(found)
    if told.type is None:
        what = Text(told.quote)
    else:
        kind = Text(DEEDS[told.type], style="bold")
        what = joined([_event_parties(told.actors), kind, _event_parties(told.recipients)], " → ")
    told_as = Text(told.told_as.value, style=FACTUALITY_STYLES[told.told_as]) if told.told_as else Text()
    return dotted([what, told_as, Text(told.place), Text(told.when)])


def sourcing_line(found: FoundEvent) -> Text:
    """ "2 independent origins · 3 outlets · grade 2", and whether it is a circle."""
    event = found.event
    parts = [
        Text(count(event.independent_origins, "independent origin"), style="bold"),
        Text(where_told(found)),
        Text(f"grade {event.grade.credibility}"),
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
    """What happened, in its best words; who asserts and who denies it; in what they differ; how it is sourced."""
    event = found.event
    status = Text(event.status.value, style=STATUS_STYLES[event.status])
    lead = lead_of(found) if event.type else None
    words = in_quotes(shorten(one_line(lead.claim.quote), LEAD, placeholder=" …")) if lead else ""
    what = [headline(found), *([Text(words, style="italic")] if words else [])]
    yield from beside(status, _STATUS_WIDTH, what, width=width)
    indent = 4 if width < NARROW else 2 + _STATUS_WIDTH
    for label, line in _sides(found):
        yield from beside(label, _SIDE_WIDTH, [line], width=width, indent=indent)
    indent = 2 if width < NARROW else indent
    sourcing, id_ = sourcing_line(found), Text(event.id, style="dim")
    is_one_line = indent + len(dotted([sourcing, id_])) <= width
    for line in [dotted([sourcing, id_])] if is_one_line else [sourcing, id_]:
        yield Padding(line, (0, 0, 0, indent))


def _sides(found: FoundEvent) -> Iterator[tuple[Text, Text]]:
    """Each stance with those who take it; each field in which accounts differ; why they go in a circle, if they do."""
    for stance, said in origins_by_stance(found).items():
        speakers = joined([_origin(origin, articles, found) for origin, articles in said], "; ")
        yield Text(stance.value, style=STANCE_STYLES[stance]), speakers
    for field, values in found.event.differs:
        yield Text(f"{DIFFERS}{field.value}", style=_MARKED), Text(" | ".join(one_line(value) for value, _ in values))
    if found.event.is_circular:
        yield from ((Text("circular", style=_MARKED), Text(one_line(reason))) for reason in found.circular)


def _origin(origin: Origin, articles: Sequence[ArticleHeading], found: FoundEvent) -> Text:
    """ "the coast guard (The Lantern, Kasdor Heute [B])": whose word it is, who has it; an outlet once."""
    name, outlets = one_line(origin.name), [_rated(article, found) for article in articles]
    if outlets == [name]:
        return Text(name, style="bold")
    told_by = {outlet_of(article) for article in articles}
    speaker, of, whose = name.removesuffix(")").rpartition(" (of ")
    if of and whose in told_by:
        name = speaker
    return Text.assemble((name, "bold"), (f" ({', '.join(outlets)})", "dim"))


def _origin_lines(origin: Origin, told: Sequence[FoundClaim], found: FoundEvent) -> Iterator[Padding]:
    """An origin, what it does with the event through which outlets, and why its claims share it."""
    line = Text.assemble((one_line(origin.name), "bold"), (f" · {origin.kind.value}", "dim"))
    for position, (stance, articles) in enumerate(outlets_by_stance(told).items()):
        line.append("; " if position else ": ", style="dim")
        line.append(stance.value, style=STANCE_STYLES[stance])
        line.append(f" in {', '.join(_rated(article, found) for article in articles)}")
    if not origin.is_support and all(one.stance is not Stance.DENIES for one in told):
        line.append(" · no support", style="dim")
    yield Padding(line, (0, 0, 0, 2))
    for reason in reasons_of(origin):
        yield Padding(Text(reason, style="dim"), (0, 0, 0, 4))


def _accounts(accounts: Sequence[Account], found: FoundEvent, *, width: int) -> Iterator[Table]:
    """The accounts, a column each and as many abreast as can be read; below each other where none can."""
    abreast = max(1, min(_ABREAST, len(accounts), (width - _LABEL_WIDTH) // _ACCOUNT_WIDTH))
    for first in range(0, len(accounts), abreast):
        yield _side_by_side(accounts[first : first + abreast], found, width=width)


def _side_by_side(accounts: Sequence[Account], found: FoundEvent, *, width: int) -> Table:
    """Some accounts in columns, a row a field; rows that are empty everywhere are left out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, width=width)
    table.add_column(style="dim", no_wrap=True, width=_LABEL_WIDTH - 2)
    for account in accounts:
        table.add_column(_account_heading(account, found), overflow="fold", ratio=1, vertical="top")
    marks = marks_of(found)
    for field in FIELDS:
        cells = [_cell(field, values_in(account.claims, field, marks)) for account in accounts]
        if any(cells):
            table.add_row(field.name, *cells)
    table.add_row("quote", *(_quotes(account.claims) for account in accounts))
    return table


def _account_heading(account: Account, found: FoundEvent) -> Text:
    """Outlet, its reliability beside the credibility of the event ("B2"), when it wrote, and who prints its text."""
    published = sorted({one.article.published for one in account.claims if one.article.published})
    rating = rating_of(account.claims[0].article.outlet, found)
    heading = Text(account.name, style="bold")
    heading.append(f"  {rating}{found.event.grade.credibility}", style="not bold")
    when = days(published[0], published[-1]) if published else day(None)
    heading.append(f"\n{when}", style="not bold dim")
    for copy in account.copies:
        heading.append(f"\n+ {outlet_of(copy.articles[0])}, which prints this text", style="not bold dim")
    return heading


def _cell(field: Field, values: Iterable[Value]) -> Text:
    """The values of a field in an account, those that another account has differently marked."""
    return Text("\n").join(_value(field, value) for value in values)


def _value(field: Field, value: Value) -> Text:
    note = f" ({value.note})" if value.note else ""
    if value.is_marked:
        return Text(f"{DIFFERS}{value.words}{note}", style=_MARKED)
    style = ""
    if field is STANCE:
        style = STANCE_STYLES[Stance(value.words)]
    elif field is PRESENTED:
        style = FACTUALITY_STYLES[Factuality(value.words)]
    return Text.assemble((value.words, style), (note, "dim"))


def _quotes(claims: Sequence[FoundClaim]) -> Text:
    """The words of each claim with its id; where an account has several, also whose they are, and with what stance."""
    shown = []
    for one in claims:
        said = Text()
        if len(claims) > 1:
            said = Text.assemble((one.stance.value, STANCE_STYLES[one.stance]), " ", chain_line(one.claim.voices), "\n")
        quote = in_quotes(one_line(one.claim.quote)) if one.claim.quote else "(no words given)"
        shown.append(Text.assemble(said, quote, (f"\n{one.claim.id}", "dim")))
    return Text("\n\n").join(shown)


def _against_lines(oppositions: Iterable[Opposition]) -> Iterator[Padding]:
    """Who denies or disputes, in which words, and who told what they are against: those who are against the same
    together."""
    sides: defaultdict[tuple[Relation, frozenset[str]], list[Opposition]] = defaultdict(list)
    for one in oppositions:
        sides[one.relation, frozenset(claim.claim.id for claims in one.against for claim in claims)].append(one)
    for (relation, _), same in sides.items():
        against = list(_by_words(one.claims for one in same))
        yield from (Padding(words, (0, 0, 0, 2)) for words in against)
        style, verb, verbs = _AGAINST[relation]
        yield Padding(Text(f"{verb if len(against) == 1 else verbs} what is told by", style=style), (0, 0, 0, 4))
        for words in _by_words([same[0].against]):
            yield Padding(words, (0, 0, 0, 6))


def _by_words(sides: Iterable[Iterable[Sequence[FoundClaim]]]) -> Iterator[Text]:
    """ "the ministry (Kasdor Heute), the navy (The Lantern): “no shot was fired”": the same words once."""
    same: dict[str, list[FoundClaim]] = {}
    for claims in (claims for side in sides for claims in side):
        same.setdefault(claims[0].claim.quote.casefold(), []).append(claims[0])
    for told in same.values():
        yield Text.assemble(_speakers(told), ": ", _words(told[0]))


def _words(found: FoundClaim) -> Text:
    """The quote of a claim, cut where it is long."""
    if not found.claim.quote:
        return Text("(no words given)", style="dim")
    return Text(in_quotes(shorten(one_line(found.claim.quote), LEAD, placeholder=" …")), style="italic")


def _difference_lines(found: FoundEvent) -> Iterator[Padding]:
    """Each field in which accounts differ: each value, and who gives it."""
    for one in disagreements_of(found):
        yield Padding(Text(one.field.value, style=_MARKED), (0, 0, 0, 2))
        for value in one.values:
            yield Padding(Text.assemble(value.words, "  ", _speakers(value.claims)), (0, 0, 0, 4))


def _speakers(claims: Iterable[FoundClaim]) -> Text:
    return joined(_speaker_lines(claims), ", ")


def _speaker_lines(claims: Iterable[FoundClaim]) -> Iterable[Text]:
    """Whoever speaks in these claims, each once."""
    return {line.plain: line for line in map(_speaker_line, claims)}.values()


def _speaker_line(found: FoundClaim) -> Text:
    """ "the ministry (Kasdor Heute)": the innermost voice, or the outlet in its own word."""
    outlet = outlet_of(found.article)
    if not found.claim.voices:
        return Text(outlet, style="bold")
    return Text.assemble((one_line(found.claim.voices[-1].name), "bold"), (f" ({outlet})", "dim"))


def _rated(article: ArticleHeading, found: FoundEvent) -> str:
    """The outlet, and its reliability where the user rated it."""
    rating = found.ratings.get((article.outlet or "").casefold())
    return f"{outlet_of(article)} [{rating}]" if rating else outlet_of(article)


def _event_parties(parties: Sequence[EventParty]) -> Text:
    """ "the navy, the coast guard and 2 others": those that most claims name."""
    names = [brief(party.name) for party in parties]
    shown = joined([Text(name) for name in names[:_SHOWN_PARTIES]], ", ")
    rest = len(names) - _SHOWN_PARTIES
    return shown.append(f" and {count(rest, 'other')}", style="dim") if rest > 0 else shown


def _heading(words: str) -> Iterator[Text]:
    yield Text()
    yield Text(words, style="bold")
