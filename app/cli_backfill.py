"""``crosscheck backfill``: its names, options and help."""

from typing import Annotated

import typer


def backfill(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Folders or files, as `ingest` takes them.")],
    readers: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="Processes that read [default: cores].")
    ] = None,
    batch: Annotated[int, typer.Option(min=1, max=1_000, help="Articles that a reader gets at once.")] = 8,
    address: Annotated[str | None, typer.Option(help="Address of a Ray cluster; without it, this machine.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code of articles that name none.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")] = False,
) -> None:
    """Take in an archive: read by many processes on Ray (an extra), linked by this one. Can be resumed."""
    from app.commands.backfilling import backfill as run

    defaults = {"outlet": outlet, "language": language}
    if not run(paths, defaults=defaults, readers=readers, batch=batch, address=address, json=json):
        raise typer.Exit(1)
