"""The order of the house: imports point downwards, and each third party has its owners."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src" / "rashomon"
# Lowest first; a module imports only from ranks before its own, so no stage ever calls another stage.
RANKS = (
    "records errors",
    "settings lexicon schema words charsets streams outlets rows reader",
    "datelines",
    "documents articles attributions claims",
    "ledger queries fetch",
    "export verification",
    "pipeline",
    "cli __main__ __init__",
)
RANK_OF = {module: rank for rank, modules in enumerate(RANKS) for module in modules.split()}
OWNERS = {
    "onnxruntime": {"reader"},
    "tokenizers": {"reader"},
    "sqlite3": {"schema", "ledger", "queries"},
    "httpx": {"fetch"},
    "trafilatura": {"articles"},
    "feedparser": {"documents"},
    "fastwarc": {"documents"},
    "rich": {"cli"},
    "click": {"cli"},
}


def imports_of(module: Path) -> set[str]:
    """Dotted names that the module imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" if node.module == "rashomon" else node.module for name in node.names}
    return found


IMPORTS = {path.stem: imports_of(path) for path in PACKAGE.glob("*.py")}


def test_every_module_has_its_rank():
    assert IMPORTS.keys() == RANK_OF.keys()


def test_imports_point_downwards_only():
    upwards = [
        f"{module} imports {name}"
        for module, names in IMPORTS.items()
        for name in names
        if name.startswith("rashomon.") and RANK_OF[name.split(".")[1]] >= RANK_OF[module]
    ]
    assert upwards == []


def test_each_third_party_has_its_owners():
    owners = {
        package: {module for module, names in IMPORTS.items() if any(name.split(".")[0] == package for name in names)}
        for package in OWNERS
    }
    assert owners == OWNERS


def test_no_module_is_longer_than_a_person_reads_in_one_go():
    lengths = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.glob("*.py")}
    assert {module: lines for module, lines in lengths.items() if lines > 600} == {}
