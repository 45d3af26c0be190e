"""Decisions over HTTP: who took them, about what the reviewer saw, and that they last."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.core.model.access import KeyScope
from app.main import create_app
from app.use_cases.services import Services
from tests.fakes import fake_services

REPORTS = [
    {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"},
    {"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | 2024-03-12 |"},
    {"outlet": "Gavan", "text": "Ben Sol | arrive | Port Lorne | 2024-03-13 |"},
]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = fake_services(tmp_path, authentication="on", worker=False)
    yield services
    services.close()


@pytest.fixture
def client(services: Services) -> TestClient:
    client = TestClient(create_app(services))
    _, token = services.keys.create("Ingest", [KeyScope.WRITE])
    for fields in REPORTS:
        answer = client.post("/v1/articles", json=fields, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 202
    services.analyse_pending()
    _, token = services.keys.create("Nour", [KeyScope.REVIEW])
    client.headers["authorization"] = f"Bearer {token}"
    return client


def first(client: TestClient, path: str) -> tuple[str, str]:
    """The address of the first record of a list, and its tag."""
    record = client.get(path).json()["items"][0]
    address = f"{path.partition('?')[0]}/{record['id']}"
    return address, client.get(address).headers["etag"]


def test_a_decision_carries_the_name_of_its_key_and_when(client: TestClient, services: Services) -> None:
    address, _ = first(client, "/v1/conflicts")
    answer = client.patch(address, json={"state": "confirmed", "note": "seen both pages"})
    assert answer.status_code == 200
    assert answer.json()["decisions"] == [
        {"state": "confirmed", "note": "seen both pages", "reviewer": "Nour", "decided_at": "2024-03-20T12:00:00Z"}
    ]
    (entry,) = services.audit(limit=1).items
    assert (entry.actor.name, entry.actor.request_id) == ("Nour", answer.headers["x-request-id"])
    assert "Nour" in client.get(address.removeprefix("/v1")).text
    reopened = client.patch(address, json={"state": "open"}).json()
    assert (reopened["state"], len(reopened["decisions"])) == ("open", 2)


def test_nobody_decides_in_another_ones_name(client: TestClient, services: Services) -> None:
    address, _ = first(client, "/v1/conflicts")
    refused = client.patch(address, json={"state": "confirmed", "reviewer": "Chief"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reviewer")
    assert services.browse.conflicts().items[0].state == "open"
    assert client.patch(address, json={"state": "confirmed", "reviewer": "Nour"}).status_code == 200


def test_without_keys_the_reviewer_is_who_it_is_said_to_be(tmp_path: Path) -> None:
    services = fake_services(tmp_path, worker=False)
    client = TestClient(create_app(services))
    for fields in REPORTS:
        client.post("/v1/articles", json=fields)
    services.analyse_pending()
    address, _ = first(client, "/v1/conflicts")
    for reviewer in ("Chief", None):
        client.patch(address, json={"state": "confirmed", "reviewer": reviewer})
    assert [each["reviewer"] for each in client.get(address).json()["decisions"]] == ["Chief", None]
    assert {entry.actor.name for entry in services.audit(limit=9).items} == {"local"}
    services.close()


def changes(client: TestClient) -> dict[str, tuple[str, str, str, dict[str, Any]]]:
    """By call: method, address, tag and body of a decision that can be taken."""
    conflict, conflict_tag = first(client, "/v1/conflicts")
    cluster, cluster_tag = first(client, "/v1/clusters?outlet=Gazette")
    other = first(client, "/v1/clusters?outlet=Gavan")[0].rpartition("/")[2]
    entity, entity_tag = first(client, "/v1/entities?q=Ada")
    ben = first(client, "/v1/entities?q=Ben")[0].rpartition("/")[2]
    claim = client.get(cluster).json()["claims"][0]["id"]
    return {
        "review": ("PATCH", conflict, conflict_tag, {"state": "dismissed"}),
        "merge clusters": ("POST", f"{cluster}/merge", cluster_tag, {"with": other}),
        "split cluster": ("POST", f"{cluster}/split", cluster_tag, {"claim_ids": [claim]}),
        "merge entities": ("POST", f"{entity}/merge", entity_tag, {"entity": ben}),
    }


@pytest.mark.parametrize("call", ["review", "merge clusters", "split cluster", "merge entities"])
def test_a_decision_about_what_has_changed_is_refused_and_changes_nothing(
    client: TestClient, services: Services, call: str
) -> None:
    method, address, tag, body = changes(client)[call]
    before = services.browse.conflicts(), services.browse.clusters(), services.browse.entities()
    for stale in ('"0123"', "", "not a tag", 'W/"x", "y"', tag.strip('"')):
        refused = client.request(method, address, json=body, headers={"if-match": stale})
        assert (refused.status_code, refused.json()["type"]) == (412, "/docs#changed-meanwhile")
        assert refused.headers["content-type"] == "application/problem+json"
    assert (services.browse.conflicts(), services.browse.clusters(), services.browse.entities()) == before
    done = client.request(method, address, json=body, headers={"if-match": f'"other", {tag}'})
    assert done.status_code == 200
    if "etag" in done.headers and call == "review":
        assert done.headers["etag"] == client.get(address).headers["etag"] != tag


@pytest.mark.parametrize("given", [None, "*"])
@pytest.mark.parametrize("call", ["review", "merge clusters", "split cluster", "merge entities"])
def test_whoever_gives_no_tag_decides_anyway(client: TestClient, call: str, given: str | None) -> None:
    method, address, _, body = changes(client)[call]
    headers = {} if given is None else {"if-match": given}
    assert client.request(method, address, json=body, headers=headers).status_code == 200


def test_undoing_and_splitting_names_look_at_the_tag_too(client: TestClient) -> None:
    cluster, tag = first(client, "/v1/clusters?outlet=Gazette")
    other = first(client, "/v1/clusters?outlet=Gavan")[0].rpartition("/")[2]
    merged = client.post(f"{cluster}/merge", json={"with": other})
    decision = merged.json()["decisions"][0]
    assert decision["reviewer"] == "Nour"
    undo = f"/v1/clusters/{merged.json()['id']}/undo", {"decision": decision["id"]}
    assert client.post(undo[0], json=undo[1], headers={"if-match": tag}).status_code == 412
    assert client.post(undo[0], json=undo[1], headers={"if-match": merged.headers["etag"]}).status_code == 200
    entity, tag = first(client, "/v1/entities?q=Ada")
    ben = first(client, "/v1/entities?q=Ben")[0].rpartition("/")[2]
    joined = client.post(f"{entity}/merge", json={"entity": ben}, headers={"if-match": tag})
    split = f"/v1/entities/{joined.json()['id']}/split", {"names": ["Ben Sol"]}
    assert client.post(split[0], json=split[1], headers={"if-match": tag}).status_code == 412
    assert client.post(split[0], json=split[1], headers={"if-match": joined.headers["etag"]}).status_code == 200
    assert [each["reviewer"] for each in client.get(entity).json()["decisions"]] == ["Nour", "Nour"]


def test_of_two_reviewers_who_saw_the_same_only_the_first_decides(client: TestClient) -> None:
    address, tag = first(client, "/v1/conflicts")
    states = [
        client.patch(address, json={"state": state}, headers={"if-match": f"W/{tag}"}).status_code
        for state in ("confirmed", "dismissed")
    ]
    assert states == [200, 412]
    assert client.get(address).json()["state"] == "confirmed"


def test_a_tag_stays_while_nothing_changes_and_goes_with_a_new_report(client: TestClient, services: Services) -> None:
    cluster, tag = first(client, "/v1/clusters?outlet=Gazette")
    conflict, other = first(client, "/v1/conflicts")
    assert client.get(cluster).headers["etag"] == tag != other
    services.review_cluster.merge(
        cluster.rpartition("/")[2], first(client, "/v1/clusters?outlet=Gavan")[0].rpartition("/")[2]
    )
    assert first(client, "/v1/clusters?outlet=Gazette")[1] != tag
    assert client.patch(conflict, json={"state": "open"}, headers={"if-match": other}).status_code in (200, 404, 412)


def test_what_was_decided_lasts_when_articles_are_posted_and_analysed_again(
    client: TestClient, services: Services
) -> None:
    address, _ = first(client, "/v1/conflicts")
    client.patch(address, json={"state": "dismissed", "note": "a misprint"})
    entity = first(client, "/v1/entities?q=Ada")[0]
    ben = first(client, "/v1/entities?q=Ben")[0].rpartition("/")[2]
    client.post(f"{entity}/merge", json={"entity": ben, "note": "one person"})
    before = client.get(address).json(), client.get(entity).json()
    _, token = services.keys.create("Ingest", [KeyScope.WRITE])
    for fields in REPORTS:
        again = client.post("/v1/articles", json=fields, headers={"authorization": f"Bearer {token}"})
        assert (again.status_code, again.json()["duplicate"]) == (200, True)
    for article in services.browse.articles().items:
        with services.store.writing() as unit:
            unit.articles.mark_queued([article.id])
            unit.jobs.put(article.id, article.received_at)
        services.analyse_pending()
    assert (client.get(address).json(), client.get(entity).json()) == before
    assert before[1]["decisions"][0]["reviewer"] == before[0]["decisions"][0]["reviewer"] == "Nour"
