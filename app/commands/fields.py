"""Single values as people and programs write them; InvalidInput names the field that is wrong."""

from datetime import datetime

from app.core.errors import InvalidInput
from app.use_cases.drafts import known_language, parse_instant


def read_instant(field: str, value: object) -> datetime | None:
    """A time of RFC 3339."""
    try:
        instant = parse_instant(value)
    except ValueError as error:
        raise InvalidInput(f"{field}: {error}") from error
    return instant if isinstance(instant, datetime) else None


def read_language(field: str, value: object) -> str | None:
    """A code of ISO 639-1, in lower case."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInput(f"{field}: must be a string")
    try:
        return known_language(value)
    except ValueError as error:
        raise InvalidInput(f"{field}: {error}") from error
