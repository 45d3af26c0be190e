"""Styles and scripts of the pages: ``/static/<version>/<name>``, where the version changes with their content."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from app.core.errors import NotFound

FOLDER = Path(__file__).parent / "static"
YEAR = 31_536_000  # seconds
TYPES = {".css": "text/css", ".js": "text/javascript"}

router = APIRouter(include_in_schema=False)


@cache
def files() -> Mapping[str, bytes]:
    """Each file by its name. All of ``style/`` is one sheet, ``style.css``, joined in the order of their names."""
    sheets = sorted((FOLDER / "style").glob("*.css"))
    scripts = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.js"))}
    return {"style.css": b"".join(path.read_bytes() for path in sheets), **scripts}


@cache
def version() -> str:
    """Of all files together: scripts import one another by relative addresses."""
    digest = hashlib.sha256()
    for name, content in files().items():
        digest.update(name.encode() + content)
    return digest.hexdigest()[:12]


def static(name: str) -> str:
    """The address of a file; KeyError where there is none."""
    if name not in files():
        raise KeyError(name)
    return f"/static/{version()}/{name}"


@router.get("/static/{asked_version}/{name}")
async def show_static(asked_version: str, name: str) -> Response:
    """A file; one of another version is not to be kept."""
    content = files().get(name)
    if content is None:
        raise NotFound(f"there is no file {name[:80]}")
    lasting = f"public, max-age={YEAR}, immutable" if asked_version == version() else "no-cache"
    return Response(content, media_type=TYPES[Path(name).suffix], headers={"Cache-Control": lasting})
