"""Articles as clients write them, checked field by field: the one door for HTTP, command line and seeds."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from app.core.errors import InvalidInput

MOST_DAYS_AHEAD = 2  # clocks and time zones differ; a page from further ahead is a mistake
FIRST_NEWSPAPER = datetime(1605, 1, 1, tzinfo=UTC)  # the Relation of Strasbourg; before it, nothing was published
MOST_PROBLEMS = 20
LONGEST_NAME_SHOWN = 60
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)\Z", re.ASCII)


class InvalidFields(InvalidInput):
    """Fields that cannot be taken; ``problems`` has a (field, what is wrong) for each, and never the value itself."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in problems))
        self.problems = problems


def storable(text: str) -> str:
    """The text; ValueError where it holds what no database can keep."""
    found = _UNSTORABLE.search(text)
    if found is not None:
        what = "a NUL character" if found[0] == "\x00" else "a lone surrogate"
        raise ValueError(f"holds {what} at position {found.start()}; remove it")
    return text


def one_line(text: str) -> str:
    """The text without space around it; ValueError where it has a line break or is empty."""
    text = storable(text).strip()
    if not text:
        raise ValueError("is empty")
    if _CONTROL.search(text):
        raise ValueError("holds a line break or control character; write it in one line")
    return text


def parse_instant(value: object) -> object:
    """A time of RFC 3339, or a plain date, which stands for its first moment in UTC. Anything else is a ValueError."""
    if value is None or isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a string in RFC 3339, for instance 2020-06-03T18:30:00+02:00")
    if _DATE.match(value):
        return datetime.combine(_calendar(value, date.fromisoformat), time(), UTC)
    if not _RFC_3339.match(value):
        raise ValueError("must be a time in RFC 3339 with its offset, for instance 2020-06-03T18:30:00+02:00")
    instant = _calendar(value.upper(), datetime.fromisoformat)
    if abs(instant.utcoffset() or timedelta()) > timedelta(hours=15):
        raise ValueError("has an offset that no place on Earth has")
    return instant


def _calendar(value: str, read: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise ValueError("is not a day or time of the calendar") from error


def plausible_publication(instant: datetime | None) -> datetime | None:
    """The time; ValueError where nothing can have been published then."""
    if instant is not None and instant < FIRST_NEWSPAPER:
        raise ValueError("lies before the first newspaper")
    return instant


@cache
def language_codes() -> frozenset[str]:
    """Every ISO 639-1 code, after the Unicode CLDR."""
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


def known_language(code: str | None) -> str | None:
    """The code in lower case; ValueError for one that is not of ISO 639-1."""
    if code is None:
        return None
    if code.lower() not in language_codes():
        raise ValueError("is not an ISO 639-1 code; write two letters such as ar, en or fr, or leave it out")
    return code.lower()


def web_address(text: str | None) -> str | None:
    """The address; ValueError where it is not one of http or https."""
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError("is not a web address") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not a web address; write http://... or https://...")
    return text


Line = Annotated[str, AfterValidator(one_line)]
Language = Annotated[str | None, AfterValidator(known_language)]
Instant = Annotated[datetime | None, BeforeValidator(parse_instant)]


class Strict(BaseModel):
    """Takes no field that it does not know, and converts nothing."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ArticleDraft(Strict):
    """One article to be submitted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "outlet": "The Harbour Post",
                    "published_at": "2024-03-14T18:20:00+00:00",
                    "language": "en",
                    "title": "Minister in Port Lorne",
                    "text": "Transport minister Ada Venn arrived in Port Lorne on Wednesday evening.",
                }
            ]
        }
    )

    outlet: Annotated[Line, Field(max_length=200, description="Who published it.")]
    text: Annotated[str | None, Field(description="The text as published, clutter included. Claims point into it.")] = (
        None
    )
    html: Annotated[str | None, Field(description="The page's source, instead of text.")] = None
    url: Annotated[
        Annotated[Line, AfterValidator(web_address)] | None,
        Field(max_length=2000, description="Where it was published. Without text and html, its page is fetched."),
    ] = None
    title: Annotated[Line | None, Field(max_length=1000)] = None
    author: Annotated[Line | None, Field(max_length=500)] = None
    language: Annotated[Language, Field(description="ISO 639-1; detected where it is left out.")] = None
    published_at: Annotated[
        Instant,
        AfterValidator(plausible_publication),
        Field(description="RFC 3339 with the outlet's own offset. A plain date stands for its first moment in UTC."),
    ] = None

    @model_validator(mode="after")
    def has_one_body(self) -> "ArticleDraft":
        """Text or html, or else an address whose page is fetched."""
        if self.text is not None and self.html is not None:
            raise ValueError("give text or html, not both")
        if self.text is None and self.html is None and self.url is None:
            raise ValueError("give the article's text or html, or the url of its page")
        return self


def read_draft(fields: object) -> ArticleDraft:
    """The draft in a JSON object; raises InvalidFields, naming each field that cannot be taken."""
    if not isinstance(fields, Mapping):
        raise InvalidFields((("", "expected a JSON object with outlet and text, html or url"),))
    try:
        return ArticleDraft.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error


def problems_of(error: ValidationError) -> tuple[tuple[str, str], ...]:
    """What pydantic found, by field, without the values."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple((field_name(item["loc"]), plain_message(item["msg"])) for item in found[:MOST_PROBLEMS])


def field_name(location: tuple[int | str, ...]) -> str:
    """The field's path, shortened, printable in any encoding."""
    name = ".".join(str(part) for part in location if part not in ("query", "body", "path"))
    return name.encode("utf-8", "replace").decode()[:LONGEST_NAME_SHOWN]


def plain_message(message: str) -> str:
    """Pydantic's message as part of a sentence of ours."""
    text = message.removeprefix("Value error, ")
    return {"Extra inputs are not permitted": "there is no such field", "Field required": "is missing"}.get(text, text)
