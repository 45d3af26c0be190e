"""A report is pasted in, its progress seen, and then what it agrees and disagrees with; and a statement is checked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import Shot, Visitor
from tests.browser.layout import resize, sticking_out
from tests.browser.newsroom import Newsroom, open_newsroom
from tests.web.service import Running

Visit = Callable[[Running], Visitor]
OUTLET = "La Dépêche du Quai"
TEXT = "Ada Venn | arrive | Port Lorne | 2024-03-16 |\nBen Orr | visit | Sel | 2024-03-10 |"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Its articles wait until the test has them analysed, so that waiting can be looked at."""
    with open_newsroom(tmp_path_factory.mktemp("adding"), worker=False) as opened:
        yield opened


def fill(page: Page, text: str, **fields: str) -> None:
    page.locator("main form textarea[name=text]").fill(text)
    for name, value in fields.items():
        page.locator(f"main form [name={name}]").fill(value)


def assert_compared(page: Page, room: Newsroom) -> None:
    """The page leads to the conflict with the day that others report, and to the story in which others agree."""
    expect(page.locator("main a[href*='/conflicts/']").first).to_be_visible(timeout=60_000)
    article = next(one for one in room.services.browse.articles().items if one.outlet == OUTLET)
    assert article.id in page.url
    conflicts = set(room.services.browse.article(article.id).conflict_ids)
    linked = {address_id(link, "conflicts") for link in links(page)}
    assert conflicts
    assert conflicts <= linked
    stories = {claim.cluster_id for claim in room.services.browse.article(article.id).claims}
    assert stories & {address_id(link, "stories") for link in links(page)}
    assert "The Evening Ledger" in page.locator("main").inner_text(), "who reports the same visit is named"


def links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("main a", "all => all.map(one => one.getAttribute('href') || '')")
    return found


def address_id(link: str, kind: str) -> str:
    return link.partition(f"/{kind}/")[2].split("?")[0].split("#")[0].split("/")[0]


def remove(room: Newsroom) -> None:
    for article in room.services.browse.articles().items:
        if article.outlet == OUTLET:
            room.services.delete(article.id)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripted", "plain"])
def test_a_pasted_report_leads_to_what_it_agrees_and_disagrees_with(
    room: Newsroom, visit: Visit, shot: Shot, scripts: bool
):
    settings: dict[str, Any] = {"java_script_enabled": scripts}
    page = visit(room.server).open("/", **settings)
    page.locator("header a[href^='/add']").click()
    fill(page, TEXT, outlet=OUTLET, title="Venn arrivée")
    shot(page, f"add-form-{'scripted' if scripts else 'plain'}")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main [aria-current=step]")).to_be_visible()
    if scripts:  # axe is one
        axe(page)
    shot(page, f"add-progress-{'scripted' if scripts else 'plain'}")
    room.services.analyse_pending()
    assert_compared(page, room)
    if scripts:
        axe(page)
    shot(page, f"add-compared-{'scripted' if scripts else 'plain'}")
    resize(page, 320)
    assert sticking_out(page) == []
    remove(room)


def test_what_is_wrong_with_a_report_is_said_beside_its_field_and_nothing_is_lost(
    room: Newsroom, visit: Visit, shot: Shot
):
    visitor = visit(room.server)
    page = visitor.open("/add", lang="ar")
    visitor.watches[0].expect(422)
    fill(page, TEXT, outlet=OUTLET, title="Kept title", url="harbour-post")
    page.locator("main form").last.evaluate("form => form.noValidate = true")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main [role=alert]")).to_be_visible()
    assert page.locator("main form [name=title]").input_value() == "Kept title"
    wrong = page.locator("main form [aria-invalid=true]")
    assert wrong.count() >= 1
    described = wrong.first.get_attribute("aria-describedby") or ""
    assert any(page.locator(f"#{one}").count() for one in described.split())
    axe(page)
    shot(page, "add-wrong-arabic")


def test_a_statement_is_checked_against_what_is_reported(room: Newsroom, visit: Visit, shot: Shot):
    page = visit(room.server).open("/")
    page.locator("header a[href^='/check']").click()
    page.locator("main form [name=statement]").fill("Ada Venn | arrive | Port Lorne | 2024-03-13 |")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main blockquote mark").first).to_be_visible()
    assert page.locator("main a[href*='/stories/']").count() >= 1
    axe(page)
    shot(page, "check-verdict")
