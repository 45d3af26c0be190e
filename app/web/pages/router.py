"""The pages: plain HTML made here, readable without a network and without a script."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError
from starlette.responses import HTMLResponse, Response

from app.core.errors import DatabaseUnavailable, InvalidInput, NotFound
from app.core.model.conflict import ConflictKind
from app.core.model.records import ClusterFilter, ConflictFilter, Slice
from app.use_cases.browse import Browse
from app.use_cases.drafts import known_language, one_line
from app.use_cases.views import ArticleView, ClaimView, ConflictView
from app.web.api.answers import services_of
from app.web.caller import signed_in_as
from app.web.errors import RETRY_SECONDS
from app.web.pages.marks import blocks_of, context_of
from app.web.pages.rendering import STYLE, render
from app.web.pages.wording import choose_language

PAGE = 10  # stories or conflicts of one list on the overview
OUTLETS_OFFERED = 50  # in the filter; others can be typed
ROUNDS = 10  # slices looked through for conflicts in one language before the reader is asked to go on
MOST_QUOTES = 12  # quotes of one side shown; the story has all
YEAR = 31_536_000  # seconds; the address of the style changes with its content

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """Answers what goes wrong with a page instead of a problem document."""

    def get_route_handler(self) -> Handler:
        """As FastAPI's, with the errors of a reader's address shown to the reader."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except NotFound:
                return render_error(request, 404, "not_found")
            except (InvalidInput, RequestValidationError, ValidationError):
                return render_error(request, 422, "invalid")
            except DatabaseUnavailable:
                unavailable = render_error(request, 503, "unavailable")
                unavailable.headers["Retry-After"] = RETRY_SECONDS
                return unavailable

        return answer


router = APIRouter(include_in_schema=False, route_class=PageRoute)


def _filled(value: Any) -> Any:
    """A form sends an empty field for what was not chosen."""
    return value or None


Word = Annotated[Annotated[str, Field(max_length=300), AfterValidator(one_line)] | None, BeforeValidator(_filled)]
Code = Annotated[Annotated[str, Field(max_length=10), AfterValidator(known_language)] | None, BeforeValidator(_filled)]
Cursor = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_filled)]


class OverviewQuery(BaseModel):
    """What the overview's form and its links send. The three lists are turned over independently."""

    kind: Annotated[ConflictKind | None, BeforeValidator(_filled)] = None
    outlet: Word = None
    language: Code = None
    conflicts_after: Cursor = None
    disputed_after: Cursor = None
    agreed_after: Cursor = None

    def filters(self) -> dict[str, str | None]:
        """The part that a link to another page of a list keeps."""
        kind = self.kind.value if self.kind is not None else None
        return {"kind": kind, "outlet": self.outlet, "language": self.language}


@router.get("/")
def show_overview(request: Request, query: Annotated[OverviewQuery, Query()]) -> Response:
    """Counts, disputed stories, stories of several outlets, conflicts."""
    browse = services_of(request).browse
    outlets = browse.outlets(limit=OUTLETS_OFFERED).items
    chosen = {query.language} if query.language is not None else set()
    return _page(
        request,
        "overview.html",
        query=query,
        counts=browse.counts(),
        outlets=[outlet.id for outlet in outlets],
        text_languages=sorted({code for outlet in outlets for code in outlet.languages} | chosen),
        kinds=[kind.value for kind in ConflictKind],
        conflicts=list_conflicts(browse, query),
        disputed=browse.clusters(
            ClusterFilter(outlet=query.outlet, language=query.language, disputed=True),
            limit=PAGE,
            cursor=query.disputed_after,
        ),
        agreed=browse.clusters(
            ClusterFilter(outlet=query.outlet, language=query.language, disputed=False, min_outlets=2),
            limit=PAGE,
            cursor=query.agreed_after,
        ),
    )


def list_conflicts(browse: Browse, query: OverviewQuery) -> Slice[ConflictView]:
    """One page of conflicts. The store knows no language of a conflict, so that those are picked out slice by slice."""
    wanted = ConflictFilter(kind=query.kind.value if query.kind is not None else None, outlet=query.outlet)
    found: list[ConflictView] = []
    cursor = query.conflicts_after
    for _ in range(ROUNDS):
        part = browse.conflicts(wanted, limit=PAGE, cursor=cursor)
        found += [conflict for conflict in part.items if query.language in (None, *_languages(conflict))]
        cursor = part.next
        if cursor is None or len(found) >= PAGE:
            break
    return Slice(tuple(found), cursor)


def _languages(conflict: ConflictView) -> set[str]:
    return {claim.language for side in conflict.sides for claim in side.claims}


@router.get("/stories/{story_id}")
def show_story(request: Request, story_id: str) -> Response:
    """Who reports which value of each slot, and every claim with its quote."""
    browse = services_of(request).browse
    story = browse.cluster(story_id)
    reports: dict[str, list[ClaimView]] = {}
    for claim in story.claims:
        reports.setdefault(claim.article_id, []).append(claim)
    return _page(
        request,
        "story.html",
        story=story,
        headline_language=next((claim.language for claim in story.claims if claim.statement == story.headline), None),
        language_of={claim.id: claim.language for claim in story.claims},
        reports=reports,
        conflicts=browse.conflicts_of(story_id),
    )


@router.get("/conflicts/{conflict_id}")
def show_conflict(request: Request, conflict_id: str) -> Response:
    """The sides face to face, each quote marked in its paragraph."""
    browse = services_of(request).browse
    conflict = browse.conflict(conflict_id)
    shown = [claim for side in conflict.sides for claim in side.claims[:MOST_QUOTES]]
    texts = {article_id: browse.article(article_id).text for article_id in {claim.article_id for claim in shown}}
    return _page(
        request,
        "conflict.html",
        conflict=conflict,
        most=MOST_QUOTES,
        names=[name for side in conflict.sides for name in (*side.outlets, side.label)],
        contexts={claim.claim_id: context_of(texts[claim.article_id], claim.start, claim.end) for claim in shown},
    )


@router.get("/articles/{article_id}")
def show_article(request: Request, article_id: str) -> Response:
    """The whole text, its claims marked and what was left out grey."""
    browse = services_of(request).browse
    article = browse.article(article_id)
    return _page(
        request, "article.html", article=article, blocks=blocks_of(article), conflicts=conflicts_of(browse, article)
    )


def conflicts_of(browse: Browse, article: ArticleView) -> list[ConflictView]:
    """The conflicts that an article is part of."""
    homes = dict.fromkeys(claim.cluster_id for claim in article.claims if claim.cluster_id is not None)
    wanted = set(article.conflict_ids)
    if not wanted:
        return []
    return [conflict for home in homes for conflict in browse.conflicts_of(home) if conflict.id in wanted]


@router.get("/static/style.css")
async def show_style() -> Response:
    """The style of all pages."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": f"public, max-age={YEAR}, immutable"})


def render_error(request: Request, status: int, kind: str) -> Response:
    """A page that says what is wrong; ``kind`` is not_found, invalid or unavailable."""
    return _page(request, "error.html", status, kind=kind)


def _page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    asked = request.query_params.get("lang")
    language = choose_language(asked, request.headers.get("accept-language"))
    kept = language if asked == language else None
    html = render(
        template,
        language=language,
        asked=kept,
        path=request.url.path,
        kept=request.query_params,
        signed_in=signed_in_as(request),
        **values,
    )
    headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
    return HTMLResponse(html, status_code=status, headers=headers)
