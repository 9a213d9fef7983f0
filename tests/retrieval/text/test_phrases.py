"""A phrase is found in every inflection, and a quotation word for word whatever its marks."""

import pytest

from retrieval.text.phrases import find_exactly, find_phrase, openings, read_phrase


@pytest.mark.parametrize(
    ("phrase", "text", "printed"),
    [
        ("neglect", "Neglect, neglecting and neglected children; negligence.", ["Neglect", "neglecting", "neglected"]),
        ("signs of safety", "The ‘Signs of\nSafety’ model.", ["Signs of\nSafety"]),
        ("trauma-informed", "trauma informed and Trauma‑informed work", ["trauma informed", "Trauma‑informed"]),
        ("mockingbird", "the Mocking Bird scheme", ["Mocking Bird"]),
        ("case load", "high caseloads", ["caseloads"]),
        ("grades fall", "the grade fell", ["grade fell"]),
        ("health and care", "health & care", ["health & care"]),
        ("a child's plan", "each child’s plan, children’s plans", ["child’s plan", "children’s plans"]),
        ("county lines", "the county. Lines were drawn", []),
        ("care", "scared carers", []),
        ("£6,000", "£6,000 and 6,000", ["£6,000"]),
        ("1,200", "1200 children, then 12,000", ["1200"]),
    ],
)
def test_found_in_every_inflection(phrase: str, text: str, printed: list[str]) -> None:
    wanted = read_phrase(phrase)
    assert [text[one.start : one.end] for one in find_phrase(wanted, text)] == printed
    held = any(all(letters in text.lower() for letters in group) for group in openings(wanted))
    assert held >= bool(printed)


@pytest.mark.parametrize(
    ("short", "text", "printed"),
    [("PA", "PAs and a PA’s pa", ["PAs", "PA’s"]), ("DoLS", "a DoLS order", ["DoLS"]), ("SEND", "they send", [])],
)
def test_an_abbreviation_is_found_in_capitals_only(short: str, text: str, printed: list[str]) -> None:
    wanted = read_phrase(short, abbreviation=True, capitals=True)
    assert [text[one.start : one.end] for one in find_phrase(wanted, text)] == printed


TEXT = "Children’s social‑care staff say ‘we do not wait’, and they\ndo not."


@pytest.mark.parametrize(
    ("quotation", "printed"),
    [
        ("CHILDREN'S SOCIAL CARE", "Children’s social‑care"),
        ("“we do not wait”", "we do not wait"),
        ("and they do not", "and they\ndo not"),
        ("staff say … they do not", "staff say ‘we do not wait’, and they\ndo not"),
        ("childrens social-care ... wait", "Children’s social‑care staff say ‘we do not wait"),
        ("we do wait", None),
        ("they do not … staff say", None),
        ("soci", None),
        ("", None),
    ],
)
def test_a_quotation_is_found_word_for_word(quotation: str, printed: str | None) -> None:
    found = find_exactly(quotation, TEXT)
    assert (TEXT[slice(*found)] if found else None) == printed
