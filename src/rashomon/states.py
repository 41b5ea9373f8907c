"""What a quote says of the state or the outcome of something, and which of these exclude each other.

In goes `tables/states.toml`, checked at load, and a quote; out come `State`s: "the bridge | was open", "the drone |
landed safely", each with the thing it is said of. What is negated, supposed or still to come is no state, nor what is
said of a part of several things ("two of the miners", "another bridge") or of a pronoun. Read next: `contraries.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rashomon.lexicon import TABLES_PATH, Table, pattern_of

REMEMBERED_QUOTES = 4096
"""Quotes are asked for again and again while their claims are linked."""

_COPULA = r"(?:\b(?P<be>is|are|was|were|been|being|remain(?:s|ed)?|stay(?:s|ed)?|stands?|stood)|[’'](?:s|re))\s"
_ADVERBS = r"(?:(?:\w+ly|still|now|again|always|also|both|all|quite|already|in\sfact|at\sall\stimes)\s){0,2}"
_OPEN = re.compile(
    r"(?:(?:\b(?:not|never|no|nobody|neither|cannot|will|would|could|may|might|should|must|can|if|unless|until|whether)\b|n[’']t\b)"
    r"(?:\s[\w’']+){0,3}|\bto(?:\s(?:have|\w+ly))?)\s*\Z",
    re.IGNORECASE,
)
"""What before a state makes it no plain one."""
_BORDER = re.compile(
    r"[.,;:!?()…“”\"—–]|\b(?:that|and|but|while|whereas|which|who|because|as|after|although|though|where|when|said|says)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:of|at|in|on|near|over|from|to|between|for|by|with|inside|outside|around|across|under|off)\b", re.IGNORECASE
)
_AUXILIARY = re.compile(r"(?:\s(?:has|have|had|was|were|is|are|been))+\s*\Z", re.IGNORECASE)
_PARTLY = frozenset(
    {"another", "other", "others", "some", "several", "most", "many", "few", "one", "rest", "second", "first", "third"}
    | {"last", "both", "each", "no", "half", "part"}
)
"""Words of a subject that is a part of several things."""
_INSISTING = re.compile(
    r"\b(?:all\s(?:day|night|week|along|the\stime)|at\sall\stimes|always|throughout|never|still|remain(?:s|ed)?|stay(?:s|ed)"
    r"|in\sfact|in\sreality|the\swhole\s\w+)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W\d_]+)*")
_DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your", "all"}
)
_NUMBERS = frozenset(
    {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen", "dozens"}
)
_NO_THINGS = _NUMBERS | {"i", "we", "you", "he", "she", "it", "they", "them", "that", "this", "these", "those"}
"""Subjects that do not say what they are."""
_PAST = frozenset({"was", "were", "been", "remained", "stayed", "stood"})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is said of `thing`, a noun in base form: one side of the pair of opposites of this number, as `printed`.

    `names` are the names in its subject, `count` the number before it, `beside` the words behind it in base form and
    `days` its days of the week. `is_passing`: it may change from day to day; `of_doer`: it is done to many things;
    `is_insisting`: said to have been so all the time.
    """

    pair: int
    is_first: bool
    thing: str
    names: frozenset[str]
    count: str
    beside: frozenset[str]
    days: frozenset[str]
    is_passing: bool
    of_doer: bool
    is_past: bool
    is_insisting: bool
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One side of a pair of opposites: what finds it, and the longest word of each of its phrases."""

    pair: int
    is_first: bool
    is_passing: bool
    of_doer: bool
    pattern: re.Pattern[str]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateWords:
    """The sides of all pairs of `states.toml`, and for each word of a group of like things the first one of it."""

    sayings: tuple[Saying, ...]
    things: Mapping[str, str]


def load_state_words(folder: Path = TABLES_PATH) -> StateWords:
    """The table under `folder`; raises SettingError naming file and line where it is off."""
    table = Table(folder / "states.toml")
    sayings: list[Saying] = []
    for number, pair in enumerate(table.take("", "opposites", list)):
        for side in ("one", "other"):
            if side not in pair or not {"states", "deeds"} <= pair[side].keys():
                raise table.refuse("R221", f'"{side}" of pair {number + 1} must have "states" and "deeds"', "opposites")
            states, deeds = pair[side]["states"], pair[side]["deeds"]
            saying = Saying(
                pair=number,
                is_first=side == "one",
                is_passing=pair["passing"],
                of_doer=pair["of_doer"],
                pattern=_pattern_of(states, deeds),
                telling=frozenset(max(phrase.split(), key=len) for phrase in (*states, *deeds)),
            )
            sayings.append(saying)
    same: list[list[str]] = table.take("things", "same", list)
    return StateWords(
        sayings=tuple(sayings), things=MappingProxyType({word: group[0] for group in same for word in group})
    )


def _pattern_of(states: list[str], deeds: list[str]) -> re.Pattern[str]:
    after_be = [f"{_COPULA}{_ADVERBS}(?:{pattern_of(states).pattern})"] if states else []
    return re.compile("|".join((*after_be, *([pattern_of(deeds).pattern] if deeds else ()))), re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED_QUOTES)
def states_in(quote: str, words: StateWords, base_of: Callable[[str], str]) -> tuple[State, ...]:
    """The states that a quote tells of things, in the order of the table; `base_of` gives the base form of a word."""
    printed = frozenset(_WORD.findall(quote.lower()))
    found = (_find_state(quote, one, words, base_of) for one in words.sayings if not one.telling.isdisjoint(printed))
    return tuple(state for state in found if state)


def _find_state(quote: str, saying: Saying, words: StateWords, base_of: Callable[[str], str]) -> State | None:
    match = saying.pattern.search(quote)
    if match is None or _OPEN.search(quote, 0, match.start()):
        return None
    start = max((border.end() for border in _BORDER.finditer(quote, 0, match.start())), default=0)
    border = _BORDER.search(quote, match.end())
    end = border.start() if border else len(quote)
    subject = _AUXILIARY.sub("", quote[start : match.start()])
    phrase = _BESIDE.split(subject, maxsplit=1)[0]
    noun = [word.lower() for word in _WORD.findall(phrase)]
    if not noun or not _PARTLY.isdisjoint(noun) or noun[-1] in _NO_THINGS:
        return None
    thing = base_of(noun[-1])
    return State(
        pair=saying.pair,
        is_first=saying.is_first,
        thing=words.things.get(thing, thing),
        names=_names_in(phrase if saying.of_doer else subject),
        count=next((word for word in noun[:-1] if word[0].isdigit() or word in _NUMBERS), ""),
        beside=frozenset(base_of(word.lower()) for word in _WORD.findall(quote, match.end(), end)),
        days=frozenset(day.lower() for day in _DAY.findall(quote)),
        is_passing=saying.is_passing,
        of_doer=saying.of_doer,
        is_past=(match.groupdict().get("be") or "was").lower() in _PAST,
        is_insisting=_INSISTING.search(quote, start, end) is not None,
        printed=match.group().strip(),
    )


def _names_in(subject: str) -> frozenset[str]:
    """The names in a subject, and the word that stands before its noun where it begins with one: "Orrin bridge"."""
    printed = _WORD.findall(subject)
    names = {name.lower() for name in printed[1:] if name[:1].isupper()}
    if len(printed) > 1 and printed[0].lower() not in _DETERMINERS:
        names.add(printed[0].lower())
    return frozenset(names)
