"""``/v1/clusters/{id}/merge``, ``/split``, ``/undo`` and ``crosscheck cluster``: reviewing clusters from outside."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.commands import clusters as command
from app.core.errors import InvalidInput
from app.main import create_app
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from tests.fakes import fake_services

PEOPLE = {"Harbour Post": "Ada Venn", "Gazette": "Ada Venn", "Gavan": "Marek Oduya"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = fake_services(tmp_path, worker=False)
    with TestClient(create_app(services)) as client:
        for outlet, name in PEOPLE.items():
            article = {"outlet": outlet, "text": f"{name} | arrive | Port Lorne | 2024-03-13 |"}
            assert client.post("/v1/articles", json=article).status_code == 202
    services.analyse_pending()
    return services


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def cluster_of(client: TestClient, outlet: str) -> dict[str, Any]:
    (found,) = client.get("/v1/clusters", params={"outlet": outlet}).json()["items"]
    return client.get(f"/v1/clusters/{found['id']}").json()


def test_two_clusters_are_merged_and_the_merge_is_undone(client: TestClient) -> None:
    one, other = cluster_of(client, "Gavan"), cluster_of(client, "Gazette")
    body = {"with": other["id"], "note": "one visit", "reviewer": "Nour"}
    merged = client.post(f"/v1/clusters/{one['id']}/merge", json=body)
    assert merged.status_code == 200
    assert merged.json() == cluster_of(client, "Gavan") == cluster_of(client, "Harbour Post")
    (decision,) = merged.json()["decisions"]
    assert (decision["action"], decision["note"], decision["reviewer"]) == ("merge", "one visit", "Nour")
    assert decision["decided_at"] == "2024-03-20T12:00:00Z"
    assert set(decision["claim_ids"]) == {claim["id"] for claim in one["claims"]}
    answer = client.post(f"/v1/clusters/{merged.json()['id']}/undo", json={"decision": decision["id"]})
    assert answer.status_code == 200
    assert [set(each["outlets"]) for each in answer.json()["items"]] in (
        [{"Gavan"}, {"Gazette", "Harbour Post"}],
        [{"Gazette", "Harbour Post"}, {"Gavan"}],
    )
    assert [each["holds"] for each in cluster_of(client, "Gavan")["decisions"]] == [False, True]


def test_a_claim_is_split_off(client: TestClient) -> None:
    cluster = cluster_of(client, "Gazette")
    stray = next(claim["id"] for claim in cluster["claims"] if claim["outlet"] == "Gazette")
    answer = client.post(f"/v1/clusters/{cluster['id']}/split", json={"claim_ids": [stray], "note": "another day"})
    assert answer.status_code == 200
    left, parted = answer.json()["items"]
    assert (left["outlets"], parted["outlets"]) == (["Harbour Post"], ["Gazette"])
    assert parted["decisions"] == left["decisions"] != []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("merge", {}, "with"),
        ("merge", {"with": 3}, "with"),
        ("merge", {"other": "clu_1"}, "other"),
        ("merge", {"with": "x", "note": "\x00"}, "note"),
        ("split", {"claim_ids": []}, "claim_ids"),
        ("split", {"claim_ids": "clm_1"}, "claim_ids"),
        ("split", {"claim_ids": ["clm_1"], "reviewer": "r" * 201}, "reviewer"),
        ("undo", {"decision": "1"}, "decision"),
        ("undo", {"decision": 0}, "decision"),
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(client: TestClient, path: str, body: Any, field: str) -> None:
    answer = client.post(f"/v1/clusters/{cluster_of(client, 'Gazette')['id']}/{path}", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("path", "body"), [("merge", {"with": "x"}), ("split", {"claim_ids": ["x"]}), ("undo", {"decision": 1})]
)
def test_an_unknown_cluster_is_not_found(client: TestClient, path: str, body: Any) -> None:
    assert client.post(f"/v1/clusters/nothing/{path}", json=body).status_code == 404


def test_a_decision_about_claims_of_another_cluster_is_told(client: TestClient) -> None:
    one, other = cluster_of(client, "Gavan"), cluster_of(client, "Gazette")
    answer = client.post(f"/v1/clusters/{one['id']}/split", json={"claim_ids": [other["claims"][0]["id"]]})
    assert answer.status_code == 422
    assert "no claim of this cluster" in json.dumps(answer.json())


def test_the_calls_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name, field in (("merge", "with"), ("split", "claim_ids"), ("undo", "decision")):
        body = paths[f"/v1/clusters/{{cluster_id}}/{name}"]["post"]["requestBody"]["content"]["application/json"]
        assert set(body["schema"]["properties"]) == {field, "note", "reviewer"}
        assert set(body["example"]) == {field, "note"}  # a key tells the reviewer


def run(services: Services, monkeypatch: pytest.MonkeyPatch, cluster_id: str, **options: Any) -> None:
    class Joined:
        def __enter__(self) -> Services:
            return services

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(command, "joined_services", lambda **_: Joined())
    given = {"split": (), "merge": None, "undo": None, "remark": Remark(), "json": False, **options}
    command.review(cluster_id, **given)


def test_the_command_shows_merges_splits_and_undoes(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = cluster_of(client, "Gavan")["id"], cluster_of(client, "Gazette")["id"]
    run(services, monkeypatch, one, merge=other, remark=Remark(note="one visit", reviewer="Nour"))
    assert "1. merge by Nour" in capsys.readouterr().out
    merged = cluster_of(client, "Gavan")
    gavan = next(claim["id"] for claim in merged["claims"] if claim["outlet"] == "Gavan")
    run(services, monkeypatch, merged["id"], split=(gavan,), json=True)
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["outlets"] for each in shown] == [["Gazette", "Harbour Post"], ["Gavan"]]
    run(services, monkeypatch, shown[0]["id"], undo=2)
    assert "2. split (undone)" in capsys.readouterr().out
    with pytest.raises(InvalidInput, match="exclude each other"):
        run(services, monkeypatch, one, split=(gavan,), undo=1)
