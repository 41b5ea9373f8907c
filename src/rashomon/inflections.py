"""Every form of a base form: "shoot" to shoots, shot, shooting; "policeman" to policemen.

The tables hold base forms, the texts hold all others. A loader makes the forms of its own words once, so
that reading is a look-up by the printed word and no lemmatiser is needed: docs/decisions/0009. Regular forms
are made by rule, the others stand in `tables/verbs.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rashomon.lexicon import TABLES_PATH, Table

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflections:
    """The irregular forms by base form, and the forms of any base form."""

    irregular: Mapping[str, tuple[str, ...]]
    plurals: Mapping[str, tuple[str, ...]]

    def of_verb(self, base: str) -> frozenset[str]:
        """The base form with its third person, past and participles."""
        stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
        made = {
            base,
            f"{base}{_sibilant(base, 'o')}s",
            f"{stem}ing",
            f"{base}d" if base.endswith("ee") else f"{stem}ed",
        }
        if base.endswith("y") and base[-2:-1] not in _VOWELS:
            made = {base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"}
        elif len(base) > 2 and base[-1] not in "aeiouwxyhs" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
            # Whether the last consonant doubles is a matter of stress: the form that nobody writes does no harm.
            made |= {f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}
        return frozenset(made).union(self.irregular.get(base, ()))

    def of_noun(self, base: str) -> frozenset[str]:
        """The singular with its plural."""
        if base in self.plurals:
            return frozenset({base, *self.plurals[base]})
        if base.endswith("y") and base[-2:-1] not in _VOWELS:
            return frozenset({base, f"{base[:-1]}ies"})
        return frozenset({base, f"{base}{_sibilant(base)}s"})


def _sibilant(base: str, *others: str) -> str:
    return "e" if base.endswith(("s", "x", "z", "ch", "sh", *others)) else ""


def load_inflections(folder: Path = TABLES_PATH) -> Inflections:
    """The irregular forms of `verbs.toml` under `folder`; raises SettingError R220-R222 naming file and line."""
    table = Table(folder / "verbs.toml")
    return Inflections(
        irregular=MappingProxyType({base: tuple(table.words("forms", base)) for base in table.keys("forms")}),
        plurals=MappingProxyType({base: tuple(table.words("plurals", base)) for base in table.keys("plurals")}),
    )
