"""Minimal edits of one statement: those that make it contradict what it said, and those that leave it as true."""

import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from training.pairs.vocabulary import Vocabulary, shared_ending

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"(?<![\w.,:/-])\d+(?:[.,]\d+)*(?![\w:/-])")
YEAR = re.compile(r"(?:19|20)\d\d")
PARENTHESIS = re.compile(r"\s*\([^()]{3,}\)")
LEAST_KEPT = 0.45  # of a statement, where a trailing clause is left out
MOST_KEPT = 0.92


@dataclass(frozen=True, slots=True)
class Name:
    """A name within a text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit made of a statement, and of which kind it is."""

    kind: str
    text: str


class Editor:
    """Edits statements of one language. ``names`` are those that may stand for others, by kind."""

    def __init__(self, vocabulary: Vocabulary, names: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._names = names

    def contradictions(self, text: str, names: Sequence[Name], others: str, chance: random.Random) -> list[Edit]:
        """One edit of each kind that can be made; ``others`` is what the other statements say.

        Digits are exchanged only where the other side tells the same ones, and nothing is put in that it tells.
        """
        makers: dict[str, Callable[[], str | None]] = {
            "number": lambda: self._with_other_digits(text, others, chance),
            "number word": lambda: self._with_other_value(text, ("number", "factor"), chance),
            "date": lambda: self._with_other_value(text, ("weekday", "month"), chance),
            "name": lambda: self._with_other_name(text, names, others, chance),
            "opposite": lambda: self._with_opposite(text, chance),
            "denial": lambda: _rewritten(text, self._vocabulary.denials, chance),
            "affirmation": lambda: _rewritten(text, self._vocabulary.affirmations, chance),
        }
        made = {kind: make() for kind, make in makers.items()}
        return [Edit(kind, edited) for kind, edited in made.items() if edited is not None and edited != text]

    def harmless(self, text: str, chance: random.Random) -> list[Edit]:
        """Edits after which the statement says the same, or less of the same."""
        made = {
            "shortened": _without_trailing_clause(text),
            "without parenthesis": PARENTHESIS.sub("", text),
            "about": self._with_about(text, chance),
            "unpunctuated": text.rstrip(" .!?؟"),
        }
        return [Edit(kind, edited) for kind, edited in made.items() if edited and edited != text]

    def _with_other_digits(self, text: str, others: str, chance: random.Random) -> str | None:
        told = {found[0] for found in NUMBER.finditer(others)}
        shared = [found for found in NUMBER.finditer(text) if found[0] in told]
        if not shared:
            return None
        found = chance.choice(shared)
        for _ in range(8):
            number = other_number(found[0], chance)
            if number not in told:
                return text[: found.start()] + number + text[found.end() :]
        return None

    def _with_other_value(self, text: str, scales: Sequence[str], chance: random.Random) -> str | None:
        places = [
            (found, self._vocabulary.scales[scale])
            for scale in scales
            for found in WORD.finditer(text)
            if found[0].lower() in self._vocabulary.scales[scale]
        ]
        if not places:
            return None
        found, scale_words = chance.choice(places)
        word = found[0].lower()
        candidates = [other for other, value in scale_words.items() if value != scale_words[word]]
        return _replaced(text, found.start(), found.end(), _nearest_form(word, candidates, chance))

    def _with_other_name(self, text: str, names: Sequence[Name], others: str, chance: random.Random) -> str | None:
        usable = [name for name in names if self._names.get(name.kind)]
        if not usable:
            return None
        name = chance.choice(usable)
        old = text[name.start : name.end]
        candidates = [new for new in self._names[name.kind] if new not in text and new not in others and new != old]
        if not candidates:
            return None
        return text[: name.start] + chance.choice(candidates) + text[name.end :]

    def _with_opposite(self, text: str, chance: random.Random) -> str | None:
        places = [found for found in WORD.finditer(text) if found[0].lower() in self._vocabulary.opposites]
        if not places:
            return None
        found = chance.choice(places)
        return _replaced(text, found.start(), found.end(), chance.choice(self._vocabulary.opposites[found[0].lower()]))

    def _with_about(self, text: str, chance: random.Random) -> str | None:
        places = [found for found in NUMBER.finditer(text) if len(found[0]) >= 2 and not YEAR.fullmatch(found[0])]
        if not places or self._vocabulary.about is None:
            return None
        place = chance.choice(places).start()
        return f"{text[:place]}{self._vocabulary.about} {text[place:]}"


def other_number(number: str, chance: random.Random) -> str:
    """Another number of the same form: of a year the last digit changed, else the first one or all that follow it."""
    digits = [place for place, character in enumerate(number) if character.isdigit()]
    place = digits[-1] if YEAR.fullmatch(number) or chance.random() < 0.3 else digits[0]
    lowest = 1 if place == digits[0] else 0
    choices = [str(digit) for digit in range(lowest, 10) if str(digit) != number[place]]
    if len(number) <= 2 and chance.random() < 0.3:
        return str(chance.choice([value for value in range(2, 60) if str(value) != number]))
    return number[:place] + chance.choice(choices) + number[place + 1 :]


def _nearest_form(word: str, candidates: Collection[str], chance: random.Random) -> str:
    """One of the candidates whose ending is most like the word's."""
    best = max(shared_ending(word, candidate) for candidate in candidates)
    return chance.choice(sorted(one for one in candidates if shared_ending(word, one) >= min(best, 1)))


def _replaced(text: str, start: int, end: int, new: str) -> str:
    """A capital at the beginning stays one."""
    shown = new[0].upper() + new[1:] if text[start].isupper() else new
    return text[:start] + shown + text[end:]


def _rewritten(text: str, patterns: Sequence[tuple[re.Pattern[str], str]], chance: random.Random) -> str | None:
    fitting = [(pattern, replacement) for pattern, replacement in patterns if pattern.search(text)]
    if not fitting:
        return None
    pattern, replacement = chance.choice(fitting)
    return pattern.sub(replacement, text, count=1)


def _without_trailing_clause(text: str) -> str | None:
    """Up to a comma, where a fair part is left on both sides of it."""
    commas = [found.start() for found in re.finditer(r"[,،;؛]\s|\s[–—]\s", text)]
    fitting = [place for place in commas if LEAST_KEPT * len(text) <= place <= MOST_KEPT * len(text)]
    return text[: fitting[0]].rstrip() + "." if fitting else None
