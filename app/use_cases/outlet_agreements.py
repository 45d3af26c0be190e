"""How all outlets stand to each other, kept in memory: counting it reads every event that several outlets report."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.use_cases.browse import Browse
from app.use_cases.views import OutletView

ALL = 1_000_000  # outlets
QUICK = 0.05  # seconds; what is counted in less is counted anew for every reader
FEW = 3_000  # claims; of more, nobody waits for the count
SHARE = 20  # of the time at most one part in so many is spent on counting


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All outlets by name, in alphabetical order, as they stood at a moment."""

    outlets: Mapping[str, OutletView]
    counted_at: datetime


class OutletAgreements:
    """Answers at once from what was last counted; ``refresh`` counts anew where that is due."""

    def __init__(
        self, *, browse: Browse, now: Callable[[], datetime], stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        """``stopwatch`` counts seconds from anywhere."""
        self._browse, self._now, self._stopwatch = browse, now, stopwatch
        self._counting = threading.Lock()
        self._last: Standings | None = None
        self._ended = 0.0
        self._took = 0.0

    def read(self) -> Standings | None:
        """As last counted; counted now where that takes next to no time. None where nobody has counted yet and it
        would take long."""
        last = self._last
        if last is not None and self._took > QUICK:
            return last
        if last is None and self._browse.counts()["claims"] > FEW:
            return None
        with self._counting:
            if self._last is None or self._took <= QUICK:
                self._count()
            return self._last

    def is_due(self) -> bool:
        """Whether what ``read`` answers is old enough to be counted anew."""
        return self._stopwatch() - self._ended > SHARE * self._took

    def refresh(self) -> None:
        """Counts anew where that is due and nobody else does."""
        if not self.is_due() or not self._counting.acquire(blocking=False):
            return
        try:
            self._count()
        finally:
            self._counting.release()

    def _count(self) -> None:
        begun, at = self._stopwatch(), self._now()
        found = self._browse.outlets(limit=ALL).items
        self._last = Standings(outlets={outlet.id: outlet for outlet in found}, counted_at=at)
        self._ended = self._stopwatch()
        self._took = self._ended - begun
