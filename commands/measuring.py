"""Commands of the evaluations."""

from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress

from commands.console import demo_option, json_option, print_json, print_table, progress_console, say
from commands.gating import gate_command, report_command
from commands.opening import open_to_ask
from evals.cases import SetError
from evals.runs.generate import EvalScope, RunError, generate, read_lines
from evals.runs.judge import Judge, judge_run
from evals.runs.parsing import read_utterances, score_parses, write_parses
from evals.runs.plan import repeat
from evals.runs.score import Scores, score
from presentation import count
from retrieval.assistant import Assistant
from retrieval.generative.chat_models import open_chat_model
from retrieval.question.model import TrainedModel
from retrieval.question.read import QuestionReader
from settings import Settings


@click.group(name="eval")
def evaluate() -> None:
    """Ask a set of questions, and score the answers."""


@evaluate.command(name="generate")
@click.option(
    "--set",
    "set_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions, one JSON object a line.",
)
@click.option(
    "--repeat",
    "repeated",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Ask the questions of an earlier run again, and say what is no longer the same.",
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
    settings: Settings,
    set_file: Path | None,
    repeated: Path | None,
    out: Path,
    scope: EvalScope,
    model: str | None,
    demo: bool,
    as_json: bool,
) -> None:
    """Ask every question of a set and write the answers to DIR/generated.jsonl."""
    if (set_file is None) == (repeated is None):
        raise click.UsageError("Give either --set FILE or --repeat DIR.")
    settings = replace(settings, model=model) if model else settings
    if repeated is not None:
        _repeat(settings, repeated, out, demo=demo, as_json=as_json)
        return
    assert set_file is not None
    with open_to_ask(settings, demo=demo) as library, Progress(console=progress_console()) as bar:
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


def _repeat(settings: Settings, folder: Path, out: Path, *, demo: bool, as_json: bool) -> None:
    with open_to_ask(settings, demo=demo) as library:
        try:
            changed, otherwise = repeat(Assistant(library, settings), folder, out)
        except (RunError, SetError, OSError) as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        print_json({"out": str(out), "changed": changed, "answered_otherwise": otherwise})
    else:
        say(
            f"Changed since: {', '.join(changed) or 'nothing'}. {count(len(otherwise), 'question')} answered otherwise."
        )
        for one in otherwise:
            say(f"- {one}")


@evaluate.command(name="parse")
@click.option(
    "--set",
    "set_file",
    required=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions, one JSON object a line, with `history` and `held` where they matter.",
)
@click.option("--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def parse_command(set_file: Path, out: Path, as_json: bool) -> None:
    """Write how each question of a set is read to FILE, a line each; needs no library.

    Where the set says how they are to be read, the share that is right is told.
    """
    try:
        lines = read_utterances(set_file)
        written = write_parses(QuestionReader(TrainedModel()), lines, out)
    except (OSError, ValueError, KeyError) as error:
        raise click.ClickException(f"The set {set_file} cannot be read: {error}.") from error
    labelled = [line for line in lines if "parse" in line]
    shares = score_parses(labelled, {one["id"]: one["parse"] for one in read_lines(out)}) if labelled else {}
    if as_json:
        print_json({"read": written, "out": str(out), "right": shares})
    else:
        say(f"Read {count(written, 'question')}.")
        print_table(["part", "right"], [[name, f"{share:.3f}"] for name, share in shares.items()])


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


@evaluate.command(name="judge")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--model", metavar="PROVIDER:MODEL", help="The model that judges (default: the one configured).")
@json_option
@click.pass_obj
def judge_command(settings: Settings, folder: Path, model: str | None, as_json: bool) -> None:
    """Ask a model whether the passages cited in DIR support each statement; `eval score` then counts it."""
    settings = replace(settings, model=model) if model else settings
    if not settings.model:
        raise click.UsageError("Name a model with --model, or set INSPECTION_QA_MODEL.")
    judged, failed = judge_run(folder, Judge(open_chat_model(settings), settings.model))
    if as_json:
        print_json({"judged": judged, "failed": failed})
    else:
        say(f"Judged {count(judged, 'statement')}; {count(failed, 'judgement')} failed and will not be scored.")


evaluate.add_command(gate_command)
evaluate.add_command(report_command)


def _print_scores(scores: Scores) -> None:
    say(f"{count(scores.questions, 'question')}")
    rows = [[name, f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}"] for name, one in scores.figures.items()]
    print_table(["figure", "value", "95 % interval"], rows + [[k, f"{v:.3f}", ""] for k, v in scores.plain.items()])
