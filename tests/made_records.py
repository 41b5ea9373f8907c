"""Records made by hand for the tests of the ledger, and a reader that reads by one simple rule."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from rashomon.records import (
    Article,
    ArticleReading,
    Attribution,
    AttributionSpans,
    Claim,
    Document,
    DocumentReading,
    EventMention,
    EventType,
    Factuality,
    Furniture,
    FurnitureKind,
    GeoName,
    Magnitude,
    MagnitudeKind,
    MediaType,
    Mention,
    MentionType,
    Party,
    Place,
    PlacePrecision,
    Reading,
    Reason,
    Refusal,
    Span,
    Stance,
    TimePhrase,
    TimePrecision,
    TimexType,
    Voice,
    VoiceKind,
    quote_of,
)

RETRIEVED_AT = datetime(2031, 3, 14, 9, 30, tzinfo=UTC)
PAGE = "Ferry stopped\n\nThe coast guard said a ferry was stopped. The ministry denied it. Some 12 people are held."
REASON = Reason(method="cue", score=0.9, detail="said")


def made_article(
    text: str = PAGE,
    title: str | None = "Ferry stopped",
    outlet: str | None = "The Lantern",
    published: date | None = date(2031, 3, 12),
    given_id: str | None = None,
) -> Article:
    return Article(
        title=title,
        outlet=outlet,
        byline="Ada Brenn",
        dateline="KETH",
        published=published,
        language="en",
        text=text,
        given_id=given_id,
        furniture=(Furniture(kind=FurnitureKind.CAPTION, text="A ferry. Photo: harbour office"),),
        flags=() if published else ("no-date",),
    )


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def made_claim(
    article: Article,
    attribution: Attribution | None,
    voices: tuple[Voice, ...],
    words: str,
    event: EventMention | None = None,
) -> Claim:
    content = (span_of(article.text, words),)
    return Claim(
        event_mention_id=event.id if event else None,
        article_id=article.id,
        attribution_id=attribution.id if attribution else None,
        voices=voices,
        stance=attribution.stance if attribution else Stance.ASSERTS,
        content=content,
        quote=quote_of(content, article.text),
        factuality=event.factuality if event else Factuality.NOT_JUDGED,
        reason=REASON,
    )


def made_party(article: Article, words: str, name: str | None = None, code: str | None = None) -> Party:
    return Party(span=span_of(article.text, words), text=words, name=name or words, code=code)


def made_magnitude(
    article: Article, kind: MagnitudeKind, words: str, low: int, high: int | None, *, is_approximate: bool = False
) -> Magnitude:
    span = span_of(article.text, words)
    return Magnitude(kind=kind, span=span, text=words, low=low, high=high, is_approximate=is_approximate)


def made_event(
    article: Article,
    type_: EventType,
    clause: str,
    trigger: str,
    *,
    mode: str | None = None,
    actors: tuple[Party, ...] = (),
    recipients: tuple[Party, ...] = (),
    magnitudes: tuple[Magnitude, ...] = (),
    factuality: Factuality = Factuality.HAPPENED,
) -> EventMention:
    """An event whose trigger is the first such word in its clause."""
    where = span_of(article.text, clause)
    start = where.start + clause.index(trigger)
    return EventMention(
        article_id=article.id,
        trigger=Span(start, start + len(trigger)),
        clause=where,
        type=type_,
        mode=mode,
        actors=actors,
        recipients=recipients,
        magnitudes=magnitudes,
        factuality=factuality,
        reason=Reason(method="table", score=0.75, detail=trigger),
    )


def made_attribution(
    article: Article, source: str, cue: str, content: str, kind: VoiceKind, stance: Stance, parent: str | None = None
) -> Attribution:
    where = span_of(article.text, source)
    return Attribution(
        article_id=article.id,
        source=(where,),
        cue=(span_of(article.text, cue),),
        content=(span_of(article.text, content),),
        stance=stance,
        voices=(Voice(kind=kind, name=source, span=where),),
        parent=parent,
        reason=REASON,
    )


KETH = GeoName(
    geonameid=7,
    name="Keth",
    latitude=61.25,
    longitude=-3.5,
    feature_class="P",
    feature_code="PPL",
    country="BRN",
    admin1="02",
    admin2="",
    population=12000,
)


def made_place(article: Article, words: str, entry: GeoName | None = KETH) -> Place:
    return Place(
        span=span_of(article.text, words),
        text=words,
        geoname=entry,
        precision=PlacePrecision.NEAR,
        relation="off",
        is_metonym=False,
        reason=REASON,
        runners_up=(replace(KETH, geonameid=8, country=None),),
    )


def made_time(article: Article, words: str) -> TimePhrase:
    return TimePhrase(
        span=span_of(article.text, words),
        text=words,
        type=TimexType.DATE,
        value="2031-03",
        earliest=date(2031, 3, 1),
        latest=None,
        precision=TimePrecision.MONTH,
        mod="START",
        flags=("year-guessed",),
        reason=REASON,
    )


def made_reading(article: Article) -> ArticleReading:
    """Two attributions, the second one inside the first, an event, and a claim that tells it and one that does not."""
    place, time = made_place(article, "ferry"), made_time(article, "was")
    said = made_attribution(
        article, "The coast guard", "said", "a ferry was stopped", VoiceKind.INSTITUTION, Stance.ASSERTS
    )
    denied = made_attribution(
        article, "The ministry", "denied", "it.", VoiceKind.INSTITUTION, Stance.DENIES, parent=said.id
    )
    unnamed = Voice(kind=VoiceKind.ANONYMOUS, name="unnamed source", span=None)
    stopped = made_event(
        article,
        EventType.COERCE,
        "a ferry was stopped",
        "stopped",
        mode="seize",
        actors=(made_party(article, "The coast guard", "Brennían Coast Guard", "BRN COP"),),
        recipients=(made_party(article, "a ferry"), made_party(article, "people", code="KSD CVL")),
        magnitudes=(made_magnitude(article, MagnitudeKind.DETAINED, "Some 12", 12, 12, is_approximate=True),),
    )
    stopped = replace(stopped, place=place, place_reason=REASON, time=time, time_reason=REASON)
    return ArticleReading(
        article=article,
        mentions=(
            Mention(
                span=span_of(article.text, "The coast guard"),
                type=MentionType.ORGANISATION,
                text="The coast guard",
                score=0.8,
            ),
        ),
        attributions=(said, denied),
        events=(stopped,),
        places=(made_place(article, "Ferry", None), place),
        times=(time,),
        claims=(
            made_claim(article, said, said.voices, "a ferry was stopped", stopped),
            made_claim(article, denied, (unnamed, *denied.voices), "it."),
        ),
    )


def made_document(content: bytes = b"page", source: str = "page.txt", **hints: str) -> Document:
    return Document(
        content=content,
        source=source,
        media_type=MediaType.TEXT,
        retrieved_at=RETRIEVED_AT,
        hints=tuple(hints.items()),
    )


def made_document_reading(document: Document | None = None, *articles: Article) -> DocumentReading:
    articles = articles or (made_article(),)
    return DocumentReading(
        document=document or made_document(),
        articles=articles,
        readings=tuple(made_reading(article) for article in articles),
    )


def made_refusal(source: str = "broken.pdf", code: str = "R102") -> Refusal:
    return Refusal(
        code=code,
        source=source,
        sentence=f"{source} is a PDF",
        mend="take its text out first",
        document_sha256=None,
        refused_at=RETRIEVED_AT,
    )


class RuleReader:
    """Reads "X said (that) Y." and "X denied Y."; breaks on the words of a text that says it is cursed."""

    manifest: dict[str, str] = {"name": "rule"}  # noqa: RUF012

    def __init__(self) -> None:
        self.batches: list[int] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.batches.append(len(texts))
        if any("cursed" in text for text in texts):
            raise ZeroDivisionError("cursed")
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        attributions = tuple(
            AttributionSpans(
                source=(Span(*match.span(1)),),
                cue=(Span(*match.span(2)),),
                content=(Span(*match.span(3)),),
                score=0.9,
            )
            for match in re.finditer(r"([A-Z][\w ]*?) (said|denied) (?:that )?([^.\n]+)", text)
        )
        sentences = tuple(Span(*match.span()) for match in re.finditer(r"[^.\n]+\.?", text))
        return Reading(sentences=sentences, mentions=(), attributions=attributions)
