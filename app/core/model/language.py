"""What the rules know of a language: only words. The rules themselves are the same for every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.core.model.conflict import ConfidenceScale
from app.core.model.explaining import ExplanationTexts
from app.core.model.linking import LinkingWeights
from app.core.model.office import OfficeKind, OfficeWords
from app.core.model.words import AgencyWords, ClaimWords, CleaningWords, NameWords, NumberWords, PlaceWords, TimeWords

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ku", "yi", "dv", "sd", "ug"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack:
    """The word lists of one language. A language without a pack is read with an empty one: its claims are untyped."""

    code: str  # ISO 639-1
    cleaning: CleaningWords = field(default_factory=CleaningWords)
    times: TimeWords = field(default_factory=TimeWords)
    numbers: NumberWords = field(default_factory=NumberWords)
    names: NameWords = field(default_factory=NameWords)
    places: PlaceWords = field(default_factory=PlaceWords)
    claims: ClaimWords = field(default_factory=ClaimWords)
    offices: OfficeWords = field(default_factory=OfficeWords)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One kind of event: a row of ``knowledge/event_types.toml``.

    ``roles``: which slot each part of a clause fills ("subject" -> "actor", "to" -> "destination").
    ``single``: slots with one value per event, so that two values exclude each other.
    ``needs``: slots without which a word that may mean the event means something else ("signed" nothing).
    ``family``: types of one family tell the same happening from two ends.
    """

    name: str
    roles: Mapping[str, str]
    single: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # a claim that fills none of these and names nobody is not of this type
    means: str | None = None  # the type that its claims are of: "sold" tells what "bought" tells, with other roles
    punctual: bool = True  # over within a day
    once: bool = False  # befalls nobody and nothing twice within days: signed, sentenced, died
    family: str | None = None
    opposite: str | None = None  # the type whose happening excludes this one: accepted and rejected
    is_result: bool = False  # to fail at it is an outcome, not a denial: agree, elect
    carrier: bool = False  # "took place": says that something happened, not what
    transitive: bool = False  # it befalls somebody: without an object, the subject is whom ("three killed in a raid")
    growing: bool = False  # its number only grows while reports come in: a higher one later is an update
    holding: bool = False  # who holds what, not what happened: only the rule about roles compares its claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an event can come to: a row of ``knowledge/results.toml``.

    Two results on one ``scale`` exclude each other where they are on different sides.
    """

    name: str
    scale: str
    side: str
    types: tuple[str, ...] = ()  # event types whose claims tell this result
    state: bool = False  # it tells what goes on ("is in operation"), not a change
    lasting: bool = False  # the opposite may follow it any day: they exclude each other only while one still holds
    whose: bool = False  # it is somebody's, and the opposite may be another's: acquitted and convicted


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that a linguist edits, loaded and checked."""

    languages: Mapping[str, LanguagePack]
    event_types: Mapping[str, EventType]
    linking: LinkingWeights
    confidence: ConfidenceScale
    explanations: Mapping[str, ExplanationTexts]  # by screen language: en, ar, fr
    results: Mapping[str, Result] = field(default_factory=dict)
    offices: Mapping[str, OfficeKind] = field(default_factory=dict)  # by id
    agencies: AgencyWords = field(default_factory=AgencyWords)

    def pack(self, language: str) -> LanguagePack:
        """The pack of a language, or an empty one."""
        return self.languages.get(language) or _empty_pack(language)


@lru_cache(maxsize=64)
def _empty_pack(language: str) -> LanguagePack:
    """One object for each language: what is built from a pack is known by the pack's identity."""
    return LanguagePack(code=language)
