"""The picture of the chain of voices: who cites whom, circles, and that it can be read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from made_rivals import BODY, NAMED, REPORTS, Report, write_rivals
from rashomon.accounts import accounts_of
from rashomon.filters import ClaimFilter
from rashomon.queries import open_queries
from rashomon.records import Stance
from rashomon.room.chains import MOST_ORIGINS, Chains, chains_of, picture_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def chains_in(folder: Path, reports: tuple[Report, ...]) -> Chains:
    path = folder / "rivals.db"
    write_rivals(path, reports)
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter())
        return chains_of(found, accounts_of(found, queries.find_copies(found)))


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> Chains:
    return chains_in(tmp_path_factory.mktemp("rivals"), REPORTS)


def drawn(chains: Chains, width: int) -> ElementTree.Element:
    picture = picture_of(chains, width=width, name="it", title="Who cites whom", told="All of it")
    return ElementTree.fromstring(str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def names_of(chains: Chains) -> dict[str, str]:
    return {node.key: node.name for node in chains.nodes}


def test_outlets_that_cite_each_other_are_a_circle_and_nobody_else_is(chains: Chains):
    names = names_of(chains)
    circular = {(names[tie.source], names[tie.target]) for tie in chains.ties if tie.is_circular}
    assert circular == {("The Morning Bell", "The Evening Star"), ("The Evening Star", "The Morning Bell")}
    assert sum(path.is_circular for path in chains.paths) == 2


def test_whoever_cites_stands_left_of_whom_it_cites(chains: Chains):
    layers = {node.key: node.layer for node in chains.nodes}
    assert all(layers[tie.source] > layers[tie.target] for tie in chains.ties if not tie.is_circular)
    assert all(layers[tie.source] == layers[tie.target] for tie in chains.ties if tie.is_circular)
    assert {node.layer for node in chains.nodes if node.kind == "origin"} == {0}


def test_a_voice_in_the_middle_stands_in_the_middle(chains: Chains):
    assert ("Radio Tolne", "Mayor Edda Sorn", "the Tolne police") in [path.names for path in chains.paths]
    (mayor,) = [node for node in chains.nodes if node.name == "Mayor Edda Sorn"]
    assert (mayor.kind, mayor.layer) == ("voice", 1)


def test_copies_are_no_nodes_of_their_own(chains: Chains):
    (wire,) = [node for node in chains.nodes if node.name == "Vost News"]
    assert wire.note == "and 3 copies of its text"
    assert "Harbour Gazette" not in names_of(chains).values()


def test_what_only_a_copy_says_is_drawn_under_the_outlet_whose_text_it_is(tmp_path: Path):
    own = replace(REPORTS[2], voices=[(BODY, "the Selm health office")])
    chains = chains_in(tmp_path, (REPORTS[1], own))
    assert {path.names for path in chains.paths} == {
        ("Vost News", "hospital officials"),
        ("Vost News", "the Selm health office"),
    }


def test_a_denial_is_drawn_as_one(chains: Chains):
    names = names_of(chains)
    denying = [names[tie.source] for tie in chains.ties if tie.stance == "denies"]
    assert denying == ["Velmar Post"]


def test_of_many_origins_those_that_deny_are_always_drawn(tmp_path: Path):
    witnesses = [
        "Arn",
        "Bel",
        "Cor",
        "Dag",
        "Eno",
        "Fay",
        "Gil",
        "Hob",
        "Ina",
        "Jor",
        "Kai",
        "Lud",
        "Mia",
        "Nox",
        "Ola",
    ]
    many = tuple(
        replace(REPORTS[0], outlet=f"Outlet {name}", voices=[(NAMED, f"{name} {name}sen")]) for name in witnesses
    )
    denial = next(report for report in REPORTS if report.stance is Stance.DENIES)
    chains = chains_in(tmp_path, (*many, denial))
    ends = [node for node in chains.nodes if node.kind == "origin"]
    assert len(ends) == MOST_ORIGINS and chains.left_out == len(witnesses) + 1 - MOST_ORIGINS
    assert any(node.stance == "denies" for node in ends)
    assert len(chains.paths) == len(witnesses) + 1, "the words leave nobody out"


def test_many_outlets_with_one_source_are_one_node(tmp_path: Path):
    many = tuple(replace(REPORTS[0], outlet=f"Outlet {number}") for number in range(12))
    chains = chains_in(tmp_path, many)
    assert [(node.name, node.note) for node in chains.nodes if node.kind == "outlet"] == [
        ("Outlet 0, Outlet 1, Outlet 2 and 9 others", "12 outlets")
    ]


@pytest.mark.parametrize("width", [348, 1140])
def test_no_box_covers_another_and_all_stand_in_the_picture(chains: Chains, width: int):
    picture = drawn(chains, width)
    whole_width, height = (float(picture.get(side, "0")) for side in ("width", "height"))
    assert whole_width <= width
    frames = list(boxes_in(picture))
    assert len(frames) == len(chains.nodes)
    for place, (x, y, wide, high) in enumerate(frames):
        assert x >= 0 and y >= 0 and x + wide <= whole_width + 1 and y + high <= height
        assert not any(
            x < other_x + other_wide and other_x < x + wide and y < other_y + other_high and other_y < y + high
            for other_x, other_y, other_wide, other_high in frames[place + 1 :]
        )


def boxes_in(picture: ElementTree.Element) -> Iterator[tuple[float, ...]]:
    for frame in picture.iter(f"{SVG}rect"):
        if frame.get("class") == "frame":
            yield tuple(float(frame.get(side, "0")) for side in ("x", "y", "width", "height"))


def test_the_picture_has_a_title_and_is_told_in_words(chains: Chains):
    picture = drawn(chains, 1140)
    told = {one.get("id"): one.text for one in picture if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert picture.get("role") == "img"
    assert [told[name] for name in (picture.get("aria-labelledby") or "").split()] == ["Who cites whom", "All of it"]


def test_a_hostile_name_stays_text(chains: Chains):
    bad = '<script>x</script>" onload="x'
    nodes = tuple(replace(node, name=bad) for node in chains.nodes)
    picture = drawn(replace(chains, nodes=nodes), 1140)
    assert not list(picture.iter(f"{SVG}script"))
    lines = [one.text or "" for one in picture.iter(f"{SVG}text") if one.get("class") == "name"]
    assert "script" in "".join(lines)


def test_a_name_is_broken_into_lines_and_no_letter_is_lost():
    name = "the Kethlandarbeitergewerkschaftsvorsitzende of Tolne"
    lines = wrapped(name, 90, 12)
    assert len(lines) > 3
    assert re.sub(r"-(?= |$)", "", " ".join(lines)).replace(" ", "") == name.replace(" ", "")


def test_no_chains_give_an_empty_picture():
    empty = Chains(nodes=(), ties=(), paths=(), left_out=0)
    assert not list(drawn(empty, 348).iter(f"{SVG}rect"))
