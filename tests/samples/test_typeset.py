"""The typeset samples: the same bytes each time, and the slips of real reports in their text."""

import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from samples.source import read_source
from samples.typeset import FOLDER, typeset

SOURCES = {path.stem: path for path in sorted((FOLDER / "sources").glob("*.txt"))}


def printed(stem: str) -> list[str]:
    return [
        line.strip() for page in PdfReader(FOLDER / f"{stem}.pdf").pages for line in page.extract_text().split("\n")
    ]


@pytest.mark.parametrize("stem", SOURCES)
def test_the_committed_file_is_what_its_source_typesets_to(stem: str) -> None:
    assert typeset(read_source(SOURCES[stem])) == (FOLDER / f"{stem}.pdf").read_bytes()


@pytest.mark.parametrize("stem", SOURCES)
def test_every_page_says_that_the_report_is_invented(stem: str) -> None:
    assert all("An invented report" in page.extract_text() for page in PdfReader(FOLDER / f"{stem}.pdf").pages)


@pytest.mark.parametrize("stem", SOURCES)
def test_file_name_title_and_dates_agree(stem: str) -> None:
    source = read_source(SOURCES[stem])
    details = PdfReader(FOLDER / f"{stem}.pdf").metadata
    assert details is not None
    assert details.title == source.title
    assert details.creation_date == datetime(*source.published.timetuple()[:3], 9, tzinfo=UTC)
    assert stem.endswith(source.published.isoformat())
    assert f"Report published: {source.published.day} {source.published:%B %Y}" in printed(stem)


@pytest.mark.parametrize(
    ("stem", "line"),
    [
        pytest.param("wendshire_2016-06-27", r"2014\. Since then", id="a line that begins with a year"),
        pytest.param("wendshire_2016-06-27", r"11\. These pupils", id="a line that begins with a school year"),
        pytest.param("wendshire_2016-06-27", r"57 +Most children", id="a number without its full stop"),
        pytest.param("wendshire_2016-06-27", r"1\. Children who need .+ Inadequate", id="a numbered row of the table"),
        pytest.param("wendshire_2016-06-27", r".+clearer and better-", id="a line cut at a hyphen that stays"),
        pytest.param("wendshire_2023-12-04", r".+unaccom-", id="a line cut in a word"),
        pytest.param("wendshire_2016-06-27", r"– six live in residential special schools3,.*", id="a glued marker"),
        pytest.param("wendshire_2023-12-04", r".+had such a plan1, compared.*", id="a marker in mid-paragraph"),
        pytest.param("wendshire_2023-12-04", r"improvement to be", id="a grade over three lines"),
        pytest.param("wendshire_2023-12-04", r"9 to 20 October 2023", id="a running header"),
    ],
)
def test_slips_of_real_reports_are_in_the_text(stem: str, line: str) -> None:
    assert any(re.match(line, one) for one in printed(stem))


def test_contents_name_the_pages_where_sections_begin() -> None:
    pages = PdfReader(FOLDER / "wendshire_2016-06-27.pdf").pages
    named = re.findall(r"(?m)^([^\d\n]+?) +(\d+)$", pages[2].extract_text())
    begun = {heading: number for heading, number in named if heading in pages[int(number) - 1].extract_text()}
    assert {"Executive summary", "Recommendations", "Leadership, management and governance"} <= begun.keys()


def test_paragraphs_continue_over_page_breaks() -> None:
    pages = [page.extract_text() for page in PdfReader(FOLDER / "wendshire_2016-06-27.pdf").pages]
    footer = re.compile(r"\AAn invented report.*\n")
    continued = [text for text in pages if re.match(r"[a-z(]", footer.sub("", text))]
    assert len(continued) >= 3
