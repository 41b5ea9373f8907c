"""The language that a text is written in.

In: a text, and what its page declares. Out: an ISO 639-1 code, or None of a text too short to tell. English is told
by its small words alone, which spares the half second that py3langid takes to load; every other text is told by it.
"""

from __future__ import annotations

import re
from typing import Final

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_SMALL_WORDS: Final = """the of and to in that was for is on with said by as at from his he it were has have had be not
but are an this they their you who which would after about when what been than there its out could she her him them
your my into"""
_ENGLISH: Final = frozenset(_SMALL_WORDS.split())
_SAMPLE: Final = 2000
_LEAST_LETTERS: Final = 20
_ENOUGH_LETTERS: Final = 200


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of `text`; what a page declares decides only where there is too little text to tell."""
    found = _CODE.fullmatch(declared.strip()) if declared else None
    code = found[1].lower() if found is not None else None
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    if letters < (_LEAST_LETTERS if code is None else _ENOUGH_LETTERS):
        return code
    if _is_english(words):
        return "en"
    import py3langid  # loaded where it is needed: half a second

    return str(py3langid.classify(sample)[0])


def _is_english(words: list[str]) -> bool:
    """Whether a quarter of the words are small words of English: no other language comes near."""
    if len(words) < 12 or "the" not in words:
        return False
    return sum(map(_ENGLISH.__contains__, words)) >= 0.22 * len(words)
