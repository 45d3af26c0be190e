"""``crosscheck webhooks ...``: names, options and help."""

from typing import Annotated

import typer

webhooks = typer.Typer(
    name="webhooks",
    help="Be told of what happens: add, list, remove, test.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
WebhookId = Annotated[str, typer.Argument(metavar="ID", help="As `crosscheck webhooks list` shows it.")]


@webhooks.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Receives POST requests.")],
    event: Annotated[
        list[str] | None, typer.Option(help="A type of events, such as conflict.opened; may be repeated. All without.")
    ] = None,
    entity: Annotated[str | None, typer.Option(help="Only what names this entity: its id, or a name.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only what this outlet reports.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only conflicts of this kind.")] = None,
    json: AsJson = False,
) -> None:
    """Subscribe; shows the secret that messages are signed with, this once."""
    from app.commands.webhooks import add as run

    wanted = {"url": url, "events": event or [], "entity": entity, "outlet": outlet, "kind": kind}
    run(wanted, json=json)


@webhooks.command("list")
def list_webhooks(json: AsJson = False) -> None:
    """List the webhooks and how they go."""
    from app.commands.webhooks import list_webhooks as run

    run(json=json)


@webhooks.command()
def remove(webhook_id: WebhookId) -> None:
    """Unsubscribe; what is on its way is not sent any more."""
    from app.commands.webhooks import remove as run

    run(webhook_id)


@webhooks.command()
def test(webhook_id: WebhookId, json: AsJson = False) -> None:
    """Send a message of type webhook.test now, and say what the receiver made of it."""
    from app.commands.webhooks import test as run

    if not run(webhook_id, json=json):
        raise typer.Exit(1)
