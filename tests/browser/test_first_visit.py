"""Somebody comes for the first time, with the example articles: how far is it to the evidence?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.web.pages.wording import LANGUAGES
from tests.browser.conftest import Shot, Visitor
from tests.browser.layout import is_in_view
from tests.web.service import Running

Visit = Callable[[Running], Visitor]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_clicks_lead_to_both_quotes_of_the_first_conflict(demo: Running, visit: Visit, language: str, shot: Shot):
    page = visit(demo).open("/", lang=language)
    shot(page, f"demo-overview-{language}")
    first = page.locator("main a[href*='/conflicts/']").first
    assert is_in_view(first), "the first conflict stands in view before anybody scrolls"
    first.click()
    page.wait_for_url("**/conflicts/**")
    conflict = demo.services.browse.conflict(page.url.partition("/conflicts/")[2].partition("?")[0].partition("#")[0])
    marked = page.locator("blockquote mark").all_inner_texts()
    assert {side.value for side in conflict.sides} and len(conflict.sides) >= 2
    for side in conflict.sides:
        quotes = [" ".join(claim.quote.split()) for claim in side.claims]
        assert any(" ".join(text.split()) in quotes for text in marked), f"no quote of {side.label} is marked"
    expect(page.locator("blockquote mark").first).to_be_visible()
    shot(page, f"demo-conflict-{language}")
    page.locator("a[href*='/articles/']").first.click()
    page.wait_for_url("**/articles/**")
    assert page.locator("mark").count() > 1
    shot(page, f"demo-article-{language}")


def test_a_visitor_with_a_keyboard_alone_gets_there_too(demo: Running, visit: Visit):
    page = visit(demo).open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content", "the way past the head is first"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if "/conflicts/" in address:
            break
    assert "/conflicts/" in address
    outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined != "none", "where the keyboard stands is seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/conflicts/**")
    assert page.locator("blockquote mark").count() >= 2
