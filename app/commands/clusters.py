"""``crosscheck cluster``: one event as the outlets report it, and a reviewer's word on which claims are of it."""

from collections.abc import Sequence

from app.commands.joined import joined_services
from app.commands.terminal import results, write_json
from app.core.errors import InvalidInput
from app.use_cases.remarks import Remark
from app.use_cases.view_json import to_json
from app.use_cases.views import ClusterView


def review(
    cluster_id: str, *, split: Sequence[str], merge: str | None, undo: int | None, remark: Remark, json: bool
) -> None:
    """Print a cluster, after what the reviewer decided about it, if anything."""
    if sum((bool(split), merge is not None, undo is not None)) > 1:
        raise InvalidInput("--split, --merge and --undo exclude each other; give one of them")
    with joined_services(models=False) as services:
        shown: tuple[str, ...] = (cluster_id,)
        if split:
            shown = services.review_cluster.split(cluster_id, split, remark)
        elif merge is not None:
            shown = (services.review_cluster.merge(cluster_id, merge, remark),)
        elif undo is not None:
            shown = services.review_cluster.undo(cluster_id, undo, remark)
        found = [services.browse.cluster(each) for each in shown]
    for cluster in found:
        if json:
            write_json(to_json(cluster))
        else:
            _print(cluster)


def _print(cluster: ClusterView) -> None:
    console = results()
    console.print(f"[bold]{cluster.event_type or 'event'}[/bold] ", end="")
    console.print(f"{_one_line(cluster.headline)}  {cluster.id}", markup=False)
    for claim in cluster.claims:
        console.print(f"  {claim.id}  {claim.outlet}: “{_one_line(claim.quote)}”", markup=False)
    for decision in cluster.decisions:
        sides = f"{', '.join(decision.claim_ids)} | {', '.join(decision.other_claim_ids)}"
        ended = "" if decision.holds else " (undone)"
        who = f" by {decision.reviewer}" if decision.reviewer else ""
        told = f"  {decision.id}. {decision.action}{ended}{who}: {sides}  {decision.note or ''}"
        console.print(told.rstrip(), markup=False)
    console.print()


def _one_line(text: str) -> str:
    return " ".join(text.split())
