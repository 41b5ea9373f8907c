"""An event's own place and time, among all that the article names."""

from datetime import date

from made_records import REASON, made_article, span_of
from made_trees import made_tree
from rashomon.grounding import OF_A_PARTY, OWN, TOLD_BEFORE, grounded
from rashomon.records import (
    GUESS,
    Attribution,
    EventMention,
    EventType,
    Factuality,
    GeoName,
    Party,
    Place,
    PlacePrecision,
    Reading,
    Span,
    Stance,
    TimePhrase,
    TimePrecision,
    TimexType,
)

SAID_AND_DONE = (
    "The DT 1 det / navy NN 2 nsubj / said VBD 0 root / in IN 4 case / Ilven NNP 2 obl / on IN 6 case /"
    " Sunday NNP 2 obl / that IN 9 mark / gunmen NNS 9 nsubj / attacked VBD 2 ccomp / the DT 11 det / port NN 9 obj /"
    " of IN 13 case / Tolne NNP 11 nmod / on IN 15 case / Friday NNP 9 obl / . . 2 punct"
)
ATTACKED_BY = (
    "Gunmen NNS 3 nsubj / from IN 2 case / Ilven NNP 0 nmod / attacked VBD 0 root / a DT 5 det / convoy NN 3 obj /"
    " near IN 7 case / Tolne NNP 5 nmod / , , 9 punct / Brennia NNP 7 appos / . . 3 punct"
)
SUBJECT_ONLY = (
    "Gunmen NNS 3 nsubj / from IN 2 case / Ilven NNP 0 nmod / attacked VBD 0 root / a DT 5 det / bus NN 3 obj"
)
IN_A_ROW = (
    "Gunmen NNS 1 nsubj / attacked VBD 0 root / Tolne NNP 1 obj / on IN 4 case / Friday NNP 1 obl / . . 1 punct /"
    " They PRP 7 nsubj / killed VBD 0 root / two CD 9 nummod / guards NNS 7 obj / . . 7 punct"
)


def place(text: str, name: str, precision: PlacePrecision = PlacePrecision.POINT, *, is_metonym: bool = False) -> Place:
    entry = GeoName(
        geonameid=len(name), name=name, latitude=1.0, longitude=2.0, feature_class="P", feature_code="PPL",
        country="BRN", admin1="", admin2="", population=900,
    )  # fmt: skip
    return Place(
        span=span_of(text, name), text=name, geoname=entry, precision=precision, relation=None, is_metonym=is_metonym,
        reason=REASON,
    )  # fmt: skip


def friday(text: str, word: str = "Friday", type_: TimexType = TimexType.DATE, day: int = 7) -> TimePhrase:
    return TimePhrase(
        span=span_of(text, word), text=word, type=type_, value=None, earliest=date(2031, 3, day),
        latest=date(2031, 3, day), precision=TimePrecision.DAY, mod=None, flags=(), reason=REASON,
    )  # fmt: skip


def event(text: str, trigger: str, actor: str = "", factuality: Factuality = Factuality.HAPPENED) -> EventMention:
    party = (Party(span=span_of(text, actor), text=actor, name=actor, code=None),) if actor else ()
    return EventMention(
        article_id="a-1", trigger=span_of(text, trigger), clause=Span(0, len(text)), type=EventType.ASSAULT, mode=None,
        actors=party, recipients=(), magnitudes=(), factuality=factuality, reason=REASON,
    )  # fmt: skip


def cue(text: str, word: str, content: Span) -> Attribution:
    return Attribution(
        article_id="a-1", source=(), cue=(span_of(text, word),), content=(content,), stance=Stance.ASSERTS, voices=(),
        parent=None, reason=REASON,
    )  # fmt: skip


def ground(sentence, events, attributions=(), places=(), times=()):
    """`events`, `attributions`, `places` and `times` are functions of the text."""
    text, tree = made_tree(sentence)
    stops = [i + 1 for i, sign in enumerate(text) if sign == "."] or [len(text)]
    sentences = tuple(Span(begin, end) for begin, end in zip([0, *stops[:-1]], stops, strict=True))
    reading = Reading(sentences=sentences, mentions=(), attributions=(), words=tuple(tree.words))
    return grounded(
        [make(text) for make in events],
        reading,
        [make(text) for make in attributions],
        made_article(text=text),
        places=[make(text) for make in places],
        times=[make(text) for make in times],
    )


def test_where_and_when_it_was_said_is_not_where_and_when_it_happened():
    (attack,) = ground(
        SAID_AND_DONE,
        [lambda text: event(text, "attacked")],
        [lambda text: cue(text, "said", Span(text.index("that"), len(text)))],
        [lambda text: place(text, "Ilven"), lambda text: place(text, "Tolne")],
        [lambda text: friday(text, "Sunday", day=9), friday],
    )
    assert attack.place and attack.place.text == "Tolne"
    assert attack.time and attack.time.text == "Friday"


def test_without_the_cue_the_nearer_word_of_the_tree_wins():
    (attack,) = ground(
        SAID_AND_DONE,
        [lambda text: event(text, "attacked")],
        (),
        [lambda text: place(text, "Ilven")],
        [lambda text: friday(text, "Sunday", day=9), friday],
    )
    assert attack.place and attack.place.text == "Ilven"
    assert attack.time and attack.time.text == "Friday"


def test_a_place_that_says_whence_the_doer_comes_gives_way_to_the_one_of_the_deed():
    (attack,) = ground(
        ATTACKED_BY,
        [lambda text: event(text, "attacked", "Gunmen from Ilven")],
        (),
        [lambda text: place(text, "Ilven"), lambda text: place(text, "Tolne")],
    )
    assert attack.place and attack.place.text == "Tolne"
    assert attack.place_reason and attack.place_reason.score == OWN


def test_of_a_town_and_its_country_the_town_is_where_it_happened():
    (attack,) = ground(
        ATTACKED_BY,
        [lambda text: event(text, "attacked")],
        (),
        [lambda text: place(text, "Brennia", PlacePrecision.COUNTRY), lambda text: place(text, "Tolne")],
    )
    assert attack.place and attack.place.text == "Tolne"


def test_the_doers_own_place_alone_is_taken_with_little_trust():
    (attack,) = ground(SUBJECT_ONLY, [lambda text: event(text, "attacked")], (), [lambda text: place(text, "Ilven")])
    assert attack.place and attack.place_reason and attack.place_reason.score == OF_A_PARTY


def test_a_country_named_in_passing_is_not_where_it_happened():
    (attack,) = ground(
        SUBJECT_ONLY,
        [lambda text: event(text, "attacked")],
        (),
        [lambda text: place(text, "Ilven", PlacePrecision.COUNTRY)],
    )
    assert attack.place is None


def test_a_government_named_by_its_capital_is_no_place():
    (attack,) = ground(
        ATTACKED_BY,
        [lambda text: event(text, "attacked")],
        (),
        [lambda text: place(text, "Tolne", is_metonym=True)],
    )
    assert attack.place is None and attack.place_reason is None


def test_an_event_told_next_takes_the_place_and_day_over_as_a_guess():
    _, killing = ground(
        IN_A_ROW,
        [lambda text: event(text, "attacked"), lambda text: event(text, "killed")],
        (),
        [lambda text: place(text, "Tolne")],
        [friday],
    )
    assert killing.place and killing.place.text == "Tolne" and killing.time and killing.time.text == "Friday"
    assert killing.place_reason and killing.time_reason
    assert (killing.place_reason.method, killing.time_reason.score) == (GUESS, TOLD_BEFORE)


def test_a_day_is_not_taken_over_by_what_is_only_planned():
    _, killing = ground(
        IN_A_ROW,
        [lambda text: event(text, "attacked"), lambda text: event(text, "killed", factuality=Factuality.PLANNED)],
        (),
        (),
        [friday],
    )
    assert killing.time is None


def test_how_often_something_happens_does_not_say_when():
    (attack, _) = ground(
        IN_A_ROW,
        [lambda text: event(text, "attacked"), lambda text: event(text, "killed")],
        (),
        (),
        [lambda text: friday(text, type_=TimexType.SET)],
    )
    assert attack.time is None
