"""``ports.PageDecoder``: bytes to text, whatever the server says about their charset."""

import codecs
import re

from charset_normalizer import from_bytes
from lxml import etree, html

from app.core.errors import AddressNotAllowed
from app.core.model.web import WebAnswer
from app.core.web.addresses import WebAddress

PRESCAN = 4_096  # bytes in which a page says its charset
SAMPLE = 65_536  # bytes from which a charset is guessed
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# As browsers read these names (WHATWG Encoding): everybody who writes them means the larger set.
_LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "gb2312": "gb18030"}
_LARGER |= {"gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
_LIKE_UTF8 = ("iso2022", "iso-2022", "hz", "utf-16", "utf-32")  # their bytes may pass for UTF-8: ASCII letters and NUL
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CANONICAL = re.compile(r"<link\b", re.IGNORECASE)


class Decoding:
    """Turns the bytes of a page into text."""

    def decode(self, answer: WebAnswer) -> str:
        """Without what no database can keep; never raises."""
        return _UNSTORABLE.sub("\ufffd", decode(answer.body, answer.headers.get("content-type", "")))

    def canonical(self, html_text: str, address: WebAddress) -> str | None:
        """The address that the page calls its own, where it is of the same host: a page may not speak for others."""
        if _CANONICAL.search(html_text) is None:
            return None
        try:
            tree = html.document_fromstring(
                html_text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
            )
        except (etree.LxmlError, ValueError):
            return None
        for link in tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
                try:
                    told = address.join(link.get("href").strip())
                except AddressNotAllowed:
                    return None
                return str(told) if told.host == address.host else None
        return None


def decode(body: bytes, content_type: str) -> str:
    """The text. First what cannot be by chance (a byte order mark, bytes that are UTF-8), then what is declared and
    possible, then a guess, at last what is declared with marks for what it does not hold."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = [name for name in map(_codec, _declared(body, content_type)) if name is not None]
    if not (declared and declared[0].startswith(_LIKE_UTF8)):
        declared.insert(0, "utf-8")
    for name in declared:
        try:
            return body.decode(name)
        except (UnicodeError, ValueError):
            continue
    guess = from_bytes(body[:SAMPLE]).best()
    return body.decode(guess.encoding if guess is not None else declared[-1], "replace")


def _declared(body: bytes, content_type: str) -> list[str]:
    found = _CHARSET.search(content_type)
    names = [found[1]] if found else []
    inside = [match[1].decode("ascii", "replace") for match in _META.finditer(body[:PRESCAN])]
    # Where this can be read in ASCII letters, it is not true that the page is in UTF-16.
    return names + [name for name in inside if not name.lower().startswith(("utf-16", "utf-32"))]


def _codec(label: str) -> str | None:
    """Python's name for a charset of texts; None for a label that names none (such as base64 or punycode)."""
    try:
        found = codecs.lookup(label.strip())
    except LookupError:
        return None
    name = found.name
    if not getattr(found, "_is_text_encoding", False) or name in ("idna", "punycode", "utf-7", "undefined"):
        return None
    if name.endswith("unicode-escape") or name in ("unicode_escape", "raw_unicode_escape", "oem", "mbcs"):
        return None
    return _LARGER.get(name, name)
