"""The recorded figures of all benchmarks: `RESULTS.md` to read, `results.json` for the quality floors.

In: the name of a section, its Markdown, its figures. Out: that section between `<!-- name -->` and `<!-- /name -->` in
`RESULTS.md`, with the command that was run, and `{name: {figure: value}}` in `results.json`, which
`tests/test_floors.py` holds against `tests/floors.toml`. Nothing in either file is typed by hand, and one benchmark
never touches another's section.
"""

from __future__ import annotations

import json
import platform
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent
_HEAD = "# Results\n\nWritten by the commands named under each section; nothing here is typed by hand.\n"
_SECTION = re.compile(r"<!-- (?P<name>[a-z0-9-]+) -->\n(?P<markdown>.*?)\n<!-- /(?P=name) -->", re.DOTALL)


def write_section(name: str, markdown: str, figures: Mapping[str, float] | None = None, folder: Path = FOLDER) -> None:
    """Puts `markdown` and the command that was run into RESULTS.md, and `figures` into results.json, both under `name`.

    What stood under that name goes. Sections stand in the order of their names (lower case and dashes).
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"section name {name!r}: only lower-case letters, digits and dashes")
    page_path, figures_path = folder / "RESULTS.md", folder / "results.json"
    command = shlex.join(["python", Path(sys.argv[0]).as_posix(), *sys.argv[1:]])

    page = page_path.read_text(encoding="utf-8") if page_path.exists() else ""
    sections = {match["name"]: match["markdown"] for match in _SECTION.finditer(page)}
    sections[name] = f"{markdown.strip()}\n\nCommand: `{command}` (Python {platform.python_version()})"
    blocks = (f"<!-- {key} -->\n{sections[key]}\n<!-- /{key} -->\n" for key in sorted(sections))
    page_path.write_text("\n".join([_HEAD, *blocks]), encoding="utf-8")

    recorded = json.loads(figures_path.read_text(encoding="utf-8")) if figures_path.exists() else {}
    recorded.pop(name, None)
    if figures is not None:
        recorded[name] = dict(figures)
    figures_path.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n", encoding="utf-8")
