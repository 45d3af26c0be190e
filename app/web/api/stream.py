"""``/v1/stream``: what happens, as server-sent events."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse

from app.core.errors import InvalidInput
from app.core.model.conflict import ConflictKind
from app.core.model.watching import EventType, Wanted
from app.web.api.described import problems
from app.web.api.filters import Word
from app.web.event_stream import Broadcast, EventStream

router = APIRouter(prefix="/v1", tags=["watching"])

LARGEST_NUMBER = 10**18 - 1
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def read_events(text: str | None) -> str | None:
    """The text; ValueError where it names what is no event."""
    for name in (text or "").split(","):
        if name.strip() and name.strip() not in list(EventType):
            raise ValueError("holds what is no event; there are " + ", ".join(EventType))
    return text


class StreamQuery(BaseModel):
    """From where on, and what."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[
        int | None,
        Field(ge=0, le=LARGEST_NUMBER, description="Number of the last event that is known; Last-Event-ID goes first."),
    ] = None
    events: Annotated[
        Annotated[str, AfterValidator(read_events)] | None,
        Field(max_length=500, description="Types of events, with commas between them; all where it is left out."),
    ] = None
    entity: Annotated[Word, Field(description="Only what names this entity: its id, or a name.")] = None
    outlet: Annotated[Word, Field(description="Only what this outlet reports.")] = None
    kind: Annotated[ConflictKind | None, Field(description="Only conflicts of this kind.")] = None

    def wanted(self) -> Wanted:
        """As the use case wants it."""
        names = dict.fromkeys(name.strip() for name in (self.events or "").split(",") if name.strip())
        return Wanted(events=tuple(map(EventType, names)), entity=self.entity, outlet=self.outlet, kind=self.kind)


@router.get(
    "/stream",
    summary="Hear of what happens, as it happens",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events without end. `id` is the event's number, `event` its type, `data` its "
            "JSON, as webhooks send it. Last-Event-ID resumes without loss; the event `reset` says that older events "
            "are not kept any more.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **problems(422, 503),
    },
    openapi_extra={
        "parameters": [
            {
                "name": "Last-Event-ID",
                "in": "header",
                "required": False,
                "description": "Number of the last event that is known.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
            }
        ]
    },
)
async def stream(request: Request, query: Annotated[StreamQuery, Query()]) -> Response:
    """Begins with what happens from now on, where no number is given."""
    broadcast: Broadcast = request.app.state.broadcast
    position = query.since
    told = request.headers.get("last-event-id", "").strip()
    if told:
        if not _NUMBER.fullmatch(told):
            raise InvalidInput("Last-Event-ID: not a number of this stream; leave it out to begin with what is new")
        position = int(told)
    return EventStream(await broadcast.listen(query.wanted(), position), on_end=broadcast.leave)
