"""The order of the house: imports point downwards, and each third party has its owners."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src" / "rashomon"
# Lowest first. A module imports from lower ranks and, except among stages, from its siblings; nothing goes in a circle.
RANKS = {
    "nouns": "records errors",
    "knowledge": "settings reader words lexicon speakers casts antecedents voices stances joins nesting outlets "
    "datelines pages bodies border_weights borders webpages charsets languages streams rows schema "
    "filters phrases inflections kinds magnitudes countries actors decoding factualities tags parties "
    "participants frames triggers tellers denial_words denials spellings gazetteer gazetteer_file "
    "geonames placewords candidates toponym_weights placenames toponyms scenes referents chunks recalls "
    "rhetoric quotations newsrooms names offices descriptions likenesses groupings vocabulary ledes "
    "meanings migrations labels decisions link_weights states sides comparisons blocks presuppositions "
    "contraries relations calendars timewords timegrammar timevalues timedates timestretches timelengths",
    "stages": "documents articles attributions events times places grounding claims copies credits citations "
    "entities merges origins grades links",
    "edges": "reconcile registry entity_rulings rulings ties linkage ledger answers accounts findings listings "
    "margins searches queries anchors testimony namings doubts verdicts contradictions verification "
    "export fetch sources tally",
    "order": "traits pipeline",
    "faces": "room room.desk room.charts room.stories room.events room.chains room.articles room.marginalia "
    "room.markings room.layers room.search room.sayings room.entities room.voices room.forms "
    "room.worklists room.review room.guards room.plugin room.serving screen event_sheets sheets terminal "
    "options asking deciding cli __init__ __main__",
}
RANK_OF = {module: rank for rank, modules in enumerate(RANKS.values()) for module in modules.split()}
STAGES = RANKS["stages"].split()
OWNERS = {
    "onnxruntime": {"reader"},
    "tokenizers": {"reader"},
    "sqlite3": {
        "schema",
        "registry",
        "entity_rulings",
        "rulings",
        "ties",
        "linkage",
        "ledger",
        "queries",
        "gazetteer",
        "gazetteer_file",
    },
    "httpx": {"fetch"},
    "trafilatura": {"webpages"},
    "feedparser": {"documents"},
    "fastwarc": {"documents"},
    "charset_normalizer": {"charsets"},
    "py3langid": {"languages"},
    "rich": {"screen", "event_sheets", "sheets", "terminal"},
    "click": {"cli", "options", "asking", "deciding"},
    "babel": {"countries"},
    "datasette": {"room.desk", "room.plugin", "room.serving"},
    "datasette_auth_passwords": {"room.serving"},
    "uvicorn": {"room.serving"},
    "jinja2": {"room.plugin"},
    # Text that is markup already: the marks of chains and of articles, and what templates take as it is.
    "markupsafe": {"room.plugin", "room.chains", "room.events"},
    "altair": {"room.charts"},
}


def imports_of(module: Path) -> set[str]:
    """Dotted names that the module imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = node.module in ("rashomon", "rashomon.room")
            found |= {f"{node.module}.{name.name}" if inside else node.module for name in node.names}
    return found


def name_of(path: Path) -> str:
    """The module's name in the package: `records`, `room.desk`, and `room` for the package in the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for folder in (PACKAGE, PACKAGE / "room") for path in folder.glob("*.py")}
IMPORTS = {module: imports_of(path) for module, path in MODULES.items()}
HOUSE = {
    module: {name.removeprefix("rashomon.") for name in names if name.startswith("rashomon.")} & RANK_OF.keys()
    for module, names in IMPORTS.items()
}


def test_every_module_has_its_rank():
    assert IMPORTS.keys() == RANK_OF.keys()


def test_imports_point_downwards_only():
    upwards = [
        f"{module} imports {name}"
        for module, names in HOUSE.items()
        for name in names
        if RANK_OF[name] > RANK_OF[module] or (name in STAGES and module in STAGES)
    ]
    assert upwards == []


def test_imports_go_in_no_circle():
    assert set(TopologicalSorter(HOUSE).static_order()) >= HOUSE.keys()


def test_each_third_party_has_its_owners():
    owners = {
        package: {module for module, names in IMPORTS.items() if any(name.split(".")[0] == package for name in names)}
        for package in OWNERS
    }
    assert owners == OWNERS


def test_no_module_is_longer_than_a_person_reads_in_one_go():
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    # All nouns stand in one module, and all tables in another.
    kept = {module: lines for module, lines in lengths.items() if module not in ("records", "migrations")}
    assert {module: lines for module, lines in kept.items() if lines > 600} == {}
