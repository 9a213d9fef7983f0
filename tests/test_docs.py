"""The documentation names what there is: each command, setting and make target."""

import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest

from cli import SECTIONS
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [name for section in SECTIONS.values() for name in section]
PAGES = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_each_command(command: str) -> None:
    assert f"inspection-qa {command}" in _read("README.md")


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_configuration_names_each_setting(setting: str) -> None:
    variables = re.findall(r"INSPECTION_QA_[A-Z_]+", _read("settings.py"))
    own = {
        "home": "INSPECTION_QA_HOME",
        "model_base_url": "INSPECTION_QA_MODEL_URL",
    }.get(setting, f"INSPECTION_QA_{setting.upper()}")
    assert own in variables
    assert f"| `{own}` |" in _read("docs/configuration.md")


def test_configuration_names_no_other_variable() -> None:
    documented = set(re.findall(r"\| `(INSPECTION_QA_[A-Z_]+)` \|", _read("docs/configuration.md")))
    assert documented <= set(re.findall(r"INSPECTION_QA_[A-Z_]+", _read("settings.py")))


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_of_today(page: str) -> None:
    assert PAGES[page]() == _read(f"docs/{page}"), "run `python docs/generate.py`"


def test_every_module_says_what_it_gives() -> None:
    silent = re.findall(r"^\| `([\w/]+\.py)` \|  \|", _read("docs/modules.md"), re.MULTILINE)
    assert silent == []


@pytest.mark.parametrize("target", TARGETS)
def test_contributing_names_each_target(target: str) -> None:
    assert re.search(rf"\bmake {target}\b", _read("CONTRIBUTING.md"))


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_links_lead_somewhere(document: str) -> None:
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", _read(document)):
        assert ((ROOT / document).parent / link).exists(), f"{document} links to {link}"
