"""The place list: the packed places of the world, and those that the language packs and ``regions.toml`` add.

The packed list is derived from the installed packages (``build.py``). Names that it lacks, most first-level divisions,
and the regions, crossings and palaces that news names are ours: ``places.toml`` of each language, ``regions.toml``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from app.adapters.gazetteer.packed import PackedPlaces, normal_form
from app.adapters.gazetteer.place_file import load_places
from app.core.entities.places import (
    KnownPlace,
    PlaceKind,
    base_forms,
    folded_endings,
    key_contains,
    paths_above,
)
from app.core.folding import fold
from app.core.model.language import Knowledge
from app.core.remembering import remembered
from app.knowledge.loader import load_knowledge
from app.knowledge.regions import load_regions
from app.settings import default_places

_ELIDED = re.compile(r"\b\w{1,2}'(?=\w{3})")
LONGEST_INFLECTED = 3  # words of a name whose case endings are tried, each word on its own


class PackagedPlaceList:
    """All places by name. The packed list is read, or derived, on first use; it is kept in ``folder``."""

    def __init__(self, knowledge: Knowledge | None = None, *, folder: Path | None = None) -> None:
        self._knowledge = knowledge or load_knowledge()
        self._folder = folder or default_places()

    @remembered
    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        """The places of this name: our own names first, then countries, then by population.

        The language's article may be there or not; a case ending counts only where the name as written is unknown.
        """
        written = normal_form(name)
        for form in (written, *self._other_article(fold(name).strip(), language)):
            if found := self._named(form, language):
                return found
        for form in self._base_forms(written, language):
            if found := self._named(form, language):
                return found
        return ()

    @remembered
    def containers(self, key: str) -> frozenset[str]:
        """Everything that contains a place: by its path, by its division and continent, by the regions around it."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            inner = waiting.pop()
            parent, code = self._packed.parent_of(inner), self._packed.code_of(inner)
            around = (*self._regions_around.get(inner, ()), *(self._regions_around.get(code, ()) if code else ()))
            above = {*paths_above(inner), *around, *([parent] if parent else [])}
            waiting.extend(above - found)
            found |= above
        return frozenset(found - {key})

    def contains(self, outer_key: str, inner_key: str) -> bool:
        """Whether the outer place contains the inner one, or is it."""
        return key_contains(outer_key, inner_key) or outer_key in self.containers(inner_key)

    def places_compatible(self, left_key: str, right_key: str) -> bool:
        """Whether something can be at both: one contains the other."""
        return self.contains(left_key, right_key) or self.contains(right_key, left_key)

    def capital_of(self, country: str) -> KnownPlace | None:
        """The capital of a country (ISO 3166-1 alpha-2)."""
        return self._packed.capital_of(country)

    def _named(self, form: str, language: str) -> tuple[KnownPlace, ...]:
        own = tuple(dict.fromkeys((*self._own_names.get(f"{language}:{form}", ()), *self._own_names.get(form, ()))))
        known = [self._place(key, listed=True) for key in own]
        packed = self._packed.find(f"{language}:{form}") or self._packed.find(form)
        found = (*known, *(place for place in packed if place.key not in own))
        keys = {place.key for place in found}
        return (*found, *(place for place in self._divisions_of(found) if place.key not in keys))

    def _divisions_of(self, seats: Iterable[KnownPlace]) -> Iterator[KnownPlace]:
        """The first-level divisions that are called by these cities."""
        for seat in seats:
            key = f"{seat.key}-region"
            if key in self._own_places or self._packed.parent_of(seat.key) == key:
                yield self._place(key)

    def _place(self, key: str, *, listed: bool = False) -> KnownPlace:
        packed, name = self._packed.get(key), self._own_places.get(key)
        if packed is None:
            return KnownPlace(key=key, name=name or key, kind=PlaceKind.REGION, listed=listed)
        if name is None or packed.kind is PlaceKind.COUNTRY:
            return replace(packed, listed=listed)
        return replace(packed, name=name, listed=listed)

    def _other_article(self, folded: str, language: str) -> Iterator[str]:
        for form, joined in self._articles(language):
            if folded.startswith(joined) and len(folded) > len(joined) + 1:
                yield normal_form(folded[len(joined) :])
            elif not form.isascii():
                yield normal_form(joined + folded)

    @remembered
    def _articles(self, language: str) -> tuple[tuple[str, str], ...]:
        """The articles of a language, folded, and as they stand before a name."""
        forms = map(fold, self._knowledge.pack(language).names.articles)
        return tuple((form, form if form.endswith("'") or not form.isascii() else form + " ") for form in forms)

    def _base_forms(self, written: str, language: str) -> Iterator[str]:
        """The name with the case endings of its words taken back: "москве" is "москва"."""
        endings = self._endings.get(language)
        words = written.split()
        if not endings or not words or len(words) > LONGEST_INFLECTED:
            return
        forms = [""]
        for word in words:
            bases = [word, *base_forms(word, endings)]
            forms = [f"{form} {base}" for form in forms for base in bases]
        yield from (form[1:] for form in forms[1:])

    @cached_property
    def _packed(self) -> PackedPlaces:
        return load_places(self._folder)

    @cached_property
    def _endings(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return {
            code: folded_endings(pack.places.endings)
            for code, pack in self._knowledge.languages.items()
            if pack.places.endings
        }

    @cached_property
    def _own_places(self) -> Mapping[str, str]:
        """Our own places and their English names."""
        english = self._knowledge.pack("en")
        named = {**english.names.places, **english.places.names}
        return {**{key: names[0] for key, names in named.items()}, **{r.key: r.name for r in load_regions()}}

    @cached_property
    def _own_names(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, dict[str, None]] = defaultdict(dict)  # a dict for a set in order
        for pack in self._knowledge.languages.values():
            for key, written in pack.places.names.items():
                for name in written:
                    for form in _forms(name):
                        names[f"{pack.code}:{form}"][key] = None
        for pack in self._knowledge.languages.values():
            for key, written in pack.names.places.items():
                for name in written:
                    names[normal_form(name)][key] = None
        for region in load_regions():
            names[normal_form(region.name)][region.key] = None
        return {name: tuple(keys) for name, keys in names.items()}

    @cached_property
    def _regions_around(self) -> Mapping[str, tuple[str, ...]]:
        """The regions that a place, or a division by its GeoNames code, lies in beside its path."""
        around: dict[str, list[str]] = defaultdict(list)
        for region in load_regions():
            around[region.key].extend(region.within)
            for member in region.holds:
                around[member].append(region.key)
        return {key: tuple(regions) for key, regions in around.items()}


def _forms(name: str) -> Iterator[str]:
    """The name, and as the words of a sentence give it, elided articles apart: "corne de afrique"."""
    yield normal_form(name)
    if "'" in name:
        yield normal_form(_ELIDED.sub("", name))


@cache
def packaged_place_list(folder: Path | None = None) -> PackagedPlaceList:
    """The one place list of this process that is kept in a folder."""
    return PackagedPlaceList(folder=folder)
