"""One frozen `Settings`: ledger, model, gazetteer, keys of the reading room. Nothing else looks at the environment.

In: the environment (`RASHOMON_LEDGER` and the others of `VARIABLES`). Out: `Settings`. Refuses a variable
`RASHOMON_…` that it does not know (R201), because a misspelt setting that is silently ignored
reads into the wrong ledger.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.errors import SettingError

_PREFIX = "RASHOMON_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command starts from; an option on the command line goes before it."""

    ledger_path: Path = Path("rashomon.db")
    model_path: Path | None = None
    gazetteer_path: Path | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


VARIABLES = {
    "RASHOMON_LEDGER": "ledger_path",
    "RASHOMON_MODEL": "model_path",
    "RASHOMON_GAZETTEER": "gazetteer_path",
    "RASHOMON_PASSWORD": "password",
    "RASHOMON_TOKEN": "token",
}
"""Each variable of the environment, and the field of `Settings` that it sets."""


def load_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` asks for; SettingError R201 for a variable that nobody knows."""
    given = {name: value for name, value in environment.items() if name.startswith(_PREFIX) and value}
    for name in given.keys() - VARIABLES.keys():
        close = difflib.get_close_matches(name, VARIABLES, n=1)
        raise SettingError(
            "R201",
            f"the environment sets {name}, which Rashomon does not know",
            f"did you mean {close[0]}?" if close else f"unset it; known are {', '.join(VARIABLES)}",
        )
    paths = {VARIABLES[name]: Path(value) for name, value in given.items() if VARIABLES[name].endswith("_path")}
    return Settings(**paths, password=given.get("RASHOMON_PASSWORD"), token=given.get("RASHOMON_TOKEN"))
