"""``crosscheck check`` and ``crosscheck conflicts``: what is known, for people or as JSON."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.commands.fields import read_instant, read_language
from app.commands.joined import joined_services
from app.commands.terminal import note, results, write_json
from app.core.errors import InvalidInput
from app.core.model.conflict import ConflictKind, Relation, ReviewState, Scope, Severity
from app.core.model.records import ConflictFilter
from app.use_cases.browse import PAGE_SIZE
from app.use_cases.view_json import to_json
from app.use_cases.views import CheckView, ClaimView, ConflictView

CHOICES = {"kind": ConflictKind, "scope": Scope, "relation": Relation, "severity": Severity, "state": ReviewState}


def check(statement: str, *, as_of: str | None, language: str | None, json: bool) -> None:
    """Print what the stored reports say to the statement."""
    said_at, code = read_instant("--as-of", as_of), read_language("--language", language)
    with joined_services(models=True) as services:
        found = services.check(statement, as_of=said_at, language=code)
    if json:
        write_json(to_json(found))
    else:
        _print_check(found)


def list_conflicts(wanted: Mapping[str, Any], *, limit: int, json: bool) -> None:
    """Print the conflicts that fit, latest reported first."""
    for name, choices in CHOICES.items():
        _check_choice(name, wanted.get(name), tuple(item.value for item in choices))
    found: list[ConflictView] = []
    cursor: str | None = None
    chosen = replace(ConflictFilter(), **wanted)
    with joined_services(models=False) as services:
        while len(found) < limit:
            page = services.browse.conflicts(chosen, limit=min(PAGE_SIZE, limit - len(found)), cursor=cursor)
            found.extend(page.items)
            cursor = page.next
            if cursor is None:
                break
    for conflict in found:
        if json:
            write_json(to_json(conflict))
        else:
            _print_conflict(conflict)
    if not found:
        note("no conflict fits")


def _check_choice(name: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise InvalidInput(f"--{name}: there is no {value!r}; choose {', '.join(choices)}")


def _print_conflict(conflict: ConflictView) -> None:
    console = results()
    console.print(f"[bold]{conflict.kind}[/bold], {conflict.scope}, {conflict.relation}, {conflict.severity} ", end="")
    console.print(f"({conflict.confidence:.2f}, {conflict.state})  {conflict.id}", markup=False)
    console.print(f"  {conflict.explanation.en}", markup=False)
    for side in conflict.sides:
        console.print(f"  - {side.label}", markup=False)
        for claim in side.claims:
            console.print(f"      {claim.outlet}: “{_one_line(claim.quote)}”", markup=False)
    console.print()


def _print_check(found: CheckView) -> None:
    console = results()
    console.print(f"[bold]{found.verdict}[/bold]")
    for checked in found.clusters:
        console.print(f"  {_one_line(checked.cluster.headline)}  ({checked.cluster.id})", markup=False)
        for heading, claims in (("supported by", checked.supporting), ("contradicted by", checked.contradicting)):
            for claim in claims:
                _print_claim(heading, claim)
        for reason in checked.reasons:
            console.print(f"    {reason.en}", markup=False)


def _print_claim(heading: str, claim: ClaimView) -> None:
    results().print(f"    {heading} {claim.outlet}: “{_one_line(claim.quote)}”", markup=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
