"""``/admin``: how the service stands, and what somebody should look at."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from app import __version__
from app.core.model.web import FeedState
from app.use_cases.look_at_work import Work
from app.use_cases.reanalyse import Progress
from app.use_cases.services import Services
from app.web.api.answers import services_of
from app.web.pages.admin.shown import admin_page
from app.web.pages.page import page_router, see

LATE = timedelta(minutes=10)  # an article that could have been taken since then finds no worker
MOST_WORKERS = 20

router = page_router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something to look at: the key of its words, how much of it, and on which page."""

    key: str
    count: int
    address: str
    state: str | None = None  # that the page is to show alone
    anchor: str = ""


@router.get("/admin")
def show_state(request: Request) -> Response:
    """Readiness by part, the queue and who works on it, feeds, webhooks, versions, and how far a re-analysis is."""
    services = services_of(request)
    work = services.work()
    progress = progress_of(services)
    holders = sorted(work.queue.held.items())
    return admin_page(
        request,
        "overview.html",
        readiness=services.readiness(),
        work=work,
        late=work.queue.due_since is not None and work.now - work.queue.due_since > LATE,
        workers=holders[:MOST_WORKERS],
        worker_count=len(holders),
        attention=attention(work, progress),
        progress=progress,
        versions=progress.version.split("+") if progress is not None else (),
        service_version=__version__,
        feed_states=list(FeedState),
    )


@router.get("/admin/reanalyse")
def confirm_reanalysis(request: Request) -> Response:
    """How many articles that would be, before it is done."""
    return admin_page(request, "reanalyse.html", progress=progress_of(services_of(request)))


@router.post("/admin/reanalyse")
def start_reanalysis(request: Request) -> Response:
    """Queues what an older version analysed. Their results stay until the new ones are there."""
    services = services_of(request)
    if progress_of(services) is None:  # no model, no version: nobody could say what is of an older one
        return see(request, "/admin/reanalyse")
    count = services.reanalyse()
    services.queue.wake()
    return see(request, "/admin", done="reanalysing", count=str(count))


def progress_of(services: Services) -> Progress | None:
    """None while the models are not loaded: a page loads none, and without them their version is not known."""
    return services.reanalyse.progress() if services.model_problem() is None else None


def attention(work: Work, progress: Progress | None) -> tuple[Attention, ...]:
    """What is not as it should be, by how much it matters."""
    bad_feeds = work.feeds.get(FeedState.FAILING, 0), work.feeds.get(FeedState.GONE, 0)
    found = (
        Attention(key="admin.failed_articles", count=work.queue.failed, address="/admin/jobs", anchor="#failed"),
        Attention(key="admin.disabled_webhooks", count=work.disabled_webhooks, address="/admin/webhooks"),
        Attention(key="admin.failing_feeds", count=bad_feeds[0], address="/admin/feeds", state="failing"),
        Attention(key="admin.gone_feeds", count=bad_feeds[1], address="/admin/feeds", state="gone"),
        Attention(key="admin.failing_pages", count=work.failing_pages, address="/admin/jobs", anchor="#pages"),
        Attention(
            key="admin.outdated_articles", count=progress.outdated if progress else 0, address="/admin/reanalyse"
        ),
    )
    return tuple(item for item in found if item.count)
