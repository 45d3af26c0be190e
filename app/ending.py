"""The last moment of a process that was told to end: it passes, whatever still runs."""

import logging
import os
import threading

log = logging.getLogger("crosscheck.ending")
CUT_OFF = 1  # exit code


def end_within(seconds: float) -> None:
    """Ends this process then, unless it has ended by itself. What it had in hand is taken again after its lease."""

    def cut_off() -> None:
        log.error("still busy %.0f s after it was told to end; cut off", seconds)
        logging.shutdown()
        os._exit(CUT_OFF)

    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.name = "ending"
    timer.start()
