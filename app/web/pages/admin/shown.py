"""What the pages for administrators share: how one is answered, and how ages, spans and addresses look on it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from fastapi import Request
from starlette.responses import Response

from app.web.api.answers import services_of
from app.web.pages.admin.forms import NOTHING_TYPED, Form
from app.web.pages.page import page, words_of

# The pages under the menu entry: address and the key of its words.
TABS = (
    ("/admin", "admin.tab_overview"),
    ("/admin/feeds", "admin.tab_feeds"),
    ("/admin/keys", "admin.tab_keys"),
    ("/admin/webhooks", "admin.tab_webhooks"),
    ("/admin/jobs", "admin.tab_jobs"),
    ("/admin/audit", "admin.tab_audit"),
)
# What a page may say of the form that led to it, by ``?done=``; those with a number tell it by ``?count=``.
DONE = frozenset(
    {"feed_added", "feed_known", "feed_removed", "key_revoked", "webhook_enabled", "webhook_removed", "not_failed"}
)
DONE_COUNTED = frozenset({"queued_again", "reanalysing", "replayed"})
LONGEST_COUNT = 9  # digits
LONGEST_ADDRESS_SHOWN = 64
JUST_NOW = timedelta(seconds=2)


def admin_page(
    request: Request,
    template: str,
    status: int = 200,
    *,
    form: Form = NOTHING_TYPED,
    has_secret: bool = False,
    **values: object,
) -> Response:
    """A page from a template under ``admin/``. With a secret on it, no cache may keep it at all."""
    now = services_of(request).clock.now()
    screen = words_of(request).code
    answer = page(
        request,
        f"admin/{template}",
        status,
        tabs=TABS,
        form=form,
        done=what_was_done(request),
        now=now,
        age=lambda moment: show_age(moment, now, screen),
        span=lambda length: format_timedelta(length, locale=screen),
        number=lambda count: format_decimal(count, locale=screen),
        short_address=short_address,
        authentication=services_of(request).access.authentication,
        **values,
    )
    if has_secret:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def what_was_done(request: Request) -> str | None:
    """In the reader's words; None where the address tells nothing that we would say."""
    done, count = request.query_params.get("done", ""), request.query_params.get("count", "")
    if done in DONE:
        return words_of(request)[f"admin_done.{done}"]
    if done in DONE_COUNTED and count.isascii() and count.isdigit() and len(count) <= LONGEST_COUNT:
        return words_of(request).count(f"admin_done.{done}", int(count))
    return None


def show_age(moment: datetime, now: datetime, screen: str) -> str:
    """How long ago, or in how long."""
    distance = moment - now
    if abs(distance) < JUST_NOW:
        distance = -JUST_NOW  # a moment ago; never "in 0 seconds"
    return format_timedelta(distance, add_direction=True, locale=screen)


def short_address(url: str) -> str:
    """An address as short as it can be recognised by: its host, and the end of what follows."""
    if len(url) <= LONGEST_ADDRESS_SHOWN:
        return url
    parts = urlsplit(url)
    start = f"{parts.scheme}://{parts.netloc}"[: LONGEST_ADDRESS_SHOWN - 12]
    return f"{start}/…{url[len(start) :][-(LONGEST_ADDRESS_SHOWN - len(start) - 2) :]}"
