"""Whatever stands in a report, a note or a name: nothing runs, and the page around it stays as it is."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Page

from app.core.model.access import KeyScope
from app.core.model.conflict import ReviewState
from app.use_cases.remarks import Remark
from tests.browser.conftest import Shot, Visitor
from tests.browser.hostile import ATTACKS, CODE, Attack, reports_of
from tests.browser.layout import enlarge_text, frame_of, overlaps, resize, sticking_out
from tests.browser.newsroom import Newsroom, open_newsroom
from tests.web.service import Running

Visit = Callable[[Running], Visitor]
Pair = tuple[Newsroom, Newsroom]
EACH = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def filled(room: Newsroom, texts: list[str]) -> Newsroom:
    """With a decision on every conflict, a key and a feed, all named by these texts."""
    for conflict, text in zip(room.services.browse.conflicts().items, texts, strict=True):
        note = Remark(note=text[:5_000], reviewer=text[:200].strip())
        room.services.review(conflict.id, ReviewState.DISMISSED, note)
    for text in texts:
        room.services.keys.create(text[:100].strip(), [KeyScope.READ])
    return room


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The same stories twice: with hostile texts, and with harmless ones of the same length."""
    hostile = [report for attack in ATTACKS for report in reports_of(attack, attack.text)]
    harmless = [report for attack in ATTACKS for report in reports_of(attack, attack.harmless)]
    with (
        open_newsroom(tmp_path_factory.mktemp("hostile"), hostile, worker=False) as one,
        open_newsroom(tmp_path_factory.mktemp("harmless"), harmless, worker=False) as other,
    ):
        for room in (one, other):
            assert room.services.browse.counts()["conflicts"] == len(ATTACKS)
        yield filled(one, [attack.text for attack in ATTACKS]), filled(other, [one.harmless for one in ATTACKS])


def addresses(room: Newsroom, attack: Attack) -> dict[str, str]:
    outlet = next(one.outlet for one in room.services.browse.articles().items if f"1 {attack.name} " in one.outlet)
    return {"conflict": room.conflict(outlet), "story": room.story(outlet), "article": room.article(outlet)}


def assert_frame_stands(page: Page, twin: Page, where: str) -> None:
    """At the desk and on the smallest phone, every block has the place that it has with harmless words."""
    for width in (1280, 320):
        for one in (page, twin):
            resize(one, width)
            assert sticking_out(one) == [], f"{where} at {width} px"
            assert overlaps(one) == [], f"{where} at {width} px"
        assert frame_of(page) == frame_of(twin), f"{where} at {width} px"
    assert page.title().endswith("Crosscheck"), where


@EACH
def test_a_hostile_text_leaves_the_page_around_it_in_its_place(rooms: Pair, visit: Visit, attack: Attack, shot: Shot):
    page, twin = (visit(room.server).open("/") for room in rooms)
    there, languages = [addresses(room, attack) for room in rooms], cycle(("en", "ar"))
    for kind, language in zip(there[0], languages, strict=False):
        page.goto(f"{there[0][kind]}?lang={language}")
        twin.goto(f"{there[1][kind]}?lang={language}")
        assert_frame_stands(page, twin, f"{kind} in {language}")
        resize(page, 1280)
        shot(page, f"hostile-{attack.name}-{kind}")


def test_the_overview_stands_among_hostile_texts(rooms: Pair, visit: Visit, shot: Shot):
    page, twin = (visit(room.server).open("/") for room in rooms)
    assert_frame_stands(page, twin, "overview")
    resize(page, 1280)
    shot(page, "hostile-overview")


def test_every_kind_of_page_holds_hostile_texts(rooms: Pair, visit: Visit):
    """Among them those that are nobody's here: what is watched is that nothing runs and nothing sticks out."""
    page = visit(rooms[0].server).open("/")
    for route, address in rooms[0].kinds().items():
        page.goto(f"{address}{'&' if '?' in address else '?'}lang=ar")
        for width in (1280, 320):
            resize(page, width)
            assert sticking_out(page) == [], f"{route} at {width} px"
            assert overlaps(page) == [], f"{route} at {width} px"
        resize(page, 1280)
        enlarge_text(page)
        assert sticking_out(page) == [], f"{route} with large letters"


def test_what_is_sent_by_an_address_or_a_form_runs_as_little(rooms: Pair, visit: Visit):
    page = visit(rooms[0].server).open("/")
    page.locator("main form summary").click()
    page.locator("#outlet").fill(CODE[:300])
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert page.locator("#outlet").input_value() == CODE[:300]
    assert sticking_out(page) == []


def test_a_name_that_turns_around_leaves_its_neighbours_in_their_order(rooms: Pair, visit: Visit):
    """An override or an isolate without end in a name ends with the name."""
    attack = next(attack for attack in ATTACKS if attack.name == "directions")
    page = visit(rooms[0].server).open(
        f"{addresses(rooms[0], attack)['article']}?lang=en", viewport={"width": 1900, "height": 900}
    )
    before, name = page.locator("main .over").first.evaluate(
        """line => { const range = document.createRange(), walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const texts = []; while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode);
          return [texts[0], texts.at(-1)].map(text => { range.selectNodeContents(text);
            const box = range.getBoundingClientRect(); return [box.left, box.right]; }); }"""
    )
    assert before[1] <= name[0] + 1, "the line begins with its own words"
    turned = page.evaluate("[...document.body.innerText].filter(one => '\\u202d\\u202e'.includes(one)).length")
    assert turned == 0
