"""Hand-made dependency trees for tests of the rules, so that they need no model."""

from dataclasses import replace

from app.core.model.sentence import ParsedSentence, Word


def tree(text: str, rows: str, *, language: str, after: int = 0) -> ParsedSentence:
    """A parsed sentence over ``text``; ``rows`` holds one ``form tag head relation`` a line, forms found in order
    from the offset ``after`` on."""
    words: list[Word] = []
    position = after
    for row in rows.strip().splitlines():
        form, tag, head, relation = row.split()
        start = text.index(form, position)
        position = start + len(form)
        words.append(Word(text=form, start=start, end=position, tag=tag, head=int(head), relation=relation))
    return ParsedSentence(start=words[0].start, end=words[-1].end, language=language, words=tuple(words))


def article_of(*sentences: tuple[str, str], language: str) -> tuple[str, list[ParsedSentence]]:
    """The text of several sentences, each with its rows, and their trees; offsets count in the whole text."""
    text = " ".join(sentence for sentence, _ in sentences)
    parsed: list[ParsedSentence] = []
    start = 0
    for sentence, rows in sentences:
        own = tree(sentence, rows, language=language)
        words = tuple(replace(word, start=word.start + start, end=word.end + start) for word in own.words)
        parsed.append(ParsedSentence(start=words[0].start, end=words[-1].end, language=language, words=words))
        start += len(sentence) + 1
    return text, parsed
