"""Numbers in digits: groups of three or as in South Asia, decimals, in the digits and marks of every script."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.claims.quantities.tokens import LONGEST_NUMBER, Token

DECIMAL_MARKS = (".", ",", "٫", "،", "·")
_ALWAYS_GROUPS = ("٬", "'", "’")
_MARKS = (*DECIMAL_MARKS, *_ALWAYS_GROUPS)
_MOST_RUNS = 12  # a longer chain of digits and marks is a list


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsRead:
    """A number that ends before token ``end``; ``grouped`` is one with a mark inside."""

    end: int
    value: float
    grouped: bool


class DigitReader:
    """Knows which marks stand between groups of digits in a language."""

    def __init__(self, group_marks: Sequence[str]) -> None:
        self._group_marks = frozenset((*group_marks, *_ALWAYS_GROUPS))

    def read(self, tokens: Sequence[Token], position: int) -> DigitsRead | None:
        """The number whose first token stands at the position: digits, or a decimal mark before digits (".77")."""
        if position >= len(tokens):
            return None
        if tokens[position].digits is None:
            return self._read_bare_decimals(tokens, position)
        if _is_inside_list(tokens, position):
            return _plain(tokens, position)
        end = self._chain_end(tokens, position)
        runs = [token.text for token in tokens[position:end:2]]
        marks = [token.text for token in tokens[position + 1 : end : 2]]
        if not marks:
            return self._read_spaced_groups(tokens, position)
        written = self._written(runs, marks)
        if written is None or len(written) > LONGEST_NUMBER:
            return _plain(tokens, position)
        return DigitsRead(end=end, value=float(written), grouped=True)

    def _read_bare_decimals(self, tokens: Sequence[Token], position: int) -> DigitsRead | None:
        opens = tokens[position].text in DECIMAL_MARKS and is_glued_digits(tokens, position + 1)
        after_sign = tokens[position].glued and position > 0 and tokens[position - 1].text in "-+"
        if (
            not opens
            or (tokens[position].glued and not after_sign)
            or self._chain_end(tokens, position + 1) > position + 2
        ):
            return None
        return DigitsRead(end=position + 2, value=float(f"0.{_ascii(tokens[position + 1].text)}"), grouped=True)

    def _chain_end(self, tokens: Sequence[Token], position: int) -> int:
        end = position + 1
        while (
            end < len(tokens) and tokens[end].glued and tokens[end].text in _MARKS and is_glued_digits(tokens, end + 1)
        ):
            end += 2
            if end > position + 2 * _MOST_RUNS:
                break
        return end

    def _written(self, runs: list[str], marks: list[str]) -> str | None:
        """The number as Python writes it; None for a list of several numbers."""
        if len(marks) == 1:
            return self._with_one_mark(runs, marks[0])
        if len(set(marks)) == 1:
            return "".join(map(_ascii, runs)) if _are_groups(runs) else None
        before = set(marks[:-1])
        if len(before) != 1 or marks[-1] not in DECIMAL_MARKS or not _are_groups(runs[:-1]):
            return None
        return f"{''.join(map(_ascii, runs[:-1]))}.{_ascii(runs[-1])}"

    def _with_one_mark(self, runs: list[str], mark: str) -> str | None:
        whole, rest = map(_ascii, runs)
        grouping = len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0")
        if mark in self._group_marks and grouping:
            return whole + rest
        return f"{whole}.{rest}" if mark in DECIMAL_MARKS else None

    def _read_spaced_groups(self, tokens: Sequence[Token], position: int) -> DigitsRead | None:
        """ "118 000", "1 234 567,89": single spaces of any kind between groups of three."""
        end, whole = position + 1, _ascii(tokens[position].text)
        if len(whole) > LONGEST_NUMBER:
            return None
        if len(whole) <= 3 and not whole.startswith("0"):
            while _is_spaced_digits(tokens, end) and len(tokens[end].text) == 3 and len(whole) < LONGEST_NUMBER:
                whole += _ascii(tokens[end].text)
                end += 1
        if end == position + 1 or _is_spaced_digits(tokens, end):
            return _plain(tokens, position)  # "222 333 4444" is no number
        after = self._chain_end(tokens, end - 1)
        if after == end + 2 and tokens[end].text in DECIMAL_MARKS:
            return DigitsRead(end=after, value=float(f"{whole}.{_ascii(tokens[end + 1].text)}"), grouped=True)
        return DigitsRead(end=end, value=float(whole), grouped=True)


def is_glued_digits(tokens: Sequence[Token], position: int) -> bool:
    """Whether digits stand at the position with no gap before them."""
    return position < len(tokens) and tokens[position].glued and tokens[position].digits is not None


def _is_spaced_digits(tokens: Sequence[Token], position: int) -> bool:
    if position >= len(tokens) or tokens[position].digits is None:
        return False
    return tokens[position].start - tokens[position - 1].end == 1


def _is_inside_list(tokens: Sequence[Token], position: int) -> bool:
    """ "22,24,26": what follows the first mark of a list is a number of its own."""
    if position < 2 or not tokens[position].glued or not tokens[position - 1].glued:
        return False
    return tokens[position - 1].text in _MARKS and tokens[position - 2].digits is not None


def _are_groups(runs: Sequence[str]) -> bool:
    first, *rest = (len(run) for run in runs)
    by_thousands = first <= 3 and all(length == 3 for length in rest)
    pairwise = first <= 2 and len(rest) > 1 and rest[-1] == 3 and all(length == 2 for length in rest[:-1])
    return by_thousands or pairwise


def _plain(tokens: Sequence[Token], position: int) -> DigitsRead | None:
    digits = tokens[position].digits
    return DigitsRead(end=position + 1, value=float(digits), grouped=False) if digits is not None else None


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
