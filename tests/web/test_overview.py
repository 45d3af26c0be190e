"""The overview: the most disputed first, filters that hold in every link, names in any script, and what is new."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.core.model.conflict import ReviewState
from app.core.model.records import ConflictFilter
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from app.web.pages.statics import static
from tests.fakes import fake_services
from tests.web.html_page import Page, get

# Two stories in dispute, the arrival of Ada Venn by its date, that of Ben Orr by a number; one that two outlets agree
# on, and one that a single outlet tells.
REPORTS = (
    ("Harbour Post", "en", "Ben Orr | arrive | Sel | 2024-03-10 | 12"),
    ("Le Quai", "fr", "Ben Orr | arrive | Sel | 2024-03-10 | 14"),
    ("Harbour Post", "en", "Ada Venn | arrive | Port Lorne | 2024-03-05 |"),
    ("بريد الميناء", "ar", "Ada Venn | arrive | Port Lorne | 2024-03-06 |"),
    ("Gazette", "en", "Ada Venn | arrive | Port Lorne | 2024-03-05 |"),
    ("Harbour Post", "en", "Omar Venn | sign | Wadi | 2024-03-08 |"),
    ("Le Quai", "fr", "Omar Venn | sign | Wadi | 2024-03-08 |"),
    ("Gazette", "en", "Lena Sol | meet | Khartal | 2024-03-09 |"),
)


@pytest.fixture
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    built = fake_services(tmp_path_factory.mktemp("overview"), worker=False)
    for number, (outlet, language, text) in enumerate(REPORTS):
        fields = {"outlet": outlet, "language": language, "text": text}
        built.submit(read_draft({**fields, "published_at": f"2024-03-15T0{number}:30:00Z"}))
    built.analyse_pending()
    yield built
    built.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def story_of(services: Services, words: str) -> str:
    return next(story.id for story in services.browse.clusters().items if words in story.headline)


def stories_on(page: Page) -> list[str]:
    return list(dict.fromkeys(link.partition("?")[0].rpartition("/")[2] for link in page.links("/stories/")))


def test_the_story_with_the_weightiest_contradictions_comes_first_with_its_sides(
    client: TestClient, services: Services
) -> None:
    page = get(client, "/")
    assert stories_on(page)[0] == story_of(services, "Ada Venn")
    spot = page.text[page.text.index("Most disputed") : page.text.index("Most disputed stories")]
    assert "March 5, 2024" in spot
    assert "March 6, 2024" in spot
    assert "بريد الميناء" in spot
    first = page.links("/conflicts/")[0]
    evidence = get(client, first)
    assert len(evidence.all("mark")) == 3


def test_what_a_reviewer_dismisses_weighs_nothing_any_more(client: TestClient, services: Services) -> None:
    arrival = story_of(services, "Ada Venn")
    for conflict in services.browse.conflicts(ConflictFilter(cluster=arrival)).items:
        services.review(conflict.id, ReviewState.DISMISSED, Remark())
    assert stories_on(get(client, "/"))[0] == story_of(services, "Ben Orr")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=date", {"Ada Venn"}),
        ("kind=quantity", {"Ben Orr"}),
        ("language=ar", {"Ada Venn"}),
        ("outlet=Le+Quai", {"Ben Orr", "Omar Venn"}),
        ("person=ben+ORR", {"Ben Orr"}),
        ("place=Wadi", {"Omar Venn"}),
        ("place=XX%2Fport+lorne", {"Ada Venn"}),
        ("from=2024-03-09&to=2024-03-11", {"Ben Orr"}),
        ("from=2024-03-09&to=2024-03-11&single=1", {"Ben Orr", "Lena Sol"}),
        ("disputed=1", {"Ada Venn", "Ben Orr"}),
        ("q=wadi+venn", {"Omar Venn"}),
        ("q=nowhere", set()),
        ("person=Lena+Sol", set()),
        ("person=Lena+Sol&single=1", {"Lena Sol"}),
    ],
)
def test_stories_are_filtered(client: TestClient, services: Services, query: str, shown: set[str]) -> None:
    found = set(stories_on(get(client, f"/?{query}")))
    assert found == {story_of(services, name) for name in shown}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("kind=date", 1),
        ("language=ar", 1),
        ("language=fr", 1),
        ("place=Sel", 1),
        ("to=2024-03-06", 1),
        ("q=sign", 0),
    ],
)
def test_conflicts_are_filtered_as_stories_are(client: TestClient, query: str, count: int) -> None:
    page = get(client, f"/?{query}")
    listed = page.text.partition("Newest conflicts")[2]
    assert len({link.partition("?")[0] for link in page.links("/conflicts/")}) == count
    assert ("No conflict." in listed) == (count == 0)


def test_a_name_that_may_mean_several_is_asked_about_and_the_choice_holds_in_every_link(
    client: TestClient, services: Services
) -> None:
    page = get(client, "/?person=Venn&single=1")
    assert "Who or what is meant by “Venn”?" in page.text
    assert stories_on(page) == []
    choices = [link for link in page.links("/?") if "person_id=" in link]
    assert len(choices) == 2
    found = {story for link in choices for story in stories_on(get(client, link))}
    assert found == {story_of(services, "Ada Venn"), story_of(services, "Omar Venn")}
    chosen = get(client, choices[0])
    assert all("person_id=" in link for link in chosen.links("/?") if "lang=" in link)


def test_a_name_that_nobody_reports_is_said_to_be_unknown(client: TestClient) -> None:
    page = get(client, "/?person=Nobody+At+All&lang=fr")
    assert "Aucun article ne nomme" in page.text
    assert stories_on(page) == []


def test_each_filter_can_be_taken_away_alone(client: TestClient) -> None:
    page = get(client, "/?kind=date&outlet=Le+Quai&q=orr")
    assert page.text.strip().startswith("orr, Le Quai, Date · Overview")
    chips = [link for link in page.links("/?") if "lang=" not in link]
    assert "/?outlet=Le+Quai&kind=date" in chips
    assert "/?q=orr&kind=date" in chips
    assert "/?q=orr&outlet=Le+Quai" in chips


@pytest.mark.parametrize("query", ["from=yesterday", "to=2024-02-31", "single=perhaps", "newest_after=*", "q=%00"])
def test_what_cannot_be_understood_answers_a_page_that_says_so(client: TestClient, query: str) -> None:
    assert "Choose again from the overview" in get(client, f"/?{query}", status=422).text


def test_what_is_new_is_told_in_the_readers_language_with_the_counts(client: TestClient, services: Services) -> None:
    page = get(client, "/")
    since = next(one["data-since"] for one in page.all("p") if one.get("id") == "live")
    assert client.get(f"/news?since={since}").json()["text"] is None
    text = "Omar Venn | sign | Wadi | 2024-03-07 |"
    services.submit(read_draft({"outlet": "Gazette", "text": text, "published_at": "2024-03-15T09:00:00Z"}))
    services.analyse_pending()
    told = client.get(f"/news?since={since}").json()
    assert "1 new conflict" in told["text"]
    assert "1 new report" in told["text"]
    assert told["counts"]["articles"] == "9"
    assert "خبر جديد" in client.get(f"/news?since={since}&lang=ar").json()["text"]
    assert client.get("/news?since=999999").json()["text"] == "Much is new"
    assert client.get("/news?since=-1").status_code == 422


def test_the_page_brings_its_script_and_a_link_for_those_without(client: TestClient) -> None:
    page = get(client, "/?kind=date")
    assert {"type": "module", "src": static("live.js")} in page.all("script")
    script = client.get(static("live.js"))
    assert script.headers["content-type"].startswith("text/javascript")
    assert "Reload" in page.text
    assert "/?kind=date" in page.links("/?kind=date")
