"""What is made while the package is built: the JavaScript that draws the pictures of the reading room.

`vl-convert-python` carries Vega, Vega-Lite and Vega-Embed in the versions that belong together, and is needed here
alone: it is larger than all of Rashomon. Its bundle goes into the wheel, and not into the repository. `pip install .`
makes it, and `pip install -e .` makes it in the source tree.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "src/rashomon/room/static/vega.js"
VEGA_LITE = "6.4"
"""The version whose schema Altair 6 writes."""
LICENCE = "/*! Vega, Vega-Lite, Vega-Embed and what they are made with (d3, topojson): NOTICE has their licences. */"


class VegaBundle(BuildHookInterface[Any]):
    """Writes the bundle, and has the wheel take it although git ignores it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is built."""
        path = Path(self.root, BUNDLE)
        write_bundle(path)
        build_data["artifacts"].append(f"/{BUNDLE}")


def write_bundle(path: Path) -> None:
    """Vega, Vega-Lite and Vega-Embed as one script that offers them as `vega`, `vegaLite` and `vegaEmbed`."""
    from vl_convert import javascript_bundle

    path.write_text(f"{LICENCE}\n{javascript_bundle(vl_version=VEGA_LITE)}", encoding="utf-8")
