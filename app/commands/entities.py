"""``crosscheck entities`` and ``crosscheck entity``: who is named, and a reviewer's word on whose a name is."""

from collections.abc import Sequence

from app.commands.joined import joined_services
from app.commands.terminal import note, results, write_json
from app.core.errors import InvalidInput
from app.use_cases.browse import PAGE_SIZE
from app.use_cases.remarks import Remark
from app.use_cases.view_json import to_json
from app.use_cases.views import EntityView

TYPES = ("PER", "LOC", "ORG", "unknown")


def list_entities(query: str | None, *, kind: str | None, limit: int, json: bool) -> None:
    """Print the entities that fit, the most named first."""
    if kind is not None and kind not in TYPES:
        raise InvalidInput(f"--type: there is no {kind!r}; choose {', '.join(TYPES)}")
    found: list[EntityView] = []
    cursor: str | None = None
    with joined_services(models=False) as services:
        while len(found) < limit:
            wanted = min(PAGE_SIZE, limit - len(found))
            page = services.browse.entities(query=query, kind=kind, limit=wanted, cursor=cursor)
            found.extend(page.items)
            cursor = page.next
            if cursor is None:
                break
    _print(found, json=json)
    if not found:
        note("no entity fits")


def review(
    entity_id: str,
    *,
    split: Sequence[str],
    articles: Sequence[str],
    merge: str | None,
    remark: Remark,
    json: bool,
) -> None:
    """Print an entity, after what the reviewer decided about it, if anything."""
    if split and merge is not None:
        raise InvalidInput("--split and --merge exclude each other; give one of them")
    if articles and not split:
        raise InvalidInput("--article: says where the names of --split mean somebody else; give --split too")
    with joined_services(models=False) as services:
        shown: tuple[str, ...] = (entity_id,)
        if split:
            shown = services.review_entity.split(entity_id, split, articles=articles, remark=remark)
        elif merge is not None:
            shown = (services.review_entity.merge(entity_id, merge, remark=remark),)
        found = [services.browse.entity(each) for each in shown]
    _print(found, json=json)


def _print(found: Sequence[EntityView], *, json: bool) -> None:
    console = results()
    for entity in found:
        if json:
            write_json(to_json(entity))
            continue
        console.print(f"[bold]{entity.type}[/bold] ", end="")
        console.print(f"{entity.name}  {entity.id}", markup=False)
        names = ", ".join(f"{name.name} ({name.count})" for name in entity.names)
        console.print(f"  {names}", markup=False)
        for decision in entity.decisions:
            sides = f"{', '.join(decision.names)} | {', '.join(decision.others)}"
            who = f" by {decision.reviewer}" if decision.reviewer else ""
            console.print(f"  {decision.action}{who}: {sides}  {decision.note or ''}".rstrip(), markup=False)
