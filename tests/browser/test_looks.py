"""Right to left, dark, on paper, without motion: the same page as others see it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Shot, Visitor
from tests.browser.layout import Box, box
from tests.browser.newsroom import Newsroom
from tests.web.service import Running

Visit = Callable[[Running], Visitor]

OUTLET = "Harbour Post"
_COLOURS = (
    "() => ['color', 'background-color'].map(name => getComputedStyle(document.documentElement).getPropertyValue(name))"
)
_BRIGHTNESS = re.compile(r"rgba?\((\d+), (\d+), (\d+)")


def brightness(colour: str) -> float:
    found = _BRIGHTNESS.match(colour)
    assert found is not None, colour
    return sum(map(int, found.groups())) / 3


def mirrored(place: Box, width: float) -> tuple[float, float]:
    """The left and right edge as they are in a mirror of so wide a window."""
    return round(width - place.right), round(width - place.x)


@pytest.fixture
def conflict(newsroom: Newsroom) -> str:
    return newsroom.conflict(OUTLET)


def boxes(page: Page, selector: str) -> list[Box]:
    found = [box(one) for one in page.locator(selector).all()]
    assert found, selector
    return found


def test_arabic_stands_as_in_a_mirror(newsroom: Newsroom, visit: Visit, conflict: str, shot: Shot):
    """Head, sides of the conflict and headline change sides; the first side is the one at the right."""
    page = visit(newsroom.server).open(conflict, lang="ar")
    shot(page, "arabic-conflict")
    wide = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    sides = boxes(page, ".sides > .side")
    assert sides[0].x > sides[1].right - 1, "the first side stands at the right"
    brand, tongues = boxes(page, "header .brand")[0], boxes(page, "header .tongues")[0]
    assert brand.x > tongues.right, "the head begins at the right"
    heading = boxes(page, "main h1")[0]
    page.goto(f"{conflict}?lang=en")
    assert mirrored(heading, wide) == (round(boxes(page, "main h1")[0].x), round(boxes(page, "main h1")[0].right))
    latin = boxes(page, ".sides > .side")
    assert [mirrored(one, wide) for one in sides[:2]] == [(round(one.x), round(one.right)) for one in latin[:2]]


def test_the_first_column_of_a_table_stands_at_the_right_in_arabic(newsroom: Newsroom, visit: Visit, shot: Shot):
    page = visit(newsroom.server).open(newsroom.story(OUTLET), lang="ar")
    shot(page, "arabic-story")
    heads = boxes(page, "table.slots thead th")
    assert [one.x for one in heads[:4]] == sorted((one.x for one in heads[:4]), reverse=True)
    page.goto(f"{newsroom.story(OUTLET)}?lang=fr")
    assert [one.x for one in boxes(page, "table.slots thead th")[:4]] == sorted(
        one.x for one in boxes(page, "table.slots thead th")[:4]
    )


def test_a_quote_keeps_its_own_direction_in_every_language(newsroom: Newsroom, visit: Visit, conflict: str):
    visitor = visit(newsroom.server)
    page = visitor.open(conflict, lang="en")
    for language in ("en", "ar"):
        page.goto(f"{conflict}?lang={language}")
        directions = page.eval_on_selector_all(
            "blockquote", "all => all.map(one => [one.lang, getComputedStyle(one).direction])"
        )
        assert {tuple(one) for one in directions} >= {("en", "ltr"), ("ar", "rtl")}


def test_an_english_number_or_date_reads_from_left_to_right_in_arabic(newsroom: Newsroom, visit: Visit, conflict: str):
    """The digits of a year stand in the order in which they are read, whatever stands around them."""
    page = visit(newsroom.server).open(conflict, lang="ar")
    places = page.evaluate(
        """() => { const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          const range = document.createRange(), found = [];
          while (walk.nextNode()) for (const digits of walk.currentNode.data.matchAll(/\\d{4}/g)) {
            const edges = [0, 3].map(at => { range.setStart(walk.currentNode, digits.index + at);
              range.setEnd(walk.currentNode, digits.index + at + 1); return range.getBoundingClientRect().left; });
            found.push(edges); }
          return found.filter(([first, last]) => first || last); }"""
    )
    assert places
    assert all(first < last for first, last in places)


def test_dark_is_dark_and_light_is_light(newsroom: Newsroom, visit: Visit, conflict: str, shot: Shot):
    visitor = visit(newsroom.server)
    page = visitor.open(conflict, color_scheme="dark")
    for name, address in (("conflict", conflict), ("overview", "/"), ("story", newsroom.story(OUTLET))):
        page.goto(address)
        page.emulate_media(color_scheme="dark")
        ink, ground = map(brightness, page.evaluate(_COLOURS))
        assert ink - ground > 150
        shot(page, f"dark-{name}")
        page.emulate_media(color_scheme="light")
        ink, ground = map(brightness, page.evaluate(_COLOURS))
        assert ground - ink > 150


def test_a_conflict_is_printed_with_both_quotes_and_without_what_is_for_screens(
    newsroom: Newsroom, visit: Visit, conflict: str, shot: Shot
):
    page = visit(newsroom.server).open(conflict, color_scheme="dark")
    paper = page.pdf(format="A4", print_background=False)
    assert paper.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 3
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    shot(page, "print-conflict")
    for mark in page.locator("blockquote mark").all():
        assert mark.is_visible()
    for screen_only in (".tongues", "header .menu", "main form", "main button"):
        assert [one for one in page.locator(screen_only).all() if one.is_visible()] == [], screen_only
    ink, ground = map(brightness, page.evaluate(_COLOURS))
    assert ink < 80, "ink is dark on paper, whatever the screen is"
    assert ground > 200


def test_nothing_moves_where_less_motion_is_wished(newsroom: Newsroom, visit: Visit):
    page = visit(newsroom.server).open("/", reduced_motion="reduce")
    for address in newsroom.kinds().values():
        page.goto(address)
        moving = page.evaluate(
            """() => { const still = text => text.split(",").every(one => parseFloat(one) <= 0.01);
              return [document.documentElement, ...document.querySelectorAll("*")].filter(one => {
                const style = getComputedStyle(one);
                const moves = !still(style.animationDuration) || !still(style.transitionDuration);
                return moves || style.scrollBehavior === "smooth";
              }).map(one => one.outerHTML.slice(0, 80)).slice(0, 3); }"""
        )
        assert moving == [], address
