"""The evaluation gate: asks the configured sets, scores them, compares with the baseline, writes the reports."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

import click
from rich.progress import Progress

from commands.console import json_option, print_json, print_paragraph, progress_console, say
from commands.opening import open_library
from commands.progress import ingest_files
from evals.cases import SetError
from evals.results.comparison import set_beside
from evals.results.gate import Baseline, Verdict, judge, read_floors, taken
from evals.results.page_figures import FILE, keep, shown
from evals.results.report import write_report
from evals.runs.generate import RunError, generate
from evals.runs.plan import Planned, joined_summary, plan, real_reports, run_folder
from evals.runs.score import score
from retrieval.assistant import Assistant
from settings import Settings

EVALUATIONS = Path(__file__).resolve().parent.parent / "evals"
BASELINE = EVALUATIONS / "baseline.json"
FLOORS = EVALUATIONS / "floors.toml"
REMEDY = 'Mend it, or take it as it is with --accept-baseline "why".'


@click.command(name="gate")
@click.argument(
    "folder", required=False, metavar="[DIR]", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--accept-baseline", "reason", metavar="REASON", help="Take these runs as the baseline from now on.")
@click.option("--full", is_flag=True, help="Ask the sets over real reports, too (an hour or more).")
@click.option("--only", metavar="SET", help="Run this set alone, for instance samples.")
@click.option(
    "--results",
    default="results",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the runs' folders go.",
)
@json_option
@click.pass_obj
def gate_command(
    settings: Settings,
    folder: Path | None,
    reason: str | None,
    full: bool,
    only: str | None,
    results: Path,
    as_json: bool,
) -> int:
    """Ask the sets and hold the answers against the invariants, the floors and the baseline.

    With DIR, hold the run that is there. Exit code 1 where a run falls short; report.html in its folder says more.
    """
    try:
        folders, skipped = ([folder], []) if folder else _ask_all(settings, results, full=full, only=only)
        judged = [(one, *_judge(settings, one, reason)) for one in folders]
        if folder is None:
            (results / "summary.md").write_text(joined_summary(folders, skipped), encoding="utf-8")
    except (RunError, SetError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for line in skipped:
        say(line)
    if as_json:
        _print_as_json([(name, verdict) for _, name, verdict in judged], skipped)
    else:
        for one, name, verdict in judged:
            _print_verdict(one, name, verdict)
    return 0 if all(verdict.passed for _, _, verdict in judged) else 1


def _ask_all(settings: Settings, results: Path, *, full: bool, only: str | None) -> tuple[list[Path], list[str]]:
    """Generate every run that is planned; return their folders, and what was left out."""
    reports = real_reports(settings.reports)
    planned = plan(reports, full=full)
    runs = [run for run in planned.runs if only in {None, run.set_file.stem}]
    if not runs:
        raise RunError(f"No set {only} can be run here: there are {', '.join(run.name for run in planned.runs)}.")
    now = datetime.now()
    folders = [run_folder(results, run, now) for run in runs]
    for run, out in zip(runs, folders, strict=True):
        _ask(settings, run, out, reports=reports, library=results / "library")
    return folders, [] if only else [str(one) for one in planned.skipped]


def _ask(settings: Settings, run: Planned, out: Path, *, reports: Path | None, library: Path) -> None:
    demo = not run.reports
    # Real reports go to a library of the evaluations' own: never the operator's, whose answers they would change.
    settings = settings if demo else replace(settings, home=library)
    with (
        open_library(settings, create=not demo, demo=demo, renew=True) as held,
        Progress(console=progress_console()) as bar,
    ):
        if reports is not None and not demo:
            files = {reports / f"{key}.pdf": True for key in run.reports}
            ingest_files(held, files)
        task = bar.add_task(f"Asking {run.name}", total=None)
        generate(
            Assistant(held, settings),
            run.set_file,
            out,
            scope=run.scope,
            on_answer=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _judge(
    settings: Settings, folder: Path, reason: str | None = None, *, beside: Sequence[Path] = ()
) -> tuple[str, Verdict]:
    """Score a run, judge it and write its report; with a `reason`, make it the baseline."""
    scores = score(folder)
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    name = f"{run['set_name']}/{run['scope']}"
    baseline, floors = Baseline.read(BASELINE), read_floors(FLOORS, name)
    verdict = judge(name, scores, baseline, floors)
    if reason:
        baseline = baseline.accept(name, scores, reason=reason, today=date.today())
        verdict = taken(verdict, judge(name, scores, baseline, floors))
    write_report(folder, name, scores, verdict, beside=[set_beside(folder, scores, one) for one in beside])
    if settings.home.is_dir():
        # The Quality page of the chat shows the latest.
        keep(settings.home / FILE, dict([shown(folder, scores)]))
    if reason:
        baseline.write(BASELINE)
    return name, verdict


def _print_as_json(judged: Sequence[tuple[str, Verdict]], skipped: Sequence[str]) -> None:
    failures = [line for _, verdict in judged for line in verdict.failures]
    result: dict[str, object] = {
        "passed": not failures,
        "runs": [{"run": name, "passed": verdict.passed, **asdict(verdict)} for name, verdict in judged],
        "skipped": list(skipped),
    }
    if failures:
        result["error"] = {"code": "gate_failed", "message": "; ".join(failures), "remedy": REMEDY}
    print_json(result)


def _print_verdict(folder: Path, name: str, verdict: Verdict) -> None:
    print_paragraph(f"{name}: {'passed' if verdict.passed else 'FAILED'}")
    for line in (*verdict.failures, *verdict.rises, *verdict.notes):
        print_paragraph(f"- {line}")
    for flip in verdict.flips:
        print_paragraph(f"- {flip.id}, {flip.metric}: {flip.before:g} before, {flip.after:g} now")
    say(f"The report is {folder / 'report.html'}." + ("" if verdict.passed else f" {REMEDY}"))


@click.command(name="report")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--beside",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Show another run of the same questions beside it, for instance one with a model; may be repeated.",
)
@json_option
@click.pass_obj
def report_command(settings: Settings, folder: Path, beside: tuple[Path, ...], as_json: bool) -> None:
    """Write the report of the run in DIR: report.html, summary.md and junit.xml."""
    try:
        name, verdict = _judge(settings, folder, beside=beside)
    except (RunError, SetError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        print_json({"run": name, "passed": verdict.passed, "report": str(folder / "report.html")})
    else:
        say(f"The report is {folder / 'report.html'}.")
