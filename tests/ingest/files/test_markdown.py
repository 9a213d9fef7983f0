"""Exports: their markup, their slips, and that they read as the PDF does."""

import re
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.facts.judgements import read_judgements
from ingest.files.markdown import read_export
from ingest.files.markup import cells, is_bold, plain
from ingest.models import ParsedReport
from ingest.passages.build import build_passages
from ingest.pipeline import read_report


def lines(folder: Path, text: str, name: str = "export.md") -> list[str]:
    """Return the lines of an export, "# " before headings, indents as blanks, a blank line where one stands apart."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (page,) = read_export(path).pages
    listed: list[str] = []
    end = 0
    for line in page.lines:
        assert page.text[line.start : line.end] == line.text
        listed += [""] * (line.start - end > 1)
        listed.append("#" * line.level + " " * bool(line.level) + "  " * line.indent + line.text)
        end = line.end
    return listed


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<b>Staff</b> are **very** *busy* and ***tired***", "Staff are very busy and tired"),
        ("see [the guide](https://example.org/a_b) &amp; <https://example.org>", "see the guide & https://example.org"),
        ("34\\. It's \"good\" for the 'front door' children's", "34. It’s “good” for the ‘front door’ children’s"),
        ("![logo](x.png)5 * 3 < 20 and snake_case", "logo5 * 3 < 20 and snake_case"),
    ],
)
def test_markup_is_taken_off(marked: str, words: str) -> None:
    assert plain(marked) == (words, ())


def test_footnote_markers_are_told_from_words() -> None:
    assert plain("area<sup>1</sup> and **town**[^12].") == ("area1 and town12.", ((4, 5), (14, 16)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| Adoption | Good |", ["Adoption", "Good"]),
        ("|---|:--:|", []),
        ("Adoption\tGood", ["Adoption", "Good"]),
        ("<td>Adoption</td><td>Good</td>", ["<td>Adoption", "Good"]),
        ("Plain words", None),
    ],
)
def test_rows_of_tables_are_known_by_their_form(line: str, expected: list[str] | None) -> None:
    assert cells(line) == expected


@pytest.mark.parametrize(
    ("text", "bold"),
    [("**All of it**", True), ("<p><b>All</b></p>", True), ("**Part** of it", False), ("**Two** and **two**", False)],
)
def test_bold_lines(text: str, bold: bool) -> None:
    assert is_bold(text) is bold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "12. Plans are late and\n\nunclear. Visits are not.\n",
            ["12. Plans are late and", "unclear. Visits are not."],
            id="a page break cut a sentence",
        ),
        pytest.param(
            "12. Plans are late and\n\n- unclear. Visits are not.\n13. Staff stay.\n",
            ["12. Plans are late and", "unclear. Visits are not.", "", "13. Staff stay."],
            id="the other half became a bullet",
        ),
        pytest.param(
            "12. Plans are late.\n  13. Staff stay.\n    14\\. Staff go.\n",
            ["12. Plans are late.", "", "13. Staff stay.", "", "14. Staff go."],
            id="paragraphs slid into a list",
        ),
        pytest.param(
            "12. Plans are late and\n\n---\n\n<sup>1</sup> In 2014.\n\nunclear.\n",
            ["12. Plans are late and", "unclear.", "", "1 In 2014."],
            id="a footnote in between",
        ),
        pytest.param(
            "They said:\n\n- plans are late\n- staff go\n  - some stay\n",
            ["They said:", "", "• plans are late", "• staff go", "  • some stay"],
            id="a list stays a list",
        ),
        pytest.param(
            "12. Leaders know that\n\n- plans are late\n- staff go\n",
            ["12. Leaders know that", "", "• plans are late", "• staff go"],
            id="a list without a colon stays a list",
        ),
        pytest.param(
            "12. Plans are late.\n(Recommendation)\n", ["12. Plans are late.", "(Recommendation)"], id="a tag"
        ),
        pytest.param(
            "12. Plans made in\n2014. Since then most are late\n– as said.\n13. Staff stay.\n",
            ["12. Plans made in", "2014. Since then most are late", "– as said.", "", "13. Staff stay."],
            id="a wrapped line that begins like a paragraph",
        ),
        pytest.param("- **12.** Plans are late.\n", ["12. Plans are late."], id="a bold number in a list"),
        pytest.param("## Findings ##\nText.\n", ["## Findings", "", "Text."], id="a closed heading"),
        pytest.param("Plans\r\n\r\n* * *\r\n\r\nGo.", ["Plans", "", "Go."], id="rules and other line ends"),
    ],
)
def test_slips_of_a_conversion_are_mended(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert lines(tmp_path, text) == expected


def test_a_box_set_as_a_table_becomes_a_heading_and_its_text(tmp_path: Path) -> None:
    story = "Plans drift and visits are missed. " * 8
    text = (
        f"<b>Care leavers</b>\t<b>Requires improvement</b>\n<p><b>Summary</b></p> <p>{story}</p> <p>It grows.</p>\n\n"
        "## Inspection findings\n\n1. Staff stay.\n\n**The graded judgement**\n\n## Leadership\n"
    )
    assert lines(tmp_path, text) == [
        "## Care leavers Requires improvement",
        "",
        "### Summary",
        "",
        story.strip(),
        "",
        "It grows.",
        "",
        "### Inspection findings",
        "",
        "1. Staff stay.",
        "",
        "### The graded judgement",
        "",
        "## Leadership",
    ]


def test_a_judgement_table_keeps_its_rows(tmp_path: Path) -> None:
    text = "| Judgement | Grade |\n|---|---|\n| **Leadership** | Good |\n| Overall effectiveness | Good |\n"
    assert lines(tmp_path, text) == ["Judgement Grade", "Leadership Good", "Overall effectiveness Good"]


def test_form_feeds_in_plain_text_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text("First page.\fSecond page.", encoding="utf-8")
    assert [(page.number, page.text) for page in read_export(path).pages] == [(1, "First page."), (2, "Second page.")]


def test_windows_characters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes("Children’s plans".encode("cp1252"))
    assert read_export(path).pages[0].text == "Children’s plans"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.md could not be read: there is no such file"):
        read_export(tmp_path / "gone.md")


def test_numbers_alone_on_their_lines_join_the_words_below(tmp_path: Path) -> None:
    text = "Findings\n1.\n\nPlans are clear.\n\n2.\n\n14\n\nVisits are frequent and\nwell recorded."
    assert [line for line in lines(tmp_path, text, "export.txt") if line] == [
        "Findings", "1. Plans are clear.", "14", "2. Visits are frequent and", "well recorded.",
    ]  # fmt: skip


def test_an_export_without_pages_is_freed_of_its_page_numbers(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    pages = [
        f"{number}. Workers see children often, and\n\n{number}\n\nwrite down what they say." for number in (1, 2, 3)
    ]
    path.write_text("Inspection findings\n\n" + "\n\n".join(pages), encoding="utf-8")
    made = build_passages(read_export(path), "fernshire")
    assert [(one.number, one.text) for one in made.passages if one.number] == [
        (number, "Workers see children often, and write down what they say.") for number in (1, 2, 3)
    ]
    assert [(one.text, one.reason) for one in made.furniture] == [(str(page), "page number") for page in (1, 2, 3)]


def test_titles_of_a_bare_text_are_no_part_of_the_paragraph_above(tmp_path: Path) -> None:
    """Nothing but words and places tells them: no size, no weight, no blank line."""
    text = (
        "Inspection findings\n1. Workers see children often, wherever they live, and write down what they say.\n"
        "Areas for improvement\nHelp and protection\n2. Write plans that families can read, and keep them short. "
        "(Recommendation)\n3. Visit sooner. This matters most where\nthe Council is far away. (Recommendation)\n"
        "4. Listen."
    )
    pages = [text, "The Office for Standards in Education, Children’s Services and Skills inspects services."]
    path = tmp_path / "export.txt"
    path.write_text("\f".join(pages), encoding="utf-8")
    made = build_passages(read_export(path), "fernshire").passages
    assert [one.text for one in made if one.kind == "heading"][1:] == ["Areas for improvement Help and protection"]
    assert [one.text.split()[-1] for one in made if one.number] == ["say.", *["(Recommendation)"] * 2, "Listen."]
    assert made[-1].label == "Back page"


def normalised(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


@pytest.mark.reports
def test_a_report_reads_the_same_from_pdf_and_export(
    parsed_reports: dict[str, ParsedReport], reports_folder: Path
) -> None:
    printed = parsed_reports["surrey_2018-05-16"]
    exported = read_report(reports_folder / "surrey_2018-05-16.md")
    theirs = {passage.label: passage for passage in exported.passages}
    missing = [passage.label for passage in printed.passages if passage.label not in theirs]
    assert missing == []
    assert [passage.label for passage in printed.passages if passage.id != theirs[passage.label].id] == []
    numbered = [passage for passage in printed.passages if passage.kind in ("paragraph", "recommendation")]
    assert len(numbered) == 110
    differing = [one.label for one in numbered if normalised(one.text) != normalised(theirs[one.label].text)]
    assert differing == []
    assert [(one.area, one.grade) for one in printed.judgements] == [
        (one.area, one.grade) for one in exported.judgements
    ]
    for field in ("authority", "published", "inspected_from", "inspected_to", "lead_inspector", "framework", "kind"):
        assert getattr(printed.report, field) == getattr(exported.report, field)


@pytest.mark.reports
def test_a_text_export_of_each_report_keeps_its_numbers_and_grades(
    parsed_reports: dict[str, ParsedReport], tmp_path: Path
) -> None:
    """What pypdf itself extracts, saved as text with a form feed a page: no positions, no sizes, no weights."""
    same = total = 0
    lost: list[str] = []
    for key, printed in parsed_reports.items():
        path = tmp_path / f"{key}.txt"
        path.write_text("\f".join(printed.page_texts), encoding="utf-8")
        document = read_export(path)
        made = build_passages(document, key)
        theirs = {one.number: one for one in made.passages if one.kind in ("paragraph", "recommendation")}
        numbered = [one for one in printed.passages if one.number and one.kind in ("paragraph", "recommendation")]
        assert [one.number for one in numbered if one.number not in theirs] == [], key
        assert sum(one.number is not None for one in theirs.values()) <= len(numbered), key
        total += len(numbered)
        same += sum(normalised(one.text) == normalised(theirs[one.number].text) for one in numbered)
        read = read_judgements(made.passages, kind=printed.report.kind, framework=printed.report.framework)
        grades = {one.area: one.grade for one in read}
        # A board's grade may stand in a heading that only its setting tells from a sentence.
        wanted = {one.area: one.grade for one in printed.judgements if one.area != "safeguarding_board"}
        if {area: grades.get(area) for area in wanted} != wanted:
            lost.append(key)
    # Where no empty line stands between the date of publication and the headline, the two are one paragraph.
    assert len(lost) <= 1, lost
    print(f"{same} of {total} numbered paragraphs have the same words as in the PDF")
    assert same >= 0.99 * total
