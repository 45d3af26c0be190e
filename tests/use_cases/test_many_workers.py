"""Several worker processes on one store make what one makes; a stopped one does no harm when it goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.model.records import ArticleStatus
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.fakes import fake_services
from tests.soundness import all_of, find_faults
from tests.worker_process import start_worker

PATIENCE = 120.0
Process = subprocess.Popen[str]


def toy_articles(count: int, *, seed: int = 7) -> list[dict[str, str]]:
    """Reports of few people and places, so that nearly all hang together, made by chance but always the same."""
    chance = random.Random(seed)
    people, places = ["Ada Venn", "Marek Oduya", "Salma Haddad"], ["Port Lorne", "Khartal"]
    articles = []
    for number in range(count):
        lines = [
            f"{chance.choice(people)} | {chance.choice(['arrive', 'meet'])} | {chance.choice(places)}"
            f" | 2024-03-{chance.choice([12, 13])} | {chance.choice(['', '12', '17'])}"
            for _ in range(2)
        ]
        outlet = chance.choice(["Harbour Post", "Gazette", "Al Marsa"])
        articles.append({"outlet": f"{outlet} {number}", "text": "\n".join(lines), "published_at": "2024-03-14"})
    return articles


def post(services: Services, articles: list[dict[str, str]]) -> list[str]:
    return [services.submit(read_draft(fields)).id for fields in articles]


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.05)


@pytest.fixture
def services(tmp_path: Path, database_url: str) -> Iterator[Services]:
    built = fake_services(tmp_path, database_url=database_url)
    yield built
    built.close()


@pytest.fixture
def hire(database_url: str) -> Iterator[Callable[..., Process]]:
    """Starts worker processes, and ends them after the test."""
    hired: list[Process] = []

    def start(**how: object) -> Process:
        hired.append(start_worker(database_url, **how))  # type: ignore[arg-type]
        return hired[-1]

    yield start
    for worker in hired:
        worker.send_signal(signal.SIGCONT)
        worker.terminate()
    for worker in hired:
        worker.wait(PATIENCE)
        assert worker.stdout is not None
        worker.stdout.close()


def test_several_processes_make_what_one_makes(
    tmp_path: Path, services: Services, hire: Callable[..., Process], database_url: str
) -> None:
    articles = toy_articles(14)
    for _ in range(3):
        hire()
    post(services, articles)
    wait_until(lambda: services.browse.counts()["waiting"] == 0)
    (tmp_path / "alone").mkdir()
    alone = fake_services(tmp_path / "alone")
    post(alone, articles)
    alone.analyse_pending()
    assert find_faults(database_url) == []
    assert all_of(services) == all_of(alone)
    assert services.browse.counts()["conflicts"] > 0
    alone.close()


def test_a_worker_that_was_stopped_past_its_lease_leaves_no_stale_effect(
    services: Services, hire: Callable[..., Process], database_url: str
) -> None:
    stopped = hire(version="stopped", lease=5.0, slowness=3.0)
    article = post(services, [{"outlet": "Gazette", "text": "slow\nAda Venn | meet | Khartal | |"}])[0]
    assert stopped.stdout is not None
    assert stopped.stdout.readline().strip() == article
    with services.store.writing() as unit:
        unit.links.lock()  # so that it is not stopped in the middle of a write, which would keep out all others
        os.kill(stopped.pid, signal.SIGSTOP)
    hire(version="second", lease=5.0)
    wait_until(lambda: services.browse.status(article) is ArticleStatus.ANALYSED)
    with services.store.reading() as unit:
        kept, epoch = unit.articles.analysis(article), unit.links.epoch()
    os.kill(stopped.pid, signal.SIGCONT)
    marker = post(services, [{"outlet": "Gazette", "text": "Marek Oduya | arrive | Khartal | |"}])[0]
    wait_until(lambda: services.browse.status(marker) is ArticleStatus.ANALYSED)
    time.sleep(4.0)  # longer than the stopped one still needs
    with services.store.reading() as unit:
        assert unit.articles.analysis(article) == kept
        assert unit.links.epoch() == epoch + 2  # what the marker alone costs: its unlinking and its linking
    assert kept is not None
    assert kept.version.startswith("second")
    assert find_faults(database_url) == []


def test_what_a_killed_worker_held_is_done_by_the_next(
    services: Services, hire: Callable[..., Process], database_url: str
) -> None:
    killed = hire(slowness=30.0)
    article = post(services, [{"outlet": "Gazette", "text": "slow\nAda Venn | meet | Khartal | |"}])[0]
    assert killed.stdout is not None
    assert killed.stdout.readline().strip() == article
    killed.kill()
    killed.wait(PATIENCE)
    hire()
    wait_until(lambda: services.browse.status(article) is ArticleStatus.ANALYSED)
    assert find_faults(database_url) == []


def children_of(process: Process) -> set[int]:
    """Process ids; of those that have ended and wait to be buried, none."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue  # it ended just now
        state, parent = rest.split()[:2]
        if int(parent) == process.pid and state != "Z":
            found.add(int(status.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_crew_replaces_who_dies_and_ends_together(
    services: Services, hire: Callable[..., Process], database_url: str
) -> None:
    crew = hire(concurrency=2, slowness=30.0)
    article = post(services, [{"outlet": "Gazette", "text": "slow\nAda Venn | meet | Khartal | |"}])[0]
    wait_until(lambda: len(children_of(crew)) == 2)
    assert crew.stdout is not None
    assert crew.stdout.readline().strip() == article
    first = children_of(crew)
    with services.store.reading() as unit:
        holder = int(unit.jobs.holders().pop().split("/")[1])
    os.kill(holder, signal.SIGKILL)
    wait_until(lambda: len(children_of(crew) - first) == 1)
    others = post(services, [{"outlet": f"Post {number}", "text": "Ada | arrive | | |"} for number in range(3)])
    wait_until(lambda: all(services.browse.status(key) is ArticleStatus.ANALYSED for key in others))
    assert find_faults(database_url) == []
    left = children_of(crew)
    crew.kill()
    crew.wait(PATIENCE)
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))
