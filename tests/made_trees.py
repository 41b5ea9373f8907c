"""Trees written by hand: `form tag head relation / …`, a word each; of a root the head does not matter."""

import re

from rashomon.phrases import Tree, tree_of
from rashomon.records import Span, Word


def made_tree(sentence: str) -> tuple[str, Tree]:
    """The text, with one blank between words, and its tree."""
    rows = [row.split() for row in re.split(r"\s+/\s+", sentence.strip())]
    words, end = [], 0
    for place, (form, tag, head, relation) in enumerate(rows):
        words.append(Word(Span(end, end + len(form)), tag, place if relation == "root" else int(head), relation))
        end += len(form) + 1
    return " ".join(row[0] for row in rows), tree_of(words)
