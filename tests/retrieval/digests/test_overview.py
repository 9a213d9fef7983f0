"""Questions about a report as a whole: which they are, and that its grades and its own summary answer them."""

import pytest

from retrieval.assistant import Assistant
from retrieval.digests.overview import asks_for_overview
from retrieval.library.library import Library
from settings import Settings


@pytest.mark.parametrize(
    "question",
    [
        "How is the council doing?",
        "how are we doing",
        "How did the council do in the last inspection?",
        "How were children's services performing in 2016?",
        "Summarise the report",
        "Please can you summarise the latest report?",
        "Give me an overview of the inspection",
        "Tell me about the 2016 report",
        "What did Ofsted say?",
        "What did inspectors find at the last inspection?",
        "What does the report say overall?",
        "What are the main findings?",
        "What were the key messages of the report?",
        "What is the council like?",
        "What are the main strengths of the council?",
        "What is going well in children's services?",
        "What's going well?",
        "What does the council do well?",
    ],
)
def test_a_question_about_the_whole_report_is_known(question: str) -> None:
    assert asks_for_overview(question)


@pytest.mark.parametrize(
    "question",
    [
        "How are care leavers doing?",
        "How is the council doing on adoption?",
        "What did inspectors say about missing children?",
        "What did inspectors find (care leavers)?",
        "Tell me about the fostering service",
        "What are the main findings about neglect?",
        "What does paragraph 61 say?",
        "How is the council doing with its workforce?",
        "Give me an overview of early help",
        "What are the strengths of the fostering service?",
        "What works well in early help?",
    ],
)
def test_a_narrower_question_is_left_to_the_search(question: str) -> None:
    assert not asks_for_overview(question)


def test_grades_come_first_and_the_reports_own_summary_after(sample_library: Library) -> None:
    answer = Assistant(sample_library, Settings(home=sample_library.home)).ask("How is Wendshire doing?")
    labels = [statement.citations[0].label for statement in answer.statements]
    assert answer.outcome == "answered"
    assert answer.cited == ("wendshire_2023-12-04",)
    assert labels[0] == "Judgements"
    assert labels[-1].startswith("Summary, ")


def test_an_older_report_is_summarised_where_it_is_named(sample_library: Library) -> None:
    answer = Assistant(sample_library, Settings(home=sample_library.home)).ask("Summarise the 2016 report on Wendshire")
    assert answer.cited == ("wendshire_2016-06-27",)
    assert answer.statements[-1].citations[0].label.startswith("Executive summary")
