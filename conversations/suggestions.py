"""What to ask next: questions that the report's own sections answer."""

import re
from collections.abc import Iterable, Sequence

from ingest.models import Passage

SUGGESTED = 3

_QUESTIONS = (
    (r"needs? to improve|areas? for improvement|^recommendations", "What needs to improve?"),
    (r"help and protection", "What did inspectors find about children who need help and protection?"),
    (r"children in care\b|looked after and achieving", "What did inspectors find about children in care?"),
    (r"care leavers", "How well are care leavers supported?"),
    (r"adoption", "What did inspectors find about adoption?"),
    (r"^leadership|impact of leaders|leadership, management", "What did inspectors find about leadership?"),
    (r"safeguarding children board|\blscb\b", "How effective is the Local Safeguarding Children Board?"),
    (r"^children looked after in this area", "How many children are looked after?"),
    (r"^child protection in this area", "How many children have a child protection plan?"),
    (r"^children living in this area", "How many children live in this area?"),
    (r"^local leadership", "How long has the director of children’s services been in post?"),
    (r"inspection team", "Who led the inspection?"),
    (r"overall effectiveness", "How effective are services overall?"),
    (r"capacity to improve", "What is the capacity to improve?"),
)  # fmt: skip
"""Headings of inspection reports, of whatever framework, with what a reader of that section would ask; best first."""


def suggest(passages: Sequence[Passage], *, cited: Iterable[str], asked: Iterable[str]) -> list[str]:
    """Return questions about sections of a report that an answer did not draw on.

    `passages` are the report's; `cited` are ids of them; `asked` is what was asked already.
    """
    drawn = set(cited)
    known = {_plain(question) for question in asked}
    offered = {question for passage in passages for question in _questions(passage.section)}
    covered = {question for passage in passages if passage.id in drawn for question in _questions(passage.section)}
    best_first = [question for _, question in _QUESTIONS if question in offered - covered]
    return [one for one in dict.fromkeys(best_first) if _plain(one) not in known][:SUGGESTED]


def _questions(section: Sequence[str]) -> Iterable[str]:
    """Yield what the innermost heading that says anything would be asked."""
    for heading in reversed(section):
        for pattern, question in _QUESTIONS:
            if re.search(pattern, heading.casefold()):
                yield question
                return


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
