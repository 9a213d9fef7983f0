"""The wheel holds everything that runs: code, prompts, samples, sets, settings of the chat."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA_ENDINGS = {".md", ".pdf", ".jsonl", ".toml", ".txt", ".tsv", ".npz", ".json", ".jinja", ".onnx", ".css", ".js"}
PACKAGES = (
    *("commands", "conversations", "evals", "ingest", "operations", "prompts", "retrieval", "samples", "ui"),
    ".streamlit",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this tree, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    built = subprocess.run([*command, str(folder), str(ROOT)], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.name for path in ROOT.glob("*.py")}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in DATA_ENDINGS | {".py"}:
                wanted.add(path.relative_to(ROOT).as_posix())
    assert wanted <= held, sorted(wanted - held)


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {one for one in top if not one.endswith((".py", ".dist-info"))} == set(PACKAGES)
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


@pytest.mark.slow
def test_installed_package_answers_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    (tmp_path / "elsewhere").mkdir()
    # PYTHONPATH comes before the editable install, so that what runs is what the wheel holds.
    environment = {"PYTHONPATH": str(site), "INSPECTION_QA_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    code = (
        "import cli, sys; assert cli.__file__.startswith(sys.argv[1]), cli.__file__; sys.exit(cli.main(sys.argv[2:]))"
    )
    question = ["ask", "--demo", "What was the overall judgement of Wendshire in 2023?"]
    asked = subprocess.run(
        [sys.executable, "-c", code, str(site), *question],
        cwd=tmp_path / "elsewhere",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    assert "Judgements" in asked.stdout
