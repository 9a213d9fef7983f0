"""What becomes of a question's words: refused before a model sees them, and kept only where they may be."""

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from retrieval.assistant import WITHHELD, Assistant
from retrieval.generative.answerer import Generative
from retrieval.library.library import Library
from retrieval.models import Turn
from retrieval.repeating import QuestionNotKept, repeat
from retrieval.store.receipts import HASHED, hash_question
from retrieval.vectors.embeddings import open_embedder
from settings import Settings
from tests.chat_fakes import ScriptedChatModel

PERSONAL = "Is the child with NHS number 943 476 5919 in Kelmouth's report?"
NUMBER = "943 476 5919"
# No other test may ask about these: the copied library would hold their words already.
DISTINCT = "Does Kelmouth's report mention axolotls?"


@pytest.fixture
def library(sample_home: Path, tmp_path: Path) -> Iterator[Library]:
    """The samples, in a folder of the test's own."""
    home = tmp_path / "library"
    shutil.copytree(sample_home, home)
    with Library.open(home, open_embedder(Settings(home=home))) as opened:
        yield opened


def _bytes(library: Library) -> bytes:
    library.close()
    return b"".join(path.read_bytes() for path in library.home.rglob("*") if path.is_file())


def test_personal_data_reaches_no_model_no_receipt_and_no_log(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model = ScriptedChatModel(replies=['{"not_in_passages": true}'])
    assistant = Assistant(library, Settings(home=library.home))
    assistant._generative = Generative(model, "scripted:1")
    refused = assistant.ask(PERSONAL)
    assert (refused.outcome, refused.reason, refused.question) == ("out_of_scope", "personal_data", WITHHELD)
    assert model.seen == []
    assistant.ask("And what was adoption rated?", history=[Turn(PERSONAL, refused.text)])
    assert NUMBER not in str(model.seen)
    assert NUMBER not in caplog.text
    assert NUMBER not in json.dumps(asdict(library.receipts.load(refused.receipt)), default=str)
    assert NUMBER.encode() not in _bytes(library)


def test_where_questions_are_not_kept_receipts_hold_their_hash(library: Library) -> None:
    assistant = Assistant(library, Settings(home=library.home, keep_questions=False))
    answer = assistant.ask(DISTINCT, history=[Turn("What of axolotls?", "Nothing.")])
    kept = library.receipts.load(answer.receipt)
    assert kept.question == hash_question(DISTINCT)
    assert kept.question.startswith(HASHED)
    assert kept.answer["outcome"] == answer.outcome
    with pytest.raises(QuestionNotKept, match="only the hash"):
        repeat(kept, assistant)
    assert b"axolotls" not in _bytes(library)


def test_a_single_user_may_read_the_question_again(library: Library) -> None:
    answer = Assistant(library, Settings(home=library.home)).ask(DISTINCT)
    assert library.receipts.load(answer.receipt).question == DISTINCT
