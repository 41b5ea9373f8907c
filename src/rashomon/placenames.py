"""Where an article names places: capitalised names, with the odds that each is one.

In go a `Reading` and the gazetteer; out come `PlaceName`s in the order of the text. The model marks places, but also
"the scene", and misses names; the gazetteer knows names, but also "Reading". So every capitalised name is weighed
that the gazetteer knows or the model marks: by the model's marks, by the words around it, by how prominent the place
is. Weights: `toponym_weights.py`, learnt by `training/place_weights.py`. Names of peoples ("Syrian") are no places;
they are returned apart, for what they say of the others. Read next: `toponyms.py`, which resolves the names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log10

from rashomon.candidates import Gazetteer, find_named, has_article, is_great, is_street
from rashomon.countries import NameKind
from rashomon.placewords import PlaceWords
from rashomon.records import GeoName, MentionType, Reading, Span, Word
from rashomon.toponym_weights import NAME_WEIGHTS

LEAST_ODDS = 0.5
_BEFORE = 40
LONGEST_NAME = 5
"""Words."""

Find = Callable[[str], tuple[GeoName, ...]]

_MARKED = {
    MentionType.PLACE: "place",
    MentionType.ORGANISATION: "organisation",
    MentionType.PERSON: "person",
    MentionType.NATIONALITY: "nationality",
}
NAME_FEATURES = (
    "always",
    *(f"marked {how} {kind}" for kind in (*_MARKED.values(), "something") for how in ("whole", "within")),
    "known", "known as spelt", "prominence", "country", "state", "ambiguous",
    "after in", "after of", "after to", "before container", "after comma", "after slash or hyphen",
    "capital before", "capital after", "institution after", "outlet after", "kind after", "kind before",
    "opens sentence", "all capitals", "no name", "lower elsewhere", "in a name of a person", "marked place elsewhere",
    "title before", "given name", "more words", "possessive", "proper noun", "before verb", "abbreviated",
    "surname", "begins a person", "in named region", "in named country", "kind in name", "relation before",
    "person alone", "of a body", "country of a body", "great", "great by article",
)  # fmt: skip

_JOINERS = frozenset(
    {"of", "de", "la", "las", "los", "del", "el", "al", "upon", "on", "le", "du", "da", "do", "di", "the", "and"}
)
_NO_NAMES = frozenset({"PR", "DT", "IN", "CC", "TO", "MD", "WP", "WD", "WR"})
"""How the tags begin of what is no part of a name, whatever letter it has."""
_ATTRIBUTES = frozenset({"amod", "compound"})
_OF_AGENCY = re.compile(r" (?:news|press) (?:agency|service|site|website|portal)\b")
"""What stands behind the name of whoever brings news: "told the Orland news agency"."""
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|d|l)[-'’](?=[^\W\d_])")
_OF_BODY = re.compile(r"[A-Z]\w+ (?:of|for) (?:the )?$")
_PART = re.compile(r"[^\W\d_][\w.'’]*")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name, the odds that it names a place, and whether the model marks it as one."""

    span: Span
    odds: float
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The names of places of an article, and those of peoples, each in the order of the text."""

    places: tuple[PlaceName, ...]
    peoples: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every name is weighed with."""

    text: str
    words: Sequence[Word]
    tokens: Sequence[str]
    capitals: frozenset[str]
    opens: frozenset[int]
    marks: Sequence[tuple[Span, MentionType]]
    mark_starts: Sequence[int]
    ordinary: frozenset[str]
    people: frozenset[str]
    marked: frozenset[str]
    named: frozenset[str]


def names_in(
    reading: Reading,
    text: str,
    gazetteer: Gazetteer,
    words: PlaceWords,
    weights: Mapping[str, float] = NAME_WEIGHTS,
) -> Names:
    """The names that are likelier than not places, those that the model alone knows for places, and those of peoples.

    A name that the gazetteer does not know has low odds at all times: the corpora mark few such. The model's word for
    it is enough to keep it, since no point of the map is claimed for it.
    """
    found: list[PlaceName] = []
    for span, row in weighed_names(reading, text, gazetteer, words):
        if _OF_AGENCY.match(text, span.end):
            continue
        odds = 1 / (1 + exp(-sum(weights[feature] * value for feature, value in row.items())))
        if odds >= LEAST_ODDS or ("marked whole place" in row and "known" not in row):
            found.append(PlaceName(span, odds, "marked whole place" in row or "marked within place" in row))
    return Names(tuple(found), _peoples_in(reading, text, words, [name.span for name in found]))


def _peoples_in(reading: Reading, text: str, words: PlaceWords, taken: Sequence[Span]) -> tuple[Span, ...]:
    """The names of peoples that are no part of the names `taken`."""
    starts = [span.start for span in taken]
    return tuple(
        word.span
        for word in reading.words
        if text[word.span.start].isupper()
        and _is_people(word.span.of(text), words)
        and not any(span.overlaps(word.span) for span in taken[: bisect_left(starts, word.span.end)][-1:])
    )


def weighed_names(
    reading: Reading, text: str, gazetteer: Gazetteer, words: PlaceWords
) -> Iterator[tuple[Span, Mapping[str, float]]]:
    """Every name that may be a place, in order and without overlaps, with those of `NAME_FEATURES` that are not 0."""
    sheet = _sheet(reading, text, words)
    answers: dict[str, tuple[GeoName, ...]] = {}

    def find(name: str) -> tuple[GeoName, ...]:
        if name not in answers:
            answers[name] = find_named(name, gazetteer, words)
        return answers[name]

    for run in _runs(sheet):
        whole = Span(sheet.words[run[0]].span.start, sheet.words[run[-1]].span.end)
        if is_street(whole.of(text), words):
            continue
        place = run[0]
        while place <= run[-1]:
            end = _longest_known(sheet, place, run[-1], find, words)
            marked = _last_marked(sheet, place, run[-1], words)
            if marked is not None and (end is None or (end < marked and not _is_sure(sheet, place, end, words))):
                end = marked  # "Bin Jawad", where the gazetteer knows some Bin
            part = _known_part(sheet, place, find, words) if end in (None, place) else None
            if part:
                yield part, _features(sheet, part, place, place, find, words)
            if part or end is None:
                place += 1
                continue
            span = Span(sheet.words[place].span.start, sheet.words[end].span.end)
            if text[span.end : span.end + 1] == "." and f"{span.of(text)}." in words.states:
                span = Span(span.start, span.end + 1)
            if not _stands_for_people(sheet, span, end, words):
                yield span, _features(sheet, span, place, end, find, words)
            place = end + 1


def _sheet(reading: Reading, text: str, words: PlaceWords) -> _Sheet:
    tokens = [word.span.of(text) for word in reading.words]
    starts = [word.span.start for word in reading.words]
    opens = frozenset(bisect_left(starts, sentence.start) for sentence in reading.sentences)
    marks = sorted((mention.span, mention.type) for mention in reading.mentions)
    people: set[str] = set()
    marked: set[str] = set()
    for span, kind in marks:
        if kind is MentionType.PERSON:
            capitals = [part for part in _PART.findall(span.of(text)) if part[0].isupper()]
            people.update(capitals[-2:] if len(capitals) > 1 else ())
        elif kind is MentionType.PLACE:
            marked.add(span.of(text))
    return _Sheet(
        text=text,
        words=reading.words,
        tokens=tokens,
        capitals=frozenset(filter(_is_capital, set(tokens))),
        opens=opens,
        marks=marks,
        mark_starts=[mark.start for mark, _ in marks],
        ordinary=frozenset(filter(str.islower, tokens)),
        people=frozenset(people),
        marked=frozenset(marked),
        named=frozenset(_named_regions(tokens, words)),
    )


def _named_regions(tokens: Sequence[str], words: PlaceWords) -> Iterator[str]:
    """Codes of the countries that the text names, and names of states."""
    names = {*tokens, *map(" ".join, pairwise(tokens))}
    yield from (words.states[name][0] for name in names & words.states.keys())
    yield from (names & words.state_names) - words.states.keys()
    yield from filter(None, (words.countries[name].code for name in names & words.countries.keys()))


def _runs(sheet: _Sheet) -> Iterator[list[int]]:
    """Stretches of capitalised words, joined by "of", "de", "al" where both sides are capitalised."""
    run: list[int] = []
    for place, (word, token) in enumerate(zip(sheet.words, sheet.tokens, strict=True)):
        opens = place in sheet.opens
        if run and opens:
            yield run
            run = []
        is_name = token in sheet.capitals and word.tag[:2] not in _NO_NAMES
        joins = token in _JOINERS and place + 1 < len(sheet.tokens) and sheet.tokens[place + 1] in sheet.capitals
        if is_name or (run and joins):
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _longest_known(sheet: _Sheet, place: int, last: int, find: Find, words: PlaceWords) -> int | None:
    """The last word of the longest name from `place` on that the gazetteer or a table knows."""
    if sheet.tokens[place] in _JOINERS or _is_kind_of(sheet, place, last, words):
        return None
    start = sheet.words[place].span.start
    for end in range(min(place + LONGEST_NAME - 1, last), place - 1, -1):
        if sheet.tokens[end] in _JOINERS:
            continue
        name = sheet.text[start : sheet.words[end].span.end]
        if name.lower() in words.kinds or name.lower() in words.streets:
            continue
        if (
            name in words.states
            or f"{name}." in words.states
            or _country_kind(name, words) is not None
            or _is_people(name, words)
            or (len(name) > 2 and find(name))
        ):
            if end < last and sheet.tokens[end + 1].lower() in words.extending:
                end += 1  # "Anbar Province", "Salinas Valley"
            return end
    return None


def _is_kind_of(sheet: _Sheet, place: int, last: int, words: PlaceWords) -> bool:
    """Whether "City of" begins here: the name is what follows."""
    follows = place < last and sheet.tokens[place + 1] == "of"
    return follows and words.kinds.get(sheet.tokens[place].lower()) == "settlement"


def _known_part(sheet: _Sheet, place: int, find: Find, words: PlaceWords) -> Span | None:
    """The place in a word with a hyphen: "Moscow-backed", "Gainesville-area"."""
    token, start = sheet.tokens[place], sheet.words[place].span.start
    if "-" in token and find(token):
        return None
    for part in _PART.finditer(token) if "-" in token else ():
        name = part[0]
        if len(name) > 1 and name[0].isupper():
            kind = _country_kind(name, words)
            if kind is NameKind.COUNTRY or (len(name) > 2 and name.lower() not in words.kinds and find(name)):
                return Span(start + part.start(), start + part.end())
    return None


def _features(sheet: _Sheet, span: Span, first: int, last: int, find: Find, words: PlaceWords) -> dict[str, float]:
    text, tokens = sheet.text, sheet.tokens
    name = span.of(text)
    entries = find(name) if name not in words.states else ()
    kind = _country_kind(name, words)
    before = tokens[first - 1] if first and first not in sheet.opens else ""
    after = tokens[last + 1] if last + 1 < len(tokens) and last + 1 not in sheet.opens else ""
    behind = text[span.end : span.end + 40]
    near, next_to = before.lower(), after.lower()
    is_people, is_some_great = _is_people(name, words), any(map(is_great, entries))
    is_named = name in words.countries or name in words.state_names
    row: dict[str, float] = {"always": 1.0, **_marks(sheet, span, words)}
    told = {
        "known": bool(entries or kind or name in words.states or is_people),
        "known as spelt": any(entry.name.casefold() == name.casefold() for entry in entries[:3]),
        "country": kind in (NameKind.COUNTRY, NameKind.DISPUTED, NameKind.CAPITAL) or is_people,
        "state": name in words.states or bool(entries and entries[0].feature_code == "ADM1"),
        "great": is_some_great,
        "great by article": is_some_great and has_article(span, text),
        "ambiguous": len(entries) > 5,
        "after in": near in ("in", "at", "near", "outside", "inside", "across", "around", "throughout"),
        "after of": near == "of",
        "after to": near in ("to", "from", "into", "toward", "towards", "between", "through", "via", "reach", "leave"),
        "before container": _is_before_container(tokens, last, words),
        "after comma": before == "," and first > 1 and _is_capital(tokens[first - 2]),
        "after slash or hyphen": text[span.start - 1 : span.start] in ("/", "-") or behind[:1] in ("/", "-"),
        "capital before": bool(before and _is_capital(before)),
        "capital after": bool(after and _is_capital(after)),
        "institution after": next_to.rstrip(".") in words.seated
        or (tokens[last + 2 : last + 3] and tokens[last + 2].lower() in words.seated and _is_capital(after)),
        "outlet after": after[:1].isupper() and next_to in words.outlet_names,
        "kind after": after in words.kinds,
        "kind before": near in words.kinds or (near == "of" and first > 1 and tokens[first - 2].lower() in words.kinds),
        "opens sentence": first in sheet.opens,
        "all capitals": name.isupper() and len(name) > 4,
        "no name": name in words.no_names,
        "lower elsewhere": name.lower() in sheet.ordinary,
        "in a name of a person": name in sheet.people,
        "marked place elsewhere": name in sheet.marked,
        "title before": near.rstrip(".") in words.titles,
        "given name": name in words.given_names,
        "possessive": behind[:2] in ("'s", "’s"),
        "proper noun": sheet.words[last].tag.startswith("NNP"),
        "before verb": last + 1 < len(tokens) and sheet.words[last + 1].tag.startswith(("VB", "MD")),
        "relation before": before.islower()
        and bool(words.relation.search(text, max(span.start - _BEFORE, 0), span.start)),
        "kind in name": last > first and bool({tokens[first].lower(), tokens[last].lower()} & words.kinds.keys()),
        "in named country": not is_named and any(entry.country in sheet.named for entry in entries[:3]),
        "in named region": not is_named
        and any(words.state_codes.get(f"{entry.country}.{entry.admin1}") in sheet.named for entry in entries),
        "abbreviated": (name.isupper() and len(name) <= 4) or name.endswith("."),
    }
    row.update((feature, 1.0) for feature, is_so in told.items() if is_so)
    if row.get("of a body") and "country" in row:
        row["country of a body"] = 1.0
    if entries:
        row["prominence"] = log10(1 + entries[0].population) / 7
    if last > first:
        row["more words"] = float(last - first)
    return row


def _marks(sheet: _Sheet, span: Span, words: PlaceWords) -> dict[str, float]:
    """What the model marks at the name: the whole of it, or more."""
    end = bisect_right(sheet.mark_starts, span.end)
    for mark, kind in reversed(sheet.marks[max(end - 6, 0) : end]):
        if mark.overlaps(span):
            bare = sheet.text[mark.start : mark.end].removeprefix("the ")
            how = "whole" if mark.end - len(bare) >= span.start and mark.end <= span.end else "within"
            row = {f"marked {how} {_MARKED.get(kind, 'something')}": 1.0}
            if kind is MentionType.PERSON and how == "within":
                is_alone = _is_bare_person(mark.of(sheet.text), words)
                row |= {
                    "surname": float(is_alone and mark.end <= span.end),
                    "begins a person": float(span.start <= mark.start),
                    "person alone": float(is_alone),
                }
            elif kind is MentionType.ORGANISATION and how == "within":
                row["of a body"] = float(_OF_BODY.search(sheet.text, mark.start, span.start) is not None)
            return row
    return {}


def _is_bare_person(mark: str, words: PlaceWords) -> bool:
    """Whether what is marked is a name of two or three words and no more, a title aside."""
    parts = [part for part in mark.split() if part.lower().rstrip(".") not in words.titles]
    return 2 <= len(parts) <= 3 and all(part[0].isupper() for part in parts)


def _last_marked(sheet: _Sheet, place: int, last: int, words: PlaceWords) -> int | None:
    """The last word of the name that begins here inside a place that the model marks; None for what is no bare name."""
    start = sheet.words[place].span.start
    begun = bisect_right(sheet.mark_starts, start)
    for mark, kind in reversed(sheet.marks[max(begun - 3, 0) : begun]):
        if kind is MentionType.PLACE and mark.end > start:
            name = sheet.text[mark.start : start].split()
            end = place
            while end < last and sheet.words[end + 1].span.end <= mark.end:
                end += 1
            tokens = sheet.tokens[place : end + 1]
            is_bare = all(word.islower() for word in name) and "and" not in tokens and sheet.tokens[end] not in _JOINERS
            lower = {token.lower() for token in tokens}
            known = (words.seated, words.streets, words.outlet_names, words.kinds.keys())
            if is_bare and len(tokens) <= LONGEST_NAME and all(map(lower.isdisjoint, known)):
                return end
    return None


def _is_sure(sheet: _Sheet, first: int, last: int, words: PlaceWords) -> bool:
    """Whether the words are a country's or a state's name, whatever stands behind them."""
    name = sheet.text[sheet.words[first].span.start : sheet.words[last].span.end]
    return name in words.states or name in words.state_names or name in words.countries


def _is_capital(token: str) -> bool:
    """Whether a word begins as names do, if need be behind an Arabic or French article: "al-Bab", "l'Aquila"."""
    if token[:1].isupper():
        return True
    article = _ARTICLE.match(token) if token[:1] in "aedl" else None  # of a text's last word none follows
    return article is not None and token[article.end()].isupper()


def _is_before_container(tokens: Sequence[str], last: int, words: PlaceWords) -> bool:
    """Whether ", Texas" or ", Libya" follows."""
    following = tokens[last + 1 : last + 4]
    if len(following) < 2 or following[0] not in (",", "in", "("):
        return False
    two = " ".join(following[1:3])
    return any(name in words.states or _country_kind(name, words) is NameKind.COUNTRY for name in (following[1], two))


def _country_kind(name: str, words: PlaceWords) -> NameKind | None:
    known = words.countries.get(name)
    return known.kind if known and known.kind not in (NameKind.PEOPLE, NameKind.ELSEWHERE) else None


def _stands_for_people(sheet: _Sheet, span: Span, last: int, words: PlaceWords) -> bool:
    """Whether a name tells whose or of what people something is; "the US" alone is the country, "US troops" are not."""
    name = span.of(sheet.text)
    return _is_people(name, words) and not (name.isupper() and sheet.words[last].relation not in _ATTRIBUTES)


def _is_people(name: str, words: PlaceWords) -> bool:
    known = words.countries.get(name)
    return known is not None and known.kind is NameKind.PEOPLE
