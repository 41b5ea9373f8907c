"""Where documents come from: files, folders, addresses, standard input.

In: the words of the command line. Out: `Input`s to read, folders opened up in sorted order, and from each
its Documents, streamed. Refuses a path that is not there (R202) before anything is read. From a folder only
files with the name of a text, page, feed, archive or JSONL file are taken; the others are counted.
"""

from __future__ import annotations

import difflib
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rashomon.documents import parse_documents
from rashomon.errors import InputError, SettingError
from rashomon.records import Document

if TYPE_CHECKING:
    from rashomon.fetch import Fetched

STANDARD_INPUT = "-"

NEWS_SUFFIXES = frozenset(
    (".txt", ".text", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".jsonl", ".ndjson", ".warc", ".gz")
)
"""What a file in a folder must end in to be taken; a file named on the command line is always taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file, address or standard input; `path` is None where it is no file, `size` 0 where it is not known."""

    source: str
    path: Path | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is to be read, in order, and how many files of a folder were left aside, by their suffix."""

    inputs: tuple[Input, ...]
    left_aside: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int | None:
        """How many bytes there are to read; None where one of the inputs does not say."""
        return sum(one.size for one in self.inputs) if all(one.size for one in self.inputs) else None


def find_inputs(sources: Sequence[str]) -> Inputs:
    """Every file, address and standard input that the words mean; SettingError R202, R203 for a wrong word."""
    inputs: dict[str, Input] = {}
    left_aside: Counter[str] = Counter()
    for source in sources:
        if source == STANDARD_INPUT or is_address(source):
            inputs[source] = Input(source=source, path=None, size=0)
            continue
        path = Path(source)
        if not path.exists():
            raise _not_there(path)
        for file in _files_in(path, left_aside) if path.is_dir() else (path,):
            name = _printable(file)
            inputs[name] = Input(source=name, path=file, size=file.stat().st_size)
    return Inputs(inputs=tuple(inputs.values()), left_aside=tuple(sorted(left_aside.items())))


def find_examples() -> Path:
    """The folder of the bundled examples: inside the installed package, or beside the sources of a checkout."""
    package = Path(__file__).parent
    for folder in (root / "examples" / "keth-strait" for root in (package, package.parent.parent)):
        if folder.is_dir():
            return folder
    raise SettingError(
        "R206",
        f"the examples are missing from {package}",
        "install Rashomon again: pip install --force-reinstall rashomon",
    )


def is_address(source: str) -> bool:
    """Whether this is a web address rather than a path; SettingError R203 for an address of another kind."""
    scheme, mark, _ = source.partition("://")
    if not mark or not scheme.isalnum() or Path(source).exists():
        return False
    if scheme.lower() not in ("http", "https"):
        raise SettingError(
            "R203", f"cannot fetch {source}: only http and https are spoken", "save the page and read the file"
        )
    return True


class Intake:
    """The Documents of inputs, one after another; knows how many bytes are done."""

    def __init__(
        self, *, standard_input: BinaryIO, fetch: Callable[[str], Fetched], now: Callable[[], datetime]
    ) -> None:
        """`fetch` gives what is served under an address, `now` the time of retrieval."""
        self._standard_input = standard_input
        self._fetch = fetch
        self._now = now
        self._done = 0
        self._stream: BinaryIO | None = None

    @property
    def position(self) -> int:
        """How many bytes of the files were read so far."""
        if self._stream is None or self._stream.closed or not self._stream.seekable():
            return self._done
        return self._done + self._stream.tell()

    def documents_in(self, one: Input) -> Iterator[Document | InputError]:
        """The Documents of one input, streamed; FetchError, and InputError R120 where it cannot be opened."""
        served: tuple[tuple[str, str], ...] = ()
        if one.path is not None:
            try:
                self._stream = one.path.open("rb")
            except OSError as error:
                raise InputError(
                    "R120", f"{one.source} cannot be opened: {error.strerror}", "check that you may read it"
                ) from error
        elif one.source == STANDARD_INPUT:
            self._stream = self._standard_input
        else:
            fetched = self._fetch(one.source)
            self._stream = io.BytesIO(fetched.content)
            served = (("url", fetched.url), *((("charset", fetched.charset),) if fetched.charset else ()))
        try:
            for document in parse_documents(self._stream, one.source, self._now()):
                # The entries of a feed and the pages of an archive have addresses of their own.
                if served and isinstance(document, Document) and document.source == one.source:
                    yield replace(document, hints=(*document.hints, *served))
                else:
                    yield document
        finally:
            if self._stream is not self._standard_input:
                self._stream.close()
            self._stream = None
            self._done += one.size


def _files_in(folder: Path, left_aside: Counter[str]) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if name.startswith(".") or not path.is_file():
                continue
            if path.suffix.lower() in NEWS_SUFFIXES:
                yield path
            else:
                left_aside[path.suffix.lower() or "without a suffix"] += 1


def _not_there(path: Path) -> SettingError:
    parent = path.parent
    siblings = [file.name for file in parent.iterdir()] if parent.is_dir() else []
    close = difflib.get_close_matches(path.name, siblings, n=3)
    return SettingError(
        "R202",
        f"there is no file or folder {_printable(path)}",
        f"did you mean {', '.join(_printable(parent / name) for name in close)}?" if close else "check the path",
    )


def _printable(path: Path) -> str:
    """The path as text: bytes in a name that are no UTF-8 become a replacement character."""
    return os.fsencode(path).decode("utf-8", "replace")
