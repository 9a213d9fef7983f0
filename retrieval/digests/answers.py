"""Answers to questions about a report as a whole or a section of it: which digest answers which act."""

from collections.abc import Mapping

from retrieval.digests.balance import answer_balance
from retrieval.digests.progress import answer_progress
from retrieval.digests.recommended import answer_enquiry, answer_recommendations
from retrieval.digests.report_summary import answer_overview
from retrieval.digests.section_summary import answer_section
from retrieval.held import Held, LookedUp, LookUp
from retrieval.models import Scope
from retrieval.question.models import Act, Question

_DIGESTS: Mapping[Act, LookUp] = {
    "overview": answer_overview,
    "section_summary": answer_section,
    "strengths": answer_balance,
    "weaknesses": answer_balance,
    "strengths_weaknesses": answer_balance,
    "recommendations": answer_recommendations,
    "enquiry": answer_enquiry,
    "progress": answer_progress,
}


def answer_digest(question: Question, scope: Scope, held: Held) -> LookedUp | None:
    """Answer a question by its act; None where it is another's, or where a search knows better."""
    digest = _DIGESTS.get(question.act)
    return digest(question, scope, held) if digest else None
