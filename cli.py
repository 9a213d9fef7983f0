"""The console command `inspection-qa`: parses, calls one function, prints.

Commands live in `commands/` and are loaded when used, so that `--help` needs none of the engine.
"""

from ingest.isolation.import_path import leave_current_folder

leave_current_folder()

# isort: split
import gc
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import platformdirs

from ingest.errors import IngestError
from masking import MaskingFormatter, mask, printable
from retrieval.errors import RetrievalError
from retrieval.store.private import write_for_owner_only
from settings import APPLICATION, Settings, SettingsError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect (128 + SIGINT)."""

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Ask": {
        "ask": ("commands.asking:ask", "Answer a question, each statement with its reference."),
        "search": ("commands.asking:search", "List the passages nearest to a question."),
        "show": ("commands.reading:show", "Print one passage of a report."),
        "receipt": ("commands.asking:receipt", "Show what an answer rested on, or run it again."),
        "chat": ("commands.chatting:chat", "Open the chat in a browser."),
    },
    "Look": {
        "reports": ("commands.reading:reports", "List the reports held."),
        "passages": ("commands.reading:passages", "Print every passage of a report in order."),
        "judgements": ("commands.reading:judgements", "List every grade held."),
    },
    "Keep": {
        "ingest": ("commands.keeping:ingest", "Read reports into the library."),
        "sync": ("commands.keeping:sync", "Make the library equal to a folder."),
        "remove": ("commands.keeping:remove", "Take a report out of the library."),
        "verify": ("commands.keeping:verify", "Check that the library is sound."),
        "audit": ("commands.auditing:audit", "Show who changed the library, what and when."),
        "rebuild": ("commands.keeping:rebuild", "Build the indexes again from the catalogue."),
        "backup": ("commands.keeping:backup", "Write the library to one file."),
        "restore": ("commands.keeping:restore", "Bring a library back from a backup."),
        "history": ("commands.remembering:history", "List, export or delete the conversations that the chat keeps."),
    },
    "Measure": {
        "eval": ("commands.measuring:evaluate", "Ask a set of questions, and score the answers."),
    },
}
"""Section, command, where it is, and its one line of help (a test holds it equal to the command's own)."""


class Sections(click.Group):
    """A group that imports a command when it is used, and lists commands under headings."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return every command, in the order of the sections."""
        return [name for section in SECTIONS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        for section in SECTIONS.values():
            if cmd_name in section:
                module, name = section[cmd_name][0].split(":")
                return _imported(module, name)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the sections without importing a command."""
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in section.items()])


def _imported(module: str, name: str) -> click.Command:
    """Import a command. Imports leave no garbage, and looking for it again and again takes a tenth of `ask`."""
    gc.disable()
    try:
        command: click.Command = getattr(import_module(module), name)
    finally:
        gc.freeze()
        gc.enable()
    return command


@click.command(
    APPLICATION, cls=Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(version(APPLICATION), message="%(prog)s %(version)s")
@click.pass_context
def inspection_qa(context: click.Context) -> None:
    """Ask published inspection reports a question.

    Every statement of an answer cites the printed paragraph it rests on.
    The library is the folder $INSPECTION_QA_HOME, or your user-data folder.
    """
    context.obj = Settings.from_environment()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback ever reaches the user."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    write_for_owner_only()
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another character set shows a question mark for what it lacks, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        result = inspection_qa.main(given, prog_name=APPLICATION, standalone_mode=False)
    except click.Abort:
        click.echo("Stopped. What was finished is kept; run the same command again to go on.", err=True)
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        usage = f"{error.ctx.command_path} --help" if error.ctx else f"{APPLICATION} --help"
        return _fail(given, "usage", error.format_message(), f"See `{usage}`.", exit_code=2)
    except click.ClickException as error:
        return _fail(given, "failed", error.format_message(), "", exit_code=1)
    except SettingsError as error:
        return _fail(given, "bad_setting", str(error), "See docs/configuration.md.", exit_code=2)
    except RetrievalError as error:
        remedy = " ".join(filter(None, [error.remedy, _list_choices(error.choices)]))
        return _fail(given, error.code, error.message, remedy, exit_code=error.exit_code)
    except IngestError as error:
        return _fail(given, error.code, error.message, error.remedy, exit_code=1)
    except BrokenPipeError:
        # The reader of our output (`head`) has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort, which logs
        message = f"Something went wrong that should not have ({type(error).__name__})."
        return _fail(given, "unexpected", message, f"The details are in {_log(error)}.", exit_code=1)
    return result if isinstance(result, int) else 0


def _fail(given: Sequence[str], code: str, message: str, remedy: str, *, exit_code: int) -> int:
    message, remedy = printable(mask(message)), printable(mask(remedy))
    if "--json" in given:
        click.echo(json.dumps({"error": {"code": code, "message": message, "remedy": remedy}}, ensure_ascii=False))
    else:
        click.echo(" ".join(f"{message} {remedy}".split()), err=True)
    return exit_code


def _list_choices(choices: tuple[str, ...]) -> str:
    return f"Choices: {'; '.join(choices)}." if choices else ""


def _log(error: Exception) -> Path:
    """Append the traceback to a log file and return its path: in the user's log folder, else the temporary one."""
    folder = platformdirs.user_log_path(APPLICATION, appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / f"{APPLICATION}.log", encoding="utf-8")
    except OSError:
        handler = logging.FileHandler(Path(tempfile.gettempdir()) / f"{APPLICATION}.log", encoding="utf-8")
    handler.setFormatter(MaskingFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s")))
    handler.emit(
        logging.LogRecord(
            APPLICATION, logging.ERROR, __file__, 0, "unexpected error", None, (type(error), error, error.__traceback__)
        )
    )
    handler.close()
    return Path(handler.baseFilename)


if __name__ == "__main__":
    sys.exit(main())
