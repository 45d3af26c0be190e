"""``/add``: a text is pasted, or an address named. What is wrong is said beside its field, and nothing is lost."""

import re
from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.use_cases.drafts import InvalidFields, read_draft
from app.use_cases.services import Services
from app.use_cases.submit_article import Submitted
from app.web.api.answers import services_of
from app.web.pages.forms import filled, read_form
from app.web.pages.page import page, page_router, see, words_of
from app.web.pages.problem_words import say_problem

FIELDS = ("outlet", "title", "text", "url", "author", "language", "published", "zone")
PLAIN = ("outlet", "title", "text", "url", "author", "language")  # these are named as in the interface
NO_ZONE = ("zone", "choose the time zone")
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\Z", re.ASCII)
# All offsets from UTC that are in use, in minutes.
_HALVES = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765)
OFFSETS = tuple(sorted({*(60 * hours for hours in range(-12, 15)), *_HALVES}))

router = page_router()


@router.get("/add")
def show_form(request: Request) -> Response:
    """The form, filled in as far as the address says."""
    fields = {name: value[:2_000] for name in FIELDS if (value := request.query_params.get(name))}
    return _form(request, fields, ())


@router.post("/add")
async def add_article(request: Request) -> Response:
    """Stores the article, and leads to where its progress is shown, or to the article where it is there already."""
    services = services_of(request)
    fields = await read_form(request, services.limits.body)
    try:
        submitted = await run_in_threadpool(submit_fields, services, fields)
    except InvalidFields as error:
        return await run_in_threadpool(_form, request, fields, error.problems, 422)
    except InvalidInput as error:
        return await run_in_threadpool(_form, request, fields, (("", str(error)),), 422)
    known = "1" if submitted.duplicate else None
    return see(request, f"/articles/{submitted.id}/comparison", known=known)


def submit_fields(services: Services, fields: Mapping[str, str]) -> Submitted:
    """The article in a form; raises InvalidInput."""
    draft = filled(fields, *PLAIN)
    zoned = True
    published = fields.get("published", "").strip()
    if local := _LOCAL.match(published):
        zone = fields.get("zone", "").strip()
        zoned = bool(zone)
        # Without its zone it is no time yet, but whether there is such a day is told all the same.
        published = f"{local[1]}T{local[2]}{local[3] or ':00'}{zone or 'Z'}"
    try:
        read = read_draft({**draft, "published_at": published} if published else draft)
    except InvalidFields as error:
        raise error if zoned else InvalidFields((*error.problems, NO_ZONE)) from error
    if not zoned:
        raise InvalidFields((NO_ZONE,))
    return services.submit(read)


def offset_name(minutes: int) -> str:
    """An offset from UTC as RFC 3339 writes it: +02:00."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _form(
    request: Request, fields: Mapping[str, str], problems: Sequence[tuple[str, str]], status: int = 200
) -> Response:
    words = words_of(request)
    # The form has a date and its zone where the interface has one time.
    called = {"published_at": "published", "html": "text"}
    wrong: dict[str, tuple[str, str]] = {}
    for field, message in problems:
        name = called.get(field, field)
        wrong.setdefault(name if name in FIELDS else "", say_problem(message, words))
    known = set(services_of(request).knowledge.languages)
    return page(
        request,
        "add.html",
        status,
        fields={name: fields.get(name, "") for name in FIELDS},
        wrong=wrong,
        offsets=[offset_name(minutes) for minutes in OFFSETS],
        text_languages=sorted(known | ({fields["language"]} if fields.get("language") else set())),
        deleted=request.query_params.get("deleted") == "1",
    )
