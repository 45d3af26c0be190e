"""Forms of the pages for administrators: what was typed, and what is wrong with it in the reader's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from pydantic import ValidationError

from app.core.errors import InvalidInput
from app.use_cases.drafts import InvalidFields, problems_of
from app.web.pages.forms import read_form

LONGEST_FORM = 50_000  # bytes; an address and names at their longest, every character of them escaped

# How the service's own words begin (patterns), and the key of the reader's. What begins otherwise is told in its own.
KNOWN_PROBLEMS = (
    ("is empty", "empty"),
    ("is missing", "empty"),
    ("String should have at most", "long"),
    ("Value should have at most", "long"),
    (r"has \d+ characters", "long"),
    ("is longer than", "long"),
    ("holds a line break", "lines"),
    ("holds a NUL", "lines"),
    ("is not a web address", "no_address"),
    ("holds a blank", "no_address"),
    ("holds a user name", "credentials"),
    ("leads to an address", "private"),
    ("give at least one of", "scopes"),
    ("'local' stands for", "local"),
    ("must be a time", "time"),
    ("must be a string", "time"),
    ("is not a day or time", "time"),
    ("is not a time", "interval"),
    ("is out of bounds", "interval"),
    ("is not an ISO 639-1", "language"),
    ("choose", "choose"),
    ("tick", "tick"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a field (empty: with the whole). ``key`` names the reader's words; ``detail`` is what the
    service says, where there are none."""

    field: str
    key: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was typed, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def value(self, name: str, default: str = "") -> str:
        """What a field shows."""
        return self.values.get(name, default)

    def ticked(self, name: str, default: bool = False) -> bool:
        """Whether a box is ticked; a box that is not sends nothing, so that the default is for a form not yet sent."""
        return name in self.values if self.values else default

    def problem(self, name: str) -> Problem | None:
        """What is wrong with that field."""
        return next((problem for problem in self.problems if problem.field == name), None)


NOTHING_TYPED = Form()


async def read_typed(request: Request) -> dict[str, str]:
    """The fields that are filled in; raises what ``read_form`` raises."""
    return await read_form(request, LONGEST_FORM)


def refused(typed: Mapping[str, str], error: InvalidInput | ValidationError) -> Form:
    """The form once more, with what the service says about it beside the fields."""
    if isinstance(error, ValidationError):
        found = problems_of(error)
    elif isinstance(error, InvalidFields):
        found = error.problems
    else:
        name, colon, text = str(error).partition(": ")
        found = ((name, text),) if colon and name.isidentifier() else (("", str(error)),)
    problems: dict[str, Problem] = {}
    for name, text in found:
        problems.setdefault(name.partition(".")[0], _told(name.partition(".")[0], text))
    return Form(values=typed, problems=tuple(problems.values()))


def _told(name: str, text: str) -> Problem:
    for beginning, key in KNOWN_PROBLEMS:
        if re.match(beginning, text):
            return Problem(field=name, key=key)
    return Problem(field=name, key="other", detail=text)
