"""Names that the place list or the packs know, where the sentence lets them be names."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.entities.lexicon import Found, NameLexicon
from app.core.entities.places import KnownPlace, PlaceKind, PlaceList
from app.core.entities.tokens import NameToken

LONGEST_PLACE = 4  # words
LARGE_CITY = 150_000  # inhabitants from which a capitalised name needs no further sign that it is a place
WORLD_CITY = 1_000_000  # the same in scripts without capitals
SHORTEST_PLACE = 3  # letters
QUOTES = frozenset("\"“”«»„‟″'‘’")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSpan:
    """A known place at tokens ``first`` to ``last``."""

    first: int
    last: int
    cut: int
    candidates: tuple[KnownPlace, ...]

    @property
    def place(self) -> KnownPlace:
        """The likeliest place of that name."""
        return self.candidates[0]


def find_organisations(tokens: Sequence[NameToken], lexicon: NameLexicon) -> list[Found[str]]:
    """Organisations of the packs, left to right, the longest first. A single small word needs a sign that it
    is a name."""
    found: list[Found[str]] = []
    at = 0
    while at < len(tokens):
        match = _organisation_at(tokens, at, lexicon)
        if match is None:
            at += 1
            continue
        found.append(match)
        at = match.last + 1
    return found


def _organisation_at(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon) -> Found[str] | None:
    medium = lexicon.media.match(tokens, at)
    if medium is not None and (_after_medium_head(tokens, at, lexicon) or _is_quoted(tokens, at, medium.last)):
        return medium
    match = lexicon.organisations.match(tokens, at)
    if match is None or (match.last == match.first and not _alone_is_name(tokens, at, lexicon)):
        return None
    return match


def shared_id(tokens: Sequence[NameToken], first: int, last: int, lexicon: NameLexicon) -> str | None:
    """The id of the listed body that a name is: one of the packs' names, with nothing around it but what says its
    kind or country ("حركة حماس الفلسطينية", "Reuters news agency"). "UN Refugee Council" is not the UN."""
    for at in range(first, last + 1):
        for phrases in (lexicon.organisations, lexicon.media):
            match = phrases.match(tokens, at)
            if match is not None and match.last <= last and _only_described(tokens, (first, last), match, lexicon):
                return match.value
    return None


def _only_described(
    tokens: Sequence[NameToken], name: tuple[int, int], found: Found[str], lexicon: NameLexicon
) -> bool:
    first, last = name
    around = [tokens[i] for i in range(first, last + 1) if not found.first <= i <= found.last]
    countries = [token for token in around if lexicon.demonyms.match(tokens, token.position) is not None]
    others = [token for token in around if token not in countries]
    headed = any(_is_naming_head(token, lexicon) for token in tokens[first : last + 1])
    kinds = all(_is_naming_head(token, lexicon) or token.folded in lexicon.articles for token in others)
    return kinds and (headed or not countries)


def _is_naming_head(token: NameToken, lexicon: NameLexicon) -> bool:
    return any(form.folded in lexicon.naming_heads for form in token.forms)


def _after_medium_head(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon) -> bool:
    before = at - 1
    if before > 0 and tokens[before].is_mark:
        before -= 1
    return before >= 0 and any(form.folded in lexicon.medium_heads for form in tokens[before].forms)


def _is_quoted(tokens: Sequence[NameToken], first: int, last: int) -> bool:
    """Alone between two marks: in quotes, or before the colon of a headline."""
    after = last + 1 < len(tokens) and tokens[last + 1].is_mark
    return after and (first == 0 or tokens[first - 1].word.text in QUOTES)


def _alone_is_name(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon) -> bool:
    token = tokens[at]
    if token.cased:
        return token.capital
    if _after_medium_head(tokens, at, lexicon):
        return True
    if at and any(form.folded in lexicon.organisation_heads for form in tokens[at - 1].forms):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    described = following is not None and following.tag == "ADJ" and following.word.head == at + 1
    return token.proper and not described


def find_places(
    tokens: Sequence[NameToken], lexicon: NameLexicon, places: PlaceList, taken: frozenset[int]
) -> list[PlaceSpan]:
    """Known places, left to right, the longest first; ``taken`` tokens belong to other names."""
    found: list[PlaceSpan] = []
    at = 0
    while at < len(tokens):
        match = _place_at(tokens, at, lexicon, places, taken)
        if match is None:
            at += 1
            continue
        found.append(match)
        at = match.last + 1
    return found


def _place_at(
    tokens: Sequence[NameToken], at: int, lexicon: NameLexicon, places: PlaceList, taken: frozenset[int]
) -> PlaceSpan | None:
    first = tokens[at]
    if (
        at in taken
        or first.is_mark
        or "PRON" in first.word.tags[1:]
        or (first.cased and not first.capital)
        or first.tag == "VERB"
    ):
        return None
    for length in range(min(LONGEST_PLACE, len(tokens) - at), 0, -1):
        span = tokens[at : at + length]
        if any(token.position in taken or token.is_mark for token in span) or (span[-1].cased and not span[-1].capital):
            continue
        if length > 1 and any(token.opened and not token.cased for token in span[1:]):
            continue
        match = _named_place(span, lexicon, places)
        if match is not None and _may_be_place(tokens, at, at + length - 1, match.place, lexicon):
            return match
    return None


def _named_place(span: Sequence[NameToken], lexicon: NameLexicon, places: PlaceList) -> PlaceSpan | None:
    first, rest = span[0], "".join(" " + token.folded for token in span[1:])
    for form in first.forms:
        if len(form.folded + rest) < SHORTEST_PLACE - (1 if first.text.isupper() else 0):
            continue
        known = places.find(form.folded + rest, lexicon.language)
        if not rest and form.folded in lexicon.no_place_words and not (known and known[0].listed):
            continue
        guessed = form.cut != first.forms[0].cut and not rest
        if known and not (guessed and 0 < known[0].population < WORLD_CITY and known[0].kind is PlaceKind.CITY):
            return PlaceSpan(first=first.position, last=span[-1].position, cut=form.cut, candidates=known)
    return None


def _may_be_place(tokens: Sequence[NameToken], first: int, last: int, place: KnownPlace, lexicon: NameLexicon) -> bool:
    token = tokens[first]
    if last == first and lexicon.demonyms.match(tokens, first) is not None:
        described = first > 0 and tokens[first - 1].nominal and not token.opened and not token.proper
        return not token.cased and token.tag != "ADJ" and not described and place.kind is PlaceKind.COUNTRY
    if token.cased:
        return _cased_place(tokens, first, last, place, lexicon)
    if last + 1 < len(tokens) and tokens[last + 1].folded in lexicon.middle_particles:
        return False
    if last > first or token.proper or _after_place_head(tokens, first, lexicon):
        return token.folded not in lexicon.given_names or last > first or place.kind is not PlaceKind.CITY
    if token.tag != "NOUN" or token.folded in lexicon.given_names:
        return False
    if place.listed and _place_context(tokens, first, lexicon):
        return True  # "من الفاشر", which a tagger takes for a common noun
    return place.kind is not PlaceKind.CITY or place.population == 0 or place.population >= WORLD_CITY


def _after_place_head(tokens: Sequence[NameToken], first: int, lexicon: NameLexicon) -> bool:
    return first > 0 and any(form.folded in lexicon.place_heads for form in tokens[first - 1].forms)


def _is_part_of_name(tokens: Sequence[NameToken], last: int) -> bool:
    """ "Salima Awhida", "Carthage Matin": the next capitalised word hangs on the place's name, or the other
    way round."""
    if last + 1 >= len(tokens) or tokens[last].end < tokens[last].word.end:
        return False
    here, after = tokens[last], tokens[last + 1]
    joined = (after.word.head - 1 == last and after.word.relation == "flat") or (
        here.word.head - 1 == last + 1 and here.word.relation in ("flat", "compound")
    )
    return joined and after.capital and after.proper and not after.is_mark


def _cased_place(tokens: Sequence[NameToken], first: int, last: int, place: KnownPlace, lexicon: NameLexicon) -> bool:
    """Not a surname: "Jack London" and "Ms Paris" are no places, "in London" and "London, Ontario" are."""
    if place.kind is PlaceKind.CITY and place.population < WORLD_CITY and _is_part_of_name(tokens, last):
        return False
    if _place_context(tokens, first, lexicon):
        return True
    before = tokens[first - 1] if first else None
    if before is not None and before.capital and before.proper and before.folded in lexicon.given_names:
        return False
    if lexicon.titles.match(tokens, max(0, first - 1)) is not None and first:
        return False
    if any(token.folded in lexicon.given_names for token in tokens[first : last + 1]):
        return place.kind is not PlaceKind.CITY
    nominal = last > first or tokens[first].tag == "NOUN" or place.listed  # not "Nice weather" at the sentence's start
    large = place.population >= LARGE_CITY and nominal
    return tokens[first].proper or place.kind is not PlaceKind.CITY or large


def _place_context(tokens: Sequence[NameToken], first: int, lexicon: NameLexicon) -> bool:
    """Whether a preposition of place or a word such as "city" stands before."""
    at = first - 1
    while at >= 0 and tokens[at].folded in lexicon.articles:
        at -= 1
    if at < 0:
        return False
    before = tokens[at]
    return any(form.folded in lexicon.place_prepositions or form.folded in lexicon.place_heads for form in before.forms)
