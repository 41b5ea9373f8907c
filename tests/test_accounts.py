"""Events of several articles: what a person sees of their accounts, and what a script gets."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.console import Console

from made_events import (
    DENIAL,
    HEUTE,
    LANTERN,
    NINE,
    POST,
    PROTEST,
    SEVEN,
    WORDS,
    Run,
    commands_beside,
    link,
    objects,
    rows_of,
    write_linked_strikes,
    write_strikes,
)
from rashomon.answers import FoundEvent
from rashomon.event_sheets import event_sheet
from rashomon.filters import ClaimFilter
from rashomon.queries import open_queries
from rashomon.records import EventType, Stance


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles tell of one strike."""
    return write_linked_strikes(tmp_path / "rashomon.db")


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return commands_beside(path, monkeypatch)


def flat(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def strike(run: Run) -> dict[str, Any]:
    (row,) = objects(run("events", "--type", "assault", "--json"))
    return row


def test_a_row_of_events_has_the_fields_of_the_contract(run: Run, path: Path):
    row = strike(run)
    assert {name: row[name] for name in ("type", "status", "independent_origins", "circular", "grade")} == {
        "type": "ASSAULT",
        "status": "disputed",
        "independent_origins": 2,
        "circular": False,
        "grade": 3,
    }
    assert rows_of(path, "SELECT id FROM events WHERE type = 'ASSAULT'") == [(row["id"],)]
    assert row["claims"] == [SEVEN, NINE, DENIAL], "the earliest published first"
    assert row["grade_reasons"][0] == "several independent origins support it, but it is disputed"
    assert (row["earliest"], row["latest"]) in [("2031-03-07", "2031-03-07"), ("2031-03-09", "2031-03-09")]
    assert row["place"]["text"] == "Tolne" and "span" not in row["place"], "a span means nothing across articles"
    assert row["differs"] == {
        "when": {"Monday": [SEVEN], "Tuesday": [NINE]},
        "how-many": {"7": [SEVEN], "at least 9": [NINE]},
    }
    assert row["reliability"] == {"The Lantern": "F", "Kasdor Heute": "F", "Velmar Post": "F"}


def test_origins_have_their_claims_and_say_whether_they_support(run: Run):
    origins = {one["name"]: one for one in strike(run)["origins"]}
    assert {name: (one["kind"], one["support"], one["claims"]) for name, one in origins.items()} == {
        "The coast guard": ("institution", True, [SEVEN]),
        "Harbour police": ("institution", True, [NINE]),
        "The ministry": ("institution", False, [DENIAL]),
    }


def test_parties_are_told_once_with_all_claims_that_name_them(run: Run):
    (party,) = strike(run)["actors"]
    assert (party["entity"], party["code"], party["claims"]) == ("planes", "KSD MIL", [SEVEN, NINE, DENIAL])


def test_a_difference_stands_at_both_claims_with_its_own_value_first_and_a_denial_at_the_denial(run: Run):
    rows = {row["id"]: row for row in objects(run("claims", "--json"))}

    def links(of: str, relation: str) -> set[tuple[str, ...]]:
        return {(one["to"], *one.get("values", ())) for one in rows[of]["links"] if one["relation"] == relation}

    assert (NINE, "7", "at least 9") in links(SEVEN, "differs")
    assert (SEVEN, "at least 9", "7") in links(NINE, "differs")
    assert links(DENIAL, "denies") == {(SEVEN,), (NINE,)}
    assert links(SEVEN, "denies") == set()


def test_what_one_article_says_and_has_no_type_is_a_claim_and_no_listed_event(run: Run, path: Path):
    assert {row["type"] for row in objects(run("events", "--json"))} == {"ASSAULT", "PROTEST"}
    (event_id,) = rows_of(path, "SELECT event_id FROM claims WHERE id = ?", WORDS)[0]
    assert "“No strike”" in run("show", event_id).stdout, "though it can be shown"
    link(path, [(WORDS, SEVEN)])
    assert any(WORDS in row["claims"] for row in objects(run("events", "--json"))), "listed where two articles tell it"


def test_an_event_fits_where_one_claim_fits_all_that_is_asked(run: Run):
    assert len(objects(run("events", "--outlet", "post", "--stance", "denies", "--json"))) == 1
    assert objects(run("events", "--outlet", "lantern", "--stance", "denies", "--json")) == []


def test_events_come_newest_first(run: Run, path: Path):
    assert [row["type"] for row in objects(run("events", "--json"))] == ["PROTEST", "ASSAULT"]


def test_a_list_of_events_costs_the_same_questions_for_one_event_as_for_many(path: Path):
    def asked() -> int:
        questions: list[str] = []
        with open_queries(path) as queries:
            queries._connection.set_trace_callback(questions.append)
            assert list(queries.find_events(ClaimFilter()))
        return len(questions)

    together = asked()
    link(path, [])
    assert rows_of(path, "SELECT count(*) FROM events") == [(5,)]
    assert asked() == together, "claims, origins, links and entities are asked for many events at once"


def test_the_list_says_what_happened_on_whose_word_and_what_differs(run: Run):
    lines = flat(run("events", "--type", "assault"))
    assert lines[0].startswith("disputed planes → attack → a convoy · off Keth, BRN · ")
    text = " ".join(lines)
    for words in (
        "2 independent origins · 3 outlets · grade 3",
        "asserts Harbour police (Kasdor Heute); The coast guard (The Lantern)",
        "denies The ministry (Velmar Post)",
        "≠ how-many ",
    ):
        assert words in text, text
    assert lines[-2] == "1 event: 1 disputed"
    assert lines[-1].startswith("Grades: 1 independently confirmed")


def test_the_accounts_of_an_event_stand_side_by_side_with_what_differs_marked(run: Run):
    lines = run("show", strike(run)["id"]).stdout.splitlines()

    def row(name: str) -> list[str]:
        (line,) = [line for line in lines if line.startswith(f" {name} ")]
        return line.split(name, 1)[1].split("  ")

    heading = next(line for line in lines if "Velmar Post  " in line)
    assert "F3" in heading
    assert heading.index("The Lantern") < heading.index("Kasdor Heute") < heading.index("Velmar Post")
    assert [one.strip() for one in row("how many") if one.strip()] == ["≠ 7 dead", "≠ at least 9 dead"]
    assert [one.strip() for one in row("when") if one.strip()] == ["≠ 7 March 2031", "≠ 9 March 2031"]
    assert [one.strip() for one in row("whom") if one.strip()] == ["a convoy"] * 3
    text = " ".join(" ".join(lines).split())
    assert "The ministry (Velmar Post): “planes hit a convoy near Tolne” denies what is told by " in text
    assert "3 of 6, confirmed-but-disputed" in text
    assert SEVEN in text and DENIAL in text


@pytest.mark.parametrize("width", ["30", "50", "80", "120"])
def test_accounts_fit_the_terminal(run: Run, width: str, monkeypatch: pytest.MonkeyPatch):
    event_id = strike(run)["id"]
    monkeypatch.setenv("COLUMNS", width)
    for words in (["events"], ["show", event_id], ["show", DENIAL]):
        assert max(len(line) for line in run(*words).stdout.splitlines()) <= min(int(width), 100)


def test_an_outlet_with_several_claims_says_whose_each_quote_is(run: Run, path: Path):
    link(path, [(DENIAL, PROTEST)])
    (event_id,) = rows_of(path, "SELECT event_id FROM claims WHERE id = ?", DENIAL)[0]
    text = " ".join(run("show", event_id).stdout.split())
    assert "asserts the outlet's own word “Crowds gathered”" in text
    assert "denies The ministry · institution “planes hit" in text


def test_a_claim_is_shown_with_the_words_of_those_it_is_against(run: Run):
    text = " ".join(run("show", DENIAL).stdout.split())
    assert (
        f"The coast guard (The Lantern): “planes hit a convoy near Tolne on Monday, killing 7 people” {SEVEN}, " in text
    )


def test_foreign_text_cannot_rewrite_the_screen(path: Path):
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter(types=(EventType.ASSAULT,)))
    shown = shown_of(hostile(found))
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "\ufffd" in shown


def hostile(found: FoundEvent) -> FoundEvent:
    """The event with control signs in every text that comes from news."""
    bad = "\x1b[2Jnews\u202e"
    claims = tuple(
        replace(
            one,
            article=replace(one.article, outlet=bad + (one.article.outlet or "")),
            claim=replace(one.claim, quote=bad, voices=(replace(one.claim.voices[0], name=bad),)),
        )
        for one in found.claims
    )
    origins = tuple(
        replace(origin, name=bad, claims=(claim.claim.id,))
        for origin, claim in zip(found.event.origins, claims, strict=True)
    )
    differs = tuple((field, ((bad, (claims[0].claim.id,)),)) for field, _ in found.event.differs)
    actors = tuple(replace(party, name=bad, code=bad) for party in found.actors)
    event = replace(found.event, origins=origins, differs=differs, grade=replace(found.event.grade, reasons=(bad,)))
    return replace(found, event=event, claims=claims, actors=actors, circular=(bad,))


def shown_of(found: FoundEvent) -> str:
    console = Console(width=100, force_terminal=False)
    with console.capture() as capture:
        console.print(*event_sheet(found, width=100), sep="\n")
    return capture.get()


def test_a_ledger_whose_claims_are_not_linked_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_strikes(tmp_path / "new.db")
    result = commands_beside(tmp_path / "new.db", monkeypatch)("events", "--ledger", str(tmp_path / "new.db"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--again" in result.stderr


def test_an_event_knows_its_outlets(path: Path):
    with open_queries(path) as queries:
        (found,) = queries.find_events(ClaimFilter(types=(EventType.ASSAULT,)))
    assert found.outlets == (LANTERN.outlet, HEUTE.outlet, POST.outlet)
    assert [one.stance for one in found.claims] == [Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES]
