"""Keys and the audit log on the pages for administrators: a token is shown once, and nobody locks themselves out
without being told."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.model.access import Actor, ApiKey, KeyScope
from app.web.access_table import ACCESS
from tests.fakes import NOW
from tests.web.administration import HOSTILE, Desk, chosen_of, desk, flat, values_of, whole


def key_called(at: Desk, name: str) -> ApiKey:
    return next(key for key in at.services.keys.list() if key.name == name)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("keys")) as one:
        yield one


def test_a_token_is_shown_once_and_stands_nowhere_else(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = at.post("/admin/keys", 201, name="Desk", scope_write="1", scope_review="1", life="30d")
    assert made.headers["cache-control"] == "no-store"
    assert "location" not in made.headers
    page = whole(made, 201)
    (token,) = (one["value"] for one in page.all("input") if one.get("id") == "token")
    assert token is not None
    key = at.services.keys.find(token)
    assert key is not None
    assert (key.name, key.scopes, key.expires_at) == (
        "Desk",
        (KeyScope.WRITE, KeyScope.REVIEW),
        NOW + timedelta(days=30),
    )
    assert made.text.count(token) == 1
    assert not any(token in (link.get("href") or "") for link in page.all("a"))
    later = [name.removeprefix("GET ") for name in ACCESS if name.startswith("GET /admin") and "{" not in name]
    assert not any(token in at.client.get(address).text for address in later)
    assert token not in caplog.text
    assert token not in str(at.services.audit(limit=50))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scope_read": "1", "life": "1d"}, "Please fill this in."),
        ({"name": "x", "life": "1d"}, "Tick at least one."),
        ({"name": "local", "scope_read": "1", "life": "1d"}, "stands for whoever works without a key"),
        ({"name": "a\nb", "scope_read": "1", "life": "1d"}, "Write it in one line"),
        ({"name": "x" * 101, "scope_read": "1", "life": "1d"}, "This is too long."),
        ({"name": "x", "scope_read": "1", "life": "9999d"}, "Choose one of those offered."),
        ({"name": "x", "scope_read": "1"}, "Choose one of those offered."),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field_and_what_was_typed_stays(
    at: Desk, fields: dict[str, str], told: str
) -> None:
    before = at.services.keys.list()
    page = whole(at.post("/admin/keys", 422, **fields), 422)
    (problem,) = (one for one in page.all("span") if one.get("class") == "problem")
    assert told in page.text
    assert [one for one in page.tags if one[1].get("aria-describedby") == problem["id"]] != []
    shown = values_of(page)
    assert shown["name"] == fields.get("name", "")
    assert ("scope_read" in shown) == ("scope_read" in fields)
    assert chosen_of(page) == [fields["life"] if fields.get("life") == "1d" else "90d"]
    assert at.services.keys.list() == before


def test_a_hostile_name_is_kept_as_typed_and_runs_nothing(at: Desk) -> None:
    page = whole(at.post("/admin/keys", 201, name=HOSTILE, scope_read="1", life="endless"), 201)
    assert page.all("script") == []
    assert "\u202e" not in page.text
    assert key_called(at, HOSTILE).expires_at is None


def test_revoking_a_key_takes_a_second_step_and_is_entered_under_the_name_of_whoever_did_it(at: Desk) -> None:
    key, _ = at.services.keys.create("Old laptop", [KeyScope.READ])
    page = at.get(f"/admin/keys/{key.id}/revoke")
    assert "From then on it opens nothing" in page.text
    assert [one for one in page.all("input") if one.get("type") == "checkbox"] == []
    assert at.services.keys.works(key)
    assert "opens nothing any more" in at.follow(f"/admin/keys/{key.id}/revoke").text
    assert key_called(at, "Old laptop").revoked_at == NOW
    entry = at.services.audit(limit=1).items[0]
    assert (entry.action, entry.object_id, entry.actor.key_id) == ("key.revoke", key.id, at.key.id)
    assert "It is revoked already." in at.get(f"/admin/keys/{key.id}/revoke").text


def test_a_key_that_is_not_there_answers_a_page(at: Desk) -> None:
    assert "Not found" in at.get("/admin/keys/nothing/revoke", status=404).text
    assert "Not found" in at.post("/admin/keys/nothing/revoke", 404).text


def test_the_log_is_filtered_and_turned_over(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.pages.admin.audit.PAGE", 1)
    by = Actor(name="Salma & Co", key_id="key_salma")
    made = [at.services.keys.create(f"by Salma {number}", [KeyScope.READ], by=by)[0] for number in range(3)]
    at.services.keys.revoke(made[0].id, by=by)
    address, seen = "/admin/audit?actor=Salma+%26+Co&action=key.create&lang=fr", []
    while address:
        page = at.get(address)
        seen += [name for name in ("by Salma 0", "by Salma 1", "by Salma 2") if name in page.text]
        address = next((str(one["href"]) for one in page.all("a") if one.get("rel") == "next"), "")
    assert seen == ["by Salma 2", "by Salma 1", "by Salma 0"]
    assert values_of(page)["actor"] == "Salma & Co"
    assert chosen_of(page) == ["key.create"]
    one = at.get(f"/admin/audit?object={made[0].id}&actor=&action=")
    assert "Key revoked" in one.text


def test_whoever_would_lock_themselves_out_is_told_and_must_say_that_they_know(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        address = f"/admin/keys/{at.key.id}/revoke"
        page = at.get(address)
        assert "the key that you are signed in with" in page.text
        assert "the last key for administrators" in page.text
        refused = whole(at.post(address, 422), 422)
        assert "Tick the box" in refused.text
        assert at.services.keys.find(at.token) is not None
        other, _ = at.services.keys.create("Second", [KeyScope.ADMIN])
        assert "the last key for administrators" not in at.get(address).text
        assert [one for one in at.get(f"/admin/keys/{other.id}/revoke").all("input") if one.get("id") == "sure"] == []
        at.services.keys.revoke(other.id)
        assert "the last key for administrators" in flat(at.get(address))
        at.post(address, sure="1")
        assert at.services.keys.find(at.token) is None
        assert at.client.get("/admin", headers={"accept": "text/html"}).status_code == 401
