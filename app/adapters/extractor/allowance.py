"""How much and when an endpoint may be asked: a budget a day, and a pause after failures."""

import threading
from datetime import date, datetime, timedelta

from app.core.errors import ExtractorSilent
from app.ports import Clock

FIRST_PAUSE = timedelta(seconds=30)  # doubled with each failure in a row
LONGEST_PAUSE = timedelta(hours=1)


class Allowance:
    """Counts the tokens of one process and one day (UTC). For any number of threads."""

    def __init__(self, *, tokens: int, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self._lock = threading.Lock()
        self._day: date | None = None
        self._used = 0
        self._failures = 0
        self._not_before: datetime | None = None

    def take(self, tokens: int) -> None:
        """Counts them as used; raises ExtractorSilent where today's are used up, or while a pause lasts."""
        now = self._clock.now()
        with self._lock:
            if self._day != now.date():
                self._day, self._used = now.date(), 0
            if self._not_before is not None and now < self._not_before:
                raise ExtractorSilent("it failed before and is left alone for a while")
            if self._used + tokens > self._tokens:
                raise ExtractorSilent("the budget of the day is used up")
            self._used += tokens

    def correct(self, taken: int, used: int) -> None:
        """What was used in truth instead of what was taken."""
        with self._lock:
            self._used += used - taken

    def succeeded(self) -> None:
        """No pause any more."""
        with self._lock:
            self._failures, self._not_before = 0, None

    def failed(self, pause: timedelta | None = None) -> None:
        """Leaves it alone for a while: as long as it asks for, within bounds, or longer with each failure in a row."""
        with self._lock:
            wanted = pause if pause is not None else FIRST_PAUSE * 2 ** min(self._failures, 10)
            self._failures += 1
            self._not_before = self._clock.now() + min(max(wanted, FIRST_PAUSE), LONGEST_PAUSE)
