"""The command line: names, options and help. What a command does stands in ``app/commands/``, loaded when it runs."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.cli_backfill import backfill
from app.cli_feeds import feeds
from app.cli_keys import keys
from app.cli_webhooks import webhooks
from app.core.errors import CrosscheckError, InvalidInput, InvalidSetting

USAGE_ERROR = 2
FAILURE = 1

cli = typer.Typer(
    name="crosscheck",
    help="Reads the same news in many outlets and languages and shows where the reports agree and where they cannot "
    "all be true. Settings are environment variables: see docs/settings.md.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

cli.add_typer(feeds)
cli.add_typer(keys)
cli.add_typer(webhooks)
cli.command()(backfill)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on [default: CROSSCHECK_HOST].")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65_535, help="Port; 0 takes a free one [default: CROSSCHECK_PORT].")
]


class InspectionKind(StrEnum):
    """What ``crosscheck inspect`` can show."""

    SENTENCE = "sentence"
    WORDS = "words"
    NAMES = "names"
    PAIR = "pair"
    CLEAN = "clean"


class ExportedKind(StrEnum):
    """What ``crosscheck export`` can write."""

    CLAIMS = "claims"
    CLUSTERS = "clusters"
    CONFLICTS = "conflicts"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crosscheck {__version__}")
        raise typer.Exit


@cli.callback()
def crosscheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options of the command line as a whole."""


@cli.command()
def serve(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP interface and the pages, and analyse what is posted."""
    import gc

    gc.disable()  # nothing of what is loaded now goes again; ``main.serve`` turns it on
    from app.commands.serving import serve as run

    run(host=host, port=port)


@cli.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Leave when nothing waits any more.")] = False,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="How many worker processes.")] = 1,
) -> None:
    """Analyse waiting articles, here or beside a server; stop with Ctrl-C."""
    from app.commands.working import work

    if once and concurrency > 1:
        raise typer.BadParameter("--once works with one process; leave --concurrency out")
    work(once=once, concurrency=concurrency)


@cli.command()
def jobs(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="With --retry: only these articles.")
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Queue failed articles again: those named, or all.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="List only what failed.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """List what waits for its analysis, is being analysed or failed, with why; queue the latter again with --retry."""
    from app.commands import queueing

    queueing.check_options(articles or (), retry=retry, failed=failed)
    if retry:
        queueing.retry(articles or ())
    else:
        queueing.list_jobs(failed=failed, limit=limit, json=json)


@cli.command()
def reanalyse(
    everything: Annotated[bool, typer.Option("--all", help="Also what this version has analysed.")] = False,
    queue_only: Annotated[bool, typer.Option("--queue-only", help="Only queue; let workers analyse.")] = False,
) -> None:
    """Analyse again what older rules or models analysed; results stay until the new ones are there. Can be resumed."""
    from app.commands.queueing import reanalyse as run

    run(everything=everything, queue_only=queue_only)


@cli.command()
def demo(
    host: Host = None,
    port: Port = None,
    seeds: Annotated[Path | None, typer.Option(help="Folder of example articles [default: seeds/].")] = None,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load and analyse the articles, then leave.")] = False,
) -> None:
    """Load the example articles, serve them, and print the page's address."""
    from app.commands.serving import demonstrate

    demonstrate(host=host, port=port, seeds=seeds, load_only=load_only)


@cli.command()
def ingest(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="JSON, NDJSON, .txt or .html; - for stdin.")],
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code of articles that name none.")] = None,
    published_at: Annotated[str | None, typer.Option(help="RFC 3339 time of articles that name none.")] = None,
    queue_only: Annotated[bool, typer.Option("--queue-only", help="Store and queue; let a worker analyse.")] = False,
    json: AsJson = False,
) -> None:
    """Take articles in from files, and analyse them."""
    from app.commands.ingesting import ingest as run

    defaults = {"outlet": outlet, "language": language, "published_at": published_at}
    _leave(run(files, defaults=defaults, analyse=not queue_only, json=json))


@cli.command()
def check(
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="One sentence, in any language.")],
    as_of: Annotated[str | None, typer.Option(help="RFC 3339 time at which it was said, for 'yesterday'.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1; detected where it is left out.")] = None,
    json: AsJson = False,
) -> None:
    """Say whether the stored reports support or contradict a statement."""
    from app.commands.asking import check as run

    run(statement, as_of=as_of, language=language, json=json)


@cli.command()
def conflicts(
    kind: Annotated[str | None, typer.Option(help="date, place, participants, quantity, denial ...")] = None,
    scope: Annotated[str | None, typer.Option(help="cross or internal")] = None,
    relation: Annotated[str | None, typer.Option(help="contradiction or update")] = None,
    severity: Annotated[str | None, typer.Option(help="low, medium or high")] = None,
    state: Annotated[str | None, typer.Option(help="open, confirmed or dismissed")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only where this outlet takes part.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """List the conflicts found, with both sides' quotes."""
    from app.commands.asking import list_conflicts

    wanted = {
        "kind": kind,
        "scope": scope,
        "relation": relation,
        "severity": severity,
        "state": state,
        "outlet": outlet,
    }
    list_conflicts(wanted, limit=limit, json=json)


@cli.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def export(
    context: typer.Context,
    kind: Annotated[ExportedKind, typer.Argument(metavar="KIND", help="claims, clusters or conflicts")],
    form: Annotated[str, typer.Option("--format", help="csv, ndjson or jsonld")] = "ndjson",
    output: Annotated[Path | None, typer.Option(help="File to write, not there yet [default: stdout].")] = None,
) -> None:
    """Write all claims, clusters or conflicts as they are now; the filters of GET /v1/KIND are options too: --outlet
    NAME --event-type TYPE --from TIME ..."""
    from app.commands.exporting import export as run

    run(kind.value, form=form, output=output, options=context.args)


@cli.command()
def entities(
    query: Annotated[str | None, typer.Argument(metavar="[WORDS]", help="Part of a name, in any script.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="PER, LOC, ORG or unknown")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """List who and what is named, with all names; the most named first."""
    from app.commands.entities import list_entities

    list_entities(query, kind=kind, limit=limit, json=json)


@cli.command()
def entity(
    entity_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as `crosscheck entities` shows it.")],
    split: Annotated[list[str] | None, typer.Option(help="A name that is somebody else's; may be repeated.")] = None,
    article: Annotated[list[str] | None, typer.Option(help="With --split: only in this article.")] = None,
    merge: Annotated[str | None, typer.Option(help="The id of another entity that is the same.")] = None,
    note: Annotated[str | None, typer.Option(help="Why; kept with the decision.")] = None,
    reviewer: Annotated[str | None, typer.Option(help="Who decides; kept with the decision.")] = None,
    json: AsJson = False,
) -> None:
    """Show an entity; undo a wrong merge of names with --split, or a wrong separation with --merge."""
    from app.commands.entities import review
    from app.use_cases.remarks import Remark

    remark = Remark(note=note, reviewer=reviewer)
    review(entity_id, split=split or (), articles=article or (), merge=merge, remark=remark, json=json)


@cli.command()
def cluster(
    cluster_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as answers show it.")],
    split: Annotated[list[str] | None, typer.Option(help="The id of a claim of another event; repeatable.")] = None,
    merge: Annotated[str | None, typer.Option(help="The id of another cluster of the same event.")] = None,
    undo: Annotated[int | None, typer.Option(help="The number of a decision that no longer holds.")] = None,
    note: Annotated[str | None, typer.Option(help="Why; kept with the decision.")] = None,
    reviewer: Annotated[str | None, typer.Option(help="Who decides; kept with the decision.")] = None,
    json: AsJson = False,
) -> None:
    """Show a cluster; take claims out with --split, join another with --merge, withdraw either with --undo."""
    from app.commands.clusters import review
    from app.use_cases.remarks import Remark

    remark = Remark(note=note, reviewer=reviewer)
    review(cluster_id, split=split or (), merge=merge, undo=undo, remark=remark, json=json)


@cli.command()
def audit(
    actor: Annotated[str | None, typer.Option(help="Only what this key did: its id or name, or local.")] = None,
    action: Annotated[str | None, typer.Option(help="article.delete, conflict.review, key.create ...")] = None,
    about: Annotated[str | None, typer.Option("--object", help="Only what was done to this id.")] = None,
    since: Annotated[str | None, typer.Option(help="RFC 3339 time or date: at or after.")] = None,
    until: Annotated[str | None, typer.Option(help="RFC 3339 time or date: before.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    json: AsJson = False,
) -> None:
    """List who decided, deleted, or made and revoked keys; the latest first."""
    from app.commands.access import list_audit

    list_audit(actor=actor, action=action, about=about, since=since, until=until, limit=limit, json=json)


@cli.command()
def inspect(
    what: Annotated[InspectionKind, typer.Argument(help="What to show.")],
) -> None:
    """Show how text is understood: NDJSON in on stdin, NDJSON out, one line a line (docs/cli.md)."""
    from app.commands.measuring import inspect as run

    run(what.value)


@cli.command()
def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Annotated scenarios, one JSON object a line.")
    ],
    json: AsJson = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Also list every false and missed answer.")] = False,
) -> None:
    """Score the whole pipeline on annotated scenarios."""
    from app.commands.measuring import evaluate as run

    run(files, json=json, mistakes=mistakes)


@cli.command()
def migrate() -> None:
    """Bring the database to the form that this version needs."""
    from app.commands.maintaining import migrate as run

    run()


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to write; it must not be there yet.")],
) -> None:
    """Copy the store into one file, while it serves, and check the copy."""
    from app.commands.copying import back_up

    back_up(file)


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `crosscheck backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a store that holds articles.")] = False,
) -> None:
    """Make the store from a copy, with no server or worker running."""
    from app.commands.copying import restore as run

    run(file, force=force)


@cli.command()
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="First make what can be made: model folder and tables.")] = False,
    json: AsJson = False,
) -> None:
    """Check everything that the service stands on, with the remedy for what is wrong."""
    from app.commands.maintaining import doctor as run

    _leave(run(fix=fix, json=json))


def _leave(succeeded: bool) -> None:
    if not succeeded:
        raise typer.Exit(FAILURE)


def main() -> None:
    """Run the command line. An error is one line with its remedy: exit code 2 for wrong usage, 1 for a failure."""
    # The bars of libraries would mix with our own.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        cli()
    except (InvalidInput, InvalidSetting) as error:
        _fail(error, USAGE_ERROR)
    except CrosscheckError as error:
        _fail(error, FAILURE)
    except BrokenPipeError:
        # Whoever read our output has left; Python would complain once more while it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILURE) from None


def _fail(error: CrosscheckError, code: int) -> None:
    line = " ".join(str(error).split())
    sys.stderr.write(f"crosscheck: {line}\n")
    raise SystemExit(code)


if __name__ == "__main__":
    main()
