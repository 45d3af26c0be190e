"""Memory while serving and analysing, with one worker: ``python -m benchmarks.memory [--articles N] [--json FILE]``.

A real server on loopback with the models, on a store of its own; generated articles are posted, the pages are read
meanwhile, and the resident memory of the server's process is looked at all the while. Ends with 1 above the bar.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.settings import default_home
from benchmarks.written_news import written_articles

BAR_MB = 900
SERVE = "from app.main import serve; from app.settings import load_settings; serve(load_settings(), on_started=print)"
READS = ("/v1/clusters?limit=50", "/v1/conflicts?limit=50", "/v1/claims?limit=50", "/")
SEED = 8
LONGEST_WAIT = 300.0  # seconds


def memory_of(process: int) -> dict[str, int]:
    """MB of one process: resident, the part of it that is anonymous or in files, its highest, and its share where
    pages are shared with others."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    shares = {line.split(":")[0]: int(line.split()[1]) for line in rollup if line.endswith(" kB")}
    found = {
        "resident": kilobytes["VmRSS"],
        "anonymous": kilobytes["RssAnon"],
        "in_files": kilobytes["RssFile"],
        "highest": kilobytes["VmHWM"],
        "proportional": shares["Pss"],
    }
    return {name: round(value / 1024) for name, value in found.items()}


@contextmanager
def service(home: Path, models: Path, places: Path) -> Iterator[tuple[int, http.client.HTTPConnection]]:
    """Process and connection of a server with a worker; models and places are those that are there already."""
    (home / "models").symlink_to(models)
    if places.exists():
        (home / "places").symlink_to(places)
    environment = os.environ | {
        "CROSSCHECK_HOME": str(home),
        "CROSSCHECK_PORT": "0",
        "CROSSCHECK_WORKER": "true",
        "CROSSCHECK_LOG_LEVEL": "warning",
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen([sys.executable, "-c", SERVE], env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip().removeprefix("http://")
            yield server.pid, http.client.HTTPConnection(address, timeout=60)
        finally:
            server.terminate()
            server.wait(30)


def call(connection: http.client.HTTPConnection, method: str, path: str, body: object = None) -> Any:
    """The answer's body: what JSON says, or text; an error ends the program."""
    content = None if body is None else json.dumps(body).encode()
    connection.request(method, path, content, {"content-type": "application/json"} if content else {})
    answer = connection.getresponse()
    raw = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{method} {path} answered {answer.status}: {raw[:200]!r}")
    return json.loads(raw) if "json" in (answer.getheader("content-type") or "") else raw.decode()


def status_of(connection: http.client.HTTPConnection, path: str) -> int:
    """Of a read, whatever it is."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def wait_until(holds: Callable[[], bool]) -> None:
    """Asks again and again; gives up after some minutes."""
    deadline = time.monotonic() + LONGEST_WAIT
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit("the server did not get ready, or did not analyse an article, in time")
        time.sleep(0.1)


def wait_for_analysis(connection: http.client.HTTPConnection, article: str) -> None:
    """Until one article is analysed."""
    wait_until(lambda: call(connection, "GET", f"/v1/articles/{article}")["status"] not in ("queued", "analysing"))


def measure(home: Path, articles: int) -> dict[str, Any]:
    """MB in each stage, and the highest of all."""
    stages: dict[str, dict[str, int]] = {}
    ensure_encoder_folder(home / "models")  # making it is not what is measured
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), home / "models", home / "places") as (process, connection),
    ):
        stages["serving, models loading"] = memory_of(process)
        wait_until(lambda: status_of(connection, "/readyz") == 200)
        stages["serving, models loaded"] = memory_of(process)
        ids = [
            call(connection, "POST", "/v1/articles", body)["id"] for body in islice(written_articles(SEED), articles)
        ]
        for number, each in enumerate(ids):
            wait_for_analysis(connection, each)
            call(connection, "GET", READS[number % len(READS)])
        stages["after the articles"] = memory_of(process)
        for path in READS * 3:
            call(connection, "GET", path)
        stages["after reads"] = memory_of(process)
    highest = max(stage["highest"] for stage in stages.values())
    return {"articles": articles, "stages": stages, "highest": highest, "bar": BAR_MB}


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    options = parser.parse_args(arguments)
    found = measure(options.home.expanduser().resolve(), options.articles)
    names = list(next(iter(found["stages"].values())))
    print(f"{'MB':<26}" + "".join(f"{name:>14}" for name in names))
    for stage, numbers in found["stages"].items():
        print(f"{stage:<26}" + "".join(f"{numbers[name]:>14}" for name in names))
    print(f"highest {found['highest']} MB with {found['articles']} articles; the bar is {BAR_MB}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0 if found["highest"] <= BAR_MB else 1


if __name__ == "__main__":
    sys.exit(main())
