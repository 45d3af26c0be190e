"""Reads one article: clean, split, parse, extract. The way of the data, without a store."""

from datetime import UTC

from app.core.claims.extraction import extract_claims
from app.core.cleaning import clean_text
from app.core.entities.places import PlaceList
from app.core.linking.bylines import agency_names
from app.core.model.article import Article, CleanText
from app.core.model.language import Knowledge
from app.core.model.records import Submission, Understanding
from app.core.segmentation import split_sentences
from app.ports import Fingerprints, LanguageDetector, Reader
from app.telemetry import SILENT, Telemetry
from app.use_cases.provenance import with_provenance


class UnderstandArticle:
    """Everything that can be read out of one article alone."""

    def __init__(
        self,
        *,
        reader: Reader,
        detector: LanguageDetector,
        knowledge: Knowledge,
        places: PlaceList,
        fingerprints: Fingerprints,
        telemetry: Telemetry = SILENT,
    ) -> None:
        self._reader = reader
        self._detector = detector
        self._knowledge = knowledge
        self._places = places
        self._fingerprints = fingerprints
        self._telemetry = telemetry
        self._agencies = agency_names(knowledge.agencies)

    @property
    def version(self) -> str:
        """Changes whenever the same article may be read differently."""
        return self._reader.version

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        """The same submission gives the same understanding, always."""
        text = submission.text
        with self._telemetry.stage("clean"):
            language = submission.language or self._detector.detect(text)
            clean = clean_text(text, knowledge=self._knowledge, language=language)
        article = resolve_article(article_id, submission, clean, language=language)
        words = self._knowledge.pack(language).cleaning
        with self._telemetry.stage("parse"):
            sentences = self._reader.read(split_sentences(text, clean, language=language, words=words))
        with self._telemetry.stage("claims"):
            claims = extract_claims(article, clean, sentences, knowledge=self._knowledge, places=self._places)
            traced = with_provenance(
                claims, article, clean, sentences, agencies=self._agencies, fingerprints=self._fingerprints
            )
        return Understanding(article=article, clean=clean, sentences=tuple(sentences), claims=traced)


def resolve_article(article_id: str, submission: Submission, clean: CleanText, *, language: str) -> Article:
    """What was submitted, completed by what the text tells of itself."""
    published = submission.published_at
    if published is None and clean.published_at is not None:
        published = clean.published_at.replace(tzinfo=clean.published_at.tzinfo or UTC)
    return Article(
        id=article_id,
        outlet=submission.outlet,
        text=submission.text,
        language=language,
        title=submission.title or clean.title,
        published_at=published,
        url=submission.url,
        author=submission.author or clean.author,
    )
