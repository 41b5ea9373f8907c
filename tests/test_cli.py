"""The command line: what a person sees, what a script gets, and the exit status of every end."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rashomon import __version__
from rashomon.cli import cli
from rule_cli import open_tools

ROWS = [
    {
        "id": "row-1",
        "title": "Ferry stopped",
        "outlet": "The Lantern",
        "published": "2031-03-12",
        "text": "The coast guard said that a ferry was stopped.\u00a0 The ministry denied that it was theirs.",
    },
    {"id": "row 2", "text": "Captain Oram said that \u001b[31mthe [bold]tanker[/bold] left \u202e\U0001f6a2."},
]

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program in an empty folder, with a reader that reads by one rule."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rashomon.cli._open_tools", open_tools)
    for name in ("RASHOMON_LEDGER", "RASHOMON_MODEL", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words, **options: CliRunner().invoke(cli, [str(word) for word in words], **options)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "news.jsonl", ROWS)


@pytest.fixture
def filled(run: Run, news: Path) -> Run:
    assert run("read", news).exit_code == 0
    return run


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def start(tmp_path: Path, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    """The program as a process of its own."""
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here.parent / 'src'}{os.pathsep}{here}", "COLUMNS": "80"}
    command = [sys.executable, str(here / "rule_cli.py"), *words]
    return subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, **options)


# read


def test_reading_ends_with_a_summary(run: Run, news: Path):
    result = run("read", news)
    assert "Read 2 articles in 2 documents: 3 claims, 1 denial." in result.stdout
    assert "Voices: 1 named, " in result.stdout
    assert Path("rashomon.db").exists()
    assert result.stderr == "", "no progress bar where nobody watches"


def test_reading_again_changes_nothing_and_says_so(filled: Run, news: Path):
    before = list(sqlite3.connect("rashomon.db").iterdump())
    result = filled("read", news)
    assert "In the ledger already, and left as they are: 2 documents." in result.stdout
    assert list(sqlite3.connect("rashomon.db").iterdump()) == before


def test_the_summary_for_scripts_counts_the_same(run: Run, news: Path):
    (summary,) = objects(run("read", news, "--json", "--ledger", "x.db"))
    assert sum(summary["voices"].values()) == 3
    assert summary["voices"].keys() == {"named", "anonymous", "institution", "outlet", "document"}
    assert summary == {
        "documents": 2,
        "known": 0,
        "articles": 2,
        "claims": 3,
        "denials": 1,
        "events": {},
        "voices": summary["voices"],
        "refusals": 0,
        "left_aside": {},
        "ledger": "x.db",
    }


def test_a_refused_document_is_counted_listed_and_does_not_stop_the_rest(run: Run, tmp_path: Path):
    write_rows(tmp_path / "news.jsonl", [*ROWS, {"text": ""}, {"title": "no text"}])
    result = run("read", "news.jsonl")
    assert result.exit_code == 0
    assert "Refused: 2 documents." in result.stdout and "mend:" in result.stdout
    refusals = objects(run("refusals", "--json"))
    assert [refusal["code"] for refusal in refusals] == ["R111", "R111"]
    assert "R111" in run("refusals").stdout


def test_reading_nothing_at_all_is_an_error(run: Run, tmp_path: Path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    assert run("read", "photo.jpg").exit_code == 3


def test_outlet_and_date_given_by_hand_fill_what_is_missing(run: Run, news: Path):
    run("read", news, "--outlet", "Kasdor Today", "--published", "2031-03-13")
    outlets = {claim["article"]["source_id"]: claim["article"] for claim in objects(run("claims", "--json"))}
    assert (outlets["row-1"]["outlet"], outlets["row-1"]["published"]) == ("The Lantern", "2031-03-12")
    assert (outlets["row 2"]["outlet"], outlets["row 2"]["published"]) == ("Kasdor Today", "2031-03-13")


def test_originals_can_be_left_out(run: Run, news: Path):
    run("read", news, "--no-originals")
    assert sqlite3.connect("rashomon.db").execute("SELECT count(original) FROM documents").fetchone() == (0,)


def test_standard_input_is_read(run: Run, news: Path):
    assert "2 articles" in run("read", "-", input=news.read_bytes()).stdout


def test_the_environment_names_the_ledger(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RASHOMON_LEDGER", "elsewhere.db")
    run("read", news)
    assert Path("elsewhere.db").exists() and not Path("rashomon.db").exists()


# extract


def test_extract_keeps_id_and_text_exactly(run: Run, news: Path):
    records = objects(run("extract", news))
    assert [(record["id"], record["text"]) for record in records] == [(row["id"], row["text"]) for row in ROWS]
    record = records[0]
    assert " ".join(record) == (
        "id title outlet published language text mentions attributions places times events claims flags"
    )
    for claim in record["claims"]:
        assert claim.keys() == {"id", "voices", "stance", "content", "event", "factuality"}
    said, denied = record["attributions"]
    assert [record["text"][slice(*said[part][0])] for part in ("source", "cue", "content")] == [
        "The coast guard",
        "said",
        "a ferry was stopped",
    ]
    assert denied["stance"] == "denies" and denied["parent"] is None
    assert not Path("rashomon.db").exists()


def test_a_refused_input_of_extract_is_told_at_once_and_in_the_exit_status(run: Run, tmp_path: Path):
    write_rows(tmp_path / "news.jsonl", [ROWS[0], {"text": ""}, ROWS[1]])
    result = run("extract", "news.jsonl")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("R111 ") and "mend:" in result.stderr


# claims, voices, show


def test_a_row_of_claims_has_the_fields_of_the_contract(filled: Run):
    row = objects(filled("claims", "--json"))[1]
    assert row | {"id": "", "article": row["article"] | {"id": ""}} == {
        "id": "",
        "article": {
            "id": "",
            "source_id": "row-1",
            "title": "Ferry stopped",
            "outlet": "The Lantern",
            "published": "2031-03-12",
        },
        "voices": [
            {
                "kind": row["voices"][0]["kind"],
                "name": "The ministry",
                "span": [48, 60],
                "entity": "ministry",
                "entity_id": row["voices"][0]["entity_id"],
            }
        ],
        "stance": "denies",
        "content": [[73, 86]],
        "quote": "it was theirs",
        "event": row["event"],
        "mention": None,
        "type": None,
        "mode": None,
        "actors": [],
        "recipients": [],
        "magnitudes": [],
        "place": None,
        "time": None,
        "earliest": None,
        "latest": None,
        "factuality": "not-judged",
        "origin": "The ministry",
        "links": [],
        "corrected": {},
    }
    assert row["event"].startswith("e-")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("--stance denies", 1),
        ("--stance denies --stance asserts", 3),
        ("--stance denies --outlet lantern --voice ministry --text theirs", 1),
        ("--voice oram --kind named", 1),
        ("--voice ministry --kind document", 0),
        ("--stance denies --voice oram", 0),
        ("--since 2031 --until 2031-03", 2),
        ("--until 2031-02", 0),
        ("--article row-1", 2),
        ("--limit 1", 1),
    ],
)
def test_filters_narrow_each_other(filled: Run, words: str, number: int):
    assert len(objects(filled("claims", "--json", *words.split()))) == number


def test_claims_are_shown_article_by_article_with_voice_stance_and_quote(filled: Run):
    shown = filled("claims", "--outlet", "lantern").stdout
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[0] == "Ferry stopped"
    assert lines[1].startswith("The Lantern · 12 March 2031 · a-")
    assert any(line.startswith("denies    The ministry · ") for line in lines)
    assert "“it was theirs”" in lines
    assert lines[-1] == "2 claims in 1 article"
    assert "\x1b" not in shown, "no colours in a pipe"
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_foreign_text_cannot_steer_the_terminal(filled: Run):
    for words in (["claims"], ["show", "row 2"], ["voices"]):
        shown = filled(*words).stdout
        assert "\x1b" not in shown and "\u202e" not in shown
    assert "[bold]tanker[/bold]" in filled("claims").stdout, "and markup is text"


def test_claims_fit_a_narrow_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "30")
    for words in (["claims"], ["show", "row-1"], ["voices"]):
        assert max(len(line) for line in filled(*words).stdout.splitlines()) <= 30


def test_a_name_that_nobody_has_brings_its_neighbours(filled: Run):
    result = filled("claims", "--voice", "minstry")
    assert result.exit_code == 0 and result.stdout == ""
    assert "The ministry" in result.stderr


def test_voices_are_counted(filled: Run):
    (ministry,) = [voice for voice in objects(filled("voices", "--json")) if voice["name"] == "The ministry"]
    assert ministry == ministry | {"claims": 1, "denials": 1, "outlets": ["The Lantern"]}
    assert ministry.keys() == {"name", "kind", "claims", "denials", "outlets"}
    assert "The coast guard" in filled("voices", "--outlet", "lantern").stdout
    assert "No claim fits" in filled("voices", "--outlet", "nobody").stderr


def test_a_claim_is_shown_with_what_it_rests_on(filled: Run):
    claim = objects(filled("claims", "--stance", "denies", "--json"))[0]
    shown = "".join(filled("show", claim["id"]).stdout.split())
    for words in ("The ministry", "denied", "it was theirs", "characters 73–86", "news.jsonl", "SHA-256", claim["id"]):
        assert words.replace(" ", "") in shown
    assert objects(filled("show", claim["id"][:10], "--json")) == [claim]


def test_an_article_is_shown_with_its_claims(filled: Run):
    shown = filled("show", "row-1").stdout
    assert "The coast guard said that a ferry was stopped." in shown and "denies" in shown
    assert objects(filled("show", "row-1", "--json")) == objects(filled("extract", "news.jsonl"))[:1]


# verify


def test_verify_is_content_with_what_was_read(filled: Run):
    result = filled("verify")
    assert result.exit_code == 0
    assert "2 documents, 2 articles, 0 event mentions, 3 claims: all is as its source gives it" in result.stdout
    assert filled("verify", "--json").stdout == ""


def test_verify_names_what_is_off_in_the_exit_status_too(filled: Run):
    connection = sqlite3.connect("rashomon.db")
    connection.execute("UPDATE claims SET quote = 'it was ours' WHERE quote = 'it was theirs'")
    connection.commit()
    connection.close()
    result = filled("verify")
    assert result.exit_code == 4
    assert "claim c-" in result.stdout and "1 thing is off" in result.stdout
    assert json.loads(filled("verify", "--json").stdout)["record"] == "claim"


def test_the_demo_reads_the_examples_in_all_their_forms_and_they_verify(run: Run):
    claims = objects(run("demo", "--json", "--ledger", "x.db"))
    assert len({claim["article"]["outlet"] for claim in claims}) >= 4
    assert "13 articles" in run("verify", "--ledger", "x.db").stdout
    assert run("verify", "--ledger", "x.db").exit_code == 0
    shown = run("demo", "--ledger", "x.db").stdout
    told = re.search(r"The (\d) events? told most, of \d+\.", shown)
    listed = re.findall(r" e-\w{16}$", shown.partition("Go on with")[0], re.MULTILINE)
    assert told and len(listed) == int(told.group(1)) > 0
    assert (
        "  rashomon events --status disputed --ledger x.db\n  rashomon claims --stance denies --ledger x.db\n" in shown
    )
    assert re.search(r"\d+ events?: \d+ \w+", shown)


# errors


def test_the_ways_on_name_the_program_as_the_shell_finds_it(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["../.venv/bin/rashomon", "read"])
    monkeypatch.setenv("PATH", "")
    assert "pages: ../.venv/bin/rashomon serve;" in run("read", str(news)).stdout


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ("claims", 4, "R301"),
        ("read nowhere.txt", 2, "R202"),
        ("read ftp://example.org/x", 2, "R203"),
        ("read news.jsonl --published 2031-13-01", 2, "R204"),
        ("read news.jsonl --published 2031", 2, "R204"),
        ("claims --since soon", 2, "R204"),
        ("claims --until 99999999999999999999", 2, "R204"),
        ("clams", 2, "R205"),
        ("events --type asault", 2, "R207"),
        ("events", 4, "R301"),
        ("read news.jsonl --ledger nowhere/x.db", 4, "R306"),
        ("read news.jsonl --ledger news.jsonl", 4, "R302"),
        ("events --ledger .", 4, "R302"),
        ("read news.jsonl --ledger .", 4, "R302"),
    ],
)
def test_an_error_ends_with_code_mend_and_the_status_of_its_family(
    run: Run, news: Path, words: str, status: int, code: str
):
    result = run(*words.split())
    assert result.exit_code == status
    assert result.stderr.startswith(f"{code} ") and "\n  mend: " in result.stderr
    assert result.stdout == ""


def test_an_id_that_nothing_has_is_an_error(filled: Run):
    result = filled("show", "c-0000")
    assert (result.exit_code, result.stderr[:4]) == (2, "R210")


def test_help_shows_examples_and_comes_without_anything_heavy(tmp_path: Path):
    heavy = "numpy onnxruntime tokenizers trafilatura httpx rich sqlite3 feedparser lxml"
    watch = (
        "import sys; from rashomon.cli import cli; cli(['--help'], standalone_mode=False); "
        f"print([name for name in '{heavy}'.split() if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "src")}
    shown = subprocess.run([sys.executable, "-c", watch], env=environment, capture_output=True, text=True, check=True)
    assert "rashomon demo" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_helps_with_an_example(run: Run, name: str):
    result = run(name, "--help")
    assert result.exit_code == 0 and f"  rashomon {name}" in result.stdout


def test_the_version_is_that_of_the_package(run: Run):
    assert run("--version").stdout == f"rashomon, version {__version__}\n"
    assert f'version = "{__version__}"' in (Path(__file__).parent.parent / "pyproject.toml").read_text()


# processes


def test_a_reader_that_has_had_enough_ends_the_program_quietly(tmp_path: Path):
    write_rows(tmp_path / "news.jsonl", [{"text": f"Ship {n} said that it left. {'x' * 5000}"} for n in range(200)])
    program = start(tmp_path, "extract", "news.jsonl", stdout=subprocess.PIPE)
    assert program.stdout is not None and program.stderr is not None
    assert program.stdout.readline().startswith(b'{"id"')
    program.stdout.close()
    assert program.wait(timeout=120) == 141
    assert program.stderr.read() == b""


@pytest.mark.parametrize(("end", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_program_that_is_ended_keeps_what_was_read_whole_and_goes_on_later(
    tmp_path: Path, end: signal.Signals, status: int
):
    # Months and words apart: what is alike would be compared, of which other tests tell.
    days = (date(2000, 1, 1) + timedelta(days=60 * n) for n in range(5000))
    texts = (f"Captain Oram{n} said that ship{n} left{n}. {f'And{n} so{n} on{n}. ' * 8}" for n in range(5000))
    rows = [{"text": text, "published": day.isoformat()} for text, day in zip(texts, days, strict=True)]
    write_rows(tmp_path / "news.jsonl", rows)
    program = start(tmp_path, "read", "news.jsonl", stdout=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while stored_in(tmp_path / "rashomon.db") < 12 and time.monotonic() < deadline:
        time.sleep(0.01)
    program.send_signal(end)
    output = program.communicate(timeout=120)[0]
    assert program.returncode == status
    assert (b"Broken off" in output) is (end is signal.SIGINT)
    stored = stored_in(tmp_path / "rashomon.db")
    assert 12 <= stored < 5000
    if end is signal.SIGINT:
        return
    assert start(tmp_path, "verify", stdout=subprocess.DEVNULL).wait(timeout=120) == 0
    write_rows(tmp_path / "news.jsonl", rows[: stored + 10])
    assert start(tmp_path, "read", "news.jsonl", stdout=subprocess.DEVNULL).wait(timeout=120) == 0
    assert stored_in(tmp_path / "rashomon.db") == stored + 10


def stored_in(path: Path) -> int:
    """How many documents with both article and claim stand in the ledger, so far."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            whole = "SELECT count(*) FROM provenances JOIN claims USING (article_id)"
            return int(connection.execute(whole).fetchone()[0])
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0
