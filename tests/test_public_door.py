"""The public door: every name opens, every file has its place in the reading order, nothing heavy comes along."""

import subprocess
import sys
from pathlib import Path

import pytest

import rashomon


@pytest.mark.parametrize("name", rashomon.__all__)
def test_a_public_name_opens(name: str):
    assert getattr(rashomon, name).__doc__


def test_a_name_that_is_not_there_is_an_error():
    with pytest.raises(AttributeError, match="claim_filter"):
        rashomon.claim_filter  # noqa: B018


def test_every_file_has_its_place_in_the_reading_order():
    files = {path.stem for path in Path(rashomon.__file__).parent.glob("*.py")} - {"__init__", "__main__"}
    words = set(rashomon.__doc__.replace("(", " ").replace(":", " ").split())
    assert files - words == set()


def test_the_door_itself_is_light():
    watch = "import sys, rashomon; print(sorted({'numpy', 'sqlite3', 'click', 'rich'} & set(sys.modules)))"
    source = str(Path(rashomon.__file__).parent.parent)
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); {watch}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"
