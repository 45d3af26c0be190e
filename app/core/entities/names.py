"""Names compared across spellings and scripts.

Words are compared by their sounds (``sounds.py``) and laid beside each other in order; the shorter name must
be found in the
longer one. A verdict is about the spelling only: two men of one name are told apart by what else is said of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from app.core.entities.name_words import NameWord, name_words
from app.core.entities.sounds import is_arabic, sound_similarity
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.language import LanguagePack

SAME_WORD = 0.85  # similarity of two spellings of one name word, see benchmarks/names.py
SAME_ACROSS_SCRIPTS = 0.82  # ... where only one of them writes short vowels
SAME_LONG_WORD = 0.8  # ... where four or more consonants agree by class: Mehmet, Mohammed
LONG_WORD = 4
SAME_JOINED = 0.93  # the whole names without their word breaks
SURNAME_ONLY = 0.7
GIVEN_NAME_ONLY = 0.6
PART_OF_NAME = 0.93  # each name word of the shorter is found, the first one among them
LATER_PART = 0.75  # ... but not the first: "Tayyip Erdogan" of "Recep Tayyip Erdogan"
OTHER_ORDER = 0.95
_ATTACHED_ARTICLES = ("al", "el", "Al")
_ARTICLE_COST = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """Whether two names may be one person's; ``score`` from 0 to 1, lower where a single word decides."""

    same: bool
    score: float


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """A script-free key, equal for most spellings of one name: its words' consonant classes, sorted, joined by
    a space."""
    words = [word.skeleton for word in name_words(name) if not word.light]
    words = words or [word.skeleton for word in name_words(name)]
    return " ".join(sorted(word for word in words if word)) or fold(name)


def entity_key(name: str) -> str:
    """The key under which a party's or organisation's name is compared."""
    return name_key(name)


@lru_cache(maxsize=131_072)
def word_similarity(left: str, right: str) -> float:
    """Similarity of two name words' sounds; an article written on one of them counts little."""
    best = sound_similarity(left, right)
    if best >= 1.0 - _ARTICLE_COST:
        return best
    for one, other in ((left, right), (right, left)):
        if one[:2] in _ATTACHED_ARTICLES and len(one) > 4 and one[:2].casefold() != other[:2].casefold():
            best = max(best, sound_similarity(one[2:], other) - _ARTICLE_COST)
    return best


def _matches(left: NameWord, right: NameWord) -> float:
    """Similarity of two words where they may be one, else 0."""
    if left.initial or right.initial:
        return 0.9 if left.skeleton[:1] == right.skeleton[:1] else 0.0
    similarity = word_similarity(left.sounds, right.sounds)
    return similarity if similarity >= _threshold(left, right) else 0.0


def _threshold(left: NameWord, right: NameWord) -> float:
    both_arabic = is_arabic(left.sounds) and is_arabic(right.sounds)
    if is_arabic(left.sounds) != is_arabic(right.sounds):
        return SAME_ACROSS_SCRIPTS
    if both_arabic or left.skeleton != right.skeleton or len(left.skeleton) < LONG_WORD:
        return SAME_WORD
    return SAME_LONG_WORD


def compare_names(left: str, right: str) -> NameComparison:
    """Whether two names (titles apart) may be spellings of one; light particles may be left out on either side."""
    if fold(left) == fold(right):
        return NameComparison(same=True, score=1.0)
    left_words, right_words = name_words(left), name_words(right)
    if not left_words or not right_words:
        return NameComparison(same=False, score=0.0)
    return max(
        _compare_in_order(left_words, right_words),
        _compare_in_any_order(left_words, right_words),
        _compare_joined(left_words, right_words),
        key=lambda comparison: (comparison.same, comparison.score),
    )


def _heavy(words: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    """The words that cannot be left out. A particle at the start of a two-word name may be its given name: Ben
    Wallace."""
    if len(words) == 2 and words[0].light:
        return words
    return tuple(word for word in words if not word.light) or words


def _compare_in_order(left: tuple[NameWord, ...], right: tuple[NameWord, ...]) -> NameComparison:
    shorter, longer = sorted((left, right), key=lambda words: (len(_heavy(words)), len(words)))
    required = _heavy(shorter)
    places = _align(required, longer)
    if places is None:
        return NameComparison(same=False, score=_best_partial(required, _heavy(longer)))
    mean = sum(similarity for _, similarity in places) / len(places)
    positions = [position for position, _ in places]
    unmatched = [i for i, word in enumerate(longer) if i not in positions and not word.light]
    if not unmatched:
        return NameComparison(same=True, score=mean)
    if len(required) == 1:
        return _compare_one_word(positions[0], len(longer), mean)
    first_heavy = next(i for i, word in enumerate(longer) if not word.light)
    return NameComparison(same=True, score=mean * (PART_OF_NAME if positions[0] == first_heavy else LATER_PART))


def _compare_one_word(position: int, words: int, similarity: float) -> NameComparison:
    if position == words - 1:
        return NameComparison(same=True, score=similarity * SURNAME_ONLY)
    if position == 0:
        return NameComparison(same=True, score=similarity * GIVEN_NAME_ONLY)
    return NameComparison(same=False, score=similarity * GIVEN_NAME_ONLY / 2)


def _align(shorter: tuple[NameWord, ...], longer: tuple[NameWord, ...]) -> list[tuple[int, float]] | None:
    """Where each word of the shorter name stands in the longer one, in order, with the similarity; None where
    one is not found.

    Among several the later place is taken, because a single word is more often a surname.
    """
    places: list[tuple[int, float]] = []
    end = len(longer)
    for word in reversed(shorter):
        candidates = [(_matches(word, longer[i]), i) for i in range(end)]
        fitting = [(score, i) for score, i in candidates if score > 0]
        if not fitting:
            return None
        score, position = max(fitting)
        places.append((position, score))
        end = position
    return places[::-1]


def _compare_in_any_order(left: tuple[NameWord, ...], right: tuple[NameWord, ...]) -> NameComparison:
    """All words of both, in another order: "Zaki, Mohamed Ahmed"."""
    ours, theirs = list(_heavy(left)), list(_heavy(right))
    if len(ours) != len(theirs) or len(ours) < 2:
        return NameComparison(same=False, score=0.0)
    total = 0.0
    for word in ours:
        score, best = max((_matches(word, other), -i) for i, other in enumerate(theirs))
        if score == 0:
            return NameComparison(same=False, score=0.0)
        theirs.pop(-best)
        total += score
    return NameComparison(same=True, score=OTHER_ORDER * total / len(ours))


def _compare_joined(left: tuple[NameWord, ...], right: tuple[NameWord, ...]) -> NameComparison:
    """Word breaks differ: Nour Eddine, Noureddine."""
    if len(left) == len(right):
        return NameComparison(same=False, score=0.0)
    ours, theirs = ("".join(word.sounds for word in words) for words in (left, right))
    if is_arabic(ours) == is_arabic(theirs) and Levenshtein.normalized_similarity(ours, theirs) < 0.6:
        return NameComparison(same=False, score=0.0)
    similarity = word_similarity(ours, theirs)
    return NameComparison(same=similarity >= SAME_JOINED, score=similarity if similarity >= SAME_JOINED else 0.0)


def _best_partial(required: tuple[NameWord, ...], longer: tuple[NameWord, ...]) -> float:
    """How near two different names are, at most 0.5."""
    best = [max(word_similarity(word.sounds, other.sounds) for other in longer) for word in required]
    return 0.5 * sum(best) / len(best)


def strip_titles(name: str, packs: Iterable[LanguagePack]) -> str:
    """The name without the titles at its front that any of the packs knows; never empty."""
    titles = {fold(title) for pack in packs for title in pack.names.titles}
    longest = max((len(title.split()) for title in titles), default=0)
    words = name.split()
    start = 0
    while start < len(words) - 1:
        for length in range(min(longest, len(words) - start - 1), 0, -1):
            if fold(" ".join(words[start : start + length])).strip(".") in titles:
                start += length
                break
        else:
            break
    return " ".join(words[start:])


def same_party(left: Party, right: Party) -> float | None:
    """1.0 (or the names' score) for one party, 0.0 for two, None where either is a pronoun or a bare description."""
    if not (left.is_name and right.is_name and left.resolved and right.resolved):
        return None
    if left.place_key is not None and right.place_key is not None:
        return 1.0 if left.place_key == right.place_key else 0.0
    if left.key and left.key == right.key:
        return 1.0
    if left.type and right.type and left.type != right.type and EntityType.PERSON in (left.type, right.type):
        return 0.0
    comparison = compare_names(left.name, right.name)
    return comparison.score if comparison.same else 0.0
