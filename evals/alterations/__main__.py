"""The table of alterations: `python -m evals.alterations [--reports FOLDER] [--every N] [--most N] [--show KIND]`."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from evals.alterations.measuring import Trial, altered, handwritten, reworded
from evals.alterations.truths import measures
from ingest.pipeline import read_report
from samples.typeset import FOLDER


@click.command()
@click.option(
    "--reports", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Real reports, beside the samples."
)
@click.option("--every", default=3, show_default=True, help="Read each N-th of the real reports.")
@click.option("--most", default=40, show_default=True, help="Trials of a kind, at most.")
@click.option("--building", is_flag=True, help="Use the reports that the check was built with.")
@click.option("--show", help="Print what went wrong of this kind (or `all`).")
def main(reports: Path | None, every: int, most: int, building: bool, show: str | None) -> None:
    """Print how many altered statements pass the check, and how many honest paraphrases are kept."""
    samples = [read_report(path) for path in sorted(FOLDER.glob("*.pdf"))]
    paths = sorted(reports.glob("*.pdf"))[::every] if reports else []
    read = samples + [read_report(path) for path in paths if measures(path.stem.lower()) != building]
    chosen = [one for one in read if not reports or one not in samples]
    false, true = list(altered(chosen, most=most)), list(reworded(chosen, most=most))
    written = list(handwritten(samples))
    click.echo(f"{len(chosen)} reports: {'building' if building else 'measuring'} half\n")
    _table("alterations shown", false)
    _table("honest rewordings shown", true)
    _table("rewordings written by hand (over the samples) shown", written)
    for one in (*false, *true, *written):
        wrong = one.shown == (one in false)
        if show and wrong and show in {one.kind, "all"}:
            click.echo(f"\n[{one.kind}] {one.text}\n    {one.passage.label}: {one.passage.text}")


def _table(title: str, trials: Iterable[Trial]) -> None:
    tried, shown = Counter[str](), Counter[str]()
    for one in trials:
        tried[one.kind] += 1
        shown[one.kind] += one.shown
    click.echo(title)
    for kind, count in tried.items():
        click.echo(f"  {kind.replace('_', ' '):32} {shown[kind]:4} of {count:4}  {shown[kind] / count:.2f}")
    click.echo(f"  {'all':32} {shown.total():4} of {tried.total():4}  {shown.total() / max(tried.total(), 1):.3f}\n")


if __name__ == "__main__":
    main()
