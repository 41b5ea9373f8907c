"""Benchmarks record their figures side by side, and none touches another's."""

import json
from pathlib import Path

import pytest

from results import write_section


def test_a_section_replaces_itself_and_leaves_the_others(tmp_path: Path):
    write_section("speed", "## Speed\n\n14 articles/s", {"articles_per_second": 14.0}, tmp_path)
    write_section("attribution", "## Attribution", {"cue_f1": 0.7}, tmp_path)
    write_section("speed", "## Speed\n\n16 articles/s", {"articles_per_second": 16.0}, tmp_path)
    page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert page.index("## Attribution") < page.index("16 articles/s")
    assert "14 articles/s" not in page
    assert json.loads((tmp_path / "results.json").read_text()) == {
        "attribution": {"cue_f1": 0.7},
        "speed": {"articles_per_second": 16.0},
    }


def test_a_section_without_figures_takes_its_old_ones_away(tmp_path: Path):
    write_section("speed", "## Speed", {"articles_per_second": 14.0}, tmp_path)
    write_section("speed", "## Speed", None, tmp_path)
    assert json.loads((tmp_path / "results.json").read_text()) == {}


def test_a_section_name_that_would_break_the_page_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="only lower-case"):
        write_section("speed -->", "x", None, tmp_path)
