"""What the dependency tree says of numbers in four digits: whether they stand as a time or count a noun."""

from collections.abc import Mapping, Sequence

from app.core.claims.quantities.tokens import Token
from app.core.model.sentence import Word, WordSpan

_DIGITS = 4


def year_roles(tokens: Sequence[Token], words: Sequence[WordSpan | Word]) -> Mapping[int, bool]:
    """For tokens of four digits, True where one stands as a time of its own ("Er starb 2015"), False where it counts
    the noun behind it ("one of 2000 people"); nothing for words without a tree and for all other numbers."""
    roles: dict[int, bool] = {}
    for position, token in enumerate(tokens):
        word = words[token.word]
        if token.digits is None or len(token.text) != _DIGITS or not isinstance(word, Word) or word.text != token.text:
            continue
        relation = word.relation.partition(":")[0]
        head = words[word.head - 1] if word.head else None
        if relation == "nummod" and word.head > token.word + 1 and isinstance(head, Word) and "NOUN" in head.tags:
            roles[position] = False
        elif relation == "obl" and not _has_case(words, token.word):
            roles[position] = True
    return roles


def _has_case(words: Sequence[WordSpan | Word], position: int) -> bool:
    """Whether a preposition or a number hangs below the word: "mit 2015", "2015,5"."""
    below = (word for word in words if isinstance(word, Word) and word.head == position + 1)
    return any(word.relation.partition(":")[0] != "punct" for word in below)
