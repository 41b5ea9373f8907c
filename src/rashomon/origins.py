"""The independent origins behind the tellings of one event, and whether they lead back to each other.

In go the tellings of one event and what is known between their articles: text they share, wire credits, citations, the
offices that they give to persons. Out comes a `Sourcing`: the origins, each with the claims that rest on it and the
reason of every joining, and the circular flag with its own. The order of what goes in does not matter.

The innermost voice counts: a body and those who speak for it are one, copies and citations share the origin of what
they copy or cite, unnamed voices of two outlets are two. docs/origins.md has every rule with an example.

Read next: `grades.py`, what the origins make of the event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from rashomon.descriptions import SourceTables, bodies_of, full_name, is_hidden, is_named_outlet, outlet_of_eyes
from rashomon.groupings import CERTAIN, Groups, Joining, components, join_the_certain, join_the_only
from rashomon.likenesses import SAME_NEWSROOM, Source, counts_differ, likeness_of
from rashomon.names import name_of
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
    Stance,
    Telling,
    TextReuse,
    Voice,
    VoiceKind,
    WireCredit,
)

SUPPORT = frozenset({Stance.ASSERTS, Stance.CONFIRMS})
LEAST_SHARED = 0.5
"""How much of a telling a passage must cover that two articles share, for the two to be one."""
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
    """The tellings in the order of their ids, whose text each article is, and what is known beside."""

    tellings: Sequence[Telling]
    newsrooms: Mapping[str, str]
    ties: Ties
    tables: SourceTables


def origins_of(tellings: Sequence[Telling], ties: Ties, tables: SourceTables) -> Sourcing:
    """The origins behind the tellings of one event, and the circular flag with its reasons."""
    ordered = sorted({telling.claim.id: telling for telling in tellings}.values(), key=lambda one: one.claim.id)
    setting = _Setting(ordered, _newsrooms_of(ordered, ties), ties, tables)
    sources = [_source_of(telling, setting) for telling in ordered]
    links = list(_links_in(setting))
    sources += [link for _, link in links]
    groups = Groups(sources)
    likenesses = {
        (i, j): likeness
        for i, j in combinations(range(len(sources)), 2)
        if (likeness := likeness_of(sources[i], sources[j], tables))
    }
    for joining in _same_text(setting, sources):
        groups.join(joining)
    join_the_certain(groups, likenesses)
    for place, (telling, link) in enumerate(links, len(ordered)):
        detail = f"“{link.name}” has it from “{sources[telling].name}”"
        groups.join(_joining(telling, place, "hearsay", detail, is_identity=True))
    inside = {pair: one for pair, one in likenesses.items() if len({sources[place].article_id for place in pair}) == 1}
    join_the_only(groups, inside)
    join_the_only(groups, likenesses)
    supports = [place for place in range(len(ordered)) if sources[place].is_support]
    for cited in (_cited_outlets, _unnamed_reports, _credited_outlets):
        for joining in cited(groups, supports, sources, setting):
            groups.join(joining)
    origins = [_origin(members, groups, sources, len(ordered)) for members in groups.members.values()]
    told = sorted(filter(lambda origin: origin.claims, origins), key=_order)
    return Sourcing(origins=tuple(told), circular=tuple(_circles(groups, supports, sources, setting)))


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
                yield place, replace(_described(telling, i, setting), telling="")


def _described(telling: Telling, place: int, setting: _Setting) -> Source:
    """The voice at one place of a telling's chain, known by what its article says of it."""
    voice, outer = telling.claim.voices[place], telling.claim.voices[:place]
    outlet = None if voice.kind is VoiceKind.OUTLET else outlet_of_eyes(voice.name, setting.tables)
    if outlet is not None:
        voice = replace(voice, kind=VoiceKind.OUTLET, name=outlet)
    voice = _bearer_of(voice, telling.claim.article_id, setting.ties)
    return _source(telling, voice, telling.voices[place], outer, setting)


def _source(telling: Telling, voice: Voice, entity: str | None, outer: Sequence[Voice], setting: _Setting) -> Source:
    """A voice with all that is printed of it. It is known through the nearest voice before it, else the newsroom."""
    claim, tables = telling.claim, setting.tables
    is_outlet = voice.kind is VoiceKind.OUTLET
    is_cited = any(link.kind is VoiceKind.OUTLET for link in outer)
    is_document = voice.kind is VoiceKind.DOCUMENT
    offices = tuple(office for office in setting.ties.offices if _is_of(office, voice.name, claim.article_id, tables))
    through = full_name(outer[-1].name, tables) if outer else setting.newsrooms[claim.article_id]
    return Source(
        telling=claim.id,
        article_id=claim.article_id,
        kind=voice.kind,
        name=voice.name,
        entity=entity,
        newsroom=full_name(voice.name, tables) if is_outlet else through,
        is_own=is_outlet,
        is_cited=is_cited,
        is_hidden=is_cited if is_document else voice.kind is VoiceKind.ANONYMOUS and is_hidden(voice.name, tables),
        bodies=tuple(bodies_of(voice.kind, voice.name, offices, tables)),
        offices=offices,
        is_support=claim.stance in SUPPORT,
        is_denial=claim.stance is Stance.DENIES,
        magnitudes=telling.event.magnitudes if telling.event else (),
    )


def _bearer_of(voice: Voice, article_id: str, ties: Ties) -> Voice:
    """The one person of the article who bears the office by which somebody goes ("the spokeswoman"), else the voice."""
    head, owner = parted(voice.name)
    if owner or voice.kind is not VoiceKind.NAMED:
        return voice
    offices = (office for office in ties.offices if office.article_id == article_id and office.role == head)
    bearers = {office.person for office in offices} - {voice.name}
    return replace(voice, name=bearers.pop()) if len(bearers) == 1 else voice


def _is_of(office: Office, person: str, article_id: str, tables: SourceTables) -> bool:
    """Whether an office is that of a person: by the same name in the article, by the same full name anywhere."""
    if office.person == person and office.article_id == article_id:
        return True
    words, others = (name_of(name, EntityKind.PERSON, tables.names).words for name in (office.person, person))
    return len(words) > 1 and words == others


def _same_text(setting: _Setting, sources: Sequence[Source]) -> Iterator[Joining]:
    """Tellings of two articles in the same words, where an outlet itself speaks in both, or unnamed voices do."""
    for i, j in combinations(range(len(setting.tellings)), 2):
        one, other = setting.tellings[i].claim, setting.tellings[j].claim
        is_named = sources[i].kind in (VoiceKind.NAMED, VoiceKind.INSTITUTION)
        if is_named or sources[i].kind is not sources[j].kind or len(one.voices) != len(other.voices):
            continue
        for here, there in ((one, other), (other, one)):
            reuse = setting.ties.reuses.get((here.article_id, there.article_id))
            if reuse is None:
                continue
            if reuse.verdict is CopyVerdict.COPY:
                yield _joining(i, j, "copy", f"one text in two outlets: {reuse.reason.detail}")
            elif any(
                _covers(passage.here, here.content) and _covers(passage.there, there.content)
                for passage in (*reuse.passages, *(reuse.quotations if one.voices else ()))
            ):
                yield _joining(i, j, "copy", "both outlets tell it in the same words")


def _covers(passage: Span, content: Sequence[Span]) -> bool:
    covered = sum(max(0, min(passage.end, part.end) - max(passage.start, part.start)) for part in content)
    return covered >= LEAST_SHARED * sum(part.end - part.start for part in content)


def _cited_outlets(
    groups: Groups, supports: Sequence[int], sources: Sequence[Source], setting: _Setting
) -> Iterator[Joining]:
    """An outlet that is cited without its source has the one that it, or who else cites it, has."""
    for i in supports:
        outlet = sources[i].newsroom
        if not _is_citation(i, sources, setting) or not is_named_outlet(sources[i].name, setting.tables):
            continue
        others = [j for j in supports if j != i and _is_told_by(outlet, j, sources, setting)]
        j = _only_other(groups, i, others)
        if j is not None:
            yield _joining(i, j, "citation", f"{outlet} is cited without its source here and with it there")


def _unnamed_reports(
    groups: Groups, supports: Sequence[int], sources: Sequence[Source], setting: _Setting
) -> Iterator[Joining]:
    """An outlet without a name ("a Velmari newspaper") is the only one whose report others cite by name."""
    reports = [
        j
        for j in supports
        if (_is_citation(j, sources, setting) and is_named_outlet(sources[j].name, setting.tables))
        or (sources[j].is_cited and sources[j].kind in (VoiceKind.ANONYMOUS, VoiceKind.DOCUMENT))
    ]
    for i in supports:
        if _is_citation(i, sources, setting) and not is_named_outlet(sources[i].name, setting.tables):
            j = _only_other(groups, i, reports)
            if j is not None:
                detail = (
                    f"“{sources[i].name}” has no name, and the only report cited by name is {sources[j].newsroom}'s"
                )
                yield _joining(i, j, "citation", detail)


def _credited_outlets(
    groups: Groups, supports: Sequence[int], sources: Sequence[Source], setting: _Setting
) -> Iterator[Joining]:
    """An outlet that gives no source and credits another one has the origin of that one: if the credit is for these
    very words, or others cite the same report for it, and the numbers are the same."""
    sameness_of = setting.tables.newsrooms.sameness_of
    for i in supports:
        if setting.tellings[i].claim.voices:
            continue
        for citation in setting.ties.citations:
            is_report = citation.article_id == sources[i].article_id and citation.kind is CitationKind.REPORT
            if not is_report or sameness_of(citation.outlet, sources[i].newsroom) >= SAME_NEWSROOM:
                continue
            outlet = full_name(citation.outlet, setting.tables)
            content = setting.tellings[i].claim.content
            is_about = any(span.overlaps(part) for span in citation.content for part in content)
            others = [
                j
                for j in supports
                if sources[j].article_id != sources[i].article_id
                and (is_about or _has_outlet(j, setting))
                and _is_told_by(outlet, j, sources, setting)
            ]
            j = _only_other(groups, i, others)
            if j is not None and not any(counts_differ(sources[i], sources[one]) for one in others):
                detail = f"{sources[i].newsroom} gives no source of its own and credits {citation.outlet}"
                yield _joining(i, j, "citation", detail)


def _only_other(groups: Groups, place: int, others: Sequence[int]) -> int | None:
    """The first of `others` if they are all of one group, and `place` of another."""
    found = {groups.of(other) for other in others} - {groups.of(place)}
    return next(other for other in others if groups.of(other) in found) if len(found) == 1 else None


def _is_citation(place: int, sources: Sequence[Source], setting: _Setting) -> bool:
    """Whether the innermost voice is an outlet that another one cites."""
    return sources[place].is_own and bool(setting.tellings[place].claim.voices)


def _has_outlet(place: int, setting: _Setting) -> bool:
    return any(voice.kind is VoiceKind.OUTLET for voice in setting.tellings[place].claim.voices)


def _is_told_by(outlet: str, place: int, sources: Sequence[Source], setting: _Setting) -> bool:
    """Whether a telling is `outlet`'s: published by it, cited from it, or known through it."""
    telling = setting.tellings[place]
    cited = (voice.name for voice in telling.claim.voices if voice.kind is VoiceKind.OUTLET)
    names = filter(None, (sources[place].newsroom, telling.outlet, *cited))
    return any(setting.tables.newsrooms.sameness_of(outlet, name) >= SAME_NEWSROOM for name in names)


def _origin(members: Sequence[int], groups: Groups, sources: Sequence[Source], tellings: int) -> Origin:
    """One group of sources as an origin, called by the fullest name of the best kind."""
    told = [sources[place] for place in members if place < tellings]
    best = min(
        told or [sources[members[0]]],
        key=lambda source: (_BEST_NAMES.index(source.kind), not source.is_support, -len(source.name), source.name),
    )
    is_unnamed = best.kind is VoiceKind.ANONYMOUS
    inside = set(members)
    return Origin(
        name=f"{best.name} (of {best.newsroom})" if is_unnamed else best.name,
        kind=best.kind,
        entity=next((source.entity for source in (best, *told) if source.entity), None),
        claims=tuple(sorted(source.telling for source in told)),
        is_support=any(source.is_support for source in told),
        reasons=tuple(dict.fromkeys(joining.reason for joining in groups.joinings if joining.one in inside)),
    )


def _circles(groups: Groups, supports: Sequence[int], sources: Sequence[Source], setting: _Setting) -> Iterator[Reason]:
    """Outlets that rest on each other, and one report under the tellings of several outlets."""
    rests: dict[str, set[str]] = {}
    for place in supports:
        telling = setting.tellings[place]
        cited = {full_name(one.name, setting.tables) for one in telling.claim.voices if one.kind is VoiceKind.OUTLET}
        if telling.outlet:
            publisher = full_name(telling.outlet, setting.tables)
            rests.setdefault(publisher, set()).update(cited - {publisher})
    round_about = sorted(outlet for outlet in rests if outlet in _reached_from(outlet, rests))
    if round_about:
        yield Reason(method="circle", score=CERTAIN, detail=f"{' and '.join(round_about)} cite each other")
    outlets = {setting.tellings[place].outlet for place in supports} - {None}
    is_report = all(sources[i].is_own or sources[i].is_hidden or sources[i].is_cited for i in supports)
    is_unnamed = all(sources[i].kind not in (VoiceKind.NAMED, VoiceKind.INSTITUTION) for i in supports)
    if len({groups.of(place) for place in supports}) == 1 and len(outlets) > 1 and is_report and is_unnamed:
        newsroom = min(sources[place].newsroom for place in supports)
        detail = f"{len(outlets)} outlets tell it, and all have it from one report ({newsroom})"
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
