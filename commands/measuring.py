"""Commands of the evaluations."""

from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress

from commands.console import demo_option, json_option, print_json, print_table, progress_console, say
from commands.opening import open_filled_library
from evals.cases import SetError
from evals.generate import EvalScope, RunError, generate
from evals.score import Scores, score
from presentation import count
from retrieval.assistant import Assistant
from settings import Settings


@click.group(name="eval")
def evaluate() -> None:
    """Ask a set of questions, and score the answers."""


@evaluate.command(name="generate")
@click.option(
    "--set",
    "set_file",
    required=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions, one JSON object a line.",
)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the run; an interrupted run goes on where it stopped.",
)
@click.option(
    "--scope",
    type=click.Choice(["report", "library"]),
    default="report",
    show_default=True,
    help="Ask each question of its own report, or of everything held.",
)
@click.option("--model", metavar="PROVIDER:MODEL", help="Answer by this chat model.")
@demo_option
@json_option
@click.pass_obj
def generate_command(
    settings: Settings, set_file: Path, out: Path, scope: EvalScope, model: str | None, demo: bool, as_json: bool
) -> None:
    """Ask every question of a set and write the answers to DIR/generated.jsonl."""
    settings = replace(settings, model=model) if model else settings
    with open_filled_library(settings, demo=demo) as library, Progress(console=progress_console()) as bar:
        task = bar.add_task("Asking", total=None)
        try:
            asked = generate(
                Assistant(library, settings),
                set_file,
                out,
                scope=scope,
                on_answer=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except (RunError, SetError) as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        print_json({"asked": asked, "out": str(out)})
    else:
        say(f"Asked {count(asked, 'question')}. Score them with `inspection-qa eval score {out}`.")


@evaluate.command(name="score")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def score_command(folder: Path, as_json: bool) -> None:
    """Score the answers in DIR, from that folder alone."""
    try:
        scores = score(folder)
    except (RunError, SetError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json(scores.to_json())
    else:
        _print_scores(scores)


def _print_scores(scores: Scores) -> None:
    say(f"{count(scores.questions, 'question')}")
    rows = [[name, f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}"] for name, one in scores.figures.items()]
    print_table(["figure", "value", "95 % interval"], rows + [[k, f"{v:.3f}", ""] for k, v in scores.plain.items()])
