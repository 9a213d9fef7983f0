"""The command line as a whole: help, usage, failures."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli
from tests.commands.conftest import Run


def test_help_answers_in_half_a_second_without_the_engine() -> None:
    code = "import sys, cli; cli.main(['--help']); print([m for m in sys.modules if m.split('.')[0] in {}])".format(
        {"numpy", "streamlit", "langchain_core", "chromadb", "onnxruntime", "pypdf"}
    )
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        seconds.append(time.perf_counter() - started)
    # The best of three: what else runs on the machine is none of ours.
    assert min(seconds) < 0.5
    assert printed.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", [name for section in cli.SECTIONS.values() for name in section])
def test_the_help_of_each_command_opens_with_its_line_in_the_list(name: str, run: Run) -> None:
    line = next(section[name][1] for section in cli.SECTIONS.values() if name in section)
    code, printed, _ = run(name, "--help")
    assert code == 0
    assert line.removesuffix(".") in " ".join(printed.split())


def test_version(run: Run) -> None:
    code, printed, _ = run("--version")
    assert (code, printed) == (0, "inspection-qa 0.1.0\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["no-such-command"], "No such command", id="unknown command"),
        pytest.param(["ask"], "Missing argument", id="no question"),
        pytest.param(["search", "x", "--limit", "0"], "Invalid value", id="limit out of range"),
        pytest.param(["ingest"], "Missing argument", id="nothing to ingest"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(arguments: list[str], words: str, run: Run) -> None:
    code, printed, told = run(*arguments)
    assert (code, printed) == (2, "")
    assert words in told
    assert told.count("\n") == 1
    assert "--help" in told


def test_a_failure_with_json_is_an_error_object(run: Run) -> None:
    code, printed, told = run("reports", "--json")
    assert (code, told) == (1, "")
    error = json.loads(printed)["error"]
    assert error["code"] == "empty_library"
    assert "inspection-qa ingest" in error["remedy"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "What was adoption rated?"],
        ["search", "adoption"],
        ["show", "newtown", "61"],
        ["reports"],
        ["passages", "newtown"],
        ["judgements"],
        ["remove", "newtown"],
        ["verify"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_library_yet_is_one_line_with_the_remedy(arguments: list[str], run: Run, home: Path) -> None:
    code, printed, told = run(*arguments)
    assert (code, printed) == (1, "")
    assert "inspection-qa ingest" in told
    assert told.count("\n") == 1
    assert not home.exists()


def test_an_unexpected_fault_is_one_sentence_and_a_log(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("commands.reading.open_to_look", fail)
    code, _, told = run("reports")
    assert code == 1
    assert "Traceback" not in told
    assert "secret detail" not in told
    log = Path(told.rsplit("details are in ", 1)[1].strip().removesuffix("."))
    assert "secret detail" in log.read_text(encoding="utf-8")
    assert log.is_relative_to(tmp_path)


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTION_QA_MODEL_TIMEOUT", "soon")
    code, _, told = run("reports")
    assert code == 2
    assert "INSPECTION_QA_MODEL_TIMEOUT" in told
