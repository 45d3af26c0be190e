"""``crosscheck feeds ...``: names, options and help."""

from typing import Annotated

import typer

feeds = typer.Typer(
    name="feeds",
    help="Follow RSS and Atom feeds: add, list, remove, poll.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


@feeds.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Of the RSS or Atom document.")],
    outlet: Annotated[str, typer.Option(help="Who publishes it: the outlet of its articles.")],
    language: Annotated[str | None, typer.Option(help="ISO 639-1; detected where it is left out.")] = None,
    every: Annotated[str, typer.Option(help="How often to ask: 15m, 2h, 1d.")] = "15m",
    json: AsJson = False,
) -> None:
    """Follow a feed; one that is followed already takes the options anew."""
    from app.commands.feeds import add as run

    run(url, outlet=outlet, language=language, every=every, json=json)


@feeds.command("list")
def list_feeds(json: AsJson = False) -> None:
    """List the feeds and how they went."""
    from app.commands.feeds import list_feeds as run

    run(json=json)


@feeds.command()
def remove(feed_id: Annotated[str, typer.Argument(metavar="ID", help="As `crosscheck feeds list` shows it.")]) -> None:
    """Follow a feed no longer; its articles stay."""
    from app.commands.feeds import remove as run

    run(feed_id)


@feeds.command()
def poll(
    once: Annotated[bool, typer.Option("--once", help="Ask the feeds that are due now, then leave.")] = False,
    json: AsJson = False,
) -> None:
    """Ask the feeds that are due; `crosscheck serve` and `crosscheck worker` do so as well."""
    from app.commands.feeds import poll as run

    if not run(once=once, json=json):
        raise typer.Exit(1)
