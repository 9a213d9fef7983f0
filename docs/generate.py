"""Writes the pages of the documentation that are made from the code: `python docs/generate.py`.

`modules.md` lists every module with the first sentence of its own description, `commands.md` every command with the
help that it prints.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import click

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

from cli import SECTIONS, inspection_qa  # noqa: E402 - this checkout's, whichever is installed
from settings import APPLICATION  # noqa: E402

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


WIDTH = 100
"""Columns of the help, whatever the terminal that the page is made in."""


def commands() -> str:
    """Return the page of commands: the help of each, under the headings of the program's own help."""
    program = _context(inspection_qa, APPLICATION)
    page = [f"# Commands\n\nMade by `python docs/generate.py` from the help of each command.\n\n{_help(program)}"]
    for title, section in SECTIONS.items():
        page.append(f"\n## {title}\n")
        for name in section:
            command = inspection_qa.get_command(program, name)
            assert command is not None
            page += [f"\n### {one.command_path}\n\n{_help(one)}" for one in _tree(_context(command, name, program))]
    return "".join(page)


def _tree(context: click.Context) -> Iterator[click.Context]:
    """Yield a command, then those within it."""
    yield context
    if isinstance(context.command, click.Group):
        for name, command in sorted(context.command.commands.items()):
            yield from _tree(_context(command, name, context))


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, help_option_names=["-h", "--help"]
    )


def _help(context: click.Context) -> str:
    """Return what a command prints of itself, as a block."""
    return f"```\n{context.get_help()}\n```\n"


PAGES = {"modules.md": modules, "commands.md": commands}


def main() -> int:
    """Write every page."""
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
