"""Webhooks: signed, sent at least once, retried, given up in the end; no receiver holds up another."""

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import standardwebhooks
from prometheus_client.parser import text_string_to_metric_families
from pydantic import ValidationError

from app.adapters.fetching.guarded_client import GuardedClient, Patience
from app.adapters.storage.unit_of_work import SqlStore
from app.core.model.watching import Wanted, Webhook, WebhookState
from app.core.watching.signing import new_secret
from app.core.web.addresses import Reach, read_openings
from app.use_cases.drafts import InvalidFields, read_draft
from app.use_cases.send_webhooks import PAUSES
from app.use_cases.services import Services
from app.use_cases.webhooks import NewWebhook
from tests.fakes import NOW, FakeClock, fake_parts, fake_services
from tests.inside import inside_addresses
from tests.receiver import Manners, Message, Receiver, receiver
from tests.resolver import TestResolver


@dataclass(frozen=True)
class World:
    """A service whose clock is moved by hand, and a receiver."""

    services: Services
    receiver: Receiver
    clock: FakeClock

    def subscribe(self, path: str = "/hook", **wanted: object) -> Webhook:
        return self.services.webhooks.add(NewWebhook.model_validate({"url": self.receiver.url(path), **wanted}))

    def happen(self, number: int = 1) -> None:
        """One event: an article is analysed."""
        draft = read_draft({"outlet": "Harbour Post", "text": f"Person {number} | arrive | Port Lorne | 2024-03-13 |"})
        self.services.submit(draft)
        self.services.analyse_pending()

    def send(self) -> int:
        return self.services.webhook_sender.deliver_due()

    def state(self, webhook: Webhook) -> Webhook:
        return self.services.webhooks.get(webhook.id)

    def wait_until_called(self, webhook: Webhook, failures: int, path: str) -> None:
        until = time.monotonic() + 15
        while self.state(webhook).failures < failures:
            assert time.monotonic() < until, path
            time.sleep(0.05)

    def states(self, webhook: Webhook) -> list[str]:
        return [one.state.value for one in self.services.webhooks.deliveries(webhook.id, limit=100).items]


@contextmanager
def world(folder: Path, url: str | None = None, **settings: object) -> Iterator[World]:
    with receiver() as found:
        parts = fake_parts(folder)
        parts.clock = clock = FakeClock()
        parts.store = SqlStore(url or f"sqlite:///{folder / 'test.sqlite3'}", now=clock.now)
        services = fake_services(folder, parts=parts, **{"fetch_allow": "127.0.0.1", "webhook_timeout": 1, **settings})
        try:
            yield World(services=services, receiver=found, clock=clock)
        finally:
            services.close()


@pytest.fixture
def here(tmp_path: Path, database_url: str) -> Iterator[World]:
    with world(tmp_path, database_url) as found:
        yield found


def delivered(here: World) -> dict[str, float]:
    """What the metrics tell of attempts."""
    told = text_string_to_metric_families(here.services.show_metrics().decode())
    samples = (sample for family in told for sample in family.samples)
    name = "crosscheck_webhook_deliveries_total"
    return {sample.labels["outcome"]: sample.value for sample in samples if sample.name == name}


def verify(message: Message, secret: str) -> object:
    return standardwebhooks.Webhook(secret).verify(message.body, message.headers)


def test_a_message_is_signed_as_the_specification_has_it(here: World) -> None:
    webhook = here.subscribe(events=["article.analysed"])
    assert webhook.secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(webhook.secret.removeprefix("whsec_"))) <= 64
    here.happen()
    assert here.send() == 1
    (message,) = here.receiver.at("/hook")
    document = verify(message, webhook.secret)
    assert document == message.document
    assert document["type"] == "article.analysed"
    assert document["timestamp"] == "2024-03-20T12:00:00Z"
    assert document["data"]["outlets"] == ["Harbour Post"]
    assert message.headers["webhook-id"].startswith("msg_")
    assert message.headers["content-type"] == "application/json"
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        verify(message, "whsec_" + base64.b64encode(b"another secret, of some length").decode())
    assert here.states(webhook) == ["delivered"]
    assert here.send() == 0, "and sent once"
    assert delivered(here) == {"delivered": 1}


def test_only_what_is_wanted_is_sent(here: World) -> None:
    here.subscribe("/conflicts", events=["conflict.opened"])
    here.subscribe("/ada", entity="Person 2")
    here.subscribe("/gazette", outlet="Gazette")
    here.subscribe("/harbour", outlet="Harbour Post")
    here.happen(1)
    here.happen(2)
    here.send()
    assert [len(here.receiver.at(path)) for path in ("/conflicts", "/gazette", "/harbour")] == [0, 0, 2]


def test_for_a_day_the_old_secret_signs_as_well(here: World) -> None:
    webhook = here.subscribe()
    new = here.services.webhooks.rotate(webhook.id)
    assert new.secret != webhook.secret
    here.happen(1)
    here.send()
    here.clock.move(timedelta(days=1, seconds=1))
    here.happen(2)
    here.send()
    first, second = here.receiver.at("/hook")
    verify(first, webhook.secret)
    verify(first, new.secret)
    verify(second, new.secret)
    assert " " not in second.headers["webhook-signature"]


def test_a_failing_receiver_is_tried_for_a_day_under_one_id(here: World) -> None:
    webhook = here.subscribe()
    here.receiver.manners["/hook"] = Manners(status=500)
    here.happen()
    begun = here.clock.now()
    times: list[timedelta] = []
    while here.states(webhook) in ([], ["waiting"]) and len(times) < 50:
        if here.send():
            times.append(here.clock.now() - begun)
        here.clock.move(timedelta(seconds=30) if len(times) < 4 else timedelta(minutes=5))
    assert here.states(webhook) == ["failed"]
    assert len(times) == len(PAUSES) + 1
    assert delivered(here) == {"retried": len(PAUSES), "failed": 1}
    assert timedelta(hours=24) < times[-1] < timedelta(hours=32)
    assert len({message.headers["webhook-id"] for message in here.receiver.at("/hook")}) == 1
    (delivery,) = here.services.webhooks.deliveries(webhook.id, limit=10).items
    assert (delivery.last_status, delivery.last_error) == (500, "the receiver answered 500")
    here.receiver.manners.clear()
    here.happen(2)
    here.clock.move(timedelta(minutes=10))
    here.send()
    assert (here.state(webhook).failures, here.state(webhook).failing_since) == (0, None)


def test_a_receiver_that_asks_to_wait_is_left_alone_that_long(here: World) -> None:
    webhook = here.subscribe()
    here.receiver.manners["/hook"] = Manners(status=429, headers={"Retry-After": "7200"})
    here.happen()
    assert here.send() == 1
    here.receiver.manners.clear()
    here.clock.move(timedelta(minutes=119))
    assert here.send() == 0
    here.clock.move(timedelta(minutes=2))
    assert here.send() == 1
    assert here.states(webhook) == ["delivered"]


def test_410_ends_it_at_once(here: World) -> None:
    webhook = here.subscribe()
    here.receiver.manners["/hook"] = Manners(status=410)
    here.happen()
    here.send()
    state = here.state(webhook)
    assert (state.state, state.disabled_reason) == (WebhookState.DISABLED, "the receiver answered 410 Gone")
    here.clock.move(timedelta(hours=1))
    here.happen(2)
    assert here.send() == 0
    here.receiver.manners.clear()
    here.services.webhooks.enable(webhook.id)
    here.clock.move(timedelta(hours=1))
    assert here.send() == 2, "what was missed is made up for"


def test_five_days_of_failure_end_it(here: World) -> None:
    webhook = here.subscribe()
    here.receiver.manners["/hook"] = Manners(status=503)
    for day in range(7):
        here.happen(day)
        here.send()
        if here.state(webhook).state is WebhookState.DISABLED:
            break
        here.clock.move(timedelta(days=1))
    assert day == 5
    assert "no call has succeeded since 2024-03-20 12:00 UTC" in (here.state(webhook).disabled_reason or "")


def test_redirects_are_not_followed(here: World) -> None:
    webhook = here.subscribe()
    here.receiver.manners["/hook"] = Manners(status=307, headers={"Location": here.receiver.url("/elsewhere")})
    here.happen()
    here.send()
    assert here.receiver.at("/elsewhere") == []
    assert "redirects are not followed" in (here.state(webhook).last_error or "")


def test_no_webhook_leads_inside(tmp_path: Path) -> None:
    with receiver() as secret, receiver("127.0.0.2") as control:
        parts = fake_parts(tmp_path)
        parts.web = GuardedClient(
            reach=Reach(ports=frozenset({80, 443, secret.port}), openings=read_openings(["127.0.0.2"])),
            user_agent="Crosscheck/test",
            patience=Patience(connect=3.0, idle=3.0, total=5.0),
            resolver=TestResolver(),
        )
        services = fake_services(tmp_path, parts=parts)
        addresses = inside_addresses(secret.port)
        assert len(addresses) >= 60
        refused = 0
        for address in addresses:
            try:
                services.webhooks.add(NewWebhook(url=address))
            except (InvalidFields, ValidationError):
                refused += 1
                with services.store.writing() as unit:  # as if the settings had let it in before
                    unit.webhooks.add(stored(f"whk_{refused}", address))
        assert 0 < refused < len(addresses), "names are known to lead inside only when they are looked up"
        allowed = services.webhooks.add(NewWebhook(url=control.url(host="127.0.0.2")))
        services.submit(read_draft({"outlet": "Gazette", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"}))
        services.analyse_pending()
        assert services.webhook_sender.deliver_due() == len(addresses) + 1
        assert secret.messages == []
        assert len(control.messages) == 1
        for webhook in services.webhooks.listed(limit=200).items:
            assert (webhook.failures == 0) is (webhook.id == allowed.id)
        services.close()


def stored(webhook_id: str, url: str) -> Webhook:
    return Webhook(id=webhook_id, url=url, wanted=Wanted(), secret=new_secret(), added_at=NOW)


def test_replaying_sends_again_what_happened_since(here: World) -> None:
    webhook = here.subscribe()
    here.happen(1)
    here.send()
    here.clock.move(timedelta(hours=1))
    since = here.clock.now()
    here.happen(2)
    here.send()
    assert here.services.webhooks.replay(webhook.id, since) == 1
    assert here.send() == 1
    ids = [message.headers["webhook-id"] for message in here.receiver.at("/hook")]
    assert ids[1] == ids[2] != ids[0]
    assert here.services.webhooks.replay(webhook.id, datetime(2020, 1, 1, tzinfo=UTC)) == 2


def test_a_test_tells_what_the_receiver_makes_of_it(here: World) -> None:
    webhook = here.subscribe()
    trial = here.services.webhooks.test(webhook.id)
    assert (trial.delivered, trial.status) == (True, 204)
    (message,) = here.receiver.at("/hook")
    assert verify(message, webhook.secret)["type"] == "webhook.test"
    here.receiver.manners["/hook"] = Manners(status=404)
    trial = here.services.webhooks.test(webhook.id)
    assert (trial.delivered, trial.error) == (False, "the receiver answered 404")


def test_two_processes_send_each_message_once(tmp_path: Path, database_url: str) -> None:
    with world(tmp_path, database_url) as here:
        parts = fake_parts(tmp_path, database_url=database_url)
        parts.clock = here.clock
        other = fake_services(tmp_path, parts=parts, fetch_allow="127.0.0.1")
        webhook = here.subscribe()
        for number in range(12):
            here.happen(number)
        here.services.start_fetchers()
        other.start_fetchers()
        messages = here.receiver.wait_for("/hook", 12)
        time.sleep(1.5)
        assert len(here.receiver.at("/hook")) == len({message.headers["webhook-id"] for message in messages}) == 12
        assert set(here.states(webhook)) == {"delivered"}
        other.close()


def test_slow_wrong_and_silent_receivers_hold_up_nobody(tmp_path: Path, database_url: str) -> None:
    with world(tmp_path, database_url, webhook_senders=4, webhook_timeout=3) as here:
        endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * 500_000
        bad = {
            "/silent": Manners(wait=60),
            "/slow": Manners(wait=60),
            "/wrong": Manners(raw=b"220 smtp.example ready\r\n"),
            "/endless": Manners(raw=endless),
        }
        here.receiver.manners.update(bad)
        webhooks = {path: here.subscribe(path) for path in bad}
        good = here.subscribe("/good")
        here.services.start_fetchers()
        for number in range(1, 4):
            begun = time.monotonic()
            here.happen(number)
            here.receiver.wait_for("/good", number)
            assert time.monotonic() - begun < 2.9, "less than a silent receiver costs"
            for path, webhook in webhooks.items():
                here.wait_until_called(webhook, number, path)
            here.clock.move(timedelta(minutes=6))  # the failing ones are due again, all of them
        assert here.states(good) == ["delivered"] * 3
        assert all(len(here.receiver.at(path)) >= 3 for path in bad)
