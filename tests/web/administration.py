"""Somebody at the pages for administrators, signed in with a browser: for the tests of ``/admin``."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.core.model.access import ApiKey, KeyScope
from app.main import create_app
from app.use_cases.services import Services
from tests.fakes import FakeClock, ToyUnderstander, fake_parts, fake_services
from tests.web.html_page import Page

OURS = {"sec-fetch-site": "same-origin"}
FORM = {"content-type": "application/x-www-form-urlencoded"}  # sent by browsers even where a form has no fields
HOSTILE = "<script>alert('x')</script>\u202etsoP"


@dataclass
class Desk:
    """The service and a browser in which ``key`` is signed in."""

    client: TestClient
    services: Services
    clock: FakeClock
    understander: ToyUnderstander
    key: ApiKey
    token: str

    def get(self, path: str, *, status: int = 200, language: str = "en") -> Page:
        """A page with every element closed."""
        return whole(self.client.get(path, headers={"accept-language": language}), status)

    def post(self, path: str, status: int = 303, **fields: str) -> Any:
        """What a form of ours is answered with."""
        answer = self.client.post(path, data=fields, headers=OURS | FORM)
        assert answer.status_code == status, answer.text[:500]
        return answer

    def follow(self, path: str, **fields: str) -> Page:
        """The page to which a form leads."""
        return self.get(self.post(path, **fields).headers["location"])


def whole(answer: Any, status: int = 200) -> Page:
    """The page of an answer."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.open == []
    return page


def values_of(page: Page) -> dict[str, str | None]:
    """What the fields of a page show, by name; of boxes, those that are ticked."""
    return {
        str(one["name"]): one.get("value")
        for one in page.all("input")
        if one.get("name") and (one.get("type") != "checkbox" or "checked" in one)
    }


def chosen_of(page: Page) -> list[str | None]:
    """The options that are chosen."""
    return [one.get("value") for one in page.all("option") if "selected" in one]


def flat(page: Page) -> str:
    """The text of a page with single blanks."""
    return re.sub(r"\s+", " ", page.text)


@contextmanager
def desk(folder: Path, **settings: object) -> Iterator[Desk]:
    """Keys are asked for; the clock stands still."""
    parts = fake_parts(folder)
    parts.clock = clock = FakeClock()
    services = fake_services(folder, parts=parts, authentication="on", rate_limit=0, worker=False, **settings)
    key, token = services.keys.create("Nour", [KeyScope.ADMIN])
    client = TestClient(create_app(services), follow_redirects=False)
    assert client.post("/sign-in", data={"key": token}, headers=OURS).status_code == 303
    assert isinstance(parts.understand, ToyUnderstander)
    yield Desk(client, services, clock, parts.understand, key, token)
    services.close()
