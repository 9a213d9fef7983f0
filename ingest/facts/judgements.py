"""The ledger: which area a report grades how, and the passage that prints it.

Grades are read where a report states them: in the passage `Judgements` (headline and table), in the closing table
"Record of main findings" of earlier inspections, and in headings that state one. Never in running text, which restates
the grades of earlier inspections, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from ingest.kinds.loader import profile_of
from ingest.kinds.profile import Profile
from ingest.models import Judgement, Passage

AREAS = ("overall", "help_and_protection", "looked_after_or_in_care", "adoption", "care_leavers", "leadership")
"""The areas that inspections of children's services grade."""

_WORDS = r"outstanding|good|adequate|inadequate|requires?\s+improvement(?:\s+to\s+be\s+good)?|not\s+(?:judged|graded)"
_ROW = re.compile(rf"\b(?=[A-Z])((?i:{_WORDS}))\b(?:\s*\(?Grade\s*\d\)?)?\.?(?=\s*(?:\n|$)|\s+(?:\d|[A-Z]))")
_HEADLINE = re.compile(
    r"^\s*(?:the\s+)?(?:overall\s+judgement\s+is(?:\s+that)?(?:\s+the)?(?:\s+children.s\s+services?)?|children.s\s+services?)"
    rf"(?:\s+in\s+(?:[^.]|\bSt\.){{3,90}}?)?(?:\s+(?:is|are))?(?:\s+judged\s+to\s+be)?\s+({_WORDS})\b",
    re.IGNORECASE | re.MULTILINE,
)
_BOARD = re.compile(
    r"(?:\beffectiveness\s+of\s+the\s+[\w\s-]{0,60}?|\A(?:the\s+)?[\w\s-]{0,60}?)"
    r"(?:safeguarding\s+children(?:.s)?\s+(?:board|partnership)|\bLSCB)(?:\s+\(\w+\))?"
    rf"(?:\s+is)?(?:\s+judged)?(?:\s+to\s+be)?(?:\s+that\s+it)?(?:\s+is)?:?\s+({_WORDS})\b",
    re.IGNORECASE,
)
_PATTERNS = {
    "overall": r"overall effectiveness",
    "help_and_protection": r"help and protection(?: (?:provided to|for) [^.]{0,80})?",
    "looked_after_or_in_care": r"(?:children looked after|children in care(?: and care leavers)?|achieving permanence)",
    "adoption": r"adoption(?: performance| services?)?",
    "care_leavers": r"care leavers",
    "leadership": r"(?:leadership,? management and governance|leadership and (?:management|governance)"
    r"|impact of leaders on social work practice(?: with children and families)?)",
}
_AREA = {area: re.compile(rf"\b{pattern}[\W\d]*$", re.IGNORECASE) for area, pattern in _PATTERNS.items()}
_GROUP = re.compile(
    r"(?:safeguarding|services for looked after children|local authority arrangements)\b", re.IGNORECASE
)
_FINDINGS = re.compile(r"record of main findings", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"^.*(?:(?i:\bjudgements?\s+grade)|(?:^|\s)\d(?:\.\d)?\.?)\s+(?=[A-Z])|^\W+")
_STATED = re.compile(rf"(?:\s+(?:is|are|that it is))?[\s:–-]+({_WORDS})\W*$", re.IGNORECASE)
_ENDS_IN_GRADE = re.compile(rf"\b(?:{_WORDS})[\W\d]*$", re.IGNORECASE)
_STATEMENT = 300
"""Characters; a line of the front page that states a grade is shorter, running text is longer."""
_LONGEST_NAME = 110
"""Characters; the longest printed row of an area has 90."""


@dataclass(frozen=True, slots=True)
class _Seen:
    framework: str
    inspected: date | None


@dataclass(frozen=True, slots=True)
class _Row:
    group: str
    name: str
    grade: str
    passage: str


def read_judgements(
    passages: Sequence[Passage], *, kind: str, framework: str, inspected: date | None = None
) -> tuple[Judgement, ...]:
    """Return a cell for each area of the kind, graded or with the reason, and one for each other graded row."""
    profile = profile_of(kind)
    areas = [area.id for area in profile.outcome.areas]
    if profile.outcome.form == "none":
        return tuple(_blank(area, profile.outcome.reason) for area in areas)
    seen = _Seen(framework, inspected)
    found: dict[str, Judgement] = {}
    for judgement in (*_from_tables(passages), *_from_headings(passages)):
        found.setdefault(judgement.area, judgement)
    others = [judgement for area, judgement in found.items() if area not in areas]
    apart = any(judgement.area.endswith("overall_effectiveness") for judgement in others)
    cells = [found.get(area) or _blank(area, _why_blank(area, profile, seen, apart=apart)) for area in areas]
    return (*cells, *others)


def _from_tables(passages: Sequence[Passage]) -> list[Judgement]:
    headline = [passage for passage in passages if passage.kind == "judgements"][:1]
    findings = [passage for passage in passages if any(_FINDINGS.search(title) for title in passage.section)]
    front = [passage for passage in passages[:12] if passage.pages[:1] in ((), (1,)) and _is_short(passage.text)]
    cells = _graded(_rows(headline))
    cells += [cell for passage in (*headline, *front) for cell in _headline(passage)]
    cells += _graded(_rows(findings))
    if not cells:
        cells = [cell for cell in _graded(_rows(front)) if cell.area in AREAS]
    statements = [passage for passage in front if _is_statement(passage.text)]
    return cells + [cell for passage in (*headline, *statements) for cell in _board(passage)]


def _is_short(text: str) -> bool:
    return all(len(line) < _STATEMENT for line in text.split("\n"))


def _is_statement(text: str) -> bool:
    """Whether `text` is one sentence that ends in a grade: running text goes on."""
    return bool(_ENDS_IN_GRADE.search(text)) and ". " not in text


def _headline(passage: Passage) -> list[Judgement]:
    match = _HEADLINE.search(passage.text)
    if not match:
        return []
    subject = _joined(passage.text[match.start() : match.start(1)])
    subject = re.sub(r"\s+(?:is|are)(?:\s.*)?$", "", subject, flags=re.IGNORECASE)
    return [_cell("overall", subject, match[1], passage.id)]


def _board(passage: Passage) -> list[Judgement]:
    match = _BOARD.search(passage.text)
    return [_cell("safeguarding_board", "Local Safeguarding Children Board", match[1], passage.id)] if match else []


def _from_headings(passages: Iterable[Passage]) -> list[Judgement]:
    """Read headings that state a grade ("Adoption: good"): for what no table states."""
    cells = []
    for passage in passages:
        if passage.kind != "heading":
            continue
        cells += _board(passage)
        match = _STATED.search(passage.text)
        area = _area(passage.text[: match.start()]) if match else None
        if match and area:
            cells.append(_cell(area, _joined(passage.text[: match.start()]), match[1], passage.id))
    return cells


def _rows(passages: Sequence[Passage]) -> list[_Row]:
    """Cut the passages' lines into rows: what stands before a capitalised grade is its name."""
    texts = [passage.text for passage in passages]
    begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
    text = "\n".join(texts)
    rows = []
    group, start = "", 0
    for match in _ROW.finditer(text):
        lines = text[start : match.start()].split("\n")
        for line in [line for line in lines if _GROUP.match(line.strip()) and not _AREA["overall"].search(line)]:
            group = line.strip()
            lines = lines[lines.index(line) + 1 :]
        owner = passages[bisect_right(begins, match.start()) - 1]
        rows.append(_Row(group, _joined(" ".join(lines)), match[1], owner.id))
        start = match.end()
    return rows


def _graded(rows: Sequence[_Row]) -> list[Judgement]:
    """Turn rows into cells; where two groups grade the same area, each is kept under its group's name."""
    grouped = len({row.group for row in rows if _area(row.name) == "overall"}) > 1
    cells = []
    for row in rows:
        area = None if grouped else _area(row.name)
        name = _BEFORE_NAME.sub("", row.name)
        if area is None and not (0 < len(name) <= _LONGEST_NAME and name[0].isupper() and ". " not in name):
            continue
        printed = f"{row.group}: {name}" if grouped else name
        cells.append(_cell(area or _slug(printed), printed, row.grade, row.passage))
    return cells


def _area(name: str) -> str | None:
    return next((area for area, pattern in _AREA.items() if pattern.search(name)), None)


def _cell(area: str, printed_area: str, printed_grade: str, passage: str) -> Judgement:
    printed = _joined(printed_grade)
    grade = re.sub(r"^require improvement", "requires improvement", printed.lower()).removesuffix(" to be good")
    if grade.startswith("not "):
        return Judgement(area, printed_area, None, printed, f"printed as “{printed}”", passage)
    return Judgement(area, printed_area, grade, printed, None, passage)


def _blank(area: str, reason: str) -> Judgement:
    return Judgement(area, "", None, "", reason, None)


def _why_blank(area: str, profile: Profile, seen: _Seen, *, apart: bool) -> str:
    if profile.outcome.reason:
        return profile.outcome.reason
    for blank in profile.outcome.blanks:
        if blank.area == area and blank.framework in ("", seen.framework) and _is_since(seen.inspected, blank.since):
            return blank.reason
    if area == "overall" and apart:
        return "the report grades its services apart and gives no overall grade"
    return "the report prints no grade for this area"


def _is_since(day: date | None, since: date | None) -> bool:
    return since is None or (day is not None and day >= since)


def _joined(text: str) -> str:
    return " ".join(text.split())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
