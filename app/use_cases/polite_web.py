"""Asks for pages and feeds as a good guest: robots.txt respected, one call at a time to a host and a pause after it,
longer where the host is in trouble or asks for it. Redirects are followed one by one, each looked at as a new
address."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from app.core.errors import AddressNotAllowed, CannotFetch, FetchDelayed
from app.core.model.web import RobotsFile, WebAnswer
from app.core.web.addresses import WebAddress, read_address
from app.core.web.pacing import back_off, retry_after
from app.ports import Clock, Store
from app.use_cases.work_queue import worker_name
from app.web_ports import RobotsReader, WebClient

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429})  # beside 5xx: the same call may succeed later
TURN = timedelta(minutes=2)  # after which the turn of a process that vanished ends; a call takes 30 seconds at most
LONGEST_WAIT = timedelta(seconds=5)  # for a turn, here and now; beyond it the call is put off
HOST_PAUSE = timedelta(seconds=30)  # after a failure of a host, doubled with each in a row
ROBOTS_STAY = timedelta(hours=24)  # RFC 9309, 2.4
CLOSED_STAY = timedelta(minutes=10)  # how long a host whose robots.txt cannot be had is left alone
LARGEST_ROBOTS = 512 * 1024  # bytes; RFC 9309, 2.5 asks for 500 KiB


class PageGone(CannotFetch):
    """The server says that it is gone for good (410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: these media types, of so many bytes, where it has changed since (``conditions``: headers)."""

    types: Collection[str]
    largest: int
    conditions: Mapping[str, str] = field(default_factory=dict)

    @property
    def accept(self) -> str:
        """The header."""
        return ", ".join(sorted(self.types)) + ", */*;q=0.1"


@dataclass(slots=True)
class _Turn:
    """A host that we may call now, and what becomes of it afterwards."""

    host: str
    token: str
    failures: int
    pause: timedelta
    failed: bool = False

    def fail(self, pause: timedelta | None) -> None:
        """The host is in trouble: it is left alone for longer each time, and at least as long as it asks."""
        self.failed = True
        self.pause = max(self.pause, pause or timedelta(0), back_off(HOST_PAUSE, self.failures + 1, seed=self.host))


class PoliteWeb:
    """Gets what is wanted, or tells why not."""

    def __init__(
        self,
        *,
        store: Store,
        client: WebClient,
        robots: RobotsReader,
        clock: Clock,
        sleep: Callable[[float], None],
        delay: timedelta,
    ) -> None:
        """``delay``: the least pause between two calls to a host."""
        self._store = store
        self._client = client
        self._robots = robots
        self._clock = clock
        self._sleep = sleep
        self._delay = delay

    def check(self, url: str) -> WebAddress:
        """The address in its one form; raises AddressNotAllowed where it may not be asked."""
        address = read_address(url)
        self._client.check(address)
        return address

    def get(self, url: str, wanted: Wanted) -> WebAnswer:
        """The answer at the end of all redirects, its type one of those wanted, or a 304. Raises CannotFetch (PageGone)
        or FetchDelayed."""
        try:
            address = self.check(url)
        except AddressNotAllowed as error:
            raise CannotFetch(f"the address {error}") from error
        for _ in range(MOST_REDIRECTS + 1):
            with self._turn(address.host) as turn:
                answer = self._visit(turn, address, wanted)
            if answer.status not in REDIRECTS:
                _check_type(answer, wanted, address.host)
                return answer
            address = self._follow(address, answer)
        raise CannotFetch(f"more than {MOST_REDIRECTS} redirects, at last to {address.host}")

    def _follow(self, address: WebAddress, answer: WebAnswer) -> WebAddress:
        target = answer.headers.get("location", "")
        if not target:
            raise CannotFetch(f"{address.host} redirects to nowhere")
        try:
            followed = address.join(target)
            self._client.check(followed)
        except AddressNotAllowed as error:
            raise CannotFetch(f"{address.host} redirects to an address that {error}") from error
        return followed

    def _visit(self, turn: _Turn, address: WebAddress, wanted: Wanted) -> WebAnswer:
        rules = self._rules(turn, address)
        if not self._robots.may_fetch(rules.text, address):
            raise CannotFetch(f"the robots.txt of {address.host} does not let this page be fetched")
        turn.pause = max(turn.pause, self._robots.delay(rules.text) or timedelta(0))
        answer = self._send(turn, address, {"Accept": wanted.accept, **wanted.conditions}, wanted.largest)
        status = answer.status
        if status in PASSING or status >= 500:
            pause = retry_after(answer.headers, self._clock.now())
            turn.fail(pause)
            raise FetchDelayed(f"{address.host} answered {status}", pause=pause)
        if status == 410:
            raise PageGone(f"{address.host} answered 410: it is gone")
        if status != 304 and status not in REDIRECTS and not 200 <= status < 300:
            raise CannotFetch(f"{address.host} answered {status}")
        return answer

    def _send(self, turn: _Turn, address: WebAddress, headers: Mapping[str, str], largest: int) -> WebAnswer:
        try:
            return self._client.send("GET", address, headers=headers, body=None, largest=largest)
        except AddressNotAllowed as error:
            raise CannotFetch(f"the address {error}") from error
        except FetchDelayed as error:
            if error.counts:
                turn.fail(error.pause)
            raise

    @contextmanager
    def _turn(self, host: str) -> Iterator[_Turn]:
        """A host at a time, whichever process asks: the turn stands in the database."""
        token = worker_name()
        turn = _Turn(host=host, token=token, failures=self._wait_for_turn(host, token), pause=self._delay)
        try:
            yield turn
        finally:
            with self._store.writing() as unit:
                unit.hosts.end_turn(
                    host,
                    token,
                    not_before=self._clock.now() + turn.pause,
                    failures=turn.failures + 1 if turn.failed else 0,
                )

    def _wait_for_turn(self, host: str, token: str) -> int:
        """How often the host failed in a row, once it is our turn; raises FetchDelayed where that takes too long."""
        give_up_at = self._clock.now() + LONGEST_WAIT
        while True:
            now = self._clock.now()
            with self._store.writing() as unit:
                free_at = unit.hosts.take_turn(host, token, now, now + TURN)
                if free_at is None:
                    return unit.hosts.failures(host)
            if free_at > give_up_at:
                raise FetchDelayed(f"{host} is left alone for a while", pause=free_at - now, counts=False)
            self._sleep(max((free_at - now).total_seconds(), 0.01))

    def _rules(self, turn: _Turn, address: WebAddress) -> RobotsFile:
        """What the origin's robots.txt says, asked for once a day."""
        now = self._clock.now()
        with self._store.reading() as unit:
            kept = unit.hosts.robots(address.origin)
        if kept is None or now - kept.fetched_at >= (CLOSED_STAY if kept.closed else ROBOTS_STAY):
            kept = self._fetch_robots(turn, address)
            with self._store.writing() as unit:
                unit.hosts.keep_robots(address.origin, kept)
        if kept.closed:
            pause = kept.fetched_at + CLOSED_STAY - now
            turn.fail(pause)
            raise FetchDelayed(f"the robots.txt of {address.host} cannot be had just now", pause=pause)
        return kept

    def _fetch_robots(self, turn: _Turn, address: WebAddress) -> RobotsFile:
        """Refused (4xx) means that there are no rules; in trouble (5xx, 429, no answer), that all is closed."""
        now = self._clock.now()
        place = read_address(address.origin + "/robots.txt")
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = self._send(turn, place, {"Accept": "text/plain, */*;q=0.1"}, LARGEST_ROBOTS)
                if answer.status not in REDIRECTS:
                    break
                place = self._follow(place, answer)
        except FetchDelayed as error:
            if not error.counts:
                raise
            return RobotsFile(text="", closed=True, fetched_at=now)
        if answer.status == 429 or answer.status >= 500:
            return RobotsFile(text="", closed=True, fetched_at=now)
        text = answer.body.decode("utf-8", "replace").replace("\x00", "") if answer.status < 300 else ""
        return RobotsFile(text=text, closed=False, fetched_at=now)


def _check_type(answer: WebAnswer, wanted: Wanted, host: str) -> None:
    if answer.status == 304 or answer.media_type in wanted.types:
        return
    told = f"of the type {answer.media_type[:60]}" if answer.media_type else "of no type"
    raise CannotFetch(f"{host} sent something {told}; {' or '.join(sorted(wanted.types))} can be read")
