"""Whom the words of an event stand for, off trees and chains written by hand."""

from collections.abc import Sequence
from functools import cache

import pytest

from made_trees import made_tree
from rashomon.actors import ActorTables, load_actor_tables
from rashomon.kinds import Kinds, load_kinds
from rashomon.participants import argument_heads, syntactic_heads, whose
from rashomon.parties import SUFFERING_THINGS, Standing, parties_of, standing_of
from rashomon.records import Argument, Mention, MentionType, Party, Predicate, Reading, Span, Voice, VoiceKind
from rashomon.scenes import Scene, scene_of

RINN = Voice(kind=VoiceKind.NAMED, name="General Pavo Rinn", span=None)


@cache
def tables() -> tuple[Kinds, ActorTables]:
    return load_kinds(), load_actor_tables()


def made_scene(
    sentence: str,
    *,
    chains: Sequence[tuple[int, ...]] = (),
    mentions: dict[str, MentionType] | None = None,
    predicates: Sequence[Predicate] = (),
) -> Scene:
    text, tree = made_tree(sentence)
    found = tuple(
        Mention(span=Span(text.index(words), text.index(words) + len(words)), type=kind, text=words, score=1.0)
        for words, kind in (mentions or {}).items()
    )
    reading = Reading(
        sentences=(Span(0, len(text)),),
        mentions=found,
        attributions=(),
        words=tuple(tree.words),
        predicates=tuple(predicates),
        chains=tuple(chains),
    )
    return scene_of(reading, text, *tables())


def parties(scene: Scene, *heads: int, speaker: Voice | None = None, things: tuple[str, ...] = ()) -> tuple[Party, ...]:
    return parties_of(scene, heads, speaker, things=things)


def names(scene: Scene, *heads: int, speaker: Voice | None = None, things: tuple[str, ...] = ()) -> list[str]:
    return [party.name for party in parties(scene, *heads, speaker=speaker, things=things)]


# Which words take part.


def heads(sentence: str, place: int) -> dict[str, tuple[int, ...]]:
    return syntactic_heads(made_scene(sentence), place)


def test_an_active_verb_has_its_subject_act_and_its_object_suffer():
    assert heads("Vell NNP 1 nsubj / shelled VBD 1 root / Keth NNP 1 obj", 1) == {"ARG0": (0,), "ARG1": (2,)}


def test_a_passive_verb_has_its_subject_suffer_and_its_agent_act():
    sentence = "Keth NNP 2 nsubj:pass / was VBD 2 aux:pass / shelled VBN 2 root / by IN 4 case / Vell NNP 2 obl:agent"
    assert heads(sentence, 2) == {"ARG1": (0,), "ARG0": (4,)}


def test_fellows_take_part_together():
    sentence = "Vell NNP 3 nsubj / and CC 2 cc / Keth NNP 0 conj / met VBD 3 root"
    assert heads(sentence, 3) == {"ARG0": (0, 2)}


def test_an_infinitive_has_the_subject_of_the_verb_above_it():
    sentence = "Vell NNP 1 nsubj / plans VBZ 1 root / to TO 3 mark / storm VB 1 xcomp / Keth NNP 3 obj"
    assert heads(sentence, 3)["ARG0"] == (0,)


def test_who_is_ordered_to_do_something_does_it():
    sentence = (
        "Vell NNP 1 nsubj / ordered VBD 1 root / soldiers NNS 1 obj / to TO 4 mark / storm VB 1 xcomp / Keth NNP 4 obj"
    )
    assert heads(sentence, 4)["ARG0"] == (2,)


def test_what_is_used_to_do_something_does_not_do_it():
    sentence = "Vell NNP 1 nsubj / used VBD 1 root / drones NNS 1 obj / to TO 4 mark / strike VB 1 xcomp"
    assert heads(sentence, 4)["ARG0"] == (0,)


def test_a_participle_has_the_subject_of_the_verb_above_it():
    sentence = "Vell NNP 1 nsubj / struck VBD 1 root / , , 3 punct / killing VBG 1 advcl / five CD 3 obj"
    assert heads(sentence, 3)["ARG0"] == (0,)


def test_the_second_of_two_passives_has_the_same_sufferer():
    sentence = "Boats NNS 2 nsubj:pass / were VBD 2 aux:pass / seized VBN 2 root / and CC 4 cc / burned VBN 2 conj"
    assert heads(sentence, 4) == {"ARG1": (0,)}


def test_the_second_of_two_perfects_has_the_same_doer():
    sentence = (
        "Vell NNP 2 nsubj / has VBZ 2 aux / seized VBN 2 root / Keth NNP 2 obj / and CC 5 cc / burned VBN 2 conj "
        "/ it PRP 5 obj"
    )
    assert heads(sentence, 5) == {"ARG0": (0,), "ARG1": (6,)}


def test_a_noun_suffers_the_participle_after_it():
    sentence = "boats NNS 0 root / seized VBN 0 acl / by IN 3 case / Vell NNP 1 obl"
    assert heads(sentence, 1) == {"ARG0": (3,), "ARG1": (0,)}


def test_a_noun_of_deeds_has_its_owner_act_and_its_complement_suffer():
    sentence = "Vell NNP 2 nmod:poss / 's POS 0 case / raid NN 2 root / on IN 4 case / Keth NNP 2 nmod"
    assert heads(sentence, 2) == {"ARG0": (0,), "ARG1": (4,)}


def test_arguments_give_the_heads_of_all_their_fellows_and_leave_circumstances_out():
    text = "Vell and Keth met Monday"
    predicate = Predicate(
        word=3,
        arguments=(
            Argument(label="ARG0", span=Span(0, 13)),
            Argument(label="ARGM-TMP", span=Span(18, len(text))),
        ),
        kinds=(),
        certainty=3.0,
        score=1.0,
    )
    scene = made_scene(
        "Vell NNP 3 nsubj / and CC 2 cc / Keth NNP 0 conj / met VBD 3 root / Monday NNP 3 obl", predicates=[predicate]
    )
    assert argument_heads(scene, 3) == {"ARG0": (0, 2)}
    assert argument_heads(scene, 2) == {}


def roles(sentence: str, place: int, **given: str) -> dict[str, tuple[int, ...]]:
    """The arguments of the verb at `place` where the model gives the words of `given` as these."""
    text, _ = made_tree(sentence)
    arguments = [
        Argument(label=label, span=Span(text.index(words), text.index(words) + len(words)))
        for label, words in given.items()
    ]
    predicate = Predicate(word=place, arguments=tuple(arguments), kinds=(), certainty=3.0, score=1.0)
    return argument_heads(made_scene(sentence, predicates=[predicate]), place)


def test_the_agent_of_a_passive_acts_whatever_the_model_says():
    sentence = "Keth NNP 2 nsubj:pass / was VBD 2 aux:pass / shelled VBN 2 root / by IN 4 case / Vell NNP 2 obl:agent"
    assert roles(sentence, 2, ARG0="Keth", ARG1="Vell") == {"ARG0": (4,), "ARG1": (0,)}


def test_of_two_objects_the_first_is_given_the_second():
    sentence = "Vell NNP 1 nsubj / gave VBD 1 root / Keth NNP 1 obj / trucks NNS 1 obj"
    assert roles(sentence, 1, ARG0="Vell", ARG1="Keth") == {"ARG0": (0,), "ARG1": (3,), "ARG2": (2,)}


def test_who_is_given_something_in_a_passive_is_no_thing():
    sentence = "Keth NNP 2 nsubj:pass / was VBD 2 aux:pass / given VBN 2 root / trucks NNS 2 obj"
    assert roles(sentence, 2, ARG1="Keth") == {"ARG1": (3,), "ARG2": (0,)}


def test_who_is_supplied_with_something_is_given_it():
    sentence = "Vell NNP 1 nsubj / supplied VBD 1 root / Keth NNP 1 obj / with IN 4 case / trucks NNS 1 obl"
    assert roles(sentence, 1, ARG0="Vell", ARG1="Keth", ARG2="trucks")["ARG2"][0] == 2


def test_a_thing_that_is_judged_is_whose_it_is_and_not_whom_it_strikes():
    sentence = "the DT 1 det / shelling NN 1 root / of IN 3 case / Keth NNP 1 nmod / by IN 5 case / Vell NNP 1 nmod"
    assert whose(made_scene(sentence), (1,), is_judged=True) == ((5,),)


def test_a_thing_that_is_done_is_whom_it_strikes_first():
    sentence = "sanctions NNS 0 root / on IN 2 case / Keth NNP 0 nmod / by IN 4 case / Vell NNP 0 nmod"
    assert whose(made_scene(sentence), (0,), is_judged=False) == ((2,), (4,))


# By which names.

TOLD = """The DT 2 det / old JJ 2 amod / general NN 3 nsubj / spoke VBD 3 root / . . 3 punct
    / Pavo NNP 6 compound / Rinn NNP 7 nsubj / left VBD 7 root / . . 7 punct
    / He PRP 10 nsubj / attacked VBD 10 root / Keth NNP 10 obj / with IN 14 case / his PRP$ 14 nmod:poss
    / soldiers NNS 10 obl"""


def test_a_pronoun_has_the_fullest_name_of_its_chain_and_the_code_of_all_of_it():
    (party,) = parties(made_scene(TOLD, chains=[(2, 6, 9)]), 9)
    assert (party.text, party.name, party.code) == ("He", "Pavo Rinn", "MIL")


def test_a_pronoun_of_no_chain_is_the_last_one_who_did_something():
    assert names(made_scene(TOLD), 9) == ["old general"]


def test_a_pronoun_before_which_nobody_did_anything_is_nobody():
    assert (
        parties(made_scene("Rain NN 1 nsubj / fell VBD 1 root / . . 1 punct / He PRP 4 nsubj / ran VBD 4 root"), 3)
        == ()
    )


def test_she_is_no_man_and_he_no_woman_of_a_mixed_chain():
    told = (
        "Adam NNP 1 compound / Rinn NNP 2 nsubj / met VBD 2 root / Anna NNP 4 compound / Dunn NNP 2 obj / . . 2 punct"
        " / {} PRP 7 nsubj / left VBD 7 root"
    )
    scenes = [made_scene(told.format(word), chains=[(1, 4, 6)]) for word in ("She", "He")]
    assert [names(scene, 6) for scene in scenes] == [["Anna Dunn"], ["Adam Rinn"]]


def test_a_description_has_the_name_of_its_chain():
    assert names(made_scene(TOLD, chains=[(2, 6)]), 2) == ["Pavo Rinn"]


def test_what_somebody_has_is_named_after_him():
    (party,) = parties(made_scene(TOLD, chains=[(6, 9, 13)]), 14)
    assert (party.text, party.name, party.code) == ("his soldiers", "Pavo Rinn’s soldiers", "MIL")


def test_a_country_passes_to_what_it_has_and_its_sector_does_not():
    sentence = "Peru NNP 1 nsubj / sent VBD 1 root / its PRP$ 3 nmod:poss / soldiers NNS 1 obj"
    (party,) = parties(made_scene(sentence, chains=[(0, 2)]), 3)
    assert party.code == "PER MIL"


def test_we_are_whoever_speaks_and_nobody_where_nobody_does():
    scene = made_scene("We PRP 1 nsubj / attacked VBD 1 root / Keth NNP 1 obj")
    (party,) = parties(scene, 0, speaker=RINN)
    assert (party.text, party.name, party.code) == ("We", "General Pavo Rinn", "MIL")
    assert parties(scene, 0) == ()


def test_he_in_what_somebody_is_said_to_have_said_is_that_somebody():
    scene = made_scene("Rinn NNP 1 nsubj / said VBD 1 root / he PRP 3 nsubj / attacked VBD 1 ccomp / Keth NNP 3 obj")
    speaker = Voice(kind=VoiceKind.NAMED, name="Rinn", span=Span(0, 4))
    assert names(scene, 2, speaker=speaker) == ["Rinn"]


def test_what_is_his_in_what_somebody_is_said_to_have_said_is_the_speakers():
    scene = made_scene(
        "Peru NNP 1 nsubj / said VBD 1 root / its PRP$ 3 nmod:poss / soldiers NNS 4 nsubj / attacked VBD 1 ccomp"
    )
    (party,) = parties(scene, 3, speaker=Voice(kind=VoiceKind.NAMED, name="Peru", span=Span(0, 4)))
    assert (party.name, party.code) == ("Peru’s soldiers", "PER MIL")
    assert names(scene, 3) == ["its soldiers"]


def test_a_relative_pronoun_stands_for_the_noun_before_it():
    sentence = "soldiers NNS 0 root / who WP 2 nsubj / attacked VBD 0 acl:relcl / Keth NNP 2 obj"
    assert names(made_scene(sentence), 1) == ["soldiers"]


def test_one_who_is_named_twice_is_one_party():
    scene = made_scene("Keth NNP 1 nsubj / attacked VBD 1 root / and CC 3 cc / Keth NNP 0 conj")
    assert names(scene, 0, 3) == ["Keth"]


def test_forces_of_two_countries_are_two_parties():
    sentence = "Peruvian JJ 3 amod / and CC 2 cc / Chilean JJ 0 conj / soldiers NNS 4 nsubj / attacked VBD 4 root"
    assert [(one.name, one.code) for one in parties(made_scene(sentence), 3)] == [
        ("Peruvian soldiers", "PER MIL"),
        ("Chilean soldiers", "CHL MIL"),
    ]


@pytest.mark.parametrize("sentence", ["reports NNS 0 root", "a DT 1 det / question NN 1 root", "it PRP 0 root"])
def test_what_can_do_nothing_is_no_party(sentence: str):
    _, tree = made_tree(sentence)
    head = next(place for place, word in enumerate(tree.words) if word.relation == "root")
    assert parties(made_scene(sentence), head, things=SUFFERING_THINGS) == ()


def test_a_building_suffers_and_does_not_act():
    scene = made_scene("The DT 1 det / bridge NN 2 nsubj / burned VBD 2 root")
    assert names(scene, 1, things=SUFFERING_THINGS) == ["bridge"]
    assert parties(scene, 1) == ()


def test_a_mention_of_an_organisation_is_a_party_whatever_its_words():
    scene = made_scene(
        "the DT 1 det / orchard NN 2 nsubj / attacked VBD 2 root", mentions={"orchard": MentionType.ORGANISATION}
    )
    assert names(scene, 1) == ["orchard"]


# Of which standing.


@pytest.mark.parametrize(
    ("name", "code", "standing"),
    [
        ("Peruvian army", "PER MIL", Standing.PUBLIC),
        ("rebels", "REB", Standing.PUBLIC),
        ("airline", "BUS", Standing.PRIVATE),
        ("customers", None, Standing.PRIVATE),
        ("Venn", None, Standing.NAMED),
    ],
)
def test_states_and_armed_people_are_public_and_firms_are_not(name: str, code: str | None, standing: Standing):
    scene = made_scene("It PRP 1 nsubj / rained VBD 1 root")
    assert standing_of(scene, Party(span=Span(0, 2), text="It", name=name, code=code)) is standing


def test_a_surname_has_the_office_that_the_article_gives_it_elsewhere():
    scene = made_scene(
        "President NNP 2 compound / Ilan NNP 2 compound / Moreau NNP 3 nsubj / slept VBD 3 root / . . 3 punct"
        " / Moreau NNP 6 nsubj / attacked VBD 6 root / Keth NNP 6 obj",
        mentions={"President Ilan Moreau": MentionType.PERSON},
    )
    (party,) = parties(scene, 5)
    assert (party.name, party.code) == ("Moreau", "GOV")


def test_an_accord_is_no_party_and_a_missile_only_where_it_is_struck():
    scene = made_scene("treaty NN 1 nsubj / struck VBD 1 root / missile NN 1 obj")
    assert names(scene, 0, 2) == []
    assert names(scene, 2, things=SUFFERING_THINGS) == ["missile"]


def test_a_photographer_before_a_name_is_no_part_of_it():
    told = (
        "Jan NNP 5 compound / Orsk/Vesta NNP 5 compound / Turkish JJ 5 amod / President NNP 5 compound"
        " / Kemal NNP 5 compound / Oral NNP 6 nsubj / left VBD 6 root"
    )
    mentions = {"Jan Orsk/Vesta Turkish President Kemal Oral": MentionType.PERSON}
    (party,) = parties(made_scene(told, mentions=mentions), 5)
    assert (party.name, party.code) == ("Turkish President Kemal Oral", "TUR GOV")


def test_an_office_and_a_description_tell_who_a_name_is_and_are_no_second_party():
    told = (
        "Peter NNP 1 compound / Orsk NNP 9 nsubj / , , 1 punct / a DT 4 det / lawyer NN 1 appos / for IN 7 case"
        " / the DT 7 det / union NN 4 nmod / , , 1 punct / sued VBD 9 root / . . 9 punct"
    )
    (party,) = parties(made_scene(told), 1, 4)
    assert party.name == "Peter Orsk"


def test_a_description_that_the_tree_takes_for_the_subject_is_whoever_is_named_before_it():
    told = (
        "Orlo NNP 1 compound / Copper NNP 5 dep / , , 5 punct / the DT 5 det / largest JJS 5 amod / miner NN 7 nsubj"
        " / , , 5 punct / sued VBD 7 root / . . 7 punct"
    )
    (party,) = parties(made_scene(told, mentions={"Orlo Copper": MentionType.ORGANISATION}), 5)
    assert party.name == "Orlo Copper"


def test_the_group_is_the_body_that_did_something_before():
    told = (
        "Red NNP 1 compound / Delta NNP 2 nsubj / fled VBD 2 root / . . 2 punct / The DT 5 det / group NN 6 nsubj"
        " / shelled VBD 6 root / Arvo NNP 6 obj / . . 6 punct"
    )
    mentions = {"Red Delta": MentionType.ORGANISATION, "The group": MentionType.ORGANISATION}
    scene = made_scene(told, mentions=mentions)
    assert names(scene, 5) == ["Red Delta"]


def test_a_father_is_not_what_his_son_of_that_name_is():
    told = (
        "Senator NNP 2 compound / Ted NNP 2 compound / Dunn NNP 3 nsubj / met VBD 3 root / Paul NNP 5 compound"
        " / Dunn NNP 3 obj"
    )
    mentions = {"Senator Ted Dunn": MentionType.PERSON, "Paul Dunn": MentionType.PERSON}
    scene = made_scene(told, mentions=mentions)
    codes = [parties(scene, place)[0].code for place in (2, 5)]
    assert codes == ["LEG", None]


def test_a_military_exercise_is_not_the_armys_by_its_name():
    scene = made_scene(
        "a DT 2 det / military JJ 2 amod / exercise NN 2 root / ; : 2 punct / the DT 5 det / military NN 2 dep"
    )
    assert names(scene, 1) == []
    assert names(scene, 5) == ["military"]
