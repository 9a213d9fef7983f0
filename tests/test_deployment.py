"""The files that run it elsewhere say what they should: read by parsers, since no container engine runs here."""

import configparser
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

import cli

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their values."""
    parser = DockerfileParser(fileobj=BytesIO((DEPLOY / "Dockerfile").read_bytes()))
    return [(one["instruction"], one["value"]) for one in parser.structure if one["instruction"] != "COMMENT"]


def test_the_container_is_not_root_and_checks_its_health(steps: list[tuple[str, str]]) -> None:
    last = steps[max(place for place, (name, _) in enumerate(steps) if name == "FROM") :]
    values = dict(last)
    assert values["USER"].split(":")[0] not in {"0", "root"}
    assert "/health/ready" in values["HEALTHCHECK"]
    assert values["VOLUME"] == "/data"
    # After USER nothing is run, so nothing runs as root once it serves.
    assert [name for name, _ in last].index("USER") > max(
        place for place, (name, _) in enumerate(last) if name == "RUN"
    )


def test_the_container_installs_what_is_locked(steps: list[tuple[str, str]]) -> None:
    assert any("--require-hashes" in value and "requirements/runtime.txt" in value for _, value in steps)
    assert not [value for name, value in steps if name in {"ENV", "ARG"} and "KEY" in value.upper().split("=")[0]]


def test_the_build_sees_what_the_wheel_is_made_of() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"}
    parts = {path.name for path in ROOT.glob("*.py")} | {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert parts - {"tests", "training"} <= allowed


def test_compose_closes_what_it_can() -> None:
    content: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    chat = content["services"]["chat"]
    assert chat["read_only"] is True
    assert chat["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in chat["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in chat["ports"])
    assert set(chat["secrets"]) <= set(content["secrets"])
    assert (DEPLOY / chat["build"]["context"] / chat["build"]["dockerfile"]).resolve().is_file()


def test_the_unit_closes_what_it_can() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "inspection-qa.service", encoding="utf-8")
    service = unit["Service"]
    assert service["User"] != "root"
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["ProtectHome"]) == ("yes", "strict", "yes")
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "inspection-qa.service").read_text(encoding="utf-8")
    # The command is not installed here, and an absent one would be its only complaint.
    unit = tmp_path / "inspection-qa.service"
    unit.write_text(text.replace("/opt/inspection-qa/bin/inspection-qa", "/bin/true"), encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "inspection-qa.service" not in told.stderr, told.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda one: one.name)
def test_workflows_may_read_and_no_more(workflow: Path) -> None:
    content = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert content["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda one: one.name)
def test_workflows_run_what_there_is(workflow: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    steps = [step["run"] for job in content["jobs"].values() for step in job["steps"] if "run" in step]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = 0
    for line in steps:
        words = re.sub(r"\$\{\{.*?\}\}", "", line).split()
        if words[0] == "make":
            assert f"\n{words[1]}:" in makefile
        elif words[0] == ".ci/run":
            assert os.access(ROOT / words[0], os.X_OK)
        elif words[:2] == [".venv/bin/python", "-m"]:
            assert find_spec(words[2]) is not None
        elif words[0] == ".venv/bin/inspection-qa":
            assert cli.main([*words[1:], "--help"]) == 0
            assert f"{words[2]} [OPTIONS]" in capsys.readouterr().out
        else:
            assert words[0] in {"sudo", "head"}
            continue
        known += 1
    assert known


@pytest.mark.parametrize("name", ["runtime", "dev", "audit"])
def test_every_dependency_is_locked_with_its_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = [block for block in text.split("\n") if block and block[0] not in "# "]
    assert len(pinned) > 20
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert "://" not in text


def test_the_audit_fails_where_it_could_not_look() -> None:
    """Without --strict pip-audit passes, though it found none of the packages in its service."""
    command = next(line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "bin/pip-audit --" in line)
    assert "--strict" in command.split()
