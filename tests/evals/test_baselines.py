"""The yardstick's splitter cuts as its documentation says, and the table shows what was measured."""

import json
from pathlib import Path

import pytest

from evals.baselines.__main__ import askable, measure, table
from evals.baselines.splitting import split_text
from tests.evals.factories import case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("short", ["short"], id="short"),
        pytest.param("aaaa bbbb cccc", ["aaaa bbbb", "bbbb cccc"], id="words overlap"),
        pytest.param("aaaa\n\nbbbb\n\ncccc", ["aaaa\n\nbbbb", "bbbb\n\ncccc"], id="paragraphs first"),
        pytest.param("aaaaaaaaaaaaa", ["aaaaaaaaaa", "aaaaaaaa"], id="a word too long"),
    ],
)
def test_splitting(text: str, expected: list[str]) -> None:
    assert split_text(text, size=10, overlap=5) == expected


def test_no_chunk_is_too_long_and_nothing_is_lost() -> None:
    text = "\n".join(" ".join(f"word{number}" for number in range(line, line + 40)) for line in range(0, 2_000, 40))
    chunks = split_text(text)
    assert max(map(len, chunks)) <= 1_000
    assert {word for chunk in chunks for word in chunk.split()} == set(text.split())


def test_the_table_counts_the_rank_of_the_quote() -> None:
    row = measure(lambda *_: ["nothing", "Alpha beta here"], [case((2, "alpha beta"))])
    assert [row[column].mean for column in ("first", "in 4", "reciprocal rank", "words in 4")] == [0.0, 1.0, 0.5, 4.0]
    assert "| some | 0.00 [0.00, 0.00] | 1.00" in table({"some": row})


def test_only_questions_with_a_quote_in_one_held_report_are_asked(tmp_path: Path) -> None:
    evidence = [{"paragraph": 1, "page": 1, "quote": "q"}]
    shared = {"kind": "number", "question": "?", "answerable": True, "report": "r", "evidence": evidence}
    lines = [
        shared | {"id": "asked"},
        shared | {"id": "elsewhere", "report": "s"},
        shared | {"id": "unanswerable", "answerable": False},
        shared | {"id": "no quote", "evidence": [{"paragraph": 1, "page": 1}]},
        shared | {"id": "follow-up", "history": [{"q": "?", "a": "!"}]},
    ]
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert [one.id for one in askable([tmp_path / "set.jsonl"], {"r"})] == ["asked"]
