"""The independent origins behind the tellings of one event, and whether they lead back to each other.

In go the tellings of one event and what is known between their articles: text they share, wire credits, citations, the
offices that they give to persons. Out comes a `Sourcing`: the origins, each with the claims that rest on it and the
reason of every joining, and the circular flag with its own. The order of what goes in does not matter.

The innermost voice counts: a body and those who speak for it are one, copies and citations share the origin of what
they copy or cite, unnamed voices of two outlets are two. docs/origins.md has every rule with an example.

Read next: `grades.py`, what the origins make of the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, product

from rashomon.descriptions import (
    SourceTables,
    author_of,
    bodies_of,
    full_name,
    is_hidden,
    is_named_outlet,
    newsroom_key,
    outlet_of_eyes,
)
from rashomon.groupings import (
    CERTAIN,
    Groups,
    Joining,
    Sides,
    components,
    content_of,
    counts_differ,
    counts_of,
    join_the_certain,
    join_the_only,
    sides_of,
)
from rashomon.labels import source_name
from rashomon.likenesses import Source, is_name, likeness_of
from rashomon.names import name_of
from rashomon.newsrooms import outlet_name_key
from rashomon.offices import Office, parted
from rashomon.records import (
    Citation,
    CitationKind,
    CopyVerdict,
    CreditExtent,
    EntityKind,
    Origin,
    Reason,
    Span,
    Telling,
    TextReuse,
    Voice,
    VoiceKind,
    WireCredit,
)

LEAST_SHARED = 0.5
"""How much of a telling a passage must cover that two articles share, for the two to be one."""
_TAKEN_FOR = (VoiceKind.NAMED, VoiceKind.INSTITUTION)
"""What a reader takes an outlet for that its article does not call one."""
_BEST_NAMES = (VoiceKind.INSTITUTION, VoiceKind.NAMED, VoiceKind.DOCUMENT, VoiceKind.ANONYMOUS, VoiceKind.OUTLET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What is known between the articles of an event; `reuses` by the ids of two articles, here and there."""

    reuses: Mapping[tuple[str, str], TextReuse] = field(default_factory=dict)
    credits: Sequence[WireCredit] = ()
    citations: Sequence[Citation] = ()
    offices: Sequence[Office] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourcing:
    """The origins of one event, those that support it first, and why its tellings go in a circle, if they do."""

    origins: tuple[Origin, ...]
    circular: tuple[Reason, ...]

    @property
    def is_circular(self) -> bool:
        """Whether tellings lead back to each other, or all to one report."""
        return bool(self.circular)


@dataclass(frozen=True, slots=True)
class _Setting:
    """The tellings in the order of their ids, what each article is called, whose text it is, and what is known beside.

    `told_by` are the places of the tellings that are an outlet's, by its key: published by it, or cited from it.
    """

    tellings: Sequence[Telling]
    called: Mapping[str, str]
    newsrooms: Mapping[str, str]
    told_by: Mapping[str, Sequence[int]]
    offices: Mapping[tuple[str, ...], Sequence[Office]]
    ties: Ties
    tables: SourceTables


@dataclass(frozen=True, slots=True)
class _Voices:
    """The different voices of the event in a fixed order, and which of them each telling has innermost."""

    sources: Sequence[Source]
    of: Sequence[int]
    supports: Sequence[int]

    def innermost(self, telling: int) -> Source:
        """The innermost voice of the telling at a place."""
        return self.sources[self.of[telling]]


def origins_of(tellings: Sequence[Telling], ties: Ties, tables: SourceTables) -> Sourcing:
    """The origins behind the tellings of one event, and the circular flag with its reasons."""
    ordered = sorted({telling.claim.id: telling for telling in tellings}.values(), key=lambda one: one.claim.id)
    sides = sides_of(ordered)
    setting = _setting_of(ordered, ties, tables)
    innermost = [_source_of(telling, setting) for telling in ordered]
    links = list(_links_in(setting))
    sources = list(dict.fromkeys((*innermost, *(link for _, link in links))))
    place_of = {source: place for place, source in enumerate(sources)}
    voices = _Voices(
        sources,
        [place_of[source] for source in innermost],
        [place for place, telling in enumerate(ordered) if telling.claim.id in sides.supporting],
    )
    told: list[list[Telling]] = [[] for _ in sources]
    articles: list[set[str]] = [set() for _ in sources]
    for telling, source in zip(ordered, voices.of, strict=True):
        told[source].append(telling)
        articles[source].add(telling.claim.article_id)
    for place, link in links:
        articles[place_of[link]].add(ordered[place].claim.article_id)
    groups = Groups(sources, [content_of(source, said, sides) for source, said in zip(sources, told, strict=True)])
    likenesses = {
        (i, j): likeness
        for i, j in combinations(range(len(sources)), 2)
        if (likeness := likeness_of(sources[i], sources[j], tables))
    }
    for joining in _same_text(setting, voices):
        groups.join(joining)
    join_the_certain(groups, likenesses)
    for place, link in links:
        detail = f"“{link.name}” has it from “{innermost[place].name}”"
        groups.join(_joining(voices.of[place], place_of[link], "hearsay", detail, is_identity=True))
    inside = {(i, j): likeness for (i, j), likeness in likenesses.items() if articles[i] & articles[j]}
    join_the_only(groups, inside)
    join_the_only(groups, likenesses)
    for cited in (_cited_outlets, _unnamed_reports, _credited_outlets):
        for joining in cited(groups, voices, setting):
            groups.join(joining)
    origins = (_origin(members, groups, sources, told, sides, setting) for members in groups.members.values())
    return Sourcing(
        origins=tuple(sorted((origin for origin in origins if origin.claims), key=_order)),
        circular=tuple(_circles(groups, voices, setting)),
    )


def _setting_of(tellings: Sequence[Telling], ties: Ties, tables: SourceTables) -> _Setting:
    """What is asked again and again, laid out by what it is asked by."""
    newsrooms = _newsrooms_of(tellings, ties)
    told_by: dict[str, list[int]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        cited = (voice.name for voice in telling.claim.voices if voice.kind is VoiceKind.OUTLET)
        names = filter(None, (newsrooms[telling.claim.article_id], telling.outlet, *cited))
        for key in {newsroom_key(name, tables) for name in names}:
            told_by[key].append(place)
    for place, telling in enumerate(tellings):
        for voice in telling.claim.voices:
            if voice.kind in _TAKEN_FOR and place not in told_by.get(newsroom_key(voice.name, tables), (place,)):
                told_by[newsroom_key(voice.name, tables)].append(place)
    offices: dict[tuple[str, ...], list[Office]] = defaultdict(list)
    for office in ties.offices:
        offices[office.article_id, office.person].append(office)
        offices[name_of(office.person, EntityKind.PERSON, tables.names).words].append(office)
    called = {telling.claim.article_id: source_name(telling.outlet, telling.heading) for telling in tellings}
    return _Setting(tellings, called, newsrooms, told_by, offices, ties, tables)


def _order(origin: Origin) -> tuple[bool, int, tuple[str, ...]]:
    return not origin.is_support, -len(origin.claims), origin.claims


def _joining(one: int, other: int, method: str, detail: str, *, is_identity: bool = False) -> Joining:
    reason = Reason(method=method, score=CERTAIN, detail=detail)
    return Joining(one=one, other=other, reason=reason, is_identity=is_identity)


def _newsrooms_of(tellings: Sequence[Telling], ties: Ties) -> dict[str, str]:
    """Whose text each article is: the agency that it, or what it copies, credits with the whole; else the outlet's.

    Of copies that credit nobody, it is the text of the one that was published first.
    """
    first = {telling.claim.article_id: telling for telling in tellings}
    found = {article_id: _credited(article_id, ties) or telling.outlet for article_id, telling in first.items()}
    copies: dict[str, dict[str, None]] = {}
    for (here, there), reuse in ties.reuses.items():
        if reuse.verdict is CopyVerdict.COPY and here in first and there in first:
            copies.setdefault(here, {})[there] = None
            copies.setdefault(there, {})[here] = None
    for texts in components(copies):
        texts.sort(key=lambda one: (first[one].published or date.max, first[one].outlet or "", one))
        credited = next(filter(None, (_credited(one, ties) for one in texts)), None)
        found |= dict.fromkeys(texts, credited or found[texts[0]])
    return {article_id: newsroom or article_id for article_id, newsroom in found.items()}


def _credited(article_id: str, ties: Ties) -> str | None:
    """The one agency that an article credits with the whole text."""
    agencies = {
        credit.agency
        for credit in ties.credits
        if credit.article_id == article_id and credit.extent is CreditExtent.WHOLE and credit.agency
    }
    return agencies.pop() if len(agencies) == 1 else None


def _source_of(telling: Telling, setting: _Setting) -> Source:
    """The innermost voice of a telling; the newsroom's own word where it has none."""
    voices = telling.claim.voices
    if voices:
        return _described(telling, len(voices) - 1, setting)
    newsroom = setting.newsrooms[telling.claim.article_id]
    own = Voice(kind=VoiceKind.OUTLET, name=newsroom, span=None)
    return _source(telling, own, telling.outlet_entity if newsroom == telling.outlet else None, (), setting)


def _links_in(setting: _Setting) -> Iterator[tuple[int, Source]]:
    """Who stands in the middle of a chain and is no outlet, with the place of the telling; of unnamed voices nobody
    can say that others have it from the same."""
    for place, telling in enumerate(setting.tellings):
        voices = telling.claim.voices
        if not voices or voices[-1].kind is VoiceKind.ANONYMOUS:
            continue
        for i, voice in enumerate(voices[:-1]):
            if voice.kind in (VoiceKind.NAMED, VoiceKind.INSTITUTION):
                yield place, _described(telling, i, setting)


def _described(telling: Telling, place: int, setting: _Setting) -> Source:
    """The voice at one place of a telling's chain, known by what its article says of it."""
    voice, outer = telling.claim.voices[place], telling.claim.voices[:place]
    outlet = None if voice.kind is VoiceKind.OUTLET else outlet_of_eyes(voice.name, setting.tables)
    if outlet is None and voice.kind in _TAKEN_FOR and newsroom_key(voice.name, setting.tables) in setting.told_by:
        outlet = voice.name  # others of the event cite it as an outlet
    if outlet is None and voice.kind in _TAKEN_FOR and _is_short_for(voice.name, telling.outlet):
        outlet = telling.outlet
    if outlet is not None:
        voice = replace(voice, kind=VoiceKind.OUTLET, name=outlet)
    if author := author_of(voice.name, setting.tables):
        voice = replace(voice, kind=VoiceKind.NAMED, name=author)
    voice = _bearer_of(voice, telling.claim.article_id, setting.ties)
    return _source(telling, voice, telling.voices[place], outer, setting)


def _source(telling: Telling, voice: Voice, entity: str | None, outer: Sequence[Voice], setting: _Setting) -> Source:
    """A voice with all that is printed of it. It is known through the nearest voice before it, else the newsroom."""
    article_id, tables = telling.claim.article_id, setting.tables
    is_cited = any(link.kind is VoiceKind.OUTLET for link in outer)
    is_unnamed = voice.kind is VoiceKind.ANONYMOUS
    is_hidden_paper = voice.kind is VoiceKind.DOCUMENT and is_cited
    is_own = voice.kind is VoiceKind.OUTLET
    through = voice.name if is_own else outer[-1].name if outer else setting.newsrooms[article_id]
    offices: tuple[Office, ...] = ()
    if voice.kind is VoiceKind.NAMED:
        words = name_of(voice.name, EntityKind.PERSON, tables.names).words
        everywhere = setting.offices.get(words, ()) if len(words) > 1 else ()
        offices = tuple(dict.fromkeys((*setting.offices.get((article_id, voice.name), ()), *everywhere)))
    return Source(
        kind=voice.kind,
        name=full_name(voice.name, tables) if is_own else voice.name,
        entity=entity,
        newsroom=newsroom_key(through, tables) if is_own or is_unnamed or is_hidden_paper else "",
        article_id=article_id if voice.kind is VoiceKind.NAMED and not is_name(voice.name) else "",
        is_own=is_own,
        is_cited=is_cited and (is_own or is_unnamed or is_hidden_paper),
        is_hidden=is_hidden_paper or (is_unnamed and is_hidden(voice.name, tables)),
        bodies=tuple(bodies_of(voice.kind, voice.name, offices, tables)),
        offices=offices,
    )


def _is_short_for(name: str, outlet: str | None) -> bool:
    """Whether an outlet calls itself by the last words of its name, with their article: "the Courier"."""
    article, *short = name.casefold().split()
    return article == "the" and bool(short) and outlet_name_key(outlet or "").split()[-len(short) :] == short


def _bearer_of(voice: Voice, article_id: str, ties: Ties) -> Voice:
    """The one person of the article who bears the office by which somebody goes ("the spokeswoman"), else the voice."""
    if voice.kind is not VoiceKind.NAMED:
        return voice
    head, owner = parted(voice.name)
    if owner:
        return voice
    offices = (office for office in ties.offices if office.article_id == article_id and office.role == head)
    bearers = {office.person for office in offices} - {voice.name}
    return replace(voice, name=bearers.pop()) if len(bearers) == 1 else voice


def _same_text(setting: _Setting, voices: _Voices) -> Iterator[Joining]:
    """Tellings of two articles in the same words, where an outlet itself speaks in both, or unnamed voices do."""
    of_article: dict[str, list[int]] = defaultdict(list)
    for place, telling in enumerate(setting.tellings):
        of_article[telling.claim.article_id].append(place)
    for (here, there), reuse in sorted(setting.ties.reuses.items(), key=lambda one: one[0]):
        for i, j in product(of_article.get(here, ()), of_article.get(there, ())):
            one, other = setting.tellings[i].claim, setting.tellings[j].claim
            kind = voices.innermost(i).kind
            is_named = kind in (VoiceKind.NAMED, VoiceKind.INSTITUTION)
            if is_named or kind is not voices.innermost(j).kind or len(one.voices) != len(other.voices):
                continue
            if reuse.verdict is CopyVerdict.COPY:
                detail = f"one text in two outlets: {reuse.reason.detail}"
                yield _joining(voices.of[i], voices.of[j], "copy", detail)
            elif any(
                _covers(passage.here, one.content) and _covers(passage.there, other.content)
                for passage in (*reuse.passages, *(reuse.quotations if one.voices else ()))
            ):
                yield _joining(voices.of[i], voices.of[j], "copy", "both outlets tell it in the same words")


def _covers(passage: Span, content: Sequence[Span]) -> bool:
    covered = sum(max(0, min(passage.end, part.end) - max(passage.start, part.start)) for part in content)
    return covered >= LEAST_SHARED * sum(part.end - part.start for part in content)


def _cited_outlets(groups: Groups, voices: _Voices, setting: _Setting) -> Iterator[Joining]:
    """An outlet that is cited without its source has the one that it, or who else cites it, has."""
    supports = set(voices.supports)
    for i in voices.supports:
        source = voices.innermost(i)
        if not _is_citation(i, voices, setting) or not is_named_outlet(source.name, setting.tables):
            continue
        others = [j for j in setting.told_by[source.newsroom] if j != i]
        # Its source for what it only suspects is its source too, where it gives no other.
        others = [j for j in others if j in supports] or [j for j in others if not voices.innermost(j).is_own]
        other = _only_other(groups, voices.of[i], [voices.of[j] for j in others])
        if other is not None:
            detail = f"{source.name} is cited without its source here and with it there"
            yield _joining(voices.of[i], other, "citation", detail)


def _unnamed_reports(groups: Groups, voices: _Voices, setting: _Setting) -> Iterator[Joining]:
    """An outlet without a name ("a Velmari newspaper") is the only one whose report others cite by name."""
    cited = {place: _is_citation(place, voices, setting) for place in voices.supports}
    named = {i: cited[i] and is_named_outlet(voices.innermost(i).name, setting.tables) for i in cited}
    reports = [voices.of[i] for i in cited if named[i] or (voices.innermost(i).is_cited and not cited[i])]
    for i in voices.supports:
        other = _only_other(groups, voices.of[i], reports) if cited[i] and not named[i] else None
        if other is not None:
            detail = f"“{voices.innermost(i).name}” has no name, and others cite one report by name"
            yield _joining(voices.of[i], other, "citation", detail)


def _credited_outlets(groups: Groups, voices: _Voices, setting: _Setting) -> Iterator[Joining]:
    """An outlet that gives no source and credits another one has the origin of that one: if the credit is for these
    very words, or others cite the same report for it, and the numbers are the same."""
    reports: dict[str, list[Citation]] = defaultdict(list)
    for citation in setting.ties.citations:
        if citation.kind is CitationKind.REPORT:
            reports[citation.article_id].append(citation)
    supports = set(voices.supports)
    for i in voices.supports:
        claim = setting.tellings[i].claim
        for citation in reports[claim.article_id] if not claim.voices else ():
            key = newsroom_key(citation.outlet, setting.tables)
            if key == voices.innermost(i).newsroom:
                continue
            is_about = any(span.overlaps(part) for span in citation.content for part in claim.content)
            others = [
                j
                for j in setting.told_by.get(key, ())
                if j in supports
                and setting.tellings[j].claim.article_id != claim.article_id
                and (is_about or _has_outlet(j, setting))
            ]
            other = _only_other(groups, voices.of[i], [voices.of[j] for j in others])
            counts = list(counts_of(setting.tellings[i]))
            if other is not None and not any(
                counts_differ(counts, list(counts_of(setting.tellings[j]))) for j in others
            ):
                name = _shown_name(voices.innermost(i), (), setting)
                detail = f"{name} gives no source of its own and credits {citation.outlet}"
                yield _joining(voices.of[i], other, "citation", detail)


def _only_other(groups: Groups, source: int, others: Sequence[int]) -> int | None:
    """The first of `others` if they are all of one group, and `source` of another."""
    found = {groups.of(other) for other in others} - {groups.of(source)}
    return next(other for other in others if groups.of(other) in found) if len(found) == 1 else None


def _is_citation(telling: int, voices: _Voices, setting: _Setting) -> bool:
    """Whether the innermost voice is an outlet that another one cites."""
    return voices.innermost(telling).is_own and bool(setting.tellings[telling].claim.voices)


def _has_outlet(telling: int, setting: _Setting) -> bool:
    return any(voice.kind is VoiceKind.OUTLET for voice in setting.tellings[telling].claim.voices)


def _origin(
    members: Sequence[int],
    groups: Groups,
    sources: Sequence[Source],
    told: Sequence[Sequence[Telling]],
    sides: Sides,
    setting: _Setting,
) -> Origin:
    """One group of sources as an origin, called by the fullest name of the best kind."""
    spoken = [place for place in members if told[place]] or list(members)
    support = {place: any(telling.claim.id in sides.supporting for telling in told[place]) for place in spoken}
    best = min(
        spoken,
        key=lambda place: (
            _BEST_NAMES.index(sources[place].kind),
            not support[place],
            -len(sources[place].name),
            sources[place].name,
        ),
    )
    inside = set(members)
    return Origin(
        name=_shown_name(sources[best], told[best], setting),
        kind=sources[best].kind,
        entity=next((sources[place].entity for place in (best, *spoken) if sources[place].entity), None),
        claims=tuple(sorted(telling.claim.id for place in spoken for telling in told[place])),
        is_support=any(support.values()),
        reasons=tuple(dict.fromkeys(joining.reason for joining in groups.joinings if joining.one in inside)),
    )


def _shown_name(source: Source, told: Sequence[Telling], setting: _Setting) -> str:
    """The name of a source; of an unnamed one with the outlet that has it."""
    if source.kind is not VoiceKind.ANONYMOUS or not told:
        return setting.called.get(source.name, source.name)
    cited = [voice.name for voice in told[0].claim.voices[:-1]]
    return f"{source.name} (of {cited[-1] if cited else setting.called[told[0].claim.article_id]})"


def _circles(groups: Groups, voices: _Voices, setting: _Setting) -> Iterator[Reason]:
    """Outlets that rest on each other, and one report under the tellings of several outlets."""
    rests: dict[str, set[str]] = {}
    for place in voices.supports:
        telling = setting.tellings[place]
        cited = {full_name(one.name, setting.tables) for one in telling.claim.voices if one.kind is VoiceKind.OUTLET}
        if telling.outlet:
            publisher = full_name(telling.outlet, setting.tables)
            rests.setdefault(publisher, set()).update(cited - {publisher})
    round_about = sorted(outlet for outlet in rests if outlet in _reached_from(outlet, rests))
    if round_about:
        yield Reason(method="circle", score=CERTAIN, detail=f"{' and '.join(round_about)} cite each other")
    outlets = {setting.tellings[place].outlet for place in voices.supports} - {None}
    innermost = [voices.innermost(place) for place in voices.supports]
    is_report = all(source.is_own or source.is_hidden or source.is_cited for source in innermost)
    if is_report and len(outlets) > 1 and len({groups.of(voices.of[place]) for place in voices.supports}) == 1:
        report = min(source.newsroom for source in innermost)
        detail = f"{len(outlets)} outlets tell it, and all have it from one report ({report})"
        yield Reason(method="one report", score=CERTAIN, detail=detail)


def _reached_from(outlet: str, rests: Mapping[str, Collection[str]]) -> set[str]:
    """All outlets that `outlet` rests on, itself only if they lead back to it."""
    found: set[str] = set()
    waiting = list(rests.get(outlet, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += rests.get(one, ())
    return found
