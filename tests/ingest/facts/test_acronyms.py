"""Abbreviations that a report defines."""

import pytest

from ingest.facts.acronyms import find_acronyms
from tests.factories import make_passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Most return home interviews (RHIs) are late.", [("RHI", "return home interview")]),
        ("The multi-agency safeguarding hub (MASH) is new.", [("MASH", "multi-agency safeguarding hub")]),
        ("The director of children’s services (DCS) left.", [("DCS", "director of children’s services")]),
        ("MASH (multi-agency safeguarding hub) staff act.", [("MASH", "multi-agency safeguarding hub")]),
        ("The public law outline (‘PLO’) is used.", [("PLO", "public law outline")]),
        ("Staff of the council (Ofsted) wrote (see 4).", []),
        ("A strong plan (RHI) is made.", []),
    ],
    ids=["plural", "hyphen", "small words", "short first", "quoted", "no abbreviation", "letters do not fit"],
)
def test_abbreviations_are_read_with_what_they_stand_for(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(find_acronyms([make_passage("fernshire_2019", 1, text)])) == expected


def test_the_first_definition_counts() -> None:
    passages = [make_passage("r", 1, "A care plan (CP) exists."), make_passage("r", 2, "The child panel (CP) met.")]
    assert find_acronyms(passages) == (("CP", "care plan"),)
