"""Which claims are meant, and the SQL that says so.

In: a `ClaimFilter`. Out: a condition on `articles`, `claims` and `voices` with its values. Fields narrow each other;
the values of one field are alternatives; names match by any part, in any case. Refuses, as R212, a text without words.

Read next: `queries.py`, which asks with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rashomon.errors import SettingError
from rashomon.records import Stance, VoiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are meant: all fields must hold, any value of a field will do, an empty field asks nothing.

    `voices`, `outlets` are parts of names; `words` are looked up in the quotes (several words must all be
    there, "in quotation marks" one after another); `since`, `until` are about the day of publication and
    leave undated articles out; `articles` are ids, whole or their beginning, or ids given in JSONL.
    """

    voices: tuple[str, ...] = ()
    kinds: tuple[VoiceKind, ...] = ()
    outlets: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    articles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    words: str | None = None


def where_of(wanted: ClaimFilter) -> tuple[str, list[object]]:
    """The condition on `articles` and `claims` that a filter means, and the values it is asked with."""
    conditions: list[str] = []
    values: list[object] = []

    def add(condition: str, *more: object) -> None:
        conditions.append(condition)
        values.extend(more)

    if wanted.voices or wanted.kinds:
        condition, voice_values = voice_where_of(wanted)
        add(
            "claims.id IN (SELECT claim_id FROM claim_voices JOIN voices ON voices.id = claim_voices.voice_id"
            f" WHERE {condition})",
            *voice_values,
        )
    if wanted.outlets:
        add(_any_part("articles.outlet", len(wanted.outlets)), *wanted.outlets)
    if wanted.stances:
        add(_any_of("claims.stance", len(wanted.stances)), *(stance.value for stance in wanted.stances))
    if wanted.articles:
        one = (
            "(articles.id >= ? AND articles.id < ? || char(1114111) OR articles.id IN"
            " (SELECT article_id FROM provenances WHERE given_id = ?))"
        )
        add(
            f"({' OR '.join([one] * len(wanted.articles))})",
            *(value for article in wanted.articles for value in [article] * 3),
        )
    if wanted.since:
        add("articles.published >= ?", wanted.since.isoformat())
    if wanted.until:
        add("articles.published <= ?", wanted.until.isoformat())
    if wanted.words:
        add("claims.number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)", _match(wanted.words))
    return " AND ".join(conditions) or "true", values


def voice_where_of(wanted: ClaimFilter) -> tuple[str, list[object]]:
    """The condition on `voices`: name and kind are asked of one and the same voice."""
    conditions: list[str] = []
    if wanted.voices:
        conditions.append(_any_part("voices.name", len(wanted.voices)))
    if wanted.kinds:
        conditions.append(_any_of("voices.kind", len(wanted.kinds)))
    return " AND ".join(conditions) or "true", [*wanted.voices, *(kind.value for kind in wanted.kinds)]


def _any_part(column: str, count: int) -> str:
    return "(" + " OR ".join([f"instr(folded({column}), folded(?)) > 0"] * count) + ")"


def _any_of(column: str, count: int) -> str:
    return f"{column} IN ({', '.join('?' * count)})"


def _match(words: str) -> str:
    """Words as FTS5 understands them: each a phrase of its own, so that no sign in it is an operator.

    Raises SettingError R212 where there is no letter or digit to look for.
    """
    phrases = [quoted or word for quoted, word in re.findall(r'"([^"]+)"|([^\s"]+)', words)]
    phrases = [phrase for phrase in phrases if re.search(r"\w", phrase)]
    if not phrases:
        raise SettingError("R212", f"there is no word to look for in {words!r}", "give at least one word")
    return " AND ".join(f'"{phrase}"' for phrase in phrases)


def folded(name: str | None) -> str | None:
    """`name` without its case; the conditions call it as the SQL function `folded`."""
    return None if name is None else name.casefold()
