"""What is said of the answer before, over the samples: more, less, where it stands, a point of it."""

import pytest

from retrieval.assistant import Assistant
from retrieval.library.library import Library
from retrieval.models import Answer, Turn
from settings import Settings

NEWER = "wendshire_2023-12-04"
BEFORE = Turn("What needs to improve in Wendshire?", "Six things must improve.", (NEWER,))


@pytest.fixture(scope="module")
def assistant(sample_library: Library) -> Assistant:
    """The embedded default over the samples."""
    return Assistant(sample_library, Settings(home=sample_library.home))


def _repaired(assistant: Assistant, said: str) -> Answer:
    answer = assistant.ask(said, history=[BEFORE])
    assert answer.understood["act"] == "repair"
    assert set(answer.searched) == {NEWER}
    return answer


def test_which_paragraph_names_the_references(assistant: Assistant) -> None:
    assert "What needs to improve, point 1" in _repaired(assistant, "which paragraph is that?").text


def test_the_second_point_is_quoted_whole(assistant: Assistant) -> None:
    answer = _repaired(assistant, "the second point, explain")
    assert [one.label for statement in answer.statements for one in statement.citations] == [
        "What needs to improve, point 2"
    ]


def test_a_point_that_is_not_there_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("the sixth point?", history=[Turn("What was Wendshire rated in 2023?", "Good.", (NEWER,))])
    assert "point" in answer.text


def test_shorter_is_shorter(assistant: Assistant) -> None:
    assert len(_repaired(assistant, "too long, shorter please").statements) == 1


def test_in_bullets_is_a_list(assistant: Assistant) -> None:
    text = _repaired(assistant, "can I have that as bullet points").text
    assert text.count("• ") > 1


def test_are_you_sure_shows_what_is_printed(assistant: Assistant) -> None:
    assert _repaired(assistant, "are you sure?").text.startswith("Yes: this is what is printed.")


def test_another_council_is_asked_about_instead(assistant: Assistant) -> None:
    assert assistant.ask("no, I meant Kelmouth", history=[BEFORE]).searched == ("kelmouth_2024-03-28",)
