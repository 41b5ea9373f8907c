"""One event: what happened, why it has its status, its accounts side by side, who denies whom, and on whose word.

In: an event as `queries.py` finds it. Out: `/events/e-…`, with a column for each outlet or (`?by=voice`) each voice.
What is reckoned is in `accounts.py`; here it gets its links, and what is long is folded.
Read next: `chains.py`, the picture of the chain of voices.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from textwrap import shorten

from markupsafe import Markup

from rashomon.accounts import (
    PRESENTED,
    SAYS,
    STANCE,
    Account,
    By,
    Field,
    Headline,
    Marks,
    Opposition,
    accounts_of,
    chain_words,
    disagreements_of,
    fields_of,
    headline_of,
    lead_of,
    marks_of,
    named,
    oppositions_of,
    outlet_of,
    outlets_by_stance,
    rating_of,
    reasons_of,
    status_sentence,
    tellings_of,
    values_in,
)
from rashomon.answers import ArticleHeading, FoundClaim, FoundCopy, FoundEvent
from rashomon.labels import DEEDS, count, day, days, one_line
from rashomon.queries import Queries
from rashomon.records import Decision, EventStatus, Origin, Stance
from rashomon.room.chains import Path, chains_of, picture_of
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page

WIDE, NARROW = 1140, 348
"""How wide the picture is drawn, for a desk and for a phone."""
REASON = 240
"""So many characters of a reason of the grade are shown."""
MUCH = 0.5
"""Denials that share so much of what they are against stand together."""
ACCOUNTS_OPEN, MOST_ACCOUNTS = 8, 40
"""So many accounts stand side by side at first, and so many where all are asked for."""
QUOTES_SHOWN = 3
NOTES_SHOWN = 4
AGAINST_SHOWN = 4
"""How many of each stand open before the rest is folded."""
QUOTES_FOLDED, AGAINST_FOLDED = 6, 12
"""How many are folded; of an event that hundreds of claims tell, the rest is only counted here."""


Places = tuple[tuple[str, str], ...]
"""Names with the addresses that they lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of one or several claims, whose they are, and where they stand."""

    id: str
    number: int
    words: str
    href: str
    chain: str
    stance: Stance
    places: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value of an account, and the words that give it; `mark` is the class of a stance or a factuality. `notes` are
    the numbers of the quotes that give it, where the account has other values too."""

    words: str
    note: str
    mark: str
    differs: bool
    quote: str
    href: str
    notes: tuple[tuple[int, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """An outlet that prints the text of the account's outlet."""

    outlet: str
    detail: str
    articles: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """A column: who tells, what is said of the one who tells, the cells by field, and the quotes."""

    name: str
    about: tuple[str, ...]
    rating: str
    cells: tuple[tuple[str, tuple[Cell, ...]], ...]
    quotes: tuple[Quoted, ...]
    folded: tuple[Quoted, ...]
    more: int
    copies: tuple[CopyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """An origin: what it does through which outlets, and why it is one; `role` is supports, denies or other."""

    name: str
    kind: str
    entity: str | None
    role: str
    told: tuple[tuple[Stance, Places], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What stands on one side of a dispute: the words shown, those folded, and how many are neither."""

    shown: tuple[Quoted, ...]
    folded: tuple[Quoted, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """Denials, or tellings that exclude others, facing what they are against."""

    verb: str
    against: Side
    denials: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A field in which accounts differ: each value, and who gives it."""

    field: str
    values: tuple[tuple[str, tuple[tuple[str, Places], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView:
    """The credibility with its rule, what that says, and on what it rests; the ratings that the user gave, or not."""

    credibility: int
    rule: str
    says: str
    reasons: tuple[str, ...]
    ratings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """All that the page of an event shows."""

    id: str
    title: str
    status: EventStatus
    sentence: str
    headline: Headline
    lead: Quoted | None
    supporting: int
    outlets: int
    claims: int
    circular: tuple[str, ...]
    by: By
    fields: tuple[str, ...]
    accounts: tuple[AccountView, ...]
    more_accounts: int
    can_open: bool
    differing: tuple[Differing, ...]
    facing: tuple[Facing, ...]
    origins: tuple[OriginView, ...]
    grade: GradeView
    paths: tuple[Path, ...]
    has_circle: bool
    undrawn: int
    wide: Markup
    narrow: Markup
    decisions: tuple[Decision, ...]


def event_view_of(
    found: FoundEvent, copies: Iterable[FoundCopy] = (), by: By = By.OUTLET, most: int = ACCOUNTS_OPEN
) -> EventView:
    """What the page of an event shows, with so many accounts side by side."""
    event = found.event
    copies = tuple(copies)
    of_outlets = accounts_of(found, copies)
    accounts = of_outlets if by is By.OUTLET else accounts_of(found, copies, by)
    marks = marks_of(found)
    columns = [_account_view(account, found, marks, by) for account in _first(accounts, most)]
    filled = {name for column in columns for name, cells in column.cells if cells}
    lead = lead_of(found)
    chains = chains_of(found, of_outlets)
    told = f"{count(len(of_outlets), 'outlet')}, {count(len(event.origins), 'origin')}. {status_sentence(found)}"
    wide, narrow = (
        picture_of(chains, width=width, name=f"chains-{width}", title="Who cites whom", told=told)
        for width in (WIDE, NARROW)
    )
    headline = headline_of(found)
    return EventView(
        id=event.id,
        title=title_of(headline),
        status=event.status,
        sentence=status_sentence(found),
        headline=headline,
        lead=_quoted([lead]) if lead else None,
        supporting=event.independent_origins,
        outlets=len({one.article.outlet or one.article.id for one in found.claims}),
        claims=len(found.claims),
        circular=found.circular,
        by=by,
        fields=tuple(field.name for field in fields_of(by) if field.name in filled),
        accounts=tuple(columns),
        more_accounts=len(accounts) - len(columns),
        can_open=len(columns) < min(len(accounts), MOST_ACCOUNTS),
        differing=tuple(_differings(found)),
        facing=tuple(_facings(oppositions_of(found))),
        origins=tuple(map(_origin_view, event.origins, tellings_of(found))),
        grade=_grade_view(found),
        paths=chains.paths,
        has_circle=any(path.is_circular for path in chains.paths),
        undrawn=chains.left_out,
        wide=wide,
        narrow=narrow,
        decisions=found.decisions,
    )


def _first(accounts: Sequence[Account], most: int) -> Sequence[Account]:
    """So many accounts, those that deny before others; all of them where only one would be left out."""
    if len(accounts) <= most + 1:
        return accounts
    denying = [any(claim.stance is Stance.DENIES for claim in account.claims) for account in accounts]
    kept = sorted(range(len(accounts)), key=lambda place: not denying[place])[:most]
    return [accounts[place] for place in sorted(kept)]


def title_of(headline: Headline) -> str:
    """The headline in one line: "Velmari → attack → Harrier"."""
    if headline.type is None:
        return headline.quote
    parties = (named([one.name for one in side]) for side in (headline.actors, headline.recipients))
    actors, recipients = parties
    return " → ".join(filter(None, (actors, DEEDS[headline.type], recipients)))


def place_of_claim(one: FoundClaim) -> str:
    """The way to a claim in its article."""
    return f"/claims/{one.claim.id}"


def _account_view(account: Account, found: FoundEvent, marks: Marks, by: By) -> AccountView:
    quotes = _quotes(account.claims, by)
    number_of = {one.claim.id: number for number, (_, claims) in enumerate(quotes, start=1) for one in claims}
    shown = [quoted for quoted, _ in quotes]
    return AccountView(
        name=account.name,
        about=tuple(_about(account)),
        rating=rating_of(account.claims[0].article.outlet, found) if by is By.OUTLET else "",
        cells=tuple((field.name, tuple(_cells(account, field, marks, number_of))) for field in fields_of(by)),
        quotes=tuple(shown[:QUOTES_SHOWN]),
        folded=tuple(shown[QUOTES_SHOWN : QUOTES_SHOWN + QUOTES_FOLDED]),
        more=max(0, len(shown) - QUOTES_SHOWN - QUOTES_FOLDED),
        copies=tuple(
            CopyView(
                outlet=one_line(copy.outlet),
                detail=one_line(copy.detail),
                articles=tuple((_title(article), f"/articles/{article.id}") for article in copy.articles),
            )
            for copy in account.copies
        ),
    )


def _about(account: Account) -> Iterator[str]:
    """When an outlet wrote; of a voice what kind it is."""
    if account.origin:
        yield account.origin.kind.value
        return
    published = sorted({one.article.published for one in account.claims if one.article.published})
    yield days(published[0], published[-1]) if published else day(None)


def _cells(account: Account, field: Field, marks: Marks, number_of: Mapping[str, int]) -> Iterator[Cell]:
    kind = "stance" if field is STANCE else "told" if field is PRESENTED else ""
    values = values_in(account.claims, field, marks)
    for value in values:
        # Of a single value there is nothing to tell apart.
        numbers = {number_of[one.claim.id]: one for one in value.claims} if len(values) > 1 else {}
        first = value.claims[0]
        yield Cell(
            words=value.words.replace("-", " ") if kind else value.words,
            note=value.note,
            mark=f"{kind}-{value.words}" if kind else "",
            differs=value.is_marked,
            quote=one_line(first.claim.quote),
            href=place_of_claim(first),
            notes=tuple((number, place_of_claim(one)) for number, one in islice(numbers.items(), NOTES_SHOWN)),
            more=max(0, len(numbers) - NOTES_SHOWN),
        )


def _quotes(claims: Iterable[FoundClaim], by: By) -> list[tuple[Quoted, list[FoundClaim]]]:
    """The words of an account, once where several claims have the same of the same voices, with those claims."""
    same: defaultdict[tuple[str, Stance, str], list[FoundClaim]] = defaultdict(list)
    for one in claims:
        same[one.claim.quote.casefold(), one.stance, chain_words(one.claim.voices).casefold()].append(one)
    return [
        (_quoted(told, number, is_under_outlet=by is By.OUTLET), told)
        for number, told in enumerate(same.values(), start=1)
    ]


def _quoted(claims: Sequence[FoundClaim], number: int = 0, *, is_under_outlet: bool = False) -> Quoted:
    """Words with the articles that print them; under the name of their outlet these go by their days alone."""
    one = claims[0]
    places = {}
    for each in claims:
        when = day(each.article.published)
        label = when if is_under_outlet else f"{outlet_of(each.article)}, {when}"
        places[each.article.id] = label, place_of_claim(each)
    return Quoted(
        id=one.claim.id,
        number=number,
        words=one_line(one.claim.quote),
        href=place_of_claim(one),
        chain=chain_words(one.claim.voices) if one.claim.voices else "in its own word",
        stance=one.stance,
        places=tuple(places.values()),
    )


def _origin_view(origin: Origin, tellings: Sequence[FoundClaim]) -> OriginView:
    told = outlets_by_stance(tellings)
    return OriginView(
        name=one_line(origin.name),
        kind=origin.kind.value,
        entity=origin.entity,
        role="supports" if origin.is_support else "denies" if Stance.DENIES in told else "other",
        told=tuple(
            (stance, tuple((outlet_of(article), f"/articles/{article.id}") for article in articles))
            for stance, articles in told.items()
        ),
        reasons=reasons_of(origin),
    )


def _facings(oppositions: Iterable[Opposition]) -> Iterator[Facing]:
    """The oppositions, together where they are against much the same, be it by a denial or by telling otherwise."""
    groups: list[list[Opposition]] = []
    for one in oppositions:
        group = next((group for group in groups if _shared(group[0], one) >= MUCH), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    for group in groups:
        against = {claims[0].claim.id: claims for one in group for claims in one.against}
        denials = (claims for one in group for claims in one.claims)
        yield Facing(verb=group[0].relation.value, against=_side(against.values()), denials=_side(denials))


def _shared(one: Opposition, other: Opposition) -> float:
    """How much of what the one with fewer is against the other is against too."""
    sides = [{claims[0].claim.id for claims in each.against} for each in (one, other)]
    return len(sides[0] & sides[1]) / min(map(len, sides))


def _side(groups: Iterable[Sequence[FoundClaim]]) -> Side:
    """Some words of each origin before more of any."""
    spoken: Counter[str | None] = Counter()
    turns = []
    for claims in groups:
        turns.append((spoken[claims[0].origin], claims))
        spoken[claims[0].origin] += 1
    turns.sort(key=lambda one: one[0])
    quoted = tuple(_quoted(claims) for _, claims in turns[: AGAINST_SHOWN + AGAINST_FOLDED])
    return Side(shown=quoted[:AGAINST_SHOWN], folded=quoted[AGAINST_SHOWN:], more=len(turns) - len(quoted))


def _differings(found: FoundEvent) -> Iterator[Differing]:
    for one in disagreements_of(found):
        values = tuple((value.words, tuple(_speakers(value.claims))) for value in one.values)
        yield Differing(field=one.field.value.replace("-", " "), values=values)


def _speakers(claims: Iterable[FoundClaim]) -> Iterator[tuple[str, Places]]:
    """Each innermost voice of these claims, with the outlets that have it and where."""
    places: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in claims:
        name = one_line(one.claim.voices[-1].name) if one.claim.voices else ""
        places[name].setdefault(outlet_of(one.article), place_of_claim(one))
    yield from ((name, tuple(at.items())) for name, at in places.items())


def _grade_view(found: FoundEvent) -> GradeView:
    grade = found.event.grade
    outlets = dict.fromkeys(filter(None, found.outlets))
    says = SAYS.get(grade.rule, "")
    return GradeView(
        credibility=grade.credibility,
        rule=grade.rule.replace("-", " "),
        says=says,
        # Who supports it, all by name, stands among the origins.
        reasons=tuple(
            shorten(one_line(reason), REASON, placeholder=" …") for reason in grade.reasons if reason != says
        ),
        ratings=tuple((one_line(outlet), rating_of(outlet, found)) for outlet in outlets),
    )


def _title(article: ArticleHeading) -> str:
    return one_line(article.title or "(no title)")


async def show(datasette: Datasette, request: Request) -> Response:
    """The event of this id, a column for each outlet or each voice."""
    event_id = request.url_vars["id"]

    def asked(queries: Queries) -> tuple[FoundEvent, tuple[FoundCopy, ...]] | None:
        found = queries.find_event(event_id)
        return (found, queries.find_copies(found)) if found else None

    answer = await ask(datasette, asked)
    if answer is None:
        raise missing("event", event_id)
    by = By.VOICE if request.args.get("by") == By.VOICE else By.OUTLET
    most = MOST_ACCOUNTS if request.args.get("accounts") == "all" else ACCOUNTS_OPEN
    return await page(datasette, request, "event.html", event=event_view_of(*answer, by, most))


ROUTES: Routes = ((r"^/events/(?P<id>e-[^/]+)$", show),)
