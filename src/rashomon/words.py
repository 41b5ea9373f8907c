"""Text to sentences and words, each with its character span; the units that the model reads.

What goes in is any text; what comes out are spans into exactly that text. Characters are normalised
one to one, so no offset ever moves: odd spaces become blanks, quotation marks become “ and ”.
Used by `reader.py` when it reads and by the training code when it learns, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rashomon.records import Span

SHAPES = ("lower", "title", "upper", "mixed", "number", "opening", "closing", "stop", "mark", "initial")
"""Word shapes, by number: what an uncased vocabulary cannot see."""

LONGEST_SENTENCE = 400
"""Words. Each stage may look at all words of a sentence for each of them: a page without full stops, of 10,000 words,
would never be read to its end."""

_SPACES = dict.fromkeys(
    map(
        ord,
        "\t\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_QUOTES = {ord(c): "“" for c in "“„‟«"} | {ord(c): "”" for c in "”»"} | {ord("‘"): "‘", ord("’"): "'", ord("ʼ"): "'"}
_MAP = _SPACES | _QUOTES | {ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("‐"): "-", ord("‑"): "-"}
_STRAIGHT = re.compile(r"\"|''")

_JOIN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # invisible characters that stand inside a word
_ABBREVIATIONS = """Mr|Mrs|Ms|Messrs|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Brig|Pvt|Sens?|Reps?|Govs?|Rev|Hon
|Pres|Supt|Insp|St|Ste|Mt|Ft|Jr|Sr|Nos?|vs|v|etc|approx|Inc|Ltd|Corp|Co|Bros|Assn|Dept|Univ|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont
|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo""".replace("\n", "")
_WORD = re.compile(
    rf"""(?:[^\W\d_]\.){{2,}}                       # U.S., p.m.
      | \b(?:{_ABBREVIATIONS}|[A-Z])\.(?=\s)          # Mr. Jan. J.
      | \d+(?:[.,:/]\d+)*(?:[^\W\d_]+)?             # 1,500  11.01.2016  50km
      | [\w{_JOIN}]+?(?=n't\b)                      # did|n't
      | n't\b | '(?:s|re|ve|ll|d|m|S)\b
      | [\w{_JOIN}]+(?:[-'][\w{_JOIN}]+?(?=n't\b|'(?:s|S)\b)|-[\w{_JOIN}]+|'(?!(?:s|re|ve|ll|d|m|S)\b)[\w{_JOIN}]+)*
      | \.\.\.+ | --+ | \S""",
    re.VERBOSE,
)
_END = re.compile(r"""[.!?…]+['”’"\)\]]*(?=\s+['“‘"\(\[]*[A-Z0-9À-Þ])|\n\s*""")
_ABBREVIATION = re.compile(rf"(?:^|[\s“‘(\[-])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|{_ABBREVIATIONS})\.$")
_ACRONYM_END = re.compile(r"(?:^|[\s“‘(\[-])(?:[A-Z]\.){2,}$")


_DATELINE = re.compile(
    r"""[A-Z][A-Z'.-]*[A-Z](?:\ [A-Z][A-Z'.-]*[A-Z])*           # PORT ILVEN
        (?:[,/]\ ?[A-Z0-9][\w.]*(?:\ [A-Z0-9][\w.]*){0,3}){0,4}  # , Kasdor, March 6
        (?:\ \([^)\n]{2,40}\))?\ (?:[—–-]|--)\ (?=\S)          # (Halyard) —""",
    re.VERBOSE,
)


def normalised(text: str) -> str:
    """`text` with odd spaces, quotation marks and hyphens made plain, of the same length.

    Straight double quotes are made opening or closing by what stands before them, so that the
    model sees one kind of quotation mark whatever the page used; two apostrophes are one such mark and a blank.
    """
    plain = text.translate(_MAP)

    def marked(found: re.Match[str]) -> str:
        opens = found.start() == 0 or plain[found.start() - 1] in " \n([—–-‘“"
        return "“".ljust(len(found[0])) if opens else "”".rjust(len(found[0]))

    return _STRAIGHT.sub(marked, plain)


def sentences_of(plain: str) -> tuple[Span, ...]:
    """Sentences of normalised text, without the white space around them.

    A line end always ends one, and a dateline at the head of a line ("PORT ILVEN, March 6 (Halyard) —") is one.
    What has more than LONGEST_SENTENCE words, a list or a text without full stops, is taken in pieces of so many.
    """
    sentences: list[Span] = []
    start = 0
    for end in _END.finditer(plain):
        head = plain[max(start, end.start() - 12) : end.start() + 1]
        if plain[end.start()] == "." and _ABBREVIATION.search(head) and not _ends_after_acronym(plain, head, end.end()):
            continue
        _append_stripped(sentences, plain, start, end.end())
        start = end.end()
    _append_stripped(sentences, plain, start, len(plain))
    return tuple(piece for sentence in sentences for piece in _pieces(plain, sentence))


def _pieces(plain: str, sentence: Span) -> Iterator[Span]:
    """The sentence, cut before words where it has too many."""
    may_be_long = sentence.end - sentence.start > LONGEST_SENTENCE
    words = words_of(plain, sentence) if may_be_long else []
    edges = [sentence.start, *(word.start for word in words[LONGEST_SENTENCE::LONGEST_SENTENCE]), sentence.end]
    for start, end in pairwise(edges):
        yield Span(start, start + len(plain[start:end].rstrip()))


def _ends_after_acronym(plain: str, head: str, position: int) -> bool:
    """Whether a dotted acronym ("in the U.S. He said") ends its sentence: a pronoun or article follows."""
    follows = re.match(
        r"\s+['“‘]*(?:He|She|It|They|We|The|A|An|In|On|But|And|That|This)\s", plain[position : position + 12]
    )
    return bool(_ACRONYM_END.search(head)) and follows is not None


def _append_stripped(sentences: list[Span], plain: str, start: int, end: int) -> None:
    piece = plain[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right <= left:
        return
    begin = start + left
    dateline = _DATELINE.match(plain, begin, start + right) if begin == 0 or "\n" in plain[begin - 1 : begin] else None
    if dateline:
        sentences.append(Span(begin, dateline.end() - 1))
        begin = dateline.end()
    sentences.append(Span(begin, start + right))


def words_of(plain: str, sentence: Span) -> list[Span]:
    """The words and marks of one sentence of normalised text, in order."""
    return [Span(*match.span()) for match in _WORD.finditer(plain, sentence.start, sentence.end)]


@lru_cache(maxsize=65536)
def shape_of(word: str) -> int:
    """The number of a word's shape in `SHAPES`."""
    if word[0].isalpha():
        if len(word) == 1 or (len(word) == 2 and word[1] == "."):
            return 9 if word[0].isupper() else 0
        if word.islower():
            return 0
        if word.isupper():
            return 2
        return 1 if word[0].isupper() and word[1:].islower() else 3
    if word[0].isdigit():
        return 4
    if word in "“‘([":
        return 5
    if word in "”’)]'":
        return 6
    return 7 if word in ".!?…..." else 8
