"""The table of common words: those of the base model's vocabulary, commonest first, each with its inflected forms.

    python training/common_words.py --base DIR

All-MiniLM-L6-v2 (Apache-2.0) has the vocabulary of BERT, made from Wikipedia and books, which stands in the order of
how common its words are. Writes `src/rashomon/tables/common_words.txt`: a base form and its forms a line, in the order
of the commonest of them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rashomon.inflections import Inflections, load_inflections

TABLE_PATH = Path(__file__).resolve().parents[1] / "src" / "rashomon" / "tables" / "common_words.txt"
MOST = 15_000
SHORTEST_BASE = 3


def common_words(base: Path) -> list[str]:
    """The whole words of the vocabulary in English letters, commonest first."""
    numbers = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    ordered = sorted(numbers, key=numbers.__getitem__)
    return [word for word in ordered if word.isascii() and word.isalpha() and len(word) > 1][:MOST]


def bases_of(words: list[str], inflections: Inflections) -> dict[str, str]:
    """The base form of each form of each word; of several ("stared": stare, star) the longest."""
    bases: dict[str, str] = {}
    known = set(words)
    for base in sorted(words, key=lambda word: (len(word), word)):
        if len(base) >= SHORTEST_BASE:
            forms = inflections.of_verb(base) | inflections.of_noun(base)
            bases |= dict.fromkeys((form for form in forms if form != base and form in known), base)
    for base, forms in (*inflections.irregular.items(), *inflections.plurals.items()):
        bases |= dict.fromkeys((form for form in forms if form != base), base)
    return {form: _root(form, bases) for form in sorted(bases)}


def _root(form: str, bases: dict[str, str]) -> str:
    """The base of the base: "killings" is a form of "killing", which is one of "kill"."""
    seen = {form}
    while (base := bases.get(form)) is not None and base not in seen:
        form = base
        seen.add(form)
    return form


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="folder with the tokenizer.json of the base model")
    words = common_words(parser.parse_args().base)
    bases = bases_of(words, load_inflections())
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(bases.get(word, word), [])
    for form, base in bases.items():
        if base in groups and form != base:
            groups[base].append(form)
    lines = [" ".join([base, *forms]) for base, forms in groups.items()]
    TABLE_PATH.write_text(
        "# English words, commonest first, each with its forms (the vocabulary of BERT). Written by"
        " training/common_words.py.\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
