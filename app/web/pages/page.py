"""What all pages share: how one is answered, and what the fields of an address may hold."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import DatabaseUnavailable, InvalidInput, NotFound
from app.core.model.access import KeyScope, allows
from app.use_cases.drafts import known_language, one_line
from app.web.caller import caller_of, signed_in_as
from app.web.errors import RETRY_SECONDS, BodyTooLarge, MalformedBody, UnsupportedMediaType
from app.web.pages.rendering import render
from app.web.pages.showing import link_to
from app.web.pages.wording import Wording, choose_language, wording
from app.web.reading import ReadRoute

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(ReadRoute):
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
            except BodyTooLarge:
                return render_error(request, 413, "too_large")
            except (MalformedBody, UnsupportedMediaType):
                return render_error(request, 400, "unreadable")
            except DatabaseUnavailable:
                unavailable = render_error(request, 503, "unavailable")
                unavailable.headers["Retry-After"] = RETRY_SECONDS
                return unavailable

        return answer


def page_router() -> APIRouter:
    """A router of pages."""
    return APIRouter(include_in_schema=False, route_class=PageRoute)


def _filled(value: Any) -> Any:
    """A form sends an empty field for what was not chosen."""
    return value or None


Word = Annotated[Annotated[str, Field(max_length=300), AfterValidator(one_line)] | None, BeforeValidator(_filled)]
Code = Annotated[Annotated[str, Field(max_length=10), AfterValidator(known_language)] | None, BeforeValidator(_filled)]
Cursor = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_filled)]
Chosen = BeforeValidator(_filled)


def instant_of(text: str | None, parse: Callable[[str], object]) -> datetime | None:
    """The moment that ``parse`` finds in the text; None without one. Raises what ``parse`` raises."""
    found = parse(text) if text else None
    return found if isinstance(found, datetime) else None


def asked_language(request: Request) -> str | None:
    """The language of the screen that the address names, where it is one of ours; links keep it."""
    asked = request.query_params.get("lang")
    return asked if choose_language(asked, None) == asked else None


def words_of(request: Request) -> Wording:
    """The words in the language of the reader."""
    return wording(choose_language(request.query_params.get("lang"), request.headers.get("accept-language")))


def may(request: Request) -> frozenset[str]:
    """What the caller may do: read, write, review, admin."""
    return frozenset(scope.value for scope in KeyScope if allows(caller_of(request).scopes, scope))


def page(request: Request, template: str, status: int = 200, *, path: str | None = None, **values: Any) -> Response:
    """A page from a template, with ``values``, in the reader's language. ``path``: where it is found, where that is not
    the address that was asked for, as with the answer to a form."""
    language = words_of(request).code
    html = render(
        template,
        language=language,
        asked=asked_language(request),
        path=path or request.url.path,
        kept=request.query_params,
        signed_in=signed_in_as(request),
        may=may(request),
        **values,
    )
    headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
    return HTMLResponse(html, status_code=status, headers=headers)


def render_error(request: Request, status: int, kind: str) -> Response:
    """A page that says what is wrong; ``kind`` is not_allowed, not_found, invalid or unavailable."""
    return page(request, "error.html", status, kind=kind)


def see(request: Request, path: str, record: str | None = None, /, **parameters: str | None) -> Response:
    """After a form was taken: leads to a page (303), in the language that the reader asked for."""
    target = link_to(path, record, **{"lang": asked_language(request), **parameters})
    return RedirectResponse(target, status_code=303)
