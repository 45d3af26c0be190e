"""What ``crosscheck doctor`` looks at: everything that the service stands on, each with its remedy."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.gazetteer.place_file import load_places, place_file, read_place_file
from app.adapters.language_model.encoder_files import DEFAULT_MODEL, ensure_encoder_folder, is_intact
from app.adapters.language_model.format_choice import remembered_format
from app.adapters.language_model.precision import computes_in_bfloat16
from app.adapters.language_model.reader import WEIGHTS
from app.adapters.storage.engine import is_postgres, open_engine, parse_database_url, shown_url
from app.adapters.storage.migrations import migrate, newest_revision, revision_of
from app.adapters.storage.server_checks import look_at_server
from app.adapters.storage.sqlite import FIXED_SQLITE, sqlite_library
from app.commands.findings import Finding, State
from app.commands.surroundings import look_around
from app.core.errors import CrosscheckError
from app.knowledge.loader import load_knowledge
from app.settings import Settings

OLDEST_PYTHON = (3, 11)


def diagnose(settings: Settings) -> Iterator[Finding]:
    """All checks, one after the other. Nothing is changed."""
    yield _python()
    yield _engine(settings)
    yield _knowledge()
    yield _places(settings)
    yield _encoder(settings)
    yield _weights("reader", "reader")
    yield _weights("pair head", "pairs")
    yield _database(settings)
    yield from look_around(settings)


def mend(settings: Settings) -> None:
    """Make what can be made: place list, encoder's folder and tables. Raises CrosscheckError where that fails."""
    load_places(settings.places)
    ensure_encoder_folder(settings.models)
    if settings.embedding_model != DEFAULT_MODEL:
        ensure_encoder_folder(settings.models, settings.embedding_model)
    migrate(open_engine(parse_database_url(settings.database), writer=True))


def _python() -> Finding:
    found = sys.version_info[:3]
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if found >= OLDEST_PYTHON:
        return Finding(check="python", state=State.OK, detail=detail)
    return Finding(check="python", state=State.FAILED, detail=detail, remedy="install Python 3.11 or newer")


def _engine(settings: Settings) -> Finding:
    try:
        on_postgres = is_postgres(parse_database_url(settings.database))
    except CrosscheckError:
        on_postgres = False  # what is wrong with the setting is told with the database
    return _server(settings) if on_postgres else _sqlite()


def _server(settings: Settings) -> Finding:
    """PostgreSQL itself: told once with everything that is wrong with it."""
    engine = open_engine(parse_database_url(settings.database), writer=False)
    try:
        report = look_at_server(engine)
    except SQLAlchemyError as error:
        detail = " ".join(str(error.__cause__ or error).split())
        remedy = "start the server, or correct CROSSCHECK_DATABASE_URL"
        return Finding(check="server", state=State.FAILED, detail=detail, remedy=remedy)
    finally:
        engine.dispose()
    wrong = (*report.faults, *report.doubts)
    state = State.FAILED if report.faults else State.WARNING if report.doubts else State.OK
    return Finding(
        check="server",
        state=state,
        detail="; ".join((report.version, *(detail for detail, _ in wrong))),
        remedy="; ".join(remedy for _, remedy in wrong) or None,
    )


def _sqlite() -> Finding:
    library = sqlite_library()
    version = tuple(library.sqlite_version_info)
    detail = f"{library.sqlite_version} ({library.__name__})"
    if version >= FIXED_SQLITE:
        return Finding(check="sqlite", state=State.OK, detail=detail)
    return Finding(
        check="sqlite",
        state=State.WARNING,
        detail=f"{detail} may lose commits of two processes that write at once",
        remedy="let only one process write, or use Linux, where a fixed library is installed",
    )


def _knowledge() -> Finding:
    try:
        knowledge = load_knowledge()
    except CrosscheckError as error:
        return Finding(check="knowledge", state=State.FAILED, detail=str(error), remedy="correct that file")
    languages = ", ".join(sorted(knowledge.languages))
    return Finding(
        check="knowledge", state=State.OK, detail=f"{len(knowledge.event_types)} event types; words for {languages}"
    )


def _places(settings: Settings) -> Finding:
    path = place_file(settings.places)
    found = read_place_file(path)
    if found is not None:
        return Finding(check="places", state=State.OK, detail=f"{len(found):,} places in {path}")
    state = "damaged" if path.exists() else "not made yet"
    detail = f"{path} is {state}; the first article waits for it"
    return Finding(check="places", state=State.WARNING, detail=detail, remedy="run: crosscheck doctor --fix")


def _encoder(settings: Settings) -> Finding:
    folder = settings.models / DEFAULT_MODEL.replace("/", "--")
    if not is_intact(folder):
        state = "damaged" if folder.exists() else "not made yet"
        remedy = "run: crosscheck doctor --fix"
        return Finding(check="encoder", state=State.FAILED, detail=f"{folder} is {state}", remedy=remedy)
    known = remembered_format(folder) if computes_in_bfloat16() else "float32"
    number_format = known or "number format measured at the first start"
    named = "" if settings.embedding_model == DEFAULT_MODEL else f"; statements by {settings.embedding_model}"
    return Finding(check="encoder", state=State.OK, detail=f"{folder}, {number_format}{named}")


def _weights(check: str, name: str) -> Finding:
    """Whether a head's trained weights lie beside the program; ``name`` is that of their files."""
    missing = [file for file in (f"{name}.json", f"{name}.safetensors") if not (WEIGHTS / file).is_file()]
    if missing:
        return Finding(
            check=check,
            state=State.FAILED,
            detail=f"{' and '.join(missing)} missing in {WEIGHTS}",
            remedy=f"install the project again, or train it: make train-{name}",
        )
    size = (WEIGHTS / f"{name}.safetensors").stat().st_size / 1e6
    return Finding(check=check, state=State.OK, detail=f"weights of {size:.1f} MB")


def _database(settings: Settings) -> Finding:
    try:
        url = parse_database_url(settings.database)
        if not is_postgres(url) and not Path(str(url.database)).exists():
            return _unmade("not made yet")
        return _revision(open_engine(url, writer=True), shown_url(settings.database))
    except (CrosscheckError, SQLAlchemyError) as error:
        detail = str(error.__cause__ or error).splitlines()[0]
        return Finding(check="database", state=State.FAILED, detail=detail, remedy="correct CROSSCHECK_DATABASE_URL")


def _revision(engine: Engine, name: str) -> Finding:
    try:
        found, wanted = revision_of(engine), newest_revision()
    finally:
        engine.dispose()
    if found == wanted:
        return Finding(check="database", state=State.OK, detail=f"{name} (tables {found})")
    return _unmade(f"tables are {found or 'missing'}, this version needs {wanted}")


def _unmade(detail: str) -> Finding:
    return Finding(check="database", state=State.FAILED, detail=detail, remedy="run: crosscheck migrate")
