"""What a denial means that only names it, read by the real model; and what denied twice is."""

from __future__ import annotations

from datetime import date

import pytest

from rashomon.attributions import attributions_of
from rashomon.claims import claims_of
from rashomon.denial_words import load_denial_words
from rashomon.events import EventTables, events_of, load_event_tables
from rashomon.lexicon import Lexicon, load_lexicon
from rashomon.reader import Reader, open_reader
from rashomon.records import Article, Factuality, Stance

SHELLED = "Karelmi officials said Vostrian gunboats shelled the port of Tarsk on Sunday, killing four dockers.\n"
TALKS = "The Karelmi Post reported on Monday that Vostria was holding talks with the Dune Front.\n"
MET = "The Karelmi Post said two Vostrian ministers had met the rebels in Tarsk.\n"
STONES = "Police said the crowd had thrown stones at officers. "


@pytest.fixture(scope="module")
def tools() -> tuple[Reader, Lexicon, EventTables]:
    return open_reader(), load_lexicon(), load_event_tables()


def told(text: str, tools: tuple[Reader, Lexicon, EventTables]) -> list[tuple[Stance, Factuality, str, str | None]]:
    """Stance, factuality, quote and the event's trigger of each claim."""
    reader, lexicon, tables = tools
    article = Article(
        title="Invented",
        outlet="Tarn Herald",
        byline=None,
        dateline=None,
        published=date(2024, 3, 5),
        language="en",
        text=text,
    )
    reading = next(iter(reader.read([text])))
    attributions = attributions_of(reading, article, lexicon)
    events = events_of(reading, attributions, article, tables)
    triggers = {event.id: event.trigger.of(text) for event in events}
    return [
        (claim.stance, claim.factuality, claim.quote, triggers.get(claim.event_mention_id or ""))
        for claim in claims_of(reading, attributions, events, article, load_denial_words())
    ]


@pytest.mark.parametrize(
    ("before", "denial", "quote", "trigger"),
    [
        (SHELLED, "Vostria denied the reports.", "the reports", "shelled"),
        (SHELLED, "“Such claims are pure invention,” said the envoy, Oskar Venn.", "pure invention", "shelled"),
        (
            SHELLED,
            "The Vostrian navy denied any involvement in the attack.",
            "any involvement in the attack",
            "shelled",
        ),
        (
            SHELLED,
            "Asked about the allegations, President Odeh said it never happened.",
            "it never happened",
            "shelled",
        ),
        (
            TALKS,
            "“The situation you have mentioned absolutely does not exist,” Oskar Venn said.",
            "not exist",
            "holding",
        ),
        (MET, "The ministers denied it.", "it", "met"),
        (MET, "A spokeswoman dismissed the story as “fake news”.", "the story as “fake news”", "met"),
        (STONES, "Organisers disputed that account.", "that account", "thrown"),
    ],
)
def test_a_denial_that_only_names_what_it_denies_is_of_the_event_told_before(
    before: str, denial: str, quote: str, trigger: str, tools: tuple[Reader, Lexicon, EventTables]
) -> None:
    denials = [one for one in told(before + denial, tools) if one[0] is Stance.DENIES and quote in one[2]]
    assert [(factuality, told_by) for _, factuality, _, told_by in denials] == [(Factuality.DID_NOT_HAPPEN, trigger)]


@pytest.mark.parametrize(
    "text",
    [
        SHELLED + "A dockers’ union denied any involvement in the attack.",  # nobody said that it had any
        SHELLED + "Vostria denied that the harbour master had been paid.",
        "Vostria denied the reports.",
        "Vostria said its army shelled the rebels. Vostria denied the reports.",  # its own word
    ],
)
def test_a_denial_of_something_else_is_of_no_event_told_before(
    text: str, tools: tuple[Reader, Lexicon, EventTables]
) -> None:
    denials = [one for one in told(text, tools) if one[0] is Stance.DENIES]
    assert denials and all(trigger not in ("shelled", "killing") for _, _, _, trigger in denials)


@pytest.mark.parametrize(
    ("answer", "stance", "factuality"),
    [
        ("The Vostrian navy confirmed the report.", Stance.CONFIRMS, Factuality.HAPPENED),
        ("Vostria’s president declined to comment on the allegations.", Stance.DECLINES, Factuality.NOT_JUDGED),
    ],
)
def test_who_confirms_a_report_or_declines_to_speak_of_it_answers_it_too(
    answer: str, stance: Stance, factuality: Factuality, tools: tuple[Reader, Lexicon, EventTables]
) -> None:
    found = [one for one in told(SHELLED + answer, tools) if one[0] is stance]
    assert [(one[1], one[3]) for one in found] == [(factuality, "shelled")]


def test_what_is_denied_not_to_have_been_done_was_done(tools: tuple[Reader, Lexicon, EventTables]) -> None:
    text = "Karelm denied that it had not invited the Vostrian envoy to the talks in Tarsk."
    assert [one[:2] for one in told(text, tools)] == [(Stance.DENIES, Factuality.HAPPENED)]


def test_a_negated_act_in_a_denial_by_its_content_did_not_happen(
    tools: tuple[Reader, Lexicon, EventTables],
) -> None:
    text = "Vostria said its navy had not attacked the ferry."
    assert [one[:2] for one in told(text, tools)] == [(Stance.DENIES, Factuality.DID_NOT_HAPPEN)]
