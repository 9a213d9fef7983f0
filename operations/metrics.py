"""What monitoring reads: counts and times of questions, never their words. The owner of prometheus_client."""

import threading
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from retrieval.library.library import Library
from retrieval.models import Answer

_SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
"""Bounds around what is seen: an extractive answer takes some tenths of a second, a model's some seconds."""


class Metrics:
    """The figures of one process; docs/runbook.md says what to watch."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "inspection_qa_questions", "Questions answered, by outcome and reason.", ("outcome", "reason"),
            registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "inspection_qa_answer_seconds", "Seconds until an answer was whole, by what answered.", ("answered_by",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self._notices = Counter(
            "inspection_qa_notices", "Notices beside answers, by code: fell_back, dropped, interrupted …", ("code",),
            registry=self.registry,
        )  # fmt: skip
        self._tokens = Counter(
            "inspection_qa_model_tokens", "Tokens sent to and received from the model.", ("direction",),
            registry=self.registry,
        )  # fmt: skip
        self._failures = Counter(
            "inspection_qa_failures", "Questions that ended in an error, by its code.", ("code",),
            registry=self.registry,
        )  # fmt: skip
        self._reports = Gauge("inspection_qa_reports", "Reports held.", registry=self.registry)
        self._generation = Gauge(
            "inspection_qa_library_generation", "Number of the library's last change.", registry=self.registry
        )

    def answered(self, answer: Answer, *, model: bool) -> None:
        """Count one answer; `model` says whether a language model worded it."""
        self._questions.labels(answer.outcome, answer.reason or "").inc()
        self._seconds.labels("model" if model else "extraction").observe(answer.seconds)
        for notice in answer.notices:
            self._notices.labels(notice.code).inc()
        if answer.usage is not None:
            self._tokens.labels("in").inc(answer.usage.input_tokens)
            self._tokens.labels("out").inc(answer.usage.output_tokens)

    def failed(self, code: str) -> None:
        """Count one question that ended in an error."""
        self._failures.labels(code).inc()

    def watch(self, library: Library) -> None:
        """Report what the library holds, looked up when the figures are read."""
        self._reports.set_function(lambda: len(library.reports()))
        self._generation.set_function(lambda: library.generation)


METRICS = Metrics()
"""Those of this process."""


def serve(address: tuple[str, int]) -> tuple[WSGIServer, threading.Thread]:
    """Serve the figures on `http://address/metrics` from a thread of their own."""
    return start_http_server(address[1], addr=address[0], registry=METRICS.registry)
