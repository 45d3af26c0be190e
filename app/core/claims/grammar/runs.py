"""Runs of positions: the words that a quote or a phrase is made of, without what only stands near."""

from collections.abc import Sequence

from app.core.model.sentence import ParsedSentence

LONGEST_QUOTE = 30  # words; longer clauses carry asides that belong to no claim
COMMAS = (",", "،", ";", "؛")
MAX_GAP = 12  # words of an inserted clause that a quote may run over


def largest_run(positions: list[int], head: int) -> list[int]:
    """The positions around the head without a gap of more than MAX_GAP words: no stray word stretches a quote."""
    start = stop = positions.index(head)
    while start > 0 and positions[start] - positions[start - 1] <= MAX_GAP:
        start -= 1
    while stop + 1 < len(positions) and positions[stop + 1] - positions[stop] <= MAX_GAP:
        stop += 1
    return positions[start : stop + 1]


def cut_long(sentence: ParsedSentence, positions: list[int], head: int) -> list[int]:
    """A quote of more than LONGEST_QUOTE words ends at its last comma well behind the head, again and again."""
    while len(positions) > LONGEST_QUOTE:
        commas = [i for i, p in enumerate(positions) if p > head + 5 and sentence.words[p].text in COMMAS]
        if not commas or commas[-1] == len(positions) - 1 == 0:
            break
        positions = positions[: commas[-1]]
    return positions


def _opens_phrase(sentence: ParsedSentence, position: int, head: int) -> bool:
    """Whether the preposition of the phrase stands there: what is before it belongs to another phrase."""
    word = sentence.words[position]
    return position < head and word.relation == "case" and word.head == head + 1


def run_around(sentence: ParsedSentence, positions: Sequence[int], head: int) -> list[int]:
    """The unbroken run of positions around the head, from its preposition on."""
    run = [head]
    while run[0] - 1 in positions and not _opens_phrase(sentence, run[0], head):
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in positions:
        run.append(run[-1] + 1)
    return run
