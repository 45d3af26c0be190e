"""What the places of claims are: what the name may mean, what lies around it, what a place without a name is."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.core.claims.referents.places_called import PlaceNouns, beside, kind_of, nouns_by_word
from app.core.entities.lexicon import name_lexicon
from app.core.entities.names import name_key
from app.core.entities.places import PlaceList, base_forms, country_of, folded_endings, paths_above
from app.core.entities.tokens import NameToken, name_tokens
from app.core.folding import fold
from app.core.model.claim import Claim
from app.core.model.entity import EntityType, Mention, Place
from app.core.model.language import LanguagePack
from app.core.model.sentence import ParsedSentence
from app.core.remembering import BuiltOnce

CAPITAL = "capital"
LONGEST_WAY = 9  # words from a place to the name of what it lies in: ", in the far north of the province of X"
OPENING_MARKS = frozenset({",", "،", "("})


def tell_places(
    claims: Sequence[Claim],
    sentences: Sequence[ParsedSentence],
    mentions: Sequence[Sequence[Mention]],
    *,
    pack: LanguagePack,
    places: PlaceList,
) -> list[Claim]:
    """The claims with each place's further readings, the regions around it, its kind; "the Libyan capital" is Tripoli.

    ``mentions``: those of each sentence.
    """
    teller = _Teller(sentences, mentions, pack, places)
    return [teller.with_places(claim) for claim in claims]


class _Teller:
    def __init__(
        self,
        sentences: Sequence[ParsedSentence],
        mentions: Sequence[Sequence[Mention]],
        pack: LanguagePack,
        places: PlaceList,
    ) -> None:
        self.sentences = sentences
        self.starts = [sentence.start for sentence in sentences]
        self.mentions = mentions
        self.lexicon = name_lexicon(pack)
        self.kinds, self.nouns, self.endings = _place_words(pack)
        self.language = pack.code
        self.places = places
        self.known: dict[Place, Place] = {}

    def with_places(self, claim: Claim) -> Claim:
        if not any(isinstance(slot.value, Place) for slot in claim.slots):
            return claim
        slots = tuple(
            replace(slot, value=self.told(slot.value)) if isinstance(slot.value, Place) else slot
            for slot in claim.slots
        )
        return replace(claim, slots=slots)

    def told(self, place: Place) -> Place:
        found = self.known.get(place)
        if found is None:
            found = self._told(place)
            found = self.known[place] = replace(found, outer=self._outer(found) if found.key is None else None)
        return found

    def _told(self, place: Place) -> Place:
        at = bisect_right(self.starts, place.start) - 1
        if at < 0:
            return place
        inside = [
            mention
            for mention in self.mentions[at]
            if mention.type is EntityType.PLACE and mention.start < place.end and place.start < mention.end
        ]
        tokens = name_tokens(self.sentences[at], self.lexicon.words)
        own = [token for token in tokens if place.start <= token.word.start < place.end]
        inside += self._cut_off(own, at)
        key = place.key or next((mention.place_key for mention in inside if mention.place_key), None)
        found = self._kind(own, inside)
        kind, others = found[0] if found else None, self._others(key, inside)
        if found and kind == CAPITAL:
            key, kind = self._capital(key, tokens, found[1])
        readings = [reading for reading in (key, *others) if reading]
        paths = {path for reading in readings for path in paths_above(reading)}
        around = {outer for reading in readings for outer in self.places.containers(reading)}
        within = tuple(sorted(around - paths - set(readings)))
        called, proper = self.nouns.called_by(beside(own, tokens), inside) or (None, "")
        if fold(proper) not in fold(place.name):
            called, proper = None, ""
        return replace(place, key=key, kind=kind, others=others, within=within, called=called, proper=proper)

    def _cut_off(self, own: Sequence[NameToken], sentence: int) -> list[Mention]:
        """The place right behind a phrase that ends with a noun such as "province", whose name it is."""
        last = own[-1] if own else None
        heads = self.lexicon.city_heads | self.lexicon.region_heads
        if last is None or not any(form.folded in heads for form in last.forms):
            return []
        return [m for m in self.mentions[sentence] if m.type is EntityType.PLACE and m.start == last.word.end + 1]

    def _outer(self, place: Place) -> Place | None:
        """What the words behind a place say that it lies in: ", in the northern province of Soum"."""
        at = bisect_right(self.starts, place.start) - 1
        if at < 0:
            return None
        tokens = name_tokens(self.sentences[at], self.lexicon.words)
        first = next((p for p, token in enumerate(tokens) if token.word.start >= place.end), len(tokens))
        found: Mention | None = None
        for token in tokens[first : first + LONGEST_WAY]:
            mention = next((m for m in self.mentions[at] if m.start <= token.start < m.end), None)
            if mention is not None and mention.type is EntityType.PLACE and token.position > first:
                found = mention
            elif mention is not None or not self._leads_out(token):
                break
        if found is None:
            return None
        name = Place(text=found.text, start=found.start, end=found.end, name=found.text, key=found.place_key)
        return self._told(replace(name, name_key=name_key(found.text)))

    def _leads_out(self, token: NameToken) -> bool:
        """Whether a word may stand between a place and what it lies in."""
        lexicon = self.lexicon
        passed = lexicon.locating | lexicon.articles | lexicon.city_heads | lexicon.region_heads
        if token.text in OPENING_MARKS or token.word.tags == ("DET",):
            return True
        return any(form.folded in passed for form in token.forms)

    def _others(self, key: str | None, inside: Sequence[Mention]) -> tuple[str, ...]:
        return next((mention.place_others for mention in inside if mention.place_key == key and key is not None), ())

    def _kind(self, tokens: Sequence[NameToken], inside: Sequence[Mention]) -> tuple[str, NameToken] | None:
        """The kind that a noun tells, and the noun: of "Cairo airport"; of "Rafah crossing", a name by itself, none."""
        names = [m for m in inside if self.places.find(m.text, self.language) and not self._is_noun(m.text)]
        named = [(mention.start, mention.end) for mention in names]
        for token in tokens:
            if any(start < token.end and token.start < end for start, end in named):
                continue
            for form in token.forms:
                if kind := self._kind_of(form.folded):
                    return kind, token
        return None

    def _is_noun(self, text: str) -> bool:
        """Whether a lone word was marked as a name that tells a kind: "Hauptstadt"."""
        return self._kind_of(fold(text)) is not None

    def _kind_of(self, word: str) -> str | None:
        return kind_of(word, self.kinds) or next(
            (self.kinds[base] for base in base_forms(word, self.endings) if base in self.kinds), None
        )

    def _capital(self, key: str | None, tokens: Sequence[NameToken], noun: NameToken) -> tuple[str | None, str | None]:
        """The key and kind of a capital: a city is named with it, or the country whose capital it is."""
        if key is not None and country_of(key) != key:
            return key, None
        country = key or next(iter(self._countries_beside(tokens, noun)), None)
        capital = self.places.capital_of(country) if country is not None else None
        return (capital.key, None) if capital is not None else (key, CAPITAL)

    def _countries_beside(self, tokens: Sequence[NameToken], noun: NameToken) -> Iterator[str]:
        """The countries of demonyms at a noun: before or after it, or hanging on it."""
        for token in tokens:
            near = abs(token.position - noun.position) == 1 or token.word.head - 1 == noun.position
            match = self.lexicon.demonyms.match(tokens, token.position) if near else None
            if match is not None:
                yield match.value


def _words_of(pack: LanguagePack) -> tuple[Mapping[str, str], PlaceNouns, Mapping[str, tuple[str, ...]]]:
    """The nouns of kinds of places, those that stand beside names, and the case endings."""
    kinds = nouns_by_word(pack.places.kinds, pack)
    return kinds, PlaceNouns(pack, name_lexicon(pack)), folded_endings(pack.places.endings)


_place_words = BuiltOnce(_words_of)
