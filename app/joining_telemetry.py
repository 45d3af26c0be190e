"""Chooses and joins the parts that tell of the service's own work; ``bootstrap`` joins them to the rest."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.adapters.telemetry.metrics import Metrics
from app.core.errors import InvalidSetting
from app.ports import Clock, Store
from app.settings import Settings
from app.telemetry import ClosableTelemetry, Telemetries, Telemetry

LEAST_FREE_BYTES = 100_000_000  # with less the server says that it is not ready


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedTelemetry:
    """Whom to tell, and what was told."""

    telemetry: Telemetry
    metrics: Metrics
    close: Callable[[], None]


def join_telemetry(
    settings: Settings, *, store: Store, clock: Clock, traces: ClosableTelemetry | None
) -> JoinedTelemetry:
    """Metrics always; with the traces given, or those that the settings ask for."""
    metrics = Metrics(store=store, clock=clock)
    traces = traces or choose_traces(settings)
    if traces is None:
        return JoinedTelemetry(telemetry=Telemetries([metrics]), metrics=metrics, close=lambda: None)
    return JoinedTelemetry(telemetry=Telemetries([metrics, traces]), metrics=metrics, close=traces.close)


def choose_traces(settings: Settings) -> ClosableTelemetry | None:
    """OpenTelemetry, where the settings name a collector; raises InvalidSetting where the extra is not installed."""
    if settings.otlp_endpoint is None:
        return None
    try:
        from app.adapters.telemetry.traces import open_traces  # noqa: PLC0415  (only where it is asked for)
    except ImportError as error:
        raise InvalidSetting(
            "CROSSCHECK_OTLP_ENDPOINT: needs an extra that is not installed; run: pip install 'crosscheck[otel]'"
        ) from error
    return open_traces(settings.otlp_endpoint)


def disk_problem(home: Path) -> str | None:
    """None where there is room for what is posted; else what is wrong, in one line."""
    try:
        free = shutil.disk_usage(home.expanduser()).free
    except OSError as error:
        return f"the folder CROSSCHECK_HOME cannot be looked at: {error.strerror}"
    if free < LEAST_FREE_BYTES:
        return f"the disk is full: {free / 1e6:,.0f} MB are free, {LEAST_FREE_BYTES / 1e6:,.0f} MB are needed"
    return None
