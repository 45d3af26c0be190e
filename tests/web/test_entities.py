"""``/v1/entities`` and ``crosscheck entity``: undoing a wrong merge from outside."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.commands import entities as command
from app.main import create_app
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from tests.fakes import fake_services

NAMES = {"Harbour Post": "Khaled Megawer", "Al Marsa": "خالد المغاوير", "Gavan": "Халед Мегавер"}


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = fake_services(tmp_path, worker=False)
    with TestClient(create_app(services)) as client:
        for outlet, name in NAMES.items():
            article = {"outlet": outlet, "text": f"{name} | arrive | Port Lorne | 2024-03-13 |"}
            assert client.post("/v1/articles", json=article).status_code == 202
    services.analyse_pending()
    return services


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def the_person(client: TestClient) -> dict[str, Any]:
    (entity,) = client.get("/v1/entities", params={"type": "PER"}).json()["items"]
    return entity


def names_of(entity: dict[str, Any]) -> set[str]:
    return {name["name"] for name in entity["names"]}


def test_a_wrong_merge_is_undone_and_made_again(client: TestClient) -> None:
    before = the_person(client)
    assert names_of(before) == set(NAMES.values())
    answer = client.post(f"/v1/entities/{before['id']}/split", json={"names": [NAMES["Gavan"]], "note": "a namesake"})
    assert answer.status_code == 200
    left, parted = answer.json()["items"]
    assert (left["id"], names_of(parted)) == (before["id"], {NAMES["Gavan"]})
    assert client.get(f"/v1/entities/{parted['id']}").json() == parted
    assert parted["decisions"][0]["note"] == "a namesake"
    (claim,) = client.get("/v1/claims", params={"entity": parted["id"]}).json()["items"]
    assert claim["slots"]["actor"][0]["entity_id"] == parted["id"]
    merged = client.post(f"/v1/entities/{left['id']}/merge", json={"entity": parted["id"]}).json()
    assert names_of(merged) == set(NAMES.values())
    assert [decision["action"] for decision in merged["decisions"]] == ["split", "merge"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"names": []},
        {"names": ["Ada Venn"]},
        {"names": "Khaled Megawer"},
        {"names": ["Khaled Megawer"], "articles": ["nothing"]},
        {"names": ["Khaled Megawer"], "note": 3},
        {"names": ["a\x00b"]},
        {"names": ["Khaled Megawer"], "other": 1},
        {"names": list(NAMES.values())},
        {"names": ["x"] * 1000},
    ],
)
def test_a_split_that_makes_no_sense_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    entity = the_person(client)
    answer = client.post(f"/v1/entities/{entity['id']}/split", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert the_person(client) == entity


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    entity = the_person(client)
    assert client.post("/v1/entities/nobody/split", json={"names": ["Ada Venn"]}).status_code == 404
    assert client.post("/v1/entities/nobody/merge", json={"entity": entity["id"]}).status_code == 404
    assert client.post(f"/v1/entities/{entity['id']}/merge", json={"entity": "nobody"}).status_code == 404
    assert client.post(f"/v1/entities/{entity['id']}/merge", json={"entity": entity["id"]}).status_code == 422


def test_the_command_line_does_the_same(
    services: Services, client: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "joined_services", _joined(services))
    command.list_entities("megawer", kind="PER", limit=5, json=True)
    entity = json.loads(capsys.readouterr().out)
    assert entity["id"] == the_person(client)["id"]
    command.review(
        entity["id"], split=[NAMES["Gavan"]], articles=[], merge=None, remark=Remark(note="a namesake"), json=True
    )
    left, parted = map(json.loads, capsys.readouterr().out.splitlines())
    assert (left["id"], names_of(parted)) == (entity["id"], {NAMES["Gavan"]})
    command.review(left["id"], split=[], articles=[], merge=parted["id"], remark=Remark(), json=False)
    assert "merge" in capsys.readouterr().out
    assert names_of(the_person(client)) == set(NAMES.values())


def _joined(services: Services) -> Any:
    class Joined:
        def __init__(self, *, models: bool) -> None:
            assert not models

        def __enter__(self) -> Services:
            return services

        def __exit__(self, *_: object) -> None:
            return None

    return Joined
