"""Status and credibility: every rule of the published table, by invented origins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rashomon.grades import RULES, grade_of, status_of
from rashomon.records import (
    Claim,
    EventStatus,
    Factuality,
    Link,
    Origin,
    Reason,
    Relation,
    Span,
    Stance,
    Telling,
    VoiceKind,
)

DOCS = Path(__file__).parent.parent / "docs"
REASON = Reason(method="circle", score=1.0, detail="the Lantern and the Courier cite each other")
NAMED, OUTLET, UNNAMED = VoiceKind.NAMED, VoiceKind.OUTLET, VoiceKind.ANONYMOUS


def telling(name: str, stance: Stance) -> Telling:
    claim = Claim(
        article_id=f"a-{name}",
        attribution_id=None,
        event_mention_id=None,
        voices=(),
        stance=stance,
        content=(Span(0, 9),),
        quote=name,
        factuality=Factuality.HAPPENED,
        reason=REASON,
    )
    return Telling(
        claim=claim,
        event=None,
        outlet=name,
        outlet_entity=None,
        published=None,
        voices=(),
        actors=(),
        recipients=(),
    )


def event(*told: tuple[VoiceKind, Stance]) -> tuple[list[Telling], list[Origin]]:
    """One telling and one origin for each kind of voice and stance."""
    tellings = [telling(f"{kind.value}{place}", stance) for place, (kind, stance) in enumerate(told)]
    origins = [
        Origin(
            name=one.outlet or "",
            kind=kind,
            entity=None,
            claims=(one.claim.id,),
            is_support=stance in (Stance.ASSERTS, Stance.CONFIRMS),
            reasons=(),
        )
        for one, (kind, stance) in zip(tellings, told, strict=True)
    ]
    return tellings, origins


SAYS, DENIES = Stance.ASSERTS, Stance.DENIES
EXAMPLES = [
    ("only-denied", EventStatus.DENIED, [(NAMED, DENIES)]),
    ("only-denied", EventStatus.DISPUTED, [(NAMED, DENIES), (NAMED, Stance.ALLEGES)]),
    ("nobody-vouches", EventStatus.SINGLE_ORIGIN, [(NAMED, Stance.PREDICTS), (OUTLET, Stance.DECLINES)]),
    ("outnumbered", EventStatus.DISPUTED, [(NAMED, SAYS), (NAMED, DENIES), (NAMED, DENIES)]),
    ("word-against-word", EventStatus.DISPUTED, [(NAMED, SAYS), (NAMED, DENIES)]),
    ("confirmed-but-disputed", EventStatus.DISPUTED, [(NAMED, SAYS), (OUTLET, SAYS), (NAMED, DENIES)]),
    ("confirmed", EventStatus.CORROBORATED, [(NAMED, SAYS), (VoiceKind.INSTITUTION, Stance.CONFIRMS)]),
    ("confirmed-in-part", EventStatus.CORROBORATED, [(NAMED, SAYS), (OUTLET, SAYS), (OUTLET, SAYS)]),
    ("one-origin", EventStatus.SINGLE_ORIGIN, [(OUTLET, SAYS), (NAMED, Stance.DECLINES)]),
    ("one-unnamed-origin", EventStatus.SINGLE_ORIGIN, [(UNNAMED, SAYS)]),
]


@pytest.mark.parametrize(
    ("rule", "status", "told"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_rule_has_its_case(rule: str, status: EventStatus, told: list[tuple[VoiceKind, Stance]]):
    tellings, origins = event(*told)
    assert status_of(tellings, origins) is status
    assert grade_of(tellings, origins, status).rule == rule


def test_every_rule_has_an_example_here_and_a_line_on_the_page_with_its_credibility():
    page = (DOCS / "grades.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| ([1-6]) \| `([a-z-]+)` \|", page, re.MULTILINE)
    assert documented == [(str(rule.credibility), rule.name) for rule in RULES]
    assert {rule for rule, _, _ in EXAMPLES} == {rule.name for rule in RULES}


def test_the_highest_credibility_needs_other_independent_origins():
    assert [rule.name for rule in RULES if rule.credibility == 1] == ["confirmed"]
    tellings, origins = event((NAMED, SAYS))
    assert grade_of(tellings, origins, EventStatus.SINGLE_ORIGIN).credibility > 1


def test_outlets_that_cite_each_other_do_not_confirm():
    tellings, origins = event((NAMED, SAYS), (NAMED, SAYS))
    grade = grade_of(tellings, origins, EventStatus.CORROBORATED, circular=[REASON])
    assert (grade.rule, grade.credibility) == ("confirmed-in-part", 2)
    assert grade.reasons[-1] == REASON.detail


def test_the_reasons_name_who_supports_and_who_denies():
    tellings, origins = event((NAMED, SAYS), (VoiceKind.INSTITUTION, DENIES))
    assert grade_of(tellings, origins, EventStatus.DISPUTED).reasons[1:] == (
        "supported by 1: named0",
        "denied by 1: institution1",
    )


@pytest.mark.parametrize(
    ("relation", "status"),
    [(Relation.DISPUTES, EventStatus.DISPUTED), (Relation.DIFFERS, EventStatus.CORROBORATED)],
)
def test_values_that_exclude_each_other_dispute_and_others_do_not(relation: Relation, status: EventStatus):
    tellings, origins = event((NAMED, SAYS), (NAMED, SAYS))
    link = Link(
        source=tellings[0].claim.id,
        target=tellings[1].claim.id,
        relation=relation,
        difference=None,
        values=None,
        reason=REASON,
    )
    assert status_of(tellings, origins, [link]) is status


def test_a_link_to_a_claim_of_another_event_disputes_nothing():
    tellings, origins = event((NAMED, SAYS))
    link = Link(
        source=tellings[0].claim.id,
        target="c-elsewhere",
        relation=Relation.DISPUTES,
        difference=None,
        values=None,
        reason=REASON,
    )
    assert status_of(tellings, origins, [link]) is EventStatus.SINGLE_ORIGIN


def test_no_reason_speaks_in_words_of_probability():
    words = re.compile(r"\b(?:likely|unlikely|probabl\w*|improbable|certain\w*|chance|almost)\b", re.IGNORECASE)
    assert [rule.name for rule in RULES if words.search(rule.says)] == []
