"""Makes one call of a webhook, signed, and says what the receiver made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.core.errors import AddressNotAllowed, CannotFetch, FetchDelayed
from app.core.model.watching import Webhook
from app.core.watching.signing import headers_of
from app.core.web.addresses import WebAddress, read_address
from app.core.web.pacing import retry_after
from app.ports import Clock
from app.web_ports import WebClient

LARGEST_ANSWER = 65_536  # bytes; nothing in it is read
GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One attempt."""

    webhook: Webhook
    message_id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of it. ``pause``: how long the receiver wants to be left alone; ``gone``: it wants nothing any more;
    ``counts``: False where it was not the receiver's doing."""

    status: int | None = None
    error: str | None = None
    pause: timedelta | None = None
    counts: bool = True

    @property
    def delivered(self) -> bool:
        """Whether the receiver has the message."""
        return self.error is None

    @property
    def gone(self) -> bool:
        """Whether the receiver asks to be left alone for good."""
        return self.status == GONE


class CallWebhook:
    """Calls from any thread; takes no longer than the client's patience."""

    def __init__(self, *, client: WebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def check(self, address: WebAddress) -> None:
        """Raises AddressNotAllowed where the address alone tells that it may not be called."""
        self._client.check(address)

    def close(self) -> None:
        """Ends the calls under way."""
        self._client.close()

    def __call__(self, call: Call) -> Answered:
        """Never raises for what a receiver does. Redirects are not followed: they would be sent the message's body."""
        webhook, now = call.webhook, self._clock.now()
        keys = [webhook.secret]
        if webhook.old_secret is not None and webhook.old_secret_until is not None and now < webhook.old_secret_until:
            keys.append(webhook.old_secret)
        # The signed time is the true one even where the clock is moved by hand: receivers compare it with their own.
        signed = headers_of(call.message_id, datetime.now(UTC), call.body, keys)
        headers = {"Content-Type": "application/json", "Accept": "*/*", **signed}
        try:
            address = read_address(webhook.url)
            answer = self._client.send("POST", address, headers=headers, body=call.body, largest=LARGEST_ANSWER)
        except AddressNotAllowed as error:
            return Answered(error=f"the address {error}")
        except CannotFetch as error:
            return Answered(error=str(error))
        except FetchDelayed as error:
            return Answered(error=str(error), counts=error.counts)
        return _judge(answer.status, answer.headers, now)


def _judge(status: int, headers: Mapping[str, str], now: datetime) -> Answered:
    if 200 <= status < 300:
        return Answered(status=status)
    if status == GONE:
        return Answered(status=status, error="the receiver answered 410 Gone")
    told = f"the receiver answered {status}"
    if 300 <= status < 400:
        told += "; redirects are not followed, subscribe with the final address"
    return Answered(status=status, error=told, pause=retry_after(headers, now))
