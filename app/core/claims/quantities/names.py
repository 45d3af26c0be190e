"""Numbers that count nothing: years, ages, ordinals, scores, telephone numbers, and parts of names."""

from collections.abc import Sequence

from app.core.claims.quantities.numbers import NumberRead
from app.core.claims.quantities.phrases import word_table
from app.core.claims.quantities.shapes import (
    counts_next,
    is_id,
    is_label,
    is_short_year,
    looks_like_year,
    skipped_digits,
)
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.words import NumberWords, TimeWords

_OLDEST = 115  # years of age
_NUMBER_SIGNS = frozenset("#№°§")
_PAUSES = frozenset(",،(（")
_CLOSES = frozenset(",،)）.")
_COMMAS = (",", "،")
_LONGEST_AGE_PHRASE = 4  # words
_LONGEST_IDENTIFIER = 3  # words
_LONGEST_LIST = 8  # numbers
_STREET_NAME = 2  # capitalised words between the number of a house and the word for its street


class NumberNames:
    """Knows by the words around a number that it is no count."""

    def __init__(self, words: NumberWords, times: TimeWords) -> None:
        self._identifiers = word_table(words.identifiers)
        self._identifiers_after = word_table(w for w in words.identifiers_after if not w[:1].isupper())
        self._streets = word_table(w for w in words.identifiers_after if w[:1].isupper())
        self._not_numbers = word_table(words.not_numbers)
        self._listing = frozenset(map(fold, (*words.joiners, *words.joining_clitics, *words.range_and, *_COMMAS)))
        self._age_before = word_table((*words.age_before, *times.age_before))
        self._age_after = word_table((*words.age_after, *times.age_after))
        self._not_counted = frozenset(map(fold, words.not_counted))
        self._clitics = frozenset(fold(c) for c in (*times.clitics, *words.articles))
        self._articles = tuple(fold(a) for a in words.articles)
        self._written_articles = words.articles
        self._solar_years = bool(times.solar_months)

    def skipped(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where to go on after what counts nothing ("2-1", "0800 123-456", "no one", "Group of 77")."""
        phrase = self._not_numbers.end(tokens, position)
        return skipped_digits(tokens, position) if phrase is None and tokens[position].digits is not None else phrase

    def list_goes_on(self, tokens: Sequence[Token], end: int) -> int | None:
        """Where the next number of a list may begin, after one that ends before ``end``."""
        return end + 1 if end + 1 < len(tokens) and tokens[end].folded in self._listing else None

    def refuses(
        self,
        sentence: ParsedSentence,
        tokens: Sequence[Token],
        first: int,
        end: int,
        *,
        number: NumberRead,
        ranged: bool,
        has_unit: bool,
    ) -> bool:
        """Whether the number on tokens ``first`` to ``end`` counts nothing."""
        if self._is_part_of_word(tokens, first, end, has_unit=has_unit):
            return True
        if self._is_age(tokens, first, end):
            return True
        if has_unit:
            return False
        if self._is_identified(tokens, first, end) or self._is_enclosed_age(tokens, first, end, number):
            return True
        if not number.written_in_digits:
            return not ranged and self._is_no_number_word(sentence, tokens, first, end)
        year = looks_like_year(tokens[first], number, solar=self._solar_years)
        if (year and not counts_next(sentence, tokens[end - 1].word)) or is_short_year(tokens, first):
            return True
        return not ranged and (
            is_id(tokens[first], number)
            or is_label(sentence, tokens[first].word, tokens[end - 1].word, self._written_articles)
        )

    def _is_part_of_word(self, tokens: Sequence[Token], first: int, end: int, *, has_unit: bool) -> bool:
        """ "F-35", "COVID-19", "G7", "5G"."""
        if tokens[first].glued and first > 0:
            before = tokens[first - 1]
            if before.text in _NUMBER_SIGNS or before.text == "+":
                return True
            if before.text.isalpha() and before.folded not in self._clitics and tokens[first].digits is not None:
                return True
            if before.text in "-–_" and first > 1 and before.glued and tokens[first - 2].text.isalpha():
                return tokens[first].digits is not None
        if first > 0 and tokens[first - 1].text in _NUMBER_SIGNS:
            return True
        if first > 1 and tokens[first].glued and tokens[first - 1].text in "-–":  # "إف -35"
            return tokens[first].digits is not None
        glued_letters = end < len(tokens) and tokens[end].glued and tokens[end].text.isalpha()
        return glued_letters and not has_unit and tokens[end - 1].digits is not None

    def _is_identified(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        """ "Article 5", "الدورة الـ24", "142 numaralı", "14 Orchard Street"; "pages 5, 6 and 7"."""
        if tokens[first].digits is None:
            return False
        return self._is_named_after(tokens, end) or self._is_named_before(tokens, self._list_start(tokens, first))

    def _is_named_before(self, tokens: Sequence[Token], first: int) -> bool:
        start = first - 1
        if start > 0 and tokens[first].glued and tokens[start].folded in self._articles:
            start -= 1
        if start > 0 and tokens[start].text in (".", "°", ":", "(", "«"):
            start -= 1
        for last in range(start, max(start - _STREET_NAME, 0) - 1, -1):
            starts = range(max(last - _LONGEST_IDENTIFIER + 1, 0), last + 1)
            if any(self._identifiers.end(tokens, at) == last + 1 for at in starts):
                return True
            if not tokens[last].capital and tokens[last].text != ",":
                break
        return False

    def _is_named_after(self, tokens: Sequence[Token], end: int) -> bool:
        if self._identifiers_after.end(tokens, end) is not None:
            return True
        for start in range(end, min(end + _STREET_NAME + 1, len(tokens))):
            if not tokens[start].capital:
                return False
            if start > end and self._streets.end(tokens, start) is not None:
                return True
        return False

    def _list_start(self, tokens: Sequence[Token], first: int) -> int:
        """The first number of a list in digits; its kind is told once, before it."""
        for _ in range(_LONGEST_LIST):
            if first < 2 or tokens[first - 2].digits is None or tokens[first - 1].folded not in self._listing:
                break
            first -= 2
        return first

    def _is_age(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        start = self._list_start(tokens, first)
        for length in range(1, min(_LONGEST_AGE_PHRASE, start) + 1):
            if self._age_before.end(tokens, start - length) == start:
                return True
        after = end + 1 if end < len(tokens) and tokens[end].text == "-" else end
        return self._age_after.end(tokens, after) is not None

    def _is_enclosed_age(self, tokens: Sequence[Token], first: int, end: int, number: NumberRead) -> bool:
        """ "Tolliver, 41, said"."""
        if number.whole is None or not 0 < number.whole <= _OLDEST or not number.written_in_digits:
            return False
        if first == 0 or tokens[first - 1].text not in _PAUSES:
            return False
        return end >= len(tokens) or tokens[end].text in _CLOSES

    def _is_no_number_word(self, sentence: ParsedSentence, tokens: Sequence[Token], first: int, end: int) -> bool:
        """Articles, and capitalised words inside a name ("Six Nations")."""
        if end == first + 1 and any(form in self._not_counted for form, _ in tokens[first].forms):
            return True
        bare = tokens[first].folded
        if end == first + 1 and any(bare.removeprefix(a) in self._not_counted for a in self._articles):
            return True
        following = sentence.words[tokens[end - 1].word + 1 : tokens[end - 1].word + 2]
        if tokens[first].capital and following and following[0].tag == "PROPN":
            return True
        alone = not (following and "NOUN" in following[0].tags)
        if alone and first > 1 and tokens[first].capital and tokens[first - 1].capital:
            return True  # "The Magnificent Seven was shown"
        inside = first > 0 and tokens[first].capital and tokens[first - 1].text not in ".«\"“'’:"
        return inside and end < len(tokens) and tokens[end].capital
