"""The guarded client: nothing inside is reached, whatever an address says; no answer is too large or too slow."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.adapters.fetching.guarded_client import GuardedClient, Patience
from app.core.errors import AddressNotAllowed, CannotFetch, FetchDelayed
from app.core.model.web import WebAnswer
from app.core.web.addresses import Reach, WebAddress, read_address, read_openings
from tests.inside import HOSTS, NAMES
from tests.resolver import TestResolver
from tests.site import Reply, Site, site

LARGEST = 1_000_000
QUICK = Patience(connect=1.0, idle=1.0, total=3.0)


@contextmanager
def client_for(ports: set[int], *allowed: str, names: dict[str, object] | None = None) -> Iterator[GuardedClient]:
    """One that may ask these ports, so that nothing but the address keeps it out."""
    client = GuardedClient(
        reach=Reach(ports=frozenset(ports), openings=read_openings(allowed)),
        user_agent="Crosscheck/test",
        patience=QUICK,
        resolver=TestResolver(names or NAMES),  # type: ignore[arg-type]
    )
    try:
        yield client
    finally:
        client.close()


def get(client: GuardedClient, url: str | WebAddress, largest: int = LARGEST) -> WebAnswer:
    address = read_address(url) if isinstance(url, str) else url
    return client.send("GET", address, headers={}, body=None, largest=largest)


@pytest.fixture
def secret() -> Iterator[Site]:
    """What must never be reached."""
    with site() as found:
        found.pages["/secret"] = Reply(b"secret")
        yield found


@pytest.mark.parametrize("host", [*(host.strip("[]").replace("%25", "%") for host in HOSTS), *NAMES])
def test_the_guard_at_the_dial_is_enough_by_itself(secret: Site, host: str) -> None:
    """Even where an address comes in as it stands, unread."""
    address = WebAddress(scheme="http", host=host, port=secret.port, target="/secret")
    with client_for({secret.port}) as client, pytest.raises((AddressNotAllowed, CannotFetch, FetchDelayed)):
        get(client, address)
    assert secret.asked == []


def test_without_the_guard_many_of_these_hosts_would_be_reached(secret: Site) -> None:
    """So that the tests above prove something."""
    with client_for({secret.port}, "0.0.0.0/0", "::/0") as client:
        for host in HOSTS:
            address = WebAddress(scheme="http", host=host.strip("[]"), port=secret.port, target="/secret")
            if host.startswith(("[", "1", "2", "0", "l")) and not host.startswith(("10", "17", "16", "19", "2852")):
                try:
                    get(client, address)
                except (CannotFetch, FetchDelayed, AddressNotAllowed):
                    continue
    assert len(secret.asked) >= 10


def test_what_the_settings_open_is_reached_and_nothing_beside_it(secret: Site) -> None:
    with site("127.0.0.2") as control:
        control.pages["/"] = Reply(b"control")
        with client_for(set(), "127.0.0.2") as client:
            assert get(client, control.url(host="127.0.0.2")).body == b"control"
            with pytest.raises(AddressNotAllowed):
                get(client, secret.url("/secret"))
        with client_for(set(), f"127.0.0.2:{control.port + 1}") as client, pytest.raises(AddressNotAllowed):
            get(client, control.url(host="127.0.0.2"))
    assert secret.asked == []


def test_a_name_that_changes_where_it_leads_is_looked_at_each_time(secret: Site) -> None:
    with site("127.0.0.2") as control:
        control.pages["/secret"] = Reply(b"control")
        secret.port = control.port
        names = {"turning.example": [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1", "127.0.0.2"]]}
        with client_for({control.port}, "127.0.0.2", names=names) as client:
            url = control.url("/secret", host="turning.example")
            assert get(client, url).body == b"control"
            with pytest.raises(CannotFetch, match="not of the public internet"):
                get(client, url)
            assert get(client, url).body == b"control"
    assert secret.asked == []


@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8:22/", "http://example.org:8080/", "http://example.org:6379/", "https://example.org:25/"],
)
def test_a_port_that_is_not_of_the_web_is_not_asked(url: str) -> None:
    with client_for({80, 443}) as client, pytest.raises(AddressNotAllowed, match="CROSSCHECK_FETCH_PORTS"):
        get(client, url)


def test_a_proxy_of_the_environment_is_not_used(secret: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, secret.url())
    with client_for({80}) as client, pytest.raises((CannotFetch, FetchDelayed)):
        get(client, "http://inside.example/")
    assert secret.asked == []


@contextmanager
def opened(reply: Reply) -> Iterator[tuple[GuardedClient, str]]:
    with site() as found:
        found.pages["/x"] = reply
        with client_for(set(), "127.0.0.1") as client:
            yield client, found.url("/x")


def coded(body: bytes, coding: str) -> Reply:
    return Reply(body, headers={"Content-Encoding": coding})


def raw_deflate(body: bytes) -> bytes:
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return made.compress(body) + made.flush()


TEXT = b"Ada Venn arrived. " * 1_000


@pytest.mark.parametrize(
    "reply",
    [
        Reply(TEXT),
        coded(TEXT, "identity"),
        coded(gzip.compress(TEXT), "gzip"),
        coded(gzip.compress(TEXT), "X-GZIP"),
        coded(gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]), "gzip"),
        coded(zlib.compress(TEXT), "deflate"),
        coded(raw_deflate(TEXT), "deflate"),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "gzip twice in a row", "deflate", "raw deflate"],
)
def test_a_body_comes_without_its_coding(reply: Reply) -> None:
    with opened(reply) as (client, url):
        assert get(client, url).body == TEXT


BOMB = b"\0" * 200_000_000


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"x" * (LARGEST + 1)),
        coded(gzip.compress(BOMB, 1), "gzip"),
        coded(zlib.compress(BOMB, 1), "deflate"),
        coded(raw_deflate(b"\0" * 20_000_000), "deflate"),
        coded(gzip.compress(b"x" * 900_000) * 3, "gzip"),
    ],
    ids=["plain", "gzip", "deflate", "raw deflate", "gzip in members"],
)
def test_a_body_that_unfolds_beyond_the_limit_is_not_taken(reply: Reply) -> None:
    with opened(reply) as (client, url):
        begun = time.monotonic()
        with pytest.raises(CannotFetch, match="more than 1,000,000 bytes"):
            get(client, url)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br", "compress", "nonsense"])
def test_a_coding_that_was_not_asked_for_is_not_taken(coding: str) -> None:
    reply = coded(gzip.compress(gzip.compress(TEXT)), coding)
    with opened(reply) as (client, url), pytest.raises(FetchDelayed, match="cannot be read"):
        get(client, url)


@pytest.mark.parametrize(
    "reply",
    [
        coded(gzip.compress(TEXT)[:-20], "gzip"),
        coded(b"no gzip at all", "gzip"),
        Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"),
        Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
        Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"),
        Reply(raw=b""),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"),
        Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n"),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n"),
    ],
    ids=["cut", "no gzip", "short", "chunks", "no HTTP", "nothing", "long header", "many headers", "NUL"],
)
def test_an_answer_that_is_broken_is_told(reply: Reply) -> None:
    with opened(reply) as (client, url), pytest.raises(FetchDelayed):
        get(client, url)


def test_a_server_that_drips_is_left_after_the_whole_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not stop.wait(0.2):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with client_for(set(), "127.0.0.1") as client, pytest.raises(FetchDelayed, match="in time"):
            get(client, f"http://127.0.0.1:{server.getsockname()[1]}/")
        stop.set()
        assert QUICK.total - 0.5 < time.monotonic() - begun < QUICK.total + 3


def test_a_server_that_says_nothing_is_left_soon() -> None:
    with opened(Reply(TEXT, wait=5)) as (client, url):
        begun = time.monotonic()
        with pytest.raises(FetchDelayed):
            get(client, url)
        assert time.monotonic() - begun < 3


def test_nothing_is_kept_between_calls_and_redirects_are_the_callers() -> None:
    reply = Reply(status=302, headers={"Location": "/elsewhere", "Set-Cookie": "a=b"})
    with site() as found, client_for(set(), "127.0.0.1") as client:
        found.pages["/x"] = reply
        for _ in range(2):
            answer = get(client, found.url("/x"))
            assert (answer.status, answer.headers["location"]) == (302, "/elsewhere")
        assert found.paths() == ["/x", "/x"]
        assert all("cookie" not in asked.headers for asked in found.asked)
        assert found.asked[0].headers["user-agent"] == "Crosscheck/test"
        assert found.asked[0].headers["accept-encoding"] == "gzip, deflate"


def test_closing_ends_what_is_under_way() -> None:
    with opened(Reply(TEXT, wait=3)) as (client, url):
        errors: list[Exception] = []

        def call() -> None:
            try:
                get(client, url)
            except FetchDelayed as error:
                errors.append(error)

        thread = threading.Thread(target=call)
        thread.start()
        time.sleep(0.3)
        client.close()
        thread.join(1)
        assert not thread.is_alive()
        assert [error.counts for error in errors] == [False]  # type: ignore[attr-defined]
        with pytest.raises(FetchDelayed):
            get(client, url)
