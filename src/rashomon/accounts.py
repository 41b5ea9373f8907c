"""The accounts of one event side by side, and all that is said of them in words, as every face shows it.

In: an event as `queries.py` finds it, and which of its articles are copies. Out: accounts (all that one outlet, or one
voice, claims), the values that they give in each field with what differs marked, who is against whom, and sentences.
No face is known here. Read next: `event_sheets.py` for a terminal, `room/events.py` for a page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rashomon.answers import ArticleHeading, EventParty, FoundClaim, FoundCopy, FoundEvent
from rashomon.decisions import WHEN
from rashomon.grades import RULES
from rashomon.groupings import SUPPORT
from rashomon.labels import DEEDS, count, days, in_quotes, interval, magnitude_words, one_line, place_name, source_name
from rashomon.records import (
    Difference,
    EventStatus,
    EventType,
    Factuality,
    Origin,
    Party,
    Relation,
    Stance,
    Voice,
    VoiceKind,
)

SAYS: Mapping[str, str] = {rule.name: rule.says for rule in RULES}
"""What each rule of the grade says."""
NO_RATING = "F"
"""Reliability cannot be judged: what an outlet has until the user rates it."""
DIFFERS = "≠ "
"""Stands before a value that another account has differently, for those who see no colour."""
OWN_WORD = "the outlet's own word"
MOST_IN_HEADLINE = 2
"""Parties on each side of a headline."""
TOLD_AT_LENGTH = 14
"""So many words and more tell an event; fewer may need the sentence before them."""
_INSTEAD = {
    Stance.ALLEGES: "a suspicion",
    Stance.DECLINES: "a refusal to comment",
    Stance.PREDICTS: "a forecast",
    Stance.DEMANDS: "a demand",
}
NAMED_AT_ONCE = 3
"""How many names a sentence or a headline gives before it counts the rest."""


_NAMES = re.compile("“(.*?)”")
Marks = Mapping[Difference, Mapping[str, Set[str]]]
"""By field and id of a claim: the words, as printed, that another account has differently."""
_NOTHING: Set[str] = frozenset()


class By(StrEnum):
    """Whose accounts stand side by side."""

    OUTLET = "outlet"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """An outlet that prints the text of another one: its articles, and how much of the text is the same."""

    outlet: str
    articles: tuple[ArticleHeading, ...]
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that one outlet, or one voice, claims about one event, the earliest published first.

    `copies` are outlets that only print this one's text: their claims are not told again here. `origin` is that of a
    voice; an outlet has none.
    """

    name: str
    claims: tuple[FoundClaim, ...]
    origin: Origin | None = None
    copies: tuple[Copied, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an account gives in a field: words, a note in quieter voice, the claims that give it, and whether another
    account has it differently."""

    words: str
    note: str
    claims: tuple[FoundClaim, ...]
    is_marked: bool


class _Told(NamedTuple):
    """What one claim gives in a field; `printed` are the words by which differences know it."""

    words: str
    note: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A row of the accounts: its name, the difference that marks it, and what a claim gives in it."""

    name: str
    difference: Difference | None
    told_by: Callable[[FoundClaim], Iterable[_Told]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field in which accounts differ: each value with the claims that give it."""

    field: Difference
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """What one origin denies or disputes: its claims and those that they are against, together where they are of one
    origin and in the same words."""

    relation: Relation
    claims: tuple[tuple[FoundClaim, ...], ...]
    against: tuple[tuple[FoundClaim, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What happened, by the values that most claims tell; `quote` is said instead where no type is known. `told_as` is
    how most of those present it who do not deny it, None where that is as having happened."""

    actors: tuple[EventParty, ...]
    type: EventType | None
    recipients: tuple[EventParty, ...]
    quote: str
    place: str
    when: str
    told_as: Factuality | None


def headline_of(found: FoundEvent) -> Headline:
    """What happened, by the values that most claims tell."""
    lead = lead_of(found)
    suffered = {one.name.casefold(): len(one.claims) for one in found.recipients}
    # Nobody does a thing to himself: who is named on both sides stands on that of most claims.
    actors = [one for one in found.actors if len(one.claims) >= suffered.get(one.name.casefold(), 0)]
    doing = {one.name.casefold() for one in actors}
    return Headline(
        actors=_most_told(actors, lead),
        type=found.event.type,
        recipients=_most_told([one for one in found.recipients if one.name.casefold() not in doing], lead),
        quote=in_quotes(one_line(lead.claim.quote).removeprefix("that ")) if lead else "",
        place=place_name(found.place) if found.place else "",
        when=days(found.earliest, found.latest) if found.earliest or found.latest else "",
        told_as=_told_as(found.claims),
    )


def _told_as(claims: Iterable[FoundClaim]) -> Factuality | None:
    """How most present it, of those who say so and do not deny it; None for what is told as having happened."""
    told = Counter(one.factuality for one in claims if one.stance is not Stance.DENIES)
    del told[Factuality.NOT_JUDGED]
    most = next((factuality for factuality, _ in told.most_common(1)), Factuality.HAPPENED)
    return None if most is Factuality.HAPPENED else most


def _most_told(parties: Sequence[EventParty], lead: FoundClaim | None) -> tuple[EventParty, ...]:
    """The few whom most claims name, each at least half as often as the first; of equals those of the claim that
    tells the event best. One name once."""
    often = {one.name.casefold(): one for one in reversed(parties) if 2 * len(one.claims) >= len(parties[0].claims)}
    led = lead.claim.id if lead else ""
    ranked = sorted(often.values(), key=lambda one: (-len(one.claims), led not in one.claims, parties.index(one)))
    return tuple(sorted(ranked[:MOST_IN_HEADLINE], key=parties.index))


def lead_of(found: FoundEvent) -> FoundClaim | None:
    """The claim whose words tell the event best: held to be so, of its type, denied by others, and told at length; None
    where no claim has words."""
    quoted = [one for one in found.claims if one.claim.quote]
    denied = {link.target for one in found.claims for link in one.links if link.relation is Relation.DENIES}

    def worth(one: FoundClaim) -> tuple[bool, bool, bool, int]:
        is_so = one.stance in SUPPORT and one.factuality is not Factuality.DID_NOT_HAPPEN
        is_told = found.event.type is None or (one.told is not None and one.told.type is found.event.type)
        return is_so, is_told, one.claim.id in denied, min(len(one.claim.quote.split()), TOLD_AT_LENGTH)

    return max(quoted, key=worth, default=None)


def status_sentence(found: FoundEvent) -> str:
    """Why the event has its status: "the ministry denies what 2 independent origins assert: …"."""
    supporting = [origin.name for origin in found.event.origins if origin.is_support]
    denials = [[one for one in told if one.stance is Stance.DENIES] for told in tellings_of(found)]
    denying = [voice_of(told[0]) for told in denials if told]
    if found.event.status is EventStatus.DENIED:
        return f"{_subject(denying)} {_verb(denying, 'denies', 'deny')} it, and nobody is quoted asserting it."
    if found.event.status is EventStatus.DISPUTED:
        return _dispute_sentence(found, supporting, denying)
    if found.event.status is EventStatus.CORROBORATED:
        return f"{count(len(supporting), 'independent origin')} support it, and nobody denies it: {named(supporting)}."
    if not supporting:
        said = dict.fromkeys(_INSTEAD[one.stance] for one in found.claims if one.stance in _INSTEAD)
        return f"nobody asserts or confirms it; there is only {' and '.join(said) or 'talk of it'}."
    if len({one.article.outlet or one.article.id for one in found.claims}) == 1:
        outlet = outlet_of(found.claims[0].article)
        if supporting == [outlet]:
            return f"only {outlet} tells it, in its own word."
        return f"it rests on the word of {named(supporting).removesuffix(f' (of {outlet})')} alone, in {outlet}."
    return f"{where_told(found)} tell of it, and whoever supports it has it from {named(supporting)}."


def _dispute_sentence(found: FoundEvent, supporting: Sequence[str], denying: Sequence[str]) -> str:
    if not denying:
        return _exclusion_sentence(found)
    verb = _verb(denying, "denies", "deny")
    told = zip(found.event.origins, tellings_of(found), strict=True)
    who_denies = {origin.name for origin, claims in told if any(one.stance is Stance.DENIES for one in claims)}
    others = [name for name in supporting if name not in who_denies]
    if not others:
        beside = "what others only suspect" if not supporting else "what the same voice asserts elsewhere"
        return f"{_subject(denying)} {verb} {beside}."
    support = f"{count(len(others), 'independent origin')} {_verb(others, 'asserts', 'assert')}"
    return f"{_subject(denying)} {verb} what {support}: {named(others)}."


def _exclusion_sentence(found: FoundEvent) -> str:
    """Of accounts of which nobody denies another: that it was told as done and as not done, or with what numbers."""
    against = next((one for one in oppositions_of(found) if one.relation is Relation.DISPUTES), None)
    if against:
        no, yes = against.claims[0][0], against.against[0][0]
        return f"{speaker_of(no)} tells that it did not happen, {speaker_of(yes)} that it did."
    told = (one for one in disagreements_of(found) if one.field is Difference.HOW_MANY)
    values = [f"{value.words} ({voice_of(value.claims[0])})" for one in told for value in one.values]
    return f"its accounts exclude each other: {named(values)}." if values else "its accounts exclude each other."


def named(names: Sequence[str]) -> str:
    """ "A, B and C", "A, B, C and 2 others"."""
    shown = [one_line(name) for name in names[:NAMED_AT_ONCE]]
    if len(names) > NAMED_AT_ONCE:
        shown.append(count(len(names) - NAMED_AT_ONCE, "other"))
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _subject(names: Sequence[str]) -> str:
    """The names before a verb: "Ilan Moreau, a spokesman for the navy, denies"."""
    return f"{named(names)}," if len(names) == 1 and ", " in names[0] else named(names)


def outlet_of(article: ArticleHeading) -> str:
    """The outlet that published an article; where that is not known, the article by its title."""
    return source_name(article.outlet, article.title or article.given_id)


def where_told(found: FoundEvent) -> str:
    """ "3 outlets", "1 outlet and 2 articles of unknown outlets"."""
    outlets = sum(outlet is not None for outlet in found.outlets)
    unknown = len({one.article.id for one in found.claims if one.article.outlet is None})
    known = [count(outlets, "outlet")] if outlets else []
    return " and ".join([*known, *([f"{count(unknown, 'article')} of unknown outlets"] if unknown else [])])


def rating_of(outlet: str | None, found: FoundEvent) -> str:
    """The reliability that the user gave an outlet, F where they gave none."""
    return found.ratings.get((outlet or "").casefold(), NO_RATING)


def voice_of(one: FoundClaim) -> str:
    """The innermost voice, or the outlet in its own word."""
    return one_line(one.claim.voices[-1].name) if one.claim.voices else outlet_of(one.article)


def speaker_of(one: FoundClaim) -> str:
    """ "the ministry (Kasdor Heute)": the innermost voice and its outlet."""
    outlet = outlet_of(one.article)
    return f"{voice_of(one)} ({outlet})" if one.claim.voices else outlet


def chain_words(voices: Sequence[Voice]) -> str:
    """ "The Lantern › Brennian media": outermost first."""
    return " › ".join(one_line(voice.name) for voice in voices) or OWN_WORD


def tellings_of(found: FoundEvent) -> tuple[tuple[FoundClaim, ...], ...]:
    """The claims that rest on each origin, in the order of the origins."""
    claims = {one.claim.id: one for one in found.claims}
    return tuple(tuple(claims[id_] for id_ in origin.claims if id_ in claims) for origin in found.event.origins)


def outlets_by_stance(tellings: Iterable[FoundClaim]) -> Mapping[Stance, tuple[ArticleHeading, ...]]:
    """What a voice does with the event in these claims, and through which outlets, each by the first article."""
    stances: defaultdict[Stance, dict[str, ArticleHeading]] = defaultdict(dict)
    for one in tellings:
        stances[one.stance].setdefault(one.article.outlet or one.article.id, one.article)
    return {stance: tuple(articles.values()) for stance, articles in stances.items()}


def origins_by_stance(found: FoundEvent) -> Mapping[Stance, tuple[tuple[Origin, tuple[ArticleHeading, ...]], ...]]:
    """Who takes which stance: the origins in their order, each with the outlets that have it so; a stance that nobody
    takes is left out."""
    told = [outlets_by_stance(tellings) for tellings in tellings_of(found)]
    return {
        stance: said
        for stance in Stance
        if (
            said := tuple(
                (origin, by_stance[stance])
                for origin, by_stance in zip(found.event.origins, told, strict=True)
                if stance in by_stance
            )
        )
    }


def reasons_of(origin: Origin) -> tuple[str, ...]:
    """Why different voices are one origin, in words; nothing where there is one voice only."""
    return tuple(dict.fromkeys(_in_words(one_line(reason.detail)) for reason in origin.reasons))


def _in_words(detail: str) -> str:
    """A reason as it is told; of two voices of one name, that it is one."""
    names = _NAMES.findall(detail)
    return f"“{names[0]}” is one name" if len(names) > 1 and len(set(names)) == 1 else detail


def accounts_of(found: FoundEvent, copies: Iterable[FoundCopy] = (), by: By = By.OUTLET) -> tuple[Account, ...]:
    """The accounts of an event: of outlets those who told it first, of voices those who support it first.

    An outlet that has nothing but copies stands under the one whose text it prints.
    """
    if by is By.VOICE:
        return tuple(
            Account(name=one_line(origin.name), claims=told, origin=origin)
            for origin, told in zip(found.event.origins, tellings_of(found), strict=True)
            if told
        )
    claims: defaultdict[str, list[FoundClaim]] = defaultdict(list)
    for one in found.claims:
        claims[one.article.outlet or one.article.id].append(one)
    folded = _folded(claims, copies)
    return tuple(
        Account(name=outlet_of(own[0].article), claims=tuple(own), copies=tuple(folded.get(outlet, ())))
        for outlet, own in claims.items()
        if not any(copy.outlet == outlet for under in folded.values() for copy in under)
    )


def _folded(claims: Mapping[str, Sequence[FoundClaim]], copies: Iterable[FoundCopy]) -> Mapping[str, Sequence[Copied]]:
    """The outlets all of whose articles are copies of earlier ones, under the outlet of the first."""
    source_of = {copy.article_id: copy for copy in copies}
    outlet_of_article = {one.article.id: outlet for outlet, told in claims.items() for one in told}
    folded: defaultdict[str, list[Copied]] = defaultdict(list)
    for outlet, told in claims.items():
        articles = {one.article.id: one.article for one in told}
        sources = [source_of[id_] for id_ in articles if id_ in source_of]
        under = {outlet_of_article.get(copy.source_id) for copy in sources} - {None, outlet}
        if len(sources) == len(articles) and len(under) == 1:
            copied = Copied(outlet=outlet, articles=tuple(articles.values()), detail=sources[0].reason.detail)
            folded[next(iter(under)) or ""].append(copied)
    return folded


def marks_of(found: FoundEvent) -> Marks:
    """What of each claim another account has differently: by the field, the words as printed."""
    marks: dict[Difference, defaultdict[str, set[str]]] = {field: defaultdict(set) for field in Difference}
    for field, values in found.event.differs:
        for printed, claim_ids in values:
            for claim_id in claim_ids:
                marks[field][claim_id].add(printed)
    return marks


def values_in(account: Iterable[FoundClaim], field: Field, marks: Marks) -> tuple[Value, ...]:
    """What the claims of an account give in a field, each value once, those that another account has differently
    marked; also what only its words give, "three" ships, where others have another number of them."""
    differing = marks[field.difference] if field.difference else {}
    given: dict[tuple[str, str], tuple[_Told, dict[str, FoundClaim]]] = {}
    marked: set[tuple[str, str]] = set()
    for one in account:
        told = list(field.told_by(one))
        differs = differing.get(one.claim.id, _NOTHING)
        if differs:
            told += (_Told(one_line(it), "", it) for it in sorted(differs - {each.printed for each in told}))
        for each in told:
            key = each.words.casefold(), each.note
            given.setdefault(key, (each, {}))[1][one.claim.id] = one
            if each.printed in differs:
                marked.add(key)
    return tuple(
        Value(words=each.words, note=each.note, claims=tuple(claims.values()), is_marked=key in marked)
        for key, (each, claims) in given.items()
    )


def disagreements_of(found: FoundEvent) -> tuple[Disagreement, ...]:
    """Each field in which accounts differ: each value, the most told first, and who gives it."""
    claims = {one.claim.id: one for one in found.claims}
    return tuple(
        Disagreement(field=field, values=tuple(_differing(field, values, claims)))
        for field, values in found.event.differs
    )


def _differing(
    difference: Difference, values: Iterable[tuple[str, Sequence[str]]], claims: Mapping[str, FoundClaim]
) -> Iterator[Value]:
    field = next(one for one in FIELDS if one.difference is difference)
    joined: defaultdict[str, list[FoundClaim]] = defaultdict(list)
    for printed, claim_ids in values:
        for one in (claims[claim_id] for claim_id in claim_ids if claim_id in claims):
            fitting = [told.words for told in field.told_by(one) if told.printed == printed]
            words = fitting[0] if len(fitting) == 1 else one_line(printed)
            same = next((known for known in joined if known.casefold() == words.casefold()), words)
            joined[same].append(one)
    for words, told in sorted(joined.items(), key=lambda one: -len(one[1])):
        yield Value(words=words, note="", claims=tuple(told), is_marked=True)


def oppositions_of(found: FoundEvent) -> tuple[Opposition, ...]:
    """Who denies or disputes whom, each pair once, by whoever holds that it did not happen; denials first, and those of
    most others first."""
    claims = {one.claim.id: one for one in found.claims}
    sides: defaultdict[tuple[Relation, str], tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    seen: set[frozenset[str]] = set()
    for one in found.claims:
        for link in one.links:
            pair = frozenset((link.source, link.target))
            if link.relation not in (Relation.DENIES, Relation.DISPUTES) or link.target not in claims or pair in seen:
                continue
            seen.add(pair)
            no, yes = one, claims[link.target]
            if link.relation is Relation.DISPUTES and yes.factuality is Factuality.DID_NOT_HAPPEN:
                no, yes = yes, no
            against, targets = sides[link.relation, no.origin or no.claim.id]
            against[no.claim.id] = None
            targets[yes.claim.id] = None
    oppositions = [
        Opposition(
            relation=relation,
            claims=tuple(_same_words(one for one in found.claims if one.claim.id in against)),
            against=tuple(_same_words(one for one in found.claims if one.claim.id in targets)),
        )
        for (relation, _), (against, targets) in sides.items()
    ]
    oppositions = oppositions or list(_by_stance(found.claims))
    return tuple(sorted(oppositions, key=lambda one: (one.relation is not Relation.DENIES, -len(one.against))))


def _by_stance(claims: Sequence[FoundClaim]) -> Iterator[Opposition]:
    """Who denies facing who holds it, of an event whose claims no link sets against each other.

    A denial that was joined with them by its words alone makes the event disputed all the same.
    """
    denials = [one for one in claims if one.stance is Stance.DENIES]
    held = [one for one in claims if one.stance in SUPPORT and one.factuality is not Factuality.DID_NOT_HAPPEN]
    if denials and held:
        yield Opposition(relation=Relation.DENIES, claims=tuple(_same_words(denials)), against=tuple(_same_words(held)))


def _same_words(claims: Iterable[FoundClaim]) -> Iterator[tuple[FoundClaim, ...]]:
    """Claims of one origin in the same words together."""
    groups: defaultdict[tuple[str | None, str], list[FoundClaim]] = defaultdict(list)
    for one in claims:
        groups[one.origin, one.claim.quote.casefold()].append(one)
    yield from map(tuple, groups.values())


def _verb(names: Sequence[str], one: str, many: str) -> str:
    return one if len(names) == 1 else many


def _types(one: FoundClaim) -> Iterator[_Told]:
    if one.told:
        type_, mode = one.told.type, one.told.mode
        yield _Told(DEEDS[type_], f"{type_.value}/{mode}" if mode else type_.value)


def _parties(parties: Sequence[Party]) -> Iterator[_Told]:
    printed = ", ".join(party.name for party in parties)
    return (_Told(one_line(party.name), one_line(party.code or ""), printed) for party in parties)


def _actors(one: FoundClaim) -> Iterator[_Told]:
    return _parties(one.event.actors if one.event else ())


def _recipients(one: FoundClaim) -> Iterator[_Told]:
    return _parties(one.event.recipients if one.event else ())


def _places(one: FoundClaim) -> Iterator[_Told]:
    if one.event and one.event.place:
        yield _Told(place_name(one.event.place), "", one.event.place.text)


def _times(one: FoundClaim) -> Iterator[_Told]:
    if one.told and one.told.time:
        note = "corrected" if WHEN in one.corrections else ""
        yield _Told(interval(one.told.time), note, one.told.time.text)


def _numbers(one: FoundClaim) -> Iterator[_Told]:
    return (_Told(magnitude_words(number), "", number.text) for number in (one.event.magnitudes if one.event else ()))


def _chains(one: FoundClaim) -> Iterator[_Told]:
    innermost = one.claim.voices[-1].kind if one.claim.voices else VoiceKind.NAMED
    yield _Told(chain_words(one.claim.voices), "" if innermost is VoiceKind.NAMED else innermost.value)


def _held(one: FoundClaim) -> Iterator[_Told]:
    read = f"read as {one.claim.stance.value}" if "stance" in one.corrections else ""
    yield _Told(one.stance.value, read)


def _presented(one: FoundClaim) -> Iterator[_Told]:
    if one.event:
        read = f"read as {one.claim.factuality.value}" if "factuality" in one.corrections else ""
        yield _Told(one.factuality.value, read)


def _outlets(one: FoundClaim) -> Iterator[_Told]:
    yield _Told(outlet_of(one.article))


STANCE = Field(name="stance", difference=None, told_by=_held)
PRESENTED = Field(name="told as", difference=None, told_by=_presented)
FIELDS: tuple[Field, ...] = (
    Field(name="what", difference=None, told_by=_types),
    Field(name="who", difference=Difference.WHO, told_by=_actors),
    Field(name="whom", difference=None, told_by=_recipients),
    Field(name="where", difference=Difference.WHERE, told_by=_places),
    Field(name="when", difference=Difference.WHEN, told_by=_times),
    Field(name="how many", difference=Difference.HOW_MANY, told_by=_numbers),
    Field(name="on whose word", difference=None, told_by=_chains),
    STANCE,
    PRESENTED,
)
"""The rows of the accounts, from the top."""
OUTLETS = Field(name="told in", difference=None, told_by=_outlets)


def fields_of(by: By) -> tuple[Field, ...]:
    """The rows of such accounts: of a voice also the outlets that have its words."""
    return FIELDS if by is By.OUTLET else (*FIELDS, OUTLETS)
