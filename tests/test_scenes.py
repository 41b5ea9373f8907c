"""What a scene holds of the reading that it is made of."""

from __future__ import annotations

from made_trees import made_tree
from rashomon.actors import load_actor_tables
from rashomon.kinds import load_kinds
from rashomon.records import Reading, Span
from rashomon.scenes import LONGEST_CHAIN, scene_of


def test_a_word_of_a_very_long_chain_sees_a_piece_of_it_and_one_of_another_all() -> None:
    size = 2 * LONGEST_CHAIN + 10
    text, tree = made_tree(" / ".join(["Drevia NNP 0 dep"] * (size + 2)))
    chains = (tuple(range(size)), (size, size + 1))
    reading = Reading(
        sentences=(Span(0, len(text)),), mentions=(), attributions=(), words=tuple(tree.words), chains=chains
    )
    scene = scene_of(reading, text, load_kinds(), load_actor_tables())
    assert all(place in scene.chain_of[place] for place in range(size + 2))
    assert {len(chain) for chain in scene.chain_of.values()} == {LONGEST_CHAIN, 10, 2}
