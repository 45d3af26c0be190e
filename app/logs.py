"""Lines of the log: text or JSON, with the ids of the request and the article, and never a word of an article.

What an error says may quote what was being read, and so may what other libraries log. So of an error only its kind
and where it happened is written, and of a line of another library only its template, without what it was about.
"""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import extract_tb

from app.telemetry import current_article, current_request

OURS = "crosscheck"
# They log every connection, or every step, at a level that we would show.
NOISY = ("uvicorn.error", "alembic", "sentence_transformers", "httpx")
MOST_FRAMES = 30
LONGEST_MESSAGE = 2_000


class TextLines(logging.Formatter):
    """``time level logger message key=value ...``, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for each step that an error took."""
        fields = "".join(f" {name}={value}" for name, value in fields_of(record).items() if value is not None)
        head = f"{moment(record)} {record.levelname} {record.name} {message_of(record)}{fields}"
        return "\n".join([head, *(f"  {step}" for step in steps_of(record))])


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """ASCII, so that no odd character can break a line."""
        line: dict[str, object] = {
            "time": moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        line.update((name, value) for name, value in fields_of(record).items() if value is not None)
        if steps := list(steps_of(record)):
            line["error"] = steps
        return json.dumps(line, default=str)


FORMATS = {"text": TextLines, "json": JsonLines}


def set_up_logging(level: str, form: str = "text") -> None:
    """Everything that is logged goes to standard error, in one of FORMATS."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[form]())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level.upper())
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def is_ours(record: logging.LogRecord) -> bool:
    """Whether this service wrote it."""
    return record.name == OURS or record.name.startswith(OURS + ".")


def moment(record: logging.LogRecord) -> str:
    """RFC 3339, UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def message_of(record: logging.LogRecord) -> str:
    """One line; of other libraries the template alone."""
    text = record.getMessage() if is_ours(record) else str(record.msg)
    return " ".join(text.split())[:LONGEST_MESSAGE]


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """What was given beside the message, and whose work it was."""
    given = getattr(record, "fields", {})
    return {**given, "request_id": current_request(), "article_id": current_article()}


def steps_of(record: logging.LogRecord) -> Iterator[str]:
    """The kinds of an error and of those behind it, and where each happened, the last step first."""
    error = record.exc_info[1] if record.exc_info else None
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame in list(reversed(extract_tb(error.__traceback__, limit=-MOST_FRAMES))):
            yield f"at {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or error.__context__
