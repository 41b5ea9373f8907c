"""Who tells what stands at a place of an article: the innermost attribution there, and its chain of voices.

In go the attributions of one article and a span; out come the attribution whose words it is, and the voices that it
came through. A feeling tells nothing, and what somebody denies that another said was said by nobody.
Read next: `claims.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.records import Attribution, Span, Stance, Voice
from rashomon.stances import ATTITUDE


def teller_at(attributions: Sequence[Attribution], span: Span) -> Attribution | None:
    """The attribution that tells what stands at `span`, the innermost one; None where the outlet tells it itself."""
    by_id = {attribution.id: attribution for attribution in attributions}
    around = [
        (sum(piece.end - piece.start for piece in one.content), number)
        for number, one in enumerate(attributions)
        if any(piece.contains(span) for piece in one.content)
        and one.reason.method != ATTITUDE
        and not is_unsaid(one, parents_of(one, by_id))
    ]
    return attributions[min(around)[1]] if around else None


def parents_of(attribution: Attribution, by_id: Mapping[str, Attribution]) -> list[Attribution]:
    """The attributions around this one, outermost first."""
    parents: list[Attribution] = []
    parent = attribution.parent
    while parent is not None:
        parents.insert(0, by_id[parent])
        parent = by_id[parent].parent
    return parents


def chain_of(attribution: Attribution, parents: Sequence[Attribution]) -> tuple[Voice, ...]:
    """The voices of the parents, outermost first, then its own; none twice."""
    chain: dict[str, Voice] = {}
    for one in (*parents, attribution):
        for voice in one.voices:
            chain.setdefault(voice.name.lower(), voice)
    return tuple(chain.values())


def is_unsaid(attribution: Attribution, parents: Sequence[Attribution]) -> bool:
    """Whether somebody denies that this was said ("denied that the army had said so"); an accusation was made."""
    return (
        bool(parents)
        and parents[-1].stance in (Stance.DENIES, Stance.DECLINES)
        and attribution.stance is not Stance.ALLEGES
    )
