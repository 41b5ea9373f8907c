"""Events on the command line: what a person sees of who did what to whom, and what a script gets."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from made_events import link
from made_records import (
    made_article,
    made_attribution,
    made_claim,
    made_document,
    made_event,
    made_magnitude,
    made_party,
)
from rashomon.cli import cli
from rashomon.export import extraction_record, summary_row
from rashomon.ledger import open_ledger
from rashomon.records import (
    ArticleReading,
    DocumentReading,
    EventType,
    Factuality,
    MagnitudeKind,
    Stance,
    VoiceKind,
)
from rashomon.screen import summary_lines
from rashomon.sources import Inputs
from rashomon.tally import Tally

TEXT = (
    "Strike near Tolne\n\nThe coast guard said the general’s planes hit a convoy near Tolne, killing at least"
    " 43 people. The ministry denied it. Velmar will talk with Kasdor on Monday. Crowds gathered."
)
ARTICLE = made_article(TEXT, title="Strike near Tolne")
HIT = "the general’s planes hit a convoy near Tolne, killing at least 43 people"


def made_telling() -> ArticleReading:
    """A strike that is asserted and denied, talks in the outlet’s word, a protest that nobody claims."""
    strike = made_event(
        ARTICLE,
        EventType.ASSAULT,
        HIT,
        "hit",
        mode="aerial",
        actors=(made_party(ARTICLE, "the general’s planes", "Danil Qoráz", "KSD MIL"),),
        recipients=(made_party(ARTICLE, "a convoy"),),
        magnitudes=(made_magnitude(ARTICLE, MagnitudeKind.DEAD, "at least 43", 43, None),),
    )
    talks = made_event(
        ARTICLE,
        EventType.CONSULT,
        "Velmar will talk with Kasdor on Monday",
        "talk",
        actors=(made_party(ARTICLE, "Velmar", code="VLM GOV"), made_party(ARTICLE, "Kasdor", code="KSD GOV")),
        factuality=Factuality.PLANNED,
    )
    protest = made_event(ARTICLE, EventType.PROTEST, "Crowds gathered", "gathered", factuality=Factuality.ONGOING)
    said = made_attribution(ARTICLE, "The coast guard", "said", HIT, VoiceKind.INSTITUTION, Stance.ASSERTS)
    denied = made_attribution(ARTICLE, "The ministry", "denied", "it.", VoiceKind.INSTITUTION, Stance.DENIES)
    return ArticleReading(
        article=ARTICLE,
        mentions=(),
        attributions=(said, denied),
        events=(strike, talks, protest),
        claims=(
            made_claim(ARTICLE, said, said.voices, HIT, strike),
            replace(made_claim(ARTICLE, denied, denied.voices, "it.", strike), factuality=Factuality.DID_NOT_HAPPEN),
            made_claim(ARTICLE, None, (), "Velmar will talk with Kasdor on Monday", talks),
        ),
    )


TELLING = made_telling()
STRIKE, TALKS, PROTEST = TELLING.events


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program in a folder whose ledger holds the article."""
    monkeypatch.chdir(tmp_path)
    for name in ("RASHOMON_LEDGER", "RASHOMON_MODEL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    reading = DocumentReading(document=made_document(), articles=(ARTICLE,), readings=(TELLING,))
    with open_ledger(tmp_path / "rashomon.db") as ledger:
        ledger.write_document(reading, read_by="a test")
    link(tmp_path / "rashomon.db", [[claim.id for claim in TELLING.claims[:2]]])
    return lambda *words: CliRunner().invoke(cli, list(words))


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def flat(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_a_row_of_a_mention_has_what_its_article_says_and_invents_nothing(run: Any):
    assert objects(run("show", STRIKE.id, "--json"))[0] == {
        "id": STRIKE.id,
        "type": "ASSAULT",
        "mode": "aerial",
        "actors": [{"text": "the general’s planes", "entity": "Danil Qoráz", "entity_id": None, "code": "KSD MIL"}],
        "recipients": [{"text": "a convoy", "entity": "a convoy", "entity_id": None, "code": None}],
        "magnitudes": [{"kind": "dead", "text": "at least 43", "low": 43, "high": None, "approximate": False}],
        "place": None,
        "time": None,
        "earliest": None,
        "latest": None,
        "factuality": "happened",
        "claims": [claim.id for claim in TELLING.claims[:2]],
        "corrected": {},
        "article": {
            "id": ARTICLE.id,
            "source_id": None,
            "title": "Strike near Tolne",
            "outlet": "The Lantern",
            "published": "2031-03-12",
        },
    }


def test_a_row_of_claims_says_which_event_it_is_about_and_what_its_article_says_of_it(run: Any):
    event = objects(run("events", "--type", "assault", "--json"))[0]
    mention = objects(run("show", STRIKE.id, "--json"))[0]
    said, denied = objects(run("claims", "--type", "assault", "--json"))
    assert (said["stance"], denied["stance"]) == ("asserts", "denies")
    assert (said["origin"], denied["origin"]) == ("The coast guard", "The ministry")
    assert [(one["to"], one["relation"]) for one in denied["links"]] == [(said["id"], "denies")]
    assert said["links"] == [], "a denial is told of where it is made"
    for claim in (said, denied):
        assert (claim["event"], claim["mention"]) == (event["id"], STRIKE.id)
        for field in ("type", "mode", "actors", "recipients", "magnitudes"):
            assert claim[field] == mention[field]


@pytest.mark.parametrize(
    ("words", "claims", "events"),
    [
        ("", 3, 2),
        ("--type assault", 2, 1),
        ("--type attack", 2, 1),
        ("--type Consult --type PROTEST", 1, 1),
        ("--actor qoraz", 2, 1),
        ("--actor GENERAL", 2, 1),
        ("--actor KSD", 3, 2),
        ("--actor convoy", 0, 0),
        ("--factuality planned", 1, 1),
        ("--factuality happened --actor velmar", 0, 0),
        ("--stance denies", 1, 1),
        ("--stance denies --stance asserts", 3, 2),
        ("--voice ministry --text convoy", 0, 0),
        ("--voice coast --text convoy", 1, 1),
        ("--outlet lantern --since 2031-03 --until 2031-03", 3, 2),
        ("--since 2032", 0, 0),
        ("--status disputed", 2, 1),
        ("--status single-origin --status denied", 1, 1),
        ("--status corroborated", 0, 0),
        ("--status disputed --stance denies", 1, 1),
        ("--status single-origin --stance denies", 0, 0),
        ("--limit 1", 1, 1),
    ],
)
def test_events_are_narrowed_by_the_same_words_as_claims(run: Any, words: str, claims: int, events: int):
    assert len(objects(run("claims", "--json", *words.split()))) == claims
    assert len(objects(run("events", "--json", *words.split()))) == events


def test_claims_are_shown_with_the_event_they_tell(run: Any):
    told = "Danil Qoráz (KSD MIL) → attack (ASSAULT/aerial) → a convoy · did-not-happen · at least 43 dead"
    assert f"“it.” {told}" in " ".join(flat(run("claims", "--stance", "denies")))
    assert told in " ".join(flat(run("show", TELLING.claims[1].id)))
    assert told in " ".join(flat(run("show", ARTICLE.id)))


@pytest.mark.parametrize("width", ["30", "80", "120"])
def test_events_fit_the_terminal(run: Any, width: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", width)
    for words in (["events"], ["claims"], ["decisions"], ["show", STRIKE.id], ["show", ARTICLE.id]):
        assert max(len(line) for line in run(*words).stdout.splitlines()) <= min(int(width), 100)


def test_an_event_as_an_article_tells_it_is_shown_with_what_it_rests_on(run: Any):
    shown = "\n".join(flat(run("show", STRIKE.id[:10])))
    for words in (
        "trigger “hit”, characters 61–64",
        "actor Danil Qoráz (KSD MIL), here “the general’s planes”, characters 40–60",
        "recipient a convoy, characters 65–73",
        "dead “at least 43”: 43 or more, characters 94–105",
        "factuality happened",
        "because table, 0.75: hit",
        "read from page.txt",
        "asserts The coast guard · institution",
        "denies The ministry · institution",
    ):
        assert words in shown


def test_an_extraction_record_has_its_events_and_each_claim_the_place_of_its_own():
    record = extraction_record(TELLING)
    assert record["events"][0] == {
        "trigger": [61, 64],
        "type": "ASSAULT",
        "mode": "aerial",
        "actors": [{"span": [40, 60], "text": "the general’s planes", "entity": "Danil Qoráz", "code": "KSD MIL"}],
        "recipients": [{"span": [65, 73], "text": "a convoy", "entity": "a convoy", "code": None}],
        "magnitudes": [
            {"span": [94, 105], "kind": "dead", "text": "at least 43", "low": 43, "high": None, "approximate": False}
        ],
        "place": None,
        "time": None,
        "factuality": "happened",
        "score": 0.75,
    }
    assert "mode" not in record["events"][1], "where the text shows none"
    assert [claim["event"] for claim in record["claims"]] == [0, 0, 1]


def test_a_type_that_is_none_gets_its_neighbour_or_all_of_them(run: Any):
    assert "did you mean attack (ASSAULT)?" in run("events", "--type", "asault").stderr
    assert "accusation (ACCUSE), refusal (REJECT)" in run("claims", "--type", "bombing").stderr


def test_no_event_that_fits_is_said_with_the_names_spelt_alike(run: Any):
    result = run("events", "--actor", "danill")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No event fits.") and "Danil Qoráz" in result.stderr


def test_the_summary_counts_events_by_type_and_stays_short(tmp_path: Path):
    tally, inputs = Tally(), Inputs(inputs=(), left_aside=())
    tally.add(DocumentReading(document=made_document(), articles=(ARTICLE,), readings=(TELLING,)))
    assert summary_row(tally, inputs, tmp_path)["events"] == {"ASSAULT": 1, "CONSULT": 1, "PROTEST": 1}
    tally.events = Counter({type_: number for number, type_ in enumerate(EventType)})
    console = Console(width=200)
    with console.capture() as capture:
        console.print(*summary_lines(tally, inputs, stopped=False), sep="\n")
    shown = "15 attack (ASSAULT), 14 coercion (COERCE), 13 deployment (MOBILIZE), 12 sanctions (SANCTION)"
    assert f"Told of: {shown}, 11 protest (PROTEST), 55 of other types." in " ".join(capture.get().split())
