"""The parts that read articles, made when the first article comes: a server that answers reads waits for none of them.

They are a third of all that is imported, and every language with its words.
"""

from collections.abc import Callable
from pathlib import Path

from app.core.entities.places import PlaceList
from app.core.model.language import Knowledge
from app.deferred import deferred
from app.ports import ClaimExtractor, Fingerprints, LanguageDetector, Reader, Understander
from app.telemetry import Telemetry

Watch = Callable[[str, int], None]  # told how a second reading ended, and how many claims came of it


def knowledge_in_time() -> Knowledge:
    """What linguists edit."""

    def make() -> Knowledge:
        from app.knowledge.loader import load_knowledge  # noqa: PLC0415

        return load_knowledge()

    return deferred(make)


def places_in_time(folder: Path) -> PlaceList:
    """The place list that is kept in a folder."""

    def make() -> PlaceList:
        from app.adapters.gazetteer.place_list import packaged_place_list  # noqa: PLC0415

        return packaged_place_list(folder)

    return deferred(make)


def detector_in_time() -> LanguageDetector:
    """Tells languages apart."""

    def make() -> LanguageDetector:
        from app.adapters.fetching.language_detection import LangidDetector  # noqa: PLC0415

        return LangidDetector()

    return deferred(make)


def understanding_in_time(
    *,
    reader: Reader,
    detector: LanguageDetector,
    knowledge: Knowledge,
    places: PlaceList,
    fingerprints: Fingerprints,
    telemetry: Telemetry,
) -> Understander:
    """Our own reading."""

    def make() -> Understander:
        from app.use_cases.understand_article import UnderstandArticle  # noqa: PLC0415

        return UnderstandArticle(
            reader=reader,
            detector=detector,
            knowledge=knowledge,
            places=places,
            fingerprints=fingerprints,
            telemetry=telemetry,
        )

    return deferred(make)


def second_reading_in_time(
    *,
    own: Understander,
    extractor: ClaimExtractor,
    reader: Reader,
    knowledge: Knowledge,
    places: PlaceList,
    fingerprints: Fingerprints,
    watch: Watch,
) -> Understander:
    """Our own reading, and that of a second extractor beside it."""

    def make() -> Understander:
        from app.use_cases.second_reading import SecondReading  # noqa: PLC0415

        return SecondReading(
            own=own,
            extractor=extractor,
            reader=reader,
            knowledge=knowledge,
            places=places,
            fingerprints=fingerprints,
            watch=watch,
        )

    return deferred(make)
