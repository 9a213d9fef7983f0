"""The printed sequence of numbers, told from everything else that begins with a number."""

from dataclasses import replace

import pytest

from ingest.document import Line
from ingest.lines.layout import read_layout
from ingest.lines.numbering import find_numbers
from tests.ingest.typeset import Set, document, flatten, item, para


def read(lines: list[Set]) -> tuple[list[int], list[str]]:
    page = document(lines).pages[0].lines
    found, notes = find_numbers(page, read_layout(page))
    return [one.number for _, one in sorted(found.items())], [note.code for note in notes]


def unset(lines: list[Set]) -> list[Line]:
    """The same lines as an export has them: without positions."""
    return [replace(line, x=0.0, y=0.0, size=0.0) for line in document(lines).pages[0].lines]


def numbered(*numbers: int, stop: str = ".") -> list[list[Set]]:
    return [
        item(f"{n}{stop}", "Workers in the north team know their", "families well and see them often.") for n in numbers
    ]


def test_a_plain_run() -> None:
    assert read(flatten(*numbered(1, 2, 3, 4))) == ([1, 2, 3, 4], [])


@pytest.mark.parametrize("wrapped", ["2014. Since then little has", "3. These meetings help", "25. "])
def test_a_wrapped_line_is_no_paragraph(wrapped: str) -> None:
    parts = numbered(1, 2, 3, 4)
    parts[1] += [Set(wrapped, x=89.0), Set("and so it went on.", x=89.0)]
    assert read(flatten(*parts)) == ([1, 2, 3, 4], [])


def test_a_missing_full_stop_is_mended_with_a_note() -> None:
    assert read(flatten(*numbered(1, 2), *numbered(3, stop=""), *numbered(4, 5))) == (
        [1, 2, 3, 4, 5],
        ["mended_number"],
    )


def test_a_skipped_number_is_noted() -> None:
    assert read(flatten(*numbered(1, 2, 4, 5))) == ([1, 2, 4, 5], ["number_gap"])


def test_a_misprinted_number_is_mended_with_a_note() -> None:
    assert read(flatten(*numbered(1, 2, 33, 4, 5))) == ([1, 2, 3, 4, 5], ["mended_number"])


def test_a_skip_before_the_last_number_is_noted() -> None:
    assert read(flatten(*numbered(1, 2, 3, 5))) == ([1, 2, 3, 5], ["number_gap"])


def test_a_repeated_number_is_kept_and_noted() -> None:
    numbers, notes = read(flatten(*numbered(1, 2, 2, 3, 4)))
    assert (numbers, notes) == ([1, 2, 2, 3, 4], ["number_repeated"])


def test_numbers_that_begin_again_are_kept_and_noted() -> None:
    assert read(flatten(*numbered(1, 2, 3, 1, 2))) == ([1, 2, 3, 1, 2], ["number_restart"])


def test_a_number_outside_its_column_fills_the_sequence() -> None:
    parts = numbered(1, 2, 3, 4, 5)
    parts[2] = item("3.", "Carers are trained by people who", "have done the work.", x=79.0)
    assert read(flatten(*parts)) == ([1, 2, 3, 4, 5], [])


def test_lines_without_positions_are_read_by_their_words() -> None:
    wrapped = [Set("Plans were checked for pupils in Years 2 and"), Set("3. These checks were late."), Set("")]
    lines = unset(flatten(*numbered(1, 2), wrapped, *numbered(3, 4)))
    found, notes = find_numbers(lines, read_layout(lines))
    assert [one.number for _, one in sorted(found.items())] == [1, 2, 3, 4]
    assert lines[min(index for index, one in found.items() if one.number == 3)].text.startswith("3. Workers")
    assert not notes


def test_prose_holds_no_numbers() -> None:
    assert read(para("The council spent more than", "2. It did not say why.")) == ([], [])
