"""The way out to the terminal: lines of JSON, and pieces of the screen as the terminal can take them.

In: what a command answers. Out: characters on standard output. Rich is imported when something is shown, not before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from rashomon.answers import FoundClaim

    Piece = RenderableType

READABLE_WIDTH = 100
"""Wider lines than this are hard to read, however wide the terminal."""


def open_console(*, stderr: bool = False) -> Console:
    """The terminal as it is, but no wider than a person reads."""
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, READABLE_WIDTH)
    return console


def show_pieces(pieces: Iterable[Piece], console: Console) -> None:
    """Print as the terminal can take it, without the blanks that fill up lines."""
    for piece in pieces:
        with console.capture() as capture:
            console.print(piece)
        for line in capture.get().splitlines():
            print_line(line.rstrip())


def print_line(line: str) -> None:
    """A line on standard output."""
    sys.stdout.write(line + "\n")


def print_json(line: str) -> None:
    """JSON is UTF-8, whatever the terminal speaks."""
    sys.stdout.buffer.write(line.encode() + b"\n")


class Shown:
    """How many claims were shown, and of which articles."""

    def __init__(self) -> None:
        """Nothing shown yet."""
        self.number = 0
        self.articles: set[str] = set()

    def counted(self, found: Iterable[FoundClaim]) -> Iterator[FoundClaim]:
        """The same, counted as they go by."""
        for one in found:
            self.number += 1
            self.articles.add(one.article.id)
            yield one
