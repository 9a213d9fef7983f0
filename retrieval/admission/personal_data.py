"""Personal data in a question: found by form and, where there are any, by check digits."""

import re
from typing import Literal

PersonalData = Literal[
    "an e-mail address",
    "a phone number",
    "a National Insurance number",
    "an NHS number",
    "a postcode with a date of birth",
]

_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b")
_PHONE = re.compile(r"(?<![\w.,-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d|[.,]\d)")
_INSURANCE = re.compile(r"\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[\s-]?(?:\d\d[\s-]?){3}[A-D]\b", re.IGNORECASE)
_UNUSED_PREFIXES = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_NHS = re.compile(r"(?<![\d.,-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\d-]|[.,]\d)")
_POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b|date of birth|born)\b|\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*\.?,?\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def find_personal_data(text: str) -> PersonalData | None:
    """Return what kind of personal data `text` holds, or None.

    National Insurance numbers have no check digit: their prefixes are checked (HMRC's NIM39110 lists the unused ones).
    """
    if _EMAIL.search(text):
        return "an e-mail address"
    if any(match[1].upper() not in _UNUSED_PREFIXES for match in _INSURANCE.finditer(text)):
        return "a National Insurance number"
    if any(_is_nhs_number(match[0]) for match in _NHS.finditer(text)):
        return "an NHS number"
    if _PHONE.search(text):
        return "a phone number"
    if _POSTCODE.search(text) and _BIRTH.search(text):
        return "a postcode with a date of birth"
    return None


def _is_nhs_number(text: str) -> bool:
    """Check the last digit modulo 11 (NHS Data Dictionary, "NHS NUMBER")."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == digits[9]
