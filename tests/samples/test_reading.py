"""The samples are an oracle for ingest: what was written must be what is read, passage by passage."""

from pathlib import Path

import pytest

from ingest.facts.authorities import known_authorities
from ingest.files.pdf import read_pdf
from ingest.models import Passage
from ingest.passages.build import build_passages
from ingest.pipeline import read_report
from samples.lines import plain
from samples.source import Block, read_source
from samples.typeset import FOLDER

STEMS = [path.stem for path in sorted((FOLDER / "sources").glob("*.txt"))]


def read(stem: str) -> tuple[Passage, ...]:
    return build_passages(read_pdf(FOLDER / f"{stem}.pdf"), stem).passages


def written(stem: str, *kinds: str) -> list[Block]:
    return [block for block in read_source(FOLDER / "sources" / f"{stem}.txt").blocks if block.kind in kinds]


@pytest.mark.parametrize("stem", STEMS)
def test_every_numbered_paragraph_is_read_whole_with_its_number(stem: str) -> None:
    read_back = [(one.number, plain(one.text)) for one in read(stem) if one.number is not None]
    assert read_back == [(int(one.mark.rstrip(".")), plain(one.text)) for one in written(stem, "numbered")]


@pytest.mark.parametrize("stem", STEMS)
def test_every_other_text_is_one_passage(stem: str) -> None:
    texts = {plain(one.text) for one in read(stem)}
    lost = [one.text for one in written(stem, "bullet", "text") if plain(one.text) not in texts]
    assert not lost


def test_the_inspection_team_is_read_with_its_names() -> None:
    team = " ".join(plain(one.text) for one in read("wendshire_2016-06-27") if "The inspection team" in one.section)
    assert " ".join(plain(one.text) for one in written("wendshire_2016-06-27", "plain_detail")) in team


@pytest.mark.parametrize("stem", STEMS)
def test_every_footnote_is_a_passage(stem: str) -> None:
    source = read_source(FOLDER / "sources" / f"{stem}.txt")
    footnotes = [plain(one.text) for one in read(stem) if one.kind == "footnote"]
    assert footnotes == [plain(text) for text in source.footnotes.values()]


@pytest.mark.parametrize("stem", STEMS)
def test_every_row_of_the_judgement_table_is_in_the_judgements_passage(stem: str) -> None:
    (table,) = [plain(one.text) for one in read(stem) if one.kind == "judgements"]
    lost = [row for row in written(stem, "row") if f"{plain(row.text)} {row.mark}" not in table]
    assert not lost


def test_a_nested_bullet_hangs_from_its_lead_in() -> None:
    passages = {plain(one.text): one for one in read("wendshire_2016-06-27")}
    nested = passages["in primary schools is 12% (15% nationally)"]
    assert "free school meals" in nested.lead_in


def test_samples_folder_holds_one_pdf_a_source() -> None:
    assert sorted(path.stem for path in Path(FOLDER).glob("*.pdf")) == STEMS


def test_no_real_authority_bears_the_name_of_a_sample() -> None:
    invented = {stem.split("_")[0] for stem in STEMS}
    assert not {name for name in known_authorities() if invented & set(name.casefold().split())}


@pytest.mark.parametrize(
    ("stem", "lead_inspector", "grades"),
    [
        pytest.param(
            "wendshire_2016-06-27",
            "Marian Oakes",
            {
                "overall": "inadequate",
                "help_and_protection": "inadequate",
                "looked_after_or_in_care": "requires improvement",
                "adoption": "good",
                "care_leavers": "requires improvement",
                "leadership": "inadequate",
                "safeguarding_board": "requires improvement",
            },
            id="SIF",
        ),
        pytest.param(
            "wendshire_2023-12-04",
            "Priya Vantongeren",
            {
                "overall": "good",
                "help_and_protection": "requires improvement",
                "looked_after_or_in_care": "good",
                "care_leavers": "good",
                "leadership": "good",
            },
            id="ILACS",
        ),
        pytest.param(
            "kelmouth_2024-03-28",
            "Edmund Sallow",
            {
                "overall": "requires improvement",
                "help_and_protection": "good",
                "looked_after_or_in_care": "requires improvement",
                "care_leavers": "outstanding",
                "leadership": "requires improvement",
            },
            id="ILACS of the neighbour",
        ),
    ],
)
def test_who_when_and_every_grade(stem: str, lead_inspector: str, grades: dict[str, str]) -> None:
    parsed = read_report(FOLDER / f"{stem}.pdf")
    source = read_source(FOLDER / "sources" / f"{stem}.txt")
    assert parsed.report.authority.casefold() == stem.split("_")[0]
    assert parsed.report.framework == source.framework
    assert parsed.report.lead_inspector == lead_inspector
    assert {one.area: one.grade for one in parsed.judgements if one.grade} == grades
    assert parsed.report.published == source.published
