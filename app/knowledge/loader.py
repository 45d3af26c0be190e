"""Loads the packs, or says which key of which file is wrong."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from app.core.claims.words.triggers import NO_EVENT, unknown_class
from app.core.errors import BrokenPack
from app.core.linking.bylines import squashed
from app.core.model.conflict import ConfidenceScale, ConflictKind
from app.core.model.explaining import ExplanationTexts
from app.core.model.language import EventType, Knowledge, LanguagePack, Result
from app.core.model.linking import LinkingWeights
from app.core.model.office import OfficeKind, OfficeWords
from app.core.model.words import AgencyWords, ClaimWords, CleaningWords, NameWords, NumberWords, PlaceWords, TimeWords
from app.knowledge.currencies import with_all_currencies

FOLDER = Path(__file__).parent
WORD_LISTS = {
    "cleaning": CleaningWords,
    "times": TimeWords,
    "numbers": NumberWords,
    "names": NameWords,
    "places": PlaceWords,
    "claims": ClaimWords,
    "offices": OfficeWords,
}
SCREEN_LANGUAGES = ("en", "ar", "fr")
T = TypeVar("T")


def read_toml(path: Path) -> dict[str, object]:
    """The file's tables; BrokenPack with file and line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenPack(f"{path}: {error}") from error


def parse_table(table: object, kind: type[T], *, where: str) -> T:
    """The table as a ``kind``; unknown keys and wrong types raise BrokenPack naming ``where`` and the key."""
    _refuse_unknown_keys(table, kind, where)
    try:
        return TypeAdapter(kind).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BrokenPack(f"{where}: key '{key}': {first['msg']}") from error


def _refuse_unknown_keys(table: object, kind: type[T], where: str) -> None:
    if not (is_dataclass(kind) and isinstance(table, dict)):
        return
    known = {field.name for field in fields(kind)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise BrokenPack(f"{where}: unknown key '{unknown[0]}' (known: {', '.join(sorted(known))})")
    hints = get_type_hints(kind)
    for key, value in table.items():
        if isinstance(hints[key], type):
            _refuse_unknown_keys(value, hints[key], f"{where}: [{key}]")


def load_language(folder: Path) -> LanguagePack:
    """The pack in one folder, for instance ``languages/ar``."""
    lists: dict[str, object] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in WORD_LISTS:
            raise BrokenPack(f"{path}: no such word list (known: {', '.join(WORD_LISTS)})")
        lists[path.stem] = parse_table(read_toml(path), WORD_LISTS[path.stem], where=str(path))
    pack = LanguagePack(code=folder.name, **lists)  # type: ignore[arg-type]
    currencies = with_all_currencies(pack.numbers.currencies, folder.name)
    return replace(pack, numbers=replace(pack.numbers, currencies=currencies))


def load_event_types(path: Path) -> dict[str, EventType]:
    """The table of event types, by name."""
    types = {
        name: parse_table({"name": name, **_table(row, f"{path}: [{name}]")}, EventType, where=f"{path}: [{name}]")
        for name, row in read_toml(path).items()
    }
    for name, kind in types.items():
        for key, other in (("opposite", kind.opposite), ("means", kind.means)):
            if other is not None and other not in types:
                raise BrokenPack(f"{path}: [{name}] {key}: unknown event type '{other}'")
    return types


def load_offices(path: Path) -> dict[str, OfficeKind]:
    """The table of offices, by id; a kind to be apart from that no office has raises BrokenPack."""
    offices = {
        name: parse_table({"name": name, **_table(row, f"{path}: [{name}]")}, OfficeKind, where=f"{path}: [{name}]")
        for name, row in read_toml(path).items()
    }
    kinds = {office.kind for office in offices.values()}
    for name, office in offices.items():
        unknown = sorted(set(office.apart) - kinds)
        if unknown:
            raise BrokenPack(f"{path}: [{name}] apart: unknown kind '{unknown[0]}'")
    return offices


def load_results(path: Path, event_types: Collection[str]) -> dict[str, Result]:
    """The table of results, by name; BrokenPack for one whose scale has no other side, or of an unknown type."""
    results = {
        name: parse_table({"name": name, **_table(row, f"{path}: [{name}]")}, Result, where=f"{path}: [{name}]")
        for name, row in read_toml(path).items()
    }
    for name, result in results.items():
        unknown = sorted(set(result.types) - set(event_types))
        if unknown:
            raise BrokenPack(f"{path}: [{name}] types: unknown event type '{unknown[0]}'")
        if not any(other.scale == result.scale and other.side != result.side for other in results.values()):
            raise BrokenPack(f"{path}: [{name}] scale: nothing is on another side of '{result.scale}'")
    return results


def _table(row: object, where: str) -> dict[str, object]:
    if not isinstance(row, dict):
        raise BrokenPack(f"{where}: expected a table")
    return row


def load_linking_weights(path: Path) -> LinkingWeights:
    """The weights of the same-event model."""
    return parse_table(read_toml(path), LinkingWeights, where=str(path))


def load_confidence_scale(path: Path) -> ConfidenceScale:
    """How the confidence of conflicts is calibrated; every kind has its offset."""
    scale = parse_table(read_toml(path), ConfidenceScale, where=str(path))
    if missing := sorted(set(ConflictKind) - set(scale.offsets)):
        raise BrokenPack(f"{path}: [offsets] '{missing[0]}' is missing")
    return scale


def load_agencies(path: Path) -> AgencyWords:
    """The names of news agencies; no two agencies share one."""
    words = parse_table(read_toml(path), AgencyWords, where=str(path))
    owners: dict[str, str] = {}
    for agency, names in words.names.items():
        if not names:
            raise BrokenPack(f"{path}: [names] '{agency}' has no name")
        for name in names:
            if owners.setdefault(squashed(name), agency) != agency:
                raise BrokenPack(f"{path}: [names] '{name}' is of both {owners[squashed(name)]} and {agency}")
    return words


def load_explanations(path: Path) -> dict[str, ExplanationTexts]:
    """The sentences that explain conflicts, by language; every language has the same reasons."""
    texts = {
        code: parse_table(table, ExplanationTexts, where=f"{path}: [{code}]") for code, table in read_toml(path).items()
    }
    for code in SCREEN_LANGUAGES:
        if code not in texts:
            raise BrokenPack(f"{path}: [{code}] is missing")
        missing = sorted(set(texts[SCREEN_LANGUAGES[0]].reasons) - set(texts[code].reasons))
        if missing:
            raise BrokenPack(f"{path}: [{code}.reasons] '{missing[0]}' is missing")
    return texts


def check_triggers(
    pack: LanguagePack, event_types: Collection[str], results: Collection[str] = (), *, where: str
) -> None:
    """BrokenPack for a trigger of an event type, a result, a class or a condition that there is not."""
    words = pack.claims
    missing = sorted(set(words.results) - {NO_EVENT, *results})
    if missing:
        raise BrokenPack(f"{where}: [results] unknown result '{missing[0]}'")
    for result, entries in words.results.items():
        _check_entries(entries, words.classes, where=f"{where}: [results] {result}")
    for table, triggers in (("triggers", words.triggers), ("noun_triggers", words.noun_triggers)):
        unknown = sorted(set(triggers) - {NO_EVENT, *event_types})
        if unknown:
            raise BrokenPack(f"{where}: [{table}] unknown event type '{unknown[0]}'")
        for event_type, entries in triggers.items():
            _check_entries(entries, words.classes, where=f"{where}: [{table}] {event_type}")
    _check_entries((*words.light_verbs, *words.undergoing), words.classes, where=f"{where}: light_verbs, undergoing")


def _check_entries(entries: Iterable[str], classes: Collection[str], *, where: str) -> None:
    try:
        missing = unknown_class(entries, classes)
    except ValueError as error:
        raise BrokenPack(f"{where}: {error}") from error
    if missing is not None:
        raise BrokenPack(f"{where}: unknown class '{missing}'")


@cache
def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """All packs and tables, loaded once; raises BrokenPack, naming file and key, where one is wrong."""
    languages = {path.name: load_language(path) for path in sorted((folder / "languages").iterdir()) if path.is_dir()}
    event_types = load_event_types(folder / "event_types.toml")
    results = load_results(folder / "results.toml", event_types)
    for code, pack in languages.items():
        check_triggers(pack, event_types, results, where=f"{folder}/languages/{code}/claims.toml")
    return Knowledge(
        languages=languages,
        event_types=event_types,
        linking=load_linking_weights(folder / "linking_weights.toml"),
        confidence=load_confidence_scale(folder / "conflict_confidence.toml"),
        explanations=load_explanations(folder / "explanations.toml"),
        results=results,
        offices=load_offices(folder / "offices.toml"),
        agencies=load_agencies(folder / "agencies.toml"),
    )
