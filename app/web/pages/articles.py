"""One article: its text with its claims marked, its sentences as they are read, and its deletion."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.core.model.language import RIGHT_TO_LEFT
from app.core.model.sentence import ParsedSentence, Sentence
from app.core.segmentation import split_words
from app.use_cases.read_article import NumberedClaim, ReadArticle, ReadSentence
from app.use_cases.services import Services
from app.use_cases.views import ConflictView, SpanView
from app.web.api.answers import services_of
from app.web.caller import caller_of
from app.web.pages.article_text import GROUPS, LEGEND, stretches_of
from app.web.pages.models import with_models, without_models
from app.web.pages.page import page, page_router, see
from app.web.pages.sentence_tree import MOST_WORDS, draw_tree

FURTHEST = 1_000_000_000

router = page_router()


class ArticleQuery(BaseModel):
    """``from`` is an offset, and ``claim`` the id of a claim: the part around it is shown. ``all``: what was left out
    is shown too."""

    position: Annotated[int, Field(alias="from", ge=0, le=FURTHEST)] = 0
    claim: Annotated[str | None, Field(max_length=100)] = None
    all: bool = False


def reading_of(request: Request) -> ReadArticle:
    """Articles as a reader goes through them."""
    return ReadArticle(store=services_of(request).store)


@router.get("/articles/{article_id}")
def show_article(request: Request, article_id: str, query: Annotated[ArticleQuery, Query()]) -> Response:
    """The text, its claims marked, and the list of these beside it."""
    part = reading_of(request).part(article_id, position=query.position, claim_id=query.claim)
    return page(
        request,
        "article.html",
        article=part.article,
        part=part,
        stretches=stretches_of(part, query.claim),
        everything=query.all,
        chosen=query.claim,
        legend=LEGEND,
        groups=GROUPS,
        sentence_of=_sentence_numbers(part.sentences, part.claims),
        conflicts_of=_conflicts_by_claim(part.conflicts),
    )


def _sentence_numbers(sentences: Sequence[SpanView], claims: Sequence[NumberedClaim]) -> dict[str, int]:
    """The number of the sentence in which each claim begins, by its id."""
    starts = [sentence.start for sentence in sentences]
    found = {one.claim.id: bisect_right(starts, one.claim.start) for one in claims}
    return {key: number for key, number in found.items() if number}


def _conflicts_by_claim(conflicts: Sequence[ConflictView]) -> dict[str, list[ConflictView]]:
    found: dict[str, list[ConflictView]] = {}
    for conflict in conflicts:
        for claim_id in {claim.claim_id for side in conflict.sides for claim in side.claims}:
            found.setdefault(claim_id, []).append(conflict)
    return found


@router.get("/articles/{article_id}/sentences/{number}")
async def show_sentence(request: Request, article_id: str, number: Annotated[int, Path(ge=1, le=FURTHEST)]) -> Response:
    """One sentence, read anew: its tree, and every word with its tag, head and relation."""
    # Not in turn with other reads: the models may take seconds.
    return await run_in_threadpool(_sentence, request, article_id, number)


def _sentence(request: Request, article_id: str, number: int) -> Response:
    found = reading_of(request).sentence(article_id, number)
    values: dict[str, Any] = {
        "article": found.article,
        "sentence": found,
        "quote": found.text[found.span.start : found.span.end],
        "parsed": None,
        "drawing": None,
        "most_words": MOST_WORDS,
        "model_problem": None,
        "reason": None,
    }
    parsed = with_models(request, lambda services: read_sentence(services, found))
    if isinstance(parsed, str):
        return without_models(request, "sentence.html", parsed, values)
    right_to_left = parsed.language in RIGHT_TO_LEFT
    return page(
        request,
        "sentence.html",
        200,
        **{**values, "parsed": parsed, "drawing": draw_tree(parsed, right_to_left=right_to_left)},
    )


def read_sentence(services: Services, found: ReadSentence) -> ParsedSentence:
    """The sentence as the reader reads it; raises ModelUnavailable."""
    language = found.article.language or ""
    cleaning = services.knowledge.pack(language).cleaning
    start, end = found.span.start, found.span.end
    words = split_words(found.text, start, end, words=cleaning)
    return services.reader.read([Sentence(start=start, end=end, language=language, words=words)])[0]


@router.get("/articles/{article_id}/delete")
def confirm_deletion(request: Request, article_id: str) -> Response:
    """Says what goes with the article, and asks."""
    return page(request, "article_deletion.html", article=reading_of(request).summary(article_id))


@router.post("/articles/{article_id}/delete")
async def delete_article(request: Request, article_id: str) -> Response:
    """Deletes it for good, and leads to where the next one is added."""
    actor = caller_of(request).actor
    await run_in_threadpool(lambda: services_of(request).delete(article_id, by=actor))
    return see(request, "/add", deleted="1")
