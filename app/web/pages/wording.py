"""What the pages say, in the languages of the screen: ``wording/<language>.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wording"
LANGUAGES = ("en", "ar", "fr")  # the first is the one for everybody else
_PREFERENCE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All words of one language. ``sections`` are the tables of its file."""

    code: str  # ISO 639-1
    name: str  # of the language, in itself
    direction: str  # ltr or rtl
    sections: Mapping[str, Mapping[str, str]]

    def __getitem__(self, key: str) -> str:
        """The words of a key such as "story.title"; KeyError where there are none."""
        section, _, word = key.partition(".")
        return self.sections[section][word]

    def say(self, key: str, **values: str) -> str:
        """The words of a key with its places filled in."""
        return self[key].format(**values)

    def of(self, section: str, value: str) -> str:
        """The words for one of our own values; the value itself where a newer one has none yet."""
        return self.sections[section].get(value, value)


@cache
def wording(language: str) -> Wording:
    """The words of one of ``LANGUAGES``."""
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    sections = {name: section for name, section in table.items() if isinstance(section, dict)}
    return Wording(code=language, name=table["name"], direction=table["direction"], sections=sections)


def choose_language(asked: str | None, accepted: str | None) -> str:
    """The language asked for where it is one of ours, else the best of an Accept-Language header (RFC 9110, 12.5.4)."""
    if asked in LANGUAGES:
        return asked
    weights = dict(reversed(list(_preferences(accepted or ""))))  # of repeats the first counts
    return max(LANGUAGES, key=lambda language: (weights.get(language, 0.0), -LANGUAGES.index(language)))


def _preferences(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header[:1_000].split(","):
        match = _PREFERENCE.fullmatch(part)
        if match is not None:
            found.append((match[1].lower(), float(match[2] or 1)))
    return found
