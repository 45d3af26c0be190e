"""A worker in a process of its own, on fakes:
``python -m tests.worker_process DATABASE_URL VERSION LEASE SLOWNESS CONCURRENCY``.

It reads the toy language, takes SLOWNESS seconds for each article whose text holds "slow", and signs its results with
VERSION. With a CONCURRENCY above 1 it is the supervisor of so many.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.bootstrap import SystemClock
from app.core.model.records import Submission, Understanding
from app.settings import Settings
from app.worker import run_worker, run_workers
from tests.fakes import ToyUnderstander, fake_parts

ROOT = Path(__file__).parent.parent


class SlowUnderstander(ToyUnderstander):
    """Takes its time, and says so first."""

    def __init__(self, version: str, seconds: float) -> None:
        super().__init__()
        self.version = version
        self._seconds = seconds

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        sys.stdout.write(f"{article_id}\n")
        sys.stdout.flush()
        if "slow" in submission.text:
            time.sleep(self._seconds)
        return super().__call__(article_id, submission)


def start_worker(
    url: str, *, version: str = "toy-1", lease: float = 30.0, slowness: float = 0.0, concurrency: int = 1
) -> "subprocess.Popen[str]":
    """The process; it writes the id of each article that it begins as a line on its standard output."""
    numbers = [str(lease), str(slowness), str(concurrency)]
    command = [sys.executable, "-m", "tests.worker_process", url, version, *numbers]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def main() -> None:
    url, version, lease, slowness, concurrency = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        parts = fake_parts(Path(folder), database_url=url)
        parts.clock = SystemClock()
        parts.understand = SlowUnderstander(version, float(slowness))
        settings = Settings(home=Path(folder), database_url=url, lease=float(lease), threads=1)
        if int(concurrency) > 1:
            run_workers(settings, int(concurrency), parts)
        else:
            run_worker(settings, parts)


if __name__ == "__main__":
    main()
