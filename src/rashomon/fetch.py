"""The only socket: the bytes under a web address, or those that a service answers a form with.

In: an address. Out: its bytes, unpacked, with the address and the charset that they were served under. It says who it
is, waits a bounded time, follows a bounded number of redirects, and reads a bounded number of bytes. Refuses, as
`FetchError` R501 to R506, another kind of address, a host that does not answer, a page that is refused or not there, a
circle of redirects, and what is too large.
Read next: `documents.py`, which tells what the bytes are.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final, NamedTuple

import httpx

from rashomon.errors import FetchError

USER_AGENT: Final = "Rashomon/0.1 (claim ledger; reads single pages when its user asks)"
MAX_BYTES: Final = 16 * 1024 * 1024
TIMEOUT_SECONDS: Final = 20.0
"""The longest wait for one step: connecting, or the next bytes."""
DEADLINE_SECONDS: Final = 120.0
"""The longest a whole page may take: a host that sends one byte a second is given up, too."""
MAX_REDIRECTS: Final = 5

_ACCEPT: Final = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.9,*/*;q=0.5"


class Fetched(NamedTuple):
    """What was served: the bytes, the address after all redirects, the charset of the header (None: not said)."""

    content: bytes
    url: str
    charset: str | None


def fetch_url(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> Fetched:
    """What is served under `url`, after at most five redirects; raises FetchError."""
    return _fetched("GET", url, None, max_bytes, timeout_seconds, deadline_seconds)


def post_form(
    url: str,
    form: Mapping[str, str],
    *,
    max_bytes: int = MAX_BYTES,
    timeout_seconds: float = TIMEOUT_SECONDS,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> Fetched:
    """What a service under `url` answers to `form`; raises FetchError."""
    return _fetched("POST", url, form, max_bytes, timeout_seconds, deadline_seconds)


def _fetched(
    method: str,
    url: str,
    form: Mapping[str, str] | None,
    max_bytes: int,
    timeout_seconds: float,
    deadline_seconds: float,
) -> Fetched:
    checked = _checked_address(url)
    deadline = time.monotonic() + deadline_seconds
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                timeout=timeout_seconds,
                headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            ) as client,
            client.stream(method, checked, data=form) as response,
        ):
            content = _body_of(response, url, max_bytes, deadline)
            return Fetched(content, str(response.url), response.charset_encoding)
    except httpx.TooManyRedirects:
        raise FetchError(
            "R503", f"{url} redirects more than {MAX_REDIRECTS} times", "open it in a browser and give the last address"
        ) from None
    except httpx.UnsupportedProtocol:
        raise FetchError("R501", f"{url} redirects to an address that is not http or https", "save the page") from None
    except httpx.TimeoutException:
        raise _too_slow(url) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        raise FetchError(
            "R502", f"{url} cannot be reached: {error or type(error).__name__}", "check the address and the network"
        ) from None


def _checked_address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(
            "R501", f"{url!r} is not an address: {error}", "give one like https://example.org/page"
        ) from None
    if address.scheme not in {"http", "https"} or not address.host:
        raise FetchError("R501", f"{url!r} is not an http or https address", "give one like https://example.org/page")
    return address


def _body_of(response: httpx.Response, url: str, max_bytes: int, deadline: float) -> bytes:
    if not response.is_success:
        reason = f"{response.status_code} {response.reason_phrase}".strip()
        raise FetchError("R504", f"{url} answers {reason}", "open it in a browser, save the page and give the file")
    said = response.headers.get("content-length", "")
    if said.isdigit() and int(said) > max_bytes:
        raise _too_large(url, max_bytes)
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > max_bytes:
            raise _too_large(url, max_bytes)
        if time.monotonic() > deadline:
            raise _too_slow(url)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(url: str, max_bytes: int) -> FetchError:
    return FetchError(
        "R505", f"{url} is larger than {max_bytes // (1024 * 1024)} MiB", "download it and give the file, or its pages"
    )


def _too_slow(url: str) -> FetchError:
    return FetchError("R506", f"{url} does not answer in time", "try again later, or save the page and give the file")
