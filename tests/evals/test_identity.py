"""Two checkouts side by side: what differs is named, what differs by nature is not."""

import json
from pathlib import Path

from evals.identity import differences


def _run(folder: Path, *answers: dict[str, object]) -> Path:
    folder.mkdir()
    (folder / "generated.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in answers), encoding="utf-8")
    return folder


def test_every_field_is_compared_but_receipts_and_seconds(tmp_path: Path) -> None:
    before = _run(
        tmp_path / "before",
        {"id": "a", "text": "Good.", "receipt": "1", "seconds": 0.1},
        {"id": "b", "text": "Good.", "notices": []},
    )
    after = _run(
        tmp_path / "after",
        {"id": "a", "text": "Good.", "receipt": "2", "seconds": 0.3},
        {"id": "b", "text": "Inadequate.", "notices": [], "understood": {}},
    )
    assert list(differences(before, after)) == [
        ("b", "text", "Good.", "Inadequate."),
        ("b", "understood", None, {}),
    ]


def test_a_question_that_only_one_answered_differs(tmp_path: Path) -> None:
    one, none = _run(tmp_path / "one", {"id": "a", "text": "Good."}), _run(tmp_path / "none")
    assert ("a", "text", "Good.", None) in list(differences(one, none))
    assert list(differences(none, one)) == [("a", "id", None, "a")]
