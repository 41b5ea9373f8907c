"""Answers for people: claims, events, voices and articles as they look on a terminal.

In: records. Out: rich renderables; nothing is printed here. News is foreign text: control signs, which could
rewrite the screen, and marks that turn the direction of writing are shown as a replacement character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from rashomon.answers import ArticleHeading, FoundClaim, FoundEvent, FoundVoice, StoredDocument
from rashomon.records import (
    Article,
    ArticleReading,
    Claim,
    EventMention,
    EventType,
    Factuality,
    Magnitude,
    MagnitudeKind,
    Party,
    Reason,
    Refusal,
    Span,
    Stance,
    Voice,
    VoiceKind,
)

if TYPE_CHECKING:
    from rashomon.sources import Places
    from rashomon.tally import Tally

STANCE_STYLES = {
    Stance.ASSERTS: "blue",
    Stance.CONFIRMS: "green",
    Stance.ALLEGES: "yellow",
    Stance.DENIES: "bold red",
    Stance.DECLINES: "magenta",
    Stance.PREDICTS: "cyan",
    Stance.DEMANDS: "bright_blue",
}

FACTUALITY_STYLES = {
    Factuality.HAPPENED: "",
    Factuality.ONGOING: "green",
    Factuality.PLANNED: "cyan",
    Factuality.HYPOTHETICAL: "yellow",
    Factuality.DID_NOT_HAPPEN: "red",
    Factuality.NOT_JUDGED: "dim",
}

_KIND_NAMES = {
    VoiceKind.NAMED: ("named", "named"),
    VoiceKind.ANONYMOUS: ("anonymous", "anonymous"),
    VoiceKind.INSTITUTION: ("institution", "institutions"),
    VoiceKind.OUTLET: ("outlet", "outlets"),
    VoiceKind.DOCUMENT: ("document", "documents"),
}
_STANCE_WIDTH = 2 + max(len(stance) for stance in Stance)
_NARROW = 60
"""On a terminal narrower than this nothing stands beside anything."""
_TYPE_WIDTH = 2 + max(len(type_) for type_ in EventType)
_SHOWN_TYPES = 5
"""How many types of event the summary names."""
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_OPENING, _CLOSING = frozenset('“"„«'), frozenset('”"“»')
_BLANKS = re.compile(r"\s+")
_CONTEXT_CHARACTERS = 240


def claims_by_article(found: Iterable[FoundClaim], *, width: int) -> Iterator[Text | Padding]:
    """Article after article, its heading and its claims: stance, chain of voices, quote."""
    for heading, claims in groupby(found, key=lambda one: one.article):
        yield from article_heading(heading)
        for one in claims:
            yield from _claim_block(one.claim, one.event, width=width)
        yield Text()


def events_by_article(found: Iterable[FoundEvent], *, width: int) -> Iterator[Text | Padding]:
    """Article after article, its heading and its events: who did what to whom, and through whom it is told."""
    for heading, events in groupby(found, key=lambda one: one.article):
        yield from article_heading(heading)
        for one in events:
            yield from _event_block(one, width=width)
        yield Text()


def article_heading(heading: ArticleHeading) -> Iterator[Text]:
    """Title, and below it outlet, day and id."""
    yield Text(one_line(heading.title or "(no title)"), style="bold")
    yield Text(
        " · ".join((one_line(heading.outlet or "outlet unknown"), day(heading.published), heading.id)), style="dim"
    )


def claim_page(
    found: FoundClaim, reading: ArticleReading, documents: Sequence[StoredDocument]
) -> Iterator[Text | Padding | Table]:
    """One claim with everything that it rests on: the chain, the words around it, where it was read."""
    yield from article_heading(found.article)
    yield Text()
    claim = found.claim
    yield Text.assemble((claim.stance.value, STANCE_STYLES[claim.stance]), "  ", _chain(claim.voices))
    if found.event is not None:
        yield _deed(found.event, claim.factuality)
    yield Text()
    for span in claim.content:
        yield Padding(_in_context(reading.article.text, span, STANCE_STYLES[claim.stance]), (0, 0, 1, 2))
    facts = _facts()
    attribution = next((one for one in reading.attributions if one.id == claim.attribution_id), None)
    if attribution is not None:
        for name, spans in (("source", attribution.source), ("cue", attribution.cue)):
            words = " … ".join(span.of(reading.article.text) for span in spans)
            facts.add_row(name, Text(one_line(words) if words else "(none)"))
    for position, voice in enumerate(claim.voices, 1):
        where = f", {_where(voice.span)}" if voice.span else ""
        facts.add_row(f"voice {position}", Text(f"{one_line(voice.name)} ({voice.kind.value}{where})"))
    facts.add_row("content", Text("characters " + ", ".join(f"{span.start}–{span.end}" for span in claim.content)))
    facts.add_row("factuality", Text(claim.factuality.value))
    if claim.event_mention_id:
        facts.add_row("event", Text(claim.event_mention_id))
    _add_reason(facts, claim.reason)
    _add_documents(facts, documents)
    facts.add_row("claim", Text(claim.id))
    yield facts


def event_page(
    found: FoundEvent, reading: ArticleReading, documents: Sequence[StoredDocument], *, width: int
) -> Iterator[Text | Padding | Table]:
    """One event with everything that it rests on: its words, who is who and where, how many, and who tells it."""
    event, text = found.event, reading.article.text
    yield from article_heading(found.article)
    yield Text()
    yield _deed(event, event.factuality)
    yield Text()
    yield Padding(_in_context(text, event.clause, "", marked=event.trigger), (0, 0, 1, 2))
    facts = _facts()
    facts.add_row("trigger", Text(f"{_in_quotes(one_line(event.trigger.of(text)))}, {_where(event.trigger)}"))
    for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            said = "" if party.text == party.name else f", here {_in_quotes(one_line(party.text))}"
            facts.add_row(role, Text.assemble(_party(party), f"{said}, {_where(party.span)}"))
    for number in event.magnitudes:
        facts.add_row(
            number.kind.value, Text(f"{_in_quotes(one_line(number.text))}: {_amount(number)}, {_where(number.span)}")
        )
    facts.add_row("factuality", Text(event.factuality.value, style=FACTUALITY_STYLES[event.factuality]))
    _add_reason(facts, event.reason)
    _add_documents(facts, documents)
    facts.add_row("event", Text(event.id))
    yield facts
    for claim in found.claims:
        yield from _claim_block(claim, None, width=width)


def article_page(
    reading: ArticleReading, documents: Sequence[StoredDocument], *, width: int
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
        ("flags", ", ".join(article.flags)),
    ):
        if value:
            facts.add_row(name, Text(one_line(value)))
    _add_documents(facts, documents)
    facts.add_row("article", Text(article.id))
    yield facts
    yield Text()
    yield Padding(_marked(article, reading.claims), (0, 0, 1, 2))
    events = {event.id: event for event in reading.events}
    for claim in reading.claims:
        yield from _claim_block(claim, events.get(claim.event_mention_id or ""), width=width)


def voices_table(found: Iterable[FoundVoice]) -> Table:
    """Who speaks, how often, how often to deny, and where."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("voice", overflow="fold", ratio=4)
    table.add_column("kind", style="dim")
    table.add_column("claims", justify="right")
    table.add_column("denials", justify="right")
    table.add_column("outlets", overflow="fold", ratio=3)
    for voice in found:
        table.add_row(
            Text(one_line(voice.name)),
            voice.kind.value,
            str(voice.claims),
            Text(str(voice.denials), style=STANCE_STYLES[Stance.DENIES]) if voice.denials else Text("·", style="dim"),
            Text(one_line(", ".join(voice.outlets))),
        )
    return table


def summary_lines(tally: Tally, places: Places, *, stopped: bool) -> Iterator[Text | Padding]:
    """What `read` ends with: articles, claims, denials, voices by kind, events by type, refusals."""
    if stopped:
        yield Text("Broken off. What was read is stored; the same command goes on from here.", style="yellow")
    if tally.documents:
        yield Text.assemble(
            "Read ",
            (count(tally.articles, "article"), "bold"),
            f" in {count(tally.documents, 'document')}: ",
            (count(tally.claims, "claim"), "bold"),
            ", ",
            (count(tally.denials, "denial"), STANCE_STYLES[Stance.DENIES] if tally.denials else ""),
            ".",
        )
        kinds = [f"{number:,} {_kind_name(kind, number)}" for kind, number in tally.voices_by_kind().items() if number]
        yield Text(f"Voices: {', '.join(kinds) or 'none'}.")
        if tally.events:
            yield Text(f"Events: {_types(tally.events)}.")
    if not (tally.documents or tally.known or tally.refusals):
        yield Text("There was nothing to read.")
    if tally.known:
        yield Text(f"In the ledger already, and left as they are: {count(tally.known, 'document')}.")
    if places.left_aside:
        aside = ", ".join(f"{number:,} {suffix}" for suffix, number in places.left_aside)
        yield Text(f"Left aside in folders, by their names: {aside}.")
    if tally.refusals:
        yield Text(f"Refused: {count(tally.refusals, 'document')}.", style="red")
        for refusal in tally.first_refusals:
            yield from (Padding(line, (0, 0, 0, 2)) for line in refusal_lines(refusal))
        if tally.refusals > len(tally.first_refusals):
            yield Text("  … all of them: rashomon refusals")


@contextmanager
def progress_of(console: Console, size: int | None) -> Iterator[Callable[[Tally, int], None]]:
    """A bar that is called with the counts and the bytes done so far; it shows on a terminal only."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = progress.add_task("reading", total=size)

    def show(tally: Tally, position: int) -> None:
        counts = f"{count(tally.articles, 'article')}, {count(tally.claims, 'claim')}"
        progress.update(task, completed=position, description=counts)

    with progress:
        yield show


def refusal_lines(refusal: Refusal) -> Iterator[Text | Padding]:
    """Code and sentence, and below it how to mend it."""
    yield Text.assemble((refusal.code, "bold red"), " ", one_line(refusal.sentence))
    yield Padding(Text(f"mend: {one_line(refusal.mend)}", style="dim"), (0, 0, 0, 2))


def day(published: date | None) -> str:
    """A date as people write it, or that there is none."""
    return f"{published.day} {published:%B %Y}" if published else "no date"


def one_line(text: str) -> str:
    """Foreign text made safe for a terminal, on one line."""
    return _BLANKS.sub(" ", _UNSAFE.sub("\ufffd", text)).strip()


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _kind_name(kind: VoiceKind, number: int) -> str:
    return _KIND_NAMES[kind][number != 1]


def _types(events: Mapping[EventType, int]) -> str:
    """ "41 ASSAULT, 12 CONSULT, 7 of other types": the commonest first."""
    commonest = sorted(events.items(), key=lambda one: (-one[1], one[0]))
    others = sum(number for _, number in commonest[_SHOWN_TYPES:])
    shown = [f"{number:,} {type_.value}" for type_, number in commonest[:_SHOWN_TYPES]]
    return ", ".join([*shown, f"{others:,} of other types"] if others else shown)


def _event_block(found: FoundEvent, *, width: int) -> Iterator[Text | Padding]:
    event = found.event
    mode = [Text(event.mode)] if event.mode else []
    lines = [
        _who(event) or Text("(nobody is named)", style="dim"),
        _dotted([*mode, *_how(event, event.factuality)]),
        Text(_in_quotes(one_line(found.quote))),
    ]
    for claim in found.claims:
        stance = Text(f"{claim.stance.value:{_STANCE_WIDTH}}", style=STANCE_STYLES[claim.stance])
        lines.append(Text.assemble(stance, _chain(claim.voices)))
    lines.append(Text(event.id, style="dim"))
    yield from _beside(Text(event.type.value, style="bold"), _TYPE_WIDTH, [line for line in lines if line], width=width)


def _claim_block(claim: Claim, event: EventMention | None, *, width: int) -> Iterator[Text | Padding]:
    stance = Text(claim.stance.value, style=STANCE_STYLES[claim.stance])
    quote = Text(_in_quotes(one_line(claim.quote))) if claim.content else Text("(no words given)", style="dim")
    told = [Text(_deed(event, claim.factuality).plain, style="dim")] if event else []
    lines = [_chain(claim.voices), quote, *told, Text(claim.id, style="dim")]
    yield from _beside(stance, _STANCE_WIDTH, lines, width=width)


def _beside(word: Text, word_width: int, lines: Sequence[Text], *, width: int) -> Iterator[Text | Padding]:
    """A word and the lines beside it; on a narrow terminal the first follows it, and the others stand below."""
    if width < _NARROW:
        yield Padding(Text.assemble(word, "  ", lines[0]), (1, 0, 0, 0))
        yield from (Padding(line, (0, 0, 0, 2)) for line in lines[1:])
        return
    word.pad_right(word_width - len(word))
    first = Table.grid()
    first.add_column(width=word_width)
    first.add_column(overflow="fold")
    first.add_row(word, lines[0])
    yield Padding(first, (1, 0, 0, 2))
    yield from (Padding(line, (0, 0, 0, 2 + word_width)) for line in lines[1:])


def _deed(event: EventMention, factuality: Factuality) -> Text:
    """ "the navy (BRN MIL) → COERCE/seize → a ferry · happened · 12 detained"."""
    kind = f"{event.type.value}/{event.mode}" if event.mode else event.type.value
    deed = _arrows([_parties(event.actors), Text(kind, style="bold"), _parties(event.recipients)])
    return _dotted([deed, *_how(event, factuality)])


def _who(event: EventMention) -> Text:
    """ "the navy (BRN MIL) → a ferry"; whoever is only done to stands behind the arrow."""
    if event.recipients and not event.actors:
        return Text.assemble(("→ ", "dim"), _parties(event.recipients))
    return _arrows([_parties(event.actors), _parties(event.recipients)])


def _how(event: EventMention, factuality: Factuality) -> list[Text]:
    """Whether it happened, and the numbers in it."""
    judged = (
        [] if factuality is Factuality.NOT_JUDGED else [Text(factuality.value, style=FACTUALITY_STYLES[factuality])]
    )
    return [*judged, *(Text(_number(number)) for number in event.magnitudes)]


def _number(number: Magnitude) -> str:
    if number.kind is MagnitudeKind.SIZE:
        return f"{one_line(number.text)} in number"
    return f"{one_line(number.text)} {number.kind.value}"


def _amount(number: Magnitude) -> str:
    """The values that a number stands for: "12", "43 or more", "about 20 to 99"."""
    if number.high is None:
        amount = f"{number.low:,} or more"
    else:
        amount = f"{number.low:,}" if number.low == number.high else f"{number.low:,} to {number.high:,}"
    return f"about {amount}" if number.is_approximate else amount


def _parties(parties: Sequence[Party]) -> Text:
    return _joined([_party(party) for party in parties], ", ")


def _party(party: Party) -> Text:
    return Text.assemble(one_line(party.name), (f" ({one_line(party.code)})" if party.code else "", "dim"))


def _arrows(parts: Iterable[Text]) -> Text:
    return _joined(parts, " → ")


def _dotted(parts: Iterable[Text]) -> Text:
    return _joined(parts, " · ")


def _joined(parts: Iterable[Text], between: str) -> Text:
    """The parts that say something, with `between` in quiet style."""
    joined = Text()
    for part in filter(None, parts):
        joined.append(between if joined else "", style="dim").append_text(part)
    return joined


def _in_quotes(quote: str) -> str:
    """The words in quotation marks, unless they begin and end with marks of their own."""
    return quote if quote[:1] in _OPENING and quote[-1:] in _CLOSING else f"“{quote}”"


def _chain(voices: Sequence[Voice]) -> Text:
    """ "The Lantern › Brennian media · anonymous": outermost first, the kind of the innermost one."""
    if not voices:
        return Text("the outlet's own word", style="italic")
    chain = Text()
    for position, voice in enumerate(voices):
        chain.append(" › " if position else "", style="dim")
        chain.append(one_line(voice.name), style="italic" if voice.kind is VoiceKind.ANONYMOUS else "bold")
    return chain.append(f" · {voices[-1].kind.value}", style="dim")


def _in_context(text: str, span: Span, style: str, *, marked: Span | None = None) -> Text:
    """The words under the span in `style`, with those around them in quiet style; those `marked` inside it in bold."""
    start = max(0, span.start - _CONTEXT_CHARACTERS)
    end = min(len(text), span.end + _CONTEXT_CHARACTERS)
    before, after = text[start : span.start], text[span.end : end]
    shown = Text("… " if start else "", style="dim")
    shown.append(_safe(before.split("\n\n")[-1]), style="dim")
    begin = len(shown)
    shown.append(_safe(span.of(text)), style=style)
    if marked is not None:
        shown.stylize("bold underline", begin + marked.start - span.start, begin + marked.end - span.start)
    shown.append(_safe(after.split("\n\n")[0]), style="dim")
    return shown.append(" …" if end < len(text) else "", style="dim")


def _marked(article: Article, claims: Sequence[Claim]) -> Text:
    text = Text(_safe(article.text))
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


def _add_documents(facts: Table, documents: Sequence[StoredDocument]) -> None:
    for document in documents:
        read = f"{one_line(document.source)}, {document.retrieved_at:%Y-%m-%d %H:%M} UTC, SHA-256 {document.sha256}"
        facts.add_row("read from", Text(read))


def _safe(text: str) -> str:
    """Foreign text made safe for a terminal; every character stays in its place."""
    return _UNSAFE.sub("\ufffd", text)
