"""``/check``: a statement is typed, and held against what is stored; it never says who is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.responses import Response

from app.core.errors import InvalidText
from app.use_cases.check_statement import LONGEST_STATEMENT, STATEMENT_ID
from app.use_cases.drafts import InvalidFields, problems_of
from app.use_cases.services import Services
from app.use_cases.views import CheckedClusterView, CheckView, ClaimView, OriginalView
from app.web.api.answers import services_of
from app.web.api.body import SMALL_BODY
from app.web.api.knowledge import Statement
from app.web.pages.article_text import GROUPS
from app.web.pages.forms import filled, read_form
from app.web.pages.marks import Context, context_of
from app.web.pages.models import with_models, without_models
from app.web.pages.page import page, page_router, see, words_of
from app.web.pages.problem_words import say_problem

FIELDS = ("statement", "as_of", "language")
LONGEST_ADDRESS = 4_000  # bytes of a query that can be passed on as a link everywhere
MOST_STORIES = 6
MOST_QUOTES = 4  # on each side of a story

router = page_router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A claim that speaks for or against the statement, in its paragraph."""

    claim: ClaimView
    context: Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one story says to a statement. The counts are of all quotes, the quotes the first ``MOST_QUOTES``."""

    found: CheckedClusterView
    supporting: tuple[Quote, ...]
    contradicting: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The verdict, with the evidence of the first ``MOST_STORIES``; the disputed ones come first."""

    view: CheckView
    stories: tuple[Evidence, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in the explanations and came from a report."""
        stories = [one.found.cluster for one in self.stories]
        labels = [value.label for story in stories for table in story.slots for value in table.values]
        own = [value.label for claim in self.view.claims for values in claim.slots.values() for value in values]
        return (*(name for story in stories for name in story.outlets), *labels, *own, STATEMENT_ID)


@router.get("/check")
async def show_check(request: Request) -> Response:
    """The form and, where the address has a statement, what the stored reports say to it."""
    # Not in turn with other reads: the models may take seconds.
    return await run_in_threadpool(_answer, request, {name: request.query_params.get(name, "") for name in FIELDS})


@router.post("/check")
async def check_statement(request: Request) -> Response:
    """Leads to an address that can be passed on; a statement too long for one is answered here."""
    fields = await read_form(request, SMALL_BODY)
    given = filled(fields, *FIELDS)
    if given and len(urlencode(given)) <= LONGEST_ADDRESS:
        return see(request, "/check", **given)
    return await run_in_threadpool(_answer, request, {name: fields.get(name, "") for name in FIELDS}, asked=True)


def _answer(request: Request, fields: Mapping[str, str], *, asked: bool = False) -> Response:
    values: dict[str, Any] = {
        "fields": fields,
        "wrong": {},
        "checked": None,
        "groups": GROUPS,
        "statement_id": STATEMENT_ID,
        "longest": LONGEST_STATEMENT,
        "text_languages": sorted(services_of(request).knowledge.languages),
        "model_problem": None,
        "reason": None,
    }
    if not asked and not fields["statement"].strip():
        return page(request, "check.html", 200, **values)
    try:
        statement = read_statement(fields)
        found = with_models(request, lambda services: check(services, statement))
    except InvalidFields as error:
        words = words_of(request)
        wrong = {field: say_problem(message, words) for field, message in error.problems}
        return page(request, "check.html", 422, **{**values, "wrong": wrong})
    if isinstance(found, str):
        return without_models(request, "check.html", found, values)
    return page(request, "check.html", 200, **{**values, "checked": found})


def read_statement(fields: Mapping[str, str]) -> Statement:
    """The statement in a form; raises InvalidFields."""
    try:
        return Statement.model_validate(filled(fields, *FIELDS))
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error


def check(services: Services, asked: Statement) -> Checked:
    """The verdict with its evidence; raises InvalidFields and ModelUnavailable."""
    try:
        view = services.check(asked.statement, as_of=asked.as_of, language=asked.language)
    except InvalidText as error:
        raise InvalidFields((("statement", str(error)),)) from error
    chosen = sorted(view.clusters, key=lambda one: (not one.contradicting, -len(one.cluster.outlets)))[:MOST_STORIES]
    chosen = [replace(one, supporting=_undivided(one)) for one in chosen]
    shown = [claim for one in chosen for claim in (*_some(one.supporting), *_some(one.contradicting))]
    originals = services.browse.originals(claim.article_id for claim in shown)
    return Checked(
        view=view,
        stories=tuple(
            Evidence(
                found=one,
                supporting=_quotes(one.supporting, originals),
                contradicting=_quotes(one.contradicting, originals),
            )
            for one in chosen
        ),
    )


def _some(claims: Sequence[ClaimView]) -> tuple[ClaimView, ...]:
    """Those that tell most, one of each outlet before others, as many as are shown."""
    fullest = sorted(claims, key=lambda claim: -len(claim.slots))
    first = {claim.outlet: claim for claim in reversed(fullest)}
    chosen = [claim for claim in fullest if first[claim.outlet] is claim]
    return (*chosen, *(claim for claim in fullest if claim not in chosen))[:MOST_QUOTES]


def _undivided(found: CheckedClusterView) -> tuple[ClaimView, ...]:
    """The supporting claims, without those of articles that also exclude the statement, where others are left: a
    headline that tells no day agrees with any."""
    against = {claim.article_id for claim in found.contradicting}
    return tuple(claim for claim in found.supporting if claim.article_id not in against) or found.supporting


def _quotes(claims: Sequence[ClaimView], originals: Mapping[str, OriginalView]) -> tuple[Quote, ...]:
    return tuple(
        Quote(claim=claim, context=context_of(originals[claim.article_id].text, claim.start, claim.end))
        for claim in _some(claims)
        if claim.article_id in originals
    )
