"""Streams over streams: bytes put back in front, and gzip unpacked as far as it goes.

In: a binary stream. Out: a stream again, never the whole of it in memory. `Inflated` does not raise where the
packed bytes end too early or are damaged: it gives what came before, ends, and says so in `damage`, because an
archive that lost its tail still holds its head. Read next: `documents.py`.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 65536
_GZIP = 16 + zlib.MAX_WBITS


class DamagedStreamError(Exception):
    """Packed bytes that could not be unpacked to the end; its message says how."""


class Replayed(io.RawIOBase):
    """A stream whose first bytes, already read as `head`, come once more; `tail` are the last bytes it gave."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        """Gives `head`, then what `rest` still holds."""
        self._head = head
        self._rest = rest
        self.tail = b""
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """How many bytes were put into `buffer`; 0 at the end."""
        view = memoryview(buffer).cast("B")
        if self._head:
            count = min(len(view), len(self._head))
            piece, self._head = self._head[:count], self._head[count:]
        else:
            piece = self._rest.read(len(view))
        view[: len(piece)] = piece
        self.tail = piece[-4:] or self.tail
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        """How many bytes were given so far."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """The position, reached by reading on: FastWARC asks for it so. There is no way back."""
        if whence == io.SEEK_END or (target := offset + (self._position if whence else 0)) < self._position:
            raise io.UnsupportedOperation("this stream only goes forward")
        while self._position < target and self.read(min(_PIECE, target - self._position)):
            pass
        return self._position


class Inflated(io.RawIOBase):
    """The unpacked bytes of a gzip stream of one or many members."""

    def __init__(self, packed: io.BufferedIOBase | BinaryIO) -> None:
        """Unpacks `packed` piece by piece; `damage` is None until something is found to be wrong."""
        self._packed = packed
        self._member = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._ended = False
        self._begun = False
        self.damage: str | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """How many unpacked bytes were put into `buffer`; 0 at the end, or where the damage begins."""
        view = memoryview(buffer).cast("B")
        while not self._ended and len(view):
            packed = self._waiting or self._packed.read(_PIECE)
            self._waiting = b""
            if not self._begun and packed and not packed.strip(b"\x00"):
                continue  # padding after a member
            if not packed and not self._begun:
                self._ended = True
                break
            self._begun = True
            try:
                piece = self._member.decompress(packed, len(view))
            except zlib.error as error:
                self._ended = True
                self.damage = f"is damaged ({error})"
                break
            self._waiting = self._member.unconsumed_tail
            if self._member.eof:
                self._waiting = self._member.unused_data.lstrip(b"\x00")
                self._member = zlib.decompressobj(_GZIP)
                self._begun = False
            elif not packed and not piece:
                self._ended = True
                self.damage = "ends too early"
            if piece:
                view[: len(piece)] = piece
                return len(piece)
        return 0
