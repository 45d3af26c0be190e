"""Turns a statement into the pieces that the pair head takes, the same way in training and at run time."""

from app.adapters.language_model.reader_input import PieceCutter

# Of a longer statement the beginning is read; news claims hardly ever are.
MOST_PIECES = 64


def cut_statement(cutter: PieceCutter, statement: str) -> tuple[int, ...]:
    """Piece ids with the begin and end marks, MOST_PIECES at most; never empty, whatever the text."""
    words = statement.split()
    ids = cutter.cut(words, [True] * len(words)).ids
    return ids if len(ids) <= MOST_PIECES else (*ids[: MOST_PIECES - 1], ids[-1])
