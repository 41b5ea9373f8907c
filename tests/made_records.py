"""Records made by hand for the tests of the ledger, and a reader that reads by one simple rule."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from rashomon.records import (
    Article,
    ArticleReading,
    Attribution,
    AttributionSpans,
    Claim,
    Document,
    DocumentReading,
    Factuality,
    Furniture,
    FurnitureKind,
    MediaType,
    Mention,
    MentionType,
    Reading,
    Reason,
    Refusal,
    Span,
    Stance,
    Voice,
    VoiceKind,
    quote_of,
)

RETRIEVED_AT = datetime(2031, 3, 14, 9, 30, tzinfo=UTC)
REASON = Reason(method="cue", score=0.9, detail="said")


def made_article(
    text: str = "Ferry stopped\n\nThe coast guard said a ferry was stopped. The ministry denied it.",
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


def made_claim(article: Article, attribution: Attribution | None, voices: tuple[Voice, ...], words: str) -> Claim:
    content = (span_of(article.text, words),)
    return Claim(
        event_mention_id=None,
        article_id=article.id,
        attribution_id=attribution.id if attribution else None,
        voices=voices,
        stance=attribution.stance if attribution else Stance.ASSERTS,
        content=content,
        quote=quote_of(content, article.text),
        factuality=Factuality.NOT_JUDGED,
        reason=REASON,
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


def made_reading(article: Article) -> ArticleReading:
    """Two attributions, the second one inside the first, and their claims."""
    said = made_attribution(
        article, "The coast guard", "said", "a ferry was stopped", VoiceKind.INSTITUTION, Stance.ASSERTS
    )
    denied = made_attribution(
        article, "The ministry", "denied", "it.", VoiceKind.INSTITUTION, Stance.DENIES, parent=said.id
    )
    unnamed = Voice(kind=VoiceKind.ANONYMOUS, name="unnamed source", span=None)
    return ArticleReading(
        events=(),
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
        claims=(
            made_claim(article, said, said.voices, "a ferry was stopped"),
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
