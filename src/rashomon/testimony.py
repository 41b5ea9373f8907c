"""What a voice or an entity says over time, and what others made of it.

In: the name and kind of a voice, or the id of an entity, and the ledger to ask. Out: counts over all that it says, and
one page of claims with what became of each: who of other origins tells the same, and who the contrary. A voice has the
claims in whose chain it stands, an entity those that rest on its word. Changes nothing. Read next: `namings.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from rashomon.answers import FoundClaim, FoundVoice
from rashomon.filters import ClaimFilter, denies_where, voice_where_of, where_of
from rashomon.findings import Ask, Row, asked_at_once, claims_where, held_in
from rashomon.records import EventStatus, Relation, Stance, VoiceKind

HEARD = 1_000
"""From so many claims of each voice its outlets are gathered in a list of all voices: their ids are hashes, so that the
first thousand are as good as any."""
WEIGHED = 500
"""Of so many claims, the latest, it is counted what became of them: more would keep a reader waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What others made of a claim, by the names of their origins: those who tell the same, those who tell the contrary,
    and those who differ in a field. `is_self_opposed`: its own origin tells the contrary elsewhere."""

    backed_by: tuple[str, ...]
    opposed_by: tuple[str, ...]
    differing: tuple[str, ...]
    is_self_opposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim with what became of it, and what the origins of its event make of that together."""

    found: FoundClaim
    reception: Reception
    status: EventStatus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """How many claims were published in a month ("2031-03", "" without a date), and how many of them deny."""

    month: str
    claims: int
    denials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """All that a voice or an entity says: how many claims, how many deny, and how many by month, the earliest first; of
    the latest `weighed`, how many another origin backs or opposes; and the claims of one page, the latest first."""

    claims: int
    denials: int
    weighed: int
    backed: int
    opposed: int
    months: tuple[MonthCount, ...]
    page: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesPage:
    """Some of the voices that fit, those with most claims first, and how many fit in all."""

    voices: tuple[FoundVoice, ...]
    total: int


def voices_page(ask: Ask, wanted: ClaimFilter, *, first: int, number: int) -> VoicesPage:
    """`number` of the voices that fit, from the `first` (counted from 0); one spelling in any case is one voice.

    Only the names, kinds, outlets and days of `wanted` are looked at; claims are counted that fit outlets and days.
    Where neither is wanted, outlets are those of HEARD claims of a voice: one that hardly ever hears it may miss.
    """
    told, told_values = where_of(ClaimFilter(outlets=wanted.outlets, since=wanted.since, until=wanted.until), {})
    which, voice_values = voice_where_of(wanted)
    denies, denial_values = denies_where(held_in(ask))
    counted = (_COUNTED_IN_ARTICLES if told_values else _COUNTED).format(denies=denies, told=told)
    rows = list(
        ask(
            f"""
            SELECT min(name), kind, sum(claims), sum(denials), json_group_array(outlets), json_group_array(voice_id),
                   count(*) OVER ()
            FROM ({counted}) JOIN voices ON voices.id = voice_id
            WHERE {which} GROUP BY kind, folded(name) ORDER BY sum(claims) DESC, folded(name), kind LIMIT ? OFFSET ?
            """,
            [*denial_values, *told_values, *voice_values, number, first],
        )
    )
    return VoicesPage(
        voices=tuple(
            FoundVoice(
                name=name,
                kind=VoiceKind(kind),
                claims=claims,
                denials=denials,
                outlets=tuple(sorted(_outlets_in(outlets) if told_values else _outlets_of(ask, voice_ids))),
            )
            for name, kind, claims, denials, outlets, voice_ids, _ in rows
        ),
        total=rows[0][6] if rows else 0,
    )


def _outlets_in(stored: str) -> Set[str]:
    """The outlets in lists of them."""
    return {outlet for outlets in json.loads(stored) for outlet in json.loads(outlets) if outlet}


def _outlets_of(ask: Ask, stored: str) -> Set[str]:
    """The outlets of so many claims of these voices as are looked at."""
    some = "SELECT claim_id FROM claim_voices WHERE voice_id = ? LIMIT ?"
    question = f"SELECT DISTINCT outlet FROM ({some}) AS heard {_WHERE_HEARD}"
    return {row[0] for voice_id in json.loads(stored) for row in ask(question, (voice_id, HEARD)) if row[0]}


def kinds_of_voice(ask: Ask, name: str) -> tuple[VoiceKind, ...]:
    """The kinds of voice that are called so, in any case."""
    rows = ask("SELECT DISTINCT kind FROM voices WHERE folded(name) = folded(?) ORDER BY kind", (name,))
    return tuple(VoiceKind(row[0]) for row in rows)


def testimony_of_voice(ask: Ask, name: str, kind: VoiceKind, *, first: int, number: int) -> Testimony:
    """What is told with this voice in the chain; its page has `number` claims from the `first` (counted from 0)."""
    return _testimony(ask, ask(_SAID_BY_VOICE, (kind.value, name)), first, number)


def testimony_of_entity(ask: Ask, entity_id: str, *, first: int, number: int) -> Testimony:
    """What rests on the word of an entity, wherever it is carried; the page as above."""
    return _testimony(ask, ask(_SAID_BY_ENTITY, (entity_id,)), first, number)


def _testimony(ask: Ask, rows: Iterable[Row], first: int, number: int) -> Testimony:
    held = held_in(ask).get("stance", {})
    latest = sorted(rows, key=lambda row: (row[2] or "", row[3]), reverse=True)
    stances = {row[0]: held.get(row[0], row[1]) for row in latest}
    months = Counter((row[2] or "")[:7] for row in reversed(latest))
    denials = Counter((row[2] or "")[:7] for row in latest if stances[row[0]] == Stance.DENIES)
    claim_ids = list(stances)
    shown = claim_ids[first : first + number]
    weighed = claim_ids[:WEIGHED]
    heard = _heard(ask, list(dict.fromkeys([*weighed, *shown])))
    return Testimony(
        claims=len(stances),
        denials=denials.total(),
        weighed=len(weighed),
        backed=sum(bool(heard[one].backing) for one in weighed),
        opposed=sum(bool(heard[one].opposing - {heard[one].own}) for one in weighed),
        months=tuple(
            MonthCount(month=month, claims=claims, denials=denials[month]) for month, claims in months.items()
        ),
        page=_page(ask, shown, heard),
    )


def _page(ask: Ask, claim_ids: Sequence[str], heard: Mapping[str, _Heard]) -> tuple[Said, ...]:
    found = found_claims(ask, claim_ids)
    events = list({one.event_id for one in found.values() if one.event_id})
    question = "SELECT event_id, position, name FROM origins WHERE event_id IN ({}) ORDER BY event_id, position"
    names = {(row[0], row[1]): row[2] for row in asked_at_once(ask, question, events)}
    statuses: dict[str | None, str] = dict(asked_at_once(ask, "SELECT id, status FROM events WHERE id IN ({})", events))

    def named(origins: Set[_Place | None]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for place, name in names.items() if place in origins))

    return tuple(
        Said(
            found=found[one],
            reception=Reception(
                backed_by=named(heard[one].backing),
                opposed_by=named(heard[one].opposing - {heard[one].own}),
                differing=named(heard[one].differing - heard[one].backing - heard[one].opposing),
                is_self_opposed=heard[one].own in heard[one].opposing,
            ),
            status=EventStatus(statuses[found[one].event_id]) if found[one].event_id in statuses else None,
        )
        for one in claim_ids
    )


def found_claims(ask: Ask, claim_ids: Sequence[str]) -> Mapping[str, FoundClaim]:
    """The claims with these ids."""
    where = f"claims.id IN ({', '.join('?' * len(claim_ids))})"
    order = "SELECT claims.id FROM articles JOIN claims ON claims.article_id = articles.id WHERE"
    ids = ask(f"{order} {where} ORDER BY articles.number, claims.position", claim_ids)
    # The ids that stand in the ledger: one that another version wrote may have others than this one would work out.
    return {row[0]: one for row, one in zip(ids, claims_where(ask, where, claim_ids), strict=True)}


def _heard(ask: Ask, claim_ids: Sequence[str]) -> Mapping[str, _Heard]:
    """What the links of each claim lead to: the origins at their other ends."""
    links: list[tuple[str, str, Relation]] = []
    for here, there in (("source", "target"), ("target", "source")):
        question = f"SELECT {here}, {there}, relation FROM links WHERE {here} IN ({{}}) AND relation <> 'same-claim'"
        links += [(row[0], row[1], Relation(row[2])) for row in asked_at_once(ask, question, claim_ids)]
    ends = list({*claim_ids, *(other for _, other, _ in links)})
    question = "SELECT claim_id, event_id, position FROM origin_claims WHERE claim_id IN ({})"
    origin_of: dict[str, _Place] = {row[0]: (row[1], row[2]) for row in asked_at_once(ask, question, ends)}
    heard = {one: _Heard(own=origin_of.get(one)) for one in claim_ids}
    for claim_id, other, relation in links:
        place, one = origin_of.get(other), heard[claim_id]
        if relation in (Relation.DENIES, Relation.DISPUTES):
            one.opposing.add(place)
        elif place != one.own:
            (one.backing if relation is Relation.SUPPORTS else one.differing).add(place)
    return heard


_Place = tuple[str, int]
"""An origin: its event, and its position there."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The origin of a claim, and those of claims that tell the same, the contrary (its own too), something else."""

    own: _Place | None
    backing: set[_Place | None] = field(default_factory=set)
    opposing: set[_Place | None] = field(default_factory=set)
    differing: set[_Place | None] = field(default_factory=set)


_WHERE_HEARD = """
CROSS JOIN claims INDEXED BY claims_with_stance ON claims.id = heard.claim_id
CROSS JOIN articles INDEXED BY articles_with_outlet ON articles.id = claims.article_id
"""
_COUNTED = """
SELECT voice_id, claims, ifnull(denying, 0) AS denials, NULL AS outlets
FROM (SELECT voice_id, count(DISTINCT claim_id) AS claims FROM claim_voices GROUP BY voice_id) LEFT JOIN (
    SELECT voice_id AS denier, count(DISTINCT claim_id) AS denying
    FROM claims INDEXED BY claims_with_stance CROSS JOIN claim_voices ON claim_voices.claim_id = claims.id
    WHERE {denies} GROUP BY voice_id
) ON denier = voice_id
"""
"""All claims of each voice, and those that deny: few, so that they are looked up from there."""
_COUNTED_IN_ARTICLES = """
SELECT voice_id, count(DISTINCT claim_id) AS claims, count(DISTINCT iif({denies}, claim_id, NULL)) AS denials,
       json_group_array(DISTINCT outlet) AS outlets
FROM articles CROSS JOIN claims ON claims.article_id = articles.id
     CROSS JOIN claim_voices ON claim_voices.claim_id = claims.id
WHERE {told} GROUP BY voice_id
"""

_SAID_BY_VOICE = f"""
SELECT DISTINCT claims.id, claims.stance, articles.published, claims.number
FROM voices CROSS JOIN claim_voices AS heard ON heard.voice_id = voices.id {_WHERE_HEARD}
WHERE voices.kind = ? AND folded(voices.name) = folded(?)
"""

_SAID_BY_ENTITY = """
SELECT claims.id, claims.stance, articles.published, claims.number
FROM entities CROSS JOIN origins ON origins.entity_id = entities.id
     CROSS JOIN origin_claims ON origin_claims.event_id = origins.event_id
          AND origin_claims.position = origins.position
     CROSS JOIN claims INDEXED BY claims_with_stance ON claims.id = origin_claims.claim_id
     CROSS JOIN articles INDEXED BY articles_with_outlet ON articles.id = claims.article_id
WHERE entities.same_as = ?
"""
