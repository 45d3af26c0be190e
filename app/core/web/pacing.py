"""When to ask again: what servers and feeds say about it, within bounds, and how to wait after failures."""

import hashlib
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SHORTEST_INTERVAL = timedelta(minutes=1)
LONGEST_INTERVAL = timedelta(days=7)
LONGEST_ADVICE = timedelta(days=1)  # a server that says "in a year" is asked the next day
LONGEST_RETRY_AFTER = timedelta(days=1)
LONGEST_BACKOFF = timedelta(days=1)
MOST_DOUBLINGS = 10
JITTER = 0.1  # of the pause, to both sides: hosts that failed together are not asked together again
HOURS_A_DAY = 24
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_interval(text: str) -> timedelta:
    """``15m``, ``2h``, ``1d``; raises ValueError for what is no time, or out of bounds."""
    match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", text.strip(), re.ASCII)
    if match is None:
        raise ValueError("is not a time; write a number and a unit, such as 15m, 2h or 1d")
    interval = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
        raise ValueError("is out of bounds; between 1m and 7d are possible")
    return interval


def write_interval(interval: timedelta) -> str:
    """As ``read_interval`` reads it, in the largest unit that fits."""
    seconds = int(interval.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110, 10.2.3); None where it does not, never more than a day."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value, re.ASCII):
        return min(timedelta(seconds=int(value)), LONGEST_RETRY_AFTER)
    moment = _http_date(value)
    return None if moment is None else min(max(moment - now, timedelta(0)), LONGEST_RETRY_AFTER)


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long an answer stays good (RFC 9111); None where it does not tell, never more than a day."""
    match = re.search(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", headers.get("cache-control", "").lower())
    if match:
        return min(timedelta(seconds=int(match[1])), LONGEST_ADVICE)
    expires = _http_date(headers.get("expires", ""))
    return None if expires is None else min(max(expires - now, timedelta(0)), LONGEST_ADVICE)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def back_off(step: timedelta, failures: int, *, seed: str) -> timedelta:
    """The pause after so many failures in a row: doubled with each, at most a day, shifted a little by ``seed``."""
    pause: timedelta = min(step * 2 ** min(max(failures - 1, 0), MOST_DOUBLINGS), LONGEST_BACKOFF)
    draw = int.from_bytes(hashlib.sha256(f"{seed}:{failures}".encode()).digest()[:4]) / 0xFFFFFFFF
    return pause * (1 - JITTER + 2 * JITTER * draw)


def next_visit(
    now: datetime,
    interval: timedelta,
    *,
    advice: Collection[timedelta | None],
    skip_hours: Collection[int],
) -> datetime:
    """When a feed is due again: after ``interval``, later where the feed asks for it (by a day at most), and not in
    the hours (UTC) in which it asks to be left alone, unless these are all."""
    asked = [min(one, LONGEST_ADVICE) for one in advice if one is not None]
    due = now + max([interval, *asked])
    skipped = {hour for hour in skip_hours if 0 <= hour < HOURS_A_DAY}
    if len(skipped) == HOURS_A_DAY:
        return due
    while due.astimezone(UTC).hour in skipped:
        due = (due + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return due
