"""How many requests a key or an address may make: token buckets in the memory of this process.

The answers' headers are those of draft-ietf-httpapi-ratelimit-headers-10. A bucket's quota is its size, its window the
time in which it fills; in the long run that is the limit a minute.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0  # seconds
MOST_BUCKETS = 20_000  # some 4 MB; the one that was not used for longest is forgotten, and counts as full again


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a request may pass, and what is left. Times in whole seconds, rounded up."""

    allowed: bool
    remaining: int
    full_in: int
    retry_after: int
    policy: str

    def headers(self) -> dict[str, str]:
        """For the answer, whichever it is."""
        found = {"ratelimit-policy": self.policy, "ratelimit": f'"requests";r={self.remaining};t={self.full_in}'}
        return found if self.allowed else found | {"retry-after": str(self.retry_after)}


class TokenBuckets:
    """One bucket for everybody who asks: it holds ``burst`` tokens and gets ``per_minute`` back every minute."""

    def __init__(self, *, per_minute: int, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / MINUTE
        self._size = float(burst)
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when there were so many
        self._policy = f'"requests";q={burst};w={math.ceil(burst / self._rate)}'

    def take(self, who: str) -> Verdict:
        """Takes a token of somebody's bucket, where there is one."""
        now = self._clock()
        level, then = self._levels.pop(who, (self._size, now))
        level = min(self._size, level + (now - then) * self._rate)
        allowed = level >= 1
        if allowed:
            level -= 1
        self._levels[who] = (level, now)
        if len(self._levels) > MOST_BUCKETS:
            self._levels.popitem(last=False)
        return Verdict(
            allowed=allowed,
            remaining=math.floor(level),
            full_in=math.ceil((self._size - level) / self._rate),
            retry_after=max(1, math.ceil((1 - level) / self._rate)),
            policy=self._policy,
        )
