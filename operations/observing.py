"""The assistant as a service runs it: the same answers, each counted, timed and logged without its words."""

from collections.abc import Iterator
from typing import Unpack

from operations.logs import event
from operations.metrics import METRICS
from operations.traces import tracer
from retrieval.assistant import Assistant
from retrieval.enquiry import Circumstances, Enquiry
from retrieval.errors import RetrievalError
from retrieval.models import Answer, Statement
from retrieval.store.receipts import hash_question


class ObservedAssistant(Assistant):
    """Answers as `Assistant` does."""

    def stream(self, question: str, **circumstances: Unpack[Circumstances]) -> Iterator[Statement | Answer]:
        """Yield each statement once it has been checked, then the whole answer; what happened is recorded."""
        with tracer.start_as_current_span("question") as span:
            try:
                for part in super().stream(question, **circumstances):
                    if isinstance(part, Answer):
                        span.set_attributes({"outcome": part.outcome, "receipt": part.receipt})
                        self._record(part)
                    yield part
            except RetrievalError as error:
                METRICS.failed(error.code)
                raise
            except Exception:
                METRICS.failed("unexpected")
                raise

    def _record(self, answer: Answer) -> None:
        METRICS.answered(answer, model=answer.usage is not None)
        event(
            "question",
            outcome=answer.outcome,
            reason=answer.reason or "",
            seconds=round(answer.seconds, 3),
            receipt=answer.receipt,
            searched=len(answer.searched),
            statements=len(answer.statements),
            notices=",".join(one.code for one in answer.notices),
            hash=hash_question(answer.question)[:23],
        )

    # Each stage is a span of its own within the question's.

    def _understand(self, enquiry: Enquiry) -> Enquiry:
        with tracer.start_as_current_span("understand"):
            return super()._understand(enquiry)

    def _retrieve(self, enquiry: Enquiry) -> Enquiry:
        with tracer.start_as_current_span("retrieve"):
            return super()._retrieve(enquiry)

    def _draft(self, enquiry: Enquiry) -> Enquiry:
        with tracer.start_as_current_span("draft"):
            return super()._draft(enquiry)

    def _check(self, enquiry: Enquiry) -> Enquiry:
        with tracer.start_as_current_span("check"):
            return super()._check(enquiry)
