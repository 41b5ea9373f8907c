"""The reading room over one ledger: Datasette with the plugin, opened to the right people, and served.

In: the path of a ledger, an address to listen at, and perhaps a password or a token. Out: a Datasette (`open_room`), a
socket (`open_socket`), and a server that runs until it is broken off (`serve`). Refuses a ledger that cannot be opened
(R3xx), an address that other machines can reach without a password or token (R251), one that is taken (R250).

Who may come in is Datasette's own matter: its permissions, datasette-auth-passwords for people and
datasette-auth-tokens for programs. Read next: `guards.py`.
"""

from __future__ import annotations

import gc
import ipaddress
import socket
import threading
import webbrowser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette_auth_passwords import hash_password

from rashomon.errors import SettingError
from rashomon.queries import open_queries
from rashomon.room import plugin
from rashomon.room.desk import LEDGER, READER, ROOM
from rashomon.schema import connect_to_read

BOOKKEEPING = (
    "article_traits",
    "claim_keys",
    "claim_traits",
    "edges",
    "entity_blocks",
    "event_tellings",
    "party_entities",
    "sketch_keys",
)
"""Tables that linking and listing keep for themselves: Datasette names them apart, below those that people ask."""

_HERE = Path(__file__).parent
_CACHE_KIB = 65_536
"""What a connection keeps of the file in memory: SQLite's own 2 MB hold no list of a large ledger."""
_PATIENCE_SECONDS = 3
"""How long a page waits for a ledger that somebody has locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What one must know to come in: either will do; with neither, everybody on this machine may."""

    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """SettingError R254 for a token that no header can carry."""
        if self.token and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise SettingError("R254", "a token is made of letters, digits and signs, without spaces", "take another")

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked."""
        return not (self.password or self.token)


class _Ledger(Database):  # type: ignore[misc]  # Datasette has no types
    """The ledger as one of Datasette's databases: through the house's own read-only connection."""

    def connect(self, write: bool = False) -> Any:
        """A connection that can only ask; Rashomon alone writes a ledger, through `ledger.py`."""
        if write:
            raise RuntimeError("a ledger is never written through Datasette")
        connection = connect_to_read(Path(self.path), busy_seconds=_PATIENCE_SECONDS)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._all_file_connections.append(connection)
        return connection


class _Room(Datasette):  # type: ignore[misc]  # likewise
    """Datasette with settings of plugins that it shows nowhere: those given as metadata stand at /-/metadata."""

    def __init__(self, plugin_settings: dict[str, dict[str, Any]], **options: Any) -> None:
        """`plugin_settings` by the name of the plugin; `options` are Datasette's."""
        self._plugin_settings = plugin_settings
        super().__init__(**options)

    def plugin_config(self, plugin_name: str, *of: Any, **more: Any) -> dict[str, Any] | None:
        """What this plugin is set to, or None."""
        found: dict[str, Any] | None = self._plugin_settings.get(plugin_name)
        return found or super().plugin_config(plugin_name, *of, **more)


def open_room(ledger_path: Path, keys: Keys | None = None) -> Datasette:
    """A Datasette that shows this ledger as the reading room.

    An older ledger is brought to this version first; LedgerError as `connect_to_read` where it cannot be opened.
    """
    with open_queries(ledger_path):
        pass
    if not pm.has_plugin(ROOM):
        pm.register(plugin, name=ROOM)
    keys = keys or Keys()
    datasette = _Room(
        _plugin_settings_of(keys),
        metadata=_metadata_of(keys),
        template_dir=str(_HERE / "templates"),
        static_mounts=[("static", str(_HERE / "static"))],
        settings={"allow_download": False, "default_cache_ttl": 0},
    )
    datasette.remove_database("_memory")
    datasette.add_database(_Ledger(datasette, str(ledger_path)), name=LEDGER)
    return datasette


def open_socket(host: str, port: int, keys: Keys) -> socket.socket:
    """A socket that listens there, port 0 being any free one; a browser may be sent to it at once.

    SettingError R251 where other machines could come in and nothing is asked of them, R250 where it cannot be had.
    """
    if keys.is_open and not is_loopback(host):
        raise SettingError(
            "R251",
            f"at {host} other machines can reach the ledger, and nothing is asked of them",
            "add --password, or set RASHOMON_PASSWORD or RASHOMON_TOKEN; or leave --host out",
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        raise SettingError(
            "R250",
            f"cannot listen at {host}, port {port}: {error.strerror or error}",
            f"take another port: --port {port + 1 if port else 8001}; --port 0 takes any that is free",
        ) from error
    return listening


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url_of(listening: socket.socket) -> str:
    """The address for a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(datasette: Datasette, listening: socket.socket, *, opens_browser: bool = False) -> None:
    """Answer at this socket until KeyboardInterrupt, which comes through; `opens_browser` sends a browser there."""
    if opens_browser:
        # A thread, since some browsers (lynx) return only when they are closed.
        threading.Thread(target=webbrowser.open, args=(url_of(listening),), daemon=True).start()
    # What is loaded by now stays: looking through it for garbage again and again would halt a page for 50 ms each time.
    gc.collect()
    gc.freeze()
    with listening:
        uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", server_header=False)).run([listening])


def _metadata_of(keys: Keys) -> dict[str, Any]:
    """What Datasette says of the data, and whom it lets in."""
    tables = {table: {"hidden": True} for table in BOOKKEEPING}
    described = {"title": "Rashomon", "databases": {LEDGER: {"tables": tables}}}
    return described if keys.is_open else {**described, "allow": {"id": READER}}


def _plugin_settings_of(keys: Keys) -> dict[str, dict[str, Any]]:
    """Our own, which say that this is a room, and those of the plugins that check the keys."""
    settings: dict[str, dict[str, Any]] = {ROOM: {"is_open": keys.is_open}}
    if keys.password:
        settings["datasette-auth-passwords"] = {f"{READER}_password_hash": hash_password(keys.password)}
    if keys.token:
        settings["datasette-auth-tokens"] = {"tokens": [{"token": keys.token, "actor": {"id": READER}}]}
    return settings
