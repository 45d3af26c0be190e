"""``crosscheck keys ...``: names, options and help."""

from typing import Annotated

import typer

keys = typer.Typer(name="keys", help="Make, list and revoke API keys.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Option(help="Whose key it is; decisions are kept under this name.")],
    scope: Annotated[list[str], typer.Option(help="read, write, review or admin; may be repeated.")],
    expires: Annotated[str | None, typer.Option(help="RFC 3339 time or date at which it stops working.")] = None,
    json: AsJson = False,
) -> None:
    """Make a key and show it, this once. write and review include read; admin includes all."""
    from app.commands.access import create

    create(name, scopes=scope, expires=expires, json=json)


@keys.command("list")
def list_keys(json: AsJson = False) -> None:
    """List all keys, revoked ones too, without the tokens."""
    from app.commands.access import list_keys as run

    run(json=json)


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as `crosscheck keys list` shows it.")],
    json: AsJson = False,
) -> None:
    """Take a key back: from now on it opens nothing."""
    from app.commands.access import revoke

    revoke(key_id, json=json)
