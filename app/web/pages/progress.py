"""``/articles/{id}/comparison``: how far an article has come and, once analysed, what it agrees and disagrees with."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request
from starlette.responses import Response

from app.core.model.records import ArticleStatus
from app.use_cases.read_article import Comparison
from app.use_cases.views import ClusterSummary, SlotTableView
from app.web.pages.articles import reading_of
from app.web.pages.page import page, page_router

MOST_STORIES = 15
MOST_CONFLICTS = 8
MOST_CLAIMS = 20
REFRESH_SECONDS = 4

router = page_router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One slot of a story: what this article says of it. ``others``: outlets that say the same; ``differing``: values
    of others that are not this article's."""

    name: str
    labels: tuple[str, ...]
    others: tuple[str, ...]
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    excludes: bool  # whether some of the values exclude each other


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedStory:
    """A story that others report too, detail by detail."""

    story: ClusterSummary
    others: tuple[str, ...]  # outlets
    agreed: tuple[Detail, ...]  # where somebody says the same
    different: tuple[Detail, ...]  # where others say something else, and nobody the same
    alone: tuple[Detail, ...]  # that only this article tells


@router.get("/articles/{article_id}/comparison")
def show_comparison(request: Request, article_id: str) -> Response:
    """While it waits, how far it is; then, what it shares with other reports, and what only it says."""
    reading = reading_of(request)
    found = reading.comparison(article_id)
    known = request.query_params.get("known") == "1"
    if found.article.status != ArticleStatus.ANALYSED:
        return page(
            request,
            "progress.html",
            article=found.article,
            known=known,
            awaits_page=found.awaits_page,
            turn=reading.turn(article_id, datetime.now(UTC)),
            seconds=REFRESH_SECONDS,
        )
    return page(
        request,
        "comparison.html",
        article=found.article,
        known=known,
        found=found,
        shared=[share(story, found) for story in found.stories[:MOST_STORIES]],
        most_conflicts=MOST_CONFLICTS,
        most_claims=MOST_CLAIMS,
    )


def share(story: ClusterSummary, found: Comparison) -> SharedStory:
    """A story seen from one article. Another article of the same outlet counts as another report."""
    own = {claim.id for claim in found.claims if claim.cluster_id == story.id}
    outlet = found.article.outlet
    details = [detail for table in story.slots if (detail := _detail(table, own, outlet)) is not None]
    return SharedStory(
        story=story,
        others=_without(story.outlets, outlet),
        agreed=tuple(detail for detail in details if detail.others),
        different=tuple(detail for detail in details if not detail.others and detail.differing),
        alone=tuple(detail for detail in details if not detail.others and not detail.differing),
    )


def _detail(table: SlotTableView, own: set[str], outlet: str) -> Detail | None:
    """None where this article tells nothing of it."""
    ours = [value for value in table.values if own.intersection(value.claim_ids)]
    if not ours:
        return None
    theirs = [value for value in table.values if value not in ours]
    agreeing = [value for value in ours if not own.issuperset(value.claim_ids)]
    return Detail(
        name=table.name,
        labels=tuple(value.label for value in agreeing or ours),
        others=tuple(dict.fromkeys(name for value in agreeing for name in _without(value.outlets, outlet))),
        differing=tuple((value.label, _without(value.outlets, outlet)) for value in theirs),
        excludes=not table.agreed,
    )


def _without(outlets: tuple[str, ...], outlet: str) -> tuple[str, ...]:
    """The other outlets; the outlet itself where only another article of it is left."""
    return tuple(name for name in outlets if name != outlet) or (outlet,)
