"""Whether two reports speak of one office, and whether one person can hold both."""

from collections.abc import Mapping
from dataclasses import replace

from app.core.entities.names import may_be_one
from app.core.entities.places import key_contains
from app.core.model.office import HeldOffice, OfficeKind


def is_same_office(left: HeldOffice, right: HeldOffice, *, one_language: bool) -> bool:
    """Whether both are surely one office: one head, and one body as far as either tells; what is told on one side only
    must be known from around the other."""
    if left.head != right.head or not (left.is_told and right.is_told):
        return False
    if bool(left.fields) != bool(right.fields) or (left.fields and left.fields.isdisjoint(right.fields)):
        return False
    if left.bodies != right.bodies or not _same_words(left, right, one_language=one_language):
        return False
    return _same_places(left, right)


def is_other_body(left: HeldOffice, right: HeldOffice, *, one_language: bool) -> bool:
    """Whether the two surely belong to different bodies: other fields, other places, or other words of one language
    where nothing else is told."""
    if left.fields and right.fields:
        return left.fields.isdisjoint(right.fields)
    if left.fields & right.fields or left.bodies & right.bodies or left.words & right.words:
        return False
    if left.places and right.places:
        return not _may_meet(left.places, right.places) and left.fields == right.fields
    if left.bodies and right.bodies:
        return True
    bare = not (left.fields or right.fields or left.bodies or right.bodies or left.places or right.places)
    return bare and one_language and bool(left.words) and bool(right.words)


def exclude_each_other(
    left: HeldOffice,
    right: HeldOffice,
    kinds: Mapping[str, OfficeKind],
    *,
    one_language: bool,
    both_given: bool = False,
) -> bool:
    """Whether one person surely cannot hold both at one time. ``both_given``: both are what one appointment gave."""
    one, other = kinds.get(left.head), kinds.get(right.head)
    if one is None or other is None or not (left.is_told and right.is_told):
        return False
    if one.kind != other.kind:
        if other.kind in one.apart or one.kind in other.apart:
            return True
        within = other.kind in one.apart_within or one.kind in other.apart_within
        return within and is_same_office(left, replace(right, head=left.head), one_language=one_language)
    whole = (one.full_time and other.full_time) or both_given
    return whole and is_other_body(left, right, one_language=one_language)


def _same_words(left: HeldOffice, right: HeldOffice, *, one_language: bool) -> bool:
    if one_language:
        return left.words == right.words
    if len(left.words) != len(right.words):
        return False
    return all(any(may_be_one(one, other) for other in right.words) for one in left.words)


def _same_places(left: HeldOffice, right: HeldOffice) -> bool:
    if left.places and right.places:
        return _may_meet(left.places, right.places)
    if not left.places and not right.places:
        return not left.near or not right.near or _share_country(left.near, right.near)
    told, other = (left, right) if left.places else (right, left)
    if len(_countries(other.near)) > 1:
        return False  # an article that names several countries does not say whose minister it means
    return any(key_contains(place, named) for place in told.places for named in other.near)


def _may_meet(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(key_contains(one, other) or key_contains(other, one) for one in left for other in right)


def _share_country(left: frozenset[str], right: frozenset[str]) -> bool:
    return not _countries(left).isdisjoint(_countries(right))


def _countries(places: frozenset[str]) -> set[str]:
    return {key.split("/", 1)[0] for key in places}
