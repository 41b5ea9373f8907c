"""The nouns of Rashomon: every record that crosses a module border.

All are frozen dataclasses. Character positions are half-open `Span`s into `Article.text`, counted in
Unicode code points. Ids are hashes of content, so that reading the same bytes twice makes the same
records, and two machines agree. Nothing here touches a disk, a clock or a model.

Read next: `errors.py`, then `documents.py`, the first stage.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

GUESS = "guess"
"""The method of a `Reason` where the text does not say it of this record: whoever shows it says that it is guessed."""

TITLE_BREAK = "\n\n"
"""What stands between the title and the body in `Article.text`, where Rashomon composed the text."""


class Span(NamedTuple):
    """Half-open character offsets `[start, end)` into `Article.text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of `text` that this span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


def content_id(prefix: str, *parts: object) -> str:
    """An id `prefix-<16 hex digits>` that is a hash of `parts`: equal content, equal id."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _set_id(record: object, prefix: str, *parts: object) -> None:
    object.__setattr__(record, "id", content_id(prefix, *parts))  # the way into a frozen record


class MediaType(StrEnum):
    """What kind of bytes a Document holds."""

    TEXT = "text/plain"
    HTML = "text/html"
    FEED_ENTRY = "application/atom+xml"
    JSON = "application/json"


class FurnitureKind(StrEnum):
    """What a stretch of a page is that is no part of the report."""

    CAPTION = "caption"
    CREDIT = "credit"
    READ_MORE = "read-more"
    ARCHIVE_HEADING = "archive-heading"
    REPEATED_TITLE = "repeated-title"
    OUTLET_DATE_LINE = "outlet-date-line"
    NAVIGATION = "navigation"
    OTHER = "other"


class MentionType(StrEnum):
    """What a mention names or describes: the types of re3d (Dstl, 2017)."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    PLACE = "PLACE"
    NATIONALITY = "NATIONALITY"
    MILITARY_PLATFORM = "MILITARY_PLATFORM"
    WEAPON = "WEAPON"
    VEHICLE = "VEHICLE"
    QUANTITY = "QUANTITY"
    MONEY = "MONEY"
    TIME = "TIME"
    DOCUMENT = "DOCUMENT"


class Stance(StrEnum):
    """What a voice does with the content."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    ALLEGES = "alleges"
    DENIES = "denies"
    DECLINES = "declines"
    PREDICTS = "predicts"
    DEMANDS = "demands"


class VoiceKind(StrEnum):
    """What kind of speaker a voice is."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    INSTITUTION = "institution"
    OUTLET = "outlet"
    DOCUMENT = "document"


class MagnitudeKind(StrEnum):
    """What a number in an event counts; `size` is of a force, a crowd or a shipment."""

    DEAD = "dead"
    WOUNDED = "wounded"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"
    SIZE = "size"


class EventType(StrEnum):
    """PLOVER's roots (codebook of 2021)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Factuality(StrEnum):
    """How the innermost voice presents what happened; `not-judged` until events are read."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DID_NOT_HAPPEN = "did-not-happen"
    NOT_JUDGED = "not-judged"


class PlacePrecision(StrEnum):
    """How much of the map a place may stand for: the spot itself, its surroundings, a region, a whole country."""

    POINT = "point"
    NEAR = "near"
    REGION = "region"
    COUNTRY = "country"


class TimexType(StrEnum):
    """What a time phrase tells: the types of TIMEX3 (TimeML, ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class TimePrecision(StrEnum):
    """The unit that the text commits itself to."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    LONGER = "longer"


class EntityKind(StrEnum):
    """What an entity is; nothing ever joins two kinds. A country stands for its government and its people too."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    PLACE = "place"


class Relation(StrEnum):
    """What one claim is to another about the same event."""

    SAME_CLAIM = "same-claim"
    SUPPORTS = "supports"
    DENIES = "denies"
    DISPUTES = "disputes"
    DIFFERS = "differs"


class Difference(StrEnum):
    """In what two accounts of one event differ."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    HOW_MANY = "how-many"


class EventStatus(StrEnum):
    """What the origins of an event make of it together."""

    SINGLE_ORIGIN = "single-origin"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    DENIED = "denied"


class Action(StrEnum):
    """What an analyst decides."""

    MERGE = "merge"
    SPLIT = "split"
    CORRECT = "correct"
    RATE = "rate"
    UNDO = "undo"
    NOTE = "note"


class CopyVerdict(StrEnum):
    """What two texts have in common: one of them as a whole, some passages, or nothing that anybody took over."""

    COPY = "copy"
    PARTIAL = "partial"
    NONE = "none"


class CreditExtent(StrEnum):
    """How much of an article an agency is credited with."""

    WHOLE = "whole"
    PART = "part"


class CitationKind(StrEnum):
    """What is cited of another outlet: its own report, or words that somebody else said to it."""

    REPORT = "report"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a record says what it says: the method, its score in 0..1, and the detail in words."""

    method: str
    score: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing fetched or given: a file, a URL, a WARC record, a feed entry, a line of JSONL.

    `content` are its bytes as they came; their SHA-256 is its identity. `source` says where they
    came from (a path, a URL, `-`), with `#…` naming the part of a container. `hints` are what the
    container says of the article inside (outlet, published, title …) as printed there.
    """

    content: bytes
    source: str
    media_type: MediaType
    retrieved_at: datetime
    hints: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """The identity: SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A stretch of the page left out of the body: its kind and its text as printed."""

    kind: FurnitureKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news report inside a document.

    `text` is the title, a blank line, and the body without furniture; of a JSONL row it is the
    given text to the character. `given_id` is the id that a JSONL row brought along. `flags` name
    what the page leaves open (`no-outlet`, `no-date`, `weekday-mismatch` …), each once, sorted.
    """

    title: str | None
    outlet: str | None
    byline: str | None
    dateline: str | None
    published: date | None
    language: str | None
    text: str
    url: str | None = None
    given_id: str | None = None
    furniture: tuple[Furniture, ...] = ()
    flags: tuple[str, ...] = ()

    id: str = field(init=False, repr=False, compare=False)
    """Hash of outlet, title and text: one report in two documents is one article."""

    def __post_init__(self) -> None:
        """Work the id out once: it is asked for again and again."""
        _set_id(self, "a", self.outlet, self.title, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names or describes someone or something."""

    span: Span
    type: MentionType
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionSpans:
    """What the reader marks: pieces of source, cue and content that belong together.

    Several pieces are a discontinuous span; an empty tuple means that the part is not there.
    `depth` counts the contents around it (0: not nested).
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its Penn Treebank tag, its head and its Universal Dependencies relation to that head.

    `head` is a place in `Reading.words`; the root of a sentence is its own head.
    """

    span: Span
    tag: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A PropBank argument: `label` is ARG0 … ARG5 or ARGM-TMP, ARGM-LOC, ARGM-NEG, ARGM-MOD …"""

    label: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A verb or noun that may tell an event: its place in `Reading.words`, with its arguments.

    `kinds` are the PLOVER roots (or `STATEMENT`) that the model thinks of, likeliest first, with
    probabilities. `certainty` is how certain the text makes it that this happened, -3 (certainly
    not) to 3 (Saurí and Pustejovsky's scale, as UDS-IH2 has it).
    """

    word: int
    arguments: tuple[Argument, ...]
    kinds: tuple[tuple[str, float], ...]
    certainty: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one pass of the model marks in one text.

    `chains` are the coreference chains of two members or more, each the places in `words` of the
    head words of its mentions, in order. `words`, `predicates` and `chains` are in text order. `meanings` are
    16-bit numbers, as many for each word as the model has for what it means, packed; empty where it has none.
    """

    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[AttributionSpans, ...]
    words: tuple[Word, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    chains: tuple[tuple[int, ...], ...] = ()
    meanings: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One link of the chain that a claim comes through; `span` is None for an unnamed one ("reportedly")."""

    kind: VoiceKind
    name: str
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Source, cue and content with the stance, and the voices this one adds to the chain.

    `voices` are the links that stand in this attribution alone, outermost first ("NZZ reported
    citing Italian media" has two). `parent` is the id of the attribution whose content holds it.
    """

    article_id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: Stance
    voices: tuple[Voice, ...]
    parent: str | None
    reason: Reason

    id: str = field(init=False, repr=False, compare=False)
    """Hash of the article and the three sets of spans."""

    def __post_init__(self) -> None:
        """Work the id out once: it is asked for again and again."""
        _set_id(self, "t", self.article_id, _flat(self.source), _flat(self.cue), _flat(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One actor or recipient of an event: the words that stand for it there, the name that they stand for in
    the article, and its PLOVER code (country and sector: `RUS MIL`), None where neither is known."""

    span: Span
    text: str
    name: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Magnitude:
    """A number as printed ("at least 43", "dozens") and the values that it stands for.

    `high` is None where the text leaves it open; an exact number has both ends equal.
    """

    kind: MagnitudeKind
    span: Span
    text: str
    low: int
    high: int | None
    is_approximate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoName:
    """An entry of the gazetteer: GeoNames' id, name, position in degrees (WGS 84) and feature class and code.

    An id below 0 is our own, of what GeoNames has under an id that the gazetteer does not know. `country` is ISO 3166-1
    alpha-3, None for seas and continents; `admin1` and `admin2` are GeoNames' codes, empty
    where it gives none. `population` is 0 where it is not known.
    """

    geonameid: int
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None
    admin1: str
    admin2: str
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that the text names, and the entry of the gazetteer that it was taken for, None where there is none.

    `relation` are the words that keep it away from the spot ("95 km from", "near"), None where there are none;
    `precision` is lowered by them. `is_metonym`: the name stands for a government or a team, not for a point
    on the map. `reason` says why this entry was preferred; `runners_up` are the next best, best first.
    """

    span: Span
    text: str
    geoname: GeoName | None
    precision: PlacePrecision
    relation: str | None
    is_metonym: bool
    reason: Reason
    runners_up: tuple[GeoName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePhrase:
    """A time phrase with its TIMEX3 type and value, and the days from `earliest` to `latest`, both included.

    `value` is None where the phrase cannot be resolved (no article date); `earliest` or `latest` is None where the
    phrase leaves that end open ("since 2014") or is no stretch of the calendar. `mod` is TIMEX3's (APPROX, START …).
    `flags` name what does not fit or was guessed: `no-reference`, `weekday-mismatch`, `year-contradicted`,
    `day-or-month-first`, `year-guessed` …
    """

    span: Span
    text: str
    type: TimexType
    value: str | None
    earliest: date | None
    latest: date | None
    precision: TimePrecision
    mod: str | None
    flags: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A trigger with its PLOVER type: who did it to whom, how many, and whether it is told as having happened.

    `clause` are the words that tell it. `mode` is the codebook's, None where it has none or the text does not
    show it. `factuality` is the innermost voice's; what the voice's stance does to it is the claim's. `place` and
    `time` are the event's own, chosen among those that the article names, each with the reason of the choice.
    """

    article_id: str
    trigger: Span
    clause: Span
    type: EventType
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    magnitudes: tuple[Magnitude, ...]
    factuality: Factuality
    reason: Reason
    place: Place | None = None
    place_reason: Reason | None = None
    time: TimePhrase | None = None
    time_reason: Reason | None = None

    id: str = field(init=False, repr=False, compare=False)
    """Hash of the article, the trigger and the type."""

    def __post_init__(self) -> None:
        """Work the id out once: it is asked for again and again."""
        _set_id(self, "m", self.article_id, self.trigger, self.type.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one article tells through one chain of voices with one stance: the ledger's row.

    `voices` runs from the outlet's side inwards; the outlet itself is not repeated, `()` is the
    outlet's own word. `quote` is the article's text under `content`, pieces joined by " … ".
    `event_mention_id` is the EventMention told, None where a content tells of no coded event.
    """

    article_id: str
    attribution_id: str | None
    event_mention_id: str | None
    voices: tuple[Voice, ...]
    stance: Stance
    content: tuple[Span, ...]
    quote: str
    factuality: Factuality
    reason: Reason

    id: str = field(init=False, repr=False, compare=False)
    """Hash of the article, the content, the stance, the chain of voices and, where there is one, the event."""

    def __post_init__(self) -> None:
        """Work the id out once: it is asked for again and again."""
        chain = tuple((voice.kind.value, voice.name, voice.span) for voice in self.voices)
        event = () if self.event_mention_id is None else (self.event_mention_id,)
        _set_id(self, "c", self.article_id, _flat(self.content), self.stance.value, chain, *event)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntity:
    """Whom or what one article means by some names: `name` is the fullest, `names` are all of them, it first.

    `key` is what it is known by exactly, whatever it is called: a country's code, GeoNames' id, the usual name of a
    body of the tables; None where names must do. `country` is ISO 3166-1 alpha-3, where the article says it. `spans`
    are the words that stand for it, in order. `context` are the keys of others in the article, the oftenest first.
    `reason` says what holds the names together.
    """

    article_id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    key: str | None
    country: str | None
    spans: tuple[Span, ...]
    context: tuple[str, ...]
    reason: Reason

    id: str = field(init=False, repr=False, compare=False)
    """Hash of the article, the kind and the first words that stand for it."""

    def __post_init__(self) -> None:
        """Work the id out once: it is asked for again and again."""
        _set_id(self, "l", self.article_id, self.kind.value, self.spans[0], self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Whom or what the articles of a ledger mean: `names` with the number of articles that print each.

    `name` is the one that most articles print among the fullest. `context` are the keys of those who are named beside
    it, with the number of articles, the oftenest first and only so many.
    """

    id: str
    kind: EntityKind
    name: str
    names: tuple[tuple[str, int], ...]
    key: str | None
    country: str | None
    context: tuple[tuple[str, int], ...]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who or what an entity may be elsewhere, as a reconciliation service proposes it (Wikidata's Q-id …).

    `score` is the service's own, on its own scale; `is_match` is that it is sure. Nothing is joined by it.
    """

    entity_id: str
    service: str
    identifier: str
    name: str
    description: str | None
    types: tuple[str, ...]
    score: float
    is_match: bool
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What of a text is enough to find its copies by: some of its runs of words, as signed 64-bit numbers in order.

    `words` is how many words the text has.
    """

    keys: tuple[int, ...]
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch that two articles tell in the same words or lightly edited; `words` are those that are the same."""

    here: Span
    there: Span
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReuse:
    """What two articles have in common word for word, furniture of pages apart.

    `passages` are told by the outlets themselves, `quotations` stand in quotation marks in both. The shares are of
    each article's own words, those that it does not quote.
    """

    passages: tuple[Passage, ...]
    quotations: tuple[Passage, ...]
    share_here: float
    share_there: float
    verdict: CopyVerdict
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCredit:
    """A news agency that an article credits, for the whole text or for a part; "" is an agency left unnamed.

    `span` is None where the credit stands outside the text: in the byline, the dateline, or a line left out of it.
    """

    article_id: str
    agency: str
    extent: CreditExtent
    span: Span | None
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An article gives another outlet as where it has something from.

    `content` are the words that come from there. Of an INTERVIEW ("told the Lantern") the origin is the speaker, and
    the outlet only carries it; of a REPORT it is the outlet, or whomever that outlet names. `speaker` is who spoke to
    the outlet, or whom it cites, where the article says so.
    """

    article_id: str
    outlet: str
    span: Span
    kind: CitationKind
    content: tuple[Span, ...]
    speaker: Voice | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A claim with what linking must know of it: the event it tells, its article's outlet and day, and who is who.

    `voices`, `actors` and `recipients` are ids of entities, in the order of `claim.voices`, `event.actors` and
    `event.recipients`; None where nobody knows who that is ("two officials"). `outlet` is the one that published it,
    `outlet_entity` its entity; `heading` is what the article goes by where no outlet is known. `keywords` are the words
    that tell what the whole article is about, with weights. `vector` is the meaning of its words as the model has it,
    of length 1; empty for none.
    """

    claim: Claim
    event: EventMention | None
    outlet: str | None
    outlet_entity: str | None
    published: date | None
    voices: tuple[str | None, ...]
    actors: tuple[str | None, ...]
    recipients: tuple[str | None, ...]
    heading: str | None = None
    keywords: tuple[tuple[str, float], ...] = ()
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two claims that may be about one event: the smaller id as `one`, how likely it is, and why in words."""

    one: str
    other: str
    probability: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the claim `source` is to the claim `target`; of DIFFERS, in what, and the two values as printed."""

    source: str
    target: str
    relation: Relation
    difference: Difference | None
    values: tuple[str, str] | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The innermost voice behind some claims of one event, once it is settled who is who and who copied whom.

    `name` is what people read ("the Velmari coast guard", "unnamed officials of the Lantern"). `is_support`: it
    asserts or confirms; a denial, a refusal to comment and a suspicion are origins, and support nothing. `reasons`
    say why these claims share it, one for each joining.
    """

    name: str
    kind: VoiceKind
    entity: str | None
    claims: tuple[str, ...]
    is_support: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Credibility of the Admiralty code, 1 (confirmed by other independent origins) to 6 (cannot be judged), with the
    rule that gave it and its reasons in words. Reliability is the user's to give, and stands elsewhere."""

    credibility: int
    rule: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The occurrence that some claims are about, with what their origins make of it.

    `id` does not change when claims join. `is_circular`: tellings lead back to each other, or all to one report.
    `differs` are the values told, by field, each value with the ids of its claims.
    """

    id: str
    claims: tuple[str, ...]
    type: EventType | None
    status: EventStatus
    origins: tuple[Origin, ...]
    is_circular: bool
    grade: Grade
    differs: tuple[tuple[Difference, tuple[tuple[str, tuple[str, ...]], ...]], ...]

    @property
    def independent_origins(self) -> int:
        """How many origins assert or confirm it."""
        return sum(origin.is_support for origin in self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an analyst decided, when, and, if they gave a name, who: it is appended, never changed, and stands until it
    is undone.

    `groups` are what it is about, in ids that another ledger of the same documents has too: of a MERGE or SPLIT of
    events their claims, an event a group; of entities their kind and names; else one group of one id, or of the name
    of the source that is rated. `field` and `value` are what is corrected, or the rating; of a NOTE that a name is
    rightly an entity's, `name` and that.
    """

    action: Action
    groups: tuple[tuple[str, ...], ...]
    field: str | None
    value: str | None
    note: str | None
    analyst: str | None
    decided_at: datetime

    @property
    def id(self) -> str:
        """Hash of all of it: applied twice, it is one decision."""
        groups = "\x1e".join("\x1d".join(group) for group in self.groups)
        return content_id(
            "d", self.action.value, groups, self.field, self.value, self.note, self.analyst, self.decided_at.isoformat()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A document that could not be read: the stable code, what happened, how to mend it."""

    code: str
    source: str
    sentence: str
    mend: str
    document_sha256: str | None
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTraits:
    """What of an article linking compares it by: the words that tell what it is about, with weights; its sketch; whom
    it credits and cites; and the vectors of its claims, by their ids."""

    keywords: tuple[tuple[str, float], ...]
    sketch: Sketch
    credits: tuple[WireCredit, ...]
    citations: tuple[Citation, ...]
    vectors: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """One article with all that was read in it."""

    article: Article
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    events: tuple[EventMention, ...]
    claims: tuple[Claim, ...]
    places: tuple[Place, ...] = ()
    times: tuple[TimePhrase, ...] = ()
    traits: ArticleTraits | None = None
    entities: tuple[ArticleEntity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """One document with its articles in page order, and the readings of those that had to be read.

    An article that the ledger already holds, from another document, needs no second reading.
    """

    document: Document
    articles: tuple[Article, ...]
    readings: tuple[ArticleReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A record of the ledger that is not what its source gives: its kind, its id, and what is off."""

    record: str
    id: str
    sentence: str


def quote_of(content: tuple[Span, ...], text: str) -> str:
    """The words of `text` under the pieces of `content`, joined by " … "."""
    return " … ".join(span.of(text) for span in content)


def _flat(spans: tuple[Span, ...]) -> str:
    return ",".join(f"{span.start}:{span.end}" for span in spans)
