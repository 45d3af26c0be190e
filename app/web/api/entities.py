"""``/v1/entities``: who and what is named, under all names, and what reviewers say about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator, Field
from starlette.responses import Response

from app.core.model.records import Slice
from app.use_cases.drafts import storable
from app.use_cases.views import EntityView
from app.web.api.answers import answer_page, answer_tagged, services_of
from app.web.api.body import read_json
from app.web.api.deciding import DECISION_BODY, IfMatch, Remarked, read_decision, remark_of
from app.web.api.described import json_body, problems
from app.web.api.filters import EntityQuery, PageOf
from app.web.reading import ReadRoute

MOST_NAMES = 200  # in one decision
LONGEST_NAME = 300

router = APIRouter(prefix="/v1", route_class=ReadRoute)

Text = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=LONGEST_NAME)]


class Split(Remarked):
    """A reviewer's word that some names of an entity are somebody else's."""

    names: Annotated[list[Text], Field(min_length=1, max_length=MOST_NAMES, description="As the entity shows them.")]
    articles: Annotated[
        list[Text],
        Field(
            default_factory=list,
            max_length=MOST_NAMES,
            description="Only these articles mean somebody else by them; all where empty.",
        ),
    ]


class Merge(Remarked):
    """A reviewer's word that two entities are one."""

    entity: Annotated[Text, Field(description="The id of the other entity.")]


@router.get(
    "/entities", response_model=PageOf[EntityView], tags=["entities"], summary="List entities", responses=problems(422)
)
def list_entities(request: Request, query: Annotated[EntityQuery, Query()]) -> Response:
    """People, places and organisations with all their names; the most named first."""
    found = services_of(request).browse.entities(query=query.q, kind=query.type, limit=query.limit, cursor=query.cursor)
    return answer_page(found)


@router.get(
    "/entities/{entity_id}", response_model=EntityView, tags=["entities"], summary="One entity", responses=problems(404)
)
def show_one_entity(request: Request, entity_id: str) -> Response:
    """With its names in all scripts, counted, and what reviewers decided about them. `ETag` tells its version."""
    entity = services_of(request).browse.entity(entity_id)
    return answer_tagged(entity)


@router.post(
    "/entities/{entity_id}/split",
    response_model=PageOf[EntityView],
    tags=["entities"],
    summary="Undo a wrong merge",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(Split, {"names": ["Karim Venn"], "note": "A cousin of the minister."}),
)
async def split_entity(request: Request, entity_id: str, if_match: IfMatch = None) -> Response:
    """Gives some of the names to an entity of their own; answers with what is left and with the new one. The decision
    is kept, and holds when the articles are analysed again."""
    services = services_of(request)
    wanted = read_decision(await read_json(request, DECISION_BODY), Split)
    remark = remark_of(request, wanted, if_match)

    def decide() -> Slice[EntityView]:
        both = services.review_entity.split(entity_id, wanted.names, articles=wanted.articles, remark=remark)
        return Slice(tuple(map(services.browse.entity, both)), None)

    return answer_page(await run_in_threadpool(decide))


@router.post(
    "/entities/{entity_id}/merge",
    response_model=EntityView,
    tags=["entities"],
    summary="Make one entity of two",
    responses=problems(400, 404, 412, 413, 415, 422, 503),
    openapi_extra=json_body(Merge, {"entity": "0123456789abcdef", "note": "Both are the harbour master."}),
)
async def merge_entities(request: Request, entity_id: str, if_match: IfMatch = None) -> Response:
    """Joins all names of the other entity to this one, or undoes a split. The decision is kept, and holds when the
    articles are analysed again."""
    services = services_of(request)
    wanted = read_decision(await read_json(request, DECISION_BODY), Merge)
    remark = remark_of(request, wanted, if_match)

    def decide() -> EntityView:
        return services.browse.entity(services.review_entity.merge(entity_id, wanted.entity, remark=remark))

    merged = await run_in_threadpool(decide)
    return answer_tagged(merged)
