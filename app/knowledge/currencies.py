"""What every currency is called in a language, from the Unicode Common Locale Data Repository (CLDR)."""

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name

from app.core.folding import fold

_AMOUNTS = (1, 2, 3, 5, 11, 100, 1.5)  # between them they ask for every plural form of every language here
_SHORTEST_NAME = 3  # letters; shorter names and signs mean much else


@cache
def currency_names(language: str) -> Mapping[str, tuple[str, ...]]:
    """Names in every grammatical number, sign and code of each currency, by ISO 4217 code; unknown languages have none.

    A name or sign that two currencies share is left out: which one is meant, only the pack's own words can tell.
    """
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    named = {code: _written(locale, code) for code in map(str, locale.currencies)}
    users: dict[str, set[str]] = {}
    for code, names in named.items():
        for name in names:
            users.setdefault(name.casefold(), set()).add(code)
    return {code: tuple(n for n in names if len(users[n.casefold()]) == 1) for code, names in named.items()}


def _written(locale: Locale, code: str) -> list[str]:
    names = [code, locale.currencies[code]]
    names += [get_currency_name(code, count=amount, locale=locale) for amount in _AMOUNTS]
    sign = locale.currency_symbols.get(code, code)
    if not any(char.isalpha() for char in sign) or "$" in sign:
        names.append(sign)
    return [name for name in dict.fromkeys(names) if len(name) >= _SHORTEST_NAME or not name.isalpha()]


def with_all_currencies(own: Mapping[str, tuple[str, ...]], language: str) -> dict[str, tuple[str, ...]]:
    """The currencies of a pack and all others; the pack's own words keep their meaning."""
    taken = {fold(word) for words in own.values() for word in words}
    known = {
        code: tuple(name for name in names if fold(name) not in taken)
        for code, names in currency_names(language).items()
    }
    codes = [*own, *(code for code in known if code not in own)]
    return {code: (*own.get(code, ()), *known.get(code, ())) for code in codes}
