"""The program `rashomon` with the rule reader of the tests in place of the model."""

from pathlib import Path

from made_records import RuleReader
from rashomon import cli
from rashomon.events import load_event_tables
from rashomon.lexicon import load_lexicon
from rashomon.names import load_name_tables
from rashomon.pipeline import Tools


def open_tools(model_path: Path | None) -> Tools:
    return Tools(
        reader=RuleReader(), lexicon=load_lexicon(), events=load_event_tables(), names=load_name_tables(load_lexicon())
    )


if __name__ == "__main__":
    cli._open_tools = open_tools
    cli.main()
