"""An article's page: the text whole and marked, claims linked both ways, long texts in parts, what waits or failed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.model.article import ClutterKind, DroppedPassage
from app.core.model.records import Submission, Understanding
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.read_article import ArticlePart, NumberedClaim, ReadArticle, part_starts
from app.use_cases.services import Services
from app.use_cases.views import ArticleSummary, ClaimView, PassageView, SlotValueView
from app.web.pages.article_text import stretches_of
from tests.fakes import NOW, ToyUnderstander, fake_parts, fake_services
from tests.web.html_page import get

MOST_BYTES = 150_000


class MenuUnderstander(ToyUnderstander):
    """Leaves the first line out as a menu."""

    def __call__(self, article_id: str, submission: Submission) -> Understanding:
        found = super().__call__(article_id, submission)
        first, *rest = found.clean.passages
        menu = DroppedPassage(start=first.start, end=first.end, kind=ClutterKind.MENU)
        return replace(found, clean=replace(found.clean, passages=tuple(rest), dropped=(menu,)))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    parts = fake_parts(tmp_path)
    parts.understand = MenuUnderstander()
    built = fake_services(tmp_path, parts=parts, worker=False)
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def submit(services: Services, text: str, **fields: str) -> str:
    article = services.submit(read_draft({"outlet": "Harbour Post", "language": "en", "text": text, **fields})).id
    services.analyse_pending()
    return article


def claim_over(start: int, end: int, **slots: tuple[int, int]) -> ClaimView:
    return ClaimView(
        id=f"c{start}-{end}",
        article_id="a",
        outlet="Harbour Post",
        language="en",
        published_at=None,
        statement="",
        quote="",
        start=start,
        end=end,
        event_type=None,
        predicate="",
        slots={
            name: (SlotValueView(type="phrase", text="", start=first, end=last, label=""),)
            for name, (first, last) in slots.items()
        },
        polarity="positive",
        status="happened",
        attribution=(),
        framing=(),
        confidence=1.0,
        stands_alone=True,
        headline=False,
        cluster_id=None,
    )


def part_with(text: str, claims: list[ClaimView], dropped: list[PassageView]) -> ArticlePart:
    return ArticlePart(
        article=ArticleSummary(
            id="a",
            outlet="Harbour Post",
            title=None,
            language="en",
            published_at=None,
            url=None,
            author=None,
            status="analysed",
            error=None,
            received_at=NOW,
            claim_count=len(claims),
        ),
        start=0,
        text=text,
        starts=(0,),
        passages=(),
        dropped=tuple(dropped),
        sentences=(),
        claims=tuple(NumberedClaim(number=number, claim=claim) for number, claim in enumerate(claims, 1)),
        stories={},
        conflicts=(),
        conflict_count=0,
        awaits_page=False,
        version=None,
    )


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(
    st.text(alphabet="ab \u0645.", min_size=1, max_size=60), st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=3)
)
def test_marks_that_nest_and_overlap_lose_no_letter_and_cover_exactly_their_claims(
    text: str, spans: list[tuple[int, int]], dropped: list[tuple[int, int]]
) -> None:
    inside = [(start, min(end, len(text))) for start, end in spans if start < len(text)]
    passages = [PassageView(start=start, end=end, kind="menu") for start, end in dropped]
    part = part_with(text, [claim_over(*span, actor=span) for span in inside], passages)
    pieces = [piece for stretch in stretches_of(part) for block in stretch.blocks for piece in block.pieces]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    covered = "".join(piece.text for piece in pieces if piece.claimed)
    wanted = "".join(text[at] for at in range(len(text)) if any(start <= at < end for start, end in inside))
    assert "".join(covered.split()) == "".join(wanted.split())


def test_each_claim_begins_and_ends_once_and_the_shortest_slot_colours_its_words() -> None:
    whole = claim_over(0, 20, actor=(0, 3), time=(4, 20), place=(9, 12), origin=(30, 40))
    stretches = stretches_of(part_with("Ada came and met Ben.", [whole, claim_over(4, 8)], []), "c4-8")
    shown = [
        (
            piece.text,
            piece.group,
            [one.number for one in piece.begins],
            [one.number for one in piece.ends],
            piece.chosen,
        )
        for piece in stretches[0].blocks[0].pieces
    ]
    assert shown == [
        ("Ada", "who", [1], [], False),
        (" ", None, [], [], False),
        ("came", "when", [2], [2], True),
        (" ", "when", [], [], False),
        ("and", "where", [], [], False),
        (" met Ben", "when", [], [1], False),
        (".", None, [], [], False),
    ]


def test_what_was_left_out_is_apart_with_its_kinds() -> None:
    text = "Menu\nShare\nAda came."
    dropped = [PassageView(start=0, end=4, kind="menu"), PassageView(start=5, end=10, kind="share_bar")]
    stretches = stretches_of(part_with(text, [], dropped))
    assert [(one.dropped, one.kinds) for one in stretches] == [(True, ("menu", "share_bar")), (False, ("body",))]


@given(
    st.text(alphabet="ab .\n\u0645", max_size=300).map(lambda text: text * 400),
    st.lists(st.integers(0, 120_000), max_size=300),
)
def test_parts_cover_a_text_once_and_none_is_endless(text: str, claims: list[int]) -> None:
    spans = [(str(at), at, at + 1) for at in sorted(claims) if at < len(text)]
    starts = part_starts(text, (), spans)
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    lengths = [after - before for before, after in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert max(lengths) <= 36_000
    assert len(starts) <= 1 + (len(text) + 420 * len(spans)) // 12_000


def test_claims_are_numbered_and_linked_both_ways_with_what_they_are(client: TestClient, services: Services) -> None:
    article = submit(services, "Menu\nAda Venn | arrive | Port Lorne | 2024-03-13 |\nBen Orr | visit | Sel | |")
    other = submit(services, "x\nAda Venn | arrive | Port Lorne | 2024-03-14 |", outlet="Gazette")
    page = get(client, f"/articles/{article}")
    claims = [claim.id for claim in services.browse.article(article).claims]
    assert page.links("#claim-") == [f"#claim-{key}" for key in claims]
    assert page.links("#mark-") == ["#mark-1", "#mark-2"]
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert {"mark-1", "mark-2", *(f"claim-{key}" for key in claims)} <= set(identifiers)
    assert "Story of 2 outlets" in page.text
    assert "Conflict: Date" in page.text
    assert "happened" in page.text
    assert "Confidence 90%" in page.text
    conflict = services.browse.conflicts().items[0].id
    assert f"/conflicts/{conflict}" in page.links("/conflicts/")
    assert other != article


def test_what_was_left_out_is_folded_and_opened_on_request(client: TestClient, services: Services) -> None:
    article = submit(services, "Home News Sport\nAda Venn | arrive | Port Lorne | |")
    folded, opened = get(client, f"/articles/{article}"), get(client, f"/articles/{article}?all=1")
    assert folded.all("details") == [{"class": "left-out"}]
    assert opened.all("details") == [{"class": "left-out", "open": None}]
    assert "Left out, not part of the article: menu" in folded.text
    assert "Home News Sport" in folded.text


def long_text(claims: int) -> str:
    prose = "The harbour was quiet that morning and nobody said a word about it to anybody. " * 12
    rows = [f"Person {number} | arrive | Port Lorne | 2024-03-13 | {number}\n{prose}" for number in range(claims)]
    return "Menu\n" + "\n".join(rows)


def test_a_text_of_a_hundred_thousand_words_is_shown_in_light_parts_that_lead_on(
    client: TestClient, services: Services
) -> None:
    text = long_text(560)
    assert len(text.split()) > 100_000
    article = submit(services, text)
    address: str | None = f"/articles/{article}"
    seen, parts = "", 0
    while address is not None:
        answer = client.get(address)
        assert len(answer.content) < MOST_BYTES
        page = get(client, address)
        seen += page.text
        parts += 1
        address = next((one["href"] for one in page.all("a") if one.get("rel") == "next"), None)
    assert parts > 10
    assert all(f"Person {number} |" in seen for number in range(560))


def test_a_claim_leads_to_its_part_and_is_lit_there(client: TestClient, services: Services) -> None:
    article = submit(services, long_text(150))
    last = services.browse.article(article).claims[-1]
    page = get(client, f"/articles/{article}?claim={last.id}")
    assert "#mark-150" in page.links("#mark-")
    assert any("chosen" in (one.get("class") or "") for one in page.all("mark"))
    assert "#mark-150" not in get(client, f"/articles/{article}").links("#mark-")


@pytest.mark.parametrize("query", ["from=-1", "from=x", "from=99999999999999", "all=perhaps"])
def test_an_odd_part_answers_a_page_that_says_so(client: TestClient, services: Services, query: str) -> None:
    article = submit(services, "Menu\nAda Venn | arrive | Port Lorne | |")
    assert "not understood" in get(client, f"/articles/{article}?{query}", status=422).text


def test_an_article_that_waits_or_failed_says_why_and_what_to_do(services: Services, client: TestClient) -> None:
    waiting = services.submit(read_draft({"outlet": "Harbour Post", "text": "Ada came."})).id
    assert "Waiting for its analysis" in get(client, f"/articles/{waiting}").text
    fetching = services.submit(read_draft({"outlet": "Harbour Post", "url": "https://news.example.org/1"})).id
    assert "The page is being fetched" in get(client, f"/articles/{fetching}").text
    with services.store.writing() as unit:
        unit.articles.mark_failed(waiting, "it cannot be understood")
        unit.articles.mark_failed(fetching, "the site says 404")
    assert "it cannot be understood" in get(client, f"/articles/{waiting}").text
    assert "with its plain text" in get(client, f"/articles/{waiting}").text
    page = get(client, f"/articles/{fetching}")
    assert "the site says 404" in page.text
    assert "paste its text" in page.text
    assert "/add" in page.links("/add")


def test_deleting_asks_first_and_then_takes_the_article_away(services: Services, client: TestClient) -> None:
    article = submit(services, "Menu\nAda Venn | arrive | Port Lorne | |")
    assert "With it goes" in get(client, f"/articles/{article}/delete").text
    assert services.browse.counts()["articles"] == 1
    answer = client.post(f"/articles/{article}/delete", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/add?deleted=1")
    assert services.browse.counts()["articles"] == 0
    assert "has been deleted" in get(client, "/add?deleted=1").text
    assert client.post(f"/articles/{article}/delete").status_code == 404


def test_spans_are_those_of_the_claims_in_order(services: Services) -> None:
    article = submit(services, "x\nAda Venn | arrive | Port Lorne | |\nBen Orr | visit | Sel | |")
    claims = services.browse.article(article).claims
    with services.store.reading() as unit:
        assert unit.claims.spans(article) == tuple((claim.id, claim.start, claim.end) for claim in claims)
    assert ReadArticle(store=services.store).part(article).number == 1
