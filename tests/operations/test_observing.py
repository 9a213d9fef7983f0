"""What is counted, logged and traced of a question, and that none of it holds the question's words."""

import json
import logging
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from operations import logs, metrics, observing, traces
from operations.metrics import Metrics
from operations.observing import ObservedAssistant
from retrieval.errors import BadQuestion
from retrieval.generative.answerer import Generative
from retrieval.library.library import Library
from settings import Settings, SettingsError
from tests.chat_fakes import ScriptedChatModel

REPORT = "kelmouth_2024-03-28"
QUESTION = "How good is supervision of zebrafish keepers?"


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Metrics:
    """Figures of the test's own."""
    fresh = Metrics()
    monkeypatch.setattr(observing, "METRICS", fresh)
    return fresh


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Spans of the test's own, beside whatever the process sends."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(observing, "tracer", provider.get_tracer("test"))
    return exporter


@pytest.fixture
def root() -> Iterator[None]:
    """The logging of the tests, put back afterwards."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:], logger.level = handlers, level


def test_a_question_is_counted_traced_and_logged_without_its_words(
    sample_library: Library, figures: Metrics, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    figures.watch(sample_library)
    assistant = ObservedAssistant(sample_library, Settings(home=sample_library.home))
    answer = assistant.ask(QUESTION, reports=[REPORT])
    labels = {"outcome": answer.outcome, "reason": answer.reason or ""}
    assert figures.registry.get_sample_value("inspection_qa_questions_total", labels) == 1
    assert figures.registry.get_sample_value("inspection_qa_answer_seconds_count", {"answered_by": "extraction"}) == 1
    assert figures.registry.get_sample_value("inspection_qa_reports") == 3
    assert [one.name for one in spans.get_finished_spans()] == ["understand", "retrieve", "draft", "check", "question"]
    (record,) = [one for one in caplog.records if getattr(one, "event", "") == "question"]
    assert (record.outcome, record.receipt) == (answer.outcome, answer.receipt)  # type: ignore[attr-defined]
    kept = caplog.text + str([one.attributes for one in spans.get_finished_spans()])
    assert "zebrafish" not in kept


def test_tokens_fallbacks_and_failures_are_counted(sample_library: Library, figures: Metrics) -> None:
    assistant = ObservedAssistant(sample_library, Settings(home=sample_library.home))
    assistant._generative = Generative(ScriptedChatModel(replies=["No JSON at all."]), "scripted:1")
    assistant.ask("How good is supervision of social workers?", reports=[REPORT])
    assistant._generative = Generative(ScriptedChatModel(replies=['{"not_in_passages": true}']), "scripted:1")
    assistant.ask("How good is supervision of social workers?", reports=[REPORT])
    with pytest.raises(BadQuestion):
        assistant.ask("")
    value = figures.registry.get_sample_value
    assert value("inspection_qa_notices_total", {"code": "fell_back"}) == 1
    assert value("inspection_qa_model_tokens_total", {"direction": "in"}) == 100
    assert value("inspection_qa_failures_total", {"code": "bad_question"}) == 1


@pytest.mark.usefixtures("root")
def test_json_logs_are_objects_and_masked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-5d02f1")
    noisy = logging.getLogger("a-library")
    noisy.addHandler(logging.StreamHandler())
    logs.configure(Settings.from_environment({"INSPECTION_QA_LOG": "json"}))
    logs.event("started", port=8501)
    noisy.warning("the key canary-5d02f1 was refused")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["port"], first["level"]) == ("started", 8501, "INFO")
    assert (second["logger"], second["message"]) == ("a-library", "the key *** was refused")


def test_traces_go_nowhere_unless_told() -> None:
    before = traces.trace.get_tracer_provider()
    traces.send(Settings.from_environment({}))
    assert traces.trace.get_tracer_provider() is before


@pytest.mark.parametrize(
    "variables",
    [{"INSPECTION_QA_LOG": "xml"}, {"INSPECTION_QA_METRICS": "9464"}, {"INSPECTION_QA_METRICS": "127.0.0.1:99999"}],
)
def test_settings_that_make_no_sense_are_told(variables: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(variables))):
        Settings.from_environment(variables)


def test_every_figure_is_in_the_runbook() -> None:
    runbook = (metrics.__file__).replace("operations/metrics.py", "docs/runbook.md")
    with open(runbook, encoding="utf-8") as file:
        text = file.read()
    for family in Metrics().registry.collect():
        assert f"`{family.name}" in text
