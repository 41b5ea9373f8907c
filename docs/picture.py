"""The two pieces of real output that the README shows, made again from the examples.

Out: `docs/demo.svg`, a picture of a terminal, and the text between `<!-- article -->` and `<!-- /article -->` in
`README.md`. Run it from anywhere after a change of the model, the tables or the screen:

    .venv/bin/python docs/picture.py
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
WIDTH = 104
ASKED = "rashomon events --status disputed --type attack --json"
PICTURED_LINES = 96
READ_THROUGH = "Kasdor denies gunboat fired, says fisherman drowned"


def output_of(command: str, ledger: Path, *, colour: bool) -> str:
    """What `command` prints on standard output for this ledger, on a terminal WIDTH wide."""
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"} if colour else {"NO_COLOR": "1"}
    program = [sys.executable, "-c", "from rashomon.cli import main; main()"]
    words = re.findall(r'"[^"]*"|\S+', command)[1:]
    done = subprocess.run(
        [*program, *(word.strip('"') for word in words)],
        env={**os.environ, **terminal, "COLUMNS": str(WIDTH), "RASHOMON_LEDGER": str(ledger)},
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def write_picture(ledger: Path) -> None:
    """docs/demo.svg: the disputed attack that most outlets tell, its first lines as they look in colour."""
    events = [json.loads(line) for line in output_of(ASKED, ledger, colour=False).splitlines()]
    most_told = max(events, key=lambda event: (len(event["reliability"]), len(event["claims"])))
    pictured = f"rashomon show {most_told['id']}"
    shown = output_of(pictured, ledger, colour=True).splitlines()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "green"), (pictured, "bold")), end="\n\n")
    if len(shown) > PICTURED_LINES:
        whole = max(number for number, line in enumerate(shown[:PICTURED_LINES]) if not line.strip())
        shown = [*shown[:whole], "", "…"]
    console.print(Text.from_ansi("\n".join(shown)))
    svg = console.export_svg(title="rashomon", unique_id="demo")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)  # no fonts from afar
    (ROOT / "docs" / "demo.svg").write_text(svg + "\n", encoding="utf-8")


def write_read_through(ledger: Path) -> None:
    """The README's article: its text, and every claim that is read in it."""
    rows = [json.loads(line) for line in output_of("rashomon claims --json", ledger, colour=False).splitlines()]
    (article_id,) = {row["article"]["id"] for row in rows if row["article"]["title"] == READ_THROUGH}
    command = f"rashomon claims --article {article_id}"
    records = output_of("rashomon extract examples/keth-strait", ledger, colour=False).splitlines()
    (text,) = {record["text"] for record in map(json.loads, records) if record["title"] == READ_THROUGH}
    _, *paragraphs = text.split("\n\n")
    told = "\n>\n".join(f"> {line}" for paragraph in paragraphs for line in paragraph.splitlines() if line.strip())
    claims = output_of(command, ledger, colour=False).rstrip()
    block = (
        "## One article, read from end to end\n\n"
        f"The Anstrad Herald of March 6 runs an agency report:\n\n> **{READ_THROUGH}**\n>\n{told}\n\n"
        "This is all that Rashomon reads in it. Each claim has its stance, the chain of voices from the outermost "
        "inwards (of the innermost one the kind, where it is no name), the words, and an id:\n\n"
        f"```\n$ {command}\n{claims}\n```"
    )
    readme = ROOT / "README.md"
    page = readme.read_text(encoding="utf-8")
    marked = re.compile(r"(?<=<!-- article -->\n).*?(?=<!-- /article -->)", re.DOTALL)
    readme.write_text(marked.sub(lambda _: f"\n{block}\n\n", page), encoding="utf-8")


def main() -> None:
    """Reads the examples once and writes both."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "rashomon.db"
        output_of("rashomon read examples/keth-strait", ledger, colour=False)
        write_picture(ledger)
        write_read_through(ledger)


if __name__ == "__main__":
    main()
