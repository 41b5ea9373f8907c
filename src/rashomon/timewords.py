"""The words of time: what each word of a text is in the grammar of times, by the table `tables/times.toml`.

In goes a text, with the model's words where they are known; out come its `Token`s, each with its class (month, weekday,
unit, number, determiner …) and its worth (5, "MO", "APPROX"). A word that is something else as well ("may", "march",
"fall", "sat") has a class only where its company or its tag speaks for it. A table with an unknown key, or with a word
in two classes, is refused with its file and line. Read next: `timegrammar.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rashomon.lexicon import TABLES_PATH, Table
from rashomon.records import Word

_SHAPES = {
    "word": r"[^\W\d_]+",
    "date": r"""\d{4}(?P<m>[-/.])\d{1,2}(?P=m)\d{1,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/])
        |\d{1,2}(?P<n>[-/.])\d{1,2}(?P=n)\d{4}(?![\d/])|\d{1,2}(?P<o>[-/])\d{1,2}(?P=o)\d\d(?![\d/])""",
    "fraction": r"\d/\d\b",
    "clock": r"\d{1,2}:\d\d(?::\d\d)?(?![\d:])|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b)",
    "decade": r"\d{3}0['’]?s\b|['’]\d0s\b|\d0s\b",
    "ordinal": r"\d{1,2}(?:st|nd|rd|th)\b",
    "year": r"(?<![$£€\#.,\d])(?:1[0-9]|20)\d\d(?![\w%]|[.,:]\d)",
    "day": r"(?<![$£€\#.,\d])(?:0?[1-9]|[12]\d|3[01])(?![\d%]|[.,:/]\d)",
    "number": r"\d+(?:[.,]\d+)*",
    "poss": r"['’][sS]\b",
    "line": r"\n",
    "mark": r"\S",
}
"""The shapes of tokens, in the order in which they are tried."""
_SHAPE = re.compile("|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()), re.VERBOSE)

_SECTIONS = {
    "units", "between", "parts", "points", "seasons", "days", "references", "adjectives", "spells", "sets", "numerals",
    "determiners", "phases", "ends", "bounds", "shifts", "glue", "months", "weekdays", "feasts", "ambiguous", "edges",
    "tense", "apart",
}  # fmt: skip
_KINDS = {
    "seasons": "season",
    "days": "today",
    "references": "reference",
    "adjectives": "adjective",
    "spells": "spell",
    "sets": "set",
    "phases": "phase",
    "ends": "ends",
    "bounds": "bound",
    "points": "point",
}
"""Sections whose words are all of one class; their keys are what the words stand for."""

_NOT_DIGIT = re.compile(r"\D")
_HYPHENS = frozenset("-–‐‑")
_DOUBTFUL = frozenset({"month", "weekday", "season", "decade"})
"""Classes of which some words are something else as well."""
_MARKS = _HYPHENS | {",", ".", "'", "’"}
_VERBS = frozenset({"MD", "VB", "VBD", "VBP", "VBZ", "VBN", "VBG"})
_BESIDE = frozenset({"day", "year", "ordinal", "weekday"})


class Entry(NamedTuple):
    """What a word is in the grammar, and what it stands for: ("month", 5), ("part", "MO"), ("units", "day")."""

    kind: str
    worth: Any


class Token(NamedTuple):
    """A word, number or mark: its place, its spelling in lower case, its class ("" for any other) and its worth."""

    start: int
    end: int
    word: str
    kind: str
    worth: Any


OTHER = Token(-1, -1, "", "", None)
"""Words that have nothing to do with times, however many stand in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The table `times.toml`, ready to be asked: entries of words, phrases by their first two words, plain lists."""

    entries: Mapping[str, Entry]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Entry], ...]]
    short: frozenset[str]
    ambiguous: Mapping[str, str]
    leading: frozenset[str]
    edges: Mapping[str, frozenset[str]]
    tense: Mapping[str, frozenset[str]]

    def tokens_of(self, text: str, words: Sequence[Word] = ()) -> list[Token]:
        """The tokens of `text` in order; a line end is one too. `words` are the model's, where it has read the text."""
        tokens = self._joined(self._cut(text))
        doubtful = [
            place
            for place, token in enumerate(tokens)
            if token.kind in _DOUBTFUL and token.word.rstrip(".") in self.ambiguous
        ]
        tags = {word.span.start: word.tag for word in words} if doubtful else {}
        for place in doubtful:
            if not self._is_time(tokens, place, text, tags.get(tokens[place].start)):
                tokens[place] = tokens[place]._replace(kind="", worth=None)
        return tokens

    def _cut(self, text: str) -> list[Token]:
        """The tokens of `text`, phrases still in words. Words that the table does not know are one for a whole run."""
        found: list[Token] = []
        entry_of, append = self.entries.get, found.append
        was_other, stop = False, -1
        for match in _SHAPE.finditer(text):
            shape, word = match.lastgroup, match[0].lower()
            entry = entry_of(word) if shape == "word" else None
            if entry is None and (shape == "word" or (shape == "mark" and word not in _MARKS)):
                if not was_other:
                    append(OTHER)
                was_other = True
                continue
            start, end = match.span()
            if start == stop:
                continue
            if entry is None:
                entry = _entry_of(word, shape or "", text, start, end)
            elif word in self.short and text[end : end + 1] == ".":
                word, stop, end = f"{word}.", end, end + 1
            append(Token(start, end, word, entry.kind, entry.worth))
            was_other = False
        return found

    def _joined(self, tokens: list[Token]) -> list[Token]:
        """The tokens, with every phrase of the table as one."""
        words = [token.word for token in tokens]
        for place in range(len(tokens) - 2, -1, -1):
            for phrase, entry in self.phrases.get((words[place], words[place + 1]), ()):
                end = place + len(phrase)
                if tuple(words[place:end]) == phrase:
                    start, last = tokens[place].start, tokens[end - 1].end
                    tokens[place:end] = [Token(start, last, " ".join(phrase), *entry)]
                    words[place:end] = [" ".join(phrase)]
                    break
        return tokens

    def _is_time(self, tokens: list[Token], place: int, text: str, tag: str | None) -> bool:
        """Whether a word that is something else as well stands for a time here."""
        token = tokens[place]
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        has_number = any(beside is not None and beside.kind in _BESIDE for beside in (before, after))
        is_led = before is not None and before.word in self.leading
        doubt = self.ambiguous[token.word.rstrip(".")]
        if doubt == "needs_lead":
            return is_led and tag not in _VERBS
        if not text[token.start].isupper():
            return False
        if doubt == "needs_dot":
            return token.word.endswith(".") or has_number
        return has_number or is_led


def load_calendar_names(folder: Path = TABLES_PATH) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The months from 1 and the weekdays from Monday, 0, by all their names; raises SettingError R220-R222."""
    table = Table(folder / "times.toml")
    months, weekdays = (
        {name: number for number, key in enumerate(table.keys(part), first) for name in table.words(part, key)}
        for part, first in (("months", 1), ("weekdays", 0))
    )
    return MappingProxyType(months), MappingProxyType(weekdays)


def load_time_words(folder: Path = TABLES_PATH) -> TimeWords:
    """The table under `folder`; raises SettingError R220-R223 naming file and line where it is off."""
    table = Table(folder / "times.toml")
    for section in table.values:
        if section not in _SECTIONS:
            raise table.refuse("R221", f"unknown table [{section}]", section)
    found: dict[str, Entry] = {}
    for word, entry in _entries_in(table):
        if word in found:
            raise table.refuse("R223", f'"{word}" is a {found[word].kind} and again a {entry.kind}', word, last=True)
        found[word] = entry
    names = [table.words(part, key) for part in ("months", "weekdays") for key in table.keys(part)]
    short = [name for several in names for name in several[1:]]
    doubts = ("needs_company", "needs_dot", "needs_lead")
    return TimeWords(
        entries=_all_words(table, found),
        phrases=_phrases_in(found),
        short=frozenset(short),
        ambiguous=MappingProxyType({word: doubt for doubt in doubts for word in table.words("ambiguous", doubt)}),
        leading=frozenset(table.words("ambiguous", "leading")),
        edges=MappingProxyType({key: frozenset(table.words("edges", key)) for key in table.keys("edges")}),
        tense=MappingProxyType({key: frozenset(table.words("tense", key)) for key in table.keys("tense")}),
    )


def _all_words(table: Table, found: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries, and with no class the words that stand in phrases or are asked for beside a time."""
    beside = [
        word for part in ("ambiguous", "edges", "tense") for key in table.keys(part) for word in table.words(part, key)
    ]
    parts = [match[0] for name in found for match in _SHAPE.finditer(name) if match.lastgroup == "word"]
    return {**dict.fromkeys([*beside, *parts], Entry("", None)), **found}


def _phrases_in(entries: Mapping[str, Entry]) -> Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Entry], ...]]:
    """The entries of several words by their first two, the longest before the others."""
    phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], Entry]]] = {}
    for name, entry in entries.items():
        parts = tuple(match[0] for match in _SHAPE.finditer(name))
        if len(parts) > 1:
            phrases.setdefault((parts[0], parts[1]), []).append((parts, entry))
    return MappingProxyType(
        {first: tuple(sorted(group, key=_length, reverse=True)) for first, group in phrases.items()}
    )


def _length(phrase: tuple[tuple[str, ...], Entry]) -> int:
    return len(phrase[0])


def _entry_of(word: str, shape: str, text: str, start: int, end: int) -> Entry:
    """What a number or a mark is in the grammar."""
    match shape:
        case "mark":
            joins = word in _HYPHENS and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
            return Entry("dash" if joins else "comma" if word == "," else "", None)
        case "day" | "year" | "ordinal":
            return Entry(shape, int(_NOT_DIGIT.sub("", word)))
        case "number":
            return Entry(shape, float(word.replace(",", "")) if word.count(".") < 2 else None)
    return Entry(shape, word)


def _entries_in(table: Table) -> Iterator[tuple[str, Entry]]:
    """Every word of the grammar with its class and what it stands for."""
    for number, month in enumerate(table.keys("months"), 1):
        yield from ((word, Entry("month", number)) for word in table.words("months", month))
    for number, weekday in enumerate(table.keys("weekdays")):
        yield from ((word, Entry("weekday", number)) for word in table.words("weekdays", weekday))
        yield f"{weekday}s", Entry("weekdays", number)
    for section, kind in _KINDS.items():
        for key in table.keys(section):
            yield from ((word, Entry(kind, key)) for word in table.words(section, key))
    for section, kind in (("units", "unit"), ("parts", "part")):
        for key in table.keys(section):
            words = table.words(section, key)
            singular = key if section == "units" else words[0]
            yield from ((word, Entry(kind if word == singular else f"{kind}s", key)) for word in words)
    for section in ("between", "determiners", "shifts", "glue"):
        for key in table.keys(section):
            yield from ((word, Entry(key, word)) for word in table.words(section, key))
    yield from ((phrase, Entry("", None)) for phrase in table.words("apart", "none"))
    yield from _numerals_in(table)
    for name in table.keys("feasts"):
        yield name, Entry("feast", table.take("feasts", name, str))


def _numerals_in(table: Table) -> Iterator[tuple[str, Entry]]:
    for number, word in enumerate(table.words("numerals", "ones"), 1):
        yield word, Entry("number", number)
    for number, word in enumerate(table.words("numerals", "tens")[1:], 2):
        yield word, Entry("number", 10 * number)
    for key, number in (("dozen", 12), ("hundred", 100), ("thousand", 1000)):
        yield from ((word, Entry("scale", number)) for word in table.words("numerals", key))
    for number, word in enumerate(table.words("numerals", "ordinals"), 1):
        yield word, Entry("ordinal", number)
    for number, word in enumerate(table.words("numerals", "decades"), 2):
        yield word, Entry("decade", f"'{number}0s")
    yield from ((word, Entry("vague", None)) for word in table.words("numerals", "vague"))
