"""Keeps whose every name in use is, whenever names come and go or a reviewer decides about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import combinations

from app.core.entities.identity import KnownName, Ruling, are_related, known_name, settle
from app.core.model.claim import Claim
from app.core.model.records import EntityAction
from app.core.model.reference import references_of
from app.ports import Unit


def know_names(unit: Unit, claims: Iterable[Claim]) -> None:
    """Finds whose the names of new claims are. The claims are kept already."""
    told: dict[str, set[KnownName]] = defaultdict(set)
    for claim in claims:
        told[claim.article_id].update(map(known_name, references_of(claim)))
    meant: set[KnownName] = set()
    for article_id, names in told.items():
        namesakes = unit.entities.namesakes(article_id)
        meant |= {replace(name, id=namesakes.get(name.id, name.id)) for name in names}
    new = unit.entities.add(meant)
    if new:
        place_names(unit, new)


def forget_names(unit: Unit, names: Collection[KnownName]) -> set[str]:
    """Drops those of the names that no claim uses any more; returns their ids."""
    gone = {name.id for name in names} - unit.entities.in_use([name.id for name in names])
    left = [name for name in unit.entities.components(names) if name.id not in gone]
    unit.entities.remove(gone)
    unit.entities.place(settle(left, ruling_on(unit, left)))
    return gone


def place_names(unit: Unit, names: Collection[KnownName]) -> None:
    """Forms anew the components of names that are new or that a reviewer has decided about."""
    related = {other for other in unit.entities.comparable(names) if any(are_related(name, other) for name in names)}
    decided = {
        name_id
        for decision in unit.entities.decisions([name.id for name in names])
        for name_id in (*decision.names, *decision.others)
    }
    touched = unit.entities.components([*names, *related, *unit.entities.get(decided)])
    unit.entities.place(settle(touched, ruling_on(unit, touched)))


def ruling_on(unit: Unit, names: Collection[KnownName]) -> Ruling:
    """What reviewers last said about each pair of the names."""
    last: dict[frozenset[str], EntityAction] = {}
    parted: set[str] = set()
    for decision in unit.entities.decisions([name.id for name in names]):
        for side in (decision.names, decision.others):
            last |= {frozenset(pair): EntityAction.MERGE for pair in combinations(side, 2)}
        last |= {frozenset((one, other)): decision.action for one in decision.names for other in decision.others}
        parted |= set(decision.names) if decision.action is EntityAction.SPLIT else set()
    return Ruling(
        together={pair for pair, action in last.items() if action is EntityAction.MERGE},
        apart={pair for pair, action in last.items() if action is EntityAction.SPLIT},
        parted=parted,
    )
