"""Commands that change or check the library."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from commands.console import json_option, print_json, say
from commands.opening import open_library, open_to_look
from commands.progress import ingest_files, taken_json
from ingest.errors import IngestError, NotAReport
from ingest.files.addresses import is_address
from ingest.files.download import Downloader
from ingest.models import report_key
from masking import printable
from presentation import count
from retrieval.errors import RetrievalError
from retrieval.library.intake import Taken, find_files
from retrieval.library.library import Library
from retrieval.vectors.embeddings import open_embedder
from settings import Settings


class Refused(IngestError):
    """Some files of a command were refused; the others are held."""

    code = "files_refused"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--only-known", is_flag=True, help="Refuse a kind of report that no profile describes (docs/kinds.md).")
@json_option
@click.pass_obj
def ingest(settings: Settings, paths: tuple[str, ...], only_known: bool, as_json: bool) -> int:
    """Read reports into the library.

    PATH is a report (PDF, or its Markdown or text export), a folder of them, or the https address of a report on its
    publisher's site. A file that is already held is left alone, a changed one replaces its report. Files that are no
    inspection report are skipped in a folder.
    """
    with TemporaryDirectory() as folder:
        downloader = Downloader(settings.hosts)
        here = [
            downloader.fetch(path, Path(folder)) if is_address(path) else Path(path) for path in dict.fromkeys(paths)
        ]
        files = find_files(here)
        if not files:
            raise NotAReport(f"No PDF, Markdown or text file in {', '.join(paths)}.", remedy="Name a report.")
        with open_library(settings, create=True) as library:
            taken = ingest_files(library, files, only_known=only_known)
            held = len(library.reports())
    return _conclude(taken, f"The library holds {count(held, 'report')}.", as_json=as_json)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@click.pass_obj
def sync(settings: Settings, folder: Path, as_json: bool) -> int:
    """Make the library equal to a folder.

    Ingests what is new or changed in FOLDER and removes every report whose file is no longer there.
    """
    files = find_files([folder])
    if not files:
        raise NotAReport(
            f"{folder} holds no PDF, Markdown or text file, and syncing to it would empty the library.",
            remedy="Name another folder, or use `inspection-qa remove REPORT`.",
        )
    with open_library(settings, create=True) as library:
        taken = ingest_files(library, files)
        removed = _remove_others(library, taken)
        held = len(library.reports())
    for key in removed:
        say(f"{key}: removed, its file is no longer in {folder}")
    return _conclude(taken, f"The library holds {count(held, 'report')}.", as_json=as_json, removed=removed)


def _remove_others(library: Library, taken: list[Taken]) -> list[str]:
    """Remove the reports that no file stands for, unless their file may be there and be damaged.

    It is known by its name, or by the key that its name makes. A damaged file under another name may be any report's:
    then none is removed.
    """
    wanted = {one.report for one in taken if one.report}
    others = [report.key for report in library.reports() if report.key not in wanted]
    unread = [one.path for one in taken if one.error is not None]
    named = {key: {file.name for file in library.files(key)} for key in others}
    there = {key: [path for path in unread if report_key(path) == key or path.name in named[key]] for key in others}
    stray = {one.path for one in taken if one.status == "refused"} - {
        path for paths in there.values() for path in paths
    }
    gone = [key for key in others if not there[key]]
    for key in others:
        if there[key]:
            say(f"{key}: kept, though {there[key][0].name} could not be read as a report.")
    if gone and stray:
        say(
            f"Not removed: {', '.join(gone)}. {min(stray).name} could not be read, and may be the file of one of them."
            " Mend or take away what was refused, then sync again."
        )
        return []
    for key in gone:
        library.remove(key)
    return gone


def _conclude(taken: list[Taken], summary: str, *, as_json: bool, removed: list[str] | None = None) -> int:
    refused = [one for one in taken if one.status == "refused"]
    error = Refused(
        f"{count(len(refused), 'file')} of {len(taken)} refused: {', '.join(one.path.name for one in refused)}.",
        remedy=f"The reasons stand above. {summary}",
    )
    if as_json:
        result: dict[str, object] = {"files": [taken_json(one) for one in taken]}
        if removed is not None:
            result["removed"] = removed
        if refused:
            result["error"] = {"code": error.code, "message": error.message, "remedy": error.remedy}
        print_json(result)
    else:
        say(f"{error.message} {error.remedy}" if refused else summary)
    return 1 if refused else 0


@click.command()
@click.argument("report")
@json_option
@click.pass_obj
def remove(settings: Settings, report: str, as_json: bool) -> None:
    """Take a report out of the library.

    REPORT is its name in `inspection-qa reports`, or an unambiguous alias.
    """
    with open_to_look(settings) as library:
        key = library.resolve(report).key
        library.remove(key)
    if as_json:
        print_json({"removed": [key]})
    else:
        say(f"{key}: removed.")


class Unsound(RetrievalError):
    """`verify` found something."""

    code = "library_unsound"


@click.command()
@json_option
@click.pass_obj
def verify(settings: Settings, as_json: bool) -> int:
    """Check that the library is sound.

    Catalogue, ledger, passages and indexes must agree; exit code 1 and a line for each problem where they do not.
    """
    with Library.open(settings.home, None, serve=True, chroma=settings.chroma) as library:
        problems = library.verify()
        held = 0 if problems else len(library.reports())
        if not library.serving:
            say("The vectors in Chroma were not checked: a chat has them open, or the folder cannot be written.")
    if problems:
        remedy = "Run `inspection-qa rebuild`; what stays needs its report ingested again, or a backup restored."
        if as_json:
            error = {"code": Unsound.code, "message": f"{count(len(problems), 'problem')} found.", "remedy": remedy}
            print_json({"problems": problems, "error": error})
        else:
            for problem in problems:
                click.echo(printable(problem))
            say(remedy)
        return 1
    if as_json:
        print_json({"problems": []})
    else:
        say(f"Sound: {count(held, 'report')}.")
    return 0


@click.command()
@json_option
@click.pass_obj
def rebuild(settings: Settings, as_json: bool) -> None:
    """Build the indexes again from the catalogue."""
    with Library.open(
        settings.home, open_embedder(settings), serve=True, chroma=settings.chroma, reembed=True
    ) as library:
        library.rebuild()
        held = len(library.reports())
    if as_json:
        print_json({"rebuilt": held})
    else:
        say(f"Rebuilt the indexes of {count(held, 'report')}.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def backup(settings: Settings, file: Path, as_json: bool) -> None:
    """Write the library to one file."""
    with open_to_look(settings) as library:
        library.backup(file)
    if as_json:
        print_json({"backup": str(file)})
    else:
        say(f"Wrote {file}. Bring it back with `inspection-qa restore {file}`.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def restore(settings: Settings, file: Path, as_json: bool) -> None:
    """Bring a library back from a backup.

    The library in $INSPECTION_QA_HOME must not hold a report yet, or be damaged: then its folder is kept beside it.
    """
    Library.restore(file, settings.home)
    if as_json:
        print_json({"restored": str(settings.home)})
    else:
        say(f"Restored {file} to {settings.home}.")
