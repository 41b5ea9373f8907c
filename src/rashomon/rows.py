"""A row of JSONL: one article a line, `{"text": ..., "id"?, "title"?, "outlet"?, "published"?, "url"?}`.

In: the bytes of one line. Out: a `Row` whose text is the given text to the character. Refuses, as `InputError`
R110 to R112, a line that is no JSON object, has no text, or has a field of the wrong kind. Other fields are ignored.
Read next: `documents.py`, which finds the lines, and `articles.py`, which makes articles of them.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from rashomon.errors import InputError

_SURROGATE = re.compile("[\ud800-\udfff]")
_OPTIONAL = ("id", "title", "outlet", "published", "url")
_MEND = 'write one object a line: {"text": "...", "id"?, "title"?, "outlet"?, "published"?, "url"?}'


class Row(NamedTuple):
    """The fields of one line, as given; `text` to the character."""

    text: str
    given_id: str | None
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None


def parse_row(content: bytes, source: str) -> Row:
    """The row that one line of JSONL holds; `source` names the line in the error (`news.jsonl#line=3`)."""
    try:
        fields = json.loads(content)
    except UnicodeDecodeError as error:
        raise InputError(
            "R110", f"{source} is not UTF-8 (byte {error.start})", "save the file as UTF-8: JSON knows no other"
        ) from None
    except (ValueError, RecursionError) as error:
        detail = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise InputError("R110", f"{source} is not JSON: {detail}", _MEND) from None
    if not isinstance(fields, dict):
        raise InputError("R110", f"{source} is JSON, but not an object", _MEND)
    text = fields.get("text")
    if text is None:
        raise InputError("R111", f"{source} has no text", _MEND)
    if not isinstance(text, str):
        raise InputError("R112", f'{source} has a "text" that is not a string', _MEND)
    if not text.strip():
        raise InputError("R111", f"{source} has an empty text", _MEND)
    if _has_lone_surrogate(text):
        raise InputError("R112", f'{source} has half a character (a lone surrogate) in "text"', "write it as UTF-8")
    return Row(text, *(_optional(fields, name, source) for name in _OPTIONAL))


def _optional(fields: dict[str, object], name: str, source: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InputError("R112", f'{source} has a "{name}" that is not a string', _MEND)
    if _has_lone_surrogate(value):
        raise InputError("R112", f'{source} has half a character (a lone surrogate) in "{name}"', "write it as UTF-8")
    return value


def _has_lone_surrogate(text: str) -> bool:
    return _SURROGATE.search(text) is not None
