"""Personal data is told by form and check digit, and a report's figures never are."""

import pytest

from retrieval.admission.personal_data import find_personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ask jo.bloggs+x@example.org.uk", "e-mail"),
        ("ring 01632 960 123", "phone"),
        ("ring +44 7700 900123 today", "phone"),
        ("ring (0163) 2960 123", "phone"),
        ("NI number DA 12 34 56 C", "National Insurance"),
        ("NI number AB 12 34 56 C", "National Insurance"),
        ("ab123456c", "National Insurance"),
        ("GB123456A is never issued", None),
        ("NHS 943 476 5919", "NHS"),
        ("NHS 943-476-5919", "NHS"),
        ("NHS 943 476 5918", "NHS"),
        ("943 476 5918", None),
        ("SW1A 2AA, born 01/02/2010", "birth"),
        ("SW1A 2AA dob 2010", "postcode"),
        ("families in SW1A 2AA", None),
        ("985 children, 38 per 10,000, in 2017-18", None),
        ("By 2015-16 it had grown from 525 to 1,191", None),
        ("between 1 April 2016 and 31 March 2017", None),
    ],
)
def test_personal_data_by_kind(text: str, kind: str | None) -> None:
    found = find_personal_data(text)
    assert (kind in found if found else False) if kind else found is None
