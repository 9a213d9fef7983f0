"""Questions as the reader fills them, without the reader."""

from typing import Any

from ingest.models import Report
from retrieval.held import Held, LookedUp, LookUp
from retrieval.models import Scope
from retrieval.question.models import Act, Period, PeriodOp, Question
from retrieval.reports.authorities import find_authorities
from retrieval.text.folding import fold
from tests.retrieval.asking import World


def read(text: str, act: Act, world: World, *, period: tuple[Any, ...] = (), **fields: Any) -> Question:
    """Return a question with the authorities that it names; `period` is an operation and its years."""
    op: PeriodOp = period[0] if period else "none"
    named = find_authorities(text, world.reports)
    wanted = fields.pop("names", ())
    names = tuple(one for one in named if one.name in wanted) if fields.get("everyone") else named
    return Question(text, text, fold(text), act, names=names, period=Period(op, tuple(period[1:])), **fields)


def ask(look_up: LookUp, question: Question, world: World, *, selected: Report | None = None) -> LookedUp | None:
    """Put a question to a look-up over `world`, or to the one report selected."""
    held = Held(tuple(world.reports), world.cells, world.of_report, world.find, lambda *_: ())
    keys = (selected,) if selected else world.reports
    return look_up(question, Scope(tuple(one.key for one in keys), "selected" if selected else "all"), held)
