"""One claim, event or article on a terminal, with everything that it rests on.

In: records. Out: rich renderables, made safe as in `screen.py`; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rashomon.accounts import speaker_of
from rashomon.answers import (
    EntityName,
    FoundClaim,
    FoundDecision,
    FoundEntity,
    FoundEvent,
    FoundMention,
    StoredDocument,
)
from rashomon.labels import FLAGS, day, in_quotes, interval, one_line, place_name, safe
from rashomon.records import (
    Article,
    ArticleReading,
    Claim,
    EventMention,
    Link,
    Magnitude,
    Place,
    Reason,
    Span,
    TimePhrase,
)
from rashomon.screen import (
    FACTUALITY_STYLES,
    STANCE_STYLES,
    article_heading,
    chain_line,
    claim_block,
    deed_line,
    party_name,
)

_CONTEXT_CHARACTERS = 240


def claim_page(
    found: FoundClaim, event: FoundEvent | None, reading: ArticleReading, documents: Sequence[StoredDocument]
) -> Iterator[Text | Padding | Table]:
    """One claim with everything that it rests on: the chain, the words around it, where it was read; and what other
    claims of its event are to it."""
    yield from article_heading(found.article)
    yield Text()
    claim = found.claim
    yield Text.assemble((found.stance.value, STANCE_STYLES[found.stance]), "  ", chain_line(claim.voices))
    if found.told is not None:
        yield deed_line(found.told, found.factuality)
    yield Text()
    for span in claim.content:
        yield Padding(_in_context(reading.article.text, span, STANCE_STYLES[found.stance]), (0, 0, 1, 2))
    facts = _facts()
    attribution = next((one for one in reading.attributions if one.id == claim.attribution_id), None)
    if attribution is not None:
        for name, spans in (("source", attribution.source), ("cue", attribution.cue)):
            words = " … ".join(span.of(reading.article.text) for span in spans)
            facts.add_row(name, Text(one_line(words) if words else "(none)"))
    for position, voice in enumerate(claim.voices, 1):
        where = f", {_where(voice.span)}" if voice.span else ""
        who = _who(voice.span, found.who)
        facts.add_row(f"voice {position}", Text(f"{one_line(voice.name)} ({voice.kind.value}{where})").append(who))
    facts.add_row("content", Text("characters " + ", ".join(f"{span.start}–{span.end}" for span in claim.content)))
    facts.add_row("factuality", Text(found.factuality.value))
    _add_corrections(facts, found.corrections)
    if found.told is not None:
        _add_event(facts, found.told, found.who)
        facts.add_row("mention", Text(claim.event_mention_id or ""))
    if found.event_id:
        facts.add_row("event", Text(found.event_id))
    if found.origin:
        facts.add_row("origin", Text(one_line(found.origin)))
    others = {one.claim.id: one for one in event.claims} if event else {}
    for link in sorted(found.links, key=lambda one: one.relation.value):
        facts.add_row(link.relation.value, _link(link, others.get(link.target)))
    _add_reason(facts, claim.reason)
    _add_documents(facts, documents)
    facts.add_row("claim", Text(claim.id))
    yield facts


def mention_page(
    found: FoundMention, reading: ArticleReading, documents: Sequence[StoredDocument], *, width: int
) -> Iterator[Text | Padding | Table]:
    """One event as its article tells it: its words, who is who and where, how many, and who tells it."""
    event, text = found.told, reading.article.text
    yield from article_heading(found.article)
    yield Text()
    yield deed_line(event, event.factuality)
    yield Text()
    yield Padding(_in_context(text, event.clause, "", marked=event.trigger), (0, 0, 1, 2))
    facts = _facts()
    facts.add_row("trigger", Text(f"{in_quotes(one_line(event.trigger.of(text)))}, {_where(event.trigger)}"))
    _add_event(facts, event, found.who)
    facts.add_row("factuality", Text(event.factuality.value, style=FACTUALITY_STYLES[event.factuality]))
    _add_corrections(facts, found.corrections)
    _add_reason(facts, event.reason)
    _add_documents(facts, documents)
    facts.add_row("mention", Text(event.id))
    yield facts
    for claim in found.claims:
        yield from claim_block(claim, width=width, shows_event=False)


def _add_corrections(facts: Table, corrections: Mapping[str, str]) -> None:
    for field, value in corrections.items():
        facts.add_row("corrected", Text(f"{field}: {one_line(value)}, by an analyst", style="yellow"))


def article_page(
    reading: ArticleReading, claims: Sequence[FoundClaim], documents: Sequence[StoredDocument], *, width: int
) -> Iterator[Text | Padding | Table]:
    """One article: what is known of it, its text with what others say marked in it, and the claims."""
    article = reading.article
    yield Text(one_line(article.title or "(no title)"), style="bold")
    facts = _facts()
    for name, value in (
        ("outlet", article.outlet),
        ("published", day(article.published)),
        ("byline", article.byline),
        ("dateline", article.dateline),
        ("language", article.language),
        ("address", article.url),
        ("given id", article.given_id),
        ("left open", "; ".join(FLAGS.get(flag, flag) for flag in article.flags)),
    ):
        if value:
            facts.add_row(name, Text(one_line(value)))
    _add_documents(facts, documents)
    facts.add_row("article", Text(article.id))
    yield facts
    yield Text()
    yield Padding(_marked(article, reading.claims), (0, 0, 1, 2))
    for claim in claims:
        yield from claim_block(claim, width=width)


def entity_page(found: FoundEntity) -> Iterator[Text | Table]:
    """One entity: what it is called, how often and where, why each article is taken to mean it, and what else it is."""
    entity = found.entity
    yield Text(one_line(entity.name), style="bold")
    facts = _facts()
    facts.add_row("kind", Text(entity.kind.value))
    if entity.country:
        facts.add_row("country", Text(entity.country))
    if entity.key:
        facts.add_row("key", Text(one_line(entity.key)))
    facts.add_row("names", Text(", ".join(f"{one_line(name)} ({articles})" for name, articles in entity.names)))
    facts.add_row("articles", Text(f"{entity.articles:,}"))
    facts.add_row("claims", Text(f"{found.claims_by:,} by it, {found.claims_about:,} in which it takes part"))
    for one in found.identities:
        sure = ", sure" if one.is_match else ""
        described = f", {one_line(one.description)}" if one.description else ""
        facts.add_row("may be", Text(f"{one_line(one.name)} ({one.identifier}){described}, {one.score:g}{sure}"))
        facts.add_row("", Text(one_line(one.service), style="dim"))
    facts.add_row("entity", Text(entity.id))
    yield facts
    for member in found.members:
        yield Text()
        yield from article_heading(member.article)
        told = _facts()
        told.add_row("called", Text(", ".join(map(one_line, member.entity.names))))
        if member.entity.reason.score < 1:
            _add_reason(told, member.entity.reason)
        _add_reason(told, member.reason)
        yield told
    for merge in found.merges:
        yield Text()
        yield Text.assemble((one_line(merge.name), "bold"), f" ({merge.entity_id}) is the same")
        told = _facts()
        _add_reason(told, merge.reason)
        yield told


def decision_page(found: FoundDecision) -> Iterator[Text | Table]:
    """One decision: what it does, about what, who made it when, and whether it stands."""
    decision = found.decision
    yield Text(decision.action.value, style="bold")
    facts = _facts()
    for group in decision.groups:
        facts.add_row("about", Text(one_line(", ".join(group))))
    if decision.field:
        facts.add_row("field", Text(decision.field))
    if decision.value:
        facts.add_row("value", Text(one_line(decision.value)))
    if decision.note:
        facts.add_row("note", Text(one_line(decision.note)))
    facts.add_row("analyst", Text(one_line(decision.analyst or "(no name given)")))
    facts.add_row("decided", Text(f"{decision.decided_at:%Y-%m-%d %H:%M:%S} UTC"))
    facts.add_row("stands", Text("yes" if found.is_standing else "no"))
    facts.add_row("decision", Text(decision.id))
    yield facts


def _link(link: Link, other: FoundClaim | None) -> Text:
    """Whose claim a link leads to, in which words; in what the two differ, and why it is there."""
    values = f"; {link.difference.value}: {' | '.join(link.values)}" if link.difference and link.values else ""
    words = f"{speaker_of(other)}: {in_quotes(one_line(other.claim.quote))}\n" if other else ""
    return Text.assemble(words, (f"{link.target}, {one_line(link.reason.detail + values)}", "dim"))


def _in_context(text: str, span: Span, style: str, *, marked: Span | None = None) -> Text:
    """The words under the span in `style`, with those around them in quiet style; those `marked` inside it in bold."""
    start = max(0, span.start - _CONTEXT_CHARACTERS)
    end = min(len(text), span.end + _CONTEXT_CHARACTERS)
    before, after = text[start : span.start], text[span.end : end]
    shown = Text("… " if start else "", style="dim")
    shown.append(safe(before.split("\n\n")[-1]), style="dim")
    begin = len(shown)
    shown.append(safe(span.of(text)), style=style)
    if marked is not None:
        shown.stylize("bold underline", begin + marked.start - span.start, begin + marked.end - span.start)
    shown.append(safe(after.split("\n\n")[0]), style="dim")
    return shown.append(" …" if end < len(text) else "", style="dim")


def _marked(article: Article, claims: Sequence[Claim]) -> Text:
    text = Text(safe(article.text))
    for claim in claims:
        for span in claim.content:
            text.stylize(STANCE_STYLES[claim.stance], span.start, span.end)
    return text


def _where(span: Span) -> str:
    return f"characters {span.start}–{span.end}"


def _facts() -> Table:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    return facts


def _add_reason(facts: Table, reason: Reason) -> None:
    facts.add_row("because", Text(f"{reason.method}, {reason.score:.2f}: {one_line(reason.detail)}"))


def _add_event(facts: Table, event: EventMention, who: Mapping[Span, EntityName]) -> None:
    """Who, whom, how many, where and when, each with where it stands and why it was chosen."""
    for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            said = "" if party.text == party.name else f", here {in_quotes(one_line(party.text))}"
            shown = Text.assemble(party_name(party), f"{said}, {_where(party.span)}")
            facts.add_row(role, shown.append(_who(party.span, who)))
    for number in event.magnitudes:
        facts.add_row(
            number.kind.value, Text(f"{in_quotes(one_line(number.text))}: {_amount(number)}, {_where(number.span)}")
        )
    if event.place and event.place_reason:
        facts.add_row("where", _place(event.place, event.place_reason))
    if event.time and event.time_reason:
        facts.add_row("when", _time(event.time, event.time_reason))


def _who(span: Span | None, who: Mapping[Span, EntityName]) -> Text:
    """Which entity stands at a span, and why; nothing where none does."""
    entity = who.get(span) if span else None
    if entity is None:
        return Text()
    shown = Text(f"\n{one_line(entity.name)}, {entity.id}", style="")
    shown.append(f"\n{entity.reason.score:.2f}: {one_line(entity.reason.detail)}", style="dim")
    if entity.here.score < 1:
        shown.append(f"; {one_line(entity.here.detail)}", style="dim")
    return shown


def _place(place: Place, chosen: Reason) -> Text:
    """Name, position and precision; why it is this place of that name, what else it might be, and why the event's."""
    shown = Text(place_name(place))
    if place.geoname:
        shown.append(f" ({place.geoname.latitude:.4f}, {place.geoname.longitude:.4f}), {place.precision.value}")
        if place.geoname.geonameid > 0:
            shown.append(f", GeoNames {place.geoname.geonameid}")
    shown.append(f", {_where(place.span)}\n{one_line(place.reason.detail)}", style="dim")
    for other in place.runners_up:
        where = f", {other.country}" if other.country else ""
        shown.append(f"\nor {one_line(other.name)}{where} ({other.latitude:.2f}, {other.longitude:.2f})", style="dim")
    return shown.append(f"\nchosen, {chosen.score:.2f}: {one_line(chosen.detail)}", style="dim")


def _time(time: TimePhrase, chosen: Reason) -> Text:
    """The interval with its precision, the words and flags; how the words were read, and why they are the event's."""
    shown = Text(f"{interval(time)}, {time.precision.value}")
    shown.append(f", TIMEX3 {time.type.value} {time.value}" if time.value else "")
    shown.append(f", {', '.join(time.flags)}" if time.flags else "", style="yellow")
    shown.append(
        f", {in_quotes(one_line(time.text))}, {_where(time.span)}\n{one_line(time.reason.detail)}", style="dim"
    )
    return shown.append(f"\nchosen, {chosen.score:.2f}: {one_line(chosen.detail)}", style="dim")


def _add_documents(facts: Table, documents: Sequence[StoredDocument]) -> None:
    for document in documents:
        read = f"{one_line(document.source)}, {document.retrieved_at:%Y-%m-%d %H:%M} UTC, SHA-256 {document.sha256}"
        facts.add_row("read from", Text(read))


def _amount(number: Magnitude) -> str:
    """The values that a number stands for: "12", "43 or more", "about 20 to 99"."""
    if number.high is None:
        amount = f"{number.low:,} or more"
    else:
        amount = f"{number.low:,}" if number.low == number.high else f"{number.low:,} to {number.high:,}"
    return f"about {amount}" if number.is_approximate else amount
