"""Whether two claims of one language use the same words: of other languages nothing can be told this way."""

from collections.abc import Iterable

from app.core.claims.words.lexicon import lexicon_of
from app.core.folding import fold
from app.core.model.claim import Claim
from app.core.model.language import Knowledge

SHORTEST_WORD = 4  # letters; shorter ones are mostly articles, particles and prepositions


def say_one_thing(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether who or what the claims tell of shares a word on both sides; True where one tells of nobody, or where the
    languages differ."""
    if left.language != right.language:
        return True
    ours, theirs = (content_words((p.name for p in claim.parties()), claim, knowledge) for claim in (left, right))
    return not ours or not theirs or bool(ours & theirs)


def share_of_words(left: Claim, right: Claim, knowledge: Knowledge, *, names: bool = True) -> float | None:
    """How many of the words of the shorter quote the other has too, 0 to 1; None where one has none to compare, or the
    languages differ. Without ``names`` those of who and where count on neither side."""
    one, other = (content_words([claim.quote], claim, knowledge) for claim in (left, right))
    if not names:
        called = frozenset().union(*(_words_of_names(claim, knowledge) for claim in (left, right)))
        one, other = one - called, other - called
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest and left.language == right.language else None


def _words_of_names(claim: Claim, knowledge: Knowledge) -> frozenset[str]:
    named = [party.name for party in claim.parties() if party.is_name]
    return content_words([*named, *(place.name for place in claim.places())], claim, knowledge)


def content_words(texts: Iterable[str], claim: Claim, knowledge: Knowledge) -> frozenset[str]:
    """The longer words, each led back to its shortest base form."""
    lexicon = lexicon_of(knowledge.pack(claim.language).claims)
    words = (word for text in texts for word in fold(text).split())
    bare = ("".join(letter for letter in word if letter.isalnum()) for word in words)
    return frozenset(min(lexicon.forms(word), key=len) for word in bare if len(word) >= SHORTEST_WORD)
