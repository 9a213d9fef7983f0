"""How commands print: data to stdout, all else to stderr; readable in a terminal, plain when piped."""

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from masking import printable

READING_WIDTH = 100
"""Columns of running text: longer lines are hard to read."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
demo_option = click.option("--demo", is_flag=True, help="Use the library of sample reports, made on first use.")


def print_json(value: object) -> None:
    """Print one JSON value."""
    click.echo(printable(json.dumps(value, ensure_ascii=False, indent=2)))


def say(text: str) -> None:
    """Tell the person something that is not data."""
    click.echo(printable(text), err=True)


def terminal() -> Console:
    """Return the console of stdout. Markup and highlighting are off: what is printed are other people's words."""
    return Console(markup=False, highlight=False, emoji=False)


def progress_console() -> Console:
    """Return the console of stderr, where progress is shown."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: drawn in a terminal, tab-separated lines with a heading when piped."""
    console = terminal()
    if not console.is_terminal:
        for row in (columns, *rows):
            click.echo(printable("\t".join(" ".join(cell.split()) for cell in row)))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


def print_paragraph(text: str, *, style: str = "", indent: int = 0) -> None:
    """Print running text: wrapped in a terminal, one line when piped."""
    text, console = printable(text), terminal()
    if console.is_terminal:
        console.print(Padding(Text(text, style=style), (0, 0, 0, indent)), width=min(console.width, READING_WIDTH))
    else:
        click.echo(" " * indent + text)
