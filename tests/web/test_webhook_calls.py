"""The HTTP interface and the commands of webhooks."""

import json
from pathlib import Path

import pytest
import standardwebhooks
from typer.testing import CliRunner

from app.cli import cli
from tests.receiver import Manners, receiver
from tests.web.service import running


def test_the_life_of_a_webhook(tmp_path: Path, database_url: str) -> None:
    with receiver() as target, running(tmp_path, database_url=database_url, fetch_allow="127.0.0.1") as server:
        added = server.post({"url": target.url(), "events": ["article.analysed"]}, "/v1/webhooks")
        assert added.status == 201
        webhook = added.document
        path = f"/v1/webhooks/{webhook['id']}"
        assert added.headers["location"] == path
        shown = server.call("GET", path).document
        assert "secret" not in shown
        assert {**shown, "secret": webhook["secret"]} == webhook
        assert server.call("GET", "/v1/webhooks").document == {"items": [shown], "next": None}
        text = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"
        article = server.post({"outlet": "Gazette", "text": text}, "/v1/articles?wait=20").document["id"]
        (message,) = target.wait_for("/hook", 1)
        standardwebhooks.Webhook(webhook["secret"]).verify(message.body, message.headers)
        assert message.document["data"] == {"seq": 1, "article_id": article, "outlets": ["Gazette"]}
        assert server.post({}, f"{path}/test").document == {"delivered": True, "status": 204, "error": None}
        (delivery,) = server.call("GET", f"{path}/deliveries").document["items"]
        assert (delivery["type"], delivery["attempts"]) == ("article.analysed", 1)
        assert delivery["message_id"] == message.headers["webhook-id"]
        replayed = server.post({"since": "2024-01-01T00:00:00Z"}, f"{path}/replay")
        assert (replayed.status, replayed.document) == (202, {"events": 1})
        target.wait_for("/hook", 3)
        new = server.post({}, f"{path}/rotate").document["secret"]
        assert new.startswith("whsec_")
        assert new != webhook["secret"]
        target.manners["/hook"] = Manners(status=500)
        trial = server.post({}, f"{path}/test").document
        assert trial == {"delivered": False, "status": 500, "error": "the receiver answered 500"}
        assert server.post({}, f"{path}/enable").document["state"] == "active"
        assert server.call("DELETE", path).status == 204
        for method, rest in (
            ("GET", ""),
            ("DELETE", ""),
            ("GET", "/deliveries"),
            ("POST", "/test"),
            ("POST", "/rotate"),
            ("POST", "/enable"),
        ):
            assert server.call(method, path + rest).status == 404, rest
        assert server.post({"since": "2024-01-01"}, f"{path}/replay").status == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "url"),
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "http://desk.example/\x00"}, "url"),
        ({"url": "https://desk.example/", "events": ["nothing"]}, "events"),
        ({"url": "https://desk.example/", "events": "conflict.opened"}, "events"),
        ({"url": "https://desk.example/", "events": [["x"]]}, "events"),
        ({"url": "https://desk.example/", "kind": "colour"}, "kind"),
        ({"url": "https://desk.example/", "entity": "\ud800"}, "entity"),
        ({"url": "https://desk.example/", "outlet": 3}, "outlet"),
        ({"url": "https://desk.example/", "secret": "mine"}, "secret"),
        ([], ""),
    ],
)
def test_what_cannot_be_subscribed_is_refused(tmp_path: Path, fields: object, field: str) -> None:
    with running(tmp_path, worker=False) as server:
        answer = server.post(fields, "/v1/webhooks")
        assert answer.status == 422
        assert answer.document["errors"][0]["field"].startswith(field)
        assert len(answer.body) < 4_000


@pytest.mark.parametrize("since", ["yesterday", 5, None, "2024-13-01T00:00:00Z"])
def test_a_replay_needs_a_time(tmp_path: Path, since: object) -> None:
    with running(tmp_path, worker=False) as server:
        assert server.post({"since": since}, "/v1/webhooks/whk_1/replay").status == 422


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCHECK_HOME", str(tmp_path))
    monkeypatch.setenv("CROSSCHECK_FETCH_ALLOW", "127.0.0.1")
    run = CliRunner().invoke
    with receiver() as target:
        added = json.loads(run(cli, ["webhooks", "add", target.url(), "--event", "conflict.opened", "--json"]).stdout)
        listed = json.loads(run(cli, ["webhooks", "list", "--json"]).stdout)
        assert listed == {name: value for name, value in added.items() if name != "secret"}
        tested = run(cli, ["webhooks", "test", added["id"]])
        assert (tested.exit_code, tested.stdout) == (0, "delivered, status 204\n")
        target.manners["/hook"] = Manners(status=404)
        tested = run(cli, ["webhooks", "test", added["id"]])
        assert (tested.exit_code, tested.stdout) == (1, "the receiver answered 404\n")
        assert run(cli, ["webhooks", "remove", added["id"]]).exit_code == 0
        assert run(cli, ["webhooks", "list", "--json"]).stdout == ""
