"""What ``crosscheck doctor`` looks at around the service: folder, clock, port, processors, log and traces."""

import http.client
import json
import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from app.commands.findings import Finding, State
from app.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000  # the encoder's folder takes 0.5 GB; the database grows
BYTES_PER_GB = 1e9
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # this version was made after it
MOST_AHEAD = timedelta(minutes=5)  # that a file may be newer than now
PATIENCE = 2.0  # seconds for whoever listens at our port
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  (to be told from others, not to be listened at)


def look_around(settings: Settings) -> Iterator[Finding]:
    """All checks, one after the other. Nothing stays changed."""
    yield home(settings)
    yield disk(settings)
    yield clock(settings, datetime.now(UTC))
    yield port(settings)
    yield threads(settings)
    yield log_lines(settings)
    yield traces(settings)


def home(settings: Settings) -> Finding:
    """Whether we can write there, and others cannot: it holds every article, and weights that are run."""
    folder = settings.home.expanduser().absolute()
    there = nearest(folder)
    remedy = f"give it to this user: chown {os.environ.get('USER', 'USER')} {there}, or set CROSSCHECK_HOME elsewhere"
    try:
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"x")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Finding(check="home", state=State.FAILED, detail=f"cannot write in {there}: {reason}", remedy=remedy)
    if there != folder:
        return Finding(check="home", state=State.OK, detail=f"{folder} is not made yet; it can be")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return Finding(
            check="home",
            state=State.WARNING,
            detail=f"others may write in {folder} (mode {mode:o})",
            remedy=f"run: chmod go-w {folder}",
        )
    return Finding(check="home", state=State.OK, detail=f"{folder}, mode {mode:o}")


def disk(settings: Settings) -> Finding:
    """Whether there is room."""
    free = shutil.disk_usage(nearest(settings.home.expanduser().absolute())).free
    detail = f"{free / BYTES_PER_GB:.1f} GB free for {settings.home}"
    if free >= LEAST_FREE_BYTES:
        return Finding(check="disk", state=State.OK, detail=detail)
    return Finding(
        check="disk", state=State.WARNING, detail=detail, remedy="free some space, or set CROSSCHECK_HOME elsewhere"
    )


def clock(settings: Settings, now: datetime) -> Finding:
    """Whether the time can be true: articles from the future are refused, and leases end by it."""
    newest = newest_file(settings.home.expanduser().absolute())
    detail = f"{now.isoformat(timespec='seconds')}, time zone {time.strftime('%Z')}"
    if now < EARLIEST:
        wrong = f"{detail}: this version is younger than that"
    elif newest is not None and newest > now + MOST_AHEAD:
        wrong = f"{detail}: files in {settings.home} are of {newest.isoformat(timespec='seconds')}"
    else:
        return Finding(check="clock", state=State.OK, detail=detail)
    return Finding(
        check="clock", state=State.FAILED, detail=wrong, remedy="set the clock, best by a time service (NTP)"
    )


def port(settings: Settings) -> Finding:
    """Whether the server could listen, or does already."""
    address = f"{settings.host} port {settings.port}"
    try:
        family, kind, protocol, _, found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found)
    except OSError as error:
        version = running_version(settings)
        if version is not None:
            return Finding(check="port", state=State.OK, detail=f"Crosscheck {version} answers at {address}")
        reason = (error.strerror or str(error)).lower()
        return Finding(
            check="port",
            state=State.FAILED,
            detail=f"cannot listen on {address}: {reason}",
            remedy="set CROSSCHECK_HOST or CROSSCHECK_PORT, or stop what listens there",
        )
    return Finding(check="port", state=State.OK, detail=f"{address} is free")


def running_version(settings: Settings) -> str | None:
    """Of the Crosscheck that answers there; None where none does."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    connection = http.client.HTTPConnection(host, settings.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        document = json.loads(connection.getresponse().read(1_000))
        return str(document["version"]) if document["status"] == "ok" else None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()


def threads(settings: Settings) -> Finding:
    """Whether the encoder has as many threads as there are processors for it."""
    cores = usable_cores()
    detail = f"{settings.threads or cores} for the encoder, {cores} processors"
    if settings.threads > cores:
        return Finding(
            check="threads",
            state=State.WARNING,
            detail=detail,
            remedy=f"set CROSSCHECK_THREADS to {cores} at most: more only wait for each other",
        )
    return Finding(check="threads", state=State.OK, detail=detail)


def log_lines(settings: Settings) -> Finding:
    """What is logged, and how."""
    detail = f"{settings.log_format}, from {settings.log_level} on, to standard error"
    if settings.log_level in ("warning", "error"):
        return Finding(
            check="log",
            state=State.WARNING,
            detail=f"{detail}: no line tells of requests and analyses",
            remedy="set CROSSCHECK_LOG_LEVEL=info",
        )
    return Finding(check="log", state=State.OK, detail=detail)


def traces(settings: Settings) -> Finding:
    """Whether what is set can be done."""
    if settings.otlp_endpoint is None:
        return Finding(check="traces", state=State.OK, detail="off")
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        return Finding(
            check="traces",
            state=State.FAILED,
            detail="CROSSCHECK_OTLP_ENDPOINT is set, and the extra is not installed",
            remedy="run: pip install 'crosscheck[otel]'",
        )
    return Finding(check="traces", state=State.OK, detail=f"sent to {settings.otlp_endpoint}")


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists():
        folder = folder.parent
    return folder


def newest_file(folder: Path) -> datetime | None:
    """When the file last changed that changed last; None where there is none."""
    try:
        times = [path.stat().st_mtime for path in folder.iterdir()]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None


def usable_cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
