"""What benchmarks run the service with: models that are made once, and a real server on a database that is there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.settings import load_settings


@contextmanager
def serving(database: Path) -> Iterator[tuple[str, int]]:
    """Its ``host:port`` and the id of its process. It has no worker: what is there is only read."""
    environment = {
        **os.environ,
        "CROSSCHECK_HOME": str(database.parent),
        "CROSSCHECK_DATABASE_URL": f"sqlite:///{database}",
        "CROSSCHECK_WORKER": "false",
        "CROSSCHECK_PORT": "0",
        "CROSSCHECK_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "app.cli", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            assert server.stderr is not None
            line = next(line for line in server.stderr if "Serving on" in line)
            yield line.partition("://")[2].partition(",")[0].strip(), server.pid
        finally:
            server.terminate()
            server.wait(30)


def link_models(home: Path) -> None:
    """Gives a home the encoder of this user's home, and makes it there where it is not made yet; raises
    ModelUnavailable where it cannot be."""
    (home / "models").symlink_to(ensure_encoder_folder(load_settings().models).parent.resolve())
