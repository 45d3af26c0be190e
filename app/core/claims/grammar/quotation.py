"""Which words of a sentence stand inside quotation marks, those opened in an earlier sentence included."""

from dataclasses import dataclass

from app.core.model.sentence import ParsedSentence

OPENING_MARKS = frozenset("“«„")
MARKS = OPENING_MARKS | frozenset('”»"')
LONGEST_QUOTATION = 8  # sentences; a mark that is never closed quotes no more than these


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """``positions``: the words inside quotation marks. ``begins``: whether the sentence begins inside them.
    ``open_for``: how many sentences the quotation that is still open at its end has run, 0 where none is."""

    positions: frozenset[int]
    begins: bool
    open_for: int


def find_quoted(sentence: ParsedSentence, open_for: int) -> Quoted:
    """The quoted words; ``open_for`` as the sentence before left it. Every mark turns the state over, for each is
    used on either side; only one that opens a further paragraph of a quotation does not."""
    words = sentence.words
    is_open = 0 < open_for <= LONGEST_QUOTATION
    starts_open = is_open or bool(words and words[0].text in MARKS)
    inside: set[int] = set()
    for position, word in enumerate(words):
        if word.text in MARKS:
            reopened = position == 0 and is_open and word.text in OPENING_MARKS
            is_open = is_open if reopened else not is_open
        elif is_open:
            inside.add(position)
    return Quoted(positions=frozenset(inside), begins=starts_open, open_for=open_for + 1 if is_open else 0)
