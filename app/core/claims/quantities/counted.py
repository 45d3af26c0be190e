"""What a number counts, found in the dependency tree."""

from collections.abc import Collection

from app.core.model.sentence import ParsedSentence, Word

_NAMING = frozenset({"NOUN", "PROPN", "SYM", "X"})
_STOPS = frozenset({"PUNCT", "CCONJ", "SCONJ", "AUX", "PRON"})
_REACH = 3  # words after the number among which a noun that the tree does not bind is looked for


def counted_by(
    sentence: ParsedSentence, first: int, last: int, *, unit_word: int | None, barred: Collection[int]
) -> str | None:
    """The counted noun as written, for a number on words ``first`` to ``last``; after a unit, what there is
    so much of."""
    words = sentence.words
    if unit_word is not None:
        return _below(sentence, range(unit_word, unit_word + 1), after=unit_word, barred=barred)
    for position in range(last, first - 1, -1):
        head = words[position].head - 1
        bound = words[position].base in ("nummod", "det", "amod")
        if bound and head >= 0 and head not in barred and not first <= head <= last and _names(words[head]):
            return words[head].text
    return _below(sentence, range(first, last + 1), after=last, barred=barred) or _following(words, last, barred)


def _below(sentence: ParsedSentence, heads: range, *, after: int, barred: Collection[int]) -> str | None:
    for head in heads:
        for child in sentence.children[head]:
            if child > after and child not in barred and _names_alone(sentence.words[child]):
                return _bare(sentence.words[child])
    return None


def _following(words: tuple[Word, ...], last: int, barred: Collection[int]) -> str | None:
    for position, word in enumerate(words[last + 1 : last + 1 + _REACH], start=last + 1):
        tags = set(word.tags)
        if position in barred:
            return None
        if _names_alone(word):
            return _bare(word)
        if tags & _STOPS:
            return None
        if "VERB" in tags:  # "12 killed"
            return word.text if word is words[last + 1] else None
    adjective = words[last + 1 : last + 2]
    return adjective[0].text if adjective and "ADJ" in adjective[0].tags else None


def _names(word: Word) -> bool:
    return bool(_NAMING & set(word.tags))


def _names_alone(word: Word) -> bool:
    """A noun without a preposition or conjunction written on it; an elided "of" ("d'obus") belongs to the number."""
    return _names(word) and (_is_elided(word) or not {"ADP", "CCONJ"} & set(word.tags))


def _is_elided(word: Word) -> bool:
    return "ADP" in word.tags and ("'" in word.text or "’" in word.text)


def _bare(word: Word) -> str:
    """The noun without an elided word before it."""
    return word.text.replace("’", "'").rsplit("'", 1)[-1] if _is_elided(word) else word.text
