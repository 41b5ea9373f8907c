"""Which claims and events are meant, and the SQL that says so.

In: a `ClaimFilter`, and what analysts corrected. Out: a condition on `articles`, `event_mentions`, `claims` or
`voices` with its values. Fields narrow each other; the values of one field are alternatives; names match by any part,
in any case, those of actors from the beginning of a word. What is corrected is found by the value that holds, and not
by what was read. Refuses, as R212, a text or an actor without words.

Read next: `queries.py`, which asks with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rashomon.decisions import Held
from rashomon.errors import SettingError
from rashomon.records import EventStatus, EventType, Factuality, Stance, VoiceKind

Condition = tuple[str, Sequence[object]]
"""SQL with question marks, and the values that stand for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are meant: all fields must hold, any value of a field will do, an empty field asks nothing.

    `voices`, `outlets` are parts of names; `words` are looked up in the quotes (several words must all be
    there, "in quotation marks" one after another); `since`, `until` are about the day of publication and
    leave undated articles out; `articles` are ids, whole or their beginning, or ids given in JSONL. `types` and
    `actors` are about the event told; an actor is looked up in the words, all names of the entity and the PLOVER
    code of whoever does it, case and accents apart. `places` are parts of the name of where it happened, as printed
    or in the gazetteer, or a whole ISO country code. `statuses` are those of the event that the claim is about.
    """

    voices: tuple[str, ...] = ()
    kinds: tuple[VoiceKind, ...] = ()
    outlets: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    types: tuple[EventType, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    factualities: tuple[Factuality, ...] = ()
    statuses: tuple[EventStatus, ...] = ()
    articles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    words: str | None = None


_ACTED = """
SELECT party.event_mention_id
FROM event_parties_fts JOIN event_parties AS party ON party.number = event_parties_fts.rowid
WHERE event_parties_fts MATCH ? AND party.role = 'actor'
UNION SELECT party.event_mention_id
FROM entity_names_fts JOIN entity_names ON entity_names.number = entity_names_fts.rowid
     JOIN entities AS called ON called.id = entity_names.entity_id
     JOIN entities AS one ON one.same_as = called.same_as
     JOIN entity_members ON entity_members.entity_id = one.id
     JOIN party_entities AS party USING (article_entity_id)
WHERE entity_names_fts MATCH ? AND party.role = 'actor'
"""
"""The events in which a party acts whose words, name or code begin so, or an entity that is called so anywhere."""


_IS_LISTED = """
(events.type IS NOT NULL OR (SELECT count(DISTINCT article_id) FROM claims WHERE event_id = events.id) > 1)
"""
"""What one article says and what tells of no coded event is found as a claim; as an event it would only be noise."""


def where_of(wanted: ClaimFilter, held: Held) -> Condition:
    """The condition on `articles`, `claims` and `event_mentions` (which may be missing) that a claim must meet."""
    return _all_of(*_of_article(wanted), *_of_event(wanted, held), *_of_claim(wanted, held))


def event_where_of(wanted: ClaimFilter, held: Held) -> Condition:
    """The condition on `events`: listed at all, and told by a claim that meets what is asked of claims."""
    fits, values = where_of(wanted, held)
    told = (
        "SELECT claims.event_id FROM claims JOIN articles ON articles.id = claims.article_id"
        " LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id"
    )
    return _all_of((_IS_LISTED, ()), *([(f"events.id IN ({told} WHERE {fits})", values)] if values else []))


def voice_where_of(wanted: ClaimFilter) -> Condition:
    """The condition on `voices`: name and kind are asked of one and the same voice."""
    return _all_of(*_of_voice(wanted))


def telling_where_of(wanted: ClaimFilter, held: Held) -> Condition:
    """The condition on `event_tellings` as far as its rows can tell: outlets, days, types, statuses and places."""
    return _all_of(*_of_telling(wanted, held))


def beyond_telling_where_of(wanted: ClaimFilter, held: Held) -> Condition:
    """What `telling_where_of` leaves out, as `where_of`; without values where that is nothing."""
    return where_of(replace(wanted, outlets=(), types=(), places=(), statuses=(), since=None, until=None), held)


def denies_where(held: Held) -> Condition:
    """The condition on `claims` that a claim denies."""
    return holds("stance", [Stance.DENIES.value], held, read="claims.stance", ids="claims.id")


def holds(field: str, values: Sequence[str], held: Held, *, read: str, ids: str, chosen: str = "{}") -> Condition:
    """That a field has one of these values: as an analyst corrected it, else as it was read.

    `read` is the column with what was read, `ids` the one with the id that a correction names it by; `chosen` turns a
    list of ids of records into one of what stands in `ids`.
    """
    is_read = _any_of(read, len(values))
    corrected = held.get(field)
    if not corrected:
        return is_read, values
    named = f"{ids} IN ({chosen.format('SELECT value FROM json_each(?)')})"
    fitting = [id_ for id_, value in corrected.items() if value in values]
    return f"({is_read} AND NOT {named} OR {named})", [*values, json.dumps(list(corrected)), json.dumps(fitting)]


def _of_article(wanted: ClaimFilter) -> Iterator[Condition]:
    if wanted.outlets:
        yield _any_part("articles.outlet", len(wanted.outlets)), wanted.outlets
    if wanted.articles:
        one = (
            "(articles.id >= ? AND articles.id < ? || char(1114111) OR articles.id IN"
            " (SELECT article_id FROM provenances WHERE given_id = ?))"
        )
        values = [value for article in wanted.articles for value in [article] * 3]
        yield f"({' OR '.join([one] * len(wanted.articles))})", values
    if wanted.since:
        yield "articles.published >= ?", [wanted.since.isoformat()]
    if wanted.until:
        yield "articles.published <= ?", [wanted.until.isoformat()]


def _of_telling(wanted: ClaimFilter, held: Held) -> Iterator[Condition]:
    if wanted.outlets:
        named = _any_part("outlet", len(wanted.outlets))
        yield f"outlet IN (SELECT outlet FROM (SELECT DISTINCT outlet FROM articles) WHERE {named})", wanted.outlets
    if wanted.since:
        yield "told_on >= ?", [wanted.since.isoformat()]
    if wanted.until:
        yield "told_on <= ?", [wanted.until.isoformat()]
    if wanted.types:
        numbers = "SELECT number FROM claims WHERE event_mention_id IN ({})"
        yield holds("type", wanted.types, held, read="type", ids="claim_number", chosen=numbers)
    if wanted.statuses:
        # The sign keeps SQLite from the index of the status, from which it would jump into the rows for each claim.
        yield _any_of("+status", len(wanted.statuses)), [one.value for one in wanted.statuses]
    if wanted.places:
        named = "instr(folded(place || '\n' || ifnull(place_name, '')), folded(?)) OR country = upper(?)"
        anywhere = " OR ".join([named] * len(wanted.places))
        yield f"place IS NOT NULL AND ({anywhere})", [place for place in wanted.places for _ in range(2)]


def _of_event(wanted: ClaimFilter, held: Held) -> Iterator[Condition]:
    if wanted.types:
        yield holds("type", wanted.types, held, read="event_mentions.type", ids="event_mentions.id")
    if wanted.actors:
        asked = " OR ".join(_beginning(actor) for actor in wanted.actors)
        yield f"claims.event_mention_id IN ({_ACTED})", [asked, asked]
    if wanted.places:
        named = "instr(folded(places.text || '\n' || ifnull(places.name, '')), folded(?)) OR places.country = upper(?)"
        there = "SELECT event_mention_id FROM event_grounds AS grounds JOIN places USING (article_id, position)"
        anywhere = " OR ".join([named] * len(wanted.places))
        yield (
            f"claims.event_mention_id IN ({there} WHERE grounds.kind = 'place' AND ({anywhere}))",
            [place for place in wanted.places for _ in range(2)],
        )
    if wanted.factualities:
        yield holds("factuality", wanted.factualities, held, read="claims.factuality", ids="claims.id")
    if wanted.statuses:
        of_status = f"SELECT id FROM events WHERE {_any_of('status', len(wanted.statuses))}"
        yield f"claims.event_id IN ({of_status})", [one.value for one in wanted.statuses]


def _of_claim(wanted: ClaimFilter, held: Held) -> Iterator[Condition]:
    if wanted.voices or wanted.kinds:
        condition, values = voice_where_of(wanted)
        yield (
            "claims.id IN (SELECT claim_id FROM claim_voices JOIN voices ON voices.id = claim_voices.voice_id"
            f" WHERE {condition})",
            values,
        )
    if wanted.stances:
        yield holds("stance", wanted.stances, held, read="claims.stance", ids="claims.id")
    if wanted.words:
        yield "claims.number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)", [_match(wanted.words)]


def _of_voice(wanted: ClaimFilter) -> Iterator[Condition]:
    if wanted.voices:
        yield _any_part("voices.name", len(wanted.voices)), wanted.voices
    if wanted.kinds:
        yield _any_of("voices.kind", len(wanted.kinds)), [kind.value for kind in wanted.kinds]


def _all_of(*conditions: Condition) -> Condition:
    return (
        " AND ".join(condition for condition, _ in conditions) or "true",
        [value for _, values in conditions for value in values],
    )


def _any_part(column: str, count: int) -> str:
    return "(" + " OR ".join([f"instr(folded({column}), folded(?)) > 0"] * count) + ")"


def _any_of(column: str, count: int) -> str:
    return f"{column} IN ({', '.join('?' * count)})"


def _match(words: str) -> str:
    """Words as FTS5 understands them: each a phrase of its own, so that no sign in it is an operator.

    Raises SettingError R212 where there is no letter or digit to look for.
    """
    phrases = [quoted or word for quoted, word in re.findall(r'"([^"]+)"|([^\s"]+)', words)]
    phrases = [phrase for phrase in phrases if _has_letter(phrase)]
    if not phrases:
        raise _nothing_in(words)
    return " AND ".join(f'"{phrase}"' for phrase in phrases)


def _beginning(name: str) -> str:
    """A name as FTS5 understands it: one phrase whose last word may go on, so that USA is not found in Jerusalem.

    Raises SettingError R212 where there is no letter or digit to look for.
    """
    if not _has_letter(name):
        raise _nothing_in(name)
    phrase = name.replace('"', " ")
    return f'"{phrase}" *'


def _has_letter(words: str) -> bool:
    return re.search(r"\w", words) is not None


def _nothing_in(words: str) -> SettingError:
    return SettingError("R212", f"there is no word to look for in {words!r}", "give at least one word")


def folded(name: str | None) -> str | None:
    """`name` without its case; the conditions call it as the SQL function `folded`."""
    return None if name is None else name.casefold()
