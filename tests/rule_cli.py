"""The program `rashomon` with the rule reader of the tests in place of the model."""

from functools import cache
from pathlib import Path

from made_records import RuleReader
from rashomon import cli
from rashomon.gazetteer import open_gazetteer
from rashomon.pipeline import Tools, tools_with


@cache
def open_tools(model_path: Path | None) -> Tools:
    return tools_with(RuleReader(), open_gazetteer())


if __name__ == "__main__":
    cli._open_tools = open_tools
    cli.main()
