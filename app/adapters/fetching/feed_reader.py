"""``ports.FeedReader`` on feedparser, which is only ever given bytes: it fetches nothing and opens no file."""

import hashlib
import html
import io
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from app.core.errors import AddressNotAllowed, CannotFetch
from app.core.model.web import FeedDocument, FeedEntry, WebAnswer
from app.core.web.addresses import read_address

MOST_ENTRIES = 500  # of one document, the first ones; feeds have some 20 to 100
MOST_TAGS = 50_000  # feeds have a few thousand; a parser's time may grow with the square of what is open at once
MOST_REFERENCES = 200_000  # "&lt;" and the like: the mark-up of texts that are written escaped
LEAST_WHOLE_LETTERS = 900  # a shorter text may be the beginning of an article
LONGEST_TTL_MINUTES = 7 * 24 * 60
LONGEST_TITLE = 1_000
LONGEST_AUTHOR = 500
_TAGS = re.compile(r"<[^>]*>")
# A declaration of an entity in any of the codings that XML has: no feed needs one, and bombs are made of them.
_ENTITY = tuple("<!ENTITY".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
_CUT = re.compile(
    r"(\.\.\.|…|\[…\]|\[\.\.\.\]|»|>>|→|read more|continue reading|lire la suite|المزيد)\W*\Z", re.IGNORECASE
)
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080}  # minutes; of the syndication module of RSS
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}));")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


class FeedDocuments:
    """Reads RSS and Atom of all versions."""

    def read(self, answer: WebAnswer) -> FeedDocument:
        """Raises CannotFetch where it is no feed."""
        body = answer.body
        if any(mark in body for mark in _ENTITY):
            raise CannotFetch(
                "the feed declares entities of its own, which is refused; write the characters themselves"
            )
        if body.count(b"<") > MOST_TAGS or body.count(b"&") > MOST_REFERENCES:
            raise CannotFetch(f"the feed has more than {MOST_TAGS:,} tags; give the address of a smaller one")
        # feedparser takes bytes in a stream for data, and a plain string for an address or a file's name.
        told = {"content-location": answer.url, "content-type": answer.headers.get("content-type", "application/xml")}
        try:
            found = feedparser.parse(io.BytesIO(_REFERENCE.sub(_possible, body)), response_headers=told)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
            raise CannotFetch("the feed cannot be read; give the address of an RSS or Atom feed") from error
        if not found.get("version") and not found.entries:
            raise CannotFetch("this is no feed; give the address of an RSS or Atom feed")
        return FeedDocument(
            title=_line(found.feed.get("title"), LONGEST_TITLE),
            entries=tuple(_entry(raw) for raw in found.entries[:MOST_ENTRIES]),
            ttl=_ttl(found.feed),
            skip_hours=_skip_hours(body),
        )


def _possible(reference: re.Match[bytes]) -> bytes:
    """A reference to a character as it is, or to U+FFFD where there is no such character: feedparser gives up on it."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    possible = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return reference[0] if possible else b"&#xFFFD;"


def _entry(raw: Any) -> FeedEntry:
    link = _link(raw.get("link"))
    title = _line(raw.get("title"), LONGEST_TITLE)
    name = raw.get("id") or link or f"{title}\n{raw.get('published', '')}\n{raw.get('summary', '')}"
    return FeedEntry(
        key=hashlib.sha256(str(name).encode("utf-8", "replace")).hexdigest()[:32],
        link=link,
        title=title,
        author=_line((raw.get("author_detail") or {}).get("name") or raw.get("author"), LONGEST_AUTHOR),
        published_at=_published(raw),
        html=_whole_text(raw, title),
    )


def _link(value: object) -> str | None:
    """The link in the form in which it is asked for; None where it leads nowhere."""
    if not isinstance(value, str):
        return None
    try:
        return str(read_address(value.strip().replace(" ", "%20")))
    except AddressNotAllowed:
        return None


def _line(value: object, longest: int) -> str | None:
    """A text without marks and breaks; None for an empty one."""
    if not isinstance(value, str):
        return None
    plain = html.unescape(_TAGS.sub(" ", value))
    return " ".join(_CONTROL.sub(" ", plain).split())[:longest].strip() or None


def _published(raw: Any) -> datetime | None:
    """With the outlet's own offset where it tells one: "yesterday" is resolved against it."""
    for field in ("published", "updated", "created"):
        told = raw.get(field)
        if isinstance(told, str) and told.strip():
            moment = _exact(told.strip()) or _roughly(raw.get(f"{field}_parsed"))
            if moment is not None:
                return moment
    return None


def _exact(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if moment.tzinfo is not None and abs(moment.utcoffset() or timedelta()) <= timedelta(hours=15):
            return moment
    return None


def _roughly(parsed: object) -> datetime | None:
    """What feedparser made of it, in UTC."""
    try:
        return datetime(*tuple(parsed)[:6], tzinfo=UTC)  # type: ignore[arg-type,misc]  # a struct_time, if anything
    except (TypeError, ValueError):
        return None


def _whole_text(raw: Any, title: str | None) -> str | None:
    """A page of the entry's text, where the feed gives the whole of it: what it calls content (not a summary), long
    enough, and not cut off."""
    for content in raw.get("content", []):
        value = _UNSTORABLE.sub("\ufffd", content.get("value") or "")
        letters = _line(value, len(value)) or ""
        if sum(char.isalpha() for char in letters) < LEAST_WHOLE_LETTERS or _CUT.search(letters):
            continue
        body = value if "<" in value else "".join(f"<p>{html.escape(line)}</p>" for line in value.split("\n"))
        head = html.escape(title or "")
        return f"<html><head><title>{head}</title></head><body><article><h1>{head}</h1>{body}</article></body></html>"
    return None


def _ttl(feed: Any) -> timedelta | None:
    """How long the feed stays good, by itself."""
    minutes = [
        int(text) for text in [str(feed.get("ttl", "")).strip()] if text.isascii() and text.isdigit() and len(text) < 9
    ]
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    often = str(feed.get("sy_updatefrequency", "1")).strip()
    if period and often.isascii() and often.isdigit() and 0 < len(often) < 5 and int(often) > 0:
        minutes.append(period // int(often))
    return timedelta(minutes=min(max(minutes), LONGEST_TTL_MINUTES)) if minutes else None


def _skip_hours(body: bytes) -> tuple[int, ...]:
    """The hours in UTC in which the feed asks to be left alone; feedparser keeps only the last of them."""
    block = re.search(rb"<skipHours>(.{0,4000}?)</skipHours>", body, re.IGNORECASE | re.DOTALL)
    hours = re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", block[1], re.IGNORECASE) if block else []
    return tuple(sorted({int(hour) % 24 for hour in hours}))
