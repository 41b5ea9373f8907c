"""What an article tells in its own word of what its headline says, where no coded event and nobody's voice tells it.

In go the reading of an article, its title, and the spans that somebody's words or an event's clause take up; out come
the clauses that tell the news all the same: those of the opening that take up words of the title, others that take up
many, and those with a figure. "A lion has escaped from the Keth zoo" is no deed of the codebook, and yet it is what the
next outlet tells too. Background, captions, questions and what is not so are left out: a claim that nobody will look
for hides the others. Read next: `claims.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rashomon.magnitudes import magnitudes_in
from rashomon.phrases import Tree, head_of, main_clauses_in
from rashomon.quotations import quotations_in
from rashomon.records import Article, Reading, Span
from rashomon.vocabulary import Vocabulary, words_of_content

OPENING = 4
"""So many statements of a text are its opening, where its news stands."""
IN_OPENING, BEHIND = 1.0, 2.0
"""The weight of the words that a statement must share with the title, in the opening and behind it. Of 40 articles of
`news-clusters` these make 31 claims beside 458, some 24 of them news; of those that 1.5 would add, half are none."""
FEWEST_WORDS = 5
_ENDS = re.compile(r"[.!…][”\"’'\s)]*\Z")
_CAPTION = re.compile(r"\b(?:photo(?:graph)?|pictured)\b|©|@\w|\bhttps?:", re.IGNORECASE)
_BRACKET_END = re.compile(r"[^()\n]{1,60}\)\s+")
_SAID = re.compile(
    r"\b(?:said|says|told|tells|reported|reports|announced|according\sto|citing|quoting|given\sby)\b", re.IGNORECASE
)
"""What makes a sentence somebody's word, be it read as such or not."""
_NOT = frozenset({"not", "n't", "n’t", "never"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def ledes_in(
    reading: Reading, tree: Tree, article: Article, taken: Sequence[Span], vocabulary: Vocabulary
) -> Iterator[Span]:
    """The clauses of the article, in order, that tell its news and whose verb lies in none of the spans `taken`."""
    text, titled = article.text, _words(article.title or "", vocabulary)
    quotations = quotations_in(text)

    def is_news(span: Span, least: float) -> bool:
        shared = sum(weight for word, weight in _words(span.of(text), vocabulary).items() if word in titled)
        return shared >= least or bool(magnitudes_in(text, span))

    statements = 0
    for sentence in reading.sentences:
        printed = sentence.of(text)
        is_said = _SAID.search(printed) is not None
        if statements >= OPENING and (is_said or not is_news(sentence, BEHIND)):
            continue  # most of an article ends here, and what comes is dear
        if not _ENDS.search(printed) or _CAPTION.search(printed):
            continue
        for clause in main_clauses_in(tree, sentence):
            head = head_of(tree, clause)
            if head is None or not _is_statement(clause, head, tree, text):
                continue
            statements += 1
            is_told = is_said or any(span.contains(tree.words[head].span) for span in (*taken, *quotations))
            if not is_told and is_news(clause, IN_OPENING if statements <= OPENING else BEHIND):
                yield _without_agency(clause, text)


def _without_agency(clause: Span, text: str) -> Span:
    """The clause without the end of a bracket before it: "(Halyard) | The dam held"."""
    bracket = _BRACKET_END.match(text, clause.start, clause.end)
    return Span(bracket.end(), clause.end) if bracket else clause


def _words(text: str, vocabulary: Vocabulary) -> Mapping[str, float]:
    return {word: weight for word, weight in words_of_content(text, vocabulary).items() if not word[0].isdigit()}


def _is_statement(clause: Span, head: int, tree: Tree, text: str) -> bool:
    """Whether the clause of this head tells something of somebody it names: finite, not negated, its subject no
    pronoun."""
    below = [tree.words[child] for child in tree.children[head]]
    subjects = [word for word in below if word.relation.startswith("nsubj")]
    return (
        len(tree.places_in(clause)) >= FEWEST_WORDS
        and any(word.tag in _FINITE for word in (tree.words[head], *below))
        and any(word.tag.startswith(("NN", "CD")) for word in subjects)
        and not any(word.span.of(text).lower() in _NOT for word in below)
    )
