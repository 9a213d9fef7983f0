"""Libraries to measure with: `python -m training.fold_libraries --home FOLDER --models FOLDER --out FOLDER`.

Embeds each report that a library holds with the model that was tuned without it: one library a fold, `fold-0` to
`fold-4`, as the tuning commands of `evals/` take them (`--home` five times). `--everything` puts all reports into each,
for questions asked of a whole library.
"""

import argparse
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from evals.tuning.tune import MODEL
from ingest.chunks.wordpieces import ModelFiles
from ingest.models import ParsedReport
from retrieval.library.library import Library
from retrieval.vectors.embeddings import EmbeddedModel

RECORD = Path(__file__).with_name("record.json")
"""What the shipped weights were made from, and which report was in which fold."""


def main() -> None:
    """Run as a command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True, help="the library that holds all reports")
    options.add_argument("--models", type=Path, required=True, help="folder with fold-K/model.onnx")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--everything", action="store_true", help="all reports in each library")
    options.add_argument("--folds", type=int, nargs="*", help="only these")
    arguments = options.parse_args()
    folds: Mapping[str, int] = json.loads(RECORD.read_text(encoding="utf-8"))["folds"]
    with Library.open(arguments.home, None) as source:
        for fold in arguments.folds or sorted(set(folds.values())):
            keys = [report.key for report in source.reports() if arguments.everything or folds[report.key] == fold]
            home = arguments.out / f"fold-{fold}"
            shutil.copytree(arguments.models / f"fold-{fold}", home / MODEL, dirs_exist_ok=True)
            with Library.open(home, EmbeddedModel(ModelFiles.find(home / MODEL)), create=True) as library:
                for key in keys:
                    library.add(_parsed(source, key), source.source(key))
            print(f"fold {fold}: {len(keys)} reports", flush=True)


def _parsed(source: Library, key: str) -> ParsedReport:
    """Return a report as it was read."""
    return ParsedReport(
        report=source.report(key),
        passages=tuple(source.passages(key)),
        judgements=tuple(cell.judgement for cell in source.judgements() if cell.report.key == key),
        chunks=tuple(source.chunks(key)),
    )


if __name__ == "__main__":
    main()
