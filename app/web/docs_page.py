"""``/docs``: the OpenAPI document as a page of our own, readable without a network and without a script."""

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.web.errors import PROBLEMS

router = APIRouter(include_in_schema=False)

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.5rem 1rem}
summary{cursor:pointer}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{background:var(--soft);padding:.75rem;border-radius:.5rem;overflow:auto}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:start;vertical-align:top}
.verb{display:inline-block;min-width:4.5rem;font-weight:700}
"""


@router.get("/docs/style.css")
async def show_style() -> Response:
    """The page's style."""
    return Response(STYLE, media_type="text/css")


@router.get("/docs")
async def show_docs(request: Request) -> Response:
    """All calls with their parameters, bodies and answers."""
    return HTMLResponse(render_docs(request.app.openapi()))


def render_docs(document: dict[str, Any]) -> str:
    """The whole page."""
    info = document["info"]
    calls = [
        render_call(path, verb, call, document)
        for path, verbs in document["paths"].items()
        for verb, call in verbs.items()
    ]
    kinds = "".join(
        f"<tr id='{kind}'><td>{status}</td><td><code>/docs#{kind}</code></td><td>{escape(title)}</td></tr>"
        for _, status, kind, title in PROBLEMS
    )
    schemas = "".join(
        f"<details id='schema-{escape(name)}'>"
        f"<summary><code>{escape(name)}</code> {escape(_first_line(schema))}</summary>{_pre(schema)}</details>"
        for name, schema in sorted(document.get("components", {}).get("schemas", {}).items())
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(info['title'])} interface</title>"
        "<meta name='viewport' content='width=device-width'><link rel='stylesheet' href='/docs/style.css'></head><body>"
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info.get('description', ''))}</p>"
        "<p>The same for programs: <a href='/openapi.json'>openapi.json</a>.</p>"
        f"<h2>Calls</h2>{''.join(calls)}"
        "<h2>Problems</h2><p>Every error is a problem document (RFC 9457) of one of these types.</p>"
        f"<table><tr><th>Status</th><th>Type</th><th>Meaning</th></tr>{kinds}</table>"
        f"<h2>Records</h2>{schemas}</body></html>"
    )


def render_call(path: str, verb: str, call: dict[str, Any], document: dict[str, Any]) -> str:
    """One call, folded up."""
    parameters = "".join(
        f"<tr><td><code>{escape(item['name'])}</code></td><td>{escape(item['in'])}</td>"
        f"<td>{escape(_type_of(item['schema']))}</td><td>{escape(item.get('description', ''))}</td></tr>"
        for item in call.get("parameters", ())
    )
    table = (
        f"<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>{parameters}</table>" if parameters else ""
    )
    bodies = "".join(
        f"<p>Body <code>{escape(kind)}</code></p>{_pre(content.get('example', content.get('schema')))}"
        for kind, content in call.get("requestBody", {}).get("content", {}).items()
    )
    answers = "".join(
        f"<tr><td>{escape(code)}</td><td>{escape(answer.get('description', ''))}</td><td>{_record_of(answer)}</td></tr>"
        for code, answer in sorted(call["responses"].items())
    )
    return (
        f"<details><summary><span class='verb'>{verb.upper()}</span> <code>{escape(path)}</code> "
        f"{escape(call.get('summary', ''))}</summary><p>{escape(call.get('description', ''))}</p>{table}{bodies}"
        f"<table><tr><th>Status</th><th>Meaning</th><th>Record</th></tr>{answers}</table></details>"
    )


def _record_of(answer: dict[str, Any]) -> str:
    for content in answer.get("content", {}).values():
        name = str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]
        if name:
            return f"<a href='#schema-{escape(name)}'>{escape(name)}</a>"
    return ""


def _type_of(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])


def _first_line(schema: dict[str, Any]) -> str:
    return str(schema.get("description", "")).partition("\n")[0]


def _pre(value: Any) -> str:
    return f"<pre><code>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</code></pre>"
