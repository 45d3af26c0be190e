"""A sentence with everything that bounds its personal names: known names, titles, offices, organisations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.core.entities.known_names import PlaceSpan, find_organisations, find_places, shared_id
from app.core.entities.lexicon import Found, NameLexicon
from app.core.entities.office_keys import KnownThing
from app.core.entities.offices import Office, Surroundings, find_offices
from app.core.entities.organisations import OrganisationSpan, capitalised_run, headed_organisation, quoted_name
from app.core.entities.persons import ArticleContext, NameScope
from app.core.entities.places import PlaceList, country_of
from app.core.entities.tokens import NameToken, name_tokens, recut
from app.core.model.sentence import ParsedSentence

HEADLINE_CAPITALS = 0.6  # share of capitalised words from which a capital tells nothing
SHORTEST_HEADLINE_WORD = 4  # letters; shorter words are small in headlines too


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The tokens and what was found before persons are looked for; organisations do not overlap."""

    tokens: tuple[NameToken, ...]
    scope: NameScope
    organisations: tuple[OrganisationSpan, ...]
    places: tuple[PlaceSpan, ...]
    titles: tuple[Found[str], ...]
    offices: tuple[Office, ...]
    place_list: PlaceList
    around: Surroundings

    def country_at(self, at: int) -> str | None:
        """The country of the demonym or known place that begins at a token."""
        demonym = self.scope.lexicon.demonyms.match(self.tokens, at)
        if demonym is not None:
            return demonym.value
        return next((country_of(found.place.key) for found in self.places if found.first == at), None)

    def is_demonym(self, at: int) -> bool:
        """Whether a demonym begins at a token."""
        return self.scope.lexicon.demonyms.match(self.tokens, at) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """The tokens of a sentence and what stands at them in the packs and the place list."""

    plain: tuple[NameToken, ...]  # before clitics were taken off where the rest is a known name
    tokens: tuple[NameToken, ...]
    listed: tuple[Found[str], ...]
    places: tuple[PlaceSpan, ...]
    titles: tuple[Found[str], ...]


def look_up(
    sentence: ParsedSentence,
    lexicon: NameLexicon,
    places: PlaceList,
    known_words: frozenset[str] = frozenset(),
    before: LookedUp | None = None,
) -> LookedUp:
    """Looks up a sentence; ``before`` is the same one looked up with fewer known words, which is mostly enough."""
    plain = before.plain if before is not None else name_tokens(sentence, lexicon.words)
    tokens = recut(plain, known_words, lexicon.sure_words)
    if before is not None and tokens == before.tokens:
        return before
    listed = tuple(find_organisations(tokens, lexicon))
    in_listed = frozenset(i for found in listed for i in range(found.first, found.last + 1))
    return LookedUp(
        plain=plain,
        tokens=tokens,
        listed=listed,
        places=tuple(find_places(tokens, lexicon, places, in_listed)),
        titles=tuple(_titles(tokens, lexicon)),
    )


def read_names(looked: LookedUp, lexicon: NameLexicon, places: PlaceList, context: ArticleContext) -> Reading:
    """The organisations and offices around what was looked up."""
    tokens, listed, found_places, titles = looked.tokens, looked.listed, looked.places, looked.titles
    in_listed = frozenset(i for found in listed for i in range(found.first, found.last + 1))
    scope = NameScope(
        lexicon=lexicon,
        places=_positions(found_places),
        organisations=in_listed,
        roles=_positions(titles),
        known_words=context.name_words,
        place_words=context.place_words,
        seen_words=context.seen_words,
        headline_style=_headline_style(tokens),
    )
    countries = {found.first: country_of(found.place.key) or "" for found in found_places}
    named = {found.first: found.last for found in listed if not found.cut}
    named.update({found.first: found.last for found in found_places if not found.cut})
    organisations = _organisations(tokens, scope, Surroundings(countries=countries, named=named), listed)
    bodies = {span.first: span.last for span in organisations}
    named.update({first: last for first, last in bodies.items() if not tokens[first].opened})
    around = Surroundings(
        countries=countries, named=named, bodies=bodies, things=_known_things(found_places, organisations)
    )
    offices = find_offices(tokens, lexicon, around)
    in_offices = _positions(offices)
    titles = tuple(title for title in titles if title.first not in in_offices)
    kept = tuple(span for span in organisations if span.first not in in_offices or span.known)
    return Reading(
        tokens=tokens,
        scope=replace(
            scope,
            organisations=_positions(kept),
            places=_positions(found_places) - _positions(kept),
            roles=in_offices | _positions(titles),
        ),
        organisations=kept,
        places=tuple(found for found in found_places if found.first not in _positions(kept)),
        titles=titles,
        offices=tuple(offices),
        place_list=places,
        around=around,
    )


def _known_things(places: Sequence[PlaceSpan], organisations: Sequence[OrganisationSpan]) -> dict[int, KnownThing]:
    """What the key of an office can name, by its first token."""
    things = {found.first: KnownThing(last=found.last, key=found.place.key) for found in places}
    bodies = {span.first: KnownThing(last=span.last, key=f"org:{span.known}") for span in organisations if span.known}
    return things | bodies


Spans = Sequence[OrganisationSpan] | Sequence[PlaceSpan] | Sequence[Found[str]] | Sequence[Office]


def _positions(spans: Spans) -> frozenset[int]:
    return frozenset(i for span in spans for i in range(span.first, span.last + 1))


def _organisations(
    tokens: Sequence[NameToken], scope: NameScope, known: Surroundings, listed: Sequence[Found[str]]
) -> list[OrganisationSpan]:
    """Organisations from left to right: those of the packs, media in quotes, head words with what describes them."""
    by_start = {found.first: found for found in listed}
    found: list[OrganisationSpan] = []
    at = 0
    while at < len(tokens):
        span = _organisation_at(tokens, at, scope, known)
        at_start = by_start.get(at if span is None else span.first)
        if at_start is not None and (span is None or span.last <= at_start.last):
            span = OrganisationSpan(
                first=at_start.first, last=at_start.last, cut=at_start.cut, known=at_start.value, headed=True
            )
        if span is None:
            at += 1
            continue
        if span.known is None:
            span = replace(span, known=shared_id(tokens, span.first, span.last, scope.lexicon))
        found.append(span)
        at = span.last + 1
    return found


def _organisation_at(
    tokens: Sequence[NameToken], at: int, scope: NameScope, known: Surroundings
) -> OrganisationSpan | None:
    if at in scope.roles:
        return None
    return (
        quoted_name(tokens, at, scope)
        or headed_organisation(tokens, at, scope, known)
        or (None if at in scope.organisations else capitalised_run(tokens, at, scope))
    )


def _headline_style(tokens: Sequence[NameToken]) -> bool:
    words = [t for t in tokens if t.cased and not t.is_mark and len(t.text) >= SHORTEST_HEADLINE_WORD]
    return len(words) >= 4 and sum(token.capital for token in words) >= HEADLINE_CAPITALS * len(words)


def _titles(tokens: Sequence[NameToken], lexicon: NameLexicon) -> list[Found[str]]:
    """Titles with the qualifiers after them: "اللواء المتقاعد"."""
    found: list[Found[str]] = []
    at = 0
    while at < len(tokens):
        match = lexicon.titles.match(tokens, at)
        if match is None or tokens[at].tag == "VERB":
            at += 1
            continue
        last = match.last
        while (qualifier := lexicon.qualifiers.match(tokens, last + 1)) is not None:
            last = qualifier.last
        found.append(replace(match, last=last))
        at = last + 1
    return found


def inner_capitals(tokens: Sequence[NameToken]) -> frozenset[str]:
    """Folded words that are capitalised inside the sentence, where a capital tells a name."""
    if _headline_style(tokens):
        return frozenset()
    return frozenset(
        token.folded for before, token in pairwise(tokens) if token.capital and token.proper and not before.is_mark
    )


def demonym_countries(tokens: Sequence[NameToken], lexicon: NameLexicon) -> frozenset[str]:
    """The countries whose demonyms the sentence holds."""
    found = (lexicon.demonyms.match(tokens, at) for at in range(len(tokens)))
    return frozenset(match.value for match in found if match is not None)


def words_after_place_heads(tokens: Sequence[NameToken], lexicon: NameLexicon) -> frozenset[str]:
    """Folded proper words after "city", "مدينة": places, known or not."""
    return frozenset(
        token.folded
        for before, token in pairwise(tokens)
        if token.proper and not token.opened and any(form.folded in lexicon.place_heads for form in before.forms)
    )
