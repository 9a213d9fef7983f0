"""Commands of the evaluations."""

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import click
from rich.progress import Progress

from commands.console import demo_option, json_option, print_json, print_paragraph, print_table, progress_console, say
from commands.opening import open_to_ask
from evals.cases import SetError
from evals.gate import Baseline, judge, read_floors
from evals.generate import EvalScope, RunError, generate
from evals.report import write_report
from evals.score import Scores, score
from presentation import count
from retrieval.assistant import Assistant
from settings import Settings

EVALUATIONS = Path(__file__).resolve().parent.parent / "evals"
BASELINE = EVALUATIONS / "baseline.json"
FLOORS = EVALUATIONS / "floors.toml"
REMEDY = 'Mend it, or take it as it is with --accept-baseline "why".'


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


@evaluate.command(name="gate")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--accept-baseline", "reason", metavar="REASON", help="Take this run as the baseline from now on.")
@json_option
def gate_command(folder: Path, reason: str | None, as_json: bool) -> int:
    """Hold the answers in DIR against the invariants, the floors and the baseline.

    Exit code 1 where they fall short. DIR/report.html says more.
    """
    try:
        scores = score(folder)
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (RunError, SetError, OSError) as error:
        raise click.ClickException(str(error)) from error
    name = f"{run['set_name']}/{run['scope']}"
    baseline = Baseline.read(BASELINE)
    verdict = judge(name, scores, baseline, read_floors(FLOORS, name))
    write_report(folder, name, scores, verdict)
    if reason:
        baseline.accept(name, scores, reason=reason, today=date.today()).write(BASELINE)
    if as_json:
        result: dict[str, object] = {"run": name, "passed": verdict.passed, **asdict(verdict)}
        if not verdict.passed:
            result["error"] = {"code": "gate_failed", "message": "; ".join(verdict.failures), "remedy": REMEDY}
        print_json(result)
    else:
        print_paragraph(f"{name}: {'passed' if verdict.passed else 'FAILED'}")
        for line in (*verdict.failures, *verdict.rises, *verdict.notes):
            print_paragraph(f"- {line}")
        for flip in verdict.flips:
            print_paragraph(f"- {flip.id}, {flip.metric}: {flip.before:g} before, {flip.after:g} now")
        say(f"The report is {folder / 'report.html'}." + ("" if verdict.passed else f" {REMEDY}"))
    return 0 if verdict.passed else 1


def _print_scores(scores: Scores) -> None:
    say(f"{count(scores.questions, 'question')}")
    rows = [[name, f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}"] for name, one in scores.figures.items()]
    print_table(["figure", "value", "95 % interval"], rows + [[k, f"{v:.3f}", ""] for k, v in scores.plain.items()])
