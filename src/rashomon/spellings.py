"""A place name without what its spellings differ in: "St. Étienne" and "Saint Etienne"; "Benghazi" and "Bengasi".

In goes a name as printed. `key_of` gives what equal names share (case, accents, hyphens, apostrophes and a few
abbreviations aside), `sound_of` what transliterations of one name mostly share (the classes of its consonants),
`loose_of` a spelling in which the habits of transliteration are evened out. A gazetteer file is sorted by block and
key: a change of either is a new `SPELLING`, and every file must be built again.

Read next: `gazetteer.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SPELLING = 1
"""The version of what `key_of` and `block_of` give."""
CONSONANTS = "fklmnprst"
"""The classes of consonants, each by one of its letters."""
BLOCK_LENGTH = 5

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("-‐‑‒–—/,.()_·・&+", " "),
        **dict.fromkeys("'’‘`´ʻʼʽʾʿˈˌʹʺ\"“”ʔ", None),
        **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t"},
        **{"ı": "i", "ə": "a", "ǝ": "a", "ɛ": "e", "ɔ": "o", "ŋ": "ng", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ƴ": "y"},
    }
)
_MARKS = re.compile(r"[\u0300-\u036f]")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "sta": "santa", "sto": "santo", "mt": "mount", "ft": "fort"}

_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "il", "ul"])
_HISS = re.compile(r"[td]?sch|t?ch|d?zh|sh|dj|t[sz]|cz|c(?=[eiy])")
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("szj", "s"),
        **dict.fromkeys("gkqcx", "k"),
        **dict.fromkeys("fvw", "f"),
        **dict.fromkeys("pb", "p"),
        **dict.fromkeys("td", "t"),
        **dict.fromkeys("aeiouyh ", None),
    }
)
_DOUBLED = re.compile(r"(.)\1+")
_HABITS = (
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee|ie|y|j"), "i"),
    (re.compile(r"kh|q|c(?=[aouklrt])"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?<=[aeiou])h\b"), ""),
    (_DOUBLED, r"\1"),
)


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """What equal names share: small letters and digits in words parted by single blanks; "" where nothing is left."""
    folded = name.lower()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded.translate(_LETTERS)))
    words = folded.translate(_LETTERS).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join([_ABBREVIATED.get(word, word) for word in words])


def sound_of(key: str) -> str:
    """The classes of the consonants of a key, the Arabic article aside: "darnah" and "derna" are both "trn"."""
    sound = _without_articles(key)
    return _DOUBLED.sub(r"\1", _HISS.sub("s", sound).replace("ph", "f").translate(_CLASSES))


def block_of(key: str) -> str:
    """The beginning of the sound: what names are sorted by, so that like ones are found without looking at all."""
    return sound_of(key)[:BLOCK_LENGTH]


def loose_of(key: str) -> str:
    """The key as one habit of transliteration would have it: "tobrouk" and "tubruq" give "tobruk" and "tubruk"."""
    loose = _without_articles(key)
    for pattern, letters in _HABITS:
        loose = pattern.sub(letters, loose)
    return loose.replace(" ", "")


def _without_articles(key: str) -> str:
    if " " not in key:
        return key
    words = key.split()
    return " ".join([word for word in words[:-1] if word not in _ARTICLES] + words[-1:])
