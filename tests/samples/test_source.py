"""Reading the samples' source format."""

from pathlib import Path

import pytest

from samples.source import Block, read_source

FIELDS = "framework: SIF\nheader: One|Two\ntitle: Title\npublished: 2020-01-31\nfooter: Foot\n\n"


@pytest.mark.parametrize(
    ("line", "block"),
    [
        pytest.param("## Summary", Block("heading", "Summary", level=2), id="heading"),
        pytest.param("19. Text of 20.", Block("numbered", "Text of 20.", mark="19."), id="numbered"),
        pytest.param("57 Text", Block("numbered", "Text", mark="57"), id="number without its full stop"),
        pytest.param("  - nested", Block("bullet", "nested", level=1), id="nested bullet"),
        pytest.param("| 1. Area | Good", Block("row", "1. Area", mark="Good"), id="row"),
        pytest.param("| | 2.1 Area | Good", Block("row", "2.1 Area", level=1, mark="Good"), id="indented row"),
        pytest.param("|| Judgement | Grade", Block("table_head", "Judgement", mark="Grade"), id="head of the table"),
        pytest.param("@ Lead inspector: A B", Block("detail", "Lead inspector: A B"), id="detail"),
        pytest.param("---", Block("page"), id="page"),
        pytest.param("Plain text", Block("text", "Plain text"), id="text"),
    ],
)
def test_blocks(tmp_path: Path, line: str, block: Block) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"{FIELDS}{line}\n", encoding="utf-8")
    assert read_source(path).blocks == (block,)


def test_fields_and_footnotes(tmp_path: Path) -> None:
    path = tmp_path / "x_2020-01-31.txt"
    path.write_text(f"{FIELDS}Text^1\n^1 Note\n", encoding="utf-8")
    source = read_source(path)
    assert source.header == ("One", "Two")
    assert source.published.isoformat() == "2020-01-31"
    assert source.footnotes == {"1": "Note"}
    assert len(source.blocks) == 1


def test_a_line_of_no_known_kind_is_refused_with_its_words(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"{FIELDS}%% odd\n", encoding="utf-8")
    with pytest.raises(ValueError, match="%% odd"):
        read_source(path)
