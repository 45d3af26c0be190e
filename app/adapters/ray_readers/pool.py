"""A pool of readers as Ray actors: each loads the models once, and reads batch after batch.

Ray starts the processes, here or on the machines of a cluster, moves batches and results between them, and starts an
actor again that dies. Nothing is told to anyone: its usage statistics are off, and it has no dashboard. It listens on
all addresses of the machine while it runs; each call needs the token that it keeps in the user's home.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from tempfile import TemporaryDirectory

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # before Ray looks at it

import ray

from app.core.errors import InvalidInput
from app.core.model.records import Submission
from app.use_cases.backfill import BatchRead, BatchReader

RESULTS_BYTES = 200_000_000  # shared memory of this machine for results on their way
TRIES_AGAIN = 1  # of a batch whose actor died


class Reader:
    """One actor."""

    def __init__(self, make: Callable[[], BatchReader]) -> None:
        self._read = make()

    def read(self, articles: Sequence[tuple[str, Submission]]) -> BatchRead:
        """One batch."""
        return self._read(articles)


class RayPool:
    """``use_cases.backfill.ReadingPool`` on Ray; ``close`` when done."""

    def __init__(self, make: Callable[[], BatchReader], *, readers: int, address: str | None = None) -> None:
        """``make`` is called in each actor, and must be found there by its name; ``address`` is that of a Ray cluster,
        None starts one on this machine for as long as the pool is open. Raises InvalidInput where there is no Ray."""
        self._folder = TemporaryDirectory(prefix="crosscheck-ray-", ignore_cleanup_errors=True)
        quiet = {"log_to_driver": False, "logging_level": "error"}
        here = {"num_cpus": readers, "object_store_memory": RESULTS_BYTES, "_temp_dir": self._folder.name}
        try:
            if address is None:
                ray.init("local", include_dashboard=False, **here, **quiet)
            else:
                ray.init(address, **quiet)
        except (ConnectionError, RuntimeError, ValueError) as error:
            self._folder.cleanup()
            where = "on this machine" if address is None else f"at {address}"
            raise InvalidInput(f"Ray cannot be used {where}: {error}") from error
        remote = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=TRIES_AGAIN)(Reader)
        self._readers = [remote.remote(make) for _ in range(readers)]
        self._busy: Counter[int] = Counter(dict.fromkeys(range(readers), 0))

    @property
    def size(self) -> int:
        """How many batches are read at a time."""
        return len(self._readers)

    def read(self, articles: Sequence[tuple[str, Submission]]) -> "Future[BatchRead]":
        """By the reader that has the least to do; the future has Ray's error where it died again and again."""
        chosen = min(self._busy, key=self._busy.__getitem__)
        self._busy[chosen] += 1
        future: Future[BatchRead] = self._readers[chosen].read.remote(articles).future()
        future.add_done_callback(partial(self._done, chosen))
        return future

    def _done(self, reader: int, _future: "Future[BatchRead]") -> None:
        self._busy[reader] -= 1

    def close(self) -> None:
        """Ends the actors; a cluster at an address goes on."""
        for reader in self._readers:
            ray.kill(reader)
        ray.shutdown()
        self._folder.cleanup()
