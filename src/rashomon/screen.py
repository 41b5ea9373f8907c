"""Answers for people: lists of claims, events and voices, and what `read` ends with, as they look on a terminal.

In: records. Out: rich renderables; nothing is printed here. News is foreign text: control signs, which could
rewrite the screen, and marks that turn the direction of writing are shown as a replacement character.

Read next: `sheets.py`, which shows one record with all that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from rashomon.answers import ArticleHeading, FoundClaim, FoundVoice
from rashomon.labels import count, day, deed, in_quotes, interval, magnitude_words, one_line, place_name
from rashomon.records import (
    GUESS,
    EventMention,
    EventType,
    Factuality,
    Identity,
    Party,
    Refusal,
    Stance,
    Voice,
    VoiceKind,
)

if TYPE_CHECKING:
    from rashomon.sources import Inputs
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
STANCE_WIDTH = 2 + max(len(stance) for stance in Stance)
"""The column of stances."""
NARROW = 60
"""On a terminal narrower than this nothing stands beside anything."""
_SHOWN_TYPES = 5
"""How many types of event the summary names."""


def claims_by_article(found: Iterable[FoundClaim], *, width: int) -> Iterator[Text | Padding]:
    """Article after article, its heading and its claims: stance, chain of voices, quote."""
    for heading, claims in groupby(found, key=lambda one: one.article):
        yield from article_heading(heading)
        for one in claims:
            yield from claim_block(one, width=width)
        yield Text()


def article_heading(heading: ArticleHeading) -> Iterator[Text]:
    """Title, and below it outlet, day and id."""
    yield Text(one_line(heading.title or "(no title)"), style="bold")
    yield Text(
        " · ".join((one_line(heading.outlet or "outlet unknown"), day(heading.published), heading.id)), style="dim"
    )


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
            Text(one_line(", ".join(voice.outlets))) if voice.outlets else Text("outlet unknown", style="dim"),
        )
    return table


def summary_lines(tally: Tally, inputs: Inputs, *, stopped: bool) -> Iterator[Text | Padding]:
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
            yield Text(f"Told of: {_types(tally.events)}.")
    if not (tally.documents or tally.known or tally.refusals):
        yield Text("There was nothing to read.")
    if tally.known:
        yield Text(f"In the ledger already, and left as they are: {count(tally.known, 'document')}.")
    if inputs.left_aside:
        aside = ", ".join(f"{number:,} {suffix}" for suffix, number in inputs.left_aside)
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


def identity_line(identity: Identity, name: str) -> Text:
    """ "Keth Strait Commission: Keth Strait Commission (Q12), treaty body, 87, sure"."""
    described = f", {one_line(identity.description)}" if identity.description else ""
    sure = ", sure" if identity.is_match else ""
    return Text.assemble(
        (one_line(name), "bold"),
        f": {one_line(identity.name)} ({one_line(identity.identifier)}){described}, {identity.score:g}{sure}",
    )


def refusal_lines(refusal: Refusal) -> Iterator[Text | Padding]:
    """Code and sentence, and below it how to mend it."""
    yield Text.assemble((refusal.code, "bold red"), " ", one_line(refusal.sentence))
    yield Padding(Text(f"mend: {one_line(refusal.mend)}", style="dim"), (0, 0, 0, 2))


def _kind_name(kind: VoiceKind, number: int) -> str:
    return _KIND_NAMES[kind][number != 1]


def _types(events: Mapping[EventType, int]) -> str:
    """ "41 attack (ASSAULT), 12 talks (CONSULT), 7 of other types": the commonest first."""
    commonest = sorted(events.items(), key=lambda one: (-one[1], one[0]))
    others = sum(number for _, number in commonest[_SHOWN_TYPES:])
    shown = [f"{number:,} {deed(type_)}" for type_, number in commonest[:_SHOWN_TYPES]]
    return ", ".join([*shown, f"{others:,} of other types"] if others else shown)


def claim_block(found: FoundClaim, *, width: int, shows_event: bool = True) -> Iterator[Text | Padding]:
    """A claim in a list: stance, chain of voices, quote, the event told, id; and what an analyst corrected in it."""
    claim, event = found.claim, found.told if shows_event else None
    quote = Text(in_quotes(one_line(claim.quote))) if claim.content else Text("(no words given)", style="dim")
    told = [Text(deed_line(event, found.factuality).plain, style="dim")] if event else []
    corrected = ", ".join(found.corrections)
    by_hand = [Text(f"corrected by an analyst: {corrected}", style="yellow")] if corrected else []
    lines = [chain_line(claim.voices), quote, *told, *by_hand, Text(claim.id, style="dim")]
    yield Text()
    yield from beside(Text(found.stance.value, style=STANCE_STYLES[found.stance]), STANCE_WIDTH, lines, width=width)


def beside(
    word: Text, word_width: int, lines: Sequence[Text], *, width: int, indent: int = 2
) -> Iterator[Text | Padding]:
    """A word and the lines beside it; on a narrow terminal the first follows it, and the others stand below."""
    if width < NARROW:
        yield Padding(Text.assemble(word, "  ", lines[0]), (0, 0, 0, indent - 2))
        yield from (Padding(line, (0, 0, 0, indent)) for line in lines[1:])
        return
    word_width = max(word_width, len(word) + 2)
    word.pad_right(word_width - len(word))
    first = Table.grid()
    first.add_column(width=word_width)
    first.add_column(overflow="fold")
    first.add_row(word, lines[0])
    yield Padding(first, (0, 0, 0, indent))
    yield from (Padding(line, (0, 0, 0, indent + word_width)) for line in lines[1:])


def deed_line(event: EventMention, factuality: Factuality) -> Text:
    """ "the navy (BRN MIL) → coercion (COERCE/seize) → a ferry · happened · 12 detained"."""
    kind = Text(deed(event.type, event.mode), style="bold")
    return dotted([_arrows([_parties(event.actors), kind, _parties(event.recipients)]), *_how(event, factuality)])


def _how(event: EventMention, factuality: Factuality) -> list[Text]:
    """Whether it happened, and the numbers in it."""
    judged = (
        [] if factuality is Factuality.NOT_JUDGED else [Text(factuality.value, style=FACTUALITY_STYLES[factuality])]
    )
    return [*judged, *(Text(magnitude_words(number)) for number in event.magnitudes), *_where_and_when(event)]


def _where_and_when(event: EventMention) -> list[Text]:
    """Place and interval of an event, in quiet style where they were only guessed."""
    shown = []
    if event.place and event.place_reason:
        shown.append(Text(place_name(event.place), style="dim" if event.place_reason.method == GUESS else ""))
    if event.time and event.time_reason:
        shown.append(Text(interval(event.time), style="dim" if event.time_reason.method == GUESS else ""))
    return shown


def _parties(parties: Sequence[Party]) -> Text:
    return joined([party_name(party) for party in parties], ", ")


def party_name(party: Party) -> Text:
    """ "the navy (BRN MIL)": the name, and in quiet style the code."""
    return Text.assemble(one_line(party.name), (f" ({one_line(party.code)})" if party.code else "", "dim"))


def _arrows(parts: Iterable[Text]) -> Text:
    return joined(parts, " → ")


def dotted(parts: Iterable[Text]) -> Text:
    """The parts that say something, with dots between them."""
    return joined(parts, " · ")


def joined(parts: Iterable[Text], between: str) -> Text:
    """The parts that say something, with `between` in quiet style."""
    joined = Text()
    for part in filter(None, parts):
        joined.append(between if joined else "", style="dim").append_text(part)
    return joined


def chain_line(voices: Sequence[Voice]) -> Text:
    """ "The Lantern › Brennian media · anonymous": outermost first; of the innermost one the kind, if it is no name."""
    if not voices:
        return Text("the outlet's own word", style="italic")
    chain = Text()
    for position, voice in enumerate(voices):
        chain.append(" › " if position else "", style="dim")
        chain.append(one_line(voice.name), style="italic" if voice.kind is VoiceKind.ANONYMOUS else "bold")
    return chain if voices[-1].kind is VoiceKind.NAMED else chain.append(f" · {voices[-1].kind.value}", style="dim")
