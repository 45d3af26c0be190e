"""Which words of a pack a written form may stand for: clitics, prefixes and endings taken off."""

from collections.abc import Iterator, Mapping, Sequence

from app.core.claims.words.lists import WordIndex, WordList, as_written
from app.core.claims.words.separable import whole_verb
from app.core.claims.words.shapes import Shapes
from app.core.claims.words.triggers import Neighbours, Trigger, TriggerTable
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Bound
from app.core.model.words import ClaimWords
from app.core.remembering import BuiltOnce, remembered

SHORTEST_STEM = 2
SHORTEST_INNER_STEM = 3  # letters left where both the front and the end of a form were taken off
LONGEST_FORM = 30  # letters; a longer word is only itself


class Lexicon:
    """The claim words of one pack, ready to be asked about words of a text."""

    def __init__(self, words: ClaimWords) -> None:
        self.words = words
        self._clitics = tuple(sorted((fold(c) for c in words.clitics), key=len, reverse=True))
        self._verb_clitics = tuple(sorted(map(fold, words.verb_clitics), key=len, reverse=True)) or self._clitics
        self._prefixes = _longest_first(words.prefixes)
        self._irregular: dict[str, tuple[str, ...]] = {}
        for base, forms in words.irregular.items():
            for form in forms:
                self._irregular[fold(form)] = (*self._irregular.get(fold(form), ()), fold(base))
        self._endings = _longest_first(words.endings)
        self.particles = frozenset(map(fold, words.particles))
        articles = tuple(map(fold, words.written_articles))
        self._fronts_with_article = tuple(
            clitic + article for clitic in ("", *map(fold, words.clitics)) for article in articles
        )
        self.triggers = TriggerTable(words.triggers)
        self.noun_triggers = TriggerTable(words.noun_triggers)
        self.results = TriggerTable(words.results)
        self.light_verbs = TriggerTable({"light": words.light_verbs, "undergoing": words.undergoing})
        self._classes = WordIndex((name, WordList(entries)) for name, entries in words.classes.items())
        self._counted = WordIndex((name, WordList(entries)) for name, entries in words.counted.items())
        self.stances = {name: WordList(entries) for name, entries in words.attribution.items()}
        self.prepositions = {name: frozenset(map(fold, entries)) for name, entries in words.prepositions.items()}
        self.lists: Mapping[str, WordList] = {
            name: WordList(getattr(words, name))
            for name in (
                "negation",
                "negative_governors",
                "planning",
                "deciding",
                "requesting",
                "uncertain",
                "conditional",
                "ongoing",
                "anonymous",
                "copulas",
                "media",
                "attribution_nouns",
                "quoting",
                "spoken_words",
                "would",
                "exceptive",
                "questions",
                "wishes",
                "judging",
                "truths",
                "ability",
                "excluding",
                "completed",
                "completed_twice",
                "maybe",
                "joining_verbs",
                "adversative",
                "lasting",
                "singling",
            )
        }
        entries = {entry for part in self.prepositions.values() for entry in part if entry.startswith("-")}
        self.case_endings = tuple(sorted((entry[1:] for entry in entries), key=len, reverse=True))
        genitives = self.prepositions.get("of", frozenset())
        self.marks_genitive = bool(genitives) and all(entry.startswith("-") for entry in genitives)
        self.pronouns = frozenset(map(fold, words.pronouns))
        self.bounds = {fold(word): Bound(name) for name, words_of in words.bounds.items() for word in words_of}
        self.articles = frozenset(map(fold, words.articles))
        self.known_to_all = frozenset(map(fold, words.known_to_all))
        self.plural_pronouns = frozenset(map(fold, words.plural_pronouns))
        self.where = frozenset(map(fold, words.where))
        self.relative_pronouns = frozenset(map(fold, words.relative_pronouns))
        self.subordinators = frozenset(map(fold, words.subordinators))
        self.moments = frozenset(map(fold, words.moments))
        self.purpose = frozenset(map(fold, words.purpose))
        self.said_prepositions = frozenset(map(fold, words.said_prepositions))
        self.planning_endings = words.planning_endings
        self.planning_prefixes = tuple(map(fold, words.planning_prefixes))
        self.according_to = tuple(tuple(fold(w) for w in phrase.split()) for phrase in words.according_to)
        self.shapes = Shapes(words.verb_forms, words.not_verb_forms)
        self._listed = WordIndex(self.lists.items())
        phrases = [phrase.split() for phrase in words.framing]
        self._loaded = WordIndex(
            ((len(phrase), place, number), WordList([part]))
            for number, phrase in enumerate(phrases)
            for place, part in enumerate(phrase)
        )

    @remembered
    def forms(self, text: str) -> tuple[str, ...]:
        """All base forms that the word may stand for, the word as written first."""
        return tuple(dict.fromkeys(self._strip(fold(text), self._clitics)))

    @remembered
    def verb_forms(self, text: str) -> tuple[str, ...]:
        """The same of a word that is a verb, which fewer clitics can be written on: بحث is not "to urge"."""
        return tuple(dict.fromkeys(self._strip(fold(text), self._verb_clitics)))

    def text_at(self, sentence: ParsedSentence, position: int) -> str:
        """The word at a position, a separable verb put together: "trat ... zurück" is "zurücktrat"."""
        return whole_verb(sentence, position, self.particles)

    def is_in(self, name: str, text: str) -> bool:
        """Whether the word is in one of the plain lists ("negation", "planning" ...)."""
        if name not in self.lists:
            raise KeyError(name)
        return name in self._lists_of(text)

    @remembered
    def _lists_of(self, text: str) -> frozenset[str]:
        """The plain lists that the word is in."""
        return self._listed.holders((*self.forms(text), as_written(text)))

    @remembered
    def phrases(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The entries of several words of one of the pack's lists, folded."""
        return tuple(tuple(fold(entry).split()) for entry in getattr(self.words, name) if " " in entry)

    def is_loaded(self, texts: Sequence[str]) -> bool:
        """Whether the words are a loaded epithet or a value judgement, each in any of its forms."""
        return bool(texts) and len(texts) in self._loaded_at(texts, 0)

    def loaded_length(self, texts: Sequence[str], at: int, longest: int) -> int:
        """How many words the longest loaded phrase has that begins at a place, of at most so many; 0 for none."""
        return max((length for length in self._loaded_at(texts, at) if length <= longest), default=0)

    def _loaded_at(self, texts: Sequence[str], at: int) -> list[int]:
        """How many words each of the loaded phrases has that begin at a place."""
        return [
            length
            for length, place, number in self._loads(texts[at])
            if place == 0
            and at + length <= len(texts)
            and all((length, p, number) in self._loads(texts[at + p]) for p in range(1, length))
        ]

    @remembered
    def _loads(self, text: str) -> frozenset[tuple[int, int, int]]:
        """Of which loaded phrases the word may be a part: length, place of the word in it, number of the phrase."""
        return self._loaded.holders(self.forms(text))

    @remembered
    def may_trigger(self, text: str, *, noun: bool) -> bool:
        """Whether the word begins an entry of an event type, whatever that asks for beside it."""
        if noun:
            return self.noun_triggers.holds(self.forms(text))
        return self.triggers.holds(self.verb_forms(text))

    def trigger(self, text: str, beside: Neighbours, *, noun: bool) -> tuple[str, Trigger] | None:
        """The event type that the word triggers, with its entry: the one that asks for most, then the nearest form."""
        if noun:
            return self.noun_triggers.find(self.forms(text), beside)
        return self.triggers.find(self.verb_forms(text), beside)

    def lends(self, text: str, beside: Neighbours, preposition: str | None) -> bool:
        """Whether a verb lends its grammar to an event noun that is its subject or object (``preposition`` None), or
        that stands behind a preposition."""
        wanted = None if preposition is None else fold(preposition)
        return any(
            trigger.fits(beside) and (wanted is None or trigger.preposition == wanted)
            for _, trigger in self.light_verbs.entries(self.verb_forms(text))
        )

    def is_undergoing(self, text: str) -> bool:
        """Whether the subject of the light verb is whom the event befalls ("came under attack")."""
        return any(sort == "undergoing" for sort, _ in self.light_verbs.entries(self.verb_forms(text)))

    @remembered
    def elided_relative(self, text: str) -> str:
        """What stands behind an elided relative pronoun in one word with it ("elles" in "qu'elles"); else empty."""
        stem, _, rest = fold(text).partition("'")
        return rest if f"{stem}e" in self.relative_pronouns else ""

    def is_of_class(self, name: str, text: str) -> bool:
        """Whether the noun is of a class of the pack ("agreement": deal, pact ...)."""
        return name in self._classes_of(text)

    @remembered
    def _classes_of(self, text: str) -> frozenset[str]:
        return self._classes.holders(self.forms(text))

    @remembered
    def counted_kinds(self, text: str) -> frozenset[str]:
        """The kinds, as paths, of what a counted noun names ("person", "person/child"); none for an unknown noun."""
        return self._counted.holders(self.forms(text))

    @remembered
    def stance(self, text: str) -> str | None:
        """The stance of a verb of saying; None for other words."""
        forms = self.forms(text)
        ranks = ((entries.rank(forms, ()), name) for name, entries in self.stances.items())
        near = [(rank, name) for rank, name in ranks if rank is not None]
        return min(near, key=lambda pair: pair[0])[1] if near else None

    def opens_content(self, preposition: str) -> bool:
        """Whether what stands after the preposition of a verb of saying is what was said (أفادت بـ, "spoke of")."""
        return fold(preposition) in self.said_prepositions

    @remembered
    def case_ending(self, text: str) -> str | None:
        """The longest case ending of the pack that the word is written with, as its prepositions name it: "-da"."""
        folded = fold(text)
        fits = (e for e in self.case_endings if folded.endswith(e) and len(folded) - len(e) >= SHORTEST_STEM)
        return next((f"-{ending}" for ending in fits), None)

    @remembered
    def preposition_parts(self, preposition: str) -> tuple[str, ...]:
        """The parts of a clause ("to", "in") that a preposition may open."""
        folded = fold(preposition)
        elided = folded[: folded.find("'") + 1]  # "d'une" is "d'"
        written = {folded, elided} - {""}
        return tuple(part for part, entries in self.prepositions.items() if written & entries)

    @remembered
    def bare_noun(self, text: str, *, joined: bool) -> tuple[str, bool]:
        """A noun without what is written on it, and whether a definite article is. ``joined``: its tag tells of a
        conjunction or a preposition in it."""
        folded = fold(text)
        if not self.words.written_articles:
            at = folded.find("'") + 1
            return folded[at:], at > 0 and folded[:at] in self.articles
        for front in self._fronts_with_article:
            if folded.startswith(front) and len(folded) > len(front) + 1:
                return folded[len(front) :], True
        return (folded[1:] if joined else folded), False

    def _strip(self, word: str, clitics: tuple[str, ...]) -> Iterator[str]:
        """The word, what is left without its fronts, without its endings, and the bases of irregular forms among
        them, the least changed first."""
        if len(word) > LONGEST_FORM:
            yield word
            return
        fronts = list(dict.fromkeys(self._without_fronts(word, clitics)))
        for front in fronts:
            yield front
            yield from self._irregular.get(front, ())
        for front in fronts:
            for form in self._without_ending(front, SHORTEST_STEM if front == word else SHORTEST_INNER_STEM):
                yield form
                yield from self._irregular.get(form, ())
        yield from self._with_particle(word)

    def _with_particle(self, word: str) -> Iterator[str]:
        """The bases of a separable verb: festgenommen, festzunehmen, festnahm -> festnehmen."""
        for length in range(len(word) - SHORTEST_INNER_STEM, 0, -1):
            if word[:length] in self.particles:
                yield from (word[:length] + form for form in self.forms(word[length:]))

    def _without_fronts(self, word: str, clitics: tuple[str, ...]) -> Iterator[str]:
        bare = [word]
        bare.extend(word[len(c) :] for c in clitics if word.startswith(c) and len(word) - len(c) >= SHORTEST_STEM)
        yield from bare
        for front in bare:
            for prefix, replacements in self._prefixes:
                if front.startswith(prefix) and len(front) - len(prefix) >= SHORTEST_STEM:
                    yield from (replacement + front[len(prefix) :] for replacement in replacements)

    def _without_ending(self, front: str, shortest: int) -> Iterator[str]:
        for ending, replacements in self._endings:
            if front.endswith(ending) and len(front) - len(ending) >= shortest:
                stem = front[: len(front) - len(ending)]
                for replacement in replacements:
                    yield stem + replacement
                if len(stem) > SHORTEST_INNER_STEM and stem[-1] == stem[-2]:  # stopped -> stop
                    yield stem[:-1]


def _longest_first(affixes: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    folded = ((fold(affix), tuple(map(fold, replacements))) for affix, replacements in affixes.items())
    return tuple(sorted(folded, key=lambda pair: -len(pair[0])))


lexicon_of = BuiltOnce(Lexicon)  # the lexicon of the claim words of a pack
