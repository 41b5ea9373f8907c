"""The pages keep up with the code: commands, options, errors, settings, tables and links."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from rashomon.cli import cli
from rashomon.schema import connect_to_write
from rashomon.settings import VARIABLES

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
SOURCES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "rashomon").rglob("*.py"))


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Page and words of every line of code that calls rashomon, without what follows a pipe or a comment sign."""
    for page, text in TEXTS.items():
        fenced = re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        indented = re.findall(r"^    (?:\$ )?(?:\S*/)?rashomon .*$", text, re.MULTILINE)
        for line in "\n".join([*fenced, *indented]).splitlines():
            match = re.match(r"\s*(?:\$ )?(?:.*&& )?(?:\S*/)?(rashomon .*)", line)
            if match:
                yield page, shlex.split(re.split(r"\s[|>&]", match[1])[0], comments=True)


COMMAND_LINES = list(command_lines())


def sections_of(text: str) -> dict[str, str]:
    """Text under each second-level heading, by heading without its marks."""
    parts = re.split(r"^## +(.*)$", text, flags=re.MULTILINE)[1:]
    names = [heading.replace("`", "").removeprefix("rashomon ").split()[0] for heading in parts[::2]]
    return dict(zip(names, parts[1::2], strict=True))


def test_the_pages_show_commands():
    assert {words[1] for _, words in COMMAND_LINES if len(words) > 1} >= {"demo", "read", "claims", "show", "voices"}


@pytest.mark.parametrize(
    ("page", "words"), COMMAND_LINES, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_a_command_shown_on_a_page_exists_with_its_options(page: str, words: list[str]):
    named = [word for word in words[1:] if not word.startswith("-")]
    command: click.Command = cli
    for word in named:
        if isinstance(command, click.Group):
            command = command.commands[word]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help",
        "-h",
        "--version",
    }
    assert [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known] == []


def commands_of(command: click.Command) -> list[click.Command]:
    """The command, and those under it."""
    return [command, *command.commands.values()] if isinstance(command, click.Group) else [command]


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_and_option_is_documented(name: str):
    section = sections_of(TEXTS["docs/cli.md"])[name]
    options = [
        option
        for command in commands_of(cli.commands[name])
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
    ]
    assert [option for option in options if f"`{option}" not in section] == []


def test_every_error_code_that_is_raised_is_documented_and_no_other():
    raised = set(re.findall(r'"(R[1-5]\d\d)"', SOURCES))
    documented = re.findall(r"^\| `?(R\d{3})`? \|", TEXTS["docs/errors.md"], re.MULTILINE)
    assert raised == set(documented)
    assert documented == sorted(set(documented))


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_documented(variable: str):
    assert f"`{variable}`" in TEXTS["docs/cli.md"]


def test_every_table_and_column_of_the_ledger_is_documented(tmp_path: Path):
    connection = connect_to_write(tmp_path / "ledger.db")
    rows = connection.execute(
        "SELECT t.name, c.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c "
        "WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite_%'"
    ).fetchall()
    connection.close()
    assert len(rows) > 20
    page = TEXTS["docs/ledger.md"]
    assert [
        f"{table}.{column}" for table, column in rows if f"`{table}`" not in page or f"`{column}`" not in page
    ] == []


QUERIES = re.findall(r"```sql\n(.*?)```", TEXTS["docs/ledger.md"], re.DOTALL)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_on_the_page_of_the_ledger_runs(query: str, tmp_path: Path):
    connection = connect_to_write(tmp_path / "ledger.db")
    assert connection.execute(query).fetchall() == []
    connection.close()


def test_the_query_of_disputed_events_parts_who_tells_from_who_denies(tmp_path: Path):
    connection = connect_to_write(tmp_path / "ledger.db")
    article = "INSERT INTO articles (id, outlet, flags, text) VALUES (?, ?, '[]', '')"
    connection.executemany(article, [("a1", "Lantern"), ("a2", "Courier"), ("a3", "Herald")])
    event = "INSERT INTO events VALUES (?, 'ASSAULT', ?, 1, 0, '[]', 3, '', '[]', '{}', '2021-03-09', NULL, NULL, 3, 3)"
    connection.executemany(event, [("e1", "disputed"), ("e2", "corroborated")])
    claim = (
        "INSERT INTO claims (id, article_id, event_id, stance, position, factuality, content, quote, method, score, "
        "detail) VALUES (?, ?, ?, ?, 0, 'happened', '[]', '', '', 1, '')"
    )
    told = [("c1", "a1", "e1", "asserts"), ("c2", "a2", "e1", "denies"), ("c3", "a3", "e1", "declines")]
    connection.executemany(claim, [*told, ("c4", "a3", "e2", "asserts")])
    query = next(query for query in QUERIES if "disputed" in query)
    assert connection.execute(query).fetchall() == [("ASSAULT", "2021-03-09", "Lantern", "Courier")]
    connection.close()


@pytest.mark.parametrize("page", TEXTS)
def test_links_on_a_page_lead_somewhere(page: str):
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", TEXTS[page]) + re.findall(
        r'src="([^"]+)"', TEXTS[page]
    )
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []


def test_scripts_named_on_a_page_exist():
    named = {
        path
        for text in TEXTS.values()
        for path in re.findall(r"\b((?:benchmarks|training|docs|tests)/\w+\.py)\b", text)
    }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_readme_and_ci_run_the_same_tests():
    readme, ci = TEXTS["README.md"], (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/rashomon demo" in readme
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest" in readme
    assert all(words in ci for words in ("/bin/pip\" install --quiet '.[test]'", '/bin/pytest"\n', 'rashomon" demo'))


def test_quotes_in_the_readme_stand_in_the_examples():
    articles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "examples" / "keth-strait").iterdir())
    flat = " ".join(articles.replace("\u00a0", " ").split())
    quotes = re.findall(r"“([^”\n]{20,})”", TEXTS["README.md"])
    assert quotes, "the README shows what real output looks like"
    pieces = [piece for quote in quotes for piece in quote.split(" … ")]
    assert [piece for piece in pieces if piece not in flat] == []
