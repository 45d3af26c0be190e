"""One browser for the folder, a context for each visitor, a server for each module; what a page does is watched."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app.adapters.fetching.language_detection import LangidDetector
from app.adapters.storage.unit_of_work import SqlStore
from app.bootstrap import Parts, build_services
from app.commands.article_files import OWN_KEYS
from app.settings import Settings
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.browser.chromium import chromium
from tests.browser.newsroom import Newsroom, open_newsroom
from tests.browser.watching import Watch, assert_nothing_happened
from tests.web.service import Running, serving

PATIENCE = 30_000  # milliseconds; a page takes one of them where nothing else runs
TALLEST = 12_000  # pixels of a picture; of a page beyond it only the window is kept
DESK = {"width": 1280, "height": 900}
ROOT = Path(__file__).parent.parent.parent
INVENTED = ROOT / "seeds" / "invented"

Shot = Callable[[Page, str], None]


# Of the package, not of the session: while Playwright is open no other test of this thread could run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@dataclass
class Visitor:
    """Opens pages of one server in contexts of their own, and says at the end what they did."""

    browser: Browser
    port: int
    watches: list[Watch] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self, path: str = "/", *, lang: str | None = "en", expect: int = 200, **context: Any) -> Page:
        """A page in a new context; ``lang`` is the browser's language, as in its Accept-Language header."""
        settings: dict[str, Any] = {"viewport": DESK, "color_scheme": "light", "reduced_motion": "reduce"}
        if lang is not None:
            settings["locale"] = lang
        made = self.browser.new_context(**(settings | context), base_url=self.base)
        made.set_default_timeout(PATIENCE)
        watch = Watch(made, self.port)
        self.watches.append(watch)
        page = made.new_page()
        if expect != 200:
            watch.expect(expect)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == expect, path
        return page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[Running], Visitor]]:
    """Makes visitors of a server; the test fails where a page did what none may do."""
    visitors: list[Visitor] = []

    def make(server: Running) -> Visitor:
        visitors.append(Visitor(browser, server.port))
        return visitors[-1]

    before = len(browser.contexts)
    yield make
    for context in browser.contexts[before:]:
        context.close()
    assert_nothing_happened([watch for visitor in visitors for watch in visitor.watches])


@pytest.fixture(scope="session")
def shot() -> Shot:
    """Leaves a picture of the whole page in build/screenshots, or where TEST_SCREENSHOTS says."""
    folder = Path(os.environ.get("TEST_SCREENSHOTS") or ROOT / "build" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def save(page: Page, name: str) -> None:
        height = page.evaluate("document.scrollingElement.scrollHeight")
        page.screenshot(path=folder / f"{name}.png", full_page=height <= TALLEST)

    return save


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A server with some stories in three languages, in the toy language of the fakes; it takes in more."""
    with open_newsroom(tmp_path_factory.mktemp("newsroom")) as opened:
        yield opened


@pytest.fixture(scope="package")
def demo(services: Services, seeded: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with all example articles, read by the real models, as ``crosscheck demo`` shows them. The five long
    ones, which every test with models reads, are taken over with a copy of their store."""
    home = tmp_path_factory.mktemp("demo")
    assert len(seeded) == 5
    kept = services.store._writer.url.database  # type: ignore[attr-defined]
    with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(home / "demo.sqlite3")) as target:
        source.backup(target)
    parts = Parts(
        store=SqlStore(f"sqlite:///{home / 'demo.sqlite3'}"),
        reader=services.reader,
        embedder=services.embedder,
        judge=services.judge,
        detector=LangidDetector(),
        html=services.html,
        knowledge=services.knowledge,
        places=services.places,
    )
    shown = build_services(Settings(home=home, threads=1, worker=False), parts)
    for path in sorted(INVENTED.glob("*.json")):
        fields = json.loads(path.read_text(encoding="utf-8"))
        shown.submit(read_draft({name: value for name, value in fields.items() if name not in OWN_KEYS}))
    shown.analyse_pending()
    with serving(shown) as server:
        yield server
