"""Whom and what one article means by its names: its ArticleEntities.

In go the Reading, the voices, parties and places of the article, and the tables; out come people, bodies, countries and
places, each with all names and words that stand for it. A shorter name goes to the last fuller one before it that
holds it; an acronym to the body that it is an acronym of or stands in brackets behind; a spokesman to whom he speaks
for; a description ("the general") to whom the chains of the model tie it. Who has no name ("residents") is no entity.

Read next: `merges.py`, which finds the same entity in other articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from rashomon.names import (
    LONGEST_ACRONYM,
    Name,
    NameTables,
    acronym_in,
    country_in,
    country_meant,
    exact_form,
    find_alias,
    is_body_shaped,
    is_named_like_body,
    is_person_shaped,
    is_shortened,
    likeness_of_bodies,
    likeness_of_people,
    name_of,
    spoken_for,
)
from rashomon.records import (
    Article,
    ArticleEntity,
    Attribution,
    EntityKind,
    EventMention,
    Mention,
    MentionType,
    Place,
    Reading,
    Reason,
    Span,
    VoiceKind,
)
from rashomon.speakers import names_no_person

MOST_CONTEXT = 16
"""How many of those named beside an entity are kept to know it by."""
MARKS = {EntityKind.PERSON: "p", EntityKind.ORGANISATION: "o", EntityKind.COUNTRY: "c", EntityKind.PLACE: "l"}
"""What a key in a context begins with."""
LONGEST_BODY = 9
"""Words: what is longer is a description."""
TOLD = 0.97
"""The score of what the text itself says: "the Velmari Defence Council (VDC)"."""
NEAR = 3
"""Characters between a name and the bracket or phrase that gives it another."""
TITLE_CHARACTERS = 40
"""Before a person's name, in which the country of his office is looked for."""

_BRACKETED = re.compile(r"\((?:the\s+|or\s+)?[“\"‘']?([A-Z][\w.&-]{1,9})[”\"’']?\)")
_KINDS = {MentionType.PERSON: EntityKind.PERSON, MentionType.ORGANISATION: EntityKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class _Naming:
    """Words that name somebody or something: where, as what, and by which exact key, if there is one."""

    span: Span
    kind: EntityKind
    name: Name
    key: str | None = None
    country: str | None = None
    why: str = ""


@dataclass(slots=True)
class _Group:
    """The namings of one entity, the fullest name first, and why those that are not called alike are one."""

    namings: list[_Naming] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    reasons: list[tuple[float, str]] = field(default_factory=list)
    key: str | None = None

    @property
    def kind(self) -> EntityKind:
        return self.namings[0].kind

    @property
    def fullest(self) -> Name:
        return self.namings[0].name


def entities_of(
    reading: Reading,
    article: Article,
    attributions: Sequence[Attribution],
    events: Sequence[EventMention],
    places: Sequence[Place],
    tables: NameTables,
) -> tuple[ArticleEntity, ...]:
    """The entities of the article in the order of their first words."""
    kinds = _kinds_of_names(reading.mentions, tables)
    namings = sorted(
        _distinct(
            [
                *_named_by_voices(attributions, kinds, tables),
                *_named_by_parties(events, kinds, tables),
                *_named_by_mentions(reading.mentions, places, article.text, kinds, tables),
            ]
        ),
        key=lambda one: one.span,
    )
    groups = [*_people(namings, tables), *_bodies(namings, article.text, tables), *_known_exactly(namings)]
    _add_described(groups, reading)
    keys = tuple(dict.fromkeys(_context_key(group) for group in sorted(groups, key=lambda one: -len(one.spans))))
    groups.sort(key=lambda group: min(group.spans))
    return tuple(_entity(group, keys, article) for group in groups)


def _entity(group: _Group, keys: Sequence[str], article: Article) -> ArticleEntity:
    fullest, own = group.fullest, _context_key(group)
    names = Counter(naming.name.printed for naming in group.namings)
    countries = Counter(naming.country for naming in group.namings if naming.country)
    score, detail = min(group.reasons, default=(1.0, "called so throughout"))
    return ArticleEntity(
        article_id=article.id,
        kind=group.kind,
        name=fullest.printed,
        names=(fullest.printed, *(name for name, _ in names.most_common() if name != fullest.printed)),
        key=group.key,
        country=countries.most_common(1)[0][0] if countries else None,
        spans=tuple(sorted(set(group.spans))),
        context=tuple(islice((key for key in keys if key != own), MOST_CONTEXT)),
        reason=Reason(method="names of the article", score=score, detail=detail),
    )


def _context_key(group: _Group) -> str:
    """What others of the article know an entity by: a person's last name, the code of a country, else the name."""
    if group.kind is EntityKind.PERSON:
        return f"p {group.fullest.words[-1]}"
    name = group.key if group.key and group.kind is not EntityKind.PLACE else exact_form(group.fullest.printed)
    return f"{MARKS[group.kind]} {name}"


def _distinct(namings: Iterable[_Naming]) -> Iterator[_Naming]:
    """The namings, one for each span: the first, which knows most."""
    seen: set[Span] = set()
    for naming in namings:
        if naming.span not in seen and naming.name.words:
            seen.add(naming.span)
            yield naming


def _named_by_voices(
    attributions: Sequence[Attribution], kinds: Mapping[str, EntityKind], tables: NameTables
) -> Iterator[_Naming]:
    for voice in (voice for attribution in attributions for voice in attribution.voices):
        if voice.span is None or voice.kind in (VoiceKind.ANONYMOUS, VoiceKind.DOCUMENT):
            continue
        body = spoken_for(voice.name, tables)
        if body is not None:
            naming = _naming(voice.span, body, None, tables)
            if naming:
                yield replace(naming, why=f"“{voice.name}” speaks for {naming.name.printed}")
        else:
            kind = EntityKind.PERSON if voice.kind is VoiceKind.NAMED else EntityKind.ORGANISATION
            kind = kinds.get(exact_form(voice.name), kind)
            yield from filter(None, [_naming(voice.span, voice.name, kind, tables, is_actor=True)])


def _named_by_parties(
    events: Sequence[EventMention], kinds: Mapping[str, EntityKind], tables: NameTables
) -> Iterator[_Naming]:
    """The actors and recipients of events, by the names that they have in the article."""
    for party in (party for event in events for party in (*event.actors, *event.recipients)):
        body = spoken_for(party.name, tables)
        if body is None and any(word in party.name for word in ("’s ", "'s ")) and not find_alias(party.name, tables):
            continue  # "the general’s brother" is nobody that the text names
        kind = None if body else kinds.get(exact_form(party.name), EntityKind.ORGANISATION)
        naming = _naming(party.span, body or party.name, kind, tables, is_actor=True)
        if naming:
            why = f"“{party.name}” speaks for {naming.name.printed}" if body else ""
            yield replace(naming, why=why)


def _kinds_of_names(mentions: Sequence[Mention], tables: NameTables) -> dict[str, EntityKind]:
    """The kind that the reader sees oftenest in each name, and in each surname of a fuller one."""
    seen: dict[str, Counter[EntityKind]] = {}
    counted = Counter((mention.text, mention.type) for mention in mentions)
    for (text, type_), times in counted.items():
        kind = EntityKind.PLACE if type_ is MentionType.PLACE else _KINDS.get(type_)
        if kind is None:
            continue
        name = name_of(text, kind, tables)
        forms = {exact_form(text), exact_form(name.printed)}
        if kind is EntityKind.PERSON and name.words:
            forms.add(name.words[-1])
        for form in forms:
            seen.setdefault(form, Counter())[kind] += times
    return {form: kinds.most_common(1)[0][0] for form, kinds in seen.items()}


def _named_by_mentions(
    mentions: Sequence[Mention],
    places: Sequence[Place],
    text: str,
    kinds: Mapping[str, EntityKind],
    tables: NameTables,
) -> Iterator[_Naming]:
    place_at = {place.span: place for place in places}
    for mention in mentions:
        place = place_at.get(mention.span)
        if mention.type in _KINDS:
            body = spoken_for(mention.text, tables)
            kind = None if body else kinds.get(exact_form(mention.text), _KINDS[mention.type])
            naming = _naming(mention.span, body or mention.text, kind, tables)
            if naming and naming.kind is EntityKind.PERSON and not naming.country:
                naming = replace(naming, country=_country_before(mention.span, text, tables))
            if naming:
                yield naming
        elif mention.type is MentionType.NATIONALITY or (mention.type is MentionType.PLACE and place is None):
            naming = _naming(mention.span, mention.text, EntityKind.PLACE, tables)
            if naming and (mention.type is MentionType.PLACE or naming.kind is EntityKind.COUNTRY):
                yield naming
    for place in places:
        yield from filter(None, [_naming_of_place(place, tables)])


def _naming_of_place(place: Place, tables: NameTables) -> _Naming | None:
    """A place by its entry of the gazetteer; a country, or a capital that stands for one, by the country's code."""
    naming = _naming(place.span, place.text, EntityKind.PLACE, tables, is_actor=place.is_metonym)
    if naming is None or naming.kind is EntityKind.COUNTRY or place.geoname is None:
        return naming
    entry = place.geoname
    if entry.feature_code.startswith("PCL") and entry.country:
        return _Naming(place.span, *_country(entry.country, tables))
    key = f"geonames:{entry.geonameid}" if entry.geonameid else naming.key
    return replace(naming, key=key, country=entry.country, name=replace(naming.name, printed=entry.name))


def _naming(
    span: Span, words: str, kind: EntityKind | None, tables: NameTables, *, is_actor: bool = False
) -> _Naming | None:
    """What `words` name, as far as `kind` leaves open; None where they only describe."""
    found = _meant(words, kind, tables, is_actor)
    return _Naming(span, *found) if found else None


@lru_cache(maxsize=65536)
def _meant(
    words: str, kind: EntityKind | None, tables: NameTables, is_actor: bool
) -> tuple[EntityKind, Name, str | None, str | None] | None:
    """Kind, name, exact key and country of what `words` name; remembered, for an article says a name many times."""
    printed = " ".join(words.split())
    if kind is not EntityKind.PERSON:
        alias = find_alias(printed, tables)
        if alias:
            name = name_of(printed, EntityKind.ORGANISATION, tables)
            return EntityKind.ORGANISATION, name, f"body:{alias.name}", alias.country
        country = country_meant(printed, tables, is_actor=is_actor)
        if country:
            return _country(country, tables)
    if kind is EntityKind.PERSON:
        name = name_of(printed, kind, tables)
        if not name.words or not is_person_shaped(name.printed, tables) or names_no_person(printed, tables.lexicon):
            return None
        if not is_named_like_body(name, tables):
            return kind, name, None, name.country
    if kind is EntityKind.PLACE:
        name = name_of(printed, kind, tables)
        is_named = name.printed.split()[-1:] and name.printed.split()[-1][0].isupper()
        return (kind, name, f"place:{exact_form(printed)}", None) if is_named else None
    name = name_of(printed, EntityKind.ORGANISATION, tables)
    if len(printed.split()) > LONGEST_BODY or not name.words or not is_body_shaped(name.printed, tables):
        return None
    return EntityKind.ORGANISATION, name, None, name.country


def _country(code: str, tables: NameTables) -> tuple[EntityKind, Name, str | None, str | None]:
    name = name_of(tables.titles_of_countries.get(code, code), EntityKind.PLACE, tables)
    return EntityKind.COUNTRY, name, code, code


def _country_before(span: Span, text: str, tables: NameTables) -> str | None:
    """The country in the titles right before a person's name: "Velmari Defence Minister Ada Brenn"."""
    speaker = tables.lexicon.speaker
    kept: list[str] = []
    for word in reversed(text[max(0, span.start - TITLE_CHARACTERS) : span.start].split()[1:]):
        is_title = word in speaker.person_roles or word in speaker.person_titles or word[0].isupper()
        if not is_title or word[-1] in '.,;:”"':
            break
        kept.insert(0, word)
    return country_in(" ".join(kept), tables)


def _known_exactly(namings: Sequence[_Naming]) -> Iterator[_Group]:
    """Countries and places: what has the same key is one, and nothing else is."""
    groups: dict[tuple[EntityKind, str | None], _Group] = {}
    for naming in namings:
        if naming.kind in (EntityKind.COUNTRY, EntityKind.PLACE):
            _add(groups.setdefault((naming.kind, naming.key), _Group()), naming)
    yield from groups.values()


def _people(namings: Sequence[_Naming], tables: NameTables) -> list[_Group]:
    """The people: full names that agree are one, and a shorter name goes to the last fuller one before it."""
    people = [naming for naming in namings if naming.kind is EntityKind.PERSON]
    groups: list[_Group] = []
    known: dict[str, set[int]] = {}
    for naming in sorted(people, key=lambda one: -len(one.name.words)):
        near = _sharing(naming, known)
        same = [number for number in near if groups[number].fullest.words == naming.name.words]
        alike = same or [n for n in near if likeness_of_people(naming.name, groups[n].fullest, tables)]
        _put(naming, alike, groups, known, 0.9 if len(naming.name.words) == 1 else 0.95)
    return groups


def _bodies(namings: Sequence[_Naming], text: str, tables: NameTables) -> list[_Group]:
    """The bodies: those of one key, of the same words, an acronym and its body, and what the text itself says."""
    bodies = [naming for naming in namings if naming.kind is EntityKind.ORGANISATION]
    groups: list[_Group] = []
    known: dict[str, set[int]] = {}
    for naming in sorted(bodies, key=lambda one: (-len(one.name.words), one.name.acronym is not None)):
        alike = [number for number in _sharing(naming, known) if _is_same_body(naming, groups[number], tables)]
        _put(naming, alike, groups, known, 0.9)
    for one, other, why in _told_aliases(bodies, text, tables):
        _tie(groups, one, other, why)
    return groups


def _traces_of(naming: _Naming) -> set[str]:
    """What every other name of the same bearer has one of: its key, its words as they sound, its initials."""
    name = naming.name
    return {*name.keys, *filter(None, (naming.key, name.initials, name.acronym and name.acronym.upper()))}


def _sharing(naming: _Naming, known: Mapping[str, set[int]]) -> list[int]:
    """The numbers of the groups that share a trace with a naming, in order: no other can be of the same bearer."""
    return sorted(set[int]().union(*(known.get(trace, ()) for trace in _traces_of(naming))))


def _put(naming: _Naming, alike: Sequence[int], groups: list[_Group], known: dict[str, set[int]], score: float) -> None:
    """Put a naming into the nearest of the groups `alike`, or into a new one; its traces lead there from now on."""
    group = _nearest(naming, [groups[number] for number in alike])
    if group is None:
        number = len(groups)
        groups.append(_add(_Group(), naming))
    else:
        number = next(number for number in alike if groups[number] is group)
        _join(group, naming, score)
    for trace in _traces_of(naming):
        known.setdefault(trace, set()).add(number)


def _is_same_body(naming: _Naming, group: _Group, tables: NameTables) -> bool:
    """Whether a body is called so in full, in short ("the Council") or by its initials somewhere in the group."""
    if naming.key or group.key:
        return naming.key == group.key
    name, full = naming.name, group.fullest
    if name.acronym:
        return any(name.acronym.upper() in (one.name.initials, one.name.acronym) for one in group.namings)
    if likeness_of_bodies(name, full):
        return True
    return is_shortened(name.words, full.words) and not tables.alone.issuperset(name.words)


def _told_aliases(bodies: Sequence[_Naming], text: str, tables: NameTables) -> Iterator[tuple[_Naming, _Naming, str]]:
    """Two namings of one body, where the text says so: in brackets, or by "also known as"."""
    ends = sorted(((naming.span.end, naming) for naming in bodies), key=lambda one: one[0])
    starts = {naming.span.start: naming for naming in bodies}
    for match in (*_BRACKETED.finditer(text), *tables.also.finditer(text)):
        around = (naming for naming in bodies if naming.span.start < match.start() < naming.span.end)
        before = _ending_at(ends, text, match.start()) or next(around, None)
        is_bracket = match.re is _BRACKETED
        start = match.start(1) if is_bracket else match.end()
        after = next((starts[place] for place in range(start, start + 2 * NEAR) if place in starts), None)
        if before is None or (after is None and not is_bracket):
            continue
        if after is None:
            acronym = acronym_in(match.group(1))
            if acronym is None or len(acronym) > LONGEST_ACRONYM or find_alias(acronym, tables):
                continue
            after = _Naming(Span(*match.span(1)), before.kind, name_of(acronym, before.kind, tables))
        yield before, after, f"“{match.group(0).strip()}” after “{before.name.printed}”"


def _ending_at(ends: Sequence[tuple[int, _Naming]], text: str, position: int) -> _Naming | None:
    """The naming that ends right before a character of the text, signs and blanks apart."""
    at = bisect_left(ends, position + 1, key=lambda one: one[0])
    if at == 0:
        return None
    end, naming = ends[at - 1]
    return naming if not text[end:position].strip(" ,’'”\"\n") else None


def _tie(groups: list[_Group], one: _Naming, other: _Naming, why: str) -> None:
    """Make the groups of two namings one, or add the naming that is in none."""
    here = next(group for group in groups if one in group.namings)
    there = next((group for group in groups if other in group.namings), None)
    if there is here or (there is not None and there.key and here.key):
        return
    if there is None:
        _add(here, other)
    else:
        groups.remove(there)
        here.namings += there.namings
        here.spans += there.spans
        here.reasons += there.reasons
        here.namings.sort(key=lambda naming: (naming.name.acronym is not None, -len(naming.name.words)))
        here.key = here.key or there.key
    here.reasons.append((TOLD, why))


def _nearest(naming: _Naming, groups: Sequence[_Group]) -> _Group | None:
    """The group that was named last before; else the first one after."""

    if len(groups) < 2:
        return groups[0] if groups else None

    def distance(group: _Group) -> tuple[bool, int]:
        before = [span.start for span in group.spans if span.start <= naming.span.start]
        return (False, naming.span.start - max(before)) if before else (True, min(group.spans).start)

    return min(groups, key=distance)


def _add(group: _Group, naming: _Naming) -> _Group:
    group.namings.append(naming)
    group.spans.append(naming.span)
    group.key = group.key or naming.key
    if naming.why:
        group.reasons.append((TOLD, naming.why))
    return group


def _join(group: _Group, naming: _Naming, score: float) -> None:
    """Add a naming; where the name is another one than the fullest, say so."""
    fullest = group.fullest
    if naming.name.words != fullest.words:
        group.reasons.append((score, f"“{naming.name.printed}” is short for “{fullest.printed}” in this article"))
    _add(group, naming)


def _add_described(groups: Sequence[_Group], reading: Reading) -> None:
    """Add to each group the descriptions ("the general") that a chain of the model ties to its names."""
    if not reading.chains:
        return
    starts = [word.span.start for word in reading.words]
    owner = {
        place: group
        for group in groups
        for span in group.spans
        for place in range(bisect_left(starts, span.start), bisect_left(starts, span.end))
    }
    for chain in reading.chains:
        owners = Counter(id(owner[place]) for place in chain if place in owner)
        if not owners:
            continue
        most = owners.most_common(1)[0][0]
        group = next(owner[place] for place in chain if place in owner and id(owner[place]) == most)
        for place in chain:
            if place not in owner:
                _add_description(group, reading.words[place].span, reading.mentions)


def _add_description(group: _Group, word: Span, mentions: Sequence[Mention]) -> None:
    at = bisect_left(mentions, word.start + 1, key=lambda mention: mention.span.start) - 1
    if at >= 0 and mentions[at].span.contains(word) and _KINDS.get(mentions[at].type) is group.kind:
        group.spans.append(mentions[at].span)
