"""The way of a decision, for both faces alike: made from the ledger as it stands, and appended.

In: the path of the ledger, what to decide (a function of `anchors.py` with what was typed), and who signs. Out: the
decision, as it now stands in the ledger with all that follows from it. Refuses what `anchors.py` refuses; raises
LedgerError R305 where another program holds the ledger for longer than the caller would wait.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rashomon.anchors import Signature
from rashomon.ledger import open_ledger
from rashomon.queries import Queries, open_queries
from rashomon.records import Decision
from rashomon.schema import BUSY_SECONDS

Make = Callable[[Queries, Signature], Decision]


def write_verdict(path: Path, make: Make, signature: Signature, *, busy_seconds: float = BUSY_SECONDS) -> Decision:
    """The decision that was made and written."""
    with open_queries(path) as queries:
        decision = make(queries, signature)
    with open_ledger(path, busy_seconds=busy_seconds) as ledger:
        ledger.write_decisions([decision])
    return decision
