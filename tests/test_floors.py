"""Quality floors: the figures that the benchmarks recorded are not worse than what was once reached."""

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
RECORDED = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
LIMITS = [
    (benchmark, figure, bound, limit)
    for benchmark, figures in FLOORS.items()
    for figure, bounds in figures.items()
    for bound, limit in bounds.items()
]


@pytest.mark.parametrize(("benchmark", "figure", "bound", "limit"), LIMITS)
def test_a_recorded_figure_keeps_its_floor(benchmark: str, figure: str, bound: str, limit: float):
    assert figure in RECORDED.get(benchmark, {}), (
        f"no figure {figure!r} of {benchmark!r} is recorded: run benchmarks/{benchmark}.py"
    )
    value = RECORDED[benchmark][figure]
    assert {"least": value >= limit, "most": value <= limit}[bound], (
        f"{benchmark}.{figure} is {value}, {bound} is {limit}"
    )


def test_every_benchmark_has_a_floor():
    assert RECORDED.keys() == FLOORS.keys()
