"""Which kind a report is of: told by the first title that it prints."""

import pytest

from ingest.kinds.recognise import recognise, rival


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        ("Area SEND inspection of the Fernshire \nLocal Area Partnership", "area_send", "Fernshire"),
        ("Joint targeted area inspection of Fernshire", "jtai", "Fernshire"),
        (
            "Joint targeted area inspection of the multi-agency response to neglect in St. Ives and Wyke",
            "jtai",
            "",
        ),
        ("Joint targeted area inspection of the multi-agency response to neglect in Fernshire", "jtai", "Fernshire"),
        ("Focused visit to Fernshire County Council children’s services", "focused_visit", "Fernshire County Council"),
        ("Focused visit to Fernshire Children First", "focused_visit", "Fernshire"),
        ("Monitoring visit to Fernshire children’s services", "monitoring_visit", ""),
        ("Inspection of Fernshire local authority children’s services", "full", ""),
        ("Since the focused visit in 2022\nInspection of Fernshire children’s services", "focused_visit", ""),
        ("An inspection of youth justice services in Fernshire", "youth_justice", "Fernshire"),
        ("Joint area review of Fernshire", "joint_area_review", "Fernshire"),
        ("School report\nElm Lane School\nOverall effectiveness Good", "school_graded", "Elm Lane School"),
        ("Report on an unannounced inspection of HMP Elm by HM Chief Inspector of Prisons", "prison", "HMP Elm"),
    ],
    ids=lambda value: value[:48] or "none",
)  # fmt: skip
def test_the_first_title_tells_the_kind(text: str, kind: str, subject: str) -> None:
    told = recognise(text)
    assert told is not None
    assert told.profile.id == kind
    if subject:
        assert told.subject == subject


def test_a_second_title_is_noted() -> None:
    text = "Focused visit to Fernshire children’s services\nJoint targeted area inspection of Fernshire"
    told = recognise(text)
    assert told is not None
    other = rival(text, told)
    assert other is not None
    assert (told.profile.id, other.profile.id) == ("focused_visit", "jtai")


@pytest.mark.parametrize("text", ["Minutes of the Elm Lane committee", "School report cards are discussed below."])
def test_what_prints_no_title_is_of_no_kind(text: str) -> None:
    assert recognise(text) is None
