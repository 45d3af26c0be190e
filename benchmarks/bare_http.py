"""A bare FastAPI server, for comparing with: it returns dicts that are in its memory, and does nothing else.

    python -m benchmarks.bare_http DOCUMENTS.json

The file holds lists of documents by name; ``/NAME/NUMBER`` answers with one of them. Prints its address.
"""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI


class Telling(uvicorn.Server):
    """Says where it listens."""

    async def startup(self, sockets: Any = None) -> None:
        """As uvicorn does, and prints the address."""
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        print(f"{host}:{port}", flush=True)


def create_app(documents: dict[str, list[dict[str, Any]]]) -> FastAPI:
    """The application: one endpoint."""
    application = FastAPI()

    @application.get("/{name}/{number}")
    async def read(name: str, number: int):  # type: ignore[no-untyped-def]
        return documents[name][number]

    return application


if __name__ == "__main__":
    held = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Telling(
        uvicorn.Config(create_app(held), host="127.0.0.1", port=0, access_log=False, log_level="warning", http="h11")
    ).run()
