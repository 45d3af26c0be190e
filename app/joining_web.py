"""Chooses and joins the parts that have to do with other people's servers; ``bootstrap`` joins them to the rest."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app import __version__
from app.adapters.fetching.patience import Patience
from app.adapters.fetching.robots import ROBOT, RobotsRules
from app.core.model.web import WebAnswer
from app.core.web.addresses import WebAddress
from app.deferred import deferred, is_made
from app.ports import Clock, HtmlReader, Store
from app.settings import Settings
from app.telemetry import Telemetry
from app.use_cases.call_webhook import CallWebhook
from app.use_cases.fetch_pages import FetchPages, PageLimits
from app.use_cases.follow_feeds import FollowFeeds
from app.use_cases.polite_web import PoliteWeb
from app.use_cases.send_webhooks import SendingRules, SendWebhooks
from app.use_cases.web_work import WebWork
from app.use_cases.webhooks import Webhooks
from app.web_ports import FeedReader, PageDecoder, WebClient

WEBHOOK_CONNECT = 5.0  # seconds for a connection to a webhook
LONGEST_SILENCE = 10.0  # seconds: for a connection, and between two packets


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedWeb:
    """Everything of the web; ``wake`` whoever fetches and whoever analyses."""

    client: WebClient
    polite: PoliteWeb
    feeds: FollowFeeds
    work: WebWork
    wake: Callable[[], None]


def _decoder() -> PageDecoder:
    # It brings lxml and charset_normalizer, which a server that fetches nothing should not wait for.
    from app.adapters.fetching.decoding import Decoding  # noqa: PLC0415

    return Decoding()


def _feed_reader() -> FeedReader:
    from app.adapters.fetching.feed_reader import FeedDocuments  # noqa: PLC0415  (it brings feedparser)

    return FeedDocuments()


class LazyWebClient:
    """``ports.WebClient`` that is made at the first call."""

    def __init__(self, make: Callable[[], WebClient]) -> None:
        self._client = deferred(make)

    def check(self, address: WebAddress) -> None:
        """By the client behind it."""
        self._client.check(address)

    def send(
        self, method: str, address: WebAddress, *, headers: Mapping[str, str], body: bytes | None, largest: int
    ) -> WebAnswer:
        """By the client behind it."""
        return self._client.send(method, address, headers=headers, body=body, largest=largest)

    def close(self) -> None:
        """Where it was never made, nothing is under way."""
        if is_made(self._client):
            self._client.close()


def web_client(settings: Settings, patience: Patience | None = None) -> WebClient:
    """Calls servers as the settings allow it; with the patience for pages where no other is given."""
    contact = f" (+{settings.fetch_contact})" if settings.fetch_contact else ""
    total = settings.fetch_timeout
    silence = min(LONGEST_SILENCE, total)

    def make() -> WebClient:
        # It brings aiohttp, which a server that calls nobody should not wait for.
        from app.adapters.fetching.guarded_client import GuardedClient  # noqa: PLC0415

        return GuardedClient(
            reach=settings.reach,
            user_agent=f"{ROBOT}/{__version__}{contact}",
            patience=patience or Patience(connect=silence, idle=silence, total=total),
        )

    return LazyWebClient(make)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedWebhooks:
    """Subscriptions, and who sends to them."""

    webhooks: Webhooks
    sender: SendWebhooks
    calls: CallWebhook


def join_webhooks(
    settings: Settings, *, store: Store, clock: Clock, client: WebClient | None, telemetry: Telemetry
) -> JoinedWebhooks:
    """Through the client given, or one of their own: the same guard as for pages, with less patience."""
    total = settings.webhook_timeout
    patience = Patience(connect=min(WEBHOOK_CONNECT, total), idle=total, total=total)
    calls = CallWebhook(client=client or web_client(settings, patience), clock=clock)
    rules = SendingRules(
        senders=settings.webhook_senders,
        give_up_after=timedelta(days=settings.webhook_give_up_days),
        keep=timedelta(days=settings.watch_days),
        most=settings.watch_events,
    )
    sender = SendWebhooks(store=store, call=calls, clock=clock, rules=rules, telemetry=telemetry)
    return JoinedWebhooks(
        webhooks=Webhooks(store=store, call=calls, clock=clock, wake=sender.wake), sender=sender, calls=calls
    )


def join_web(
    settings: Settings,
    *,
    store: Store,
    html: HtmlReader,
    clock: Clock,
    client: WebClient | None,
    wake_analysis: Callable[[], None],
) -> JoinedWeb:
    """On the client given, or on the one that the settings describe. A clock that is moved by hand (``sleep``) is moved
    where others wait."""
    client = client or web_client(settings)
    sleep: Callable[[float], None] = getattr(clock, "sleep", time.sleep)
    bell = threading.Event()

    def wake() -> None:
        wake_analysis()
        bell.set()

    polite = PoliteWeb(
        store=store,
        client=client,
        robots=RobotsRules(),
        clock=clock,
        sleep=sleep,
        delay=timedelta(seconds=settings.fetch_delay),
    )
    pages = FetchPages(
        store=store,
        web=polite,
        decoder=deferred(_decoder),
        html=html,
        clock=clock,
        limits=PageLimits(page=settings.fetch_limit, text=settings.text_limit, attempts=settings.fetch_attempts),
        on_fetched=wake_analysis,
    )
    feeds = FollowFeeds(
        store=store,
        web=polite,
        reader=deferred(_feed_reader),
        html=html,
        clock=clock,
        text_limit=settings.text_limit,
        on_queued=wake,
    )
    work = WebWork(store=store, pages=pages, feeds=feeds, clock=clock, sleep=sleep, bell=bell)
    return JoinedWeb(client=client, polite=polite, feeds=feeds, work=work, wake=wake)
