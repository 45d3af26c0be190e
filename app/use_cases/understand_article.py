"""Reads one article: clean, split, parse, extract. The way of the data, without a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from app.core.claims.extraction import extract_claims
from app.core.cleaning import clean_text
from app.core.entities.places import PlaceList
from app.core.linking.bylines import agency_names
from app.core.model.article import Article, CleanText
from app.core.model.language import Knowledge
from app.core.model.records import Submission, Understanding
from app.core.model.sentence import ParsedSentence, Sentence
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
        return self.read_together([(article_id, submission)])[0]

    def read_together(self, submissions: Sequence[tuple[str, Submission]]) -> list[Understanding]:
        """Those of several articles, each as if it were read alone: the reader takes all their sentences at once."""
        drafts = [self._clean(article_id, submission) for article_id, submission in submissions]
        with self._telemetry.stage("parse"):
            parsed = iter(self._reader.read([sentence for draft in drafts for sentence in draft.sentences]))
        return [self._finish(draft, tuple(islice(parsed, len(draft.sentences)))) for draft in drafts]

    def _clean(self, article_id: str, submission: Submission) -> "_Draft":
        text = submission.text
        with self._telemetry.stage("clean"):
            language = submission.language or self._detector.detect(text)
            clean = clean_text(text, knowledge=self._knowledge, language=language)
            words = self._knowledge.pack(language).cleaning
            sentences = split_sentences(text, clean, language=language, words=words)
        return _Draft(resolve_article(article_id, submission, clean, language=language), clean, sentences)

    def _finish(self, draft: "_Draft", sentences: tuple[ParsedSentence, ...]) -> Understanding:
        article, clean = draft.article, draft.clean
        with self._telemetry.stage("claims"):
            claims = extract_claims(article, clean, sentences, knowledge=self._knowledge, places=self._places)
            traced = with_provenance(
                claims, article, clean, sentences, agencies=self._agencies, fingerprints=self._fingerprints
            )
        return Understanding(article=article, clean=clean, sentences=sentences, claims=traced)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article whose sentences are not read yet."""

    article: Article
    clean: CleanText
    sentences: Sequence[Sentence]


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
