"""Where on a page a new report begins.

In: the lines of a page. Out: the index of the first line of every report on it. Each line that could begin one (a
heading, or prose after a separator, a wide gap or with a dateline) is described by what stands in it and around it,
and a logistic model with the weights of
`border_weights.py` turns the description into a probability. The weights were fitted by
`python benchmarks/splitting.py --fit` on pages built from the development half of the events; no line of any page is
in them. Read next: `articles.py`, which makes Articles of the stretches.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Final

from rashomon.border_weights import WEIGHTS
from rashomon.datelines import find_dateline, find_dates
from rashomon.pages import Line, LineKind, content_words, title_case_share
from rashomon.records import FurnitureKind

THRESHOLD: Final = 0.45
_LEAST_WORDS: Final = 18  # a report has at least one full sentence
_WINDOW: Final = 6
_COHESION_SAMPLES: Final = 20

_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_NAME = re.compile(r"(?<![.!?“\"]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*")
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")
_SAID = re.compile(r"\b(?:said|says|told|announced|according to|reported|warned|confirmed)\b")
_GOES_ON = re.compile(
    r"(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|Or|So|Yet|However|Meanwhile|Also|Still|Then|"
    r"Instead|Moreover|Furthermore|Nevertheless|In addition|On the other hand|Another|Such|Both|There|Here|What|We|I|"
    r"You|If|While|When|As for|For example|For instance|Earlier|Later|Since then|Asked|According to)\b"
)
_HEADLINE_TURN = re.compile(
    r"\b(?:after|amid|as|over|says?|say|to|will|could|may|despite|against|ahead of|warns?|kills?|calls?|wins?|hits?|"
    r"faces?|seeks?|vows?|urges?|denies|deny|rejects?|accuses?|claims?|reveals?|announces?|begins?|ends?|makes?|gets?|"
    r"takes?|launches|finds?|shows?|plans?|agrees?|dies|dead|killed|why|how|what)\b",
    re.IGNORECASE,
)
_DEPICTS = re.compile(
    r"\b(?:is|are|was|were)?\s*(?:seen|pictured|shown|photographed)\b|\b(?:poses?|stands?|waves?|walks?|speaks?|sits?|"
    r"arrives?|attends?|gestures?|looks? on|smiles?|reacts?|embraces?|shakes? hands)\b|"
    r"\bfile (?:photo|picture|image)\b|"
    r"\((?:left|right|centre|center|top|bottom|front|L|R|C)\)|\b(?:left|right),|"
    r"^(?:Reuters|REUTERS|AFP|AP|EPA|Getty|PA|Rex)\b|\b(?:Reuters|REUTERS|AFP|AP|EPA|Getty|Getty Images|PA|Rex)$",
)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ENDING_KINDS: Final = frozenset({FurnitureKind.READ_MORE, FurnitureKind.NAVIGATION, FurnitureKind.CREDIT})


def borders_of(lines: Sequence[Line], weights: Mapping[str, float] = WEIGHTS) -> tuple[int, ...]:
    """The indices of the lines with which reports begin, rising; the first is 0. Empty for a page without lines."""
    if not lines:
        return ()
    scored = [(index, probability(features, weights)) for index, features in candidates_of(lines)]
    starts = [0]
    chosen: list[int] = []
    for index, score in scored:
        if score < THRESHOLD:
            continue
        # Of several headings without prose between them the first is the title; captions and subtitles follow it.
        if not chosen or _has_prose(lines, chosen[-1], index):
            chosen.append(index)
    for index in chosen:
        start = _with_what_belongs_above(lines, index, starts[-1])
        if _words_between(lines, starts[-1], start) >= _LEAST_WORDS and _words_between(lines, index, len(lines)) > 0:
            starts.append(start)
    if len(starts) > 1 and _words_between(lines, starts[-1], len(lines)) < _LEAST_WORDS:
        starts.pop()
    return tuple(starts)


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely a line with these features begins a report, 0 to 1."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))


def candidates_of(lines: Sequence[Line]) -> list[tuple[int, dict[str, float]]]:
    """Every line that could begin a further report, with its features by name."""
    usual_gap = _usual_gap(lines)
    found = [index for index in range(1, len(lines)) if _could_begin(lines, index, usual_gap)]
    if not found:
        return []
    page = _Page(lines, usual_gap)
    return [(index, page.features(index)) for index in found]


def _could_begin(lines: Sequence[Line], index: int, usual_gap: int) -> bool:
    line = lines[index]
    if line.kind is LineKind.HEADING:
        return _prose_after(lines, index) is not None
    if line.kind is not LineKind.PROSE:
        return False
    before = lines[index - 1]
    return (
        before.kind in {LineKind.SEPARATOR, LineKind.FRAME, LineKind.ADDRESS}
        or before.furniture in _ENDING_KINDS
        or before.furniture is FurnitureKind.ARCHIVE_HEADING
        or line.gap > usual_gap
        or find_dateline(line.text) is not None
    )


class _Page:
    """The lines of one page with what all candidates share; made once a page, asked once a candidate."""

    def __init__(self, lines: Sequence[Line], usual_gap: int) -> None:
        self.lines = lines
        self.usual_gap = usual_gap
        self.prose = [index for index, line in enumerate(lines) if line.kind is LineKind.PROSE]
        self.rank = {index: rank for rank, index in enumerate(self.prose)}
        self.words = [frozenset(content_words(lines[index].plain)) for index in self.prose]
        self._cohesions: dict[int, float] = {}
        self._names: dict[int, frozenset[str]] = {}
        self._full_names: dict[int, frozenset[str]] = {}
        held = Counter(chain.from_iterable(self.words))
        self.weight = {word: math.log(1 + len(self.prose) / count) ** 2 for word, count in held.items()}
        headings = sum(line.kind is LineKind.HEADING for line in lines)
        self.heading_density = min(1.0, headings / max(1, len(self.prose)))
        heads = [i for i, line in enumerate(lines) if i and line.kind is LineKind.HEADING]
        self.has = {
            "page has wide gaps": any(lines[i].gap > usual_gap for i in heads),
            "page has separators": any(lines[i - 1].kind is LineKind.SEPARATOR for i in heads),
            "page has dates": any(_dated(line) for line in lines[2:]),
        }
        first = next((i for i, line in enumerate(lines) if line.kind is LineKind.HEADING), None)
        begins_well = first is not None and not any(line.kind is LineKind.PROSE for line in lines[:first])
        self.form = _form(lines, first) if first is not None and begins_well else None
        # A page that prints its dates above its titles does so from its first title on.
        self.dates_above = first is not None and begins_well and any(map(_dated, _above(lines, first)))
        step = max(1, len(self.prose) // _COHESION_SAMPLES)
        cohesions = [self._cohesion(rank) for rank in range(1, len(self.prose), step)]
        self.usual_cohesion = sum(cohesions) / len(cohesions) if cohesions else 0.0

    def features(self, index: int) -> dict[str, float]:
        """The description of the line at `index` as the beginning of a report."""
        lines, line = self.lines, self.lines[index]
        is_heading = line.kind is LineKind.HEADING
        features: dict[str, float] = {"itself": 1.0}
        before = lines[index - 1]
        after = _prose_after(lines, index if not is_heading else index + 1)
        head = lines[index + 1 : after] if is_heading and after is not None else []
        self._add_shape(features, line, is_heading)
        self._add_gaps(features, index)
        above = _above(lines, index)
        features["separator above"] = float(any(item.kind is LineKind.SEPARATOR for item in above))
        features["date above"] = float(any(item.kind is LineKind.FRAME and _dated(item) for item in above))
        features["date above as on the first"] = self.dates_above * features["date above"]
        features["page dates above, not here"] = float(self.dates_above and not features["date above"])
        features["ending above"] = float(any(item.furniture in _ENDING_KINDS for item in above))
        features["archive heading above"] = float(
            any(item.furniture is FurnitureKind.ARCHIVE_HEADING for item in above)
        )
        features["address above"] = float(any(item.kind is LineKind.ADDRESS for item in above))
        features["read more just above"] = float(before.furniture is FurnitureKind.READ_MORE)
        features["heading just above"] = float(before.kind is LineKind.HEADING)
        features["unfinished above"] = float(
            before.kind is LineKind.PROSE and _ENDS_SENTENCE.search(before.plain) is None
        )
        features["date below"] = float(any(item.kind is LineKind.FRAME and _dated(item) for item in head))
        features["date just below"] = float(bool(head) and head[0].kind is LineKind.FRAME and _dated(head[0]))
        features["outlet below"] = float(
            any(item.frame is not None and (item.frame.outlet or item.frame.hinted_outlet) for item in head)
        )
        features["byline below"] = float(any(item.frame is not None and item.frame.byline for item in head))
        features["caption below"] = float(any(item.furniture is FurnitureKind.CAPTION for item in head))
        features["headings below"] = min(3.0, float(sum(item.kind is LineKind.HEADING for item in head)))
        features["title repeated"] = float(is_heading and _is_repeated(line, lines[index + 1 : index + 5]))
        if self.form is not None:
            form = _form(lines, index)
            shared = sum(a == b for a, b in zip(form, self.form, strict=True))
            features["form shared"] = shared / len(form) if is_heading else 0.0
            features["headline style as above"] = float(is_heading and form[0] == self.form[0] == 1)
            features["form style differs"] = float(is_heading and form[0] != self.form[0])
            features["page is dated, this is not"] = float(self.form[1] and not form[1])
        for name, has in self.has.items():
            features[name] = float(has)
        features["headings on page"] = self.heading_density
        if after is not None:
            self._add_matter(features, line, after, is_heading)
        kind = "prose" if not is_heading else "heading" if any(self.has.values()) else "bare heading"
        return {f"{kind}: {name}": value for name, value in features.items() if value}

    def _add_shape(self, features: dict[str, float], line: Line, is_heading: bool) -> None:
        count = len(line.plain.split())
        if not is_heading:
            features["dateline begins"] = float(find_dateline(line.text) is not None)
            features["short prose"] = float(count < 12)
            return
        share = title_case_share(line.plain)
        features["one or two words"] = float(count <= 2)
        features["three or four words"] = float(3 <= count <= 4)
        features["five to fourteen words"] = float(5 <= count <= 14)
        features["over eighteen words"] = float(count > 18)
        features["title case"] = share if count > 2 else 0.0
        features["capitals"] = float(line.plain.isupper())
        features["question"] = float(line.plain.endswith("?"))
        features["quoted"] = float(line.plain[0] in "“\"'‘" and line.plain[-1] in "”\"'’")
        features["holds a full date"] = float(any(printed.on for printed in find_dates(line.plain)))
        features["headline turn"] = float(_HEADLINE_TURN.search(line.plain) is not None)
        features["depicts"] = float(_DEPICTS.search(line.plain) is not None)
        features["comma or colon"] = float(re.search(r"[,:;–—] | - ", line.plain) is not None)
        features["begins with number"] = float(line.plain[0].isdigit())

    def _add_gaps(self, features: dict[str, float], index: int) -> None:
        line = self.lines[index]
        features["gap wider"] = float(line.gap > self.usual_gap)
        features["gap much wider"] = float(line.gap > self.usual_gap + 1)
        features["gap narrower"] = float(line.gap < self.usual_gap)
        features["gap without gaps"] = float(self.usual_gap == 0 and line.gap > 0)
        after = _prose_after(self.lines, index + 1)
        below = self.lines[index + 1 : after + 1] if after is not None else ()
        features["gap below wider"] = float(any(item.gap > self.usual_gap for item in below))

    def _add_matter(self, features: dict[str, float], line: Line, after: int, is_heading: bool) -> None:
        """What the words tell: does the heading speak of what follows, and is what follows a new matter?"""
        rank = self.rank[after]
        lead = self.lines[after]
        back = frozenset().union(*self.words[max(0, rank - 10) : rank])
        ahead = frozenset().union(*self.words[rank : rank + 3])
        cohesion = self._cohesion(rank)
        features["cohesion"] = cohesion
        features["cohesion against usual"] = min(2.0, cohesion / self.usual_cohesion) if self.usual_cohesion else 1.0
        names_ahead = self._names_of(rank, rank + 5)
        names_back = self._names_of(max(0, rank - 15), rank)
        known = len(names_ahead & names_back) / len(names_ahead) if names_ahead else 0.5
        features["known names"] = known
        features["no known name"] = float(known == 0.0)
        own = frozenset(content_words(line.plain))
        if is_heading and own:
            fits, came = self._share(own, ahead), self._share(own, back)
            features["title in lead"] = self._share(own, self.words[rank])
            features["title in what follows"] = fits
            features["title in what came"] = came
            features["title new and taken up"] = fits * (1.0 - came)
            features["title taken up, names unknown"] = fits * (1.0 - known)
            features["title words in lead"] = min(4, len(own & ahead)) / 4
            features["lead says the title"] = float(features["title in lead"] > 0.7)
        features["goes on"] = float(_GOES_ON.match(lead.plain.lstrip('“"‘ ')) is not None)
        features["takes up names"] = min(3.0, float(self._names_taken_up(rank)))
        full = self._full_names_of(rank, rank + 2)
        told = self._full_names_of(max(0, rank - 40), max(0, rank - 1))
        features["names told anew"] = min(3.0, float(len(full & told)))
        features["weekday in lead"] = float(_WEEKDAY.search(lead.plain) is not None)
        features["speech verb in lead"] = float(_SAID.search(lead.plain) is not None)
        features["dateline in lead"] = float(is_heading and find_dateline(lead.text) is not None)
        features["date begins lead"] = float(any(printed.start == 0 for printed in find_dates(lead.plain[:30])))
        features["lead is quote"] = float(lead.plain[0] in '“"‘')
        features["long lead"] = float(18 <= len(lead.plain.split()) <= 60)
        features["prose before"] = min(1.0, math.log1p(rank) / 3.0)
        features["prose after"] = min(1.0, math.log1p(self._prose_to_next_heading(after)) / 2.0)

    def _names_of(self, start: int, end: int) -> frozenset[str]:
        """The names in a stretch of prose, looked for when first asked."""
        for rank in range(start, min(end, len(self.prose))):
            if rank not in self._names:
                self._names[rank] = frozenset(_names_in(self.lines[self.prose[rank]].plain))
        return frozenset().union(*(self._names[rank] for rank in range(start, min(end, len(self.prose)))))

    def _full_names_of(self, start: int, end: int) -> frozenset[str]:
        """The names of two words or more in a stretch of prose, looked for when first asked."""
        for rank in range(start, min(end, len(self.prose))):
            if rank not in self._full_names:
                self._full_names[rank] = frozenset(_FULL_NAME.findall(self.lines[self.prose[rank]].plain))
        return frozenset().union(*(self._full_names[rank] for rank in range(start, min(end, len(self.prose)))))

    def _share(self, own: frozenset[str], other: frozenset[str]) -> float:
        """How much of `own` is in `other`, rare words counting more."""
        total = sum([self.weight.get(word, 1.0) for word in own])
        return sum([self.weight.get(word, 1.0) for word in own & other]) / total if total else 0.0

    def _names_taken_up(self, rank: int) -> int:
        """How many people are called by surname alone here who were introduced in full before: a report going on."""
        here = self._full_names_of(rank, rank + 2)
        told = self._full_names_of(max(0, rank - 25), rank)
        surnames = {name.split()[-1].removesuffix("’s").removesuffix("'s") for name in told}
        own = {word for name in here for word in name.split()}
        alone = self._names_of(rank, rank + 2)
        return len((alone & surnames) - own)

    def _cohesion(self, rank: int) -> float:
        """How far the prose before and after the border share their words: 0 to 1 (a TextTiling block comparison)."""
        if rank not in self._cohesions:
            self._cohesions[rank] = self._compared(rank)
        return self._cohesions[rank]

    def _compared(self, rank: int) -> float:
        before = Counter(chain.from_iterable(self.words[max(0, rank - _WINDOW) : rank]))
        after = Counter(chain.from_iterable(self.words[rank : rank + _WINDOW]))
        weight = self.weight
        shared = sum([before[word] * after[word] * weight[word] for word in before.keys() & after.keys()])
        size = math.sqrt(
            sum([n * n * weight[word] for word, n in before.items()])
            * sum([n * n * weight[word] for word, n in after.items()])
        )
        return shared / size if size else 0.0

    def _prose_to_next_heading(self, after: int) -> int:
        count = 0
        for line in self.lines[after : after + 12]:
            if line.kind is LineKind.HEADING:
                break
            count += line.kind is LineKind.PROSE
        return count


def _names_in(plain: str) -> list[str]:
    """The capitalised words of a paragraph that do not begin a sentence, without a genitive's ending."""
    return [word.removesuffix("’s").removesuffix("'s") for name in _NAME.findall(plain) for word in name.split()]


def _form(lines: Sequence[Line], index: int) -> tuple[bool | int, ...]:
    """How the head of a report is set at `index`: what pages repeat from one report to the next."""
    line = lines[index]
    after = _prose_after(lines, index + 1)
    head = lines[index + 1 : after] if after is not None else []
    above = _above(lines, index)
    share = title_case_share(line.plain)
    style = 2 if line.plain.isupper() else 1 if share > 0.7 else 0
    return (
        style,
        any(_dated(item) for item in (*head, *above)),
        any(item.frame is not None and item.frame.byline for item in head) is True,
        any(item.kind is LineKind.SEPARATOR for item in above),
        len(head) > 0,
        lines[index + 1].gap if index + 1 < len(lines) else 0,
    )


def _above(lines: Sequence[Line], index: int) -> list[Line]:
    """The lines of furniture and frame that stand directly above, the nearest first, three at most."""
    found: list[Line] = []
    for line in reversed(lines[max(0, index - 3) : index]):
        if line.is_body:
            break
        found.append(line)
    return found


def _with_what_belongs_above(lines: Sequence[Line], index: int, floor: int) -> int:
    """The first line of the head of a report whose title or first line is at `index`.

    Separators, numbers, addresses and archive headings go with what comes; a date line does so only if the page puts
    its dates above its titles, that is if the report before has its own.
    """
    start = index
    while start - 1 > floor:
        line = lines[start - 1]
        if line.kind in {LineKind.SEPARATOR, LineKind.ADDRESS} or line.furniture is FurnitureKind.ARCHIVE_HEADING:
            start -= 1
            continue
        if line.kind is LineKind.FRAME and any(_dated(other) for other in _first_head(lines, floor, start - 1)):
            start -= 1
            continue
        break
    return start


def _first_head(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """The lines before the first prose of the report that begins at `start`."""
    head: list[Line] = []
    for line in lines[start:end]:
        if line.kind is LineKind.PROSE:
            break
        head.append(line)
    return head


def _dated(line: Line) -> bool:
    return line.frame is not None and line.frame.published is not None


def _is_repeated(line: Line, below: Sequence[Line]) -> bool:
    title = line.plain.casefold()
    return len(title) > 12 and any(other.plain.casefold().startswith(title) for other in below)


def _prose_after(lines: Sequence[Line], index: int) -> int | None:
    """The nearest prose at or after `index`, if it is near enough to be the text under a heading."""
    for position in range(index, min(len(lines), index + 9)):
        if lines[position].kind is LineKind.PROSE:
            return position
    return None


def _has_prose(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(line.kind is LineKind.PROSE for line in lines[start:end])


def _words_between(lines: Sequence[Line], start: int, end: int) -> int:
    count = 0
    for line in lines[start:end]:
        if line.kind is LineKind.PROSE:
            count += line.plain.count(" ") + 1
            if count >= _LEAST_WORDS:
                break
    return count


def _usual_gap(lines: Sequence[Line]) -> int:
    """How many blank lines stand between two lines of prose on this page, as a rule."""
    gaps = Counter(
        line.gap for before, line in pairwise(lines) if before.kind is LineKind.PROSE and line.kind is LineKind.PROSE
    )
    return gaps.most_common(1)[0][0] if gaps else 1
