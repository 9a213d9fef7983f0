"""Small documents become the passages that a reader would name."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.audit import count_coverage
from ingest.models import Passage
from ingest.passages.build import build_passages
from ingest.structure import Structure
from tests.ingest.typeset import Set, document, flatten, folio, heading, item, para

COVER = flatten(
    [Set("Wend Borough Council", size=26.0)],
    para("Inspection dates: 3 May 2016 to 20 May 2016"),
)
TABLE = flatten(
    [Set("Children’s services in Wend are inadequate", size=14.0, bold=True, gap=20.0)],
    [Set("1. Children who need help and protection Inadequate", bold=True, gap=12.0)],
    [Set("2. Children looked after and achieving", bold=True, gap=12.0), Set("permanence Good", x=89.0)],
    [Set("2.1 Adoption performance Good", x=119.0, gap=12.0)],
    [Set("3. Leadership, management and governance Inadequate", bold=True, gap=12.0)],
)
FULL = "Teams along the coast answer every call within the hour and write down what they heard"
"""A line of full width."""


def build(*pages: list[Set]) -> Structure:
    made = document(*pages)
    structure = build_passages(made, "wend_2016")
    assert count_coverage(made, structure) == (0, 0)
    return structure


def by_label(structure: Structure) -> dict[str, Passage]:
    labels = [passage.label for passage in structure.passages]
    assert len(labels) == len(set(labels))
    return dict(zip(labels, structure.passages, strict=True))


def report() -> Structure:
    return build(
        flatten(folio(1), COVER, TABLE),
        flatten(
            folio(2),
            heading("Executive summary"),
            para(FULL, "and then ring back."),
            para(FULL, "until the week ends."),
            heading("Recommendations"),
            item("1.", FULL, "each month."),
            item("2.", FULL, "each year."),
        ),
        flatten(folio(3), heading("Leadership"), item("3.", FULL, "without fail."), item("4.", FULL, "again.")),
    )


def test_the_shape_of_a_report() -> None:
    assert [passage.label for passage in report().passages] == [
        "Front page",
        "Judgements",
        "Heading: Executive summary",
        "Executive summary, 1st paragraph",
        "Executive summary, 2nd paragraph",
        "Heading: Recommendations",
        "Recommendation 1 (para 1)",
        "Recommendation 2 (para 2)",
        "Heading: Leadership",
        "para 3",
        "para 4",
    ]


def test_the_judgement_table_is_one_passage_with_a_line_a_row() -> None:
    judgements = by_label(report())["Judgements"]
    assert judgements.kind == "judgements"
    assert judgements.number is None
    assert judgements.text.split("\n") == [
        "Children’s services in Wend are inadequate",
        "1. Children who need help and protection Inadequate",
        "2. Children looked after and achieving permanence Good",
        "2.1 Adoption performance Good",
        "3. Leadership, management and governance Inadequate",
    ]


def test_passages_know_section_number_kind_pages_and_text() -> None:
    found = by_label(report())
    para4 = found["para 4"]
    assert (para4.number, para4.kind, para4.section, para4.pages) == (4, "paragraph", ("Leadership",), (3,))
    assert para4.text == f"{FULL} again."
    assert found["Recommendation 2 (para 2)"].kind == "recommendation"
    assert found["Front page"].text.startswith("Wend Borough Council\nInspection dates: 3 May")


def test_ids_are_stable_unique_and_bound_to_the_report() -> None:
    first, second = report(), report()
    assert [one.id for one in first.passages] == [one.id for one in second.passages]
    assert len({one.id for one in first.passages}) == len(first.passages)
    assert all(re.fullmatch("[0-9a-f]{16}", one.id) for one in first.passages)
    other = build_passages(document(COVER), "wend_2019")
    assert other.passages[0].id != first.passages[0].id


def test_a_paragraph_goes_on_over_a_page_number_and_a_footnote() -> None:
    note = [Set("1 Counted by the council.", size=10.0, y=60.0, raised=((0, 1),))]
    structure = build(
        flatten(folio(1), heading("Findings"), item("1.", FULL, "in the area and"), note),
        flatten(folio(2), [Set("far beyond its borders.", x=89.0)], item("2.", FULL, "too."), item("3.", "Yes.")),
    )
    structure_pages = by_label(structure)
    first = structure_pages["para 1"]
    assert first.text == f"{FULL} in the area and far beyond its borders."
    assert first.pages == (1, 2)
    assert structure_pages["Footnote 1"].text == "Counted by the council."


def test_footnote_marks_link_and_do_not_show() -> None:
    mark = Set("in this area1 today.", x=89.0, raised=((12, 13),))
    note = [Set("1 Counted by the council.", size=10.0, y=60.0, raised=((0, 1),))]
    others = flatten(item("2.", FULL, "too."), item("3.", "Yes."))
    found = by_label(build(flatten(heading("Findings"), item("1.", FULL), [mark], others, note)))
    assert found["para 1"].text.endswith("in this area today.")
    assert found["para 1"].footnotes == (found["Footnote 1"].id,)


def test_an_unraised_mark_of_a_footnote_is_found() -> None:
    note = [Set("4 Schools for boarders.", size=10.0, y=60.0, raised=((0, 1),))]
    found = by_label(build(flatten(heading("Findings"), item("\uf06e", "six live in schools4, two nearby"), note)))
    assert found["Findings, point 1"].text == "six live in schools, two nearby"
    assert found["Findings, point 1"].footnotes == (found["Footnote 4"].id,)


def test_of_two_footnotes_of_one_number_the_one_on_the_page_is_linked() -> None:
    def page(words: str) -> list[Set]:
        note = [Set(f"1 {words}.", size=10.0, y=60.0, raised=((0, 1),))]
        return flatten(heading(f"In {words}"), [Set("Many go1 there.", gap=6.0, raised=((7, 8),))], note)

    found = by_label(build(COVER, page("Wend"), page("Kell")))
    assert found["In Kell"].footnotes == (found["Footnote 1 (In Kell)"].id,)
    assert found["In Wend"].footnotes == (found["Footnote 1 (In Wend)"].id,)


def test_a_note_with_an_asterisk_does_not_break_its_paragraph() -> None:
    note = [Set("* Figures for March.", size=10.0, y=60.0)]
    structure = build(
        flatten(folio(1), heading("Findings"), item("1.", FULL, "in the area and"), note),
        flatten(folio(2), [Set("beyond.", x=89.0)], item("2.", FULL, "too."), item("3.", "Yes.")),
    )
    found = by_label(structure)
    assert found["para 1"].text.endswith("in the area and beyond.")
    assert found["Footnote"].text == "* Figures for March."


def test_bullets_keep_their_lead_in_and_nested_ones_their_parent() -> None:
    page = flatten(
        heading("Children looked after"),
        item("\uf06e", "At 31 March there were 90. Of this number:"),
        item("\uf02d", "12 live out of the county", x=116.0),
        item("\uf02d", "nine live at home.", x=116.0),
        item("\uf06e", "Two were adopted."),
    )
    found = by_label(build(page))
    first, nested, last = (found[f"Children looked after, point {n}"] for n in (1, 2, 4))
    assert nested.lead_in == "At 31 March there were 90. Of this number:"
    assert nested.parent == first.id
    assert (last.parent, last.lead_in) == (None, "")


def test_indented_items_without_bullets_are_nested() -> None:
    page = flatten(
        heading("Pupils"),
        item("\uf06e", "Free school meals:"),
        para("in primary schools 15%;", x=142.0),
        para("in secondary schools 12%.", x=142.0),
        item("\uf06e", "Most speak English."),
    )
    found = by_label(build(page))
    assert [found[f"Pupils, point {n}"].lead_in for n in (1, 2, 3, 4)] == ["", *["Free school meals:"] * 2, ""]


def test_lines_without_a_mark_hang_from_the_bullet_that_announces_them() -> None:
    page = flatten(
        heading("Earlier inspections"),
        item("\uf06e", "The last report was published in June 2015. Its judgements were:"),
        para("Overall effectiveness: Inadequate."),
        item("\uf02d", "Adoption performance: Good.", x=116.0),
        para("Leadership: Inadequate."),
        item("\uf06e", "The director came in March."),
    )
    found = [one for one in build(page).passages if one.kind != "heading"]
    assert [bool(one.lead_in) for one in found] == [False, True, True, True, False]
    assert {one.parent for one in found[1:4]} == {found[0].id}


def test_bullets_within_a_numbered_paragraph_belong_to_it() -> None:
    page = flatten(
        heading("Areas for improvement"),
        item("1.", "The council should:", x=71.0),
        item("\uf0a7", "train staff", x=99.0),
        item("\uf0a7", "visit sooner", x=99.0),
        item("2.", "It should plan."),
        item("3.", "It should check."),
    )
    found = by_label(build(page))
    assert found["Recommendation 1 (para 1)"].text == "The council should:\n• train staff\n• visit sooner"


def test_unnumbered_recommendations_are_points_of_their_section() -> None:
    found = by_label(build(flatten(heading("What needs to improve?"), item("◼", "Visits."), item("◼", "Plans."))))
    assert found["What needs to improve, point 2"].kind == "recommendation"


ADVICE = flatten(
    heading("The local authority", size=16.0),
    heading("What does the local authority need to improve?"),
    heading("Priority action", size=13.0),
    item("1.", "There are no areas for priority action."),
    heading("Areas for improvement", size=13.0),
    [Set("Adoption", bold=True, gap=12.0)],
    item("2.", FULL),
    [Set("Care leavers", bold=True, gap=12.0)],
    item("3.", FULL),
    heading("The Local Safeguarding Children Board", size=16.0),
    heading("Recommendations"),
    item("4.", FULL),
)


def test_recommendations_are_counted_for_each_body_whatever_heads_them() -> None:
    numbered = [one.label for one in build(ADVICE).passages if one.number]
    assert numbered == [
        "para 1",
        "Recommendation 1 (para 2)",
        "Recommendation 2 (para 3)",
        "Recommendation 1 (para 4), safeguarding board",
    ]


def test_recommendations_are_counted_anew_where_the_printed_numbers_are() -> None:
    page = flatten(
        heading("Recommendations"),
        *[item(f"{n}.", FULL) for n in (1, 2)],
        heading("Recommendations for health"),
        *[item(f"{n}.", FULL) for n in (1, 2)],
    )
    labels = [one.label for one in build(page).passages if one.number]
    assert labels[2:] == [
        "Recommendation 1 (Recommendations for health)",
        "Recommendation 2 (Recommendations for health)",
    ]


def test_strengths_below_the_advice_are_none_of_it() -> None:
    structure = build(
        flatten(heading("Areas for improvement"), *[item(f"{n}.", FULL, "at last.") for n in (1, 2, 3)]),
        flatten(
            [Set("The local authority has these strengths:", x=85.0, bold=True)],
            *[item(f"{n}.", FULL, x=85.0) for n in (4, 5, 6)],
        ),
    )
    found = by_label(structure)
    assert found["Recommendation 3 (para 3)"].text == f"{FULL} at last."
    assert found["para 4"].section == ("The local authority has these strengths:",)


def test_a_bold_line_within_a_numbered_list_is_a_row_over_the_page_too() -> None:
    structure = build(
        flatten(
            heading("Areas for improvement"),
            item("1.", "The council should:"),
            [Set("At once:", x=89.0, bold=True, gap=6.0)],
            item("\uf0a7", "train staff", x=99.0),
        ),
        flatten([Set("Within a year:", x=89.0, bold=True)], item("\uf0a7", "visit sooner", x=99.0)),
        flatten(item("2.", "It should plan."), item("3.", "It should check.")),
    )
    assert by_label(structure)["Recommendation 1 (para 1)"].text.split("\n") == [
        "The council should:",
        "At once:",
        "• train staff",
        "Within a year:",
        "• visit sooner",
    ]


def test_findings_set_smaller_than_the_recommendations_above_are_none() -> None:
    page = flatten(
        heading("Recommendations"),
        item("1.", FULL),
        heading("Inspection findings", size=12.0),
        item("2.", FULL),
        item("3.", FULL),
    )
    found = by_label(build(page))
    assert found["para 2"].section == ("Inspection findings",)


def test_paragraphs_without_white_space_between_part_at_a_short_line() -> None:
    page = flatten(heading("Executive summary"), para(FULL, "but not for long."), [Set(FULL), Set("as before.")])
    found = by_label(build(page))
    assert found["Executive summary, 1st paragraph"].text.endswith("but not for long.")
    assert found["Executive summary, 2nd paragraph"].text.endswith("as before.")


def test_a_box_names_its_section_and_grade() -> None:
    page = flatten(
        [Set("Leadership, management and", size=14.0, bold=True, gap=12.0), Set("governance", size=14.0, bold=True)],
        [Set("Inadequate", x=357.0, y=690.0, size=14.0, bold=True)],
        [Set("Summary", bold=True, y=640.0)],
        para(FULL, "then stopped."),
    )
    found = by_label(build(page))
    assert found["Heading: Leadership, management and governance Inadequate"].kind == "heading"
    summary = found["Summary of Leadership, management and governance"]
    assert summary.section == ("Leadership, management and governance", "Summary")


def test_numbered_findings_below_a_summary_are_no_part_of_it() -> None:
    page = flatten(
        heading("Adoption"),
        heading("Summary", size=12.0),
        para(FULL, "then stopped."),
        *[item(f"{n}.", FULL) for n in (1, 2, 3)],
    )
    assert by_label(build(page))["para 1"].section == ("Adoption",)


def test_the_header_of_a_grade_table_is_no_section() -> None:
    page = flatten(
        heading("Inspection judgements", size=16.0),
        [Set("Key judgement Judgement grade", bold=True, gap=12.0)],
        [Set("Leadership, management and governance Good", gap=12.0)],
        [Set("Summary", bold=True, gap=12.0)],
        para(FULL, "then stopped."),
    )
    structure = build(page)
    assert structure.passages[-1].section == (
        "Inspection judgements",
        "Leadership, management and governance",
        "Summary",
    )
    assert "Heading: Leadership, management and governance Good" in by_label(structure)


def test_an_area_is_no_part_of_the_one_before_though_it_is_set_smaller() -> None:
    page = flatten(
        heading("The graded judgement for adoption is good"),
        para(FULL, "then stopped."),
        heading("Leadership, management and governance", size=12.0),
        para(FULL, "then stopped."),
    )
    assert build(page).passages[-1].section == ("Leadership, management and governance",)


def test_fields_of_the_front_page_are_rows_however_close_they_stand() -> None:
    front = [
        Set("Wend Borough Council", size=26.0),
        Set("Inspection date: 3 May 2016", size=14.0, bold=True, gap=20.0),
        Set("Report published: 30 June 2016", size=14.0, bold=True),
    ]
    text = build(flatten(front, para(FULL, FULL, FULL))).passages[0].text
    assert text.split("\n")[1:] == ["Inspection date: 3 May 2016", "Report published: 30 June 2016"]


def test_a_bold_sentence_with_nothing_below_it_is_no_heading() -> None:
    page = flatten(
        heading("Children looked after", size=12.0),
        item("\uf06e", "Most live with carers."),
        [Set("The council works in one way with every family it meets.", bold=True, gap=12.0)],
        heading("Recommendations"),
        item("\uf06e", "Visit sooner."),
    )
    found = by_label(build(page))
    assert found["Children looked after"].text == "The council works in one way with every family it meets."


def test_names_of_the_team_are_one_passage() -> None:
    page = flatten(
        heading("The inspection team", size=12.0), para("Lead inspector: Ada Holm"), para("Team inspectors: Bo Lind")
    )
    assert (
        by_label(build(COVER, page))["The inspection team"].text == "Lead inspector: Ada Holm\nTeam inspectors: Bo Lind"
    )


def test_the_publishers_back_page_is_no_part_of_the_last_section() -> None:
    page = flatten(
        heading("The inspection team", size=12.0),
        para("Lead inspector: Ada Holm"),
        para("Piccadilly Gate, Store Street"),
    )
    found = by_label(build(COVER, page))
    assert found["Back page"].section == ()
    assert found["The inspection team"].text == "Lead inspector: Ada Holm"


def test_a_number_printed_twice_is_told_apart_by_section() -> None:
    def section(name: str) -> list[Set]:
        return flatten(heading(name), item("1.", FULL, "again."), item("2.", FULL, "once."))

    structure = build(flatten(section("Adoption"), section("Care leavers")))
    assert {"para 1 (Adoption)", "para 1 (Care leavers)"} <= set(by_label(structure))
    assert [note.code for note in structure.notes] == ["number_restart"]


def test_numbered_titles_over_bullets_are_one_passage_each() -> None:
    page = flatten(
        heading("Recommendations"),
        item("1.", "Practice"),
        item("\uf06e", "See children.", x=99.0),
        item("2.", "Oversight"),
        item("\uf06e", "Check files.", x=99.0),
        item("3.", "Carers"),
    )
    assert by_label(build(page))["Recommendation 2 (para 2)"].text == "Oversight\n• Check files."


def test_printed_page_numbers_are_kept_where_they_differ() -> None:
    made = document(flatten(folio(4), para(FULL)), flatten(folio(5), para(FULL)))
    assert build_passages(made, "wend").passages[-1].printed_pages == ("4", "5")
    assert report().passages[-1].printed_pages == ()


def test_an_export_gives_the_same_labels_and_ids() -> None:
    printed = document(
        flatten(heading("Advice"), item("1.", FULL), item("2.", FULL), item("3.", FULL), heading("Team"), para(FULL))
    )
    levels = {"Advice": 2, "Team": 2}
    lines, text = [], ""
    for line in printed.pages[0].lines:
        start = len(text)
        text += line.text + "\n\n"
        lines.append(
            replace(
                line, page=0, start=start, end=start + len(line.text), x=0.0, y=0.0, size=0.0, bold=False,
                level=levels.get(line.text, 0),
            )
        )  # fmt: skip
    page = replace(printed.pages[0], number=0, text=text, lines=tuple(lines))
    export = replace(printed, pages=(page,), media="markdown")
    ours, theirs = build_passages(printed, "wend").passages, build_passages(export, "wend").passages
    assert [(one.label, one.id, one.text) for one in theirs] == [(one.label, one.id, one.text) for one in ours]
    assert theirs[0].pages == ()


@pytest.mark.parametrize("pages", [[], [[]]], ids=["no page", "empty page"])
def test_nothing_makes_no_passages(pages: list[list[Set]]) -> None:
    assert build_passages(document(*pages), "wend").passages == ()


LINE = st.builds(
    Set,
    text=st.sampled_from(
        [
            "Summary",
            "1. One thing",
            "2. Another",
            "\uf06e A point",
            "prose that goes on",
            "Ends here.",
            "Good",
            "1 Note",
        ]
    ),
    x=st.sampled_from([71.0, 89.0, 116.0, 357.0]),
    size=st.sampled_from([8.0, 10.0, 12.0, 14.0]),
    bold=st.booleans(),
    gap=st.sampled_from([0.0, 6.0, 20.0]),
    raised=st.sampled_from([(), ((0, 1),)]),
)


@given(st.lists(st.lists(LINE, max_size=12), max_size=4))
def test_every_character_is_in_exactly_one_place(pages: list[list[Set]]) -> None:
    made = document(*pages)
    structure = build_passages(made, "wend")
    assert count_coverage(made, structure) == (0, 0)
    assert len({one.id for one in structure.passages}) == len(structure.passages)
    assert [one.ordinal for one in structure.passages] == list(range(len(structure.passages)))


@given(st.lists(st.lists(LINE, max_size=12), max_size=4))
def test_a_document_read_again_gives_the_same_passages_and_ids(pages: list[list[Set]]) -> None:
    assert build_passages(document(*pages), "wend") == build_passages(document(*pages), "wend")
