"""The stretches of a text that stand in quotation marks.

In: any text. Out: spans of the words between the marks, whatever marks the page uses: “ ”, " ", '' '', « », and ‘ ’ or
' ' where they are no apostrophes. A quotation that goes on over paragraphs, each opened anew and only the last one
closed, gives one span a paragraph. A post of a social network that stands in the text as a block ("… — Name
(@handle) March 4, 2031") is a quotation, too: its words are its author's.

Used by `copies.py`, for which the same words of one speaker in two articles are no copying.
"""

from __future__ import annotations

import re

from rashomon.records import Span
from rashomon.words import normalised

_LONGEST_QUOTATION = 1500
_DOUBLE = re.compile(r"“ ?([^“”\n]+?) ?(?:”|(?=\n)|$)")
_SINGLE = re.compile(r"(?:(?<=[\s(\[—–-])|^)['‘](?=[^\s'])([^\n“”]{2,600}?)(?<=[\w.,!?…])'(?![\w'])", re.MULTILINE)
_POST = re.compile(r"^(?P<words>[^\n]{10,600}?)\s*[—–-]+\s*[^\n]{1,60}\(@\w{1,20}\)\s+\w+ \d{1,2}, \d{4}", re.MULTILINE)


def quotations_in(text: str) -> tuple[Span, ...]:
    """The quoted stretches of `text` without their marks, in order and apart from each other."""
    plain = normalised(text)
    found = [Span(*match.span(1)) for match in _DOUBLE.finditer(plain) if len(match[1]) <= _LONGEST_QUOTATION]
    if "(@" in plain:
        found += [Span(*match.span("words")) for match in _POST.finditer(plain)]
    if "'" in plain:
        found += [Span(*match.span(1)) for match in _SINGLE.finditer(plain)]
    apart: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return tuple(apart)
