"""``web_ports.WebClient`` on aiohttp, with a guard where it counts: every socket is made by us, for an IP address that
we have just looked at (``docs/adr/0023-a-guard-at-the-dial.md``)."""

import asyncio
import re
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError
from ipaddress import ip_address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from app.adapters.fetching.content_coding import ACCEPTED_CODINGS, BrokenBody, Decoder, TooLarge
from app.adapters.fetching.patience import Patience
from app.core.errors import CannotFetch, FetchDelayed
from app.core.model.web import WebAnswer
from app.core.web.addresses import Reach, WebAddress

CHUNK = 65_536
_SURROGATES = re.compile("[\ud800-\udfff]")


class AddressRefused(OSError):
    """The name leads to an address that may not be dialled."""


class GuardedClient:
    """Calls servers from any thread. Nothing is kept between calls: no cookies, no connections, no names looked up; no
    proxy or password of the environment is used."""

    def __init__(
        self,
        *,
        reach: Reach,
        user_agent: str,
        patience: Patience | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """``resolver`` looks names up, the system's own where it is None."""
        self._reach = reach
        self._user_agent = user_agent
        self._patience = patience or Patience()
        self._resolver = resolver
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def check(self, address: WebAddress) -> None:
        """Raises AddressNotAllowed where the address alone tells that it may not be asked."""
        self._reach.check(address)

    def send(
        self, method: str, address: WebAddress, *, headers: Mapping[str, str], body: bytes | None, largest: int
    ) -> WebAnswer:
        """One call, redirects not followed. Raises AddressNotAllowed, CannotFetch or FetchDelayed."""
        self.check(address)
        loop = self._running_loop()
        pending = asyncio.run_coroutine_threadsafe(self._send(method, address, headers, body, largest), loop)
        try:
            return pending.result()
        except CancelledError as error:
            raise FetchDelayed("the call was ended because the service stops", counts=False) from error

    def close(self) -> None:
        """Ends what is under way; later calls are refused."""
        with self._lock:
            self._closed = True
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(_cancel_all, loop)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._closed:
                raise FetchDelayed("the service stops", counts=False)
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run, args=(self._loop,), name="web", daemon=True).start()
            return self._loop

    async def _send(
        self, method: str, address: WebAddress, headers: Mapping[str, str], body: bytes | None, largest: int
    ) -> WebAnswer:
        told = {"User-Agent": self._user_agent, "Accept-Encoding": ", ".join(ACCEPTED_CODINGS), **headers}
        try:
            async with asyncio.timeout(self._patience.total):
                return await self._call(method, address, told, body, largest)
        except TimeoutError as error:
            raise FetchDelayed(f"{address.host} did not answer in time") from error
        except TooLarge as error:
            raise CannotFetch(f"{address.host} sent more than {largest:,} bytes") from error
        except (BrokenBody, aiohttp.ClientPayloadError) as error:
            raise FetchDelayed(f"{address.host} sent an answer that breaks off or cannot be read") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise FetchDelayed(f"the name {address.host} is not known just now") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise FetchDelayed(f"the certificate of {address.host} is not valid") from error
        except aiohttp.ClientError as error:
            if _refused(error):
                raise CannotFetch(f"{address.host} leads to an address that is not of the public internet") from error
            raise FetchDelayed(f"no sound answer from {address.host}") from error
        except (OSError, ValueError) as error:
            raise FetchDelayed(f"no sound answer from {address.host}") from error

    async def _call(
        self, method: str, address: WebAddress, headers: dict[str, str], body: bytes | None, largest: int
    ) -> WebAnswer:
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=True,
            happy_eyeballs_delay=None,  # one address after the other, each looked at before it is dialled
            socket_factory=self._socket_factory(address.host),
        )
        patience = aiohttp.ClientTimeout(
            total=self._patience.total, sock_connect=self._patience.connect, sock_read=self._patience.idle
        )
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                timeout=patience,
            ) as session,
            session.request(
                method, URL(str(address), encoded=True), headers=headers, data=body, allow_redirects=False
            ) as response,
        ):
            return WebAnswer(
                url=str(address),
                status=response.status,
                headers={name.lower(): _storable(value) for name, value in response.headers.items()},
                body=await _read(response, largest),
            )

    def _socket_factory(self, host: str) -> Any:
        def make(info: Any) -> socket.socket:
            family, kind, protocol, _, dialled = info
            if not self._reach.lets(host, ip_address(dialled[0]), dialled[1]) or dialled[3:] not in ((), (0,)):
                raise AddressRefused("not an address of the public internet")
            return socket.socket(family, kind, protocol)

        return make


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    """The body without its coding; raises TooLarge as soon as it is known to be."""
    decoder = Decoder(response.headers.get("Content-Encoding", ""), largest)
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK):
        size += len(chunk)
        if size > largest + CHUNK:  # a body is never larger coded than plain, but for its frame
            raise TooLarge
        decoder.feed(chunk)
    return decoder.finish()


def _storable(value: str) -> str:
    """A header's value; bytes that are no UTF-8 come as lone surrogates, which no database can keep."""
    return _SURROGATES.sub("\ufffd", value)


def _refused(error: BaseException) -> bool:
    """Whether the guard is behind the error; a name may have several addresses."""
    inner = getattr(error, "os_error", None)
    return isinstance(inner, AddressRefused) or "not an address of the public internet" in str(inner or "")


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()

    async def end() -> None:
        await asyncio.gather(*tasks, return_exceptions=True)
        loop.stop()

    loop.create_task(end())
