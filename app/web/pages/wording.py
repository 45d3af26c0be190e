"""What the pages say, in the languages of the screen: gettext catalogues, ``wording/<language>/*.po``.

A message's id is a key such as "story.title", so that its English can be mended without touching the other languages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent / "wording"
LANGUAGES = ("en", "ar", "fr")  # the first is the one for everybody else
ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # what is filled in may run the other way
_PREFERENCE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All words of one language."""

    code: str  # ISO 639-1
    name: str  # of the language, in itself
    direction: str  # ltr or rtl
    keys: frozenset[str]
    translations: GNUTranslations

    def __getitem__(self, key: str) -> str:
        """The words of a key such as "story.title"; KeyError where there are none."""
        if key not in self.keys:
            raise KeyError(key)
        return self.translations.gettext(key)

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def say(self, key: str, **values: str) -> str:
        """The words of a key with its places filled in, each apart from the direction of what stands around it."""
        return self[key].format(**_isolated(values))

    def count(self, key: str, number: int, **values: str) -> str:
        """The words for so many, in the plural form that the language has for them; ``{count}`` is the number."""
        if key not in self.keys:
            raise KeyError(key)
        shown = format_decimal(number, locale=self.code)
        return self.translations.ngettext(key, key, number).format(count=shown, **_isolated(values))

    def of(self, section: str, value: str) -> str:
        """The words for one of our own values; the value itself where a newer one has none yet."""
        key = f"{section}.{value}"
        return self.translations.gettext(key) if key in self.keys else value


def _isolated(values: Mapping[str, str]) -> dict[str, str]:
    return {place: f"{ISOLATE}{value}{END_ISOLATE}" for place, value in values.items()}


@cache
def wording(language: str) -> Wording:
    """The words of one of ``LANGUAGES``."""
    whole = Catalog(locale=language)
    for message in read_messages(language):
        if message.id in whole:
            raise ValueError(f"{message.id} stands twice among the words of {language}")
        whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    locale = Locale.parse(language)
    return Wording(
        code=language,
        name=locale.languages[language].capitalize(),
        direction=locale.text_direction,
        keys=frozenset(key_of(message) for message in whole if message.id),
        translations=GNUTranslations(compiled),
    )


def read_messages(language: str) -> Iterator[Message]:
    """All messages of a language, file by file."""
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            yield from (message for message in read_po(file, locale=language, abort_invalid=True) if message.id)


def key_of(message: Message) -> str:
    """The key of a message, be it one with plural forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


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
