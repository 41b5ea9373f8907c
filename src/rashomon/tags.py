"""Which part-of-speech tags a word may have at all: what its form alone decides.

In goes a word as printed; out come the Penn Treebank tags that it cannot have. A word of a closed class has one of that
class, all others have none: an unknown name is no pronoun, whatever a small model thinks. Nor is "arrested" a noun, or
"talks" a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

TAGS = frozenset(
    """CC CD DT EX FW IN JJ JJR JJS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP VBZ WDT
    WP WP$ WRB ADD AFX GW XX $ # `` '' , . : -LRB- -RRB- HYPH NFP SYM LS""".split()  # noqa: SIM905
)
"""The tags of the Penn Treebank as English Web Treebank has them."""

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
    "VBZ": "is has does says",
    "VBP": "am are",
    "VBP VB": "have do",
    "VBD": "was were did",
    "VBD VBN": "had said",
    "VB": "be",
    "VBN": "been",
    "VBG NN": "being",
}
_TAGS_OF = {word: frozenset(tags.split()) for tags, words in _CLOSED.items() for word in words.split()}
_NUMBER = re.compile(r"[\d.,:/-]*\d[\d.,:/-]*")

_MARKS = frozenset({"$", "#", "``", "''", ",", ".", ":", "-LRB-", "-RRB-", "HYPH", "NFP", "SYM", "LS"})
CLOSED_TAGS = frozenset({"PRP", "PRP$", "DT", "PDT", "WDT", "WP", "WP$", "MD", "CC", "TO", "EX", "POS", "CD"}) | _MARKS
"""Tags that only marks and the words of closed classes have; that of prepositions is not among them: they are many."""


_NAME_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "de", "del", "der", "den", "di", "da", "du", "la", "le", "van", "von"}
)
_NOUNS_IN_ED = frozenset(
    {"bed", "shed", "sled", "hundred", "kindred", "biped", "quadruped", "moped", "watershed", "newlywed"}
    | {"bobsled", "riverbed", "seabed", "hatred", "coed", "med", "fed"}
)
_IRREGULAR_PLURALS = re.compile(
    r".*(?:men|women|people|children|feet|teeth|mice|geese|police|media|data|cattle|folk|sheep|fish|aircraft|criteria"
    r"|phenomena|alumni|bacteria|oxen|dice|personnel|gentry|poultry|vermin|spacecraft|strata|fungi|nuclei|stimuli)"
)


@lru_cache(maxsize=1 << 16)
def barred_tags(printed: str) -> frozenset[str]:
    """The tags that a word or mark cannot have, by its form."""
    word = printed.lower()
    if not any(letter.isalnum() for letter in word):
        return TAGS - _MARKS - {"CC", "POS", "IN"}
    closed = frozenset({"NNP"}) if printed == "US" else _TAGS_OF.get(word)
    if closed or _NUMBER.fullmatch(word):
        return TAGS - (closed or {"CD"})
    return CLOSED_TAGS | _barred_by_ending(printed, word)


def _barred_by_ending(printed: str, word: str) -> frozenset[str]:
    """What the letters of a word of an open class rule out: names are capitalised, verbs and plurals have endings."""
    barred = set()
    if printed.isalpha() and printed.islower() and word not in _NAME_PARTICLES:
        barred |= {"NNP", "NNPS"}
    if word.endswith("ed") and not word.endswith("eed") and word not in _NOUNS_IN_ED and "-" not in word:
        barred |= {"NN", "NNS"}
    if not word.endswith("s"):
        barred.add("VBZ")
        if not _IRREGULAR_PLURALS.fullmatch(word):
            barred |= {"NNS", "NNPS"}
    if word.endswith("ing"):
        barred |= {"VBD", "VBN"}
    elif not word.endswith(("in'", "in’")):
        barred.add("VBG")
    return frozenset(barred)
