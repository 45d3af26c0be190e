"""Articles by their address and feeds, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.followed import RSS, item, rss, whole
from tests.site import Reply, Site, page, site
from tests.web.service import Answer, Running, running

FEED = {"url": "http://127.0.0.1:1/feed", "outlet": "Harbour Post"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Site]]:
    with (
        site() as found,
        running(tmp_path_factory.mktemp("feeds"), fetch_allow="127.0.0.1", fetch_delay=0) as server,
    ):
        yield server, found


def is_problem(answer: Answer) -> bool:
    return answer.headers["content-type"] == "application/problem+json" and len(answer.body) < 4_000


def test_an_address_alone_is_taken_and_waited_for(here: tuple[Running, Site]) -> None:
    server, found = here
    found.pages["/a"] = Reply(page("Ada Venn | arrive | Port Lorne | 2024-03-13 |"))
    answer = server.post({"outlet": "Harbour Post", "url": found.url("/a")}, "/v1/articles?wait=30")
    assert (answer.status, answer.document["status"]) == (201, "analysed")
    again = server.post({"outlet": "Harbour Post", "url": found.url("/a")})
    assert (again.status, again.document["id"], again.document["duplicate"]) == (200, answer.document["id"], True)
    article = server.call("GET", f"/v1/articles/{answer.document['id']}").document
    (claim,) = article["claims"]
    assert (
        article["text"][claim["start"] : claim["end"]]
        == claim["quote"]
        == "Ada Venn | arrive | Port Lorne | 2024-03-13 |"
    )


def test_without_waiting_it_is_only_taken(here: tuple[Running, Site]) -> None:
    server, found = here
    found.pages["/slow"] = Reply(page(), wait=1)
    answer = server.post({"outlet": "Harbour Post", "url": found.url("/slow")})
    assert (answer.status, answer.document["status"]) == (202, "queued")


def test_a_page_that_cannot_be_had_is_told(here: tuple[Running, Site]) -> None:
    server, found = here
    answer = server.post({"outlet": "Harbour Post", "url": found.url("/nothing")}, "/v1/articles?wait=30")
    assert (answer.status, answer.document["status"]) == (201, "failed")
    article = server.call("GET", f"/v1/articles/{answer.document['id']}").document
    assert article["error"] == "the page could not be had: 127.0.0.1 answered 404"
    shown = server.call("GET", f"/articles/{article['id']}")
    assert shown.status == 200
    assert b"Harbour Post" in shown.body


def test_addresses_in_a_batch(here: tuple[Running, Site]) -> None:
    server, found = here
    found.pages["/batch"] = Reply(page())
    rows = [
        {"outlet": "Batch Post", "url": found.url("/batch")},
        {"outlet": "Batch Post", "url": "http://10.0.0.1/"},
        {"outlet": "Batch Post", "url": "http://user@127.0.0.1/"},
        {"outlet": "Batch Post"},
    ]
    answer = server.post(rows, "/v1/articles/batch?wait=30").document
    assert (answer["accepted"], answer["rejected"]) == (1, 3)
    assert answer["items"][0]["status"] == "analysed"
    assert answer["items"][1]["errors"][0]["field"] == "url"


def test_a_feed_is_added_shown_listed_and_removed(here: tuple[Running, Site]) -> None:
    server, found = here
    found.pages["/feed"] = Reply(rss(item(1, whole())), type=RSS)
    wanted = {"url": found.url("/feed"), "outlet": "Feed Post", "language": "EN", "every": "2h"}
    added = server.post(wanted, "/v1/feeds")
    assert (added.status, added.document["state"], added.document["every"]) == (201, "new", "2h")
    path = added.headers["location"]
    for _ in range(100):
        shown = server.call("GET", path).document
        if shown["entries_taken"]:
            break
        server.services.stopping.wait(0.1)
    assert (shown["state"], shown["entries_taken"], shown["title"], shown["language"]) == ("ok", 1, "The Post", "en")
    assert shown["next_due"] is not None
    again = server.post(wanted | {"every": "1d"}, "/v1/feeds")
    assert (again.status, again.document["every"], again.document["id"]) == (200, "1d", shown["id"])
    listed = server.call("GET", "/v1/feeds?limit=1").document
    assert ([feed["id"] for feed in listed["items"]], listed["next"]) == ([shown["id"]], None)
    assert server.call("DELETE", path).status == 204
    for method in ("GET", "DELETE"):
        answer = server.call(method, path)
        assert (answer.status, is_problem(answer)) == (404, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://10.0.0.1/feed"}, "url"),
        ({"url": "http://169.254.169.254/"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "feed"}, "url"),
        ({"url": 7}, "url"),
        ({"url": "http://a.example/\ud800".encode("utf-8", "replace").decode() + "x" * 2_000}, "url"),
        ({"outlet": ""}, "outlet"),
        ({"outlet": None}, "outlet"),
        ({"language": "klingon"}, "language"),
        ({"every": "soon"}, "every"),
        ({"every": "1s"}, "every"),
        ({"every": "99d"}, "every"),
        ({"every": 15}, "every"),
        ({"each": "15m"}, "each"),
    ],
)
def test_a_feed_that_cannot_be_taken_is_a_clear_problem(
    here: tuple[Running, Site], change: dict[str, object], field: str
) -> None:
    answer = here[0].post(FEED | change, "/v1/feeds")
    assert (answer.status, is_problem(answer)) == (422, True)
    assert [error["field"] for error in answer.document["errors"]] == [field]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"url": NaN}', b'{"url": "\\ud800", "outlet": "x"}'])
def test_an_odd_body_is_a_clear_problem(here: tuple[Running, Site], body: bytes) -> None:
    answer = here[0].call("POST", "/v1/feeds", body)
    assert answer.status in (400, 422)
    assert is_problem(answer)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=!!!", "outlet=x"])
def test_an_odd_query_is_a_clear_problem(here: tuple[Running, Site], query: str) -> None:
    answer = here[0].call("GET", f"/v1/feeds?{query}")
    assert (answer.status, is_problem(answer)) == (422, True)


def test_a_fetch_in_hand_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    with site() as found, running(tmp_path, fetch_allow="127.0.0.1") as server:
        found.pages["/a"] = Reply(page(), wait=20)
        server.post({"outlet": "x", "url": found.url("/a")})
        for _ in range(50):
            if found.asked or server.services.stopping.wait(0.1):
                break
        assert found.asked  # the fetch is under way
    # ``running`` itself looks that the server ends within ten seconds.
