"""How much the words of a quote tell: common words little, rare words, names and numbers much.

In goes a text; out come its content words in their base forms, each with its weight. The weights come from one fixed
table, the order of how common English words are, and never from the ledger: what two claims have in common must not
depend on what else has been read. Read next: `comparisons.py`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from rashomon.denial_words import DenialWords, load_denial_words
from rashomon.lexicon import TABLES_PATH, Table
from rashomon.states import StateWords, load_state_words
from rashomon.words import normalised

EMPTY_WORDS = 180
"""So many of the commonest words tell nothing of what a claim is about."""
MOST_KEYWORDS = 32
OF_TITLE = 3.0
"""How much more a word tells of what an article is about if the title has it too."""
REMEMBERED_TEXTS = 4096
"""Quotes and names are taken apart again and again while their claims are linked."""
RARE = 1.0
"""The weight of a word that the table does not have; numbers have it too."""

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*")
_LEANING = re.compile(r"(?<=.)(?:n't|'(?:s|re|ll|ve|d|m))$")
_SHORTENED = MappingProxyType({"can't": "can", "won't": "will", "ain't": "be", "n't": "not"})
"""Short forms that are more than a word and what leans on it."""
_PLURAL = re.compile(r"[^\W\d_]{2}[^\Wsu]s$")
_REPORTING = """according accord add added adding report reported reportedly reports told tell tells telling says
saying claim claimed statement comment spokesman spokeswoman official officials source sources news agency mr mrs ms
monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year years day days"""
"""Words of reporting itself, and of when: the time of an event is compared as time."""
_COUNTING = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
_NUMBERS = MappingProxyType({word: str(number) for number, word in enumerate(_COUNTING.split())})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """What common words weigh, 0 to 1, and the base form of each inflected one; `denials` are the words of denials,
    `states` those of states that exclude each other, and `kinds_of_places` those that end names of waters and lands."""

    weights: Mapping[str, float]
    bases: Mapping[str, str]
    denials: DenialWords
    states: StateWords
    kinds_of_places: frozenset[str]

    def base_of(self, word: str) -> str:
        """The base form of a word in lower case, itself where the table knows none and it is no plain plural."""
        base = self.bases.get(word)
        if base is None and word not in self.weights and _PLURAL.search(word):
            return self.bases.get(word[:-1], word[:-1])
        return base or word

    def weight_of(self, word: str) -> float:
        """What a base form tells of what it is about."""
        return self.weights.get(word, RARE)


@cache
def load_vocabulary(folder: Path = TABLES_PATH) -> Vocabulary:
    """The vocabulary of the tables under `folder`: a line of `common_words.txt` is a base form with its other forms."""
    lines = (folder / "common_words.txt").read_text(encoding="utf-8").splitlines()
    places = Table(folder / "places.toml")
    groups = [line.split() for line in lines if not line.startswith("#")]
    least, most = math.log(EMPTY_WORDS), math.log(2 * len(groups))
    weights = {
        base: max(0.0, (math.log(rank) - least) / (most - least)) for rank, (base, *_) in enumerate(groups, start=1)
    }
    weights |= dict.fromkeys(_REPORTING.split(), 0.0)
    bases = {form: base for base, *forms in groups for form in forms}
    return Vocabulary(
        weights=MappingProxyType(weights),
        bases=MappingProxyType(bases),
        denials=load_denial_words(folder),
        states=load_state_words(folder),
        kinds_of_places=frozenset(word for kind in ("water", "land") for word in places.words("kinds", kind)),
    )


@lru_cache(maxsize=REMEMBERED_TEXTS)
def words_of_content(text: str, vocabulary: Vocabulary) -> Mapping[str, float]:
    """The words of a text that tell what it is about, in base form, with their weights, in the order of the text.

    A number stands as digits, and once more with the word that it counts: "fourteen trawlers" gives "14", "trawler" and
    "14 trawler".
    """
    found: dict[str, float] = {}
    for word, number in _words(text, vocabulary):
        if word[0].isdigit():
            found[word] = RARE / 2
        elif weight := vocabulary.weight_of(word):
            found[word] = weight
            if number:
                found[f"{value_of(number)} {word}"] = RARE
    return found


def counted_in(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The words that a number stands before, in base form, each with that number as printed."""
    return {
        word: number
        for word, number in _words(text, vocabulary)
        if number and not word[0].isdigit() and vocabulary.weight_of(word)
    }


def value_of(number: str) -> str:
    """The digits of a printed number: "2,700" and "fourteen" are 2700 and 14."""
    return _NUMBERS.get(number.lower(), number.replace(",", "").rstrip(".:"))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _words(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The base forms of the words of a text, numbers as digits; each with the number right before it as printed."""
    found, number = [], ""
    for match in _WORD.finditer(normalised(text)):
        word = _whole(match.group())
        if word[0].isdigit() or word in _NUMBERS:
            number = match.group()
            found.append((value_of(number), ""))
        elif len(word) > 1:
            found.append((vocabulary.base_of(word), number))
            number = ""
    return tuple(found)


def _whole(printed: str) -> str:
    """A printed word in lower case, without what leans on it: "they'll" tells no more than "they"."""
    word = printed.lower()
    return _SHORTENED.get(word) or _LEANING.sub("", word) if "'" in word else word


def keywords_of(text: str, vocabulary: Vocabulary, title: str | None = None) -> tuple[tuple[str, float], ...]:
    """The words that tell best what a whole article is about, with weights, the heaviest first."""
    titled = words_of_content(title or "", vocabulary)
    counts: Counter[str] = Counter()
    for paragraph in normalised(text).split("\n"):
        words = set(map(_whole, set(_WORD.findall(paragraph)))) - _NUMBERS.keys()
        counts.update({vocabulary.base_of(word) for word in words if len(word) > 1})
    weighed = {
        word: round(weight * (1 + math.log(count)) * (OF_TITLE if word in titled else 1.0), 3)
        for word, count in counts.items()
        if word[0].isalpha() and (weight := vocabulary.weight_of(word))
    }
    return tuple(sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:MOST_KEYWORDS])
