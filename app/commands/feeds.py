"""``crosscheck feeds``: add, list, remove and poll feeds."""

import threading
from collections.abc import Callable

from pydantic import ValidationError

from app.commands.joined import joined_services
from app.commands.terminal import note, results, write_json
from app.core.model.web import FeedState
from app.use_cases.drafts import InvalidFields, problems_of
from app.use_cases.follow_feeds import FeedView, NewFeed, Polled, show_feed
from app.use_cases.services import Services
from app.use_cases.view_json import to_json

PAGE = 200
LOOK_EVERY = 1.0  # seconds between looks for feeds that are due


def add(url: str, *, outlet: str, language: str | None, every: str, json: bool) -> None:
    """Follow a feed; its first poll is the next one due."""
    try:
        wanted = NewFeed.model_validate({"url": url, "outlet": outlet, "language": language, "every": every})
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error
    with joined_services(models=False) as services:
        feed, new = services.feeds.add(wanted)
    if json:
        write_json(to_json(show_feed(feed)))
        return
    results().print(f"{feed.id}  {'added' if new else 'changed'}  {feed.url}", markup=False)


def list_feeds(*, json: bool) -> None:
    """Every feed and how it went."""
    with joined_services(models=False) as services:
        feeds: list[FeedView] = []
        cursor: str | None = None
        while True:
            found = services.feeds.listed(limit=PAGE, cursor=cursor)
            feeds.extend(map(show_feed, found.items))
            cursor = found.next
            if cursor is None:
                break
    for feed in feeds:
        if json:
            write_json(to_json(feed))
            continue
        due = f"due {feed.next_due:%Y-%m-%d %H:%M}" if feed.next_due else "not asked again"
        told = f"  {feed.last_error}" if feed.last_error else ""
        line = f"{feed.id}  {feed.state.value:<7}  {feed.entries_taken:>5} taken  every {feed.every}, {due} UTC"
        results().print(f"{line}  {feed.outlet}  {feed.url}{told}", markup=False)
    if not feeds:
        note("No feed is followed; add one with: crosscheck feeds add URL --outlet NAME")


def remove(feed_id: str) -> None:
    """Follow it no longer."""
    with joined_services(models=False) as services:
        services.feeds.remove(feed_id)
    note(f"{feed_id} is followed no longer; its articles stay")


def poll(*, once: bool, json: bool) -> bool:
    """Ask the feeds that are due, now (``once``) or until Ctrl-C; whether all could be had."""
    sound = True

    def tell(polled: Polled) -> None:
        nonlocal sound
        feed = polled.feed
        sound = sound and feed.state is FeedState.OK
        if json:
            write_json({**to_json(show_feed(feed)), "taken": polled.taken})
        else:
            told = feed.last_error or f"{polled.taken} new"
            results().print(f"{feed.id}  {feed.state.value:<7}  {told}  {feed.url}", markup=False)

    with joined_services(models=False) as services:
        count = services.web_work.poll_due(tell)
        if not once:
            note("Waiting for feeds to be due; stop with Ctrl-C.")
            _poll_until_stopped(services, tell)
    if once and not count:
        note("No feed is due; crosscheck feeds list shows when the next one is")
    return sound


def _poll_until_stopped(services: Services, tell: Callable[[Polled], None]) -> None:
    waiting = threading.Event()
    try:
        while True:
            services.web_work.poll_due(tell)
            waiting.wait(LOOK_EVERY)
    except KeyboardInterrupt:
        note("Stopped.")
