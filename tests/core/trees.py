"""Hand-made dependency trees for tests of the rules, so that they need no model."""

from app.core.model.sentence import ParsedSentence, Word


def tree(text: str, rows: str, *, language: str) -> ParsedSentence:
    """A parsed sentence over ``text``; ``rows`` holds one ``form tag head relation`` a line, forms found in order."""
    words: list[Word] = []
    position = 0
    for row in rows.strip().splitlines():
        form, tag, head, relation = row.split()
        start = text.index(form, position)
        position = start + len(form)
        words.append(Word(text=form, start=start, end=position, tag=tag, head=int(head), relation=relation))
    return ParsedSentence(start=words[0].start, end=words[-1].end, language=language, words=tuple(words))
