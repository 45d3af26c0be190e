"""Web addresses that lead inside: to this machine, to its neighbours, to metadata services. ``PORT`` stands for the
port of a service that must never be reached."""

import re

HOSTS = re.findall(
    r"\S+",
    """
127.0.0.1 127.1 127.0.1 2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 0177.0.0.0x1 127.0.0.1. 127.000.000.001
0 0.0.0.0 00 0x0 127.255.255.254 localhost LOCALHOST localhost. sub.localhost ip6-localhost localhost.localdomain
[::1] [0:0:0:0:0:0:0:1] [::] [::127.0.0.1] [::7f00:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1]
[2001:0:7f00:1::] [fec0::1] [fe80::1] [fe80::1%25lo] [::1%25lo] [fc00::1] [fd00:ec2::254] [ff02::1] [ff0e::1]
[2001:db8::1] [100::1] [2600::5efe:7f00:1]
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.170.2 100.100.100.200 192.0.0.192 168.63.129.16
10.0.0.1 10.1 172.16.0.1 172.31.255.254 192.168.0.1 3232235521 100.64.0.1 198.18.0.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 192.0.2.1 203.0.113.5
１２７.0.0.1 127。0。0。1 127．0．0．1 ①②⑦.0.0.1 ⑯⑨.254.169.254 ｌｏｃａｌｈｏｓｔ
ⓛⓞⓒⓐⓛⓗⓞⓢⓣ 127%2e0%2e0%2e1 %31%32%37.0.0.1
""",
)
WHOLE = (
    "http://user@127.0.0.1:PORT/secret",
    "http://user:password@127.0.0.1:PORT/secret",
    "http://example.org@127.0.0.1:PORT/secret",
    "http://example.org:80@127.0.0.1:PORT/secret",
    "http://127.0.0.1:PORT@example.org/secret",
    "http://example.org\\@127.0.0.1:PORT/secret",
    "http://example.org#@127.0.0.1:PORT/secret",
    "http://127.0.0.1:PORT#.example.org/secret",
    "http://127.0.0.1:PORT?.example.org/secret",
    "http:\\\\127.0.0.1:PORT\\secret",
    "http:127.0.0.1:PORT/secret",
    "http:/127.0.0.1:PORT/secret",
    "http:///127.0.0.1:PORT/secret",
    "//127.0.0.1:PORT/secret",
    "http://127.0.0.1:PORT\t/secret",
    "http://127.0.0.1\n:PORT/secret",
    "http://127.0.0.1:0PORT/secret",
    "https://127.0.0.1:PORT/secret",
    "HTTP://127.0.0.1:PORT/secret",
    "ftp://127.0.0.1:PORT/secret",
    "gopher://127.0.0.1:PORT/_GET%20/secret",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "dict://127.0.0.1:PORT/secret",
    "jar:http://127.0.0.1:PORT!/secret",
    "view-source:http://127.0.0.1:PORT/secret",
    "unix:/var/run/docker.sock",
    "data:text/html,<p>secret</p>",
    "javascript:alert(1)",
    # Names that a resolver of the attacker's leads inside; see NAMES.
    "http://inside.example:PORT/secret",
    "http://mixed.example:PORT/secret",
    "http://mapped.example:PORT/secret",
    "http://nat.example:PORT/secret",
    "http://metadata.example:PORT/latest/meta-data/",
    "http://xn--inside-9ta.example:PORT/secret",
    "http://inside.example.:PORT/secret",
    "http://127.0.0.1.inside.example:PORT/secret",
)
# What the resolver of the tests answers.
NAMES = {
    "inside.example": ["127.0.0.1"],
    "127.0.0.1.inside.example": ["127.0.0.1"],
    "xn--inside-9ta.example": ["127.0.0.1"],
    "mixed.example": ["10.0.0.1", "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1", "::1"],
    "nat.example": ["64:ff9b::7f00:1"],
    "metadata.example": ["169.254.169.254"],
}


def inside_addresses(port: int) -> list[str]:
    """All of them, with the port of what must not be reached."""
    hosts = [f"http://{host}:{port}/secret" for host in HOSTS]
    return hosts + [address.replace("PORT", str(port)) for address in WHOLE]
