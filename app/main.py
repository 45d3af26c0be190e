"""The door for HTTP: joins endpoints, pages and services to one application, and serves it."""

import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from app import __version__
from app.bootstrap import build_services
from app.server import make_server
from app.settings import Settings
from app.use_cases.services import Services
from app.web import docs_page
from app.web.api import articles, cluster_reviews, entities, health, knowledge, reports
from app.web.api.described import Problem
from app.web.errors import LastResort, install_error_answers
from app.web.pages import router as pages
from app.web.request_log import RequestLog
from app.web.security import RequestLineGuard, SecurityHeaders

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
        _application.state.worker_ended = services.close()

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
    application.state.worker_ended = True
    for module in (articles, reports, cluster_reviews, entities, knowledge, health, docs_page, pages):
        application.include_router(module.router)
    install_error_answers(application)
    describe_problems(application)
    # The last one added is the outermost.
    application.add_middleware(RequestLineGuard)
    application.add_middleware(SecurityHeaders)
    application.add_middleware(LastResort)
    application.add_middleware(RequestLog)
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


def set_up_logging(level: str) -> None:
    """Lines on standard error: time, level, logger, then key=value pairs."""
    logging.basicConfig(
        stream=sys.stderr, level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    for noisy in ("uvicorn.error", "alembic", "sentence_transformers", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def serve(settings: Settings, *, on_started: Callable[[str], None] = lambda address: None) -> None:
    """Serves until SIGTERM or SIGINT; ``on_started`` is given the address."""
    set_up_logging(settings.log_level)
    application = create_app(build_services(settings))
    services: Services = application.state.services
    server = make_server(
        application,
        host=settings.host,
        port=settings.port,
        receive_timeout=settings.receive_timeout,
        shutdown_timeout=settings.shutdown_timeout,
        on_exit=services.stopping.set,
        on_started=on_started,
    )
    server.run()
    if not application.state.worker_ended:
        # The article in hand went back to the queue; torch cannot be interrupted, so the process ends without it.
        logging.shutdown()
        os._exit(0)
