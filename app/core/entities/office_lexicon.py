"""The words of offices in one pack, and what a phrase of them says in no language."""

from collections.abc import Iterable, Mapping, Sequence

from app.core.entities.lexicon import name_lexicon
from app.core.entities.places import PlaceList
from app.core.entities.tokens import NameToken, Shape, trimmed
from app.core.folding import fold
from app.core.model.language import LanguagePack
from app.core.model.office import HeldOffice
from app.core.remembering import BuiltOnce, remembered

LONGEST_PLACE = 3  # words
MOST_PLACES = 4  # that one name may mean
SHORTEST_STEM = 3  # letters that an article or ending must leave
SHORTEST_WORD = 3  # letters of a word that tells offices apart
CONTENT = frozenset({"NOUN", "PROPN", "X"})


class _Node:
    """A place in the phrases: what may follow there, and the value of the phrase that ends there."""

    __slots__ = ("after", "value")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.value: str | None = None


class BaseForms:
    """Phrases found in whatever form their words stand: with an article, a clitic or an ending."""

    def __init__(self, entries: Iterable[tuple[str, str]], pack: LanguagePack) -> None:
        self._articles = tuple(fold(a) for a in pack.names.articles if not a.isascii())
        self._endings = tuple(map(fold, pack.offices.endings))
        self._opening = _Node()
        for text, value in entries:
            node = self._opening
            for word in text.split():
                node = node.after.setdefault(self._without_article(fold(trimmed(word))), _Node())
            node.value = value

    def match(self, tokens: Sequence[NameToken], at: int, end: int | None = None) -> tuple[int, str] | None:
        """The last token and the value of the longest phrase that begins at a token, before ``end``."""
        end = len(tokens) if end is None else end
        best: tuple[int, str] | None = None
        nodes = self._begun(tokens[at].shape) if at < end else ()
        while nodes:
            value = next((node.value for node in nodes if node.value is not None), None)
            if value is not None:
                best = (at, value)
            at += 1
            if at >= end:
                break
            forms = self.forms(tokens[at].shape)
            nodes = tuple(node.after[form] for node in nodes for form in forms if form in node.after)
        return best

    @remembered
    def _begun(self, shape: Shape) -> tuple[_Node, ...]:
        """Where the phrases stand that may begin with a word."""
        return tuple(self._opening.after[form] for form in self.forms(shape) if form in self._opening.after)

    @remembered
    def forms(self, shape: Shape) -> tuple[str, ...]:
        """What a word may be without clitic, article and ending."""
        written = [opening for _, opening in shape.openings]
        bare = [self._without_article(form) for form in written]
        ended = [
            form[: -len(ending)]
            for form in bare
            for ending in self._endings
            if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_STEM
        ]
        return tuple(dict.fromkeys([*bare, *written, *ended]))

    def _without_article(self, folded: str) -> str:
        for article in self._articles:
            if folded.startswith(article) and len(folded) - len(article) >= SHORTEST_STEM:
                return folded[len(article) :]
        return folded


def _by_entry(*tables: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(entry, value) for table in tables for value, entries in table.items() for entry in entries]


class OfficeLexicon:
    """All that one pack knows of offices. A later table overrides the same entry of an earlier one."""

    def __init__(self, pack: LanguagePack) -> None:
        words, names = pack.offices, pack.names
        self.language = pack.code
        self.names = name_lexicon(pack)
        self.heads = BaseForms(_by_entry(names.offices, words.heads), pack)
        self.posts = BaseForms(_by_entry(words.posts), pack)
        self.verbs = BaseForms(_by_entry(words.verbs), pack)
        self.fields = BaseForms(_by_entry(names.bodies, names.portfolios, words.fields), pack)
        self.past = BaseForms([(word, word) for word in (*words.past, *_states(pack))], pack)
        self.joining = BaseForms([(word, word) for word in words.joining], pack)
        self.becoming = BaseForms([(word, word) for word in words.becoming], pack)
        small = (*names.articles, *names.organisation_connectors, *names.place_prepositions)
        neutral = (*words.neutral, *names.organisation_heads, *names.place_heads, *small)
        self.neutral = BaseForms([(word, word) for word in neutral], pack)

    def told(
        self, tokens: Sequence[NameToken], span: tuple[int, int], head: tuple[int, int, str], places: PlaceList
    ) -> HeldOffice:
        """What the phrase at tokens ``span`` says; ``head`` is first and last token and id of the office's own word."""
        first, last = span
        fields = {key for at in range(max(head[0], 0), head[1] + 1) for key in self._fields_in(tokens[at])}
        found_places: set[str] = set()
        bodies: set[str] = set()
        words: set[str] = set()
        at = first
        while at <= last:
            field = self.fields.match(tokens, at, last + 1)
            if field is not None:
                fields.add(field[1])
                at = field[0] + 1
                continue
            if head[0] <= at <= head[1]:
                at += 1
                continue
            body = self.names.organisations.match(tokens, at)
            demonym = self.names.demonyms.match(tokens, at)
            place = _place_at(tokens, at, last, places, self.language)
            neutral = self.neutral.match(tokens, at, last + 1)
            if body is not None and body.last <= last:
                bodies.add(body.value)
                at = body.last + 1
            elif demonym is not None and demonym.last <= last:
                found_places.add(demonym.value)
                at = demonym.last + 1
            elif neutral is not None:
                at = neutral[0] + 1
            elif place is not None:
                found_places |= place[1]
                at = place[0] + 1
            else:
                token = tokens[at]
                if token.tag in CONTENT and len(token.folded) >= SHORTEST_WORD and not token.is_mark:
                    words.add(self.neutral.forms(token.shape)[0].replace(",", "").replace("|", ""))
                at += 1
        return HeldOffice(
            head=head[2],
            fields=frozenset(fields),
            places=frozenset(found_places),
            bodies=frozenset(bodies),
            words=frozenset(words),
        )

    def _fields_in(self, token: NameToken) -> list[str]:
        """The fields that the office's own word tells: "Verteidigungsminister"."""
        fronts = (
            key for stem, key in self.names.portfolio_stems if _opens(token.folded, stem, self.names.office_heads)
        )
        return list(fronts)[:1]


def _opens(word: str, stem: str, heads: frozenset[str]) -> bool:
    _, found, kind = word.partition(stem)
    return bool(found) and kind in heads


def _states(pack: LanguagePack) -> list[str]:
    return [word for words in pack.names.office_states.values() for word in words]


def _place_at(
    tokens: Sequence[NameToken], at: int, last: int, places: PlaceList, language: str
) -> tuple[int, frozenset[str]] | None:
    """The last token of the place that is named at a token, and the keys of what its name may mean."""
    token = tokens[at]
    if token.is_mark or not (token.capital if token.cased else token.nominal):
        return None
    for end in range(min(last, at + LONGEST_PLACE - 1), at - 1, -1):
        run = tokens[at : end + 1]
        if end > at and not all(t.capital or not t.cased for t in run):
            continue
        if not run[0].cased and not any(t.proper for t in run):
            continue
        known = places.find(" ".join(t.text for t in run), language)
        if known:
            return end, frozenset(place.key for place in known[:MOST_PLACES])
    return None


office_lexicon = BuiltOnce(OfficeLexicon)  # the lexicon of a pack
