"""Do two checkouts give the same answers? `python -m evals.identity OTHER --home LIBRARY SET[:library] …`.

Each checkout asks in a process of its own, of its own copy of the library; then answers are compared field by field.
Receipts and seconds differ by nature. For changes that must change nothing (moves, speed), and to list what others do.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.runs.generate import read_lines

HERE = Path(__file__).resolve().parent.parent
BY_NATURE = frozenset({"id", "receipt", "seconds"})
LIBRARY = ":library"
"""After a set's name: ask each of its questions of everything held, not of its own report."""


def differences(before: Path, after: Path) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield (question's id, field, before, after) wherever the answers of two runs differ."""
    others = {line["id"]: line for line in read_lines(after / "generated.jsonl")}
    for line in read_lines(before / "generated.jsonl"):
        other = others.pop(line["id"], {})
        for field in sorted({*line, *other} - BY_NATURE):
            if line.get(field) != other.get(field):
                yield line["id"], field, line.get(field), other.get(field)
    for missing in others:
        yield missing, "id", None, missing


def ask(checkout: Path, home: Path, questions: Path, out: Path, scope: str) -> subprocess.Popen[bytes]:
    """Start asking a set of the library in `home` with the program in `checkout`."""
    environment = {**os.environ, "INSPECTION_QA_HOME": str(home), "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-P", "-m", "cli", "eval", "generate", "--set", str(questions), "--out", str(out)]
    return subprocess.Popen([*command, "--scope", scope], env=environment, cwd=out.parent, stderr=subprocess.DEVNULL)


def compare(other: Path, home: Path, sets: Sequence[str], out: Path) -> Mapping[str, list[tuple[str, str, Any, Any]]]:
    """Ask each of `sets` with both checkouts side by side; return the differences by set. Runs are resumed in `out`."""
    checkouts = {"before": other, "after": HERE}
    for name in checkouts:
        (out / name).mkdir(parents=True, exist_ok=True)
        if not (out / name / "library").exists():
            shutil.copytree(home, out / name / "library")
    found = {}
    for each in sets:
        questions, scope = Path(each.removesuffix(LIBRARY)), "library" if each.endswith(LIBRARY) else "report"
        runs = {name: (out / name / f"{questions.stem}-{scope}") for name in checkouts}
        asking = [
            ask(checkout, out / name / "library", questions.resolve(), runs[name], scope)
            for name, checkout in checkouts.items()
        ]
        ends = [one.wait() for one in asking]
        if any(ends):
            raise SystemExit(f"{each} could not be asked by both: see the runs in {out}.")
        found[each] = list(differences(runs["before"], runs["after"]))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the differences; 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="the checkout to compare with")
    parser.add_argument("sets", nargs="+", help=f"a set, asked of its reports; with {LIBRARY} of everything held")
    parser.add_argument("--home", type=Path, required=True, help="the library that both are asked of, by copies")
    parser.add_argument("--out", type=Path, help="keep the runs here (default: a temporary folder)")
    parser.add_argument("--list", action="store_true", help="print each difference as a JSON line")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        found = compare(chosen.other.resolve(), chosen.home, chosen.sets, (chosen.out or Path(folder)).resolve())
    for each, differing in found.items():
        fields = sorted({field for _, field, _, _ in differing})
        print(
            f"{each}: {len({one for one, *_ in differing})} answers differ{' in ' if fields else ''}{', '.join(fields)}"
        )
        for one, field, before, after in differing if chosen.list else ():
            print(json.dumps({"id": one, "field": field, "before": before, "after": after}, ensure_ascii=False))
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
