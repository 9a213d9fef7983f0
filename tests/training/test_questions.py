"""Our own questions, and what the record says of the model that was trained on them."""

import hashlib
import json
from collections import Counter
from pathlib import Path

from evals.cases import Case, TrueEvidence, read_cases
from evals.truths import Truths
from ingest.chunks.wordpieces import MODEL_SHA256, TOKENIZER_SHA256
from tests.factories import make_passage
from training.fold_libraries import RECORD
from training.questions import OWN, read_questions

CASES = read_cases(OWN)


def test_every_answerable_question_names_a_sentence_and_no_other_does() -> None:
    for case in CASES:
        assert bool(case.evidence) == case.answerable, case.id
        assert all(one.label and one.sentence is not None for one in case.evidence + case.also), case.id


def test_no_question_is_asked_twice_of_a_report() -> None:
    twice = [asked for asked, count in Counter((case.reports, case.question) for case in CASES).items() if count > 1]
    assert twice == []


def test_the_record_names_the_shipped_files_and_a_fold_for_every_report() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record["shipped"] == {"model.onnx": MODEL_SHA256, "tokenizer.json": TOKENIZER_SHA256}
    assert record["questions.jsonl"] == hashlib.sha256(OWN.read_bytes()).hexdigest()
    assert {case.reports[0] for case in CASES} <= set(record["folds"])


def _case(*evidence: TrueEvidence) -> Case:
    return Case("a", "finding", "Why?", ("r",), True, evidence=evidence, question_corpus="Why in A?")


def test_truth_by_label_and_by_quote_is_the_same_sentence() -> None:
    passage = make_passage("r", 1, "Plans are late. They were on time once, as leaders know.", label="para 1")
    for truth in (
        TrueEvidence("r", None, None, None, label="para 1", sentence=1),
        TrueEvidence("r", None, None, "They were on time once, as leaders know."),
    ):
        truths = Truths(_case(truth))
        assert truths.in_passage(passage)
        assert truths.in_sentence(passage, 1, "They were on time once, as leaders know.")
        assert not truths.in_sentence(passage, 0, "Plans are late.")


def test_a_question_has_its_forms_and_its_sentences(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    line = {"id": "a", "kind": "finding", "report": "r", "question": "late?", "question_corpus": "Late in A?"}
    path.write_text(json.dumps(line | {"answerable": True, "evidence": [{"label": "para 1", "sentence": 0}]}))
    passage = make_passage("r", 3, "Plans are late. Nobody knows why.", label="para 1")
    (question,) = read_questions([path], {"r": [passage]})
    assert question.forms == ("late?", "Late in A?")
    assert question.sentences == {(3, 0)}
