"""What holds of every page that a link leads to, in every language: read by axe, on every width, in large letters."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from app.web.pages.wording import LANGUAGES
from tests.browser.axe import axe, find_faults
from tests.browser.conftest import Shot, Visitor
from tests.browser.layout import enlarge_text, overlaps, resize, small_fields, sticking_out, weight
from tests.browser.newsroom import Newsroom
from tests.web.service import Running

WIDTHS = (320, 360, 1920)
HEAVIEST = 150_000  # bytes of a page with its style and scripts
DIRECTIONS = {"en": "ltr", "ar": "rtl", "fr": "ltr"}
LIGHT_AND_DARK = ("light", "dark")

Visit = Callable[[Running], Visitor]


@pytest.fixture(scope="module")
def kinds(newsroom: Newsroom) -> dict[str, str]:
    found = newsroom.kinds()
    assert {"GET /", "GET /stories/{story_id}", "GET /conflicts/{conflict_id}", "GET /articles/{article_id}"} <= set(
        found
    )
    return found


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'lang': language})}"


def each(page: Page, kinds: dict[str, str], language: str) -> Iterator[str]:
    """Leads the page to one address of every kind; the route of each."""
    for route, address in kinds.items():
        answer = page.goto(in_language(address, language))
        assert answer is not None
        assert answer.status == 200, address
        yield route


def name_of(route: str) -> str:
    """A file name for a picture of a route."""
    return route.removeprefix("GET /").replace("/", "-").replace("{", "").replace("}", "") or "overview"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious(newsroom: Newsroom, visit: Visit, kinds: dict[str, str], language: str):
    page = visit(newsroom.server).open("/")
    faults: dict[str, list[str]] = {}
    for route in each(page, kinds, language):
        page.emulate_media(color_scheme="light")
        found = find_faults(page)
        page.emulate_media(color_scheme="dark")  # changes colours and nothing else
        found += find_faults(page, "color-contrast", "link-in-text-block")
        faults |= {f"{route} in {language}": found} if found else {}
    assert not faults, "\n".join(f"{route}\n  " + "\n  ".join(found) for route, found in faults.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_fits_every_width_and_weighs_little(
    newsroom: Newsroom, visit: Visit, kinds: dict[str, str], language: str, shot: Shot
):
    page = visit(newsroom.server).open("/")
    faults: dict[str, list[str]] = {}
    for route in each(page, kinds, language):
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            language,
            DIRECTIONS[language],
        ]
        resize(page, 1280)
        shot(page, f"{name_of(route)}-{language}")
        assert weight(page) < HEAVIEST, route
        for width in WIDTHS:
            resize(page, width)
            found = sticking_out(page) + overlaps(page) + (small_fields(page) if width == 360 else [])
            faults |= {f"{route} in {language} at {width} px": found} if found else {}
            if width == 360:
                shot(page, f"{name_of(route)}-{language}-phone")
        resize(page, 1280)
        enlarge_text(page)
        if found := sticking_out(page) + overlaps(page):
            faults[f"{route} in {language} at twice the size of letters"] = found
    assert not faults, "\n".join(f"{route}\n  " + "\n  ".join(found) for route, found in faults.items())


def test_targets_are_large_enough_for_a_thumb(newsroom: Newsroom, visit: Visit, kinds: dict[str, str]):
    page = visit(newsroom.server).open("/", viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    faults: dict[str, list[str]] = {}
    for route in each(page, kinds, "ar"):
        if found := find_faults(page, "target-size"):
            faults[route] = found
    assert not faults, "\n".join(f"{route}\n  " + "\n  ".join(found) for route, found in faults.items())


def test_pages_that_tell_of_a_mistake_are_as_sound(newsroom: Newsroom, visit: Visit):
    visitor = visit(newsroom.server)
    for path, status in (("/stories/none", 404), ("/?kind=colour", 422)):
        page = visitor.open(path, expect=status, viewport={"width": 320, "height": 700})
        axe(page)
        assert sticking_out(page) == []


def test_without_scripts_every_page_says_the_same(newsroom: Newsroom, visit: Visit, kinds: dict[str, str], shot: Shot):
    """Forms and content are there; what needs a script is not promised."""
    visitor = visit(newsroom.server)
    plain = visitor.open("/", java_script_enabled=False)
    scripted = visitor.open("/")
    for route in each(plain, kinds, "en"):
        scripted.goto(plain.url)
        content = [page.locator("main").inner_text().split() for page in (plain, scripted)]
        missing = set(content[1]) - set(content[0])
        assert len(missing) <= len(set(content[1])) // 10, f"{route} without scripts lacks {sorted(missing)[:20]}"
        for form in plain.locator("main form:not([method=dialog])").all():
            assert form.get_attribute("action"), route
            assert form.locator("button, input[type=submit]").count(), f"a form of {route} cannot be sent"
        shot(plain, f"{name_of(route)}-no-script")
