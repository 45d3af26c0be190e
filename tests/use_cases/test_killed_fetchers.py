"""A process that fetches and polls is killed again and again: what it acknowledged is fetched and analysed, once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.adapters.fetching.page_reader import PageReader
from app.bootstrap import SystemClock
from app.core.model.records import ArticleStatus
from app.use_cases.follow_feeds import NewFeed
from app.use_cases.services import Services
from tests.fakes import fake_parts, fake_services
from tests.followed import RSS, item, rss
from tests.site import Reply, page, site

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("CROSSCHECK_TEST_FETCH_KILLS", "6"))
ENTRIES = 10
PATIENCE = 120.0

CHILD = """
import sys, time
from pathlib import Path
from app.use_cases.drafts import read_draft
from tests.use_cases.test_killed_fetchers import serving
folder, address, first = sys.argv[1:]
services = serving(Path(folder))
services.start_worker()
number = int(first)
while True:
    draft = read_draft({"outlet": "x", "url": f"{address}/{number}"})
    print(services.submit(draft).id, flush=True)
    number += 1
    time.sleep(0.02)
"""


def serving(folder: Path) -> Services:
    """On fakes, but for the clock, the pages and the network."""
    parts = fake_parts(folder)
    parts.html = PageReader()
    parts.clock = SystemClock()
    return fake_services(folder, parts=parts, fetch_allow="127.0.0.1", fetch_delay=0)


def killed_child(folder: Path, address: str, first: int, chance: random.Random) -> list[str]:
    """What a process acknowledged until it was killed."""
    words = [sys.executable, "-c", CHILD, str(folder), address, str(first)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline().strip()]
        time.sleep(chance.uniform(0.0, 1.0))
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()
    # A line cut off by the kill was not acknowledged.
    return [*acknowledged, *(line for line in rest.split("\n")[:-1] if line)]


def test_what_was_acknowledged_is_fetched_and_analysed_once(tmp_path: Path) -> None:
    chance = random.Random(6)
    with site() as found:
        for number in range(KILLS * 1_000):
            found.pages[f"/{number}"] = Reply(page(f"Story {number} about the harbour and its ferries. " * 3))
        for number in range(ENTRIES):
            found.pages[f"/story/{number}"] = Reply(page(f"Entry {number} about the harbour and its ferries. " * 3))
        found.pages["/feed"] = Reply(rss(*map(item, range(ENTRIES))), type=RSS)
        services = serving(tmp_path)
        services.feeds.add(NewFeed(url=found.url("/feed"), outlet="y", every="1m"))
        acknowledged: list[str] = []
        for kill in range(KILLS):
            acknowledged += killed_child(tmp_path, found.url(""), kill * 1_000, chance)
        services.start_worker()
        deadline = time.monotonic() + PATIENCE
        while services.browse.counts()["waiting"] and time.monotonic() < deadline:
            time.sleep(0.2)
        statuses = {key: services.browse.status(key) for key in acknowledged}
        assert len(statuses) == len(acknowledged) >= KILLS
        assert set(statuses.values()) == {ArticleStatus.ANALYSED}
        with services.store.reading() as unit:
            stored = [unit.articles.get(key) for key in unit.articles.ids()]
        assert sum(one is not None and one.submission.outlet == "y" for one in stored) == ENTRIES
        assert all(one is not None and one.submission.text for one in stored)
        assert services.feeds.listed(limit=1).items[0].entries_taken == ENTRIES
        services.close()
