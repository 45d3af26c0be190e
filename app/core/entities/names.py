"""Names compared across spellings and scripts.

Words are compared by their sounds (``sounds.py``) and laid beside each other in order; the shorter name must be found
in the longer one. A verdict is about the spelling only: two men of one name are told apart by what else is said of
them.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.core.entities.name_words import SERVANT_SOUNDS, NameWord, Script, name_generation, name_words
from app.core.entities.sound_costs import consonants, sound_similarity
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.language import LanguagePack

# From which similarity two spellings are one name word, by the number of consonants of the longer one (the last entry
# for all longer ones): in a short word one sound tells more. See benchmarks/names.py.
LONG_WORD = 6
SAME_ACROSS_SCRIPTS = (0.85, 0.85, 0.84, 0.825, 0.81, 0.77, 0.74)
SAME_SPELLED = (0.9, 0.92, 0.92, 0.85, 0.815, 0.84, 0.86)
SAME_ARABIC = 0.85
SAME_CYRILLIC = 0.95  # Russian spells by rule
SAME_JOINED = 0.84  # two words that are one in the other spelling
INITIAL = 0.9
SURNAME_ONLY = 0.7
GIVEN_NAME_ONLY = 0.6
PART_OF_NAME = 0.93  # each name word of the shorter is found, the first one among them
LATER_PART = 0.75  # ... but not the first: "Tayyip Erdogan" of "Recep Tayyip Erdogan"
OTHER_GENERATION = 0.5
SHORTEST_WITH_ARTICLE = 4
LONGEST_NAME = 240  # code points; what is longer is no name, and only its beginning is compared
_ATTACHED_ARTICLES = ("al", "el", "Al", "ʾl")
_ARTICLE_COST = 0.04
_INITIALS = {"K": "HSGC", "G": "YHC", "S": "CZ", "T": "CZ", "C": "HKSG", "D": "GT", "Z": "CG", "Y": "A", "B": "F"}


ACRONYM = 0.9
SHORTEST_ACRONYM = 3  # letters
LONGEST_SMALL_WORD = 3  # letters of what may stand between the words of a body's name
SURE_SCORE = 0.86  # from here two names agree as full names do, not only in a surname or some later words


class Likeness(StrEnum):
    """What the spelling of two names alone says."""

    SAME = "same"
    MAYBE = "maybe"  # a surname, a given name or later words alone: the context must tell
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """Whether two names may be one person's; ``score`` from 0 to 1, lower where a single word decides."""

    same: bool
    score: float

    @property
    def likeness(self) -> Likeness:
        """The same in three values."""
        if not self.same:
            return Likeness.DIFFERENT
        return Likeness.SAME if self.score >= SURE_SCORE else Likeness.MAYBE


_EQUAL = NameComparison(same=True, score=1.0)


def name_key(name: str) -> str:
    """A script-free key, equal for most spellings of one name: its words' consonant classes, sorted."""
    return _name_key(name[:LONGEST_NAME])


@lru_cache(maxsize=65_536)
def _name_key(name: str) -> str:
    words = [word.skeleton for word in name_words(name) if not word.light]
    words = words or [word.skeleton for word in name_words(name)]
    return " ".join(sorted(word for word in words if word)) or fold(name)


@lru_cache(maxsize=131_072)
def word_similarity(left: str, right: str, least: float = 0.0) -> float:
    """Similarity of two name words' sounds; an article written on one of them counts little. Below ``least`` the
    answer may be any smaller one."""
    best = sound_similarity(left, right, least)
    if best >= 1.0 - _ARTICLE_COST:
        return best
    for one, other in ((left, right), (right, left)):
        if _with_article(one) and not _with_article(other):
            best = max(best, sound_similarity(one[2:], other, least) - _ARTICLE_COST)
    return best


def _with_article(word: str) -> bool:
    return word[:2] in _ATTACHED_ARTICLES and len(word) > SHORTEST_WITH_ARTICLE


def _matches(left: NameWord, right: NameWord) -> float:
    """Similarity of two words where they may be one, else 0."""
    if left.initial or right.initial:
        return INITIAL if _initial_fits(left.skeleton[:1], right.skeleton[:1]) else 0.0
    ours, theirs = _without_servant(left.sounds, right.sounds)
    least = _threshold(ours, theirs, left.script, right.script)
    similarity = word_similarity(ours, theirs, least)
    return similarity if similarity >= least else 0.0


def _without_servant(left: str, right: str) -> tuple[str, str]:
    """What tells apart two names that both begin with عبد: the rest of them."""
    if left.startswith(SERVANT_SOUNDS) and right.startswith(SERVANT_SOUNDS):
        return left[len(SERVANT_SOUNDS) :] or left, right[len(SERVANT_SOUNDS) :] or right
    return left, right


def _initial_fits(left: str, right: str) -> bool:
    """Whether two words begin alike: K. may stand for Khalifa, C. for Carlos and Cem."""
    return left == right or right in _INITIALS.get(left, "") or left in _INITIALS.get(right, "")


def _matches_joined(pair: Sequence[NameWord], word: NameWord) -> float:
    """Similarity of two words written as one, where they may be: Nour Eddine, Noureddine."""
    if word.initial or any(part.initial for part in pair):
        return 0.0
    joined = "".join(part.sounds for part in pair)
    least = max(SAME_JOINED, _threshold(joined, word.sounds, pair[0].script, word.script))
    similarity = sound_similarity(joined, word.sounds, least)
    return similarity if similarity >= least else 0.0


def _threshold(left: str, right: str, script: Script, other: Script) -> float:
    if script is other and script is not Script.LATIN:
        return SAME_ARABIC if script is Script.ARABIC else SAME_CYRILLIC
    length = min(max(len(consonants(left)), len(consonants(right))), LONG_WORD)
    return (SAME_ACROSS_SCRIPTS if Script.ARABIC in (script, other) else SAME_SPELLED)[length]


def words_may_be_one(left: str, right: str) -> bool:
    """Whether two name words that sound so may be one, whatever the scripts: a quick look, of sounds alone."""
    ours, theirs = _without_servant(left, right)
    length = min(max(len(consonants(ours)), len(consonants(theirs))), LONG_WORD)
    least = min(SAME_ACROSS_SCRIPTS[length], SAME_SPELLED[length], SAME_ARABIC, SAME_CYRILLIC)
    return word_similarity(ours, theirs, least) >= least


def compare_names(left: str, right: str) -> NameComparison:
    """Whether two names (titles apart) may be spellings of one; light particles may be left out on either side."""
    if fold(left) == fold(right):
        return _EQUAL
    return _compare(*sorted((left[:LONGEST_NAME], right[:LONGEST_NAME])))


def may_be_one(left: str, right: str) -> bool:
    """``compare_names(left, right).same``, without asking how near different names are."""
    return shared_score(left, right) > 0.0


def shared_score(left: str, right: str) -> float:
    """The score of two names that may be one, 0 for different ones."""
    if fold(left) == fold(right):
        return 1.0
    found = _found(*sorted((left[:LONGEST_NAME], right[:LONGEST_NAME])))
    return found.score if found is not None and found.same else 0.0


@lru_cache(maxsize=65_536)
def _compare(left: str, right: str) -> NameComparison:
    found = _found(left, right)
    if found is None:
        required, longer = _by_length(name_words(left), name_words(right))
        return NameComparison(same=False, score=_best_partial(required, _heavy(longer)))
    return found


@lru_cache(maxsize=65_536)
def _found(left: str, right: str) -> NameComparison | None:
    """The comparison of two names; None where a word of the shorter one is not in the longer one."""
    ours, theirs = name_words(left), name_words(right)
    if not ours or not theirs:
        return NameComparison(same=False, score=0.0)
    if len({name_generation(left), name_generation(right)} - {None}) > 1:
        return NameComparison(same=False, score=OTHER_GENERATION)
    required, longer = _by_length(ours, theirs)
    aligned = _align(required, longer)
    return None if aligned is None else _graded(aligned, len(required), longer)


def _by_length(
    ours: tuple[NameWord, ...], theirs: tuple[NameWord, ...]
) -> tuple[tuple[NameWord, ...], tuple[NameWord, ...]]:
    """The words of the shorter name that cannot be left out, and all of the longer one."""
    shorter, longer = sorted((ours, theirs), key=lambda words: (len(_heavy(words)), len(words)))
    return _heavy(shorter), longer


def _heavy(words: tuple[NameWord, ...]) -> tuple[NameWord, ...]:
    """The words that cannot be left out. A particle at the start of a two-word name may be its given name: Ben
    Wallace."""
    if len(words) == 2 and words[0].light:
        return words
    return tuple(word for word in words if not word.light) or words


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Which words of a longer name the words of a shorter one are, and the sum of their similarities."""

    total: float = 0.0
    positions: frozenset[int] = frozenset()


def _align(required: tuple[NameWord, ...], longer: tuple[NameWord, ...]) -> _Alignment | None:
    """Each word of the shorter name found in the longer one, in order, the likest places; None where one is not found.

    Two words may be written as one on either side. Among equal places the last one is taken, because a single word is
    more often a surname.
    """
    table: list[list[_Alignment | None]] = [[_Alignment()] * (len(longer) + 1)]
    for i, word in enumerate(required, start=1):
        row: list[_Alignment | None] = [None]
        ends = len(longer) if i == len(required) else len(longer) - 1  # nothing is left behind the last word
        for j, other in enumerate(longer[:ends], start=1):
            one, two, joined = table[i - 1][j - 1], j > 1 and table[i - 1][j - 2], i > 1 and table[i - 2][j - 1]
            ways = [
                _extended(one, _matches(word, other), {j - 1}) if one else None,
                _extended(two, _matches_joined(longer[j - 2 : j], word), {j - 2, j - 1}) if two else None,
                _extended(joined, 2 * _matches_joined(required[i - 2 : i], other), {j - 1}) if joined else None,
                row[j - 1],
            ]
            row.append(max((way for way in ways if way), key=lambda way: way.total, default=None))
        table.append(row)
    return table[-1][-1]


def _extended(before: _Alignment, similarity: float, positions: set[int]) -> _Alignment | None:
    if not similarity:
        return None
    return _Alignment(before.total + similarity, before.positions | positions)


def _graded(aligned: _Alignment, words: int, longer: tuple[NameWord, ...]) -> NameComparison:
    """The score by which words of the longer name were not found in the shorter one."""
    mean = aligned.total / words
    unmatched = [i for i, word in enumerate(longer) if i not in aligned.positions and not word.light]
    if not unmatched:
        return NameComparison(same=True, score=mean)
    if any(longer[i].bound for i in unmatched):
        return NameComparison(same=False, score=mean * GIVEN_NAME_ONLY)
    if len(aligned.positions) == 1:
        return _one_word(min(aligned.positions), len(longer), mean)
    first_heavy = next(i for i, word in enumerate(longer) if not word.light)
    return NameComparison(same=True, score=mean * (PART_OF_NAME if first_heavy in aligned.positions else LATER_PART))


def _one_word(position: int, words: int, similarity: float) -> NameComparison:
    if position == words - 1:
        return NameComparison(same=True, score=similarity * SURNAME_ONLY)
    if position == 0:
        return NameComparison(same=True, score=similarity * GIVEN_NAME_ONLY)
    return NameComparison(same=False, score=similarity * GIVEN_NAME_ONLY / 2)


def _best_partial(required: tuple[NameWord, ...], longer: tuple[NameWord, ...]) -> float:
    """How near two different names are, at most 0.5."""
    best = [max(word_similarity(word.sounds, other.sounds) for other in longer) for word in required]
    return 0.5 * sum(best) / len(best)


class Titles:
    """The titles of some packs, for taking them off names again and again."""

    def __init__(self, packs: Iterable[LanguagePack]) -> None:
        known = [pack.names for pack in packs]
        words = {fold(title).strip(".") for names in known for title in names.titles}
        self._titles = frozenset(word for word in words if len(word) > 1)  # one letter is rather an initial
        self._articles = frozenset(fold(article) for names in known for article in names.articles)
        self._sure = self._titles - {fold(given) for names in known for given in names.given_names}

    def apart(self, name: str) -> str:
        """The name without the titles before it. Two words of it stay at least where the title may be a name too."""
        words = name.split()
        if len(words) > 2 and words[0].islower() and fold(words[0]) in self._articles:
            name = " ".join(words[1:])
        return _without_titles(_without_titles(name, self._titles, keep=2), self._sure, keep=1)


def _without_titles(name: str, titles: Set[str], *, keep: int) -> str:
    """``keep``: how many words are left at least."""
    longest = max((len(title.split()) for title in titles), default=0)
    words = name.split()
    start = 0
    while start < len(words) - keep:
        for length in range(min(longest, len(words) - start - keep), 0, -1):
            if fold(" ".join(words[start : start + length])).strip(".") in titles:
                start += length
                break
        else:
            break
    return " ".join(words[start:])


def same_party(left: Party, right: Party) -> float | None:
    """1.0 (or the names' score) for one party, 0.0 for two, None where that is not told: of a pronoun, or of a bare
    description, but for offices and bodies that have a key. Who holds an office is for the reports to say."""
    if not (left.resolved and right.resolved):
        return None
    if not (left.is_name and right.is_name):
        return _same_described(left, right)
    if left.place_key is not None and right.place_key is not None:
        return 1.0 if left.place_key == right.place_key else 0.0
    if left.key and left.key == right.key and (_is_body(left.key) or may_be_one(left.name, right.name)):
        return 1.0
    if left.type and right.type and left.type != right.type and EntityType.PERSON in (left.type, right.type):
        return 0.0
    if left.type is right.type is EntityType.ORGANISATION:
        return _same_organisation(left, right)
    return shared_score(left.name, right.name)


def _is_body(key: str) -> bool:
    return key.startswith("org:")


def _same_described(left: Party, right: Party) -> float | None:
    """Where at least one is no name: by the keys of what both describe."""
    ours, theirs = (
        {*party.office_keys} if not party.is_name else {key for key in (party.key,) if _is_body(key)}
        for party in (left, right)
    )
    if not ours or not theirs:
        return None
    return 1.0 if ours & theirs else 0.0 if not (left.is_name or right.is_name) else None


def _same_organisation(left: Party, right: Party) -> float | None:
    """Names of bodies are translated more often than spelled, so that two that look different may be one's."""
    listed = [_is_body(party.key) for party in (left, right)]
    if all(listed) and ("@" in left.key) is ("@" in right.key):
        return 0.0
    if score := shared_score(left.name, right.name):
        return score
    if _is_acronym_of(left.name, right.name) or _is_acronym_of(right.name, left.name):
        return ACRONYM
    mine, others = _long_words(left.name), _long_words(right.name)
    if mine and others and (mine <= others or others <= mine):
        return 1.0 if mine == others else None  # one may be the other told shorter
    ours, theirs = name_words(left.name), name_words(right.name)
    comparable = not any(listed) and bool(ours) and bool(theirs) and ours[0].script is theirs[0].script
    return 0.0 if comparable else None


def _long_words(name: str) -> frozenset[str]:
    """The words of a body's name, whatever their order, without "of" and the like."""
    return frozenset(word for word in fold(name).split() if len(word) > LONGEST_SMALL_WORD)


def _is_acronym_of(short: str, name: str) -> bool:
    """Whether one name is the initials of the other: ODC, Office of Digital Commerce."""
    letters = [c for c in short if c.isalnum()]
    if len(letters) < SHORTEST_ACRONYM or not all(c.isupper() for c in letters) or " " in short:
        return False
    return fold("".join(letters)) == fold("".join(word[0] for word in name.split() if word[0].isupper()))
