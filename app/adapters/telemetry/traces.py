"""OpenTelemetry traces, where the extra is installed and a collector is named: spans around requests and stages.

Only this module knows OpenTelemetry, and it is imported only where it is asked for.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app import __version__
from app.telemetry import Answered, current_request

CALLERS = TraceContextTextMapPropagator()  # traceparent, as W3C has it
SERVER_ERROR = 500


class Traces:
    """``telemetry.Telemetry`` as spans. They carry ids, templates and numbers, and no word of an article."""

    def __init__(self, processor: SpanProcessor) -> None:
        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "crosscheck", "service.version": __version__})
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("crosscheck", __version__)

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Answered]:
        """A span of kind server, inside the caller's trace where it names one."""
        context = CALLERS.extract(dict(headers))
        with self._tracer.start_as_current_span(
            method, context=context, kind=SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            span.set_attribute("http.request.method", method)
            span.set_attribute("crosscheck.request_id", current_request() or "")

            def answered(route: str, status: int) -> None:
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                if status >= SERVER_ERROR:
                    span.set_status(Status(StatusCode.ERROR))

            yield answered

    @contextmanager
    def analysis(self, article_id: str) -> Iterator[None]:
        """A span of its own trace: the request that brought the article was answered long ago."""
        attributes = {"crosscheck.article_id": article_id, "crosscheck.request_id": current_request() or ""}
        with self._span("analyse", attributes):
            yield

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A span inside that of the analysis."""
        with self._span(name, {}):
            yield

    @contextmanager
    def _span(self, name: str, attributes: dict[str, str]) -> Iterator[None]:
        """Of an error only the type is told: its message may quote an article."""
        with self._tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    def analysed(self, outcome: str) -> None:
        """The spans tell it."""

    def delivered(self, outcome: str) -> None:
        """Not traced."""

    def close(self) -> None:
        """Sends what has not been sent."""
        self._provider.shutdown()


def open_traces(endpoint: str) -> Traces:
    """Spans are sent to this OTLP endpoint over HTTP, in the background."""
    return Traces(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=5)))
