"""What kind of place the noun beside a name says that it is: "the town of Kelbo", "Kelbo province"."""

from collections.abc import Mapping, Sequence

from app.core.entities.lexicon import NameLexicon
from app.core.entities.tokens import NameToken
from app.core.folding import fold
from app.core.model.entity import Mention
from app.core.model.language import LanguagePack

SHORTEST_STEM = 4  # letters of a kind's noun that its inflected forms begin with
LONGEST_NAME = 3  # words after such a noun that are its name where nothing marked one


def nouns_by_word(kinds: Mapping[str, Sequence[str]], pack: LanguagePack) -> Mapping[str, str]:
    """The kinds by their nouns, folded, with and without the articles that are written on them."""
    joined = ["", *(article for article in pack.names.articles if not article.isascii())]
    return {fold(article + noun): kind for kind, nouns in kinds.items() for noun in nouns for article in joined}


def kind_of(word: str, kinds: Mapping[str, str]) -> str | None:
    """The kind by the noun itself or the inflected forms that begin with it."""
    if word in kinds:
        return kinds[word]
    stems = (word[:length] for length in range(len(word) - 1, max(SHORTEST_STEM, len(word) - 4) - 1, -1))
    return next((kinds[stem] for stem in stems if stem in kinds), None)


class PlaceNouns:
    """The nouns of a language that tell what kind of place a name beside them is, and what may stand between."""

    def __init__(self, pack: LanguagePack, lexicon: NameLexicon) -> None:
        self.kinds = nouns_by_word(pack.places.apart, pack)
        self.joining = lexicon.articles | {fold(word) for word in pack.claims.prepositions.get("of", ())}
        self.heads = lexicon.city_heads | lexicon.region_heads | lexicon.place_prepositions

    def kind(self, token: NameToken) -> str | None:
        """The kind that a word tells."""
        return next((self.kinds[form.folded] for form in token.forms if form.folded in self.kinds), None)

    def called_by(self, tokens: Sequence[NameToken], names: Sequence[Mention]) -> tuple[str, str] | None:
        """The kind that the first such noun tells, and the name that it belongs to; None where no name stands right
        beside it. ``names`` are the names of places among the words."""
        for at, token in enumerate(tokens):
            kind = self.kind(token)
            if kind is not None:
                name = self._name_after(tokens, at, names) or _name_before(tokens, at, names)
                return (kind, name) if name else None
        return None

    def _name_after(self, tokens: Sequence[NameToken], at: int, names: Sequence[Mention]) -> str | None:
        following = tokens[at + 1 :]
        while following and not following[0].opened and following[0].folded in self.joining:
            following = following[1:]
        if not following or following[0].opened:
            return None
        first = following[0]
        named = next((m for m in names if m.start <= first.start < m.end), None)
        if named is not None:
            return _without(named.text, tokens[at])
        if (first.cased and not first.capital) or any(form.folded in self.heads for form in first.forms):
            return None
        run: list[NameToken] = []
        for token in following[:LONGEST_NAME]:
            ends = token.opened or token.word.tag in ("ADP", "PUNCT", "CCONJ", "VERB")
            if ends or (token.cased and not token.capital):
                break
            run.append(token)
        return " ".join(token.text for token in run) or None


def beside(own: Sequence[NameToken], tokens: Sequence[NameToken]) -> Sequence[NameToken]:
    """The words of a place's phrase with the three before it and the one behind it, where the noun may stand:
    "province de la X"."""
    if not own:
        return own
    first, last = tokens.index(own[0]), tokens.index(own[-1])
    return tokens[max(0, first - 3) : last + 2]


def _name_before(tokens: Sequence[NameToken], at: int, names: Sequence[Mention]) -> str | None:
    if at == 0:
        return None
    before = tokens[at - 1]
    named = next((m for m in names if m.start <= before.start < m.end), None)
    if named is not None:
        return _without(named.text, tokens[at])
    return before.text if before.cased and before.capital and before.word.tag == "PROPN" else None


def _without(name: str, noun: NameToken) -> str:
    """The name without the noun, where both were marked as one."""
    return " ".join(word for word in name.split() if fold(word) != fold(noun.text)) or name
