"""OpenTelemetry: spans of requests and stages, where the extra is installed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import InvalidSetting
from app.use_cases.drafts import read_draft
from tests.fakes import fake_parts, fake_services
from tests.web.service import running

CALLER = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def spans() -> tuple[Any, Any]:
    """Traces that keep their spans in memory, and where they keep them."""
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter  # noqa: PLC0415

    from app.adapters.telemetry.traces import Traces  # noqa: PLC0415

    exporter = InMemorySpanExporter()
    return Traces(SimpleSpanProcessor(exporter)), exporter


def test_a_request_is_a_span_in_its_callers_trace(tmp_path: Path, spans: tuple[Any, Any]) -> None:
    traces, exporter = spans
    parts = fake_parts(tmp_path)
    parts.traces = traces
    with running(tmp_path, parts=parts) as server:
        extra = f"traceparent: 00-{CALLER}-b7ad6b7169203331-01\r\nx-request-id: desk-9\r\n"
        server.call("GET", "/v1/articles/secret", extra=extra)
    found = next(span for span in exporter.get_finished_spans() if span.name == "GET /v1/articles/{article_id}")
    assert f"{found.context.trace_id:032x}" == CALLER
    assert found.attributes["http.response.status_code"] == 404
    assert found.attributes["crosscheck.request_id"] == "desk-9"
    assert "secret" not in str(found.to_json())


def test_an_analysis_is_a_span_with_its_stages_inside(tmp_path: Path, spans: tuple[Any, Any]) -> None:
    traces, exporter = spans
    parts = fake_parts(tmp_path)
    parts.traces = traces
    parts.understand.failures["Poison"] = ValueError("Poison in the text")  # type: ignore[union-attr]
    services = fake_services(tmp_path, parts=parts)
    for name in ("Ada Venn", "Poison"):
        services.submit(read_draft({"outlet": "Post", "text": f"{name} | arrive | Port Lorne | |"}))
    services.analyse_pending()
    found = exporter.get_finished_spans()
    whole = [span for span in found if span.name == "analyse"]
    inner = {span.name for span in found if span.parent and span.parent.span_id == whole[0].context.span_id}
    assert len(whole) == 2
    assert {"embed", "link", "keep"} <= inner
    assert not any("Poison" in span.to_json() for span in found)
    services.close()


WITHOUT = """
import sys
sys.modules["opentelemetry.exporter"] = None
from app.joining_telemetry import choose_traces
from app.settings import load_settings
try:
    choose_traces(load_settings())
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""
UNASKED = """
import sys
import app.main, app.worker
found = [name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))]
assert not found, "imported though nobody asked"
"""


def test_without_the_extra_the_setting_is_refused_in_one_line() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        env={"CROSSCHECK_OTLP_ENDPOINT": "http://127.0.0.1:4318/v1/traces", "PATH": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert InvalidSetting.__name__ in shown.stdout
    assert "pip install 'crosscheck[otel]'" in shown.stdout
    assert shown.stdout.count("\n") == 1


def test_nothing_of_it_is_imported_where_nobody_asks() -> None:
    subprocess.run([sys.executable, "-c", UNASKED], cwd=Path(__file__).parents[2], check=True)
