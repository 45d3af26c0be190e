"""Deciding on conflicts without a mouse: j and k lead through them, c and d choose, ? tells the keys."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.use_cases.views import ConflictView
from tests.browser.conftest import Shot, Visitor
from tests.browser.newsroom import Newsroom, open_newsroom
from tests.web.service import Running

Visit = Callable[[Running], Visitor]
NOTE = "Le Quai names the 14th in its headline, too."
ARABIC_NOTE = "النص الأصلي يذكر اليوم نفسه"


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Of its own: what is decided in one test is not seen in the next."""
    with open_newsroom(tmp_path_factory.mktemp("reviewing"), worker=False) as opened:
        yield opened


def shown(page: Page, room: Newsroom) -> ConflictView:
    """The conflict whose page is open."""
    return room.services.browse.conflict(page.url.partition("/conflicts/")[2].split("?")[0].split("#")[0].split("/")[0])


def press_arabic(page: Page, letter: str, code: str) -> None:
    """A key of an Arabic keyboard: another letter at the same place."""
    session = page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": letter, "code": code, "text": letter})


def test_a_conflict_is_found_decided_and_explained_by_keys_alone(room: Newsroom, visit: Visit, shot: Shot):
    page = visit(room.server).open("/")
    page.keyboard.press("j")
    assert "/conflicts/" in page.evaluate("document.activeElement.getAttribute('href') || ''")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conflicts/**")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda address: "/conflicts/" in address and address != first)
    second = shown(page, room)
    page.keyboard.press("k")
    page.wait_for_url(lambda address: shown_id(address) == shown_id(first))
    page.keyboard.press("j")
    page.wait_for_url(lambda address: shown_id(address) == second.id)
    page.keyboard.press("c")
    page.keyboard.type(NOTE)
    shot(page, "review-typed")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main [role=status]")).to_be_visible()
    kept = room.services.browse.conflict(second.id)
    assert kept.state == "confirmed"
    assert [decision.note for decision in kept.decisions] == [NOTE]
    expect(page.get_by_text(NOTE)).to_be_visible()
    shot(page, "review-kept")


def shown_id(address: str) -> str:
    return address.partition("/conflicts/")[2].split("?")[0].split("#")[0]


def test_a_question_mark_shows_the_keys_and_escape_closes_them(room: Newsroom, visit: Visit, shot: Shot):
    page = visit(room.server).open(room.conflict("Harbour Post"))
    page.keyboard.press("?")
    keys = page.locator("dialog[open]")
    expect(keys).to_be_visible()
    assert {"j", "k", "c", "d", "?"} <= set(keys.locator("kbd").all_inner_texts())
    shot(page, "review-keys")
    page.keyboard.press("c")  # nothing is decided behind it
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    assert page.locator("input[type=radio]:checked").count() == 0


def test_keys_are_letters_while_somebody_writes(room: Newsroom, visit: Visit):
    page = visit(room.server).open(room.conflict("Harbour Post"))
    here = page.url
    note = page.locator("main form textarea").first
    note.focus()
    page.keyboard.type("jkcd?")
    assert note.input_value() == "jkcd?"
    assert page.url == here
    assert page.locator("dialog[open]").count() == 0


def test_the_keys_are_where_they_are_on_an_arabic_keyboard(room: Newsroom, visit: Visit, shot: Shot):
    page = visit(room.server).open(room.conflict("Harbour Post"), lang="ar")
    press_arabic(page, "ي", "KeyD")
    expect(page.locator("input[type=radio][value=dismissed]")).to_be_checked()
    page.keyboard.insert_text(ARABIC_NOTE)
    shot(page, "review-arabic")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main [role=status]")).to_be_visible()
    kept = shown(page, room)
    assert (kept.state, [one.note for one in kept.decisions]) == ("dismissed", [ARABIC_NOTE])
    assert page.get_by_text(ARABIC_NOTE).evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_a_decision_is_kept_without_scripts_too(room: Newsroom, visit: Visit):
    page = visit(room.server).open(room.conflict("Harbour Post"), java_script_enabled=False)
    page.locator("input[type=radio][value=confirmed]").check()
    page.locator("main form textarea").first.fill(NOTE)
    page.locator("main form[action*='/review'] button[type=submit]").click()
    expect(page.locator("main [role=status]")).to_be_visible()
    kept = shown(page, room)
    assert (kept.state, [one.note for one in kept.decisions]) == ("confirmed", [NOTE])


def test_a_decision_on_what_changed_meanwhile_is_shown_and_not_lost(room: Newsroom, visit: Visit):
    address = room.conflict("Harbour Post")
    visitor = visit(room.server)
    slow, quick = visitor.open(address), visitor.open(address)
    for page in (quick, slow):
        if page is slow:
            visitor.watches[0].expect(412)
        page.keyboard.press("d")
        page.keyboard.type(NOTE)
        page.keyboard.press("Control+Enter")
        expect(page.locator("main [role=status], main [role=alert]")).to_be_visible()
    assert slow.locator("main form textarea").first.input_value() == NOTE
    assert len(shown(quick, room).decisions) == 1
