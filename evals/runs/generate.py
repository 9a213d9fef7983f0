"""Ask every question of a set and write the answers down: the half of an evaluation that needs the engine.

A run's folder holds `run.json` (what was asked of what, with which settings), `cases.jsonl` (the set as it was),
`generated.jsonl` (an answer a line, with `id`) and `passages.jsonl` (the text of every cited passage), so that it can
be scored, and repeated, from itself.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from evals.cases import Case, read_cases
from ingest.models import Passage
from retrieval.models import Answer, Turn

EvalScope = Literal["report", "library"]


class RunError(Exception):
    """A run cannot start or go on; the message says why and what to do."""


class Answering(Protocol):
    """What a run needs of the engine: `retrieval.assistant.Assistant` has it."""

    def ask(self, question: str, *, reports: tuple[str, ...] = (), history: tuple[Turn, ...] = ()) -> Answer:
        """Answer one question."""

    def fingerprint(self) -> dict[str, Any]:
        """Return what the answers depend on: library, embedder, model, prompts, settings."""

    def passage(self, passage: str) -> Passage:
        """Return a passage by its id."""


@dataclass(frozen=True, slots=True)
class Run:
    """What identifies a run: two runs with the same values may be resumed into each other."""

    set_name: str
    set_sha256: str
    scope: EvalScope
    engine: Mapping[str, Any]


def generate(
    engine: Answering,
    set_file: Path,
    out: Path,
    *,
    scope: EvalScope = "report",
    name: str | None = None,
    on_answer: Callable[[int, int], None] | None = None,
) -> int:
    """Answer every question of `set_file` not yet answered in `out`; return how many were asked now.

    `name` is the set's, by default its file's; `on_answer` is told (answered, total) after each.

    Raises `RunError` where `out` holds a run with other settings, `SetError` where the set cannot be read.
    """
    cases = read_cases(set_file)
    run = Run(name or set_file.stem, _sha256(set_file), scope, engine.fingerprint())
    _open_run(run, set_file, out)
    done = {line["id"] for line in read_lines(out / "generated.jsonl")}
    texts = {(line["report"], line["label"]) for line in read_lines(out / "passages.jsonl")}
    waiting = [case for case in cases if case.id not in done]
    with (
        (out / "generated.jsonl").open("a", encoding="utf-8") as answers,
        (out / "passages.jsonl").open("a", encoding="utf-8") as passages,
    ):
        for position, case in enumerate(waiting, start=1):
            answer = _ask(engine, case, scope)
            for statement in answer.statements:
                for citation in statement.citations:
                    if (citation.report, citation.label) not in texts:
                        texts.add((citation.report, citation.label))
                        _write(passages, _cited(engine.passage(citation.passage)))
            _write(answers, {"id": case.id, **answer.to_json()})
            if on_answer is not None:
                on_answer(len(done) + position, len(cases))
    return len(waiting)


def _ask(engine: Answering, case: Case, scope: EvalScope) -> Answer:
    """Ask a case in its own scope where its line has one, else in that of the run."""
    if case.extra.get("scope") == "library":
        return engine.ask(case.question, history=case.history)
    if scope == "library" and "scope" not in case.extra:
        return engine.ask(case.question_corpus or case.question)
    return engine.ask(case.question, reports=case.reports, history=case.history)


def _cited(passage: Passage) -> dict[str, Any]:
    context = [passage.lead_in, *passage.section]  # `read_passages` takes them apart again.
    return {"report": passage.report, "label": passage.label, "text": passage.text, "context": context}


def _open_run(run: Run, set_file: Path, out: Path) -> None:
    wanted = asdict(run)
    record = out / "run.json"
    if record.exists():
        held = json.loads(record.read_text(encoding="utf-8"))
        if changed := _changed(held, json.loads(json.dumps(wanted))):
            raise RunError(
                f"{out} holds a run with another {' and another '.join(changed)}: "
                "choose another --out, or delete that folder."
            )
        _drop_torn_line(out / "generated.jsonl")
        _drop_torn_line(out / "passages.jsonl")
        return
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise RunError(f"{out} is not empty and holds no run: choose another --out.")
    (out / "cases.jsonl").write_bytes(set_file.read_bytes())
    record.write_text(json.dumps(wanted, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _changed(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name what differs between two runs, of the engine each part by itself."""
    engines = [run.get("engine") or {} for run in (held, wanted)]
    parts = sorted({*engines[0], *engines[1]})
    return [
        *(
            key.removesuffix("_sha256").replace("_", " ")
            for key in wanted
            if key != "engine" and held.get(key) != wanted[key]
        ),
        *(key.replace("_", " ") for key in parts if engines[0].get(key) != engines[1].get(key)),
    ]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, nothing where there is no file."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _drop_torn_line(path: Path) -> None:
    """Cut off a last line that an interrupted run left without its end."""
    if path.exists():
        content = path.read_bytes()
        path.write_bytes(content[: content.rfind(b"\n") + 1])


def _write(file: Any, value: Mapping[str, Any]) -> None:
    file.write(json.dumps(value, ensure_ascii=False) + "\n")
    file.flush()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
