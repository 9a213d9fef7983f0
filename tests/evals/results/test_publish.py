"""The published page is what its command makes of the committed figures."""

import json
from pathlib import Path

import pytest

from evals.results.publish import FIGURES, PAGE, README, fill


@pytest.mark.parametrize("path", [pytest.param(PAGE, id="page"), pytest.param(README, id="readme")])
def test_the_pages_are_what_the_command_makes(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert "<!-- figures:" in page
    assert fill(page, json.loads(FIGURES.read_text(encoding="utf-8"))) == page


def test_every_block_is_there_and_filled() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("runs", "invariants", "quality", "baselines", "bench", "left_out", "real"):
        assert f"<!-- figures:{name} -->\n" in page
    assert "-->\n<!-- end -->" not in page


def test_what_stands_outside_the_blocks_stays() -> None:
    figures = {"left_out": ["dev_a/report: not run for this page."]}
    page = "Before.\n<!-- figures:left_out -->\nold\n<!-- end -->\nAfter.\n"
    assert fill(page, figures) == (
        "Before.\n<!-- figures:left_out -->\n- dev_a/report: not run for this page.\n<!-- end -->\nAfter.\n"
    )
    with pytest.raises(KeyError):
        fill("<!-- figures:unknown -->\n<!-- end -->", figures)
