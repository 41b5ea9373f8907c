"""Which tellings are one event: whatever the order in which the articles came."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linking_passages import side, spot, with_id
from rashomon.blocks import keys_near, keys_of
from rashomon.links import edges_of, event_ids, events_among, may_be_one, pairs_of
from rashomon.records import Edge, EventType, Factuality, Stance
from rashomon.sides import Side

TARSK, KETH = spot(1, "Tarsk", 10.0, 10.0), spot(3, "Keth", 20.0, 20.0)
SHEEP = "Storm over Velmar: sheep drowned on the Orsk pastures as the river Lume rose"
KILLED = EventType.ASSAULT
ARTICLES = [
    [
        side("Gunmen killed the ferry captain in Tarsk", "killed", KILLED, article="a1", actors=("gunmen",)),
        side("the ferry carried 14 sheep", article="a1"),
    ],
    [side("the ferry captain was killed by gunmen in Tarsk", "killed", KILLED, article="a2", actors=("gunmen",))],
    [
        side("the captain of the Tarsk ferry was killed", "killed", KILLED, article="a3"),
        side("14 sheep were on the ferry", article="a3"),
    ],
    [side("40 sheep drowned on the Orsk pastures", article="a4", story=SHEEP)],
    [side("the river Lume has drowned sheep on the Orsk pastures", article="a5", story=SHEEP)],
]


class Shelf:
    """A ledger in small: what is known, by keys and edges; it looks at nothing but what a new article touches."""

    def __init__(self) -> None:
        self.sides: dict[str, Side] = {}
        self.under: defaultdict[str, set[str]] = defaultdict(set)
        self.edges: list[Edge] = []
        self.events: set[tuple[str, ...]] = set()

    def add(self, new: list[Side]) -> None:
        met = {one for side_ in new for key in keys_near(keys_of(side_)) for one in self.under[key]}
        self.edges += edges_of(new, [self.sides[one] for one in met])
        for one in new:
            self.sides[one.id] = one
            for key in keys_of(one):
                self.under[key].add(one.id)
        touched = self._component({one.id for one in new})
        self.events = {event for event in self.events if not touched & set(event)}
        self.events |= set(events_among([self.sides[one] for one in touched], self.edges))

    def _component(self, found: set[str]) -> set[str]:
        while more := {one for edge in self.edges for one in (edge.one, edge.other) if {edge.one, edge.other} & found}:
            if more <= found:
                break
            found = found | more
        return found


def test_tellings_of_one_thing_are_one_event_and_those_of_others_are_not():
    shelf = Shelf()
    for article in ARTICLES:
        shelf.add(article)
    killed = {ARTICLES[0][0].id, ARTICLES[1][0].id, ARTICLES[2][0].id}
    aboard = {ARTICLES[0][1].id, ARTICLES[2][1].id}
    drowned = {ARTICLES[3][0].id, ARTICLES[4][0].id}
    assert {frozenset(event) for event in shelf.events} == {frozenset(one) for one in (killed, aboard, drowned)}


def test_the_same_articles_in_any_order_give_the_same_events():
    outcomes = set()
    for order in permutations(ARTICLES):
        shelf = Shelf()
        for article in order:
            shelf.add(article)
        outcomes.add(frozenset(shelf.events))
    assert len(outcomes) == 1


NAMES = "abcdefgh"
ANY_EDGES = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.25, 1.0),
    max_size=20,
)


@given(ANY_EDGES, st.randoms(use_true_random=False))
def test_events_follow_from_the_edges_whatever_their_order(weights, chance):
    sides = [with_id(side("told", article=f"article {one}"), one) for one in NAMES]
    edges = [Edge(one=one, other=other, probability=p, detail="") for (one, other), p in weights.items()]
    expected = events_among(sides, edges)
    chance.shuffle(sides)
    chance.shuffle(edges)
    assert events_among(sides, edges) == expected
    assert sorted(one for event in expected for one in event) == list(NAMES)


def test_a_chain_of_likenesses_is_not_one_event_when_its_ends_are_unlike():
    names = "abcdefghijklmnop"
    sides = [with_id(side("told", article=f"article {one}"), one) for one in names]
    chain = [Edge(one=one, other=other, probability=0.6, detail="") for one, other in pairwise(names)]
    assert max(len(event) for event in events_among(sides, chain)) == 4


def test_tellings_with_two_heavy_words_in_common_meet_whatever_their_articles_are_about():
    one = side("the guild will not pay for the ferries", story="Taxes rise")
    other = side("for the ferries the guild pays nothing", article="a2", story=SHEEP)
    stranger = side("the ferries were late", article="a3", story="Snow")
    assert pairs_of([one, other, stranger], []) == {(min(one.id, other.id), max(one.id, other.id))}


def test_what_two_did_together_meets_months_later_in_other_words():
    one = side("They met", "met", EventType.CONSULT, actors=("Orlan",), recipients=("Dovic",), story="The fleet")
    told = ("The two spoke", "spoke", EventType.CONSULT)
    later = {"article": "a2", "published": date(2031, 6, 12), "story": "A harbour"}
    assert pairs_of([one, side(*told, actors=("Dovic",), recipients=("Orlan",), **later)], ())
    assert not pairs_of([one, side(*told, actors=("Dovic",), **later)], ())


def test_what_is_told_again_months_later_in_the_same_words_meets():
    quote = "the cutter towed fourteen trawlers into harbour"
    one, other = side(quote), side(quote, article="a2", published=date(2031, 9, 1), story="Snow")
    assert pairs_of([one], [other])
    assert not pairs_of([one], [side("the cutter left harbour", article="a3", published=date(2031, 9, 1))])


def test_one_article_that_tells_two_days_or_two_places_tells_two_events():
    first, second = (side("shelled", "shelled", KILLED, day=date(2031, 3, day)) for day in (1, 9))
    assert not may_be_one(first, second)
    assert may_be_one(first, replace(second, article="a2"))
    here, there = (side("shelled", "shelled", KILLED, place=place) for place in (TARSK, KETH))
    assert not may_be_one(here, there)


def test_an_attack_and_who_resigns_over_it_are_two_events_in_one_quote():
    quote = "Captain Orlan resigned over a raid that killed nine sheep"
    left, killed = side(quote, "resigned", EventType.RETREAT), side(quote, "killed", KILLED)
    assert not may_be_one(left, killed)
    assert may_be_one(killed, side(quote, "raid", KILLED))
    assert may_be_one(left, replace(killed, article="a2"))


def test_a_denial_that_is_left_over_goes_to_what_it_comes_nearest_to():
    told = [with_id(side("told", article=f"article {one}"), one) for one in "abc"]
    denial = with_id(side("any part", article="article d", stance=Stance.DENIES), "d")
    edges = [Edge(one=one, other=other, probability=0.95, detail="") for one, other in ("ab", "ac", "bc")]
    edges.append(Edge(one="a", other="d", probability=0.2, detail=""))
    assert events_among([*told, denial], edges) == (("a", "b", "c", "d"),)
    assert events_among([*told, replace(denial, is_denial=False)], edges) == (("a", "b", "c"), ("d",))


def test_a_denial_of_few_words_reaches_what_its_article_tells():
    told = side("Oskar Venn held talks with the ferry guild", "talks", EventType.CONSULT, actors=("Oskar Venn",))
    other = side("14 sheep were aboard")
    denial = side("any such talks", stance=Stance.DENIES, factuality=Factuality.DID_NOT_HAPPEN)
    events = events_among([told, other, denial], edges_of([told, other, denial], []))
    assert {told.id, denial.id} in [set(event) for event in events]


def test_what_lasts_is_one_event_each_time_that_it_is_told():
    here, there = (
        side(
            "Velmari troops are stationed at the Tarsk lighthouse",
            "stationed",
            EventType.MOBILIZE,
            article=article,
            published=published,
            factuality=Factuality.ONGOING,
            actors=("Velmari troops",),
            place=TARSK,
        )
        for article, published in (("a1", date(2030, 1, 5)), ("a2", date(2031, 3, 12)))
    )
    assert pairs_of([there], [here]) == {(min(here.id, there.id), max(here.id, there.id))}
    assert len(events_among([here, there], edges_of([there], [here]))) == 1


@pytest.mark.parametrize(
    ("published", "meets"), [(date(2031, 3, 12), True), (date(2031, 3, 8), True), (date(2031, 1, 31), False)]
)
def test_what_is_published_within_days_meets_and_both_ways(published: date, meets: bool):
    here = side("the ferry guild struck", "struck", EventType.PROTEST)
    there = side("the ferry crews struck", "struck", EventType.PROTEST, article="a2", published=published)
    assert bool(pairs_of([here], [there])) is bool(pairs_of([there], [here])) is meets


def test_an_event_keeps_its_id_when_claims_join_and_the_larger_keeps_it_in_a_merge():
    first = event_ids([("b", "c"), ("d",)], {})
    known = dict(zip("bcd", (first[0], first[0], first[1]), strict=True))
    assert event_ids([("a", "b", "c"), ("d",)], known) == first
    assert event_ids([("a", "b", "c", "d")], known) == (first[0],)


def test_of_a_split_event_the_larger_part_keeps_the_id_and_no_two_share_one():
    (old,) = event_ids([("a", "b", "c")], {})
    ids = event_ids([("a",), ("b", "c")], dict.fromkeys("abc", old))
    assert ids[1] == old != ids[0]


def test_what_an_analyst_joined_is_one_event_and_what_was_parted_never_is():
    here, there = (
        side("Gunmen killed the ferry captain in Tarsk", "killed", KILLED, article=article, actors=("gunmen",))
        for article in ("a1", "a2")
    )
    sheep = side("40 sheep drowned on the Orsk pastures", article="a4", story=SHEEP)
    sides = [here, there, sheep]
    edges = edges_of(sides, [])
    assert [len(event) for event in events_among(sides, edges)] != [1, 1, 1]
    parted = events_among(sides, edges, {frozenset((here.id, there.id)): False})
    assert sorted(len(event) for event in parted) == [1, 1, 1]
    joined = events_among(sides, edges, {frozenset((here.id, sheep.id)): True})
    assert {frozenset(event) for event in joined} == {frozenset((here.id, sheep.id)), frozenset((there.id,))} or {
        frozenset(event) for event in joined
    } == {frozenset((here.id, there.id, sheep.id))}
