"""Which part-of-speech tags a word may have at all: what its form alone decides.

In go words in lower case; out come the Penn Treebank tags that a word of a closed class has, or None for all other
words, which may have any tag but those of closed classes. So an
unknown name is no pronoun, whatever a small model thinks.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLOSED = {
    "PRP": """i you he she it we they me him us them myself yourself himself herself itself ourselves themselves""",
    "PRP$": "my your its our their",
    "PRP PRP$": "her his",
    "DT": "the a an these those every each another",
    "DT RB": "some any all both either neither this no",
    "IN DT WDT RB": "that",
    "WDT WP": "which what whatever whichever",
    "WP": "who whom whoever",
    "WP$": "whose",
    "MD": "will would shall should can could may might must ought 'll ca wo cannot",
    "MD VBD": "'d",
    "CC": "and or but nor &",
    "TO IN": "to",
    "EX RB": "there",
    "IN": """of at for with from into onto upon against among amid as despite during except if per than toward towards
        unless until via whether while whilst without because although though""",
    "IN RB RP": """in on by about above across after along around before behind below between beyond down inside near
        off out outside over past since through throughout under up within""",
    "POS VBZ PRP": "'s ’s",
    "CD": """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion""",
    "CD NN PRP": "one",
}
_TAGS_OF = {word: frozenset(tags.split()) for tags, words in _CLOSED.items() for word in words.split()}
_NUMBER = re.compile(r"[\d.,:/-]*\d[\d.,:/-]*")

_MARKS = frozenset({"$", "#", "``", "''", ",", ".", ":", "-LRB-", "-RRB-", "HYPH", "NFP", "SYM", "LS"})
CLOSED_TAGS = frozenset({"PRP", "PRP$", "DT", "PDT", "WDT", "WP", "WP$", "MD", "CC", "TO", "EX", "POS", "CD"}) | _MARKS
"""Tags that only marks and the words of closed classes have; that of prepositions is not among them: they are many."""


@lru_cache(maxsize=1 << 16)
def tags_of(word: str) -> frozenset[str] | None:
    """The tags that a mark or a word of a closed class may have; None for a word of any other class."""
    if not any(letter.isalnum() for letter in word):
        return _MARKS | {"CC", "POS", "IN"}
    return _TAGS_OF.get(word) or (frozenset({"CD"}) if _NUMBER.fullmatch(word) else None)
