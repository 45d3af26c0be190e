"""Which of several places of one name is meant: what stands beside the name decides, then the article, then size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from app.core.entities.known_names import PlaceSpan
from app.core.entities.persons import ArticleContext
from app.core.entities.places import KnownPlace, PlaceKind, country_of, key_contains
from app.core.entities.reading import Reading
from app.core.model.entity import Mention

FAMOUS_CITY = 300_000  # inhabitants from which a city is named without its country
KNOWN_CITY = 15_000  # the same where no other place of its name is nearly as large
ALONE = 5  # times as large as the next place of its name
RIVAL = 20  # times as large at most: of two such homonyms the article decides, or nobody does
HOPELESS = 200  # times as large: a namesake in a country of the article is still not meant ("Paris", Texas)
FARTHEST_QUALIFIER = 4  # words between a name and what tells where it lies: "Valencia, in the north of Venezuela"
OPENING_MARKS = frozenset({",", "،", "("})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMeant:
    """The likeliest place and the others that may be meant as well; ``told`` where the text itself decides."""

    place: KnownPlace
    others: tuple[str, ...] = ()
    told: bool = False


def with_place(mention: Mention, meant: PlaceMeant) -> Mention:
    """The mention with what its name means."""
    key = meant.place.key
    return replace(mention, country=country_of(key), place_key=key, place_others=meant.others, place_told=meant.told)


def place_meant(reading: Reading, span: PlaceSpan, context: ArticleContext, *, sure: bool) -> PlaceMeant | None:
    """The place that a name means here; None for a small one of a country that the article does not name.

    ``sure``: a capital or a word such as "in" shows that it is a place.
    """
    candidates = _of_the_kind_told(reading, span)
    qualified = _qualified(reading, span, candidates)
    if qualified:
        return PlaceMeant(place=qualified[0], others=_namesake_regions(qualified, reading, span), told=True)
    name = _name(reading, span)
    told = [place for place in candidates if place.key in context.told_places.get(name, ())]
    if told:
        return PlaceMeant(place=told[0], others=_namesake_regions(told, reading, span))
    land = _land_of_article(candidates, context)
    if land is not None:
        return PlaceMeant(place=land)
    if candidates[0].kind is not PlaceKind.CITY:
        return PlaceMeant(place=candidates[0], others=_land_namesakes(candidates, context))
    return _city_meant(reading, span, candidates, context, sure=sure)


def _land_of_article(candidates: Sequence[KnownPlace], context: ArticleContext) -> KnownPlace | None:
    """The country rather than the city of its name, where the article names places of that country alone: عمان."""
    land = next((place for place in candidates if place.kind is PlaceKind.COUNTRY), None)
    if land is None or candidates[0].kind is not PlaceKind.CITY or land.key not in context.city_countries:
        return None
    return None if country_of(candidates[0].key) in context.city_countries else land


def _city_meant(
    reading: Reading, span: PlaceSpan, candidates: Sequence[KnownPlace], context: ArticleContext, *, sure: bool
) -> PlaceMeant | None:
    cities = [place for place in candidates if place.kind is PlaceKind.CITY]
    listed = [place for place in cities if place.listed]
    near = [place for place in cities if country_of(place.key) in (context.countries or ())]
    if listed and not any(place.listed for place in near):
        near = _beside_listed(reading, near, listed)
    largest = max(place.population for place in cities)
    hopeful = [place for place in near if place.population * HOPELESS >= largest]
    if hopeful:
        kept = _rivals(hopeful)
        if max(place.population for place in kept) * RIVAL < largest:  # "Alexandria" in an American report
            kept.extend(place for place in cities if place.population == largest)
        kept = _told_by_article(kept, context)
    else:
        if context.countries is not None and not listed and not _is_known(cities, sure=sure):
            return None
        kept = _told_by_article(_rivals(listed or cities), context)
    lands = _lands_of_that_name(kept[0], candidates, context)
    regions = _namesake_regions([*kept, *candidates], reading, span)
    return PlaceMeant(place=kept[0], others=(*(place.key for place in kept[1:]), *lands, *regions))


def _lands_of_that_name(city: KnownPlace, candidates: Sequence[KnownPlace], context: ArticleContext) -> tuple[str, ...]:
    """The country that the name may mean as well, unless the article names the city's: عمان, Amman or Oman."""
    if country_of(city.key) in context.city_countries:
        return ()
    lands = [place for place in candidates if place.kind is PlaceKind.COUNTRY]
    return tuple(place.key for place in lands if not key_contains(place.key, city.key))


def _told_by_article(places: list[KnownPlace], context: ArticleContext) -> list[KnownPlace]:
    """Those in countries that something else in the article tells without doubt, where there are any."""
    return [place for place in places if country_of(place.key) in context.city_countries] or places


def _beside_listed(reading: Reading, near: Sequence[KnownPlace], listed: Sequence[KnownPlace]) -> list[KnownPlace]:
    """Of the unlisted namesakes in countries of the article, those that are heard of beside a capital of that name:
    London in Ontario, not Washington in England."""
    capitals = [reading.place_list.capital_of(country_of(place.key) or "") for place in listed]
    keys = {capital.key for capital in capitals if capital is not None}
    if not any(place.key in keys for place in listed):
        return list(near)
    return [place for place in near if place.population >= FAMOUS_CITY]


def _is_known(cities: Sequence[KnownPlace], *, sure: bool) -> bool:
    """Whether a city is named without its country: a famous one, or the only one of its name of some size."""
    first = max(cities, key=lambda place: place.population)
    second = max((place.population for place in cities if place is not first), default=0)
    alone = first.population >= KNOWN_CITY and first.population > ALONE * second
    return (alone and sure) or first.population >= FAMOUS_CITY


def _rivals(cities: Sequence[KnownPlace]) -> list[KnownPlace]:
    largest = max(place.population for place in cities)
    return [place for place in cities if place.population * RIVAL >= largest]


def _land_namesakes(candidates: Sequence[KnownPlace], context: ArticleContext) -> tuple[str, ...]:
    """A state or country of the same name, where the article is about the country that it lies in."""
    others = [place for place in candidates[1:] if place.kind in (PlaceKind.REGION, PlaceKind.COUNTRY)]
    mentioned = context.countries or frozenset()
    inside = [p for p in others if country_of(p.key) in mentioned and not key_contains(candidates[0].key, p.key)]
    return tuple(place.key for place in inside)


def _namesake_regions(places: Sequence[KnownPlace], reading: Reading, span: PlaceSpan) -> tuple[str, ...]:
    """The region that is called by the city that is meant, unless a word beside the name says that it is a city."""
    city = places[0]
    if city.kind is not PlaceKind.CITY or _has_head(reading, span, reading.scope.lexicon.city_heads):
        return ()
    regions = [place for place in span.candidates if place.kind is PlaceKind.REGION]
    return tuple(place.key for place in regions if reading.place_list.contains(place.key, city.key))


def _of_the_kind_told(reading: Reading, span: PlaceSpan) -> Sequence[KnownPlace]:
    """Only regions after "province of", only cities after "city of", where there are any."""
    lexicon = reading.scope.lexicon
    regions = [place for place in span.candidates if place.kind is PlaceKind.REGION]
    cities = [place for place in span.candidates if place.kind is PlaceKind.CITY]
    if regions and cities and _has_head(reading, span, lexicon.region_heads):
        largest = max(cities, key=lambda place: place.population)
        return sorted(regions, key=lambda place: not reading.place_list.contains(place.key, largest.key))
    if regions and cities and _has_head(reading, span, lexicon.city_heads):
        return cities
    return span.candidates


def _has_head(reading: Reading, span: PlaceSpan, heads: frozenset[str]) -> bool:
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    before = span.first - 1
    while before >= 0 and tokens[before].folded in lexicon.locating:
        before -= 1
    beside = [tokens[at] for at in (before, span.last + 1) if 0 <= at < len(tokens)]
    return any(form.folded in heads for token in beside for form in token.forms)


def _qualified(reading: Reading, span: PlaceSpan, candidates: Sequence[KnownPlace]) -> list[KnownPlace]:
    """The places of that name that lie where the words beside it say: "Tripoli, Lebanon", "طرابلس اللبنانية"."""
    if len(candidates) < 2:
        return []
    for keys in (_told_after(reading, span), _told_before(reading, span)):
        inside = [
            place
            for place in candidates
            if any(key != place.key and reading.place_list.contains(key, place.key) for key in keys)
        ]
        if inside:
            return inside
    return []


def _told_after(reading: Reading, span: PlaceSpan) -> tuple[str, ...]:
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    heads = lexicon.city_heads | lexicon.region_heads
    for at in range(span.last + 1, min(len(tokens), span.last + 2 + FARTHEST_QUALIFIER)):
        if found := _countries_at(reading, at):
            return found
        passed = tokens[at].folded in lexicon.locating or tokens[at].folded in lexicon.articles
        if not (passed or tokens[at].text in OPENING_MARKS or (at == span.last + 1 and tokens[at].folded in heads)):
            return ()
    return ()


def _told_before(reading: Reading, span: PlaceSpan) -> tuple[str, ...]:
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    passed = lexicon.locating | lexicon.city_heads | lexicon.region_heads | lexicon.articles
    between = takewhile(
        lambda at: any(form.folded in passed for form in tokens[at].forms), range(span.first - 1, -1, -1)
    )
    at = span.first - 1 - len(list(between)[:FARTHEST_QUALIFIER])
    if at < 0 or tokens[at].is_mark:
        return ()
    ending = next((other.first for other in reading.places if other.last == at and other.first != span.first), at)
    demonym_only = ending == at and at < span.first - 1 and not reading.is_demonym(at)
    return () if demonym_only else _countries_at(reading, ending)


def _countries_at(reading: Reading, at: int) -> tuple[str, ...]:
    """The countries and regions that a demonym or a place at a token may be."""
    if reading.is_demonym(at):
        country = reading.country_at(at)
        return (country,) if country else ()
    if reading.tokens[at].opened and not reading.tokens[at].cased:
        joined = reading.tokens[at].word.tags[0] == "CCONJ"
        if joined:
            return ()
    found = next((other for other in reading.places if other.first == at), None)
    return tuple(place.key for place in found.candidates) if found is not None else ()


def _name(reading: Reading, span: PlaceSpan) -> str:
    return " ".join(token.folded for token in reading.tokens[span.first : span.last + 1])
