"""Reads articles for the benchmarks. Parses and vectors are kept in a temporary folder: a second run takes seconds."""

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.pair_judge import NeuralPairJudge
from app.adapters.language_model.reader import NeuralReader
from app.adapters.near_copies.minhash import fingerprint
from app.core.entities.places import PlaceList
from app.core.model.article import Article
from app.core.model.language import Knowledge
from app.core.model.records import Submission, Understanding
from app.core.model.sentence import ParsedSentence, Sentence, Word
from app.knowledge.loader import load_knowledge
from app.ports import PAIR_RELATIONS, Vectors
from app.settings import default_home
from app.use_cases.cross_check import ArticleReading, embed_claims
from app.use_cases.understand_article import UnderstandArticle

Value = TypeVar("Value")


class Drawer(Generic[Value]):
    """Values by key in one file of the cache folder, for one version of the model that makes them."""

    def __init__(self, folder: Path, name: str, version: str) -> None:
        self._path = folder / f"{name}-{hashlib.sha256(version.encode()).hexdigest()[:12]}.pickle"
        self._values: dict[str, Value] = {}
        self._kept = 0
        if self._path.exists():
            # Only this user can write there.
            self._values = pickle.loads(self._path.read_bytes())  # noqa: S301
            self._kept = len(self._values)

    def fill(self, keys: Sequence[str], make: Callable[[list[int]], Sequence[Value]]) -> list[Value]:
        """The values of the keys; ``make`` gets the positions of those that are missing."""
        missing = [position for position, key in enumerate(keys) if key not in self._values]
        if missing:
            for position, value in zip(missing, make(missing), strict=True):
                self._values[keys[position]] = value
        return [self._values[key] for key in keys]

    def save(self) -> None:
        """Writes the file where something is new."""
        if len(self._values) > self._kept:
            self._path.write_bytes(pickle.dumps(self._values))
            self._kept = len(self._values)


class CachedReader:
    """A reader that parses each sentence once."""

    def __init__(self, reader: NeuralReader, folder: Path) -> None:
        self._reader = reader
        shape = [field.name for kind in (ParsedSentence, Word) for field in fields(kind)]  # what is pickled
        self._drawer: Drawer[ParsedSentence] = Drawer(folder, "parses", f"{reader.version} {shape}")

    @property
    def version(self) -> str:
        """That of the reader."""
        return self._reader.version

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        """One parsed sentence for each."""
        keys = [repr((one.start, one.language, [(w.text, w.start) for w in one.words])) for one in sentences]
        return self._drawer.fill(keys, lambda missing: self._reader.read([sentences[i] for i in missing]))

    def save(self) -> None:
        """Keeps the parses for the next run."""
        self._drawer.save()


class CachedJudge:
    """A pair judge that judges each pair of statements once."""

    def __init__(self, judge: NeuralPairJudge, folder: Path) -> None:
        self._judge = judge
        self._drawer: Drawer[tuple[float, ...]] = Drawer(folder, "verdicts", judge.version)

    @property
    def version(self) -> str:
        """That of the judge."""
        return self._judge.version

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Shape (len(pairs), 3)."""
        keys = ["\0".join(sorted(pair)) for pair in pairs]
        rows = self._drawer.fill(
            keys, lambda missing: [tuple(row) for row in self._judge.judge([pairs[i] for i in missing]).tolist()]
        )
        return np.array(rows, dtype=np.float32).reshape(len(pairs), len(PAIR_RELATIONS))

    def save(self) -> None:
        """Keeps the verdicts for the next run."""
        self._drawer.save()


class GivenLanguage:
    """Stands for a language detector where every article says its language."""

    def detect(self, text: str) -> str:
        """English, for the rare article that does not."""
        del text
        return "en"


def submission_of(article: Article) -> Submission:
    """The article as it would be submitted."""
    return Submission(
        outlet=article.outlet,
        text=article.text,
        title=article.title,
        language=article.language,
        published_at=article.published_at,
    )


class Workbench:
    """Everything that turns an article into claims and vectors."""

    def __init__(self, home: Path | None = None) -> None:
        folder = ensure_encoder_folder((home or default_home()) / "models")
        cache = Path(tempfile.gettempdir()) / "crosscheck-benchmarks"
        cache.mkdir(mode=0o700, exist_ok=True)
        self.knowledge: Knowledge = load_knowledge()
        self.places: PlaceList = PackagedPlaceList(self.knowledge)
        self._reader = CachedReader(NeuralReader(folder), cache)
        self._embedder = SentenceEmbedder(folder)
        self.judge = CachedJudge(NeuralPairJudge(folder), cache)
        self._vectors: Drawer[bytes] = Drawer(cache, "vectors", self._embedder.version)
        self.understander = UnderstandArticle(
            reader=self._reader,
            detector=GivenLanguage(),
            knowledge=self.knowledge,
            places=self.places,
            fingerprints=fingerprint,
        )

    def understand(self, article: Article) -> Understanding:
        """All that is read out of one article."""
        return self.understander(article.id, submission_of(article))

    def read(self, article: Article) -> ArticleReading:
        """The claims of one article with their vectors."""
        return self.vectors_of(self.understand(article))

    def vectors_of(self, understood: Understanding) -> ArticleReading:
        """The claims of what was read out of an article, with their vectors."""
        spans = [(sentence.start, sentence.end) for sentence in understood.sentences]
        vectors = embed_claims(understood.claims, spans, understood.article.text, self)
        return ArticleReading(article_id=understood.article.id, claims=understood.claims, vectors=vectors)

    @property
    def version(self) -> str:
        """That of the embedder."""
        return self._embedder.version

    def read_all(self, articles: Sequence[Article]) -> list[ArticleReading]:
        """Each article's claims; parses and vectors are kept for the next run."""
        return [self.read(article) for article in articles]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimensions)."""
        rows = self._vectors.fill(
            texts, lambda missing: [row.tobytes() for row in self._embedder.embed([texts[i] for i in missing])]
        )
        vectors = [np.frombuffer(row, dtype=np.float32) for row in rows]
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self._embedder.dimensions)

    def save(self) -> None:
        """Keeps parses and vectors for the next run."""
        self._reader.save()
        self._vectors.save()
        self.judge.save()
