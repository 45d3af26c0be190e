"""The service with everything that it needs, for commands that work without a server."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from app.bootstrap import LanguageModels, Parts, build_services, choose_parts
from app.commands.terminal import step
from app.core.errors import ModelUnavailable
from app.settings import load_settings
from app.use_cases.services import Services


@contextmanager
def joined_services(*, models: bool) -> Iterator[Services]:
    """All use cases, closed at the end. With ``models`` they are loaded here, so that no work waits for them later."""
    services = build_services(load_settings())
    try:
        if models:
            load_models(services)
        yield services
    finally:
        services.close()


def load_models(services: Services) -> None:
    """Load encoder and reader, making the encoder's folder where it is missing; raises ModelUnavailable."""
    with _loading():
        services.load_models()
    problem = services.model_problem()
    if problem is not None:
        raise ModelUnavailable(problem)


@contextmanager
def parts_without_database(*, models: bool) -> Iterator[Parts]:
    """What reads and compares, but no use case that stores. With ``models`` they are loaded here."""
    parts = choose_parts(load_settings())
    try:
        if models and isinstance(parts.models, LanguageModels):
            with _loading():
                parts.models.load()
        yield parts
    finally:
        parts.store.close()


def _loading() -> AbstractContextManager[None]:
    return step("Loading the models (the first time, their folder is made)")
