"""The parse of a set, without a library."""

import json
from pathlib import Path

from evals.runs.parsing import read_utterances, right, score_parses, stand_ins, write_parses
from retrieval.question.model import TrainedModel
from retrieval.question.read import QuestionReader

HELD = {"Leeds": {"full": [2018, 2022], "focused_visit": [2021]}, "Stoke-on-Trent": {"full": [2019]}}
LINES = [
    {"id": "a", "question": "What does paragraph 61 of Leeds 2018 say?", "held": HELD},
    {"id": "b", "question": "and stoke?", "history": [{"q": "What was Leeds rated?", "a": "Good."}], "held": HELD},
]


def test_every_line_is_parsed_in_the_public_shape(tmp_path: Path) -> None:
    assert write_parses(QuestionReader(TrainedModel()), LINES, tmp_path / "out.jsonl") == 2
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["parse"]["act"], first["parse"]["authorities"]) == ("a", "reference", ["Leeds"])
    assert first["parse"]["period"] == {"op": "at", "years": [2018]}
    assert second["parse"]["authorities"] == ["Stoke-on-Trent"]
    assert second["parse"]["refers_back"]
    assert "Stoke-on-Trent" in second["parse"]["standalone"] or "stoke" in second["parse"]["standalone"]


def test_what_labels_leave_out_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text(json.dumps({"1": HELD}), encoding="utf-8")
    line = {"id": "a", "question": "leeds?", "held": "1", "parse": {"act": "overview", "authorities": ["Leeds"]}}
    (tmp_path / "hand.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (read,) = read_utterances(tmp_path / "hand.jsonl")
    assert read["held"] == HELD
    assert read["parse"]["period"] == {"op": "none", "years": []}
    assert score_parses([read], {"a": read["parse"]})["act"] == 1.0


def test_order_of_names_counts_for_nothing() -> None:
    base = {
        "act": "compare", "authorities": ["Leeds", "Kent"], "everyone": False, "period": {"op": "none", "years": []},
        "inspection": "none", "areas": [], "grades": [], "wants": [], "refers_back": False, "format": {"shape": "none"},
    }  # fmt: skip
    assert all(right(base, {**base, "authorities": ["kent", "Leeds"]}).values())
    assert not right(base, {**base, "authorities": ["Leeds"]})["authorities"]


def test_stand_ins_have_a_date_and_a_kind() -> None:
    found = stand_ins(json.dumps(HELD))
    assert [(one.authority, one.kind, one.published.year if one.published else 0) for one in found] == [
        ("Leeds", "full", 2018), ("Leeds", "full", 2022), ("Leeds", "focused_visit", 2021),
        ("Stoke-on-Trent", "full", 2019),
    ]  # fmt: skip
