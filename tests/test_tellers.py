"""Whose words stand at a place, by attributions made by hand over one text."""

from __future__ import annotations

from rashomon.records import Attribution, Reason, Span, Stance, Voice, VoiceKind
from rashomon.stances import ATTITUDE
from rashomon.tellers import chain_of, is_unsaid, parents_of, tellers_of

TEXT = "Radio Vell said a nurse told it that the army had shelled Keth. It rained."


def made(
    content: str,
    *voices: str,
    stance: Stance = Stance.ASSERTS,
    parent: Attribution | None = None,
    method: str = "cue",
) -> Attribution:
    start = TEXT.index(content)
    return Attribution(
        article_id="a",
        source=(),
        cue=(),
        content=(Span(start, start + len(content)),),
        stance=stance,
        voices=tuple(Voice(kind=VoiceKind.NAMED, name=name, span=None) for name in voices),
        parent=parent.id if parent else None,
        reason=Reason(method=method, score=1.0, detail=""),
    )


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


RADIO = made("a nurse told it that the army had shelled Keth", "Radio Vell")
NURSE = made("the army had shelled Keth", "a nurse", parent=RADIO)


def test_the_innermost_content_tells():
    assert tellers_of([RADIO, NURSE]).at(at("shelled")) == NURSE
    assert tellers_of([NURSE, RADIO]).at(at("nurse")) == RADIO


def test_the_outlet_tells_what_stands_in_no_content():
    assert tellers_of([RADIO, NURSE]).at(at("rained")) is None
    assert tellers_of([RADIO]).at(at("said a nurse")) is None


def test_a_feeling_tells_nothing():
    glad = made("the army had shelled Keth", "a nurse", parent=RADIO, method=ATTITUDE)
    assert tellers_of([RADIO, glad]).at(at("shelled")) == RADIO


def test_what_is_denied_to_have_been_said_is_told_by_who_denies_it():
    denial = made("a nurse told it that the army had shelled Keth", "Radio Vell", stance=Stance.DENIES)
    said = made("the army had shelled Keth", "a nurse", parent=denial)
    assert is_unsaid(said, [denial])
    assert tellers_of([denial, said]).at(at("shelled")) == denial


def test_a_denied_accusation_was_made_all_the_same():
    denial = made("a nurse told it that the army had shelled Keth", "Radio Vell", stance=Stance.DENIES)
    accusation = made("the army had shelled Keth", "a nurse", stance=Stance.ALLEGES, parent=denial)
    assert not is_unsaid(accusation, [denial])
    assert tellers_of([denial, accusation]).at(at("shelled")) == accusation


def test_what_no_one_is_around_is_not_unsaid():
    assert not is_unsaid(made("the army", stance=Stance.DENIES), [])


def test_a_chain_runs_from_the_outermost_voice_inwards():
    by_id = {one.id: one for one in (RADIO, NURSE)}
    parents = parents_of(NURSE, by_id)
    assert parents == [RADIO]
    assert parents_of(RADIO, by_id) == []
    assert [voice.name for voice in chain_of(NURSE, parents)] == ["Radio Vell", "a nurse"]


def test_nobody_is_twice_in_a_chain():
    again = made("the army had shelled Keth", "radio vell", "a nurse", parent=RADIO)
    assert [voice.name for voice in chain_of(again, [RADIO])] == ["Radio Vell", "a nurse"]


def test_of_a_long_article_only_what_lies_around_a_place_is_asked():
    said = [made("It rained", f"witness {number}") for number in range(3)]
    told = tellers_of([RADIO, NURSE, *said])
    assert told.at(at("rained")) == said[0]
    assert told.reach == tuple(sorted(told.reach))
