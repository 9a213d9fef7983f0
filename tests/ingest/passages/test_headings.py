"""What is a heading, and what its section is called."""

import pytest

from ingest.document import Line
from ingest.lines.layout import Layout
from ingest.passages.headings import is_grade, is_heading, section_title

LAYOUT = Layout(body=12.0, width=80)
BODY = Line("Staff meet weekly and write it down.", page=1, start=0, end=36, x=71.0, y=700.0, size=12.0)
OPEN = Line("Staff meet weekly and call it", page=1, start=0, end=29, x=71.0, y=700.0, size=12.0)


def line(text: str, *, size: float = 12.0, bold: bool = False, y: float = 670.0) -> Line:
    return Line(text, page=1, start=40, end=40 + len(text), x=71.0, y=y, size=size, bold=bold)


@pytest.mark.parametrize(
    ("previous", "tested", "expected"),
    [
        pytest.param(BODY, line("Local leadership", bold=True), True, id="bold and apart"),
        pytest.param(BODY, line("Local leadership", size=14.0), True, id="larger"),
        pytest.param(OPEN, line("inadequate", bold=True, y=685.5), False, id="bold words that end a sentence"),
        pytest.param(BODY, line("Executive summary"), True, id="a known heading in plain type"),
        pytest.param(BODY, line("They agreed"), False, id="plain words"),
        pytest.param(BODY, line("\uf06e Point", bold=True), False, id="a bullet"),
        pytest.param(BODY, line("12", bold=True), False, id="figures alone"),
    ],
)
def test_is_heading(previous: Line, tested: Line, expected: bool) -> None:
    assert is_heading(previous, tested, LAYOUT) is expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("Leadership and governance Good", "Leadership and governance", id="grade beside the name"),
        pytest.param("Adoption is Good", "Adoption is Good", id="grade in a sentence"),
        pytest.param("Children in care: good", "Children in care: good", id="grade after a colon, as printed"),
        pytest.param("Key judgement Judgement grade Adoption Good", "Adoption", id="header of the box"),
        pytest.param("Good", "Good", id="nothing else"),
    ],
)
def test_section_title(text: str, title: str) -> None:
    assert section_title(text) == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Requires improvement to be good", True), ("Grade 4 (Inadequate)", True), ("Good practice", False)],
)
def test_is_grade(text: str, expected: bool) -> None:
    assert is_grade(text) is expected
