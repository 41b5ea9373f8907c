"""Invented passages with the events that a careful reader finds in them, and what a reading of them is worth.

`tests/pages/events/*.toml` hold `[[passage]]` tables: `name`, `text`, perhaps `title` and `outlet`, and `events`, a
list of inline tables; a passage without `events` tells of none.

    trigger      words that stand once in the text, a verb with the noun that it carries ("launched an attack");
                 "will [hit]" is the "hit" after "will"
    type mode    PLOVER's; without a mode, none is looked at
    actors       "Drevian navy: MIL" is a name and the code it must have; ["*"] is not looked at,
                 a further "*" lets more in
    recipients   the same
    factuality   "happened" unless told
    magnitudes   "dead 5", "wounded 30+", "dead 6-9"
    voices       the chain, outermost first; [] is the outlet
    stance       "asserts" unless told
    optional     true where two readers may differ whether this is an event: neither found nor missed nor too much

"|" stands between answers of which any is right, "*" for any answer. `open-*.toml` may be used while something is
mended; `held-out-*.toml` are only scored. `actors-open.toml` and `actors-held-out.toml` are the same for who does
what to whom, as hard as news makes it. Where the codebook turns what is planned into a promise ("will meet": AGREE),
both readings are right.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from rashomon.documents import parse_documents
from rashomon.pipeline import Tools, read_documents
from rashomon.records import (
    TITLE_BREAK,
    ArticleReading,
    Claim,
    DocumentReading,
    EventMention,
    EventType,
    Factuality,
    Magnitude,
    MagnitudeKind,
    Party,
    Span,
    Stance,
)
from sameness import is_same_name

EVENTS_PATH = Path(__file__).parent / "pages" / "events"
FIELDS = ("mode", "actors", "recipients", "factuality", "magnitudes", "voices", "stance")
ANY = "*"

_KEYS = frozenset({"trigger", "type", "optional", *FIELDS})
_MAGNITUDE = re.compile(r"(?P<kind>[a-z]+) (?P<low>\d+)(?:(?P<open>\+)|-(?P<high>\d+))?")

Amount = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedParty:
    """Who takes part: the names of which any will do, and the code, None where it is not looked at."""

    names: tuple[str, ...]
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedEvent:
    """An event that must be found, with the answers that are right in each field; "*" among them is any."""

    triggers: tuple[Span, ...]
    types: tuple[str, ...]
    modes: tuple[str, ...]
    actors: tuple[ExpectedParty, ...]
    recipients: tuple[ExpectedParty, ...]
    factualities: tuple[str, ...]
    magnitudes: frozenset[Amount] | None
    voices: tuple[str, ...]
    stances: tuple[str, ...]
    is_optional: bool

    def is_told_by(self, trigger: Span) -> bool:
        """Whether a trigger touches one of the words that may tell this event."""
        return any(span.overlaps(trigger) for span in self.triggers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage with the events in it."""

    name: str
    title: str | None
    outlet: str
    text: str
    expected: tuple[ExpectedEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An expected event with the one found for it, which fields are right, and how many codes are, of how many."""

    expected: ExpectedEvent
    event: EventMention
    right: Mapping[str, bool]
    codes: tuple[int, int]
    amounts: tuple[int, int, int]  # right, told, expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a reading of one passage is worth.

    `confused` are triggers of a wrong type, each also missed and one too many; `repeated` tell what another
    one tells already, and are also too many.
    """

    passage: Passage
    found: tuple[Found, ...]
    missed: tuple[ExpectedEvent, ...]
    too_many: tuple[EventMention, ...]
    confused: tuple[tuple[ExpectedEvent, EventMention], ...]
    repeated: tuple[EventMention, ...]


def load_passages(held_out: bool = False, subject: str = "") -> list[Passage]:
    """Every open passage, or those held out; with a `subject`, those that were written about it alone ("actors")."""
    part = "held-out" if held_out else "open"
    return [
        parse_passage(table)
        for path in sorted(EVENTS_PATH.glob(f"{subject}-{part}.toml" if subject else f"{part}-*.toml"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["passage"]
    ]


def parse_passage(table: Mapping[str, Any]) -> Passage:
    """The passage of one `[[passage]]` table; its text has the title before it, as an article has."""
    title = table.get("title")
    text = f"{title}{TITLE_BREAK}{table['text']}" if title else table["text"]
    return Passage(
        name=table["name"],
        title=title,
        outlet=table.get("outlet", "Harrow Gazette"),
        text=text,
        expected=tuple(_parse_event(event, text) for event in table.get("events", ())),
    )


def _parse_event(event: Mapping[str, Any], text: str) -> ExpectedEvent:
    assert event.keys() <= _KEYS, f"{event['trigger']!r}: {sorted(event.keys() - _KEYS)} is no key of an event"
    types, factualities = _answers(event["type"]), _answers(event.get("factuality", "happened"))
    stances, amounts = _answers(event.get("stance", "asserts")), event.get("magnitudes", ())
    assert all(EventType(one) for one in types)
    assert all(one == ANY or Factuality(one) for one in factualities)
    assert all(one == ANY or Stance(one) for one in stances)
    return ExpectedEvent(
        triggers=tuple(_place_of(words, text) for words in _answers(event["trigger"])),
        types=types,
        modes=_answers(event.get("mode", ANY)),
        actors=tuple(map(_parse_party, event.get("actors", ()))),
        recipients=tuple(map(_parse_party, event.get("recipients", ()))),
        factualities=factualities,
        magnitudes=None if ANY in amounts else frozenset(map(_parse_amount, amounts)),
        voices=tuple(event.get("voices", ())),
        stances=stances,
        is_optional=event.get("optional", False),
    )


def _answers(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


def _place_of(words: str, text: str) -> Span:
    """Where the words stand; of words with a part in brackets, that part."""
    pattern = re.escape(words).replace(r"\[", "(?P<part>").replace(r"\]", ")")
    places = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text))
    assert len(places) == 1, f"{words!r} stands {len(places)} times in {text!r}"
    return Span(*places[0].span("part" if "[" in words else 0))


def _parse_party(words: str) -> ExpectedParty:
    names, _, code = words.partition(": ")
    return ExpectedParty(names=_answers(names), code=code or None)


def _parse_amount(words: str) -> Amount:
    match = _MAGNITUDE.fullmatch(words)
    assert match, f"{words!r} is no magnitude"
    low = int(match["low"])
    high = None if match["open"] else int(match["high"] or low)
    return MagnitudeKind(match["kind"]).value, low, high


def read_passages(passages: Sequence[Passage], tools: Tools) -> list[ArticleReading]:
    """What the pipeline reads in each passage."""
    rows = [{"text": one.text, "title": one.title or "", "outlet": one.outlet} for one in passages]
    stream = BytesIO("".join(f"{json.dumps(row)}\n" for row in rows).encode())
    documents = parse_documents(stream, "passages.jsonl", datetime(2025, 3, 14, tzinfo=UTC))
    readings = []
    for outcome in read_documents(documents, tools):
        assert isinstance(outcome, DocumentReading), outcome
        readings += outcome.readings
    assert [reading.article.text for reading in readings] == [passage.text for passage in passages]
    return readings


def judge(passage: Passage, events: Sequence[EventMention], claims: Sequence[Claim]) -> Judged:
    """Which expected events are among `events`, and which of their fields are right."""
    claim_of = {claim.event_mention_id: claim for claim in claims}
    left = {event.id: event for event in events}
    found: list[Found] = []
    missed: list[ExpectedEvent] = []
    repeated: list[EventMention] = []
    # What a reader may or may not see gives way to what must be there.
    for expected in sorted(passage.expected, key=lambda one: one.is_optional):
        fitting = [event for event in left.values() if expected.is_told_by(event.trigger)]
        if expected.is_optional:
            left = {event_id: event for event_id, event in left.items() if event not in fitting}
            continue
        alike = [_compared(expected, event, claim_of[event.id]) for event in fitting if event.type in expected.types]
        if alike:
            best = max(alike, key=lambda one: (sum(one.right.values()), one.codes))
            found.append(best)
            repeated += [one.event for one in alike if one is not best]
            left = {event_id: event for event_id, event in left.items() if event_id != best.event.id}
        else:
            missed.append(expected)
    confused = [
        (expected, event)
        for expected in missed
        for event in left.values()
        if expected.is_told_by(event.trigger) and event.type not in expected.types
    ]
    return Judged(
        passage=passage,
        found=tuple(found),
        missed=tuple(missed),
        too_many=tuple(left.values()),
        confused=tuple(confused),
        repeated=tuple(event for event in repeated if event.id in left),
    )


def _compared(expected: ExpectedEvent, event: EventMention, claim: Claim) -> Found:
    names = tuple(voice.name for voice in claim.voices)
    amounts = {_amount_of(one) for one in event.magnitudes}
    checks = {
        "mode": ANY in expected.modes or event.mode in expected.modes,
        "actors": _are_same(expected.actors, event.actors),
        "recipients": _are_same(expected.recipients, event.recipients),
        "factuality": ANY in expected.factualities or event.factuality in expected.factualities,
        "magnitudes": expected.magnitudes in (None, amounts),
        "voices": ANY in expected.voices or _is_same_chain(expected.voices, names),
        "stance": ANY in expected.stances or claim.stance in expected.stances,
    }
    looked_at = {
        "mode": ANY not in expected.modes,
        "actors": not _is_any(expected.actors),
        "recipients": not _is_any(expected.recipients),
        "factuality": ANY not in expected.factualities,
        "magnitudes": expected.magnitudes is not None,
        "voices": ANY not in expected.voices,
        "stance": ANY not in expected.stances,
    }
    pairs = [
        party.code == wanted.code
        for wanted_parties, parties in ((expected.actors, event.actors), (expected.recipients, event.recipients))
        for wanted in wanted_parties
        for party in parties
        if wanted.code and _is_party(wanted, party)
    ]
    gold = expected.magnitudes
    return Found(
        expected=expected,
        event=event,
        right={name: is_right for name, is_right in checks.items() if looked_at[name]},
        codes=(sum(pairs), len(pairs)),
        amounts=(0, 0, 0) if gold is None else (len(gold & amounts), len(amounts), len(gold)),
    )


def _amount_of(magnitude: Magnitude) -> Amount:
    return magnitude.kind.value, magnitude.low, magnitude.high


def _is_any(wanted: Sequence[ExpectedParty]) -> bool:
    return any(ANY in one.names for one in wanted) and len(wanted) == 1


def _are_same(wanted: Sequence[ExpectedParty], parties: Sequence[Party]) -> bool:
    """Whether every party wanted is there and, unless more may be, no other."""
    named = [one for one in wanted if ANY not in one.names]
    fits = [[_is_party(one, party) for party in parties] for one in named]
    has_room = len(named) < len(wanted)
    return all(map(any, fits)) and (has_room or all(any(row[i] for row in fits) for i in range(len(parties))))


def _is_party(wanted: ExpectedParty, party: Party) -> bool:
    return any(is_same_name(name, party.name) for name in wanted.names)


def _is_same_chain(wanted: Sequence[str], names: Sequence[str]) -> bool:
    return len(wanted) == len(names) and all(
        any(is_same_name(one, name) for one in _answers(answers)) for answers, name in zip(wanted, names, strict=True)
    )


def faults_of(judged: Judged) -> list[str]:
    """What of the passage is wrong, missed, told twice or too many, a line each."""
    text = judged.passage.text
    faults = [
        f"wrong {', '.join(wrong)}: {_told(one.event, text)}"
        for one in judged.found
        if (wrong := [name for name, is_right in one.right.items() if not is_right])
    ]
    faults += [f"missed {expected.types[0]} “{expected.triggers[0].of(text)}”" for expected in judged.missed]
    repeated = {event.id for event in judged.repeated}
    return faults + [f"{'twice' if e.id in repeated else 'too many'}: {_told(e, text)}" for e in judged.too_many]


def _told(event: EventMention, text: str) -> str:
    actors, recipients = (
        ", ".join(f"{party.name} ({party.code})" for party in side) for side in (event.actors, event.recipients)
    )
    amounts = "".join(f", {one.kind} {one.low} to {one.high}" for one in event.magnitudes)
    trigger = event.trigger.of(text)
    return f"{event.type} {event.mode} “{trigger}”: {actors} > {recipients}, {event.factuality}{amounts}"


def figures_of(judged: Sequence[Judged]) -> dict[str, float]:
    """Per cent: precision, recall and F1 of events (trigger and type), the same of triggers alone; of the found events
    the share of each field that is right; F1 of magnitudes; and how many passages without events stay without."""
    found = [one for passage in judged for one in passage.found]
    missed, too_many = (sum(len(getattr(one, name)) for one in judged) for name in ("missed", "too_many"))
    confused = sum(len({expected.triggers for expected, _ in one.confused}) for one in judged)
    precision, recall, f1 = _f1(len(found), len(found) + too_many, len(found) + missed)
    trigger_f1 = _f1(len(found) + confused, len(found) + too_many, len(found) + missed)[2]
    fields = {name: [one.right[name] for one in found if name in one.right] for name in FIELDS}
    codes = [sum(one.codes[i] for one in found) for i in range(2)]
    quiet = [not one.too_many for one in judged if not one.passage.expected]
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "trigger_f1": trigger_f1,
        **{name: _share(sum(right), len(right)) for name, right in fields.items() if name != "magnitudes"},
        "codes": _share(*codes),
        "magnitudes_f1": _f1(*(sum(one.amounts[i] for one in found) for i in range(3)))[2],
        "quiet": _share(sum(quiet), len(quiet)),
    }


def confusions_of(judged: Sequence[Judged]) -> Counter[tuple[str, str]]:
    """How often which type was taken for which; "-" is no event."""
    pairs: Counter[tuple[str, str]] = Counter()
    for one in judged:
        told = {event.id for _, event in one.confused}
        pairs.update((expected.types[0], event.type.value) for expected, event in one.confused)
        pairs.update(("-", event.type.value) for event in one.too_many if event.id not in told)
        seen = {expected.triggers for expected, _ in one.confused}
        pairs.update((expected.types[0], "-") for expected in one.missed if expected.triggers not in seen)
    return pairs


def _f1(right: int, told: int, expected: int) -> tuple[float, float, float]:
    return _share(right, told), _share(right, expected), _share(2 * right, told + expected)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
