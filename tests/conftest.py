"""What tests with the real encoder and reader share: the model folder, and the five seed articles analysed once."""

import json
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import build_services
from app.settings import Settings, default_places
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.postgres import PostgresServer, postgres_server

# The same examples in every run, so that a build says something about its change; HYPOTHESIS_PROFILE=explore looks for
# new ones. No deadlines: the time of one example on a busy machine says nothing.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
FIELDS = ("outlet", "text", "language", "published_at", "title", "url", "author")


def seed_articles() -> dict[str, dict[str, str]]:
    """The five articles as they are posted, by their number ("000" ...)."""
    loaded = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.json"))}
    return {name: {key: row[key] for key in FIELDS if key in row} for name, row in loaded.items()}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test wrote may hold lone surrogates on purpose; a report with them cannot travel between processes."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the encoder, kept between runs: its checksums are looked at anyway."""
    folder = Path(tempfile.gettempdir()) / "crosscheck-test-models"
    ensure_encoder_folder(folder)
    return folder


@pytest.fixture(scope="session")
def services(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services over an empty store, with the real encoder and reader."""
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(models)
    (home / "places").symlink_to(default_places())  # made once for all, and kept between runs
    # One thread: with several, a build beside another one spends its time waiting for itself.
    built = build_services(Settings(home=home, threads=1))
    yield built
    built.close()


@pytest.fixture(scope="session")
def seeded(services: Services) -> dict[str, str]:
    """Ids of the five seed articles, all analysed, by their number."""
    ids = {name: services.submit(read_draft(row)).id for name, row in seed_articles().items()}
    services.analyse_pending()
    return ids


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real server with a migrated database to copy."""
    with postgres_server() as server:
        store = SqlStore(server.create_database(name="template_migrated"))
        store.migrate()
        store.close()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty migrated database, once on each engine: what is asked of the store is asked of both."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
        store = SqlStore(url)
        store.migrate()
        store.close()
        yield url
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database(template="template_migrated")
    yield url
    server.drop_database(url)
