"""Undoes a wrong merge of names, or a wrong separation: the reviewer's word holds over what the spelling says."""

from collections.abc import Collection, Sequence

from app.core.entities.identity import KnownName, namesake
from app.core.errors import InvalidInput, NotFound
from app.core.model.access import AuditAction, AuditEntry
from app.core.model.records import EntityAction, EntityDecision
from app.ports import Clock, Store, Unit
from app.use_cases.browse import find_entity
from app.use_cases.known_entities import place_names
from app.use_cases.remarks import NO_REMARK, Remark, check_version

AUDITED = {EntityAction.MERGE: AuditAction.MERGE_ENTITIES, EntityAction.SPLIT: AuditAction.SPLIT_ENTITY}


class ReviewEntity:
    """Splits and merges entities. Every decision is kept, and holds when the articles are analysed again. Each raises
    ChangedMeanwhile where the entity is no longer of the version that the remark asks for."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def split(
        self, entity_id: str, names: Sequence[str], *, articles: Collection[str] = (), remark: Remark = NO_REMARK
    ) -> tuple[str, str]:
        """Gives some of its names to an entity of their own; with ``articles``, only as these use them: another person
        of the same name. Returns the ids of what is left and of the new entity.

        Raises NotFound for an unknown id, InvalidInput where a name or article is not the entity's, or nothing is left.
        """
        with self._store.writing() as unit:
            unit.links.lock()
            all_names = _names_of(unit, entity_id, remark)
            wanted = _called(all_names, names)
            parted = _namesakes(unit, wanted, articles) if articles else wanted
            using = unit.entities.articles_naming([name.id for name in all_names])
            left = [name for name in all_names if name not in parted and using[name.id]]
            if not left:
                raise InvalidInput("names: nothing would be left; give some of the names, or some of the articles")
            unit.entities.remove([name_id for name_id, used in using.items() if not used])
            left_id, new_id = self._decide(unit, EntityAction.SPLIT, (parted, left), articles=articles, remark=remark)
            self._enter(unit, EntityAction.SPLIT, entity_id, remark, {"names": len(parted), "into": [left_id, new_id]})
            return left_id, new_id

    def merge(self, entity_id: str, other_id: str, *, remark: Remark = NO_REMARK) -> str:
        """Makes one entity of two; returns its id.

        Raises NotFound for an unknown id, InvalidInput where both are one already.
        """
        with self._store.writing() as unit:
            unit.links.lock()
            names, others = _names_of(unit, entity_id, remark), _names_of(unit, other_id)
            if {name.id for name in names} & {name.id for name in others}:
                raise InvalidInput("entity: both are one entity already")
            kept = self._decide(unit, EntityAction.MERGE, (names, others), remark=remark)[0]
            self._enter(unit, EntityAction.MERGE, entity_id, remark, {"with": other_id, "into": [kept]})
            return kept

    def _decide(
        self,
        unit: Unit,
        action: EntityAction,
        sides: tuple[Sequence[KnownName], Sequence[KnownName]],
        *,
        articles: Collection[str] = (),
        remark: Remark,
    ) -> tuple[str, str]:
        """Keeps the decision; returns the ids of the entities of the second side and of the first."""
        names, others = sides
        unit.entities.decide(
            EntityDecision(
                action=action,
                names=tuple(sorted(name.id for name in names)),
                others=tuple(sorted(name.id for name in others)),
                articles=tuple(sorted(articles)),
                note=remark.note,
                reviewer=remark.reviewer,
                decided_at=self._clock.now(),
            )
        )
        place_names(unit, [*names, *others])
        return unit.entities.entity_of(others[0].id), unit.entities.entity_of(names[0].id)

    def _enter(
        self, unit: Unit, action: EntityAction, entity_id: str, remark: Remark, detail: dict[str, object]
    ) -> None:
        """Into the audit log: what was decided, and which entities the names are of now."""
        unit.audit.add(
            AuditEntry(
                at=self._clock.now(),
                actor=remark.by,
                action=AUDITED[action],
                object_id=entity_id,
                detail={**detail, "reviewer": remark.reviewer},
            )
        )


def _names_of(unit: Unit, entity_id: str, remark: Remark = NO_REMARK) -> list[KnownName]:
    known = unit.entities.known_as(entity_id)
    if known is None:
        raise NotFound(f"there is no entity {entity_id[:80]}")
    if remark.versions is not None:
        check_version(find_entity(unit, entity_id), remark)
    return unit.entities.of_entity(known)


def _called(names: Sequence[KnownName], wanted: Sequence[str]) -> list[KnownName]:
    known = {name.name for name in names}
    for text in wanted:
        if text not in known:
            raise InvalidInput(f"names: the entity has no name {text[:80]!r}; write it as the entity shows it")
    return [name for name in names if name.name in wanted]


def _namesakes(unit: Unit, names: Sequence[KnownName], articles: Collection[str]) -> list[KnownName]:
    """What these articles mean by the names, kept as somebody else's."""
    using = unit.entities.articles_naming([name.id for name in names])
    meant = {name: namesake(name, using[name.id] & set(articles)) for name in names if using[name.id] & set(articles)}
    if not meant or set(articles) - set().union(*using.values()):
        raise InvalidInput("articles: not every one of them uses one of the names")
    unit.entities.add(list(meant.values()))
    for name, other in meant.items():
        unit.entities.rename(using[name.id] & set(articles), other)
    return list(meant.values())
