"""Personal data as people write it, hidden or not, is found, and what reports print is not taken for it (B4, B22).

The forms are our own, all invented.
"""

from collections import Counter
from pathlib import Path

import pytest

from retrieval.admission.guard import inspect
from retrieval.admission.personal_data import find_personal_data

FORMS = [
    tuple(line.split("\t", 1))
    for line in (Path(__file__).parent / "personal_data.tsv").read_text(encoding="utf-8").splitlines()
]
FLOOR = 0.9


def test_nine_in_ten_forms_are_found_of_each_kind_and_overall() -> None:
    assert len(FORMS) >= 200
    kinds = Counter(kind for kind, _ in FORMS)
    found = Counter(kind for kind, text in FORMS if find_personal_data(text))
    assert sum(found.values()) / len(FORMS) >= FLOOR
    assert {kind for kind in kinds if found[kind] / kinds[kind] < FLOOR} == set()


@pytest.mark.parametrize(
    "text",
    [
        "How are care leavers supported in <AB123456C> Kelmouth?",
        "How are care leavers supported? <!-- NHS 943 476 5919 -->",
        "Jane Marsh <jane.marsh@gmail.com> asks how care leavers are supported",
        "How are [care leavers](mailto:jane.marsh@gmail.com) supported?",
        "How are care leavers supported? http://x.example/AB123456C",
        "How are care leavers supported <name 07700 900123>?",
    ],
)
def test_what_markup_hides_is_refused(text: str) -> None:
    draft = inspect(text).draft
    assert draft is not None
    assert draft.reason == "personal_data"


@pytest.mark.parametrize(
    "text",
    [
        "985 children, 38 per 10,000, in 2017-18",
        "by 2012-13 a third of the 12,345 children had a plan",
        "Did it rise from 525 to 1,191 between 1 April 2016 and 31 March 2017?",
        "What did the inspection of 12/03/2012 find in Kelmouth?",
        "What was said on 16 May 2018 about the 24 children in residential care?",
        "paragraphs 12, 34, 56, 78, 90 and 123",
        "Compare 2016/17, 2017/18, 2018/19 and 2019/20",
        "Are the 3 children's homes on the right road?",
        "How many children are on the way to a plan after 10 weeks?",
        "Is the report of 2012-03-12 newer than that of 2010-11-05?",
        "Do 18 young people live close to their families?",
        "families in SW1A 2AA",
    ],
)
def test_figures_of_reports_are_no_personal_data(text: str) -> None:
    assert find_personal_data(text) is None


@pytest.mark.reports
@pytest.mark.slow
def test_no_real_question_is_taken_for_personal_data(questions_folder: Path) -> None:
    asked = [line for file in questions_folder.rglob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [line[:60] for line in asked if find_personal_data(line.partition('"question":')[2][:400])] == []
