"""Which words of a pack a written form may stand for: clitics, prefixes and endings taken off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.core.folding import fold
from app.core.model.when import Bound
from app.core.model.words import ClaimWords

SHORTEST_STEM = 2
PARTICLE_REACH = 4  # words after a verb among which its particle or second word is looked for


class WordList:
    """A set of base forms, some ending in ``*`` (any ending), some of several words."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._beginnings: set[str] = set()
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for entry in entries:
            words = tuple(fold(word) for word in entry.split())
            if len(words) > 1:
                self._phrases.setdefault(words[0], []).append(words[1:])
            elif words and words[0].endswith("*"):
                self._beginnings.add(words[0][:-1])
            elif words:
                self._exact.add(words[0])

    def holds(self, forms: Sequence[str]) -> bool:
        """Whether one of the forms is in the list as a single word."""
        return any(form in self._exact or self._begins(form) for form in forms)

    def rank(self, forms: Sequence[str], following: Sequence[str]) -> int | None:
        """How near the word is to an entry: 0 as written, growing with what was taken off; None for no match.

        A phrase of several words counts as nearer than any single word; ``following`` are the words after it, folded.
        """
        best: int | None = None
        for position, form in enumerate(forms):
            if self._phrase_follows(form, following):
                return -1
            if best is None and (form in self._exact or self._begins(form)):
                best = position
        return best

    def _begins(self, form: str) -> bool:
        return any(form[:length] in self._beginnings for length in range(SHORTEST_STEM, len(form) + 1))

    def _phrase_follows(self, form: str, following: Sequence[str]) -> bool:
        reach = following[:PARTICLE_REACH]
        return any(all(word in reach for word in rest) for rest in self._phrases.get(form, ()))


class Lexicon:
    """The claim words of one pack, ready to be asked about words of a text."""

    def __init__(self, words: ClaimWords) -> None:
        self.words = words
        self._clitics = tuple(sorted((fold(c) for c in words.clitics), key=len, reverse=True))
        self._prefixes = tuple(sorted((fold(p) for p in words.prefixes), key=len, reverse=True))
        self._endings = tuple(
            sorted(((fold(e), tuple(fold(r) for r in rs)) for e, rs in words.endings.items()), key=lambda e: -len(e[0]))
        )
        self.triggers = {name: WordList(entries) for name, entries in words.triggers.items()}
        self.noun_triggers = {name: WordList(entries) for name, entries in words.noun_triggers.items()}
        self.stances = {name: WordList(entries) for name, entries in words.attribution.items()}
        self.prepositions = {name: frozenset(map(fold, entries)) for name, entries in words.prepositions.items()}
        self.lists: Mapping[str, WordList] = {
            name: WordList(getattr(words, name))
            for name in (
                "negation",
                "negative_governors",
                "planning",
                "requesting",
                "uncertain",
                "conditional",
                "ongoing",
                "light_verbs",
                "anonymous",
                "media",
                "attribution_nouns",
            )
        }
        self.pronouns = frozenset(map(fold, words.pronouns))
        self.bounds = {fold(word): Bound(name) for name, words_of in words.bounds.items() for word in words_of}
        self.articles = frozenset(map(fold, words.articles))
        self.plural_pronouns = frozenset(map(fold, words.plural_pronouns))
        self.relative_pronouns = frozenset(map(fold, words.relative_pronouns))
        self.subordinators = frozenset(map(fold, words.subordinators))
        self.purpose = frozenset(map(fold, words.purpose))
        self.said_prepositions = frozenset(map(fold, words.said_prepositions))
        self.planning_endings = words.planning_endings
        self.planning_prefixes = tuple(map(fold, words.planning_prefixes))
        self.according_to = tuple(tuple(fold(w) for w in phrase.split()) for phrase in words.according_to)
        self._forms: dict[str, tuple[str, ...]] = {}

    def forms(self, text: str) -> tuple[str, ...]:
        """All base forms that the word may stand for, the word as written first."""
        known = self._forms.get(text)
        if known is None:
            known = tuple(dict.fromkeys(self._strip(fold(text))))
            if len(self._forms) < 100_000:  # bounded: a hostile text must not fill the memory
                self._forms[text] = known
        return known

    def is_in(self, name: str, text: str) -> bool:
        """Whether the word is in one of the plain lists ("negation", "planning" ...)."""
        return self.lists[name].holds(self.forms(text))

    def event_type(self, text: str, following: Sequence[str], *, noun: bool) -> str | None:
        """The event type that the word triggers, nearest entry first; ties by the order of the pack."""
        return _nearest(self.noun_triggers if noun else self.triggers, self.forms(text), following)

    def stance(self, text: str) -> str | None:
        """The stance of a verb of saying; None for other words."""
        return _nearest(self.stances, self.forms(text), ())

    def opens_content(self, preposition: str) -> bool:
        """Whether what stands after the preposition of a verb of saying is what was said (أفادت بـ, "spoke of")."""
        return fold(preposition) in self.said_prepositions

    def preposition_parts(self, preposition: str) -> tuple[str, ...]:
        """The parts of a clause ("to", "in") that a preposition may open."""
        folded = fold(preposition)
        return tuple(part for part, entries in self.prepositions.items() if folded in entries)

    def _strip(self, word: str) -> Iterator[str]:
        fronts = [word]
        for affix in (*self._clitics, *self._prefixes):
            if word.startswith(affix) and len(word) - len(affix) >= SHORTEST_STEM:
                fronts.append(word[len(affix) :])
        yield from fronts
        for front in fronts:
            for ending, replacements in self._endings:
                if front.endswith(ending) and len(front) - len(ending) >= SHORTEST_STEM:
                    stem = front[: len(front) - len(ending)]
                    for replacement in replacements:
                        yield stem + replacement
                    if len(stem) > 3 and stem[-1] == stem[-2]:  # stopped -> stop
                        yield stem[:-1]


def _nearest(lists: Mapping[str, WordList], forms: Sequence[str], following: Sequence[str]) -> str | None:
    best: tuple[int, str] | None = None
    for name, entries in lists.items():
        rank = entries.rank(forms, following)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, name)
    return best[1] if best else None


_BUILT: dict[int, tuple[ClaimWords, Lexicon]] = {}


def lexicon_of(words: ClaimWords) -> Lexicon:
    """The lexicon of a pack, built once for each pack object (word lists hold dicts, so identity is the key)."""
    built = _BUILT.get(id(words))
    if built is None or built[0] is not words:
        built = (words, Lexicon(words))
        _BUILT[id(words)] = built
    return built[1]
