"""Which of a series an event is: "the third round", الجلسة الثانية, "la 12e édition". Two turns are two events."""

import re

from app.core.folding import fold
from app.core.model.claim import Claim
from app.core.model.language import Knowledge, LanguagePack
from app.core.remembering import BuiltOnce, once

TOKEN = re.compile(r"\w+\.?")
DIGITS = re.compile(r"(\d{1,3})(\w*\.?)")


def are_other_turns(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether both tell which of a series they are about, and it is not the same one."""
    ours = turns_of(left, knowledge)
    return bool(ours) and bool(theirs := turns_of(right, knowledge)) and not ours & theirs


def turns_of(claim: Claim, knowledge: Knowledge) -> frozenset[int]:
    """The places in a series that the quote tells right beside a noun of a series; ordinals of several words, of which
    the neighbour is but a part, do not count."""
    return _turns_in(claim, series_words_of(knowledge.pack(claim.language)))


@once
def _turns_in(claim: Claim, words: "SeriesWords") -> frozenset[int]:
    tokens = TOKEN.findall(fold(claim.quote))
    found = set()
    for position, token in enumerate(tokens):
        if words.is_series(token):
            for neighbour, beyond in ((position - 1, position - 2), (position + 1, position + 2)):
                if 0 <= neighbour < len(tokens):
                    part = 0 <= beyond < len(tokens) and words.is_number(tokens[beyond])
                    turn = None if part else words.turn(tokens[neighbour], behind=neighbour > position)
                    found |= set() if turn is None else {turn}
    return frozenset(found)


class SeriesWords:
    """The words of one language for this, folded."""

    def __init__(self, pack: LanguagePack) -> None:
        self._series = frozenset(map(fold, pack.claims.series))
        self._articles = tuple(map(fold, pack.claims.written_articles))
        self._suffixes = frozenset(map(fold, pack.numbers.ordinal_suffixes))
        self._ordinals = {fold(word): number for word, number in pack.numbers.ordinals.items()}
        self._cardinals = frozenset(map(fold, pack.numbers.values))

    def is_series(self, token: str) -> bool:
        """Whether it is a noun whose events come one after the other: "round"."""
        return any(form in self._series for form in self._forms(token))

    def is_number(self, token: str) -> bool:
        """Whether it may be a part of a number."""
        forms = self._forms(token)
        return any(form[:1].isdigit() or form in self._ordinals or form in self._cardinals for form in forms)

    def turn(self, token: str, *, behind: bool) -> int | None:
        """The place that an ordinal tells, or digits behind the noun: "round 3"."""
        digits = DIGITS.fullmatch(token)
        if digits is not None:
            written = bool(digits[2]) and digits[2] in self._suffixes
            return int(digits[1]) if written or (behind and digits[2] in ("", ".")) else None
        return next((self._ordinals[form] for form in self._forms(token) if form in self._ordinals), None)

    def _forms(self, token: str) -> list[str]:
        bare = token.rstrip(".")
        return [bare, *(bare.removeprefix(article) for article in self._articles if bare.startswith(article))]


series_words_of = BuiltOnce(SeriesWords)  # those of a pack
