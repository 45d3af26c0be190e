"""Web addresses read strictly, and which of them may be asked. One form of each, so that a check and a call never
understand an address differently."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from app.core.errors import AddressNotAllowed
from app.core.web.networks import IPAddress, is_public

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2_000
LONGEST_HOST = 253
# What must not stand in an address in one piece: blanks, controls, and the backslash, which browsers read as a slash.
_UNSOUND = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\\]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)\Z")
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]|"
_TRACKING = re.compile(r"(utm_[a-z]+|fbclid|gclid|mc_[ce]id)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An address of http or https in its one form: host in lower-case ASCII, no name or password, no fragment."""

    scheme: str
    host: str  # a name, or an IP address without brackets
    port: int
    target: str  # path and query, percent-encoded

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the usual one, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target

    @property
    def literal(self) -> IPAddress | None:
        """The host where it is an IP address, None where it is a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    def join(self, reference: str) -> "WebAddress":
        """Where a link or redirect on this page leads; raises AddressNotAllowed."""
        try:
            return read_address(urljoin(str(self), reference))
        except ValueError as error:
            raise AddressNotAllowed("is not a web address") from error


def read_address(text: str) -> WebAddress:
    """The address in a text; raises AddressNotAllowed for all that is not plainly one of http or https."""
    if len(text) > LONGEST_ADDRESS:
        raise AddressNotAllowed(f"is longer than {LONGEST_ADDRESS:,} characters")
    if _UNSOUND.search(text):
        raise AddressNotAllowed("holds a blank, a control character or a backslash; write them percent-encoded")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise AddressNotAllowed("is not a web address") from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host:
        raise AddressNotAllowed("is not a web address; write http://... or https://...")
    if "@" in parts.netloc:
        raise AddressNotAllowed("holds a user name or password; leave them out")
    target = quote(parts.path or "/", safe=_SAFE_IN_PATH)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE_IN_QUERY)
    return WebAddress(
        scheme=scheme,
        host=_read_host(host, bracketed="[" in parts.netloc),
        port=port if port is not None else DEFAULT_PORTS[scheme],
        target=target if target.startswith("/") else "/" + target,
    )


def _read_host(host: str, *, bracketed: bool) -> str:
    if bracketed:
        try:
            address = IPv6Address(host)
        except AddressValueError as error:
            raise AddressNotAllowed("has a host in brackets that is not an IPv6 address") from error
        if address.scope_id is not None:
            raise AddressNotAllowed("has an IPv6 address with a zone; write a name instead")
        return str(address)
    try:
        name = host.encode("idna").decode("ascii").lower() if len(host) <= LONGEST_HOST else ""
    except UnicodeError as error:
        raise AddressNotAllowed("has a host that is no name of the internet") from error
    name = name.removesuffix(".")
    labels = name.split(".")
    if not name or len(name) > LONGEST_HOST or not all(map(_LABEL.match, labels)):
        raise AddressNotAllowed("has a host that is no name of the internet")
    if _NUMBER.match(labels[-1]):
        try:
            return str(IPv4Address(name))
        except AddressValueError as error:
            raise AddressNotAllowed("has a number for a host; write a name, or four decimal numbers") from error
    return name


def identity_of(address: WebAddress) -> str:
    """The address as the name of a page: without what only tells where a reader came from."""
    path, mark, query = address.target.partition("?")
    if not mark:
        return str(address)
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(name)]
    if len(kept) == query.count("&") + 1:
        return str(address)
    return address.origin + path + ("?" + urlencode(kept) if kept else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One entry of an allow-list: a name or a network, on one port or on all."""

    host: str | None = None
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None

    def lets(self, host: str, address: IPAddress | None, port: int) -> bool:
        """Whether a call to this host, at this IP address (None: not yet known), is meant."""
        if self.port is not None and port != self.port:
            return False
        if self.network is not None:
            return address is not None and address.version == self.network.version and address in self.network
        return host == self.host


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where calls may go: the public internet on some ports, and what is named."""

    ports: frozenset[int] = frozenset({80, 443})
    openings: tuple[Opening, ...] = field(default=())

    def check(self, address: WebAddress) -> None:
        """Raises AddressNotAllowed where what is written already tells that the address may not be asked. What a name
        leads to is known only when it is dialled: see ``lets``."""
        literal = address.literal
        if any(opening.lets(address.host, literal, address.port) for opening in self.openings):
            return
        if literal is not None and not is_public(literal):
            raise AddressNotAllowed("leads to an address that is not of the public internet")
        if literal is None and (address.host == "localhost" or address.host.endswith(".localhost")):
            raise AddressNotAllowed("leads to an address that is not of the public internet")
        networks = any(
            opening.network is not None and opening.port in (None, address.port) for opening in self.openings
        )
        if address.port not in self.ports and not (literal is None and networks):
            raise AddressNotAllowed(f"has port {address.port}, which is not asked; see CROSSCHECK_FETCH_PORTS")

    def lets(self, host: str, address: IPAddress, port: int) -> bool:
        """Whether this IP address, which a call to ``host`` is about to dial, may be dialled."""
        if any(opening.lets(host, address, port) for opening in self.openings):
            return True
        return port in self.ports and is_public(address)


def read_openings(texts: Iterable[str]) -> tuple[Opening, ...]:
    """An allow-list: names, IP addresses and networks, each with ``:port`` where it is meant for one port only; raises
    ValueError, which names the entry."""
    return tuple(_read_opening(text.strip()) for text in texts if text.strip())


def _read_opening(text: str) -> Opening:
    body, port = text, None
    match = re.fullmatch(r"(\[[^\]]+\]|[^:]+):(\d{1,5})", text)
    if match:
        body, port = match[1], int(match[2])
    if body.startswith("[") and body.endswith("]"):
        body = body[1:-1]
    if port is not None and not 0 < port < 65_536:
        raise ValueError(f"{text}: there is no such port")
    try:
        return Opening(network=ip_network(body), port=port)
    except ValueError:
        pass
    try:
        return Opening(host=_read_host(body, bracketed=False), port=port)
    except AddressNotAllowed as error:
        raise ValueError(f"{text}: write a name, an IP address or a network, such as 10.1.2.0/24") from error


def read_ports(texts: Collection[str]) -> frozenset[int]:
    """Port numbers; raises ValueError, which names the entry."""
    found = set()
    for text in texts:
        if not text.strip().isascii() or not text.strip().isdigit() or not 0 < int(text) < 65_536:
            raise ValueError(f"{text.strip()}: write port numbers with commas between them, such as 80,443")
        found.add(int(text))
    return frozenset(found)
