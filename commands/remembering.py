"""The commands of the history: what the chat keeps of conversations, out of it, and away."""

import json
from datetime import timedelta
from typing import Any

import click

from commands.console import demo_option, json_option, print_json, print_table, say
from conversations.history import History
from conversations.models import Kept, now
from presentation import count
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
    kept = _open(settings, demo).search(user, words, limit=-1)
    if as_json:
        print_json([_json(one) for one in kept])
        return
    if not kept:
        say("No conversation is kept.")
        return
    rows = [(one.id, one.user, f"{one.updated:%Y-%m-%d %H:%M}", str(one.exchanges), one.title) for one in kept]
    print_table(("conversation", "user", "last question (UTC)", "questions", "first question"), rows)


@history.command(name="export")
@user_option
@demo_option
@click.pass_obj
def export_command(settings: Settings, user: str | None, demo: bool) -> None:
    """Print every exchange kept, one JSON object a line."""
    for one in _open(settings, demo).export(user):
        click.echo(json.dumps(one, ensure_ascii=False))


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
    before = now() + timedelta(seconds=1) if everything else now() - timedelta(days=days or 0)
    gone = _open(settings, demo).purge(before=before, user=user)
    if as_json:
        print_json({"deleted": gone})
    else:
        say(f"Deleted {count(gone, 'conversation or remark')}.")


def _open(settings: Settings, demo: bool) -> History:
    home = settings.demo_home if demo else settings.home
    return History(home, days=settings.history_days)


def _json(kept: Kept) -> dict[str, Any]:
    return {
        "conversation": kept.id,
        "user": kept.user,
        "first_question": kept.title,
        "started": kept.started.isoformat(),
        "updated": kept.updated.isoformat(),
        "questions": kept.exchanges,
    }
