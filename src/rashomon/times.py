"""Time phrases: what an article says of when, as TIMEX3 values and as days from the earliest to the latest.

In go a Reading, its Article and the table of time words; out come the `TimePhrase`s in the order of the text, each with
the sentence that says how it was reached. `value` is the phrase's own; `earliest` and `latest` are those of the phrase
with the preposition before it ("since 2014" has no latest, "from 2011 to 2014" has both ends in both phrases). What
does not fit is flagged and kept as printed: a weekday on another date, a year that the article's date speaks against.
Without an article's date nothing is counted from today, but from the date line at the article's head, if it has one.
Read next: `docs/times.md`, then `grounding.py`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rashomon.calendars import Stretch, moved, stretch_of
from rashomon.datelines import find_opening_date
from rashomon.records import Article, Reading, Reason, Span, TimePhrase, TimexType, Word
from rashomon.timedates import DATE_READERS
from rashomon.timegrammar import Segment, candidates_in
from rashomon.timelengths import LENGTH_READERS
from rashomon.timestretches import STRETCH_READERS
from rashomon.timevalues import Meaning, Setting, numbers_in
from rashomon.timewords import TimeWords, Token

_READERS = {**DATE_READERS, **STRETCH_READERS, **LENGTH_READERS}
OWN_DATE_LINE = "own-date-line"
"""Flag of a phrase that was counted from the date line of an article that has no date."""
_POINTS = frozenset({TimexType.DATE, TimexType.TIME})
_FARTHEST = 12
"""Words up the tree to the verb that says whether a time is past or ahead."""
_REACH = 8
"""How far from its verb a helper ("will", "had") may stand."""
_LOOK_BACK = 25
"""Words back to one that tells the tense, where no model has read the sentence."""
_SLIP_DAYS = 10
"""A full date is taken for a slip of the year where the year beside it puts it in so many days up to the article's."""
_NEAR_DAYS = 31
"""How near the article's date a date in numbers must lie, whatever its year, to tell which number is the day."""
_MODIFYING = frozenset({"compound", "amod", "nmod", "nummod", "nmod:npmod", "obl:npmod", "nmod:tmod", "dep"})
_RATES = frozenset({"nmod:npmod", "obl:npmod", "nmod:unmarked", "obl:unmarked"})
_STOPS = frozenset({".", "\n"})


def times_of(reading: Reading, article: Article, table: TimeWords) -> tuple[TimePhrase, ...]:
    """The time phrases of the article, in the order of the text.

    Those of an article without a date are counted from the date line at its head, where it has one, and say so: its
    date may be that of a statement that the article only prints.
    """
    found = times_in(article.text, article.published, table, reading.words)
    line = find_opening_date(article.text) if article.published is None and found else None
    if line is None:
        return found
    undated = {one.span: one for one in found}
    printed = Span(line.start, line.end)
    counted = times_in(article.text, line.on, table, reading.words)
    # The line itself is counted from nothing, and does not tell how it is to be read.
    counted = tuple(undated.get(one.span, one) if one.span.overlaps(printed) else one for one in counted)
    return tuple(one if one == undated.get(one.span) else _from_line(one, printed.of(article.text)) for one in counted)


def _from_line(phrase: TimePhrase, line: str) -> TimePhrase:
    """The phrase, flagged as counted from the date line that is printed so."""
    reason = replace(phrase.reason, detail=f"{phrase.reason.detail}, counted from the date line “{line}”")
    return replace(phrase, flags=tuple(sorted({*phrase.flags, OWN_DATE_LINE})), reason=reason)


def times_in(text: str, reference: date | None, table: TimeWords, words: Sequence[Word] = ()) -> tuple[TimePhrase, ...]:
    """The time phrases of `text`, counted from `reference`; the model's `words` tell tense and part of speech."""
    tokens = table.tokens_of(text, words)
    place = _Place(
        text=text,
        tokens=tokens,
        words=words,
        starts=[word.span.start for word in words],
        lines=[number for number, token in enumerate(tokens) if token.kind == "line"],
        table=table,
    )
    order = _order_of(tokens, reference)
    read: list[_Read] = []
    told: str | None = None
    told_at = end = 0
    for segment in candidates_in(tokens):
        if segment.first < end:
            continue
        setting = place.setting(segment, reference, told, told_at, order)
        meaning = _meaning_of(segment, setting)
        if meaning is None:
            continue
        end = meaning.end or segment.end
        first = segment.first + (setting.is_modifier and tokens[segment.first].kind == "the")
        read.append(_Read(first=first, end=end, segment=segment, meaning=meaning))
        # What figures are compared with ("a year earlier") is not what the text goes on to tell of.
        if meaning.type in _POINTS and meaning.method != "year-before" and meaning.value and stretch_of(meaning.value):
            told, told_at = meaning.value, segment.first
    return tuple(_phrase(number, read, place, reference) for number in range(len(read)))


def _meaning_of(segment: Segment, setting: Setting) -> Meaning | None:
    """What the segment means; None where it is no time, or lies in no year of the calendar."""
    try:
        return _READERS[segment.rule](segment, setting)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A segment with its meaning; the places of its first token and of the token after its last."""

    first: int
    end: int
    segment: Segment
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What stands around the segments of a text: its tokens, those of them that end lines, and the tree where a model
    has read it."""

    text: str
    tokens: Sequence[Token]
    words: Sequence[Word]
    starts: Sequence[int]
    lines: Sequence[int]
    table: TimeWords

    def setting(
        self, segment: Segment, reference: date | None, told: str | None, told_at: int, order: bool | None
    ) -> Setting:
        """What the segment is read against; `told_at` is the token at which the date told last begins."""
        before = self.word_before(segment.first)
        last = self._word_at(self.tokens[segment.end - 1].start)
        return Setting(
            reference=reference,
            told=told,
            is_told_near=bisect_left(self.lines, told_at) == bisect_left(self.lines, segment.first),
            sense=self._sense(last) if last is not None else self._sense_of_words(segment),
            is_day_first=order,
            led_by=frozenset([name for name, words in self.table.edges.items() if before in words]),
            is_modifier=last is not None and self._is_modifier(last),
            is_rate=self._is_rate(segment.first, last),
            tag=self.words[last].tag if last is not None else None,
        )

    def word_before(self, place: int) -> str:
        """The word before a token, empty where the table does not know it."""
        return self.tokens[place - 1].word if place else ""

    def has_word(self, place: int, words: frozenset[str]) -> bool:
        """Whether one of these words stands in the sentence around a token."""
        first = last = place
        while first > 0 and self.tokens[first - 1].word not in _STOPS:
            first -= 1
        while last < len(self.tokens) and self.tokens[last].word not in _STOPS:
            last += 1
        return any(token.word in words for token in self.tokens[first:last])

    def _word_at(self, start: int) -> int | None:
        """The place among the model's words of the one that holds this character."""
        place = bisect_right(self.starts, start) - 1
        return place if place >= 0 and self.words[place].span.end > start else None

    def _is_rate(self, first: int, last: int | None) -> bool:
        """Whether the phrase tells per what: "$3 a day", "twice a week", "12 interviews a day"."""
        before = self.tokens[first - 1] if first else None
        if before and (before.kind in ("number", "scale", "units") or before.word in self.table.edges["rate"]):
            return True
        if last is None or self.words[last].relation not in _RATES:
            return False
        return self.words[self.words[last].head].tag[:1] in "NC$"

    def _is_modifier(self, last: int) -> bool:
        """Whether the phrase stands before a noun that it modifies, so that an article before it is the noun's."""
        word = self.words[last]
        is_before = word.head > last and word.relation in _MODIFYING and self.words[word.head].tag.startswith("NN")
        return is_before and self.text[word.span.end : word.span.end + 1] not in ("'", "’")

    def _sense(self, place: int) -> int:
        """-1 where the verb above a word is past, 1 where it looks ahead, 0 where it is present or there is none."""
        for _ in range(_FARTHEST):
            word = self.words[place]
            if word.tag[:2] in ("VB", "MD"):
                found = self._sense_of_verb(place)
                if found is not None:
                    return found
            if word.head == place:
                return 0
            place = word.head
        return 0

    def _sense_of_verb(self, place: int) -> int | None:
        """The same of one verb; None where it leaves the tense to the verb above it."""
        verb, tense = self.words[place], self.table.tense
        helpers = {
            self._form(near)
            for near in range(max(0, place - _REACH), min(len(self.words), place + _REACH // 2))
            if self.words[near].head == place and self.words[near].relation.startswith(("aux", "mark", "cop"))
        }
        if helpers & tense["ahead"]:
            return 1
        if verb.tag in ("VBD", "VBN") or helpers & tense["behind"]:
            return -1
        if verb.tag == "VB" and "to" in helpers:
            return 1 if self._form(verb.head) in tense["plans"] else None
        return None if verb.tag in ("VB", "VBG") and not helpers else 0

    def _form(self, place: int) -> str:
        return self.words[place].span.of(self.text).lower()

    def _sense_of_words(self, segment: Segment) -> int:
        """The same by the nearest word before that tells it, where no model has read the sentence."""
        for token in reversed(self.tokens[max(0, segment.first - _LOOK_BACK) : segment.first]):
            if token.word in _STOPS:
                return 0
            if token.word in self.table.tense["future"]:
                return 1
            if token.word in self.table.tense["past"]:
                return -1
        return 0


def _order_of(tokens: Sequence[Token], reference: date | None) -> bool | None:
    """Whether the article's dates in numbers put the day first; None where nothing tells, or they speak both ways.

    A date with a number above 12 tells, and one that, whatever its year, lies near the article's in one order alone.
    """
    votes = set()
    for token in tokens:
        if token.kind != "date" or token.word[:4].isdigit():
            continue
        first, second, _ = numbers_in(token.word)
        if max(first, second) > 12:
            votes.add(first > 12)
        elif reference is not None:
            is_near = _is_near(second, first, reference)
            if is_near != _is_near(first, second, reference):
                votes.add(is_near)
    return votes.pop() if len(votes) == 1 else None


def _is_near(month: int, day: int, reference: date) -> bool:
    """Whether such a day lies near the article's in some year."""
    years = (reference.year - 1, reference.year, reference.year + 1)
    return any(abs((date(year, month, day) - reference).days) <= _NEAR_DAYS for year in years)


def _phrase(number: int, read: Sequence[_Read], place: _Place, reference: date | None) -> TimePhrase:
    one = read[number]
    meaning, tokens = one.meaning, place.tokens
    span = Span(tokens[one.first].start, tokens[one.end - 1].end)
    stretch = _bounded(number, read, place)
    against = _contradiction(one, place, reference)
    flags = {*meaning.flags, "year-contradicted"} if against else meaning.flags
    return TimePhrase(
        span=span,
        text=span.of(place.text),
        type=meaning.type,
        value=meaning.value,
        earliest=stretch.earliest if stretch else None,
        latest=stretch.latest if stretch else None,
        precision=meaning.precision,
        mod=meaning.mod,
        flags=tuple(sorted(flags)),
        reason=Reason(method=meaning.method, score=meaning.score, detail=meaning.how + against),
    )


def _bounded(number: int, read: Sequence[_Read], place: _Place) -> Stretch | None:
    """The days of a phrase with the preposition before it: "since" opens its end, "from … to" joins two."""
    one = read[number]
    stretch, edges = one.meaning.stretch, place.table.edges
    if stretch is None or one.meaning.type not in _POINTS:
        return stretch
    before = place.word_before(one.first)
    after = read[number + 1] if number + 1 < len(read) else None
    if after and before in edges["from"] and _are_joined(one, after, place):
        return _spanned(one, after, stretch)
    earlier = read[number - 1] if number else None
    if earlier and place.word_before(earlier.first) in edges["from"] and _are_joined(earlier, one, place):
        return _spanned(earlier, one, stretch)
    if before in edges["since"] or before == "from":
        return stretch._replace(latest=None)
    if before in edges["until"]:
        return stretch._replace(earliest=None)
    if before in edges["before"]:
        return Stretch(None, stretch.earliest, stretch.precision)
    if before in edges["after"]:
        return Stretch(stretch.latest, None, stretch.precision)
    return stretch


def _are_joined(one: _Read, other: _Read, place: _Place) -> bool:
    return other.first == one.end + 1 and place.tokens[one.end].word in place.table.edges["to"]


def _spanned(first: _Read, last: _Read, own: Stretch) -> Stretch:
    """From the first phrase to the last; the phrase's own days where they stand the wrong way round."""
    begin, end = first.meaning.stretch, last.meaning.stretch
    earliest, latest = begin.earliest if begin else None, end.latest if end else None
    if earliest and latest and earliest > latest:
        return own
    return own._replace(earliest=earliest, latest=latest)


def _contradiction(one: _Read, place: _Place, reference: date | None) -> str:
    """What speaks against the printed year: only the year beside it fits the weekday, or the article's own days."""
    is_full = one.segment.rule in ("date", "numeric") and one.meaning.method == "printed"
    printed = stretch_of(one.meaning.value) if is_full and one.meaning.value else None
    if reference is None or printed is None or printed.earliest is None:
        return ""
    weekday = one.segment.worth("weekday")
    is_off = weekday is not None and printed.earliest.weekday() != weekday
    for away in (-1, 1):
        other = moved(printed.earliest, "year", away)
        if weekday is not None and other.weekday() != weekday:
            continue
        if is_off and other.year == reference.year:
            return f", and in {other.year}, the article's year, it is that weekday"
        is_recent = 0 <= (reference - other).days <= _SLIP_DAYS
        if is_recent and not place.has_word(one.first, place.table.edges["anniversary"]):
            return f", and in {other.year} it lies just before the article"
    return ""
