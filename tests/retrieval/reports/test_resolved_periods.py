"""A period of a question is resolved over the inspections held, and how it was read is said."""

from datetime import date

import pytest

from retrieval.question.models import Period
from retrieval.reports.resolved import resolve_period
from tests.retrieval.asking import make_report

FIRST = make_report("ashcombe_2013-08-23", "Ashcombe", date(2013, 8, 23), kind="thematic")
SIF = make_report("ashcombe_2016-02-01", "Ashcombe", date(2016, 2, 1), inspected=date(2015, 12, 4))
VISIT = make_report("ashcombe_2020-03-01", "Ashcombe", date(2020, 3, 1), kind="focused_visit")
ILACS = make_report("ashcombe_2022-03-09", "Ashcombe", None, framework="ILACS", inspected=date(2022, 1, 28))
OWN = (ILACS, VISIT, FIRST, SIF)


@pytest.mark.parametrize(
    ("period", "reports", "said"),
    [
        (Period(), (ILACS,), "the newest held"),
        (Period("latest"), (ILACS,), "the newest held"),
        (Period("previous"), (SIF,), "the one before the newest held"),
        (Period("before_last"), (SIF,), "the one before the newest held"),
        (Period("oldest"), (FIRST,), "the oldest held"),
        (Period("all"), (FIRST, SIF, ILACS), "held"),
        (Period("at", (2016,)), (SIF,), "published in 2016"),
        (Period("at", (2015,)), (SIF,), "of an inspection in 2015"),
        (Period("before", (2016,)), (FIRST,), "before 2016"),
        (Period("since", (2016,)), (SIF, ILACS), "in 2016 or later"),
        (Period("between", (2014, 2020)), (SIF,), "from 2014 to 2020"),
        (Period("then_and_now", (2013,)), (FIRST, ILACS), "published in 2013 and the newest held"),
        (Period("then_and_now", (2013, 2016)), (FIRST, SIF), "published in 2013 or 2016"),
        (Period("then_and_now"), (SIF, ILACS), "the newest held and the one before it"),
    ],
    ids=lambda one: f"{one.op}-{'-'.join(map(str, one.years))}" if isinstance(one, Period) else "",
)
def test_resolved(period: Period, reports: tuple[object, ...], said: str) -> None:
    resolved = resolve_period(period, OWN)
    assert (resolved.reports, resolved.said) == (reports, said)


def test_a_year_without_a_report_is_missing() -> None:
    resolved = resolve_period(Period("at", (2016, 2019)), OWN)
    assert (resolved.reports, resolved.missing) == ((SIF,), (2019,))


def test_after_a_year_leaves_it_out() -> None:
    assert resolve_period(Period("since", (2016,)), OWN, after=True).reports == (ILACS,)


def test_visits_count_where_nothing_else_is_held() -> None:
    assert resolve_period(Period("all"), [VISIT]).reports == (VISIT,)
