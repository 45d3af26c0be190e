"""``ports.RobotsReader`` on protego."""

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from app.core.web.addresses import WebAddress

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "Crosscheck"  # the name by which robots.txt can address us
LONGEST_DELAY = timedelta(minutes=5)  # a site that asks for more is asked for pages every five minutes


@lru_cache(maxsize=64)
def _parsed(text: str) -> "Protego":
    from protego import Protego  # noqa: PLC0415  (see joining_web: nobody waits for it who fetches nothing)

    return Protego.parse(text)


class RobotsRules:
    """Reads robots.txt (RFC 9309)."""

    def may_fetch(self, text: str, address: WebAddress) -> bool:
        """Whether this robot may ask for the address."""
        return bool(_parsed(text).can_fetch(str(address), ROBOT))

    def delay(self, text: str) -> timedelta | None:
        """The pause between two calls that the site asks for, within bounds."""
        told = _parsed(text).crawl_delay(ROBOT)
        if told is None or not 0 < told < float("inf"):
            return None
        return min(timedelta(seconds=min(told, LONGEST_DELAY.total_seconds())), LONGEST_DELAY)
