"""Records out: the JSON objects that scripts depend on.

In: records. Out: plain dicts in the shape of the contract, and one line of JSON for each. Spans are
`[start, end]` into the article's text. What no stage reads yet (events, places, times, links) is there, and empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashomon.queries import FoundClaim, FoundVoice
from rashomon.records import Article, ArticleReading, Claim, Mismatch, Refusal, Span, Voice

if TYPE_CHECKING:
    from rashomon.sources import Places
    from rashomon.tally import Tally

JsonObject = dict[str, Any]


def json_line(record: JsonObject) -> str:
    """The record as one line of JSON, readable where it can be and escaped where UTF-8 cannot hold it."""
    line = json.dumps(record, ensure_ascii=False)
    return line if _is_utf8(line) else json.dumps(record)


def extraction_record(reading: ArticleReading) -> JsonObject:
    """All that was read in one article; `id` is the given one, if there is one, and `text` is to the character."""
    article = reading.article
    positions = {attribution.id: position for position, attribution in enumerate(reading.attributions)}
    return {
        "id": article.id if article.given_id is None else article.given_id,
        "title": article.title,
        "outlet": article.outlet,
        "published": _day(article),
        "language": article.language,
        "text": article.text,
        "mentions": [
            {"span": list(mention.span), "type": mention.type.value, "text": mention.text, "entity": None}
            for mention in reading.mentions
        ],
        "attributions": [
            {
                "source": _spans(attribution.source),
                "cue": _spans(attribution.cue),
                "content": _spans(attribution.content),
                "stance": attribution.stance.value,
                "parent": positions.get(attribution.parent) if attribution.parent else None,
            }
            for attribution in reading.attributions
        ],
        "places": [],
        "times": [],
        "events": [],
        "claims": [{"id": claim.id, **_told(claim), "event": None} for claim in reading.claims],
        "flags": list(article.flags),
    }


def claim_row(found: FoundClaim) -> JsonObject:
    """A claim as `rashomon claims --json` prints it."""
    return {
        "id": found.claim.id,
        "article": {
            "id": found.article.id,
            "source_id": found.article.given_id,
            "title": found.article.title,
            "outlet": found.article.outlet,
            "published": found.article.published.isoformat() if found.article.published else None,
        },
        **_told(found.claim),
        "quote": found.claim.quote,
        "event": found.event_id,
        "type": None,
        "actors": [],
        "recipients": [],
        "place": None,
        "earliest": None,
        "latest": None,
        "origin": None,
        "links": [],
    }


def voice_row(found: FoundVoice) -> JsonObject:
    """A voice as `rashomon voices --json` prints it."""
    return {
        "name": found.name,
        "kind": found.kind.value,
        "claims": found.claims,
        "denials": found.denials,
        "outlets": list(found.outlets),
    }


def refusal_row(refusal: Refusal) -> JsonObject:
    """A refused document as `rashomon refusals --json` prints it."""
    return {
        "code": refusal.code,
        "source": refusal.source,
        "sentence": refusal.sentence,
        "mend": refusal.mend,
        "document": refusal.document_sha256,
        "refused_at": refusal.refused_at.isoformat(),
    }


def summary_row(tally: Tally, places: Places, path: Path) -> JsonObject:
    """What `rashomon read --json` ends with."""
    return {
        "documents": tally.documents,
        "known": tally.known,
        "articles": tally.articles,
        "claims": tally.claims,
        "denials": tally.denials,
        "voices": {kind.value: number for kind, number in tally.voices_by_kind().items()},
        "refusals": tally.refusals,
        "left_aside": dict(places.left_aside),
        "ledger": str(path),
    }


def mismatch_row(mismatch: Mismatch) -> JsonObject:
    """What `rashomon verify --json` prints of one thing that is off."""
    return {"record": mismatch.record, "id": mismatch.id, "sentence": mismatch.sentence}


def _told(claim: Claim) -> JsonObject:
    return {
        "voices": [_voice(voice) for voice in claim.voices],
        "stance": claim.stance.value,
        "content": _spans(claim.content),
        "factuality": claim.factuality.value,
    }


def _voice(voice: Voice) -> JsonObject:
    shown: JsonObject = {"kind": voice.kind.value, "name": voice.name}
    if voice.span is not None:
        shown["span"] = list(voice.span)
    return shown


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _day(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def _is_utf8(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
