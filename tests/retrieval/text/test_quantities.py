"""Quantities: two spellings of one number, date or name are one."""

import pytest

from retrieval.text.quantities import dates, names, quantities, unsupported

SAME = {
    "digits and words": ("205 visits", "two hundred and five visits"),
    "comma": ("1,240 children", "1240 children"),
    "per cent": ("25% of them", "twenty-five per cent of them"),
    "money": ("£4 million", "£4m"),
    "large": ("3,000", "three thousand"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_spellings_of_one_quantity(one: str, other: str) -> None:
    assert quantities(one).keys() == quantities(other).keys()


DIFFERENT = {
    "share and count": ("25%", "25"),
    "money and count": ("£25", "25"),
    "decimal": ("1.5%", "5%"),
    "order": ("186", "168"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_quantities(one: str, other: str) -> None:
    assert not quantities(one).keys() & quantities(other).keys()


def test_dates_and_names() -> None:
    text = "Published 16th May 2018. In March 2017 the Director of Housing, Rosa Quill, left. Visits are late."
    assert dates(text) == ["16 May 2018", "March 2017"]
    assert names(text) == ["May", "March", "Director of Housing", "Rosa Quill"]


def test_unsupported_is_what_no_source_holds() -> None:
    sources = ["Rosa Quill met 12 families in May 2018.", "Tom Reed met seven."]
    assert unsupported("Rosa Quill met twelve families, Tom Reed met 7.", sources) == ()
    assert unsupported("Rosa Reed met 13 families in June 2018.", sources) == ("13", "June 2018", "Rosa Reed", "June")
