"""The door for a worker in a process of its own: takes queued articles until it is told to stop."""

import logging
import os
import signal
import threading
from types import FrameType

from app.bootstrap import build_services
from app.settings import Settings


def run_worker(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; the article in hand is given back."""
    services = build_services(settings)
    ended = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    services.start_worker()
    ended.wait()
    if not services.close():
        # The article in hand went back to the queue; torch cannot be interrupted, so the process ends without it.
        logging.shutdown()
        os._exit(0)
