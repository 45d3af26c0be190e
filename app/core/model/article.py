"""An article as submitted, and what cleaning found in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of one outlet. ``text`` is exactly what was submitted (for HTML: what was extracted from it)."""

    id: str
    outlet: str
    text: str
    language: str  # ISO 639-1
    title: str | None = None
    published_at: datetime | None = None  # aware; its own offset is the article's local time
    url: str | None = None
    author: str | None = None


class PassageKind(StrEnum):
    """What a kept passage is."""

    HEADLINE = "headline"
    SUBHEADING = "subheading"
    BODY = "body"


class ClutterKind(StrEnum):
    """Why a passage was dropped."""

    MENU = "menu"
    SHARE_BAR = "share_bar"
    COMMENT_FORM = "comment_form"
    VISITOR_COMMENT = "visitor_comment"
    AUTHOR_BOX = "author_box"
    BYLINE = "byline"
    DATELINE = "dateline"
    COOKIE_NOTICE = "cookie_notice"
    RELATED = "related"
    CAPTION = "caption"
    TAGS = "tags"
    LEGAL = "legal"
    ADVERTISEMENT = "advertisement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A kept stretch of the article: ``text[start:end]``, whole lines without surrounding white space."""

    start: int
    end: int
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedPassage:
    """A stretch that is not the article's own prose."""

    start: int
    end: int
    kind: ClutterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """What of a text is the article, and what the text tells of itself."""

    passages: tuple[Passage, ...]
    dropped: tuple[DroppedPassage, ...]
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None  # naive local midnight where only the day is told
    outlet: str | None = None
