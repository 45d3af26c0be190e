"""What a second extractor finds beside our own reading of an article. Nothing that it says is believed.

It may only point at stretches of the text. A quote counts where it stands in the article's own prose once, character by
character, between words, and where we read no claim ourselves. What the claim says is then our own reading of that
stretch; where that yields nothing either, the claim is the quote and no more, and is compared with nothing.
"""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.core.claims.extraction import extract_claims
from app.core.entities.places import PlaceList
from app.core.errors import ExtractorSilent
from app.core.folding import fold
from app.core.linking.bylines import agency_names
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, Polarity, Source, SourceKind, Stance, Status
from app.core.model.language import Knowledge
from app.core.model.records import Submission, Understanding
from app.core.model.sentence import ParsedSentence
from app.core.segmentation import split_sentences
from app.ports import ClaimExtractor, Fingerprints, Reader, Understander
from app.use_cases.provenance import with_provenance

log = logging.getLogger("crosscheck.extractor")

READ_CONFIDENCE = 0.6  # of our reading's, where another had to point at the words
QUOTE_CONFIDENCE = 0.2  # of a quote that we cannot read
SHORTEST_QUOTE = 3  # words; less is seldom a claim, and stands in many places by chance
LONGEST_QUOTE = 600  # characters
_WORD = re.compile(r"\w+")

Watch = Callable[[str, int], None]  # told "answered" or "silent" for each article, and how many claims came of it


def watch_nothing(_outcome: str, _claims: int) -> None:
    """For where nobody counts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article's text that a quote was found at."""

    start: int
    end: int
    kind: PassageKind


class SecondReading:
    """``ports.Understander``: our own understanding, and what the second extractor adds to it."""

    def __init__(
        self,
        *,
        own: Understander,
        extractor: ClaimExtractor,
        reader: Reader,
        knowledge: Knowledge,
        places: PlaceList,
        fingerprints: Fingerprints,
        watch: Watch = watch_nothing,
    ) -> None:
        self._own = own
        self._extractor = extractor
        self._reader = reader
        self._knowledge = knowledge
        self._places = places
        self._fingerprints = fingerprints
        self._agencies = agency_names(knowledge.agencies)
        self._watch = watch

    @property
    def version(self) -> str:
        """Of our own reading, and of the extractor with its model."""
        return f"{self._own.version}+second:{self._extractor.version}"

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        """An extractor that is silent never fails an article: the understanding says why it had no part in it."""
        return self._read_again(article_id, self._own(article_id, submission))

    def read_together(self, submissions: Sequence[tuple[str, Submission]]) -> list[Understanding]:
        """Each article is shown to the extractor by itself."""
        read = self._own.read_together(submissions)
        return [self._read_again(article_id, own) for (article_id, _), own in zip(submissions, read, strict=True)]

    def _read_again(self, article_id: str, own: Understanding) -> Understanding:
        text, language = own.article.text, own.article.language
        try:
            quotes = self._extractor.propose([text[p.start : p.end] for p in own.clean.passages], language=language)
        except ExtractorSilent as error:
            log.warning("article=%s analysed without the second extractor: %s", article_id, error)
            self._watch("silent", 0)
            return replace(own, unasked=f"second extractor not asked: {error}")
        stretches = find_stretches(text, own.clean, quotes, taken=[(claim.start, claim.end) for claim in own.claims])
        found = self._claims_at(stretches, own)
        log.info("article=%s second extractor: quotes=%d claims=%d", article_id, len(quotes), len(found))
        self._watch("answered", len(found))
        claims = sorted((*own.claims, *found), key=lambda claim: (claim.sentence, claim.start, claim.end))
        return replace(own, claims=tuple(claims))

    def _claims_at(self, stretches: Sequence[Stretch], own: Understanding) -> tuple[Claim, ...]:
        if not stretches:
            return ()
        read = self._read(stretches, own)
        found: list[Claim] = []
        for stretch in stretches:
            sentence = _sentence_at(own.sentences, stretch.start)
            if sentence is None:
                continue
            inside = [claim for claim in read if stretch.start <= claim.start and claim.end <= stretch.end]
            for claim in inside:
                home = _sentence_at(own.sentences, claim.start)
                if home is not None:
                    confidence = round(claim.confidence * READ_CONFIDENCE, 3)
                    named = replace(claim, sentence=home, confidence=confidence, extractor=self._extractor.name)
                    found.append(named)
            if not inside:
                found.append(bare_quote(own.article, stretch, sentence, extractor=self._extractor.name))
        return with_provenance(
            found,
            own.article,
            own.clean,
            own.sentences,
            agencies=self._agencies,
            fingerprints=self._fingerprints,
        )

    def _read(self, stretches: Sequence[Stretch], own: Understanding) -> list[Claim]:
        """Our own reading of each stretch alone: what "he" in one stands for is not looked for in another. Offsets are
        those of the article."""
        article = own.article
        passages = tuple(Passage(start=one.start, end=one.end, kind=one.kind) for one in stretches)
        clean = replace(own.clean, passages=passages)
        words = self._knowledge.pack(article.language).cleaning
        sentences = self._reader.read(split_sentences(article.text, clean, language=article.language, words=words))
        found: list[Claim] = []
        for passage in passages:
            alone = replace(own.clean, passages=(passage,))
            inside = [one for one in sentences if passage.start <= one.start < passage.end]
            found.extend(extract_claims(article, alone, inside, knowledge=self._knowledge, places=self._places))
        return found


def find_stretches(
    text: str, clean: CleanText, quotes: Iterable[str], *, taken: Sequence[tuple[int, int]]
) -> list[Stretch]:
    """Where quotes stand, in text order: each in one passage and once in all of them, between words, on nothing that is
    taken and not on each other. Characters must be the very same: no form of Unicode is made of another, and a quote
    that ends inside a letter with its marks is none."""
    found: list[Stretch] = []
    for quote in dict.fromkeys(quotes):
        if len(quote) > LONGEST_QUOTE or len(_WORD.findall(quote)) < SHORTEST_QUOTE or quote != quote.strip():
            continue
        places = [
            Stretch(start, start + len(quote), passage.kind)
            for passage in clean.passages
            for start in _positions(text, quote, passage.start, passage.end)
        ]
        if len(places) != 1 or not _stands_between_words(text, places[0]):
            continue
        stretch = places[0]
        others = [*taken, *((one.start, one.end) for one in found)]
        if all(stretch.end <= start or end <= stretch.start for start, end in others):
            found.append(stretch)
    return sorted(found, key=lambda one: one.start)


def bare_quote(article: Article, stretch: Stretch, sentence: int, *, extractor: str) -> Claim:
    """A claim of which nothing is known but its words."""
    quote = article.text[stretch.start : stretch.end]
    outlet = Source(
        kind=SourceKind.OUTLET, text=article.outlet, name=article.outlet, key=fold(article.outlet), stance=Stance.SAYS
    )
    digest = hashlib.sha256(f"{article.id}|{stretch.start}|{stretch.end}|quote".encode())
    return Claim(
        id=f"clm_{digest.hexdigest()[:20]}",
        article_id=article.id,
        outlet=article.outlet,
        language=article.language,
        published_at=article.published_at,
        statement=" ".join(quote.split()),
        quote=quote,
        start=stretch.start,
        end=stretch.end,
        sentence=sentence,
        predicate="",
        predicate_start=stretch.start,
        predicate_end=stretch.start,
        event_type=None,
        slots=(),
        polarity=Polarity.POSITIVE,
        status=Status.UNCERTAIN,
        attribution=(outlet,),
        confidence=QUOTE_CONFIDENCE,
        stands_alone=False,
        extractor=extractor,
    )


def _positions(text: str, quote: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    at = text.find(quote, start, end)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found


def _stands_between_words(text: str, stretch: Stretch) -> bool:
    """Whether neither end cuts a word, or a letter from its marks."""
    before, first = text[max(0, stretch.start - 1) : stretch.start], text[stretch.start]
    last, after = text[stretch.end - 1], text[stretch.end : stretch.end + 1]
    return not (_joined(before, first) or _joined(last, after))


def _joined(left: str, right: str) -> bool:
    if not left or not right:
        return False
    if unicodedata.category(right)[0] == "M" or "\u200d" in (left, right):
        return True
    return _is_of_word(left) and _is_of_word(right)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _sentence_at(sentences: Sequence[ParsedSentence], position: int) -> int | None:
    for number, sentence in enumerate(sentences):
        if sentence.start <= position < sentence.end:
            return number
    return None
