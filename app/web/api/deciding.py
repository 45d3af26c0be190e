"""What every decision over HTTP has in common: a note, who decides, and the version that the reviewer has seen."""

import re
from typing import Annotated, Any, TypeVar

from fastapi import Header, Request
from pydantic import AfterValidator, Field, ValidationError

from app.use_cases.drafts import InvalidFields, Strict, problems_of, storable
from app.use_cases.remarks import Remark
from app.use_cases.review_conflict import LONGEST_NOTE
from app.web.caller import caller_of

LONGEST_REVIEWER = 200
DECISION_BODY = 500_000  # bytes; a thousand ids and the longest note, all escaped
ENTITY_TAG = re.compile(r'"([^"]*)"')

Text = Annotated[str, AfterValidator(storable)]
IfMatch = Annotated[
    str | None,
    Header(
        max_length=1_000,
        description="The `ETag` of the record as you read it; where it has changed since, the answer is 412.",
    ),
]


class Remarked(Strict):
    """What stands beside every decision."""

    note: Annotated[Text | None, Field(max_length=LONGEST_NOTE, description="Why.")] = None
    reviewer: Annotated[
        Text | None,
        Field(max_length=LONGEST_REVIEWER, description="Who decides. With a key, it is the key's name: leave it out."),
    ] = None


Decision = TypeVar("Decision", bound=Strict)


def read_decision(fields: Any, kind: type[Decision]) -> Decision:
    """The decision in a JSON object; raises InvalidFields."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error


def remark_of(request: Request, decision: Remarked, if_match: str | None) -> Remark:
    """As the use cases take it; raises InvalidFields where somebody decides in another one's name."""
    actor = caller_of(request).actor
    if actor.key_id is not None and decision.reviewer not in (None, actor.name):
        raise InvalidFields((("reviewer", "is the name of the key that the call comes with; leave it out"),))
    reviewer = actor.name if actor.key_id is not None else decision.reviewer
    return Remark(note=decision.note, reviewer=reviewer, by=actor, versions=versions_of(if_match))


def versions_of(if_match: str | None) -> tuple[str, ...] | None:
    """The versions in an If-Match header (RFC 9110, 13.1.1); None where any will do. A tag that a compressing proxy has
    made weak counts: it tells the version of the record, and not how its bytes are packed."""
    if if_match is None or if_match.strip() == "*":
        return None
    return tuple(ENTITY_TAG.findall(if_match))
