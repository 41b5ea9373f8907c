"""Fetching, against a server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rashomon.errors import FetchError
from rashomon.fetch import USER_AGENT, fetch_url


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        steps = {
            "/page": lambda: self.answer(200, b"<p>lamp</p>"),
            "/packed": lambda: self.answer(200, gzip.compress(b"lamp"), {"Content-Encoding": "gzip"}),
            "/agent": lambda: self.answer(200, self.headers["User-Agent"].encode()),
            "/moved": lambda: self.answer(302, b"", {"Location": "/page"}),
            "/declared": lambda: self.answer(200, b"\xe9t\xe9", {"Content-Type": "text/html; charset=windows-1252"}),
            "/circle": lambda: self.answer(302, b"", {"Location": "/circle"}),
            "/away": lambda: self.answer(302, b"", {"Location": "file:///etc/hostname"}),
            "/forbidden": lambda: self.answer(403, b"no"),
            "/large": lambda: self.answer(200, b"x" * 5000),
            "/bomb": lambda: self.answer(200, gzip.compress(b"x" * 500_000), {"Content-Encoding": "gzip"}),
            "/slow": lambda: time.sleep(1.0),
            "/broken": lambda: self.answer(200, b"not gzip", {"Content-Encoding": "gzip"}),
        }
        steps.get(self.path, lambda: self.answer(404, b"none"))()

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "content"), [("/page", b"<p>lamp</p>"), ("/moved", b"<p>lamp</p>"), ("/packed", b"lamp")]
)
def test_the_bytes_of_a_page_come_back_unpacked(host: str, path: str, content: bytes) -> None:
    assert fetch_url(host + path).content == content


def test_the_address_after_all_redirects_and_the_charset_of_the_header_come_along(host: str) -> None:
    assert fetch_url(f"{host}/moved").url == f"{host}/page"
    assert fetch_url(f"{host}/moved").charset is None
    assert fetch_url(f"{host}/declared").charset == "windows-1252"


def test_a_fetch_says_who_it_is(host: str) -> None:
    assert fetch_url(f"{host}/agent").content.decode() == USER_AGENT


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/circle", "R503"),
        ("/away", "R501"),
        ("/forbidden", "R504"),
        ("/none", "R504"),
        ("/large", "R505"),
        ("/bomb", "R505"),
        ("/slow", "R506"),
        ("/broken", "R502"),
    ],
)
def test_what_cannot_be_fetched_says_why(host: str, path: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_url(host + path, max_bytes=2000, timeout_seconds=0.3)
    assert caught.value.code == code
    assert path in caught.value.sentence


@pytest.mark.parametrize(
    "url",
    ["ftp://post.example/a", "file:///etc/hostname", "post.example", "http://", "http://[::1", "", "http://a\x00b/"],
)
def test_what_is_no_web_address_is_refused_before_any_socket_opens(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_url(url)
    assert caught.value.code == "R501"


def test_a_host_that_does_not_answer_is_refused() -> None:
    with pytest.raises(FetchError) as caught:
        fetch_url("http://127.0.0.1:9/", timeout_seconds=0.5)
    assert caught.value.code in {"R502", "R506"}


def test_a_host_that_drips_is_given_up(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_url(f"{host}/page", deadline_seconds=-1.0)
    assert caught.value.code == "R506"
