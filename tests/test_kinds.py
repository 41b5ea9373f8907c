"""Which words tell of which type of event, and the table they stand in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rashomon.errors import SettingError
from rashomon.kinds import Governing, Kind, Kinds, load_kinds
from rashomon.lexicon import TABLES_PATH
from rashomon.records import EventType


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return load_kinds()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES_PATH, tmp_path / "tables"))


def found(
    kinds: Kinds, sentence: str, trigger: str, is_noun: bool = False, heads: dict[str, list[str]] | None = None
) -> list[Kind]:
    words = sentence.lower().split()
    return list(kinds.kinds_at(words, words.index(trigger), is_noun=is_noun, heads=heads))


@pytest.mark.parametrize(
    ("sentence", "trigger", "is_noun", "type_", "mode"),
    [
        ("Vostria bombed the harbour", "bombed", False, "ASSAULT", "aerial"),
        ("gunners shelled the town", "shelled", False, "ASSAULT", "heavy-weapons"),
        ("an air strike on the depot", "strike", True, "ASSAULT", "aerial"),
        ("rebels downed a helicopter", "downed", False, "ASSAULT", "aerial"),
        ("a suicide bombing in the market", "bombing", True, "ASSAULT", "suicide-attack"),
        ("the two ministers met in Keth", "met", False, "CONSULT", None),
        ("they held talks in Keth", "talks", True, "CONSULT", None),
        ("the envoy will visit Vostria", "visit", False, "CONSULT", "visit"),
        ("the bishop mediated between the two sides", "mediated", False, "CONSULT", "third-party"),
        ("Vostria threatened to expel the envoys", "threatened", False, "THREATEN", "expel"),
        ("the junta threatened to arrest the editor", "threatened", False, "THREATEN", "arrest"),
        ("Vostria threatened to annex the islands", "threatened", False, "THREATEN", "territory"),
        ("the rebels threatened to invade the plain", "threatened", False, "THREATEN", "violence"),
        ("Vostria called for an end to the siege", "called", False, "REQUEST", "yield"),
        ("the army pulled its troops out of Keth", "pulled", False, "RETREAT", "withdraw"),
        ("the premier stepped down on Monday", "stepped", False, "RETREAT", "resign"),
        ("the council imposed sanctions on Vostria", "imposed", False, "SANCTION", "discontinue"),
        ("the court convicted the general", "convicted", False, "SANCTION", "convict"),
        ("police arrested the editor", "arrested", False, "COERCE", "arrest"),
        ("the junta declared martial law", "law", True, "COERCE", "martial-law"),
        ("a frigate sailed into the strait", "sailed", False, "MOBILIZE", "weapons"),
        ("soldiers took positions near the dam", "took", False, "MOBILIZE", "troops"),
        ("teachers went on strike in Keth", "strike", True, "PROTEST", "strike"),
        ("thousands rallied in the capital", "rallied", False, "PROTEST", "demo"),
        ("Vostria accused the rebels of looting", "accused", False, "ACCUSE", "allege"),
        ("the ministry threatened to close the strait", "threatened", False, "THREATEN", "restrict"),
        ("the council rejected the offer", "rejected", False, "REJECT", None),
        ("the king pardoned the editor", "pardoned", False, "CONCEDE", None),
        ("Vostria delivered medicine to the island", "delivered", False, "AID", None),
        ("the two states agreed to share water", "agreed", False, "AGREE", None),
        ("the senate ratified the treaty", "ratified", False, "SUPPORT", None),
        ("the two navies cooperated in the strait", "cooperated", False, "COOPERATE", None),
    ],
)
def test_words_tell_their_type_and_mode(
    kinds: Kinds, sentence: str, trigger: str, is_noun: bool, type_: str, mode: str | None
) -> None:
    best = found(kinds, sentence, trigger, is_noun)[0]
    assert (best.type, best.mode) == (EventType(type_), mode)


@pytest.mark.parametrize(
    ("sentence", "trigger", "heads"),
    [
        ("the club fired its coach", "fired", {"ARG0": ["club"], "ARG1": ["coach"]}),
        ("a tourist entered the museum", "entered", {"ARG0": ["tourist"], "ARG1": ["museum"]}),
        ("the meeting took place in Keth", "took", {"ARG1": ["meeting"]}),
        ("the striker beat the goalkeeper in the match", "beat", {"ARG0": ["striker"], "ARG1": ["goalkeeper"]}),
        ("floods killed nine people", "killed", {"ARG0": ["floods"], "ARG1": ["people"]}),
        ("the studio released a film", "released", {"ARG0": ["studio"], "ARG1": ["film"]}),
        ("the singer offered a glimpse of her tour", "offered", {"ARG0": ["singer"], "ARG1": ["glimpse"]}),
        ("keepers shot a gorilla", "shot", {"ARG0": ["keepers"], "ARG1": ["gorilla"]}),
        ("the commercial was shot on a beach", "shot", {"ARG1": ["commercial"]}),
        ("doctors fight cancer with a drug", "fight", {"ARG0": ["doctors"], "ARG1": ["cancer"]}),
        ("the plan met with criticism", "met", {"ARG0": ["plan"], "ARG1": ["criticism"]}),
        ("the pitcher slammed the door on the visitors", "slammed", {"ARG0": ["pitcher"], "ARG1": ["door"]}),
        ("the moon probe will land in may", "land", {"ARG1": ["probe"]}),
    ],
)
def test_words_that_only_look_like_an_event_are_none(
    kinds: Kinds, sentence: str, trigger: str, heads: dict[str, list[str]]
) -> None:
    assert found(kinds, sentence, trigger, heads=heads) == []


def test_only_forces_mobilise_when_they_move(kinds: Kinds) -> None:
    soldiers = found(kinds, "they arrived in Keth", "arrived", heads={"ARG1": ["soldiers"]})
    assert [kind.type for kind in soldiers] == [EventType.MOBILIZE]
    assert found(kinds, "they arrived in Keth", "arrived", heads={"ARG1": ["singers"]}) == []


def test_deaths_are_an_assault_where_the_sentence_tells_of_violence(kinds: Kinds) -> None:
    heads = {"ARG1": ["people"]}
    assert found(kinds, "nine people died in the shelling", "died", heads=heads)[0].type is EventType.ASSAULT
    assert found(kinds, "nine people died in the floods", "died", heads=heads) == []
    assert found(kinds, "nine people died in Keth", "died", heads=heads) == []


def test_known_arguments_count_and_not_the_words_around(kinds: Kinds) -> None:
    sentence = "the singer whom soldiers admire arrived in Keth"
    assert found(kinds, sentence, "arrived")[0].type is EventType.MOBILIZE
    assert found(kinds, sentence, "arrived", heads={"ARG1": ["singer"]}) == []


@pytest.mark.parametrize(
    ("sentence", "trigger", "actor", "recipient", "is_reciprocal"),
    [
        ("the rebels attacked the port", "attacked", ("ARG0",), ("ARG1",), False),
        ("Vostria gave the rebels rifles", "gave", ("ARG0",), ("ARG2",), False),
        ("the rebels received rifles", "received", ("ARG2",), ("ARG0",), False),
        ("the ministers met", "met", ("ARG0",), ("ARG1", "ARG2"), True),
        ("troops withdrew from the port", "withdrew", ("ARG0", "ARG1"), (), False),
    ],
)
def test_a_kind_says_which_arguments_hold_actor_and_recipient(
    kinds: Kinds, sentence: str, trigger: str, actor: tuple[str, ...], recipient: tuple[str, ...], is_reciprocal: bool
) -> None:
    best = found(kinds, sentence, trigger)[0]
    assert (best.actor, best.recipient, best.is_reciprocal) == (actor, recipient, is_reciprocal)


@pytest.mark.parametrize(
    ("sentence", "trigger", "governing"),
    [
        ("they launched an attack", "launched", Governing.DOES),
        ("the port came under fire", "came", Governing.SUFFERS),
        ("they lifted the blockade", "lifted", Governing.ENDS),
        ("guards foiled an attack", "foiled", Governing.PREVENTS),
        ("they described an attack", "described", None),
    ],
)
def test_a_verb_over_an_event_noun_says_who_does_it(
    kinds: Kinds, sentence: str, trigger: str, governing: Governing | None
) -> None:
    words = sentence.split()
    assert kinds.governing_at(words, words.index(trigger)) is governing


@pytest.mark.parametrize(
    ("word", "is_noun", "lemma"),
    [
        ("shot", False, "shoot"),
        ("allies", True, "ally"),
        ("sanctions", True, "sanction"),
        ("bombing", False, "bomb"),
        ("denied", False, "deny"),
        ("stopped", False, "stop"),
        ("agreed", False, "agree"),
        ("policemen", True, "policeman"),
        ("zebras", True, "zebras"),
    ],
)
def test_words_of_the_table_have_their_base_form(kinds: Kinds, word: str, is_noun: bool, lemma: str) -> None:
    assert kinds.lemma_of(word, is_noun=is_noun) == lemma


def test_every_type_has_verbs_and_nouns(kinds: Kinds) -> None:
    for entries in (kinds.verbs, kinds.nouns):
        assert {entry.kind.type for many in entries.values() for entry in many if entry.kind} == set(EventType)


def change(folder: Path, old: str, new: str) -> int:
    """Puts `new` for the first `old` in the table and gives the line on which it stands."""
    path = folder / "events.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('nouns = ["pledge", ', 'nuons = ["pledge", ', r'R221 .* unknown key "nuons"'),
        ('type = "CONSULT"', 'type = "CONSLUT"', r'R222 .*"CONSLUT" is no type; known are AGREE'),
        ('mode = "phone"', 'mode = "telepathy"', r'R222 .*"telepathy" is no mode of CONSULT; known are visit'),
        ("weight = 0.85", "weight = 1.85", r"R222 .*weight"),
        ('recipient = ["ARG2"]', 'recipient = ["ARG9"]', r'R222 .*"ARG9" is no argument'),
        ('needs = "craft"', 'needs = "kraft"', r'R221 .*"kraft" is no list'),
        ('"consent", "assent"]', '"consent", "Assent"]', r'R222 .*"Assent" must be lower-case'),
    ],
)
def test_a_mistake_in_the_table_is_refused_with_its_line(folder: Path, old: str, new: str, sentence: str) -> None:
    line = change(folder, old, new)
    with pytest.raises(SettingError, match=sentence) as refused:
        load_kinds(folder)
    assert f"line {line}:" in refused.value.sentence


@pytest.mark.parametrize(
    ("sentence", "trigger", "types"),
    [
        ("tesmar opened its borders to the refugees", "opened", ["AID"]),
        ("the union urged the owners of the three pits to talk", "urged", ["REQUEST"]),
        ("she gave a speech in sarn", "gave", []),
        ("the ministry gave in", "gave", ["CONCEDE"]),
        ("he agreed that she had to leave the pact", "agreed", ["AGREE"]),
        ("the tram negotiated a bend", "negotiated", []),
        ("its appeal to young voters is gone", "appeal", []),
    ],
)
def test_words_behind_a_verb_make_its_phrase_or_end_it(
    kinds: Kinds, sentence: str, trigger: str, types: list[str]
) -> None:
    is_noun = trigger == "appeal"
    assert [kind.type.value for kind in found(kinds, sentence, trigger, is_noun)][:1] == types


def test_a_persons_name_is_somebody_who_is_freed(kinds: Kinds) -> None:
    freed = found(kinds, "the court freed venn", "freed", heads={"ARG0": ["court"], "ARG1": ["venn", "@person"]})
    assert (freed[0].type, freed[0].mode, freed[0].weight) == (EventType.RETREAT, "release", 0.8)
