"""What a renderer would act on is told from what reports print."""

import pytest

from retrieval.checking.active_content import is_active


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example)", "[more](javascript:alert(1))", "[more][1]", "<img src=x>", "</passage>",
        "<script", "&lt;img&gt;", "javascript: alert", "Visit https://evil.example/a.", "www.evil.example",
        "https://gov.uk.evil.example", "data:text/html,x",
        "https://www.gov.uk@evil.example", "https://www.gov.uk/a?leak=1", "https%3A//evil.example", "un\u200bseen",
        "tag\U000e0041", "turned \u202e round",
    ],
)  # fmt: skip
def test_what_a_renderer_would_act_on(text: str) -> None:
    assert is_active(text)


@pytest.mark.parametrize(
    "text",
    [
        "Some 12% of 1,191 children (5%2) waited [sic] over 10 days.", "Caseloads are < 20 & falling; 5 > 3.",
        "See www.gov.uk/ofsted, or https://reports.ofsted.gov.uk/.", "The data: good. Children’s views – “heard”.",
    ],
)  # fmt: skip
def test_what_reports_print(text: str) -> None:
    assert not is_active(text)
