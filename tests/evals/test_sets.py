"""The sets are true: each quote stands on its page, each fact in its evidence; and as varied as they should be."""

import json
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest
from pypdf import PdfReader

from evals.cases import Case, read_cases
from evals.matching import contains_quote, states
from ingest.files.pdf import read_pdf
from ingest.passages.build import build_passages
from retrieval.models import Outcome
from samples.lines import plain
from samples.source import read_source
from samples.typeset import FOLDER

SETS = Path(__file__).resolve().parents[2] / "evals" / "sets"
SAMPLES = read_cases(SETS / "samples.jsonl")
SURREY = read_cases(SETS / "surrey_2018.jsonl")
OUTCOMES = set(get_args(Outcome))


@cache
def pages(report: str) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in PdfReader(FOLDER / f"{report}.pdf").pages)


@cache
def numbered(report: str) -> dict[int, str]:
    blocks = read_source(FOLDER / "sources" / f"{report}.txt").blocks
    return {int(one.mark.rstrip(".")): plain(one.text) for one in blocks if one.kind == "numbered"}


def carried(case: Case) -> str:
    """What a case's answer may draw on: its quotes, and its reports' authorities and years."""
    quotes = [one.quote or "" for one in (*case.evidence, *case.also)]
    names = [key.replace("_", " ").replace("-", " ").title() for key in case.reports]
    return " … ".join([*quotes, *names])


def named(cases: list[Case]) -> list[object]:
    return [pytest.param(case, id=case.id) for case in cases]


@pytest.mark.parametrize("case", named([case for case in SAMPLES if case.answerable]))
def test_quotes_stand_on_their_page_and_facts_in_their_evidence(case: Case) -> None:
    assert case.evidence
    assert case.facts
    for one in (*case.evidence, *case.also):
        assert one.quote
        assert one.page
        assert contains_quote(pages(one.report)[one.page - 1], one.quote)
        if one.paragraph is not None:
            assert contains_quote(numbered(one.report)[one.paragraph], one.quote)
    assert [fact for fact in case.facts if not states(carried(case), fact)] == []


@pytest.mark.parametrize("case", named([case for case in SAMPLES if not case.answerable]))
def test_what_cannot_be_answered_claims_nothing(case: Case) -> None:
    assert not case.facts
    assert not case.evidence
    assert case.extra.get("why") or case.extra.get("attack")


def test_outcomes_are_those_of_an_answer() -> None:
    assert {case.extra["outcome"] for case in SAMPLES if case.extra.get("outcome")} <= OUTCOMES


@pytest.mark.parametrize(
    ("least", "found"),
    [
        pytest.param(150, len(SAMPLES), id="questions"),
        pytest.param(40, sum(case.kind == "unanswerable" for case in SAMPLES), id="unanswerable"),
        pytest.param(20, sum("premise" in case.extra for case in SAMPLES), id="false premises"),
        pytest.param(20, sum(bool(case.history) for case in SAMPLES), id="follow-ups"),
        pytest.param(30, sum("attack" in case.extra for case in SAMPLES), id="adversarial"),
        pytest.param(30, len({case.group for case in SAMPLES if case.group}), id="paraphrase groups"),
        pytest.param(60, len(SURREY), id="questions on the Surrey report"),
        pytest.param(60, sum(len(case.facts) for case in SURREY), id="facts of the Surrey report"),
    ],
)
def test_there_is_enough_of_each(least: int, found: int) -> None:
    assert found >= least


def test_every_kind_is_there() -> None:
    kinds = (
        "number judgement finding recommendation reason date_or_name list comparison multi unanswerable followup "
        "trend compare aggregate lookup_year lookup_newest adversarial"
    )
    assert {case.kind for case in SAMPLES} == set(kinds.split())


def test_paraphrases_ask_one_thing_in_three_forms_or_more() -> None:
    in_groups = sorted((case for case in SAMPLES if case.group), key=lambda case: case.group or "")
    for _, members in groupby(in_groups, key=lambda case: case.group):
        forms = list(members)
        assert len({one.question for one in forms}) >= 3
        assert len({(one.reports, one.facts, one.evidence) for one in forms}) == 1


@pytest.mark.parametrize("cases", [pytest.param(SAMPLES, id="samples"), pytest.param(SURREY, id="surrey_2018")])
def test_no_template_is_used_more_than_three_times(cases: list[Case]) -> None:
    assert len({case.question for case in cases if not case.history}) == len([c for c in cases if not c.history])
    openings = Counter(" ".join(case.question.casefold().split()[:5]) for case in cases)
    assert {opening: count for opening, count in openings.items() if count > 3} == {}


def test_the_surrey_set_holds_facts_and_places_and_no_sentences() -> None:
    lines = (SETS / "surrey_2018.jsonl").read_text(encoding="utf-8").splitlines()
    assert not any("quote" in place for line in lines for place in json.loads(line)["evidence"])
    assert max(len(form.split()) for case in SURREY for fact in case.facts for form in fact) <= 5


@pytest.mark.reports
@pytest.mark.slow
def test_every_fact_of_the_surrey_report_stands_on_its_page(reports_folder: Path) -> None:
    texts = [page.extract_text() for page in PdfReader(reports_folder / "surrey_2018-05-16.pdf").pages]
    lost = [
        f"{case.id}: {fact}"
        for case in SURREY
        for fact in case.facts
        if not any(one.page and states(texts[one.page - 1], fact) for one in case.evidence)
    ]
    assert lost == []


@pytest.mark.reports
def test_every_fact_of_the_surrey_report_stands_in_its_paragraph(reports_folder: Path) -> None:
    document = read_pdf(reports_folder / "surrey_2018-05-16.pdf")
    texts = {one.number: one.text for one in build_passages(document, "surrey_2018-05-16").passages if one.number}
    lost = [
        f"{case.id}: para {one.paragraph}: {fact}"
        for case in SURREY
        for one in case.evidence
        if one.paragraph is not None
        for fact in case.facts
        if not states(texts[one.paragraph], fact)
    ]
    assert lost == []
