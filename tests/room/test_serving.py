"""The commands that open the room: `serve`, and `demo` on a terminal."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from rooms import SOURCE, served

from made_events import write_strikes
from rashomon.cli import cli

TESTS = Path(__file__).parent.parent


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    path = tmp_path / "strait.db"
    write_strikes(path)
    return path


def run(*words: object, **options: str) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], **options)


def test_serve_answers_at_the_address_that_it_prints(ledger_path: Path):
    with served(ledger_path) as room, urlopen(f"{room.url}voices") as answer:
        assert answer.status == 200 and b"coast guard" in answer.read()


def test_serve_with_a_password_of_the_environment_asks_for_it(ledger_path: Path):
    with served(ledger_path, RASHOMON_PASSWORD="three grey gulls") as room, urlopen(f"{room.url}voices") as answer:
        assert answer.url.endswith("/-/login") and b"coast guard" not in answer.read()


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("--host", "0.0.0.0"), "R251", 2),
        (("--host", "192.0.2.7", "--port", "0"), "R251", 2),
        (("--ledger", "none.db"), "R301", 4),
    ],
)
def test_serve_says_why_it_does_not_start(words: tuple[str, ...], code: str, status: int, ledger_path: Path):
    result = run("serve", "--no-open", "--ledger", ledger_path, *words)
    assert result.exit_code == status
    assert result.stderr.startswith(f"{code} ") and "mend: " in result.stderr


def test_a_password_that_is_typed_twice_unlike_is_asked_again(ledger_path: Path):
    typed = "three gulls\nfour gulls\nfive gulls\nfive gulls\n"
    result = run("serve", "--ledger", ledger_path, "--password", "--host", "192.0.2.7", input=typed)
    assert "do not match" in result.stderr
    assert result.stderr.rstrip().splitlines()[-2].startswith("R250 ")  # nobody here has this address
    assert "gulls" not in result.output


def test_ctrl_c_closes_the_room_without_an_error(ledger_path: Path):
    process = start_on_a_terminal("serve", "--no-open", "--port", "0", "--ledger", str(ledger_path))
    assert "Ctrl-C closes it." in said_until(process, "Ctrl-C closes it.")
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0


def test_the_demo_opens_the_room_where_somebody_sits_at_the_terminal(tmp_path: Path):
    opened, browser = tmp_path / "opened.txt", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    process = start_on_a_terminal("demo", "--ledger", str(tmp_path / "demo.db"), BROWSER=str(browser))
    said = said_until(process, "Ctrl-C closes it.")
    for _ in range(100):
        if opened.exists() and opened.read_text():
            break
        time.sleep(0.1)
    assert opened.read_text().strip() in said
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0


def start_on_a_terminal(*words: str, **environment: str) -> subprocess.Popen[str]:
    """The program (read by one rule) on a terminal of its own; `said_until` reads what it prints there."""
    master, slave = pty.openpty()
    known = {"PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}", "COLUMNS": "120"}
    process = subprocess.Popen(
        [sys.executable, str(TESTS / "rule_cli.py"), *words],
        stdout=slave,
        stderr=slave,
        env={**os.environ, **known, **environment},
        text=True,
    )
    os.close(slave)
    process.stdout = os.fdopen(master, errors="replace")
    return process


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """What the program prints up to these words."""
    assert process.stdout is not None
    said = ""
    try:
        while words not in said:
            said += process.stdout.readline()
    except OSError:  # so a terminal says that nobody writes to it any more
        pytest.fail(f"it ended, having said {said}")
    return said
