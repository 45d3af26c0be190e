"""What is written on the first word of a statement and belongs to the sentence around it."""

from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import Word


def without_preposition(word: Word, lexicon: Lexicon) -> tuple[int, str] | None:
    """Up to where the preposition written on a noun runs, and the article that then stands whole again: للانسحاب is
    of الانسحاب."""
    articles = lexicon.words.written_articles
    if not articles or len(word.tags) < 2 or word.tags[0] != "ADP" or "NOUN" not in word.tags:
        return None
    joined = word.text.startswith(articles[1:])
    return word.start + 1 + joined, articles[0] if joined else ""


def joined(word: Word, lexicon: Lexicon) -> int:
    """How many letters of a word are a conjunction written on it."""
    joining = len(word.tags) > 1 and word.tags[0] in ("CCONJ", "PART")
    return int(joining and fold(word.text[:1]) in lexicon.subordinators)
