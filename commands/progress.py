"""Ingest files with a progress bar, and say what was found in each."""

from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from commands.console import progress_console
from masking import printable
from presentation import count, what_was_read
from retrieval.library.intake import Taken, take_in
from retrieval.library.library import Library


def ingest_files(library: Library, files: dict[Path, bool], *, only_known: bool = False) -> list[Taken]:
    """Ingest `files` (see `intake.take_in`) and return what became of each."""
    taken: list[Taken] = []
    passages = 0
    console = progress_console()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[found]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("Reading", total=len(files), found=f"0 of {count(len(files), 'file')}")

        def show_passages(done: int, total: int) -> None:
            # Embedding takes most of the time; reading goes on beside it.
            bar.update(task, completed=len(taken) + done / max(total, 1))

        for one in take_in(library, files, on_passages=show_passages, only_known=only_known):
            taken.append(one)
            passages += len(one.parsed.passages) if one.parsed else 0
            found = f"{len(taken)} of {count(len(files), 'file')}, {count(passages, 'passage')}"
            bar.update(task, completed=len(taken), found=found)
            for line in describe(one):
                console.print(printable(line), soft_wrap=True)
    return taken


def describe(one: Taken) -> list[str]:
    """Return the lines that say what became of a file: one, and one more for each warning."""
    name = one.path.name
    if one.error is not None:
        kind = "skipped" if one.status == "skipped" else "REFUSED"
        return [" ".join(f"{name}: {kind}. {one.error.message} {one.error.remedy}".split())]
    if one.parsed is None:
        return [f"{name}: unchanged ({one.report})" + (", the library’s damaged copy of it mended" * one.mended)]
    verb = {"attached": f"the same publication as {one.report}, kept beside it"}.get(one.status, one.status)
    lines = [f"{name}: {verb}. {what_was_read(one.parsed)}"]
    return lines + [f"  note: {note.text}" for note in one.parsed.notes]


def taken_json(one: Taken) -> dict[str, Any]:
    """Return what `ingest --json` says of a file."""
    error = one.error
    return {
        "file": str(one.path),
        "status": one.status,
        "report": one.report,
        "found": what_was_read(one.parsed) if one.parsed else None,
        "notes": [{"code": note.code, "text": note.text, "page": note.page} for note in one.parsed.notes]
        if one.parsed
        else [],
        "error": {"code": error.code, "message": error.message, "remedy": error.remedy} if error else None,
    }
