"""The only place where parts are chosen and joined."""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import app.core
import app.knowledge
from app import joining_reading
from app.adapters.extractor.allowance import Allowance
from app.adapters.extractor.chat_endpoint import ChatExtractor
from app.adapters.fetching.page_reader import PageReader
from app.adapters.near_copies.minhash import fingerprint
from app.adapters.storage.engine import is_postgres, parse_database_url
from app.adapters.storage.unit_of_work import SqlStore
from app.core.entities.places import PlaceList
from app.core.errors import InvalidSetting, ModelUnavailable
from app.core.model.language import Knowledge
from app.core.model.sentence import ParsedSentence, Sentence
from app.deferred import made
from app.joining_telemetry import disk_problem, join_telemetry
from app.joining_web import join_web, join_webhooks
from app.ports import (
    ClaimExtractor,
    Clock,
    Embedder,
    Fingerprints,
    HtmlReader,
    LanguageDetector,
    PairJudge,
    Reader,
    Understander,
    Vectors,
)
from app.settings import Settings, authentication_is_on
from app.telemetry import ClosableTelemetry
from app.use_cases.access_keys import AccessKeys
from app.use_cases.analyse_article import AnalyseArticle
from app.use_cases.audit_trail import AuditTrail
from app.use_cases.browse import Browse
from app.use_cases.check_statement import CheckStatement
from app.use_cases.delete_article import DeleteArticle
from app.use_cases.export import Export
from app.use_cases.link_articles import LinkingRules
from app.use_cases.look_at_jobs import LookAtJobs
from app.use_cases.look_at_work import LookAtWork
from app.use_cases.outlet_agreements import OutletAgreements
from app.use_cases.reanalyse import Reanalyse
from app.use_cases.review_cluster import ReviewCluster
from app.use_cases.review_conflict import ReviewConflict
from app.use_cases.review_entity import ReviewEntity
from app.use_cases.services import AccessRules, Limits, Services
from app.use_cases.submit_article import SubmitArticle
from app.use_cases.work_queue import WorkQueue
from app.web_ports import WebClient

USUAL_RATE = 1_200  # requests a minute; a page of our own needs two, a program that posts in batches far fewer


# Answered at a time: SQLite computes in this process, PostgreSQL is waited for.
READS_ON_SQLITE, READS_ON_POSTGRESQL = 2, 40
HEAD_START = 0.5  # seconds; loading the models would take half of the time in which the first reads are answered


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


class LanguageModels:
    """The encoder with its heads, loaded at first use, once; a failure is told and tried again at the next use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded: Loaded | None = None
        self._problem: str | None = "loading"

    def problem(self) -> str | None:
        """None once loaded; "loading" before; else why it could not be."""
        return self._problem

    def warm_up(self) -> None:
        """Loads now; what goes wrong is told by ``problem``."""
        try:
            self.load()
        except ModelUnavailable as error:
            self._problem = str(error)

    def load(self) -> "Loaded":
        """All of them; raises ModelUnavailable."""
        with self._lock:
            if self._loaded is None:
                try:
                    self._loaded = load_models(self._settings)
                except ModelUnavailable as error:
                    self._problem = str(error)
                    raise
                self._problem = None
            return self._loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The models, ready for use."""

    reader: Reader
    embedder: Embedder
    judge: PairJudge


def load_models(settings: Settings) -> Loaded:
    """Reader, embedder and pair head as the settings say; takes a second or two."""
    # torch takes a second to import, which commands that read nothing should not pay.
    from app.adapters.language_model.loading import load_together  # noqa: PLC0415
    from app.adapters.language_model.precision import Precision  # noqa: PLC0415

    if settings.threads:
        set_threads(settings.threads)
    reader, embedder, judge = load_together(
        settings.models, precision=Precision(settings.precision), embedding_model=settings.embedding_model
    )
    return Loaded(reader=reader, embedder=embedder, judge=judge)


def set_threads(count: int) -> None:
    """How many threads the models of this process compute with."""
    import torch  # noqa: PLC0415  (see load_models)

    torch.set_num_threads(count)


@dataclass(frozen=True, slots=True)
class LazyReader:
    """``ports.Reader`` that loads at first use."""

    models: LanguageModels

    @property
    def version(self) -> str:
        """Of the reader behind it."""
        return self.models.load().reader.version

    def read(self, sentences: Sequence[Sentence]) -> list[ParsedSentence]:
        """By the reader behind it."""
        return self.models.load().reader.read(sentences)


@dataclass(frozen=True, slots=True)
class LazyEmbedder:
    """``ports.Embedder`` that loads at first use."""

    models: LanguageModels

    @property
    def version(self) -> str:
        """Of the embedder behind it."""
        return self.models.load().embedder.version

    def embed(self, texts: Sequence[str]) -> Vectors:
        """By the embedder behind it."""
        return self.models.load().embedder.embed(texts)


@dataclass(frozen=True, slots=True)
class LazyPairJudge:
    """``ports.PairJudge`` that loads at first use."""

    models: LanguageModels

    @property
    def version(self) -> str:
        """Of the pair head behind it."""
        return self.models.load().judge.version

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """By the pair head behind it."""
        return self.models.load().judge.judge(pairs)


@dataclass(kw_only=True)
class Parts:
    """Everything that can be exchanged; tests put fakes in."""

    store: SqlStore
    reader: Reader
    embedder: Embedder
    judge: PairJudge
    detector: LanguageDetector
    html: HtmlReader
    knowledge: Knowledge
    places: PlaceList
    clock: Clock = field(default_factory=SystemClock)
    fingerprints: Fingerprints = fingerprint
    models: LanguageModels | None = None
    understand: Understander | None = None  # instead of reader and detector
    extractor: ClaimExtractor | None = None  # a second one, beside our own reading
    rules: LinkingRules | None = None
    web: WebClient | None = None  # instead of the one that the settings describe
    traces: ClosableTelemetry | None = None  # instead of the ones that the settings ask for


def choose_parts(settings: Settings) -> Parts:
    """The parts that the settings ask for; opens nothing yet but the database's engine."""
    models = LanguageModels(settings)
    return Parts(
        store=SqlStore(settings.database, vector_memory=settings.vector_memory),
        reader=LazyReader(models),
        embedder=LazyEmbedder(models),
        judge=LazyPairJudge(models),
        detector=joining_reading.detector_in_time(),
        html=PageReader(),
        knowledge=joining_reading.knowledge_in_time(),
        places=joining_reading.places_in_time(settings.places),
        models=models,
        extractor=choose_extractor(settings),
    )


def choose_extractor(settings: Settings) -> ClaimExtractor | None:
    """The second extractor that the settings ask for; None where they ask for none."""
    if settings.extractor_url is None:
        return None
    if settings.extractor_model is None:
        raise InvalidSetting(
            "CROSSCHECK_EXTRACTOR_MODEL: name the model that CROSSCHECK_EXTRACTOR_URL is to be asked for"
        )
    key = settings.extractor_api_key
    return ChatExtractor(
        settings.extractor_url,
        model=settings.extractor_model,
        key=key.get_secret_value() if key is not None else None,
        timeout=settings.extractor_timeout,
        characters=settings.extractor_most_characters,
        allowance=Allowance(tokens=settings.extractor_budget, clock=SystemClock()),
    )


@cache
def rules_version() -> str:
    """Of the rules and of what linguists edit: a digest of their files, the same wherever these are the same."""
    digest = hashlib.sha256()
    for package in (app.core, app.knowledge):
        folder = Path(str(package.__file__)).parent
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return f"rules-{digest.hexdigest()[:12]}"


def warm_up(parts: Parts) -> None:
    """Loads what would otherwise be loaded while an article waits, or while the database is locked for it."""
    made(parts.knowledge)
    parts.places.find("", "en")
    if parts.models is not None:
        parts.models.warm_up()


def access_rules(settings: Settings) -> AccessRules:
    """Who is let in; raises InvalidSetting where that would be everybody without anyone having said so."""
    authentication = authentication_is_on(settings)
    requests = settings.rate_limit if settings.rate_limit is not None else USUAL_RATE if authentication else 0
    return AccessRules(
        authentication=authentication,
        requests=requests,
        burst=settings.rate_burst or max(1, requests // 4),
        origins=settings.allowed_origins,
        any_host_name=settings.let_anyone_in,
    )


def build_services(settings: Settings, parts: Parts | None = None) -> Services:
    """All use cases on the parts of the settings (or on those given), with the database migrated."""
    access = access_rules(settings)
    parts = parts or choose_parts(settings)
    parts.store.migrate()
    told = join_telemetry(settings, store=parts.store, clock=parts.clock, traces=parts.traces)
    telemetry = told.telemetry
    rules = parts.rules or LinkingRules(
        knowledge=parts.knowledge, places=parts.places, judge=parts.judge, version=rules_version()
    )
    understand: Understander = parts.understand or joining_reading.understanding_in_time(
        reader=parts.reader,
        detector=parts.detector,
        knowledge=parts.knowledge,
        places=parts.places,
        fingerprints=parts.fingerprints,
        telemetry=telemetry,
    )
    understand_fully = understand
    if parts.extractor is not None:  # for articles only: a statement to be checked goes to nobody
        understand_fully = joining_reading.second_reading_in_time(
            own=understand,
            extractor=parts.extractor,
            reader=parts.reader,
            knowledge=parts.knowledge,
            places=parts.places,
            fingerprints=parts.fingerprints,
            watch=told.metrics.second_reading,
        )
    analyse = AnalyseArticle(
        store=parts.store, understand=understand_fully, embedder=parts.embedder, rules=rules, telemetry=telemetry
    )
    queue = WorkQueue(
        store=parts.store,
        analyse=analyse,
        clock=parts.clock,
        lease=timedelta(seconds=settings.lease),
        attempts=settings.attempts,
        together=settings.read_together,
        telemetry=telemetry,
    )
    joined = join_web(
        settings, store=parts.store, html=parts.html, clock=parts.clock, client=parts.web, wake_analysis=queue.wake
    )
    watching = join_webhooks(settings, store=parts.store, clock=parts.clock, client=parts.web, telemetry=telemetry)
    browse = Browse(store=parts.store)
    return Services(
        submit=SubmitArticle(
            store=parts.store,
            html=parts.html,
            clock=parts.clock,
            text_limit=settings.text_limit,
            on_queued=joined.wake,
            check_address=joined.polite.check,
        ),
        analyse=analyse,
        understand=understand,
        check=CheckStatement(store=parts.store, understand=understand, analyse=analyse, rules=rules),
        delete=DeleteArticle(store=parts.store, clock=parts.clock, rules=rules),
        review=ReviewConflict(store=parts.store, clock=parts.clock),
        review_entity=ReviewEntity(store=parts.store, clock=parts.clock),
        review_cluster=ReviewCluster(store=parts.store, clock=parts.clock, rules=rules),
        browse=browse,
        agreements=OutletAgreements(browse=browse, now=parts.clock.now),
        export=Export(store=parts.store),
        keys=AccessKeys(store=parts.store, clock=parts.clock),
        audit=AuditTrail(store=parts.store),
        queue=queue,
        feeds=joined.feeds,
        web_work=joined.work,
        web=joined.client,
        jobs=LookAtJobs(store=parts.store, clock=parts.clock, on_queued=joined.wake),
        work=LookAtWork(store=parts.store, clock=parts.clock),
        reanalyse=Reanalyse(store=parts.store, clock=parts.clock, analyse=analyse),
        webhooks=watching.webhooks,
        webhook_sender=watching.sender,
        webhook_calls=watching.calls,
        knowledge=parts.knowledge,
        places=parts.places,
        reader=parts.reader,
        embedder=parts.embedder,
        judge=parts.judge,
        html=parts.html,
        store=parts.store,
        clock=parts.clock,
        model_problem=parts.models.problem if parts.models is not None else lambda: None,
        load_models=lambda: warm_up(parts),
        close_store=parts.store.close,
        telemetry=telemetry,
        show_metrics=told.metrics.exposition,
        serve_metrics=told.metrics.serve,
        disk_problem=lambda: disk_problem(settings.home),
        close_telemetry=told.close,
        limits=Limits(
            body=settings.body_limit,
            batch=settings.batch_limit,
            wait=settings.wait_limit,
            export=settings.export_timeout,
            streams=settings.stream_limit,
            reads=READS_ON_POSTGRESQL if is_postgres(parse_database_url(settings.database)) else READS_ON_SQLITE,
        ),
        public_url=settings.public_url,
        access=access,
        runs_worker=settings.worker,
        head_start=HEAD_START if parts.models is not None else 0.0,
        fetchers=settings.fetchers,
    )
