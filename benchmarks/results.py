"""The recorded figures of all benchmarks: `RESULTS.md` to read, `results.json` for the floors.

A benchmark calls `write_section` when it has run; nothing in either file is typed by hand. In
`RESULTS.md` each section stands between `<!-- name -->` and `<!-- /name -->`; sections are kept
in the order of their names, and one benchmark never touches another's. `results.json` holds
`{name: {figure: value}}`, which `tests/test_floors.py` holds against `tests/floors.toml`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent
HEAD = (
    "# Results\n\n"
    "Written by the commands under `benchmarks/`; nothing here is typed by hand. "
    "Each section names the command that made it.\n"
)
SECTION = re.compile(r"<!-- (?P<name>[a-z0-9-]+) -->\n(?P<markdown>.*?)\n<!-- /(?P=name) -->", re.DOTALL)


def write_section(name: str, markdown: str, figures: dict[str, float] | None = None, folder: Path = FOLDER) -> None:
    """Put `markdown` as section `name` into RESULTS.md, and `figures` under `name` into results.json.

    What stood under that name goes; `figures=None` leaves no figures of that name. `name` is
    lower case with dashes, such as `attribution`.
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"section name {name!r}: only lower-case letters, digits and dashes")
    page_path, figures_path = folder / "RESULTS.md", folder / "results.json"

    page = page_path.read_text(encoding="utf-8") if page_path.exists() else ""
    sections = {match["name"]: match["markdown"] for match in SECTION.finditer(page)}
    sections[name] = markdown.strip()
    blocks = (f"<!-- {key} -->\n{sections[key]}\n<!-- /{key} -->\n" for key in sorted(sections))
    page_path.write_text("\n".join([HEAD, *blocks]), encoding="utf-8")

    recorded = json.loads(figures_path.read_text(encoding="utf-8")) if figures_path.exists() else {}
    recorded.pop(name, None)
    if figures is not None:
        recorded[name] = figures
    figures_path.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n", encoding="utf-8")
