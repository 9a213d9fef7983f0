"""Where the time of a question goes, as OpenTelemetry spans: sent where the operator says, and nowhere by default."""

import importlib.util

from opentelemetry import trace

from settings import APPLICATION, Settings, SettingsError

tracer = trace.get_tracer(APPLICATION)
"""Its spans cost nothing and go nowhere until `send` is called."""


def send(settings: Settings) -> None:
    """Send spans to the collector that INSPECTION_QA_TRACES names; raises SettingsError where the packages lack."""
    if settings.traces is None:
        return
    if importlib.util.find_spec("opentelemetry.exporter.otlp.proto.grpc") is None:
        raise SettingsError('INSPECTION_QA_TRACES is set: run `pip install "inspection-qa[traces]"` first.')
    # Only here: they take most of a second to import.
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": APPLICATION}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.traces)))
    trace.set_tracer_provider(provider)
