"""Writes the pages of the documentation that are made from the code: `python docs/generate.py`.

`modules.md` lists every module with the first sentence of its own description.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PACKAGES = (
    "ingest", "retrieval", "prompts", "evals", "commands", "conversations", "operations", "ui", "samples", "training"
)  # fmt: skip


def modules() -> str:
    """Return the page of modules: a table a room, in the order of the folders."""
    rooms: dict[str, list[Path]] = {"the top level": sorted(ROOT.glob("*.py"))}
    for package in PACKAGES:
        for module in sorted((ROOT / package).rglob("*.py")):
            if module.name != "__init__.py" or _sentence(module):
                rooms.setdefault(module.parent.relative_to(ROOT).as_posix(), []).append(module)
    return "# Modules\n\nMade by `python docs/generate.py` from what each module says of itself.\n" + "".join(
        f"\n## {room}\n\n| module | what it gives |\n|---|---|\n" + "".join(_rows(listed))
        for room, listed in sorted(rooms.items())
    )


def _rows(listed: list[Path]) -> Iterator[str]:
    for module in listed:
        yield f"| `{module.relative_to(ROOT).as_posix()}` | {_sentence(module)} |\n"


def _sentence(module: Path) -> str:
    """Return the first paragraph of a module's description in one line, without its closing stop."""
    description = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(description.split("\n\n")[0].split()).removesuffix(".").replace("|", "\\|")


PAGES = {"modules.md": modules}


def main() -> int:
    """Write every page."""
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
