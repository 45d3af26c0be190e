"""``/v1/check`` and ``/v1/outlets``."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import Field, ValidationError
from starlette.responses import Response

from app.core.errors import InvalidText
from app.use_cases.check_statement import LONGEST_STATEMENT
from app.use_cases.drafts import Instant, InvalidFields, Language, Strict, problems_of
from app.use_cases.views import CheckView, OutletView
from app.web.api.answers import answer, answer_written, services_of
from app.web.api.body import SMALL_BODY, read_json
from app.web.api.described import json_body, problems
from app.web.api.filters import PageOf, Paging
from app.web.reading import ReadRoute

router = APIRouter(prefix="/v1", route_class=ReadRoute)


class Statement(Strict):
    """A statement to be checked."""

    statement: Annotated[str, Field(max_length=LONGEST_STATEMENT, description="One sentence.")]
    as_of: Annotated[Instant, Field(description="When it was said, for words such as 'yesterday'. RFC 3339.")] = None
    language: Annotated[Language, Field(description="ISO 639-1; detected where it is left out.")] = None


@router.post(
    "/check",
    response_model=CheckView,
    tags=["check"],
    summary="Check a statement",
    responses=problems(400, 413, 415, 422, 503),
    openapi_extra=json_body(
        Statement,
        {"statement": "Ada Venn arrived in Port Lorne on Thursday.", "as_of": "2024-03-16T09:00:00Z", "language": "en"},
    ),
)
async def check_statement(request: Request) -> Response:
    """What the stored reports say to it: supported, disputed, contradicted or unreported. Nothing is stored."""
    services = services_of(request)
    asked = read_statement(await read_json(request, SMALL_BODY))
    try:
        checked = await run_in_threadpool(services.check, asked.statement, as_of=asked.as_of, language=asked.language)
    except InvalidText as error:
        raise InvalidFields((("statement", str(error)),)) from error
    return answer(checked)


def read_statement(fields: Any) -> Statement:
    """The statement in a JSON object; raises InvalidFields."""
    try:
        return Statement.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error


@router.get(
    "/outlets", response_model=PageOf[OutletView], tags=["outlets"], summary="List outlets", responses=problems(422)
)
def list_outlets(request: Request, query: Annotated[Paging, Query()]) -> Response:
    """With the agreement between them; in alphabetical order."""
    return answer_written(services_of(request).browse.written_outlets(limit=query.limit, cursor=query.cursor))


@router.get(
    "/outlets/{outlet:path}", response_model=OutletView, tags=["outlets"], summary="One outlet", responses=problems(404)
)
def show_one_outlet(request: Request, outlet: str) -> Response:
    """An outlet's id is its name."""
    return answer(services_of(request).browse.outlet(outlet))
