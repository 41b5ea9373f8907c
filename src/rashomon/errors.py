"""The tree of errors: each with a stable code, what happened, and how to mend it.

    RashomonError
    ├── InputError        R1xx  bytes that cannot be read            exit 3
    ├── SettingError      R2xx  a word, option or setting that is off   exit 2
    ├── LedgerError       R3xx  the ledger file                      exit 4
    ├── ModelError        R4xx  the model folder                     exit 5
    └── FetchError        R5xx  the network                          exit 6

The command line, the API and the pages show the same three: code, sentence, mend.
Every code is listed in `docs/errors.md`; a test holds the two together.
"""

from __future__ import annotations


class RashomonError(Exception):
    """Anything that Rashomon raises on purpose."""

    exit_status = 1

    def __init__(self, code: str, sentence: str, mend: str) -> None:
        """`code` is stable (R103), `sentence` says what happened, `mend` how to put it right."""
        super().__init__(f"{code} {sentence}")
        self.code = code
        self.sentence = sentence
        self.mend = mend


class SettingError(RashomonError):
    """A word, an option or a setting that Rashomon does not know or cannot follow."""

    exit_status = 2


class InputError(RashomonError):
    """Bytes that hold no article Rashomon could read."""

    exit_status = 3


class LedgerError(RashomonError):
    """The ledger file is locked, corrupt, too new, or its disk is full."""

    exit_status = 4


class ModelError(RashomonError):
    """The model folder is missing, incomplete or of another version."""

    exit_status = 5


class FetchError(RashomonError):
    """An address that could not be fetched."""

    exit_status = 6
