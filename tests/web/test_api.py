"""The HTTP interface as it is documented: what goes in, what comes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.use_cases.services import Services
from app.web.errors import PROBLEMS
from tests.fakes import fake_services

ON_THE_13TH = {
    "outlet": "Harbour Post",
    "published_at": "2024-03-14T10:00:00+02:00",
    "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |",
    "title": "Arrival",
    "url": "https://example.org/1",
}
ON_THE_12TH = ON_THE_13TH | {"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | 2024-03-12 |"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return fake_services(tmp_path, worker=False)


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services)) as client:
        yield client


def fill(client: TestClient, services: Services) -> tuple[str, str]:
    ids = [client.post("/v1/articles", json=fields).json()["id"] for fields in (ON_THE_13TH, ON_THE_12TH)]
    services.analyse_pending()
    return ids[0], ids[1]


def test_an_article_is_acknowledged_and_then_analysed(client: TestClient, services: Services) -> None:
    first = client.post("/v1/articles", json=ON_THE_13TH)
    assert (first.status_code, first.json()["status"], first.json()["duplicate"]) == (202, "queued", False)
    again = client.post("/v1/articles", json=ON_THE_13TH)
    assert (again.status_code, again.json()) == (200, first.json() | {"duplicate": True})
    services.analyse_pending()
    article = client.get(first.headers["location"]).json()
    assert article["status"] == "analysed"
    assert article["text"] == ON_THE_13TH["text"]
    assert article["published_at"] == ON_THE_13TH["published_at"]
    assert article["sentences"] == [{"start": 0, "end": 45}]
    (claim,) = article["claims"]
    assert article["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_waiting_answers_when_it_is_analysed(tmp_path: Path) -> None:
    with TestClient(create_app(fake_services(tmp_path))) as client:
        answer = client.post("/v1/articles?wait=20", json=ON_THE_13TH)
        assert (answer.status_code, answer.json()["status"]) == (201, "analysed")


def test_waiting_without_a_worker_ends_with_the_time(client: TestClient) -> None:
    answer = client.post("/v1/articles?wait=0.2", json=ON_THE_13TH)
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")


def test_a_claim_has_the_shape_that_is_documented(client: TestClient, services: Services) -> None:
    article, _ = fill(client, services)
    claim = client.get("/v1/claims", params={"article": article}).json()["items"][0]
    assert client.get(f"/v1/claims/{claim['id']}").json() == claim
    expected = "id article_id outlet language statement quote start end event_type slots polarity status attribution"
    assert set(expected.split()) | {"confidence", "cluster_id"} <= claim.keys()
    time = claim["slots"]["time"][0]
    assert (time["earliest"], time["granularity"]) == ("2024-03-13T00:00:00", "day")
    assert "low" not in time
    assert claim["slots"]["actor"][0]["name"] == "Ada Venn"
    assert claim["attribution"][0]["kind"] == "outlet"


def test_a_cluster_shows_who_reports_which_value(client: TestClient, services: Services) -> None:
    fill(client, services)
    (summary,) = client.get("/v1/clusters", params={"disputed": "true", "q": "venn"}).json()["items"]
    cluster = client.get(f"/v1/clusters/{summary['id']}").json()
    assert cluster["outlets"] == ["Gazette", "Harbour Post"]
    times = next(slot for slot in cluster["slots"] if slot["name"] == "time")
    assert (len(times["values"]), times["agreed"]) == (2, False)
    assert len(cluster["claims"]) == cluster["claim_count"] == 2
    assert len(cluster["conflict_ids"]) == 1


def test_the_most_disputed_first_and_filters_that_stories_and_conflicts_share(
    client: TestClient, services: Services
) -> None:
    fill(client, services)
    assert client.get("/v1/clusters", params={"order": "disputed", "conflict_kind": "date"}).json()["items"]
    assert client.get("/v1/clusters", params={"conflict_kind": "role"}).json()["items"] == []
    assert client.get("/v1/conflicts", params={"q": "venn", "language": "en"}).json()["items"]
    assert client.get("/v1/conflicts", params={"language": "tr"}).json()["items"] == []
    for query in ("order=loudest", "conflict_kind=colour"):
        assert client.get(f"/v1/clusters?{query}").status_code == 422
    assert client.get("/v1/conflicts?from=never").status_code == 422


def test_a_conflict_shows_both_quotes_and_can_be_reviewed(client: TestClient, services: Services) -> None:
    fill(client, services)
    (conflict,) = client.get("/v1/conflicts", params={"kind": "date", "state": "open"}).json()["items"]
    assert {"en", "ar", "fr"} == conflict["explanation"].keys()
    quotes = {claim["quote"] for side in conflict["sides"] for claim in side["claims"]}
    assert quotes == {ON_THE_13TH["text"], ON_THE_12TH["text"]}
    path = f"/v1/conflicts/{conflict['id']}"
    reviewed = client.patch(path, json={"state": "confirmed", "note": "seen"}).json()
    assert (reviewed["state"], reviewed["note"], len(reviewed["decisions"])) == ("confirmed", "seen", 1)
    assert client.get(path).json() == reviewed
    assert client.get("/v1/conflicts", params={"state": "open"}).json() == {"items": [], "next": None}


def test_a_statement_is_checked(client: TestClient, services: Services) -> None:
    fill(client, services)
    checked = client.post("/v1/check", json={"statement": ON_THE_12TH["text"], "as_of": "2024-03-14"}).json()
    assert checked["verdict"] == "disputed"
    assert checked["clusters"][0]["cluster"]["id"]


def test_deleting_takes_everything_along(client: TestClient, services: Services) -> None:
    for article in fill(client, services):
        assert client.delete(f"/v1/articles/{article}").status_code == 204
        assert client.get(f"/v1/articles/{article}").status_code == 404
        assert client.delete(f"/v1/articles/{article}").status_code == 404
    for kind in ("articles", "claims", "clusters", "conflicts", "entities", "outlets"):
        assert client.get(f"/v1/{kind}").json() == {"items": [], "next": None}


def test_entities_and_outlets_are_listed(client: TestClient, services: Services) -> None:
    fill(client, services)
    entity = client.get("/v1/entities", params={"type": "PER"}).json()["items"][0]
    assert client.get(f"/v1/entities/{entity['id']}").json()["names"] == [{"name": "Ada Venn", "count": 2}]
    outlet = client.get("/v1/outlets/Harbour Post").json()
    assert outlet["agreement"] == [
        {
            "outlet": "Gazette",
            "shared_clusters": 1,
            "conflicting_clusters": 1,
            "independent_clusters": 0,  # but for the day, the one copies the other
            "compared": 4,  # that it happened, who, where, when
            "agreed": 3,
            "agreement": 0.75,
            "independence": 0.0,
        }
    ]


def test_an_outlet_may_have_a_slash_in_its_name(client: TestClient, services: Services) -> None:
    client.post("/v1/articles", json=ON_THE_13TH | {"outlet": "AFP/Reuters"})
    services.analyse_pending()
    assert client.get("/v1/outlets/AFP%2FReuters").json()["id"] == "AFP/Reuters"


def test_health_and_readiness_are_told(client: TestClient, services: Services) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").json()["ready"] is True
    services.model_problem = lambda: "loading"
    services.runs_worker = True  # one that only answers needs no model yet
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["model"]) == (503, "loading")


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


WITHOUT_BODY = ("/test", "/rotate", "/enable")  # the address says all


def test_the_openapi_document_is_whole(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for reference in references(document):
        assert reference.rpartition("/")[2] in document["components"]["schemas"], reference
    for path, verbs in document["paths"].items():
        for verb, call in verbs.items():
            assert call["summary"], path
            takes_body = verb in ("post", "patch") and not path.endswith(WITHOUT_BODY)
            assert ("requestBody" in call) == takes_body, path
    assert "HTTPValidationError" not in str(document)


def test_the_documented_examples_are_taken(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/v1/articles", "/v1/articles/batch", "/v1/check"):
        example = paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]
        assert client.post(path, json=example).status_code in (200, 202), path


def test_the_docs_page_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "://" not in page.text.replace("https://example.org", "")
    assert client.get("/docs/style.css").headers["content-type"].startswith("text/css")
    for _, _, kind, _ in PROBLEMS:
        assert f"id='{kind}'" in page.text


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    for path in ("/healthz", "/nothing", "/docs", "/v1/clusters?x=1"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_a_bug_is_a_problem_document_and_is_logged(
    client: TestClient, services: Services, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(services.browse, "claims", fail)
    answer = client.get("/v1/claims")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "a bug" not in answer.text
    assert "a bug" in caplog.text


def test_the_log_has_one_line_a_request_and_no_word_of_it(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="crosscheck.request")
    client.post("/v1/articles", json=ON_THE_13TH)
    client.get("/v1/clusters", params={"q": "confidential"})
    told = [record.fields for record in caplog.records if record.name == "crosscheck.request"]  # type: ignore[attr-defined]
    assert [(fields["method"], fields["route"], fields["status"]) for fields in told] == [
        ("POST", "/v1/articles", 202),
        ("GET", "/v1/clusters", 200),
    ]
    assert "Venn" not in caplog.text
    assert "confidential" not in caplog.text + str(told)
