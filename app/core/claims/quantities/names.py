"""Numbers that count nothing: years, ages, ordinals, scores, telephone numbers, and parts of names."""

from collections.abc import Sequence

from app.core.claims.quantities.numbers import NumberRead
from app.core.claims.quantities.phrases import word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.words import NumberWords, TimeWords

FIRST_YEAR, LAST_YEAR = 1900, 2099
_OLDEST = 115  # years of age
_LONGEST_COUNT = 7  # digits without marks between groups; longer ones are telephone numbers and ids
_BETWEEN_DIGITS = frozenset("+-/:.×*=–")
_NUMBER_SIGNS = frozenset("#№°§")
_PAUSES = frozenset(",،(（")
_CLOSES = frozenset(",،)）.")


class NumberNames:
    """Knows by the words around a number that it is no count."""

    def __init__(self, words: NumberWords, times: TimeWords) -> None:
        self._identifiers = word_table(words.identifiers)
        self._age_before = word_table((*words.age_before, *times.age_before))
        self._age_after = word_table((*words.age_after, *times.age_after))
        self._fraction_nouns = word_table(words.fraction_nouns)
        self._not_counted = frozenset(map(fold, words.not_counted))
        self._clitics = frozenset(fold(c) for c in (*times.clitics, *words.articles))
        self._articles = tuple(fold(a) for a in words.articles)
        self._longest_age_phrase = 4

    def skipped(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where to go on after digits that count nothing ("2-1", "5+5", "0800 123-456"); None for others."""
        end = position + 1
        if tokens[position].digits is None:
            return None
        if self._begins_phone_number(tokens, position):
            while end < len(tokens) and (tokens[end].digits is not None or tokens[end].text == "-"):
                end += 1
            return end
        while end + 1 < len(tokens) and tokens[end].glued and tokens[end + 1].glued:
            if tokens[end].text not in _BETWEEN_DIGITS or tokens[end + 1].digits is None:
                break
            end += 2
        marks = {token.text for token in tokens[position + 1 : end : 2]}
        if not marks or marks == {"."}:
            return None
        values = [token.digits or 0 for token in tokens[position:end:2]]
        if marks <= {"-", "–"} and len(values) == 2 and values[0] < values[1] and values[1] > 4:
            return None  # "10-15 people" is a range
        return end

    def _begins_phone_number(self, tokens: Sequence[Token], position: int) -> bool:
        token = tokens[position]
        plus = position > 0 and token.glued and tokens[position - 1].text == "+"
        if plus and not tokens[position - 1].glued:
            return True
        marked = position + 1 < len(tokens) and tokens[position + 1].glued and tokens[position + 1].text in ".,:٫"
        return token.text.startswith("0") and len(token.text) > 2 and not marked

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
        if self._is_age(tokens, first, end) or self._counts_parts(tokens, end):
            return True
        if has_unit:
            return False
        if self._is_identified(tokens, first) or self._is_enclosed_age(tokens, first, end, number):
            return True
        if not number.written_in_digits:
            return not ranged and self._is_no_number_word(sentence, tokens, first, end)
        if _looks_like_year(tokens[first], number) and not _counts_next(sentence, tokens[end - 1].word):
            return True
        return not ranged and (
            _is_id(tokens[first], number) or _is_label(sentence, tokens[first].word, tokens[end - 1].word)
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

    def _is_identified(self, tokens: Sequence[Token], first: int) -> bool:
        if first == 0 or tokens[first].digits is None:
            return False
        start = first - 1
        if tokens[start].text in (".", "°", ":") and start > 0:
            start -= 1
        return any(self._identifiers.end(tokens, start - back) == start + 1 for back in (0, 1) if start >= back)

    def _is_age(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        for length in range(1, self._longest_age_phrase + 1):
            if first >= length and self._age_before.end(tokens, first - length) == first:
                return True
        after = end + 1 if end < len(tokens) and tokens[end].text == "-" else end
        return self._age_after.end(tokens, after) is not None

    def _counts_parts(self, tokens: Sequence[Token], end: int) -> bool:
        """ "nine-tenths", "three quarters"."""
        after = end + 1 if end < len(tokens) and tokens[end].text == "-" else end
        return self._fraction_nouns.end(tokens, after) is not None

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
        inside = first > 0 and tokens[first].capital and tokens[first - 1].text not in ".«\"“'’:"
        return inside and end < len(tokens) and tokens[end].capital


def _looks_like_year(token: Token, number: NumberRead) -> bool:
    plain = number.written_in_digits and not number.grouped and not number.scaled and len(token.text) == 4
    return plain and number.whole is not None and FIRST_YEAR <= number.whole <= LAST_YEAR


def _counts_next(sentence: ParsedSentence, position: int) -> bool:
    """Whether the tree binds the number to a noun that follows it at once."""
    word = sentence.words[position]
    return word.relation.startswith("nummod") and position < word.head - 1 <= position + 2


def _is_id(token: Token, number: NumberRead) -> bool:
    if number.grouped or number.scaled:
        return False
    return (len(token.text) > 1 and token.text.startswith(("0", "٠", "۰"))) or len(token.text) > _LONGEST_COUNT


def _is_label(sentence: ParsedSentence, first: int, last: int) -> bool:
    """Digits right after the proper noun that they name more closely ("Boeing 737"), or that number a paragraph."""
    if first == 0:
        following = sentence.words[last + 1 : last + 2]
        return bool(following) and following[0].text in (".", ")", "-", "•") and len(sentence.words) > last + 2
    before, word = sentence.words[first - 1], sentence.words[first]
    if "PROPN" not in before.tags or word.head - 1 > last:
        return False
    following = sentence.words[last + 1 : last + 2]
    return not (following and {"NOUN", "ADJ"} & set(following[0].tags))
