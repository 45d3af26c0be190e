"""``crosscheck serve`` and ``crosscheck demo``: the server, with what people should know on standard error."""

import socket
from pathlib import Path

import app
from app.commands.article_files import read_article_files, seed_files
from app.commands.ingesting import Taken, analyse_taken, take_in
from app.commands.joined import joined_services
from app.commands.terminal import note
from app.core.errors import CrosscheckError
from app.main import serve as serve_application
from app.settings import Settings, authentication_is_on, load_settings

SEEDS = Path(app.__file__).resolve().parent.parent / "seeds"


def serve(*, host: str | None, port: int | None) -> None:
    """Serve until told to stop."""
    settings = _settings(host, port)
    check_address(settings.host, settings.port)
    serve_application(settings, on_started=lambda address: note(f"Serving on {address}, stop with Ctrl-C"))


def demonstrate(*, host: str | None, port: int | None, seeds: Path | None, load_only: bool) -> None:
    """Load and analyse the example articles, then serve them. Raises CrosscheckError where one could not be taken."""
    settings = _settings(host, port)
    if not load_only:
        check_address(settings.host, settings.port)
    taken = load_seeds(seeds or SEEDS)
    if load_only:
        return

    def tell(address: str) -> None:
        note(f"{len(taken)} example articles are loaded.")
        note(f"Page:      {address}/")
        note(f"Interface: {address}/docs")
        note("Stop with Ctrl-C.")

    serve_application(settings, on_started=tell)


def load_seeds(folder: Path) -> list[Taken]:
    """Every example article stored and analysed; those that were there already are left alone."""
    with joined_services(models=False) as services:
        note(f"Loading the example articles of {folder}")
        taken = analyse_taken(services, list(take_in(services, read_article_files(seed_files(folder), defaults={}))))
        counts = services.browse.counts()
    refused = [row for row in taken if row.error is not None]
    if refused:
        raise CrosscheckError(
            f"{refused[0].origin}: {refused[0].error} ({len(refused)} of {len(taken)} articles failed)"
        )
    note(
        ", ".join(
            f"{counts[name]} {name}" for name in ("articles", "claims", "clusters", "conflicts") if name in counts
        )
    )
    return taken


def check_address(host: str, port: int) -> None:
    """Raises CrosscheckError where nothing can listen there: told before any work is done, and in words."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CrosscheckError(
            f"cannot listen on {host} port {port}: {reason}; choose others with --host, --port"
        ) from error


def _settings(host: str | None, port: int | None) -> Settings:
    """The environment's settings, with host and port of the command line before them. Raises InvalidSetting where that
    would let everybody in: told before any work is done."""
    given = {"host": host, "port": port}
    settings = load_settings().model_copy(update={name: value for name, value in given.items() if value is not None})
    authentication_is_on(settings)
    return settings
