"""Every row of the threat model names a test, and every test it names exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_every_test_that_is_named_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert not test or test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


SCRIPTED = ("drawing.py", "scrolling.py", "table.py")
"""The modules of the chat with scripts of their own, which are static."""


def test_every_row_is_held_by_a_test() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and line.count("|") == 4]
    bare = [row for row in rows if "`tests/" not in row and not row.startswith(("| risk", "| advice", "| way in"))]
    assert len(rows) > 20
    assert bare == []


def test_all_ten_risks_are_there() -> None:
    assert {f"LLM{number:02}" for number in range(1, 11)} == set(re.findall(r"LLM\d\d", TEXT))


def test_no_data_enters_html_that_is_not_escaped() -> None:
    for module in (ROOT / "ui").glob("*.py"):
        written = module.read_text(encoding="utf-8")
        assert "unsafe_allow" not in written, module.name
        assert "st.components" not in written or module.name in SCRIPTED, module.name
