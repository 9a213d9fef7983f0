"""The chat over a library of one invented report, answered by a stand-in that records what it was asked."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from retrieval.checking.citations import cite
from retrieval.errors import BadQuestion
from retrieval.library.library import Library
from retrieval.models import Answer, Choice, Evidence, Notice, Statement, Turn
from settings import Settings
from tests.factories import make_parsed, write_source
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).resolve().parents[2]
Asked = tuple[str, tuple[str, ...], tuple[Turn, ...]]


class FakeAssistant:
    """Answers every question from the first paragraph; a few words in a question choose another outcome."""

    asked: list[Asked]
    scopes: list[tuple[str | None, tuple[str, ...]]]

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self.settings = settings

    def stream(
        self,
        question: str,
        *,
        reports: Sequence[str] = (),
        history: Sequence[Turn] = (),
        authority: str | None = None,
        section: Sequence[str] = (),
    ) -> Iterator[Statement | Answer]:
        """Yield a statement, then the answer that holds it."""
        FakeAssistant.asked.append((question, tuple(reports), tuple(history)))
        FakeAssistant.scopes.append((authority, tuple(section)))
        if len(question) > 2000:
            raise BadQuestion("The question has over 2,000 characters.", remedy="Ask a shorter one.")
        held = self._library.reports()[0]
        passage = next(one for one in self._library.passages(held.key) if one.kind == "paragraph")
        evidence = (Evidence(passage, held, 0.5),)
        if "council tax" in question:
            yield self._answer(question, "not_in_reports", "The reports do not say.", evidence=evidence)
        elif question.startswith("Which"):
            choices = (Choice("The report of 2018", report=held.key),)
            yield self._answer(question, "needs_clarification", "Which one do you mean?", choices=choices)
        elif question.startswith("Hello"):
            choices = (Choice("How is Newtown doing?", question="How is Newtown doing?"),)
            yield self._answer(question, "help", "Ask me about inspection reports.", choices=choices)
        else:
            citation = cite(passage, 0, passage.text.index(".") + 1)
            statement = Statement(citation.quote, (citation,))
            yield statement
            near = question.startswith("Nearly")
            outcome, text = ("nearest", f"The nearest:\n{statement.text}") if near else ("answered", statement.text)
            yield self._answer(question, outcome, text, statements=(statement,), evidence=evidence)

    def _answer(self, question: str, outcome: str, text: str, **parts: object) -> Answer:
        values: dict[str, object] = {
            "reason": None,
            "statements": (),
            "evidence": (),
            "searched": (self._library.reports()[0].key,),
            "notices": (Notice("newer_held", "A newer inspection is held."),),
            "receipt": "0123456789ab",
            "seconds": 0.2,
        }
        standalone = question
        return Answer(question, standalone, outcome, text=text, **(values | parts))  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty library's folder; the chat's shared objects are forgotten before and after."""
    folder = tmp_path / "library"
    monkeypatch.setenv("INSPECTION_QA_HOME", str(folder))
    monkeypatch.delenv("INSPECTION_QA_MODEL", raising=False)
    monkeypatch.setattr("ui.engine.open_embedder", lambda _: FakeEmbedder())
    monkeypatch.setattr("ui.chat.page.open_embedder", lambda _: FakeEmbedder())
    monkeypatch.setattr("ui.engine.ObservedAssistant", FakeAssistant)
    FakeAssistant.asked, FakeAssistant.scopes = [], []
    st.cache_resource.clear()
    st.cache_data.clear()
    yield folder
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def fill(home: Path, tmp_path: Path) -> Callable[..., str]:
    """Put an invented report into the library; its paragraphs may be given. Returns its key."""

    def add(*paragraphs: str) -> str:
        parsed, source = write_source(tmp_path, make_parsed(**({"paragraphs": paragraphs} if paragraphs else {})))
        with Library.open(home, FakeEmbedder(), create=True) as library:
            library.add(parsed, source)
        return parsed.report.key

    return add


@pytest.fixture
def open_chat(home: Path) -> Callable[[], AppTest]:  # noqa: ARG001
    """Open the page as a new visitor."""
    return lambda: AppTest.from_file(str(ROOT / "app.py"), default_timeout=90).run()
