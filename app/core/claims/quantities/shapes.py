"""Digits whose shape or place in the tree says that they count nothing: scores, telephone numbers, ids, labels."""

from collections.abc import Sequence

from app.core.claims.quantities.numbers import NumberRead
from app.core.claims.quantities.tokens import Token
from app.core.model.sentence import ParsedSentence

FIRST_YEAR, LAST_YEAR = 1900, 2099
_SOLAR_YEARS = (1300, 1450)  # of the calendar that counts by the sun from the Hijra
_LONGEST_COUNT = 7  # digits without marks between groups; longer ones are telephone numbers and ids
_BETWEEN_DIGITS = frozenset("+-/:.×*=–")
_FEWEST_RUNS = 3  # runs of digits with single spaces or hyphens between them that make a telephone number
_LONGEST_GROUP = 3  # digits between spaces in a large number
_LONGEST_GROUPED = 21  # tokens of a number in groups of three with their points; a longer chain is no number
_NAMING = frozenset({"NOUN", "PROPN", "X"})


def skipped_digits(tokens: Sequence[Token], position: int) -> int | None:
    """Where to go on after digits that count nothing ("2-1", "5+5", "0800 123-456"); None for others."""
    end = position + 1
    if _begins_phone_number(tokens, position):
        while end < len(tokens) and (tokens[end].digits is not None or tokens[end].text == "-"):
            end += 1
        return end
    runs_end = _digit_runs_end(tokens, position)
    if runs_end is not None:
        return runs_end
    while end + 1 < len(tokens) and tokens[end].glued and tokens[end + 1].glued:
        if tokens[end].text not in _BETWEEN_DIGITS or tokens[end + 1].digits is None:
            break
        end += 2
    marks = {token.text for token in tokens[position + 1 : end : 2]}
    if not marks or (marks == {"."} and end - position <= _LONGEST_GROUPED):
        return None
    values = [token.digits or 0 for token in tokens[position:end:2]]
    if marks <= {"-", "–"} and len(values) == 2 and values[0] < values[1] and values[1] > 4:
        return None  # "10-15 people" is a range
    return end


def _begins_phone_number(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    plus = position > 0 and token.glued and tokens[position - 1].text == "+"
    if plus and not tokens[position - 1].glued:
        return True
    marked = position + 1 < len(tokens) and tokens[position + 1].glued and tokens[position + 1].text in ".,:٫"
    return token.text.startswith("0") and len(token.text) > 2 and not marked


def _digit_runs_end(tokens: Sequence[Token], position: int) -> int | None:
    """ "01 44 55 66 77", "555-0143-21", "(212) 555 0199": runs that are no groups of three; None for other digits."""
    end, runs, by_threes = position + 1, 1, True
    if position > 0 and tokens[position - 1].text == "(" and end < len(tokens) and tokens[end].text == ")":
        end, by_threes = end + 1, False
    while end < len(tokens):
        hyphen = tokens[end].glued and tokens[end].text == "-"
        at = end + 1 if hyphen else end
        if at >= len(tokens) or tokens[at].digits is None or tokens[at].start - tokens[at - 1].end != (not hyphen):
            break
        by_threes = by_threes and not hyphen and len(tokens[at].text) == _LONGEST_GROUP
        end, runs = at + 1, runs + 1
    return end if runs >= _FEWEST_RUNS and not by_threes else None


def looks_like_year(token: Token, number: NumberRead, *, solar: bool) -> bool:
    """Four plain digits in the range of the years that news tell of."""
    plain = number.written_in_digits and not number.grouped and not number.scaled and len(token.text) == 4
    if not plain or number.whole is None:
        return False
    return FIRST_YEAR <= number.whole <= LAST_YEAR or (solar and _SOLAR_YEARS[0] <= number.whole <= _SOLAR_YEARS[1])


def is_short_year(tokens: Sequence[Token], first: int) -> bool:
    """ "the summer of '68"."""
    if first == 0 or len(tokens[first].text) != 2 or not tokens[first].glued:
        return False
    return tokens[first - 1].text in "'’‘" and not tokens[first - 1].glued


def counts_next(sentence: ParsedSentence, position: int) -> bool:
    """Whether the tree binds the number to a noun that follows it at once."""
    word = sentence.words[position]
    return word.relation.startswith("nummod") and position < word.head - 1 <= position + 2


def is_id(token: Token, number: NumberRead) -> bool:
    """Digits with a zero before them, or more than a count has without marks between its groups."""
    if number.grouped or number.scaled:
        return False
    return (len(token.text) > 1 and token.text.startswith(("0", "٠", "۰"))) or len(token.text) > _LONGEST_COUNT


def is_label(sentence: ParsedSentence, first: int, last: int, articles: Sequence[str]) -> bool:
    """Digits right after the noun that they name more closely ("Boeing 737", "Radio 4"), or that number a paragraph.

    A noun with a written article is not what is counted: "آيفون 15 الجديد".
    """
    if first == 0:
        following = sentence.words[last + 1 : last + 2]
        return bool(following) and following[0].text in (".", ")", "-", "•") and len(sentence.words) > last + 2
    before, word = sentence.words[first - 1], sentence.words[first]
    if word.head == first and before.text[:1].isupper() and _NAMING & set(before.tags):
        return True
    if not {"PROPN", "X"} & set(before.tags) or word.head - 1 > last:
        return False
    following = sentence.words[last + 1 : last + 2]
    if not following or not {"NOUN", "ADJ"} & set(following[0].tags):
        return True
    return bool(articles) and following[0].text.startswith(tuple(articles))
