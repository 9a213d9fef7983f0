"""A library of one invented report, a history beside it, and exchanges to keep there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations.history import History
from conversations.models import Exchange, Selection
from retrieval.checking.citations import cite
from retrieval.library.library import Library
from retrieval.models import Answer, Evidence, Notice, Statement
from tests.factories import make_parsed, make_report, write_source
from tests.fakes import FakeEmbedder

KEY = "newtown_2018-05-16"
ASKED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PARAGRAPHS = (
    "Social workers visit children weekly. They write down what each child wants.",
    "At 31 January 2018, 985 children were in care. Of these, 300 live outside the county.",
    "The MASH read 42 contacts that day.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library that holds the report of Newtown."""
    parsed, source = write_source(tmp_path, make_parsed(make_report(KEY), PARAGRAPHS))
    with Library.open(tmp_path / "library", FakeEmbedder(), create=True) as opened:
        opened.add(parsed, source)
        yield opened


@pytest.fixture
def history(library: Library) -> History:
    """The history beside the library."""
    return History(library.home, days=90)


@pytest.fixture
def exchange(library: Library) -> Callable[..., Exchange]:
    """Make an exchange whose statements are the given sentences, (paragraph, text) each; none is a refusal."""

    def make(question: str, *sentences: tuple[int, str], asked: datetime = ASKED) -> Exchange:
        passages = library.passages(KEY)
        statements = []
        for number, text in sentences:
            start = passages[number].text.index(text)
            statements.append(Statement(text, (cite(passages[number], start, start + len(text)),)))
        answer = Answer(
            question=question,
            standalone_question=question,
            outcome="answered" if statements else "not_in_reports",
            reason=None,
            text=" ".join(text for _, text in sentences) or "The reports do not say.",
            statements=tuple(statements),
            evidence=(Evidence(passages[1], library.report(KEY), 0.5),),
            searched=(KEY,),
            notices=(Notice("newer_held", "A newer inspection is held."),),
            receipt=f"{abs(hash(question)):012x}"[:12],
            seconds=0.25,
        )
        return Exchange(question, answer, asked, Selection(reports=(KEY,)), reports_held=1, generation=1)

    return make
