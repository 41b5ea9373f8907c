"""The reading room over one ledger: Datasette with the plugin, opened to the right people, and served.

In: the path of a ledger. Out: a Datasette, or a server that runs until it is broken off. Refuses a ledger that cannot
be opened as the command line does (R3xx).

Read next: `plugin.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from rashomon.queries import open_queries
from rashomon.room import plugin
from rashomon.room.desk import LEDGER, ROOM
from rashomon.schema import connect_to_read

_HERE = Path(__file__).parent


class _Ledger(Database):  # type: ignore[misc]  # Datasette has no types
    """The ledger as one of Datasette's databases: through the house's own read-only connection."""

    def connect(self, write: bool = False) -> Any:
        """A connection that can only ask; Rashomon alone writes a ledger, through `ledger.py`."""
        if write:
            raise RuntimeError("the reading room asks a ledger through Datasette and never writes it through it")
        connection = connect_to_read(Path(self.path))
        self._all_file_connections.append(connection)
        return connection


def open_room(ledger_path: Path) -> Datasette:
    """A Datasette that shows this ledger as the reading room.

    An older ledger is brought to this version first; LedgerError as `connect_to_read` where it cannot be opened.
    """
    open_queries(ledger_path).__exit__(None, None, None)
    if not pm.has_plugin(ROOM):
        pm.register(plugin, name=ROOM)
    datasette = Datasette(
        metadata={"plugins": {ROOM: {}}},
        template_dir=str(_HERE / "templates"),
        static_mounts=[("static", str(_HERE / "static"))],
        settings={"allow_download": False, "default_cache_ttl": 0},
    )
    datasette.remove_database("_memory")
    datasette.add_database(_Ledger(datasette, str(ledger_path)), name=LEDGER)
    return datasette
