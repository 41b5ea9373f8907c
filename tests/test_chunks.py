"""Who stands beside a verb or an event noun by the order of words, whatever the tree says."""

from __future__ import annotations

import pytest

from made_trees import made_tree
from rashomon.actors import load_actor_tables
from rashomon.chunks import agent_of, chunk_at, neighbours_of, object_before, person_after, verb_before
from rashomon.kinds import load_kinds
from rashomon.records import Reading, Span
from rashomon.scenes import Scene, scene_of

KINDS, ACTORS = load_kinds(), load_actor_tables()


def flat_scene(tagged: str) -> Scene:
    """A sentence of "word/TAG" whose tree says nothing: every word hangs on the first."""
    words = [pair.rsplit("/", 1) for pair in tagged.split()]
    text, tree = made_tree(" / ".join(f"{word} {tag} 0 dep" for word, tag in words))
    reading = Reading(sentences=(Span(0, len(text)),), mentions=(), attributions=(), words=tuple(tree.words))
    return scene_of(reading, text, KINDS, ACTORS)


def beside(tagged: str, trigger: str) -> dict[str, list[str]]:
    scene = flat_scene(tagged)
    found = neighbours_of(scene, scene.lower.index(trigger), 0, len(scene.lower))
    return {label: [scene.lower[place] for place in places] for label, places in found.items()}


@pytest.mark.parametrize(
    ("tagged", "trigger", "expected"),
    [
        ("Drevian/JJ police/NNS have/VBP arrested/VBN a/DT Tesmari/JJ clerk/NN", "arrested",
         {"ARG0": ["police"], "ARG1": ["clerk"]}),
        ("The/DT clerk/NN was/VBD later/RB arrested/VBN by/IN the/DT police/NN", "arrested",
         {"ARG1": ["clerk"], "ARG0": ["police"], "BY": ["police"]}),
        ("They/PRP expelled/VBD envoys/NNS and/CC clerks/NNS", "expelled", {"ARG1": ["envoys", "clerks"]}),
        ("Drevia/NNP rejected/VBD a/DT call/NN from/IN the/DT minister/NN", "rejected",
         {"ARG0": ["drevia"], "ARG1": ["call"], "FROM": ["minister"]}),
        ("Tesmar/NNP lifted/VBD sanctions/NNS imposed/VBN on/IN Drevia/NNP", "lifted",
         {"ARG0": ["tesmar"], "ARG1": ["sanctions"], "ARG2": ["drevia"]}),
        ("an/DT attack/NN on/IN the/DT port/NN by/IN gunmen/NNS", "attack", {"ARG2": ["port"], "BY": ["gunmen"]}),
    ],
)  # fmt: skip
def test_subject_object_and_what_prepositions_tie_on_stand_beside(
    tagged: str, trigger: str, expected: dict[str, list[str]]
) -> None:
    assert beside(tagged, trigger) == expected


def test_a_noun_that_another_one_is_tied_to_is_no_subject() -> None:
    assert "ARG0" not in beside("The/DT mayor/NN of/IN Sarn/NNP resigned/VBD", "resigned")


def test_the_phrase_before_a_new_clause_is_no_second_object() -> None:
    tagged = "Rebels/NNS freed/VBD clerks/NNS and/CC soldiers/NNS fled/VBD"
    assert beside(tagged, "freed")["ARG1"] == ["clerks"]


def test_whoever_stands_behind_by_does_it_but_not_behind_by_doing() -> None:
    jailed = flat_scene("A/DT clerk/NN jailed/VBN by/IN Drevia/NNP left/VBD")
    assert agent_of(jailed, 2, 6) == (4,)
    treated = flat_scene("He/PRP stole/VBD by/IN taking/VBG boats/NNS")
    assert agent_of(treated, 1, 5) == ()
    assert agent_of(flat_scene("Drevia/NNP jailed/VBD clerks/NNS"), 1, 3) == ()


def test_a_phrase_ends_before_the_next_article() -> None:
    scene = flat_scene("gave/VBD the/DT army/NN the/DT boats/NNS")
    chunk = chunk_at(scene, 1)
    assert chunk is not None and (chunk.first, chunk.head, chunk.end) == (1, 2, 3)
    assert chunk_at(scene, 0) is None


def test_the_verb_before_an_event_noun_is_found_past_numbers_and_particles() -> None:
    scene = flat_scene("Drevia/NNP has/VBZ carried/VBN out/RP two/CD dozen/NN air/NN strikes/NNS")
    assert verb_before(scene, 7, 0) == 2
    assert verb_before(flat_scene("Drevia/NNP fled/VBD after/IN two/CD strikes/NNS"), 4, 0) is None


def test_a_name_right_behind_an_active_verb_is_its_object_but_a_country_may_be_more() -> None:
    scene = flat_scene("Drevia/NNP freed/VBD pastor/NN Oskar/NNP Venn/NNP")
    assert person_after(scene, 1, 5) == (4,)
    assert person_after(flat_scene("Drevia/NNP was/VBD freed/VBN Oskar/NNP"), 2, 4) == ()
    assert person_after(flat_scene("Drevia/NNP attacked/VBD France/NNP"), 1, 3) == ()


def test_a_participle_hangs_on_the_object_before_it_and_not_on_what_a_preposition_ties() -> None:
    assert object_before(flat_scene("Drevia/NNP issued/VBD a/DT report/NN accusing/VBG Tesmar/NNP"), 4)
    assert not object_before(flat_scene("Drevia/NNP spoke/VBD after/IN police/NN shooting/VBG"), 4)
