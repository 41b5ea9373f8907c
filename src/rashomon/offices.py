"""Which office an article gives a person: "Mara Venn, a spokeswoman for the coast guard" speaks for the coast guard.

In go the article's text, the names of its speakers and the tables; out come Offices: the words beside a name that say
what the person is ("the harbour police chief"), their head ("chief") and the body that they belong to ("harbour
police"). Only what touches the name counts: words before it, an apposition on either side of a comma, "of the …"
behind it. Nothing is said of persons whom the article only names.

Used by `origins.py`, for which a body and those who speak for it are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rashomon.names import NameTables, exact_form, name_of
from rashomon.records import EntityKind, Span

LONGEST_OFFICE = 14
"""Words: what is longer tells a story."""

_WORD = re.compile(r"[^\W_][\w.’'&-]*")
_EDGE = re.compile(r"[,;:()“”\"\n\[\]—–]|[.!?](?=\s)|\s-\s")
_CLAUSE = re.compile(
    r"\b(?:who|which|whose|whom|that|said|says|told|tells|added|adds|according|when|while|where|as|but|after|before|"
    r"because|if|is|was|were|are|has|have|had|will|would|and then|by|to|with|on)\b(?!-)",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our|one of the|one of)\s+", re.IGNORECASE)
_LAST_NAME = re.compile(r"(?<![\w’'-])(?P<word>[A-ZÀ-Þ][\w’'.-]*|al|bin|ibn|van|von|der|de)[ \u00a0]$")
_NEXT_NAME = re.compile(r"[ \u00a0](?P<word>[A-ZÀ-Þ][\w’'-]*)")
_BEHIND = re.compile(r"\s+(?=(?:of|from|at)\s+(?:the\s+)?[A-Z])|\s*[,(–—]\s*(?:-\s*)?")
_BELONGING = re.compile(r"\s+(?:of|for|at|from|with|in)\s+(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What one article says that a person is: `words` as printed, their head `role`, and the `body` that it is of.

    `body` is empty where the words name none ("the prosecutor"); `person` is the name asked for.
    """

    article_id: str
    person: str
    words: str
    role: str
    body: str


def offices_of(article_id: str, text: str, people: Iterable[str], tables: NameTables) -> tuple[Office, ...]:
    """The offices that `text` gives each of `people`, each once, in the order of the names and of the text."""
    found: dict[tuple[str, str], Office] = {}
    for person in dict.fromkeys(people):
        for naming in _namings(person, text, tables):
            for words in (*_before(naming, text), *_behind(naming, text)):
                office = _office(article_id, person, words, tables)
                if office is not None:
                    found.setdefault((person, office.words), office)
    return tuple(found.values())


def parted(words: str) -> tuple[str, str]:
    """Head and body of a description: "a spokesman for the port" gives "spokesman" and "port"."""
    bare = _DETERMINER.sub("", " ".join(words.split()))
    before, *behind = _BELONGING.split(bare, maxsplit=1)
    *owner, head = before.split() or [""]
    body = " ".join([*([" ".join(owner)] if owner else []), *behind[:1]])
    return head.lower().rstrip("."), _POSSESSIVE.sub("", body)


def _office(article_id: str, person: str, words: str, tables: NameTables) -> Office | None:
    """The office that some words tell; None where their head is no word for what a person is."""
    if not words or len(words.split()) > LONGEST_OFFICE:
        return None
    role, body = parted(words)
    speaker = tables.lexicon.speaker
    is_known = (
        role in speaker.person_titles
        or role in speaker.person_roles
        or role in speaker.institution_spokespeople
        or role in speaker.anonymous_people
        or role in speaker.person_female_words
        or role in speaker.person_male_words
    )
    return Office(article_id=article_id, person=person, words=words, role=role, body=body) if is_known else None


def _namings(person: str, text: str, tables: NameTables) -> Iterator[Span]:
    """Where the text names the person: the last word of the name, with the other names that stand around it."""
    words = name_of(person, EntityKind.PERSON, tables).printed.split()
    if not words:
        return
    for match in re.finditer(rf"(?<![\w’'-]){re.escape(words[-1])}(?![\w-])", text):
        start, end = match.span()
        before = _LAST_NAME.search(text, max(0, start - 60), start)
        while before and not _is_word_of_office(before["word"], tables):
            start = before.start()
            before = _LAST_NAME.search(text, max(0, start - 60), start)
        behind = _NEXT_NAME.match(text, end)
        while behind and not _is_word_of_office(behind["word"], tables):
            end = behind.end()
            behind = _NEXT_NAME.match(text, end)
        yield Span(start, end)


def _is_word_of_office(word: str, tables: NameTables) -> bool:
    """Whether a capitalised word beside a name is none of it: a title, a body, a country."""
    speaker, lower = tables.lexicon.speaker, word.lower().rstrip(".")
    bare = _POSSESSIVE.sub("", word)
    return (
        lower in speaker.person_titles
        or lower in speaker.person_roles
        or lower in speaker.institution_heads
        or lower in speaker.institution_spokespeople
        or lower in tables.generic
        or bare != word
        or word.isupper()
        or bare in tables.countries
        or bare in tables.particles
        or exact_form(bare) in tables.aliases
    )


def _before(naming: Span, text: str) -> Iterator[str]:
    """The words that stand before the name in its own phrase, and the phrase on the other side of a comma."""
    edges = list(_EDGE.finditer(text, max(0, naming.start - 200), naming.start))
    last = edges[-1].end() if edges else max(0, naming.start - 200)
    stretch = text[last : naming.start]
    if stretch.strip():
        yield _after_clause(stretch)
    elif edges and edges[-1][0] == ",":
        first = edges[-2].end() if len(edges) > 1 else max(0, naming.start - 200)
        yield _after_clause(text[first : edges[-1].start()])


def _behind(naming: Span, text: str) -> Iterator[str]:
    """The words behind the name: an apposition, or the body that follows "of"."""
    link = _BEHIND.match(text, naming.end)
    if link is None:
        return
    edge = _EDGE.search(text, link.end())
    stretch = text[link.end() : edge.start() if edge else link.end() + 200]
    clause = _CLAUSE.search(stretch)
    yield " ".join((stretch[: clause.start()] if clause else stretch).split())


def _after_clause(stretch: str) -> str:
    """What stands behind the last verb or conjunction of a stretch."""
    clauses = list(_CLAUSE.finditer(stretch))
    return " ".join(stretch[clauses[-1].end() if clauses else 0 :].split())
