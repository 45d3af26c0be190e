"""The pages as a browser gets them: what they show, in which direction, and that nothing in a report can run."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.model.article import ClutterKind
from app.core.model.claim import Polarity, SlotName, Stance, Status
from app.core.model.conflict import ConflictKind, Relation, ReviewState, Scope, Severity
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.views import ArticleView, ClaimView, PassageView
from app.web.pages.marks import CONTEXT, blocks_of, context_of, isolate_names
from app.web.pages.showing import plain_name, show_interval, show_number, show_time
from app.web.pages.wording import LANGUAGES, choose_language, wording
from tests.fakes import NOW, fake_services

VOID = {"meta", "link", "input", "br"}
HOSTILE = "<script>alert('x')</script>\u202etsoP"
REPORTS = (
    {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |", "language": "en"},
    {"outlet": "بريد الميناء", "text": "Ada Venn | arrive | Port Lorne | 2024-03-14 |", "language": "ar"},
    {"outlet": "Le Quai", "text": "Ben Orr | visit | Sel | 2024-03-10 |", "language": "fr"},
    {"outlet": "Harbour Post", "text": "Ben Orr | visit | Sel | 2024-03-10 |", "language": "en"},
    {"outlet": HOSTILE, "title": HOSTILE, "text": f"{HOSTILE} | depart | <b>Sel</b> | 2024-03-09 |", "language": "en"},
    {"outlet": HOSTILE + "2", "text": f"{HOSTILE} | depart | <b>Sel</b> | 2024-03-08 |", "language": "en"},
)


class Page(HTMLParser):
    """What a page holds: tags with their attributes, text, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self, start: str) -> list[str]:
        return [href for one in self.all("a") if (href := one.get("href") or "").startswith(start)]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    built = fake_services(tmp_path_factory.mktemp("pages"), worker=False)
    for number, report in enumerate(REPORTS):
        built.submit(read_draft({**report, "published_at": f"2024-03-15T0{number}:30:00+02:00"}))
    built.analyse_pending()
    yield built
    built.close()


@pytest.fixture(scope="module")
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def get(client: TestClient, path: str, *, status: int = 200, accept: str = "en") -> Page:
    answer = client.get(path, headers={"accept-language": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.open == []
    return page


def addresses(services: Services) -> list[str]:
    browse = services.browse
    return [
        "/",
        "/stories/none",
        *(f"/articles/{article.id}" for article in browse.articles().items),
        *(f"/stories/{cluster.id}" for cluster in browse.clusters().items),
        *(f"/conflicts/{conflict.id}" for conflict in browse.conflicts().items),
    ]


def conflict_of(services: Services, outlet: str) -> str:
    return next(
        conflict.id
        for conflict in services.browse.conflicts().items
        if any(outlet in side.outlets for side in conflict.sides)
    )


def test_the_overview_leads_to_every_conflict_and_to_every_story_of_several_outlets(
    client: TestClient, services: Services
):
    page = get(client, "/")
    counts = services.browse.counts()
    assert counts["conflicts"] == 2
    assert f"Articles{counts['articles']}" in re.sub(r"\s", "", page.text)
    assert {link.rpartition("/")[2] for link in page.links("/conflicts/")} == {
        conflict.id for conflict in services.browse.conflicts().items
    }
    told_by_several = {story.id for story in services.browse.clusters().items if len(story.outlets) > 1}
    assert {link.rpartition("/")[2] for link in page.links("/stories/")} == told_by_several
    assert len(told_by_several) == 3


def test_every_link_of_ours_leads_to_a_page(client: TestClient, services: Services):
    links = {
        link
        for address in addresses(services)
        for language in LANGUAGES
        for link in Page(client.get(f"{address}?lang={language}").text).links("/")
    }
    assert len(links) > 20
    own = {link for link in links if not link.startswith("/stories/none")}
    assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?outlet=Le Quai", "Ben Orr", "Ada Venn"),
        ("?language=fr", "Ben Orr", "Ada Venn"),
        ("?language=ar&kind=date", "2024-03-14", "2024-03-08"),
        ("?kind=place&outlet=&language=", "No conflict.", "2024-03-14"),
    ],
)
def test_a_filter_leaves_only_what_it_asks_for(client: TestClient, query: str, shown: str, hidden: str):
    page = get(client, f"/{query}")
    assert shown in page.text
    assert hidden not in page.text


@pytest.mark.parametrize("query", ["?kind=colour", "?language=xx", "?conflicts_after=%FF!", "?disputed_after=*"])
def test_a_filter_that_does_not_exist_answers_a_page_that_says_so(client: TestClient, query: str):
    assert "Choose again from the overview" in get(client, f"/{query}", status=422).text


def test_lists_are_turned_over_without_losing_the_filter(
    services: Services, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.web.pages.router.PAGE", 1)
    seen: list[str] = []
    address = "/?kind=date&lang=fr"
    while True:
        page = get(client, address)
        seen += [link.partition("?")[0] for link in page.links("/conflicts/")]
        following = [one["href"] for one in page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        address = following[0] or ""
        assert "kind=date" in address
        assert "lang=fr" in address
    assert seen == [f"/conflicts/{conflict.id}" for conflict in services.browse.conflicts().items]


def test_a_conflict_shows_each_quote_marked_in_its_paragraph_in_the_direction_of_its_language(
    client: TestClient, services: Services
):
    page = get(client, f"/conflicts/{conflict_of(services, 'Harbour Post')}")
    assert len(page.all("mark")) == 2
    assert {(one["dir"], one["lang"]) for one in page.all("blockquote")} == {("ltr", "en"), ("rtl", "ar")}
    for day in ("Wednesday, March 13, 2024", "Thursday, March 14, 2024"):
        assert day in page.text
    assert "it cannot have happened on both days" in page.text
    assert "March 15, 2024 \u206800:30 (UTC+02:00)\u2069" in page.text


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("en", "ltr", "Side A"), ("ar", "rtl", "الرواية أ"), ("fr", "ltr", "Version A")],
)
def test_a_page_speaks_the_language_asked_for(
    client: TestClient, services: Services, language: str, direction: str, words: str
):
    address = f"/conflicts/{conflict_of(services, 'Harbour Post')}"
    for page in (get(client, f"{address}?lang={language}", accept="en"), get(client, address, accept=language)):
        assert page.all("html") == [{"lang": language, "dir": direction}]
        assert words in page.text
    assert (
        getattr(services.browse.conflict(address.rpartition("/")[2]).explanation, language).split(". ")[-1] in page.text
    )


def test_the_other_languages_of_a_page_keep_its_filter(client: TestClient):
    page = get(client, "/?outlet=Le+Quai&lang=fr")
    assert set(page.links("/?outlet")) == {f"/?outlet=Le+Quai&lang={code}" for code in LANGUAGES}


def test_the_best_language_of_those_a_browser_accepts_is_taken():
    assert choose_language(None, "de, fr;q=0.8, ar;q=0.9") == "ar"
    assert choose_language(None, "fr-CA,en;q=0.5") == "fr"
    assert choose_language("xx", "en;q=0.1, ar-EG") == "ar"
    assert choose_language(None, "tlh;q=banana,,;") == "en"
    assert choose_language("fr", "ar") == "fr"
    assert choose_language(None, None) == "en"


def test_a_story_tells_who_reports_which_value_and_shows_every_claim(client: TestClient, services: Services):
    story = services.browse.conflict(conflict_of(services, "Harbour Post")).cluster_id
    page = get(client, f"/stories/{story}")
    heads = [one.get("scope") for one in page.all("th")]
    assert heads.count("col") == 4
    assert heads.count("rowgroup") == 3  # who, where, when
    assert "These values exclude each other" in page.text
    assert len(page.all("blockquote")) == 2
    assert len(page.links("/articles/")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_report_says_can_run_or_turn_the_page_around(
    client: TestClient, services: Services, language: str
):
    seen = ""
    for address in addresses(services):
        answer = client.get(f"{address}?lang={language}")
        page = Page(answer.text)
        assert "\u202e" not in page.text
        assert {"script", "style", "b"}.isdisjoint(tag for tag, _ in page.tags)
        for _, attributes in page.tags:
            assert not any(name == "style" or name.startswith("on") for name in attributes)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        seen += page.text
    assert seen.count("<script>alert('x')</script>") > 5


def test_pages_ask_for_nothing_from_elsewhere(client: TestClient, services: Services):
    for address in addresses(services):
        page = Page(client.get(address).text)
        fetched = [one.get("href") or "" for one in page.all("link")] + [
            one.get("src") or "" for one in page.all("img")
        ]
        assert all(link.startswith(("/static/", "data:")) for link in fetched)
    style = client.get("/static/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "@import" not in style.text


@pytest.mark.parametrize("path", ["/stories/none", "/conflicts/none", "/articles/none", "/stories/%3Cscript%3E"])
def test_what_is_not_there_answers_a_page_in_the_readers_language(client: TestClient, path: str):
    assert "غير موجود" in get(client, path, status=404, accept="ar").text
    assert "Not found" in get(client, path, status=404).text


def test_headings_of_a_page_never_skip_a_level_and_every_field_has_a_label(client: TestClient, services: Services):
    for address in addresses(services):
        page = Page(client.get(address).text)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        labelled = {one["for"] for one in page.all("label")}
        fields = [one for one in page.all("select") + page.all("input") if one.get("type") != "hidden"]
        assert {one["id"] for one in fields} == labelled
        identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(identifiers) == len(set(identifiers))


def test_an_empty_store_says_that_nothing_is_there(tmp_path: Path):
    services = fake_services(tmp_path, worker=False)
    assert "Nothing has been submitted yet" in get(TestClient(create_app(services)), "/").text
    services.close()


def test_an_article_that_is_not_analysed_yet_is_shown_unmarked(tmp_path: Path):
    services = fake_services(tmp_path, worker=False)
    article = services.submit(read_draft({"outlet": "Harbour Post", "text": "One line.\nAnother < line."})).id
    page = get(TestClient(create_app(services)), f"/articles/{article}")
    assert "waiting for analysis" in page.text
    assert "One line.\nAnother < line." in page.text
    assert page.all("mark") == []
    services.close()


def test_every_language_of_the_screen_has_the_same_words_and_places():
    def shape(language: str) -> dict[str, list[str | None]]:
        return {
            f"{section}.{key}": [field for _, field, _, _ in Formatter().parse(text) if field is not None]
            for section, words in wording(language).sections.items()
            for key, text in words.items()
        }

    assert shape("ar") == shape("en") == shape("fr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("kinds", ConflictKind),
        ("scopes", Scope),
        ("relations", Relation),
        ("severities", Severity),
        ("states", ReviewState),
        ("polarities", Polarity),
        ("statuses", Status),
        ("stances", Stance),
        ("slots", SlotName),
        ("passages", ClutterKind),
    ],
)
def test_every_value_of_ours_has_words_on_the_screen(language: str, section: str, values: type):
    assert set(wording(language).sections[section]) == {str(value) for value in values}


def claim_over(start: int, end: int) -> ClaimView:
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
        slots={},
        polarity="positive",
        status="happened",
        attribution=(),
        framing=(),
        confidence=1.0,
        stands_alone=True,
        headline=False,
        cluster_id=None,
    )


def article_with(text: str, claims: list[ClaimView], dropped: list[PassageView]) -> ArticleView:
    return ArticleView(
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
        text=text,
        sentences=(),
        passages=(),
        dropped=tuple(dropped),
        claims=tuple(claims),
        conflict_ids=(),
    )


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(
    st.text(alphabet="ab \u0645.", min_size=1, max_size=60), st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=3)
)
def test_marks_that_nest_and_overlap_lose_no_letter_and_cover_exactly_their_claims(
    text: str, spans: list[tuple[int, int]], dropped: list[tuple[int, int]]
):
    inside = [(start, min(end, len(text))) for start, end in spans if start < len(text)]
    passages = [PassageView(start=start, end=end, kind="menu") for start, end in dropped]
    blocks = blocks_of(article_with(text, [claim_over(*span) for span in inside], passages))
    pieces = [piece for block in blocks for piece in block.pieces]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    covered = "".join(piece.text for piece in pieces if piece.depth)
    wanted = "".join(text[at] for at in range(len(text)) if any(start <= at < end for start, end in inside))
    assert "".join(covered.split()) == "".join(wanted.split())


def test_each_claim_begins_and_ends_once_where_claims_overlap():
    article = article_with("Ada came and met Ben.", [claim_over(0, 12), claim_over(4, 20), claim_over(4, 8)], [])
    pieces = blocks_of(article)[0].pieces
    assert [(piece.text, piece.depth, piece.begins, piece.ends) for piece in pieces] == [
        ("Ada ", 1, (1,), ()),
        ("came", 3, (2, 3), (3,)),
        (" and", 2, (), (1,)),
        (" met Ben", 1, (), (2,)),
        (".", 0, (), ()),
    ]


def test_what_was_left_out_stands_in_a_block_of_its_own():
    text = "Menu\nAda came.\nShare"
    dropped = [PassageView(start=0, end=4, kind="menu"), PassageView(start=15, end=20, kind="share_bar")]
    blocks = blocks_of(article_with(text, [], dropped))
    assert [(block.kind, block.dropped) for block in blocks] == [("menu", True), ("body", False), ("share_bar", True)]


@given(st.text(alphabet="ab \n\u0645", max_size=2_000), st.integers(0, 2_000), st.integers(1, 200))
def test_a_quote_stands_whole_in_a_short_stretch_of_its_own_lines(text: str, start: int, length: int):
    start = min(start, len(text))
    end = min(start + length, len(text))
    context = context_of(text, start, end)
    assert context.quote == text[start:end]
    assert text[:start].endswith(context.before.removeprefix("… "))
    assert text[end:].startswith(context.after.removesuffix(" …"))
    assert "\n" not in context.before + context.after
    assert max(len(context.before), len(context.after)) <= CONTEXT + 2


def test_names_in_a_sentence_of_ours_are_kept_apart_from_it():
    pieces = isolate_names("صحيفة: Le Quai Nord [2024]", ["Le Quai", "Le Quai Nord", ""])
    assert [(piece.text, piece.is_name) for piece in pieces] == [
        ("صحيفة: ", False),
        ("Le Quai Nord", True),
        (" [2024]", False),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2024-03-13", "Wednesday, March 13, 2024"),
        ("2024-03-13T18:30", "March 13, 2024 18:30"),
        ("2024-03-13T00:00:00/2024-03-14T00:00:00", "Wednesday, March 13, 2024"),
        ("2024-03-13T16:00:00/2024-03-14T00:00:00", "Wednesday, March 13, 2024 16:00–00:00"),
        ("2024-03-13T00:00:00/2024-03-16T00:00:00", "Wednesday, March 13, 2024 – Friday, March 15, 2024"),
        ("2024-03-13T22:00:00/2024-03-14T05:00:00", "March 13, 2024 22:00 – March 14, 2024 05:00"),
        ("day -1, weekday 1", None),
    ],
)
def test_a_time_is_shown_as_a_reader_says_it(value: str, shown: str | None):
    assert show_time(value, "en") == shown


def test_a_day_is_shown_in_the_language_of_the_screen():
    assert show_interval("2024-03-13T00:00:00", "2024-03-14T00:00:00", "fr") == "mercredi 13 mars 2024"
    assert show_interval("2024-03-13T00:00:00", "2024-03-14T00:00:00", "ar").startswith("الأربعاء")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1200", "1,200"), ("12..15", "12–15"), ("12..", "≥ 12"), ("..15", "≤ 15"), ("12.5 percent", "12.5 percent")],
)
def test_a_number_is_shown_with_its_bounds(value: str, shown: str):
    assert show_number(value, "en") == shown


def test_a_name_cannot_pose_as_another_by_turning_its_letters():
    assert plain_name("\u202etsoP\u202c") == "tsoP"
    assert plain_name("\u202e") == "\ufffd"
