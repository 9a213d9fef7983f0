"""Personal data in a question: found by form, by what it is called, and where there are any by check digits.

People write numbers and addresses in many ways (spaced, dotted, spelt out, behind markup), so each is looked for in
the text as typed and in what is left of it when markup, entities and look-alike characters are undone.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import unquote

PersonalData = Literal[
    "an e-mail address",
    "a phone number",
    "a National Insurance number",
    "an NHS number",
    "a pupil number",
    "a bank or card number",
    "the number of a case or a document",
    "a date of birth",
    "a home address",
    "a postcode with a date of birth",
]

_SEP = r"[\s.,/_-]{0,2}"
"""What people put between the digits of a number; dashes of every kind are one here."""
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)

_EMAIL = re.compile(r"[\w.+'-]{1,64}\s?@\s?[\w-]+(?:\s?\.\s?[\w-]{2,})+")
_AT, _DOT = r"\s*(?:[(\[{<]\s*at\s*[)\]}>]|\bat\b)\s*", r"\s*(?:[(\[{<]\s*dot\s*[)\]}>]|\bdot\b)\s*"
_SPOKEN_EMAIL = re.compile(
    rf"[\w+-]+(?:(?:\.|{_DOT})[\w+-]+)*{_AT}[\w-]+(?:(?:\.|{_DOT})[\w-]+)*{_DOT}\w{{2,}}"
    rf"|[\w.+-]+\s*[(\[{{<]\s*at\s*[)\]}}>]\s*[\w-]+\.\w{{2,}}"
    r"|[\w+-]+ at (?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|nhs|protonmail)\.\w{2,}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d|[.,]\d)")
_OTHER_PHONE = re.compile(
    rf"(?<![\w.,])(?:\(?(?:\+|00)\s?44\)?{_SEP}(?:\(0\))?"
    rf"|(?:tel|phone|mobile|mob|ring|call|text)[\w ]{{0,12}}\W{{0,3}}44{_SEP})"
    rf"(?:\d{_SEP}){{8,10}}\d(?!\d)"
    r"|(?<![\w.,])0\d{2,4}([,/_-])\d{3,4}\1?\d{3,4}(?![\d,/])"
    r"|(?<![\w.,/-])44[1237]\d{9}(?!\d)",
    re.IGNORECASE,
)
_DIGIT_WORD = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|(?:double|treble|triple) \w+)"
_SPELT_NUMBER = re.compile(rf"(?:\b{_DIGIT_WORD}\b[\s,-]*){{7,}}", re.IGNORECASE)

_INSURANCE = re.compile(
    rf"\b([A-CEGHJ-PR-TW-Z]){_SEP}([A-CEGHJ-NPR-TW-Z])({_SEP})\d{_SEP}\d{_SEP}\d{_SEP}\d{_SEP}\d{_SEP}\d{_SEP}[A-D]\b",
    re.IGNORECASE,
)
_UNUSED_PREFIXES = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_SMALL_WORDS = frozenset("am an as at be by he is me my no of on or so to us we".split())
_CALLED_INSURANCE = re.compile(
    rf"\b(?:ni|nino|n\.i\.|national insurance)\b\W{{0,3}}(?:(?:number|no|num|is|was)\b\W{{0,3}}){{0,2}}"
    rf"([A-Z]){_SEP}([A-Z]){_SEP}(?:\d{_SEP}){{5}}\d",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![\d.,-])\d{3}([\s./-]?)\d{3}\1\d{4}(?![\d-]|[.,]\d)|(?<![\d.,-])\d(?: \d){9}(?! ?\d|[.,]\d)")
_CALLED_NHS = re.compile(rf"\bnhs\b[\w :#=().'-]{{0,20}}?(?<!\d)(?:\d{_SEP}){{9}}\d(?!\d)", re.IGNORECASE)
_PUPIL = re.compile(
    r"(?<!\w)[A-HJ-NP-RT-Z](?:[\s-]?\d){12}(?!\w)|\b(?:upn|unique pupil number|pupil (?:number|id))\b\W{0,3}(?:is\W)?"
    r"[A-Z]?(?:[\s-]?\d){6,12}",
    re.IGNORECASE,
)
_SORT, _ACCOUNT = r"(?<!\d)\d\d[\s-]?\d\d[\s-]?\d\d(?!\d)", r"(?<!\d)\d{4}\s?\d{4}(?!\d)"
_BANK = re.compile(
    rf"\bsort code\b\D{{0,12}}{_SORT}|\b(?:account|acct?|a/c)(?: (?:number|no\.?|num))?\b\W{{0,4}}(?:is )?{_ACCOUNT}"
    r"|(?<!\d)\d\d-\d\d-\d\d\D{1,12}\d{8}(?!\d)|\bGB\d\d\s?[A-Z]{4}(?:\s?\d){14}\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d.,-])\d{4}([\s-]?)\d{4}\1\d{4}\1\d{4}(?![\d-])")
_DOCUMENT = re.compile(
    r"\b(?:passport|driving licen[cs]e|case (?:id|ref(?:erence)?|file)|case (?:number|no\.?)|mosaic|lcs|liquidlogic"
    r"|client (?:id|number)|social care (?:id|number)|hospital number|crn|urn)\b"
    r"\W{0,3}(?:(?:number|no|id|is)\b\W{0,3}){0,2}"
    r"[A-Z]{0,3}\s?\d[\d\s/-]{4,}\d|\b[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}\b",
    re.IGNORECASE,
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}\s?[/.\s-]\s?\d{{1,2}}\s?[/.\s-]\s?(?:19|20)?\d\d|(?:19|20)\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}\.?,?[\s-]+(?:19|20)\d\d"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d)"
)
_BORN = r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth\s?da(?:y|te)\b|\bborn\b)"
_BIRTH_DATE = re.compile(
    rf"{_BORN}[\s:=,.-]{{0,4}}(?:(?:is|was|on|the)\s+){{0,2}}{_DAY}|{_DAY}\W{{0,3}}{_BORN}"
    rf"|\b(?:mr|mrs|ms|miss|master|called|named|name is)\.?\s+[\w'’-]+(?:\s+[\w'’-]+)?[\s,(-]{{1,3}}{_DAY}",
    re.IGNORECASE,
)
_BIRTH = re.compile(rf"{_BORN}|{_DAY}", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_NOT_A_STREET = (
    r"(?!(?:of|the|in|on|at|a|an|and|to|for|from|by|with|or|per|is|are|were|was|had|have|cent|out"
    r"|children|years?|months?|weeks?|days?|families|young)\b)"
)
_STREET = r"(?:street|st|road|rd|lane|avenue|ave|close|drive|crescent|cres|gardens|terrace|grove|mews|court|walk|way)"
_HOUSE = re.compile(
    rf"(?<![\d.,/-])\d{{1,3}}[a-d]?,?\s+(?:{_NOT_A_STREET}[a-z'’-]+\s+){{1,2}}{_STREET}\b"
    r"(?!\s+(?:of|that|to|for|in which)\b)"
    rf"|\b(?:flat|apartment|apt) \d{{1,3}}[a-d]?,? (?:\d|{_NOT_A_STREET}[a-z])",
    re.IGNORECASE,
)
_PERSON_WITH_POSTCODE = re.compile(
    rf"\b(?:mr|mrs|ms|miss)\.?\s+[\w'’-]+[\w\s,'’-]{{0,40}}?{_POSTCODE.pattern}|\b\d{{1,3}}[a-d]?,?\s+{_POSTCODE.pattern}",
    re.IGNORECASE,
)

_CHECKS: tuple[tuple[PersonalData, Callable[[str], bool]], ...] = (
    ("an e-mail address", lambda text: bool(_EMAIL.search(text) or _SPOKEN_EMAIL.search(text))),
    ("a National Insurance number", lambda text: _holds_insurance_number(text)),
    ("an NHS number", lambda text: bool(_CALLED_NHS.search(text)) or any(_nhs_numbers(text))),
    ("a pupil number", lambda text: bool(_PUPIL.search(text))),
    ("a bank or card number", lambda text: bool(_BANK.search(text)) or any(_card_numbers(text))),
    ("the number of a case or a document", lambda text: bool(_DOCUMENT.search(text))),
    ("a phone number", lambda text: any(one.search(text) for one in (_PHONE, _OTHER_PHONE, _SPELT_NUMBER))),
    ("a date of birth", lambda text: bool(_BIRTH_DATE.search(text))),
    ("a postcode with a date of birth", lambda text: bool(_POSTCODE.search(text) and _BIRTH.search(text))),
    ("a home address", lambda text: bool(_HOUSE.search(text) or _PERSON_WITH_POSTCODE.search(text))),
)


def find_personal_data(text: str) -> PersonalData | None:
    """Return what kind of personal data `text` holds, or None, however it is written or hidden.

    National Insurance numbers have no check digit: their prefixes are checked (HMRC's NIM39110 lists the unused ones).
    """
    for form in dict.fromkeys(_forms(text)):
        for kind, holds in _CHECKS:
            if holds(form):
                return kind
    return None


def _forms(text: str) -> Iterator[str]:
    """Yield the text as typed, with look-alikes, entities and escapes undone, and without its markup."""
    undone = html.unescape(unquote(html.unescape(text)))
    plain = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFKC", undone)
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cs", "Cn")
    )
    plain = _DASHES.sub("-", plain)
    yield plain
    yield _TAG.sub("", plain)
    yield _TAG.sub(" ", plain)
    yield re.sub(r"[<>\[\](){}*_`~|\"“”]+", " ", plain)


def _holds_insurance_number(text: str) -> bool:
    if any((one[1] + one[2]).upper() not in _UNUSED_PREFIXES for one in _CALLED_INSURANCE.finditer(text)):
        return True
    # "by 2015-16 a" is six digits between two letters and one.
    return any(
        (match[1] + match[2]).upper() not in _UNUSED_PREFIXES
        and not (match[3] and match[1] + match[2] in _SMALL_WORDS | {word.capitalize() for word in _SMALL_WORDS})
        for match in _INSURANCE.finditer(text)
    )


def _nhs_numbers(text: str) -> Iterator[str]:
    """Yield numbers whose last digit checks modulo 11 (NHS Data Dictionary, "NHS NUMBER")."""
    for match in _NHS.finditer(text):
        digits = _digits(match[0])
        check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
        if len(set(digits)) > 1 and check != 10 and check % 11 == digits[9]:
            yield match[0]


def _card_numbers(text: str) -> Iterator[str]:
    """Yield numbers of sixteen digits that pass the check of payment cards (Luhn, ISO/IEC 7812-1)."""
    for match in _CARD.finditer(text):
        digits = _digits(match[0])
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[0::2]]
        if digits[0] in {3, 4, 5, 6} and (sum(doubled) + sum(digits[1::2])) % 10 == 0:
            yield match[0]


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdigit()]
