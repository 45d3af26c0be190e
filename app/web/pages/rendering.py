"""The pages' templates, and what each of them may call."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.pages.details import label_language
from app.web.pages.marks import isolate_names
from app.web.pages.showing import (
    direction_of,
    language_name,
    link_to,
    plain_name,
    plain_text,
    safe_link,
    show_instant,
    show_interval,
    show_number,
    show_passed,
    show_share,
    show_time,
)
from app.web.pages.statics import static
from app.web.pages.wording import LANGUAGES, Wording, wording

FOLDER = Path(__file__).parent
# What the head of every page leads to: address, the key of its words, the scope that it needs.
MENU = (
    ("/", "page.home", "read"),
    ("/add", "adding.menu", "write"),
    ("/check", "checking.menu", "read"),
    ("/admin", "admin.menu", "admin"),
)


@cache
def templates() -> Environment:
    """Everything is escaped, and a misspelt name is an error instead of nothing."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(name=plain_name, text=plain_text)
    environment.globals.update(
        direction=direction_of,
        label_language=label_language,
        safe_link=safe_link,
        isolate_names=isolate_names,
        static=static,
    )
    return environment


def side_letter(number: int, letters: str) -> str:
    """The letter of a side of a conflict, counted from 0; numbers where the letters end."""
    return letters[number] if number < len(letters) else str(number + 1)


def render(
    template: str, *, language: str, asked: str | None, path: str, kept: Mapping[str, str], **values: Any
) -> str:
    """A page in ``language``. ``asked`` is the language named in the address, which all links keep; ``path`` and
    ``kept`` (its parameters) are the address, for the same page in another language."""
    words = wording(language)
    return (
        templates()
        .get_template(template)
        .render(
            words=words,
            menu=MENU,
            path=path,
            languages=[wording(code) for code in LANGUAGES],
            link=_links(asked),
            asked=asked,
            here=lambda code: link_to(quote(path, safe="/"), **{**kept, "lang": code}),
            side_letter=lambda number: side_letter(number, words["conflict.letters"]),
            instant=lambda moment: show_instant(moment, language),
            interval=lambda time: show_interval(time.earliest, time.latest, language),
            meaning=lambda slot, value, label: _meaning(slot, value, label, words),
            language_name=lambda code: language_name(code, language),
            percent=show_share,
            passed=lambda time, days: show_passed(time, language, days=days),
            **values,
        )
    )


def _links(asked: str | None) -> Callable[..., str]:
    def link(path: str, record: str | None = None, /, **parameters: str | None) -> str:
        return link_to(path, record, **{"lang": asked, **parameters})

    return link


def _meaning(slot: str, value: str, label: str, words: Wording) -> str | None:
    """What a value of a slot, or of a conflict of that kind, means, where its label alone does not tell it."""
    match slot:
        case "date" | "time":
            day, _, part = value.partition(" ")
            shown = show_time(day, words.code)
            return f"{shown}{words['page.list_joiner']}{words.of('values', part)}" if shown and part else shown
        case "quantity":
            shown = show_number(value, words.code)
            return None if shown in ("", label) else shown
        case "denial":
            return words.of("values", value)
        case "status":
            state, _, side = value.partition(", ")
            told = words.of("statuses", state)
            return f"{told}{words['page.list_joiner']}{words.of('results', side)}" if side else told
        case "outcome":
            told = words.of("results", value.replace(": ", "_"))
            return None if told == value.replace(": ", "_") else told
        case "place" if "/" not in value and value != label:  # not the key of a place list
            return value
        case _:
            return None
