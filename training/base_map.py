"""The base map of the reading room: the outlines of countries, from Natural Earth (public domain), as TopoJSON.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python training/base_map.py package/countries-110m.json [--to FILE]

The npm package world-atlas carries Natural Earth's 1:110m countries (version 4.1.0). Names and codes are dropped, and
the second drawing of the same lines as one land mass: the map shows where events are, and names nobody's borders.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

SHIPPED_AT = Path(__file__).parents[1] / "src" / "rashomon" / "room" / "static" / "world.json"


def outlines_of(atlas: dict[str, Any]) -> dict[str, Any]:
    """The shapes of countries with nothing said of them."""
    countries = atlas["objects"]["countries"]
    shapes = [{"type": one["type"], "arcs": one["arcs"]} for one in countries["geometries"]]
    objects = {"countries": {"type": "GeometryCollection", "geometries": shapes}}
    return {"type": "Topology", "transform": atlas["transform"], "objects": objects, "arcs": atlas["arcs"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", type=Path, help="countries-110m.json of world-atlas")
    parser.add_argument("--to", type=Path, default=SHIPPED_AT)
    options = parser.parse_args()
    outlines = outlines_of(json.loads(options.atlas.read_text(encoding="utf-8")))
    options.to.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", encoding="utf-8")
    shapes = len(outlines["objects"]["countries"]["geometries"])
    print(f"{options.to}: {options.to.stat().st_size:,} bytes, {shapes} shapes")


if __name__ == "__main__":
    main()
