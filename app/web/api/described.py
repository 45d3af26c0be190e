"""What the OpenAPI document says of bodies and problems, which the endpoints read and write themselves."""

from typing import Any

from pydantic import BaseModel

ARTICLE_EXAMPLE = {
    "outlet": "The Harbour Post",
    "published_at": "2024-03-14T18:20:00+00:00",
    "language": "en",
    "title": "Minister in Port Lorne",
    "text": "Transport minister Ada Venn arrived in Port Lorne on Wednesday evening.",
}
BATCH_EXAMPLE = [
    ARTICLE_EXAMPLE,
    {
        "outlet": "La Gazette du Port",
        "published_at": "2024-03-15T07:00:00+00:00",
        "text": "La ministre Ada Venn est arrivée jeudi à Port Lorne.",
    },
]


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an endpoint that may answer with these problems, and with 503, as whatever asks the
    database may."""
    texts = {
        400: "The body is not JSON",
        404: "There is no such record",
        412: "It has changed since it was read",
        413: "The body is too large",
        415: "The body has a type that is not taken here",
        422: "Something in the request cannot be taken; `errors` says what",
        503: "The database or the language model is not there, or too much is being done at once",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": texts[status], "content": content} for status in sorted({*statuses, 503})}


def json_body(model: type[BaseModel], example: object) -> dict[str, Any]:
    """The ``openapi_extra`` of an endpoint that reads one ``model`` as JSON."""
    return body({"application/json": {"schema": plain_schema(model), "example": example}})


def plain_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema without references."""
    schema = model.model_json_schema()
    schema.pop("examples", None)
    definitions = schema.pop("$defs", {})
    resolved = _resolve(schema, definitions)
    assert isinstance(resolved, dict)
    return resolved


def _resolve(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            return _resolve(definitions[node["$ref"].rpartition("/")[2]], definitions)
        return {key: _resolve(value, definitions) for key, value in node.items()}
    return [_resolve(item, definitions) for item in node] if isinstance(node, list) else node


def body(content: dict[str, Any]) -> dict[str, Any]:
    """The ``openapi_extra`` of an endpoint that reads a body of one of these types."""
    return {"requestBody": {"required": True, "content": content}}
