"""A service without a language model: a toy language is understood instead, fast and always in the same way.

An article of the toy language has one claim a line: ``actor | event type | place | day | number``, where any part may
be empty: ``Ada Venn | arrive | Port Lorne | 2024-03-13 |``. Other lines hold no claim.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np

from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import Parts, build_services
from app.core.entities.places import NoPlaces
from app.core.errors import InvalidText
from app.core.folding import fold
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.language import Knowledge
from app.core.model.linking import Edge
from app.core.model.quantity import Quantity
from app.core.model.records import Submission, Understanding
from app.core.model.sentence import ParsedSentence, Sentence, Word
from app.core.model.when import Granularity, Interval, When
from app.knowledge.loader import (
    FOLDER,
    load_confidence_scale,
    load_event_types,
    load_explanations,
    load_linking_weights,
)
from app.ports import Vectors
from app.settings import Settings
from app.use_cases.cross_check import ArticleReading
from app.use_cases.link_articles import LinkingRules
from app.use_cases.services import Services

DIMENSIONS = 64
NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> None:
        self.time += by

    def sleep(self, seconds: float) -> None:
        """Whoever waits moves it."""
        self.time += timedelta(seconds=seconds)


class WordEmbedder:
    """Vectors of the words of a text: texts of common words are similar."""

    version = "words-1"

    def embed(self, texts: Sequence[str]) -> Vectors:
        matrix = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in fold(text).split() or ["nothing"]:
                matrix[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1.0
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True) if len(texts) else matrix


class FlatReader:
    """Hangs every word on the first."""

    version = "flat-1"

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        return [
            ParsedSentence(
                start=sentence.start,
                end=sentence.end,
                language=sentence.language,
                words=tuple(
                    Word(
                        text=word.text,
                        start=word.start,
                        end=word.end,
                        tag="X",
                        head=0 if number == 0 else 1,
                        relation="root" if number == 0 else "dep",
                    )
                    for number, word in enumerate(sentence.words)
                ),
            )
            for sentence in sentences
        ]


class WordJudge:
    """The same words are the same statement, half of them in common a contradiction, else it is another one."""

    version = "words-1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        rows = []
        for left, right in pairs:
            one, other = set(left.lower().split()), set(right.lower().split())
            common = len(one & other) / max(1, len(one | other))
            rows.append([0.8, 0.1, 0.1] if common == 1 else [0.1, 0.8, 0.1] if common >= 0.5 else [0.1, 0.1, 0.8])
        return np.array(rows, dtype=np.float32).reshape(-1, 3)


class EnglishDetector:
    """Takes everything for English."""

    def detect(self, text: str) -> str:
        del text
        return "en"


class TagStripper:
    """Takes a page's text between <p> and </p>."""

    def extract(self, html: str, *, url: str | None) -> Submission:
        _, found, rest = html.partition("<p>")
        if not found:
            raise InvalidText("no article was found in the page; send its text")
        return Submission(outlet="", text=rest.partition("</p>")[0], url=url)


class ToyUnderstander:
    """Understands the toy language. ``failures`` maps a word of a text to the error that it causes."""

    version = "toy-1"

    def __init__(self) -> None:
        self.failures: dict[str, Exception] = {}
        self.calls = 0
        self.together: list[int] = []  # how many were read in one go, where it was more than one

    def read_together(self, submissions: Sequence[tuple[str, Submission]]) -> list[Understanding]:
        if len(submissions) > 1:
            self.together.append(len(submissions))
        return [self(article_id, submission) for article_id, submission in submissions]

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        self.calls += 1
        for word, error in self.failures.items():
            if word in submission.text:
                raise error
        article = Article(
            id=article_id,
            outlet=submission.outlet,
            text=submission.text,
            language=submission.language or "en",
            title=submission.title,
            published_at=submission.published_at,
        )
        passages, sentences, claims, start = [], [], [], 0
        for number, line in enumerate(submission.text.split("\n")):
            if line.strip():
                passages.append(Passage(start=start, end=start + len(line), kind=PassageKind.BODY))
                sentences.append(ParsedSentence(start=start, end=start + len(line), language="en", words=()))
            if line.count("|") == 4:
                claims.append(_claim(article, line, start, number))
            start += len(line) + 1
        clean = CleanText(passages=tuple(passages), dropped=())
        return Understanding(article=article, clean=clean, sentences=tuple(sentences), claims=tuple(claims))


def _claim(article: Article, line: str, start: int, sentence: int) -> Claim:
    end = start + len(line)
    actor, event_type, place, day, number = (part.strip() for part in line.split("|"))
    slots: list[Slot] = []
    if actor:
        key = " ".join(sorted(fold(actor).split()))
        party = Party(text=actor, start=start, end=end, name=actor, key=key, type=EntityType.PERSON, is_name=True)
        slots.append(Slot(name=SlotName.ACTOR, value=party))
    if place:
        value = Place(text=place, start=start, end=end, name=place, key=f"XX/{fold(place)}", name_key=fold(place))
        slots.append(Slot(name=SlotName.PLACE, value=value))
    if day:
        first = datetime.fromisoformat(day)
        interval = Interval(earliest=first, latest=first + timedelta(days=1))
        when = When(text=day, start=start, end=end, interval=interval, granularity=Granularity.DAY)
        slots.append(Slot(name=SlotName.TIME, value=when))
    if number:
        count = float(number)
        quantity = Quantity(text=number, start=start, end=end, low=count, high=count, counted="people")
        slots.append(Slot(name=SlotName.QUANTITY, value=quantity))
    outlet = Source(
        kind=SourceKind.OUTLET, text=article.outlet, name=article.outlet, key=fold(article.outlet), stance=Stance.SAYS
    )
    return Claim(
        id=hashlib.sha256(f"{article.id}:{start}".encode()).hexdigest()[:16],
        article_id=article.id,
        outlet=article.outlet,
        language=article.language,
        published_at=article.published_at,
        statement=" ".join(line.replace("|", " ").split()),
        quote=line,
        start=start,
        end=end,
        sentence=sentence,
        predicate=event_type or "be",
        predicate_start=start,
        predicate_end=end,
        event_type=event_type or None,
        slots=tuple(slots),
        polarity=Polarity.POSITIVE,
        status=Status.HAPPENED,
        attribution=(outlet,),
        confidence=0.9,
    )


@cache
def toy_knowledge() -> Knowledge:
    """The real event types and weights, and no language."""
    return Knowledge(
        languages={},
        event_types=load_event_types(FOLDER / "event_types.toml"),
        linking=load_linking_weights(FOLDER / "linking_weights.toml"),
        confidence=load_confidence_scale(FOLDER / "conflict_confidence.toml"),
        explanations=load_explanations(FOLDER / "explanations.toml"),
    )


class ToyRules(LinkingRules):
    """Links claims of one event type about one person, so that no test depends on how the real weights are set."""

    def pairs(self, reading: ArticleReading, others: Sequence[ArticleReading]) -> list[list[Edge]]:
        return [
            [edge for one in reading.claims for claim in other.claims if (edge := self._edge(one, claim)) is not None]
            for other in others
        ]

    def within(self, reading: ArticleReading) -> list[Edge]:
        pairs = combinations(reading.claims, 2)
        return [edge for one, other in pairs if (edge := self._edge(one, other)) is not None]

    def _edge(self, one: Claim, other: Claim) -> Edge | None:
        people = {party.key for party in one.parties()} & {party.key for party in other.parties()}
        if one.event_type != other.event_type or not people:
            return None
        same_place = {place.key for place in one.places()} == {place.key for place in other.places()}
        left, right = sorted((one.id, other.id))
        return Edge(left=left, right=right, probability=0.97 if same_place else 0.4, reason="toy")


def fake_parts(folder: Path, *, database_url: str | None = None) -> Parts:
    """Parts without a model, with a database of their own in ``folder``, or the one given."""
    return Parts(
        store=SqlStore(database_url or f"sqlite:///{folder / 'test.sqlite3'}"),
        reader=FlatReader(),
        embedder=WordEmbedder(),
        judge=WordJudge(),
        detector=EnglishDetector(),
        html=TagStripper(),
        knowledge=toy_knowledge(),
        places=NoPlaces(),
        clock=FakeClock(),
        understand=ToyUnderstander(),
        rules=ToyRules(knowledge=toy_knowledge(), places=NoPlaces(), judge=WordJudge()),
    )


def fake_services(folder: Path, *, parts: Parts | None = None, **settings: object) -> Services:
    """All use cases on fakes; ``settings`` as in ``Settings``."""
    chosen = Settings(home=folder, **settings)  # type: ignore[arg-type]
    return build_services(chosen, parts or fake_parts(folder, database_url=chosen.database_url))
