"""A grade that a question takes for granted: shown from the ledger, and corrected where it is wrong."""

import re
from collections.abc import Sequence

from retrieval.held import FindPassages
from retrieval.ledger.rows import build_rows, grade_of
from retrieval.models import Draft, LedgerCell, Notice, Scope
from retrieval.question.grade_words import AREA, GRADE, PREMISE, WHY
from retrieval.question.grades import Condition, area_name, blanked, grades_of, left_over
from retrieval.reports.authorities import find_authorities
from retrieval.text.folding import fold


def answer_premise(question: str, scope: Scope, cells: Sequence[LedgerCell], find: FindPassages) -> Draft | None:
    """Return the grade that a question takes for granted ("why was adoption inadequate?").

    Where it is another one, that is the answer (`reason`); where it is right, the paragraphs belong after it.
    """
    graded = [cell for cell in cells if cell.report.key in scope.reports and cell.judgement.grade]
    if len(scope.reports) != 1 or not graded:
        return None
    names = find_authorities(question, [graded[0].report])
    premise = read_premise(question, [(one.start, one.end) for one in names])
    cell = grade_of(premise.area, graded) if premise else None
    rows = build_rows([[cell]], find, named=False) if cell else ()
    if premise is None or cell is None or not rows:
        return None
    if cell.judgement.grade in premise.grades:
        return Draft("answered", tuple(row.statement for row in rows))
    text = f"The report does not grade {area_name(premise.area)} {min(premise.grades)}."
    return Draft(
        "answered",
        tuple(row.statement for row in rows),
        reason="false_premise",
        text="\n".join([text, *(row.text for row in rows)]),
        notices=(Notice("premise_corrected", text),),
        confidence=1.0,
    )


def read_premise(question: str, names: Sequence[tuple[int, int]] = ()) -> Condition | None:
    """Return the grade that a "why" question takes for granted, where it is one of the ledger's areas."""
    folded = blanked(fold(question), names)
    grades = list(GRADE.finditer(folded))
    areas = list(dict.fromkeys(match.lastgroup or "" for match in AREA.finditer(folded)))
    if len(grades) != 1 or grades[0]["modifier"]:
        return None
    if taken := _granted(folded, grades[0]):
        return taken
    if not WHY.search(folded) or len(areas) > 1:
        return None
    before, after = folded[: grades[0].start()], folded[grades[0].end() :]
    of_area = areas and not left_over(before + after, ())
    of_all = (
        not areas
        and not left_over(before + after, ())
        and (names or re.search(r"\b(?:we|they|it|council|authority|services)\b", folded))
    )
    return Condition(areas[0] if areas else "overall", grades_of(grades[0])) if of_area or of_all else None


def _granted(question: str, grade: re.Match[str]) -> Condition | None:
    """Return the grade that an opening clause takes for granted ("with an overall grade of good, …")."""
    clause = question[: grade.end()]
    opener = PREMISE.match(clause)
    if opener is None or not re.match(r"\s*(?:overall)?\s*[,;:-]", question[grade.end() :]):
        return None
    areas = list(dict.fromkeys(match.lastgroup or "" for match in AREA.finditer(clause)))
    if len(areas) > 1 or left_over(clause[opener.end() : grade.start()], ()):
        return None
    return Condition(areas[0] if areas else "overall", grades_of(grade))
