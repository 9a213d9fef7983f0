"""Imports point one way, and each heavy library has one owner."""

import ast
from functools import cache
from pathlib import Path

import pytest

from ingest.kinds.loader import profiles

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    "ingest", "retrieval", "prompts", "evals", "samples", "ui", "commands", "conversations", "operations", "training",
)  # fmt: skip
FRONT_DOORS = {
    "access", "app", "cli", "commands", "conversations", "evals", "intake", "presentation", "samples", "training", "ui",
}  # fmt: skip

MAY_NOT_IMPORT = {
    "ingest": {"retrieval", "settings", *FRONT_DOORS},
    "retrieval": FRONT_DOORS,
    "prompts": {"ingest", "retrieval", *FRONT_DOORS},
    "evals": {"app", "cli", "commands", "conversations", "training", "ui"},
    "training": {"app", "cli", "commands", "conversations", "ui"},
    "intake": {"app", "cli", "commands", "conversations", "ui", "evals"},
    "presentation": {"app", "cli", "commands", "conversations", "ui", "evals", "intake"},
    "conversations": {"app", "cli", "commands", "ui", "evals"},
    "ui": {"app", "cli", "commands", "evals"},
    "operations": {"app", "cli", "commands", "evals", "ui"},
    "commands": {"app", "cli", "ui"},
}

OWNERS = {
    # The benchmark compares ours with its bare extraction.
    "pypdf": {"ingest/files/pdf.py", "evals/speed/bench.py"},
    "chromadb": {"retrieval/vectors/vector_store.py"},
    "tiktoken": {"ingest/chunks/tokens.py"},
    "pypdfium2": {"ingest/pages/pdfium.py", "ingest/pages/pictured.py"},
    "docx": {"conversations/footnotes.py", "conversations/word.py"},
    # One runs the encoder, the other the model that reads questions.
    "onnxruntime": {"retrieval/question/model.py", "retrieval/vectors/embeddings.py"},
    "httpcore": {"ingest/files/download.py"},
    "prometheus_client": {"operations/metrics.py"},
    "opentelemetry": {"operations/traces.py"},
}


MODULES = sorted(ROOT.glob("*.py")) + [module for package in OURS for module in sorted((ROOT / package).rglob("*.py"))]


@cache
def _imports(module: Path) -> set[str]:
    """Return every dotted name that `module` imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from retrieval import changes` imports the module as much as `import retrieval.library.changes` does.
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_imports_point_one_way(module: Path) -> None:
    part = module.relative_to(ROOT).parts[0].removesuffix(".py")
    wrong = {name for name in _imports(module) if name.split(".")[0] in MAY_NOT_IMPORT.get(part, set())}
    assert not wrong, f"{_name(module)} must not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("library", OWNERS)
def test_one_module_owns_a_library(library: str) -> None:
    users = {_name(module) for module in MODULES if any(name.split(".")[0] == library for name in _imports(module))}
    assert users == OWNERS[library]


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_no_function_imports_a_module_of_ours(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [
        node.module
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS
    ]
    assert not hidden


def test_only_settings_reads_the_environment() -> None:
    readers = {
        _name(module)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    # The others hand it on, unread, to the processes that they start.
    assert readers == {"settings.py", "ingest/isolation/confined.py", "evals/speed/bench.py", "evals/identity.py"}


def test_no_import_cycle() -> None:
    _assert_no_cycle(MODULES, ROOT)


@pytest.mark.parametrize("spelling", ["from wing import changes", "from wing.changes import x", "import wing.changes"])
def test_a_planted_cycle_is_seen_however_it_is_spelt(spelling: str, tmp_path: Path) -> None:
    wing = tmp_path / "wing"
    wing.mkdir()
    (wing / "sources.py").write_text(spelling, encoding="utf-8")
    (wing / "changes.py").write_text("from wing import sources", encoding="utf-8")
    with pytest.raises(AssertionError, match="import cycle"):
        _assert_no_cycle(sorted(wing.iterdir()), tmp_path)


def _assert_no_cycle(modules: list[Path], root: Path) -> None:
    graph = {module: _imports(module) for module in modules}
    names = {_dotted(module, root): module for module in graph}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"import cycle: {' -> '.join([*path[path.index(name) :], name])}"
        if name in done:
            return
        for imported in graph[names[name]]:
            if imported in names:
                visit(imported, (*path, name))
        done.add(name)

    for name in names:
        visit(name, ())


def _dotted(module: Path, root: Path) -> str:
    return ".".join(module.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def test_no_code_names_a_kind_of_report() -> None:
    """A kind is one file of `ingest/kinds/profiles`: whatever code knew of it by name, a new kind would lack."""
    ids = set(profiles())
    named = {
        f"{_name(module)} names {node.value!r}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
    }
    assert not named


ROOMS = {
    "ingest": (
        "models errors | kinds | document structure rules | lines pages | passages chunks | facts files | pipeline"
        " | audit | isolation"
    ),
    "retrieval": (
        "models errors | text | reports checking store admission | vectors question generative | held | library scope"
        " | search ledger findings | lookups repair | digests | extractive | acts enquiry | assistant | repeating"
    ),
    "ui": "parts navigation | visitors | engine | printed | chat reports | pages | site | server",
    "evals": (
        "cases intervals | matching significance | truths | runs speed alterations | results tuning baselines"
        " | identity"
    ),
}
"""The rooms of each package in order: a room imports from those before a bar, and from itself."""
MOST_MODULES = 12


@pytest.mark.parametrize("package", ROOMS)
def test_rooms_import_from_those_before_them(package: str) -> None:
    place = {room: number for number, rooms in enumerate(ROOMS[package].split("|")) for room in rooms.split()}
    modules = [module for module in MODULES if module.is_relative_to(ROOT / package) and module.name != "__init__.py"]
    back = {
        f"{_name(module)} imports {imported}"
        for module in modules
        for imported in _imports(module)
        if (own := _room(_dotted(module, ROOT), package)) != (other := _room(imported, package))
        if other in place and place[other] >= place[own]
    }
    assert not back
    assert {_room(_dotted(module, ROOT), package) for module in modules} == set(place)


def _room(dotted: str, package: str) -> str:
    first, _, rest = dotted.partition(".")
    return rest.partition(".")[0] if first == package else ""


@pytest.mark.parametrize("package", ROOMS)
def test_no_room_is_crowded(package: str) -> None:
    rooms = {folder for folder in (ROOT / package).rglob("*") if folder.is_dir()}
    crowded = {_name(room): count for room in rooms if (count := len([*room.glob("[!_]*.py")])) > MOST_MODULES}
    assert not crowded
