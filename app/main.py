"""The door for HTTP: joins endpoints, pages and services to one application, and serves it."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from app import __version__
from app.bootstrap import build_services
from app.ending import end_within
from app.logs import set_up_logging
from app.server import make_server
from app.settings import Settings
from app.use_cases.services import Services
from app.web import docs_page
from app.web.access import AccessGuard
from app.web.api import (
    access,
    articles,
    cluster_reviews,
    entities,
    exports,
    feeds,
    health,
    knowledge,
    metrics,
    reports,
    stream,
    webhooks,
)
from app.web.api.described import Problem
from app.web.described_access import describe_access
from app.web.errors import LastResort, install_error_answers
from app.web.event_stream import Broadcast
from app.web.pages import router as pages
from app.web.request_log import RequestLog
from app.web.security import RequestLineGuard, SecurityHeaders

log = logging.getLogger("crosscheck.access")

# What scripts of other origins may read of an answer beside its body.
EXPOSED_HEADERS = ("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID")
LONGEST_GOODBYE = 9.0  # seconds; whatever still runs then is cut off
DESCRIPTION = (
    "Reads the same news in many outlets and languages and shows where the reports agree and where they cannot all be "
    "true. Offsets count Unicode code points; text[start:end] is the quote, always."
)


def create_app(services: Services) -> FastAPI:
    """The application on these services; its lifespan runs the worker, where there is to be one, and closes them."""

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncIterator[None]:
        if services.runs_worker:
            services.start_worker()
        yield
        services.close()

    application = FastAPI(
        title="Crosscheck",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    application.state.services = services
    application.state.reads = asyncio.Semaphore(services.limits.reads)
    application.state.broadcast = Broadcast(services.store, services.stopping, limit=services.limits.streams)
    # Looked through in this order: what is read most comes first.
    api = (reports, articles, entities, knowledge, feeds, exports, cluster_reviews, webhooks, stream, access)
    for module in (*api, health, metrics, docs_page, pages):
        application.include_router(module.router)
    install_error_answers(application)
    describe_problems(application)
    # The last one added is the outermost.
    application.add_middleware(AccessGuard, services=services, routes=application.routes)
    if services.access.origins:
        application.add_middleware(
            CORSMiddleware,
            allow_origins=services.access.origins,
            allow_methods=("GET", "POST", "PATCH", "DELETE"),
            allow_headers=("Authorization", "If-Match", "Last-Event-ID", "X-Request-ID"),
            expose_headers=EXPOSED_HEADERS,
        )
    application.add_middleware(RequestLineGuard)
    application.add_middleware(SecurityHeaders)
    application.add_middleware(LastResort)
    application.add_middleware(RequestLog, telemetry=services.telemetry)
    return application


def describe_problems(application: FastAPI) -> None:
    """Puts the problem document into the OpenAPI document, in place of FastAPI's own form of errors."""
    describe: Callable[[], dict[str, object]] = application.openapi

    def openapi() -> dict[str, object]:
        if application.openapi_schema is None:
            document = describe()
            components = document["components"]
            assert isinstance(components, dict)
            schemas = components["schemas"]
            replace_validation_answers(document["paths"])
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs"))
            schemas["Problem"] = problem
            describe_access(document, authentication=application.state.services.access.authentication)
        return application.openapi_schema or {}

    application.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def replace_validation_answers(paths: Any) -> None:
    """Drops FastAPI's own 422 where it invents one, and keeps those that are declared as problems."""
    for call in (call for verbs in paths.values() for call in verbs.values()):
        content = call["responses"].get("422", {}).get("content", {})
        if "application/json" in content:
            del content["application/json"]
            if not content:
                del call["responses"]["422"]


def serve(settings: Settings, *, on_started: Callable[[str], None] = lambda address: None) -> None:
    """Serves until SIGTERM or SIGINT; ``on_started`` is given the address."""
    set_up_logging(settings.log_level, settings.log_format)
    application = create_app(build_services(settings))
    # What is loaded by now stays: the collector need not look through it in the middle of an answer (0.2 s each time).
    gc.freeze()
    gc.enable()
    services: Services = application.state.services
    if services.access.authentication and not any(map(services.keys.works, services.keys.list())):
        log.warning("no API key works yet; make one: crosscheck keys create --name NAME --scope admin")

    def on_exit() -> None:
        end_within(LONGEST_GOODBYE)
        services.stopping.set()

    server = make_server(
        application,
        host=settings.host,
        port=settings.port,
        receive_timeout=settings.receive_timeout,
        shutdown_timeout=settings.shutdown_timeout,
        drain=settings.drain,
        on_exit=on_exit,
        on_started=on_started,
    )
    server.run()
    # All is closed; an article still in hand went back to the queue, and torch cannot be interrupted. Python would now
    # free places and models object by object, which takes up to a minute on a busy machine: whoever sent SIGTERM would
    # have lost patience.
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)
