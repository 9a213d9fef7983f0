"""The commands of the history: what the chat keeps of conversations, out of it, and away."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import click

from commands.console import demo_option, json_option, print_json, print_table, say
from commands.opening import open_to_look
from conversations.history import History
from conversations.models import Kept, now
from masking import printable
from retrieval.store.audit_log import AuditLog
from settings import Settings

user_option = click.option("--user", metavar="ID", help="Only this person's; everybody's unless given.")


@click.group()
def history() -> None:
    """List, export or delete the conversations that the chat keeps."""


@history.command(name="list")
@click.argument("words", default="")
@user_option
@demo_option
@json_option
@click.pass_obj
def list_command(settings: Settings, words: str, user: str | None, demo: bool, as_json: bool) -> None:
    """List the conversations kept, the newest first, or those that hold WORDS."""
    with _open(settings, demo) as (kept_in, _):
        kept = kept_in.search(user, words, limit=-1)
    if as_json:
        print_json([_json(one) for one in kept])
        return
    if not kept:
        say("No such conversation is kept.")
        return
    rows = [(one.id, one.user, f"{one.updated:%Y-%m-%d %H:%M}", str(one.exchanges), one.title) for one in kept]
    print_table(("conversation", "user", "last question (UTC)", "questions", "first question"), rows)


@history.command(name="export")
@user_option
@demo_option
@click.pass_obj
def export_command(settings: Settings, user: str | None, demo: bool) -> None:
    """Print every exchange kept, one JSON object a line."""
    with _open(settings, demo) as (kept_in, audit):
        audit.record("exported", "history", f"of {user or 'everybody'}")
        for one in kept_in.export(user):
            click.echo(printable(json.dumps(one, ensure_ascii=False)))


@history.command(name="purge")
@user_option
@click.option("--older-than", "days", metavar="DAYS", type=click.IntRange(0), help="Older than so many days.")
@click.option("--all", "everything", is_flag=True, help="However new.")
@demo_option
@json_option
@click.pass_obj
def purge_command(
    settings: Settings, user: str | None, days: int | None, everything: bool, demo: bool, as_json: bool
) -> None:
    """Delete conversations, and what readers said of answers, for good."""
    if (days is None) != everything:
        raise click.UsageError("Say which to delete: --older-than DAYS, or --all.")
    before = now() + timedelta(seconds=1) if days is None else now() - timedelta(days=days)
    with _open(settings, demo) as (kept_in, audit):
        gone = kept_in.purge(before=before, user=user)
        audit.record("purged", "history", f"{gone} of {user or 'everybody'}")
    if as_json:
        print_json({"deleted": gone})
    else:
        say(f"Deleted for good: {gone}.")


@contextmanager
def _open(settings: Settings, demo: bool) -> Iterator[tuple[History, AuditLog]]:
    """Open the history, and the audit log of the library beside it."""
    with open_to_look(replace(settings, home=settings.demo_home) if demo else settings) as library:
        yield History(library.home, days=settings.history_days), library.audit


def _json(kept: Kept) -> dict[str, Any]:
    return {
        "conversation": kept.id,
        "user": kept.user,
        "first_question": kept.title,
        "started": kept.started.isoformat(),
        "updated": kept.updated.isoformat(),
        "questions": kept.exchanges,
    }
