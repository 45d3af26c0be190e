"""Which IP addresses belong to the public internet.

The tables follow the IANA registries of special-purpose addresses (RFC 6890 and its updates). ``ipaddress.is_global``
of Python 3.11 is not enough: it takes ``64:ff9b::7f00:1``, ``::127.0.0.1``, ``2002:7f00:1::``, ``fec0::1`` and
multicast for global, all of which may lead to this machine or its neighbours.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

CLOSED_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # "this network": 0.0.0.0 reaches this machine
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by carriers; a metadata service at 100.100.100.200
            "127.0.0.0/8",  # this machine
            "168.63.129.16/32",  # the host of Azure's machines, reachable from inside only
            "169.254.0.0/16",  # link-local; metadata services at 169.254.169.254 and .170.2
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments; a metadata service at 192.0.0.192
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4, no longer in use
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
# All that is assigned for unicast; whatever lies outside (loopback, IPv4-mapped and -compatible, site-local, unique
# local, link-local, multicast) is closed without being named.
UNICAST_IPV6 = IPv6Network("2000::/3")
CLOSED_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which embeds an IPv4 address; no longer in use
            "3ffe::/16",  # the old test network
            "3fff::/20",  # documentation
        ),
    )
)
NAT64 = IPv6Network("64:ff9b::/96")  # embeds an IPv4 address in the last four bytes (RFC 6052)
ISATAP_MARKS = (0x00005EFE, 0x02005EFE)  # before an IPv4 address in the last four bytes (RFC 5214)


def is_public(address: IPAddress) -> bool:
    """Whether the address belongs to the public internet; one that embeds another is as public as that one."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in CLOSED_IPV4)
    if address.scope_id is not None:
        return False
    embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in NAT64:
        return is_public(embedded)
    if address not in UNICAST_IPV6 or any(address in network for network in CLOSED_IPV6):
        return False
    marked = (int(address) >> 32) & 0xFFFFFFFF in ISATAP_MARKS
    return not marked or is_public(embedded)
