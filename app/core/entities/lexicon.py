"""The name words of a pack, made ready for looking up phrases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.core.entities.tokens import NameToken, trimmed
from app.core.folding import fold
from app.core.model.language import LanguagePack
from app.core.model.words import NameWords
from app.core.remembering import BuiltOnce

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Value]):
    """A phrase at tokens ``first`` to ``last`` (inclusive); ``cut`` code points of the first word stand before it."""

    first: int
    last: int
    cut: int
    value: Value


class Phrases(Generic[Value]):
    """Phrases of one or more words. An entry written with a capital is found only where the text has one too."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._entries: dict[tuple[str, ...], tuple[Value, bool, bool]] = {}
        self._longest: dict[str, int] = {}  # by the first word of a phrase
        for text, value in entries:
            words = text.split()
            key = tuple(fold(trimmed(word)).rstrip(".") for word in words)
            capital, shouted = words[0][:1].isupper(), text.isupper() and len(text) > 1
            known = self._entries.get(key)
            if known is None or (known[1] and not capital):
                self._entries[key] = (value, capital, shouted and text.isascii())
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(words))

    def match(self, tokens: Sequence[NameToken], at: int) -> Found[Value] | None:
        """The longest phrase that begins at a token; None past the end."""
        if at >= len(tokens):
            return None
        known = self._longest
        begun = [(form, first, known[first]) for form, first in tokens[at].shape.openings if first in known]
        if not begun:  # by far the most frequent case
            return None
        longest = max(most for _, _, most in begun)
        for length in range(min(longest, len(tokens) - at), 0, -1):
            rest = tuple(token.shape.going_on for token in tokens[at + 1 : at + length])
            for form, first, most in begun:
                entry = self._entries.get((first, *rest)) if most >= length else None
                if entry is not None and self._case_fits(tokens[at : at + length], entry):
                    return Found(first=at, last=at + length - 1, cut=form.cut, value=entry[0])
        return None

    @staticmethod
    def _case_fits(tokens: Sequence[NameToken], entry: tuple[Value, bool, bool]) -> bool:
        _, capital, shouted = entry
        if not tokens[0].cased:
            return True
        if shouted:
            return all(token.text.isupper() for token in tokens)
        return tokens[0].capital or not capital

    def __contains__(self, folded: object) -> bool:
        return (folded,) in self._entries


class NameLexicon:
    """All name words of one pack, folded."""

    def __init__(self, pack: LanguagePack) -> None:
        words = pack.names
        self.language = pack.code
        self.words: NameWords = words
        self.titles = Phrases((title, title) for title in words.titles)
        self.qualifiers = Phrases((word, word) for word in words.title_qualifiers)
        self.offices = Phrases(_by_entry(words.offices))
        self.portfolios = Phrases(_with_bare_forms(_by_entry(words.portfolios), words))
        self.portfolio_stems = [(fold(stem), key) for stem, key in _by_entry(words.portfolio_stems)]
        self.office_heads = _folded(
            entry for entries in words.offices.values() for entry in entries if " " not in entry
        )
        self.bodies = Phrases(_by_entry(words.bodies))
        self.body_heads = _folded(entry for entries in words.bodies.values() for entry in entries if " " not in entry)
        self.office_states = Phrases(_by_entry(words.office_states))
        self.organisations = Phrases(_by_entry(words.organisations))
        self.media = Phrases(_by_entry(words.media))
        self.demonyms = Phrases(_demonym_forms(words))
        self.organisation_heads = _with_articles(words.organisation_heads, words)
        self.medium_heads = _with_articles(words.medium_heads, words)
        self.naming_heads = self.medium_heads | _with_articles(words.naming_heads, words)
        self.place_heads = _with_articles(words.place_heads, words)
        self.place_prepositions = _folded(words.place_prepositions)
        self.place_words = self.place_heads | self.place_prepositions
        self.city_heads = _with_articles(pack.places.city_heads, words)
        self.region_heads = _with_articles(pack.places.region_heads, words)
        self.locating = _folded(pack.places.locating)
        self.connectors = _folded(words.connectors)
        self.middle_particles = _folded(words.middle_particles)
        self.organisation_connectors = _folded(words.organisation_connectors)
        self.articles = _folded(words.articles)
        self.given_names = _folded(words.given_names)
        self.not_names = _folded(words.not_names)
        self.no_place_words = self.not_names | self.place_words | self.connectors
        self.given_names_as_written = frozenset(words.given_names)
        heads = (*words.titles, *(entry for entries in words.offices.values() for entry in entries))
        self.role_words = (
            _folded(word for word in heads if " " not in word) | self.organisation_heads | self.place_heads
        )
        self.sure_words = self.given_names | self.role_words


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _with_articles(heads: Iterable[str], words: NameWords) -> frozenset[str]:
    joined = [article for article in words.articles if not article.isascii()]
    return _folded([*heads, *(article + head for article in joined for head in heads)])


def _by_entry(table: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(entry, key) for key, entries in table.items() for entry in entries]


def _with_bare_forms(entries: list[tuple[str, str]], words: NameWords) -> list[tuple[str, str]]:
    """The entries, and those with an article on the word without it, as a country after it takes it away: وزير دفاع
    مصر."""
    joined = [article for article in words.articles if not article.isascii()]
    bare = [(text[len(article) :], key) for text, key in entries for article in joined if text.startswith(article)]
    return [*entries, *((text, key) for text, key in bare if " " not in text)]


def _demonym_forms(words: NameWords) -> list[tuple[str, str]]:
    joined = ["", *(article for article in words.articles if not article.isascii())]
    endings = ("", *words.demonym_endings)
    return [
        (article + base + ending, country)
        for country, bases in words.demonyms.items()
        for base in bases
        for article in joined
        for ending in endings
    ]


name_lexicon = BuiltOnce(NameLexicon)  # the lexicon of a pack
