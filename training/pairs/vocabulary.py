"""Words that may stand for one another in a statement, from the language packs and from the tables beside this file."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.lists import WordList
from app.core.model.language import Knowledge, LanguagePack

WORDS = Path(__file__).parent / "words"
MOST_COUNTED = 20  # number words up to it are exchanged for each other
SHORTEST_WORD = 3  # shorter ones mean too much else
LEAST_SHARED = 2  # letters that a form of the opposite must share with what it replaces, at both ends together


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be exchanged in one language.

    ``scales``: words of one kind (weekdays, months, numbers, factors), each with its value; a word may be exchanged
    for one of another value. ``opposites``: form -> forms that exclude it. ``denials``, ``affirmations``: patterns and
    what is put in their place. ``about``: a word for "about", put before a number.
    """

    scales: Mapping[str, Mapping[str, float]]
    opposites: Mapping[str, tuple[str, ...]]
    denials: Sequence[tuple[re.Pattern[str], str]]
    affirmations: Sequence[tuple[re.Pattern[str], str]]
    about: str | None


def load_vocabularies(knowledge: Knowledge, texts: Mapping[str, Iterable[str]]) -> dict[str, Vocabulary]:
    """One vocabulary a language of ``texts``, which tell the forms that event words take in print."""
    negating = tomllib.loads((WORDS / "negating.toml").read_text("utf-8"))
    opposites = tomllib.loads((WORDS / "opposites.toml").read_text("utf-8"))
    types = [(kind.name, kind.opposite) for kind in knowledge.event_types.values() if kind.opposite]
    return {
        language: Vocabulary(
            scales=_scales(knowledge.pack(language)),
            opposites=_opposites(
                opposites.get(language, []), _forms_of_types(knowledge.pack(language), types, words_of(given))
            ),
            denials=_patterns(negating["deny"].get(language, [])),
            affirmations=_patterns(negating["affirm"].get(language, [])),
            about=next(iter(knowledge.pack(language).numbers.about), None),
        )
        for language, given in texts.items()
    }


def words_of(texts: Iterable[str]) -> set[str]:
    """All words in lower case."""
    return {word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def shared_ending(one: str, other: str) -> int:
    """Letters that two words share at their ends."""
    return next(
        (length for length, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )


def shared_letters(one: str, other: str) -> int:
    """Letters that two words share at their fronts and at their ends."""
    return shared_ending(one[::-1], other[::-1]) + shared_ending(one, other)


def _scales(pack: LanguagePack) -> dict[str, dict[str, float]]:
    ambiguous = {word.lower() for word in pack.times.ambiguous} | {word.lower() for word in pack.numbers.not_counted}
    counted = {word: value for word, value in pack.numbers.values.items() if 2 <= value <= MOST_COUNTED}
    factors = {word: value for word, value in pack.numbers.scales.items() if value >= 100}
    return {
        name: {
            word.lower(): float(value)
            for word, value in words.items()
            if word.lower() not in ambiguous and len(word) >= SHORTEST_WORD and word.isalpha()
        }
        for name, words in (
            ("weekday", pack.times.weekdays),
            ("month", pack.times.months),
            ("number", counted),
            ("factor", factors),
        )
    }


def _forms_of_types(
    pack: LanguagePack, types: Sequence[tuple[str, str]], words: Collection[str]
) -> list[tuple[set[str], set[str]]]:
    """The printed forms of each event type and of its opposite; only of words that need nothing beside them."""
    lexicon = Lexicon(pack.claims)
    found = []
    for table in (pack.claims.triggers, pack.claims.noun_triggers):
        for pair in types:
            lists = [WordList(entry for entry in table.get(name, ()) if " " not in entry) for name in pair]
            one, other = ({word for word in words if _stands_for(lexicon, lists[side], word)} for side in (0, 1))
            found.append((one - other, other - one))
    return found


def _stands_for(lexicon: Lexicon, entries: WordList, word: str) -> bool:
    return len(word) >= SHORTEST_WORD and entries.rank(lexicon.forms(word), ()) is not None


def _opposites(
    pairs: Sequence[Sequence[str]], forms: Sequence[tuple[set[str], set[str]]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in forms:
        for word in one:
            closest = sorted(other, key=lambda candidate: (-shared_letters(word, candidate), candidate))[:3]
            near = tuple(candidate for candidate in closest if shared_letters(word, candidate) >= LEAST_SHARED)
            if near:
                found[word] = near
    for one_word, other_word in pairs:
        found[one_word.lower()] = (other_word,)
        found[other_word.lower()] = (one_word,)
    return found


def _patterns(entries: Sequence[Sequence[str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement in entries]
