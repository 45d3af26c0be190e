"""Which addresses are of the public internet, and which web addresses may be asked."""

import re
from ipaddress import ip_address

import pytest

from app.core.errors import AddressNotAllowed
from app.core.web.addresses import Reach, identity_of, read_address, read_openings, read_ports
from app.core.web.networks import is_public

CLOSED = re.findall(
    r"\S+",
    """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254
169.254.0.1 169.254.169.254
169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1
198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1
64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8 100::1 2001::1 2001:0:7f00:1::1 2001:2::1
2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101::1 2002:808:808::1 3ffe::1 3fff::1 5f00::1
fc00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fe80::1%eth0 febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff0e::1
2600::5efe:127.0.0.1 2600::200:5efe:10.0.0.1
""",
)
OPEN = re.findall(
    r"\S+",
    """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 169.253.255.255
172.15.255.255 172.32.0.1 192.0.1.1 192.167.255.255 198.17.255.255 198.20.0.1 223.255.255.255
2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450::1 64:ff9b::8.8.8.8 2600::5efe:8.8.8.8
""",
)


@pytest.mark.parametrize("text", CLOSED)
def test_an_address_that_leads_inside_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", OPEN)
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org.:443/", "https://example.org/"),
        ("https://example.org:8443/a b".replace(" ", "%20"), "https://example.org:8443/a%20b"),
        ("http://bücher.example/ä?q=ö", "http://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
        ("http://www。example。org/", "http://www.example.org/"),
        ("http://[2606:4700::0001]/x", "http://[2606:4700::1]/x"),
        ("http://أخبار.example/", "http://xn--igbicxr.example/"),
        ("http://example.org?q", "http://example.org/?q"),
    ],
)
def test_an_address_has_one_form(written: str, read: str) -> None:
    assert str(read_address(written)) == read
    assert str(read_address(read)) == read


def test_where_a_reader_came_from_is_no_part_of_a_page() -> None:
    page = read_address("http://example.org/a?id=7&utm_source=feed&utm_medium=rss")
    assert identity_of(page) == "http://example.org/a?id=7"
    assert identity_of(read_address("http://example.org/a?utm_campaign=x")) == "http://example.org/a"
    assert identity_of(read_address("http://example.org/a?b=%20c&d")) == "http://example.org/a?b=%20c&d"


def test_a_link_is_read_from_its_page() -> None:
    page = read_address("http://example.org/news/today?x=1")
    assert str(page.join("../a")) == "http://example.org/a"
    assert str(page.join("//example.net/b")) == "http://example.net/b"
    for link in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[",
        "ftp://example.org/",
        "http://u:p@example.org/",
    ):
        with pytest.raises(AddressNotAllowed):
            page.join(link)


def test_an_opening_opens_what_it_names_and_nothing_else() -> None:
    reach = Reach(openings=read_openings(["10.1.0.0/16:8080", "intranet.example", "[fd00::1]:81"]))
    inside, other = ip_address("10.1.2.3"), ip_address("10.2.2.3")
    assert reach.lets("any.example", inside, 8080)
    assert not reach.lets("any.example", inside, 80)
    assert not reach.lets("any.example", other, 8080)
    assert reach.lets("intranet.example", other, 9999)
    assert reach.lets("x", ip_address("fd00::1"), 81)
    assert not reach.lets("x", ip_address("fd00::2"), 81)
    for allowed in ("http://10.1.2.3:8080/", "http://intranet.example:9999/", "http://[fd00::1]:81/"):
        reach.check(read_address(allowed))
    for refused in ("http://10.1.2.3/", "http://10.2.2.3:8080/", "http://[fd00::2]:81/", "http://other.example:9999/"):
        with pytest.raises(AddressNotAllowed):
            reach.check(read_address(refused))


@pytest.mark.parametrize("entry", ["10.0.0.1/8", "a b", "x:99999", "http://x/", "x/24", "[::1", "-", "1.2.3"])
def test_an_entry_of_the_allow_list_that_says_nothing_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"write a name|no such port"):
        read_openings([entry])


def test_ports_are_numbers() -> None:
    assert read_ports(["80", " 443"]) == {80, 443}
    for text in ("http", "0", "65536", "-1", "8.0", "", "٨٠"):
        with pytest.raises(ValueError, match="port numbers"):
            read_ports([text])
