"""Commands that print what the library holds, or keep it."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


def test_reports(held: str, run: Run) -> None:
    code, printed, _ = run("reports", "--json")
    assert code == 0
    (report,) = json.loads(printed)
    assert (report["report"], report["authority"], report["published"]) == (held, "Newtown", "2018-05-16")
    assert "\tNewtown\t" in run("reports")[1]


def test_passages_in_order(held: str, run: Run) -> None:
    passages = json.loads(run("passages", held, "--json")[1])
    assert isinstance(passages, list)
    wanted = {"id", "label", "number", "section", "kind", "pages", "printed_pages", "text", "lead_in"}
    assert all(wanted <= set(one) for one in passages)
    plain = run("passages", "Newtown 2018")[1]
    assert all(one["text"] in plain for one in passages)


def test_furniture_is_listed_apart(held: str, run: Run) -> None:
    left_out = json.loads(run("passages", held, "--furniture", "--json")[1])
    assert all(set(one) == {"page", "reason", "text"} for one in left_out)
    plain = run("passages", held, "--furniture")[1]
    assert all(one["reason"] in plain for one in left_out)
    # What the samples show is held in tests/samples; here nothing of it may be a passage.
    passages = {one["text"] for one in json.loads(run("passages", held, "--json")[1])}
    assert not passages & {one["text"].strip() for one in left_out if one["reason"] != "page number"}


def test_show_takes_a_label_or_a_short_form(held: str, run: Run) -> None:
    passages = json.loads(run("passages", held, "--json")[1])
    one = next(passage for passage in passages if passage["kind"] == "paragraph")
    for name in (one["label"], str(one["number"]), f"p{one['number']}"):
        assert json.loads(run("show", held, name, "--json")[1]) == one
    code, printed, _ = run("show", held, one["label"])
    assert code == 0
    assert one["text"] in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["show", "newtown", "999"], "unknown_label"), (["passages", "oldtown"], "unknown_report")],
    ids=["label", "report"],
)
def test_an_unknown_name_is_exit_2(arguments: list[str], code: str, held: str, run: Run) -> None:  # noqa: ARG001
    exit_code, printed, _ = run(*arguments, "--json")
    assert exit_code == 2
    assert json.loads(printed)["error"]["code"] == code


def test_judgements(held: str, run: Run) -> None:
    cells = json.loads(run("judgements", "--authority", "Newtown Borough Council", "--json")[1])
    assert cells
    wanted = {"authority", "report", "published", "framework", "area", "grade", "reason", "label", "pages"}
    assert all(wanted <= set(cell) and cell["report"] == held for cell in cells)
    assert run("judgements")[1].startswith("authority\tdate\tarea\tgrade")


def test_remove_then_nothing_is_held(held: str, run: Run) -> None:
    assert run("remove", "Newtown 2018")[0] == 0
    assert run("reports", "--json")[:2] == (0, "[]\n")
    assert run("remove", held)[0] == 2


def test_backup_and_restore(held: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("backup", str(tmp_path / "copy.zip"))[0] == 0
    assert run("restore", str(tmp_path / "copy.zip"))[0] == 1, "a library that holds a report is not written over"
    monkeypatch.setenv("INSPECTION_QA_HOME", str(tmp_path / "other"))
    assert run("restore", str(tmp_path / "copy.zip"))[0] == 0
    assert [one["report"] for one in json.loads(run("reports", "--json")[1])] == [held]
    assert run("verify")[0] == 0


def test_verify_prints_each_problem_and_exits_1(held: str, home: Path, run: Run) -> None:
    for copy in (home / "sources").iterdir():
        copy.unlink()
    code, printed, told = run("verify")
    assert code == 1
    assert held in printed
    assert "rebuild" in told
    result = json.loads(run("verify", "--json")[1])
    assert result["problems"]
    assert result["error"]["code"] == "library_unsound"


@pytest.mark.parametrize("arguments", [["ask", "How often?"], ["search", "visits"]], ids=["ask", "search"])
def test_a_library_of_another_embedder_is_refused_with_the_remedy(arguments: list[str], held: str, run: Run) -> None:  # noqa: ARG001
    code, printed, told = run(*arguments)
    assert (code, printed) == (1, "")
    assert told.count("\n") == 1
    assert "inspection-qa rebuild" in told or "INSPECTION_QA" in told
