"""Takes an article out of a web page, with trafilatura (see ``docs/adr/0003-html-extraction.md``)."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import trafilatura
from htmldate import find_date
from lxml import etree, html

from app.core.errors import InvalidInput

MAX_HTML_CHARACTERS = 10_000_000
MAX_ELEMENTS = 50_000  # long articles with their page have some 5,000
MAX_NESTING = 2_000  # open elements; beyond it a page is an attack or broken, and parsers slow down
MAX_ATTRIBUTES = 200  # of one element; the parser's time grows with their square: 16,000 take a minute
MIN_TEXT_LETTERS = 25  # less than a sentence is no article
EARLIEST_DATE, LATEST_DATE = "1995-01-01", "2100-01-01"  # fixed, so that a page reads the same on every day
PUBLISHED_NAMES = ("article:published_time", "datepublished", "og:published_time", "dc.date.issued", "parsely-pub-date")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*""")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_LANGUAGE = re.compile(r"^([a-zA-Z]{2})(?:[-_].*)?$")
_NOT_NESTED = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input li link meta option p param source td tr track wbr")
)
# What trafilatura, htmldate and lxml were seen to raise, or may, on pages that are no HTML at all.
EXTRACTION_ERRORS = (
    etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, OverflowError,
)  # fmt: skip

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """An article as a page tells it. ``text`` has one paragraph a line, without title and comments."""

    text: str
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None  # aware where the page tells its offset, else naive; midnight: only the day
    language: str | None = None  # ISO 639-1, as the page declares it
    outlet: str | None = None


def extract_html(page: str, *, url: str | None = None) -> ExtractedPage:
    """The article of a page; raises InvalidInput where there is none, whatever was submitted."""
    if len(page) > MAX_HTML_CHARACTERS:
        raise InvalidInput(
            f"The HTML has more than {MAX_HTML_CHARACTERS:,} characters; send the article's text instead."
        )
    clean = _FORBIDDEN.sub(" ", page)
    elements, nesting = _measure(clean)
    if elements > MAX_ELEMENTS or nesting > MAX_NESTING:
        raise InvalidInput(
            f"The HTML has more than {MAX_ELEMENTS:,} elements, or {MAX_NESTING:,} within each other; "
            "send the article's text instead."
        )
    if any(map(_has_too_many_attributes, _WHOLE_TAG.finditer(clean))):
        raise InvalidInput(
            f"The HTML has an element with more than {MAX_ATTRIBUTES} attributes; send the article's text instead."
        )
    tree = _parse(clean)
    document = _extract(clean, url) if tree is not None else None
    text = (document.text or "").strip() if document is not None else ""
    if sum(char.isalpha() for char in text) < MIN_TEXT_LETTERS or document is None or tree is None:
        raise InvalidInput("No article was found in the HTML; send the article's text in 'text' instead.")
    return ExtractedPage(
        text=text,
        title=_worded(document.title),
        author=_worded(document.author),
        published_at=_find_published(tree, clean, url),
        language=_declared_language(tree),
        outlet=_worded(document.sitename),
    )


def _measure(page: str) -> tuple[int, int]:
    """How many elements begin, and how many are open at once, roughly: unclosed paragraphs and void elements aside."""
    count = depth = deepest = 0
    for match in _TAG.finditer(page):
        count += not match[1]
        if match[2].lower() not in _NOT_NESTED:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return count, deepest


def _has_too_many_attributes(tag: re.Match[str]) -> bool:
    if tag.end() - tag.start() <= 2 * MAX_ATTRIBUTES:
        return False
    # Attributes are parted by blanks, slashes, or the end of a value in quotes, in which blanks part nothing.
    return len(_QUOTED.sub(" =", tag[0]).replace("/", " ").split()) > 2 * MAX_ATTRIBUTES


def _parse(page: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except EXTRACTION_ERRORS as error:
        logger.info("HTML could not be parsed: %s", error)
        return None


def _extract(page: str, url: str | None) -> trafilatura.settings.Document | None:
    """The page's main text and metadata; None where trafilatura finds none or fails."""
    try:
        found = trafilatura.bare_extraction(
            page,
            url=url,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except EXTRACTION_ERRORS as error:
        logger.info("trafilatura failed on a page: %s", error)
        return None
    return found if isinstance(found, trafilatura.settings.Document) else None


def _worded(value: object) -> str | None:
    """A metadata value on one line, or None for an empty one."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _declared_language(tree: html.HtmlElement) -> str | None:
    match = _LANGUAGE.match((tree.get("lang") or "").strip())
    return match[1].lower() if match else None


def _find_published(tree: html.HtmlElement, page: str, url: str | None) -> datetime | None:
    """The publication time in the page's metadata, or else the day that htmldate finds in its mark-up."""
    for value in [*_meta_dates(tree), *_linked_data_dates(tree)]:
        told = _parse_time(value)
        if told is not None:
            return told
    try:
        day = find_date(
            page, extensive_search=False, original_date=True, url=url, min_date=EARLIEST_DATE, max_date=LATEST_DATE
        )
    except EXTRACTION_ERRORS as error:
        logger.info("htmldate failed on a page: %s", error)
        return None
    return _parse_time(day) if day else None


def _parse_time(value: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return told if EARLIEST_DATE <= told.date().isoformat() < LATEST_DATE else None


def _meta_dates(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name in PUBLISHED_NAMES and element.get("content"):
            yield element.get("content")


def _linked_data_dates(tree: html.HtmlElement) -> Iterator[str]:
    """Every ``datePublished`` of the page's JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text:
            continue
        try:
            pending = [json.loads(script.text)]
        except (ValueError, RecursionError):
            continue
        while pending:
            node = pending.pop()
            if isinstance(node, dict):
                if isinstance(node.get("datePublished"), str):
                    yield node["datePublished"]
                pending.extend(node.values())
            elif isinstance(node, list):
                pending.extend(node)
