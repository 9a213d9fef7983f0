"""The command that shows the audit log, and proves that it is as it was written."""

from dataclasses import asdict

import click

from commands.console import json_option, print_json, print_table, say
from commands.opening import open_to_look
from presentation import count
from retrieval.errors import RetrievalError
from settings import Settings


class BrokenLog(RetrievalError):
    """The audit log is not as it was written."""

    code = "audit_log_broken"


@click.command()
@click.option("--verify", is_flag=True, help="Prove that no entry was altered, left out or put in.")
@click.option(
    "--noted", metavar="HASH", help="With --verify: a last hash noted earlier, to prove that none was cut off."
)
@json_option
@click.pass_obj
def audit(settings: Settings, verify: bool, noted: str | None, as_json: bool) -> int:
    """Show who changed the library, what and when."""
    with open_to_look(settings) as library:
        entries = library.audit.entries()
        problems = library.audit.problems(noted=noted) if verify or noted else []
    if problems:
        raise BrokenLog(" ".join(problems), remedy="Compare it with the one in a backup, and ask who had the file.")
    if as_json:
        print_json([asdict(entry) for entry in entries])
    elif not verify and not noted:
        print_table(
            ("no.", "when (UTC)", "who", "what", "of what", "detail"),
            [
                (str(one.number), one.at[:19].replace("T", " "), one.who, one.action, one.subject, one.detail)
                for one in entries
            ],
        )
    if entries and not as_json:
        held = "As it was written" if verify or noted else "The audit log"
        say(f"{held}: {count(len(entries), 'change')}. Note the last hash elsewhere: {entries[-1].hash}")
    elif not as_json:
        say("The audit log is empty: nothing has been changed yet.")
    return 0
