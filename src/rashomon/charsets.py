"""Bytes to text: which characters a page's bytes stand for.

In: bytes, and the charset that the carrier (an HTTP header) declared, if any. Out: the text and whether
anything had to be replaced. Order of belief: byte order mark, UTF-8 that is valid UTF-8 (no other encoding
looks like it by accident), the declared charset, charset-normalizer. Refuses nothing. Read next: `documents.py`.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What browsers read under these labels (WHATWG Encoding Standard): the larger sets that pages really use.
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_SAMPLE = 65536


class DecodedText(NamedTuple):
    """The text of some bytes, the codec that gave it, and whether characters had to be replaced."""

    text: str
    codec: str
    is_damaged: bool


def decode_text(content: bytes, declared: str | None = None, *, is_markup: bool = False) -> DecodedText:
    """The characters that `content` stands for; `declared` is the carrier's charset, markup may declare its own."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _forced(content[len(mark) :], codec)
    named = _known_codec(declared) or (_codec_in_markup(content) if is_markup else None)
    if content.isascii() and named is None and b"\x00" not in content:
        return DecodedText(content.decode("ascii"), "ascii", False)
    wide = _wide_codec(content)
    if wide is not None:
        return _forced(content, wide)
    for candidate in ("utf-8", named) if not content.isascii() else (named, "utf-8"):
        text = _strict(content, candidate)
        if text is not None and candidate is not None:
            return DecodedText(text, candidate, False)
    if named is not None and not named.startswith("utf"):
        return _forced(content, named)
    if _is_nearly_utf8(content):
        return _forced(content, "utf-8")
    return _guessed(content)


def is_binary(head: bytes) -> bool:
    """Whether `head` holds control bytes that no text has, in an encoding of any kind."""
    if any(head.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS) or _wide_codec(head) is not None:
        return False
    controls = sum(head.count(bytes([code])) for code in (*range(0, 8), *range(14, 27), *range(28, 32)))
    return controls > max(4, len(head) // 50)


def _known_codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'").lower())
    except (LookupError, ValueError):
        return None
    if not getattr(name, "_is_text_encoding", True):
        return None
    return _READ_AS.get(name.name, name.name)


def _codec_in_markup(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    codec = _known_codec(found[1].decode("ascii")) if found else None
    # A declaration that could be read byte by byte is not in UTF-16 or UTF-32, whatever it says.
    return None if codec is not None and codec.startswith(("utf-16", "utf-32")) else codec


def _wide_codec(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte of Latin text is zero, always on one side."""
    sample = content[:2048]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _strict(content: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _forced(content: bytes, codec: str) -> DecodedText:
    text = _strict(content, codec)
    if text is not None:
        return DecodedText(text, codec, False)
    return DecodedText(content.decode(codec, "replace"), codec, True)


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few broken places: many good sequences for each bad one."""
    text = content[:_SAMPLE].decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(1 for character in text if character > "\x7f") - bad
    return good >= 4 * bad


def _guessed(content: bytes) -> DecodedText:
    from charset_normalizer import from_bytes  # 0.1 s to import, and most bytes are UTF-8

    best = from_bytes(content[:_SAMPLE]).best()
    codec = best.encoding if best is not None else "cp1252"
    # Among the western code pages the guess is a toss-up on short texts; cp1252 is what such news is written in.
    if codec in {"cp1250", "cp1254", "cp1257", "cp1258", "latin_1", "iso8859_2", "mac_iceland", "mac_roman", "cp775"}:
        western = _strict(content, "cp1252")
        if western is not None and _looks_western(western):
            return DecodedText(western, "cp1252", False)
    return _forced(content, codec)


def _looks_western(text: str) -> bool:
    """Whether all letters beyond ASCII are those that western European languages use."""
    beyond = {character for character in text if character > "\x7f"}
    usual = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüŒœ‘’“”‚„–—…•«»‹›€£°§©®™´·¡¿ \xa0½¼²³ªº")
    return beyond <= usual
