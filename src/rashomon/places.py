"""The places that an article names, each with its entry of the gazetteer: the stage.

In go a Reading, the Article, a gazetteer and the tables; out come `Place`s in the order of the text. Words that keep
a place away from the spot ("95 km from", "the outskirts of", "northern") lower its precision and are kept; a name
that stands for a government ("Moscow declined to comment") is resolved, and marked. A name that the gazetteer does
not know is kept without an entry. Refused is nothing; which place is an event's is asked in `grounding.py`.

Read next: `placenames.py`, which finds the names, and `toponyms.py`, which resolves them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from rashomon.candidates import Gazetteer
from rashomon.phrases import Tree, head_of, tree_of
from rashomon.placenames import names_in
from rashomon.placewords import PlaceWords
from rashomon.records import Article, GeoName, Place, PlacePrecision, Reading, Reason, Span
from rashomon.toponyms import Resolution, resolve

_BEFORE = 60
"""Characters before a name in which the words that belong to it are looked for."""
_AND = re.compile(r",? (?:and|or) (?:the )?|, ")
_OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+)?([\w-]+)")
_SPOTS = frozenset({"MT", "PK", "HLL", "PASS", "CAPE", "PT", "VLC", "ISLET", "RK"})
"""Landforms (GeoNames' class T) that are a spot on the map; the others are wide."""
_PLACES_OF_TOWNS = frozenset({"ADM3", "ADM4", "ADM5", "ADMD"})
_SUBJECTS = frozenset({"nsubj", "csubj"})
_OBJECTS = frozenset({"obj", "iobj", "nsubj:pass"})


def places_of(reading: Reading, article: Article, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Place, ...]:
    """Every place that the text names, in its order; names of peoples ("Syrian") are none, but speak for the others."""
    text = article.text
    names = names_in(reading, text, gazetteer, words)
    odds = {name.span: name.odds for name in names.places}
    spans = sorted((*odds, *names.peoples))
    marked = {name.span for name in names.places if name.is_marked}
    resolutions = resolve(spans, article, gazetteer, words, marked)
    tree = tree_of(reading.words)
    begins = [sentence.start for sentence in reading.sentences]
    places: list[Place] = []
    for span, resolution in zip(spans, resolutions, strict=True):
        if span in odds:
            start = begins[max(bisect_right(begins, span.start) - 1, 0)]
            relation = _relation(span, text, max(start, span.start - _BEFORE), words, places)
            places.append(_place(span, text, resolution, odds[span], relation, tree, words))
    return tuple(places)


def _place(
    span: Span,
    text: str,
    resolution: Resolution,
    odds: float,
    relation: str | None,
    tree: Tree,
    words: PlaceWords,
) -> Place:
    entry = resolution.entry
    is_metonym = _is_metonym(span, text, entry, tree, words)
    precision = precision_of(entry, span.of(text), words)
    if relation and not is_metonym:
        precision = PlacePrecision.NEAR if precision is PlacePrecision.POINT else PlacePrecision.REGION
    return Place(
        span=span,
        text=span.of(text),
        geoname=entry,
        precision=precision,
        relation=None if is_metonym else relation,
        is_metonym=is_metonym,
        reason=Reason(method=resolution.method, score=round(odds * resolution.score, 3), detail=resolution.detail),
        runners_up=resolution.runners_up,
    )


def precision_of(entry: GeoName | None, name: str, words: PlaceWords) -> PlacePrecision:
    """How much of the map a name stands for: docs/places.md has GeoNames' classes beside it."""
    if name.rpartition(" ")[2].lower() in words.extending or name in words.parts:
        return PlacePrecision.REGION
    if entry is None or entry.feature_class in "PS" or entry.feature_code in _SPOTS | _PLACES_OF_TOWNS:
        return PlacePrecision.POINT
    return PlacePrecision.COUNTRY if entry.feature_code.startswith("PCL") else PlacePrecision.REGION


def _relation(span: Span, text: str, start: int, words: PlaceWords, before: Sequence[Place]) -> str | None:
    """The words that keep the place away from the spot, as printed; a list shares those before its first place."""
    head = text[start : span.start]
    found = words.relation.search(head) or words.part.search(head)
    if found:
        return " ".join(found["relation"].split())
    last = before[-1] if before else None
    if last and last.relation and last.span.end >= start and _AND.fullmatch(text[last.span.end : span.start]):
        return last.relation
    return None


def _is_metonym(span: Span, text: str, entry: GeoName | None, tree: Tree, words: PlaceWords) -> bool:
    """Whether the name stands for a government: by what it does, by what is done to it, by the phrase around it.

    A country or a capital that acts is its government, unless the verb tells what happens in a place ("Libya saw …");
    any other town only where it speaks ("Tobruk denied …").
    """
    cues = words.metonyms
    is_seat = entry is not None and (entry.feature_code.startswith("PCL") or entry.feature_code == "PPLC")
    head = text[max(span.start - _BEFORE, 0) : span.start]
    if cues.suffix.match(text, span.end):
        return True
    owned = _OWNED.match(text, span.end)
    if is_seat and (
        cues.before.search(head) or cues.between.search(head) or (owned and owned[1].lower() in cues.owned)
    ):
        return True
    place = head_of(tree, span)
    if place is None:
        return False
    for _ in range(len(tree.words)):
        word = tree.words[place]
        if word.relation != "conj" or word.head == place:
            break
        place = word.head
    word, verb = tree.words[place], tree.words[tree.words[place].head]
    if not verb.tag.startswith("VB"):
        return False
    does = verb.span.of(text).lower()
    if word.relation in _SUBJECTS:
        return does in cues.tells or (is_seat and does not in cues.scenes)
    if word.relation in _OBJECTS:
        return is_seat and does in cues.addressed
    return is_seat and word.relation == "obl:agent"
