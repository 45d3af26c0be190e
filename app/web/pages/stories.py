"""One story: who reports which value of each detail, every claim with its quote, and which claims belong together."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import Response

from app.core.errors import ChangedMeanwhile, InvalidInput, NotFound
from app.core.model.claim import SlotName
from app.use_cases.glance import urgency
from app.use_cases.remarks import Remark, version_of
from app.use_cases.services import Services
from app.web.api.answers import services_of
from app.web.api.cluster_reviews import MergeClusters, SplitCluster, UndoDecision
from app.web.api.deciding import Remarked, read_decision, remark_of
from app.web.caller import caller_of
from app.web.pages.details import Detail
from app.web.pages.page import Chosen, Word, may, page, page_router, see, words_of
from app.web.pages.pictures.story import pictures_of
from app.web.pages.reviewing import Typed, read_review, typed_in
from app.web.pages.story_groups import Grouping
from app.web.pages.story_table import table_of

FEW_CONFLICTS = 6  # at the top, where not all are asked for
MOST_CONFLICTS = 40
FEW_SHARED = 8  # groups of outlets that do not report independently

router = page_router()


class StoryQuery(BaseModel):
    """``by``: the conflict by whose sides the claims are grouped. ``value`` and ``after``: a part of one group alone;
    ``slot``: one row of the table with all its values; ``whole``: all conflicts."""

    by: Word = None
    value: Word = None
    after: Annotated[int, BeforeValidator(lambda given: given or 0), Field(ge=0, le=1_000_000)] = 0
    slot: Annotated[SlotName | None, Chosen] = None
    whole: Word = None
    done: Word = None
    other: Word = None


@router.get("/stories/{story_id}")
def show_story(request: Request, story_id: str, query: Annotated[StoryQuery, Query()]) -> Response:
    """Conflicts first, then who reports which value of each slot, then the claims by what they say."""
    return _story_page(request, story_id, query)


def _story_page(
    request: Request,
    story_id: str,
    query: StoryQuery,
    status: int = 200,
    *,
    typed: Typed | None = None,
    problem: str | None = None,
) -> Response:
    services = services_of(request)
    browse = services.browse
    story = browse.cluster(story_id)
    conflicts = sorted(browse.conflicts_of(story_id), key=urgency)
    details = [Detail(conflict, story.claims) for conflict in conflicts]
    chosen = next((detail for detail in details if detail.conflict.id == query.by), details[0] if details else None)
    grouping = Grouping(story.claims, chosen)
    only = grouping.one(query.value, query.after) if query.value is not None else None
    if query.value is not None and only is None:
        raise NotFound(f"there is no such group in story {story_id[:80]}")
    groups = (only,) if only is not None else () if query.slot else grouping.first_of_all()
    originals = browse.originals(claim.article_id for group in groups for claim in group.claims)
    most = MOST_CONFLICTS if query.whole == "conflicts" else FEW_CONFLICTS
    return page(
        request,
        "story.html",
        status,
        path=f"/stories/{story_id}",
        story=story,
        headline_language=next((claim.language for claim in story.claims if claim.statement == story.headline), None),
        conflicts=conflicts[:most],
        conflicts_hidden=len(conflicts) - most,
        letters={conflict.id: number for number, conflict in enumerate(conflicts)},
        chosen=chosen.conflict if chosen is not None else None,
        choices=conflicts[:MOST_CONFLICTS],
        table=table_of(story, details, whole=query.slot.value if query.slot is not None else None),
        shared=story.shared_origins[:FEW_SHARED],
        shared_hidden=max(0, len(story.shared_origins) - FEW_SHARED),
        groups=grouping.show(groups, originals),
        only=only,
        slot=query.slot,
        version=version_of(story) if "review" in may(request) else "",
        typed=typed,
        problem=problem,
        done=query.done,
        other=query.other,
        by_key=caller_of(request).actor.key_id is not None,
        pictures=() if only or query.slot else pictures_of(story, conflicts, services.knowledge, words_of(request)),
    )


@router.post("/stories/{story_id}/split")
async def split_story(request: Request, story_id: str) -> Response:
    """Takes the marked claims out of the story."""

    def split(services: Services, typed: Typed) -> Mapping[str, str]:
        wanted = read_decision({"claim_ids": list(typed.marked), **_beside(typed)}, SplitCluster)
        homes = services.review_cluster.split(story_id, wanted.claim_ids, _remark(request, wanted, typed))
        return {"home": homes[0], "done": "split", "other": homes[-1]}

    return await run_in_threadpool(_decide, request, story_id, await read_review(request), split)


@router.post("/stories/{story_id}/merge")
async def merge_story(request: Request, story_id: str) -> Response:
    """Makes one story of this one and another."""

    def merge(services: Services, typed: Typed) -> Mapping[str, str]:
        wanted = read_decision({"with": _id_in(typed.other), **_beside(typed)}, MergeClusters)
        return {
            "home": services.review_cluster.merge(story_id, wanted.other, _remark(request, wanted, typed)),
            "done": "merge",
        }

    return await run_in_threadpool(_decide, request, story_id, await read_review(request), merge)


@router.post("/stories/{story_id}/undo")
async def undo_decision(request: Request, story_id: str) -> Response:
    """Withdraws a merge or a split."""

    def undo(services: Services, typed: Typed) -> Mapping[str, str]:
        number = int(typed.choice) if typed.choice.isascii() and typed.choice.isdigit() else 0
        wanted = read_decision({"decision": number, **_beside(typed)}, UndoDecision)
        homes = services.review_cluster.undo(story_id, wanted.decision, _remark(request, wanted, typed))
        return {"home": homes[0], "done": "undo"}

    return await run_in_threadpool(_decide, request, story_id, await read_review(request), undo)


Decide = Callable[[Services, Typed], Mapping[str, str]]


def _decide(request: Request, story_id: str, fields: Mapping[str, list[str]], decide: Decide) -> Response:
    """Leads to the story as it is then; where it cannot be done, the story as it is, and what was typed."""
    typed = typed_in(fields)
    services = services_of(request)
    query = StoryQuery()
    try:
        done = dict(decide(services, typed))
    except ChangedMeanwhile:
        return _story_page(request, story_id, query, 412, typed=typed, problem="changed")
    except InvalidInput:
        return _story_page(request, story_id, query, 422, typed=typed, problem="refused")
    except NotFound:
        try:
            return _story_page(request, story_id, query, 404, typed=typed, problem="no_story")
        except NotFound:
            return page(request, "gone.html", 404, path="/", typed=typed)
    return see(request, "/stories", done.pop("home"), **done)


def _beside(typed: Typed) -> dict[str, str | None]:
    return {"note": typed.note or None, "reviewer": typed.reviewer or None}


def _remark(request: Request, wanted: Remarked, typed: Typed) -> Remark:
    return remark_of(request, wanted, f'"{typed.version}"')


def _id_in(address: str) -> str:
    """The id of a story, of which its address may have been pasted."""
    return address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
